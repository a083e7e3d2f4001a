/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/problem.h"

#include "cli/diagnose.h"
#include "cli/text.h"

void problem_diagnose(const char *command, const char *path, const struct tufcheck_problem *problem)
{
	struct text place = {.bytes = NULL};
	text_append(&place, path);
	if (problem->line > 0)
		text_append_format(&place, ":%zu", problem->line);
	if (problem->line > 0 && problem->column > 0)
		text_append_format(&place, ":%zu", problem->column);
	diagnose("%s: %s: %s", command, text_get(&place), problem->message);
	text_clear(&place);
}
