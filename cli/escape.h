/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Untrusted text, made fit to be shown. Every text that goes to a terminal or
 * a text file passes through here, once.
 *
 * What could command a terminal, reorder or hide what stands around it, or
 * break the line becomes visible:
 *
 *   \n \r \t   these three controls
 *   \xHH       other C0 controls, DEL, and bytes that are not UTF-8
 *   \u{H...}   C1 controls, bidirectional controls, line separators, spaces
 *              other than U+0020, and characters without a glyph
 *
 * A backslash is doubled where it would otherwise begin such a form: before
 * one of \ n r t u x, before something that is escaped, and at the end. So no
 * two texts look the same, and names such as "CN=Example\, Inc." stay as they
 * are.
 */
#ifndef CLI_ESCAPE_H
#define CLI_ESCAPE_H

#include <stdbool.h>

#include "cli/text.h"

/** Adds untrusted to out. ascii_only: \u{H...} for everything beyond ASCII. */
void escape_append(struct text *out, const char *untrusted, bool ascii_only);

#endif
