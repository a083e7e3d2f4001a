/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files of a chain against each other: the hash, the length and the version
 * that one lists of another.
 */
#include <string.h>

#include "verify_chain_support.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		support_test(test_chain_listed_hash_of_another_file_is_untrusted),
		support_test(test_chain_right_sha512_is_trusted),
		support_test(test_chain_unknown_algorithm_is_ignored),
		support_test(test_chain_listed_hash_missing_is_untrusted),
		support_test(test_chain_listed_hash_of_wrong_size_is_untrusted),
		support_test(test_chain_listed_length_is_upper_bound),
		support_test(test_chain_older_file_put_back_is_untrusted),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
