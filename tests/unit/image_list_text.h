/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list of images as text, for tests to compare with: a line for each image,
 * "image LINE:COLUMN TEXT, WHERE", then one for each problem, "KIND LINE:COLUMN
 * MESSAGE".
 */
#ifndef TESTS_UNIT_IMAGE_LIST_TEXT_H
#define TESTS_UNIT_IMAGE_LIST_TEXT_H

#include "cli/image_list.h"
#include "cli/text.h"

static inline const char *image_problem_word(enum image_problem_kind kind)
{
	switch (kind) {
	case IMAGE_PROBLEM_UNREADABLE:
		return "unreadable";
	case IMAGE_PROBLEM_REFUSED:
		return "refused";
	case IMAGE_PROBLEM_NO_IMAGE:
		return "no-image";
	case IMAGE_PROBLEM_NOTHING:
		return "nothing";
	case IMAGE_PROBLEM_INVALID:
		break;
	}
	return "invalid";
}

static inline void image_list_append_text(const struct image_list *list, struct text *text)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct image_entry *entry = &list->entries[i];
		text_append_format(text, "image %zu:%zu %s%s%s\n", entry->line, entry->column,
				   entry->text, entry->where ? ", " : "",
				   entry->where ? entry->where : "");
	}
	for (size_t i = 0; i < list->problem_count; i++) {
		const struct image_problem *problem = &list->problems[i];
		text_append_format(text, "%s %zu:%zu %s\n", image_problem_word(problem->kind),
				   problem->line, problem->column, problem->message);
	}
}

#endif
