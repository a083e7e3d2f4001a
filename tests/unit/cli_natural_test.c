/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* needs those above */
#include <cmocka.h>

#include "cli/natural.h"

static void test_names_are_in_dockers_order(void **state)
{
	(void)state;
	static const char *const names[] = {
		"",    "0",   "00",  "1",      "1.0", "1.9",    "1.10",    "1.10-rc", "01",
		"001", "2",   "10",  "10a",    "A",   "a",      "a1",      "a1b",     "a01b",
		"a2",  "a2a", "a10", "latest", "v1",  "v1.2.9", "v1.2.10", "v10",     "\xc3\xa9",
	};
	const size_t count = sizeof(names) / sizeof(names[0]);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(natural_compare(names[i], names[i]), 0);
		for (size_t j = i + 1; j < count; j++) {
			assert_true(natural_compare(names[i], names[j]) < 0);
			assert_true(natural_compare(names[j], names[i]) > 0);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_are_in_dockers_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
