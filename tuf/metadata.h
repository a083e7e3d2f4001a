/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the signed parts of all roles share: type, version and expiry, and the
 * lengths and hashes by which one file names another.
 */
#ifndef TUF_METADATA_H
#define TUF_METADATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tuf/json.h"
#include "tuf/rfc3339.h"

struct tuf_common {
	int64_t version;
	bool has_expires; /* a role without a date counts as expired */
	struct tuf_time expires;
};

/* One hash as it is listed. */
struct tuf_hash {
	bool is_listed;
	const unsigned char *bytes;
	size_t length; /* not necessarily the algorithm's */
};

struct tuf_file_meta {
	const char *name;
	int64_t length;
	size_t hash_count; /* of any algorithm, known or not */
	struct tuf_hash sha256;
	struct tuf_hash sha512;
};

/* Sorted by name. */
struct tuf_file_list {
	const struct tuf_file_meta *items;
	size_t count;
};

/** Parses "_type", which must be type, "version", at least 1, and "expires". */
TUF_MUST_USE enum tuf_result tuf_common_parse(const struct tuf_reader *reader,
                                              const struct tuf_node *node, const char *type,
                                              struct tuf_common *ret_common);

/** Parses a map from name to {"length", "hashes", "custom"}; checks types only. */
TUF_MUST_USE enum tuf_result tuf_file_list_parse(const struct tuf_reader *reader,
                                                 const struct tuf_node *node,
                                                 struct tuf_file_list *ret_files);

/** The entry called name, or NULL. */
const struct tuf_file_meta *tuf_file_list_find(const struct tuf_file_list *files, const char *name);

/**
 * Checks that the file called name is listed in map (files being its parsed
 * form) with a sha256, and that its known hashes have their algorithm's size.
 */
TUF_MUST_USE enum tuf_result tuf_file_list_require_hashes(const struct tuf_reader *reader,
                                                          const struct tuf_node *map,
                                                          const struct tuf_file_list *files,
                                                          const char *name);

/** Whether the entry says anything at all; one that does not counts as not listed. */
bool tuf_file_meta_is_known(const struct tuf_file_meta *meta);

#endif
