/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/completion.h"

#include <string.h>

/* Up to the first of these; a line in a menu has no room for more. */
static size_t measure_summary(const char *help)
{
	return strcspn(help, ".;:(\n");
}

static bool is_folder(const struct option_spec *spec)
{
	return spec->argument && strcmp(spec->argument, "DIR") == 0;
}

/* ---- bash ---- */

static void write_words(FILE *stream, const struct option_table *options)
{
	for (size_t i = 0; i < options->count; i++) {
		const struct option_spec *spec = &options->rows[i];
		(void)fprintf(stream, "%s--%s", i > 0 ? " " : "", spec->name);
		if (spec->letter != '\0')
			(void)fprintf(stream, " -%c", spec->letter);
	}
}

/* What follows an option that takes a value. */
static void write_bash_value(FILE *stream, const char *command, const struct option_spec *spec)
{
	if (!spec->argument)
		return;
	(void)fprintf(stream, "    %s:--%s", command, spec->name);
	if (spec->letter != '\0')
		(void)fprintf(stream, " | %s:-%c", command, spec->letter);
	(void)fputs(") ", stream);
	if (!spec->choices) {
		(void)fprintf(stream, "compgen -%c -- \"$2\"", is_folder(spec) ? 'd' : 'f');
	} else {
		(void)fputs("compgen -W \"", stream);
		for (const char *const *word = spec->choices; *word; word++)
			(void)fprintf(stream, "%s%s", word == spec->choices ? "" : " ", *word);
		(void)fputs("\" -- \"$2\"", stream);
	}
	(void)fputs(" || true ;;\n", stream); /* that nothing fits is an answer */
}

void completion_write_bash(FILE *stream, const struct completion *completion)
{
	(void)fputs("# Completion of tufcheck for bash.\n"
		    "\n"
		    "# Suggestions for the word $2 behind $1, which is COMMAND:PREVIOUS.\n"
		    "_tufcheck_values() {\n"
		    "  case $1 in\n",
		    stream);
	for (size_t i = 0; i < completion->count; i++) {
		const struct command *command = completion->commands[i];
		for (size_t j = 0; j < command->options.count; j++)
			write_bash_value(stream, command->name, &command->options.rows[j]);
	}
	(void)fputs("    *) return 1 ;;\n"
		    "  esac\n"
		    "}\n"
		    "\n"
		    "_tufcheck_options() {\n"
		    "  case $1 in\n",
		    stream);
	for (size_t i = 0; i < completion->count; i++) {
		(void)fprintf(stream, "    %s) echo \"", completion->commands[i]->name);
		write_words(stream, &completion->commands[i]->options);
		(void)fputs("\" ;;\n", stream);
	}
	(void)fputs("    '') echo \"", stream);
	write_words(stream, completion->options);
	for (size_t i = 0; i < completion->count; i++)
		(void)fprintf(stream, " %s", completion->commands[i]->name);
	(void)fputs(
		"\" ;;\n"
		"  esac\n"
		"}\n"
		"\n"
		"_tufcheck() {\n"
		"  local current=${COMP_WORDS[COMP_CWORD]} command='' found='' index\n"
		"  for ((index = 1; index < COMP_CWORD; index++)); do\n"
		"    [[ ${COMP_WORDS[index]} == -* ]] || { command=${COMP_WORDS[index]}; break; }\n"
		"  done\n"
		"  if found=$(_tufcheck_values \"$command:${COMP_WORDS[COMP_CWORD - 1]}\" "
		"\"$current\"); then\n"
		"    :\n"
		"  elif [[ -z $command || $current == -* ]]; then\n"
		"    found=$(compgen -W \"$(_tufcheck_options \"$command\")\" -- \"$current\")\n"
		"  else\n"
		"    found=$(compgen -f -- \"$current\")\n"
		"  fi\n"
		"  COMPREPLY=()\n"
		"  [[ -z $found ]] || mapfile -t COMPREPLY <<<\"$found\"\n"
		"}\n"
		"\n"
		"complete -o filenames -F _tufcheck tufcheck\n",
		stream);
}

/* ---- zsh ---- */

/* A text in single quotation marks, with what _arguments reads in it escaped. */
static void write_zsh_text(FILE *stream, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '\'')
			(void)fputs("'\\''", stream);
		else if (strchr("[]:\\", text[i]))
			(void)fprintf(stream, "\\%c", text[i]);
		else
			(void)fputc(text[i], stream);
	}
}

static void write_zsh_option(FILE *stream, const struct option_spec *spec)
{
	(void)fputs("    ", stream);
	if (spec->repeats)
		(void)fputs("'*'", stream);
	else if (spec->letter != '\0')
		(void)fprintf(stream, "'(-%c --%s)'", spec->letter, spec->name);
	if (spec->letter != '\0')
		(void)fprintf(stream, "{-%c,--%s}'[", spec->letter, spec->name);
	else
		(void)fprintf(stream, "'--%s[", spec->name);
	write_zsh_text(stream, spec->help, measure_summary(spec->help));
	(void)fputc(']', stream);
	if (spec->argument) {
		(void)fputc(':', stream);
		write_zsh_text(stream, spec->argument, strlen(spec->argument));
		(void)fputc(':', stream);
		if (!spec->choices)
			(void)fputs(is_folder(spec) ? "_files -/" : "_files", stream);
		for (const char *const *word = spec->choices; word && *word; word++)
			(void)fprintf(stream, "%s%s", word == spec->choices ? "(" : " ", *word);
		if (spec->choices)
			(void)fputc(')', stream);
	}
	(void)fputs("' \\\n", stream);
}

static void write_zsh_options(FILE *stream, const struct option_table *options)
{
	(void)fputs("  _arguments -s \\\n", stream);
	for (size_t i = 0; i < options->count; i++)
		write_zsh_option(stream, &options->rows[i]);
}

void completion_write_zsh(FILE *stream, const struct completion *completion)
{
	(void)fputs("#compdef tufcheck\n"
		    "# Completion of tufcheck for zsh.\n"
		    "\n"
		    "_tufcheck_commands() {\n"
		    "  local -a commands=(\n",
		    stream);
	for (size_t i = 0; i < completion->count; i++) {
		(void)fprintf(stream, "    '%s:", completion->commands[i]->name);
		write_zsh_text(stream, completion->commands[i]->summary,
			       strlen(completion->commands[i]->summary));
		(void)fputs("'\n", stream);
	}
	(void)fputs("  )\n  _describe command commands\n}\n", stream);
	for (size_t i = 0; i < completion->count; i++) {
		(void)fprintf(stream, "\n_tufcheck_%s() {\n", completion->commands[i]->name);
		write_zsh_options(stream, &completion->commands[i]->options);
		(void)fputs("    '*:argument:_files'\n}\n", stream);
	}
	(void)fputs("\n_tufcheck() {\n  local curcontext=$curcontext state line\n", stream);
	write_zsh_options(stream, completion->options);
	(void)fputs("    '1:command:_tufcheck_commands' '*::argument:->argument'\n"
		    "  if [[ $state == argument ]] && (( $+functions[_tufcheck_$line[1]] )); then\n"
		    "    _tufcheck_$line[1]\n"
		    "  fi\n"
		    "}\n"
		    "\n"
		    "_tufcheck \"$@\"\n",
		    stream);
}

/* ---- fish ---- */

static void write_fish_text(FILE *stream, const char *text, size_t length)
{
	(void)fputc('\'', stream);
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '\'' || text[i] == '\\')
			(void)fputc('\\', stream);
		(void)fputc(text[i], stream);
	}
	(void)fputc('\'', stream);
}

/* condition: when the option is there. */
static void write_fish_option(FILE *stream, const char *condition, const char *command,
			      const struct option_spec *spec)
{
	(void)fprintf(stream, "complete -c tufcheck -n '%s%s' -l %s", condition, command,
		      spec->name);
	if (spec->letter != '\0')
		(void)fprintf(stream, " -s %c", spec->letter);
	if (spec->choices) {
		(void)fputs(" -x -a '", stream);
		for (const char *const *word = spec->choices; *word; word++)
			(void)fprintf(stream, "%s%s", word == spec->choices ? "" : " ", *word);
		(void)fputc('\'', stream);
	} else if (spec->argument) {
		(void)fputs(is_folder(spec) ? " -x -a '(__fish_complete_directories)'" : " -r -F",
			    stream);
	}
	(void)fputs(" -d ", stream);
	write_fish_text(stream, spec->help, measure_summary(spec->help));
	(void)fputc('\n', stream);
}

void completion_write_fish(FILE *stream, const struct completion *completion)
{
	(void)fputs("# Completion of tufcheck for fish.\n", stream);
	for (size_t i = 0; i < completion->options->count; i++)
		write_fish_option(stream, "__fish_use_subcommand", "",
				  &completion->options->rows[i]);
	for (size_t i = 0; i < completion->count; i++) {
		const struct command *command = completion->commands[i];
		(void)fprintf(stream, "complete -c tufcheck -n __fish_use_subcommand -f -a %s -d ",
			      command->name);
		write_fish_text(stream, command->summary, strlen(command->summary));
		(void)fputc('\n', stream);
		for (size_t j = 0; j < command->options.count; j++)
			write_fish_option(stream, "__fish_seen_subcommand_from ", command->name,
					  &command->options.rows[j]);
	}
}
