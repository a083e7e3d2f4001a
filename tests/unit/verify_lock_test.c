/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Locks of what real clients wrote, what is held against them, and that a lack
 * of memory is never taken for agreement.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verify/lock.h"
#include "verify/lock_compare.h"
#include "verify/lock_entry.h"
#include "verify_support.h"

#define TRUST TUFCHECK_TESTDATA "/notary/trust"
#define AT INT64_C(1795235640) /* the moment of the capture */

/* ---- allocations that fail: those of the project ---- */

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
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

void *__wrap_malloc(size_t size)
{
	return must_fail() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return must_fail() ? NULL : __real_calloc(count, size);
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

/* ---- every part of an entry ---- */

/* Two versions of one entry that tests change in one place. */
struct entries {
	struct tuf_arena arena;
	struct tc_finding_list findings;
	struct tc_lock_key keys[12];
	struct tc_lock_role roles[3];
	struct tc_lock_tag tags[2];
	struct tc_lock_entry locked;
	struct tc_lock_entry found;
	struct tc_lock_role found_roles[3];
	struct tc_lock_key found_keys[12];
	struct tc_lock_tag found_tags[2];
	struct tc_lock_comparison comparison;
};

static struct tc_lock_key make_key(const char *id)
{
	return (struct tc_lock_key){id, "canonical", "spki", "sha256", "sha1"};
}

static void entries_init(struct entries *entries)
{
	*entries = (struct entries){.keys = {make_key("k0"), make_key("k1"), make_key("k2")}};
	entries->findings.arena = &entries->arena;
	entries->roles[0] = (struct tc_lock_role){"root", 5, 1, &entries->keys[0], 1, false};
	entries->roles[1] = (struct tc_lock_role){"targets/a", 5, 1, &entries->keys[1], 2, false};
	entries->roles[2] = (struct tc_lock_role){"targets/a/b", 5, 1, &entries->keys[2], 1, false};
	entries->tags[0] = (struct tc_lock_tag){"a", "digest", 1, "targets"};
	entries->tags[1] = (struct tc_lock_tag){"b", NULL, 1, "targets/a"};
	entries->locked = (struct tc_lock_entry){"gun", entries->roles, 3, entries->tags, 2};
	memcpy(entries->found_roles, entries->roles, sizeof(entries->roles));
	memcpy(entries->found_keys, entries->keys, sizeof(entries->keys));
	memcpy(entries->found_tags, entries->tags, sizeof(entries->tags));
	entries->found_roles[0].keys = &entries->found_keys[0];
	entries->found_roles[1].keys = &entries->found_keys[1];
	entries->found_roles[2].keys = &entries->found_keys[2];
	entries->found =
		(struct tc_lock_entry){"gun", entries->found_roles, 3, entries->found_tags, 2};
	entries->comparison = (struct tc_lock_comparison){.locked = &entries->locked,
	                                                  .found = &entries->found,
	                                                  .is_complete = true,
	                                                  .findings = &entries->findings};
}

/* Compares; the findings are for the caller to look at, until tuf_arena_clear. */
static void compare(struct entries *entries)
{
	assert_int_equal(tc_lock_compare(&entries->comparison), TUF_OK);
}

#define assert_compared(entries, ...)                                                              \
	do {                                                                                       \
		compare(entries);                                                                  \
		assert_findings(&(entries)->findings, __VA_ARGS__);                                \
		tuf_arena_clear(&(entries)->arena);                                                \
		entries_init(entries);                                                             \
	} while (0)

static void test_lock_compare_finds_every_part_of_a_key(void **state)
{
	(void)state;
	struct entries entries;
	entries_init(&entries);
	compare(&entries);
	assert_no_findings(&entries.findings);
	entries.found_keys[0].canonical_key_id = "other";
	assert_compared(&entries, TC_LOCK_ROOT_KEY_CHANGED);
	entries.found_keys[0].spki_sha256 = NULL;
	assert_compared(&entries, TC_LOCK_ROOT_KEY_CHANGED);
	entries.found_keys[0].certificate_sha256 = "other";
	assert_compared(&entries, TC_LOCK_ROOT_KEY_CHANGED);
	entries.found_keys[0].certificate_sha1 = NULL;
	assert_compared(&entries, TC_LOCK_ROOT_KEY_CHANGED);
	entries.found_keys[0].key_id = "other";
	assert_compared(&entries, TC_LOCK_ROOT_KEY_CHANGED);
	entries.found_roles[0].key_count = 0;
	assert_compared(&entries, TC_LOCK_ROOT_KEY_CHANGED);
	entries.found_keys[1].spki_sha256 = "other";
	assert_compared(&entries, TC_LOCK_SIGNER_REMOVED, TC_LOCK_SIGNER_ADDED);
	entries.found_roles[1].key_count = 1;
	assert_compared(&entries, TC_LOCK_SIGNER_REMOVED);
	entries.roles[1].key_count = 1;
	assert_compared(&entries, TC_LOCK_SIGNER_ADDED);
	tuf_arena_clear(&entries.arena);
}

static void test_lock_compare_names_both_sides(void **state)
{
	(void)state;
	struct entries entries;
	entries_init(&entries);
	entries.found_keys[0].key_id = "new";
	compare(&entries);
	const struct tufcheck_finding *finding = &entries.findings.last->finding;
	assert_string_equal(finding->expected, "key k0");
	assert_string_equal(finding->actual, "key new");
	assert_string_equal(finding->message,
	                    "root.json: the keys of root are not those of the lock: expected key "
	                    "k0, found key new (the public key is the same)");
	tuf_arena_clear(&entries.arena);
	/* of a public key that is not known, or of more than one, that is not said */
	for (size_t i = 0; i < 2; i++) {
		entries_init(&entries);
		entries.found_keys[0].key_id = "new";
		if (i == 0)
			entries.keys[0].spki_sha256 = entries.found_keys[0].spki_sha256 = NULL;
		else
			entries.roles[0].key_count = 2;
		compare(&entries);
		finding = &entries.findings.first->finding;
		assert_null(strstr(finding->message, "the public key is the same"));
		tuf_arena_clear(&entries.arena);
	}
	/* one ID, two keys */
	entries_init(&entries);
	entries.found_keys[0].spki_sha256 = "new";
	entries.found_keys[0].certificate_sha1 = NULL;
	compare(&entries);
	finding = &entries.findings.last->finding;
	assert_string_equal(finding->expected,
	                    "key k0 with the canonical ID canonical, the public key spki and the "
	                    "certificate sha256, SHA-1 sha1");
	assert_string_equal(finding->actual,
	                    "key k0 with the canonical ID canonical, the public key new and the "
	                    "certificate sha256, SHA-1 (none)");
	tuf_arena_clear(&entries.arena);
}

/* A role with very many keys does not make findings of the square of their number. */
static void test_lock_compare_names_a_few_of_many_keys(void **state)
{
	(void)state;
	struct entries entries;
	entries_init(&entries);
	static const char *const ids[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
	for (size_t i = 0; i < COUNT_OF(ids); i++)
		entries.found_keys[i] = make_key(ids[i]);
	entries.found_roles[0].key_count = COUNT_OF(ids);
	entries.found.role_count = entries.locked.role_count = 1;
	compare(&entries);
	assert_string_equal(entries.findings.last->finding.actual,
	                    "key a, key b, key c, key d, key e, key f, key g, key h and 4 more");
	static const char *const more[] = {"", " and 1 more"};
	for (size_t i = 0; i < COUNT_OF(more); i++) {
		char wanted[100];
		entries.found_roles[0].key_count = 8 + i;
		compare(&entries);
		(void)snprintf(wanted, sizeof(wanted),
		               "key a, key b, key c, key d, key e, key f, key g, key h%s", more[i]);
		assert_string_equal(entries.findings.last->finding.actual, wanted);
	}
	tuf_arena_clear(&entries.arena);
}

static void test_lock_compare_finds_versions_and_thresholds(void **state)
{
	(void)state;
	struct entries entries;
	entries_init(&entries);
	entries.found_roles[0].version = 4;
	assert_compared(&entries, TC_LOCK_VERSION_ROLLED_BACK);
	entries.found_roles[0].version = 6;
	assert_compared(&entries, TC_LOCK_VERSION_NEWER);
	entries.found_roles[0].version = 6;
	entries.comparison.is_complete = false;
	compare(&entries);
	assert_no_findings(&entries.findings);
	tuf_arena_clear(&entries.arena);
	entries_init(&entries);
	entries.found_roles[1].threshold = 2;
	assert_compared(&entries, TC_LOCK_THRESHOLD_RAISED);
	entries.roles[1].threshold = 2;
	assert_compared(&entries, TC_LOCK_THRESHOLD_LOWERED);
	/* a file that is not listed any more is older than any; one that is dropped, the chain names */
	entries.found_roles[1].version = 0;
	entries.comparison.is_complete = false;
	assert_compared(&entries, TC_LOCK_VERSION_ROLLED_BACK);
	entries.found_roles[1].version = 0;
	entries.found_roles[1].is_dropped = true;
	assert_compared(&entries, TC_LOCK_VERSION_ROLLED_BACK);
	entries.found_roles[1].version = 0;
	entries.found_roles[1].is_dropped = true;
	entries.comparison.is_complete = false;
	compare(&entries);
	assert_no_findings(&entries.findings);
	tuf_arena_clear(&entries.arena);
}

static void test_lock_compare_finds_delegations(void **state)
{
	(void)state;
	struct entries entries;
	entries_init(&entries);
	entries.found.role_count = 2;
	assert_compared(&entries, TC_LOCK_SIGNER_REMOVED);
	entries.locked.role_count = 2;
	assert_compared(&entries, TC_LOCK_SIGNER_ADDED);
	/* below a role that is dropped nothing was looked at */
	entries.found.role_count = 2;
	entries.found_roles[1].is_dropped = true;
	assert_compared(&entries, TC_LOCK_SIGNER_REMOVED);
	entries.found.role_count = 2;
	entries.found_roles[1].is_dropped = true;
	entries.comparison.is_complete = false;
	compare(&entries);
	assert_no_findings(&entries.findings);
	tuf_arena_clear(&entries.arena);
}

static void test_lock_compare_finds_tags(void **state)
{
	(void)state;
	struct entries entries;
	entries_init(&entries);
	entries.found_tags[0].sha256 = "other";
	assert_compared(&entries, TC_LOCK_TAG_MOVED);
	entries.found_tags[0].sha256 = NULL;
	assert_compared(&entries, TC_LOCK_TAG_MOVED);
	entries.found_tags[1].sha256 = "one at last";
	entries.comparison.is_frozen = true;
	assert_compared(&entries, TC_LOCK_TAG_MOVED_FROZEN);
	entries.found_tags[0].length = 2;
	assert_compared(&entries, TC_LOCK_TAG_MOVED);
	entries.found_tags[0].role = "targets/a";
	assert_compared(&entries, TC_LOCK_TAG_MOVED);
	entries.found_tags[0].name = "A";
	assert_compared(&entries, TC_LOCK_TAG_ADDED, TC_LOCK_TAG_GONE);
	entries.found_tags[1].name = "c";
	entries.comparison.is_frozen = true;
	assert_compared(&entries, TC_LOCK_TAG_GONE_FROZEN, TC_LOCK_TAG_ADDED_FROZEN);
	entries.found.tag_count = 0;
	assert_compared(&entries, TC_LOCK_TAG_GONE, TC_LOCK_TAG_GONE);
	tuf_arena_clear(&entries.arena);
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

static void test_lock_with_each_allocation_failing_says_so(void **state)
{
	static work *const works[] = {put, compare_app, find_missing, write_text};
	const struct estate *estate = *state;
	for (size_t i = 0; i < COUNT_OF(works); i++) {
		size_t victim = 1;
		for (;; victim++) {
			struct tufcheck_lock *lock = NULL;
			assert_int_equal(tufcheck_lock_new(&lock), TUFCHECK_OK);
			if (works[i] == write_text || works[i] == find_missing)
				assert_int_equal(
					tufcheck_lock_put(lock, estate->repositories[0]),
					TUFCHECK_OK);
			size_t before = tufcheck_lock_count(lock);
			trap.count = 0;
			trap.victim = victim;
			trap.is_on = true;
			enum tufcheck_result result = works[i](lock, estate);
			trap.is_on = false;
			bool has_failed = trap.count >= victim;
			if (has_failed)
				assert_int_equal(tufcheck_lock_count(lock), before);
			tufcheck_lock_free(lock);
			assert_int_equal(result, has_failed ? TUFCHECK_NO_MEMORY : TUFCHECK_OK);
			if (!has_failed)
				break;
		}
		assert_true(victim > 2);
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
		cmocka_unit_test(test_lock_compare_finds_every_part_of_a_key),
		cmocka_unit_test(test_lock_compare_names_both_sides),
		cmocka_unit_test(test_lock_compare_names_a_few_of_many_keys),
		cmocka_unit_test(test_lock_compare_finds_versions_and_thresholds),
		cmocka_unit_test(test_lock_compare_finds_delegations),
		cmocka_unit_test(test_lock_compare_finds_tags),
		cmocka_unit_test(test_lock_find_missing_within_scopes),
		cmocka_unit_test(test_lock_with_each_allocation_failing_says_so),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
