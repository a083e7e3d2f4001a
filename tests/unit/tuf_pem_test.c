/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/pem.h"

#include "tests/unit/captured.h"
#include "tests/unit/support.h"

#define BEGIN "-----BEGIN CERTIFICATE-----\n"
#define END "-----END CERTIFICATE-----\n"
#define BLOCK BEGIN "Zm9v\n" END

enum { LIMIT = 3 };

static enum tuf_result parse(struct fixture *fixture, const char *text, size_t length,
			     const struct tuf_pem_block **blocks, size_t *count)
{
	/* a copy without a NUL, so that a sanitizer sees a byte too many being read */
	unsigned char *copy = malloc(length ? length : 1);
	assert_non_null(copy);
	memcpy(copy, text, length);
	enum tuf_result result =
		tuf_pem_parse(&fixture->arena, copy, length, "CERTIFICATE", LIMIT, blocks, count);
	free(copy);
	return result;
}

/* text has the blocks whose contents are listed, NULL at the end. */
static void assert_blocks(struct fixture *fixture, const char *text, const char *const *contents)
{
	const struct tuf_pem_block *blocks;
	size_t count;
	assert_int_equal(parse(fixture, text, strlen(text), &blocks, &count), TUF_OK);
	for (size_t i = 0; i < count; i++) {
		assert_non_null(contents[i]);
		assert_int_equal(blocks[i].length, strlen(contents[i]));
		assert_memory_equal(blocks[i].bytes, contents[i], blocks[i].length);
	}
	assert_null(contents[count]);
}

static void assert_not_pem(struct fixture *fixture, const char *text, size_t length)
{
	const struct tuf_pem_block *blocks = NULL;
	size_t count = 42;
	if (parse(fixture, text, length, &blocks, &count) != TUF_INVALID)
		fail_msg("was read: %.*s", (int)length, text);
	assert_null(blocks); /* written only on success */
	assert_int_equal(count, 42);
}

static void test_pem_parse_blocks_are_decoded_in_order(void **state)
{
	static const char *const one[] = {"foo", NULL};
	assert_blocks(*state, BLOCK, one);
	static const char *const three[] = {"foo", "foobar", "f", NULL};
	assert_blocks(*state, BLOCK BEGIN "Zm9v\nYmFy\n" END BEGIN "Zg==\n" END, three);
}

static void test_pem_parse_line_ends_and_lengths_are_free(void **state)
{
	static const char *const content[] = {"foobarfoobar", NULL};
	assert_blocks(*state, BEGIN "Zm9vYmFyZm9vYmFy\n" END, content);
	assert_blocks(*state, BEGIN "Z\nm9vYmFyZm9\nvYmFy\n" END, content);
	assert_blocks(*state, BEGIN "\n\nZm9vYmFyZm9vYmFy\n\n" END, content);
	assert_blocks(*state,
		      "-----BEGIN CERTIFICATE-----\r\nZm9vYmFy\r\nZm9vYmFy\r\n-----END "
		      "CERTIFICATE-----\r\n",
		      content);
	assert_blocks(*state, BEGIN "Zm9vYmFyZm9vYmFy\n-----END CERTIFICATE-----", content);
	assert_blocks(*state, BEGIN "Zm9vYmFyZm9vYmFy\r\n" END, content);
}

static void test_pem_parse_empty_block_is_empty(void **state)
{
	static const char *const content[] = {"", NULL};
	assert_blocks(*state, BEGIN "\n" END, content);
}

static void test_pem_parse_anything_else_is_refused(void **state)
{
	static const char *const texts[] = {
		"",
		"\n",
		"foo",
		"Zm9v\n",
		" " BLOCK,
		"\n" BLOCK,
		BLOCK "\n",
		BLOCK " ",
		BLOCK "x",
		BLOCK "\n" BLOCK,
		BLOCK "text\n" BLOCK,
		BEGIN "Zm9v\n",
		BEGIN,
		BEGIN END,        /* no line between */
		BEGIN "Zm9v" END, /* the last line does not end */
		BEGIN "Zm9v\r-----END CERTIFICATE-----\n",
		BEGIN "Zm9v\n-----END CERTIFICATE----\n",
		BEGIN "Zm9v\n-----END CERTIFICATE----- \n",
		BEGIN "Zm9v\n-----END CERTIFICATE-----\r",
		BEGIN "Zm9v\n-----END CERTIFICATE-----x",
		BEGIN "Zm9v\n----END CERTIFICATE-----\n",
		BEGIN "Zm9v\n-----END CERTIFICATES-----\n",
		BEGIN "Zm9v\n-----END PUBLIC KEY-----\n",
		BEGIN "Zm9v\n-----END  CERTIFICATE-----\n",
		BEGIN "Zm9v\n-----BEGIN CERTIFICATE-----\n",
		BEGIN "Zm9v\n-\n" END,
		"-----BEGIN CERTIFICATE-----Zm9v\n" END,
		"-----BEGIN CERTIFICATE-----\rZm9v\n" END,
		"-----BEGIN CERTIFICATE----- \nZm9v\n" END,
		"-----BEGIN CERTIFICATE----\nZm9v\n" END,
		"----BEGIN CERTIFICATE-----\nZm9v\n" END,
		"-----BEGINCERTIFICATE-----\nZm9v\n" END,
		"-----begin CERTIFICATE-----\nZm9v\n" END,
		"-----BEGIN PUBLIC KEY-----\nZm9v\n-----END PUBLIC KEY-----\n",
		"-----BEGIN TRUSTED CERTIFICATE-----\nZm9v\n-----END TRUSTED CERTIFICATE-----\n",
		BEGIN "role: root\n\nZm9v\n" END, /* headers */
		BEGIN "Zm9\n" END,
		BEGIN "Zm 9v\n" END,
		BEGIN "Zm9v=\n" END,
		BEGIN "Zg==Zg==\n" END,
		BEGIN "Zm9v\t\n" END,
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		assert_not_pem(*state, texts[i], strlen(texts[i]));
}

static void test_pem_parse_every_cut_but_the_last_line_end_is_refused(void **state)
{
	struct fixture *fixture = *state;
	static const char text[] = BLOCK BLOCK;
	const struct tuf_pem_block *blocks;
	size_t count;
	for (size_t length = 0; length < sizeof(text) - 1; length++) {
		size_t whole = sizeof(BLOCK) - 1;
		bool is_whole = length == whole || length == whole - 1 || length == 2 * whole - 1;
		assert_int_equal(parse(fixture, text, length, &blocks, &count),
				 is_whole ? TUF_OK : TUF_INVALID);
	}
}

static void test_pem_parse_nul_inside_is_refused(void **state)
{
	assert_not_pem(*state, BLOCK "\0", sizeof(BLOCK));
	static const char inside[] = BEGIN "Zm9v\0\n" END;
	assert_not_pem(*state, inside, sizeof(inside) - 1);
}

static void test_pem_parse_blocks_over_the_limit_are_refused(void **state)
{
	static const char *const three[] = {"foo", "foo", "foo", NULL};
	assert_blocks(*state, BLOCK BLOCK BLOCK, three);
	assert_not_pem(*state, BLOCK BLOCK BLOCK BLOCK, 4 * (sizeof(BLOCK) - 1));
}

static void test_pem_is_in_finds_a_beginning_anywhere(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool is_in;
	} rows[] = {
		{"", false},
		{BLOCK, true},
		{"-----BEGIN ", true},
		{"-----BEGIN", false},
		{"----BEGIN ", false},
		{"-----BEGINX", false},
		{"x\n  -----BEGIN X", true},
		{"------BEGIN ", true},
		{"-----END CERTIFICATE-----", false},
		{"-----begin ", false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(
			tuf_pem_is_in((const unsigned char *)rows[i].text, strlen(rows[i].text)),
			rows[i].is_in);
	assert_true(tuf_pem_is_in((const unsigned char *)"\0\0-----BEGIN ", 13));
	assert_false(tuf_pem_is_in((const unsigned char *)"-----BEGIN ", 10));
	assert_false(tuf_pem_is_in(NULL, 0));
}

static const char *write_blocks(struct fixture *fixture, const char *label,
				const struct tuf_pem_block *blocks, size_t count)
{
	const char *pem = NULL;
	size_t length = SIZE_MAX;
	assert_int_equal(tuf_pem_write(&fixture->arena, label, blocks, count, &pem, &length),
			 TUF_OK);
	assert_non_null(pem);
	assert_int_equal(strlen(pem), length);
	return pem;
}

/* 48 bytes are a full line of 64 characters. */
static void test_pem_write_lines_have_64_characters(void **state)
{
#define A16 "AAAAAAAAAAAAAAAA"
#define A64 A16 A16 A16 A16
	struct fixture *fixture = *state;
	static const unsigned char zeros[256];
	static const struct {
		size_t length;
		const char *body;
	} rows[] = {
		{0, ""},
		{1, "AA==\n"},
		{3, "AAAA\n"},
		{45, A16 A16 A16 "AAAAAAAAAAAA\n"},
		{47, A16 A16 A16 "AAAAAAAAAAAAAAA=\n"},
		{48, A64 "\n"},
		{49, A64 "\nAA==\n"},
		{96, A64 "\n" A64 "\n"},
		{97, A64 "\n" A64 "\nAA==\n"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char expected[512];
		(void)snprintf(expected, sizeof(expected),
			       "-----BEGIN X Y-----\n%s-----END X Y-----\n", rows[i].body);
		const struct tuf_pem_block block = {.bytes = zeros, .length = rows[i].length};
		assert_string_equal(write_blocks(fixture, "X Y", &block, 1), expected);
	}
}

static void test_pem_write_blocks_follow_each_other(void **state)
{
	struct fixture *fixture = *state;
	const struct tuf_pem_block blocks[] = {
		{.bytes = (const unsigned char *)"foo", .length = 3},
		{.bytes = (const unsigned char *)"foobar", .length = 6},
	};
	assert_string_equal(write_blocks(fixture, "CERTIFICATE", blocks, 2),
			    BLOCK BEGIN "Zm9vYmFy\n" END);
	assert_string_equal(write_blocks(fixture, "CERTIFICATE", blocks, 0), "");
}

static void test_pem_write_is_read_back(void **state)
{
	struct fixture *fixture = *state;
	unsigned char bytes[200];
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * 89 + 7);
	for (size_t length = 1; length <= sizeof(bytes); length++) {
		const struct tuf_pem_block written[] = {
			{.bytes = bytes, .length = length},
			{.bytes = bytes + sizeof(bytes) - length, .length = length},
		};
		const char *text = write_blocks(fixture, "CERTIFICATE", written, 2);
		/* the NUL is the text's own, not the next item's first byte */
		char *next = tuf_arena_take(&fixture->arena, 16);
		assert_non_null(next);
		memset(next, 'x', 16);
		const struct tuf_pem_block *blocks;
		size_t count;
		assert_int_equal(parse(fixture, text, strlen(text), &blocks, &count), TUF_OK);
		assert_int_equal(count, 2);
		for (size_t i = 0; i < count; i++) {
			assert_int_equal(blocks[i].length, length);
			assert_memory_equal(blocks[i].bytes, written[i].bytes, length);
		}
	}
}

/* A certificate that OpenSSL wrote is what is written of it again. */
static void test_pem_captured_certificates_are_written_as_they_were(void **state)
{
	struct fixture *fixture = *state;
	static const char *const names[] = {"alice", "bob", "carol", "own-root", "root-ca"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		char path[128];
		size_t length;
		(void)snprintf(path, sizeof(path), "notary/certificates/%s.crt", names[i]);
		char *text = captured_read(path, &length);
		const struct tuf_pem_block *blocks;
		size_t count;
		assert_int_equal(parse(fixture, text, length, &blocks, &count), TUF_OK);
		assert_int_equal(count, 1);
		assert_string_equal(write_blocks(fixture, "CERTIFICATE", blocks, count), text);
		free(text);
	}
}

static void test_pem_parse_amid_text_passes_over_other_lines(void **state)
{
	static const struct {
		const char *text;
		size_t count; /* 0: refused */
	} rows[] = {
		{BLOCK, 1},
		{"ours\n" BLOCK, 1},
		{BLOCK "\nand\r\n\n" BLOCK "that was it", 2},
		{"-----END CERTIFICATE-----\n" BLOCK, 1},
		/* a block begins with its line */
		{" " BLOCK, 0},
		{"\xef\xbb\xbf" BLOCK BLOCK, 1},
		{"", 0},
		{"ours\n", 0},
		{BLOCK BLOCK BLOCK BLOCK, 0},
		{BLOCK "-----BEGIN X-----\nZm9v\n-----END X-----\n", 0},
		{BLOCK "-----BEGIN CERTIFICATE", 0},
		{BEGIN "Our: CA\n\nZm9v\n" END, 0},
		{BEGIN "Zm9v\n", 0},
	};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct tuf_pem_block *blocks = NULL;
		size_t count = 0;
		size_t length = strlen(rows[i].text);
		unsigned char *copy = malloc(length ? length : 1);
		assert_non_null(copy);
		memcpy(copy, rows[i].text, length);
		enum tuf_result result = tuf_pem_parse_amid_text(
			&fixture->arena, copy, length, "CERTIFICATE", LIMIT, &blocks, &count);
		free(copy);
		assert_int_equal(result, rows[i].count ? TUF_OK : TUF_INVALID);
		assert_int_equal(count, rows[i].count);
		for (size_t block = 0; block < count; block++)
			assert_memory_equal(blocks[block].bytes, "foo", blocks[block].length);
	}
}

/* What follows the end of a text is none of it, though it would make a beginning whole. */
static void test_pem_parse_amid_text_ends_with_the_text(void **state)
{
	static const char text[] = BLOCK "-----BEGIN CERTIFICATE-----";
	const size_t block = sizeof(BLOCK) - 1, whole = sizeof("-----BEGIN ") - 1;
	struct fixture *fixture = *state;
	for (size_t length = 0; length <= whole; length++) {
		const struct tuf_pem_block *blocks;
		size_t count;
		enum tuf_result result = tuf_pem_parse_amid_text(
			&fixture->arena, (const unsigned char *)text, block + length, "CERTIFICATE",
			LIMIT, &blocks, &count);
		assert_int_equal(result, length < whole ? TUF_OK : TUF_INVALID);
	}
}

/* What would make it whole stands behind its end. */
static void test_pem_parse_amid_text_of_a_cut_block_is_refused(void **state)
{
	static const unsigned char text[] = BLOCK;
	struct fixture *fixture = *state;
	for (size_t cut = 2; cut < sizeof("-----END CERTIFICATE-----\n"); cut++) {
		const struct tuf_pem_block *blocks;
		size_t count, length = sizeof(text) - 1 - cut;
		enum tuf_result result = tuf_pem_parse_amid_text(
			&fixture->arena, text, length, "CERTIFICATE", LIMIT, &blocks, &count);
		assert_int_equal(result, TUF_INVALID);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_pem_parse_blocks_are_decoded_in_order),
		fixture_test(test_pem_parse_line_ends_and_lengths_are_free),
		fixture_test(test_pem_parse_empty_block_is_empty),
		fixture_test(test_pem_parse_anything_else_is_refused),
		fixture_test(test_pem_parse_every_cut_but_the_last_line_end_is_refused),
		fixture_test(test_pem_parse_nul_inside_is_refused),
		fixture_test(test_pem_parse_blocks_over_the_limit_are_refused),
		fixture_test(test_pem_parse_amid_text_passes_over_other_lines),
		fixture_test(test_pem_parse_amid_text_ends_with_the_text),
		fixture_test(test_pem_parse_amid_text_of_a_cut_block_is_refused),
		cmocka_unit_test(test_pem_is_in_finds_a_beginning_anywhere),
		fixture_test(test_pem_write_lines_have_64_characters),
		fixture_test(test_pem_write_blocks_follow_each_other),
		fixture_test(test_pem_write_is_read_back),
		fixture_test(test_pem_captured_certificates_are_written_as_they_were),
	};
	return cmocka_run_group_tests_name("pem", tests, NULL, NULL);
}
