/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A gate: may this image run? By the policy in a file, and what the trust
 * directory proves now. 0: yes, and its reference by digest is printed.
 *
 *   gate POLICY TRUST-DIRECTORY IMAGE
 */
#include <stdio.h>
#include <time.h>
#include <tufcheck.h>

static struct tufcheck_report *verify(struct tufcheck_scan *scan, const char *trust_dir,
				      const char *gun)
{
	struct tufcheck_report *report = NULL;
	/* without trust data there is no report, and the policy says what that means */
	if (tufcheck_scan_add_gun(scan, trust_dir, gun) != TUFCHECK_OK ||
	    tufcheck_scan_verify(scan, 0, &report) != TUFCHECK_OK)
		return NULL;
	return report;
}

static int judge(const struct tufcheck_policy *policy, const struct tufcheck_image *image,
		 const struct tufcheck_repository *repository, struct tufcheck_time at)
{
	const struct tufcheck_judgement_request request = {
		.size = sizeof(request), .gun = image->gun, .tag = image->tag,
		.digest = image->sha256, .repository = repository, .at = at};
	struct tufcheck_decision *decision = NULL;
	if (tufcheck_policy_judge(policy, &request, &decision) != TUFCHECK_OK)
		return 3;
	for (size_t i = 0; i < decision->test_count; i++)
		if (decision->tests[i].outcome == TUFCHECK_OUTCOME_FAIL)
			fprintf(stderr, "denied: %s\n", decision->tests[i].name);
	int status = decision->is_verified ? 0 : 1;
	if (decision->is_verified)
		printf("%s@sha256:%s\n", image->gun, decision->digest);
	tufcheck_decision_free(decision);
	return status;
}

int main(int argc, char **argv)
{
	struct tufcheck_options options = {.size = sizeof(options)};
	struct tufcheck_problem problem;
	struct tufcheck_policy *policy = NULL;
	struct tufcheck_image *image = NULL;
	struct tufcheck_scan *scan = NULL;
	int status = 2;
	options.at.seconds = time(NULL);
	if (argc == 4 && tufcheck_policy_read(argv[1], &problem, &policy) == TUFCHECK_OK &&
	    tufcheck_image_parse(argv[3], &problem, &image) == TUFCHECK_OK &&
	    tufcheck_scan_new(&options, &scan) == TUFCHECK_OK) {
		struct tufcheck_report *report = verify(scan, argv[2], image->gun);
		status = judge(policy, image, tufcheck_report_get_repository(report), options.at);
		tufcheck_report_free(report);
	}
	tufcheck_scan_free(scan);
	tufcheck_image_free(image);
	tufcheck_policy_free(policy);
	return status;
}
