/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/record_json.h"

#include <limits.h>
#include <stdlib.h>

#include "cli/escape.h"
#include "cli/memory.h"
#include "cli/sandbox.h"
#include "cli/text.h"

static json_t *require(json_t *value)
{
	if (!value)
		memory_exhausted();
	return value;
}

void record_put(json_t *object, const char *name, json_t *value)
{
	if (json_object_set_new(object, name, value) != 0)
		memory_exhausted();
}

void record_add(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value) != 0)
		memory_exhausted();
}

json_t *record_object(void)
{
	return require(json_object());
}

json_t *record_array(void)
{
	return require(json_array());
}

json_t *record_bool(bool value)
{
	return json_boolean(value);
}

json_t *record_integer(int64_t value)
{
	return require(json_integer(value));
}

json_t *record_length(uint64_t value)
{
	return require(json_integer(value > LLONG_MAX ? LLONG_MAX : (json_int_t)value));
}

json_t *record_text(const char *text)
{
	if (!text)
		return json_null();
	json_t *value = json_string(text);
	if (value)
		return value;
	struct text escaped = {.bytes = NULL};
	escape_append(&escaped, text, false);
	value = require(json_string(text_get(&escaped)));
	text_clear(&escaped);
	return value;
}

json_t *record_texts(const char *const *texts, size_t count)
{
	json_t *array = record_array();
	for (size_t i = 0; i < count; i++)
		record_add(array, record_text(texts[i]));
	return array;
}

json_t *record_time(struct tufcheck_time time)
{
	char text[TUFCHECK_TIME_TEXT_BYTES];
	tufcheck_time_format(time, text);
	return record_text(text);
}

json_t *record_optional_time(bool is_there, struct tufcheck_time time)
{
	return is_there ? record_time(time) : json_null();
}

static json_t *record_signature(const struct tufcheck_signature *signature)
{
	json_t *object = record_object();
	record_put(object, "keyId", record_text(signature->key_id));
	record_put(object, "method", record_text(signature->method));
	record_put(object, "valid", record_bool(signature->valid));
	record_put(object, "reason", record_text(signature->reason));
	return object;
}

static json_t *record_signatures(const struct tufcheck_role *role)
{
	json_t *array = record_array();
	for (size_t i = 0; i < role->signature_count; i++)
		record_add(array, record_signature(&role->signatures[i]));
	return array;
}

static json_t *record_role(const struct tufcheck_role *role)
{
	json_t *object = record_object();
	record_put(object, "name", record_text(role->name));
	record_put(object, "file", record_text(role->file));
	record_put(object, "status", record_text(tufcheck_role_status_name(role->status)));
	record_put(object, "sha256", record_text(role->sha256));
	record_put(object, "length", record_length(role->length));
	record_put(object, "version", record_integer(role->version));
	record_put(object, "expires", record_optional_time(role->has_expires, role->expires));
	record_put(object, "threshold", record_integer(role->threshold));
	record_put(object, "validSignatures", record_length(role->valid_signatures));
	record_put(object, "keyIds", record_texts(role->key_ids, role->key_id_count));
	record_put(object, "paths", record_texts(role->paths, role->path_count));
	record_put(object, "signatures", record_signatures(role));
	return object;
}

json_t *record_certificate(const struct tufcheck_certificate *certificate)
{
	json_t *object = record_object();
	record_put(object, "subject", record_text(certificate->subject));
	record_put(object, "issuer", record_text(certificate->issuer));
	record_put(object, "serial", record_text(certificate->serial));
	record_put(object, "notBefore", record_time(certificate->not_before));
	record_put(object, "notAfter", record_time(certificate->not_after));
	record_put(object, "ca", record_bool(certificate->ca));
	record_put(object, "signatureAlgorithm", record_text(certificate->signature_algorithm));
	record_put(object, "sha256", record_text(certificate->sha256));
	record_put(object, "sha1", record_text(certificate->sha1));
	record_put(object, "keyUsage",
		   record_texts(certificate->key_usages, certificate->key_usage_count));
	record_put(object, "extendedKeyUsage",
		   record_texts(certificate->extended_key_usages,
				certificate->extended_key_usage_count));
	record_put(object, "spkiSha256", record_text(certificate->spki_sha256));
	record_put(object, "position", record_length(certificate->position));
	return object;
}

json_t *record_key(const struct tufcheck_key *key)
{
	json_t *certificates = record_array();
	for (size_t i = 0; i < key->certificate_count; i++)
		record_add(certificates, record_certificate(&key->certificates[i]));
	json_t *object = record_object();
	record_put(object, "keyId", record_text(key->key_id));
	record_put(object, "canonicalKeyId", record_text(key->canonical_key_id));
	record_put(object, "type", record_text(key->type));
	record_put(object, "algorithm", record_text(key->algorithm));
	record_put(object, "bits", record_integer(key->bits));
	record_put(object, "spkiSha256", record_text(key->spki_sha256));
	record_put(object, "roles", record_texts(key->roles, key->role_count));
	record_put(object, "certificates", certificates);
	return object;
}

static json_t *record_target(const struct tufcheck_target *target)
{
	json_t *object = record_object();
	record_put(object, "name", record_text(target->name));
	record_put(object, "role", record_text(target->role));
	record_put(object, "pullable", record_bool(target->pullable));
	record_put(object, "sha256", record_text(target->sha256));
	record_put(object, "length", record_integer(target->length));
	record_put(object, "signers", record_texts(target->signers, target->signer_count));
	return object;
}

json_t *record_finding(const struct tufcheck_finding *finding)
{
	json_t *object = record_object();
	record_put(object, "id", record_text(finding->id));
	record_put(object, "severity", record_text(tufcheck_severity_name(finding->severity)));
	record_put(object, "role", record_text(finding->role));
	record_put(object, "file", record_text(finding->file));
	record_put(object, "pointer", record_text(finding->pointer));
	record_put(object, "expected", record_text(finding->expected));
	record_put(object, "actual", record_text(finding->actual));
	record_put(object, "message", record_text(finding->message));
	return object;
}

json_t *record_input(const struct tufcheck_input *input)
{
	json_t *object = record_object();
	record_put(object, "path", record_text(input->path));
	record_put(object, "sha256", record_text(input->sha256));
	record_put(object, "length", record_length(input->length));
	return object;
}

json_t *record_inputs(const struct run_inputs *inputs)
{
	json_t *array = record_array();
	for (size_t i = 0; i < inputs->count; i++) {
		json_t *object = record_object();
		record_put(object, "kind", record_text(inputs->items[i].kind));
		if (json_object_update_new(object, record_input(inputs->items[i].file)) != 0)
			memory_exhausted();
		record_add(array, object);
	}
	return array;
}

static json_t *record_truth(enum tufcheck_truth truth)
{
	if (truth == TUFCHECK_TRUTH_UNKNOWN)
		return record_text(NULL);
	return record_bool(truth == TUFCHECK_TRUTH_YES);
}

json_t *record_private_key(const struct tufcheck_private_key *key)
{
	struct text mode = {.bytes = NULL};
	text_append_format(&mode, "%04o", key->mode);
	json_t *object = record_object();
	record_put(object, "path", record_text(key->path));
	record_put(object, "keyId", record_text(key->key_id));
	record_put(object, "role", record_text(key->role));
	record_put(object, "gun", record_text(key->gun));
	record_put(object, "encrypted", record_truth(key->encrypted));
	record_put(object, "mode", record_text(text_get(&mode)));
	record_put(object, "trusted", record_truth(key->trusted));
	text_clear(&mode);
	return object;
}

static json_t *record_checks(const struct tufcheck_repository *repository)
{
	static const enum tufcheck_check checks[] = {
		TUFCHECK_CHECK_INTEGRITY,
		TUFCHECK_CHECK_AUTHENTICITY,
		TUFCHECK_CHECK_FRESHNESS,
		TUFCHECK_CHECK_POLICY,
	};
	json_t *object = record_object();
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		record_put(object, tufcheck_check_name(checks[i]),
			   record_text(tufcheck_answer_name(repository->answers[checks[i]])));
	return object;
}

static json_t *record_root_history(const struct tufcheck_root_history *history)
{
	if (history->oldest == 0)
		return json_null();
	json_t *object = record_object();
	record_put(object, "oldest", record_integer(history->oldest));
	record_put(object, "newest", record_integer(history->newest));
	record_put(object, "complete", record_bool(history->complete));
	return object;
}

void record_put_repository(json_t *object, const struct tufcheck_repository *repository)
{
	json_t *roles = record_array();
	for (size_t i = 0; i < repository->role_count; i++)
		record_add(roles, record_role(&repository->roles[i]));
	json_t *keys = record_array();
	for (size_t i = 0; i < repository->key_count; i++)
		record_add(keys, record_key(&repository->keys[i]));
	json_t *targets = record_array();
	for (size_t i = 0; i < repository->target_count; i++)
		record_add(targets, record_target(&repository->targets[i]));
	json_t *findings = record_array();
	for (size_t i = 0; i < repository->finding_count; i++)
		record_add(findings, record_finding(&repository->findings[i]));
	json_t *files = record_array();
	for (size_t i = 0; i < repository->file_count; i++)
		record_add(files, record_input(&repository->files[i]));
	record_put(object, "gun", record_text(repository->gun));
	record_put(object, "path", record_text(repository->path));
	record_put(object, "status", record_text(tufcheck_status_name(repository->status)));
	record_put(object, "checks", record_checks(repository));
	record_put(object, "rootHistory", record_root_history(&repository->root_history));
	record_put(object, "roles", roles);
	record_put(object, "keys", keys);
	record_put(object, "targets", targets);
	record_put(object, "findings", findings);
	record_put(object, "files", files);
}

json_t *record_summary(const struct summary *summary)
{
	json_t *object = record_object();
	record_put(object, "repositories", record_length(summary->repositories));
	for (size_t i = 0; i < SUMMARY_STATUS_COUNT; i++)
		record_put(object, tufcheck_status_name(summary_statuses[i]),
			   record_length(summary->by_status[summary_statuses[i]]));
	return object;
}

static json_t *make_sandbox(const struct sandbox *sandbox)
{
	json_t *object = record_object();
	char *reason = sandbox_make_reason(sandbox);
	record_put(object, "landlock", record_text(sandbox_extent_name(sandbox->files.extent)));
	record_put(object, "seccomp", record_text(sandbox_extent_name(sandbox->calls.extent)));
	record_put(object, "reason", record_text(reason));
	free(reason);
	return object;
}

void record_put_version(json_t *object)
{
	json_t *tool = record_object();
	record_put(tool, "name", record_text("tufcheck"));
	record_put(tool, "version", record_text(tufcheck_version()));
	record_put(object, "schemaVersion", record_integer(RECORD_SCHEMA_VERSION));
	record_put(object, "tool", tool);
}

void record_put_tool(json_t *object)
{
	record_put_version(object);
	const struct sandbox *lacking = sandbox_get_lacking();
	if (lacking)
		record_put(object, "sandbox", make_sandbox(lacking));
}

static void write_value(FILE *stream, json_t *value, size_t flags)
{
	/* a write error stays with the stream until the end of the process */
	if (json_dumpf(value, stream, flags | JSON_ENSURE_ASCII) != 0 && !ferror(stream))
		memory_exhausted();
	(void)fputc('\n', stream);
	json_decref(value);
}

void record_write_line(FILE *stream, json_t *value)
{
	write_value(stream, value, JSON_COMPACT);
}

void record_write_indented(FILE *stream, json_t *value)
{
	write_value(stream, value, JSON_INDENT(2));
}
