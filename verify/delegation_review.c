/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/delegation_review.h"

static bool is_open(const struct tc_role_evidence *role)
{
	/* sorted, so "" is the first */
	return role->depth > 0 && tc_evidence_is_defined(role) && role->path_count > 0 &&
	       role->paths[0][0] == '\0';
}

static enum tuf_result report_open(const struct tc_review *review,
                                   const struct tc_role_evidence *role)
{
	size_t index = (size_t)(role->definition - role->definer->targets.delegations);
	const char *pointer = tuf_arena_format(review->evidence->arena,
	                                       "/signed/delegations/roles/%zu/paths", index);
	if (!pointer)
		return TUF_NO_MEMORY;
	const struct tc_finding_place place = {.role = role->name,
	                                       .file = role->definer->file,
	                                       .pointer = pointer,
	                                       .expected = "the beginnings of the tags it is for",
	                                       .actual = "\"\", with which every tag begins"};
	return tc_finding_add(&review->evidence->findings, TC_DELEGATION_ALL_PATHS, &place,
	                      "%s: %s may sign every tag: its paths have \"\"", place.file,
	                      role->name);
}

static bool is_empty(const struct tc_role_evidence *role)
{
	return role->depth > 0 && tc_evidence_is_sound(role) && role->targets.files.count == 0 &&
	       role->targets.delegation_count == 0;
}

static enum tuf_result report_empty(const struct tc_review *review,
                                    const struct tc_role_evidence *role)
{
	const struct tc_finding_place place = {.role = role->name,
	                                       .file = role->file,
	                                       .pointer = "/signed/targets",
	                                       .expected = "tags or delegations",
	                                       .actual = "neither"};
	return tc_finding_add(&review->evidence->findings, TC_DELEGATION_EMPTY, &place,
	                      "%s lists no tag, and delegates to nobody", role->file);
}

enum tuf_result tc_delegation_review(const struct tc_review *review)
{
	static const struct {
		enum tc_finding_kind kind;
		bool (*applies)(const struct tc_role_evidence *role);
		enum tuf_result (*report)(const struct tc_review *review,
		                          const struct tc_role_evidence *role);
	} checks[] = {{TC_DELEGATION_ALL_PATHS, is_open, report_open},
	              {TC_DELEGATION_EMPTY, is_empty, report_empty}};
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		struct tc_series series = {.review = review, .kind = checks[i].kind};
		const struct tc_role_evidence *role = review->evidence->roles;
		enum tuf_result result = TUF_OK;
		for (; result == TUF_OK && role; role = role->next)
			if (checks[i].applies(role) && tc_series_admits(&series))
				result = checks[i].report(review, role);
		if (result == TUF_OK)
			result = tc_series_finish(&series);
		if (result != TUF_OK)
			return result;
	}
	return TUF_OK;
}
