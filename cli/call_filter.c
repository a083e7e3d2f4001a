/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/call_filter.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* program_to_read, program_to_replace: as they are loaded, but for the number of the process */
#include "call_filter_program.h"

#define LENGTH(program) (sizeof(program) / sizeof((program)[0]))

/* Its own number in place of what stands for it. */
static void name_process(struct sock_filter *program, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (program[i].code == (BPF_JMP | BPF_JEQ | BPF_K) &&
		    program[i].k == CALL_FILTER_THIS_PROCESS)
			program[i].k = (uint32_t)getpid();
}

struct guard call_filter_load(bool may_replace)
{
	/* that which allows more is the longer one */
	struct sock_filter program[LENGTH(program_to_replace)];
	_Static_assert(sizeof(program_to_read) <= sizeof(program), "it must hold either");
	const size_t length = may_replace ? LENGTH(program_to_replace) : LENGTH(program_to_read);
	memcpy(program, may_replace ? program_to_replace : program_to_read,
	       length * sizeof(program[0]));
	name_process(program, length);
	const struct sock_fprog loaded = {.len = (unsigned short)length, .filter = program};
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &loaded) == 0)
		return (struct guard){.extent = GUARD_FULL};
	return (struct guard){.extent = GUARD_NONE, .lack = "seccomp", .error = errno};
}
