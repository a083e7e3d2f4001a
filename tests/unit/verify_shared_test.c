/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys that repositories share: what a ring or a scan answers is the same with
 * a cache, whoever filled it, as without.
 */
#include <errno.h>
#include <pthread.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/failure/report_text.h"
#include "tuf/limits.h"
#include "verify/public_key.h"
#include "verify/shared.h"
#include "verify/tufcheck.h"
#include "memory_wraps.h"
#include "verify_support.h"

#define TRUST TUFCHECK_TESTDATA "/notary/trust"

/* ---- requests for memory that fail ---- */

int __real_pthread_mutex_init(pthread_mutex_t *lock, const pthread_mutexattr_t *attributes);
int __wrap_pthread_mutex_init(pthread_mutex_t *lock, const pthread_mutexattr_t *attributes);
void *__real_tsearch(const void *key, void **root, int (*compare)(const void *, const void *));
void *__wrap_tsearch(const void *key, void **root, int (*compare)(const void *, const void *));

/* Requests that are still granted; negative: all are. */
static int granted = -1;

static bool must_fail(void)
{
	if (granted < 0)
		return false;
	return granted == 0 || granted-- == 0;
}

int __wrap_pthread_mutex_init(pthread_mutex_t *lock, const pthread_mutexattr_t *attributes)
{
	return must_fail() ? ENOMEM : __real_pthread_mutex_init(lock, attributes);
}

void *__wrap_tsearch(const void *key, void **root, int (*compare)(const void *, const void *))
{
	return must_fail() ? NULL : __real_tsearch(key, root, compare);
}

/* ---- the store ---- */

/* Things that are there. */
static long alive;

struct thing {
	struct tc_shared head;
	char text[32];
};

static void free_thing(struct tc_shared *head)
{
	alive--;
	free(head);
}

static struct tc_shared *make_thing(const char *text, size_t weight)
{
	struct thing *thing = calloc(1, sizeof(*thing));
	assert_non_null(thing);
	(void)snprintf(thing->text, sizeof(thing->text), "%s", text);
	tc_shared_init(&thing->head, free_thing);
	thing->head.bytes = (const unsigned char *)thing->text;
	thing->head.length = strlen(thing->text);
	thing->head.weight = weight;
	alive++;
	return &thing->head;
}

static struct tc_shared *find(struct tc_store *store, const char *text)
{
	return tc_store_find(store, (const unsigned char *)text, strlen(text));
}

static void keep(struct tc_store *store, const char *text, size_t weight)
{
	struct tc_shared *thing = make_thing(text, weight);
	tc_store_keep(store, thing);
	tc_shared_release(thing);
}

static bool has(struct tc_store *store, const char *text)
{
	struct tc_shared *found = find(store, text);
	assert_true(!found || strcmp(((struct thing *)found)->text, text) == 0);
	tc_shared_release(found);
	return found != NULL;
}

static void test_store_finds_by_exactly_the_bytes(void **state)
{
	(void)state;
	struct tc_store *store = tc_store_new();
	assert_non_null(store);
	static const char *const texts[] = {"", "a", "b", "ab", "ba", "abc"};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		for (size_t k = 0; k < COUNT_OF(texts); k++)
			assert_int_equal(has(store, texts[k]), k < i);
		keep(store, texts[i], 1);
	}
	assert_false(has(store, "A"));
	assert_false(has(store, "abcd"));
	tc_store_free(store);
	assert_int_equal(alive, 0);
}

static void test_store_keeps_the_first_of_two_that_are_alike(void **state)
{
	(void)state;
	struct tc_store *store = tc_store_new();
	struct tc_shared *first = make_thing("a", 1);
	tc_store_keep(store, first);
	keep(store, "a", 1);
	assert_int_equal(alive, 1);
	struct tc_shared *found = find(store, "a");
	assert_ptr_equal(found, first);
	tc_shared_release(first);
	tc_shared_release(found);
	tc_store_free(store);
	assert_int_equal(alive, 0);
}

static void test_store_freed_leaves_what_is_held(void **state)
{
	(void)state;
	struct tc_store *store = tc_store_new();
	keep(store, "a", 1);
	struct tc_shared *found = find(store, "a");
	tc_store_free(store);
	assert_int_equal(alive, 1);
	assert_string_equal(((struct thing *)found)->text, "a");
	tc_shared_release(found);
	assert_int_equal(alive, 0);
	tc_store_free(NULL);
	tc_shared_release(NULL);
}

/* Of 20 things, of which a tenth fills it, and one that is asked for again and again. */
static void test_store_is_bounded_and_drops_what_nobody_asks_for(void **state)
{
	(void)state;
	struct tc_store *store = tc_store_new();
	keep(store, "wanted", TUF_MAX_SHARED_BYTES / 10);
	for (int i = 0; i < 20; i++) {
		char text[32];
		(void)snprintf(text, sizeof(text), "%d", i);
		keep(store, text, TUF_MAX_SHARED_BYTES / 10);
		assert_true(has(store, text));
		assert_true(has(store, "wanted"));
		assert_true(alive <= 10);
	}
	assert_true(has(store, "19"));
	assert_false(has(store, "0"));
	tc_store_free(store);
	assert_int_equal(alive, 0);
}

/* Two generations, each of half of what may be held: the older goes when the newer would hold more. */
static void test_store_makes_room_only_when_it_must(void **state)
{
	(void)state;
	const size_t half = TUF_MAX_SHARED_BYTES / 2;
	for (size_t more = 0; more <= 1; more++) {
		struct tc_store *store = tc_store_new();
		keep(store, "first", half / 2 + more);
		keep(store, "second", half / 2);
		keep(store, "third", half);
		assert_int_equal(alive, 3 - more);
		assert_int_equal(has(store, "first"), !more);
		tc_store_free(store);
		assert_int_equal(alive, 0);
	}
}

static void test_store_does_not_keep_what_is_too_large(void **state)
{
	(void)state;
	struct tc_store *store = tc_store_new();
	keep(store, "small", 1);
	keep(store, "large", TUF_MAX_SHARED_BYTES / 2 + 1);
	assert_false(has(store, "large"));
	assert_true(has(store, "small"));
	keep(store, "fits", TUF_MAX_SHARED_BYTES / 2);
	assert_true(has(store, "fits"));
	tc_store_free(store);
	assert_int_equal(alive, 0);
}

static void test_store_without_memory_keeps_nothing(void **state)
{
	(void)state;
	struct tc_store *store = tc_store_new();
	struct tc_shared *thing = make_thing("a", 1);
	granted = 0;
	assert_null(tc_store_new());
	tc_store_keep(store, thing);
	granted = -1;
	assert_false(has(store, "a"));
	tc_store_keep(store, thing);
	assert_true(has(store, "a"));
	tc_shared_release(thing);
	tc_store_free(store);
	assert_int_equal(alive, 0);
}

static void test_store_without_a_lock_is_none(void **state)
{
	(void)state;
	granted = 1; /* the store itself */
	struct tc_store *store = tc_store_new();
	granted = -1;
	assert_null(store);
}

/* ---- keys ---- */

struct fixture {
	struct tuf_arena arena;
	struct tc_key_cache cache;
	struct tuf_key keys[16];
	size_t count;
};

static void add_key(struct fixture *fixture, struct tuf_key key)
{
	assert_true(fixture->count < COUNT_OF(fixture->keys));
	fixture->keys[fixture->count++] = key;
}

/* One whose public part is not there. */
static struct tuf_key make_absent_key(struct tuf_arena *arena)
{
	struct tuf_key key = support_make_key(arena, "ecdsa", "", 0);
	key.public_bytes = NULL;
	assert_int_equal(tuf_key_compute_id(arena, "ecdsa", NULL, 0, &key.id), TUF_OK);
	return key;
}

/* Of every type, sound and broken. */
static void add_keys(struct fixture *fixture)
{
	struct tuf_arena *arena = &fixture->arena;
	EVP_PKEY *ecdsa = support_pkey(SUPPORT_P256, 0);
	EVP_PKEY *rsa = support_pkey(SUPPORT_RSA2048, 0);
	const char *leaf = support_certificate(
		arena, &(struct support_certificate){.key = ecdsa, .name = "one"});
	const char *other_leaf = support_certificate(
		arena, &(struct support_certificate){.key = ecdsa, .name = "other"});
	const char *rsa_leaf = support_certificate(
		arena, &(struct support_certificate){.key = rsa, .name = "rsa"});
	add_key(fixture, support_bare_key(arena, ecdsa));
	add_key(fixture, support_x509_key(arena, rsa, rsa_leaf));
	add_key(fixture, support_bare_key(arena, support_pkey(SUPPORT_P256, 1)));
	add_key(fixture, support_bare_key(arena, support_pkey(SUPPORT_P384, 0)));
	add_key(fixture, support_bare_key(arena, rsa));
	add_key(fixture, support_pem_key(arena, rsa));
	add_key(fixture, support_bare_key(arena, support_pkey(SUPPORT_ED25519, 0)));
	add_key(fixture, support_x509_key(arena, ecdsa, leaf));
	add_key(fixture, support_x509_key(arena, ecdsa, other_leaf));
	add_key(fixture, support_x509_key(arena, rsa, leaf));
	add_key(fixture, support_x509_key(arena, ecdsa, "-----BEGIN CERTIFICATE-----\n"));
	add_key(fixture, support_make_key(arena, "ecdsa", "x", 1));
	add_key(fixture, make_absent_key(arena));
	add_key(fixture, support_make_key(arena, "ed25519", "x", 1));
	add_key(fixture, support_make_key(arena, "odd \"type\"", "x", 1));
}

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	assert_int_equal(tc_key_cache_init(&fixture->cache), TUF_OK);
	add_keys(fixture);
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	tc_key_cache_clear(&fixture->cache);
	tuf_arena_clear(&fixture->arena);
	free(fixture);
	return 0;
}

static void assert_text(const char *left, const char *right)
{
	assert_int_equal(left == NULL, right == NULL);
	if (left)
		assert_string_equal(left, right);
}

static void assert_same_key(const struct tc_public_key *left, const struct tc_public_key *right)
{
	assert_text(left->id, right->id);
	assert_text(left->type_name, right->type_name);
	assert_int_equal(left->type, right->type);
	assert_int_equal(left->is_pem, right->is_pem);
	assert_text(left->problem, right->problem);
	assert_text(left->bundle_problem, right->bundle_problem);
	assert_text(left->canonical_id, right->canonical_id);
	assert_text(left->spki_sha256, right->spki_sha256);
	assert_int_equal(left->facts.algorithm, right->facts.algorithm);
	assert_int_equal(left->facts.bits, right->facts.bits);
	assert_int_equal(left->facts.spki_length, right->facts.spki_length);
	if (left->facts.spki_length > 0)
		assert_memory_equal(left->facts.spki, right->facts.spki, left->facts.spki_length);
	assert_int_equal(left->pkey == NULL, right->pkey == NULL);
	if (left->pkey)
		assert_int_equal(EVP_PKEY_eq(left->pkey, right->pkey), 1);
	assert_int_equal(left->ed25519 == NULL, right->ed25519 == NULL);
	if (left->ed25519)
		assert_memory_equal(left->ed25519, right->ed25519, 32);
	assert_int_equal(left->bundle.count, right->bundle.count);
	for (size_t i = 0; i < left->bundle.count; i++)
		assert_text(left->bundle.items[i].record.sha256,
		            right->bundle.items[i].record.sha256);
}

static struct tc_key_ring make_ring(struct tuf_arena *arena, const struct tc_key_cache *cache)
{
	return (struct tc_key_ring){.arena = arena, .cache = cache};
}

/* Decodes all keys with the cache and without, from the last to the first when backwards. */
static void compare_rings(const struct fixture *fixture, bool backwards)
{
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_key_ring alone = make_ring(&arena, NULL);
	struct tc_key_ring sharing = make_ring(&arena, &fixture->cache);
	for (size_t i = 0; i < fixture->count; i++) {
		const struct tuf_key *key =
			&fixture->keys[backwards ? fixture->count - 1 - i : i];
		const struct tc_public_key *left, *right;
		assert_int_equal(tc_key_ring_get(&alone, key, &left), TUF_OK);
		assert_int_equal(tc_key_ring_get(&sharing, key, &right), TUF_OK);
		assert_same_key(left, right);
	}
	tc_key_ring_clear(&alone);
	tc_key_ring_clear(&sharing);
	tuf_arena_clear(&arena);
}

static void test_keys_are_the_same_with_a_cache(void **state)
{
	compare_rings(*state, false);
	compare_rings(*state, true);
	compare_rings(*state, false);
}

static void test_keys_of_two_rings_are_decoded_once(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_key_ring rings[] = {make_ring(&arena, &fixture->cache),
	                              make_ring(&arena, &fixture->cache)};
	for (size_t i = 0; i < fixture->count; i++) {
		const struct tc_public_key *left, *right;
		assert_int_equal(tc_key_ring_get(&rings[0], &fixture->keys[i], &left), TUF_OK);
		assert_int_equal(tc_key_ring_get(&rings[1], &fixture->keys[i], &right), TUF_OK);
		assert_ptr_equal(left->pkey, right->pkey);
		assert_ptr_equal(left->bundle.items, right->bundle.items);
	}
	/* one public key with two certificates */
	const struct tc_public_key *one, *other;
	assert_int_equal(tc_key_ring_get(&rings[0], &fixture->keys[7], &one), TUF_OK);
	assert_int_equal(tc_key_ring_get(&rings[1], &fixture->keys[8], &other), TUF_OK);
	assert_string_not_equal(one->id, other->id);
	assert_ptr_equal(one->pkey, other->pkey);
	tc_key_ring_clear(&rings[0]);
	tc_key_ring_clear(&rings[1]);
	tuf_arena_clear(&arena);
}

/* Half a cache is none. */
static void test_keys_cache_is_made_whole_or_not_at_all(void **state)
{
	(void)state;
	enum tuf_result result = TUF_NO_MEMORY;
	int requests = 0;
	while (result != TUF_OK) {
		struct tc_key_cache cache;
		granted = requests++;
		result = tc_key_cache_init(&cache);
		granted = -1;
		assert_int_equal(cache.pkeys != NULL, result == TUF_OK);
		assert_int_equal(cache.keys != NULL, result == TUF_OK);
		if (result == TUF_OK)
			tc_key_cache_clear(&cache);
	}
	assert_true(requests > 2);
}

/* The ring has what it was given, whatever becomes of the cache. */
static void test_keys_outlive_the_cache(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_key_ring ring = make_ring(&arena, &fixture->cache);
	const struct tc_public_key *key;
	assert_int_equal(tc_key_ring_get(&ring, &fixture->keys[7], &key), TUF_OK);
	tc_key_cache_clear(&fixture->cache);
	assert_int_equal(EVP_PKEY_eq(key->pkey, support_pkey(SUPPORT_P256, 0)), 1);
	assert_string_equal(key->bundle.items[0].record.subject, "CN=one");
	tc_key_ring_clear(&ring);
	tuf_arena_clear(&arena);
}

/* Should two keys ever have one ID, each would be what its bytes are. */
static void test_keys_under_one_id_are_told_apart(void **state)
{
	struct fixture *fixture = *state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tuf_key impostors[3] = {fixture->keys[2], fixture->keys[1], fixture->keys[12]};
	for (size_t i = 0; i < COUNT_OF(impostors); i++) {
		struct tc_key_ring first = make_ring(&arena, &fixture->cache);
		struct tc_key_ring second = make_ring(&arena, &fixture->cache);
		struct tc_key_ring alone = make_ring(&arena, NULL);
		impostors[i].id = fixture->keys[0].id;
		const struct tc_public_key *key, *impostor, *expected;
		assert_int_equal(tc_key_ring_get(&first, &fixture->keys[0], &key), TUF_OK);
		assert_int_equal(tc_key_ring_get(&second, &impostors[i], &impostor), TUF_OK);
		assert_int_equal(tc_key_ring_get(&alone, &impostors[i], &expected), TUF_OK);
		assert_same_key(impostor, expected);
		assert_ptr_not_equal(impostor->pkey, key->pkey);
		tc_key_ring_clear(&first);
		tc_key_ring_clear(&second);
		tc_key_ring_clear(&alone);
	}
	tuf_arena_clear(&arena);
}

/* Each request fails in turn: memory lacks, or the key is what it is. */
static void test_keys_without_memory_are_not_mistaken(void **state)
{
	struct fixture *fixture = *state;
	for (size_t i = 0; i < fixture->count; i++) {
		bool has_failed = true;
		for (int n = 0; has_failed; n++) {
			struct tuf_arena arena = TUF_ARENA_INIT;
			struct tc_key_cache cache;
			assert_int_equal(tc_key_cache_init(&cache), TUF_OK);
			struct tc_key_ring ring = make_ring(&arena, &cache);
			struct tc_key_ring alone = make_ring(&arena, NULL);
			const struct tc_public_key *key, *expected;
			assert_int_equal(tc_key_ring_get(&alone, &fixture->keys[i], &expected),
			                 TUF_OK);
			granted = n;
			enum tuf_result result =
				tc_key_ring_get(&ring, &fixture->keys[i], &key);
			has_failed = granted == 0;
			granted = -1;
			assert_true(result == TUF_OK || (has_failed && result == TUF_NO_MEMORY));
			if (result == TUF_OK)
				assert_same_key(key, expected);
			tc_key_ring_clear(&ring);
			tc_key_ring_clear(&alone);
			tc_key_cache_clear(&cache);
			tuf_arena_clear(&arena);
		}
	}
}

/* ---- scans ---- */

static struct tufcheck_scan *open_scan(void)
{
	struct tufcheck_options options = {.size = sizeof(options)};
	assert_int_equal(tufcheck_time_parse("2026-11-21T04:34:00Z", &options.at), TUFCHECK_OK);
	struct tufcheck_scan *scan = NULL;
	assert_int_equal(tufcheck_scan_new(&options, &scan), TUFCHECK_OK);
	return scan;
}

/* All that is said of one repository; the caller's to free. NULL: it could not be verified. */
static char *verify(const struct tufcheck_scan *scan, size_t index)
{
	struct tufcheck_report *report = NULL;
	if (tufcheck_scan_verify(scan, index, &report) != TUFCHECK_OK)
		return NULL;
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	if (out) {
		report_text_write_repository(out, tufcheck_report_get_repository(report));
		(void)fclose(out);
	}
	tufcheck_report_free(report);
	return text;
}

/* A scan of one repository shares nothing. */
static char *verify_alone(const char *gun)
{
	struct tufcheck_scan *scan = open_scan();
	assert_int_equal(tufcheck_scan_add_gun(scan, TRUST, gun), TUFCHECK_OK);
	assert_int_equal(tufcheck_scan_count(scan), 1);
	char *text = verify(scan, 0);
	assert_non_null(text);
	tufcheck_scan_free(scan);
	return text;
}

#define THREADS 8
#define MAX_REPOSITORIES 32

struct task {
	pthread_t thread;
	const struct tufcheck_scan *scan;
	size_t first; /* repository */
	char *const *expected;
	size_t wrong; /* reports that are not as expected */
};

/* All repositories, a few times; each thread begins with another. */
static void *verify_all(void *argument)
{
	struct task *task = argument;
	size_t count = tufcheck_scan_count(task->scan);
	for (size_t i = 0; i < 3 * count; i++) {
		size_t index = (task->first + i) % count;
		char *text = verify(task->scan, index);
		task->wrong += !text || strcmp(text, task->expected[index]) != 0;
		free(text);
	}
	return NULL;
}

static void test_scan_says_in_any_thread_what_it_says_of_each_alone(void **state)
{
	(void)state;
	struct tufcheck_scan *scan = open_scan();
	assert_int_equal(tufcheck_scan_add(scan, TRUST), TUFCHECK_OK);
	tufcheck_scan_sort(scan);
	size_t count = tufcheck_scan_count(scan);
	assert_true(count > 1 && count <= MAX_REPOSITORIES);
	char *expected[MAX_REPOSITORIES];
	for (size_t i = 0; i < count; i++)
		expected[i] = verify_alone(tufcheck_scan_get_place(scan, i).gun);
	struct task tasks[THREADS];
	for (size_t i = 0; i < THREADS; i++) {
		tasks[i] = (struct task){.scan = scan, .first = i, .expected = expected};
		assert_int_equal(
			pthread_create(&tasks[i].thread, NULL, verify_all, &tasks[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(tasks[i].thread, NULL), 0);
		assert_int_equal(tasks[i].wrong, 0);
	}
	for (size_t i = 0; i < count; i++)
		free(expected[i]);
	tufcheck_scan_free(scan);
}

#define key_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_store_finds_by_exactly_the_bytes),
		cmocka_unit_test(test_store_keeps_the_first_of_two_that_are_alike),
		cmocka_unit_test(test_store_freed_leaves_what_is_held),
		cmocka_unit_test(test_store_is_bounded_and_drops_what_nobody_asks_for),
		cmocka_unit_test(test_store_makes_room_only_when_it_must),
		cmocka_unit_test(test_store_does_not_keep_what_is_too_large),
		cmocka_unit_test(test_store_without_memory_keeps_nothing),
		cmocka_unit_test(test_store_without_a_lock_is_none),
		key_test(test_keys_are_the_same_with_a_cache),
		key_test(test_keys_of_two_rings_are_decoded_once),
		key_test(test_keys_cache_is_made_whole_or_not_at_all),
		key_test(test_keys_outlive_the_cache),
		key_test(test_keys_under_one_id_are_told_apart),
		key_test(test_keys_without_memory_are_not_mistaken),
		cmocka_unit_test(test_scan_says_in_any_thread_what_it_says_of_each_alone),
	};
	return cmocka_run_group_tests_name("shared", tests, NULL, support_clear_keys);
}
