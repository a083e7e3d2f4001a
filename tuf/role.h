/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Roles: their names, and who may sign for them.
 */
#ifndef TUF_ROLE_H
#define TUF_ROLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tuf/json.h"
#include "tuf/key.h"

/* Prefixes of target names, sorted, none of them a prefix of another. */
struct tuf_path_set {
	const char *const *prefixes;
	size_t count;
};

/* A role as its parent (root.json, or a targets file) defines it. */
struct tuf_role {
	const char *name;
	const char **key_ids; /* once validated: sorted, each once */
	size_t key_id_count;
	int64_t threshold;
	const char **paths; /* prefixes of target names; delegations only */
	size_t path_count;
};

/** Whether name is that of a delegation: targets/ and clean elements of -a-z0-9_. */
bool tuf_role_name_is_delegation(const char *name);

/** Whether child is a delegation that stands directly under parent. */
bool tuf_role_name_is_child(const char *parent, const char *child);

/** Parses {"keyids", "threshold"} of a top-level role; checks types only. */
TUF_MUST_USE enum tuf_result tuf_role_parse(const struct tuf_reader *reader,
                                            const struct tuf_node *node, const char *name,
                                            struct tuf_role *ret_role);

/** Parses {"name", "keyids", "threshold", "paths"} of a delegation; checks types only. */
TUF_MUST_USE enum tuf_result tuf_role_parse_delegation(const struct tuf_reader *reader,
                                                       const struct tuf_node *node,
                                                       struct tuf_role *ret_role);

/**
 * Checks that the threshold is at least 1 and that every key ID stands in
 * keys; then sorts the key IDs and drops repeated ones, which count once.
 */
TUF_MUST_USE enum tuf_result tuf_role_validate(const struct tuf_reader *reader,
                                               const struct tuf_node *node, struct tuf_role *role,
                                               const struct tuf_key_list *keys);

/** The set of count prefixes, which are borrowed; the array is in the arena. */
TUF_MUST_USE enum tuf_result tuf_path_set_make(struct tuf_arena *arena, const char *const *paths,
                                               size_t count, struct tuf_path_set *ret_set);

/** Whether a prefix of the set is one of name. */
bool tuf_path_set_permits(const struct tuf_path_set *set, const char *name);

#endif
