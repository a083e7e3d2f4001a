/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/profile.h"

#include <string.h>

/* The content of an OBJECT IDENTIFIER, from a literal. */
#define OID(literal) {(const unsigned char *)(literal), sizeof(literal) - 1}

#define PKCS1 "\x2a\x86\x48\x86\xf7\x0d\x01\x01"      /* 1.2.840.113549.1.1 */
#define ANSI_X962 "\x2a\x86\x48\xce\x3d"              /* 1.2.840.10045 */
#define X957 "\x2a\x86\x48\xce\x38\x04"               /* 1.2.840.10040.4 */
#define CERTICOM_CURVE "\x2b\x81\x04\x00"             /* 1.3.132.0 */
#define NIST_ALGORITHM "\x60\x86\x48\x01\x65\x03\x04" /* 2.16.840.1.101.3.4 */
#define ED25519 "\x2b\x65\x70"                        /* 1.3.101.112 */

#define ED25519_OCTETS 32
#define UNCOMPRESSED_POINT 0x04
#define MAX_UNUSED_BITS 7

/* An AlgorithmIdentifier. */
struct algorithm {
	struct tc_der oid;
	struct tc_der parameters; /* the whole element; at is NULL when absent */
};

struct curve {
	struct tc_der oid;
	const char *name;
	unsigned bits;
};

static bool refuse(const char **ret_reason, const char *reason)
{
	*ret_reason = reason;
	return false;
}

static bool same(const struct tc_der *left, const struct tc_der *right)
{
	return tc_der_equals(left, right->at, right->length);
}

static bool is_null(const struct tc_der *element)
{
	return tc_der_equals(element, "\x05\x00", 2);
}

/* content: what is in the SEQUENCE. */
static bool read_algorithm(struct tc_der content, struct algorithm *ret_algorithm)
{
	struct algorithm algorithm = {.parameters.at = NULL};
	if (!tc_der_read_oid(&content, &algorithm.oid))
		return false;
	if (content.length > 0 &&
	    !tc_der_read_element(&content, content.at[0], &algorithm.parameters))
		return false;
	if (content.length != 0)
		return false;
	*ret_algorithm = algorithm;
	return true;
}

/* ---- public keys ---- */

static unsigned count_bits(const struct tc_der *magnitude)
{
	if (magnitude->length > UINT32_MAX / 16)
		return UINT32_MAX;
	unsigned bits = (unsigned)magnitude->length * 8;
	for (unsigned mask = 0x80; (magnitude->at[0] & mask) == 0; mask >>= 1)
		bits--;
	return bits;
}

static bool read_rsa(const struct algorithm *algorithm, struct tc_der key,
                     struct tc_public_facts *facts)
{
	struct tc_der content, modulus;
	uint32_t exponent;
	if (!is_null(&algorithm->parameters) || !tc_der_read_only(key, TC_DER_SEQUENCE, &content) ||
	    !tc_der_read_positive(&content, &modulus) || !tc_der_read_small(&content, &exponent) ||
	    content.length != 0)
		return false;
	/* an exponent of 1 is decoded by the reference, but no signature verifies with it */
	if (exponent < 2)
		return false;
	facts->bits = count_bits(&modulus);
	facts->modulus = modulus;
	facts->rsa_exponent = exponent;
	return true;
}

static const struct curve *find_curve(const struct tc_der *oid)
{
	static const struct curve curves[] = {
		{OID(CERTICOM_CURVE "\x21"), "P-224", 224},
		{OID(ANSI_X962 "\x03\x01\x07"), "P-256", 256},
		{OID(CERTICOM_CURVE "\x22"), "P-384", 384},
		{OID(CERTICOM_CURVE "\x23"), "P-521", 521},
	};
	for (size_t i = 0; i < sizeof(curves) / sizeof(curves[0]); i++)
		if (same(&curves[i].oid, oid))
			return &curves[i];
	return NULL;
}

/* Whether the point is on the curve is for libcrypto to say. */
static bool read_ecdsa(const struct algorithm *algorithm, struct tc_der key,
                       struct tc_public_facts *facts)
{
	struct tc_der parameters = algorithm->parameters;
	struct tc_der oid;
	if (!tc_der_read_oid(&parameters, &oid))
		return false;
	const struct curve *curve = find_curve(&oid);
	if (!curve)
		return false;
	size_t coordinate = (curve->bits + 7) / 8;
	if (key.length != 1 + 2 * coordinate || key.at[0] != UNCOMPRESSED_POINT)
		return false;
	facts->bits = curve->bits;
	facts->curve = curve->name;
	facts->point = key;
	return true;
}

static bool read_ed25519(const struct algorithm *algorithm, struct tc_der key,
                         struct tc_public_facts *facts)
{
	if (algorithm->parameters.length != 0 || key.length != ED25519_OCTETS)
		return false;
	facts->bits = 8 * ED25519_OCTETS;
	return true;
}

static bool read_dsa(const struct algorithm *algorithm, struct tc_der key,
                     struct tc_public_facts *facts)
{
	struct tc_der parameters, p, q, g, y;
	if (!tc_der_read_only(algorithm->parameters, TC_DER_SEQUENCE, &parameters) ||
	    !tc_der_read_positive(&parameters, &p) || !tc_der_read_positive(&parameters, &q) ||
	    !tc_der_read_positive(&parameters, &g) || parameters.length != 0)
		return false;
	if (!tc_der_read_positive(&key, &y) || key.length != 0)
		return false;
	facts->bits = count_bits(&p);
	return true;
}

/* One row a public key algorithm of the reference. */
static const struct public_row {
	struct tc_der oid;
	enum tc_public_algorithm algorithm;
	bool (*read)(const struct algorithm *algorithm, struct tc_der key,
	             struct tc_public_facts *facts);
	const char *reason;
} public_rows[] = {
	{OID(PKCS1 "\x01"), TC_PUBLIC_RSA, read_rsa,
	 "an RSA key has NULL parameters, a positive modulus and an exponent of 2 to 2^31 - 1"},
	{OID(ANSI_X962 "\x02\x01"), TC_PUBLIC_ECDSA, read_ecdsa,
	 "an elliptic curve key is an uncompressed point of P-224, P-256, P-384 or P-521"},
	{OID(ED25519), TC_PUBLIC_ED25519, read_ed25519,
	 "an Ed25519 key has no parameters and 32 octets"},
	{OID(X957 "\x01"), TC_PUBLIC_DSA, read_dsa,
	 "a DSA key is a positive number and has three positive parameters"},
};

static const struct public_row *find_public_row(const struct tc_der *oid)
{
	for (size_t i = 0; i < sizeof(public_rows) / sizeof(public_rows[0]); i++)
		if (same(&public_rows[i].oid, oid))
			return &public_rows[i];
	return NULL;
}

/* Reads a SubjectPublicKeyInfo. */
static bool read_public(struct tc_der *der, struct tc_public_facts *ret_facts,
                        const char **ret_reason)
{
	struct tc_der element, content, identifier, fields, key;
	struct algorithm algorithm;
	if (!tc_der_read_element(der, TC_DER_SEQUENCE, &element) ||
	    !tc_der_read_only(element, TC_DER_SEQUENCE, &content) ||
	    !tc_der_read_element(&content, TC_DER_SEQUENCE, &identifier) ||
	    !tc_der_read_only(identifier, TC_DER_SEQUENCE, &fields) ||
	    !read_algorithm(fields, &algorithm) || !tc_der_read_octet_bits(&content, &key) ||
	    content.length != 0)
		return refuse(ret_reason, "a public key is an algorithm and a string of whole octets");
	struct tc_public_facts facts = {.algorithm = TC_PUBLIC_OTHER,
	                                .spki = element.at,
	                                .spki_length = element.length,
	                                .identifier = identifier};
	const struct public_row *row = find_public_row(&algorithm.oid);
	if (row) {
		facts.algorithm = row->algorithm;
		if (!row->read(&algorithm, key, &facts))
			return refuse(ret_reason, row->reason);
	}
	*ret_facts = facts;
	return true;
}

bool tc_profile_read_public_key(const unsigned char *der, size_t length,
                                struct tc_public_facts *ret_facts, const char **ret_reason)
{
	struct tc_der input = {.at = der, .length = length};
	struct tc_public_facts facts;
	if (!read_public(&input, &facts, ret_reason))
		return false;
	if (input.length != 0)
		return refuse(ret_reason, "nothing follows a public key");
	if (facts.algorithm == TC_PUBLIC_OTHER)
		return refuse(ret_reason, "a public key is of RSA, ECDSA, Ed25519 or DSA");
	*ret_facts = facts;
	return true;
}

/* ---- signature algorithms ---- */

/* An AlgorithmIdentifier of a hash, alone in field: NULL parameters or none. */
static bool read_hash(struct tc_der field, struct tc_der *ret_oid)
{
	struct tc_der content;
	struct algorithm hash;
	if (!tc_der_read_only(field, TC_DER_SEQUENCE, &content) || !read_algorithm(content, &hash))
		return false;
	if (hash.parameters.length != 0 && !is_null(&hash.parameters))
		return false;
	*ret_oid = hash.oid;
	return true;
}

/*
 * The hash and salt length of RSASSA-PSS parameters (RFC 4055 section 3.1):
 * MGF1 with the same hash, and the trailer field left at its default.
 */
static bool read_pss(struct tc_der parameters, struct tc_der *ret_hash, uint32_t *ret_salt)
{
	static const struct tc_der mgf1_oid = OID(PKCS1 "\x08");
	struct tc_der content, hash_field, mask_field, salt_field, mask_content, mask_hash;
	struct algorithm mask;
	if (!tc_der_read_only(parameters, TC_DER_SEQUENCE, &content) ||
	    !tc_der_read(&content, TC_DER_CONTEXT_CONSTRUCTED(0), &hash_field) ||
	    !tc_der_read(&content, TC_DER_CONTEXT_CONSTRUCTED(1), &mask_field) ||
	    !tc_der_read(&content, TC_DER_CONTEXT_CONSTRUCTED(2), &salt_field) ||
	    content.length != 0)
		return false;
	if (!read_hash(hash_field, ret_hash) ||
	    !tc_der_read_only(mask_field, TC_DER_SEQUENCE, &mask_content) ||
	    !read_algorithm(mask_content, &mask) || !same(&mask.oid, &mgf1_oid) ||
	    !read_hash(mask.parameters, &mask_hash) || !same(&mask_hash, ret_hash))
		return false;
	return tc_der_read_small(&salt_field, ret_salt) && salt_field.length == 0;
}

static enum tc_signature_algorithm identify_pss(struct tc_der parameters)
{
	static const struct {
		struct tc_der hash;
		uint32_t salt;
		enum tc_signature_algorithm algorithm;
	} rows[] = {
		{OID(NIST_ALGORITHM "\x02\x01"), 32, TC_SIGNATURE_PSS_SHA256},
		{OID(NIST_ALGORITHM "\x02\x02"), 48, TC_SIGNATURE_PSS_SHA384},
		{OID(NIST_ALGORITHM "\x02\x03"), 64, TC_SIGNATURE_PSS_SHA512},
	};
	struct tc_der hash;
	uint32_t salt;
	if (!read_pss(parameters, &hash, &salt))
		return TC_SIGNATURE_OTHER;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (same(&rows[i].hash, &hash) && rows[i].salt == salt)
			return rows[i].algorithm;
	return TC_SIGNATURE_OTHER;
}

/* Parameters count only where the reference looks at them: for Ed25519 and RSASSA-PSS. */
static enum tc_signature_algorithm identify_signature(const struct algorithm *algorithm)
{
	static const struct tc_der pss_oid = OID(PKCS1 "\x0a");
	static const struct {
		struct tc_der oid;
		enum tc_signature_algorithm algorithm;
	} rows[] = {
		{OID(PKCS1 "\x05"), TC_SIGNATURE_SHA1},
		{OID("\x2b\x0e\x03\x02\x1d"), TC_SIGNATURE_SHA1}, /* 1.3.14.3.2.29, with RSA too */
		{OID(X957 "\x03"), TC_SIGNATURE_SHA1},
		{OID(ANSI_X962 "\x04\x01"), TC_SIGNATURE_SHA1},
		{OID(PKCS1 "\x0b"), TC_SIGNATURE_RSA_SHA256},
		{OID(PKCS1 "\x0c"), TC_SIGNATURE_RSA_SHA384},
		{OID(PKCS1 "\x0d"), TC_SIGNATURE_RSA_SHA512},
		{OID(ANSI_X962 "\x04\x03\x02"), TC_SIGNATURE_ECDSA_SHA256},
		{OID(ANSI_X962 "\x04\x03\x03"), TC_SIGNATURE_ECDSA_SHA384},
		{OID(ANSI_X962 "\x04\x03\x04"), TC_SIGNATURE_ECDSA_SHA512},
		{OID(ED25519), TC_SIGNATURE_ED25519},
	};
	enum tc_signature_algorithm found = TC_SIGNATURE_OTHER;
	if (same(&algorithm->oid, &pss_oid))
		return identify_pss(algorithm->parameters);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (same(&rows[i].oid, &algorithm->oid))
			found = rows[i].algorithm;
	if (found == TC_SIGNATURE_ED25519 && algorithm->parameters.length != 0)
		return TC_SIGNATURE_OTHER;
	return found;
}

static bool read_signature_algorithm(struct tc_der *tbs, struct tc_der outer,
                                     struct tc_certificate_facts *facts, const char **ret_reason)
{
	struct tc_der identifier, inner;
	struct algorithm algorithm;
	if (!tc_der_read_element(tbs, TC_DER_SEQUENCE, &identifier) ||
	    !tc_der_read_only(identifier, TC_DER_SEQUENCE, &inner) ||
	    !read_algorithm(inner, &algorithm))
		return refuse(ret_reason, "the signature algorithm is an OID with or without parameters");
	if (!same(&inner, &outer))
		return refuse(ret_reason, "the signature algorithm inside and outside is the same");
	facts->signature_identifier = identifier;
	facts->signature_algorithm = identify_signature(&algorithm);
	facts->signed_with_sha1 = facts->signature_algorithm == TC_SIGNATURE_SHA1;
	return true;
}

/* ---- names ---- */

/*
 * Whether the octets of a commonName are the text that the reference makes of
 * it, and that text is UTF-8 without NUL. A BMPString is text in another form.
 */
static bool is_plain_text(unsigned char tag, const struct tc_der *value)
{
	if (tag == TC_DER_BMP_STRING || (tag == TC_DER_T61_STRING && !tc_der_is_ascii(value)))
		return false;
	return value->length == 0 || !memchr(value->at, '\0', value->length);
}

/* ret_common_name: where the last commonName goes; NULL when it does not matter. */
static bool read_attribute(struct tc_der attribute, struct tc_der *ret_common_name,
                           const char **ret_reason)
{
	struct tc_der type, value;
	unsigned char tag;
	if (!tc_der_read_oid(&attribute, &type) || !tc_der_read_any(&attribute, &tag, &value) ||
	    attribute.length != 0 || !tc_der_is_name_string(tag, &value))
		return refuse(ret_reason, "an attribute of a name is an OID and a well-formed string");
	if (!ret_common_name || !tc_der_equals(&type, "\x55\x04\x03", 3))
		return true;
	if (!is_plain_text(tag, &value))
		return refuse(ret_reason, "the common name is UTF-8 or ASCII without NUL");
	*ret_common_name = value;
	return true;
}

static bool read_name(struct tc_der *tbs, struct tc_der *ret_name, struct tc_der *ret_common_name,
                      const char **ret_reason)
{
	struct tc_der name, sets, set, attribute;
	if (!tc_der_read_element(tbs, TC_DER_SEQUENCE, &name) ||
	    !tc_der_read_only(name, TC_DER_SEQUENCE, &sets))
		return refuse(ret_reason, "issuer and subject are sequences");
	while (sets.length > 0) {
		if (!tc_der_read(&sets, TC_DER_SET, &set))
			return refuse(ret_reason, "a name is a sequence of sets");
		while (set.length > 0) {
			if (!tc_der_read(&set, TC_DER_SEQUENCE, &attribute))
				return refuse(ret_reason, "a name is made of attributes");
			if (!read_attribute(attribute, ret_common_name, ret_reason))
				return false;
		}
	}
	*ret_name = name;
	return true;
}

static bool read_names_and_validity(struct tc_der *tbs, struct tc_certificate_facts *facts,
                                    const char **ret_reason)
{
	struct tc_der issuer, validity, subject;
	struct tc_der common_name = {.at = NULL};
	if (!read_name(tbs, &issuer, NULL, ret_reason))
		return false;
	if (!tc_der_read(tbs, TC_DER_SEQUENCE, &validity) ||
	    !tc_der_read_time(&validity, &facts->not_before) ||
	    !tc_der_read_time(&validity, &facts->not_after) || validity.length != 0)
		return refuse(ret_reason, "the validity is two times with seconds, in UTC");
	if (!read_name(tbs, &subject, &common_name, ret_reason))
		return false;
	facts->issuer = issuer.at;
	facts->issuer_length = issuer.length;
	facts->subject = subject.at;
	facts->subject_length = subject.length;
	facts->common_name = common_name.at;
	facts->common_name_length = common_name.length;
	return true;
}

/* ---- the certificate ---- */

static bool read_version_and_serial(struct tc_der *tbs, struct tc_certificate_facts *facts,
                                    const char **ret_reason)
{
	struct tc_der field, serial;
	uint32_t version = 0;
	if (!tc_der_read_optional(tbs, TC_DER_CONTEXT_CONSTRUCTED(0), &field))
		return refuse(ret_reason, "the version is well formed");
	if (field.at && (!tc_der_read_small(&field, &version) || field.length != 0 || version > 2))
		return refuse(ret_reason, "the version is 1, 2 or 3");
	if (!tc_der_read_integer(tbs, &serial))
		return refuse(ret_reason, "the serial number is a minimal integer");
	facts->version = version + 1;
	facts->serial = serial.at;
	facts->serial_length = serial.length;
	return true;
}

/* An optional BIT STRING; the reference passes over what is in it, libcrypto does not. */
static bool skip_unique_identifier(struct tc_der *tbs, unsigned char tag)
{
	struct tc_der identifier;
	if (!tc_der_read_optional(tbs, tag, &identifier))
		return false;
	return !identifier.at || (identifier.length > 0 && identifier.at[0] <= MAX_UNUSED_BITS);
}

/* What may follow the public key: unique identifiers from version 2, extensions in version 3. */
static bool read_additions(struct tc_der *tbs, struct tc_certificate_facts *facts,
                           const char **ret_reason)
{
	struct tc_der field;
	if (facts->version >= 2 && (!skip_unique_identifier(tbs, TC_DER_CONTEXT(1)) ||
	                            !skip_unique_identifier(tbs, TC_DER_CONTEXT(2))))
		return refuse(ret_reason, "unique identifiers are well formed");
	if (facts->version == 3 && tbs->length > 0) {
		if (!tc_der_read(tbs, TC_DER_CONTEXT_CONSTRUCTED(3), &field))
			return refuse(ret_reason, "extensions follow the public key");
		if (!tc_profile_read_extensions(field, facts, ret_reason))
			return false;
	}
	if (tbs->length != 0)
		return refuse(ret_reason, "nothing follows what the version allows");
	return true;
}

bool tc_profile_read_certificate(const unsigned char *der, size_t length,
                                 struct tc_certificate_facts *ret_facts, const char **ret_reason)
{
	struct tc_der input = {.at = der, .length = length};
	struct tc_der certificate, tbs, outer, signature;
	struct tc_certificate_facts facts = {.path_length = -1};
	if (!tc_der_read_only(input, TC_DER_SEQUENCE, &certificate) ||
	    !tc_der_read(&certificate, TC_DER_SEQUENCE, &tbs) ||
	    !tc_der_read(&certificate, TC_DER_SEQUENCE, &outer) ||
	    !tc_der_read_octet_bits(&certificate, &signature) || certificate.length != 0)
		return refuse(ret_reason, "a certificate is content, algorithm and signature, no more");
	if (!read_version_and_serial(&tbs, &facts, ret_reason) ||
	    !read_signature_algorithm(&tbs, outer, &facts, ret_reason) ||
	    !read_names_and_validity(&tbs, &facts, ret_reason) ||
	    !read_public(&tbs, &facts.key, ret_reason) ||
	    !read_additions(&tbs, &facts, ret_reason))
		return false;
	*ret_facts = facts;
	return true;
}
