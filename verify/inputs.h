/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which files were read, and what was in them: by the digest of the very bytes
 * that everything else was taken from.
 */
#ifndef TUFCHECK_INPUTS_H
#define TUFCHECK_INPUTS_H

#include "tuf/arena.h"
#include "tuf/result.h"
#include "verify/source.h"
#include "verify/tufcheck.h"

struct tc_input_node {
	struct tc_input_node *next;
	struct tufcheck_input input;
};

/* All zero is none. In the order in which they were read. */
struct tc_inputs {
	struct tc_input_node *first;
	struct tc_input_node *last;
	size_t count;
};

/** Adds a file that was read, and hashes it; its name is copied. All lives in the arena. */
TUF_MUST_USE enum tuf_result tc_inputs_add(struct tc_inputs *inputs, struct tuf_arena *arena,
                                           const char *path, struct tc_read *content);

/** The input of that number, or NULL; inputs may be NULL. */
const struct tufcheck_input *tc_inputs_get(const struct tc_inputs *inputs, size_t index);

/** Makes an array of them in the arena, by name, what was read twice alike once. */
TUF_MUST_USE enum tuf_result tc_inputs_sort(const struct tc_inputs *inputs,
                                            struct tuf_arena *arena,
                                            const struct tufcheck_input **ret_items,
                                            size_t *ret_count);

#endif
