/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A command's options: one table, from which they are parsed and explained.
 *
 * Options may stand among the operands; "--" ends them. "--name value",
 * "--name=value", "-n value" and "-nvalue" are the same; flags may be joined
 * ("-qh"). Names are not abbreviated: what is short today would be ambiguous
 * tomorrow.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/text.h"

#define OPTIONS_MAX 32 /* rows of a table */

struct option_spec {
	const char *name;           /* without the dashes */
	char letter;                /* NUL: it has only the long name */
	const char *argument;       /* what the value is called, "DIR"; NULL: a flag */
	const char *const *choices; /* the words the value may be, then NULL; NULL: any */
	const char *help;
	bool repeats; /* may be given more than once; option_values_get_next has them all */
	bool replaces; /* the value is a file that another one is to take the place of */
};

struct option_table {
	const struct option_spec *rows;
	size_t count;
	bool stops_at_operand; /* everything from the first operand on is an operand */
};

struct option_repeat {
	size_t row;
	const char *value;
};

/* What was given. The texts are those of the argument vector. */
struct option_values {
	const char *given[OPTIONS_MAX]; /* by row; NULL: not given; "": a flag that was */
	struct option_repeat *repeats;  /* each time that an option was given that may repeat */
	size_t repeat_count;
	const char **operands;
	size_t operand_count;
};

/**
 * Parses count arguments (without the program's or command's name).
 *
 * ret_values: for option_values_clear; only on success.
 * ret_problem: one line that says what is wrong; only on failure.
 */
__attribute__((warn_unused_result)) bool options_parse(const struct option_table *table,
						       size_t count, char *const *arguments,
						       struct option_values *ret_values,
						       struct text *ret_problem);

/**
 * The next value of the option of that row, in the order of the arguments;
 * NULL after the last. *cursor is 0 before the first.
 */
const char *option_values_get_next(const struct option_values *values, size_t row, size_t *cursor);

/** Frees what the values hold; not the texts. */
void option_values_clear(struct option_values *values);

#endif
