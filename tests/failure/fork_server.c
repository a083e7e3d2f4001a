/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loaded before a command's own libraries (LD_PRELOAD), with failing_memory.c:
 * the command is run from its beginning as often as it is asked for, each time
 * with another request for memory that fails, and is loaded once.
 *
 * The environment's TUFCHECK_FORK_SERVER has the number of a socket; without
 * it nothing is done. On it comes a struct order for each run, and goes a
 * struct outcome. The server ends with the socket.
 */
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "failing_memory.h"

/* Of a run that does not end. */
#define SECONDS_AT_MOST 60

struct order {
	uint64_t victim;
	uint64_t is_lasting;
};

struct outcome {
	uint64_t wait_status; /* as of waitpid */
	uint64_t count;       /* requests for memory */
	uint64_t failed;      /* of them */
};

static void serve(int descriptor)
{
	struct order order;
	while (read(descriptor, &order, sizeof(order)) == (ssize_t)sizeof(order)) {
		failing_memory_begin(order.victim, order.is_lasting != 0);
		pid_t process = fork();
		if (process == 0) {
			close(descriptor);
			alarm(SECONDS_AT_MOST);
			return; /* and the command begins */
		}
		int status = -1;
		if (process < 0 || waitpid(process, &status, 0) != process)
			_exit(EXIT_FAILURE);
		const struct outcome outcome = {.wait_status = (uint64_t)status,
		                                .count = failing_memory->count,
		                                .failed = failing_memory->failed};
		if (write(descriptor, &outcome, sizeof(outcome)) != (ssize_t)sizeof(outcome))
			_exit(EXIT_FAILURE);
	}
	_exit(EXIT_SUCCESS);
}

__attribute__((constructor)) static void begin(void)
{
	const char *number = getenv("TUFCHECK_FORK_SERVER");
	if (!number)
		return;
	struct failing_memory *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
	                                     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		_exit(EXIT_FAILURE);
	failing_memory = shared;
	serve((int)strtol(number, NULL, 10));
}
