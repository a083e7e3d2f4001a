/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "verify/key_header.h"
#include "verify_support.h"

#define BODY "MHcCAQEEIBlFyT0gQ8P4m3pWzq6c0mGZ3cX0rF0aVn4nX2o5pVtHoAoGCCqGSM49\n"
#define LABEL_40 "A LABEL OF AS MANY CHARACTERS AS IS TOLD"
#define UNKNOWN TUFCHECK_TRUTH_UNKNOWN
#define NO TUFCHECK_TRUTH_NO
#define YES TUFCHECK_TRUTH_YES

/* Feeds bytes as a reader of files does; returns how many were taken. */
static size_t feed(struct tc_key_header *header, const char *bytes, size_t length)
{
	*header = (struct tc_key_header){.length = 0};
	for (size_t i = 0; i < length; i++) {
		assert_true(header->length < sizeof(header->bytes));
		*tc_key_header_room(header) = bytes[i];
		if (!tc_key_header_take(header))
			return i + 1;
	}
	tc_key_header_end(header);
	return length;
}

struct told {
	struct tuf_arena arena;
	struct tc_key_header header;
	struct tc_key_facts facts;
	size_t taken;
};

static void tell(struct told *told, const char *bytes, size_t length)
{
	tuf_arena_clear(&told->arena);
	told->taken = feed(&told->header, bytes, length);
	assert_int_equal(tc_key_header_tell(&told->header, &told->arena, &told->facts), TUF_OK);
}

static bool are_equal(const char *left, const char *right)
{
	return left && right ? strcmp(left, right) == 0 : left == right;
}

static const struct {
	const char *text;
	struct tc_key_facts facts;
} files[] = {
	{"-----BEGIN ENCRYPTED PRIVATE KEY-----\ngun: a/b\nrole: targets\n\n" BODY,
	 {.is_key = true, .what = "a PEM block ENCRYPTED PRIVATE KEY", .encrypted = YES,
	  .role = "targets", .gun = "a/b"}},
	{"-----BEGIN ENCRYPTED PRIVATE KEY-----\r\ngun: a/b\r\nrole:targets \r\n\r\n" BODY,
	 {.is_key = true, .what = "a PEM block ENCRYPTED PRIVATE KEY", .encrypted = YES,
	  .role = "targets", .gun = "a/b"}},
	{"-----BEGIN PRIVATE KEY-----\n" BODY,
	 {.is_key = true, .what = "a PEM block PRIVATE KEY", .encrypted = NO}},
	/* what PKCS #8 is not told by, it is not believed by */
	{"-----BEGIN PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n" BODY,
	 {.is_key = true, .what = "a PEM block PRIVATE KEY", .encrypted = NO}},
	{"-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n"
	 "role: root\n\n" BODY,
	 {.is_key = true, .what = "a PEM block EC PRIVATE KEY", .encrypted = YES, .role = "root"}},
	{"-----BEGIN RSA PRIVATE KEY-----\nrole: root\n\n" BODY,
	 {.is_key = true, .what = "a PEM block RSA PRIVATE KEY", .encrypted = NO, .role = "root"}},
	{"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n" BODY,
	 {.is_key = true, .what = "a PEM block RSA PRIVATE KEY", .encrypted = NO}},
	{"-----BEGIN ED25519 PRIVATE KEY-----\nDEK-Info: AES-256-CBC,00\n\n" BODY,
	 {.is_key = true, .what = "a PEM block ED25519 PRIVATE KEY", .encrypted = NO}},
	{"-----BEGIN OPENSSH PRIVATE KEY-----\n" BODY,
	 {.is_key = true, .what = "a PEM block OPENSSH PRIVATE KEY", .encrypted = UNKNOWN,
	  .is_strange = true}},
	/* no empty line, and the last of two fields of a name, as in Go */
	{"-----BEGIN PRIVATE KEY-----\nrole: one\nrole: two\n" BODY,
	 {.is_key = true, .what = "a PEM block PRIVATE KEY", .encrypted = NO, .role = "two"}},
	{"-----BEGIN PRIVATE KEY-----\nRole: root\nrole:\n gun : a\n\n" BODY,
	 {.is_key = true, .what = "a PEM block PRIVATE KEY", .encrypted = NO, .gun = "a"}},
	{"text\n-----BEGIN PRIVATE\n\n-----BEGIN PRIVATE KEY-----\nrole: a\n\n" BODY,
	 {.is_key = true, .what = "a PEM block PRIVATE KEY", .encrypted = NO, .role = "a"}},
	{"0\n-----BEGIN PRIVATE KEY-----\n" BODY,
	 {.is_key = true, .what = "a PEM block PRIVATE KEY", .encrypted = NO}},
	{"a\n-----BEGIN PRIVATE KEY-----\n" BODY,
	 {.is_key = true, .what = "a PEM block PRIVATE KEY", .encrypted = NO}},
	/* tabs are space, too */
	{"-----BEGIN PRIVATE KEY-----\t\n\trole\t:\ttargets\t\n\n" BODY,
	 {.is_key = true, .what = "a PEM block PRIVATE KEY", .encrypted = NO, .role = "targets"}},
	/* a field goes by the whole of its name, and a value by more than space */
	{"-----BEGIN PRIVATE KEY-----\nroles: a\nxgun: b\n\n" BODY,
	 {.is_key = true, .what = "a PEM block PRIVATE KEY", .encrypted = NO}},
	{"-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: \n\n" BODY,
	 {.is_key = true, .what = "a PEM block EC PRIVATE KEY", .encrypted = NO}},
	{"-----BEGIN PRIVATE KEY-----\n",
	 {.is_key = true, .what = "a PEM block PRIVATE KEY", .encrypted = NO}},
	{"-----BEGIN CERTIFICATE-----\n" BODY, {.what = "a PEM block CERTIFICATE"}},
	{"-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
	 "-----BEGIN EC PRIVATE KEY-----\n" BODY,
	 {.is_key = true, .what = "a PEM block EC PRIVATE KEY", .encrypted = NO}},
	{"-----BEGIN X-----\n-----BEGIN CERTIFICATE-----\n" BODY, {.what = "a PEM block X"}},
	{"-----BEGIN \x1b[2J-----\n" BODY, {.what = "a PEM block of an unknown kind"}},
	{"-----BEGIN X\x1b-----\n" BODY, {.what = "a PEM block of an unknown kind"}},
	{"-----BEGIN -----\n" BODY, {.what = "a PEM block of an unknown kind"}},
	{"-----BEGIN " LABEL_40 "-----\n" BODY, {.what = "a PEM block " LABEL_40}},
	{"-----BEGIN " LABEL_40 "X-----\n" BODY, {.what = "a PEM block of an unknown kind"}},
	{"-----BEGIN \x1b[2J PRIVATE KEY-----\n" BODY,
	 {.is_key = true, .what = "a PEM block of an unknown kind", .encrypted = UNKNOWN,
	  .is_strange = true}},
	{"", {.what = "an empty file"}},
	{"0", {.what = "nothing in PEM"}},
	{"\n", {.what = "nothing in PEM"}},
	{"-----BEGIN PRIVATE KEY-----", {.what = "nothing in PEM"}},
	{" -----BEGIN PRIVATE KEY-----\n" BODY, {.what = "nothing in PEM"}},
	{"-----BEGIN PRIVATE KEY=====\n" BODY, {.what = "nothing in PEM"}},
	{BODY, {.what = "nothing in PEM"}},
};

static void test_key_header_tells_what_a_file_says(void **state)
{
	(void)state;
	struct told told = {.arena = TUF_ARENA_INIT};
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		tell(&told, files[i].text, strlen(files[i].text));
		const struct tc_key_facts *wanted = &files[i].facts;
		if (!are_equal(told.facts.what, wanted->what))
			fail_msg("file %zu is %s", i, told.facts.what);
		if (told.facts.is_key != wanted->is_key ||
		    told.facts.encrypted != wanted->encrypted ||
		    told.facts.is_strange != wanted->is_strange || told.facts.is_cut ||
		    !are_equal(told.facts.role, wanted->role) ||
		    !are_equal(told.facts.gun, wanted->gun))
			fail_msg("file %zu", i);
	}
	tuf_arena_clear(&told.arena);
}

/* Whether the base64 of a key, or a part of it, is among the bytes. */
static bool has_key(const void *bytes, size_t length)
{
	for (size_t i = 0; i + 12 <= strlen(BODY); i++)
		if (memmem(bytes, length, &BODY[i], 12))
			return true;
	return false;
}

static void test_key_header_keeps_nothing_of_the_key(void **state)
{
	(void)state;
	struct told told = {.arena = TUF_ARENA_INIT};
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		/* wherever the file may end */
		for (size_t length = 0; length <= strlen(files[i].text); length++) {
			tell(&told, files[i].text, length);
			if (has_key(&told.header, sizeof(told.header)))
				fail_msg("file %zu of %zu bytes", i, length);
		}
	}
	tuf_arena_clear(&told.arena);
}

static void test_key_header_takes_nothing_behind_the_empty_line(void **state)
{
	(void)state;
	struct told told = {.arena = TUF_ARENA_INIT};
	static const char head[] = "-----BEGIN PRIVATE KEY-----\nrole: a\n\n";
	tell(&told, files[0].text, strlen(files[0].text));
	assert_int_equal(told.taken, strlen(files[0].text) - strlen(BODY));
	char text[sizeof(head) + sizeof(BODY)];
	(void)snprintf(text, sizeof(text), "%s%s", head, BODY);
	tell(&told, text, strlen(text));
	assert_int_equal(told.taken, strlen(head));
	tuf_arena_clear(&told.arena);
}

/* A key without a header: its first line, or a part of it that could be a field's name. */
static void test_key_header_takes_little_of_a_key_without_header(void **state)
{
	(void)state;
	struct told told = {.arena = TUF_ARENA_INIT};
	static const char head[] = "-----BEGIN PRIVATE KEY-----\n";
	char text[4000];
	memset(text, 'A', sizeof(text));
	memcpy(text, head, strlen(head));
	tell(&told, text, sizeof(text));
	assert_int_equal(told.taken, strlen(head) + 81);
	assert_int_equal(told.facts.encrypted, NO);
	assert_null(memmem(&told.header, sizeof(told.header), "AAAA", 4));
	tuf_arena_clear(&told.arena);
}

static void test_key_header_over_the_cap_is_cut(void **state)
{
	(void)state;
	struct told told = {.arena = TUF_ARENA_INIT};
	static const char *const heads[] = {"-----BEGIN EC PRIVATE KEY-----\nrole: a\nx:",
	                                    "-----BEGIN PRIVATE KEY-----\nrole: a\nx:"};
	static const enum tufcheck_truth encrypted[] = {UNKNOWN, NO};
	for (size_t i = 0; i < COUNT_OF(heads); i++) {
		char text[2 * TUF_MAX_KEY_HEADER_BYTES];
		memset(text, 'x', sizeof(text));
		memcpy(text, heads[i], strlen(heads[i]));
		tell(&told, text, sizeof(text));
		assert_int_equal(told.taken, TUF_MAX_KEY_HEADER_BYTES);
		assert_true(told.facts.is_key);
		assert_true(told.facts.is_cut);
		assert_int_equal(told.facts.encrypted, encrypted[i]);
		assert_string_equal(told.facts.role, "a");
	}
	tuf_arena_clear(&told.arena);
}

/* The first line of a key has no colon, as far as it was taken. */
static void test_key_header_that_ends_at_the_cap_keeps_nothing_of_the_key(void **state)
{
	(void)state;
	struct told told = {.arena = TUF_ARENA_INIT};
	static const char head[] = "-----BEGIN PRIVATE KEY-----\nrole: a\nx:";
	char text[TUF_MAX_KEY_HEADER_BYTES + sizeof(BODY)];
	size_t key = TUF_MAX_KEY_HEADER_BYTES - 40;
	memset(text, 'x', sizeof(text));
	memcpy(text, head, strlen(head));
	text[key - 1] = '\n';
	memcpy(text + key, BODY, sizeof(BODY));
	tell(&told, text, sizeof(text));
	assert_int_equal(told.taken, TUF_MAX_KEY_HEADER_BYTES);
	assert_int_equal(told.header.length, key);
	assert_false(has_key(&told.header, sizeof(told.header)));
	assert_string_equal(told.facts.role, "a");
	tuf_arena_clear(&told.arena);
}

/* A few bytes are held back, for they might be DER; of a file that ends then, none stays. */
static void test_key_header_of_no_key_keeps_no_byte(void **state)
{
	(void)state;
	static const char *const texts[] = {"0", "0\nMHcC", "0\nMHcCAQEE", "MHcCAQ", "-----BEGIN X"};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct tc_key_header header;
		(void)feed(&header, texts[i], strlen(texts[i]));
		assert_int_equal(header.length, 0);
		for (size_t j = 0; j < sizeof(header.bytes); j++)
			assert_int_equal(header.bytes[j], 0);
	}
}

static void test_key_header_cut_behind_another_block_names_that(void **state)
{
	(void)state;
	struct told told = {.arena = TUF_ARENA_INIT};
	static const char head[] = "-----BEGIN CERTIFICATE-----\n";
	char text[TUF_MAX_KEY_HEADER_BYTES + 100];
	memset(text, 'A', sizeof(text));
	memcpy(text, head, strlen(head));
	tell(&told, text, sizeof(text));
	assert_false(told.facts.is_key);
	assert_string_equal(told.facts.what,
	                    "a PEM block CERTIFICATE, so far as it was read, 4096 bytes");
	tell(&told, text, 1000);
	assert_string_equal(told.facts.what, "a PEM block CERTIFICATE");
	tuf_arena_clear(&told.arena);
}

/* It would end the text before its end. */
static void test_key_header_label_with_nul_is_not_told(void **state)
{
	(void)state;
	struct told told = {.arena = TUF_ARENA_INIT};
	static const char other[] = "-----BEGIN A\0B-----\n";
	static const char key[] = "-----BEGIN A\0 PRIVATE KEY-----\n";
	tell(&told, other, sizeof(other) - 1);
	assert_string_equal(told.facts.what, "a PEM block of an unknown kind");
	tell(&told, key, sizeof(key) - 1);
	assert_string_equal(told.facts.what, "a PEM block of an unknown kind");
	assert_true(told.facts.is_key);
	tuf_arena_clear(&told.arena);
}

static void test_key_header_without_a_block_under_the_cap_is_none(void **state)
{
	(void)state;
	struct told told = {.arena = TUF_ARENA_INIT};
	for (int line_end = 0; line_end < 2; line_end++) {
		char text[TUF_MAX_KEY_HEADER_BYTES + 100];
		memset(text, line_end ? '\n' : 'x', sizeof(text));
		static const char late[] = "\n-----BEGIN PRIVATE KEY-----\n";
		memcpy(text + TUF_MAX_KEY_HEADER_BYTES, late, strlen(late));
		tell(&told, text, sizeof(text));
		assert_int_equal(told.taken, TUF_MAX_KEY_HEADER_BYTES);
		assert_false(told.facts.is_key);
		assert_non_null(strstr(told.facts.what, "4096"));
	}
	tuf_arena_clear(&told.arena);
}

/* Each is followed by a line feed, and one has it among the octets of the length. */
static void test_key_header_knows_a_key_in_der(void **state)
{
	(void)state;
	static const struct {
		unsigned char bytes[8];
		bool is_key;
	} rows[] = {
		{{0x30, 0x77, 0x02, 0x01, 0x01, 0x04, 0x20, '\n'}, true},
		{{0x30, 0x81, 0x87, 0x02, 0x01, 0x00, 0x30, '\n'}, true},
		{{0x30, 0x82, 0x0a, 0x0a, 0x02, 0x01, 0x00, '\n'}, true},
		{{0x30, 0x77, 0x02, 0x01, 0x01, '\n', 0x20, '\n'}, true},
		{{0x30, 0x7f, 0x02, 0x01, 0x01, 0x04, 0x20, '\n'}, true},
		{{0x30, 0x77, 0x02, 0x01, 0x02, 0x04, 0x20, '\n'}, false}, /* of no such version */
		{{0x30, 0x77, 0x04, 0x01, 0x00, 0x04, 0x20, '\n'}, false}, /* no version at all */
		{{'\n', 0x30, 0x77, 0x02, 0x01, 0x01, 0x04, 0x20}, false}, /* not from the start */
		{{0x30, 0x82, 0x04, 0xbd, 0x02, 0x01, 0x03, '\n'}, false}, /* PKCS #12 */
		{{0x30, 0x82, 0x04, 0xbd, 0x30, 0x82, 0x03, '\n'}, false}, /* a certificate */
		{{0x30, 0x83, 0x01, 0x00, 0x00, 0x02, 0x01, '\n'}, false},
		{{0x31, 0x77, 0x02, 0x01, 0x01, 0x04, 0x20, '\n'}, false},
	};
	struct told told = {.arena = TUF_ARENA_INIT};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		tell(&told, (const char *)rows[i].bytes, sizeof(rows[i].bytes));
		if (told.facts.is_key != rows[i].is_key)
			fail_msg("row %zu", i);
		if (!rows[i].is_key)
			continue;
		assert_int_equal(told.taken, 7);
		assert_int_equal(told.header.length, 0);
		assert_int_equal(told.facts.encrypted, NO);
		assert_string_equal(told.facts.what, "a private key in plain DER");
	}
	tuf_arena_clear(&told.arena);
}

static void test_key_header_field_with_nul_is_not_known(void **state)
{
	(void)state;
	struct told told = {.arena = TUF_ARENA_INIT};
	static const char text[] = "-----BEGIN PRIVATE KEY-----\nrole: ro\0ot\ngun: a\n\n";
	tell(&told, text, sizeof(text) - 1);
	assert_null(told.facts.role);
	assert_string_equal(told.facts.gun, "a");
	tuf_arena_clear(&told.arena);
}

static void test_key_header_wipe_leaves_nothing(void **state)
{
	(void)state;
	struct tc_key_header header;
	(void)feed(&header, files[0].text, strlen(files[0].text));
	tc_key_header_wipe(&header);
	const unsigned char *bytes = (const unsigned char *)&header;
	for (size_t i = 0; i < sizeof(header); i++)
		assert_int_equal(bytes[i], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_key_header_tells_what_a_file_says),
		cmocka_unit_test(test_key_header_keeps_nothing_of_the_key),
		cmocka_unit_test(test_key_header_takes_nothing_behind_the_empty_line),
		cmocka_unit_test(test_key_header_takes_little_of_a_key_without_header),
		cmocka_unit_test(test_key_header_over_the_cap_is_cut),
		cmocka_unit_test(test_key_header_that_ends_at_the_cap_keeps_nothing_of_the_key),
		cmocka_unit_test(test_key_header_of_no_key_keeps_no_byte),
		cmocka_unit_test(test_key_header_cut_behind_another_block_names_that),
		cmocka_unit_test(test_key_header_label_with_nul_is_not_told),
		cmocka_unit_test(test_key_header_without_a_block_under_the_cap_is_none),
		cmocka_unit_test(test_key_header_knows_a_key_in_der),
		cmocka_unit_test(test_key_header_field_with_nul_is_not_known),
		cmocka_unit_test(test_key_header_wipe_leaves_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
