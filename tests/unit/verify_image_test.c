/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* needs those above */
#include <cmocka.h>

#include "verify/image.h"
#include "memory_exhausted.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#define HEX_32 "0123456789abcdef0123456789abcdef"
#define HEX_64 HEX_32 HEX_32
#define SHA256 "sha256:" HEX_64
#define LETTERS_50 "abcdefghijklmnopqrstuvwxyabcdefghijklmnopqrstuvwxy"
#define TAG_128 LETTERS_50 LETTERS_50 "abcdefghijklmnopqrstuvwxyz_1"

/* Names of these many letters. */
#define LETTERS_200 LETTERS_50 LETTERS_50 LETTERS_50 LETTERS_50
#define LETTERS_237 LETTERS_200 "abcdefghijklmnopqrstuvwxyabcdefghijkl"
#define LETTERS_245 LETTERS_237 "abcdefgh"

/* ---- allocations that fail ---- */

/* The linker puts these in the place of the functions of the C library. */
void *__real_realloc(void *bytes, size_t size);
void *__wrap_realloc(void *bytes, size_t size);

void *__wrap_realloc(void *bytes, size_t size)
{
	return must_fail() ? NULL : __real_realloc(bytes, size);
}

/* ---- what is an image ---- */

static const struct accepted {
	const char *text;
	const char *gun;
	const char *tag;    /* may be NULL */
	const char *digest; /* likewise */
} accepted[] = {
	/* names of docker's own registry */
	{"alpine", "docker.io/library/alpine", "latest", NULL},
	{"a", "docker.io/library/a", "latest", NULL},
	{"7", "docker.io/library/7", "latest", NULL},
	{"alpine:3.19", "docker.io/library/alpine", "3.19", NULL},
	{"alpine:latest", "docker.io/library/alpine", "latest", NULL},
	{"library/alpine", "docker.io/library/alpine", "latest", NULL},
	{"docker.io/alpine", "docker.io/library/alpine", "latest", NULL},
	{"docker.io/library/alpine", "docker.io/library/alpine", "latest", NULL},
	{"index.docker.io/alpine", "docker.io/library/alpine", "latest", NULL},
	{"index.docker.io/library/alpine:3", "docker.io/library/alpine", "3", NULL},
	{"index.docker.io/user/app", "docker.io/user/app", "latest", NULL},
	{"user/app", "docker.io/user/app", "latest", NULL},
	{"docker.io/user/app:1", "docker.io/user/app", "1", NULL},
	{"user/group/app", "docker.io/user/group/app", "latest", NULL},
	{"library/group/app", "docker.io/library/group/app", "latest", NULL},
	{"d/app", "docker.io/d/app", "latest", NULL},
	{"j/t", "docker.io/j/t", "latest", NULL},
	{"docker.io/docker.io", "docker.io/library/docker.io", "latest", NULL},
	/* without a slash nothing is a host */
	{"localhost", "docker.io/library/localhost", "latest", NULL},
	{"localhost:5000", "docker.io/library/localhost", "5000", NULL},
	{"registry.example.com", "docker.io/library/registry.example.com", "latest", NULL},
	{"registry.example.com:5000", "docker.io/library/registry.example.com", "5000", NULL},
	{"docker.io", "docker.io/library/docker.io", "latest", NULL},
	{"foo_bar.com:8080", "docker.io/library/foo_bar.com", "8080", NULL},
	{"test_com", "docker.io/library/test_com", "latest", NULL},
	/* hosts */
	{"registry.example.com/app", "registry.example.com/app", "latest", NULL},
	{"registry.example.com/app:tag", "registry.example.com/app", "tag", NULL},
	{"registry.example.com/team/app", "registry.example.com/team/app", "latest", NULL},
	{"registry.example.com/library/app", "registry.example.com/library/app", "latest", NULL},
	{"registry.example.com:5000/app", "registry.example.com:5000/app", "latest", NULL},
	{"registry.example.com:5000/app:5000", "registry.example.com:5000/app", "5000", NULL},
	{"registry:5000/app", "registry:5000/app", "latest", NULL},
	{"registry:5000/app:tag", "registry:5000/app", "tag", NULL},
	{"registry:0/app", "registry:0/app", "latest", NULL},
	{"registry:99999999/app", "registry:99999999/app", "latest", NULL},
	{"registry/app", "docker.io/registry/app", "latest", NULL},
	{"localhost/app", "localhost/app", "latest", NULL},
	{"localhost:5000/app", "localhost:5000/app", "latest", NULL},
	{"localhosts/app", "docker.io/localhosts/app", "latest", NULL},
	{"127.0.0.1/app", "127.0.0.1/app", "latest", NULL},
	{"127.0.0.1:5000/team/app", "127.0.0.1:5000/team/app", "latest", NULL},
	{"127.0.0.1:5000/library/app", "127.0.0.1:5000/library/app", "latest", NULL},
	{"sub-dom1.example.com/a/b/c:some-long-tag", "sub-dom1.example.com/a/b/c", "some-long-tag",
         NULL},
	{"xn--n3h.example.com/app:xn--n3h.example.com", "xn--n3h.example.com/app",
         "xn--n3h.example.com", NULL},
	{"b.example.com/test.example.com/my-app:test.example.com",
         "b.example.com/test.example.com/my-app", "test.example.com", NULL},
	{"a.b/c", "a.b/c", "latest", NULL},
	{"1.2/c", "1.2/c", "latest", NULL},
	{"a--b.example.com/c", "a--b.example.com/c", "latest", NULL},
	{"docker.io:443/alpine", "docker.io:443/alpine", "latest", NULL},
	{"registry-1.docker.io/library/alpine", "registry-1.docker.io/library/alpine", "latest",
         NULL},
	{"index.docker.io:443/alpine", "index.docker.io:443/alpine", "latest", NULL},
	/* capitals make a host, and hosts are compared as they are written */
	{"Registry/app", "Registry/app", "latest", NULL},
	{"REGISTRY/team/app:1", "REGISTRY/team/app", "1", NULL},
	{"rEgistry/app", "rEgistry/app", "latest", NULL},
	{"registrY/app", "registrY/app", "latest", NULL},
	{"Registry.Example.com/app", "Registry.Example.com/app", "latest", NULL},
	{"Docker.io/alpine", "Docker.io/alpine", "latest", NULL},
	{"LOCALHOST/app", "LOCALHOST/app", "latest", NULL},
	/* addresses in brackets */
	{"[::1]/app", "[::1]/app", "latest", NULL},
	{"[::1]:5000/app", "[::1]:5000/app", "latest", NULL},
	{"[::1]:5000/team/app:1", "[::1]:5000/team/app", "1", NULL},
	{"[2001:DB8::1]/app", "[2001:DB8::1]/app", "latest", NULL},
	{"[2001:db8:0:0:0:0:0:1]:5000/app@" SHA256, "[2001:db8:0:0:0:0:0:1]:5000/app", NULL,
         SHA256},
	{"[:]/app", "[:]/app", "latest", NULL},
	{"[09:af:AF]/app", "[09:af:AF]/app", "latest", NULL},
	/* separators */
	{"a-b/app", "docker.io/a-b/app", "latest", NULL},
	{"a--b/app", "docker.io/a--b/app", "latest", NULL},
	{"a---------b/app", "docker.io/a---------b/app", "latest", NULL},
	{"a_b/app", "docker.io/a_b/app", "latest", NULL},
	{"a__b/app", "docker.io/a__b/app", "latest", NULL},
	{"team/a.b", "docker.io/team/a.b", "latest", NULL},
	{"team/a.b_c-d__e--f1", "docker.io/team/a.b_c-d__e--f1", "latest", NULL},
	{"ubuntu-12.04-base", "docker.io/library/ubuntu-12.04-base", "latest", NULL},
	{"team/foo_bar.com:8080", "docker.io/team/foo_bar.com", "8080", NULL},
	/* tags */
	{"app:_", "docker.io/library/app", "_", NULL},
	{"app:V1.0_x-y", "docker.io/library/app", "V1.0_x-y", NULL},
	{"app:1.", "docker.io/library/app", "1.", NULL},
	{"app:1..-", "docker.io/library/app", "1..-", NULL},
	{"app:" TAG_128, "docker.io/library/app", TAG_128, NULL},
	{"lower:Upper", "docker.io/library/lower", "Upper", NULL},
	{"sha256:tag", "docker.io/library/sha256", "tag", NULL},
	{"app:" HEX_64, "docker.io/library/app", HEX_64, NULL},
	/* digests */
	{"alpine@" SHA256, "docker.io/library/alpine", NULL, SHA256},
	{"alpine:3.19@" SHA256, "docker.io/library/alpine", "3.19", SHA256},
	{"alpine:latest@" SHA256, "docker.io/library/alpine", "latest", SHA256},
	{"registry:5000/app@" SHA256, "registry:5000/app", NULL, SHA256},
	{"registry:5000/app:tag@" SHA256, "registry:5000/app", "tag", SHA256},
	{"index.docker.io/alpine@" SHA256, "docker.io/library/alpine", NULL, SHA256},
	/* digits that are no ID */
	{"docker.io/" HEX_64, "docker.io/library/" HEX_64, "latest", NULL},
	{"user/" HEX_64, "docker.io/user/" HEX_64, "latest", NULL},
	{HEX_64 ":tag", "docker.io/library/" HEX_64, "tag", NULL},
	{HEX_32, "docker.io/library/" HEX_32, "latest", NULL},
	{HEX_64 "0", "docker.io/library/" HEX_64 "0", "latest", NULL},
	{"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl",
         "docker.io/library/abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl",
         "latest", NULL},
	/* 255 characters */
	{"docker.io/" LETTERS_237, "docker.io/library/" LETTERS_237, "latest", NULL},
	{LETTERS_237, "docker.io/library/" LETTERS_237, "latest", NULL},
	{"a.b/" LETTERS_245 "abcdef", "a.b/" LETTERS_245 "abcdef", "latest", NULL},
	{"a.b/" LETTERS_245 "abcdef:" TAG_128 "@" SHA256, "a.b/" LETTERS_245 "abcdef", TAG_128,
         SHA256},
};

static bool are_equal(const char *left, const char *right)
{
	return left && right ? strcmp(left, right) == 0 : left == right;
}

static void check_accepted(const struct accepted *row)
{
	struct tufcheck_image *image = NULL;
	struct tufcheck_problem problem = {.column = 77};
	enum tufcheck_result result = tufcheck_image_parse(row->text, &problem, &image);
	if (result != TUFCHECK_OK)
		fail_msg("%s: refused at %zu: %s", row->text, problem.column, problem.message);
	assert_int_equal(problem.column, 77);
	assert_string_equal(image->text, row->text);
	assert_string_equal(image->gun, row->gun);
	if (!are_equal(image->tag, row->tag) || !are_equal(image->digest, row->digest))
		fail_msg("%s: tag %s, digest %s", row->text, image->tag, image->digest);
	assert_true(are_equal(image->sha256, row->digest ? row->digest + 7 : NULL));
	size_t host_length = strlen(image->host);
	assert_memory_equal(image->gun, image->host, host_length);
	assert_int_equal(image->gun[host_length], '/');
	assert_string_equal(image->gun + host_length + 1, image->path);
	tufcheck_image_free(image);
}

static void test_image_that_docker_takes_is_taken_as_docker_does(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(accepted); i++)
		check_accepted(&accepted[i]);
}

static void test_image_without_tag_and_digest_has_an_assumed_tag(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool is_assumed;
	} rows[] = {{"alpine", true},
	            {"registry:5000/app", true},
	            {"alpine:latest", false},
	            {"alpine@" SHA256, false},
	            {"alpine:latest@" SHA256, false}};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tufcheck_image *image;
		assert_int_equal(tufcheck_image_parse(rows[i].text, NULL, &image), TUFCHECK_OK);
		assert_int_equal(image->is_tag_assumed, rows[i].is_assumed);
		tufcheck_image_free(image);
	}
}

/* ---- what is none ---- */

#define NAME "the repository's name"
#define HOST "the registry's host"
#define NAME_SET "expected lower-case letters, digits, '.', '_' and '-'"
#define HOST_SET "expected letters, digits, '-' and '.'"
#define TAG_SET "expected letters, digits, '_', '.' and '-'"
#define BOTH_ENDS "expected a letter or digit at both ends"
#define SEPARATION "between letters or digits, expected one '.', one or two '_', or '-' alone"
#define AN_ID "this is the ID of an image, expected a name"
#define SHA256_FORM "expected sha256: and 64 hexadecimal digits"
#define SHA256_ONLY "expected sha256, which is what an image is proved by"

static const struct refused {
	const char *text;
	size_t column;
	const char *message;
} refused[] = {
	{"", 1, "the image's name is empty"},
	/* IDs and URLs */
	{HEX_64, 1, AN_ID},
	{SHA256, 1, AN_ID},
	{"sha384:" HEX_64 HEX_32, 1, AN_ID},
	{"sha512:" HEX_64 HEX_64, 1, AN_ID},
	{"https://registry.example.com/app", 1, "this is a URL, expected a name without '://'"},
	{"docker://alpine", 1, "this is a URL, expected a name without '://'"},
	/* nothing where something must be */
	{":tag", 1, NAME " is empty"},
	{"@" SHA256, 1, NAME " is empty"},
	{":", 1, NAME " is empty"},
	{"@", 1, NAME " is empty"},
	{"/", 1, NAME " has an empty part"},
	{"/app", 1, NAME " has an empty part"},
	{"user/", 6, NAME " has an empty part"},
	{"user//app", 6, NAME " has an empty part"},
	{"user///app", 6, NAME " has an empty part"},
	{"user/app/", 10, NAME " has an empty part"},
	{"registry.example.com/", 22, NAME " is empty"},
	{"registry.example.com/:tag", 22, NAME " is empty"},
	{"registry.example.com//app", 22, NAME " has an empty part"},
	{"localhost/", 11, NAME " is empty"},
	{"alpine:", 8, "the tag is empty"},
	{"alpine:@" SHA256, 8, "the tag is empty"},
	{"alpine@", 8, "the digest is empty, " SHA256_FORM},
	{"alpine:tag@", 12, "the digest is empty, " SHA256_FORM},
	/* characters of names */
	{"Alpine", 1, NAME " has 'A', expected lower case"},
	{"Upper:tag", 1, NAME " has 'U', expected lower case"},
	{"user/App", 6, NAME " has 'A', expected lower case"},
	{"user/apP", 8, NAME " has 'P', expected lower case"},
	{"docker.io/user/App", 16, NAME " has 'A', expected lower case"},
	{"registry:5000/Upper/lower:tag", 15, NAME " has 'U', expected lower case"},
	{"Upper/Upper", 7, NAME " has 'U', expected lower case"},
	{"al pine", 3, NAME " has a space, " NAME_SET},
	{" alpine", 1, NAME " has a space, " NAME_SET},
	{"alpine ", 7, NAME " has a space, " NAME_SET},
	{"alpine\n", 7, NAME " has a control character, " NAME_SET},
	{"alp\x1fine", 4, NAME " has a control character, " NAME_SET},
	{"alp\x7fine", 4, NAME " has a control character, " NAME_SET},
	{"alp\x80ine", 4, NAME " has a character beyond ASCII, " NAME_SET},
	{"alp\xc3\xafne", 4, NAME " has a character beyond ASCII, " NAME_SET},
	{"aa/asdf$$^/aa", 8, NAME " has '$', " NAME_SET},
	{"alpine+x", 7, NAME " has '+', " NAME_SET},
	{"alpine#1", 7, NAME " has '#', " NAME_SET},
	{"alpine\\x", 7, NAME " has '\\', " NAME_SET},
	{"${IMAGE}", 1, NAME " has '$', " NAME_SET},
	{"{{ .Values.image }}", 1, NAME " has '{', " NAME_SET},
	{"[f]/app", 1, NAME " has '[', " NAME_SET},
	{"user/[::1]", 6, NAME " has '[', " NAME_SET},
	/* separators of names */
	{"-alpine", 1, NAME " has a part '-alpine', " BOTH_ENDS},
	{"alpine-", 7, NAME " has a part 'alpine-', " BOTH_ENDS},
	{"-user/app", 1, NAME " has a part '-user', " BOTH_ENDS},
	{"user-/app", 5, NAME " has a part 'user-', " BOTH_ENDS},
	{"-user-/app", 1, NAME " has a part '-user-', " BOTH_ENDS},
	{"____/____", 1, NAME " has a part '____', " BOTH_ENDS},
	{"_user/_app", 1, NAME " has a part '_user', " BOTH_ENDS},
	{"user/_app", 6, NAME " has a part '_app', " BOTH_ENDS},
	{"user/app__", 9, NAME " has a part 'app__', " BOTH_ENDS},
	{"user/.app", 6, NAME " has a part '.app', " BOTH_ENDS},
	{"user/..", 6, NAME " has a part '..', " BOTH_ENDS},
	{"user/.", 6, NAME " has a part '.', " BOTH_ENDS},
	{"user/a..b", 7, NAME " has '..' " SEPARATION},
	{"user/a._b", 7, NAME " has '._' " SEPARATION},
	{"user/a-.b", 7, NAME " has '-.' " SEPARATION},
	{"user/a_-b", 7, NAME " has '_-' " SEPARATION},
	{"user/a-_b", 7, NAME " has '-_' " SEPARATION},
	{"user/a___b", 7, NAME " has '___' " SEPARATION},
	{"user/a.b_.c", 9, NAME " has '_.' " SEPARATION},
	/* hosts */
	{"foo_bar.com/app", 4, HOST " has '_', " HOST_SET},
	{"Foo_Bar/app", 4, HOST " has '_', " HOST_SET},
	{"a..b/app", 3, HOST " has an empty part, " HOST_SET},
	{".b/app", 1, HOST " has an empty part, " HOST_SET},
	{"b./app", 3, HOST " has an empty part, " HOST_SET},
	{"./app", 1, HOST " has an empty part, " HOST_SET},
	{"../app", 1, HOST " has an empty part, " HOST_SET},
	{":5000/app", 1, HOST " has an empty part, " HOST_SET},
	{"-docker.io/user/app", 1, HOST " has a part '-docker', " BOTH_ENDS},
	{"docker.io-/user/app", 10, HOST " has a part 'io-', " BOTH_ENDS},
	{"a.-b.c/app", 3, HOST " has a part '-b', " BOTH_ENDS},
	{"user@example.com/app", 5, HOST " has '@', " HOST_SET},
	{"registry.ex ample/app", 12, HOST " has a space, " HOST_SET},
	{"b\xc3\xbc" "cher.example.com/app", 2, HOST " has a character beyond ASCII, " HOST_SET},
	{"registry:/app", 10, "the registry's port is empty, expected digits"},
	{"registry:tag/app", 10, "the registry's port is 'tag', expected digits"},
	{"registry:50a0/app", 12, "the registry's port is '50a0', expected digits"},
	{"registry:5000:5001/app", 14, "the registry's port is '5000:5001', expected digits"},
	{"registry:-1/app", 10, "the registry's port is '-1', expected digits"},
	{"::1/app", 1, HOST " has an empty part, " HOST_SET},
	{"[::1/app", 1, HOST " has a '[' without a ']'"},
	{"[]:5000/app", 2, "the registry's IPv6 address is empty"},
	{"[::1]5000/app", 6, HOST " has '5', expected ':' and a port, or '/', after its ']'"},
	{"[::1].example.com/app", 6,
         HOST " has '.', expected ':' and a port, or '/', after its ']'"},
	{"[::1]:/app", 7, "the registry's port is empty, expected digits"},
	{"[::1]:x/app", 7, "the registry's port is 'x', expected digits"},
	{"[fe80::1%eth0]/app", 9,
         "the registry's IPv6 address has '%', expected hexadecimal digits and ':'"},
	{"[::ffff:192.0.2.1]/app", 12,
         "the registry's IPv6 address has '.', expected hexadecimal digits and ':'"},
	{"a[::1]/app", 2, HOST " has '[', " HOST_SET},
	{"[::1]/", 7, NAME " is empty"},
	{"[::1]", 1, NAME " has '[', " NAME_SET},
	/* tags */
	{"alpine:-foo", 8, "the tag is '-foo', expected a letter, digit or '_' first"},
	{"alpine:.foo", 8, "the tag is '.foo', expected a letter, digit or '_' first"},
	{"alpine:a b", 9, "the tag has a space, " TAG_SET},
	{"alpine:a/b", 8, "the registry's port is 'a', expected digits"},
	{"user/alpine:a/b", 14, "the tag has '/', " TAG_SET},
	{"alpine:a:b", 9, "the tag has ':', " TAG_SET},
	{"alpine:a+b", 9, "the tag has '+', " TAG_SET},
	{"alpine:${TAG:-1}", 8, "the tag has '$', " TAG_SET},
	{"alpine:t\xc3\xa4g", 9, "the tag has a character beyond ASCII, " TAG_SET},
	{"app:" TAG_128 "x", 133, "the tag has 129 characters, expected at most 128"},
	/* digests */
	{"alpine@sha256", 8, "the digest is 'sha256', " SHA256_FORM},
	{"alpine@" HEX_64, 8, "the digest is '" HEX_64 "', " SHA256_FORM},
	{"alpine@sha256:", 15, "the digest has 0 hexadecimal digits, expected 64"},
	{"alpine@sha256:" HEX_32 "ab", 15, "the digest has 34 hexadecimal digits, expected 64"},
	{"alpine@" SHA256 "0", 15, "the digest has 65 hexadecimal digits, expected 64"},
	{"alpine@sha256:g" HEX_64, 15, "the digest has 'g', expected 64 hexadecimal digits"},
	{"alpine@" SHA256 ":tag", 79, "the digest has ':', expected 64 hexadecimal digits"},
	{"alpine@" SHA256 "@" SHA256, 79, "the digest has '@', expected 64 hexadecimal digits"},
	{"alpine@sha256:A" HEX_32, 15,
         "the digest has 'A', expected hexadecimal digits in lower case"},
	{"alpine@sha256:F" HEX_32, 15,
         "the digest has 'F', expected hexadecimal digits in lower case"},
	{"alpine@SHA256:" HEX_64, 8, "the digest's algorithm is 'SHA256', " SHA256_ONLY},
	{"alpine@sha512:" HEX_64 HEX_64, 8, "the digest's algorithm is 'sha512', " SHA256_ONLY},
	{"alpine@sha384:" HEX_64 HEX_32, 8, "the digest's algorithm is 'sha384', " SHA256_ONLY},
	{"alpine@invalid:" HEX_64, 8, "the digest's algorithm is 'invalid', " SHA256_ONLY},
	{"alpine@:" HEX_64, 8, "the digest's algorithm is '', " SHA256_ONLY},
	/* more than 255 characters */
	{LETTERS_237 "m", 1, NAME " has 256 characters with its host, expected at most 255"},
	{"docker.io/" LETTERS_237 "m", 1,
         NAME " has 256 characters with its host, expected at most 255"},
	{"index.docker.io/" LETTERS_237 "m", 1,
         NAME " has 256 characters with its host, expected at most 255"},
	{"a.b/" LETTERS_245 "abcdefg", 1,
         NAME " has 256 characters with its host, expected at most 255"},
	{"user/" LETTERS_245, 1, NAME " has 260 characters with its host, expected at most 255"},
};

static void test_image_that_docker_refuses_is_refused_and_says_where(void **state)
{
	(void)state;
	size_t wrong = 0;
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		const struct refused *row = &refused[i];
		struct tufcheck_image *image = NULL;
		struct tufcheck_problem problem = {.line = 77};
		enum tufcheck_result result = tufcheck_image_parse(row->text, &problem, &image);
		if (result == TUFCHECK_INVALID && !image && problem.line == 0 &&
		    problem.column == row->column && strcmp(problem.message, row->message) == 0)
			continue;
		print_error("%s: result %d, column %zu: %s\n", row->text, (int)result,
		            problem.column, problem.message);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void test_image_message_repeats_whole_characters_only(void **state)
{
	(void)state;
	/* 33 letters of two bytes each, and then half of what is beyond the excerpt */
	static const char text[] = "r:x\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4"
				   "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4"
				   "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4"
				   "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4"
				   "\xc3\xa4/app";
	struct tufcheck_image *image;
	struct tufcheck_problem problem;
	assert_int_equal(tufcheck_image_parse(text, &problem, &image), TUFCHECK_INVALID);
	const char *quoted = strstr(problem.message, "'x");
	assert_non_null(quoted);
	assert_int_equal(strchr(quoted + 1, '\'') - quoted, 64);
}

#define UNDERSCORES_16 "________________"
#define UNDERSCORES_64 UNDERSCORES_16 UNDERSCORES_16 UNDERSCORES_16 UNDERSCORES_16
#define HALVES_13 "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80" /* of characters */
#define HALVES_65 HALVES_13 HALVES_13 HALVES_13 HALVES_13 HALVES_13
#define BELOW_64 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk" /* by one */

/* At most 64 bytes; half of a character would be none, and none is nothing, not everything. */
static void test_image_message_repeats_so_many_bytes(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *message;
	} rows[] = {
		{"app:-" BELOW_64, "the tag is '-" BELOW_64 "', expected a letter, digit or '_' first"},
		{"app:-" BELOW_64 "l",
	         "the tag is '-" BELOW_64 "', expected a letter, digit or '_' first"},
		{"a" UNDERSCORES_64 "\x80", NAME " has '" UNDERSCORES_64 "' " SEPARATION},
		{"r:" HALVES_65 "/app", "the registry's port is '', expected digits"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tufcheck_image *image;
		struct tufcheck_problem problem;
		assert_int_equal(tufcheck_image_parse(rows[i].text, &problem, &image),
		                 TUFCHECK_INVALID);
		assert_string_equal(problem.message, rows[i].message);
	}
}

static void test_image_without_arguments_is_a_bad_call(void **state)
{
	(void)state;
	struct tufcheck_image *image;
	assert_int_equal(tufcheck_image_parse(NULL, NULL, &image), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_image_parse("alpine", NULL, NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_image_parse("Alpine", NULL, &image), TUFCHECK_INVALID);
	tufcheck_image_free(NULL);
}

static void test_image_without_memory_says_so(void **state)
{
	(void)state;
	struct tufcheck_image *image = NULL;
	enum tufcheck_result result = TUFCHECK_NO_MEMORY;
	size_t count = 0;
	while (result == TUFCHECK_NO_MEMORY) {
		failing = count++;
		result = tufcheck_image_parse("user/app:1@" SHA256, NULL, &image);
		failing = SIZE_MAX;
		assert_true(result == TUFCHECK_OK || !image);
	}
	assert_int_equal(result, TUFCHECK_OK);
	assert_in_range(count, 2, 20);
	tufcheck_image_free(image);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_image_that_docker_takes_is_taken_as_docker_does),
		cmocka_unit_test(test_image_without_tag_and_digest_has_an_assumed_tag),
		cmocka_unit_test(test_image_that_docker_refuses_is_refused_and_says_where),
		cmocka_unit_test(test_image_message_repeats_whole_characters_only),
		cmocka_unit_test(test_image_message_repeats_so_many_bytes),
		cmocka_unit_test(test_image_without_arguments_is_a_bad_call),
		cmocka_unit_test(test_image_without_memory_says_so),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
