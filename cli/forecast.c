/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/forecast.h"

#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/relative.h"
#include "cli/render_text.h"

static bool is_within(const struct forecast *forecast, struct tufcheck_time moment)
{
	return !relative_is_before(forecast->end, moment);
}

static char *copy(const char *text)
{
	return text ? memory_copy_text(text) : NULL;
}

/* Adds an entry with what all have. */
static struct forecast_entry *add(struct forecast *forecast,
				  const struct tufcheck_repository *repository,
				  const char *const *roles, size_t role_count)
{
	if (forecast->count == forecast->capacity) {
		forecast->capacity = forecast->capacity > 0 ? forecast->capacity * 2 : 16;
		forecast->entries = memory_resize(forecast->entries, forecast->capacity,
						  sizeof(*forecast->entries));
	}
	struct forecast_entry *entry = &forecast->entries[forecast->count++];
	*entry = (struct forecast_entry){
		.gun = memory_copy_text(repository->gun),
		.path = memory_copy_text(repository->path),
		.roles = memory_take(role_count, sizeof(char *)),
		.role_count = role_count,
	};
	for (size_t i = 0; i < role_count; i++)
		entry->roles[i] = memory_copy_text(roles[i]);
	return entry;
}

static void note_role(struct forecast *forecast, const struct tufcheck_repository *repository,
		      const struct tufcheck_role *role)
{
	if (!render_text_is_dated(role) || !is_within(forecast, role->expires))
		return;
	struct forecast_entry *entry = add(forecast, repository, &role->name, 1);
	entry->expires = role->expires;
	entry->sha256 = copy(role->sha256);
}

static void note_certificate(struct forecast *forecast,
			     const struct tufcheck_repository *repository,
			     const struct tufcheck_key *key,
			     const struct tufcheck_certificate *certificate)
{
	if (!is_within(forecast, certificate->not_after))
		return;
	struct forecast_entry *entry = add(forecast, repository, key->roles, key->role_count);
	entry->expires = certificate->not_after;
	entry->is_certificate = true;
	entry->key_id = copy(key->key_id);
	entry->subject = copy(certificate->subject);
	entry->sha256 = copy(certificate->sha256);
}

void forecast_note(struct forecast *forecast, const struct tufcheck_repository *repository)
{
	/* dates that nobody is known to have signed are no dates */
	if (!render_text_is_sound(repository))
		return;
	for (size_t i = 0; i < repository->role_count; i++)
		note_role(forecast, repository, &repository->roles[i]);
	for (size_t i = 0; i < repository->key_count; i++)
		for (size_t j = 0; j < repository->keys[i].certificate_count; j++)
			note_certificate(forecast, repository, &repository->keys[i],
					 &repository->keys[i].certificates[j]);
}

static int compare_texts(const char *left, const char *right)
{
	return strcmp(left ? left : "", right ? right : "");
}

static int compare_entries(const void *left_item, const void *right_item)
{
	const struct forecast_entry *left = left_item;
	const struct forecast_entry *right = right_item;
	if (relative_is_before(left->expires, right->expires))
		return -1;
	if (relative_is_before(right->expires, left->expires))
		return 1;
	int result = strcmp(left->gun, right->gun);
	if (result == 0)
		result = strcmp(left->path, right->path);
	if (result == 0)
		result = (left->is_certificate ? 1 : 0) - (right->is_certificate ? 1 : 0);
	if (result == 0 && left->role_count > 0 && right->role_count > 0)
		result = strcmp(left->roles[0], right->roles[0]);
	if (result == 0)
		result = compare_texts(left->key_id, right->key_id);
	return result != 0 ? result : compare_texts(left->sha256, right->sha256);
}

void forecast_sort(struct forecast *forecast)
{
	if (forecast->count > 0)
		qsort(forecast->entries, forecast->count, sizeof(*forecast->entries),
		      compare_entries);
}

void forecast_clear(struct forecast *forecast)
{
	for (size_t i = 0; i < forecast->count; i++) {
		struct forecast_entry *entry = &forecast->entries[i];
		for (size_t j = 0; j < entry->role_count; j++)
			free(entry->roles[j]);
		free(entry->roles);
		free(entry->gun);
		free(entry->path);
		free(entry->key_id);
		free(entry->subject);
		free(entry->sha256);
	}
	free(forecast->entries);
	*forecast = (struct forecast){.count = 0};
}
