/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The signatures of the files of a chain: by which keys, and how many.
 */
#include "verify_chain_support.h"

static void test_chain_role_without_signatures_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(top_roles); i++) {
		struct support_role *role = support_get_role(repository, top_roles[i]);
		role->signer_count = 0;
		support_seal(repository, SUPPORT_ALL);
		support_verify(repository);
		assert_int_equal(support_count(&repository->evidence.findings, TC_SIGNATURES_NONE,
		                               NULL),
		                 1);
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
		assert_answers(repository, PASS, FAIL, UNKNOWN);
		assert_null(repository->verified);
		role->signer_count = 1;
	}
}

static void test_chain_role_with_bad_signature_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(top_roles); i++) {
		struct support_role *role = support_get_role(repository, top_roles[i]);
		role->signers[0].is_damaged = true;
		support_seal(repository, SUPPORT_ALL);
		support_verify(repository);
		assert_findings(&repository->evidence.findings, TC_SIGNATURE_INVALID,
		                TC_THRESHOLD_NOT_MET);
		assert_int_equal(support_evidence(repository, top_roles[i])->status,
		                 TUFCHECK_ROLE_BELOW_THRESHOLD);
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
		assert_answers(repository, PASS, FAIL, UNKNOWN);
		role->signers[0].is_damaged = false;
	}
}

static void test_chain_role_signed_by_another_roles_key_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(top_roles); i++) {
		for (size_t j = 0; j < COUNT_OF(top_roles); j++) {
			if (i == j)
				continue;
			struct support_role *role = support_get_role(repository, top_roles[i]);
			struct support_signer own = role->signers[0];
			role->signers[0] = support_get_role(repository, top_roles[j])->signers[0];
			support_seal(repository, SUPPORT_ALL);
			assert_only(repository, TC_THRESHOLD_NOT_MET, top_roles[i],
			            TUFCHECK_STATUS_UNTRUSTED);
			role->signers[0] = own;
		}
	}
}

static void test_chain_threshold_of_two_needs_two_keys(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 1; i < COUNT_OF(top_roles); i++) {
		struct support_role *role = support_get_role(repository, top_roles[i]);
		EVP_PKEY *second = support_pkey(SUPPORT_P384, i);
		struct tuf_key key = support_bare_key(&repository->arena, second);
		support_set_threshold(repository, top_roles[i], 2);
		support_list_key(repository, top_roles[i], &key);
		/* the one key's signature twice */
		role->signers[role->signer_count++] = role->signers[0];
		support_seal(repository, SUPPORT_ALL);
		assert_only(repository, TC_THRESHOLD_NOT_MET, top_roles[i],
		            TUFCHECK_STATUS_UNTRUSTED);
		role->signer_count--;
		support_add_signer(repository, top_roles[i], key.id, second);
		support_seal(repository, SUPPORT_ALL);
		support_verify(repository);
		assert_no_findings(&repository->evidence.findings);
		assert_int_equal(support_evidence(repository, top_roles[i])->quorum.valid_count, 2);
	}
}

static void test_chain_additional_bad_signature_is_a_warning(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 1; i < COUNT_OF(top_roles); i++) {
		struct support_role *role = support_get_role(repository, top_roles[i]);
		EVP_PKEY *second = support_pkey(SUPPORT_P384, i);
		struct tuf_key key = support_bare_key(&repository->arena, second);
		struct support_signer *signer =
			support_trust_key(repository, top_roles[i], &key, second);
		signer->is_damaged = true;
		support_seal(repository, SUPPORT_ALL);
		assert_only(repository, TC_SIGNATURE_INVALID, top_roles[i],
		            TUFCHECK_STATUS_TRUSTED);
		role->signer_count = 1;
	}
}

static void test_chain_additional_signature_by_stranger_is_ignored(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 0; i < COUNT_OF(top_roles); i++)
		support_add_signer(repository, top_roles[i], "no key of the role",
		                   support_pkey(SUPPORT_P384, 0));
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_no_findings(&repository->evidence.findings);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_TRUSTED);
}

static void test_chain_key_under_wrong_id_is_untrusted(void **state)
{
	struct support_repository *repository = *state;
	for (size_t i = 1; i < COUNT_OF(top_roles); i++) {
		support_drop_keys(repository, top_roles[i]);
		EVP_PKEY *pkey = support_pkey(SUPPORT_P384, i);
		struct tuf_key key = support_bare_key(&repository->arena, pkey);
		key.listed_id = "0123";
		support_trust_key(repository, top_roles[i], &key, pkey);
		support_seal(repository, SUPPORT_ALL);
		support_verify(repository);
		const struct tufcheck_finding *finding = NULL;
		assert_int_equal(support_count(&repository->evidence.findings, TC_KEY_ID_MISMATCH,
		                               &finding),
		                 1);
		assert_string_equal(finding->pointer, "/signatures/0/keyid");
		assert_string_equal(finding->expected, key.id);
		assert_string_equal(finding->actual, "0123");
		assert_int_equal(support_evidence(repository, top_roles[i])->status,
		                 TUFCHECK_ROLE_INVALID);
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
		support_drop_keys(repository, top_roles[i]);
		pkey = support_pkey(SUPPORT_P256, i);
		key = support_bare_key(&repository->arena, pkey);
		support_trust_key(repository, top_roles[i], &key, pkey);
	}
}

/* Each kind of key and method that Notary knows, for a top-level role. */
static void test_chain_every_kind_of_key_is_trusted(void **state)
{
	struct support_repository *repository = *state;
	static const enum support_algorithm algorithms[] = {
		SUPPORT_P224,    SUPPORT_P384,    SUPPORT_P521,
		SUPPORT_RSA2048, SUPPORT_RSA3072, SUPPORT_ED25519};
	for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
		support_drop_keys(repository, "targets");
		EVP_PKEY *pkey = support_pkey(algorithms[i], 0);
		struct tuf_key key = support_bare_key(&repository->arena, pkey);
		struct support_signer *signer = support_trust_key(repository, "targets", &key, pkey);
		support_seal(repository, SUPPORT_ALL);
		support_verify(repository);
		assert_no_findings(&repository->evidence.findings);
		if (!EVP_PKEY_is_a(pkey, "RSA"))
			continue;
		signer->method = "rsapkcs1v15";
		support_seal(repository, SUPPORT_ALL);
		support_verify(repository);
		assert_no_findings(&repository->evidence.findings);
	}
}

/* Nothing but the key of a certificate counts for a role other than root. */
static void test_chain_certificate_of_other_role_is_only_a_key(void **state)
{
	struct support_repository *repository = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P384, 0);
	const struct support_certificate certificate = {.key = pkey,
	                                                .name = "of nobody",
	                                                .not_before = SUPPORT_NOT_AFTER,
	                                                .not_after = SUPPORT_NOT_BEFORE,
	                                                .ca = true,
	                                                .sha1 = true};
	struct tuf_key key = support_x509_key(
		&repository->arena, pkey, support_certificate(&repository->arena, &certificate));
	support_drop_keys(repository, "targets");
	support_trust_key(repository, "targets", &key, pkey);
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_no_findings(&repository->evidence.findings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		support_test(test_chain_role_without_signatures_is_untrusted),
		support_test(test_chain_role_with_bad_signature_is_untrusted),
		support_test(test_chain_role_signed_by_another_roles_key_is_untrusted),
		support_test(test_chain_threshold_of_two_needs_two_keys),
		support_test(test_chain_additional_bad_signature_is_a_warning),
		support_test(test_chain_additional_signature_by_stranger_is_ignored),
		support_test(test_chain_key_under_wrong_id_is_untrusted),
		support_test(test_chain_every_kind_of_key_is_trusted),
		support_test(test_chain_certificate_of_other_role_is_only_a_key),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
