/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An inventory: every repository below some folders, as it was at a moment,
 * with its status and the thumbprints of the certificates that it trusts.
 *
 *   inventory TIME PATH...
 */
#include <stdio.h>
#include <tufcheck.h>

/* Names come from files: what a terminal would act on is not printed. */
static void print_safely(const char *text)
{
	for (; *text != '\0'; text++)
		putchar(*text >= ' ' && *text <= '~' ? *text : '?');
}

static void print_certificates(const struct tufcheck_key *key)
{
	for (size_t i = 0; i < key->certificate_count; i++) {
		printf("  %s ", key->certificates[i].sha256);
		print_safely(key->certificates[i].subject);
		putchar('\n');
	}
}

static void print_repository(const struct tufcheck_repository *repository)
{
	printf("%s ", tufcheck_status_name(repository->status));
	print_safely(repository->gun[0] != '\0' ? repository->gun : repository->path);
	putchar('\n');
	for (size_t i = 0; i < repository->key_count; i++)
		print_certificates(&repository->keys[i]);
}

int main(int argc, char **argv)
{
	struct tufcheck_options options = {.size = sizeof(options)};
	struct tufcheck_scan *scan = NULL;
	if (argc < 3 || tufcheck_time_parse(argv[1], &options.at) != TUFCHECK_OK ||
	    tufcheck_scan_new(&options, &scan) != TUFCHECK_OK)
		return 2;
	int status = 0;
	for (int i = 2; i < argc; i++)
		if (tufcheck_scan_add(scan, argv[i]) != TUFCHECK_OK)
			status = 3;
	tufcheck_scan_sort(scan);
	for (size_t i = 0; i < tufcheck_scan_count(scan); i++) {
		struct tufcheck_report *report = NULL;
		if (tufcheck_scan_verify(scan, i, &report) != TUFCHECK_OK) {
			status = 3;
			continue;
		}
		print_repository(tufcheck_report_get_repository(report));
		tufcheck_report_free(report);
	}
	tufcheck_scan_free(scan);
	return status;
}
