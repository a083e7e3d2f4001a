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

/* A role as its parent (root.json, or a targets file) defines it. */
struct tuf_role {
	const char *name;
	const char *const *key_ids;
	size_t key_id_count;
	int64_t threshold;
	const char *const *paths; /* prefixes of target names; delegations only */
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

/** Checks that the threshold is at least 1 and that every key ID stands in keys. */
TUF_MUST_USE enum tuf_result tuf_role_validate(const struct tuf_reader *reader,
                                               const struct tuf_node *node,
                                               const struct tuf_role *role,
                                               const struct tuf_key_list *keys);

/** Whether one of the role's paths is a prefix of name. */
bool tuf_role_permits(const char *const *paths, size_t path_count, const char *name);

#endif
