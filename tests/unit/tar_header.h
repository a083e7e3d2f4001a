/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Headers of the members of archives, as POSIX has them (ustar).
 */
#ifndef TUFCHECK_TESTS_TAR_HEADER_H
#define TUFCHECK_TESTS_TAR_HEADER_H

#include <stddef.h>
#include <string.h>

#include "verify/archive_header.h"

#define BLOCK TC_TAR_BLOCK

static inline void write_octal(unsigned char *field, size_t digits, size_t number)
{
	for (size_t i = digits; i > 0; i--, number /= 8)
		field[i - 1] = (unsigned char)('0' + number % 8);
}

static inline void sum_header(unsigned char *block)
{
	size_t sum = 0;
	memset(block + 148, ' ', 8);
	for (size_t i = 0; i < BLOCK; i++)
		sum += block[i];
	write_octal(block + 148, 6, sum);
	block[154] = '\0';
}

/* Writes a whole block, for a member of that type with so many bytes; of the path, what fits. */
static inline void write_header(unsigned char *block, const char *path, char type, size_t length)
{
	memset(block, 0, BLOCK);
	memcpy(block, path, strlen(path) < 100 ? strlen(path) : 100);
	memcpy(block + 100, "0000644", 8);
	memcpy(block + 108, "0000000", 8);
	memcpy(block + 116, "0000000", 8);
	write_octal(block + 124, 11, length);
	memcpy(block + 136, "00000000000", 12);
	block[156] = (unsigned char)type;
	memcpy(block + 257, "ustar\00000", 8);
	sum_header(block);
}

#endif
