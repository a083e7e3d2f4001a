/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/report_writer.h"

#include <string.h>

#include "cli/memory.h"
#include "cli/record_json.h"

/* Where a value goes that stands in the midst of a document. */
struct place {
	FILE *stream;
	int indent; /* spaces before each of its lines but the first */
};

/* JSON has line feeds between values only. */
static int write_part(const char *bytes, size_t length, void *data)
{
	const struct place *place = data;
	while (length > 0) {
		const char *end = memchr(bytes, '\n', length);
		size_t part = end ? (size_t)(end - bytes) + 1 : length;
		(void)fwrite(bytes, 1, part, place->stream);
		if (end)
			(void)fprintf(place->stream, "%*s", place->indent, "");
		bytes += part;
		length -= part;
	}
	/* a write error stays with the stream until the end of the process */
	return 0;
}

static void write_value(FILE *stream, const json_t *value, int indent)
{
	struct place place = {.stream = stream, .indent = indent};
	const size_t flags = JSON_INDENT(2) | JSON_ENSURE_ASCII | JSON_ENCODE_ANY;
	if (json_dump_callback(value, write_part, &place, flags) != 0)
		memory_exhausted();
}

static void write_member(FILE *stream, const char *name, const json_t *value)
{
	(void)fprintf(stream, "  \"%s\": ", name);
	write_value(stream, value, 2);
}

void report_writer_begin(struct report_writer *writer, FILE *stream, bool is_lines, json_t *head)
{
	*writer = (struct report_writer){.stream = stream, .is_lines = is_lines};
	if (is_lines) {
		writer->head = head; /* transferred */
		return;
	}
	(void)fputs("{\n", stream);
	const char *name;
	json_t *value;
	json_object_foreach(head, name, value) {
		write_member(stream, name, value);
		(void)fputs(",\n", stream);
	}
	(void)fputs("  \"repositories\": [", stream);
	json_decref(head);
}

void report_writer_add(struct report_writer *writer, json_t *repository)
{
	if (writer->is_lines) {
		record_write_line(writer->stream, repository);
		/* who reads a stream wants what is known now */
		(void)fflush(writer->stream);
		return;
	}
	(void)fputs(writer->count++ > 0 ? ",\n    " : "\n    ", writer->stream);
	write_value(writer->stream, repository, 4);
	json_decref(repository);
}

static void finish_lines(struct report_writer *writer, json_t *rest)
{
	if (json_object_update(writer->head, rest) != 0)
		memory_exhausted();
	record_write_line(writer->stream, writer->head);
	writer->head = NULL; /* transferred */
}

static void finish_document(struct report_writer *writer, json_t *rest)
{
	const char *name;
	json_t *value;
	(void)fputs(writer->count > 0 ? "\n  ]" : "]", writer->stream);
	json_object_foreach(rest, name, value) {
		(void)fputs(",\n", writer->stream);
		write_member(writer->stream, name, value);
	}
	(void)fputs("\n}\n", writer->stream);
}

void report_writer_finish(struct report_writer *writer, json_t *rest)
{
	if (writer->is_lines)
		finish_lines(writer, rest);
	else
		finish_document(writer, rest);
	json_decref(rest);
}
