/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether one moment is before another, and how far from it, in words.
 */
#ifndef CLI_RELATIVE_H
#define CLI_RELATIVE_H

#include <stdbool.h>

#include "verify/tufcheck.h"

#define RELATIVE_TEXT_BYTES 40

/** Whether left is earlier than right. */
bool relative_is_before(struct tufcheck_time left, struct tufcheck_time right);

/**
 * Writes how far moment is from now: "in 12 days", "463 days ago", "in 3
 * hours", "now". Elapsed time counts, not the calendar, so the answer depends
 * on nothing but the two moments. Rounded towards now; the unit is the largest
 * of minute, hour, day and year (365.2425 days) of which there are two, and at
 * least minutes.
 */
void relative_format(struct tufcheck_time now, struct tufcheck_time moment,
		     char ret_text[RELATIVE_TEXT_BYTES]);

#endif
