/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_html_keys.h"

#include <string.h>

#include "cli/render_html_text.h"
#include "cli/render_text.h"

/* A line of a cell: there a line feed divides lines, and directions of writing. */
static void append_id(struct text *out, const char *label, const char *id)
{
	text_append_format(out, "%s ", label);
	html_append(out, id);
	text_append(out, "\n");
}

static void append_validity(struct text *out, const struct tufcheck_certificate *certificate,
			    struct tufcheck_time at)
{
	text_append(out, "valid ");
	render_text_append_time(out, certificate->not_before);
	text_append(out, " to ");
	render_text_append_time(out, certificate->not_after);
	render_text_append_distance(out, certificate->not_after, at);
	if (render_text_is_past(certificate->not_after, at))
		text_append(out, " <b class=\"bad\">expired</b>");
	if (render_text_is_past(at, certificate->not_before))
		text_append(out, " <b class=\"bad\">not yet valid</b>");
	text_append(out, "\n");
}

static void append_usage(struct text *out, const struct tufcheck_certificate *certificate)
{
	if (certificate->key_usage_count + certificate->extended_key_usage_count == 0)
		return;
	struct text usage = {.bytes = NULL};
	render_text_append_list(&usage, certificate->key_usages, certificate->key_usage_count);
	if (usage.length > 0 && certificate->extended_key_usage_count > 0)
		text_append(&usage, ", ");
	render_text_append_list(&usage, certificate->extended_key_usages,
				certificate->extended_key_usage_count);
	append_id(out, "usage", text_get(&usage));
	text_clear(&usage);
}

/* Most are issued by themselves. */
static void append_certificate(struct text *out, const char *label,
			       const struct tufcheck_certificate *certificate,
			       struct tufcheck_time at)
{
	append_id(out, label, certificate->subject);
	if (strcmp(certificate->subject, certificate->issuer) != 0)
		append_id(out, "issuer", certificate->issuer);
	append_validity(out, certificate, at);
	append_usage(out, certificate);
	append_id(out, "SHA-256", certificate->sha256);
	text_append(out, "SHA-1 ");
	html_append(out, certificate->sha1);
}

static void append_ids(struct text *out, const struct tufcheck_key *key)
{
	struct text algorithm = {.bytes = NULL};
	render_text_append_algorithm(&algorithm, key);
	append_id(out, "ID", key->key_id);
	if (key->canonical_key_id && strcmp(key->canonical_key_id, key->key_id) != 0)
		append_id(out, "canonical ID", key->canonical_key_id);
	html_append(out, text_get(&algorithm));
	struct text type = {.bytes = NULL};
	render_text_append_type(&type, key);
	text_append(out, ", ");
	html_append(out, text_get(&type));
	text_clear(&type);
	text_clear(&algorithm);
}

static void append_roles(struct text *out, const struct tufcheck_key *key)
{
	for (size_t i = 0; i < key->role_count; i++) {
		text_append(out, i > 0 ? "\n" : "");
		html_append(out, key->roles[i]);
		if (key->has_signed)
			text_append(out, key->has_signed[i] ? " has signed" : " has not signed");
	}
}

static void append_key(struct text *out, const struct tufcheck_key *key, struct tufcheck_time at,
		       size_t number, size_t place)
{
	text_append_format(out, "<tr id=\"k%zu-%zu\"><th scope=\"row\">K%zu</th><td>", number,
			   place, place);
	append_ids(out, key);
	text_append(out, "</td><td>");
	append_roles(out, key);
	text_append(out, "</td><td>");
	for (size_t i = 0; i < key->certificate_count; i++) {
		text_append(out, i > 0 ? "\n\n" : "");
		append_certificate(out, i == 0 ? "certificate" : "intermediate",
				   &key->certificates[i], at);
	}
	text_append(out, key->certificate_count == 0 ? "none</td></tr>\n" : "</td></tr>\n");
}

void html_keys_append(struct text *out, const struct tufcheck_repository *repository,
		      struct tufcheck_time at, size_t number)
{
	if (repository->key_count == 0)
		return;
	html_begin_table(out, "Keys", "flow keys");
	text_append_format(out, "<caption><h4>Keys: %zu</h4></caption>\n", repository->key_count);
	text_append(out, "<thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Key</th>"
			 "<th scope=\"col\">Trusted for</th>"
			 "<th scope=\"col\">Certificates</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < repository->key_count; i++)
		append_key(out, &repository->keys[i], at, number, i + 1);
	text_append(out, "</tbody>");
	html_end_table(out);
}

static void append_truth(struct text *out, enum tufcheck_truth truth)
{
	static const char *const words[] = {
		[TUFCHECK_TRUTH_UNKNOWN] = "not known",
		[TUFCHECK_TRUTH_NO] = "no",
		[TUFCHECK_TRUTH_YES] = "yes",
	};
	text_append_format(out, "<td>%s</td>", words[truth]);
}

static void append_optional(struct text *out, const char *text)
{
	text_append(out, "<td>");
	if (text)
		html_append_code(out, text);
	text_append(out, text ? "</td>" : "not known</td>");
}

static void append_private_key(struct text *out, const struct tufcheck_private_key *key)
{
	text_append(out, "<tr><th scope=\"row\">");
	html_append_code(out, key->path);
	text_append(out, "</th>");
	append_optional(out, key->role);
	append_optional(out, key->gun);
	append_truth(out, key->encrypted);
	text_append_format(out, "<td>%04o</td>", key->mode);
	append_truth(out, key->trusted);
	text_append(out, "</tr>\n");
}

void html_private_keys_append(struct text *out, const struct tufcheck_estate_facts *estate)
{
	if (estate->private_key_count == 0)
		return;
	text_append(out, "<details><summary>Private keys beside the metadata: ");
	text_append_format(out, "%zu</summary>\n", estate->private_key_count);
	html_begin_table(out, "Private keys", "private");
	text_append(out, "<caption>Of each only the PEM header was read</caption>\n"
			 "<thead><tr><th scope=\"col\">File</th><th scope=\"col\">Role</th>"
			 "<th scope=\"col\">Repository</th><th scope=\"col\">Encrypted</th>"
			 "<th scope=\"col\">Mode</th><th scope=\"col\">Trusted</th></tr></thead>\n"
			 "<tbody>\n");
	for (size_t i = 0; i < estate->private_key_count; i++)
		append_private_key(out, &estate->private_keys[i]);
	text_append(out, "</tbody>");
	html_end_table(out);
	text_append(out, "</details>\n");
}
