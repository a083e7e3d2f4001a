/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys of delegations that are certificates, or were written by others.
 */
#include <string.h>

#include "verify_delegation_support.h"

static void trust_certificate(struct support_repository *repository,
                              const struct support_certificate *certificate)
{
	struct tuf_key key =
		support_x509_key(&repository->arena, certificate->key,
	                         support_certificate(&repository->arena, certificate));
	support_drop_keys(repository, ALICE);
	support_trust_key(repository, ALICE, &key, certificate->key);
	verify(repository);
}

static void test_delegation_certificate_that_is_sound_is_trusted(void **state)
{
	struct support_repository *repository = *state;
	static const enum support_algorithm algorithms[] = {
		SUPPORT_P224, SUPPORT_P256, SUPPORT_P384, SUPPORT_P521, SUPPORT_RSA2048};
	for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
		const struct support_certificate certificate = {
			.key = support_pkey(algorithms[i], 8), .name = "alice"};
		trust_certificate(repository, &certificate);
		assert_no_findings(&repository->evidence.findings);
	}
	/* its dates are not looked at, nor whether it is a CA's */
	const struct support_certificate old = {.key = support_pkey(SUPPORT_P256, 8),
	                                        .name = "alice",
	                                        .not_after = SUPPORT_NOT_BEFORE + 1,
	                                        .ca = true};
	trust_certificate(repository, &old);
	assert_no_findings(&repository->evidence.findings);
}

static void test_delegation_certificate_that_breaks_a_rule_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	const struct {
		struct support_certificate certificate;
		enum tc_finding_kind kind;
	} cases[] = {
		{{.key = support_pkey(SUPPORT_P256, 8), .name = "alice", .sha1 = true},
		 TC_CERTIFICATE_SHA1},
		{{.key = support_pkey(SUPPORT_P256, 8),
		  .name = "alice",
		  .not_before = SUPPORT_AT + 1,
		  .not_after = SUPPORT_AT},
		 TC_CERTIFICATE_DATES_INVERTED},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		trust_certificate(repository, &cases[i].certificate);
		assert_findings(&repository->evidence.findings, cases[i].kind);
		assert_status(repository, TUFCHECK_STATUS_UNTRUSTED);
		assert_int_equal(status_of(repository, ALICE), TUFCHECK_ROLE_INVALID);
		const struct tufcheck_finding *finding =
			&repository->evidence.findings.first->finding;
		assert_string_equal(finding->role, ALICE);
		assert_string_equal(finding->file, "targets.json");
	}
	/* a short key is refused even where it is one of two that may sign, and does not */
	EVP_PKEY *weak = support_pkey(SUPPORT_RSA1024, 8);
	const struct support_certificate certificate = {.key = weak, .name = "alice"};
	struct tuf_key key = support_x509_key(
		&repository->arena, weak, support_certificate(&repository->arena, &certificate));
	EVP_PKEY *strong = support_pkey(SUPPORT_P256, 6);
	struct tuf_key other = support_bare_key(&repository->arena, strong);
	support_drop_keys(repository, ALICE);
	support_list_key(repository, ALICE, &key);
	support_trust_key(repository, ALICE, &other, strong);
	verify(repository);
	assert_findings(&repository->evidence.findings, TC_CERTIFICATE_WEAK_KEY);
	assert_status(repository, TUFCHECK_STATUS_UNTRUSTED);
}

static void test_delegation_certificate_that_cannot_be_decoded_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	static const char *const bundles[] = {
		"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
		"-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n"};
	static const char *const types[] = {"ecdsa-x509", "rsa-x509", "ecdsa", "ed25519", "other"};
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 6);
	struct tuf_key good = support_bare_key(&repository->arena, pkey);
	for (size_t i = 0; i < COUNT_OF(bundles); i++) {
		for (size_t j = 0; j < COUNT_OF(types); j++) {
			struct tuf_key key = support_make_key(&repository->arena, types[j],
			                                      bundles[i], strlen(bundles[i]));
			support_drop_keys(repository, ALICE);
			support_list_key(repository, ALICE, &key);
			support_trust_key(repository, ALICE, &good, pkey);
			verify(repository);
			assert_findings(&repository->evidence.findings, TC_CERTIFICATE_MALFORMED);
			assert_status(repository, TUFCHECK_STATUS_UNTRUSTED);
		}
	}
}

/* A certificate under a type for bare keys is held against the rules too. */
static void test_delegation_certificate_under_bare_type_is_held_against_rules(void **state)
{
	struct support_repository *repository = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 6);
	struct tuf_key good = support_bare_key(&repository->arena, pkey);
	struct support_certificate certificate = {.key = pkey, .name = "alice"};
	for (int sha1 = 0; sha1 < 2; sha1++) {
		certificate.sha1 = sha1 != 0;
		const char *bundle = support_certificate(&repository->arena, &certificate);
		struct tuf_key key =
			support_make_key(&repository->arena, "ecdsa", bundle, strlen(bundle));
		support_drop_keys(repository, ALICE);
		support_list_key(repository, ALICE, &key);
		support_trust_key(repository, ALICE, &good, pkey);
		verify(repository);
		assert_int_equal(
			support_count(&repository->evidence.findings, TC_CERTIFICATE_SHA1, NULL),
			sha1);
		assert_status(repository, sha1 ? TUFCHECK_STATUS_UNTRUSTED : TUFCHECK_STATUS_TRUSTED);
	}
}

static void test_delegation_with_pycrypto_key_is_trusted(void **state)
{
	struct support_repository *repository = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_RSA2048, 8);
	struct tuf_key key = support_pem_key(&repository->arena, pkey);
	support_drop_keys(repository, ALICE);
	support_trust_key(repository, ALICE, &key, pkey)->method = "pycrypto-pkcs#1 pss";
	verify(repository);
	assert_no_findings(&repository->evidence.findings);
	support_get_role(repository, ALICE)->signers[0].method = "rsapss";
	verify(repository);
	assert_findings(&repository->evidence.findings, TC_SIGNATURE_INVALID,
	                TC_DELEGATION_THRESHOLD_NOT_MET);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_delegation_certificate_that_is_sound_is_trusted),
		fixture_test(test_delegation_certificate_that_breaks_a_rule_is_untrusted),
		fixture_test(test_delegation_certificate_that_cannot_be_decoded_is_untrusted),
		fixture_test(test_delegation_certificate_under_bare_type_is_held_against_rules),
		fixture_test(test_delegation_with_pycrypto_key_is_trusted),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
