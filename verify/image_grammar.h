/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The grammar of image references, HOST/PATH:TAG@DIGEST: where the pieces are,
 * and whether docker takes each. What the pieces mean is image.c's.
 *
 * Source: regexp.go and normalize.go of distribution/reference.
 */
#ifndef TUFCHECK_IMAGE_GRAMMAR_H
#define TUFCHECK_IMAGE_GRAMMAR_H

#include "verify/tufcheck.h"

/* A piece of a text, borrowed and not NUL-terminated. */
struct tc_text_part {
	const char *at; /* NULL: it is not there */
	size_t length;
};

/* The pieces of a reference, without what divides them. */
struct tc_image_pieces {
	struct tc_text_part host;
	struct tc_text_part path; /* always there */
	struct tc_text_part tag;
	struct tc_text_part digest;
};

/** Whether the part is this text. */
bool tc_text_part_is(struct tc_text_part part, const char *text);

/** Where c is in the part, from 0; the part's length where it is not. */
size_t tc_text_part_find(struct tc_text_part part, char c);

/** Finds the pieces of a reference. It does not look at what they consist of. */
struct tc_image_pieces tc_image_split(struct tc_text_part text);

/**
 * Whether each of the pieces of text is as docker wants it, and text is no ID of
 * an image. Where not, ret_problem has the first that is wrong.
 */
bool tc_image_check(const char *text, const struct tc_image_pieces *pieces,
                    struct tufcheck_problem *ret_problem);

#endif
