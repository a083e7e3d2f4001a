/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tufcheck inspect: decodes metadata files without judging them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "cli/diagnose.h"
#include "cli/memory.h"
#include "cli/metadata_files.h"
#include "cli/operand.h"
#include "cli/page.h"
#include "cli/record_json.h"
#include "cli/render_inspect.h"
#include "cli/sandbox.h"
#include "cli/text.h"
#include "verify/tufcheck.h"

static enum exit_status run(const struct option_values *values);

enum {
	OPTION_TRUST_DIR,
	OPTION_OUTPUT,
	OPTION_COLOUR,
	OPTION_NO_COLOUR,
	OPTION_NO_SANDBOX,
	OPTION_DEBUG,
	OPTION_HELP,
	OPTION_COUNT,
};

static const char *const outputs[] = {"text", "json", NULL};

static const struct option_spec options[OPTION_COUNT] = {
	[OPTION_TRUST_DIR] = OPTION_ROW_TRUST_DIR,
	[OPTION_OUTPUT] =
		{
			.name = "output",
			.letter = 'o',
			.argument = "FORMAT",
			.choices = outputs,
			.help = "text (default) or json",
		},
	[OPTION_COLOUR] = OPTION_ROW_COLOUR,
	[OPTION_NO_COLOUR] = OPTION_ROW_NO_COLOUR,
	[OPTION_NO_SANDBOX] = OPTION_ROW_NO_SANDBOX,
	[OPTION_DEBUG] = OPTION_ROW_DEBUG,
	[OPTION_HELP] = OPTION_ROW_HELP,
};

static const struct command_note exit_statuses[] = {
	{"0", "every file was decoded; that says nothing about trust"},
	{"1", "a file is no metadata"},
	{"2", "wrong usage"},
	{"3", "a file could not be read, or nothing was found"},
	{NULL, NULL},
};

static const struct command_note examples[] = {
	{"tufcheck inspect metadata/targets/releases.json", "shows one file"},
	{"tufcheck inspect -o json docker.io/library/alpine",
	 "shows all files of a repository, for a program to read"},
	{NULL, NULL},
};

const struct command command_inspect = {
	.name = "inspect",
	.summary = "decode metadata without judging it",
	.usage = "[OPTION]... FILE|GUN",
	.description =
		"Shows what a metadata file says, or each metadata file of a repository, given by "
		"its folder or its GUN in the trust directory. Nothing is verified: what is shown "
		"may be expired, altered or forged. 'tufcheck verify' says what can be believed.",
	.options = {.rows = options, .count = OPTION_COUNT},
	.exit_statuses = exit_statuses,
	.examples = examples,
	.run = run,
};

/* A run of the command. */
struct inspection {
	struct page page;
	json_t *documents; /* NULL: text */
	enum exit_status status;
	bool has_written;
};

static void show(struct inspection *inspection, const struct tufcheck_untrusted_content *content,
		 const struct tufcheck_finding *finding)
{
	if (inspection->documents) {
		record_add(inspection->documents, render_inspect_make_json(content, finding));
		return;
	}
	if (inspection->has_written)
		page_skip_line(&inspection->page);
	inspection->has_written = true;
	render_inspect_write_text(&inspection->page, content, finding);
}

static void note_status(struct inspection *inspection, enum exit_status status)
{
	inspection->status = exit_status_worse(inspection->status, status);
}

static void inspect_file(struct inspection *inspection, const char *path)
{
	struct tufcheck_untrusted_document *document = NULL;
	enum tufcheck_result result = tufcheck_untrusted_document_read(path, &document);
	if (result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
	if (result != TUFCHECK_OK && result != TUFCHECK_INVALID) {
		operand_diagnose_unreadable(path);
		note_status(inspection, EXIT_STATUS_UNCHECKED);
		return;
	}
	const struct tufcheck_finding *finding = tufcheck_untrusted_document_get_finding(document);
	if (result == TUFCHECK_INVALID)
		note_status(inspection, EXIT_STATUS_FAILED);
	show(inspection, tufcheck_untrusted_document_get_content(document), finding);
	tufcheck_untrusted_document_free(document);
}

static void inspect_folder(struct inspection *inspection, const char *folder)
{
	struct metadata_files files;
	metadata_files_find(folder, &files);
	if (files.count == 0)
		diagnose("%s: holds no metadata files; give one file or one repository, of those "
			 "that 'tufcheck verify' lists",
			 folder);
	if (files.count == 0 || !files.is_complete)
		note_status(inspection, EXIT_STATUS_UNCHECKED);
	for (size_t i = 0; i < files.count; i++)
		inspect_file(inspection, files.paths[i]);
	metadata_files_clear(&files);
}

/* The metadata folder of a GUN, the caller's to free; NULL: it is not there. */
static char *locate_gun(const char *gun, const char *trust_dir)
{
	if (!trust_dir || operand_is_plainly_path(gun))
		return NULL;
	char *folder = operand_make_gun_path(trust_dir, gun);
	struct text path = {.bytes = NULL};
	text_append_format(&path, "%s/metadata", folder);
	free(folder);
	if (operand_may_exist(text_get(&path)))
		return text_take(&path);
	text_clear(&path);
	return NULL;
}

/* The path that operand leads to, the caller's to free; NULL: there is none, and stderr says so. */
static char *locate(const char *operand, const char *trust_dir)
{
	if (operand_may_exist(operand))
		return memory_copy_text(operand);
	char *path = locate_gun(operand, trust_dir);
	if (!path)
		operand_diagnose_missing(operand, trust_dir);
	return path;
}

static void inspect_operand(struct inspection *inspection, const char *operand,
			    const char *trust_dir)
{
	char *path = locate(operand, trust_dir);
	if (!path) {
		note_status(inspection, EXIT_STATUS_UNCHECKED);
		return;
	}
	struct stat facts;
	if (stat(path, &facts) == 0 && S_ISDIR(facts.st_mode))
		inspect_folder(inspection, path);
	else
		inspect_file(inspection, path);
	free(path);
}

/* The operand, and the trust directory where it may be a GUN. */
static void confine(const char *operand, const char *trust_dir)
{
	struct file_rules rules = {.count = 0};
	file_rules_add_read(&rules, operand);
	if (trust_dir && !operand_is_plainly_path(operand))
		file_rules_add_read(&rules, trust_dir);
	sandbox_confine(&rules);
}

static enum exit_status run(const struct option_values *values)
{
	if (values->operand_count != 1) {
		diagnose("inspect: expected one FILE or GUN, found %zu", values->operand_count);
		return EXIT_STATUS_USAGE;
	}
	if (values->operands[0][0] == '\0') {
		diagnose("inspect: an empty argument is neither a file nor a GUN; is a variable not "
			 "set?");
		return EXIT_STATUS_USAGE;
	}
	struct terminal terminal;
	terminal_look(values->given[OPTION_COLOUR], values->given[OPTION_NO_COLOUR] != NULL,
		      &terminal);
	const char *output = values->given[OPTION_OUTPUT];
	bool is_json = output && strcmp(output, "json") == 0;
	struct inspection inspection = {
		.page = {.stream = stdout, .terminal = &terminal},
		.documents = is_json ? record_array() : NULL,
		.status = EXIT_STATUS_PASSED,
	};
	char *trust_dir = operand_find_trust_dir(values->given[OPTION_TRUST_DIR]);
	confine(values->operands[0], trust_dir);
	inspect_operand(&inspection, values->operands[0], trust_dir);
	if (is_json)
		render_inspect_write_json(stdout, inspection.documents); /* transferred */
	free(trust_dir);
	return inspection.status;
}
