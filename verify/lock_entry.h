/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a lock would record of a repository, from what was verified of it.
 */
#ifndef TUFCHECK_LOCK_ENTRY_H
#define TUFCHECK_LOCK_ENTRY_H

#include "verify/chain.h"
#include "verify/lock.h"

/** Whether a report says enough of a repository for an entry: it is trusted or degraded. */
bool tc_lock_entry_is_verified(const struct tufcheck_repository *repository);

/** Whether a lock can hold a repository of that name. */
bool tc_lock_entry_is_name(const char *gun);

/** The entry of a repository that is verified; everything is copied to arena. */
TUF_MUST_USE enum tuf_result tc_lock_entry_copy(struct tuf_arena *arena,
                                                const struct tufcheck_repository *repository,
                                                const struct tc_lock_entry **ret_entry);

/**
 * The entry of a repository whose chain holds, in the arena of its evidence.
 *
 * ring: that of the evidence behind verified.
 */
TUF_MUST_USE enum tuf_result tc_lock_entry_make(const struct tc_verified *verified,
                                                struct tc_key_ring *ring,
                                                const struct tc_lock_entry **ret_entry);

#endif
