/* SPDX-License-Identifier: Apache-2.0 */
/*
 * X.509 paths from a certificate through the CA certificates of its bundle to
 * one of some authorities.
 *
 * Paths are searched by the rules of the reference's crypto/x509, and each that
 * keeps them is put to OpenSSL, which verifies the signatures and must agree.
 * So nothing is accepted that either refuses. Names of issuers are compared by
 * their bytes; any authority is an anchor, self-signed or not; extended key
 * usages, of every certificate that has any, must include serverAuth or any.
 *
 * Source: Go 1.19, crypto/x509, Certificate.Verify with Roots and
 * Intermediates; which certificates come into question: Notary 0.7,
 * trustpinning, caCheck and ValidateCertificate.
 */
#ifndef TUFCHECK_CA_PATH_H
#define TUFCHECK_CA_PATH_H

#include <stdbool.h>

#include "tuf/result.h"
#include "tuf/rfc3339.h"
#include "verify/budget.h"
#include "verify/certificate.h"

struct tc_ca_path_query {
	const struct tc_bundle *bundle;      /* the certificate, then its intermediates */
	const struct tc_bundle *authorities; /* those that break a rule count for nothing */
	const struct tuf_time *at;           /* NULL: dates are not looked at */
	struct tc_budget *budget;            /* that pays; NULL: nobody has to */
};

/**
 * Whether an authority may be used at all: it breaks none of the reference's
 * rules for certificates and, unless at is NULL, is in date.
 */
bool tc_ca_path_is_usable(const struct tc_certificate *authority, const struct tuf_time *at);

/**
 * Whether there is a path.
 *
 * ret_problem: when there is none, a literal that says why, as far as it can be
 * said in one line; else NULL.
 */
TUF_MUST_USE enum tuf_result tc_ca_path_find(const struct tc_ca_path_query *query, bool *ret_found,
                                             const char **ret_problem);

#endif
