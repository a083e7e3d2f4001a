/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/image_manifest.h"

#include <string.h>

#include "cli/image_limits.h"
#include "cli/text.h"
#include "cli/utf8.h"
#include "cli/yaml_entries.h"

/* The object that is being looked at: what an image is said to be of. */
struct object {
	const char *kind;
	size_t kind_length;
	const char *name; /* NULL: it has none */
	bool is_prefix;   /* of a name that the server makes */
};

struct walk {
	struct image_reading *reading;
	struct object object;
	struct text path; /* in the object: ".spec.image" */
	size_t depth;
};

static void walk_value(struct walk *walk, const struct yaml_tree_node *value, const char *key);

/* ---- places ---- */

static void append_excerpt(struct text *text, const char *addition)
{
	text_append_format(text, "%.*s", utf8_cut(addition, IMAGE_EXCERPT), addition);
}

static void append_object(struct text *text, const struct object *object)
{
	int length = utf8_cut(object->kind, IMAGE_EXCERPT);
	if ((size_t)length > object->kind_length)
		length = (int)object->kind_length;
	text_append_format(text, "%.*s ", length, object->kind);
	append_excerpt(text, object->name ? object->name : "without a name");
	if (object->name && object->is_prefix)
		text_append(text, "...");
}

/* "Prometheus main, spec.image"; what: "container app", or NULL for the path. */
static void describe(const struct walk *walk, const char *what, struct text *ret_where)
{
	append_object(ret_where, &walk->object);
	text_append(ret_where, ", ");
	const char *path = text_get(&walk->path);
	append_excerpt(ret_where, what ? what : path + (path[0] == '.'));
}

static void refuse(struct walk *walk, enum image_problem_kind kind,
		   const struct yaml_tree_node *node, const char *what, const char *message)
{
	struct text where = {.bytes = NULL};
	describe(walk, what, &where);
	image_reading_refuse(walk->reading, kind, image_place_of(node), "%s: %s", text_get(&where),
			     message);
	text_clear(&where);
}

/* ---- values that are images ---- */

/* Whether the map is an image in parts, as some operators take it. */
static bool is_in_parts(const struct yaml_entries *entries)
{
	static const char *const parts[] = {"repository", "tag", "digest", "registry"};
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (yaml_entries_find_text(entries, parts[i]))
			return true;
	return false;
}

static void take_image(struct walk *walk, const struct yaml_tree_node *value, const char *what);

static void take_image_map(struct walk *walk, const struct yaml_tree_node *map, const char *what)
{
	struct yaml_entries entries;
	if (!yaml_entries_list(map, &walk->reading->steps, &entries))
		image_reading_give_up(walk->reading, image_place_of(map));
	if (is_in_parts(&entries) || what)
		refuse(walk, IMAGE_PROBLEM_REFUSED, map, what,
		       "the image is a mapping, expected one text");
	for (size_t i = 0; i < entries.count; i++)
		if (strcmp(entries.items[i].key, "reference") == 0 && entries.items[i].value &&
		    entries.items[i].value->kind == YAML_TREE_TEXT)
			take_image(walk, entries.items[i].value, what);
	yaml_entries_clear(&entries);
	walk_value(walk, map, "image");
}

/* what: NULL when it is not a container's. */
static void take_image(struct walk *walk, const struct yaml_tree_node *value, const char *what)
{
	/* that the text ends before it, or what it is instead, has been told */
	if (!value || value->kind == YAML_TREE_REFUSED)
		return;
	if (value->kind == YAML_TREE_MAP) {
		take_image_map(walk, value, what);
		return;
	}
	if (value->kind != YAML_TREE_TEXT) {
		refuse(walk, IMAGE_PROBLEM_REFUSED, value, what,
		       "the image is a list, expected one text");
		walk_value(walk, value, "image");
		return;
	}
	struct text where = {.bytes = NULL};
	describe(walk, what, &where);
	image_reading_add(walk->reading, image_place_of(value),
			  yaml_tree_is_null(value) ? "" : value->text, text_get(&where));
	text_clear(&where);
}

/* ---- containers ---- */

/* The lists whose elements run, and what each element is called. */
static const struct container_list {
	const char *key;
	const char *element;
} container_lists[] = {
	{"containers", "container"},
	{"initContainers", "init container"},
	{"ephemeralContainers", "ephemeral container"},
};

static const struct container_list *find_container_list(const char *key)
{
	for (size_t i = 0; i < sizeof(container_lists) / sizeof(container_lists[0]); i++)
		if (strcmp(container_lists[i].key, key) == 0)
			return &container_lists[i];
	return NULL;
}

/* what: the container's place. */
static void walk_container(struct walk *walk, const struct yaml_tree_node *container,
			   const struct yaml_entries *entries, const char *what)
{
	bool has_image = false;
	for (size_t i = 0; i < entries->count; i++) {
		const struct yaml_entry *entry = &entries->items[i];
		bool is_image = strcmp(entry->key, "image") == 0;
		has_image = has_image || is_image;
		if (is_image)
			take_image(walk, entry->value, what);
		else
			walk_value(walk, entry->value, entry->key);
	}
	if (!has_image && container->is_complete)
		refuse(walk, IMAGE_PROBLEM_NO_IMAGE, container, what,
		       "has no image, so that what runs is chosen elsewhere");
}

static void take_container(struct walk *walk, const struct yaml_tree_node *container,
			   const struct container_list *list, size_t number)
{
	struct yaml_entries entries;
	if (!yaml_entries_list(container, &walk->reading->steps, &entries))
		image_reading_give_up(walk->reading, image_place_of(container));
	struct text what = {.bytes = NULL};
	text_append(&what, list->element);
	text_append(&what, " ");
	const char *name = yaml_entries_find_text(&entries, "name");
	if (name)
		append_excerpt(&what, name);
	else
		text_append_format(&what, "number %zu", number);
	if (!walk->reading->is_full)
		walk_container(walk, container, &entries, text_get(&what));
	text_clear(&what);
	yaml_entries_clear(&entries);
}

static void take_containers(struct walk *walk, const struct yaml_tree_node *value,
			    const struct container_list *list)
{
	if (!value || value->kind == YAML_TREE_REFUSED || yaml_tree_is_null(value))
		return;
	if (value->kind == YAML_TREE_TEXT)
		refuse(walk, IMAGE_PROBLEM_REFUSED, value, NULL, "a text, expected a list");
	if (value->kind != YAML_TREE_LIST) {
		/* some kinds have a mapping by name; its images are found as any others */
		walk_value(walk, value, list->key);
		return;
	}
	size_t number = 0;
	for (const struct yaml_tree_node *at = value->first; at; at = at->next) {
		const struct yaml_tree_node *element = yaml_tree_resolve(at);
		number++;
		if (element->kind == YAML_TREE_MAP)
			take_container(walk, element, list, number);
		else if (element->kind == YAML_TREE_LIST || !yaml_tree_is_null(element))
			refuse(walk, IMAGE_PROBLEM_REFUSED, element, NULL,
			       "has an element that is no container, expected a mapping");
	}
}

/* ---- everything else ---- */

/* Whether texts right under key say something of the object to people and programs, and run
 * nothing. */
static bool is_label_key(const char *key)
{
	static const char *const keys[] = {"labels", "annotations", "matchLabels", "nodeSelector"};
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(keys[i], key) == 0)
			return true;
	return false;
}

/* parent: the key of the map that entry is in. */
static void walk_entry(struct walk *walk, const struct yaml_entry *entry, const char *parent)
{
	size_t length = walk->path.length;
	text_append(&walk->path, ".");
	append_excerpt(&walk->path, entry->key);
	const struct container_list *list = find_container_list(entry->key);
	bool is_image = strcmp(entry->key, "image") == 0;
	bool is_label =
		is_label_key(parent) && entry->value && entry->value->kind == YAML_TREE_TEXT;
	if (list)
		take_containers(walk, entry->value, list);
	else if (is_image && !is_label)
		take_image(walk, entry->value, NULL);
	else
		walk_value(walk, entry->value, entry->key);
	text_cut(&walk->path, length);
}

/* Makes the object of entries the one that is looked at, if it says what it is. */
static bool set_object(struct walk *walk, const struct yaml_entries *entries)
{
	const char *kind = yaml_entries_find_text(entries, "kind");
	if (!kind || !yaml_entries_find_text(entries, "apiVersion"))
		return false;
	walk->object = (struct object){.kind = kind, .kind_length = strlen(kind)};
	return true;
}

/* Finds the name of the object of entries. */
static void set_name(struct walk *walk, const struct yaml_entries *entries)
{
	const struct yaml_entry *metadata = yaml_entries_find(entries, "metadata");
	if (!metadata || !metadata->value || metadata->value->kind != YAML_TREE_MAP)
		return;
	struct yaml_entries named;
	if (yaml_entries_list(metadata->value, &walk->reading->steps, &named)) {
		walk->object.name = yaml_entries_find_text(&named, "name");
		walk->object.is_prefix = !walk->object.name;
		if (walk->object.is_prefix)
			walk->object.name = yaml_entries_find_text(&named, "generateName");
	}
	yaml_entries_clear(&named);
}

static void walk_map(struct walk *walk, const struct yaml_tree_node *map, const char *key)
{
	struct yaml_entries entries;
	if (!yaml_entries_list(map, &walk->reading->steps, &entries))
		image_reading_give_up(walk->reading, image_place_of(map));
	const struct object outer = walk->object;
	if (set_object(walk, &entries))
		set_name(walk, &entries);
	for (size_t i = 0; i < entries.count && !walk->reading->is_full; i++)
		walk_entry(walk, &entries.items[i], key);
	walk->object = outer;
	yaml_entries_clear(&entries);
}

static void walk_list(struct walk *walk, const struct yaml_tree_node *list, const char *key)
{
	size_t length = walk->path.length;
	size_t index = 0;
	for (const struct yaml_tree_node *at = list->first; at; at = at->next) {
		text_append_format(&walk->path, "[%zu]", index++);
		walk_value(walk, yaml_tree_resolve(at), key);
		text_cut(&walk->path, length);
	}
}

/* Looks for images in value. key: what it is called, or the list that it is in. */
static void walk_value(struct walk *walk, const struct yaml_tree_node *value, const char *key)
{
	if (!value || walk->reading->is_full)
		return;
	if (walk->depth == IMAGE_MAX_WALK_DEPTH || walk->reading->steps == 0) {
		image_reading_give_up(walk->reading, image_place_of(value));
		return;
	}
	walk->reading->steps--;
	walk->depth++;
	if (value->kind == YAML_TREE_MAP)
		walk_map(walk, value, key);
	else if (value->kind == YAML_TREE_LIST)
		walk_list(walk, value, key);
	walk->depth--;
}

/* ---- objects ---- */

#define CRD_GROUP "apiextensions.k8s.io/"

/* wanted: a whole version, or a group with its slash. */
static bool is_of_version(const char *version, const char *wanted)
{
	size_t length = strlen(wanted);
	if (wanted[length - 1] != '/')
		return strcmp(version, wanted) == 0;
	return strncmp(version, wanted, length) == 0;
}

static bool is_of_group(const struct yaml_entries *entries, const char *kind, const char *group)
{
	const char *version = yaml_entries_find_text(entries, "apiVersion");
	/* what says twice what it is may be the other */
	return yaml_entries_are(entries, "kind", kind) && version &&
	       yaml_entries_are(entries, "apiVersion", version) &&
	       is_of_version(version, group);
}

/* Whether nothing under key of the object can run, whatever it is. */
static bool is_inert(const struct yaml_entries *entries, const char *key)
{
	if (strcmp(key, "status") == 0)
		return true;
	if (strcmp(key, "spec") == 0)
		return is_of_group(entries, "CustomResourceDefinition", CRD_GROUP);
	if (strcmp(key, "data") != 0 && strcmp(key, "stringData") != 0 &&
	    strcmp(key, "binaryData") != 0)
		return false;
	return is_of_group(entries, "ConfigMap", "v1") || is_of_group(entries, "Secret", "v1");
}

/* The length of the kind of what is in a list of this kind; 0: it is no list. */
static size_t measure_element_kind(const struct object *object)
{
	static const char ending[] = "List";
	size_t length = sizeof(ending) - 1;
	if (object->kind_length < length ||
	    strncmp(object->kind + object->kind_length - length, ending, length) != 0)
		return 0;
	return object->kind_length > length ? object->kind_length - length : length;
}

static void walk_object(struct walk *walk, const struct yaml_tree_node *top);

/* An element of a list may leave out what the list's kind says. */
static void walk_items(struct walk *walk, const struct yaml_tree_node *items, size_t kind_length)
{
	const struct object list = walk->object;
	for (const struct yaml_tree_node *at = items->first; at; at = at->next) {
		const struct yaml_tree_node *item = yaml_tree_resolve(at);
		walk->object = (struct object){.kind = list.kind, .kind_length = kind_length};
		if (item->kind == YAML_TREE_MAP)
			walk_object(walk, item);
		else if (item->kind == YAML_TREE_LIST || !yaml_tree_is_null(item))
			image_reading_refuse(walk->reading, IMAGE_PROBLEM_REFUSED,
					     image_place_of(item),
					     "an item of a List is no object, expected a mapping");
	}
	walk->object = list;
}

static void walk_object_entries(struct walk *walk, const struct yaml_entries *entries)
{
	size_t element_length = measure_element_kind(&walk->object);
	for (size_t i = 0; i < entries->count && !walk->reading->is_full; i++) {
		const struct yaml_entry *entry = &entries->items[i];
		if (is_inert(entries, entry->key))
			continue;
		bool is_items = element_length > 0 && strcmp(entry->key, "items") == 0 &&
				entry->value && entry->value->kind == YAML_TREE_LIST;
		if (is_items)
			walk_items(walk, entry->value, element_length);
		else
			walk_entry(walk, entry, "");
	}
}

static void walk_object(struct walk *walk, const struct yaml_tree_node *top)
{
	if (walk->depth == IMAGE_MAX_WALK_DEPTH) {
		image_reading_give_up(walk->reading, image_place_of(top));
		return;
	}
	struct yaml_entries entries;
	if (!yaml_entries_list(top, &walk->reading->steps, &entries))
		image_reading_give_up(walk->reading, image_place_of(top));
	walk->depth++;
	(void)set_object(walk, &entries);
	set_name(walk, &entries);
	walk_object_entries(walk, &entries);
	walk->depth--;
	yaml_entries_clear(&entries);
}

bool image_manifest_is(struct image_reading *reading, const struct yaml_tree_node *top)
{
	struct yaml_entries entries;
	bool is_listed = yaml_entries_list(top, &reading->steps, &entries);
	bool is = is_listed && yaml_entries_find(&entries, "apiVersion") &&
		  yaml_entries_find(&entries, "kind");
	yaml_entries_clear(&entries);
	return is;
}

void image_manifest_read(struct image_reading *reading, const struct yaml_tree_node *top)
{
	static const char unknown[] = "object";
	struct walk walk = {
		.reading = reading,
		.object = {.kind = unknown, .kind_length = sizeof(unknown) - 1},
	};
	walk_object(&walk, top);
	text_clear(&walk.path);
}
