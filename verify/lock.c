/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/lock.h"

#include <stdlib.h>
#include <string.h>

#include "tuf/root.h"
#include "verify/lock_entry.h"

/* The index of the first entry that is not before gun. */
static size_t find_index(const struct tufcheck_lock *lock, const char *gun)
{
	size_t first = 0, last = lock->count;
	while (first < last) {
		size_t middle = first + (last - first) / 2;
		if (strcmp(lock->entries[middle]->gun, gun) < 0)
			first = middle + 1;
		else
			last = middle;
	}
	return first;
}

static bool is_called(const struct tufcheck_lock *lock, size_t index, const char *gun)
{
	return index < lock->count && strcmp(lock->entries[index]->gun, gun) == 0;
}

const struct tc_lock_entry *tc_lock_find(const struct tufcheck_lock *lock, const char *gun)
{
	size_t index = find_index(lock, gun);
	return is_called(lock, index, gun) ? lock->entries[index] : NULL;
}

static int compare_role(const void *name, const void *role)
{
	return strcmp(name, ((const struct tc_lock_role *)role)->name);
}

const struct tc_lock_role *tc_lock_entry_find_role(const struct tc_lock_entry *entry,
                                                   const char *name)
{
	if (entry->role_count == 0)
		return NULL;
	return bsearch(name, entry->roles, entry->role_count, sizeof(*entry->roles), compare_role);
}

const char *tc_lock_entry_find_absent_role(const struct tc_lock_entry *entry)
{
	for (int i = 0; i < TUF_TOP_COUNT; i++) {
		const char *name = tuf_top_role_name((enum tuf_top_role)i);
		if (!tc_lock_entry_find_role(entry, name))
			return name;
	}
	return NULL;
}

bool tc_lock_equal_texts(const char *left, const char *right)
{
	return left && right ? strcmp(left, right) == 0 : left == right;
}

static enum tuf_result make_room(struct tufcheck_lock *lock)
{
	if (lock->count < lock->room)
		return TUF_OK;
	size_t room = lock->room * 2 + 16;
	const struct tc_lock_entry **entries =
		reallocarray(lock->entries, room, sizeof(*lock->entries));
	if (!entries)
		return TUF_NO_MEMORY;
	lock->entries = entries;
	lock->room = room;
	return TUF_OK;
}

enum tuf_result tc_lock_append(struct tufcheck_lock *lock, const struct tc_lock_entry *entry)
{
	enum tuf_result result = make_room(lock);
	if (result == TUF_OK)
		lock->entries[lock->count++] = entry;
	return result;
}

static int compare_entries(const void *left, const void *right)
{
	const struct tc_lock_entry *const *a = left;
	const struct tc_lock_entry *const *b = right;
	return strcmp((*a)->gun, (*b)->gun);
}

void tc_lock_sort(struct tufcheck_lock *lock)
{
	if (lock->count > 1)
		qsort(lock->entries, lock->count, sizeof(*lock->entries), compare_entries);
}

/* Puts the entry where it belongs, in the place of the one of its name. */
static enum tuf_result insert(struct tufcheck_lock *lock, const struct tc_lock_entry *entry)
{
	size_t index = find_index(lock, entry->gun);
	if (is_called(lock, index, entry->gun)) {
		lock->entries[index] = entry;
		return TUF_OK;
	}
	enum tuf_result result = make_room(lock);
	if (result != TUF_OK)
		return result;
	memmove(&lock->entries[index + 1], &lock->entries[index],
	        (lock->count - index) * sizeof(*lock->entries));
	lock->entries[index] = entry;
	lock->count++;
	return TUF_OK;
}

enum tufcheck_result tufcheck_lock_new(struct tufcheck_lock **ret_lock)
{
	if (!ret_lock)
		return TUFCHECK_BAD_CALL;
	struct tufcheck_lock *lock = calloc(1, sizeof(*lock));
	if (!lock)
		return TUFCHECK_NO_MEMORY;
	*ret_lock = lock;
	return TUFCHECK_OK;
}

enum tufcheck_result tufcheck_lock_put(struct tufcheck_lock *lock,
                                       const struct tufcheck_repository *repository)
{
	if (!lock || !repository || !tc_lock_entry_is_verified(repository))
		return TUFCHECK_BAD_CALL;
	if (!tc_lock_entry_is_name(repository->gun))
		return TUFCHECK_INVALID;
	const struct tc_lock_entry *entry;
	enum tuf_result result = tc_lock_entry_copy(&lock->arena, repository, &entry);
	if (result == TUF_OK)
		result = insert(lock, entry);
	return result == TUF_OK ? TUFCHECK_OK : TUFCHECK_NO_MEMORY;
}

enum tufcheck_result tufcheck_lock_remove(struct tufcheck_lock *lock, const char *gun)
{
	if (!lock || !gun)
		return TUFCHECK_BAD_CALL;
	size_t index = find_index(lock, gun);
	if (!is_called(lock, index, gun))
		return TUFCHECK_NOT_FOUND;
	lock->count--;
	memmove(&lock->entries[index], &lock->entries[index + 1],
	        (lock->count - index) * sizeof(*lock->entries));
	return TUFCHECK_OK;
}

size_t tufcheck_lock_count(const struct tufcheck_lock *lock)
{
	return lock ? lock->count : 0;
}

const char *tufcheck_lock_get_gun(const struct tufcheck_lock *lock, size_t index)
{
	return index < tufcheck_lock_count(lock) ? lock->entries[index]->gun : NULL;
}

bool tufcheck_lock_has(const struct tufcheck_lock *lock, const char *gun)
{
	return lock && gun && tc_lock_find(lock, gun) != NULL;
}

const struct tufcheck_input *tufcheck_lock_get_input(const struct tufcheck_lock *lock)
{
	return lock ? tc_inputs_get(&lock->inputs, 0) : NULL;
}

void tufcheck_lock_free(struct tufcheck_lock *lock)
{
	if (!lock)
		return;
	tuf_arena_clear(&lock->arena);
	free(lock->entries);
	free(lock);
}
