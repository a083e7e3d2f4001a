/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/root.h"

#include "tests/unit/captured.h"
#include "tests/unit/support.h"
#include "tuf/envelope.h"

static const char root_text[] =
	"{\"_type\":\"Root\",\"version\":3,\"expires\":\"2036-11-18T04:33:06Z\",\"consistent_"
	"snapshot\":true,"
	"\"keys\":{\"r\":{\"keytype\":\"ecdsa-x509\",\"keyval\":{\"public\":\"Zm9v\"}},"
	"\"t\":{\"keytype\":\"ed25519\",\"keyval\":{\"public\":\"Zm9v\"}},\"unused\":{}},"
	"\"roles\":{\"root\":{\"keyids\":[\"r\"],\"threshold\":1},"
	"\"timestamp\":{\"keyids\":[\"t\"],\"threshold\":2},"
	"\"snapshot\":{\"keyids\":[\"t\",\"r\"],\"threshold\":3},"
	"\"targets\":{\"keyids\":[],\"threshold\":4},"
	"\"mirrors\":{\"keyids\":[\"nowhere\"],\"threshold\":0},\"none\":null}}";

static enum tuf_result parse(struct fixture *fixture)
{
	struct tuf_root root = {.common = {.version = 42}};
	enum tuf_result result = tuf_root_parse(&fixture->reader, &fixture->top, &root);
	assert_int_equal(root.common.version,
			 result == TUF_OK ? 3 : 42); /* written only on success */
	return result;
}

static void test_root_role_names_are_those_of_the_files(void **state)
{
	(void)state;
	assert_string_equal(tuf_top_role_name(TUF_TOP_ROOT), "root");
	assert_string_equal(tuf_top_role_name(TUF_TOP_TIMESTAMP), "timestamp");
	assert_string_equal(tuf_top_role_name(TUF_TOP_SNAPSHOT), "snapshot");
	assert_string_equal(tuf_top_role_name(TUF_TOP_TARGETS), "targets");
	assert_string_equal(tuf_top_role_name(TUF_TOP_COUNT), "");
}

static void test_root_parse_fields_are_read(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_root root;
	fixture_load(fixture, root_text);
	assert_int_equal(tuf_root_parse(&fixture->reader, &fixture->top, &root), TUF_OK);
	assert_int_equal(root.common.version, 3);
	assert_true(root.common.has_expires);
	assert_int_equal(root.common.expires.seconds, 2110595586);
	assert_true(root.consistent_snapshot);
	assert_int_equal(root.keys.count, 3);
	assert_non_null(tuf_key_list_find(&root.keys, "unused"));
	static const struct {
		const char *name;
		size_t key_ids;
		int64_t threshold;
	} rows[TUF_TOP_COUNT] = {
		[TUF_TOP_ROOT] = {"root", 1, 1},
		[TUF_TOP_TIMESTAMP] = {"timestamp", 1, 2},
		[TUF_TOP_SNAPSHOT] = {"snapshot", 2, 3},
		[TUF_TOP_TARGETS] = {"targets", 0, 4},
	};
	for (size_t i = 0; i < TUF_TOP_COUNT; i++) {
		assert_string_equal(root.roles[i].name, rows[i].name);
		assert_int_equal(root.roles[i].key_id_count, rows[i].key_ids);
		assert_int_equal(root.roles[i].threshold, rows[i].threshold);
	}
	assert_string_equal(root.roles[TUF_TOP_SNAPSHOT].key_ids[0], "r"); /* sorted */
}

static void test_root_parse_consistent_snapshot_absent_or_null_is_false(void **state)
{
	struct fixture *fixture = *state;
	static const char *const values[] = {NULL, "null", "false"};
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		struct tuf_root root = {.consistent_snapshot = true};
		fixture_load_edited(fixture, root_text, "/consistent_snapshot", values[i]);
		assert_int_equal(tuf_root_parse(&fixture->reader, &fixture->top, &root), TUF_OK);
		assert_false(root.consistent_snapshot);
	}
}

static void test_root_parse_expires_absent_is_none(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_root root;
	fixture_load_edited(fixture, root_text, "/expires", NULL);
	assert_int_equal(tuf_root_parse(&fixture->reader, &fixture->top, &root), TUF_OK);
	assert_false(root.common.has_expires);
}

static void test_root_parse_wrong_fields_are_refused(void **state)
{
	static const char wanted[] = "the keys and threshold of a top-level role";
	static const char listed[] = "the ID of a listed key";
	static const struct rejection rows[] = {
		{"/_type", "\"Targets\"", {TUF_FAULT_ROLE_TYPE, "/_type", "Root", "\"Targets\""}},
		{"/version", "0", {TUF_FAULT_VERSION, "/version", "at least 1", "0"}},
		{"/expires",
		 "\"never\"",
		 {TUF_FAULT_EXPIRES_FORMAT, "/expires", "an RFC 3339 date and time", "\"never\""}},
		{"/consistent_snapshot",
		 "\"true\"",
		 {TUF_FAULT_FIELD_TYPE, "/consistent_snapshot", "true or false", "\"true\""}},
		{"/keys", "[]", {TUF_FAULT_FIELD_TYPE, "/keys", "an object", "an array"}},
		{"/keys/unused", "5", {TUF_FAULT_FIELD_TYPE, "/keys/unused", "an object", "5"}},
		{"/keys",
		 "null",
		 {TUF_FAULT_KEY_UNDEFINED, "/roles/root/keyids/0", listed, "\"r\""}},
		{"/keys/t",
		 NULL,
		 {TUF_FAULT_KEY_UNDEFINED, "/roles/timestamp/keyids/0", listed, "\"t\""}},
		{"/roles", NULL, {TUF_FAULT_ROLE_UNDEFINED, "/roles/root", wanted, "nothing"}},
		{"/roles", "null", {TUF_FAULT_ROLE_UNDEFINED, "/roles/root", wanted, "nothing"}},
		{"/roles", "{}", {TUF_FAULT_ROLE_UNDEFINED, "/roles/root", wanted, "nothing"}},
		{"/roles", "[]", {TUF_FAULT_FIELD_TYPE, "/roles", "an object", "an array"}},
		{"/roles/root", NULL, {TUF_FAULT_ROLE_UNDEFINED, "/roles/root", wanted, "nothing"}},
		{"/roles/timestamp",
		 NULL,
		 {TUF_FAULT_ROLE_UNDEFINED, "/roles/timestamp", wanted, "nothing"}},
		{"/roles/snapshot",
		 "null",
		 {TUF_FAULT_ROLE_UNDEFINED, "/roles/snapshot", wanted, "nothing"}},
		{"/roles/targets",
		 NULL,
		 {TUF_FAULT_ROLE_UNDEFINED, "/roles/targets", wanted, "nothing"}},
		{"/roles/root/threshold",
		 "0",
		 {TUF_FAULT_THRESHOLD, "/roles/root/threshold", "at least 1", "0"}},
		{"/roles/targets/threshold",
		 NULL,
		 {TUF_FAULT_THRESHOLD, "/roles/targets/threshold", "at least 1", "nothing"}},
		{"/roles/snapshot/keyids/1",
		 "\"x\"",
		 {TUF_FAULT_KEY_UNDEFINED, "/roles/snapshot/keyids/1", listed, "\"x\""}},
		{"/roles/targets",
		 "[]",
		 {TUF_FAULT_FIELD_TYPE, "/roles/targets", "an object", "an array"}},
		/* roles that are not used: their types are looked at all the same */
		{"/roles/mirrors", "5", {TUF_FAULT_FIELD_TYPE, "/roles/mirrors", "an object", "5"}},
		{"/roles/mirrors/threshold",
		 "\"\"",
		 {TUF_FAULT_FIELD_TYPE, "/roles/mirrors/threshold", "an integer", "\"\""}},
		{"/roles/mirrors/keyids/0",
		 "1",
		 {TUF_FAULT_FIELD_TYPE, "/roles/mirrors/keyids/0", "a string", "1"}},
		{"/roles/mirrors/KeyIds",
		 "[]",
		 {TUF_FAULT_FIELD_CASE, "/roles/mirrors/KeyIds", "keyids", "KeyIds"}},
		{"/_Type", "\"Root\"", {TUF_FAULT_FIELD_CASE, "/_Type", "_type", "_Type"}},
		{"/Expires", "null", {TUF_FAULT_FIELD_CASE, "/Expires", "expires", "Expires"}},
		{"/Version", "1", {TUF_FAULT_FIELD_CASE, "/Version", "version", "Version"}},
		{"/\xe2\x84\xaa"
		 "eys",
		 "{}",
		 {TUF_FAULT_FIELD_CASE,
		  "/\xe2\x84\xaa"
		  "eys",
		  "keys",
		  "\xe2\x84\xaa"
		  "eys"}},
		{"/role\xc5\xbf",
		 "{}",
		 {TUF_FAULT_FIELD_CASE, "/role\xc5\xbf", "roles", "role\xc5\xbf"}},
		{"/Consistent_snapshot",
		 "false",
		 {TUF_FAULT_FIELD_CASE, "/Consistent_snapshot", "consistent_snapshot",
		  "Consistent_snapshot"}},
	};
	check_rejections(*state, root_text, parse, rows, COUNT_OF(rows));
}

static void test_root_parse_absent_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_root root;
	fixture_load(fixture, "{\"signed\":null}");
	struct tuf_node node = tuf_node_member(&fixture->top, "signed");
	assert_refused(fixture, tuf_root_parse(&fixture->reader, &node, &root),
		       TUF_FAULT_FIELD_MISSING, "/signed", "an object", "nothing");
}

static void check_captured(struct fixture *fixture, const char *bytes, size_t length)
{
	if (!strstr(bytes, "\"_type\":\"Root\""))
		return;
	struct tuf_envelope envelope;
	assert_int_equal(tuf_envelope_parse(&fixture->reader, bytes, length, &envelope), TUF_OK);
	struct tuf_root root;
	assert_int_equal(tuf_root_parse(&fixture->reader, &envelope.signed_part, &root), TUF_OK);
	for (size_t i = 0; i < TUF_TOP_COUNT; i++) {
		assert_int_equal(root.roles[i].threshold, 1);
		assert_true(root.roles[i].key_id_count >= 1);
	}
	const struct tuf_key *key =
		tuf_key_list_find(&root.keys, root.roles[TUF_TOP_ROOT].key_ids[0]);
	assert_true(key->type == TUF_KEY_ECDSA_X509 || key->type == TUF_KEY_RSA_X509);
	tuf_envelope_clear(&envelope);
}

static void test_root_captured_files_are_read(void **state)
{
	captured_for_each(*state, check_captured);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_root_role_names_are_those_of_the_files),
		fixture_test(test_root_parse_fields_are_read),
		fixture_test(test_root_parse_consistent_snapshot_absent_or_null_is_false),
		fixture_test(test_root_parse_expires_absent_is_none),
		fixture_test(test_root_parse_wrong_fields_are_refused),
		fixture_test(test_root_parse_absent_is_refused),
		fixture_test(test_root_captured_files_are_read),
	};
	return cmocka_run_group_tests_name("root", tests, NULL, NULL);
}
