/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of tuf/ share: a document to read, one edit of a document
 * that passes, and the whole of a fault to compare with.
 */
#ifndef TESTS_UNIT_SUPPORT_H
#define TESTS_UNIT_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "tuf/arena.h"
#include "tuf/fault.h"
#include "tuf/json.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Reads one document at a time; what it holds of one is gone with the next. */
struct fixture {
	struct tuf_arena arena;
	struct tuf_fault fault;
	struct tuf_reader reader;
	json_t *document;
	struct tuf_node top;
};

static inline void fixture_forget(struct fixture *fixture)
{
	json_decref(fixture->document);
	fixture->document = NULL;
	tuf_arena_clear(&fixture->arena);
	fixture->fault = (struct tuf_fault){.kind = TUF_FAULT_NONE};
	fixture->top = (struct tuf_node){.value = NULL};
}

static inline int fixture_setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	if (!fixture)
		return -1;
	fixture->reader = (struct tuf_reader){.arena = &fixture->arena, .fault = &fixture->fault};
	*state = fixture;
	return 0;
}

static inline int fixture_teardown(void **state)
{
	fixture_forget(*state);
	free(*state);
	return 0;
}

#define fixture_test(function)                                                                     \
	cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)

static inline enum tuf_result fixture_read(struct fixture *fixture, const void *bytes,
					   size_t length)
{
	fixture_forget(fixture);
	enum tuf_result result = tuf_json_load(&fixture->reader, bytes, length, &fixture->document);
	fixture->top = tuf_node_top(fixture->document);
	return result;
}

static inline void fixture_load(struct fixture *fixture, const char *text)
{
	assert_int_equal(fixture_read(fixture, text, strlen(text)), TUF_OK);
}

static inline bool texts_are_equal(const char *left, const char *right)
{
	return left && right ? strcmp(left, right) == 0 : left == right;
}

/* Whether result and the fault are as wanted; says what they are when they are not. */
static inline bool fixture_is_refused(const struct fixture *fixture, enum tuf_result result,
				      const struct tuf_fault *wanted)
{
	const struct tuf_fault *fault = &fixture->fault;
	if (result == TUF_INVALID && fault->kind == wanted->kind &&
	    texts_are_equal(fault->pointer, wanted->pointer) &&
	    texts_are_equal(fault->expected, wanted->expected) &&
	    texts_are_equal(fault->actual, wanted->actual))
		return true;
	print_error("wanted   fault %d at \"%s\": %s, not %s\n", (int)wanted->kind, wanted->pointer,
		    wanted->expected, wanted->actual);
	print_error("result %d fault %d at \"%s\": %s, not %s\n", (int)result, (int)fault->kind,
		    fault->pointer ? fault->pointer : "(null)",
		    fault->expected ? fault->expected : "(null)",
		    fault->actual ? fault->actual : "(null)");
	return false;
}

#define assert_refused(fixture, result, kind_, pointer_, expected_, actual_)                       \
	assert_true(fixture_is_refused(fixture, result,                                            \
				       &(struct tuf_fault){.kind = (kind_),                        \
							   .pointer = (pointer_),                  \
							   .expected = (expected_),                \
							   .actual = (actual_)}))

/* Takes one reference token from a pointer that starts with a slash, unescaped. */
static inline const char *take_token(const char *pointer, char *token, size_t room)
{
	size_t length = 0;
	for (pointer++; *pointer != '\0' && *pointer != '/'; pointer++) {
		char c = *pointer;
		if (c == '~')
			c = *++pointer == '0' ? '~' : '/';
		assert_true(length + 1 < room);
		token[length++] = c;
	}
	token[length] = '\0';
	return pointer;
}

static inline json_t *child_of(json_t *parent, const char *token)
{
	if (json_is_array(parent))
		return json_array_get(parent, (size_t)strtoul(token, NULL, 10));
	return json_object_get(parent, token);
}

static inline void change_child(json_t *parent, const char *token, json_t *value)
{
	int failed;
	if (json_is_array(parent))
		failed = value ? json_array_set_new(parent, (size_t)strtoul(token, NULL, 10), value)
			       : json_array_remove(parent, (size_t)strtoul(token, NULL, 10));
	else
		failed = value ? json_object_set_new(parent, token, value)
			       : json_object_del(parent, token);
	assert_int_equal(failed, 0);
}

/* The text of base with the value at pointer set, or removed where value is NULL; the caller's to
 * free. */
static inline char *edit(const char *base, const char *pointer, const char *value)
{
	json_t *document = json_loads(base, 0, NULL);
	assert_non_null(document);
	json_t *new_value = NULL;
	if (value) {
		new_value = json_loads(value, JSON_DECODE_ANY, NULL);
		assert_non_null(new_value);
	}
	json_t *parent = document;
	char token[512];
	for (pointer = take_token(pointer, token, sizeof(token)); *pointer != '\0';
	     pointer = take_token(pointer, token, sizeof(token))) {
		parent = child_of(parent, token);
		assert_non_null(parent);
	}
	change_child(parent, token, new_value);
	char *text = json_dumps(document, JSON_COMPACT);
	assert_non_null(text);
	json_decref(document);
	return text;
}

static inline void fixture_load_edited(struct fixture *fixture, const char *base,
				       const char *pointer, const char *value)
{
	char *text = edit(base, pointer, value);
	fixture_load(fixture, text);
	free(text);
}

/* One edit of a document that passes, and the fault it must lead to. */
struct rejection {
	const char *edit_at;
	const char *value; /* NULL: removed */
	struct tuf_fault fault;
};

typedef enum tuf_result parse_function(struct fixture *fixture);

/* base passes, and every edit of it is refused as its row says. */
static inline void check_rejections(struct fixture *fixture, const char *base,
				    parse_function *parse, const struct rejection *rejections,
				    size_t count)
{
	fixture_load(fixture, base);
	assert_int_equal(parse(fixture), TUF_OK);
	for (size_t i = 0; i < count; i++) {
		fixture_load_edited(fixture, base, rejections[i].edit_at, rejections[i].value);
		enum tuf_result result = parse(fixture);
		if (fixture_is_refused(fixture, result, &rejections[i].fault))
			continue;
		fail_msg("row %zu: %s := %s", i, rejections[i].edit_at,
			 rejections[i].value ? rejections[i].value : "nothing");
	}
}

#endif
