/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where in a JSON text something stands, for people who edit the file.
 *
 * Parsing loses places, and only a refusal needs one: it is looked for then,
 * by the pointer, in one pass over the text.
 */
#ifndef TUF_LOCATE_H
#define TUF_LOCATE_H

#include <stddef.h>

/* Both from 1, the column in characters; 0 and 0: there is no such place. */
struct tuf_position {
	size_t line;
	size_t column;
};

enum tuf_locate_part {
	TUF_LOCATE_VALUE = 0,
	TUF_LOCATE_NAME,  /* of a member; an element and the whole document have only a value */
	TUF_LOCATE_AROUND /* the value; where there is none, the innermost value that it would be in
	                   */
};

/**
 * Finds what an RFC 6901 pointer leads to, in a document that tuf_json_load
 * accepts. Of other text any answer is given, in as little time.
 */
struct tuf_position tuf_locate(const char *text, size_t length, const char *pointer,
                               enum tuf_locate_part part);

/** The position of the byte at offset, which is at most the length of the text. */
struct tuf_position tuf_locate_offset(const char *text, size_t offset);

#endif
