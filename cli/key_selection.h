/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which keys of an inventory are shown, and in which order.
 */
#ifndef CLI_KEY_SELECTION_H
#define CLI_KEY_SELECTION_H

#include <stdbool.h>

#include "cli/inventory.h"

/* The words for orders and algorithms, each list ending with NULL. */
extern const char *const key_selection_orders[];
extern const char *const key_selection_algorithms[];

/* All zero selects everything, by reach. Texts are borrowed. */
struct key_selection {
	const char *role;      /* exactly, or a prefix when it ends in '*'; NULL: any */
	const char *algorithm; /* one of key_selection_algorithms; NULL: any */
	bool has_end;
	struct tufcheck_time end; /* only keys that expire by then */
	const char *order;        /* one of key_selection_orders; NULL: reach */
};

/** Whether role can be one: a '*' only at its end. */
bool key_selection_is_role(const char *role);

/** Leaves the other keys out and sorts what remains. */
void key_selection_apply(const struct key_selection *selection, struct inventory *inventory);

#endif
