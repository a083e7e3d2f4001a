/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/jobs.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/diagnose.h"
#include "cli/memory.h"

/* More than a verification has open at any one time. */
#define DESCRIPTORS_PER_JOB 16

/* Systems have fewer. */
#define MAX_PROCESSORS (1U << 20)

/* Processors that the process may run on; the kernel refuses a set that is smaller than its own. */
static size_t count_processors(void)
{
	for (size_t room = CPU_SETSIZE; room <= MAX_PROCESSORS; room *= 2) {
		cpu_set_t *set = CPU_ALLOC(room);
		if (!set)
			memory_exhausted();
		size_t size = CPU_ALLOC_SIZE(room);
		int result = sched_getaffinity(0, size, set);
		int error = errno;
		int count = result == 0 ? CPU_COUNT_S(size, set) : 0;
		CPU_FREE(set);
		if (count > 0)
			return (size_t)count;
		if (result == 0 || error != EINVAL)
			break;
	}
	return 1;
}

bool jobs_read(const char *command, const char *given, size_t *ret_jobs)
{
	if (!given) {
		size_t count = count_processors();
		*ret_jobs = count < JOBS_MAX ? count : JOBS_MAX;
		return true;
	}
	char *end = NULL;
	errno = 0;
	unsigned long jobs = given[0] >= '0' && given[0] <= '9' ? strtoul(given, &end, 10) : 0;
	if (!end || *end != '\0' || errno != 0 || jobs < 1 || jobs > JOBS_MAX) {
		diagnose("%s: --jobs is '%s', but must be a number from 1 to %d", command, given,
			 JOBS_MAX);
		return false;
	}
	*ret_jobs = jobs;
	return true;
}

/* The lowest number that is free: below it all are open. */
static int find_free_descriptor(void)
{
	int copy = fcntl(STDERR_FILENO, F_DUPFD, 0);
	int number = copy;
	if (copy >= 0)
		(void)close(copy);
	return number;
}

size_t jobs_fit(size_t jobs)
{
	struct rlimit limit;
	int used = find_free_descriptor();
	if (used < 0 || getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur <= (rlim_t)used)
		return 1;
	rlim_t most = (limit.rlim_cur - (rlim_t)used) / DESCRIPTORS_PER_JOB;
	if (most >= jobs)
		return jobs;
	return most > 1 ? (size_t)most : 1;
}
