/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whom Notation is to trust, as the folder that it reads: trustpolicy.json with
 * a statement for each repository, and a trust store for each of them. What is
 * carried over and what is not is said for people.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/made_folder.h"
#include "cli/memory.h"
#include "cli/names.h"
#include "cli/notation_trust.h"
#include "cli/page.h"
#include "cli/record_json.h"
#include "cli/render_export.h"
#include "cli/text.h"

#define STORES "truststore/x509/ca"

struct state {
	const struct render_export_context *context;
	struct page page;
	struct made_folder folder;
	json_t *statements;
	struct names guns;   /* that have a statement */
	struct names stores; /* names of trust stores */
};

static void *begin(const struct render_export_context *context)
{
	struct state *state = memory_take(1, sizeof(*state));
	state->context = context;
	state->page = (struct page){.stream = context->stream, .terminal = &context->terminal};
	if (!made_folder_begin(&state->folder, context->command, context->folder)) {
		made_folder_clear(&state->folder);
		free(state);
		return NULL;
	}
	made_folder_add_folder(&state->folder, "truststore");
	made_folder_add_folder(&state->folder, "truststore/x509");
	made_folder_add_folder(&state->folder, STORES);
	state->statements = record_array();
	return state;
}

/* ---- a trust store ---- */

/* What notation allows in the name of a store: letters, digits and these. */
static bool is_store_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '.' || c == '-';
}

/* A name of its own for each GUN, which says what it is for; kept until the end. */
static const char *choose_store(struct state *state, const char *gun)
{
	struct text name = {.bytes = NULL};
	for (const char *c = gun; *c != '\0'; c++)
		text_append_bytes(&name, is_store_character(*c) ? c : "_", 1);
	size_t length = name.length;
	for (unsigned i = 2; names_has(&state->stores, text_get(&name)); i++) {
		text_cut(&name, length);
		text_append_format(&name, "_%u", i);
	}
	const char *kept = names_keep(&state->stores, text_get(&name));
	text_clear(&name);
	return kept;
}

static bool is_repeated(const struct notation_trust *trust, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(trust->signers[i].anchor->sha256,
			   trust->signers[index].anchor->sha256) == 0)
			return true;
	return false;
}

static void write_store(struct state *state, const char *store, const struct notation_trust *trust)
{
	struct text path = {.bytes = NULL};
	text_append_format(&path, STORES "/%s", store);
	made_folder_add_folder(&state->folder, text_get(&path));
	size_t length = path.length;
	for (size_t i = 0; i < trust->signer_count; i++) {
		const struct tufcheck_certificate *anchor = trust->signers[i].anchor;
		if (is_repeated(trust, i))
			continue;
		text_cut(&path, length);
		text_append_format(&path, "/%s.crt", anchor->sha256);
		made_folder_add_file(&state->folder, text_get(&path), anchor->der,
				     anchor->der_length);
	}
	text_clear(&path);
}

/* ---- a statement ---- */

static json_t *record_one(const char *text)
{
	json_t *array = record_array();
	record_add(array, record_text(text));
	return array;
}

static json_t *record_identities(const struct notation_trust *trust)
{
	if (trust->identities.count == 0)
		return record_one("*");
	json_t *array = record_array();
	for (size_t i = 0; i < trust->identities.count; i++) {
		struct text identity = {.bytes = NULL};
		text_append_format(&identity, "x509.subject: %s", trust->identities.items[i]);
		record_add(array, record_text(text_get(&identity)));
		text_clear(&identity);
	}
	return array;
}

static void add_statement(struct state *state, const char *gun, const char *store,
			  const struct notation_trust *trust)
{
	struct text reference = {.bytes = NULL};
	text_append_format(&reference, "ca:%s", store);
	json_t *verification = record_object();
	record_put(verification, "level", record_text("strict"));
	json_t *statement = record_object();
	record_put(statement, "name", record_text(gun));
	record_put(statement, "registryScopes", record_one(gun));
	record_put(statement, "signatureVerification", verification);
	record_put(statement, "trustStores", record_one(text_get(&reference)));
	record_put(statement, "trustedIdentities", record_identities(trust));
	record_add(state->statements, statement);
	text_clear(&reference);
}

/* ---- for people ---- */

static void write_signers(struct page *page, const struct notation_trust *trust)
{
	for (size_t i = 0; i < trust->signer_count; i++) {
		const struct notation_signer *signer = &trust->signers[i];
		page_begin_line(page, "  ", "    ", 0);
		page_add(page, STYLE_PLAIN, "%s: certificate %s, \"%s\"", signer->role,
			 signer->certificate->sha256, signer->certificate->subject);
		if (signer->anchor != signer->certificate)
			page_add(page, STYLE_PLAIN, "by that of its CA, %s",
				 signer->anchor->sha256);
		page_end_line(page);
	}
}

static void write_lines(struct page *page, const char *heading, char *const *lines, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		page_begin_line(page, "  ", "    ", 0);
		page_add(page, STYLE_WARNING, "%s:", heading);
		page_add(page, STYLE_PLAIN, "%s", lines[i]);
		page_end_line(page);
	}
}

static void write_report(struct state *state, const char *gun, const struct notation_trust *trust)
{
	struct page *page = &state->page;
	page_write(page, "", STYLE_BOLD, "%s:", gun);
	write_signers(page, trust);
	if (trust->signer_count == 0)
		page_write(page, "  ", STYLE_WARNING,
			   "no statement: nobody is left whom notation could trust for it");
	write_lines(page, "not carried over", trust->losses, trust->loss_count);
	write_lines(page, "to be issued anew", trust->remarks, trust->remark_count);
}

/* ---- the whole ---- */

static struct render_export_count add(void *data, struct export_entry *entry)
{
	struct state *state = data;
	const struct tufcheck_repository *repository = entry->repository;
	struct render_export_count count = {.left_out = 1};
	if (!entry->is_exported)
		return count;
	if (names_has(&state->guns, repository->gun)) {
		page_write(&state->page, "", STYLE_WARNING,
			   "%s in %s: not carried over: another repository has this name",
			   repository->gun, repository->path);
		return count;
	}
	(void)names_keep(&state->guns, repository->gun);
	struct notation_trust trust = notation_trust_make(repository, state->context->at);
	if (trust.signer_count > 0) {
		const char *store = choose_store(state, repository->gun);
		write_store(state, store, &trust);
		add_statement(state, repository->gun, store, &trust);
	}
	write_report(state, repository->gun, &trust);
	count = (struct render_export_count){.exported = trust.signer_count,
					     .left_out = trust.loss_count};
	notation_trust_clear(&trust);
	return count;
}

static void write_policy(struct state *state)
{
	json_t *policy = record_object();
	record_put(policy, "version", record_text("1.0"));
	record_put(policy, "trustPolicies", state->statements); /* transferred */
	char *bytes = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&bytes, &length);
	if (!stream)
		memory_exhausted();
	record_write_indented(stream, policy);
	if (fclose(stream) != 0)
		memory_exhausted();
	made_folder_add_file(&state->folder, "trustpolicy.json", bytes, length);
	free(bytes);
}

static bool finish(void *data, const struct render_export_totals *totals)
{
	struct state *state = data;
	bool is_whole = true;
	/* notation takes no policy without statements */
	if (totals->count.exported > 0) {
		write_policy(state);
		is_whole = made_folder_finish(&state->folder);
	} else {
		json_decref(state->statements);
	}
	made_folder_clear(&state->folder);
	names_clear(&state->guns);
	names_clear(&state->stores);
	free(state);
	return is_whole;
}

const struct export_renderer render_export_policy = {
	.is_of_signers = true,
	.begin = begin,
	.add = add,
	.finish = finish,
};
