/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes the system calls of call_filter.h as programs for the kernel: it runs
 * when the command is built, and writes call_filter_program.h, its argument.
 * libseccomp, which makes the programs, so has no part in the command: it would
 * cost a tenth of a cold start, and where memory lacks it leaves calls out.
 */
#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Stands for the number of the process, which the program gets when it is loaded. */
#define THIS_PROCESS 0x5e1f1d00

/* What names a call in a table: libseccomp knows those of all architectures. */
struct call_list {
	const int *calls;
	size_t count;
};

#define CALL_LIST(array)                                                                           \
	{                                                                                          \
		.calls = (array), .count = sizeof(array) / sizeof((array)[0])                      \
	}

static const int to_read_and_print[] = {
	SCMP_SYS(_llseek),    SCMP_SYS(access),     SCMP_SYS(close),   SCMP_SYS(faccessat),
	SCMP_SYS(faccessat2), SCMP_SYS(fcntl),      SCMP_SYS(fcntl64), SCMP_SYS(fstat),
	SCMP_SYS(fstat64),    SCMP_SYS(fstatat64),  SCMP_SYS(getcwd),  SCMP_SYS(getdents),
	SCMP_SYS(getdents64), SCMP_SYS(lseek),      SCMP_SYS(lstat),   SCMP_SYS(lstat64),
	SCMP_SYS(newfstatat), SCMP_SYS(open),       SCMP_SYS(openat),  SCMP_SYS(openat2),
	SCMP_SYS(poll),       SCMP_SYS(ppoll),      SCMP_SYS(pread64), SCMP_SYS(read),
	SCMP_SYS(readlink),   SCMP_SYS(readlinkat), SCMP_SYS(readv),   SCMP_SYS(stat),
	SCMP_SYS(stat64),     SCMP_SYS(statx),      SCMP_SYS(write),   SCMP_SYS(writev),
};

static const int to_compute[] = {
	SCMP_SYS(brk),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_gettime64),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
	SCMP_SYS(futex),
	SCMP_SYS(futex_time64),
	SCMP_SYS(getpgid),
	SCMP_SYS(getpgrp),
	SCMP_SYS(getpid),
	SCMP_SYS(getrandom),
	SCMP_SYS(gettid),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(madvise),
	SCMP_SYS(mmap),
	SCMP_SYS(mmap2),
	SCMP_SYS(mprotect),
	SCMP_SYS(mremap),
	SCMP_SYS(munmap),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(rseq),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(sched_getaffinity),
	SCMP_SYS(sched_yield),
	SCMP_SYS(set_robust_list),
	SCMP_SYS(set_tid_address),
	SCMP_SYS(sigaltstack),
	SCMP_SYS(sigreturn),
	SCMP_SYS(sysinfo),
	SCMP_SYS(time),
};

/* The second half of the sandbox comes after this one. */
static const int to_restrict_further[] = {
	SCMP_SYS(landlock_create_ruleset),
	SCMP_SYS(landlock_add_rule),
	SCMP_SYS(landlock_restrict_self),
};

static const int to_replace[] = {
	SCMP_SYS(fchmod), SCMP_SYS(fchown),    SCMP_SYS(fchown32), SCMP_SYS(fsync),
	SCMP_SYS(mkdir),  SCMP_SYS(mkdirat),   SCMP_SYS(rename),   SCMP_SYS(renameat),
	SCMP_SYS(rmdir),  SCMP_SYS(renameat2), SCMP_SYS(unlink),   SCMP_SYS(unlinkat),
};

static const struct call_list needed[] = {
	CALL_LIST(to_read_and_print),
	CALL_LIST(to_compute),
	CALL_LIST(to_restrict_further),
};

static const struct call_list needed_to_replace[] = {CALL_LIST(to_replace)};

/*
 * One at least that each way to do harm begins with; what could only follow is
 * not known. Each rule costs some microseconds.
 */
static const int of_networks[] = {
	SCMP_SYS(bind),       SCMP_SYS(connect),    SCMP_SYS(socket),
	SCMP_SYS(socketcall), SCMP_SYS(socketpair),
};

static const int of_processes[] = {
	SCMP_SYS(execve),           SCMP_SYS(execveat),          SCMP_SYS(fork),  SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(vfork),
};

static const int of_kernels[] = {
	SCMP_SYS(bpf),
	SCMP_SYS(finit_module),
	SCMP_SYS(init_module),
	SCMP_SYS(io_uring_setup),
	SCMP_SYS(kexec_file_load),
	SCMP_SYS(kexec_load),
	SCMP_SYS(keyctl),
	SCMP_SYS(mount),
	SCMP_SYS(perf_event_open),
	SCMP_SYS(setns),
	SCMP_SYS(unshare),
	SCMP_SYS(userfaultfd),
};

static const struct call_list hostile[] = {
	CALL_LIST(of_networks),
	CALL_LIST(of_processes),
	CALL_LIST(of_kernels),
};

/* Where clone(2) has its flags. */
#if defined(__s390__)
#define CLONE_FLAGS_ARGUMENT 1
#else
#define CLONE_FLAGS_ARGUMENT 0
#endif

/* Not every architecture has a newer question. */
#ifndef TCGETS2
#define TCGETS2 TCGETS
#endif

/* ioctls that ask a terminal how it is set, whose it is, and how large; none that types into it. */
static const uint64_t terminal_questions[] = {TCGETS, TCGETS2, TIOCGPGRP, TIOCGWINSZ};

/* 0, also for a call that this architecture does not have; else what libseccomp says. */
static int add(scmp_filter_ctx filter, uint32_t action, int call)
{
	int result = seccomp_rule_add(filter, action, call, 0);
	return result == -EDOM ? 0 : result;
}

static int add_lists(scmp_filter_ctx filter, uint32_t action, const struct call_list *lists,
		     size_t count)
{
	int result = 0;
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < lists[i].count && result == 0; j++)
			result = add(filter, action, lists[i].calls[j]);
	return result;
}

static int add_when(scmp_filter_ctx filter, uint32_t action, int call,
		    struct scmp_arg_cmp condition)
{
	return seccomp_rule_add(filter, action, call, 1, condition);
}

/* Of a call's argument, from 0. */
static struct scmp_arg_cmp is_equal(unsigned argument, scmp_datum_t value)
{
	return (struct scmp_arg_cmp){.arg = argument, .op = SCMP_CMP_EQ, .datum_a = value};
}

static struct scmp_arg_cmp has_flag(unsigned argument, scmp_datum_t flag, bool is_set)
{
	return (struct scmp_arg_cmp){.arg = argument,
				     .op = SCMP_CMP_MASKED_EQ,
				     .datum_a = flag,
				     .datum_b = is_set ? flag : 0};
}

/* A thread may be started, a process not. clone3(2), which hides its flags, is not known here. */
static int add_clone(scmp_filter_ctx filter)
{
	int result = add_when(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone),
			      has_flag(CLONE_FLAGS_ARGUMENT, CLONE_THREAD, true));
	if (result != 0)
		return result;
	return add_when(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(clone),
			has_flag(CLONE_FLAGS_ARGUMENT, CLONE_THREAD, false));
}

/* A signal to itself is how a process aborts. Limits are only asked for. */
static int add_questions(scmp_filter_ctx filter)
{
	int result = add_when(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), is_equal(0, THIS_PROCESS));
	if (result == 0)
		result = add_when(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), is_equal(2, 0));
	for (size_t i = 0; i < sizeof(terminal_questions) / sizeof(terminal_questions[0]); i++)
		if (result == 0)
			result = add_when(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl),
					  is_equal(1, terminal_questions[i]));
	return result;
}

/* Kernels before 4.14 take SCMP_ACT_KILL_PROCESS as an end of the thread. */
static int fill(scmp_filter_ctx filter, bool may_replace)
{
	int result = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	/* a tree: the kernel runs the program for each call that there is when it is loaded */
	if (result == 0)
		result = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	if (result == 0)
		result = add_lists(filter, SCMP_ACT_ALLOW, needed,
				   sizeof(needed) / sizeof(needed[0]));
	if (result == 0 && may_replace)
		result = add_lists(filter, SCMP_ACT_ALLOW, needed_to_replace, 1);
	if (result == 0)
		result = add_clone(filter);
	if (result == 0)
		result = add_questions(filter);
	if (result == 0)
		result = add_lists(filter, SCMP_ACT_KILL_PROCESS, hostile,
				   sizeof(hostile) / sizeof(hostile[0]));
	return result;
}

/* Writes the program, which is in file, as an array. */
static bool write_array(FILE *header, FILE *file, const char *name)
{
	struct sock_filter step;
	rewind(file);
	(void)fprintf(header, "static const struct sock_filter %s[] = {\n", name);
	while (fread(&step, sizeof(step), 1, file) == 1)
		(void)fprintf(header, "\t{0x%02x, %u, %u, 0x%08x},\n", step.code, step.jt, step.jf,
			      step.k);
	(void)fprintf(header, "};\n");
	return ferror(file) == 0 && ferror(header) == 0;
}

static bool write_program(FILE *header, bool may_replace, const char *name)
{
	bool is_written = false;
	FILE *file = tmpfile();
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	int result = filter ? fill(filter, may_replace) : -ENOMEM;
	if (result == 0)
		result = file ? seccomp_export_bpf(filter, fileno(file)) : -errno;
	if (result == 0)
		is_written = write_array(header, file, name);
	else
		(void)fprintf(stderr, "call_filter_writer: %s: %s\n", name, strerror(-result));
	seccomp_release(filter);
	if (file)
		(void)fclose(file);
	return is_written;
}

static bool write_header(FILE *header)
{
	(void)fprintf(header,
		      "/* What call_filter_writer.c writes, for call_filter.c. */\n"
		      "#define CALL_FILTER_THIS_PROCESS 0x%08xU\n",
		      THIS_PROCESS);
	return write_program(header, false, "program_to_read") &&
	       write_program(header, true, "program_to_replace");
}

int main(int argc, char **argv)
{
	FILE *header = argc == 2 ? fopen(argv[1], "w") : NULL;
	if (!header) {
		(void)fprintf(stderr, "call_filter_writer: it wants a file that it can write\n");
		return EXIT_FAILURE;
	}
	bool is_written = write_header(header);
	return fclose(header) == 0 && is_written ? EXIT_SUCCESS : EXIT_FAILURE;
}
