/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"

#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/suggest.h"

/* Where the parser is in the argument vector, and where things go. */
struct parser {
	const struct option_table *table;
	char *const *next;
	char *const *end;
	struct option_values *values;
	struct text *problem;
};

static bool refuse(struct parser *parser, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static bool refuse(struct parser *parser, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	text_append_vformat(parser->problem, format, arguments);
	va_end(arguments);
	return false;
}

static const struct option_spec *find_by_name(const struct option_table *table, const char *name,
					      size_t length)
{
	for (size_t i = 0; i < table->count; i++)
		if (strlen(table->rows[i].name) == length &&
		    memcmp(table->rows[i].name, name, length) == 0)
			return &table->rows[i];
	return NULL;
}

static const struct option_spec *find_by_letter(const struct option_table *table, char letter)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->rows[i].letter == letter)
			return &table->rows[i];
	return NULL;
}

static const char *say_where_options_are(const struct parser *parser)
{
	return parser->table->stops_at_operand ? "; those of a command stand behind its name"
					       : "; --help lists those that there are";
}

static bool refuse_unknown(struct parser *parser, const char *name, size_t length)
{
	char *word = memory_take(length + 1, 1);
	memcpy(word, name, length);
	struct suggestion suggestion = {.word = word};
	for (size_t i = 0; i < parser->table->count; i++)
		suggest_consider(&suggestion, parser->table->rows[i].name);
	text_append_format(parser->problem, "unknown option --%s", word);
	if (suggestion.best)
		text_append_format(parser->problem, "; did you mean --%s?", suggestion.best);
	else
		text_append(parser->problem, say_where_options_are(parser));
	free(word);
	return false;
}

static void list_choices(struct text *out, const char *const *choices)
{
	for (size_t i = 0; choices[i]; i++) {
		if (i > 0)
			text_append(out, choices[i + 1] ? ", " : " or ");
		text_append(out, choices[i]);
	}
}

static bool is_choice(const struct option_spec *spec, const char *value)
{
	if (!spec->choices)
		return true;
	for (size_t i = 0; spec->choices[i]; i++)
		if (strcmp(spec->choices[i], value) == 0)
			return true;
	return false;
}

static bool refuse_choice(struct parser *parser, const struct option_spec *spec, const char *value)
{
	struct suggestion suggestion = {.word = value};
	for (size_t i = 0; spec->choices[i]; i++)
		suggest_consider(&suggestion, spec->choices[i]);
	text_append_format(parser->problem, "--%s is '%s', but must be ", spec->name, value);
	list_choices(parser->problem, spec->choices);
	if (suggestion.best)
		text_append_format(parser->problem, "; did you mean %s?", suggestion.best);
	return false;
}

static bool store(struct parser *parser, const struct option_spec *spec, const char *value)
{
	size_t row = (size_t)(spec - parser->table->rows);
	const char **given = &parser->values->given[row];
	if (spec->argument && value[0] == '\0')
		return refuse(parser, "--%s needs a %s that is not empty", spec->name,
			      spec->argument);
	if (!is_choice(spec, value))
		return refuse_choice(parser, spec, value);
	if (spec->repeats)
		parser->values->repeats[parser->values->repeat_count++] =
			(struct option_repeat){.row = row, .value = value};
	else if (*given && strcmp(*given, value) != 0)
		return refuse(parser, "--%s is given twice, as '%s' and as '%s'", spec->name,
			      *given, value);
	*given = value;
	return true;
}

/* The value is the next argument. */
static bool store_next(struct parser *parser, const struct option_spec *spec)
{
	if (parser->next == parser->end)
		return refuse(parser, "--%s needs a %s", spec->name, spec->argument);
	const char *value = *parser->next;
	/* rather a forgotten value than one that looks like an option */
	if (value[0] == '-' && value[1] != '\0')
		return refuse(parser, "--%s needs a %s, but %s follows (--%s=%s takes it as it is)",
			      spec->name, spec->argument, value, spec->name, value);
	parser->next++;
	return store(parser, spec, value);
}

static bool parse_long(struct parser *parser, const char *name)
{
	size_t length = strcspn(name, "=");
	bool has_value = name[length] == '=';
	const struct option_spec *spec = find_by_name(parser->table, name, length);
	if (!spec)
		return refuse_unknown(parser, name, length);
	if (!spec->argument && has_value)
		return refuse(parser, "--%s takes no value", spec->name);
	if (!spec->argument)
		return store(parser, spec, "");
	return has_value ? store(parser, spec, name + length + 1) : store_next(parser, spec);
}

static bool parse_letters(struct parser *parser, const char *letters)
{
	/* a whole long name behind one dash is a long option with a dash missing */
	if (find_by_name(parser->table, letters, strlen(letters)))
		return refuse(parser, "unknown option -%s; did you mean --%s?", letters, letters);
	for (; *letters != '\0'; letters++) {
		const struct option_spec *spec = find_by_letter(parser->table, *letters);
		if (!spec)
			return refuse(parser, "unknown option -%s%s", letters,
				      say_where_options_are(parser));
		if (spec->argument && letters[1] == '\0')
			return store_next(parser, spec);
		if (spec->argument)
			return store(parser, spec, letters + 1);
		if (!store(parser, spec, ""))
			return false;
	}
	return true;
}

static void add_operand(struct parser *parser, const char *operand)
{
	parser->values->operands[parser->values->operand_count++] = operand;
}

static void add_rest(struct parser *parser)
{
	while (parser->next != parser->end)
		add_operand(parser, *parser->next++);
}

static bool parse_all(struct parser *parser)
{
	while (parser->next != parser->end) {
		const char *argument = *parser->next++;
		bool is_option = argument[0] == '-' && argument[1] != '\0';
		if (!is_option)
			add_operand(parser, argument);
		if ((!is_option && parser->table->stops_at_operand) ||
		    strcmp(argument, "--") == 0) {
			add_rest(parser);
			return true;
		}
		if (!is_option)
			continue;
		if (!(argument[1] == '-' ? parse_long(parser, argument + 2)
					 : parse_letters(parser, argument + 1)))
			return false;
	}
	return true;
}

bool options_parse(const struct option_table *table, size_t count, char *const *arguments,
		   struct option_values *ret_values, struct text *ret_problem)
{
	struct option_values values = {
		.operands = memory_take(count, sizeof(char *)),
		.repeats = memory_take(count, sizeof(struct option_repeat)),
	};
	struct parser parser = {
		.table = table,
		.next = arguments,
		.end = arguments + count,
		.values = &values,
		.problem = ret_problem,
	};
	if (!parse_all(&parser)) {
		option_values_clear(&values);
		return false;
	}
	*ret_values = values; /* transferred */
	return true;
}

const char *option_values_get_next(const struct option_values *values, size_t row, size_t *cursor)
{
	while (*cursor < values->repeat_count) {
		const struct option_repeat *repeat = &values->repeats[(*cursor)++];
		if (repeat->row == row)
			return repeat->value;
	}
	return NULL;
}

void option_values_clear(struct option_values *values)
{
	free(values->operands);
	free(values->repeats);
	*values = (struct option_values){.operand_count = 0};
}
