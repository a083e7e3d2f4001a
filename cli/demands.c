/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/demands.h"

#include "cli/diagnose.h"
#include "cli/lock_file.h"

/* Reads the lock, if one was given. */
static bool read_lock(const struct demand_request *request, struct demands *demands)
{
	if (request->frozen && !request->lock) {
		diagnose("%s: --frozen says how to hold repositories against a lock, and needs "
			 "--lock",
			 request->command);
		return false;
	}
	if (!request->lock)
		return true;
	demands->lock = lock_file_read(request->command, request->lock);
	demands->options.lock = demands->lock;
	demands->options.is_frozen = request->frozen != NULL;
	return demands->lock != NULL;
}

enum exit_status demands_begin(const struct demand_request *request, struct demands *ret_demands)
{
	struct demands demands = {.options = {.size = 0}};
	if (!read_lock(request, &demands)) {
		demands_end(&demands);
		return EXIT_STATUS_USAGE;
	}
	*ret_demands = demands; /* transferred */
	return EXIT_STATUS_PASSED;
}

void demands_end(struct demands *demands)
{
	tufcheck_lock_free(demands->lock);
	*demands = (struct demands){.options = {.size = 0}};
}
