/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/key_uses.h"

#include <stdlib.h>
#include <string.h>

bool tc_key_id_parse(const char *text, size_t length, unsigned char ret_id[TC_KEY_ID_BYTES])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char id[TC_KEY_ID_BYTES] = {0};
	if (length != sizeof(id) * 2)
		return false;
	for (size_t i = 0; i < length; i++) {
		const char *digit = text[i] ? strchr(digits, text[i]) : NULL;
		if (!digit)
			return false;
		id[i / 2] = (unsigned char)(id[i / 2] << 4 | (digit - digits));
	}
	memcpy(ret_id, id, sizeof(id));
	return true;
}

static bool holds(const struct tufcheck_repository *repository)
{
	switch (repository->status) {
	case TUFCHECK_STATUS_TRUSTED:
	case TUFCHECK_STATUS_DEGRADED:
	case TUFCHECK_STATUS_EXPIRED:
		return true;
	case TUFCHECK_STATUS_INVALID:
	case TUFCHECK_STATUS_INCOMPLETE:
	case TUFCHECK_STATUS_UNREADABLE:
	case TUFCHECK_STATUS_UNTRUSTED:
		break;
	}
	return false;
}

/* Whether roles may be missing from the report: those below a delegation that does not count. */
static bool has_gaps(const struct tufcheck_repository *repository)
{
	for (size_t i = 0; i < repository->role_count; i++) {
		const struct tufcheck_role *role = &repository->roles[i];
		bool is_known = role->status == TUFCHECK_ROLE_VALID ||
		                role->status == TUFCHECK_ROLE_UNPUBLISHED;
		if (strchr(role->name, '/') && !is_known)
			return true;
	}
	for (size_t i = 0; i < repository->key_count; i++)
		if (!repository->keys[i].canonical_key_id)
			return true;
	return false;
}

/* Room for one more; NULL when memory is short, and items stays as it is. */
static void *grow(void *items, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return items;
	size_t wanted = *room * 2 + 64;
	void *grown = reallocarray(items, wanted, size);
	if (grown)
		*room = wanted;
	return grown;
}

static bool copy_text(const char *text, char **ret_copy)
{
	char *copy = strdup(text);
	if (!copy)
		return false;
	*ret_copy = copy;
	return true;
}

static enum tuf_result add_name(struct tc_key_uses *uses, const struct tufcheck_repository *repository)
{
	char **names = grow(uses->names, uses->name_count, &uses->name_room, sizeof(*names));
	if (!names)
		return TUF_NO_MEMORY;
	uses->names = names;
	if (!copy_text(repository->gun[0] ? repository->gun : repository->path,
		       &names[uses->name_count]))
		return TUF_NO_MEMORY;
	uses->name_count++;
	return TUF_OK;
}

static enum tuf_result add_use(struct tc_key_uses *uses, const struct tufcheck_key *key)
{
	struct tc_trusted_key use = {.repository = uses->name_count - 1};
	const char *id = key->canonical_key_id;
	if (!id || !tc_key_id_parse(id, strlen(id), use.id))
		return TUF_OK;
	for (size_t i = 0; i < key->role_count; i++)
		use.is_root |= strcmp(key->roles[i], "root") == 0;
	struct tc_trusted_key *items = grow(uses->items, uses->count, &uses->room, sizeof(*items));
	if (!items)
		return TUF_NO_MEMORY;
	uses->items = items;
	items[uses->count++] = use;
	return TUF_OK;
}

enum tuf_result tc_key_uses_add(struct tc_key_uses *uses,
                                const struct tufcheck_repository *repository)
{
	uses->repository_count++;
	if (!holds(repository)) {
		uses->has_gaps = true;
		return TUF_OK;
	}
	uses->has_gaps |= has_gaps(repository);
	enum tuf_result result = add_name(uses, repository);
	for (size_t i = 0; result == TUF_OK && i < repository->key_count; i++)
		result = add_use(uses, &repository->keys[i]);
	return result;
}

static int compare_uses(const void *left, const void *right)
{
	const struct tc_trusted_key *a = left;
	const struct tc_trusted_key *b = right;
	int order = memcmp(a->id, b->id, sizeof(a->id));
	if (order == 0)
		order = (int)b->is_root - (int)a->is_root;
	if (order != 0)
		return order;
	return a->repository < b->repository ? -1 : a->repository > b->repository;
}

void tc_key_uses_sort(struct tc_key_uses *uses)
{
	if (uses->count)
		qsort(uses->items, uses->count, sizeof(*uses->items), compare_uses);
}

const struct tc_trusted_key *tc_key_uses_find(const struct tc_key_uses *uses, const char *key_id)
{
	unsigned char id[TC_KEY_ID_BYTES];
	if (!key_id || !tc_key_id_parse(key_id, strlen(key_id), id))
		return NULL;
	size_t low = 0;
	size_t high = uses->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (memcmp(uses->items[middle].id, id, sizeof(id)) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	bool is_there = low < uses->count && memcmp(uses->items[low].id, id, sizeof(id)) == 0;
	return is_there ? &uses->items[low] : NULL;
}

void tc_key_uses_clear(struct tc_key_uses *uses)
{
	for (size_t i = 0; i < uses->name_count; i++)
		free(uses->names[i]);
	free(uses->names);
	free(uses->items);
	*uses = (struct tc_key_uses){.items = NULL};
}
