/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The manifest of an archive (archive.h): what cli/evidence_manifest.c writes
 * and docs/evidence.md describes.
 */
#include "verify/archive.h"

#include <inttypes.h>
#include <string.h>

#include "tuf/codec.h"
#include "tuf/json.h"

#define SCHEMA_VERSION 1

struct manifest_reader {
	struct tuf_reader reader;
	struct tc_archive *archive;
	struct tc_archive_problem *problem;
};

static enum tuf_result refuse(const struct manifest_reader *reader, const char *member,
                              const char *expected, const char *actual)
{
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	*reader->problem = (struct tc_archive_problem){
		.member = member, .refusal = {.expected = expected, .actual = actual}};
	return TUF_INVALID;
}

/* What the manifest says of a file that is there. */
static enum tuf_result compare(const struct manifest_reader *reader, const struct tc_member *member,
                               const char *sha256, int64_t length)
{
	struct tuf_arena *arena = reader->reader.arena;
	const char *found = tuf_hex_encode(arena, member->sha256, sizeof(member->sha256));
	if (!found)
		return TUF_NO_MEMORY;
	if (length < 0 || (uint64_t)length != member->length)
		return refuse(reader, member->path,
		              tuf_arena_format(arena, "%" PRId64 " bytes, by the manifest", length),
		              tuf_arena_format(arena, "%" PRIu64 " bytes", member->length));
	if (strcmp(found, sha256) != 0)
		return refuse(reader, member->path,
		              tuf_arena_format(arena, "sha256 %s, by the manifest", sha256),
		              tuf_arena_format(arena, "sha256 %s", found));
	return TUF_OK;
}

static enum tuf_result read_file(const struct manifest_reader *reader, const struct tuf_node *node,
                                 const char *previous, const char **ret_path)
{
	const struct tuf_node path_node = tuf_node_member(node, "path");
	const struct tuf_node sha256_node = tuf_node_member(node, "sha256");
	const struct tuf_node length_node = tuf_node_member(node, "length");
	const struct tuf_node kind_node = tuf_node_member(node, "kind");
	const char *path, *sha256, *kind;
	int64_t length;
	enum tuf_result result = tuf_node_get_text(&reader->reader, &path_node, &path);
	if (result == TUF_OK)
		result = tuf_node_get_text(&reader->reader, &sha256_node, &sha256);
	if (result == TUF_OK)
		result = tuf_node_get_text(&reader->reader, &kind_node, &kind);
	if (result == TUF_OK)
		result = tuf_node_get_integer(&reader->reader, &length_node, &length);
	if (result != TUF_OK)
		return result;
	if (strcmp(previous, path) >= 0)
		return tuf_node_refuse(&reader->reader, &path_node, TUF_FAULT_FIELD_TYPE,
		                       "paths in their order, each once", "another order");
	const struct tc_member *member = tc_archive_find(reader->archive, path);
	if (!member || member->kind != TC_MEMBER_FILE) {
		const char *copy = tuf_arena_copy_text(reader->reader.arena, path, strlen(path));
		return copy ? refuse(reader, copy, "a file, by the manifest", "none")
		            : TUF_NO_MEMORY;
	}
	reader->archive->facts.input_count += strcmp(kind, "input") == 0;
	*ret_path = path;
	return compare(reader, member, sha256, length);
}

/* Each of the manifest's files is in the archive, so it is enough to count those. */
static enum tuf_result find_unlisted(const struct manifest_reader *reader,
                                     const struct tuf_node *files)
{
	const struct tc_archive *archive = reader->archive;
	size_t next = 0;
	for (size_t i = 0; i < archive->count; i++) {
		const struct tc_member *member = &archive->members[i];
		if (member->kind != TC_MEMBER_FILE || strcmp(member->path, TC_MANIFEST) == 0)
			continue;
		const struct tuf_node file = tuf_node_element(files, next);
		const struct tuf_node node = tuf_node_member(&file, "path");
		const char *path = "";
		if (next < tuf_node_count(files) &&
		    tuf_node_get_text(&reader->reader, &node, &path) == TUF_NO_MEMORY)
			return TUF_NO_MEMORY;
		if (strcmp(path, member->path) != 0)
			return refuse(reader, member->path, "a file of the manifest",
			              "one that the manifest does not have");
		next++;
	}
	return TUF_OK;
}

static enum tuf_result read_files(const struct manifest_reader *reader, const struct tuf_node *files)
{
	enum tuf_result result = tuf_node_expect_array(&reader->reader, files);
	const char *previous = "";
	for (size_t i = 0; result == TUF_OK && i < tuf_node_count(files); i++) {
		const struct tuf_node file = tuf_node_element(files, i);
		result = tuf_node_expect_map(&reader->reader, &file);
		if (result == TUF_OK)
			result = read_file(reader, &file, previous, &previous);
	}
	return result == TUF_OK ? find_unlisted(reader, files) : result;
}

/*
 * A name without contents: what stood beside the files that were read, or could not be. With a
 * slash at its end it is that of a repository's folder.
 */
static enum tuf_result read_name(const struct manifest_reader *reader, const struct tuf_node *entry)
{
	struct tuf_arena *arena = reader->reader.arena;
	const struct tuf_node node = tuf_node_member(entry, "path");
	const char *text;
	struct tc_refusal ignored;
	struct tc_member member = {.kind = TC_MEMBER_NAME};
	enum tuf_result result = tuf_node_expect_map(&reader->reader, entry);
	if (result == TUF_OK)
		result = tuf_node_get_text(&reader->reader, &node, &text);
	if (result != TUF_OK)
		return result;
	reader->archive->facts.name_count++;
	size_t length = strlen(text);
	member.is_closed = length > 0 && text[length - 1] == '/';
	if (member.is_closed)
		member.kind = TC_MEMBER_FOLDER;
	result = tc_tar_path_read(arena, text, member.is_closed ? TC_TAR_FOLDER : TC_TAR_FILE,
	                          &member.path, &ignored);
	if (result != TUF_OK) /* what could not be a path here is nothing that could be asked for */
		return result == TUF_INVALID ? TUF_OK : result;
	if (reader->archive->count >= TUF_MAX_ARCHIVE_MEMBERS)
		return refuse(reader, NULL, "fewer files and names", "more than the limit");
	return tc_archive_add(arena, reader->archive, &member);
}

static enum tuf_result read_names(const struct manifest_reader *reader,
                                  const struct tuf_node *entries)
{
	enum tuf_result result = tuf_node_expect_array(&reader->reader, entries);
	for (size_t i = 0; result == TUF_OK && i < tuf_node_count(entries); i++) {
		const struct tuf_node entry = tuf_node_element(entries, i);
		result = read_name(reader, &entry);
	}
	return result == TUF_OK
	               ? tc_archive_sort(reader->reader.arena, reader->archive, reader->problem)
	               : result;
}

static enum tuf_result read_document(const struct manifest_reader *reader, const json_t *document)
{
	static const char *const fields[] = {"schemaVersion", "evaluatedAt", "files",
	                                     "notArchived", NULL};
	const struct tuf_node top = tuf_node_top(document);
	const struct tuf_node version_node = tuf_node_member(&top, "schemaVersion");
	const struct tuf_node at_node = tuf_node_member(&top, "evaluatedAt");
	const struct tuf_node files = tuf_node_member(&top, "files");
	const struct tuf_node names = tuf_node_member(&top, "notArchived");
	int64_t version;
	const char *at;
	enum tuf_result result = tuf_node_expect_fields(&reader->reader, &top, true, fields);
	if (result == TUF_OK)
		result = tuf_node_get_integer(&reader->reader, &version_node, &version);
	if (result == TUF_OK && version != SCHEMA_VERSION)
		return tuf_node_refuse_value(&reader->reader, &version_node, TUF_FAULT_VERSION,
		                             "1, the version that is known");
	if (result == TUF_OK)
		result = tuf_node_get_text(&reader->reader, &at_node, &at);
	if (result == TUF_OK)
		result = read_files(reader, &files);
	if (result == TUF_OK)
		result = read_names(reader, &names);
	if (result != TUF_OK)
		return result;
	reader->archive->facts.evaluated_at = tuf_arena_copy_text(reader->reader.arena, at, strlen(at));
	return reader->archive->facts.evaluated_at ? TUF_OK : TUF_NO_MEMORY;
}

enum tuf_result tc_archive_read_manifest(struct tuf_arena *arena, struct tc_archive *archive,
                                         const void *bytes, size_t length,
                                         struct tc_archive_problem *ret_problem)
{
	struct tuf_fault fault = {.kind = TUF_FAULT_NONE};
	struct tc_archive_problem problem = {.member = TC_MANIFEST};
	const struct manifest_reader reader = {.reader = {.arena = arena, .fault = &fault},
	                                       .archive = archive,
	                                       .problem = &problem};
	json_t *document = NULL;
	enum tuf_result result = tuf_json_load(&reader.reader, bytes, length, &document);
	if (result == TUF_OK)
		result = read_document(&reader, document);
	json_decref(document);
	if (result == TUF_OK) {
		archive->facts.has_manifest = true;
		return TUF_OK;
	}
	if (result == TUF_INVALID && fault.kind != TUF_FAULT_NONE) {
		problem.refusal.expected =
			fault.expected ? fault.expected : "a manifest that can be read";
		problem.refusal.actual = tuf_arena_format(arena, "%s at %s",
		                                          fault.actual ? fault.actual : "other bytes",
		                                          fault.pointer ? fault.pointer : "its top");
		if (!problem.refusal.actual)
			return TUF_NO_MEMORY;
	}
	*ret_problem = problem;
	return result;
}
