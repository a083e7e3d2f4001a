/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is told of the private keys beside the metadata: whose they are, which
 * of them were asked for, and what is wrong with how they are kept.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/custody.h"
#include "remove_tree.h"
#include "verify_support.h"

#define ID "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define ENCRYPTED "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
#define PLAIN "-----BEGIN PRIVATE KEY-----\n"
#define HEADER "role: snapshot\ngun: header.example/x\n\n"
#define BODY "AAAA\n"
#define MAX_ARGUMENTS 4

/* One trust root, one/, and another, other/, in a folder of their own. */
struct fixture {
	char path[64];
	struct tuf_arena arena;
	struct tc_argument arguments[MAX_ARGUMENTS];
	size_t argument_count;
	struct tc_key_uses uses;
	struct tc_finding_list findings;
	const struct tufcheck_private_key *keys;
	size_t key_count;
};

static void make_folder(const char *name)
{
	assert_int_equal(mkdir(name, 0700), 0);
	assert_int_equal(chmod(name, 0755), 0);
}

static void make_file(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(name, 0600), 0);
}

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	(void)snprintf(fixture->path, sizeof(fixture->path), "%s/custody-XXXXXX", P_tmpdir);
	assert_non_null(mkdtemp(fixture->path));
	assert_int_equal(chdir(fixture->path), 0);
	make_folder("one");
	make_folder("one/private");
	make_folder("other");
	make_folder("other/private");
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < fixture->argument_count; i++)
		close(fixture->arguments[i].descriptor);
	assert_int_equal(chdir("/"), 0);
	remove_tree(fixture->path);
	tuf_arena_clear(&fixture->arena);
	free(fixture);
	return 0;
}

/* Asks for what is at or below start in that folder, by another path to it. */
static struct tc_argument *ask(struct fixture *fixture, const char *folder, const char *path,
                               const char *start)
{
	assert_true(fixture->argument_count < MAX_ARGUMENTS);
	struct tc_argument *argument = &fixture->arguments[fixture->argument_count];
	*argument = (struct tc_argument){.path = path,
	                                 .resolved = folder,
	                                 .is_trust_root = true,
	                                 .start = start};
	argument->descriptor = open(folder, O_RDONLY | O_DIRECTORY);
	assert_true(argument->descriptor >= 0);
	if (fixture->argument_count++ > 0)
		argument[-1].next = argument;
	return argument;
}

static void examine(struct fixture *fixture)
{
	const struct tc_trustdir trustdir = {.arena = &fixture->arena,
	                                     .arguments = fixture->arguments};
	fixture->findings = (struct tc_finding_list){.arena = &fixture->arena};
	const struct tc_custody custody = {.trustdir = &trustdir,
	                                   .uses = &fixture->uses,
	                                   .findings = &fixture->findings};
	assert_int_equal(tc_custody_examine(&custody, &fixture->keys, &fixture->key_count), TUF_OK);
}

/* The keys, by path; paths ends with NULL. */
static void assert_keys(const struct fixture *fixture, const char *const *paths)
{
	size_t count = 0;
	for (; paths[count]; count++) {
		assert_true(count < fixture->key_count);
		assert_string_equal(fixture->keys[count].path, paths[count]);
	}
	assert_int_equal(fixture->key_count, count);
}

static void assert_text(const char *have, const char *want)
{
	assert_string_equal(have ? have : "nothing", want ? want : "nothing");
}

/* The only finding of that kind. */
static const struct tufcheck_finding *only_finding(const struct fixture *fixture,
                                                   enum tc_finding_kind kind)
{
	const struct tufcheck_finding *finding = NULL;
	assert_int_equal(support_count(&fixture->findings, kind, &finding), 1);
	return finding;
}

/* ---- what a key is ---- */

/* In the folders of old clients the place tells first what a key is for, elsewhere the header. */
static void test_custody_takes_role_and_name_from_place_or_header(void **state)
{
	static const struct {
		const char *file; /* in their order */
		const char *text;
		const char *role, *gun;
	} rows[] = {
		{"one/private/a.example/" ID "_targets.key", ENCRYPTED HEADER BODY, "snapshot",
	         "header.example/x"},
		{"one/private/b.example/" ID "_targets.key", ENCRYPTED BODY, "targets", "b.example"},
		{"one/private/tuf_keys/" ID ".key", ENCRYPTED HEADER BODY, "snapshot",
	         "header.example/x"},
		{"one/private/tuf_keys/c.example/" ID "_targets.key", ENCRYPTED HEADER BODY,
	         "targets", "c.example"},
	};
	struct fixture *fixture = *state;
	make_folder("one/private/a.example");
	make_folder("one/private/b.example");
	make_folder("one/private/tuf_keys");
	make_folder("one/private/tuf_keys/c.example");
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		make_file(rows[i].file, rows[i].text);
	ask(fixture, "one", "one", ".");
	examine(fixture);
	assert_int_equal(fixture->key_count, COUNT_OF(rows));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_text(fixture->keys[i].path, rows[i].file);
		assert_text(fixture->keys[i].role, rows[i].role);
		assert_text(fixture->keys[i].gun, rows[i].gun);
	}
}

/* What cannot be read is a key when it is there and has a key's name. */
static void test_custody_knows_an_unread_key_by_its_name(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(mkfifo("one/private/" ID ".key", 0600), 0);
	assert_int_equal(mkfifo("one/private/pipe", 0600), 0);
	assert_int_equal(symlink("../../x", "one/private/" ID "_a.key"), 0);
	ask(fixture, "one", "one", ".");
	examine(fixture);
	assert_keys(fixture, (const char *const[]){"one/private/" ID ".key", NULL});
	assert_findings(&fixture->findings, TC_PRIVATE_UNCHECKED, TC_PRIVATE_UNCHECKED,
	                TC_PRIVATE_UNCHECKED);
}

/* ---- which were asked for ---- */

static void test_custody_of_a_repository_is_that_of_its_keys(void **state)
{
	static const char *const guns[] = {"a.example/b", "a.example/b/c", "a.example/bc",
	                                   "a.example"};
	struct fixture *fixture = *state;
	for (size_t i = 0; i < COUNT_OF(guns); i++) {
		char name[64], text[256];
		(void)snprintf(name, sizeof(name), "one/private/%zu", i);
		(void)snprintf(text, sizeof(text), ENCRYPTED "gun: %s\n\n" BODY, guns[i]);
		make_file(name, text);
	}
	ask(fixture, "one", "one", "tuf/a.example/b");
	examine(fixture);
	assert_keys(fixture, (const char *const[]){"one/private/0", "one/private/1", NULL});
}

/* That private/ itself cannot be looked at concerns everybody who asks. */
static void test_custody_without_a_look_is_told_to_all(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(rmdir("one/private"), 0);
	assert_int_equal(symlink("/", "one/private"), 0);
	ask(fixture, "one", "one", "tuf/a.example/b");
	examine(fixture);
	assert_keys(fixture, (const char *const[]){NULL});
	assert_text(only_finding(fixture, TC_PRIVATE_UNCHECKED)->file, "one/private");
}

/* A folder that was given by several paths is looked at once, by the first of them. */
static void test_custody_lists_the_keys_of_a_folder_once(void **state)
{
	static const char *const files[] = {"one/private/a/z.key", "one/private/a.key",
	                                    "other/private/a/z.key", "other/private/a.key"};
	struct fixture *fixture = *state;
	make_folder("one/private/a");
	make_folder("other/private/a");
	for (size_t i = 0; i < COUNT_OF(files); i++)
		make_file(files[i], ENCRYPTED BODY);
	ask(fixture, "one", "z", ".");
	ask(fixture, "other", "o", ".");
	ask(fixture, "one", "a", ".");
	examine(fixture);
	assert_keys(fixture,
	            (const char *const[]){"a/private/a.key", "a/private/a/z.key",
	                                  "o/private/a.key", "o/private/a/z.key", NULL});
}

static void test_custody_of_what_is_no_trust_root_is_nobodys(void **state)
{
	struct fixture *fixture = *state;
	make_file("one/private/a.key", ENCRYPTED BODY);
	ask(fixture, "one", "one", ".")->is_trust_root = false;
	examine(fixture);
	assert_int_equal(fixture->key_count, 0);
	fixture->arguments[0].is_trust_root = true;
	fixture->arguments[0].start = NULL; /* memory was short */
	examine(fixture);
	assert_int_equal(fixture->key_count, 0);
}

/* ---- what is wrong with them ---- */

static void test_custody_tells_what_others_may_do(void **state)
{
	static const struct {
		mode_t mode;
		const char *may, *actual;
	} rows[] = {
		{0640, "others can read this", "mode 0640"},
		{0604, "others can read this", "mode 0604"},
		{0620, "others can write this", "mode 0620"},
		{0602, "others can write this", "mode 0602"},
		{0666, "others can read and write this", "mode 0666"},
		{0642, "others can read and write this", "mode 0642"},
	};
	struct fixture *fixture = *state;
	make_file("one/private/a.key", ENCRYPTED BODY);
	ask(fixture, "one", "one", ".");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(chmod("one/private/a.key", rows[i].mode), 0);
		examine(fixture);
		const struct tufcheck_finding *finding =
			only_finding(fixture, TC_PRIVATE_KEY_EXPOSED);
		assert_non_null(strstr(finding->message, rows[i].may));
		assert_text(finding->actual, rows[i].actual);
		assert_text(finding->expected, "mode 0600, or a folder above that shields it");
	}
	assert_int_equal(chmod("one/private/a.key", 0600), 0);
	assert_int_equal(chmod("one/private", 0777), 0);
	examine(fixture);
	const struct tufcheck_finding *finding = only_finding(fixture, TC_PRIVATE_KEY_EXPOSED);
	assert_text(finding->expected, "folders in which only the owner can write");
	assert_text(finding->actual, "one/private");
}

static void test_custody_tells_what_it_could_not_know(void **state)
{
	struct fixture *fixture = *state;
	ask(fixture, "one", "one", ".");
	make_file("one/private/a.key", "-----BEGIN OPENSSH PRIVATE KEY-----\n" BODY);
	examine(fixture);
	const struct tufcheck_finding *finding = only_finding(fixture, TC_PRIVATE_UNCHECKED);
	assert_text(finding->expected, "a private key as Notary writes it");
	assert_non_null(finding->actual);
	char text[6000] = ENCRYPTED "role: ";
	size_t length = strlen(text);
	memset(text + length, 'x', sizeof(text) - 1 - length);
	make_file("one/private/a.key", text);
	examine(fixture);
	finding = only_finding(fixture, TC_PRIVATE_UNCHECKED);
	assert_text(finding->expected, "a PEM header of at most 4096 bytes");
	assert_text(finding->actual, "a longer one");
	assert_non_null(strstr(finding->message, "found a longer one"));
}

static void test_custody_tells_what_an_unencrypted_key_is_for(void **state)
{
	static const struct {
		const char *header;
		const char *use;
	} rows[] = {
		{"", "an encrypted private key, found"},
		{"role: targets\n\n", "an encrypted private key, for targets, found"},
		{"gun: a.example\n\n", "an encrypted private key, for a.example, found"},
		{"role: targets\ngun: a.example\n\n",
	         "an encrypted private key, for targets of a.example, found"},
	};
	struct fixture *fixture = *state;
	ask(fixture, "one", "one", ".");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[256];
		(void)snprintf(text, sizeof(text), PLAIN "%s" BODY, rows[i].header);
		make_file("one/private/a.key", text);
		examine(fixture);
		const char *message = only_finding(fixture, TC_PRIVATE_KEY_UNENCRYPTED)->message;
		if (!strstr(message, rows[i].use))
			fail_msg("%s", message);
	}
}

#define custody_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		custody_test(test_custody_takes_role_and_name_from_place_or_header),
		custody_test(test_custody_knows_an_unread_key_by_its_name),
		custody_test(test_custody_of_a_repository_is_that_of_its_keys),
		custody_test(test_custody_without_a_look_is_told_to_all),
		custody_test(test_custody_lists_the_keys_of_a_folder_once),
		custody_test(test_custody_of_what_is_no_trust_root_is_nobodys),
		custody_test(test_custody_tells_what_others_may_do),
		custody_test(test_custody_tells_what_it_could_not_know),
		custody_test(test_custody_tells_what_an_unencrypted_key_is_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
