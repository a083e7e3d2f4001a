/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/uri.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"

#define UNRESERVED                                                                                 \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ"                                                               \
	"abcdefghijklmnopqrstuvwxyz"                                                               \
	"0123456789-._~"

/* Part of a path. */
struct segment {
	const char *start;
	size_t length;
};

static bool is_segment(const struct segment *segment, const char *text)
{
	return segment->length == strlen(text) &&
	       memcmp(segment->start, text, segment->length) == 0;
}

/* The segments that are left when dots are resolved; returns their number. */
static size_t split(const char *path, bool is_absolute, struct segment *segments)
{
	size_t count = 0;
	for (const char *at = path + strspn(path, "/"); *at != '\0'; at += strspn(at, "/")) {
		struct segment segment = {.start = at, .length = strcspn(at, "/")};
		at += segment.length;
		if (is_segment(&segment, "."))
			continue;
		bool is_up = is_segment(&segment, "..");
		bool can_go_up = count > 0 && !is_segment(&segments[count - 1], "..");
		if (is_up && can_go_up)
			count--;
		else if (!is_up || !is_absolute)
			segments[count++] = segment;
	}
	return count;
}

static void append_segment(struct text *out, const struct segment *segment)
{
	for (size_t i = 0; i < segment->length; i++) {
		const char *at = &segment->start[i];
		if (strchr(UNRESERVED, *at))
			text_append_bytes(out, at, 1);
		else
			text_append_format(out, "%%%02X", (unsigned)(unsigned char)*at);
	}
}

void uri_append_path(struct text *out, const char *path)
{
	bool is_absolute = path[0] == '/';
	struct segment *segments = memory_take(strlen(path) + 1, sizeof(*segments));
	size_t count = split(path, is_absolute, segments);
	text_append(out, is_absolute ? "file:///" : "");
	for (size_t i = 0; i < count; i++) {
		text_append(out, i > 0 ? "/" : "");
		append_segment(out, &segments[i]);
	}
	/* the folder itself */
	if (count == 0 && !is_absolute)
		text_append(out, ".");
	free(segments);
}
