/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strict access to the JSON of a policy: what is not known is refused, never
 * passed over, and null is no value.
 *
 * Whatever is refused is a fault in the reader, as in tuf/json.h; TUF_INVALID
 * then. tc_policy_reader_explain turns it into a problem with its place.
 */
#ifndef TUFCHECK_POLICY_READER_H
#define TUFCHECK_POLICY_READER_H

#include "tuf/json.h"
#include "verify/policy.h"
#include "verify/problem.h"

struct tc_policy_reader {
	struct tuf_arena *arena;   /* of the policy; what it keeps is copied there */
	struct tuf_arena *scratch; /* of the reading */
	const char *folder;        /* that files are relative to; "" is the current one */
	const char *bytes;         /* of the policy, to find places in */
	size_t length;
	struct tuf_fault fault;
	struct tuf_position position; /* where the text breaks off, if it is no document */
	bool is_about_name; /* the fault is a member's name, not its value */
};

/** The getters of tuf/json.h with the reader's memory and fault. */
struct tuf_reader tc_policy_reader_get_json(struct tc_policy_reader *reader);

/** Says where the fault is, and what it is. */
void tc_policy_reader_explain(const struct tc_policy_reader *reader,
                              struct tufcheck_problem *ret_problem);

/** Writes the place of node, or of its name, and the message. */
TUF_MUST_USE enum tuf_result tc_policy_reader_note(const struct tc_policy_reader *reader,
                                                   const struct tuf_node *node,
                                                   enum tuf_locate_part part,
                                                   struct tufcheck_problem *ret_problem,
                                                   const char *message);

/* ---- refusing; always TUF_INVALID, or TUF_NO_MEMORY ---- */

/** Texts must be literals or in the reader's scratch. */
TUF_MUST_USE enum tuf_result tc_policy_refuse(struct tc_policy_reader *reader,
                                              const struct tuf_node *node, const char *expected,
                                              const char *actual);

/** Likewise, of the node's own value. */
TUF_MUST_USE enum tuf_result tc_policy_refuse_value(struct tc_policy_reader *reader,
                                                    const struct tuf_node *node,
                                                    const char *expected);

/**
 * word is none of words: says which is the nearest.
 *
 * is_name: it is the name of node, not its value. expected: NULL is the list of words.
 */
TUF_MUST_USE enum tuf_result tc_policy_refuse_word(struct tc_policy_reader *reader,
                                                   const struct tuf_node *node, bool is_name,
                                                   const char *word, const char *const *words,
                                                   const char *expected);

/* ---- getting ---- */

/**
 * Checks that node is an object that is not empty, whose members are all among
 * words, and none of which is null; then that it has the first required ones.
 */
TUF_MUST_USE enum tuf_result tc_policy_expect_fields(struct tc_policy_reader *reader,
                                                     const struct tuf_node *node,
                                                     const char *const *words, size_t required);

/**
 * The names of an object, used as a map, that is not empty; copied to the
 * policy. Each has 1 to TUF_MAX_POLICY_NAME bytes without control characters.
 */
TUF_MUST_USE enum tuf_result tc_policy_get_names(struct tc_policy_reader *reader,
                                                 const struct tuf_node *node,
                                                 struct tc_policy_name_list *ret_names);

/** A text that is one of words; its index. */
TUF_MUST_USE enum tuf_result tc_policy_get_word(struct tc_policy_reader *reader,
                                                const struct tuf_node *node,
                                                const char *const *words, size_t *ret_index);

/** A text of 1 to limit bytes without control characters, copied to the policy. */
TUF_MUST_USE enum tuf_result tc_policy_get_text(struct tc_policy_reader *reader,
                                                const struct tuf_node *node, size_t limit,
                                                const char **ret_text);

/** An integer of at least minimum and at most maximum. */
TUF_MUST_USE enum tuf_result tc_policy_get_integer(struct tc_policy_reader *reader,
                                                   const struct tuf_node *node, int64_t minimum,
                                                   int64_t maximum, int64_t *ret_integer);

/** Checks that node is an array of texts, not empty and none of them twice; their number. */
TUF_MUST_USE enum tuf_result tc_policy_expect_texts(struct tc_policy_reader *reader,
                                                    const struct tuf_node *node, size_t *ret_count);

#endif
