/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What expires, and when, until a moment that the user asks about: roles and
 * certificates of the repositories whose chain holds but for dates.
 */
#ifndef CLI_FORECAST_H
#define CLI_FORECAST_H

#include <stdbool.h>
#include <stddef.h>

#include "verify/tufcheck.h"

/* All texts belong to the forecast. */
struct forecast_entry {
	struct tufcheck_time expires;
	bool is_certificate; /* else it is a role */
	char *gun;
	char *path;
	char **roles; /* the role, or those that trust the certificate's key */
	size_t role_count;
	char *key_id; /* of a certificate; else NULL, and so is the next */
	char *subject;
	char *sha256; /* of the role's file, or the certificate's thumbprint */
};

/* Set end, zero the rest. */
struct forecast {
	struct tufcheck_time end; /* what expires at this very moment is in it */
	struct forecast_entry *entries;
	size_t count;
	size_t capacity;
};

/** Adds what of the repository expires until the end, or has expired. Copies what it needs. */
void forecast_note(struct forecast *forecast, const struct tufcheck_repository *repository);

/** Puts the first to expire first, and what expires together by GUN, path and role. */
void forecast_sort(struct forecast *forecast);

/** Frees what the forecast holds. */
void forecast_clear(struct forecast *forecast);

#endif
