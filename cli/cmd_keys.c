/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tufcheck keys: whose keys are trusted where, across repositories; or where
 * one key is.
 */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/diagnose.h"
#include "cli/horizon.h"
#include "cli/inventory.h"
#include "cli/key_selection.h"
#include "cli/memory.h"
#include "cli/operand.h"
#include "cli/render_keys.h"
#include "cli/standing.h"
#include "cli/survey.h"
#include "verify/tufcheck.h"

static enum exit_status run(const struct option_values *values);

enum {
	OPTION_FIND,
	OPTION_ROLE,
	OPTION_EXPIRES_WITHIN,
	OPTION_ALGORITHM,
	OPTION_SORT,
	OPTION_TRUST_DIR,
	OPTION_GUN,
	OPTION_AT,
	OPTION_JOBS,
	OPTION_OUTPUT,
	OPTION_QUIET,
	OPTION_COLOUR,
	OPTION_NO_COLOUR,
	OPTION_NO_SANDBOX,
	OPTION_DEBUG,
	OPTION_HELP,
	OPTION_COUNT,
};

static const char *const outputs[] = {"text", "json", "csv", NULL};

static const struct option_spec options[OPTION_COUNT] = {
	[OPTION_FIND] =
		{
			.name = "find",
			.letter = 'f',
			.argument = "X",
			.help = "only the key that X is: a file with a certificate or public key "
				"(PEM or DER), a key ID of either kind, the SHA-256 of a public "
				"key, or a thumbprint (SHA-256 or SHA-1, with or without colons); "
				"a file called like an ID is given as ./NAME",
		},
	[OPTION_ROLE] =
		{
			.name = "role",
			.argument = "ROLE",
			.help = "only keys of this role somewhere; targets/* is every role that "
				"begins with targets/",
		},
	[OPTION_EXPIRES_WITHIN] =
		{
			.name = "expires-within",
			.argument = "SPAN",
			.help = "only keys that expire within days, weeks or years of 365 days "
				"(90d, 12w, 1y) of the evaluation, or by a time (RFC 3339, or a "
				"date); what has expired is among them",
		},
	[OPTION_ALGORITHM] =
		{
			.name = "algorithm",
			.argument = "NAME",
			.choices = key_selection_algorithms,
			.help = "only rsa, ecdsa or ed25519 keys",
		},
	[OPTION_SORT] =
		{
			.name = "sort",
			.argument = "ORDER",
			.choices = key_selection_orders,
			.help = "reach (default: most repositories first), gun, role, expiry "
				"(soonest first) or algorithm",
		},
	[OPTION_TRUST_DIR] = OPTION_ROW_TRUST_DIR,
	[OPTION_GUN] = OPTION_ROW_GUN,
	[OPTION_AT] = OPTION_ROW_AT,
	[OPTION_JOBS] = OPTION_ROW_JOBS,
	[OPTION_OUTPUT] =
		{
			.name = "output",
			.letter = 'o',
			.argument = "FORMAT",
			.choices = outputs,
			.help = "text (default), json (one document) or csv (a row for each key)",
		},
	[OPTION_QUIET] = OPTION_ROW_NO_PROGRESS,
	[OPTION_COLOUR] = OPTION_ROW_COLOUR,
	[OPTION_NO_COLOUR] = OPTION_ROW_NO_COLOUR,
	[OPTION_NO_SANDBOX] = OPTION_ROW_NO_SANDBOX,
	[OPTION_DEBUG] = OPTION_ROW_DEBUG,
	[OPTION_HELP] = OPTION_ROW_HELP,
};

static const struct command_note exit_statuses[] = {
	{"0", "the keys are shown, whatever their repositories are worth; --find: there is one"},
	{"1", "--find: no repository lists the key, or other keys only, under its ID"},
	{"2", "wrong usage"},
	{"3", "something could not be checked, was not found, or nothing was there to check"},
	{NULL, NULL},
};

static const struct command_note examples[] = {
	{"tufcheck keys --expires-within 90d --sort expiry", "shows what is to be renewed"},
	{"tufcheck keys --find alice.crt", "says where a certificate or its key is trusted"},
	{"tufcheck keys -o csv --role 'targets/*' /archive/trust > keys.csv",
	 "lists the delegation keys of an archive for a spreadsheet"},
	{NULL, NULL},
};

const struct command command_keys = {
	.name = "keys",
	.summary = "list the keys that repositories trust, or find one",
	.usage = "[OPTION]... [PATH|GUN]...",
	.description =
		"Verifies repositories as 'tufcheck verify' does, and shows each key once with "
		"every repository and role that lists it, its certificates and both thumbprints. "
		"A key is told from others by its public key, under however many IDs and "
		"certificates it is listed.\n"
		"A repository is shown with its status. Only trusted and degraded ones are "
		"verified: what others list is anyone's claim. A key is in force when a role that "
		"is valid in a verified repository has a valid signature by it (on a root, by "
		"a certificate that is in date). It expires on the first date of its certificates "
		"and of the role files that it has signed, in verified repositories if any lists "
		"it.",
	.options = {.rows = options, .count = OPTION_COUNT},
	.exit_statuses = exit_statuses,
	.examples = examples,
	.run = run,
};

/* ---- what is looked for ---- */

/* What is written as an ID is one; else it must be a file. */
static enum tufcheck_result read_identity(const char *given,
					  struct tufcheck_identity **ret_identity)
{
	enum tufcheck_result result = TUFCHECK_INVALID;
	if (!operand_is_plainly_path(given))
		result = tufcheck_identity_parse(given, ret_identity);
	if (result != TUFCHECK_INVALID || !operand_may_exist(given))
		return result;
	tufcheck_identity_free(*ret_identity);
	*ret_identity = NULL;
	return tufcheck_identity_read_file(given, ret_identity);
}

/* EXIT_STATUS_PASSED, also when nothing is looked for; else stderr has said why. */
static enum exit_status find_identity(const char *given, struct tufcheck_identity **ret_identity)
{
	struct tufcheck_identity *identity = NULL;
	enum tufcheck_result result = given ? read_identity(given, &identity) : TUFCHECK_OK;
	if (result == TUFCHECK_OK) {
		*ret_identity = identity; /* transferred */
		return EXIT_STATUS_PASSED;
	}
	if (result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
	if (result == TUFCHECK_UNREADABLE) {
		operand_diagnose_unreadable(given);
		return EXIT_STATUS_UNCHECKED;
	}
	const struct tufcheck_identity_facts *facts = tufcheck_identity_get_facts(identity);
	if (facts && operand_exists(given))
		diagnose("keys: --find: %s is %s", given, facts->problem);
	else
		diagnose("keys: --find is '%s', which is no file, and neither a key ID or SHA-256 "
			 "thumbprint of 64 hexadecimal digits nor a SHA-1 thumbprint of 40",
			 given);
	tufcheck_identity_free(identity);
	return EXIT_STATUS_USAGE;
}

static bool read_selection(const struct option_values *values, struct tufcheck_time at,
			   struct key_selection *ret_selection)
{
	const char *span = values->given[OPTION_EXPIRES_WITHIN];
	struct key_selection selection = {
		.role = values->given[OPTION_ROLE],
		.algorithm = values->given[OPTION_ALGORITHM],
		.has_end = span != NULL,
		.order = values->given[OPTION_SORT],
	};
	if (selection.role && !key_selection_is_role(selection.role)) {
		diagnose("keys: --role is '%s', but a * can only stand at the end", selection.role);
		return false;
	}
	if (span && !horizon_read(span, at, &selection.end)) {
		diagnose("keys: --expires-within is '%s', but must be " HORIZON_FORMS, span);
		return false;
	}
	*ret_selection = selection;
	return true;
}

/* ---- what is found ---- */

/* Not every form of the output has a place for why a repository's keys are not known. */
static void add_repository(void *context, const struct tufcheck_repository *repository)
{
	if (repository->status == TUFCHECK_STATUS_UNREADABLE && repository->finding_count > 0)
		diagnose("keys: %s is unreadable: %s",
			 standing_get_name(repository),
			 repository->findings[0].message);
	inventory_add(context, repository);
}

static render_keys *choose_renderer(const char *output)
{
	if (output && strcmp(output, "json") == 0)
		return render_keys_json;
	if (output && strcmp(output, "csv") == 0)
		return render_keys_csv;
	return render_keys_text;
}

static size_t count_verified(const struct inventory *inventory)
{
	size_t count = 0;
	for (size_t i = 0; i < inventory->repository_count; i++)
		if (inventory_is_verified(inventory->repositories[i].status))
			count++;
	return count;
}

static bool is_any_key_verified(const struct inventory *inventory)
{
	for (size_t i = 0; i < inventory->key_count; i++)
		if (inventory->keys[i].verified_count > 0)
			return true;
	return false;
}

static bool is_any_match_of_the_key(const struct inventory *inventory)
{
	for (size_t i = 0; i < inventory->key_count; i++)
		for (size_t j = 0; j < inventory->keys[i].listing_count; j++)
			if (!inventory_is_label(inventory, &inventory->keys[i].listings[j]))
				return true;
	return false;
}

/* What a script that only looks at the exit status of --find would miss. */
static enum exit_status judge_search(const struct inventory *inventory)
{
	size_t unverified = inventory->repository_count - count_verified(inventory);
	if (inventory->key_count == 0) {
		if (unverified > 0)
			diagnose("keys: not found, but %zu of %zu repositories are not verified, "
				 "and not all that they list may be known",
				 unverified, inventory->repository_count);
		return EXIT_STATUS_FAILED;
	}
	if (!is_any_match_of_the_key(inventory)) {
		diagnose("keys: found only as a label of other keys, whose own IDs are not it");
		return EXIT_STATUS_FAILED;
	}
	if (!is_any_key_verified(inventory))
		diagnose("keys: found only in repositories that are not verified");
	return EXIT_STATUS_PASSED;
}

/* What is looked for, and where the answer goes. */
struct search {
	const struct option_values *values;
	struct terminal terminal;
	struct tufcheck_identity *identity; /* NULL: all keys are listed */
};

static void show_keys(const struct search *search, struct survey *survey,
		      struct inventory *inventory)
{
	struct render_keys_context context = {
		.stream = stdout,
		.inventory = inventory,
		.wanted = search->values->given[OPTION_FIND],
		.summary = survey->summary,
		.terminal = search->terminal,
	};
	choose_renderer(search->values->given[OPTION_OUTPUT])(&context);
	if (inventory->identity)
		survey_note(survey, judge_search(inventory));
}

static enum exit_status list_keys(const struct search *search, struct survey *survey)
{
	struct key_selection selection;
	if (!read_selection(search->values, survey->at, &selection))
		return EXIT_STATUS_USAGE;
	struct inventory inventory = {.at = survey->at, .identity = search->identity};
	survey_visit(survey, add_repository, &inventory);
	inventory_finish(&inventory);
	key_selection_apply(&selection, &inventory);
	show_keys(search, survey, &inventory);
	inventory_clear(&inventory);
	return survey->status;
}

static enum exit_status run(const struct option_values *values)
{
	const struct survey_request request = {
		.command = command_keys.name,
		.values = values,
		.trust_dir = values->given[OPTION_TRUST_DIR],
		.gun = values->given[OPTION_GUN],
		.at = values->given[OPTION_AT],
		.jobs = values->given[OPTION_JOBS],
		.is_quiet = values->given[OPTION_QUIET] != NULL,
	};
	struct search search = {.values = values};
	enum exit_status status = find_identity(values->given[OPTION_FIND], &search.identity);
	if (status != EXIT_STATUS_PASSED)
		return status;
	terminal_look(values->given[OPTION_COLOUR], values->given[OPTION_NO_COLOUR] != NULL,
		      &search.terminal);
	struct survey survey;
	status = survey_begin(&request, &survey);
	if (status == EXIT_STATUS_PASSED) {
		status = list_keys(&search, &survey);
		survey_end(&survey);
	}
	tufcheck_identity_free(search.identity);
	return status;
}
