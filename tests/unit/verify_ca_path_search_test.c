/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How paths are searched: what is considered and how often, what it costs, and
 * that OpenSSL must have verified the very path that was meant.
 */
#include <openssl/objects.h>

#include "tuf/limits.h"
#include "verify_ca_path_family.h"

#define HOPELESS "too many paths, or an issuer with an unknown key"

/* What was paid of a budget that is large enough. */
struct search {
	const char *problem; /* NULL: there is a path */
	size_t work;
};

static struct search search(struct family *family, const char *bundle, const char *authorities)
{
	struct tc_budget budget = tc_budget_make();
	const char *problem = find_within(family, bundle, authorities, &at, &budget);
	assert_false(budget.lacks_work);
	return (struct search){.problem = problem, .work = TUF_MAX_WORK - budget.work};
}

/* The leaf, issued by issuer, which is the beginning of a bundle. */
static const char *begin_bundle(struct family *family, enum member issuer)
{
	const char *bundle = "";
	family->members[LEAF].issuer = family->members[issuer].name;
	family->members[LEAF].issuer_key = family->members[issuer].key;
	append(family, &family->members[LEAF], &bundle);
	return bundle;
}

/* Certificates that have the name of the CA, and another key. */
static void append_namesakes(struct family *family, size_t count, const char **pem)
{
	struct support_certificate other = family->members[CA];
	other.key = other.issuer_key = support_pkey(SUPPORT_P256, 9);
	for (size_t i = 0; i < count; i++)
		append(family, &other, pem);
}

/* ---- which path was verified ---- */

static struct support_certificate make_identified(const char *name, size_t key, const char *id,
                                                  const char *issuer, size_t issuer_key,
                                                  const char *issuer_id)
{
	struct support_certificate made = {.key = support_pkey(SUPPORT_P256, key),
	                                   .name = name,
	                                   .issuer_key = support_pkey(SUPPORT_P256, issuer_key),
	                                   .issuer = issuer,
	                                   .ca = key != 0};
	set_extension(&made, NID_subject_key_identifier, id);
	set_extension(&made, NID_authority_key_identifier, issuer_id);
	return made;
}

/*
 * To OpenSSL the names are the same and the key identifiers tell who issued
 * whom. By the bytes of the names the leaf was issued by one who did not sign it.
 */
static void test_ca_path_that_openssl_leaves_is_none(void **state)
{
	static const char to_1[] = "DER:30:03:80:01:01", to_2[] = "DER:30:03:80:01:02",
			  to_3[] = "DER:30:03:80:01:03";
	struct family *family = *state;
	const struct support_certificate leaf =
		make_identified(SUPPORT_GUN, 0, "00", "One CA", 2, to_2);
	const struct support_certificate one =
		make_identified("One CA", 1, "01", "ONE CA", 3, to_3);
	const struct support_certificate two =
		make_identified("ONE CA", 2, "02", "one ca", 1, to_1);
	const struct support_certificate ca =
		make_identified("one ca", 3, "03", "one ca", 3, to_3);
	const char *bundle = "", *authorities = "";
	append(family, &leaf, &bundle);
	append(family, &one, &bundle);
	append(family, &two, &bundle);
	append(family, &ca, &authorities);
	assert_problem(find(family, bundle, authorities, &at), "OpenSSL verified another path");
}

/* The leaf's own key is not looked at before. */
static void test_ca_path_from_a_short_rsa_key_is_none(void **state)
{
	struct family *family = *state;
	family->members[LEAF].key = support_pkey(SUPPORT_RSA1024, 0);
	assert_no_path(family, "too weak");
}

/* ---- what a path may consist of ---- */

static void test_ca_path_signature_must_be_of_the_issuers_kind_of_key(void **state)
{
	static const enum support_algorithm kinds[] = {SUPPORT_P256, SUPPORT_RSA2048,
	                                               SUPPORT_ED25519};
	struct family *family = *state;
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		for (size_t j = 0; j < COUNT_OF(kinds); j++) {
			family->members[UPPER].key = support_pkey(kinds[i], 0);
			family->members[LOWER].issuer_key = support_pkey(kinds[j], 0);
			if (i == j)
				assert_path(family);
			else
				assert_no_path(family, "signed in a way that clients do not take");
		}
}

/* Certificates of version 1 cannot say that they are a CA's. */
static void test_ca_path_issuer_of_version_1_is_pinned(void **state)
{
	struct family *family = *state;
	struct support_certificate sound = family->members[UPPER];
	family->members[UPPER].is_v1 = true;
	family->members[UPPER].constraints = "";
	assert_no_path(family, "no CA");
	family->members[UPPER] = sound;
	family->members[CA].is_v1 = true;
	family->members[CA].constraints = "";
	assert_path(family);
}

static void test_ca_path_name_constraints_concern_the_issuers_names_too(void **state)
{
	struct family *family = *state;
	set_extension(&family->members[UPPER], NID_name_constraints, "permitted;DNS:example.com");
	set_extension(&family->members[UPPER], NID_subject_alt_name, "DNS:www.example.com");
	assert_no_path(family, "alternative names");
}

/* What breaks a rule for certificates is no authority, not even for itself. */
static void test_ca_path_of_a_flawed_authority_is_none(void **state)
{
	struct family *family = *state;
	struct support_certificate *leaf = &family->members[LEAF];
	const char *pem = "";
	leaf->issuer = leaf->name;
	leaf->issuer_key = leaf->key;
	leaf->sha1 = true;
	append(family, leaf, &pem);
	assert_problem(find(family, pem, pem, &at), "another rule");
}

static void test_ca_path_authority_out_of_date_is_not_usable(void **state)
{
	struct family *family = *state;
	const char *authorities = "";
	family->members[CA].not_after = SUPPORT_AT - 1;
	append(family, &family->members[CA], &authorities);
	const struct tc_bundle bundle = parse(family, authorities);
	assert_false(tc_ca_path_is_usable(&bundle.items[0], &at));
	assert_true(tc_ca_path_is_usable(&bundle.items[0], NULL));
	assert_no_path(family, "an issuer on the path is not in date");
}

/* ---- certificates that come twice ---- */

/* One of several with the name and the key of the upper CA; names: its alternative ones. */
struct twin {
	const char *names; /* NULL: none */
	bool is_dead_end;  /* nobody has the name of its issuer */
};

/*
 * The leaf's issuer and its twin, both issued by their own name. Each look is
 * paid with one unit, one more is for the leaf itself: so the price tells how
 * often one was taken to have issued another. When it may come again and again,
 * there is no end but that of patience.
 */
static void test_ca_path_holds_no_certificate_twice(void **state)
{
	static const char a[] = "DNS:a.example.com", b[] = "DNS:b.example.com";
	static const struct {
		struct twin twins[2];
		size_t work; /* 0: hopeless */
	} rows[] = {
		{{{NULL, false}, {NULL, false}}, 4},
		{{{a, false}, {a, false}}, 4},
		{{{a, false}, {b, false}}, 6},
		{{{NULL, false}, {a, true}}, 5},
		{{{a, false}, {NULL, true}}, 5},
		{{{NULL, false}, {a, false}}, 0},
		{{{a, false}, {NULL, false}}, 0},
	};
	struct family *family = *state;
	const char *authorities = "";
	append(family, &family->members[CA], &authorities);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *bundle = begin_bundle(family, UPPER);
		for (size_t j = 0; j < COUNT_OF(rows[i].twins); j++) {
			const struct twin *twin = &rows[i].twins[j];
			struct support_certificate member = family->members[UPPER];
			member.issuer = twin->is_dead_end ? "nobody" : member.name;
			if (twin->names)
				set_extension(&member, NID_subject_alt_name, twin->names);
			append(family, &member, &bundle);
		}
		struct search found = search(family, bundle, authorities);
		assert_problem(found.problem, rows[i].work ? "name of its issuer" : HOPELESS);
		if (rows[i].work && found.work != rows[i].work)
			fail_msg("row %zu: %zu", i, found.work);
	}
}

/*
 * One twin leads by way of another issuer to the other, which issued itself:
 * from the first on that one comes again and again, from itself on the first
 * but twice. A path that was found is none then.
 */
static void test_ca_path_beside_twins_that_lead_to_each_other_is_none(void **state)
{
	static const char *const names[] = {"DNS:a.example.com", NULL};
	struct family *family = *state;
	struct support_certificate *ca = &family->members[CA];
	const char *authorities = "";
	ca->name = ca->issuer = family->members[UPPER].name;
	append(family, ca, &authorities);
	family->members[LOWER].issuer_key = family->members[UPPER].key;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct support_certificate twins[] = {family->members[UPPER], family->members[UPPER]};
		const char *bundle = begin_bundle(family, CA);
		assert_null(find(family, bundle, authorities, &at));
		twins[0].issuer = family->members[LOWER].name;
		twins[1].issuer = family->members[UPPER].name;
		for (size_t j = 0; j < COUNT_OF(twins); j++) {
			if (names[(i + j) % COUNT_OF(names)])
				set_extension(&twins[j], NID_subject_alt_name, names[0]);
			append(family, &twins[j], &bundle);
		}
		append(family, &family->members[LOWER], &bundle);
		assert_problem(find(family, bundle, authorities, &at), HOPELESS);
	}
}

/* It is another certificate that has another key, or another name. */
static void test_ca_path_may_hold_a_name_or_a_key_twice(void **state)
{
	struct family *family = *state;
	struct support_certificate upper = family->members[UPPER];
	family->members[UPPER].key = family->members[LOWER].key;
	family->members[LOWER].issuer_key = family->members[LOWER].key;
	assert_path(family);
	family->members[UPPER] = upper;
	family->members[UPPER].name = family->members[LOWER].name;
	family->members[LOWER].issuer = family->members[LOWER].name;
	family->members[LOWER].issuer_key = upper.key;
	/* lest OpenSSL takes it for self-signed */
	set_extension(&family->members[LOWER], NID_subject_key_identifier, "01");
	set_extension(&family->members[LOWER], NID_authority_key_identifier, "DER:30:03:80:01:02");
	set_extension(&family->members[UPPER], NID_subject_key_identifier, "02");
	assert_path(family);
}

/* ---- the price ---- */

/*
 * Three certificates on the way and the CA: a key and a signature of each, and
 * a look for whether the leaf is pinned and for the issuer of each but the CA.
 */
static void test_ca_path_costs_its_signatures_and_looks(void **state)
{
	struct family *family = *state;
	const char *bundle = "", *authorities = "";
	for (size_t i = LEAF; i < CA; i++)
		append(family, &family->members[i], &bundle);
	append(family, &family->members[CA], &authorities);
	const size_t price = 4 * 2 + 4;
	struct search found = search(family, bundle, authorities);
	assert_null(found.problem);
	assert_int_equal(found.work, price);
	struct tc_budget budget = {.work = price - 1};
	assert_problem(find_within(family, bundle, authorities, &at, &budget), "not looked at");
	budget = (struct tc_budget){.work = 1};
	assert_problem(find_within(family, bundle, authorities, &at, &budget), HOPELESS);
}

/* A look at many certificates is a longer one. */
static void test_ca_path_looks_cost_more_among_many(void **state)
{
	struct family *family = *state;
	const char *authorities = "", *bundle = begin_bundle(family, LOWER);
	append_namesakes(family, 127, &authorities);
	assert_int_equal(search(family, bundle, authorities).work, 2 * 3);
}

/* ---- where it ends ---- */

static void test_ca_path_of_two_possible_ones_is_one(void **state)
{
	struct family *family = *state;
	const char *authorities = "", *bundle = begin_bundle(family, CA);
	append(family, &family->members[CA], &authorities);
	append_namesakes(family, 1, &authorities);
	assert_null(find(family, bundle, authorities, &at));
}

/* Not more than TUF_MAX_PATH_PROOFS are put to OpenSSL. */
static void test_ca_path_is_sought_among_a_few(void **state)
{
	struct family *family = *state;
	const char *authorities = "", *bundle = begin_bundle(family, CA);
	append_namesakes(family, TUF_MAX_PATH_PROOFS - 1, &authorities);
	const char *more = authorities;
	append(family, &family->members[CA], &authorities);
	assert_null(find(family, bundle, authorities, &at));
	append_namesakes(family, 1, &more);
	append(family, &family->members[CA], &more);
	assert_problem(find(family, bundle, more, &at), HOPELESS);
}

/* Nothing more is paid then. */
static void test_ca_path_search_without_hope_ends(void **state)
{
	struct family *family = *state;
	const char *authorities = "", *bundle = begin_bundle(family, CA);
	struct support_certificate further = family->members[UPPER];
	further.name = family->members[CA].name;
	further.issuer = "nobody";
	append(family, &further, &bundle);
	append_namesakes(family, TUF_MAX_PATH_PROOFS + 1, &authorities);
	struct search found = search(family, bundle, authorities);
	assert_problem(found.problem, HOPELESS);
	/* what is wrong is proved twice, each time with two keys and two signatures */
	assert_int_equal(found.work, 2 + TUF_MAX_PATH_PROOFS * 2 * 4);
}

/* A path that was found is none when more issuers than TUF_MAX_PATH_ISSUERS had to be considered. */
static void test_ca_path_is_sought_with_few_issuers(void **state)
{
	struct family *family = *state;
	const char *authorities = "", *bundle = begin_bundle(family, CA);
	append(family, &family->members[CA], &authorities);
	struct support_certificate other = family->members[CA];
	other.issuer = "nobody";
	other.key = support_pkey(SUPPORT_P256, 9);
	for (size_t i = 1; i < TUF_MAX_PATH_ISSUERS; i++)
		append(family, &other, &bundle);
	assert_null(find(family, bundle, authorities, &at));
	append(family, &other, &bundle);
	assert_problem(find(family, bundle, authorities, &at), HOPELESS);
}

/* On such a key the reference may even end. */
static void test_ca_path_beside_an_unknown_key_is_none(void **state)
{
	struct family *family = *state;
	const char *authorities = "", *bundle = begin_bundle(family, CA);
	struct support_certificate other = family->members[CA];
	other.key = EVP_PKEY_Q_keygen(NULL, NULL, "X25519");
	assert_non_null(other.key);
	append(family, &family->members[CA], &authorities);
	assert_null(find(family, bundle, authorities, &at));
	append(family, &other, &bundle);
	EVP_PKEY_free(other.key);
	assert_problem(find(family, bundle, authorities, &at), HOPELESS);
}

/* Of several paths that are none, the problem of the first is told. */
static void test_ca_path_problem_is_the_first(void **state)
{
	struct family *family = *state;
	const char *bundle = begin_bundle(family, CA), *one = "", *other = "";
	struct support_certificate no_ca = family->members[CA];
	no_ca.constraints = "CA:FALSE";
	append_namesakes(family, 1, &one);
	append(family, &no_ca, &one);
	assert_problem(find(family, bundle, one, &at), "signature");
	append(family, &no_ca, &other);
	append_namesakes(family, 1, &other);
	assert_problem(find(family, bundle, other, &at), "no CA");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		family_test(test_ca_path_that_openssl_leaves_is_none),
		family_test(test_ca_path_from_a_short_rsa_key_is_none),
		family_test(test_ca_path_signature_must_be_of_the_issuers_kind_of_key),
		family_test(test_ca_path_issuer_of_version_1_is_pinned),
		family_test(test_ca_path_name_constraints_concern_the_issuers_names_too),
		family_test(test_ca_path_of_a_flawed_authority_is_none),
		family_test(test_ca_path_authority_out_of_date_is_not_usable),
		family_test(test_ca_path_holds_no_certificate_twice),
		family_test(test_ca_path_beside_twins_that_lead_to_each_other_is_none),
		family_test(test_ca_path_may_hold_a_name_or_a_key_twice),
		family_test(test_ca_path_costs_its_signatures_and_looks),
		family_test(test_ca_path_looks_cost_more_among_many),
		family_test(test_ca_path_of_two_possible_ones_is_one),
		family_test(test_ca_path_is_sought_among_a_few),
		family_test(test_ca_path_search_without_hope_ends),
		family_test(test_ca_path_is_sought_with_few_issuers),
		family_test(test_ca_path_beside_an_unknown_key_is_none),
		family_test(test_ca_path_problem_is_the_first),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
