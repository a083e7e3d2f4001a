/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening names beneath a folder without leaving it.
 */
#ifndef TUFCHECK_BENEATH_H
#define TUFCHECK_BENEATH_H

/** openat(2), again when it was interrupted; O_CLOEXEC is added. */
int tc_open_at(int folder, const char *path, int flags);

/**
 * Opens path, relative to the folder that descriptor is, for reading. Symbolic
 * links are followed only while they stay beneath that folder; one that does
 * not gives EXDEV, as does an absolute one.
 *
 * flags: of open(2), without O_CREAT and its like.
 * Returns a descriptor, or -1 with errno set.
 */
int tc_beneath_open(int descriptor, const char *path, int flags);

/**
 * Likewise without the help of openat2(2), for kernels before 5.6 and
 * sandboxes that forbid it: no symbolic link is followed at all (EXDEV).
 */
int tc_beneath_open_by_hand(int descriptor, const char *path, int flags);

/**
 * Looks for a folder at path, as tc_beneath_open does. Returns 0, or the errno
 * that says why there is none, or why that is not known.
 */
int tc_beneath_find_folder(int descriptor, const char *path);

#endif
