/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a certificate says its key is for, in words. Notary looks at none of it
 * but for the path to a pinned CA; people compare it.
 *
 * Source: RFC 5280 sections 4.2.1.3 and 4.2.1.12.
 */
#ifndef TUFCHECK_KEY_USAGE_H
#define TUFCHECK_KEY_USAGE_H

#include <stddef.h>

#include "tuf/arena.h"
#include "verify/profile.h"

/* Names in the arena or in static storage. */
struct tc_name_list {
	const char *const *items;
	size_t count;
};

/** "digitalSignature", "keyCertSign", … in the order of the bits. */
TUF_MUST_USE enum tuf_result tc_key_usage_list(struct tuf_arena *arena,
                                               const struct tc_certificate_facts *facts,
                                               struct tc_name_list *ret_names);

/** "codeSigning", "serverAuth", … in the certificate's order; what RFC 5280 does not name as
 * "1.2.3". */
TUF_MUST_USE enum tuf_result tc_extended_usage_list(struct tuf_arena *arena,
                                                    const struct tc_certificate_facts *facts,
                                                    struct tc_name_list *ret_names);

#endif
