/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/certificate.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <string.h>

#include "tuf/codec.h"
#include "tuf/digest.h"
#include "tuf/limits.h"
#include "tuf/pem.h"
#include "verify/key_usage.h"
#include "verify/openssl.h"

#define DAY_SECONDS 86400

const char *tc_public_facts_describe(struct tuf_arena *arena, const struct tc_public_facts *facts)
{
	switch (facts->algorithm) {
	case TC_PUBLIC_NONE:
		return NULL;
	case TC_PUBLIC_RSA:
		return "RSA";
	case TC_PUBLIC_ECDSA:
		return tuf_arena_format(arena, "ECDSA %s", facts->curve);
	case TC_PUBLIC_ED25519:
		return "Ed25519";
	case TC_PUBLIC_DSA:
		return "DSA";
	case TC_PUBLIC_OTHER:
		return "other";
	}
	return NULL;
}

/* RFC 2253, with UTF-8 left as it is: the renderers escape. */
static enum tuf_result format_name(struct tuf_arena *arena, const unsigned char *der, size_t length,
                                   const char **ret_text)
{
	X509_NAME *name = tc_openssl_decode_name(der, length);
	if (!name)
		return tc_openssl_fail();
	const char *text = NULL;
	BIO *memory = BIO_new(BIO_s_mem());
	unsigned long flags = XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;
	if (memory && X509_NAME_print_ex(memory, name, 0, flags) >= 0) {
		char *bytes = NULL;
		long count = BIO_get_mem_data(memory, &bytes);
		if (count >= 0)
			text = tuf_arena_copy_text(arena, bytes, (size_t)count);
	}
	BIO_free(memory);
	X509_NAME_free(name);
	if (!text)
		return TUF_NO_MEMORY;
	*ret_text = text;
	return TUF_OK;
}

/* The name of the algorithm, or its OID. */
static enum tuf_result format_algorithm(struct tuf_arena *arena, const struct tc_der *identifier,
                                        const char **ret_text)
{
	X509_ALGOR *algorithm = tc_openssl_decode_algorithm(identifier);
	if (!algorithm)
		return tc_openssl_fail();
	const ASN1_OBJECT *object = NULL;
	X509_ALGOR_get0(&object, NULL, NULL, algorithm);
	char buffer[80];
	int length = OBJ_obj2txt(buffer, (int)sizeof(buffer), object, 0);
	X509_ALGOR_free(algorithm);
	const char *text = length < 0 ? NULL : tuf_arena_copy_text(arena, buffer, strlen(buffer));
	if (!text)
		return TUF_NO_MEMORY;
	*ret_text = text;
	return TUF_OK;
}

/* The octets of the serial number; the zero that only keeps it positive is left out. */
static const char *format_serial(struct tuf_arena *arena, const struct tc_certificate_facts *facts)
{
	const unsigned char *serial = facts->serial;
	size_t length = facts->serial_length;
	if (length > 1 && serial[0] == 0) {
		serial++;
		length--;
	}
	return tuf_hex_encode(arena, serial, length);
}

/* The part that concerns the public key. False when memory is short. */
static bool describe_key(struct tuf_arena *arena, const struct tc_certificate_facts *facts,
                         struct tufcheck_certificate *record)
{
	struct tc_name_list usages, extended_usages;
	if (tc_key_usage_list(arena, facts, &usages) != TUF_OK ||
	    tc_extended_usage_list(arena, facts, &extended_usages) != TUF_OK)
		return false;
	record->key_usages = usages.items;
	record->key_usage_count = usages.count;
	record->extended_key_usages = extended_usages.items;
	record->extended_key_usage_count = extended_usages.count;
	record->algorithm = tc_public_facts_describe(arena, &facts->key);
	record->bits = facts->key.bits;
	record->spki_sha256 = tuf_digest_format(arena, TUF_DIGEST_SHA256, facts->key.spki,
	                                        facts->key.spki_length);
	return record->algorithm && record->spki_sha256;
}

/* The part that OpenSSL decodes. TUF_INVALID when it cannot. */
static enum tuf_result describe_names(struct tuf_arena *arena,
                                      const struct tc_certificate_facts *facts,
                                      struct tufcheck_certificate *record)
{
	enum tuf_result result =
		format_name(arena, facts->subject, facts->subject_length, &record->subject);
	/* most are issued by their subject, and of those that is the same text */
	bool is_self_issued = facts->issuer_length == facts->subject_length &&
	                      memcmp(facts->issuer, facts->subject, facts->issuer_length) == 0;
	if (result == TUF_OK && is_self_issued)
		record->issuer = record->subject;
	else if (result == TUF_OK)
		result = format_name(arena, facts->issuer, facts->issuer_length, &record->issuer);
	if (result == TUF_OK)
		result = format_algorithm(arena, &facts->signature_identifier,
		                          &record->signature_algorithm);
	return result;
}

/* Fills the rest of what a report says. False when memory is short. */
static bool describe(struct tuf_arena *arena, struct tc_certificate *certificate)
{
	const struct tc_certificate_facts *facts = &certificate->facts;
	struct tufcheck_certificate *record = &certificate->record;
	record->serial = format_serial(arena, facts);
	record->not_before.seconds = facts->not_before;
	record->not_after.seconds = facts->not_after;
	record->ca = facts->ca;
	record->der = certificate->der;
	record->der_length = certificate->length;
	record->sha256 = tuf_digest_format(arena, TUF_DIGEST_SHA256, certificate->der,
	                                   certificate->length);
	record->sha1 =
		tuf_digest_format(arena, TUF_DIGEST_SHA1, certificate->der, certificate->length);
	return record->serial && record->sha256 && record->sha1 &&
	       describe_key(arena, facts, record);
}

/* What the profile leaves to OpenSSL of a key. TUF_INVALID when it does not take it. */
static enum tuf_result check_key(struct tuf_arena *arena, struct tc_pkeys *pkeys,
                                 const struct tc_public_facts *facts)
{
	if (facts->algorithm == TC_PUBLIC_ECDSA) {
		EVP_PKEY *unused;
		return tc_pkeys_get(pkeys, arena, facts, &unused);
	}
	if (facts->algorithm != TC_PUBLIC_OTHER)
		return TUF_OK;
	X509_ALGOR *algorithm = tc_openssl_decode_algorithm(&facts->identifier);
	if (!algorithm)
		return tc_openssl_fail();
	X509_ALGOR_free(algorithm);
	return TUF_OK;
}

static enum tuf_result parse_certificate(struct tuf_arena *arena, struct tc_pkeys *pkeys,
                                         const struct tuf_pem_block *block,
                                         struct tc_certificate *certificate,
                                         const char **ret_problem)
{
	certificate->der = block->bytes;
	certificate->length = block->length;
	if (!tc_profile_read_certificate(block->bytes, block->length, &certificate->facts,
	                                 ret_problem))
		return TUF_INVALID;
	enum tuf_result result = check_key(arena, pkeys, &certificate->facts.key);
	if (result == TUF_OK)
		result = describe_names(arena, &certificate->facts, &certificate->record);
	if (result == TUF_INVALID)
		*ret_problem = "it is not a certificate that OpenSSL can decode";
	if (result == TUF_OK && !describe(arena, certificate))
		result = TUF_NO_MEMORY;
	ERR_clear_error();
	return result;
}

static enum tuf_result parse_certificates(struct tuf_arena *arena, struct tc_pkeys *pkeys,
                                          const struct tuf_pem_block *blocks, size_t count,
                                          struct tc_bundle *ret_bundle, const char **ret_problem)
{
	struct tc_certificate *certificates =
		tuf_arena_take_array(arena, count, sizeof(*certificates));
	if (!certificates)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		enum tuf_result result = parse_certificate(arena, pkeys, &blocks[i],
		                                           &certificates[i], ret_problem);
		if (result != TUF_OK)
			return result;
		certificates[i].record.position = i;
	}
	*ret_bundle = (struct tc_bundle){.items = certificates, .count = count};
	return TUF_OK;
}

enum tuf_result tc_bundle_parse_sharing(struct tuf_arena *arena, struct tc_pkeys *pkeys,
                                        const unsigned char *pem, size_t length,
                                        struct tc_bundle *ret_bundle, const char **ret_problem)
{
	const struct tuf_pem_block *blocks;
	size_t count;
	enum tuf_result result = tuf_pem_parse(arena, pem, length, "CERTIFICATE",
	                                       TUF_MAX_BUNDLE_CERTIFICATES, &blocks, &count);
	if (result == TUF_INVALID)
		*ret_problem = "it is not a plain PEM bundle of certificates";
	if (result != TUF_OK)
		return result;
	return parse_certificates(arena, pkeys, blocks, count, ret_bundle, ret_problem);
}

enum tuf_result tc_bundle_parse(struct tuf_arena *arena, const unsigned char *pem, size_t length,
                                struct tc_bundle *ret_bundle, const char **ret_problem)
{
	struct tc_pkeys pkeys = {.tree = NULL};
	enum tuf_result result =
		tc_bundle_parse_sharing(arena, &pkeys, pem, length, ret_bundle, ret_problem);
	tc_pkeys_clear(&pkeys);
	return result;
}

enum tuf_result tc_authorities_parse(struct tuf_arena *arena, const unsigned char *pem,
                                     size_t length, struct tc_bundle *ret_bundle,
                                     const char **ret_problem)
{
	const struct tuf_pem_block *blocks;
	size_t count;
	enum tuf_result result = tuf_pem_parse_amid_text(arena, pem, length, "CERTIFICATE",
	                                                 TUF_MAX_AUTHORITIES, &blocks, &count);
	if (result == TUF_INVALID)
		*ret_problem = "it holds no certificates in PEM, or something else in PEM";
	if (result != TUF_OK)
		return result;
	struct tc_pkeys pkeys = {.tree = NULL};
	result = parse_certificates(arena, &pkeys, blocks, count, ret_bundle, ret_problem);
	tc_pkeys_clear(&pkeys);
	return result;
}

const char *tc_bundle_find_problem(const struct tc_bundle *bundle)
{
	size_t leaves = 0;
	for (size_t i = 0; i < bundle->count; i++)
		leaves += bundle->items[i].facts.ca ? 0 : 1;
	if (leaves == 0)
		return "it has no leaf certificate";
	if (leaves > 1)
		return "it has more than one leaf certificate";
	if (bundle->items[0].facts.ca)
		return "its leaf certificate is not the first";
	return NULL;
}

enum tc_certificate_flaw tc_certificate_find_flaw(const struct tc_certificate *certificate)
{
	const struct tc_certificate_facts *facts = &certificate->facts;
	if (facts->not_before > facts->not_after)
		return TC_FLAW_DATES_INVERTED;
	if (facts->signed_with_sha1)
		return TC_FLAW_SHA1;
	if (facts->key.algorithm == TC_PUBLIC_RSA && facts->key.bits < TUF_MIN_RSA_BITS)
		return TC_FLAW_WEAK_KEY;
	return TC_FLAW_NONE;
}

const char *tc_certificate_flaw_text(enum tc_certificate_flaw flaw)
{
	switch (flaw) {
	case TC_FLAW_NONE:
		break;
	case TC_FLAW_DATES_INVERTED:
		return "its dates are inverted";
	case TC_FLAW_SHA1:
		return "it is signed with SHA-1";
	case TC_FLAW_WEAK_KEY:
		return "its RSA key has under 2048 bits";
	}
	return "";
}

enum tc_certificate_dates tc_certificate_check_dates(const struct tc_certificate *certificate,
                                                     const struct tuf_time *at)
{
	const struct tuf_time not_after = {.seconds = certificate->facts.not_after};
	const struct tuf_time not_before = {.seconds = certificate->facts.not_before};
	const struct tuf_time tomorrow = {.seconds = at->seconds + DAY_SECONDS,
	                                  .nanoseconds = at->nanoseconds};
	if (tuf_time_compare(at, &not_after) > 0)
		return TC_DATES_EXPIRED;
	if (tuf_time_compare(&tomorrow, &not_before) < 0)
		return TC_DATES_NOT_YET_VALID;
	return TC_DATES_VALID;
}

bool tc_certificate_names_gun(const struct tc_certificate *certificate, const char *gun)
{
	const unsigned char *name = certificate->facts.common_name;
	size_t length = certificate->facts.common_name_length;
	size_t prefix = length;
	while (prefix > 0 && name[prefix - 1] == '*')
		prefix--;
	size_t gun_length = strlen(gun);
	/* no repository is called nothing, and no certificate is for it */
	if (length == 0 || gun_length == 0)
		return false;
	bool is_wildcard = prefix < length;
	if (is_wildcard)
		return gun_length >= prefix && memcmp(gun, name, prefix) == 0;
	return gun_length == length && memcmp(gun, name, length) == 0;
}

const char *tc_certificate_copy_name(struct tuf_arena *arena,
                                     const struct tc_certificate *certificate)
{
	return tuf_arena_copy_text(arena, (const char *)certificate->facts.common_name,
	                           certificate->facts.common_name_length);
}
