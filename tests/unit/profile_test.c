/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certificates and keys: their parts, without the extensions.
 */
#include "profile_support.h"

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
	};
	return cmocka_run_group_tests_name("profile", tests, setup, teardown);
}
