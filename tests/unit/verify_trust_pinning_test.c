/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The public way to a client's pins, and which of them applies. What a root is
 * held against then, testdata/cases has.
 */
#include "verify/trust_pinning.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena_refusal.h"
#include "tuf/limits.h"
#include "verify/tufcheck.h"
#include "verify_support.h"

#define CA_FILE TUFCHECK_TESTDATA "/notary/certificates/root-ca.crt"

struct fixture {
	char path[64]; /* of a configuration */
	char other[64]; /* of another file */
	struct tufcheck_problem problem;
	struct tufcheck_trust_pinning *pinning;
};

static void make_file(char *path, size_t size)
{
	(void)snprintf(path, size, P_tmpdir "/pins-XXXXXX");
	int descriptor = mkstemp(path);
	assert_true(descriptor >= 0);
	assert_int_equal(close(descriptor), 0);
}

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	arena_refused = 0;
	make_file(fixture->path, sizeof(fixture->path));
	make_file(fixture->other, sizeof(fixture->other));
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	arena_refused = 0;
	tufcheck_trust_pinning_free(fixture->pinning);
	assert_int_equal(unlink(fixture->path), 0);
	assert_int_equal(unlink(fixture->other), 0);
	free(fixture);
	return 0;
}

static void write_file(const char *path, const char *bytes, size_t length)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

static enum tufcheck_result read_text(struct fixture *fixture, const char *text)
{
	write_file(fixture->path, text, strlen(text));
	tufcheck_trust_pinning_free(fixture->pinning);
	fixture->pinning = NULL;
	fixture->problem = (struct tufcheck_problem){.line = 77};
	return tufcheck_trust_pinning_read(fixture->path, &fixture->problem, &fixture->pinning);
}

/* ---- reading ---- */

static void test_trust_pinning_read_sound_file_is_kept(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(read_text(fixture, "{\"trust_pinning\":{\"ca\":{\"\":\"" CA_FILE
	                                    "\",\"a\":\"" CA_FILE "\"},\"disable_tofu\":true}}"),
	                 TUFCHECK_OK);
	assert_string_equal(fixture->pinning->path, fixture->path);
	assert_null(fixture->pinning->authorities[0]->problem);
	assert_int_equal(fixture->pinning->authorities[0]->bundle.count, 1);
	/* one file is read once */
	assert_ptr_equal(fixture->pinning->authorities[0], fixture->pinning->authorities[1]);
}

static void test_trust_pinning_read_bad_call_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct tufcheck_trust_pinning **ret = &fixture->pinning;
	assert_int_equal(tufcheck_trust_pinning_read(NULL, NULL, ret), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_trust_pinning_read("", NULL, ret), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_trust_pinning_read("x", NULL, NULL), TUFCHECK_BAD_CALL);
	tufcheck_trust_pinning_free(NULL);
}

static void test_trust_pinning_read_without_file_says_so(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(tufcheck_trust_pinning_read(P_tmpdir "/no/such/file", &fixture->problem,
	                                             &fixture->pinning),
	                 TUFCHECK_NOT_FOUND);
	assert_int_equal(fixture->problem.line, 0);
	assert_non_null(strstr(fixture->problem.message, "no such file"));
	assert_int_equal(
		tufcheck_trust_pinning_read(P_tmpdir, &fixture->problem, &fixture->pinning),
		TUFCHECK_UNREADABLE);
	assert_non_null(strstr(fixture->problem.message, "regular file"));
	/* nobody need want to know why */
	assert_int_equal(tufcheck_trust_pinning_read(P_tmpdir, NULL, &fixture->pinning),
	                 TUFCHECK_UNREADABLE);
	assert_null(fixture->pinning);
}

static void test_trust_pinning_read_damaged_file_says_where(void **state)
{
	static const struct {
		const char *text;
		size_t line, column;
		const char *words;
	} rows[] = {
		{"", 0, 0, "0 bytes"},
		{"{\n \"a\": 1,\n \"b\" 2}", 3, 6, "':' expected"},
		{"{\n", 2, 1, "whole JSON document"},
		{"{\"a\":1,\"a\":2}", 1, 10, "each name once"},
		{"{} x", 1, 4, "nothing after"},
		{"{\"trust_pinning\":{\"ca\":7}}", 0, 0, "/trust_pinning/ca: expected an object"},
	};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(read_text(fixture, rows[i].text), TUFCHECK_INVALID);
		if (!strstr(fixture->problem.message, rows[i].words) ||
		    fixture->problem.line != rows[i].line ||
		    fixture->problem.column != rows[i].column)
			fail_msg("row %zu: %zu:%zu: %s", i, fixture->problem.line,
			         fixture->problem.column, fixture->problem.message);
	}
}

/* A CA file that cannot be used is found to be so, and the rest is kept. */
static void test_trust_pinning_read_unusable_ca_file_has_a_problem(void **state)
{
	static const struct {
		const char *bytes;
		const char *words;
	} rows[] = {
		{"", "no certificates in PEM"},
		{"text\n", "no certificates in PEM"},
		{"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "something wrong"},
		{"-----BEGIN X-----\nAAAA\n-----END X-----\n", "something else in PEM"},
	};
	struct fixture *fixture = *state;
	char text[256];
	(void)snprintf(text, sizeof(text), "{\"trust_pinning\":{\"ca\":{\"a\":\"%s\"}}}",
	               fixture->other);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		write_file(fixture->other, rows[i].bytes, strlen(rows[i].bytes));
		assert_int_equal(read_text(fixture, text), TUFCHECK_OK);
		const char *problem = fixture->pinning->authorities[0]->problem;
		assert_non_null(problem);
		assert_non_null(strstr(problem, rows[i].words));
	}
	assert_int_equal(truncate(fixture->other, (off_t)TUF_MAX_AUTHORITY_BYTES + 1), 0);
	assert_int_equal(read_text(fixture, text), TUFCHECK_OK);
	assert_non_null(strstr(fixture->pinning->authorities[0]->problem, "1 MiB"));
}

/* One file by as many paths as there may be bytes for, and one more of a single byte. */
static void test_trust_pinning_read_ca_files_together_are_limited_to_the_byte(void **state)
{
	struct fixture *fixture = *state;
	char byte[64];
	make_file(byte, sizeof(byte));
	write_file(byte, "x", 1);
	const char *name = strrchr(fixture->other, '/') + 1;
	assert_int_equal(truncate(fixture->other, (off_t)TUF_MAX_AUTHORITY_BYTES), 0);
	const size_t most = TUF_MAX_AUTHORITIES_BYTES / TUF_MAX_AUTHORITY_BYTES;
	for (size_t more = 0; more <= 1; more++) {
		char *text = NULL;
		size_t length = 0;
		FILE *out = open_memstream(&text, &length);
		assert_non_null(out);
		(void)fputs("{\"trust_pinning\":{\"ca\":{", out);
		for (size_t i = 0; i < most; i++)
			(void)fprintf(out, "%s\"a%zu\":\"" P_tmpdir "%.*s/%s\"", i == 0 ? "" : ",", i,
			              2 * (int)i, "/./././././././././././././././.", name);
		if (more)
			(void)fprintf(out, ",\"b\":\"%s\"", byte);
		(void)fputs("}}}", out);
		assert_int_equal(fclose(out), 0);
		enum tufcheck_result result = read_text(fixture, text);
		free(text);
		assert_int_equal(result, more ? TUFCHECK_INVALID : TUFCHECK_OK);
		if (more)
			assert_non_null(strstr(fixture->problem.message, "at most 16 MiB together"));
	}
	assert_int_equal(unlink(byte), 0);
}

static void test_trust_pinning_read_damaged_file_need_not_say_where(void **state)
{
	static const char *const texts[] = {"{", "{\"trust_pinning\":{\"ca\":7}}"};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		write_file(fixture->path, texts[i], strlen(texts[i]));
		assert_int_equal(tufcheck_trust_pinning_read(fixture->path, NULL, &fixture->pinning),
		                 TUFCHECK_INVALID);
		assert_null(fixture->pinning);
	}
}

/* Whichever request fails: a file that was read in part is not taken for one. */
static void test_trust_pinning_read_without_memory_reads_nothing(void **state)
{
	struct fixture *fixture = *state;
	enum tufcheck_result result;
	size_t last = 0;
	do {
		arena_refused = ++last;
		arena_requests = 0;
		result = read_text(fixture, "{\"trust_pinning\":{\"ca\":{\"a\":\"" CA_FILE
		                            "\"},\"certs\":{\"a\":[\"k\"]}}}");
		assert_int_equal(result, arena_requests >= arena_refused ? TUFCHECK_NO_MEMORY : TUFCHECK_OK);
		assert_int_equal(fixture->pinning == NULL, result != TUFCHECK_OK);
	} while (result != TUFCHECK_OK);
	assert_true(last > 10);
}

/* ---- which entry applies ---- */

static void test_pin_rule_first_that_applies_decides(void **state)
{
	static const struct {
		const char *section;
		const char *gun;
		enum tc_pin_kind kind;
		const char *name; /* of the entry */
	} rows[] = {
		{"", "a/b", TC_PIN_NONE, NULL},
		{"\"disable_tofu\":true", "a/b", TC_PIN_DISABLED, NULL},
		{"\"certs\":{\"a/b\":[]}", "a/b", TC_PIN_CERTS, "a/b"},
		{"\"certs\":{\"a/b\":[]}", "a/bc", TC_PIN_NONE, NULL},
		{"\"certs\":{\"a/b\":[]}", "a/", TC_PIN_NONE, NULL},
		{"\"certs\":{\"a/b*\":[]}", "a/b", TC_PIN_CERTS, "a/b*"},
		{"\"certs\":{\"a/b*\":[]}", "a/", TC_PIN_NONE, NULL},
		{"\"certs\":{\"*\":[]}", "a/b", TC_PIN_CERTS, "*"},
		{"\"certs\":{\"*a\":[],\"a*b\":[]}", "a/b", TC_PIN_NONE, NULL},
		{"\"certs\":{\"*\":[],\"a*\":[],\"a/*\":[],\"b*\":[]}", "a/b", TC_PIN_CERTS, "a/*"},
		{"\"certs\":{\"a/b*\":[],\"a/b\":[]}", "a/b", TC_PIN_CERTS, "a/b"},
		{"\"certs\":{\"a!*\":[],\"a*\":[]}", "a!b", TC_PIN_CERTS, "a!*"},
		/* one star is taken off, the other is a character */
		{"\"certs\":{\"a**\":[]}", "a/b", TC_PIN_NONE, NULL},
		{"\"certs\":{\"A/B\":[]}", "A/B", TC_PIN_NONE, NULL},
		{"\"certs\":{\"A/B\":[]}", "a/b", TC_PIN_CERTS, "a/b"},
		{"\"ca\":{\"a/b\":\"x\"}", "a/b", TC_PIN_CA, "a/b"},
		{"\"ca\":{\"a\":\"x\"}", "a/b", TC_PIN_CA, "a"},
		{"\"ca\":{\"\":\"x\"}", "a/b", TC_PIN_CA, ""},
		{"\"ca\":{\"a/b/c\":\"x\"}", "a/b", TC_PIN_NONE, NULL},
		{"\"ca\":{\"a*\":\"x\"}", "a/b", TC_PIN_NONE, NULL},
		{"\"ca\":{\"\":\"x\",\"a/\":\"y\",\"a\":\"x\"}", "a/b", TC_PIN_CA, "a/"},
		{"\"ca\":{\"a/b\":\"x\"},\"certs\":{\"*\":[]}", "a/b", TC_PIN_CERTS, "*"},
		{"\"ca\":{\"a/b\":\"x\"},\"certs\":{\"c*\":[]}", "a/b", TC_PIN_CA, "a/b"},
		{"\"ca\":{\"a/b\":\"x\"},\"disable_tofu\":true", "a/b", TC_PIN_CA, "a/b"},
		{"\"ca\":{\"a/b\":\"x\"},\"disable_tofu\":true", "b", TC_PIN_DISABLED, NULL},
	};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[256];
		(void)snprintf(text, sizeof(text), "{\"trust_pinning\":{%s}}", rows[i].section);
		assert_int_equal(read_text(fixture, text), TUFCHECK_OK);
		struct tc_pin_rule rule = tc_pin_rule_find(fixture->pinning, rows[i].gun);
		if (rule.kind != rows[i].kind)
			fail_msg("row %zu: %d", i, (int)rule.kind);
		if (rows[i].name)
			assert_string_equal(rule.pin->name, rows[i].name);
		assert_int_equal(rule.authorities != NULL, rule.kind == TC_PIN_CA);
	}
	assert_int_equal(tc_pin_rule_find(NULL, "a/b").kind, TC_PIN_NONE);
	assert_false(tufcheck_trust_pinning_asks_of(fixture->pinning, NULL));
}

/* ---- whether a root key may count ---- */

static void test_pin_rule_allows_what_the_entry_says(void **state)
{
	static const struct {
		const char *section;
		const char *key_id;
		bool is_allowed;
	} rows[] = {
		{"", "k", true},
		{"\"disable_tofu\":true", "k", false},
		{"\"certs\":{\"a\":[\"j\",\"k\"]}", "k", true},
		{"\"certs\":{\"a\":[\"j\",\"k\"]}", "l", false},
		{"\"certs\":{\"a\":[]}", "k", false},
	};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[128];
		(void)snprintf(text, sizeof(text), "{\"trust_pinning\":{%s}}", rows[i].section);
		assert_int_equal(read_text(fixture, text), TUFCHECK_OK);
		const struct tc_pin_rule rule = tc_pin_rule_find(fixture->pinning, "a");
		const struct tc_pin_subject subject = {.key_id = rows[i].key_id};
		bool is_allowed = !rows[i].is_allowed;
		const char *problem = "as before";
		assert_int_equal(tc_pin_rule_allows(&rule, &subject, &is_allowed, &problem), TUF_OK);
		assert_int_equal(is_allowed, rows[i].is_allowed);
		assert_null(problem);
	}
}

/* No certificate leads to a file that cannot be used, and the file is why. */
static void test_pin_rule_allows_nothing_by_an_unusable_file(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(read_text(fixture, "{\"trust_pinning\":{\"ca\":{\"a\":\"\"}}}"),
	                 TUFCHECK_OK);
	const struct tc_pin_rule rule = tc_pin_rule_find(fixture->pinning, "a");
	const struct tc_bundle bundle = {.items = NULL};
	const struct tc_pin_subject subject = {.key_id = "k", .bundle = &bundle};
	bool is_allowed = true;
	const char *problem = NULL;
	assert_int_equal(tc_pin_rule_allows(&rule, &subject, &is_allowed, &problem), TUF_OK);
	assert_false(is_allowed);
	assert_string_equal(problem, "no such file");
}

/* ---- what is said of it ---- */

/* Why the first one is not let count is what is said of all of them. */
static void test_pin_outcome_has_the_problem_of_the_first_key(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_pin_outcome outcome = {.threshold = 1};
	static const char *const problems[] = {"first", "second", NULL};
	for (size_t i = 0; i < COUNT_OF(problems); i++)
		assert_int_equal(tc_pin_outcome_note(&arena, &outcome, "k", problems[i]), TUF_OK);
	assert_string_equal(outcome.problem, "first");
	assert_int_equal(outcome.unpinned, COUNT_OF(problems));
	assert_string_equal(outcome.key_ids, "key ID k, key ID k, key ID k");
	tuf_arena_clear(&arena);
}

static void test_pin_rule_report_without_memory_is_none(void **state)
{
	static const char *const sections[] = {
		"\"disable_tofu\":true", "\"certs\":{\"a\":[\"1\",\"2\",\"3\",\"4\",\"5\"]}",
		"\"ca\":{\"a\":\"" CA_FILE "\"}", "\"ca\":{\"a\":\"\"}"};
	struct fixture *fixture = *state;
	const struct tc_pin_outcome outcome = {.threshold = 1, .unpinned = 5, .key_ids = "key IDs"};
	for (size_t i = 0; i < COUNT_OF(sections); i++) {
		char text[256];
		(void)snprintf(text, sizeof(text), "{\"trust_pinning\":{%s}}", sections[i]);
		assert_int_equal(read_text(fixture, text), TUFCHECK_OK);
		const struct tc_pin_rule rule = tc_pin_rule_find(fixture->pinning, "a");
		enum tuf_result result = TUF_NO_MEMORY;
		for (size_t last = 1; result != TUF_OK; last++) {
			struct tuf_arena arena = TUF_ARENA_INIT;
			struct tc_finding_list findings = {.arena = &arena};
			arena_requests = 0;
			arena_refused = last;
			result = tc_pin_rule_report(&rule, &outcome, "a", &findings);
			assert_int_equal(result, arena_requests >= arena_refused ? TUF_NO_MEMORY : TUF_OK);
			assert_int_equal(findings.first == NULL, result != TUF_OK);
			arena_refused = 0;
			tuf_arena_clear(&arena);
		}
	}
}

/* Of many key IDs, pinned or found, the first four are named. */
static void test_pin_rule_report_names_a_few_of_many_keys(void **state)
{
	static const struct {
		size_t count;
		const char *pinned, *found;
	} rows[] = {
		{0, "no key ID at all (", "none that may sign"},
		{1, "key ID k0 (", "key ID k0"},
		{2, "key IDs k0, k1 (", "key ID k0, key ID k1"},
		{4, "key IDs k0, k1, k2, k3 (", "key ID k0, key ID k1, key ID k2, key ID k3"},
		{5, "key IDs k0, k1, k2, k3 and 1 more (",
	         "key ID k0, key ID k1, key ID k2, key ID k3 and 1 more"},
	};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[128] = "{\"trust_pinning\":{\"certs\":{\"a\":[";
		struct tuf_arena arena = TUF_ARENA_INIT;
		struct tc_finding_list findings = {.arena = &arena};
		struct tc_pin_outcome outcome = {.threshold = 1};
		for (size_t k = 0; k < rows[i].count; k++) {
			size_t length = strlen(text);
			(void)snprintf(text + length, sizeof(text) - length, "%s\"k%zu\"",
			               k == 0 ? "" : ",", k);
			const char *id = tuf_arena_format(&arena, "k%zu", k);
			assert_int_equal(tc_pin_outcome_note(&arena, &outcome, id, NULL), TUF_OK);
		}
		(void)snprintf(text + strlen(text), sizeof(text) - strlen(text), "]}}}");
		assert_int_equal(read_text(fixture, text), TUFCHECK_OK);
		struct tc_pin_rule rule = tc_pin_rule_find(fixture->pinning, "a");
		assert_int_equal(tc_pin_rule_report(&rule, &outcome, "a", &findings), TUF_OK);
		const struct tufcheck_finding *finding = &findings.last->finding;
		assert_non_null(strstr(finding->expected, rows[i].pinned));
		assert_string_equal(finding->actual, rows[i].found);
		tuf_arena_clear(&arena);
	}
}

/* Keys that are pinned have not signed, or not enough of them have; what is in date is less. */
static void test_pin_rule_report_counts_pinned_keys(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_finding_list findings = {.arena = &arena};
	const struct tc_pin_outcome outcome = {
		.threshold = 3, .pinned = 3, .valid = 2, .valid_now = 1};
	const struct tuf_time at = {.seconds = SUPPORT_AT};
	assert_int_equal(read_text(fixture, "{\"trust_pinning\":{\"certs\":{\"a\":[\"k\"]}}}"),
	                 TUFCHECK_OK);
	struct tc_pin_rule rule = tc_pin_rule_find(fixture->pinning, "a");
	assert_int_equal(tc_pin_rule_report(&rule, &outcome, "a", &findings), TUF_OK);
	assert_non_null(strstr(findings.last->finding.expected, "valid signatures by 3 root keys"));
	assert_string_equal(findings.last->finding.actual, "by 2");
	assert_int_equal(tc_pin_rule_report_dates(&rule, &outcome, &at, &findings), TUF_OK);
	assert_string_equal(findings.last->finding.actual,
	                    "by 1, because certificates that the pin needs are not in date");
	tuf_arena_clear(&arena);
}

#define pinning_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		pinning_test(test_trust_pinning_read_sound_file_is_kept),
		pinning_test(test_trust_pinning_read_bad_call_is_refused),
		pinning_test(test_trust_pinning_read_without_file_says_so),
		pinning_test(test_trust_pinning_read_damaged_file_says_where),
		pinning_test(test_trust_pinning_read_unusable_ca_file_has_a_problem),
		pinning_test(test_trust_pinning_read_ca_files_together_are_limited_to_the_byte),
		pinning_test(test_trust_pinning_read_damaged_file_need_not_say_where),
		pinning_test(test_trust_pinning_read_without_memory_reads_nothing),
		pinning_test(test_pin_rule_first_that_applies_decides),
		pinning_test(test_pin_rule_allows_what_the_entry_says),
		pinning_test(test_pin_rule_allows_nothing_by_an_unusable_file),
		cmocka_unit_test(test_pin_outcome_has_the_problem_of_the_first_key),
		pinning_test(test_pin_rule_report_without_memory_is_none),
		pinning_test(test_pin_rule_report_names_a_few_of_many_keys),
		pinning_test(test_pin_rule_report_counts_pinned_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
