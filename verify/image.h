/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Image references: what docker makes of the text that names an image. The
 * public function and the record are in tufcheck.h.
 *
 * The grammar is that of distribution/reference, with hosts as its version 0.6
 * knows them (IPv6 addresses, capitals) and the name's length as version 2.8
 * counts it. Every text that is accepted here has one meaning there.
 */
#ifndef TUFCHECK_IMAGE_H
#define TUFCHECK_IMAGE_H

#include "tuf/arena.h"
#include "verify/tufcheck.h"

/**
 * Takes text apart; the texts of ret_image are in the arena.
 *
 * TUF_INVALID: it names no image that can be checked; ret_problem, which must
 * not be NULL, says why.
 */
TUF_MUST_USE enum tuf_result tc_image_read(struct tuf_arena *arena, const char *text,
                                           struct tufcheck_problem *ret_problem,
                                           struct tufcheck_image *ret_image);

#endif
