/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/finding_rule.h"

#include <string.h>

#include "verify/tufcheck.h"

size_t finding_rule_find(const char *id)
{
	size_t index = 0;
	while (index < tufcheck_rule_count() && strcmp(tufcheck_rule_get(index)->id, id) != 0)
		index++;
	return index;
}
