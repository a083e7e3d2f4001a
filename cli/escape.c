/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/escape.h"

#include <string.h>

#include "cli/utf8.h"

/*
 * Characters that are never shown as they are, beyond the C0 controls: those
 * that Unicode calls default ignorable, formats, separators and spaces.
 */
static const struct range {
	uint32_t first;
	uint32_t last;
} hidden[] = {
	{0x7f, 0xa0},       /* DEL, C1 controls, no-break space */
	{0xad, 0xad},       /* soft hyphen */
	{0x34f, 0x34f},     /* combining grapheme joiner */
	{0x600, 0x605},     /* Arabic number signs: format characters */
	{0x61c, 0x61c},     /* Arabic letter mark */
	{0x6dd, 0x6dd},     /* Arabic end of ayah */
	{0x70f, 0x70f},     /* Syriac abbreviation mark */
	{0x115f, 0x1160},   /* Hangul fillers */
	{0x1680, 0x1680},   /* Ogham space */
	{0x17b4, 0x17b5},   /* Khmer inherent vowels */
	{0x180b, 0x180f},   /* Mongolian selectors and vowel separator */
	{0x2000, 0x200f},   /* spaces, zero-width characters, direction marks */
	{0x2028, 0x202f},   /* line separators, embeddings, overrides, narrow space */
	{0x205f, 0x206f},   /* spaces, invisible operators, isolates */
	{0x2800, 0x2800},   /* blank Braille pattern */
	{0x3000, 0x3000},   /* ideographic space */
	{0x3164, 0x3164},   /* Hangul filler */
	{0xfe00, 0xfe0f},   /* variation selectors */
	{0xfeff, 0xfeff},   /* zero-width no-break space */
	{0xffa0, 0xffa0},   /* half-width Hangul filler */
	{0xfff0, 0xfffb},   /* unassigned ignorables, interlinear annotations */
	{0xfffe, 0xffff},   /* no characters */
	{0x1bca0, 0x1bca3}, /* shorthand format controls */
	{0x1d173, 0x1d17a}, /* musical format controls */
	{0xe0000, 0xe0fff}, /* tags and variation selectors */
};

/* One character of the text, or one byte that is none. */
struct unit {
	uint32_t point;
	size_t length;
	bool is_character;
};

static struct unit read_unit(const char *at, const char *end)
{
	struct unit unit = {.length = 0};
	unit.length = utf8_decode(at, (size_t)(end - at), &unit.point);
	if (unit.length > 0) {
		unit.is_character = true;
		return unit;
	}
	return (struct unit){.point = (unsigned char)*at, .length = 1};
}

static bool is_shown(const struct unit *unit, bool ascii_only)
{
	if (!unit->is_character || unit->point < 0x20 || (ascii_only && unit->point >= 0x80))
		return false;
	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		if (unit->point >= hidden[i].first && unit->point <= hidden[i].last)
			return false;
	return true;
}

/* Whether a backslash before this would read as the start of an escape. */
static bool is_ambiguous_before(const char *next, const char *end, bool ascii_only)
{
	if (next == end || strchr("\\nrtux", *next))
		return true;
	struct unit unit = read_unit(next, end);
	return !is_shown(&unit, ascii_only);
}

static void append_escape(struct text *out, const struct unit *unit)
{
	static const struct {
		uint32_t point;
		const char *form;
	} short_forms[] = {{'\n', "\\n"}, {'\r', "\\r"}, {'\t', "\\t"}};
	for (size_t i = 0; i < sizeof(short_forms) / sizeof(short_forms[0]); i++)
		if (unit->point == short_forms[i].point) {
			text_append(out, short_forms[i].form);
			return;
		}
	bool is_byte = !unit->is_character || unit->point < 0x80;
	text_append_format(out, is_byte ? "\\x%02x" : "\\u{%x}", (unsigned)unit->point);
}

static bool ends_with(const char *start, const char *end, const char *ending)
{
	size_t length = strlen(ending);
	return (size_t)(end - start) >= length && memcmp(end - length, ending, length) == 0;
}

/* Whether at is what makes "##[" or "##vso[" of it: programs that build act on these in the middle
 * of a line, too. */
static bool is_command(const char *start, const char *at)
{
	return *at == '[' && (ends_with(start, at, "##") || ends_with(start, at, "##vso"));
}

void escape_append(struct text *out, const char *untrusted, bool ascii_only)
{
	const char *end = untrusted + strlen(untrusted);
	for (const char *at = untrusted; at != end;) {
		struct unit unit = read_unit(at, end);
		const char *next = at + unit.length;
		if (!is_shown(&unit, ascii_only) || is_command(untrusted, at))
			append_escape(out, &unit);
		else
			text_append_bytes(out, at, unit.length);
		if (*at == '\\' && is_ambiguous_before(next, end, ascii_only))
			text_append_bytes(out, "\\", 1);
		at = next;
	}
}
