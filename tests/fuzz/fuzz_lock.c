/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Locks.
 *
 * - What is refused says what, and where, in the text.
 * - A lock that is read is written as one that is read as the same, and whose
 *   text is the same again.
 * - A repository that was put is there, and does not differ from the lock; taken
 *   out, it is not there.
 * - The missing ones are just those that are not among what was found.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

static char *write_lock(const struct tufcheck_lock *lock, size_t *ret_length)
{
	char *text = NULL;
	FUZZ_HOLDS(tufcheck_lock_write(lock, &text, ret_length) == TUFCHECK_OK);
	FUZZ_HOLDS(strlen(text) == *ret_length);
	for (size_t i = 0; i < *ret_length; i++)
		FUZZ_HOLDS(text[i] == '\n' || (text[i] >= ' ' && text[i] <= '~'));
	return text;
}

static void check_written(const struct tufcheck_lock *lock)
{
	size_t length, other_length;
	char *text = write_lock(lock, &length);
	struct tufcheck_problem problem = {.line = 0};
	struct tufcheck_lock *again = NULL;
	FUZZ_HOLDS(tufcheck_lock_read(fuzz_file(text, length), &problem, &again) == TUFCHECK_OK);
	FUZZ_HOLDS(tufcheck_lock_count(again) == tufcheck_lock_count(lock));
	char *other = write_lock(again, &other_length);
	FUZZ_HOLDS(other_length == length && memcmp(other, text, length) == 0);
	free(other);
	free(text);
	tufcheck_lock_free(again);
}

static void check_names(const struct tufcheck_lock *lock)
{
	size_t count = tufcheck_lock_count(lock);
	for (size_t i = 0; i < count; i++) {
		const char *gun = tufcheck_lock_get_gun(lock, i);
		FUZZ_HOLDS(fuzz_says(gun) && tufcheck_lock_has(lock, gun));
		FUZZ_HOLDS(i == 0 || strcmp(tufcheck_lock_get_gun(lock, i - 1), gun) < 0);
	}
	FUZZ_HOLDS(!tufcheck_lock_get_gun(lock, count));
}

static size_t check_changes(struct tufcheck_lock_changes *changes)
{
	size_t count = tufcheck_lock_changes_count(changes);
	for (size_t i = 0; i < count; i++)
		fuzz_check_finding(tufcheck_lock_changes_get(changes, i));
	FUZZ_HOLDS(!tufcheck_lock_changes_get(changes, count));
	tufcheck_lock_changes_free(changes);
	return count;
}

static size_t compare(const struct tufcheck_lock *lock,
		      const struct tufcheck_repository *repository)
{
	struct tufcheck_lock_changes *changes = NULL;
	FUZZ_HOLDS(tufcheck_lock_compare(lock, repository, &changes) == TUFCHECK_OK);
	return check_changes(changes);
}

static size_t count_missing(const struct tufcheck_lock *lock, const char *const *found,
			    size_t count)
{
	struct tufcheck_lock_changes *changes = NULL;
	FUZZ_HOLDS(tufcheck_lock_find_missing(lock, found, count, NULL, 0, &changes) ==
		   TUFCHECK_OK);
	return check_changes(changes);
}

static void check_missing(const struct tufcheck_lock *lock)
{
	size_t count = tufcheck_lock_count(lock);
	FUZZ_HOLDS(count_missing(lock, NULL, 0) == count);
	if (count == 0)
		return;
	const char *found[] = {tufcheck_lock_get_gun(lock, count / 2)};
	FUZZ_HOLDS(count_missing(lock, found, 1) == count - 1);
	struct tufcheck_lock_changes *changes = NULL;
	FUZZ_HOLDS(tufcheck_lock_find_missing(lock, NULL, 0, found, 1, &changes) == TUFCHECK_OK);
	FUZZ_HOLDS(check_changes(changes) >= 1);
}

static void check_update(struct tufcheck_lock *lock, const struct tufcheck_repository *repository)
{
	bool was_there = tufcheck_lock_has(lock, repository->gun);
	size_t before = tufcheck_lock_count(lock);
	FUZZ_HOLDS(was_there || compare(lock, repository) > 0);
	FUZZ_HOLDS(tufcheck_lock_put(lock, repository) == TUFCHECK_OK);
	FUZZ_HOLDS(tufcheck_lock_count(lock) == before + !was_there);
	FUZZ_HOLDS(compare(lock, repository) == 0);
	FUZZ_HOLDS(tufcheck_lock_remove(lock, repository->gun) == TUFCHECK_OK);
	FUZZ_HOLDS(!tufcheck_lock_has(lock, repository->gun));
	FUZZ_HOLDS(tufcheck_lock_remove(lock, repository->gun) == TUFCHECK_NOT_FOUND);
}

static void check_lock(struct tufcheck_lock *lock)
{
	const struct fuzz_known *known = fuzz_known_repositories();
	check_names(lock);
	check_written(lock);
	check_missing(lock);
	for (size_t i = 0; i < known->count; i++) {
		if (tufcheck_lock_has(lock, known->items[i]->gun))
			(void)compare(lock, known->items[i]);
	}
	check_update(lock, known->items[0]);
	check_names(lock);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct tufcheck_problem problem = {.line = 0};
	struct tufcheck_lock *lock = NULL;
	enum tufcheck_result result = tufcheck_lock_read(fuzz_file(bytes, length), &problem, &lock);
	FUZZ_HOLDS(result == TUFCHECK_OK || result == TUFCHECK_INVALID);
	if (result == TUFCHECK_OK)
		check_lock(lock);
	else
		fuzz_check_problem(&problem, (const char *)bytes, length);
	tufcheck_lock_free(lock);
	return 0;
}
