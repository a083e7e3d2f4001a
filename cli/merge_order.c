/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/merge_order.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cli/diagnose.h"
#include "cli/json_memory.h"
#include "cli/memory.h"
#include "cli/record_json.h"

/* One of two lists. */
struct list {
	json_t *items;
	json_t *all; /* an object whose names are the items, as text */
	size_t at;
};

/* The item as text: the same only for the same item. For json_memory_free. */
static char *spell(const json_t *item)
{
	char *text = json_dumps(item, JSON_COMPACT | JSON_ENCODE_ANY);
	if (!text)
		memory_exhausted();
	return text;
}

static struct list make_list(json_t *items)
{
	struct list list = {.items = items, .all = record_object()};
	for (size_t i = 0; i < json_array_size(items); i++) {
		char *text = spell(json_array_get(items, i));
		record_put(list.all, text, json_true());
		json_memory_free(text);
	}
	return list;
}

static json_t *current(const struct list *list)
{
	return json_array_get(list->items, list->at);
}

static bool has(const json_t *all, const json_t *item)
{
	char *text = spell(item);
	bool is_there = json_object_get(all, text) != NULL;
	json_memory_free(text);
	return is_there;
}

static const char *text_of(const json_t *item, const char *name)
{
	const char *text = json_string_value(json_object_get(item, name));
	return text ? text : "";
}

/* Which of the two is next. */
static const struct list *choose(const struct list *left, const struct list *right,
				 const char *name)
{
	const json_t *one = current(left);
	const json_t *other = current(right);
	if (!one || !other)
		return one ? left : right;
	bool is_one_alone = !has(right->all, one);
	bool is_other_alone = !has(left->all, other);
	if (is_one_alone && is_other_alone)
		return strcmp(text_of(one, name), text_of(other, name)) <= 0 ? left : right;
	return is_one_alone || !is_other_alone ? left : right;
}

/* Passes what came by way of the other list. */
static void skip_done(struct list *list, const json_t *done)
{
	while (current(list) && has(done, current(list)))
		list->at++;
}

json_t *merge_order(json_t *left, json_t *right, const char *name)
{
	struct list lists[] = {make_list(left), make_list(right)};
	json_t *done = record_object();
	json_t *merged = record_array();
	while (current(&lists[0]) || current(&lists[1])) {
		json_t *item = current(choose(&lists[0], &lists[1], name));
		char *text = spell(item);
		record_put(done, text, json_true());
		record_add(merged, json_incref(item));
		json_memory_free(text);
		skip_done(&lists[0], done);
		skip_done(&lists[1], done);
	}
	json_decref(done);
	for (size_t i = 0; i < 2; i++) {
		json_decref(lists[i].all);
		json_decref(lists[i].items);
	}
	return merged;
}

/* ---- private keys ---- */

/* What every shard must say alike. */
static json_t *make_plain(const json_t *key)
{
	json_t *plain = json_copy((json_t *)key);
	if (!plain)
		memory_exhausted();
	record_put(plain, "trusted", json_null());
	return plain;
}

static json_t *make_all_plain(const struct merge_source *source)
{
	const json_t *keys = json_object_get(source->closing, "privateKeys");
	json_t *plain = record_array();
	for (size_t i = 0; i < json_array_size(keys); i++)
		record_add(plain, make_plain(json_array_get(keys, i)));
	return plain;
}

/* How many reports say what of a key. */
struct tally {
	size_t trusted;
	size_t untrusted;
};

static void add_to_tally(struct tally *tally, const json_t *trusted)
{
	tally->trusted += json_is_true(trusted);
	tally->untrusted += json_is_false(trusted);
}

static json_t *conclude(const struct tally *tally, size_t reports)
{
	if (tally->trusted > 0)
		return json_true();
	return tally->untrusted == reports ? json_false() : json_null();
}

static size_t count_keys(const struct merge *merge)
{
	size_t count = 0;
	for (size_t i = 0; i < merge->count; i++)
		count += json_array_size(json_object_get(merge->sources[i].closing, "privateKeys"));
	return count;
}

/* The tallies by path, in the order of paths' first appearance. */
static struct tally *count_all(const struct merge *merge, json_t *places)
{
	struct tally *tallies = memory_take(count_keys(merge), sizeof(*tallies));
	for (size_t i = 0; i < merge->count; i++) {
		const json_t *keys = json_object_get(merge->sources[i].closing, "privateKeys");
		for (size_t j = 0; j < json_array_size(keys); j++) {
			const json_t *key = json_array_get(keys, j);
			const char *path = text_of(key, "path");
			const json_t *place = json_object_get(places, path);
			size_t index = place ? (size_t)json_integer_value(place)
					     : json_object_size(places);
			if (!place)
				record_put(places, path, record_length(index));
			add_to_tally(&tallies[index], json_object_get(key, "trusted"));
		}
	}
	return tallies;
}

json_t *merge_private_keys(const struct merge *merge)
{
	json_t *merged = record_array();
	for (size_t i = 0; i < merge->count; i++)
		merged = merge_order(merged, make_all_plain(&merge->sources[i]), "path");
	json_t *places = record_object();
	struct tally *tallies = count_all(merge, places);
	bool is_right = json_object_size(places) == json_array_size(merged);
	if (!is_right)
		diagnose("merge: expected the same of each private key in all reports, and found "
			 "that "
			 "of some they say different things: the files changed between the runs");
	for (size_t i = 0; is_right && i < json_array_size(merged); i++) {
		json_t *key = json_array_get(merged, i);
		const json_t *place = json_object_get(places, text_of(key, "path"));
		record_put(key, "trusted",
			   conclude(&tallies[json_integer_value(place)], merge->count));
	}
	free(tallies);
	json_decref(places);
	if (is_right)
		return merged;
	json_decref(merged);
	return NULL;
}
