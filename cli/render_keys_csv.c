/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An inventory of keys for spreadsheets: a row a key. What verified
 * repositories say and what others say stands in columns of their own.
 */
#include "cli/render_keys.h"

#include "cli/csv.h"
#include "cli/text.h"

/* Between the values of one cell. */
#define SEPARATOR " | "

static void add_format(struct csv *csv, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void add_format(struct csv *csv, const char *format, ...)
{
	struct text text = {.bytes = NULL};
	va_list arguments;
	va_start(arguments, format);
	text_append_vformat(&text, format, arguments);
	va_end(arguments);
	csv_add(csv, text_get(&text));
	text_clear(&text);
}

/* Adds a set as one cell; the set is cleared. */
static void add_set(struct csv *csv, struct text_set set)
{
	struct text cell = {.bytes = NULL};
	for (size_t i = 0; i < set.count; i++)
		text_append_format(&cell, "%s%s", i > 0 ? SEPARATOR : "", set.items[i]);
	csv_add(csv, text_get(&cell));
	text_clear(&cell);
	text_set_clear(&set);
}

/* "registry.example.com/app: targets, targets/releases", and the status when it is not verified. */
static void append_listing(struct text *cell, const struct inventory_repository *repository,
			   const struct inventory_listing *listing)
{
	if (cell->length > 0)
		text_append(cell, SEPARATOR);
	if (!inventory_is_verified(repository->status))
		text_append_format(cell, "%s ", tufcheck_status_name(repository->status));
	text_append(cell, repository->gun);
	if (repository->is_gun_shared)
		text_append_format(cell, " in %s", repository->path);
	for (size_t i = 0; i < listing->grant_count; i++)
		text_append_format(cell, "%s %s", i > 0 ? "," : ":", listing->grants[i].role);
}

static void add_listings(struct csv *csv, const struct inventory *inventory,
			 const struct inventory_key *key, bool is_verified)
{
	struct text cell = {.bytes = NULL};
	for (size_t i = 0; i < key->listing_count; i++) {
		const struct inventory_listing *listing = &key->listings[i];
		const struct inventory_repository *repository =
			inventory_get_repository(inventory, listing);
		if (inventory_is_verified(repository->status) == is_verified)
			append_listing(&cell, repository, listing);
	}
	csv_add(csv, text_get(&cell));
	text_clear(&cell);
}

/* The certificates whose key this is, from repositories that count, by thumbprint. */
static void add_certificates(struct csv *csv, const struct inventory *inventory,
			     const struct inventory_key *key)
{
	struct text_set subjects = {.items = NULL};
	struct text_set serials = {.items = NULL};
	struct text_set sha256 = {.items = NULL};
	struct text_set sha1 = {.items = NULL};
	for (size_t i = 0; i < key->listing_count; i++) {
		const struct inventory_listing *listing = &key->listings[i];
		if (listing->key.certificate_count == 0 ||
		    !inventory_counts(inventory, key, listing))
			continue;
		text_set_add(&subjects, listing->key.certificates[0].subject);
		text_set_add(&serials, listing->key.certificates[0].serial);
		text_set_add(&sha256, listing->key.certificates[0].sha256);
		text_set_add(&sha1, listing->key.certificates[0].sha1);
	}
	struct text_set *const sets[] = {&subjects, &serials, &sha256, &sha1};
	for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
		text_set_sort(sets[i]);
		add_set(csv, *sets[i]); /* transferred */
	}
}

static void add_expiry(struct csv *csv, const struct inventory_expiry *expiry)
{
	if (!expiry->is_there) {
		csv_add(csv, NULL);
		csv_add(csv, NULL);
		return;
	}
	char time[TUFCHECK_TIME_TEXT_BYTES];
	tufcheck_time_format(expiry->time, time);
	csv_add(csv, time);
	add_format(csv, "%s of %s", expiry->role ? expiry->role : "certificate", expiry->gun);
}

static void add_matches(struct csv *csv, const struct inventory_key *key)
{
	unsigned means = 0;
	for (size_t i = 0; i < key->listing_count; i++)
		means |= key->listings[i].match.means;
	add_set(csv, render_keys_list_means(means));
}

static const char *const columns[] = {
	"canonicalKeyIds",
	"keyIds",
	"spkiSha256",
	"algorithm",
	"bits",
	"repositories",
	"verifiedRepositories",
	"verifiedIn",
	"unverifiedIn",
	"roles",
	"inForce",
	"expires",
	"expiryOf",
	"subjects",
	"serials",
	"certificateSha256",
	"certificateSha1",
	"matchedBy",
};

static void add_row(struct csv *csv, const struct inventory *inventory,
		    const struct inventory_key *key)
{
	add_set(csv, render_keys_list_canonical_ids(key));
	add_set(csv, render_keys_list_key_ids(key));
	csv_add(csv, key->record->spki_sha256);
	csv_add(csv, key->record->algorithm);
	add_format(csv, "%u", key->record->bits);
	add_format(csv, "%zu", key->repository_count);
	add_format(csv, "%zu", key->verified_count);
	add_listings(csv, inventory, key, true);
	add_listings(csv, inventory, key, false);
	add_set(csv, render_keys_list_roles(inventory, key));
	csv_add(csv, key->is_in_force ? "yes" : "no");
	add_expiry(csv, &key->expiry);
	add_certificates(csv, inventory, key);
	add_matches(csv, key);
	csv_end_row(csv);
}

void render_keys_csv(const struct render_keys_context *context)
{
	const struct inventory *inventory = context->inventory;
	struct csv csv = {.stream = context->stream};
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		csv_add(&csv, columns[i]);
	csv_end_row(&csv);
	for (size_t i = 0; i < inventory->key_count; i++)
		add_row(&csv, inventory, &inventory->keys[i]);
}
