/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/change_review.h"

#include <stdlib.h>
#include <string.h>

#include "tuf/change.h"
#include "tuf/limits.h"
#include "verify/file_review.h"

/* A staged change among all that there are. */
struct staged {
	const char *file; /* as a source takes it, and findings name it */
	size_t number;    /* from 1 */
	size_t count;
};

/* What the changes that can be read and those that cannot are reported by. */
struct outcome {
	const struct tc_review *review;
	struct tc_series readable;
	struct tc_series unreadable;
};

static enum tuf_result report_unreadable(struct outcome *outcome, const struct staged *staged,
                                         const char *pointer, const char *expected,
                                         const char *actual)
{
	if (!tc_series_admits(&outcome->unreadable))
		return TUF_OK;
	const struct tc_finding_place place = {
		.file = staged->file, .pointer = pointer, .expected = expected, .actual = actual};
	return tc_finding_add(&outcome->review->evidence->findings, TC_CHANGE_UNREADABLE, &place,
	                      "%s: staged change %zu of %zu cannot be read: expected %s, found %s",
	                      staged->file, staged->number, staged->count, expected, actual);
}

static const char *describe_read(const struct tc_read *content)
{
	switch (content->status) {
	case TC_READ_MISSING:
		return "nothing";
	case TC_READ_NOT_REGULAR:
		return content->actual;
	case TC_READ_CHANGED:
		return "one that changed while it was read";
	case TC_READ_TOO_LARGE:
		return "one that is too large";
	case TC_READ_LINK_ESCAPES:
		return "a symbolic link that leads out of the argument";
	case TC_READ_INVALID:
	case TC_READ_OK:
	case TC_READ_UNREADABLE:
		break;
	}
	return strerrordesc_np(content->error);
}

/* Texts of a fault and of a change go with the scratch arena and the document. */
static enum tuf_result report_fault(struct outcome *outcome, const struct staged *staged,
                                    const struct tuf_fault *fault)
{
	struct tuf_arena *arena = outcome->review->evidence->arena;
	const char *pointer = tuf_arena_format(arena, "%s", fault->pointer);
	const char *expected = tuf_arena_format(arena, "%s", fault->expected);
	const char *actual = tuf_arena_format(arena, "%s", fault->actual);
	if (!pointer || !expected || !actual)
		return TUF_NO_MEMORY;
	return report_unreadable(outcome, staged, pointer, expected, actual);
}

static enum tuf_result report_change(struct outcome *outcome, const struct staged *staged,
                                     const struct tuf_change *change)
{
	if (!tc_series_admits(&outcome->readable))
		return TUF_OK;
	const char *actual = tuf_change_describe(outcome->review->evidence->arena, change);
	if (!actual)
		return TUF_NO_MEMORY;
	const struct tc_finding_place place = {.file = staged->file,
	                                       .pointer = "",
	                                       .expected = "changes that are published",
	                                       .actual = actual};
	return tc_finding_add(&outcome->review->evidence->findings, TC_CHANGE_UNPUBLISHED, &place,
	                      "%s: staged change %zu of %zu, not published: %s", staged->file,
	                      staged->number, staged->count, actual);
}

static enum tuf_result parse_change(struct outcome *outcome, const struct staged *staged,
                                    const struct tc_read *content)
{
	struct tuf_arena scratch = TUF_ARENA_INIT;
	struct tuf_fault fault = {.kind = TUF_FAULT_NONE};
	const struct tuf_reader reader = {.arena = &scratch, .fault = &fault};
	json_t *document = NULL;
	struct tuf_change change;
	enum tuf_result result = tuf_json_load(&reader, content->bytes, content->length, &document);
	if (result == TUF_OK) {
		struct tuf_node top = tuf_node_top(document);
		result = tuf_change_parse(&reader, &top, &change);
	}
	if (result == TUF_OK)
		result = report_change(outcome, staged, &change);
	else if (result == TUF_INVALID)
		result = report_fault(outcome, staged, &fault);
	json_decref(document);
	tuf_arena_clear(&scratch);
	return result;
}

static enum tuf_result review_change(struct outcome *outcome, const struct staged *staged)
{
	const struct tc_source *source = outcome->review->source;
	struct tc_read content = {.status = TC_READ_INVALID};
	enum tuf_result result =
		source->read(source->context, staged->file, TUF_MAX_CHANGE_BYTES, &content);
	if (result != TUF_OK)
		return result;
	if (content.status == TC_READ_OK)
		result = parse_change(outcome, staged, &content);
	else
		result = report_unreadable(outcome, staged, NULL, "a file that can be read",
		                           describe_read(&content));
	free(content.bytes);
	return result;
}

static bool is_change(const struct tc_listed_file *file)
{
	/* clients read every file of that folder, whatever its name, and none below it */
	return !strchr(file->name, '/');
}

static size_t count_changes(const struct tc_file_listing *listing)
{
	size_t count = 0;
	for (size_t i = 0; i < listing->count; i++)
		count += is_change(&listing->items[i]);
	return count;
}

enum tuf_result tc_change_review(const struct tc_review *review)
{
	struct tc_file_listing listing;
	enum tuf_result result =
		review->source->list_files(review->source->context, TC_CHANGELIST, &listing);
	if (result != TUF_OK)
		return result;
	struct outcome outcome = {
		.review = review,
		.readable = {.review = review, .kind = TC_CHANGE_UNPUBLISHED},
		.unreadable = {.review = review, .kind = TC_CHANGE_UNREADABLE},
	};
	struct staged staged = {.count = count_changes(&listing)};
	for (size_t i = 0; i < listing.count; i++) {
		if (!is_change(&listing.items[i]))
			continue;
		staged.number++;
		staged.file = tuf_arena_format(review->evidence->arena, TC_CHANGELIST "/%s",
		                               listing.items[i].name);
		if (!staged.file)
			return TUF_NO_MEMORY;
		result = review_change(&outcome, &staged);
		if (result != TUF_OK)
			return result;
	}
	result = tc_series_finish(&outcome.readable);
	if (result == TUF_OK)
		result = tc_series_finish(&outcome.unreadable);
	if (result != TUF_OK)
		return result;
	return tc_file_review_listing(review, TC_CHANGELIST, &listing);
}
