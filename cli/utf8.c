/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/utf8.h"

#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <string.h>
#include <wchar.h>

/* The forms of RFC 3629, by the bits that are fixed in the first byte. */
static const struct form {
	unsigned char mask;
	unsigned char mark;
	unsigned char length;
	uint32_t least; /* a smaller character has a shorter form */
} forms[] = {
	{0x80, 0x00, 1, 0x0},
	{0xe0, 0xc0, 2, 0x80},
	{0xf0, 0xe0, 3, 0x800},
	{0xf8, 0xf0, 4, 0x10000},
};

static const struct form *find_form(unsigned char first)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if ((first & forms[i].mask) == forms[i].mark)
			return &forms[i];
	return NULL;
}

size_t utf8_decode(const char *bytes, size_t length, uint32_t *ret_point)
{
	if (length == 0)
		return 0;
	const struct form *form = find_form((unsigned char)bytes[0]);
	if (!form || form->length > length)
		return 0;
	uint32_t point = (unsigned char)bytes[0] & (uint32_t)(unsigned char)~form->mask;
	for (size_t i = 1; i < form->length; i++) {
		unsigned char next = (unsigned char)bytes[i];
		if ((next & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (next & 0x3f);
	}
	if (point < form->least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
		return 0;
	*ret_point = point;
	return form->length;
}

int utf8_cut(const char *text, int limit)
{
	int length = (int)strnlen(text, (size_t)limit + 1);
	if (length <= limit)
		return length;
	length = limit;
	while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
		length--;
	return length;
}

/* Where the terminal's locale does not have the widths of characters: one that does. */
static void need_widths(void)
{
	static bool is_sure;
	if (!is_sure && strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		(void)setlocale(LC_CTYPE, "C.UTF-8");
	is_sure = true;
}

static size_t measure_point(uint32_t point)
{
	if (point < 0x80)
		return 1;
	need_widths();
	/* -1: the locale does not know the character; most take one column */
	int columns = wcwidth((wchar_t)point);
	return columns < 0 ? 1 : (size_t)columns;
}

size_t utf8_measure(const char *bytes, size_t length)
{
	size_t columns = 0;
	for (size_t at = 0; at < length;) {
		uint32_t point;
		size_t taken = utf8_decode(bytes + at, length - at, &point);
		columns += taken > 0 ? measure_point(point) : 1;
		at += taken > 0 ? taken : 1;
	}
	return columns;
}
