/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/codec.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Nothing that is coded here is secret: what libsodium has for that, which
 * takes as long for any digit, costs ten times as much.
 */

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Values of digits, by character; every other character has NO_DIGIT. */
#define NO_DIGIT 0x80
#define NONE_4 NO_DIGIT, NO_DIGIT, NO_DIGIT, NO_DIGIT
#define NONE_16 NONE_4, NONE_4, NONE_4, NONE_4
static const unsigned char values[256] = {
	NONE_16, NONE_16, NONE_4, NONE_4, NO_DIGIT, NO_DIGIT, NO_DIGIT, 62, NO_DIGIT, NO_DIGIT,
	NO_DIGIT, 63,
	/* 0 to 9 */
	52, 53, 54, 55, 56, 57, 58, 59, 60, 61, NO_DIGIT, NO_DIGIT, NONE_4, NO_DIGIT,
	/* A to Z */
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
	NO_DIGIT, NONE_4, NO_DIGIT,
	/* a to z */
	26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48,
	49, 50, 51, NO_DIGIT, NONE_4, NONE_16, NONE_16, NONE_16, NONE_16, NONE_16, NONE_16, NONE_16,
	NONE_16};

static unsigned value_of(char digit)
{
	return values[(unsigned char)digit];
}

/* Digits before the padding, of which a text of whole groups has at most two. */
static size_t count_digits(const char *text, size_t length)
{
	if (length == 0 || text[length - 1] != '=')
		return length;
	return text[length - 2] == '=' ? length - 2 : length - 1;
}

/* All groups of four digits. False when something else is among them. */
static bool decode_groups(const char *text, size_t count, unsigned char *bytes)
{
	unsigned seen = 0;
	for (size_t i = 0; i < count; i++, text += 4, bytes += 3) {
		unsigned a = value_of(text[0]), b = value_of(text[1]);
		unsigned c = value_of(text[2]), d = value_of(text[3]);
		seen |= a | b | c | d;
		bytes[0] = (unsigned char)((a << 2 | b >> 4) & 0xff);
		bytes[1] = (unsigned char)((b << 4 | c >> 2) & 0xff);
		bytes[2] = (unsigned char)((c << 6 | d) & 0xff);
	}
	return seen < NO_DIGIT;
}

/* The digits before padding: two for a byte or three for two, and no bits beyond them. */
static bool decode_rest(const char *text, size_t count, unsigned char *bytes)
{
	unsigned a = value_of(text[0]), b = value_of(text[1]);
	unsigned c = count == 3 ? value_of(text[2]) : 0;
	if ((a | b | c) >= NO_DIGIT)
		return false;
	bytes[0] = (unsigned char)((a << 2 | b >> 4) & 0xff);
	if (count == 2)
		return (b & 0x0f) == 0;
	bytes[1] = (unsigned char)((b << 4 | c >> 2) & 0xff);
	return (c & 0x03) == 0;
}

enum tuf_result tuf_base64_decode(struct tuf_arena *arena, const char *text, size_t length,
                                  const unsigned char **ret_bytes, size_t *ret_length)
{
	if (length % 4 != 0)
		return TUF_INVALID;
	size_t digit_count = count_digits(text, length);
	size_t groups = digit_count / 4;
	size_t rest = digit_count % 4;
	size_t decoded = groups * 3 + (rest > 0 ? rest - 1 : 0);
	unsigned char *bytes = tuf_arena_take(arena, decoded);
	if (!bytes)
		return TUF_NO_MEMORY;
	if (!decode_groups(text, groups, bytes))
		return TUF_INVALID;
	if (rest > 0 && !decode_rest(text + groups * 4, rest, bytes + groups * 3))
		return TUF_INVALID;
	*ret_bytes = bytes;
	*ret_length = decoded;
	return TUF_OK;
}

/* One to three bytes as four characters. */
static void encode_group(const unsigned char *bytes, size_t count, char *text)
{
	unsigned a = bytes[0], b = count > 1 ? bytes[1] : 0, c = count > 2 ? bytes[2] : 0;
	text[0] = digits[a >> 2];
	text[1] = digits[(a & 0x03) << 4 | b >> 4];
	text[2] = count > 1 ? digits[(b & 0x0f) << 2 | c >> 6] : '=';
	text[3] = count > 2 ? digits[c & 0x3f] : '=';
}

const char *tuf_base64_encode(struct tuf_arena *arena, const unsigned char *bytes, size_t length)
{
	if (length > SIZE_MAX / 2)
		return NULL;
	char *text = tuf_arena_take(arena, (length + 2) / 3 * 4 + 1);
	if (!text)
		return NULL;
	char *at = text;
	for (size_t i = 0; i < length; i += 3, at += 4)
		encode_group(bytes + i, length - i < 3 ? length - i : 3, at);
	return text;
}

const char *tuf_hex_encode(struct tuf_arena *arena, const unsigned char *bytes, size_t length)
{
	static const char hex[] = "0123456789abcdef";
	if (length > SIZE_MAX / 4)
		return NULL;
	char *text = tuf_arena_take(arena, length * 2 + 1);
	if (!text)
		return NULL;
	for (size_t i = 0; i < length; i++) {
		text[2 * i] = hex[bytes[i] >> 4];
		text[2 * i + 1] = hex[bytes[i] & 0x0f];
	}
	return text;
}
