/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How untrusted bytes can be wrong before any signature is looked at. verify/
 * turns each kind into a finding of the same name.
 */
#ifndef TUF_FAULT_H
#define TUF_FAULT_H

#include "tuf/arena.h"
#include "tuf/result.h"

enum tuf_fault_kind {
	TUF_FAULT_NONE = 0,
	TUF_FAULT_FILE_EMPTY,
	TUF_FAULT_JSON_SYNTAX,
	TUF_FAULT_JSON_TRUNCATED,
	TUF_FAULT_JSON_ENCODING,
	TUF_FAULT_JSON_NUL,
	TUF_FAULT_JSON_DUPLICATE_NAME,
	TUF_FAULT_JSON_TRAILING_BYTES,
	TUF_FAULT_JSON_TOO_DEEP,
	TUF_FAULT_JSON_TOO_MANY,
	TUF_FAULT_JSON_ESCAPE,
	TUF_FAULT_JSON_NUMBER,
	TUF_FAULT_FIELD_CASE,
	TUF_FAULT_FIELD_MISSING,
	TUF_FAULT_FIELD_TYPE,
	TUF_FAULT_BASE64,
	TUF_FAULT_EXPIRES_FORMAT,
	TUF_FAULT_ROLE_TYPE,
	TUF_FAULT_VERSION,
	TUF_FAULT_THRESHOLD,
	TUF_FAULT_ROLE_UNDEFINED,
	TUF_FAULT_KEY_UNDEFINED,
	TUF_FAULT_DELEGATION_NAME,
	TUF_FAULT_HASH_MISSING,
	TUF_FAULT_HASH_SIZE,
	TUF_FAULT_TOO_MANY
};

/*
 * One fault. The texts live in the arena that was given with the bytes, or are
 * literals. pointer is an RFC 6901 JSON pointer from the top of the document.
 */
struct tuf_fault {
	enum tuf_fault_kind kind;
	const char *pointer;
	const char *expected;
	const char *actual;
};

#endif
