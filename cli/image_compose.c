/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/image_compose.h"

#include <string.h>

#include "cli/image_limits.h"
#include "cli/text.h"
#include "cli/utf8.h"
#include "cli/yaml_entries.h"

/* Says what is wrong with a service. */
static void refuse(struct image_reading *reading, enum image_problem_kind kind,
		   const struct yaml_tree_node *node, const char *where, const char *message)
{
	image_reading_refuse(reading, kind, image_place_of(node), "%s: %s", where, message);
}

/* Lists what a map says. That there is too much of it is told. */
static struct yaml_entries list_entries(struct image_reading *reading,
					const struct yaml_tree_node *map)
{
	struct yaml_entries entries;
	if (!yaml_entries_list(map, &reading->steps, &entries))
		image_reading_give_up(reading, image_place_of(map));
	return entries;
}

static bool is_told(const struct yaml_tree_node *value)
{
	return !value || value->kind == YAML_TREE_REFUSED;
}

static void take_image(struct image_reading *reading, const struct yaml_tree_node *value,
		       const char *where)
{
	if (is_told(value))
		return;
	if (value->kind == YAML_TREE_TEXT)
		image_reading_add(reading, image_place_of(value),
				  yaml_tree_is_null(value) ? "" : value->text, where);
	else
		refuse(reading, IMAGE_PROBLEM_REFUSED, value, where,
		       "the image is a list or mapping, expected one text");
}

/* An image of which only files are seen. */
static void take_volume(struct image_reading *reading, const struct yaml_tree_node *volume,
			const char *service)
{
	struct yaml_entries entries = list_entries(reading, volume);
	const char *type = yaml_entries_find_text(&entries, "type");
	const struct yaml_entry *source = yaml_entries_find(&entries, "source");
	if (type && strcmp(type, "image") == 0 && source) {
		struct text where = {.bytes = NULL};
		text_append_format(&where, "%s, volume", service);
		take_image(reading, source->value, text_get(&where));
		text_clear(&where);
	}
	yaml_entries_clear(&entries);
}

static void take_volumes(struct image_reading *reading, const struct yaml_tree_node *volumes,
			 const char *service)
{
	if (is_told(volumes) || volumes->kind != YAML_TREE_LIST)
		return;
	for (const struct yaml_tree_node *at = volumes->first; at; at = at->next) {
		const struct yaml_tree_node *volume = yaml_tree_resolve(at);
		if (volume->kind == YAML_TREE_MAP && !reading->is_full)
			take_volume(reading, volume, service);
	}
}

static void refuse_no_image(struct image_reading *reading, const struct yaml_entry *service,
			    const struct yaml_entries *entries, const char *where)
{
	if (yaml_entries_find(entries, "extends"))
		refuse(reading, IMAGE_PROBLEM_REFUSED, service->at, where,
		       "takes its image from another service (extends), expected it written out "
		       "(docker compose config does)");
	else if (yaml_entries_find(entries, "build"))
		refuse(reading, IMAGE_PROBLEM_NO_IMAGE, service->at, where,
		       "has no image, but is built");
	else
		refuse(reading, IMAGE_PROBLEM_NO_IMAGE, service->at, where, "has no image");
}

static void take_service_entries(struct image_reading *reading, const struct yaml_entry *service,
				 const struct yaml_entries *entries, const char *where)
{
	bool has_image = false;
	for (size_t i = 0; i < entries->count; i++) {
		const struct yaml_entry *entry = &entries->items[i];
		if (strcmp(entry->key, "image") == 0) {
			has_image = true;
			take_image(reading, entry->value, where);
		} else if (strcmp(entry->key, "volumes") == 0) {
			take_volumes(reading, entry->value, where);
		}
	}
	if (!has_image && service->value->is_complete && !reading->is_full)
		refuse_no_image(reading, service, entries, where);
}

static void take_service(struct image_reading *reading, const struct yaml_entry *service)
{
	if (is_told(service->value))
		return;
	struct text where = {.bytes = NULL};
	text_append_format(&where, "service %.*s", utf8_cut(service->key, IMAGE_EXCERPT),
			   service->key);
	if (service->value->kind == YAML_TREE_MAP) {
		struct yaml_entries entries = list_entries(reading, service->value);
		take_service_entries(reading, service, &entries, text_get(&where));
		yaml_entries_clear(&entries);
	} else {
		refuse(reading, IMAGE_PROBLEM_REFUSED, service->value, text_get(&where),
		       "is no mapping, expected one with an image");
	}
	text_clear(&where);
}

static void take_services(struct image_reading *reading, const struct yaml_tree_node *services)
{
	if (is_told(services) || yaml_tree_is_null(services))
		return;
	if (services->kind != YAML_TREE_MAP) {
		image_reading_refuse(reading, IMAGE_PROBLEM_REFUSED, image_place_of(services),
				     "services is no mapping, expected one of names to services");
		return;
	}
	struct yaml_entries entries = list_entries(reading, services);
	for (size_t i = 0; i < entries.count && !reading->is_full; i++)
		take_service(reading, &entries.items[i]);
	yaml_entries_clear(&entries);
}

bool image_compose_is(struct image_reading *reading, const struct yaml_tree_node *top)
{
	struct yaml_entries entries;
	bool is_listed = yaml_entries_list(top, &reading->steps, &entries);
	bool is = is_listed && yaml_entries_find(&entries, "services");
	yaml_entries_clear(&entries);
	return is;
}

void image_compose_read(struct image_reading *reading, const struct yaml_tree_node *top)
{
	struct yaml_entries entries = list_entries(reading, top);
	for (size_t i = 0; i < entries.count && !reading->is_full; i++) {
		const struct yaml_entry *entry = &entries.items[i];
		if (strcmp(entry->key, "services") == 0)
			take_services(reading, entry->value);
		else if (strcmp(entry->key, "include") == 0)
			image_reading_refuse(reading, IMAGE_PROBLEM_REFUSED,
					     image_place_of(entry->at),
					     "includes other files, which are not read, expected "
					     "everything in one (docker compose config writes it)");
	}
	yaml_entries_clear(&entries);
}
