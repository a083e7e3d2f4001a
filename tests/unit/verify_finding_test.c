/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "verify/finding.h"
#include "verify_support.h"

/* ---- a sort that is not stable ---- */

typedef int compare_function(const void *left, const void *right);

void __real_qsort(void *items, size_t count, size_t size, compare_function *compare);
void __wrap_qsort(void *items, size_t count, size_t size, compare_function *compare);

/* The C library's may be stable: what is equal comes out the other way round here. */
void __wrap_qsort(void *items, size_t count, size_t size, compare_function *compare)
{
	unsigned char *bytes = items;
	unsigned char kept[64];
	assert_true(size <= sizeof(kept));
	for (size_t i = 0; i < count / 2; i++) {
		unsigned char *left = bytes + i * size, *right = bytes + (count - 1 - i) * size;
		memcpy(kept, left, size);
		memcpy(left, right, size);
		memcpy(right, kept, size);
	}
	__real_qsort(items, count, size, compare);
}

/* ---- the table ---- */

/* Lower-case words and digits, joined by single hyphens. */
static bool is_kebab_case(const char *text)
{
	bool expects_word = true;
	for (; *text; text++) {
		if (*text == '-' ? expects_word
		                 : !islower((unsigned char)*text) && !isdigit((unsigned char)*text))
			return false;
		expects_word = *text == '-';
	}
	return !expects_word;
}

static bool is_one_line(const char *text)
{
	size_t length = strlen(text);
	return length > 0 && length < 120 && !strpbrk(text, "\n\t\r") && text[0] != ' ' &&
	       text[length - 1] != ' ';
}

static void test_rule_of_every_kind_is_complete(void **state)
{
	(void)state;
	for (int kind = 1; kind < TC_FINDING_COUNT; kind++) {
		const struct tufcheck_rule *rule = tc_finding_get_rule((enum tc_finding_kind)kind);
		if (!rule->id || !rule->title || !rule->source || !rule->remedy)
			fail_msg("kind %d has no row, or half of one", kind);
		if (!is_kebab_case(rule->id))
			fail_msg("the id \"%s\" is not in kebab case", rule->id);
		assert_true(is_one_line(rule->title));
		assert_true(is_one_line(rule->source));
		assert_true(is_one_line(rule->remedy));
		assert_true(rule->title[strlen(rule->title) - 1] != '.');
		assert_true(rule->remedy[strlen(rule->remedy) - 1] == '.');
	}
}

static void test_rule_ids_are_unique(void **state)
{
	(void)state;
	for (size_t i = 0; i < tufcheck_rule_count(); i++)
		for (size_t j = 0; j < i; j++) {
			assert_string_not_equal(tufcheck_rule_get(i)->id, tufcheck_rule_get(j)->id);
			assert_string_not_equal(tufcheck_rule_get(i)->title,
			                        tufcheck_rule_get(j)->title);
		}
}

static void test_rule_is_error_exactly_when_it_costs_trust(void **state)
{
	(void)state;
	for (size_t i = 0; i < tufcheck_rule_count(); i++) {
		const struct tufcheck_rule *rule = tufcheck_rule_get(i);
		bool is_error = rule->severity == TUFCHECK_SEVERITY_ERROR;
		assert_true(rule->severity >= TUFCHECK_SEVERITY_ERROR &&
		            rule->severity <= TUFCHECK_SEVERITY_NOTE);
		/* of the trust directory as a whole, which has no status */
		if (rule->effect == TUFCHECK_STATUS_INVALID) {
			assert_int_equal(rule->check, TUFCHECK_CHECK_NONE);
			continue;
		}
		assert_true(rule->effect >= TUFCHECK_STATUS_TRUSTED &&
		            rule->effect <= TUFCHECK_STATUS_UNTRUSTED);
		if (is_error != (rule->effect > TUFCHECK_STATUS_TRUSTED) ||
		    is_error != (rule->check != TUFCHECK_CHECK_NONE))
			fail_msg("the row \"%s\" does not fit together", rule->id);
	}
}

/* A remedy never says that the rule should be looked away from. */
static void test_rule_remedy_never_loosens(void **state)
{
	(void)state;
	static const char *const words[] = {"ignore", "disable", "skip", "loosen", "force",
	                                    "--at", "tofu"};
	for (size_t i = 0; i < tufcheck_rule_count(); i++)
		for (size_t j = 0; j < COUNT_OF(words); j++)
			assert_null(strcasestr(tufcheck_rule_get(i)->remedy, words[j]));
}

static void test_rule_get_beyond_the_last_is_null(void **state)
{
	(void)state;
	assert_int_equal(tufcheck_rule_count(), TC_FINDING_COUNT - 1);
	assert_ptr_equal(tufcheck_rule_get(0), tc_finding_get_rule((enum tc_finding_kind)1));
	assert_non_null(tufcheck_rule_get(tufcheck_rule_count() - 1));
	assert_null(tufcheck_rule_get(tufcheck_rule_count()));
	assert_null(tufcheck_rule_get(SIZE_MAX));
}

static void test_explanation_of_each_rule_is_there(void **state)
{
	(void)state;
	for (size_t i = 0; i < tufcheck_rule_count(); i++) {
		const struct tufcheck_explanation *explanation = tufcheck_rule_get_explanation(i);
		assert_non_null(explanation);
		assert_non_null(explanation->meaning);
		assert_non_null(explanation->rule);
		assert_non_null(explanation->risk);
		assert_non_null(tufcheck_rule_get_group(i));
	}
	assert_ptr_not_equal(tufcheck_rule_get_explanation(0), tufcheck_rule_get_explanation(1));
}

static void test_explanation_beyond_the_last_is_null(void **state)
{
	(void)state;
	assert_null(tufcheck_rule_get_explanation(tufcheck_rule_count()));
	assert_null(tufcheck_rule_get_explanation((size_t)1 << 40));
	assert_null(tufcheck_rule_get_explanation(SIZE_MAX));
	assert_null(tufcheck_rule_get_group(tufcheck_rule_count()));
	assert_null(tufcheck_rule_get_group(SIZE_MAX));
}

static const struct {
	enum tuf_fault_kind fault;
	enum tc_finding_kind kind;
	const char *id;
} faults[] = {
	{TUF_FAULT_FILE_EMPTY, TC_FILE_EMPTY, "file-empty"},
	{TUF_FAULT_JSON_SYNTAX, TC_JSON_SYNTAX, "json-syntax"},
	{TUF_FAULT_JSON_TRUNCATED, TC_JSON_TRUNCATED, "json-truncated"},
	{TUF_FAULT_JSON_ENCODING, TC_JSON_ENCODING, "json-encoding"},
	{TUF_FAULT_JSON_NUL, TC_JSON_NUL, "json-nul"},
	{TUF_FAULT_JSON_DUPLICATE_NAME, TC_JSON_DUPLICATE_NAME, "json-duplicate-name"},
	{TUF_FAULT_JSON_TRAILING_BYTES, TC_JSON_TRAILING_BYTES, "json-trailing-bytes"},
	{TUF_FAULT_JSON_TOO_DEEP, TC_JSON_TOO_DEEP, "json-too-deep"},
	{TUF_FAULT_JSON_TOO_MANY, TC_JSON_TOO_MANY, "json-too-many"},
	{TUF_FAULT_JSON_ESCAPE, TC_JSON_ESCAPE, "json-escape"},
	{TUF_FAULT_JSON_NUMBER, TC_JSON_NUMBER, "json-number"},
	{TUF_FAULT_FIELD_CASE, TC_FIELD_CASE, "field-case"},
	{TUF_FAULT_FIELD_MISSING, TC_FIELD_MISSING, "field-missing"},
	{TUF_FAULT_FIELD_TYPE, TC_FIELD_TYPE, "field-type"},
	{TUF_FAULT_BASE64, TC_BASE64, "base64-invalid"},
	{TUF_FAULT_EXPIRES_FORMAT, TC_EXPIRES_FORMAT, "expires-format"},
	{TUF_FAULT_ROLE_TYPE, TC_ROLE_TYPE, "role-type"},
	{TUF_FAULT_VERSION, TC_VERSION, "version-invalid"},
	{TUF_FAULT_THRESHOLD, TC_THRESHOLD, "threshold-invalid"},
	{TUF_FAULT_ROLE_UNDEFINED, TC_ROLE_UNDEFINED, "role-undefined"},
	{TUF_FAULT_KEY_UNDEFINED, TC_KEY_UNDEFINED, "key-undefined"},
	{TUF_FAULT_DELEGATION_NAME, TC_DELEGATION_NAME, "delegation-name"},
	{TUF_FAULT_HASH_MISSING, TC_HASH_MISSING, "hash-missing"},
	{TUF_FAULT_HASH_SIZE, TC_HASH_SIZE, "hash-size"},
	{TUF_FAULT_TOO_MANY, TC_LIMIT_EXCEEDED, "limit-exceeded"},
};

static void test_finding_of_every_fault_is_its_own(void **state)
{
	(void)state;
	assert_int_equal(COUNT_OF(faults), TUF_FAULT_TOO_MANY);
	for (size_t i = 0; i < COUNT_OF(faults); i++) {
		assert_int_equal(faults[i].fault, i + 1);
		assert_int_equal(tc_finding_from_fault(faults[i].fault), faults[i].kind);
		const struct tufcheck_rule *rule = tc_finding_get_rule(faults[i].kind);
		assert_string_equal(rule->id, faults[i].id);
		/* nothing that is wrong with bytes leaves a repository usable */
		assert_int_equal(rule->effect, TUFCHECK_STATUS_UNTRUSTED);
	}
	/* and a fault without a kind is not taken for none */
	assert_int_equal(tc_finding_get_rule(tc_finding_from_fault(TUF_FAULT_NONE))->effect,
	                 TUFCHECK_STATUS_UNTRUSTED);
}

/* ---- lists ---- */

static void test_finding_add_keeps_what_it_is_given(void **state)
{
	struct tc_finding_list list = {.arena = *state};
	const struct tc_finding_place place = {.role = "targets",
	                                       .file = "targets.json",
	                                       .pointer = "/a",
	                                       .expected = "this",
	                                       .actual = "that"};
	assert_int_equal(tc_finding_add(&list, TC_ROLE_EXPIRED, &place, "%s %d", "text", 7), TUF_OK);
	assert_int_equal(list.count, 1);
	assert_ptr_equal(list.first, list.last);
	const struct tufcheck_finding *finding = &list.first->finding;
	assert_string_equal(finding->id, "role-expired");
	assert_int_equal(finding->severity, TUFCHECK_SEVERITY_ERROR);
	assert_string_equal(finding->role, "targets");
	assert_string_equal(finding->file, "targets.json");
	assert_string_equal(finding->pointer, "/a");
	assert_string_equal(finding->expected, "this");
	assert_string_equal(finding->actual, "that");
	assert_string_equal(finding->message, "text 7");
}

static void test_finding_add_fault_says_where_and_what(void **state)
{
	struct tc_finding_list list = {.arena = *state};
	struct tuf_fault fault = {.kind = TUF_FAULT_VERSION,
	                          .pointer = "/signed/version",
	                          .expected = "at least 1",
	                          .actual = "0"};
	assert_int_equal(tc_finding_add_fault(&list, "root", "root.json", &fault), TUF_OK);
	assert_string_equal(list.last->finding.message,
	                    "root.json at /signed/version: expected at least 1, found 0");
	assert_string_equal(list.last->finding.pointer, "/signed/version");
	fault.pointer = "";
	assert_int_equal(tc_finding_add_fault(&list, NULL, "root.json", &fault), TUF_OK);
	assert_string_equal(list.last->finding.message, "root.json: expected at least 1, found 0");
	assert_null(list.last->finding.role);
}

/* What is wrong with the text is a sentence of its own; a value that was found is not. */
static void test_finding_add_fault_about_the_text_is_a_sentence(void **state)
{
	struct tc_finding_list list = {.arena = *state};
	for (size_t i = 0; i < COUNT_OF(faults); i++) {
		const struct tuf_fault fault = {.kind = faults[i].fault,
		                                .pointer = "",
		                                .expected = "JSON",
		                                .actual = "line 1: it broke"};
		bool is_about_text = faults[i].fault >= TUF_FAULT_JSON_SYNTAX &&
		                     faults[i].fault <= TUF_FAULT_JSON_TRAILING_BYTES;
		assert_int_equal(tc_finding_add_fault(&list, NULL, "root.json", &fault), TUF_OK);
		assert_string_equal(list.last->finding.message,
		                    is_about_text
		                            ? "root.json: expected JSON; line 1: it broke"
		                            : "root.json: expected JSON, found line 1: it broke");
		assert_int_equal(list.last->kind, faults[i].kind);
	}
}

/* The fault's texts may go before the finding does. */
static void test_finding_add_fault_copies_texts(void **state)
{
	struct tc_finding_list list = {.arena = *state};
	char pointer[] = "/a", expected[] = "b", actual[] = "c";
	const struct tuf_fault fault = {.kind = TUF_FAULT_VERSION,
	                                .pointer = pointer,
	                                .expected = expected,
	                                .actual = actual};
	assert_int_equal(tc_finding_add_fault(&list, "root", "root.json", &fault), TUF_OK);
	pointer[1] = expected[0] = actual[0] = 'x';
	assert_string_equal(list.last->finding.pointer, "/a");
	assert_string_equal(list.last->finding.expected, "b");
	assert_string_equal(list.last->finding.actual, "c");
}

/* The names in a message are others' choice; where they stand alone, they stand unchanged. */
static void test_finding_message_is_one_line_whatever_is_in_it(void **state)
{
	struct tc_finding_list list = {.arena = *state};
	const struct tc_finding_place place = {.actual = "a\nb"};
	assert_int_equal(tc_finding_add(&list, TC_ROLE_EXPIRED, &place, "%s",
	                                "a\nb\r\x1b[1m\tc\x01\x1f d"),
	                 TUF_OK);
	assert_string_equal(list.last->finding.message, "a?b??[1m?c?? d");
	assert_string_equal(list.last->finding.actual, "a\nb");
}

static void test_finding_list_sort_puts_worst_first_and_keeps_order(void **state)
{
	struct tc_finding_list list = {.arena = *state};
	static const enum tc_finding_kind made[] = {
		TC_CHAIN_STOPPED,      TC_GUN_ASSUMED,       TC_ROLE_EXPIRED,      TC_SIGNATURE_INVALID,
		TC_HASH_MISMATCH,      TC_DELEGATION_EXPIRED, TC_FILE_MISSING,
		TC_THRESHOLD_NOT_MET,  TC_FILE_UNREADABLE,   TC_ROOT_CERTIFICATE_DATES,
		TC_ROOT_HISTORY_GAP};
	static const enum tc_finding_kind sorted[] = {
		TC_HASH_MISMATCH,      TC_THRESHOLD_NOT_MET, TC_FILE_UNREADABLE,
		TC_FILE_MISSING,       TC_ROLE_EXPIRED,      TC_DELEGATION_EXPIRED,
		TC_GUN_ASSUMED,        TC_SIGNATURE_INVALID, TC_ROOT_CERTIFICATE_DATES,
		TC_CHAIN_STOPPED,      TC_ROOT_HISTORY_GAP};
	for (size_t i = 0; i < COUNT_OF(made); i++) {
		const struct tc_finding_place place = {.role = NULL};
		assert_int_equal(tc_finding_add(&list, made[i], &place, "%s", "text"), TUF_OK);
	}
	const struct tufcheck_finding *findings = NULL;
	assert_int_equal(tc_finding_list_sort(&list, &findings), TUF_OK);
	for (size_t i = 0; i < COUNT_OF(sorted); i++)
		assert_string_equal(findings[i].id, tc_finding_get_rule(sorted[i])->id);
	assert_int_equal(list.first->kind, TC_CHAIN_STOPPED);
}

/* qsort need not be stable; the order of those that are equal is kept all the same. */
static void test_finding_list_sort_of_many_equal_ones_keeps_their_order(void **state)
{
	struct tc_finding_list list = {.arena = *state};
	for (int i = 0; i < 500; i++) {
		const struct tc_finding_place place = {.role = NULL};
		assert_int_equal(tc_finding_add(&list, TC_SIGNATURE_INVALID, &place, "%d", i),
		                 TUF_OK);
	}
	const struct tufcheck_finding *findings = NULL;
	assert_int_equal(tc_finding_list_sort(&list, &findings), TUF_OK);
	for (int i = 0; i < 500; i++)
		assert_int_equal(strtol(findings[i].message, NULL, 10), i);
}

/* ---- more than are kept ---- */

static void add_some(struct tc_finding_list *list, enum tc_finding_kind kind, int count)
{
	const struct tc_finding_place place = {.role = "targets"};
	for (int i = 0; i < count; i++)
		assert_int_equal(tc_finding_add(list, kind, &place, "%d", i), TUF_OK);
}

static void test_finding_list_keeps_so_many_of_a_kind_and_says_how_many_more(void **state)
{
	struct tc_finding_list list = {.arena = *state, .limit = 3};
	add_some(&list, TC_ROLE_EXPIRED, 3);
	add_some(&list, TC_SIGNATURE_INVALID, 20);
	assert_int_equal(list.count, 7);
	assert_int_equal(list.made[TC_ROLE_EXPIRED], 3);
	assert_int_equal(list.made[TC_SIGNATURE_INVALID], 20);
	/* how many more is known at the end */
	assert_string_equal(list.last->finding.message,
	                    "and more of this kind, which are not listed");
	const struct tufcheck_finding *findings = NULL;
	assert_int_equal(tc_finding_list_sort(&list, &findings), TUF_OK);
	assert_string_equal(findings[2].message, "2");
	assert_string_equal(findings[5].message, "2");
	assert_string_equal(findings[6].id, "signature-invalid");
	assert_string_equal(findings[6].message,
	                    "and 17 more of this kind, which are not listed");
	assert_null(findings[6].role);
}

static void test_finding_list_without_a_limit_keeps_all(void **state)
{
	struct tc_finding_list list = {.arena = *state};
	add_some(&list, TC_ROLE_EXPIRED, 5000);
	assert_int_equal(list.count, 5000);
	assert_false(tc_finding_only_counts(&list, TC_ROLE_EXPIRED));
}

/* One that is counted alone is said as one that was added. */
static void test_finding_only_counts_when_the_list_is_full(void **state)
{
	struct tc_finding_list list = {.arena = *state, .limit = 2};
	size_t counted = 0;
	for (size_t i = 0; i < 10; i++) {
		if (tc_finding_only_counts(&list, TC_HASH_MISMATCH))
			counted++;
		else
			add_some(&list, TC_HASH_MISMATCH, 1);
	}
	assert_int_equal(counted, 7);
	assert_int_equal(list.count, 3);
	assert_int_equal(list.made[TC_HASH_MISMATCH], 10);
	assert_false(tc_finding_only_counts(&list, TC_ROLE_EXPIRED));
	const struct tufcheck_finding *findings = NULL;
	assert_int_equal(tc_finding_list_sort(&list, &findings), TUF_OK);
	assert_string_equal(findings[2].message, "and 8 more of this kind, which are not listed");
}

static void test_finding_list_sort_of_none_is_empty(void **state)
{
	struct tc_finding_list list = {.arena = *state};
	const struct tufcheck_finding *findings = NULL;
	assert_int_equal(tc_finding_list_sort(&list, &findings), TUF_OK);
	assert_int_equal(list.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rule_of_every_kind_is_complete),
		cmocka_unit_test(test_rule_ids_are_unique),
		cmocka_unit_test(test_rule_is_error_exactly_when_it_costs_trust),
		cmocka_unit_test(test_rule_remedy_never_loosens),
		cmocka_unit_test(test_rule_get_beyond_the_last_is_null),
		cmocka_unit_test(test_explanation_of_each_rule_is_there),
		cmocka_unit_test(test_explanation_beyond_the_last_is_null),
		cmocka_unit_test(test_finding_of_every_fault_is_its_own),
		support_arena_test(test_finding_add_keeps_what_it_is_given),
		support_arena_test(test_finding_add_fault_says_where_and_what),
		support_arena_test(test_finding_add_fault_about_the_text_is_a_sentence),
		support_arena_test(test_finding_add_fault_copies_texts),
		support_arena_test(test_finding_message_is_one_line_whatever_is_in_it),
		support_arena_test(test_finding_list_sort_puts_worst_first_and_keeps_order),
		support_arena_test(test_finding_list_sort_of_many_equal_ones_keeps_their_order),
		support_arena_test(test_finding_list_keeps_so_many_of_a_kind_and_says_how_many_more),
		support_arena_test(test_finding_list_without_a_limit_keeps_all),
		support_arena_test(test_finding_only_counts_when_the_list_is_full),
		support_arena_test(test_finding_list_sort_of_none_is_empty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
