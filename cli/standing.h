/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What commands that act on verified repositories ask of each: how it is
 * called, why it is not trusted, and which leave it would take.
 */
#ifndef CLI_STANDING_H
#define CLI_STANDING_H

#include <stdbool.h>

#include "verify/tufcheck.h"

/* What the user lets pass beside what is trusted. */
struct leave {
	bool allows_degraded; /* --allow-degraded */
	bool allows_expired;  /* --allow-expired */
};

/** What to call a repository: its GUN, or its path where that is not known; borrowed. */
const char *standing_get_name(const struct tufcheck_repository *repository);

/** The message of its worst finding; borrowed, never NULL. */
const char *standing_get_reason(const struct tufcheck_repository *repository);

/**
 * The options that let a repository that is not trusted pass, as one text; NULL
 * when those that were given do not. What is expired may be degraded too: leave
 * to overlook dates is none to overlook missing signatures.
 */
const char *standing_find_leave(const struct tufcheck_repository *repository,
				const struct leave *leave);

/** Whether the name is nobody's word but the repository's own root certificate's. */
bool standing_is_name_assumed(const struct tufcheck_repository *repository);

#endif
