/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_html_index.h"

#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/render_html_repository.h"
#include "cli/render_html_text.h"
#include "cli/render_text.h"

/* What is not trusted is unfolded unless there is more of it. */
#define MAX_UNFOLDED 20

static char *make_fold(const struct tufcheck_repository *repository)
{
	size_t notes = 0;
	for (size_t i = 0; i < repository->finding_count; i++)
		notes += repository->findings[i].severity == TUFCHECK_SEVERITY_NOTE;
	struct text fold = {.bytes = NULL};
	text_append(&fold, "Chain of trust: ");
	if (repository->target_count > 0)
		html_append_count(&fold, repository->target_count, "tag", "tags");
	else
		text_append_format(&fold, "tags %s", render_text_describe_no_tags(repository));
	text_append(&fold, ", ");
	html_append_count(&fold, repository->role_count, "role", "roles");
	text_append(&fold, ", ");
	html_append_count(&fold, repository->key_count, "key", "keys");
	text_append(&fold, ", ");
	html_append_count(&fold, notes, "note", "notes");
	return text_take(&fold);
}

void html_entry_init(const struct tufcheck_repository *repository, struct tufcheck_time at,
		     size_t number, struct html_entry *ret_entry)
{
	struct text head = {.bytes = NULL};
	struct text body = {.bytes = NULL};
	html_repository_append_head(&head, repository);
	html_repository_append_body(&body, repository, at, number);
	*ret_entry = (struct html_entry){
		.number = number,
		.is_sound = render_text_is_sound(repository),
		.head = memory_copy_text(text_get(&head)),
		.fold = make_fold(repository),
		.body = memory_copy_text(text_get(&body)),
	};
	overview_init(repository, at, &ret_entry->row);
	text_clear(&head);
	text_clear(&body);
}

void html_entry_clear(struct html_entry *entry)
{
	overview_clear(&entry->row);
	free(entry->head);
	free(entry->fold);
	free(entry->body);
	*entry = (struct html_entry){.number = 0};
}

static int compare(const void *left, const void *right)
{
	const struct html_entry *const *first = left;
	const struct html_entry *const *second = right;
	if ((*first)->row.status != (*second)->row.status)
		return (*first)->row.status > (*second)->row.status ? -1 : 1;
	return (*first)->number < (*second)->number ? -1 : 1;
}

void html_index_sort(const struct html_entry **entries, size_t count)
{
	if (count > 0)
		qsort(entries, count, sizeof(*entries), compare);
}

static bool is_gun_of(const struct html_entry *const *entries, size_t count, size_t index,
		      const char *gun)
{
	return index < count && strcmp(entries[index]->row.gun, gun) == 0;
}

/* Where it lies, too, if its neighbour has the same name. */
static void append_name(struct text *out, const struct html_entry *const *entries, size_t count,
			size_t index)
{
	const struct overview *row = &entries[index]->row;
	html_append_code(out, row->gun);
	if ((index > 0 && is_gun_of(entries, count, index - 1, row->gun)) ||
	    is_gun_of(entries, count, index + 1, row->gun)) {
		text_append(out, " in ");
		html_append_code(out, row->path);
	}
}

static void append_cell(struct text *out, const char *text)
{
	text_append(out, "<td>");
	html_append(out, text);
	text_append(out, "</td>");
}

static void append_row(struct text *out, const struct html_entry *const *entries, size_t count,
		       size_t index)
{
	const struct html_entry *entry = entries[index];
	text_append_format(out, "<tr><th scope=\"row\"><a href=\"#r%zu\">", entry->number);
	append_name(out, entries, count, index);
	text_append(out, "</a></th><td>");
	html_append_mark(out, render_text_status_style(entry->row.status),
			 tufcheck_status_name(entry->row.status));
	text_append(out, "</td>");
	append_cell(out, entry->row.tags);
	append_cell(out, entry->row.signers);
	text_append(out, entry->row.is_past ? "<td class=\"bad\">" : "<td>");
	html_append(out, entry->row.expiry);
	text_append(out, entry->row.is_past ? ", past</td>" : "</td>");
	append_cell(out, entry->row.reason);
	text_append(out, "</tr>\n");
}

static void flush(FILE *stream, struct text *out)
{
	(void)fputs(text_get(out), stream);
	text_cut(out, 0);
}

void html_index_write(FILE *stream, const struct html_entry *const *entries, size_t count)
{
	struct text out = {.bytes = NULL};
	text_append(&out, "<section id=\"index\" aria-labelledby=\"h-index\">\n"
			  "<h2 id=\"h-index\">Index of repositories</h2>\n");
	html_begin_table(&out, "Index", "flow index");
	text_append(&out,
		    "<caption>Worst first, then by name</caption>\n"
		    "<thead><tr><th scope=\"col\">Repository</th><th scope=\"col\">Status</th>"
		    "<th scope=\"col\">Tags</th><th scope=\"col\">Signers</th>"
		    "<th scope=\"col\">Next expiry</th><th scope=\"col\">Reason</th></tr>"
		    "</thead>\n");
	for (size_t i = 0; i < count; i++) {
		enum tufcheck_status status = entries[i]->row.status;
		if (i == 0 || entries[i - 1]->row.status != status)
			text_append_format(&out, "<tbody id=\"s-%s\">\n",
					   tufcheck_status_name(status));
		append_row(&out, entries, count, i);
		if (i + 1 == count || entries[i + 1]->row.status != status)
			text_append(&out, "</tbody>\n");
		flush(stream, &out);
	}
	html_end_table(&out);
	text_append(&out, "</section>\n");
	flush(stream, &out);
	text_clear(&out);
}

static bool is_unfolded(const struct html_entry *entry, size_t count, size_t bad)
{
	bool is_trusted = entry->row.status == TUFCHECK_STATUS_TRUSTED;
	return count == 1 || (!is_trusted && bad <= MAX_UNFOLDED);
}

static void write_section(FILE *stream, const struct html_entry *const *entries, size_t count,
			  size_t index, bool is_open)
{
	const struct html_entry *entry = entries[index];
	struct text out = {.bytes = NULL};
	text_append_format(&out, "<article id=\"r%zu\" aria-labelledby=\"n%zu\"", entry->number,
			   entry->number);
	text_append(&out, entry->is_sound ? ">\n" : " class=\"unproved\">\n");
	text_append_format(&out, "<h3 id=\"n%zu\">", entry->number);
	append_name(&out, entries, count, index);
	text_append(&out, " ");
	html_append_mark(&out, render_text_status_style(entry->row.status),
			 tufcheck_status_name(entry->row.status));
	text_append(&out, "</h3>\n");
	flush(stream, &out);
	(void)fputs(entry->head, stream);
	text_append_format(&out, "<details%s><summary>%s</summary>\n", is_open ? " open=\"\"" : "",
			   entry->fold);
	flush(stream, &out);
	(void)fputs(entry->body, stream);
	(void)fputs("</details>\n</article>\n", stream);
	text_clear(&out);
}

void html_sections_write(FILE *stream, const struct html_entry *const *entries, size_t count)
{
	size_t bad = 0;
	for (size_t i = 0; i < count; i++)
		bad += entries[i]->row.status != TUFCHECK_STATUS_TRUSTED;
	(void)fputs("<section id=\"repositories\" aria-labelledby=\"h-repositories\">\n"
		    "<h2 id=\"h-repositories\">Repositories</h2>\n",
		    stream);
	for (size_t i = 0; i < count; i++)
		write_section(stream, entries, count, i, is_unfolded(entries[i], count, bad));
	(void)fputs("</section>\n", stream);
}
