/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/format.h"

#include <string.h>

#define FORMAT_ROW(word, meaning, one, several)                                                    \
	{.name = (word), .of_one = &(one), .of_several = &(several)},
#define FORMAT_NAME(word, meaning, one, several) word,

static const struct format formats[] = {FORMAT_LIST(FORMAT_ROW)};

const char *const format_names[] = {FORMAT_LIST(FORMAT_NAME) NULL};

const struct format *format_find(const char *name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}

const struct renderer *format_get_renderer(const struct format *format, size_t repository_count)
{
	return repository_count == 1 ? format->of_one : format->of_several;
}
