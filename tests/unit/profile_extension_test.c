/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Extensions of certificates: what they must be like, and what is read of them.
 */
#include "profile_support.h"

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
		cmocka_unit_test(test_profile_extensions_are_well_formed),
		cmocka_unit_test(test_profile_extensions_are_at_most_a_hundred),
		cmocka_unit_test(test_profile_constraints_and_usages_are_read),
		cmocka_unit_test(test_profile_alternative_names_keep_to_plain_forms),
		cmocka_unit_test(test_profile_name_constraints_keep_to_plain_forms),
		cmocka_unit_test(test_profile_other_extensions_keep_to_their_form),
		cmocka_unit_test(test_profile_critical_extension_that_is_not_processed_is_noted),
	};
	return cmocka_run_group_tests_name("profile-extension", tests, setup, teardown);
}
