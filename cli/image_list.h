/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The images that files name: a list of them, a compose file, or Kubernetes
 * manifests (YAML or JSON, also as one stream). docs/images.md says what is
 * looked for where.
 *
 * An image that is missed would run without having been checked. So of what is
 * not clear rather too much is listed than too little, and whatever could hide
 * an image is a problem. A problem with one part takes nothing away from the
 * answers on others; only what it speaks of is not listed.
 *
 * Texts are as the files have them, unescaped and not judged: that one is a
 * name at all, tufcheck_image_parse says.
 */
#ifndef CLI_IMAGE_LIST_H
#define CLI_IMAGE_LIST_H

#include <stddef.h>

#include "verify/tufcheck.h"

/* The name of standard input where a file's is expected. */
#define IMAGE_LIST_STDIN "-"

enum image_format {
	IMAGE_FORMAT_BY_CONTENT = 0,
	IMAGE_FORMAT_LINES,      /* an image a line, # begins a comment */
	IMAGE_FORMAT_COMPOSE,    /* by its services */
	IMAGE_FORMAT_KUBERNETES, /* by apiVersion and kind of each document */
};

/* A place where an image is named. */
struct image_entry {
	char *text;       /* without white space around it; never empty */
	const char *file; /* as it was given; "standard input" for that */
	size_t line;      /* from 1, as is column, which is in characters */
	size_t column;
	char *where; /* "Deployment web, container app"; NULL in a list of lines */
};

enum image_problem_kind {
	IMAGE_PROBLEM_INVALID = 0,
	IMAGE_PROBLEM_UNREADABLE, /* the file is not there, or cannot be read */
	IMAGE_PROBLEM_REFUSED,    /* what stands there cannot be read as images, or not for sure */
	IMAGE_PROBLEM_NO_IMAGE,   /* something that runs names no image, such as a service that is
				     built */
	IMAGE_PROBLEM_NOTHING,    /* the file is in order and names no image at all */
};

struct image_problem {
	enum image_problem_kind kind;
	const char *file; /* as in an entry */
	size_t line;      /* 0: it is with the file as a whole; so is column then */
	size_t column;
	char *message; /* where, what, what was expected; texts of the file in it are unescaped */
};

/* All zero is empty. Everything in it is the list's, but the reader. */
struct image_list {
	struct image_entry *entries; /* in the order of the files; an image may be there often */
	size_t count;
	struct image_problem *problems; /* likewise */
	size_t problem_count;
	tufcheck_reader reader; /* is shown each file that is read; may be NULL */
	void *reader_context;
	/* its own */
	char **files;
	size_t file_count;
	size_t room;
	size_t problem_room;
};

/**
 * Adds the images that file names, IMAGE_LIST_STDIN for standard input, and the
 * problems with it. An entry is only as good as there is no problem: who acts
 * on the list looks at both.
 *
 * format: what the file is, where its content must not decide.
 */
void image_list_read(struct image_list *list, const char *file, enum image_format format);

/** Frees what the list holds; it is empty then and can be used again. */
void image_list_clear(struct image_list *list);

#endif
