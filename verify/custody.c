/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/custody.h"

#include <stdlib.h>
#include <string.h>

#include "verify/custody_finding.h"
#include "verify/path.h"
#include "verify/trustdir_private.h"

#define KEY_EXTENSION ".key"
#define TUF_BEGIN "tuf/"

/* A file of a group of arguments that are one folder, and what it is. */
struct kept {
	const struct tc_private_file *file;
	struct tufcheck_private_key record;
	bool is_key;
};

struct kept_list {
	struct kept *items;
	size_t count;
};

/* ---- names ---- */

/* What stands below a folder of that name; NULL when path is elsewhere. */
static const char *below_folder(const char *path, const char *folder)
{
	size_t length = strlen(folder);
	if (strncmp(path, folder, length) != 0 || path[length] != '/')
		return NULL;
	return path + length + 1;
}

static enum tuf_result read_base(struct tuf_arena *arena, const char *base,
                                 struct tc_key_name *name)
{
	size_t length = strlen(base);
	size_t extension = strlen(KEY_EXTENSION);
	if (length < extension || strcmp(base + length - extension, KEY_EXTENSION) != 0)
		return TUF_OK;
	length -= extension;
	const char *mark = memchr(base, '_', length);
	size_t id_length = mark ? (size_t)(mark - base) : length;
	unsigned char id[TC_KEY_ID_BYTES];
	if (!tc_key_id_parse(base, id_length, id))
		return TUF_OK;
	name->key_id = tuf_arena_copy_text(arena, base, id_length);
	if (!name->key_id)
		return TUF_NO_MEMORY;
	size_t role_length = mark ? length - id_length - 1 : 0;
	if (role_length == 0)
		return TUF_OK;
	name->role = tuf_arena_copy_text(arena, mark + 1, role_length);
	return name->role ? TUF_OK : TUF_NO_MEMORY;
}

enum tuf_result tc_key_name_read(struct tuf_arena *arena, const char *below,
                                 struct tc_key_name *ret_name)
{
	struct tc_key_name name = {.key_id = NULL};
	const char *in_root_keys = below_folder(below, "root_keys");
	const char *in_tuf_keys = below_folder(below, "tuf_keys");
	const char *rest = in_root_keys ? in_root_keys : in_tuf_keys ? in_tuf_keys : below;
	const char *base = tc_path_base(rest);
	enum tuf_result result = read_base(arena, base, &name);
	if (result == TUF_OK && base > rest) {
		name.gun = tuf_arena_copy_text(arena, rest, (size_t)(base - rest - 1));
		result = name.gun ? TUF_OK : TUF_NO_MEMORY;
	}
	if (result != TUF_OK)
		return result;
	name.is_legacy = in_root_keys || in_tuf_keys;
	if (in_root_keys && !name.role)
		name.role = "root";
	*ret_name = name;
	return TUF_OK;
}

/* ---- records ---- */

static const char *first_of(const char *one, const char *other)
{
	return one ? one : other;
}

static enum tuf_result describe(const struct tc_custody *custody,
                                const struct tc_private_file *file, bool is_whole,
                                struct kept *ret_kept)
{
	struct tc_key_name name;
	enum tuf_result result = tc_key_name_read(custody->findings->arena, file->below, &name);
	if (result != TUF_OK)
		return result;
	const struct tc_key_facts *facts = &file->facts;
	struct kept kept = {.file = file};
	kept.is_key = file->status == TC_READ_OK ? facts->is_key
	                                         : file->has_mode && name.key_id != NULL;
	kept.record = (struct tufcheck_private_key){
		.path = file->path,
		.key_id = name.key_id,
		.role = name.is_legacy ? first_of(name.role, facts->role)
	                               : first_of(facts->role, name.role),
		.gun = name.is_legacy ? first_of(name.gun, facts->gun)
	                              : first_of(facts->gun, name.gun),
		.encrypted = facts->encrypted,
		.mode = file->mode,
	};
	if (tc_key_uses_find(custody->uses, name.key_id))
		kept.record.trusted = TUFCHECK_TRUTH_YES;
	else if (name.key_id && is_whole && custody->knows_all_uses)
		kept.record.trusted = TUFCHECK_TRUTH_NO;
	*ret_kept = kept;
	return TUF_OK;
}

/* ---- which of them were asked for ---- */

/* Arguments that are the same folder. */
struct group {
	const struct tc_argument *const *items;
	size_t count;
};

static bool is_whole(const struct group *group)
{
	for (size_t i = 0; i < group->count; i++)
		if (strcmp(group->items[i]->start, ".") == 0)
			return true;
	return false;
}

static bool is_at_or_below(const char *gun, const char *asked)
{
	size_t length = strlen(asked);
	return strncmp(gun, asked, length) == 0 && (gun[length] == '\0' || gun[length] == '/');
}

/* That private/ itself cannot be looked at concerns everybody who asks. */
static bool is_asked_for(const struct group *group, const struct kept *kept)
{
	if (is_whole(group) || kept->file->below[0] == '\0' ||
	    kept->record.trusted == TUFCHECK_TRUTH_YES)
		return true;
	for (size_t i = 0; kept->record.gun && i < group->count; i++)
		if (is_at_or_below(kept->record.gun, group->items[i]->start + strlen(TUF_BEGIN)))
			return true;
	return false;
}

/* ---- judging ---- */

static bool is_root_key(const struct tc_custody *custody, const struct tufcheck_private_key *key)
{
	const struct tc_trusted_key *use = tc_key_uses_find(custody->uses, key->key_id);
	return (use && use->is_root) || (key->role && strcmp(key->role, "root") == 0);
}

static enum tuf_result judge(const struct tc_custody *custody, const struct kept *kept)
{
	const struct tc_private_file *file = kept->file;
	const struct tufcheck_private_key *key = &kept->record;
	struct tc_finding_list *findings = custody->findings;
	enum tuf_result result = TUF_OK;
	if (file->status != TC_READ_OK)
		result = tc_custody_report_unchecked(findings, file);
	if (!kept->is_key)
		return file->status == TC_READ_OK ? tc_custody_report_no_key(findings, file) : result;
	if (result == TUF_OK && (file->facts.is_cut || file->facts.is_strange))
		result = tc_custody_report_strange(findings, file);
	if (result == TUF_OK && key->encrypted == TUFCHECK_TRUTH_NO)
		result = tc_custody_report_unencrypted(findings, key, file);
	if (result == TUF_OK && (file->is_exposed || file->replaceable))
		result = tc_custody_report_exposed(findings, key, file);
	if (result == TUF_OK && is_root_key(custody, key))
		result = tc_custody_report_root(findings, key);
	if (result == TUF_OK && key->trusted == TUFCHECK_TRUTH_NO)
		result = tc_custody_report_unused(findings, key);
	return result;
}

static int compare_kept(const void *left, const void *right)
{
	return strcmp(((const struct kept *)left)->file->path,
	              ((const struct kept *)right)->file->path);
}

/* Adds what was asked for of one private/ to list. */
static enum tuf_result examine_group(const struct tc_custody *custody, const struct group *group,
                                     struct kept_list *list)
{
	struct tuf_arena *arena = custody->findings->arena;
	struct tc_private_list files = {.first = NULL};
	enum tuf_result result = tc_trustdir_list_private(group->items[0], arena, &files);
	if (result != TUF_OK)
		return result;
	struct kept *items = tuf_arena_take_array(arena, list->count + files.count, sizeof(*items));
	if (!items)
		return TUF_NO_MEMORY;
	if (list->count)
		memcpy(items, list->items, list->count * sizeof(*items));
	size_t before = list->count;
	list->items = items;
	for (const struct tc_private_file *file = files.first; file; file = file->next) {
		struct kept *kept = &items[list->count];
		result = describe(custody, file, is_whole(group), kept);
		if (result != TUF_OK)
			return result;
		list->count += is_asked_for(group, kept);
	}
	if (list->count > before)
		qsort(items + before, list->count - before, sizeof(*items), compare_kept);
	for (size_t i = before; result == TUF_OK && i < list->count; i++)
		result = judge(custody, &items[i]);
	return result;
}

/* ---- the arguments ---- */

static int compare_arguments(const void *left, const void *right)
{
	const struct tc_argument *a = *(const struct tc_argument *const *)left;
	const struct tc_argument *b = *(const struct tc_argument *const *)right;
	int order = strcmp(a->resolved, b->resolved);
	return order != 0 ? order : strcmp(a->path, b->path);
}

/* Without a start an argument was given up for lack of memory. */
static bool is_root(const struct tc_argument *argument)
{
	return argument->is_trust_root && argument->start;
}

/* The arguments that are trust roots, the same ones side by side. */
static enum tuf_result gather_roots(const struct tc_custody *custody,
                                    const struct tc_argument ***ret_roots, size_t *ret_count)
{
	size_t count = 0;
	const struct tc_argument *first = custody->trustdir->arguments;
	for (const struct tc_argument *argument = first; argument; argument = argument->next)
		count += is_root(argument);
	const struct tc_argument **roots =
		tuf_arena_take_array(custody->findings->arena, count, sizeof(*roots));
	if (!roots)
		return TUF_NO_MEMORY;
	size_t n = 0;
	for (const struct tc_argument *argument = first; argument; argument = argument->next)
		if (is_root(argument))
			roots[n++] = argument;
	if (n)
		qsort(roots, n, sizeof(*roots), compare_arguments);
	*ret_roots = roots;
	*ret_count = n;
	return TUF_OK;
}

enum tuf_result tc_custody_examine(const struct tc_custody *custody,
                                   const struct tufcheck_private_key **ret_keys, size_t *ret_count)
{
	const struct tc_argument **roots;
	size_t root_count;
	enum tuf_result result = gather_roots(custody, &roots, &root_count);
	struct kept_list list = {.items = NULL};
	for (size_t start = 0, end; result == TUF_OK && start < root_count; start = end) {
		for (end = start + 1; end < root_count; end++)
			if (strcmp(roots[start]->resolved, roots[end]->resolved) != 0)
				break;
		const struct group group = {.items = roots + start, .count = end - start};
		result = examine_group(custody, &group, &list);
	}
	if (result != TUF_OK)
		return result;
	struct tufcheck_private_key *keys =
		tuf_arena_take_array(custody->findings->arena, list.count, sizeof(*keys));
	if (!keys)
		return TUF_NO_MEMORY;
	size_t count = 0;
	for (size_t i = 0; i < list.count; i++)
		if (list.items[i].is_key)
			keys[count++] = list.items[i].record;
	*ret_keys = keys;
	*ret_count = count;
	return TUF_OK;
}
