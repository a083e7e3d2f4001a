/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The section trust_pinning of a Notary client's config.json: which root
 * certificates it accepts for which names.
 *
 * The client looks names up after it has put all of them, those of repositories
 * too, in small letters; so they are here. What it passes over without a word
 * (a section of another type, a name that it does not know) is refused: a pin
 * that was meant and does not hold is worse than none.
 *
 * Source: Notary 0.7, cmd/notary, getTrustPinning.
 */
#ifndef TUF_TRUST_PINNING_H
#define TUF_TRUST_PINNING_H

#include <stdbool.h>
#include <stddef.h>

#include "tuf/json.h"

/* One entry of certs or ca. */
struct tuf_pin {
	const char *name;          /* of repositories, in small letters */
	const char *const *values; /* key IDs; of ca: the path of one file */
	size_t value_count;
};

/* Sorted by name, each once. */
struct tuf_pin_list {
	const struct tuf_pin *items;
	size_t count;
};

struct tuf_trust_pinning {
	struct tuf_pin_list certs;
	struct tuf_pin_list ca;
	bool disable_tofu;
};

/**
 * Parses a whole config.json; other sections are not looked at. Without the
 * section nothing is pinned. All texts are in the reader's arena.
 */
TUF_MUST_USE enum tuf_result tuf_trust_pinning_parse(const struct tuf_reader *reader,
                                                     const void *bytes, size_t length,
                                                     struct tuf_trust_pinning *ret_pinning);

#endif
