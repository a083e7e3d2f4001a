/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/pem.h"

#include <string.h>

#include "tuf/codec.h"

#define LINE_CHARACTERS ((size_t)64)

struct text {
	const char *at;
	size_t length;
};

bool tuf_pem_is_in(const unsigned char *bytes, size_t length)
{
	static const char begin[] = "-----BEGIN ";
	return length != 0 && memmem(bytes, length, begin, sizeof(begin) - 1) != NULL;
}

static bool take(struct text *text, const char *wanted)
{
	size_t length = strlen(wanted);
	if (text->length < length || memcmp(text->at, wanted, length) != 0)
		return false;
	text->at += length;
	text->length -= length;
	return true;
}

static bool take_line_end(struct text *text)
{
	return take(text, "\n") || take(text, "\r\n");
}

static bool take_boundary(struct text *text, const char *word, const char *label)
{
	return take(text, "-----") && take(text, word) && take(text, " ") && take(text, label) &&
	       take(text, "-----");
}

/* Joins the lines up to the next boundary, which is left in text. */
static enum tuf_result take_body(struct tuf_arena *arena, struct text *text,
                                 struct tuf_pem_block *ret_block)
{
	const char *end = memchr(text->at, '-', text->length);
	if (!end)
		return TUF_INVALID;
	size_t length = (size_t)(end - text->at);
	char *joined = tuf_arena_take(arena, length + 1);
	if (!joined)
		return TUF_NO_MEMORY;
	size_t n = 0;
	for (size_t i = 0; i < length; i++)
		if (text->at[i] != '\n' && text->at[i] != '\r')
			joined[n++] = text->at[i];
	bool ends_in_line_end = length != 0 && text->at[length - 1] == '\n';
	if (!ends_in_line_end)
		return TUF_INVALID;
	text->at += length;
	text->length -= length;
	return tuf_base64_decode(arena, joined, n, &ret_block->bytes, &ret_block->length);
}

static enum tuf_result take_block(struct tuf_arena *arena, struct text *text, const char *label,
                                  struct tuf_pem_block *ret_block)
{
	if (!take_boundary(text, "BEGIN", label) || !take_line_end(text))
		return TUF_INVALID;
	enum tuf_result result = take_body(arena, text, ret_block);
	if (result != TUF_OK)
		return result;
	if (!take_boundary(text, "END", label))
		return TUF_INVALID;
	return text->length == 0 || take_line_end(text) ? TUF_OK : TUF_INVALID;
}

enum tuf_result tuf_pem_parse(struct tuf_arena *arena, const unsigned char *bytes, size_t length,
                              const char *label, size_t limit,
                              const struct tuf_pem_block **ret_blocks, size_t *ret_count)
{
	struct tuf_pem_block *blocks = tuf_arena_take_array(arena, limit, sizeof(*blocks));
	if (!blocks)
		return TUF_NO_MEMORY;
	struct text text = {.at = (const char *)bytes, .length = length};
	size_t count = 0;
	while (text.length != 0) {
		if (count == limit)
			return TUF_INVALID;
		enum tuf_result result = take_block(arena, &text, label, &blocks[count]);
		if (result != TUF_OK)
			return result;
		count++;
	}
	if (count == 0)
		return TUF_INVALID;
	*ret_blocks = blocks;
	*ret_count = count;
	return TUF_OK;
}

const char *tuf_pem_write(struct tuf_arena *arena, const char *label, const unsigned char *bytes,
                          size_t length)
{
	const char *base64 = tuf_base64_encode(arena, bytes, length);
	if (!base64)
		return NULL;
	size_t characters = strlen(base64);
	size_t lines = (characters + LINE_CHARACTERS - 1) / LINE_CHARACTERS;
	char *body = tuf_arena_take(arena, characters + lines + 1);
	if (!body)
		return NULL;
	size_t n = 0;
	for (size_t i = 0; i < characters; i += LINE_CHARACTERS) {
		size_t rest = characters - i;
		size_t line = rest < LINE_CHARACTERS ? rest : LINE_CHARACTERS;
		memcpy(body + n, base64 + i, line);
		n += line;
		body[n++] = '\n';
	}
	return tuf_arena_format(arena, "-----BEGIN %s-----\n%s-----END %s-----\n", label, body, label);
}
