/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/crew.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "cli/debug.h"
#include "cli/environment.h"
#include "cli/json_memory.h"
#include "cli/memory.h"
#include "cli/remains.h"

/* Reports that may be there for each thread: what lets the others go on behind a large repository. */
#define WINDOW_PER_JOB 4

/* What became of a repository of the window; of number i in slot i modulo the window. */
struct slot {
	bool is_ready;
	struct crew_report done;
};

struct crew {
	const struct tufcheck_scan *scan;
	size_t count; /* of repositories */
	pthread_t *threads;
	size_t thread_count;
	struct slot *slots;
	size_t window;
	pthread_mutex_t mutex;  /* for what follows, and the slots */
	pthread_cond_t is_done; /* a report is ready */
	pthread_cond_t has_room; /* another repository may be begun, or nothing more is to be */
	size_t begun;           /* repositories that some thread has begun with */
	size_t taken;           /* reports that were taken */
	bool is_ending;
};

static struct crew_report verify(const struct crew *crew, size_t index)
{
	struct crew_report done = {.report = NULL};
	uint64_t begun = debug_is_wanted() ? environment_get_moment() : 0;
	done.result = tufcheck_scan_verify(crew->scan, index, &done.report);
	done.spent = debug_is_wanted() ? environment_get_moment() - begun : 0;
	return done;
}

static bool may_begin(const struct crew *crew)
{
	return crew->begun < crew->count && crew->begun - crew->taken < crew->window;
}

/* Verifies the next repository. The mutex is held before and after, and not meanwhile. */
static void verify_next(struct crew *crew)
{
	size_t index = crew->begun++;
	struct slot *slot = &crew->slots[index % crew->window];
	pthread_mutex_unlock(&crew->mutex);
	const struct crew_report done = verify(crew, index);
	pthread_mutex_lock(&crew->mutex);
	*slot = (struct slot){.is_ready = true, .done = done};
	if (index == crew->taken)
		pthread_cond_signal(&crew->is_done);
}

static void *work(void *data)
{
	struct crew *crew = data;
	pthread_mutex_lock(&crew->mutex);
	while (!crew->is_ending && crew->begun < crew->count) {
		if (may_begin(crew))
			verify_next(crew);
		else
			pthread_cond_wait(&crew->has_room, &crew->mutex);
	}
	pthread_mutex_unlock(&crew->mutex);
	json_memory_leave();
	return NULL;
}

/* With fewer threads than wanted, or none, the answers are the same. */
static void start_threads(struct crew *crew, size_t wanted)
{
	crew->threads = memory_take(wanted, sizeof(*crew->threads));
	memory_share();
	/* signals are for the thread that shows progress and writes files */
	sigset_t before;
	remains_hold(&before);
	while (crew->thread_count < wanted &&
	       pthread_create(&crew->threads[crew->thread_count], NULL, work, crew) == 0)
		crew->thread_count++;
	remains_release(&before);
}

struct crew *crew_new(const struct tufcheck_scan *scan, size_t jobs)
{
	struct crew *crew = memory_take(1, sizeof(*crew));
	crew->scan = scan;
	crew->count = tufcheck_scan_count(scan);
	if (jobs > crew->count)
		jobs = crew->count;
	if (jobs < 2)
		return crew;
	crew->window = jobs * WINDOW_PER_JOB;
	crew->slots = memory_take(crew->window, sizeof(*crew->slots));
	crew->mutex = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
	crew->is_done = (pthread_cond_t)PTHREAD_COND_INITIALIZER;
	crew->has_room = (pthread_cond_t)PTHREAD_COND_INITIALIZER;
	start_threads(crew, jobs - 1);
	return crew;
}

/* The mutex is held. */
static void await(struct crew *crew, const struct slot *slot)
{
	while (!slot->is_ready) {
		if (may_begin(crew))
			verify_next(crew);
		else
			pthread_cond_wait(&crew->is_done, &crew->mutex);
	}
}

struct crew_report crew_take(struct crew *crew, size_t index)
{
	if (crew->thread_count == 0)
		return verify(crew, index);
	struct slot *slot = &crew->slots[index % crew->window];
	pthread_mutex_lock(&crew->mutex);
	await(crew, slot);
	const struct crew_report done = slot->done; /* transferred */
	*slot = (struct slot){.is_ready = false};
	crew->taken = index + 1;
	pthread_cond_signal(&crew->has_room);
	pthread_mutex_unlock(&crew->mutex);
	return done;
}

static void end_threads(struct crew *crew)
{
	pthread_mutex_lock(&crew->mutex);
	crew->is_ending = true;
	pthread_cond_broadcast(&crew->has_room);
	pthread_mutex_unlock(&crew->mutex);
	for (size_t i = 0; i < crew->thread_count; i++)
		pthread_join(crew->threads[i], NULL);
}

void crew_free(struct crew *crew)
{
	if (!crew)
		return;
	if (crew->thread_count > 0)
		end_threads(crew);
	for (size_t i = 0; i < crew->window; i++)
		tufcheck_report_free(crew->slots[i].done.report);
	free(crew->threads);
	free(crew->slots);
	free(crew);
}
