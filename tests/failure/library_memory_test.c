/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The library with each of the requests for memory of a whole inquiry failing
 * in turn, from the first to the last: its own, OpenSSL's, libsodium's and the
 * C library's; of jansson's none fails, as tufcheck.h demands.
 *
 *   library_memory_test [EVERY [NAME]]
 *
 * Two kinds of failures: one request, and one with all after it. The answer is
 * TUFCHECK_NO_MEMORY, or, where something did without what it asked for, all
 * of the right one; and no block is left. Each failure comes to a library that
 * has been used (warm); and, in a process of its own, to one that has not
 * (cold), for what is made once is made then. EVERY: after the first, when the
 * libraries are made ready, only each so many requests fail. NAME: only this one of the inquiries below.
 */
#include <jansson.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "failing_memory.h"
#include "inquiry.h"

#define NOTARY TUFCHECK_TESTDATA "/notary"
#define CASES TUFCHECK_TESTDATA "/cases"
#define POLICIES TUFCHECK_TESTDATA "/policies"
#define TEAM "registry.example.com/team/"
#define CASE_AT "2026-12-01"
#define SECONDS_AT_MOST 60
#define TEXT_ROOM ((size_t)1 << 20)
#define SHOWN_AT_MOST 20
#define FIRST_REQUESTS 64
#define OPENSSL_MAY_KEEP 64 /* blocks */

#define must(condition) ((condition) ? (void)0 : fail_setup(#condition))

static void fail_setup(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

/* ---- what is OpenSSL's ---- */

static long openssl_held;

static void *openssl_malloc(size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	void *memory = malloc(size);
	openssl_held += memory != NULL;
	return memory;
}

static void openssl_free(void *memory, const char *file, int line)
{
	(void)file;
	(void)line;
	openssl_held -= memory != NULL;
	free(memory);
}

static void *openssl_realloc(void *memory, size_t size, const char *file, int line)
{
	if (memory && size == 0) {
		openssl_free(memory, file, line);
		return NULL;
	}
	void *moved = realloc(memory, size);
	openssl_held += !memory && moved;
	return moved;
}

/* The blocks that are held by all but OpenSSL. */
static long own_held(void)
{
	return failing_memory->held - openssl_held;
}

static void *malloc_for_jansson(size_t size)
{
	bool was_on = failing_memory->is_on;
	failing_memory->is_on = false;
	void *memory = malloc(size);
	must(memory);
	failing_memory->is_on = was_on;
	return memory;
}

/* ---- one run ---- */

struct answer {
	enum tufcheck_result result;
	char *text; /* the caller's to free */
	long leaked; /* blocks, but for OpenSSL's */
};

static struct answer ask(const struct inquiry *inquiry, size_t victim, bool is_lasting)
{
	struct answer answer = {.text = NULL};
	size_t length = 0;
	FILE *out = open_memstream(&answer.text, &length);
	must(out);
	/* so that it needs no more while it is written to */
	must(fflush(out) == 0);
	long before = own_held();
	failing_memory_begin(victim, is_lasting);
	answer.result = inquiry_make(inquiry, out);
	answer.leaked = own_held() - before;
	must(fclose(out) == 0);
	return answer;
}

/* What is wrong with the answer to a failure, or NULL. */
static const char *find_fault(const struct answer *answer, const char *expected)
{
	if (answer->leaked != 0)
		return "blocks are left";
	if (answer->result == TUFCHECK_NO_MEMORY)
		return NULL;
	if (answer->result != TUFCHECK_OK)
		return "another result";
	return strcmp(answer->text, expected) == 0 ? NULL : "another answer";
}

/* ---- all runs ---- */

struct tally {
	size_t refused;
	size_t made_up_for;
	size_t faults;
};

struct series {
	const struct inquiry *inquiry;
	const char *expected;
	size_t every;
	struct tally *tally; /* shared with the processes of cold runs */
};

static void show(const char *actual, const char *expected)
{
	size_t line = 0;
	for (size_t i = 0; actual[i] && actual[i] == expected[i]; i++)
		if (actual[i] == '\n')
			line = i + 1;
	(void)printf("  %.*s\n  instead of\n  %.*s\n", (int)strcspn(actual + line, "\n"),
	             actual + line, (int)strcspn(expected + line, "\n"), expected + line);
}

static void run(const struct series *series, size_t victim, bool is_lasting)
{
	struct tally *tally = series->tally;
	struct answer answer = ask(series->inquiry, victim, is_lasting);
	const char *fault = find_fault(&answer, series->expected);
	if (fault && tally->faults++ < SHOWN_AT_MOST) {
		(void)printf("FAILED: %s: request %zu%s: %s: result %d, %ld blocks left\n",
		             series->inquiry->name, victim, is_lasting ? " and all after it" : "",
		             fault, (int)answer.result, answer.leaked);
		if (answer.result == TUFCHECK_OK)
			show(answer.text, series->expected);
	} else if (!fault && failing_memory->failed > 0) {
		tally->refused += answer.result != TUFCHECK_OK;
		tally->made_up_for += answer.result == TUFCHECK_OK;
	}
	free(answer.text);
}

static void run_apart(const struct series *series, size_t victim, bool is_lasting)
{
	(void)fflush(stdout);
	pid_t process = fork();
	must(process >= 0);
	if (process == 0) {
		alarm(SECONDS_AT_MOST);
		run(series, victim, is_lasting);
		(void)fflush(stdout);
		_exit(EXIT_SUCCESS);
	}
	int status;
	must(waitpid(process, &status, 0) == process);
	/* one that came to grief left it on */
	failing_memory->is_on = false;
	if (status == 0 || series->tally->faults++ >= SHOWN_AT_MOST)
		return;
	(void)printf("FAILED: %s: request %zu%s: wait status %d\n", series->inquiry->name, victim,
	             is_lasting ? " and all after it" : "", status);
}

typedef void runner(const struct series *series, size_t victim, bool is_lasting);

/* Every request fails once alone and once with all after it, until there is none that could. */
static void run_series(const struct series *series, runner *run_one, const char *kind)
{
	*series->tally = (struct tally){.faults = 0};
	size_t requests = 0;
	for (int is_lasting = 0; is_lasting <= 1; is_lasting++) {
		size_t victim = 1;
		do {
			run_one(series, victim, is_lasting != 0);
			victim += victim < FIRST_REQUESTS ? 1 : series->every;
		} while (failing_memory->failed > 0);
		requests = failing_memory->count;
	}
	(void)printf("%s, %s: %zu requests, %zu refused, %zu made up for, %zu faults\n",
	             series->inquiry->name, kind, requests, series->tally->refused,
	             series->tally->made_up_for, series->tally->faults);
	(void)fflush(stdout);
}

/* ---- the inquiries ---- */

static char configuration[] = P_tmpdir "/tufcheck-XXXXXX";

static const struct inquiry inquiries[] = {
	{.name = "signers",
	 .trust_dir = NOTARY "/trust",
	 .gun = TEAM "app",
	 .pin = TEAM "app=keyid:0ff4f984059582489b550454ef0dbccb068cbe308f5369c81628bc829c415af9",
	 .policy = POLICIES "/release.policy.json",
	 .image = TEAM "app:v1.0",
	 .document = NOTARY "/trust/tuf/" TEAM "app/metadata/targets.json",
	 .identity = NOTARY "/certificates/alice.crt"},
	{.name = "authority",
	 .trust_dir = NOTARY "/trust",
	 .gun = TEAM "own-root",
	 .notary_config = configuration,
	 .policy = POLICIES "/authority.policy.json",
	 .image = TEAM "own-root"},
	{.name = "ed25519",
	 .trust_dir = NOTARY "/trust",
	 .gun = TEAM "ed25519",
	 .image = TEAM "ed25519:latest"},
	{.name = "history",
	 .at = CASE_AT,
	 .trust_dir = CASES "/trusted-root-oldest",
	 .gun = TEAM "app",
	 .trusted_root = CASES "/trusted-root-oldest/tuf/" TEAM "app/metadata/1.root.json"},
	{.name = "pins",
	 .at = CASE_AT,
	 .trust_dir = CASES "/pin-file",
	 .gun = TEAM "app",
	 .pins = CASES "/pin-file/pins.txt"},
	{.name = "lock",
	 .at = CASE_AT,
	 .trust_dir = CASES "/lock-holds-frozen",
	 .gun = TEAM "app",
	 .lock = CASES "/lock-holds-frozen/tufcheck.lock"},
};

/* The moment at which the example was made. */
static void read_moment(char ret_at[64])
{
	FILE *file = fopen(NOTARY "/AT", "re");
	must(file && fgets(ret_at, 64, file) && fclose(file) == 0);
	ret_at[strcspn(ret_at, "\n")] = '\0';
}

static void write_configuration(void)
{
	int descriptor = mkstemp(configuration);
	FILE *file = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
	must(file && fputs("{\"trust_pinning\":{\"ca\":{\"\":\"" NOTARY
	                   "/certificates/root-ca.crt\"}}}",
	                   file) >= 0 && fclose(file) == 0);
}

/* The right answer, from a process of its own: this one stays cold. */
static void find_expected(const struct inquiry *inquiry, char *ret_text, size_t room)
{
	pid_t process = fork();
	must(process >= 0);
	if (process == 0) {
		struct answer answer = ask(inquiry, 0, false);
		bool is_right = answer.result == TUFCHECK_OK && strlen(answer.text) < room;
		if (is_right)
			(void)memcpy(ret_text, answer.text, strlen(answer.text) + 1);
		_exit(is_right ? EXIT_SUCCESS : EXIT_FAILURE);
	}
	int status;
	must(waitpid(process, &status, 0) == process && status == 0);
}

static void *share(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	must(memory != MAP_FAILED);
	return memory;
}

/* Runs everything, cold and warm; returns the number of faults. */
static size_t run_all(const char *at, size_t every, const char *name)
{
	const size_t count = sizeof(inquiries) / sizeof(inquiries[0]);
	struct inquiry asked[sizeof(inquiries) / sizeof(inquiries[0])];
	char *expected[sizeof(inquiries) / sizeof(inquiries[0])];
	struct tally *tally = share(sizeof(*tally));
	size_t faults = 0;
	for (size_t i = 0; i < count; i++) {
		if (name && strcmp(inquiries[i].name, name) != 0)
			continue;
		asked[i] = inquiries[i];
		asked[i].at = asked[i].at ? asked[i].at : at;
		expected[i] = share(TEXT_ROOM);
		find_expected(&asked[i], expected[i], TEXT_ROOM);
		const struct series series = {&asked[i], expected[i], every, tally};
		run_series(&series, run_apart, "cold");
		faults += tally->faults;
	}
	for (size_t i = 0; i < count; i++) {
		if (name && strcmp(inquiries[i].name, name) != 0)
			continue;
		struct answer answer = ask(&asked[i], 0, false);
		free(answer.text);
		long held = openssl_held;
		const struct series series = {&asked[i], expected[i], every, tally};
		run_series(&series, run, "warm");
		faults += tally->faults;
		(void)printf("OpenSSL holds %ld blocks more than before\n", openssl_held - held);
		/* what it keeps for the next time is little; what is lost each time is much */
		faults += openssl_held - held > OPENSSL_MAY_KEEP;
	}
	return faults;
}

int main(int argc, char **argv)
{
	must(CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free) == 1);
	json_set_alloc_funcs(malloc_for_jansson, free);
	struct failing_memory *shared = share(sizeof(*shared));
	*shared = *failing_memory;
	failing_memory = shared;
	const struct rlimit none = {0, 0};
	must(setrlimit(RLIMIT_CORE, &none) == 0);
	size_t every = argc > 1 ? strtoul(argv[1], NULL, 10) : 1;
	must(every > 0);
	char at[64];
	read_moment(at);
	write_configuration();
	size_t faults = run_all(at, every, argc > 2 ? argv[2] : NULL);
	must(unlink(configuration) == 0);
	return faults == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
