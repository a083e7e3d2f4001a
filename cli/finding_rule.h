/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rule of a finding, by its id.
 */
#ifndef CLI_FINDING_RULE_H
#define CLI_FINDING_RULE_H

#include <stddef.h>

/** The number of the rule called id; tufcheck_rule_count() when there is none. */
size_t finding_rule_find(const char *id);

#endif
