/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files out of reach, by Landlock: what no rule allows, this process and its
 * threads can open, make, change and remove no more, whoever runs it. What is
 * open already stays so. Names, sizes and modes are still seen.
 *
 * Source: Documentation/userspace-api/landlock.rst of the kernel.
 */
#ifndef CLI_LANDLOCK_H
#define CLI_LANDLOCK_H

#include "cli/file_rules.h"
#include "cli/guard.h"

/**
 * Enforces the rules, as far as the kernel can, for good. The process must have
 * given up new privileges. A path that leads nowhere has no effect.
 *
 * Partial: the kernel cannot keep files from being cut short (before 6.2).
 */
struct guard landlock_enforce(const struct file_rules *rules);

#endif
