/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a lock file: everything in it must be known, whole and right.
 */
#include <stdlib.h>
#include <string.h>

#include "tuf/json.h"
#include "tuf/limits.h"
#include "tuf/role.h"
#include "tuf/root.h"
#include "verify/lock.h"
#include "verify/lock_entry.h"
#include "verify/nearest.h"
#include "verify/path.h"
#include "verify/problem.h"
#include "verify/trustdir.h"

#define LOCK_VERSION 1

#define VERSION "lockVersion"
#define REPOSITORIES "repositories"

/* Bytes of a name that a message quotes. */
#define QUOTE_BYTES 96

struct lock_reader {
	struct tuf_reader reader;
	struct tufcheck_lock *lock;
	enum tuf_locate_part part; /* what the fault is about */
};

/* ---- names ---- */

/* A member's name is what is wrong, not its value. */
static enum tuf_result refuse_name(struct lock_reader *lock, const struct tuf_node *node,
                                   const char *expected)
{
	const char *actual =
		tuf_arena_format(lock->reader.arena, "\"%.*s\"", QUOTE_BYTES, node->name);
	if (!actual)
		return TUF_NO_MEMORY;
	lock->part = TUF_LOCATE_NAME;
	return tuf_node_refuse(&lock->reader, node, TUF_FAULT_FIELD_CASE, expected, actual);
}

static const char *join_fields(struct tuf_arena *arena, const char *const *fields)
{
	const char *joined = "one of the fields";
	for (const char *const *field = fields; joined && *field; field++)
		joined = tuf_arena_format(arena, "%s%s \"%s\"", joined, field == fields ? "" : ",",
		                          *field);
	return joined;
}

static enum tuf_result refuse_field(struct lock_reader *lock, const struct tuf_node *node,
                                    const char *const *fields)
{
	struct tuf_arena *arena = lock->reader.arena;
	const char *nearest = tc_nearest(node->name, fields);
	const char *expected = nearest ? tuf_arena_format(arena, "the field \"%s\"", nearest)
	                               : join_fields(arena, fields);
	if (!expected)
		return TUF_NO_MEMORY;
	return refuse_name(lock, node, expected);
}

static bool is_field(const char *name, const char *const *fields)
{
	for (; *fields; fields++)
		if (strcmp(name, *fields) == 0)
			return true;
	return false;
}

static enum tuf_result refuse_missing(struct lock_reader *lock, const struct tuf_node *node,
                                      const char *expected)
{
	return tuf_node_refuse(&lock->reader, node, TUF_FAULT_FIELD_MISSING, expected, "nothing");
}

/* An object that must be there. */
static enum tuf_result expect_map(struct lock_reader *lock, const struct tuf_node *node)
{
	if (!node->value)
		return refuse_missing(lock, node, "an object");
	return tuf_node_expect_map(&lock->reader, node);
}

/* An object that must be there, with these fields and no others. */
static enum tuf_result expect_object(struct lock_reader *lock, const struct tuf_node *node,
                                     const char *const *fields)
{
	enum tuf_result result = expect_map(lock, node);
	if (result != TUF_OK)
		return result;
	const char *name;
	json_t *value;
	/* jansson's iterators want a mutable object; nothing is changed */
	json_object_foreach((json_t *)node->value, name, value)
	{
		const struct tuf_node child = {.value = value, .parent = node, .name = name};
		if (!is_field(name, fields))
			return refuse_field(lock, &child, fields);
	}
	return TUF_OK;
}

static const char *copy(struct lock_reader *lock, const char *text)
{
	return tuf_arena_copy_text(&lock->lock->arena, text, strlen(text));
}

/* ---- values ---- */

static enum tuf_result read_integer(struct lock_reader *lock, const struct tuf_node *object,
                                    const char *name, int64_t least, int64_t *ret_integer)
{
	struct tuf_node node = tuf_node_member(object, name);
	const char *expected = least == 1   ? "an integer from 1"
	                       : least == 0 ? "an integer from 0"
	                                    : "an integer";
	int64_t integer;
	enum tuf_result result = tuf_node_get_integer(&lock->reader, &node, &integer);
	if (result != TUF_OK)
		return result;
	if (!node.value)
		return refuse_missing(lock, &node, expected);
	if (integer < least)
		return tuf_node_refuse_value(&lock->reader, &node, TUF_FAULT_VERSION, expected);
	*ret_integer = integer;
	return TUF_OK;
}

/* Lower-case hexadecimal digits, or NULL when there are none. */
static enum tuf_result read_digits(struct lock_reader *lock, const struct tuf_node *object,
                                   const char *name, size_t count, const char **ret_digits)
{
	struct tuf_node node = tuf_node_member(object, name);
	const char *text;
	*ret_digits = NULL;
	enum tuf_result result = tuf_node_get_text(&lock->reader, &node, &text);
	if (result != TUF_OK || !node.value)
		return result;
	if (strlen(text) != count || strspn(text, "0123456789abcdef") != count)
		return tuf_node_refuse_value(&lock->reader, &node, TUF_FAULT_HASH_SIZE,
		                             count == 40 ? "40 lower-case hexadecimal digits"
		                                         : "64 lower-case hexadecimal digits");
	*ret_digits = copy(lock, text);
	return *ret_digits ? TUF_OK : TUF_NO_MEMORY;
}

/* ---- maps ---- */

/* Reads one member of a map; the item begins with its name. */
typedef enum tuf_result item_reader(struct lock_reader *lock, const struct tuf_node *node,
                                    void *ret_item);

/* What a map becomes. */
struct items {
	void *at;
	size_t count;
};

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Reads a map that must be there to items of size bytes, sorted by name. */
static enum tuf_result read_map(struct lock_reader *lock, const struct tuf_node *node,
                                item_reader *read_item, size_t size, struct items *ret_items)
{
	enum tuf_result result = expect_map(lock, node);
	if (result != TUF_OK)
		return result;
	struct items items = {
		.at = tuf_arena_take_array(&lock->lock->arena, tuf_node_count(node), size)};
	if (!items.at)
		return TUF_NO_MEMORY;
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)node->value, name, value)
	{
		const struct tuf_node child = {.value = value, .parent = node, .name = name};
		result = read_item(lock, &child, (char *)items.at + size * items.count++);
		if (result != TUF_OK)
			return result;
	}
	if (items.count > 1)
		qsort(items.at, items.count, size, compare_names);
	*ret_items = items;
	return TUF_OK;
}

/* ---- keys and roles ---- */

static enum tuf_result read_key(struct lock_reader *lock, const struct tuf_node *node,
                                void *ret_key)
{
	static const char *const fields[] = {"canonicalKeyId", "spkiSha256", "certificateSha256",
	                                     "certificateSha1", NULL};
	struct tc_lock_key key = {.key_id = copy(lock, node->name)};
	const char **const digits[] = {&key.canonical_key_id, &key.spki_sha256,
	                               &key.certificate_sha256, &key.certificate_sha1};
	if (!key.key_id)
		return TUF_NO_MEMORY;
	enum tuf_result result = expect_object(lock, node, fields);
	for (size_t i = 0; result == TUF_OK && fields[i]; i++)
		result = read_digits(lock, node, fields[i],
		                     digits[i] == &key.certificate_sha1 ? 40 : 64, digits[i]);
	if (result != TUF_OK)
		return result;
	if (!key.certificate_sha256 != !key.certificate_sha1) {
		struct tuf_node missing =
			tuf_node_member(node, key.certificate_sha1 ? fields[2] : fields[3]);
		return refuse_missing(lock, &missing, "both digests of the certificate, or none");
	}
	*(struct tc_lock_key *)ret_key = key;
	return TUF_OK;
}

static bool is_top_role(const char *name)
{
	for (int i = 0; i < TUF_TOP_COUNT; i++)
		if (strcmp(name, tuf_top_role_name((enum tuf_top_role)i)) == 0)
			return true;
	return false;
}

static enum tuf_result read_role(struct lock_reader *lock, const struct tuf_node *node,
                                 void *ret_role)
{
	static const char *const fields[] = {"version", "threshold", "keys", NULL};
	bool is_top = is_top_role(node->name);
	if (!is_top && !tuf_role_name_is_delegation(node->name))
		return refuse_name(lock, node,
		                   "root, snapshot, targets, timestamp or a delegation's name");
	struct tc_lock_role role = {.name = copy(lock, node->name)};
	if (!role.name)
		return TUF_NO_MEMORY;
	enum tuf_result result = expect_object(lock, node, fields);
	if (result == TUF_OK)
		result = read_integer(lock, node, "version", is_top ? 1 : 0, &role.version);
	if (result == TUF_OK)
		result = read_integer(lock, node, "threshold", 1, &role.threshold);
	struct tuf_node keys_node = tuf_node_member(node, "keys");
	struct items keys;
	if (result == TUF_OK)
		result = read_map(lock, &keys_node, read_key, sizeof(struct tc_lock_key), &keys);
	if (result != TUF_OK)
		return result;
	role.keys = keys.at;
	role.key_count = keys.count;
	*(struct tc_lock_role *)ret_role = role;
	return TUF_OK;
}

static enum tuf_result read_roles(struct lock_reader *lock, const struct tuf_node *entry_node,
                                  struct tc_lock_entry *entry)
{
	struct tuf_node node = tuf_node_member(entry_node, "roles");
	struct items roles;
	enum tuf_result result =
		read_map(lock, &node, read_role, sizeof(struct tc_lock_role), &roles);
	if (result != TUF_OK)
		return result;
	entry->roles = roles.at;
	entry->role_count = roles.count;
	const char *absent = tc_lock_entry_find_absent_role(entry);
	if (!absent)
		return TUF_OK;
	struct tuf_node missing = tuf_node_member(&node, absent);
	return refuse_missing(lock, &missing, "every top-level role");
}

/* ---- tags ---- */

static enum tuf_result read_tag(struct lock_reader *lock, const struct tuf_node *node,
                                void *ret_tag)
{
	static const char *const fields[] = {"sha256", "length", "role", NULL};
	enum tuf_result result = expect_object(lock, node, fields);
	if (result != TUF_OK)
		return result;
	struct tc_lock_tag tag = {.name = copy(lock, node->name)};
	if (!tag.name)
		return TUF_NO_MEMORY;
	result = read_digits(lock, node, "sha256", 64, &tag.sha256);
	if (result == TUF_OK)
		result = read_integer(lock, node, "length", INT64_MIN, &tag.length);
	if (result != TUF_OK)
		return result;
	struct tuf_node role = tuf_node_member(node, "role");
	const char *name;
	result = tuf_node_get_text(&lock->reader, &role, &name);
	if (result != TUF_OK)
		return result;
	if (strcmp(name, "targets") != 0 && !tuf_role_name_is_delegation(name))
		return tuf_node_refuse_value(&lock->reader, &role, TUF_FAULT_DELEGATION_NAME,
		                             "targets or a delegation's name");
	tag.role = copy(lock, name);
	*(struct tc_lock_tag *)ret_tag = tag;
	return tag.role ? TUF_OK : TUF_NO_MEMORY;
}

static enum tuf_result read_tags(struct lock_reader *lock, const struct tuf_node *entry_node,
                                 struct tc_lock_entry *entry)
{
	struct tuf_node node = tuf_node_member(entry_node, "tags");
	struct items tags;
	enum tuf_result result = read_map(lock, &node, read_tag, sizeof(struct tc_lock_tag), &tags);
	if (result != TUF_OK)
		return result;
	entry->tags = tags.at;
	entry->tag_count = tags.count;
	return TUF_OK;
}

/* ---- the whole ---- */

static enum tuf_result read_entry(struct lock_reader *lock, const struct tuf_node *node)
{
	static const char *const fields[] = {"roles", "tags", NULL};
	if (!tc_lock_entry_is_name(node->name))
		return refuse_name(lock, node, "the name of a repository");
	enum tuf_result result = expect_object(lock, node, fields);
	if (result != TUF_OK)
		return result;
	struct tc_lock_entry *entry = tuf_arena_take(&lock->lock->arena, sizeof(*entry));
	if (!entry)
		return TUF_NO_MEMORY;
	entry->gun = copy(lock, node->name);
	if (!entry->gun)
		return TUF_NO_MEMORY;
	result = read_roles(lock, node, entry);
	if (result == TUF_OK)
		result = read_tags(lock, node, entry);
	if (result == TUF_OK)
		result = tc_lock_append(lock->lock, entry);
	return result;
}

/* The version comes first: what another one may hold is not for this program to say. */
static enum tuf_result check_version(struct lock_reader *lock, const struct tuf_node *top)
{
	struct tuf_node node = tuf_node_member(top, VERSION);
	int64_t version;
	enum tuf_result result = tuf_node_get_integer(&lock->reader, &node, &version);
	if (result != TUF_OK)
		return result;
	if (!node.value)
		return refuse_missing(lock, &node, "the version of the lock");
	if (version != LOCK_VERSION)
		return tuf_node_refuse_value(&lock->reader, &node, TUF_FAULT_VERSION,
		                             "version 1, which this program reads");
	return TUF_OK;
}

static enum tuf_result read_document(struct lock_reader *lock, const json_t *document)
{
	static const char *const fields[] = {VERSION, REPOSITORIES, NULL};
	struct tuf_node top = tuf_node_top(document);
	enum tuf_result result = check_version(lock, &top);
	if (result == TUF_OK)
		result = expect_object(lock, &top, fields);
	if (result != TUF_OK)
		return result;
	struct tuf_node node = tuf_node_member(&top, REPOSITORIES);
	result = expect_map(lock, &node);
	if (result != TUF_OK)
		return result;
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)node.value, name, value)
	{
		const struct tuf_node child = {.value = value, .parent = &node, .name = name};
		result = read_entry(lock, &child);
		if (result != TUF_OK)
			return result;
	}
	tc_lock_sort(lock->lock);
	return TUF_OK;
}

static enum tufcheck_result parse(struct tufcheck_lock *lock, const struct tc_read *content,
                                  struct tufcheck_problem *problem)
{
	struct tuf_arena scratch = TUF_ARENA_INIT;
	struct tuf_fault fault = {.kind = TUF_FAULT_NONE};
	struct tuf_position position = {.line = 0};
	struct lock_reader reader = {.reader = {.arena = &scratch,
	                                        .fault = &fault,
	                                        .max_values = TUF_MAX_LOCK_VALUES,
	                                        .position = &position},
	                             .lock = lock,
	                             .part = TUF_LOCATE_AROUND};
	json_t *document = NULL;
	enum tuf_result result =
		tuf_json_load(&reader.reader, content->bytes, content->length, &document);
	if (result == TUF_OK)
		result = read_document(&reader, document);
	json_decref(document);
	if (result == TUF_INVALID)
		tc_problem_set_fault(problem, (const char *)content->bytes, content->length, &fault,
		                     position, reader.part);
	tuf_arena_clear(&scratch);
	if (result == TUF_OK)
		return TUFCHECK_OK;
	return result == TUF_INVALID ? TUFCHECK_INVALID : TUFCHECK_NO_MEMORY;
}

static enum tufcheck_result read_into(struct tufcheck_lock *lock, const char *path,
                                      struct tufcheck_problem *problem)
{
	struct tc_read content = {.status = TC_READ_INVALID};
	if (tc_trustdir_read_file(path, TUF_MAX_LOCK_BYTES, &content) != TUF_OK)
		return TUFCHECK_NO_MEMORY;
	if (content.status != TC_READ_OK)
		return tc_problem_set_unread(problem, &content, TUF_MAX_LOCK_BYTES);
	enum tufcheck_result result = parse(lock, &content, problem);
	if (result == TUFCHECK_OK &&
	    tc_inputs_add(&lock->inputs, &lock->arena, path, &content) != TUF_OK)
		result = TUFCHECK_NO_MEMORY;
	free(content.bytes);
	return result;
}

enum tufcheck_result tufcheck_lock_read(const char *path, struct tufcheck_problem *ret_problem,
                                        struct tufcheck_lock **ret_lock)
{
	if (!path || !path[0] || !ret_lock)
		return TUFCHECK_BAD_CALL;
	struct tufcheck_lock *lock = NULL;
	enum tufcheck_result result = tufcheck_lock_new(&lock);
	if (result != TUFCHECK_OK)
		return result;
	struct tufcheck_problem problem;
	result = read_into(lock, path, &problem);
	if (result == TUFCHECK_OK) {
		*ret_lock = lock; /* transferred */
		return TUFCHECK_OK;
	}
	tufcheck_lock_free(lock);
	if (ret_problem && result != TUFCHECK_NO_MEMORY)
		*ret_problem = problem;
	return result;
}
