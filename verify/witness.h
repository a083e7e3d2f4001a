/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Showing what is read to whoever wants to keep it: the very bytes that all
 * conclusions come from.
 */
#ifndef TUFCHECK_WITNESS_H
#define TUFCHECK_WITNESS_H

#include "verify/source.h"
#include "verify/tufcheck.h"

/* The context of a source that shows what another one reads; the caller fills it. */
struct tc_witness {
	const struct tc_source *source;
	size_t repository; /* its number in the scan */
	tufcheck_reader visit;
	void *context; /* of visit */
};

/** The source that reads from witness->source and shows it. witness must outlive it. */
struct tc_source tc_witness_make_source(struct tc_witness *witness);

/** Shows what was read of a file that the user has named, if anybody wants to see it. */
void tc_witness_show_input(const char *path, const struct tc_read *read);

#endif
