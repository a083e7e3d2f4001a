/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/key_scan.h"

#include <string.h>

#include "verify/tufcheck.h"

#define BEGIN "-----BEGIN "
#define KEY "PRIVATE KEY-----"

static void end_line(struct tc_key_scan *scan)
{
	size_t begin = sizeof(BEGIN) - 1;
	bool begins = scan->length > begin && memcmp(scan->line, BEGIN, begin) == 0;
	scan->has_found |= begins && memmem(scan->line, scan->length, KEY, sizeof(KEY) - 1);
	scan->length = 0;
}

static void add_to_line(struct tc_key_scan *scan, const char *bytes, size_t length)
{
	size_t room = sizeof(scan->line) - scan->length;
	size_t taken = length < room ? length : room;
	memcpy(scan->line + scan->length, bytes, taken);
	scan->length += taken;
}

void tc_key_scan_add(struct tc_key_scan *scan, const void *bytes, size_t length)
{
	const char *at = bytes;
	while (length > 0 && !scan->has_found) {
		const char *newline = memchr(at, '\n', length);
		size_t part = newline ? (size_t)(newline - at) : length;
		add_to_line(scan, at, part);
		if (!newline)
			break;
		end_line(scan);
		at += part + 1;
		length -= part + 1;
	}
}

bool tc_key_scan_finish(struct tc_key_scan *scan)
{
	end_line(scan);
	return scan->has_found;
}

bool tufcheck_has_private_key(const void *bytes, size_t length)
{
	struct tc_key_scan scan = {.length = 0};
	if (bytes)
		tc_key_scan_add(&scan, bytes, length);
	return tc_key_scan_finish(&scan);
}
