/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/codec.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdint.h>

/* libsodium 1.0.18 takes bytes from 0x80 on for digits where char is signed: the alphabet is ours. */
static bool is_in_alphabet(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		char c = text[i];
		bool is_digit = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		                (c >= '0' && c <= '9') || c == '+' || c == '/';
		bool is_padding = c == '=' && length - i <= 2;
		if (!is_digit && !is_padding)
			return false;
	}
	return true;
}

enum tuf_result tuf_base64_decode(struct tuf_arena *arena, const char *text, size_t length,
                                  const unsigned char **ret_bytes, size_t *ret_length)
{
	if (length % 4 != 0 || !is_in_alphabet(text, length))
		return TUF_INVALID;
	size_t room = length / 4 * 3;
	unsigned char *bytes = tuf_arena_take(arena, room);
	if (!bytes)
		return TUF_NO_MEMORY;
	size_t decoded = 0;
	if (sodium_base642bin(bytes, room, text, length, NULL, &decoded, NULL,
	                      sodium_base64_VARIANT_ORIGINAL) != 0)
		return TUF_INVALID;
	*ret_bytes = bytes;
	*ret_length = decoded;
	return TUF_OK;
}

const char *tuf_base64_encode(struct tuf_arena *arena, const unsigned char *bytes, size_t length)
{
	if (length > SIZE_MAX / 2)
		return NULL;
	size_t room = sodium_base64_encoded_len(length, sodium_base64_VARIANT_ORIGINAL);
	char *text = tuf_arena_take(arena, room);
	if (!text)
		return NULL;
	return sodium_bin2base64(text, room, bytes, length, sodium_base64_VARIANT_ORIGINAL);
}

const char *tuf_hex_encode(struct tuf_arena *arena, const unsigned char *bytes, size_t length)
{
	if (length > SIZE_MAX / 4)
		return NULL;
	char *text = tuf_arena_take(arena, length * 2 + 1);
	if (!text)
		return NULL;
	return sodium_bin2hex(text, length * 2 + 1, bytes, length);
}
