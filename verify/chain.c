/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/chain.h"

#include <inttypes.h>
#include <string.h>

#include "tuf/limits.h"
#include "tuf/snapshot.h"
#include "tuf/timestamp.h"
#include "verify/anchor.h"
#include "verify/certificate.h"
#include "verify/delegation.h"
#include "verify/history.h"
#include "verify/path.h"
#include "verify/role_check.h"

struct tc_verified {
	const struct tc_evidence *evidence;
	bool overlooks_dates;
};

/* The state of one run. */
struct chain {
	struct tc_check check;
	struct tc_evidence *evidence;
	const struct tufcheck_trusted_root *trusted_root; /* may be NULL, or of other repositories */
	const struct tufcheck_trust_pinning *pinning;
	struct tc_pin_rule rule; /* what the pins ask of the repository, as soon as it has a name */
	struct tc_role_evidence *root;
	struct tc_role_evidence *snapshot_role;
	struct tuf_timestamp timestamp;
	struct tuf_snapshot snapshot;
	bool has_timestamp; /* parsed; what it says of the snapshot can be compared */
	bool has_snapshot;
	bool has_targets;
};

static const char *const all_paths[] = {""};

static struct tc_anchor_context anchor_context(const struct chain *chain)
{
	return (struct tc_anchor_context){.arena = chain->evidence->arena,
	                                  .ring = &chain->evidence->ring,
	                                  .findings = &chain->evidence->findings,
	                                  .gun = chain->evidence->gun,
	                                  .at = chain->check.at,
	                                  .rule = &chain->rule};
}

static void find_rule(struct chain *chain)
{
	chain->rule = tc_pin_rule_find(chain->pinning, chain->evidence->gun);
	if (chain->rule.kind != TC_PIN_NONE)
		chain->evidence->basis.is_policy_asked = true;
}

/* ---- root ---- */

static bool is_but_expired(const struct tc_role_evidence *role)
{
	return role->status == TUFCHECK_ROLE_VALID || role->status == TUFCHECK_ROLE_EXPIRED;
}

static enum tuf_result assume_gun(struct chain *chain)
{
	const struct tc_anchor_context context = anchor_context(chain);
	const char *name;
	enum tuf_result result = tc_anchor_find_name(&context, &chain->evidence->root, &name);
	if (result != TUF_OK)
		return result;
	const struct tc_finding_place place = {.role = "root",
	                                       .file = chain->root->file,
	                                       .pointer = "/signed/roles/root/keyids",
	                                       .expected = "a name given by folder or option",
	                                       .actual = name};
	if (tc_path_is_gun(name)) {
		chain->evidence->gun = name;
		return tc_finding_add(&chain->evidence->findings, TC_GUN_ASSUMED, &place,
		                      "the repository is assumed to be \"%s\", from its own root "
		                      "certificate",
		                      name);
	}
	chain->evidence->gun = "";
	tc_role_worsen(chain->root, TUFCHECK_ROLE_INVALID);
	return tc_finding_add(&chain->evidence->findings, TC_GUN_UNKNOWN, &place,
	                      "nothing says what the repository is called: the root certificate is "
	                      "for \"%s\"",
	                      name);
}

static enum tuf_result report_root(const struct chain *chain, enum tc_finding_kind kind,
                                   size_t count, const char *what, const char *problem)
{
	struct tuf_arena *arena = chain->evidence->arena;
	int64_t threshold = chain->root->definition->threshold;
	const char *expected =
		tuf_arena_format(arena, "valid signatures by %" PRId64 " %s", threshold, what);
	const char *actual = tuf_arena_format(arena, "by %zu", count);
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	const struct tc_finding_place place = {.role = "root",
	                                       .file = chain->root->file,
	                                       .pointer = "/signatures",
	                                       .expected = expected,
	                                       .actual = actual};
	return tc_finding_add(&chain->evidence->findings, kind, &place,
	                      "%s%sroot.json has valid signatures by %zu %s, expected %" PRId64,
	                      problem ? problem : "", problem ? "; so " : "", count, what,
	                      threshold);
}

/* The root is signed as it should be, but for the dates of its certificates. */
static enum tuf_result report_out_of_date(const struct chain *chain,
                                          const struct tc_anchor *anchor)
{
	bool has_expired = !anchor->out_of_date ||
	                   tc_certificate_check_dates(anchor->out_of_date, &chain->check.at) ==
	                           TC_DATES_EXPIRED;
	return report_root(chain,
	                   has_expired ? TC_ROOT_CERTIFICATE_EXPIRED
	                               : TC_ROOT_CERTIFICATE_NOT_YET_VALID,
	                   anchor->quorum_now.valid_count, "root keys with certificates in date",
	                   anchor->problem);
}

/* The root by the keys that the pins let count; that there are other keys, they do not forbid. */
static enum tuf_result judge_pins(const struct chain *chain, const struct tc_anchor *anchor)
{
	const struct tc_pin_rule *rule = &chain->rule;
	struct tc_finding_list *findings = &chain->evidence->findings;
	if (rule->kind == TC_PIN_NONE || anchor->is_pinned_now)
		return TUF_OK;
	/* that nobody has signed whom the pins let count, was said of all keys already */
	bool is_signed = anchor->is_met || anchor->is_met_now;
	if (!is_signed && anchor->pins.pinned > 0)
		return TUF_OK;
	if (!anchor->is_pinned)
		return tc_pin_rule_report(rule, &anchor->pins, chain->evidence->gun, findings);
	if (!anchor->is_met_now)
		return TUF_OK;
	return tc_pin_rule_report_dates(rule, &anchor->pins, &chain->check.at, findings);
}

static enum tuf_result judge_signatures(struct chain *chain, const struct tc_anchor *anchor)
{
	struct tc_role_evidence *root = chain->root;
	root->quorum = anchor->is_met_now ? anchor->quorum_now : anchor->quorum;
	enum tuf_result result = tc_role_report_signatures(&chain->check, root);
	if (result != TUF_OK || anchor->is_met_now)
		return result;
	if (anchor->is_met) {
		tc_role_worsen(root, TUFCHECK_ROLE_EXPIRED);
		return report_out_of_date(chain, anchor);
	}
	tc_role_worsen(root, TUFCHECK_ROLE_BELOW_THRESHOLD);
	return report_root(chain, TC_THRESHOLD_NOT_MET, anchor->quorum.valid_count,
	                   "acceptable root keys", anchor->problem);
}

static enum tuf_result judge_root(struct chain *chain)
{
	const struct tc_anchor_context context = anchor_context(chain);
	struct tc_anchor anchor;
	enum tuf_result result = tc_anchor_verify(&context, &chain->root->envelope,
	                                          &chain->evidence->root, &anchor);
	if (result != TUF_OK)
		return result;
	result = judge_signatures(chain, &anchor);
	if (result != TUF_OK)
		return result;
	return judge_pins(chain, &anchor);
}

static enum tuf_result parse_root(struct chain *chain)
{
	struct tc_role_evidence *root = chain->root;
	struct tuf_fault fault;
	const struct tuf_reader reader = {.arena = chain->evidence->arena, .fault = &fault};
	enum tuf_result result =
		tuf_root_parse(&reader, &root->envelope.signed_part, &chain->evidence->root);
	if (result == TUF_INVALID)
		return tc_role_report_fault(&chain->check, root, &fault);
	if (result != TUF_OK)
		return result;
	root->is_parsed = true;
	root->common = chain->evidence->root.common;
	root->definition = &chain->evidence->root.roles[TUF_TOP_ROOT];
	root->keys = &chain->evidence->root.keys;
	return TUF_OK;
}

static enum tuf_result stop_at_root(struct chain *chain)
{
	const struct tc_finding_place place = {.role = "root", .file = chain->root->file};
	return tc_finding_add(&chain->evidence->findings, TC_CHAIN_STOPPED, &place,
	                      "nothing below root.json was checked: the keys come from it");
}

static enum tuf_result verify_history(struct chain *chain)
{
	const struct tc_anchor_context context = anchor_context(chain);
	bool is_named = tufcheck_trusted_root_names(chain->trusted_root, chain->evidence->gun);
	return tc_history_verify(&chain->check, &context, is_named ? chain->trusted_root : NULL,
	                         chain->root);
}

static enum tuf_result verify_root(struct chain *chain)
{
	chain->root = tc_evidence_add_role(chain->evidence, "root");
	if (!chain->root)
		return TUF_NO_MEMORY;
	enum tuf_result result = tc_role_read(&chain->check, chain->root, TUF_MAX_ROOT_BYTES);
	if (result == TUF_OK)
		result = tc_role_parse_envelope(&chain->check, chain->root);
	if (result == TUF_OK && chain->root->has_envelope)
		result = parse_root(chain);
	if (result != TUF_OK)
		return result;
	if (!chain->root->is_parsed)
		return stop_at_root(chain);
	if (!chain->evidence->gun) {
		result = assume_gun(chain);
		if (result != TUF_OK)
			return result;
		find_rule(chain);
	}
	result = judge_root(chain);
	if (result == TUF_OK && is_but_expired(chain->root))
		result = verify_history(chain);
	if (result != TUF_OK)
		return result;
	return tc_role_check_expiry(&chain->check, chain->root);
}

/* ---- the other top-level roles ---- */

static enum tuf_result report_no_reference(const struct chain *chain,
                                           const struct tc_role_evidence *role, const char *above)
{
	const struct tc_finding_place place = {.role = role->name, .file = role->file};
	return tc_finding_add(&chain->evidence->findings, TC_REFERENCE_UNAVAILABLE, &place,
	                      "%s was not compared: the %s that lists it is not usable", role->file,
	                      above);
}

/* Adds a top-level role and reads its file. */
static enum tuf_result open_top_role(struct chain *chain, enum tuf_top_role which, size_t limit,
                                     struct tc_role_evidence **ret_role)
{
	struct tc_role_evidence *role =
		tc_evidence_add_role(chain->evidence, tuf_top_role_name(which));
	if (!role)
		return TUF_NO_MEMORY;
	role->definer = chain->root;
	role->definition = &chain->evidence->root.roles[which];
	role->keys = &chain->evidence->root.keys;
	enum tuf_result result = tc_role_read(&chain->check, role, limit);
	if (result != TUF_OK)
		return result;
	*ret_role = role;
	return TUF_OK;
}

/* Parses the envelope of a role that was compared, and counts its signatures. */
static enum tuf_result open_envelope(const struct chain *chain, struct tc_role_evidence *role)
{
	enum tuf_result result = tc_role_parse_envelope(&chain->check, role);
	if (result != TUF_OK)
		return result;
	return tc_role_count_signatures(&chain->check, role);
}

static enum tuf_result verify_timestamp(struct chain *chain)
{
	struct tc_role_evidence *role;
	enum tuf_result result =
		open_top_role(chain, TUF_TOP_TIMESTAMP, TUF_MAX_TIMESTAMP_BYTES, &role);
	if (result == TUF_OK)
		result = open_envelope(chain, role);
	if (result != TUF_OK || !role->has_envelope)
		return result;
	struct tuf_fault fault;
	const struct tuf_reader reader = tc_check_make_reader(&chain->check, &fault);
	result = tuf_timestamp_parse(&reader, &role->envelope.signed_part, &chain->timestamp);
	result = tc_role_finish_parsing(&chain->check, role, result, &fault, &chain->timestamp.common);
	chain->has_timestamp = role->is_parsed;
	return result;
}

static enum tuf_result verify_snapshot(struct chain *chain)
{
	struct tc_role_evidence *role;
	enum tuf_result result =
		open_top_role(chain, TUF_TOP_SNAPSHOT, TUF_MAX_SNAPSHOT_BYTES, &role);
	if (result != TUF_OK)
		return result;
	if (chain->has_timestamp)
		result = tc_role_compare(&chain->check, role,
		                         tuf_file_list_find(&chain->timestamp.files, "snapshot"),
		                         "timestamp");
	else
		result = report_no_reference(chain, role, "timestamp");
	if (result == TUF_OK)
		result = open_envelope(chain, role);
	if (result != TUF_OK || !role->has_envelope)
		return result;
	struct tuf_fault fault;
	const struct tuf_reader reader = tc_check_make_reader(&chain->check, &fault);
	result = tuf_snapshot_parse(&reader, &role->envelope.signed_part, &chain->snapshot);
	result = tc_role_finish_parsing(&chain->check, role, result, &fault, &chain->snapshot.common);
	chain->has_snapshot = role->is_parsed;
	chain->evidence->snapshot = chain->snapshot;
	chain->snapshot_role = role;
	if (result != TUF_OK || !chain->has_snapshot)
		return result;
	return tc_role_compare(&chain->check, chain->root,
	                       tuf_file_list_find(&chain->snapshot.files, "root"), "snapshot");
}

static bool lists_delegations(const struct tuf_snapshot *snapshot)
{
	static const char prefix[] = "targets/";
	for (size_t i = 0; i < snapshot->files.count; i++)
		if (strncmp(snapshot->files.items[i].name, prefix, sizeof(prefix) - 1) == 0)
			return true;
	return false;
}

/* That there are delegations, as far as files say so that nobody has to have signed. */
static enum tuf_result report_not_checked(const struct chain *chain,
                                          const struct tc_role_evidence *targets)
{
	bool is_defined = chain->has_targets && targets->targets.delegation_count > 0;
	bool is_listed = chain->has_snapshot && lists_delegations(&chain->snapshot);
	bool is_targets_sound = chain->has_targets && is_but_expired(targets);
	if (!is_defined && !is_listed)
		return TUF_OK;
	const struct tc_finding_place place = {
		.role = is_defined ? targets->name : chain->snapshot_role->name,
		.file = is_defined ? targets->file : chain->snapshot_role->file,
		.pointer = is_defined ? "/signed/delegations" : "/signed/meta"};
	return tc_finding_add(&chain->evidence->findings, TC_DELEGATIONS_NOT_CHECKED, &place,
	                      "the delegations that %s %s were not checked: %s cannot be relied on",
	                      place.file, is_defined ? "defines" : "lists",
	                      is_targets_sound ? "snapshot.json" : "targets.json");
}

static enum tuf_result verify_targets(struct chain *chain)
{
	struct tc_role_evidence *role;
	enum tuf_result result = open_top_role(chain, TUF_TOP_TARGETS, TUF_MAX_TARGETS_BYTES, &role);
	if (result != TUF_OK)
		return result;
	role->paths = all_paths;
	role->path_count = 1;
	role->path_set = (struct tuf_path_set){.prefixes = all_paths, .count = 1};
	if (chain->has_snapshot)
		result = tc_role_compare(&chain->check, role,
		                         tuf_file_list_find(&chain->snapshot.files, "targets"),
		                         "snapshot");
	else
		result = report_no_reference(chain, role, "snapshot");
	if (result == TUF_OK)
		result = open_envelope(chain, role);
	if (result == TUF_OK)
		result = tc_role_parse_targets(&chain->check, role);
	chain->has_targets = role->is_parsed;
	/* who may delegate, and what is published, only files that are signed for say */
	bool is_sound = chain->has_snapshot && is_but_expired(chain->snapshot_role) &&
	                chain->has_targets && is_but_expired(role);
	if (result != TUF_OK)
		return result;
	if (!is_sound)
		return report_not_checked(chain, role);
	return tc_delegations_verify(&chain->check, &chain->snapshot, role);
}

/* ---- the whole ---- */

static enum tuf_result verify_all(struct chain *chain)
{
	enum tuf_result result = verify_root(chain);
	if (result != TUF_OK || !chain->root->is_parsed)
		return result;
	result = verify_timestamp(chain);
	if (result != TUF_OK)
		return result;
	result = verify_snapshot(chain);
	if (result != TUF_OK)
		return result;
	return verify_targets(chain);
}

enum tuf_result tc_chain_verify(const struct tc_chain_input *input, struct tc_evidence *evidence,
                                struct tc_verdict *ret_verdict,
                                const struct tc_verified **ret_verified)
{
	struct chain chain = {
		.check = {.evidence = evidence, .source = input->source, .at = input->at},
		.evidence = evidence,
		.trusted_root = input->trusted_root,
		.pinning = input->pinning,
	};
	evidence->gun = input->gun;
	evidence->ring.budget = &evidence->budget;
	evidence->resolves_expired = input->resolve_expired;
	if (evidence->gun)
		find_rule(&chain);
	enum tuf_result result = verify_all(&chain);
	if (result == TUF_OK)
		result = tc_evidence_decode_keys(evidence);
	if (result == TUF_OK)
		result = tc_budget_report(&evidence->budget, &evidence->findings);
	if (result != TUF_OK)
		return result;
	if (!evidence->gun)
		evidence->gun = "";
	if (tufcheck_trusted_root_names(input->trusted_root, evidence->gun))
		evidence->basis.is_policy_asked = true;
	evidence->basis.is_complete = chain.root->is_parsed && chain.has_timestamp &&
	                              chain.has_snapshot && chain.has_targets;
	return tc_chain_conclude(evidence, ret_verdict, ret_verified);
}

/* Whether the chain holds well enough for tags to be resolved. */
static bool may_resolve(const struct tc_evidence *evidence, enum tufcheck_status status)
{
	return status == TUFCHECK_STATUS_TRUSTED || status == TUFCHECK_STATUS_DEGRADED ||
	       (status == TUFCHECK_STATUS_EXPIRED && evidence->resolves_expired);
}

enum tuf_result tc_chain_conclude(const struct tc_evidence *evidence,
                                  struct tc_verdict *ret_verdict,
                                  const struct tc_verified **ret_verified)
{
	struct tc_verdict verdict = tc_verdict_make(&evidence->findings, &evidence->basis);
	struct tc_verified *verified = NULL;
	if (may_resolve(evidence, verdict.status)) {
		verified = tuf_arena_take(evidence->arena, sizeof(*verified));
		if (!verified)
			return TUF_NO_MEMORY;
		verified->evidence = evidence;
	}
	*ret_verdict = verdict;
	*ret_verified = verified;
	return TUF_OK;
}

/* The best status that what is wrong with the chain itself leaves. */
static enum tufcheck_status worst_of_chain(const struct tc_finding_list *findings)
{
	enum tufcheck_status worst = TUFCHECK_STATUS_TRUSTED;
	for (const struct tc_finding_entry *entry = findings->first; entry; entry = entry->next) {
		const struct tufcheck_rule *rule = tc_finding_get_rule(entry->kind);
		if (rule->check != TUFCHECK_CHECK_POLICY && rule->effect > worst)
			worst = rule->effect;
	}
	return worst;
}

enum tuf_result tc_chain_overlook_dates(const struct tc_evidence *evidence,
                                        const struct tc_verified **ret_verified)
{
	enum tufcheck_status worst = worst_of_chain(&evidence->findings);
	struct tc_verified *verified = NULL;
	if (evidence->basis.is_complete && worst <= TUFCHECK_STATUS_EXPIRED) {
		verified = tuf_arena_take(evidence->arena, sizeof(*verified));
		if (!verified)
			return TUF_NO_MEMORY;
		verified->evidence = evidence;
		/* of a degraded one the roles that clients drop stay dropped */
		verified->overlooks_dates = worst == TUFCHECK_STATUS_EXPIRED;
	}
	*ret_verified = verified;
	return TUF_OK;
}

bool tc_verified_has_role(const struct tc_verified *verified, const struct tc_role_evidence *role)
{
	if (!role->is_parsed)
		return false;
	if (role->status == TUFCHECK_ROLE_VALID)
		return true;
	if (role->status != TUFCHECK_ROLE_EXPIRED)
		return false;
	/* clients drop a delegation for its date; the date of a top-level role stops them */
	return verified->overlooks_dates || (verified->evidence->resolves_expired &&
	                                     !tuf_role_name_is_delegation(role->name));
}

const struct tc_evidence *tc_verified_get_evidence(const struct tc_verified *verified)
{
	return verified->evidence;
}
