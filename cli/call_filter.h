/* SPDX-License-Identifier: Apache-2.0 */
/*
 * System calls out of reach, by a seccomp filter: what reading files, checking
 * and printing need is left, threads too; no network, no other process, no
 * program.
 *
 * Three answers. What is needed is allowed. What only someone who has taken the
 * process over would call ends the process at once (SIGSYS), so that there is
 * no second try. To the rest the kernel says that it does not know it (ENOSYS):
 * libraries of tomorrow then take the older way, as they do on an older kernel.
 * A refusal (EPERM) would make them fail, and an end would be for nothing.
 */
#ifndef CLI_CALL_FILTER_H
#define CLI_CALL_FILTER_H

#include <stdbool.h>

#include "cli/guard.h"

/**
 * Loads the filter, for good. It holds for this thread and those it starts.
 * may_replace: what replacing a file needs is allowed as well.
 */
struct guard call_filter_load(bool may_replace);

#endif
