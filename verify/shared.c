/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/shared.h"

#include <pthread.h>
#include <search.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"

/* Of two, which share what may be held. */
struct generation {
	void *tree; /* tsearch, by bytes */
	size_t weight;
};

/*
 * What is found goes from the older generation to the newer; when that is full,
 * the older one is dropped and they change places.
 */
struct tc_store {
	pthread_mutex_t lock; /* for all below */
	struct generation newer;
	struct generation older;
};

void tc_shared_init(struct tc_shared *shared, void (*free_whole)(struct tc_shared *shared))
{
	*shared = (struct tc_shared){.free_whole = free_whole};
	atomic_init(&shared->holds, 1);
}

static void hold(struct tc_shared *shared)
{
	atomic_fetch_add_explicit(&shared->holds, 1, memory_order_relaxed);
}

void tc_shared_release(struct tc_shared *shared)
{
	if (shared && atomic_fetch_sub_explicit(&shared->holds, 1, memory_order_acq_rel) == 1)
		shared->free_whole(shared);
}

static int compare(const void *left, const void *right)
{
	const struct tc_shared *a = left;
	const struct tc_shared *b = right;
	if (a->length != b->length)
		return a->length < b->length ? -1 : 1;
	return memcmp(a->bytes, b->bytes, a->length);
}

static struct tc_shared *find_in(const struct generation *generation, const struct tc_shared *wanted)
{
	struct tc_shared *const *found = tfind(wanted, &generation->tree, compare);
	return found ? *found : NULL;
}

static void release_node(void *node)
{
	tc_shared_release(node);
}

static void clear(struct generation *generation)
{
	tdestroy(generation->tree, release_node);
	*generation = (struct generation){.tree = NULL};
}

/* Into the newer generation, which does not have it. */
static void add(struct tc_store *store, struct tc_shared *shared)
{
	if (shared->weight > TUF_MAX_SHARED_BYTES / 2)
		return;
	if (store->newer.weight > TUF_MAX_SHARED_BYTES / 2 - shared->weight) {
		clear(&store->older);
		store->older = store->newer;
		store->newer = (struct generation){.tree = NULL};
	}
	if (!tsearch(shared, &store->newer.tree, compare))
		return;
	hold(shared);
	store->newer.weight += shared->weight;
}

struct tc_store *tc_store_new(void)
{
	struct tc_store *store = calloc(1, sizeof(*store));
	if (!store)
		return NULL;
	if (pthread_mutex_init(&store->lock, NULL) != 0) {
		free(store);
		return NULL;
	}
	return store;
}

struct tc_shared *tc_store_find(struct tc_store *store, const unsigned char *bytes, size_t length)
{
	const struct tc_shared wanted = {.bytes = bytes, .length = length};
	(void)pthread_mutex_lock(&store->lock);
	struct tc_shared *found = find_in(&store->newer, &wanted);
	bool is_old = !found;
	if (is_old)
		found = find_in(&store->older, &wanted);
	/* held first: to make room may drop it */
	if (found)
		hold(found);
	if (found && is_old)
		add(store, found);
	(void)pthread_mutex_unlock(&store->lock);
	return found;
}

void tc_store_keep(struct tc_store *store, struct tc_shared *shared)
{
	(void)pthread_mutex_lock(&store->lock);
	/* another thread may have made the same meanwhile */
	if (!find_in(&store->newer, shared))
		add(store, shared);
	(void)pthread_mutex_unlock(&store->lock);
}

void tc_store_free(struct tc_store *store)
{
	if (!store)
		return;
	clear(&store->newer);
	clear(&store->older);
	(void)pthread_mutex_destroy(&store->lock);
	free(store);
}
