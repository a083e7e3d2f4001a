/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/der.h"

#include "tests/unit/support.h"
#include "tuf/rfc3339.h"

/* Bytes from a literal, which may hold NUL. */
#define BYTES(literal) {(const unsigned char *)(literal), sizeof(literal) - 1}

struct bytes_case {
	struct tc_der bytes;
	bool good;
};

static bool read_any(struct tc_der *der)
{
	unsigned char tag;
	struct tc_der content;
	return tc_der_read_any(der, &tag, &content);
}

static bool read_integer(struct tc_der *der)
{
	struct tc_der content;
	return tc_der_read_integer(der, &content);
}

static bool read_positive(struct tc_der *der)
{
	struct tc_der magnitude;
	return tc_der_read_positive(der, &magnitude);
}

static bool read_small(struct tc_der *der)
{
	uint32_t number;
	return tc_der_read_small(der, &number);
}

static bool read_boolean(struct tc_der *der)
{
	bool boolean;
	return tc_der_read_boolean(der, &boolean);
}

static bool read_oid(struct tc_der *der)
{
	struct tc_der content;
	return tc_der_read_oid(der, &content);
}

static bool read_bits(struct tc_der *der)
{
	struct tc_der octets;
	unsigned unused;
	return tc_der_read_bits(der, &octets, &unused);
}

static bool read_octet_bits(struct tc_der *der)
{
	struct tc_der octets;
	return tc_der_read_octet_bits(der, &octets);
}

/* Good bytes are read to their end; of others, and of good ones cut short, nothing is. */
static void check(bool (*read)(struct tc_der *der), const struct bytes_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct tc_der der = cases[i].bytes;
		if (read(&der) != cases[i].good)
			fail_msg("row %zu is %s", i, cases[i].good ? "refused" : "read");
		assert_int_equal(der.length, cases[i].good ? 0 : cases[i].bytes.length);
		assert_ptr_equal(der.at, cases[i].bytes.at + (cases[i].good ? cases[i].bytes.length : 0));
		for (size_t length = 0; length < cases[i].bytes.length; length++) {
			struct tc_der cut = {.at = cases[i].bytes.at, .length = length};
			assert_false(read(&cut));
			assert_int_equal(cut.length, length);
		}
	}
}

static void test_der_read_any_takes_definite_minimal_lengths_only(void **state)
{
	(void)state;
	static const struct bytes_case cases[] = {
		{BYTES("\x04\x00"), true},
		{BYTES("\x04\x01z"), true},
		{BYTES("\x9e\x01z"), true},
		{BYTES("\x1f\x01z"), false}, /* high tag numbers */
		{BYTES("\xbf\x20\x01z"), false},
		{BYTES("\x30\x80\x05\x00\x00\x00"), false}, /* indefinite */
		{BYTES("\x04\x81\x01z"), false},
		{BYTES("\x04\x81\x00"), false},
		{BYTES("\x04\x82\x00\x80"), false},
		{BYTES("\x04\x84\xff\xff\xff\xff"), false}, /* more than there is */
		{BYTES("\x04\x85\x01\x00\x00\x00\x00"), false},
		{BYTES("\x04\xff"), false},
	};
	check(read_any, cases, COUNT_OF(cases));
}

static void assert_length_is_read(const void *header, size_t header_length, size_t length)
{
	unsigned char *bytes = calloc(1, header_length + length);
	assert_non_null(bytes);
	memcpy(bytes, header, header_length);
	struct tc_der der = {.at = bytes, .length = header_length + length};
	struct tc_der content;
	assert_true(tc_der_read(&der, TC_DER_OCTET_STRING, &content));
	assert_int_equal(content.length, length);
	assert_ptr_equal(content.at, bytes + header_length);
	assert_int_equal(der.length, 0);
	der = (struct tc_der){.at = bytes, .length = header_length + length - 1};
	assert_false(tc_der_read(&der, TC_DER_OCTET_STRING, &content));
	free(bytes);
}

static void test_der_read_long_lengths_are_exact(void **state)
{
	(void)state;
	assert_length_is_read("\x04\x7f", 2, 127);
	assert_length_is_read("\x04\x81\x80", 3, 128);
	assert_length_is_read("\x04\x81\xff", 3, 255);
	assert_length_is_read("\x04\x82\x01\x00", 4, 256);
	assert_length_is_read("\x04\x83\x01\x00\x00", 5, 65536);
	assert_length_is_read("\x04\x84\x01\x00\x00\x00", 6, 16777216);
}

/* All the bytes are there that the length is of. */
static void assert_length_is_refused(const void *header, size_t header_length, size_t length)
{
	unsigned char *bytes = calloc(1, header_length + length);
	assert_non_null(bytes);
	memcpy(bytes, header, header_length);
	struct tc_der der = {.at = bytes, .length = header_length + length};
	struct tc_der content;
	assert_false(tc_der_read(&der, TC_DER_OCTET_STRING, &content));
	free(bytes);
}

static void test_der_read_length_of_more_octets_than_needed_is_refused(void **state)
{
	(void)state;
	assert_length_is_refused("\x04\x81\x7f", 3, 127);
	assert_length_is_refused("\x04\x82\x00\x80", 4, 128);
	assert_length_is_refused("\x04\x83\x00\x01\x00", 5, 256);
	assert_length_is_refused("\x04\x89\x01\x00\x00\x00\x00\x00\x00\x00\x80", 11, 128);
}

static void test_der_peek_sees_the_last_byte(void **state)
{
	(void)state;
	const struct tc_der der = BYTES("\x05");
	const struct tc_der none = {.at = der.at, .length = 0};
	assert_true(tc_der_peek(&der, 0x05));
	assert_false(tc_der_peek(&der, 0x04));
	assert_false(tc_der_peek(&none, 0x05));
}

static void test_der_read_indefinite_length_is_refused_whatever_follows(void **state)
{
	(void)state;
	unsigned char bytes[2 + 256] = {TC_DER_SEQUENCE, 0x80};
	struct tc_der content;
	for (size_t length = 2; length <= sizeof(bytes); length++) {
		struct tc_der der = {.at = bytes, .length = length};
		assert_false(tc_der_read(&der, TC_DER_SEQUENCE, &content));
	}
}

static void test_der_read_other_tag_is_refused(void **state)
{
	(void)state;
	struct tc_der der = BYTES("\x04\x01z");
	struct tc_der content;
	assert_false(tc_der_read(&der, TC_DER_SEQUENCE, &content));
	assert_false(tc_der_read_element(&der, TC_DER_SEQUENCE, &content));
	assert_int_equal(der.length, 3);
	assert_true(tc_der_read_optional(&der, TC_DER_SEQUENCE, &content));
	assert_null(content.at);
	assert_int_equal(content.length, 0);
	assert_true(tc_der_read_optional(&der, TC_DER_OCTET_STRING, &content));
	assert_true(tc_der_equals(&content, "z", 1));
	assert_true(tc_der_read_optional(&der, TC_DER_OCTET_STRING, &content));
	assert_null(content.at);
}

static void test_der_read_element_includes_its_header(void **state)
{
	(void)state;
	struct tc_der der = BYTES("\x04\x01z\x05\x00");
	struct tc_der element;
	assert_true(tc_der_read_element(&der, TC_DER_OCTET_STRING, &element));
	assert_true(tc_der_equals(&element, "\x04\x01z", 3));
	assert_true(tc_der_equals(&der, "\x05\x00", 2));
}

static void test_der_read_only_refuses_what_follows(void **state)
{
	(void)state;
	struct tc_der one = BYTES("\x04\x01z");
	struct tc_der two = BYTES("\x04\x01z\x05\x00");
	struct tc_der content;
	assert_true(tc_der_read_only(one, TC_DER_OCTET_STRING, &content));
	assert_true(tc_der_equals(&content, "z", 1));
	assert_false(tc_der_read_only(two, TC_DER_OCTET_STRING, &content));
}

static void test_der_integer_must_be_minimal(void **state)
{
	(void)state;
	static const struct bytes_case cases[] = {
		{BYTES("\x02\x01\x00"), true},      {BYTES("\x02\x01\xff"), true},
		{BYTES("\x02\x02\x00\x80"), true},  {BYTES("\x02\x02\xff\x7f"), true},
		{BYTES("\x02\x00"), false},         {BYTES("\x02\x02\x00\x7f"), false},
		{BYTES("\x02\x02\xff\x80"), false}, {BYTES("\x0a\x01\x00"), false},
		{BYTES("\x22\x01\x00"), false},
	};
	check(read_integer, cases, COUNT_OF(cases));
}

static void test_der_positive_is_above_zero(void **state)
{
	(void)state;
	static const struct bytes_case cases[] = {
		{BYTES("\x02\x01\x01"), true},
		{BYTES("\x02\x02\x00\x80"), true},
		{BYTES("\x02\x01\x00"), false},
		{BYTES("\x02\x01\x7f"), true},
		{BYTES("\x02\x01\x80"), false},
		{BYTES("\x02\x02\x00\x01"), false},
	};
	check(read_positive, cases, COUNT_OF(cases));
	struct tc_der der = cases[1].bytes;
	struct tc_der magnitude;
	assert_true(tc_der_read_positive(&der, &magnitude));
	assert_true(tc_der_equals(&magnitude, "\x80", 1));
}

static void test_der_small_ends_at_31_bits(void **state)
{
	(void)state;
	static const struct bytes_case cases[] = {
		{BYTES("\x02\x01\x00"), true},
		{BYTES("\x02\x04\x7f\xff\xff\xff"), true},
		{BYTES("\x02\x05\x00\x80\x00\x00\x00"), false},
		{BYTES("\x02\x01\xff"), false},
		{BYTES("\x02\x01\x80"), false},
	};
	check(read_small, cases, COUNT_OF(cases));
	struct tc_der der = cases[1].bytes;
	uint32_t number;
	assert_true(tc_der_read_small(&der, &number));
	assert_int_equal(number, INT32_MAX);
}

static void test_der_boolean_has_two_values(void **state)
{
	(void)state;
	static const struct bytes_case cases[] = {
		{BYTES("\x01\x01\x00"), true},  {BYTES("\x01\x01\xff"), true},
		{BYTES("\x01\x01\x01"), false}, {BYTES("\x01\x01\xfe"), false},
		{BYTES("\x01\x00"), false},     {BYTES("\x01\x02\xff\xff"), false},
	};
	check(read_boolean, cases, COUNT_OF(cases));
	for (size_t i = 0; i < 2; i++) {
		struct tc_der der = cases[i].bytes;
		bool boolean;
		assert_true(tc_der_read_boolean(&der, &boolean));
		assert_int_equal(boolean, i);
	}
}

static void test_der_oid_arcs_are_minimal_and_below_2_31(void **state)
{
	(void)state;
	static const struct bytes_case cases[] = {
		{BYTES("\x06\x03\x55\x04\x03"), true},
		{BYTES("\x06\x06\x2a\x87\xff\xff\xff\x7f"), true},
		{BYTES("\x06\x05\x87\xff\xff\xff\x7f"), true},
		{BYTES("\x06\x00"), false},
		{BYTES("\x06\x02\x2a\x86"), false},
		{BYTES("\x06\x03\x2a\x81\x80"), false},
		{BYTES("\x06\x03\x2a\x80\x01"), false},
		{BYTES("\x06\x03\x80\x55\x04"), false},
		{BYTES("\x06\x06\x2a\x88\x80\x80\x80\x00"), false},
		{BYTES("\x06\x0b\x2a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f"), false},
	};
	check(read_oid, cases, COUNT_OF(cases));
}

static void test_der_bits_unused_must_be_zero(void **state)
{
	(void)state;
	static const struct bytes_case cases[] = {
		{BYTES("\x03\x01\x00"), true},      {BYTES("\x03\x02\x00\xff"), true},
		{BYTES("\x03\x02\x07\x80"), true},  {BYTES("\x03\x02\x05\xa0"), true},
		{BYTES("\x03\x00"), false},         {BYTES("\x03\x01\x01"), false},
		{BYTES("\x03\x02\x05\xb0"), false}, {BYTES("\x03\x02\x08\x00"), false},
		{BYTES("\x23\x03\x03\x01\x00"), false},
	};
	check(read_bits, cases, COUNT_OF(cases));
	struct tc_der der = cases[3].bytes;
	struct tc_der octets;
	unsigned unused;
	assert_true(tc_der_read_bits(&der, &octets, &unused));
	assert_true(tc_der_equals(&octets, "\xa0", 1));
	assert_int_equal(unused, 5);
}

static void test_der_octet_bits_leave_none_unused(void **state)
{
	(void)state;
	static const struct bytes_case cases[] = {
		{BYTES("\x03\x01\x00"), true},
		{BYTES("\x03\x02\x00\xff"), true},
		{BYTES("\x03\x02\x07\x80"), false},
	};
	check(read_octet_bits, cases, COUNT_OF(cases));
}

static bool read_time_text(unsigned char tag, const char *text, int64_t *ret_seconds)
{
	unsigned char bytes[64] = {tag, (unsigned char)strlen(text)};
	memcpy(bytes + 2, text, strlen(text));
	struct tc_der der = {.at = bytes, .length = 2 + strlen(text)};
	return tc_der_read_time(&der, ret_seconds) && der.length == 0;
}

static void test_der_time_in_its_one_form_is_read(void **state)
{
	(void)state;
	static const struct {
		unsigned char tag;
		const char *text;
		const char *rfc3339;
	} rows[] = {
		{TC_DER_UTC_TIME, "260102030405Z", "2026-01-02T03:04:05Z"},
		{TC_DER_UTC_TIME, "491231235959Z", "2049-12-31T23:59:59Z"},
		{TC_DER_UTC_TIME, "500101000000Z", "1950-01-01T00:00:00Z"},
		{TC_DER_UTC_TIME, "000229000000Z", "2000-02-29T00:00:00Z"},
		{TC_DER_UTC_TIME, "520229000000Z", "1952-02-29T00:00:00Z"},
		{TC_DER_GENERALIZED_TIME, "19500101000000Z", "1950-01-01T00:00:00Z"},
		{TC_DER_GENERALIZED_TIME, "00000229000000Z", "0000-02-29T00:00:00Z"},
		{TC_DER_GENERALIZED_TIME, "99991231235959Z", "9999-12-31T23:59:59Z"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tuf_time wanted;
		assert_true(tuf_time_parse(rows[i].rfc3339, strlen(rows[i].rfc3339), &wanted));
		int64_t seconds;
		if (!read_time_text(rows[i].tag, rows[i].text, &seconds))
			fail_msg("%s is refused", rows[i].text);
		assert_int_equal(seconds, wanted.seconds);
	}
}

static void test_der_time_in_another_form_is_refused(void **state)
{
	(void)state;
	static const char *const utc[] = {
		"", "Z", "2601020304Z", "260102030405", "260102030405Z00", "260102030405z",
		"260102030405+0000",
		"260102030405-0100", "260102030405.5Z", "26010203040Z", "261302030405Z", "260002030405Z",
		"260132030405Z", "260100030405Z", "260229000000Z", "260102240405Z", "260102036005Z",
		"260102030460Z", " 60102030405Z", "+60102030405Z", "20260102030405Z",
	};
	static const char *const generalized[] = {
		"", "260102030405Z", "20260102030405", "20260102030405.0Z", "20260102030405,5Z",
		"202601020304Z", "2026010203Z", "20260102030405+0000", "20260229000000Z",
		"21000229000000Z", "2026 102030405Z", "-0260102030405Z",
	};
	int64_t seconds = 77;
	for (size_t i = 0; i < COUNT_OF(utc); i++)
		if (read_time_text(TC_DER_UTC_TIME, utc[i], &seconds))
			fail_msg("UTCTime %s is read", utc[i]);
	for (size_t i = 0; i < COUNT_OF(generalized); i++)
		if (read_time_text(TC_DER_GENERALIZED_TIME, generalized[i], &seconds))
			fail_msg("GeneralizedTime %s is read", generalized[i]);
	assert_false(read_time_text(TC_DER_IA5_STRING, "260102030405Z", &seconds));
	assert_int_equal(seconds, 77);
}

static void test_der_name_strings_keep_to_their_alphabets(void **state)
{
	(void)state;
	static const struct {
		unsigned char tag;
		struct tc_der content;
		bool good;
	} rows[] = {
		{TC_DER_PRINTABLE_STRING, BYTES("AZaz09 '()+,-./:=?*&"), true},
		{TC_DER_PRINTABLE_STRING, BYTES("a_b"), false},
		{TC_DER_PRINTABLE_STRING, BYTES("a@b"), false},
		{TC_DER_PRINTABLE_STRING, BYTES("a\0b"), false},
		{TC_DER_PRINTABLE_STRING, BYTES("\xe9"), false},
		{TC_DER_NUMERIC_STRING, BYTES("12 34"), true},
		{TC_DER_NUMERIC_STRING, BYTES("12a"), false},
		{TC_DER_IA5_STRING, BYTES("a@b\x7f\0"), true},
		{TC_DER_IA5_STRING, BYTES("\x80"), false},
		{TC_DER_T61_STRING, BYTES("\xe9\0"), true},
		{TC_DER_BMP_STRING, BYTES("\0A"), true},
		{TC_DER_BMP_STRING, BYTES("\0A\0"), false},
		{TC_DER_UTF8_STRING, BYTES(""), true},
		{TC_DER_UTF8_STRING, BYTES("z\xc2\x80\xe0\xa0\x80\xed\x9f\xbf\xf0\x90\x80\x80"), true},
		{TC_DER_UTF8_STRING, BYTES("\xf4\x8f\xbf\xbf"), true},
		{TC_DER_UTF8_STRING, BYTES("\x7f\xdf\xbf\xef\xbf\xbd"), true},
		{TC_DER_UTF8_STRING, BYTES("\xef\xbf\xbd"), true},
		{TC_DER_UTF8_STRING, {(const unsigned char *)"\xe2\x82\xac", 2}, false},
		{TC_DER_UTF8_STRING, BYTES("\xf4\x90\x80\x80"), false},
		{TC_DER_UTF8_STRING, BYTES("\xed\xa0\x80"), false},
		{TC_DER_UTF8_STRING, BYTES("\xc0\x80"), false},
		{TC_DER_UTF8_STRING, BYTES("\xc1\xbf"), false},
		{TC_DER_UTF8_STRING, BYTES("\xe0\x9f\xbf"), false},
		{TC_DER_UTF8_STRING, BYTES("\xf0\x8f\xbf\xbf"), false},
		{TC_DER_UTF8_STRING, BYTES("\xe2\x82"), false},
		{TC_DER_UTF8_STRING, BYTES("\xe2\x82z"), false},
		{TC_DER_UTF8_STRING, BYTES("\x80"), false},
		{TC_DER_UTF8_STRING, BYTES("\xc3("), false},
		{TC_DER_UTF8_STRING, BYTES("\xc3\xc0"), false},
		{TC_DER_UTF8_STRING, BYTES("\xf5\x80\x80\x80"), false},
		{0x1a, BYTES("visible"), false},
		{0x1c, BYTES("\0\0\0A"), false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (tc_der_is_name_string(rows[i].tag, &rows[i].content) != rows[i].good)
			fail_msg("row %zu is %s", i, rows[i].good ? "refused" : "taken");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_der_read_any_takes_definite_minimal_lengths_only),
		cmocka_unit_test(test_der_read_long_lengths_are_exact),
		cmocka_unit_test(test_der_read_length_of_more_octets_than_needed_is_refused),
		cmocka_unit_test(test_der_peek_sees_the_last_byte),
		cmocka_unit_test(test_der_read_indefinite_length_is_refused_whatever_follows),
		cmocka_unit_test(test_der_read_other_tag_is_refused),
		cmocka_unit_test(test_der_read_element_includes_its_header),
		cmocka_unit_test(test_der_read_only_refuses_what_follows),
		cmocka_unit_test(test_der_integer_must_be_minimal),
		cmocka_unit_test(test_der_positive_is_above_zero),
		cmocka_unit_test(test_der_small_ends_at_31_bits),
		cmocka_unit_test(test_der_boolean_has_two_values),
		cmocka_unit_test(test_der_oid_arcs_are_minimal_and_below_2_31),
		cmocka_unit_test(test_der_bits_unused_must_be_zero),
		cmocka_unit_test(test_der_octet_bits_leave_none_unused),
		cmocka_unit_test(test_der_time_in_its_one_form_is_read),
		cmocka_unit_test(test_der_time_in_another_form_is_refused),
		cmocka_unit_test(test_der_name_strings_keep_to_their_alphabets),
	};
	return cmocka_run_group_tests_name("der", tests, NULL, NULL);
}
