/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The signed part of timestamp.json: the length and hashes of snapshot.json.
 */
#ifndef TUF_TIMESTAMP_H
#define TUF_TIMESTAMP_H

#include "tuf/metadata.h"

struct tuf_timestamp {
	struct tuf_common common;
	struct tuf_file_list files; /* by role name, without ".json" */
};

/** Parses and checks the structure; nothing is verified. */
TUF_MUST_USE enum tuf_result tuf_timestamp_parse(const struct tuf_reader *reader,
                                            const struct tuf_node *node,
                                            struct tuf_timestamp *ret_timestamp);

#endif
