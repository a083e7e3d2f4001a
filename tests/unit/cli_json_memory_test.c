/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* needs those above */
#include <cmocka.h>

#include <malloc.h>
#include <pthread.h>
#include <string.h>

#include "cli/json_memory.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Of piece number i: some of all sizes, with a large one now and then. */
static size_t size_of(size_t i)
{
	return i % 500 == 499 ? 40000 + i : i * 7 % 300;
}

static void fill(unsigned char *piece, size_t i)
{
	memset(piece, (int)(i % 251), size_of(i));
}

static void check(const unsigned char *piece, size_t i)
{
	for (size_t k = 0; k < size_of(i); k++)
		assert_int_equal(piece[k], i % 251);
}

static unsigned char *pieces[4000];

static void take_all(void)
{
	for (size_t i = 0; i < COUNT_OF(pieces); i++) {
		pieces[i] = json_memory_take(size_of(i));
		assert_non_null(pieces[i]);
		assert_int_equal((uintptr_t)pieces[i] % _Alignof(double), 0);
		assert_int_equal((uintptr_t)pieces[i] % _Alignof(void *), 0);
		fill(pieces[i], i);
	}
}

static void *free_odd(void *unused)
{
	for (size_t i = 1; i < COUNT_OF(pieces); i += 2)
		json_memory_free(pieces[i]);
	return unused;
}

static void test_pieces_stay_apart_whoever_gives_up_others(void **state)
{
	(void)state;
	pthread_t thread;
	take_all();
	assert_int_equal(pthread_create(&thread, NULL, free_odd, NULL), 0);
	/* the block of the last pieces is given up by two threads, and cut from meanwhile */
	for (size_t i = 0; i < COUNT_OF(pieces); i += 2) {
		unsigned char *piece = json_memory_take(size_of(i));
		fill(piece, i);
		check(pieces[i], i);
		json_memory_free(pieces[i]);
		check(piece, i);
		json_memory_free(piece);
	}
	assert_int_equal(pthread_join(thread, NULL), 0);
	json_memory_free(NULL);
	json_memory_leave();
}

static void test_a_piece_outlives_the_hold_of_its_thread(void **state)
{
	(void)state;
	unsigned char *piece = json_memory_take(size_of(40));
	fill(piece, 40);
	json_memory_leave();
	json_memory_leave();
	unsigned char *other = json_memory_take(size_of(41));
	fill(other, 41);
	check(piece, 40);
	json_memory_free(piece);
	check(other, 41);
	json_memory_free(other);
	json_memory_leave();
}

static void test_what_was_given_up_is_cut_anew(void **state)
{
	(void)state;
	void *first = json_memory_take(100);
	json_memory_free(first);
	void *second = json_memory_take(200);
	assert_ptr_equal(first, second);
	json_memory_free(second);
	json_memory_leave();
}

static void test_all_memory_is_given_back(void **state)
{
	(void)state;
	size_t before = mallinfo2().uordblks;
	take_all();
	for (size_t i = 0; i < COUNT_OF(pieces); i++)
		json_memory_free(pieces[i]);
	json_memory_leave();
	assert_int_equal(mallinfo2().uordblks, before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces_stay_apart_whoever_gives_up_others),
		cmocka_unit_test(test_a_piece_outlives_the_hold_of_its_thread),
		cmocka_unit_test(test_what_was_given_up_is_cut_anew),
		cmocka_unit_test(test_all_memory_is_given_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
