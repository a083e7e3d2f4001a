/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Linked into every program and library of a build with mutants. When the environment says so, a
 * program stops before its main() and makes a copy of itself for each order that comes by a socket,
 * which saves loading it each time:
 *
 *   TUFCHECK_MUTANT_SOCKET   the descriptor of the socket
 *   TUFCHECK_MUTANT_REACHED  a file with a byte a mutant, for tufcheck_mutants_reached
 *
 * Without a socket: TUFCHECK_MUTANT is the number of the mutant that is alive, and the program is
 * killed after TUFCHECK_MUTANT_SECONDS of work.
 *
 * An order is texts that end in NUL: the mutant's number, the seconds of work after which a copy is
 * killed, the cmocka test that alone is to run or nothing, the folder to run in, the files for its
 * output and its errors, and its arguments, as many as the program was started with. The answer is
 * two numbers: what waitpid() said of the copy, and the microseconds that it worked.
 */
#include "mutant.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int tufcheck_mutant;
unsigned char *tufcheck_mutants_reached;

/* Only programs with cmocka have it. */
extern void cmocka_set_test_filter(const char *pattern) __attribute__((weak));

/* Borrowed for as long as a copy runs. */
static char order[1 << 16];

static void note_reached(const char *path)
{
	int file = open(path, O_RDWR | O_CLOEXEC);
	off_t size = lseek(file, 0, SEEK_END);
	if (size <= 0)
		abort();
	void *bytes = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	if (bytes == MAP_FAILED)
		abort();
	close(file);
	tufcheck_mutants_reached = bytes;
}

/* Of work; one that waits has much longer, since the machine may be busy with others. */
static void limit_seconds(const char *text)
{
	rlim_t seconds = strtoul(text, NULL, 10);
	const struct rlimit limit = {.rlim_cur = seconds, .rlim_max = seconds};
	if (setrlimit(RLIMIT_CPU, &limit) != 0)
		abort();
	alarm(30 + (unsigned int)seconds * 10);
}

static const char *next_text(const char **at)
{
	const char *text = *at;
	*at += strlen(text) + 1;
	return text;
}

static void write_to(int descriptor, const char *path)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (file < 0 || dup2(file, descriptor) < 0)
		abort();
	close(file);
}

/* In the copy: what follows is main(), with other arguments. */
static void follow_order(int count, char **arguments)
{
	const char *at = order;
	tufcheck_mutant = (int)strtol(next_text(&at), NULL, 10);
	limit_seconds(next_text(&at));
	const char *test = next_text(&at);
	if (*test && cmocka_set_test_filter)
		cmocka_set_test_filter(test);
	if (chdir(next_text(&at)) != 0)
		abort();
	write_to(STDOUT_FILENO, next_text(&at));
	write_to(STDERR_FILENO, next_text(&at));
	for (int i = 1; i < count; i++)
		arguments[i] = (char *)next_text(&at);
	unsetenv("TUFCHECK_MUTANT_SOCKET");
}

static int count_microseconds(struct timeval time)
{
	return (int)(time.tv_sec * 1000000 + time.tv_usec);
}

/* Returns in copies only. */
static void serve(int orders, int count, char **arguments)
{
	while (recv(orders, order, sizeof(order), 0) > 0) {
		pid_t copy = fork();
		if (copy == 0) {
			close(orders);
			follow_order(count, arguments);
			return;
		}
		int answer[2] = {0, 0};
		struct rusage usage;
		if (copy < 0 || wait4(copy, &answer[0], 0, &usage) != copy)
			abort();
		answer[1] = count_microseconds(usage.ru_utime) + count_microseconds(usage.ru_stime);
		send(orders, answer, sizeof(answer), 0);
	}
	_exit(0);
}

__attribute__((constructor)) static void choose_mutant(int count, char **arguments)
{
	const char *number = getenv("TUFCHECK_MUTANT");
	const char *reached = getenv("TUFCHECK_MUTANT_REACHED");
	const char *seconds = getenv("TUFCHECK_MUTANT_SECONDS");
	const char *orders = getenv("TUFCHECK_MUTANT_SOCKET");
	if (number)
		tufcheck_mutant = (int)strtol(number, NULL, 10);
	if (reached)
		note_reached(reached);
	if (seconds)
		limit_seconds(seconds);
	if (orders)
		serve((int)strtol(orders, NULL, 10), count, arguments);
}
