/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/key.h"

#include <openssl/pem.h>
#include <openssl/x509.h>
#include <unistd.h>

#include "tests/unit/captured.h"
#include "tests/unit/support.h"

static enum tuf_result parse(struct fixture *fixture, struct tuf_key_list *keys)
{
	return tuf_key_list_parse(&fixture->reader, &fixture->top, keys);
}

static enum tuf_result parse_only(struct fixture *fixture)
{
	struct tuf_key_list keys;
	return parse(fixture, &keys);
}

/* Two keys of the real client with the IDs that it gave them. */
#define ED25519_ID "f9d64e3cbab380c2ae09fc2a129b21d398da536199f17e59d2cb68b2775412b2"
#define ED25519_BASE64 "ziprOinyZtXqn4kLI4nSk2auOjVxxDtVNC/18Sv/TF8="
#define ECDSA_ID "829cb208fad3a846d2fcba045faa3fb9b58d377ade9c88d39e96750f4bbf1fb5"
#define ECDSA_BASE64                                                                               \
	"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEXNawDUqwexXVtvw92xZcUD6EDoBH0htJNCIjISriuNMcVUN3oZsw" \
	"8Qb+TJWhnqhHAxeZN9XbVNPb1hSB67aeiA=="
#define TWO_KEYS                                                                                   \
	"{\"" ED25519_ID                                                                           \
	"\":{\"keytype\":\"ed25519\",\"keyval\":{\"private\":null,\"public\":\"" ED25519_BASE64    \
	"\"}},\"" ECDSA_ID                                                                         \
	"\":{\"keytype\":\"ecdsa\",\"keyval\":{\"private\":null,\"public\":\"" ECDSA_BASE64        \
	"\"}}}"

static void test_key_list_parse_real_keys_have_their_ids(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_key_list keys;
	fixture_load(fixture, TWO_KEYS);
	assert_int_equal(parse(fixture, &keys), TUF_OK);
	assert_int_equal(keys.count, 2);
	assert_string_equal(keys.items[0].listed_id, ECDSA_ID); /* sorted */
	assert_string_equal(keys.items[0].id, ECDSA_ID);
	assert_int_equal(keys.items[0].type, TUF_KEY_ECDSA);
	assert_string_equal(keys.items[0].type_name, "ecdsa");
	assert_int_equal(keys.items[0].public_length, 91);
	assert_string_equal(keys.items[1].listed_id, ED25519_ID);
	assert_string_equal(keys.items[1].id, ED25519_ID);
	assert_int_equal(keys.items[1].type, TUF_KEY_ED25519);
	assert_int_equal(keys.items[1].public_length, 32);
	assert_int_equal(keys.items[1].public_bytes[0], 0xce);
	assert_int_equal(keys.items[1].public_bytes[31], 0x5f);
}

/* The name a key stands under is what the file says, whatever its ID is. */
static void test_key_list_parse_listed_id_is_not_the_id(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_key_list keys;
	fixture_load(fixture,
		     "{\"other\":{\"keytype\":\"ed25519\",\"keyval\":{\"public\":\"" ED25519_BASE64
		     "\"}}}");
	assert_int_equal(parse(fixture, &keys), TUF_OK);
	assert_string_equal(keys.items[0].listed_id, "other");
	assert_string_equal(keys.items[0].id, ED25519_ID);
}

static void test_key_list_parse_other_members_do_not_enter_the_id(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *pointer;
		const char *value;
	} rows[] = {
		{"/" ED25519_ID "/scheme", "\"ed25519\""},
		{"/" ED25519_ID "/keyid_hash_algorithms", "[\"sha256\"]"},
		{"/" ED25519_ID "/keyval/comment", "\"x\""},
		{"/" ED25519_ID "/keyval/private", "\"Zm9v\""},
		{"/" ED25519_ID "/keyval/private", NULL},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tuf_key_list keys;
		fixture_load_edited(fixture, TWO_KEYS, rows[i].pointer, rows[i].value);
		assert_int_equal(parse(fixture, &keys), TUF_OK);
		assert_string_equal(keys.items[1].id, ED25519_ID);
	}
}

static void test_key_list_parse_type_names_are_exact(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *name;
		enum tuf_key_type type;
	} rows[] = {
		{"ecdsa", TUF_KEY_ECDSA},       {"ecdsa-x509", TUF_KEY_ECDSA_X509},
		{"rsa", TUF_KEY_RSA},           {"rsa-x509", TUF_KEY_RSA_X509},
		{"ed25519", TUF_KEY_ED25519},   {"ED25519", TUF_KEY_UNKNOWN},
		{"ecdsa-x50", TUF_KEY_UNKNOWN}, {"rsa-x5099", TUF_KEY_UNKNOWN},
		{"", TUF_KEY_UNKNOWN},          {"sphincs", TUF_KEY_UNKNOWN},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[64];
		struct tuf_key_list keys;
		(void)snprintf(text, sizeof(text), "{\"x\":{\"keytype\":\"%s\"}}", rows[i].name);
		fixture_load(fixture, text);
		assert_int_equal(parse(fixture, &keys), TUF_OK);
		assert_int_equal(keys.items[0].type, rows[i].type);
		assert_string_equal(keys.items[0].type_name, rows[i].name);
	}
}

/* IDs by printf '{"keytype":"","keyval":{"private":null,"public":null}}' | sha256sum, and so on. */
static void test_key_list_parse_null_and_missing_parts_are_absent(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *text;
		const char *id;
		bool has_bytes;
	} rows[] = {
		{"{\"x\":null}", "ee3b8956cf5c4a7ad24516ebf675687eb533d8ba92fa65f84d037cf7fbc88202",
		 false},
		{"{\"x\":{}}", "ee3b8956cf5c4a7ad24516ebf675687eb533d8ba92fa65f84d037cf7fbc88202",
		 false},
		{"{\"x\":{\"keytype\":null,\"keyval\":null}}",
		 "ee3b8956cf5c4a7ad24516ebf675687eb533d8ba92fa65f84d037cf7fbc88202", false},
		{"{\"x\":{\"keytype\":\"ed25519\",\"keyval\":{}}}",
		 "70199d4ad754d34cb48c76834dd876c3c2f1756fc1ae5f637f0803554cc8755d", false},
		{"{\"x\":{\"keytype\":\"ed25519\",\"keyval\":{\"public\":null}}}",
		 "70199d4ad754d34cb48c76834dd876c3c2f1756fc1ae5f637f0803554cc8755d", false},
		{"{\"x\":{\"keytype\":\"ed25519\",\"keyval\":{\"public\":\"\"}}}",
		 "845db45eb406bab3b7265959dccac366a28ee000803eb345c568e02eebf1e4fb", true},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tuf_key_list keys;
		fixture_load(fixture, rows[i].text);
		assert_int_equal(parse(fixture, &keys), TUF_OK);
		assert_int_equal(keys.count, 1);
		assert_string_equal(keys.items[0].id, rows[i].id);
		assert_int_equal(keys.items[0].public_bytes != NULL, rows[i].has_bytes);
		assert_int_equal(keys.items[0].public_length, 0);
	}
}

static void test_key_list_parse_absent_map_is_empty(void **state)
{
	struct fixture *fixture = *state;
	fixture_load(fixture, "{\"a\":null,\"b\":{}}");
	static const char *const names[] = {"a", "b", "c"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct tuf_node node = tuf_node_member(&fixture->top, names[i]);
		struct tuf_key_list keys = {.count = 42};
		assert_int_equal(tuf_key_list_parse(&fixture->reader, &node, &keys), TUF_OK);
		assert_int_equal(keys.count, 0);
		assert_null(tuf_key_list_find(&keys, "x"));
	}
}

static void test_key_list_parse_map_of_other_kind_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_key_list keys = {.count = 42};
	fixture_load(fixture, "{\"keys\":[]}");
	struct tuf_node node = tuf_node_member(&fixture->top, "keys");
	assert_refused(fixture, tuf_key_list_parse(&fixture->reader, &node, &keys),
		       TUF_FAULT_FIELD_TYPE, "/keys", "an object", "an array");
	assert_int_equal(keys.count, 42);
}

static void test_key_list_parse_wrong_parts_are_refused(void **state)
{
	static const struct rejection rows[] = {
		{"/x", "[]", {TUF_FAULT_FIELD_TYPE, "/x", "an object", "an array"}},
		{"/x/keytype", "1", {TUF_FAULT_FIELD_TYPE, "/x/keytype", "a string", "1"}},
		{"/x/KeyType", "null", {TUF_FAULT_FIELD_CASE, "/x/KeyType", "keytype", "KeyType"}},
		{"/x/\xe2\x84\xaa"
		 "eyval",
		 "null",
		 {TUF_FAULT_FIELD_CASE,
		  "/x/\xe2\x84\xaa"
		  "eyval",
		  "keyval",
		  "\xe2\x84\xaa"
		  "eyval"}},
		{"/x/keyval",
		 "\"Zm9v\"",
		 {TUF_FAULT_FIELD_TYPE, "/x/keyval", "an object", "\"Zm9v\""}},
		{"/x/keyval/PUBLIC",
		 "\"\"",
		 {TUF_FAULT_FIELD_CASE, "/x/keyval/PUBLIC", "public", "PUBLIC"}},
		{"/x/keyval/Private",
		 "\"\"",
		 {TUF_FAULT_FIELD_CASE, "/x/keyval/Private", "private", "Private"}},
		{"/x/keyval/public",
		 "{}",
		 {TUF_FAULT_FIELD_TYPE, "/x/keyval/public", "a base64 string", "an object"}},
		{"/x/keyval/public",
		 "\"Zm9\"",
		 {TUF_FAULT_BASE64, "/x/keyval/public", "base64 in the standard alphabet, padded",
		  "\"Zm9\""}},
		{"/x/keyval/private",
		 "5",
		 {TUF_FAULT_FIELD_TYPE, "/x/keyval/private", "a base64 string", "5"}},
		{"/x/keyval/private",
		 "\"-\"",
		 {TUF_FAULT_BASE64, "/x/keyval/private", "base64 in the standard alphabet, padded",
		  "\"-\""}},
		{"/a~1b", "7", {TUF_FAULT_FIELD_TYPE, "/a~1b", "an object", "7"}},
	};
	check_rejections(*state, "{\"x\":{\"keytype\":\"ecdsa\",\"keyval\":{\"public\":\"Zm9v\"}}}",
			 parse_only, rows, COUNT_OF(rows));
}

static void test_key_list_find_each_listed_key_is_found(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_key_list keys;
	fixture_load(fixture,
		     "{\"m\":{},\"a\":{},\"z\":{},\"mm\":{},\"B\":{},\"\":{},\"\xc3\xa9\":{}}");
	assert_int_equal(parse(fixture, &keys), TUF_OK);
	static const char *const sorted[] = {"", "B", "a", "m", "mm", "z", "\xc3\xa9"};
	for (size_t i = 0; i < COUNT_OF(sorted); i++) {
		assert_string_equal(keys.items[i].listed_id, sorted[i]);
		assert_ptr_equal(tuf_key_list_find(&keys, sorted[i]), &keys.items[i]);
	}
	assert_null(tuf_key_list_find(&keys, "A"));
	assert_null(tuf_key_list_find(&keys, "mmm"));
	assert_null(tuf_key_list_find(&keys, "\xc3"));
}

static void assert_id(struct fixture *fixture, const char *type, const char *bytes, size_t length,
		      const char *expected)
{
	const char *id = NULL;
	assert_int_equal(tuf_key_compute_id(&fixture->arena, type, (const unsigned char *)bytes,
					    length, &id),
			 TUF_OK);
	assert_string_equal(id, expected);
}

/* By printf '{"keytype":"ecdsa","keyval":{"private":null,"public":"Zm9v"}}' | sha256sum, and so on.
 */
static void test_key_compute_id_known_forms_agree(void **state)
{
	assert_id(*state, "ecdsa", "foo", 3,
		  "dd1e67de0ede502d6e604b81c3ab2b206dbb0e6a99f191dd77c404d183bd5590");
	assert_id(*state, "ed25519", NULL, 0,
		  "70199d4ad754d34cb48c76834dd876c3c2f1756fc1ae5f637f0803554cc8755d");
	/* a quotation mark and a backslash are escaped, a line feed is not */
	assert_id(*state, "a\"\\\n", "foo", 3,
		  "ad7734d300e85c86f581522913e8ce69102bfdb1fd4245bb57269a9f0d510d0a");
}

static void check_listed_ids(struct fixture *fixture, const struct tuf_node *keys_node)
{
	struct tuf_key_list keys;
	assert_int_equal(tuf_key_list_parse(&fixture->reader, keys_node, &keys), TUF_OK);
	for (size_t i = 0; i < keys.count; i++) {
		assert_string_equal(keys.items[i].id, keys.items[i].listed_id);
		assert_int_not_equal(keys.items[i].type, TUF_KEY_UNKNOWN);
		assert_true(keys.items[i].public_length >= 32);
	}
}

static void check_captured(struct fixture *fixture, const char *bytes, size_t length)
{
	assert_int_equal(fixture_read(fixture, bytes, length), TUF_OK);
	struct tuf_node signed_part = tuf_node_member(&fixture->top, "signed");
	struct tuf_node keys = tuf_node_member(&signed_part, "keys");
	check_listed_ids(fixture, &keys);
	struct tuf_node delegations = tuf_node_member(&signed_part, "delegations");
	struct tuf_node delegated_keys = tuf_node_member(&delegations, "keys");
	check_listed_ids(fixture, &delegated_keys);
}

static void test_key_captured_keys_have_their_listed_ids(void **state)
{
	captured_for_each(*state, check_captured);
}

/* The real client names the file of a private key by the ID of its bare public key. */
static void test_key_captured_private_keys_are_named_by_the_id(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *certificate;
		const char *type;
	} rows[] = {
		{"alice", "ecdsa"},      {"carol", "ecdsa"}, {"frank", "ecdsa"},
		{"releases-1", "ecdsa"}, {"bob", "rsa"},     {"releases-2", "rsa"},
		{"own-root", "rsa"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char path[4096];
		(void)snprintf(path, sizeof(path), "%s/notary/certificates/%s.crt",
			       TUFCHECK_TESTDATA, rows[i].certificate);
		FILE *file = fopen(path, "r");
		assert_non_null(file);
		X509 *certificate = PEM_read_X509(file, NULL, NULL, NULL);
		assert_int_equal(fclose(file), 0);
		assert_non_null(certificate);
		unsigned char *der = NULL;
		int length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
		assert_true(length > 0);
		const char *id;
		assert_int_equal(
			tuf_key_compute_id(&fixture->arena, rows[i].type, der, (size_t)length, &id),
			TUF_OK);
		(void)snprintf(path, sizeof(path), "%s/notary/trust/private/%s.key",
			       TUFCHECK_TESTDATA, id);
		assert_int_equal(access(path, F_OK), 0);
		OPENSSL_free(der);
		X509_free(certificate);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_key_list_parse_real_keys_have_their_ids),
		fixture_test(test_key_list_parse_listed_id_is_not_the_id),
		fixture_test(test_key_list_parse_other_members_do_not_enter_the_id),
		fixture_test(test_key_list_parse_type_names_are_exact),
		fixture_test(test_key_list_parse_null_and_missing_parts_are_absent),
		fixture_test(test_key_list_parse_absent_map_is_empty),
		fixture_test(test_key_list_parse_map_of_other_kind_is_refused),
		fixture_test(test_key_list_parse_wrong_parts_are_refused),
		fixture_test(test_key_list_find_each_listed_key_is_found),
		fixture_test(test_key_compute_id_known_forms_agree),
		fixture_test(test_key_captured_keys_have_their_listed_ids),
		fixture_test(test_key_captured_private_keys_are_named_by_the_id),
	};
	return cmocka_run_group_tests_name("key", tests, NULL, NULL);
}
