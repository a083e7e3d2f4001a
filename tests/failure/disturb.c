/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a program and disturbs its system calls on files, those of its
 * libraries too, from its entry point on; what the loader does is left alone.
 *
 *   disturb DESCRIPTOR KIND NUMBER ERROR PROGRAM [ARGUMENT...]
 *
 * KIND: "none"; "list": nothing, and every call is told; "short": every read
 * and write is of one byte; "interrupt": each call that may be interrupted is,
 * before it does anything, and then let through; "fail": call NUMBER fails with
 * ERROR (a number); "pause": before call NUMBER a byte is awaited from
 * DESCRIPTOR; "untyped" and "fail-untyped": as "none" and "fail", and folders
 * are read as from a file system that does not say what is a folder. Calls are numbered from 1; with "fail" only those that may fail
 * with ERROR count.
 *
 * Lines on DESCRIPTOR: "call NAME PATH" of call NUMBER, before it is made or
 * instead of it (PATH: what it is about; empty where that is not known), and,
 * last, "end WAIT-STATUS CALLS". Exit status: 0 when the program was run,
 * whatever became of it; 77 when programs cannot be traced here.
 *
 * For Linux on x86-64.
 */
#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define SKIPPED 77
#define SECONDS_AT_MOST 120
#define BREAKPOINT 0xcc
#define NO_NUMBER (-1)

/* Where a call has what it is about. */
enum subject {
	SUBJECT_DESCRIPTOR,   /* its first argument */
	SUBJECT_PATH,         /* likewise, a path */
	SUBJECT_PATH_BENEATH, /* the first a descriptor, the second a path */
};

/* What may become of a call: bits. */
enum {
	MAY_OPEN = 1 << 0,      /* it makes a descriptor */
	MAY_INTERRUPT = 1 << 1, /* it may end with EINTR */
	MAY_SHORTEN = 1 << 2,   /* its third argument is a length */
	MAY_WRITE = 1 << 3,
	MAY_DENY = 1 << 4,      /* it looks a path up */
	MUST_RUN = 1 << 5       /* it is done even when it fails */
};

static const struct call {
	const char *name;
	long number;
	enum subject subject;
	unsigned may;
} calls[] = {
	{"open", SYS_open, SUBJECT_PATH, MAY_OPEN | MAY_INTERRUPT | MAY_DENY},
	{"openat", SYS_openat, SUBJECT_PATH_BENEATH, MAY_OPEN | MAY_INTERRUPT | MAY_DENY},
	{"openat2", SYS_openat2, SUBJECT_PATH_BENEATH, MAY_OPEN | MAY_INTERRUPT | MAY_DENY},
	{"close", SYS_close, SUBJECT_DESCRIPTOR, MAY_INTERRUPT | MUST_RUN},
	{"read", SYS_read, SUBJECT_DESCRIPTOR, MAY_INTERRUPT | MAY_SHORTEN},
	{"pread64", SYS_pread64, SUBJECT_DESCRIPTOR, MAY_INTERRUPT | MAY_SHORTEN},
	{"write", SYS_write, SUBJECT_DESCRIPTOR, MAY_INTERRUPT | MAY_SHORTEN | MAY_WRITE},
	{"lseek", SYS_lseek, SUBJECT_DESCRIPTOR, 0},
	{"fcntl", SYS_fcntl, SUBJECT_DESCRIPTOR, 0},
	{"getdents64", SYS_getdents64, SUBJECT_DESCRIPTOR, 0},
	{"stat", SYS_stat, SUBJECT_PATH, MAY_DENY},
	{"lstat", SYS_lstat, SUBJECT_PATH, MAY_DENY},
	{"fstat", SYS_fstat, SUBJECT_DESCRIPTOR, 0},
	{"newfstatat", SYS_newfstatat, SUBJECT_PATH_BENEATH, MAY_DENY},
	{"statx", SYS_statx, SUBJECT_PATH_BENEATH, MAY_DENY},
	{"access", SYS_access, SUBJECT_PATH, MAY_DENY},
	{"faccessat2", SYS_faccessat2, SUBJECT_PATH_BENEATH, MAY_DENY},
	{"readlink", SYS_readlink, SUBJECT_PATH, MAY_DENY},
	{"readlinkat", SYS_readlinkat, SUBJECT_PATH_BENEATH, MAY_DENY},
	{"getcwd", SYS_getcwd, SUBJECT_PATH, 0},
	{"fsync", SYS_fsync, SUBJECT_DESCRIPTOR, MAY_WRITE},
	{"fchmod", SYS_fchmod, SUBJECT_DESCRIPTOR, MAY_WRITE},
	{"fchown", SYS_fchown, SUBJECT_DESCRIPTOR, MAY_WRITE},
	{"rename", SYS_rename, SUBJECT_PATH, MAY_WRITE | MAY_DENY},
};

enum kind {
	KIND_NONE,
	KIND_SHORT,
	KIND_INTERRUPT,
	KIND_LIST,
	KIND_FAIL,
	KIND_PAUSE,
	KIND_UNTYPED,
	KIND_FAIL_UNTYPED,
	KIND_COUNT,
};

static const char *const kind_names[KIND_COUNT] = {
	[KIND_NONE] = "none", [KIND_SHORT] = "short", [KIND_INTERRUPT] = "interrupt",
	[KIND_LIST] = "list", [KIND_FAIL] = "fail", [KIND_PAUSE] = "pause",
	[KIND_UNTYPED] = "untyped", [KIND_FAIL_UNTYPED] = "fail-untyped",
};

struct plan {
	int control;
	enum kind kind;
	unsigned long number;
	int error;
};

/* The traced program. */
struct run {
	const struct plan *plan;
	pid_t process;
	unsigned long count; /* calls, of those that are numbered */
	bool was_interrupted; /* the last one; this one may be it again */
	long last_number;
};

static void must(bool is_done, const char *what)
{
	if (is_done)
		return;
	perror(what);
	exit(EXIT_FAILURE);
}

static void get_registers(const struct run *run, struct user_regs_struct *registers)
{
	must(ptrace(PTRACE_GETREGS, run->process, NULL, registers) == 0, "PTRACE_GETREGS");
}

static void set_registers(const struct run *run, const struct user_regs_struct *registers)
{
	must(ptrace(PTRACE_SETREGS, run->process, NULL, registers) == 0, "PTRACE_SETREGS");
}

/* ---- what a call is about ---- */

/* Appends what the descriptor, or the working folder, leads to. */
static void find_descriptor(const struct run *run, int descriptor, char ret_path[PATH_MAX])
{
	char link[64];
	if (descriptor == AT_FDCWD)
		(void)snprintf(link, sizeof(link), "/proc/%d/cwd", (int)run->process);
	else
		(void)snprintf(link, sizeof(link), "/proc/%d/fd/%d", (int)run->process, descriptor);
	ssize_t length = readlink(link, ret_path, PATH_MAX - 1);
	ret_path[length > 0 ? length : 0] = '\0';
}

static void read_path(const struct run *run, uint64_t address, char ret_path[PATH_MAX])
{
	size_t length = 0;
	char *end = NULL;
	while (!end && length < PATH_MAX - 1) {
		/* not beyond the page, behind which there may be nothing */
		size_t room = 4096 - (size_t)((address + length) % 4096);
		room = room < PATH_MAX - 1 - length ? room : PATH_MAX - 1 - length;
		const struct iovec to = {.iov_base = ret_path + length, .iov_len = room};
		const struct iovec from = {.iov_base = (void *)(uintptr_t)(address + length),
		                           .iov_len = room};
		ssize_t taken = process_vm_readv(run->process, &to, 1, &from, 1, 0);
		if (taken <= 0)
			break;
		end = memchr(ret_path + length, '\0', (size_t)taken);
		length += (size_t)taken;
	}
	if (!end)
		ret_path[length] = '\0';
}

static void find_subject(const struct run *run, const struct call *call,
                         const struct user_regs_struct *registers, char ret_path[2 * PATH_MAX])
{
	char name[PATH_MAX] = "";
	int folder = AT_FDCWD;
	if (call->subject == SUBJECT_PATH)
		read_path(run, registers->rdi, name);
	if (call->subject == SUBJECT_PATH_BENEATH)
		read_path(run, registers->rsi, name);
	if (call->subject != SUBJECT_PATH)
		folder = (int)registers->rdi;
	char base[PATH_MAX];
	find_descriptor(run, folder, base);
	if (name[0] == '/')
		(void)snprintf(ret_path, 2 * PATH_MAX, "%s", name);
	else
		(void)snprintf(ret_path, 2 * PATH_MAX, "%s%s%s", base, name[0] ? "/" : "", name);
}

static void tell(const struct run *run, const struct call *call,
                 const struct user_regs_struct *registers)
{
	char path[2 * PATH_MAX];
	find_subject(run, call, registers, path);
	(void)dprintf(run->plan->control, "call %s %s\n", call->name, path);
}

/* ---- which calls are disturbed ---- */

static const struct call *find_call(long number)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (calls[i].number == number)
			return &calls[i];
	return NULL;
}

static bool may_fail(const struct call *call, int error)
{
	switch (error) {
	case EMFILE:
	case ENFILE:
	case ENOMEM:
		return (call->may & MAY_OPEN) != 0;
	case EACCES:
		return (call->may & MAY_DENY) != 0;
	case EINTR:
		return (call->may & MAY_INTERRUPT) != 0;
	case ENOSPC:
	case EPIPE:
		return (call->may & MAY_WRITE) != 0;
	default:
		return true;
	}
}

static bool is_numbered(const struct plan *plan, const struct call *call)
{
	bool must_fail = plan->kind == KIND_FAIL || plan->kind == KIND_FAIL_UNTYPED;
	return !must_fail || may_fail(call, plan->error);
}

/* ---- one call ---- */

/* Goes on until the next call begins or ends. False: the program has ended. */
static bool go_on(const struct run *run, int *ret_status)
{
	int signal = 0;
	for (;;) {
		must(ptrace(PTRACE_SYSCALL, run->process, NULL, signal) == 0, "PTRACE_SYSCALL");
		must(waitpid(run->process, ret_status, 0) == run->process, "waitpid");
		if (!WIFSTOPPED(*ret_status))
			return false;
		if (WSTOPSIG(*ret_status) == (SIGTRAP | 0x80))
			return true;
		signal = WSTOPSIG(*ret_status) == SIGTRAP ? 0 : WSTOPSIG(*ret_status);
	}
}

/* Lets the call end and gives it another result. Registers: as it began. */
static bool fail(const struct run *run, const struct call *call,
                 struct user_regs_struct *registers, int error, int *ret_status)
{
	if (!(call->may & MUST_RUN)) {
		/* another call stands in, one that does nothing and that no filter forbids */
		struct user_regs_struct changed = *registers;
		changed.orig_rax = SYS_close;
		changed.rdi = (unsigned long long)-1;
		set_registers(run, &changed);
	}
	if (!go_on(run, ret_status))
		return false;
	registers->rax = (unsigned long long)-error;
	set_registers(run, registers);
	return true;
}

static bool shorten(const struct run *run, struct user_regs_struct *registers, int *ret_status)
{
	struct user_regs_struct changed = *registers;
	changed.rdx = 1;
	set_registers(run, &changed);
	if (!go_on(run, ret_status))
		return false;
	get_registers(run, &changed);
	registers->rax = changed.rax;
	set_registers(run, registers);
	return true;
}

/* Lets a folder be read and takes away what kind its entries are. */
static bool read_untyped(const struct run *run, const struct user_regs_struct *before,
                         int *ret_status)
{
	if (!go_on(run, ret_status))
		return false;
	struct user_regs_struct after;
	get_registers(run, &after);
	char entries[1 << 16];
	long length = (long)after.rax;
	if (length <= 0 || (size_t)length > sizeof(entries))
		return true;
	const struct iovec ours = {.iov_base = entries, .iov_len = (size_t)length};
	const struct iovec theirs = {.iov_base = (void *)(uintptr_t)before->rsi,
	                             .iov_len = (size_t)length};
	must(process_vm_readv(run->process, &ours, 1, &theirs, 1, 0) == length, "the entries");
	for (long at = 0; at < length;) {
		struct dirent64 *entry = (struct dirent64 *)(void *)(entries + at);
		entry->d_type = DT_UNKNOWN;
		at += entry->d_reclen;
	}
	must(process_vm_writev(run->process, &ours, 1, &theirs, 1, 0) == length, "the entries");
	return true;
}

static void await(const struct run *run)
{
	char byte;
	ssize_t taken;
	do
		taken = read(run->plan->control, &byte, 1);
	while (taken < 0 && errno == EINTR);
	must(taken == 1, "the byte to go on");
}

/* A call has begun. False: the program has ended in it. */
static bool disturb(struct run *run, int *ret_status)
{
	struct user_regs_struct registers;
	get_registers(run, &registers);
	long number = (long)registers.orig_rax;
	const struct call *call = find_call(number);
	if (!call || !is_numbered(run->plan, call))
		return go_on(run, ret_status);
	run->count++;
	bool is_again = run->was_interrupted && number == run->last_number;
	run->last_number = number;
	run->was_interrupted = false;
	bool is_it = run->count == run->plan->number;
	if (is_it || run->plan->kind == KIND_LIST)
		tell(run, call, &registers);
	switch (run->plan->kind) {
	case KIND_SHORT:
		if ((call->may & MAY_SHORTEN) && registers.rdx > 1)
			return shorten(run, &registers, ret_status);
		break;
	case KIND_INTERRUPT:
		if ((call->may & MAY_INTERRUPT) && !is_again) {
			run->was_interrupted = !(call->may & MUST_RUN);
			return fail(run, call, &registers, EINTR, ret_status);
		}
		break;
	case KIND_FAIL:
	case KIND_UNTYPED:
	case KIND_FAIL_UNTYPED:
		if (is_it)
			return fail(run, call, &registers, run->plan->error, ret_status);
		if (run->plan->kind != KIND_FAIL && number == SYS_getdents64)
			return read_untyped(run, &registers, ret_status);
		break;
	case KIND_PAUSE:
		if (is_it)
			await(run);
		break;
	case KIND_NONE:
	case KIND_LIST:
	case KIND_COUNT:
		break;
	}
	return go_on(run, ret_status);
}

/* ---- the program ---- */

static void start(char *const *arguments)
{
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
		_exit(SKIPPED);
	alarm(SECONDS_AT_MOST);
	(void)execv(arguments[0], arguments);
	_exit(EXIT_FAILURE);
}

static uintptr_t find_entry(pid_t process)
{
	char path[64];
	(void)snprintf(path, sizeof(path), "/proc/%d/auxv", (int)process);
	FILE *file = fopen(path, "re");
	must(file != NULL, path);
	Elf64_auxv_t item;
	uintptr_t entry = 0;
	while (entry == 0 && fread(&item, sizeof(item), 1, file) == 1)
		if (item.a_type == AT_ENTRY)
			entry = (uintptr_t)item.a_un.a_val;
	(void)fclose(file);
	must(entry != 0, "the entry point");
	return entry;
}

/* Lets the loader do its work. */
static void reach_entry(const struct run *run)
{
	pid_t process = run->process;
	uintptr_t entry = find_entry(process);
	errno = 0;
	long text = ptrace(PTRACE_PEEKTEXT, process, (void *)entry, NULL);
	must(errno == 0, "PTRACE_PEEKTEXT");
	long changed = (long)(((unsigned long)text & ~0xffUL) | BREAKPOINT);
	int status;
	must(ptrace(PTRACE_POKETEXT, process, (void *)entry, (void *)changed) == 0 &&
	             ptrace(PTRACE_CONT, process, NULL, NULL) == 0 &&
	             waitpid(process, &status, 0) == process && WIFSTOPPED(status) &&
	             WSTOPSIG(status) == SIGTRAP &&
	             ptrace(PTRACE_POKETEXT, process, (void *)entry, (void *)text) == 0,
	     "the way to the entry point");
	struct user_regs_struct registers;
	get_registers(run, &registers);
	registers.rip = entry;
	set_registers(run, &registers);
}

static int follow(const struct plan *plan, pid_t process)
{
	struct run run = {.plan = plan, .process = process, .last_number = NO_NUMBER};
	int status;
	must(waitpid(process, &status, 0) == process, "waitpid");
	if (WIFEXITED(status) && WEXITSTATUS(status) == SKIPPED)
		return SKIPPED;
	must(WIFSTOPPED(status) && ptrace(PTRACE_SETOPTIONS, process, NULL,
	                                  PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL) == 0,
	     "PTRACE_SETOPTIONS");
	reach_entry(&run);
	while (go_on(&run, &status) && disturb(&run, &status))
		;
	(void)dprintf(plan->control, "end %d %lu\n", status, run.count);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	if (argc < 6)
		return EXIT_FAILURE;
	struct plan plan = {.control = (int)strtol(argv[1], NULL, 10),
	                    .kind = KIND_COUNT,
	                    .number = strtoul(argv[3], NULL, 10),
	                    .error = (int)strtol(argv[4], NULL, 10)};
	for (int kind = 0; kind < KIND_COUNT; kind++)
		if (strcmp(argv[2], kind_names[kind]) == 0)
			plan.kind = (enum kind)kind;
	if (plan.kind == KIND_COUNT)
		return EXIT_FAILURE;
	(void)fcntl(plan.control, F_SETFD, FD_CLOEXEC);
	pid_t process = fork();
	must(process >= 0, "fork");
	if (process == 0)
		start(argv + 5);
	return follow(&plan, process);
}
