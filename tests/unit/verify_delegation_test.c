/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Delegations: which are walked, which are dropped, and which fail the whole
 * repository.
 */
#include <string.h>

#include "tuf/limits.h"
#include "verify_delegation_support.h"

static void test_delegations_sound_are_trusted(void **state)
{
	struct support_repository *repository = *state;
	verify(repository);
	assert_no_findings(&repository->evidence.findings);
	assert_status(repository, TUFCHECK_STATUS_TRUSTED);
	static const char *const order[] = {RELEASES, NIGHTLY, ALICE};
	const struct tc_role_evidence *role = support_evidence(repository, "targets")->next;
	for (size_t i = 0; i < COUNT_OF(order); i++, role = role->next) {
		assert_string_equal(role->name, order[i]);
		assert_int_equal(role->status, TUFCHECK_ROLE_VALID);
		assert_int_equal(role->quorum.valid_count, 1);
		assert_true(role->is_parsed);
	}
	assert_null(role);
	assert_int_equal(support_get_file(repository, NIGHTLY ".json")->limit, TUF_MAX_TARGETS_BYTES);
}

/* ---- silently skipped or dropped ---- */

static void test_delegation_not_in_snapshot_is_unpublished(void **state)
{
	struct support_repository *repository = *state;
	support_get_role(repository, RELEASES)->is_unlisted = true;
	verify(repository);
	assert_findings(&repository->evidence.findings, TC_DELEGATION_UNPUBLISHED);
	assert_status(repository, TUFCHECK_STATUS_TRUSTED);
	assert_int_equal(status_of(repository, RELEASES), TUFCHECK_ROLE_UNPUBLISHED);
	/* its file is not even read, and nothing below it is reached */
	assert_int_equal(support_get_file(repository, RELEASES ".json")->limit, 0);
	assert_false(was_reached(repository, NIGHTLY));
	assert_int_equal(status_of(repository, ALICE), TUFCHECK_ROLE_VALID);
	assert_false(tc_verified_has_role(repository->verified,
	                                  support_evidence(repository, RELEASES)));
}

static void test_delegation_with_empty_entry_in_snapshot_is_unpublished(void **state)
{
	struct support_repository *repository = *state;
	static const char *const entries[] = {"{}", "{\"hashes\":{},\"length\":0}", "null"};
	for (size_t i = 0; i < COUNT_OF(entries); i++) {
		support_seal(repository, SUPPORT_ALL);
		json_t *meta = json_object_get(support_get_role(repository, "snapshot")->content,
		                               "meta");
		json_object_set_new(meta, ALICE, json_loads(entries[i], JSON_DECODE_ANY, NULL));
		support_seal(repository, SUPPORT_SNAPSHOT);
		support_verify(repository);
		assert_findings(&repository->evidence.findings, TC_DELEGATION_UNPUBLISHED);
	}
}

static void test_delegation_expired_is_dropped_with_all_below(void **state)
{
	struct support_repository *repository = *state;
	support_set(repository, RELEASES, "expires", json_string(SUPPORT_EXPIRED));
	verify(repository);
	assert_findings(&repository->evidence.findings, TC_DELEGATION_EXPIRED);
	assert_status(repository, TUFCHECK_STATUS_DEGRADED);
	assert_int_equal(repository->verdict.answers[TUFCHECK_CHECK_FRESHNESS],
	                 TUFCHECK_ANSWER_FAIL);
	assert_int_equal(status_of(repository, RELEASES), TUFCHECK_ROLE_EXPIRED);
	assert_false(was_reached(repository, NIGHTLY));
	assert_int_equal(status_of(repository, ALICE), TUFCHECK_ROLE_VALID);
	assert_non_null(repository->verified);
	assert_false(tc_verified_has_role(repository->verified,
	                                  support_evidence(repository, RELEASES)));
}

static void test_delegation_below_threshold_is_dropped_with_all_below(void **state)
{
	struct support_repository *repository = *state;
	support_get_role(repository, RELEASES)->signers[0].is_damaged = true;
	verify(repository);
	assert_findings(&repository->evidence.findings, TC_SIGNATURE_INVALID,
	                TC_DELEGATION_THRESHOLD_NOT_MET);
	assert_status(repository, TUFCHECK_STATUS_DEGRADED);
	assert_int_equal(repository->verdict.answers[TUFCHECK_CHECK_AUTHENTICITY],
	                 TUFCHECK_ANSWER_FAIL);
	assert_int_equal(status_of(repository, RELEASES), TUFCHECK_ROLE_BELOW_THRESHOLD);
	assert_false(was_reached(repository, NIGHTLY));
	assert_int_equal(status_of(repository, ALICE), TUFCHECK_ROLE_VALID);
	assert_false(tc_verified_has_role(repository->verified,
	                                  support_evidence(repository, RELEASES)));
}

static void test_delegation_signed_by_its_parents_key_is_dropped(void **state)
{
	struct support_repository *repository = *state;
	support_get_role(repository, ALICE)->signers[0] =
		support_get_role(repository, "targets")->signers[0];
	verify(repository);
	assert_findings(&repository->evidence.findings, TC_DELEGATION_THRESHOLD_NOT_MET);
	support_get_role(repository, ALICE)->signers[0] =
		support_get_role(repository, RELEASES)->signers[0];
	verify(repository);
	assert_findings(&repository->evidence.findings, TC_DELEGATION_THRESHOLD_NOT_MET);
	assert_status(repository, TUFCHECK_STATUS_DEGRADED);
}

/* Keys of a delegation come from its parent, not from root and not from targets. */
static void test_delegation_nested_takes_keys_from_its_parent(void **state)
{
	struct support_repository *repository = *state;
	verify(repository);
	const struct tc_role_evidence *nightly = support_evidence(repository, NIGHTLY);
	assert_ptr_equal(nightly->keys, &support_evidence(repository, RELEASES)->targets.keys);
	assert_ptr_equal(support_evidence(repository, ALICE)->keys,
	                 &support_evidence(repository, "targets")->targets.keys);
}

static void test_delegation_threshold_of_two_needs_two_keys(void **state)
{
	struct support_repository *repository = *state;
	EVP_PKEY *second = support_pkey(SUPPORT_P256, 7);
	struct tuf_key key = support_bare_key(&repository->arena, second);
	support_trust_key(repository, ALICE, &key, second);
	support_set_threshold(repository, ALICE, 2);
	verify(repository);
	assert_no_findings(&repository->evidence.findings);
	struct support_role *alice = support_get_role(repository, ALICE);
	alice->signers[1] = alice->signers[0];
	verify(repository);
	assert_findings(&repository->evidence.findings, TC_DELEGATION_THRESHOLD_NOT_MET);
}

/* ---- what fails the whole repository ---- */

static void test_delegation_missing_is_incomplete(void **state)
{
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	support_remove(repository, ALICE ".json");
	support_verify(repository);
	assert_findings(&repository->evidence.findings, TC_FILE_MISSING);
	assert_status(repository, TUFCHECK_STATUS_INCOMPLETE);
	assert_int_equal(status_of(repository, ALICE), TUFCHECK_ROLE_MISSING);
	assert_null(repository->verified);
}

static void test_delegation_changed_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	struct support_file *file = support_get_file(repository, ALICE ".json");
	unsigned char *bytes = (unsigned char *)file->bytes;
	for (size_t at = 0; at < file->length; at++) {
		bytes[at] ^= 1;
		support_verify(repository);
		assert_status(repository, TUFCHECK_STATUS_UNTRUSTED);
		assert_int_equal(status_of(repository, ALICE), TUFCHECK_ROLE_INVALID);
		bytes[at] ^= 1;
	}
}

static void test_delegation_without_signatures_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	support_get_role(repository, ALICE)->signer_count = 0;
	verify(repository);
	assert_findings(&repository->evidence.findings, TC_SIGNATURES_NONE);
	assert_status(repository, TUFCHECK_STATUS_UNTRUSTED);
	assert_int_equal(status_of(repository, ALICE), TUFCHECK_ROLE_INVALID);
}

static void test_delegation_key_under_wrong_id_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 7);
	struct tuf_key key = support_bare_key(&repository->arena, pkey);
	key.listed_id = "0123";
	support_trust_key(repository, ALICE, &key, pkey);
	verify(repository);
	assert_findings(&repository->evidence.findings, TC_KEY_ID_MISMATCH);
	assert_status(repository, TUFCHECK_STATUS_UNTRUSTED);
	assert_int_equal(status_of(repository, ALICE), TUFCHECK_ROLE_INVALID);
}

static void test_delegation_of_another_type_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	support_set(repository, ALICE, "_type", json_string("Snapshot"));
	verify(repository);
	assert_findings(&repository->evidence.findings, TC_ROLE_TYPE);
	assert_status(repository, TUFCHECK_STATUS_UNTRUSTED);
}

static void test_delegation_listed_without_known_hash_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	static const char *const entries[] = {"{\"hashes\":{},\"length\":1000000}",
	                                      "{\"hashes\":{\"md5\":\"AAAA\"},\"length\":1000000}"};
	for (size_t i = 0; i < COUNT_OF(entries); i++) {
		support_seal(repository, SUPPORT_ALL);
		json_t *meta = json_object_get(support_get_role(repository, "snapshot")->content,
		                               "meta");
		json_object_set_new(meta, ALICE, json_loads(entries[i], 0, NULL));
		support_seal(repository, SUPPORT_SNAPSHOT);
		support_verify(repository);
		assert_findings(&repository->evidence.findings, TC_HASH_UNSUPPORTED);
		assert_status(repository, TUFCHECK_STATUS_UNTRUSTED);
	}
}

static void test_delegation_listed_with_sha512_alone_is_compared(void **state)
{
	struct support_repository *repository = *state;
	support_get_role(repository, ALICE)->has_sha512 = true;
	support_seal(repository, SUPPORT_ALL);
	json_t *meta = json_object_get(support_get_role(repository, "snapshot")->content, "meta");
	json_t *hashes = json_object_get(json_object_get(meta, ALICE), "hashes");
	json_object_del(hashes, "sha256");
	support_seal(repository, SUPPORT_SNAPSHOT);
	support_verify(repository);
	assert_no_findings(&repository->evidence.findings);
	json_object_set_new(hashes, "sha512", json_string("AAAA"));
	support_seal(repository, SUPPORT_SNAPSHOT);
	support_verify(repository);
	assert_findings(&repository->evidence.findings, TC_HASH_MISMATCH);
	assert_status(repository, TUFCHECK_STATUS_UNTRUSTED);
}

static void test_delegation_that_is_bad_hides_what_is_below(void **state)
{
	struct support_repository *repository = *state;
	support_set(repository, RELEASES, "version", json_integer(0));
	verify(repository);
	assert_findings(&repository->evidence.findings, TC_VERSION);
	assert_false(was_reached(repository, NIGHTLY));
	assert_true(was_reached(repository, ALICE));
}

/* ---- repeated definitions ---- */

static void repeat(struct support_repository *repository, const char *name)
{
	json_t *copy = json_deep_copy(support_get_definition(repository, name));
	json_t *delegations = json_object_get(
		support_get_role(repository, "targets")->content, "delegations");
	assert_int_equal(json_array_append_new(json_object_get(delegations, "roles"), copy), 0);
}

static void test_delegation_defined_twice_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	repeat(repository, RELEASES);
	verify(repository);
	assert_findings(&repository->evidence.findings, TC_DELEGATION_DUPLICATE);
	const struct tufcheck_finding *finding = &repository->evidence.findings.first->finding;
	assert_string_equal(finding->role, "targets");
	assert_string_equal(finding->actual, RELEASES);
	assert_status(repository, TUFCHECK_STATUS_UNTRUSTED);
	assert_int_equal(status_of(repository, "targets"), TUFCHECK_ROLE_INVALID);
	/* a third time is said again, and the role is not read again */
	repeat(repository, RELEASES);
	verify(repository);
	assert_findings(&repository->evidence.findings, TC_DELEGATION_DUPLICATE,
	                TC_DELEGATION_DUPLICATE);
	assert_int_equal(repository->evidence.role_count, 7);
}

static void test_delegation_skipped_or_dropped_may_be_defined_twice(void **state)
{
	struct support_repository *repository = *state;
	repeat(repository, ALICE);
	support_get_role(repository, ALICE)->is_unlisted = true;
	verify(repository);
	assert_findings(&repository->evidence.findings, TC_DELEGATION_UNPUBLISHED);
	assert_status(repository, TUFCHECK_STATUS_TRUSTED);
	support_get_role(repository, ALICE)->is_unlisted = false;
	support_set(repository, ALICE, "expires", json_string(SUPPORT_EXPIRED));
	verify(repository);
	assert_findings(&repository->evidence.findings, TC_DELEGATION_EXPIRED);
	assert_status(repository, TUFCHECK_STATUS_DEGRADED);
}

/* ---- paths ---- */

static void assert_paths(const struct support_repository *repository, const char *role,
                         const char *const *paths)
{
	const struct tc_role_evidence *evidence = support_evidence(repository, role);
	size_t count = 0;
	for (; paths[count]; count++) {
		assert_true(count < evidence->path_count);
		assert_string_equal(evidence->paths[count], paths[count]);
	}
	assert_int_equal(evidence->path_count, count);
}

static void set_paths(struct support_repository *repository, const char *role,
                      const char *const *paths)
{
	json_t *list = json_array();
	for (size_t i = 0; paths[i]; i++)
		json_array_append_new(list, json_string(paths[i]));
	json_object_set_new(support_get_definition(repository, role), "paths", list);
}

static void test_delegation_paths_are_those_within_the_parents(void **state)
{
	struct support_repository *repository = *state;
	static const struct {
		const char *parent[4];
		const char *child[6];
		const char *effective[6];
	} cases[] = {
		{{"", NULL}, {"", "a", "b", NULL}, {"", "a", "b", NULL}},
		{{"v1", NULL}, {"", "v1", "v1.2", "v", "v2", NULL}, {"v1", "v1.2", NULL}},
		{{"a", "b", NULL}, {"b", "ab", "c", "bc", "ba", NULL}, {"ab", "b", "ba", "bc", NULL}},
		{{NULL}, {"", "a", NULL}, {NULL}},
		{{"a", NULL}, {NULL}, {NULL}},
		{{"*", NULL}, {"a", "*", NULL}, {"*", NULL}},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		set_paths(repository, RELEASES, cases[i].parent);
		set_paths(repository, NIGHTLY, cases[i].child);
		verify(repository);
		assert_paths(repository, RELEASES, cases[i].parent);
		assert_paths(repository, NIGHTLY, cases[i].effective);
	}
}

/* A grandchild is held within the paths that its parent really has. */
static void test_delegation_paths_narrow_from_level_to_level(void **state)
{
	struct support_repository *repository = *state;
	static const char *const releases[] = {"v1", NULL};
	static const char *const nightly[] = {"", "v1.2", NULL};
	static const char *const deepest[] = {"v2", "v1.3", "v1.2.1", NULL};
	static const char *const effective[] = {"v1.2.1", NULL};
	set_paths(repository, RELEASES, releases);
	set_paths(repository, NIGHTLY, nightly);
	support_add_delegation(repository, NIGHTLY "/deepest", 7, deepest);
	verify(repository);
	assert_no_findings(&repository->evidence.findings);
	assert_paths(repository, NIGHTLY "/deepest", effective);
}

static void test_delegations_many_levels_deep_are_trusted(void **state)
{
	struct support_repository *repository = *state;
	static const char *const names[] = {
		"targets/a",         "targets/a/a",         "targets/a/a/a",
		"targets/a/a/a/a",   "targets/a/a/a/a/a",   "targets/a/a/a/a/a/a",
		"targets/a/a/a/a/a/a/a"};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		support_add_delegation(repository, names[i], 7 + i, everything);
	verify(repository);
	assert_no_findings(&repository->evidence.findings);
	assert_int_equal(repository->evidence.role_count, 7 + COUNT_OF(names));
	assert_status(repository, TUFCHECK_STATUS_TRUSTED);
}

static void test_delegations_are_not_walked_without_snapshot(void **state)
{
	struct support_repository *repository = *state;
	support_seal(repository, SUPPORT_ALL);
	support_remove(repository, "snapshot.json");
	support_verify(repository);
	assert_false(was_reached(repository, RELEASES));
	assert_status(repository, TUFCHECK_STATUS_INCOMPLETE);
}

/* Who may delegate, and what is published, only files that are signed for say. */
static void test_delegations_of_files_that_are_not_signed_are_not_walked(void **state)
{
	struct support_repository *repository = *state;
	static const char *const above[] = {"snapshot", "targets"};
	for (size_t i = 0; i < COUNT_OF(above); i++) {
		struct support_role *role = support_get_role(repository, above[i]);
		role->signers[0].is_damaged = true;
		verify(repository);
		assert_findings(&repository->evidence.findings, TC_SIGNATURE_INVALID,
		                TC_THRESHOLD_NOT_MET, TC_DELEGATIONS_NOT_CHECKED);
		const struct tufcheck_finding *note =
			&repository->evidence.findings.last->finding;
		assert_string_equal(note->file, "targets.json");
		assert_non_null(strstr(note->message, i == 0 ? "snapshot.json cannot"
		                                             : "targets.json cannot"));
		assert_false(was_reached(repository, RELEASES));
		role->signers[0].is_damaged = false;
		/* but where they are only out of date, delegations are as they are */
		support_set(repository, above[i], "expires", json_string(SUPPORT_EXPIRED));
		verify(repository);
		assert_findings(&repository->evidence.findings, TC_ROLE_EXPIRED);
		assert_int_equal(status_of(repository, NIGHTLY), TUFCHECK_ROLE_VALID);
		support_set(repository, above[i], "expires", json_string(SUPPORT_EXPIRES));
	}
}

static const struct tufcheck_finding *note_without(struct support_repository *repository,
                                                   const char *file)
{
	support_seal(repository, SUPPORT_ALL);
	support_remove(repository, file);
	support_verify(repository);
	const struct tufcheck_finding *note = NULL;
	assert_int_equal(support_count(&repository->evidence.findings, TC_DELEGATIONS_NOT_CHECKED,
	                               &note),
	                 1);
	return note;
}

static void unlist(struct support_repository *repository, const char *role)
{
	support_get_role(repository, role)->is_unlisted = true;
	json_t *snapshot = support_get_role(repository, "snapshot")->content;
	assert_int_equal(json_object_del(json_object_get(snapshot, "meta"), role), 0);
}

/* One delegation is enough, and one file that tells of it. */
static void test_delegations_not_checked_are_put_down_to_the_file_that_tells(void **state)
{
	struct support_repository *repository = *state;
	json_t *delegations = json_object_get(support_get_role(repository, "targets")->content,
	                                      "delegations");
	assert_int_equal(json_array_remove(json_object_get(delegations, "roles"), 1), 0);
	const struct tufcheck_finding *note = note_without(repository, "snapshot.json");
	assert_string_equal(note->role, "targets");
	assert_string_equal(note->pointer, "/signed/delegations");
	assert_string_equal(note->message, "the delegations that targets.json defines were not "
	                                   "checked: snapshot.json cannot be relied on");
	unlist(repository, NIGHTLY);
	unlist(repository, ALICE);
	note = note_without(repository, "targets.json");
	assert_string_equal(note->role, "snapshot");
	assert_string_equal(note->pointer, "/signed/meta");
	assert_string_equal(note->message, "the delegations that snapshot.json lists were not "
	                                   "checked: targets.json cannot be relied on");
	/* and without any there is nothing to say */
	unlist(repository, RELEASES);
	support_seal(repository, SUPPORT_ALL);
	support_remove(repository, "targets.json");
	support_verify(repository);
	assert_int_equal(support_count(&repository->evidence.findings, TC_DELEGATIONS_NOT_CHECKED,
	                               NULL),
	                 0);
}

static void test_delegation_name_out_of_place_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	static const char *const names[] = {"targets", "targets/", "releases", "targets/a/b",
	                                    "targets/../root", "targets/A", "root"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		json_t *definition = support_get_definition(repository, ALICE);
		json_object_set_new(definition, "name", json_string(names[i]));
		verify(repository);
		assert_findings(&repository->evidence.findings, TC_DELEGATION_NAME,
		                TC_DELEGATIONS_NOT_CHECKED);
		/* nothing but the snapshot tells of them */
		assert_string_equal(repository->evidence.findings.last->finding.file,
		                    "snapshot.json");
		assert_status(repository, TUFCHECK_STATUS_UNTRUSTED);
		json_object_set_new(definition, "name", json_string(ALICE));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_delegations_sound_are_trusted),
		fixture_test(test_delegation_not_in_snapshot_is_unpublished),
		fixture_test(test_delegation_with_empty_entry_in_snapshot_is_unpublished),
		fixture_test(test_delegation_expired_is_dropped_with_all_below),
		fixture_test(test_delegation_below_threshold_is_dropped_with_all_below),
		fixture_test(test_delegation_signed_by_its_parents_key_is_dropped),
		fixture_test(test_delegation_nested_takes_keys_from_its_parent),
		fixture_test(test_delegation_threshold_of_two_needs_two_keys),
		fixture_test(test_delegation_missing_is_incomplete),
		fixture_test(test_delegation_changed_is_untrusted),
		fixture_test(test_delegation_without_signatures_is_untrusted),
		fixture_test(test_delegation_key_under_wrong_id_is_untrusted),
		fixture_test(test_delegation_of_another_type_is_untrusted),
		fixture_test(test_delegation_listed_without_known_hash_is_untrusted),
		fixture_test(test_delegation_listed_with_sha512_alone_is_compared),
		fixture_test(test_delegation_that_is_bad_hides_what_is_below),
		fixture_test(test_delegation_defined_twice_is_untrusted),
		fixture_test(test_delegation_skipped_or_dropped_may_be_defined_twice),
		fixture_test(test_delegation_paths_are_those_within_the_parents),
		fixture_test(test_delegation_paths_narrow_from_level_to_level),
		fixture_test(test_delegations_many_levels_deep_are_trusted),
		fixture_test(test_delegations_are_not_walked_without_snapshot),
		fixture_test(test_delegations_of_files_that_are_not_signed_are_not_walked),
		fixture_test(test_delegations_not_checked_are_put_down_to_the_file_that_tells),
		fixture_test(test_delegation_name_out_of_place_is_untrusted),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
