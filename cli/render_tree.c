/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_tree.h"

#include <string.h>

#include "cli/render_text.h"
#include "cli/role_keys.h"
#include "cli/role_tree.h"
#include "cli/text.h"

/*
 * Two columns a level: at 80 columns the thumbprints of a delegation's
 * certificates just fit into one row.
 */
static const struct lines {
	const char *branch;
	const char *last_branch;
	const char *pass; /* beside what stands between two branches */
	const char *none;
} box_lines = {"├ ", "└ ", "│ ", "  "}, ascii_lines = {"+ ", "+ ", "| ", "  "};

struct writer {
	struct page *page;
	const struct tufcheck_repository *repository;
	struct tufcheck_time at;
	struct role_tree tree;
	const struct lines *lines;
	struct text stem; /* the lines of the levels above */
};

static bool is_file_read(const struct tufcheck_role *role)
{
	return role->sha256 != NULL;
}

static void write_head(struct writer *writer, const struct tufcheck_role *role, const char *first,
		       const char *rest)
{
	struct page *page = writer->page;
	enum style style = render_text_role_status_style(role->status);
	const char *status = tufcheck_role_status_name(role->status);
	page_begin_line(page, first, rest, 2);
	page_add(page, STYLE_BOLD, "%s:", role->name);
	if (role->version > 0) {
		page_add(page, style, "%s,", status);
		page_add(page, STYLE_PLAIN, "version %lld", (long long)role->version);
	} else {
		page_add(page, style, "%s", status);
	}
	page_end_line(page);
}

static void write_expiry(struct writer *writer, const struct tufcheck_role *role,
			 const char *prefix)
{
	if (!role->has_expires)
		return;
	bool is_past = render_text_is_past(role->expires, writer->at);
	struct text expiry = {.bytes = NULL};
	text_append(&expiry, is_past ? "expired " : "expires ");
	render_text_append_time(&expiry, role->expires);
	render_text_append_distance(&expiry, role->expires, writer->at);
	page_write(writer->page, prefix, is_past ? STYLE_BAD : STYLE_PLAIN, "%s",
		   text_get(&expiry));
	text_clear(&expiry);
}

static void write_quorum(struct writer *writer, const struct tufcheck_role *role,
			 const char *prefix)
{
	if (role->threshold < 1)
		return;
	if (!is_file_read(role)) {
		page_write(writer->page, prefix, STYLE_PLAIN, "threshold %lld",
			   (long long)role->threshold);
		return;
	}
	bool is_met = role->valid_signatures >= (uint64_t)role->threshold;
	page_write(writer->page, prefix, is_met ? STYLE_PLAIN : STYLE_BAD, "signatures %zu/%lld",
		   role->valid_signatures, (long long)role->threshold);
}

static void write_paths(struct writer *writer, const struct tufcheck_role *role, const char *prefix)
{
	if (strchr(role->name, '/') == NULL)
		return;
	struct text paths = {.bytes = NULL};
	for (size_t i = 0; i < role->path_count; i++) {
		const char *path = role->paths[i];
		text_append(&paths, i > 0 ? ", " : "");
		if (path[0] == '\0')
			text_append(&paths, "all");
		else
			text_append_format(&paths, "\"%s\"", path);
	}
	page_write(writer->page, prefix, STYLE_PLAIN, "paths %s",
		   role->path_count > 0 ? text_get(&paths) : "none");
	text_clear(&paths);
}

static void write_keys(struct writer *writer, const struct tufcheck_role *role, const char *prefix)
{
	struct text inner = {.bytes = NULL};
	text_append_format(&inner, "%s  ", prefix);
	for (size_t i = 0; i < role->key_id_count; i++) {
		const char *key_id = role->key_ids[i];
		page_write(writer->page, prefix, STYLE_PLAIN, "key %s", key_id);
		const struct tufcheck_key *key = role_keys_find(writer->repository, key_id, role->name);
		const char *note = NULL;
		if (key && is_file_read(role))
			note = role_keys_has_signed(key, role->name) ? "has signed" : "has not signed";
		if (key)
			render_text_write_key(writer->page, text_get(&inner), key, note,
					      &writer->at);
	}
	text_clear(&inner);
}

static void write_invalid_signatures(struct writer *writer, const struct tufcheck_role *role,
				     const char *prefix)
{
	for (size_t i = 0; i < role->signature_count; i++) {
		const struct tufcheck_signature *signature = &role->signatures[i];
		if (signature->valid)
			continue;
		page_write(writer->page, prefix, STYLE_BAD, "invalid signature: %s",
			   signature->reason ? signature->reason : "no reason known");
		page_begin_line(writer->page, prefix, prefix, 4);
		page_add(writer->page, STYLE_PLAIN, "  method %s,", signature->method);
		page_add(writer->page, STYLE_PLAIN, "key %s", signature->key_id);
		page_end_line(writer->page);
	}
}

static void write_role(struct writer *writer, const struct tufcheck_role *role, const char *first,
		       const char *prefix)
{
	write_head(writer, role, first, prefix);
	write_expiry(writer, role, prefix);
	write_quorum(writer, role, prefix);
	write_paths(writer, role, prefix);
	write_keys(writer, role, prefix);
	write_invalid_signatures(writer, role, prefix);
}

static void write_branch(struct writer *writer, size_t index, bool is_top);

static void write_children(struct writer *writer, const struct role_node *node)
{
	for (size_t i = node->first_child; i != ROLE_TREE_NONE;
	     i = writer->tree.nodes[i].next_sibling)
		write_branch(writer, i, false);
}

/* Recursion is bounded by the length of role names. */
static void write_branch(struct writer *writer, size_t index, bool is_top)
{
	const struct role_node *node = &writer->tree.nodes[index];
	const struct lines *lines = writer->lines;
	bool is_last = node->next_sibling == ROLE_TREE_NONE;
	bool has_children = node->first_child != ROLE_TREE_NONE;
	struct text first = {.bytes = NULL};
	struct text prefix = {.bytes = NULL};
	size_t outer = writer->stem.length;
	text_append(&first, text_get(&writer->stem));
	if (!is_top) {
		text_append(&first, is_last ? lines->last_branch : lines->branch);
		text_append(&writer->stem, is_last ? lines->none : lines->pass);
	}
	text_append(&prefix, text_get(&writer->stem));
	text_append(&prefix, has_children ? lines->pass : lines->none);
	write_role(writer, node->role, text_get(&first), text_get(&prefix));
	text_clear(&prefix);
	text_clear(&first);
	write_children(writer, node);
	text_cut(&writer->stem, outer);
}

void render_tree_write(struct page *page, const struct tufcheck_repository *repository,
		       struct tufcheck_time at)
{
	struct writer writer = {
		.page = page,
		.repository = repository,
		.at = at,
		.lines = page->terminal->is_utf8 ? &box_lines : &ascii_lines,
	};
	role_tree_init(&writer.tree, repository->roles, repository->role_count);
	for (size_t i = writer.tree.first_top; i != ROLE_TREE_NONE;
	     i = writer.tree.nodes[i].next_sibling)
		write_branch(&writer, i, true);
	role_tree_clear(&writer.tree);
	text_clear(&writer.stem);
}
