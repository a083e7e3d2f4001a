/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/export.h"

#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/text.h"

static void add_gap(struct export_entry *entry, const struct tufcheck_target *target,
		    const char *format, ...) __attribute__((format(printf, 3, 4)));

static void add_gap(struct export_entry *entry, const struct tufcheck_target *target,
		    const char *format, ...)
{
	struct text reason = {.bytes = NULL};
	va_list arguments;
	va_start(arguments, format);
	text_append_vformat(&reason, format, arguments);
	va_end(arguments);
	entry->gaps[entry->gap_count++] =
		(struct export_gap){.target = target, .reason = text_take(&reason)};
}

/* Whether docker reads text as the image tag of gun and nothing else. */
static bool is_image(const char *gun, const char *tag)
{
	struct text reference = {.bytes = NULL};
	text_append_format(&reference, "%s:%s", gun, tag);
	struct tufcheck_image *image = NULL;
	enum tufcheck_result result = tufcheck_image_parse(text_get(&reference), NULL, &image);
	if (result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
	bool is_same = result == TUFCHECK_OK && strcmp(image->gun, gun) == 0 && image->tag &&
		       strcmp(image->tag, tag) == 0 && !image->digest;
	tufcheck_image_free(image);
	text_clear(&reference);
	return is_same;
}

/* Any tag will do. */
static bool is_image_name(const char *gun)
{
	return is_image(gun, "latest");
}

static void sort_out(struct export_entry *entry, const struct tufcheck_target *target)
{
	if (!target->sha256)
		add_gap(entry, target, "it is listed without a usable sha256");
	else if (!is_image(entry->repository->gun, target->name))
		add_gap(entry, target, "its name is none that a tag of an image can have");
	else if (!target->pullable)
		add_gap(entry, target, "docker would not pull it: only %s lists it", target->role);
	else
		entry->tags[entry->tag_count++] = target;
}

/* Why nothing of the repository is handed on; false: it may be. */
static bool find_obstacle(struct export_entry *entry)
{
	const struct tufcheck_repository *repository = entry->repository;
	if (repository->status != TUFCHECK_STATUS_TRUSTED && !entry->leave)
		add_gap(entry, NULL, "it is %s: %s", tufcheck_status_name(repository->status),
			standing_get_reason(repository));
	else if (standing_is_name_assumed(repository))
		add_gap(entry, NULL,
			"only its own root certificate says that it is called %s; give the name "
			"with --gun",
			repository->gun);
	else if (!is_image_name(repository->gun))
		add_gap(entry, NULL, "%s is no name of an image", standing_get_name(repository));
	else
		return false;
	return true;
}

struct export_entry export_entry_make(const struct tufcheck_repository *repository,
				      const struct leave *leave)
{
	struct export_entry entry = {.repository = repository};
	if (repository->status != TUFCHECK_STATUS_TRUSTED)
		entry.leave = standing_find_leave(repository, leave);
	entry.tags = memory_take(repository->target_count, sizeof(*entry.tags));
	entry.gaps = memory_take(repository->target_count + 1, sizeof(*entry.gaps));
	entry.is_exported = !find_obstacle(&entry);
	if (!entry.is_exported)
		return entry;
	for (size_t i = 0; i < repository->target_count; i++)
		sort_out(&entry, &repository->targets[i]);
	return entry;
}

static int compare_digests(const void *left, const void *right)
{
	const struct tufcheck_target *const *a = left;
	const struct tufcheck_target *const *b = right;
	int order = strcmp((*a)->sha256, (*b)->sha256);
	return order != 0 ? order : strcmp((*a)->name, (*b)->name);
}

void export_entry_sort_by_digest(struct export_entry *entry)
{
	qsort(entry->tags, entry->tag_count, sizeof(*entry->tags), compare_digests);
}

bool export_entry_is_last_of_digest(const struct export_entry *entry, size_t index)
{
	return index + 1 == entry->tag_count ||
	       strcmp(entry->tags[index + 1]->sha256, entry->tags[index]->sha256) != 0;
}

void export_entry_clear(struct export_entry *entry)
{
	for (size_t i = 0; i < entry->gap_count; i++)
		free(entry->gaps[i].reason);
	free(entry->gaps);
	free(entry->tags);
	*entry = (struct export_entry){.repository = NULL};
}
