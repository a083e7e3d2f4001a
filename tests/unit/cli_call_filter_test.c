/* SPDX-License-Identifier: Apache-2.0 */
/* The filter as the kernel applies it, and what is done where it cannot. */
#include "cli/call_filter.h"

#include <errno.h>
#include <pthread.h>
#include <seccomp.h>
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

/* ---- what libseccomp is made to answer ---- */

static struct {
	bool has_no_memory;
	unsigned api;     /* 0: the real one */
	int load_error;   /* 0: the filter is really loaded */
	int rule_error;   /* of the rule for openat2(2) */
	uint32_t hostile; /* the action of the rule for socket(2) */
	size_t loads;
} told;

scmp_filter_ctx __real_seccomp_init(uint32_t action);
scmp_filter_ctx __wrap_seccomp_init(uint32_t action);
unsigned __real_seccomp_api_get(void);
unsigned __wrap_seccomp_api_get(void);
int __real_seccomp_load(const scmp_filter_ctx filter);
int __wrap_seccomp_load(const scmp_filter_ctx filter);
int __real_seccomp_rule_add(scmp_filter_ctx filter, uint32_t action, int call, unsigned count, ...);
int __wrap_seccomp_rule_add(scmp_filter_ctx filter, uint32_t action, int call, unsigned count, ...);

scmp_filter_ctx __wrap_seccomp_init(uint32_t action)
{
	return told.has_no_memory ? NULL : __real_seccomp_init(action);
}

unsigned __wrap_seccomp_api_get(void)
{
	return told.api > 0 ? told.api : __real_seccomp_api_get();
}

int __wrap_seccomp_load(const scmp_filter_ctx filter)
{
	told.loads++;
	return told.load_error != 0 ? told.load_error : __real_seccomp_load(filter);
}

int __wrap_seccomp_rule_add(scmp_filter_ctx filter, uint32_t action, int call, unsigned count, ...)
{
	if (call == SCMP_SYS(openat2) && told.rule_error != 0)
		return told.rule_error;
	if (call == SCMP_SYS(socket))
		told.hostile = action;
	if (count == 0)
		return __real_seccomp_rule_add(filter, action, call, 0);
	va_list list;
	va_start(list, count);
	const struct scmp_arg_cmp comparison = va_arg(list, struct scmp_arg_cmp);
	va_end(list);
	assert_int_equal(1, count);
	return __real_seccomp_rule_add(filter, action, call, 1, comparison);
}

static int reset(void **state)
{
	(void)state;
	memset(&told, 0, sizeof(told));
	return 0;
}

static void test_no_memory_is_told(void **state)
{
	(void)state;
	told.has_no_memory = true;
	struct guard guard = call_filter_load(false);
	assert_int_equal(GUARD_NONE, guard.extent);
	assert_int_equal(ENOMEM, guard.error);
}

static void test_refusal_is_told(void **state)
{
	(void)state;
	told.load_error = -EINVAL;
	struct guard guard = call_filter_load(false);
	assert_int_equal(GUARD_NONE, guard.extent);
	assert_int_equal(EINVAL, guard.error);
	assert_string_equal("seccomp", guard.lack);
}

static void test_rule_that_fails_is_told(void **state)
{
	(void)state;
	told.rule_error = -ENOMEM;
	struct guard guard = call_filter_load(false);
	assert_int_equal(GUARD_NONE, guard.extent);
	assert_int_equal(ENOMEM, guard.error);
	assert_int_equal(0, told.loads);
}

static void test_call_of_another_architecture_needs_no_rule(void **state)
{
	(void)state;
	told.rule_error = -EDOM;
	told.load_error = -EINVAL;
	assert_int_equal(EINVAL, call_filter_load(false).error);
	assert_int_equal(1, told.loads);
}

static void test_older_kernel_refuses_where_it_cannot_end_the_process(void **state)
{
	(void)state;
	told.load_error = -EINVAL;
	told.api = 2;
	(void)call_filter_load(false);
	assert_int_equal(SCMP_ACT_ERRNO(EPERM), told.hostile);
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
		cmocka_unit_test_setup(test_no_memory_is_told, reset),
		cmocka_unit_test_setup(test_refusal_is_told, reset),
		cmocka_unit_test_setup(test_rule_that_fails_is_told, reset),
		cmocka_unit_test_setup(test_call_of_another_architecture_needs_no_rule, reset),
		cmocka_unit_test_setup(test_older_kernel_refuses_where_it_cannot_end_the_process,
				       reset),
		cmocka_unit_test_setup(test_what_is_needed_is_allowed, reset),
		cmocka_unit_test_setup(test_what_is_unknown_is_not_there, reset),
		cmocka_unit_test_setup(test_files_are_replaced_when_asked_for, reset),
		cmocka_unit_test_setup(test_hostile_call_ends_the_process, reset),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
