/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report as metrics, in the text form of Prometheus, for the textfile
 * collector of its node exporter. Source: Prometheus, exposition formats, 0.0.4.
 *
 * All samples of a metric must stand together, so each is gathered in a text of
 * its own until the end.
 */
#include "cli/render.h"

#include <inttypes.h>
#include <stdlib.h>

#include "cli/escape.h"
#include "cli/memory.h"
#include "cli/render_text.h"
#include "cli/text.h"

enum metric {
	METRIC_INFO,
	METRIC_EVALUATED,
	METRIC_REPOSITORIES,
	METRIC_STATUS,
	METRIC_CHECK,
	METRIC_TAGS,
	METRIC_FINDINGS,
	METRIC_ROLE_EXPIRY,
	METRIC_ROLE_REMAINING,
	METRIC_CERTIFICATE_EXPIRY,
	METRIC_CERTIFICATE_REMAINING,
	METRIC_WHOLE_FINDINGS,
	METRIC_COUNT,
};

static const struct {
	const char *name;
	const char *help;
} metrics[METRIC_COUNT] = {
	[METRIC_INFO] = {"tufcheck_info", "The version that made these metrics."},
	[METRIC_EVALUATED] = {"tufcheck_evaluated_timestamp_seconds",
			      "The moment that dates were held against."},
	[METRIC_REPOSITORIES] = {"tufcheck_repositories", "Repositories with this status."},
	[METRIC_STATUS] = {"tufcheck_repository_status", "1 for the status of the repository."},
	[METRIC_CHECK] = {"tufcheck_repository_check",
			  "1 if the answer is pass, 0 if it is fail; without a sample it is "
			  "neither."},
	[METRIC_TAGS] = {"tufcheck_repository_tags", "Tags that are proved."},
	[METRIC_FINDINGS] = {"tufcheck_repository_findings", "Findings of this severity."},
	[METRIC_ROLE_EXPIRY] = {"tufcheck_role_expiry_timestamp_seconds", "When the role expires."},
	[METRIC_ROLE_REMAINING] = {"tufcheck_role_expires_in_seconds",
				   "From the evaluation until the role expires; negative: it "
				   "has."},
	[METRIC_CERTIFICATE_EXPIRY] = {"tufcheck_certificate_expiry_timestamp_seconds",
				       "When the certificate ends."},
	[METRIC_CERTIFICATE_REMAINING] = {"tufcheck_certificate_expires_in_seconds",
					  "From the evaluation until the certificate ends; "
					  "negative: it has."},
	[METRIC_WHOLE_FINDINGS] = {"tufcheck_findings",
				   "Findings of this severity on the trust directory as a "
				   "whole."},
};

static const enum tufcheck_severity severities[] = {
	TUFCHECK_SEVERITY_ERROR,
	TUFCHECK_SEVERITY_WARNING,
	TUFCHECK_SEVERITY_NOTE,
};
#define SEVERITY_COUNT (sizeof(severities) / sizeof(severities[0]))

struct state {
	const struct render_context *context;
	struct text samples[METRIC_COUNT];
};

/*
 * Text becomes a label's value: escaped as for a terminal (cli/escape.h), so
 * that it is UTF-8 and one line, and then as the format wants it.
 */
static void append_value(struct text *out, const char *untrusted)
{
	struct text escaped = {.bytes = NULL};
	escape_append(&escaped, untrusted, false);
	for (const char *at = text_get(&escaped); *at != '\0'; at++) {
		if (*at == '\\' || *at == '"')
			text_append(out, "\\");
		text_append_bytes(out, at, 1);
	}
	text_clear(&escaped);
}

/* A label after others; without a name before it, the first. */
static void append_label(struct text *out, const char *before, const char *name,
			 const char *untrusted)
{
	text_append_format(out, "%s%s=\"", before, name);
	append_value(out, untrusted ? untrusted : "");
	text_append(out, "\"");
}

/* The name of a metric, and the labels that say which repository. */
static struct text *begin_sample(struct state *state, enum metric metric,
				 const struct tufcheck_repository *repository)
{
	struct text *out = &state->samples[metric];
	text_append(out, metrics[metric].name);
	append_label(out, "{", "gun", repository->gun);
	append_label(out, ",", "path", repository->path);
	return out;
}

static void end_count(struct text *out, size_t count)
{
	text_append_format(out, "} %zu\n", count);
}

/* Parts of a second are left out, towards the past. */
static void end_seconds(struct text *out, int64_t seconds)
{
	text_append_format(out, "} %" PRId64 "\n", seconds);
}

static int64_t count_seconds(struct tufcheck_time at, struct tufcheck_time moment)
{
	return moment.seconds - at.seconds - (moment.nanoseconds < at.nanoseconds ? 1 : 0);
}

static void add_status(struct state *state, const struct tufcheck_repository *repository)
{
	for (size_t i = 0; i < SUMMARY_STATUS_COUNT; i++) {
		struct text *out = begin_sample(state, METRIC_STATUS, repository);
		append_label(out, ",", "status", tufcheck_status_name(summary_statuses[i]));
		end_count(out, summary_statuses[i] == repository->status ? 1 : 0);
	}
}

static void add_checks(struct state *state, const struct tufcheck_repository *repository)
{
	for (int check = TUFCHECK_CHECK_INTEGRITY; check < TUFCHECK_CHECK_COUNT; check++) {
		enum tufcheck_answer answer = repository->answers[check];
		if (answer != TUFCHECK_ANSWER_PASS && answer != TUFCHECK_ANSWER_FAIL)
			continue;
		struct text *out = begin_sample(state, METRIC_CHECK, repository);
		append_label(out, ",", "check", tufcheck_check_name((enum tufcheck_check)check));
		end_count(out, answer == TUFCHECK_ANSWER_PASS ? 1 : 0);
	}
}

static void add_findings(struct state *state, const struct tufcheck_repository *repository)
{
	for (size_t i = 0; i < SEVERITY_COUNT; i++) {
		size_t count = 0;
		for (size_t j = 0; j < repository->finding_count; j++)
			count += repository->findings[j].severity == severities[i] ? 1 : 0;
		struct text *out = begin_sample(state, METRIC_FINDINGS, repository);
		append_label(out, ",", "severity", tufcheck_severity_name(severities[i]));
		end_count(out, count);
	}
}

static void add_role(struct state *state, const struct tufcheck_repository *repository,
		     const struct tufcheck_role *role)
{
	struct text *out = begin_sample(state, METRIC_ROLE_EXPIRY, repository);
	append_label(out, ",", "role", role->name);
	end_seconds(out, role->expires.seconds);
	out = begin_sample(state, METRIC_ROLE_REMAINING, repository);
	append_label(out, ",", "role", role->name);
	end_seconds(out, count_seconds(state->context->at, role->expires));
}

/* A key has several, and a certificate can be in several keys: which it is, these say together. */
static void append_certificate(struct text *out, const struct tufcheck_key *key,
			       const struct tufcheck_certificate *certificate)
{
	struct text roles = {.bytes = NULL};
	render_text_append_list(&roles, key->roles, key->role_count);
	append_label(out, ",", "roles", text_get(&roles));
	append_label(out, ",", "key_id", key->key_id);
	text_append_format(out, ",position=\"%zu\"", certificate->position);
	append_label(out, ",", "subject", certificate->subject);
	append_label(out, ",", "sha256", certificate->sha256);
	text_clear(&roles);
}

static void add_certificate(struct state *state, const struct tufcheck_repository *repository,
			    const struct tufcheck_key *key,
			    const struct tufcheck_certificate *certificate)
{
	struct text *out = begin_sample(state, METRIC_CERTIFICATE_EXPIRY, repository);
	append_certificate(out, key, certificate);
	end_seconds(out, certificate->not_after.seconds);
	out = begin_sample(state, METRIC_CERTIFICATE_REMAINING, repository);
	append_certificate(out, key, certificate);
	end_seconds(out, count_seconds(state->context->at, certificate->not_after));
}

static void *begin(const struct render_context *context)
{
	struct state *state = memory_take(1, sizeof(*state));
	state->context = context;
	return state;
}

static void add(void *data, const struct tufcheck_repository *repository)
{
	struct state *state = data;
	add_status(state, repository);
	add_checks(state, repository);
	end_count(begin_sample(state, METRIC_TAGS, repository), repository->target_count);
	add_findings(state, repository);
	/* dates that nobody is known to have signed are no dates */
	if (!render_text_is_sound(repository))
		return;
	for (size_t i = 0; i < repository->role_count; i++)
		if (render_text_is_dated(&repository->roles[i]))
			add_role(state, repository, &repository->roles[i]);
	for (size_t i = 0; i < repository->key_count; i++)
		for (size_t j = 0; j < repository->keys[i].certificate_count; j++)
			add_certificate(state, repository, &repository->keys[i],
					&repository->keys[i].certificates[j]);
}

static void add_whole(struct state *state, const struct closing *closing)
{
	text_append_format(&state->samples[METRIC_INFO], "%s{version=\"%s\"} 1\n",
			   metrics[METRIC_INFO].name, tufcheck_version());
	text_append_format(&state->samples[METRIC_EVALUATED], "%s %" PRId64 "\n",
			   metrics[METRIC_EVALUATED].name, state->context->at.seconds);
	for (size_t i = 0; i < SUMMARY_STATUS_COUNT; i++) {
		struct text *out = &state->samples[METRIC_REPOSITORIES];
		text_append(out, metrics[METRIC_REPOSITORIES].name);
		append_label(out, "{", "status", tufcheck_status_name(summary_statuses[i]));
		end_count(out, closing->summary->by_status[summary_statuses[i]]);
	}
	for (size_t i = 0; i < SEVERITY_COUNT; i++) {
		size_t count = 0;
		for (size_t j = 0; j < closing_count_findings(closing); j++)
			count += closing_get_finding(closing, j)->severity == severities[i] ? 1 : 0;
		struct text *out = &state->samples[METRIC_WHOLE_FINDINGS];
		text_append(out, metrics[METRIC_WHOLE_FINDINGS].name);
		append_label(out, "{", "severity", tufcheck_severity_name(severities[i]));
		end_count(out, count);
	}
}

static void finish(void *data, const struct closing *closing)
{
	struct state *state = data;
	add_whole(state, closing);
	for (size_t i = 0; i < METRIC_COUNT; i++) {
		if (state->samples[i].length > 0)
			(void)fprintf(state->context->stream, "# HELP %s %s\n# TYPE %s gauge\n%s",
				      metrics[i].name, metrics[i].help, metrics[i].name,
				      text_get(&state->samples[i]));
		text_clear(&state->samples[i]);
	}
	free(state);
}

const struct renderer render_prometheus = {
	.begin = begin,
	.add = add,
	.finish = finish,
};
