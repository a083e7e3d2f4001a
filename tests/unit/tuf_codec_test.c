/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/codec.h"

#include <sodium.h>

#include "tests/unit/support.h"

static void assert_decoded(struct fixture *fixture, const char *text, size_t text_length,
			   const void *bytes, size_t length)
{
	const unsigned char *decoded = NULL;
	size_t decoded_length = SIZE_MAX;
	assert_int_equal(
		tuf_base64_decode(&fixture->arena, text, text_length, &decoded, &decoded_length),
		TUF_OK);
	assert_non_null(decoded);
	assert_int_equal(decoded_length, length);
	assert_memory_equal(decoded, bytes, length);
}

static void assert_undecodable(struct fixture *fixture, const char *text, size_t length)
{
	const unsigned char *decoded = NULL;
	size_t decoded_length = 77;
	if (tuf_base64_decode(&fixture->arena, text, length, &decoded, &decoded_length) !=
	    TUF_INVALID)
		fail_msg("\"%.*s\" was decoded", (int)length, text);
	/* written only on success */
	assert_null(decoded);
	assert_int_equal(decoded_length, 77);
}

/* RFC 4648 section 10 */
static const struct {
	const char *bytes;
	const char *base64;
	const char *hex;
} vectors[] = {
	{"", "", ""},
	{"f", "Zg==", "66"},
	{"fo", "Zm8=", "666f"},
	{"foo", "Zm9v", "666f6f"},
	{"foob", "Zm9vYg==", "666f6f62"},
	{"fooba", "Zm9vYmE=", "666f6f6261"},
	{"foobar", "Zm9vYmFy", "666f6f626172"},
};

static void test_codec_base64_rfc4648_vectors_agree(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(vectors); i++) {
		const char *bytes = vectors[i].bytes;
		const char *base64 = vectors[i].base64;
		assert_decoded(fixture, base64, strlen(base64), bytes, strlen(bytes));
		assert_string_equal(tuf_base64_encode(&fixture->arena, (const unsigned char *)bytes,
						      strlen(bytes)),
				    base64);
	}
}

static void test_codec_hex_rfc4648_vectors_agree_in_lower_case(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(vectors); i++)
		assert_string_equal(tuf_hex_encode(&fixture->arena,
						   (const unsigned char *)vectors[i].bytes,
						   strlen(vectors[i].bytes)),
				    vectors[i].hex);
	static const unsigned char edges[] = {0x00, 0x09, 0x0a, 0x0f, 0x10, 0x7f, 0x80, 0xff};
	assert_string_equal(tuf_hex_encode(&fixture->arena, edges, sizeof(edges)),
			    "00090a0f107f80ff");
}

/* The characters that tell the standard alphabet from the URL-safe one. */
static void test_codec_base64_alphabet_is_the_standard_one(void **state)
{
	struct fixture *fixture = *state;
	static const unsigned char bytes[] = {0xfb, 0xff, 0xbf, 0x00, 0x10, 0x83};
	assert_string_equal(tuf_base64_encode(&fixture->arena, bytes, sizeof(bytes)), "+/+/ABCD");
	assert_decoded(fixture, "+/+/ABCD", 8, bytes, sizeof(bytes));
	assert_undecodable(fixture, "-_-_ABCD", 8);
}

static void test_codec_base64_every_length_survives_a_round_trip(void **state)
{
	struct fixture *fixture = *state;
	unsigned char bytes[259];
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * 167 + 13);
	for (size_t length = 0; length <= sizeof(bytes); length++) {
		const char *text = tuf_base64_encode(&fixture->arena, bytes, length);
		assert_int_equal(strlen(text), (length + 2) / 3 * 4);
		assert_decoded(fixture, text, strlen(text), bytes, length);
	}
}

/* What another decoder accepts, where it does so, and what it makes of that. */
static void assert_as_libsodium(struct fixture *fixture, const char *text, size_t length)
{
	unsigned char expected[64];
	size_t expected_length = 0;
	bool is_ascii = true;
	for (size_t i = 0; i < length; i++)
		is_ascii = is_ascii && (unsigned char)text[i] < 0x80;
	/* libsodium 1.0.18 takes bytes from 0x80 on for digits where char is signed */
	bool is_decoded = is_ascii &&
			  sodium_base642bin(expected, sizeof(expected), text, length, NULL,
					    &expected_length, NULL,
					    sodium_base64_VARIANT_ORIGINAL) == 0;
	if (is_decoded)
		assert_decoded(fixture, text, length, expected, expected_length);
	else
		assert_undecodable(fixture, text, length);
}

static void test_codec_base64_any_character_anywhere_is_as_libsodium_has_it(void **state)
{
	struct fixture *fixture = *state;
	static const char *const texts[] = {"Zm9vYmFy", "Zm9vYmE=", "Zm9vYg==", "Zg==", "AAAA"};
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		for (size_t at = 0; at < strlen(texts[i]); at++)
			for (int c = 0; c < 256; c++) {
				char text[16];
				size_t length = strlen(texts[i]);
				memcpy(text, texts[i], length);
				text[at] = (char)c;
				assert_as_libsodium(fixture, text, length);
			}
}

static void test_codec_base64_missing_padding_is_refused(void **state)
{
	struct fixture *fixture = *state;
	static const char *const texts[] = {"Z",      "Zg",      "Zg=",    "Zm8",
					    "Zm9vYg", "Zm9vYg=", "Zm9vYmE"};
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		assert_undecodable(fixture, texts[i], strlen(texts[i]));
}

static void test_codec_base64_wrong_padding_is_refused(void **state)
{
	struct fixture *fixture = *state;
	static const char *const texts[] = {
		"====", "Z===",      "Zm9v====",     "Zg==Zg==", "=Zg=",  "Zm=v",
		"Zg=A", "Zm9vYg===", "Zm9vYg==Zm9v", "Zm9v=",    "Zm8==="};
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		assert_undecodable(fixture, texts[i], strlen(texts[i]));
}

static void test_codec_base64_bits_after_the_last_byte_are_refused(void **state)
{
	struct fixture *fixture = *state;
	/* the last character may be only one of A Q g w before "==", and A E I M Q .. before "=" */
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < 64; i++) {
		char one[] = {'Z', alphabet[i], '=', '=', '\0'};
		char two[] = {'Z', 'm', alphabet[i], '=', '\0'};
		const unsigned char *bytes;
		size_t length;
		assert_int_equal(tuf_base64_decode(&fixture->arena, one, 4, &bytes, &length),
				 i % 16 == 0 ? TUF_OK : TUF_INVALID);
		assert_int_equal(tuf_base64_decode(&fixture->arena, two, 4, &bytes, &length),
				 i % 4 == 0 ? TUF_OK : TUF_INVALID);
	}
}

static void test_codec_base64_white_space_is_refused(void **state)
{
	struct fixture *fixture = *state;
	static const char *const texts[] = {
		"Zm9v\n",   "Zm9v\nYg==",   "\nZm9", "Zm9v Yg=",     "Zm9v\r\n\r\n",
		"Zm9v    ", "Zm9v\n\n\n\n", "Zg=\n", "Zg==\n\n\n\n", "    "};
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		assert_undecodable(fixture, texts[i], strlen(texts[i]));
}

static void test_codec_base64_other_characters_are_refused(void **state)
{
	struct fixture *fixture = *state;
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (int c = 0; c < 256; c++) {
		if (c != 0 && strchr(alphabet, c))
			continue;
		for (size_t at = 0; at < 8; at++) {
			char text[] = "Zm9vYmFy";
			text[at] = (char)c;
			if (c != '=' || at != 7) /* which would be padding */
				assert_undecodable(fixture, text, 8);
		}
	}
}

/* Only length bytes are read: the text need not end in a NUL. */
static void test_codec_base64_text_is_as_long_as_said(void **state)
{
	struct fixture *fixture = *state;
	assert_decoded(fixture, "Zm9vYmFy", 4, "foo", 3);
	assert_decoded(fixture, "Zm9v!", 4, "foo", 3);
}

static void test_codec_encode_length_that_overflows_is_refused(void **state)
{
	struct fixture *fixture = *state;
	static const unsigned char byte = 0;
	assert_null(tuf_base64_encode(&fixture->arena, &byte, SIZE_MAX));
	assert_null(tuf_base64_encode(&fixture->arena, &byte, SIZE_MAX / 2 + 1));
	assert_null(tuf_base64_encode(&fixture->arena, &byte,
				      SIZE_MAX / 4 * 3 + 3)); /* 4 / 3 of it wraps to 0 */
	assert_null(tuf_hex_encode(&fixture->arena, &byte, SIZE_MAX));
	assert_null(tuf_hex_encode(&fixture->arena, &byte,
				   SIZE_MAX / 2 + 1)); /* 2 * length + 1 wraps to 1 */
	assert_null(fixture->arena.newest);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_codec_base64_rfc4648_vectors_agree),
		fixture_test(test_codec_hex_rfc4648_vectors_agree_in_lower_case),
		fixture_test(test_codec_base64_alphabet_is_the_standard_one),
		fixture_test(test_codec_base64_every_length_survives_a_round_trip),
		fixture_test(test_codec_base64_any_character_anywhere_is_as_libsodium_has_it),
		fixture_test(test_codec_base64_missing_padding_is_refused),
		fixture_test(test_codec_base64_wrong_padding_is_refused),
		fixture_test(test_codec_base64_bits_after_the_last_byte_are_refused),
		fixture_test(test_codec_base64_white_space_is_refused),
		fixture_test(test_codec_base64_other_characters_are_refused),
		fixture_test(test_codec_base64_text_is_as_long_as_said),
		fixture_test(test_codec_encode_length_that_overflows_is_refused),
	};
	return cmocka_run_group_tests_name("codec", tests, NULL, NULL);
}
