/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "verify/path.h"
#include "verify_support.h"

static void test_path_base_is_the_last_element(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"a", "a"}, {"a/b", "b"}, {"/a", "a"}, {"/", ""}, {"", ""}, {"a/", ""}, {".", "."}};
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_string_equal(tc_path_base(cases[i][0]), cases[i][1]);
}

static void test_path_join_adds_one_slash(void **state)
{
	static const char *const cases[][3] = {{"a", "b", "a/b"},   {"a/", "b", "a/b"},
	                                       {"/", "b", "/b"},    {".", "b", "b"},
	                                       {"", "b", "b"},      {"a", ".", "a"},
	                                       {"/a/b", "c/d", "/a/b/c/d"}, {".", ".", "."}};
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_string_equal(tc_path_join(*state, cases[i][0], cases[i][1]), cases[i][2]);
}

static void test_path_after_tuf_is_behind_the_outermost(void **state)
{
	(void)state;
	static const struct {
		const char *path, *any, *sure;
	} cases[] = {
		{"/x/trust/tuf/a/b", "a/b", "a/b"},
		{"/x/.notary/tuf/a", "a", "a"},
		{"/x/tuf/a/tuf/b", "a/tuf/b", NULL},
		{"/x/tuf/old/trust/tuf/a", "old/trust/tuf/a", "a"},
		{"/trust/tuf/a/trust/tuf/b", "a/trust/tuf/b", "a/trust/tuf/b"},
		{"tuf/a", "a", NULL},
		{"trust/tuf", "", ""},
		{"trust/tuf/", "", ""},
		{"trust/x/tuf/a", "a", NULL},
		{"tufx/xtuf/TUF/a", NULL, NULL},
		{"xtrust/tuf/a", "a", NULL},
		{"a/b", NULL, NULL},
		{"", NULL, NULL},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *any = tc_path_after_tuf(cases[i].path, false);
		const char *sure = tc_path_after_tuf(cases[i].path, true);
		if ((any == NULL) != (cases[i].any == NULL) ||
		    (sure == NULL) != (cases[i].sure == NULL))
			fail_msg("%s", cases[i].path);
		if (any)
			assert_string_equal(any, cases[i].any);
		if (sure)
			assert_string_equal(sure, cases[i].sure);
	}
}

static void test_path_make_absolute_cleans_by_the_text_alone(void **state)
{
	static const char *const cases[][2] = {
		{"/a/b", "/a/b"},     {"/a//b/", "/a/b"},      {"/a/./b", "/a/b"},
		{"/a/../b", "/b"},    {"/../../a", "/a"},      {"/a/b/../..", ""},
		{"/a/b/../c", "/a/c"}, {"/a/..b/c..", "/a/..b/c.."}, {"/a/...", "/a/..."}};
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_string_equal(tc_path_make_absolute(*state, cases[i][0]), cases[i][1]);
}

static void test_path_make_absolute_begins_at_the_current_folder(void **state)
{
	char *folder = getcwd(NULL, 0);
	assert_non_null(folder);
	static const char *const names[] = {"a/b", "./a/b", "a/./x/../b/"};
	const char *expected = tuf_arena_format(*state, "%s/a/b", folder);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		assert_string_equal(tc_path_make_absolute(*state, names[i]), expected);
	assert_string_equal(tc_path_make_absolute(*state, "."), folder);
	free(folder);
}

/* Half a path would be another one. */
static void test_path_make_absolute_without_a_current_folder_is_none(void **state)
{
	int before = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(before >= 0);
	char folder[] = P_tmpdir "/path-XXXXXX";
	assert_non_null(mkdtemp(folder));
	assert_int_equal(chdir(folder), 0);
	assert_int_equal(rmdir(folder), 0);
	const char *relative = tc_path_make_absolute(*state, "a");
	const char *absolute = tc_path_make_absolute(*state, "/a");
	assert_int_equal(fchdir(before), 0);
	assert_int_equal(close(before), 0);
	assert_null(relative);
	assert_string_equal(absolute, "/a");
}

static void test_path_drop_metadata_drops_one_at_the_end(void **state)
{
	static const char *const cases[][2] = {
		{"a/metadata", "a"},          {"a/metadata/metadata", "a/metadata"},
		{"metadata", "."},            {"metadata/metadata", "metadata"},
		{"a/xmetadata", "a/xmetadata"}, {"a/metadata/b", "a/metadata/b"},
		{"xmetadata", "xmetadata"},   {"a", "a"},
		{"/metadata", "/metadata"},   {"", ""}};
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_string_equal(tc_path_drop_metadata(*state, cases[i][0]), cases[i][1]);
}

static void test_path_is_gun_takes_clean_names_only(void **state)
{
	(void)state;
	static const char *const right[] = {"a", "docker.io/library/alpine", "localhost:5000/a_b-c",
	                                    "...", "a/..b", "..a/b", "\xc3\xa9", "a b", "metadata"};
	static const char *const wrong[] = {"",     "/",    "a/",   "/a",   "a//b", ".",      "..",
	                                    "a/.",  "./a",  "a/..", "../a", "*",    "a*",     "a/*/b",
	                                    "a\nb", "\x1b", "\x7f", "a\tb", "a/../b", "\x1f"};
	for (size_t i = 0; i < COUNT_OF(right); i++)
		if (!tc_path_is_gun(right[i]))
			fail_msg("\"%s\" is refused", right[i]);
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		if (tc_path_is_gun(wrong[i]))
			fail_msg("\"%s\" is taken", wrong[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_path_base_is_the_last_element),
		support_arena_test(test_path_join_adds_one_slash),
		cmocka_unit_test(test_path_after_tuf_is_behind_the_outermost),
		support_arena_test(test_path_make_absolute_cleans_by_the_text_alone),
		support_arena_test(test_path_make_absolute_begins_at_the_current_folder),
		support_arena_test(test_path_make_absolute_without_a_current_folder_is_none),
		support_arena_test(test_path_drop_metadata_drops_one_at_the_end),
		cmocka_unit_test(test_path_is_gun_takes_clean_names_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
