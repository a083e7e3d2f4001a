/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report for spreadsheets: one table. The first cell of a row says what it
 * is about, so that a filter gives the repositories, the roles, and so on.
 */
#include "cli/render.h"

#include <inttypes.h>
#include <stdlib.h>

#include "cli/csv.h"
#include "cli/memory.h"
#include "cli/text.h"

/* Between the values of one cell. */
#define SEPARATOR " | "

enum {
	COLUMN_RECORD,
	COLUMN_GUN,
	COLUMN_PATH,
	COLUMN_NAME,
	COLUMN_STATUS,
	COLUMN_ROLES,
	COLUMN_FILE,
	COLUMN_VERSION,
	COLUMN_THRESHOLD,
	COLUMN_VALID_SIGNATURES,
	COLUMN_BEGINS,
	COLUMN_EXPIRES,
	COLUMN_SHA256,
	COLUMN_SHA1,
	COLUMN_LENGTH,
	COLUMN_KEY_IDS,
	COLUMN_CANONICAL_KEY_ID,
	COLUMN_ALGORITHM,
	COLUMN_SPKI_SHA256,
	COLUMN_ISSUER,
	COLUMN_SERIAL,
	COLUMN_SIGNERS,
	COLUMN_POINTER,
	COLUMN_EXPECTED,
	COLUMN_ACTUAL,
	COLUMN_MESSAGE,
	COLUMN_COUNT,
};

static const char *const headings[COLUMN_COUNT] = {
	[COLUMN_RECORD] = "record",
	[COLUMN_GUN] = "gun",
	[COLUMN_PATH] = "path",
	[COLUMN_NAME] = "name",
	[COLUMN_STATUS] = "status",
	[COLUMN_ROLES] = "roles",
	[COLUMN_FILE] = "file",
	[COLUMN_VERSION] = "version",
	[COLUMN_THRESHOLD] = "threshold",
	[COLUMN_VALID_SIGNATURES] = "valid_signatures",
	[COLUMN_BEGINS] = "begins",
	[COLUMN_EXPIRES] = "expires",
	[COLUMN_SHA256] = "sha256",
	[COLUMN_SHA1] = "sha1",
	[COLUMN_LENGTH] = "length",
	[COLUMN_KEY_IDS] = "key_ids",
	[COLUMN_CANONICAL_KEY_ID] = "canonical_key_id",
	[COLUMN_ALGORITHM] = "algorithm",
	[COLUMN_SPKI_SHA256] = "spki_sha256",
	[COLUMN_ISSUER] = "issuer",
	[COLUMN_SERIAL] = "serial",
	[COLUMN_SIGNERS] = "signers",
	[COLUMN_POINTER] = "pointer",
	[COLUMN_EXPECTED] = "expected",
	[COLUMN_ACTUAL] = "actual",
	[COLUMN_MESSAGE] = "message",
};

/* A row that is being filled. */
struct row {
	struct text cells[COLUMN_COUNT];
};

struct state {
	struct csv csv;
};

static void put(struct row *row, int column, const char *text)
{
	if (text)
		text_append(&row->cells[column], text);
}

static void put_integer(struct row *row, int column, int64_t value)
{
	text_append_format(&row->cells[column], "%" PRId64, value);
}

/* What is not known is 0, and shown as nothing. */
static void put_known(struct row *row, int column, int64_t value)
{
	if (value != 0)
		put_integer(row, column, value);
}

static void put_time(struct row *row, int column, struct tufcheck_time time)
{
	char text[TUFCHECK_TIME_TEXT_BYTES];
	tufcheck_time_format(time, text);
	put(row, column, text);
}

static void put_list(struct row *row, int column, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		put(row, column, i > 0 ? SEPARATOR : NULL);
		put(row, column, texts[i]);
	}
}

/* Writes the row, and empties it. */
static void write_row(struct csv *csv, struct row *row)
{
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		csv_add(csv, row->cells[i].bytes);
		text_clear(&row->cells[i]);
	}
	csv_end_row(csv);
}

static struct row begin_row(const char *record, const struct tufcheck_repository *repository)
{
	struct row row = {.cells[0] = {.bytes = NULL}};
	put(&row, COLUMN_RECORD, record);
	if (repository) {
		put(&row, COLUMN_GUN, repository->gun);
		put(&row, COLUMN_PATH, repository->path);
	}
	return row;
}

static void write_role(struct csv *csv, const struct tufcheck_repository *repository,
		       const struct tufcheck_role *role)
{
	struct row row = begin_row("role", repository);
	put(&row, COLUMN_NAME, role->name);
	put(&row, COLUMN_STATUS, tufcheck_role_status_name(role->status));
	put(&row, COLUMN_FILE, role->file);
	put_known(&row, COLUMN_VERSION, role->version);
	put_known(&row, COLUMN_THRESHOLD, role->threshold);
	put_integer(&row, COLUMN_VALID_SIGNATURES, (int64_t)role->valid_signatures);
	if (role->has_expires)
		put_time(&row, COLUMN_EXPIRES, role->expires);
	put(&row, COLUMN_SHA256, role->sha256);
	if (role->sha256)
		put_integer(&row, COLUMN_LENGTH, (int64_t)role->length);
	put_list(&row, COLUMN_KEY_IDS, role->key_ids, role->key_id_count);
	write_row(csv, &row);
}

static void write_certificate(struct csv *csv, const struct tufcheck_repository *repository,
			      const struct tufcheck_key *key,
			      const struct tufcheck_certificate *certificate)
{
	struct row row = begin_row("certificate", repository);
	put(&row, COLUMN_NAME, certificate->subject);
	put_list(&row, COLUMN_ROLES, key->roles, key->role_count);
	put_time(&row, COLUMN_BEGINS, certificate->not_before);
	put_time(&row, COLUMN_EXPIRES, certificate->not_after);
	put(&row, COLUMN_SHA256, certificate->sha256);
	put(&row, COLUMN_SHA1, certificate->sha1);
	put(&row, COLUMN_KEY_IDS, key->key_id);
	put(&row, COLUMN_ALGORITHM, certificate->signature_algorithm);
	put(&row, COLUMN_SPKI_SHA256, certificate->spki_sha256);
	put(&row, COLUMN_ISSUER, certificate->issuer);
	put(&row, COLUMN_SERIAL, certificate->serial);
	write_row(csv, &row);
}

static void write_key(struct csv *csv, const struct tufcheck_repository *repository,
		      const struct tufcheck_key *key)
{
	struct row row = begin_row("key", repository);
	put(&row, COLUMN_NAME, key->type);
	put_list(&row, COLUMN_ROLES, key->roles, key->role_count);
	put(&row, COLUMN_KEY_IDS, key->key_id);
	put(&row, COLUMN_CANONICAL_KEY_ID, key->canonical_key_id);
	put(&row, COLUMN_ALGORITHM, key->algorithm);
	put(&row, COLUMN_SPKI_SHA256, key->spki_sha256);
	write_row(csv, &row);
	for (size_t i = 0; i < key->certificate_count; i++)
		write_certificate(csv, repository, key, &key->certificates[i]);
}

static void write_tag(struct csv *csv, const struct tufcheck_repository *repository,
		      const struct tufcheck_target *target)
{
	struct row row = begin_row("tag", repository);
	put(&row, COLUMN_NAME, target->name);
	put(&row, COLUMN_STATUS, target->pullable ? "pullable" : "not pullable");
	put(&row, COLUMN_ROLES, target->role);
	put(&row, COLUMN_SHA256, target->sha256);
	put_integer(&row, COLUMN_LENGTH, target->length);
	put_list(&row, COLUMN_SIGNERS, target->signers, target->signer_count);
	write_row(csv, &row);
}

/* repository: NULL when it is about none of them. */
static void write_finding(struct csv *csv, const struct tufcheck_repository *repository,
			  const struct tufcheck_finding *finding)
{
	struct row row = begin_row("finding", repository);
	put(&row, COLUMN_NAME, finding->id);
	put(&row, COLUMN_STATUS, tufcheck_severity_name(finding->severity));
	put(&row, COLUMN_ROLES, finding->role);
	put(&row, COLUMN_FILE, finding->file);
	put(&row, COLUMN_POINTER, finding->pointer);
	put(&row, COLUMN_EXPECTED, finding->expected);
	put(&row, COLUMN_ACTUAL, finding->actual);
	put(&row, COLUMN_MESSAGE, finding->message);
	write_row(csv, &row);
}

static void *begin(const struct render_context *context)
{
	struct state *state = memory_take(1, sizeof(*state));
	state->csv = (struct csv){.stream = context->stream};
	for (size_t i = 0; i < COLUMN_COUNT; i++)
		csv_add(&state->csv, headings[i]);
	csv_end_row(&state->csv);
	struct row row = begin_row("evaluation", NULL);
	put(&row, COLUMN_NAME, "tufcheck");
	put(&row, COLUMN_STATUS, tufcheck_version());
	put_time(&row, COLUMN_BEGINS, context->at);
	write_row(&state->csv, &row);
	return state;
}

static void add(void *data, const struct tufcheck_repository *repository)
{
	struct state *state = data;
	struct row row = begin_row("repository", repository);
	put(&row, COLUMN_STATUS, tufcheck_status_name(repository->status));
	write_row(&state->csv, &row);
	for (size_t i = 0; i < repository->role_count; i++)
		write_role(&state->csv, repository, &repository->roles[i]);
	for (size_t i = 0; i < repository->key_count; i++)
		write_key(&state->csv, repository, &repository->keys[i]);
	for (size_t i = 0; i < repository->target_count; i++)
		write_tag(&state->csv, repository, &repository->targets[i]);
	for (size_t i = 0; i < repository->finding_count; i++)
		write_finding(&state->csv, repository, &repository->findings[i]);
}

static void finish(void *data, const struct closing *closing)
{
	struct state *state = data;
	for (size_t i = 0; i < closing_count_findings(closing); i++)
		write_finding(&state->csv, NULL, closing_get_finding(closing, i));
	free(state);
}

const struct renderer render_csv = {
	.begin = begin,
	.add = add,
	.finish = finish,
};
