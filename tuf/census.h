/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many entries the lists of metadata have, counted in the text.
 *
 * The parsers of the roles hold each list against its cap, but they see it only when the whole document has been read
 * into memory, which for a list of a million entries is most of the work that there is. So the lists are counted
 * first. It only refuses: what a document means, the one parser says.
 */
#ifndef TUF_CENSUS_H
#define TUF_CENSUS_H

#include "tuf/json.h"

/**
 * Refuses, with TUF_FAULT_TOO_MANY, a file whose signatures, keys, key IDs, paths, delegations or hashes are more than
 * TUF_MAX_SIGNATURES and its like allow, where they stand in any of the roles. A text that is no JSON is let pass, for
 * the parser to refuse.
 */
TUF_MUST_USE enum tuf_result tuf_census_check(const struct tuf_reader *reader, const char *text,
                                              size_t length);

#endif
