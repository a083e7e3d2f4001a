/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes between a lock and what was found, for who updates the lock, and the
 * repositories that were not found at all.
 */
#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"
#include "verify/lock_compare.h"
#include "verify/lock_entry.h"

struct tufcheck_lock_changes {
	struct tuf_arena arena;
	struct tc_finding_list findings;
	const struct tufcheck_finding *sorted;
};

static struct tufcheck_lock_changes *changes_new(void)
{
	struct tufcheck_lock_changes *changes = calloc(1, sizeof(*changes));
	if (changes)
		changes->findings = (struct tc_finding_list){.arena = &changes->arena};
	return changes;
}

/* Sorts what was found, and hands it over or frees it. */
static enum tufcheck_result finish(enum tuf_result result, struct tufcheck_lock_changes *changes,
                                   struct tufcheck_lock_changes **ret_changes)
{
	if (result == TUF_OK)
		result = tc_finding_list_sort(&changes->findings, &changes->sorted);
	if (result != TUF_OK) {
		tufcheck_lock_changes_free(changes);
		return TUFCHECK_NO_MEMORY;
	}
	*ret_changes = changes; /* transferred */
	return TUFCHECK_OK;
}

enum tufcheck_result tufcheck_lock_compare(const struct tufcheck_lock *lock,
                                           const struct tufcheck_repository *repository,
                                           struct tufcheck_lock_changes **ret_changes)
{
	if (!lock || !repository || !ret_changes || !tc_lock_entry_is_verified(repository))
		return TUFCHECK_BAD_CALL;
	struct tufcheck_lock_changes *changes = changes_new();
	if (!changes)
		return TUFCHECK_NO_MEMORY;
	changes->findings.limit = TUF_MAX_FINDINGS;
	struct tc_lock_comparison comparison = {.locked = tc_lock_find(lock, repository->gun),
	                                        .is_complete = true,
	                                        .findings = &changes->findings};
	enum tuf_result result = tc_lock_entry_copy(&changes->arena, repository, &comparison.found);
	if (result == TUF_OK)
		result = tc_lock_compare(&comparison);
	return finish(result, changes, ret_changes);
}

/* ---- what was not found ---- */

static int compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static const char **sort_texts(struct tuf_arena *arena, const char *const *texts, size_t count)
{
	const char **sorted = tuf_arena_take_array(arena, count, sizeof(*sorted));
	if (sorted && count > 0) {
		memcpy(sorted, texts, count * sizeof(*sorted));
		qsort(sorted, count, sizeof(*sorted), compare_texts);
	}
	return sorted;
}

/* Sorted texts. */
struct text_list {
	const char **items;
	size_t count;
};

static bool has_text(const struct text_list *list, const char *text)
{
	return list->count > 0 && bsearch(&text, list->items, list->count, sizeof(*list->items),
	                                  compare_texts) != NULL;
}

static bool is_within(const char *gun, const char *scope)
{
	size_t length = strlen(scope);
	while (length > 0 && scope[length - 1] == '/')
		length--;
	return strncmp(gun, scope, length) == 0 && (gun[length] == '\0' || gun[length] == '/');
}

static bool is_asked_for(const char *gun, const char *const *scopes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_within(gun, scopes[i]))
			return true;
	return count == 0;
}

enum tufcheck_result tufcheck_lock_find_missing(const struct tufcheck_lock *lock,
                                                const char *const *found, size_t found_count,
                                                const char *const *scopes, size_t scope_count,
                                                struct tufcheck_lock_changes **ret_changes)
{
	if (!lock || !ret_changes || (!found && found_count > 0) || (!scopes && scope_count > 0))
		return TUFCHECK_BAD_CALL;
	struct tufcheck_lock_changes *changes = changes_new();
	if (!changes)
		return TUFCHECK_NO_MEMORY;
	const struct text_list guns = {.items = sort_texts(&changes->arena, found, found_count),
	                               .count = found_count};
	enum tuf_result result = guns.items ? TUF_OK : TUF_NO_MEMORY;
	for (size_t i = 0; result == TUF_OK && i < lock->count; i++) {
		const char *gun = tuf_arena_copy_text(&changes->arena, lock->entries[i]->gun,
		                                      strlen(lock->entries[i]->gun));
		if (gun && (has_text(&guns, gun) || !is_asked_for(gun, scopes, scope_count)))
			continue;
		const struct tc_finding_place place = {.expected = gun,
		                                       .actual = "no such repository"};
		result =
			gun ? tc_finding_add(&changes->findings, TC_LOCK_REPOSITORY_MISSING, &place,
		                             "expected the repository %s of the lock, found "
		                             "nothing of that name",
		                             gun)
			    : TUF_NO_MEMORY;
	}
	return finish(result, changes, ret_changes);
}

/* ---- looking at them ---- */

size_t tufcheck_lock_changes_count(const struct tufcheck_lock_changes *changes)
{
	return changes ? changes->findings.count : 0;
}

const struct tufcheck_finding *
tufcheck_lock_changes_get(const struct tufcheck_lock_changes *changes, size_t index)
{
	return index < tufcheck_lock_changes_count(changes) ? &changes->sorted[index] : NULL;
}

void tufcheck_lock_changes_free(struct tufcheck_lock_changes *changes)
{
	if (!changes)
		return;
	tuf_arena_clear(&changes->arena);
	free(changes);
}
