/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/demands.h"

#include <stdbool.h>

#include "cli/diagnose.h"
#include "cli/memory.h"

/* Says what is wrong with a file, and where in it. */
static void complain(const char *command, const char *path, const struct tufcheck_problem *problem)
{
	if (problem->line > 0)
		diagnose("%s: %s:%zu:%zu: %s", command, path, problem->line, problem->column,
			 problem->message);
	else
		diagnose("%s: %s: %s", command, path, problem->message);
}

static bool read_notary_config(const struct demand_request *request, struct demands *demands)
{
	const char *path = request->notary_config;
	if (!path)
		return true;
	struct tufcheck_problem problem = {.message = "expected the path of a file"};
	enum tufcheck_result result =
		tufcheck_trust_pinning_read(path, &problem, &demands->trust_pinning);
	if (result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
	if (result != TUFCHECK_OK) {
		complain(request->command, path, &problem);
		return false;
	}
	demands->options.trust_pinning = demands->trust_pinning;
	return true;
}

enum exit_status demands_begin(const struct demand_request *request, struct demands *ret_demands)
{
	struct demands demands = {.options = {.size = 0}};
	if (!read_notary_config(request, &demands)) {
		demands_end(&demands);
		return EXIT_STATUS_USAGE;
	}
	*ret_demands = demands; /* transferred */
	return EXIT_STATUS_PASSED;
}

void demands_end(struct demands *demands)
{
	tufcheck_trust_pinning_free(demands->trust_pinning);
	*demands = (struct demands){.options = {.size = 0}};
}
