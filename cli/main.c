/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tufcheck: finds the command, parses its options, runs it, and makes sure
 * that what it wrote has arrived.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/diagnose.h"
#include "cli/help.h"
#include "cli/memory.h"
#include "cli/output.h"
#include "cli/sandbox.h"
#include "cli/suggest.h"
#include "verify/tufcheck.h"

static enum exit_status run_help(const struct option_values *values);

static const struct option_spec help_options[] = {OPTION_ROW_HELP};

static const struct command command_help = {
	.name = "help",
	.summary = "explain a command",
	.usage = "[COMMAND]",
	.description = "Explains a command, or lists the commands.",
	.options = {.rows = help_options, .count = 1},
	.run = run_help,
};

/* Every command there is, in the order of the help. */
static const struct command *const commands[] = {
	&command_verify,
	&command_gate,
	&command_policy,
	&command_keys,
	&command_lock,
	&command_merge,
	&command_inspect,
	&command_help,
};
static const size_t command_count = sizeof(commands) / sizeof(commands[0]);

/* The options that stand before a command's name. */
enum {
	GLOBAL_HELP,
	GLOBAL_VERSION,
	GLOBAL_OPTION_COUNT,
};

static const struct option_spec global_options[GLOBAL_OPTION_COUNT] = {
	[GLOBAL_HELP] = OPTION_ROW_HELP,
	[GLOBAL_VERSION] = {.name = "version", .help = "show the version"},
};

static const struct option_table global_table = {
	.rows = global_options,
	.count = GLOBAL_OPTION_COUNT,
	.stops_at_operand = true,
};

static void write_overview(FILE *stream)
{
	help_write_overview(stream, commands, command_count, &global_table);
}

static const struct command *find_command(const char *name)
{
	struct suggestion suggestion = {.word = name};
	for (size_t i = 0; i < command_count; i++) {
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
		suggest_consider(&suggestion, commands[i]->name);
	}
	if (suggestion.best)
		diagnose("unknown command '%s'; did you mean '%s'?", name, suggestion.best);
	else
		diagnose("unknown command '%s'; 'tufcheck help' lists the commands", name);
	return NULL;
}

static enum exit_status run_help(const struct option_values *values)
{
	if (values->operand_count == 0) {
		write_overview(stdout);
		return EXIT_STATUS_PASSED;
	}
	if (values->operand_count > 1) {
		diagnose("help takes one command");
		return EXIT_STATUS_USAGE;
	}
	const struct command *command = find_command(values->operands[0]);
	if (!command)
		return EXIT_STATUS_USAGE;
	help_write_command(stdout, command);
	return EXIT_STATUS_PASSED;
}

/* The row of the option called name; the number of rows: there is none. */
static size_t find_row(const struct option_table *table, const char *name)
{
	size_t row = 0;
	while (row < table->count && strcmp(table->rows[row].name, name) != 0)
		row++;
	return row;
}

static bool is_help_asked(const struct option_table *table, const struct option_values *values)
{
	size_t row = find_row(table, OPTION_HELP_NAME);
	return row < table->count && values->given[row];
}

static bool may_replace(const struct option_table *table, const struct option_values *values)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->rows[i].replaces && values->given[i])
			return true;
	return false;
}

/* A command that opens files has the option to do it outside. */
static void begin_sandbox(const struct option_table *table, const struct option_values *values)
{
	size_t row = find_row(table, OPTION_NO_SANDBOX_NAME);
	if (row == table->count)
		return;
	if (values->given[row])
		sandbox_refuse();
	else
		sandbox_begin(may_replace(table, values));
}

static enum exit_status run_sandboxed(const struct command *command,
				      const struct option_values *values)
{
	begin_sandbox(&command->options, values);
	return command->run(values);
}

/* arguments: those behind the command's name. */
static enum exit_status run_command(const struct command *command, size_t count,
				    char *const *arguments)
{
	struct option_values values;
	struct text problem = {.bytes = NULL};
	if (!options_parse(&command->options, count, arguments, &values, &problem)) {
		diagnose("%s: %s", command->name, text_get(&problem));
		text_clear(&problem);
		return EXIT_STATUS_USAGE;
	}
	enum exit_status status = EXIT_STATUS_PASSED;
	if (is_help_asked(&command->options, &values))
		help_write_command(stdout, command);
	else
		status = run_sandboxed(command, &values);
	option_values_clear(&values);
	return status;
}

/* values: the global options, and from the first operand on everything else. */
static enum exit_status run_global(const struct option_values *values, char *const *rest)
{
	if (values->given[GLOBAL_HELP]) {
		write_overview(stdout);
		return EXIT_STATUS_PASSED;
	}
	if (values->given[GLOBAL_VERSION]) {
		(void)printf("tufcheck %s\n", tufcheck_version());
		return EXIT_STATUS_PASSED;
	}
	if (values->operand_count == 0) {
		write_overview(stderr);
		return EXIT_STATUS_USAGE;
	}
	const struct command *command = find_command(values->operands[0]);
	if (!command)
		return EXIT_STATUS_USAGE;
	return run_command(command, values->operand_count - 1, rest + 1);
}

/* Output that did not arrive is an answer that was not given. */
static enum exit_status finish_output(enum exit_status status)
{
	int error = output_end();
	if (error == 0)
		return status;
	diagnose("cannot write to standard output: %s", strerror(error));
	return exit_status_worse(status, EXIT_STATUS_UNCHECKED);
}

/*
 * jansson 2.14 overlooks that its lexer's buffer could not grow, and then reads
 * and writes past it. It must never see an allocation fail.
 */
static void *take_for_jansson(size_t size)
{
	return memory_take(size, 1);
}

static void prepare_libraries(void)
{
	json_set_alloc_funcs(take_for_jansson, free);
	if (tufcheck_openssl_trim() != TUFCHECK_OK)
		memory_exhausted();
}

int main(int argc, char **argv)
{
	prepare_libraries();
	/* without even a program's name there is nothing behind it */
	size_t count = argc > 0 ? (size_t)argc - 1 : 0;
	char *const *arguments = argc > 0 ? argv + 1 : argv;
	struct option_values values;
	struct text problem = {.bytes = NULL};
	if (!options_parse(&global_table, count, arguments, &values, &problem)) {
		diagnose("%s", text_get(&problem));
		text_clear(&problem);
		return EXIT_STATUS_USAGE;
	}
	output_begin();
	enum exit_status status = run_global(&values, arguments + (count - values.operand_count));
	option_values_clear(&values);
	return (int)finish_output(status);
}
