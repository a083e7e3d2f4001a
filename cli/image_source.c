/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/image_source.h"

#include <string.h>

#include "cli/image_compose.h"
#include "cli/image_limits.h"
#include "cli/image_manifest.h"
#include "cli/memory.h"
#include "cli/text.h"
#include "cli/utf8.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define SEPARATOR "---"

/* ---- lines ---- */

/* One line, without its end and the white space before that. */
struct line {
	const char *at;
	size_t length;
	size_t number; /* from 1 */
};

struct lines {
	const char *at;
	const char *end;
	size_t number; /* of the line that was read last */
};

static bool is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool next_line(struct lines *lines, struct line *ret_line)
{
	if (lines->at == lines->end)
		return false;
	const char *newline = memchr(lines->at, '\n', (size_t)(lines->end - lines->at));
	const char *end = newline ? newline : lines->end;
	*ret_line = (struct line){.at = lines->at, .number = ++lines->number};
	lines->at = newline ? newline + 1 : lines->end;
	while (end > ret_line->at && is_white(end[-1]))
		end--;
	ret_line->length = (size_t)(end - ret_line->at);
	return true;
}

static bool begins_with(const struct line *line, const char *text)
{
	size_t length = strlen(text);
	return line->length >= length && memcmp(line->at, text, length) == 0;
}

/* Whether there is more in the line than white space and a comment. */
static bool is_significant(const struct line *line)
{
	size_t at = 0;
	while (at < line->length && is_white(line->at[at]))
		at++;
	return at < line->length && line->at[at] != '#';
}

/* ---- which format ---- */

/* Whether a line is YAML, for no image's name could be it. */
static bool looks_like_yaml(const struct line *line)
{
	static const char *const beginnings[] = {"{", "%", "- ", SEPARATOR};
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++)
		if (begins_with(line, beginnings[i]))
			return true;
	if (line->length > 0 && line->at[line->length - 1] == ':')
		return true;
	return memmem(line->at, line->length, ": ", 2) || memmem(line->at, line->length, ":\t", 2);
}

/* Whether a line stands so in every compose file or manifest of the usual layout. */
static bool is_yaml_mark(const struct line *line)
{
	static const char *const marks[] = {"apiVersion:", "kind:", "services:", SEPARATOR " "};
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (begins_with(line, marks[i]))
			return true;
	return line->length == strlen(SEPARATOR) && begins_with(line, SEPARATOR);
}

static bool is_yaml(struct lines lines)
{
	bool is_first = true;
	struct line line;
	while (next_line(&lines, &line)) {
		if (!is_significant(&line))
			continue;
		if (is_yaml_mark(&line) || (is_first && looks_like_yaml(&line)))
			return true;
		is_first = false;
	}
	return false;
}

/* ---- a list of lines ---- */

static bool is_utf8(const char *text, size_t length)
{
	for (size_t at = 0; at < length;) {
		uint32_t point;
		size_t taken = utf8_decode(text + at, length - at, &point);
		if (taken == 0)
			return false;
		at += taken;
	}
	return true;
}

/* Where the comment of a line begins: at a # that is its first, or behind white space. */
static size_t find_comment(const struct line *line)
{
	for (size_t i = 0; i < line->length; i++)
		if (line->at[i] == '#' && (i == 0 || is_white(line->at[i - 1])))
			return i;
	return line->length;
}

static void read_line(struct image_reading *reading, const struct line *line)
{
	size_t start = 0;
	while (is_white(line->at[start]))
		start++;
	const struct image_place place = {.line = line->number, .column = start + 1};
	size_t length = find_comment(line) - start;
	if (!is_utf8(line->at + start, length)) {
		image_reading_refuse(reading, IMAGE_PROBLEM_REFUSED, place,
				     "bytes that are not UTF-8, expected an image's name");
		return;
	}
	struct text text = {.bytes = NULL};
	text_append_bytes(&text, line->at + start, length);
	image_reading_add(reading, place, text_get(&text), NULL);
	text_clear(&text);
}

static void read_lines(struct image_reading *reading, struct lines lines)
{
	struct line line;
	while (next_line(&lines, &line) && !reading->is_full)
		if (is_significant(&line))
			read_line(reading, &line);
}

/* ---- documents ---- */

static void report(void *context, size_t line, size_t column, const char *message)
{
	struct image_reading *reading = context;
	const struct image_place place = {.line = line, .column = column};
	image_reading_refuse(reading, IMAGE_PROBLEM_REFUSED, place, "%s", message);
}

/* What the document is by what it says of itself; IMAGE_FORMAT_BY_CONTENT: neither. */
static enum image_format detect(struct image_reading *reading, const struct yaml_tree_node *top)
{
	if (image_manifest_is(reading, top))
		return IMAGE_FORMAT_KUBERNETES;
	if (image_compose_is(reading, top))
		return IMAGE_FORMAT_COMPOSE;
	return IMAGE_FORMAT_BY_CONTENT;
}

static void read_top(struct image_reading *reading, const struct yaml_tree_node *top,
		     enum image_format format)
{
	enum image_format found = detect(reading, top);
	const struct image_place place = image_place_of(top);
	if (format == IMAGE_FORMAT_BY_CONTENT)
		format = found;
	else if (format != found && top->is_complete)
		image_reading_refuse(reading, IMAGE_PROBLEM_REFUSED, place, "%s",
				     format == IMAGE_FORMAT_COMPOSE
					     ? "no compose file, expected services"
					     : "no manifest, expected apiVersion and kind");
	if (format == IMAGE_FORMAT_KUBERNETES)
		image_manifest_read(reading, top);
	else if (format == IMAGE_FORMAT_COMPOSE)
		image_compose_read(reading, top);
	else if (top->is_complete)
		image_reading_refuse(reading, IMAGE_PROBLEM_REFUSED, place,
				     "neither a manifest, expected apiVersion and kind, nor a "
				     "compose file, expected services");
}

static void read_tree(struct image_reading *reading, const struct yaml_tree *tree,
		      enum image_format format)
{
	const struct yaml_tree_node *top = tree->top;
	if (!top || top->kind == YAML_TREE_REFUSED || yaml_tree_is_null(top))
		return;
	if (top->kind == YAML_TREE_MAP)
		read_top(reading, top, format);
	else
		image_reading_refuse(reading, IMAGE_PROBLEM_REFUSED, image_place_of(top),
				     "the document is a %s, expected a mapping",
				     top->kind == YAML_TREE_LIST ? "list" : "text");
}

/*
 * Whether a directive begins in the document at a line's start, as YAML sees
 * lines. One can give tags other meanings; and many take long to read.
 */
static bool has_directive(const char *at, size_t length)
{
	static const char *const ends[] = {"\n", "\r", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"};
	const char *end = at + length;
	const char *found = at;
	while ((found = memchr(found, '%', (size_t)(end - found)))) {
		size_t before = (size_t)(found - at);
		for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
			size_t size = strlen(ends[i]);
			if (before == 0 ||
			    (before >= size && memcmp(found - size, ends[i], size) == 0))
				return true;
		}
		found++;
	}
	return false;
}

/* A document of a stream: its bytes and the line that they begin on. */
struct document {
	const char *at;
	size_t length;
	size_t line;
};

static void read_document(struct image_reading *reading, const struct document *document,
			  enum image_format format)
{
	if (has_directive(document->at, document->length)) {
		const struct image_place place = {.line = document->line, .column = 1};
		image_reading_refuse(reading, IMAGE_PROBLEM_REFUSED, place,
				     "a line that begins with '%%', a directive, in the document "
				     "from here on, which is not read");
		return;
	}
	const struct yaml_tree_source source = {
		.bytes = document->at,
		.length = document->length,
		.line = document->line,
		.report = report,
		.context = reading,
	};
	struct yaml_tree tree = {.top = NULL};
	yaml_tree_read(&source, &tree);
	read_tree(reading, &tree, format);
	yaml_tree_clear(&tree);
}

/* Behind "---" Kubernetes' programs take a comment, and overlook or refuse anything else. */
static void check_separator(struct image_reading *reading, const struct line *line)
{
	size_t length = strlen(SEPARATOR);
	const struct line rest = {.at = line->at + length, .length = line->length - length};
	if (rest.length == 0 || (is_white(rest.at[0]) && !is_significant(&rest)))
		return;
	const struct image_place place = {.line = line->number, .column = length + 1};
	image_reading_refuse(reading, IMAGE_PROBLEM_REFUSED, place,
			     "behind '---' stands more than a comment, which is not read");
}

/* Takes the lines up to the next separator. Returns whether there is anything in them. */
static bool next_document(struct image_reading *reading, struct lines *lines,
			  struct document *ret_document)
{
	*ret_document = (struct document){.at = lines->at, .line = lines->number + 1};
	bool is_anything = false;
	struct line line;
	while (next_line(lines, &line)) {
		if (begins_with(&line, SEPARATOR)) {
			check_separator(reading, &line);
			ret_document->length = (size_t)(line.at - ret_document->at);
			return is_anything;
		}
		is_anything = is_anything || is_significant(&line);
	}
	ret_document->length = (size_t)(lines->end - ret_document->at);
	return is_anything;
}

static void read_documents(struct image_reading *reading, struct lines lines,
			   enum image_format format)
{
	size_t count = 0;
	while (lines.at != lines.end && !reading->is_full) {
		struct document document;
		if (!next_document(reading, &lines, &document))
			continue;
		if (count++ == IMAGE_MAX_DOCUMENTS) {
			const struct image_place place = {.line = document.line, .column = 1};
			image_reading_refuse(reading, IMAGE_PROBLEM_REFUSED, place,
					     "more than %zu documents; none is read from here on",
					     IMAGE_MAX_DOCUMENTS);
			return;
		}
		read_document(reading, &document, format);
	}
}

/* ---- the whole ---- */

void image_source_read(struct image_reading *reading, const char *bytes, size_t length,
		       enum image_format format)
{
	struct lines lines = {.at = bytes, .end = bytes + length};
	size_t mark = strlen(BYTE_ORDER_MARK);
	if (length >= mark && memcmp(bytes, BYTE_ORDER_MARK, mark) == 0)
		lines.at += mark;
	const char *nul = length > 0 ? memchr(bytes, '\0', length) : NULL;
	if (nul) {
		const struct image_place place = {.line = 0};
		image_reading_refuse(reading, IMAGE_PROBLEM_REFUSED, place,
				     "a NUL in byte %zu, expected text in UTF-8",
				     (size_t)(nul - bytes) + 1);
		return;
	}
	if (format == IMAGE_FORMAT_LINES || (format == IMAGE_FORMAT_BY_CONTENT && !is_yaml(lines)))
		read_lines(reading, lines);
	else
		read_documents(reading, lines, format);
}
