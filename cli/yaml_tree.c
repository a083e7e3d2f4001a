/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/yaml_tree.h"

#include <search.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "cli/image_limits.h"
#include "cli/memory.h"
#include "cli/text.h"
#include "cli/utf8.h"

#define BLOCK_NODES 256
#define TAG_PREFIX "tag:yaml.org,2002:"

struct yaml_tree_block {
	struct yaml_tree_block *older;
	size_t count;
	struct yaml_tree_node nodes[BLOCK_NODES];
};

/* A list or map that is being read. */
struct frame {
	struct yaml_tree_node *node;
	struct yaml_tree_node *last; /* of what is in it */
	size_t count;
	bool is_flow;     /* with brackets or braces */
	bool is_template; /* "{{" */
};

struct anchor {
	char *name;
	struct yaml_tree_node *node;
};

struct builder {
	const struct yaml_tree_source *source;
	struct yaml_tree *tree;
	yaml_parser_t parser;
	struct frame frames[IMAGE_MAX_DEPTH];
	size_t depth;
	void *anchors; /* of tsearch: struct anchor by name */
	bool is_ended;
};

/* ---- problems ---- */

static void report_at(const struct builder *builder, size_t line, size_t column, const char *format,
		      ...) __attribute__((format(printf, 4, 5)));

static void report_at(const struct builder *builder, size_t line, size_t column, const char *format,
		      ...)
{
	struct text message = {.bytes = NULL};
	va_list arguments;
	va_start(arguments, format);
	text_append_vformat(&message, format, arguments);
	va_end(arguments);
	builder->source->report(builder->source->context, line, column, text_get(&message));
	text_clear(&message);
}

#define report_node(builder, node, ...)                                                            \
	report_at(builder, (node)->line, (node)->column, __VA_ARGS__)

static void report_template(const struct builder *builder, size_t line, size_t column)
{
	report_at(builder, line, column,
		  "a template that was not rendered, expected YAML (helm template writes it)");
}

static bool has_template(const char *at, size_t length)
{
	return memmem(at, length, "{{", 2) || memmem(at, length, "{%", 2);
}

/* Whether line number index, from 0, of the source has a mark of a template in it. */
static bool is_line_template(const struct builder *builder, size_t index)
{
	const char *at = builder->source->bytes;
	const char *past = at + builder->source->length;
	for (; index > 0; index--) {
		const char *newline = memchr(at, '\n', (size_t)(past - at));
		if (!newline)
			return false;
		at = newline + 1;
	}
	const char *newline = memchr(at, '\n', (size_t)(past - at));
	return has_template(at, (size_t)((newline ? newline : past) - at));
}

/* What is not even characters has no mark, but an offset. */
static yaml_mark_t find_offset(const struct builder *builder, size_t offset)
{
	yaml_mark_t mark = {.line = 0};
	const char *bytes = builder->source->bytes;
	for (size_t i = 0; i < offset && i < builder->source->length; i++) {
		mark.column += ((unsigned char)bytes[i] & 0xc0) != 0x80;
		if (bytes[i] != '\n')
			continue;
		mark.line++;
		mark.column = 0;
	}
	return mark;
}

static void report_syntax(const struct builder *builder)
{
	const yaml_parser_t *parser = &builder->parser;
	if (parser->error == YAML_MEMORY_ERROR)
		memory_exhausted();
	bool is_reader = parser->error == YAML_READER_ERROR;
	yaml_mark_t mark =
		is_reader ? find_offset(builder, parser->problem_offset) : parser->problem_mark;
	size_t line = builder->source->line + mark.line;
	bool is_template =
		is_line_template(builder, mark.line) ||
		(parser->context && is_line_template(builder, parser->context_mark.line));
	for (size_t i = 0; i < builder->depth; i++)
		is_template = is_template || builder->frames[i].is_template;
	if (is_template) {
		report_template(builder, line, mark.column + 1);
		return;
	}
	const char *problem = parser->problem ? parser->problem : "an error";
	if (parser->context)
		report_at(builder, line, mark.column + 1, "not YAML: %s %s from line %zu on",
			  problem, parser->context,
			  builder->source->line + parser->context_mark.line);
	else
		report_at(builder, line, mark.column + 1, "not YAML: %s", problem);
}

/* ---- nodes ---- */

static struct yaml_tree_node *take_node(struct builder *builder, const yaml_event_t *event,
					enum yaml_tree_kind kind)
{
	struct yaml_tree *tree = builder->tree;
	if (!tree->blocks || tree->blocks->count == BLOCK_NODES) {
		struct yaml_tree_block *block = memory_take(1, sizeof(*block));
		block->older = tree->blocks;
		tree->blocks = block;
	}
	struct yaml_tree_node *node = &tree->blocks->nodes[tree->blocks->count++];
	tree->count++;
	node->kind = kind;
	node->line = builder->source->line + event->start_mark.line;
	node->column = event->start_mark.column + 1;
	return node;
}

/* Puts node where it belongs: at the top, or behind what is in the innermost list or map. */
static void add_node(struct builder *builder, struct yaml_tree_node *node)
{
	if (builder->depth == 0) {
		builder->tree->top = node;
		return;
	}
	struct frame *frame = &builder->frames[builder->depth - 1];
	if (frame->last)
		frame->last->next = node;
	else
		frame->node->first = node;
	frame->last = node;
	frame->count++;
}

static int compare_anchors(const void *left, const void *right)
{
	return strcmp(((const struct anchor *)left)->name, ((const struct anchor *)right)->name);
}

static void free_anchor(void *data)
{
	struct anchor *anchor = data;
	free(anchor->name);
	free(anchor);
}

/* A name that is given again stands for the later one from here on. */
static void add_anchor(struct builder *builder, const yaml_char_t *name,
		       struct yaml_tree_node *node)
{
	if (!name)
		return;
	struct anchor *anchor = memory_take(1, sizeof(*anchor));
	anchor->name = memory_copy_text((const char *)name);
	struct anchor **found = tsearch(anchor, &builder->anchors, compare_anchors);
	if (!found)
		memory_exhausted();
	if (*found != anchor)
		free_anchor(anchor);
	(*found)->node = node;
}

/* ---- tags ---- */

static bool is_known_tag(const char *tag, enum yaml_tree_kind kind)
{
	static const struct {
		enum yaml_tree_kind kind;
		const char *name;
	} known[] = {
		{YAML_TREE_TEXT, "str"},       {YAML_TREE_TEXT, "int"},  {YAML_TREE_TEXT, "float"},
		{YAML_TREE_TEXT, "bool"},      {YAML_TREE_TEXT, "null"}, {YAML_TREE_TEXT, "merge"},
		{YAML_TREE_TEXT, "timestamp"}, {YAML_TREE_LIST, "seq"},  {YAML_TREE_MAP, "map"},
	};
	if (strcmp(tag, "!") == 0)
		return true;
	if (strncmp(tag, TAG_PREFIX, strlen(TAG_PREFIX)) != 0)
		return false;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].kind == kind && strcmp(known[i].name, tag + strlen(TAG_PREFIX)) == 0)
			return true;
	return false;
}

/* A tag may make another text of a text (!!binary), or be an order to a program. */
static void check_tag(const struct builder *builder, const struct yaml_tree_node *node,
		      const yaml_char_t *untrusted)
{
	const char *tag = (const char *)untrusted;
	if (!tag || is_known_tag(tag, node->kind))
		return;
	report_node(builder, node, "the tag %.*s, expected none or one of YAML's core schema",
		    utf8_cut(tag, IMAGE_EXCERPT), tag);
}

/* ---- events ---- */

static void take_alias(struct builder *builder, const yaml_event_t *event)
{
	struct yaml_tree_node *node = take_node(builder, event, YAML_TREE_ALIAS);
	add_node(builder, node);
	node->is_complete = true;
	node->text = memory_copy_text((const char *)event->data.alias.anchor);
	const struct anchor wanted = {.name = node->text};
	struct anchor *const *found = tfind(&wanted, &builder->anchors, compare_anchors);
	if (found && (*found)->node->is_complete) {
		node->target = (*found)->node;
		return;
	}
	node->kind = YAML_TREE_REFUSED;
	if (found)
		report_node(builder, node, "the alias *%.*s is inside of what it stands for",
			    utf8_cut(node->text, IMAGE_EXCERPT), node->text);
	else
		report_node(builder, node, "the alias *%.*s stands for nothing before it",
			    utf8_cut(node->text, IMAGE_EXCERPT), node->text);
}

static void take_text(struct builder *builder, const yaml_event_t *event)
{
	struct yaml_tree_node *node = take_node(builder, event, YAML_TREE_TEXT);
	add_node(builder, node);
	node->is_complete = true;
	node->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	node->text = memory_copy_text((const char *)event->data.scalar.value);
	add_anchor(builder, event->data.scalar.anchor, node);
	check_tag(builder, node, event->data.scalar.tag);
	if (strlen(node->text) != event->data.scalar.length) {
		report_node(builder, node, "a text with a NUL in it");
		node->kind = YAML_TREE_REFUSED;
	}
}

/* Whether event, which begins a map, is the second brace of "{{". */
static bool is_second_brace(const struct builder *builder, const struct yaml_tree_node *node)
{
	if (builder->depth == 0)
		return false;
	const struct frame *outer = &builder->frames[builder->depth - 1];
	return outer->is_flow && outer->node->kind == YAML_TREE_MAP && outer->count == 0 &&
	       outer->node->line == node->line && outer->node->column + 1 == node->column;
}

static void begin(struct builder *builder, const yaml_event_t *event)
{
	bool is_map = event->type == YAML_MAPPING_START_EVENT;
	struct yaml_tree_node *node =
		take_node(builder, event, is_map ? YAML_TREE_MAP : YAML_TREE_LIST);
	if (builder->depth == IMAGE_MAX_DEPTH) {
		report_node(builder, node, "nested deeper than %d, and not read from here on",
			    IMAGE_MAX_DEPTH);
		builder->is_ended = true;
		return;
	}
	bool is_flow = is_map ? event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
			      : event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
	if (is_map && is_flow && is_second_brace(builder, node))
		builder->frames[builder->depth - 1].is_template = true;
	add_node(builder, node);
	add_anchor(builder,
		   is_map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor,
		   node);
	check_tag(builder, node,
		  is_map ? event->data.mapping_start.tag : event->data.sequence_start.tag);
	builder->frames[builder->depth++] = (struct frame){.node = node, .is_flow = is_flow};
}

static int compare_keys(const void *left, const void *right)
{
	const struct yaml_tree_node *a = *(const struct yaml_tree_node *const *)left;
	const struct yaml_tree_node *b = *(const struct yaml_tree_node *const *)right;
	int order = strcmp(yaml_tree_resolve(a)->text, yaml_tree_resolve(b)->text);
	if (order != 0)
		return order;
	/* no two are at the same place */
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return a->column < b->column ? -1 : 1;
}

static void check_keys(const struct builder *builder, const struct frame *frame)
{
	const struct yaml_tree_node **keys = memory_take(frame->count, sizeof(const void *));
	size_t count = 0;
	const struct yaml_tree_node *key = frame->node->first;
	for (; key; key = key->next ? key->next->next : NULL) {
		const struct yaml_tree_node *resolved = yaml_tree_resolve(key);
		if (resolved->kind == YAML_TREE_TEXT)
			keys[count++] = key;
		else if (resolved->kind != YAML_TREE_REFUSED)
			report_node(builder, key,
				    "a key that is a list or mapping, expected a text");
	}
	qsort(keys, count, sizeof(const void *), compare_keys);
	for (size_t i = 1; i < count; i++) {
		const char *name = yaml_tree_resolve(keys[i])->text;
		if (strcmp(name, yaml_tree_resolve(keys[i - 1])->text) == 0)
			report_node(builder, keys[i],
				    "'%.*s' stands twice in one mapping, first on line %zu",
				    utf8_cut(name, IMAGE_EXCERPT), name, keys[i - 1]->line);
	}
	free(keys);
}

static void end(struct builder *builder)
{
	const struct frame *frame = &builder->frames[--builder->depth];
	frame->node->is_complete = true;
	if (frame->is_template) {
		report_template(builder, frame->node->line, frame->node->column);
		frame->node->kind = YAML_TREE_REFUSED;
	} else if (frame->node->kind == YAML_TREE_MAP) {
		check_keys(builder, frame);
	}
}

static void take_event(struct builder *builder, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_ALIAS_EVENT:
		take_alias(builder, event);
		break;
	case YAML_SCALAR_EVENT:
		take_text(builder, event);
		break;
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		begin(builder, event);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		end(builder);
		break;
	case YAML_DOCUMENT_START_EVENT:
		if (!builder->tree->top)
			break;
		report_at(builder, builder->source->line + event->start_mark.line,
			  event->start_mark.column + 1,
			  "more after the end of the document (...), which is not read");
		builder->is_ended = true;
		break;
	case YAML_STREAM_END_EVENT:
		builder->is_ended = true;
		break;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		break;
	}
	if (!builder->is_ended && builder->tree->count >= IMAGE_MAX_VALUES) {
		report_at(builder, builder->source->line + event->start_mark.line,
			  event->start_mark.column + 1,
			  "more than %zu values in one document, and not read from here on",
			  IMAGE_MAX_VALUES);
		builder->is_ended = true;
	}
}

void yaml_tree_read(const struct yaml_tree_source *source, struct yaml_tree *ret_tree)
{
	struct builder *builder = memory_take(1, sizeof(*builder));
	builder->source = source;
	builder->tree = ret_tree;
	if (!yaml_parser_initialize(&builder->parser))
		memory_exhausted();
	yaml_parser_set_input_string(&builder->parser, (const unsigned char *)source->bytes,
				     source->length);
	/* else two bytes at the start could make other characters of all */
	yaml_parser_set_encoding(&builder->parser, YAML_UTF8_ENCODING);
	while (!builder->is_ended) {
		yaml_event_t event;
		if (!yaml_parser_parse(&builder->parser, &event)) {
			report_syntax(builder);
			break;
		}
		take_event(builder, &event);
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&builder->parser);
	tdestroy(builder->anchors, free_anchor);
	free(builder);
}

void yaml_tree_clear(struct yaml_tree *tree)
{
	while (tree->blocks) {
		struct yaml_tree_block *block = tree->blocks;
		tree->blocks = block->older;
		for (size_t i = 0; i < block->count; i++)
			free(block->nodes[i].text);
		free(block);
	}
	*tree = (struct yaml_tree){.top = NULL};
}

const struct yaml_tree_node *yaml_tree_resolve(const struct yaml_tree_node *node)
{
	return node && node->kind == YAML_TREE_ALIAS ? node->target : node;
}

bool yaml_tree_is_null(const struct yaml_tree_node *node)
{
	static const char *const forms[] = {"", "~", "null", "Null", "NULL"};
	const struct yaml_tree_node *resolved = yaml_tree_resolve(node);
	if (!resolved)
		return true;
	if (resolved->kind != YAML_TREE_TEXT || !resolved->is_plain)
		return false;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (strcmp(resolved->text, forms[i]) == 0)
			return true;
	return false;
}
