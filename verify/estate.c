/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Estates: what concerns the trust directories of a scan as a whole, not one
 * repository.
 */
#include <stdlib.h>
#include <string.h>

#include "tuf/codec.h"
#include "verify/custody.h"
#include "verify/retirement.h"
#include "verify/scan.h"
#include "verify/tufcheck.h"

/* Names that a finding spells out; the others it counts. */
#define NAMES_SHOWN 3

struct tufcheck_estate {
	struct tuf_arena arena;
	const struct tufcheck_scan *scan;
	struct tc_key_uses uses;
	struct tc_registries registries;
	bool is_incomplete; /* something could not be noted */
	bool is_finished;
	struct tufcheck_estate_facts facts;
};

enum tufcheck_result tufcheck_estate_new(const struct tufcheck_scan *scan,
                                         struct tufcheck_estate **ret_estate)
{
	if (!scan || !ret_estate)
		return TUFCHECK_BAD_CALL;
	struct tufcheck_estate *estate = calloc(1, sizeof(*estate));
	if (!estate)
		return TUFCHECK_NO_MEMORY;
	estate->scan = scan;
	*ret_estate = estate;
	return TUFCHECK_OK;
}

enum tufcheck_result tufcheck_estate_add(struct tufcheck_estate *estate,
                                         const struct tufcheck_repository *repository)
{
	if (!estate || !repository || estate->is_finished)
		return TUFCHECK_BAD_CALL;
	if (!estate->is_incomplete)
		estate->is_incomplete =
			tc_key_uses_add(&estate->uses, repository) != TUF_OK ||
			tc_registries_add(&estate->registries, &estate->arena, repository->gun) !=
				TUF_OK;
	return estate->is_incomplete ? TUFCHECK_NO_MEMORY : TUFCHECK_OK;
}

/* ---- root keys of several repositories ---- */

/* Repositories of one name are copies of one. Their uses stand side by side. */
static size_t next_name(const struct tc_key_uses *uses, size_t index, size_t end)
{
	const char *name = uses->names[uses->items[index].repository];
	size_t next = index + 1;
	while (next < end && strcmp(uses->names[uses->items[next].repository], name) == 0)
		next++;
	return next;
}

/* "a, b, c and 4 more"; NULL when memory is short. */
static const char *list_names(struct tuf_arena *arena, const struct tc_key_uses *uses,
                              size_t start, size_t end, size_t count)
{
	const char *list = "";
	size_t shown = 0;
	for (size_t i = start; list && i < end && shown < NAMES_SHOWN; i = next_name(uses, i, end))
		list = tuf_arena_format(arena, "%s%s%s", list, shown++ ? ", " : "",
		                        uses->names[uses->items[i].repository]);
	if (!list || count <= shown)
		return list;
	return tuf_arena_format(arena, "%s and %zu more", list, count - shown);
}

static enum tuf_result report_shared(struct tc_finding_list *findings,
                                     const struct tc_key_uses *uses, size_t start, size_t end)
{
	size_t count = 0;
	for (size_t i = start; i < end; i = next_name(uses, i, end))
		count++;
	if (count < 2)
		return TUF_OK;
	const char *id = tuf_hex_encode(findings->arena, uses->items[start].id, TC_KEY_ID_BYTES);
	const char *names = list_names(findings->arena, uses, start, end, count);
	if (!id || !names)
		return TUF_NO_MEMORY;
	const struct tc_finding_place place = {.role = "root", .actual = id};
	return tc_finding_add(findings, TC_ROOT_KEY_SHARED, &place,
	                      "%zu repositories have the same root key, which docker uses for all of a "
	                      "publisher's by default, and who has it can replace every key of each; "
	                      "canonical ID %s: %s",
	                      count, id, names);
}

static enum tuf_result find_shared(struct tc_finding_list *findings, const struct tc_key_uses *uses)
{
	for (size_t start = 0, end; start < uses->count; start = end) {
		const struct tc_trusted_key *first = &uses->items[start];
		for (end = start + 1; end < uses->count; end++)
			if (memcmp(uses->items[end].id, first->id, sizeof(first->id)) != 0 ||
			    uses->items[end].is_root != first->is_root)
				break;
		if (!first->is_root)
			continue;
		enum tuf_result result = report_shared(findings, uses, start, end);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

/* ---- the whole ---- */

static enum tuf_result finish(struct tufcheck_estate *estate)
{
	struct tc_finding_list findings = {.arena = &estate->arena};
	const struct tc_trustdir *trustdir = tc_scan_get_trustdir(estate->scan);
	/* a share says what is true of it; whether that is true of the whole, all of them say */
	const struct tufcheck_share *share = tufcheck_scan_get_share(estate->scan);
	size_t found = share ? share->repositories : trustdir->count;
	tc_key_uses_sort(&estate->uses);
	const struct tc_custody custody = {
		.trustdir = trustdir,
		.uses = &estate->uses,
		.knows_all_uses = !estate->uses.has_gaps && found != 0 &&
	                          estate->uses.repository_count == trustdir->count,
		.findings = &findings,
	};
	struct tufcheck_estate_facts facts = {.private_keys = NULL};
	enum tuf_result result =
		tc_custody_examine(&custody, &facts.private_keys, &facts.private_key_count);
	if (result == TUF_OK)
		result = find_shared(&findings, &estate->uses);
	if (result == TUF_OK)
		result = tc_registries_report(&estate->registries, &findings);
	if (result == TUF_OK)
		result = tc_finding_list_sort(&findings, &facts.findings);
	if (result != TUF_OK)
		return result;
	facts.finding_count = findings.count;
	estate->facts = facts;
	return TUF_OK;
}

enum tufcheck_result tufcheck_estate_finish(struct tufcheck_estate *estate,
                                            const struct tufcheck_estate_facts **ret_facts)
{
	if (!estate || !ret_facts || estate->is_finished)
		return TUFCHECK_BAD_CALL;
	if (estate->is_incomplete || finish(estate) != TUF_OK)
		return TUFCHECK_NO_MEMORY;
	estate->is_finished = true;
	*ret_facts = &estate->facts;
	return TUFCHECK_OK;
}

void tufcheck_estate_free(struct tufcheck_estate *estate)
{
	if (!estate)
		return;
	tc_key_uses_clear(&estate->uses);
	tuf_arena_clear(&estate->arena);
	free(estate);
}
