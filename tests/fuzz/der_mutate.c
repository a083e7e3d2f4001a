/* SPDX-License-Identifier: Apache-2.0 */
#include "der_mutate.h"

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#define MAX_ELEMENTS 64
#define MAX_HEADER 4

struct element {
	const uint8_t *at; /* its tag */
	size_t length;     /* of all of it */
	const uint8_t *content;
	size_t content_length;
};

struct output {
	uint8_t *bytes;
	size_t length;
	size_t room;
	bool is_full;
};

static void add(struct output *out, const uint8_t *bytes, size_t length)
{
	out->is_full = out->is_full || length > out->room - out->length;
	if (out->is_full)
		return;
	memcpy(out->bytes + out->length, bytes, length);
	out->length += length;
}

/* Lengths of up to two octets are what certificates of this size need. */
static bool read_element(const uint8_t *at, size_t left, struct element *ret_element)
{
	if (left < 2)
		return false;
	size_t header = at[1] < 0x80 ? 2 : 2 + (size_t)(at[1] & 0x7f);
	if (header > MAX_HEADER || header > left)
		return false;
	size_t length = at[1] < 0x80 ? at[1] : 0;
	for (size_t i = 2; i < header; i++)
		length = length << 8 | at[i];
	if (length > left - header)
		return false;
	*ret_element = (struct element){.at = at,
					.length = header + length,
					.content = at + header,
					.content_length = length};
	return true;
}

/* How many elements the bytes are, all of them; 0: they are something else. */
static size_t split(const uint8_t *bytes, size_t length, struct element elements[MAX_ELEMENTS])
{
	size_t count = 0;
	while (length > 0) {
		if (count == MAX_ELEMENTS || !read_element(bytes, length, &elements[count]))
			return 0;
		bytes += elements[count].length;
		length -= elements[count].length;
		count++;
	}
	return count;
}

static void add_element(struct output *out, uint8_t tag, const uint8_t *content, size_t length)
{
	const uint8_t header[] = {tag, 0x82, (uint8_t)(length >> 8), (uint8_t)length};
	add(out, header, 1);
	if (length < 0x80)
		add(out, header + 3, 1);
	else if (length < 0x100)
		add(out, (const uint8_t[]){0x81, header[3]}, 2);
	else
		add(out, header + 1, 3);
	add(out, content, length);
}

static void mutate_content(const struct element *element, struct output *out,
			   struct tree_random *random)
{
	size_t room = element->content_length + 64;
	uint8_t *content = malloc(room);
	FUZZ_HOLDS(content);
	size_t length = 0;
	/* also into strings that hold DER: an extension's value, a public key */
	if (tree_draw(random, 5) != 0)
		length = der_mutate(element->content, element->content_length, content, room,
				    random);
	if (length == 0) {
		memcpy(content, element->content, element->content_length);
		length = LLVMFuzzerMutate(content, element->content_length, room);
	}
	add_element(out, element->at[0], content, length);
	free(content);
}

static void mutate_element(const struct element *elements, size_t count, size_t index,
			   struct output *out, struct tree_random *random)
{
	static const uint8_t tags[] = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x13,
				       0x14, 0x16, 0x17, 0x18, 0x1e, 0x30, 0x31, 0x80,
				       0x81, 0x82, 0x86, 0xa0, 0xa1, 0xa3};
	const struct element *element = &elements[index];
	switch (tree_draw(random, 12)) {
	case 0:
		return;
	case 1:
		add(out, element->at, element->length);
		add(out, element->at, element->length);
		return;
	case 2:
		element = &elements[tree_draw(random, count)];
		add(out, element->at, element->length);
		return;
	case 3:
		add_element(out, tags[tree_draw(random, sizeof(tags))], element->content,
			    element->content_length);
		return;
	default:
		mutate_content(element, out, random);
		return;
	}
}

size_t der_mutate(const uint8_t *bytes, size_t length, uint8_t *ret_bytes, size_t room,
		  struct tree_random *random)
{
	struct element elements[MAX_ELEMENTS];
	size_t count = split(bytes, length, elements);
	if (count == 0)
		return 0;
	struct output out = {.bytes = ret_bytes, .room = room};
	size_t chosen = tree_draw(random, count);
	for (size_t i = 0; i < count; i++) {
		if (i == chosen)
			mutate_element(elements, count, i, &out, random);
		else
			add(&out, elements[i].at, elements[i].length);
	}
	return out.is_full ? 0 : out.length;
}
