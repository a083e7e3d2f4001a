/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a run must not leave behind when a signal ends it, or a lack of memory:
 * files that are not whole yet, and a line on the terminal that is not to stay.
 *
 * While there is something, SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM and
 * SIGXCPU remove it before they end the process as they would have; the line
 * only as far as the terminal takes it at once. The first process of a container,
 * which no such signal ends, exits with 128 and the signal's number. A run that
 * has nothing of the kind asks nothing of the system.
 */
#ifndef CLI_REMAINS_H
#define CLI_REMAINS_H

#include <signal.h>

/* A file, or a folder that is empty when what was added after it is gone. */
struct remain {
	const char *path;
	struct remain *next;
};

/**
 * Lets those signals wait until remains_release: between the two a file is made
 * or gets its place, and is added or dropped. ret_before: for remains_release.
 */
void remains_hold(sigset_t *ret_before);

/** Ends what remains_hold began. errno stays as it is. */
void remains_release(const sigset_t *before);

/**
 * From here on path is removed when the process is ended. To be called while
 * the signals wait; remain and path are borrowed until remains_drop.
 */
void remains_add(struct remain *remain, const char *path);

/** Ends that, likewise while the signals wait. One that was not added is let be. */
void remains_drop(const struct remain *remain);

/** The last line on stderr, which is about to be written, is not to stay. For the first thread. */
void remains_add_line(void);

/** Takes that line away, if there is one: something else is to be written. */
void remains_hide_line(void);

/** Removes all of it now. For memory that lacks: it asks for none. */
void remains_clear(void);

#endif
