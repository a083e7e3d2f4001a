/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the command was asked, for reports that are to say it.
 */
#ifndef CLI_ASKED_H
#define CLI_ASKED_H

#include "cli/command.h"

/**
 * The command with its options, in the order of their table, and its operands,
 * quoted as a shell would take them. The caller's to free.
 */
char *asked_make(const struct command *command, const struct option_values *values);

#endif
