/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/closing.h"

size_t closing_count_findings(const struct closing *closing)
{
	return tufcheck_lock_changes_count(closing->missing) + closing->estate->finding_count;
}

const struct tufcheck_finding *closing_get_finding(const struct closing *closing, size_t index)
{
	size_t missing = tufcheck_lock_changes_count(closing->missing);
	if (index < missing)
		return tufcheck_lock_changes_get(closing->missing, index);
	return &closing->estate->findings[index - missing];
}
