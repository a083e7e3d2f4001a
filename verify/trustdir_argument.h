/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The arguments of trustdir.h: opening the folder that was named, and working
 * out where the names of the repositories in it begin.
 */
#ifndef TUFCHECK_TRUSTDIR_ARGUMENT_H
#define TUFCHECK_TRUSTDIR_ARGUMENT_H

#include "verify/trustdir.h"

/**
 * Opens the folder or archive at path and puts it before the other arguments of trustdir,
 * which keeps it.
 *
 * ret_found: why there is no argument; TC_FOUND_UNREADABLE with one.
 * ret_argument: written only when there is one; its start is not set.
 */
TUF_MUST_USE enum tuf_result tc_argument_open(struct tc_trustdir *trustdir, const char *path,
                                              enum tc_found *ret_found,
                                              struct tc_argument **ret_argument);

#endif
