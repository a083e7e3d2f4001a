/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/operand.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/debug.h"
#include "cli/diagnose.h"
#include "cli/environment.h"
#include "cli/memory.h"
#include "cli/nearest_gun.h"
#include "cli/text.h"

char *operand_find_trust_dir(const char *given)
{
	struct text path = {.bytes = NULL};
	const char *docker_config = environment_get(ENVIRONMENT_DOCKER_CONFIG);
	const char *home = environment_get(ENVIRONMENT_HOME);
	const char *source = "--trust-dir";
	if (given) {
		text_append(&path, given);
	} else if (docker_config) {
		source = "DOCKER_CONFIG";
		text_append_format(&path, "%s/trust", docker_config);
	} else if (home) {
		source = "HOME";
		text_append_format(&path, "%s/.docker/trust", home);
	} else {
		debug(OPERAND_NO_TRUST_DIR);
		return NULL;
	}
	debug("the trust directory is %s, by %s", text_get(&path), source);
	return text_take(&path);
}

bool operand_is_plainly_path(const char *operand)
{
	static const char *const beginnings[] = {"/", "./", "../", "~"};
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++)
		if (strncmp(operand, beginnings[i], strlen(beginnings[i])) == 0)
			return true;
	return false;
}

bool operand_exists(const char *path)
{
	struct stat facts;
	return lstat(path, &facts) == 0;
}

bool operand_may_exist(const char *path)
{
	return operand_exists(path) || (errno != ENOENT && errno != ENOTDIR);
}

char *operand_make_gun_path(const char *trust_dir, const char *gun)
{
	struct text path = {.bytes = NULL};
	text_append_format(&path, "%s/tuf/%s", trust_dir, gun);
	return text_take(&path);
}

static const char *describe_absence(const char *path)
{
	return operand_exists(path) ? "holds no repository" : "does not exist";
}

/* "; did you mean …?", or nothing; the caller's to free. */
static char *make_question(const char *operand, const char *trust_dir)
{
	struct text question = {.bytes = NULL};
	char *nearest = nearest_gun_find(trust_dir, operand);
	if (nearest)
		text_append_format(&question, "; did you mean %s?", nearest);
	free(nearest);
	return text_take(&question);
}

void operand_diagnose_missing(const char *operand, const char *trust_dir)
{
	const char *absence = describe_absence(operand);
	if (operand_is_plainly_path(operand)) {
		diagnose("%s: the path %s", operand, absence);
		return;
	}
	if (!trust_dir) {
		diagnose("%s: the path %s; as a repository it was not looked "
			 "for: " OPERAND_NO_TRUST_DIR,
			 operand, absence);
		return;
	}
	char *gun_path = operand_make_gun_path(trust_dir, operand);
	char *question = make_question(operand, trust_dir);
	diagnose("%s: found neither as a path (%s %s) nor as a repository (%s %s)%s", operand,
		 operand, absence, gun_path, describe_absence(gun_path), question);
	free(question);
	free(gun_path);
}

/* NULL: it can be, as far as that can be told. */
static const char *find_obstacle(const char *path)
{
	struct stat facts;
	bool is_there = stat(path, &facts) == 0;
	if (is_there && !S_ISREG(facts.st_mode) && !S_ISDIR(facts.st_mode))
		return "it is neither a folder nor a regular file";
	int needed = is_there && S_ISDIR(facts.st_mode) ? R_OK | X_OK : R_OK;
	return is_there && access(path, needed) == 0 ? NULL : strerror(errno);
}

void operand_diagnose_unreadable(const char *path)
{
	const char *obstacle = find_obstacle(path);
	if (obstacle)
		diagnose("%s: cannot be read: %s", path, obstacle);
	else
		diagnose("%s: cannot be read", path);
}

/* Nothing being there, or nothing that could be a GUN, leads on to the next attempt. */
static bool is_absent(enum tufcheck_result result)
{
	return result == TUFCHECK_NOT_FOUND || result == TUFCHECK_BAD_CALL;
}

static enum tufcheck_result add_as_path_or_gun(struct tufcheck_scan *scan, const char *operand,
					       const char *trust_dir)
{
	bool is_plainly_path = operand_is_plainly_path(operand);
	enum tufcheck_result result = TUFCHECK_NOT_FOUND;
	if (is_plainly_path || operand_may_exist(operand)) {
		debug("%s is looked at as a path", operand);
		result = tufcheck_scan_add(scan, operand);
	}
	if (is_plainly_path || !trust_dir || !is_absent(result))
		return result;
	debug("%s is looked for as a repository", operand);
	return tufcheck_scan_add_gun(scan, trust_dir, operand);
}

/* Where it was found is what cannot be read. */
static void diagnose_place(const char *operand, const char *trust_dir)
{
	if (!trust_dir || operand_is_plainly_path(operand) || operand_may_exist(operand)) {
		operand_diagnose_unreadable(operand);
		return;
	}
	char *gun_path = operand_make_gun_path(trust_dir, operand);
	operand_diagnose_unreadable(gun_path);
	free(gun_path);
}

enum exit_status operand_add(struct tufcheck_scan *scan, const char *operand, const char *trust_dir)
{
	enum tufcheck_result result = add_as_path_or_gun(scan, operand, trust_dir);
	if (result == TUFCHECK_OK)
		return EXIT_STATUS_PASSED;
	if (result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
	if (is_absent(result))
		operand_diagnose_missing(operand, trust_dir);
	else
		diagnose_place(operand, trust_dir);
	return EXIT_STATUS_UNCHECKED;
}

enum exit_status operand_add_trust_dir(struct tufcheck_scan *scan, const char *trust_dir)
{
	if (!trust_dir) {
		diagnose("nothing to check: no PATH is given, and " OPERAND_NO_TRUST_DIR);
		return EXIT_STATUS_UNCHECKED;
	}
	enum tufcheck_result result = tufcheck_scan_add(scan, trust_dir);
	if (result == TUFCHECK_OK)
		return EXIT_STATUS_PASSED;
	if (result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
	if (is_absent(result))
		diagnose("nothing to check: looked in the trust directory %s, which %s; give a "
			 "PATH, or another with --trust-dir",
			 trust_dir, describe_absence(trust_dir));
	else
		operand_diagnose_unreadable(trust_dir);
	return EXIT_STATUS_UNCHECKED;
}
