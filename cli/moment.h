/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The moment of evaluation, as --at gives it.
 */
#ifndef CLI_MOMENT_H
#define CLI_MOMENT_H

#include <stdbool.h>

#include "verify/tufcheck.h"

/**
 * Reads what was given with --at; NULL: now. command: whose messages these are.
 *
 * False, with a message on stderr, when it is no moment; then ret_at is untouched.
 */
__attribute__((warn_unused_result)) bool moment_read(const char *command, const char *given,
						     struct tufcheck_time *ret_at);

#endif
