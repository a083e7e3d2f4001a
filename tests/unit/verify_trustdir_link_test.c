/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which repositories are found by way of symbolic links.
 */
#include "tuf/limits.h"
#include "verify_trustdir_support.h"

static void test_trustdir_link_to_what_was_searched_is_followed_for_a_repository_only(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/tuf/a/metadata");
	assert_int_equal(symlink("a", "trust/tuf/b"), 0);
	make_folder("trust/tuf/c");
	assert_int_equal(symlink("../a/metadata", "trust/tuf/c/metadata"), 0);
	find(fixture, "trust");
	/* a folder is searched once; but clients know the repository by each of the names */
	assert_found(fixture, {"a", "trust/tuf/a", 0}, {"b", "trust/tuf/b", 0},
	             {"c", "trust/tuf/c", 0});
}

/* Real folders come first, wherever the links to them stand in the order. */
static void test_trustdir_folder_is_found_by_its_own_name_before_a_links(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/tuf/z/metadata");
	make_folder("trust/tuf/b");
	assert_int_equal(symlink("z", "trust/tuf/a"), 0);
	assert_int_equal(symlink("../z", "trust/tuf/b/link"), 0);
	find(fixture, "trust");
	assert_found(fixture, {"a", "trust/tuf/a", 0}, {"b/link", "trust/tuf/b/link", 0},
	             {"z", "trust/tuf/z", 0});
}

/* A metadata folder that is linked counts for each, but is searched below once. */
static void test_trustdir_below_linked_metadata_is_searched_once(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/tuf/a/metadata");
	make_repository("trust/tuf/a/metadata/metadata");
	make_folder("trust/tuf/c");
	assert_int_equal(symlink("../a/metadata", "trust/tuf/c/metadata"), 0);
	find(fixture, "trust");
	assert_found(fixture, {"a", NULL, 0}, {"a/metadata", NULL, 0}, {"c", NULL, 0});
}

static void test_trustdir_link_to_what_was_not_searched_is_followed(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/elsewhere/x/metadata");
	make_folder("trust/tuf");
	assert_int_equal(symlink("../elsewhere", "trust/tuf/b"), 0);
	assert_int_equal(symlink("../elsewhere", "trust/tuf/c"), 0);
	find(fixture, "trust");
	assert_found(fixture, {"b/x", "trust/tuf/b/x", 0});
}

static void test_trustdir_link_that_escapes_is_a_repository_that_cannot_be_read(void **state)
{
	struct fixture *fixture = *state;
	make_repository("outside/metadata");
	make_repository("trust/tuf/a/metadata");
	assert_int_equal(symlink("../../outside", "trust/tuf/out"), 0);
	assert_int_equal(symlink("/", "trust/tuf/top"), 0);
	char absolute[4200];
	(void)snprintf(absolute, sizeof(absolute), "%s/trust/tuf/a", fixture->base);
	assert_int_equal(symlink(absolute, "trust/tuf/within"), 0);
	find(fixture, "trust");
	assert_found(fixture, {"a", NULL, 0}, {"out", NULL, EXDEV}, {"top", NULL, EXDEV},
	             {"within", NULL, EXDEV});
	/* from further up the first one stays */
	find(fixture, ".");
	assert_found(fixture, {NULL, "outside", 0}, {"a", NULL, 0}, {"out", NULL, 0}, {"top", NULL, EXDEV},
	             {"within", NULL, EXDEV});
}

static void test_trustdir_link_to_nothing_or_to_a_file_is_not_looked_at(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/tuf/a/metadata");
	make_file("trust/tuf", "file");
	assert_int_equal(symlink("nothing", "trust/tuf/dangling"), 0);
	assert_int_equal(symlink("file", "trust/tuf/to-file"), 0);
	find(fixture, "trust");
	assert_found(fixture, {"a", NULL, 0});
}

static void test_trustdir_link_to_itself_is_reported(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/tuf/a/metadata");
	assert_int_equal(symlink("loop", "trust/tuf/loop"), 0);
	assert_int_equal(symlink("two", "trust/tuf/one"), 0);
	assert_int_equal(symlink("one", "trust/tuf/two"), 0);
	find(fixture, "trust");
	assert_found(fixture, {"a", NULL, 0}, {"loop", NULL, ELOOP}, {"one", NULL, ELOOP},
	             {"two", NULL, ELOOP});
}

static void test_trustdir_link_upwards_ends(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/tuf/a/b/metadata");
	assert_int_equal(symlink("..", "trust/tuf/a/up"), 0);
	assert_int_equal(symlink("../..", "trust/tuf/a/b/up"), 0);
	assert_int_equal(symlink(".", "trust/tuf/a/self"), 0);
	assert_true(seconds_of(fixture, "trust") < 5);
	assert_found(fixture, {"a/b", "trust/tuf/a/b", 0});
}

/* Every folder has a link to every other one. */
static void test_trustdir_farm_of_links_ends(void **state)
{
	struct fixture *fixture = *state;
	enum {
		FARM = 30
	};
	char name[64], target[64];
	for (int i = 0; i < FARM; i++) {
		(void)snprintf(name, sizeof(name), "trust/tuf/f%d/metadata", i);
		make_repository(name);
		for (int j = 0; j < FARM; j++) {
			(void)snprintf(name, sizeof(name), "trust/tuf/f%d/l%d", i, j);
			(void)snprintf(target, sizeof(target), "../f%d", j);
			assert_int_equal(symlink(target, name), 0);
		}
	}
	assert_true(seconds_of(fixture, "trust") < 10);
	/* each by its own name, and by those of the links to it, once */
	assert_int_equal(fixture->trustdir.count, FARM + FARM * FARM);
}

/* What counts twice is a repository in the folder that a link leads to, not one beside its files. */
static void test_trustdir_link_beside_a_repositorys_files_names_nothing(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/tuf/a/metadata");
	static const char *const folders[] = {"registry", "xmetadata", "met/adata", "metadatax"};
	for (size_t i = 0; i < COUNT_OF(folders); i++) {
		char folder[64], link[128];
		(void)snprintf(folder, sizeof(folder), "trust/tuf/%s", folders[i]);
		(void)snprintf(link, sizeof(link), "%s/link", folder);
		make_folder(folder);
		assert_int_equal(symlink(strchr(folders[i], '/') ? "../../a" : "../a", link), 0);
	}
	assert_int_equal(symlink("..", "trust/tuf/a/metadata/link"), 0);
	assert_int_equal(symlink("a", "trust/tuf/link"), 0);
	/* whatever the argument is that they are below */
	find(fixture, "trust");
	assert_found(fixture, {"a", NULL, 0}, {"link", NULL, 0}, {"met/adata/link", NULL, 0},
	             {"metadatax/link", NULL, 0}, {"registry/link", NULL, 0},
	             {"xmetadata/link", NULL, 0});
	find(fixture, "trust/tuf");
	assert_int_equal(fixture->trustdir.count, 6);
	find(fixture, "trust/tuf/a");
	assert_found(fixture, {"a", "trust/tuf/a", 0});
}

/* Of a folder that is known already, its own name says what cannot be read. */
static void test_trustdir_link_to_what_cannot_be_read_is_not_reported_again(void **state)
{
	struct fixture *fixture = *state;
	make_folder("trust/tuf/away");
	make_folder("trust/tuf/loop");
	make_folder("trust/tuf/none");
	make_file("trust/tuf/file", "metadata");
	assert_int_equal(symlink("/", "trust/tuf/away/metadata"), 0);
	assert_int_equal(symlink("metadata", "trust/tuf/loop/metadata"), 0);
	static const char *const folders[] = {"away", "file", "loop", "none"};
	for (size_t i = 0; i < COUNT_OF(folders); i++) {
		char link[64];
		(void)snprintf(link, sizeof(link), "trust/tuf/to-%s", folders[i]);
		assert_int_equal(symlink(folders[i], link), 0);
	}
	find(fixture, "trust");
	assert_found(fixture, {"away", NULL, EXDEV}, {"loop", NULL, ELOOP});
}

/* What is below a linked folder has the names that clients know it by, seen before or not. */
static void test_trustdir_folder_below_a_link_is_searched_by_each_name(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/elsewhere/x/y/metadata");
	make_folder("trust/tuf");
	assert_int_equal(symlink("../elsewhere/x", "trust/tuf/1"), 0);
	assert_int_equal(symlink("../elsewhere", "trust/tuf/2"), 0);
	find(fixture, "trust");
	assert_found(fixture, {"1/y", "trust/tuf/1/y", 0}, {"2/x/y", "trust/tuf/2/x/y", 0});
}

/* A repository's metadata folder is one deeper than the link to the repository. */
static void test_trustdir_folder_below_a_link_may_be_too_deep(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/elsewhere/metadata");
	make_folder("trust/elsewhere/metadata/sub");
	make_folder("trust/tuf/z");
	assert_int_equal(symlink("../../elsewhere/metadata", "trust/tuf/z/metadata"), 0);
	/* the link is this deep below the argument, and is found before the other one */
	for (size_t depth = TUF_MAX_PATH_DEPTH - 2; depth < TUF_MAX_PATH_DEPTH; depth++) {
		char folder[1024] = "trust/tuf", link[1100], target[1024] = "";
		for (size_t i = 2; i < depth; i++) {
			size_t length = strlen(folder), up = strlen(target);
			(void)snprintf(folder + length, sizeof(folder) - length, "/d");
			(void)snprintf(target + up, sizeof(target) - up, "../");
		}
		make_folder(folder);
		(void)snprintf(link, sizeof(link), "%s/link", folder);
		(void)snprintf(target + strlen(target), sizeof(target) - strlen(target), "z");
		assert_int_equal(symlink(target, link), 0);
		find(fixture, "trust");
		bool is_too_deep = depth + 2 > TUF_MAX_PATH_DEPTH;
		assert_int_equal(fixture->trustdir.count, 2 + is_too_deep);
		for (size_t i = 0; i < fixture->trustdir.count; i++)
			assert_int_equal(fixture->trustdir.places[i].error,
			                 is_too_deep && i == 1 ? ENAMETOOLONG : 0);
		assert_int_equal(unlink(link), 0);
	}
}

static void test_trustdir_links_leave_no_descriptor_open(void **state)
{
	struct fixture *fixture = *state;
	make_repository("trust/tuf/z/metadata");
	assert_int_equal(symlink("z", "trust/tuf/a"), 0);
	assert_int_equal(symlink("z", "trust/tuf/b"), 0);
	find(fixture, "trust");
	int descriptor = next_descriptor();
	assert_int_equal(tc_trustdir_find(&fixture->trustdir, "trust", ".", &fixture->found), TUF_OK);
	assert_int_equal(next_descriptor(), descriptor);
	/* also when it is the one that is mostly taken */
	int kept = dup(STDIN_FILENO);
	assert_true(kept >= 0);
	close(STDIN_FILENO);
	fixture->trustdir.count = 0;
	enum tuf_result result =
		tc_trustdir_find(&fixture->trustdir, "trust", ".", &fixture->found);
	int lowest = dup(kept);
	assert_int_equal(dup2(kept, STDIN_FILENO), STDIN_FILENO);
	close(kept);
	assert_int_equal(lowest, STDIN_FILENO);
	assert_int_equal(result, TUF_OK);
	tc_trustdir_sort(&fixture->trustdir);
	assert_found(fixture, {"a", NULL, 0}, {"b", NULL, 0}, {"z", NULL, 0});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_trustdir_link_to_what_was_searched_is_followed_for_a_repository_only),
		fixture_test(test_trustdir_folder_is_found_by_its_own_name_before_a_links),
		fixture_test(test_trustdir_below_linked_metadata_is_searched_once),
		fixture_test(test_trustdir_link_to_what_was_not_searched_is_followed),
		fixture_test(test_trustdir_link_that_escapes_is_a_repository_that_cannot_be_read),
		fixture_test(test_trustdir_link_to_nothing_or_to_a_file_is_not_looked_at),
		fixture_test(test_trustdir_link_to_itself_is_reported),
		fixture_test(test_trustdir_link_beside_a_repositorys_files_names_nothing),
		fixture_test(test_trustdir_link_to_what_cannot_be_read_is_not_reported_again),
		fixture_test(test_trustdir_folder_below_a_link_is_searched_by_each_name),
		fixture_test(test_trustdir_folder_below_a_link_may_be_too_deep),
		fixture_test(test_trustdir_links_leave_no_descriptor_open),
		fixture_test(test_trustdir_link_upwards_ends),
		fixture_test(test_trustdir_farm_of_links_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
