/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/pem.h"

#include <string.h>

#include "tuf/codec.h"

#define LINE_CHARACTERS ((size_t)64)

static const char begin[] = "-----BEGIN ";

struct text {
	const char *at;
	size_t length;
};

bool tuf_pem_is_in(const unsigned char *bytes, size_t length)
{
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

/* Leaves text at the next line that begins a block, or at its end. */
static void skip_lines(struct text *text)
{
	const size_t length = sizeof(begin) - 1;
	while (text->length != 0) {
		if (text->length >= length && memcmp(text->at, begin, length) == 0)
			return;
		const char *end = memchr(text->at, '\n', text->length);
		size_t skipped = end ? (size_t)(end + 1 - text->at) : text->length;
		text->at += skipped;
		text->length -= skipped;
	}
}

typedef void skipper(struct text *text);

static void skip_nothing(struct text *text)
{
	(void)text;
}

static enum tuf_result parse(struct tuf_arena *arena, struct text text, skipper *skip,
                             const char *label, size_t limit,
                             const struct tuf_pem_block **ret_blocks, size_t *ret_count)
{
	struct tuf_pem_block *blocks = tuf_arena_take_array(arena, limit, sizeof(*blocks));
	if (!blocks)
		return TUF_NO_MEMORY;
	size_t count = 0;
	for (skip(&text); text.length != 0; skip(&text)) {
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

enum tuf_result tuf_pem_parse(struct tuf_arena *arena, const unsigned char *bytes, size_t length,
                              const char *label, size_t limit,
                              const struct tuf_pem_block **ret_blocks, size_t *ret_count)
{
	const struct text text = {.at = (const char *)bytes, .length = length};
	return parse(arena, text, skip_nothing, label, limit, ret_blocks, ret_count);
}

enum tuf_result tuf_pem_parse_amid_text(struct tuf_arena *arena, const unsigned char *bytes,
                                        size_t length, const char *label, size_t limit,
                                        const struct tuf_pem_block **ret_blocks, size_t *ret_count)
{
	const struct text text = {.at = (const char *)bytes, .length = length};
	return parse(arena, text, skip_lines, label, limit, ret_blocks, ret_count);
}

static size_t base64_length(size_t length)
{
	return (length + 2) / 3 * 4;
}

/* Bytes of a block as it is written. */
static size_t block_size(const char *label, size_t length)
{
	size_t characters = base64_length(length);
	size_t lines = (characters + LINE_CHARACTERS - 1) / LINE_CHARACTERS;
	return strlen("-----BEGIN -----\n-----END -----\n") + 2 * strlen(label) + characters + lines;
}

static char *put(char *end, const char *text, size_t length)
{
	memcpy(end, text, length);
	return end + length;
}

static char *put_boundary(char *end, const char *word, const char *label)
{
	end = put(end, "-----", 5);
	end = put(end, word, strlen(word));
	end = put(end, " ", 1);
	end = put(end, label, strlen(label));
	return put(end, "-----\n", 6);
}

static char *put_block(struct tuf_arena *scratch, char *end, const char *label,
                       const struct tuf_pem_block *block)
{
	const char *base64 = tuf_base64_encode(scratch, block->bytes, block->length);
	if (!base64)
		return NULL;
	size_t characters = strlen(base64);
	end = put_boundary(end, "BEGIN", label);
	for (size_t i = 0; i < characters; i += LINE_CHARACTERS) {
		size_t rest = characters - i;
		end = put(end, base64 + i, rest < LINE_CHARACTERS ? rest : LINE_CHARACTERS);
		end = put(end, "\n", 1);
	}
	return put_boundary(end, "END", label);
}

enum tuf_result tuf_pem_write(struct tuf_arena *arena, const char *label,
                              const struct tuf_pem_block *blocks, size_t count,
                              const char **ret_pem, size_t *ret_length)
{
	size_t length = 0;
	for (size_t i = 0; i < count; i++)
		length += block_size(label, blocks[i].length);
	char *pem = tuf_arena_take(arena, length + 1);
	if (!pem)
		return TUF_NO_MEMORY;
	struct tuf_arena scratch = TUF_ARENA_INIT;
	char *end = pem;
	for (size_t i = 0; end && i < count; i++)
		end = put_block(&scratch, end, label, &blocks[i]);
	tuf_arena_clear(&scratch);
	if (!end)
		return TUF_NO_MEMORY;
	*ret_pem = pem;
	*ret_length = length;
	return TUF_OK;
}
