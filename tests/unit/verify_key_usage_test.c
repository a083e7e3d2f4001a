/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* needs those above */
#include <cmocka.h>

#include "verify/key_usage.h"

struct fixture {
	struct tuf_arena arena;
	struct tc_certificate_facts facts;
	struct tc_name_list names;
};

static int setup(void **state)
{
	static struct fixture fixture;
	fixture = (struct fixture){.arena = TUF_ARENA_INIT};
	*state = &fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	tuf_arena_clear(&fixture->arena);
	return 0;
}

/* oids: whole elements, one after the other. */
static void list_extended(struct fixture *fixture, const char *oids, size_t length)
{
	fixture->facts.extended_usages =
		(struct tc_der){.at = (const unsigned char *)oids, .length = length};
	assert_int_equal(
		tc_extended_usage_list(&fixture->arena, &fixture->facts, &fixture->names), TUF_OK);
}

#define LIST(fixture, literal) list_extended((fixture), (literal), sizeof(literal) - 1)

static void test_key_usage_of_no_bits_is_empty(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(tc_key_usage_list(&fixture->arena, &fixture->facts, &fixture->names),
	                 TUF_OK);
	assert_int_equal(fixture->names.count, 0);
}

static void test_key_usage_of_every_bit_is_named_in_order(void **state)
{
	struct fixture *fixture = *state;
	static const char *const wanted[] = {
		"digitalSignature", "nonRepudiation", "keyEncipherment",
		"dataEncipherment", "keyAgreement",   "keyCertSign",
		"cRLSign",          "encipherOnly",   "decipherOnly",
	};
	fixture->facts.key_usage = 0x1ff;
	assert_int_equal(tc_key_usage_list(&fixture->arena, &fixture->facts, &fixture->names),
	                 TUF_OK);
	assert_int_equal(fixture->names.count, 9);
	for (size_t i = 0; i < 9; i++)
		assert_string_equal(fixture->names.items[i], wanted[i]);
}

static void test_key_usage_bit_5_is_cert_sign(void **state)
{
	struct fixture *fixture = *state;
	fixture->facts.key_usage = TC_KEY_USAGE_CERT_SIGN;
	assert_int_equal(tc_key_usage_list(&fixture->arena, &fixture->facts, &fixture->names),
	                 TUF_OK);
	assert_int_equal(fixture->names.count, 1);
	assert_string_equal(fixture->names.items[0], "keyCertSign");
}

static void test_extended_usage_absent_is_empty(void **state)
{
	struct fixture *fixture = *state;
	LIST(fixture, "");
	assert_int_equal(fixture->names.count, 0);
}

static void test_extended_usage_of_rfc_5280_is_named_in_the_order_listed(void **state)
{
	struct fixture *fixture = *state;
	LIST(fixture, "\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x03"
	              "\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x01"
	              "\x06\x04\x55\x1d\x25\x00");
	assert_int_equal(fixture->names.count, 3);
	assert_string_equal(fixture->names.items[0], "codeSigning");
	assert_string_equal(fixture->names.items[1], "serverAuth");
	assert_string_equal(fixture->names.items[2], "anyExtendedKeyUsage");
}

static void test_extended_usage_without_a_name_is_its_number(void **state)
{
	struct fixture *fixture = *state;
	LIST(fixture, "\x06\x0a\x2b\x06\x01\x04\x01\x82\x37\x0a\x03\x0c"
	              "\x06\x03\x88\x37\x03"
	              "\x06\x01\x00"
	              "\x06\x01\x7f"
	              "\x06\x05\x87\xff\xff\xff\x7f");
	assert_int_equal(fixture->names.count, 5);
	assert_string_equal(fixture->names.items[0], "1.3.6.1.4.1.311.10.3.12");
	assert_string_equal(fixture->names.items[1], "2.999.3");
	assert_string_equal(fixture->names.items[2], "0.0");
	assert_string_equal(fixture->names.items[3], "2.47");
	assert_string_equal(fixture->names.items[4], "2.2147483567");
}

/* Arcs and first octets at the bounds of how they are written. */
static void test_extended_usage_arcs_are_read_to_their_last_octet(void **state)
{
	struct fixture *fixture = *state;
	static const char *const wanted[] = {"1.2.16384", "1.2.127.3", "1.39", "2.0", "0.39", "1.0"};
	LIST(fixture, "\x06\x04\x2a\x81\x80\x00"
	              "\x06\x03\x2a\x7f\x03"
	              "\x06\x01\x4f"
	              "\x06\x01\x50"
	              "\x06\x01\x27"
	              "\x06\x01\x28");
	assert_int_equal(fixture->names.count, sizeof(wanted) / sizeof(wanted[0]));
	for (size_t i = 0; i < fixture->names.count; i++)
		assert_string_equal(fixture->names.items[i], wanted[i]);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_key_usage_of_no_bits_is_empty),
		TEST(test_key_usage_of_every_bit_is_named_in_order),
		TEST(test_key_usage_bit_5_is_cert_sign),
		TEST(test_extended_usage_absent_is_empty),
		TEST(test_extended_usage_of_rfc_5280_is_named_in_the_order_listed),
		TEST(test_extended_usage_without_a_name_is_its_number),
		TEST(test_extended_usage_arcs_are_read_to_their_last_octet),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
