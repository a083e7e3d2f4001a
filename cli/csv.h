/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables for spreadsheets: comma-separated values as RFC 4180 has them.
 *
 * A spreadsheet runs a cell that looks like a formula. Text comes from files
 * that anyone may have written, so a cell that begins like one gets an
 * apostrophe in front, which spreadsheets take for "this is text"; so does what
 * stands behind a semicolon, where some of them begin a cell. Control
 * characters are escaped (cli/escape.h): a cell is one line.
 */
#ifndef CLI_CSV_H
#define CLI_CSV_H

#include <stdbool.h>
#include <stdio.h>

/* Set stream, zero the rest. */
struct csv {
	FILE *stream;   /* borrowed */
	bool has_cells; /* in this row */
};

/** Adds a cell to the row; text may be untrusted. NULL is an empty cell. */
void csv_add(struct csv *csv, const char *text);

/** Ends the row. */
void csv_end_row(struct csv *csv);

#endif
