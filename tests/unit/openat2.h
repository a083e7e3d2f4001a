/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What openat2(2), which is called through syscall(2), answers. The program
 * that includes this has answer_openat2() and must wrap syscall (CMakeLists.txt).
 */
#ifndef TUFCHECK_TESTS_OPENAT2_H
#define TUFCHECK_TESTS_OPENAT2_H

#include <linux/openat2.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>

/* needs those above */
#include <cmocka.h>

long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);

struct openat2_call {
	int descriptor;
	const char *path;
	struct open_how *how;
	size_t size;
};

/* The answer to a call: a descriptor, or -1 and errno. */
static long answer_openat2(const struct openat2_call *call);

/* What the system answers. */
static inline long really_openat2(const struct openat2_call *call)
{
	return __real_syscall(SYS_openat2, call->descriptor, call->path, call->how, call->size);
}

long __wrap_syscall(long number, ...)
{
	va_list arguments;
	va_start(arguments, number);
	struct openat2_call call = {.descriptor = va_arg(arguments, int)};
	call.path = va_arg(arguments, const char *);
	call.how = va_arg(arguments, struct open_how *);
	call.size = va_arg(arguments, size_t);
	va_end(arguments);
	assert_int_equal(number, SYS_openat2);
	return answer_openat2(&call);
}

#endif
