/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which folders are found to be repositories, and what they are called.
 */
#include "tuf/limits.h"
#include "verify_trustdir_support.h"

/* ---- arguments ---- */

static void make_trust_root(void)
{
	make_repository("trust/tuf/docker.io/library/alpine/metadata");
	make_file("trust/tuf/docker.io/library/alpine/changelist", "1.change");
	make_repository("trust/tuf/localhost:5000/team/app/metadata");
	make_file("trust/tuf/localhost:5000/team/app/metadata/targets", "releases.json");
	make_repository("trust/tuf/localhost:5000/team/other/metadata");
	/* what is beside tuf/ is none of ours */
	make_repository("trust/private/metadata");
	make_repository("trust/trusted_certificates/x/metadata");
}

static void test_trustdir_trust_root_is_searched_below_tuf(void **state)
{
	struct fixture *fixture = *state;
	make_trust_root();
	find(fixture, "trust");
	assert_found(fixture,
	             {"docker.io/library/alpine", "trust/tuf/docker.io/library/alpine", 0},
	             {"localhost:5000/team/app", "trust/tuf/localhost:5000/team/app", 0},
	             {"localhost:5000/team/other", "trust/tuf/localhost:5000/team/other", 0});
}

static void test_trustdir_tuf_folder_is_searched(void **state)
{
	struct fixture *fixture = *state;
	make_trust_root();
	find(fixture, "trust/tuf");
	assert_found(fixture,
	             {"docker.io/library/alpine", "trust/tuf/docker.io/library/alpine", 0},
	             {"localhost:5000/team/app", "trust/tuf/localhost:5000/team/app", 0},
	             {"localhost:5000/team/other", "trust/tuf/localhost:5000/team/other", 0});
}

static void test_trustdir_folder_in_the_middle_is_searched(void **state)
{
	struct fixture *fixture = *state;
	make_trust_root();
	find(fixture, "trust/tuf/localhost:5000/team");
	assert_found(fixture,
	             {"localhost:5000/team/app", "trust/tuf/localhost:5000/team/app", 0},
	             {"localhost:5000/team/other", "trust/tuf/localhost:5000/team/other", 0});
}

static void test_trustdir_repository_folder_is_found(void **state)
{
	struct fixture *fixture = *state;
	make_trust_root();
	find(fixture, "trust/tuf/localhost:5000/team/app");
	assert_found(fixture, {"localhost:5000/team/app", "trust/tuf/localhost:5000/team/app", 0});
}

static void test_trustdir_metadata_folder_is_found(void **state)
{
	struct fixture *fixture = *state;
	make_trust_root();
	find(fixture, "trust/tuf/localhost:5000/team/app/metadata");
	assert_found(fixture,
	             {"localhost:5000/team/app", "trust/tuf/localhost:5000/team/app/metadata", 0});
	assert_string_equal(fixture->trustdir.places[0].metadata, ".");
}

static void test_trustdir_argument_may_be_written_in_any_way(void **state)
{
	struct fixture *fixture = *state;
	make_trust_root();
	char absolute[4200];
	(void)snprintf(absolute, sizeof(absolute), "%s/trust", fixture->base);
	assert_int_equal(symlink("trust", "link"), 0);
	const char *const ways[] = {"trust/", "./trust", "trust/../trust", ".", absolute, "link"};
	for (size_t i = 0; i < COUNT_OF(ways); i++) {
		if (strcmp(ways[i], ".") == 0)
			assert_int_equal(chdir("trust"), 0);
		find(fixture, ways[i]);
		assert_int_equal(chdir(fixture->base), 0);
		assert_found(fixture, {"docker.io/library/alpine", NULL, 0},
		             {"localhost:5000/team/app", NULL, 0},
		             {"localhost:5000/team/other", NULL, 0});
	}
	/* the identity is the same whatever way was gone */
	assert_true(strncmp(fixture->trustdir.places[0].identity, absolute, strlen(absolute)) == 0);
}

static void test_trustdir_start_is_where_the_search_begins(void **state)
{
	struct fixture *fixture = *state;
	make_trust_root();
	find_from(fixture, "trust", "tuf/localhost:5000/team/app");
	assert_found(fixture, {"localhost:5000/team/app", "trust/tuf/localhost:5000/team/app", 0});
	find_from(fixture, "trust", "tuf/localhost:5000");
	assert_int_equal(fixture->trustdir.count, 2);
	find_from(fixture, "trust", "tuf/none");
	assert_int_equal(fixture->found, TC_FOUND_NO_PATH);
	make_file("trust/tuf", "file");
	find_from(fixture, "trust", "tuf/file");
	assert_int_equal(fixture->found, TC_FOUND_NO_PATH);
	assert_int_equal(symlink("/", "trust/tuf/out"), 0);
	find_from(fixture, "trust", "tuf/out");
	assert_int_equal(fixture->found, TC_FOUND_UNREADABLE);
}

/* Its folder tuf/ is not a trust root's: what is beside it is searched. */
static void test_trustdir_repository_with_tuf_below_is_no_trust_root(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/tuf/a/tuf/metadata");
	make_repository("trust/tuf/a/other/metadata");
	find_from(fixture, "trust", "tuf/a");
	assert_found(fixture, {"a/other", NULL, 0}, {"a/tuf", NULL, 0});
	find(fixture, "trust/tuf/a");
	assert_found(fixture, {"a/other", NULL, 0}, {"a/tuf", NULL, 0});
}

static void test_trustdir_argument_that_holds_nothing_is_said(void **state)
{
	struct fixture *fixture = *state;
	make_folder("empty/tuf");
	make_file(".", "file");
	int descriptor = next_descriptor();
	static const struct {
		const char *path;
		enum tc_found found;
	} cases[] = {{"none", TC_FOUND_NO_PATH},      {"none/below", TC_FOUND_NO_PATH},
	             {"empty", TC_FOUND_NOTHING},     {"empty/tuf", TC_FOUND_NOTHING},
	             {"file", TC_FOUND_NOTHING},      {"loop", TC_FOUND_UNREADABLE},
	             {"dangling", TC_FOUND_NO_PATH}};
	assert_int_equal(symlink("loop", "loop"), 0);
	assert_int_equal(symlink("nothing", "dangling"), 0);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		find(fixture, cases[i].path);
		if (fixture->found != cases[i].found)
			fail_msg("%s: %d", cases[i].path, (int)fixture->found);
	}
	tc_trustdir_clear(&fixture->trustdir);
	assert_int_equal(next_descriptor(), descriptor);
}

static void test_trustdir_found_twice_is_kept_once(void **state)
{
	struct fixture *fixture = *state;
	make_trust_root();
	find(fixture, "trust");
	static const char *const again[] = {"trust", "trust/tuf",
	                                    "trust/tuf/localhost:5000/team/app/metadata"};
	for (size_t i = 0; i < COUNT_OF(again); i++)
		assert_int_equal(tc_trustdir_find(&fixture->trustdir, again[i], ".",
		                                  &fixture->found),
		                 TUF_OK);
	assert_int_equal(fixture->trustdir.count, 10);
	tc_trustdir_sort(&fixture->trustdir);
	assert_found(fixture, {"docker.io/library/alpine", NULL, 0},
	             {"localhost:5000/team/app", NULL, 0}, {"localhost:5000/team/other", NULL, 0});
}

static void test_trustdir_sort_is_by_name_and_then_by_path(void **state)
{
	struct fixture *fixture = *state;
	make_repository("one/tuf/b/metadata");
	make_repository("one/tuf/c/metadata");
	make_repository("two/tuf/a/metadata");
	make_repository("two/tuf/c/metadata");
	find(fixture, "two");
	assert_int_equal(tc_trustdir_find(&fixture->trustdir, "one", ".", &fixture->found), TUF_OK);
	tc_trustdir_sort(&fixture->trustdir);
	assert_found(fixture, {"a", "two/tuf/a", 0}, {"b", "one/tuf/b", 0},
	             {"c", "one/tuf/c", 0}, {"c", "two/tuf/c", 0});
}

static void test_trustdir_clear_closes_every_folder(void **state)
{
	struct fixture *fixture = *state;
	make_trust_root();
	int descriptor = next_descriptor();
	find(fixture, "trust");
	assert_int_equal(tc_trustdir_find(&fixture->trustdir, "trust/tuf", ".", &fixture->found),
	                 TUF_OK);
	assert_int_not_equal(next_descriptor(), descriptor);
	tc_trustdir_clear(&fixture->trustdir);
	assert_int_equal(next_descriptor(), descriptor);
	tc_trustdir_clear(&fixture->trustdir);
	tc_trustdir_clear(NULL);
}

static void test_trustdir_cleared_is_as_new(void **state)
{
	struct fixture *fixture = *state;
	make_trust_root();
	find(fixture, "trust");
	assert_true(fixture->trustdir.count > 0);
	tc_trustdir_clear(&fixture->trustdir);
	assert_int_equal(fixture->trustdir.count, 0);
	assert_int_equal(tc_trustdir_find(&fixture->trustdir, "trust", ".", &fixture->found),
	                 TUF_OK);
	assert_int_equal(fixture->trustdir.count, 3);
}

/* ---- names ---- */

/* What stands in the tuf/ folder itself, or is it, has no name. */
static void test_trustdir_tuf_folder_names_nothing(void **state)
{
	struct fixture *fixture = *state;
	make_repository("1/trust/tuf/metadata");
	static const char *const arguments[] = {"1/trust/tuf/metadata", "1/trust/tuf", "1/trust", "1"};
	for (size_t i = 0; i < COUNT_OF(arguments); i++) {
		find(fixture, arguments[i]);
		assert_int_equal(fixture->trustdir.count, 1);
		assert_null(fixture->trustdir.places[0].gun);
	}
	make_repository("2/trust/tuf");
	find(fixture, "2/trust/tuf");
	assert_found(fixture, {NULL, "2/trust/tuf", 0});
	make_folder("3");
	assert_int_equal(symlink("/", "3/tuf"), 0);
	find(fixture, "3");
	assert_found(fixture, {NULL, "3/tuf", EXDEV});
}

/* The name does not depend on where below trust/ or .notary/ the argument is. */
static void test_trustdir_name_is_between_tuf_and_metadata(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *metadata;
		const char *gun;
	} cases[] = {
		{"trust/tuf/docker.io/library/alpine/metadata", "docker.io/library/alpine"},
		{"trust/tuf/localhost:5000/team/app/metadata", "localhost:5000/team/app"},
		{"trust/tuf/a/metadata", "a"},
		/* a repository, and a part of a name, called metadata */
		{"trust/tuf/a/metadata/metadata", "a/metadata"},
		{"trust/tuf/metadata/metadata", "metadata"},
		{"trust/tuf/metadata/b/metadata", "metadata/b"},
		/* and tuf, and trust */
		{".notary/tuf/a/tuf/b/metadata", "a/tuf/b"},
		{"trust/tuf/a/trust/tuf/b/metadata", "a/trust/tuf/b"},
		{"trust/tuf/a/nottuf/metadata", "a/nottuf"},
		{"backup/tuf/a/b/metadata", "a/b"},
		/* none */
		{"elsewhere/a/metadata", NULL},
		{"metadata", NULL},
		{"trust/tufx/a/metadata", NULL},
		{"trust/xtuf/a/metadata", NULL},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char folder[64], metadata[256];
		(void)snprintf(folder, sizeof(folder), "case%zu", i);
		(void)snprintf(metadata, sizeof(metadata), "%s/%s", folder, cases[i].metadata);
		make_repository(metadata);
		/* whatever the argument is, above the repository or itself */
		for (char *end = metadata + strlen(metadata); end > metadata + strlen(folder);
		     end = strrchr(metadata, '/')) {
			*end = '\0';
			find(fixture, metadata);
			if (fixture->trustdir.count != 1 ||
			    !is_same(fixture->trustdir.places[0].gun, cases[i].gun))
				fail_msg("%s from %s", cases[i].metadata, metadata);
		}
	}
}

/* Elsewhere the argument decides which tuf/ is meant. */
static void test_trustdir_name_begins_at_the_tuf_that_the_argument_means(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *metadata;
		const char *argument;
		const char *gun;
	} cases[] = {
		/* below trust/ or .notary/ always the outermost of those */
		{"1/tuf/old/trust/tuf/a/tuf/b/metadata", "1/tuf/old/trust/tuf/a", "a/tuf/b"},
		{"2/trust/tuf/a/.notary/tuf/b/metadata", "2/trust/tuf/a/.notary/tuf/b",
		 "a/.notary/tuf/b"},
		{"3/trust/tuf/a/tuf/metadata", "3/trust/tuf/a", "a/tuf"},
		/* the argument's own tuf/ */
		{"4/root/tuf/a/tuf/b/metadata", "4/root", "a/tuf/b"},
		{"5/tuf/a/root/tuf/b/metadata", "5/tuf/a/root", "b"},
		/* a tuf/ with a metadata/ is a repository */
		{"6/tuf/a/tuf/metadata", "6/tuf/a", "a/tuf"},
		/* the argument itself */
		{"7/root/tuf/a/tuf/b/metadata", "7/root/tuf", "a/tuf/b"},
		/* the outermost below it */
		{"8/x/y/tuf/a/tuf/b/metadata", "8", "a/tuf/b"},
		/* the outermost above it */
		{"9/tuf/a/tuf/b/c/metadata", "9/tuf/a/tuf/b/c", "a/tuf/b/c"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		make_repository(cases[i].metadata);
		find(fixture, cases[i].argument);
		if (fixture->trustdir.count != 1 ||
		    !is_same(fixture->trustdir.places[0].gun, cases[i].gun))
			fail_msg("%s from %s is %s", cases[i].metadata, cases[i].argument,
			         fixture->trustdir.count ? fixture->trustdir.places[0].gun
			                                 : "not found");
	}
}

/* What lies below an argument cannot choose its own name. */
static void test_trustdir_name_is_that_of_the_path_as_it_was_given(void **state)
{
	struct fixture *fixture = *state;
	make_repository("unpacked/trust/tuf/victim/metadata");
	make_folder("mine/trust/tuf");
	assert_int_equal(symlink("../../../unpacked/trust/tuf/victim", "mine/trust/tuf/given"), 0);
	find(fixture, "mine/trust/tuf/given");
	assert_found(fixture, {"given", "mine/trust/tuf/given", 0});
	find(fixture, "mine/trust/tuf/../tuf/./given/metadata");
	assert_found(fixture, {"given", NULL, 0});
}

static void test_trustdir_repository_called_metadata_beside_another_is_found(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/tuf/a/metadata");
	make_repository("trust/tuf/a/metadata/metadata");
	find(fixture, "trust");
	assert_found(fixture, {"a", "trust/tuf/a", 0}, {"a/metadata", "trust/tuf/a/metadata", 0});
}

/* ---- what is a repository ---- */

static void test_trustdir_any_role_file_makes_a_repository(void **state)
{
	struct fixture *fixture = *state;
	make_file("trust/tuf/a/metadata", "root.json");
	make_file("trust/tuf/b/metadata", "timestamp.json");
	make_file("trust/tuf/c/metadata", "snapshot.json");
	make_file("trust/tuf/d/metadata", "targets.json");
	find(fixture, "trust");
	assert_found(fixture, {"a", NULL, 0}, {"b", NULL, 0}, {"c", NULL, 0}, {"d", NULL, 0});
}

static void test_trustdir_folder_of_another_name_is_none_unless_it_is_the_argument(void **state)
{
	struct fixture *fixture = *state;
	make_repository("archive/copy");
	find(fixture, "archive");
	assert_int_equal(fixture->found, TC_FOUND_NOTHING);
	find(fixture, "archive/copy");
	assert_found(fixture, {NULL, "archive/copy", 0});
}

static void test_trustdir_empty_metadata_folder_is_found_in_tuf_only(void **state)
{
	struct fixture *fixture = *state;
	make_folder("trust/tuf/failed/metadata");
	make_file("trust/tuf/junk/metadata", "notes.txt");
	make_folder("elsewhere/failed/metadata");
	/* a folder that has more below it is on the way to something */
	make_folder("trust/tuf/way/metadata/more");
	find(fixture, "trust");
	assert_found(fixture, {"failed", "trust/tuf/failed", 0}, {"junk", "trust/tuf/junk", 0});
	find(fixture, "elsewhere");
	assert_int_equal(fixture->found, TC_FOUND_NOTHING);
	find(fixture, "trust/tuf/failed/metadata");
	assert_found(fixture, {"failed", NULL, 0});
}

static void test_trustdir_delegation_called_metadata_is_no_repository(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/tuf/a/metadata");
	make_file("trust/tuf/a/metadata/targets/metadata", "targets.json");
	make_file("trust/tuf/a/metadata/targets/metadata/metadata", "snapshot.json");
	make_folder("trust/tuf/a/metadata/targets/x/metadata");
	find(fixture, "trust");
	assert_found(fixture, {"a", "trust/tuf/a", 0});
	/* unless it has a root of its own: then a/metadata/targets is a name */
	make_repository("trust/tuf/a/metadata/targets/metadata");
	find(fixture, "trust");
	assert_found(fixture, {"a", NULL, 0}, {"a/metadata/targets", NULL, 0});
}

/* In another folder than targets/ a timestamp, or the like, is enough. */
static void test_trustdir_repository_below_metadata_needs_no_root(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/tuf/a/metadata");
	make_file("trust/tuf/a/metadata/metadata", "snapshot.json");
	make_file("trust/tuf/a/metadata/other/metadata", "timestamp.json");
	find(fixture, "trust");
	assert_found(fixture, {"a", NULL, 0}, {"a/metadata", NULL, 0},
	             {"a/metadata/other", NULL, 0});
}

/* Below a folder targets/ that is no repository's own, everything is as elsewhere. */
static void test_trustdir_name_with_targets_is_a_name(void **state)
{
	struct fixture *fixture = *state;
	make_file("trust/tuf/targets/metadata", "targets.json");
	make_file("trust/tuf/a/targets/b/metadata", "snapshot.json");
	find(fixture, "trust");
	assert_found(fixture, {"a/targets/b", NULL, 0}, {"targets", NULL, 0});
}

static void test_trustdir_role_file_that_is_a_folder_is_taken_for_one(void **state)
{
	struct fixture *fixture = *state;
	make_folder("trust/tuf/a/metadata/root.json");
	find(fixture, "trust");
	assert_found(fixture, {"a", NULL, 0});
}

/* ---- many, and deep ---- */

static void test_trustdir_thousands_of_repositories_are_found(void **state)
{
	struct fixture *fixture = *state;
	enum {
		MANY = 1000
	};
	char name[64];
	make_folder("trust/tuf/r");
	for (int i = 0; i < MANY; i++) {
		(void)snprintf(name, sizeof(name), "trust/tuf/r/n%d", i);
		assert_int_equal(mkdir(name, 0755), 0);
		(void)snprintf(name, sizeof(name), "trust/tuf/r/n%d/metadata", i);
		assert_int_equal(mkdir(name, 0755), 0);
	}
	int descriptor = next_descriptor();
	assert_true(seconds_of(fixture, "trust") < 10);
	assert_int_equal(fixture->trustdir.count, MANY);
	for (size_t i = 1; i < MANY; i++)
		assert_true(strcmp(fixture->trustdir.places[i - 1].gun,
		                   fixture->trustdir.places[i].gun) < 0);
	tc_trustdir_clear(&fixture->trustdir);
	assert_int_equal(next_descriptor(), descriptor);
}

/* Makes "d/d/…/metadata" so that the metadata folder is that many elements below "deep". */
static void make_deep(size_t depth)
{
	char path[4096] = "deep";
	size_t length = strlen(path);
	for (size_t i = 1; i < depth; i++)
		length += (size_t)snprintf(path + length, sizeof(path) - length, "/d");
	(void)snprintf(path + length, sizeof(path) - length, "/metadata");
	make_repository(path);
}

static void test_trustdir_deepest_folder_is_found_and_a_deeper_one_reported(void **state)
{
	struct fixture *fixture = *state;
	make_deep(TUF_MAX_PATH_DEPTH);
	find(fixture, "deep");
	assert_int_equal(fixture->trustdir.count, 1);
	assert_int_equal(fixture->trustdir.places[0].error, 0);
	make_deep(TUF_MAX_PATH_DEPTH + 1);
	find(fixture, "deep");
	assert_int_equal(fixture->trustdir.count, 2);
	assert_int_equal(fixture->trustdir.places[0].error + fixture->trustdir.places[1].error,
	                 ENAMETOOLONG);
}

/* ---- rights ---- */

static bool closed_folder_is_reported(struct fixture *fixture)
{
	enum tc_found found = TC_FOUND_INVALID;
	if (tc_trustdir_find(&fixture->trustdir, "trust", ".", &found) != TUF_OK ||
	    found != TC_FOUND_SOME || fixture->trustdir.count != 2)
		return false;
	tc_trustdir_sort(&fixture->trustdir);
	const struct tc_place *places = fixture->trustdir.places;
	return is_same(places[0].gun, "a") && places[0].error == 0 &&
	       is_same(places[1].gun, "closed") && places[1].error == EACCES;
}

static void test_trustdir_folder_without_rights_is_a_repository_that_cannot_be_read(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/tuf/a/metadata");
	make_repository("trust/tuf/closed/metadata");
	assert_int_equal(chmod("trust/tuf/closed", 0), 0);
	run_as_nobody(fixture, closed_folder_is_reported);
	assert_int_equal(chmod("trust/tuf/closed", 0755), 0);
}

static bool closed_argument_is_reported(struct fixture *fixture)
{
	enum tc_found found = TC_FOUND_INVALID;
	return tc_trustdir_find(&fixture->trustdir, "trust", ".", &found) == TUF_OK &&
	       found == TC_FOUND_UNREADABLE && fixture->trustdir.count == 0;
}

static void test_trustdir_argument_without_rights_cannot_be_read(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/tuf/a/metadata");
	assert_int_equal(chmod("trust", 0), 0);
	run_as_nobody(fixture, closed_argument_is_reported);
	assert_int_equal(chmod("trust", 0755), 0);
}

/* The names in a folder are known, and what they stand for is not. */
static bool unsearchable_folder_is_reported(struct fixture *fixture)
{
	enum tc_found found = TC_FOUND_INVALID;
	if (tc_trustdir_find(&fixture->trustdir, "trust", ".", &found) != TUF_OK ||
	    fixture->trustdir.count != 2)
		return false;
	tc_trustdir_sort(&fixture->trustdir);
	const struct tc_place *places = fixture->trustdir.places;
	return is_same(places[0].gun, "names/folder") && places[0].error == EACCES &&
	       is_same(places[1].gun, "names/link") && places[1].error == EACCES;
}

static void test_trustdir_names_without_rights_are_repositories_that_cannot_be_read(void **state)
{
	struct fixture *fixture = *state;
	make_folder("trust/tuf/names/folder");
	assert_int_equal(symlink("folder", "trust/tuf/names/link"), 0);
	assert_int_equal(chmod("trust/tuf/names", 0444), 0);
	run_as_nobody(fixture, unsearchable_folder_is_reported);
	assert_int_equal(chmod("trust/tuf/names", 0755), 0);
}

/* The full path cannot be told; whatever that is, it is no lack of memory. */
static bool argument_is_found_or_unreadable(struct fixture *fixture)
{
	enum tc_found found = TC_FOUND_INVALID;
	enum tuf_result result = tc_trustdir_find(&fixture->trustdir, "trust", ".", &found);
	return result == TUF_OK && (found == TC_FOUND_SOME || found == TC_FOUND_UNREADABLE);
}

static void test_trustdir_argument_below_folder_without_rights_is_no_failure(void **state)
{
	struct fixture *fixture = *state;
	make_repository("closed/open/trust/tuf/a/metadata");
	assert_int_equal(chdir("closed/open"), 0);
	assert_int_equal(chmod("..", 0), 0);
	run_as_nobody(fixture, argument_is_found_or_unreadable);
	assert_int_equal(chmod("..", 0755), 0);
	assert_int_equal(chdir(fixture->base), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_trustdir_trust_root_is_searched_below_tuf),
		fixture_test(test_trustdir_tuf_folder_is_searched),
		fixture_test(test_trustdir_folder_in_the_middle_is_searched),
		fixture_test(test_trustdir_repository_folder_is_found),
		fixture_test(test_trustdir_metadata_folder_is_found),
		fixture_test(test_trustdir_argument_may_be_written_in_any_way),
		fixture_test(test_trustdir_start_is_where_the_search_begins),
		fixture_test(test_trustdir_repository_with_tuf_below_is_no_trust_root),
		fixture_test(test_trustdir_argument_that_holds_nothing_is_said),
		fixture_test(test_trustdir_found_twice_is_kept_once),
		fixture_test(test_trustdir_sort_is_by_name_and_then_by_path),
		fixture_test(test_trustdir_clear_closes_every_folder),
		fixture_test(test_trustdir_cleared_is_as_new),
		fixture_test(test_trustdir_tuf_folder_names_nothing),
		fixture_test(test_trustdir_name_is_between_tuf_and_metadata),
		fixture_test(test_trustdir_name_begins_at_the_tuf_that_the_argument_means),
		fixture_test(test_trustdir_name_is_that_of_the_path_as_it_was_given),
		fixture_test(test_trustdir_repository_called_metadata_beside_another_is_found),
		fixture_test(test_trustdir_any_role_file_makes_a_repository),
		fixture_test(test_trustdir_folder_of_another_name_is_none_unless_it_is_the_argument),
		fixture_test(test_trustdir_empty_metadata_folder_is_found_in_tuf_only),
		fixture_test(test_trustdir_delegation_called_metadata_is_no_repository),
		fixture_test(test_trustdir_repository_below_metadata_needs_no_root),
		fixture_test(test_trustdir_name_with_targets_is_a_name),
		fixture_test(test_trustdir_role_file_that_is_a_folder_is_taken_for_one),
		fixture_test(test_trustdir_thousands_of_repositories_are_found),
		fixture_test(test_trustdir_deepest_folder_is_found_and_a_deeper_one_reported),
		fixture_test(test_trustdir_folder_without_rights_is_a_repository_that_cannot_be_read),
		fixture_test(test_trustdir_names_without_rights_are_repositories_that_cannot_be_read),
		fixture_test(test_trustdir_argument_without_rights_cannot_be_read),
		fixture_test(test_trustdir_argument_below_folder_without_rights_is_no_failure),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
