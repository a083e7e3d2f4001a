/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/anchor.h"

#include <string.h>

#include "tuf/limits.h"
#include "tuf/pem.h"

#define ROOT_FILE "root.json"

/* Which of the reference's rules a bundle is rebuilt by. */
enum scope {
	WITH_DATES,    /* the root itself, now */
	WITHOUT_DATES, /* the root itself, but for dates */
	UNFILTERED     /* the root before it: its intermediates are taken as they are */
};
#define JUDGED_SCOPES 2 /* the first two, of the root itself */

static bool may_be_used(const struct tc_certificate *certificate, const struct tuf_time *at,
                        enum scope scope)
{
	if (scope == UNFILTERED)
		return true;
	if (tc_certificate_find_flaw(certificate) != TC_FLAW_NONE)
		return false;
	return scope == WITHOUT_DATES ||
	       tc_certificate_check_dates(certificate, at) == TC_DATES_VALID;
}

/* The PEM of the leaf and of the CA certificates that may be used, as the reference writes it. */
static enum tuf_result rebuild_pem(const struct tc_anchor_context *context,
                                   const struct tc_bundle *bundle, enum scope scope,
                                   struct tuf_key *rebuilt)
{
	struct tuf_pem_block blocks[TUF_MAX_BUNDLE_CERTIFICATES];
	size_t count = 0;
	for (size_t i = 0; i < bundle->count; i++) {
		const struct tc_certificate *certificate = &bundle->items[i];
		bool is_leaf = i == 0;
		if (is_leaf || may_be_used(certificate, &context->at, scope))
			blocks[count++] = (struct tuf_pem_block){.bytes = certificate->der,
			                                         .length = certificate->length};
	}
	const char *pem;
	enum tuf_result result = tuf_pem_write(context->arena, "CERTIFICATE", blocks, count, &pem,
	                                       &rebuilt->public_length);
	if (result != TUF_OK)
		return result;
	rebuilt->public_bytes = (const unsigned char *)pem;
	return TUF_OK;
}

/* The rebuilt key's type follows the leaf's algorithm, not what was listed; NULL: none fits. */
static const char *rebuilt_type(const struct tc_bundle *bundle, enum tuf_key_type *ret_type)
{
	switch (bundle->items[0].facts.key.algorithm) {
	case TC_PUBLIC_RSA:
		*ret_type = TUF_KEY_RSA_X509;
		return "rsa-x509";
	case TC_PUBLIC_ECDSA:
		*ret_type = TUF_KEY_ECDSA_X509;
		return "ecdsa-x509";
	case TC_PUBLIC_NONE:
	case TC_PUBLIC_ED25519:
	case TC_PUBLIC_DSA:
	case TC_PUBLIC_OTHER:
		break;
	}
	return NULL;
}

/* The key that signatures are held against; *ret_rebuilt is empty when there is none. */
static enum tuf_result rebuild(const struct tc_anchor_context *context,
                               const struct tc_bundle *bundle, enum scope scope,
                               struct tc_candidate *ret_rebuilt)
{
	*ret_rebuilt = (struct tc_candidate){.key_id = NULL};
	struct tuf_key rebuilt = {.listed_id = NULL};
	rebuilt.type_name = rebuilt_type(bundle, &rebuilt.type);
	if (!rebuilt.type_name)
		return TUF_OK;
	enum tuf_result result = rebuild_pem(context, bundle, scope, &rebuilt);
	if (result != TUF_OK)
		return result;
	result = tuf_key_compute_id(context->arena, rebuilt.type_name, rebuilt.public_bytes,
	                            rebuilt.public_length, &rebuilt.id);
	if (result != TUF_OK)
		return result;
	const struct tc_public_key *key;
	result = tc_key_ring_get(context->ring, &rebuilt, &key);
	if (result != TUF_OK)
		return result;
	*ret_rebuilt = (struct tc_candidate){.key_id = rebuilt.id, .key = key};
	return TUF_OK;
}

static void add_candidate(struct tc_candidate_list *list, const struct tc_candidate *candidate)
{
	list->items[list->count++] = *candidate;
}

/* A root key's bundle, whatever its listed type says; *ret_problem is NULL when it has the right shape. */
static enum tuf_result read_bundle(const struct tc_anchor_context *context,
                                   const struct tuf_key *key, struct tc_bundle *ret_bundle,
                                   const char **ret_problem)
{
	const struct tc_public_key *decoded;
	enum tuf_result result = tc_key_ring_get(context->ring, key, &decoded);
	if (result != TUF_OK)
		return result;
	*ret_bundle = decoded->bundle;
	*ret_problem = decoded->bundle_problem ? decoded->bundle_problem
	                                       : tc_bundle_find_problem(&decoded->bundle);
	return TUF_OK;
}

/* What is gathered while the root keys are judged; lists by scope. */
struct judgement {
	struct tc_candidate_list keys[JUDGED_SCOPES];
	struct tc_candidate_list pinned_keys[JUDGED_SCOPES]; /* that the pins let count */
	struct tc_pin_outcome pins;
	const struct tc_certificate *out_of_date;
	const char *problem;
};

/* Adds the finding on a root key, at its place in the list of keys. */
static enum tuf_result report_key(const struct tc_anchor_context *context,
                                  struct judgement *judgement, enum tc_finding_kind kind,
                                  const struct tuf_key *key, const char *expected,
                                  const char *actual)
{
	const char *const names[] = {"signed", "keys", key->listed_id, "keyval", "public"};
	const char *pointer =
		tuf_pointer_make(context->arena, names, sizeof(names) / sizeof(names[0]));
	if (!pointer)
		return TUF_NO_MEMORY;
	const struct tc_finding_place place = {.role = "root",
	                                       .file = ROOT_FILE,
	                                       .pointer = pointer,
	                                       .expected = expected,
	                                       .actual = actual};
	enum tuf_result result = tc_finding_add(context->findings, kind, &place,
	                                        "root.json: root key %s: expected %s%s%s",
	                                        key->listed_id, expected,
	                                        kind == TC_ROOT_KEY_UNUSABLE ? ", but " : ", found ",
	                                        actual);
	if (result == TUF_OK && !judgement->problem)
		judgement->problem = context->findings->last->finding.message;
	return result;
}

static enum tuf_result report_name(const struct tc_anchor_context *context,
                                   struct judgement *judgement,
                                   const struct tuf_key *key, const struct tc_certificate *leaf)
{
	const char *name = tc_certificate_copy_name(context->arena, leaf);
	if (!name)
		return TUF_NO_MEMORY;
	const char *expected =
		tuf_arena_format(context->arena, "a certificate for %s", context->gun);
	const char *actual = tuf_arena_format(context->arena, "one for \"%s\"", name);
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	return report_key(context, judgement, TC_ROOT_NAME_MISMATCH, key, expected, actual);
}

static enum tuf_result report_dates(const struct tc_anchor_context *context,
                                    struct judgement *judgement,
                                    const struct tuf_key *key,
                                    const struct tc_certificate *certificate)
{
	char at[TUF_TIME_TEXT_BYTES], begin[TUF_TIME_TEXT_BYTES], end[TUF_TIME_TEXT_BYTES];
	tuf_time_format(&context->at, at);
	tuf_time_format(&(struct tuf_time){.seconds = certificate->facts.not_before}, begin);
	tuf_time_format(&(struct tuf_time){.seconds = certificate->facts.not_after}, end);
	const char *expected = tuf_arena_format(context->arena, "a certificate valid at %s", at);
	const char *actual = tuf_arena_format(context->arena, "%s, valid from %s to %s",
	                                      certificate->record.subject, begin, end);
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	if (!judgement->out_of_date)
		judgement->out_of_date = certificate;
	return report_key(context, judgement, TC_ROOT_CERTIFICATE_DATES, key, expected, actual);
}

/* Everything that is wrong with the certificates of one root key. */
static enum tuf_result report_certificates(const struct tc_anchor_context *context,
                                           struct judgement *judgement,
                                           const struct tuf_key *key,
                                           const struct tc_bundle *bundle)
{
	for (size_t i = 0; i < bundle->count; i++) {
		const struct tc_certificate *certificate = &bundle->items[i];
		enum tc_certificate_flaw flaw = tc_certificate_find_flaw(certificate);
		enum tuf_result result = TUF_OK;
		if (flaw != TC_FLAW_NONE) {
			const char *actual =
				tuf_arena_format(context->arena, "%s, and %s",
			                         certificate->record.subject, tc_certificate_flaw_text(flaw));
			if (!actual)
				return TUF_NO_MEMORY;
			result = report_key(context, judgement, TC_ROOT_CERTIFICATE_REJECTED, key,
			                    "a certificate that keeps the rules", actual);
		}
		if (result != TUF_OK)
			return result;
		if (tc_certificate_check_dates(certificate, &context->at) != TC_DATES_VALID)
			result = report_dates(context, judgement, key, certificate);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

/* Adds a root key, as it is rebuilt in that scope, to the candidates, and if its pin agrees to those. */
static enum tuf_result add_key(const struct tc_anchor_context *context,
                               struct judgement *judgement, const struct tc_bundle *bundle,
                               enum scope scope)
{
	struct tc_candidate candidate;
	enum tuf_result result = rebuild(context, bundle, scope, &candidate);
	if (result != TUF_OK || !candidate.key_id)
		return result;
	add_candidate(&judgement->keys[scope], &candidate);
	const struct tc_pin_subject subject = {.key_id = candidate.key_id,
	                                       .bundle = bundle,
	                                       .at = scope == WITH_DATES ? &context->at : NULL,
	                                       .budget = context->ring->budget};
	bool is_allowed;
	const char *problem;
	result = tc_pin_rule_allows(context->rule, &subject, &is_allowed, &problem);
	if (result != TUF_OK)
		return result;
	if (is_allowed)
		add_candidate(&judgement->pinned_keys[scope], &candidate);
	else if (scope == WITHOUT_DATES)
		return tc_pin_outcome_note(context->arena, &judgement->pins, candidate.key_id,
		                           problem);
	return TUF_OK;
}

/* Judges one root key and adds it to the candidates that it is fit for. */
static enum tuf_result consider_key(const struct tc_anchor_context *context,
                                    const struct tuf_key *key, struct judgement *judgement)
{
	struct tc_bundle bundle;
	const char *problem;
	enum tuf_result result = read_bundle(context, key, &bundle, &problem);
	if (result != TUF_OK)
		return result;
	enum tuf_key_type unused;
	if (!problem && !rebuilt_type(&bundle, &unused))
		problem = "its leaf certificate has neither an RSA nor an ECDSA key";
	if (problem)
		return report_key(context, judgement, TC_ROOT_KEY_UNUSABLE, key,
		                  "a bundle with one leaf certificate, first", problem);
	if (strcmp(key->id, key->listed_id) != 0) {
		result = report_key(context, judgement, TC_ROOT_KEY_LABEL, key, key->listed_id,
		                    key->id);
		if (result != TUF_OK)
			return result;
	}
	result = report_certificates(context, judgement, key, &bundle);
	if (result != TUF_OK)
		return result;
	const struct tc_certificate *leaf = &bundle.items[0];
	/* that there is no name at all is said once, not of each key */
	if (!tc_certificate_names_gun(leaf, context->gun))
		return context->gun[0] ? report_name(context, judgement, key, leaf) : TUF_OK;
	if (!may_be_used(leaf, &context->at, WITHOUT_DATES))
		return TUF_OK;
	result = add_key(context, judgement, &bundle, WITHOUT_DATES);
	if (result != TUF_OK || !may_be_used(leaf, &context->at, WITH_DATES))
		return result;
	return add_key(context, judgement, &bundle, WITH_DATES);
}

/* A listed key that may not sign stays known, so that its signature is not called a stranger's. */
static void add_rejected(struct tc_candidate_list *list, const struct tuf_key *key)
{
	list->items[list->count++] = (struct tc_candidate){.key_id = key->listed_id};
}

static enum tuf_result candidate_list_init(struct tuf_arena *arena, size_t room,
                                           struct tc_candidate_list *ret_list)
{
	ret_list->items = tuf_arena_take_array(arena, room, sizeof(*ret_list->items));
	ret_list->count = 0;
	return ret_list->items ? TUF_OK : TUF_NO_MEMORY;
}

static enum tuf_result judgement_init(const struct tc_anchor_context *context, size_t key_count,
                                      struct judgement *judgement)
{
	enum tuf_result result = TUF_OK;
	for (size_t i = 0; result == TUF_OK && i < JUDGED_SCOPES; i++) {
		/* each key may stand there twice: rebuilt, and rejected under its listed ID */
		result = candidate_list_init(context->arena, 2 * key_count, &judgement->keys[i]);
		if (result == TUF_OK)
			result = candidate_list_init(context->arena, key_count,
			                             &judgement->pinned_keys[i]);
	}
	return result;
}

static enum tuf_result gather(const struct tc_anchor_context *context, const struct tuf_root *root,
                              struct judgement *judgement)
{
	const struct tuf_role *role = &root->roles[TUF_TOP_ROOT];
	enum tuf_result result = judgement_init(context, role->key_id_count, judgement);
	for (size_t i = 0; result == TUF_OK && i < role->key_id_count; i++) {
		const struct tuf_key *key = tuf_key_list_find(&root->keys, role->key_ids[i]);
		result = consider_key(context, key, judgement);
		for (size_t scope = 0; scope < JUDGED_SCOPES; scope++)
			add_rejected(&judgement->keys[scope], key);
	}
	if (result != TUF_OK)
		return result;
	for (size_t i = 0; i < JUDGED_SCOPES; i++) {
		tc_candidate_list_sort(&judgement->keys[i]);
		tc_candidate_list_sort(&judgement->pinned_keys[i]);
	}
	return TUF_OK;
}

/* Counts the signatures again, by the keys that the pins let count alone. */
static enum tuf_result judge_pins(const struct tc_anchor_context *context,
                                  const struct tuf_envelope *envelope,
                                  const struct judgement *judgement, int64_t threshold,
                                  struct tc_anchor *anchor)
{
	const struct tc_quorum *const by_all[] = {[WITHOUT_DATES] = &anchor->quorum,
	                                          [WITH_DATES] = &anchor->quorum_now};
	struct tc_quorum quorums[JUDGED_SCOPES];
	for (size_t i = 0; i < JUDGED_SCOPES; i++) {
		enum tuf_result result =
			tc_quorum_count_again(context->arena, envelope, &judgement->pinned_keys[i],
		                              by_all[i], &quorums[i]);
		if (result != TUF_OK)
			return result;
	}
	anchor->pins = judgement->pins;
	anchor->pins.threshold = threshold;
	for (size_t i = 0; i < JUDGED_SCOPES; i++)
		if (judgement->pinned_keys[i].count > anchor->pins.pinned)
			anchor->pins.pinned = judgement->pinned_keys[i].count;
	anchor->pins.valid = quorums[WITHOUT_DATES].valid_count;
	anchor->pins.valid_now = quorums[WITH_DATES].valid_count;
	anchor->is_pinned = tc_quorum_is_met(&quorums[WITHOUT_DATES], threshold);
	anchor->is_pinned_now = tc_quorum_is_met(&quorums[WITH_DATES], threshold);
	return TUF_OK;
}

enum tuf_result tc_anchor_verify(const struct tc_anchor_context *context,
                                 const struct tuf_envelope *envelope, const struct tuf_root *root,
                                 struct tc_anchor *ret_anchor)
{
	struct judgement judgement = {.problem = NULL};
	enum tuf_result result = gather(context, root, &judgement);
	if (result != TUF_OK)
		return result;
	struct tc_anchor anchor = {.out_of_date = judgement.out_of_date,
	                           .problem = judgement.problem};
	result = tc_quorum_count(context->arena, envelope, &judgement.keys[WITHOUT_DATES],
	                         &anchor.quorum);
	if (result != TUF_OK)
		return result;
	result = tc_quorum_count_again(context->arena, envelope, &judgement.keys[WITH_DATES],
	                               &anchor.quorum, &anchor.quorum_now);
	if (result != TUF_OK)
		return result;
	int64_t threshold = root->roles[TUF_TOP_ROOT].threshold;
	anchor.is_met = tc_quorum_is_met(&anchor.quorum, threshold);
	anchor.is_met_now = tc_quorum_is_met(&anchor.quorum_now, threshold);
	result = judge_pins(context, envelope, &judgement, threshold, &anchor);
	if (result != TUF_OK)
		return result;
	*ret_anchor = anchor;
	return TUF_OK;
}

/* The signatures by root keys that are fit but for their dates, rebuilt by the rules of scope. */
static enum tuf_result count_without_dates(const struct tc_anchor_context *context,
                                           const struct tuf_root *root, enum scope scope,
                                           const struct tuf_envelope *envelope,
                                           struct tc_quorum *ret_quorum)
{
	const struct tuf_role *role = &root->roles[TUF_TOP_ROOT];
	struct tc_candidate_list candidates;
	enum tuf_result result = candidate_list_init(context->arena, role->key_id_count, &candidates);
	for (size_t i = 0; result == TUF_OK && i < role->key_id_count; i++) {
		struct tc_bundle bundle;
		const char *problem;
		result = read_bundle(context, tuf_key_list_find(&root->keys, role->key_ids[i]),
		                     &bundle, &problem);
		if (result != TUF_OK || problem)
			continue;
		const struct tc_certificate *leaf = &bundle.items[0];
		bool has_name = !context->gun || tc_certificate_names_gun(leaf, context->gun);
		if (!has_name || !may_be_used(leaf, &context->at, WITHOUT_DATES))
			continue;
		struct tc_candidate candidate;
		result = rebuild(context, &bundle, scope, &candidate);
		if (result == TUF_OK && candidate.key_id)
			add_candidate(&candidates, &candidate);
	}
	if (result != TUF_OK)
		return result;
	tc_candidate_list_sort(&candidates);
	return tc_quorum_count(context->arena, envelope, &candidates, ret_quorum);
}

bool tc_anchor_accepts(const struct tc_public_key *key, const char *gun)
{
	enum tuf_key_type unused;
	if (key->bundle_problem || tc_bundle_find_problem(&key->bundle) ||
	    !rebuilt_type(&key->bundle, &unused))
		return false;
	const struct tc_certificate *leaf = &key->bundle.items[0];
	return tc_certificate_find_flaw(leaf) == TC_FLAW_NONE && tc_certificate_names_gun(leaf, gun);
}

enum tuf_result tc_anchor_verify_rotation(const struct tc_anchor_context *context,
                                          const struct tuf_root *previous,
                                          const struct tuf_envelope *envelope,
                                          struct tc_quorum *ret_quorum)
{
	return count_without_dates(context, previous, UNFILTERED, envelope, ret_quorum);
}

enum tuf_result tc_anchor_verify_itself(const struct tc_anchor_context *context,
                                        const struct tuf_root *root,
                                        const struct tuf_envelope *envelope,
                                        struct tc_quorum *ret_quorum)
{
	return count_without_dates(context, root, WITHOUT_DATES, envelope, ret_quorum);
}

enum tuf_result tc_anchor_list_leaves(const struct tc_anchor_context *context,
                                      const struct tuf_root *root,
                                      const struct tc_certificate *const **ret_leaves,
                                      size_t *ret_count)
{
	const struct tuf_role *role = &root->roles[TUF_TOP_ROOT];
	const struct tc_certificate **leaves =
		tuf_arena_take_array(context->arena, role->key_id_count, sizeof(*leaves));
	size_t count = 0;
	if (!leaves)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < role->key_id_count; i++) {
		struct tc_bundle bundle;
		const char *problem;
		enum tuf_result result =
			read_bundle(context, tuf_key_list_find(&root->keys, role->key_ids[i]),
		                    &bundle, &problem);
		if (result != TUF_OK)
			return result;
		if (!problem)
			leaves[count++] = &bundle.items[0];
	}
	*ret_leaves = leaves;
	*ret_count = count;
	return TUF_OK;
}

enum tuf_result tc_anchor_find_name(const struct tc_anchor_context *context,
                                    const struct tuf_root *root, const char **ret_name)
{
	const struct tuf_role *role = &root->roles[TUF_TOP_ROOT];
	for (size_t i = 0; i < role->key_id_count; i++) {
		struct tc_bundle bundle;
		const char *problem;
		enum tuf_result result =
			read_bundle(context, tuf_key_list_find(&root->keys, role->key_ids[i]),
		                    &bundle, &problem);
		if (result != TUF_OK)
			return result;
		if (problem)
			continue;
		*ret_name = tc_certificate_copy_name(context->arena, &bundle.items[0]);
		return *ret_name ? TUF_OK : TUF_NO_MEMORY;
	}
	*ret_name = "";
	return TUF_OK;
}
