/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scans: the repositories under some arguments, and a report on each.
 */
#include "verify/scan.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "verify/advice.h"
#include "verify/examine.h"
#include "verify/openssl.h"
#include "verify/path.h"
#include "verify/public_key.h"
#include "verify/report.h"
#include "verify/share.h"
#include "verify/trustdir_archive.h"
#include "verify/versioned.h"
#include "verify/witness.h"

struct tufcheck_scan {
	struct tuf_arena arena;
	struct tc_trustdir trustdir;
	struct tuf_time at;
	const char *gun; /* of repositories whose path does not say; may be NULL */
	int64_t warn_within;
	const struct tufcheck_trusted_root *trusted_root; /* borrowed; may be NULL */
	const struct tufcheck_pins *pins; /* borrowed; may be NULL */
	const struct tufcheck_trust_pinning *trust_pinning; /* borrowed; may be NULL */
	const struct tufcheck_lock *lock; /* borrowed; may be NULL */
	bool is_frozen;
	bool resolve_expired;
	tufcheck_reader reader; /* may be NULL */
	void *reader_context;
	struct tc_key_cache keys; /* what repositories have in common; each thread may use it */
	struct tc_share share; /* of no count: the scan is whole */
};

static enum tufcheck_result public_result(enum tuf_result result)
{
	return result == TUF_OK ? TUFCHECK_OK : TUFCHECK_NO_MEMORY;
}

/* The years 0 to 9999, which is what RFC 3339 can say. */
static bool is_moment(const struct tufcheck_time *at)
{
	return at->nanoseconds >= 0 && at->nanoseconds < 1000000000 &&
	       at->seconds >= tuf_time_from_civil(0, 1, 1, 0, 0, 0) &&
	       at->seconds < tuf_time_from_civil(10000, 1, 1, 0, 0, 0);
}

/* Copies options that are as documented. */
static bool take_options(const struct tufcheck_options *options, struct tufcheck_options *ret)
{
	size_t first_bytes = TC_SIZE_UP_TO(struct tufcheck_options, reader_context);
	return tc_versioned_take(options, first_bytes, ret, sizeof(*ret)) && is_moment(&ret->at) &&
	       (!ret->gun || tc_path_is_gun(ret->gun)) && (ret->lock || !ret->is_frozen);
}

static struct tufcheck_scan *new_scan(void)
{
	if (tc_openssl_init() != TUF_OK)
		return NULL;
	struct tufcheck_scan *scan = calloc(1, sizeof(*scan));
	if (!scan)
		return NULL;
	if (tc_key_cache_init(&scan->keys) != TUF_OK) {
		free(scan);
		return NULL;
	}
	return scan;
}

enum tufcheck_result tufcheck_scan_new(const struct tufcheck_options *options,
                                       struct tufcheck_scan **ret_scan)
{
	struct tufcheck_options taken;
	if (!ret_scan || !take_options(options, &taken))
		return TUFCHECK_BAD_CALL;
	struct tufcheck_scan *scan = new_scan();
	if (!scan)
		return TUFCHECK_NO_MEMORY;
	scan->trustdir.arena = &scan->arena;
	scan->at = (struct tuf_time){.seconds = taken.at.seconds,
	                             .nanoseconds = taken.at.nanoseconds};
	scan->warn_within = taken.warn_within ? taken.warn_within : TC_WARN_WITHIN_DEFAULT;
	scan->trusted_root = taken.trusted_root;
	scan->pins = taken.pins;
	scan->trust_pinning = taken.trust_pinning;
	scan->lock = taken.lock;
	scan->is_frozen = taken.is_frozen;
	scan->resolve_expired = taken.resolve_expired;
	scan->reader = taken.reader;
	scan->reader_context = taken.reader_context;
	if (taken.gun) {
		scan->gun = tuf_arena_copy_text(&scan->arena, taken.gun, strlen(taken.gun));
		if (!scan->gun) {
			tufcheck_scan_free(scan);
			return TUFCHECK_NO_MEMORY;
		}
	}
	*ret_scan = scan;
	return TUFCHECK_OK;
}

static enum tufcheck_result add(struct tufcheck_scan *scan, const char *path, const char *start)
{
	enum tc_found found = TC_FOUND_INVALID;
	enum tuf_result result = tc_trustdir_find(&scan->trustdir, path, start, &found);
	if (result != TUF_OK)
		return public_result(result);
	switch (found) {
	case TC_FOUND_SOME:
		return TUFCHECK_OK;
	case TC_FOUND_NOTHING:
	case TC_FOUND_NO_PATH:
		return TUFCHECK_NOT_FOUND;
	case TC_FOUND_INVALID:
	case TC_FOUND_UNREADABLE:
		break;
	}
	return TUFCHECK_UNREADABLE;
}

/* Whether only a share of what was added is left. */
static bool is_share(const struct tufcheck_scan *scan)
{
	return scan->share.facts.count > 0;
}

enum tufcheck_result tufcheck_scan_add(struct tufcheck_scan *scan, const char *path)
{
	if (!scan || !path || !path[0] || is_share(scan))
		return TUFCHECK_BAD_CALL;
	return add(scan, path, ".");
}

enum tufcheck_result tufcheck_scan_add_gun(struct tufcheck_scan *scan, const char *trust_dir,
                                           const char *gun)
{
	if (!scan || !trust_dir || !trust_dir[0] || !gun || is_share(scan))
		return TUFCHECK_BAD_CALL;
	if (!tc_path_is_gun(gun))
		return TUFCHECK_NOT_FOUND;
	const char *start = tuf_arena_format(&scan->arena, "tuf/%s", gun);
	if (!start)
		return TUFCHECK_NO_MEMORY;
	return add(scan, trust_dir, start);
}

void tufcheck_scan_sort(struct tufcheck_scan *scan)
{
	if (scan)
		tc_trustdir_sort(&scan->trustdir);
}

enum tufcheck_result tufcheck_scan_take_share(struct tufcheck_scan *scan, size_t number, size_t count)
{
	if (!scan || number < 1 || number > count || is_share(scan))
		return TUFCHECK_BAD_CALL;
	return public_result(tc_share_take(&scan->trustdir, number, count, &scan->share));
}

const struct tufcheck_share *tufcheck_scan_get_share(const struct tufcheck_scan *scan)
{
	return scan && is_share(scan) ? &scan->share.facts : NULL;
}

size_t tufcheck_scan_get_position(const struct tufcheck_scan *scan, size_t index)
{
	if (index >= tufcheck_scan_count(scan) || !is_share(scan))
		return index;
	return scan->share.positions[index];
}

const struct tc_trustdir *tc_scan_get_trustdir(const struct tufcheck_scan *scan)
{
	return &scan->trustdir;
}

size_t tufcheck_scan_count(const struct tufcheck_scan *scan)
{
	return scan ? scan->trustdir.count : 0;
}

struct tufcheck_repository_place tufcheck_scan_get_place(const struct tufcheck_scan *scan,
                                                         size_t index)
{
	if (index >= tufcheck_scan_count(scan))
		return (struct tufcheck_repository_place){.gun = NULL};
	const struct tc_place *place = &scan->trustdir.places[index];
	return (struct tufcheck_repository_place){.gun = place->gun, .path = place->path};
}

const struct tufcheck_archive *tufcheck_scan_get_archive(const struct tufcheck_scan *scan,
                                                         size_t index)
{
	/* the newest is the first, and stands there again when it is shared */
	size_t count = 0;
	const struct tc_argument *first = scan ? scan->trustdir.arguments : NULL;
	for (const struct tc_argument *argument = first; argument; argument = argument->next)
		count += argument->archive && !argument->is_shared;
	for (const struct tc_argument *argument = first; argument; argument = argument->next) {
		if (!argument->archive || argument->is_shared)
			continue;
		if (--count == index)
			return &argument->archive->facts;
	}
	return NULL;
}

/* What is asked of a repository of which nothing was read. */
static void begin_unread(const struct tufcheck_scan *scan, struct tc_evidence *evidence,
                         const struct tc_place *place)
{
	evidence->gun = place->gun ? place->gun : "";
	evidence->basis.is_policy_asked =
		scan->lock || tufcheck_trusted_root_names(scan->trusted_root, evidence->gun) ||
		tufcheck_trust_pinning_asks_of(scan->trust_pinning, evidence->gun) ||
		tc_pins_ask_of(scan->pins, evidence->gun);
}

static enum tuf_result report_refused(const struct tufcheck_scan *scan,
                                      struct tufcheck_report *report, const struct tc_place *place)
{
	const struct tc_archive_problem *problem = place->argument->problem;
	const struct tc_finding_place where = {.file = problem->member,
	                                       .expected = problem->refusal.expected,
	                                       .actual = problem->refusal.actual};
	begin_unread(scan, &report->evidence, place);
	return tc_finding_add(&report->evidence.findings, TC_ARCHIVE_REFUSED, &where,
	                      "%s%s%s: expected %s, found %s", place->path,
	                      problem->member ? ": " : "", problem->member ? problem->member : "",
	                      where.expected, where.actual);
}

/* A folder that could not be searched is a repository of which nothing is known. */
static enum tuf_result report_closed(const struct tufcheck_scan *scan, struct tufcheck_report *report,
                                     const struct tc_place *place)
{
	struct tc_evidence *evidence = &report->evidence;
	begin_unread(scan, evidence, place);
	bool is_link = place->error == EXDEV || place->error == ELOOP;
	const char *actual = is_link ? "a symbolic link that leads out of the argument"
	                             : strerrordesc_np(place->error);
	const struct tc_finding_place where = {.expected = "a folder that can be searched",
	                                       .actual = actual};
	return tc_finding_add(&evidence->findings,
	                      is_link ? TC_LINK_ESCAPES : TC_FOLDER_UNREADABLE, &where,
	                      "%s: expected a folder that can be searched, is %s", place->path,
	                      actual);
}

static enum tuf_result verify(const struct tufcheck_scan *scan, size_t index,
                              struct tufcheck_report *report)
{
	const struct tc_place *place = &scan->trustdir.places[index];
	struct tc_verdict verdict;
	struct tc_inputs inputs = {.count = 0};
	const struct tc_verified *verified = NULL;
	enum tuf_result result;
	if (place->error != 0 || place->argument->problem) {
		result = place->error != 0 ? report_closed(scan, report, place)
		                           : report_refused(scan, report, place);
		verdict = tc_verdict_make(&report->evidence.findings, &report->evidence.basis);
	} else {
		struct tc_trustdir_source context = {.place = place, .arena = &report->arena, .inputs = &inputs};
		const struct tc_source direct = tc_trustdir_make_source(&context);
		struct tc_witness witness = {.source = &direct,
		                             .repository = index,
		                             .visit = scan->reader,
		                             .context = scan->reader_context};
		const struct tc_source source =
			scan->reader ? tc_witness_make_source(&witness) : direct;
		const struct tc_examination examination = {
			.chain = {.source = &source,
		                  .gun = place->gun ? place->gun : scan->gun,
		                  .at = scan->at,
		                  .trusted_root = scan->trusted_root,
		                  .pinning = scan->trust_pinning,
		                  .resolve_expired = scan->resolve_expired},
			.pins = scan->pins,
			.lock = scan->lock,
			.is_frozen = scan->is_frozen,
			.warn_within = scan->warn_within};
		result = tc_examine(&examination, &report->evidence, &verdict, &verified);
		tc_trustdir_leave(&context);
	}
	if (result != TUF_OK)
		return result;
	report->repository.metadata_path =
		place->argument->archive
			? tuf_arena_format(&report->arena, "%s:%s", place->argument->path,
	                                   place->metadata)
			: tc_path_join(&report->arena, place->argument->path, place->metadata);
	if (!report->repository.metadata_path)
		return TUF_NO_MEMORY;
	result = tc_inputs_sort(&inputs, &report->arena, &report->repository.files,
	                        &report->repository.file_count);
	if (result != TUF_OK)
		return result;
	return tc_report_fill(report, &verdict, verified, place->path);
}

enum tufcheck_result tufcheck_scan_verify(const struct tufcheck_scan *scan, size_t index,
                                          struct tufcheck_report **ret_report)
{
	if (!scan || !ret_report || index >= scan->trustdir.count)
		return TUFCHECK_BAD_CALL;
	if (tc_openssl_enter() != TUF_OK)
		return TUFCHECK_NO_MEMORY;
	struct tufcheck_report *report = calloc(1, sizeof(*report));
	if (!report)
		return TUFCHECK_NO_MEMORY;
	report->evidence = tc_evidence_make(&report->arena);
	/* one alone would be stored for nobody */
	if (scan->trustdir.count > 1)
		report->evidence.ring.cache = &scan->keys;
	enum tuf_result result = verify(scan, index, report);
	if (result != TUF_OK) {
		tufcheck_report_free(report);
		return TUFCHECK_NO_MEMORY;
	}
	*ret_report = report;
	return TUFCHECK_OK;
}

void tufcheck_scan_free(struct tufcheck_scan *scan)
{
	if (!scan)
		return;
	tc_trustdir_clear(&scan->trustdir);
	tc_key_cache_clear(&scan->keys);
	tuf_arena_clear(&scan->arena);
	free(scan);
}

const struct tufcheck_repository *tufcheck_report_get_repository(const struct tufcheck_report *report)
{
	return report ? &report->repository : NULL;
}

void tufcheck_report_free(struct tufcheck_report *report)
{
	if (!report)
		return;
	tc_evidence_clear(&report->evidence);
	tuf_arena_clear(&report->arena);
	free(report);
}
