/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of chains share: what is concluded of one.
 */
#ifndef TUFCHECK_TESTS_VERIFY_CHAIN_SUPPORT_H
#define TUFCHECK_TESTS_VERIFY_CHAIN_SUPPORT_H

#include "verify/chain.h"
#include "verify_support.h"

static inline void assert_answers(const struct support_repository *repository,
				  enum tufcheck_answer integrity, enum tufcheck_answer authenticity,
				  enum tufcheck_answer freshness)
{
	const enum tufcheck_answer *answers = repository->verdict.answers;
	assert_int_equal(answers[TUFCHECK_CHECK_INTEGRITY], integrity);
	assert_int_equal(answers[TUFCHECK_CHECK_AUTHENTICITY], authenticity);
	assert_int_equal(answers[TUFCHECK_CHECK_FRESHNESS], freshness);
	assert_int_equal(answers[TUFCHECK_CHECK_POLICY], TUFCHECK_ANSWER_NONE);
}

#define PASS TUFCHECK_ANSWER_PASS
#define FAIL TUFCHECK_ANSWER_FAIL
#define UNKNOWN TUFCHECK_ANSWER_UNKNOWN

static const char *const top_roles[] = {"root", "timestamp", "snapshot", "targets"};

/* Verifies what is sealed, and wants exactly one finding. */
static inline void assert_only(struct support_repository *repository, enum tc_finding_kind kind,
			       const char *role, enum tufcheck_status status)
{
	support_verify(repository);
	assert_findings(&repository->evidence.findings, kind);
	const struct tufcheck_finding *finding = &repository->evidence.findings.first->finding;
	assert_string_equal(finding->role, role);
	assert_int_equal(repository->verdict.status, status);
}

#endif
