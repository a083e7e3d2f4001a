/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/quorum.h"

#include <stdlib.h>
#include <string.h>

#include "verify/signature.h"

const char tc_quorum_not_listed[] = "the key is not one of the role's";

const char tc_quorum_not_acceptable[] = "the key is not an acceptable root key";

static int compare_candidates(const void *left, const void *right)
{
	return strcmp(((const struct tc_candidate *)left)->key_id,
	              ((const struct tc_candidate *)right)->key_id);
}

static int compare_with_right(const void *left, const void *right)
{
	int order = compare_candidates(left, right);
	if (order != 0)
		return order;
	return (((const struct tc_candidate *)left)->key == NULL) -
	       (((const struct tc_candidate *)right)->key == NULL);
}

void tc_candidate_list_sort(struct tc_candidate_list *list)
{
	qsort(list->items, list->count, sizeof(*list->items), compare_with_right);
	size_t kept = 0;
	for (size_t i = 0; i < list->count; i++)
		if (kept == 0 || compare_candidates(&list->items[kept - 1], &list->items[i]) != 0)
			list->items[kept++] = list->items[i];
	list->count = kept;
}

static const struct tc_candidate *find_candidate(const struct tc_candidate_list *list,
                                                 const char *key_id)
{
	const struct tc_candidate wanted = {.key_id = key_id};
	if (list->count == 0)
		return NULL;
	return bsearch(&wanted, list->items, list->count, sizeof(wanted), compare_candidates);
}

/* One signature. *ret_candidate is set when it is valid. */
static enum tuf_result check_signature(const struct tuf_signature *signature,
                                       const struct tc_candidate_list *candidates,
                                       const struct tc_message *message,
                                       struct tufcheck_signature *record,
                                       const struct tc_candidate **ret_candidate)
{
	*record = (struct tufcheck_signature){.key_id = signature->key_id,
	                                      .method = signature->method,
	                                      .reason = tc_quorum_not_listed};
	const struct tc_candidate *candidate = find_candidate(candidates, signature->key_id);
	if (!candidate)
		return TUF_OK;
	if (!candidate->key) {
		record->reason = tc_quorum_not_acceptable;
		return TUF_OK;
	}
	enum tuf_result result =
		tc_signature_verify(signature, candidate->key, message, &record->reason);
	if (result == TUF_INVALID)
		return TUF_OK;
	if (result != TUF_OK)
		return result;
	record->reason = NULL;
	record->valid = true;
	*ret_candidate = candidate;
	return TUF_OK;
}

static void note_mislabelled(const struct tc_candidate_list *candidates, const char *key_id,
                             size_t index, struct tc_quorum *quorum)
{
	const struct tc_candidate *candidate = find_candidate(candidates, key_id);
	if (quorum->mislabelled || !candidate || !candidate->key ||
	    strcmp(candidate->key->id, key_id) == 0)
		return;
	quorum->mislabelled = candidate;
	quorum->mislabelled_index = index;
}

enum tuf_result tc_quorum_count(struct tuf_arena *arena, const struct tuf_envelope *envelope,
                                const struct tc_candidate_list *candidates,
                                struct tc_quorum *ret_quorum)
{
	size_t count = envelope->signature_count;
	struct tufcheck_signature *records = tuf_arena_take_array(arena, count, sizeof(*records));
	bool *has_signed = tuf_arena_take_array(arena, candidates->count, sizeof(*has_signed));
	if (!records || !has_signed)
		return TUF_NO_MEMORY;
	struct tc_message message = {.bytes = envelope->signed_bytes,
	                             .length = envelope->signed_length};
	enum tuf_result result = tuf_digest_compute(TUF_DIGEST_SHA256, message.bytes,
	                                            message.length, message.sha256);
	if (result != TUF_OK)
		return result;

	struct tc_quorum quorum = {.signatures = records,
	                           .signature_count = count,
	                           .candidates = *candidates,
	                           .has_signed = has_signed};
	for (size_t i = 0; i < count; i++) {
		const struct tuf_signature *signature = &envelope->signatures[i];
		const struct tc_candidate *signer = NULL;
		result = check_signature(signature, candidates, &message, &records[i], &signer);
		if (result != TUF_OK)
			return result;
		note_mislabelled(candidates, signature->key_id, i, &quorum);
		if (signer && !has_signed[signer - candidates->items]) {
			has_signed[signer - candidates->items] = true;
			quorum.valid_count++;
		}
	}
	*ret_quorum = quorum;
	return TUF_OK;
}

static bool is_same_list(const struct tc_candidate_list *left, const struct tc_candidate_list *right)
{
	if (left->count != right->count)
		return false;
	for (size_t i = 0; i < left->count; i++)
		if (left->items[i].key != right->items[i].key ||
		    strcmp(left->items[i].key_id, right->items[i].key_id) != 0)
			return false;
	return true;
}

enum tuf_result tc_quorum_count_again(struct tuf_arena *arena, const struct tuf_envelope *envelope,
                                      const struct tc_candidate_list *candidates,
                                      const struct tc_quorum *known, struct tc_quorum *ret_quorum)
{
	if (!is_same_list(&known->candidates, candidates))
		return tc_quorum_count(arena, envelope, candidates, ret_quorum);
	*ret_quorum = *known;
	return TUF_OK;
}

bool tc_quorum_is_met(const struct tc_quorum *quorum, int64_t threshold)
{
	return !quorum->mislabelled && threshold >= 1 &&
	       quorum->valid_count >= (uint64_t)threshold;
}
