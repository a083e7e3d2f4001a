/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lock files that are read, and many that are not: what is wrong, and where.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/tufcheck.h"
#include "verify_support.h"

#define ID "1111111111111111111111111111111111111111111111111111111111111111"
#define SHA1 "2222222222222222222222222222222222222222"
#define ROLE(name) "      \"" name "\": {\"version\": 1, \"threshold\": 1, \"keys\": {}}"

/* One that is right, with everything that there can be; what tests change is unique in it. */
static const char right[] =
	"{\n"
	"  \"lockVersion\": 1,\n"
	"  \"repositories\": {\n"
	"    \"registry.example.com/a\": {\n"
	"    \"roles\": {\n"
	"      \"root\": {\"version\": 3, \"threshold\": 2, \"keys\": {\n"
	"        \"" ID "\": {\n"
	"          \"canonicalKeyId\": \"" ID "\",\n"
	"          \"spkiSha256\": \"" ID "\",\n"
	"          \"certificateSha256\": \"" ID "\",\n"
	"          \"certificateSha1\": \"" SHA1 "\"},\n"
	"        \"\\u00fc\": {}}},\n" ROLE("timestamp") ",\n" ROLE("snapshot") ",\n"
	ROLE("targets") ",\n"
	"      \"targets/alice\": {\"version\": 0, \"threshold\": 7, \"keys\": {}}},\n"
	"    \"tags\": {\n"
	"      \"latest\": {\"sha256\": \"" ID "\", \"length\": 5, \"role\": \"targets\"},\n"
	"      \"none\": {\"length\": 9007199254740991, \"role\": \"targets/alice\"}}}}}\n";

static char *path; /* of a scratch file */

static int setup(void **state)
{
	(void)state;
	static char template[] = "lock-read-XXXXXX";
	int descriptor = mkstemp(template);
	path = template;
	return descriptor >= 0 ? close(descriptor) : -1;
}

static int teardown(void **state)
{
	(void)state;
	return unlink(path);
}

static void write_file(const void *bytes, size_t length)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

static enum tufcheck_result read_text(const char *text, struct tufcheck_problem *problem,
                                      struct tufcheck_lock **lock)
{
	write_file(text, strlen(text));
	return tufcheck_lock_read(path, problem, lock);
}

/* right with the one place that is old replaced; the caller's to free. */
static char *change(const char *old, const char *new)
{
	const char *at = strstr(right, old);
	assert_non_null(at);
	assert_null(strstr(at + 1, old));
	char *text = NULL;
	assert_true(asprintf(&text, "%.*s%s%s", (int)(at - right), right, new,
	                     at + strlen(old)) > 0);
	return text;
}

/* Writes a lock, and reads what was written; the caller's to free. */
static char *write_lock(const struct tufcheck_lock *lock)
{
	char *text = NULL;
	size_t length = 0;
	assert_int_equal(tufcheck_lock_write(lock, &text, &length), TUFCHECK_OK);
	assert_int_equal(strlen(text), length);
	for (const char *c = text; *c; c++)
		assert_true(*c == '\n' || (*c >= 0x20 && *c < 0x7f));
	return text;
}

static void test_lock_that_is_right_is_read_and_written_as_it_is(void **state)
{
	(void)state;
	struct tufcheck_problem problem;
	struct tufcheck_lock *lock = NULL;
	assert_int_equal(read_text(right, &problem, &lock), TUFCHECK_OK);
	assert_int_equal(tufcheck_lock_count(lock), 1);
	assert_string_equal(tufcheck_lock_get_gun(lock, 0), "registry.example.com/a");
	assert_null(tufcheck_lock_get_gun(lock, 1));
	char *text = write_lock(lock);
	json_t *before = json_loads(right, 0, NULL), *after = json_loads(text, 0, NULL);
	assert_true(json_equal(before, after));
	json_decref(before);
	json_decref(after);
	tufcheck_lock_free(lock);
	/* what is written is read and written again, byte for byte */
	assert_int_equal(read_text(text, &problem, &lock), TUFCHECK_OK);
	char *again = write_lock(lock);
	assert_string_equal(text, again);
	free(again);
	free(text);
	tufcheck_lock_free(lock);
}

/* Names of keys with what JSON escapes, at the bounds of how it is written. */
static void test_lock_with_any_characters_is_written_as_it_is(void **state)
{
	static const char *const names[] = {"\x7f",     "~ !",          "\\u001f",        "\\u0001\\n",
	                                    "\xc2\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf",
	                                    "\\\"\\\\", "\xf0\x90\x90\x80"};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		char *text = change("\\u00fc", names[i]);
		struct tufcheck_lock *lock = NULL;
		assert_int_equal(read_text(text, NULL, &lock), TUFCHECK_OK);
		char *written = write_lock(lock);
		json_t *before = json_loads(text, 0, NULL), *after = json_loads(written, 0, NULL);
		assert_non_null(after);
		assert_true(json_equal(before, after));
		json_decref(before);
		json_decref(after);
		free(written);
		free(text);
		tufcheck_lock_free(lock);
	}
}

static void test_lock_in_another_order_is_the_same(void **state)
{
	(void)state;
	static const char *const orders[] = {"a", "c", "b", "b/a", "B"};
	struct tufcheck_problem problem;
	struct tufcheck_lock *lock = NULL;
	char text[4096] = "{\"repositories\":{";
	for (size_t i = 0; i < COUNT_OF(orders); i++) {
		size_t length = strlen(text);
		(void)snprintf(text + length, sizeof(text) - length,
		               "%s\"%s\":{\"tags\":{},\"roles\":{" ROLE("targets") "," ROLE(
				       "root") "," ROLE("timestamp") "," ROLE("snapshot") "}}",
		               i > 0 ? "," : "", orders[i]);
	}
	size_t length = strlen(text);
	(void)snprintf(text + length, sizeof(text) - length, "},\"lockVersion\":1}");
	assert_int_equal(read_text(text, &problem, &lock), TUFCHECK_OK);
	static const char *const sorted[] = {"B", "a", "b", "b/a", "c"};
	for (size_t i = 0; i < COUNT_OF(sorted); i++)
		assert_string_equal(tufcheck_lock_get_gun(lock, i), sorted[i]);
	assert_int_equal(tufcheck_lock_remove(lock, "b"), TUFCHECK_OK);
	assert_int_equal(tufcheck_lock_remove(lock, "b"), TUFCHECK_NOT_FOUND);
	assert_string_equal(tufcheck_lock_get_gun(lock, 2), "b/a");
	assert_int_equal(tufcheck_lock_count(lock), 4);
	tufcheck_lock_free(lock);
}

/* Two of each, which stand the wrong way round. */
static void test_lock_sorts_two_of_everything(void **state)
{
	(void)state;
	static const char entry[] =
		"{\"tags\": {\"b\": {\"length\": 1, \"role\": \"targets\"},"
		" \"a\": {\"length\": 1, \"role\": \"targets\"}},"
		" \"roles\": {" ROLE("targets") "," ROLE("root") "," ROLE("timestamp") ","
		" \"snapshot\": {\"version\": 1, \"threshold\": 1,"
		" \"keys\": {\"k2\": {}, \"k1\": {}}}}}";
	char text[4096];
	(void)snprintf(text, sizeof(text),
	               "{\"lockVersion\": 1, \"repositories\": {\"y\": %s, \"x\": %s}}", entry,
	               entry);
	struct tufcheck_lock *lock = NULL;
	assert_int_equal(read_text(text, NULL, &lock), TUFCHECK_OK);
	assert_string_equal(tufcheck_lock_get_gun(lock, 0), "x");
	char *written = write_lock(lock);
	assert_true(strstr(written, "\"a\"") < strstr(written, "\"b\""));
	assert_true(strstr(written, "\"k1\"") < strstr(written, "\"k2\""));
	assert_non_null(strstr(written, "\"k1\""));
	free(written);
	tufcheck_lock_free(lock);
}

/* What JSON need not escape is written as it is, and a quotation mark as itself. */
static void test_lock_escapes_no_more_than_it_must(void **state)
{
	(void)state;
	static const char name[] = "\" !#[]~\\\\\\\"\\u007f\"";
	char *text = change("\"\\u00fc\"", name);
	struct tufcheck_lock *lock = NULL;
	assert_int_equal(read_text(text, NULL, &lock), TUFCHECK_OK);
	char *written = write_lock(lock);
	assert_non_null(strstr(written, name));
	free(written);
	free(text);
	tufcheck_lock_free(lock);
}

static void test_lock_with_a_very_long_name_is_written(void **state)
{
	(void)state;
	enum { LENGTH = 300000 };
	char *name = malloc(LENGTH + 3);
	assert_non_null(name);
	memset(name, 'x', LENGTH + 2);
	name[0] = name[LENGTH + 1] = '"';
	name[LENGTH + 2] = '\0';
	char *text = change("\"latest\"", name);
	struct tufcheck_lock *lock = NULL;
	assert_int_equal(read_text(text, NULL, &lock), TUFCHECK_OK);
	char *written = write_lock(lock);
	assert_non_null(strstr(written, name));
	free(written);
	free(text);
	free(name);
	tufcheck_lock_free(lock);
}

struct row {
	const char *old;
	const char *new;
	size_t line;
	size_t column;
	const char *message; /* a part of it */
};

static void check_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct tufcheck_problem problem = {.line = 99};
		struct tufcheck_lock *lock = NULL;
		char *text = change(rows[i].old, rows[i].new);
		enum tufcheck_result result = read_text(text, &problem, &lock);
		free(text);
		assert_null(lock);
		if (result != TUFCHECK_INVALID || problem.line != rows[i].line ||
		    problem.column != rows[i].column ||
		    !strstr(problem.message, rows[i].message))
			fail_msg("row %zu, %s: result %d, %zu:%zu: %s", i, rows[i].new,
			         (int)result, problem.line, problem.column, problem.message);
	}
}

static void test_lock_with_a_wrong_name_is_refused(void **state)
{
	static const struct row rows[] = {
		{"\"lockVersion\"", "\"more\": 1, \"lockVersion\"", 2, 3,
	         "one of the fields \"lockVersion\", \"repositories\", found \"more\" at /more"},
		{"\"repositories\"", "\"repositores\"", 3, 3,
	         "the field \"repositories\", found \"repositores\""},
		{"\"tags\"", "\"Tags\"", 17, 5, "the field \"tags\", found \"Tags\""},
		{"\"version\": 3", "\"verison\": 3", 6, 16, "the field \"version\""},
		{"\"spkiSha256\"", "\"spkiSHA265\"", 9, 11, "the field \"spkiSha256\""},
		{"\"length\": 5", "\"size\": 5", 18, 96,
	         "one of the fields \"sha256\", \"length\", \"role\", found \"size\""},
		{"\"registry.example.com/a\"", "\"registry.example.com/../a\"", 4, 5,
	         "the name of a repository, found \"registry.example.com/../a\""},
		{"\"registry.example.com/a\"", "\"\"", 4, 5, "the name of a repository"},
		{"\"targets/alice\": {", "\"targets/Alice\": {", 16, 7, "a delegation's name"},
		{"\"targets/alice\": {", "\"mirrors\": {", 16, 7, "a delegation's name"},
	};
	(void)state;
	check_rows(rows, COUNT_OF(rows));
}

static void test_lock_with_a_wrong_value_is_refused(void **state)
{
	static const struct row rows[] = {
		{"\"lockVersion\": 1", "\"lockVersion\": 2", 2, 18, "expected version 1"},
		{"\"lockVersion\": 1", "\"lockVersion\": \"1\"", 2, 18, "an integer"},
		{"\"version\": 3", "\"version\": 0", 6, 27, "an integer from 1, found 0"},
		{"\"version\": 0", "\"version\": -1", 16, 36, "an integer from 0, found -1"},
		{"\"version\": 3", "\"version\": 3.0", 6, 27, "an integer"},
		{"\"threshold\": 2", "\"threshold\": -2", 6, 43, "an integer from 1, found -2"},
		{"\"threshold\": 2", "\"threshold\": 0", 6, 43, "an integer from 1, found 0"},
		{"\"threshold\": 2", "\"threshold\": \"2\"", 6, 43, "an integer, found \"2\""},
		{"\"threshold\": 2", "\"threshold\": 1e30", 6, 43, "whole numbers"},
		{"\"\\u00fc\": {}", "\"\\u00fc\": []", 12, 19, "an object, found an array"},
		{"\"canonicalKeyId\": \"1", "\"canonicalKeyId\": \"", 8, 29,
	         "64 lower-case hexadecimal digits"},
		{"\"spkiSha256\": \"1", "\"spkiSha256\": \"11", 9, 25, "64 lower-case"},
		{"\"certificateSha256\": \"1", "\"certificateSha256\": \"A", 10, 32,
	         "64 lower-case"},
		{"\"certificateSha1\": \"2", "\"certificateSha1\": \"g", 11, 30,
	         "40 lower-case hexadecimal digits"},
		{"\"sha256\": \"", "\"sha256\": \"sha256:", 18, 28, "64 lower-case"},
		{"\"length\": 5", "\"length\": null", 18, 106, "an integer, found nothing"},
		{"\"role\": \"targets\"", "\"role\": \"root\"", 18, 117,
	         "targets or a delegation's name, found \"root\""},
		{"\"role\": \"targets\"", "\"role\": 1", 18, 117, "a string"},
	};
	(void)state;
	check_rows(rows, COUNT_OF(rows));
}

/* What must be a map, and what stands behind digits that are as many as they must be. */
static void test_lock_with_something_else_in_the_place_of_a_map_or_digits_is_refused(void **state)
{
	static const struct row rows[] = {
		{"7, \"keys\": {}", "7, \"keys\": []", 16, 63, "an object, found an array"},
		{"7, \"keys\": {}", "7, \"keys\": null", 16, 63, "an object, found nothing"},
		{"7, \"keys\": {}", "7", 16, 24, "an object, found nothing at"},
		{"\"sha256\": \"" ID "\"", "\"sha256\": \"" ID "x\"", 18, 28,
	         "64 lower-case hexadecimal digits"},
		{"\"spkiSha256\": \"" ID "\"", "\"spkiSha256\": \"" ID "\\u00fc\"", 9, 25,
	         "64 lower-case hexadecimal digits"},
		{"\"spkiSha256\": \"" ID "\"", "\"spkiSha256\": 5", 9, 25, "a string, found 5"},
	};
	(void)state;
	check_rows(rows, COUNT_OF(rows));
}

static void test_lock_without_repositories_in_a_map_is_refused(void **state)
{
	static const struct {
		const char *text;
		const char *message;
	} rows[] = {
		{"{\"lockVersion\": 1}", "expected an object, found nothing at /repositories"},
		{"{\"lockVersion\": 1, \"repositories\": []}", "expected an object, found an array"},
		{"{\"lockVersion\": 1, \"repositories\": {\"a\": {\"roles\": {" ROLE("root") ","
	         ROLE("snapshot") "," ROLE("targets") "," ROLE("timestamp") "}}}}",
	         "expected an object, found nothing at /repositories/a/tags"},
		{"{\"lockVersion\": 1, \"repositories\": {\"a\": {\"tags\": {}}}}",
	         "expected an object, found nothing at /repositories/a/roles"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tufcheck_problem problem = {.message = ""};
		struct tufcheck_lock *lock = NULL;
		assert_int_equal(read_text(rows[i].text, &problem, &lock), TUFCHECK_INVALID);
		assert_null(lock);
		if (!strstr(problem.message, rows[i].message))
			fail_msg("row %zu: %s", i, problem.message);
	}
}

static void test_lock_wants_each_top_level_role(void **state)
{
	static const char *const names[] = {"root", "snapshot", "targets", "timestamp"};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		char old[32], wanted[128];
		(void)snprintf(old, sizeof(old), "\"%s\": {", names[i]);
		(void)snprintf(wanted, sizeof(wanted), "every top-level role, found nothing at "
		                                       "/repositories/registry.example.com~1a/roles/%s",
		               names[i]);
		const struct row row = {old, "\"targets/other\": {", 5, 14, wanted};
		check_rows(&row, 1);
	}
}

static void test_lock_in_which_something_is_missing_is_refused(void **state)
{
	static const struct row rows[] = {
		{"  \"lockVersion\": 1,\n", "", 1, 1, "the version of the lock, found nothing"},
		{"\"version\": 3, ", "", 6, 15, "found nothing at"},
		{", \"threshold\": 2", "", 6, 15, "found nothing at"},
		{ROLE("snapshot") ",\n", "", 5, 14, "every top-level role, found nothing at"},
		{"\"" ID "\",\n          \"certificateSha1\": \"" SHA1 "\"", "\"" ID "\"", 7, 77,
	         "both digests of the certificate, or none"},
		{"          \"certificateSha256\": \"" ID "\",\n", "", 7, 77,
	         "both digests of the certificate, or none"},
		{"\"length\": 5, ", "", 18, 17, "an integer, found nothing"},
		{", \"role\": \"targets\"}", "}", 18, 17, "targets or a delegation's name"},
	};
	(void)state;
	check_rows(rows, COUNT_OF(rows));
}

static void test_lock_that_is_no_json_is_refused(void **state)
{
	static const struct row rows[] = {
		{"\"none\": {\"length\"", "\"latest\": {\"length\"", 19, 14, "each name once"},
		{"\"lockVersion\": 1,", "\"lockVersion\": 1", 3, 16, "expected a JSON document: "},
		{"}}}}}\n", "}}}}\n", 20, 1, "a whole JSON document"},
		{"}}}}}\n", "}}}}}}\n", 19, 72, "nothing after the document"},
		{"\"latest\"", "\"l\\u0061test\"", 18, 9, "escapes only where they are needed"},
		{"\"latest\"", "\"\xff\"", 18, 7, "UTF-8"},
		{"\"latest\"", "\"\\u0000\"", 18, 14, "no NUL"},
	};
	(void)state;
	check_rows(rows, COUNT_OF(rows));
}

static void test_lock_of_every_shorter_length_is_refused(void **state)
{
	(void)state;
	for (size_t length = 0; length < strlen(right) - 1; length++) {
		struct tufcheck_problem problem;
		struct tufcheck_lock *lock = NULL;
		write_file(right, length);
		assert_int_equal(tufcheck_lock_read(path, &problem, &lock), TUFCHECK_INVALID);
		assert_int_equal(problem.line != 0, length != 0);
		assert_null(lock);
	}
}

/* It is refused, or is a lock that is written and read again as it is. */
static void test_lock_with_any_byte_changed_is_refused_or_another_lock(void **state)
{
	static const char bytes[] = "0\"{}x\\";
	char text[sizeof(right)];
	size_t refused = 0;
	(void)state;
	memcpy(text, right, sizeof(right));
	for (size_t i = 0; i < strlen(right); i++) {
		text[i] = bytes[i % (sizeof(bytes) - 1)];
		struct tufcheck_problem problem;
		struct tufcheck_lock *lock = NULL;
		enum tufcheck_result result = read_text(text, &problem, &lock);
		refused += result == TUFCHECK_INVALID;
		if (result == TUFCHECK_OK)
			free(write_lock(lock));
		else
			assert_int_equal(result, TUFCHECK_INVALID);
		tufcheck_lock_free(lock);
		text[i] = right[i];
	}
	assert_true(refused > 500);
}

static void test_lock_that_cannot_be_read_has_no_place(void **state)
{
	(void)state;
	struct tufcheck_problem problem = {.line = 5};
	struct tufcheck_lock *lock = NULL;
	assert_int_equal(tufcheck_lock_read("no-such-file", &problem, &lock), TUFCHECK_NOT_FOUND);
	assert_string_equal(problem.message, "the file does not exist");
	assert_int_equal(problem.line, 0);
	assert_int_equal(tufcheck_lock_read(".", &problem, &lock), TUFCHECK_UNREADABLE);
	assert_string_equal(problem.message, "expected a file, is a folder");
	assert_int_equal(tufcheck_lock_read(".", NULL, &lock), TUFCHECK_UNREADABLE);
	assert_int_equal(truncate(path, ((off_t)1 << 30) + 1), 0);
	assert_int_equal(tufcheck_lock_read(path, &problem, &lock), TUFCHECK_INVALID);
	assert_string_equal(problem.message, "expected at most 1073741824 bytes, is larger");
	assert_null(lock);
}

/* A message is cut, not a character of it. */
static void test_lock_problem_with_a_long_name_is_cut(void **state)
{
	(void)state;
	char text[4096] = "{\"lockVersion\": 1, \"repositories\": {\"";
	for (size_t i = 0; i < 300; i++)
		(void)strncat(text, "\xe2\x82\xac", sizeof(text) - strlen(text) - 1);
	(void)strncat(text, "\": []}}", sizeof(text) - strlen(text) - 1);
	struct tufcheck_problem problem;
	struct tufcheck_lock *lock = NULL;
	assert_int_equal(read_text(text, &problem, &lock), TUFCHECK_INVALID);
	assert_true(strlen(problem.message) > 500);
	json_t *string = json_string(problem.message);
	assert_non_null(string);
	json_decref(string);
	assert_int_equal(problem.column, 341);
}

static void test_lock_calls_without_arguments_are_bad(void **state)
{
	(void)state;
	struct tufcheck_lock *lock = NULL;
	char *text;
	size_t length;
	assert_int_equal(tufcheck_lock_new(NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_lock_read(NULL, NULL, &lock), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_lock_read("", NULL, &lock), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_lock_read(path, NULL, NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_lock_write(NULL, &text, &length), TUFCHECK_BAD_CALL);
	const struct tufcheck_repository repository = {.gun = "a"};
	assert_int_equal(tufcheck_lock_put(NULL, &repository), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_lock_remove(NULL, "a"), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_lock_count(NULL), 0);
	assert_null(tufcheck_lock_get_gun(NULL, 0));
	tufcheck_lock_free(NULL);
	assert_int_equal(tufcheck_lock_new(&lock), TUFCHECK_OK);
	assert_int_equal(tufcheck_lock_remove(lock, NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_lock_put(lock, NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_lock_write(lock, NULL, &length), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_lock_write(lock, &text, NULL), TUFCHECK_BAD_CALL);
	struct tufcheck_lock_changes *changes;
	assert_int_equal(tufcheck_lock_compare(NULL, &repository, &changes), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_lock_compare(lock, NULL, &changes), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_lock_compare(lock, &repository, NULL), TUFCHECK_BAD_CALL);
	assert_false(tufcheck_lock_has(lock, NULL));
	assert_int_equal(tufcheck_lock_write(lock, &text, &length), TUFCHECK_OK);
	assert_string_equal(text, "{\n  \"lockVersion\": 1,\n  \"repositories\": {}\n}\n");
	free(text);
	tufcheck_lock_free(lock);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lock_that_is_right_is_read_and_written_as_it_is),
		cmocka_unit_test(test_lock_with_any_characters_is_written_as_it_is),
		cmocka_unit_test(test_lock_in_another_order_is_the_same),
		cmocka_unit_test(test_lock_sorts_two_of_everything),
		cmocka_unit_test(test_lock_escapes_no_more_than_it_must),
		cmocka_unit_test(test_lock_with_a_very_long_name_is_written),
		cmocka_unit_test(test_lock_with_a_wrong_name_is_refused),
		cmocka_unit_test(test_lock_with_a_wrong_value_is_refused),
		cmocka_unit_test(test_lock_with_something_else_in_the_place_of_a_map_or_digits_is_refused),
		cmocka_unit_test(test_lock_without_repositories_in_a_map_is_refused),
		cmocka_unit_test(test_lock_wants_each_top_level_role),
		cmocka_unit_test(test_lock_in_which_something_is_missing_is_refused),
		cmocka_unit_test(test_lock_that_is_no_json_is_refused),
		cmocka_unit_test(test_lock_of_every_shorter_length_is_refused),
		cmocka_unit_test(test_lock_with_any_byte_changed_is_refused_or_another_lock),
		cmocka_unit_test(test_lock_that_cannot_be_read_has_no_place),
		cmocka_unit_test(test_lock_problem_with_a_long_name_is_cut),
		cmocka_unit_test(test_lock_calls_without_arguments_are_bad),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
