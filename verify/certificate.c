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
static const char *format_name(struct tuf_arena *arena, const X509_NAME *name)
{
	BIO *memory = BIO_new(BIO_s_mem());
	if (!memory)
		return NULL;
	const char *text = NULL;
	unsigned long flags = XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;
	if (X509_NAME_print_ex(memory, name, 0, flags) >= 0) {
		char *bytes = NULL;
		long length = BIO_get_mem_data(memory, &bytes);
		if (length >= 0)
			text = tuf_arena_copy_text(arena, bytes, (size_t)length);
	}
	BIO_free(memory);
	return text;
}

static const char *format_signature_algorithm(struct tuf_arena *arena, const X509 *x509)
{
	const X509_ALGOR *algorithm = NULL;
	X509_get0_signature(NULL, &algorithm, x509);
	const ASN1_OBJECT *object = NULL;
	X509_ALGOR_get0(&object, NULL, NULL, algorithm);
	char text[80];
	int length = OBJ_obj2txt(text, (int)sizeof(text), object, 0);
	if (length < 0)
		return NULL;
	return tuf_arena_copy_text(arena, text, strlen(text));
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

/* Fills what a report says. False when memory is short. */
static bool describe(struct tuf_arena *arena, const X509 *x509, struct tc_certificate *certificate)
{
	const struct tc_certificate_facts *facts = &certificate->facts;
	certificate->record = (struct tufcheck_certificate){
		.subject = format_name(arena, X509_get_subject_name(x509)),
		.issuer = format_name(arena, X509_get_issuer_name(x509)),
		.serial = format_serial(arena, facts),
		.not_before = {.seconds = facts->not_before},
		.not_after = {.seconds = facts->not_after},
		.ca = facts->ca,
		.signature_algorithm = format_signature_algorithm(arena, x509),
		.sha256 = tuf_digest_format(arena, TUF_DIGEST_SHA256, certificate->der,
	                                    certificate->length),
		.sha1 = tuf_digest_format(arena, TUF_DIGEST_SHA1, certificate->der,
	                                  certificate->length),
		.der = certificate->der,
		.der_length = certificate->length,
	};
	const struct tufcheck_certificate *record = &certificate->record;
	return record->subject && record->issuer && record->serial && record->signature_algorithm &&
	       record->sha256 && record->sha1 && describe_key(arena, facts, &certificate->record);
}

static enum tuf_result parse_certificate(struct tuf_arena *arena, const struct tuf_pem_block *block,
                                         struct tc_certificate *certificate,
                                         const char **ret_problem)
{
	certificate->der = block->bytes;
	certificate->length = block->length;
	if (!tc_profile_read_certificate(block->bytes, block->length, &certificate->facts,
	                                 ret_problem))
		return TUF_INVALID;
	/* whether the point of a key is on its curve, the profile leaves to OpenSSL */
	bool needs_key = certificate->facts.key.algorithm == TC_PUBLIC_ECDSA;
	X509 *x509 = tc_openssl_decode_certificate(block->bytes, block->length, needs_key);
	if (!x509) {
		*ret_problem = "it is not a certificate that OpenSSL can decode";
		return tc_openssl_fail();
	}
	bool described = describe(arena, x509, certificate);
	X509_free(x509);
	ERR_clear_error();
	return described ? TUF_OK : TUF_NO_MEMORY;
}

static enum tuf_result parse_certificates(struct tuf_arena *arena,
                                          const struct tuf_pem_block *blocks, size_t count,
                                          struct tc_bundle *ret_bundle, const char **ret_problem)
{
	struct tc_certificate *certificates =
		tuf_arena_take_array(arena, count, sizeof(*certificates));
	if (!certificates)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		enum tuf_result result =
			parse_certificate(arena, &blocks[i], &certificates[i], ret_problem);
		if (result != TUF_OK)
			return result;
		certificates[i].record.position = i;
	}
	*ret_bundle = (struct tc_bundle){.items = certificates, .count = count};
	return TUF_OK;
}

enum tuf_result tc_bundle_parse(struct tuf_arena *arena, const unsigned char *pem, size_t length,
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
	return parse_certificates(arena, blocks, count, ret_bundle, ret_problem);
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
	return parse_certificates(arena, blocks, count, ret_bundle, ret_problem);
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
