/* SPDX-License-Identifier: Apache-2.0 */
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

#include "tuf/limits.h"
#include "verify/pins.h"
#include "memory_exhausted.h"
#include "verify_pins_file.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#define D64 "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define D40 "00112233445566778899aabbccddeeff00112233"
#define COLONS "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33"
#define APP "registry.example.com/team/app"

/* ---- allocations that fail ---- */

void *__real_reallocarray(void *bytes, size_t count, size_t size);
void *__wrap_reallocarray(void *bytes, size_t count, size_t size);

void *__wrap_reallocarray(void *bytes, size_t count, size_t size)
{
	return must_fail() ? NULL : __real_reallocarray(bytes, count, size);
}

/* ---- lists ---- */

static struct tufcheck_pins *make_pins(void)
{
	struct tufcheck_pins *pins = NULL;
	assert_int_equal(tufcheck_pins_new(&pins), TUFCHECK_OK);
	assert_int_equal(tufcheck_pins_count(pins), 0);
	return pins;
}

static void add(struct tufcheck_pins *pins, const char *text)
{
	struct tufcheck_problem problem = {.message = ""};
	if (tufcheck_pins_add(pins, text, &problem) != TUFCHECK_OK)
		fail_msg("%s: %zu: %s", text, problem.column, problem.message);
}

/* ---- the text of a pin ---- */

static void test_pins_forms_of_a_pin_are_read(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		struct tufcheck_pin pin;
	} rows[] = {
		{APP "=sha256:" D64, {APP, false, "root", "sha256", D64, 0}},
		{APP "=sha1:" COLONS, {APP, false, "root", "sha1", D40, 0}},
		{APP "=KeyID:" D64, {APP, false, "root", "keyid", D64, 0}},
		{APP "=spki:" D64, {APP, false, "root", "spki", D64, 0}},
		{APP "#root=sha1:" D40, {APP, false, "root", "sha1", D40, 0}},
		{APP "#timestamp=sha1:" D40, {APP, false, "timestamp", "sha1", D40, 0}},
		{APP "#snapshot=sha1:" D40, {APP, false, "snapshot", "sha1", D40, 0}},
		{APP "#targets=sha1:" D40, {APP, false, "targets", "sha1", D40, 0}},
		{APP "#targets/a/b=sha1:" D40, {APP, false, "targets/a/b", "sha1", D40, 0}},
		{"registry.example.com/team*=sha1:" D40,
		 {"registry.example.com/team", true, "root", "sha1", D40, 0}},
		{"registry.example.com/*#targets=sha1:" D40,
		 {"registry.example.com/", true, "targets", "sha1", D40, 0}},
		{"*=sha1:" D40, {"", true, "root", "sha1", D40, 0}},
		{" a # root = sha1 : " COLONS " ", {"a", false, "root", "sha1", D40, 0}},
		{"\ta\t#\troot\t=\tsha1\t:\t" D40 "\t", {"a", false, "root", "sha1", D40, 0}},
		/* what a GUN may hold; the last of each sign divides */
		{"a=b#c#root=sha1:" D40, {"a=b#c", false, "root", "sha1", D40, 0}},
		{"\xc3\xa9=sha1:" D40, {"\xc3\xa9", false, "root", "sha1", D40, 0}},
	};
	struct tufcheck_pins *pins = make_pins();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		add(pins, rows[i].text);
		const struct tufcheck_pin *pin = tufcheck_pins_get(pins, i);
		assert_string_equal(pin->gun, rows[i].pin.gun);
		assert_int_equal(pin->is_prefix, rows[i].pin.is_prefix);
		assert_string_equal(pin->role, rows[i].pin.role);
		assert_string_equal(pin->kind, rows[i].pin.kind);
		assert_string_equal(pin->digits, rows[i].pin.digits);
		assert_int_equal(pin->line, 0);
	}
	assert_int_equal(tufcheck_pins_count(pins), COUNT_OF(rows));
	assert_null(tufcheck_pins_get(pins, COUNT_OF(rows)));
	tufcheck_pins_free(pins);
}

#define NO_EQUALS "expected GUN=KIND:DIGITS or GUN#ROLE=KIND:DIGITS, found no ="
#define NO_DIGIT "expected hexadecimal digits, with a colon between all pairs or none, found "

static void test_pins_bad_pin_is_refused_where_it_is_bad(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t column;
		const char *message;
	} rows[] = {
		{"", 1, NO_EQUALS},
		{APP, 1, NO_EQUALS},
		{"=sha1:" D40, 1, "expected a GUN before the role or the =, found none"},
		{"#root=sha1:" D40, 1, "expected a GUN before the role or the =, found none"},
		{"a//b=sha1:" D40, 1, "no repository can be called 'a//b'"},
		{"/a=sha1:" D40, 1, "no repository can be called '/a'"},
		{"a/=sha1:" D40, 1, "no repository can be called 'a/'"},
		{"a/../b=sha1:" D40, 1, "no repository can be called 'a/../b'"},
		{"a//*=sha1:" D40, 1, "no repository can be called 'a//*' with more behind it"},
		{"/*=sha1:" D40, 1, "no repository can be called '/*' with more behind it"},
		{"a*b=sha1:" D40, 1, "expected a '*' only at the end of the GUN, found 'a*b'"},
		{"a**=sha1:" D40, 1, "expected a '*' only at the end of the GUN, found 'a**'"},
		{"a#=sha1:" D40, 3,
	         "expected root, timestamp, snapshot, targets or a delegation such as "
	         "targets/releases behind the #, found ''"},
		{"a#target=sha1:" D40, 3, "there can be no role 'target': did you mean targets?"},
		{"a#Root=sha1:" D40, 3, "there can be no role 'Root': did you mean root?"},
		{"a#releases=sha1:" D40, 3,
	         "there can be no role 'releases': did you mean targets/releases?"},
		{"a#targets/=sha1:" D40, 3, "there can be no role 'targets/': did you mean targets?"},
		{"a#targets/A B=sha1:" D40, 3,
	         "expected root, timestamp, snapshot, targets or a delegation such as "
	         "targets/releases behind the #, found 'targets/A B'"},
		{"a=", 3, "expected sha256:, sha1:, keyid: or spki: and digits behind the =, found ''"},
		{"a=alice.crt", 3,
	         "expected sha256:, sha1:, keyid: or spki: and digits behind the =, found 'alice.crt'"},
		{"a=" D40, 3,
	         "expected sha256:, sha1:, keyid: or spki: before the digits, found '" D40 "'"},
		{"a=AB:CD", 3, "expected sha256:, sha1:, keyid: or spki: before the digits, found 'AB:CD'"},
		{"a=sha-256:" D64, 3,
	         "there is no kind 'sha-256': did you mean sha256? There are sha256:, sha1:, keyid: or "
	         "spki:"},
		{"a=md5:00", 3, "expected sha256:, sha1:, keyid: or spki: behind the =, found 'md5'"},
		{"a=sha1:", 8, "sha1: expected the 40 hexadecimal digits of a SHA-1 thumbprint, found 0"},
		{"a=sha1:" D64, 8,
	         "sha1: expected the 40 hexadecimal digits of a SHA-1 thumbprint, found 64"},
		{"a=sha256:" D40, 10,
	         "sha256: expected the 64 hexadecimal digits of a SHA-256 thumbprint, found 40"},
		{"a=keyid:" D40, 9, "keyid: expected the 64 hexadecimal digits of a key ID, found 40"},
		{"a=spki:" D64 "0", 8,
	         "spki: expected the 64 hexadecimal digits of the SHA-256 of a public key, found 65"},
		{"a=sha1:" COLONS ":", 8,
	         "sha1: expected the 40 hexadecimal digits of a SHA-1 thumbprint, found 40 and a colon"},
		{"a=sha1:00:1122", 13, NO_DIGIT "'2'"},
		{"a=sha1:0011:22", 12, NO_DIGIT "':'"},
		{"a=sha1:0g", 9, NO_DIGIT "'g'"},
		{"a=sha1:00 11", 10, NO_DIGIT "a space"},
		{"a=sha1:00\t11", 10, NO_DIGIT "a space"},
		{"a=sha1:0!", 9, NO_DIGIT "'!'"},
		{"a=sha1:0~", 9, NO_DIGIT "'~'"},
		{"a=sha1:00:", 8,
	         "sha1: expected the 40 hexadecimal digits of a SHA-1 thumbprint, found 2"},
		{"a=1", 3, "expected sha256:, sha1:, keyid: or spki: before the digits, found '1'"},
		/* what Windows puts before a thumbprint that is copied from a window of its */
		{"a=sha1:\xe2\x80\x8e" D40, 8, NO_DIGIT "something that does not show"},
		{"\xc3\xa9=sha1:0g", 9, NO_DIGIT "'g'"},
		{"a\x01=sha1:" D40, 2, "expected text, found the control character 0x01"},
		{"a\x1f=sha1:" D40, 2, "expected text, found the control character 0x1f"},
		{"a\x7f=sha1:" D40, 2, "expected text, found the control character 0x7f"},
		{"a=sha1:" D40 "\n", 48, "expected text, found the control character 0x0a"},
	};
	struct tufcheck_pins *pins = make_pins();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tufcheck_problem problem = {.line = 7};
		assert_int_equal(tufcheck_pins_add(pins, rows[i].text, &problem), TUFCHECK_INVALID);
		assert_string_equal(problem.message, rows[i].message);
		assert_int_equal(problem.column, rows[i].column);
		assert_int_equal(problem.line, 0);
		assert_int_equal(tufcheck_pins_add(pins, rows[i].text, NULL), TUFCHECK_INVALID);
	}
	assert_int_equal(tufcheck_pins_count(pins), 0);
	tufcheck_pins_free(pins);
}

static void test_pins_long_text_is_quoted_in_part(void **state)
{
	(void)state;
	char text[2000];
	memset(text, 'a', sizeof(text));
	memcpy(text + 1000, "//b=sha1:", 9);
	text[sizeof(text) - 1] = '\0';
	struct tufcheck_pins *pins = make_pins();
	struct tufcheck_problem problem;
	assert_int_equal(tufcheck_pins_add(pins, text, &problem), TUFCHECK_INVALID);
	assert_true(strlen(problem.message) < 150);
	assert_non_null(strstr(problem.message, "aaa...'"));
	tufcheck_pins_free(pins);
}

/* A name of 80 bytes is quoted whole, and of a longer one as many. */
static void test_pins_text_is_quoted_up_to_its_bound(void **state)
{
	(void)state;
	char name[82], text[200], message[200];
	struct tufcheck_pins *pins = make_pins();
	for (size_t length = 79; length <= 81; length++) {
		memset(name, 'a', length);
		name[0] = '/';
		name[length] = '\0';
		(void)snprintf(text, sizeof(text), "%s=sha1:" D40, name);
		(void)snprintf(message, sizeof(message), "no repository can be called '%.80s%s'", name,
		               length > 80 ? "..." : "");
		struct tufcheck_problem problem;
		assert_int_equal(tufcheck_pins_add(pins, text, &problem), TUFCHECK_INVALID);
		assert_string_equal(problem.message, message);
	}
	tufcheck_pins_free(pins);
}

static void test_pins_text_is_as_long_as_it_may_be(void **state)
{
	(void)state;
	char text[TUF_MAX_PIN_BYTES + 2];
	memset(text, ' ', sizeof(text));
	text[0] = 'a';
	memcpy(text + TUF_MAX_PIN_BYTES - 46, "=sha1:" D40, 47);
	struct tufcheck_pins *pins = make_pins();
	struct tufcheck_problem problem;
	assert_int_equal(tufcheck_pins_add(pins, text, &problem), TUFCHECK_OK);
	memcpy(text + TUF_MAX_PIN_BYTES - 45, "=sha1:" D40, 47);
	assert_int_equal(tufcheck_pins_add(pins, text, &problem), TUFCHECK_INVALID);
	assert_string_equal(problem.message, "expected a pin of at most 8192 bytes, found 8193");
	tufcheck_pins_free(pins);
}

/* ---- files ---- */

static void test_pins_file_with_comments_is_read(void **state)
{
	(void)state;
	static const char text[] = "\xef\xbb\xbf# comment\r\n"
				   "\r\n"
				   "\t " APP "=sha1:" D40 " # of the release notes, a=b\r\n"
				   "   # another\n"
				   "\n"
				   "*#targets = keyid:" D64;
	struct tufcheck_pins *pins = make_pins();
	add(pins, "a=sha1:" D40);
	assert_int_equal(read_bytes(pins, text, sizeof(text) - 1, NULL), TUFCHECK_OK);
	assert_int_equal(tufcheck_pins_count(pins), 3);
	assert_int_equal(tufcheck_pins_get(pins, 0)->line, 0);
	assert_int_equal(tufcheck_pins_get(pins, 1)->line, 3);
	assert_string_equal(tufcheck_pins_get(pins, 1)->gun, APP);
	assert_int_equal(tufcheck_pins_get(pins, 2)->line, 6);
	assert_string_equal(tufcheck_pins_get(pins, 2)->role, "targets");
	tufcheck_pins_free(pins);
}

static void test_pins_bad_file_is_refused_and_adds_nothing(void **state)
{
	(void)state;
	static const struct bad_file rows[] = {
		{BYTES(""), 0, 0, "expected a pin, found none in the whole file"},
		{BYTES("# nothing\n\n"), 0, 0, "expected a pin, found none in the whole file"},
		{BYTES("a=sha1:" D40 "\n\n  b=sha1:0g\n"), 3, 11, NO_DIGIT "'g'"},
		{BYTES("a=sha1:" D40 "\0\n"), 1, 48, "expected text, found a NUL"},
		{BYTES("a=sha1:" D40 "\rb=sha1:" D40 "\n"), 1, 48,
	         "expected text, found the control character 0x0d"},
		{BYTES("a=sha1:" D40 "# no space\n"), 1, 1, "expected"},
		{BYTES("\xff\xfe" "a\0=\0"), 0, 0, "expected text in UTF-8, found UTF-16"},
		{BYTES("\xff\xfe"), 0, 0, "expected text in UTF-8, found UTF-16"},
		{BYTES("\xff" "a"), 1, 1, NO_EQUALS},
		{BYTES("\xfe" "a"), 1, 1, NO_EQUALS},
		{BYTES("\xef\xbb\xbf"), 0, 0, "expected a pin, found none in the whole file"},
		{BYTES("\xfe\xff\0a\0="), 0, 0, "expected text in UTF-8, found UTF-16"},
		{BYTES("a=sha1:" D40 "\n\xef\xbb\xbf" "b\n"), 2, 1, NO_EQUALS},
	};
	struct tufcheck_pins *pins = make_pins();
	add(pins, "b=sha1:" D40);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tufcheck_problem problem = {.message = ""};
		assert_int_equal(read_bytes(pins, rows[i].bytes, rows[i].length, &problem),
		                 TUFCHECK_INVALID);
		if (strncmp(problem.message, rows[i].message, strlen(rows[i].message)) != 0)
			fail_msg("%zu: %s", i, problem.message);
		assert_int_equal(problem.line, rows[i].line);
		if (strcmp(rows[i].message, "expected") != 0)
			assert_int_equal(problem.column, rows[i].column);
		assert_int_equal(tufcheck_pins_count(pins), 1);
	}
	/* and what was there before still is */
	bool mark = false;
	tufcheck_pins_mark(pins, "b", &mark);
	assert_true(mark);
	tufcheck_pins_free(pins);
}

static void test_pins_file_that_is_none_is_refused(void **state)
{
	(void)state;
	struct tufcheck_pins *pins = make_pins();
	struct tufcheck_problem problem = {.line = 1};
	assert_int_equal(tufcheck_pins_read(pins, "/nonexistent", &problem), TUFCHECK_NOT_FOUND);
	assert_string_equal(problem.message, "the file does not exist");
	assert_int_equal(problem.line, 0);
	assert_int_equal(tufcheck_pins_read(pins, P_tmpdir, &problem), TUFCHECK_UNREADABLE);
	assert_string_equal(problem.message, "expected a file, is a folder");
	assert_int_equal(tufcheck_pins_read(pins, "/dev/null", &problem), TUFCHECK_UNREADABLE);
	assert_string_equal(problem.message, "expected a file, is a device");
	assert_int_equal(tufcheck_pins_read(pins, "/dev/null", NULL), TUFCHECK_UNREADABLE);
	tufcheck_pins_free(pins);
}

static void test_pins_file_too_large_is_refused_unread(void **state)
{
	(void)state;
	char path[] = P_tmpdir "/tufcheck-pins-XXXXXX";
	write_file(path, "#", 1);
	assert_int_equal(truncate(path, (off_t)TUF_MAX_PINS_BYTES + 1), 0);
	struct tufcheck_pins *pins = make_pins();
	struct tufcheck_problem problem;
	assert_int_equal(tufcheck_pins_read(pins, path, &problem), TUFCHECK_INVALID);
	assert_string_equal(problem.message, "expected at most 67108864 bytes, is larger");
	assert_int_equal(unlink(path), 0);
	tufcheck_pins_free(pins);
}

static void test_pins_long_line_is_refused(void **state)
{
	(void)state;
	size_t length = 1 << 20;
	char *text = malloc(length);
	assert_non_null(text);
	memset(text, 'a', length);
	struct tufcheck_pins *pins = make_pins();
	struct tufcheck_problem problem;
	assert_int_equal(read_bytes(pins, text, length, &problem), TUFCHECK_INVALID);
	assert_string_equal(problem.message, "expected a pin of at most 8192 bytes, found 1048576");
	assert_int_equal(problem.line, 1);
	assert_int_equal(problem.column, 0);
	free(text);
	tufcheck_pins_free(pins);
}

static void test_pins_bad_calls_are_refused(void **state)
{
	(void)state;
	struct tufcheck_pins *pins = make_pins();
	assert_int_equal(tufcheck_pins_new(NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_pins_add(NULL, "a", NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_pins_add(pins, NULL, NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_pins_read(NULL, "a", NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_pins_read(pins, NULL, NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_pins_read(pins, "", NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_pins_count(NULL), 0);
	assert_null(tufcheck_pins_get(NULL, 0));
	tufcheck_pins_mark(NULL, "a", NULL);
	add(pins, "a=sha1:" D40);
	tufcheck_pins_mark(pins, "a", NULL);
	assert_null(tufcheck_pins_get_input(NULL, 0));
	tufcheck_pins_free(pins);
	tufcheck_pins_free(NULL);
}

/* ---- which pins are asked ---- */

/* Digits that tell one pin from another: number, then zeros. */
static void add_numbered(struct tufcheck_pins *pins, const char *name, unsigned number)
{
	char text[200];
	assert_true(snprintf(text, sizeof(text), "%s=sha1:%040x", name, number) < 200);
	add(pins, text);
}

/* The groups of gun: "role:numbers of its pins", one after the other. */
static void assert_groups(const struct tufcheck_pins *pins, const char *gun, const char *expected)
{
	struct tuf_arena arena = TUF_ARENA_INIT;
	const struct tc_pin_group *groups;
	size_t count;
	assert_int_equal(tc_pins_list_groups(pins, &arena, gun, &groups, &count), TUF_OK);
	const char *text = "";
	for (size_t i = 0; i < count; i++) {
		text = tuf_arena_format(&arena, "%s%s%s:", text, i > 0 ? " " : "", groups[i].role);
		for (size_t k = 0; k < groups[i].count; k++)
			text = tuf_arena_format(&arena, "%s%lx", text,
			                        strtoul(groups[i].items[k]->record.digits, NULL,
			                                16));
	}
	assert_string_equal(text, expected);
	assert_int_equal(tc_pins_ask_of(pins, gun), count > 0);
	tuf_arena_clear(&arena);
}

static void test_pins_nearest_name_is_asked(void **state)
{
	(void)state;
	struct tufcheck_pins *pins = make_pins();
	assert_groups(pins, "a", "");
	assert_groups(NULL, "a", "");
	add_numbered(pins, "host/team/app", 1);
	add_numbered(pins, "host/team/*", 2);
	add_numbered(pins, "host/*", 3);
	add_numbered(pins, "host/team/app", 4);
	add_numbered(pins, "host/team/app*", 5);
	assert_groups(pins, "host/team/app", "root:14");
	assert_groups(pins, "host/team/app2", "root:5");
	assert_groups(pins, "host/team/app/more", "root:5");
	assert_groups(pins, "host/team/ap", "root:2");
	assert_groups(pins, "host/team/", "root:2");
	assert_groups(pins, "host/team", "root:3");
	assert_groups(pins, "host", "");
	assert_groups(pins, "", "");
	assert_groups(pins, "Host/team/app", "");
	add_numbered(pins, "*", 6);
	assert_groups(pins, "host", "root:6");
	assert_groups(pins, "", "root:6");
	assert_groups(pins, "host/team/app", "root:14");
	tufcheck_pins_free(pins);
}

static void test_pins_nearest_name_is_found_for_each_role(void **state)
{
	(void)state;
	struct tufcheck_pins *pins = make_pins();
	add_numbered(pins, "host/app", 1);
	add_numbered(pins, "host/app#targets/b", 2);
	add_numbered(pins, "host/*#targets/b", 3);
	add_numbered(pins, "host/*#targets/a", 4);
	add_numbered(pins, "*#targets/a", 5);
	add_numbered(pins, "*#timestamp", 6);
	add_numbered(pins, "*", 7);
	assert_groups(pins, "host/app", "root:1 targets/b:2 targets/a:4 timestamp:6");
	assert_groups(pins, "host/b", "targets/a:4 targets/b:3 root:7 timestamp:6");
	assert_groups(pins, "b", "root:7 targets/a:5 timestamp:6");
	tufcheck_pins_free(pins);
}

static void test_pins_marks_are_of_all_that_fit(void **state)
{
	(void)state;
	struct tufcheck_pins *pins = make_pins();
	static const char *const names[] = {"host/app", "host/*", "host/ap", "*", "host/app/*",
	                                    "host/app#targets"};
	static const bool expected[] = {true, true, false, true, false, true};
	bool marks[COUNT_OF(names)] = {false};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		add_numbered(pins, names[i], 1);
	tufcheck_pins_mark(pins, "host/app", marks);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		assert_int_equal(marks[i], expected[i]);
	/* those of another repository are kept */
	tufcheck_pins_mark(pins, "host/ap", marks);
	assert_true(marks[0] && marks[2]);
	tufcheck_pins_mark(pins, NULL, marks);
	tufcheck_pins_free(pins);
}

static void test_pins_digits_are_found_by_their_kind(void **state)
{
	(void)state;
	struct tufcheck_pins *pins = make_pins();
	add(pins, "a=spki:" D64);
	add(pins, "a=sha256:" D64);
	add(pins, "a=sha256:" D64);
	add(pins, "a=sha1:" D40);
	struct tuf_arena arena = TUF_ARENA_INIT;
	const struct tc_pin_group *groups;
	size_t count;
	assert_int_equal(tc_pins_list_groups(pins, &arena, "a", &groups, &count), TUF_OK);
	assert_int_equal(count, 1);
	assert_true(tc_pin_group_has(groups, TC_PIN_SPKI, D64));
	assert_true(tc_pin_group_has(groups, TC_PIN_SHA256, D64));
	assert_true(tc_pin_group_has(groups, TC_PIN_SHA1, D40));
	assert_false(tc_pin_group_has(groups, TC_PIN_KEY_ID, D64));
	assert_false(tc_pin_group_has(groups, TC_PIN_SHA256, D40));
	assert_false(tc_pin_group_has(groups, TC_PIN_SHA256, "ff"));
	assert_false(tc_pin_group_has(groups, TC_PIN_SHA256, NULL));
	assert_string_equal(tc_pin_group_find_digits(groups, D64)->record.digits, D64);
	assert_null(tc_pin_group_find_digits(groups, "0"));
	tuf_arena_clear(&arena);
	tufcheck_pins_free(pins);
}

/* ---- many, and little memory ---- */

/* Each of many names, roles and digits, added one by one and by a file, in no order. */
static void test_pins_many_are_quick_and_all_found(void **state)
{
	(void)state;
	enum { COUNT = 100000, ADDED = 2000 };
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	assert_non_null(out);
	struct tufcheck_pins *pins = make_pins();
	for (unsigned i = 0; i < COUNT; i++)
		(void)fprintf(out, "host/r%u#targets/t%u=sha1:%040x\n", i * 7919u % COUNT, i, i);
	assert_int_equal(fclose(out), 0);
	for (unsigned i = 0; i < ADDED; i++)
		add_numbered(pins, i % 2 ? "host/*" : "host/r5", i);
	assert_int_equal(read_bytes(pins, text, length, NULL), TUFCHECK_OK);
	free(text);
	assert_int_equal(tufcheck_pins_count(pins), COUNT + ADDED);
	bool *marks = calloc(COUNT + ADDED, sizeof(*marks));
	assert_non_null(marks);
	tufcheck_pins_mark(pins, "host/r5", marks);
	size_t marked = 0;
	for (size_t i = 0; i < COUNT + ADDED; i++)
		marked += marks[i];
	assert_int_equal(marked, ADDED + 1);
	free(marks);
	struct tuf_arena arena = TUF_ARENA_INIT;
	const struct tc_pin_group *groups;
	size_t count;
	assert_int_equal(tc_pins_list_groups(pins, &arena, "host/r5", &groups, &count), TUF_OK);
	assert_int_equal(count, 2);
	assert_int_equal(groups[0].count, ADDED / 2);
	assert_int_equal(groups[1].count, 1);
	tuf_arena_clear(&arena);
	tufcheck_pins_free(pins);
}

static void test_pins_lack_of_memory_is_told(void **state)
{
	(void)state;
	static const char text[] = "a=sha1:" D40 "\nb*#targets/x=spki:" D64 "\n";
	struct tuf_arena arena = TUF_ARENA_INIT;
	bool is_done = false;
	for (size_t i = 0; !is_done; i++) {
		struct tufcheck_pins *pins = NULL;
		const struct tc_pin_group *groups;
		size_t count;
		char path[] = P_tmpdir "/tufcheck-pins-XXXXXX";
		write_file(path, text, sizeof(text) - 1);
		failing = i;
		enum tufcheck_result result = tufcheck_pins_new(&pins);
		if (result == TUFCHECK_OK)
			result = tufcheck_pins_add(pins, "c#targets/y=sha1:" D40, NULL);
		if (result == TUFCHECK_OK)
			result = tufcheck_pins_read(pins, path, NULL);
		if (result == TUFCHECK_OK &&
		    tc_pins_list_groups(pins, &arena, "a", &groups, &count) != TUF_OK)
			result = TUFCHECK_NO_MEMORY;
		failing = SIZE_MAX;
		is_done = result == TUFCHECK_OK;
		assert_true(is_done || result == TUFCHECK_NO_MEMORY);
		assert_true(is_done || tufcheck_pins_count(pins) <= 3);
		assert_int_equal(unlink(path), 0);
		tufcheck_pins_free(pins);
		tuf_arena_clear(&arena);
		assert_true(i < 1000);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pins_forms_of_a_pin_are_read),
		cmocka_unit_test(test_pins_bad_pin_is_refused_where_it_is_bad),
		cmocka_unit_test(test_pins_long_text_is_quoted_in_part),
		cmocka_unit_test(test_pins_text_is_quoted_up_to_its_bound),
		cmocka_unit_test(test_pins_text_is_as_long_as_it_may_be),
		cmocka_unit_test(test_pins_file_with_comments_is_read),
		cmocka_unit_test(test_pins_bad_file_is_refused_and_adds_nothing),
		cmocka_unit_test(test_pins_file_that_is_none_is_refused),
		cmocka_unit_test(test_pins_file_too_large_is_refused_unread),
		cmocka_unit_test(test_pins_long_line_is_refused),
		cmocka_unit_test(test_pins_bad_calls_are_refused),
		cmocka_unit_test(test_pins_nearest_name_is_asked),
		cmocka_unit_test(test_pins_nearest_name_is_found_for_each_role),
		cmocka_unit_test(test_pins_marks_are_of_all_that_fit),
		cmocka_unit_test(test_pins_digits_are_found_by_their_kind),
		cmocka_unit_test(test_pins_many_are_quick_and_all_found),
		cmocka_unit_test(test_pins_lack_of_memory_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
