/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of the profile share.
 *
 * A certificate is made by OpenSSL and taken apart; each row then replaces one
 * part. Parts are written as hexadecimal digits, with text in quotation marks
 * and the content of an element in parentheses after its tag: 30(06(55 04 03) 0c('a')).
 */
#ifndef TUFCHECK_TESTS_PROFILE_SUPPORT_H
#define TUFCHECK_TESTS_PROFILE_SUPPORT_H

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "verify/profile.h"
#include "tests/unit/support.h"

struct blob {
	unsigned char bytes[8192];
	size_t length;
};

enum part {
	VERSION,
	SERIAL,
	INNER,
	ISSUER,
	VALIDITY,
	SUBJECT,
	KEY,
	ADDITIONS,
	OUTER,
	SIGNATURE,
	PARTS
};

struct parts {
	struct blob part[PARTS];
};

/* reason: the rule that refuses it, or NULL when it passes. */
struct edit {
	const char *text;
	const char *reason;
};

#define RSA "06(2a864886f70d010101)"
#define DSA "06(2a8648ce380401)"
#define EC "06(2a8648ce3d0201)"
#define P256 "06(2a8648ce3d030107)"
#define ED25519 "06(2b6570)"
#define ECDSA_SHA256 "30(06(2a8648ce3d040302))"
#define PSS "06(2a864886f70d01010a)"
#define MGF1 "06(2a864886f70d010108)"
#define SHA256 "06(608648016503040201)"
#define SHA384 "06(608648016503040202)"
#define SHA512 "06(608648016503040203)"
#define COMMON_NAME "06(550403)"
#define OCTETS_16 "00112233445566778899aabbccddeeff"
#define OCTETS_32 OCTETS_16 OCTETS_16

/* The only extensions, and one with its value. */
#define EXTENSIONS(list) "a3(30(" list "))"
#define EXTENSION(oid, value) "30(06(" oid ") 04(" value "))"
#define ONE(oid, value) EXTENSIONS(EXTENSION(oid, value))

#define RSA_RULE \
	"an RSA key has NULL parameters, a positive modulus and an exponent of 2 to 2^31 - 1"
#define EC_RULE "an elliptic curve key is an uncompressed point of P-224, P-256, P-384 or P-521"
#define ED25519_RULE "an Ed25519 key has no parameters and 32 octets"
#define DSA_RULE "a DSA key is a positive number and has three positive parameters"
#define KEY_RULE "a public key is an algorithm and a string of whole octets"
#define ATTRIBUTE_RULE "an attribute of a name is an OID and a well-formed string"
#define COMMON_NAME_RULE "the common name is UTF-8 or ASCII without NUL"
#define VALIDITY_RULE "the validity is two times with seconds, in UTC"
#define EXTENSION_RULE "an extension is an OID, a criticality and octets"
#define CERTIFICATE_RULE "a certificate is content, algorithm and signature, no more"

/* ---- making certificates ---- */

static inline void add(struct blob *blob, const void *bytes, size_t length)
{
	assert_true(length <= sizeof(blob->bytes) - blob->length);
	memcpy(blob->bytes + blob->length, bytes, length);
	blob->length += length;
}

static inline void add_content(struct blob *blob, const struct blob *content)
{
	unsigned char header[] = {0x82, (unsigned char)(content->length >> 8),
	                          (unsigned char)content->length};
	if (content->length < 0x80)
		add(blob, header + 2, 1);
	else if (content->length < 0x100)
		add(blob, (unsigned char[]){0x81, header[2]}, 2);
	else
		add(blob, header, sizeof(header));
	add(blob, content->bytes, content->length);
}

/* Adds what text denotes, to its end or a closing parenthesis; returns where that is. */
static inline const char *compile(struct blob *blob, const char *text)
{
	while (*text != '\0' && *text != ')') {
		if (*text == '(') {
			struct blob content = {.length = 0};
			text = compile(&content, text + 1) + 1;
			add_content(blob, &content);
		} else if (*text == '\'') {
			const char *end = strchr(text + 1, '\'');
			add(blob, text + 1, (size_t)(end - text - 1));
			text = end + 1;
		} else if (*text == ' ') {
			text++;
		} else {
			unsigned octet;
			assert_int_equal(sscanf(text, "%2x", &octet), 1);
			add(blob, (unsigned char[]){(unsigned char)octet}, 1);
			text += 2;
		}
	}
	return text;
}

static inline void set(struct blob *blob, const char *text)
{
	blob->length = 0;
	assert_int_equal(*compile(blob, text), '\0');
}

static inline void assemble(const struct parts *parts, struct blob *ret_certificate)
{
	struct blob tbs = {.length = 0};
	struct blob content = {.length = 0};
	for (size_t i = VERSION; i <= ADDITIONS; i++)
		add(&tbs, parts->part[i].bytes, parts->part[i].length);
	add(&content, "\x30", 1);
	add_content(&content, &tbs);
	add(&content, parts->part[OUTER].bytes, parts->part[OUTER].length);
	add(&content, parts->part[SIGNATURE].bytes, parts->part[SIGNATURE].length);
	ret_certificate->length = 0;
	add(ret_certificate, "\x30", 1);
	add_content(ret_certificate, &content);
}

static inline void take(struct tc_der *der, struct parts *parts, enum part part)
{
	struct tc_der element;
	assert_true(tc_der_read_element(der, der->at[0], &element));
	add(&parts->part[part], element.at, element.length);
}

static inline void take_apart(const struct blob *certificate, struct parts *ret_parts)
{
	struct tc_der whole = {.at = certificate->bytes, .length = certificate->length};
	struct tc_der content, tbs;
	*ret_parts = (struct parts){.part[0].length = 0};
	assert_true(tc_der_read_only(whole, TC_DER_SEQUENCE, &content));
	assert_true(tc_der_read(&content, TC_DER_SEQUENCE, &tbs));
	for (enum part part = VERSION; part <= ADDITIONS; part++)
		take(&tbs, ret_parts, part);
	take(&content, ret_parts, OUTER);
	take(&content, ret_parts, SIGNATURE);
	assert_int_equal(tbs.length + content.length, 0);
}

static inline void add_extension(X509 *x509, int nid, const char *value)
{
	X509V3_CTX context;
	CONF *empty = NCONF_new(NULL); /* policies are not made without one */
	X509V3_set_ctx(&context, x509, x509, NULL, NULL, 0);
	X509V3_set_nconf(&context, empty);
	X509_EXTENSION *extension = X509V3_EXT_nconf_nid(empty, &context, nid, value);
	NCONF_free(empty);
	if (!extension)
		fail_msg("%s: %s", value, ERR_reason_error_string(ERR_peek_last_error()));
	assert_int_equal(X509_add_ext(x509, extension, -1), 1);
	X509_EXTENSION_free(extension);
}

/* What a corporate certificate authority writes. */
static inline void add_extensions(X509 *x509)
{
	add_extension(x509, NID_basic_constraints, "critical,CA:TRUE,pathlen:3");
	add_extension(x509, NID_key_usage, "critical,digitalSignature,keyCertSign,decipherOnly");
	add_extension(x509, NID_ext_key_usage, "serverAuth,codeSigning,1.3.6.1.4.1.311.10.3.12");
	add_extension(x509, NID_subject_key_identifier, "hash");
	add_extension(x509, NID_authority_key_identifier, "keyid,issuer:always");
	add_extension(x509, NID_subject_alt_name,
	              "DNS:*.example.com,IP:10.0.0.1,IP:fe80::1,email:a@example.com,RID:1.2.3,"
	              "URI:spiffe://example.com/ns/a,URI:https://example.com:8443,URI:urn:uuid:1-2");
	add_extension(x509, NID_info_access,
	              "OCSP;URI:http://o.example/,caIssuers;URI:http://c.example/a.crt");
	add_extension(x509, NID_crl_distribution_points,
	              "URI:http://c.example/a.crl,URI:ldap:///CN=a?b?c");
	add_extension(x509, NID_certificate_policies, "2.5.29.32.0,1.2.3.4");
	add_extension(x509, NID_name_constraints,
	              "permitted;DNS:.example.com,permitted;email:a.b@example.com,permitted;email:b.c,"
	              "permitted;IP:10.0.0.0/255.128.0.0,excluded;URI:.example.com");
	add_extension(x509, NID_netscape_comment, "made for a test");
}

static inline void make(EVP_PKEY *key, struct blob *ret_certificate)
{
	X509 *x509 = X509_new();
	assert_non_null(x509);
	assert_int_equal(X509_set_version(x509, X509_VERSION_3), 1);
	assert_int_equal(ASN1_INTEGER_set(X509_get_serialNumber(x509), 0x1234), 1);
	assert_non_null(X509_gmtime_adj(X509_getm_notBefore(x509), 0));
	assert_non_null(X509_gmtime_adj(X509_getm_notAfter(x509), 86400));
	assert_int_equal(X509_set_pubkey(x509, key), 1);
	X509_NAME *name = X509_get_subject_name(x509);
	static const unsigned char common_name[] = "docker.io/library/test";
	assert_int_equal(X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
	                                            common_name, -1, -1, 0),
	                 1);
	assert_int_equal(X509_set_issuer_name(x509, name), 1);
	add_extensions(x509);
	bool is_ed25519 = EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519;
	assert_true(X509_sign(x509, key, is_ed25519 ? NULL : EVP_sha256()) > 0);
	unsigned char *der = NULL;
	int length = i2d_X509(x509, &der);
	assert_true(length > 0);
	ret_certificate->length = 0;
	add(ret_certificate, der, (size_t)length);
	OPENSSL_free(der);
	X509_free(x509);
}

/* ---- looking at them ---- */

/* Reads a copy of exactly that size, so that a byte read beyond it is seen; facts borrow blob. */
static inline bool read(const struct blob *blob, bool is_key,
			struct tc_certificate_facts *ret_facts, const char **ret_reason)
{
	*ret_reason = NULL;
	unsigned char *copy = malloc(blob->length > 0 ? blob->length : 1);
	assert_non_null(copy);
	memcpy(copy, blob->bytes, blob->length);
	struct tc_certificate_facts facts;
	bool good = is_key ? tc_profile_read_public_key(copy, blob->length, &facts.key, ret_reason)
	                   : tc_profile_read_certificate(copy, blob->length, &facts, ret_reason);
	free(copy);
	if (!good)
		return false;
	if (is_key)
		return tc_profile_read_public_key(blob->bytes, blob->length, &ret_facts->key, ret_reason);
	return tc_profile_read_certificate(blob->bytes, blob->length, ret_facts, ret_reason);
}

static inline void check(const struct blob *blob, bool is_key, const struct edit *edit,
			 struct tc_certificate_facts *ret_facts)
{
	const char *reason;
	bool good = read(blob, is_key, ret_facts, &reason);
	if (good != !edit->reason || (!good && (!reason || strcmp(reason, edit->reason) != 0)))
		fail_msg("%s: \"%s\", not \"%s\"", edit->text, reason ? reason : "passes",
		         edit->reason ? edit->reason : "passes");
}

static inline void read_edited(const struct parts *base, enum part part, const struct edit *edit,
			       struct blob *ret_certificate, struct tc_certificate_facts *ret_facts)
{
	struct parts parts = *base;
	set(&parts.part[part], edit->text);
	if (part == INNER)
		parts.part[OUTER] = parts.part[INNER];
	assemble(&parts, ret_certificate);
	check(ret_certificate, false, edit, ret_facts);
}

static inline void check_edits(const struct parts *base, enum part part, const struct edit *edits,
			       size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct blob certificate;
		struct tc_certificate_facts facts;
		read_edited(base, part, &edits[i], &certificate, &facts);
	}
}

static inline int setup(void **state)
{
	struct blob certificate;
	struct parts *parts = malloc(sizeof(*parts));
	EVP_PKEY *key = EVP_EC_gen("P-256");
	assert_non_null(parts);
	assert_non_null(key);
	make(key, &certificate);
	EVP_PKEY_free(key);
	take_apart(&certificate, parts);
	*state = parts;
	return 0;
}

static inline int teardown(void **state)
{
	free(*state);
	return 0;
}

#endif
