/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trust directory as a whole, by the public way in: which keys lie there,
 * and what they are of use for.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/custody.h"
#include "verify_key_uses_support.h"

#define CASES TUFCHECK_TESTDATA "/cases"

/* ---- the whole ---- */

static struct tufcheck_scan *scan_of(const char *path)
{
	struct tufcheck_options options = {.size = sizeof(options)};
	assert_int_equal(tufcheck_time_parse("2026-12-01", &options.at), TUFCHECK_OK);
	struct tufcheck_scan *scan = NULL;
	assert_int_equal(tufcheck_scan_new(&options, &scan), TUFCHECK_OK);
	assert_int_equal(tufcheck_scan_add(scan, path), TUFCHECK_OK);
	tufcheck_scan_sort(scan);
	return scan;
}

static void add_all(const struct tufcheck_scan *scan, struct tufcheck_estate *estate, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct tufcheck_report *report = NULL;
		assert_int_equal(tufcheck_scan_verify(scan, i, &report), TUFCHECK_OK);
		assert_int_equal(
			tufcheck_estate_add(estate, tufcheck_report_get_repository(report)),
			TUFCHECK_OK);
		/* nothing is borrowed */
		tufcheck_report_free(report);
	}
}

static void test_estate_lists_the_keys_of_a_trust_root(void **state)
{
	(void)state;
	struct tufcheck_scan *scan = scan_of(CASES "/private-key-unused/trust");
	struct tufcheck_estate *estate = NULL;
	assert_int_equal(tufcheck_estate_new(scan, &estate), TUFCHECK_OK);
	add_all(scan, estate, tufcheck_scan_count(scan));
	const struct tufcheck_estate_facts *facts = NULL;
	assert_int_equal(tufcheck_estate_finish(estate, &facts), TUFCHECK_OK);
	assert_int_equal(facts->private_key_count, 1);
	assert_int_equal(facts->private_keys[0].trusted, TUFCHECK_TRUTH_NO);
	assert_int_equal(facts->private_keys[0].encrypted, TUFCHECK_TRUTH_YES);
	assert_true(facts->finding_count >= 2);
	assert_string_equal(facts->findings[facts->finding_count - 2].id, "private-key-unused");
	assert_string_equal(facts->findings[facts->finding_count - 1].id, "content-trust-ends");
	tufcheck_estate_free(estate);
	tufcheck_scan_free(scan);
}

/* Whether a key is trusted is only known when every repository was looked at. */
static void test_estate_without_all_reports_calls_no_key_unused(void **state)
{
	(void)state;
	struct tufcheck_scan *scan = scan_of(CASES "/private-key-unused/trust");
	struct tufcheck_estate *estate = NULL;
	assert_int_equal(tufcheck_estate_new(scan, &estate), TUFCHECK_OK);
	const struct tufcheck_estate_facts *facts = NULL;
	assert_int_equal(tufcheck_estate_finish(estate, &facts), TUFCHECK_OK);
	assert_int_equal(facts->private_keys[0].trusted, TUFCHECK_TRUTH_UNKNOWN);
	for (size_t i = 0; i < facts->finding_count; i++)
		assert_string_not_equal(facts->findings[i].id, "private-key-unused");
	tufcheck_estate_free(estate);
	tufcheck_scan_free(scan);
}

static void test_estate_names_a_few_of_many_repositories(void **state)
{
	(void)state;
	struct tufcheck_scan *scan = scan_of(CASES "/two-repositories/tuf");
	struct tufcheck_estate *estate = NULL;
	assert_int_equal(tufcheck_estate_new(scan, &estate), TUFCHECK_OK);
	const struct tufcheck_key key = {
		.canonical_key_id = ID, .roles = for_root, .role_count = 1};
	for (int i = 0; i < 10000; i++) {
		char gun[16];
		(void)snprintf(gun, sizeof(gun), "gun-%05d", i / 2); /* two copies each */
		const struct tufcheck_repository repository = {.gun = gun,
		                                               .path = "path",
		                                               .status = TUFCHECK_STATUS_EXPIRED,
		                                               .keys = &key,
		                                               .key_count = 1};
		assert_int_equal(tufcheck_estate_add(estate, &repository), TUFCHECK_OK);
	}
	const struct tufcheck_estate_facts *facts = NULL;
	assert_int_equal(tufcheck_estate_finish(estate, &facts), TUFCHECK_OK);
	assert_int_equal(facts->private_key_count, 0);
	assert_int_equal(facts->finding_count, 1);
	assert_string_equal(facts->findings[0].id, "root-key-shared");
	assert_string_equal(facts->findings[0].actual, ID);
	assert_int_equal(strncmp(facts->findings[0].message, "5000 repositories ", 18), 0);
	assert_non_null(strstr(facts->findings[0].message,
	                       ": gun-00000, gun-00001, gun-00002 and 4997 more"));
	tufcheck_estate_free(estate);
	tufcheck_scan_free(scan);
}

/* Who uses a key, and for what; the finding is there when two repositories have it as root key. */
static void test_estate_tells_of_keys_that_are_root_keys_of_several(void **state)
{
	(void)state;
	static const struct {
		struct use {
			const char *gun, *key_id;
			const char *const *role;
		} uses[3];
		const char *message; /* its beginning; NULL: no finding */
	} rows[] = {
		{{{"a", ID, for_root}, {"b", ID, for_root}}, "2 repositories "},
		{{{"a", ID, for_root}, {"b", OTHER_ID, for_root}}, NULL},
		{{{"a", ID, for_root}, {"b", ID, for_targets}}, NULL},
		{{{"a", ID, for_root}, {"b", OTHER_ID, for_root}, {"c", OTHER_ID, for_root}},
	         "2 repositories "},
		{{{"a", ID, for_root}, {"b", ID, for_root}, {"c", ID, for_targets}},
	         "2 repositories "},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tufcheck_scan *scan = scan_of(CASES "/two-repositories/tuf");
		struct tufcheck_estate *estate = NULL;
		assert_int_equal(tufcheck_estate_new(scan, &estate), TUFCHECK_OK);
		for (const struct use *use = rows[i].uses; use < rows[i].uses + 3 && use->gun; use++) {
			const struct tufcheck_key key = {
				.canonical_key_id = use->key_id, .roles = use->role, .role_count = 1};
			const struct tufcheck_repository repository = {.gun = use->gun,
			                                               .path = "path",
			                                               .status = TUFCHECK_STATUS_TRUSTED,
			                                               .keys = &key,
			                                               .key_count = 1};
			assert_int_equal(tufcheck_estate_add(estate, &repository), TUFCHECK_OK);
		}
		const struct tufcheck_estate_facts *facts = NULL;
		assert_int_equal(tufcheck_estate_finish(estate, &facts), TUFCHECK_OK);
		assert_int_equal(facts->finding_count, rows[i].message ? 1 : 0);
		if (rows[i].message)
			assert_int_equal(strncmp(facts->findings[0].message, rows[i].message,
			                         strlen(rows[i].message)),
			                 0);
		tufcheck_estate_free(estate);
		tufcheck_scan_free(scan);
	}
}

/* The only private key of a scan of which no repository was looked at. */
static enum tufcheck_truth is_trusted(const struct tufcheck_scan *scan)
{
	struct tufcheck_estate *estate = NULL;
	assert_int_equal(tufcheck_estate_new(scan, &estate), TUFCHECK_OK);
	const struct tufcheck_estate_facts *facts = NULL;
	assert_int_equal(tufcheck_estate_finish(estate, &facts), TUFCHECK_OK);
	assert_int_equal(facts->private_key_count, 1);
	enum tufcheck_truth trusted = facts->private_keys[0].trusted;
	tufcheck_estate_free(estate);
	return trusted;
}

/* A share without repositories is one of a whole that has some; then no key is trusted in it. */
static void test_estate_of_a_share_knows_what_its_repositories_trust(void **state)
{
	(void)state;
	for (size_t number = 1; number <= 2; number++) {
		struct tufcheck_scan *scan = scan_of(CASES "/private-key-unused/trust");
		assert_int_equal(tufcheck_scan_count(scan), 1);
		assert_int_equal(tufcheck_scan_take_share(scan, number, 2), TUFCHECK_OK);
		bool is_empty = tufcheck_scan_count(scan) == 0;
		assert_int_equal(is_trusted(scan),
		                 is_empty ? TUFCHECK_TRUTH_NO : TUFCHECK_TRUTH_UNKNOWN);
		tufcheck_scan_free(scan);
	}
}

static void test_estate_without_repositories_knows_of_no_key_whether_it_is_used(void **state)
{
	(void)state;
	char folder[] = P_tmpdir "/estate-XXXXXX";
	char path[sizeof(folder) + 80];
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/tuf", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	(void)snprintf(path, sizeof(path), "%s/private", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	(void)snprintf(path, sizeof(path), "%s/private/" ID ".key", folder);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n", file) >= 0);
	assert_int_equal(fclose(file), 0);
	struct tufcheck_options options = {.size = sizeof(options)};
	assert_int_equal(tufcheck_time_parse("2026-12-01", &options.at), TUFCHECK_OK);
	struct tufcheck_scan *scan = NULL;
	assert_int_equal(tufcheck_scan_new(&options, &scan), TUFCHECK_OK);
	assert_int_equal(tufcheck_scan_add(scan, folder), TUFCHECK_NOT_FOUND);
	tufcheck_scan_sort(scan);
	assert_int_equal(is_trusted(scan), TUFCHECK_TRUTH_UNKNOWN);
	tufcheck_scan_free(scan);
	assert_int_equal(remove(path), 0);
	static const char *const folders[] = {"/private", "/tuf", ""};
	for (size_t i = 0; i < COUNT_OF(folders); i++) {
		(void)snprintf(path, sizeof(path), "%s%s", folder, folders[i]);
		assert_int_equal(rmdir(path), 0);
	}
}

/* The message of the note on what ends, or NULL; guns end with NULL. */
static void check_ends(const char *const *guns, const char *const *messages)
{
	struct tufcheck_scan *scan = scan_of(CASES "/two-repositories/tuf");
	struct tufcheck_estate *estate = NULL;
	assert_int_equal(tufcheck_estate_new(scan, &estate), TUFCHECK_OK);
	for (; *guns; guns++) {
		const struct tufcheck_repository repository = {
			.gun = *guns, .path = "path", .status = TUFCHECK_STATUS_UNTRUSTED};
		assert_int_equal(tufcheck_estate_add(estate, &repository), TUFCHECK_OK);
	}
	const struct tufcheck_estate_facts *facts = NULL;
	assert_int_equal(tufcheck_estate_finish(estate, &facts), TUFCHECK_OK);
	size_t count = 0;
	for (; messages[count]; count++) {
		assert_true(count < facts->finding_count);
		assert_string_equal(facts->findings[count].id, "content-trust-ends");
		assert_int_equal(facts->findings[count].severity, TUFCHECK_SEVERITY_NOTE);
		if (strncmp(facts->findings[count].message, messages[count], strlen(messages[count])) != 0)
			fail_msg("%s", facts->findings[count].message);
	}
	assert_int_equal(facts->finding_count, count);
	tufcheck_estate_free(estate);
	tufcheck_scan_free(scan);
}

static void test_estate_tells_until_when_registries_have_content_trust(void **state)
{
	(void)state;
	const struct {
		const char *guns[8];
		const char *messages[4];
	} rows[] = {
		{{"docker.io/library/alpine", "docker.io/a/b"},
	         {"docker.io (2 repositories): Docker's notary service, which clients get this trust "
	          "data from, ends on 2026-12-08"}},
		{{"a.azurecr.io/app", "B.AzureCR.io/app"},
	         {"a.azurecr.io, B.AzureCR.io (2 repositories): Azure Container Registry has content "
	          "trust until 2028-03-31"}},
		{{"d.example.com/x", "c.example.com/x", "b.example.com/x", "a.example.com/x",
	          "a.example.com/y"},
	         {"d.example.com, c.example.com, b.example.com and others (5 repositories): content "
	          "trust lasts as long as"}},
		/* neither a host's end nor its beginning is the host */
		{{"notdocker.io/x", "docker.io.example.com/x", ".azurecr.io/x", "azurecr.io/x"},
	         {"notdocker.io, docker.io.example.com, .azurecr.io and others (4 repositories)"}},
		{{"no-host", "", "/x"}, {NULL}},
		{{"docker.io/x", "a.azurecr.io/x", "e.example.com/x"},
	         {"docker.io (1 repository)", "a.azurecr.io (1 repository)",
	          "e.example.com (1 repository)"}},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check_ends(rows[i].guns, rows[i].messages);
}

static void test_estate_call_out_of_order_is_a_bad_call(void **state)
{
	(void)state;
	struct tufcheck_scan *scan = scan_of(CASES "/private-keys/trust");
	struct tufcheck_estate *estate = NULL;
	const struct tufcheck_estate_facts *facts = NULL;
	const struct tufcheck_repository repository = {.gun = "a", .path = "path"};
	assert_int_equal(tufcheck_estate_new(NULL, &estate), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_estate_new(scan, NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_estate_new(scan, &estate), TUFCHECK_OK);
	assert_int_equal(tufcheck_estate_add(NULL, &repository), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_estate_add(estate, NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_estate_finish(estate, NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_estate_finish(NULL, &facts), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_estate_finish(estate, &facts), TUFCHECK_OK);
	assert_int_equal(tufcheck_estate_add(estate, &repository), TUFCHECK_BAD_CALL);
	const struct tufcheck_estate_facts *again = NULL;
	assert_int_equal(tufcheck_estate_finish(estate, &again), TUFCHECK_BAD_CALL);
	assert_null(again);
	tufcheck_estate_free(estate);
	tufcheck_estate_free(NULL);
	tufcheck_scan_free(scan);
}

/* ---- memory ---- */

/* The linker puts these in the place of the functions of the C library. */
void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__real_reallocarray(void *memory, size_t count, size_t size);
void *__wrap_reallocarray(void *memory, size_t count, size_t size);
char *__real_strdup(const char *text);
char *__wrap_strdup(const char *text);
void *__real_tsearch(const void *key, void **root, int (*compare)(const void *, const void *));
void *__wrap_tsearch(const void *key, void **root, int (*compare)(const void *, const void *));

void *__real_tuf_arena_take(struct tuf_arena *from, size_t size);
void *__wrap_tuf_arena_take(struct tuf_arena *from, size_t size);
void *__real_tuf_arena_take_array(struct tuf_arena *from, size_t count, size_t size);
void *__wrap_tuf_arena_take_array(struct tuf_arena *from, size_t count, size_t size);
char *__real_tuf_arena_copy_text(struct tuf_arena *from, const char *text, size_t length);
char *__wrap_tuf_arena_copy_text(struct tuf_arena *from, const char *text, size_t length);
char *__wrap_tuf_arena_format(struct tuf_arena *from, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static size_t countdown; /* to the request that fails; 0: none does */

static bool must_fail(void)
{
	return countdown != 0 && --countdown == 0;
}

void *__wrap_calloc(size_t count, size_t size)
{
	return must_fail() ? NULL : __real_calloc(count, size);
}

void *__wrap_reallocarray(void *memory, size_t count, size_t size)
{
	return must_fail() ? NULL : __real_reallocarray(memory, count, size);
}

char *__wrap_strdup(const char *text)
{
	return must_fail() ? NULL : __real_strdup(text);
}

void *__wrap_tsearch(const void *key, void **root, int (*compare)(const void *, const void *))
{
	return must_fail() ? NULL : __real_tsearch(key, root, compare);
}

void *__wrap_tuf_arena_take(struct tuf_arena *from, size_t size)
{
	return must_fail() ? NULL : __real_tuf_arena_take(from, size);
}

void *__wrap_tuf_arena_take_array(struct tuf_arena *from, size_t count, size_t size)
{
	return must_fail() ? NULL : __real_tuf_arena_take_array(from, count, size);
}

char *__wrap_tuf_arena_copy_text(struct tuf_arena *from, const char *text, size_t length)
{
	return must_fail() ? NULL : __real_tuf_arena_copy_text(from, text, length);
}

char *__wrap_tuf_arena_format(struct tuf_arena *from, const char *format, ...)
{
	if (must_fail())
		return NULL;
	va_list arguments;
	va_start(arguments, format);
	char *text = tuf_arena_vformat(from, format, arguments);
	va_end(arguments);
	return text;
}

static enum tufcheck_result run(const struct tufcheck_scan *scan,
                                const struct tufcheck_repository *repository)
{
	struct tufcheck_estate *estate = NULL;
	const struct tufcheck_estate_facts *facts = NULL;
	enum tufcheck_result result = tufcheck_estate_new(scan, &estate);
	if (result == TUFCHECK_OK)
		result = tufcheck_estate_add(estate, repository);
	if (estate && result == TUFCHECK_NO_MEMORY) {
		/* what is missing stays missing, though there is memory now */
		assert_int_equal(tufcheck_estate_add(estate, repository), TUFCHECK_NO_MEMORY);
		assert_int_equal(tufcheck_estate_finish(estate, &facts), TUFCHECK_NO_MEMORY);
	}
	if (result == TUFCHECK_OK)
		result = tufcheck_estate_finish(estate, &facts);
	if (result == TUFCHECK_OK)
		assert_int_equal(facts->private_key_count, 2);
	else
		assert_null(facts);
	tufcheck_estate_free(estate);
	return result;
}

static void test_estate_with_each_allocation_failing_says_so(void **state)
{
	(void)state;
	struct tufcheck_scan *scan = scan_of(CASES "/private-keys-of-notary-0.1/trust");
	const struct tufcheck_key key = {
		.canonical_key_id = ID, .roles = for_root, .role_count = 1};
	const struct tufcheck_repository repository = {.gun = "a",
	                                               .path = "path",
	                                               .status = TUFCHECK_STATUS_TRUSTED,
	                                               .keys = &key,
	                                               .key_count = 1};
	size_t failed = 0;
	for (size_t victim = 1;; victim++) {
		countdown = victim;
		enum tufcheck_result result = run(scan, &repository);
		bool is_over = countdown != 0;
		countdown = 0;
		if (is_over) {
			assert_int_equal(result, TUFCHECK_OK);
			break;
		}
		assert_int_equal(result, TUFCHECK_NO_MEMORY);
		failed++;
	}
	assert_true(failed > 50);
	tufcheck_scan_free(scan);
}

/* What could not be added once can be added when there is memory again. */
static void test_key_uses_go_on_after_a_lack_of_memory(void **state)
{
	(void)state;
	const struct tufcheck_key key = {
		.canonical_key_id = ID, .roles = for_root, .role_count = 1};
	const struct tufcheck_repository repository = {
		.gun = "a", .status = TUFCHECK_STATUS_TRUSTED, .keys = &key, .key_count = 1};
	enum tuf_result result = TUF_NO_MEMORY;
	for (size_t victim = 1; result != TUF_OK; victim++) {
		struct tc_key_uses uses = {.items = NULL};
		countdown = victim;
		result = tc_key_uses_add(&uses, &repository);
		countdown = 0;
		assert_int_equal(tc_key_uses_add(&uses, &repository), TUF_OK);
		tc_key_uses_sort(&uses);
		assert_non_null(tc_key_uses_find(&uses, ID));
		tc_key_uses_clear(&uses);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_estate_lists_the_keys_of_a_trust_root),
		cmocka_unit_test(test_estate_without_all_reports_calls_no_key_unused),
		cmocka_unit_test(test_estate_names_a_few_of_many_repositories),
		cmocka_unit_test(test_estate_tells_of_keys_that_are_root_keys_of_several),
		cmocka_unit_test(test_estate_of_a_share_knows_what_its_repositories_trust),
		cmocka_unit_test(test_estate_without_repositories_knows_of_no_key_whether_it_is_used),
		cmocka_unit_test(test_estate_tells_until_when_registries_have_content_trust),
		cmocka_unit_test(test_estate_call_out_of_order_is_a_bad_call),
		cmocka_unit_test(test_estate_with_each_allocation_failing_says_so),
		cmocka_unit_test(test_key_uses_go_on_after_a_lack_of_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
