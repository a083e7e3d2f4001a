/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What differs between an entry of a lock and what was found, each part by
 * itself, and that a lack of memory is never taken for agreement.
 */
#include <stdio.h>
#include <string.h>

#include "arena_refusal.h"
#include "verify/lock_compare.h"
#include "verify/lock_entry.h"
#include "verify_support.h"

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

/* Makes them again what they were before any change, without findings. */
static void entries_restore(struct entries *entries)
{
	tuf_arena_clear(&entries->arena);
	entries_init(entries);
}

/* Compares; the findings are for the caller to look at, until tuf_arena_clear. */
static void compare(struct entries *entries)
{
	assert_int_equal(tc_lock_compare(&entries->comparison), TUF_OK);
}

/* Finds no difference. */
static void assert_same(struct entries *entries)
{
	compare(entries);
	assert_no_findings(&entries->findings);
	entries_restore(entries);
}

#define assert_compared(entries, ...)                                                              \
	do {                                                                                       \
		compare(entries);                                                                  \
		assert_findings(&(entries)->findings, __VA_ARGS__);                                \
		entries_restore(entries);                                                          \
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
	assert_same(&entries);
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
	assert_same(&entries);
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
	assert_same(&entries);
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

/* ---- what is said ---- */

/* Compares, and wants one finding, which says this; then the entries are again as they were. */
static void assert_told(struct entries *entries, const char *role, const char *expected,
                        const char *actual, const char *message)
{
	compare(entries);
	assert_int_equal(entries->findings.count, 1);
	const struct tufcheck_finding *finding = &entries->findings.first->finding;
	assert_string_equal(finding->role, role);
	assert_string_equal(finding->expected, expected);
	assert_string_equal(finding->actual, actual);
	assert_string_equal(finding->message, message);
	entries_restore(entries);
}

static void test_lock_compare_of_keys_of_a_top_role_says_what_they_are(void **state)
{
	(void)state;
	struct entries entries;
	entries_init(&entries);
	entries.found_roles[0].key_count = 0;
	assert_told(&entries, "root", "key k0", "no key",
	            "root.json: the keys of root are not those of the lock: expected key k0, found "
	            "no key");
	/* another key, whose certificate is another as well */
	entries.found_keys[0] = (struct tc_lock_key){"new", "c", "p", "s", "t"};
	assert_told(&entries, "root", "key k0", "key new",
	            "root.json: the keys of root are not those of the lock: expected key k0, found "
	            "key new");
	/* one that was there, and one more */
	entries.found_roles[0].key_count = 2;
	assert_told(&entries, "root", "key k0", "key k0, key k1",
	            "root.json: the keys of root are not those of the lock: expected key k0, found "
	            "key k0, key k1");
}

static void test_lock_compare_of_a_signers_keys_says_which_way_it_went(void **state)
{
	(void)state;
	struct entries entries;
	entries_init(&entries);
	entries.found_roles[1].key_count = 1;
	assert_told(&entries, "targets/a", "key k2", "key k1",
	            "targets.json: targets/a does not have a key of the lock: expected key k2, found "
	            "key k1");
	entries.roles[1].key_count = 1;
	assert_told(&entries, "targets/a", "key k1", "key k2",
	            "targets.json: targets/a has a key that the lock does not have: expected key k1, "
	            "found key k2");
}

static void test_lock_compare_of_numbers_says_which_way_they_went(void **state)
{
	(void)state;
	struct entries entries;
	entries_init(&entries);
	entries.roles[1].threshold = 2;
	assert_told(&entries, "targets/a", "threshold 2", "threshold 1",
	            "targets.json: targets/a needs fewer signatures than in the lock: expected "
	            "threshold 2, found threshold 1");
	entries.found_roles[1].threshold = 2;
	assert_told(&entries, "targets/a", "threshold 1", "threshold 2",
	            "targets.json: targets/a needs more signatures than in the lock: expected "
	            "threshold 1, found threshold 2");
	entries.found_roles[0].version = 4;
	assert_told(&entries, "root", "version 5 or newer", "version 4",
	            "root.json: root is older than in the lock: expected version 5 or newer, found "
	            "version 4");
	entries.found_roles[0].version = 6;
	assert_told(&entries, "root", "version 5", "version 6",
	            "root.json: root is newer than in the lock: expected version 5, found version 6");
}

static void test_lock_compare_of_delegations_says_which_way_they_went(void **state)
{
	(void)state;
	struct entries entries;
	entries_init(&entries);
	entries.found.role_count = 2;
	assert_told(&entries, "targets/a/b", "targets/a/b with key k2",
	            "no such delegation",
	            "targets/a.json: a delegation of the lock is gone: expected targets/a/b with key "
	            "k2, found no such delegation");
	entries.locked.role_count = 2;
	assert_told(&entries, "targets/a/b", "no such delegation",
	            "targets/a/b with key k2",
	            "targets/a.json: a delegation is not in the lock: expected no such delegation, "
	            "found targets/a/b with key k2");
}

/* ---- which belongs to which ---- */

/* Names are told apart however near they are: the first of either side is alone, the last on both. */
static void test_lock_compare_pairs_by_name(void **state)
{
	(void)state;
	struct entries entries;
	static const char *const sides[2][2] = {{"targets/a", "targets/b"},
	                                        {"targets/b", "targets/a"}};
	for (size_t i = 0; i < COUNT_OF(sides); i++) {
		entries_init(&entries);
		entries.roles[1].name = sides[i][0];
		entries.found_roles[1].name = sides[i][1];
		entries.roles[2].name = entries.found_roles[2].name = "targets/c";
		compare(&entries);
		const struct tc_finding_entry *first = entries.findings.first;
		assert_findings(&entries.findings,
		                i == 0 ? TC_LOCK_SIGNER_REMOVED : TC_LOCK_SIGNER_ADDED,
		                i == 0 ? TC_LOCK_SIGNER_ADDED : TC_LOCK_SIGNER_REMOVED);
		assert_string_equal(first->finding.role, "targets/a");
		assert_string_equal(first->next->finding.role, "targets/b");
		tuf_arena_clear(&entries.arena);
		entries_init(&entries);
		entries.tags[0].name = sides[i][0] + strlen("targets/");
		entries.found_tags[0].name = sides[i][1] + strlen("targets/");
		entries.tags[1].name = entries.found_tags[1].name = "c";
		compare(&entries);
		assert_findings(&entries.findings, i == 0 ? TC_LOCK_TAG_GONE : TC_LOCK_TAG_ADDED,
		                i == 0 ? TC_LOCK_TAG_ADDED : TC_LOCK_TAG_GONE);
		tuf_arena_clear(&entries.arena);
	}
}

/* A tag, or a role, that one side has one more of, beside a neighbour in the alphabet that both have. */
static void test_lock_compare_goes_on_behind_what_one_side_lacks(void **state)
{
	(void)state;
	struct entries entries;
	entries_init(&entries);
	struct tc_lock_role *const roles[] = {entries.roles, entries.found_roles};
	struct tc_lock_entry *const sides[] = {&entries.locked, &entries.found};
	for (size_t i = 0; i < COUNT_OF(sides); i++) {
		entries_init(&entries);
		roles[i][2].name = "targets/b"; /* behind targets/a, which is not on this side */
		roles[i][1] = roles[i][2];
		roles[1 - i][2].name = "targets/b";
		sides[i]->role_count = 2;
		compare(&entries);
		assert_findings(&entries.findings,
		                i == 0 ? TC_LOCK_SIGNER_ADDED : TC_LOCK_SIGNER_REMOVED);
		assert_string_equal(entries.findings.first->finding.role, "targets/a");
		tuf_arena_clear(&entries.arena);
		/* and tags likewise: a and b, of which this side has b alone */
		entries_init(&entries);
		sides[i]->tags++;
		sides[i]->tag_count = 1;
		compare(&entries);
		assert_findings(&entries.findings, i == 0 ? TC_LOCK_TAG_ADDED : TC_LOCK_TAG_GONE);
		tuf_arena_clear(&entries.arena);
	}
}

static void test_lock_compare_finds_each_of_many_keys(void **state)
{
	(void)state;
	struct entries entries;
	static const char *const ids[] = {"k0", "k1", "k2", "k3", "k4", "k5", "k6"};
	entries_init(&entries);
	for (size_t i = 0; i < COUNT_OF(ids); i++)
		entries.keys[i] = entries.found_keys[i] = make_key(ids[i]);
	for (size_t count = 1; count <= COUNT_OF(ids); count++) {
		entries.roles[1].keys = entries.keys;
		entries.found_roles[1].keys = entries.found_keys;
		entries.roles[1].key_count = entries.found_roles[1].key_count = count;
		compare(&entries);
		assert_no_findings(&entries.findings);
	}
	tuf_arena_clear(&entries.arena);
}

/* ---- what cannot be seen ---- */

/* Where the roles above are gone altogether, nothing was dropped. */
static void test_lock_compare_finds_delegations_that_are_gone_with_those_above(void **state)
{
	(void)state;
	struct entries entries;
	entries_init(&entries);
	entries.comparison.is_complete = false;
	entries.found.role_count = 1;
	assert_compared(&entries, TC_LOCK_SIGNER_REMOVED, TC_LOCK_SIGNER_REMOVED);
	tuf_arena_clear(&entries.arena);
}

static void test_lock_compare_looks_at_what_is_there_below_a_dropped_role(void **state)
{
	(void)state;
	struct entries entries;
	entries_init(&entries);
	entries.comparison.is_complete = false;
	entries.found_roles[1].is_dropped = true;
	entries.found_roles[2].threshold = 2;
	assert_compared(&entries, TC_LOCK_THRESHOLD_RAISED);
	tuf_arena_clear(&entries.arena);
}

/* ---- what would be locked ---- */

/* A file that too few keys signed has no version that counts, whatever it says. */
static void test_lock_examine_takes_no_version_of_a_dropped_role(void **state)
{
	struct support_repository *repository = *state;
	static const char *const everything[] = {"", NULL};
	support_add_delegation(repository, "targets/alice", 5, everything);
	support_set(repository, "targets/alice", "version", json_integer(7));
	support_get_role(repository, "targets/alice")->signers[0].is_damaged = true;
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_non_null(repository->verified);
	const struct tc_lock_entry *entry;
	assert_int_equal(tc_lock_entry_make(repository->verified, &repository->evidence.ring, &entry),
	                 TUF_OK);
	const struct tc_lock_role *alice = tc_lock_entry_find_role(entry, "targets/alice");
	assert_non_null(alice);
	assert_true(alice->is_dropped);
	assert_int_equal(alice->version, 0);
}

/* ---- a lack of memory ---- */

typedef void change(struct entries *entries);

static void change_many_root_keys(struct entries *entries)
{
	static const char *const ids[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
	for (size_t i = 0; i < COUNT_OF(ids); i++)
		entries->found_keys[i] = make_key(ids[i]);
	entries->found_roles[0].key_count = COUNT_OF(ids);
	entries->found.role_count = entries->locked.role_count = 1;
}

static void change_signer_keys(struct entries *entries)
{
	entries->found_keys[1].spki_sha256 = "other";
}

static void change_numbers(struct entries *entries)
{
	entries->found_roles[1].threshold = 2;
	entries->found_roles[1].version = 4;
	entries->found_roles[2].version = 6;
}

static void change_delegations(struct entries *entries)
{
	entries->found_roles[2].name = "targets/a/c";
}

static void change_tags(struct entries *entries)
{
	entries->found_tags[0].name = "0";
	entries->found_tags[1].length = 2;
}

static void forget_entry(struct entries *entries)
{
	entries->comparison.locked = NULL;
}

static void test_lock_compare_without_room_is_no_memory(void **state)
{
	static change *const changes[] = {change_many_root_keys, change_signer_keys, change_numbers,
	                                  change_delegations, change_tags, forget_entry};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		struct entries entries;
		bool is_done = false;
		for (size_t victim = 1; !is_done; victim++) {
			entries_init(&entries);
			changes[i](&entries);
			arena_requests = 0;
			arena_refused = victim;
			enum tuf_result result = tc_lock_compare(&entries.comparison);
			arena_refused = 0;
			is_done = arena_requests < victim;
			assert_int_equal(result, is_done ? TUF_OK : TUF_NO_MEMORY);
			tuf_arena_clear(&entries.arena);
		}
		assert_true(arena_requests > 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lock_compare_finds_every_part_of_a_key),
		cmocka_unit_test(test_lock_compare_names_both_sides),
		cmocka_unit_test(test_lock_compare_names_a_few_of_many_keys),
		cmocka_unit_test(test_lock_compare_finds_versions_and_thresholds),
		cmocka_unit_test(test_lock_compare_finds_delegations),
		cmocka_unit_test(test_lock_compare_finds_tags),
		cmocka_unit_test(test_lock_compare_of_keys_of_a_top_role_says_what_they_are),
		cmocka_unit_test(test_lock_compare_of_a_signers_keys_says_which_way_it_went),
		cmocka_unit_test(test_lock_compare_of_numbers_says_which_way_they_went),
		cmocka_unit_test(test_lock_compare_of_delegations_says_which_way_they_went),
		cmocka_unit_test(test_lock_compare_pairs_by_name),
		cmocka_unit_test(test_lock_compare_goes_on_behind_what_one_side_lacks),
		cmocka_unit_test(test_lock_compare_finds_each_of_many_keys),
		cmocka_unit_test(test_lock_compare_finds_delegations_that_are_gone_with_those_above),
		cmocka_unit_test(test_lock_compare_looks_at_what_is_there_below_a_dropped_role),
		support_test(test_lock_examine_takes_no_version_of_a_dropped_role),
		cmocka_unit_test(test_lock_compare_without_room_is_no_memory),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
