/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Public keys as metadata lists them, and their identifiers.
 *
 * A key ID is the SHA-256 of the canonical form of
 * {"keytype":T,"keyval":{"private":null,"public":B}}, B being the base64 of
 * the public bytes. Other members of a key object do not enter it.
 */
#ifndef TUF_KEY_H
#define TUF_KEY_H

#include <stddef.h>

#include "tuf/json.h"

enum tuf_key_type {
	TUF_KEY_UNKNOWN = 0, /* verifies nothing */
	TUF_KEY_ECDSA,       /* public: SubjectPublicKeyInfo, DER */
	TUF_KEY_ECDSA_X509,  /* public: PEM bundle of certificates, the leaf first */
	TUF_KEY_RSA,         /* as TUF_KEY_ECDSA */
	TUF_KEY_RSA_X509,    /* as TUF_KEY_ECDSA_X509 */
	TUF_KEY_ED25519      /* public: 32 bytes */
};

struct tuf_key {
	const char *listed_id; /* the name it stands under, which need not be its ID */
	const char *id;        /* computed, 64 hexadecimal digits */
	const char *type_name; /* as written */
	enum tuf_key_type type;
	const unsigned char *public_bytes; /* NULL when absent; not NUL-terminated */
	size_t public_length;
};

/* Sorted by listed_id. */
struct tuf_key_list {
	const struct tuf_key *items;
	size_t count;
};

/** Parses a map from key ID to key. Strings are borrowed as tuf_node_get_text says. */
TUF_MUST_USE enum tuf_result tuf_key_list_parse(const struct tuf_reader *reader,
                                                const struct tuf_node *node,
                                                struct tuf_key_list *ret_keys);

/** The key that stands under listed_id, or NULL. */
const struct tuf_key *tuf_key_list_find(const struct tuf_key_list *keys, const char *listed_id);

/**
 * The key ID of a key of type_name whose public part is bytes (NULL: absent).
 * ret_id: in the arena.
 */
TUF_MUST_USE enum tuf_result tuf_key_compute_id(struct tuf_arena *arena, const char *type_name,
                                                const unsigned char *bytes, size_t length,
                                                const char **ret_id);

#endif
