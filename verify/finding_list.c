/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/finding.h"

#include <stdlib.h>
#include <string.h>

static struct tc_finding_entry *append(struct tc_finding_list *list, enum tc_finding_kind kind,
                                       const struct tc_finding_place *place)
{
	struct tc_finding_entry *entry = tuf_arena_take(list->arena, sizeof(*entry));
	if (!entry)
		return NULL;
	entry->kind = kind;
	entry->finding = (struct tufcheck_finding){
		.id = tc_finding_get_rule(kind)->id,
		.severity = tc_finding_get_rule(kind)->severity,
		.role = place->role,
		.file = place->file,
		.pointer = place->pointer,
		.expected = place->expected,
		.actual = place->actual,
	};
	if (list->last)
		list->last->next = entry;
	else
		list->first = entry;
	list->last = entry;
	list->count++;
	return entry;
}

/* A message is one line, whatever the names in it. They stand unchanged in expected and actual. */
static void keep_on_one_line(char *message)
{
	for (char *c = message; *c; c++)
		if ((unsigned char)*c < 0x20)
			*c = '?';
}

static bool is_full(const struct tc_finding_list *list, enum tc_finding_kind kind)
{
	return list->limit > 0 && list->made[kind] >= list->limit;
}

/* The first that is not kept leaves an entry for all of them. Their number is not yet known. */
static enum tuf_result count_rest(struct tc_finding_list *list, enum tc_finding_kind kind)
{
	if (list->made[kind]++ > list->limit)
		return TUF_OK;
	const struct tc_finding_place nowhere = {.role = NULL};
	struct tc_finding_entry *entry = append(list, kind, &nowhere);
	if (!entry)
		return TUF_NO_MEMORY;
	entry->is_rest = true;
	entry->finding.message = "and more of this kind, which are not listed";
	return TUF_OK;
}

bool tc_finding_only_counts(struct tc_finding_list *list, enum tc_finding_kind kind)
{
	/* the first that is too many is added, so that there is an entry for the rest */
	if (!is_full(list, kind) || list->made[kind] == list->limit)
		return false;
	list->made[kind]++;
	return true;
}

enum tuf_result tc_finding_add(struct tc_finding_list *list, enum tc_finding_kind kind,
                               const struct tc_finding_place *place, const char *format, ...)
{
	if (is_full(list, kind))
		return count_rest(list, kind);
	va_list arguments;
	va_start(arguments, format);
	char *message = tuf_arena_vformat(list->arena, format, arguments);
	va_end(arguments);
	if (!message)
		return TUF_NO_MEMORY;
	keep_on_one_line(message);
	struct tc_finding_entry *entry = append(list, kind, place);
	if (!entry)
		return TUF_NO_MEMORY;
	entry->finding.message = message;
	list->made[kind]++;
	return TUF_OK;
}

bool tc_fault_is_about_text(enum tuf_fault_kind kind)
{
	return kind >= TUF_FAULT_JSON_SYNTAX && kind <= TUF_FAULT_JSON_TRAILING_BYTES;
}

enum tuf_result tc_finding_add_fault(struct tc_finding_list *list, const char *role,
                                     const char *file, const struct tuf_fault *fault)
{
	struct tuf_arena *arena = list->arena;
	const struct tc_finding_place place = {
		.role = role,
		.file = file,
		.pointer = tuf_arena_copy_text(arena, fault->pointer, strlen(fault->pointer)),
		.expected = tuf_arena_copy_text(arena, fault->expected, strlen(fault->expected)),
		.actual = tuf_arena_copy_text(arena, fault->actual, strlen(fault->actual))};
	if (!place.pointer || !place.expected || !place.actual)
		return TUF_NO_MEMORY;
	enum tc_finding_kind kind = tc_finding_from_fault(fault->kind);
	if (tc_fault_is_about_text(fault->kind))
		return tc_finding_add(list, kind, &place, "%s: expected %s; %s", file,
		                      place.expected, place.actual);
	const char *at = place.pointer[0] ? " at " : "";
	return tc_finding_add(list, kind, &place, "%s%s%s: expected %s, found %s", file, at,
	                      place.pointer, place.expected, place.actual);
}

/* Worst status first, then error, warning, note, then the order in which they were made. */
struct sortable {
	const struct tc_finding_entry *entry;
	size_t order;
};

static int compare(const void *left, const void *right)
{
	const struct sortable *a = left;
	const struct sortable *b = right;
	int effect = (int)tc_finding_get_rule(b->entry->kind)->effect -
	             (int)tc_finding_get_rule(a->entry->kind)->effect;
	if (effect != 0)
		return effect;
	int severity = (int)a->entry->finding.severity - (int)b->entry->finding.severity;
	if (severity != 0)
		return severity;
	return a->order < b->order ? -1 : 1;
}

/* The finding as it is told. False when memory is short. */
static bool tell(const struct tc_finding_list *list, const struct tc_finding_entry *entry,
                 struct tufcheck_finding *ret_finding)
{
	struct tufcheck_finding finding = entry->finding;
	if (entry->is_rest)
		finding.message =
			tuf_arena_format(list->arena, "and %zu more of this kind, which are not listed",
		                         list->made[entry->kind] - list->limit);
	*ret_finding = finding;
	return finding.message != NULL;
}

enum tuf_result tc_finding_list_sort(const struct tc_finding_list *list,
                                     const struct tufcheck_finding **ret_findings)
{
	struct sortable *order = tuf_arena_take_array(list->arena, list->count, sizeof(*order));
	struct tufcheck_finding *findings =
		tuf_arena_take_array(list->arena, list->count, sizeof(*findings));
	if (!order || !findings)
		return TUF_NO_MEMORY;
	size_t n = 0;
	for (const struct tc_finding_entry *entry = list->first; entry; entry = entry->next, n++)
		order[n] = (struct sortable){.entry = entry, .order = n};
	qsort(order, n, sizeof(*order), compare);
	for (size_t i = 0; i < n; i++)
		if (!tell(list, order[i].entry, &findings[i]))
			return TUF_NO_MEMORY;
	*ret_findings = findings;
	return TUF_OK;
}
