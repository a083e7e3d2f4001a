/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/signed_by.h"

#include <stdlib.h>
#include <string.h>

static int compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static int compare_candidates(const void *left, const void *right)
{
	return strcmp(((const struct tc_candidate *)left)->key_id,
	              ((const struct tc_candidate *)right)->key_id);
}

enum tuf_result tc_signers_make(struct tuf_arena *arena, const struct tc_role_evidence *role,
                                struct tc_signers *ret_signers)
{
	const struct tc_quorum *quorum = &role->quorum;
	struct tc_signers signers = {.quorum = quorum, .is_root = strcmp(role->name, "root") == 0};
	size_t room = signers.is_root ? quorum->candidates.count : 0;
	signers.certificates = tuf_arena_take_array(arena, room, sizeof(*signers.certificates));
	if (!signers.certificates)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < room; i++)
		if (quorum->has_signed[i])
			signers.certificates[signers.certificate_count++] =
				quorum->candidates.items[i].key->bundle.items[0].record.sha256;
	if (signers.certificate_count > 0)
		qsort(signers.certificates, signers.certificate_count,
		      sizeof(*signers.certificates), compare_texts);
	*ret_signers = signers;
	return TUF_OK;
}

static bool has_certificate(const struct tc_signers *signers, const struct tc_public_key *key)
{
	if (key->bundle.count == 0 || signers->certificate_count == 0)
		return false;
	const char *certificate = key->bundle.items[0].record.sha256;
	return bsearch(&certificate, signers->certificates, signers->certificate_count,
	               sizeof(certificate), compare_texts) != NULL;
}

bool tc_signers_has(const struct tc_signers *signers, const char *listed_id,
                    const struct tc_public_key *key)
{
	const struct tc_candidate_list *candidates = &signers->quorum->candidates;
	if (signers->is_root)
		return has_certificate(signers, key);
	if (candidates->count == 0)
		return false;
	const struct tc_candidate wanted = {.key_id = listed_id};
	const struct tc_candidate *found =
		bsearch(&wanted, candidates->items, candidates->count, sizeof(wanted),
	                compare_candidates);
	return found && found->key == key &&
	       signers->quorum->has_signed[found - candidates->items];
}
