/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gate: images, each judged by the policy on what is proved of its
 * repository. A repository is verified once, however many images are of it.
 */
#ifndef CLI_GATE_H
#define CLI_GATE_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/exit_status.h"
#include "verify/tufcheck.h"

/* Where an image was named; texts are borrowed. */
struct gate_source {
	const char *text;
	const char *file; /* NULL: as an argument */
	size_t line;      /* from 1; 0: not known */
	size_t column;
	const char *where; /* "Deployment web, container app"; may be NULL */
};

struct gate_item {
	struct gate_source source;
	struct tufcheck_image *image; /* NULL: the text names none, and problem says why */
	struct tufcheck_problem problem;
	struct tufcheck_decision *decision;           /* NULL likewise */
	const struct tufcheck_repository *repository; /* NULL: there is no trust data */
};

/* Set command, policy, trust_dir, at and is_quiet, zero the rest. All of these are borrowed. */
struct gate {
	const char *command; /* whose messages these are */
	const struct tufcheck_policy *policy;
	const char *trust_dir; /* NULL: nothing says where it is */
	struct tufcheck_time at;
	bool is_quiet; /* no progress is shown */

	struct gate_item *items;
	size_t count;
	size_t capacity;
	struct tufcheck_scan *scan;
	struct tufcheck_report **reports; /* by the scan's index; NULL: not asked for */
	bool is_place_told; /* that trust data cannot be read was said, and where it is */
};

/** Adds an image. */
void gate_add(struct gate *gate, const struct gate_source *source);

/** Judges all images. Where trust data was looked for in vain is said on stderr. */
void gate_judge(struct gate *gate);

/** What the images are worth together: the worst of their exit statuses. */
enum exit_status gate_get_status(const struct gate *gate);

/** How many of the images are verified. */
size_t gate_count_verified(const struct gate *gate);

/** How many of the images are allowed. */
size_t gate_count_allowed(const struct gate *gate);

/** Whether an image is allowed; one that cannot be judged is not. */
bool gate_item_is_allowed(const struct gate_item *item);

/** Whether what the image is, is proved as well. */
bool gate_item_is_verified(const struct gate_item *item);

/** The repository's name; borrowed, NULL when the text names no image. */
const char *gate_item_get_gun(const struct gate_item *item);

/** Frees what the gate holds. */
void gate_clear(struct gate *gate);

#endif
