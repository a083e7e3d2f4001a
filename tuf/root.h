/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The signed part of root.json: the keys and thresholds of the top-level roles.
 */
#ifndef TUF_ROOT_H
#define TUF_ROOT_H

#include "tuf/key.h"
#include "tuf/metadata.h"
#include "tuf/role.h"

enum tuf_top_role {
	TUF_TOP_ROOT = 0,
	TUF_TOP_TIMESTAMP,
	TUF_TOP_SNAPSHOT,
	TUF_TOP_TARGETS,
	TUF_TOP_COUNT
};

struct tuf_root {
	struct tuf_common common;
	bool consistent_snapshot;
	struct tuf_key_list keys;
	struct tuf_role roles[TUF_TOP_COUNT];
};

/** "root", "timestamp", "snapshot" or "targets". */
const char *tuf_top_role_name(enum tuf_top_role role);

/** Parses and checks the structure; nothing is verified. */
TUF_MUST_USE enum tuf_result tuf_root_parse(const struct tuf_reader *reader,
                                            const struct tuf_node *node, struct tuf_root *ret_root);

#endif
