/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/trustdir_archive.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/beneath.h"
#include "verify/key_scan.h"
#include "verify/path.h"

#define CHUNK ((size_t)1 << 16)

/* The archive while it is read from its beginning to its end. */
struct passage {
	struct tuf_arena *arena;
	struct tc_archive *archive;
	struct tc_archive_problem *problem;
	struct tuf_digester *digester;
	unsigned char *chunk; /* of CHUNK bytes */
	uint64_t size;        /* of the whole */
	uint64_t offset;      /* of what comes next */
	const char *long_path; /* that an extended header has said; NULL: none has */
};

/* ---- bytes ---- */

/* Returns 0, or errno; less than was asked for is ENODATA: the file has become shorter. */
static int read_at(int descriptor, void *bytes, size_t length, uint64_t offset)
{
	unsigned char *at = bytes;
	while (length > 0) {
		ssize_t taken = pread(descriptor, at, length, (off_t)offset);
		if (taken < 0 && errno == EINTR)
			continue;
		if (taken < 0)
			return errno;
		if (taken == 0)
			return ENODATA;
		at += taken;
		offset += (uint64_t)taken;
		length -= (size_t)taken;
	}
	return 0;
}

static enum tuf_result refuse(const struct passage *passage, const char *member,
                              const char *expected, const char *actual)
{
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	*passage->problem = (struct tc_archive_problem){
		.member = member, .refusal = {.expected = expected, .actual = actual}};
	return TUF_INVALID;
}

/* Takes the next length bytes, which are there. */
static enum tuf_result take(struct passage *passage, void *bytes, size_t length)
{
	int error = read_at(passage->archive->descriptor, bytes, length, passage->offset);
	if (error != 0) {
		*passage->problem = (struct tc_archive_problem){.error = error};
		return TUF_INVALID;
	}
	passage->offset += length;
	return TUF_OK;
}

static uint64_t pad(uint64_t length)
{
	return (TC_TAR_BLOCK - length % TC_TAR_BLOCK) % TC_TAR_BLOCK;
}

/* Whether the archive goes on for length bytes and what fills their last block. */
static bool has_room(const struct passage *passage, uint64_t length)
{
	uint64_t rest = passage->size - passage->offset;
	return length <= rest && pad(length) <= rest - length;
}

/* What fills a block says nothing. */
static enum tuf_result take_padding(struct passage *passage, uint64_t length, const char *member)
{
	unsigned char bytes[TC_TAR_BLOCK];
	enum tuf_result result = take(passage, bytes, (size_t)pad(length));
	if (result == TUF_OK && !tc_tar_is_empty(bytes, (size_t)pad(length)))
		return refuse(passage, member, "zeros to the end of a block", "other bytes");
	return result;
}

/* ---- entries ---- */

/* Private keys lie in a private/ beside a tuf/, and have names of their own. */
static bool is_named_as_key(const char *path)
{
	static const char extension[] = ".key";
	size_t length = strlen(path);
	size_t suffix = sizeof(extension) - 1;
	if (length > suffix && strcmp(path + length - suffix, extension) == 0)
		return true;
	for (const char *element = path; element; element = strchr(element, '/')) {
		element += *element == '/';
		if (strncmp(element, "tuf/", 4) == 0 || strncmp(element, "metadata/", 9) == 0)
			return false;
		if (strncmp(element, "private/", 8) == 0 || strcmp(element, "private") == 0)
			return true;
	}
	return false;
}

static enum tuf_result refuse_key(const struct passage *passage, const char *member)
{
	return refuse(passage, member, "no private keys", "one, so nothing is read");
}

static enum tuf_result digest_contents(struct passage *passage, struct tc_member *member)
{
	struct tc_key_scan scan = {.length = 0};
	for (uint64_t rest = member->length; rest > 0;) {
		size_t part = rest < CHUNK ? (size_t)rest : CHUNK;
		enum tuf_result result = take(passage, passage->chunk, part);
		if (result == TUF_OK)
			result = tuf_digester_add(passage->digester, passage->chunk, part);
		if (result != TUF_OK)
			return result;
		tc_key_scan_add(&scan, passage->chunk, part);
		rest -= part;
	}
	if (tc_key_scan_finish(&scan))
		return refuse_key(passage, member->path);
	return tuf_digester_finish(passage->digester, member->sha256);
}

static enum tuf_result take_extension(struct passage *passage, const struct tc_tar_header *header)
{
	char bytes[TC_TAR_MAX_EXTENSION];
	if (passage->long_path)
		return refuse(passage, passage->long_path, "one extended header", "another one");
	if (header->size > sizeof(bytes))
		return refuse(passage, header->path, "a path within the limit", "a longer one");
	enum tuf_result result = take(passage, bytes, (size_t)header->size);
	if (result == TUF_OK)
		result = take_padding(passage, header->size, header->path);
	if (result != TUF_OK)
		return result;
	struct tc_refusal refusal;
	result = tc_tar_extension_read(passage->arena, bytes, (size_t)header->size,
	                               &passage->long_path, &refusal);
	if (result == TUF_INVALID)
		return refuse(passage, header->path, refusal.expected, refusal.actual);
	return result;
}

static enum tuf_result take_member(struct passage *passage, const struct tc_tar_header *header)
{
	const char *path = passage->long_path ? passage->long_path : header->path;
	struct tc_refusal refusal;
	struct tc_member member = {
		.kind = header->type == TC_TAR_FOLDER ? TC_MEMBER_FOLDER : TC_MEMBER_FILE,
		.offset = passage->offset,
		.length = header->size};
	passage->long_path = NULL;
	enum tuf_result result =
		tc_tar_path_read(passage->arena, path, header->type, &member.path, &refusal);
	if (result == TUF_INVALID)
		return refuse(passage, path, refusal.expected, refusal.actual);
	if (result != TUF_OK)
		return result;
	if (is_named_as_key(member.path))
		return refuse_key(passage, member.path);
	if (passage->archive->count == TUF_MAX_ARCHIVE_MEMBERS)
		return refuse(passage, member.path,
		              tuf_arena_format(passage->arena, "at most %zu entries",
		                               TUF_MAX_ARCHIVE_MEMBERS),
		              "more");
	result = digest_contents(passage, &member);
	if (result == TUF_OK)
		result = take_padding(passage, member.length, member.path);
	if (result == TUF_OK)
		result = tc_archive_add(passage->arena, passage->archive, &member);
	return result;
}

static enum tuf_result take_entry(struct passage *passage,
                                  const unsigned char block[TC_TAR_BLOCK])
{
	struct tc_tar_header header = {.path = NULL};
	struct tc_refusal refusal;
	enum tuf_result result = tc_tar_header_read(passage->arena, block, &header, &refusal);
	if (result == TUF_INVALID)
		return refuse(passage, header.path, refusal.expected, refusal.actual);
	if (result != TUF_OK)
		return result;
	if (!has_room(passage, header.size))
		return refuse(passage, header.path,
		              tuf_arena_format(passage->arena, "%" PRIu64 " bytes", header.size),
		              "the end of the archive before that");
	return header.type == TC_TAR_EXTENSION ? take_extension(passage, &header)
	                                       : take_member(passage, &header);
}

/* ---- the whole ---- */

/* After the first block of zeros: another one, and nothing else to the end of the file. */
static enum tuf_result take_end(struct passage *passage)
{
	if (passage->size - passage->offset < TC_TAR_BLOCK)
		return refuse(passage, NULL, "two blocks of zeros at the end", "one");
	if (passage->long_path)
		return refuse(passage, passage->long_path, "an entry of that path",
		              "the end of the archive");
	while (passage->offset < passage->size) {
		uint64_t rest = passage->size - passage->offset;
		size_t part = rest < CHUNK ? (size_t)rest : CHUNK;
		enum tuf_result result = take(passage, passage->chunk, part);
		if (result != TUF_OK)
			return result;
		if (!tc_tar_is_empty(passage->chunk, part))
			return refuse(passage, NULL, "nothing behind the end", "other bytes");
	}
	return TUF_OK;
}

static enum tuf_result take_all(struct passage *passage)
{
	unsigned char block[TC_TAR_BLOCK];
	for (;;) {
		if (passage->size - passage->offset < TC_TAR_BLOCK)
			return refuse(passage, NULL, "two blocks of zeros at the end",
			              "the end of the file");
		enum tuf_result result = take(passage, block, sizeof(block));
		if (result != TUF_OK)
			return result;
		if (tc_tar_is_empty(block, sizeof(block)))
			return take_end(passage);
		result = take_entry(passage, block);
		if (result != TUF_OK)
			return result;
	}
}

static enum tuf_result read_manifest(struct passage *passage)
{
	struct tc_read read = {.status = TC_READ_INVALID};
	const struct tc_member *manifest = tc_archive_find(passage->archive, TC_MANIFEST);
	if (!manifest || manifest->kind != TC_MEMBER_FILE)
		return TUF_OK;
	enum tuf_result result = tc_archive_read_file(passage->archive, TC_MANIFEST,
	                                              TUF_MAX_MANIFEST_BYTES, &read);
	if (result != TUF_OK)
		return result;
	if (read.status == TC_READ_OK)
		result = tc_archive_read_manifest(passage->arena, passage->archive, read.bytes,
		                                  read.length, passage->problem);
	else
		result = refuse(passage, TC_MANIFEST, "a manifest that can be read",
		                read.status == TC_READ_TOO_LARGE ? "one over the limit"
		                                                 : "one that has changed");
	free(read.bytes);
	return result;
}

static enum tuf_result pass(struct passage *passage)
{
	struct stat status;
	if (fstat(passage->archive->descriptor, &status) != 0) {
		*passage->problem = (struct tc_archive_problem){.error = errno};
		return TUF_INVALID;
	}
	passage->size = (uint64_t)status.st_size;
	if (passage->size > TUF_MAX_ARCHIVE_BYTES)
		return refuse(passage, NULL,
		              tuf_arena_format(passage->arena, "at most %zu bytes",
		                               TUF_MAX_ARCHIVE_BYTES),
		              "more");
	enum tuf_result result = take_all(passage);
	if (result == TUF_OK)
		result = tc_archive_sort(passage->arena, passage->archive, passage->problem);
	return result == TUF_OK ? read_manifest(passage) : result;
}

enum tuf_result tc_archive_read(struct tuf_arena *arena, int descriptor, const char *path,
                                struct tc_archive **ret_archive,
                                struct tc_archive_problem *ret_problem)
{
	struct tc_archive *archive = tuf_arena_take(arena, sizeof(*archive));
	if (!archive)
		return TUF_NO_MEMORY;
	*archive = (struct tc_archive){.descriptor = descriptor, .facts = {.path = path}};
	struct passage passage = {.arena = arena,
	                          .archive = archive,
	                          .problem = ret_problem,
	                          .digester = tuf_digester_new(TUF_DIGEST_SHA256),
	                          .chunk = malloc(CHUNK)};
	enum tuf_result result =
		passage.digester && passage.chunk ? pass(&passage) : TUF_NO_MEMORY;
	free(passage.chunk);
	tuf_digester_free(passage.digester);
	if (result == TUF_OK)
		*ret_archive = archive;
	return result;
}

static bool is_regular(int descriptor)
{
	struct stat status;
	return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

/* Looks before it opens: a FIFO or device is not touched. */
static int open_regular(const char *path)
{
	int found = tc_open_at(AT_FDCWD, path, O_PATH);
	if (found < 0)
		return -1;
	bool may_open = is_regular(found);
	close(found);
	if (!may_open) {
		errno = 0;
		return -1;
	}
	return tc_open_at(AT_FDCWD, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
}

enum tuf_result tc_archive_open(const char *path, int *ret_descriptor, int *ret_error)
{
	int descriptor = open_regular(path);
	int error = descriptor < 0 ? errno : 0;
	bool is_archive = false;
	if (descriptor >= 0 && is_regular(descriptor)) {
		unsigned char block[TC_TAR_BLOCK];
		error = read_at(descriptor, block, sizeof(block), 0);
		is_archive = error == 0 && tc_tar_is_header(block);
	}
	if (descriptor >= 0 && !is_archive) {
		close(descriptor);
		descriptor = -1;
	}
	*ret_descriptor = descriptor;
	*ret_error = error == ENODATA ? 0 : error;
	return error == ENOMEM ? TUF_NO_MEMORY : TUF_OK;
}

/* ---- one file ---- */

/* What stands at path, when it is no file that can be read. */
static struct tc_read describe(const struct tc_archive *archive, const char *path)
{
	const struct tc_member *member = tc_archive_find(archive, path);
	if (member && member->kind == TC_MEMBER_NAME)
		return (struct tc_read){.status = TC_READ_NOT_REGULAR,
		                        .actual = "a name without contents in the manifest"};
	if (tc_archive_has_folder(archive, path))
		return (struct tc_read){.status = TC_READ_NOT_REGULAR, .actual = "a folder"};
	return (struct tc_read){.status = TC_READ_MISSING};
}

/* The digest is that of the passage: what is read now was there then. */
static enum tuf_result read_contents(const struct tc_archive *archive,
                                     const struct tc_member *member, struct tc_read *ret_read)
{
	size_t length = (size_t)member->length;
	unsigned char digest[TUF_SHA512_BYTES];
	unsigned char *bytes = malloc(length + 1);
	if (!bytes)
		return TUF_NO_MEMORY;
	int error = read_at(archive->descriptor, bytes, length, member->offset);
	enum tuf_result result =
		error == 0 ? tuf_digest_compute(TUF_DIGEST_SHA256, bytes, length, digest) : TUF_OK;
	bool is_same = error == 0 && result == TUF_OK &&
	               memcmp(digest, member->sha256, sizeof(member->sha256)) == 0;
	if (is_same) {
		*ret_read = (struct tc_read){
			.status = TC_READ_OK,
			.bytes = bytes,
			.length = length,
			.id = {.inode = (uint64_t)(member - archive->members) + 1},
			.is_hashed = true};
		memcpy(ret_read->sha256, digest, sizeof(ret_read->sha256));
		return TUF_OK; /* bytes: transferred */
	}
	free(bytes);
	bool is_unreadable = error != 0 && error != ENODATA;
	*ret_read = (struct tc_read){.status = is_unreadable ? TC_READ_UNREADABLE : TC_READ_CHANGED,
	                             .error = is_unreadable ? error : 0};
	return result;
}

enum tuf_result tc_archive_read_file(const struct tc_archive *archive, const char *path,
                                     size_t limit, struct tc_read *ret_read)
{
	const struct tc_member *member = tc_archive_find(archive, path);
	if (!member || member->kind != TC_MEMBER_FILE) {
		*ret_read = describe(archive, path);
		return TUF_OK;
	}
	if (member->length > limit) {
		*ret_read = (struct tc_read){.status = TC_READ_TOO_LARGE};
		return TUF_OK;
	}
	return read_contents(archive, member, ret_read);
}
