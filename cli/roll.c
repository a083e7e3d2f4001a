/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/roll.h"

#include <stdlib.h>

#include "cli/memory.h"
#include "cli/operand.h"

bool roll_add(struct roll *roll, const char *gun)
{
	if (names_has(&roll->names, gun))
		return false;
	if (roll->count == roll->room) {
		roll->room = roll->room * 2 + 16;
		roll->guns = memory_resize(roll->guns, roll->room, sizeof(*roll->guns));
	}
	roll->guns[roll->count++] = names_keep(&roll->names, gun);
	return true;
}

void roll_add_other_shares(struct roll *roll, const struct tufcheck_lock *lock, size_t number,
			   size_t count)
{
	size_t names = count > 0 ? tufcheck_lock_count(lock) : 0;
	for (size_t i = 0; i < names; i++) {
		const char *gun = tufcheck_lock_get_gun(lock, i);
		if (tufcheck_share_of(gun, count) != number)
			(void)roll_add(roll, gun);
	}
}

bool roll_is_of_all(const struct option_values *values)
{
	for (size_t i = 0; i < values->operand_count; i++)
		if (operand_is_plainly_path(values->operands[i]) ||
		    operand_may_exist(values->operands[i]))
			return true;
	return values->operand_count == 0;
}

struct tufcheck_lock_changes *roll_find_missing(const struct roll *roll,
						const struct tufcheck_lock *lock,
						const struct option_values *values)
{
	struct tufcheck_lock_changes *changes = NULL;
	size_t scope_count = roll_is_of_all(values) ? 0 : values->operand_count;
	if (tufcheck_lock_find_missing(lock, roll->guns, roll->count, values->operands, scope_count,
				       &changes) != TUFCHECK_OK)
		memory_exhausted();
	return changes;
}

void roll_clear(struct roll *roll)
{
	names_clear(&roll->names);
	free(roll->guns);
	*roll = (struct roll){.guns = NULL};
}
