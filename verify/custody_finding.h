/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is said of private keys and of what lies among them: a function for
 * each finding.
 */
#ifndef TUFCHECK_CUSTODY_FINDING_H
#define TUFCHECK_CUSTODY_FINDING_H

#include "verify/finding.h"
#include "verify/trustdir_private.h"

/** Of a file or folder that could not be read. */
TUF_MUST_USE enum tuf_result tc_custody_report_unchecked(struct tc_finding_list *findings,
                                                         const struct tc_private_file *file);

/** Of a private key of which less is known than of others. */
TUF_MUST_USE enum tuf_result tc_custody_report_strange(struct tc_finding_list *findings,
                                                       const struct tc_private_file *file);

/** Of a file that is no private key. */
TUF_MUST_USE enum tuf_result tc_custody_report_no_key(struct tc_finding_list *findings,
                                                      const struct tc_private_file *file);

/** Of a key without a passphrase. */
TUF_MUST_USE enum tuf_result tc_custody_report_unencrypted(struct tc_finding_list *findings,
                                                           const struct tufcheck_private_key *key,
                                                           const struct tc_private_file *file);

/** Of a key that others can read, write or replace. */
TUF_MUST_USE enum tuf_result tc_custody_report_exposed(struct tc_finding_list *findings,
                                                       const struct tufcheck_private_key *key,
                                                       const struct tc_private_file *file);

/** Of a root key. */
TUF_MUST_USE enum tuf_result tc_custody_report_root(struct tc_finding_list *findings,
                                                    const struct tufcheck_private_key *key);

/** Of a key that no repository trusts. */
TUF_MUST_USE enum tuf_result tc_custody_report_unused(struct tc_finding_list *findings,
                                                      const struct tufcheck_private_key *key);

#endif
