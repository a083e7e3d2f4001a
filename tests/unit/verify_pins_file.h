/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests of what is read of pins: files that hold them.
 */
#ifndef TUFCHECK_TESTS_VERIFY_PINS_FILE_H
#define TUFCHECK_TESTS_VERIFY_PINS_FILE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* needs those above */
#include <cmocka.h>

#include "verify/pins.h"

#define BYTES(literal) (literal), sizeof(literal) - 1

/* What is no list of pins, where it is wrong, and what is said of it. */
struct bad_file {
	const char *bytes;
	size_t length;
	size_t line;
	size_t column;
	const char *message;
};

/* A file with these bytes; the caller removes it. */
static inline void write_file(char path[], const void *bytes, size_t length)
{
	int descriptor = mkstemp(path);
	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, bytes, length), (ssize_t)length);
	assert_int_equal(close(descriptor), 0);
}

static inline enum tufcheck_result read_bytes(struct tufcheck_pins *pins, const void *bytes,
					      size_t length, struct tufcheck_problem *problem)
{
	char path[] = P_tmpdir "/tufcheck-pins-XXXXXX";
	write_file(path, bytes, length);
	enum tufcheck_result result = tufcheck_pins_read(pins, path, problem);
	assert_int_equal(unlink(path), 0);
	return result;
}

#endif
