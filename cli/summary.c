/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/summary.h"

const enum tufcheck_status summary_statuses[SUMMARY_STATUS_COUNT] = {
	TUFCHECK_STATUS_TRUSTED,   TUFCHECK_STATUS_DEGRADED,   TUFCHECK_STATUS_EXPIRED,
	TUFCHECK_STATUS_UNTRUSTED, TUFCHECK_STATUS_INCOMPLETE, TUFCHECK_STATUS_UNREADABLE,
};

static bool is_known(enum tufcheck_status status)
{
	for (size_t i = 0; i < SUMMARY_STATUS_COUNT; i++)
		if (summary_statuses[i] == status)
			return true;
	return false;
}

void summary_count(struct summary *summary, enum tufcheck_status status)
{
	summary->repositories++;
	summary->by_status[is_known(status) ? status : TUFCHECK_STATUS_UNTRUSTED]++;
}

void summary_append(struct text *out, const struct summary *summary)
{
	text_append_format(out, "%zu %s", summary->repositories,
			   summary->repositories == 1 ? "repository" : "repositories");
	const char *separator = ": ";
	for (size_t i = 0; i < SUMMARY_STATUS_COUNT; i++) {
		enum tufcheck_status status = summary_statuses[i];
		if (summary->by_status[status] == 0)
			continue;
		text_append_format(out, "%s%zu %s", separator, summary->by_status[status],
				   tufcheck_status_name(status));
		separator = ", ";
	}
}
