/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/inventory.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/memory.h"

bool inventory_is_verified(enum tufcheck_status status)
{
	return status == TUFCHECK_STATUS_TRUSTED || status == TUFCHECK_STATUS_DEGRADED;
}

const struct inventory_repository *inventory_get_repository(const struct inventory *inventory,
							    const struct inventory_listing *listing)
{
	return &inventory->repositories[listing->repository];
}

/* ---- copies, for the report is gone afterwards ---- */

static const char *const *keep_texts(struct names *names, const char *const *texts, size_t count)
{
	const char **kept = memory_take(count, sizeof(*kept));
	for (size_t i = 0; i < count; i++)
		kept[i] = names_keep(names, texts[i]);
	return kept;
}

static void keep_certificate(struct names *names, struct tufcheck_certificate *certificate)
{
	certificate->subject = names_keep(names, certificate->subject);
	certificate->issuer = names_keep(names, certificate->issuer);
	certificate->serial = names_keep(names, certificate->serial);
	certificate->signature_algorithm = names_keep(names, certificate->signature_algorithm);
	certificate->sha256 = names_keep(names, certificate->sha256);
	certificate->sha1 = names_keep(names, certificate->sha1);
	certificate->key_usages =
		keep_texts(names, certificate->key_usages, certificate->key_usage_count);
	certificate->extended_key_usages = keep_texts(names, certificate->extended_key_usages,
						      certificate->extended_key_usage_count);
	certificate->algorithm = names_keep(names, certificate->algorithm);
	certificate->spki_sha256 = names_keep(names, certificate->spki_sha256);
}

static struct tufcheck_key keep_key(struct names *names, const struct tufcheck_key *key)
{
	struct tufcheck_certificate *certificates =
		memory_take(key->certificate_count, sizeof(*certificates));
	for (size_t i = 0; i < key->certificate_count; i++) {
		certificates[i] = key->certificates[i];
		keep_certificate(names, &certificates[i]);
	}
	return (struct tufcheck_key){
		.key_id = names_keep(names, key->key_id),
		.canonical_key_id = names_keep(names, key->canonical_key_id),
		.type = names_keep(names, key->type),
		.algorithm = names_keep(names, key->algorithm),
		.bits = key->bits,
		.spki_sha256 = names_keep(names, key->spki_sha256),
		.computed_key_id = names_keep(names, key->computed_key_id),
		.certificates = certificates, /* transferred */
		.certificate_count = key->certificate_count,
	};
}

/* The texts are the names'. */
static void key_clear(struct tufcheck_key *key)
{
	for (size_t i = 0; i < key->certificate_count; i++) {
		free((void *)key->certificates[i].key_usages);
		free((void *)key->certificates[i].extended_key_usages);
	}
	free((void *)key->certificates);
}

/* ---- who trusts a key ---- */

/* The repository that is being added; a hostile one may have many roles and keys. */
struct addition {
	enum tufcheck_status status;
	const struct tufcheck_role **roles; /* by name */
	size_t role_count;
};

static int compare_roles(const void *left, const void *right)
{
	const struct tufcheck_role *const *a = left;
	const struct tufcheck_role *const *b = right;
	return strcmp((*a)->name, (*b)->name);
}

static struct addition addition_make(const struct tufcheck_repository *repository)
{
	struct addition addition = {
		.status = repository->status,
		.roles = memory_take(repository->role_count, sizeof(*addition.roles)),
		.role_count = repository->role_count,
	};
	for (size_t i = 0; i < addition.role_count; i++)
		addition.roles[i] = &repository->roles[i];
	qsort(addition.roles, addition.role_count, sizeof(*addition.roles), compare_roles);
	return addition;
}

static void addition_clear(struct addition *addition)
{
	free(addition->roles);
}

static const struct tufcheck_role *find_role(const struct addition *addition, const char *name)
{
	const struct tufcheck_role role = {.name = name};
	const struct tufcheck_role *wanted = &role;
	const struct tufcheck_role **found = bsearch(&wanted, addition->roles, addition->role_count,
						     sizeof(*addition->roles), compare_roles);
	return found ? *found : NULL;
}

static struct inventory_grant make_grant(struct inventory *inventory,
					 const struct addition *addition,
					 const struct tufcheck_key *key, size_t index)
{
	const char *name = key->roles[index];
	struct inventory_grant grant = {.role = names_keep(&inventory->names, name)};
	const struct tufcheck_role *role = find_role(addition, name);
	if (!role)
		return grant;
	grant.status = role->status;
	grant.has_file = role->sha256 != NULL;
	grant.has_expires = role->has_expires;
	grant.expires = role->expires;
	grant.has_signed = key->has_signed && key->has_signed[index];
	/* of a root that is valid, only signatures by certificates in date are */
	grant.is_in_force = grant.has_signed && grant.status == TUFCHECK_ROLE_VALID &&
			    inventory_is_verified(addition->status);
	return grant;
}

static void add_listing(struct inventory *inventory, const struct addition *addition,
			const struct tufcheck_key *key, struct tufcheck_match match)
{
	if (inventory->listing_count == inventory->listing_room) {
		inventory->listing_room = 2 * inventory->listing_room + 64;
		inventory->listings = memory_resize(inventory->listings, inventory->listing_room,
						    sizeof(*inventory->listings));
	}
	struct inventory_grant *grants = memory_take(key->role_count, sizeof(*grants));
	for (size_t i = 0; i < key->role_count; i++)
		grants[i] = make_grant(inventory, addition, key, i);
	inventory->listings[inventory->listing_count++] = (struct inventory_listing){
		.repository = inventory->repository_count - 1,
		.key = keep_key(&inventory->names, key),
		.grants = grants, /* transferred */
		.grant_count = key->role_count,
		.match = match,
	};
}

static void add_repository(struct inventory *inventory,
			   const struct tufcheck_repository *repository)
{
	if (inventory->repository_count == inventory->repository_room) {
		inventory->repository_room = 2 * inventory->repository_room + 16;
		inventory->repositories =
			memory_resize(inventory->repositories, inventory->repository_room,
				      sizeof(*inventory->repositories));
	}
	inventory->repositories[inventory->repository_count++] = (struct inventory_repository){
		.gun = names_keep(&inventory->names, repository->gun),
		.path = names_keep(&inventory->names, repository->path),
		.status = repository->status,
	};
}

void inventory_add(struct inventory *inventory, const struct tufcheck_repository *repository)
{
	add_repository(inventory, repository);
	struct addition addition = addition_make(repository);
	for (size_t i = 0; i < repository->key_count; i++) {
		const struct tufcheck_key *key = &repository->keys[i];
		struct tufcheck_match match = tufcheck_identity_match(inventory->identity, key);
		if (!inventory->identity || match.means != 0)
			add_listing(inventory, &addition, key, match);
	}
	addition_clear(&addition);
}

void inventory_clear(struct inventory *inventory)
{
	for (size_t i = 0; i < inventory->listing_count; i++) {
		key_clear(&inventory->listings[i].key);
		free(inventory->listings[i].grants);
	}
	free(inventory->keys);
	free(inventory->listings);
	free(inventory->repositories);
	names_clear(&inventory->names);
	*inventory = (struct inventory){.at = inventory->at};
}

bool inventory_is_label(const struct inventory *inventory, const struct inventory_listing *listing)
{
	const char *own = listing->key.computed_key_id;
	if (listing->match.means != TUFCHECK_MATCH_KEY_ID || !own)
		return false;
	return strcasecmp(own, tufcheck_identity_get_facts(inventory->identity)->key_id) != 0;
}
