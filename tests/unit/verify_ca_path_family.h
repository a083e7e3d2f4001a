/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of paths share: a leaf, two intermediates and a CA. Each test
 * changes something in one of the four.
 */
#ifndef TUFCHECK_TESTS_VERIFY_CA_PATH_FAMILY_H
#define TUFCHECK_TESTS_VERIFY_CA_PATH_FAMILY_H

#include <stdlib.h>
#include <string.h>

#include "verify/ca_path.h"
#include "verify_support.h"

enum member { LEAF, LOWER, UPPER, CA, MEMBER_COUNT };

struct family {
	struct support_certificate members[MEMBER_COUNT];
	struct tuf_arena arena;
};

static const struct tuf_time at = {.seconds = SUPPORT_AT};

static inline struct support_certificate make_member(enum member which)
{
	static const char *const names[] = {SUPPORT_GUN, "Lower CA", "Upper CA", "Root CA"};
	enum member issuer = which == CA ? CA : which + 1;
	return (struct support_certificate){.key = support_pkey(SUPPORT_P256, which),
	                                    .name = names[which],
	                                    .issuer_key = support_pkey(SUPPORT_P256, issuer),
	                                    .issuer = names[issuer],
	                                    .ca = which != LEAF};
}

static inline int setup(void **state)
{
	struct family *family = calloc(1, sizeof(*family));
	assert_non_null(family);
	for (size_t i = 0; i < MEMBER_COUNT; i++)
		family->members[i] = make_member((enum member)i);
	*state = family;
	return 0;
}

static inline int teardown(void **state)
{
	struct family *family = *state;
	tuf_arena_clear(&family->arena);
	free(family);
	return 0;
}

static inline void append(struct family *family, const struct support_certificate *certificate,
                          const char **pem)
{
	*pem = tuf_arena_format(&family->arena, "%s%s", *pem,
	                        support_certificate(&family->arena, certificate));
	assert_non_null(*pem);
}

static inline struct tc_bundle parse(struct family *family, const char *pem)
{
	struct tc_bundle bundle;
	const char *problem = "";
	enum tuf_result result = tc_authorities_parse(
		&family->arena, (const unsigned char *)pem, strlen(pem), &bundle, &problem);
	if (result != TUF_OK)
		fail_msg("%s", problem);
	return bundle;
}

/* NULL: there is a path; else the problem. budget, unless it is NULL, pays. */
static inline const char *find_within(struct family *family, const char *bundle_pem,
                                      const char *authority_pem, const struct tuf_time *moment,
                                      struct tc_budget *budget)
{
	struct tc_bundle bundle = parse(family, bundle_pem);
	struct tc_bundle authorities = parse(family, authority_pem);
	const struct tc_ca_path_query query = {.bundle = &bundle,
	                                       .authorities = &authorities,
	                                       .at = moment,
	                                       .budget = budget};
	bool is_found;
	const char *problem;
	assert_int_equal(tc_ca_path_find(&query, &is_found, &problem), TUF_OK);
	assert_int_equal(is_found, problem == NULL);
	return problem;
}

static inline const char *find(struct family *family, const char *bundle, const char *authorities,
                               const struct tuf_time *moment)
{
	return find_within(family, bundle, authorities, moment, NULL);
}

/* The family as it is: the first three are the bundle. */
static inline const char *problem_of(struct family *family, const struct tuf_time *moment)
{
	const char *bundle = "", *authorities = "";
	for (size_t i = LEAF; i < CA; i++)
		append(family, &family->members[i], &bundle);
	append(family, &family->members[CA], &authorities);
	return find(family, bundle, authorities, moment);
}

static inline void assert_path(struct family *family)
{
	const char *problem = problem_of(family, &at);
	if (problem)
		fail_msg("no path: %s", problem);
}

/* words: some of the problem's. */
static inline void assert_problem(const char *problem, const char *words)
{
	if (!problem)
		fail_msg("a path, and not: %s", words);
	if (!strstr(problem, words))
		fail_msg("wanted \"%s\", is \"%s\"", words, problem);
}

static inline void assert_no_path(struct family *family, const char *words)
{
	assert_problem(problem_of(family, &at), words);
}

static inline void set_extension(struct support_certificate *certificate, int kind,
                                 const char *value)
{
	size_t i = 0;
	while (certificate->extensions[i].kind != 0)
		i++;
	certificate->extensions[i] = (struct support_extension){.kind = kind, .value = value};
}

#define family_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

#endif
