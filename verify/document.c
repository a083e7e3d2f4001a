/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents that are shown without being judged.
 */
#include <stdlib.h>
#include <string.h>

#include "tuf/codec.h"
#include "tuf/digest.h"
#include "tuf/envelope.h"
#include "tuf/limits.h"
#include "tuf/root.h"
#include "tuf/snapshot.h"
#include "tuf/targets.h"
#include "tuf/timestamp.h"
#include "verify/finding.h"
#include "verify/public_key.h"
#include "verify/openssl.h"
#include "verify/report.h"
#include "verify/trustdir.h"

struct tufcheck_untrusted_document {
	struct tuf_arena arena;
	struct tuf_envelope envelope;
	struct tc_key_ring ring;
	struct tc_finding_list findings;
	struct tuf_fault fault;
	struct tufcheck_untrusted_content content;
};

static struct tuf_reader reader_of(struct tufcheck_untrusted_document *document)
{
	return (struct tuf_reader){.arena = &document->arena, .fault = &document->fault};
}

static void set_common(struct tufcheck_untrusted_document *document, const char *type,
                       const struct tuf_common *common)
{
	document->content.type = type;
	document->content.version = common->version;
	document->content.has_expires = common->has_expires;
	document->content.expires = (struct tufcheck_time){
		.seconds = common->expires.seconds, .nanoseconds = common->expires.nanoseconds};
}

static enum tuf_result set_signatures(struct tufcheck_untrusted_document *document)
{
	const struct tuf_envelope *envelope = &document->envelope;
	struct tufcheck_signature *records = tuf_arena_take_array(
		&document->arena, envelope->signature_count, sizeof(*records));
	if (!records)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < envelope->signature_count; i++)
		records[i] = (struct tufcheck_signature){.key_id = envelope->signatures[i].key_id,
		                                         .method = envelope->signatures[i].method,
		                                         .reason = "not checked"};
	document->content.signatures = records;
	document->content.signature_count = envelope->signature_count;
	return TUF_OK;
}

static enum tuf_result set_keys(struct tufcheck_untrusted_document *document,
                                const struct tuf_key_list *keys)
{
	struct tufcheck_key *records =
		tuf_arena_take_array(&document->arena, keys->count, sizeof(*records));
	if (!records)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < keys->count; i++) {
		const struct tc_public_key *key;
		enum tuf_result result = tc_key_ring_get(&document->ring, &keys->items[i], &key);
		if (result != TUF_OK)
			return result;
		result = tc_report_make_key(&document->arena, key, keys->items[i].listed_id,
		                            &records[i]);
		if (result != TUF_OK)
			return result;
	}
	document->content.keys = records;
	document->content.key_count = keys->count;
	return TUF_OK;
}

static enum tuf_result set_roles(struct tufcheck_untrusted_document *document,
                                 const struct tuf_role *roles, size_t count)
{
	struct tufcheck_role *records =
		tuf_arena_take_array(&document->arena, count, sizeof(*records));
	if (!records)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < count; i++)
		records[i] = (struct tufcheck_role){.name = roles[i].name,
		                                    .threshold = roles[i].threshold,
		                                    .key_ids = roles[i].key_ids,
		                                    .key_id_count = roles[i].key_id_count,
		                                    .paths = roles[i].paths,
		                                    .path_count = roles[i].path_count};
	document->content.roles = records;
	document->content.role_count = count;
	return TUF_OK;
}

static enum tuf_result set_files(struct tufcheck_untrusted_document *document,
                                 const struct tuf_file_list *files)
{
	struct tufcheck_target *records =
		tuf_arena_take_array(&document->arena, files->count, sizeof(*records));
	if (!records)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < files->count; i++) {
		const struct tuf_file_meta *file = &files->items[i];
		records[i] = (struct tufcheck_target){.name = file->name, .length = file->length};
		if (!file->sha256.is_listed)
			continue;
		records[i].sha256 = tuf_hex_encode(&document->arena, file->sha256.bytes,
		                                   file->sha256.length);
		if (!records[i].sha256)
			return TUF_NO_MEMORY;
	}
	document->content.targets = records;
	document->content.target_count = files->count;
	return TUF_OK;
}

static enum tuf_result read_root(struct tufcheck_untrusted_document *document)
{
	const struct tuf_reader reader = reader_of(document);
	struct tuf_root root;
	enum tuf_result result = tuf_root_parse(&reader, &document->envelope.signed_part, &root);
	if (result != TUF_OK)
		return result;
	set_common(document, "Root", &root.common);
	result = set_keys(document, &root.keys);
	if (result != TUF_OK)
		return result;
	return set_roles(document, root.roles, TUF_TOP_COUNT);
}

static enum tuf_result read_timestamp(struct tufcheck_untrusted_document *document)
{
	const struct tuf_reader reader = reader_of(document);
	struct tuf_timestamp timestamp;
	enum tuf_result result =
		tuf_timestamp_parse(&reader, &document->envelope.signed_part, &timestamp);
	if (result != TUF_OK)
		return result;
	set_common(document, "Timestamp", &timestamp.common);
	return set_files(document, &timestamp.files);
}

static enum tuf_result read_snapshot(struct tufcheck_untrusted_document *document)
{
	const struct tuf_reader reader = reader_of(document);
	struct tuf_snapshot snapshot;
	enum tuf_result result =
		tuf_snapshot_parse(&reader, &document->envelope.signed_part, &snapshot);
	if (result != TUF_OK)
		return result;
	set_common(document, "Snapshot", &snapshot.common);
	return set_files(document, &snapshot.files);
}

/* The role whose file this is, as far as its delegations tell: their parent. */
static const char *guess_role(struct tufcheck_untrusted_document *document)
{
	struct tuf_node delegations =
		tuf_node_member(&document->envelope.signed_part, "delegations");
	struct tuf_node roles = tuf_node_member(&delegations, "roles");
	struct tuf_node first = tuf_node_element(&roles, 0);
	const char *name = json_string_value(json_object_get(first.value, "name"));
	const char *slash = name ? strrchr(name, '/') : NULL;
	if (!slash)
		return "targets";
	return tuf_arena_copy_text(&document->arena, name, (size_t)(slash - name));
}

static enum tuf_result read_targets(struct tufcheck_untrusted_document *document)
{
	const struct tuf_reader reader = reader_of(document);
	const char *role = guess_role(document);
	if (!role)
		return TUF_NO_MEMORY;
	struct tuf_targets targets;
	enum tuf_result result =
		tuf_targets_parse(&reader, &document->envelope.signed_part, role, &targets);
	if (result != TUF_OK)
		return result;
	set_common(document, "Targets", &targets.common);
	result = set_keys(document, &targets.keys);
	if (result != TUF_OK)
		return result;
	result = set_roles(document, targets.delegations, targets.delegation_count);
	if (result != TUF_OK)
		return result;
	return set_files(document, &targets.files);
}

/* By what the file says it is. */
static enum tuf_result read_signed(struct tufcheck_untrusted_document *document)
{
	const struct tuf_reader reader = reader_of(document);
	struct tuf_node type = tuf_node_member(&document->envelope.signed_part, "_type");
	const char *name;
	enum tuf_result result = tuf_node_get_text(&reader, &type, &name);
	if (result != TUF_OK)
		return result;
	if (strcmp(name, "Root") == 0)
		return read_root(document);
	if (strcmp(name, "Timestamp") == 0)
		return read_timestamp(document);
	if (strcmp(name, "Snapshot") == 0)
		return read_snapshot(document);
	if (strcmp(name, "Targets") == 0)
		return read_targets(document);
	return tuf_node_refuse_value(&reader, &type, TUF_FAULT_ROLE_TYPE,
	                             "Root, Timestamp, Snapshot or Targets");
}

static enum tuf_result parse(struct tufcheck_untrusted_document *document, const struct tc_read *content)
{
	const struct tuf_reader reader = reader_of(document);
	document->content.length = content->length;
	document->content.sha256 = tuf_digest_format(&document->arena, TUF_DIGEST_SHA256,
	                                             content->bytes, content->length);
	if (!document->content.sha256)
		return TUF_NO_MEMORY;
	enum tuf_result result = tuf_envelope_parse(&reader, content->bytes, content->length,
	                                            &document->envelope);
	if (result != TUF_OK)
		return result;
	result = set_signatures(document);
	if (result != TUF_OK)
		return result;
	return read_signed(document);
}

/* Parses what was read, and says in a finding why it is no metadata. */
static enum tufcheck_result decode(struct tufcheck_untrusted_document *document, const struct tc_read *content)
{
	enum tuf_result result = parse(document, content);
	if (result == TUF_INVALID) {
		result = tc_finding_add_fault(&document->findings, NULL, document->content.path,
		                              &document->fault);
		return result == TUF_OK ? TUFCHECK_INVALID : TUFCHECK_NO_MEMORY;
	}
	return result == TUF_OK ? TUFCHECK_OK : TUFCHECK_NO_MEMORY;
}

static enum tufcheck_result read_document(struct tufcheck_untrusted_document *document,
                                          const char *path)
{
	document->ring.arena = &document->arena;
	document->findings.arena = &document->arena;
	document->content.path = tuf_arena_copy_text(&document->arena, path, strlen(path));
	if (!document->content.path)
		return TUFCHECK_NO_MEMORY;
	struct tc_read content = {.status = TC_READ_INVALID};
	if (tc_trustdir_read_file(path, TUF_MAX_TARGETS_BYTES, &content) != TUF_OK)
		return TUFCHECK_NO_MEMORY;
	if (content.status == TC_READ_MISSING)
		return TUFCHECK_NOT_FOUND;
	if (content.status != TC_READ_OK)
		return TUFCHECK_UNREADABLE;
	enum tufcheck_result result = decode(document, &content);
	free(content.bytes);
	document->envelope.signed_bytes = NULL;
	return result;
}

enum tufcheck_result
tufcheck_untrusted_document_read(const char *path,
                                 struct tufcheck_untrusted_document **ret_document)
{
	if (!path || !path[0] || !ret_document)
		return TUFCHECK_BAD_CALL;
	if (tc_openssl_init() != TUF_OK)
		return TUFCHECK_NO_MEMORY;
	struct tufcheck_untrusted_document *document = calloc(1, sizeof(*document));
	if (!document)
		return TUFCHECK_NO_MEMORY;
	enum tufcheck_result result = read_document(document, path);
	if (result != TUFCHECK_OK && result != TUFCHECK_INVALID) {
		tufcheck_untrusted_document_free(document);
		return result;
	}
	*ret_document = document;
	return result;
}

const struct tufcheck_untrusted_content *
tufcheck_untrusted_document_get_content(const struct tufcheck_untrusted_document *document)
{
	return document ? &document->content : NULL;
}

const struct tufcheck_finding *
tufcheck_untrusted_document_get_finding(const struct tufcheck_untrusted_document *document)
{
	return document && document->findings.first ? &document->findings.first->finding : NULL;
}

void tufcheck_untrusted_document_free(struct tufcheck_untrusted_document *document)
{
	if (!document)
		return;
	tc_key_ring_clear(&document->ring);
	tuf_envelope_clear(&document->envelope);
	tuf_arena_clear(&document->arena);
	free(document);
}
