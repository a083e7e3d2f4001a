/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report of evidence.h: byte for byte what render_json makes, without ever
 * being in memory as a whole. What stands before and after the repositories is
 * that of a report of none.
 */
#include "cli/evidence.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/record_json.h"
#include "cli/text.h"

#define CHUNK ((size_t)65536)

/* Where the repositories go. No text can have it: a quotation mark in one is escaped. */
#define NONE "\n  \"repositories\": []"
#define BEGIN "\n  \"repositories\": ["
#define END "\n  ]"
#define INDENT "    "

static FILE *open_text(char **ret_text, size_t *ret_length)
{
	FILE *stream = open_memstream(ret_text, ret_length);
	if (!stream)
		memory_exhausted();
	return stream;
}

/* A stream into memory fails for lack of it alone. */
static void close_text(FILE *stream)
{
	bool has_failed = ferror(stream) != 0;
	if (fclose(stream) != 0 || has_failed)
		memory_exhausted();
}

void evidence_report_add(struct evidence *evidence, const struct tufcheck_repository *repository)
{
	char *text = NULL;
	size_t length = 0;
	FILE *stream = open_text(&text, &length);
	json_t *object = record_object();
	if (evidence->context.shard)
		record_put(object, "index", record_length(evidence->context.shard->position));
	record_put_repository(object, repository);
	record_write_indented(stream, object); /* transferred */
	close_text(stream);
	struct text indented = {.bytes = NULL};
	if (evidence->repository_count++ > 0)
		text_append(&indented, ",");
	/* every line further in; the last newline is for the next one to begin with */
	char *rest = text;
	for (const char *line = strsep(&rest, "\n"); rest; line = strsep(&rest, "\n")) {
		text_append(&indented, "\n" INDENT);
		text_append(&indented, line);
	}
	evidence_scratch_add(&evidence->body, indented.bytes, indented.length);
	text_clear(&indented);
	free(text);
}

static void put(struct evidence *evidence, struct tufcheck_sha256_stream *digest, const void *bytes,
		size_t length)
{
	if (tufcheck_sha256_stream_add(digest, bytes, length) != TUFCHECK_OK)
		memory_exhausted();
	evidence_scratch_add(&evidence->kept, bytes, length);
}

static void put_body(struct evidence *evidence, struct tufcheck_sha256_stream *digest)
{
	char chunk[CHUNK];
	for (uint64_t done = 0; done < evidence->body.length;) {
		uint64_t rest = evidence->body.length - done;
		size_t part = rest < CHUNK ? (size_t)rest : CHUNK;
		int error = evidence_scratch_read(&evidence->body, chunk, part, done);
		if (error != 0) {
			evidence->body.error = error;
			return;
		}
		put(evidence, digest, chunk, part);
		done += part;
	}
}

/* *ret_text: the caller's to free. */
static void make_frame(const struct evidence *evidence, const struct closing *closing,
		       char **ret_text)
{
	size_t length = 0;
	struct render_context context = evidence->context;
	context.stream = open_text(ret_text, &length);
	render_json.finish(render_json.begin(&context), closing);
	close_text(context.stream);
}

void evidence_report_finish(struct evidence *evidence, const struct closing *closing)
{
	struct tufcheck_sha256_stream *digest;
	if (tufcheck_sha256_stream_new(&digest) != TUFCHECK_OK)
		memory_exhausted();
	struct evidence_item *item =
		evidence_add_item(evidence, EVIDENCE_REPORT, memory_copy_text("report.json"));
	item->offset = evidence->kept.length;
	char *frame = NULL;
	make_frame(evidence, closing, &frame);
	char *gap = strstr(frame, NONE);
	if (gap && evidence->repository_count > 0) {
		put(evidence, digest, frame, (size_t)(gap - frame));
		put(evidence, digest, BEGIN, sizeof(BEGIN) - 1);
		put_body(evidence, digest);
		put(evidence, digest, END, sizeof(END) - 1);
		gap += sizeof(NONE) - 1;
		put(evidence, digest, gap, strlen(gap));
	} else {
		put(evidence, digest, frame, strlen(frame));
		/* a report without its repositories is no report */
		if (evidence->repository_count > 0)
			evidence->body.error = EINVAL;
	}
	free(frame);
	item->length = evidence->kept.length - item->offset;
	if (tufcheck_sha256_stream_finish(digest, item->sha256) != TUFCHECK_OK)
		memory_exhausted();
	tufcheck_sha256_stream_free(digest);
}
