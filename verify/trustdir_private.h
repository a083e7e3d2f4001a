/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What lies in the private/ of a trust root: every file with the header of its
 * key and with the modes that let others at it.
 *
 * As elsewhere, nothing is opened that is not beneath the argument.
 */
#ifndef TUFCHECK_TRUSTDIR_PRIVATE_H
#define TUFCHECK_TRUSTDIR_PRIVATE_H

#include "verify/key_header.h"
#include "verify/source.h"
#include "verify/trustdir.h"

/* A file, or what could not be looked at. */
struct tc_private_file {
	struct tc_private_file *next;
	const char *path;  /* for people */
	const char *below; /* private/; "" is private/ itself */
	enum tc_read_status status; /* TC_READ_OK: facts say what it is */
	int error;                  /* errno, of TC_READ_UNREADABLE */
	const char *problem;        /* a literal: what stands there or went wrong, unless TC_READ_OK */
	bool has_mode;
	unsigned mode;
	/*
	 * Others may read or write it: its mode has bits for group or others, and so
	 * has the mode of every folder from the trust root on the bit to search it.
	 * A group that is the owner's alone cannot be told from another.
	 */
	bool is_exposed;
	const char *replaceable; /* the folder in which others may put another one; NULL: none */
	struct tc_key_facts facts;
};

struct tc_private_list {
	struct tc_private_file *first; /* by folder and name */
	struct tc_private_file *last;
	size_t count;
};

/**
 * Lists what is in private/ below the argument, a trust root. None is there
 * when it is not.
 */
TUF_MUST_USE enum tuf_result tc_trustdir_list_private(const struct tc_argument *argument,
                                                      struct tuf_arena *arena,
                                                      struct tc_private_list *ret_list);

/**
 * Reads the header of the key in the file at path, beneath folder, into file:
 * status, mode and facts.
 *
 * scratch: all zero. It is wiped before this returns, whatever happened.
 */
TUF_MUST_USE enum tuf_result tc_trustdir_read_key_header(int folder, const char *path,
                                                         struct tc_key_header *scratch,
                                                         struct tuf_arena *arena,
                                                         struct tc_private_file *file);

#endif
