/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "tuf/digest.h"
#include "verify/report.h"
#include "verify_support.h"

#define ALICE "targets/alice"

static const char *const everything[] = {"", NULL};

/* A repository and the report that is filled from its evidence, which it borrows. */
struct fixture {
	struct support_repository repository;
	struct tufcheck_report report;
};

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	support_repository_init(&fixture->repository);
	support_add_delegation(&fixture->repository, ALICE, 4, everything);
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	tuf_arena_clear(&fixture->report.arena);
	support_repository_clear(&fixture->repository);
	free(fixture);
	return 0;
}

static const struct tufcheck_repository *fill(struct fixture *fixture)
{
	struct support_repository *repository = &fixture->repository;
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	tuf_arena_clear(&fixture->report.arena);
	fixture->report = (struct tufcheck_report){.evidence = repository->evidence};
	assert_int_equal(tc_report_fill(&fixture->report, &repository->verdict,
	                                repository->verified, "some/path"),
	                 TUF_OK);
	/* the evidence stays the repository's; only its lists have grown */
	repository->evidence.findings = fixture->report.evidence.findings;
	repository->evidence.ring = fixture->report.evidence.ring;
	return &fixture->report.repository;
}

static void test_report_of_sound_repository_says_everything(void **state)
{
	struct fixture *fixture = *state;
	const struct tufcheck_repository *repository = fill(fixture);
	assert_int_equal(repository->status, TUFCHECK_STATUS_TRUSTED);
	assert_string_equal(repository->gun, SUPPORT_GUN);
	assert_string_equal(repository->path, "some/path");
	assert_int_equal(repository->finding_count, 0);
	assert_int_equal(repository->target_count, 1);
	assert_int_equal(repository->answers[TUFCHECK_CHECK_INTEGRITY], TUFCHECK_ANSWER_PASS);
	static const char *const roles[] = {"root", "timestamp", "snapshot", "targets", ALICE};
	assert_int_equal(repository->role_count, COUNT_OF(roles));
	for (size_t i = 0; i < COUNT_OF(roles); i++) {
		const struct tufcheck_role *role = &repository->roles[i];
		assert_string_equal(role->name, roles[i]);
		assert_int_equal(role->status, TUFCHECK_ROLE_VALID);
		assert_int_equal(role->version, 1);
		assert_int_equal(role->threshold, 1);
		assert_int_equal(role->valid_signatures, 1);
		assert_int_equal(role->key_id_count, 1);
		assert_int_equal(role->signature_count, 1);
		assert_true(role->signatures[0].valid);
		assert_null(role->signatures[0].reason);
		assert_true(role->has_expires);
		assert_int_equal(role->expires.seconds, INT64_C(1893456000));
		const struct support_file *file = support_get_file(&fixture->repository, role->file);
		assert_int_equal(role->length, file->length);
		assert_string_equal(role->sha256,
		                    tuf_digest_format(&fixture->report.arena, TUF_DIGEST_SHA256,
		                                      file->bytes, file->length));
	}
	assert_int_equal(repository->roles[4].path_count, 1);
	assert_string_equal(repository->roles[4].paths[0], "");
}

/* Of two keys of the root, and of two of another role, one has signed. */
static void test_report_keys_say_who_has_signed(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 9);
	const struct support_certificate certificate = {.key = pkey, .name = SUPPORT_GUN};
	struct tuf_key root = support_x509_key(&repository->arena, pkey,
	                                       support_certificate(&repository->arena, &certificate));
	struct tuf_key other = support_bare_key(&repository->arena, support_pkey(SUPPORT_P256, 10));
	support_list_key(repository, "root", &root);
	support_list_key(repository, ALICE, &other);
	const struct tufcheck_repository *report = fill(fixture);
	assert_int_equal(report->status, TUFCHECK_STATUS_TRUSTED);
	assert_int_equal(report->key_count, 7);
	for (size_t i = 0; i < report->key_count; i++) {
		const struct tufcheck_key *record = &report->keys[i];
		bool is_idle = strcmp(record->key_id, root.id) == 0 ||
		               strcmp(record->key_id, other.id) == 0;
		assert_int_equal(record->role_count, 1);
		assert_int_equal(record->has_signed[0], !is_idle);
	}
}

static void test_report_keys_are_sorted_and_name_their_roles(void **state)
{
	struct fixture *fixture = *state;
	/* the key of targets signs for the delegation and the snapshot too */
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 3);
	struct tuf_key key = support_bare_key(&fixture->repository.arena, pkey);
	support_trust_key(&fixture->repository, ALICE, &key, pkey);
	support_trust_key(&fixture->repository, "snapshot", &key, pkey);
	const struct tufcheck_repository *repository = fill(fixture);
	assert_int_equal(repository->key_count, 5);
	for (size_t i = 0; i < repository->key_count; i++) {
		const struct tufcheck_key *record = &repository->keys[i];
		if (i > 0)
			assert_true(strcmp(repository->keys[i - 1].key_id, record->key_id) < 0);
		assert_string_equal(record->algorithm, "ECDSA P-256");
		assert_int_equal(record->bits, 256);
		bool is_common = strcmp(record->key_id, key.id) == 0;
		assert_int_equal(record->role_count, is_common ? 3 : 1);
		if (is_common) {
			assert_string_equal(record->roles[0], "snapshot");
			assert_string_equal(record->roles[1], "targets");
			assert_string_equal(record->roles[2], ALICE);
		}
		bool is_root = strcmp(record->roles[0], "root") == 0;
		assert_int_equal(record->certificate_count, is_root);
		assert_string_equal(record->type, is_root ? "ecdsa-x509" : "ecdsa");
		assert_int_equal(strcmp(record->canonical_key_id, record->key_id) == 0, !is_root);
		if (is_root)
			assert_string_equal(record->certificates[0].subject, "CN=" SUPPORT_GUN);
	}
}

static void test_report_key_that_cannot_be_decoded_is_listed(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_key key =
		support_make_key(&fixture->repository.arena, "sphincs", "public", 6);
	support_list_key(&fixture->repository, "targets", &key);
	const struct tufcheck_repository *repository = fill(fixture);
	bool is_found = false;
	for (size_t i = 0; i < repository->key_count; i++) {
		const struct tufcheck_key *record = &repository->keys[i];
		if (strcmp(record->key_id, key.id) != 0)
			continue;
		is_found = true;
		assert_string_equal(record->type, "sphincs");
		assert_null(record->algorithm);
		assert_null(record->spki_sha256);
		assert_int_equal(record->bits, 0);
	}
	assert_true(is_found);
}

/* Two keys under one ID, in two files, are two records. */
static void test_report_different_keys_under_one_id_are_listed_each(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_key first =
		support_bare_key(&fixture->repository.arena, support_pkey(SUPPORT_P256, 8));
	struct tuf_key second =
		support_bare_key(&fixture->repository.arena, support_pkey(SUPPORT_P256, 9));
	first.listed_id = second.listed_id = "the same";
	support_list_key(&fixture->repository, "targets", &first);
	support_list_key(&fixture->repository, ALICE, &second);
	/* and, of a third role, the first one again */
	support_add_delegation(&fixture->repository, ALICE "/child", 5, everything);
	support_list_key(&fixture->repository, ALICE "/child", &first);
	const struct tufcheck_repository *repository = fill(fixture);
	size_t found = 0, roles = 0;
	for (size_t i = 0; i < repository->key_count; i++) {
		if (strcmp(repository->keys[i].key_id, "the same") != 0)
			continue;
		found++;
		roles += repository->keys[i].role_count;
	}
	assert_int_equal(found, 2);
	assert_int_equal(roles, 3);
}

/* Two keys, each under an ID that is not its own: records go by what is listed. */
static void test_report_keys_are_sorted_by_the_ids_that_are_listed(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_arena *arena = &fixture->repository.arena;
	struct tuf_key low = support_bare_key(arena, support_pkey(SUPPORT_P256, 8));
	struct tuf_key high = support_bare_key(arena, support_pkey(SUPPORT_P256, 9));
	if (strcmp(low.id, high.id) > 0) {
		struct tuf_key key = low;
		low = high;
		high = key;
	}
	/* behind all digests, and against their own order */
	low.listed_id = "y";
	high.listed_id = "x";
	support_list_key(&fixture->repository, "targets", &low);
	support_list_key(&fixture->repository, "targets", &high);
	/* and one of them under another ID */
	struct tuf_key again = low;
	again.listed_id = "z";
	support_list_key(&fixture->repository, ALICE, &again);
	const struct tufcheck_repository *repository = fill(fixture);
	assert_int_equal(repository->key_count, 5 + 3);
	const struct {
		const char *listed, *own, *role;
	} rows[] = {{"x", high.id, "targets"}, {"y", low.id, "targets"}, {"z", low.id, ALICE}};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct tufcheck_key *record = &repository->keys[5 + i];
		assert_string_equal(record->key_id, rows[i].listed);
		assert_string_equal(record->computed_key_id, rows[i].own);
		assert_int_equal(record->role_count, 1);
		assert_string_equal(record->roles[0], rows[i].role);
	}
}

static void test_report_has_the_history_of_the_root(void **state)
{
	struct fixture *fixture = *state;
	(void)fill(fixture);
	fixture->report.evidence.root_history =
		(struct tufcheck_root_history){.oldest = 2, .newest = 5, .complete = true};
	assert_int_equal(tc_report_fill(&fixture->report, &fixture->repository.verdict, NULL, "path"),
	                 TUF_OK);
	assert_int_equal(fixture->report.repository.root_history.oldest, 2);
	assert_int_equal(fixture->report.repository.root_history.newest, 5);
	assert_true(fixture->report.repository.root_history.complete);
}

static void test_report_of_untrusted_repository_has_no_targets(void **state)
{
	struct fixture *fixture = *state;
	support_get_role(&fixture->repository, "targets")->signers[0].is_damaged = true;
	const struct tufcheck_repository *repository = fill(fixture);
	assert_int_equal(repository->status, TUFCHECK_STATUS_UNTRUSTED);
	assert_int_equal(repository->target_count, 0);
	assert_null(repository->targets);
	/* the worst is first */
	assert_string_equal(repository->findings[0].id, "threshold-not-met");
	assert_string_equal(repository->findings[1].id, "signature-invalid");
	const struct tufcheck_role *role = &repository->roles[3];
	assert_int_equal(role->status, TUFCHECK_ROLE_BELOW_THRESHOLD);
	assert_false(role->signatures[0].valid);
	assert_string_equal(role->signatures[0].reason, "the signature does not verify");
	assert_int_equal(role->valid_signatures, 0);
}

static void test_report_of_missing_file_knows_the_definition_only(void **state)
{
	struct fixture *fixture = *state;
	support_seal(&fixture->repository, SUPPORT_ALL);
	support_remove(&fixture->repository, "targets.json");
	support_verify(&fixture->repository);
	fixture->report = (struct tufcheck_report){.evidence = fixture->repository.evidence};
	assert_int_equal(tc_report_fill(&fixture->report, &fixture->repository.verdict,
	                                fixture->repository.verified, "path"),
	                 TUF_OK);
	fixture->repository.evidence.ring = fixture->report.evidence.ring;
	const struct tufcheck_role *role = &fixture->report.repository.roles[3];
	assert_string_equal(role->name, "targets");
	assert_int_equal(role->status, TUFCHECK_ROLE_MISSING);
	assert_null(role->sha256);
	assert_int_equal(role->length, 0);
	assert_int_equal(role->version, 0);
	assert_false(role->has_expires);
	assert_int_equal(role->threshold, 1);
	assert_int_equal(role->key_id_count, 1);
	assert_int_equal(role->signature_count, 0);
}

/* A report that was not filled is not one that says yes. */
static void test_report_that_is_not_filled_is_invalid(void **state)
{
	(void)state;
	const struct tufcheck_report report = {.repository = {.gun = NULL}};
	assert_int_equal(tufcheck_report_get_repository(&report)->status, TUFCHECK_STATUS_INVALID);
	assert_string_equal(tufcheck_status_name(report.repository.status), "untrusted");
}

#define fixture_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_report_of_sound_repository_says_everything),
		fixture_test(test_report_keys_are_sorted_and_name_their_roles),
		fixture_test(test_report_keys_say_who_has_signed),
		fixture_test(test_report_key_that_cannot_be_decoded_is_listed),
		fixture_test(test_report_different_keys_under_one_id_are_listed_each),
		fixture_test(test_report_keys_are_sorted_by_the_ids_that_are_listed),
		fixture_test(test_report_has_the_history_of_the_root),
		fixture_test(test_report_of_untrusted_repository_has_no_targets),
		fixture_test(test_report_of_missing_file_knows_the_definition_only),
		cmocka_unit_test(test_report_that_is_not_filled_is_invalid),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
