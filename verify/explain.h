/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What findings mean: the part of their table that is for reading. The texts
 * stand in one file for each stage of the verification, in the order of the
 * kinds. A kind has its texts in one of the tables, and nothing in the others.
 */
#ifndef TUFCHECK_EXPLAIN_H
#define TUFCHECK_EXPLAIN_H

#include "verify/finding.h"

extern const struct tufcheck_explanation tc_explain_files[TC_FINDING_COUNT];
extern const struct tufcheck_explanation tc_explain_chain[TC_FINDING_COUNT];
extern const struct tufcheck_explanation tc_explain_advice[TC_FINDING_COUNT];
extern const struct tufcheck_explanation tc_explain_demands[TC_FINDING_COUNT];

#endif
