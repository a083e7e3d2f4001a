/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything that a program can ask the library about a repository, in one go:
 * what it is held against is read, it is verified, locked, judged.
 */
#ifndef TUFCHECK_TESTS_INQUIRY_H
#define TUFCHECK_TESTS_INQUIRY_H

#include <stdio.h>

#include "verify/tufcheck.h"

/* What is NULL is not asked. */
struct inquiry {
	const char *name;
	const char *at;
	const char *trust_dir;
	const char *gun;
	const char *pin;
	const char *pins; /* from here on but for the image: files */
	const char *trusted_root;
	const char *notary_config;
	const char *lock; /* frozen */
	const char *policy;
	const char *image;
	const char *document;
	const char *identity;
};

/**
 * Asks, with the requests of failing_memory.h counted and failing as was begun,
 * but for those of out and jansson.
 *
 * out: gets the answers. Returns TUFCHECK_OK, or what was the first not to be;
 * then nothing more was asked. Everything that the library gave is freed.
 */
enum tufcheck_result inquiry_make(const struct inquiry *inquiry, FILE *out);

#endif
