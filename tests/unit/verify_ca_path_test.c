/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/ca_path.h"

#include <openssl/objects.h>
#include <stdio.h>
#include <string.h>

#include "verify_ca_path_family.h"

/* ---- paths ---- */

static void test_ca_path_through_intermediates_is_found(void **state)
{
	assert_path(*state);
}

static void test_ca_path_of_other_kinds_of_keys_is_found(void **state)
{
	static const enum support_algorithm algorithms[] = {SUPPORT_P224, SUPPORT_P384, SUPPORT_P521,
	                                                    SUPPORT_RSA2048, SUPPORT_ED25519};
	struct family *family = *state;
	for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
		family->members[UPPER].key = support_pkey(algorithms[i], 0);
		family->members[LOWER].issuer_key = family->members[UPPER].key;
		assert_path(family);
	}
}

static void test_ca_path_ends_at_any_pinned_certificate(void **state)
{
	struct family *family = *state;
	const char *bundle = "", *upper = "", *leaf = "";
	for (size_t i = LEAF; i < UPPER; i++)
		append(family, &family->members[i], &bundle);
	append(family, &family->members[UPPER], &upper);
	assert_null(find(family, bundle, upper, &at));
	append(family, &family->members[LEAF], &leaf);
	assert_null(find(family, leaf, leaf, &at));
}

static void test_ca_path_with_missing_part_is_none(void **state)
{
	struct family *family = *state;
	const char *bundle = "", *authorities = "";
	append(family, &family->members[LEAF], &bundle);
	append(family, &family->members[UPPER], &bundle);
	append(family, &family->members[CA], &authorities);
	assert_problem(find(family, bundle, authorities, &at), "name of its issuer");
}

/* It is found although another certificate of the same name stands before the right one. */
static void test_ca_path_passes_by_namesakes(void **state)
{
	struct family *family = *state;
	struct support_certificate other = family->members[CA];
	other.key = other.issuer_key = support_pkey(SUPPORT_P256, 9);
	const char *bundle = "", *authorities = "";
	for (size_t i = LEAF; i < CA; i++)
		append(family, &family->members[i], &bundle);
	append(family, &other, &authorities);
	assert_problem(find(family, bundle, authorities, &at), "signature");
	append(family, &family->members[CA], &authorities);
	assert_null(find(family, bundle, authorities, &at));
}

/* ---- signatures and names ---- */

static void test_ca_path_with_wrong_signature_is_none(void **state)
{
	for (enum member which = LEAF; which < CA; which++) {
		struct family *family = *state;
		struct support_certificate sound = family->members[which];
		family->members[which].issuer_key = support_pkey(SUPPORT_P256, 9);
		assert_no_path(family, "signature");
		family->members[which] = sound;
	}
}

static void test_ca_path_names_are_compared_to_the_byte(void **state)
{
	struct family *family = *state;
	/* OpenSSL takes them for the same */
	family->members[LOWER].issuer = "UPPER  ca";
	assert_no_path(family, "name of its issuer");
}

static void test_ca_path_signed_with_sha1_is_none(void **state)
{
	struct family *family = *state;
	family->members[LEAF].sha1 = true;
	assert_no_path(family, "signed in a way");
	family->members[LEAF].sha1 = false;
	family->members[LOWER].sha1 = true;
	assert_no_path(family, "another rule");
	family->members[LOWER].sha1 = false;
	family->members[CA].sha1 = true;
	assert_no_path(family, "another rule");
}

static void test_ca_path_of_short_rsa_key_is_none(void **state)
{
	struct family *family = *state;
	family->members[UPPER].key = support_pkey(SUPPORT_RSA1024, 0);
	family->members[LOWER].issuer_key = family->members[UPPER].key;
	assert_no_path(family, "another rule");
}

/* ---- who may issue ---- */

static void test_ca_path_issuer_must_be_a_ca(void **state)
{
	static const enum member issuers[] = {LOWER, UPPER, CA};
	struct family *family = *state;
	for (size_t i = 0; i < COUNT_OF(issuers); i++) {
		struct support_certificate *issuer = &family->members[issuers[i]];
		issuer->constraints = "";
		assert_no_path(family, "no CA");
		issuer->constraints = "CA:FALSE";
		assert_no_path(family, "no CA");
		issuer->constraints = NULL;
	}
}

static void test_ca_path_issuer_must_be_for_signing_certificates(void **state)
{
	struct family *family = *state;
	struct support_certificate sound = family->members[UPPER];
	set_extension(&family->members[UPPER], NID_key_usage, "digitalSignature,cRLSign");
	assert_no_path(family, "keyCertSign");
	family->members[UPPER] = sound;
	set_extension(&family->members[UPPER], NID_key_usage, "critical,keyCertSign");
	assert_path(family);
	/* of the leaf it does not matter */
	set_extension(&family->members[LEAF], NID_key_usage, "keyEncipherment");
	assert_path(family);
}

static void test_ca_path_is_no_longer_than_an_issuer_allows(void **state)
{
	struct family *family = *state;
	family->members[CA].constraints = "critical,CA:TRUE,pathlen:1";
	assert_no_path(family, "longer");
	family->members[CA].constraints = "critical,CA:TRUE,pathlen:2";
	family->members[UPPER].constraints = "CA:TRUE,pathlen:0";
	assert_no_path(family, "longer");
	family->members[UPPER].constraints = "CA:TRUE,pathlen:1";
	family->members[LOWER].constraints = "CA:TRUE,pathlen:0";
	assert_path(family);
}

/* A CA that issued itself a certificate counts there, though RFC 5280 would not count it. */
static void test_ca_path_counts_what_a_ca_issued_to_itself(void **state)
{
	struct family *family = *state;
	family->members[UPPER].name = "Root CA";
	family->members[LOWER].issuer = "Root CA";
	set_extension(&family->members[UPPER], NID_subject_key_identifier, "01");
	family->members[CA].constraints = "CA:TRUE,pathlen:1";
	assert_non_null(problem_of(family, &at));
}

static void test_ca_path_extended_usages_nest(void **state)
{
	static const struct {
		const char *usages;
		bool is_fit;
	} rows[] = {
		{"serverAuth", true},
		{"codeSigning,serverAuth", true},
		{"anyExtendedKeyUsage", true},
		{"critical,serverAuth", true},
		{"codeSigning", false},
		{"clientAuth,emailProtection", false},
		{"1.2.3.4", false},
	};
	struct family *family = *state;
	for (size_t i = 0; i < MEMBER_COUNT * COUNT_OF(rows); i++) {
		struct support_certificate *member = &family->members[i % MEMBER_COUNT];
		struct support_certificate sound = *member;
		set_extension(member, NID_ext_key_usage, rows[i / MEMBER_COUNT].usages);
		if (rows[i / MEMBER_COUNT].is_fit)
			assert_path(family);
		else
			assert_no_path(family, "serverAuth");
		*member = sound;
	}
}

static void test_ca_path_with_unknown_critical_extension_is_none(void **state)
{
	struct family *family = *state;
	for (enum member which = LEAF; which < MEMBER_COUNT; which++) {
		struct support_certificate sound = family->members[which];
		set_extension(&family->members[which], NID_inhibit_any_policy, "0");
		assert_path(family);
		family->members[which] = sound;
		/* OpenSSL knows it */
		set_extension(&family->members[which], NID_inhibit_any_policy, "critical,0");
		assert_no_path(family, "critical extension");
		family->members[which] = sound;
	}
}

static void test_ca_path_name_constraints_allow_no_alternative_names(void **state)
{
	struct family *family = *state;
	set_extension(&family->members[UPPER], NID_name_constraints, "permitted;DNS:example.com");
	assert_path(family);
	set_extension(&family->members[LEAF], NID_subject_alt_name, "DNS:www.example.com");
	assert_no_path(family, "alternative names");
}

/* ---- dates ---- */

static void test_ca_path_dates_count_to_the_nanosecond(void **state)
{
	static const struct {
		int64_t not_before;
		int64_t not_after;
		int32_t nanoseconds;
		bool is_fit;
	} rows[] = {
		{0, SUPPORT_AT, 0, true},
		{0, SUPPORT_AT, 1, false},
		{0, SUPPORT_AT - 1, 0, false},
		{SUPPORT_AT, 0, 0, true},
		{SUPPORT_AT + 1, 0, 999999999, false},
	};
	struct family *family = *state;
	for (size_t i = 0; i < MEMBER_COUNT * COUNT_OF(rows); i++) {
		struct support_certificate *member = &family->members[i % MEMBER_COUNT];
		struct support_certificate sound = *member;
		const size_t row = i / MEMBER_COUNT;
		const struct tuf_time moment = {.seconds = SUPPORT_AT,
		                                .nanoseconds = rows[row].nanoseconds};
		member->not_before = rows[row].not_before;
		member->not_after = rows[row].not_after;
		const char *problem = problem_of(family, &moment);
		if (rows[row].is_fit)
			assert_null(problem);
		else
			assert_problem(problem, "not in date");
		assert_null(problem_of(family, NULL));
		*member = sound;
	}
}

static void test_ca_path_uses_the_certificate_that_is_in_date(void **state)
{
	struct family *family = *state;
	struct support_certificate old = family->members[CA];
	old.not_after = SUPPORT_AT - 1;
	const char *bundle = "", *authorities = "";
	for (size_t i = LEAF; i < CA; i++)
		append(family, &family->members[i], &bundle);
	append(family, &old, &authorities);
	append(family, &family->members[CA], &authorities);
	assert_null(find(family, bundle, authorities, &at));
}

/* ---- what would take long ---- */

/* Certificates of two names that issued each other, with and without alternative names. */
static void test_ca_path_in_a_maze_ends(void **state)
{
	struct family *family = *state;
	const char *bundle = "", *authorities = "";
	family->members[LEAF].issuer = "Upper CA";
	append(family, &family->members[LEAF], &bundle);
	for (size_t i = 0; i < 30; i++) {
		struct support_certificate member = family->members[i % 2 ? LOWER : UPPER];
		member.issuer = i % 2 ? "Upper CA" : "Lower CA";
		member.issuer_key = family->members[i % 2 ? UPPER : LOWER].key;
		if (i % 3 == 0)
			set_extension(&member, NID_subject_alt_name, "DNS:a.example.com");
		append(family, &member, &bundle);
	}
	append(family, &family->members[CA], &authorities);
	assert_problem(find(family, bundle, authorities, &at), "too many");
}

/* Many that seem to lead to the CA, which signed none of them. */
static void test_ca_path_with_many_false_paths_ends(void **state)
{
	struct family *family = *state;
	const char *bundle = "", *authorities = "";
	append(family, &family->members[LEAF], &bundle);
	for (size_t i = 0; i < 20; i++) {
		struct support_certificate member = family->members[LOWER];
		/* each another certificate to go by */
		char name[] = "DNS:a.example.com";
		name[4] = (char)('a' + i);
		member.issuer = "Root CA";
		set_extension(&member, NID_subject_alt_name, name);
		append(family, &member, &bundle);
	}
	append(family, &family->members[CA], &authorities);
	assert_problem(find(family, bundle, authorities, &at), "too many");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		family_test(test_ca_path_through_intermediates_is_found),
		family_test(test_ca_path_of_other_kinds_of_keys_is_found),
		family_test(test_ca_path_ends_at_any_pinned_certificate),
		family_test(test_ca_path_with_missing_part_is_none),
		family_test(test_ca_path_passes_by_namesakes),
		family_test(test_ca_path_with_wrong_signature_is_none),
		family_test(test_ca_path_names_are_compared_to_the_byte),
		family_test(test_ca_path_signed_with_sha1_is_none),
		family_test(test_ca_path_of_short_rsa_key_is_none),
		family_test(test_ca_path_issuer_must_be_a_ca),
		family_test(test_ca_path_issuer_must_be_for_signing_certificates),
		family_test(test_ca_path_is_no_longer_than_an_issuer_allows),
		family_test(test_ca_path_counts_what_a_ca_issued_to_itself),
		family_test(test_ca_path_extended_usages_nest),
		family_test(test_ca_path_with_unknown_critical_extension_is_none),
		family_test(test_ca_path_name_constraints_allow_no_alternative_names),
		family_test(test_ca_path_dates_count_to_the_nanosecond),
		family_test(test_ca_path_uses_the_certificate_that_is_in_date),
		family_test(test_ca_path_in_a_maze_ends),
		family_test(test_ca_path_with_many_false_paths_ends),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
