/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/census.h"

#include "tests/unit/support.h"
#include "tuf/limits.h"

#define SIXTEEN                                                                                    \
	"\"a\":0,\"b\":0,\"c\":0,\"d\":0,\"e\":0,\"f\":0,\"g\":0,\"h\":0,"                         \
	"\"i\":0,\"j\":0,\"k\":0,\"l\":0,\"m\":0,\"n\":0,\"o\":0,\"p\":0"
#define SEVENTEEN SIXTEEN ",\"q\":0"

static enum tuf_result check(struct fixture *fixture, const char *text)
{
	fixture_forget(fixture);
	return tuf_census_check(&fixture->reader, text, strlen(text));
}

/* Entries with commas between them, after start and before end; the caller frees it. */
static char *make(const char *start, const char *entry, size_t count, const char *end)
{
	char *text = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&text, &length);
	assert_non_null(stream);
	(void)fputs(start, stream);
	for (size_t i = 0; i < count; i++)
		(void)fprintf(stream, "%s%s", i > 0 ? "," : "", entry);
	(void)fputs(end, stream);
	assert_int_equal(fclose(stream), 0);
	return text;
}

static const struct list {
	const char *start, *entry, *end;
	size_t limit;
	const char *expected, *pointer;
} lists[] = {
	{"{\"signatures\":[", "{}", "]}", TUF_MAX_SIGNATURES, "at most 2048 signatures",
	 "/signatures"},
	{"{\"signed\":{\"keys\":{", "\"k\":[1,{}]", "}}}", TUF_MAX_KEYS, "at most 10000 keys",
	 "/signed/keys"},
	{"{\"signed\":{\"roles\":{\"r\":{},\"ro~ot\":{\"threshold\":1,\"keyids\":[", "\"k\"",
	 "]}}}}", TUF_MAX_KEYS, "at most 10000 key IDs", "/signed/roles/ro~0ot/keyids"},
	{"{\"signed\":{\"meta\":{\"a\":{},\"b/c\":{\"hashes\":{", "\"h\":\"\"", "}}}}}",
	 TUF_MAX_HASHES, "at most 16 hashes", "/signed/meta/b~1c/hashes"},
	{"{\"signed\":{\"targets\":{\"\\\"\\u0001\\\\\":{\"hashes\":{", "\"h\":\"\"", "}}}}}",
	 TUF_MAX_HASHES, "at most 16 hashes", "/signed/targets/\"\x01\\/hashes"},
	{"{\"signed\":{\"delegations\":{\"keys\":{", "\"k\":{}", "}}}}", TUF_MAX_KEYS,
	 "at most 10000 keys", "/signed/delegations/keys"},
	{"{\"signed\":{\"delegations\":{\"roles\":[", "{\"paths\":[\"\",\",\"]}", "]}}}",
	 TUF_MAX_DELEGATIONS, "at most 10000 delegations", "/signed/delegations/roles"},
	{"{\"signed\":{\"delegations\":{\"roles\":[{},{\"keyids\":[", "\"k\"", "]}]}}}",
	 TUF_MAX_KEYS, "at most 10000 key IDs", "/signed/delegations/roles/1/keyids"},
	{"{\"signed\":{\"delegations\":{\"roles\":[{\"paths\":[", "\"\"", "]}]}}}", TUF_MAX_PATHS,
	 "at most 10000 paths", "/signed/delegations/roles/0/paths"},
};

static void test_census_list_up_to_its_cap_passes(void **state)
{
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		const struct list *list = &lists[i];
		char *text = make(list->start, list->entry, list->limit, list->end);
		assert_int_equal(check(*state, text), TUF_OK);
		free(text);
	}
}

static void test_census_list_beyond_its_cap_is_refused(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		const struct list *list = &lists[i];
		char *text = make(list->start, list->entry, list->limit + 1, list->end);
		char actual[32];
		(void)snprintf(actual, sizeof(actual), "%zu", list->limit + 1);
		assert_refused(fixture, check(fixture, text), TUF_FAULT_TOO_MANY, list->pointer,
			       list->expected, actual);
		free(text);
	}
}

static void test_census_white_space_changes_nothing(void **state)
{
	struct fixture *fixture = *state;
	static const char start[] = " {\t\"signed\" :\r\n{ \"meta\" : { \"a\" : { \"hashes\" : { ";
	char *text = make(start, " \"h\" : \"\" ", TUF_MAX_HASHES, " } } } } } ");
	assert_int_equal(check(fixture, text), TUF_OK);
	free(text);
	text = make(start, " \"h\" : \"\" ", TUF_MAX_HASHES + 1, " } } } } } ");
	assert_refused(fixture, check(fixture, text), TUF_FAULT_TOO_MANY, "/signed/meta/a/hashes",
		       "at most 16 hashes", "17");
	free(text);
}

/* What bears the name of a list, and is none. */
static void test_census_other_lists_pass(void **state)
{
	static const char *const texts[] = {
		"{\"hashes\":{" SEVENTEEN "}}",
		"{\"signed\":{\"hashes\":{" SEVENTEEN "}}}",
		"{\"signed\":{\"targets\":{" SEVENTEEN "}}}",
		"{\"signed\":{\"targets\":{\"a\":{\"custom\":{\"hashes\":{" SEVENTEEN "}}}}}}",
		"{\"signed\":{\"targets\":{\"a\":{\"hash\":{" SEVENTEEN "},\"hashesx\":{" SEVENTEEN
		"}}}}}",
		"{\"signed\":{\"targets\":{\"a\":{\"hashes\":{" SIXTEEN
		"}},\"b\":{\"hashes\":{" SIXTEEN "}}}}}",
		"{\"signed\":{\"targets\":{\"a\":{\"hashes\":{\"x\":[{" SEVENTEEN "}]}}}}}",
		"{\"signed\":{\"targets\":{\"a\":{\"x\":\"\\\"hashes\\\":{"
		"\",\"y\":{" SEVENTEEN "}}}}}",
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		assert_int_equal(check(*state, texts[i]), TUF_OK);
}

static void test_census_string_ends_at_its_own_quote(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *name, *pointer;
	} rows[] = {
		{"\"\\\\\"", "/signed/meta/\\/hashes"},
		{"\"\\\\\\\"\"", "/signed/meta/\\\"/hashes"},
		{"\"{[,\"", "/signed/meta/{[,/hashes"},
		{"\"\"", "/signed/meta//hashes"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char start[96];
		(void)snprintf(start, sizeof(start), "{\"signed\":{\"meta\":{%s:{\"hashes\":{",
			       rows[i].name);
		char *text = make(start, "\"h\":\"\"", 17, "}}}}}");
		assert_refused(fixture, check(fixture, text), TUF_FAULT_TOO_MANY, rows[i].pointer,
			       "at most 16 hashes", "17");
		free(text);
	}
}

/* Lists deeper than files may nest hide nothing behind them. */
static void test_census_counts_after_deep_nesting(void **state)
{
	struct fixture *fixture = *state;
	char deep[2 * (TUF_MAX_JSON_DEPTH + 9) + 1];
	memset(deep, '[', TUF_MAX_JSON_DEPTH + 9);
	memset(deep + TUF_MAX_JSON_DEPTH + 9, ']', TUF_MAX_JSON_DEPTH + 9);
	deep[sizeof(deep) - 1] = '\0';
	char start[512];
	(void)snprintf(start, sizeof(start), "{\"x\":%s,\"signed\":{\"meta\":{\"a\":{\"hashes\":{",
		       deep);
	char *text = make(start, "\"h\":\"\"", 17, "}}}}}");
	assert_refused(fixture, check(fixture, text), TUF_FAULT_TOO_MANY, "/signed/meta/a/hashes",
		       "at most 16 hashes", "17");
	free(text);
}

static void test_census_what_is_no_document_passes(void **state)
{
	static const char *const texts[] = {
		"",
		"\"",
		"\"\\",
		"]",
		"}}}",
		",",
		":",
		"[:",
		"{:",
		"{\"signed",
		"\"signed\":{",
		"{\"signed\":{\"targets\":{\"\xff\":{\"hashes\":{" SEVENTEEN "}}}}}",
		"{\"signed\":{\"targets\":{\"\\q\":{\"hashes\":{" SEVENTEEN "}}}}}",
		"{\"signed\":{\"targets\":{{\"hashes\":{" SEVENTEEN "}}}}}",
		"{\"signed\":{\"targets\":{\"a\":{\"hashes\":{" SEVENTEEN,
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		assert_int_equal(check(*state, texts[i]), TUF_OK);
}

/* Only what stands in an object has a name. */
static void test_census_elements_of_arrays_have_no_names(void **state)
{
	char *text = make("[\"signatures\":[", "0", TUF_MAX_SIGNATURES + 1, "]]");
	assert_int_equal(check(*state, text), TUF_OK);
	free(text);
}

/* What stands behind a document is in none, and has no caps; the parser refuses it. */
static void test_census_lists_behind_a_document_pass(void **state)
{
	char *text = make("{}\"signatures\":[", "{}", TUF_MAX_SIGNATURES + 1, "]}");
	assert_int_equal(check(*state, text), TUF_OK);
	free(text);
}

/* The list is whole, and the document is not. */
static void test_census_list_at_the_end_of_a_cut_document_is_refused(void **state)
{
	struct fixture *fixture = *state;
	char *text = make("{\"signatures\":[", "{}", TUF_MAX_SIGNATURES + 1, "]");
	assert_refused(fixture, check(fixture, text), TUF_FAULT_TOO_MANY, "/signatures",
		       "at most 2048 signatures", "2049");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_census_list_up_to_its_cap_passes),
		fixture_test(test_census_list_beyond_its_cap_is_refused),
		fixture_test(test_census_white_space_changes_nothing),
		fixture_test(test_census_other_lists_pass),
		fixture_test(test_census_string_ends_at_its_own_quote),
		fixture_test(test_census_counts_after_deep_nesting),
		fixture_test(test_census_what_is_no_document_passes),
		fixture_test(test_census_elements_of_arrays_have_no_names),
		fixture_test(test_census_lists_behind_a_document_pass),
		fixture_test(test_census_list_at_the_end_of_a_cut_document_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
