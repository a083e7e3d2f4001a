/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Root trust: which keys of root.json may sign it, and whether enough did.
 *
 * Source: the reference's ValidateRoot. A root key must be a bundle of exactly
 * one leaf certificate, which comes first, and CA certificates. Its name must
 * be the repository's and it must pass the rules for certificates. The key
 * that signatures are held against is rebuilt from the leaf and the CA
 * certificates that pass the same rules.
 *
 * Everything is done twice: with the dates of certificates and without, so
 * that a root that is merely out of date can be told from one that is not
 * signed.
 */
#ifndef TUFCHECK_ANCHOR_H
#define TUFCHECK_ANCHOR_H

#include "tuf/envelope.h"
#include "tuf/root.h"
#include "verify/finding.h"
#include "verify/public_key.h"
#include "verify/quorum.h"
#include "verify/trust_pinning.h"

struct tc_anchor {
	struct tc_quorum quorum;     /* dates of certificates not looked at */
	struct tc_quorum quorum_now; /* only certificates that are in date */
	bool is_met;                 /* by the first */
	bool is_met_now;             /* by the second */
	/* The first certificate that is not in date, and how; NULL: all are. */
	const struct tc_certificate *out_of_date;
	const char *problem; /* the first that was found with a root key, as a message, or NULL */
	/* Whether the keys that the pins let count are enough by themselves; likewise. */
	bool is_pinned;
	bool is_pinned_now;
	struct tc_pin_outcome pins; /* of a rule other than TC_PIN_NONE */
};

/* What an anchor is judged by; everything is borrowed. */
struct tc_anchor_context {
	struct tuf_arena *arena;
	struct tc_key_ring *ring;
	struct tc_finding_list *findings;
	const char *gun;
	struct tuf_time at;
	const struct tc_pin_rule *rule; /* of tc_anchor_verify alone */
};

/**
 * The common name of the first leaf certificate among the root keys, taken in
 * the order of their IDs; in the arena, "" when there is none.
 */
TUF_MUST_USE enum tuf_result tc_anchor_find_name(const struct tc_anchor_context *context,
                                                 const struct tuf_root *root,
                                                 const char **ret_name);

/** Whether a listed root key may sign for gun, the dates of its certificates aside. */
bool tc_anchor_accepts(const struct tc_public_key *key, const char *gun);

/** Judges the root in envelope, adding findings for every key and for the whole. */
TUF_MUST_USE enum tuf_result tc_anchor_verify(const struct tc_anchor_context *context,
                                              const struct tuf_envelope *envelope,
                                              const struct tuf_root *root,
                                              struct tc_anchor *ret_anchor);

/**
 * Whether the root in envelope also meets the threshold of the root before it,
 * with that one's certificates, whose dates are not looked at.
 */
TUF_MUST_USE enum tuf_result tc_anchor_verify_rotation(const struct tc_anchor_context *context,
                                                       const struct tuf_root *previous,
                                                       const struct tuf_envelope *envelope,
                                                       struct tc_quorum *ret_quorum);

/**
 * Whether the root in envelope meets its own threshold, but for the dates of
 * its certificates: for one that is no longer in use. Findings are not added.
 * A name of NULL is any: then names are not looked at.
 */
TUF_MUST_USE enum tuf_result tc_anchor_verify_itself(const struct tc_anchor_context *context,
                                                     const struct tuf_root *root,
                                                     const struct tuf_envelope *envelope,
                                                     struct tc_quorum *ret_quorum);

/** The leaf certificates of the root keys that are bundles of the right shape; in the arena. */
TUF_MUST_USE enum tuf_result tc_anchor_list_leaves(const struct tc_anchor_context *context,
                                                   const struct tuf_root *root,
                                                   const struct tc_certificate *const **ret_leaves,
                                                   size_t *ret_count);

#endif
