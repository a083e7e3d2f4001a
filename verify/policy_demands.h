/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading what a statement demands: roots, signers, rules, what is forbidden,
 * minima and algorithms. Each function takes the field's node, which is there,
 * and fills its part of the statement.
 */
#ifndef TUFCHECK_POLICY_DEMANDS_H
#define TUFCHECK_POLICY_DEMANDS_H

#include "verify/policy_reader.h"

/** Refuses what is no role; is_name: it is the name of node, and any role would do. */
TUF_MUST_USE enum tuf_result tc_policy_refuse_role(struct tc_policy_reader *reader,
                                                   const struct tuf_node *node, bool is_name,
                                                   const char *role, const char *expected);

/** A list of tags or GUNs, or what they begin with and a star. */
TUF_MUST_USE enum tuf_result tc_policy_read_patterns(struct tc_policy_reader *reader,
                                                     const struct tuf_node *node, bool is_tag,
                                                     struct tc_policy_pattern_list *ret_list);

TUF_MUST_USE enum tuf_result tc_policy_read_roots(struct tc_policy_reader *reader,
                                                  const struct tuf_node *node,
                                                  struct tc_statement *statement);

TUF_MUST_USE enum tuf_result tc_policy_read_signers(struct tc_policy_reader *reader,
                                                    const struct tuf_node *node,
                                                    struct tc_statement *statement);

/** After the signers. */
TUF_MUST_USE enum tuf_result tc_policy_read_require(struct tc_policy_reader *reader,
                                                    const struct tuf_node *node,
                                                    struct tc_statement *statement);

TUF_MUST_USE enum tuf_result tc_policy_read_forbid(struct tc_policy_reader *reader,
                                                   const struct tuf_node *node,
                                                   struct tc_statement *statement);

TUF_MUST_USE enum tuf_result tc_policy_read_remaining(struct tc_policy_reader *reader,
                                                      const struct tuf_node *node,
                                                      struct tc_statement *statement);

TUF_MUST_USE enum tuf_result tc_policy_read_versions(struct tc_policy_reader *reader,
                                                     const struct tuf_node *node,
                                                     struct tc_statement *statement);

TUF_MUST_USE enum tuf_result tc_policy_read_algorithms(struct tc_policy_reader *reader,
                                                       const struct tuf_node *node,
                                                       struct tc_statement *statement);

TUF_MUST_USE enum tuf_result tc_policy_read_certificates(struct tc_policy_reader *reader,
                                                         const struct tuf_node *node,
                                                         struct tc_statement *statement);

#endif
