/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One version of the root on the way to the present one, and what another
 * version needs of it.
 */
#ifndef TUFCHECK_ROOT_STEP_H
#define TUFCHECK_ROOT_STEP_H

#include <stdbool.h>

#include "tuf/envelope.h"
#include "tuf/root.h"
#include "verify/anchor.h"
#include "verify/source.h"

/* Zero it, or clear it, before it is parsed into. It must not be moved then. */
struct tc_root_step {
	struct tuf_arena arena; /* what the document decodes to */
	int64_t version;        /* by its content; 0: it is none */
	const char *file;       /* borrowed */
	unsigned char *bytes; /* owned: the file, in which the envelope has what is signed */
	struct tuf_envelope envelope;
	struct tuf_root root;
};

/* How many root keys stand behind a root, and how many there must be. */
struct tc_root_support {
	size_t count;
	int64_t threshold;
	bool is_met;
};

/**
 * Parses a root that was read, and takes its bytes over. TUF_INVALID: ret_fault says why; its texts live
 * as long as the step, whose version stays 0.
 */
TUF_MUST_USE enum tuf_result tc_root_step_parse(struct tc_root_step *step, const char *file,
                                                struct tc_read *content,
                                                struct tuf_fault *ret_fault);

/** Frees what the step holds. A zeroed step is allowed. */
void tc_root_step_clear(struct tc_root_step *step);

/** Whether two documents sign the same content, however it is written and whoever signed it. */
bool tc_root_is_same(const struct tuf_envelope *left, const struct tuf_envelope *right);

/**
 * Counts who of the root keys of previous has signed the root in envelope.
 * Of anchor only name and moment are used; a name of NULL is any.
 */
TUF_MUST_USE enum tuf_result tc_root_count_followers(const struct tc_anchor_context *anchor,
                                                     const struct tuf_root *previous,
                                                     const struct tuf_envelope *envelope,
                                                     struct tc_root_support *ret_support);

/** Likewise of its own root keys, whose certificates' dates are not looked at. */
TUF_MUST_USE enum tuf_result tc_root_count_own(const struct tc_anchor_context *anchor,
                                               const struct tuf_root *root,
                                               const struct tuf_envelope *envelope,
                                               struct tc_root_support *ret_support);

#endif
