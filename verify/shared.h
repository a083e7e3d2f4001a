/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is dear to make from some bytes, made once and shared by whoever has the
 * same bytes, in whatever thread.
 *
 * A store is an aid and nothing rests on it: what it does not have, or could
 * not keep for want of memory, is made again. It holds no more than
 * TUF_MAX_SHARED_BYTES; what was not asked for since then goes first.
 */
#ifndef TUFCHECK_SHARED_H
#define TUFCHECK_SHARED_H

#include <stdatomic.h>
#include <stddef.h>

#include "tuf/result.h"

/*
 * The head of something shared. Nobody changes that after it was kept. It is
 * freed with its last hold, which may be after the store was.
 */
struct tc_shared {
	atomic_size_t holds;
	const unsigned char *bytes; /* what it was made from, and its own */
	size_t length;
	size_t weight;                           /* the memory that it takes, about */
	void (*free_whole)(struct tc_shared *shared); /* with what it is the head of */
};

/** A head with one hold. */
void tc_shared_init(struct tc_shared *shared, void (*free_whole)(struct tc_shared *shared));

/** Gives up a hold. NULL is allowed. */
void tc_shared_release(struct tc_shared *shared);

struct tc_store;

/** A store that is empty; NULL when memory is short. */
TUF_MUST_USE struct tc_store *tc_store_new(void);

/** What was made from these bytes, with a hold that is the caller's to release; NULL: there is none. */
TUF_MUST_USE struct tc_shared *tc_store_find(struct tc_store *store, const unsigned char *bytes,
                                             size_t length);

/** Keeps it, with a hold of the store's own, if it can be kept and the store has none like it. */
void tc_store_keep(struct tc_store *store, struct tc_shared *shared);

/** Frees the store. NULL is allowed. No thread may use it any more. */
void tc_store_free(struct tc_store *store);

#endif
