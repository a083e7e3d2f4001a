/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The signed part of targets.json and of every delegated role: what a tag is,
 * and who else may say so.
 */
#ifndef TUF_TARGETS_H
#define TUF_TARGETS_H

#include "tuf/key.h"
#include "tuf/metadata.h"
#include "tuf/role.h"

struct tuf_targets {
	struct tuf_common common;
	struct tuf_file_list files;
	struct tuf_key_list keys;           /* of the delegations */
	const struct tuf_role *delegations; /* in the order of the file */
	size_t delegation_count;
};

/** Parses and checks the structure of the file of the role called role_name. */
TUF_MUST_USE enum tuf_result tuf_targets_parse(const struct tuf_reader *reader,
                                               const struct tuf_node *node, const char *role_name,
                                               struct tuf_targets *ret_targets);

#endif
