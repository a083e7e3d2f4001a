/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pins: keys as a policy names them.
 *
 *   sha256:DIGITS  the certificate with that SHA-256 thumbprint
 *   sha1:DIGITS    the certificate with that SHA-1 thumbprint
 *   keyid:DIGITS   the key with that ID, or that canonical ID
 *   spki:DIGITS    the key whose SubjectPublicKeyInfo has that SHA-256
 *   ca:FILE        any certificate that one of those in FILE has issued
 *
 * A pin is held against the key that signs; a certificate that only stands
 * behind it in its bundle does not match.
 */
#ifndef TUFCHECK_POLICY_PIN_H
#define TUFCHECK_POLICY_PIN_H

#include <stdbool.h>
#include <stddef.h>

#include "verify/budget.h"
#include "verify/identity.h"
#include "verify/policy_ca.h"

enum tc_policy_pin_kind {
	TC_PIN_KIND_NONE = 0,
	TC_PIN_KIND_SHA256,
	TC_PIN_KIND_SHA1,
	TC_PIN_KIND_KEY_ID,
	TC_PIN_KIND_SPKI,
	TC_PIN_KIND_CA
};

struct tc_policy_pin {
	enum tc_policy_pin_kind kind;
	const char *text;                  /* as written */
	struct tufcheck_identity identity; /* of all kinds but CA; owns nothing */
	const struct tc_policy_ca *ca;     /* of that kind; else NULL */
};

struct tc_policy_pin_list {
	const struct tc_policy_pin *items;
	size_t count;
};

/** The kind that a text begins with; *ret_rest is what follows the colon. NONE: there is no such
 * kind. */
enum tc_policy_pin_kind tc_policy_pin_find_kind(const char *text, const char **ret_rest);

/**
 * Makes a pin of text, which has digits; not for CAs.
 *
 * TUF_INVALID: the digits are none, or not as many as the kind has.
 * ret_pin: its texts are in the arena.
 */
TUF_MUST_USE enum tuf_result tc_policy_pin_parse(struct tuf_arena *arena, const char *text,
                                                 struct tc_policy_pin *ret_pin);

/**
 * Whether one of the pins is the key that key signs with, at that moment. When
 * budget lacks work, it is not known whether a CA's is.
 */
TUF_MUST_USE enum tuf_result tc_policy_pins_match(const struct tc_policy_pin_list *pins,
                                                  const struct tufcheck_key *key,
                                                  struct tufcheck_time at,
                                                  struct tc_budget *budget, bool *ret_matches);

#endif
