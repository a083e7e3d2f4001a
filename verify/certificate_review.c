/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/certificate_review.h"

#include <inttypes.h>

#include "verify/anchor.h"

#define DAY_SECONDS 86400

/* One listed key with all its uses: root is the one that has it as a root key. */
struct subject {
	const struct tc_review *review;
	const struct tc_key_group *group;
	const struct tc_key_use *root;       /* NULL: none, or one that counts for nothing */
	const struct tc_key_use *delegation; /* the first; NULL: none */
};

static struct subject make_subject(const struct tc_review *review, const struct tc_key_group *group)
{
	struct subject subject = {.review = review, .group = group};
	for (size_t i = 0; i < group->count; i++) {
		const struct tc_key_use *use = &group->uses[i];
		bool is_root = !use->role->definer;
		if (is_root && tc_anchor_accepts(use->key, review->evidence->gun))
			subject.root = use;
		if (use->role->depth > 0 && !subject.delegation)
			subject.delegation = use;
	}
	return subject;
}

static const struct tc_bundle *bundle_of(const struct subject *subject)
{
	return &subject->group->uses[0].key->bundle;
}

/* Fills in where the key is listed, and which roles list it. */
static enum tuf_result locate(const struct subject *subject, const struct tc_key_use *use,
                              struct tc_finding_place *ret_place, const char **ret_roles)
{
	struct tuf_arena *arena = subject->review->evidence->arena;
	enum tuf_result result = tc_key_use_locate(arena, use, ret_place);
	const char *roles = tc_key_group_name_roles(arena, subject->group);
	if (result != TUF_OK || !roles)
		return TUF_NO_MEMORY;
	*ret_roles = roles;
	return TUF_OK;
}

/* ---- dates ---- */

static const char *describe_date(const struct subject *subject, enum tc_finding_kind kind,
                                 const struct tc_certificate *certificate)
{
	bool is_begin = kind == TC_DELEGATION_CERTIFICATE_NOT_YET_VALID;
	const char *verb = kind == TC_DELEGATION_CERTIFICATE_EXPIRED ? "ended" : "ends";
	char date[TUF_TIME_TEXT_BYTES];
	tuf_time_format(&(struct tuf_time){.seconds = is_begin ? certificate->facts.not_before
	                                                       : certificate->facts.not_after},
	                date);
	return tuf_arena_format(subject->review->evidence->arena, "%s at %s",
	                        is_begin ? "begins" : verb, date);
}

static enum tuf_result report_date(const struct subject *subject, enum tc_finding_kind kind,
                                   const struct tc_certificate *certificate, const char *expected)
{
	struct tuf_arena *arena = subject->review->evidence->arena;
	const struct tc_key_use *use = subject->root ? subject->root : subject->delegation;
	struct tc_finding_place place;
	const char *roles;
	enum tuf_result result = locate(subject, use, &place, &roles);
	if (result != TUF_OK)
		return result;
	const char *date = describe_date(subject, kind, certificate);
	if (!date)
		return TUF_NO_MEMORY;
	place.expected = expected;
	place.actual = tuf_arena_format(arena, "%s, which %s", certificate->record.subject, date);
	if (!place.actual)
		return TUF_NO_MEMORY;
	return tc_finding_add(&subject->review->evidence->findings, kind, &place,
	                      "%s: certificate %s of %s %s, expected %s (key %s)", place.file,
	                      certificate->record.subject, roles, date, expected, use->listed_id);
}

static const char *expect_valid(const struct tc_review *review)
{
	char at[TUF_TIME_TEXT_BYTES];
	tuf_time_format(&review->at, at);
	return tuf_arena_format(review->evidence->arena, "one valid at %s", at);
}

static const char *expect_lasting(const struct tc_review *review)
{
	char at[TUF_TIME_TEXT_BYTES];
	tuf_time_format(&review->at, at);
	int64_t days = review->warn_within / DAY_SECONDS + (review->warn_within % DAY_SECONDS > 0);
	return tuf_arena_format(review->evidence->arena, "one valid for %" PRId64 " days after %s",
	                        days, at);
}

static bool is_past(const struct tc_review *review, const struct tc_certificate *certificate)
{
	const struct tuf_time not_after = {.seconds = certificate->facts.not_after};
	return tuf_time_compare(&review->at, &not_after) > 0;
}

static bool is_early(const struct tc_review *review, const struct tc_certificate *certificate)
{
	const struct tuf_time not_before = {.seconds = certificate->facts.not_before};
	return tuf_time_compare(&review->at, &not_before) < 0;
}

/* Whether it is valid now, and ends soon. Dates span 10000 years, so nothing overflows. */
static bool is_ending(const struct tc_review *review, const struct tc_certificate *certificate)
{
	return review->warn_within >= 0 && !is_past(review, certificate) &&
	       !is_early(review, certificate) &&
	       certificate->facts.not_after - review->at.seconds <= review->warn_within;
}

/* Which finding the dates of a certificate are worth; TC_FINDING_NONE: none. */
static enum tc_finding_kind judge_dates(const struct subject *subject,
                                        const struct tc_certificate *certificate)
{
	const struct tc_review *review = subject->review;
	/* of what is past or early in a root, the chain has spoken */
	if (subject->delegation && is_past(review, certificate))
		return TC_DELEGATION_CERTIFICATE_EXPIRED;
	if (subject->delegation && is_early(review, certificate))
		return TC_DELEGATION_CERTIFICATE_NOT_YET_VALID;
	if ((subject->delegation || subject->root) && is_ending(review, certificate))
		return TC_CERTIFICATE_EXPIRES_SOON;
	return TC_FINDING_NONE;
}

static enum tuf_result review_dates(const struct tc_review *review,
                                    const struct tc_key_group_list *groups,
                                    enum tc_finding_kind kind)
{
	struct tc_series series = {.review = review, .kind = kind};
	const char *expected =
		kind == TC_CERTIFICATE_EXPIRES_SOON ? expect_lasting(review) : expect_valid(review);
	if (!expected)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < groups->count; i++) {
		const struct subject subject = make_subject(review, &groups->items[i]);
		const struct tc_bundle *bundle = bundle_of(&subject);
		for (size_t j = 0; j < bundle->count; j++) {
			if (judge_dates(&subject, &bundle->items[j]) != kind ||
			    !tc_series_admits(&series))
				continue;
			enum tuf_result result =
				report_date(&subject, kind, &bundle->items[j], expected);
			if (result != TUF_OK)
				return result;
		}
	}
	return tc_series_finish(&series);
}

/* ---- names ---- */

static bool is_wildcard(const struct tc_certificate *certificate)
{
	size_t length = certificate->facts.common_name_length;
	return length > 0 && certificate->facts.common_name[length - 1] == '*';
}

static enum tuf_result report_wildcard(const struct subject *subject)
{
	struct tuf_arena *arena = subject->review->evidence->arena;
	const char *name = tc_certificate_copy_name(arena, &bundle_of(subject)->items[0]);
	struct tc_finding_place place;
	const char *roles;
	enum tuf_result result = locate(subject, subject->root, &place, &roles);
	if (result != TUF_OK || !name)
		return TUF_NO_MEMORY;
	place.expected = tuf_arena_format(arena, "a certificate for %s alone",
	                                  subject->review->evidence->gun);
	place.actual = tuf_arena_format(arena, "one for \"%s\"", name);
	if (!place.expected || !place.actual)
		return TUF_NO_MEMORY;
	return tc_finding_add(&subject->review->evidence->findings, TC_ROOT_CERTIFICATE_WILDCARD,
	                      &place, "%s: key %s of %s: expected %s, found %s", place.file,
	                      subject->root->listed_id, roles, place.expected, place.actual);
}

static enum tuf_result review_names(const struct tc_review *review,
                                    const struct tc_key_group_list *groups)
{
	struct tc_series series = {.review = review, .kind = TC_ROOT_CERTIFICATE_WILDCARD};
	for (size_t i = 0; i < groups->count; i++) {
		const struct subject subject = make_subject(review, &groups->items[i]);
		if (!subject.root || !is_wildcard(&bundle_of(&subject)->items[0]) ||
		    !tc_series_admits(&series))
			continue;
		enum tuf_result result = report_wildcard(&subject);
		if (result != TUF_OK)
			return result;
	}
	return tc_series_finish(&series);
}

/* ---- the order of bundles ---- */

static enum tuf_result report_bundle(const struct subject *subject, const char *problem)
{
	struct tc_finding_place place;
	const char *roles;
	enum tuf_result result = locate(subject, subject->delegation, &place, &roles);
	if (result != TUF_OK)
		return result;
	place.expected = "a bundle with one leaf certificate, first";
	place.actual = problem;
	return tc_finding_add(&subject->review->evidence->findings, TC_DELEGATION_KEY_BUNDLE,
	                      &place,
	                      "%s: key %s of %s: expected %s, but %s; clients take the first, %s",
	                      place.file, subject->delegation->listed_id, roles, place.expected,
	                      problem, bundle_of(subject)->items[0].record.subject);
}

/* One certificate alone may well be a CA's: so are those that people make for themselves. */
static enum tuf_result review_bundles(const struct tc_review *review,
                                      const struct tc_key_group_list *groups)
{
	struct tc_series series = {.review = review, .kind = TC_DELEGATION_KEY_BUNDLE};
	for (size_t i = 0; i < groups->count; i++) {
		const struct subject subject = make_subject(review, &groups->items[i]);
		if (!subject.delegation || bundle_of(&subject)->count < 2)
			continue;
		const char *problem = tc_bundle_find_problem(bundle_of(&subject));
		if (!problem || !tc_series_admits(&series))
			continue;
		enum tuf_result result = report_bundle(&subject, problem);
		if (result != TUF_OK)
			return result;
	}
	return tc_series_finish(&series);
}

/* ---- the whole ---- */

enum tuf_result tc_certificate_review(const struct tc_review *review,
                                      const struct tc_key_use_list *uses)
{
	static const enum tc_finding_kind kinds[] = {TC_DELEGATION_CERTIFICATE_EXPIRED,
	                                             TC_DELEGATION_CERTIFICATE_NOT_YET_VALID,
	                                             TC_CERTIFICATE_EXPIRES_SOON};
	struct tc_key_group_list groups;
	enum tuf_result result =
		tc_key_use_group(review->evidence->arena, uses, TC_SAME_LISTED_KEY, &groups);
	for (size_t i = 0; result == TUF_OK && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		result = review_dates(review, &groups, kinds[i]);
	if (result == TUF_OK)
		result = review_bundles(review, &groups);
	if (result == TUF_OK)
		result = review_names(review, &groups);
	return result;
}
