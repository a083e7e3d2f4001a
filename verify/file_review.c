/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/file_review.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"
#include "verify/path.h"

#define METADATA "."
#define SUFFIX ".json"

static int compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static int compare_ids(const void *left, const void *right)
{
	const struct tc_file_id *a = left;
	const struct tc_file_id *b = right;
	if (a->device != b->device)
		return a->device < b->device ? -1 : 1;
	return a->inode < b->inode ? -1 : a->inode > b->inode;
}

static int compare_roles(const void *left, const void *right)
{
	const struct tc_role_evidence *a = *(const struct tc_role_evidence *const *)left;
	const struct tc_role_evidence *b = *(const struct tc_role_evidence *const *)right;
	return strcmp(a->name, b->name);
}

/* What is referred to, each list sorted. */
struct references {
	const struct tc_role_evidence **roles; /* that were reached, read or not */
	size_t role_count;
	const char **roots; /* names of older roots */
	size_t root_count;
	struct tc_file_id *ids; /* of files that were read, under whatever name; NULL: not yet asked for */
	size_t id_count;
	int ids_error; /* errno, when not all of them are known; else 0 */
	const struct tuf_file_list *listed; /* by the snapshot */
};

/* ---- what is referred to ---- */

static enum tuf_result gather_roles(const struct tc_evidence *evidence,
                                    struct references *references)
{
	references->roles = tuf_arena_take_array(evidence->arena, evidence->role_count,
	                                         sizeof(*references->roles));
	if (!references->roles)
		return TUF_NO_MEMORY;
	for (const struct tc_role_evidence *role = evidence->roles; role; role = role->next)
		references->roles[references->role_count++] = role;
	qsort(references->roles, references->role_count, sizeof(*references->roles), compare_roles);
	return TUF_OK;
}

/* Where it cannot be known which roots there are, of no file can it be said that it is none. */
static enum tuf_result gather_roots(const struct tc_review *review, struct tc_file_listing *listing,
                                    struct references *references)
{
	const struct tc_root_file *files = NULL;
	size_t count = 0;
	int error;
	enum tuf_result result =
		review->source->list_roots(review->source->context, &files, &count, &error);
	if (result != TUF_OK)
		return result;
	if (error != 0) {
		listing->error = error;
		listing->closed = ".";
		listing->count = 0;
	}
	references->roots =
		tuf_arena_take_array(review->evidence->arena, count, sizeof(*references->roots));
	if (!references->roots)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < count; i++)
		references->roots[references->root_count++] = files[i].file;
	qsort(references->roots, references->root_count, sizeof(*references->roots), compare_texts);
	return TUF_OK;
}

static bool is_old_root(const struct references *references, const char *name)
{
	return references->root_count > 0 &&
	       bsearch(&name, references->roots, references->root_count, sizeof(name),
	               compare_texts);
}

static void add_id(struct references *references, struct tc_file_id id)
{
	if (id.inode != 0)
		references->ids[references->id_count++] = id;
}

static enum tuf_result gather_ids(const struct tc_review *review, struct references *references)
{
	const struct tc_source *source = review->source;
	references->ids = tuf_arena_take_array(review->evidence->arena,
	                                       references->role_count + references->root_count,
	                                       sizeof(*references->ids));
	if (!references->ids)
		return TUF_NO_MEMORY;
	const struct tc_role_evidence *role = review->evidence->roles;
	for (; role; role = role->next)
		add_id(references, role->content.id);
	for (size_t i = 0; i < references->root_count && references->ids_error == 0; i++) {
		struct tc_file_id id = {.inode = 0};
		references->ids_error =
			source->identify(source->context, references->roots[i], &id);
		add_id(references, id);
	}
	qsort(references->ids, references->id_count, sizeof(*references->ids), compare_ids);
	return TUF_OK;
}

/* ---- whether a file is ---- */

static const struct tc_role_evidence *find_role(const struct references *references,
                                                const char *name)
{
	const struct tc_role_evidence wanted = {.name = name};
	const struct tc_role_evidence *key = &wanted;
	const struct tc_role_evidence **found =
		bsearch(&key, references->roles, references->role_count, sizeof(*references->roles),
	                compare_roles);
	return found ? *found : NULL;
}

/*
 * A role's file may be a link to one that has another name: that one is read,
 * too. *ret_error: errno when that is not known, else 0.
 */
static enum tuf_result is_read(const struct tc_review *review, struct references *references,
                               const char *file, bool *ret_is_read, int *ret_error)
{
	const struct tc_source *source = review->source;
	enum tuf_result result = references->ids ? TUF_OK : gather_ids(review, references);
	if (result != TUF_OK)
		return result;
	struct tc_file_id id = {.inode = 0};
	*ret_error = references->ids_error;
	if (*ret_error == 0)
		*ret_error = source->identify(source->context, file, &id);
	*ret_is_read = references->id_count > 0 &&
	               bsearch(&id, references->ids, references->id_count, sizeof(id), compare_ids);
	return TUF_OK;
}

/* The role that the file's name makes it one of; *ret_name is NULL when it makes none. */
static enum tuf_result name_role(struct tuf_arena *arena, const char *file, const char **ret_name)
{
	size_t length = strlen(file);
	size_t suffix = sizeof(SUFFIX) - 1;
	*ret_name = NULL;
	if (length <= suffix || strcmp(file + length - suffix, SUFFIX) != 0)
		return TUF_OK;
	*ret_name = tuf_arena_copy_text(arena, file, length - suffix);
	return *ret_name ? TUF_OK : TUF_NO_MEMORY;
}

/* Whether clients come to the delegations of the nearest role above name that was reached. */
static enum tuf_result is_above_walked(struct tuf_arena *arena, const struct references *references,
                                       const char *name, bool *ret_is_walked)
{
	char *above = tuf_arena_copy_text(arena, name, strlen(name));
	if (!above)
		return TUF_NO_MEMORY;
	*ret_is_walked = true;
	for (char *slash = strrchr(above, '/'); slash; slash = strrchr(above, '/')) {
		*slash = '\0';
		const struct tc_role_evidence *role = find_role(references, above);
		if (!role)
			continue;
		/* of targets also when it is expired: the report says what would be */
		*ret_is_walked = role->status == TUFCHECK_ROLE_VALID ||
		                 (role->depth == 0 && tc_evidence_is_sound(role));
		break;
	}
	return TUF_OK;
}

/* Says why no client reads a file of that name; NULL when one does, or would if all above it held. */
static enum tuf_result find_reason(const struct tc_review *review,
                                   const struct references *references,
                                   const struct tc_listed_file *file, const char **ret_reason)
{
	*ret_reason = NULL;
	if (is_old_root(references, file->name))
		return TUF_OK;
	struct tuf_arena *arena = review->evidence->arena;
	const char *name;
	enum tuf_result result = name_role(arena, file->name, &name);
	if (result != TUF_OK)
		return result;
	*ret_reason = "its name is not that of a role's file";
	if (!name)
		return TUF_OK;
	const struct tc_role_evidence *role = find_role(references, name);
	if (role && role->status != TUFCHECK_ROLE_UNPUBLISHED) {
		*ret_reason = NULL;
		return TUF_OK;
	}
	*ret_reason = "the snapshot does not list it";
	if (!tuf_file_meta_is_known(tuf_file_list_find(references->listed, name)))
		return TUF_OK;
	bool is_walked = false;
	result = is_above_walked(arena, references, name, &is_walked);
	*ret_reason = is_walked ? "the snapshot lists it, but no role delegates to it" : NULL;
	return result;
}

/* ---- findings ---- */

static enum tuf_result report_file(const struct tc_review *review,
                                   const struct tc_listed_file *file, const char *reason)
{
	const struct tc_finding_place place = {
		.file = file->name, .expected = "a file that is signed for", .actual = reason};
	return tc_finding_add(&review->evidence->findings, TC_FILE_UNREFERENCED, &place,
	                      "%s is read by no client: %s", file->name, reason);
}

/* What stands in the way of listing a folder. */
static const char *describe_error(int error)
{
	if (error == EXDEV || error == ELOOP)
		return "a symbolic link that leads out of the argument";
	return strerrordesc_np(error);
}

enum tuf_result tc_file_review_listing(const struct tc_review *review, const char *folder,
                                       const struct tc_file_listing *listing)
{
	struct tuf_arena *arena = review->evidence->arena;
	struct tc_finding_place place = {.expected = "a folder that can be listed"};
	if (listing->error != 0) {
		place.file = tc_path_join(arena, folder, listing->closed);
		place.actual = tuf_arena_format(arena, "%s", describe_error(listing->error));
		if (!place.file || !place.actual)
			return TUF_NO_MEMORY;
		return tc_finding_add(&review->evidence->findings, TC_FILES_NOT_LISTED, &place,
		                      "%s: not all files were looked for: expected %s, found: %s",
		                      place.file, place.expected, place.actual);
	}
	if (!listing->is_cut)
		return TUF_OK;
	place.file = folder;
	place.expected = tuf_arena_format(arena, "at most %zu files", TUF_MAX_LISTED_FILES);
	place.actual = "more, or folders deeper than any role";
	if (!place.expected)
		return TUF_NO_MEMORY;
	return tc_finding_add(&review->evidence->findings, TC_FILES_NOT_LISTED, &place,
	                      "%s: not all files were looked for: expected %s, found %s", folder,
	                      place.expected, place.actual);
}

/* *ret_error: errno when it is not known which file it is; then nothing is said of it. */
static enum tuf_result review_file(struct tc_series *series, struct references *references,
                                   const struct tc_listed_file *file, int *ret_error)
{
	const char *reason;
	bool has_other_name;
	*ret_error = 0;
	enum tuf_result result = find_reason(series->review, references, file, &reason);
	if (result != TUF_OK || !reason)
		return result;
	result = is_read(series->review, references, file->name, &has_other_name, ret_error);
	if (result != TUF_OK || *ret_error != 0 || has_other_name || !tc_series_admits(series))
		return result;
	return report_file(series->review, file, reason);
}

static enum tuf_result review_files(const struct tc_review *review, struct references *references,
                                    struct tc_file_listing *listing)
{
	struct tc_series series = {.review = review, .kind = TC_FILE_UNREFERENCED};
	for (size_t i = 0; i < listing->count; i++) {
		int error;
		enum tuf_result result =
			review_file(&series, references, &listing->items[i], &error);
		if (result != TUF_OK)
			return result;
		if (error != 0 && listing->error == 0) {
			listing->error = error;
			listing->closed = listing->items[i].name;
		}
	}
	return tc_series_finish(&series);
}

enum tuf_result tc_file_review(const struct tc_review *review)
{
	const struct tc_evidence *evidence = review->evidence;
	const struct tc_role_evidence *snapshot = tc_evidence_find_top(evidence, "snapshot");
	if (!snapshot || !tc_evidence_is_sound(snapshot))
		return TUF_OK;
	struct tc_file_listing listing;
	enum tuf_result result =
		review->source->list_files(review->source->context, METADATA, &listing);
	struct references references = {.listed = &evidence->snapshot.files};
	if (result == TUF_OK)
		result = gather_roles(evidence, &references);
	if (result == TUF_OK)
		result = gather_roots(review, &listing, &references);
	if (result == TUF_OK)
		result = review_files(review, &references, &listing);
	if (result != TUF_OK)
		return result;
	return tc_file_review_listing(review, METADATA, &listing);
}
