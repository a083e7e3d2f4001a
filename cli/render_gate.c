/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_gate.h"

#include "cli/diagnose.h"

const char *render_gate_get_reason(const struct gate_item *item)
{
	if (!item->image)
		return item->problem.message;
	if (!item->decision)
		return "it could not be judged";
	const struct tufcheck_decision *decision = item->decision;
	enum tufcheck_outcome wanted =
		decision->is_allowed ? TUFCHECK_OUTCOME_WARN : TUFCHECK_OUTCOME_FAIL;
	for (size_t i = 0; i < decision->test_count; i++)
		if (decision->tests[i].outcome == wanted)
			return decision->tests[i].message;
	return decision->level == TUFCHECK_LEVEL_SKIP
		       ? "its statement has the level skip, which asks nothing"
		       : "its statement has the level audit, which calls nothing verified";
}

const char *render_gate_get_name(const struct gate_item *item)
{
	return item->source.text[0] != '\0' ? item->source.text : "\"\"";
}

const char *render_gate_get_policy(const struct gate_view *view)
{
	return view->policy_path ? view->policy_path
				 : "no policy: each repository must be trusted, on first use";
}

void render_gate_refs(const struct gate_view *view)
{
	const struct gate *gate = view->gate;
	bool is_whole = !view->list || view->list->problem_count == 0;
	for (size_t i = 0; i < gate->count; i++) {
		const struct gate_item *item = &gate->items[i];
		if (gate_item_is_verified(item))
			continue;
		is_whole = false;
		diagnose("%s: %s is %s: %s", gate->command, render_gate_get_name(item),
			 gate_item_is_allowed(item) ? "allowed, but not verified" : "denied",
			 render_gate_get_reason(item));
	}
	for (size_t i = 0; is_whole && i < gate->count; i++)
		(void)fprintf(view->stream, "%s@sha256:%s\n", gate_item_get_gun(&gate->items[i]),
			      gate->items[i].decision->digest);
}
