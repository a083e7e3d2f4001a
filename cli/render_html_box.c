/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_html_box.h"

#include <string.h>

#include "cli/escape.h"
#include "cli/render_html_text.h"
#include "cli/render_text.h"
#include "cli/role_keys.h"

#define LINE_HEIGHT 17
#define MARGIN 12
#define NAME_COLUMNS 26 /* that fit beside the margins, in characters of one width */

#define ID_COLUMNS 8 /* the tables have key IDs whole */

#define DISTANCE_COLUMNS 17 /* " (in 123.4 years)" */

/* What is drawn; the tables have all. */
#define MAX_NAME_LINES 3
#define MAX_KEYS 3
#define MAX_PROBLEMS 3

/* A box while it is drawn. */
struct box {
	struct text lines;
	size_t x;
	size_t y; /* of the last line's foot */
};

size_t html_key_number(const struct tufcheck_repository *repository, const struct tufcheck_key *key)
{
	return (size_t)(key - repository->keys) + 1;
}

bool html_is_broken(const struct tufcheck_role *role)
{
	return role->status != TUFCHECK_ROLE_VALID && role->status != TUFCHECK_ROLE_UNPUBLISHED;
}

static void begin_line(struct box *box, const char *class)
{
	box->y += LINE_HEIGHT;
	text_append_format(&box->lines, "<text x=\"%zu\" y=\"%zu\"", box->x + MARGIN, box->y);
	if (class[0] != '\0')
		text_append_format(&box->lines, " class=\"%s\"", class);
	text_append(&box->lines, ">");
}

static void end_line(struct box *box)
{
	text_append(&box->lines, "</text>\n");
}

/* Made visible before it is divided, so that no line holds half of an escape unseen. */
static void draw_name(struct box *box, const char *name)
{
	struct text whole = {.bytes = NULL};
	escape_append(&whole, name, false);
	const char *rest = text_get(&whole);
	for (size_t i = 0; i < MAX_NAME_LINES && *rest != '\0'; i++) {
		size_t length = html_fit(rest, NAME_COLUMNS);
		bool is_cut = i + 1 == MAX_NAME_LINES && rest[length] != '\0';
		begin_line(box, "n");
		html_append_visible(&box->lines, rest, length);
		text_append(&box->lines, is_cut ? "…" : "");
		end_line(box);
		rest += length;
	}
	text_clear(&whole);
}

/* What is good is marked so only where it is proved. */
static const char *find_sign(const struct tufcheck_role *role, bool is_sound)
{
	if (html_is_broken(role))
		return "✗ ";
	if (role->status == TUFCHECK_ROLE_UNPUBLISHED)
		return "– ";
	return is_sound ? "✓ " : "";
}

static void draw_status(struct box *box, const struct tufcheck_role *role, bool is_sound)
{
	begin_line(box, html_tone(render_text_role_status_style(role->status)));
	text_append_format(&box->lines, "%s%s", find_sign(role, is_sound),
			   tufcheck_role_status_name(role->status));
	if (role->version > 0)
		text_append_format(&box->lines, ", version %lld", (long long)role->version);
	end_line(box);
}

/* How far it is only in few words; the table of roles has it in full. */
static void draw_expiry(struct box *box, const struct tufcheck_role *role, struct tufcheck_time at)
{
	if (!role->has_expires)
		return;
	bool is_past = render_text_is_past(role->expires, at);
	struct text distance = {.bytes = NULL};
	render_text_append_distance(&distance, role->expires, at);
	begin_line(box, is_past ? "bad" : "");
	text_append(&box->lines, is_past ? "expired " : "expires ");
	render_text_append_date(&box->lines, role->expires);
	if (distance.length <= DISTANCE_COLUMNS)
		text_append(&box->lines, text_get(&distance));
	end_line(box);
	text_clear(&distance);
}

/* Which keys have signed, or have not: "signed by K1, K4", "and 3 more". */
static void draw_keys(struct box *box, const struct tufcheck_repository *repository,
		      const struct tufcheck_role *role, const char *label, bool has_signed)
{
	size_t count = 0;
	for (size_t i = 0; i < role->key_id_count; i++) {
		const struct tufcheck_key *key =
			role_keys_find(repository, role->key_ids[i], role->name);
		bool is_signer = key && role->sha256 && role_keys_has_signed(key, role->name);
		if (is_signer != has_signed || ++count > MAX_KEYS)
			continue;
		if (count == 1) {
			begin_line(box, "");
			text_append(&box->lines, label);
		}
		text_append(&box->lines, count > 1 ? ", " : " ");
		if (key)
			text_append_format(&box->lines, "K%zu", html_key_number(repository, key));
		else
			text_append(&box->lines, "?"); /* no file defines it */
	}
	if (count > 0)
		end_line(box);
	if (count <= MAX_KEYS)
		return;
	begin_line(box, "");
	text_append_format(&box->lines, "and %zu more", count - MAX_KEYS);
	end_line(box);
}

static void draw_quorum(struct box *box, const struct tufcheck_repository *repository,
			const struct tufcheck_role *role)
{
	bool is_met = role->valid_signatures >= (uint64_t)role->threshold;
	if (role->threshold > 0 && !role->sha256) {
		begin_line(box, "");
		text_append_format(&box->lines, "threshold %lld", (long long)role->threshold);
		end_line(box);
	} else if (role->threshold > 0) {
		begin_line(box, is_met ? "" : "bad");
		text_append_format(&box->lines, "%ssignatures %zu/%lld", is_met ? "" : "✗ ",
				   role->valid_signatures, (long long)role->threshold);
		end_line(box);
	}
	draw_keys(box, repository, role, "signed by", true);
	draw_keys(box, repository, role, role->sha256 ? "not signed by" : "keys", false);
	size_t invalid = 0;
	for (size_t i = 0; i < role->signature_count; i++)
		invalid += !role->signatures[i].valid;
	if (invalid == 0)
		return;
	begin_line(box, "bad");
	text_append(&box->lines, "✗ ");
	html_append_count(&box->lines, invalid, "invalid signature", "invalid signatures");
	end_line(box);
}

static bool is_about(const struct tufcheck_finding *finding, const struct tufcheck_role *role)
{
	return finding->severity == TUFCHECK_SEVERITY_ERROR && finding->role &&
	       strcmp(finding->role, role->name) == 0;
}

/* Where the chain breaks, what of: each kind of error once. */
static void draw_problems(struct box *box, const struct tufcheck_repository *repository,
			  const struct tufcheck_role *role)
{
	size_t count = 0;
	const char *before = "";
	for (size_t i = 0; i < repository->finding_count && count < MAX_PROBLEMS; i++) {
		const struct tufcheck_finding *finding = &repository->findings[i];
		if (!is_about(finding, role) || strcmp(before, finding->id) == 0)
			continue;
		before = finding->id;
		count++;
		begin_line(box, "bad");
		text_append(&box->lines, "✗ ");
		html_append(&box->lines, finding->id);
		end_line(box);
	}
}

size_t html_box_append(struct text *out, const struct tufcheck_repository *repository,
		       const struct tufcheck_role *role, struct html_place place,
		       struct tufcheck_time at)
{
	struct box box = {.x = place.x, .y = place.y + 5};
	draw_name(&box, role->name);
	draw_status(&box, role, render_text_is_sound(repository));
	draw_problems(&box, repository, role);
	draw_expiry(&box, role, at);
	draw_quorum(&box, repository, role);
	size_t height = box.y + MARGIN - place.y;
	text_append_format(out,
			   "<rect class=\"%s\" x=\"%zu\" y=\"%zu\" width=\"%d\" "
			   "height=\"%zu\"/>\n",
			   html_tone(render_text_role_status_style(role->status)), place.x, place.y,
			   HTML_BOX_WIDTH, height);
	text_append(out, text_get(&box.lines));
	text_clear(&box.lines);
	return height;
}
