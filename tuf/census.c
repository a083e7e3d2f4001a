/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/census.h"

#include <string.h>

#include "tuf/limits.h"

/* Where in a file an array or object stands, as far as a cap depends on it. */
enum place {
	ELSEWHERE,
	TOP,
	SIGNATURES,
	SIGNED,
	KEYS,
	TOP_ROLES,
	TOP_ROLE,
	KEY_IDS,
	FILES,
	FILE_META,
	HASHES,
	DELEGATIONS,
	ROLES,
	ROLE,
	PATHS,
};

/* name: of the member; NULL: of any, and any element. */
static const struct step {
	enum place from;
	const char *name;
	enum place to;
} steps[] = {
	{TOP, "signatures", SIGNATURES},
	{TOP, "signed", SIGNED},
	{SIGNED, "keys", KEYS},
	{SIGNED, "roles", TOP_ROLES},
	{TOP_ROLES, NULL, TOP_ROLE},
	{TOP_ROLE, "keyids", KEY_IDS},
	{SIGNED, "meta", FILES},
	{SIGNED, "targets", FILES},
	{FILES, NULL, FILE_META},
	{FILE_META, "hashes", HASHES},
	{SIGNED, "delegations", DELEGATIONS},
	{DELEGATIONS, "keys", KEYS},
	{DELEGATIONS, "roles", ROLES},
	{ROLES, NULL, ROLE},
	{ROLE, "keyids", KEY_IDS},
	{ROLE, "paths", PATHS},
};

/* A list without a cap has the limit 0. The last place has one, so each has a row. */
static const struct cap {
	size_t limit;
	const char *what;
} caps[] = {
	[SIGNATURES] = {TUF_MAX_SIGNATURES, "signatures"},
	[KEYS] = {TUF_MAX_KEYS, "keys"},
	[KEY_IDS] = {TUF_MAX_KEYS, "key IDs"},
	[HASHES] = {TUF_MAX_HASHES, "hashes"},
	[ROLES] = {TUF_MAX_DELEGATIONS, "delegations"},
	[PATHS] = {TUF_MAX_PATHS, "paths"},
};

/* An array or object that is not closed yet. */
struct frame {
	enum place place;
	bool is_object;
	size_t count;     /* of entries that have begun */
	const char *name; /* of the member it is at, with its quotes; NULL: none yet */
	size_t length;
};

/* Deeper arrays and objects than those of frames have no caps, and are counted only. */
struct scan {
	struct frame frames[TUF_MAX_JSON_DEPTH];
	size_t depth;
	size_t beyond;
};

static struct frame *innermost(struct scan *scan)
{
	return scan->depth > 0 && scan->beyond == 0 ? &scan->frames[scan->depth - 1] : NULL;
}

static bool is_named(const struct frame *frame, const char *name)
{
	size_t length = strlen(name);
	return frame->name && frame->length == length + 2 &&
	       memcmp(frame->name + 1, name, length) == 0;
}

/* The way from parent to what stands in it now; NULL when nothing there has a cap. */
static const struct step *find_step(const struct frame *parent)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (steps[i].from == parent->place &&
		    (!steps[i].name || is_named(parent, steps[i].name)))
			return &steps[i];
	return NULL;
}

static void open_list(struct scan *scan, bool is_object)
{
	if (scan->depth == TUF_MAX_JSON_DEPTH) {
		scan->beyond++;
		return;
	}
	struct frame opened = {.place = TOP, .is_object = is_object};
	if (scan->depth > 0) {
		const struct step *step = find_step(&scan->frames[scan->depth - 1]);
		opened.place = step ? step->to : ELSEWHERE;
	}
	scan->frames[scan->depth++] = opened;
}

static void close_list(struct scan *scan)
{
	if (scan->beyond > 0)
		scan->beyond--;
	else if (scan->depth > 0)
		scan->depth--;
}

/* The end of the string that begins at at: behind its closing quote, or at end. */
static const char *skip_string(const char *at, const char *end)
{
	for (const char *quote = at + 1;; quote++) {
		quote = memchr(quote, '"', (size_t)(end - quote));
		if (!quote)
			return end;
		/* the first quote is none of these */
		const char *before = quote;
		while (before[-1] == '\\')
			before--;
		if ((quote - before) % 2 == 0)
			return quote + 1;
	}
}

/* The name of the member, or the number of the element, that a list is at; TUF_INVALID when it is
 * no text. */
static enum tuf_result name_entry(struct tuf_arena *arena, const struct frame *frame,
				  const char **ret_name)
{
	/* there is one: what it leads to has a cap, or is on the way to one */
	const struct step *step = find_step(frame);
	if (step->name) {
		*ret_name = step->name;
		return TUF_OK;
	}
	if (!frame->is_object) {
		*ret_name = tuf_arena_format(arena, "%zu", frame->count - 1);
		return *ret_name ? TUF_OK : TUF_NO_MEMORY;
	}
	json_t *name =
		frame->name ? json_loadb(frame->name, frame->length, JSON_DECODE_ANY, NULL) : NULL;
	if (!json_is_string(name)) {
		json_decref(name);
		return TUF_INVALID;
	}
	*ret_name = tuf_arena_copy_text(arena, json_string_value(name), json_string_length(name));
	json_decref(name);
	return *ret_name ? TUF_OK : TUF_NO_MEMORY;
}

/* The way to the innermost list; TUF_INVALID when a name on it is no text. */
static enum tuf_result format_pointer(struct tuf_arena *arena, const struct scan *scan,
				      const char **ret_pointer)
{
	const char *names[TUF_MAX_JSON_DEPTH];
	size_t count = scan->depth - 1;
	for (size_t i = 0; i < count; i++) {
		enum tuf_result result = name_entry(arena, &scan->frames[i], &names[i]);
		if (result != TUF_OK)
			return result;
	}
	*ret_pointer = tuf_pointer_make(arena, names, count);
	return *ret_pointer ? TUF_OK : TUF_NO_MEMORY;
}

static enum tuf_result refuse(const struct tuf_reader *reader, const struct scan *scan,
			      const struct frame *frame)
{
	const struct cap *cap = &caps[frame->place];
	const char *pointer;
	enum tuf_result result = format_pointer(reader->arena, scan, &pointer);
	/* a document with such a name is none, and the parser says so */
	if (result == TUF_INVALID)
		return TUF_OK;
	if (result != TUF_OK)
		return result;
	const char *expected =
		tuf_arena_format(reader->arena, "at most %zu %s", cap->limit, cap->what);
	const char *actual = tuf_arena_format(reader->arena, "%zu", frame->count);
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	*reader->fault = (struct tuf_fault){.kind = TUF_FAULT_TOO_MANY,
					    .pointer = pointer,
					    .expected = expected,
					    .actual = actual};
	return TUF_INVALID;
}

static bool is_over_cap(const struct frame *frame)
{
	size_t limit = caps[frame->place].limit;
	return limit > 0 && frame->count > limit;
}

/* Notes what a mark or the beginning of a value says of the list it stands in. */
static void count_entry(struct frame *frame, char c)
{
	if (frame && c != ']' && c != '}' && (frame->count == 0 || c == ','))
		frame->count++;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

enum tuf_result tuf_census_check(const struct tuf_reader *reader, const char *text, size_t length)
{
	struct scan scan = {.depth = 0};
	const char *end = text + length;
	const char *string = text; /* the last one, which is a name when a colon follows */
	size_t string_length = 0;
	for (const char *at = text; at < end;) {
		struct frame *frame = innermost(&scan);
		if (!is_space(*at))
			count_entry(frame, *at);
		if (*at == '"') {
			string = at;
			at = skip_string(at, end);
			string_length = (size_t)(at - string);
			continue;
		}
		if (*at == ':' && frame && frame->is_object) {
			frame->name = string;
			frame->length = string_length;
		}
		if (*at == '[' || *at == '{')
			open_list(&scan, *at == '{');
		if (*at == ']' || *at == '}') {
			if (frame && is_over_cap(frame))
				return refuse(reader, &scan, frame);
			close_list(&scan);
		}
		at++;
	}
	return TUF_OK;
}
