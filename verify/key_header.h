/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The PEM header of a private key's file, and nothing behind it.
 *
 * Bytes are taken one after the other and only until the header has ended, so
 * that of a key with a header, as Notary writes it, no byte is ever read. Of
 * one without, the first line is, which is forgotten at once. Whoever has a
 * header wipes it, whatever came of it. Blocks before the first private key are
 * passed over: parameters, say, or a certificate.
 *
 * Source: Notary 0.7, trustmanager/keystore.go and tuf/utils/x509.go; PEM as
 * Go's encoding/pem takes it apart.
 */
#ifndef TUFCHECK_KEY_HEADER_H
#define TUFCHECK_KEY_HEADER_H

#include <stdbool.h>

#include "tuf/arena.h"
#include "tuf/limits.h"
#include "verify/tufcheck.h"

enum tc_key_header_stage {
	TC_KEY_HEADER_BEFORE = 0, /* lines that are passed over, and blocks for something else */
	TC_KEY_HEADER_INSIDE,     /* behind a BEGIN line for a private key */
	TC_KEY_HEADER_WHOLE,      /* all of it was taken */
	TC_KEY_HEADER_DER         /* a private key without PEM */
};

/* The name of a kind of block that is repeated, and its NUL. */
#define TC_KEY_LABEL_BYTES 41

/* All zero is one of which nothing was taken. */
struct tc_key_header {
	char bytes[TUF_MAX_KEY_HEADER_BYTES]; /* the BEGIN line and the header's lines */
	size_t length;
	size_t line;  /* where the last line begins */
	size_t taken; /* bytes, those that were forgotten again too */
	bool is_name_over; /* the last line has a colon */
	bool has_other;    /* a block for something else came first */
	char other[TC_KEY_LABEL_BYTES]; /* what it is called, if that is plain; else empty */
	enum tc_key_header_stage stage;
};

/* What a file says that it is. Texts are in the arena or literals. */
struct tc_key_facts {
	bool is_key;
	const char *what; /* "a CERTIFICATE in PEM", "a private key in plain DER" */
	enum tufcheck_truth encrypted;
	bool is_strange; /* a kind of private key that no client reads */
	bool is_cut;     /* its header is over the cap; what is not known of it may stand there */
	const char *role; /* as the header has it; may be NULL */
	const char *gun;  /* likewise */
};

/** Where the next byte is to be put. */
char *tc_key_header_room(struct tc_key_header *header);

/** Takes the byte that was put there. Whether it wants another one. */
bool tc_key_header_take(struct tc_key_header *header);

/** Says that there is no other one. */
void tc_key_header_end(struct tc_key_header *header);

/** Copies what is told of the key; nothing of the key itself is. */
TUF_MUST_USE enum tuf_result tc_key_header_tell(const struct tc_key_header *header,
                                                struct tuf_arena *arena,
                                                struct tc_key_facts *ret_facts);

/** Overwrites everything that was taken, in a way that no optimiser leaves out. */
void tc_key_header_wipe(struct tc_key_header *header);

#endif
