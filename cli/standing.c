/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/standing.h"

#include <string.h>

const char *standing_get_name(const struct tufcheck_repository *repository)
{
	return repository->gun[0] ? repository->gun : repository->path;
}

const char *standing_get_reason(const struct tufcheck_repository *repository)
{
	return repository->finding_count > 0 ? repository->findings[0].message
					     : "no finding says why";
}

static bool is_any_below_threshold(const struct tufcheck_repository *repository)
{
	for (size_t i = 0; i < repository->role_count; i++)
		if (repository->roles[i].status == TUFCHECK_ROLE_BELOW_THRESHOLD)
			return true;
	return false;
}

const char *standing_find_leave(const struct tufcheck_repository *repository,
				const struct leave *leave)
{
	if (repository->status == TUFCHECK_STATUS_DEGRADED)
		return leave->allows_degraded ? "--allow-degraded" : NULL;
	if (repository->status != TUFCHECK_STATUS_EXPIRED || !leave->allows_expired)
		return NULL;
	if (!is_any_below_threshold(repository))
		return "--allow-expired";
	return leave->allows_degraded ? "--allow-expired and --allow-degraded" : NULL;
}

bool standing_is_name_assumed(const struct tufcheck_repository *repository)
{
	for (size_t i = 0; i < repository->finding_count; i++)
		if (strcmp(repository->findings[i].id, "gun-assumed") == 0)
			return true;
	return false;
}
