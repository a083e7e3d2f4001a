/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/lock_compare.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "verify/lock_entry.h"

/* ---- tags ---- */

static const char *describe_tag(struct tuf_arena *arena, const struct tc_lock_tag *tag)
{
	return tuf_arena_format(arena, "%s%s, length %" PRId64 ", from %s",
	                        tag->sha256 ? "sha256:" : "no sha256",
	                        tag->sha256 ? tag->sha256 : "", tag->length, tag->role);
}

struct tag_change {
	enum tc_finding_kind kind;
	int order; /* below 0: it is gone; above 0: the lock has no such tag */
	const struct tc_lock_tag *tag;    /* found, where there is one, else locked */
	const struct tc_lock_tag *locked; /* NULL: the lock has no such tag */
	const struct tc_lock_tag *found;  /* NULL: it is gone */
	const char *what;
};

static enum tuf_result report_tag(const struct tc_lock_comparison *comparison,
                                  const struct tag_change *change)
{
	struct tuf_arena *arena = comparison->findings->arena;
	const struct tc_lock_tag *tag = change->tag;
	const char *const names[] = {"signed", "targets", tag->name};
	const struct tc_finding_place place = {
		.role = tag->role,
		.file = tuf_arena_format(arena, "%s.json", tag->role),
		.pointer = tuf_pointer_make(arena, names, sizeof(names) / sizeof(names[0])),
		.expected = change->order <= 0 ? describe_tag(arena, change->locked) : "no such tag",
		.actual = change->order >= 0 ? describe_tag(arena, change->found) : "no such tag",
	};
	if (!place.file || !place.pointer || !place.expected || !place.actual)
		return TUF_NO_MEMORY;
	return tc_finding_add(comparison->findings, change->kind, &place,
	                      "%s: tag \"%s\" %s: expected %s, found %s", place.file, tag->name,
	                      change->what, place.expected, place.actual);
}

static bool equal_tags(const struct tc_lock_tag *left, const struct tc_lock_tag *right)
{
	return tc_lock_equal_texts(left->sha256, right->sha256) && left->length == right->length &&
	       strcmp(left->role, right->role) == 0;
}

/* One name, with what the lock and the repository have under it. */
static enum tuf_result compare_tag(const struct tc_lock_comparison *comparison,
                                   struct tag_change *change)
{
	bool is_frozen = comparison->is_frozen;
	if (change->order < 0) {
		change->kind = is_frozen ? TC_LOCK_TAG_GONE_FROZEN : TC_LOCK_TAG_GONE;
		change->what = "is gone";
	} else if (change->order > 0) {
		change->kind = is_frozen ? TC_LOCK_TAG_ADDED_FROZEN : TC_LOCK_TAG_ADDED;
		change->what = "is not in the lock";
	} else if (!equal_tags(change->locked, change->found)) {
		change->kind = is_frozen ? TC_LOCK_TAG_MOVED_FROZEN : TC_LOCK_TAG_MOVED;
		change->what = "is not what the lock says";
	} else {
		return TUF_OK;
	}
	return report_tag(comparison, change);
}

/* Of two sorted lists, the one whose next name comes first: below 0 the left one, above 0 the right one. */
static int compare_next(const struct tc_lock_entry *locked, size_t i,
                        const struct tc_lock_entry *found, size_t j)
{
	if (j == found->tag_count)
		return -1;
	return i == locked->tag_count ? 1 : strcmp(locked->tags[i].name, found->tags[j].name);
}

static enum tuf_result compare_tags(const struct tc_lock_comparison *comparison)
{
	const struct tc_lock_entry *locked = comparison->locked, *found = comparison->found;
	size_t i = 0, j = 0;
	enum tuf_result result = TUF_OK;
	while (result == TUF_OK && (i < locked->tag_count || j < found->tag_count)) {
		int order = compare_next(locked, i, found, j);
		struct tag_change change = {
			.order = order,
			.tag = order < 0 ? &locked->tags[i] : &found->tags[j],
			.locked = order <= 0 ? &locked->tags[i] : NULL,
			.found = order >= 0 ? &found->tags[j] : NULL,
		};
		result = compare_tag(comparison, &change);
		i += order <= 0;
		j += order >= 0;
	}
	return result;
}

/* ---- the whole ---- */

static enum tuf_result report_unknown(const struct tc_lock_comparison *comparison)
{
	const struct tc_finding_place place = {.role = "root",
	                                       .file = "root.json",
	                                       .expected = "a repository of the lock",
	                                       .actual = comparison->found->gun};
	return tc_finding_add(comparison->findings,
	                      comparison->is_frozen ? TC_LOCK_REPOSITORY_UNKNOWN_FROZEN
	                                            : TC_LOCK_REPOSITORY_UNKNOWN,
	                      &place, "root.json: expected a repository of the lock, found %s",
	                      comparison->found->gun);
}

enum tuf_result tc_lock_compare(const struct tc_lock_comparison *comparison)
{
	if (!comparison->locked)
		return report_unknown(comparison);
	enum tuf_result result = tc_lock_compare_roles(comparison);
	if (result != TUF_OK)
		return result;
	return compare_tags(comparison);
}

enum tuf_result tc_lock_examine(const struct tufcheck_lock *lock, bool is_frozen,
                                struct tc_evidence *evidence)
{
	struct tc_lock_comparison comparison = {.locked = tc_lock_find(lock, evidence->gun),
	                                        .is_frozen = is_frozen,
	                                        .findings = &evidence->findings};
	/* of a repository that it does not know, only a frozen lock demands something */
	if (comparison.locked || is_frozen)
		evidence->basis.is_policy_asked = true;
	const struct tc_verified *verified;
	enum tuf_result result = tc_chain_overlook_dates(evidence, &verified);
	if (result != TUF_OK || !verified)
		return result;
	result = tc_lock_entry_make(verified, &evidence->ring, &comparison.found);
	if (result != TUF_OK)
		return result;
	return tc_lock_compare(&comparison);
}
