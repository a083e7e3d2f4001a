/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/merge.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/diagnose.h"
#include "cli/memory.h"
#include "cli/merge_check.h"

enum exit_status merge_refuse(const struct merge_source *source)
{
	diagnose("merge: %s", text_get(&source->reader.problem));
	return EXIT_STATUS_UNCHECKED;
}

enum exit_status merge_open(struct merge *merge, const char *const *paths, size_t count)
{
	merge->sources = memory_take(count, sizeof(*merge->sources));
	for (; merge->count < count; merge->count++) {
		struct merge_source *source = &merge->sources[merge->count];
		if (report_reader_open(&source->reader, paths[merge->count]))
			continue;
		enum exit_status status = merge_refuse(source);
		report_reader_clear(&source->reader);
		return status;
	}
	return EXIT_STATUS_PASSED;
}

void merge_close(struct merge *merge)
{
	for (size_t i = 0; i < merge->count; i++) {
		report_reader_clear(&merge->sources[i].reader);
		json_decref(merge->sources[i].closing);
	}
	free(merge->sources);
	*merge = (struct merge){.sources = NULL};
}

/* ---- what is said of the whole ---- */

static enum exit_status read_closing(struct merge_source *source)
{
	struct report_reader *reader = &source->reader;
	for (;;) {
		switch (report_reader_next(reader)) {
		case REPORT_PART_INVALID:
			return merge_refuse(source);
		case REPORT_PART_REPOSITORY:
			source->count++;
			break;
		case REPORT_PART_CLOSING:
			source->closing = report_reader_decode(reader);
			if (!source->closing || !merge_check_closing(source))
				return merge_refuse(source);
			break;
		case REPORT_PART_END:
			return EXIT_STATUS_PASSED;
		}
	}
}

enum exit_status merge_prepare(struct merge *merge)
{
	for (size_t i = 0; i < merge->count; i++) {
		enum exit_status status = read_closing(&merge->sources[i]);
		if (status != EXIT_STATUS_PASSED)
			return status;
	}
	return merge_check_together(merge);
}

/* ---- the repositories ---- */

static const char *skip_space(const char *text)
{
	return text + strspn(text, " \t\r\n");
}

/* The index stands first, so that it can be had without the rest. False: it does not. */
static bool read_index(const char *text, size_t *ret_index)
{
	static const char name[] = "\"index\"";
	text = skip_space(text + 1);
	if (strncmp(text, name, strlen(name)) != 0)
		return false;
	text = skip_space(text + strlen(name));
	if (*text != ':')
		return false;
	text = skip_space(text + 1);
	if (*text < '0' || *text > '9')
		return false;
	uintmax_t index = strtoumax(text, NULL, 10);
	*ret_index = (size_t)index;
	return index < SIZE_MAX;
}

/* Goes on to the next repository of a report. */
static bool advance(struct merge_source *source, bool is_first)
{
	struct report_reader *reader = &source->reader;
	size_t before = source->next;
	enum report_part part = report_reader_next(reader);
	source->has_next = part == REPORT_PART_REPOSITORY;
	if (part == REPORT_PART_INVALID)
		return false;
	if (!source->has_next)
		return true;
	if (!read_index(reader->part.bytes, &source->next)) {
		report_reader_refuse(reader, "expected a repository whose first field is \"index\", "
					     "a number; found another one");
		return false;
	}
	if (is_first || source->next > before)
		return true;
	report_reader_refuse(reader, "expected an index above %zu, the one before, found %zu", before,
			     source->next);
	return false;
}

static enum exit_status begin_walk(struct merge *merge)
{
	for (size_t i = 0; i < merge->count; i++) {
		struct merge_source *source = &merge->sources[i];
		report_reader_rewind(&source->reader);
		source->summary = (struct summary){.repositories = 0};
		if (!advance(source, true))
			return merge_refuse(source);
	}
	return EXIT_STATUS_PASSED;
}

/* The one report that has the repository; NULL: none or several have, and stderr says so. */
static struct merge_source *find_source(struct merge *merge, size_t index)
{
	struct merge_source *found = NULL;
	for (size_t i = 0; i < merge->count; i++) {
		struct merge_source *source = &merge->sources[i];
		if (!source->has_next || source->next != index)
			continue;
		if (found) {
			diagnose("merge: repository number %zu is in %s, line %zu, and in %s, line "
				 "%zu; expected it in one report",
				 index, found->reader.path, found->reader.part_line,
				 source->reader.path, source->reader.part_line);
			return NULL;
		}
		found = source;
	}
	if (!found)
		diagnose("merge: expected %zu repositories, but none of the reports has number %zu",
			 merge->repositories, index);
	return found;
}

static bool visit_next(struct merge_source *source, merge_visitor *visit, void *context)
{
	json_t *repository = report_reader_decode(&source->reader);
	bool is_right = repository && visit(context, source, repository);
	json_decref(repository);
	return is_right && advance(source, false);
}

enum exit_status merge_walk(struct merge *merge, merge_visitor *visit, void *context)
{
	enum exit_status status = begin_walk(merge);
	if (status != EXIT_STATUS_PASSED)
		return status;
	for (size_t i = 0; i < merge->repositories; i++) {
		struct merge_source *source = find_source(merge, i);
		if (!source)
			return EXIT_STATUS_USAGE;
		if (!visit_next(source, visit, context))
			return merge_refuse(source);
	}
	return EXIT_STATUS_PASSED;
}
