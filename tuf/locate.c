/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/locate.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* What is left of a text. */
struct cursor {
	const char *at;
	const char *end;
};

static bool is_at(const struct cursor *cursor, char c)
{
	return cursor->at < cursor->end && *cursor->at == c;
}

static bool take(struct cursor *cursor, char c)
{
	if (!is_at(cursor, c))
		return false;
	cursor->at++;
	return true;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_space(struct cursor *cursor)
{
	while (cursor->at < cursor->end && is_space(*cursor->at))
		cursor->at++;
}

/* From one quotation mark to behind the other. */
static bool skip_string(struct cursor *cursor)
{
	for (cursor->at++; cursor->at < cursor->end; cursor->at++) {
		if (*cursor->at == '"') {
			cursor->at++;
			return true;
		}
		if (*cursor->at == '\\' && cursor->end - cursor->at > 1)
			cursor->at++;
	}
	return false;
}

static bool skip_scalar(struct cursor *cursor)
{
	const char *start = cursor->at;
	while (cursor->at < cursor->end && !is_space(*cursor->at) && *cursor->at != ',' &&
	       *cursor->at != ']' && *cursor->at != '}')
		cursor->at++;
	return cursor->at > start;
}

/* What nests is counted, not descended into. */
static bool skip_value(struct cursor *cursor)
{
	if (is_at(cursor, '"'))
		return skip_string(cursor);
	if (!is_at(cursor, '{') && !is_at(cursor, '['))
		return skip_scalar(cursor);
	size_t depth = 0;
	while (cursor->at < cursor->end) {
		char c = *cursor->at;
		if (c == '"') {
			if (!skip_string(cursor))
				return false;
			continue;
		}
		cursor->at++;
		depth += c == '{' || c == '[';
		if ((c == '}' || c == ']') && --depth == 0)
			return true;
	}
	return false;
}

/* ---- names ---- */

/* One character of a name or of a pointer's token, in UTF-8. */
struct character {
	unsigned char bytes[4];
	size_t count;
};

static struct character make_byte(char c)
{
	return (struct character){.bytes = {(unsigned char)c}, .count = 1};
}

static struct character make_character(uint32_t point)
{
	if (point < 0x80)
		return make_byte((char)point);
	if (point < 0x800)
		return (struct character){{(unsigned char)(0xc0 | point >> 6),
		                           (unsigned char)(0x80 | (point & 0x3f))},
		                          2};
	if (point < 0x10000)
		return (struct character){{(unsigned char)(0xe0 | point >> 12),
		                           (unsigned char)(0x80 | (point >> 6 & 0x3f)),
		                           (unsigned char)(0x80 | (point & 0x3f))},
		                          3};
	return (struct character){{(unsigned char)(0xf0 | point >> 18),
	                           (unsigned char)(0x80 | (point >> 12 & 0x3f)),
	                           (unsigned char)(0x80 | (point >> 6 & 0x3f)),
	                           (unsigned char)(0x80 | (point & 0x3f))},
	                          4};
}

/* The number that follows "\u"; UINT32_MAX when there is none. */
static uint32_t take_unit(struct cursor *cursor)
{
	if (cursor->end - cursor->at < 6 || cursor->at[0] != '\\' || cursor->at[1] != 'u')
		return UINT32_MAX;
	uint32_t unit = 0;
	for (size_t i = 2; i < 6; i++) {
		char c = cursor->at[i];
		uint32_t digit;
		if (c >= '0' && c <= '9')
			digit = (uint32_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			digit = (uint32_t)(c - 'a') + 10;
		else if (c >= 'A' && c <= 'F')
			digit = (uint32_t)(c - 'A') + 10;
		else
			return UINT32_MAX;
		unit = unit << 4 | digit;
	}
	cursor->at += 6;
	return unit;
}

static struct character take_escape(struct cursor *cursor)
{
	static const char letters[] = "bfnrt";
	static const char meanings[] = "\b\f\n\r\t";
	uint32_t unit = take_unit(cursor);
	if (unit >= 0xd800 && unit < 0xdc00) {
		uint32_t low = take_unit(cursor);
		unit = 0x10000 + ((unit - 0xd800) << 10 | (low & 0x3ff));
	}
	if (unit != UINT32_MAX)
		return make_character(unit);
	/* behind a backslash there is something, or the string would not end there */
	char c = cursor->at[1];
	cursor->at += 2;
	const char *letter = c != '\0' ? strchr(letters, c) : NULL;
	return make_byte(letter ? meanings[letter - letters] : c);
}

static struct character take_name_character(struct cursor *name)
{
	return is_at(name, '\\') ? take_escape(name) : make_byte(*name->at++);
}

static char take_token_byte(struct cursor *token)
{
	char c = *token->at++;
	if (c != '~' || token->at == token->end)
		return c;
	return *token->at++ == '0' ? '~' : '/';
}

/* Whether the spelling of a name and a token of a pointer mean the same. */
static bool is_named(struct cursor name, struct cursor token)
{
	while (name.at < name.end) {
		struct character character = take_name_character(&name);
		for (size_t i = 0; i < character.count; i++)
			if (token.at == token.end ||
			    (unsigned char)take_token_byte(&token) != character.bytes[i])
				return false;
	}
	return token.at == token.end;
}

/* ---- descending ---- */

/* Moves from an object to the value of its member; ret_name: where the name begins. */
static bool enter_member(struct cursor *cursor, struct cursor token, const char **ret_name)
{
	cursor->at++;
	for (;;) {
		skip_space(cursor);
		if (!is_at(cursor, '"'))
			return false;
		const char *start = cursor->at;
		if (!skip_string(cursor))
			return false;
		const struct cursor name = {.at = start + 1, .end = cursor->at - 1};
		skip_space(cursor);
		if (!take(cursor, ':'))
			return false;
		skip_space(cursor);
		if (is_named(name, token)) {
			*ret_name = start;
			return true;
		}
		if (!skip_value(cursor))
			return false;
		skip_space(cursor);
		if (!take(cursor, ','))
			return false;
	}
}

static bool read_index(struct cursor token, size_t *ret_index)
{
	size_t index = 0;
	bool has_digits = token.at < token.end;
	for (; token.at < token.end; token.at++) {
		if (*token.at < '0' || *token.at > '9' || index > SIZE_MAX / 10 - 1)
			return false;
		index = index * 10 + (size_t)(*token.at - '0');
	}
	*ret_index = index;
	return has_digits;
}

static bool enter_element(struct cursor *cursor, struct cursor token)
{
	size_t index;
	if (!read_index(token, &index))
		return false;
	cursor->at++;
	skip_space(cursor);
	for (; index > 0; index--) {
		if (!skip_value(cursor))
			return false;
		skip_space(cursor);
		if (!take(cursor, ','))
			return false;
		skip_space(cursor);
	}
	return cursor->at < cursor->end && !is_at(cursor, ']');
}

/* Takes the next token from a pointer that begins with a slash. */
static struct cursor take_token(const char **pointer)
{
	const char *start = *pointer + 1;
	const char *end = start + strcspn(start, "/");
	*pointer = end;
	return (struct cursor){.at = start, .end = end};
}

struct tuf_position tuf_locate_offset(const char *text, size_t offset)
{
	struct tuf_position position = {.line = 1, .column = 1};
	for (size_t i = 0; i < offset; i++) {
		if (text[i] == '\n')
			position = (struct tuf_position){.line = position.line + 1, .column = 1};
		else if (((unsigned char)text[i] & 0xc0) != 0x80) /* a character's first byte */
			position.column++;
	}
	return position;
}

/* Moves to what the next token of a pointer leads to. */
static bool enter(struct cursor *cursor, struct cursor token, const char **ret_name)
{
	*ret_name = NULL;
	if (is_at(cursor, '{'))
		return enter_member(cursor, token, ret_name);
	return is_at(cursor, '[') && enter_element(cursor, token);
}

struct tuf_position tuf_locate(const char *text, size_t length, const char *pointer,
                               enum tuf_locate_part part)
{
	struct cursor cursor = {.at = text, .end = text + length};
	const char *name = NULL;
	skip_space(&cursor);
	while (*pointer == '/') {
		const char *around = cursor.at;
		if (enter(&cursor, take_token(&pointer), &name))
			continue;
		if (part != TUF_LOCATE_AROUND)
			return (struct tuf_position){.line = 0};
		cursor.at = around;
		break;
	}
	if (cursor.at == cursor.end || (*pointer != '\0' && *pointer != '/'))
		return (struct tuf_position){.line = 0};
	const char *found = part == TUF_LOCATE_NAME && name ? name : cursor.at;
	return tuf_locate_offset(text, (size_t)(found - text));
}
