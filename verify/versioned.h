/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Structs that programs fill in, and that grow: a program may have been built
 * against an older header than the library, or against a newer one.
 */
#ifndef TUFCHECK_VERSIONED_H
#define TUFCHECK_VERSIONED_H

#include <stdbool.h>
#include <stddef.h>

/* More than such a struct will ever have: a greater size was never set. */
#define TC_MAX_VERSIONED_BYTES 4096

/* The size of a struct whose last member is this one, as of the first version of it. */
#define TC_SIZE_UP_TO(type, member) (offsetof(type, member) + sizeof(((type *)NULL)->member))

/**
 * Copies a struct whose first member is its own size, a size_t, as the program
 * knew it. Members that the program did not know are zero, which is the default
 * of each. It is refused when it is smaller than its first version, or asks for
 * something (is not zero) beyond what is known here.
 *
 * from: may be NULL, which is refused. first_bytes: the size of the first version.
 * ret: of ret_bytes, aligned as the struct is; written also when it is refused.
 */
bool tc_versioned_take(const void *from, size_t first_bytes, void *ret, size_t ret_bytes);

#endif
