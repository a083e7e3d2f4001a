/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/remains.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

/* Those that end a process by default, and that people, shells, pipes and limits send. */
static const int endings[] = {SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM, SIGXCPU};
static const size_t ending_count = sizeof(endings) / sizeof(endings[0]);

#define SIGNAL_STATUS 128 /* and the signal's number: what a shell says of who was ended by one */

static struct remain *first; /* the last one added; changes while the signals wait */
static volatile sig_atomic_t is_line_shown;
static bool is_watching;

/* Back to its beginning, and all behind that away. */
static const char clear_line[] = "\r\x1b[K";

/* What follows, up to the end of end, does only what a handler of signals may do. */
void remains_hide_line(void)
{
	if (!is_line_shown)
		return;
	/* a terminal that is gone shows nothing */
	ssize_t written = write(STDERR_FILENO, clear_line, sizeof(clear_line) - 1);
	(void)written;
	is_line_shown = 0;
}

/* Likewise, but it waits for nobody: output may be halted, or the terminal another's by now. */
static void hide_line_at_once(void)
{
	struct pollfd terminal = {.fd = STDERR_FILENO, .events = POLLOUT};
	pid_t group = tcgetpgrp(STDERR_FILENO);
	if (!is_line_shown || (group >= 0 && group != getpgrp()))
		return;
	/* room is promised for one byte only */
	for (size_t i = 0; i < sizeof(clear_line) - 1; i++)
		if (poll(&terminal, 1, 0) != 1 || (terminal.revents & POLLOUT) == 0 ||
		    write(STDERR_FILENO, clear_line + i, 1) != 1)
			return;
}

static void remove_files(void)
{
	for (const struct remain *remain = first; remain; remain = remain->next)
		if (unlink(remain->path) != 0)
			(void)rmdir(remain->path);
	first = NULL;
}

void remains_clear(void)
{
	remove_files();
	remains_hide_line();
}

static sigset_t list_endings(void)
{
	sigset_t set;
	(void)sigemptyset(&set);
	for (size_t i = 0; i < ending_count; i++)
		(void)sigaddset(&set, endings[i]);
	return set;
}

static void end(int number);

/* From here on the others end the process at once; number is not to cut itself short. */
static void stop_watching(int number)
{
	const struct sigaction by_default = {.sa_handler = SIG_DFL};
	sigset_t others = list_endings();
	(void)sigdelset(&others, number);
	for (size_t i = 0; i < ending_count; i++) {
		struct sigaction now;
		if (sigaction(endings[i], NULL, &now) == 0 && now.sa_handler == end)
			(void)sigaction(endings[i], &by_default, NULL);
	}
	(void)pthread_sigmask(SIG_UNBLOCK, &others, NULL);
}

/* Files first: the terminal is the lesser matter, and may be stuck. */
static void end(int number)
{
	remove_files();
	stop_watching(number);
	hide_line_at_once();
	sigset_t own;
	(void)sigemptyset(&own);
	(void)sigaddset(&own, number);
	(void)raise(number);
	/* cppcheck takes raise for one that never returns; of a blocked signal it does */
	/* cppcheck-suppress unreachableCode */
	(void)pthread_sigmask(SIG_UNBLOCK, &own, NULL);
	/* who comes here is the first of a container: what it does not handle is kept from it */
	_exit(SIGNAL_STATUS + number);
}

/* What who started the process chose to ignore stays ignored. */
static void watch(void)
{
	struct sigaction action = {.sa_handler = end, .sa_mask = list_endings()};
	/* while it waits a terminal is written on from the background, too, and nobody stopped */
	(void)sigaddset(&action.sa_mask, SIGTTOU);
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
