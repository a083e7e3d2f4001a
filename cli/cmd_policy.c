/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tufcheck policy: looks at a policy, explains what it decides, or makes one
 * to begin with.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/diagnose.h"
#include "cli/escape.h"
#include "cli/gate.h"
#include "cli/moment.h"
#include "cli/operand.h"
#include "cli/policy_file.h"
#include "cli/record_json.h"
#include "cli/render_policy.h"
#include "cli/sandbox.h"
#include "cli/standing.h"
#include "cli/suggest.h"
#include "cli/survey.h"
#include "verify/tufcheck.h"

static enum exit_status run(const struct option_values *values);

enum {
	OPTION_POLICY,
	OPTION_TRUST_DIR,
	OPTION_AT,
	OPTION_QUIET,
	OPTION_COLOUR,
	OPTION_NO_COLOUR,
	OPTION_NO_SANDBOX,
	OPTION_DEBUG,
	OPTION_HELP,
	OPTION_COUNT,
};

static const struct option_spec options[OPTION_COUNT] = {
	[OPTION_POLICY] = OPTION_ROW_POLICY,
	[OPTION_TRUST_DIR] = OPTION_ROW_TRUST_DIR,
	[OPTION_AT] = OPTION_ROW_AT,
	[OPTION_QUIET] = OPTION_ROW_NO_PROGRESS,
	[OPTION_COLOUR] = OPTION_ROW_COLOUR,
	[OPTION_NO_COLOUR] = OPTION_ROW_NO_COLOUR,
	[OPTION_NO_SANDBOX] = OPTION_ROW_NO_SANDBOX,
	[OPTION_DEBUG] = OPTION_ROW_DEBUG,
	[OPTION_HELP] = OPTION_ROW_HELP,
};

static const struct command_note exit_statuses[] = {
	{"0", "check: the policy is valid; explain: every image is allowed; init: every repository "
	      "has a statement"},
	{"1",
	 "explain: an image is denied; init: a repository is not trusted, and has no statement"},
	{"2", "wrong usage, or a policy that cannot be read"},
	{"3", "trust data is missing or cannot be read"},
	{NULL, NULL},
};

static const struct command_note examples[] = {
	{"tufcheck policy init > " POLICY_FILE_NAME,
	 "writes a strict policy for the repositories that are trusted now"},
	{"tufcheck policy check " POLICY_FILE_NAME, "says what is wrong with a policy, and where"},
	{"tufcheck policy explain registry.example.com/team/app:v1.0",
	 "shows which statement applies to an image, and every test it makes"},
	{NULL, NULL},
};

const struct command command_policy = {
	.name = "policy",
	.summary = "check, explain or begin a policy for the gate",
	.usage = "check [FILE] | explain [OPTION]... IMAGE... | init [OPTION]... [PATH|GUN]...",
	.description =
		"check reads a policy, FILE or the one that 'tufcheck gate' would take, and says "
		"what is wrong with it or probably not meant.\n"
		"explain shows for each image the statement that applies and every test it makes.\n"
		"init writes a policy with a strict statement for each repository that is trusted "
		"now, with the thumbprints of its root, and of its signers where each tag that docker "
		"pulls has one. Read it before you use it: it says who signs, not who should.",
	.options = {.rows = options, .count = OPTION_COUNT},
	.exit_statuses = exit_statuses,
	.examples = examples,
	.run = run,
};

/* ---- check ---- */

static void show_warnings(const char *path, const struct tufcheck_policy *policy)
{
	size_t count = tufcheck_policy_warning_count(policy);
	for (size_t i = 0; i < count; i++) {
		const struct tufcheck_problem *warning = tufcheck_policy_get_warning(policy, i);
		diagnose("%s:%zu:%zu: warning: %s", path, warning->line, warning->column,
			 warning->message);
	}
}

static enum exit_status check(const struct option_values *values)
{
	const char *given = values->given[OPTION_POLICY];
	if (values->operand_count > 2 || (values->operand_count == 2 && given)) {
		diagnose("policy check: expected one file, found %zu",
			 values->operand_count - 1 + (given ? 1 : 0));
		return EXIT_STATUS_USAGE;
	}
	if (values->operand_count == 2)
		given = values->operands[1];
	char *path = NULL;
	struct tufcheck_policy *policy = NULL;
	enum exit_status status = policy_file_read("policy check", given, &path, &policy);
	if (status != EXIT_STATUS_PASSED)
		return status;
	struct file_rules none = {.count = 0};
	sandbox_confine(&none);
	size_t count = tufcheck_policy_statement_count(policy);
	if (path) {
		show_warnings(path, policy);
		struct text line = {.bytes = NULL};
		escape_append(&line, path, false);
		(void)printf("%s: %zu statement%s, valid\n", text_get(&line), count,
			     count == 1 ? "" : "s");
		text_clear(&line);
	} else {
		diagnose(
			"policy check: there is no policy: neither --policy, TUFCHECK_POLICY nor a "
			"file " POLICY_FILE_NAME
			" here or in the user's configuration says what to "
			"check");
		status = EXIT_STATUS_USAGE;
	}
	tufcheck_policy_free(policy);
	free(path);
	return status;
}

/* ---- explain ---- */

static void confine(const char *trust_dir)
{
	struct file_rules rules = {.count = 0};
	if (trust_dir)
		file_rules_add_read(&rules, trust_dir);
	sandbox_confine(&rules);
}

static enum exit_status explain_images(const struct option_values *values, struct gate *gate,
				       const char *policy_path)
{
	struct gate_view view = {.gate = gate, .policy_path = policy_path, .stream = stdout};
	terminal_look(values->given[OPTION_COLOUR], values->given[OPTION_NO_COLOUR] != NULL,
		      &view.terminal);
	confine(gate->trust_dir);
	for (size_t i = 1; i < values->operand_count; i++)
		gate_add(gate, &(struct gate_source){.text = values->operands[i]});
	gate_judge(gate);
	render_policy_explanation(&view);
	return gate_get_status(gate);
}

static enum exit_status explain(const struct option_values *values)
{
	struct gate gate = {
		.command = "policy explain",
		.is_quiet = values->given[OPTION_QUIET] != NULL,
	};
	if (values->operand_count < 2) {
		diagnose("policy explain: no image is named; give one or more");
		return EXIT_STATUS_USAGE;
	}
	if (!moment_read(gate.command, values->given[OPTION_AT], &gate.at))
		return EXIT_STATUS_USAGE;
	char *path = NULL;
	struct tufcheck_policy *policy = NULL;
	enum exit_status status =
		policy_file_read(gate.command, values->given[OPTION_POLICY], &path, &policy);
	if (status != EXIT_STATUS_PASSED)
		return status;
	char *trust_dir = operand_find_trust_dir(values->given[OPTION_TRUST_DIR]);
	gate.policy = policy;
	gate.trust_dir = trust_dir;
	status = explain_images(values, &gate, path);
	gate_clear(&gate);
	free(trust_dir);
	tufcheck_policy_free(policy);
	free(path);
	return status;
}

/* ---- init ---- */

struct beginning {
	struct survey survey;
	json_t *statements;
};

static void add_statement(void *data, const struct tufcheck_repository *repository)
{
	struct beginning *beginning = data;
	if (repository->status == TUFCHECK_STATUS_TRUSTED) {
		record_add(beginning->statements, render_policy_make_statement(repository));
		return;
	}
	diagnose("policy init: %s is %s, and gets no statement",
		 standing_get_name(repository),
		 tufcheck_status_name(repository->status));
	survey_note(&beginning->survey, EXIT_STATUS_FAILED);
}

static void write_policy(json_t *statements)
{
	json_t *policy = record_object();
	record_put(policy, "policyVersion", record_integer(1));
	record_put(policy, "statements", statements);
	record_write_indented(stdout, policy);
}

static enum exit_status begin(const struct option_values *values)
{
	if (values->given[OPTION_POLICY]) {
		diagnose("policy init: takes no --policy; what it makes goes to standard output");
		return EXIT_STATUS_USAGE;
	}
	struct option_values rest = *values; /* without the action */
	rest.operands++;
	rest.operand_count--;
	const struct survey_request request = {
		.command = "policy init",
		.values = &rest,
		.trust_dir = values->given[OPTION_TRUST_DIR],
		.at = values->given[OPTION_AT],
		.jobs = "1",
		.is_quiet = values->given[OPTION_QUIET] != NULL,
	};
	struct beginning beginning = {.statements = NULL};
	struct terminal terminal; /* what is written is JSON; progress needs the locale */
	terminal_look(values->given[OPTION_COLOUR], values->given[OPTION_NO_COLOUR] != NULL,
		      &terminal);
	enum exit_status status = survey_begin(&request, &beginning.survey);
	if (status != EXIT_STATUS_PASSED)
		return status;
	beginning.statements = record_array();
	survey_visit(&beginning.survey, add_statement, &beginning);
	if (json_array_size(beginning.statements) > 0)
		write_policy(beginning.statements); /* transferred */
	else
		json_decref(beginning.statements);
	survey_end(&beginning.survey);
	return beginning.survey.status;
}

/* ---- the actions ---- */

static const struct {
	const char *name;
	enum exit_status (*run)(const struct option_values *values);
} actions[] = {
	{"check", check},
	{"explain", explain},
	{"init", begin},
};

static enum exit_status run(const struct option_values *values)
{
	if (values->operand_count == 0) {
		diagnose("policy: say what to do: check, explain or init");
		return EXIT_STATUS_USAGE;
	}
	struct suggestion suggestion = {.word = values->operands[0]};
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		if (strcmp(actions[i].name, values->operands[0]) == 0)
			return actions[i].run(values);
		suggest_consider(&suggestion, actions[i].name);
	}
	if (suggestion.best)
		diagnose("policy: unknown action '%s'; did you mean '%s'?", values->operands[0],
			 suggestion.best);
	else
		diagnose("policy: unknown action '%s'; there are check, explain and init",
			 values->operands[0]);
	return EXIT_STATUS_USAGE;
}
