/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/demands.h"

#include "cli/diagnose.h"
#include "cli/horizon.h"

/* A span of nothing asks for no warning at all, not even of what ends at the very moment. */
static bool read_warn_within(const struct demand_request *request, struct demands *demands)
{
	int64_t span;
	if (!request->warn_within)
		return true;
	if (!horizon_read_span(request->warn_within, &span)) {
		diagnose("%s: --warn-within is '%s', but must be " HORIZON_SPAN_FORMS,
			 request->command, request->warn_within);
		return false;
	}
	demands->options.warn_within = span > 0 ? span : -1;
	return true;
}

enum exit_status demands_begin(const struct demand_request *request, struct demands *ret_demands)
{
	struct demands demands = {.options = {.size = 0}};
	if (!read_warn_within(request, &demands))
		return EXIT_STATUS_USAGE;
	*ret_demands = demands; /* transferred */
	return EXIT_STATUS_PASSED;
}

void demands_end(struct demands *demands)
{
	*demands = (struct demands){.options = {.size = 0}};
}
