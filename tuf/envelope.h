/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outside of every metadata file: {"signed": {...}, "signatures": [...]}.
 */
#ifndef TUF_ENVELOPE_H
#define TUF_ENVELOPE_H

#include <stddef.h>

#include "tuf/json.h"

struct tuf_signature {
	const char *key_id;
	const char *method; /* in lower case, as the reference compares it */
	const unsigned char *bytes;
	size_t length;
};

/*
 * An untrusted document. It must not be moved while nodes into it are in use,
 * and its strings are valid until it is cleared, or longer where the reader
 * keeps texts.
 */
struct tuf_envelope {
	json_t *document; /* owned */
	struct tuf_node top;
	struct tuf_node signed_part;
	const struct tuf_signature *signatures;
	size_t signature_count;
	/* The canonical form of the signed part: in the file where that has it, else in the arena. */
	const char *signed_bytes;
	size_t signed_length;
};

/**
 * Parses a metadata file; on any answer the envelope can be, and must be, cleared.
 *
 * bytes: must not change while signed_bytes is in use.
 */
TUF_MUST_USE enum tuf_result tuf_envelope_parse(const struct tuf_reader *reader, const void *bytes,
                                                size_t length, struct tuf_envelope *ret_envelope);

/** Releases the document alone; what a reader that keeps texts made of it stays. */
void tuf_envelope_drop_document(struct tuf_envelope *envelope);

/** Releases the document. A zeroed envelope and NULL are allowed. */
void tuf_envelope_clear(struct tuf_envelope *envelope);

#endif
