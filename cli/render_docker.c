/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `docker trust inspect` printed, for programs that read it: of the
 * repositories whose chain holds, the tags that were released with the signers
 * of each, who may sign, and the keys of the root and of targets. Names, order
 * and IDs are docker's. Source: docker 28, cli/command/trust, inspect.
 */
#include "cli/render.h"

#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/natural.h"
#include "cli/record_json.h"
#include "cli/role_keys.h"

#define TARGETS "targets"
#define RELEASES "targets/releases"
#define DELEGATION_PREFIX "targets/"
#define NO_SIGNER "Repo Admin"

struct state {
	const struct render_context *context;
	json_t *repositories;
};

static bool is_released_role(const char *role)
{
	return strcmp(role, TARGETS) == 0 || strcmp(role, RELEASES) == 0;
}

static bool is_released(const struct tufcheck_target *target)
{
	for (size_t i = 0; i < target->listing_role_count; i++)
		if (is_released_role(target->listing_roles[i]))
			return true;
	return false;
}

static const char *name_signer(const char *role)
{
	size_t length = strlen(DELEGATION_PREFIX);
	return strncmp(role, DELEGATION_PREFIX, length) == 0 ? role + length : role;
}

/* ---- tags ---- */

static json_t *make_tag_signers(const struct tufcheck_target *target)
{
	json_t *signers = record_array();
	for (size_t i = 0; i < target->listing_role_count; i++)
		if (!is_released_role(target->listing_roles[i]))
			record_add(signers, record_text(name_signer(target->listing_roles[i])));
	if (json_array_size(signers) == 0)
		record_add(signers, record_text(NO_SIGNER));
	return signers;
}

static int compare_tags(const void *left, const void *right)
{
	return natural_compare((*(const struct tufcheck_target *const *)left)->name,
			       (*(const struct tufcheck_target *const *)right)->name);
}

static json_t *make_tags(const struct tufcheck_repository *repository)
{
	const struct tufcheck_target **released =
		memory_take(repository->target_count, sizeof(struct tufcheck_target *));
	size_t count = 0;
	for (size_t i = 0; i < repository->target_count; i++)
		if (is_released(&repository->targets[i]))
			released[count++] = &repository->targets[i];
	qsort(released, count, sizeof(struct tufcheck_target *), compare_tags);
	json_t *tags = record_array();
	for (size_t i = 0; i < count; i++) {
		json_t *tag = record_object();
		record_put(tag, "SignedTag", record_text(released[i]->name));
		/* an entry without a sha256 has an empty one */
		record_put(tag, "Digest",
			   record_text(released[i]->sha256 ? released[i]->sha256 : ""));
		record_put(tag, "Signers", make_tag_signers(released[i]));
		record_add(tags, tag);
	}
	free(released);
	return tags;
}

/* ---- keys ---- */

static int compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The IDs of a role's keys in order: canonical ones of signers, listed ones of administrators. */
static json_t *make_keys(const struct tufcheck_repository *repository,
			 const struct tufcheck_role *role, bool is_canonical)
{
	const char **ids = memory_take(role->key_id_count, sizeof(char *));
	for (size_t i = 0; i < role->key_id_count; i++) {
		const struct tufcheck_key *key =
			role_keys_find(repository, role->key_ids[i], role->name);
		ids[i] = is_canonical && key && key->canonical_key_id ? key->canonical_key_id
								      : role->key_ids[i];
	}
	qsort(ids, role->key_id_count, sizeof(char *), compare_texts);
	json_t *keys = record_array();
	for (size_t i = 0; i < role->key_id_count; i++) {
		json_t *key = record_object();
		record_put(key, "ID", record_text(ids[i]));
		record_add(keys, key);
	}
	free(ids);
	return keys;
}

static json_t *make_holder(const char *name, json_t *keys)
{
	json_t *holder = record_object();
	record_put(holder, "Name", record_text(name));
	record_put(holder, "Keys", keys); /* transferred */
	return holder;
}

static int compare_roles_backwards(const void *left, const void *right)
{
	return strcmp((*(const struct tufcheck_role *const *)right)->name,
		      (*(const struct tufcheck_role *const *)left)->name);
}

/* docker sorts them from Z to A. */
static json_t *make_signers(const struct tufcheck_repository *repository)
{
	const struct tufcheck_role **roles =
		memory_take(repository->role_count, sizeof(struct tufcheck_role *));
	size_t count = 0;
	for (size_t i = 0; i < repository->role_count; i++) {
		const char *name = repository->roles[i].name;
		if (strncmp(name, DELEGATION_PREFIX, strlen(DELEGATION_PREFIX)) == 0 &&
		    strcmp(name, RELEASES) != 0)
			roles[count++] = &repository->roles[i];
	}
	qsort(roles, count, sizeof(struct tufcheck_role *), compare_roles_backwards);
	json_t *signers = record_array();
	for (size_t i = 0; i < count; i++)
		record_add(signers, make_holder(name_signer(roles[i]->name),
						make_keys(repository, roles[i], true)));
	free(roles);
	return signers;
}

static json_t *make_administrators(const struct tufcheck_repository *repository)
{
	static const struct {
		const char *role;
		const char *name;
	} administrators[] = {{"root", "Root"}, {TARGETS, "Repository"}};
	json_t *array = record_array();
	for (size_t i = 0; i < sizeof(administrators) / sizeof(administrators[0]); i++)
		for (size_t j = 0; j < repository->role_count; j++)
			if (strcmp(repository->roles[j].name, administrators[i].role) == 0)
				record_add(array,
					   make_holder(administrators[i].name,
						       make_keys(repository, &repository->roles[j],
								 false)));
	return array;
}

/* ---- the form ---- */

static void *begin(const struct render_context *context)
{
	struct state *state = memory_take(1, sizeof(*state));
	state->context = context;
	state->repositories = record_array();
	return state;
}

/* Of others docker printed nothing but that it had no access to signatures. */
static void add(void *data, const struct tufcheck_repository *repository)
{
	struct state *state = data;
	if (repository->status != TUFCHECK_STATUS_TRUSTED &&
	    repository->status != TUFCHECK_STATUS_DEGRADED)
		return;
	json_t *object = record_object();
	record_put(object, "Name", record_text(repository->gun));
	record_put(object, "SignedTags", make_tags(repository));
	record_put(object, "Signers", make_signers(repository));
	record_put(object, "AdministrativeKeys", make_administrators(repository));
	record_add(state->repositories, object);
}

static void finish(void *data, const struct closing *closing)
{
	struct state *state = data;
	(void)closing;
	record_write_indented(state->context->stream, state->repositories);
	free(state);
}

const struct renderer render_docker = {
	.begin = begin,
	.add = add,
	.finish = finish,
};
