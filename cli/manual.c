/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/manual.h"

#include <ctype.h>
#include <string.h>

#include "cli/help.h"

/* That of the release; a page has a date, and it must not be that of the build. */
#define DATE "November 21, 2026"

/* Lines of the source are no longer, if words are not. */
#define MAX_COLUMN 70

/* How a character is written so that a reader can copy it; NULL: as it is. */
static const char *find_escape(char c)
{
	switch (c) {
	case '\\':
		return "\\e";
	case '-':
		return "\\-";
	case '\'':
		return "\\(aq";
	case '`':
		return "\\(ga";
	case '~':
		return "\\(ti";
	case '^':
		return "\\(ha";
	default:
		return NULL;
	}
}

/* Returns how long it is in the source. */
static size_t write_text(FILE *stream, const char *text, size_t length)
{
	size_t written = 0;
	for (size_t i = 0; i < length; i++) {
		const char *escape = find_escape(text[i]);
		if (escape)
			(void)fputs(escape, stream);
		else
			(void)fputc(text[i], stream);
		written += escape ? strlen(escape) : 1;
	}
	return written;
}

/* A line of the source, which no word may make a request. */
static void begin_line(FILE *stream, char first)
{
	if (first == '.')
		(void)fputs("\\&", stream);
}

/* Words in lines that are not too long; a sentence ends a line, as roff wants it. */
static void write_sentences(FILE *stream, const char *text, size_t length)
{
	size_t column = 0;
	bool is_end = false;
	for (size_t i = 0; i < length;) {
		size_t word = 0;
		while (i + word < length && text[i + word] != ' ')
			word++;
		if (column > 0 && (is_end || column + 1 + word > MAX_COLUMN)) {
			(void)fputc('\n', stream);
			column = 0;
		}
		if (column == 0)
			begin_line(stream, text[i]);
		else
			(void)fputc(' ', stream);
		column += write_text(stream, text + i, word) + 1;
		is_end = word > 0 && text[i + word - 1] == '.';
		i += word + 1;
	}
	(void)fputc('\n', stream);
}

static void write_paragraphs(FILE *stream, const char *text)
{
	while (*text != '\0') {
		size_t length = strcspn(text, "\n");
		write_sentences(stream, text, length);
		text += length;
		text += strspn(text, "\n");
		if (*text != '\0')
			(void)fputs(".Pp\n", stream);
	}
}

/* In the arguments of a macro quotation marks keep a text together. */
static void write_argument(FILE *stream, const char *text)
{
	(void)fputs(" \"", stream);
	for (const char *c = text; *c != '\0'; c++) {
		size_t length = strcspn(c, "\"");
		(void)write_text(stream, c, length);
		c += length;
		if (*c == '\0')
			break;
		(void)fputs("\\(dq", stream);
	}
	(void)fputc('"', stream);
}

static void write_upper(FILE *stream, const char *text)
{
	for (; *text != '\0'; text++)
		(void)fputc(toupper((unsigned char)*text), stream);
}

/* name: behind "tufcheck-"; NULL: of the program itself. */
static void write_head(FILE *stream, const char *name, const char *summary)
{
	(void)fputs(".Dd " DATE "\n.Dt TUFCHECK", stream);
	if (name)
		(void)fputc('-', stream);
	write_upper(stream, name ? name : "");
	(void)fprintf(stream, " 1\n.Os\n.Sh NAME\n.Nm tufcheck%s%s\n.Nd ", name ? "\\-" : "",
		      name ? name : "");
	(void)write_text(stream, summary, strlen(summary));
	(void)fputc('\n', stream);
}

static void write_option(FILE *stream, const struct option_spec *spec)
{
	(void)fputs(".It ", stream);
	if (spec->letter != '\0')
		(void)fprintf(stream, "Fl %c , ", spec->letter);
	(void)fputs("Fl Fl ", stream);
	(void)write_text(stream, spec->name, strlen(spec->name));
	if (spec->argument) {
		(void)fputs(" Ar", stream);
		write_argument(stream, spec->argument);
	}
	(void)fputc('\n', stream);
	write_sentences(stream, spec->help, strlen(spec->help));
}

static void write_options(FILE *stream, const struct option_table *options)
{
	(void)fputs(".Sh OPTIONS\n.Bl -tag -width Ds\n", stream);
	for (size_t i = 0; i < options->count; i++)
		write_option(stream, &options->rows[i]);
	(void)fputs(".El\n", stream);
}

static void write_notes(FILE *stream, const char *section, const char *macro,
			const struct command_note *notes)
{
	if (!notes)
		return;
	(void)fprintf(stream, ".Sh %s\n.Bl -tag -width Ds\n", section);
	for (; notes->subject; notes++) {
		(void)fprintf(stream, ".It%s", macro);
		write_argument(stream, notes->subject);
		(void)fputc('\n', stream);
		write_sentences(stream, notes->meaning, strlen(notes->meaning));
	}
	(void)fputs(".El\n", stream);
}

void manual_write_command(FILE *stream, const struct command *command)
{
	write_head(stream, command->name, command->summary);
	(void)fprintf(stream, ".Sh SYNOPSIS\n.Nm tufcheck %s\n", command->name);
	(void)write_text(stream, command->usage, strlen(command->usage));
	(void)fputs("\n.Sh DESCRIPTION\n", stream);
	write_paragraphs(stream, command->description);
	write_options(stream, &command->options);
	write_notes(stream, "EXIT STATUS", "", command->exit_statuses);
	write_notes(stream, "EXAMPLES", " Li", command->examples);
	(void)fputs(".Sh SEE ALSO\n.Xr tufcheck 1\n", stream);
}

static void write_commands(FILE *stream, const struct command *const *commands, size_t count)
{
	(void)fputs("The commands are:\n.Bl -tag -width Ds\n", stream);
	for (size_t i = 0; i < count; i++) {
		(void)fprintf(stream, ".It Xr tufcheck\\-%s 1\n", commands[i]->name);
		write_sentences(stream, commands[i]->summary, strlen(commands[i]->summary));
	}
	(void)fputs(".El\n", stream);
}

/* What the program's own page says beside what tables say. */
static const char manners[] =
	".Sh OUTPUT\n"
	"What was asked for goes to standard output, everything else to standard error.\n"
	"Where that is a terminal and repositories take longer than a second, a line at\n"
	"its end shows how far the run is;\n"
	".Fl Fl quiet\n"
	"leaves that out.\n"
	"There is no pager:\n"
	".Dl tufcheck verify \\-\\-color=always | less \\-R\n"
	".Sh SIGNALS\n"
	"SIGHUP, SIGINT, SIGQUIT, SIGTERM and SIGXCPU end a run as ever, and a shell says\n"
	"129, 130, 131, 143 or 152.\n"
	"The first process of a container, which the kernel keeps them from, exits with\n"
	"these once it has begun to write a file or to show progress.\n"
	"No file is left that is not whole.\n"
	"So does SIGPIPE (141), without a word, when nobody reads standard output any\n"
	"more; reports that go to files are not written then.\n"
	"Output that cannot be written is said, and the exit status is 3; also where a\n"
	"limit of the size of files (SIGXFSZ) is why.\n";

static const char further[] =
	".Sh ENVIRONMENT\n"
	".Bl -tag -width Ds\n"
	".It Ev DOCKER_CONFIG\n"
	"The folder of docker's configuration; the trust directory is in it.\n"
	".It Ev TUFCHECK_POLICY\n"
	"The policy of\n"
	".Xr tufcheck\\-gate 1 .\n"
	".It Ev XDG_CONFIG_HOME\n"
	"Where else a policy is looked for.\n"
	".It Ev NO_COLOR\n"
	"When it is not empty, no colour is used unless\n"
	".Fl Fl color\n"
	"asks for it.\n"
	".It Ev TERM\n"
	"When it is not set, or\n"
	".Dq dumb ,\n"
	"there is neither colour nor progress.\n"
	".El\n"
	".Sh FILES\n"
	".Bl -tag -width Ds\n"
	".It Pa \\(ti/.docker/trust\n"
	"The trust directory of docker.\n"
	".It Pa tufcheck.policy.json\n"
	"The policy, see\n"
	".Xr tufcheck.policy 5 .\n"
	".It Pa tufcheck.lock\n"
	"A lock, see\n"
	".Xr tufcheck.lock 5 .\n"
	".El\n"
	".Sh SEE ALSO\n"
	".Xr libtufcheck 3 ,\n"
	".Xr tufcheck.lock 5 ,\n"
	".Xr tufcheck.policy 5 ,\n"
	".Xr tufcheck\\-report 5\n";

void manual_write_overview(FILE *stream, const struct command *const *commands, size_t count,
			   const struct option_table *options)
{
	write_head(stream, NULL, "verify trust data of Docker Content Trust on disk");
	(void)fputs(".Sh SYNOPSIS\n.Nm tufcheck\n.Ar COMMAND\n.Op Ar OPTION ...\n"
		    ".Op Ar ARGUMENT ...\n.Sh DESCRIPTION\n",
		    stream);
	write_paragraphs(stream, help_get_purpose());
	(void)fputs(".Pp\n", stream);
	write_commands(stream, commands, count);
	write_options(stream, options);
	(void)fputs(manners, stream);
	(void)fputs(further, stream);
}
