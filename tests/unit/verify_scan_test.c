/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The public way in, with the trust data of real clients.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "verify/openssl.h"
#include "verify/tufcheck.h"
#include "remove_tree.h"
#include "verify_support.h"

#define DATA TUFCHECK_TESTDATA "/notary"
#define TRUST DATA "/trust"
#define KEY_ID "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

/* What is verified here with the real clients' data: all of it is sound. */
static const char *const guns[] = {
	"docker.io/library/plain",       "localhost:5000/team/app",
	"registry.example.com/metadata", "registry.example.com/team/app",
	"registry.example.com/team/ed25519", "registry.example.com/team/own-root",
	"registry.example.com/team/retired", "registry.example.com/team/rotated",
	"registry.example.com/team/staged"};

/* The linker puts this in the place of what makes OpenSSL ready. */
enum tuf_result __real_tc_openssl_init(void);
enum tuf_result __wrap_tc_openssl_init(void);

static bool is_without_openssl;

enum tuf_result __wrap_tc_openssl_init(void)
{
	return is_without_openssl ? TUF_NO_MEMORY : __real_tc_openssl_init();
}

static struct tufcheck_options options_at_capture(void)
{
	return (struct tufcheck_options){.size = sizeof(struct tufcheck_options),
	                                 .at = support_captured_at()};
}

static int setup(void **state)
{
	struct tufcheck_options options = options_at_capture();
	struct tufcheck_scan *scan = NULL;
	assert_int_equal(tufcheck_scan_new(&options, &scan), TUFCHECK_OK);
	*state = scan;
	return 0;
}

static int teardown(void **state)
{
	tufcheck_scan_free(*state);
	return 0;
}

static struct tufcheck_report *verify(const struct tufcheck_scan *scan, size_t index)
{
	struct tufcheck_report *report = NULL;
	assert_int_equal(tufcheck_scan_verify(scan, index, &report), TUFCHECK_OK);
	assert_non_null(tufcheck_report_get_repository(report));
	return report;
}

static void test_scan_finds_and_names_all_of_a_trust_root(void **state)
{
	struct tufcheck_scan *scan = *state;
	assert_int_equal(tufcheck_scan_add(scan, TRUST), TUFCHECK_OK);
	tufcheck_scan_sort(scan);
	assert_int_equal(tufcheck_scan_count(scan), COUNT_OF(guns));
	for (size_t i = 0; i < COUNT_OF(guns); i++)
		assert_string_equal(tufcheck_scan_get_place(scan, i).gun, guns[i]);
	assert_null(tufcheck_scan_get_place(scan, COUNT_OF(guns)).gun);
	assert_null(tufcheck_scan_get_place(scan, COUNT_OF(guns)).path);
}

static void test_scan_verifies_what_real_clients_wrote(void **state)
{
	struct tufcheck_scan *scan = *state;
	assert_int_equal(tufcheck_scan_add(scan, TRUST), TUFCHECK_OK);
	tufcheck_scan_sort(scan);
	for (size_t i = 0; i < COUNT_OF(guns); i++) {
		struct tufcheck_report *report = verify(scan, i);
		const struct tufcheck_repository *repository =
			tufcheck_report_get_repository(report);
		bool is_retired = strstr(guns[i], "retired") != NULL;
		assert_string_equal(repository->gun, guns[i]);
		if (repository->status !=
		    (is_retired ? TUFCHECK_STATUS_DEGRADED : TUFCHECK_STATUS_TRUSTED))
			fail_msg("%s is %s", guns[i], tufcheck_status_name(repository->status));
		assert_true(repository->target_count > 0);
		tufcheck_report_free(report);
	}
}

static void test_scan_a_moment_later_has_expired(void **state)
{
	(void)state;
	struct tufcheck_options options = options_at_capture();
	options.at.seconds += 400 * SUPPORT_DAY;
	struct tufcheck_scan *scan = NULL;
	assert_int_equal(tufcheck_scan_new(&options, &scan), TUFCHECK_OK);
	assert_int_equal(tufcheck_scan_add(scan, TRUST), TUFCHECK_OK);
	for (size_t i = 0; i < tufcheck_scan_count(scan); i++) {
		struct tufcheck_report *report = verify(scan, i);
		const struct tufcheck_repository *repository =
			tufcheck_report_get_repository(report);
		assert_int_equal(repository->status, TUFCHECK_STATUS_EXPIRED);
		assert_int_equal(repository->target_count, 0);
		assert_null(repository->targets);
		assert_int_equal(repository->answers[TUFCHECK_CHECK_FRESHNESS],
		                 TUFCHECK_ANSWER_FAIL);
		tufcheck_report_free(report);
	}
	tufcheck_scan_free(scan);
}

/* Options as a program gives them that was built against a newer header. */
struct newer_options {
	struct tufcheck_options known;
	void *added;
};

static void test_scan_options_of_a_newer_header_are_taken_unless_they_ask_for_more(void **state)
{
	(void)state;
	struct newer_options options;
	memset(&options, 0, sizeof(options));
	options.known = options_at_capture();
	options.known.size = sizeof(options);
	struct tufcheck_scan *scan = NULL;
	assert_int_equal(tufcheck_scan_new(&options.known, &scan), TUFCHECK_OK);
	tufcheck_scan_free(scan);
	scan = NULL;
	options.added = &options;
	assert_int_equal(tufcheck_scan_new(&options.known, &scan), TUFCHECK_BAD_CALL);
	assert_null(scan);
}

static void test_scan_options_that_are_wrong_are_a_bad_call(void **state)
{
	(void)state;
	const struct tufcheck_options right = options_at_capture();
	struct tufcheck_scan *scan = NULL;
	struct tufcheck_options wrong = right;
	wrong.size = 0;
	assert_int_equal(tufcheck_scan_new(&wrong, &scan), TUFCHECK_BAD_CALL);
	wrong.size = sizeof(wrong) - 1;
	assert_int_equal(tufcheck_scan_new(&wrong, &scan), TUFCHECK_BAD_CALL);
	static const struct tufcheck_time moments[] = {{0, -1},
	                                               {0, 1000000000},
	                                               {INT64_MAX, 0},
	                                               {INT64_MIN, 0},
	                                               {INT64_C(253402300800), 0},
	                                               {INT64_C(-62167219201), 0}};
	for (size_t i = 0; i < COUNT_OF(moments); i++) {
		wrong = right;
		wrong.at = moments[i];
		assert_int_equal(tufcheck_scan_new(&wrong, &scan), TUFCHECK_BAD_CALL);
	}
	static const char *const names[] = {"", "/", "a//b", "../a", "a/..", "*", "a*", "a\nb"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		wrong = right;
		wrong.gun = names[i];
		assert_int_equal(tufcheck_scan_new(&wrong, &scan), TUFCHECK_BAD_CALL);
	}
	assert_int_equal(tufcheck_scan_new(NULL, &scan), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_scan_new(&right, NULL), TUFCHECK_BAD_CALL);
	assert_null(scan);
	static const struct tufcheck_time ends[] = {{INT64_C(253402300799), 999999999},
	                                            {INT64_C(-62167219200), 0}};
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		wrong = right;
		wrong.at = ends[i];
		assert_int_equal(tufcheck_scan_new(&wrong, &scan), TUFCHECK_OK);
		tufcheck_scan_free(scan);
		scan = NULL;
	}
}

/* Verifying by what could not be made ready would find signatures wrong that are right. */
static void test_scan_without_memory_for_openssl_is_none(void **state)
{
	(void)state;
	const struct tufcheck_options options = options_at_capture();
	struct tufcheck_scan *scan = NULL;
	is_without_openssl = true;
	enum tufcheck_result result = tufcheck_scan_new(&options, &scan);
	is_without_openssl = false;
	assert_int_equal(result, TUFCHECK_NO_MEMORY);
	assert_null(scan);
}

static void test_scan_calls_without_their_arguments_are_bad(void **state)
{
	struct tufcheck_scan *scan = *state;
	struct tufcheck_report *report = NULL;
	assert_int_equal(tufcheck_scan_add(NULL, "."), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_scan_add(scan, NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_scan_add(scan, ""), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_scan_add_gun(NULL, TRUST, guns[0]), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_scan_add_gun(scan, NULL, guns[0]), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_scan_add_gun(scan, "", guns[0]), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_scan_add_gun(scan, TRUST, NULL), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_scan_verify(scan, 0, &report), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_scan_verify(NULL, 0, &report), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_scan_add(scan, TRUST), TUFCHECK_OK);
	assert_int_equal(tufcheck_scan_verify(scan, COUNT_OF(guns), &report), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_scan_verify(scan, SIZE_MAX, &report), TUFCHECK_BAD_CALL);
	assert_int_equal(tufcheck_scan_verify(scan, 0, NULL), TUFCHECK_BAD_CALL);
	assert_null(report);
	assert_int_equal(tufcheck_scan_count(NULL), 0);
	assert_null(tufcheck_report_get_repository(NULL));
	tufcheck_scan_sort(NULL);
	tufcheck_scan_free(NULL);
	tufcheck_report_free(NULL);
}

static void test_scan_add_of_nothing_is_not_found(void **state)
{
	struct tufcheck_scan *scan = *state;
	assert_int_equal(tufcheck_scan_add(scan, DATA "/none"), TUFCHECK_NOT_FOUND);
	assert_int_equal(tufcheck_scan_add(scan, DATA "/AT"), TUFCHECK_NOT_FOUND);
	assert_int_equal(tufcheck_scan_add(scan, DATA "/certificates"), TUFCHECK_NOT_FOUND);
	assert_int_equal(tufcheck_scan_count(scan), 0);
}

static void test_scan_add_gun_takes_a_name_or_part_of_one(void **state)
{
	struct tufcheck_scan *scan = *state;
	assert_int_equal(tufcheck_scan_add_gun(scan, TRUST, "registry.example.com/team/app"),
	                 TUFCHECK_OK);
	assert_int_equal(tufcheck_scan_count(scan), 1);
	assert_string_equal(tufcheck_scan_get_place(scan, 0).gun, "registry.example.com/team/app");
	assert_int_equal(tufcheck_scan_add_gun(scan, TRUST, "registry.example.com"), TUFCHECK_OK);
	tufcheck_scan_sort(scan);
	assert_int_equal(tufcheck_scan_count(scan), 7);
	static const char *const none[] = {"",     "..",  "../..",          "registry.example.com/..",
	                                   "none", "a//b", "/registry.example.com", "."};
	for (size_t i = 0; i < COUNT_OF(none); i++)
		assert_int_equal(tufcheck_scan_add_gun(scan, TRUST, none[i]), TUFCHECK_NOT_FOUND);
	assert_int_equal(tufcheck_scan_count(scan), 7);
}

/* More names may be asked for than a process has descriptors. */
static void test_scan_add_gun_of_many_names_opens_the_folder_once(void **state)
{
	struct tufcheck_scan *scan = *state;
	struct rlimit limit;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	const struct rlimit low = {.rlim_cur = 32, .rlim_max = limit.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
	for (size_t i = 0; i < 100; i++) {
		char gun[64];
		(void)snprintf(gun, sizeof(gun), "registry.example.com/none/%zu", i);
		assert_int_equal(tufcheck_scan_add_gun(scan, TRUST, gun), TUFCHECK_NOT_FOUND);
	}
	assert_int_equal(tufcheck_scan_add_gun(scan, TRUST, "registry.example.com/team/app"),
	                 TUFCHECK_OK);
	struct tufcheck_report *report = NULL;
	assert_int_equal(tufcheck_scan_verify(scan, 0, &report), TUFCHECK_OK);
	assert_int_equal(tufcheck_report_get_repository(report)->status, TUFCHECK_STATUS_TRUSTED);
	tufcheck_report_free(report);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

/* A repository whose path says no name is called as the options say. */
static void test_scan_name_of_options_is_held_against_certificate(void **state)
{
	(void)state;
	char folder[64];
	(void)snprintf(folder, sizeof(folder), "%s/scanning-XXXXXX", P_tmpdir);
	assert_non_null(mkdtemp(folder));
	char command[512];
	(void)snprintf(command, sizeof(command), "cp -R '%s/tuf/%s/metadata' '%s/metadata'", TRUST,
	               guns[0], folder);
	assert_int_equal(system(command), 0);
	static const struct {
		const char *gun;
		enum tufcheck_status status;
		const char *finding;
	} cases[] = {
		{"docker.io/library/plain", TUFCHECK_STATUS_TRUSTED, NULL},
		{"docker.io/library/other", TUFCHECK_STATUS_UNTRUSTED, "threshold-not-met"},
		{NULL, TUFCHECK_STATUS_TRUSTED, "gun-assumed"}};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct tufcheck_options options = options_at_capture();
		options.gun = cases[i].gun;
		struct tufcheck_scan *scan = NULL;
		assert_int_equal(tufcheck_scan_new(&options, &scan), TUFCHECK_OK);
		assert_int_equal(tufcheck_scan_add(scan, folder), TUFCHECK_OK);
		struct tufcheck_report *report = verify(scan, 0);
		const struct tufcheck_repository *repository =
			tufcheck_report_get_repository(report);
		assert_int_equal(repository->status, cases[i].status);
		if (cases[i].finding)
			assert_string_equal(repository->findings[0].id, cases[i].finding);
		assert_string_equal(repository->gun, cases[i].gun ? cases[i].gun : guns[0]);
		tufcheck_report_free(report);
		tufcheck_scan_free(scan);
	}
	(void)snprintf(command, sizeof(command), "rm -R '%s'", folder);
	assert_int_equal(system(command), 0);
}

/* In a folder of its own, which it returns, a trust directory with links that cannot be followed. */
static void make_closed(char folder[64])
{
	char name[128];
	(void)snprintf(folder, 64, "%s/scanning-XXXXXX", P_tmpdir);
	assert_non_null(mkdtemp(folder));
	static const char *const folders[] = {"tuf", "tuf/docker.io", "tuf/docker.io/library"};
	for (size_t i = 0; i < COUNT_OF(folders); i++) {
		(void)snprintf(name, sizeof(name), "%s/%s", folder, folders[i]);
		assert_int_equal(mkdir(name, 0755), 0);
	}
	(void)snprintf(name, sizeof(name), "%s/tuf/%s", folder, guns[0]);
	assert_int_equal(symlink("/", name), 0);
	(void)snprintf(name, sizeof(name), "%s/tuf/loop", folder);
	assert_int_equal(symlink("loop", name), 0);
}

static void drop_closed(const char *folder)
{
	remove_tree(folder);
}

/* What cannot be searched is a repository of which nothing is known. */
static void test_scan_link_that_leads_out_is_unreadable(void **state)
{
	struct tufcheck_scan *scan = *state;
	char folder[64];
	make_closed(folder);
	assert_int_equal(tufcheck_scan_add(scan, folder), TUFCHECK_OK);
	tufcheck_scan_sort(scan);
	assert_int_equal(tufcheck_scan_count(scan), 2);
	for (size_t i = 0; i < 2; i++) {
		struct tufcheck_report *report = verify(scan, i);
		const struct tufcheck_repository *repository =
			tufcheck_report_get_repository(report);
		assert_int_equal(repository->status, TUFCHECK_STATUS_UNREADABLE);
		assert_string_equal(repository->gun, i ? "loop" : guns[0]);
		assert_int_equal(repository->finding_count, 1);
		assert_string_equal(repository->findings[0].id, "link-escapes");
		assert_string_equal(repository->findings[0].actual,
		                    "a symbolic link that leads out of the argument");
		assert_int_equal(repository->answers[TUFCHECK_CHECK_POLICY], TUFCHECK_ANSWER_NONE);
		assert_int_equal(repository->role_count, 0);
		tufcheck_report_free(report);
	}
	drop_closed(folder);
}

/* Whether something is asked of the two that cannot be read: of the one, and of the other. */
static void assert_asked(const struct tufcheck_options *options, const char *folder, bool of_plain,
                         bool of_loop)
{
	struct tufcheck_scan *scan = NULL;
	assert_int_equal(tufcheck_scan_new(options, &scan), TUFCHECK_OK);
	assert_int_equal(tufcheck_scan_add(scan, folder), TUFCHECK_OK);
	tufcheck_scan_sort(scan);
	for (size_t i = 0; i < 2; i++) {
		struct tufcheck_report *report = verify(scan, i);
		assert_int_equal(tufcheck_report_get_repository(report)->answers[TUFCHECK_CHECK_POLICY],
		                 (i ? of_loop : of_plain) ? TUFCHECK_ANSWER_UNKNOWN
		                                          : TUFCHECK_ANSWER_NONE);
		tufcheck_report_free(report);
	}
	tufcheck_scan_free(scan);
}

static struct tufcheck_trust_pinning *read_pinning(const char *folder)
{
	char path[128];
	(void)snprintf(path, sizeof(path), "%s/config.json", folder);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fprintf(file, "{\"trust_pinning\":{\"certs\":{\"%s\":[]}}}", guns[0]) > 0);
	assert_int_equal(fclose(file), 0);
	struct tufcheck_trust_pinning *pinning = NULL;
	assert_int_equal(tufcheck_trust_pinning_read(path, NULL, &pinning), TUFCHECK_OK);
	return pinning;
}

/* What is demanded of a repository that cannot be read is not known to hold. */
static void test_scan_demands_are_made_of_what_cannot_be_read(void **state)
{
	(void)state;
	char folder[64], pin[256];
	make_closed(folder);
	const struct tufcheck_options nothing = options_at_capture();
	assert_asked(&nothing, folder, false, false);

	struct tufcheck_options options = nothing;
	struct tufcheck_pins *pins = NULL;
	(void)snprintf(pin, sizeof(pin), "%s=keyid:%s", guns[0], KEY_ID);
	assert_int_equal(tufcheck_pins_new(&pins), TUFCHECK_OK);
	assert_int_equal(tufcheck_pins_add(pins, pin, NULL), TUFCHECK_OK);
	options.pins = pins;
	assert_asked(&options, folder, true, false);
	tufcheck_pins_free(pins);

	options = nothing;
	struct tufcheck_trust_pinning *pinning = read_pinning(folder);
	options.trust_pinning = pinning;
	assert_asked(&options, folder, true, false);
	tufcheck_trust_pinning_free(pinning);

	options = nothing;
	struct tufcheck_trusted_root *root = NULL;
	char path[512];
	(void)snprintf(path, sizeof(path), TRUST "/tuf/%s/metadata/root.json", guns[0]);
	assert_int_equal(tufcheck_trusted_root_read(path, NULL, &root), TUFCHECK_OK);
	options.trusted_root = root;
	assert_asked(&options, folder, true, false);
	tufcheck_trusted_root_free(root);

	options = nothing;
	struct tufcheck_lock *lock = NULL;
	assert_int_equal(tufcheck_lock_new(&lock), TUFCHECK_OK);
	options.lock = lock;
	assert_asked(&options, folder, true, true);
	tufcheck_lock_free(lock);
	drop_closed(folder);
}

/* The lowest descriptor that is free: the same again when all are closed. */
static int next_descriptor(void)
{
	int descriptor = dup(STDIN_FILENO);
	assert_true(descriptor >= 0);
	assert_int_equal(close(descriptor), 0);
	return descriptor;
}

static void test_scan_verified_leaves_no_descriptor_open(void **state)
{
	struct tufcheck_scan *scan = *state;
	assert_int_equal(tufcheck_scan_add(scan, TRUST), TUFCHECK_OK);
	int descriptor = next_descriptor();
	struct tufcheck_report *report = verify(scan, 0);
	assert_int_equal(next_descriptor(), descriptor);
	tufcheck_report_free(report);
}

/* ---- dates ---- */

static bool warns(const struct tufcheck_options *options)
{
	struct tufcheck_scan *scan = NULL;
	assert_int_equal(tufcheck_scan_new(options, &scan), TUFCHECK_OK);
	assert_int_equal(tufcheck_scan_add_gun(scan, TRUST, guns[0]), TUFCHECK_OK);
	struct tufcheck_report *report = verify(scan, 0);
	const struct tufcheck_repository *repository = tufcheck_report_get_repository(report);
	bool is_told = false;
	for (size_t i = 0; i < repository->finding_count; i++)
		is_told |= strcmp(repository->findings[i].id, "certificate-expires-soon") == 0;
	tufcheck_report_free(report);
	tufcheck_scan_free(scan);
	return is_told;
}

static struct tufcheck_time find_end_of_root(void)
{
	const struct tufcheck_options options = options_at_capture();
	struct tufcheck_scan *scan = NULL;
	assert_int_equal(tufcheck_scan_new(&options, &scan), TUFCHECK_OK);
	assert_int_equal(tufcheck_scan_add_gun(scan, TRUST, guns[0]), TUFCHECK_OK);
	struct tufcheck_report *report = verify(scan, 0);
	const struct tufcheck_repository *repository = tufcheck_report_get_repository(report);
	struct tufcheck_time at = {.seconds = 0};
	for (size_t i = 0; i < repository->key_count; i++)
		if (strcmp(repository->keys[i].roles[0], "root") == 0)
			at = repository->keys[i].certificates[0].not_after;
	assert_true(at.seconds > 0);
	tufcheck_report_free(report);
	tufcheck_scan_free(scan);
	return at;
}

/* Half a year before unless the caller says how long, and not at all for a negative time. */
static void test_scan_tells_of_certificates_that_end_soon(void **state)
{
	(void)state;
	static const struct {
		int64_t warn_within, before;
		bool is_told;
	} rows[] = {
		{0, 180 * SUPPORT_DAY, true}, {0, 180 * SUPPORT_DAY + 1, false},
		{0, 1, true},                 {7, 7, true},
		{7, 8, false},                {-1, 1, false},
	};
	const struct tufcheck_time end = find_end_of_root();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tufcheck_options options = {.size = sizeof(options),
		                                   .at = end,
		                                   .warn_within = rows[i].warn_within};
		options.at.seconds -= rows[i].before;
		assert_int_equal(warns(&options), rows[i].is_told);
	}
}

/* ---- threads ---- */

struct task {
	const struct tufcheck_scan *scan;
	size_t index;
	enum tufcheck_status status;
};

static void *verify_often(void *argument)
{
	struct task *task = argument;
	for (int i = 0; i < 5; i++) {
		struct tufcheck_report *report = NULL;
		if (tufcheck_scan_verify(task->scan, task->index, &report) != TUFCHECK_OK)
			return NULL;
		task->status = tufcheck_report_get_repository(report)->status;
		tufcheck_report_free(report);
	}
	return NULL;
}

static void test_scan_may_be_verified_by_several_threads(void **state)
{
	struct tufcheck_scan *scan = *state;
	assert_int_equal(tufcheck_scan_add(scan, TRUST), TUFCHECK_OK);
	tufcheck_scan_sort(scan);
	pthread_t threads[COUNT_OF(guns)];
	struct task tasks[COUNT_OF(guns)];
	for (size_t i = 0; i < COUNT_OF(guns); i++) {
		tasks[i] = (struct task){.scan = scan, .index = i};
		assert_int_equal(pthread_create(&threads[i], NULL, verify_often, &tasks[i]), 0);
	}
	for (size_t i = 0; i < COUNT_OF(guns); i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		bool is_retired = strstr(guns[i], "retired") != NULL;
		assert_int_equal(tasks[i].status, is_retired ? TUFCHECK_STATUS_DEGRADED
		                                             : TUFCHECK_STATUS_TRUSTED);
	}
}

#define scan_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		scan_test(test_scan_finds_and_names_all_of_a_trust_root),
		scan_test(test_scan_verifies_what_real_clients_wrote),
		cmocka_unit_test(test_scan_a_moment_later_has_expired),
		cmocka_unit_test(test_scan_options_of_a_newer_header_are_taken_unless_they_ask_for_more),
		cmocka_unit_test(test_scan_options_that_are_wrong_are_a_bad_call),
		cmocka_unit_test(test_scan_without_memory_for_openssl_is_none),
		scan_test(test_scan_calls_without_their_arguments_are_bad),
		scan_test(test_scan_add_of_nothing_is_not_found),
		scan_test(test_scan_add_gun_takes_a_name_or_part_of_one),
		scan_test(test_scan_add_gun_of_many_names_opens_the_folder_once),
		cmocka_unit_test(test_scan_name_of_options_is_held_against_certificate),
		scan_test(test_scan_link_that_leads_out_is_unreadable),
		cmocka_unit_test(test_scan_demands_are_made_of_what_cannot_be_read),
		scan_test(test_scan_verified_leaves_no_descriptor_open),
		cmocka_unit_test(test_scan_tells_of_certificates_that_end_soon),
		scan_test(test_scan_may_be_verified_by_several_threads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
