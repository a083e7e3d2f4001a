/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/review.h"

#include "tuf/limits.h"

bool tc_series_admits(struct tc_series *series)
{
	return ++series->count <= TUF_MAX_ADVICE;
}

enum tuf_result tc_series_finish(const struct tc_series *series)
{
	if (series->count <= TUF_MAX_ADVICE)
		return TUF_OK;
	size_t more = series->count - TUF_MAX_ADVICE;
	const struct tc_finding_place place = {.role = NULL};
	return tc_finding_add(&series->review->evidence->findings, series->kind, &place,
	                      "and %zu more of this kind, which are not listed", more);
}
