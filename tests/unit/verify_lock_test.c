/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Locks of what real clients wrote, what is held against them, and that a lack
 * of memory is never taken for agreement.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"
#include "verify/lock.h"
#include "memory_wraps.h"
#include "verify_support.h"

#define TRUST TUFCHECK_TESTDATA "/notary/trust"
#define AT INT64_C(1795235640) /* the moment of the capture */

/* ---- allocations that fail: those of the project ---- */

void *__real_realloc(void *memory, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__real_reallocarray(void *memory, size_t count, size_t size);
void *__wrap_reallocarray(void *memory, size_t count, size_t size);

static struct {
	bool is_on;
	size_t count;
	size_t victim;
} trap;

static bool must_fail(void)
{
	return trap.is_on && ++trap.count == trap.victim;
}

void *__wrap_realloc(void *memory, size_t size)
{
	return must_fail() ? NULL : __real_realloc(memory, size);
}

void *__wrap_reallocarray(void *memory, size_t count, size_t size)
{
	return must_fail() ? NULL : __real_reallocarray(memory, count, size);
}

/* ---- the repositories of the capture ---- */

struct estate {
	struct tufcheck_scan *scan;
	struct tufcheck_report *reports[16];
	const struct tufcheck_repository *repositories[16];
	size_t count;
};

static struct tufcheck_scan *scan_at(int64_t seconds, const struct tufcheck_lock *lock,
                                     bool is_frozen)
{
	const struct tufcheck_options options = {.size = sizeof(options),
	                                         .at = {.seconds = seconds},
	                                         .lock = lock,
	                                         .is_frozen = is_frozen};
	struct tufcheck_scan *scan = NULL;
	assert_int_equal(tufcheck_scan_new(&options, &scan), TUFCHECK_OK);
	assert_int_equal(tufcheck_scan_add(scan, TRUST), TUFCHECK_OK);
	tufcheck_scan_sort(scan);
	return scan;
}

static int setup(void **state)
{
	struct estate *estate = calloc(1, sizeof(*estate));
	assert_non_null(estate);
	estate->scan = scan_at(AT, NULL, false);
	estate->count = tufcheck_scan_count(estate->scan);
	assert_true(estate->count <= COUNT_OF(estate->reports));
	for (size_t i = 0; i < estate->count; i++) {
		assert_int_equal(tufcheck_scan_verify(estate->scan, i, &estate->reports[i]),
		                 TUFCHECK_OK);
		estate->repositories[i] = tufcheck_report_get_repository(estate->reports[i]);
	}
	*state = estate;
	return 0;
}

static int teardown(void **state)
{
	struct estate *estate = *state;
	for (size_t i = 0; i < estate->count; i++)
		tufcheck_report_free(estate->reports[i]);
	tufcheck_scan_free(estate->scan);
	free(estate);
	return 0;
}

static const struct tufcheck_repository *get(const struct estate *estate, const char *gun)
{
	for (size_t i = 0; i < estate->count; i++)
		if (strcmp(estate->repositories[i]->gun, gun) == 0)
			return estate->repositories[i];
	fail_msg("%s is not there", gun);
	return NULL;
}

static const struct tufcheck_repository *get_app(const struct estate *estate)
{
	return get(estate, "registry.example.com/team/app");
}

static struct tufcheck_lock *lock_all(const struct estate *estate)
{
	struct tufcheck_lock *lock = NULL;
	assert_int_equal(tufcheck_lock_new(&lock), TUFCHECK_OK);
	/* in an order that is not that of names */
	for (size_t i = 0; i < estate->count; i++) {
		size_t index = (i * 5 + 3) % estate->count;
		assert_int_equal(tufcheck_lock_put(lock, estate->repositories[index]), TUFCHECK_OK);
	}
	assert_int_equal(tufcheck_lock_count(lock), estate->count);
	return lock;
}

static char *write_lock(const struct tufcheck_lock *lock)
{
	char *text = NULL;
	size_t length;
	assert_int_equal(tufcheck_lock_write(lock, &text, &length), TUFCHECK_OK);
	return text;
}

static size_t count_changes(const struct tufcheck_lock *lock,
                            const struct tufcheck_repository *repository, const char *first)
{
	struct tufcheck_lock_changes *changes = NULL;
	assert_int_equal(tufcheck_lock_compare(lock, repository, &changes), TUFCHECK_OK);
	size_t count = tufcheck_lock_changes_count(changes);
	if (first)
		assert_string_equal(tufcheck_lock_changes_get(changes, 0)->id, first);
	assert_null(tufcheck_lock_changes_get(changes, count));
	tufcheck_lock_changes_free(changes);
	return count;
}

/* ---- what is put in ---- */

static void test_lock_put_sorts_by_name_and_replaces(void **state)
{
	const struct estate *estate = *state;
	struct tufcheck_lock *lock = lock_all(estate);
	for (size_t i = 0; i < estate->count; i++)
		assert_string_equal(tufcheck_lock_get_gun(lock, i), estate->repositories[i]->gun);
	char *before = write_lock(lock);
	assert_int_equal(tufcheck_lock_put(lock, get_app(estate)), TUFCHECK_OK);
	assert_int_equal(tufcheck_lock_count(lock), estate->count);
	char *after = write_lock(lock);
	assert_string_equal(before, after);
	free(before);
	free(after);
	tufcheck_lock_free(lock);
}

static void test_lock_put_refuses_what_is_not_verified(void **state)
{
	struct tufcheck_lock *lock = NULL;
	assert_int_equal(tufcheck_lock_new(&lock), TUFCHECK_OK);
	struct tufcheck_repository repository = *get_app(*state);
	static const enum tufcheck_status statuses[] = {
		TUFCHECK_STATUS_INVALID, TUFCHECK_STATUS_EXPIRED, TUFCHECK_STATUS_INCOMPLETE,
		TUFCHECK_STATUS_UNREADABLE, TUFCHECK_STATUS_UNTRUSTED};
	struct tufcheck_lock_changes *changes = NULL;
	for (size_t i = 0; i < COUNT_OF(statuses); i++) {
		repository.status = statuses[i];
		assert_int_equal(tufcheck_lock_put(lock, &repository), TUFCHECK_BAD_CALL);
		assert_int_equal(tufcheck_lock_compare(lock, &repository, &changes),
		                 TUFCHECK_BAD_CALL);
	}
	repository.status = TUFCHECK_STATUS_TRUSTED;
	static const char *const names[] = {"", "a//b", "registry.example.com/\xff", "a\n"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		repository.gun = names[i];
		assert_int_equal(tufcheck_lock_put(lock, &repository), TUFCHECK_INVALID);
	}
	assert_int_equal(tufcheck_lock_count(lock), 0);
	assert_null(changes);
	tufcheck_lock_free(lock);
}

/* An entry outlives the report that it was made of. */
static void test_lock_put_copies(void **state)
{
	const struct estate *estate = *state;
	struct tufcheck_lock *lock = NULL;
	assert_int_equal(tufcheck_lock_new(&lock), TUFCHECK_OK);
	struct tufcheck_report *report = NULL;
	assert_int_equal(tufcheck_scan_verify(estate->scan, 0, &report), TUFCHECK_OK);
	assert_int_equal(tufcheck_lock_put(lock, tufcheck_report_get_repository(report)),
	                 TUFCHECK_OK);
	tufcheck_report_free(report);
	assert_int_equal(count_changes(lock, estate->repositories[0], NULL), 0);
	tufcheck_lock_free(lock);
}

/* ---- what is compared ---- */

static void test_lock_compare_of_the_same_finds_nothing(void **state)
{
	const struct estate *estate = *state;
	struct tufcheck_lock *lock = lock_all(estate);
	for (size_t i = 0; i < estate->count; i++)
		assert_int_equal(count_changes(lock, estate->repositories[i], NULL), 0);
	tufcheck_lock_free(lock);
}

static void test_lock_compare_of_an_unknown_one_says_so(void **state)
{
	struct tufcheck_lock *lock = NULL;
	assert_int_equal(tufcheck_lock_new(&lock), TUFCHECK_OK);
	assert_int_equal(count_changes(lock, get_app(*state), "lock-repository-unknown"), 1);
	tufcheck_lock_free(lock);
}

/* What a lock and a verification make of one repository is the same. */
static void test_lock_examine_of_the_same_finds_nothing(void **state)
{
	struct tufcheck_lock *lock = lock_all(*state);
	struct tufcheck_scan *scan = scan_at(AT, lock, true);
	for (size_t i = 0; i < tufcheck_scan_count(scan); i++) {
		struct tufcheck_report *report = NULL;
		assert_int_equal(tufcheck_scan_verify(scan, i, &report), TUFCHECK_OK);
		const struct tufcheck_repository *repository =
			tufcheck_report_get_repository(report);
		assert_int_equal(repository->answers[TUFCHECK_CHECK_POLICY], TUFCHECK_ANSWER_PASS);
		for (size_t j = 0; j < repository->finding_count; j++)
			assert_null(strstr(repository->findings[j].id, "lock-"));
		tufcheck_report_free(report);
	}
	tufcheck_scan_free(scan);
	tufcheck_lock_free(lock);
}

/* Years later all has expired, and is still what it was, but for what an expired role hides. */
static void test_lock_examine_overlooks_dates(void **state)
{
	struct tufcheck_lock *lock = lock_all(*state);
	struct tufcheck_scan *scan = scan_at(AT + 20 * 365 * SUPPORT_DAY, lock, false);
	for (size_t i = 0; i < tufcheck_scan_count(scan); i++) {
		struct tufcheck_report *report = NULL;
		assert_int_equal(tufcheck_scan_verify(scan, i, &report), TUFCHECK_OK);
		const struct tufcheck_repository *repository =
			tufcheck_report_get_repository(report);
		assert_int_equal(repository->status, TUFCHECK_STATUS_EXPIRED);
		assert_int_equal(repository->target_count, 0);
		assert_int_equal(repository->answers[TUFCHECK_CHECK_POLICY], TUFCHECK_ANSWER_PASS);
		for (size_t j = 0; j < repository->finding_count; j++) {
			const struct tufcheck_finding *finding = &repository->findings[j];
			bool is_hidden = strcmp(finding->id, "lock-tag-gone") == 0 &&
			                 strcmp(finding->role, "targets/releases/nightly") == 0;
			assert_true(is_hidden || !strstr(finding->id, "lock-"));
		}
		tufcheck_report_free(report);
	}
	tufcheck_scan_free(scan);
	tufcheck_lock_free(lock);
}

static void test_lock_scan_frozen_without_a_lock_is_a_bad_call(void **state)
{
	(void)state;
	const struct tufcheck_options options = {
		.size = sizeof(options), .at = {.seconds = AT}, .is_frozen = true};
	struct tufcheck_scan *scan = NULL;
	assert_int_equal(tufcheck_scan_new(&options, &scan), TUFCHECK_BAD_CALL);
	assert_null(scan);
}

/* ---- reports that only a caller could make ---- */

/* A role keeps the keys that it lists and no more, and what is of no role is left out. */
static void test_lock_put_takes_no_key_that_no_role_lists(void **state)
{
	(void)state;
	static const char *const top[] = {"root"};
	static const char *const nowhere[] = {"targets/gone", "root", "A", "zz"};
	static const char *const ids[] = {"k1"};
	const struct tufcheck_key keys[] = {
		{.key_id = "k0", .roles = nowhere, .role_count = 1},
		{.key_id = "k1", .roles = top, .role_count = 1},
		{.key_id = "k2", .roles = nowhere, .role_count = COUNT_OF(nowhere)},
	};
	const struct tufcheck_role roles[] = {{.name = "root",
	                                       .status = TUFCHECK_ROLE_VALID,
	                                       .version = 1,
	                                       .threshold = 1,
	                                       .key_ids = ids,
	                                       .key_id_count = COUNT_OF(ids)}};
	const struct tufcheck_repository repository = {.gun = "a",
	                                               .status = TUFCHECK_STATUS_TRUSTED,
	                                               .keys = keys,
	                                               .key_count = COUNT_OF(keys),
	                                               .roles = roles,
	                                               .role_count = COUNT_OF(roles)};
	struct tufcheck_lock *lock = NULL;
	assert_int_equal(tufcheck_lock_new(&lock), TUFCHECK_OK);
	assert_int_equal(tufcheck_lock_put(lock, &repository), TUFCHECK_OK);
	const struct tc_lock_entry *entry = tc_lock_find(lock, "a");
	assert_non_null(entry);
	assert_int_equal(entry->role_count, 1);
	assert_int_equal(entry->roles[0].key_count, 1);
	assert_string_equal(entry->roles[0].keys[0].key_id, "k1");
	tufcheck_lock_free(lock);
}

static void test_lock_of_a_verified_repository_wants_all_arguments(void **state)
{
	const struct tufcheck_repository *repository = get_app(*state);
	struct tufcheck_lock *lock = lock_all(*state);
	struct tufcheck_lock_changes *changes = NULL;
	assert_int_equal(tufcheck_lock_put(NULL, repository), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_lock_compare(NULL, repository, &changes), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_lock_compare(lock, repository, NULL), TUFCHECK_BAD_CALL);
	assert_null(changes);
	assert_false(tufcheck_lock_has(lock, NULL));
	assert_false(tufcheck_lock_has(NULL, repository->gun));
	assert_true(tufcheck_lock_has(lock, repository->gun));
	tufcheck_lock_free(lock);
}

/* ---- many ---- */

static void test_lock_holds_many_repositories(void **state)
{
	enum { COUNT = 200 };
	const struct estate *estate = *state;
	struct tufcheck_lock *lock = NULL;
	assert_int_equal(tufcheck_lock_new(&lock), TUFCHECK_OK);
	struct tufcheck_repository repository = *get_app(estate);
	char gun[16];
	repository.gun = gun;
	for (unsigned i = 0; i < COUNT; i++) {
		(void)snprintf(gun, sizeof(gun), "r%03u", i * 7 % COUNT);
		assert_int_equal(tufcheck_lock_put(lock, &repository), TUFCHECK_OK);
	}
	assert_int_equal(tufcheck_lock_count(lock), COUNT);
	for (unsigned i = 0; i < COUNT; i++) {
		(void)snprintf(gun, sizeof(gun), "r%03u", i);
		assert_string_equal(tufcheck_lock_get_gun(lock, i), gun);
	}
	tufcheck_lock_free(lock);
}

/* Of one kind as many as findings on a repository, and one that counts the rest. */
static void test_lock_changes_are_limited(void **state)
{
	static const char *const roles[] = {"targets"};
	static struct tufcheck_target targets[TUF_MAX_FINDINGS + 10];
	static char names[COUNT_OF(targets)][8];
	struct tufcheck_lock *lock = lock_all(*state);
	struct tufcheck_repository repository = *get_app(*state);
	for (unsigned i = 0; i < COUNT_OF(targets); i++) {
		(void)snprintf(names[i], sizeof(names[i]), "t%05u", i);
		targets[i] = (struct tufcheck_target){
			.name = names[i], .sha256 = NULL, .length = 1, .role = roles[0]};
	}
	repository.targets = targets;
	repository.target_count = COUNT_OF(targets);
	struct tufcheck_lock_changes *changes = NULL;
	assert_int_equal(tufcheck_lock_compare(lock, &repository, &changes), TUFCHECK_OK);
	size_t added = 0;
	for (size_t i = 0; i < tufcheck_lock_changes_count(changes); i++)
		added += strcmp(tufcheck_lock_changes_get(changes, i)->id, "lock-tag-added") == 0;
	assert_int_equal(added, TUF_MAX_FINDINGS + 1);
	tufcheck_lock_changes_free(changes);
	tufcheck_lock_free(lock);
}

/* ---- what is missing ---- */

static void assert_missing(const struct tufcheck_lock *lock, const char *const *found,
                           size_t found_count, const char *scope, const char *wanted)
{
	struct tufcheck_lock_changes *changes = NULL;
	assert_int_equal(tufcheck_lock_find_missing(lock, found, found_count, &scope, scope != NULL,
	                                            &changes),
	                 TUFCHECK_OK);
	char text[1024] = "";
	for (size_t i = 0; i < tufcheck_lock_changes_count(changes); i++) {
		const struct tufcheck_finding *finding = tufcheck_lock_changes_get(changes, i);
		assert_string_equal(finding->id, "lock-repository-missing");
		size_t length = strlen(text);
		(void)snprintf(text + length, sizeof(text) - length, "%s ", finding->expected);
	}
	assert_string_equal(text, wanted);
	tufcheck_lock_changes_free(changes);
}

static void test_lock_find_missing_within_scopes(void **state)
{
	const struct estate *estate = *state;
	struct tufcheck_lock *lock = NULL;
	assert_int_equal(tufcheck_lock_new(&lock), TUFCHECK_OK);
	static const char *const guns[] = {"a", "a/b", "ab", "c"};
	for (size_t i = 0; i < COUNT_OF(guns); i++) {
		struct tufcheck_repository repository = *get_app(estate);
		repository.gun = guns[i];
		assert_int_equal(tufcheck_lock_put(lock, &repository), TUFCHECK_OK);
	}
	static const char *const found[] = {"x", "c", "a"};
	assert_missing(lock, NULL, 0, NULL, "a a/b ab c ");
	assert_missing(lock, found, COUNT_OF(found), NULL, "a/b ab ");
	assert_missing(lock, found, COUNT_OF(found), "a", "a/b ");
	assert_missing(lock, found, COUNT_OF(found), "a/", "a/b ");
	assert_missing(lock, found, COUNT_OF(found), "a/b", "a/b ");
	assert_missing(lock, found, COUNT_OF(found), "a/b/c", "");
	assert_missing(lock, found, COUNT_OF(found), "c", "");
	assert_missing(lock, guns, COUNT_OF(guns), NULL, "");
	struct tufcheck_lock_changes *changes = NULL;
	assert_int_equal(tufcheck_lock_find_missing(NULL, NULL, 0, NULL, 0, &changes),
	                 TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_lock_find_missing(lock, NULL, 1, NULL, 0, &changes),
	                 TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_lock_find_missing(lock, NULL, 0, NULL, 1, &changes),
	                 TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_lock_find_missing(lock, NULL, 0, NULL, 0, NULL),
	                 TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_lock_changes_count(NULL), 0);
	tufcheck_lock_changes_free(NULL);
	tufcheck_lock_free(lock);
}

/* ---- a lack of memory ---- */

typedef enum tufcheck_result work(struct tufcheck_lock *lock, const struct estate *estate);

static enum tufcheck_result put(struct tufcheck_lock *lock, const struct estate *estate)
{
	return tufcheck_lock_put(lock, get_app(estate));
}

static enum tufcheck_result compare_app(struct tufcheck_lock *lock, const struct estate *estate)
{
	struct tufcheck_lock_changes *changes = NULL;
	enum tufcheck_result result = tufcheck_lock_compare(lock, get_app(estate), &changes);
	if (result == TUFCHECK_OK)
		assert_int_equal(tufcheck_lock_changes_count(changes), 1);
	else
		assert_null(changes);
	tufcheck_lock_changes_free(changes);
	return result;
}

static enum tufcheck_result find_missing(struct tufcheck_lock *lock, const struct estate *estate)
{
	(void)estate;
	struct tufcheck_lock_changes *changes = NULL;
	enum tufcheck_result result =
		tufcheck_lock_find_missing(lock, NULL, 0, NULL, 0, &changes);
	if (result == TUFCHECK_OK)
		assert_int_equal(tufcheck_lock_changes_count(changes), tufcheck_lock_count(lock));
	tufcheck_lock_changes_free(changes);
	return result;
}

/* Of one with a long name, among others that were found. */
static enum tufcheck_result find_long_one(struct tufcheck_lock *lock, const struct estate *estate)
{
	(void)estate;
	static const char *const found[] = {"x", "y", "a"};
	struct tufcheck_lock_changes *changes = NULL;
	enum tufcheck_result result =
		tufcheck_lock_find_missing(lock, found, COUNT_OF(found), NULL, 0, &changes);
	if (result == TUFCHECK_OK)
		assert_int_equal(tufcheck_lock_changes_count(changes), 1);
	tufcheck_lock_changes_free(changes);
	return result;
}

static enum tufcheck_result read_nothing(struct tufcheck_lock *lock, const struct estate *estate)
{
	(void)lock;
	(void)estate;
	struct tufcheck_lock *read = NULL;
	enum tufcheck_result result = tufcheck_lock_read("no-such-file", NULL, &read);
	assert_null(read);
	return result == TUFCHECK_NOT_FOUND ? TUFCHECK_OK : result;
}

static enum tufcheck_result write_text(struct tufcheck_lock *lock, const struct estate *estate)
{
	(void)estate;
	char *text = NULL;
	size_t length;
	enum tufcheck_result result = tufcheck_lock_write(lock, &text, &length);
	assert_int_equal(text != NULL, result == TUFCHECK_OK);
	free(text);
	return result;
}

/* A lock with what the work wants to be in it. */
static struct tufcheck_lock *prepare(work *next, const struct estate *estate)
{
	struct tufcheck_lock *lock = NULL;
	assert_int_equal(tufcheck_lock_new(&lock), TUFCHECK_OK);
	struct tufcheck_repository repository = *estate->repositories[0];
	char gun[20000]; /* more than is left of a block */
	memset(gun, 'a', sizeof(gun));
	gun[sizeof(gun) - 1] = '\0';
	if (next == find_long_one)
		repository.gun = gun;
	if (next == find_long_one || next == find_missing || next == write_text)
		assert_int_equal(tufcheck_lock_put(lock, &repository), TUFCHECK_OK);
	return lock;
}

static void test_lock_work_says_so_when_an_allocation_fails(void **state)
{
	static work *const works[] = {put,           compare_app,  find_missing,
	                              find_long_one, read_nothing, write_text};
	const struct estate *estate = *state;
	for (size_t i = 0; i < COUNT_OF(works); i++) {
		bool has_failed = true;
		for (size_t victim = 1; has_failed; victim++) {
			struct tufcheck_lock *lock = prepare(works[i], estate);
			size_t before = tufcheck_lock_count(lock);
			trap.count = 0;
			trap.victim = victim;
			trap.is_on = true;
			enum tufcheck_result result = works[i](lock, estate);
			trap.is_on = false;
			has_failed = trap.count >= victim;
			if (has_failed)
				assert_int_equal(tufcheck_lock_count(lock), before);
			tufcheck_lock_free(lock);
			assert_int_equal(result, has_failed ? TUFCHECK_NO_MEMORY : TUFCHECK_OK);
		}
		assert_true(trap.count > 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lock_put_sorts_by_name_and_replaces),
		cmocka_unit_test(test_lock_put_refuses_what_is_not_verified),
		cmocka_unit_test(test_lock_put_copies),
		cmocka_unit_test(test_lock_compare_of_the_same_finds_nothing),
		cmocka_unit_test(test_lock_compare_of_an_unknown_one_says_so),
		cmocka_unit_test(test_lock_examine_of_the_same_finds_nothing),
		cmocka_unit_test(test_lock_examine_overlooks_dates),
		cmocka_unit_test(test_lock_scan_frozen_without_a_lock_is_a_bad_call),
		cmocka_unit_test(test_lock_put_takes_no_key_that_no_role_lists),
		cmocka_unit_test(test_lock_of_a_verified_repository_wants_all_arguments),
		cmocka_unit_test(test_lock_holds_many_repositories),
		cmocka_unit_test(test_lock_changes_are_limited),
		cmocka_unit_test(test_lock_find_missing_within_scopes),
		cmocka_unit_test(test_lock_work_says_so_when_an_allocation_fails),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
