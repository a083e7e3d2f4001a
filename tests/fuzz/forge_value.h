/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes to one value of a JSON document.
 */
#ifndef TUFCHECK_TESTS_FUZZ_FORGE_VALUE_H
#define TUFCHECK_TESTS_FUZZ_FORGE_VALUE_H

#include <jansson.h>

#include "tree.h"

/** Any element or member; NULL of what has none. Borrowed. */
json_t *forge_draw_member(json_t *container, struct tree_random *random);

/** Takes away, replaces, doubles, renames or changes something in document, which is an object. */
void forge_mutate_value(json_t *document, struct tree_random *random);

#endif
