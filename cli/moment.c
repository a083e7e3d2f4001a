/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/moment.h"

#include "cli/debug.h"
#include "cli/diagnose.h"
#include "cli/environment.h"

bool moment_read(const char *command, const char *given, struct tufcheck_time *ret_at)
{
	struct tufcheck_time at = environment_get_now();
	if (given && tufcheck_time_parse(given, &at) != TUFCHECK_OK) {
		diagnose("%s: --at is '%s', but must be a time such as 2024-05-01T12:00:00Z or a "
			 "date such as 2024-05-01",
			 command, given);
		return false;
	}
	char text[TUFCHECK_TIME_TEXT_BYTES];
	tufcheck_time_format(at, text);
	debug("the moment of evaluation is %s, by %s", text, given ? "--at" : "the clock");
	*ret_at = at;
	return true;
}
