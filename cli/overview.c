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
static void append_tags(struct text *text, const struct tufcheck_repository *repository)
{
	bool holds = repository->status == TUFCHECK_STATUS_TRUSTED ||
		     repository->status == TUFCHECK_STATUS_DEGRADED;
	if (repository->target_count > 0 || holds)
		text_append_format(text, "%zu", repository->target_count);
	else
		text_append(text, OVERVIEW_NOTHING);
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

static void append_signers(struct text *text, const struct tufcheck_repository *repository)
{
	size_t count;
	size_t start = text->length;
	const char **names = collect_signers(repository, &count);
	render_text_append_list(text, names, count);
	if (utf8_measure(text_get(text) + start, text->length - start) > MAX_SIGNERS_WIDTH) {
		text_cut(text, start);
		text_append_format(text, "%zu", count);
	}
	if (count == 0)
		text_append(text, repository->target_count > 0 ? "(Repo Admin)" : OVERVIEW_NOTHING);
	free(names);
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

static void append_expiry(struct text *text, struct earliest earliest, struct tufcheck_time at)
{
	if (earliest.is_there) {
		render_text_append_date(text, earliest.time);
		render_text_append_distance(text, earliest.time, at);
	} else {
		text_append(text, OVERVIEW_NOTHING);
	}
}

/* Findings are sorted, worst first. */
static const char *find_reason(const struct tufcheck_repository *repository)
{
	for (size_t i = 0; i < repository->finding_count; i++)
		if (repository->findings[i].severity != TUFCHECK_SEVERITY_NOTE)
			return repository->findings[i].message;
	return "";
}

/* The texts stand one behind the other: where the next one begins. */
static size_t end_text(struct text *texts)
{
	text_append_bytes(texts, "", 1);
	return texts->length;
}

void overview_init(const struct tufcheck_repository *repository, struct tufcheck_time at,
		   struct overview *ret_overview)
{
	/* dates that nobody is known to have signed are no dates */
	struct earliest expiry = {.is_there = false};
	if (render_text_is_sound(repository))
		expiry = find_next_expiry(repository);
	struct text texts = {.bytes = NULL};
	text_append(&texts, standing_get_name(repository));
	size_t path = end_text(&texts);
	text_append(&texts, repository->path);
	size_t tags = end_text(&texts);
	append_tags(&texts, repository);
	size_t signers = end_text(&texts);
	append_signers(&texts, repository);
	size_t next_expiry = end_text(&texts);
	append_expiry(&texts, expiry, at);
	size_t reason = end_text(&texts);
	text_append(&texts, find_reason(repository));
	size_t length = end_text(&texts);
	/* there is one for each repository of an estate */
	char *gun = memory_resize(text_take(&texts), length, 1);
	*ret_overview = (struct overview){
		.status = repository->status,
		.gun = gun,
		.path = gun + path,
		.tags = gun + tags,
		.signers = gun + signers,
		.expiry = gun + next_expiry,
		.is_past = expiry.is_there && render_text_is_past(expiry.time, at),
		.reason = gun + reason,
	};
}

void overview_clear(struct overview *overview)
{
	free(overview->gun); /* with all behind it */
	*overview = (struct overview){.gun = NULL};
}
