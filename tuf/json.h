/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bounded, strict loading of a JSON document and typed access to it.
 *
 * A node is a value together with the way that led to it, so that every getter
 * can name the JSON pointer of what it refuses without anything being built
 * while all is well. Nodes are plain values; a child node borrows its parent,
 * which must outlive it.
 *
 * Notary's own decoder treats a null like an absent field everywhere; so do
 * the getters. It also matches field names without regard to case: a name that
 * matches only so is refused here (TUF_FAULT_FIELD_CASE).
 */
#ifndef TUF_JSON_H
#define TUF_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tuf/arena.h"
#include "tuf/fault.h"
#include "tuf/locate.h"
#include "tuf/result.h"

struct tuf_node {
	const json_t *value; /* borrowed; NULL when absent or null */
	const struct tuf_node *parent;
	const char *name; /* member name, or NULL for an array element */
	size_t index;
};

/* Where getters put what they allocate and what they refuse. */
struct tuf_reader {
	struct tuf_arena *arena;
	struct tuf_fault *fault;
	size_t max_values; /* of one document; 0: TUF_MAX_JSON_VALUES */
	/* Texts and names are copied to the arena, so that they outlive the document. */
	bool keeps_texts;
	/* Where a text breaks off that is no document; written only then. NULL: nobody asks. */
	struct tuf_position *position;
};

/**
 * Parses length bytes as one JSON document whose top value is an object.
 *
 * Refuses what no Notary client wrote: duplicate names, bytes after the
 * document, invalid UTF-8 and lone surrogates, NUL characters, escapes of
 * characters that need none, nesting over TUF_MAX_JSON_DEPTH, more than
 * the reader's max_values, fractions and integers beyond plus or minus
 * 2^53 - 1.
 *
 * ret_document: a new reference, the caller's to json_decref.
 */
TUF_MUST_USE enum tuf_result tuf_json_load(const struct tuf_reader *reader, const void *bytes,
                                           size_t length, json_t **ret_document);

/** The node of a whole document. */
struct tuf_node tuf_node_top(const json_t *document);

/** The member called name; absent (value NULL) when there is none or it is null. */
struct tuf_node tuf_node_member(const struct tuf_node *object, const char *name);

/** The member called name whose value was found already, as while members are gone through. */
struct tuf_node tuf_node_child(const struct tuf_node *object, const char *name, const json_t *value);

/** Element number index; absent when it is null. */
struct tuf_node tuf_node_element(const struct tuf_node *array, size_t index);

/** The number of elements or members; 0 of an absent node. */
size_t tuf_node_count(const struct tuf_node *node);

/**
 * Checks that node is an object (or absent, where required is false) without a
 * member whose name equals one of fields only when case is ignored. fields
 * ends with NULL.
 */
TUF_MUST_USE enum tuf_result tuf_node_expect_fields(const struct tuf_reader *reader,
                                                    const struct tuf_node *node, bool required,
                                                    const char *const *fields);

/** Checks that node is an object used as a map, or absent. */
TUF_MUST_USE enum tuf_result tuf_node_expect_map(const struct tuf_reader *reader,
                                                 const struct tuf_node *node);

/** Checks that node is an array, or absent. */
TUF_MUST_USE enum tuf_result tuf_node_expect_array(const struct tuf_reader *reader,
                                                   const struct tuf_node *node);

/** Checks that node has at most limit elements or members; what: the word for them. */
TUF_MUST_USE enum tuf_result tuf_node_expect_at_most(const struct tuf_reader *reader,
                                                     const struct tuf_node *node, size_t limit,
                                                     const char *what);

/** A string, borrowed from the document unless the reader keeps texts; "" when absent. */
TUF_MUST_USE enum tuf_result tuf_node_get_text(const struct tuf_reader *reader,
                                               const struct tuf_node *node, const char **ret_text);

/** An integer written without fraction or exponent; 0 when absent. */
TUF_MUST_USE enum tuf_result tuf_node_get_integer(const struct tuf_reader *reader,
                                                  const struct tuf_node *node, int64_t *ret_integer);

/** A boolean; false when absent. */
TUF_MUST_USE enum tuf_result tuf_node_get_bool(const struct tuf_reader *reader,
                                               const struct tuf_node *node, bool *ret_bool);

/** Standard, padded base64 decoded into the arena; NULL and 0 when absent. */
TUF_MUST_USE enum tuf_result tuf_node_get_base64(const struct tuf_reader *reader,
                                                 const struct tuf_node *node,
                                                 const unsigned char **ret_bytes, size_t *ret_length);

/** The name of node, a member of an object, likewise. */
TUF_MUST_USE enum tuf_result tuf_node_get_name(const struct tuf_reader *reader,
                                               const struct tuf_node *node, const char **ret_name);

/** An array of strings, likewise; a null element is "". */
TUF_MUST_USE enum tuf_result tuf_node_get_texts(const struct tuf_reader *reader,
                                                const struct tuf_node *node,
                                                const char ***ret_texts, size_t *ret_count);

/**
 * Records a fault at node and answers TUF_INVALID (TUF_NO_MEMORY when even that
 * fails). expected and actual must outlive the fault: literals or arena texts.
 */
TUF_MUST_USE enum tuf_result tuf_node_refuse(const struct tuf_reader *reader,
                                             const struct tuf_node *node, enum tuf_fault_kind kind,
                                             const char *expected, const char *actual);

/** Like tuf_node_refuse, with the actual value rendered from the node itself. */
TUF_MUST_USE enum tuf_result tuf_node_refuse_value(const struct tuf_reader *reader,
                                                   const struct tuf_node *node,
                                                   enum tuf_fault_kind kind, const char *expected);

/** The RFC 6901 pointer of node in the arena, or NULL when memory is short. */
TUF_MUST_USE const char *tuf_node_format_pointer(struct tuf_arena *arena, const struct tuf_node *node);

/** The RFC 6901 pointer made of count names; NULL when memory is short. */
TUF_MUST_USE const char *tuf_pointer_make(struct tuf_arena *arena, const char *const *names,
                                          size_t count);

#endif
