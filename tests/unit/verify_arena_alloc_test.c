/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The arena of a report has no more room, at each place in the sources that
 * asks it for some, on each way that the cases in testdata/ lead there. What
 * comes out is the lack of memory, and no report.
 */
#include <dirent.h>
#include <execinfo.h>
#include <limits.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "verify/tufcheck.h"
#include "arena_wraps.h"
#include "verify_support.h"

#define CASES TUFCHECK_TESTDATA "/cases"

/* How much of the way is told apart: what asks for room, and who calls that, and so on. */
#define FRAMES 4
#define FRAMES_ABOVE 2 /* of the functions below */

/* ---- an arena that is full ---- */

struct way {
	void *frames[FRAMES];
	size_t number; /* of the request, in the run that came by first */
};

static struct {
	bool is_on;
	size_t count;  /* requests while it is on */
	size_t victim; /* number of the one that is refused; 0: none */
	void *ways;    /* all that were ever seen, for tsearch */
	struct way **fresh; /* those that this run saw first */
	size_t fresh_count;
	size_t fresh_room;
} trap;

static int compare_ways(const void *left, const void *right)
{
	return memcmp(((const struct way *)left)->frames, ((const struct way *)right)->frames,
	              sizeof(((const struct way *)left)->frames));
}

static void add_fresh(struct way *way)
{
	if (trap.fresh_count == trap.fresh_room) {
		trap.fresh_room = 2 * trap.fresh_room + 64;
		trap.fresh = reallocarray(trap.fresh, trap.fresh_room, sizeof(struct way *));
		assert_non_null(trap.fresh);
	}
	trap.fresh[trap.fresh_count++] = way;
}

static void remember_way(void)
{
	void *frames[FRAMES_ABOVE + FRAMES] = {NULL};
	int count = backtrace(frames, FRAMES_ABOVE + FRAMES);
	assert_true(count > FRAMES_ABOVE);
	struct way *way = calloc(1, sizeof(*way));
	assert_non_null(way);
	memcpy(way->frames, frames + FRAMES_ABOVE, sizeof(way->frames));
	way->number = trap.count;
	struct way **found = tsearch(way, &trap.ways, compare_ways);
	assert_non_null(found);
	if (*found == way)
		add_fresh(way);
	else
		free(way);
}

/* Not inlined, for the frames are counted. */
__attribute__((noinline)) static bool arena_must_refuse(void)
{
	if (!trap.is_on)
		return false;
	trap.count++;
	if (trap.victim == 0)
		remember_way();
	return trap.count == trap.victim;
}

/* ---- the cases ---- */

/* What a case is verified with; all of it may be missing. */
struct demands {
	struct tufcheck_options options;
	struct tufcheck_trusted_root *trusted_root;
	struct tufcheck_trust_pinning *pinning;
	struct tufcheck_lock *lock;
	struct tufcheck_pins *pins;
};

static void demands_clear(struct demands *demands)
{
	tufcheck_trusted_root_free(demands->trusted_root);
	tufcheck_trust_pinning_free(demands->pinning);
	tufcheck_lock_free(demands->lock);
	tufcheck_pins_free(demands->pins);
}

/* Whether the option is one that is known here and its value is right. */
static bool demands_take(struct demands *demands, const char *option, const char *value)
{
	struct tufcheck_options *options = &demands->options;
	if (strcmp(option, "--trusted-root") == 0)
		return tufcheck_trusted_root_read(value, NULL, &demands->trusted_root) == TUFCHECK_OK;
	if (strcmp(option, "--notary-config") == 0)
		return tufcheck_trust_pinning_read(value, NULL, &demands->pinning) == TUFCHECK_OK;
	if (strcmp(option, "--lock") == 0)
		return tufcheck_lock_read(value, NULL, &demands->lock) == TUFCHECK_OK;
	if (strcmp(option, "--pin") == 0)
		return tufcheck_pins_add(demands->pins, value, NULL) == TUFCHECK_OK;
	if (strcmp(option, "--pins") == 0)
		return tufcheck_pins_read(demands->pins, value, NULL) == TUFCHECK_OK;
	if (strcmp(option, "--gun") == 0) {
		options->gun = value;
		return true;
	}
	return false;
}

static bool demands_read(struct demands *demands, const json_t *expect)
{
	struct tufcheck_options *options = &demands->options;
	*demands = (struct demands){.options = {.size = sizeof(*options)}};
	assert_int_equal(tufcheck_pins_new(&demands->pins), TUFCHECK_OK);
	const char *at = json_string_value(json_object_get(expect, "at"));
	assert_int_equal(tufcheck_time_parse(at, &options->at), TUFCHECK_OK);
	const json_t *words = json_object_get(expect, "options");
	for (size_t i = 0; i < json_array_size(words); i++) {
		const char *option = json_string_value(json_array_get(words, i));
		if (strcmp(option, "--frozen") == 0)
			options->is_frozen = true;
		else if (strcmp(option, "--allow-expired") == 0)
			options->resolve_expired = true;
		else if (!demands_take(demands, option,
		                       json_string_value(json_array_get(words, ++i))))
			return false;
	}
	options->trusted_root = demands->trusted_root;
	options->trust_pinning = demands->pinning;
	options->lock = demands->lock;
	options->pins = tufcheck_pins_count(demands->pins) > 0 ? demands->pins : NULL;
	return true;
}

static enum tufcheck_result verify(const struct tufcheck_scan *scan, size_t index, size_t victim,
                                   struct tufcheck_report **ret_report)
{
	trap.count = 0;
	trap.victim = victim;
	trap.is_on = true;
	enum tufcheck_result result = tufcheck_scan_verify(scan, index, ret_report);
	trap.is_on = false;
	return result;
}

/* Fails each request for room that comes by a new way. */
static void check_repository(const struct tufcheck_scan *scan, size_t index, const char *name)
{
	struct tufcheck_report *report = NULL;
	trap.fresh_count = 0;
	assert_int_equal(verify(scan, index, 0, &report), TUFCHECK_OK);
	tufcheck_report_free(report);
	for (size_t i = 0; i < trap.fresh_count; i++) {
		report = NULL;
		enum tufcheck_result result = verify(scan, index, trap.fresh[i]->number, &report);
		if (result == TUFCHECK_NO_MEMORY && !report)
			continue;
		backtrace_symbols_fd(trap.fresh[i]->frames, FRAMES, STDERR_FILENO);
		fail_msg("%s: request %zu is refused: result %d", name, trap.fresh[i]->number,
		         (int)result);
	}
}

/* How many repositories there were. */
static size_t check_case(const char *name, const json_t *expect)
{
	struct demands demands;
	struct tufcheck_scan *scan = NULL;
	size_t count = 0;
	if (demands_read(&demands, expect)) {
		assert_int_equal(tufcheck_scan_new(&demands.options, &scan), TUFCHECK_OK);
		if (tufcheck_scan_add(scan, ".") == TUFCHECK_OK)
			count = tufcheck_scan_count(scan);
	}
	for (size_t i = 0; i < count; i++)
		check_repository(scan, i, name);
	tufcheck_scan_free(scan);
	demands_clear(&demands);
	return count;
}

static int is_case(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void free_way(void *way)
{
	free(way);
}

/* The cases whose names begin with a letter from first to last. */
static void check_cases(char first, char last)
{
	char before[PATH_MAX];
	assert_non_null(getcwd(before, sizeof(before)));
	struct dirent **names = NULL;
	int count = scandir(CASES, &names, is_case, alphasort);
	assert_true(count > 0);
	size_t repositories = 0;
	for (int i = 0; i < count; i++) {
		if (names[i]->d_name[0] < first || names[i]->d_name[0] > last) {
			free(names[i]);
			continue;
		}
		char folder[PATH_MAX];
		assert_true(snprintf(folder, sizeof(folder), "%s/%s", CASES, names[i]->d_name) <
		            (int)sizeof(folder));
		assert_int_equal(chdir(folder), 0);
		json_t *expect = json_load_file("expect.json", 0, NULL);
		assert_non_null(expect);
		repositories += check_case(names[i]->d_name, expect);
		json_decref(expect);
		free(names[i]);
	}
	free(names);
	assert_int_equal(chdir(before), 0);
	assert_true(repositories > 5);
}

static int forget_ways(void **state)
{
	(void)state;
	tdestroy(trap.ways, free_way);
	free(trap.fresh);
	return 0;
}

/* A way that was seen once is not gone again, so what comes later takes less time. */
static void test_arena_full_is_no_memory_in_cases_from_a(void **state)
{
	(void)state;
	check_cases('a', 'b');
}

static void test_arena_full_is_no_memory_in_cases_from_c(void **state)
{
	(void)state;
	check_cases('c', 'd');
}

static void test_arena_full_is_no_memory_in_cases_from_e(void **state)
{
	(void)state;
	check_cases('e', 'i');
}

static void test_arena_full_is_no_memory_in_cases_from_j(void **state)
{
	(void)state;
	check_cases('j', 'k');
}

static void test_arena_full_is_no_memory_in_cases_from_l(void **state)
{
	(void)state;
	check_cases('l', 'o');
}

static void test_arena_full_is_no_memory_in_cases_from_p(void **state)
{
	(void)state;
	check_cases('p', 'q');
}

static void test_arena_full_is_no_memory_in_cases_from_r(void **state)
{
	(void)state;
	check_cases('r', 's');
}

static void test_arena_full_is_no_memory_in_cases_from_t(void **state)
{
	(void)state;
	check_cases('t', 'z');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arena_full_is_no_memory_in_cases_from_a),
		cmocka_unit_test(test_arena_full_is_no_memory_in_cases_from_c),
		cmocka_unit_test(test_arena_full_is_no_memory_in_cases_from_e),
		cmocka_unit_test(test_arena_full_is_no_memory_in_cases_from_j),
		cmocka_unit_test(test_arena_full_is_no_memory_in_cases_from_l),
		cmocka_unit_test(test_arena_full_is_no_memory_in_cases_from_p),
		cmocka_unit_test(test_arena_full_is_no_memory_in_cases_from_r),
		cmocka_unit_test(test_arena_full_is_no_memory_in_cases_from_t),
	};
	return cmocka_run_group_tests_name("verify_arena_alloc", tests, NULL, forget_ways);
}
