/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which policy applies to a run: the one that is named, else the first that is
 * found where policies are kept.
 */
#ifndef CLI_POLICY_FILE_H
#define CLI_POLICY_FILE_H

#include "cli/exit_status.h"
#include "verify/tufcheck.h"

#define POLICY_FILE_NAME "tufcheck.policy.json"

/**
 * Reads the policy: given when it is not NULL, else $TUFCHECK_POLICY, else
 * tufcheck.policy.json in the working directory, else in
 * $XDG_CONFIG_HOME/tufcheck ($HOME/.config/tufcheck). One that is there but
 * cannot be read is never passed over. Without any, the built-in one.
 *
 * command: whose messages these are, on stderr.
 * ret_path: the caller's to free; NULL when the policy is built in.
 * ret_policy: the caller's to tufcheck_policy_free.
 * Returns EXIT_STATUS_PASSED or EXIT_STATUS_USAGE.
 */
__attribute__((warn_unused_result)) enum exit_status
policy_file_read(const char *command, const char *given, char **ret_path,
		 struct tufcheck_policy **ret_policy);

#endif
