/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certificates in a key's bundle: decoding them, the rules that Notary holds
 * them against, and what a report says of them.
 *
 * Notary validates no path except to a pinned CA; a certificate is a container
 * for a key with a name and dates.
 */
#ifndef TUFCHECK_CERTIFICATE_H
#define TUFCHECK_CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>

#include "tuf/arena.h"
#include "tuf/rfc3339.h"
#include "verify/openssl.h"
#include "verify/profile.h"
#include "verify/tufcheck.h"

struct tc_certificate {
	const unsigned char *der; /* in the arena */
	size_t length;
	struct tc_certificate_facts facts;
	struct tufcheck_certificate record;
};

/** "ECDSA P-256", "RSA", "Ed25519", …; NULL for what is not decoded or when memory is short. */
const char *tc_public_facts_describe(struct tuf_arena *arena, const struct tc_public_facts *facts);

struct tc_bundle {
	const struct tc_certificate *items;
	size_t count;
};

/**
 * Decodes a PEM bundle. What passes is accepted by OpenSSL and fits the strict
 * profile, so that the reference reads it the same way.
 *
 * TUF_INVALID: *ret_problem is a literal that says why.
 */
TUF_MUST_USE enum tuf_result tc_bundle_parse(struct tuf_arena *arena, const unsigned char *pem,
                                             size_t length, struct tc_bundle *ret_bundle,
                                             const char **ret_problem);

/** tc_bundle_parse that finds the keys of certificates in pkeys, or puts them there. */
TUF_MUST_USE enum tuf_result tc_bundle_parse_sharing(struct tuf_arena *arena,
                                                     struct tc_pkeys *pkeys,
                                                     const unsigned char *pem, size_t length,
                                                     struct tc_bundle *ret_bundle,
                                                     const char **ret_problem);

/**
 * Says why the bundle does not have its one leaf certificate first; NULL when
 * it does. A leaf is a certificate that is not a CA's.
 */
const char *tc_bundle_find_problem(const struct tc_bundle *bundle);

/**
 * tc_bundle_parse for a file of CA certificates that a user keeps: at most
 * TUF_MAX_AUTHORITIES of them, with lines of other text around the blocks.
 */
TUF_MUST_USE enum tuf_result tc_authorities_parse(struct tuf_arena *arena, const unsigned char *pem,
                                                  size_t length, struct tc_bundle *ret_bundle,
                                                  const char **ret_problem);

/* The rules of the reference's ValidateCertificate that do not depend on the moment. */
enum tc_certificate_flaw {
	TC_FLAW_NONE = 0,
	TC_FLAW_DATES_INVERTED,
	TC_FLAW_SHA1,
	TC_FLAW_WEAK_KEY
};

/** The first such rule that the certificate breaks, in the reference's order. */
enum tc_certificate_flaw tc_certificate_find_flaw(const struct tc_certificate *certificate);

/** "it is signed with SHA-1" and the like; "" for TC_FLAW_NONE. */
const char *tc_certificate_flaw_text(enum tc_certificate_flaw flaw);

/* And those that do. */
enum tc_certificate_dates {
	TC_DATES_INVALID = 0,
	TC_DATES_VALID,
	TC_DATES_EXPIRED,
	TC_DATES_NOT_YET_VALID /* begins more than a day later */
};

enum tc_certificate_dates tc_certificate_check_dates(const struct tc_certificate *certificate,
                                                     const struct tuf_time *at);

/**
 * Whether the certificate's common name is gun, or ends in stars before which
 * it is a prefix of gun.
 */
bool tc_certificate_names_gun(const struct tc_certificate *certificate, const char *gun);

/** The common name in the arena, "" when there is none; NULL when memory is short. */
TUF_MUST_USE const char *tc_certificate_copy_name(struct tuf_arena *arena,
                                                  const struct tc_certificate *certificate);

#endif
