/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/path.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define METADATA "metadata"
#define TUF "tuf"

const char *tc_path_base(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

const char *tc_path_join(struct tuf_arena *arena, const char *folder, const char *name)
{
	if (folder[0] == '\0' || strcmp(folder, ".") == 0)
		return tuf_arena_format(arena, "%s", name);
	if (strcmp(name, ".") == 0)
		return tuf_arena_format(arena, "%s", folder);
	bool ends_in_slash = folder[0] && folder[strlen(folder) - 1] == '/';
	return tuf_arena_format(arena, "%s%s%s", folder, ends_in_slash ? "" : "/", name);
}

static bool is_element(const char *at, size_t length, const char *name)
{
	return length == strlen(name) && memcmp(at, name, length) == 0;
}

const char *tc_path_after_tuf(const char *path, bool is_sure)
{
	const char *above = "";
	size_t above_length = 0;
	for (const char *at = path; *at;) {
		const char *end = strchrnul(at, '/');
		size_t length = (size_t)(end - at);
		const char *next = *end ? end + 1 : end;
		bool is_in_trust = is_element(above, above_length, "trust") ||
		                   is_element(above, above_length, ".notary");
		if (is_element(at, length, TUF) && (is_in_trust || !is_sure))
			return next;
		above = at;
		above_length = length;
		at = next;
	}
	return NULL;
}

const char *tc_path_make_absolute(struct tuf_arena *arena, const char *path)
{
	char *folder = path[0] == '/' ? NULL : getcwd(NULL, 0);
	/* half a path would lose the name in the other half */
	if (!folder && path[0] != '/')
		return NULL;
	char *clean = tuf_arena_format(arena, "%s/%s", folder ? folder : "", path);
	free(folder);
	if (!clean)
		return NULL;
	char *end = clean;
	for (const char *at = clean; *at;) {
		const char *stop = strchrnul(at, '/');
		size_t length = (size_t)(stop - at);
		const char *next = *stop ? stop + 1 : stop;
		if (is_element(at, length, "..")) {
			while (end > clean && *--end != '/')
				;
		} else if (length != 0 && !is_element(at, length, ".")) {
			*end++ = '/';
			memmove(end, at, length);
			end += length;
		}
		at = next;
	}
	*end = '\0';
	return clean;
}

const char *tc_path_drop_metadata(struct tuf_arena *arena, const char *path)
{
	size_t length = strlen(path);
	size_t suffix = strlen("/" METADATA);
	if (length > suffix && strcmp(path + length - suffix, "/" METADATA) == 0)
		return tuf_arena_copy_text(arena, path, length - suffix);
	if (strcmp(path, METADATA) == 0)
		return ".";
	return path;
}

bool tc_path_is_gun(const char *gun)
{
	for (const char *at = gun;;) {
		const char *end = strchrnul(at, '/');
		size_t length = (size_t)(end - at);
		if (length == 0 || is_element(at, length, ".") || is_element(at, length, ".."))
			return false;
		if (*end == '\0')
			break;
		at = end + 1;
	}
	for (const char *c = gun; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f || *c == '*')
			return false;
	return true;
}
