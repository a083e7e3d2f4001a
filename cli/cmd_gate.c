/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tufcheck gate: may these images run?
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/diagnose.h"
#include "cli/gate.h"
#include "cli/image_list.h"
#include "cli/moment.h"
#include "cli/noted_inputs.h"
#include "cli/operand.h"
#include "cli/policy_file.h"
#include "cli/render_gate.h"
#include "cli/sandbox.h"
#include "verify/tufcheck.h"

static enum exit_status run(const struct option_values *values);

enum {
	OPTION_FROM,
	OPTION_POLICY,
	OPTION_TRUST_DIR,
	OPTION_AT,
	OPTION_OUTPUT,
	OPTION_QUIET,
	OPTION_COLOUR,
	OPTION_NO_COLOUR,
	OPTION_NO_SANDBOX,
	OPTION_DEBUG,
	OPTION_HELP,
	OPTION_COUNT,
};

static const char *const outputs[] = {"text", "json", "github", "refs", NULL};

static const struct option_spec options[OPTION_COUNT] = {
	[OPTION_FROM] =
		{
			.name = "from",
			.letter = 'f',
			.argument = "FILE",
			.repeats = true,
			.help = "also the images that FILE names: one a line, a compose file, or "
				"Kubernetes manifests; - is standard input; may be repeated",
		},
	[OPTION_POLICY] = OPTION_ROW_POLICY,
	[OPTION_TRUST_DIR] = OPTION_ROW_TRUST_DIR,
	[OPTION_AT] = OPTION_ROW_AT,
	[OPTION_OUTPUT] =
		{
			.name = "output",
			.letter = 'o',
			.argument = "FORMAT",
			.choices = outputs,
			.help = "text (default), json (one document), github (workflow "
				"annotations) or refs (NAME@DIGEST of each image, and nothing "
				"unless all are verified)",
		},
	[OPTION_QUIET] =
		{
			.name = "quiet",
			.letter = 'q',
			.help = "show only images that are not verified, and no progress",
		},
	[OPTION_COLOUR] = OPTION_ROW_COLOUR,
	[OPTION_NO_COLOUR] = OPTION_ROW_NO_COLOUR,
	[OPTION_NO_SANDBOX] = OPTION_ROW_NO_SANDBOX,
	[OPTION_DEBUG] = OPTION_ROW_DEBUG,
	[OPTION_HELP] = OPTION_ROW_HELP,
};

static const struct command_note exit_statuses[] = {
	{"0", "every image is allowed; refs: every image is verified"},
	{"1", "an image is denied"},
	{"2",
	 "wrong usage, a policy or manifest that cannot be read, no image at all, or text that "
	 "names none"},
	{"3", "trust data that an image needs is missing or cannot be read"},
	{NULL, NULL},
};

static const struct command_note examples[] = {
	{"tufcheck gate registry.example.com/team/app:v1.0", "judges one image"},
	{"helm template ./chart | tufcheck gate --from - -o github",
	 "judges every image of a chart, and annotates the workflow"},
	{"image=$(tufcheck gate -o refs registry.example.com/team/app:v1.0) && docker run "
	 "\"$image\"",
	 "runs what is proved, or nothing"},
	{NULL, NULL},
};

const struct command command_gate = {
	.name = "gate",
	.summary = "say whether images may run",
	.usage = "[OPTION]... IMAGE...",
	.description =
		"Judges each IMAGE, NAME[:TAG][@DIGEST] by docker's rules, on what the trust "
		"directory proves of its repository, by the policy. A digest that is given with a "
		"tag must be the proved one; a digest alone must be that of some proved tag.\n"
		"Without a policy file every repository must be trusted. An image that the policy "
		"lets pass without proof is allowed, and never called verified.",
	.options = {.rows = options, .count = OPTION_COUNT},
	.exit_statuses = exit_statuses,
	.examples = examples,
	.run = run,
};

/* ---- images ---- */

static void diagnose_problem(const char *command, const struct image_problem *problem)
{
	if (problem->line > 0)
		diagnose("%s: %s:%zu:%zu: %s", command, problem->file, problem->line,
			 problem->column, problem->message);
	else
		diagnose("%s: %s: %s", command, problem->file, problem->message);
}

/* Adds the images of the files. What cannot be read for sure may hide an image: no answer is then
 * enough. */
static enum exit_status add_files(const struct option_values *values, struct gate *gate,
				  struct image_list *list)
{
	size_t cursor = 0;
	const char *file;
	while ((file = option_values_get_next(values, OPTION_FROM, &cursor)))
		image_list_read(list, file, IMAGE_FORMAT_BY_CONTENT);
	/* as annotations they are said already, and where both streams are the log */
	const char *output = values->given[OPTION_OUTPUT];
	bool is_said = output && strcmp(output, "github") == 0;
	for (size_t i = 0; !is_said && i < list->problem_count; i++)
		diagnose_problem(gate->command, &list->problems[i]);
	for (size_t i = 0; i < list->count; i++) {
		const struct image_entry *entry = &list->entries[i];
		gate_add(gate, &(struct gate_source){.text = entry->text,
						     .file = entry->file,
						     .line = entry->line,
						     .column = entry->column,
						     .where = entry->where});
	}
	return list->problem_count > 0 ? EXIT_STATUS_USAGE : EXIT_STATUS_PASSED;
}

static void add_operands(const struct option_values *values, struct gate *gate)
{
	for (size_t i = 0; i < values->operand_count; i++)
		gate_add(gate, &(struct gate_source){.text = values->operands[i]});
}

/* ---- the run ---- */

/* Whether all is verified, which is more than allowed. */
static enum exit_status require_references(const struct gate *gate)
{
	for (size_t i = 0; i < gate->count; i++)
		if (!gate_item_is_verified(&gate->items[i]))
			return EXIT_STATUS_FAILED;
	return EXIT_STATUS_PASSED;
}

static enum exit_status show(const struct option_values *values, const struct gate_view *view)
{
	const char *output = values->given[OPTION_OUTPUT];
	if (output && strcmp(output, "json") == 0)
		render_gate_json(view);
	else if (output && strcmp(output, "github") == 0)
		render_gate_github(view);
	else if (output && strcmp(output, "refs") == 0)
		render_gate_refs(view);
	else
		render_gate_text(view);
	bool is_refs = output && strcmp(output, "refs") == 0;
	return is_refs ? require_references(view->gate) : EXIT_STATUS_PASSED;
}

/* What is still to be read: the files that name images, and the trust directory. */
static void confine(const struct option_values *values, const char *trust_dir)
{
	struct file_rules rules = {.count = 0};
	size_t cursor = 0;
	const char *file;
	while ((file = option_values_get_next(values, OPTION_FROM, &cursor)))
		if (strcmp(file, IMAGE_LIST_STDIN) != 0)
			file_rules_add_read(&rules, file);
	if (trust_dir)
		file_rules_add_read(&rules, trust_dir);
	sandbox_confine(&rules);
}

static enum exit_status judge(const struct option_values *values, struct gate *gate,
			      const char *policy_path, struct noted_inputs *notes)
{
	struct image_list list = {.reader = noted_inputs_add_images, .reader_context = notes};
	struct gate_view view = {
		.gate = gate,
		.list = &list,
		.policy_path = policy_path,
		.inputs = &notes->inputs,
		.stream = stdout,
		.is_quiet = values->given[OPTION_QUIET] != NULL,
	};
	terminal_look(values->given[OPTION_COLOUR], values->given[OPTION_NO_COLOUR] != NULL,
		      &view.terminal);
	confine(values, gate->trust_dir);
	enum exit_status status = add_files(values, gate, &list);
	add_operands(values, gate);
	if (gate->count == 0 && status == EXIT_STATUS_PASSED) {
		diagnose("%s: no image is named; give an IMAGE, or a file that names some with --from", gate->command);
		status = EXIT_STATUS_USAGE;
	}
	gate_judge(gate);
	status = exit_status_worse(status, gate_get_status(gate));
	status = exit_status_worse(status, show(values, &view));
	gate_clear(gate);
	image_list_clear(&list);
	return status;
}

static enum exit_status run(const struct option_values *values)
{
	struct gate gate = {
		.command = command_gate.name,
		.is_quiet = values->given[OPTION_QUIET] != NULL,
	};
	if (!moment_read(command_gate.name, values->given[OPTION_AT], &gate.at))
		return EXIT_STATUS_USAGE;
	char *policy_path = NULL;
	struct tufcheck_policy *policy = NULL;
	struct noted_inputs notes = {.inputs = {.count = 0}};
	tufcheck_inputs_watch(noted_inputs_add_policy, &notes);
	enum exit_status status = policy_file_read(command_gate.name, values->given[OPTION_POLICY],
						   &policy_path, &policy);
	tufcheck_inputs_watch(NULL, NULL);
	if (status != EXIT_STATUS_PASSED) {
		noted_inputs_clear(&notes);
		return status;
	}
	char *trust_dir = operand_find_trust_dir(values->given[OPTION_TRUST_DIR]);
	gate.policy = policy;
	gate.trust_dir = trust_dir;
	status = judge(values, &gate, policy_path, &notes);
	noted_inputs_clear(&notes);
	free(trust_dir);
	tufcheck_policy_free(policy);
	free(policy_path);
	return status;
}
