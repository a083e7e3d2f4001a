/* SPDX-License-Identifier: Apache-2.0 */
#include <glob.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/digest.h"
#include "tuf/limits.h"
#include "tuf/pem.h"
#include "verify/certificate.h"
#include "verify_support.h"

static struct tc_bundle parse(struct tuf_arena *arena, const char *pem)
{
	struct tc_bundle bundle = {.count = 0};
	const char *problem = NULL;
	enum tuf_result result = tc_bundle_parse(arena, (const unsigned char *)pem, strlen(pem),
	                                         &bundle, &problem);
	if (result != TUF_OK)
		fail_msg("not parsed: %s", problem);
	return bundle;
}

static const struct tc_certificate *make(struct tuf_arena *arena,
                                         const struct support_certificate *certificate)
{
	struct tc_bundle bundle = parse(arena, support_certificate(arena, certificate));
	assert_int_equal(bundle.count, 1);
	return &bundle.items[0];
}

static const char *write_pem(struct tuf_arena *arena, const unsigned char *der, size_t length)
{
	const struct tuf_pem_block block = {.bytes = der, .length = length};
	const char *pem = NULL;
	size_t pem_length;
	assert_int_equal(tuf_pem_write(arena, "CERTIFICATE", &block, 1, &pem, &pem_length), TUF_OK);
	return pem;
}

/* ---- parsing ---- */

static void test_bundle_certificate_is_described(void **state)
{
	const struct support_certificate wanted = {.key = support_pkey(SUPPORT_P256, 0),
	                                           .name = "a leaf",
	                                           .issuer_key = support_pkey(SUPPORT_RSA2048, 0),
	                                           .issuer = "an issuer"};
	const struct tc_certificate *certificate = make(*state, &wanted);
	const struct tufcheck_certificate *record = &certificate->record;
	assert_string_equal(record->subject, "CN=a leaf");
	assert_string_equal(record->issuer, "CN=an issuer");
	assert_string_equal(record->signature_algorithm, "sha256WithRSAEncryption");
	assert_int_equal(record->not_before.seconds, SUPPORT_NOT_BEFORE);
	assert_int_equal(record->not_after.seconds, SUPPORT_NOT_AFTER);
	assert_false(record->ca);
	assert_int_equal(strlen(record->sha256), 64);
	assert_int_equal(strlen(record->sha1), 40);
	assert_int_equal(certificate->facts.key.algorithm, TC_PUBLIC_ECDSA);
	assert_int_equal(certificate->facts.key.bits, 256);
	assert_int_equal(record->bits, 256);
	assert_string_equal(record->algorithm, "ECDSA P-256");
	assert_int_equal(strlen(record->spki_sha256), 64);
	assert_ptr_equal(record->der, certificate->der);
	assert_int_equal(record->der_length, certificate->length);
	assert_int_equal(record->key_usage_count, 0);
	assert_int_equal(record->extended_key_usage_count, 0);
}

/* As it is commonly shown: without the zero that only keeps it positive. */
static void test_bundle_serial_is_shown_without_sign(void **state)
{
	static const char *const serials[][2] = {{"01", "01"},       {"7f", "7f"},
	                                         {"80", "80"},       {"ff00", "ff00"},
	                                         {"0", "00"},        {"7fffffffffffffffffff",
	                                                              "7fffffffffffffffffff"},
	                                         {"deadbeefdeadbeefdeadbeef",
	                                          "deadbeefdeadbeefdeadbeef"}};
	for (size_t i = 0; i < COUNT_OF(serials); i++) {
		const struct support_certificate wanted = {.key = support_pkey(SUPPORT_P256, 0),
		                                           .name = "a leaf",
		                                           .serial = serials[i][0]};
		assert_string_equal(make(*state, &wanted)->record.serial, serials[i][1]);
	}
}

static void test_bundle_thumbprints_are_digests_of_the_der_form(void **state)
{
	const struct support_certificate wanted = {.key = support_pkey(SUPPORT_P256, 0),
	                                           .name = "a leaf"};
	const struct tc_certificate *certificate = make(*state, &wanted);
	assert_string_equal(certificate->record.sha256,
	                    tuf_digest_format(*state, TUF_DIGEST_SHA256, certificate->der,
	                                      certificate->length));
	assert_string_equal(certificate->record.sha1,
	                    tuf_digest_format(*state, TUF_DIGEST_SHA1, certificate->der,
	                                      certificate->length));
}

static void test_bundle_name_in_utf8_is_left_as_it_is(void **state)
{
	const struct support_certificate wanted = {.key = support_pkey(SUPPORT_P256, 0),
	                                           .name = "caf\xc3\xa9, \x1b[31m"};
	const struct tc_certificate *certificate = make(*state, &wanted);
	assert_string_equal(tc_certificate_copy_name(*state, certificate),
	                    "caf\xc3\xa9, \x1b[31m");
	assert_non_null(strstr(certificate->record.subject, "caf\xc3\xa9"));
}

/* Also of one whose name is as long. */
static void test_bundle_issuer_is_described(void **state)
{
	static const char *const issuers[] = {"other", "another", "same!"};
	for (size_t i = 0; i < COUNT_OF(issuers); i++) {
		const struct support_certificate wanted = {.key = support_pkey(SUPPORT_P256, 0),
		                                           .name = "same!",
		                                           .issuer = issuers[i]};
		const struct tc_certificate *certificate = make(*state, &wanted);
		assert_string_equal(certificate->record.subject, "CN=same!");
		assert_int_equal(strncmp(certificate->record.issuer, "CN=", 3), 0);
		assert_string_equal(certificate->record.issuer + 3, issuers[i]);
	}
}

static void test_bundle_without_name_is_described(void **state)
{
	const struct support_certificate wanted = {.key = support_pkey(SUPPORT_P256, 0)};
	const struct tc_certificate *certificate = make(*state, &wanted);
	assert_string_equal(certificate->record.subject, "");
	assert_string_equal(tc_certificate_copy_name(*state, certificate), "");
	assert_false(tc_certificate_names_gun(certificate, "a"));
}

static void test_bundle_keeps_its_order(void **state)
{
	struct tuf_arena *arena = *state;
	const char *pem = "";
	static const char *const names[] = {"c", "a", "b"};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		pem = tuf_arena_format(
			arena, "%s%s", pem,
			support_certificate(arena, &(struct support_certificate){
							   .key = support_pkey(SUPPORT_P256, i),
							   .name = names[i],
							   .ca = i > 0}));
	struct tc_bundle bundle = parse(arena, pem);
	assert_int_equal(bundle.count, 3);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		assert_string_equal(tc_certificate_copy_name(arena, &bundle.items[i]), names[i]);
		assert_int_equal(bundle.items[i].facts.ca, i > 0);
		assert_int_equal(bundle.items[i].record.ca, i > 0);
		assert_int_equal(bundle.items[i].record.position, i);
	}
}

static void assert_refused(struct tuf_arena *arena, const void *bytes, size_t length)
{
	struct tc_bundle bundle = {.count = 77};
	const char *problem = NULL;
	assert_int_equal(tc_bundle_parse(arena, bytes, length, &bundle, &problem), TUF_INVALID);
	assert_non_null(problem);
	assert_int_equal(bundle.count, 77);
}

static void test_bundle_that_is_none_is_refused(void **state)
{
	struct tuf_arena *arena = *state;
	const struct support_certificate wanted = {.key = support_pkey(SUPPORT_P256, 0),
	                                           .name = "a leaf"};
	const char *pem = support_certificate(arena, &wanted);
	static const char *const additions[] = {"text\n", "-----BEGIN CERTIFICATE-----\n", "\n\nx"};
	assert_refused(arena, "", 0);
	assert_refused(arena, pem, strlen(pem) - 20);
	for (size_t i = 0; i < COUNT_OF(additions); i++) {
		const char *after = tuf_arena_format(arena, "%s%s", pem, additions[i]);
		const char *before = tuf_arena_format(arena, "%s%s", additions[i], pem);
		assert_refused(arena, after, strlen(after));
		assert_refused(arena, before, strlen(before));
	}
}

/* Any byte of the DER form cut off, or one more. */
static void test_bundle_with_certificate_of_another_length_is_refused(void **state)
{
	struct tuf_arena *arena = *state;
	const struct support_certificate wanted = {.key = support_pkey(SUPPORT_P256, 0),
	                                           .name = "a leaf"};
	const struct tc_certificate *certificate = make(arena, &wanted);
	unsigned char *longer = tuf_arena_take(arena, certificate->length + 1);
	memcpy(longer, certificate->der, certificate->length);
	for (size_t length = 0; length <= certificate->length + 1; length++) {
		if (length == certificate->length)
			continue;
		const char *pem = write_pem(arena, longer, length);
		assert_refused(arena, pem, strlen(pem));
	}
}

/* OpenSSL decodes names of at most a mebibyte. */
static void test_bundle_with_endless_name_is_refused(void **state)
{
	enum {
		LENGTH = (1 << 20) + 1
	};
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0);
	unsigned char *name = malloc(LENGTH);
	X509 *x509 = X509_new();
	assert_non_null(name);
	assert_non_null(x509);
	memset(name, 'a', LENGTH);
	X509_NAME *subject = X509_get_subject_name(x509);
	assert_int_equal(X509_NAME_add_entry_by_txt(subject, "CN", V_ASN1_UTF8STRING, name, LENGTH,
	                                            -1, 0),
	                 1);
	assert_non_null(X509_gmtime_adj(X509_getm_notBefore(x509), 0));
	assert_non_null(X509_gmtime_adj(X509_getm_notAfter(x509), 1));
	assert_int_equal(X509_set_pubkey(x509, pkey), 1);
	assert_true(X509_sign(x509, pkey, EVP_sha256()) > 0);
	unsigned char *der = NULL;
	int length = i2d_X509(x509, &der);
	assert_true(length > LENGTH);
	const char *pem = write_pem(*state, der, (size_t)length);
	assert_refused(*state, pem, strlen(pem));
	OPENSSL_free(der);
	X509_free(x509);
	free(name);
}

static void test_bundle_with_point_off_its_curve_is_refused(void **state)
{
	struct tuf_arena *arena = *state;
	const struct support_certificate wanted = {.key = support_pkey(SUPPORT_P256, 0),
	                                           .name = "a leaf"};
	const struct tc_certificate *certificate = make(arena, &wanted);
	unsigned char *changed = tuf_arena_take(arena, certificate->length);
	memcpy(changed, certificate->der, certificate->length);
	size_t offset = (size_t)(certificate->facts.key.spki - certificate->der);
	changed[offset + certificate->facts.key.spki_length - 1] ^= 1;
	const char *pem = write_pem(arena, changed, certificate->length);
	struct tc_bundle bundle;
	const char *problem = NULL;
	assert_int_equal(tc_bundle_parse(arena, (const unsigned char *)pem, strlen(pem), &bundle,
	                                 &problem),
	                 TUF_INVALID);
	assert_string_equal(problem, "it is not a certificate that OpenSSL can decode");
}

static void test_bundle_of_too_many_is_refused(void **state)
{
	struct tuf_arena *arena = *state;
	const struct support_certificate wanted = {.key = support_pkey(SUPPORT_P256, 0),
	                                           .name = "a leaf"};
	const char *one = support_certificate(arena, &wanted);
	const char *pem = "";
	for (int i = 0; i < TUF_MAX_BUNDLE_CERTIFICATES; i++)
		pem = tuf_arena_format(arena, "%s%s", pem, one);
	assert_int_equal(parse(arena, pem).count, TUF_MAX_BUNDLE_CERTIFICATES);
	pem = tuf_arena_format(arena, "%s%s", pem, one);
	assert_refused(arena, pem, strlen(pem));
}

/* ---- the same by OpenSSL's decoder of certificates, which is slow ---- */

static void assert_name(const X509_NAME *name, const char *text)
{
	BIO *memory = BIO_new(BIO_s_mem());
	unsigned long flags = XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;
	assert_true(X509_NAME_print_ex(memory, name, 0, flags) >= 0);
	char *bytes = NULL;
	size_t length = (size_t)BIO_get_mem_data(memory, &bytes);
	assert_int_equal(strlen(text), length);
	assert_memory_equal(text, bytes, length);
	BIO_free(memory);
}

static void assert_same_facts(const struct tc_certificate *certificate, X509 *x509)
{
	assert_name(X509_get_subject_name(x509), certificate->record.subject);
	assert_name(X509_get_issuer_name(x509), certificate->record.issuer);
	const X509_ALGOR *algorithm = NULL;
	const ASN1_OBJECT *object = NULL;
	X509_get0_signature(NULL, &algorithm, x509);
	X509_ALGOR_get0(&object, NULL, NULL, algorithm);
	char text[80];
	assert_true(OBJ_obj2txt(text, (int)sizeof(text), object, 0) >= 0);
	assert_string_equal(certificate->record.signature_algorithm, text);
	assert_int_equal(certificate->facts.version, X509_get_version(x509) + 1);
}

/* What the profile takes is parsed exactly if OpenSSL decodes all of it; returns whether it is. */
static bool check_against_openssl(const unsigned char *der, size_t length)
{
	struct tc_certificate_facts facts;
	const char *problem = NULL;
	if (!tc_profile_read_certificate(der, length, &facts, &problem))
		return false;
	struct tuf_arena arena = TUF_ARENA_INIT;
	const char *pem = write_pem(&arena, der, length);
	struct tc_bundle bundle;
	enum tuf_result result = tc_bundle_parse(&arena, (const unsigned char *)pem, strlen(pem),
	                                         &bundle, &problem);
	assert_int_equal(ERR_peek_error(), 0);
	const unsigned char *end = der;
	X509 *x509 = d2i_X509(NULL, &end, (long)length);
	bool needs_key = facts.key.algorithm == TC_PUBLIC_ECDSA;
	bool is_taken = x509 && end == der + length && (!needs_key || X509_get0_pubkey(x509));
	ERR_clear_error();
	assert_int_equal(result, is_taken ? TUF_OK : TUF_INVALID);
	if (is_taken)
		assert_same_facts(&bundle.items[0], x509);
	X509_free(x509);
	tuf_arena_clear(&arena);
	return is_taken;
}

/* Each byte changed, in turn: to what comes next, to nothing, in its highest bit. */
static void check_changes(const struct tc_certificate *certificate)
{
	unsigned char *der = malloc(certificate->length);
	assert_non_null(der);
	memcpy(der, certificate->der, certificate->length);
	for (size_t i = 0; i < certificate->length; i++) {
		const unsigned char original = der[i];
		const unsigned char changes[] = {(unsigned char)(original + 1), 0,
		                                 original ^ 0x80, original ^ 0x20};
		for (size_t j = 0; j < sizeof(changes); j++) {
			der[i] = changes[j];
			(void)check_against_openssl(der, certificate->length);
		}
		der[i] = original;
	}
	assert_true(check_against_openssl(der, certificate->length));
	free(der);
}

static void test_bundle_of_each_algorithm_is_parsed_as_openssl_does(void **state)
{
	static const enum support_algorithm algorithms[] = {SUPPORT_P224, SUPPORT_P256, SUPPORT_P384,
	                                                    SUPPORT_P521, SUPPORT_RSA1024,
	                                                    SUPPORT_ED25519};
	for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
		const struct support_certificate wanted = {.key = support_pkey(algorithms[i], 0),
		                                           .name = "name \xc3\xa4, of it",
		                                           .issuer = "issuer"};
		check_changes(make(*state, &wanted));
	}
}

static void check_file(struct tuf_arena *arena, const char *path)
{
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	unsigned char pem[16384];
	size_t length = fread(pem, 1, sizeof(pem), file);
	assert_int_equal(fclose(file), 0);
	struct tc_bundle bundle;
	const char *problem = NULL;
	/* some are there to be refused */
	if (tc_authorities_parse(arena, pem, length, &bundle, &problem) != TUF_OK)
		return;
	for (size_t i = 0; i < bundle.count; i++)
		assert_true(check_against_openssl(bundle.items[i].der, bundle.items[i].length));
}

static void test_bundle_of_test_data_is_parsed_as_openssl_does(void **state)
{
	glob_t files = {.gl_pathc = 0};
	assert_int_equal(glob(TUFCHECK_TESTDATA "/notary/certificates/*.crt", 0, NULL, &files), 0);
	assert_int_equal(glob(TUFCHECK_TESTDATA "/cases/*/*.crt", GLOB_APPEND, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++)
		check_file(*state, files.gl_pathv[i]);
	globfree(&files);
}

/* Their parameters may be anything to the profile, but not to OpenSSL. */
static void test_bundle_with_algorithm_that_openssl_refuses_is_refused(void **state)
{
	/* the last arc of id-ecPublicKey makes the algorithm one that is not known */
	static const char known[] = "\x06\x07\x2a\x86\x48\xce\x3d\x02\x01";
	struct tuf_arena *arena = *state;
	const struct support_certificate wanted = {.key = support_pkey(SUPPORT_P256, 0),
	                                           .name = "a leaf"};
	const struct tc_certificate *certificate = make(arena, &wanted);
	unsigned char *der = tuf_arena_take(arena, certificate->length);
	memcpy(der, certificate->der, certificate->length);
	unsigned char *found = memmem(der, certificate->length, known, sizeof(known) - 1);
	assert_non_null(found);
	unsigned char *parameters = found + sizeof(known) - 1;
	parameters[-1] = 0x7f;
	assert_true(check_against_openssl(der, certificate->length));
	/* and its parameters no longer an OID: a NULL has no content, a SET may have any */
	assert_int_equal(parameters[0], 0x06);
	parameters[0] = 0x31;
	assert_true(check_against_openssl(der, certificate->length));
	parameters[0] = 0x05;
	assert_false(check_against_openssl(der, certificate->length));
	const char *pem = write_pem(arena, der, certificate->length);
	assert_refused(arena, pem, strlen(pem));
}

/* ---- rules ---- */

static struct tc_certificate with_facts(int64_t not_before, int64_t not_after)
{
	return (struct tc_certificate){.facts = {.not_before = not_before,
	                                         .not_after = not_after,
	                                         .key = {.algorithm = TC_PUBLIC_ECDSA,
	                                                 .bits = 256}}};
}

static void test_certificate_flaw_is_the_first_in_order(void **state)
{
	(void)state;
	struct tc_certificate certificate = with_facts(10, 10);
	assert_int_equal(tc_certificate_find_flaw(&certificate), TC_FLAW_NONE);
	certificate.facts.not_before = 11;
	assert_int_equal(tc_certificate_find_flaw(&certificate), TC_FLAW_DATES_INVERTED);
	certificate.facts.signed_with_sha1 = true;
	assert_int_equal(tc_certificate_find_flaw(&certificate), TC_FLAW_DATES_INVERTED);
	certificate.facts.not_before = 9;
	assert_int_equal(tc_certificate_find_flaw(&certificate), TC_FLAW_SHA1);
	certificate.facts.key = (struct tc_public_facts){.algorithm = TC_PUBLIC_RSA, .bits = 2047};
	assert_int_equal(tc_certificate_find_flaw(&certificate), TC_FLAW_SHA1);
	certificate.facts.signed_with_sha1 = false;
	assert_int_equal(tc_certificate_find_flaw(&certificate), TC_FLAW_WEAK_KEY);
	certificate.facts.key.bits = 2048;
	assert_int_equal(tc_certificate_find_flaw(&certificate), TC_FLAW_NONE);
}

static void test_certificate_flaw_of_real_ones_is_found(void **state)
{
	struct tuf_arena *arena = *state;
	EVP_PKEY *key = support_pkey(SUPPORT_P256, 0);
	const struct {
		struct support_certificate certificate;
		enum tc_certificate_flaw flaw;
	} cases[] = {
		{{.key = key, .name = "a"}, TC_FLAW_NONE},
		{{.key = key, .name = "a", .sha1 = true}, TC_FLAW_SHA1},
		{{.key = key,
		  .name = "a",
		  .issuer_key = support_pkey(SUPPORT_RSA2048, 0),
		  .sha1 = true},
		 TC_FLAW_SHA1},
		{{.key = support_pkey(SUPPORT_RSA1024, 0), .name = "a"}, TC_FLAW_WEAK_KEY},
		{{.key = support_pkey(SUPPORT_RSA2047, 0), .name = "a"}, TC_FLAW_WEAK_KEY},
		{{.key = support_pkey(SUPPORT_RSA2048, 0), .name = "a"}, TC_FLAW_NONE},
		{{.key = key, .name = "a", .not_before = 2000000, .not_after = 1000000},
		 TC_FLAW_DATES_INVERTED},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(tc_certificate_find_flaw(make(arena, &cases[i].certificate)),
		                 cases[i].flaw);
}

static void test_certificate_flaw_text_is_one_for_each(void **state)
{
	(void)state;
	assert_string_equal(tc_certificate_flaw_text(TC_FLAW_NONE), "");
	assert_string_equal(tc_certificate_flaw_text(TC_FLAW_DATES_INVERTED),
	                    "its dates are inverted");
	assert_string_equal(tc_certificate_flaw_text(TC_FLAW_SHA1), "it is signed with SHA-1");
	assert_string_equal(tc_certificate_flaw_text(TC_FLAW_WEAK_KEY),
	                    "its RSA key has under 2048 bits");
}

static void test_certificate_dates_have_both_ends_and_a_day_of_grace(void **state)
{
	(void)state;
	static const struct {
		int64_t not_before, not_after;
		int32_t nanoseconds;
		enum tc_certificate_dates dates;
	} cases[] = {
		{SUPPORT_AT - 1, SUPPORT_AT + 1, 0, TC_DATES_VALID},
		{SUPPORT_AT, SUPPORT_AT, 0, TC_DATES_VALID},
		{SUPPORT_AT, SUPPORT_AT, 1, TC_DATES_EXPIRED},
		{SUPPORT_AT - 2, SUPPORT_AT - 1, 0, TC_DATES_EXPIRED},
		{SUPPORT_AT + SUPPORT_DAY, SUPPORT_NOT_AFTER, 0, TC_DATES_VALID},
		{SUPPORT_AT + SUPPORT_DAY + 1, SUPPORT_NOT_AFTER, 0, TC_DATES_NOT_YET_VALID},
		{SUPPORT_AT + SUPPORT_DAY + 1, SUPPORT_NOT_AFTER, 999999999, TC_DATES_NOT_YET_VALID},
		{SUPPORT_AT + SUPPORT_DAY * 3, SUPPORT_AT - 1, 0, TC_DATES_EXPIRED},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct tc_certificate certificate =
			with_facts(cases[i].not_before, cases[i].not_after);
		const struct tuf_time at = {.seconds = SUPPORT_AT,
		                            .nanoseconds = cases[i].nanoseconds};
		assert_int_equal(tc_certificate_check_dates(&certificate, &at), cases[i].dates);
	}
}

/* The moment is the user's, and may be any that can be written. */
static void test_certificate_dates_at_any_moment_are_answered(void **state)
{
	(void)state;
	struct tc_certificate certificate = with_facts(SUPPORT_NOT_BEFORE, SUPPORT_NOT_AFTER);
	static const char *const moments[] = {"0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"};
	static const enum tc_certificate_dates dates[] = {TC_DATES_NOT_YET_VALID, TC_DATES_EXPIRED};
	for (size_t i = 0; i < COUNT_OF(moments); i++) {
		struct tuf_time at;
		assert_true(tuf_time_parse(moments[i], strlen(moments[i]), &at));
		assert_int_equal(tc_certificate_check_dates(&certificate, &at), dates[i]);
	}
}

static void test_certificate_names_gun_by_whole_name_or_prefix(void **state)
{
	(void)state;
	static const struct {
		const char *name, *gun;
		bool is_right;
	} cases[] = {
		{"a/b", "a/b", true},   {"a/b", "a/bc", false}, {"a/b", "a/", false},
		{"a/b", "", false},     {"", "", false},        {"", "a", false},
		{"a/*", "a/b", true},   {"a/*", "a/", true},    {"a/*", "a", false},
		{"a/*", "b/b", false},  {"a*", "a", true},      {"a***", "ab", true},
		{"a***", "a*", true},   {"*", "", false},       {"***", "anything", true},
		{"a*b", "a*b", true},   {"a*b", "axb", false},  {"a*b*", "a*bc", true},
		{"a*b*", "axbc", false}, {"A", "a", false},     {" a", "a", false},
		{"a?", "ab", false},    {"a", "a*", false},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct tc_certificate certificate = {
			.facts = {.common_name = (const unsigned char *)cases[i].name,
		                  .common_name_length = strlen(cases[i].name)}};
		if (tc_certificate_names_gun(&certificate, cases[i].gun) != cases[i].is_right)
			fail_msg("\"%s\" and \"%s\"", cases[i].name, cases[i].gun);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		support_arena_test(test_bundle_certificate_is_described),
		support_arena_test(test_bundle_serial_is_shown_without_sign),
		support_arena_test(test_bundle_thumbprints_are_digests_of_the_der_form),
		support_arena_test(test_bundle_name_in_utf8_is_left_as_it_is),
		support_arena_test(test_bundle_without_name_is_described),
		support_arena_test(test_bundle_issuer_is_described),
		support_arena_test(test_bundle_with_endless_name_is_refused),
		support_arena_test(test_bundle_keeps_its_order),
		support_arena_test(test_bundle_that_is_none_is_refused),
		support_arena_test(test_bundle_with_certificate_of_another_length_is_refused),
		support_arena_test(test_bundle_with_point_off_its_curve_is_refused),
		support_arena_test(test_bundle_of_too_many_is_refused),
		support_arena_test(test_bundle_of_each_algorithm_is_parsed_as_openssl_does),
		support_arena_test(test_bundle_of_test_data_is_parsed_as_openssl_does),
		support_arena_test(test_bundle_with_algorithm_that_openssl_refuses_is_refused),
		cmocka_unit_test(test_certificate_flaw_is_the_first_in_order),
		support_arena_test(test_certificate_flaw_of_real_ones_is_found),
		cmocka_unit_test(test_certificate_flaw_text_is_one_for_each),
		cmocka_unit_test(test_certificate_dates_have_both_ends_and_a_day_of_grace),
		cmocka_unit_test(test_certificate_dates_at_any_moment_are_answered),
		cmocka_unit_test(test_certificate_names_gun_by_whole_name_or_prefix),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
