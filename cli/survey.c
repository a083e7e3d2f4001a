/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/survey.h"

#include <stdbool.h>
#include <stdlib.h>

#include "cli/crew.h"
#include "cli/debug.h"
#include "cli/diagnose.h"
#include "cli/jobs.h"
#include "cli/memory.h"
#include "cli/moment.h"
#include "cli/operand.h"
#include "cli/overwrite.h"
#include "cli/progress.h"
#include "cli/sandbox.h"

static bool are_operands_filled(const struct survey_request *request)
{
	for (size_t i = 0; i < request->values->operand_count; i++) {
		if (request->values->operands[i][0] != '\0')
			continue;
		diagnose("%s: an empty argument is neither a path nor a GUN; is a variable not set?",
			 request->command);
		return false;
	}
	return true;
}

static bool start_scan(const struct survey_request *request, struct survey *survey)
{
	struct tufcheck_options options = request->options;
	options.size = sizeof(options);
	options.at = survey->at;
	options.gun = request->gun;
	enum tufcheck_result result = tufcheck_scan_new(&options, &survey->scan);
	if (result == TUFCHECK_OK)
		return true;
	if (result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
	diagnose("%s: --gun is '%s', but must be the name of a repository, such as "
		 "docker.io/library/alpine",
		 request->command, request->gun ? request->gun : "");
	return false;
}

/* What the operands name, and the trust directory where one may be a GUN. */
static void confine(const struct survey_request *request, const char *trust_dir)
{
	const struct option_values *values = request->values;
	struct file_rules rules = {.count = 0};
	bool is_any_gun = values->operand_count == 0;
	for (size_t i = 0; i < values->operand_count; i++) {
		file_rules_add_read(&rules, values->operands[i]);
		if (!operand_is_plainly_path(values->operands[i]))
			is_any_gun = true;
	}
	if (is_any_gun && trust_dir)
		file_rules_add_read(&rules, trust_dir);
	for (size_t i = 0; i < request->replaced_count; i++)
		file_rules_add_replaced(&rules, request->replaced[i]);
	if (request->evidence)
		file_rules_add_replaced(&rules, request->evidence);
	if (request->made_folder)
		file_rules_add_made_folder(&rules, request->made_folder);
	sandbox_confine(&rules);
}

/* What an archive says of itself applies to nothing by itself. */
static void tell_archives(const struct survey *survey)
{
	const struct tufcheck_archive *archive;
	for (size_t i = 0; (archive = tufcheck_scan_get_archive(survey->scan, i)); i++) {
		if (!archive->has_manifest) {
			diagnose("%s has no manifest, so nothing says that it is whole",
				 archive->path);
			continue;
		}
		diagnose("%s is of an evaluation at %s, which --at repeats", archive->path,
			 archive->evaluated_at);
		if (archive->input_count > 0)
			diagnose("%s: pins, locks and other files that options named are in it "
				 "(%zu), and are not applied",
				 archive->path, archive->input_count);
		if (archive->name_count > 0)
			diagnose("%s: of files beside these it has the names alone (%zu)",
				 archive->path, archive->name_count);
	}
}

static bool may_write(const struct survey_request *request, const struct survey *survey,
		      const char *trust_dir)
{
	const struct overwrite_sources sources = {
		.operands = request->values->operands,
		.operand_count = request->values->operand_count,
		.trust_dir = trust_dir,
		.inputs = request->inputs,
		.scan = survey->scan,
	};
	for (size_t i = 0; i < request->replaced_count; i++)
		if (overwrite_is_refused(request->command, request->replaced[i], &sources))
			return false;
	const char *others[] = {request->evidence, request->made_folder};
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i] && overwrite_is_refused(request->command, others[i], &sources))
			return false;
	return true;
}

/* Whether what is to be written is none of them. */
static bool add_operands(const struct survey_request *request, struct survey *survey)
{
	const struct option_values *values = request->values;
	char *trust_dir = operand_find_trust_dir(request->trust_dir);
	if (!request->is_confined)
		confine(request, trust_dir);
	if (values->operand_count == 0)
		survey_note(survey, operand_add_trust_dir(survey->scan, trust_dir));
	for (size_t i = 0; i < values->operand_count; i++)
		survey_note(survey, operand_add(survey->scan, values->operands[i], trust_dir));
	bool is_right = may_write(request, survey, trust_dir);
	free(trust_dir);
	tufcheck_scan_sort(survey->scan);
	if (request->shard_count > 0 &&
	    tufcheck_scan_take_share(survey->scan, request->shard, request->shard_count) !=
		    TUFCHECK_OK)
		memory_exhausted();
	if (is_right)
		tell_archives(survey);
	return is_right;
}

enum exit_status survey_begin(const struct survey_request *request, struct survey *ret_survey)
{
	struct survey survey = {.status = EXIT_STATUS_PASSED, .is_quiet = request->is_quiet};
	if (!moment_read(request->command, request->at, &survey.at) ||
	    !jobs_read(request->command, request->jobs, &survey.jobs) ||
	    !are_operands_filled(request) || !start_scan(request, &survey))
		return EXIT_STATUS_USAGE;
	if (!add_operands(request, &survey)) {
		survey_end(&survey);
		return EXIT_STATUS_USAGE;
	}
	*ret_survey = survey; /* transferred */
	return EXIT_STATUS_PASSED;
}

void survey_note(struct survey *survey, enum exit_status status)
{
	survey->status = exit_status_worse(survey->status, status);
}

/* How repositories are shown. */
struct visit {
	struct survey *survey;
	struct crew *crew;
	survey_visitor *show;
	void *context;
};

static void visit_one(const struct visit *visit, size_t index)
{
	struct survey *survey = visit->survey;
	survey->index = index;
	const struct crew_report done = crew_take(visit->crew, index);
	if (done.result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
	if (done.result != TUFCHECK_OK) {
		diagnose("%s could not be checked",
			 tufcheck_scan_get_place(survey->scan, index).path);
		survey_note(survey, EXIT_STATUS_UNCHECKED);
		return;
	}
	const struct tufcheck_repository *repository = tufcheck_report_get_repository(done.report);
	debug_repository(repository, done.spent);
	summary_count(&survey->summary, repository->status);
	if (repository->status == TUFCHECK_STATUS_UNREADABLE)
		survey_note(survey, EXIT_STATUS_UNCHECKED);
	visit->show(visit->context, repository);
	tufcheck_report_free(done.report);
}

size_t survey_count(const struct survey *survey)
{
	const struct tufcheck_share *share = tufcheck_scan_get_share(survey->scan);
	return share ? share->repositories : tufcheck_scan_count(survey->scan);
}

void survey_visit(struct survey *survey, survey_visitor *visit, void *context)
{
	size_t count = tufcheck_scan_count(survey->scan);
	size_t jobs = jobs_fit(survey->jobs);
	const struct visit visits = {
		.survey = survey,
		.crew = crew_new(survey->scan, jobs),
		.show = visit,
		.context = context,
	};
	debug("repositories: %zu, at most at once: %zu", count, jobs);
	progress_begin(count, survey->is_quiet);
	for (size_t i = 0; i < count; i++) {
		visit_one(&visits, i);
		progress_step();
	}
	progress_end();
	crew_free(visits.crew);
	if (survey_count(survey) == 0)
		survey_note(survey, EXIT_STATUS_UNCHECKED);
}

void survey_end(struct survey *survey)
{
	tufcheck_scan_free(survey->scan);
	survey->scan = NULL;
}
