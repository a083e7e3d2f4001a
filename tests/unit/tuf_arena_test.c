/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/support.h"

static bool is_zero(const unsigned char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}

static void test_arena_take_many_sizes_are_zeroed_aligned_and_apart(void **state)
{
	(void)state;
	enum { ROUNDS = 3, SIZES = 400, STEP = 53 };
	static unsigned char *taken[SIZES];
	struct tuf_arena arena = TUF_ARENA_INIT;
	for (size_t round = 0; round < ROUNDS; round++) {
		for (size_t i = 0; i < SIZES; i++) {
			taken[i] = tuf_arena_take(&arena, i * STEP);
			assert_non_null(taken[i]);
			assert_int_equal((uintptr_t)taken[i] % _Alignof(max_align_t), 0);
			assert_true(is_zero(taken[i], i * STEP));
			memset(taken[i], (int)(i % 255 + 1), i * STEP);
		}
		for (size_t i = 0; i < SIZES; i++)
			for (size_t k = 0; k < i * STEP; k++)
				assert_int_equal(taken[i][k], i % 255 + 1);
	}
	tuf_arena_clear(&arena);
}

static void test_arena_take_zero_bytes_are_distinct(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	void *first = tuf_arena_take(&arena, 0);
	void *second = tuf_arena_take(&arena, 0);
	assert_non_null(first);
	assert_non_null(second);
	assert_ptr_not_equal(first, second);
	tuf_arena_clear(&arena);
}

/* A small item goes next to the one before it, so that small items are cheap. */
static void test_arena_take_small_items_share_a_block(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	char *first = tuf_arena_take(&arena, 1);
	char *second = tuf_arena_take(&arena, _Alignof(max_align_t));
	char *third = tuf_arena_take(&arena, 1);
	assert_ptr_equal(second, first + _Alignof(max_align_t));
	assert_ptr_equal(third, second + _Alignof(max_align_t));
	tuf_arena_clear(&arena);
}

static void test_arena_take_whole_block_is_used_to_its_last_byte(void **state)
{
	(void)state;
	enum { BLOCK = 16384, ITEM = 1024 };
	struct tuf_arena arena = TUF_ARENA_INIT;
	char *first = tuf_arena_take(&arena, ITEM);
	for (size_t i = 1; i < BLOCK / ITEM; i++)
		assert_ptr_equal(tuf_arena_take(&arena, ITEM), first + i * ITEM);
	assert_ptr_not_equal(tuf_arena_take(&arena, ITEM), first + BLOCK);
	tuf_arena_clear(&arena);
}

static void test_arena_take_large_item_does_not_end_the_block_being_filled(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	char *before = tuf_arena_take(&arena, 64);
	unsigned char *large = tuf_arena_take(&arena, (size_t)1 << 20);
	char *after = tuf_arena_take(&arena, 64);
	assert_non_null(large);
	assert_true(is_zero(large, (size_t)1 << 20));
	assert_ptr_equal(after, before + 64);
	tuf_arena_clear(&arena);
}

/* What is left of a block is given up for a small item only, and that is under a quarter. */
static void test_arena_take_item_over_a_quarter_of_a_block_has_its_own(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	char *before = tuf_arena_take(&arena, 16384 - 2048);
	assert_non_null(before); /* a block of its own, and full */
	char *small = tuf_arena_take(&arena, 16);
	char *filler = tuf_arena_take(&arena, 16384 - 4096);
	assert_ptr_equal(filler, small + 16);
	char *own = tuf_arena_take(&arena, 4096 + 16);
	assert_non_null(own);
	assert_ptr_equal(tuf_arena_take(&arena, 16), filler + 16384 - 4096);
	char *quarter = tuf_arena_take(&arena, 4096);
	assert_ptr_equal(tuf_arena_take(&arena, 16), quarter + 4096);
	tuf_arena_clear(&arena);
}

static void test_arena_take_first_item_large_is_taken(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	unsigned char *large = tuf_arena_take(&arena, 100000);
	assert_non_null(large);
	assert_true(is_zero(large, 100000));
	memset(large, 1, 100000);
	assert_non_null(tuf_arena_take(&arena, 16));
	tuf_arena_clear(&arena);
}

static void test_arena_take_size_that_overflows_is_refused(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	assert_null(tuf_arena_take(&arena, SIZE_MAX));
	assert_null(tuf_arena_take(&arena, SIZE_MAX - _Alignof(max_align_t) + 1));
	assert_null(tuf_arena_take(&arena, SIZE_MAX - _Alignof(max_align_t)));
	assert_null(arena.newest);
	tuf_arena_clear(&arena);
}

static void test_arena_take_array_product_is_its_size(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	char *array = tuf_arena_take_array(&arena, 3, 32);
	assert_non_null(array);
	assert_ptr_equal(tuf_arena_take(&arena, 1), array + 96);
	assert_non_null(tuf_arena_take_array(&arena, 0, 8));
	assert_non_null(tuf_arena_take_array(&arena, 8, 0));
	assert_non_null(tuf_arena_take_array(&arena, SIZE_MAX, 0));
	tuf_arena_clear(&arena);
}

static void test_arena_take_array_product_that_overflows_is_refused(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	assert_null(tuf_arena_take_array(&arena, SIZE_MAX / 2 + 1, 2)); /* wraps to 0 */
	assert_null(tuf_arena_take_array(&arena, SIZE_MAX / 8 + 2, 8)); /* wraps to 8 */
	assert_null(tuf_arena_take_array(&arena, SIZE_MAX, SIZE_MAX));  /* wraps to 1 */
	assert_null(tuf_arena_take_array(&arena, SIZE_MAX, 1));
	tuf_arena_clear(&arena);
}

static void test_arena_copy_text_copies_length_bytes_and_a_nul(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	static const char unterminated[] = {'a', '\0', 'b', 'c'};
	char *copy = tuf_arena_copy_text(&arena, unterminated, 3);
	assert_memory_equal(copy, "a\0b\0", 4);
	assert_ptr_not_equal(copy, unterminated);
	assert_string_equal(tuf_arena_copy_text(&arena, NULL, 0), "");
	assert_null(tuf_arena_copy_text(&arena, "", SIZE_MAX));
	/* the NUL has room of its own */
	char *full = tuf_arena_copy_text(&arena, "0123456789abcdef", 16);
	char *next = tuf_arena_copy_text(&arena, "x", 1);
	assert_string_equal(full, "0123456789abcdef");
	assert_string_equal(next, "x");
	tuf_arena_clear(&arena);
}

static void test_arena_format_any_length_is_whole(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	assert_string_equal(tuf_arena_format(&arena, "%s", ""), "");
	assert_string_equal(tuf_arena_format(&arena, "%s-%d", "a", 5), "a-5");
	for (int width = 1; width < 20000; width = width * 3 + 1) {
		const char *text = tuf_arena_format(&arena, "%*d", width, 7);
		assert_int_equal(strlen(text), width);
		assert_int_equal(text[width - 1], '7');
	}
	tuf_arena_clear(&arena);
}

static const char *format_list(struct tuf_arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static const char *format_list(struct tuf_arena *arena, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	const char *text = tuf_arena_vformat(arena, format, arguments);
	va_end(arguments);
	return text;
}

static void test_arena_vformat_arguments_are_written(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	assert_string_equal(
		format_list(&arena, "%d %s %d %s %d %s %d", 1, "two", 3, "four", 5, "six", 7),
		"1 two 3 four 5 six 7");
	tuf_arena_clear(&arena);
}

/* The C locale has no bytes for U+0100, so that formatting itself fails. */
static void test_arena_format_error_is_refused(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	assert_null(tuf_arena_format(&arena, "%ls", L"\x100"));
	assert_null(arena.newest);
	tuf_arena_clear(&arena);
}

static void test_arena_clear_null_and_empty_are_allowed(void **state)
{
	(void)state;
	tuf_arena_clear(NULL);
	struct tuf_arena arena = TUF_ARENA_INIT;
	tuf_arena_clear(&arena);
	assert_null(arena.newest);
}

static void test_arena_clear_used_arena_can_be_used_again(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 100; i++)
			assert_non_null(tuf_arena_take(&arena, 1000));
		tuf_arena_clear(&arena);
		assert_null(arena.newest);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arena_take_many_sizes_are_zeroed_aligned_and_apart),
		cmocka_unit_test(test_arena_take_zero_bytes_are_distinct),
		cmocka_unit_test(test_arena_take_small_items_share_a_block),
		cmocka_unit_test(test_arena_take_whole_block_is_used_to_its_last_byte),
		cmocka_unit_test(test_arena_take_large_item_does_not_end_the_block_being_filled),
		cmocka_unit_test(test_arena_take_item_over_a_quarter_of_a_block_has_its_own),
		cmocka_unit_test(test_arena_take_first_item_large_is_taken),
		cmocka_unit_test(test_arena_take_size_that_overflows_is_refused),
		cmocka_unit_test(test_arena_take_array_product_is_its_size),
		cmocka_unit_test(test_arena_take_array_product_that_overflows_is_refused),
		cmocka_unit_test(test_arena_copy_text_copies_length_bytes_and_a_nul),
		cmocka_unit_test(test_arena_format_any_length_is_whole),
		cmocka_unit_test(test_arena_vformat_arguments_are_written),
		cmocka_unit_test(test_arena_format_error_is_refused),
		cmocka_unit_test(test_arena_clear_null_and_empty_are_allowed),
		cmocka_unit_test(test_arena_clear_used_arena_can_be_used_again),
	};
	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
