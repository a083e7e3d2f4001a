/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/targets.h"

#include "tests/unit/captured.h"
#include "tests/unit/support.h"
#include "tuf/envelope.h"

static const char targets_text[] =
	"{\"_type\":\"Targets\",\"version\":3,\"expires\":\"2036-11-18T04:33:06Z\","
	"\"targets\":{\"v2\":{\"hashes\":{\"sha256\":\"Zm9v\"},\"length\":2},\"latest\":{"
	"\"length\":1}},"
	"\"delegations\":{\"keys\":{\"a\":{\"keytype\":\"ecdsa\"},\"b\":null},\"roles\":["
	"{\"name\":\"targets/z\",\"keyids\":[\"a\"],\"threshold\":1,\"paths\":[\"\"]},"
	"{\"name\":\"targets/"
	"a\",\"keyids\":[\"b\",\"a\"],\"threshold\":2,\"paths\":[\"v1\",\"v2\"]},"
	"{\"name\":\"targets/a\",\"keyids\":[],\"threshold\":1}]}}";

static enum tuf_result parse(struct fixture *fixture)
{
	struct tuf_targets targets = {.common = {.version = 42}};
	enum tuf_result result =
		tuf_targets_parse(&fixture->reader, &fixture->top, "targets", &targets);
	assert_int_equal(targets.common.version,
			 result == TUF_OK ? 3 : 42); /* written only on success */
	return result;
}

static void test_targets_parse_fields_are_read(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_targets targets;
	fixture_load(fixture, targets_text);
	assert_int_equal(tuf_targets_parse(&fixture->reader, &fixture->top, "targets", &targets),
			 TUF_OK);
	assert_int_equal(targets.common.version, 3);
	assert_int_equal(targets.common.expires.seconds, 2110595586);
	assert_int_equal(targets.files.count, 2);
	assert_string_equal(targets.files.items[0].name, "latest");
	assert_int_equal(targets.files.items[1].length, 2);
	assert_int_equal(targets.keys.count, 2);
	assert_int_equal(targets.keys.items[0].type, TUF_KEY_ECDSA);
	assert_int_equal(targets.delegation_count, 3);
	/* in the order of the file, a name given twice being two roles */
	assert_string_equal(targets.delegations[0].name, "targets/z");
	assert_string_equal(targets.delegations[1].name, "targets/a");
	assert_int_equal(targets.delegations[1].threshold, 2);
	assert_int_equal(targets.delegations[1].key_id_count, 2);
	assert_string_equal(targets.delegations[1].paths[1], "v2");
	assert_string_equal(targets.delegations[2].name, "targets/a");
	assert_int_equal(targets.delegations[2].path_count, 0);
}

static void test_targets_parse_parts_absent_or_null_are_empty(void **state)
{
#define START "{\"_type\":\"Targets\",\"version\":1"
	struct fixture *fixture = *state;
	static const char *const texts[] = {
		START "}",
		START ",\"targets\":null,\"delegations\":null}",
		START ",\"targets\":{},\"delegations\":{}}",
		START ",\"delegations\":{\"keys\":null,\"roles\":null}}",
		START ",\"delegations\":{\"keys\":{},\"roles\":[]}}",
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct tuf_targets targets = {.delegation_count = 42};
		fixture_load(fixture, texts[i]);
		assert_int_equal(
			tuf_targets_parse(&fixture->reader, &fixture->top, "targets", &targets),
			TUF_OK);
		assert_false(targets.common.has_expires);
		assert_int_equal(targets.files.count, 0);
		assert_int_equal(targets.keys.count, 0);
		assert_int_equal(targets.delegation_count, 0);
	}
}

static void test_targets_parse_wrong_fields_are_refused(void **state)
{
	static const char child[] = "targets/ and one name";
	static const char listed[] = "the ID of a listed key";
	static const struct rejection rows[] = {
		{"/_type",
		 "\"Snapshot\"",
		 {TUF_FAULT_ROLE_TYPE, "/_type", "Targets", "\"Snapshot\""}},
		{"/version", "null", {TUF_FAULT_VERSION, "/version", "at least 1", "nothing"}},
		{"/expires",
		 "\"2026\"",
		 {TUF_FAULT_EXPIRES_FORMAT, "/expires", "an RFC 3339 date and time", "\"2026\""}},
		{"/targets", "[]", {TUF_FAULT_FIELD_TYPE, "/targets", "an object", "an array"}},
		{"/targets/v2", "\"\"", {TUF_FAULT_FIELD_TYPE, "/targets/v2", "an object", "\"\""}},
		{"/delegations",
		 "[]",
		 {TUF_FAULT_FIELD_TYPE, "/delegations", "an object", "an array"}},
		{"/delegations/Keys",
		 "{}",
		 {TUF_FAULT_FIELD_CASE, "/delegations/Keys", "keys", "Keys"}},
		{"/delegations/ROLES",
		 "[]",
		 {TUF_FAULT_FIELD_CASE, "/delegations/ROLES", "roles", "ROLES"}},
		{"/delegations/keys",
		 "[]",
		 {TUF_FAULT_FIELD_TYPE, "/delegations/keys", "an object", "an array"}},
		{"/delegations/keys/b",
		 "1",
		 {TUF_FAULT_FIELD_TYPE, "/delegations/keys/b", "an object", "1"}},
		{"/delegations/keys",
		 NULL,
		 {TUF_FAULT_KEY_UNDEFINED, "/delegations/roles/0/keyids/0", listed, "\"a\""}},
		{"/delegations/keys/b",
		 NULL,
		 {TUF_FAULT_KEY_UNDEFINED, "/delegations/roles/1/keyids/0", listed, "\"b\""}},
		{"/delegations/roles",
		 "{}",
		 {TUF_FAULT_FIELD_TYPE, "/delegations/roles", "an array", "an object"}},
		{"/delegations/roles/1",
		 "null",
		 {TUF_FAULT_FIELD_MISSING, "/delegations/roles/1", "an object", "nothing"}},
		{"/delegations/roles/2",
		 "7",
		 {TUF_FAULT_FIELD_TYPE, "/delegations/roles/2", "an object", "7"}},
		{"/delegations/roles/0/threshold",
		 "0",
		 {TUF_FAULT_THRESHOLD, "/delegations/roles/0/threshold", "at least 1", "0"}},
		{"/delegations/roles/2/threshold",
		 NULL,
		 {TUF_FAULT_THRESHOLD, "/delegations/roles/2/threshold", "at least 1", "nothing"}},
		{"/delegations/roles/0/name",
		 NULL,
		 {TUF_FAULT_DELEGATION_NAME, "/delegations/roles/0/name", child, "nothing"}},
		{"/delegations/roles/1/name",
		 "\"targets/A\"",
		 {TUF_FAULT_DELEGATION_NAME, "/delegations/roles/1/name", child, "\"targets/A\""}},
		{"/delegations/roles/2/name",
		 "\"targets/a/b\"",
		 {TUF_FAULT_DELEGATION_NAME, "/delegations/roles/2/name", child,
		  "\"targets/a/b\""}},
		{"/delegations/roles/2/name",
		 "\"targets\"",
		 {TUF_FAULT_DELEGATION_NAME, "/delegations/roles/2/name", child, "\"targets\""}},
		{"/_typE", "null", {TUF_FAULT_FIELD_CASE, "/_typE", "_type", "_typE"}},
		{"/Expires", "null", {TUF_FAULT_FIELD_CASE, "/Expires", "expires", "Expires"}},
		{"/ver\xc5\xbfion",
		 "1",
		 {TUF_FAULT_FIELD_CASE, "/ver\xc5\xbfion", "version", "ver\xc5\xbfion"}},
		{"/Targets", "{}", {TUF_FAULT_FIELD_CASE, "/Targets", "targets", "Targets"}},
		{"/Delegations",
		 "{}",
		 {TUF_FAULT_FIELD_CASE, "/Delegations", "delegations", "Delegations"}},
	};
	check_rejections(*state, targets_text, parse, rows, COUNT_OF(rows));
}

static enum tuf_result parse_releases(struct fixture *fixture)
{
	struct tuf_targets targets;
	return tuf_targets_parse(&fixture->reader, &fixture->top, "targets/releases", &targets);
}

static void test_targets_parse_delegations_stand_under_their_own_role(void **state)
{
	static const struct rejection rows[] = {
		{"/delegations/roles/0/name",
		 "\"targets/x\"",
		 {TUF_FAULT_DELEGATION_NAME, "/delegations/roles/0/name",
		  "targets/releases/ and one name", "\"targets/x\""}},
		{"/delegations/roles/0/name",
		 "\"targets/releases\"",
		 {TUF_FAULT_DELEGATION_NAME, "/delegations/roles/0/name",
		  "targets/releases/ and one name", "\"targets/releases\""}},
		{"/delegations/roles/0/name",
		 "\"targets/releasesx/a\"",
		 {TUF_FAULT_DELEGATION_NAME, "/delegations/roles/0/name",
		  "targets/releases/ and one name", "\"targets/releasesx/a\""}},
	};
	check_rejections(*state,
			 "{\"_type\":\"Targets\",\"version\":1,\"delegations\":{\"roles\":["
			 "{\"name\":\"targets/releases/x\",\"threshold\":1}]}}",
			 parse_releases, rows, COUNT_OF(rows));
}

static void test_targets_parse_delegation_name_of_256_bytes_is_refused(void **state)
{
	struct fixture *fixture = *state;
	char name[300] = "\"targets/";
	memset(name + 9, 'n', 247);
	name[256] = '"'; /* 255 bytes between the quotation marks */
	fixture_load_edited(fixture, targets_text, "/delegations/roles/0/name", name);
	assert_int_equal(parse(fixture), TUF_OK);
	name[256] = 'n';
	name[257] = '"';
	char actual[128] = "";
	memcpy(actual, name, 97); /* a quotation mark and 96 bytes */
	(void)stpcpy(actual + 97, "…\"");
	fixture_load_edited(fixture, targets_text, "/delegations/roles/0/name", name);
	assert_refused(fixture, parse(fixture), TUF_FAULT_DELEGATION_NAME,
		       "/delegations/roles/0/name", "targets/ and one name", actual);
}

static void test_targets_parse_absent_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_targets targets;
	fixture_load(fixture, "{\"signed\":null}");
	struct tuf_node node = tuf_node_member(&fixture->top, "signed");
	assert_refused(fixture, tuf_targets_parse(&fixture->reader, &node, "targets", &targets),
		       TUF_FAULT_FIELD_MISSING, "/signed", "an object", "nothing");
}

static size_t captured_delegations;

static void check_captured(struct fixture *fixture, const char *bytes, size_t length)
{
	if (!strstr(bytes, "\"_type\":\"Targets\""))
		return;
	struct tuf_envelope envelope;
	assert_int_equal(tuf_envelope_parse(&fixture->reader, bytes, length, &envelope), TUF_OK);
	/* the role's name is that of the file; any parent does for files without delegations */
	bool is_releases = strstr(bytes, "\"name\":\"targets/releases/") != NULL;
	struct tuf_targets targets;
	assert_int_equal(tuf_targets_parse(&fixture->reader, &envelope.signed_part,
					   is_releases ? "targets/releases" : "targets", &targets),
			 TUF_OK);
	captured_delegations += targets.delegation_count;
	tuf_envelope_clear(&envelope);
}

static void test_targets_captured_files_are_read(void **state)
{
	captured_delegations = 0;
	captured_for_each(*state, check_captured);
	assert_true(captured_delegations >= 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fixture_test(test_targets_parse_fields_are_read),
		fixture_test(test_targets_parse_parts_absent_or_null_are_empty),
		fixture_test(test_targets_parse_wrong_fields_are_refused),
		fixture_test(test_targets_parse_delegations_stand_under_their_own_role),
		fixture_test(test_targets_parse_delegation_name_of_256_bytes_is_refused),
		fixture_test(test_targets_parse_absent_is_refused),
		fixture_test(test_targets_captured_files_are_read),
	};
	return cmocka_run_group_tests_name("targets", tests, NULL, NULL);
}
