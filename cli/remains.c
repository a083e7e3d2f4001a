/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/remains.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

/* Those that end a process by default, and that people, shells and pipes send. */
static const int endings[] = {SIGHUP, SIGINT, SIGPIPE, SIGTERM};
static const size_t ending_count = sizeof(endings) / sizeof(endings[0]);

static struct remain *first; /* the last one added; changes while the signals wait */
static volatile sig_atomic_t is_line_shown;
static bool is_watching;

/* This and the next do only what a handler of signals may do. */
void remains_hide_line(void)
{
	/* back to its beginning, and all behind that away */
	static const char clear_line[] = "\r\x1b[K";
	if (!is_line_shown)
		return;
	/* a terminal that is gone shows nothing */
	ssize_t written = write(STDERR_FILENO, clear_line, sizeof(clear_line) - 1);
	(void)written;
	is_line_shown = 0;
}

void remains_clear(void)
{
	remains_hide_line();
	for (const struct remain *remain = first; remain; remain = remain->next)
		if (unlink(remain->path) != 0)
			(void)rmdir(remain->path);
	first = NULL;
}

static sigset_t list_endings(void)
{
	sigset_t set;
	(void)sigemptyset(&set);
	for (size_t i = 0; i < ending_count; i++)
		(void)sigaddset(&set, endings[i]);
	return set;
}

/* The signal is raised again, and does what it does by default when this returns. */
static void end(int number)
{
	struct sigaction by_default = {.sa_handler = SIG_DFL};
	remains_clear();
	(void)sigaction(number, &by_default, NULL);
	(void)raise(number);
}

/* What who started the process chose to ignore stays ignored. */
static void watch(void)
{
	struct sigaction action = {.sa_handler = end, .sa_mask = list_endings()};
	is_watching = true;
	for (size_t i = 0; i < ending_count; i++) {
		struct sigaction before;
		if (sigaction(endings[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
			(void)sigaction(endings[i], &action, NULL);
	}
}

void remains_hold(sigset_t *ret_before)
{
	const sigset_t set = list_endings();
	(void)pthread_sigmask(SIG_BLOCK, &set, ret_before);
}

void remains_release(const sigset_t *before)
{
	int error = errno;
	(void)pthread_sigmask(SIG_SETMASK, before, NULL);
	errno = error;
}

void remains_add(struct remain *remain, const char *path)
{
	if (!is_watching)
		watch();
	*remain = (struct remain){.path = path, .next = first};
	first = remain;
}

void remains_drop(const struct remain *remain)
{
	struct remain **place = &first;
	while (*place && *place != remain)
		place = &(*place)->next;
	if (*place)
		*place = remain->next;
}

void remains_add_line(void)
{
	if (!is_watching)
		watch();
	is_line_shown = 1;
}
