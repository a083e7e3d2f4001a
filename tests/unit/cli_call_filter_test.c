/* SPDX-License-Identifier: Apache-2.0 */
/* The filter as the kernel applies it, and what is done where it cannot. */
#include "cli/call_filter.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <cmocka.h>

#include "child.h"

#define UNUSED_CALL 100000 /* no kernel has it */

__attribute__((visibility("default"))) const char *__asan_default_options(void);

/* The search for leaks traces the process, which is just what the filter forbids. */
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

/* ---- what the kernel is made to answer ---- */

static struct {
	int error; /* 0: the filter is really loaded */
} told;

int __real_prctl(int option, unsigned long first, unsigned long second, unsigned long third,
		 unsigned long fourth);
int __wrap_prctl(int option, unsigned long first, unsigned long second, unsigned long third,
		 unsigned long fourth);

int __wrap_prctl(int option, unsigned long first, unsigned long second, unsigned long third,
		 unsigned long fourth)
{
	if (option != PR_SET_SECCOMP || told.error == 0)
		return __real_prctl(option, first, second, third, fourth);
	errno = told.error;
	return -1;
}

static void test_refusal_is_told(void **state)
{
	(void)state;
	told.error = EINVAL;
	struct guard guard = call_filter_load(false);
	told.error = 0;
	assert_int_equal(GUARD_NONE, guard.extent);
	assert_int_equal(EINVAL, guard.error);
	assert_string_equal("seccomp", guard.lack);
}

/* ---- what the kernel does ---- */

static void *answer_42(void *data)
{
	*(int *)data = 42;
	return data;
}

/* Each of the following is the number of a step that went wrong, or 0. */

static int do_what_is_needed(void)
{
	if (call_filter_load(false).extent != GUARD_FULL)
		return 1;
	char line[16];
	FILE *stream = fopen("/proc/self/comm", "re");
	if (!stream || !fgets(line, sizeof(line), stream) || fclose(stream) != 0)
		return 2;
	pthread_t thread;
	int answer = 0;
	if (pthread_create(&thread, NULL, answer_42, &answer) != 0 ||
	    pthread_join(thread, NULL) != 0 || answer != 42)
		return 3;
	return raise(0) == 0 ? 0 : 4;
}

static int call_what_is_unknown(void)
{
	if (call_filter_load(false).extent != GUARD_FULL)
		return 1;
	if (syscall(UNUSED_CALL) != -1 || errno != ENOSYS)
		return 2;
	if (rename("nothing", "nowhere") != -1 || errno != ENOSYS)
		return 3;
	return chmod("nothing", 0) != -1 || errno != ENOSYS ? 4 : 0;
}

static int replace_a_file(void)
{
	if (call_filter_load(true).extent != GUARD_FULL)
		return 1;
	if (rename("nonexistent", "nowhere") != -1 || errno != ENOENT)
		return 2;
	if (unlink("nonexistent") != -1 || errno != ENOENT)
		return 3;
	return chmod("nonexistent", 0) != -1 || errno != ENOSYS ? 4 : 0;
}

static int make_a_socket(void)
{
	if (call_filter_load(false).extent != GUARD_FULL)
		return 1;
	return socket(AF_UNIX, SOCK_STREAM, 0) < 0 ? 2 : 3;
}

static int make_a_socket_to_replace(void)
{
	if (call_filter_load(true).extent != GUARD_FULL)
		return 1;
	return socket(AF_UNIX, SOCK_STREAM, 0) < 0 ? 2 : 3;
}

static int start_a_process(void)
{
	if (call_filter_load(false).extent != GUARD_FULL)
		return 1;
	return fork() < 0 ? 2 : 3;
}

/* The kernel has no seccomp where prctl(2) does not know it. */
static int run_filtered(int (*body)(void))
{
	if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0) {
		print_message("skipped: this kernel has no seccomp\n");
		skip();
	}
	return run_in_child(body);
}

static void assert_killed(int status)
{
	assert_true(WIFSIGNALED(status));
	assert_int_equal(SIGSYS, WTERMSIG(status));
}

static void test_what_is_needed_is_allowed(void **state)
{
	(void)state;
	assert_int_equal(0, run_filtered(do_what_is_needed));
}

static void test_what_is_unknown_is_not_there(void **state)
{
	(void)state;
	assert_int_equal(0, run_filtered(call_what_is_unknown));
}

static void test_files_are_replaced_when_asked_for(void **state)
{
	(void)state;
	assert_int_equal(0, run_filtered(replace_a_file));
}

static void test_hostile_call_ends_the_process(void **state)
{
	(void)state;
	assert_killed(run_filtered(make_a_socket));
	assert_killed(run_filtered(make_a_socket_to_replace));
	assert_killed(run_filtered(start_a_process));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refusal_is_told),
		cmocka_unit_test(test_what_is_needed_is_allowed),
		cmocka_unit_test(test_what_is_unknown_is_not_there),
		cmocka_unit_test(test_files_are_replaced_when_asked_for),
		cmocka_unit_test(test_hostile_call_ends_the_process),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
