/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/utf8.h"

/* The length that a first byte announces, and the bits of the character in it. */
static size_t read_first(unsigned char first, uint32_t *point)
{
	if (first < 0x80) {
		*point = first;
		return 1;
	}
	if (first < 0xc2)
		return 0;
	if (first < 0xe0) {
		*point = first & 0x1f;
		return 2;
	}
	if (first < 0xf0) {
		*point = first & 0x0f;
		return 3;
	}
	if (first < 0xf5) {
		*point = first & 0x07;
		return 4;
	}
	return 0;
}

size_t tuf_utf8_decode(const char *text, uint32_t *ret_point)
{
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
	uint32_t point = 0;
	size_t length = read_first((unsigned char)text[0], &point);
	for (size_t i = 1; i < length; i++) {
		unsigned char byte = (unsigned char)text[i];
		if ((byte & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (byte & 0x3f);
	}
	bool is_surrogate = point >= 0xd800 && point < 0xe000;
	if (length == 0 || point < smallest[length] || is_surrogate || point > 0x10ffff)
		return 0;
	*ret_point = point;
	return length;
}

bool tuf_utf8_is_valid(const char *text)
{
	uint32_t point;
	while (*text) {
		size_t length = tuf_utf8_decode(text, &point);
		if (length == 0)
			return false;
		text += length;
	}
	return true;
}
