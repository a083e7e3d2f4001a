/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chains as a whole, and their files by themselves: whether each can be read, is
 * what it must be, and is in date.
 */
#include <errno.h>
#include <stdio.h>

#include "tuf/limits.h"
#include "verify_chain_support.h"

static const char *file_of(const char *role)
{
	static char name[64];
	assert_true(snprintf(name, sizeof(name), "%s.json", role) < (int)sizeof(name));
	return name;
}

static void test_chain_sound_is_trusted(void **state)
{
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_no_findings(&repository->evidence.findings);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_TRUSTED);
	assert_answers(repository, PASS, PASS, PASS);
	assert_ptr_equal(tc_verified_get_evidence(repository->verified), &repository->evidence);
	assert_string_equal(repository->evidence.gun, SUPPORT_GUN);
	assert_int_equal(repository->evidence.role_count, 4);
	const struct tc_role_evidence *role = repository->evidence.roles;
	for (size_t i = 0; i < COUNT_OF(top_roles); i++, role = role->next) {
		assert_string_equal(role->name, top_roles[i]);
		assert_string_equal(role->file, file_of(top_roles[i]));
		assert_int_equal(role->status, TUFCHECK_ROLE_VALID);
		assert_int_equal(role->quorum.valid_count, 1);
		assert_int_equal(role->common.version, 1);
		assert_true(tc_verified_has_role(repository->verified, role));
	}
	assert_null(role);
}

static void test_chain_files_are_asked_for_with_their_limits(void **state)
{
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_int_equal(support_get_file(repository, "timestamp.json")->limit,
	                 TUF_MAX_TIMESTAMP_BYTES);
	assert_int_equal(support_get_file(repository, "root.json")->limit, TUF_MAX_ROOT_BYTES);
	assert_int_equal(support_get_file(repository, "snapshot.json")->limit, TUF_MAX_SNAPSHOT_BYTES);
	assert_int_equal(support_get_file(repository, "targets.json")->limit, TUF_MAX_TARGETS_BYTES);
}

/* ---- files that cannot be read ---- */

static void test_chain_missing_file_is_incomplete(void **state)
{
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	for (size_t i = 1; i < COUNT_OF(top_roles); i++) {
		struct support_file *file = support_get_file(repository, file_of(top_roles[i]));
		file->status = TC_READ_MISSING;
		support_verify(repository);
		const struct tufcheck_finding *finding = NULL;
		assert_int_equal(support_count(&repository->evidence.findings, TC_FILE_MISSING,
		                               &finding),
		                 1);
		assert_string_equal(finding->role, top_roles[i]);
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_INCOMPLETE);
		assert_answers(repository, UNKNOWN, UNKNOWN, UNKNOWN);
		assert_int_equal(support_evidence(repository, top_roles[i])->status,
		                 TUFCHECK_ROLE_MISSING);
		assert_null(repository->verified);
		file->status = TC_READ_OK;
	}
}

static void test_chain_missing_file_leaves_next_one_uncompared(void **state)
{
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	support_remove(repository, "timestamp.json");
	support_verify(repository);
	assert_findings(&repository->evidence.findings, TC_FILE_MISSING, TC_REFERENCE_UNAVAILABLE);
	support_get_file(repository, "timestamp.json")->status = TC_READ_OK;
	support_remove(repository, "snapshot.json");
	support_verify(repository);
	assert_findings(&repository->evidence.findings, TC_FILE_MISSING, TC_REFERENCE_UNAVAILABLE);
	assert_string_equal(repository->evidence.findings.last->finding.role, "targets");
}

static void test_chain_missing_root_stops_it(void **state)
{
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	support_remove(repository, "root.json");
	support_verify(repository);
	assert_findings(&repository->evidence.findings, TC_FILE_MISSING, TC_CHAIN_STOPPED);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_INCOMPLETE);
	assert_int_equal(repository->evidence.role_count, 1);
	assert_int_equal(support_get_file(repository, "timestamp.json")->limit, 0);
}

static void test_chain_missing_root_and_no_name_has_empty_name(void **state)
{
	struct support_repository *repository = *state;
	repository->gun = NULL;
	support_verify(repository);
	assert_findings(&repository->evidence.findings, TC_FILE_MISSING, TC_CHAIN_STOPPED);
	assert_string_equal(repository->evidence.gun, "");
}

static void test_chain_file_that_cannot_be_read_is_reported_as_such(void **state)
{
	struct support_repository *repository = *state;
	static const struct {
		enum tc_read_status status;
		enum tc_finding_kind kind;
		enum tufcheck_status effect;
	} cases[] = {
		{TC_READ_INVALID, TC_FILE_UNREADABLE, TUFCHECK_STATUS_UNREADABLE},
		{TC_READ_UNREADABLE, TC_FILE_UNREADABLE, TUFCHECK_STATUS_UNREADABLE},
		{TC_READ_NOT_REGULAR, TC_FILE_NOT_REGULAR, TUFCHECK_STATUS_UNREADABLE},
		{TC_READ_CHANGED, TC_FILE_CHANGED, TUFCHECK_STATUS_UNREADABLE},
		{TC_READ_LINK_ESCAPES, TC_LINK_ESCAPES, TUFCHECK_STATUS_UNREADABLE},
		{TC_READ_TOO_LARGE, TC_FILE_TOO_LARGE, TUFCHECK_STATUS_UNTRUSTED},
	};
	support_seal(repository, SUPPORT_ALL);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		for (size_t j = 0; j < COUNT_OF(top_roles); j++) {
			struct support_file *file =
				support_get_file(repository, file_of(top_roles[j]));
			file->status = cases[i].status;
			file->error = EACCES;
			file->actual = "a folder";
			support_verify(repository);
			assert_int_equal(support_count(&repository->evidence.findings,
			                               cases[i].kind, NULL),
			                 1);
			assert_int_equal(repository->verdict.status, cases[i].effect);
			assert_null(repository->verified);
			assert_int_equal(support_evidence(repository, top_roles[j])->status,
			                 TUFCHECK_ROLE_INVALID);
			file->status = TC_READ_OK;
		}
	}
}

/* ---- bytes ---- */

/* Any byte of any file changed: never trusted. */
static void test_chain_any_byte_changed_is_never_trusted(void **state)
{
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	for (size_t i = 0; i < COUNT_OF(top_roles); i++) {
		const struct support_file *file = support_get_file(repository, file_of(top_roles[i]));
		unsigned char *bytes = (unsigned char *)file->bytes;
		for (size_t at = 0; at < file->length; at++) {
			unsigned char bit = (unsigned char)(1U << (at + i) % 8);
			bytes[at] ^= bit;
			support_verify(repository);
			if (repository->verdict.status != TUFCHECK_STATUS_UNTRUSTED)
				fail_msg("%s with byte %zu changed is %s", file->name, at,
				         tufcheck_status_name(repository->verdict.status));
			bytes[at] ^= bit;
		}
	}
}

static void test_chain_file_that_is_no_json_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(top_roles); i++) {
		support_seal(repository, SUPPORT_ALL);
		support_put(repository, file_of(top_roles[i]), "[]x", 3);
		support_verify(repository);
		assert_int_equal(support_evidence(repository, top_roles[i])->status,
		                 TUFCHECK_ROLE_INVALID);
		assert_false(support_evidence(repository, top_roles[i])->is_parsed);
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
		assert_int_equal(repository->verdict.answers[TUFCHECK_CHECK_INTEGRITY], FAIL);
	}
}

/* ---- structure ---- */

static void test_chain_role_of_another_type_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	static const char *const types[] = {"Root", "Timestamp", "Snapshot", "Targets", "targets"};
	for (size_t i = 0; i < COUNT_OF(top_roles); i++) {
		for (size_t j = 0; j < COUNT_OF(types); j++) {
			if (i == j)
				continue;
			support_set(repository, top_roles[i], "_type", json_string(types[j]));
			support_seal(repository, SUPPORT_ALL);
			support_verify(repository);
			assert_int_equal(
				support_count(&repository->evidence.findings, TC_ROLE_TYPE, NULL), 1);
			assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
		}
		support_set(repository, top_roles[i], "_type", json_string(types[i]));
	}
}

static void test_chain_role_of_version_zero_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(top_roles); i++) {
		support_set(repository, top_roles[i], "version", json_integer(0));
		support_seal(repository, SUPPORT_ALL);
		support_verify(repository);
		assert_int_equal(support_count(&repository->evidence.findings, TC_VERSION, NULL), 1);
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
		support_set(repository, top_roles[i], "version", json_integer(1));
	}
}

static void test_chain_root_with_threshold_zero_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(top_roles); i++) {
		for (int threshold = 0; threshold >= -1; threshold--) {
			support_set_threshold(repository, top_roles[i], threshold);
			support_seal(repository, SUPPORT_ALL);
			support_verify(repository);
			assert_findings(&repository->evidence.findings, TC_THRESHOLD,
			                TC_CHAIN_STOPPED);
			assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
		}
		support_set_threshold(repository, top_roles[i], 1);
	}
}

/* ---- dates ---- */

static void test_chain_expired_role_is_expired(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(top_roles); i++) {
		support_set(repository, top_roles[i], "expires", json_string(SUPPORT_EXPIRED));
		support_seal(repository, SUPPORT_ALL);
		assert_only(repository, TC_ROLE_EXPIRED, top_roles[i], TUFCHECK_STATUS_EXPIRED);
		assert_answers(repository, PASS, PASS, FAIL);
		assert_int_equal(support_evidence(repository, top_roles[i])->status,
		                 TUFCHECK_ROLE_EXPIRED);
		assert_null(repository->verified);
		support_set(repository, top_roles[i], "expires", json_string(SUPPORT_EXPIRES));
	}
}

static void test_chain_expiry_is_the_last_moment(void **state)
{
	struct support_repository *repository = *state;
	static const struct {
		const char *expires;
		bool is_fresh;
	} cases[] = {
		{"2026-06-01T00:00:00Z", true},          {"2026-06-01T00:00:00.5Z", true},
		{"2026-05-31T23:59:59.999999999Z", false}, {"2026-06-01T02:00:00+02:00", true},
		{"2026-06-01T01:59:59+02:00", false},    {"0001-01-01T00:00:00Z", false},
		{"9999-12-31T23:59:59Z", true}};
	for (size_t i = 0; i < COUNT_OF(top_roles); i++) {
		for (size_t j = 0; j < COUNT_OF(cases); j++) {
			support_set(repository, top_roles[i], "expires",
			            json_string(cases[j].expires));
			support_seal(repository, SUPPORT_ALL);
			support_verify(repository);
			assert_int_equal(repository->verdict.status == TUFCHECK_STATUS_TRUSTED,
			                 cases[j].is_fresh);
		}
		support_set(repository, top_roles[i], "expires", json_string(SUPPORT_EXPIRES));
	}
}

static void test_chain_role_without_expiry_is_expired(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(top_roles); i++) {
		json_object_del(support_get_role(repository, top_roles[i])->content, "expires");
		support_seal(repository, SUPPORT_ALL);
		assert_only(repository, TC_ROLE_EXPIRED, top_roles[i], TUFCHECK_STATUS_EXPIRED);
		support_set(repository, top_roles[i], "expires", json_string(SUPPORT_EXPIRES));
	}
}

static void test_chain_root_certificate_out_of_date_is_expired(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(top_roles); i++)
		support_set(repository, top_roles[i], "expires", json_string("2099-01-01T00:00:00Z"));
	support_seal(repository, SUPPORT_ALL);
	static const struct {
		int64_t at;
		enum tc_finding_kind kind;
	} cases[] = {
		{SUPPORT_NOT_AFTER + 1, TC_ROOT_CERTIFICATE_EXPIRED},
		{SUPPORT_NOT_BEFORE - SUPPORT_DAY - 1, TC_ROOT_CERTIFICATE_NOT_YET_VALID}};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		repository->at.seconds = cases[i].at;
		support_verify(repository);
		assert_findings(&repository->evidence.findings, TC_ROOT_CERTIFICATE_DATES,
		                cases[i].kind);
		assert_int_equal(support_evidence(repository, "root")->status,
		                 TUFCHECK_ROLE_EXPIRED);
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_EXPIRED);
		assert_answers(repository, PASS, PASS, FAIL);
		assert_null(repository->verified);
	}
}

/* Not signed and out of date at once is not signed. */
static void test_chain_bad_root_out_of_date_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	support_get_role(repository, "root")->signers[0].is_damaged = true;
	support_seal(repository, SUPPORT_ALL);
	repository->at.seconds = SUPPORT_NOT_AFTER + 1;
	support_verify(repository);
	assert_int_equal(support_count(&repository->evidence.findings, TC_THRESHOLD_NOT_MET, NULL),
	                 1);
	assert_int_equal(support_count(&repository->evidence.findings,
	                               TC_ROOT_CERTIFICATE_EXPIRED, NULL),
	                 0);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
}

/* ---- the name ---- */

static void test_chain_of_another_name_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	repository->gun = "registry.example.com/team/other";
	support_verify(repository);
	assert_findings_but(&repository->evidence.findings, TC_SIGNATURE_INVALID,
	                    TC_ROOT_NAME_MISMATCH, TC_THRESHOLD_NOT_MET);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
}

/* A certificate that names many repositories, or none, names no repository. */
static void test_chain_without_name_and_usable_certificate_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	static const char *const names[] = {
		"*",      "registry.example.com/*", "a*", NULL,  ".",        "..",       "a/../b", "a//b",
		"/a",     "a/",                     "a/.", "a\nb", "\x1b[31m", "a\x7f" "b", "a/*/b"};
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0);
	repository->gun = NULL;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const struct support_certificate certificate = {.key = pkey, .name = names[i]};
		struct tuf_key key = support_x509_key(
			&repository->arena, pkey,
			support_certificate(&repository->arena, &certificate));
		support_drop_keys(repository, "root");
		support_trust_key(repository, "root", &key, pkey);
		support_seal(repository, SUPPORT_ALL);
		support_verify(repository);
		assert_int_equal(support_count(&repository->evidence.findings, TC_GUN_UNKNOWN,
		                               NULL),
		                 1);
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
		assert_string_equal(repository->evidence.gun, "");
		assert_int_equal(support_evidence(repository, "root")->status,
		                 TUFCHECK_ROLE_INVALID);
	}
}

static void test_chain_without_name_takes_the_certificates(void **state)
{
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	repository->gun = NULL;
	support_verify(repository);
	assert_findings(&repository->evidence.findings, TC_GUN_ASSUMED);
	assert_string_equal(repository->evidence.gun, SUPPORT_GUN);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_TRUSTED);
}

/* The name is taken from the root, and the root is judged all the same. */
static void test_chain_without_name_still_judges_the_root(void **state)
{
	struct support_repository *repository = *state;
	repository->gun = NULL;
	support_get_role(repository, "root")->signers[0].is_damaged = true;
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_findings(&repository->evidence.findings, TC_GUN_ASSUMED, TC_SIGNATURE_INVALID,
	                TC_THRESHOLD_NOT_MET);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
	support_get_role(repository, "root")->signers[0].is_damaged = false;
	support_set(repository, "root", "expires", json_string(SUPPORT_EXPIRED));
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_findings(&repository->evidence.findings, TC_GUN_ASSUMED, TC_ROLE_EXPIRED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		support_test(test_chain_sound_is_trusted),
		support_test(test_chain_files_are_asked_for_with_their_limits),
		support_test(test_chain_missing_file_is_incomplete),
		support_test(test_chain_missing_file_leaves_next_one_uncompared),
		support_test(test_chain_missing_root_stops_it),
		support_test(test_chain_missing_root_and_no_name_has_empty_name),
		support_test(test_chain_file_that_cannot_be_read_is_reported_as_such),
		support_test(test_chain_any_byte_changed_is_never_trusted),
		support_test(test_chain_file_that_is_no_json_is_untrusted),
		support_test(test_chain_role_of_another_type_is_untrusted),
		support_test(test_chain_role_of_version_zero_is_untrusted),
		support_test(test_chain_root_with_threshold_zero_is_untrusted),
		support_test(test_chain_expired_role_is_expired),
		support_test(test_chain_expiry_is_the_last_moment),
		support_test(test_chain_role_without_expiry_is_expired),
		support_test(test_chain_root_certificate_out_of_date_is_expired),
		support_test(test_chain_bad_root_out_of_date_is_untrusted),
		support_test(test_chain_of_another_name_is_untrusted),
		support_test(test_chain_without_name_and_usable_certificate_is_untrusted),
		support_test(test_chain_without_name_takes_the_certificates),
		support_test(test_chain_without_name_still_judges_the_root),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
