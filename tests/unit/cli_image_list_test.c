/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files of testdata/manifests/, each with what is expected of it beside it
 * in NAME.expected, and input that is too much.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* needs those above */
#include <cmocka.h>

#include "cli/image_limits.h"
#include "cli/image_reading.h"
#include "cli/image_source.h"
#include "image_list_text.h"

#define FOLDER TUFCHECK_TESTDATA "/manifests/"
#define EXPECTED ".expected"
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#define POD "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n"

/* ---- helpers ---- */

static void read_whole(const char *path, struct text *ret_text)
{
	FILE *stream = fopen(path, "re");
	if (!stream)
		fail_msg("%s cannot be opened", path);
	char bytes[4096];
	size_t count;
	while ((count = fread(bytes, 1, sizeof(bytes), stream)) > 0)
		text_append_bytes(ret_text, bytes, count);
	assert_int_equal(fclose(stream), 0);
}

static void read_bytes(struct image_list *list, const char *bytes, size_t length,
		       enum image_format format)
{
	struct image_reading reading = {.list = list, .file = "f", .steps = IMAGE_MAX_STEPS};
	image_source_read(&reading, bytes, length, format);
}

static void check_list(const struct image_list *list, const char *expected, const char *name)
{
	struct text actual = {.bytes = NULL};
	image_list_append_text(list, &actual);
	if (strcmp(text_get(&actual), expected) != 0)
		fail_msg("%s: expected\n%sbut is\n%s", name, expected, text_get(&actual));
	text_clear(&actual);
}

/* Reads bytes, and compares all that comes of it. */
static void check_bytes(const char *bytes, size_t length, enum image_format format,
			const char *expected)
{
	struct image_list list = {.count = 0};
	/* of just this size, so that reading beyond it shows */
	char *copy = malloc(length > 0 ? length : 1);
	assert_non_null(copy);
	memcpy(copy, bytes, length);
	read_bytes(&list, copy, length, format);
	check_list(&list, expected, bytes);
	free(copy);
	image_list_clear(&list);
}

static void check_text(const char *text, const char *expected)
{
	check_bytes(text, strlen(text), IMAGE_FORMAT_BY_CONTENT, expected);
}

/* Reads a text that was made, and compares the problems alone. */
static void check_made(struct text *text, size_t count, const char *problems)
{
	struct image_list list = {.count = 0};
	read_bytes(&list, text_get(text), text->length, IMAGE_FORMAT_BY_CONTENT);
	text_clear(text);
	assert_int_equal(list.count, count);
	const struct image_list rest = {.problems = list.problems,
					.problem_count = list.problem_count};
	check_list(&rest, problems, "what was made");
	image_list_clear(&list);
}

/* ---- files ---- */

static int is_input(const struct dirent *entry)
{
	const char *ending = strstr(entry->d_name, EXPECTED);
	return entry->d_name[0] != '.' && !ending;
}

static void check_file(const char *name)
{
	struct text path = {.bytes = NULL}, expected = {.bytes = NULL};
	text_append_format(&path, FOLDER "%s" EXPECTED, name);
	read_whole(text_get(&path), &expected);
	text_cut(&path, path.length - strlen(EXPECTED));
	struct image_list list = {.count = 0};
	image_list_read(&list, text_get(&path), IMAGE_FORMAT_BY_CONTENT);
	for (size_t i = 0; i < list.count; i++)
		assert_string_equal(list.entries[i].file, text_get(&path));
	for (size_t i = 0; i < list.problem_count; i++)
		assert_string_equal(list.problems[i].file, text_get(&path));
	check_list(&list, text_get(&expected), name);
	image_list_clear(&list);
	text_clear(&expected);
	text_clear(&path);
}

static void test_list_of_each_file_is_as_expected(void **state)
{
	(void)state;
	struct dirent **entries;
	int count = scandir(FOLDER, &entries, is_input, alphasort);
	assert_in_range(count, 20, 1000);
	for (int i = 0; i < count; i++) {
		check_file(entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
}

static void test_list_of_several_files_keeps_order_and_duplicates(void **state)
{
	(void)state;
	struct image_list list = {.count = 0};
	image_list_read(&list, FOLDER "compact.json", IMAGE_FORMAT_BY_CONTENT);
	image_list_read(&list, FOLDER "services.yaml", IMAGE_FORMAT_BY_CONTENT);
	image_list_read(&list, FOLDER "compose-include.yaml", IMAGE_FORMAT_BY_CONTENT);
	image_list_read(&list, FOLDER "compact.json", IMAGE_FORMAT_KUBERNETES);
	check_list(&list,
		   "image 1:92 registry.example.com/small:1, Pod small, container c\n"
		   "image 3:16 registry.example.com/app:1, service app\n"
		   "image 1:92 registry.example.com/small:1, Pod small, container c\n"
		   "nothing 0:0 names no image\n"
		   "refused 1:1 includes other files, which are not read, expected everything in "
		   "one (docker compose config writes it)\n",
		   "all");
	assert_string_equal(list.entries[1].file, FOLDER "compose-include.yaml");
	assert_string_equal(list.problems[0].file, FOLDER "services.yaml");
	image_list_clear(&list);
	assert_int_equal(list.count + list.problem_count + list.file_count, 0);
}

static void test_list_of_what_cannot_be_read_says_so(void **state)
{
	(void)state;
	struct image_list list = {.count = 0};
	image_list_read(&list, FOLDER "not-there.yaml", IMAGE_FORMAT_BY_CONTENT);
	image_list_read(&list, FOLDER, IMAGE_FORMAT_BY_CONTENT);
	check_list(&list,
		   "unreadable 0:0 cannot be read: No such file or directory\n"
		   "unreadable 0:0 cannot be read: Is a directory\n",
		   "unreadable");
	image_list_clear(&list);
}

static void test_list_of_standard_input_is_named_so(void **state)
{
	(void)state;
	assert_non_null(freopen(FOLDER "compact.json", "re", stdin));
	struct image_list list = {.count = 0};
	image_list_read(&list, IMAGE_LIST_STDIN, IMAGE_FORMAT_BY_CONTENT);
	check_list(&list, "image 1:92 registry.example.com/small:1, Pod small, container c\n",
		   "standard input");
	assert_string_equal(list.entries[0].file, "standard input");
	image_list_clear(&list);
}

static void test_list_of_too_large_file_is_refused(void **state)
{
	(void)state;
	char path[] = "cli_image_list_test.XXXXXX";
	int file = mkstemp(path);
	assert_true(file >= 0);
	assert_int_equal(ftruncate(file, (off_t)IMAGE_MAX_SOURCE_BYTES + 1), 0);
	struct image_list list = {.count = 0};
	image_list_read(&list, path, IMAGE_FORMAT_BY_CONTENT);
	check_list(&list, "refused 0:0 more than 33554432 bytes, which are not read\n", path);
	assert_int_equal(ftruncate(file, (off_t)IMAGE_MAX_SOURCE_BYTES), 0);
	image_list_clear(&list);
	image_list_read(&list, path, IMAGE_FORMAT_BY_CONTENT);
	check_list(&list, "refused 0:0 a NUL in byte 1, expected text in UTF-8\n", path);
	image_list_clear(&list);
	assert_int_equal(close(file), 0);
	assert_int_equal(unlink(path), 0);
}

/* ---- bytes ---- */

static void test_list_of_lines_takes_other_line_ends_and_a_byte_order_mark(void **state)
{
	(void)state;
	check_text("\xef\xbb\xbf"
		   "alpine:3\r\n\r\n# comment\r\nuser/app  \r\nregistry.example.com/last",
		   "image 1:1 alpine:3\n"
		   "image 4:1 user/app\n"
		   "image 5:1 registry.example.com/last\n");
	check_text("\xef\xbb\xbf" POD "spec: {containers: [{name: c, image: a}]}\r\n",
		   "image 4:38 a, Pod p, container c\n");
}

static void test_list_of_what_is_no_utf8_is_refused(void **state)
{
	(void)state;
	check_text("alpine\nregistry.example.com/b\xfcro\nuser/app # \xfc\n",
		   "image 1:1 alpine\n"
		   "image 3:1 user/app\n"
		   "refused 2:1 bytes that are not UTF-8, expected an image's name\n");
	check_text(POD "spec:\n  containers:\n  - image: a\n  - image: b\xfcro\n",
		   "refused 7:13 not YAML: invalid leading UTF-8 octet\n");
	static const char wide[] = "\xff\xfe"
				   "a\0l\0p\0";
	check_bytes(wide, sizeof(wide) - 1, IMAGE_FORMAT_BY_CONTENT,
		    "refused 0:0 a NUL in byte 4, expected text in UTF-8\n");
	check_bytes("alpine\0evil", 11, IMAGE_FORMAT_LINES,
		    "refused 0:0 a NUL in byte 7, expected text in UTF-8\n");
	check_text(POD "spec: {containers: [{image: \"a\x1b[31m\"}]}\n",
		   "refused 4:31 not YAML: control characters are not allowed\n");
}

static void test_list_format_that_is_given_is_not_guessed(void **state)
{
	(void)state;
	static const char manifest[] = POD "spec: {containers: [{name: c, image: a}]}\n";
	static const char compose[] = "services: {web: {image: a}}\n";
	check_bytes(manifest, sizeof(manifest) - 1, IMAGE_FORMAT_COMPOSE,
		    "refused 1:1 no compose file, expected services\n");
	check_bytes(compose, sizeof(compose) - 1, IMAGE_FORMAT_KUBERNETES,
		    "image 1:25 a, object without a name, services.web.image\n"
		    "refused 1:1 no manifest, expected apiVersion and kind\n");
	check_bytes(compose, sizeof(compose) - 1, IMAGE_FORMAT_LINES,
		    "image 1:1 services: {web: {image: a}}\n");
	check_bytes(compose, sizeof(compose) - 1, IMAGE_FORMAT_COMPOSE,
		    "image 1:25 a, service web\n");
	check_bytes("alpine\n", 7, IMAGE_FORMAT_KUBERNETES,
		    "refused 1:1 the document is a text, expected a mapping\n");
}

static void test_list_format_is_found_by_content(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *expected;
	} rows[] = {
		/* names with colons are no YAML */
		{"alpine:3\nregistry.example.com:5000/app:1\n",
		 "image 1:1 alpine:3\nimage 2:1 registry.example.com:5000/app:1\n"},
		{"[::1]:5000/app\n", "image 1:1 [::1]:5000/app\n"},
		/* one wrong line takes nothing from the others */
		{"alpine\nuser/app: 1\n", "image 1:1 alpine\nimage 2:1 user/app: 1\n"},
		/* what a manifest has may stand behind something else */
		{"alpine\n---\n" POD "spec: {containers: [{image: a}]}\n",
		 "image 6:29 a, Pod p, container number 1\n"
		 "refused 1:1 the document is a text, expected a mapping\n"},
		{"&a\n" POD "spec: {containers: [{image: a}]}\n",
		 "image 5:29 a, Pod p, container number 1\n"},
		{"# comment\n\n{services: {web: {image: a}}}\n", "image 3:26 a, service web\n"},
		{"- alpine\n", "refused 1:1 the document is a list, expected a mapping\n"},
		{"name: shop\n",
		 "refused 1:1 neither a manifest, expected apiVersion and kind, nor a compose "
		 "file, expected services\n"},
		{"%YAML 1.1\n---\nservices: {web: {image: a}}\n",
		 "image 3:25 a, service web\n"
		 "refused 1:1 a line that begins with '%', a directive, in the document from here "
		 "on, which is not read\n"},
		{"---\n---\n# nothing\n---\n", ""},
		{"---\nnull\n---\n~\n", ""},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check_text(rows[i].text, rows[i].expected);
}

static void test_list_directive_is_refused_behind_every_line_end(void **state)
{
	(void)state;
	static const char *const ends[] = {"\n", "\r", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"};
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct text text = {.bytes = NULL};
		text_append_format(&text, "apiVersion: v1\nkind: Pod%s%%TAG ! x\n", ends[i]);
		check_made(&text, 0,
			   "refused 1:1 a line that begins with '%', a directive, in the document "
			   "from here on, which is not read\n");
	}
	check_text(POD "spec: {containers: [{image: a%b}]} # 100%\n",
		   "image 4:29 a%b, Pod p, container number 1\n");
}

/* ---- merges ---- */

/* What counts when a mapping and what it merges have the same key, or two of those. */
static void test_list_merge_lists_whatever_may_run(void **state)
{
	(void)state;
	static const struct {
		const char *service;
		const char *expected;
	} rows[] = {
		{"{<<: *a}", "image 1:15 a, service s\n"},
		{"{<<: *a, image: s}", "image 4:24 s, service s\n"},
		{"{image: s, <<: *a}", "image 4:16 s, service s\nimage 1:15 a, service s\n"},
		{"{<<: [*a, *b]}", "image 1:15 a, service s\n"},
		{"{<<: [*b, *a]}", "image 2:15 b, service s\n"},
		{"{<<: {<<: *a}}", "image 1:15 a, service s\n"},
		{"{<<: {image: i, <<: *a}}", "image 4:21 i, service s\nimage 1:15 a, service s\n"},
		{"{\"<<\": *a}", "image 1:15 a, service s\n"},
		{"{<<: *a, <<: *b}",
		 "image 1:15 a, service s\nimage 2:15 b, service s\n"
		 "refused 4:17 '<<' stands twice in one mapping, first on line 4\n"},
		{"{<<: a}", "no-image 4:5 service s: has no image\n"},
		{"{<<: [a, *b]}", "image 2:15 b, service s\n"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct text text = {.bytes = NULL};
		text_append_format(&text,
				   "x: &a {image: a}\ny: &b {image: b}\nservices:\n    s: %s\n",
				   rows[i].service);
		check_text(text_get(&text), rows[i].expected);
		text_clear(&text);
	}
}

/* ---- too much ---- */

#define TOO_MANY_ALIASES                                                                           \
	"aliases (*) stand for more values, or deeper ones, than are looked at; no image is "      \
	"listed from here on\n"

/* Each of the anchors a1, a2, ... stands for ten times what the one before it does. */
static void make_bomb(struct text *text, const char *first, const char *open, const char *close)
{
	text_append_format(text, POD "a0: &a0 %s\n", first);
	for (int i = 1; i < 12; i++) {
		text_append_format(text, "a%d: &a%d %s", i, i, open);
		for (int j = 0; j < 10; j++)
			text_append_format(text, "%s*a%d", j > 0 ? "," : "", i - 1);
		text_append_format(text, "%s\n", close);
	}
}

static void test_list_of_aliases_of_aliases_is_bounded(void **state)
{
	(void)state;
	struct text text = {.bytes = NULL};
	make_bomb(&text, "[x]", "[", "]");
	check_made(&text, 0, "refused 4:10 " TOO_MANY_ALIASES);
	make_bomb(&text, "{image: x}", "[", "]");
	check_made(&text, IMAGE_MAX_IMAGES,
		   "refused 4:17 more than 20000 images; none is listed from here on\n");
	make_bomb(&text, "{k: x}", "{<<: [", "]}");
	check_made(&text, 0, "refused 11:5 " TOO_MANY_ALIASES);
}

static void test_list_of_deep_aliases_is_bounded(void **state)
{
	(void)state;
	struct text text = {.bytes = NULL};
	text_append(&text, POD "a0: &a0 [x]\n");
	for (int i = 1; i < 300; i++)
		text_append_format(&text, "a%d: &a%d [*a%d]\n", i, i, i - 1);
	check_made(&text, 0, "refused 4:10 " TOO_MANY_ALIASES);
	text_append(&text, POD "a0: &a0 {k: x}\n");
	for (int i = 1; i < 300; i++)
		text_append_format(&text, "a%d: &a%d {<<: *a%d}\n", i, i, i - 1);
	check_made(&text, 0, "refused 105:7 " TOO_MANY_ALIASES);
}

static void make_nested(struct text *text, const char *open, const char *close, int depth)
{
	text_append(text, POD "spec: {containers: [{image: a}]}\na: ");
	for (int i = 0; i < depth; i++)
		text_append(text, open);
	for (int i = 0; i < depth; i++)
		text_append(text, close);
	text_append(text, "\n");
}

static void test_list_of_deep_nesting_is_bounded(void **state)
{
	(void)state;
	struct text text = {.bytes = NULL};
	make_nested(&text, "[", "]", IMAGE_MAX_DEPTH - 1);
	check_made(&text, 1, "");
	make_nested(&text, "[", "]", IMAGE_MAX_DEPTH);
	check_made(&text, 1, "refused 5:103 nested deeper than 100, and not read from here on\n");
	make_nested(&text, "[", "]", 1000000);
	check_made(&text, 1, "refused 5:103 nested deeper than 100, and not read from here on\n");
	make_nested(&text, "{a: ", "}", 1000000);
	check_made(&text, 1, "refused 5:400 nested deeper than 100, and not read from here on\n");
	text_append(&text, POD "spec: {containers: [{image: a}]}\na:\n");
	for (int i = 0; i < 100000; i++)
		text_append(&text, "- ");
	text_append(&text, "x\n");
	check_made(&text, 1, "refused 6:199 nested deeper than 100, and not read from here on\n");
}

static void test_list_of_ten_thousand_documents_is_whole(void **state)
{
	(void)state;
	struct text text = {.bytes = NULL};
	for (int i = 0; i < 10000; i++)
		text_append_format(
			&text,
			"---\napiVersion: v1\nkind: Pod\nmetadata: {name: p%d}\n"
			"spec: {containers: [{name: c, image: registry.example.com/p:%d}]}\n",
			i, i);
	struct image_list list = {.count = 0};
	read_bytes(&list, text_get(&text), text.length, IMAGE_FORMAT_BY_CONTENT);
	assert_int_equal(list.count, 10000);
	assert_int_equal(list.problem_count, 0);
	assert_string_equal(list.entries[9999].text, "registry.example.com/p:9999");
	assert_string_equal(list.entries[9999].where, "Pod p9999, container c");
	assert_int_equal(list.entries[9999].line, 50000);
	assert_int_equal(list.entries[9999].column, 38);
	image_list_clear(&list);
	text_clear(&text);
}

static void append_times(struct text *text, const char *part, size_t count)
{
	for (size_t i = 0; i < count; i++)
		text_append(text, part);
}

static void test_list_of_too_many_documents_is_refused(void **state)
{
	(void)state;
	struct text text = {.bytes = NULL};
	/* those that are empty do not count */
	append_times(&text, "---\n# nothing\n", IMAGE_MAX_DOCUMENTS);
	append_times(&text, "---\n~\n", IMAGE_MAX_DOCUMENTS + 2);
	check_made(&text, 0,
		   "refused 400002:1 more than 100000 documents; none is read from here on\n");
}

static void test_list_of_too_many_values_is_refused(void **state)
{
	(void)state;
	struct text text = {.bytes = NULL};
	text_append(&text, POD "spec: {containers: [{image: a}]}\na: [");
	append_times(&text, "x,", IMAGE_MAX_VALUES);
	text_append(&text, "]\n");
	check_made(&text, 1,
		   "refused 5:1999967 more than 1000000 values in one document, and not read from "
		   "here on\n");
}

static void test_list_of_too_many_images_is_refused(void **state)
{
	(void)state;
	struct text text = {.bytes = NULL};
	append_times(&text, "alpine\n", IMAGE_MAX_IMAGES);
	check_made(&text, IMAGE_MAX_IMAGES, "");
	append_times(&text, "alpine\n", IMAGE_MAX_IMAGES + 2);
	check_made(&text, IMAGE_MAX_IMAGES,
		   "refused 20001:1 more than 20000 images; none is listed from here on\n");
}

static void test_list_of_too_many_problems_says_that_there_are_more(void **state)
{
	(void)state;
	struct text text = {.bytes = NULL};
	append_times(&text, "$A\n", IMAGE_MAX_PROBLEMS + 2);
	text_append(&text, "alpine\n");
	struct image_list list = {.count = 0};
	read_bytes(&list, text_get(&text), text.length, IMAGE_FORMAT_BY_CONTENT);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.problem_count, IMAGE_MAX_PROBLEMS + 1);
	assert_string_equal(list.problems[IMAGE_MAX_PROBLEMS].message,
			    "further problems are not listed");
	image_list_clear(&list);
	text_clear(&text);
}

static void test_list_of_long_texts_repeats_only_their_start(void **state)
{
	(void)state;
	struct text text = {.bytes = NULL};
	text_append(&text, POD "spec:\n  containers:\n  - name: ");
	append_times(&text, "\xc3\xa4", 1000000);
	text_append(&text, "\n    image: a\n  - name: long\n    image: ");
	append_times(&text, "\xc3\xa4", 1000000);
	text_append(&text, "\n");
	struct image_list list = {.count = 0};
	read_bytes(&list, text_get(&text), text.length, IMAGE_FORMAT_BY_CONTENT);
	assert_int_equal(list.count, 1);
	/* whole characters: 100 bytes cut none of "container " and letters of two */
	assert_int_equal(strlen(list.entries[0].where), strlen("Pod p, ") + 100);
	assert_int_equal(list.problem_count, 1);
	assert_string_equal(list.problems[0].message,
			    "Pod p, container long: the image has 2000000 bytes, expected at most "
			    "1024");
	image_list_clear(&list);
	text_clear(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list_of_each_file_is_as_expected),
		cmocka_unit_test(test_list_of_several_files_keeps_order_and_duplicates),
		cmocka_unit_test(test_list_of_what_cannot_be_read_says_so),
		cmocka_unit_test(test_list_of_standard_input_is_named_so),
		cmocka_unit_test(test_list_of_too_large_file_is_refused),
		cmocka_unit_test(test_list_of_lines_takes_other_line_ends_and_a_byte_order_mark),
		cmocka_unit_test(test_list_of_what_is_no_utf8_is_refused),
		cmocka_unit_test(test_list_format_that_is_given_is_not_guessed),
		cmocka_unit_test(test_list_format_is_found_by_content),
		cmocka_unit_test(test_list_directive_is_refused_behind_every_line_end),
		cmocka_unit_test(test_list_merge_lists_whatever_may_run),
		cmocka_unit_test(test_list_of_aliases_of_aliases_is_bounded),
		cmocka_unit_test(test_list_of_deep_aliases_is_bounded),
		cmocka_unit_test(test_list_of_deep_nesting_is_bounded),
		cmocka_unit_test(test_list_of_ten_thousand_documents_is_whole),
		cmocka_unit_test(test_list_of_too_many_documents_is_refused),
		cmocka_unit_test(test_list_of_too_many_values_is_refused),
		cmocka_unit_test(test_list_of_too_many_images_is_refused),
		cmocka_unit_test(test_list_of_too_many_problems_says_that_there_are_more),
		cmocka_unit_test(test_list_of_long_texts_repeats_only_their_start),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
