/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/policy_tests.h"

#include <inttypes.h>
#include <string.h>

#include "verify/policy_proof.h"

#define DAY INT64_C(86400)

/* A list of names that is longer than this ends there. */
#define MAX_NAMES_BYTES ((size_t)200)

/* ---- roots ---- */

enum tuf_result tc_policy_test_roots(struct tc_trial *trial)
{
	const struct tc_policy_pin_list *pins = &trial->statement->roots;
	if (pins->count == 0)
		return TUF_OK;
	struct tc_trial_test test = {.name = "roots",
	                             .expected = "a root signed by the listed keys alone",
	                             .actual = tc_trial_nothing_proved};
	const struct tufcheck_role *root =
		trial->proved ? tc_proof_find_role(trial->proved, "root") : NULL;
	if (!root || root->threshold < 1)
		return tc_trial_add(trial, TC_POLICY_DEMANDS, &test, false);
	size_t count;
	enum tuf_result result = tc_proof_count(trial, root, pins, &count);
	if (result != TUF_OK)
		return result;
	test.expected = tuf_arena_format(trial->arena,
	                                 "valid root signatures by %" PRId64 " of the listed keys",
	                                 root->threshold);
	test.actual = tuf_arena_format(trial->arena, "by %zu", count);
	return tc_trial_add(trial, TC_POLICY_DEMANDS, &test, count >= (uint64_t)root->threshold);
}

/* ---- require ---- */

/* Whether somebody stands behind the target as signer says. */
static enum tuf_result has_signed(const struct tc_trial *trial,
                                  const struct tc_policy_signer *signer, bool *ret_has_signed)
{
	const struct tufcheck_target *target = trial->target;
	bool has = false;
	for (size_t i = 0; i < trial->proved->role_count && !has; i++) {
		const struct tufcheck_role *role = &trial->proved->roles[i];
		if ((signer->role && strcmp(signer->role, role->name) != 0) ||
		    !tc_proof_lists(target, role->name) || !tc_proof_counts(role))
			continue;
		size_t count = 1;
		enum tuf_result result = TUF_OK;
		if (signer->keys.count > 0)
			result = tc_proof_count(trial, role, &signer->keys, &count);
		if (result != TUF_OK)
			return result;
		has = count > 0;
	}
	*ret_has_signed = has;
	return TUF_OK;
}

/* "a, b" and one more, as far as somebody would read them; NULL when memory is short. */
static const char *append_name(struct tuf_arena *arena, const char *names, const char *name)
{
	static const char rest[] = ", …";
	if (!names)
		return NULL;
	size_t length = strlen(names);
	if (length <= MAX_NAMES_BYTES)
		return tuf_arena_format(arena, "%s%s%s", names, names[0] ? ", " : "", name);
	bool is_ended = strcmp(names + length - strlen(rest), rest) == 0;
	return is_ended ? names : tuf_arena_format(arena, "%s%s", names, rest);
}

static const char *describe_demand(struct tuf_arena *arena, const struct tc_policy_rule *rule)
{
	const char *names = "";
	for (size_t i = 0; i < rule->signer_count; i++)
		names = append_name(arena, names, rule->signers[i]->name);
	if (!names)
		return NULL;
	if (rule->signer_count == 1)
		return tuf_arena_format(arena, "a signature by %s", names);
	return tuf_arena_format(arena, "signatures by %zu of %s", rule->needed, names);
}

static enum tuf_result test_rule(struct tc_trial *trial, const struct tc_policy_rule *rule,
                                 struct tc_trial_test *test)
{
	test->expected = describe_demand(trial->arena, rule);
	test->actual = tc_trial_nothing_proved;
	if (!trial->target)
		return tc_trial_add(trial, TC_POLICY_DEMANDS, test, false);
	const char *by = "", *missing = "";
	size_t count = 0;
	for (size_t i = 0; i < rule->signer_count; i++) {
		const struct tc_policy_signer *signer = rule->signers[i];
		bool has;
		enum tuf_result result = has_signed(trial, signer, &has);
		if (result != TUF_OK)
			return result;
		count += has;
		if (has)
			by = append_name(trial->arena, by, signer->name);
		else
			missing = append_name(trial->arena, missing, signer->name);
	}
	if (!by || !missing)
		return TUF_NO_MEMORY;
	test->actual = count == 0 ? "none"
	                          : tuf_arena_format(trial->arena, "by %s%s%s", by,
	                                             missing[0] ? ", not by " : "", missing);
	return tc_trial_add(trial, TC_POLICY_DEMANDS, test, count >= rule->needed);
}

/* A tag that is not known may match anything. */
static bool concerns(const struct tc_policy_rule *rule, const char *tag)
{
	for (size_t i = 0; tag && i < rule->tags.count; i++)
		if (tc_policy_pattern_matches(&rule->tags.items[i], tag))
			return true;
	return !tag || rule->tags.count == 0;
}

enum tuf_result tc_policy_test_signers(struct tc_trial *trial)
{
	const struct tc_policy_rule_list *rules = &trial->statement->rules;
	const char *tag = trial->target ? trial->target->name : trial->request->tag;
	for (size_t i = 0; i < rules->count; i++) {
		struct tc_trial_test test = {.name = "require"};
		enum tuf_result result;
		test.subject = tuf_arena_format(trial->arena, "rule %zu", i + 1);
		if (!test.subject)
			return TUF_NO_MEMORY;
		if (concerns(&rules->items[i], tag)) {
			result = test_rule(trial, &rules->items[i], &test);
		} else {
			test.expected = "a tag that the rule is for";
			test.actual = tuf_arena_format(trial->arena, "\"%s\"", tag);
			result = tc_trial_skip(trial, &test);
		}
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

/* ---- forbid ---- */

static enum tuf_result test_roles(struct tc_trial *trial)
{
	const struct tc_policy_name_list *roles = &trial->statement->forbidden_roles;
	struct tc_trial_test test = {.name = "forbid", .subject = "roles"};
	const char *names = "", *found = NULL;
	for (size_t i = 0; i < roles->count; i++) {
		names = append_name(trial->arena, names, roles->items[i]);
		if (trial->target && !found && tc_proof_lists(trial->target, roles->items[i]))
			found = roles->items[i];
	}
	if (!names)
		return TUF_NO_MEMORY;
	test.expected = tuf_arena_format(trial->arena, "the tag listed by none of %s", names);
	test.actual = found           ? tuf_arena_format(trial->arena, "it listed by %s", found)
	              : trial->target ? "none of them"
	                              : tc_trial_nothing_proved;
	return tc_trial_add(trial, TC_POLICY_DEMANDS, &test, trial->target && !found);
}

/* What a test of every valid signature that the proof rests on asks of one; and why it fails. */
typedef enum tuf_result signature_test(const struct tc_trial *trial,
                                       const struct tufcheck_role *role,
                                       const struct tufcheck_key *key, const char **ret_problem);

static const char unknown_key[] = "a key that stands under an ID that is not its own";

/* All roles that the proof rests on, or that list the tag; the first problem, or NULL. */
static enum tuf_result ask_signatures(const struct tc_trial *trial, bool only_listing,
                                      signature_test *ask, const char **ret_problem)
{
	const struct tufcheck_repository *repository = trial->proved;
	*ret_problem = NULL;
	for (size_t i = 0; i < repository->role_count; i++) {
		const struct tufcheck_role *role = &repository->roles[i];
		bool is_asked = only_listing ? tc_proof_lists(trial->target, role->name)
		                             : tc_proof_rests_on(trial->target, role->name);
		for (size_t j = 0; is_asked && j < role->signature_count; j++) {
			if (!role->signatures[j].valid)
				continue;
			const struct tufcheck_key *key =
				tc_proof_find_key(repository, role, &role->signatures[j]);
			enum tuf_result result = TUF_OK;
			if (key)
				result = ask(trial, role, key, ret_problem);
			else
				*ret_problem = unknown_key;
			if (result != TUF_OK || *ret_problem)
				return result;
		}
	}
	return TUF_OK;
}

/* A test of them all, which fails where nothing is proved. */
static enum tuf_result test_signatures(struct tc_trial *trial, struct tc_trial_test *test,
                                       bool only_listing, signature_test *ask)
{
	const char *problem = tc_trial_nothing_proved;
	enum tuf_result result = TUF_OK;
	if (trial->target)
		result = ask_signatures(trial, only_listing, ask, &problem);
	if (result != TUF_OK)
		return result;
	test->actual = problem ? problem : "no others";
	return tc_trial_add(trial, TC_POLICY_DEMANDS, test, !problem);
}

static enum tuf_result ask_forbidden(const struct tc_trial *trial, const struct tufcheck_role *role,
                                     const struct tufcheck_key *key, const char **ret_problem)
{
	bool matches;
	/* on no budget: a key that was not looked at would not be forbidden */
	enum tuf_result result = tc_policy_pins_match(&trial->statement->forbidden_keys, key,
	                                              trial->request->at, NULL, &matches);
	if (result != TUF_OK || !matches)
		return result;
	*ret_problem =
		tuf_arena_format(trial->arena, "one by key %s on %s", key->key_id, role->name);
	return *ret_problem ? TUF_OK : TUF_NO_MEMORY;
}

enum tuf_result tc_policy_test_forbidden(struct tc_trial *trial)
{
	enum tuf_result result = TUF_OK;
	if (trial->statement->forbidden_roles.count > 0)
		result = test_roles(trial);
	if (result != TUF_OK || trial->statement->forbidden_keys.count == 0)
		return result;
	struct tc_trial_test test = {
		.name = "forbid", .subject = "keys", .expected = "no signature by a forbidden key"};
	return test_signatures(trial, &test, false, ask_forbidden);
}

/* ---- minima ---- */

static enum tuf_result test_remaining(struct tc_trial *trial,
                                      const struct tc_policy_minimum *minimum)
{
	const struct tufcheck_role *role =
		trial->proved ? tc_proof_find_role(trial->proved, minimum->role) : NULL;
	struct tc_trial_test test = {.name = "minRemaining",
	                             .subject = minimum->role,
	                             .actual = tc_trial_nothing_proved};
	test.expected =
		tuf_arena_format(trial->arena, "at least %s until it expires", minimum->text);
	bool holds = false;
	if (trial->proved && !role)
		test.actual = "no such role that counts";
	if (role && !role->has_expires)
		test.actual = "no date";
	if (role && role->has_expires) {
		const struct tufcheck_time *at = &trial->request->at;
		int64_t left = role->expires.seconds - at->seconds;
		/* a begun second is none */
		left -= role->expires.nanoseconds < at->nanoseconds;
		holds = left >= minimum->value;
		char expires[TUFCHECK_TIME_TEXT_BYTES];
		tufcheck_time_format(role->expires, expires);
		test.actual = left < 0 ? tuf_arena_format(trial->arena, "expired at %s", expires)
		                       : tuf_arena_format(trial->arena, "%" PRId64 " days, to %s",
		                                          left / DAY, expires);
	}
	return tc_trial_add(trial, TC_POLICY_DEMANDS, &test, holds);
}

static enum tuf_result test_version(struct tc_trial *trial, const struct tc_policy_minimum *minimum)
{
	const struct tufcheck_role *role =
		trial->proved ? tc_proof_find_role(trial->proved, minimum->role) : NULL;
	struct tc_trial_test test = {
		.name = "minVersion", .subject = minimum->role, .actual = tc_trial_nothing_proved};
	test.expected =
		tuf_arena_format(trial->arena, "version %" PRId64 " or later", minimum->value);
	if (trial->proved && !role)
		test.actual = "no such role that counts";
	if (role)
		test.actual = tuf_arena_format(trial->arena, "version %" PRId64, role->version);
	return tc_trial_add(trial, TC_POLICY_DEMANDS, &test,
	                    role && role->version >= minimum->value);
}

enum tuf_result tc_policy_test_minima(struct tc_trial *trial)
{
	const struct tc_policy_minimum_list *remaining = &trial->statement->remaining;
	const struct tc_policy_minimum_list *versions = &trial->statement->versions;
	enum tuf_result result = TUF_OK;
	for (size_t i = 0; result == TUF_OK && i < remaining->count; i++)
		result = test_remaining(trial, &remaining->items[i]);
	for (size_t i = 0; result == TUF_OK && i < versions->count; i++)
		result = test_version(trial, &versions->items[i]);
	return result;
}

/* ---- algorithms ---- */

static bool is_allowed(const struct tc_statement *statement, const struct tufcheck_key *key)
{
	/* the first words of what a key's algorithm is called */
	static const char *const names[TC_POLICY_ALGORITHM_COUNT] = {
		[TC_POLICY_ECDSA] = "ECDSA",
		[TC_POLICY_RSA] = "RSA",
		[TC_POLICY_ED25519] = "Ed25519",
	};
	for (size_t i = 0; key->algorithm && i < TC_POLICY_ALGORITHM_COUNT; i++)
		if (strncmp(key->algorithm, names[i], strlen(names[i])) == 0)
			return statement->algorithm_bits[i] > 0 &&
			       key->bits >= statement->algorithm_bits[i];
	return false;
}

static enum tuf_result ask_algorithm(const struct tc_trial *trial, const struct tufcheck_role *role,
                                     const struct tufcheck_key *key, const char **ret_problem)
{
	if (is_allowed(trial->statement, key))
		return TUF_OK;
	*ret_problem = tuf_arena_format(trial->arena, "%s of %u bits, key %s on %s",
	                                key->algorithm ? key->algorithm : "an unknown algorithm",
	                                key->bits, key->key_id, role->name);
	return *ret_problem ? TUF_OK : TUF_NO_MEMORY;
}

enum tuf_result tc_policy_test_algorithms(struct tc_trial *trial)
{
	if (!trial->statement->limits_algorithms)
		return TUF_OK;
	const char *allowed = "";
	for (size_t i = 0; i < TC_POLICY_ALGORITHM_COUNT && allowed; i++) {
		unsigned bits = trial->statement->algorithm_bits[i];
		if (bits > 0)
			allowed = tuf_arena_format(trial->arena, "%s%s%s of %u bits", allowed,
			                           allowed[0] ? ", " : "",
			                           tc_policy_algorithm_words[i], bits);
	}
	if (!allowed)
		return TUF_NO_MEMORY;
	struct tc_trial_test test = {.name = "algorithms"};
	test.expected =
		tuf_arena_format(trial->arena, "signatures by keys of at least %s", allowed);
	return test_signatures(trial, &test, false, ask_algorithm);
}

/* ---- certificates ---- */

static bool is_after(struct tufcheck_time left, struct tufcheck_time right)
{
	return left.seconds != right.seconds ? left.seconds > right.seconds
	                                     : left.nanoseconds > right.nanoseconds;
}

static enum tuf_result ask_certificates(const struct tc_trial *trial,
                                        const struct tufcheck_role *role,
                                        const struct tufcheck_key *key, const char **ret_problem)
{
	for (size_t i = 0; i < key->certificate_count; i++) {
		const struct tufcheck_certificate *certificate = &key->certificates[i];
		if (!is_after(certificate->not_before, trial->request->at) &&
		    !is_after(trial->request->at, certificate->not_after))
			continue;
		char begin[TUFCHECK_TIME_TEXT_BYTES], end[TUFCHECK_TIME_TEXT_BYTES];
		tufcheck_time_format(certificate->not_before, begin);
		tufcheck_time_format(certificate->not_after, end);
		*ret_problem =
			tuf_arena_format(trial->arena, "that of %s on %s, valid from %s to %s",
		                         certificate->subject, role->name, begin, end);
		return *ret_problem ? TUF_OK : TUF_NO_MEMORY;
	}
	return TUF_OK;
}

enum tuf_result tc_policy_test_certificates(struct tc_trial *trial)
{
	if (!trial->statement->wants_certificates_in_date)
		return TUF_OK;
	struct tc_trial_test test = {.name = "delegationCertificates",
	                             .expected =
	                                     "certificates in date of all who signed for the tag"};
	return test_signatures(trial, &test, true, ask_certificates);
}
