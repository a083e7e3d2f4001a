/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"
#include "verify/image_grammar.h"

#define DEFAULT_HOST "docker.io"
#define LEGACY_HOST "index.docker.io"
#define OFFICIAL_PREFIX "library/"
#define DEFAULT_TAG "latest"

/* A copy of the part; NULL for one that is not there, and then ret_text is still written. */
static bool copy(struct tuf_arena *arena, struct tc_text_part part, const char **ret_text)
{
	*ret_text = part.at ? tuf_arena_copy_text(arena, part.at, part.length) : NULL;
	return !part.at || *ret_text;
}

/* The name of the repository, with what docker adds to it. */
struct name {
	struct tc_text_part host;
	const char *prefix; /* of the path */
	struct tc_text_part path;
};

static struct name make_name(const struct tc_image_pieces *pieces)
{
	struct name name = {.host = pieces->host, .prefix = "", .path = pieces->path};
	if (!name.host.at || tc_text_part_is(name.host, LEGACY_HOST))
		name.host =
			(struct tc_text_part){.at = DEFAULT_HOST, .length = strlen(DEFAULT_HOST)};
	if (tc_text_part_is(name.host, DEFAULT_HOST) &&
	    tc_text_part_find(name.path, '/') == name.path.length)
		name.prefix = OFFICIAL_PREFIX;
	return name;
}

static bool check_length(const struct name *name, struct tufcheck_problem *problem)
{
	size_t length = name->host.length + 1 + strlen(name->prefix) + name->path.length;
	if (length <= TUF_MAX_IMAGE_NAME)
		return true;
	*problem = (struct tufcheck_problem){.column = 1};
	(void)snprintf(problem->message, sizeof(problem->message),
	               "the repository's name has %zu characters with its host, expected at most "
	               "%d",
	               length, TUF_MAX_IMAGE_NAME);
	return false;
}

static bool fill(struct tuf_arena *arena, const struct tc_image_pieces *pieces,
                 const struct name *name, struct tufcheck_image *image)
{
	image->gun = tuf_arena_format(arena, "%.*s/%s%.*s", (int)name->host.length, name->host.at,
	                              name->prefix, (int)name->path.length, name->path.at);
	if (!image->gun || !copy(arena, name->host, &image->host) ||
	    !copy(arena, pieces->tag, &image->tag) || !copy(arena, pieces->digest, &image->digest))
		return false;
	image->path = image->gun + name->host.length + 1;
	if (image->digest)
		image->sha256 = image->digest + strlen("sha256:");
	image->is_tag_assumed = !image->tag && !image->digest;
	if (image->is_tag_assumed)
		image->tag = DEFAULT_TAG;
	return true;
}

enum tuf_result tc_image_read(struct tuf_arena *arena, const char *text,
                              struct tufcheck_problem *ret_problem,
                              struct tufcheck_image *ret_image)
{
	const struct tc_text_part whole = {.at = text, .length = strlen(text)};
	const struct tc_image_pieces pieces = tc_image_split(whole);
	const struct name name = make_name(&pieces);
	if (!tc_image_check(text, &pieces, ret_problem) || !check_length(&name, ret_problem))
		return TUF_INVALID;
	struct tufcheck_image image = {.tag = NULL};
	if (!copy(arena, whole, &image.text) || !fill(arena, &pieces, &name, &image))
		return TUF_NO_MEMORY;
	*ret_image = image;
	return TUF_OK;
}

/* ---- the public functions ---- */

/* The record is what callers hold; it stands first, so that the whole is found again. */
struct owned_image {
	struct tufcheck_image record;
	struct tuf_arena arena;
};

enum tufcheck_result tufcheck_image_parse(const char *text, struct tufcheck_problem *ret_problem,
                                          struct tufcheck_image **ret_image)
{
	if (!text || !ret_image)
		return TUFCHECK_BAD_CALL;
	struct owned_image *image = calloc(1, sizeof(*image));
	if (!image)
		return TUFCHECK_NO_MEMORY;
	struct tufcheck_problem problem;
	enum tuf_result result = tc_image_read(&image->arena, text, &problem, &image->record);
	if (result == TUF_OK) {
		*ret_image = &image->record; /* transferred */
		return TUFCHECK_OK;
	}
	tufcheck_image_free(&image->record);
	if (result == TUF_NO_MEMORY)
		return TUFCHECK_NO_MEMORY;
	if (ret_problem)
		*ret_problem = problem;
	return TUFCHECK_INVALID;
}

void tufcheck_image_free(struct tufcheck_image *image)
{
	if (!image)
		return;
	struct owned_image *owned = (struct owned_image *)image;
	tuf_arena_clear(&owned->arena);
	free(owned);
}
