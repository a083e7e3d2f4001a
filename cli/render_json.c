/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/record_json.h"
#include "cli/render.h"

#include <stdlib.h>

#include "cli/memory.h"
#include "cli/report_writer.h"

static void *begin(const struct render_context *context, bool is_lines)
{
	struct report_writer *writer = memory_take(1, sizeof(*writer));
	json_t *head = record_object();
	record_put_tool(head);
	record_put(head, "evaluatedAt", record_time(context->at));
	report_writer_begin(writer, context->stream, is_lines, head); /* transferred */
	return writer;
}

static void *begin_document(const struct render_context *context)
{
	return begin(context, false);
}

static void *begin_lines(const struct render_context *context)
{
	return begin(context, true);
}

static void add(void *data, const struct tufcheck_repository *repository)
{
	report_writer_add(data, record_repository(repository));
}

/* What concerns no single repository. */
static void finish(void *data, const struct closing *closing)
{
	const struct tufcheck_estate_facts *estate = closing->estate;
	json_t *keys = record_array();
	for (size_t i = 0; i < estate->private_key_count; i++)
		record_add(keys, record_private_key(&estate->private_keys[i]));
	json_t *findings = record_array();
	for (size_t i = 0; i < closing_count_findings(closing); i++)
		record_add(findings, record_finding(closing_get_finding(closing, i)));
	json_t *rest = record_object();
	record_put(rest, "summary", record_summary(closing->summary));
	record_put(rest, "privateKeys", keys);
	record_put(rest, "findings", findings);
	report_writer_finish(data, rest); /* transferred */
	free(data);
}

const struct renderer render_json = {
	.begin = begin_document,
	.add = add,
	.finish = finish,
};

const struct renderer render_ndjson = {
	.begin = begin_lines,
	.add = add,
	.finish = finish,
};
