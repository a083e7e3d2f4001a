/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/record_json.h"
#include "cli/render.h"
#include "cli/render_forecast.h"

#include <stdlib.h>

#include "cli/memory.h"

struct state {
	const struct render_context *context;
	json_t *repositories; /* json only */
};

static json_t *record_inputs(const struct run_inputs *inputs)
{
	json_t *array = record_array();
	for (size_t i = 0; i < inputs->count; i++) {
		json_t *object = record_object();
		record_put(object, "kind", record_text(inputs->items[i].kind));
		if (json_object_update_new(object, record_input(inputs->items[i].file)) != 0)
			memory_exhausted();
		record_add(array, object);
	}
	return array;
}

static json_t *make_head(const struct render_context *context, const struct summary *summary)
{
	json_t *object = record_object();
	record_put_tool(object);
	record_put(object, "evaluatedAt", record_time(context->at));
	record_put(object, "inputs", record_inputs(context->inputs));
	record_put(object, "summary", record_summary(summary));
	return object;
}

static void *begin_document(const struct render_context *context)
{
	struct state *state = memory_take(1, sizeof(*state));
	state->context = context;
	state->repositories = record_array();
	return state;
}

static void add_to_document(void *data, const struct tufcheck_repository *repository)
{
	struct state *state = data;
	record_add(state->repositories, record_repository(repository));
}

/* Puts what concerns no single repository. */
static void put_whole(json_t *object, const struct closing *closing)
{
	const struct tufcheck_estate_facts *estate = closing->estate;
	json_t *keys = record_array();
	for (size_t i = 0; i < estate->private_key_count; i++)
		record_add(keys, record_private_key(&estate->private_keys[i]));
	json_t *findings = record_array();
	for (size_t i = 0; i < closing_count_findings(closing); i++)
		record_add(findings, record_finding(closing_get_finding(closing, i)));
	record_put(object, "privateKeys", keys);
	record_put(object, "findings", findings);
	if (closing->forecast)
		record_put(object, "forecast", render_forecast_record(closing->forecast));
}

static void finish_document(void *data, const struct closing *closing)
{
	struct state *state = data;
	json_t *document = make_head(state->context, closing->summary);
	record_put(document, "repositories", state->repositories); /* transferred */
	put_whole(document, closing);
	record_write_indented(state->context->stream, document);
	free(state);
}

static void *begin_lines(const struct render_context *context)
{
	struct state *state = memory_take(1, sizeof(*state));
	state->context = context;
	return state;
}

static void add_line(void *data, const struct tufcheck_repository *repository)
{
	struct state *state = data;
	record_write_line(state->context->stream, record_repository(repository));
	/* who reads a stream wants what is known now */
	(void)fflush(state->context->stream);
}

static void finish_lines(void *data, const struct closing *closing)
{
	struct state *state = data;
	json_t *line = make_head(state->context, closing->summary);
	put_whole(line, closing);
	record_write_line(state->context->stream, line);
	free(state);
}

const struct renderer render_json = {
	.begin = begin_document,
	.add = add_to_document,
	.finish = finish_document,
};

const struct renderer render_ndjson = {
	.begin = begin_lines,
	.add = add_line,
	.finish = finish_lines,
};
