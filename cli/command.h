/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a command is. Each is one constant in a file of its own, and one row of
 * the table in main.c.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/exit_status.h"
#include "cli/options.h"

/* An exit status and when a command has it, or an example and what it does. */
struct command_note {
	const char *subject;
	const char *meaning;
};

struct command {
	const char *name;
	const char *summary;     /* a few words, for the list of commands */
	const char *usage;       /* what follows the name */
	const char *description; /* paragraphs, separated by an empty line */
	struct option_table options;
	const struct command_note *exit_statuses; /* each list ends with an empty row */
	const struct command_note *examples;
	enum exit_status (*run)(const struct option_values *values);
};

extern const struct command command_inspect;
extern const struct command command_keys;
extern const struct command command_lock;

extern const struct command command_verify;

/* The rows that tables share. main.c acts on --help of every command. */
#define OPTION_HELP_NAME "help"
#define OPTION_ROW_HELP                                                                            \
	{                                                                                          \
		.name = OPTION_HELP_NAME, .letter = 'h', .help = "show this help"                  \
	}
#define OPTION_ROW_NO_COLOUR                                                                       \
	{                                                                                          \
		.name = "no-color", .help = "use no colour, even on a terminal"                    \
	}
#define OPTION_ROW_TRUST_DIR                                                                       \
	{                                                                                          \
		.name = "trust-dir", .argument = "DIR",                                            \
		.help = "where a GUN is looked for; default $DOCKER_CONFIG/trust, else "           \
			"$HOME/.docker/trust"                                                      \
	}
#define OPTION_ROW_GUN                                                                             \
	{                                                                                          \
		.name = "gun", .argument = "GUN",                                                  \
		.help = "the name of a repository that lies outside a tuf/ folder; default: the "  \
			"name in its root certificate, which the report then calls assumed"        \
	}
#define OPTION_ROW_AT                                                                              \
	{                                                                                          \
		.name = "at", .argument = "TIME",                                                  \
		.help = "evaluate at this moment: RFC 3339 (2024-05-01T12:00:00Z) or a date, "     \
			"which means its first moment in UTC; default: now"                        \
	}
#define OPTION_ROW_LOCK                                                                            \
	{                                                                                          \
		.name = "lock", .argument = "FILE",                                                \
		.help = "hold repositories against this lock, made by 'tufcheck lock': keys, "     \
			"thresholds, versions and tags"                                            \
	}
#define OPTION_ROW_FROZEN                                                                          \
	{                                                                                          \
		.name = "frozen",                                                                  \
		.help = "with --lock: refuse also tags and repositories that are not just those "  \
			"of the lock"                                                              \
	}

#endif
