/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/identity.h"
#include "verify/openssl.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tuf/digest.h"
#include "tuf/limits.h"
#include "tuf/pem.h"
#include "verify/public_key.h"
#include "verify/trustdir.h"

#define ED25519_BYTES 32

static const char not_recognised[] =
	"neither a certificate or public key in PEM or DER, nor a key ID or SHA-256 thumbprint of "
	"64 hexadecimal digits, nor a SHA-1 thumbprint of 40";

static enum tuf_result refuse(struct tufcheck_identity *identity, const char *problem)
{
	identity->facts = (struct tufcheck_identity_facts){.problem = problem};
	return TUF_INVALID;
}

static enum tuf_result refuse_for(struct tufcheck_identity *identity, const char *what,
                                  const char *reason)
{
	const char *problem = tuf_arena_format(&identity->arena, "%s %s", what, reason);
	return problem ? refuse(identity, problem) : TUF_NO_MEMORY;
}

/* ---- keys, as metadata would list them ---- */

/* What is found under the IDs of a key that is listed in this way. */
static enum tuf_result add_key(struct tufcheck_identity *identity, struct tuf_key *listed)
{
	struct tuf_arena *arena = &identity->arena;
	struct tc_key_ring ring = {.arena = arena};
	const struct tc_public_key *key;
	enum tuf_result result = tuf_key_compute_id(arena, listed->type_name, listed->public_bytes,
	                                            listed->public_length, &listed->id);
	if (result == TUF_OK)
		result = tc_key_ring_get(&ring, listed, &key);
	if (result == TUF_OK && key->problem)
		result = refuse_for(identity, "a key that cannot be used:", key->problem);
	if (result == TUF_OK) {
		identity->facts.key_id = key->id;
		identity->facts.canonical_key_id = key->canonical_id;
		identity->facts.spki_sha256 = key->spki_sha256;
	}
	tc_key_ring_clear(&ring);
	return result;
}

/* The bare form of a public key that the profile let through. */
static bool make_bare_key(const struct tc_public_facts *facts, struct tuf_key *ret_key)
{
	struct tuf_key key = {.public_bytes = facts->spki, .public_length = facts->spki_length};
	switch (facts->algorithm) {
	case TC_PUBLIC_RSA:
		key.type = TUF_KEY_RSA;
		key.type_name = "rsa";
		break;
	case TC_PUBLIC_ECDSA:
		key.type = TUF_KEY_ECDSA;
		key.type_name = "ecdsa";
		break;
	case TC_PUBLIC_ED25519:
		key.type = TUF_KEY_ED25519;
		key.type_name = "ed25519";
		/* the last of a SubjectPublicKeyInfo */
		key.public_bytes += facts->spki_length - ED25519_BYTES;
		key.public_length = ED25519_BYTES;
		break;
	case TC_PUBLIC_NONE:
	case TC_PUBLIC_DSA:
	case TC_PUBLIC_OTHER:
		return false;
	}
	*ret_key = key;
	return true;
}

/* The form of a certificate alone in a bundle. Notary lists those of RSA and ECDSA keys only. */
static bool make_x509_key(const struct tc_public_facts *facts, const char *pem,
                          struct tuf_key *ret_key)
{
	bool is_rsa = facts->algorithm == TC_PUBLIC_RSA;
	if (!is_rsa && facts->algorithm != TC_PUBLIC_ECDSA)
		return false;
	*ret_key = (struct tuf_key){
		.type = is_rsa ? TUF_KEY_RSA_X509 : TUF_KEY_ECDSA_X509,
		.type_name = is_rsa ? "rsa-x509" : "ecdsa-x509",
		.public_bytes = (const unsigned char *)pem,
		.public_length = strlen(pem),
	};
	return true;
}

/* ---- certificates and public keys ---- */

static enum tuf_result read_certificate(struct tufcheck_identity *identity,
                                        const unsigned char *der, size_t length)
{
	struct tuf_arena *arena = &identity->arena;
	struct tc_certificate_facts facts;
	const char *problem;
	if (!tc_profile_read_certificate(der, length, &facts, &problem))
		return refuse_for(identity, "a certificate that breaks the rule that", problem);
	const struct tuf_pem_block block = {.bytes = der, .length = length};
	const char *pem;
	size_t pem_length;
	enum tuf_result result =
		tuf_pem_write(arena, "CERTIFICATE", &block, 1, &pem, &pem_length);
	if (result != TUF_OK)
		return result;
	struct tc_bundle bundle;
	result = tc_bundle_parse(arena, (const unsigned char *)pem, pem_length, &bundle, &problem);
	if (result == TUF_INVALID)
		return refuse_for(identity, "a certificate that cannot be used:", problem);
	if (result != TUF_OK)
		return result;
	const struct tufcheck_certificate *record = &bundle.items[0].record;
	identity->facts = (struct tufcheck_identity_facts){
		.kind = TUFCHECK_IDENTITY_CERTIFICATE,
		.subject = record->subject,
		.spki_sha256 = record->spki_sha256,
		.certificate_sha256 = record->sha256,
		.certificate_sha1 = record->sha1,
	};
	struct tuf_key key;
	if (!make_x509_key(&facts.key, pem, &key))
		return TUF_OK;
	return add_key(identity, &key);
}

static enum tuf_result read_public_key(struct tufcheck_identity *identity, const unsigned char *der,
                                       size_t length)
{
	struct tc_public_facts facts;
	const char *reason;
	if (!tc_profile_read_public_key(der, length, &facts, &reason))
		return refuse_for(identity, "a public key that breaks the rule that", reason);
	struct tuf_key key;
	if (!make_bare_key(&facts, &key))
		return refuse(identity, "a public key of an algorithm that Notary does not use");
	identity->facts = (struct tufcheck_identity_facts){.kind = TUFCHECK_IDENTITY_PUBLIC_KEY};
	return add_key(identity, &key);
}

/* ---- the forms of a file ---- */

typedef enum tuf_result der_reader(struct tufcheck_identity *identity, const unsigned char *der,
                                   size_t length);

/* By what stands after the first element: a certificate is three, a public key two. */
static der_reader *find_der_reader(const unsigned char *bytes, size_t length)
{
	const struct tc_der input = {.at = bytes, .length = length};
	struct tc_der content, first;
	if (!tc_der_read_only(input, TC_DER_SEQUENCE, &content) ||
	    !tc_der_read(&content, TC_DER_SEQUENCE, &first))
		return NULL;
	if (tc_der_peek(&content, TC_DER_SEQUENCE))
		return read_certificate;
	return tc_der_peek(&content, TC_DER_BIT_STRING) ? read_public_key : NULL;
}

static const struct pem_kind {
	const char *label;
	const char *begin;
	const char *end;
	der_reader *read;
} pem_kinds[] = {
	{"CERTIFICATE", "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----",
         read_certificate},
	{"PUBLIC KEY", "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----", read_public_key},
};

struct pem_slice {
	const struct pem_kind *kind; /* NULL: there is no such block */
	const unsigned char *at;
	size_t length;
};

/* The first block of a kind that is known; the user's file may have other things around it. */
static struct pem_slice find_pem(const unsigned char *bytes, size_t length)
{
	struct pem_slice slice = {.kind = NULL};
	for (size_t i = 0; i < sizeof(pem_kinds) / sizeof(pem_kinds[0]); i++) {
		const struct pem_kind *kind = &pem_kinds[i];
		const unsigned char *begin =
			memmem(bytes, length, kind->begin, strlen(kind->begin));
		if (!begin || (slice.kind && slice.at < begin))
			continue;
		size_t rest = length - (size_t)(begin - bytes);
		const unsigned char *end = memmem(begin, rest, kind->end, strlen(kind->end));
		size_t whole = end ? (size_t)(end - begin) + strlen(kind->end) : rest;
		slice = (struct pem_slice){.kind = kind, .at = begin, .length = whole};
	}
	return slice;
}

static enum tuf_result read_pem(struct tufcheck_identity *identity, const unsigned char *bytes,
                                size_t length)
{
	static const char private_label[] = "PRIVATE KEY-----";
	struct pem_slice slice = find_pem(bytes, length);
	if (!slice.kind && memmem(bytes, length, private_label, sizeof(private_label) - 1))
		return refuse(identity, "a private key; its certificate or public key is needed");
	if (!slice.kind)
		return refuse(identity, "PEM without a CERTIFICATE or PUBLIC KEY");
	const struct tuf_pem_block *blocks;
	size_t count;
	enum tuf_result result = tuf_pem_parse(&identity->arena, slice.at, slice.length,
	                                       slice.kind->label, 1, &blocks, &count);
	if (result == TUF_INVALID)
		return refuse(identity, "PEM that is damaged");
	if (result != TUF_OK)
		return result;
	return slice.kind->read(identity, blocks[0].bytes, blocks[0].length);
}

/* ---- hexadecimal digits ---- */

static bool is_space(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The lower-case digit, or NUL. */
static char read_digit(unsigned char c)
{
	if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))
		return (char)c;
	return c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : '\0';
}

/* Digits with colons between all pairs or none; 0 when there is anything else or no room. */
static size_t read_digits(const unsigned char *bytes, size_t length, char *digits, size_t room)
{
	bool has_colons = length > 2 && bytes[2] == ':';
	size_t count = 0;
	for (size_t i = 0; i < length; i++) {
		if (has_colons && i % 3 == 2) {
			if (bytes[i] != ':' || i + 1 == length)
				return 0;
			continue;
		}
		char digit = read_digit(bytes[i]);
		if (digit == '\0' || count == room)
			return 0;
		digits[count++] = digit;
	}
	return count;
}

static enum tuf_result read_hex(struct tufcheck_identity *identity, const unsigned char *bytes,
                                size_t length)
{
	while (length > 0 && is_space(bytes[length - 1]))
		length--;
	for (; length > 0 && is_space(bytes[0]); length--)
		bytes++;
	char digits[2 * TUF_SHA256_BYTES];
	size_t count = read_digits(bytes, length, digits, sizeof(digits));
	if (count != 2 * TUF_SHA1_BYTES && count != 2 * TUF_SHA256_BYTES)
		return refuse(identity, not_recognised);
	const char *text = tuf_arena_copy_text(&identity->arena, digits, count);
	if (!text)
		return TUF_NO_MEMORY;
	if (count == 2 * TUF_SHA1_BYTES) {
		identity->facts = (struct tufcheck_identity_facts){.kind = TUFCHECK_IDENTITY_SHA1,
		                                                   .certificate_sha1 = text};
		return TUF_OK;
	}
	/* the digits do not tell: it may be any of them */
	identity->facts = (struct tufcheck_identity_facts){
		.kind = TUFCHECK_IDENTITY_SHA256,
		.key_id = text,
		.canonical_key_id = text,
		.spki_sha256 = text,
		.certificate_sha256 = text,
	};
	return TUF_OK;
}

enum tuf_result tc_identity_read(struct tufcheck_identity *identity, const unsigned char *bytes,
                                 size_t length)
{
	if (length == 0)
		return refuse(identity, not_recognised);
	if (tuf_pem_is_in(bytes, length))
		return read_pem(identity, bytes, length);
	/* no DER is hexadecimal digits alone: the tags of its parts are none */
	der_reader *decode = find_der_reader(bytes, length);
	return decode ? decode(identity, bytes, length) : read_hex(identity, bytes, length);
}

/* ---- the public functions ---- */

static enum tufcheck_result public_result(enum tuf_result result)
{
	switch (result) {
	case TUF_OK:
		return TUFCHECK_OK;
	case TUF_INVALID:
		return TUFCHECK_INVALID;
	case TUF_NO_MEMORY:
		break;
	}
	return TUFCHECK_NO_MEMORY;
}

static enum tufcheck_result read_file(struct tufcheck_identity *identity, const char *path)
{
	struct tc_read content = {.status = TC_READ_INVALID};
	if (tc_trustdir_read_file(path, TUF_MAX_IDENTITY_BYTES, &content) != TUF_OK)
		return TUFCHECK_NO_MEMORY;
	if (content.status == TC_READ_MISSING)
		return TUFCHECK_NOT_FOUND;
	if (content.status == TC_READ_TOO_LARGE)
		return public_result(refuse(identity, "a file of more than 1 MiB"));
	if (content.status != TC_READ_OK)
		return TUFCHECK_UNREADABLE;
	enum tuf_result result = tc_identity_read(identity, content.bytes, content.length);
	/* there may have been a private key beside what was looked for */
	sodium_memzero(content.bytes, content.length);
	free(content.bytes);
	return public_result(result);
}

static enum tufcheck_result parse_text(struct tufcheck_identity *identity, const char *text)
{
	return public_result(tc_identity_read(identity, (const unsigned char *)text, strlen(text)));
}

typedef enum tufcheck_result identity_reader(struct tufcheck_identity *identity,
                                             const char *argument);

static enum tufcheck_result make(identity_reader *fill, const char *argument,
                                 struct tufcheck_identity **ret_identity)
{
	if (!argument || !argument[0] || !ret_identity)
		return TUFCHECK_BAD_CALL;
	if (tc_openssl_init() != TUF_OK)
		return TUFCHECK_NO_MEMORY;
	struct tufcheck_identity *identity = calloc(1, sizeof(*identity));
	if (!identity)
		return TUFCHECK_NO_MEMORY;
	enum tufcheck_result result = fill(identity, argument);
	if (result != TUFCHECK_OK && result != TUFCHECK_INVALID) {
		tufcheck_identity_free(identity);
		return result;
	}
	*ret_identity = identity;
	return result;
}

enum tufcheck_result tufcheck_identity_read_file(const char *path,
                                                 struct tufcheck_identity **ret_identity)
{
	return make(read_file, path, ret_identity);
}

enum tufcheck_result tufcheck_identity_parse(const char *text,
                                             struct tufcheck_identity **ret_identity)
{
	return make(parse_text, text, ret_identity);
}

const struct tufcheck_identity_facts *
tufcheck_identity_get_facts(const struct tufcheck_identity *identity)
{
	return identity ? &identity->facts : NULL;
}

/* Digits of either case: what metadata lists is whatever somebody wrote. */
static unsigned match_digest(const char *wanted, const char *found, enum tufcheck_match_means means)
{
	return wanted && found && strcasecmp(wanted, found) == 0 ? (unsigned)means : 0;
}

static unsigned match_certificate(const struct tufcheck_identity_facts *facts,
                                  const struct tufcheck_certificate *certificate)
{
	return match_digest(facts->certificate_sha256, certificate->sha256,
	                    TUFCHECK_MATCH_CERTIFICATE_SHA256) |
	       match_digest(facts->certificate_sha1, certificate->sha1,
	                    TUFCHECK_MATCH_CERTIFICATE_SHA1) |
	       match_digest(facts->spki_sha256, certificate->spki_sha256,
	                    TUFCHECK_MATCH_SPKI_SHA256);
}

/* Only the first certificate's key signs; the others only stand beside it. */
static void match_certificates(const struct tufcheck_identity_facts *facts,
                               const struct tufcheck_key *key, struct tufcheck_match *match)
{
	for (size_t i = 0; i < key->certificate_count; i++) {
		unsigned means = match_certificate(facts, &key->certificates[i]);
		if (means == 0)
			continue;
		match->means |= means;
		if (match->certificate == TUFCHECK_NO_CERTIFICATE)
			match->certificate = i;
		if (i == 0)
			match->is_signing_key = true;
	}
}

struct tufcheck_match tufcheck_identity_match(const struct tufcheck_identity *identity,
                                              const struct tufcheck_key *key)
{
	struct tufcheck_match match = {.certificate = TUFCHECK_NO_CERTIFICATE};
	if (!identity || !key)
		return match;
	const struct tufcheck_identity_facts *facts = &identity->facts;
	match.means =
		match_digest(facts->key_id, key->key_id, TUFCHECK_MATCH_KEY_ID) |
		match_digest(facts->key_id, key->computed_key_id, TUFCHECK_MATCH_KEY_ID) |
		match_digest(facts->canonical_key_id, key->canonical_key_id,
	                     TUFCHECK_MATCH_CANONICAL_KEY_ID) |
		match_digest(facts->spki_sha256, key->spki_sha256, TUFCHECK_MATCH_SPKI_SHA256);
	match.is_signing_key = match.means != 0;
	match_certificates(facts, key, &match);
	return match;
}

void tufcheck_identity_free(struct tufcheck_identity *identity)
{
	if (!identity)
		return;
	tuf_arena_clear(&identity->arena);
	free(identity);
}
