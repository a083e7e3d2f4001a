/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which keys the repositories of a scan trust: digests and names, since there
 * may be very many repositories.
 */
#ifndef TUFCHECK_KEY_USES_H
#define TUFCHECK_KEY_USES_H

#include <stdbool.h>
#include <stddef.h>

#include "tuf/arena.h"
#include "verify/tufcheck.h"

#define TC_KEY_ID_BYTES 32

/* That a repository trusts a key. */
struct tc_trusted_key {
	unsigned char id[TC_KEY_ID_BYTES]; /* the canonical one, which is that of the public key */
	bool is_root;                      /* among others, for the role root */
	size_t repository;                 /* index of its name */
};

/* All zero is that of no repository. */
struct tc_key_uses {
	struct tc_trusted_key *items;
	size_t count;
	size_t room;
	char **names;
	size_t name_count;
	size_t name_room;
	size_t repository_count;
	/* Some key of some repository may be missing here. */
	bool has_gaps;
};

/**
 * Adds what a repository trusts, if its chain holds but for dates. What others
 * trust nobody knows.
 */
TUF_MUST_USE enum tuf_result tc_key_uses_add(struct tc_key_uses *uses,
                                             const struct tufcheck_repository *repository);

/** Sorts by key, and for each key the uses for the role root first; call it after the last addition. */
void tc_key_uses_sort(struct tc_key_uses *uses);

/** The first use of the key; NULL when it is trusted by no repository that was added. */
const struct tc_trusted_key *tc_key_uses_find(const struct tc_key_uses *uses, const char *key_id);

/** Reads 64 lower-case hexadecimal digits; false when text is something else. */
bool tc_key_id_parse(const char *text, size_t length, unsigned char ret_id[TC_KEY_ID_BYTES]);

/** Frees what it holds. */
void tc_key_uses_clear(struct tc_key_uses *uses);

#endif
