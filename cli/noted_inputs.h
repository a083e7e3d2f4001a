/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Notes of the files that a run was told by, taken as they are read: for
 * commands whose library calls do not keep them (run_input.h).
 */
#ifndef CLI_NOTED_INPUTS_H
#define CLI_NOTED_INPUTS_H

#include "cli/run_input.h"
#include "verify/tufcheck.h"

/* All zero is none. */
struct noted_inputs {
	struct run_inputs inputs; /* in the order in which they were read */
};

/** Notes a file, unless it could not be read. kind: borrowed until noted_inputs_clear. */
void noted_inputs_add(struct noted_inputs *notes, const char *kind,
		      const struct tufcheck_read_file *file);

/** A tufcheck_reader whose context is the notes: the first file is a policy, others are its CAs. */
void noted_inputs_add_policy(void *notes, const struct tufcheck_read_file *file);

/** Likewise: each file names images. */
void noted_inputs_add_images(void *notes, const struct tufcheck_read_file *file);

/** Frees what the notes hold. */
void noted_inputs_clear(struct noted_inputs *notes);

#endif
