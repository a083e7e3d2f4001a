/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/pins.h"

#include <stdlib.h>
#include <string.h>

/* ---- the order ---- */

/* The name that is looked for; a prefix is the beginning of it. */
struct wanted {
	const char *gun;
	size_t length;
	bool is_prefix;
};

static int compare_gun(const struct wanted *wanted, const struct tc_pin *pin)
{
	if (wanted->is_prefix != pin->record.is_prefix)
		return wanted->is_prefix ? 1 : -1;
	int order = strncmp(wanted->gun, pin->record.gun, wanted->length);
	if (order != 0)
		return order;
	return pin->record.gun[wanted->length] == '\0' ? 0 : -1;
}

static int compare_pins(const struct tc_pin *a, const struct tc_pin *b)
{
	if (a->record.is_prefix != b->record.is_prefix)
		return a->record.is_prefix ? 1 : -1;
	int order = strcmp(a->record.gun, b->record.gun);
	if (order == 0)
		order = strcmp(a->record.role, b->record.role);
	if (order == 0)
		order = strcmp(a->record.digits, b->record.digits);
	if (order == 0)
		order = (int)a->kind - (int)b->kind;
	if (order != 0)
		return order;
	return a->index < b->index ? -1 : a->index > b->index;
}

static int compare_items(const void *left, const void *right)
{
	return compare_pins(*(struct tc_pin *const *)left, *(struct tc_pin *const *)right);
}

/* ---- adding ---- */

enum tufcheck_result tufcheck_pins_new(struct tufcheck_pins **ret_pins)
{
	if (!ret_pins)
		return TUFCHECK_BAD_CALL;
	struct tufcheck_pins *pins = calloc(1, sizeof(*pins));
	if (!pins)
		return TUFCHECK_NO_MEMORY;
	*ret_pins = pins;
	return TUFCHECK_OK;
}

static bool make_room(struct tufcheck_pins *pins)
{
	if (pins->count < pins->room)
		return true;
	size_t room = pins->room * 2 + 16;
	struct tc_pin **items = reallocarray(pins->items, room, sizeof(struct tc_pin *));
	if (!items)
		return false;
	pins->items = items;
	struct tc_pin **sorted = reallocarray(pins->sorted, room, sizeof(struct tc_pin *));
	if (!sorted)
		return false;
	pins->sorted = sorted;
	pins->room = room;
	return true;
}

enum tuf_result tc_pins_append(struct tufcheck_pins *pins, const char *text, size_t length,
                               size_t line, struct tufcheck_problem *ret_problem)
{
	struct tc_pin parsed;
	enum tuf_result result = tc_pin_parse(&pins->arena, text, length, &parsed, ret_problem);
	if (result != TUF_OK)
		return result;
	struct tc_pin *pin = tuf_arena_take(&pins->arena, sizeof(*pin));
	if (!pin || !make_room(pins))
		return TUF_NO_MEMORY;
	*pin = parsed;
	pin->record.line = line;
	pin->index = pins->count;
	pins->items[pins->count++] = pin;
	return TUF_OK;
}

void tc_pins_sort(struct tufcheck_pins *pins, size_t before)
{
	memcpy(pins->sorted + before, pins->items + before,
	       (pins->count - before) * sizeof(struct tc_pin *));
	qsort(pins->sorted, pins->count, sizeof(struct tc_pin *), compare_items);
}

/* Puts the newest pin where it belongs among the others, which are sorted. */
static void insert_newest(struct tufcheck_pins *pins)
{
	struct tc_pin *newest = pins->items[pins->count - 1];
	size_t low = 0, high = pins->count - 1;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare_pins(pins->sorted[middle], newest) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	memmove(pins->sorted + low + 1, pins->sorted + low,
	        (pins->count - 1 - low) * sizeof(struct tc_pin *));
	pins->sorted[low] = newest;
}

enum tufcheck_result tufcheck_pins_add(struct tufcheck_pins *pins, const char *text,
                                       struct tufcheck_problem *ret_problem)
{
	struct tufcheck_problem unread;
	if (!pins || !text)
		return TUFCHECK_BAD_CALL;
	enum tuf_result result =
		tc_pins_append(pins, text, strlen(text), 0, ret_problem ? ret_problem : &unread);
	if (result == TUF_NO_MEMORY)
		return TUFCHECK_NO_MEMORY;
	if (result != TUF_OK)
		return TUFCHECK_INVALID;
	insert_newest(pins);
	return TUFCHECK_OK;
}

/* ---- asking ---- */

size_t tufcheck_pins_count(const struct tufcheck_pins *pins)
{
	return pins ? pins->count : 0;
}

const struct tufcheck_pin *tufcheck_pins_get(const struct tufcheck_pins *pins, size_t index)
{
	return index < tufcheck_pins_count(pins) ? &pins->items[index]->record : NULL;
}

/* A part of the sorted pins. */
struct range {
	struct tc_pin *const *items;
	size_t count;
};

/* The first of the pins that is not before wanted, or, with is_end, that is behind it. */
static size_t find_bound(const struct tufcheck_pins *pins, const struct wanted *wanted, bool is_end)
{
	size_t low = 0, high = pins->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_gun(wanted, pins->sorted[middle]);
		if (order > 0 || (is_end && order == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct range find_range(const struct tufcheck_pins *pins, const struct wanted *wanted)
{
	size_t begin = find_bound(pins, wanted, false);
	size_t end = find_bound(pins, wanted, true);
	return (struct range){.items = pins->sorted + begin, .count = end - begin};
}

/*
 * Number step of the ranges that fit gun, nearest first: the name itself, then
 * its prefixes from the longest, which is all of it, to the empty one.
 */
static struct range find_step(const struct tufcheck_pins *pins, const char *gun, size_t length,
                              size_t step)
{
	const struct wanted wanted = {.gun = gun,
	                              .length = step == 0 ? length : length + 1 - step,
	                              .is_prefix = step > 0};
	return find_range(pins, &wanted);
}

void tufcheck_pins_mark(const struct tufcheck_pins *pins, const char *gun, bool *ret_marks)
{
	if (tufcheck_pins_count(pins) == 0 || !gun || !ret_marks)
		return;
	size_t length = strlen(gun);
	for (size_t step = 0; step < length + 2; step++) {
		struct range range = find_step(pins, gun, length, step);
		for (size_t i = 0; i < range.count; i++)
			ret_marks[range.items[i]->index] = true;
	}
}

bool tc_pins_ask_of(const struct tufcheck_pins *pins, const char *gun)
{
	if (tufcheck_pins_count(pins) == 0)
		return false;
	size_t length = strlen(gun);
	for (size_t step = 0; step < length + 2; step++)
		if (find_step(pins, gun, length, step).count > 0)
			return true;
	return false;
}

/* The first pin of the range whose role is not before role, or, with is_end, is behind it. */
static size_t find_role(const struct range *range, const char *role, bool is_end)
{
	size_t low = 0, high = range->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(range->items[middle]->record.role, role);
		if (order < 0 || (is_end && order == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool range_has_role(const struct range *range, const char *role)
{
	size_t place = find_role(range, role, false);
	return place < range->count && strcmp(range->items[place]->record.role, role) == 0;
}

/* Adds the groups of range number index whose roles no nearer range has. groups NULL: counts. */
static size_t gather(const struct range *ranges, size_t index, struct tc_pin_group *groups)
{
	const struct range *range = &ranges[index];
	size_t count = 0;
	for (size_t begin = 0, end; begin < range->count; begin = end) {
		const char *role = range->items[begin]->record.role;
		end = find_role(range, role, true);
		bool is_shadowed = false;
		for (size_t i = 0; i < index && !is_shadowed; i++)
			is_shadowed = range_has_role(&ranges[i], role);
		if (is_shadowed)
			continue;
		if (groups)
			groups[count] = (struct tc_pin_group){.role = role,
			                                      .items = range->items + begin,
			                                      .count = end - begin};
		count++;
	}
	return count;
}

enum tuf_result tc_pins_list_groups(const struct tufcheck_pins *pins, struct tuf_arena *arena,
                                    const char *gun, const struct tc_pin_group **ret_groups,
                                    size_t *ret_count)
{
	size_t length = strlen(gun);
	size_t steps = tufcheck_pins_count(pins) > 0 ? length + 2 : 0;
	struct range *ranges = tuf_arena_take_array(arena, steps, sizeof(*ranges));
	if (!ranges)
		return TUF_NO_MEMORY;
	size_t range_count = 0, room = 0, count = 0;
	for (size_t step = 0; step < steps; step++) {
		ranges[range_count] = find_step(pins, gun, length, step);
		range_count += ranges[range_count].count > 0;
	}
	for (size_t i = 0; i < range_count; i++)
		room += gather(ranges, i, NULL);
	struct tc_pin_group *groups = tuf_arena_take_array(arena, room, sizeof(*groups));
	if (!groups)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < range_count; i++)
		count += gather(ranges, i, groups + count);
	*ret_groups = groups;
	*ret_count = count;
	return TUF_OK;
}

/* The first pin that is not before these digits of that kind; NULL: none. */
static const struct tc_pin *find_digits(const struct tc_pin_group *group, const char *digits,
                                        enum tc_pin_kind kind)
{
	size_t low = 0, high = group->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct tc_pin *pin = group->items[middle];
		int order = strcmp(pin->record.digits, digits);
		if (order < 0 || (order == 0 && pin->kind < kind))
			low = middle + 1;
		else
			high = middle;
	}
	return low < group->count ? group->items[low] : NULL;
}

const struct tc_pin *tc_pin_group_find_digits(const struct tc_pin_group *group, const char *digits)
{
	const struct tc_pin *pin = find_digits(group, digits, TC_PIN_INVALID);
	return pin && strcmp(pin->record.digits, digits) == 0 ? pin : NULL;
}

bool tc_pin_group_has(const struct tc_pin_group *group, enum tc_pin_kind kind, const char *digits)
{
	const struct tc_pin *pin = digits ? find_digits(group, digits, kind) : NULL;
	return pin && pin->kind == kind && strcmp(pin->record.digits, digits) == 0;
}

const struct tufcheck_input *tufcheck_pins_get_input(const struct tufcheck_pins *pins, size_t index)
{
	return pins ? tc_inputs_get(&pins->inputs, index) : NULL;
}

void tufcheck_pins_free(struct tufcheck_pins *pins)
{
	if (!pins)
		return;
	tuf_arena_clear(&pins->arena);
	free(pins->items);
	free(pins->sorted);
	free(pins);
}
