/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tufcheck: finds the command, parses its options, runs it, and makes sure
 * that what it wrote has arrived.
 */
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/completion.h"
#include "cli/debug.h"
#include "cli/diagnose.h"
#include "cli/help.h"
#include "cli/json_memory.h"
#include "cli/manual.h"
#include "cli/memory.h"
#include "cli/output.h"
#include "cli/sandbox.h"
#include "cli/suggest.h"
#include "verify/tufcheck.h"

static enum exit_status run_help(const struct option_values *values);
static enum exit_status run_completion(const struct option_values *values);

enum {
	HELP_MANUAL,
	HELP_HELP,
	HELP_OPTION_COUNT,
};

static const struct option_spec help_options[HELP_OPTION_COUNT] = {
	[HELP_MANUAL] = {.name = "manual", .help = "write the manual page, as mdoc for man"},
	[HELP_HELP] = OPTION_ROW_HELP,
};

static const struct command command_help = {
	.name = "help",
	.summary = "explain a command",
	.usage = "[OPTION]... [COMMAND]",
	.description = "Explains a command, or lists the commands.",
	.options = {.rows = help_options, .count = HELP_OPTION_COUNT},
	.run = run_help,
};

static const struct option_spec completion_options[] = {OPTION_ROW_HELP};

static const struct command_note completion_examples[] = {
	{"tufcheck completion bash > ~/.local/share/bash-completion/completions/tufcheck",
	 "completes what you type in bash, from the next shell on"},
	{NULL, NULL},
};

static const struct command command_completion = {
	.name = "completion",
	.summary = "write what completes the command line in bash, zsh or fish",
	.usage = "bash|zsh|fish",
	.description =
		"Writes a script that the shell reads to complete commands, options and their "
		"values. Packages install all three.",
	.options = {.rows = completion_options, .count = 1},
	.examples = completion_examples,
	.run = run_completion,
};

/* Every command there is, in the order of the help. */
static const struct command *const commands[] = {
	&command_verify,
	&command_gate,
	&command_policy,
	&command_keys,
	&command_lock,
	&command_diff,
	&command_export,
	&command_merge,
	&command_inspect,
	&command_explain,
	&command_completion,
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
	bool is_manual = values->given[HELP_MANUAL] != NULL;
	if (values->operand_count > 1) {
		diagnose("help: expected one command, found %zu", values->operand_count);
		return EXIT_STATUS_USAGE;
	}
	const struct command *command =
		values->operand_count == 1 ? find_command(values->operands[0]) : NULL;
	if (values->operand_count == 1 && !command)
		return EXIT_STATUS_USAGE;
	if (command && is_manual)
		manual_write_command(stdout, command);
	else if (command)
		help_write_command(stdout, command);
	else if (is_manual)
		manual_write_overview(stdout, commands, command_count, &global_table);
	else
		write_overview(stdout);
	return EXIT_STATUS_PASSED;
}

static enum exit_status run_completion(const struct option_values *values)
{
	static const struct {
		const char *name;
		completion_writer *write;
	} shells[] = {
		{"bash", completion_write_bash},
		{"zsh", completion_write_zsh},
		{"fish", completion_write_fish},
	};
	const struct completion completion = {
		.commands = commands, .count = command_count, .options = &global_table};
	struct suggestion suggestion = {
		.word = values->operand_count == 1 ? values->operands[0] : "",
	};
	for (size_t i = 0; i < sizeof(shells) / sizeof(shells[0]); i++) {
		if (strcmp(suggestion.word, shells[i].name) == 0) {
			shells[i].write(stdout, &completion);
			return EXIT_STATUS_PASSED;
		}
		suggest_consider(&suggestion, shells[i].name);
	}
	diagnose("completion: one shell is expected: bash, zsh or fish%s%s%s",
		 suggestion.best ? "; did you mean " : "", suggestion.best ? suggestion.best : "",
		 suggestion.best ? "?" : "");
	return EXIT_STATUS_USAGE;
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

static bool may_replace(const struct command *command, const struct option_values *values)
{
	const struct option_table *table = &command->options;
	if (command->writes && command->writes(values))
		return true;
	for (size_t i = 0; i < table->count; i++)
		if (table->rows[i].replaces && values->given[i])
			return true;
	return false;
}

/* A command that opens files has the option to do it outside. */
static void begin_sandbox(const struct command *command, const struct option_values *values)
{
	size_t row = find_row(&command->options, OPTION_NO_SANDBOX_NAME);
	if (row == command->options.count)
		return;
	if (values->given[row])
		sandbox_refuse();
	else
		sandbox_begin(may_replace(command, values));
}

static void begin_debug(const struct command *command, const struct option_values *values)
{
	size_t row = find_row(&command->options, OPTION_DEBUG_NAME);
	if (row == command->options.count || !values->given[row])
		return;
	debug_begin();
	debug("tufcheck %s %s", tufcheck_version(), command->name);
}

static enum exit_status run_sandboxed(const struct command *command,
				      const struct option_values *values)
{
	begin_debug(command, values);
	begin_sandbox(command, values);
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

static void prepare_libraries(void)
{
	/* 2.14 overlooks that its lexer's buffer could not grow, and then reads and writes past it:
	 * it must never see an allocation fail */
	json_set_alloc_funcs(json_memory_take, json_memory_free);
	if (tufcheck_openssl_trim() != TUFCHECK_OK)
		memory_exhausted();
}

int main(int argc, char **argv)
{
	/* a file that may not grow any more is an error that is said, as on a full disk */
	(void)signal(SIGXFSZ, SIG_IGN);
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
	json_memory_leave();
	return (int)finish_output(status);
}
