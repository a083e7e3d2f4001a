/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_html_dates.h"

#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/relative.h"
#include "cli/render_text.h"
#include "cli/text.h"

static void add(struct html_dates *dates, struct html_date date)
{
	if (dates->count == dates->capacity) {
		dates->capacity = dates->capacity > 0 ? dates->capacity * 2 : 64;
		dates->items = memory_resize(dates->items, dates->capacity, sizeof(*dates->items));
	}
	dates->items[dates->count++] = date;
}

static void add_role(struct html_dates *dates, const struct tufcheck_role *role, size_t number)
{
	/* of a file that too few have signed, or that is not what was listed, nothing is proved */
	bool is_signed =
		role->status == TUFCHECK_ROLE_VALID || role->status == TUFCHECK_ROLE_EXPIRED;
	if (!role->has_expires || !is_signed)
		return;
	bool is_delegation = strchr(role->name, '/') != NULL;
	add(dates, (struct html_date){
			   .time = role->expires,
			   .kind = is_delegation ? HTML_DATE_DELEGATION : HTML_DATE_TOP_LEVEL,
			   .name = names_keep(&dates->names, role->name),
			   .repository = number,
		   });
}

static void add_certificates(struct html_dates *dates, const struct tufcheck_key *key,
			     size_t number)
{
	if (key->certificate_count == 0)
		return;
	struct text roles = {.bytes = NULL};
	render_text_append_list(&roles, key->roles, key->role_count);
	const char *kept = names_keep(&dates->names, text_get(&roles));
	for (size_t i = 0; i < key->certificate_count; i++)
		add(dates, (struct html_date){
				   .time = key->certificates[i].not_after,
				   .kind = HTML_DATE_CERTIFICATE,
				   .name = names_keep(&dates->names, key->certificates[i].subject),
				   .roles = kept,
				   .repository = number,
			   });
	text_clear(&roles);
}

void html_dates_add(struct html_dates *dates, const struct tufcheck_repository *repository,
		    size_t number)
{
	/* dates that nobody is known to have signed are no dates */
	if (!render_text_is_sound(repository)) {
		dates->unproved++;
		return;
	}
	for (size_t i = 0; i < repository->role_count; i++)
		add_role(dates, &repository->roles[i], number);
	for (size_t i = 0; i < repository->key_count; i++)
		add_certificates(dates, &repository->keys[i], number);
}

static int compare(const void *left, const void *right)
{
	const struct html_date *first = left;
	const struct html_date *second = right;
	if (relative_is_before(first->time, second->time))
		return -1;
	if (relative_is_before(second->time, first->time))
		return 1;
	if (first->repository != second->repository)
		return first->repository < second->repository ? -1 : 1;
	int order = (int)first->kind - (int)second->kind;
	return order != 0 ? order : strcmp(first->name, second->name);
}

void html_dates_sort(struct html_dates *dates)
{
	if (dates->count > 0)
		qsort(dates->items, dates->count, sizeof(*dates->items), compare);
}

size_t html_dates_count_before(const struct html_dates *dates, struct tufcheck_time moment)
{
	size_t first = 0;
	size_t end = dates->count;
	while (first < end) {
		size_t middle = first + (end - first) / 2;
		if (relative_is_before(dates->items[middle].time, moment))
			first = middle + 1;
		else
			end = middle;
	}
	return first;
}

void html_dates_clear(struct html_dates *dates)
{
	free(dates->items);
	names_clear(&dates->names);
	*dates = (struct html_dates){.items = NULL};
}
