/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stream that writes into a text.
 */
#ifndef CLI_TEXT_STREAM_H
#define CLI_TEXT_STREAM_H

#include <stdio.h>

#include "cli/text.h"

/** Opens a stream whose bytes, none of which is NUL, are added to out. For text_stream_close. */
FILE *text_stream_open(struct text *out);

/** Adds what is not added yet, and closes the stream. */
void text_stream_close(FILE *stream);

#endif
