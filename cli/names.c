/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/names.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"

static int compare(const void *left, const void *right)
{
	return strcmp(left, right);
}

const char *names_keep(struct names *names, const char *text)
{
	if (!text)
		return NULL;
	char *const *found = tfind(text, &names->tree, compare);
	if (found)
		return *found;
	char *copy = memory_copy_text(text);
	if (!tsearch(copy, &names->tree, compare))
		memory_exhausted();
	return copy;
}

bool names_has(const struct names *names, const char *text)
{
	return tfind(text, &names->tree, compare) != NULL;
}

void names_clear(struct names *names)
{
	tdestroy(names->tree, free);
	names->tree = NULL;
}
