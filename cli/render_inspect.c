/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_inspect.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "cli/record_json.h"
#include "cli/render_text.h"
#include "cli/text.h"

/* Snapshot and timestamp list metadata files where targets list tags. */
static bool lists_files(const struct tufcheck_untrusted_content *content)
{
	return content->type &&
	       (strcmp(content->type, "Snapshot") == 0 || strcmp(content->type, "Timestamp") == 0);
}

/* ---- text ---- */

#define INDENT_1 "  "
#define INDENT_2 "    "
#define INDENT_3 "      "

static void write_heading(struct page *page, const struct tufcheck_untrusted_content *content)
{
	page_write(page, "", STYLE_WARNING, "UNVERIFIED: nothing below was checked");
	page_begin_line(page, "", "", 2);
	page_add(page, STYLE_WARNING, "UNVERIFIED:");
	page_add_whole(page, STYLE_BOLD, content->path);
	page_end_line(page);
}

static void write_facts(struct page *page, const struct tufcheck_untrusted_content *content)
{
	if (content->type)
		page_write(page, INDENT_1, STYLE_PLAIN, "type %s, version %" PRId64, content->type,
			   content->version);
	if (content->has_expires) {
		struct text expires = {.bytes = NULL};
		render_text_append_time(&expires, content->expires);
		page_write(page, INDENT_1, STYLE_PLAIN, "expires %s", text_get(&expires));
		text_clear(&expires);
	}
	page_write(page, INDENT_1, STYLE_PLAIN, "length %" PRIu64 " bytes", content->length);
	if (content->sha256)
		page_write(page, INDENT_1, STYLE_PLAIN, "SHA-256 %s", content->sha256);
}

static void write_signatures(struct page *page, const struct tufcheck_untrusted_content *content)
{
	page_write(page, INDENT_1, STYLE_BOLD, "Signatures, not checked: %zu",
		   content->signature_count);
	for (size_t i = 0; i < content->signature_count; i++) {
		page_write(page, INDENT_2, STYLE_PLAIN, "key %s", content->signatures[i].key_id);
		page_write(page, INDENT_3, STYLE_PLAIN, "method %s", content->signatures[i].method);
	}
}

static void write_role(struct page *page, const struct tufcheck_role *role)
{
	page_write(page, INDENT_2, STYLE_PLAIN, "%s: threshold %" PRId64, role->name,
		   role->threshold);
	for (size_t i = 0; i < role->path_count; i++)
		page_write(page, INDENT_3, STYLE_PLAIN, "path \"%s\"", role->paths[i]);
	for (size_t i = 0; i < role->key_id_count; i++)
		page_write(page, INDENT_3, STYLE_PLAIN, "key %s", role->key_ids[i]);
}

static void write_roles(struct page *page, const struct tufcheck_untrusted_content *content)
{
	if (content->role_count == 0)
		return;
	page_write(page, INDENT_1, STYLE_BOLD, "Roles: %zu", content->role_count);
	for (size_t i = 0; i < content->role_count; i++)
		write_role(page, &content->roles[i]);
}

static void write_keys(struct page *page, const struct tufcheck_untrusted_content *content)
{
	if (content->key_count == 0)
		return;
	page_write(page, INDENT_1, STYLE_BOLD, "Keys: %zu", content->key_count);
	for (size_t i = 0; i < content->key_count; i++) {
		const struct tufcheck_key *key = &content->keys[i];
		page_write(page, INDENT_2, STYLE_PLAIN, "key %s", key->key_id);
		render_text_write_key(page, INDENT_3, key, NULL, NULL);
	}
}

static void write_targets(struct page *page, const struct tufcheck_untrusted_content *content)
{
	if (content->target_count == 0)
		return;
	page_write(page, INDENT_1, STYLE_BOLD, "%s: %zu",
		   lists_files(content) ? "Files" : "Targets", content->target_count);
	for (size_t i = 0; i < content->target_count; i++) {
		const struct tufcheck_target *target = &content->targets[i];
		page_begin_line(page, INDENT_2, INDENT_2, 2);
		page_add_whole(page, STYLE_PLAIN, target->name);
		page_end_line(page);
		page_write(page, INDENT_3, STYLE_PLAIN, "length %" PRId64 " bytes", target->length);
		page_write(page, INDENT_3, STYLE_PLAIN, "%s%s", target->sha256 ? "sha256:" : "",
			   target->sha256 ? target->sha256 : "no sha256");
	}
}

void render_inspect_write_text(struct page *page, const struct tufcheck_untrusted_content *content,
			       const struct tufcheck_finding *finding)
{
	write_heading(page, content);
	write_facts(page, content);
	if (finding) {
		render_text_write_finding(page, finding);
		return;
	}
	write_signatures(page, content);
	write_roles(page, content);
	write_keys(page, content);
	write_targets(page, content);
}

/* ---- JSON ---- */

/* Without "valid": nothing here is. */
static json_t *make_signatures(const struct tufcheck_untrusted_content *content)
{
	json_t *array = record_array();
	for (size_t i = 0; i < content->signature_count; i++) {
		json_t *object = record_object();
		record_put(object, "keyId", record_text(content->signatures[i].key_id));
		record_put(object, "method", record_text(content->signatures[i].method));
		record_add(array, object);
	}
	return array;
}

static json_t *make_roles(const struct tufcheck_untrusted_content *content)
{
	json_t *array = record_array();
	for (size_t i = 0; i < content->role_count; i++) {
		const struct tufcheck_role *role = &content->roles[i];
		json_t *object = record_object();
		record_put(object, "name", record_text(role->name));
		record_put(object, "threshold", record_integer(role->threshold));
		record_put(object, "keyIds", record_texts(role->key_ids, role->key_id_count));
		record_put(object, "paths", record_texts(role->paths, role->path_count));
		record_add(array, object);
	}
	return array;
}

static json_t *make_keys(const struct tufcheck_untrusted_content *content)
{
	json_t *array = record_array();
	for (size_t i = 0; i < content->key_count; i++)
		record_add(array, record_key(&content->keys[i]));
	return array;
}

static json_t *make_targets(const struct tufcheck_untrusted_content *content, bool is_wanted)
{
	json_t *array = record_array();
	for (size_t i = 0; is_wanted && i < content->target_count; i++) {
		const struct tufcheck_target *target = &content->targets[i];
		json_t *object = record_object();
		record_put(object, "name", record_text(target->name));
		record_put(object, "sha256", record_text(target->sha256));
		record_put(object, "length", record_integer(target->length));
		record_add(array, object);
	}
	return array;
}

json_t *render_inspect_make_json(const struct tufcheck_untrusted_content *content,
				 const struct tufcheck_finding *finding)
{
	json_t *object = record_object();
	record_put(object, "verified", record_bool(false));
	record_put(object, "path", record_text(content->path));
	record_put(object, "sha256", record_text(content->sha256));
	record_put(object, "length", record_length(content->length));
	record_put(object, "type", record_text(content->type));
	record_put(object, "version", record_integer(content->version));
	record_put(object, "expires", record_optional_time(content->has_expires, content->expires));
	record_put(object, "signatures", make_signatures(content));
	record_put(object, "roles", make_roles(content));
	record_put(object, "keys", make_keys(content));
	record_put(object, "targets", make_targets(content, !lists_files(content)));
	record_put(object, "files", make_targets(content, lists_files(content)));
	record_put(object, "finding", finding ? record_finding(finding) : json_null());
	return object;
}

void render_inspect_write_json(FILE *stream, json_t *documents)
{
	json_t *object = record_object();
	record_put_tool(object);
	record_put(object, "verified", record_bool(false));
	record_put(object, "documents", documents); /* transferred */
	record_write_indented(stream, object);
}
