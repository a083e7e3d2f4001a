/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/evidence.h"

#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"

struct tc_evidence tc_evidence_make(struct tuf_arena *arena)
{
	return (struct tc_evidence){
		.arena = arena,
		.ring = {.arena = arena},
		.findings = {.arena = arena, .limit = TUF_MAX_FINDINGS},
		.budget = tc_budget_make()};
}

void tc_evidence_clear(struct tc_evidence *evidence)
{
	if (!evidence)
		return;
	for (struct tc_role_evidence *role = evidence->roles; role; role = role->next) {
		free(role->content.bytes);
		role->content.bytes = NULL;
		tuf_envelope_clear(&role->envelope);
	}
	evidence->roles = NULL;
	tc_key_ring_clear(&evidence->ring);
}

static bool is_but_expired(const struct tc_role_evidence *role)
{
	return role->is_parsed && (role->status == TUFCHECK_ROLE_VALID ||
	                           role->status == TUFCHECK_ROLE_EXPIRED);
}

bool tc_evidence_is_sound(const struct tc_role_evidence *role)
{
	for (; role; role = role->definer)
		if (!is_but_expired(role))
			return false;
	return true;
}

bool tc_evidence_is_defined(const struct tc_role_evidence *role)
{
	/* the root says itself who may sign for it */
	return role->definition && tc_evidence_is_sound(role->definer ? role->definer : role);
}

const struct tc_role_evidence *tc_evidence_find_top(const struct tc_evidence *evidence,
                                                    const char *name)
{
	const struct tc_role_evidence *role = evidence->roles;
	while (role && strcmp(role->name, name) != 0)
		role = role->depth == 0 ? role->next : NULL;
	return role;
}

static enum tuf_result decode_keys(struct tc_evidence *evidence,
                                   const struct tc_role_evidence *role)
{
	for (size_t i = 0; i < role->definition->key_id_count; i++) {
		const struct tc_public_key *unused;
		enum tuf_result result = tc_key_ring_get(
			&evidence->ring,
			tuf_key_list_find(role->keys, role->definition->key_ids[i]), &unused);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}

enum tuf_result tc_evidence_decode_keys(struct tc_evidence *evidence)
{
	enum tuf_result result = TUF_OK;
	for (const struct tc_role_evidence *role = evidence->roles; role && result == TUF_OK;
	     role = role->next)
		if (role->definition)
			result = decode_keys(evidence, role);
	return result;
}

struct tc_role_evidence *tc_evidence_add_role(struct tc_evidence *evidence, const char *name)
{
	struct tc_role_evidence *role = tuf_arena_take(evidence->arena, sizeof(*role));
	const char *file = tuf_arena_format(evidence->arena, "%s.json", name);
	if (!role || !file)
		return NULL;
	role->name = name;
	role->file = file;
	role->status = TUFCHECK_ROLE_INVALID;
	for (const char *c = name; *c; c++)
		role->depth += *c == '/';
	if (evidence->last_role)
		evidence->last_role->next = role;
	else
		evidence->roles = role;
	evidence->last_role = role;
	evidence->role_count++;
	return role;
}
