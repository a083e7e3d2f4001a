/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Until when registries serve content trust. The dates are those of
 * docs/retirement.md, with their sources.
 */
#ifndef TUFCHECK_RETIREMENT_H
#define TUFCHECK_RETIREMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "tuf/arena.h"
#include "verify/finding.h"

enum tc_registry_kind {
	TC_REGISTRY_DOCKER,
	TC_REGISTRY_AZURE,
	TC_REGISTRY_OTHER, /* Harbor, or a Notary server of one's own: a name does not tell */
	TC_REGISTRY_KIND_COUNT
};

/* Names that a finding spells out. */
#define TC_REGISTRIES_SHOWN 3

/* The registries that repositories are of. All zero is none. */
struct tc_registries {
	size_t repositories[TC_REGISTRY_KIND_COUNT];
	const char *hosts[TC_REGISTRY_KIND_COUNT][TC_REGISTRIES_SHOWN]; /* each once */
	bool has_more[TC_REGISTRY_KIND_COUNT];                          /* than are shown */
};

/** Counts the registry of a repository called gun; a name without a slash has none. */
TUF_MUST_USE enum tuf_result tc_registries_add(struct tc_registries *registries,
                                               struct tuf_arena *arena, const char *gun);

/** Adds a note for each kind of registry that was counted. */
TUF_MUST_USE enum tuf_result tc_registries_report(const struct tc_registries *registries,
                                                  struct tc_finding_list *findings);

#endif
