/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tufcheck export: hands what is proved on to what comes after content trust.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/demands.h"
#include "cli/diagnose.h"
#include "cli/export.h"
#include "cli/memory.h"
#include "cli/render_export.h"
#include "cli/survey.h"
#include "verify/tufcheck.h"

static enum exit_status run(const struct option_values *values);
static bool makes_folder(const struct option_values *values);

enum {
	OPTION_FORMAT,
	OPTION_ALLOW_DEGRADED,
	OPTION_ALLOW_EXPIRED,
	OPTION_TRUST_DIR,
	OPTION_GUN,
	OPTION_AT,
	OPTION_TRUSTED_ROOT,
	OPTION_NOTARY_CONFIG,
	OPTION_PIN,
	OPTION_PINS,
	OPTION_LOCK,
	OPTION_QUIET,
	OPTION_COLOUR,
	OPTION_NO_COLOUR,
	OPTION_NO_SANDBOX,
	OPTION_DEBUG,
	OPTION_HELP,
	OPTION_COUNT,
};

/* In the order of formats. */
static const char *const format_names[] = {
	"refs", "csv", "json", "cosign", "notation", "notation-policy", NULL};

static const struct export_renderer *const formats[] = {
	&render_export_refs,   &render_export_csv,      &render_export_json,
	&render_export_cosign, &render_export_notation, &render_export_policy,
};

static const struct option_spec options[OPTION_COUNT] = {
	[OPTION_FORMAT] =
		{
			.name = "format",
			.letter = 'f',
			.argument = "FORMAT",
			.choices = format_names,
			.help = "refs (default; NAME@DIGEST, a line each), csv (a row for each "
				"tag), json (one document), cosign or notation (a shell script "
				"that "
				"signs the digests with that tool), or notation-policy (a trust "
				"policy and trust store for Notation, in the new folder DIR)",
		},
	[OPTION_ALLOW_DEGRADED] =
		{
			.name = "allow-degraded",
			.help = "export degraded repositories too, as clients see them; each is "
				"named on stderr",
		},
	[OPTION_ALLOW_EXPIRED] =
		{
			.name = "allow-expired",
			.help = "export expired repositories too; each is named on stderr. --at "
				"evaluates at a moment when they had not expired",
		},
	[OPTION_TRUST_DIR] = OPTION_ROW_TRUST_DIR,
	[OPTION_GUN] = OPTION_ROW_GUN,
	[OPTION_AT] = OPTION_ROW_AT,
	[OPTION_TRUSTED_ROOT] = OPTION_ROW_TRUSTED_ROOT,
	[OPTION_NOTARY_CONFIG] = OPTION_ROW_NOTARY_CONFIG,
	[OPTION_PIN] = OPTION_ROW_PIN,
	[OPTION_PINS] = OPTION_ROW_PINS,
	[OPTION_LOCK] = OPTION_ROW_LOCK,
	[OPTION_QUIET] = OPTION_ROW_NO_PROGRESS,
	[OPTION_COLOUR] = OPTION_ROW_COLOUR,
	[OPTION_NO_COLOUR] = OPTION_ROW_NO_COLOUR,
	[OPTION_NO_SANDBOX] = OPTION_ROW_NO_SANDBOX,
	[OPTION_DEBUG] = OPTION_ROW_DEBUG,
	[OPTION_HELP] = OPTION_ROW_HELP,
};

static const struct command_note exit_statuses[] = {
	{"0", "every tag of every repository was exported"},
	{"1", "a repository or tag is not proved, and was not exported"},
	{"2", "wrong usage or configuration"},
	{"3", "something could not be checked, was not found, or nothing was there to export"},
	{NULL, NULL},
};

static const struct command_note examples[] = {
	{"tufcheck export", "lists the digests that docker's trust directory proves"},
	{"tufcheck export -f cosign --at 2026-11-30 /archive/trust > sign.sh",
	 "writes a script that signs them with cosign; read it, then run 'sh sign.sh sign'"},
	{"tufcheck export -f notation-policy notation",
	 "makes the folder notation with whom Notation is to trust for which repository"},
	{"tufcheck export -f csv --lock tufcheck.lock > images.csv",
	 "lists tags, digests and signers for a spreadsheet"},
	{NULL, NULL},
};

const struct command command_export = {
	.name = "export",
	.summary = "hand proved digests on, to be signed by other means",
	.usage = "[OPTION]... [DIR] [PATH|GUN]...",
	.description =
		"Verifies repositories as 'tufcheck verify' does, and writes what they prove: for "
		"each tag that docker would pull, the image's name and digest. Nothing of a "
		"repository that is not trusted is exported, nor a tag that docker would not pull "
		"or that no image can have; each is said, with the reason.\n"
		"The scripts of the formats cosign and notation sign nothing by themselves: "
		"without "
		"an argument they list the digests, and they are to be read before they are run "
		"with the word 'sign'.\n"
		"The format notation-policy makes the folder DIR, its first argument, and says "
		"whom "
		"Notation is to trust by it, and whom not. No other format takes a DIR.",
	.options = {.rows = options, .count = OPTION_COUNT},
	.exit_statuses = exit_statuses,
	.examples = examples,
	.run = run,
	.writes = makes_folder,
};

/* A run of the command. */
struct exporting {
	struct leave leave;
	struct demands *demands;
	struct survey survey;
	struct render_export_context context;
	struct render_export_totals totals;
	const struct export_renderer *renderer;
	void *state; /* of the renderer */
};

static const struct export_renderer *choose_renderer(const char *name)
{
	size_t i = 0;
	while (name && format_names[i] && strcmp(format_names[i], name) != 0)
		i++;
	return formats[i];
}

static bool makes_folder(const struct option_values *values)
{
	return choose_renderer(values->given[OPTION_FORMAT])->is_of_signers;
}

static void tell_leave(const struct export_entry *entry)
{
	const struct tufcheck_repository *repository = entry->repository;
	if (entry->leave)
		diagnose("%s is %s, and is exported only because of %s: %s",
			 standing_get_name(repository), tufcheck_status_name(repository->status),
			 entry->leave, standing_get_reason(repository));
}

static void tell_gap(const struct export_entry *entry, const struct export_gap *gap)
{
	const char *name = standing_get_name(entry->repository);
	if (gap->target)
		diagnose("%s: tag %s is not exported: %s", name, gap->target->name, gap->reason);
	else
		diagnose("%s is not exported: %s", name, gap->reason);
}

/* Each is in the output of most formats; here the first few are told. */
#define GAPS_TOLD 10

static void tell(const struct export_entry *entry, const struct export_renderer *renderer)
{
	tell_leave(entry);
	if (entry->is_exported && renderer->is_of_signers)
		return;
	for (size_t i = 0; i < entry->gap_count && i < GAPS_TOLD; i++)
		tell_gap(entry, &entry->gaps[i]);
	if (entry->gap_count > GAPS_TOLD)
		diagnose("%s: %zu more tags are not exported", standing_get_name(entry->repository),
			 entry->gap_count - GAPS_TOLD);
}

static void hand_on(void *data, const struct tufcheck_repository *repository)
{
	struct exporting *exporting = data;
	demands_note(exporting->demands, repository);
	struct export_entry entry = export_entry_make(repository, &exporting->leave);
	tell(&entry, exporting->renderer);
	struct render_export_count count = exporting->renderer->add(exporting->state, &entry);
	exporting->totals.repositories += count.exported > 0 ? 1 : 0;
	exporting->totals.count.exported += count.exported;
	exporting->totals.count.left_out += count.left_out;
	export_entry_clear(&entry);
}

static void export_all(struct exporting *exporting)
{
	struct survey *survey = &exporting->survey;
	survey_visit(survey, hand_on, exporting);
	exporting->totals.summary = &survey->summary;
	if (!exporting->renderer->finish(exporting->state, &exporting->totals)) /* frees state */
		survey_note(survey, EXIT_STATUS_UNCHECKED);
	if (exporting->totals.count.left_out > 0)
		survey_note(survey, EXIT_STATUS_FAILED);
	if (exporting->totals.count.exported == 0)
		survey_note(survey, EXIT_STATUS_UNCHECKED);
	struct complaints complaints = {.scan = survey->scan};
	/* that there were none has been said */
	if (tufcheck_scan_count(survey->scan) > 0)
		demands_review(exporting->demands, &complaints);
	survey_note(survey, complaints.status);
}

static enum exit_status run_demanding(const struct option_values *values, struct demands *demands,
				      const char *folder)
{
	struct exporting exporting = {
		.demands = demands,
		.leave = {.allows_degraded = values->given[OPTION_ALLOW_DEGRADED] != NULL,
			  .allows_expired = values->given[OPTION_ALLOW_EXPIRED] != NULL},
		.context = {.stream = stdout, .command = command_export.name, .folder = folder},
		.renderer = choose_renderer(values->given[OPTION_FORMAT]),
	};
	terminal_look(values->given[OPTION_COLOUR], values->given[OPTION_NO_COLOUR] != NULL,
		      &exporting.context.terminal);
	struct survey_request request = {
		.command = command_export.name,
		.values = values,
		.trust_dir = values->given[OPTION_TRUST_DIR],
		.gun = values->given[OPTION_GUN],
		.at = values->given[OPTION_AT],
		.is_quiet = values->given[OPTION_QUIET] != NULL,
		.options = demands->options,
		.made_folder = folder,
	};
	request.options.resolve_expired = exporting.leave.allows_expired;
	enum exit_status status = survey_begin(&request, &exporting.survey);
	if (status != EXIT_STATUS_PASSED)
		return status;
	exporting.context.at = exporting.survey.at;
	exporting.state = exporting.renderer->begin(&exporting.context);
	if (exporting.state)
		export_all(&exporting);
	else
		survey_note(&exporting.survey, EXIT_STATUS_UNCHECKED);
	survey_end(&exporting.survey);
	return exporting.survey.status;
}

static enum exit_status run_operands(const struct option_values *values, const char *folder)
{
	const struct demand_request request = {
		.command = command_export.name,
		.values = values,
		.trusted_root = values->given[OPTION_TRUSTED_ROOT],
		.pin_row = OPTION_PIN,
		.pins = values->given[OPTION_PINS],
		.notary_config = values->given[OPTION_NOTARY_CONFIG],
		.lock = values->given[OPTION_LOCK],
	};
	struct demands demands;
	enum exit_status status = demands_begin(&request, &demands);
	if (status != EXIT_STATUS_PASSED)
		return status;
	status = run_demanding(values, &demands, folder);
	demands_end(&demands);
	return status;
}

/* The name of a folder without what may stand behind it, but not behind a file's; the caller's to free. */
static char *cut_slashes(const char *path)
{
	char *name = memory_copy_text(path);
	for (size_t length = strlen(name); length > 1 && name[length - 1] == '/'; length--)
		name[length - 1] = '\0';
	return name;
}

static enum exit_status run(const struct option_values *values)
{
	if (!makes_folder(values))
		return run_operands(values, NULL);
	if (values->operand_count == 0 || values->operands[0][0] == '\0') {
		diagnose("export: --format notation-policy needs the name of the folder to make");
		return EXIT_STATUS_USAGE;
	}
	/* the rest of the operands are as always */
	struct option_values rest = *values;
	rest.operands++;
	rest.operand_count--;
	char *folder = cut_slashes(values->operands[0]);
	enum exit_status status = run_operands(&rest, folder);
	free(folder);
	return status;
}
