/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/pin_check.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "verify/nearest.h"

/* Signers that a message names. */
#define NAMED_SIGNERS 3

/* Roles whose names are held against one that is not there. */
#define MAX_NEAREST 1000

/* One role that pins are asked of. */
struct inquiry {
	struct tc_evidence *evidence;
	const struct tc_pin_group *group;
	const struct tc_role_evidence *role; /* NULL: it was not reached */
	bool is_broken; /* the chain: a finding says so already */
};

static bool is_chain_broken(const struct tc_finding_list *findings)
{
	for (const struct tc_finding_entry *entry = findings->first; entry; entry = entry->next)
		if (tc_finding_get_rule(entry->kind)->effect > TUFCHECK_STATUS_EXPIRED)
			return true;
	return false;
}

/* The role whose name is the first length bytes of name; NULL: it was not reached. */
static const struct tc_role_evidence *find_role(const struct tc_evidence *evidence,
                                                const char *name, size_t length)
{
	for (const struct tc_role_evidence *role = evidence->roles; role; role = role->next)
		if (strncmp(role->name, name, length) == 0 && role->name[length] == '\0')
			return role;
	return NULL;
}

/* ---- which keys are pinned ---- */

/* The certificate of the key that signs: the first of the bundle. */
static const struct tc_certificate *get_leaf(const struct tc_public_key *key)
{
	bool is_x509 = key->type == TUF_KEY_ECDSA_X509 || key->type == TUF_KEY_RSA_X509;
	return is_x509 && key->bundle.count > 0 ? &key->bundle.items[0] : NULL;
}

/* IDs are computed ones: what a key merely stands under is whatever somebody wrote. */
static bool is_key_pinned(const struct tc_pin_group *group, const struct tc_public_key *key)
{
	const struct tc_certificate *leaf = get_leaf(key);
	return tc_pin_group_has(group, TC_PIN_KEY_ID, key->id) ||
	       tc_pin_group_has(group, TC_PIN_KEY_ID, key->canonical_id) ||
	       tc_pin_group_has(group, TC_PIN_SPKI, key->spki_sha256) ||
	       (leaf && (tc_pin_group_has(group, TC_PIN_SHA256, leaf->record.sha256) ||
	                 tc_pin_group_has(group, TC_PIN_SHA1, leaf->record.sha1)));
}

static enum tuf_result get_listed(const struct inquiry *inquiry, size_t index,
                                  const struct tc_public_key **ret_key)
{
	const struct tc_role_evidence *role = inquiry->role;
	return tc_key_ring_get(&inquiry->evidence->ring,
	                       tuf_key_list_find(role->keys, role->definition->key_ids[index]),
	                       ret_key);
}

/*
 * A root key as it is listed. It signs as it is rebuilt, without intermediate
 * certificates that do not count, and so under another ID than the one that
 * people see; the certificate is the same.
 */
struct listed_root {
	const char *certificate; /* SHA-256 of the first */
	const char *key_id;
	bool is_pinned;
};

struct listed_roots {
	struct listed_root *items; /* by certificate; those that are pinned first */
	size_t count;
};

static int compare_certificates(const void *left, const void *right)
{
	return strcmp(((const struct listed_root *)left)->certificate,
	              ((const struct listed_root *)right)->certificate);
}

static int compare_listed(const void *left, const void *right)
{
	const struct listed_root *a = left;
	const struct listed_root *b = right;
	int order = compare_certificates(a, b);
	if (order == 0)
		order = (int)b->is_pinned - (int)a->is_pinned;
	return order != 0 ? order : strcmp(a->key_id, b->key_id);
}

/* The listed keys of the root, each certificate once; of other roles none: they sign as listed. */
static enum tuf_result list_roots(const struct inquiry *inquiry, struct listed_roots *ret_roots)
{
	const struct tuf_role *definition = inquiry->role->definition;
	bool is_root = strcmp(inquiry->role->name, "root") == 0;
	size_t room = is_root ? definition->key_id_count : 0;
	struct listed_roots roots = {.count = 0};
	roots.items = tuf_arena_take_array(inquiry->evidence->arena, room, sizeof(*roots.items));
	if (!roots.items)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < room; i++) {
		const struct tc_public_key *key;
		enum tuf_result result = get_listed(inquiry, i, &key);
		if (result != TUF_OK)
			return result;
		if (key->bundle.count == 0)
			continue;
		roots.items[roots.count++] = (struct listed_root){
			.certificate = key->bundle.items[0].record.sha256,
			.key_id = definition->key_ids[i],
			.is_pinned = is_key_pinned(inquiry->group, key)};
	}
	if (roots.count > 0)
		qsort(roots.items, roots.count, sizeof(*roots.items), compare_listed);
	size_t kept = 0;
	for (size_t i = 0; i < roots.count; i++)
		if (kept == 0 || compare_certificates(&roots.items[kept - 1], &roots.items[i]) != 0)
			roots.items[kept++] = roots.items[i];
	roots.count = kept;
	*ret_roots = roots;
	return TUF_OK;
}

/* The listed key behind one that signs; NULL: it signs as it is listed. */
static const struct listed_root *find_listed(const struct listed_roots *roots,
                                             const struct tc_public_key *signer)
{
	const struct tc_certificate *leaf = get_leaf(signer);
	if (!leaf || roots->count == 0)
		return NULL;
	const struct listed_root wanted = {.certificate = leaf->record.sha256};
	return bsearch(&wanted, roots->items, roots->count, sizeof(wanted), compare_certificates);
}

/* What was found of the keys that may sign a role. */
struct tally {
	struct listed_roots roots;
	const bool *is_pinned; /* by candidate */
	size_t pinned_count;   /* candidates */
	size_t signed_count;   /* pinned candidates with a valid signature */
};

static enum tuf_result count_pinned(const struct inquiry *inquiry, struct tally *ret_tally)
{
	const struct tc_quorum *quorum = &inquiry->role->quorum;
	size_t count = quorum->candidates.count;
	bool *is_pinned = tuf_arena_take_array(inquiry->evidence->arena, count, sizeof(*is_pinned));
	if (!is_pinned)
		return TUF_NO_MEMORY;
	struct tally tally = {.is_pinned = is_pinned};
	enum tuf_result result = list_roots(inquiry, &tally.roots);
	if (result != TUF_OK)
		return result;
	for (size_t i = 0; i < count; i++) {
		const struct tc_public_key *key = quorum->candidates.items[i].key;
		if (!key)
			continue; /* it may not sign */
		const struct listed_root *listed = find_listed(&tally.roots, key);
		is_pinned[i] = is_key_pinned(inquiry->group, key) || (listed && listed->is_pinned);
		tally.pinned_count += is_pinned[i];
		tally.signed_count += is_pinned[i] && quorum->has_signed[i];
	}
	*ret_tally = tally;
	return TUF_OK;
}

/* ---- digits that are something else than the pin says ---- */

struct meaning {
	const char *digits;
	enum tc_pin_kind kind; /* that a pin with these digits would have to be; none: no kind */
	const char *what;
};

#define MEANING_COUNT 5

static void list_meanings(const struct tc_public_key *key, struct meaning meanings[MEANING_COUNT])
{
	const struct tc_certificate *leaf = get_leaf(key);
	meanings[0] = (struct meaning){key->id, TC_PIN_KEY_ID, "the key ID"};
	meanings[1] = (struct meaning){key->canonical_id, TC_PIN_KEY_ID, "the canonical key ID"};
	meanings[2] = (struct meaning){key->spki_sha256, TC_PIN_SPKI, "the public-key digest"};
	meanings[3] = (struct meaning){leaf ? leaf->record.sha256 : NULL, TC_PIN_SHA256,
	                               "the SHA-256 thumbprint"};
	meanings[4] = (struct meaning){leaf ? leaf->record.sha1 : NULL, TC_PIN_SHA1,
	                               "the SHA-1 thumbprint"};
}

static const struct tc_pin *find_intermediate(const struct tc_pin_group *group,
                                              const struct tc_public_key *key)
{
	const struct tc_pin *pin = NULL;
	for (size_t i = 1; i < key->bundle.count && !pin; i++) {
		const struct tufcheck_certificate *record = &key->bundle.items[i].record;
		pin = tc_pin_group_find_digits(group, record->sha256);
		if (!pin)
			pin = tc_pin_group_find_digits(group, record->sha1);
		if (!pin && record->spki_sha256)
			pin = tc_pin_group_find_digits(group, record->spki_sha256);
	}
	return pin;
}

/* What follows a message when a pin means this key by the wrong word; "" when none does. */
static const char *explain_key(const struct inquiry *inquiry, const struct tc_public_key *key,
                               const char *listed_id)
{
	struct tuf_arena *arena = inquiry->evidence->arena;
	struct meaning meanings[MEANING_COUNT];
	list_meanings(key, meanings);
	for (size_t i = 0; i < MEANING_COUNT; i++) {
		const struct meaning *meaning = &meanings[i];
		const struct tc_pin *pin =
			meaning->digits ? tc_pin_group_find_digits(inquiry->group, meaning->digits)
			                : NULL;
		if (pin && !tc_pin_group_has(inquiry->group, meaning->kind, meaning->digits))
			return tuf_arena_format(
				arena, "; what the pin %s:%s gives is %s of key %s: write %s:",
				pin->record.kind, pin->record.digits, meaning->what, listed_id,
				tc_pin_kind_name(meaning->kind));
	}
	const struct tc_pin *pin = find_intermediate(inquiry->group, key);
	if (!pin)
		return "";
	return tuf_arena_format(arena,
	                        "; the pin %s:%s is of a certificate behind that of key %s, which "
	                        "signs nothing",
	                        pin->record.kind, pin->record.digits, listed_id);
}

static enum tuf_result explain(const struct inquiry *inquiry, const char **ret_text)
{
	const struct tuf_role *definition = inquiry->role->definition;
	*ret_text = "";
	for (size_t i = 0; i < definition->key_id_count && !(*ret_text)[0]; i++) {
		const struct tc_public_key *key;
		enum tuf_result result = get_listed(inquiry, i, &key);
		if (result != TUF_OK)
			return result;
		*ret_text = explain_key(inquiry, key, definition->key_ids[i]);
		if (!*ret_text)
			return TUF_NO_MEMORY;
	}
	return TUF_OK;
}

/* ---- what is said ---- */

static size_t count_signers(const struct tc_quorum *quorum)
{
	size_t count = 0;
	for (size_t i = 0; i < quorum->candidates.count; i++)
		count += quorum->has_signed[i];
	return count;
}

/* "by keys a, b, c and 2 more", of all that signed; NULL when memory is short. */
static const char *name_signers(struct tuf_arena *arena, const struct tc_quorum *quorum)
{
	size_t count = count_signers(quorum);
	if (count == 0)
		return "by no key that counts";
	const char *text = count == 1 ? "by key" : "by keys";
	size_t named = 0;
	for (size_t i = 0; i < quorum->candidates.count && named < NAMED_SIGNERS && text; i++) {
		if (!quorum->has_signed[i])
			continue;
		text = tuf_arena_format(arena, "%s%s %s", text, named > 0 ? "," : "",
		                        quorum->candidates.items[i].key_id);
		named++;
	}
	if (text && count > named)
		text = tuf_arena_format(arena, "%s and %zu more", text, count - named);
	return text;
}

static enum tuf_result report_not_met(const struct inquiry *inquiry, const struct tally *tally)
{
	struct tuf_arena *arena = inquiry->evidence->arena;
	const struct tc_role_evidence *role = inquiry->role;
	int64_t threshold = role->definition->threshold;
	const char *hint;
	enum tuf_result result = explain(inquiry, &hint);
	if (result != TUF_OK)
		return result;
	const char *signers = name_signers(arena, &role->quorum);
	const char *expected =
		tuf_arena_format(arena, "valid signatures by %" PRId64 " of the pinned keys", threshold);
	const char *actual =
		signers ? tuf_arena_format(arena, "by %zu: signed %s", tally->signed_count, signers)
		        : NULL;
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	const struct tc_finding_place place = {.role = role->name,
	                                       .file = role->file,
	                                       .pointer = "/signatures",
	                                       .expected = expected,
	                                       .actual = actual};
	if (tally->pinned_count == 0)
		return tc_finding_add(&inquiry->evidence->findings, TC_PIN_NOT_MET, &place,
		                      "%s is signed %s; no key that may sign %s is pinned%s",
		                      role->file, signers, role->name, hint);
	return tc_finding_add(&inquiry->evidence->findings, TC_PIN_NOT_MET, &place,
	                      "%s has valid signatures by %zu of the pinned keys, expected %" PRId64
	                      "; it is signed %s%s",
	                      role->file, tally->signed_count, threshold, signers, hint);
}

/* At the place where the key is listed. */
static enum tuf_result report_extra(const struct inquiry *inquiry, const char *key_id)
{
	struct tuf_arena *arena = inquiry->evidence->arena;
	const char *role = inquiry->role->name;
	const char *slash = strrchr(role, '/');
	const char *const top[] = {"signed", "keys", key_id};
	const char *const delegated[] = {"signed", "delegations", "keys", key_id};
	const char *pointer = slash ? tuf_pointer_make(arena, delegated, 4)
	                            : tuf_pointer_make(arena, top, 3);
	const char *file = slash ? tuf_arena_format(arena, "%.*s.json", (int)(slash - role), role)
	                         : "root.json";
	if (!pointer || !file)
		return TUF_NO_MEMORY;
	const struct tc_finding_place place = {.role = role,
	                                       .file = file,
	                                       .pointer = pointer,
	                                       .expected = "only pinned keys",
	                                       .actual = key_id};
	return tc_finding_add(&inquiry->evidence->findings, TC_PIN_EXTRA_KEY, &place,
	                      "%s lets key %s sign %s too, which is not pinned", file, key_id,
	                      role);
}

static enum tuf_result report_extras(const struct inquiry *inquiry, const struct tally *tally)
{
	const struct tc_candidate_list *candidates = &inquiry->role->quorum.candidates;
	for (size_t i = 0; i < candidates->count; i++) {
		const struct tc_candidate *candidate = &candidates->items[i];
		if (!candidate->key || candidate->key->problem || tally->is_pinned[i])
			continue;
		const struct listed_root *listed = find_listed(&tally->roots, candidate->key);
		enum tuf_result result =
			report_extra(inquiry, listed ? listed->key_id : candidate->key_id);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

static enum tuf_result judge_signatures(const struct inquiry *inquiry)
{
	const struct tc_role_evidence *role = inquiry->role;
	int64_t threshold = role->definition->threshold;
	bool is_met = tc_quorum_is_met(&role->quorum, threshold);
	/* why too few keys signed at all, the chain has said */
	if (!is_met && inquiry->is_broken)
		return TUF_OK;
	struct tally tally;
	enum tuf_result result = count_pinned(inquiry, &tally);
	if (result != TUF_OK)
		return result;
	if (is_met && tally.signed_count >= (uint64_t)threshold)
		return report_extras(inquiry, &tally);
	return report_not_met(inquiry, &tally);
}

/* ---- a role that is not there ---- */

static enum tuf_result report_missing(const struct inquiry *inquiry, const char *file,
                                      const char *actual)
{
	const struct tc_finding_place place = {.role = inquiry->group->role,
	                                       .file = file,
	                                       .expected = "a role that is signed by pinned keys",
	                                       .actual = actual};
	if (!actual)
		return TUF_NO_MEMORY;
	return tc_finding_add(&inquiry->evidence->findings, TC_PIN_ROLE_MISSING, &place,
	                      "%s: %s is pinned, but %s", file, inquiry->group->role, actual);
}

static enum tuf_result report_undefined(const struct inquiry *inquiry,
                                        const struct tc_role_evidence *above)
{
	struct tuf_arena *arena = inquiry->evidence->arena;
	const char *name = inquiry->group->role;
	/* all names begin with it, which makes them no nearer to each other */
	const size_t common = strlen("targets/");
	struct tc_nearest nearest = {.word = name + common, .length = strlen(name + common)};
	const struct tc_role_evidence *role = inquiry->evidence->roles;
	for (size_t i = 0; role && i < MAX_NEAREST; role = role->next, i++)
		if (role->depth > 0)
			tc_nearest_consider(&nearest, role->name + common);
	if (!nearest.best)
		return report_missing(inquiry, above->file, "no such role is defined");
	return report_missing(inquiry, above->file,
	                      tuf_arena_format(arena,
	                                       "no such role is defined; the nearest name is targets/%s",
	                                       nearest.best));
}

/* Of a delegation that was not reached: the last role on the way that was. */
static const struct tc_role_evidence *find_above(const struct inquiry *inquiry)
{
	const char *name = inquiry->group->role;
	for (size_t length = strlen(name); length > 0; length--) {
		if (name[length] != '/')
			continue;
		const struct tc_role_evidence *role =
			find_role(inquiry->evidence, name, length);
		if (role)
			return role;
	}
	return NULL;
}

static bool defines(const struct tc_role_evidence *above, const char *name)
{
	size_t length = strlen(above->name) + 1;
	length += strcspn(name + length, "/");
	for (size_t i = 0; i < above->targets.delegation_count; i++) {
		const char *defined = above->targets.delegations[i].name;
		if (strncmp(defined, name, length) == 0 && defined[length] == '\0')
			return true;
	}
	return false;
}

static enum tuf_result judge_absence(const struct inquiry *inquiry)
{
	struct tuf_arena *arena = inquiry->evidence->arena;
	const struct tc_role_evidence *above = inquiry->role ? inquiry->role : find_above(inquiry);
	if (above && above->status == TUFCHECK_ROLE_UNPUBLISHED)
		return report_missing(inquiry, above->file,
		                      tuf_arena_format(arena, "%s has published nothing",
		                                       above->name));
	bool is_judged = above && above->is_parsed &&
	                 (above->status == TUFCHECK_ROLE_VALID ||
	                  above->status == TUFCHECK_ROLE_EXPIRED);
	if (is_judged && !inquiry->role && !defines(above, inquiry->group->role))
		return report_undefined(inquiry, above);
	if (inquiry->is_broken)
		return TUF_OK;
	return report_missing(inquiry, above ? above->file : "root.json",
	                      tuf_arena_format(arena, "clients drop %s and what it delegates",
	                                       above ? above->name : "targets"));
}

/* ---- the whole ---- */

static enum tuf_result ask(struct inquiry *inquiry)
{
	const char *name = inquiry->group->role;
	inquiry->role = find_role(inquiry->evidence, name, strlen(name));
	const struct tc_role_evidence *role = inquiry->role;
	bool has_signatures = role && role->definition && role->quorum.candidates.items;
	return has_signatures ? judge_signatures(inquiry) : judge_absence(inquiry);
}

enum tuf_result tc_pins_check(const struct tufcheck_pins *pins, struct tc_evidence *evidence)
{
	const struct tc_pin_group *groups;
	size_t count;
	enum tuf_result result =
		tc_pins_list_groups(pins, evidence->arena, evidence->gun, &groups, &count);
	if (result != TUF_OK || count == 0)
		return result;
	evidence->basis.is_policy_asked = true;
	bool is_broken = is_chain_broken(&evidence->findings);
	for (size_t i = 0; result == TUF_OK && i < count; i++) {
		struct inquiry inquiry = {
			.evidence = evidence, .group = &groups[i], .is_broken = is_broken};
		result = ask(&inquiry);
	}
	return result;
}
