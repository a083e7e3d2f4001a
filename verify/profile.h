/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The form that a certificate or public key must have before libcrypto sees it.
 *
 * libcrypto decodes a good deal that the reference's X.509 decoder refuses, and
 * some things it reads differently. What passes here, the reference decodes as
 * well, to the same facts; it is somewhat less than the reference takes, and
 * certificate authorities write nothing of the difference.
 *
 * Three checks are left to the caller, who has libcrypto make them, and must
 * refuse the certificate when one fails:
 *   - that the point of an elliptic curve key is on its curve. The reference
 *     sees to it while it decodes, so it counts for every certificate whose
 *     algorithm is TC_PUBLIC_ECDSA, used or not;
 *   - that issuer and subject are names to libcrypto too;
 *   - that the algorithm identifiers are, of the signature, and of the key where
 *     its algorithm is TC_PUBLIC_OTHER: their parameters may be anything here.
 * With these, libcrypto decodes what passes: nothing else needs its decoder of
 * certificates.
 *
 * Facts borrow the bytes that were read. No signature is looked at: until one
 * is verified, the facts are only what somebody wrote.
 *
 * Source: RFC 5280 section 4.1 and 4.2; where the reference takes less or more,
 * its crypto/x509 as of Go 1.19.
 */
#ifndef VERIFY_PROFILE_H
#define VERIFY_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tuf/result.h"
#include "verify/der.h"

/* Extensions of one certificate; real ones have about ten. */
#define TC_MAX_EXTENSIONS 100

enum tc_public_algorithm {
	TC_PUBLIC_NONE = 0,
	TC_PUBLIC_RSA,
	TC_PUBLIC_ECDSA,
	TC_PUBLIC_ED25519,
	TC_PUBLIC_DSA,
	TC_PUBLIC_OTHER /* unknown to the reference, which lists the certificate but has no key */
};

/* What a certificate says it is signed with. */
enum tc_signature_algorithm {
	TC_SIGNATURE_OTHER = 0, /* nothing that the reference verifies: unknown, MD5, DSA-SHA256 ... */
	TC_SIGNATURE_SHA1,      /* with RSA, DSA or ECDSA; the reference does not verify it either */
	TC_SIGNATURE_RSA_SHA256,
	TC_SIGNATURE_RSA_SHA384,
	TC_SIGNATURE_RSA_SHA512,
	TC_SIGNATURE_PSS_SHA256, /* MGF1 with the same hash, the salt as long as the hash */
	TC_SIGNATURE_PSS_SHA384,
	TC_SIGNATURE_PSS_SHA512,
	TC_SIGNATURE_ECDSA_SHA256,
	TC_SIGNATURE_ECDSA_SHA384,
	TC_SIGNATURE_ECDSA_SHA512,
	TC_SIGNATURE_ED25519
};

struct tc_public_facts {
	enum tc_public_algorithm algorithm;
	unsigned bits; /* of the modulus, of the field, or 256 for Ed25519; 0 when unknown */
	/*
	 * The SubjectPublicKeyInfo. For RSA, ECDSA and Ed25519 it is byte for byte
	 * what the reference writes when it encodes the decoded key again.
	 */
	const unsigned char *spki;
	size_t spki_length;
	struct tc_der identifier; /* the AlgorithmIdentifier, whole */
	const char *curve;        /* "P-224", "P-256", "P-384", "P-521", or NULL */
	struct tc_der point;      /* uncompressed; at is NULL where there is no curve */
	struct tc_der modulus;    /* big-endian without leading zeros; at is NULL when not RSA */
	uint64_t rsa_exponent;    /* 2 to 2^31 - 1, or 0 */
};

/* Key usages, as bits of tc_certificate_facts.key_usage. */
#define TC_KEY_USAGE_CERT_SIGN (1U << 5)

struct tc_certificate_facts {
	struct tc_public_facts key;
	unsigned version; /* 1 to 3 */
	bool ca;
	bool has_basic_constraints;
	int64_t path_length; /* -1: no bound */
	unsigned key_usage;  /* bit n is named bit n; 0: no such extension, or none */
	bool has_extended_usage; /* the extension lists at least one usage */
	bool serves_tls;         /* ... among them serverAuth or anyExtendedKeyUsage */
	struct tc_der extended_usages; /* the usages: OIDs, all of them well formed */
	struct tc_der alternative_names; /* value of subjectAltName; at is NULL when absent */
	bool has_name_constraints;
	bool has_unhandled_critical; /* a critical extension that the reference does not process */
	struct tc_der signature_identifier; /* the AlgorithmIdentifier, whole */
	enum tc_signature_algorithm signature_algorithm;
	bool signed_with_sha1; /* signature_algorithm is TC_SIGNATURE_SHA1 */
	/* The last commonName of the subject: UTF-8 without NUL. Absent and empty are the same. */
	const unsigned char *common_name;
	size_t common_name_length;
	int64_t not_before; /* seconds since 1970-01-01T00:00:00Z; both ends belong to the validity */
	int64_t not_after;
	const unsigned char *serial; /* content of the INTEGER: two's complement, big-endian */
	size_t serial_length;
	const unsigned char *issuer; /* the Name, whole; the reference compares names by these bytes */
	size_t issuer_length;
	const unsigned char *subject;
	size_t subject_length;
};

/**
 * Reads one certificate, which der must be from its first byte to its last.
 *
 * True when the profile holds. Else ret_facts is untouched and *ret_reason is
 * a literal that names the rule that failed.
 */
TUF_MUST_USE bool tc_profile_read_certificate(const unsigned char *der, size_t length,
                                              struct tc_certificate_facts *ret_facts,
                                              const char **ret_reason);

/**
 * Reads one SubjectPublicKeyInfo, likewise. Algorithms that the reference does
 * not know (TC_PUBLIC_OTHER) are refused here, as there.
 */
TUF_MUST_USE bool tc_profile_read_public_key(const unsigned char *der, size_t length,
                                             struct tc_public_facts *ret_facts,
                                             const char **ret_reason);

/**
 * Reads the content of the [3] of a version 3 certificate into facts; a step of
 * tc_profile_read_certificate, with a file of its own.
 */
TUF_MUST_USE bool tc_profile_read_extensions(struct tc_der field,
                                             struct tc_certificate_facts *facts,
                                             const char **ret_reason);

#endif
