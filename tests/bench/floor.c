/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What verifying repositories cannot do without, measured with nothing else: of
 * each file the SHA-256 of its bytes, and of each signature one verification
 * with a key that was decoded before the clock started.
 *
 *   floor signatures THREADS < LIST    LIST: a line for each file, the path, and
 *                                      for each of its signatures a line with a
 *                                      tab, the hexadecimal SubjectPublicKeyInfo,
 *                                      the signature in DER, and the signed
 *                                      bytes' offset and length in the file
 *   floor json FILE                    json_loadb of the bytes of a file, once
 *   floor run PROGRAM ARGUMENT...      the program, and nothing else: the kernel counts a process's peak of
 *                                      memory from before the program was loaded, and this one is small.
 *                                      Prints the seconds, those of the processor and the peak in bytes to
 *                                      standard error, and ends as the program did
 *
 * Prints the seconds, those of the processor, how many signatures and how many bytes there were. It is
 * no part of the product: what it cannot do, it ends with.
 */
#include <jansson.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct check {
	EVP_PKEY *key;
	unsigned char *signature;
	size_t signature_length;
	size_t offset;
	size_t length;
	char *spki; /* as text */
};

struct item {
	unsigned char *bytes;
	size_t length;
	struct check *checks;
	size_t count;
};

struct work {
	struct item *items;
	size_t first;
	size_t step;
	size_t count;
	size_t verified;
};

static void give_up(const char *what)
{
	(void)fprintf(stderr, "floor: %s\n", what);
	exit(EXIT_FAILURE);
}

static void *take(void *items, size_t count, size_t size)
{
	void *taken = reallocarray(items, count, size);
	if (!taken)
		give_up("out of memory");
	return taken;
}

static double read_clock(clockid_t clock)
{
	struct timespec time;
	(void)clock_gettime(clock, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

struct stopwatch {
	double wall;
	double processor;
};

static struct stopwatch start_watch(void)
{
	return (struct stopwatch){.wall = read_clock(CLOCK_MONOTONIC),
				  .processor = read_clock(CLOCK_PROCESS_CPUTIME_ID)};
}

static void stop_watch(const struct stopwatch *start, size_t signatures, size_t bytes)
{
	const struct stopwatch end = start_watch();
	(void)printf("%.6f %.6f %zu %zu\n", end.wall - start->wall, end.processor - start->processor,
		     signatures, bytes);
}

static unsigned char *read_file(const char *path, size_t *ret_length)
{
	FILE *file = fopen(path, "rb");
	if (!file || fseek(file, 0, SEEK_END) != 0)
		give_up(path);
	long length = ftell(file);
	rewind(file);
	unsigned char *bytes = take(NULL, (size_t)length + 1, 1);
	if (length < 0 || fread(bytes, 1, (size_t)length, file) != (size_t)length)
		give_up(path);
	(void)fclose(file);
	*ret_length = (size_t)length;
	return bytes;
}

/* ---- what there is to do ---- */

static unsigned char *read_hex(const char *text, size_t *ret_length)
{
	long length = 0;
	unsigned char *bytes = OPENSSL_hexstr2buf(text, &length);
	if (!bytes)
		give_up("no hexadecimal");
	*ret_length = (size_t)length;
	return bytes;
}

/* A key of its own for each file of a repository; keys that publishers share are decoded once. */
static EVP_PKEY *read_key(const char *text)
{
	static char *known_text[16];
	static EVP_PKEY *known[16];
	static size_t next;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known_text[i] && strcmp(known_text[i], text) == 0)
			return known[i];
	size_t length;
	unsigned char *der = read_hex(text, &length);
	const unsigned char *end = der;
	EVP_PKEY *key = d2i_PUBKEY(NULL, &end, (long)length);
	if (!key)
		give_up("no public key");
	OPENSSL_free(der);
	free(known_text[next]);
	known_text[next] = strdup(text);
	known[next] = key;
	next = (next + 1) % (sizeof(known) / sizeof(known[0]));
	return key;
}

static void read_check(char *line, struct item *item)
{
	static const char between[] = " \t\n";
	char *rest = line;
	char *words[4];
	for (size_t i = 0; i < 4; i++) {
		rest += strspn(rest, between);
		words[i] = rest;
		rest += strcspn(rest, between);
		if (*rest != '\0')
			*rest++ = '\0';
	}
	struct check check = {.key = read_key(words[0])};
	check.signature = read_hex(words[1], &check.signature_length);
	check.offset = strtoul(words[2], NULL, 10);
	check.length = strtoul(words[3], NULL, 10);
	if (check.length > item->length || check.offset > item->length - check.length)
		give_up("signed bytes beyond the file");
	item->checks = take(item->checks, item->count + 1, sizeof(check));
	item->checks[item->count++] = check;
}

static struct item *read_list(size_t *ret_count)
{
	struct item *items = NULL;
	size_t count = 0, room = 0;
	char *line = NULL;
	while (getline(&line, &room, stdin) > 0) {
		if (line[0] == '\t' && count > 0) {
			read_check(line, &items[count - 1]);
			continue;
		}
		line[strcspn(line, "\n")] = '\0';
		items = take(items, count + 1, sizeof(*items));
		items[count] = (struct item){.count = 0};
		items[count].bytes = read_file(line, &items[count].length);
		count++;
	}
	free(line);
	*ret_count = count;
	return items;
}

/* ---- doing it ---- */

static void verify(const struct item *item, const struct check *check, EVP_MD *sha256)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned length = 0;
	if (EVP_Digest(item->bytes + check->offset, check->length, digest, &length, sha256, NULL) != 1)
		give_up("no digest");
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(check->key, NULL);
	if (!context || EVP_PKEY_verify_init(context) != 1 ||
	    EVP_PKEY_verify(context, check->signature, check->signature_length, digest, length) != 1)
		give_up("a signature is not valid");
	EVP_PKEY_CTX_free(context);
}

static void *do_work(void *data)
{
	struct work *work = data;
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned length;
	EVP_MD *sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	for (size_t i = work->first; i < work->count; i += work->step) {
		const struct item *item = &work->items[i];
		if (EVP_Digest(item->bytes, item->length, digest, &length, sha256, NULL) != 1)
			give_up("no digest");
		for (size_t j = 0; j < item->count; j++)
			verify(item, &item->checks[j], sha256);
		work->verified += item->count;
	}
	EVP_MD_free(sha256);
	return NULL;
}

static void measure_signatures(size_t threads)
{
	size_t count, bytes = 0, verified = 0;
	struct item *items = read_list(&count);
	for (size_t i = 0; i < count; i++)
		bytes += items[i].length;
	struct work *works = take(NULL, threads, sizeof(*works));
	pthread_t *started = take(NULL, threads, sizeof(*started));
	const struct stopwatch start = start_watch();
	for (size_t i = 0; i < threads; i++) {
		works[i] = (struct work){.items = items, .first = i, .step = threads, .count = count};
		if (i > 0 && pthread_create(&started[i], NULL, do_work, &works[i]) != 0)
			give_up("no thread");
	}
	(void)do_work(&works[0]);
	for (size_t i = 1; i < threads; i++)
		(void)pthread_join(started[i], NULL);
	for (size_t i = 0; i < threads; i++)
		verified += works[i].verified;
	stop_watch(&start, verified, bytes);
	free(started);
	free(works);
}

static void measure_json(const char *path)
{
	size_t length;
	unsigned char *bytes = read_file(path, &length);
	const struct stopwatch start = start_watch();
	json_t *value = json_loadb((const char *)bytes, length, 0, NULL);
	if (!value)
		give_up("no JSON");
	stop_watch(&start, 0, length);
}

static double seconds_of(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static int measure_run(char **command)
{
	const double start = read_clock(CLOCK_MONOTONIC);
	pid_t child = fork();
	if (child == 0) {
		(void)execv(command[0], command);
		_exit(EXIT_FAILURE);
	}
	int status = 0;
	struct rusage used;
	if (child < 0 || wait4(child, &status, 0, &used) != child)
		give_up("no process");
	(void)fprintf(stderr, "\n%.6f %.6f %ld\n", read_clock(CLOCK_MONOTONIC) - start,
		      seconds_of(used.ru_utime) + seconds_of(used.ru_stime), used.ru_maxrss * 1024);
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	if (argc >= 3 && strcmp(argv[1], "run") == 0)
		return measure_run(&argv[2]);
	if (argc == 3 && strcmp(argv[1], "signatures") == 0 && strtoul(argv[2], NULL, 10) > 0)
		measure_signatures(strtoul(argv[2], NULL, 10));
	else if (argc == 3 && strcmp(argv[1], "json") == 0)
		measure_json(argv[2]);
	else
		give_up("signatures THREADS < LIST, json FILE, or run PROGRAM ARGUMENT...");
	return 0;
}
