/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/explain.h"

/* Kinds belong to the last group that begins with them or before. */
static const struct {
	enum tc_finding_kind first;
	const char *name;
} groups[] = {
	{TC_FILE_MISSING, "Files"},
	{TC_FILE_EMPTY, "What is in a file"},
	{TC_HASH_MISMATCH, "Files held against each other"},
	{TC_SIGNATURES_NONE, "Signatures and keys"},
	{TC_ROLE_EXPIRED, "Dates"},
	{TC_CHAIN_STOPPED, "What could not be checked or counts for nothing"},
	{TC_DELEGATION_CERTIFICATE_EXPIRED, "Advice on keys and files"},
	{TC_ROOT_MISNAMED, "Roots before and beside this one"},
	{TC_LOCK_REPOSITORY_MISSING, "The trust directory as a whole"},
	{TC_PIN_NOT_MET, "Pins"},
	{TC_ROOT_NOT_PINNED, "Pins of a Notary client"},
	{TC_LOCK_ROOT_KEY_CHANGED, "The lock"},
};

const struct tufcheck_explanation *tufcheck_rule_get_explanation(size_t index)
{
	static const struct tufcheck_explanation *const tables[] = {
		tc_explain_files,
		tc_explain_chain,
		tc_explain_advice,
		tc_explain_demands,
	};
	if (index >= tufcheck_rule_count())
		return NULL;
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (tables[i][index + 1].meaning)
			return &tables[i][index + 1];
	return NULL;
}

const char *tufcheck_rule_get_group(size_t index)
{
	const char *name = NULL;
	if (index >= tufcheck_rule_count())
		return NULL;
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		if ((size_t)groups[i].first <= index + 1)
			name = groups[i].name;
	return name;
}
