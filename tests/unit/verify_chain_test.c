/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "tuf/limits.h"
#include "verify/chain.h"
#include "verify_support.h"

static void assert_answers(const struct support_repository *repository,
                           enum tufcheck_answer integrity, enum tufcheck_answer authenticity,
                           enum tufcheck_answer freshness)
{
	const enum tufcheck_answer *answers = repository->verdict.answers;
	assert_int_equal(answers[TUFCHECK_CHECK_INTEGRITY], integrity);
	assert_int_equal(answers[TUFCHECK_CHECK_AUTHENTICITY], authenticity);
	assert_int_equal(answers[TUFCHECK_CHECK_FRESHNESS], freshness);
	assert_int_equal(answers[TUFCHECK_CHECK_POLICY], TUFCHECK_ANSWER_NONE);
}

#define PASS TUFCHECK_ANSWER_PASS
#define FAIL TUFCHECK_ANSWER_FAIL
#define UNKNOWN TUFCHECK_ANSWER_UNKNOWN

static const char *const top_roles[] = {"root", "timestamp", "snapshot", "targets"};

static const char *file_of(const char *role)
{
	static char name[64];
	assert_true(snprintf(name, sizeof(name), "%s.json", role) < (int)sizeof(name));
	return name;
}

/* Verifies what is sealed, and wants exactly one finding. */
static void assert_only(struct support_repository *repository, enum tc_finding_kind kind,
                        const char *role, enum tufcheck_status status)
{
	support_verify(repository);
	assert_findings(&repository->evidence.findings, kind);
	const struct tufcheck_finding *finding = &repository->evidence.findings.first->finding;
	assert_string_equal(finding->role, role);
	assert_int_equal(repository->verdict.status, status);
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

/* ---- signatures ---- */

static void test_chain_role_without_signatures_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(top_roles); i++) {
		struct support_role *role = support_get_role(repository, top_roles[i]);
		role->signer_count = 0;
		support_seal(repository, SUPPORT_ALL);
		support_verify(repository);
		assert_int_equal(support_count(&repository->evidence.findings, TC_SIGNATURES_NONE,
		                               NULL),
		                 1);
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
		assert_answers(repository, PASS, FAIL, UNKNOWN);
		assert_null(repository->verified);
		role->signer_count = 1;
	}
}

static void test_chain_role_with_bad_signature_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(top_roles); i++) {
		struct support_role *role = support_get_role(repository, top_roles[i]);
		role->signers[0].is_damaged = true;
		support_seal(repository, SUPPORT_ALL);
		support_verify(repository);
		assert_findings(&repository->evidence.findings, TC_SIGNATURE_INVALID,
		                TC_THRESHOLD_NOT_MET);
		assert_int_equal(support_evidence(repository, top_roles[i])->status,
		                 TUFCHECK_ROLE_BELOW_THRESHOLD);
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
		assert_answers(repository, PASS, FAIL, UNKNOWN);
		role->signers[0].is_damaged = false;
	}
}

static void test_chain_role_signed_by_another_roles_key_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(top_roles); i++) {
		for (size_t j = 0; j < COUNT_OF(top_roles); j++) {
			if (i == j)
				continue;
			struct support_role *role = support_get_role(repository, top_roles[i]);
			struct support_signer own = role->signers[0];
			role->signers[0] = support_get_role(repository, top_roles[j])->signers[0];
			support_seal(repository, SUPPORT_ALL);
			assert_only(repository, TC_THRESHOLD_NOT_MET, top_roles[i],
			            TUFCHECK_STATUS_UNTRUSTED);
			role->signers[0] = own;
		}
	}
}

static void test_chain_threshold_of_two_needs_two_keys(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 1; i < COUNT_OF(top_roles); i++) {
		struct support_role *role = support_get_role(repository, top_roles[i]);
		EVP_PKEY *second = support_pkey(SUPPORT_P384, i);
		struct tuf_key key = support_bare_key(&repository->arena, second);
		support_set_threshold(repository, top_roles[i], 2);
		support_list_key(repository, top_roles[i], &key);
		/* the one key's signature twice */
		role->signers[role->signer_count++] = role->signers[0];
		support_seal(repository, SUPPORT_ALL);
		assert_only(repository, TC_THRESHOLD_NOT_MET, top_roles[i],
		            TUFCHECK_STATUS_UNTRUSTED);
		role->signer_count--;
		support_add_signer(repository, top_roles[i], key.id, second);
		support_seal(repository, SUPPORT_ALL);
		support_verify(repository);
		assert_no_findings(&repository->evidence.findings);
		assert_int_equal(support_evidence(repository, top_roles[i])->quorum.valid_count, 2);
	}
}

static void test_chain_additional_bad_signature_is_a_warning(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 1; i < COUNT_OF(top_roles); i++) {
		struct support_role *role = support_get_role(repository, top_roles[i]);
		EVP_PKEY *second = support_pkey(SUPPORT_P384, i);
		struct tuf_key key = support_bare_key(&repository->arena, second);
		struct support_signer *signer =
			support_trust_key(repository, top_roles[i], &key, second);
		signer->is_damaged = true;
		support_seal(repository, SUPPORT_ALL);
		assert_only(repository, TC_SIGNATURE_INVALID, top_roles[i],
		            TUFCHECK_STATUS_TRUSTED);
		role->signer_count = 1;
	}
}

static void test_chain_additional_signature_by_stranger_is_ignored(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(top_roles); i++)
		support_add_signer(repository, top_roles[i], "no key of the role",
		                   support_pkey(SUPPORT_P384, 0));
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_no_findings(&repository->evidence.findings);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_TRUSTED);
}

static void test_chain_key_under_wrong_id_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 1; i < COUNT_OF(top_roles); i++) {
		support_drop_keys(repository, top_roles[i]);
		EVP_PKEY *pkey = support_pkey(SUPPORT_P384, i);
		struct tuf_key key = support_bare_key(&repository->arena, pkey);
		key.listed_id = "0123";
		support_trust_key(repository, top_roles[i], &key, pkey);
		support_seal(repository, SUPPORT_ALL);
		support_verify(repository);
		const struct tufcheck_finding *finding = NULL;
		assert_int_equal(support_count(&repository->evidence.findings, TC_KEY_ID_MISMATCH,
		                               &finding),
		                 1);
		assert_string_equal(finding->pointer, "/signatures/0/keyid");
		assert_string_equal(finding->expected, key.id);
		assert_string_equal(finding->actual, "0123");
		assert_int_equal(support_evidence(repository, top_roles[i])->status,
		                 TUFCHECK_ROLE_INVALID);
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
		support_drop_keys(repository, top_roles[i]);
		pkey = support_pkey(SUPPORT_P256, i);
		key = support_bare_key(&repository->arena, pkey);
		support_trust_key(repository, top_roles[i], &key, pkey);
	}
}

/* Each kind of key and method that Notary knows, for a top-level role. */
static void test_chain_every_kind_of_key_is_trusted(void **state)
{
	struct support_repository *repository = *state;
	static const enum support_algorithm algorithms[] = {
		SUPPORT_P224,    SUPPORT_P384,    SUPPORT_P521,
		SUPPORT_RSA2048, SUPPORT_RSA3072, SUPPORT_ED25519};
	for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
		support_drop_keys(repository, "targets");
		EVP_PKEY *pkey = support_pkey(algorithms[i], 0);
		struct tuf_key key = support_bare_key(&repository->arena, pkey);
		struct support_signer *signer = support_trust_key(repository, "targets", &key, pkey);
		support_seal(repository, SUPPORT_ALL);
		support_verify(repository);
		assert_no_findings(&repository->evidence.findings);
		if (!EVP_PKEY_is_a(pkey, "RSA"))
			continue;
		signer->method = "rsapkcs1v15";
		support_seal(repository, SUPPORT_ALL);
		support_verify(repository);
		assert_no_findings(&repository->evidence.findings);
	}
}

/* Nothing but the key of a certificate counts for a role other than root. */
static void test_chain_certificate_of_other_role_is_only_a_key(void **state)
{
	struct support_repository *repository = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P384, 0);
	const struct support_certificate certificate = {.key = pkey,
	                                                .name = "of nobody",
	                                                .not_before = SUPPORT_NOT_AFTER,
	                                                .not_after = SUPPORT_NOT_BEFORE,
	                                                .ca = true,
	                                                .sha1 = true};
	struct tuf_key key = support_x509_key(
		&repository->arena, pkey, support_certificate(&repository->arena, &certificate));
	support_drop_keys(repository, "targets");
	support_trust_key(repository, "targets", &key, pkey);
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_no_findings(&repository->evidence.findings);
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

/* ---- files against each other ---- */

static json_t *entry_of(struct support_repository *repository, const char *in, const char *name)
{
	json_t *meta = json_object_get(support_get_role(repository, in)->content, "meta");
	json_t *entry = json_object_get(meta, name);
	assert_non_null(entry);
	return entry;
}

static const struct reference {
	const char *in; /* lists */
	const char *name;
	enum support_stage stage; /* signs what lists again */
} references[] = {{"timestamp", "snapshot", SUPPORT_TIMESTAMP},
                  {"snapshot", "root", SUPPORT_SNAPSHOT},
                  {"snapshot", "targets", SUPPORT_SNAPSHOT}};

static void set_hash(struct support_repository *repository, const struct reference *reference,
                     const char *algorithm, const char *text)
{
	json_t *hashes = json_object_get(
		entry_of(repository, reference->in, reference->name), "hashes");
	assert_int_equal(json_object_set_new(hashes, algorithm, json_string(text)), 0);
	support_seal(repository, reference->stage);
}

#define OTHER_SHA256 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define OTHER_SHA512                                                                               \
	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="

static void assert_mismatch(struct support_repository *repository,
                            const struct reference *reference)
{
	support_verify(repository);
	const struct tufcheck_finding *finding = NULL;
	assert_int_equal(support_count(&repository->evidence.findings, TC_HASH_MISMATCH, &finding),
	                 1);
	assert_string_equal(finding->role, reference->name);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
	/* what does not match is not looked into; the root was, before that was known */
	bool is_root = strcmp(reference->name, "root") == 0;
	assert_int_equal(support_evidence(repository, reference->name)->is_parsed, is_root);
	assert_answers(repository, FAIL, UNKNOWN, UNKNOWN);
}

static void test_chain_listed_hash_of_another_file_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(references); i++) {
		support_seal(repository, SUPPORT_ALL);
		set_hash(repository, &references[i], "sha256", OTHER_SHA256);
		assert_mismatch(repository, &references[i]);
		support_seal(repository, SUPPORT_ALL);
		set_hash(repository, &references[i], "sha512", OTHER_SHA512);
		assert_mismatch(repository, &references[i]);
	}
}

static void test_chain_right_sha512_is_trusted(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(top_roles); i++)
		support_get_role(repository, top_roles[i])->has_sha512 = true;
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_no_findings(&repository->evidence.findings);
}

static void test_chain_unknown_algorithm_is_ignored(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(references); i++) {
		support_seal(repository, SUPPORT_ALL);
		set_hash(repository, &references[i], "md5", "AAAA");
		support_verify(repository);
		assert_no_findings(&repository->evidence.findings);
	}
}

static void test_chain_listed_hash_missing_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(references); i++) {
		support_seal(repository, SUPPORT_ALL);
		json_object_del(json_object_get(entry_of(repository, references[i].in,
		                                         references[i].name),
		                                "hashes"),
		                "sha256");
		support_seal(repository, references[i].stage);
		support_verify(repository);
		assert_int_equal(support_count(&repository->evidence.findings, TC_HASH_MISSING,
		                               NULL),
		                 1);
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
	}
}

static void test_chain_listed_hash_of_wrong_size_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(references); i++) {
		support_seal(repository, SUPPORT_ALL);
		set_hash(repository, &references[i], "sha256", "AAAA");
		support_verify(repository);
		assert_int_equal(support_count(&repository->evidence.findings, TC_HASH_SIZE, NULL),
		                 1);
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
	}
}

static void test_chain_listed_length_is_upper_bound(void **state)
{
	struct support_repository *repository = *state;
	static const struct {
		int64_t difference;
		bool is_bad;
	} cases[] = {{-1, true}, {0, false}, {1, false}, {1000, false}};
	for (size_t i = 0; i < COUNT_OF(references); i++) {
		bool is_root = strcmp(references[i].name, "root") == 0;
		for (size_t j = 0; j < COUNT_OF(cases); j++) {
			support_seal(repository, SUPPORT_ALL);
			json_t *entry = entry_of(repository, references[i].in, references[i].name);
			json_int_t length = json_integer_value(json_object_get(entry, "length"));
			json_object_set_new(entry, "length",
			                    json_integer(length + cases[j].difference));
			support_seal(repository, references[i].stage);
			support_verify(repository);
			bool is_trusted = repository->verdict.status == TUFCHECK_STATUS_TRUSTED;
			assert_int_equal(is_trusted, is_root || !cases[j].is_bad);
			size_t exceeded = support_count(&repository->evidence.findings,
			                                TC_LENGTH_EXCEEDED, NULL);
			size_t differs = support_count(&repository->evidence.findings,
			                               TC_LENGTH_DIFFERS, NULL);
			assert_int_equal(exceeded, !is_root && cases[j].is_bad);
			assert_int_equal(differs, !is_root && cases[j].difference > 0);
		}
	}
}

static void test_chain_older_file_put_back_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	static const char *const files[] = {"root.json", "snapshot.json", "targets.json"};
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		support_seal(repository, SUPPORT_ALL);
		struct support_file old = *support_get_file(repository, files[i]);
		for (size_t j = 0; j < COUNT_OF(top_roles); j++)
			support_set(repository, top_roles[j], "version",
			            json_integer((json_int_t)i + 2));
		support_seal(repository, SUPPORT_ALL);
		support_put(repository, files[i], old.bytes, old.length);
		support_verify(repository);
		const struct tufcheck_finding *finding = NULL;
		assert_int_equal(support_count(&repository->evidence.findings, TC_HASH_MISMATCH,
		                               &finding),
		                 1);
		assert_string_equal(finding->file, files[i]);
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
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
		support_test(test_chain_role_without_signatures_is_untrusted),
		support_test(test_chain_role_with_bad_signature_is_untrusted),
		support_test(test_chain_role_signed_by_another_roles_key_is_untrusted),
		support_test(test_chain_threshold_of_two_needs_two_keys),
		support_test(test_chain_additional_bad_signature_is_a_warning),
		support_test(test_chain_additional_signature_by_stranger_is_ignored),
		support_test(test_chain_key_under_wrong_id_is_untrusted),
		support_test(test_chain_every_kind_of_key_is_trusted),
		support_test(test_chain_certificate_of_other_role_is_only_a_key),
		support_test(test_chain_role_of_another_type_is_untrusted),
		support_test(test_chain_role_of_version_zero_is_untrusted),
		support_test(test_chain_root_with_threshold_zero_is_untrusted),
		support_test(test_chain_listed_hash_of_another_file_is_untrusted),
		support_test(test_chain_right_sha512_is_trusted),
		support_test(test_chain_unknown_algorithm_is_ignored),
		support_test(test_chain_listed_hash_missing_is_untrusted),
		support_test(test_chain_listed_hash_of_wrong_size_is_untrusted),
		support_test(test_chain_listed_length_is_upper_bound),
		support_test(test_chain_older_file_put_back_is_untrusted),
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
