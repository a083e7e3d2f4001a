/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Notary's own pinning: which root certificates a client's configuration
 * accepts for a repository. It is held against the root as by a client that
 * sees the repository for the first time; one that has a root already does not
 * look at its pins.
 *
 * The first that applies decides: certs under the whole name, certs under the
 * longest prefix before a star, ca under the longest prefix; else any root is
 * taken on first use, unless disable_tofu forbids that.
 *
 * Source: Notary 0.7, trustpinning, NewTrustPinChecker.
 */
#ifndef TUFCHECK_TRUST_PINNING_H
#define TUFCHECK_TRUST_PINNING_H

#include <stdbool.h>

#include "tuf/trust_pinning.h"
#include "verify/certificate.h"
#include "verify/finding.h"
#include "verify/inputs.h"

/* A file of CA certificates that an entry of ca names. */
struct tc_authorities {
	const char *path;
	struct tc_bundle bundle; /* empty when there is a problem */
	const char *problem;     /* why the file cannot be used; NULL: it can */
};

/* The opaque struct of tufcheck.h. */
struct tufcheck_trust_pinning {
	struct tuf_arena arena;
	const char *path; /* of the configuration */
	struct tuf_trust_pinning content;
	const struct tc_authorities **authorities; /* one for each entry of content.ca */
	struct tc_inputs inputs; /* the configuration, and the files of CAs */
};

enum tc_pin_kind {
	TC_PIN_NONE = 0, /* nothing is asked: trust on first use */
	TC_PIN_CERTS,
	TC_PIN_CA,
	TC_PIN_DISABLED /* no entry applies, and trust on first use is disabled */
};

/* What applies to one repository; all is borrowed from the pinning. */
struct tc_pin_rule {
	enum tc_pin_kind kind;
	const struct tufcheck_trust_pinning *pinning;
	const struct tuf_pin *pin;                /* of CERTS and CA */
	const struct tc_authorities *authorities; /* of CA */
};

/** The rule for the repository called gun. pinning may be NULL. */
struct tc_pin_rule tc_pin_rule_find(const struct tufcheck_trust_pinning *pinning, const char *gun);

/* A root key as the reference rebuilds it. */
struct tc_pin_subject {
	const char *key_id;
	const struct tc_bundle *bundle;
	const struct tuf_time *at; /* NULL: dates are not looked at */
	struct tc_budget *budget;  /* that pays for a path; NULL: nobody has to */
};

/**
 * Whether the rule lets a root key count.
 *
 * ret_problem: why not, as far as a literal can say it; else NULL.
 */
TUF_MUST_USE enum tuf_result tc_pin_rule_allows(const struct tc_pin_rule *rule,
                                                const struct tc_pin_subject *subject,
                                                bool *ret_allowed, const char **ret_problem);

/* How the root did under a rule. */
struct tc_pin_outcome {
	int64_t threshold;
	size_t pinned;       /* root keys that the rule lets count, dates not looked at */
	size_t valid;        /* of these, with a valid signature */
	size_t valid_now;    /* of these, with certificates in date */
	size_t unpinned;     /* root keys that are not let count */
	const char *key_ids; /* of the first of these, as a text; NULL: none */
	const char *problem; /* why the first of them is not; a literal or NULL */
};

/** Remembers in outcome a root key that the rule does not let count, and why: a literal or NULL. */
TUF_MUST_USE enum tuf_result tc_pin_outcome_note(struct tuf_arena *arena,
                                                 struct tc_pin_outcome *outcome,
                                                 const char *key_id, const char *problem);

/** Adds the finding that a root is refused by the rule, which is not TC_PIN_NONE. */
TUF_MUST_USE enum tuf_result tc_pin_rule_report(const struct tc_pin_rule *rule,
                                                const struct tc_pin_outcome *outcome,
                                                const char *gun, struct tc_finding_list *findings);

/** Adds the finding that a root would keep the rule, but for dates. */
TUF_MUST_USE enum tuf_result tc_pin_rule_report_dates(const struct tc_pin_rule *rule,
                                                      const struct tc_pin_outcome *outcome,
                                                      const struct tuf_time *at,
                                                      struct tc_finding_list *findings);

#endif
