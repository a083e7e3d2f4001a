/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is wrong with a file that the user wrote, and where in it.
 */
#ifndef TUFCHECK_PROBLEM_H
#define TUFCHECK_PROBLEM_H

#include "tuf/fault.h"
#include "tuf/locate.h"
#include "verify/source.h"
#include "verify/tufcheck.h"

/** Sets a message without a place, formatted as printf does and cut where it is too long. */
void tc_problem_set(struct tufcheck_problem *problem, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * Says why a file could not be read, where content is not TC_READ_OK.
 *
 * Returns TUFCHECK_NOT_FOUND, TUFCHECK_UNREADABLE, or TUFCHECK_INVALID for one
 * of more than limit bytes.
 */
enum tufcheck_result tc_problem_set_unread(struct tufcheck_problem *problem,
                                           const struct tc_read *content, size_t limit);

/**
 * Says what a fault says of a text, and where.
 *
 * position: that of the reader, where the text breaks off. Where it is none,
 * what the fault's pointer leads to is looked for.
 */
void tc_problem_set_fault(struct tufcheck_problem *problem, const char *text, size_t length,
                          const struct tuf_fault *fault, struct tuf_position position,
                          enum tuf_locate_part part);

#endif
