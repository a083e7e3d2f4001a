/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trust directories: the tree in the input is made in a folder for temporary
 * files, and all of it is found, verified and reported.
 *
 * - Every report and every finding is well formed (known.c).
 * - A place that was found is verified; nothing outside the tree is.
 * - What was not changed meanwhile is reported the same again.
 * - What can be opened without openat2, which follows no link, is what openat2 opens.
 */
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"
#include "tree.h"
#include "verify/beneath.h"

#define MAX_PATH 4096

static char top[MAX_PATH]; /* of the tree; empty: there is none */

/* ---- making and removing ---- */

/*
 * Opens the folder that path stands in, which is made, without following a
 * link: the tree must not reach beyond itself. ret_name: the last element.
 */
static int open_parent(char *path, const char **ret_name)
{
	int folder = open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char *rest = path;
	for (char *name = strsep(&rest, "/"); folder >= 0; name = strsep(&rest, "/")) {
		if (name[0] == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
			break;
		if (!rest) {
			*ret_name = name;
			return folder;
		}
		(void)!mkdirat(folder, name, 0755);
		int next = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		(void)close(folder);
		folder = next;
	}
	if (folder >= 0)
		(void)close(folder);
	return -1;
}

static void make_file(int folder, const char *name, const struct tree_entry *entry)
{
	int file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (file < 0)
		return;
	FUZZ_HOLDS(entry->length == 0 ||
		   write(file, entry->bytes, entry->length) == (ssize_t)entry->length);
	(void)!fchmod(file, (mode_t)(entry->number & 0777));
	(void)close(file);
}

static void make_entry(const struct tree_entry *entry)
{
	char *path = fuzz_copy(entry->path, strlen(entry->path), true);
	const char *name = NULL;
	int folder = open_parent(path, &name);
	if (folder >= 0) {
		if (entry->kind == 'F')
			make_file(folder, name, entry);
		else if (entry->kind == 'D' && mkdirat(folder, name, 0700) == 0)
			(void)!fchmodat(folder, name, (mode_t)(entry->number & 0777) | 0700, 0);
		else if (entry->kind == 'L')
			(void)!symlinkat(entry->target, folder, name);
		else if (entry->kind == 'P')
			(void)!mkfifoat(folder, name, 0600);
		(void)close(folder);
	}
	free(path);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
	(void)status;
	(void)kind;
	(void)walk;
	(void)!remove(path);
	return 0;
}

static void remove_tree(void)
{
	if (top[0])
		(void)!nftw(top, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	top[0] = '\0';
}

/* In memory where that can be. */
static const char *find_scratch(void)
{
	const char *folder = getenv("TMPDIR");
	if (!folder)
		folder = access("/dev/shm", W_OK | X_OK) == 0 ? "/dev/shm" : P_tmpdir;
	return folder;
}

static void make_tree(const struct tree *tree)
{
	(void)snprintf(top, sizeof(top), "%s/tufcheck-fuzz-XXXXXX", find_scratch());
	FUZZ_HOLDS(mkdtemp(top));
	for (size_t i = 0; i < tree->count; i++)
		if (tree->entries[i].path[0] != '@')
			make_entry(&tree->entries[i]);
}

/* ---- looking at it ---- */

/* What is in the tree at path, wherever links lead; "" when it is not in the tree. */
static void find_argument(const char *path, char ret_path[MAX_PATH])
{
	char named[MAX_PATH], real[MAX_PATH], *resolved;
	ret_path[0] = '\0';
	if ((size_t)snprintf(named, sizeof(named), "%s/%s", top, path) >= sizeof(named))
		return;
	resolved = realpath(named, NULL);
	bool is_inside = realpath(top, real) && resolved &&
			 strncmp(resolved, real, strlen(real)) == 0 &&
			 (resolved[strlen(real)] == '/' || resolved[strlen(real)] == '\0');
	if (is_inside || !resolved)
		memcpy(ret_path, named, sizeof(named));
	free(resolved);
}

static void add_arguments(struct tufcheck_scan *scan, const struct tree *tree)
{
	char path[MAX_PATH];
	bool is_any = false;
	for (size_t i = 0; i < tree->count; i++) {
		if (tree->entries[i].kind != 'A')
			continue;
		find_argument(tree->entries[i].path, path);
		if (!path[0])
			continue;
		is_any = true;
		if (tree->options & 256)
			(void)!tufcheck_scan_add_gun(scan, path, "registry.example.com/team/app");
		else
			(void)!tufcheck_scan_add(scan, path);
	}
	if (!is_any)
		(void)!tufcheck_scan_add(scan, top);
	tufcheck_scan_sort(scan);
}

static void check_opening(const struct tree *tree)
{
	int folder = open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	FUZZ_HOLDS(folder >= 0);
	for (size_t i = 0; i < tree->count && i < 16; i++) {
		const char *path = tree->entries[i].path;
		int flags = O_RDONLY | O_NONBLOCK;
		int by_hand = tc_beneath_open_by_hand(folder, path, flags);
		int opened = tc_beneath_open(folder, path, flags);
		FUZZ_HOLDS(by_hand < 0 || opened >= 0);
		struct stat one = {.st_ino = 0}, other = {.st_ino = 0};
		if (by_hand >= 0)
			FUZZ_HOLDS(fstat(by_hand, &one) == 0 && fstat(opened, &other) == 0);
		FUZZ_HOLDS(one.st_ino == other.st_ino && one.st_dev == other.st_dev);
		if (by_hand >= 0)
			(void)close(by_hand);
		if (opened >= 0)
			(void)close(opened);
	}
	(void)close(folder);
}

static bool is_same(const char *left, const char *right)
{
	return left && right ? strcmp(left, right) == 0 : left == right;
}

static void check_again(const struct tufcheck_scan *scan, size_t index,
			const struct tufcheck_repository *first)
{
	struct tufcheck_report *report = NULL;
	FUZZ_HOLDS(tufcheck_scan_verify(scan, index, &report) == TUFCHECK_OK);
	const struct tufcheck_repository *second = tufcheck_report_get_repository(report);
	FUZZ_HOLDS(second->status == first->status);
	FUZZ_HOLDS(second->finding_count == first->finding_count);
	for (size_t i = 0; i < first->finding_count; i++)
		FUZZ_HOLDS(is_same(first->findings[i].message, second->findings[i].message));
	tufcheck_report_free(report);
}

static void check_place(const struct tufcheck_scan *scan, size_t index,
			struct tufcheck_estate *estate)
{
	struct tufcheck_report *report = NULL;
	FUZZ_HOLDS(tufcheck_scan_verify(scan, index, &report) == TUFCHECK_OK);
	const struct tufcheck_repository *repository = tufcheck_report_get_repository(report);
	struct tufcheck_repository_place place = tufcheck_scan_get_place(scan, index);
	fuzz_check_repository(repository);
	FUZZ_HOLDS(strcmp(place.path, repository->path) == 0);
	FUZZ_HOLDS(!place.gun || strcmp(place.gun, repository->gun) == 0);
	FUZZ_HOLDS(strncmp(place.path, top, strlen(top)) == 0);
	if (index == 0)
		check_again(scan, index, repository);
	FUZZ_HOLDS(tufcheck_estate_add(estate, repository) == TUFCHECK_OK);
	tufcheck_report_free(report);
}

static void check_estate(struct tufcheck_estate *estate)
{
	const struct tufcheck_estate_facts *facts = NULL;
	FUZZ_HOLDS(tufcheck_estate_finish(estate, &facts) == TUFCHECK_OK);
	for (size_t i = 0; i < facts->finding_count; i++)
		fuzz_check_finding(&facts->findings[i]);
	for (size_t i = 0; i < facts->private_key_count; i++)
		FUZZ_HOLDS(fuzz_says(facts->private_keys[i].path));
}

static void check_tree(struct tree *tree)
{
	struct tree_demands demands;
	tree_demands_read(tree, &demands);
	struct tufcheck_scan *scan = NULL;
	struct tufcheck_estate *estate = NULL;
	FUZZ_HOLDS(tufcheck_scan_new(&demands.options, &scan) == TUFCHECK_OK);
	add_arguments(scan, tree);
	FUZZ_HOLDS(tufcheck_estate_new(scan, &estate) == TUFCHECK_OK);
	for (size_t i = 0; i < tufcheck_scan_count(scan); i++)
		check_place(scan, i, estate);
	check_estate(estate);
	tufcheck_estate_free(estate);
	tufcheck_scan_free(scan);
	tree_demands_free(&demands);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct tree tree;
	tree_parse(bytes, length, &tree);
	make_tree(&tree);
	check_tree(&tree);
	check_opening(&tree);
	remove_tree();
	tree_clear(&tree);
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t length, size_t room, unsigned seed)
{
	struct tree_random random = {.state = seed + UINT64_C(0x9e3779b97f4a7c15)};
	size_t choice = tree_draw(&random, 10);
	if (choice == 0)
		return LLVMFuzzerMutate(bytes, length, room);
	struct tree tree;
	tree_parse(bytes, length, &tree);
	for (size_t i = 1 + tree_draw(&random, 3); i > 0; i--) {
		if (choice < 4)
			tree_mutate_bytes(&tree, &random);
		else
			tree_mutate(&tree, &random);
	}
	size_t written = tree_write(&tree, bytes, room);
	tree_clear(&tree);
	return written > 0 ? written : length;
}
