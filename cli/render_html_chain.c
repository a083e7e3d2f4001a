/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_html_chain.h"

#include "cli/render_html_box.h"
#include "cli/render_html_text.h"
#include "cli/render_text.h"
#include "cli/role_tree.h"

#define COLUMN_WIDTH (HTML_BOX_WIDTH + 56) /* pixels */
#define GAP 16

/* What is drawn; the table of roles has all. */
#define MAX_ROLES 60
#define MAX_DEPTH 5

struct drawing {
	const struct tufcheck_repository *repository;
	struct tufcheck_time at;
	struct role_tree tree;
	struct text shapes; /* they come after the size, which is known last */
	size_t drawn;
	size_t top; /* of the next box that has none to its left */
	size_t right;
	size_t bottom;
};

/* A broken link has a gap before the child, and a sign in it: its trunk may be others', too. */
static void draw_link(struct drawing *drawing, struct html_place parent, struct html_place child,
		      bool is_broken)
{
	size_t start = parent.x + HTML_BOX_WIDTH;
	size_t middle = start + (COLUMN_WIDTH - HTML_BOX_WIDTH) / 2 - 8;
	size_t from = parent.y + HTML_BOX_STEM;
	size_t to = child.y + HTML_BOX_STEM;
	text_append_format(&drawing->shapes, "<path d=\"M%zu %zuH%zuV%zuH%zu\"/>", start, from,
			   middle, to, is_broken ? middle + 8 : child.x);
	if (is_broken)
		text_append_format(&drawing->shapes,
				   "<path d=\"M%zu %zuH%zu\" class=\"bad\"/>"
				   "<text x=\"%zu\" y=\"%zu\" class=\"x bad\">✗</text>\n",
				   child.x - 8, to, child.x, middle + 12, to + 6);
}

static void draw_branch(struct drawing *drawing, size_t index, size_t depth,
			const struct html_place *parent);

static void draw_children(struct drawing *drawing, const struct role_node *node, size_t depth,
			  struct html_place place)
{
	for (size_t i = node->first_child; i != ROLE_TREE_NONE;
	     i = drawing->tree.nodes[i].next_sibling)
		draw_branch(drawing, i, depth + 1, &place);
}

/* Recursion ends at MAX_DEPTH. */
static void draw_branch(struct drawing *drawing, size_t index, size_t depth,
			const struct html_place *parent)
{
	if (depth >= MAX_DEPTH || drawing->drawn >= MAX_ROLES)
		return;
	const struct role_node *node = &drawing->tree.nodes[index];
	struct html_place place = {.x = 1 + depth * COLUMN_WIDTH, .y = drawing->top};
	drawing->drawn++;
	if (parent)
		draw_link(drawing, *parent, place, html_is_broken(node->role));
	size_t foot = place.y + html_box_append(&drawing->shapes, drawing->repository, node->role,
						place, drawing->at);
	if (place.x + HTML_BOX_WIDTH > drawing->right)
		drawing->right = place.x + HTML_BOX_WIDTH;
	if (foot > drawing->bottom)
		drawing->bottom = foot;
	draw_children(drawing, node, depth, place);
	/* what follows stands below this box, and below all that hangs on it */
	if (drawing->top < foot + GAP)
		drawing->top = foot + GAP;
}

/* The drawing in words, for who does not see it. */
static void describe(struct text *out, const struct drawing *drawing)
{
	text_append(out, "<desc>");
	if (!render_text_is_sound(drawing->repository))
		text_append(out, "Nothing in it is proved: it is what the files say. ");
	for (size_t i = 0; i < drawing->repository->role_count && i < MAX_ROLES; i++) {
		const struct tufcheck_role *role = &drawing->repository->roles[i];
		html_append(out, role->name);
		text_append_format(out, " is %s", tufcheck_role_status_name(role->status));
		if (role->sha256 && role->threshold > 0)
			text_append_format(out, ", signatures %zu/%lld", role->valid_signatures,
					   (long long)role->threshold);
		text_append(out, html_is_broken(role) ? ": the link to it is broken. " : ". ");
	}
	text_append(out, "The table of roles has all of it.</desc>\n");
}

void html_chain_append(struct text *out, const struct tufcheck_repository *repository,
		       struct tufcheck_time at)
{
	struct drawing drawing = {.repository = repository, .at = at, .top = 1};
	role_tree_init(&drawing.tree, repository->roles, repository->role_count);
	for (size_t i = drawing.tree.first_top; i != ROLE_TREE_NONE;
	     i = drawing.tree.nodes[i].next_sibling)
		draw_branch(&drawing, i, 0, NULL);
	text_append_format(out,
			   "<div class=\"wide\" role=\"group\" tabindex=\"0\" "
			   "aria-label=\"Chain of trust, drawn\">"
			   "<svg class=\"chain\" role=\"img\" width=\"%zu\" height=\"%zu\" "
			   "viewBox=\"0 0 %zu %zu\"><title>Chain of trust</title>",
			   drawing.right + 1, drawing.bottom + 1, drawing.right + 1,
			   drawing.bottom + 1);
	describe(out, &drawing);
	text_append(out, text_get(&drawing.shapes));
	text_append(out, "</svg></div>\n");
	if (drawing.drawn < repository->role_count) {
		text_append(out, "<p>Not drawn: ");
		html_append_count(out, repository->role_count - drawing.drawn, "role", "roles");
		text_append(out, ", which the table of roles has.</p>\n");
	}
	role_tree_clear(&drawing.tree);
	text_clear(&drawing.shapes);
}
