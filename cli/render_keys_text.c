/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An inventory of keys for people: a paragraph a key, in it one a form in
 * which it is listed, and there every repository that lists it so.
 */
#include "cli/render_keys.h"

#include <string.h>

#include "cli/page.h"
#include "cli/render_text.h"
#include "cli/text.h"

#define INDENT_1 "  "
#define INDENT_2 "    "
#define INDENT_3 "      "

struct writer {
	struct page page;
	const struct inventory *inventory;
	const struct tufcheck_identity_facts *wanted; /* NULL: nothing was looked for */
};

static const char *plural(size_t count, const char *one, const char *many)
{
	return count == 1 ? one : many;
}

/* ---- what was looked for ---- */

static const char *describe_kind(enum tufcheck_identity_kind kind)
{
	switch (kind) {
	case TUFCHECK_IDENTITY_CERTIFICATE:
		return "a certificate";
	case TUFCHECK_IDENTITY_PUBLIC_KEY:
		return "a public key";
	case TUFCHECK_IDENTITY_SHA256:
		return "a key ID, the SHA-256 of a public key, or a SHA-256 thumbprint";
	case TUFCHECK_IDENTITY_SHA1:
		return "a SHA-1 thumbprint";
	case TUFCHECK_IDENTITY_INVALID:
		break;
	}
	return "nothing that identifies a key";
}

static void write_wanted(struct writer *writer, const char *given)
{
	struct page *page = &writer->page;
	const struct tufcheck_identity_facts *facts = writer->wanted;
	page_begin_line(page, "", "", 2);
	page_add_whole(page, STYLE_BOLD, given);
	page_add(page, STYLE_PLAIN, "is %s", describe_kind(facts->kind));
	page_end_line(page);
	if (facts->kind != TUFCHECK_IDENTITY_CERTIFICATE &&
	    facts->kind != TUFCHECK_IDENTITY_PUBLIC_KEY)
		return;
	if (facts->subject)
		page_write(page, INDENT_1, STYLE_PLAIN, "subject %s", facts->subject);
	if (facts->canonical_key_id)
		page_write(page, INDENT_1, STYLE_PLAIN, "canonical ID %s", facts->canonical_key_id);
	if (facts->certificate_sha256)
		page_write(page, INDENT_1, STYLE_PLAIN, "SHA-256 %s", facts->certificate_sha256);
	if (facts->certificate_sha1)
		page_write(page, INDENT_1, STYLE_PLAIN, "SHA-1   %s", facts->certificate_sha1);
}

/* ---- a key as a whole ---- */

static const char *find_name(const struct tufcheck_key *key)
{
	return key->canonical_key_id ? key->canonical_key_id : key->key_id;
}

static void write_reach(struct page *page, const struct inventory_key *key)
{
	size_t count = key->repository_count;
	if (key->verified_count == 0)
		page_add(page, STYLE_BAD, "NOT VERIFIED: only in %zu %s not verified", count,
			 plural(count, "repository that is", "repositories that are"));
	else if (count == 1)
		page_add(page, STYLE_PLAIN, "in 1 repository");
	else
		page_add(page, STYLE_WARNING, "shared by %zu repositories", count);
	if (key->verified_count > 0 && key->verified_count < count)
		page_add(page, STYLE_BAD, "(only %zu verified)", key->verified_count);
}

static void write_expiry(struct page *page, const struct inventory_expiry *expiry,
			 struct tufcheck_time at)
{
	if (!expiry->is_there)
		return;
	bool is_past = render_text_is_past(expiry->time, at);
	struct text line = {.bytes = NULL};
	text_append(&line, is_past ? "expired " : "expires ");
	render_text_append_time(&line, expiry->time);
	render_text_append_distance(&line, expiry->time, at);
	text_append_format(&line, ": %s of %s", expiry->role ? expiry->role : "certificate",
			   expiry->gun);
	page_write(page, INDENT_1, is_past ? STYLE_BAD : STYLE_PLAIN, "%s", text_get(&line));
	text_clear(&line);
}

static void write_heading(struct writer *writer, const struct inventory_key *key)
{
	struct page *page = &writer->page;
	struct text algorithm = {.bytes = NULL};
	page_write(page, "", STYLE_BOLD, "key %s", find_name(key->record));
	render_text_append_algorithm(&algorithm, key->record);
	page_begin_line(page, INDENT_1, INDENT_1, 2);
	page_add(page, STYLE_PLAIN, "%s,", text_get(&algorithm));
	page_add(page, STYLE_PLAIN, key->is_in_force ? "in force," : "not in force,");
	write_reach(page, key);
	page_end_line(page);
	text_clear(&algorithm);
	write_expiry(page, &key->expiry, writer->inventory->at);
	if (key->record->spki_sha256)
		page_write(page, INDENT_1, STYLE_PLAIN, "public key SHA-256 %s",
			   key->record->spki_sha256);
}

/* ---- a form of it, and who lists it so ---- */

/* A key may be the wanted one while its certificate is another. */
static bool is_other_certificate(const struct writer *writer,
				 const struct inventory_listing *listing)
{
	return writer->wanted->certificate_sha256 &&
	       writer->wanted->kind == TUFCHECK_IDENTITY_CERTIFICATE &&
	       listing->key.certificate_count > 0 &&
	       !(listing->match.means & TUFCHECK_MATCH_CERTIFICATE_SHA256);
}

static void write_match(struct writer *writer, const struct inventory_listing *listing)
{
	const struct tufcheck_match *match = &listing->match;
	if (match->means == 0)
		return;
	struct text_set means = render_keys_list_means(match->means);
	struct text line = {.bytes = NULL};
	text_append(&line, "matches by ");
	render_text_append_list(&line, means.items, means.count);
	text_set_clear(&means);
	if (is_other_certificate(writer, listing))
		text_append(&line, "; the certificate is another one");
	bool is_label = inventory_is_label(writer->inventory, listing);
	page_write(&writer->page, INDENT_2, is_label ? STYLE_WARNING : STYLE_GOOD, "%s",
		   text_get(&line));
	text_clear(&line);
	if (is_label)
		page_write(&writer->page, INDENT_2, STYLE_WARNING,
			   "only as a label: the ID of this key is %s",
			   listing->key.computed_key_id);
	if (!match->is_signing_key)
		page_write(&writer->page, INDENT_2, STYLE_WARNING,
			   "only as an intermediate certificate, whose key signs nothing here");
}

static void write_form(struct writer *writer, const struct inventory_key *key,
		       const struct inventory_listing *listing)
{
	struct page *page = &writer->page;
	const struct tufcheck_key *record = &listing->key;
	struct text type = {.bytes = NULL};
	render_text_append_type(&type, record);
	page_write(page, INDENT_1, STYLE_PLAIN, "listed as %s, %s", record->key_id,
		   text_get(&type));
	text_clear(&type);
	write_match(writer, listing);
	if (strcmp(find_name(record), find_name(key->record)) != 0)
		page_write(page, INDENT_2, STYLE_PLAIN, "canonical ID %s", find_name(record));
	render_text_write_certificates(page, INDENT_2, record, &writer->inventory->at);
}

/* "root", "targets/x (expired, has not signed)": only what is out of the ordinary is said. */
static void append_grant(struct text *out, const struct inventory_grant *grant)
{
	bool is_valid = grant->status == TUFCHECK_ROLE_VALID;
	bool is_silent = grant->has_file && !grant->has_signed;
	text_append(out, grant->role);
	if (is_valid && !is_silent)
		return;
	text_append_format(out, " (%s%s%s)",
			   is_valid ? "" : tufcheck_role_status_name(grant->status),
			   !is_valid && is_silent ? ", " : "", is_silent ? "has not signed" : "");
}

static void write_listing(struct writer *writer, const struct inventory_listing *listing)
{
	struct page *page = &writer->page;
	const struct inventory_repository *repository =
		inventory_get_repository(writer->inventory, listing);
	struct text place = {.bytes = NULL};
	struct text roles = {.bytes = NULL};
	text_append(&place, repository->gun);
	if (repository->is_gun_shared)
		text_append_format(&place, " in %s", repository->path);
	text_append(&place, ":");
	for (size_t i = 0; i < listing->grant_count; i++) {
		text_append(&roles, i > 0 ? ", " : "");
		append_grant(&roles, &listing->grants[i]);
	}
	page_begin_line(page, INDENT_3, INDENT_3, 2);
	page_add(page, render_text_status_style(repository->status), "%s",
		 tufcheck_status_name(repository->status));
	page_add_whole(page, STYLE_PLAIN, text_get(&place));
	page_add(page, STYLE_PLAIN, "%s", text_get(&roles));
	page_end_line(page);
	text_clear(&roles);
	text_clear(&place);
}

static void write_key(struct writer *writer, const struct inventory_key *key)
{
	write_heading(writer, key);
	for (size_t i = 0; i < key->listing_count; i++) {
		const struct inventory_listing *listing = &key->listings[i];
		if (i == 0 || !inventory_is_same_form(listing, &key->listings[i - 1])) {
			write_form(writer, key, listing);
			page_write(&writer->page, INDENT_2, STYLE_PLAIN, "in");
		}
		write_listing(writer, listing);
	}
}

/* ---- the whole ---- */

static size_t count_shared(const struct inventory *inventory)
{
	size_t count = 0;
	for (size_t i = 0; i < inventory->key_count; i++)
		if (inventory->keys[i].repository_count > 1)
			count++;
	return count;
}

static void write_summary(struct writer *writer, const struct summary *summary)
{
	const struct inventory *inventory = writer->inventory;
	struct text line = {.bytes = NULL};
	text_append_format(&line, "%zu %s", inventory->key_count,
			   plural(inventory->key_count, "key", "keys"));
	if (inventory->key_count < inventory->found_count)
		text_append_format(&line, " of %zu", inventory->found_count);
	text_append_format(&line, ", %zu shared; ", count_shared(inventory));
	summary_append(&line, summary);
	text_append(&line, "; evaluated at ");
	render_text_append_time(&line, inventory->at);
	page_write(&writer->page, "", STYLE_PLAIN, "%s", text_get(&line));
	text_clear(&line);
}

void render_keys_text(const struct render_keys_context *context)
{
	const struct inventory *inventory = context->inventory;
	struct writer writer = {
		.page = {.stream = context->stream, .terminal = &context->terminal},
		.inventory = inventory,
		.wanted = tufcheck_identity_get_facts(inventory->identity),
	};
	if (writer.wanted) {
		write_wanted(&writer, context->wanted);
		page_skip_line(&writer.page);
	}
	for (size_t i = 0; i < inventory->key_count; i++) {
		write_key(&writer, &inventory->keys[i]);
		page_skip_line(&writer.page);
	}
	/* without repositories stderr has said why */
	if (context->summary.repositories == 0)
		return;
	if (writer.wanted && inventory->key_count == 0)
		page_write(&writer.page, "", STYLE_BOLD, "not found");
	write_summary(&writer, &context->summary);
	render_text_write_sandbox(&writer.page);
}
