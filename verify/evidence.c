/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/evidence.h"

#include <stdlib.h>

struct tc_evidence tc_evidence_make(struct tuf_arena *arena)
{
	return (struct tc_evidence){
		.arena = arena, .ring = {.arena = arena}, .findings = {.arena = arena}};
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
