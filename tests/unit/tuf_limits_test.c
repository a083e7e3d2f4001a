/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists with as many entries as tuf/limits.h allows, and with one more.
 */
#include "tuf/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* needs those above */
#include <cmocka.h>
#include <jansson.h>

#include "tuf/envelope.h"
#include "tuf/root.h"
#include "tuf/targets.h"

#define KEY "{\"keytype\":\"ecdsa\",\"keyval\":{\"private\":null,\"public\":\"\"}}"

/* A document whose list takes the place of %s, and the parser that reads it. */
struct list {
	const char *what;
	size_t limit;
	const char *document;
	const char *entry; /* %zu: its number, so that names differ */
	const char *pointer;
};

#define TARGETS(delegations)                                                                       \
	"{\"_type\":\"Targets\",\"version\":1,\"targets\":{},\"delegations\":" delegations "}"
#define ROLE(key_ids, paths)                                                                       \
	"{\"name\":\"targets/a\",\"threshold\":1,\"keyids\":[" key_ids "],\"paths\":[" paths "]}"

static const struct list lists[] = {
	{"keys", TUF_MAX_KEYS, TARGETS("{\"keys\":{%s},\"roles\":[]}"), "\"k%zu\":" KEY,
	 "/delegations/keys"},
	{"key IDs", TUF_MAX_KEYS,
	 TARGETS("{\"keys\":{\"k\":" KEY "},\"roles\":[" ROLE("%s", "") "]}"), "\"k\"",
	 "/delegations/roles/0/keyids"},
	{"paths", TUF_MAX_PATHS,
	 TARGETS("{\"keys\":{\"k\":" KEY "},\"roles\":[" ROLE("\"k\"", "%s") "]}"), "\"p%zu\"",
	 "/delegations/roles/0/paths"},
	{"delegations", TUF_MAX_DELEGATIONS, TARGETS("{\"keys\":{\"k\":" KEY "},\"roles\":[%s]}"),
	 "{\"name\":\"targets/a%zu\",\"threshold\":1,\"keyids\":[\"k\"],\"paths\":[]}",
	 "/delegations/roles"},
	{"hashes", TUF_MAX_HASHES,
	 "{\"_type\":\"Targets\",\"version\":1,\"targets\":{\"v1\":{\"length\":1,\"hashes\":{%s}}}"
	 "}",
	 "\"h%zu\":\"\"", "/targets/v1/hashes"},
};

/* Count entries, with commas between them. */
static char *join(const char *entry, size_t count)
{
	char *joined = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&joined, &length);
	assert_non_null(stream);
	for (size_t i = 0; i < count; i++) {
		const char *number = strstr(entry, "%zu");
		if (i > 0)
			(void)fputc(',', stream);
		if (!number)
			(void)fputs(entry, stream);
		else
			(void)fprintf(stream, "%.*s%zu%s", (int)(number - entry), entry, i,
				      number + 3);
	}
	assert_int_equal(fclose(stream), 0);
	return joined;
}

/* The document with a list of count entries. */
static char *make(const char *document, const char *entry, size_t count)
{
	char *joined = join(entry, count);
	const char *place = strstr(document, "%s");
	assert_non_null(place);
	size_t size = strlen(document) + strlen(joined);
	char *made = malloc(size);
	assert_non_null(made);
	(void)snprintf(made, size, "%.*s%s%s", (int)(place - document), document, joined,
		       place + 2);
	free(joined);
	return made;
}

static void assert_too_many(const struct tuf_fault *fault, const char *what, size_t limit,
			    const char *pointer)
{
	char expected[64], actual[32];
	(void)snprintf(expected, sizeof(expected), "at most %zu %s", limit, what);
	(void)snprintf(actual, sizeof(actual), "%zu", limit + 1);
	assert_int_equal(fault->kind, TUF_FAULT_TOO_MANY);
	assert_string_equal(fault->pointer, pointer);
	assert_string_equal(fault->expected, expected);
	assert_string_equal(fault->actual, actual);
}

static void check_list(const struct list *list, size_t count, enum tuf_result wanted)
{
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tuf_fault fault = {.kind = TUF_FAULT_NONE};
	const struct tuf_reader reader = {.arena = &arena, .fault = &fault};
	char *text = make(list->document, list->entry, count);
	json_t *document = NULL;
	assert_int_equal(tuf_json_load(&reader, text, strlen(text), &document), TUF_OK);
	const struct tuf_node top = tuf_node_top(document);
	struct tuf_targets targets;
	assert_int_equal(tuf_targets_parse(&reader, &top, "targets", &targets), wanted);
	if (wanted != TUF_OK)
		assert_too_many(&fault, list->what, list->limit, list->pointer);
	json_decref(document);
	free(text);
	tuf_arena_clear(&arena);
}

static void test_list_up_to_its_cap_is_taken(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		check_list(&lists[i], lists[i].limit, TUF_OK);
}

static void test_list_beyond_its_cap_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		check_list(&lists[i], lists[i].limit + 1, TUF_INVALID);
}

static void check_signatures(size_t count, enum tuf_result wanted)
{
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tuf_fault fault = {.kind = TUF_FAULT_NONE};
	const struct tuf_reader reader = {.arena = &arena, .fault = &fault};
	char *text = make("{\"signed\":{},\"signatures\":[%s]}", "{\"keyid\":\"k\"}", count);
	struct tuf_envelope envelope;
	assert_int_equal(tuf_envelope_parse(&reader, text, strlen(text), &envelope), wanted);
	if (wanted != TUF_OK)
		assert_too_many(&fault, "signatures", TUF_MAX_SIGNATURES, "/signatures");
	tuf_envelope_clear(&envelope);
	free(text);
	tuf_arena_clear(&arena);
}

static void test_signatures_are_taken_up_to_their_cap(void **state)
{
	(void)state;
	check_signatures(TUF_MAX_SIGNATURES, TUF_OK);
	check_signatures(TUF_MAX_SIGNATURES + 1, TUF_INVALID);
}

/* All of the root's lists are those of other roles, but the keys stand elsewhere. */
static void test_keys_of_the_root_have_a_cap(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tuf_fault fault = {.kind = TUF_FAULT_NONE};
	const struct tuf_reader reader = {.arena = &arena, .fault = &fault};
	char *text = make("{\"_type\":\"Root\",\"version\":1,\"keys\":{%s},\"roles\":{}}",
			  "\"k%zu\":" KEY, TUF_MAX_KEYS + 1);
	json_t *document = NULL;
	assert_int_equal(tuf_json_load(&reader, text, strlen(text), &document), TUF_OK);
	const struct tuf_node top = tuf_node_top(document);
	struct tuf_root root;
	assert_int_equal(tuf_root_parse(&reader, &top, &root), TUF_INVALID);
	assert_too_many(&fault, "keys", TUF_MAX_KEYS, "/keys");
	json_decref(document);
	free(text);
	tuf_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list_up_to_its_cap_is_taken),
		cmocka_unit_test(test_list_beyond_its_cap_is_refused),
		cmocka_unit_test(test_signatures_are_taken_up_to_their_cap),
		cmocka_unit_test(test_keys_of_the_root_have_a_cap),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
