/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/trust_pinning.h"

#include <inttypes.h>
#include <string.h>

#include "verify/ca_path.h"
#include "verify/tufcheck.h"

#define ROOT_FILE "root.json"

/* Key IDs that a message lists. */
#define SHOWN_IDS 4

/* ---- which entry applies ---- */

static const struct tuf_pin *find_exact(const struct tuf_pin_list *list, const char *gun)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i].name, gun) == 0)
			return &list->items[i];
	return NULL;
}

/* The longest name whose first length - cut bytes are a prefix of gun. */
static const struct tuf_pin *find_longest(const struct tuf_pin_list *list, const char *gun,
                                          bool needs_star)
{
	const struct tuf_pin *longest = NULL;
	size_t longest_length = 0;
	for (size_t i = 0; i < list->count; i++) {
		const char *name = list->items[i].name;
		size_t length = strlen(name);
		bool has_star = length > 0 && name[length - 1] == '*';
		if (needs_star && !has_star)
			continue;
		if (strncmp(gun, name, needs_star ? length - 1 : length) != 0)
			continue;
		if (!longest || length > longest_length) {
			longest = &list->items[i];
			longest_length = length;
		}
	}
	return longest;
}

struct tc_pin_rule tc_pin_rule_find(const struct tufcheck_trust_pinning *pinning, const char *gun)
{
	if (!pinning)
		return (struct tc_pin_rule){.kind = TC_PIN_NONE};
	const struct tuf_trust_pinning *content = &pinning->content;
	struct tc_pin_rule rule = {.pinning = pinning};
	rule.pin = find_exact(&content->certs, gun);
	if (!rule.pin)
		rule.pin = find_longest(&content->certs, gun, true);
	if (rule.pin) {
		rule.kind = TC_PIN_CERTS;
		return rule;
	}
	rule.pin = find_longest(&content->ca, gun, false);
	if (rule.pin) {
		rule.kind = TC_PIN_CA;
		rule.authorities = pinning->authorities[rule.pin - content->ca.items];
		return rule;
	}
	rule.kind = content->disable_tofu ? TC_PIN_DISABLED : TC_PIN_NONE;
	return rule;
}

bool tufcheck_trust_pinning_asks_of(const struct tufcheck_trust_pinning *pinning, const char *gun)
{
	return pinning && gun && tc_pin_rule_find(pinning, gun).kind != TC_PIN_NONE;
}

/* ---- whether a root key may count ---- */

static bool lists(const struct tuf_pin *pin, const char *key_id)
{
	for (size_t i = 0; i < pin->value_count; i++)
		if (strcmp(pin->values[i], key_id) == 0)
			return true;
	return false;
}

static enum tuf_result is_issued(const struct tc_authorities *authorities,
                                 const struct tc_pin_subject *subject, bool *ret_allowed,
                                 const char **ret_problem)
{
	if (authorities->problem) {
		*ret_allowed = false;
		*ret_problem = authorities->problem;
		return TUF_OK;
	}
	const struct tc_ca_path_query query = {
		.bundle = subject->bundle, .authorities = &authorities->bundle, .at = subject->at,
		.budget = subject->budget};
	return tc_ca_path_find(&query, ret_allowed, ret_problem);
}

enum tuf_result tc_pin_rule_allows(const struct tc_pin_rule *rule,
                                   const struct tc_pin_subject *subject, bool *ret_allowed,
                                   const char **ret_problem)
{
	bool is_allowed = false;
	switch (rule->kind) {
	case TC_PIN_NONE:
		is_allowed = true;
		break;
	case TC_PIN_CERTS:
		is_allowed = lists(rule->pin, subject->key_id);
		break;
	case TC_PIN_CA:
		return is_issued(rule->authorities, subject, ret_allowed, ret_problem);
	case TC_PIN_DISABLED:
		break;
	}
	*ret_allowed = is_allowed;
	*ret_problem = NULL;
	return TUF_OK;
}

enum tuf_result tc_pin_outcome_note(struct tuf_arena *arena, struct tc_pin_outcome *outcome,
                                    const char *key_id, const char *problem)
{
	if (outcome->unpinned++ >= SHOWN_IDS)
		return TUF_OK;
	const char *before = outcome->key_ids;
	if (!before)
		outcome->problem = problem;
	outcome->key_ids = tuf_arena_format(arena, "%s%skey ID %s", before ? before : "",
	                                    before ? ", " : "", key_id);
	return outcome->key_ids ? TUF_OK : TUF_NO_MEMORY;
}

/* ---- what is said of it ---- */

/* trust_pinning.certs "NAME" of FILE */
static const char *describe_entry(struct tuf_arena *arena, const struct tc_pin_rule *rule)
{
	return tuf_arena_format(arena, "trust_pinning.%s \"%s\" of %s",
	                        rule->kind == TC_PIN_CA ? "ca" : "certs", rule->pin->name,
	                        rule->pinning->path);
}

/* "key ID X" or "key IDs X, Y and 3 more" */
static const char *describe_ids(struct tuf_arena *arena, const struct tuf_pin *pin)
{
	if (pin->value_count == 0)
		return "no key ID at all";
	const char *text = pin->value_count == 1 ? "key ID" : "key IDs";
	for (size_t i = 0; text && i < pin->value_count && i < SHOWN_IDS; i++)
		text = tuf_arena_format(arena, "%s%s %s", text, i ? "," : "", pin->values[i]);
	if (text && pin->value_count > SHOWN_IDS)
		text = tuf_arena_format(arena, "%s and %zu more", text,
		                        pin->value_count - SHOWN_IDS);
	return text;
}

static const char *describe_pin(struct tuf_arena *arena, const struct tc_pin_rule *rule)
{
	const char *entry = describe_entry(arena, rule);
	const char *what = rule->kind == TC_PIN_CA
	                           ? tuf_arena_format(arena, "a path to a certificate in %s",
	                                              rule->authorities->path)
	                           : describe_ids(arena, rule->pin);
	if (!entry || !what)
		return NULL;
	return tuf_arena_format(arena, "%s (%s)", what, entry);
}

static enum tuf_result add(struct tc_finding_list *findings, enum tc_finding_kind kind,
                           const char *expected, const char *actual)
{
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	const struct tc_finding_place place = {.role = "root",
	                                       .file = ROOT_FILE,
	                                       .pointer = "/signed/roles/root/keyids",
	                                       .expected = expected,
	                                       .actual = actual};
	return tc_finding_add(findings, kind, &place, ROOT_FILE ": expected %s; found %s", expected,
	                      actual);
}

static enum tuf_result report_unpinned(const struct tc_pin_rule *rule, const char *gun,
                                       struct tc_finding_list *findings)
{
	struct tuf_arena *arena = findings->arena;
	return add(findings, TC_ROOT_UNPINNED,
	           tuf_arena_format(arena,
	                            "a pin for %s, because trust_pinning.disable_tofu of %s "
	                            "refuses trust on first use",
	                            gun, rule->pinning->path),
	           "none in certs or ca");
}

static enum tuf_result report_unusable(const struct tc_pin_rule *rule,
                                       struct tc_finding_list *findings)
{
	struct tuf_arena *arena = findings->arena;
	const char *entry = describe_entry(arena, rule);
	if (!entry)
		return TUF_NO_MEMORY;
	const char *path = rule->authorities->path;
	return add(findings, TC_ROOT_PIN_UNUSABLE,
	           tuf_arena_format(arena, "CA certificates in the file \"%s\" (%s)", path, entry),
	           rule->authorities->problem);
}

static const char *describe_unpinned(struct tuf_arena *arena, const struct tc_pin_outcome *outcome)
{
	if (!outcome->key_ids)
		return "none that may sign";
	if (outcome->unpinned <= SHOWN_IDS)
		return outcome->key_ids;
	return tuf_arena_format(arena, "%s and %zu more", outcome->key_ids,
	                        outcome->unpinned - SHOWN_IDS);
}

static enum tuf_result report_not_pinned(const struct tc_pin_rule *rule,
                                         const struct tc_pin_outcome *outcome,
                                         struct tc_finding_list *findings)
{
	struct tuf_arena *arena = findings->arena;
	const char *pin = describe_pin(arena, rule);
	if (!pin)
		return TUF_NO_MEMORY;
	if (outcome->pinned > 0)
		return add(findings, TC_ROOT_NOT_PINNED,
		           tuf_arena_format(arena,
		                            "valid signatures by %" PRId64
		                            " root keys that are pinned: %s",
		                            outcome->threshold, pin),
		           tuf_arena_format(arena, "by %zu", outcome->valid));
	const char *ids = describe_unpinned(arena, outcome);
	if (!ids)
		return TUF_NO_MEMORY;
	return add(findings, TC_ROOT_NOT_PINNED,
	           tuf_arena_format(arena, "a root key that is pinned: %s", pin),
	           outcome->problem ? tuf_arena_format(arena, "%s: %s", ids, outcome->problem)
	                            : ids);
}

enum tuf_result tc_pin_rule_report(const struct tc_pin_rule *rule,
                                   const struct tc_pin_outcome *outcome, const char *gun,
                                   struct tc_finding_list *findings)
{
	switch (rule->kind) {
	case TC_PIN_NONE:
	case TC_PIN_DISABLED:
		return report_unpinned(rule, gun, findings);
	case TC_PIN_CERTS:
		break;
	case TC_PIN_CA:
		if (rule->authorities->problem)
			return report_unusable(rule, findings);
		break;
	}
	return report_not_pinned(rule, outcome, findings);
}

enum tuf_result tc_pin_rule_report_dates(const struct tc_pin_rule *rule,
                                         const struct tc_pin_outcome *outcome,
                                         const struct tuf_time *at,
                                         struct tc_finding_list *findings)
{
	struct tuf_arena *arena = findings->arena;
	char moment[TUF_TIME_TEXT_BYTES];
	tuf_time_format(at, moment);
	const char *pin = describe_pin(arena, rule);
	if (!pin)
		return TUF_NO_MEMORY;
	return add(findings, TC_ROOT_PIN_DATES,
	           tuf_arena_format(arena,
	                            "valid signatures by %" PRId64
	                            " root keys that are pinned at %s: %s",
	                            outcome->threshold, moment, pin),
	           tuf_arena_format(arena,
	                            "by %zu, because certificates that the pin needs are not in "
	                            "date",
	                            outcome->valid_now));
}
