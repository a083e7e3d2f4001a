/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_html_roles.h"

#include <string.h>

#include "cli/render_html_box.h"
#include "cli/render_html_text.h"
#include "cli/render_text.h"
#include "cli/role_keys.h"

static void append_status(struct text *out, const struct tufcheck_role *role)
{
	html_append_mark(out, render_text_role_status_style(role->status),
			 tufcheck_role_status_name(role->status));
	if (role->version > 0)
		text_append_format(out, "\nversion %lld", (long long)role->version);
}

static void append_expiry(struct text *out, const struct tufcheck_role *role,
			  struct tufcheck_time at)
{
	if (!role->has_expires)
		return;
	text_append(out,
		    render_text_is_past(role->expires, at) ? "<b class=\"bad\">expired</b> " : "");
	render_text_append_time(out, role->expires);
	render_text_append_distance(out, role->expires, at);
}

static void append_quorum(struct text *out, const struct tufcheck_role *role)
{
	if (role->threshold < 1)
		return;
	if (!role->sha256) {
		text_append_format(out, "threshold %lld", (long long)role->threshold);
		return;
	}
	bool is_met = role->valid_signatures >= (uint64_t)role->threshold;
	text_append_format(out, is_met ? "%zu/%lld" : "<b class=\"bad\">%zu/%lld</b>",
			   role->valid_signatures, (long long)role->threshold);
}

static void append_key(struct text *out, const struct tufcheck_repository *repository,
		       const struct tufcheck_role *role, const char *key_id, size_t number)
{
	const struct tufcheck_key *key = role_keys_find(repository, key_id, role->name);
	if (!key) {
		html_append_code(out, key_id);
	} else {
		size_t place = html_key_number(repository, key);
		text_append_format(out, "<a href=\"#k%zu-%zu\">K%zu</a>", number, place, place);
	}
	if (key && role->sha256)
		text_append(out, role_keys_has_signed(key, role->name) ? " has signed"
								       : " has not signed");
	text_append(out, "\n");
}

static void append_invalid(struct text *out, const struct tufcheck_signature *signature)
{
	text_append(out, "<b class=\"bad\">invalid signature</b>: ");
	html_append(out, signature->reason ? signature->reason : "no reason known");
	text_append(out, "; method ");
	html_append_code(out, signature->method);
	text_append(out, ", key ");
	html_append_code(out, signature->key_id);
	text_append(out, "\n");
}

static void append_keys(struct text *out, const struct tufcheck_repository *repository,
			const struct tufcheck_role *role, size_t number)
{
	for (size_t i = 0; i < role->key_id_count; i++)
		append_key(out, repository, role, role->key_ids[i], number);
	for (size_t i = 0; i < role->signature_count; i++)
		if (!role->signatures[i].valid)
			append_invalid(out, &role->signatures[i]);
}

static void append_paths(struct text *out, const struct tufcheck_role *role)
{
	if (strchr(role->name, '/') == NULL)
		return;
	text_append(out, "\n<small>paths ");
	for (size_t i = 0; i < role->path_count; i++) {
		text_append(out, i > 0 ? ", " : "");
		if (role->paths[i][0] == '\0') {
			text_append(out, "all");
			continue;
		}
		text_append(out, "&quot;");
		html_append_code(out, role->paths[i]);
		text_append(out, "&quot;");
	}
	text_append(out, role->path_count > 0 ? "</small>" : "none</small>");
}

static void append_file(struct text *out, const struct tufcheck_role *role)
{
	html_append(out, role->file);
	if (!role->sha256)
		return;
	text_append_format(out, ", %llu bytes\nsha256 ", (unsigned long long)role->length);
	html_append(out, role->sha256);
}

static void append_role(struct text *out, const struct tufcheck_repository *repository,
			const struct tufcheck_role *role, struct tufcheck_time at, size_t number)
{
	text_append(out, "<tr><th scope=\"row\">");
	html_append(out, role->name);
	append_paths(out, role);
	text_append(out, "</th><td>");
	append_status(out, role);
	text_append(out, "</td><td>");
	append_quorum(out, role);
	text_append(out, "</td><td>");
	append_expiry(out, role, at);
	text_append(out, "</td><td>");
	append_keys(out, repository, role, number);
	text_append(out, "</td><td>");
	append_file(out, role);
	text_append(out, "</td></tr>\n");
}

void html_roles_append(struct text *out, const struct tufcheck_repository *repository,
		       struct tufcheck_time at, size_t number)
{
	if (repository->role_count == 0)
		return;
	html_begin_table(out, "Roles", "flow roles");
	text_append_format(out, "<caption><h4>Roles: %zu</h4></caption>\n", repository->role_count);
	text_append(out, "<thead><tr><th scope=\"col\">Role</th><th scope=\"col\">Status</th>"
			 "<th scope=\"col\">Signatures</th><th scope=\"col\">Expires</th>"
			 "<th scope=\"col\">Keys</th><th scope=\"col\">File</th></tr></thead>\n"
			 "<tbody>\n");
	for (size_t i = 0; i < repository->role_count; i++)
		append_role(out, repository, &repository->roles[i], at, number);
	text_append(out, "</tbody>");
	html_end_table(out);
}
