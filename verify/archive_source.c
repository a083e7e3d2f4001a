/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/archive_source.h"

#include <string.h>

#include "tuf/limits.h"
#include "verify/root_list.h"
#include "verify/trustdir_archive.h"

static enum tuf_result source_read(void *context, const char *file, size_t limit,
                                   struct tc_read *ret_read)
{
	const struct tc_trustdir_source *source = context;
	struct tuf_arena scratch = TUF_ARENA_INIT;
	const char *path = tc_trustdir_locate(&scratch, source->place, file);
	enum tuf_result result = path ? TUF_OK : TUF_NO_MEMORY;
	if (path)
		result = tc_archive_read_file(source->place->argument->archive, path, limit,
		                              ret_read);
	tuf_arena_clear(&scratch);
	if (result == TUF_OK)
		result = tc_trustdir_note_input(source, file, ret_read);
	return result;
}

/* By their names alone, as on disk: a folder of such a name is one that cannot be read. */
static enum tuf_result source_list_roots(void *context, const struct tc_root_file **ret_files,
                                         size_t *ret_count, int *ret_error)
{
	const struct tc_trustdir_source *source = context;
	struct tc_root_list list = {.arena = source->arena};
	const char *last = "";
	size_t last_length = 0;
	const struct tc_member_range range =
		tc_archive_get_below(source->place->argument->archive, source->place->metadata);
	for (size_t i = 0; i < range.count && list.count <= TUF_MAX_ROOT_FILES; i++) {
		const char *name = range.first[i].path + range.skip;
		size_t length = strcspn(name, "/");
		/* what stands below one folder stands side by side */
		if (length == last_length && memcmp(name, last, length) == 0)
			continue;
		last = name;
		last_length = length;
		const char *copy = tuf_arena_copy_text(source->arena, name, length);
		enum tuf_result result = copy ? tc_root_list_add(&list, copy) : TUF_NO_MEMORY;
		if (result != TUF_OK)
			return result;
	}
	tc_root_list_sort(&list);
	*ret_files = list.files;
	*ret_count = list.count;
	*ret_error = 0;
	return TUF_OK;
}

static enum tuf_result source_list_files(void *context, const char *folder,
                                         struct tc_file_listing *ret_listing)
{
	const struct tc_trustdir_source *source = context;
	const struct tc_archive *archive = source->place->argument->archive;
	const char *start = tc_trustdir_locate(source->arena, source->place, folder);
	if (!start)
		return TUF_NO_MEMORY;
	const struct tc_member_range range = tc_archive_get_below(archive, start);
	size_t room = range.count < TUF_MAX_LISTED_FILES ? range.count : TUF_MAX_LISTED_FILES;
	struct tc_listed_file *files =
		tuf_arena_take_array(source->arena, room, sizeof(*files));
	if (!files)
		return TUF_NO_MEMORY;
	struct tc_file_listing listing = {.items = files};
	for (size_t i = 0; i < range.count && !listing.is_cut; i++) {
		const struct tc_member *member = &range.first[i];
		if (member->kind == TC_MEMBER_FOLDER)
			continue;
		listing.is_cut = listing.count == room;
		if (!listing.is_cut)
			files[listing.count++] = (struct tc_listed_file){
				.name = member->path + range.skip,
				.is_regular = member->kind == TC_MEMBER_FILE};
	}
	*ret_listing = listing;
	return TUF_OK;
}

/* An archive has no links: what has another name is another file. */
static int source_identify(void *context, const char *file, struct tc_file_id *ret_id)
{
	(void)context;
	(void)file;
	*ret_id = (struct tc_file_id){.inode = 0};
	return 0;
}

struct tc_source tc_archive_make_source(struct tc_trustdir_source *context)
{
	return (struct tc_source){
		.context = context,
		.read = source_read,
		.list_roots = source_list_roots,
		.list_files = source_list_files,
		.identify = source_identify};
}
