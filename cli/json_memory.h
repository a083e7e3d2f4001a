/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory for jansson, which asks for very many small pieces and gives up all
 * those of a document at once. Pieces are cut one after the other from blocks
 * of which each thread has its own; a block is freed with the last piece of it,
 * in whatever thread that is. A request that cannot be met ends the process
 * (cli/memory.h).
 */
#ifndef CLI_JSON_MEMORY_H
#define CLI_JSON_MEMORY_H

#include <stddef.h>

/** Returns size bytes, not zeroed, aligned for pointers, integers and doubles. */
void *json_memory_take(size_t size);

/** Gives up what json_memory_take returned, in any thread. NULL is allowed. */
void json_memory_free(void *piece);

/** Lets go of the block that this thread cuts from: for its end. */
void json_memory_leave(void);

#endif
