/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every allocation of tuf/ fails in turn, and whoever asked for it says so:
 * never a crash, a leak, an answer about the data, or a half-written result.
 *
 * The program is linked with --wrap for the allocators, and for the functions
 * of the arena: one block serves many of its items, so that failing blocks
 * alone would leave most requests untried.
 */
#include "tests/unit/captured.h"
#include "tests/unit/support.h"
#include "tuf/canonical.h"
#include "tuf/codec.h"
#include "tuf/digest.h"
#include "tuf/envelope.h"
#include "tuf/limits.h"
#include "tuf/pem.h"
#include "tuf/root.h"
#include "tuf/snapshot.h"
#include "tuf/targets.h"
#include "tuf/timestamp.h"
#include "tuf/trust_pinning.h"

/* Which requests fail. */
enum plan {
	PLAN_NONE = 0, /* all are met */
	PLAN_ONE,      /* one fails, the next is met again */
	PLAN_REST      /* one fails, and all after it */
};

/* One kind of request that can be made to fail. */
struct failure {
	enum plan plan;
	size_t seen;
	size_t failing; /* counted from 1 */
};

static struct failure heap;
static struct failure arena;
static struct failure jansson;

static bool fails(struct failure *failure)
{
	switch (failure->plan) {
	case PLAN_NONE:
		return false;
	case PLAN_ONE:
		return ++failure->seen == failure->failing;
	case PLAN_REST:
		return ++failure->seen >= failure->failing;
	}
	return false;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *item, size_t size);
void *__real_tuf_arena_take(struct tuf_arena *from, size_t size);
void *__real_tuf_arena_take_array(struct tuf_arena *from, size_t count, size_t size);
char *__real_tuf_arena_copy_text(struct tuf_arena *from, const char *text, size_t length);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *item, size_t size);
void *__wrap_tuf_arena_take(struct tuf_arena *from, size_t size);
void *__wrap_tuf_arena_take_array(struct tuf_arena *from, size_t count, size_t size);
char *__wrap_tuf_arena_copy_text(struct tuf_arena *from, const char *text, size_t length);
char *__wrap_tuf_arena_format(struct tuf_arena *from, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

void *__wrap_malloc(size_t size)
{
	return fails(&heap) ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return fails(&heap) ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *item, size_t size)
{
	return fails(&heap) ? NULL : __real_realloc(item, size);
}

void *__wrap_tuf_arena_take(struct tuf_arena *from, size_t size)
{
	return fails(&arena) ? NULL : __real_tuf_arena_take(from, size);
}

void *__wrap_tuf_arena_take_array(struct tuf_arena *from, size_t count, size_t size)
{
	return fails(&arena) ? NULL : __real_tuf_arena_take_array(from, count, size);
}

char *__wrap_tuf_arena_copy_text(struct tuf_arena *from, const char *text, size_t length)
{
	return fails(&arena) ? NULL : __real_tuf_arena_copy_text(from, text, length);
}

char *__wrap_tuf_arena_format(struct tuf_arena *from, const char *format, ...)
{
	if (fails(&arena))
		return NULL;
	va_list arguments;
	va_start(arguments, format);
	char *text = tuf_arena_vformat(from, format, arguments);
	va_end(arguments);
	return text;
}

/* What is done with the allocations failing; ends in wanted when none does. */
struct work {
	const char *bytes;
	size_t length;
	enum tuf_result (*run)(struct fixture *fixture, const struct work *work);
	enum tuf_result wanted;
};

static enum tuf_result run_once(struct fixture *fixture, const struct work *work,
				struct failure *failure, enum plan plan, size_t failing)
{
	fixture_forget(fixture);
	*failure = (struct failure){.plan = plan, .failing = failing};
	enum tuf_result result = work->run(fixture, work);
	failure->plan = PLAN_NONE;
	return result;
}

/* Fails each request of one kind until none is left; how many there were. */
static size_t fail_each(struct fixture *fixture, const struct work *work, struct failure *failure,
			enum plan plan)
{
	for (size_t failing = 1;; failing++) {
		enum tuf_result result = run_once(fixture, work, failure, plan, failing);
		if (failure->seen < failing) {
			assert_int_equal(result, work->wanted);
			return failing - 1;
		}
		if (result != TUF_NO_MEMORY)
			fail_msg("request %zu failed, and the answer was %d", failing, (int)result);
	}
}

static void check_work(struct fixture *fixture, const struct work *work)
{
	static const enum plan plans[] = {PLAN_ONE, PLAN_REST};
	for (size_t i = 0; i < COUNT_OF(plans); i++) {
		assert_true(fail_each(fixture, work, &heap, plans[i]) > 0);
		assert_true(fail_each(fixture, work, &arena, plans[i]) > 0);
	}
}

static enum tuf_result parse_part(const struct tuf_reader *reader, const struct tuf_node *node)
{
	struct tuf_node type_node = tuf_node_member(node, "_type");
	const char *type;
	enum tuf_result result = tuf_node_get_text(reader, &type_node, &type);
	if (result != TUF_OK)
		return result;
	union {
		struct tuf_root root;
		struct tuf_snapshot snapshot;
		struct tuf_targets targets;
		struct tuf_timestamp timestamp;
	} part;
	if (strcmp(type, "Root") == 0)
		return tuf_root_parse(reader, node, &part.root);
	if (strcmp(type, "Snapshot") == 0)
		return tuf_snapshot_parse(reader, node, &part.snapshot);
	if (strcmp(type, "Timestamp") == 0)
		return tuf_timestamp_parse(reader, node, &part.timestamp);
	return tuf_targets_parse(reader, node, "targets", &part.targets);
}

static enum tuf_result run_parse(struct fixture *fixture, const struct work *work)
{
	struct tuf_envelope envelope;
	enum tuf_result result =
		tuf_envelope_parse(&fixture->reader, work->bytes, work->length, &envelope);
	if (result == TUF_OK)
		result = parse_part(&fixture->reader, &envelope.signed_part);
	tuf_envelope_clear(&envelope);
	return result;
}

static void check_captured(struct fixture *fixture, const char *name)
{
	char path[256];
	size_t length;
	(void)snprintf(path, sizeof(path),
		       "notary/trust/tuf/registry.example.com/team/app/metadata/%s.json", name);
	char *bytes = captured_read(path, &length);
	const struct work work = {
		.bytes = bytes, .length = length, .run = run_parse, .wanted = TUF_OK};
	check_work(fixture, &work);
	fixture->reader.keeps_texts = true;
	check_work(fixture, &work);
	free(bytes);
}

static void test_alloc_parse_root_fails_as_no_memory(void **state)
{
	check_captured(*state, "root");
}

static void test_alloc_parse_timestamp_fails_as_no_memory(void **state)
{
	check_captured(*state, "timestamp");
}

static void test_alloc_parse_snapshot_fails_as_no_memory(void **state)
{
	check_captured(*state, "snapshot");
}

static void test_alloc_parse_targets_fails_as_no_memory(void **state)
{
	check_captured(*state, "targets");
}

/* A fault needs memory too: without it nothing is said about the data. */
static void test_alloc_refused_documents_fail_as_no_memory(void **state)
{
	static const char *const texts[] = {
		"x",
		"{\"a\":\"\\u0041\"}",
		"{\"signed\":{\"a\":[1.5]}}",
		"{\"Signed\":{}}",
		"{}",
		"{\"signed\":5}",
		"{\"signed\":{},\"signatures\":[{\"sig\":\"x\"}]}",
		"{\"signed\":{\"_type\":\"Root\",\"version\":0}}",
		"{\"signed\":{\"_type\":\"Root\",\"version\":1,\"expires\":\"x\"}}",
		"{\"signed\":{\"_type\":\"Root\",\"version\":1,\"roles\":{}}}",
		"{\"signed\":{\"_type\":\"Root\",\"version\":1,\"roles\":{\"root\":{}}}}",
		"{\"signed\":{\"_type\":\"Root\",\"version\":1,\"roles\":{\"root\":{\"keyids\":["
		"\"x\"],\"threshold\":1}}}}",
		"{\"signed\":{\"_type\":\"Timestamp\",\"version\":1}}",
		"{\"signed\":{\"_type\":\"Timestamp\",\"version\":1,\"meta\":{\"snapshot\":{"
		"\"hashes\":{\"sha256\":\"\"}}}}}",
		"{\"signed\":{\"_type\":\"Targets\",\"version\":1,\"delegations\":{\"roles\":[{"
		"\"name\":\"x\"}]}}}",
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		const struct work work = {.bytes = texts[i],
					  .length = strlen(texts[i]),
					  .run = run_parse,
					  .wanted = TUF_INVALID};
		check_work(*state, &work);
	}
}

/* Requests of this size fail, as often as they are made. */
static size_t refused_size;

static void *take_for_jansson(size_t size)
{
	return fails(&jansson) || size == refused_size ? NULL : __real_malloc(size);
}

/* What jansson has been given by these must go back to them. */
static int jansson_setup(void **state)
{
	json_set_alloc_funcs(take_for_jansson, free);
	return fixture_setup(state);
}

static int jansson_teardown(void **state)
{
	(void)fixture_teardown(state);
	json_set_alloc_funcs(malloc, free);
	return 0;
}

/*
 * The requests of jansson itself, which does not say that memory was short. No
 * string is longer than what jansson's lexer holds without asking for more: it
 * does not notice when that fails, and then writes where it must not.
 */
static void test_alloc_jansson_requests_fail_as_no_memory(void **state)
{
	static const char text[] =
		"{\"signed\":{\"_type\":\"Targets\",\"version\":1,\"x\":[1,2.0,\"y\",true,[],"
		"{\"z\":\"\",\"a\":null,\"b\":1,\"c\":\"d\",\"e\":[[]]}],\"y\":{}},\"a\":1,"
		"\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9}";
	const struct work work = {
		.bytes = text, .length = sizeof(text) - 1, .run = run_parse, .wanted = TUF_OK};
	size_t requests = fail_each(*state, &work, &jansson, PLAN_ONE);
	assert_true(requests > 20);
	assert_int_equal(fail_each(*state, &work, &jansson, PLAN_REST), requests);
}

/* A request too large fails whenever it is made: trying again tells nothing. */
static void test_alloc_jansson_size_that_always_fails_is_no_memory(void **state)
{
	static const char *const texts[] = {
		"{\"eleven byte\":1}",
		"{\"a\":1,\"eleven byte\":2}",
		"{\"a\":\"eleven byte\"}",
		"{\"a\":[1,\"eleven byte\"]}",
		"{\"a\":{\"b\":\"eleven byte\"}}",
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		const struct work work = {
			.bytes = texts[i], .length = strlen(texts[i]), .run = run_parse};
		refused_size = 14; /* the string with its quotation marks, and a NUL */
		enum tuf_result result = run_once(*state, &work, &jansson, PLAN_NONE, 0);
		refused_size = 0;
		assert_int_equal(result, TUF_NO_MEMORY);
	}
}

static enum tuf_result run_pem(struct fixture *fixture, const struct work *work)
{
	const struct tuf_pem_block written[] = {
		{.bytes = (const unsigned char *)work->bytes, .length = work->length},
		{.bytes = (const unsigned char *)work->bytes, .length = 1},
	};
	const char *text;
	size_t length;
	enum tuf_result result = tuf_pem_write(&fixture->arena, "X", written, 2, &text, &length);
	if (result != TUF_OK)
		return result;
	const struct tuf_pem_block *blocks;
	size_t count;
	return tuf_pem_parse(&fixture->arena, (const unsigned char *)text, length, "X", 2, &blocks,
			     &count);
}

static void test_alloc_pem_fails_as_no_memory(void **state)
{
	static char bytes[20000];
	const struct work work = {.bytes = bytes, .length = sizeof(bytes), .run = run_pem};
	check_work(*state, &work);
}

/* Faults whose text has a NUL, or is long: more than a literal can say. */
static void test_alloc_refused_spellings_fail_as_no_memory(void **state)
{
	const struct work nul = {
		.bytes = "{\0}", .length = 3, .run = run_parse, .wanted = TUF_INVALID};
	check_work(*state, &nul);
	char *commas = malloc(TUF_MAX_JSON_VALUES);
	assert_non_null(commas);
	memset(commas, ',', TUF_MAX_JSON_VALUES);
	const struct work many = {.bytes = commas,
				  .length = TUF_MAX_JSON_VALUES,
				  .run = run_parse,
				  .wanted = TUF_INVALID};
	check_work(*state, &many);
	free(commas);
}

/* An array of one more than may be. */
static char *make_too_long(const char *start, const char *end, size_t limit)
{
	char *text = malloc(strlen(start) + 2 * (limit + 1) + strlen(end) + 1);
	assert_non_null(text);
	char *at = stpcpy(text, start);
	for (size_t i = 0; i <= limit; i++)
		at = stpcpy(at, i == 0 ? "1" : ",1");
	memcpy(at, end, strlen(end) + 1);
	return text;
}

static void test_alloc_too_long_a_list_fails_as_no_memory(void **state)
{
	struct fixture *fixture = *state;
	char *roles = make_too_long("{\"signed\":{\"delegations\":{\"roles\":[", "]}}}",
				    TUF_MAX_DELEGATIONS);
	struct work work = {.bytes = roles,
			    .length = strlen(roles),
			    .run = run_parse,
			    .wanted = TUF_INVALID};
	check_work(fixture, &work);
	free(roles);
	/* a name that jansson has no memory to read is one that is no text; what is too much then is
	 * refused where it is parsed */
	char *keyids = make_too_long("{\"signed\":{\"roles\":{\"a\":{\"keyids\":[", "]}}}}",
				     TUF_MAX_KEYS);
	work.bytes = keyids;
	work.length = strlen(keyids);
	assert_true(fail_each(fixture, &work, &arena, PLAN_ONE) > 3);
	assert_string_equal(fixture->fault.pointer, "/signed/roles/a/keyids");
	free(keyids);
}

static enum tuf_result run_trust_pinning(struct fixture *fixture, const struct work *work)
{
	struct tuf_trust_pinning pinning;
	return tuf_trust_pinning_parse(&fixture->reader, work->bytes, work->length, &pinning);
}

static void test_alloc_trust_pinning_fails_as_no_memory(void **state)
{
	static const struct {
		const char *text;
		enum tuf_result wanted;
	} rows[] = {
		{"{\"a\":1,\"trust_pinning\":{\"certs\":{\"b\":[\"2\",\"3\"],\"a\":[]},"
		 "\"ca\":{\"c\":\"d\"},\"disable_tofu\":true}}",
		 TUF_OK},
		{"{\"trust_pinning\":{\"ca\":{},\"CA\":{}}}", TUF_INVALID},
		{"{\"trust_pinning\":{\"cert\":{}}}", TUF_INVALID},
		{"{\"trust_pinning\":{\"certs\":{\"a\":[],\"A\":[]}}}", TUF_INVALID},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct work work = {.bytes = rows[i].text,
					  .length = strlen(rows[i].text),
					  .run = run_trust_pinning,
					  .wanted = rows[i].wanted};
		check_work(*state, &work);
	}
}

static enum tuf_result run_pointer(struct fixture *fixture, const struct work *work)
{
	(void)work;
	static const char *const names[] = {"b", "a"};
	return tuf_pointer_make(&fixture->arena, names, 2) ? TUF_OK : TUF_NO_MEMORY;
}

static void test_alloc_pointer_fails_as_no_memory(void **state)
{
	const struct work work = {.run = run_pointer};
	check_work(*state, &work);
}

static enum tuf_result run_path_set(struct fixture *fixture, const struct work *work)
{
	(void)work;
	static const char *const paths[] = {"b", "a"};
	struct tuf_path_set set;
	return tuf_path_set_make(&fixture->arena, paths, 2, &set);
}

static void test_alloc_path_set_fails_as_no_memory(void **state)
{
	const struct work work = {.run = run_path_set};
	check_work(*state, &work);
}

static enum tuf_result run_digest(struct fixture *fixture, const struct work *work)
{
	const char *digest =
		tuf_digest_format(&fixture->arena, TUF_DIGEST_SHA512, work->bytes, work->length);
	return digest ? TUF_OK : TUF_NO_MEMORY;
}

static void test_alloc_digest_fails_as_no_memory(void **state)
{
	const struct work work = {.bytes = "abc", .length = 3, .run = run_digest};
	check_work(*state, &work);
}

/* Copies, formats and large items of an arena; the first request that fails leaves it usable. */
static enum tuf_result run_arena(struct fixture *fixture, const struct work *work)
{
	(void)work;
	for (size_t size = 1; size < 200000; size *= 7) {
		const char *text = tuf_arena_format(&fixture->arena, "%*d", (int)size, 1);
		if (!text)
			return TUF_NO_MEMORY;
		const char *copy = tuf_arena_copy_text(&fixture->arena, text, size);
		if (!copy)
			return TUF_NO_MEMORY;
		assert_string_equal(copy, text);
	}
	return TUF_OK;
}

static void test_alloc_arena_fails_as_no_memory(void **state)
{
	const struct work work = {.run = run_arena};
	check_work(*state, &work);
}

static void test_alloc_arena_is_usable_after_a_failure(void **state)
{
	(void)state;
	struct tuf_arena used = TUF_ARENA_INIT;
	static const size_t sizes[] = {16, 100000};
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		heap = (struct failure){.plan = PLAN_REST, .failing = 1};
		char *first = __real_tuf_arena_take(&used, sizes[i]);
		char *second = __real_tuf_arena_take(&used, sizes[i]);
		heap.plan = PLAN_NONE;
		assert_null(first);
		assert_null(second);
		assert_null(used.newest);
	}
	assert_non_null(__real_tuf_arena_take(&used, 16));
	assert_non_null(__real_tuf_arena_take(&used, 100000));
	tuf_arena_clear(&used);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_alloc_parse_root_fails_as_no_memory),
		fixture_test(test_alloc_parse_timestamp_fails_as_no_memory),
		fixture_test(test_alloc_parse_snapshot_fails_as_no_memory),
		fixture_test(test_alloc_parse_targets_fails_as_no_memory),
		fixture_test(test_alloc_refused_documents_fail_as_no_memory),
		cmocka_unit_test_setup_teardown(test_alloc_jansson_requests_fail_as_no_memory,
						jansson_setup, jansson_teardown),
		cmocka_unit_test_setup_teardown(
			test_alloc_jansson_size_that_always_fails_is_no_memory, jansson_setup,
			jansson_teardown),
		fixture_test(test_alloc_pem_fails_as_no_memory),
		fixture_test(test_alloc_refused_spellings_fail_as_no_memory),
		fixture_test(test_alloc_too_long_a_list_fails_as_no_memory),
		fixture_test(test_alloc_trust_pinning_fails_as_no_memory),
		fixture_test(test_alloc_pointer_fails_as_no_memory),
		fixture_test(test_alloc_path_set_fails_as_no_memory),
		fixture_test(test_alloc_digest_fails_as_no_memory),
		fixture_test(test_alloc_arena_fails_as_no_memory),
		cmocka_unit_test(test_alloc_arena_is_usable_after_a_failure),
	};
	return cmocka_run_group_tests_name("alloc", tests, NULL, NULL);
}
