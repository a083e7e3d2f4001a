/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lock: what is recorded of repositories, and held against them later.
 *
 * A lock is changed only by tufcheck_lock_put and tufcheck_lock_remove, and
 * only read while repositories are verified.
 */
#ifndef TUFCHECK_LOCK_H
#define TUFCHECK_LOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tuf/arena.h"
#include "verify/inputs.h"
#include "verify/tufcheck.h"

/* Keys, roles and tags begin with what they are sorted by. */

/* Everything that names one key. What is not known is NULL. */
struct tc_lock_key {
	const char *key_id; /* as listed */
	const char *canonical_key_id;
	const char *spki_sha256;
	const char *certificate_sha256; /* of the leaf, the key that signs */
	const char *certificate_sha1;
};

struct tc_lock_role {
	const char *name;
	int64_t version; /* 0: no file of the role counted */
	int64_t threshold;
	const struct tc_lock_key *keys; /* by listed ID, each once */
	size_t key_count;
	/* Its file does not count, so nothing below it was looked at; never of what a lock holds.
	 */
	bool is_dropped;
};

struct tc_lock_tag {
	const char *name;
	const char *sha256; /* NULL: it has none */
	int64_t length;
	const char *role; /* that it is resolved from */
};

/* One repository. */
struct tc_lock_entry {
	const char *gun;
	const struct tc_lock_role *roles; /* by name */
	size_t role_count;
	const struct tc_lock_tag *tags; /* by name */
	size_t tag_count;
};

struct tufcheck_lock {
	struct tuf_arena arena;               /* of everything but the array */
	const struct tc_lock_entry **entries; /* by name */
	size_t count;
	size_t room;
	struct tc_inputs inputs; /* the file that it was read from, if any */
};

/** The entry called gun, or NULL. */
const struct tc_lock_entry *tc_lock_find(const struct tufcheck_lock *lock, const char *gun);

/** The role of that name, or NULL. */
const struct tc_lock_role *tc_lock_entry_find_role(const struct tc_lock_entry *entry,
                                                   const char *name);

/** Adds an entry, which lives in the lock's arena, behind the others; tc_lock_sort then. */
TUF_MUST_USE enum tuf_result tc_lock_append(struct tufcheck_lock *lock,
                                            const struct tc_lock_entry *entry);

/** Sorts what was appended. */
void tc_lock_sort(struct tufcheck_lock *lock);

/** Whether both texts are the same, or both NULL. */
bool tc_lock_equal_texts(const char *left, const char *right);

/** The name of a top-level role that the entry does not have; NULL: it has all. */
const char *tc_lock_entry_find_absent_role(const struct tc_lock_entry *entry);

#endif
