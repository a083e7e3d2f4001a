/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/policy_file.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cli/debug.h"
#include "cli/diagnose.h"
#include "cli/environment.h"
#include "cli/memory.h"
#include "cli/operand.h"
#include "cli/problem.h"
#include "cli/text.h"

/* Where the policy of this user would be; the caller's to free. NULL: nothing says where. */
static char *make_user_path(void)
{
	const char *config = environment_get(ENVIRONMENT_XDG_CONFIG_HOME);
	const char *home = environment_get(ENVIRONMENT_HOME);
	/* a relative one is to be ignored: XDG Base Directory Specification */
	bool is_usable = config && config[0] == '/';
	if (!is_usable && !home)
		return NULL;
	struct text path = {.bytes = NULL};
	text_append_format(&path, "%s%s/tufcheck/%s", is_usable ? config : home,
			   is_usable ? "" : "/.config", POLICY_FILE_NAME);
	return text_take(&path);
}

/* The caller's to free; NULL: there is none. */
static char *find(const char *given)
{
	const char *named = given ? given : environment_get(ENVIRONMENT_TUFCHECK_POLICY);
	if (named)
		return memory_copy_text(named);
	if (operand_may_exist(POLICY_FILE_NAME))
		return memory_copy_text(POLICY_FILE_NAME);
	char *path = make_user_path();
	if (path && operand_may_exist(path))
		return path;
	free(path);
	return NULL;
}

/* Whether the environment names the policy at path. */
static bool is_named(const char *path)
{
	const char *named = environment_get(ENVIRONMENT_TUFCHECK_POLICY);
	return named && strcmp(named, path) == 0;
}

static void diagnose_policy(const char *command, const char *path, bool is_by_environment,
			    const struct tufcheck_problem *problem)
{
	struct text who = {.bytes = NULL};
	text_append_format(&who, "%s%s", command, is_by_environment ? ": TUFCHECK_POLICY" : "");
	problem_diagnose(text_get(&who), path ? path : "the built-in policy", problem);
	text_clear(&who);
}

enum exit_status policy_file_read(const char *command, const char *given, char **ret_path,
				  struct tufcheck_policy **ret_policy)
{
	char *path = find(given);
	if (path && path[0] == '\0') {
		diagnose("%s: an empty argument is no policy; is a variable not set?", command);
		free(path);
		return EXIT_STATUS_USAGE;
	}
	struct tufcheck_problem problem = {.message = ""};
	struct tufcheck_policy *policy = NULL;
	debug("the policy is %s",
	      path ? path : "the built-in one: every repository must be trusted");
	enum tufcheck_result result = path ? tufcheck_policy_read(path, &problem, &policy)
					   : tufcheck_policy_new_default(&policy);
	if (result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
	if (result != TUFCHECK_OK) {
		diagnose_policy(command, path, path && !given && is_named(path), &problem);
		free(path);
		return EXIT_STATUS_USAGE;
	}
	*ret_path = path; /* transferred */
	*ret_policy = policy;
	return EXIT_STATUS_PASSED;
}
