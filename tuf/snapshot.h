/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The signed part of snapshot.json: the length and hashes of every other file but the timestamp.
 */
#ifndef TUF_SNAPSHOT_H
#define TUF_SNAPSHOT_H

#include "tuf/metadata.h"

struct tuf_snapshot {
	struct tuf_common common;
	struct tuf_file_list files; /* by role name, without ".json" */
};

/** Parses and checks the structure; nothing is verified. */
TUF_MUST_USE enum tuf_result tuf_snapshot_parse(const struct tuf_reader *reader,
                                            const struct tuf_node *node,
                                            struct tuf_snapshot *ret_snapshot);

#endif
