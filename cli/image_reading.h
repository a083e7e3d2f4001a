/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One file that is being read for its images: what the readers of all formats
 * have in common.
 */
#ifndef CLI_IMAGE_READING_H
#define CLI_IMAGE_READING_H

#include <stdbool.h>

#include "cli/image_list.h"
#include "cli/yaml_tree.h"

struct image_reading {
	struct image_list *list;
	const char *file; /* of the list */
	size_t steps;     /* that are left, as in yaml_entries_list */
	bool is_full;     /* no more is to be listed; that has been told */
};

/* Where something is in the file. */
struct image_place {
	size_t line;
	size_t column;
};

/** Where node is written. */
struct image_place image_place_of(const struct yaml_tree_node *node);

/**
 * Adds an image, or the problem that the text is none because it is empty, a
 * template, or has something in it that another program would replace.
 *
 * where: NULL in a list of lines.
 */
void image_reading_add(struct image_reading *reading, struct image_place place, const char *text,
		       const char *where);

/** Adds a problem; the message is formatted as printf does. */
void image_reading_refuse(struct image_reading *reading, enum image_problem_kind kind,
			  struct image_place place, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/** Adds the problem that there is more to look at than is looked at, once. */
void image_reading_give_up(struct image_reading *reading, struct image_place place);

#endif
