/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes to DER that keep the lengths of what is around them right.
 */
#ifndef TUFCHECK_TESTS_FUZZ_DER_MUTATE_H
#define TUFCHECK_TESTS_FUZZ_DER_MUTATE_H

#include "tree.h"

/**
 * Changes one element of the elements in bytes, at any depth. The result takes
 * at most room bytes; 0: there was nothing to change, or no room.
 */
size_t der_mutate(const uint8_t *bytes, size_t length, uint8_t *ret_bytes, size_t room,
		  struct tree_random *random);

#endif
