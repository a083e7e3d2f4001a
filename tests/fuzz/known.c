/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Repositories that are sound, and what is true of every report.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#define MAX_KNOWN 32

static struct tufcheck_scan *start_scan(struct tufcheck_time *ret_at)
{
	size_t length;
	char *text = fuzz_read_testdata("notary/AT", &length);
	text[strcspn(text, "\n")] = '\0';
	FUZZ_HOLDS(tufcheck_time_parse(text, ret_at) == TUFCHECK_OK);
	free(text);
	const struct tufcheck_options options = {.size = sizeof(options), .at = *ret_at};
	struct tufcheck_scan *scan = NULL;
	FUZZ_HOLDS(tufcheck_scan_new(&options, &scan) == TUFCHECK_OK);
	FUZZ_HOLDS(tufcheck_scan_add(scan, TUFCHECK_TESTDATA "/notary/trust") == TUFCHECK_OK);
	tufcheck_scan_sort(scan);
	return scan;
}

/* The scan and its reports are kept where a leak checker finds them. */
const struct fuzz_known *fuzz_known_repositories(void)
{
	static struct tufcheck_scan *scan;
	static struct tufcheck_report *reports[MAX_KNOWN];
	static const struct tufcheck_repository *items[MAX_KNOWN];
	static struct fuzz_known known = {.items = items};
	if (scan)
		return &known;
	scan = start_scan(&known.at);
	size_t count = tufcheck_scan_count(scan);
	FUZZ_HOLDS(count > 0 && count <= MAX_KNOWN);
	for (size_t i = 0; i < count; i++) {
		FUZZ_HOLDS(tufcheck_scan_verify(scan, i, &reports[i]) == TUFCHECK_OK);
		const struct tufcheck_repository *repository =
			tufcheck_report_get_repository(reports[i]);
		if (repository->status == TUFCHECK_STATUS_TRUSTED ||
		    repository->status == TUFCHECK_STATUS_DEGRADED)
			items[known.count++] = repository;
	}
	FUZZ_HOLDS(known.count > 0);
	return &known;
}

void fuzz_check_finding(const struct tufcheck_finding *finding)
{
	FUZZ_HOLDS(fuzz_says(finding->id) && fuzz_says(finding->message));
	FUZZ_HOLDS(finding->severity != TUFCHECK_SEVERITY_INVALID);
	FUZZ_HOLDS(fuzz_says(tufcheck_severity_name(finding->severity)));
	FUZZ_HOLDS(!finding->pointer || !finding->pointer[0] || finding->pointer[0] == '/');
	size_t count = tufcheck_rule_count(), i = 0;
	while (i < count && strcmp(tufcheck_rule_get(i)->id, finding->id) != 0)
		i++;
	FUZZ_HOLDS(i < count);
}

static void check_role(const struct tufcheck_role *role)
{
	FUZZ_HOLDS(fuzz_says(role->name) && fuzz_says(role->file));
	FUZZ_HOLDS(fuzz_says(tufcheck_role_status_name(role->status)));
	size_t valid = 0;
	for (size_t i = 0; i < role->signature_count; i++) {
		const struct tufcheck_signature *signature = &role->signatures[i];
		FUZZ_HOLDS(signature->key_id && signature->method);
		FUZZ_HOLDS(signature->valid == !signature->reason);
		valid += signature->valid;
	}
	FUZZ_HOLDS(role->valid_signatures <= valid);
	if (role->status == TUFCHECK_ROLE_VALID) {
		FUZZ_HOLDS(role->sha256 && role->version > 0 && role->has_expires);
		FUZZ_HOLDS(role->threshold > 0);
		FUZZ_HOLDS(role->valid_signatures >= (uint64_t)role->threshold);
	}
}

static void check_targets(const struct tufcheck_repository *repository)
{
	for (size_t i = 0; i < repository->target_count; i++) {
		const struct tufcheck_target *target = &repository->targets[i];
		FUZZ_HOLDS(target->name && target->role && target->signer_count > 0);
		FUZZ_HOLDS(!target->sha256 || strlen(target->sha256) == 64);
		FUZZ_HOLDS(target->listing_role_count > 0);
		FUZZ_HOLDS(i == 0 || strcmp(target[-1].name, target->name) < 0);
	}
}

static void check_verdict(const struct tufcheck_repository *repository)
{
	size_t errors = 0;
	for (size_t i = 0; i < repository->finding_count; i++)
		errors += repository->findings[i].severity == TUFCHECK_SEVERITY_ERROR;
	bool is_trusted = repository->status == TUFCHECK_STATUS_TRUSTED;
	FUZZ_HOLDS(repository->status != TUFCHECK_STATUS_INVALID);
	FUZZ_HOLDS(fuzz_says(tufcheck_status_name(repository->status)));
	for (int i = TUFCHECK_CHECK_INTEGRITY; i < TUFCHECK_CHECK_COUNT; i++)
		FUZZ_HOLDS(fuzz_says(tufcheck_answer_name(repository->answers[i])) &&
			   fuzz_says(tufcheck_check_name((enum tufcheck_check)i)));
	FUZZ_HOLDS(!is_trusted || errors == 0);
	for (int i = TUFCHECK_CHECK_INTEGRITY; is_trusted && i < TUFCHECK_CHECK_COUNT; i++)
		FUZZ_HOLDS(repository->answers[i] == TUFCHECK_ANSWER_PASS ||
			   (i == TUFCHECK_CHECK_POLICY &&
			    repository->answers[i] == TUFCHECK_ANSWER_NONE));
	/* what is refused says why */
	FUZZ_HOLDS(is_trusted || errors > 0 || repository->finding_count > 0);
	for (size_t i = 0; is_trusted && i < repository->role_count; i++)
		FUZZ_HOLDS(repository->roles[i].status == TUFCHECK_ROLE_VALID ||
			   repository->roles[i].status == TUFCHECK_ROLE_UNPUBLISHED);
}

void fuzz_check_repository(const struct tufcheck_repository *repository)
{
	FUZZ_HOLDS(repository && repository->gun && fuzz_says(repository->path));
	for (size_t i = 0; i < repository->finding_count; i++)
		fuzz_check_finding(&repository->findings[i]);
	for (size_t i = 0; i < repository->role_count; i++)
		check_role(&repository->roles[i]);
	for (size_t i = 0; i < repository->key_count; i++)
		FUZZ_HOLDS(repository->keys[i].key_id && repository->keys[i].computed_key_id);
	check_targets(repository);
	check_verdict(repository);
}
