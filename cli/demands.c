/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/demands.h"

enum exit_status demands_begin(const struct demand_request *request, struct demands *ret_demands)
{
	(void)request;
	*ret_demands = (struct demands){.options = {.size = 0}};
	return EXIT_STATUS_PASSED;
}

void demands_end(struct demands *demands)
{
	*demands = (struct demands){.options = {.size = 0}};
}
