/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "verify/anchor.h"
#include "verify_support.h"

/*
 * Judges roots that are composed in a repository. Where a test asks for the
 * verdict, all the other files are sound.
 */
static struct tuf_key make_key(struct support_repository *repository,
                               const struct support_certificate *certificate)
{
	return support_x509_key(&repository->arena, certificate->key,
	                        support_certificate(&repository->arena, certificate));
}

static void verify(struct support_repository *repository)
{
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
}

#define assert_reasons(repository, ...)                                                            \
	assert_findings(&(repository)->evidence.findings, __VA_ARGS__)

static size_t findings_of(const struct support_repository *repository, enum tc_finding_kind kind)
{
	return support_count(&repository->evidence.findings, kind, NULL);
}

/* Lets that key alone be the root's, and verifies. */
static enum tufcheck_status status_with(struct support_repository *repository,
                                        const struct tuf_key *key, EVP_PKEY *pkey)
{
	support_drop_keys(repository, "root");
	support_trust_key(repository, "root", key, pkey);
	verify(repository);
	return repository->verdict.status;
}

static enum tufcheck_status status_of_certificate(struct support_repository *repository,
                                                  const struct support_certificate *certificate)
{
	struct tuf_key key = make_key(repository, certificate);
	return status_with(repository, &key, certificate->key);
}

/* The root's own evidence, with a bundle of these certificates, the leaf's key signing. */
static enum tufcheck_status status_of_bundle(struct support_repository *repository,
                                             const struct support_certificate *certificates,
                                             size_t count, EVP_PKEY *pkey)
{
	const char *bundle = "";
	for (size_t i = 0; i < count; i++)
		bundle = tuf_arena_format(&repository->arena, "%s%s", bundle,
		                          support_certificate(&repository->arena, &certificates[i]));
	struct tuf_key key = support_x509_key(&repository->arena, pkey, bundle);
	return status_with(repository, &key, pkey);
}

/* ---- names ---- */

static void test_anchor_name_decides_whether_key_counts(void **state)
{
	struct support_repository *repository = *state;
	static const struct {
		const char *name;
		bool is_right;
	} cases[] = {
		{SUPPORT_GUN, true},
		{"registry.example.com/team/*", true},
		{"registry.example.com/team/app*", true},
		{"registry.example.com/team/a**", true},
		{"*", true},
		{"registry.example.com/team/ap", false},
		{"registry.example.com/team/app2", false},
		{"registry.example.com/team/app2*", false},
		{"Registry.example.com/team/app", false},
		{"registry.example.com/team/*app", false},
		{"*/team/app", false},
		{"registry.example.com/team/app ", false},
		{"registry.example.org/*", false},
		{NULL, false},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct support_certificate certificate = {.key = support_pkey(SUPPORT_P256, 0),
		                                                .name = cases[i].name};
		enum tufcheck_status status = status_of_certificate(repository, &certificate);
		if ((status == TUFCHECK_STATUS_TRUSTED) != cases[i].is_right)
			fail_msg("the name %s is %s", cases[i].name, tufcheck_status_name(status));
		assert_int_equal(findings_of(repository, TC_ROOT_NAME_MISMATCH),
		                 cases[i].is_right ? 0 : 1);
		assert_int_equal(findings_of(repository, TC_THRESHOLD_NOT_MET),
		                 cases[i].is_right ? 0 : 1);
	}
}

/* A key that is listed and not accepted is not called a stranger; its finding says enough. */
static void test_anchor_signature_by_rejected_key_is_not_a_strangers(void **state)
{
	struct support_repository *repository = *state;
	const struct support_certificate certificate = {.key = support_pkey(SUPPORT_P256, 0),
	                                                .name = "another"};
	status_of_certificate(repository, &certificate);
	const struct tc_quorum *quorum = &support_evidence(repository, "root")->quorum;
	assert_int_equal(quorum->signature_count, 1);
	assert_false(quorum->signatures[0].valid);
	assert_ptr_equal(quorum->signatures[0].reason, tc_quorum_not_acceptable);
	assert_int_equal(findings_of(repository, TC_SIGNATURE_INVALID), 0);
}

static void test_anchor_name_finding_says_both_names(void **state)
{
	struct support_repository *repository = *state;
	const struct support_certificate certificate = {.key = support_pkey(SUPPORT_P256, 0),
	                                                .name = "another"};
	status_of_certificate(repository, &certificate);
	const struct tufcheck_finding *finding = NULL;
	support_count(&repository->evidence.findings, TC_ROOT_NAME_MISMATCH, &finding);
	assert_string_equal(finding->expected, "a certificate for " SUPPORT_GUN);
	assert_string_equal(finding->actual, "one for \"another\"");
	const struct tc_role_evidence *root = support_evidence(repository, "root");
	assert_string_equal(finding->pointer,
	                    tuf_arena_format(&repository->arena, "/signed/keys/%s/keyval/public",
	                                     root->definition->key_ids[0]));
}

/* What is wrong with the first key is why there are too few signatures. */
static void test_anchor_threshold_finding_says_what_is_wrong_with_the_key(void **state)
{
	struct support_repository *repository = *state;
	static const struct {
		const char *name;
		int64_t not_after;
		enum tc_finding_kind kind;
		const char *ending;
	} cases[] = {
		{"another", SUPPORT_NOT_AFTER, TC_THRESHOLD_NOT_MET,
		 "found one for \"another\"; so root.json has valid signatures by 0 acceptable root "
		 "keys, expected 1"},
		{SUPPORT_GUN, SUPPORT_AT - 1, TC_ROOT_CERTIFICATE_EXPIRED,
		 "to 2026-05-31T23:59:59Z; so root.json has valid signatures by 0 root keys with "
		 "certificates in date, expected 1"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct support_certificate certificate = {.key = support_pkey(SUPPORT_P256, 0),
		                                                .name = cases[i].name,
		                                                .not_after = cases[i].not_after};
		status_of_certificate(repository, &certificate);
		const struct tufcheck_finding *finding = NULL;
		assert_int_equal(support_count(&repository->evidence.findings, cases[i].kind,
		                               &finding),
		                 1);
		assert_string_equal(finding->actual, "by 0");
		size_t length = strlen(finding->message), ending = strlen(cases[i].ending);
		assert_true(length > ending);
		assert_string_equal(finding->message + length - ending, cases[i].ending);
	}
	/* and where nothing is, nothing is said */
	const struct support_certificate sound = {.key = support_pkey(SUPPORT_P256, 0),
	                                          .name = SUPPORT_GUN};
	struct tuf_key key = make_key(repository, &sound);
	support_drop_keys(repository, "root");
	support_trust_key(repository, "root", &key, sound.key)->is_damaged = true;
	verify(repository);
	const struct tufcheck_finding *finding = NULL;
	support_count(&repository->evidence.findings, TC_THRESHOLD_NOT_MET, &finding);
	assert_string_equal(finding->message, "root.json has valid signatures by 0 acceptable root "
	                                      "keys, expected 1");
}

/* ---- rules for certificates ---- */

static void test_anchor_certificate_with_sha1_counts_for_nothing(void **state)
{
	struct support_repository *repository = *state;
	const struct support_certificate certificate = {
		.key = support_pkey(SUPPORT_P256, 0), .name = SUPPORT_GUN, .sha1 = true};
	assert_int_equal(status_of_certificate(repository, &certificate),
	                 TUFCHECK_STATUS_UNTRUSTED);
	assert_reasons(repository, TC_ROOT_CERTIFICATE_REJECTED, TC_THRESHOLD_NOT_MET);
}

static void test_anchor_certificate_with_short_rsa_key_counts_for_nothing(void **state)
{
	struct support_repository *repository = *state;
	const struct support_certificate weak = {.key = support_pkey(SUPPORT_RSA2047, 0),
	                                         .name = SUPPORT_GUN};
	assert_int_equal(status_of_certificate(repository, &weak), TUFCHECK_STATUS_UNTRUSTED);
	assert_reasons(repository, TC_ROOT_CERTIFICATE_REJECTED, TC_THRESHOLD_NOT_MET);
	const struct support_certificate strong = {.key = support_pkey(SUPPORT_RSA2048, 0),
	                                           .name = SUPPORT_GUN};
	assert_int_equal(status_of_certificate(repository, &strong), TUFCHECK_STATUS_TRUSTED);
}

static void test_anchor_certificate_with_inverted_dates_counts_for_nothing(void **state)
{
	struct support_repository *repository = *state;
	/* ends today, and began, with the day's grace, yesterday: but later than it ends */
	const struct support_certificate certificate = {.key = support_pkey(SUPPORT_P256, 0),
	                                                .name = SUPPORT_GUN,
	                                                .not_before = SUPPORT_AT + 20,
	                                                .not_after = SUPPORT_AT + 10};
	assert_int_equal(status_of_certificate(repository, &certificate),
	                 TUFCHECK_STATUS_UNTRUSTED);
	assert_reasons(repository, TC_ROOT_CERTIFICATE_REJECTED, TC_THRESHOLD_NOT_MET);
}

static void test_anchor_dates_count_to_the_second(void **state)
{
	struct support_repository *repository = *state;
	static const struct {
		int64_t not_before;
		int64_t not_after;
		enum tufcheck_status status;
		enum tc_finding_kind kind;
	} cases[] = {
		{SUPPORT_NOT_BEFORE, SUPPORT_AT, TUFCHECK_STATUS_TRUSTED, TC_FINDING_NONE},
		{SUPPORT_NOT_BEFORE, SUPPORT_AT - 1, TUFCHECK_STATUS_EXPIRED,
		 TC_ROOT_CERTIFICATE_EXPIRED},
		{SUPPORT_AT + SUPPORT_DAY, SUPPORT_NOT_AFTER, TUFCHECK_STATUS_TRUSTED,
		 TC_FINDING_NONE},
		{SUPPORT_AT + SUPPORT_DAY + 1, SUPPORT_NOT_AFTER, TUFCHECK_STATUS_EXPIRED,
		 TC_ROOT_CERTIFICATE_NOT_YET_VALID},
		{SUPPORT_AT, SUPPORT_AT, TUFCHECK_STATUS_TRUSTED, TC_FINDING_NONE},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct support_certificate certificate = {
			.key = support_pkey(SUPPORT_P256, 0),
			.name = SUPPORT_GUN,
			.not_before = cases[i].not_before,
			.not_after = cases[i].not_after};
		assert_int_equal(status_of_certificate(repository, &certificate), cases[i].status);
		if (cases[i].kind != TC_FINDING_NONE)
			assert_reasons(repository, TC_ROOT_CERTIFICATE_DATES, cases[i].kind);
	}
	/* half a second after the last one */
	const struct support_certificate last = {.key = support_pkey(SUPPORT_P256, 0),
	                                         .name = SUPPORT_GUN,
	                                         .not_after = SUPPORT_AT};
	repository->at.nanoseconds = 500000000;
	assert_int_equal(status_of_certificate(repository, &last), TUFCHECK_STATUS_EXPIRED);
}

/* ---- bundles ---- */

static void test_anchor_bundle_with_intermediates_is_trusted(void **state)
{
	struct support_repository *repository = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0);
	EVP_PKEY *authority = support_pkey(SUPPORT_P256, 9);
	const struct support_certificate certificates[] = {
		{.key = pkey, .name = SUPPORT_GUN, .issuer_key = authority, .issuer = "authority"},
		{.key = authority, .name = "authority", .ca = true},
		{.key = support_pkey(SUPPORT_P384, 9), .name = "above it", .ca = true},
	};
	for (size_t count = 1; count <= COUNT_OF(certificates); count++) {
		assert_int_equal(status_of_bundle(repository, certificates, count, pkey),
		                 TUFCHECK_STATUS_TRUSTED);
		assert_no_findings(&repository->evidence.findings);
	}
}

static void test_anchor_bundle_of_another_shape_is_unusable(void **state)
{
	struct support_repository *repository = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0);
	EVP_PKEY *other = support_pkey(SUPPORT_P256, 9);
	const struct support_certificate leaf = {.key = pkey, .name = SUPPORT_GUN};
	const struct support_certificate leaf2 = {.key = other, .name = SUPPORT_GUN};
	const struct support_certificate ca = {.key = other, .name = SUPPORT_GUN, .ca = true};
	const struct support_certificate own_ca = {.key = pkey, .name = SUPPORT_GUN, .ca = true};
	const struct {
		struct support_certificate certificates[3];
		size_t count;
		const char *problem;
	} cases[] = {
		{{own_ca}, 1, "it has no leaf certificate"},
		{{own_ca, ca}, 2, "it has no leaf certificate"},
		{{leaf, leaf2}, 2, "it has more than one leaf certificate"},
		{{leaf, leaf}, 2, "it has more than one leaf certificate"},
		{{leaf, ca, leaf2}, 3, "it has more than one leaf certificate"},
		{{ca, leaf}, 2, "its leaf certificate is not the first"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(status_of_bundle(repository, cases[i].certificates, cases[i].count,
		                                  pkey),
		                 TUFCHECK_STATUS_UNTRUSTED);
		assert_reasons(repository, TC_ROOT_KEY_UNUSABLE, TC_THRESHOLD_NOT_MET);
		assert_string_equal(repository->evidence.findings.first->finding.actual,
		                    cases[i].problem);
	}
}

static void test_anchor_key_that_is_no_bundle_is_unusable(void **state)
{
	struct support_repository *repository = *state;
	static const enum support_algorithm algorithms[] = {SUPPORT_P256, SUPPORT_RSA2048,
	                                                    SUPPORT_ED25519};
	for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
		EVP_PKEY *pkey = support_pkey(algorithms[i], 0);
		struct tuf_key key = support_bare_key(&repository->arena, pkey);
		assert_int_equal(status_with(repository, &key, pkey), TUFCHECK_STATUS_UNTRUSTED);
		assert_reasons(repository, TC_ROOT_KEY_UNUSABLE, TC_THRESHOLD_NOT_MET);
		assert_non_null(strstr(repository->evidence.findings.first->finding.message,
		                       ", but it has no leaf certificate"));
	}
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0);
	const struct support_certificate sound = {.key = pkey, .name = SUPPORT_GUN};
	const char *amid_text =
		tuf_arena_format(&repository->arena, "certificate:\n%s",
	                         support_certificate(&repository->arena, &sound));
	struct tuf_key key = support_x509_key(&repository->arena, pkey, amid_text);
	assert_int_equal(status_with(repository, &key, pkey), TUFCHECK_STATUS_UNTRUSTED);
	assert_reasons(repository, TC_ROOT_KEY_UNUSABLE, TC_THRESHOLD_NOT_MET);
	assert_string_equal(repository->evidence.findings.first->finding.actual,
	                    "it is not a plain PEM bundle of certificates");
}

/* The reference rebuilds the key from its certificate, whatever the listed type says. */
static void test_anchor_bundle_under_another_type_is_held_against_rebuilt_id(void **state)
{
	struct support_repository *repository = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0);
	const struct support_certificate certificate = {.key = pkey, .name = SUPPORT_GUN};
	const char *bundle = support_certificate(&repository->arena, &certificate);
	struct tuf_key right = support_x509_key(&repository->arena, pkey, bundle);
	static const char *const types[] = {"rsa-x509", "ecdsa", "of no kind"};
	for (size_t i = 0; i < COUNT_OF(types); i++) {
		struct tuf_key key =
			support_make_key(&repository->arena, types[i], bundle, strlen(bundle));
		assert_int_equal(status_with(repository, &key, pkey), TUFCHECK_STATUS_UNTRUSTED);
		assert_reasons(repository, TC_THRESHOLD_NOT_MET);
		support_get_role(repository, "root")->signers[0].key_id = right.id;
		verify(repository);
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_TRUSTED);
		assert_no_findings(&repository->evidence.findings);
	}
}

static void test_anchor_leaf_with_key_that_cannot_sign_counts_for_nothing(void **state)
{
	struct support_repository *repository = *state;
	const struct support_certificate certificate = {.key = support_pkey(SUPPORT_ED25519, 0),
	                                                .name = SUPPORT_GUN};
	const char *bundle = support_certificate(&repository->arena, &certificate);
	struct tuf_key key =
		support_make_key(&repository->arena, "ecdsa-x509", bundle, strlen(bundle));
	assert_int_equal(status_with(repository, &key, certificate.key),
	                 TUFCHECK_STATUS_UNTRUSTED);
	assert_reasons(repository, TC_ROOT_KEY_UNUSABLE, TC_THRESHOLD_NOT_MET);
}

static void check_rejected_intermediates(struct support_repository *repository, EVP_PKEY *pkey)
{
	EVP_PKEY *authority = support_pkey(SUPPORT_P256, 9);
	const char *leaf = support_certificate(
		&repository->arena,
		&(struct support_certificate){.key = pkey, .name = SUPPORT_GUN});
	const struct support_certificate bad_ones[] = {
		{.key = authority, .name = "authority", .ca = true, .sha1 = true},
		{.key = support_pkey(SUPPORT_RSA1024, 0), .name = "authority", .ca = true},
		{.key = authority,
		 .name = "authority",
		 .ca = true,
		 .not_before = SUPPORT_AT,
		 .not_after = SUPPORT_AT - 1},
	};
	struct tuf_key alone = support_x509_key(&repository->arena, pkey, leaf);
	for (size_t i = 0; i < COUNT_OF(bad_ones); i++) {
		const char *bundle = tuf_arena_format(
			&repository->arena, "%s%s", leaf,
			support_certificate(&repository->arena, &bad_ones[i]));
		struct tuf_key key = support_x509_key(&repository->arena, pkey, bundle);
		assert_int_equal(status_with(repository, &key, pkey), TUFCHECK_STATUS_UNTRUSTED);
		assert_true(findings_of(repository, TC_ROOT_CERTIFICATE_REJECTED) == 1);
		assert_true(findings_of(repository, TC_THRESHOLD_NOT_MET) == 1);
		support_get_role(repository, "root")->signers[0].key_id = alone.id;
		verify(repository);
		/* inverted dates are in the past or in the future too, which is another warning */
		assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_TRUSTED);
	}
}

/* Intermediates that break a rule are dropped, which changes the ID that must have signed. */
static void test_anchor_rejected_intermediate_changes_the_id(void **state)
{
	check_rejected_intermediates(*state, support_pkey(SUPPORT_P256, 0));
	check_rejected_intermediates(*state, support_pkey(SUPPORT_RSA2048, 0));
}

static void test_anchor_expired_intermediate_is_dropped_only_with_dates(void **state)
{
	struct support_repository *repository = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0);
	const struct support_certificate certificates[] = {
		{.key = pkey, .name = SUPPORT_GUN},
		{.key = support_pkey(SUPPORT_P256, 9),
		 .name = "authority",
		 .ca = true,
		 .not_after = SUPPORT_AT - 1},
	};
	/* signed under the ID of the whole bundle: right once, not now */
	assert_int_equal(status_of_bundle(repository, certificates, 2, pkey),
	                 TUFCHECK_STATUS_EXPIRED);
	assert_reasons(repository, TC_ROOT_CERTIFICATE_DATES, TC_ROOT_CERTIFICATE_EXPIRED);
	/* signed under the ID of what is left of it now: the other way round */
	struct tuf_key left = support_x509_key(
		&repository->arena, pkey, support_certificate(&repository->arena, &certificates[0]));
	const char *bundle = tuf_arena_format(
		&repository->arena, "%.*s%s", (int)left.public_length, left.public_bytes,
		support_certificate(&repository->arena, &certificates[1]));
	struct tuf_key whole = support_x509_key(&repository->arena, pkey, bundle);
	support_drop_keys(repository, "root");
	support_list_key(repository, "root", &whole);
	support_add_signer(repository, "root", left.id, pkey);
	verify(repository);
	assert_reasons(repository, TC_ROOT_CERTIFICATE_DATES);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_TRUSTED);
	assert_int_equal(support_evidence(repository, "root")->quorum.valid_count, 1);
}

static void test_anchor_bundle_written_otherwise_has_another_id(void **state)
{
	struct support_repository *repository = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0);
	const struct support_certificate certificate = {.key = pkey, .name = SUPPORT_GUN};
	const char *bundle = support_certificate(&repository->arena, &certificate);
	/* without the last line end: the same certificate, but not as the reference writes it */
	struct tuf_key key = support_make_key(&repository->arena, "ecdsa-x509", bundle,
	                                      strlen(bundle) - 1);
	assert_int_equal(status_with(repository, &key, pkey), TUFCHECK_STATUS_UNTRUSTED);
	assert_reasons(repository, TC_THRESHOLD_NOT_MET);
	struct tuf_key rebuilt = support_x509_key(&repository->arena, pkey, bundle);
	support_get_role(repository, "root")->signers[0].key_id = rebuilt.id;
	verify(repository);
	assert_no_findings(&repository->evidence.findings);
}

/* ---- thresholds ---- */

static void add_second_key(struct support_repository *repository,
                           const struct support_certificate *certificate)
{
	struct tuf_key key = make_key(repository, certificate);
	support_trust_key(repository, "root", &key, certificate->key);
	support_set_threshold(repository, "root", 2);
}

static void test_anchor_threshold_of_two_needs_two_certificates(void **state)
{
	struct support_repository *repository = *state;
	const struct support_certificate second = {.key = support_pkey(SUPPORT_P256, 9),
	                                           .name = "registry.example.com/*"};
	add_second_key(repository, &second);
	verify(repository);
	assert_no_findings(&repository->evidence.findings);
	assert_int_equal(support_evidence(repository, "root")->quorum.valid_count, 2);
	support_get_role(repository, "root")->signer_count = 1;
	verify(repository);
	assert_reasons(repository, TC_THRESHOLD_NOT_MET);
	/* the first one twice */
	struct support_role *root = support_get_role(repository, "root");
	root->signers[root->signer_count++] = root->signers[0];
	verify(repository);
	assert_reasons(repository, TC_THRESHOLD_NOT_MET);
}

static void test_anchor_second_certificate_for_another_name_does_not_count(void **state)
{
	struct support_repository *repository = *state;
	const struct support_certificate second = {.key = support_pkey(SUPPORT_P256, 9),
	                                           .name = "another"};
	add_second_key(repository, &second);
	verify(repository);
	assert_reasons(repository, TC_ROOT_NAME_MISMATCH, TC_THRESHOLD_NOT_MET);
	support_set_threshold(repository, "root", 1);
	verify(repository);
	assert_reasons(repository, TC_ROOT_NAME_MISMATCH);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_TRUSTED);
}

static void test_anchor_second_certificate_out_of_date_counts_only_without_dates(void **state)
{
	struct support_repository *repository = *state;
	const struct support_certificate second = {.key = support_pkey(SUPPORT_P256, 9),
	                                           .name = SUPPORT_GUN,
	                                           .not_after = SUPPORT_AT - 1};
	add_second_key(repository, &second);
	verify(repository);
	assert_reasons(repository, TC_ROOT_CERTIFICATE_DATES, TC_ROOT_CERTIFICATE_EXPIRED);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_EXPIRED);
	support_set_threshold(repository, "root", 1);
	verify(repository);
	assert_reasons(repository, TC_ROOT_CERTIFICATE_DATES);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_TRUSTED);
}

/* Two listed keys, one certificate: rebuilt they are one key. */
static void test_anchor_one_certificate_in_two_keys_counts_once(void **state)
{
	struct support_repository *repository = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0);
	const struct support_certificate certificate = {.key = pkey, .name = SUPPORT_GUN};
	const char *bundle = support_certificate(&repository->arena, &certificate);
	struct tuf_key key = support_x509_key(&repository->arena, pkey, bundle);
	struct tuf_key again = support_make_key(&repository->arena, "ecdsa-x509", bundle,
	                                        strlen(bundle) - 1);
	support_drop_keys(repository, "root");
	support_trust_key(repository, "root", &key, pkey);
	support_trust_key(repository, "root", &again, pkey);
	support_set_threshold(repository, "root", 2);
	verify(repository);
	assert_reasons(repository, TC_THRESHOLD_NOT_MET);
	assert_int_equal(support_evidence(repository, "root")->quorum.valid_count, 1);
}

static void test_anchor_key_under_wrong_id_is_only_a_warning(void **state)
{
	struct support_repository *repository = *state;
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0);
	const struct support_certificate certificate = {.key = pkey, .name = SUPPORT_GUN};
	struct tuf_key key = make_key(repository, &certificate);
	key.listed_id = "0123";
	support_drop_keys(repository, "root");
	support_list_key(repository, "root", &key);
	support_add_signer(repository, "root", key.id, pkey);
	verify(repository);
	assert_reasons(repository, TC_ROOT_KEY_LABEL);
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_TRUSTED);
	/* and a signature under the wrong ID is nobody's */
	support_get_role(repository, "root")->signers[0].key_id = "0123";
	verify(repository);
	assert_reasons(repository, TC_ROOT_KEY_LABEL, TC_THRESHOLD_NOT_MET);
}

/* ---- the name that is taken where none is given ---- */

/* The root keys are looked at in the order of their IDs. */
static void test_anchor_name_is_the_first_leafs(void **state)
{
	struct support_repository *repository = *state;
	EVP_PKEY *bare = support_pkey(SUPPORT_P256, 9);
	struct tuf_key key = support_bare_key(&repository->arena, bare);
	const struct support_certificate first = {.key = support_pkey(SUPPORT_P256, 0),
	                                          .name = "first"};
	const struct support_certificate second = {.key = support_pkey(SUPPORT_P256, 10),
	                                           .name = "second"};
	struct tuf_key first_key = make_key(repository, &first);
	struct tuf_key second_key = make_key(repository, &second);
	support_drop_keys(repository, "root");
	support_trust_key(repository, "root", &key, bare);
	support_trust_key(repository, "root", &first_key, first.key);
	support_trust_key(repository, "root", &second_key, second.key);
	repository->gun = NULL;
	verify(repository);
	bool is_in_order = strcmp(first_key.id, second_key.id) < 0;
	assert_string_equal(repository->evidence.gun, is_in_order ? "first" : "second");
	support_drop_keys(repository, "root");
	support_trust_key(repository, "root", &key, bare);
	verify(repository);
	assert_string_equal(repository->evidence.gun, "");
	assert_int_equal(repository->verdict.status, TUFCHECK_STATUS_UNTRUSTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		support_test(test_anchor_name_decides_whether_key_counts),
		support_test(test_anchor_signature_by_rejected_key_is_not_a_strangers),
		support_test(test_anchor_name_finding_says_both_names),
		support_test(test_anchor_threshold_finding_says_what_is_wrong_with_the_key),
		support_test(test_anchor_certificate_with_sha1_counts_for_nothing),
		support_test(test_anchor_certificate_with_short_rsa_key_counts_for_nothing),
		support_test(test_anchor_certificate_with_inverted_dates_counts_for_nothing),
		support_test(test_anchor_dates_count_to_the_second),
		support_test(test_anchor_bundle_with_intermediates_is_trusted),
		support_test(test_anchor_bundle_of_another_shape_is_unusable),
		support_test(test_anchor_key_that_is_no_bundle_is_unusable),
		support_test(test_anchor_bundle_under_another_type_is_held_against_rebuilt_id),
		support_test(test_anchor_leaf_with_key_that_cannot_sign_counts_for_nothing),
		support_test(test_anchor_rejected_intermediate_changes_the_id),
		support_test(test_anchor_expired_intermediate_is_dropped_only_with_dates),
		support_test(test_anchor_bundle_written_otherwise_has_another_id),
		support_test(test_anchor_threshold_of_two_needs_two_certificates),
		support_test(test_anchor_second_certificate_for_another_name_does_not_count),
		support_test(test_anchor_second_certificate_out_of_date_counts_only_without_dates),
		support_test(test_anchor_one_certificate_in_two_keys_counts_once),
		support_test(test_anchor_key_under_wrong_id_is_only_a_warning),
		support_test(test_anchor_name_is_the_first_leafs),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
