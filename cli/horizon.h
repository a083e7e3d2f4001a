/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far ahead is looked: a span of time from a moment on, or another moment.
 */
#ifndef CLI_HORIZON_H
#define CLI_HORIZON_H

#include <stdbool.h>

#include "verify/tufcheck.h"

/* What horizon_read_span takes, for messages. */
#define HORIZON_SPAN_FORMS "a number of days, weeks or years (90d, 12w, 1y)"

/* What horizon_read takes, likewise. */
#define HORIZON_FORMS                                                                              \
	HORIZON_SPAN_FORMS " or a time (RFC 3339, or a date)"

/**
 * Reads "90d", "12w" or "1y" (a year is 365 days).
 *
 * False when text is none of these; then ret_seconds is untouched.
 */
__attribute__((warn_unused_result)) bool horizon_read_span(const char *text, int64_t *ret_seconds);

/**
 * Reads a span, counted from at, or a moment as tufcheck_time_parse does.
 *
 * False when text is neither; then ret_end is untouched.
 */
__attribute__((warn_unused_result)) bool horizon_read(const char *text, struct tufcheck_time at,
						      struct tufcheck_time *ret_end);

#endif
