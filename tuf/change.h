/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A staged change: a file of changelist/ that says what the publisher's client
 * is to change when it publishes next. Nobody has signed it.
 *
 * Source: the reference's client/changelist, TUFChange.
 */
#ifndef TUF_CHANGE_H
#define TUF_CHANGE_H

#include "tuf/json.h"

/* Texts are borrowed from the document; "" when absent. */
struct tuf_change {
	const char *action; /* "create", "update" or "delete" */
	const char *role;   /* where the change is to be made */
	const char *type;   /* "target", "delegation", "role" or "witness" */
	const char *path;   /* of a target its name, of a role's keys the role */
};

/** Parses {"action", "role", "type", "path", "data"}; checks types only. */
TUF_MUST_USE enum tuf_result tuf_change_parse(const struct tuf_reader *reader,
                                              const struct tuf_node *node,
                                              struct tuf_change *ret_change);

/**
 * What the change would do, "add the tag \"v1\" to targets/releases": the end
 * of a sentence, in the arena; NULL when memory is short.
 */
TUF_MUST_USE const char *tuf_change_describe(struct tuf_arena *arena,
                                             const struct tuf_change *change);

#endif
