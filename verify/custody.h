/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How private keys beside the metadata are kept, and whether they are still
 * needed. What is told of a key comes from its file's name, header and modes.
 */
#ifndef TUFCHECK_CUSTODY_H
#define TUFCHECK_CUSTODY_H

#include "verify/finding.h"
#include "verify/key_uses.h"
#include "verify/trustdir.h"

/* What is known of the whole; all is borrowed. */
struct tc_custody {
	const struct tc_trustdir *trustdir;
	const struct tc_key_uses *uses; /* sorted */
	bool knows_all_uses;            /* of the keys of every repository that was found */
	struct tc_finding_list *findings;
};

/* The parts of a key file's place that say what the key is for. */
struct tc_key_name {
	const char *key_id; /* NULL when the file is named otherwise */
	const char *role;   /* NULL when the place does not say */
	const char *gun;    /* likewise */
	/* It is one of the folders of clients before 0.4, in which the place counts and not the header. */
	bool is_legacy;
};

/**
 * Reads the place of a file below private/:
 *
 *   ID.key                          Notary 0.4 and later
 *   root_keys/ID.key                0.2 and 0.3, for root
 *   root_keys/ID_root.key           0.1
 *   tuf_keys/GUN/ID.key             0.2 and 0.3
 *   tuf_keys/GUN/ID_ROLE.key        0.1
 *   GUN/ID.key, GUN/ID_ROLE.key     anything older or copied by hand
 *
 * Source: Notary 0.7, storage/filestore.go, the migration to 0.4.
 */
TUF_MUST_USE enum tuf_result tc_key_name_read(struct tuf_arena *arena, const char *below,
                                              struct tc_key_name *ret_name);

/**
 * Looks into the private/ of every argument that is a trust root, and adds
 * findings. ret_keys: sorted by path, in the findings' arena.
 */
TUF_MUST_USE enum tuf_result tc_custody_examine(const struct tc_custody *custody,
                                                const struct tufcheck_private_key **ret_keys,
                                                size_t *ret_count);

#endif
