/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of which each report has some or all items, in the order in which one
 * run would have them.
 */
#ifndef CLI_MERGE_ORDER_H
#define CLI_MERGE_ORDER_H

#include <jansson.h>

#include "cli/merge.h"

/**
 * One list of the items of both, each once. What both have comes in the order
 * that both have it in; what stands between, and only one has, by its text
 * called name. Takes over both; a new reference.
 */
json_t *merge_order(json_t *left, json_t *right, const char *name);

/**
 * The private keys of all reports. One is trusted when some shard says so, and
 * is not when all say that; else that is not known. A new reference; NULL: the
 * reports say different things of one, and stderr says so.
 */
json_t *merge_private_keys(const struct merge *merge);

#endif
