/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each request for room in an arena is refused in turn, while a file is read
 * that no verification reads: by itself, as a lock, as a trusted root, as what
 * identifies a key, as a private key, or as the manifest of an archive; or a
 * text is. What comes out is the lack of memory, and nothing else.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena_refusal.h"
#include "tuf/limits.h"
#include "verify/archive.h"
#include "verify/finding.h"
#include "verify/key_header.h"
#include "verify/tufcheck.h"
#include "verify_support.h"

#define METADATA TUFCHECK_TESTDATA "/notary/trust/tuf/registry.example.com/team/app/metadata"
#define CERTIFICATES TUFCHECK_TESTDATA "/notary/certificates"
#define POLICIES TUFCHECK_TESTDATA "/policies"
#define LOCK TUFCHECK_TESTDATA "/cases/lock-holds/tufcheck.lock"

/* ---- an arena that is full ---- */

typedef enum tufcheck_result reader(const char *path);

/* Refuses one request after the other, until there are no more of them. */
static void check(reader *read, const char *path, enum tufcheck_result wanted)
{
	for (size_t victim = 1;; victim++) {
		arena_requests = 0;
		arena_refused = victim;
		enum tufcheck_result result = read(path);
		arena_refused = 0;
		enum tufcheck_result expected =
			arena_requests >= victim ? TUFCHECK_NO_MEMORY : wanted;
		if (result != expected)
			fail_msg("%s: request %zu is refused: result %d", path, victim, (int)result);
		if (arena_requests < victim)
			break;
		assert_true(victim < 100000);
	}
	assert_true(arena_requests > 0 || wanted == TUFCHECK_INVALID);
}

/* ---- files ---- */

static enum tufcheck_result read_policy(const char *path)
{
	struct tufcheck_problem problem;
	struct tufcheck_policy *policy = NULL;
	enum tufcheck_result result = tufcheck_policy_read(path, &problem, &policy);
	assert_int_equal(policy != NULL, result == TUFCHECK_OK);
	tufcheck_policy_free(policy);
	return result;
}

static void test_policy_without_room_is_no_memory(void **state)
{
	(void)state;
	check(read_policy, POLICIES "/release.policy.json", TUFCHECK_OK);
	check(read_policy, POLICIES "/authority.policy.json", TUFCHECK_OK);
}

static enum tufcheck_result read_document(const char *path)
{
	struct tufcheck_untrusted_document *document = NULL;
	enum tufcheck_result result = tufcheck_untrusted_document_read(path, &document);
	tufcheck_untrusted_document_free(document);
	return result;
}

static void test_document_without_room_is_no_memory(void **state)
{
	(void)state;
	check(read_document, METADATA "/root.json", TUFCHECK_OK);
	check(read_document, METADATA "/timestamp.json", TUFCHECK_OK);
	check(read_document, METADATA "/snapshot.json", TUFCHECK_OK);
	check(read_document, METADATA "/targets.json", TUFCHECK_OK);
	check(read_document, METADATA "/targets/releases.json", TUFCHECK_OK);
	check(read_document, LOCK, TUFCHECK_INVALID);
}

static enum tufcheck_result read_lock(const char *path)
{
	struct tufcheck_lock *lock = NULL;
	enum tufcheck_result result = tufcheck_lock_read(path, NULL, &lock);
	assert_int_equal(lock != NULL, result == TUFCHECK_OK);
	tufcheck_lock_free(lock);
	return result;
}

/* A lock with a field that is none, which the message lists; and one whose name is near. */
static enum tufcheck_result read_lock_text(const char *text)
{
	char path[] = P_tmpdir "/tufcheck-lock-XXXXXX";
	int descriptor = mkstemp(path);
	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, text, strlen(text)), strlen(text));
	assert_int_equal(close(descriptor), 0);
	enum tufcheck_result result = read_lock(path);
	assert_int_equal(unlink(path), 0);
	return result;
}

static void test_lock_with_an_unknown_field_without_room_is_no_memory(void **state)
{
	(void)state;
	check(read_lock_text, "{\"lockVersion\":1,\"something\":{}}", TUFCHECK_INVALID);
	check(read_lock_text, "{\"lockVersion\":1,\"repositorys\":{}}", TUFCHECK_INVALID);
}

static void test_lock_without_room_is_no_memory(void **state)
{
	(void)state;
	check(read_lock, LOCK, TUFCHECK_OK);
}

static enum tufcheck_result read_trusted_root(const char *path)
{
	struct tufcheck_trusted_root *root = NULL;
	enum tufcheck_result result = tufcheck_trusted_root_read(path, NULL, &root);
	assert_int_equal(root != NULL, result == TUFCHECK_OK);
	tufcheck_trusted_root_free(root);
	return result;
}

static void test_trusted_root_without_room_is_no_memory(void **state)
{
	(void)state;
	check(read_trusted_root, METADATA "/root.json", TUFCHECK_OK);
}

static enum tufcheck_result read_identity(const char *path)
{
	struct tufcheck_identity *identity = NULL;
	enum tufcheck_result result = tufcheck_identity_read_file(path, &identity);
	assert_int_equal(identity != NULL, result == TUFCHECK_OK);
	tufcheck_identity_free(identity);
	return result;
}

static void test_identity_without_room_is_no_memory(void **state)
{
	(void)state;
	check(read_identity, CERTIFICATES "/alice.crt", TUFCHECK_OK);
	check(read_identity, CERTIFICATES "/own-root.crt", TUFCHECK_OK);
	check(read_identity, CERTIFICATES "/dave.pub", TUFCHECK_OK);
}

/* ---- what has no file ---- */

static enum tufcheck_result read_image(const char *text)
{
	struct tufcheck_image *image = NULL;
	enum tufcheck_result result = tufcheck_image_parse(text, NULL, &image);
	assert_int_equal(image != NULL, result == TUFCHECK_OK);
	tufcheck_image_free(image);
	return result;
}

static void test_image_without_room_is_no_memory(void **state)
{
	(void)state;
	check(read_image, "registry.example.com/team/app:1", TUFCHECK_OK);
}

/* A private key's header as a reader of files takes it. */
static enum tufcheck_result read_key_header(const char *text)
{
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_key_header header = {.length = 0};
	struct tc_key_facts facts;
	for (bool wants_more = true; *text && wants_more; text++) {
		*tc_key_header_room(&header) = *text;
		wants_more = tc_key_header_take(&header);
	}
	tc_key_header_end(&header);
	enum tuf_result result = tc_key_header_tell(&header, &arena, &facts);
	tuf_arena_clear(&arena);
	return result == TUF_OK ? TUFCHECK_OK : TUFCHECK_NO_MEMORY;
}

static void test_key_header_without_room_is_no_memory(void **state)
{
	(void)state;
	check(read_key_header, "-----BEGIN PRIVATE KEY-----\nrole: root\n\n", TUFCHECK_OK);
	check(read_key_header, "-----BEGIN PRIVATE KEY-----\ngun: a\nrole: root\n\n", TUFCHECK_OK);
	check(read_key_header, "-----BEGIN CERTIFICATE-----\n", TUFCHECK_OK);
}

/* More findings of a kind than are kept, so that there is a line for the rest. */
static enum tufcheck_result sort_findings(const char *message)
{
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_finding_list list = {.arena = &arena, .limit = 1};
	const struct tc_finding_place place = {.role = "root"};
	const struct tufcheck_finding *findings;
	enum tuf_result result = TUF_OK;
	for (int i = 0; i < 3 && result == TUF_OK; i++)
		result = tc_finding_add(&list, TC_ROLE_EXPIRED, &place, "%s", message);
	if (result == TUF_OK)
		result = tc_finding_list_sort(&list, &findings);
	tuf_arena_clear(&arena);
	return result == TUF_OK ? TUFCHECK_OK : TUFCHECK_NO_MEMORY;
}

static void test_findings_without_room_are_no_memory(void **state)
{
	(void)state;
	check(sort_findings, "text", TUFCHECK_OK);
}

/* ---- a manifest ---- */

/* Of one file, which is in the archive, and of names of which one could not be a path. */
static const char manifest[] =
	"{\"schemaVersion\":1,\"evaluatedAt\":\"2026-06-01T00:00:00Z\","
	"\"files\":[{\"path\":\"a\",\"sha256\":\"00000000000000000000000000000000"
	"00000000000000000000000000000000\",\"length\":0,\"kind\":\"input\"}],"
	"\"notArchived\":[{\"path\":\"b/c\"},{\"path\":\"../d\"},{\"path\":\"e\"}]}";

static enum tufcheck_result read_manifest(const char *text)
{
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_member members[8] = {{.path = "a", .kind = TC_MEMBER_FILE}};
	struct tc_archive archive = {.members = members, .count = 1, .room = 1};
	struct tc_archive_problem problem;
	enum tuf_result result =
		tc_archive_read_manifest(&arena, &archive, text, strlen(text), &problem);
	if (result == TUF_OK) {
		assert_true(archive.facts.has_manifest);
		assert_int_equal(archive.facts.input_count, 1);
		assert_int_equal(archive.facts.name_count, 3);
		assert_int_equal(archive.count, 3);
	}
	tuf_arena_clear(&arena);
	return result == TUF_OK ? TUFCHECK_OK
	       : result == TUF_INVALID ? TUFCHECK_INVALID
	                               : TUFCHECK_NO_MEMORY;
}

static void test_manifest_without_room_is_no_memory(void **state)
{
	static const char *const refused[] = {
		"{\"schemaVersion\":1}",
		"{\"schemaVersion\":1,\"files\":[{\"path\":\"b\",\"sha256\":\"\",\"kind\":\"\",\"length\":0}]}",
		"{\"schemaVersion\":1,\"files\":[{\"path\":\"a\",\"sha256\":\"\",\"kind\":\"\",\"length\":0}]}",
		"{\"schemaVersion\":1,\"files\":[{\"path\":\"a\",\"sha256\":\"\",\"kind\":\"\",\"length\":1}]}",
		"{\"schemaVersion\":1,\"files\":[]}",
	};
	(void)state;
	check(read_manifest, manifest, TUFCHECK_OK);
	for (size_t i = 0; i < COUNT_OF(refused); i++)
		check(read_manifest, refused[i], TUFCHECK_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_policy_without_room_is_no_memory),
		cmocka_unit_test(test_lock_with_an_unknown_field_without_room_is_no_memory),
		cmocka_unit_test(test_document_without_room_is_no_memory),
		cmocka_unit_test(test_lock_without_room_is_no_memory),
		cmocka_unit_test(test_trusted_root_without_room_is_no_memory),
		cmocka_unit_test(test_identity_without_room_is_no_memory),
		cmocka_unit_test(test_image_without_room_is_no_memory),
		cmocka_unit_test(test_key_header_without_room_is_no_memory),
		cmocka_unit_test(test_findings_without_room_are_no_memory),
		cmocka_unit_test(test_manifest_without_room_is_no_memory),
	};
	return cmocka_run_group_tests_name("verify_reader_alloc", tests, NULL, NULL);
}
