/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Findings: what is wrong with the data, each a row of one table.
 *
 * The table gives the id, the severity, the question it answers and the best
 * status that a repository can have with it. The verdict is computed from the
 * findings alone (report.c), so a status other than trusted always has one.
 */
#ifndef TUFCHECK_FINDING_H
#define TUFCHECK_FINDING_H

#include "tuf/arena.h"
#include "tuf/fault.h"
#include "verify/tufcheck.h"

enum tc_finding_kind {
	TC_FINDING_NONE = 0,
	/* files */
	TC_FILE_MISSING,
	TC_FILE_UNREADABLE,
	TC_FILE_NOT_REGULAR,
	TC_FILE_CHANGED,
	TC_FILE_TOO_LARGE,
	TC_LINK_ESCAPES,
	TC_FOLDER_UNREADABLE,
	TC_ARCHIVE_REFUSED,
	/* bytes: one for each tuf_fault_kind */
	TC_FILE_EMPTY,
	TC_JSON_SYNTAX,
	TC_JSON_TRUNCATED,
	TC_JSON_ENCODING,
	TC_JSON_NUL,
	TC_JSON_DUPLICATE_NAME,
	TC_JSON_TRAILING_BYTES,
	TC_JSON_TOO_DEEP,
	TC_JSON_TOO_MANY,
	TC_JSON_ESCAPE,
	TC_JSON_NUMBER,
	TC_FIELD_CASE,
	TC_FIELD_MISSING,
	TC_FIELD_TYPE,
	TC_BASE64,
	TC_EXPIRES_FORMAT,
	TC_ROLE_TYPE,
	TC_VERSION,
	TC_THRESHOLD,
	TC_ROLE_UNDEFINED,
	TC_KEY_UNDEFINED,
	TC_DELEGATION_NAME,
	TC_HASH_MISSING,
	TC_HASH_SIZE,
	TC_LIMIT_EXCEEDED,
	/* files against each other */
	TC_HASH_MISMATCH,
	TC_HASH_UNSUPPORTED,
	TC_LENGTH_EXCEEDED,
	TC_LENGTH_DIFFERS,
	TC_DELEGATION_DUPLICATE,
	/* signatures and keys */
	TC_SIGNATURES_NONE,
	TC_THRESHOLD_NOT_MET,
	TC_DELEGATION_THRESHOLD_NOT_MET,
	TC_SIGNATURE_INVALID,
	TC_KEY_ID_MISMATCH,
	TC_ROOT_KEY_LABEL,
	TC_ROOT_KEY_UNUSABLE,
	TC_ROOT_NAME_MISMATCH,
	TC_CERTIFICATE_MALFORMED,
	TC_CERTIFICATE_SHA1,
	TC_CERTIFICATE_WEAK_KEY,
	TC_CERTIFICATE_DATES_INVERTED,
	TC_ROOT_CERTIFICATE_REJECTED,
	TC_ROOT_ROTATION,
	TC_ROOT_HISTORY_GAP,
	/* dates */
	TC_ROLE_EXPIRED,
	TC_DELEGATION_EXPIRED,
	TC_ROOT_CERTIFICATE_EXPIRED,
	TC_ROOT_CERTIFICATE_NOT_YET_VALID,
	TC_ROOT_CERTIFICATE_DATES,
	/* what the reader should know */
	TC_CHAIN_STOPPED,
	TC_REFERENCE_UNAVAILABLE,
	TC_DELEGATIONS_NOT_CHECKED,
	TC_DELEGATION_UNPUBLISHED,
	TC_TARGET_OUTSIDE_PATHS,
	TC_TARGET_DIGEST,
	TC_GUN_ASSUMED,
	TC_GUN_UNKNOWN,
	/* advice on keys and files */
	TC_DELEGATION_CERTIFICATE_EXPIRED,
	TC_DELEGATION_CERTIFICATE_NOT_YET_VALID,
	TC_CERTIFICATE_EXPIRES_SOON,
	TC_DELEGATION_KEY_BUNDLE,
	TC_ROOT_CERTIFICATE_WILDCARD,
	TC_KEY_IN_SEVERAL_ROLES,
	TC_KEY_REPEATED,
	TC_ROOT_THRESHOLD_ONE,
	TC_KEY_WITHOUT_SIGNATURE,
	TC_DELEGATION_ALL_PATHS,
	TC_DELEGATION_EMPTY,
	TC_FILE_UNREFERENCED,
	TC_FILES_NOT_LISTED,
	TC_CHANGE_UNPUBLISHED,
	TC_CHANGE_UNREADABLE,
	/* roots before this one */
	TC_ROOT_MISNAMED,
	TC_ROOT_HISTORY_UNSIGNED,
	TC_ROOT_HISTORY_TOO_LONG,
	TC_ROOT_FORK,
	TC_ROOT_ROLLED_BACK,
	TC_ROOT_UNPROVEN,
	TC_TRUSTED_ROOT_MISMATCH,
	TC_TRUSTED_ROOT_NOT_REACHED,
	TC_TRUSTED_ROOT_NEWER,
	/* the trust directory as a whole */
	TC_LOCK_REPOSITORY_MISSING,
	TC_PRIVATE_KEY_UNENCRYPTED,
	TC_PRIVATE_KEY_EXPOSED,
	TC_PRIVATE_KEY_ROOT,
	TC_PRIVATE_UNCHECKED,
	TC_PRIVATE_KEY_UNUSED,
	TC_PRIVATE_FILE_NO_KEY,
	TC_ROOT_KEY_SHARED,
	TC_CONTENT_TRUST_ENDS,
	/* pins */
	TC_PIN_NOT_MET,
	TC_PIN_ROLE_MISSING,
	TC_PIN_EXTRA_KEY,
	/* notary's own pins */
	TC_ROOT_NOT_PINNED,
	TC_ROOT_UNPINNED,
	TC_ROOT_PIN_UNUSABLE,
	TC_ROOT_PIN_DATES,
	/* the lock */
	TC_LOCK_ROOT_KEY_CHANGED,
	TC_LOCK_ROLE_KEY_CHANGED,
	TC_LOCK_SIGNER_ADDED,
	TC_LOCK_SIGNER_REMOVED,
	TC_LOCK_THRESHOLD_LOWERED,
	TC_LOCK_THRESHOLD_RAISED,
	TC_LOCK_VERSION_ROLLED_BACK,
	TC_LOCK_VERSION_NEWER,
	TC_LOCK_TAG_MOVED,
	TC_LOCK_TAG_MOVED_FROZEN,
	TC_LOCK_TAG_GONE,
	TC_LOCK_TAG_GONE_FROZEN,
	TC_LOCK_TAG_ADDED,
	TC_LOCK_TAG_ADDED_FROZEN,
	TC_LOCK_REPOSITORY_UNKNOWN,
	TC_LOCK_REPOSITORY_UNKNOWN_FROZEN,
	TC_FINDING_COUNT
};

/** The row of a kind; never NULL for a kind of the table. */
const struct tufcheck_rule *tc_finding_get_rule(enum tc_finding_kind kind);

/** The kind that stands for a fault of untrusted bytes. */
enum tc_finding_kind tc_finding_from_fault(enum tuf_fault_kind fault);

/** Whether what a fault found is a place in the text and a reason, not a value. */
bool tc_fault_is_about_text(enum tuf_fault_kind kind);

/*
 * Findings as they are made, in the order in which they were. So that hostile
 * data makes no heap of them, no more than limit of one kind are kept, and one
 * more that says how many are left out. A verdict rests on kinds alone, so it
 * is the same.
 */
struct tc_finding_list {
	struct tuf_arena *arena;
	size_t limit; /* of one kind; 0: none */
	struct tc_finding_entry *first;
	struct tc_finding_entry *last;
	size_t count; /* of those that are kept */
	size_t made[TC_FINDING_COUNT]; /* of each kind, also those that are not kept */
};

struct tc_finding_entry {
	struct tc_finding_entry *next;
	enum tc_finding_kind kind;
	bool is_rest; /* it stands for those of its kind that are not kept */
	struct tufcheck_finding finding;
};

/* Where a finding is, and what was wanted there; texts must live as long as the list's arena. */
struct tc_finding_place {
	const char *role;
	const char *file;
	const char *pointer;
	const char *expected;
	const char *actual;
};

/**
 * Adds a finding with a message formatted as printf does. TUF_NO_MEMORY when
 * it could not be added: then the whole verification must be given up.
 */
TUF_MUST_USE enum tuf_result tc_finding_add(struct tc_finding_list *list, enum tc_finding_kind kind,
                                            const struct tc_finding_place *place,
                                            const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/**
 * Whether the list has as many findings of kind as it keeps. Then one more is
 * counted, as by tc_finding_add, and its texts need not be made.
 */
TUF_MUST_USE bool tc_finding_only_counts(struct tc_finding_list *list, enum tc_finding_kind kind);

/** Adds the finding that says what a fault said; the fault's texts are copied. */
TUF_MUST_USE enum tuf_result tc_finding_add_fault(struct tc_finding_list *list, const char *role,
                                                  const char *file, const struct tuf_fault *fault);

/**
 * Copies the findings that are kept to an array in the arena, worst first, else
 * in their order; those that are not are counted in the last of their kind.
 */
TUF_MUST_USE enum tuf_result tc_finding_list_sort(const struct tc_finding_list *list,
                                                  const struct tufcheck_finding **ret_findings);

#endif
