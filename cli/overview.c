/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/overview.h"

#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/render_text.h"
#include "cli/standing.h"
#include "cli/text.h"
#include "cli/utf8.h"

/* Longer lists of names are counted: "who" is in the repository's own report. */
#define MAX_SIGNERS_WIDTH 20

/* Without a chain that holds nothing is proved: that is not the same as no tags. */
static char *make_tags(const struct tufcheck_repository *repository)
{
	bool holds = repository->status == TUFCHECK_STATUS_TRUSTED ||
		     repository->status == TUFCHECK_STATUS_DEGRADED;
	struct text tags = {.bytes = NULL};
	if (repository->target_count > 0 || holds)
		text_append_format(&tags, "%zu", repository->target_count);
	else
		text_append(&tags, OVERVIEW_NOTHING);
	return text_take(&tags);
}

static int compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* All signers' names, each once; the caller's to free, the names are borrowed. */
static const char **collect_signers(const struct tufcheck_repository *repository, size_t *ret_count)
{
	size_t total = 0;
	for (size_t i = 0; i < repository->target_count; i++)
		total += repository->targets[i].signer_count;
	const char **names = memory_take(total, sizeof(char *));
	size_t n = 0;
	for (size_t i = 0; i < repository->target_count; i++)
		for (size_t j = 0; j < repository->targets[i].signer_count; j++)
			names[n++] = repository->targets[i].signers[j];
	qsort(names, n, sizeof(*names), compare_texts);
	size_t distinct = 0;
	for (size_t i = 0; i < n; i++)
		if (distinct == 0 || strcmp(names[distinct - 1], names[i]) != 0)
			names[distinct++] = names[i];
	*ret_count = distinct;
	return names;
}

static char *make_signers(const struct tufcheck_repository *repository)
{
	size_t count;
	const char **names = collect_signers(repository, &count);
	struct text signers = {.bytes = NULL};
	render_text_append_list(&signers, names, count);
	if (utf8_measure(text_get(&signers), signers.length) > MAX_SIGNERS_WIDTH) {
		text_cut(&signers, 0);
		text_append_format(&signers, "%zu", count);
	}
	if (count == 0)
		text_append(&signers,
			    repository->target_count > 0 ? "(Repo Admin)" : OVERVIEW_NOTHING);
	free(names);
	return text_take(&signers);
}

/* The earliest of the moments that were considered. */
struct earliest {
	bool is_there;
	struct tufcheck_time time;
};

static void consider(struct earliest *earliest, struct tufcheck_time time)
{
	if (earliest->is_there && !render_text_is_past(time, earliest->time))
		return;
	*earliest = (struct earliest){.is_there = true, .time = time};
}

static bool is_root_key(const struct tufcheck_key *key)
{
	for (size_t i = 0; i < key->role_count; i++)
		if (strcmp(key->roles[i], "root") == 0)
			return true;
	return false;
}

static struct earliest find_next_expiry(const struct tufcheck_repository *repository)
{
	struct earliest earliest = {.is_there = false};
	for (size_t i = 0; i < repository->role_count; i++)
		if (repository->roles[i].has_expires)
			consider(&earliest, repository->roles[i].expires);
	for (size_t i = 0; i < repository->key_count; i++) {
		const struct tufcheck_key *key = &repository->keys[i];
		for (size_t j = 0; is_root_key(key) && j < key->certificate_count; j++)
			consider(&earliest, key->certificates[j].not_after);
	}
	return earliest;
}

static char *make_expiry(struct earliest earliest, struct tufcheck_time at)
{
	struct text expiry = {.bytes = NULL};
	if (earliest.is_there) {
		render_text_append_date(&expiry, earliest.time);
		render_text_append_distance(&expiry, earliest.time, at);
	} else {
		text_append(&expiry, OVERVIEW_NOTHING);
	}
	return text_take(&expiry);
}

/* Findings are sorted, worst first. */
static const char *find_reason(const struct tufcheck_repository *repository)
{
	for (size_t i = 0; i < repository->finding_count; i++)
		if (repository->findings[i].severity != TUFCHECK_SEVERITY_NOTE)
			return repository->findings[i].message;
	return "";
}

void overview_init(const struct tufcheck_repository *repository, struct tufcheck_time at,
		   struct overview *ret_overview)
{
	/* dates that nobody is known to have signed are no dates */
	struct earliest expiry = {.is_there = false};
	if (render_text_is_sound(repository))
		expiry = find_next_expiry(repository);
	*ret_overview = (struct overview){
		.status = repository->status,
		.gun = memory_copy_text(standing_get_name(repository)),
		.path = memory_copy_text(repository->path),
		.tags = make_tags(repository),
		.signers = make_signers(repository),
		.expiry = make_expiry(expiry, at),
		.is_past = expiry.is_there && render_text_is_past(expiry.time, at),
		.reason = memory_copy_text(find_reason(repository)),
	};
}

void overview_clear(struct overview *overview)
{
	free(overview->gun);
	free(overview->path);
	free(overview->tags);
	free(overview->signers);
	free(overview->expiry);
	free(overview->reason);
	*overview = (struct overview){.gun = NULL};
}
