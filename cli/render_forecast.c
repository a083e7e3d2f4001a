/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_forecast.h"

#include "cli/markdown.h"
#include "cli/record_json.h"
#include "cli/render_text.h"

/* "the certificate CN=alice of targets/alice", or the role. */
static void append_what(struct text *out, const struct forecast_entry *entry)
{
	if (entry->is_certificate)
		text_append_format(out, "certificate %s of ", entry->subject);
	render_text_append_list(out, (const char *const *)entry->roles, entry->role_count);
}

static void write_entry(struct page *page, const struct forecast_entry *entry,
			struct tufcheck_time at)
{
	struct text when = {.bytes = NULL};
	struct text whose = {.bytes = NULL};
	struct text what = {.bytes = NULL};
	bool is_past = render_text_is_past(entry->expires, at);
	render_text_append_date(&when, entry->expires);
	render_text_append_distance(&when, entry->expires, at);
	text_append_format(&whose, "%s:", entry->gun[0] != '\0' ? entry->gun : entry->path);
	append_what(&what, entry);
	page_begin_line(page, "  ", "  ", 2);
	page_add(page, is_past ? STYLE_BAD : STYLE_PLAIN, "%s", text_get(&when));
	page_add_whole(page, STYLE_BOLD, text_get(&whose));
	page_add(page, STYLE_PLAIN, "%s", text_get(&what));
	page_end_line(page);
	text_clear(&what);
	text_clear(&whose);
	text_clear(&when);
}

void render_forecast_write(struct page *page, const struct forecast *forecast,
			   struct tufcheck_time at, bool is_after)
{
	struct text heading = {.bytes = NULL};
	text_append(&heading, "Expiring until ");
	render_text_append_time(&heading, forecast->end);
	text_append_format(&heading, ": %zu", forecast->count);
	if (is_after)
		page_skip_line(page);
	page_write(page, "", STYLE_BOLD, "%s", text_get(&heading));
	text_clear(&heading);
	for (size_t i = 0; i < forecast->count; i++)
		write_entry(page, &forecast->entries[i], at);
}

static json_t *record_entry(const struct forecast_entry *entry)
{
	json_t *object = record_object();
	record_put(object, "expires", record_time(entry->expires));
	record_put(object, "of", record_text(entry->is_certificate ? "certificate" : "role"));
	record_put(object, "gun", record_text(entry->gun));
	record_put(object, "path", record_text(entry->path));
	record_put(object, "roles",
		   record_texts((const char *const *)entry->roles, entry->role_count));
	record_put(object, "keyId", record_text(entry->key_id));
	record_put(object, "subject", record_text(entry->subject));
	record_put(object, "sha256", record_text(entry->sha256));
	return object;
}

json_t *render_forecast_record(const struct forecast *forecast)
{
	json_t *array = record_array();
	for (size_t i = 0; i < forecast->count; i++)
		record_add(array, record_entry(&forecast->entries[i]));
	return array;
}

static void append_row(struct text *out, const struct forecast_entry *entry)
{
	text_append(out, "| ");
	render_text_append_time(out, entry->expires);
	text_append(out, " | ");
	markdown_append_code(out, entry->gun[0] != '\0' ? entry->gun : entry->path);
	text_append_format(out, " | %s | ", entry->is_certificate ? "certificate" : "role");
	for (size_t i = 0; i < entry->role_count; i++) {
		text_append(out, i > 0 ? ", " : "");
		markdown_append_code(out, entry->roles[i]);
	}
	text_append(out, " | ");
	markdown_append_code(out, entry->subject);
	text_append(out, " |\n");
}

void render_forecast_append_markdown(struct text *out, const struct forecast *forecast)
{
	text_append(out, "\n## Expiring until ");
	render_text_append_time(out, forecast->end);
	text_append(out, "\n");
	if (forecast->count > 0)
		text_append(out, "\n| expires | repository | | roles | subject |\n"
				 "|---|---|---|---|---|\n");
	for (size_t i = 0; i < forecast->count; i++)
		append_row(out, &forecast->entries[i]);
}
