/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A repository in one row: what overviews of many repositories show of each.
 */
#ifndef CLI_OVERVIEW_H
#define CLI_OVERVIEW_H

#include <stdbool.h>

#include "verify/tufcheck.h"

/* A cell of which nothing is known. */
#define OVERVIEW_NOTHING "-"

/* The texts are its own, and as untrusted as the repository. */
struct overview {
	enum tufcheck_status status;
	char *gun; /* or the path, where that is not known; the other texts are behind it, in one
		      block */
	const char *path;
	const char *tags;    /* their number; OVERVIEW_NOTHING: nothing is proved */
	const char *signers; /* their names, or how many when these are long; or likewise */
	const char *expiry;  /* "2026-12-05 (in 13 days)"; or likewise */
	bool is_past;        /* what expires next has expired */
	const char *reason;  /* the worst finding's message; "" when there is none */
};

/** Makes the row of repository at that moment; ret_overview: for overview_clear. */
void overview_init(const struct tufcheck_repository *repository, struct tufcheck_time at,
		   struct overview *ret_overview);

/** Frees the row's texts. */
void overview_clear(struct overview *overview);

#endif
