/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every allocation of a verification fails in turn. What comes out is the lack
 * of memory, or a report that is not trusted, or the report that it would have
 * been.
 */
#include <openssl/crypto.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "verify/trust_pinning.h"
#include "verify/tufcheck.h"
#include "verify_support.h"

#define TRUST TUFCHECK_TESTDATA "/notary/trust"
#define GUN "registry.example.com/team/app"

/* A repository with older roots, and one of them as the trusted root. */
#define ROTATED TUFCHECK_TESTDATA "/cases/trusted-root-oldest"
#define ROTATED_ROOT ROTATED "/tuf/" GUN "/metadata/1.root.json"

/* One whose root certificate was issued by a CA. */
#define PINNED_GUN "registry.example.com/team/own-root"
#define CA_FILE TUFCHECK_TESTDATA "/notary/certificates/root-ca.crt"

/* Runs of each kind; the allocations that fail are spread evenly over all there are. */
#define RUNS 400

/*
 * ---- allocations that fail ----
 *
 * Those of the project and of OpenSSL. jansson's do not: it asserts that a
 * string it could not store is one that it has stored (2.14, lex_scan_string).
 */

/* The linker puts these in the place of the functions of the C library. */
void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void __real_free(void *memory);
void __wrap_free(void *memory);
void *__real_tsearch(const void *key, void **root, int (*compare)(const void *, const void *));
void *__wrap_tsearch(const void *key, void **root, int (*compare)(const void *, const void *));

static struct {
	bool is_on;
	bool is_lasting; /* all after the first that fails fail too */
	size_t count;    /* allocations while it is on */
	size_t victim;   /* number of the one that fails; 0: none */
	long balance;    /* allocations of our own that are not freed */
} trap;

static bool must_fail(void)
{
	if (!trap.is_on)
		return false;
	trap.count++;
	return trap.victim != 0 &&
	       (trap.count == trap.victim || (trap.is_lasting && trap.count > trap.victim));
}

static void *own(void *memory)
{
	trap.balance += trap.is_on && memory;
	return memory;
}

void *__wrap_malloc(size_t size)
{
	return must_fail() ? NULL : own(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
	return must_fail() ? NULL : own(__real_calloc(count, size));
}

void *__wrap_realloc(void *memory, size_t size)
{
	if (must_fail())
		return NULL;
	void *moved = __real_realloc(memory, size);
	return memory ? moved : own(moved);
}

void __wrap_free(void *memory)
{
	trap.balance -= trap.is_on && memory;
	__real_free(memory);
}

/* It allocates where the linker does not reach. */
void *__wrap_tsearch(const void *key, void **root, int (*compare)(const void *, const void *))
{
	return must_fail() ? NULL : __real_tsearch(key, root, compare);
}

static void *openssl_malloc(size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return size == 0 || must_fail() ? NULL : __real_malloc(size);
}

static void *openssl_realloc(void *memory, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return must_fail() ? NULL : __real_realloc(memory, size);
}

static void openssl_free(void *memory, const char *file, int line)
{
	(void)file;
	(void)line;
	__real_free(memory);
}

/* ---- everything that a report says, as one text ---- */

static void render_text(FILE *out, const char *text)
{
	(void)fprintf(out, " %s", text ? text : "(none)");
}

static void render_texts(FILE *out, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		render_text(out, texts[i]);
}

static void render_role(FILE *out, const struct tufcheck_role *role)
{
	(void)fprintf(out, "\nrole %s %s %d %llu %lld %d %lld %lld %zu", role->name, role->file,
	              (int)role->status, (unsigned long long)role->length,
	              (long long)role->version, role->has_expires,
	              (long long)role->expires.seconds, (long long)role->threshold,
	              role->valid_signatures);
	render_text(out, role->sha256);
	render_texts(out, role->key_ids, role->key_id_count);
	render_texts(out, role->paths, role->path_count);
	for (size_t i = 0; i < role->signature_count; i++) {
		const struct tufcheck_signature *signature = &role->signatures[i];
		(void)fprintf(out, "\n  %s %s %d", signature->key_id, signature->method,
		              signature->valid);
		render_text(out, signature->reason);
	}
}

static void render_key(FILE *out, const struct tufcheck_key *key)
{
	(void)fprintf(out, "\nkey %s %u", key->key_id, key->bits);
	render_text(out, key->canonical_key_id);
	render_text(out, key->type);
	render_text(out, key->algorithm);
	render_text(out, key->spki_sha256);
	render_texts(out, key->roles, key->role_count);
	for (size_t i = 0; i < key->certificate_count; i++) {
		const struct tufcheck_certificate *certificate = &key->certificates[i];
		(void)fprintf(out, "\n  %s %s %s %lld %lld %d %s %s %s", certificate->subject,
		              certificate->issuer, certificate->serial,
		              (long long)certificate->not_before.seconds,
		              (long long)certificate->not_after.seconds, certificate->ca,
		              certificate->signature_algorithm, certificate->sha256,
		              certificate->sha1);
	}
}

static char *render(const struct tufcheck_repository *repository)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	assert_non_null(out);
	(void)fprintf(out, "%s %s %d %lld %lld %d", repository->gun, repository->path,
	              (int)repository->status, (long long)repository->root_history.oldest,
	              (long long)repository->root_history.newest,
	              repository->root_history.complete);
	for (size_t i = 0; i < TUFCHECK_CHECK_COUNT; i++)
		(void)fprintf(out, " %d", (int)repository->answers[i]);
	for (size_t i = 0; i < repository->role_count; i++)
		render_role(out, &repository->roles[i]);
	for (size_t i = 0; i < repository->key_count; i++)
		render_key(out, &repository->keys[i]);
	for (size_t i = 0; i < repository->target_count; i++) {
		const struct tufcheck_target *target = &repository->targets[i];
		(void)fprintf(out, "\ntarget %s %s %d %lld", target->name, target->role,
		              target->pullable, (long long)target->length);
		render_text(out, target->sha256);
		render_texts(out, target->signers, target->signer_count);
	}
	for (size_t i = 0; i < repository->finding_count; i++) {
		(void)fprintf(out, "\nfinding %s", repository->findings[i].id);
		render_text(out, repository->findings[i].message);
	}
	assert_int_equal(fclose(out), 0);
	return text;
}

/* ---- the runs ---- */

struct fixture {
	size_t runs;
	struct tufcheck_trusted_root *trusted_root;
	struct tufcheck_trust_pinning *pinning;
	struct tufcheck_scan *scan;
	char *expected; /* the report when nothing fails */
	size_t allocations;
};

static enum tufcheck_result verify(struct fixture *fixture, size_t victim, bool is_lasting,
                                   struct tufcheck_report **ret_report)
{
	trap.count = 0;
	trap.victim = victim;
	trap.is_lasting = is_lasting;
	trap.balance = 0;
	trap.is_on = true;
	enum tufcheck_result result = tufcheck_scan_verify(fixture->scan, 0, ret_report);
	trap.is_on = false;
	return result;
}

/* Frees the report, if there is one; nothing of our own may be left. */
static void release(struct tufcheck_report *report)
{
	trap.is_on = true;
	trap.victim = 0;
	tufcheck_report_free(report);
	trap.is_on = false;
	assert_int_equal(trap.balance, 0);
}

static int begin(struct fixture *fixture, const char *trust_dir, const char *gun,
                 const struct tufcheck_options *options)
{
	assert_int_equal(tufcheck_scan_new(options, &fixture->scan), TUFCHECK_OK);
	assert_int_equal(tufcheck_scan_add_gun(fixture->scan, trust_dir, gun), TUFCHECK_OK);
	assert_int_equal(tufcheck_scan_count(fixture->scan), 1);
	struct tufcheck_report *report = NULL;
	/* the first run fills what OpenSSL keeps; the second one counts */
	for (int i = 0; i < 2; i++) {
		assert_int_equal(verify(fixture, 0, false, &report), TUFCHECK_OK);
		free(fixture->expected);
		fixture->expected = render(tufcheck_report_get_repository(report));
		assert_int_equal(tufcheck_report_get_repository(report)->status,
		                 TUFCHECK_STATUS_TRUSTED);
		release(report);
	}
	fixture->allocations = trap.count;
	return 0;
}

/* The moment at which the example was made. */
static struct tufcheck_options example_options(void)
{
	return (struct tufcheck_options){.size = sizeof(struct tufcheck_options),
	                                 .at = support_captured_at()};
}

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	*state = fixture;
	fixture->runs = RUNS;
	const struct tufcheck_options options = example_options();
	return begin(fixture, TRUST, GUN, &options);
}

/* Writes a configuration that pins the CA; path is a template. */
static void write_configuration(char *path)
{
	int descriptor = mkstemp(path);
	assert_true(descriptor >= 0);
	FILE *file = fdopen(descriptor, "w");
	assert_non_null(file);
	assert_true(fputs("{\"trust_pinning\":{\"ca\":{\"\":\"" CA_FILE
	                  "\"},\"certs\":{\"a\":[\"b\"]},\"disable_tofu\":true}}",
	                  file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static int setup_pinned(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	*state = fixture;
	fixture->runs = RUNS / 4;
	char path[] = P_tmpdir "/pins-XXXXXX";
	write_configuration(path);
	assert_int_equal(tufcheck_trust_pinning_read(path, NULL, &fixture->pinning), TUFCHECK_OK);
	assert_int_equal(unlink(path), 0);
	struct tufcheck_options options = example_options();
	options.trust_pinning = fixture->pinning;
	return begin(fixture, TRUST, PINNED_GUN, &options);
}

static int setup_rotated(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	*state = fixture;
	fixture->runs = RUNS / 4;
	struct tufcheck_options options = {.size = sizeof(options)};
	assert_int_equal(tufcheck_time_parse("2026-12-01", &options.at), TUFCHECK_OK);
	assert_int_equal(tufcheck_trusted_root_read(ROTATED_ROOT, NULL, &fixture->trusted_root),
	                 TUFCHECK_OK);
	options.trusted_root = fixture->trusted_root;
	return begin(fixture, ROTATED, GUN, &options);
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	tufcheck_scan_free(fixture->scan);
	tufcheck_trusted_root_free(fixture->trusted_root);
	tufcheck_trust_pinning_free(fixture->pinning);
	free(fixture->expected);
	free(fixture);
	return 0;
}

static bool is_usable(enum tufcheck_status status)
{
	return status == TUFCHECK_STATUS_TRUSTED || status == TUFCHECK_STATUS_DEGRADED;
}

/* Ends the test with the first line that is not as it should be. */
static void fail_with_difference(const struct fixture *fixture, size_t victim, const char *actual)
{
	const char *expected = fixture->expected;
	size_t line = 0;
	for (size_t i = 0; actual[i] && actual[i] == expected[i]; i++)
		if (actual[i] == '\n')
			line = i + 1;
	fail_msg("allocation %zu of %zu: a usable report says\n%.*s\nand not\n%.*s", victim,
	         fixture->allocations, (int)strcspn(actual + line, "\n"), actual + line,
	         (int)strcspn(expected + line, "\n"), expected + line);
}

/* One run. True when nothing was noticed of the failure. */
static bool run(struct fixture *fixture, size_t victim, bool is_lasting)
{
	struct tufcheck_report *report = NULL;
	enum tufcheck_result result = verify(fixture, victim, is_lasting, &report);
	bool is_unnoticed = false;
	if (result == TUFCHECK_OK) {
		const struct tufcheck_repository *repository =
			tufcheck_report_get_repository(report);
		char *actual = render(repository);
		is_unnoticed = strcmp(actual, fixture->expected) == 0;
		if (!is_unnoticed && is_usable(repository->status))
			fail_with_difference(fixture, victim, actual);
		free(actual);
	} else {
		assert_int_equal(result, TUFCHECK_NO_MEMORY);
		assert_null(report);
	}
	release(report);
	return is_unnoticed;
}

static void run_all(struct fixture *fixture, bool is_lasting)
{
	assert_true(fixture->allocations > fixture->runs);
	size_t noticed = 0;
	for (size_t i = 0; i < fixture->runs; i++) {
		size_t victim = 1 + i * (fixture->allocations - 1) / (fixture->runs - 1);
		noticed += !run(fixture, victim, is_lasting);
	}
	/* OpenSSL's may be made up for; the project's own are all needed */
	assert_true(noticed > fixture->runs / 40);
	/* and what failed has left nothing behind */
	assert_true(run(fixture, 0, false));
}

static void test_verify_with_one_allocation_failing_is_never_wrongly_trusted(void **state)
{
	run_all(*state, false);
}

static void test_verify_with_all_later_allocations_failing_is_never_wrongly_trusted(void **state)
{
	run_all(*state, true);
}

/* The first ones of all, where most is decided. */
static void test_verify_with_each_early_allocation_failing_is_never_wrongly_trusted(void **state)
{
	for (size_t victim = 1; victim <= RUNS; victim++)
		(void)run(*state, victim, false);
}

static void test_verify_with_allocation_beyond_the_last_failing_is_trusted(void **state)
{
	struct fixture *fixture = *state;
	assert_true(run(fixture, fixture->allocations + 1, true));
}

static void test_read_of_trusted_root_with_an_allocation_failing_has_no_memory(void **state)
{
	(void)state;
	bool has_read = false;
	for (size_t victim = 1; !has_read; victim += 3) {
		struct tufcheck_trusted_root *root = NULL;
		trap.count = 0;
		trap.victim = victim;
		trap.is_lasting = true;
		trap.balance = 0;
		trap.is_on = true;
		enum tufcheck_result result =
			tufcheck_trusted_root_read(ROTATED_ROOT, NULL, &root);
		has_read = result == TUFCHECK_OK;
		assert_int_equal(root != NULL, has_read);
		assert_true(has_read || result == TUFCHECK_NO_MEMORY);
		tufcheck_trusted_root_free(root);
		trap.is_on = false;
		assert_int_equal(trap.balance, 0);
		assert_true(victim < 100000);
	}
}

/* ---- reading pins ---- */

/* One run; how many allocations there were. */
static size_t read_with_failure(const char *path, size_t victim, enum tufcheck_result *ret_result)
{
	struct tufcheck_trust_pinning *pinning = NULL;
	trap.count = 0;
	trap.victim = victim;
	trap.is_lasting = false;
	trap.balance = 0;
	trap.is_on = true;
	*ret_result = tufcheck_trust_pinning_read(path, NULL, &pinning);
	trap.victim = 0;
	size_t count = trap.count;
	if (*ret_result == TUFCHECK_OK) {
		/* the CA is there, or it would not be OK */
		assert_null(pinning->authorities[0]->problem);
	}
	tufcheck_trust_pinning_free(pinning);
	trap.is_on = false;
	assert_int_equal(trap.balance, 0);
	return count;
}

static void test_pins_read_with_each_allocation_failing_are_all_or_none(void **state)
{
	(void)state;
	char path[] = P_tmpdir "/pins-XXXXXX";
	write_configuration(path);
	enum tufcheck_result result;
	size_t count = read_with_failure(path, 0, &result);
	assert_int_equal(result, TUFCHECK_OK);
	size_t noticed = 0;
	for (size_t victim = 1; victim <= count; victim++) {
		(void)read_with_failure(path, victim, &result);
		if (result != TUFCHECK_OK)
			assert_int_equal(result, TUFCHECK_NO_MEMORY);
		noticed += result != TUFCHECK_OK;
	}
	assert_true(noticed > 0);
	assert_int_equal(unlink(path), 0);
}

int main(void)
{
	const struct CMUnitTest rotated_tests[] = {
		cmocka_unit_test(
			test_verify_with_all_later_allocations_failing_is_never_wrongly_trusted),
		cmocka_unit_test(test_read_of_trusted_root_with_an_allocation_failing_has_no_memory),
	};
	const struct CMUnitTest pinned_tests[] = {
		cmocka_unit_test(test_verify_with_one_allocation_failing_is_never_wrongly_trusted),
		cmocka_unit_test(
			test_verify_with_all_later_allocations_failing_is_never_wrongly_trusted),
		cmocka_unit_test(test_pins_read_with_each_allocation_failing_are_all_or_none),
	};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verify_with_one_allocation_failing_is_never_wrongly_trusted),
		cmocka_unit_test(
			test_verify_with_all_later_allocations_failing_is_never_wrongly_trusted),
		cmocka_unit_test(
			test_verify_with_each_early_allocation_failing_is_never_wrongly_trusted),
		cmocka_unit_test(test_verify_with_allocation_beyond_the_last_failing_is_trusted),
	};
	/* before OpenSSL allocates anything */
	if (CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free) != 1)
		return 1;
	int failed = cmocka_run_group_tests(tests, setup, teardown);
	failed += cmocka_run_group_tests(rotated_tests, setup_rotated, teardown);
	return failed + cmocka_run_group_tests(pinned_tests, setup_pinned, teardown);
}
