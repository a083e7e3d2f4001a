/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of one pin: GUN[#ROLE]=KIND:DIGITS, as tufcheck_pins_add explains
 * it.
 */
#ifndef TUFCHECK_PIN_TEXT_H
#define TUFCHECK_PIN_TEXT_H

#include "tuf/arena.h"
#include "verify/tufcheck.h"

/* What the digits of a pin are. */
enum tc_pin_kind {
	TC_PIN_INVALID = 0,
	TC_PIN_SHA256, /* of a certificate */
	TC_PIN_SHA1,   /* likewise */
	TC_PIN_KEY_ID,
	TC_PIN_SPKI
};
#define TC_PIN_KIND_COUNT 5

/** The word for a kind: "sha256" and so on. */
const char *tc_pin_kind_name(enum tc_pin_kind kind);

struct tc_pin {
	struct tufcheck_pin record;
	enum tc_pin_kind kind;
	size_t index; /* in the order of addition */
};

/**
 * Fills problem with a message formatted as printf does.
 *
 * text, at: the column is that of at in the line text, in characters; NULL:
 * there is none.
 */
void tc_pin_problem_set(struct tufcheck_problem *problem, const char *text, const char *at,
                        const char *format, ...) __attribute__((format(printf, 4, 5)));

/**
 * Reads the pin in the length bytes at text, all of them.
 *
 * TUF_INVALID: ret_problem says why, and has no line.
 * ret_pin: its texts are in the arena; its line and index are left out.
 */
TUF_MUST_USE enum tuf_result tc_pin_parse(struct tuf_arena *arena, const char *text, size_t length,
                                          struct tc_pin *ret_pin,
                                          struct tufcheck_problem *ret_problem);

#endif
