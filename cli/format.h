/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The formats of reports: one table, from which come what --output and --report
 * take, what help says of it, and who writes each.
 */
#ifndef CLI_FORMAT_H
#define CLI_FORMAT_H

#include <stddef.h>

#include "cli/render.h"

/* ROW(name, what it is, renderer of one repository, renderer of several or none) */
#define FORMAT_LIST(ROW)                                                                           \
	ROW("text", "for people", render_chain, render_table)                                      \
	ROW("json", "one document", render_json, render_json)                                      \
	ROW("ndjson", "a line for each repository, then a summary", render_ndjson, render_ndjson)  \
	ROW("markdown", "a page for a review", render_markdown, render_markdown)                   \
	ROW("csv", "a table", render_csv, render_csv)                                              \
	ROW("sarif", "for code scanning", render_sarif, render_sarif)                              \
	ROW("junit", "for build servers", render_junit, render_junit)                              \
	ROW("prometheus", "metrics", render_prometheus, render_prometheus)                         \
	ROW("docker", "as 'docker trust inspect' was", render_docker, render_docker)     \
	ROW("html", "one page for people", render_html, render_html)

#define FORMAT_DEFAULT "text"

/* "text (for people), json (one document), ", for help. */
#define FORMAT_HELP_ROW(name, meaning, of_one, of_several) name " (" meaning "), "
#define FORMAT_HELP FORMAT_LIST(FORMAT_HELP_ROW)

struct format {
	const char *name;
	const struct renderer *of_one; /* repository */
	const struct renderer *of_several;
};

/* The names, then NULL: the choices of an option. */
extern const char *const format_names[];

/** The format of that name, or NULL; borrowed for ever. */
const struct format *format_find(const char *name);

/** Who writes it when that many repositories were found. */
const struct renderer *format_get_renderer(const struct format *format, size_t repository_count);

#endif
