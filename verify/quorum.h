/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many distinct keys of a role stand behind a document.
 *
 * Source: the reference's VerifySignatures. A signature by a key that is not
 * one of the role's is ignored; a bad one is skipped; each key counts once.
 */
#ifndef TUFCHECK_QUORUM_H
#define TUFCHECK_QUORUM_H

#include "tuf/arena.h"
#include "tuf/envelope.h"
#include "verify/public_key.h"
#include "verify/tufcheck.h"

/* A key that may sign, under the ID by which signatures name it. */
struct tc_candidate {
	const char *key_id;
	const struct tc_public_key *key; /* NULL: it is known, and may not sign after all */
};

/* Sorted by key_id, each ID once: tc_candidate_list_sort sees to it. */
struct tc_candidate_list {
	struct tc_candidate *items;
	size_t count;
};

struct tc_quorum {
	const struct tufcheck_signature *signatures; /* in the document's order */
	size_t signature_count;
	size_t valid_count; /* distinct candidates with a valid signature */
	struct tc_candidate_list candidates; /* whose signatures were looked for */
	const bool *has_signed;              /* by candidate: it has a valid signature */
	/* the first signature that names a candidate whose ID is not its own; NULL: none */
	const struct tc_candidate *mislabelled;
	size_t mislabelled_index; /* of the signature */
};

/* The reason given for a signature by a key that is not one of the role's; compare the pointer. */
extern const char tc_quorum_not_listed[];

/* The reason given for a signature by a candidate that may not sign after all; likewise. */
extern const char tc_quorum_not_acceptable[];

/** Sorts the list and drops repeated IDs; one that may sign goes before one that may not. */
void tc_candidate_list_sort(struct tc_candidate_list *list);

/** Checks every signature of the envelope against the candidates. */
TUF_MUST_USE enum tuf_result tc_quorum_count(struct tuf_arena *arena,
                                             const struct tuf_envelope *envelope,
                                             const struct tc_candidate_list *candidates,
                                             struct tc_quorum *ret_quorum);

/**
 * tc_quorum_count; but where known, a quorum of the same envelope, was counted
 * by the same candidates, it is that once more: signatures are dear to verify.
 */
TUF_MUST_USE enum tuf_result tc_quorum_count_again(struct tuf_arena *arena,
                                                   const struct tuf_envelope *envelope,
                                                   const struct tc_candidate_list *candidates,
                                                   const struct tc_quorum *known,
                                                   struct tc_quorum *ret_quorum);

/** Whether a quorum is one: nothing is mislabelled and the threshold, at least 1, is reached. */
bool tc_quorum_is_met(const struct tc_quorum *quorum, int64_t threshold);

#endif
