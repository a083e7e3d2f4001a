/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* needs those above */
#include <cmocka.h>

#include "tuf/key.h"
#include "tuf/pem.h"
#include "verify/certificate.h"
#include "verify/identity.h"
#include "memory_exhausted.h"

#define CERTIFICATES TUFCHECK_TESTDATA "/notary/certificates/"
#define KEYS TUFCHECK_TESTDATA "/notary/keys/"

#define DIGITS_64 "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define DIGITS_40 "00112233445566778899aabbccddeeff00112233"

/* ---- allocations that fail ---- */

void *__real_realloc(void *bytes, size_t size);
void *__wrap_realloc(void *bytes, size_t size);

void *__wrap_realloc(void *bytes, size_t size)
{
	return must_fail() ? NULL : __real_realloc(bytes, size);
}

/* ---- files ---- */

struct bytes {
	unsigned char *at; /* NUL-terminated; the caller's to free */
	size_t length;
};

static struct bytes read_bytes(const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		fail_msg("cannot open %s", path);
	struct bytes bytes = {.at = malloc(1 << 16)};
	assert_non_null(bytes.at);
	bytes.length = fread(bytes.at, 1, (1 << 16) - 1, file);
	bytes.at[bytes.length] = '\0';
	assert_int_equal(fclose(file), 0);
	return bytes;
}

/* The content of the one block of a PEM file. */
static struct bytes read_der(const char *path, const char *label)
{
	struct bytes pem = read_bytes(path);
	struct tuf_arena arena = TUF_ARENA_INIT;
	const struct tuf_pem_block *blocks;
	size_t count;
	assert_int_equal(tuf_pem_parse(&arena, pem.at, pem.length, label, 1, &blocks, &count),
	                 TUF_OK);
	memcpy(pem.at, blocks[0].bytes, blocks[0].length);
	pem.length = blocks[0].length;
	tuf_arena_clear(&arena);
	return pem;
}

static struct bytes join(struct bytes left, struct bytes right)
{
	struct bytes both = {.at = malloc(left.length + right.length + 1),
	                     .length = left.length + right.length};
	assert_non_null(both.at);
	memcpy(both.at, left.at, left.length);
	memcpy(both.at + left.length, right.at, right.length);
	both.at[both.length] = '\0';
	return both;
}

static struct bytes text_bytes(const char *text)
{
	return (struct bytes){.at = (unsigned char *)text, .length = strlen(text)};
}

/* ---- identities ---- */

static enum tuf_result read_identity(struct tufcheck_identity *identity, struct bytes bytes)
{
	*identity = (struct tufcheck_identity){.arena = TUF_ARENA_INIT};
	return tc_identity_read(identity, bytes.at, bytes.length);
}

static void check_refused(struct bytes bytes, const char *problem)
{
	struct tufcheck_identity identity;
	assert_int_equal(read_identity(&identity, bytes), TUF_INVALID);
	assert_int_equal(identity.facts.kind, TUFCHECK_IDENTITY_INVALID);
	assert_non_null(identity.facts.problem);
	if (problem && !strstr(identity.facts.problem, problem))
		fail_msg("'%s' does not say '%s'", identity.facts.problem, problem);
	tuf_arena_clear(&identity.arena);
}

static void check_text(const char *text, enum tufcheck_identity_kind kind, const char *digits)
{
	struct tufcheck_identity *identity = NULL;
	assert_int_equal(tufcheck_identity_parse(text, &identity), TUFCHECK_OK);
	const struct tufcheck_identity_facts *facts = tufcheck_identity_get_facts(identity);
	assert_int_equal(facts->kind, kind);
	if (kind == TUFCHECK_IDENTITY_SHA1) {
		assert_string_equal(facts->certificate_sha1, digits);
		assert_null(facts->key_id);
		assert_null(facts->canonical_key_id);
		assert_null(facts->spki_sha256);
		assert_null(facts->certificate_sha256);
	} else {
		assert_string_equal(facts->key_id, digits);
		assert_string_equal(facts->canonical_key_id, digits);
		assert_string_equal(facts->spki_sha256, digits);
		assert_string_equal(facts->certificate_sha256, digits);
		assert_null(facts->certificate_sha1);
	}
	tufcheck_identity_free(identity);
}

/* Where both have a digest it is the same one. */
static void check_same_digests(const struct tufcheck_identity *left,
                               const struct tufcheck_identity *right)
{
	assert_string_equal(left->facts.canonical_key_id, right->facts.canonical_key_id);
	assert_string_equal(left->facts.spki_sha256, right->facts.spki_sha256);
}

static void check_same(struct bytes left_bytes, struct bytes right_bytes)
{
	struct tufcheck_identity left, right;
	assert_int_equal(read_identity(&left, left_bytes), TUF_OK);
	assert_int_equal(read_identity(&right, right_bytes), TUF_OK);
	assert_int_equal(left.facts.kind, right.facts.kind);
	check_same_digests(&left, &right);
	assert_string_equal(left.facts.key_id, right.facts.key_id);
	if (left.facts.kind == TUFCHECK_IDENTITY_CERTIFICATE) {
		assert_string_equal(left.facts.certificate_sha256, right.facts.certificate_sha256);
		assert_string_equal(left.facts.certificate_sha1, right.facts.certificate_sha1);
		assert_string_equal(left.facts.subject, right.facts.subject);
	}
	tuf_arena_clear(&left.arena);
	tuf_arena_clear(&right.arena);
}

/* ---- digits ---- */

static void test_parse_64_digits_is_every_kind_of_sha256(void **state)
{
	(void)state;
	check_text(DIGITS_64, TUFCHECK_IDENTITY_SHA256, DIGITS_64);
}

static void test_parse_40_digits_is_a_sha1_thumbprint(void **state)
{
	(void)state;
	check_text(DIGITS_40, TUFCHECK_IDENTITY_SHA1, DIGITS_40);
}

static void test_parse_takes_colons_capitals_and_space_around(void **state)
{
	(void)state;
	check_text("00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33",
	           TUFCHECK_IDENTITY_SHA1, DIGITS_40);
	check_text("00112233445566778899AABBccddEEFF00112233", TUFCHECK_IDENTITY_SHA1, DIGITS_40);
	check_text(" \t" DIGITS_64 "\r\n", TUFCHECK_IDENTITY_SHA256, DIGITS_64);
	check_text("00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:"
	           "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF",
	           TUFCHECK_IDENTITY_SHA256, DIGITS_64);
}

static void test_parse_other_digits_is_refused(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"0",
		"00112233445566778899aabbccddeeff0011223",
		(DIGITS_40 "0"),
		(DIGITS_64 "00"),
		"g0112233445566778899aabbccddeeff00112233",
		"00112233445566778899 aabbccddeeff00112233",
		"00:112233445566778899aabbccddeeff00112233",
		"0011:2233445566778899aabbccddeeff00112233",
		"00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:",
		":00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33",
		"00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22::3",
		"00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22-33",
		"00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22033",
		"/0112233445566778899aabbccddeeff00112233",
		(DIGITS_64 DIGITS_64),
		"00-11-22-33-44-55-66-77-88-99-AA-BB-CC-DD-EE-FF-00-11-22-33",
		("sha256:" DIGITS_64),
		"   ",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		check_refused(text_bytes(texts[i]), "neither a certificate");
}

static void test_parse_of_nothing_is_a_bad_call(void **state)
{
	(void)state;
	struct tufcheck_identity *identity = NULL;
	assert_int_equal(tufcheck_identity_parse(NULL, &identity), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_identity_parse("", &identity), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_identity_parse(DIGITS_40, NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_identity_read_file(NULL, &identity), TUFCHECK_BAD_CALL);
	assert_null(identity);
	assert_null(tufcheck_identity_get_facts(NULL));
	tufcheck_identity_free(NULL);
}

/* ---- certificates and public keys ---- */

static void test_read_certificate_in_pem_and_der_is_the_same(void **state)
{
	(void)state;
	static const char *const paths[] = {CERTIFICATES "alice.crt", CERTIFICATES "bob.crt",
	                                    CERTIFICATES "carol.crt", CERTIFICATES "root-ca.crt"};
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct bytes pem = read_bytes(paths[i]);
		struct bytes der = read_der(paths[i], "CERTIFICATE");
		check_same(pem, der);
		free(pem.at);
		free(der.at);
	}
}

static void test_read_public_key_in_pem_and_der_is_the_same(void **state)
{
	(void)state;
	struct bytes pem = read_bytes(CERTIFICATES "dave.pub");
	struct bytes der = read_der(CERTIFICATES "dave.pub", "PUBLIC KEY");
	check_same(pem, der);
	free(pem.at);
	free(der.at);
}

static void test_read_bundle_takes_the_first_certificate(void **state)
{
	(void)state;
	struct bytes alice = read_bytes(CERTIFICATES "alice.crt");
	struct bytes bob = read_bytes(CERTIFICATES "bob.crt");
	struct bytes both = join(alice, bob);
	check_same(both, alice);
	free(both.at);
	free(bob.at);
	free(alice.at);
}

/* Of a certificate and a public key in one file, whichever stands first is meant. */
static void test_read_of_two_kinds_takes_the_first(void **state)
{
	(void)state;
	struct bytes certificate = read_bytes(CERTIFICATES "alice.crt");
	struct bytes key = read_bytes(CERTIFICATES "dave.pub");
	for (int i = 0; i < 2; i++) {
		struct bytes both = i == 0 ? join(certificate, key) : join(key, certificate);
		struct tufcheck_identity identity;
		assert_int_equal(read_identity(&identity, both), TUF_OK);
		assert_int_equal(identity.facts.kind, i == 0 ? TUFCHECK_IDENTITY_CERTIFICATE
		                                             : TUFCHECK_IDENTITY_PUBLIC_KEY);
		tuf_arena_clear(&identity.arena);
		free(both.at);
	}
	free(key.at);
	free(certificate.at);
}

static void test_read_certificate_with_text_around_it_is_found(void **state)
{
	(void)state;
	struct bytes alice = read_bytes(CERTIFICATES "alice.crt");
	struct bytes before = join(text_bytes("Certificate:\n    Data:\n"), alice);
	struct bytes around = join(before, text_bytes("trailing words\n"));
	check_same(around, alice);
	free(around.at);
	free(before.at);
	free(alice.at);
}

static void test_read_certificate_behind_its_private_key_is_found(void **state)
{
	(void)state;
	struct bytes key = read_bytes(KEYS "alice.key");
	struct bytes certificate = read_bytes(CERTIFICATES "alice.crt");
	struct bytes both = join(key, certificate);
	check_same(both, certificate);
	free(both.at);
	free(certificate.at);
	free(key.at);
}

static void test_read_private_key_is_refused(void **state)
{
	(void)state;
	struct bytes key = read_bytes(KEYS "alice.key");
	check_refused(key, "private key");
	free(key.at);
}

static void test_read_ed25519_public_key_has_the_id_of_its_32_bytes(void **state)
{
	(void)state;
	unsigned char spki[44] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
	                          0x2b, 0x65, 0x70, 0x03, 0x21, 0x00, 1, 2, 3};
	struct tufcheck_identity identity;
	assert_int_equal(
		read_identity(&identity, (struct bytes){.at = spki, .length = sizeof(spki)}),
		TUF_OK);
	const char *id;
	assert_int_equal(tuf_key_compute_id(&identity.arena, "ed25519", spki + 12, 32, &id),
	                 TUF_OK);
	assert_string_equal(identity.facts.key_id, id);
	assert_string_equal(identity.facts.canonical_key_id, id);
	tuf_arena_clear(&identity.arena);
}

static void test_read_certificate_breaking_the_profile_says_the_rule(void **state)
{
	(void)state;
	struct bytes der = read_der(CERTIFICATES "alice.crt", "CERTIFICATE");
	/* the version: [0] { INTEGER 2 } is the first of the content */
	unsigned char *version = memmem(der.at, der.length, "\xa0\x03\x02\x01\x02", 5);
	assert_non_null(version);
	version[4] = 7;
	check_refused(der, "breaks the rule that the version is 1, 2 or 3");
	free(der.at);
}

static void test_read_damaged_pem_is_refused(void **state)
{
	(void)state;
	struct bytes pem = read_bytes(CERTIFICATES "alice.crt");
	pem.at[40] = '!';
	check_refused(pem, "PEM that is damaged");
	check_refused((struct bytes){.at = pem.at, .length = 60}, "PEM that is damaged");
	check_refused(text_bytes("-----BEGIN X509 CRL-----\nAA==\n-----END X509 CRL-----\n"),
	              "PEM without a CERTIFICATE or PUBLIC KEY");
	free(pem.at);
}

/* In a buffer of just that size, so that a sanitizer sees a byte too many. */
static void check_cut(struct bytes whole, size_t length)
{
	unsigned char *cut = malloc(length > 0 ? length : 1);
	assert_non_null(cut);
	memcpy(cut, whole.at, length);
	check_refused((struct bytes){.at = cut, .length = length}, NULL);
	free(cut);
}

static void test_read_cut_at_every_length_is_refused(void **state)
{
	(void)state;
	struct bytes der = read_der(CERTIFICATES "alice.crt", "CERTIFICATE");
	for (size_t length = 0; length < der.length; length++)
		check_cut(der, length);
	free(der.at);
	struct bytes key = read_der(CERTIFICATES "dave.pub", "PUBLIC KEY");
	for (size_t length = 0; length < key.length; length++)
		check_cut(key, length);
	free(key.at);
	struct bytes pem = read_bytes(CERTIFICATES "alice.crt");
	/* the line end behind the last line is not needed */
	for (size_t length = 0; length + 1 < pem.length; length++)
		check_cut(pem, length);
	free(pem.at);
}

static void test_read_with_any_bit_flipped_is_another_certificate(void **state)
{
	(void)state;
	struct bytes der = read_der(CERTIFICATES "alice.crt", "CERTIFICATE");
	struct tufcheck_identity whole;
	assert_int_equal(read_identity(&whole, der), TUF_OK);
	for (size_t bit = 0; bit < 8 * der.length; bit++) {
		der.at[bit / 8] ^= (unsigned char)(1U << bit % 8);
		struct tufcheck_identity flipped;
		if (read_identity(&flipped, der) == TUF_OK) {
			assert_string_not_equal(flipped.facts.certificate_sha256,
			                        whole.facts.certificate_sha256);
			assert_string_not_equal(flipped.facts.certificate_sha1,
			                        whole.facts.certificate_sha1);
		}
		tuf_arena_clear(&flipped.arena);
		der.at[bit / 8] ^= (unsigned char)(1U << bit % 8);
	}
	tuf_arena_clear(&whole.arena);
	free(der.at);
}

static void test_read_file_that_is_missing_or_a_folder_says_so(void **state)
{
	(void)state;
	struct tufcheck_identity *identity = NULL;
	assert_int_equal(tufcheck_identity_read_file(CERTIFICATES "nobody.crt", &identity),
	                 TUFCHECK_NOT_FOUND);
	assert_int_equal(tufcheck_identity_read_file(CERTIFICATES, &identity),
	                 TUFCHECK_UNREADABLE);
	assert_null(identity);
}

static void test_read_file_of_over_a_mebibyte_is_refused(void **state)
{
	(void)state;
	char path[] = P_tmpdir "/identity-XXXXXX";
	int descriptor = mkstemp(path);
	assert_true(descriptor >= 0);
	assert_int_equal(ftruncate(descriptor, (1 << 20) + 1), 0);
	struct tufcheck_identity *identity = NULL;
	assert_int_equal(tufcheck_identity_read_file(path, &identity), TUFCHECK_INVALID);
	assert_non_null(strstr(tufcheck_identity_get_facts(identity)->problem, "1 MiB"));
	tufcheck_identity_free(identity);
	assert_int_equal(close(descriptor), 0);
	assert_int_equal(unlink(path), 0);
}

static void test_every_allocation_failing_is_no_memory(void **state)
{
	(void)state;
	static const char *const paths[] = {CERTIFICATES "alice.crt", CERTIFICATES "bob.crt",
	                                    CERTIFICATES "dave.pub"};
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		enum tufcheck_result result = TUFCHECK_NO_MEMORY;
		for (size_t n = 0; result == TUFCHECK_NO_MEMORY; n++) {
			struct tufcheck_identity *identity = NULL;
			failing = n;
			result = tufcheck_identity_read_file(paths[i], &identity);
			failing = SIZE_MAX;
			assert_true((result == TUFCHECK_OK) == (identity != NULL));
			tufcheck_identity_free(identity);
		}
		assert_int_equal(result, TUFCHECK_OK);
	}
}

/* ---- matching ---- */

#define OTHER "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"

/* A key in a bundle of two. */
static const struct tufcheck_certificate bundle[] = {
	{.sha256 = "aa", .sha1 = "ab", .spki_sha256 = "ac", .position = 0},
	{.sha256 = "ba", .sha1 = "bb", .spki_sha256 = "bc", .position = 1},
};
static const struct tufcheck_key listed = {
	.key_id = "1a",
	.canonical_key_id = "1b",
	.spki_sha256 = "ac",
	.certificates = bundle,
	.certificate_count = 2,
};

static struct tufcheck_match match(struct tufcheck_identity_facts facts)
{
	const struct tufcheck_identity identity = {.facts = facts};
	return tufcheck_identity_match(&identity, &listed);
}

static void test_match_by_each_digest_says_by_which(void **state)
{
	(void)state;
	struct tufcheck_match found = match((struct tufcheck_identity_facts){.key_id = "1a"});
	assert_int_equal(found.means, TUFCHECK_MATCH_KEY_ID);
	assert_true(found.is_signing_key);
	assert_true(found.certificate == TUFCHECK_NO_CERTIFICATE);
	found = match((struct tufcheck_identity_facts){.canonical_key_id = "1b"});
	assert_int_equal(found.means, TUFCHECK_MATCH_CANONICAL_KEY_ID);
	assert_true(found.is_signing_key);
	found = match((struct tufcheck_identity_facts){.spki_sha256 = "ac"});
	assert_int_equal(found.means, TUFCHECK_MATCH_SPKI_SHA256);
	assert_true(found.is_signing_key);
	assert_int_equal(found.certificate, 0);
	found = match((struct tufcheck_identity_facts){.certificate_sha256 = "aa"});
	assert_int_equal(found.means, TUFCHECK_MATCH_CERTIFICATE_SHA256);
	assert_true(found.is_signing_key);
	assert_int_equal(found.certificate, 0);
	found = match((struct tufcheck_identity_facts){.certificate_sha1 = "ab"});
	assert_int_equal(found.means, TUFCHECK_MATCH_CERTIFICATE_SHA1);
	assert_true(found.is_signing_key);
}

static void test_match_of_an_intermediate_is_no_signing_key(void **state)
{
	(void)state;
	static const struct tufcheck_identity_facts all[] = {
		{.certificate_sha256 = "ba"}, {.certificate_sha1 = "bb"}, {.spki_sha256 = "bc"}};
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct tufcheck_match found = match(all[i]);
		assert_int_not_equal(found.means, 0);
		assert_false(found.is_signing_key);
		assert_int_equal(found.certificate, 1);
	}
}

static void test_match_does_not_mix_the_kinds_of_digests(void **state)
{
	(void)state;
	struct tufcheck_match found = match((struct tufcheck_identity_facts){
		.key_id = "aa", .canonical_key_id = "1a", .spki_sha256 = "ab",
		.certificate_sha256 = "ab", .certificate_sha1 = "aa"});
	assert_int_equal(found.means, 0);
	assert_false(found.is_signing_key);
	assert_true(found.certificate == TUFCHECK_NO_CERTIFICATE);
}

static void test_match_of_an_unknown_digest_is_none(void **state)
{
	(void)state;
	struct tufcheck_match found = match((struct tufcheck_identity_facts){
		.key_id = OTHER, .canonical_key_id = OTHER, .spki_sha256 = OTHER,
		.certificate_sha256 = OTHER, .certificate_sha1 = OTHER});
	assert_int_equal(found.means, 0);
	assert_int_equal(tufcheck_identity_match(NULL, &listed).means, 0);
	const struct tufcheck_identity empty = {.facts.kind = TUFCHECK_IDENTITY_SHA1};
	assert_int_equal(tufcheck_identity_match(&empty, NULL).means, 0);
}

static void test_match_of_a_key_that_is_not_decoded_goes_by_its_listed_id(void **state)
{
	(void)state;
	const struct tufcheck_key undecoded = {.key_id = "1A"};
	const struct tufcheck_identity identity = {
		.facts = {.key_id = "1a", .canonical_key_id = "1a", .spki_sha256 = "1a",
	                  .certificate_sha256 = "1a"}};
	struct tufcheck_match found = tufcheck_identity_match(&identity, &undecoded);
	assert_int_equal(found.means, TUFCHECK_MATCH_KEY_ID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse_64_digits_is_every_kind_of_sha256),
		cmocka_unit_test(test_parse_40_digits_is_a_sha1_thumbprint),
		cmocka_unit_test(test_parse_takes_colons_capitals_and_space_around),
		cmocka_unit_test(test_parse_other_digits_is_refused),
		cmocka_unit_test(test_parse_of_nothing_is_a_bad_call),
		cmocka_unit_test(test_read_certificate_in_pem_and_der_is_the_same),
		cmocka_unit_test(test_read_public_key_in_pem_and_der_is_the_same),
		cmocka_unit_test(test_read_bundle_takes_the_first_certificate),
		cmocka_unit_test(test_read_of_two_kinds_takes_the_first),
		cmocka_unit_test(test_read_certificate_with_text_around_it_is_found),
		cmocka_unit_test(test_read_certificate_behind_its_private_key_is_found),
		cmocka_unit_test(test_read_private_key_is_refused),
		cmocka_unit_test(test_read_ed25519_public_key_has_the_id_of_its_32_bytes),
		cmocka_unit_test(test_read_certificate_breaking_the_profile_says_the_rule),
		cmocka_unit_test(test_read_damaged_pem_is_refused),
		cmocka_unit_test(test_read_cut_at_every_length_is_refused),
		cmocka_unit_test(test_read_with_any_bit_flipped_is_another_certificate),
		cmocka_unit_test(test_read_file_that_is_missing_or_a_folder_says_so),
		cmocka_unit_test(test_read_file_of_over_a_mebibyte_is_refused),
		cmocka_unit_test(test_every_allocation_failing_is_no_memory),
		cmocka_unit_test(test_match_by_each_digest_says_by_which),
		cmocka_unit_test(test_match_of_an_intermediate_is_no_signing_key),
		cmocka_unit_test(test_match_does_not_mix_the_kinds_of_digests),
		cmocka_unit_test(test_match_of_an_unknown_digest_is_none),
		cmocka_unit_test(test_match_of_a_key_that_is_not_decoded_goes_by_its_listed_id),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
