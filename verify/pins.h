/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of pins, and which of them are asked of a repository.
 *
 * Which pins count is Notary's rule for its pinned certificates: those that
 * name the repository, else those with the longest prefix of its name; but
 * here for each role. Nothing here looks at a key.
 */
#ifndef TUFCHECK_PINS_H
#define TUFCHECK_PINS_H

#include <stdbool.h>

#include "verify/inputs.h"
#include "verify/pin_text.h"

struct tufcheck_pins {
	struct tuf_arena arena;
	struct tc_pin **items;  /* in the order of addition */
	struct tc_pin **sorted; /* by GUN, role and digits; names before prefixes */
	size_t count;
	size_t room;
	struct tc_inputs inputs; /* the files that pins were read from */
};

/* The pins that are asked of one role: borrowed, sorted by digits. */
struct tc_pin_group {
	const char *role;
	struct tc_pin *const *items;
	size_t count;
};

/**
 * Adds the pin in the length bytes at text, of that line of a file or of none
 * (0). The caller calls tc_pins_sort before anything is asked of the pins.
 *
 * TUF_INVALID: ret_problem says why, and has no line.
 */
TUF_MUST_USE enum tuf_result tc_pins_append(struct tufcheck_pins *pins, const char *text,
                                            size_t length, size_t line,
                                            struct tufcheck_problem *ret_problem);

/** Sorts the pins of which the first before ones are sorted. */
void tc_pins_sort(struct tufcheck_pins *pins, size_t before);

/**
 * The groups that are asked of a repository called gun, each role once.
 *
 * pins may be NULL: then there are none. ret_groups: in the arena.
 */
TUF_MUST_USE enum tuf_result tc_pins_list_groups(const struct tufcheck_pins *pins,
                                                 struct tuf_arena *arena, const char *gun,
                                                 const struct tc_pin_group **ret_groups,
                                                 size_t *ret_count);

/** Whether there is any such group. pins may be NULL. */
bool tc_pins_ask_of(const struct tufcheck_pins *pins, const char *gun);

/** The first pin of the group that has these digits, whatever they are meant to be; NULL: none. */
const struct tc_pin *tc_pin_group_find_digits(const struct tc_pin_group *group, const char *digits);

/** Whether the group has these digits as one of that kind. digits may be NULL. */
bool tc_pin_group_has(const struct tc_pin_group *group, enum tc_pin_kind kind, const char *digits);

#endif
