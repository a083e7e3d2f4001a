/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was learnt of one repository while its chain was checked: the roles
 * that were reached, the keys and the findings. Evidence is not trust: whether
 * the chain holds is for the chain to say (chain.h).
 */
#ifndef TUFCHECK_EVIDENCE_H
#define TUFCHECK_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "tuf/digest.h"
#include "tuf/envelope.h"
#include "tuf/root.h"
#include "tuf/snapshot.h"
#include "tuf/targets.h"
#include "verify/budget.h"
#include "verify/finding.h"
#include "verify/public_key.h"
#include "verify/quorum.h"
#include "verify/source.h"
#include "verify/verdict.h"

struct tc_role_evidence {
	struct tc_role_evidence *next;
	const struct tc_role_evidence *definer; /* whose file defines it; NULL of the root */
	const char *name;
	const char *file;
	enum tufcheck_role_status status;

	const struct tuf_role *definition; /* by the parent; NULL when not known */
	const struct tuf_key_list *keys;   /* where the definition's key IDs stand */
	const char *const *paths;          /* those that count, given the parent's; sorted */
	size_t path_count;
	struct tuf_path_set path_set; /* the same, for looking names up */
	size_t depth;                 /* slashes in the name */

	struct tc_read content; /* its bytes only as long as the envelope needs them */
	const char *sha256; /* hexadecimal; NULL when the file was not read */
	struct tuf_envelope envelope;
	bool has_envelope; /* it is whole */
	bool is_parsed; /* the envelope and the structure are right */
	struct tuf_common common;
	struct tuf_targets targets; /* of targets and delegations that are parsed */
	struct tc_quorum quorum;
};

struct tc_evidence {
	struct tuf_arena *arena; /* borrowed */
	struct tc_key_ring ring;
	struct tc_finding_list findings;
	struct tc_budget budget;
	struct tc_role_evidence *roles; /* in the order in which they were reached */
	struct tc_role_evidence *last_role;
	size_t role_count;
	size_t diagnosed_count; /* files looked into although their hash is wrong */
	const char *gun;
	struct tuf_root root;         /* valid when the role "root" is parsed */
	struct tuf_snapshot snapshot; /* valid when the role "snapshot" is parsed */
	struct tc_verdict_basis basis;
	struct tufcheck_root_history root_history;
	bool resolves_expired; /* tags are wanted of a repository that is merely expired, too */
};

/** Empty evidence whose parts will live in arena. */
struct tc_evidence tc_evidence_make(struct tuf_arena *arena);

/** Frees what the arena does not hold. NULL is allowed. */
void tc_evidence_clear(struct tc_evidence *evidence);

/**
 * Whether who may sign for the role is proved: the role that defines it, and
 * the one that defines that, up to the root, are signed as they should be, and
 * nothing but a date is wrong with their files.
 */
bool tc_evidence_is_defined(const struct tc_role_evidence *role);

/** Whether what the role's own file says is proved likewise. */
bool tc_evidence_is_sound(const struct tc_role_evidence *role);

/** The top-level role called name, or NULL when it was not reached. */
const struct tc_role_evidence *tc_evidence_find_top(const struct tc_evidence *evidence,
                                                    const char *name);

/**
 * Decodes the keys of every role that was reached, also of those that have
 * published nothing. What the budget does not pay for is known then, and who
 * looks at keys later finds them in the ring.
 */
TUF_MUST_USE enum tuf_result tc_evidence_decode_keys(struct tc_evidence *evidence);

/** Adds a role that was reached; its file's name is made from its own. NULL when memory is short. */
TUF_MUST_USE struct tc_role_evidence *tc_evidence_add_role(struct tc_evidence *evidence,
                                                           const char *name);

#endif
