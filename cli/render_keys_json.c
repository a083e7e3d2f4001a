/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An inventory of keys for programs. Members stand in the order in which
 * docs/keys.md documents them.
 */
#include "cli/render_keys.h"

#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/record_json.h"

/* A set as an array; the set is cleared. */
static json_t *take_set(struct text_set set)
{
	json_t *array = record_texts(set.items, set.count);
	text_set_clear(&set);
	return array;
}

static void put_repository(json_t *object, const struct inventory_repository *repository)
{
	record_put(object, "gun", record_text(repository->gun));
	record_put(object, "path", record_text(repository->path));
	record_put(object, "status", record_text(tufcheck_status_name(repository->status)));
	record_put(object, "verified", record_bool(inventory_is_verified(repository->status)));
}

static json_t *make_repositories(const struct inventory *inventory)
{
	json_t *array = record_array();
	for (size_t i = 0; i < inventory->repository_count; i++) {
		json_t *object = record_object();
		put_repository(object, &inventory->repositories[i]);
		record_add(array, object);
	}
	return array;
}

static json_t *make_search(const struct render_keys_context *context)
{
	const struct tufcheck_identity_facts *facts =
		tufcheck_identity_get_facts(context->inventory->identity);
	if (!facts)
		return json_null();
	json_t *object = record_object();
	record_put(object, "given", record_text(context->wanted));
	record_put(object, "kind", record_text(tufcheck_identity_kind_name(facts->kind)));
	record_put(object, "subject", record_text(facts->subject));
	record_put(object, "keyId", record_text(facts->key_id));
	record_put(object, "canonicalKeyId", record_text(facts->canonical_key_id));
	record_put(object, "spkiSha256", record_text(facts->spki_sha256));
	record_put(object, "certificateSha256", record_text(facts->certificate_sha256));
	record_put(object, "certificateSha1", record_text(facts->certificate_sha1));
	return object;
}

/* ---- a key in one repository ---- */

static json_t *make_grants(const struct inventory_listing *listing)
{
	json_t *array = record_array();
	for (size_t i = 0; i < listing->grant_count; i++) {
		const struct inventory_grant *grant = &listing->grants[i];
		json_t *object = record_object();
		record_put(object, "name", record_text(grant->role));
		record_put(object, "status", record_text(tufcheck_role_status_name(grant->status)));
		record_put(object, "expires",
			   record_optional_time(grant->has_expires, grant->expires));
		record_put(object, "signed", record_bool(grant->has_signed));
		record_put(object, "inForce", record_bool(grant->is_in_force));
		record_add(array, object);
	}
	return array;
}

static json_t *make_thumbprints(const struct tufcheck_key *key)
{
	json_t *array = record_array();
	for (size_t i = 0; i < key->certificate_count; i++)
		record_add(array, record_text(key->certificates[i].sha256));
	return array;
}

static json_t *make_match(const struct inventory *inventory,
			  const struct inventory_listing *listing)
{
	const struct tufcheck_match *match = &listing->match;
	if (match->means == 0)
		return json_null();
	bool is_certificate = match->certificate != TUFCHECK_NO_CERTIFICATE;
	json_t *object = record_object();
	record_put(object, "by", take_set(render_keys_list_means(match->means)));
	record_put(object, "labelOnly", record_bool(inventory_is_label(inventory, listing)));
	record_put(object, "signingKey", record_bool(match->is_signing_key));
	record_put(object, "certificatePosition",
		   is_certificate ? record_length(match->certificate) : json_null());
	return object;
}

static json_t *make_listing(const struct inventory *inventory,
			    const struct inventory_listing *listing)
{
	json_t *object = record_object();
	put_repository(object, inventory_get_repository(inventory, listing));
	record_put(object, "keyId", record_text(listing->key.key_id));
	record_put(object, "canonicalKeyId", record_text(listing->key.canonical_key_id));
	record_put(object, "type", record_text(listing->key.type));
	record_put(object, "certificates", make_thumbprints(&listing->key));
	record_put(object, "roles", make_grants(listing));
	record_put(object, "match", make_match(inventory, listing));
	return object;
}

static json_t *make_listings(const struct inventory *inventory, const struct inventory_key *key)
{
	json_t *array = record_array();
	for (size_t i = 0; i < key->listing_count; i++)
		record_add(array, make_listing(inventory, &key->listings[i]));
	return array;
}

/* ---- a key ---- */

static int compare_certificates(const void *left, const void *right)
{
	const struct tufcheck_certificate *a = *(const struct tufcheck_certificate *const *)left;
	const struct tufcheck_certificate *b = *(const struct tufcheck_certificate *const *)right;
	int order = strcmp(a->sha256, b->sha256);
	if (order != 0 || a->position == b->position)
		return order;
	return a->position < b->position ? -1 : 1;
}

/* Each once for each position at which it stands in a bundle. */
static json_t *make_certificates(const struct inventory_key *key)
{
	size_t count = 0;
	for (size_t i = 0; i < key->listing_count; i++)
		count += key->listings[i].key.certificate_count;
	const struct tufcheck_certificate **sorted = memory_take(count, sizeof(*sorted));
	size_t n = 0;
	for (size_t i = 0; i < key->listing_count; i++)
		for (size_t j = 0; j < key->listings[i].key.certificate_count; j++)
			sorted[n++] = &key->listings[i].key.certificates[j];
	qsort(sorted, n, sizeof(*sorted), compare_certificates);
	json_t *array = record_array();
	for (size_t i = 0; i < n; i++)
		if (i == 0 || compare_certificates(&sorted[i - 1], &sorted[i]) != 0)
			record_add(array, record_certificate(sorted[i]));
	free(sorted);
	return array;
}

static json_t *make_expiry(const struct inventory_expiry *expiry)
{
	if (!expiry->is_there)
		return json_null();
	json_t *object = record_object();
	record_put(object, "expires", record_time(expiry->time));
	record_put(object, "of", record_text(expiry->role ? "role" : "certificate"));
	record_put(object, "role", record_text(expiry->role));
	record_put(object, "gun", record_text(expiry->gun));
	return object;
}

static json_t *make_key(const struct inventory *inventory, const struct inventory_key *key)
{
	json_t *object = record_object();
	record_put(object, "canonicalKeyIds", take_set(render_keys_list_canonical_ids(key)));
	record_put(object, "keyIds", take_set(render_keys_list_key_ids(key)));
	record_put(object, "spkiSha256", record_text(key->record->spki_sha256));
	record_put(object, "algorithm", record_text(key->record->algorithm));
	record_put(object, "bits", record_integer(key->record->bits));
	record_put(object, "repositoryCount", record_length(key->repository_count));
	record_put(object, "verifiedCount", record_length(key->verified_count));
	record_put(object, "roles", take_set(render_keys_list_roles(inventory, key)));
	record_put(object, "inForce", record_bool(key->is_in_force));
	record_put(object, "expiry", make_expiry(&key->expiry));
	record_put(object, "certificates", make_certificates(key));
	record_put(object, "listedBy", make_listings(inventory, key));
	return object;
}

void render_keys_json(const struct render_keys_context *context)
{
	const struct inventory *inventory = context->inventory;
	json_t *keys = record_array();
	for (size_t i = 0; i < inventory->key_count; i++)
		record_add(keys, make_key(inventory, &inventory->keys[i]));
	json_t *document = record_object();
	record_put_tool(document);
	record_put(document, "evaluatedAt", record_time(inventory->at));
	record_put(document, "summary", record_summary(&context->summary));
	record_put(document, "find", make_search(context));
	record_put(document, "repositories", make_repositories(inventory));
	record_put(document, "keys", keys);
	record_write_indented(context->stream, document);
}
