/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether bytes hold a private key in PEM: a line that begins as one does. JSON
 * has no such line but as its first, for a newline in its texts is escaped.
 */
#ifndef TUFCHECK_KEY_SCAN_H
#define TUFCHECK_KEY_SCAN_H

#include <stdbool.h>
#include <stddef.h>

/* All zero before the first byte. */
struct tc_key_scan {
	char line[64]; /* the beginning of the line that the last byte stands in */
	size_t length;
	bool has_found;
};

/** Goes on with length bytes. */
void tc_key_scan_add(struct tc_key_scan *scan, const void *bytes, size_t length);

/** Whether there was one in all that was added; nothing is added afterwards. */
bool tc_key_scan_finish(struct tc_key_scan *scan);

#endif
