/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* needs those above */
#include <cmocka.h>

#include "cli/options.h"

enum {
	OPTION_OUTPUT,
	OPTION_AT,
	OPTION_TRUST_DIR,
	OPTION_QUIET,
	OPTION_HELP,
	OPTION_PIN,
	OPTION_COUNT,
};

static const char *const outputs[] = {"text", "json", "ndjson", NULL};

static const struct option_spec rows[OPTION_COUNT] = {
	[OPTION_OUTPUT] = {.name = "output",
			   .letter = 'o',
			   .argument = "FORMAT",
			   .choices = outputs},
	[OPTION_AT] = {.name = "at", .argument = "TIME"},
	[OPTION_TRUST_DIR] = {.name = "trust-dir", .letter = 'd', .argument = "DIR"},
	[OPTION_QUIET] = {.name = "quiet", .letter = 'q'},
	[OPTION_HELP] = {.name = "help", .letter = 'h'},
	[OPTION_PIN] = {.name = "pin", .letter = 'p', .argument = "PIN", .repeats = true},
};

static const struct option_table table = {.rows = rows, .count = OPTION_COUNT};
static const struct option_table prefix_table = {
	.rows = rows,
	.count = OPTION_COUNT,
	.stops_at_operand = true,
};

static size_t count_arguments(char *const *arguments)
{
	size_t count = 0;
	while (arguments[count])
		count++;
	return count;
}

static struct option_values parse_with(const struct option_table *options, char *const *arguments)
{
	struct option_values values;
	struct text problem = {.bytes = NULL};
	bool is_parsed =
		options_parse(options, count_arguments(arguments), arguments, &values, &problem);
	if (!is_parsed)
		fail_msg("refused: %s", text_get(&problem));
	assert_string_equal(text_get(&problem), "");
	return values;
}

static struct option_values parse(char *const *arguments)
{
	return parse_with(&table, arguments);
}

static void assert_refused(char *const *arguments, const char *expected)
{
	struct option_values values;
	struct text problem = {.bytes = NULL};
	assert_false(
		options_parse(&table, count_arguments(arguments), arguments, &values, &problem));
	assert_string_equal(text_get(&problem), expected);
	text_clear(&problem);
}

#define ARGUMENTS(...) ((char *const[]){__VA_ARGS__, NULL})

static void test_options_no_arguments_gives_nothing(void **state)
{
	(void)state;
	struct option_values values = parse((char *const[]){NULL});
	for (size_t i = 0; i < OPTION_COUNT; i++)
		assert_null(values.given[i]);
	assert_int_equal(values.operand_count, 0);
	option_values_clear(&values);
}

static void test_options_long_value_is_taken_either_way(void **state)
{
	(void)state;
	struct option_values values = parse(ARGUMENTS("--output=json", "--at", "2024-05-01"));
	assert_string_equal(values.given[OPTION_OUTPUT], "json");
	assert_string_equal(values.given[OPTION_AT], "2024-05-01");
	option_values_clear(&values);
}

static void test_options_value_may_hold_equals_sign(void **state)
{
	(void)state;
	struct option_values values = parse(ARGUMENTS("--trust-dir=a=b"));
	assert_string_equal(values.given[OPTION_TRUST_DIR], "a=b");
	option_values_clear(&values);
}

static void test_options_letters_are_joined_and_take_value(void **state)
{
	(void)state;
	struct option_values values = parse(ARGUMENTS("-qho", "json", "-dtrust"));
	assert_string_equal(values.given[OPTION_OUTPUT], "json");
	assert_string_equal(values.given[OPTION_TRUST_DIR], "trust");
	assert_non_null(values.given[OPTION_QUIET]);
	assert_non_null(values.given[OPTION_HELP]);
	option_values_clear(&values);
}

static void test_options_after_operands_are_options(void **state)
{
	(void)state;
	struct option_values values = parse(ARGUMENTS("alpine", "--quiet", "debian", "-o", "json"));
	assert_int_equal(values.operand_count, 2);
	assert_string_equal(values.operands[0], "alpine");
	assert_string_equal(values.operands[1], "debian");
	assert_non_null(values.given[OPTION_QUIET]);
	assert_string_equal(values.given[OPTION_OUTPUT], "json");
	option_values_clear(&values);
}

static void test_options_after_double_dash_are_operands(void **state)
{
	(void)state;
	struct option_values values = parse(ARGUMENTS("-q", "--", "--help", "-", "--"));
	assert_int_equal(values.operand_count, 3);
	assert_string_equal(values.operands[0], "--help");
	assert_string_equal(values.operands[1], "-");
	assert_string_equal(values.operands[2], "--");
	assert_null(values.given[OPTION_HELP]);
	option_values_clear(&values);
}

static void test_options_single_dash_is_operand(void **state)
{
	(void)state;
	struct option_values values = parse(ARGUMENTS("-", "--trust-dir", "-"));
	assert_int_equal(values.operand_count, 1);
	assert_string_equal(values.operands[0], "-");
	assert_string_equal(values.given[OPTION_TRUST_DIR], "-");
	option_values_clear(&values);
}

static void test_options_stopping_table_leaves_rest_as_operands(void **state)
{
	(void)state;
	struct option_values values =
		parse_with(&prefix_table, ARGUMENTS("-q", "verify", "--help", "--", "x"));
	assert_non_null(values.given[OPTION_QUIET]);
	assert_null(values.given[OPTION_HELP]);
	assert_int_equal(values.operand_count, 4);
	assert_string_equal(values.operands[0], "verify");
	assert_string_equal(values.operands[2], "--");
	option_values_clear(&values);
}

static void test_options_unknown_long_names_nearest(void **state)
{
	(void)state;
	assert_refused(ARGUMENTS("--trst-dir=x"),
		       "unknown option --trst-dir; did you mean --trust-dir?");
	assert_refused(ARGUMENTS("--ouptut"), "unknown option --ouptut; did you mean --output?");
	assert_refused(ARGUMENTS("--trust"), "unknown option --trust; did you mean --trust-dir?");
	assert_refused(ARGUMENTS("-quiet"), "unknown option -quiet; did you mean --quiet?");
	assert_refused(ARGUMENTS("--zzzzzzz"), "unknown option --zzzzzzz; --help lists those that there are");
	assert_refused(ARGUMENTS("--=x"), "unknown option --; --help lists those that there are");
}

static void test_options_unknown_letter_is_refused(void **state)
{
	(void)state;
	assert_refused(ARGUMENTS("-z"), "unknown option -z; --help lists those that there are");
	assert_refused(ARGUMENTS("-qz"), "unknown option -z; --help lists those that there are");
}

static void test_options_missing_value_is_refused(void **state)
{
	(void)state;
	assert_refused(ARGUMENTS("--at"), "--at needs a TIME");
	assert_refused(ARGUMENTS("-o"), "--output needs a FORMAT");
	assert_refused(ARGUMENTS("--at", "--quiet"),
		       "--at needs a TIME, but --quiet follows (--at=--quiet takes it as it is)");
}

static void test_options_empty_value_is_refused(void **state)
{
	(void)state;
	assert_refused(ARGUMENTS("--at="), "--at needs a TIME that is not empty");
	assert_refused(ARGUMENTS("--trust-dir", ""), "--trust-dir needs a DIR that is not empty");
}

static void test_options_value_of_flag_is_refused(void **state)
{
	(void)state;
	assert_refused(ARGUMENTS("--quiet=yes"), "--quiet takes no value");
}

static void test_options_unknown_value_names_choices(void **state)
{
	(void)state;
	assert_refused(ARGUMENTS("-o", "jsn"),
		       "--output is 'jsn', but must be text, json or ndjson; "
		       "did you mean json?");
	assert_refused(ARGUMENTS("-oyaml"), "--output is 'yaml', but must be text, json or ndjson");
	assert_refused(ARGUMENTS("-oJSON"), "--output is 'JSON', but must be text, json or ndjson");
}

static void test_options_contradictory_values_are_refused(void **state)
{
	(void)state;
	assert_refused(ARGUMENTS("-o", "json", "--output=text"),
		       "--output is given twice, as 'json' and as 'text'");
}

static void test_options_repeated_value_is_taken(void **state)
{
	(void)state;
	struct option_values values = parse(ARGUMENTS("-o", "json", "--output=json", "-q", "-q"));
	assert_string_equal(values.given[OPTION_OUTPUT], "json");
	assert_non_null(values.given[OPTION_QUIET]);
	option_values_clear(&values);
}

static void test_options_that_repeat_keep_every_value_in_order(void **state)
{
	(void)state;
	struct option_values values =
		parse(ARGUMENTS("--pin=b", "-o", "json", "-pa", "x", "--pin", "b"));
	size_t cursor = 0;
	assert_string_equal(option_values_get_next(&values, OPTION_PIN, &cursor), "b");
	assert_string_equal(option_values_get_next(&values, OPTION_PIN, &cursor), "a");
	assert_string_equal(option_values_get_next(&values, OPTION_PIN, &cursor), "b");
	assert_null(option_values_get_next(&values, OPTION_PIN, &cursor));
	cursor = 0;
	assert_null(option_values_get_next(&values, OPTION_OUTPUT, &cursor));
	assert_string_equal(values.given[OPTION_PIN], "b");
	option_values_clear(&values);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_options_no_arguments_gives_nothing),
		cmocka_unit_test(test_options_long_value_is_taken_either_way),
		cmocka_unit_test(test_options_value_may_hold_equals_sign),
		cmocka_unit_test(test_options_letters_are_joined_and_take_value),
		cmocka_unit_test(test_options_after_operands_are_options),
		cmocka_unit_test(test_options_after_double_dash_are_operands),
		cmocka_unit_test(test_options_single_dash_is_operand),
		cmocka_unit_test(test_options_stopping_table_leaves_rest_as_operands),
		cmocka_unit_test(test_options_unknown_long_names_nearest),
		cmocka_unit_test(test_options_unknown_letter_is_refused),
		cmocka_unit_test(test_options_missing_value_is_refused),
		cmocka_unit_test(test_options_empty_value_is_refused),
		cmocka_unit_test(test_options_value_of_flag_is_refused),
		cmocka_unit_test(test_options_unknown_value_names_choices),
		cmocka_unit_test(test_options_contradictory_values_are_refused),
		cmocka_unit_test(test_options_repeated_value_is_taken),
		cmocka_unit_test(test_options_that_repeat_keep_every_value_in_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
