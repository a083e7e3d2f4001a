/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keys of many repositories, each once, with every repository and role
 * that lists it.
 *
 * A key is its public key: what has one SPKI digest is one key, under however
 * many IDs and in however many certificates it is listed. One that cannot be
 * decoded goes by its ID.
 *
 * Repositories that are not verified are kept too, and never speak for a key
 * that a verified one lists: what is said of a key as a whole (its expiry, its
 * first record) comes from verified repositories when there are any.
 */
#ifndef CLI_INVENTORY_H
#define CLI_INVENTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/names.h"
#include "verify/tufcheck.h"

struct inventory_repository {
	const char *gun;
	const char *path;
	enum tufcheck_status status;
	bool is_gun_shared; /* by another repository, from which only the path tells it */
};

/* A role that trusts the key. */
struct inventory_grant {
	const char *role;
	enum tufcheck_role_status status;
	bool has_file; /* it was read */
	bool has_expires;
	struct tufcheck_time expires;
	bool has_signed;  /* the file has a valid signature by the key */
	bool is_in_force; /* and it counts at the moment of evaluation; see inventory_add */
};

/* One repository's record of the key. */
struct inventory_listing {
	size_t repository;       /* among the inventory's */
	struct tufcheck_key key; /* without its roles, which are the grants */
	struct inventory_grant *grants;
	size_t grant_count;
	struct tufcheck_match match; /* with what was looked for; else nothing */
	size_t form_start;           /* the first repository that lists it in the same form */
};

/* The first date on which something about the key ends. */
struct inventory_expiry {
	bool is_there;
	struct tufcheck_time time;
	const char *role; /* whose file it is; NULL: a certificate */
	const char *gun;
};

struct inventory_key {
	const struct inventory_listing *listings; /* form by form, and by GUN and path */
	size_t listing_count;
	const struct tufcheck_key
		*record;         /* of the first listing, of a verified one if there is one */
	size_t first_repository; /* the least among the inventory's */
	size_t repository_count;
	size_t verified_count; /* of those repositories */
	bool is_in_force;      /* by any grant */
	struct inventory_expiry expiry;
};

/* Set at, and identity if only keys that match it are wanted; zero the rest. */
struct inventory {
	struct tufcheck_time at;
	const struct tufcheck_identity *identity; /* borrowed; may be NULL */
	struct names names;
	struct inventory_repository *repositories;
	size_t repository_count;
	size_t repository_room;
	struct inventory_listing *listings;
	size_t listing_count;
	size_t listing_room;
	struct inventory_key *keys; /* by inventory_finish */
	size_t key_count;
	size_t found_count; /* of the keys before some were left out */
};

/** Whether what a repository of that status says is proved: trusted or degraded. */
bool inventory_is_verified(enum tufcheck_status status);

/**
 * Adds the keys of a repository; what is needed of them is copied.
 *
 * A signature is in force when it is valid, its role valid and the repository
 * verified. On a valid root only signatures are valid whose certificates are in
 * date, as clients see it.
 */
void inventory_add(struct inventory *inventory, const struct tufcheck_repository *repository);

/** Makes the keys from what was added. They are in no particular order. */
void inventory_finish(struct inventory *inventory);

/** The repository of a listing. */
const struct inventory_repository *
inventory_get_repository(const struct inventory *inventory,
			 const struct inventory_listing *listing);

/** Whether both list the key in the same form: ID, type and certificates. */
bool inventory_is_same_form(const struct inventory_listing *left,
			    const struct inventory_listing *right);

/**
 * Whether the listing counts for what is said of the key as a whole: it is of
 * a verified repository, or no verified one lists the key.
 */
bool inventory_counts(const struct inventory *inventory, const struct inventory_key *key,
		      const struct inventory_listing *listing);

/** Frees what the inventory holds. */
void inventory_clear(struct inventory *inventory);

/**
 * Whether what was looked for is nothing but the ID that a key is listed under
 * and that is not its own: whoever writes a root chooses that.
 */
bool inventory_is_label(const struct inventory *inventory, const struct inventory_listing *listing);

#endif
