/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far the kernel holds this process to what was asked of it.
 */
#ifndef CLI_GUARD_H
#define CLI_GUARD_H

enum guard_extent {
	GUARD_NONE,
	GUARD_PARTIAL,
	GUARD_FULL,
};

struct guard {
	enum guard_extent extent;
	const char *lack; /* unless it is full: why not; borrowed for ever */
	int error;        /* what the kernel said, or 0 */
};

#endif
