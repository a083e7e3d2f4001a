/* SPDX-License-Identifier: Apache-2.0 */
/* Rules as this kernel enforces them, and what older and other kernels are asked for. */
#include "cli/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <cmocka.h>

#include "child.h"

#define ALL_FILE_RIGHTS_OF_1 0x1fffULL
#define RIGHT_TO_TRUNCATE (1ULL << 14)
#define RIGHT_TO_DEVICES (1ULL << 15)

__attribute__((visibility("default"))) const char *__asan_default_options(void);

/* A child must not be traced, as the search for leaks does it. */
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

/* ---- a kernel in place of the real one ---- */

struct request {
	uint64_t files;
	uint64_t networks;
	uint64_t scopes;
};

static struct {
	bool is_on;
	long version; /* of Landlock; below 1: errno is version_error */
	int version_error;
	int rule_error; /* of adding a rule; 0: it is added */
	int restrict_error;
	struct request asked;
	size_t rules;
	size_t enforced;
} kernel;

static long answer(int error)
{
	errno = error;
	return error == 0 ? 0 : -1;
}

static long create_ruleset(const struct request *request, size_t size)
{
	if (!request) {
		errno = kernel.version_error;
		return kernel.version;
	}
	assert_int_equal(size, sizeof(*request));
	kernel.asked = *request;
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);

long __wrap_syscall(long number, ...)
{
	va_list list;
	va_start(list, number);
	long a = va_arg(list, long), b = va_arg(list, long), c = va_arg(list, long);
	long d = va_arg(list, long);
	va_end(list);
	if (!kernel.is_on)
		return __real_syscall(number, a, b, c, d);
	if (number == SYS_landlock_create_ruleset)
		return create_ruleset((const struct request *)a, (size_t)b);
	if (number == SYS_landlock_add_rule) {
		kernel.rules++;
		return answer(kernel.rule_error);
	}
	assert_int_equal(number, SYS_landlock_restrict_self);
	kernel.enforced++;
	return answer(kernel.restrict_error);
}

static struct guard enforce_root(long version)
{
	kernel.is_on = true;
	kernel.version = version;
	struct file_rules rules = {.count = 0};
	file_rules_add_read(&rules, "/");
	struct guard guard = landlock_enforce(&rules);
	file_rules_clear(&rules);
	kernel.is_on = false;
	return guard;
}

static int reset(void **state)
{
	(void)state;
	memset(&kernel, 0, sizeof(kernel));
	return 0;
}

static void test_version_1_is_asked_for_what_it_has(void **state)
{
	(void)state;
	struct guard guard = enforce_root(1);
	assert_int_equal(GUARD_PARTIAL, guard.extent);
	assert_non_null(guard.lack);
	assert_int_equal(ALL_FILE_RIGHTS_OF_1, kernel.asked.files);
	assert_int_equal(0, kernel.asked.networks);
	assert_int_equal(0, kernel.asked.scopes);
	assert_int_equal(1, kernel.rules);
	assert_int_equal(1, kernel.enforced);
}

static void test_version_3_is_enough_for_files(void **state)
{
	(void)state;
	assert_int_equal(GUARD_PARTIAL, enforce_root(2).extent);
	assert_int_equal(0, kernel.asked.files & RIGHT_TO_TRUNCATE);
	assert_int_equal(GUARD_FULL, enforce_root(3).extent);
	assert_int_equal(RIGHT_TO_TRUNCATE, kernel.asked.files & RIGHT_TO_TRUNCATE);
	assert_int_equal(0, kernel.asked.networks);
}

static void test_newer_versions_forbid_more(void **state)
{
	(void)state;
	assert_int_equal(GUARD_FULL, enforce_root(4).extent);
	assert_int_equal(3, kernel.asked.networks);
	assert_int_equal(0, kernel.asked.files & RIGHT_TO_DEVICES);
	assert_int_equal(GUARD_FULL, enforce_root(5).extent);
	assert_int_equal(RIGHT_TO_DEVICES, kernel.asked.files & RIGHT_TO_DEVICES);
	assert_int_equal(0, kernel.asked.scopes);
	assert_int_equal(GUARD_FULL, enforce_root(1000).extent);
	assert_int_equal(3, kernel.asked.scopes);
}

static void test_kernel_without_landlock_is_told(void **state)
{
	(void)state;
	kernel.version_error = EOPNOTSUPP;
	struct guard guard = enforce_root(-1);
	assert_int_equal(GUARD_NONE, guard.extent);
	assert_int_equal(EOPNOTSUPP, guard.error);
	assert_string_equal("Landlock", guard.lack);
	assert_int_equal(0, kernel.enforced);
}

static void test_pipe_needs_no_rule(void **state)
{
	(void)state;
	kernel.rule_error = EBADFD;
	assert_int_equal(GUARD_FULL, enforce_root(3).extent);
}

static void test_rule_that_fails_is_told(void **state)
{
	(void)state;
	kernel.rule_error = ENOMEM;
	struct guard guard = enforce_root(3);
	assert_int_equal(GUARD_NONE, guard.extent);
	assert_int_equal(ENOMEM, guard.error);
	assert_int_equal(0, kernel.enforced);
}

static void test_refusal_is_told(void **state)
{
	(void)state;
	kernel.restrict_error = EPERM;
	struct guard guard = enforce_root(1);
	assert_int_equal(GUARD_NONE, guard.extent);
	assert_int_equal(EPERM, guard.error);
}

/* ---- the real one ---- */

/* top/ has inside/ with a file, and a file beside it. */
static char top[] = P_tmpdir "/landlock-XXXXXX";
static char inside[64], file[64], beside[64], made[64], other[64];

/* What measures coverage writes below this folder when a child ends. */
static struct guard enforce(struct file_rules *rules)
{
	file_rules_add_replaced(rules, TUFCHECK_BINARY_DIR "/CMakeCache.txt");
	struct guard guard = landlock_enforce(rules);
	file_rules_clear(rules);
	return guard;
}

static int try_open(const char *path, int flags)
{
	int descriptor = open(path, flags | O_CLOEXEC, 0600);
	if (descriptor < 0)
		return errno;
	close(descriptor);
	return 0;
}

static void write_file(const char *path)
{
	int descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_true(descriptor >= 0);
	assert_int_equal(1, write(descriptor, "x", 1));
	close(descriptor);
}

static void name(char path[static 64], const char *relative)
{
	(void)snprintf(path, 64, "%s/%s", top, relative);
}

static int set_up_folder(void **state)
{
	(void)state;
	memcpy(top + strlen(top) - 6, "XXXXXX", 6);
	if (!mkdtemp(top))
		return -1;
	name(inside, "inside");
	name(file, "inside/file");
	name(made, "inside/made");
	name(beside, "beside");
	name(other, "other");
	if (mkdir(inside, 0700) != 0)
		return -1;
	write_file(file);
	write_file(beside);
	return 0;
}

static int tear_down_folder(void **state)
{
	(void)state;
	(void)unlink(made);
	(void)unlink(other);
	return unlink(file) | unlink(beside) | rmdir(inside) | rmdir(top);
}

/* Each of the following is the number of a step that went wrong, or 0. */

static int read_only_the_folder(void)
{
	struct file_rules rules = {.count = 0};
	file_rules_add_read(&rules, inside);
	file_rules_add_read(&rules, "/nonexistent/folder");
	if (enforce(&rules).extent == GUARD_NONE)
		return 1;
	if (try_open(file, O_RDONLY) != 0 || try_open(inside, O_RDONLY | O_DIRECTORY) != 0)
		return 2;
	if (try_open(file, O_WRONLY) != EACCES || try_open(made, O_WRONLY | O_CREAT) != EACCES)
		return 3;
	if (try_open(beside, O_RDONLY) != EACCES || try_open("/etc/passwd", O_RDONLY) != EACCES)
		return 4;
	/* what is not there is still not there */
	return try_open("/nonexistent/folder", O_RDONLY) != ENOENT ? 5 : 0;
}

static int read_only_the_file(void)
{
	struct file_rules rules = {.count = 0};
	file_rules_add_read(&rules, beside);
	if (enforce(&rules).extent == GUARD_NONE)
		return 1;
	if (try_open(beside, O_RDONLY) != 0)
		return 2;
	return try_open(file, O_RDONLY) != EACCES ? 3 : 0;
}

static int replace_in_the_folder(void)
{
	struct file_rules rules = {.count = 0};
	file_rules_add_replaced(&rules, file);
	if (enforce(&rules).extent == GUARD_NONE)
		return 1;
	if (try_open(made, O_RDWR | O_CREAT | O_EXCL) != 0 || rename(made, file) != 0)
		return 2;
	if (rename(file, other) == 0 || try_open(other, O_WRONLY | O_CREAT) != EACCES)
		return 3;
	return try_open(beside, O_WRONLY) != EACCES ? 4 : 0;
}

static void check_in_child(int (*body)(void))
{
	if (syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) < 1) {
		print_message("skipped: this kernel has no Landlock\n");
		skip();
	}
	assert_int_equal(0, run_in_child(body));
}

static void test_folder_is_read_and_nothing_else(void **state)
{
	(void)state;
	check_in_child(read_only_the_folder);
}

static void test_file_is_read_and_nothing_else(void **state)
{
	(void)state;
	check_in_child(read_only_the_file);
}

static void test_file_is_replaced_in_its_folder(void **state)
{
	(void)state;
	check_in_child(replace_in_the_folder);
}

static void test_missing_file_is_made_in_a_folder_that_is_there(void **state)
{
	(void)state;
	struct file_rules rules = {.count = 0};
	file_rules_add_replaced(&rules, TUFCHECK_BINARY_DIR "/no such folder/file");
	assert_int_equal(0, rules.count);
	file_rules_add_replaced(&rules, TUFCHECK_BINARY_DIR "/no such file");
	assert_int_equal(1, rules.count);
	assert_true(rules.items[0].is_written);
	file_rules_clear(&rules);
	file_rules_add_replaced(&rules, "/etc");
	assert_int_equal(1, rules.count);
	assert_string_equal("/", rules.items[0].path);
	assert_true(rules.items[0].is_written);
	file_rules_clear(&rules);
	assert_null(rules.items);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_version_1_is_asked_for_what_it_has, reset),
		cmocka_unit_test_setup(test_version_3_is_enough_for_files, reset),
		cmocka_unit_test_setup(test_newer_versions_forbid_more, reset),
		cmocka_unit_test_setup(test_kernel_without_landlock_is_told, reset),
		cmocka_unit_test_setup(test_pipe_needs_no_rule, reset),
		cmocka_unit_test_setup(test_rule_that_fails_is_told, reset),
		cmocka_unit_test_setup(test_refusal_is_told, reset),
		cmocka_unit_test_setup_teardown(test_folder_is_read_and_nothing_else, set_up_folder,
						tear_down_folder),
		cmocka_unit_test_setup_teardown(test_file_is_read_and_nothing_else, set_up_folder,
						tear_down_folder),
		cmocka_unit_test_setup_teardown(test_file_is_replaced_in_its_folder, set_up_folder,
						tear_down_folder),
		cmocka_unit_test(test_missing_file_is_made_in_a_folder_that_is_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
