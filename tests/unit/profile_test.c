/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A certificate is made by OpenSSL and taken apart; each row then replaces one
 * part. Parts are written as hexadecimal digits, with text in quotation marks
 * and the content of an element in parentheses after its tag: 30(06(55 04 03) 0c('a')).
 */
#include "verify/profile.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

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

static void add(struct blob *blob, const void *bytes, size_t length)
{
	assert_true(length <= sizeof(blob->bytes) - blob->length);
	memcpy(blob->bytes + blob->length, bytes, length);
	blob->length += length;
}

static void add_content(struct blob *blob, const struct blob *content)
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
static const char *compile(struct blob *blob, const char *text)
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

static void set(struct blob *blob, const char *text)
{
	blob->length = 0;
	assert_int_equal(*compile(blob, text), '\0');
}

static void assemble(const struct parts *parts, struct blob *ret_certificate)
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

static void take(struct tc_der *der, struct parts *parts, enum part part)
{
	struct tc_der element;
	assert_true(tc_der_read_element(der, der->at[0], &element));
	add(&parts->part[part], element.at, element.length);
}

static void take_apart(const struct blob *certificate, struct parts *ret_parts)
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

static void add_extension(X509 *x509, int nid, const char *value)
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
static void add_extensions(X509 *x509)
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

static void make(EVP_PKEY *key, struct blob *ret_certificate)
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
static bool read(const struct blob *blob, bool is_key, struct tc_certificate_facts *ret_facts,
                 const char **ret_reason)
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

static void check(const struct blob *blob, bool is_key, const struct edit *edit,
                  struct tc_certificate_facts *ret_facts)
{
	const char *reason;
	bool good = read(blob, is_key, ret_facts, &reason);
	if (good != !edit->reason || (!good && (!reason || strcmp(reason, edit->reason) != 0)))
		fail_msg("%s: \"%s\", not \"%s\"", edit->text, reason ? reason : "passes",
		         edit->reason ? edit->reason : "passes");
}

static void read_edited(const struct parts *base, enum part part, const struct edit *edit,
                        struct blob *ret_certificate, struct tc_certificate_facts *ret_facts)
{
	struct parts parts = *base;
	set(&parts.part[part], edit->text);
	if (part == INNER)
		parts.part[OUTER] = parts.part[INNER];
	assemble(&parts, ret_certificate);
	check(ret_certificate, false, edit, ret_facts);
}

static void check_edits(const struct parts *base, enum part part, const struct edit *edits,
                        size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct blob certificate;
		struct tc_certificate_facts facts;
		read_edited(base, part, &edits[i], &certificate, &facts);
	}
}

static int setup(void **state)
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

static int teardown(void **state)
{
	free(*state);
	return 0;
}

/* ---- tests ---- */

static void check_against_openssl(EVP_PKEY *key, enum tc_public_algorithm algorithm,
                                  const char *curve, uint64_t exponent)
{
	struct blob certificate;
	make(key, &certificate);
	struct tc_certificate_facts facts;
	check(&certificate, false, &(struct edit){"made by OpenSSL", NULL}, &facts);
	assert_int_equal(facts.key.algorithm, algorithm);
	assert_int_equal(facts.key.bits,
	                 algorithm == TC_PUBLIC_ED25519 ? 256 : EVP_PKEY_get_bits(key));
	assert_int_equal(facts.key.rsa_exponent, exponent);
	assert_true(curve ? strcmp(facts.key.curve, curve) == 0 : !facts.key.curve);
	struct blob spki = {.length = 0};
	unsigned char *der = NULL;
	int length = i2d_PUBKEY(key, &der);
	assert_true(length > 0);
	add(&spki, der, (size_t)length);
	OPENSSL_free(der);
	assert_int_equal(facts.key.spki_length, spki.length);
	assert_memory_equal(facts.key.spki, spki.bytes, spki.length);
	check(&spki, true, &(struct edit){"written by OpenSSL", NULL}, &facts);
	assert_int_equal(facts.key.algorithm, algorithm);
	EVP_PKEY_free(key);
}

static void test_profile_certificate_of_each_algorithm_is_read_as_openssl_does(void **state)
{
	(void)state;
	check_against_openssl(EVP_RSA_gen(2048), TC_PUBLIC_RSA, NULL, 65537);
	check_against_openssl(EVP_EC_gen("P-224"), TC_PUBLIC_ECDSA, "P-224", 0);
	check_against_openssl(EVP_EC_gen("P-256"), TC_PUBLIC_ECDSA, "P-256", 0);
	check_against_openssl(EVP_EC_gen("P-384"), TC_PUBLIC_ECDSA, "P-384", 0);
	check_against_openssl(EVP_EC_gen("P-521"), TC_PUBLIC_ECDSA, "P-521", 0);
	check_against_openssl(EVP_PKEY_Q_keygen(NULL, NULL, "ED25519"), TC_PUBLIC_ED25519, NULL, 0);
}

static void test_profile_certificate_facts_are_those_written(void **state)
{
	struct blob certificate;
	assemble(*state, &certificate);
	struct tc_certificate_facts facts;
	check(&certificate, false, &(struct edit){"as made", NULL}, &facts);
	assert_int_equal(facts.version, 3);
	assert_true(facts.ca && facts.has_basic_constraints && facts.has_name_constraints);
	assert_true(facts.has_extended_usage && facts.serves_tls);
	assert_false(facts.has_unhandled_critical || facts.signed_with_sha1);
	assert_int_equal(facts.path_length, 3);
	assert_int_equal(facts.key_usage, 1U << 0 | TC_KEY_USAGE_CERT_SIGN | 1U << 8);
	assert_int_equal(facts.signature_algorithm, TC_SIGNATURE_ECDSA_SHA256);
	assert_int_equal(facts.common_name_length, strlen("docker.io/library/test"));
	assert_memory_equal(facts.common_name, "docker.io/library/test", facts.common_name_length);
	assert_int_equal(facts.not_after - facts.not_before, 86400);
	assert_int_equal(facts.serial_length, 2);
	assert_memory_equal(facts.serial, "\x12\x34", 2);
	assert_int_equal(facts.issuer_length, facts.subject_length);
	assert_memory_equal(facts.issuer, facts.subject, facts.subject_length);
	assert_true(facts.issuer < facts.subject);
}

static void test_profile_certificate_of_another_length_is_refused(void **state)
{
	struct blob certificate;
	assemble(*state, &certificate);
	struct tc_certificate_facts facts = {.version = 77};
	const char *reason;
	certificate.bytes[certificate.length++] = 0;
	assert_false(read(&certificate, false, &facts, &reason));
	assert_string_equal(reason, CERTIFICATE_RULE);
	for (certificate.length -= 2; certificate.length > 0; certificate.length--)
		assert_false(read(&certificate, false, &facts, &reason));
	assert_false(read(&certificate, false, &facts, &reason));
	assert_int_equal(facts.version, 77);
}

static void test_profile_versions_allow_their_additions(void **state)
{
	struct parts parts = *(struct parts *)*state;
	static const char rule[] = "the version is 1, 2 or 3";
	static const char nothing[] = "nothing follows what the version allows";
	static const char sequence[] = "extensions are one sequence";
	static const char identifiers[] = "unique identifiers are well formed";
	static const struct edit versions[] = {
		{"", nothing},
		{"a0(02(00))", nothing},
		{"a0(02(01))", nothing},
		{"a0(02(02))", NULL},
		{"a0(02(03))", rule}, {"a0(02(ff))", rule}, {"a0(02(0002))", rule}, {"a0()", rule},
		{"a0(02(02) 05())", rule},
	};
	check_edits(&parts, VERSION, versions, COUNT_OF(versions));
	static const struct edit additions[] = {
		{"", NULL},
		{"81(00) 82(00)", NULL},
		{"81(07) 82(03ff)", NULL},
		{"81()", identifiers}, {"82()", identifiers}, {"81(08ff)", identifiers},
		{"82(08ff)", identifiers},
		{"81(00) 82(00) a3(30())", NULL},
		{"a3(30())", NULL},
		{"a3()", sequence}, {"a3(30() 05())", sequence}, {"a3(30()) 05()", nothing},
		{"82(00) 81(00)", "extensions follow the public key"},
	};
	check_edits(&parts, ADDITIONS, additions, COUNT_OF(additions));
	set(&parts.part[ADDITIONS], "");
	check_edits(&parts, VERSION, (struct edit[]){{"", NULL}, {"a0(02(00))", NULL}}, 2);
	set(&parts.part[ADDITIONS], "81(00)");
	check_edits(&parts, VERSION, (struct edit[]){{"a0(02(01))", NULL}, {"", nothing}}, 2);
}

/* It is refused for what it is, not for what stands behind it. */
static void test_profile_additions_are_refused_at_the_first(void **state)
{
	static const char identifiers[] = "unique identifiers are well formed";
	static const struct edit additions[] = {
		{"81() 05()", identifiers},
		{"81(00) 82() 01()", identifiers},
		{"a3", "extensions follow the public key"},
		{"81(00) 05", "extensions follow the public key"},
	};
	check_edits(*state, ADDITIONS, additions, COUNT_OF(additions));
}

static void test_profile_bits_of_a_dsa_key_are_those_of_its_prime(void **state)
{
	(void)state;
	static const struct {
		const char *prime;
		unsigned bits;
	} rows[] = {{"07", 3}, {"00ff", 8}, {"0100", 9}, {"00" OCTETS_16, 0}, {"7f" OCTETS_16, 135}};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[256];
		struct blob spki;
		struct tc_certificate_facts facts;
		(void)snprintf(text, sizeof(text), "30(30(" DSA "30(02(%s) 02(03) 02(02))) 03(00 02(04)))",
			       rows[i].prime);
		set(&spki, text);
		check(&spki, true, &(struct edit){text, rows[i].bits ? NULL : DSA_RULE}, &facts);
		if (rows[i].bits)
			assert_int_equal(facts.key.bits, rows[i].bits);
	}
}

static void test_profile_serial_is_a_minimal_integer(void **state)
{
	static const char rule[] = "the serial number is a minimal integer";
	static const struct edit edits[] = {
		{"02(00)", NULL}, {"02(ff)", NULL}, {"02(00" OCTETS_32 ")", rule}, {"02()", rule},
		{"02(7f" OCTETS_32 ")", NULL}, {"0a(01)", rule},
	};
	check_edits(*state, SERIAL, edits, COUNT_OF(edits));
}

static void test_profile_signature_algorithm_is_identified(void **state)
{
	static const struct {
		const char *text;
		enum tc_signature_algorithm algorithm;
	} rows[] = {
		{"30(06(2a864886f70d010105) 05())", TC_SIGNATURE_SHA1},
		{"30(06(2a864886f70d010105))", TC_SIGNATURE_SHA1},
		{"30(06(2b0e03021d) 05())", TC_SIGNATURE_SHA1},
		{"30(06(2a8648ce380403))", TC_SIGNATURE_SHA1},
		{"30(06(2a8648ce3d0401))", TC_SIGNATURE_SHA1},
		{"30(06(2a864886f70d010104) 05())", TC_SIGNATURE_OTHER}, /* MD5 */
		{"30(06(2a864886f70d01010b) 05())", TC_SIGNATURE_RSA_SHA256},
		{"30(06(2a864886f70d01010c) 05())", TC_SIGNATURE_RSA_SHA384},
		{"30(06(2a864886f70d01010d) 05())", TC_SIGNATURE_RSA_SHA512},
		{"30(06(2a8648ce3d040303))", TC_SIGNATURE_ECDSA_SHA384},
		{"30(06(2a8648ce3d040304))", TC_SIGNATURE_ECDSA_SHA512},
		{"30(" ED25519 ")", TC_SIGNATURE_ED25519},
		{"30(" ED25519 "05())", TC_SIGNATURE_OTHER},
		{"30(" PSS "30(a0(30(" SHA256 ")) a1(30(" MGF1 "30(" SHA256 "))) a2(02(20))))",
		 TC_SIGNATURE_PSS_SHA256},
		{"30(" PSS "30(a0(30(" SHA384 "05())) a1(30(" MGF1 "30(" SHA384
		 "05()))) a2(02(30))))",
		 TC_SIGNATURE_PSS_SHA384},
		{"30(" PSS "30(a0(30(" SHA512 ")) a1(30(" MGF1 "30(" SHA512 "))) a2(02(40))))",
		 TC_SIGNATURE_PSS_SHA512},
		{"30(" PSS "30(a0(30(" SHA256 ")) a1(30(" MGF1 "30(" SHA256 "))) a2(02(20) 05())))", 0},
		{"30(" PSS "30(a0(30(" SHA256 ")) a1(30(" PSS "30(" SHA256 "))) a2(02(20))))", 0},
		/* another salt, another hash in the mask, a trailer field, SHA-1 by default */
		{"30(" PSS "30(a0(30(" SHA256 ")) a1(30(" MGF1 "30(" SHA256 "))) a2(02(14))))", 0},
		{"30(" PSS "30(a0(30(" SHA256 ")) a1(30(" MGF1 "30(" SHA384 "))) a2(02(20))))", 0},
		{"30(" PSS "30(a0(30(" SHA384 ")) a1(30(" MGF1 "30(" SHA384 "))) a2(02(20))))", 0},
		{"30(" PSS "30(a0(30(" SHA256 "02(01))) a1(30(" MGF1 "30(" SHA256 "))) a2(02(20))))", 0},
		{"30(" PSS "30(a0(30(" SHA256 ")) a1(30(" MGF1 "30(" SHA256
		 "))) a2(02(20)) a3(02(02))))",
		 0},
		{"30(" PSS "30())", TC_SIGNATURE_OTHER},
		{"30(" PSS ")", TC_SIGNATURE_OTHER},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct blob certificate;
		struct tc_certificate_facts facts;
		read_edited(*state, INNER, &(struct edit){rows[i].text, NULL}, &certificate, &facts);
		if (facts.signature_algorithm != rows[i].algorithm)
			fail_msg("%s is %d", rows[i].text, (int)facts.signature_algorithm);
		assert_int_equal(facts.signed_with_sha1, rows[i].algorithm == TC_SIGNATURE_SHA1);
	}
}

static void test_profile_signature_algorithms_must_agree(void **state)
{
	static const char rule[] = "the signature algorithm inside and outside is the same";
	static const char form[] = "the signature algorithm is an OID with or without parameters";
	static const struct edit outer[] = {
		{ECDSA_SHA256, NULL}, {"30(06(2a8648ce3d040302)05())", rule},
		{"30(06(2a8648ce3d040303))", rule},
		{"30()", rule},
		{"31(06(2a8648ce3d040302))", CERTIFICATE_RULE},
	};
	check_edits(*state, OUTER, outer, COUNT_OF(outer));
	static const struct edit both[] = {
		{"30(06(2a8648ce3d040302) 05() 05())", form}, {"30()", form}, {"30(02(01))", form},
	};
	check_edits(*state, INNER, both, COUNT_OF(both));
	static const struct edit signature[] = {
		{"03(00)", NULL}, {"03(0110)", CERTIFICATE_RULE}, {"03()", CERTIFICATE_RULE},
		{"03(00) 05()", CERTIFICATE_RULE},
	};
	check_edits(*state, SIGNATURE, signature, COUNT_OF(signature));
}

static void test_profile_names_hold_well_formed_strings(void **state)
{
	static const struct edit good_or_bad[] = {
		{"30()", NULL}, {"30(31(30(06(55040a) 14(e9))))", NULL},
		{"30(31(30(06(55040a) 1e(00 41))))", NULL},
		{"30(31(30(06(55040a) 0c(ff))))", ATTRIBUTE_RULE},
		{"30(31(30(06(55040a) 13('a_b'))))", ATTRIBUTE_RULE},
		{"30(31(30(06(55040a) 1c(00000041))))", ATTRIBUTE_RULE},
		{"30(31(30(06(55040a) 2c(0c('a')))))", ATTRIBUTE_RULE},
		{"30(31(30(06(550480 0a) 0c('a'))))", ATTRIBUTE_RULE},
		{"30(31(30(06(55040a) 0c('a') 05())))", ATTRIBUTE_RULE},
		{"30(31(30(06(55040a))))", ATTRIBUTE_RULE},
		{"30(31(05()))", "a name is made of attributes"},
		{"30(30())", "a name is a sequence of sets"},
		{"31()", "issuer and subject are sequences"},
	};
	check_edits(*state, ISSUER, good_or_bad, COUNT_OF(good_or_bad));
	check_edits(*state, SUBJECT, good_or_bad, COUNT_OF(good_or_bad));
}

static void test_profile_common_name_is_the_last_of_the_subject(void **state)
{
	static const struct {
		struct edit edit;
		const char *wanted;
	} rows[] = {
		{{"30(31(30(" COMMON_NAME "0c('a'))) 31(30(" COMMON_NAME "13('b'))))", NULL}, "b"},
		{{"30(31(30(" COMMON_NAME "0c('a')) 30(" COMMON_NAME "16('b@'))))", NULL}, "b@"},
		{{"30(31(30(" COMMON_NAME "0c('a'))) 31(30(06(55040a) 0c('b'))))", NULL}, "a"},
		{{"30(31(30(" COMMON_NAME "0c('a'))) 31(30(" COMMON_NAME "0c())))", NULL}, ""},
		{{"30(31(30(" COMMON_NAME "0c(c3a9))))", NULL}, "\xc3\xa9"},
		{{"30(31(30(" COMMON_NAME "14('t61'))))", NULL}, "t61"},
		{{"30()", NULL}, ""},
		{{"30(31(30(" COMMON_NAME "14(e9))))", COMMON_NAME_RULE}, NULL},
		{{"30(31(30(" COMMON_NAME "1e(0061))))", COMMON_NAME_RULE}, NULL},
		{{"30(31(30(" COMMON_NAME "1e('AA'))))", COMMON_NAME_RULE}, NULL},
		{{"30(31(30(" COMMON_NAME "0c('a' 00 'b'))))", COMMON_NAME_RULE}, NULL},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct blob certificate;
		struct tc_certificate_facts facts;
		read_edited(*state, SUBJECT, &rows[i].edit, &certificate, &facts);
		if (!rows[i].wanted)
			continue;
		assert_int_equal(facts.common_name_length, strlen(rows[i].wanted));
		if (facts.common_name_length > 0)
			assert_memory_equal(facts.common_name, rows[i].wanted, facts.common_name_length);
	}
}

static void test_profile_validity_is_two_times(void **state)
{
	static const struct edit edits[] = {
		{"30(17('260101000000Z') 18('20600101000000Z'))", NULL},
		{"30(18('20260101000000Z') 17('250101000000Z'))", NULL}, /* their order is not looked at */
		{"30(17('260101000000Z') 17('2601010000Z'))", VALIDITY_RULE},
		{"30(17('260101000000+0000') 17('270101000000Z'))", VALIDITY_RULE},
		{"30(17('260101000000Z'))", VALIDITY_RULE},
		{"30(17('260101000000Z') 17('270101000000Z') 05())", VALIDITY_RULE},
	};
	check_edits(*state, VALIDITY, edits, COUNT_OF(edits));
}

/* In a certificate and alone alike. */
static void test_profile_public_keys_keep_to_their_form(void **state)
{
	static const struct edit edits[] = {
		{"30(30(" RSA "05()) 03(00 30(02(00ff) 02(010001))))", NULL},
		{"30(30(" RSA "05()) 03(00 30(02(01) 02(02))))", NULL},
		{"30(30(" RSA "05()) 03(00 30(02(01) 02(7fffffff))))", NULL},
		{"30(30(" RSA "05()) 03(00 30(02(01) 02(0080000000))))", RSA_RULE},
		{"30(30(" RSA "05()) 03(00 30(02(01) 02(01))))", RSA_RULE},
		{"30(30(" RSA "05()) 03(00 30(02(ff) 02(03))))", RSA_RULE},
		{"30(30(" RSA "05()) 03(00 30(02(00) 02(03))))", RSA_RULE},
		{"30(30(" RSA "05()) 03(00 30(02(01) 02(03) 05())))", RSA_RULE},
		{"30(30(" RSA "05()) 03(00 30(02(01) 02(03)) 05()))", RSA_RULE},
		{"30(30(" RSA ") 03(00 30(02(01) 02(03))))", RSA_RULE},
		{"30(30(" RSA "05(00)) 03(00 30(02(01) 02(03))))", RSA_RULE},
		{"30(30(" EC P256 ") 03(00 04" OCTETS_32 OCTETS_32 "))", NULL},
		{"30(30(" EC P256 ") 03(00 06" OCTETS_32 OCTETS_32 "))", EC_RULE},
		{"30(30(" EC P256 ") 03(00 02" OCTETS_32 "))", EC_RULE},
		{"30(30(" EC P256 ") 03(00 04" OCTETS_32 OCTETS_32 "00))", EC_RULE},
		{"30(30(" EC P256 ") 03(00))", EC_RULE},
		{"30(30(" EC "06(2b8104000a)) 03(00 04" OCTETS_32 OCTETS_32 "))", EC_RULE},
		{"30(30(" EC "30()) 03(00 04" OCTETS_32 OCTETS_32 "))", EC_RULE},
		{"30(30(" EC ") 03(00 04" OCTETS_32 OCTETS_32 "))", EC_RULE},
		{"30(30(" ED25519 ") 03(00 " OCTETS_32 "))", NULL},
		{"30(30(" ED25519 "05()) 03(00 " OCTETS_32 "))", ED25519_RULE},
		{"30(30(" ED25519 ") 03(00 " OCTETS_16 "))", ED25519_RULE},
		{"30(30(" DSA "30(02(07) 02(03) 02(02))) 03(00 02(04)))", NULL},
		{"30(30(" DSA "30(02(07) 02(03) 02(00))) 03(00 02(04)))", DSA_RULE},
		{"30(30(" DSA "30(02(07) 02(03) 02(02) 05())) 03(00 02(04)))", DSA_RULE},
		{"30(30(" DSA "30(02(07) 02(03) 02(02))) 03(00 02(04) 05()))", DSA_RULE},
		{"30(30(" DSA "30(02(07) 02(03) 02(02))) 03(00 02(00)))", DSA_RULE},
		{"30(30(" DSA ") 03(00 02(04)))", DSA_RULE},
		{"30(30(" RSA "05() 05()) 03(00 30(02(01) 02(03))))", KEY_RULE},
		{"30(30(" ED25519 ") 03(01 " OCTETS_16 "))", KEY_RULE},
		{"30(30(" ED25519 ") 03(00 " OCTETS_32 ") 05())", KEY_RULE},
		{"30(03(00))", KEY_RULE},
	};
	check_edits(*state, KEY, edits, COUNT_OF(edits));
	for (size_t i = 0; i < COUNT_OF(edits); i++) {
		struct blob key;
		struct tc_certificate_facts facts;
		set(&key, edits[i].text);
		check(&key, true, &edits[i], &facts);
	}
}

static void test_profile_public_key_unknown_to_the_reference_is_refused_alone(void **state)
{
	/* RSASSA-PSS, 2.5.8.1.1 (which OpenSSL takes for RSA) and Ed448 */
	static const char *const keys[] = {
		"30(30(" PSS ") 03(00 30(02(01) 02(03))))",
		"30(30(06(55080101) 05()) 03(00 30(02(01) 02(03))))",
		"30(30(06(2b6571)) 03(00 " OCTETS_32 "))",
	};
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		struct blob blob;
		struct tc_certificate_facts facts;
		read_edited(*state, KEY, &(struct edit){keys[i], NULL}, &blob, &facts);
		assert_int_equal(facts.key.algorithm, TC_PUBLIC_OTHER);
		assert_int_equal(facts.key.bits, 0);
		set(&blob, keys[i]);
		check(&blob, true,
		      &(struct edit){keys[i], "a public key is of RSA, ECDSA, Ed25519 or DSA"}, &facts);
	}
	static const char trailing[] = "30(30(" ED25519 ") 03(00 " OCTETS_32 ")) 05()";
	struct blob blob;
	struct tc_certificate_facts facts;
	set(&blob, trailing);
	check(&blob, true, &(struct edit){trailing, "nothing follows a public key"}, &facts);
}

static void test_profile_extensions_are_well_formed(void **state)
{
	static const char twice[] = "no extension occurs twice";
	static const struct edit edits[] = {
		{EXTENSIONS("30(06(2a03) 04())"), NULL},
		{EXTENSIONS("30(06(2a03) 01(00) 04())"), NULL},
		{EXTENSIONS("30(06(2a03) 01(ff) 04())"), NULL},
		{EXTENSIONS("30(06(2a03) 01(01) 04())"), EXTENSION_RULE},
		{EXTENSIONS("30(06(2a03) 04() 05())"), EXTENSION_RULE},
		{EXTENSIONS("30(06(2a8003) 04())"), EXTENSION_RULE},
		{EXTENSIONS("30(06(2a03))"), EXTENSION_RULE},
		{EXTENSIONS("05()"), EXTENSION_RULE},
		{EXTENSIONS("30(06(2a03) 04()) 30(06(2a04) 04()) 30(06(2a03) 04(00))"), twice},
		{EXTENSIONS(EXTENSION("551d13", "30()") EXTENSION("551d13", "30(01(ff))")), twice},
	};
	check_edits(*state, ADDITIONS, edits, COUNT_OF(edits));
}

static void test_profile_extensions_are_at_most_a_hundred(void **state)
{
	static const char rule[] = "there are at most 100 extensions";
	for (unsigned count = TC_MAX_EXTENSIONS; count <= TC_MAX_EXTENSIONS + 1; count++) {
		char text[4096] = "a3(30(";
		for (unsigned i = 0; i < count; i++) {
			size_t length = strlen(text);
			(void)snprintf(text + length, sizeof(text) - length, "30(06(2a%02x) 04())", i);
		}
		strncat(text, "))", sizeof(text) - strlen(text) - 1);
		struct edit edit = {text, count > TC_MAX_EXTENSIONS ? rule : NULL};
		check_edits(*state, ADDITIONS, &edit, 1);
	}
}

static void test_profile_constraints_and_usages_are_read(void **state)
{
	static const char basic[] = "basicConstraints is well formed";
	static const char usage[] = "keyUsage is well formed";
	static const char extended[] = "extKeyUsage is well formed";
	static const struct {
		struct edit edit;
		bool ca;
		int64_t path_length;
		unsigned key_usage;
	} rows[] = {
		{{ONE("551d13", "30()"), NULL}, false, -1, 0},
		{{ONE("551d13", "30(01(00))"), NULL}, false, -1, 0},
		{{ONE("551d13", "30(01(ff) 02(00))"), NULL}, true, 0, 0},
		{{ONE("551d13", "30(02(05))"), NULL}, false, 5, 0},
		{{ONE("551d0f", "03(05a0)"), NULL}, false, -1, 5},
		{{ONE("551d0f", "03(070080)"), NULL}, false, -1, 256},
		{{ONE("551d0f", "03(07000080)"), NULL}, false, -1, 0},
		{{ONE("551d0f", "03(00)"), NULL}, false, -1, 0},
		{{ONE("551d25", "30(06(551d2500))"), NULL}, false, -1, 0},
		{{ONE("551d13", "30(01(01))"), basic}, false, -1, 0},
		{{ONE("551d13", "30(01(ff) 02(ff))"), basic}, false, -1, 0},
		{{ONE("551d13", "30(01(ff)) 05()"), basic}, false, -1, 0},
		{{ONE("551d13", "30(01(ff) 02(00) 05())"), basic}, false, -1, 0},
		{{ONE("551d13", "30(05)"), basic}, false, -1, 0},
		{{ONE("551d0f", "03(05a1)"), usage}, false, -1, 0},
		{{ONE("551d0f", "03(05a0) 05()"), usage}, false, -1, 0},
		{{ONE("551d25", "30(05())"), extended}, false, -1, 0},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct blob certificate;
		struct tc_certificate_facts facts;
		read_edited(*state, ADDITIONS, &rows[i].edit, &certificate, &facts);
		if (rows[i].edit.reason)
			continue;
		if (facts.ca != rows[i].ca || facts.key_usage != rows[i].key_usage ||
		    facts.path_length != rows[i].path_length)
			fail_msg("%s is misread", rows[i].edit.text);
	}
}

static void test_profile_alternative_names_keep_to_plain_forms(void **state)
{
	static const char rule[] =
		"subjectAltName holds ASCII text, plain URIs and addresses of 4 or 16 octets";
	static const struct edit edits[] = {
		{ONE("551d11", "30(82('a b') 81('') a0(06(2a03)) 88(2a03) a4(30()))"), NULL},
		{ONE("551d11", "30(87(0a000001) 87(" OCTETS_16 "))"), NULL},
		{ONE("551d11", "30(87(0a0000))"), rule}, {ONE("551d11", "30(82(c3a9))"), rule},
		{ONE("551d11", "30(81(80))"), rule}, {ONE("551d11", "30() 05()"), rule},
		{ONE("551d11", "30(86('http://a.b-c:80/d;e@f:1'))"), NULL},
		{ONE("551d11", "30(86('x+y-1.z:name'))"), NULL},
		{ONE("551d11", "30(86('http:'))"), rule},
		{ONE("551d11", "30(86('1x:y'))"), rule}, {ONE("551d11", "30(86('//a/b'))"), rule},
		{ONE("551d11", "30(86('http:/a'))"), rule},
		{ONE("551d11", "30(86('http:///a'))"), rule},
		{ONE("551d11", "30(86('http://a./'))"), rule},
		{ONE("551d11", "30(86('http://a..b'))"), rule},
		{ONE("551d11", "30(86('http://a:/'))"), rule},
		{ONE("551d11", "30(86('http://a:b/'))"), rule},
		{ONE("551d11", "30(86('http://a:80x/'))"), rule},
		{ONE("551d11", "30(86('http://a~'))"), rule},
		{ONE("551d11", "30(86('http://a@b/'))"), rule},
		{ONE("551d11", "30(86('http://[::1]/'))"), rule},
		{ONE("551d11", "30(86('http://a/%7a'))"), rule},
		{ONE("551d11", "30(86('http://a/?b'))"), rule},
		{ONE("551d11", "30(86('http://a/ b'))"), rule},
		{ONE("551d11", "30(86('http://a/' 00))"), rule},
	};
	check_edits(*state, ADDITIONS, edits, COUNT_OF(edits));
}

static void test_profile_name_constraints_keep_to_plain_forms(void **state)
{
	static const char rule[] =
		"nameConstraints holds plain domains and mailboxes, and addresses with a mask";
	static const struct edit edits[] = {
		{ONE("551d1e", "30(a0(30(82('a.b')) 30(82('.a')) 30(82()) 30(81('a.b@c')) 30(81('.c'))))"),
		 NULL},
		{ONE("551d1e", "30(a1(30(87(0a000000 ff800000)) 30(87(" OCTETS_32 "))))"), rule},
		{ONE("551d1e", "30(a1(30(87(0a000000 ff800000)) 30(86('.a')) 30(a4(30()))))"), NULL},
		{ONE("551d1e", "30(a1(30(87(" OCTETS_16 "ffffffffffff80000000000000000000))))"), NULL},
		{ONE("551d1e", "30(a0(30(82('a'))) a1(30(82('b'))))"), NULL},
		{ONE("551d1e", "30(a0(30(86())))"), NULL},
		{ONE("551d1e", "30(a0(30(86('5'))))"), rule},
		{ONE("551d1e", "30()"), rule}, {ONE("551d1e", "30(a0() a1())"), rule},
		{ONE("551d1e", "30(a1(30(82('a'))) a0(30(82('a'))))"), rule},
		{ONE("551d1e", "30(a0(30(82('a')))) 05()"), rule},
		{ONE("551d1e", "30(a0(30()))"), rule},
		{ONE("551d1e", "30(a0(30(82('a.'))))"), rule},
		{ONE("551d1e", "30(a0(30(82('a..b'))))"), rule},
		{ONE("551d1e", "30(a0(30(82('a b'))))"), rule},
		{ONE("551d1e", "30(a0(30(81('a@'))))"), rule},
		{ONE("551d1e", "30(a0(30(81('.a@b'))))"), rule},
		{ONE("551d1e", "30(a0(30(81('a.@b'))))"), rule},
		{ONE("551d1e", "30(a0(30(86('1.2.3.4'))))"), rule},
		{ONE("551d1e", "30(a0(30(86('::1'))))"), rule},
		{ONE("551d1e", "30(a0(30(87(0a000000 ff00ff00))))"), rule},
		{ONE("551d1e", "30(a0(30(87(0a000000 ff0000ff))))"), rule},
		{ONE("551d1e", "30(a0(30(87(0a000000 fd000000))))"), rule},
		{ONE("551d1e", "30(a0(30(87(0a000000))))"), rule},
	};
	check_edits(*state, ADDITIONS, edits, COUNT_OF(edits));
}

static void test_profile_other_extensions_keep_to_their_form(void **state)
{
	static const char points[] = "cRLDistributionPoints is of full names";
	static const char policies[] = "certificatePolicies is well formed";
	static const char authority[] = "authorityKeyIdentifier is well formed";
	static const char subject[] = "subjectKeyIdentifier is well formed";
	static const char access[] = "authorityInfoAccess is well formed";
	static const struct edit edits[] = {
		{ONE("551d1f", "30(30(a0(a0(a4(30()) 86('u'))) 81(0101) a2(a4(30()))) 30())"), NULL},
		{ONE("551d1f", "30(30(a0(a1(30()))))"), points},
		{ONE("551d1f", "30(30(a0()))"), points},
		{ONE("551d1f", "30(30(a0(a0(86('u'))) 05()))"), points},
		{ONE("551d1f", "30(30(a0(a0(86))))"), points},
		{ONE("551d1f", "30(05())"), points}, {ONE("551d1f", "30() 05()"), points},
		{ONE("551d20", "30(30(06(2a03)) 30(06(2a03) 30(05())))"), NULL},
		{ONE("551d20", "30(30())"), policies},
		{ONE("551d20", "30(30(06(2a03) 05()))"), policies},
		{ONE("551d23", "30(80(01) a1(a4(30())) 82(01))"), NULL},
		{ONE("551d23", "30()"), NULL},
		{ONE("551d23", "30(82(01) 80(01))"), authority},
		{ONE("551d23", "80(01)"), authority},
		{ONE("551d0e", "04(01)"), NULL}, {ONE("551d0e", "04(01) 05()"), subject},
		{ONE("551d0e", "03(00)"), subject},
		{ONE("2b06010505070101", "30(30(06(2a03) 86('u')) 30(06(2a03) a4(30())))"), NULL},
		{ONE("2b06010505070101", "30(30(86('u')))"), access},
		{ONE("2b06010505070101", "30(30(06(2a03) 86('u') 05()))"), access},
	};
	check_edits(*state, ADDITIONS, edits, COUNT_OF(edits));
}

static void test_profile_critical_extension_that_is_not_processed_is_noted(void **state)
{
	static const struct {
		const char *text;
		bool noted;
	} rows[] = {
		{EXTENSIONS("30(06(2a03) 04())"), false},
		{EXTENSIONS("30(06(2a03) 01(ff) 04())"), true},
		{EXTENSIONS("30(06(551d13) 01(ff) 04(30()))"), false},
		{EXTENSIONS("30(06(551d11) 01(ff) 04(30(88(2a03))))"), true},
		{EXTENSIONS("30(06(551d11) 01(ff) 04(30(88(2a03) 82('a'))))"), false},
		{EXTENSIONS("30(06(551d1e) 01(ff) 04(30(a0(30(82('a'))))))"), false},
		{EXTENSIONS("30(06(551d1e) 01(ff) 04(30(a0(30(82('a')) 30(a4(30()))))))"), true},
		{EXTENSIONS("30(06(551d1e) 01(ff) 04(30(a1(30(82('a')) 30(a4(30()))))))"), true},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct blob certificate;
		struct tc_certificate_facts facts;
		read_edited(*state, ADDITIONS, &(struct edit){rows[i].text, NULL}, &certificate, &facts);
		if (facts.has_unhandled_critical != rows[i].noted)
			fail_msg("%s is %snoted", rows[i].text, rows[i].noted ? "not " : "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_profile_certificate_of_each_algorithm_is_read_as_openssl_does),
		cmocka_unit_test(test_profile_certificate_facts_are_those_written),
		cmocka_unit_test(test_profile_certificate_of_another_length_is_refused),
		cmocka_unit_test(test_profile_versions_allow_their_additions),
		cmocka_unit_test(test_profile_additions_are_refused_at_the_first),
		cmocka_unit_test(test_profile_bits_of_a_dsa_key_are_those_of_its_prime),
		cmocka_unit_test(test_profile_serial_is_a_minimal_integer),
		cmocka_unit_test(test_profile_signature_algorithm_is_identified),
		cmocka_unit_test(test_profile_signature_algorithms_must_agree),
		cmocka_unit_test(test_profile_names_hold_well_formed_strings),
		cmocka_unit_test(test_profile_common_name_is_the_last_of_the_subject),
		cmocka_unit_test(test_profile_validity_is_two_times),
		cmocka_unit_test(test_profile_public_keys_keep_to_their_form),
		cmocka_unit_test(test_profile_public_key_unknown_to_the_reference_is_refused_alone),
		cmocka_unit_test(test_profile_extensions_are_well_formed),
		cmocka_unit_test(test_profile_extensions_are_at_most_a_hundred),
		cmocka_unit_test(test_profile_constraints_and_usages_are_read),
		cmocka_unit_test(test_profile_alternative_names_keep_to_plain_forms),
		cmocka_unit_test(test_profile_name_constraints_keep_to_plain_forms),
		cmocka_unit_test(test_profile_other_extensions_keep_to_their_form),
		cmocka_unit_test(test_profile_critical_extension_that_is_not_processed_is_noted),
	};
	return cmocka_run_group_tests_name("profile", tests, setup, teardown);
}
