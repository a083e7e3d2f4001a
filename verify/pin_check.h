/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the keys that signed a repository's roles are those that the user
 * pinned.
 *
 * Source: what the reference does with its pinned certificates, but for any
 * role: of the keys that count, those that are not pinned are left out, and
 * the rest must reach the role's threshold.
 */
#ifndef TUFCHECK_PIN_CHECK_H
#define TUFCHECK_PIN_CHECK_H

#include "verify/evidence.h"
#include "verify/pins.h"

/**
 * Asks the pins of the repository, after its chain was checked, and adds what
 * is found. Where the chain is broken so that a role cannot be asked, nothing
 * is added: the answer is unknown then, not a pass.
 *
 * pins may be NULL: then nothing is asked.
 */
TUF_MUST_USE enum tuf_result tc_pins_check(const struct tufcheck_pins *pins,
                                           struct tc_evidence *evidence);

#endif
