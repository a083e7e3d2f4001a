/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Policies: what a user demands of images before they run, statement by
 * statement, as it was read (policy_read.h) and is judged by (policy_judge.c).
 *
 * A policy that exists is valid as a whole: whoever judges by it checks
 * nothing of it again. Everything lives in its arena.
 */
#ifndef TUFCHECK_POLICY_H
#define TUFCHECK_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tuf/arena.h"
#include "verify/policy_pin.h"
#include "verify/tufcheck.h"

/* What tests belong to. Levels and overrides say of each what a failure is worth. */
enum tc_policy_check {
	TC_POLICY_INTEGRITY = 0,
	TC_POLICY_AUTHENTICITY, /* also: that there is trust data, the tag and its digest */
	TC_POLICY_FRESHNESS,
	TC_POLICY_DEGRADED,
	TC_POLICY_DEMANDS, /* what the statement itself demands */
	TC_POLICY_CHECK_COUNT
};

/* "integrity", "authenticity", "freshness", "degraded", "policy", NULL: by enum tc_policy_check. */
extern const char *const tc_policy_check_words[TC_POLICY_CHECK_COUNT + 1];

/* A name exactly, or all that begin with something. */
struct tc_policy_pattern {
	const char *text; /* as written */
	size_t length;    /* of text, without the star */
	bool is_prefix;
};

struct tc_policy_pattern_list {
	const struct tc_policy_pattern *items;
	size_t count;
};

/* Who signs: a role, somebody with one of these keys, or a role with one of these keys. */
struct tc_policy_signer {
	const char *name;
	const char *role;               /* NULL: any */
	struct tc_policy_pin_list keys; /* none: any that the role trusts */
	bool is_required;               /* by some rule */
};

struct tc_policy_signer_list {
	struct tc_policy_signer *items;
	size_t count;
};

/* So many of these signers must stand behind a tag that matches. */
struct tc_policy_rule {
	struct tc_policy_pattern_list tags; /* none: every tag */
	const struct tc_policy_signer *const *signers;
	size_t signer_count;
	size_t needed; /* 1 to signer_count */
};

struct tc_policy_rule_list {
	const struct tc_policy_rule *items;
	size_t count;
};

/* What a role must have at least: seconds until it expires, or a version. */
struct tc_policy_minimum {
	const char *role;
	int64_t value;
	const char *text; /* of a span, as written; else NULL */
};

struct tc_policy_minimum_list {
	const struct tc_policy_minimum *items;
	size_t count;
};

struct tc_policy_name_list {
	const char *const *items;
	size_t count;
};

enum tc_policy_algorithm {
	TC_POLICY_ECDSA = 0,
	TC_POLICY_RSA,
	TC_POLICY_ED25519,
	TC_POLICY_ALGORITHM_COUNT
};

/* "ecdsa", "rsa", "ed25519", NULL: by enum tc_policy_algorithm. */
extern const char *const tc_policy_algorithm_words[TC_POLICY_ALGORITHM_COUNT + 1];

struct tc_statement {
	struct tufcheck_statement record;
	struct tc_policy_pattern_list scopes; /* as in the record */
	bool warns[TC_POLICY_CHECK_COUNT];    /* a failure is a warning; else it denies */
	struct tc_policy_pin_list roots;      /* none: not asked; likewise below */
	struct tc_policy_signer_list signers;
	struct tc_policy_rule_list rules;
	struct tc_policy_name_list forbidden_roles;
	struct tc_policy_pin_list forbidden_keys;
	struct tc_policy_minimum_list remaining;
	struct tc_policy_minimum_list versions;
	bool limits_algorithms;
	unsigned algorithm_bits[TC_POLICY_ALGORITHM_COUNT]; /* at least; 0: not allowed */
	bool wants_certificates_in_date;
};

struct tufcheck_policy {
	struct tuf_arena arena;
	struct tc_statement *statements;
	size_t statement_count;
	const struct tufcheck_problem *warnings;
	size_t warning_count;
};

/** Whether the pattern is name, or its prefix. */
bool tc_policy_pattern_matches(const struct tc_policy_pattern *pattern, const char *name);

/** Whether the pattern, a scope, is for gun, however the registry is written. */
bool tc_policy_scope_matches(const struct tc_policy_pattern *scope, const char *gun);

/** What a failure is worth at a level where nothing is overridden. */
void tc_policy_set_level(struct tc_statement *statement, enum tufcheck_policy_level level);

/**
 * The statement with the most specific scope for gun, and that scope; NULL
 * when none matches. Both are borrowed from the policy.
 */
const struct tc_statement *tc_policy_find(const struct tufcheck_policy *policy, const char *gun,
                                          const char **ret_scope);

#endif
