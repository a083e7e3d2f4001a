/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys and certificates: a certificate or public key in DER, a bundle or file
 * of authorities in PEM, what a user names a key by, and the header of a
 * private key's file.
 *
 * All are tried on every input; each refuses what is not its own at once. The
 * mutator changes elements of DER, and keeps the lengths around them right.
 *
 * - Whatever the strict profile and the three checks behind it accept, OpenSSL's
 *   own decoder reads, as the same facts.
 * - A bundle that is accepted is written as one that is accepted as the same.
 * - A key that can verify has no problem and all its names; of one of which nothing
 *   is known a problem is said.
 * - Of a private key's file nothing is told that is not in its header.
 */
#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

#include "der_mutate.h"
#include "fuzz.h"
#include "tuf/pem.h"
#include "verify/certificate.h"
#include "verify/identity.h"
#include "verify/key_header.h"
#include "verify/public_key.h"

static const char *const type_names[] = {"ecdsa",    "ecdsa-x509", "rsa",
					 "rsa-x509", "ed25519",    "other"};

/* ---- against OpenSSL ---- */

static void check_spki(const struct tc_public_facts *facts, EVP_PKEY *pkey)
{
	bool is_known = facts->algorithm == TC_PUBLIC_RSA || facts->algorithm == TC_PUBLIC_ECDSA ||
			facts->algorithm == TC_PUBLIC_ED25519;
	if (!is_known)
		return;
	FUZZ_HOLDS(pkey);
	unsigned char *der = NULL;
	int length = i2d_PUBKEY(pkey, &der);
	FUZZ_HOLDS(length > 0 && (size_t)length == facts->spki_length);
	FUZZ_HOLDS(memcmp(der, facts->spki, facts->spki_length) == 0);
	OPENSSL_free(der);
	int kind = EVP_PKEY_get_base_id(pkey);
	FUZZ_HOLDS((facts->algorithm == TC_PUBLIC_RSA) == (kind == EVP_PKEY_RSA));
	FUZZ_HOLDS((facts->algorithm == TC_PUBLIC_ECDSA) == (kind == EVP_PKEY_EC));
	FUZZ_HOLDS(facts->algorithm == TC_PUBLIC_ED25519 ||
		   facts->bits == (unsigned)EVP_PKEY_get_bits(pkey));
}

static void check_name(const X509_NAME *name, const unsigned char *der, size_t length)
{
	const unsigned char *bytes;
	size_t count;
	FUZZ_HOLDS(X509_NAME_get0_der(name, &bytes, &count) == 1);
	FUZZ_HOLDS(count == length && memcmp(bytes, der, length) == 0);
}

static void check_time(const ASN1_TIME *time, int64_t seconds)
{
	struct tm broken;
	FUZZ_HOLDS(ASN1_TIME_to_tm(time, &broken) == 1);
	int64_t wanted = tuf_time_from_civil(broken.tm_year + 1900, (unsigned)broken.tm_mon + 1,
					     (unsigned)broken.tm_mday, (unsigned)broken.tm_hour,
					     (unsigned)broken.tm_min, (unsigned)broken.tm_sec);
	FUZZ_HOLDS(wanted == seconds);
}

static void check_extensions(X509 *x509, const struct tc_certificate_facts *facts)
{
	int critical;
	BASIC_CONSTRAINTS *basic = X509_get_ext_d2i(x509, NID_basic_constraints, &critical, NULL);
	FUZZ_HOLDS(facts->has_basic_constraints == (critical >= 0));
	FUZZ_HOLDS(facts->ca == (basic && basic->ca != 0));
	if (basic && basic->pathlen)
		FUZZ_HOLDS(ASN1_INTEGER_get(basic->pathlen) == facts->path_length);
	BASIC_CONSTRAINTS_free(basic);
	ASN1_BIT_STRING *usage = X509_get_ext_d2i(x509, NID_key_usage, &critical, NULL);
	for (int bit = 0; bit < 9; bit++)
		FUZZ_HOLDS((facts->key_usage >> bit & 1U) ==
			   (unsigned)(usage && ASN1_BIT_STRING_get_bit(usage, bit) == 1));
	ASN1_BIT_STRING_free(usage);
}

static void check_certificate(const struct tc_certificate *certificate)
{
	const struct tc_certificate_facts *facts = &certificate->facts;
	const unsigned char *end = certificate->der;
	X509 *x509 = d2i_X509(NULL, &end, (long)certificate->length);
	FUZZ_HOLDS(x509 && end == certificate->der + certificate->length);
	FUZZ_HOLDS(X509_get_version(x509) == (long)facts->version - 1);
	check_name(X509_get_subject_name(x509), facts->subject, facts->subject_length);
	check_name(X509_get_issuer_name(x509), facts->issuer, facts->issuer_length);
	check_time(X509_get0_notBefore(x509), facts->not_before);
	check_time(X509_get0_notAfter(x509), facts->not_after);
	check_extensions(x509, facts);
	check_spki(&facts->key, X509_get0_pubkey(x509));
	FUZZ_HOLDS(fuzz_says(certificate->record.sha256) && certificate->record.subject);
	X509_free(x509);
	ERR_clear_error();
}

/* ---- the profile ---- */

static void check_public_key_der(const uint8_t *bytes, size_t length)
{
	struct tc_public_facts facts;
	const char *reason = NULL;
	if (!tc_profile_read_public_key(bytes, length, &facts, &reason)) {
		FUZZ_HOLDS(fuzz_says(reason));
		return;
	}
	FUZZ_HOLDS(facts.spki_length == length);
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_pkeys pkeys = {.tree = NULL};
	EVP_PKEY *pkey = NULL;
	bool is_made = facts.algorithm == TC_PUBLIC_ECDSA ||
		       (facts.algorithm == TC_PUBLIC_RSA && facts.bits <= TUF_MAX_RSA_BITS);
	if (is_made && tc_pkeys_get(&pkeys, &arena, &facts, &pkey) == TUF_OK) {
		const unsigned char *end = bytes;
		EVP_PKEY *decoded = d2i_PUBKEY(NULL, &end, (long)length);
		FUZZ_HOLDS(decoded && end == bytes + length);
		FUZZ_HOLDS(EVP_PKEY_eq(decoded, pkey) == 1);
		check_spki(&facts, decoded);
		EVP_PKEY_free(decoded);
	}
	tc_pkeys_clear(&pkeys);
	tuf_arena_clear(&arena);
	ERR_clear_error();
}

static void check_bundle(struct tuf_arena *arena, const struct tc_bundle *bundle)
{
	const struct tuf_time at = {.seconds = 1800000000};
	FUZZ_HOLDS(bundle->count > 0);
	(void)tc_bundle_find_problem(bundle);
	for (size_t i = 0; i < bundle->count; i++) {
		const struct tc_certificate *certificate = &bundle->items[i];
		check_certificate(certificate);
		FUZZ_HOLDS(tc_certificate_check_dates(certificate, &at) != TC_DATES_INVALID);
		(void)tc_certificate_find_flaw(certificate);
		const char *name = tc_certificate_copy_name(arena, certificate);
		FUZZ_HOLDS(name);
		FUZZ_HOLDS(!name[0] || tc_certificate_names_gun(certificate, name));
	}
}

static const char *write_bundle(struct tuf_arena *arena, const struct tc_bundle *bundle,
				size_t *ret_length)
{
	struct tuf_pem_block *blocks = tuf_arena_take_array(arena, bundle->count, sizeof(*blocks));
	FUZZ_HOLDS(blocks);
	for (size_t i = 0; i < bundle->count; i++)
		blocks[i] = (struct tuf_pem_block){.bytes = bundle->items[i].der,
						   .length = bundle->items[i].length};
	const char *pem;
	FUZZ_HOLDS(tuf_pem_write(arena, "CERTIFICATE", blocks, bundle->count, &pem, ret_length) ==
		   TUF_OK);
	return pem;
}

static void check_pem(const uint8_t *bytes, size_t length)
{
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_bundle bundle, other;
	const char *problem = NULL;
	if (tc_bundle_parse(&arena, bytes, length, &bundle, &problem) == TUF_OK) {
		FUZZ_HOLDS(tuf_pem_is_in(bytes, length));
		check_bundle(&arena, &bundle);
		size_t pem_length;
		const char *pem = write_bundle(&arena, &bundle, &pem_length);
		FUZZ_HOLDS(tc_bundle_parse(&arena, (const unsigned char *)pem, pem_length, &other,
					   &problem) == TUF_OK);
		FUZZ_HOLDS(other.count == bundle.count);
		FUZZ_HOLDS(tc_authorities_parse(&arena, bytes, length, &other, &problem) == TUF_OK);
		FUZZ_HOLDS(other.count == bundle.count);
	} else {
		FUZZ_HOLDS(fuzz_says(problem));
	}
	problem = NULL;
	if (tc_authorities_parse(&arena, bytes, length, &other, &problem) == TUF_OK)
		check_bundle(&arena, &other);
	else
		FUZZ_HOLDS(fuzz_says(problem));
	tuf_arena_clear(&arena);
}

/* A certificate in DER goes the way of a bundle of one. */
static void check_certificate_der(const uint8_t *bytes, size_t length)
{
	struct tc_certificate_facts facts;
	const char *reason = NULL;
	if (!tc_profile_read_certificate(bytes, length, &facts, &reason)) {
		FUZZ_HOLDS(fuzz_says(reason));
		return;
	}
	struct tuf_arena arena = TUF_ARENA_INIT;
	const struct tc_certificate certificate = {.der = bytes, .length = length};
	const struct tc_bundle bundle = {.items = &certificate, .count = 1};
	size_t pem_length;
	const char *pem = write_bundle(&arena, &bundle, &pem_length);
	check_pem((const uint8_t *)pem, pem_length);
	tuf_arena_clear(&arena);
}

/* ---- keys as listed, and what names one ---- */

static void check_listed(const uint8_t *bytes, size_t length)
{
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_key_ring ring = {.arena = &arena};
	static const enum tuf_key_type types[] = {TUF_KEY_ECDSA,   TUF_KEY_ECDSA_X509,
						  TUF_KEY_RSA,     TUF_KEY_RSA_X509,
						  TUF_KEY_ED25519, TUF_KEY_UNKNOWN};
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		struct tuf_key key = {.listed_id = "a",
				      .type_name = type_names[i],
				      .type = types[i],
				      .public_bytes = bytes,
				      .public_length = length};
		FUZZ_HOLDS(tuf_key_compute_id(&arena, key.type_name, bytes, length, &key.id) ==
			   TUF_OK);
		const struct tc_public_key *decoded, *again;
		FUZZ_HOLDS(tc_key_ring_get(&ring, &key, &decoded) == TUF_OK);
		FUZZ_HOLDS(tc_key_ring_get(&ring, &key, &again) == TUF_OK && again == decoded);
		FUZZ_HOLDS(tc_key_ring_find(&ring, key.id) == decoded);
		bool can_verify = decoded->pkey || decoded->ed25519;
		/* of keys of other algorithms the facts are known, and no more */
		bool is_known = decoded->facts.algorithm != TC_PUBLIC_NONE;
		FUZZ_HOLDS(!can_verify || !decoded->problem);
		FUZZ_HOLDS(!can_verify || (decoded->canonical_id && decoded->spki_sha256));
		FUZZ_HOLDS(is_known || fuzz_says(decoded->problem));
	}
	tc_key_ring_clear(&ring);
	tuf_arena_clear(&arena);
}

static void check_identity(const uint8_t *bytes, size_t length)
{
	struct tufcheck_identity identity = {.arena = TUF_ARENA_INIT};
	enum tuf_result result = tc_identity_read(&identity, bytes, length);
	const struct tufcheck_identity_facts *facts = &identity.facts;
	FUZZ_HOLDS(result == TUF_OK || result == TUF_INVALID);
	FUZZ_HOLDS((result == TUF_OK) == (facts->kind != TUFCHECK_IDENTITY_INVALID));
	FUZZ_HOLDS(fuzz_says(tufcheck_identity_kind_name(facts->kind)));
	FUZZ_HOLDS((result == TUF_INVALID) == fuzz_says(facts->problem));
	FUZZ_HOLDS(!facts->key_id || strlen(facts->key_id) == 64);
	FUZZ_HOLDS(!facts->spki_sha256 || strlen(facts->spki_sha256) == 64);
	FUZZ_HOLDS(!facts->certificate_sha1 || strlen(facts->certificate_sha1) == 40);
	const struct fuzz_known *known = fuzz_known_repositories();
	for (size_t i = 0; result == TUF_OK && i < known->count; i++) {
		for (size_t j = 0; j < known->items[i]->key_count; j++) {
			struct tufcheck_match match =
				tufcheck_identity_match(&identity, &known->items[i]->keys[j]);
			FUZZ_HOLDS(match.means != 0 || !match.is_signing_key);
			FUZZ_HOLDS(match.certificate == TUFCHECK_NO_CERTIFICATE ||
				   match.certificate < known->items[i]->keys[j].certificate_count);
		}
	}
	tuf_arena_clear(&identity.arena);
}

/* Whether text is a part of the length bytes. */
static bool is_part(const char *text, const uint8_t *bytes, size_t length)
{
	return text[0] == '\0' || memmem(bytes, length, text, strlen(text));
}

static void check_key_header(const uint8_t *bytes, size_t length)
{
	struct tc_key_header *header = calloc(1, sizeof(*header));
	FUZZ_HOLDS(header);
	size_t taken = 0;
	bool wants = true;
	while (wants && taken < length) {
		*tc_key_header_room(header) = (char)bytes[taken++];
		wants = tc_key_header_take(header);
	}
	if (wants)
		tc_key_header_end(header);
	FUZZ_HOLDS(taken <= TUF_MAX_KEY_HEADER_BYTES);
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_key_facts facts;
	FUZZ_HOLDS(tc_key_header_tell(header, &arena, &facts) == TUF_OK);
	FUZZ_HOLDS(fuzz_says(facts.what));
	FUZZ_HOLDS(facts.is_key || (!facts.role && !facts.gun));
	FUZZ_HOLDS(!facts.role || is_part(facts.role, bytes, taken));
	FUZZ_HOLDS(!facts.gun || is_part(facts.gun, bytes, taken));
	tc_key_header_wipe(header);
	for (size_t i = 0; i < sizeof(*header); i++)
		FUZZ_HOLDS(((const char *)header)[i] == 0);
	tuf_arena_clear(&arena);
	free(header);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	(void)fuzz_known_repositories();
	check_certificate_der(bytes, length);
	check_public_key_der(bytes, length);
	check_pem(bytes, length);
	check_listed(bytes, length);
	check_identity(bytes, length);
	check_key_header(bytes, length);
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t length, size_t room, unsigned seed)
{
	struct tree_random random = {.state = seed + UINT64_C(0x9e3779b97f4a7c15)};
	bool is_der = length > 0 && bytes[0] == 0x30 && tree_draw(&random, 6) != 0;
	uint8_t *copy = is_der ? fuzz_copy(bytes, length, false) : NULL;
	size_t written = is_der ? der_mutate(copy, length, bytes, room, &random) : 0;
	/* what did not fit was written in part */
	if (is_der && written == 0)
		memcpy(bytes, copy, length);
	free(copy);
	return written > 0 ? written : LLVMFuzzerMutate(bytes, length, room);
}
