/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/delegation.h"

#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"
#include "verify/certificate.h"

/* Of a repository, with the four that are no delegations. */
#define MAX_ROLES (TUF_MAX_DELEGATIONS + TUF_TOP_COUNT)

struct walk {
	const struct tc_check *check;
	const struct tuf_snapshot *snapshot;
};

static int compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The child's paths that a path of its parent is a prefix of. */
static enum tuf_result restrict_paths(const struct walk *walk,
                                      const struct tc_role_evidence *parent,
                                      struct tc_role_evidence *role)
{
	struct tuf_arena *arena = walk->check->evidence->arena;
	const struct tuf_role *definition = role->definition;
	const char **paths = tuf_arena_take_array(arena, definition->path_count, sizeof(*paths));
	if (!paths)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < definition->path_count; i++)
		if (tuf_path_set_permits(&parent->path_set, definition->paths[i]))
			paths[role->path_count++] = definition->paths[i];
	qsort(paths, role->path_count, sizeof(*paths), compare_texts);
	role->paths = paths;
	return tuf_path_set_make(arena, paths, role->path_count, &role->path_set);
}

static enum tc_finding_kind kind_of_flaw(enum tc_certificate_flaw flaw)
{
	switch (flaw) {
	case TC_FLAW_NONE:
		break;
	case TC_FLAW_DATES_INVERTED:
		return TC_CERTIFICATE_DATES_INVERTED;
	case TC_FLAW_SHA1:
		return TC_CERTIFICATE_SHA1;
	case TC_FLAW_WEAK_KEY:
		return TC_CERTIFICATE_WEAK_KEY;
	}
	return TC_CERTIFICATE_MALFORMED;
}

static enum tuf_result report_certificate(const struct walk *walk,
                                          const struct tc_role_evidence *parent,
                                          struct tc_role_evidence *role, const struct tuf_key *key,
                                          enum tc_finding_kind kind, const char *actual)
{
	tc_role_worsen(role, TUFCHECK_ROLE_INVALID);
	if (tc_finding_only_counts(&walk->check->evidence->findings, kind))
		return TUF_OK;
	const char *const names[] = {"signed",       "delegations", "keys",
	                             key->listed_id, "keyval",      "public"};
	const char *pointer = tuf_pointer_make(walk->check->evidence->arena, names,
	                                       sizeof(names) / sizeof(names[0]));
	if (!pointer)
		return TUF_NO_MEMORY;
	const char *expected = "a certificate that clients accept";
	const struct tc_finding_place place = {.role = role->name,
	                                       .file = parent->file,
	                                       .pointer = pointer,
	                                       .expected = expected,
	                                       .actual = actual};
	return tc_finding_add(&walk->check->evidence->findings, kind, &place,
	                      "%s: key %s of %s: expected %s, but %s", parent->file, key->listed_id,
	                      role->name, expected, actual);
}

/* The reference holds the certificates of a delegation's keys against rules, dates aside. */
static enum tuf_result check_certificate(const struct walk *walk,
                                         const struct tc_role_evidence *parent,
                                         struct tc_role_evidence *role, const struct tuf_key *key)
{
	const struct tc_public_key *decoded;
	enum tuf_result result = tc_key_ring_get(&walk->check->evidence->ring, key, &decoded);
	if (result != TUF_OK)
		return result;
	if (decoded->bundle_problem)
		return report_certificate(walk, parent, role, key, TC_CERTIFICATE_MALFORMED,
		                          decoded->bundle_problem);
	if (decoded->bundle.count == 0)
		return TUF_OK;
	const struct tc_certificate *first = &decoded->bundle.items[0];
	enum tc_certificate_flaw flaw = tc_certificate_find_flaw(first);
	if (flaw == TC_FLAW_NONE)
		return TUF_OK;
	const char *actual =
		tuf_arena_format(walk->check->evidence->arena, "that for %s does not do: %s",
	                         first->record.subject, tc_certificate_flaw_text(flaw));
	if (!actual)
		return TUF_NO_MEMORY;
	return report_certificate(walk, parent, role, key, kind_of_flaw(flaw), actual);
}

static enum tuf_result check_certificates(const struct walk *walk,
                                          const struct tc_role_evidence *parent,
                                          struct tc_role_evidence *role)
{
	for (size_t i = 0; i < role->definition->key_id_count; i++) {
		const struct tuf_key *key =
			tuf_key_list_find(role->keys, role->definition->key_ids[i]);
		enum tuf_result result = check_certificate(walk, parent, role, key);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

static enum tuf_result report_unpublished(const struct walk *walk, struct tc_role_evidence *role)
{
	role->status = TUFCHECK_ROLE_UNPUBLISHED;
	const struct tc_finding_place place = {.role = role->name, .file = role->file};
	return tc_finding_add(&walk->check->evidence->findings, TC_DELEGATION_UNPUBLISHED, &place,
	                      "%s has published nothing: the snapshot does not list it",
	                      role->name);
}

static enum tuf_result verify_delegations(const struct walk *walk, struct tc_role_evidence *parent);

static enum tuf_result verify_delegation(const struct walk *walk, struct tc_role_evidence *parent,
                                         const struct tuf_role *definition,
                                         const struct tc_role_evidence **ret_role)
{
	struct tc_role_evidence *role = tc_evidence_add_role(walk->check->evidence, definition->name);
	if (!role)
		return TUF_NO_MEMORY;
	*ret_role = role;
	role->definer = parent;
	role->definition = definition;
	role->keys = &parent->targets.keys;
	enum tuf_result result = restrict_paths(walk, parent, role);
	if (result != TUF_OK)
		return result;
	const struct tuf_file_meta *meta =
		tuf_file_list_find(&walk->snapshot->files, definition->name);
	if (!tuf_file_meta_is_known(meta))
		return report_unpublished(walk, role);
	result = tc_role_read(walk->check, role, TUF_MAX_TARGETS_BYTES);
	if (result != TUF_OK)
		return result;
	result = check_certificates(walk, parent, role);
	if (result != TUF_OK)
		return result;
	result = tc_role_compare(walk->check, role, meta, "snapshot");
	if (result != TUF_OK)
		return result;
	result = tc_role_parse_envelope(walk->check, role);
	if (result != TUF_OK)
		return result;
	result = tc_role_count_signatures(walk->check, role);
	if (result != TUF_OK)
		return result;
	result = tc_role_parse_targets(walk->check, role);
	if (result != TUF_OK || role->status != TUFCHECK_ROLE_VALID)
		return result;
	return verify_delegations(walk, role);
}

/* By name, and equal names in the order of the file. */
static int compare_definitions(const void *left, const void *right)
{
	const struct tuf_role *a = *(const struct tuf_role *const *)left;
	const struct tuf_role *b = *(const struct tuf_role *const *)right;
	int order = strcmp(a->name, b->name);
	if (order != 0)
		return order;
	return a < b ? -1 : 1;
}

/* For each definition, the index of the first one with its name: its own, unless it is repeated. */
static enum tuf_result find_first_of_name(const struct walk *walk,
                                          const struct tuf_targets *targets,
                                          const size_t **ret_first)
{
	struct tuf_arena *arena = walk->check->evidence->arena;
	size_t count = targets->delegation_count;
	const struct tuf_role **sorted = tuf_arena_take_array(arena, count, sizeof(*sorted));
	size_t *first = tuf_arena_take_array(arena, count, sizeof(*first));
	if (!sorted || !first)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < count; i++)
		sorted[i] = &targets->delegations[i];
	qsort(sorted, count, sizeof(*sorted), compare_definitions);
	for (size_t i = 0; i < count; i++) {
		size_t index = (size_t)(sorted[i] - targets->delegations);
		bool is_repeated = i > 0 && strcmp(sorted[i - 1]->name, sorted[i]->name) == 0;
		first[index] = is_repeated ? first[sorted[i - 1] - targets->delegations] : index;
	}
	*ret_first = first;
	return TUF_OK;
}

/*
 * The reference loads a role once and fails when it is asked to again; one
 * that it dropped or skipped the first time, it drops or skips again.
 */
static enum tuf_result judge_repeated(const struct walk *walk, struct tc_role_evidence *parent,
                                      const struct tc_role_evidence *first)
{
	if (first->status != TUFCHECK_ROLE_VALID)
		return TUF_OK;
	tc_role_worsen(parent, TUFCHECK_ROLE_INVALID);
	const struct tc_finding_place place = {.role = parent->name,
	                                       .file = parent->file,
	                                       .pointer = "/signed/delegations/roles",
	                                       .expected = "each delegation once",
	                                       .actual = first->name};
	return tc_finding_add(&walk->check->evidence->findings, TC_DELEGATION_DUPLICATE, &place,
	                      "%s defines the delegation %s twice", parent->file,
	                      first->name);
}

/* What is beyond was not checked, so nothing may rest on the rest. It is said once. */
static enum tuf_result report_too_many(const struct walk *walk, struct tc_role_evidence *parent)
{
	struct tc_finding_list *findings = &walk->check->evidence->findings;
	tc_role_worsen(parent, TUFCHECK_ROLE_INVALID);
	if (findings->made[TC_LIMIT_EXCEEDED] > 0)
		return TUF_OK;
	const char *expected =
		tuf_arena_format(findings->arena, "at most %zu delegations", TUF_MAX_DELEGATIONS);
	if (!expected)
		return TUF_NO_MEMORY;
	const struct tc_finding_place place = {.role = parent->name,
	                                       .file = parent->file,
	                                       .pointer = "/signed/delegations/roles",
	                                       .expected = expected,
	                                       .actual = "more"};
	return tc_finding_add(findings, TC_LIMIT_EXCEEDED, &place,
	                      "%s: expected %s in the repository, found more; the rest was not checked",
	                      parent->file, expected);
}

/* Depth first, in the order of the file. Names bound the depth: each level adds two bytes. */
static enum tuf_result verify_delegations(const struct walk *walk, struct tc_role_evidence *parent)
{
	const struct tuf_targets *targets = &parent->targets;
	size_t count = targets->delegation_count;
	const struct tc_role_evidence **made =
		tuf_arena_take_array(walk->check->evidence->arena, count, sizeof(const void *));
	if (!made)
		return TUF_NO_MEMORY;
	const size_t *first;
	enum tuf_result result = find_first_of_name(walk, targets, &first);
	for (size_t i = 0; result == TUF_OK && i < count; i++) {
		if (walk->check->evidence->role_count >= MAX_ROLES)
			return report_too_many(walk, parent);
		result = first[i] == i
		                 ? verify_delegation(walk, parent, &targets->delegations[i], &made[i])
		                 : judge_repeated(walk, parent, made[first[i]]);
	}
	return result;
}

enum tuf_result tc_delegations_verify(const struct tc_check *check,
                                      const struct tuf_snapshot *snapshot,
                                      struct tc_role_evidence *targets)
{
	const struct walk walk = {.check = check, .snapshot = snapshot};
	return verify_delegations(&walk, targets);
}
