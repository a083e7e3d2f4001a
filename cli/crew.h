/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Several threads that verify the repositories of a scan, one each at a time.
 * Their reports are taken in the scan's order by the thread that made the crew,
 * which works with them while it would wait. At most a fixed number of reports
 * is there at once, however many repositories there are.
 */
#ifndef CLI_CREW_H
#define CLI_CREW_H

#include <stddef.h>
#include <stdint.h>

#include "verify/tufcheck.h"

struct crew;

/**
 * Starts a crew of as many threads as there are jobs, the calling one among
 * them; of fewer where the system has no more, or there is not that much to do.
 * One job, or one repository, starts none.
 *
 * scan: borrowed until crew_free, and not to be changed. Returns what the
 * caller frees with crew_free.
 */
struct crew *crew_new(const struct tufcheck_scan *scan, size_t jobs);

/* A report, and how long its repository took, where that is wanted (debug.h). */
struct crew_report {
	enum tufcheck_result result; /* as that of tufcheck_scan_verify */
	struct tufcheck_report
		*report; /* the caller's to free; NULL unless the result is TUFCHECK_OK */
	uint64_t spent;  /* microseconds */
};

/**
 * Waits for the report on repository number index, and does what else there is
 * to do meanwhile. Each index is to be asked for once, from 0 upwards.
 */
__attribute__((warn_unused_result)) struct crew_report crew_take(struct crew *crew, size_t index);

/** Waits for the threads to end, and frees the crew with the reports that nobody took. */
void crew_free(struct crew *crew);

#endif
