/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which roles list which keys, as far as that is proved: of the roles whose
 * definition is (tc_evidence_is_defined), also of those that have published
 * nothing.
 */
#ifndef TUFCHECK_KEY_USE_H
#define TUFCHECK_KEY_USE_H

#include "verify/evidence.h"

/* One key ID of one role. */
struct tc_key_use {
	const struct tc_role_evidence *role;
	const char *listed_id;
	const struct tc_public_key *key;
	const char *group; /* what it is grouped by */
	size_t order;      /* in which roles were reached */
};

struct tc_key_use_list {
	struct tc_key_use *items;
	size_t count;
};

/* The uses of one key, in order. */
struct tc_key_group {
	const struct tc_key_use *uses;
	size_t count;
};

struct tc_key_group_list {
	struct tc_key_group *items;
	size_t count;
};

/* What makes two uses those of one key. */
enum tc_key_sameness {
	TC_SAME_INVALID = 0,
	TC_SAME_PUBLIC_KEY, /* whatever its ID and certificate; without what is not decoded */
	TC_SAME_LISTED_KEY  /* the whole of what is listed, with all certificates */
};

/** Gathers the uses; the list is in the evidence's arena. */
TUF_MUST_USE enum tuf_result tc_key_use_gather(struct tc_evidence *evidence,
                                               struct tc_key_use_list *ret_list);

/** Groups the uses of a list, which stays as it is; groups stand in the order of first uses. */
TUF_MUST_USE enum tuf_result tc_key_use_group(struct tuf_arena *arena,
                                              const struct tc_key_use_list *list,
                                              enum tc_key_sameness sameness,
                                              struct tc_key_group_list *ret_groups);

/** Whether the use at index is the first of its role in the group. */
bool tc_key_group_is_first_of_role(const struct tc_key_group *group, size_t index);

/** How many roles a group has. */
size_t tc_key_group_count_roles(const struct tc_key_group *group);

/** "targets/releases, targets/alice and 3 more", in the arena; NULL when memory is short. */
TUF_MUST_USE const char *tc_key_group_name_roles(struct tuf_arena *arena,
                                                 const struct tc_key_group *group);

/** The place at which a use's key is listed. TUF_NO_MEMORY when it could not be said. */
TUF_MUST_USE enum tuf_result tc_key_use_locate(struct tuf_arena *arena,
                                               const struct tc_key_use *use,
                                               struct tc_finding_place *ret_place);

#endif
