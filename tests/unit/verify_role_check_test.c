/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/digest.h"
#include "verify/role_check.h"
#include "verify_support.h"

#define LIMIT 10000

/* One role of a sealed repository, checked step by step. */
struct fixture {
	struct support_repository repository;
	struct tuf_arena arena;
	struct tc_evidence evidence;
	struct tc_check check;
	struct tc_role_evidence *role;
	struct tuf_role definition;
};

/* Begins anew with the role of that name. */
static void begin(struct fixture *fixture, const char *name)
{
	tc_evidence_clear(&fixture->evidence);
	tuf_arena_clear(&fixture->arena);
	fixture->evidence = tc_evidence_make(&fixture->arena);
	fixture->check = (struct tc_check){.evidence = &fixture->evidence,
	                                   .source = &fixture->repository.source,
	                                   .at = {.seconds = SUPPORT_AT}};
	fixture->role = tc_evidence_add_role(&fixture->evidence, name);
	assert_non_null(fixture->role);
}

static void open_role(struct fixture *fixture)
{
	assert_int_equal(tc_role_read(&fixture->check, fixture->role, LIMIT), TUF_OK);
	assert_int_equal(tc_role_parse_envelope(&fixture->check, fixture->role), TUF_OK);
}

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	support_repository_init(&fixture->repository);
	support_seal(&fixture->repository, SUPPORT_ALL);
	begin(fixture, "targets");
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	tc_evidence_clear(&fixture->evidence);
	tuf_arena_clear(&fixture->arena);
	support_repository_clear(&fixture->repository);
	free(fixture);
	return 0;
}

#define FINDINGS (&fixture->evidence.findings)

/* ---- statuses ---- */

static void test_role_worsen_keeps_the_worst(void **state)
{
	(void)state;
	static const enum tufcheck_role_status order[] = {
		TUFCHECK_ROLE_VALID,           TUFCHECK_ROLE_UNPUBLISHED, TUFCHECK_ROLE_EXPIRED,
		TUFCHECK_ROLE_BELOW_THRESHOLD, TUFCHECK_ROLE_MISSING,     TUFCHECK_ROLE_INVALID};
	for (size_t i = 0; i < COUNT_OF(order); i++)
		for (size_t j = 0; j < COUNT_OF(order); j++) {
			struct tc_role_evidence role = {.status = order[i]};
			tc_role_worsen(&role, order[j]);
			assert_int_equal(role.status, order[i > j ? i : j]);
		}
}

static void test_role_added_is_invalid_until_it_is_read(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(fixture->role->status, TUFCHECK_ROLE_INVALID);
	assert_string_equal(fixture->role->file, "targets.json");
	assert_int_equal(tc_role_read(&fixture->check, fixture->role, LIMIT), TUF_OK);
	assert_int_equal(fixture->role->status, TUFCHECK_ROLE_VALID);
	assert_non_null(fixture->role->sha256);
	assert_null(fixture->role->envelope.signed_bytes);
	assert_int_equal(tc_role_parse_envelope(&fixture->check, fixture->role), TUF_OK);
	assert_true(fixture->role->has_envelope);
	assert_non_null(fixture->role->envelope.signed_bytes);
	assert_non_null(fixture->role->content.bytes);
	assert_true(fixture->role->content.length > 0);
}

/* What is not the file that was signed for is not looked into, but for whether it is JSON. */
static void test_role_envelope_of_file_that_does_not_match_is_not_parsed(void **state)
{
	struct fixture *fixture = *state;
	const unsigned char other[32] = {0};
	const struct tuf_file_meta meta = {
		.length = -1, .sha256 = {.is_listed = true, .bytes = other, .length = 32}};
	static const char *const texts[] = {"{", "{\"signed\":{},\"signatures\":[]}"};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		begin(fixture, "targets");
		support_put(&fixture->repository, "targets.json", texts[i], strlen(texts[i]));
		assert_int_equal(tc_role_read(&fixture->check, fixture->role, LIMIT), TUF_OK);
		assert_int_equal(tc_role_compare(&fixture->check, fixture->role, &meta, "snapshot"),
		                 TUF_OK);
		assert_int_equal(tc_role_parse_envelope(&fixture->check, fixture->role), TUF_OK);
		assert_findings_but(FINDINGS, TC_JSON_TRUNCATED, TC_HASH_MISMATCH);
		assert_int_equal(FINDINGS->count, i == 0 ? 2 : 1);
		assert_false(fixture->role->has_envelope);
		assert_null(fixture->role->content.bytes);
	}
}

/* Whoever changes a thousand files does not have a thousand files looked into. */
static void test_role_files_that_do_not_match_are_looked_into_a_few_times(void **state)
{
	struct fixture *fixture = *state;
	enum {
		FEW = 16
	};
	const unsigned char other[32] = {0};
	const struct tuf_file_meta meta = {
		.length = -1, .sha256 = {.is_listed = true, .bytes = other, .length = 32}};
	support_put(&fixture->repository, "targets.json", "{", 1);
	for (size_t i = 1; i <= FEW + 4; i++) {
		fixture->role = tc_evidence_add_role(&fixture->evidence, "targets");
		assert_int_equal(tc_role_read(&fixture->check, fixture->role, LIMIT), TUF_OK);
		assert_int_equal(tc_role_compare(&fixture->check, fixture->role, &meta, "snapshot"),
		                 TUF_OK);
		assert_int_equal(tc_role_parse_envelope(&fixture->check, fixture->role), TUF_OK);
		assert_int_equal(support_count(FINDINGS, TC_JSON_TRUNCATED, NULL),
		                 i < FEW ? i : FEW);
		assert_int_equal(support_count(FINDINGS, TC_HASH_MISMATCH, NULL), i);
	}
}

/* The signed part alone is no envelope. */
static void test_role_half_of_an_envelope_is_none(void **state)
{
	struct fixture *fixture = *state;
	static const char text[] = "{\"signed\":{\"_type\":\"Targets\"},\"signatures\":7}";
	support_put(&fixture->repository, "targets.json", text, sizeof(text) - 1);
	assert_int_equal(tc_role_read(&fixture->check, fixture->role, LIMIT), TUF_OK);
	assert_int_equal(tc_role_parse_envelope(&fixture->check, fixture->role), TUF_OK);
	assert_findings(FINDINGS, TC_FIELD_TYPE);
	assert_false(fixture->role->has_envelope);
	assert_null(fixture->role->content.bytes);
	assert_null(fixture->role->envelope.signed_bytes);
	assert_int_equal(fixture->role->status, TUFCHECK_ROLE_INVALID);
}

/* ---- reading ---- */

static void test_role_read_says_what_is_the_matter_with_the_file(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		enum tc_read_status status;
		enum tc_finding_kind kind;
		enum tufcheck_role_status role;
		const char *expected, *actual, *message;
	} cases[] = {
		{TC_READ_MISSING, TC_FILE_MISSING, TUFCHECK_ROLE_MISSING, "a regular file", "nothing",
		 "targets.json is missing"},
		{TC_READ_UNREADABLE, TC_FILE_UNREADABLE, TUFCHECK_ROLE_INVALID, "a regular file",
		 "Permission denied", "targets.json cannot be read: Permission denied"},
		{TC_READ_NOT_REGULAR, TC_FILE_NOT_REGULAR, TUFCHECK_ROLE_INVALID, "a regular file",
		 "a FIFO", "targets.json is a FIFO, not a regular file"},
		{TC_READ_CHANGED, TC_FILE_CHANGED, TUFCHECK_ROLE_INVALID, "a regular file",
		 "one that changed while it was read", "targets.json changed while it was read"},
		{TC_READ_TOO_LARGE, TC_FILE_TOO_LARGE, TUFCHECK_ROLE_INVALID, "at most 10000 bytes",
		 "more", "targets.json has more than the 10000 bytes that clients read"},
		{TC_READ_LINK_ESCAPES, TC_LINK_ESCAPES, TUFCHECK_ROLE_INVALID,
		 "a file beneath the argument", "a symbolic link that leads out of it",
		 "targets.json is reached by a symbolic link that leads out of the argument"},
	};
	struct support_file *file = support_get_file(&fixture->repository, "targets.json");
	file->error = EACCES;
	file->actual = "a FIFO";
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		begin(fixture, "targets");
		file->status = cases[i].status;
		assert_int_equal(tc_role_read(&fixture->check, fixture->role, LIMIT), TUF_OK);
		assert_findings(FINDINGS, cases[i].kind);
		const struct tufcheck_finding *finding = &FINDINGS->first->finding;
		assert_string_equal(finding->expected, cases[i].expected);
		assert_string_equal(finding->actual, cases[i].actual);
		assert_string_equal(finding->message, cases[i].message);
		assert_string_equal(finding->pointer, "");
		assert_int_equal(fixture->role->status, cases[i].role);
		assert_null(fixture->role->sha256);
		assert_null(fixture->role->envelope.signed_bytes);
	}
}

static void test_role_read_of_broken_file_keeps_its_digest(void **state)
{
	struct fixture *fixture = *state;
	support_put(&fixture->repository, "targets.json", "{", 1);
	open_role(fixture);
	assert_findings(FINDINGS, TC_JSON_TRUNCATED);
	assert_int_equal(fixture->role->status, TUFCHECK_ROLE_INVALID);
	assert_string_equal(fixture->role->sha256,
	                    "021fb596db81e6d02bf3d2586ee3981fe519f275c0ac9ca76bbcf2ebb4097d96");
	/* nothing of it is counted, parsed or compared with a reason to fail */
	assert_int_equal(tc_role_count_signatures(&fixture->check, fixture->role), TUF_OK);
	assert_int_equal(tc_role_parse_targets(&fixture->check, fixture->role), TUF_OK);
	assert_int_equal(FINDINGS->count, 1);
	assert_false(fixture->role->is_parsed);
}

/* ---- comparing ---- */

/* What the snapshot would say of the file, to be changed by one thing. */
struct listing {
	struct tuf_file_meta meta;
	unsigned char sha256[TUF_SHA256_BYTES];
	unsigned char sha512[TUF_SHA512_BYTES];
};

static void describe(const struct fixture *fixture, struct listing *listing)
{
	const struct tc_read *content = &fixture->role->content;
	assert_int_equal(tuf_digest_compute(TUF_DIGEST_SHA256, content->bytes, content->length,
	                                    listing->sha256),
	                 TUF_OK);
	assert_int_equal(tuf_digest_compute(TUF_DIGEST_SHA512, content->bytes, content->length,
	                                    listing->sha512),
	                 TUF_OK);
	listing->meta = (struct tuf_file_meta){
		.name = "targets",
		.length = (int64_t)content->length,
		.hash_count = 2,
		.sha256 = {.is_listed = true, .bytes = listing->sha256, .length = 32},
		.sha512 = {.is_listed = true, .bytes = listing->sha512, .length = 64}};
}

static void read_and_describe(struct fixture *fixture, const char *name, struct listing *listing)
{
	begin(fixture, name);
	assert_int_equal(tc_role_read(&fixture->check, fixture->role, LIMIT), TUF_OK);
	describe(fixture, listing);
}

static void compare(struct fixture *fixture, const struct listing *listing)
{
	assert_int_equal(
		tc_role_compare(&fixture->check, fixture->role, &listing->meta, "snapshot"), TUF_OK);
}

static void test_role_compare_equal_is_valid(void **state)
{
	struct fixture *fixture = *state;
	struct listing listing;
	for (int left_out = 0; left_out < 3; left_out++) {
		read_and_describe(fixture, "targets", &listing);
		if (left_out == 1)
			listing.meta.sha256.is_listed = false;
		if (left_out == 2)
			listing.meta.sha512.is_listed = false;
		compare(fixture, &listing);
		assert_no_findings(FINDINGS);
		assert_int_equal(fixture->role->status, TUFCHECK_ROLE_VALID);
	}
}

static void test_role_compare_any_bit_of_a_hash_counts(void **state)
{
	struct fixture *fixture = *state;
	struct listing listing;
	read_and_describe(fixture, "targets", &listing);
	size_t count = 0;
	for (size_t bit = 0; bit < (TUF_SHA256_BYTES + TUF_SHA512_BYTES) * 8; bit++) {
		unsigned char *byte = bit < 256 ? &listing.sha256[bit / 8]
		                                : &listing.sha512[(bit - 256) / 8];
		*byte ^= (unsigned char)(1U << bit % 8);
		compare(fixture, &listing);
		*byte ^= (unsigned char)(1U << bit % 8);
		assert_int_equal(support_count(FINDINGS, TC_HASH_MISMATCH, NULL), ++count);
	}
	assert_int_equal(fixture->role->status, TUFCHECK_ROLE_INVALID);
}

static void test_role_compare_hash_of_another_length_is_a_mismatch(void **state)
{
	struct fixture *fixture = *state;
	struct listing listing;
	static const size_t lengths[] = {0, 1, 31};
	for (size_t i = 0; i < COUNT_OF(lengths); i++) {
		read_and_describe(fixture, "targets", &listing);
		listing.meta.sha256.length = lengths[i];
		compare(fixture, &listing);
		assert_findings(FINDINGS, TC_HASH_MISMATCH);
		assert_string_equal(FINDINGS->first->finding.actual, fixture->role->sha256);
		if (lengths[i] == 0)
			assert_string_equal(FINDINGS->first->finding.expected, "nothing");
	}
	/* a sha512 that begins like the right one */
	read_and_describe(fixture, "targets", &listing);
	listing.meta.sha512.length = 32;
	compare(fixture, &listing);
	assert_findings(FINDINGS, TC_HASH_MISMATCH);
}

static void test_role_compare_first_hash_that_differs_says_enough(void **state)
{
	struct fixture *fixture = *state;
	struct listing listing;
	read_and_describe(fixture, "targets", &listing);
	listing.sha256[0] ^= 1;
	listing.sha512[0] ^= 1;
	compare(fixture, &listing);
	assert_findings(FINDINGS, TC_HASH_MISMATCH);
	assert_non_null(strstr(FINDINGS->first->finding.message, "sha256"));
}

static void test_role_compare_without_known_hash_is_unsupported(void **state)
{
	struct fixture *fixture = *state;
	struct listing listing;
	read_and_describe(fixture, "targets", &listing);
	listing.meta.sha256.is_listed = false;
	listing.meta.sha512.is_listed = false;
	compare(fixture, &listing);
	assert_findings(FINDINGS, TC_HASH_UNSUPPORTED);
	assert_int_equal(fixture->role->status, TUFCHECK_ROLE_INVALID);
}

static void test_role_compare_length_table(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		int64_t difference;
		bool is_absolute;
		enum tc_finding_kind kind;
	} cases[] = {
		{0, false, TC_FINDING_NONE},     {1, false, TC_LENGTH_DIFFERS},
		{-1, false, TC_LENGTH_EXCEEDED}, {0, true, TC_LENGTH_EXCEEDED},
		{-1, true, TC_FINDING_NONE}, /* the reference's "no limit" */
		{-2, true, TC_LENGTH_EXCEEDED},  {INT64_MIN, true, TC_LENGTH_EXCEEDED},
		{INT64_MAX, true, TC_LENGTH_DIFFERS}};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct listing listing;
		read_and_describe(fixture, "targets", &listing);
		listing.meta.length = cases[i].is_absolute
		                              ? cases[i].difference
		                              : listing.meta.length + cases[i].difference;
		compare(fixture, &listing);
		assert_int_equal(FINDINGS->count, cases[i].kind != TC_FINDING_NONE);
		if (FINDINGS->count)
			assert_int_equal(FINDINGS->first->kind, cases[i].kind);
		bool is_bad = cases[i].kind == TC_LENGTH_EXCEEDED;
		assert_int_equal(fixture->role->status,
		                 is_bad ? TUFCHECK_ROLE_INVALID : TUFCHECK_ROLE_VALID);
	}
}

static void test_role_compare_root_without_its_length(void **state)
{
	struct fixture *fixture = *state;
	struct listing listing;
	read_and_describe(fixture, "root", &listing);
	listing.meta.length = 1;
	compare(fixture, &listing);
	assert_no_findings(FINDINGS);
	listing.sha256[31] ^= 0x80;
	compare(fixture, &listing);
	assert_findings(FINDINGS, TC_HASH_MISMATCH);
}

static void test_role_compare_file_that_was_not_read_is_left(void **state)
{
	struct fixture *fixture = *state;
	struct listing listing = {.meta = {.name = "targets"}};
	support_remove(&fixture->repository, "targets.json");
	assert_int_equal(tc_role_read(&fixture->check, fixture->role, LIMIT), TUF_OK);
	compare(fixture, &listing);
	assert_findings(FINDINGS, TC_FILE_MISSING);
}

/* ---- dates ---- */

static void test_role_expiry_is_reported_with_both_dates(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *name;
		enum tc_finding_kind kind;
	} cases[] = {{"targets", TC_ROLE_EXPIRED},
	             {"root", TC_ROLE_EXPIRED},
	             {"targets/releases", TC_DELEGATION_EXPIRED}};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		begin(fixture, cases[i].name);
		fixture->role->status = TUFCHECK_ROLE_VALID;
		fixture->role->common = (struct tuf_common){
			.version = 1, .has_expires = true, .expires = {.seconds = SUPPORT_AT - 1}};
		assert_int_equal(tc_role_check_expiry(&fixture->check, fixture->role), TUF_OK);
		assert_findings(FINDINGS, cases[i].kind);
		const struct tufcheck_finding *finding = &FINDINGS->first->finding;
		assert_string_equal(finding->expected, "2026-06-01T00:00:00Z or later");
		assert_string_equal(finding->actual, "2026-05-31T23:59:59Z");
		assert_string_equal(finding->pointer, "/signed/expires");
		assert_non_null(strstr(finding->message, " expired at 2026-05-31T23:59:59Z; the moment of "
		                                         "evaluation is 2026-06-01T00:00:00Z"));
		assert_int_equal(fixture->role->status, TUFCHECK_ROLE_EXPIRED);
	}
}

static void test_role_without_expiry_has_expired(void **state)
{
	struct fixture *fixture = *state;
	fixture->role->status = TUFCHECK_ROLE_VALID;
	/* whatever stands in the field that is not there */
	fixture->role->common = (struct tuf_common){.expires = {.seconds = SUPPORT_AT + 1}};
	assert_int_equal(tc_role_check_expiry(&fixture->check, fixture->role), TUF_OK);
	assert_findings(FINDINGS, TC_ROLE_EXPIRED);
	assert_string_equal(FINDINGS->first->finding.actual, "no date");
	assert_string_equal(FINDINGS->first->finding.message,
	                    "targets.json has no expiry, which counts as expired");
}

static void test_role_finish_parsing_passes_lack_of_memory_on(void **state)
{
	struct fixture *fixture = *state;
	const struct tuf_common common = {.version = 1};
	const struct tuf_fault fault = {.kind = TUF_FAULT_VERSION, .pointer = "/x"};
	assert_int_equal(tc_role_finish_parsing(&fixture->check, fixture->role, TUF_NO_MEMORY,
	                                        &fault, &common),
	                 TUF_NO_MEMORY);
	assert_no_findings(FINDINGS);
	assert_false(fixture->role->is_parsed);
}

/* ---- signatures ---- */

/* Lets the role of the repository be checked as its parent defines it. */
static void count_signatures(struct fixture *fixture)
{
	const struct tc_role_evidence *real = support_evidence(&fixture->repository, "targets");
	begin(fixture, "targets");
	fixture->definition = *real->definition;
	fixture->role->definition = &fixture->definition;
	fixture->role->keys = real->keys;
	open_role(fixture);
	assert_int_equal(tc_role_count_signatures(&fixture->check, fixture->role), TUF_OK);
}

static void seal(struct fixture *fixture)
{
	support_seal(&fixture->repository, SUPPORT_ALL);
	support_verify(&fixture->repository);
}

static void test_role_threshold_not_met_is_reported_with_numbers(void **state)
{
	struct fixture *fixture = *state;
	support_set_threshold(&fixture->repository, "targets", 3);
	seal(fixture);
	count_signatures(fixture);
	assert_findings(FINDINGS, TC_THRESHOLD_NOT_MET);
	const struct tufcheck_finding *finding = &FINDINGS->first->finding;
	assert_string_equal(finding->expected, "valid signatures by 3 of its keys");
	assert_string_equal(finding->actual, "by 1");
	assert_string_equal(finding->message,
	                    "targets.json has valid signatures by 1 of its keys, expected 3");
	assert_string_equal(finding->pointer, "/signatures");
	assert_int_equal(fixture->role->status, TUFCHECK_ROLE_BELOW_THRESHOLD);
}

static void test_role_bad_signature_is_reported_where_it_stands(void **state)
{
	struct fixture *fixture = *state;
	struct support_role *role = support_get_role(&fixture->repository, "targets");
	support_add_signer(&fixture->repository, "targets", "a stranger",
	                   support_pkey(SUPPORT_P256, 8));
	role->signers[2] = role->signers[0];
	role->signers[2].is_damaged = true;
	role->signer_count = 3;
	seal(fixture);
	count_signatures(fixture);
	assert_findings(FINDINGS, TC_SIGNATURE_INVALID);
	const struct tufcheck_finding *finding = &FINDINGS->first->finding;
	assert_string_equal(finding->pointer, "/signatures/2/sig");
	assert_string_equal(finding->expected, "a valid signature");
	assert_string_equal(finding->actual, "the signature does not verify");
	assert_int_equal(finding->severity, TUFCHECK_SEVERITY_WARNING);
	assert_int_equal(fixture->role->status, TUFCHECK_ROLE_VALID);
}

static void test_role_every_bad_signature_and_mislabelled_key_is_reported(void **state)
{
	struct fixture *fixture = *state;
	struct support_repository *repository = &fixture->repository;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 8);
	struct tuf_key key = support_bare_key(&repository->arena, pkey);
	key.listed_id = "mislabelled";
	support_get_role(repository, "targets")->signers[0].is_damaged = true;
	support_trust_key(repository, "targets", &key, pkey)->is_damaged = true;
	seal(fixture);
	count_signatures(fixture);
	assert_findings(FINDINGS, TC_SIGNATURE_INVALID, TC_SIGNATURE_INVALID, TC_KEY_ID_MISMATCH);
	assert_string_equal(FINDINGS->last->finding.pointer, "/signatures/1/keyid");
	assert_int_equal(fixture->role->status, TUFCHECK_ROLE_INVALID);
}

static void test_role_threshold_of_nonsense_is_never_met(void **state)
{
	struct fixture *fixture = *state;
	seal(fixture);
	static const int64_t thresholds[] = {0, -1, INT64_MIN, INT64_MAX, INT64_C(1) << 32};
	const struct tc_role_evidence *real = support_evidence(&fixture->repository, "targets");
	for (size_t i = 0; i < COUNT_OF(thresholds); i++) {
		begin(fixture, "targets");
		fixture->definition = *real->definition;
		fixture->definition.threshold = thresholds[i];
		fixture->role->definition = &fixture->definition;
		fixture->role->keys = real->keys;
		open_role(fixture);
		assert_int_equal(tc_role_count_signatures(&fixture->check, fixture->role), TUF_OK);
		assert_findings(FINDINGS, TC_THRESHOLD_NOT_MET);
	}
}

#define fixture_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_role_worsen_keeps_the_worst),
		fixture_test(test_role_added_is_invalid_until_it_is_read),
		fixture_test(test_role_envelope_of_file_that_does_not_match_is_not_parsed),
		fixture_test(test_role_files_that_do_not_match_are_looked_into_a_few_times),
		fixture_test(test_role_half_of_an_envelope_is_none),
		fixture_test(test_role_read_says_what_is_the_matter_with_the_file),
		fixture_test(test_role_read_of_broken_file_keeps_its_digest),
		fixture_test(test_role_compare_equal_is_valid),
		fixture_test(test_role_compare_any_bit_of_a_hash_counts),
		fixture_test(test_role_compare_hash_of_another_length_is_a_mismatch),
		fixture_test(test_role_compare_first_hash_that_differs_says_enough),
		fixture_test(test_role_compare_without_known_hash_is_unsupported),
		fixture_test(test_role_compare_length_table),
		fixture_test(test_role_compare_root_without_its_length),
		fixture_test(test_role_compare_file_that_was_not_read_is_left),
		fixture_test(test_role_expiry_is_reported_with_both_dates),
		fixture_test(test_role_without_expiry_has_expired),
		fixture_test(test_role_finish_parsing_passes_lack_of_memory_on),
		fixture_test(test_role_threshold_not_met_is_reported_with_numbers),
		fixture_test(test_role_bad_signature_is_reported_where_it_stands),
		fixture_test(test_role_every_bad_signature_and_mislabelled_key_is_reported),
		fixture_test(test_role_threshold_of_nonsense_is_never_met),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
