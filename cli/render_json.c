/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/record_json.h"
#include "cli/render.h"
#include "cli/render_forecast.h"

#include <stdlib.h>

#include "cli/memory.h"
#include "cli/report_writer.h"

struct state {
	const struct render_context *context;
	struct report_writer writer;
};

static void *begin(const struct render_context *context, bool is_lines)
{
	struct state *state = memory_take(1, sizeof(*state));
	state->context = context;
	json_t *head = record_object();
	record_put_tool(head);
	record_put(head, "evaluatedAt", record_time(context->at));
	record_put(head, "inputs", record_inputs(context->inputs));
	report_writer_begin(&state->writer, context->stream, is_lines, head); /* transferred */
	return state;
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
	struct state *state = data;
	const struct shard *shard = state->context->shard;
	json_t *object = record_object();
	if (shard)
		record_put(object, "index", record_length(shard->position));
	record_put_repository(object, repository);
	report_writer_add(&state->writer, object);
}

/* What concerns no single repository. */
static void finish(void *data, const struct closing *closing)
{
	struct state *state = data;
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
	if (closing->forecast)
		record_put(rest, "forecast", render_forecast_record(closing->forecast));
	if (state->context->shard)
		record_put(rest, "shard", shard_record(state->context->shard, closing->scan));
	report_writer_finish(&state->writer, rest); /* transferred */
	free(state);
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
