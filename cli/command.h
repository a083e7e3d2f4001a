/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a command is. Each is one constant in a file of its own, and one row of
 * the table in main.c.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>

#include "cli/exit_status.h"
#include "cli/options.h"
#include "cli/terminal.h"

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
	/* Whether the run writes files that no option names (options.h); NULL: none does. */
	bool (*writes)(const struct option_values *values);
};

extern const struct command command_diff;
extern const struct command command_export;
extern const struct command command_explain;
extern const struct command command_gate;
extern const struct command command_inspect;
extern const struct command command_keys;
extern const struct command command_lock;
extern const struct command command_merge;
extern const struct command command_policy;
extern const struct command command_verify;

/* The rows that tables share. main.c acts on --help, --no-sandbox and --debug of every command. */
#define OPTION_HELP_NAME "help"
#define OPTION_ROW_HELP                                                                            \
	{                                                                                          \
		.name = OPTION_HELP_NAME, .letter = 'h', .help = "show this help"                  \
	}
#define OPTION_NO_SANDBOX_NAME "no-sandbox"
#define OPTION_ROW_NO_SANDBOX                                                                      \
	{                                                                                          \
		.name = OPTION_NO_SANDBOX_NAME,                                                    \
		.help = "keep the rights to open other files, reach the network and start "        \
			"programs, which are given up otherwise; the report says so"               \
	}
#define OPTION_DEBUG_NAME "debug"
#define OPTION_ROW_DEBUG                                                                           \
	{                                                                                          \
		.name = OPTION_DEBUG_NAME,                                                         \
		.help = "tell on stderr what is looked at and decided, a line each that begins "   \
			"with 'tufcheck: debug:'"                                                  \
	}
#define OPTION_ROW_NO_PROGRESS                                                                     \
	{                                                                                          \
		.name = "quiet", .letter = 'q', .help = "show no progress"                         \
	}
#define OPTION_ROW_COLOUR                                                                          \
	{                                                                                          \
		.name = "color", .argument = "WHEN", .choices = terminal_colour_words,             \
		.help = "auto (default): use colour on a terminal; always: also in a pipe, as "    \
			"for 'less -R'; never"                                                     \
	}
#define OPTION_ROW_NO_COLOUR                                                                       \
	{                                                                                          \
		.name = "no-color", .help = "the same as --color=never"                            \
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
#define OPTION_ROW_POLICY                                                                          \
	{                                                                                          \
		.name = "policy", .argument = "FILE",                                              \
		.help = "the policy; default $TUFCHECK_POLICY, else tufcheck.policy.json here or " \
			"in $XDG_CONFIG_HOME/tufcheck, else every repository must be trusted"      \
	}
#define OPTION_ROW_AT                                                                              \
	{                                                                                          \
		.name = "at", .argument = "TIME",                                                  \
		.help = "evaluate at this moment: RFC 3339 (2024-05-01T12:00:00Z) or a date, "     \
			"which means its first moment in UTC; default: now"                        \
	}
#define OPTION_ROW_JOBS                                                                            \
	{                                                                                          \
		.name = "jobs", .letter = 'j', .argument = "N",                                    \
		.help = "verify as many repositories at once; default: one for each processor; "   \
			"the output is the same for any number"                                    \
	}
#define OPTION_ROW_WARN_WITHIN                                                                     \
	{                                                                                          \
		.name = "warn-within", .argument = "SPAN",                                         \
		.help = "warn of certificates of the root and of delegations that end within "     \
			"days, weeks or years of 365 days (90d, 12w, 1y) of the evaluation; "      \
			"default: 180d; 0d: of none"                                               \
	}
#define OPTION_ROW_TRUSTED_ROOT                                                                    \
	{                                                                                          \
		.name = "trusted-root", .argument = "FILE",                                        \
		.help = "a root.json of any version that you got from elsewhere and trust: the "   \
			"repositories that its certificates name must follow from it, version by "     \
			"version"                                                                  \
	}
#define OPTION_ROW_PIN                                                                             \
	{                                                                                          \
		.name = "pin", .argument = "PIN", .repeats = true,                                 \
		.help = "demand that a key signs: GUN=sha256:DIGITS, or sha1:, keyid: or spki:; "  \
			"GUN#targets/releases=... for a role other than root; a GUN that ends in " \
			"* is a prefix; may be repeated, and then each of the keys will do"        \
	}
#define OPTION_ROW_PINS                                                                            \
	{                                                                                          \
		.name = "pins", .argument = "FILE",                                                \
		.help = "demand the pins in FILE, one a line, which may have comments after a #"   \
	}
#define OPTION_ROW_NOTARY_CONFIG                                                                   \
	{                                                                                          \
		.name = "notary-config", .argument = "FILE",                                       \
		.help = "hold roots against trust_pinning of a Notary client's config.json, as "   \
			"that client does when it sees a repository for the first time"            \
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
