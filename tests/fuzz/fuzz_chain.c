/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole chain of trust of one repository, whose metadata folder is the tree
 * in the input, in memory.
 *
 * The mutator has the keys: it changes fields of the roles, and signs them and
 * lists them above again, so that what is checked last is reached too.
 *
 * - Every report and every finding is well formed (known.c).
 * - What is called trusted or degraded holds when it is counted once more, by
 *   other means (recount.h).
 * - What is trusted can be put into a lock, from which it does not differ then.
 * - An image is verified by the default policy only of what is trusted or
 *   degraded.
 */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forge.h"
#include "fuzz.h"
#include "recount.h"
#include "tree.h"
#include "tuf/limits.h"
#include "verify/examine.h"
#include "verify/openssl.h"
#include "verify/report.h"

/* ---- the source ---- */

struct folder {
	struct tree *tree;
	struct tc_root_file roots[TREE_MAX_ENTRIES];
	struct tc_listed_file files[2][TREE_MAX_ENTRIES];
};

static const struct tree_entry *find_any(const struct tree *tree, const char *path)
{
	for (size_t i = 0; i < tree->count; i++) {
		const struct tree_entry *entry = &tree->entries[i];
		if (strchr("FX", entry->kind) && strcmp(entry->path, path) == 0)
			return entry;
	}
	return NULL;
}

static enum tuf_result read_entry(void *context, const char *file, size_t limit,
				  struct tc_read *ret_read)
{
	const struct folder *folder = context;
	const struct tree_entry *entry = find_any(folder->tree, file);
	*ret_read = (struct tc_read){.status = TC_READ_MISSING};
	if (!entry)
		return TUF_OK;
	if (entry->kind == 'X') {
		ret_read->status = TC_READ_MISSING + (entry->number % 6);
		ret_read->error = 13;
		ret_read->actual = "a folder";
		return TUF_OK;
	}
	ret_read->status = entry->length > limit ? TC_READ_TOO_LARGE : TC_READ_OK;
	if (ret_read->status == TC_READ_OK) {
		ret_read->bytes = fuzz_copy(entry->bytes, entry->length, false);
		ret_read->length = entry->length;
		ret_read->id.inode = (uint64_t)(entry - folder->tree->entries) + 1;
	}
	return TUF_OK;
}

/* The version in N.root.json or root.N.json; -1: it is no such name. */
static int64_t read_version(const char *name)
{
	int64_t version = -1;
	int end = 0;
	bool is_old = (sscanf(name, "%18" SCNd64 ".root.json%n", &version, &end) == 1 && end > 0 &&
		       !name[end]) ||
		      (sscanf(name, "root.%18" SCNd64 ".json%n", &version, &end) == 1 && end > 0 &&
		       !name[end]);
	return is_old && version >= 0 ? version : -1;
}

static int compare_roots(const void *left, const void *right)
{
	const struct tc_root_file *one = left, *other = right;
	if (one->version != other->version)
		return one->version < other->version ? -1 : 1;
	return strcmp(one->file, other->file);
}

static enum tuf_result list_roots(void *context, const struct tc_root_file **ret_files,
				  size_t *ret_count, int *ret_error)
{
	struct folder *folder = context;
	size_t count = 0;
	for (size_t i = 0; i < folder->tree->count; i++) {
		const char *path = folder->tree->entries[i].path;
		if (read_version(path) >= 0 &&
		    find_any(folder->tree, path) == &folder->tree->entries[i])
			folder->roots[count++] =
				(struct tc_root_file){.version = read_version(path), .file = path};
	}
	qsort(folder->roots, count, sizeof(folder->roots[0]), compare_roots);
	*ret_files = folder->roots;
	*ret_count = count;
	*ret_error = folder->tree->options & 512 ? 13 : 0;
	return TUF_OK;
}

static int compare_listed(const void *left, const void *right)
{
	const struct tc_listed_file *one = left, *other = right;
	return strcmp(one->name, other->name);
}

static enum tuf_result list_files(void *context, const char *name,
				  struct tc_file_listing *ret_listing)
{
	struct folder *folder = context;
	static const char beside[] = TC_CHANGELIST "/";
	bool is_beside = strcmp(name, TC_CHANGELIST) == 0;
	struct tc_listed_file *files = folder->files[is_beside];
	size_t count = 0;
	for (size_t i = 0; i < folder->tree->count; i++) {
		const struct tree_entry *entry = &folder->tree->entries[i];
		bool is_there = strncmp(entry->path, beside, sizeof(beside) - 1) == 0;
		if (is_there != is_beside || entry->path[0] == '@' ||
		    find_any(folder->tree, entry->path) != entry)
			continue;
		files[count++] = (struct tc_listed_file){
			.name = entry->path + (is_beside ? sizeof(beside) - 1 : 0)};
	}
	qsort(files, count, sizeof(files[0]), compare_listed);
	*ret_listing = (struct tc_file_listing){
		.items = files, .count = count, .is_cut = folder->tree->options & 1024};
	return TUF_OK;
}

static int identify(void *context, const char *name, struct tc_file_id *ret_id)
{
	const struct folder *folder = context;
	const struct tree_entry *entry = find_any(folder->tree, name);
	*ret_id = (struct tc_file_id){
		.inode = entry ? (uint64_t)(entry - folder->tree->entries) + 1 : 0};
	return 0;
}

/* ---- what is held of the report ---- */

static void check_lock(const struct tufcheck_repository *repository)
{
	struct tufcheck_lock *lock = NULL;
	struct tufcheck_lock_changes *changes = NULL;
	FUZZ_HOLDS(tufcheck_lock_new(&lock) == TUFCHECK_OK);
	enum tufcheck_result put = tufcheck_lock_put(lock, repository);
	FUZZ_HOLDS(put == TUFCHECK_OK || put == TUFCHECK_INVALID);
	if (put == TUFCHECK_OK) {
		FUZZ_HOLDS(tufcheck_lock_compare(lock, repository, &changes) == TUFCHECK_OK);
		FUZZ_HOLDS(tufcheck_lock_changes_count(changes) == 0);
	}
	tufcheck_lock_changes_free(changes);
	tufcheck_lock_free(lock);
}

static void check_policy(const struct tufcheck_repository *repository, struct tufcheck_time at,
			 bool is_sound)
{
	if (!fuzz_says(repository->gun))
		return;
	struct tufcheck_policy *policy = NULL;
	struct tufcheck_decision *decision = NULL;
	const struct tufcheck_judgement_request request = {.size = sizeof(request),
							   .gun = repository->gun,
							   .tag = "latest",
							   .repository = repository,
							   .at = at};
	FUZZ_HOLDS(tufcheck_policy_new_default(&policy) == TUFCHECK_OK);
	FUZZ_HOLDS(tufcheck_policy_judge(policy, &request, &decision) == TUFCHECK_OK);
	FUZZ_HOLDS(!decision->is_verified || (decision->is_allowed && is_sound));
	tufcheck_decision_free(decision);
	tufcheck_policy_free(policy);
}

static void check_report(struct tree *tree, const struct tufcheck_repository *repository,
			 struct tufcheck_time at)
{
	bool is_sound = repository->status == TUFCHECK_STATUS_TRUSTED ||
			repository->status == TUFCHECK_STATUS_DEGRADED;
	fuzz_check_repository(repository);
	FUZZ_HOLDS(is_sound || repository->target_count == 0 ||
		   repository->status == TUFCHECK_STATUS_EXPIRED);
	if (is_sound) {
		recount(tree, repository, at);
		check_lock(repository);
	}
	check_policy(repository, at, is_sound);
}

static void examine(struct tree *tree, const struct tree_demands *demands)
{
	const struct tufcheck_options *options = &demands->options;
	struct folder *folder = calloc(1, sizeof(*folder));
	struct tufcheck_report *report = calloc(1, sizeof(*report));
	FUZZ_HOLDS(folder && report);
	folder->tree = tree;
	report->evidence = tc_evidence_make(&report->arena);
	const struct tc_source source = {.context = folder,
					 .read = read_entry,
					 .list_roots = list_roots,
					 .list_files = list_files,
					 .identify = identify};
	const struct tc_examination examination = {
		.chain = {.source = &source,
			  .gun = tree->options & 2048 ? NULL : "registry.example.com/team/app",
			  .at = {.seconds = options->at.seconds},
			  .trusted_root = options->trusted_root,
			  .pinning = options->trust_pinning,
			  .resolve_expired = options->resolve_expired},
		.warn_within = options->warn_within ? options->warn_within : 15552000,
		.pins = options->pins,
		.lock = options->lock,
		.is_frozen = options->is_frozen};
	struct tc_verdict verdict;
	const struct tc_verified *verified = NULL;
	FUZZ_HOLDS(tc_examine(&examination, &report->evidence, &verdict, &verified) == TUF_OK);
	FUZZ_HOLDS(tc_report_fill(report, &verdict, verified, "input") == TUF_OK);
	check_report(tree, tufcheck_report_get_repository(report), options->at);
	tufcheck_report_free(report);
	free(folder);
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
	(void)count;
	(void)arguments;
	FUZZ_HOLDS(sodium_init() >= 0 && tc_openssl_init() == TUF_OK);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct tree tree;
	struct tree_demands demands;
	tree_parse(bytes, length, &tree);
	tree_demands_read(&tree, &demands);
	examine(&tree, &demands);
	tree_demands_free(&demands);
	tree_clear(&tree);
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t length, size_t room, unsigned seed)
{
	struct tree_random random = {.state = seed + UINT64_C(0x9e3779b97f4a7c15)};
	size_t choice = tree_draw(&random, 20);
	if (choice == 0)
		return LLVMFuzzerMutate(bytes, length, room);
	struct tree tree;
	tree_parse(bytes, length, &tree);
	for (size_t i = 1 + tree_draw(&random, 2); i > 0; i--) {
		if (choice == 1)
			tree_mutate_bytes(&tree, &random);
		else if (choice < 5)
			tree_mutate(&tree, &random);
		else
			forge_mutate(&tree, &random);
	}
	size_t written = tree_write(&tree, bytes, room);
	tree_clear(&tree);
	return written > 0 ? written : length;
}
