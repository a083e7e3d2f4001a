/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/archive_header.h"

#include <string.h>

/* Where the fields of a header are, and how long. */
#define NAME_LENGTH ((size_t)100)
#define SIZE_AT 124
#define SIZE_LENGTH ((size_t)12)
#define SUM_AT 148
#define SUM_LENGTH ((size_t)8)
#define TYPE_AT 156
#define MAGIC_AT 257
#define PREFIX_AT 345
#define PREFIX_LENGTH ((size_t)155)

/* Of POSIX, and as GNU tar writes it, which puts other things where the prefix is. */
static const char magic[8] = {'u', 's', 't', 'a', 'r', '\0', '0', '0'};
static const char gnu_magic[8] = {'u', 's', 't', 'a', 'r', ' ', ' ', '\0'};

/* What an entry can be that is refused, by its type. */
static const struct {
	char type;
	const char *name;
} strangers[] = {
	{'1', "a hard link"},
	{'2', "a symbolic link"},
	{'3', "a device"},
	{'4', "a device"},
	{'6', "a FIFO"},
	{'7', "a contiguous file"},
	{'g', "a header for all entries that follow"},
	{'K', "a long name of GNU's kind"},
	{'L', "a long name of GNU's kind"},
	{'S', "a sparse file"},
};

static enum tuf_result refuse(struct tc_refusal *refusal, const char *expected, const char *actual)
{
	*refusal = (struct tc_refusal){.expected = expected, .actual = actual};
	return TUF_INVALID;
}

bool tc_tar_is_header(const unsigned char block[TC_TAR_BLOCK])
{
	return memcmp(block + MAGIC_AT, magic, sizeof(magic)) == 0 ||
	       memcmp(block + MAGIC_AT, gnu_magic, sizeof(gnu_magic)) == 0;
}

bool tc_tar_is_empty(const unsigned char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}

/* A number in octal digits, ended by a NUL or space, or by the field's end. */
static bool read_octal(const unsigned char *field, size_t length, uint64_t *ret_number)
{
	uint64_t number = 0;
	size_t i = 0;
	for (; i < length && field[i] >= '0' && field[i] <= '7'; i++)
		number = number * 8 + (uint64_t)(field[i] - '0');
	if (i == 0)
		return false;
	for (; i < length; i++)
		if (field[i] != '\0' && field[i] != ' ')
			return false;
	*ret_number = number;
	return true;
}

static bool has_right_sum(const unsigned char block[TC_TAR_BLOCK])
{
	uint64_t written, sum = 0;
	for (size_t i = 0; i < TC_TAR_BLOCK; i++)
		sum += i >= SUM_AT && i < SUM_AT + SUM_LENGTH ? ' ' : block[i];
	return read_octal(block + SUM_AT, SUM_LENGTH, &written) && written == sum;
}

/* The text of a field that is full or ends at its first NUL. */
static const char *copy_field(struct tuf_arena *arena, const unsigned char *field, size_t length)
{
	return tuf_arena_copy_text(arena, (const char *)field,
	                           strnlen((const char *)field, length));
}

static enum tuf_result read_path(struct tuf_arena *arena, const unsigned char block[TC_TAR_BLOCK],
                                 const char **ret_path, struct tc_refusal *refusal)
{
	bool is_gnu = memcmp(block + MAGIC_AT, magic, sizeof(magic)) != 0;
	if (is_gnu && !tc_tar_is_empty(block + PREFIX_AT, PREFIX_LENGTH))
		return refuse(refusal, "a header of POSIX's kind", "one with more, of GNU's kind");
	const char *name = copy_field(arena, block, NAME_LENGTH);
	const char *prefix = copy_field(arena, block + PREFIX_AT, PREFIX_LENGTH);
	if (!name || !prefix)
		return TUF_NO_MEMORY;
	*ret_path = prefix[0] ? tuf_arena_format(arena, "%s/%s", prefix, name) : name;
	return *ret_path ? TUF_OK : TUF_NO_MEMORY;
}

static enum tuf_result read_type(struct tuf_arena *arena, char type, enum tc_tar_type *ret_type,
                                 struct tc_refusal *refusal)
{
	static const char expected[] = "a file or a folder";
	*ret_type = type == '0' || type == '\0' ? TC_TAR_FILE
	            : type == '5'               ? TC_TAR_FOLDER
	            : type == 'x'               ? TC_TAR_EXTENSION
	                                        : TC_TAR_INVALID;
	if (*ret_type != TC_TAR_INVALID)
		return TUF_OK;
	for (size_t i = 0; i < sizeof(strangers) / sizeof(strangers[0]); i++)
		if (strangers[i].type == type)
			return refuse(refusal, expected, strangers[i].name);
	const char *actual =
		tuf_arena_format(arena, "an entry of type 0x%02x", (unsigned)(unsigned char)type);
	return actual ? refuse(refusal, expected, actual) : TUF_NO_MEMORY;
}

enum tuf_result tc_tar_header_read(struct tuf_arena *arena,
                                   const unsigned char block[TC_TAR_BLOCK],
                                   struct tc_tar_header *ret_header, struct tc_refusal *ret_refusal)
{
	struct tc_tar_header header = {.path = NULL};
	if (!tc_tar_is_header(block))
		return refuse(ret_refusal, "a tar header (ustar)", "other bytes");
	if (!has_right_sum(block))
		return refuse(ret_refusal, "a header with the sum of its bytes", "another sum");
	enum tuf_result result = read_path(arena, block, &header.path, ret_refusal);
	if (result != TUF_OK)
		return result;
	ret_header->path = header.path;
	result = read_type(arena, (char)block[TYPE_AT], &header.type, ret_refusal);
	if (result != TUF_OK)
		return result;
	if (!read_octal(block + SIZE_AT, SIZE_LENGTH, &header.size))
		return refuse(ret_refusal, "a size in octal digits", "something else");
	if (header.type == TC_TAR_FOLDER && header.size != 0)
		return refuse(ret_refusal, "a folder of 0 bytes", "one with contents");
	*ret_header = header;
	return TUF_OK;
}

enum tuf_result tc_tar_extension_read(struct tuf_arena *arena, const char *bytes, size_t length,
                                      const char **ret_path, struct tc_refusal *ret_refusal)
{
	const char *head = tuf_arena_format(arena, "%zu path=", length);
	if (!head)
		return TUF_NO_MEMORY;
	size_t skip = strlen(head);
	bool is_path = length > skip + 1 && memcmp(bytes, head, skip) == 0 &&
	               memchr(bytes, '\n', length) == bytes + length - 1 &&
	               !memchr(bytes, '\0', length);
	if (!is_path)
		return refuse(ret_refusal, "an extended header with a path and nothing else",
		              "another one");
	*ret_path = tuf_arena_copy_text(arena, bytes + skip, length - skip - 1);
	return *ret_path ? TUF_OK : TUF_NO_MEMORY;
}

static bool is_element(const char *element, size_t length)
{
	bool is_dots = (length == 1 && element[0] == '.') ||
	               (length == 2 && element[0] == '.' && element[1] == '.');
	for (size_t i = 0; i < length; i++)
		if (element[i] < ' ' || element[i] > '~')
			return false;
	return length > 0 && !is_dots;
}

enum tuf_result tc_tar_path_read(struct tuf_arena *arena, const char *path, enum tc_tar_type type,
                                 const char **ret_path, struct tc_refusal *ret_refusal)
{
	static const char expected[] = "a relative path of printable ASCII without empty elements, "
				       "\".\" and \"..\"";
	const char *last = strrchr(path, '/');
	bool is_closed = type == TC_TAR_FOLDER && last && last[1] == '\0';
	size_t length = is_closed ? (size_t)(last - path) : strlen(path);
	size_t depth = 0;
	if (length > TUF_MAX_ARCHIVE_PATH)
		return refuse(ret_refusal, "a path within the limit", "a longer one");
	const char *copy = tuf_arena_copy_text(arena, path, length);
	if (!copy)
		return TUF_NO_MEMORY;
	for (const char *element = copy;; depth++) {
		const char *slash = strchr(element, '/');
		if (!is_element(element, slash ? (size_t)(slash - element) : strlen(element)))
			return refuse(ret_refusal, expected, "another one");
		if (!slash)
			break;
		element = slash + 1;
	}
	if (depth >= TUF_MAX_PATH_DEPTH)
		return refuse(ret_refusal, "a path within the limit", "a deeper one");
	*ret_path = copy;
	return TUF_OK;
}
