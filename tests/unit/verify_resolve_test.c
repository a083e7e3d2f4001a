/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/digest.h"
#include "verify/resolve.h"
#include "verify_support.h"

#define RELEASES "targets/releases"

static const char *const everything[] = {"", NULL};

struct fixture {
	struct support_repository repository;
	const struct tufcheck_target *targets;
	size_t count;
};

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	support_repository_init(&fixture->repository);
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	support_repository_clear(&fixture->repository);
	free(fixture);
	return 0;
}

/* Defines the role with that key and one tag. */
static struct support_role *add_role(struct fixture *fixture, const char *name, size_t key_number,
                                     const char *tag, const char *text)
{
	struct support_role *role =
		support_add_delegation(&fixture->repository, name, key_number, everything);
	if (tag)
		support_add_target(role, tag, text);
	return role;
}

static void resolve(struct fixture *fixture)
{
	struct support_repository *repository = &fixture->repository;
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_non_null(repository->verified);
	assert_int_equal(tc_resolve_targets(repository->verified, &repository->evidence_arena,
	                                    &repository->evidence.findings, &fixture->targets,
	                                    &fixture->count),
	                 TUF_OK);
	for (size_t i = 1; i < fixture->count; i++)
		assert_true(strcmp(fixture->targets[i - 1].name, fixture->targets[i].name) < 0);
}

static const struct tufcheck_target *find(const struct fixture *fixture, const char *tag)
{
	for (size_t i = 0; i < fixture->count; i++)
		if (strcmp(fixture->targets[i].name, tag) == 0)
			return &fixture->targets[i];
	return NULL;
}

static const struct tufcheck_target *get(const struct fixture *fixture, const char *tag)
{
	const struct tufcheck_target *target = find(fixture, tag);
	assert_non_null(target);
	return target;
}

/* That the tag is that text, and comes from that role. */
static void assert_resolved(struct fixture *fixture, const char *tag, const char *role,
                            const char *text)
{
	const struct tufcheck_target *target = get(fixture, tag);
	const char *sha256 = tuf_digest_format(&fixture->repository.arena, TUF_DIGEST_SHA256, text,
	                                       strlen(text));
	assert_string_equal(target->role, role);
	assert_string_equal(target->sha256, sha256);
	assert_int_equal(target->length, strlen(text));
}

static void assert_signers(const struct fixture *fixture, const char *tag,
                           const char *const *signers)
{
	const struct tufcheck_target *target = get(fixture, tag);
	size_t count = 0;
	for (; signers[count]; count++) {
		assert_true(count < target->signer_count);
		assert_string_equal(target->signers[count], signers[count]);
	}
	assert_int_equal(target->signer_count, count);
}

static const char *const admin[] = {"(Repo Admin)", NULL};

static void test_resolve_tag_of_targets_is_pullable(void **state)
{
	struct fixture *fixture = *state;
	resolve(fixture);
	assert_int_equal(fixture->count, 1);
	assert_resolved(fixture, "latest", "targets", "latest");
	assert_true(get(fixture, "latest")->pullable);
	assert_signers(fixture, "latest", admin);
	assert_no_findings(&fixture->repository.evidence.findings);
}

static void test_resolve_nothing_listed_is_empty(void **state)
{
	struct fixture *fixture = *state;
	support_set(&fixture->repository, "targets", "targets", json_object());
	resolve(fixture);
	assert_int_equal(fixture->count, 0);
}

static void test_resolve_releases_comes_before_targets(void **state)
{
	struct fixture *fixture = *state;
	struct support_role *releases = add_role(fixture, RELEASES, 4, "latest", "released");
	support_add_target(releases, "v1", "one");
	resolve(fixture);
	assert_int_equal(fixture->count, 2);
	assert_resolved(fixture, "latest", RELEASES, "released");
	assert_resolved(fixture, "v1", RELEASES, "one");
	assert_true(get(fixture, "latest")->pullable);
	assert_signers(fixture, "latest", admin);
}

static void test_resolve_below_releases_comes_before_targets(void **state)
{
	struct fixture *fixture = *state;
	add_role(fixture, RELEASES, 4, NULL, NULL);
	add_role(fixture, RELEASES "/nightly", 5, "latest", "nightly");
	resolve(fixture);
	assert_resolved(fixture, "latest", RELEASES "/nightly", "nightly");
	/* and docker does not pull what it finds there */
	assert_false(get(fixture, "latest")->pullable);
}

static void test_resolve_targets_comes_before_other_roles(void **state)
{
	struct fixture *fixture = *state;
	add_role(fixture, "targets/alice", 4, "latest", "alice");
	resolve(fixture);
	assert_resolved(fixture, "latest", "targets", "latest");
	assert_signers(fixture, "latest", admin);
}

/* A name that begins like that of releases is another role's. */
static void test_resolve_role_beside_releases_is_no_release(void **state)
{
	struct fixture *fixture = *state;
	struct support_role *beside = add_role(fixture, "targets/releases2", 4, "latest", "2");
	support_add_target(beside, "only", "there");
	resolve(fixture);
	assert_resolved(fixture, "latest", "targets", "latest");
	assert_resolved(fixture, "only", "targets/releases2", "there");
	assert_false(get(fixture, "only")->pullable);
	static const char *const signers[] = {"releases2", NULL};
	assert_signers(fixture, "only", signers);
}

static void test_resolve_other_roles_come_in_their_order(void **state)
{
	struct fixture *fixture = *state;
	/* in the order of the file, not of the names */
	add_role(fixture, "targets/zoe", 4, "tag", "zoe");
	add_role(fixture, "targets/alice", 5, "tag", "alice");
	resolve(fixture);
	assert_resolved(fixture, "tag", "targets/zoe", "zoe");
	assert_false(get(fixture, "tag")->pullable);
}

/* Breadth first: a role beside comes before one below. */
static void test_resolve_shallow_role_comes_before_deep_one(void **state)
{
	struct fixture *fixture = *state;
	struct support_role *deep;
	add_role(fixture, "targets/zoe", 4, NULL, NULL);
	deep = add_role(fixture, "targets/zoe/deep", 5, "tag", "deep");
	support_add_target(deep, "deep", "deep");
	struct support_role *deepest =
		add_role(fixture, "targets/zoe/deep/est", 7, "deep", "deepest");
	support_add_target(deepest, "deepest", "deepest");
	add_role(fixture, "targets/alice", 6, "tag", "alice");
	struct support_role *other = add_role(fixture, "targets/alice/other", 8, "deepest", "other");
	support_add_target(other, "deep", "other");
	resolve(fixture);
	assert_resolved(fixture, "tag", "targets/alice", "alice");
	assert_resolved(fixture, "deep", "targets/zoe/deep", "deep");
	assert_resolved(fixture, "deepest", "targets/alice/other", "other");
}

/* releases is ranked with all below it, before targets and all below that. */
static void test_resolve_deep_release_comes_before_shallow_role(void **state)
{
	struct fixture *fixture = *state;
	add_role(fixture, "targets/alice", 4, "tag", "alice");
	add_role(fixture, RELEASES, 5, NULL, NULL);
	add_role(fixture, RELEASES "/a", 6, NULL, NULL);
	add_role(fixture, RELEASES "/a/b", 7, "tag", "deep release");
	resolve(fixture);
	assert_resolved(fixture, "tag", RELEASES "/a/b", "deep release");
}

/* Docker pulls by tags only; other names are listed all the same. */
static void test_resolve_name_that_is_no_tag_is_not_pullable(void **state)
{
	struct fixture *fixture = *state;
	char longest[130];
	memset(longest, 'x', sizeof(longest));
	longest[128] = '\0';
	char too_long[130];
	memset(too_long, 'x', sizeof(too_long));
	too_long[129] = '\0';
	const struct {
		const char *name;
		bool is_tag;
	} cases[] = {{"v1.0-rc_2", true}, {"_a", true},  {"0", true},     {longest, true},
	             {too_long, false},   {".a", false}, {"-a", false},   {"a/b", false},
	             {"a b", false},      {"a:b", false}, {"\xc3\xa9", false}, {"", false}};
	struct support_role *targets = support_get_role(&fixture->repository, "targets");
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		support_add_target(targets, cases[i].name, "text");
	resolve(fixture);
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if (get(fixture, cases[i].name)->pullable != cases[i].is_tag)
			fail_msg("%s", cases[i].name);
	assert_int_equal(fixture->count, COUNT_OF(cases) + 1);
}

static void test_resolve_signers_are_roles_with_the_same_digest(void **state)
{
	struct fixture *fixture = *state;
	add_role(fixture, RELEASES, 4, "v1", "one");
	add_role(fixture, "targets/zoe", 5, "v1", "one");
	add_role(fixture, "targets/alice", 6, "v1", "one");
	add_role(fixture, "targets/bob", 7, "v1", "another");
	add_role(fixture, "targets/carol", 8, "v2", "one");
	add_role(fixture, "targets/alice/deep", 9, "v1", "one");
	resolve(fixture);
	static const char *const signers[] = {"alice", "alice/deep", "zoe", NULL};
	assert_signers(fixture, "v1", signers);
	assert_resolved(fixture, "v1", RELEASES, "one");
}

/* Neither targets nor releases is a signer of what the other one lists. */
static void test_resolve_released_roles_are_no_signers(void **state)
{
	struct fixture *fixture = *state;
	add_role(fixture, RELEASES, 4, "latest", "latest");
	resolve(fixture);
	assert_signers(fixture, "latest", admin);
}

static void test_resolve_tag_that_nobody_released_is_not_pullable(void **state)
{
	struct fixture *fixture = *state;
	add_role(fixture, "targets/alice", 4, "v1.2-rc1", "candidate");
	resolve(fixture);
	assert_resolved(fixture, "v1.2-rc1", "targets/alice", "candidate");
	assert_false(get(fixture, "v1.2-rc1")->pullable);
	static const char *const signers[] = {"alice", NULL};
	assert_signers(fixture, "v1.2-rc1", signers);
}

/* ---- entries that count for nothing ---- */

static void test_resolve_tag_outside_paths_is_left_out(void **state)
{
	struct fixture *fixture = *state;
	static const char *const paths[] = {"v1", "stable", NULL};
	struct support_role *frank =
		support_add_delegation(&fixture->repository, "targets/frank", 4, paths);
	support_add_target(frank, "v1.0", "one");
	support_add_target(frank, "stable", "stable");
	support_add_target(frank, "v2.0", "two");
	support_add_target(frank, "v", "v");
	support_add_target(support_get_role(&fixture->repository, "targets"), "v2.0", "two");
	resolve(fixture);
	assert_resolved(fixture, "v1.0", "targets/frank", "one");
	assert_resolved(fixture, "stable", "targets/frank", "stable");
	assert_null(find(fixture, "v"));
	/* nor is it a signer there */
	assert_signers(fixture, "v2.0", admin);
	assert_findings(&fixture->repository.evidence.findings, TC_TARGET_OUTSIDE_PATHS);
	const struct tufcheck_finding *finding =
		&fixture->repository.evidence.findings.first->finding;
	assert_string_equal(finding->role, "targets/frank");
	assert_string_equal(finding->actual, "2 of them, such as \"v\"");
	assert_string_equal(finding->message,
	                    "targets/frank.json lists 2 tags outside its paths, where they count "
	                    "for nothing, such as \"v\"");
}

static void test_resolve_tag_outside_the_parents_paths_is_left_out(void **state)
{
	struct fixture *fixture = *state;
	static const char *const paths[] = {"v1", NULL};
	support_add_delegation(&fixture->repository, "targets/frank", 4, paths);
	add_role(fixture, "targets/frank/child", 5, "v1.0", "one");
	struct support_role *child = support_get_role(&fixture->repository, "targets/frank/child");
	support_add_target(child, "v2.0", "two");
	resolve(fixture);
	/* "" is no path within "v1": none is left */
	assert_null(find(fixture, "v1.0"));
	assert_null(find(fixture, "v2.0"));
	assert_findings(&fixture->repository.evidence.findings, TC_TARGET_OUTSIDE_PATHS);
}

static void test_resolve_dropped_role_counts_for_nothing(void **state)
{
	struct fixture *fixture = *state;
	add_role(fixture, RELEASES, 4, "latest", "released");
	add_role(fixture, "targets/alice", 5, "latest", "latest");
	support_set(&fixture->repository, RELEASES, "expires", json_string(SUPPORT_EXPIRED));
	support_get_role(&fixture->repository, "targets/alice")->signers[0].is_damaged = true;
	resolve(fixture);
	assert_resolved(fixture, "latest", "targets", "latest");
	assert_signers(fixture, "latest", admin);
	assert_int_equal(fixture->count, 1);
}

static void test_resolve_unpublished_role_counts_for_nothing(void **state)
{
	struct fixture *fixture = *state;
	add_role(fixture, RELEASES, 4, "latest", "released")->is_unlisted = true;
	resolve(fixture);
	assert_resolved(fixture, "latest", "targets", "latest");
}

/* ---- entries without a usable digest ---- */

static void set_entry(struct fixture *fixture, const char *role, const char *tag, const char *entry)
{
	json_t *targets = json_object_get(support_get_role(&fixture->repository, role)->content,
	                                  "targets");
	assert_int_equal(
		json_object_set_new(targets, tag, json_loads(entry, JSON_DECODE_ANY, NULL)), 0);
}

static void test_resolve_tag_without_sha256_is_not_pullable(void **state)
{
	struct fixture *fixture = *state;
	set_entry(fixture, "targets", "none", "{\"hashes\":{},\"length\":5}");
	set_entry(fixture, "targets", "other", "{\"hashes\":{\"sha512\":\"AAAA\"},\"length\":6}");
	resolve(fixture);
	assert_int_equal(fixture->count, 3);
	static const char *const tags[] = {"none", "other"};
	for (size_t i = 0; i < COUNT_OF(tags); i++) {
		const struct tufcheck_target *target = get(fixture, tags[i]);
		assert_null(target->sha256);
		assert_false(target->pullable);
		assert_string_equal(target->role, "targets");
	}
	assert_findings(&fixture->repository.evidence.findings, TC_TARGET_DIGEST);
	assert_string_equal(fixture->repository.evidence.findings.first->finding.actual,
	                    "2 of them, such as \"none\"");
}

static void test_resolve_tag_with_sha256_of_wrong_size_is_not_pullable(void **state)
{
	struct fixture *fixture = *state;
	set_entry(fixture, "targets", "short", "{\"hashes\":{\"sha256\":\"AAAA\"},\"length\":5}");
	resolve(fixture);
	const struct tufcheck_target *target = get(fixture, "short");
	assert_null(target->sha256);
	assert_false(target->pullable);
	assert_findings(&fixture->repository.evidence.findings, TC_TARGET_DIGEST);
}

/* A release without a digest still hides what targets has. */
static void test_resolve_release_without_digest_hides_targets(void **state)
{
	struct fixture *fixture = *state;
	add_role(fixture, RELEASES, 4, NULL, NULL);
	set_entry(fixture, RELEASES, "latest", "{\"hashes\":{},\"length\":5}");
	resolve(fixture);
	const struct tufcheck_target *target = get(fixture, "latest");
	assert_string_equal(target->role, RELEASES);
	assert_null(target->sha256);
	assert_false(target->pullable);
	assert_signers(fixture, "latest", admin);
}

/* Digests that share their beginning are not the same. */
static void test_resolve_signer_with_shorter_digest_is_none(void **state)
{
	struct fixture *fixture = *state;
	add_role(fixture, "targets/alice", 4, NULL, NULL);
	add_role(fixture, "targets/bob", 5, NULL, NULL);
	set_entry(fixture, "targets", "tag", "{\"hashes\":{\"sha256\":\"AAAA\"},\"length\":5}");
	set_entry(fixture, "targets/alice", "tag", "{\"hashes\":{\"sha256\":\"AAAAAAAA\"}}");
	set_entry(fixture, "targets/bob", "tag", "{\"hashes\":{\"sha256\":\"AAAA\"}}");
	resolve(fixture);
	static const char *const signers[] = {"bob", NULL};
	assert_signers(fixture, "tag", signers);
}

static void test_resolve_many_tags_are_each_resolved_once(void **state)
{
	struct fixture *fixture = *state;
	struct support_role *releases = add_role(fixture, RELEASES, 4, NULL, NULL);
	struct support_role *targets = support_get_role(&fixture->repository, "targets");
	char tag[16];
	for (int i = 0; i < 500; i++) {
		(void)snprintf(tag, sizeof(tag), "t%d", i);
		support_add_target(targets, tag, "from targets");
		if (i % 3 == 0)
			support_add_target(releases, tag, "from releases");
	}
	resolve(fixture);
	assert_int_equal(fixture->count, 501);
	for (int i = 0; i < 500; i++) {
		(void)snprintf(tag, sizeof(tag), "t%d", i);
		assert_resolved(fixture, tag, i % 3 ? "targets" : RELEASES,
		                i % 3 ? "from targets" : "from releases");
	}
}

#define fixture_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_resolve_tag_of_targets_is_pullable),
		fixture_test(test_resolve_nothing_listed_is_empty),
		fixture_test(test_resolve_releases_comes_before_targets),
		fixture_test(test_resolve_below_releases_comes_before_targets),
		fixture_test(test_resolve_targets_comes_before_other_roles),
		fixture_test(test_resolve_role_beside_releases_is_no_release),
		fixture_test(test_resolve_other_roles_come_in_their_order),
		fixture_test(test_resolve_shallow_role_comes_before_deep_one),
		fixture_test(test_resolve_deep_release_comes_before_shallow_role),
		fixture_test(test_resolve_name_that_is_no_tag_is_not_pullable),
		fixture_test(test_resolve_signers_are_roles_with_the_same_digest),
		fixture_test(test_resolve_released_roles_are_no_signers),
		fixture_test(test_resolve_tag_that_nobody_released_is_not_pullable),
		fixture_test(test_resolve_tag_outside_paths_is_left_out),
		fixture_test(test_resolve_tag_outside_the_parents_paths_is_left_out),
		fixture_test(test_resolve_dropped_role_counts_for_nothing),
		fixture_test(test_resolve_unpublished_role_counts_for_nothing),
		fixture_test(test_resolve_tag_without_sha256_is_not_pullable),
		fixture_test(test_resolve_tag_with_sha256_of_wrong_size_is_not_pullable),
		fixture_test(test_resolve_release_without_digest_hides_targets),
		fixture_test(test_resolve_signer_with_shorter_digest_is_none),
		fixture_test(test_resolve_many_tags_are_each_resolved_once),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
