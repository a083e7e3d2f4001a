/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @mainpage libtufcheck
 *
 * Verifies the trust data that Docker Content Trust (Notary v1) leaves on disk.
 *
 * The library reads only, needs no network and no key, prints nothing and
 * knows no clock: the caller says at which moment a repository is evaluated.
 *
 * Two channels. A return code says that a check could not be carried out. What
 * is wrong with the data is a finding in the report. Neither means acceptance:
 * the only acceptance is a report whose status is TUFCHECK_STATUS_TRUSTED.
 *
 * Handles (struct tufcheck_scan, struct tufcheck_report and others) are opaque
 * and the caller's to free. Records are made by the library, borrowed from a
 * handle and valid until it is freed. Structs that callers fill in begin with
 * their size. Out-parameters are called ret_..., come last, and are written only
 * where the comment says so: on success, if it says nothing.
 *
 * Texts are NUL-terminated and, where they come from files, unescaped: who
 * prints them escapes them. An absent text is NULL. Pointers that are given may
 * be NULL only where it is said; functions that return no enum tufcheck_result
 * then do nothing, and answer NULL, 0 or false. Room for a text must be there.
 * What is too large is refused; docs/limits.md has all limits. Digests and key
 * IDs are lower-case hexadecimal, lengths are bytes.
 *
 * Versions: while the library's SONAME stays, functions stay and do what they
 * did, and the members and enumerators that are here keep their places and values.
 * New members come only at the end, and only of structs that the library makes one
 * by one and lends, or that begin with their size; new enumerators may come. A struct
 * that begins with its size may be of an older header, whose missing members have
 * their defaults, or of a newer one, if all that this library does not know is zero.
 *
 * Memory: jansson 2.14, which parses, overlooks that a buffer of its lexer could
 * not grow. A program that must survive a lack of memory gives it, by
 * json_set_alloc_funcs, an allocator that does not fail, as the command does.
 * What OpenSSL makes only once, and could not make, it never makes again: from
 * then on all that needs it ends with TUFCHECK_NO_MEMORY.
 *
 * Threads: the library keeps nothing between calls but what
 * tufcheck_inputs_watch sets. Each function says who may call it at once:
 *
 * - any: every thread at any time. All arguments are the caller's own.
 * - shared: several threads with the same object, while none changes or frees it.
 *   Objects that its options borrow count as the same object.
 * - alone: one thread with the same object; others with other objects. An object
 *   need not stay with the thread that made it.
 * - process: one thread, while no other uses the library.
 *
 * What OpenSSL, libsodium and jansson (the seed of its tables) make once is made
 * with the first scan, or locks itself.
 */
#ifndef TUFCHECK_H
#define TUFCHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(TUFCHECK_BUILD)
#define TUFCHECK_API __attribute__((visibility("default")))
#else
#define TUFCHECK_API
#endif
#define TUFCHECK_MUST_USE __attribute__((warn_unused_result))

/**
 * @defgroup general The library, and times
 * @{
 */

/**
 * Which release of the library runs, which may not be that of this header.
 *
 * @return "MAJOR.MINOR.PATCH", in static storage.
 * @threads any
 */
TUFCHECK_API const char *tufcheck_version(void);

/**
 * Whether something could be carried out. Every function that returns this may
 * answer TUFCHECK_NO_MEMORY, and TUFCHECK_BAD_CALL for arguments that are not as
 * its comment says; what else it may answer is said there.
 */
enum tufcheck_result {
	TUFCHECK_OK = 0,     /**< it was carried out */
	TUFCHECK_NO_MEMORY,  /**< an allocation failed */
	TUFCHECK_BAD_CALL,   /**< an argument is not of the documented form */
	TUFCHECK_NOT_FOUND,  /**< the path does not exist, or holds nothing of the kind */
	TUFCHECK_UNREADABLE, /**< the path is there but cannot be read */
	TUFCHECK_INVALID     /**< it was read, and is not what the function reads */
};

/**
 * Leaves out, for the whole process, what OpenSSL loads by itself and no
 * verification uses: its configuration file, which could bring other providers
 * and so other answers, the texts of its errors, the names of old algorithms, and
 * that it frees piece by piece what ends with the process. That is about a fifth
 * of what one repository costs.
 *
 * Only for a program that uses OpenSSL through this library alone: it comes
 * before all else that may use OpenSSL, and cannot be undone. Source:
 * OPENSSL_init_crypto(3).
 *
 * @return TUFCHECK_NO_MEMORY when OpenSSL could not be started.
 * @threads process
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result tufcheck_openssl_trim(void);

/** A moment. */
struct tufcheck_time {
	int64_t seconds;     /**< since 1970-01-01T00:00:00Z, without leap seconds */
	int32_t nanoseconds; /**< 0 to 999999999 more */
};

/** Room for a formatted time and its NUL. */
#define TUFCHECK_TIME_TEXT_BYTES 40

/**
 * Reads an RFC 3339 date-time (section 5.6) or a date, which is its first moment
 * in UTC.
 *
 * @param text           "2026-06-01T12:00:00Z", "2026-06-01" and the like, nothing
 *                       before or behind it.
 * @param[out] ret_time  the moment.
 * @return TUFCHECK_BAD_CALL also when text is neither.
 * @threads any
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_time_parse(const char *text, struct tufcheck_time *ret_time);

/**
 * Writes a time as RFC 3339 in UTC.
 *
 * @param time           of the years 0 to 9999.
 * @param[out] ret_text  the text and its NUL; not NULL.
 * @threads any
 */
TUFCHECK_API void tufcheck_time_format(struct tufcheck_time time,
                                       char ret_text[TUFCHECK_TIME_TEXT_BYTES]);

/**
 * @}
 * @defgroup report What a report says
 * @{
 */

/** What a repository is worth; see docs/report.md. The order is from good to bad. */
enum tufcheck_status {
	TUFCHECK_STATUS_INVALID = 0, /**< none of these; no report has it */
	TUFCHECK_STATUS_TRUSTED,     /**< the chain of trust holds, for every listed role */
	TUFCHECK_STATUS_DEGRADED,    /**< it holds, but clients drop one or more delegations */
	TUFCHECK_STATUS_EXPIRED,     /**< it would hold but for dates */
	TUFCHECK_STATUS_INCOMPLETE,  /**< what is there holds, and a needed file is missing */
	TUFCHECK_STATUS_UNREADABLE,  /**< it could not be checked */
	TUFCHECK_STATUS_UNTRUSTED    /**< anything else that was checked and failed */
};
/** One more than the greatest of enum tufcheck_status. */
#define TUFCHECK_STATUS_COUNT 7

/** The four questions that a repository is asked. */
enum tufcheck_check {
	TUFCHECK_CHECK_NONE = 0,     /**< of findings that answer none of them */
	TUFCHECK_CHECK_INTEGRITY,    /**< do the files agree with each other? */
	TUFCHECK_CHECK_AUTHENTICITY, /**< do enough acceptable keys stand behind each role? */
	TUFCHECK_CHECK_FRESHNESS,    /**< is nothing expired that must be fresh? */
	TUFCHECK_CHECK_POLICY        /**< is it who and what the options of the scan demand? */
};
/** One more than the greatest of enum tufcheck_check. */
#define TUFCHECK_CHECK_COUNT 5

/** The answer to a question. */
enum tufcheck_answer {
	TUFCHECK_ANSWER_INVALID = 0, /**< none of these; no report has it */
	TUFCHECK_ANSWER_PASS,        /**< yes */
	TUFCHECK_ANSWER_FAIL,        /**< no */
	TUFCHECK_ANSWER_UNKNOWN,     /**< not everything that it needs could be checked */
	TUFCHECK_ANSWER_NONE         /**< the question was not asked */
};

/** How bad a finding is. */
enum tufcheck_severity {
	TUFCHECK_SEVERITY_INVALID = 0, /**< none of these; no finding has it */
	TUFCHECK_SEVERITY_ERROR,       /**< it decides the verdict */
	TUFCHECK_SEVERITY_WARNING,     /**< no verdict changes with it; it should not be */
	TUFCHECK_SEVERITY_NOTE         /**< likewise; reviewers should know */
};

/** What a role's file is worth. */
enum tufcheck_role_status {
	TUFCHECK_ROLE_INVALID = 0,     /**< something other than the below is wrong */
	TUFCHECK_ROLE_VALID,           /**< it is what it must be */
	TUFCHECK_ROLE_EXPIRED,         /**< but for its date */
	TUFCHECK_ROLE_BELOW_THRESHOLD, /**< too few distinct valid signatures */
	TUFCHECK_ROLE_MISSING,         /**< needed, and its file is not there */
	TUFCHECK_ROLE_UNPUBLISHED      /**< a delegation that the snapshot does not list */
};

/**
 * The word for a status, as reports have it.
 *
 * @param status  any value; the word for one that is none is "untrusted".
 * @return "trusted", "degraded", ..., in static storage.
 * @threads any
 */
TUFCHECK_API const char *tufcheck_status_name(enum tufcheck_status status);

/**
 * The word for a question.
 *
 * @param check  any value; the word for one that is none is "none".
 * @return "integrity", "authenticity", ..., in static storage.
 * @threads any
 */
TUFCHECK_API const char *tufcheck_check_name(enum tufcheck_check check);

/**
 * The word for an answer.
 *
 * @param answer  any value; the word for one that is none is "fail".
 * @return "pass", "fail", ..., in static storage.
 * @threads any
 */
TUFCHECK_API const char *tufcheck_answer_name(enum tufcheck_answer answer);

/**
 * The word for a severity.
 *
 * @param severity  any value; the word for one that is none is "error".
 * @return "error", "warning" or "note", in static storage.
 * @threads any
 */
TUFCHECK_API const char *tufcheck_severity_name(enum tufcheck_severity severity);

/**
 * The word for the status of a role.
 *
 * @param status  any value; the word for one that is none is "invalid".
 * @return "valid", "expired", "below-threshold", ..., in static storage.
 * @threads any
 */
TUFCHECK_API const char *tufcheck_role_status_name(enum tufcheck_role_status status);

/** A signature of a file. */
struct tufcheck_signature {
	const char *key_id; /**< as the file says */
	const char *method; /**< "ecdsa", "rsapss", "eddsa" and others; as the file says */
	bool valid;         /**< a key of the role made it, of the bytes that it must be of */
	const char *reason; /**< why it is not valid; NULL when it is */
};

/** A role, and what is in its file. */
struct tufcheck_role {
	const char *name; /**< "root", "targets", "targets/releases", ... */
	const char *file; /**< below the metadata folder */
	enum tufcheck_role_status status; /**< what the file is worth */
	const char *sha256; /**< of the file's bytes; NULL when it was not read */
	uint64_t length;    /**< of the file, in bytes */
	int64_t version;    /**< 0 when not known */
	bool has_expires;   /**< whether expires is known */
	struct tufcheck_time expires; /**< from then on the file is too old */
	int64_t threshold; /**< valid signatures that it needs; 0 when not known */
	size_t valid_signatures; /**< distinct keys of the role with a valid signature */
	const char *const *key_ids; /**< of the role, as listed */
	size_t key_id_count;        /**< of key_ids */
	const char *const *paths; /**< prefixes of target names; "" is all of them */
	size_t path_count;        /**< of paths */
	const struct tufcheck_signature *signatures; /**< in the file's order */
	size_t signature_count;                      /**< of signatures */
};

/** A certificate in the bundle of a key. */
struct tufcheck_certificate {
	const char *subject; /**< RFC 2253 */
	const char *issuer;  /**< likewise */
	const char *serial;  /**< hexadecimal */
	struct tufcheck_time not_before; /**< the first moment of its validity */
	struct tufcheck_time not_after;  /**< the last */
	bool ca;                         /**< basicConstraints says that it is one */
	const char *signature_algorithm; /**< OpenSSL's long name */
	const char *sha256;              /**< thumbprint: digest of the DER form */
	const char *sha1;                /**< likewise */
	const char *const *key_usages;   /**< "digitalSignature", ... by RFC 5280, 4.2.1.3 */
	size_t key_usage_count;          /**< of key_usages; 0: no such extension */
	const char *const *extended_key_usages; /**< "codeSigning", ..., else "1.2.3"; 4.2.1.12 */
	size_t extended_key_usage_count; /**< of extended_key_usages; 0: no such extension */
	const char *algorithm;   /**< of its public key, as struct tufcheck_key has it; or "other" */
	unsigned bits;           /**< of its public key; 0 for "other" */
	const char *spki_sha256; /**< of its public key */
	size_t position;         /**< in its bundle, from 0; the first is the key that signs */
	const unsigned char *der; /**< the certificate itself; NULL where only facts are known */
	size_t der_length;        /**< of der, in bytes */
};

/** A key that a repository lists. */
struct tufcheck_key {
	const char *key_id;           /**< as listed */
	const char *canonical_key_id; /**< of the public key alone; NULL when it cannot be decoded */
	const char *type;             /**< "ecdsa", "ecdsa-x509", "rsa", "ed25519" and others, as listed */
	const char *algorithm;   /**< "ECDSA P-256", "RSA", "Ed25519"; NULL when not decoded */
	unsigned bits;           /**< 0 when not decoded */
	const char *spki_sha256; /**< SHA-256 of SubjectPublicKeyInfo in DER; NULL when not decoded */
	const char *const *roles; /**< that trust it */
	size_t role_count;        /**< of roles, and of has_signed */
	const struct tufcheck_certificate *certificates; /**< in the bundle's order */
	size_t certificate_count;                        /**< of certificates */
	/**
	 * What the ID must be. A key that stands under another one has signed nothing
	 * that is attributed to that ID.
	 */
	const char *computed_key_id;
	/** By role: its file has a valid signature by the key. NULL: no signature was checked. */
	const bool *has_signed;
};

/** A target: a tag, and what it resolves to. */
struct tufcheck_target {
	const char *name;   /**< the tag */
	const char *role;   /**< that it is resolved from */
	bool pullable;      /**< docker would pull it */
	const char *sha256; /**< NULL when the entry has none */
	int64_t length;     /**< in bytes, as the entry says */
	/** "(Repo Admin)" alone when no signer's role lists the tag. */
	const char *const *signers;
	size_t signer_count; /**< of signers */
	/** Every role that lists the same digest under this name, by name; role is among them. */
	const char *const *listing_roles;
	size_t listing_role_count; /**< of listing_roles */
};

/** Something that is wrong with the data, or that reviewers should know. */
struct tufcheck_finding {
	const char *id; /**< of a rule (tufcheck_rule_get) */
	enum tufcheck_severity severity; /**< how bad it is */
	const char *role;     /**< NULL when it concerns the repository */
	const char *file;     /**< below the metadata folder, or "../changelist/..."; NULL likewise */
	const char *pointer;  /**< JSON pointer (RFC 6901) in that file; "" is its top; may be NULL */
	const char *expected; /**< may be NULL */
	const char *actual;   /**< may be NULL */
	const char *message;  /**< one plain line that says it all */
};

/** The roots before root.json that lie beside it, as far as they were checked. */
struct tufcheck_root_history {
	int64_t oldest; /**< version; 0: there is none, or root.json itself does not hold */
	int64_t newest; /**< version of root.json */
	/** All versions between are there, and each is signed as the one before demands. */
	bool complete;
};

/** A file that was read, and the digest of the bytes that were taken from it. */
struct tufcheck_input {
	const char *path;   /**< as in findings; of a file that the user named as it was named */
	const char *sha256; /**< of its bytes */
	uint64_t length;    /**< in bytes */
};

/** One repository. Everything is sorted as reports show it. */
struct tufcheck_repository {
	const char *gun;  /**< its name; "" when nothing says it */
	const char *path; /**< of the repository's folder, as reached from the argument */
	enum tufcheck_status status; /**< what it is worth */
	enum tufcheck_answer answers[TUFCHECK_CHECK_COUNT]; /**< by enum tufcheck_check */
	const struct tufcheck_role *roles; /**< root, timestamp, snapshot, targets, delegations */
	size_t role_count;                 /**< of roles */
	const struct tufcheck_key *keys;   /**< by listed ID */
	size_t key_count;                  /**< of keys */
	/** By name; none unless trusted or degraded, or expired with resolve_expired. */
	const struct tufcheck_target *targets;
	size_t target_count;                     /**< of targets */
	const struct tufcheck_finding *findings; /**< worst first */
	size_t finding_count;                    /**< of findings */
	struct tufcheck_root_history root_history; /**< the roots before root.json */
	const char *metadata_path; /**< of the folder that files of roles lie below, likewise */
	/** Every file that was read, by name: paths are as in findings. */
	const struct tufcheck_input *files;
	size_t file_count; /**< of files */
};

/** What is wrong with a file or text of the caller's, and where. */
struct tufcheck_problem {
	size_t line;       /**< from 1; 0: none */
	size_t column;     /**< from 1; 0: none */
	char message[512]; /**< one plain line */
};

/**
 * @}
 * @defgroup pins Which keys may sign
 *
 * Thumbprints and other digests of keys, each for a role of one repository or of
 * all whose names have a prefix. Of a repository's role those pins are asked that
 * name the repository itself, else those with the longest prefix. docs/pins.md
 * explains them.
 * @{
 */

/** Pins. */
struct tufcheck_pins;

/** One of them. */
struct tufcheck_pin {
	const char *gun; /**< whose role it is; with is_prefix, what those names begin with */
	bool is_prefix;     /**< gun is the beginning of names */
	const char *role;   /**< "root" where none was named */
	const char *kind;   /**< what the digits are: "sha256", "sha1", "keyid" or "spki" */
	const char *digits; /**< hexadecimal, lower-case */
	size_t line;        /**< of the file that it stands in, from 1; 0: in none */
};

/**
 * Makes an empty set of pins.
 *
 * @param[out] ret_pins  the caller's to tufcheck_pins_free.
 * @return TUFCHECK_OK, TUFCHECK_NO_MEMORY or TUFCHECK_BAD_CALL.
 * @threads any
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_pins_new(struct tufcheck_pins **ret_pins);

/**
 * Adds the pin that a text is: `GUN[#ROLE]=KIND:DIGITS`. GUN may end in a star, or
 * be one, and then is a prefix. Without a role it is the root's. The digits
 * are hexadecimal, of any case, with colons between all pairs or without:
 *
 * - sha256: 64, of the certificate of a key: of the first in its bundle
 * - sha1: 40, likewise
 * - keyid: 64, the ID of a key as listed, or its canonical ID
 * - spki: 64, the SHA-256 of the public key in DER (SubjectPublicKeyInfo)
 *
 * @param pins              are as they were when it fails.
 * @param text              the pin.
 * @param[out] ret_problem  with TUFCHECK_INVALID why, without a line; may be NULL.
 * @return TUFCHECK_INVALID: text is none.
 * @threads alone, for pins
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_pins_add(struct tufcheck_pins *pins, const char *text,
                  struct tufcheck_problem *ret_problem);

/**
 * Adds those in a file, one a line. What follows a `#` at the beginning of a line
 * or after a space is a comment; empty lines count for nothing.
 *
 * @param pins              are as they were when it fails.
 * @param path              of a regular file.
 * @param[out] ret_problem  when something is wrong with the file, what; may be NULL.
 * @return TUFCHECK_NOT_FOUND, TUFCHECK_UNREADABLE: there is no such file, or it
 *   cannot be read. TUFCHECK_INVALID: a line is no pin, or none is one.
 * @threads alone, for pins
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_pins_read(struct tufcheck_pins *pins, const char *path,
                   struct tufcheck_problem *ret_problem);

/**
 * How many were added.
 *
 * @param pins  may be NULL, which has none.
 * @return their number.
 * @threads shared
 */
TUFCHECK_API size_t tufcheck_pins_count(const struct tufcheck_pins *pins);

/**
 * One of them, in the order in which they were added.
 *
 * @param pins   may be NULL, which has none.
 * @param index  from 0.
 * @return borrowed from pins; NULL beyond the last.
 * @threads shared
 */
TUFCHECK_API const struct tufcheck_pin *tufcheck_pins_get(const struct tufcheck_pins *pins,
                                                          size_t index);

/**
 * Sets to true the mark of each pin whose GUN or prefix fits a repository, and
 * leaves the others: what is never marked applies to nothing.
 *
 * @param pins               may be NULL, which has none.
 * @param gun                the repository's name.
 * @param[in,out] ret_marks  as many as there are pins; the caller's.
 * @threads shared
 */
TUFCHECK_API void tufcheck_pins_mark(const struct tufcheck_pins *pins, const char *gun,
                                     bool *ret_marks);

/**
 * The files that pins were read from, in the order in which they were read.
 *
 * @param pins   may be NULL, which has none.
 * @param index  from 0.
 * @return borrowed from pins; NULL beyond the last.
 * @threads shared
 */
TUFCHECK_API const struct tufcheck_input *tufcheck_pins_get_input(const struct tufcheck_pins *pins,
                                                                  size_t index);

/**
 * Frees pins, after the scans that borrow them.
 *
 * @param pins  may be NULL.
 * @threads alone
 */
TUFCHECK_API void tufcheck_pins_free(struct tufcheck_pins *pins);

/**
 * @}
 * @defgroup reading Keeping what was read
 * @{
 */

/** A file that was looked at, lent for the call. Of one that is not there nothing is shown. */
struct tufcheck_read_file {
	size_t repository; /**< its number in the scan; 0 of files that are in no repository */
	const char *folder; /**< with is_listed_only: what file is below: "." or "../changelist" */
	/** Below the metadata folder, or "../changelist/..."; of a file that the user named its path. */
	const char *file;
	const void *bytes; /**< that all conclusions come from, not a second reading; NULL: none */
	size_t length;       /**< of bytes */
	const char *problem; /**< why there are none; NULL when there are */
	bool is_listed_only; /**< it was seen in a folder: whether it is read another call says */
};

/**
 * Is shown files, each with the context that was given beside the function. It may be
 * called again for the same file, and by each thread that verifies.
 */
typedef void (*tufcheck_reader)(void *context, const struct tufcheck_read_file *file);

/**
 * Shows each file that functions of this library read because the user named it:
 * pins, locks, roots, configurations and the CA files that these name, policies.
 * It is for the whole process.
 *
 * @param visit    is called from now on; NULL: nothing is.
 * @param context  is handed to visit; borrowed until the next call.
 * @threads process
 */
TUFCHECK_API void tufcheck_inputs_watch(tufcheck_reader visit, void *context);

/**
 * Whether a line begins as a private key in PEM does (RFC 7468, section 2); such
 * bytes are not for keeping.
 *
 * @param bytes   may be NULL, which has none.
 * @param length  of bytes.
 * @return whether one does.
 * @threads any
 */
TUFCHECK_API bool tufcheck_has_private_key(const void *bytes, size_t length);

/**
 * @}
 * @defgroup scan Finding and verifying repositories
 *
 * A scan is what was found at some paths, and what it is held against. Its
 * repositories have numbers, from 0 to one less than tufcheck_scan_count;
 * tufcheck_scan_verify makes a report of each.
 * @{
 */

/** Repositories that were found, and what they are held against. */
struct tufcheck_scan;
/** What verifying one repository came to. */
struct tufcheck_report;
struct tufcheck_trusted_root;
struct tufcheck_trust_pinning;
struct tufcheck_lock;

/** How repositories are verified. Set size, and zero all the rest for the defaults. */
struct tufcheck_options {
	size_t size;             /**< sizeof(struct tufcheck_options) */
	struct tufcheck_time at; /**< the moment of evaluation, year 0 to 9999; there is no default */
	const char *gun; /**< of repositories outside a tuf/ tree; NULL: from the root certificate */
	/** Seconds: a certificate that ends within them is told; 0: 180 days; negative: none is. */
	int64_t warn_within;
	const struct tufcheck_trusted_root *trusted_root; /**< that root.json must follow from; or NULL */
	const struct tufcheck_pins *pins; /**< that repositories are held against; may be NULL */
	const struct tufcheck_trust_pinning *trust_pinning; /**< Notary's own pins; NULL: none */
	/** What repositories are held against; borrowed, and not to be changed. NULL: nothing. */
	const struct tufcheck_lock *lock;
	bool is_frozen; /**< tags and repositories must be just those of the lock */
	/**
	 * Fills targets of an expired repository, too; its status stays expired.
	 * Only the dates of top-level roles are overlooked: an expired delegation
	 * stays dropped, with its tags, as it is in a degraded repository.
	 */
	bool resolve_expired;
	/** Is shown every file of repositories that is read (tufcheck_scan_verify); may be NULL. */
	tufcheck_reader reader;
	void *reader_context; /**< handed to reader */
};

/**
 * Starts a scan.
 *
 * @param options        are copied; what they point to but texts is borrowed until
 *                       the scan is freed.
 * @param[out] ret_scan  the caller's to tufcheck_scan_free.
 * @return TUFCHECK_BAD_CALL also for a size or moment that is none, a name that no
 *   repository can have (an empty element, "." or "..", a control character, *), and
 *   frozen without a lock.
 * @threads any
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_scan_new(const struct tufcheck_options *options, struct tufcheck_scan **ret_scan);

/**
 * Adds every repository at or below a path. Symbolic links below it are followed
 * only while they stay beneath it. One that was added already is dropped when the
 * scan is sorted.
 *
 * @param scan  is changed.
 * @param path  a trust root, its tuf/ folder, any folder, a repository's folder or
 *              its metadata/ folder; or a tar archive in the form of
 *              docs/evidence.md, which is not unpacked. An archive that is refused
 *              counts as a repository, whose report says why.
 * @return TUFCHECK_NOT_FOUND: nothing is at path, or no repository below it.
 *   TUFCHECK_UNREADABLE: path itself cannot be opened. A folder below it that cannot
 *   be opened is a repository with the status unreadable instead. TUFCHECK_BAD_CALL
 *   also when a share was taken.
 * @threads alone, for scan
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result tufcheck_scan_add(struct tufcheck_scan *scan,
                                                                      const char *path);

/**
 * Adds the repository of a name, and those below that name, of a trust root.
 *
 * @param scan       as of tufcheck_scan_add.
 * @param trust_dir  the trust root: what tuf/ is in.
 * @param gun        the name.
 * @return as tufcheck_scan_add; TUFCHECK_NOT_FOUND also for a name that no repository
 *   can have.
 * @threads alone, for scan
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_scan_add_gun(struct tufcheck_scan *scan, const char *trust_dir, const char *gun);

/**
 * Sorts what was added by GUN and path; call it after the last addition.
 *
 * @param scan  is changed: its indexes are others now.
 * @threads alone, for scan
 */
TUFCHECK_API void tufcheck_scan_sort(struct tufcheck_scan *scan);

/** Room for a SHA-256 in hexadecimal, and its NUL. */
#define TUFCHECK_SHA256_TEXT_BYTES 65

/** A share of a scan, of which several programs do one each; docs/estates.md. */
struct tufcheck_share {
	size_t number;       /**< from 1 */
	size_t count;        /**< of shares */
	size_t repositories; /**< of all of them */
	char places_sha256[TUFCHECK_SHA256_TEXT_BYTES]; /**< of the names and paths of all of them */
};

/**
 * Leaves in the scan, which is sorted, only the repositories of one share: those
 * of which tufcheck_share_of says so by their GUN, or where the path does not give
 * it, by their path. Together the shares are the whole. Once for a scan.
 *
 * @param scan    is changed: its indexes are others now.
 * @param number  of the share, from 1.
 * @param count   of shares.
 * @return TUFCHECK_BAD_CALL: there is no share of that number, or one was taken.
 * @threads alone, for scan
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_scan_take_share(struct tufcheck_scan *scan, size_t number, size_t count);

/**
 * Which share the scan is.
 *
 * @param scan  may be NULL.
 * @return borrowed from scan; NULL: it is whole.
 * @threads shared
 */
TUFCHECK_API const struct tufcheck_share *
tufcheck_scan_get_share(const struct tufcheck_scan *scan);

/**
 * Where a repository of the scan stands in the whole.
 *
 * @param scan   of which it may be a share.
 * @param index  of the repository in the scan, from 0.
 * @return its index in the whole, from 0.
 * @threads shared
 */
TUFCHECK_API size_t tufcheck_scan_get_position(const struct tufcheck_scan *scan, size_t index);

/**
 * Which of count shares a name falls to: the first eight bytes of its SHA-256 as a
 * number, the first byte the most significant, modulo count, and 1 more. That never
 * changes.
 *
 * @param name   a GUN or path; may be NULL.
 * @param count  of shares.
 * @return from 1; 0 for NULL and for no shares.
 * @threads any
 */
TUFCHECK_API size_t tufcheck_share_of(const char *name, size_t count);

/**
 * The number of repositories added.
 *
 * @param scan  may be NULL, which has none.
 * @return their number.
 * @threads shared
 */
TUFCHECK_API size_t tufcheck_scan_count(const struct tufcheck_scan *scan);

/** Which repository an index is. */
struct tufcheck_repository_place {
	const char *gun;  /**< NULL where the path does not give it */
	const char *path; /**< of its folder, as reached from the argument */
};

/**
 * The place of a repository.
 *
 * @param scan   may be NULL, which has none.
 * @param index  of the repository, from 0.
 * @return its members are borrowed from scan, and NULL beyond the last.
 * @threads shared
 */
TUFCHECK_API struct tufcheck_repository_place
tufcheck_scan_get_place(const struct tufcheck_scan *scan, size_t index);

/** An archive that repositories were found in, or none. Its texts live as long as the scan. */
struct tufcheck_archive {
	const char *path;  /**< as it was given */
	bool has_manifest; /**< which its files agree with; the rest is what that says */
	const char *evaluated_at; /**< when the evidence was made; as it stands there, maybe "" */
	size_t input_count; /**< files that are not of repositories, and apply to nothing by themselves */
	size_t name_count;  /**< files that it says were there, without their contents */
};

/**
 * The archives, in the order of addition. Those refused do not count.
 *
 * @param scan   may be NULL, which has none.
 * @param index  of the archive, from 0.
 * @return borrowed from scan; NULL beyond the last.
 * @threads shared
 */
TUFCHECK_API const struct tufcheck_archive *
tufcheck_scan_get_archive(const struct tufcheck_scan *scan, size_t index);

/**
 * Verifies a repository, by the rules that tufcheck_rule_get lists, each with its
 * source.
 *
 * @param scan             to which nothing is added any more.
 * @param index            of the repository, from 0.
 * @param[out] ret_report  the caller's to tufcheck_report_free, before the scan,
 *                         whatever the verdict.
 * @return TUFCHECK_OK, also for what is not trusted; TUFCHECK_BAD_CALL also beyond
 *   the last.
 * @threads shared, after tufcheck_scan_sort
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_scan_verify(const struct tufcheck_scan *scan, size_t index,
                     struct tufcheck_report **ret_report);

/**
 * Frees a scan, after its reports.
 *
 * @param scan  may be NULL.
 * @threads alone
 */
TUFCHECK_API void tufcheck_scan_free(struct tufcheck_scan *scan);

/**
 * What a report says.
 *
 * @param report  may be NULL.
 * @return borrowed from report; NULL for NULL.
 * @threads shared
 */
TUFCHECK_API const struct tufcheck_repository *
tufcheck_report_get_repository(const struct tufcheck_report *report);

/**
 * Frees a report.
 *
 * @param report  may be NULL.
 * @threads alone
 */
TUFCHECK_API void tufcheck_report_free(struct tufcheck_report *report);

/**
 * @}
 * @defgroup root A root that the user trusts
 *
 * docs/rotation.md has more of them.
 * @{
 */

/** A root that the user got from elsewhere. */
struct tufcheck_trusted_root;

/**
 * Reads a root that the user got from a source of trust of their own. As an
 * option of a scan it is held against every repository that one of its root
 * certificates names: root.json must be that root, or follow from it through
 * every version between them.
 *
 * @param path              of a root.json.
 * @param[out] ret_problem  when something is wrong with the file, what; may be NULL.
 * @param[out] ret          the caller's to tufcheck_trusted_root_free.
 * @return TUFCHECK_NOT_FOUND, TUFCHECK_UNREADABLE: the path. TUFCHECK_INVALID: it is
 *   no well-formed root, or it is not signed by its own root keys. The dates of
 *   certificates are not looked at.
 * @threads any
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_trusted_root_read(const char *path, struct tufcheck_problem *ret_problem,
                           struct tufcheck_trusted_root **ret);

/**
 * Whether the root is held against a repository.
 *
 * @param root  may be NULL.
 * @param gun   the repository's name; may be NULL.
 * @return whether a root certificate names it; false for NULL of either.
 * @threads shared
 */
TUFCHECK_API bool tufcheck_trusted_root_names(const struct tufcheck_trusted_root *root,
                                              const char *gun);

/**
 * The file that a trusted root was read from.
 *
 * @param root  may be NULL.
 * @return borrowed from root; NULL for NULL.
 * @threads shared
 */
TUFCHECK_API const struct tufcheck_input *
tufcheck_trusted_root_get_input(const struct tufcheck_trusted_root *root);

/**
 * Frees a trusted root, after the scans that borrow it.
 *
 * @param root  may be NULL.
 * @threads alone
 */
TUFCHECK_API void tufcheck_trusted_root_free(struct tufcheck_trusted_root *root);

/**
 * @}
 * @defgroup estate The trust directory as a whole
 *
 * What shows only beside each other: keys that several repositories share, private
 * keys that lie about, until when registries have content trust.
 * @{
 */

/** What concerns the whole of a scan, as it is gathered. */
struct tufcheck_estate;

/** What may not be known. */
enum tufcheck_truth {
	TUFCHECK_TRUTH_UNKNOWN = 0, /**< nothing says */
	TUFCHECK_TRUTH_NO,          /**< it is not so */
	TUFCHECK_TRUTH_YES          /**< it is so */
};

/** A private key's file in private/, by its name, its PEM header and its mode: no more is read. */
struct tufcheck_private_key {
	const char *path;   /**< as reached from the argument */
	const char *key_id; /**< the canonical key ID in its name; NULL without one */
	const char *role;   /**< may be NULL */
	const char *gun;    /**< NULL when the key is not for one repository, or nothing says */
	enum tufcheck_truth encrypted; /**< whether a passphrase is needed */
	unsigned mode;                 /**< permission bits */
	enum tufcheck_truth trusted;   /**< by a repository whose chain holds but for dates */
};

/** What is said of the whole. */
struct tufcheck_estate_facts {
	const struct tufcheck_private_key *private_keys; /**< by path */
	size_t private_key_count;                        /**< of private_keys */
	const struct tufcheck_finding *findings; /**< worst first; file: the path of what is meant */
	size_t finding_count;                    /**< of findings */
};

/**
 * Begins to gather what concerns the whole of a scan.
 *
 * @param scan             is complete, and borrowed until the estate is freed.
 * @param[out] ret_estate  the caller's to tufcheck_estate_free.
 * @return TUFCHECK_OK, TUFCHECK_NO_MEMORY or TUFCHECK_BAD_CALL.
 * @threads shared, for scan
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_estate_new(const struct tufcheck_scan *scan, struct tufcheck_estate **ret_estate);

/**
 * Notes the keys and the name in a report; each report once, in the scan's order.
 *
 * @param estate      that is not finished.
 * @param repository  what the report says; nothing of it is borrowed.
 * @return TUFCHECK_BAD_CALL also when the estate is finished. After TUFCHECK_NO_MEMORY
 *   something is missing in it, and all further calls of this and tufcheck_estate_finish
 *   answer the same.
 * @threads alone, for estate
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_estate_add(struct tufcheck_estate *estate, const struct tufcheck_repository *repository);

/**
 * Judges the whole, once. All keys are looked at where tufcheck_scan_add was
 * given a trust root (a folder with tuf/ in it); of tufcheck_scan_add_gun those
 * for that name or below, and those that a repository added here trusts.
 *
 * @param estate          is finished by it.
 * @param[out] ret_facts  borrowed from the estate.
 * @return TUFCHECK_BAD_CALL also for the second time.
 * @threads alone, for estate
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result tufcheck_estate_finish(
	struct tufcheck_estate *estate, const struct tufcheck_estate_facts **ret_facts);

/**
 * Frees an estate, before the scan.
 *
 * @param estate  may be NULL.
 * @threads alone
 */
TUFCHECK_API void tufcheck_estate_free(struct tufcheck_estate *estate);

/**
 * @}
 * @defgroup pinning Notary's own pins
 *
 * The section trust_pinning of a Notary client's configuration; docs/pins.md.
 * @{
 */

/** Notary's pins. */
struct tufcheck_trust_pinning;

/**
 * The files that it was read from: the configuration, which is the first, and the
 * files of CAs that it names, in its order.
 *
 * @param pinning  may be NULL, which has none.
 * @param index    from 0.
 * @return borrowed from pinning; NULL beyond the last.
 * @threads shared
 */
TUFCHECK_API const struct tufcheck_input *
tufcheck_trust_pinning_get_input(const struct tufcheck_trust_pinning *pinning, size_t index);

/**
 * Reads the section trust_pinning of the Notary client's config.json, and the files
 * of CA certificates that it names, whose relative paths are those of the working
 * folder, as for the client. A CA file that cannot be used is no error: it refuses
 * the roots of the repositories that it is for.
 *
 * @param path              of the configuration.
 * @param[out] ret_problem  when something is wrong with it, what; may be NULL.
 * @param[out] ret_pinning  the caller's to tufcheck_trust_pinning_free.
 * @return TUFCHECK_INVALID: it is not such a file. TUFCHECK_NOT_FOUND,
 *   TUFCHECK_UNREADABLE: it was not read.
 * @threads any
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_trust_pinning_read(const char *path, struct tufcheck_problem *ret_problem,
                            struct tufcheck_trust_pinning **ret_pinning);

/**
 * Whether anything in it is asked of a repository: an entry, or that there must be
 * one.
 *
 * @param pinning  may be NULL.
 * @param gun      the repository's name; may be NULL.
 * @return whether it is; false for NULL of either.
 * @threads shared
 */
TUFCHECK_API bool tufcheck_trust_pinning_asks_of(const struct tufcheck_trust_pinning *pinning,
                                                 const char *gun);

/**
 * Frees Notary's pins, after the scans that borrow them.
 *
 * @param pinning  may be NULL.
 * @threads alone
 */
TUFCHECK_API void tufcheck_trust_pinning_free(struct tufcheck_trust_pinning *pinning);

/**
 * @}
 * @defgroup lock What repositories were when somebody accepted them
 *
 * A lock records repositories in a file for version control; docs/lock.md.
 * @{
 */

/** Repositories as they were accepted. */
struct tufcheck_lock;

/** Changes between a lock and what was found, a finding each. */
struct tufcheck_lock_changes;

/**
 * Makes a lock without repositories.
 *
 * @param[out] ret_lock  the caller's to tufcheck_lock_free.
 * @return TUFCHECK_OK, TUFCHECK_NO_MEMORY or TUFCHECK_BAD_CALL.
 * @threads any
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_lock_new(struct tufcheck_lock **ret_lock);

/**
 * Reads a lock file.
 *
 * @param path              of the file.
 * @param[out] ret_problem  when something is wrong with it, what, and where; may be NULL.
 * @param[out] ret_lock     the caller's to tufcheck_lock_free.
 * @return TUFCHECK_NOT_FOUND, TUFCHECK_UNREADABLE: it was not read. TUFCHECK_INVALID:
 *   it is no lock, or of a version that is not known.
 * @threads any
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_lock_read(const char *path, struct tufcheck_problem *ret_problem,
                   struct tufcheck_lock **ret_lock);

/**
 * Records a repository in the place of what the lock had of its name.
 *
 * @param lock        is as it was when it fails.
 * @param repository  that was verified; nothing of it is borrowed.
 * @return TUFCHECK_BAD_CALL: it is neither trusted nor degraded. TUFCHECK_INVALID: its
 *   name is none that a lock can hold (not UTF-8).
 * @threads alone, for lock
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_lock_put(struct tufcheck_lock *lock, const struct tufcheck_repository *repository);

/**
 * Takes a repository out.
 *
 * @param lock  is as it was when it fails.
 * @param gun   the repository's name.
 * @return TUFCHECK_NOT_FOUND: the lock has none of that name.
 * @threads alone, for lock
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_lock_remove(struct tufcheck_lock *lock, const char *gun);

/**
 * The number of repositories in a lock.
 *
 * @param lock  may be NULL, which has none.
 * @return their number.
 * @threads shared
 */
TUFCHECK_API size_t tufcheck_lock_count(const struct tufcheck_lock *lock);

/**
 * The name of a repository in a lock; they are sorted by name.
 *
 * @param lock   may be NULL, which has none.
 * @param index  from 0.
 * @return borrowed from lock until that is changed; NULL beyond the last.
 * @threads shared
 */
TUFCHECK_API const char *tufcheck_lock_get_gun(const struct tufcheck_lock *lock, size_t index);

/**
 * Whether a lock has a repository.
 *
 * @param lock  may be NULL.
 * @param gun   the repository's name; may be NULL.
 * @return whether it does; false for NULL of either.
 * @threads shared
 */
TUFCHECK_API bool tufcheck_lock_has(const struct tufcheck_lock *lock, const char *gun);

/**
 * A lock as the text of a file: the same lock gives the same bytes.
 *
 * @param lock             of any number of repositories.
 * @param[out] ret_text    NUL-terminated, in ASCII, the caller's to free().
 * @param[out] ret_length  of the text, in bytes, without the NUL.
 * @return TUFCHECK_OK, TUFCHECK_NO_MEMORY or TUFCHECK_BAD_CALL.
 * @threads shared
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_lock_write(const struct tufcheck_lock *lock, char **ret_text, size_t *ret_length);

/**
 * Compares a repository with a lock: everything that tufcheck_lock_put would
 * change, newer versions too. Without a change the list is empty.
 *
 * @param lock              with the repository or without it.
 * @param repository        that was verified.
 * @param[out] ret_changes  the caller's to tufcheck_lock_changes_free.
 * @return TUFCHECK_BAD_CALL: the repository is neither trusted nor degraded.
 * @threads shared
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_lock_compare(const struct tufcheck_lock *lock,
                      const struct tufcheck_repository *repository,
                      struct tufcheck_lock_changes **ret_changes);

/**
 * The repositories of a lock that are not there, by name, each a finding whose
 * expected is the name.
 *
 * @param lock              that says what should be there.
 * @param found             the names of those that are there, in any order.
 * @param found_count       of found; with 0 that may be NULL.
 * @param scopes            only those called like one of these, or below it, are
 *                          missed.
 * @param scope_count       of scopes; 0: all are, and scopes may be NULL.
 * @param[out] ret_changes  the caller's to tufcheck_lock_changes_free.
 * @return TUFCHECK_OK, TUFCHECK_NO_MEMORY or TUFCHECK_BAD_CALL.
 * @threads shared
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_lock_find_missing(const struct tufcheck_lock *lock, const char *const *found,
                           size_t found_count, const char *const *scopes, size_t scope_count,
                           struct tufcheck_lock_changes **ret_changes);

/**
 * The number of changes.
 *
 * @param changes  may be NULL, which has none.
 * @return their number.
 * @threads shared
 */
TUFCHECK_API size_t tufcheck_lock_changes_count(const struct tufcheck_lock_changes *changes);

/**
 * One of the changes, worst first.
 *
 * @param changes  may be NULL, which has none.
 * @param index    from 0.
 * @return borrowed from changes; NULL beyond the last.
 * @threads shared
 */
TUFCHECK_API const struct tufcheck_finding *
tufcheck_lock_changes_get(const struct tufcheck_lock_changes *changes, size_t index);

/**
 * The file that a lock was read from.
 *
 * @param lock  may be NULL.
 * @return borrowed from lock; NULL when it was read from none.
 * @threads shared
 */
TUFCHECK_API const struct tufcheck_input *tufcheck_lock_get_input(const struct tufcheck_lock *lock);

/**
 * Frees changes.
 *
 * @param changes  may be NULL.
 * @threads alone
 */
TUFCHECK_API void tufcheck_lock_changes_free(struct tufcheck_lock_changes *changes);

/**
 * Frees a lock, after the scans that borrow it.
 *
 * @param lock  may be NULL.
 * @threads alone
 */
TUFCHECK_API void tufcheck_lock_free(struct tufcheck_lock *lock);

/**
 * @}
 * @defgroup document Looking at one file without judging it
 * @{
 */

/** A metadata file, decoded. */
struct tufcheck_untrusted_document;

/** A metadata file as it says it is. Nothing here is verified. */
struct tufcheck_untrusted_content {
	const char *path;   /**< as it was given */
	const char *type;   /**< "Root", "Timestamp", "Snapshot" or "Targets" */
	const char *sha256; /**< of the file's bytes */
	uint64_t length;    /**< of the file, in bytes */
	int64_t version;    /**< as it says */
	bool has_expires;   /**< whether it says when it expires */
	struct tufcheck_time expires; /**< as it says */
	const struct tufcheck_signature *signatures; /**< none is valid: none was checked */
	size_t signature_count;                      /**< of signatures */
	const struct tufcheck_key *keys;             /**< that the file lists */
	size_t key_count;                            /**< of keys */
	const struct tufcheck_role *roles; /**< that the file defines: names, keys, thresholds, paths */
	size_t role_count;                 /**< of roles */
	const struct tufcheck_target *targets; /**< or, of snapshot and timestamp, the files it lists */
	size_t target_count;                   /**< of targets */
};

/**
 * Decodes a metadata file without judging it.
 *
 * @param path               of the file.
 * @param[out] ret_document  the caller's to tufcheck_untrusted_document_free; also
 *                           with TUFCHECK_INVALID, and then with only path, length
 *                           and sha256.
 * @return TUFCHECK_NOT_FOUND, TUFCHECK_UNREADABLE: it was not read. TUFCHECK_INVALID:
 *   it is no metadata file; the finding says why.
 * @threads any
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_untrusted_document_read(const char *path,
                                 struct tufcheck_untrusted_document **ret_document);

/**
 * What a document says.
 *
 * @param document  may be NULL.
 * @return borrowed from document; NULL for NULL.
 * @threads shared
 */
TUFCHECK_API const struct tufcheck_untrusted_content *
tufcheck_untrusted_document_get_content(const struct tufcheck_untrusted_document *document);

/**
 * What makes a document invalid.
 *
 * @param document  may be NULL.
 * @return borrowed from document; NULL: nothing.
 * @threads shared
 */
TUFCHECK_API const struct tufcheck_finding *
tufcheck_untrusted_document_get_finding(const struct tufcheck_untrusted_document *document);

/**
 * Frees a document.
 *
 * @param document  may be NULL.
 * @threads alone
 */
TUFCHECK_API void
tufcheck_untrusted_document_free(struct tufcheck_untrusted_document *document);

/**
 * @}
 * @defgroup identity Which key is meant
 *
 * A certificate, a public key or digits, held against the keys of reports: docs/keys.md.
 * @{
 */

/** What a file or text identifies. */
struct tufcheck_identity;

/** The kinds of what identifies a key. */
enum tufcheck_identity_kind {
	TUFCHECK_IDENTITY_INVALID = 0, /**< nothing; the facts say why */
	TUFCHECK_IDENTITY_CERTIFICATE, /**< an X.509 certificate */
	TUFCHECK_IDENTITY_PUBLIC_KEY,  /**< a public key */
	TUFCHECK_IDENTITY_SHA256,      /**< 64 digits: a key ID, an SPKI digest or a thumbprint */
	TUFCHECK_IDENTITY_SHA1         /**< 40 digits: a thumbprint */
};

/** What an identity is. A digest is lower-case, and NULL where it is not one to look for. */
struct tufcheck_identity_facts {
	enum tufcheck_identity_kind kind; /**< of what identifies */
	const char *problem; /**< "a private key; ...": what an invalid one is; else NULL */
	const char *subject; /**< of a certificate, by RFC 2253; else NULL */
	const char *key_id;  /**< of a certificate: when it is alone in its bundle */
	const char *canonical_key_id;   /**< of the public key alone */
	const char *spki_sha256;        /**< of the public key */
	const char *certificate_sha256; /**< thumbprint */
	const char *certificate_sha1;   /**< likewise */
};

/** How an identity and a key match: bits. */
enum tufcheck_match_means {
	TUFCHECK_MATCH_NONE = 0,                    /**< they do not */
	TUFCHECK_MATCH_KEY_ID = 1 << 0,             /**< as listed, or its own (computed_key_id) */
	TUFCHECK_MATCH_CANONICAL_KEY_ID = 1 << 1,   /**< by the ID of the public key alone */
	TUFCHECK_MATCH_SPKI_SHA256 = 1 << 2,        /**< of the key or of a certificate in its bundle */
	TUFCHECK_MATCH_CERTIFICATE_SHA256 = 1 << 3, /**< by a thumbprint in its bundle */
	TUFCHECK_MATCH_CERTIFICATE_SHA1 = 1 << 4    /**< likewise */
};
/** The number of bits in enum tufcheck_match_means. */
#define TUFCHECK_MATCH_MEANS_COUNT 5

/** No certificate of the bundle. */
#define TUFCHECK_NO_CERTIFICATE SIZE_MAX

/** Whether and how a key is meant. */
struct tufcheck_match {
	unsigned means;      /**< bits of enum tufcheck_match_means; 0: no match */
	bool is_signing_key; /**< false: only certificates behind the first match, which sign nothing */
	/** The position of the first one that matches by itself; or TUFCHECK_NO_CERTIFICATE. */
	size_t certificate;
};

/**
 * Works out what a file identifies: a certificate (PEM, the first of them; or DER;
 * RFC 5280), a public key (PEM "PUBLIC KEY"; or SubjectPublicKeyInfo in DER), or
 * digits as tufcheck_identity_parse takes them.
 *
 * @param path               of the file.
 * @param[out] ret_identity  the caller's to tufcheck_identity_free; also with
 *                           TUFCHECK_INVALID.
 * @return TUFCHECK_NOT_FOUND, TUFCHECK_UNREADABLE: it was not read. TUFCHECK_INVALID:
 *   it identifies nothing; the facts say why.
 * @threads any
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_identity_read_file(const char *path, struct tufcheck_identity **ret_identity);

/**
 * Works out what a text identifies: 64 hexadecimal digits (key ID, SPKI SHA-256
 * or SHA-256 thumbprint) or 40 (SHA-1 thumbprint) in any case, with colons
 * between all pairs or without; or PEM, as in a file.
 *
 * @param text               the digits, or PEM.
 * @param[out] ret_identity  as of tufcheck_identity_read_file.
 * @return TUFCHECK_INVALID: it identifies nothing; the facts say why.
 * @threads any
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_identity_parse(const char *text, struct tufcheck_identity **ret_identity);

/**
 * What an identity is.
 *
 * @param identity  may be NULL.
 * @return borrowed from identity; NULL for NULL.
 * @threads shared
 */
TUFCHECK_API const struct tufcheck_identity_facts *
tufcheck_identity_get_facts(const struct tufcheck_identity *identity);

/**
 * Whether a key is meant, and how that shows. It says nothing of who trusts the key.
 *
 * @param identity  may be NULL, which matches nothing.
 * @param key       of a report or of a document; may be NULL likewise.
 * @return how they match.
 * @threads shared
 */
TUFCHECK_API struct tufcheck_match
tufcheck_identity_match(const struct tufcheck_identity *identity, const struct tufcheck_key *key);

/**
 * The word for a kind of identity.
 *
 * @param kind  any value; the word for one that is none is "invalid".
 * @return "certificate", "public-key", "sha256", ..., in static storage.
 * @threads any
 */
TUFCHECK_API const char *tufcheck_identity_kind_name(enum tufcheck_identity_kind kind);

/**
 * The word for a way to match.
 *
 * @param means  one bit; the word for anything else is "none".
 * @return "key-id", "canonical-key-id", "spki-sha256", ..., in static storage.
 * @threads any
 */
TUFCHECK_API const char *tufcheck_match_means_name(enum tufcheck_match_means means);

/**
 * Frees an identity.
 *
 * @param identity  may be NULL.
 * @threads alone
 */
TUFCHECK_API void tufcheck_identity_free(struct tufcheck_identity *identity);

/**
 * @}
 * @defgroup image Which image is meant
 * @{
 */

/** An image reference, taken apart and made whole as docker does. All texts live as long as it. */
struct tufcheck_image {
	const char *text;   /**< as it was given */
	const char *gun;    /**< host/path: what docker calls the repository in trust data */
	const char *host;   /**< of the registry, with its port: "docker.io" where none is given */
	const char *path;   /**< "library/alpine" for "alpine" */
	const char *tag;    /**< NULL: a digest alone was given */
	const char *digest; /**< "sha256:" and sha256; NULL: none was given */
	const char *sha256; /**< 64 hexadecimal digits in lower case, to compare with targets; or NULL */
	bool is_tag_assumed; /**< neither was given, so that the tag is "latest" */
};

/**
 * Works out what image a reference names, `NAME[:TAG][@DIGEST]`, by the rules of
 * docker (distribution/reference): "alpine" is docker.io/library/alpine:latest,
 * "user/app" is docker.io/user/app, and what stands before the first slash is a
 * host where it has a dot, a colon or a capital or is "localhost".
 *
 * @param text              the reference.
 * @param[out] ret_problem  with TUFCHECK_INVALID why; its column is in bytes of the
 *                          text, its line 0. May be NULL.
 * @param[out] ret_image    the caller's to tufcheck_image_free.
 * @return TUFCHECK_INVALID: docker has no such names, or it is one that trust data
 *   says nothing of (an image's ID, a digest other than sha256; docs/images.md).
 * @threads any
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_image_parse(const char *text, struct tufcheck_problem *ret_problem,
                     struct tufcheck_image **ret_image);

/**
 * Frees an image.
 *
 * @param image  may be NULL.
 * @threads alone
 */
TUFCHECK_API void tufcheck_image_free(struct tufcheck_image *image);

/**
 * @}
 * @defgroup policy Policies: whether an image may run
 *
 * docs/policy.md says what each field demands, and how everything is judged.
 * @{
 */

/** A policy. */
struct tufcheck_policy;

/** What a failure is worth. */
enum tufcheck_policy_level {
	TUFCHECK_LEVEL_INVALID = 0, /**< no statement applies */
	TUFCHECK_LEVEL_STRICT,      /**< every failure denies */
	TUFCHECK_LEVEL_PERMISSIVE,  /**< dates and dropped delegations are warnings */
	TUFCHECK_LEVEL_AUDIT,       /**< everything is a warning; nothing is ever verified */
	TUFCHECK_LEVEL_SKIP         /**< nothing is asked; nothing is ever verified */
};

/**
 * The word for a level.
 *
 * @param level  any value; the word for one that is none is "strict".
 * @return "strict", "permissive", "audit" or "skip", in static storage.
 * @threads any
 */
TUFCHECK_API const char *tufcheck_policy_level_name(enum tufcheck_policy_level level);

/** One statement of a policy. */
struct tufcheck_statement {
	const char *name;                 /**< as the policy calls it */
	enum tufcheck_policy_level level; /**< what a failure is worth */
	const char *const *scopes;        /**< as written: a GUN, "prefix*" or "*" */
	size_t scope_count;               /**< of scopes */
	size_t line; /**< where it begins in the file; 0: it is built in */
};

/**
 * Reads a policy. Files that it names are read too, relative to its folder.
 *
 * @param path              of the policy.
 * @param[out] ret_problem  when something is wrong with it, what, and where; may be NULL.
 * @param[out] ret_policy   the caller's to tufcheck_policy_free.
 * @return TUFCHECK_INVALID: it is no policy. TUFCHECK_NOT_FOUND, TUFCHECK_UNREADABLE:
 *   path itself was not read.
 * @threads any
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_policy_read(const char *path, struct tufcheck_problem *ret_problem,
                     struct tufcheck_policy **ret_policy);

/**
 * The policy where there is none: one statement, "default", for everything, of
 * the level strict, which demands nothing further.
 *
 * @param[out] ret_policy  the caller's to tufcheck_policy_free.
 * @return TUFCHECK_OK, TUFCHECK_NO_MEMORY or TUFCHECK_BAD_CALL.
 * @threads any
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_policy_new_default(struct tufcheck_policy **ret_policy);

/**
 * How much is allowed in a policy but probably not meant.
 *
 * @param policy  may be NULL, which has none.
 * @return the number of warnings.
 * @threads shared
 */
TUFCHECK_API size_t tufcheck_policy_warning_count(const struct tufcheck_policy *policy);

/**
 * What is allowed in a policy but probably not meant.
 *
 * @param policy  may be NULL, which has none.
 * @param index   from 0.
 * @return borrowed from policy; NULL beyond the last.
 * @threads shared
 */
TUFCHECK_API const struct tufcheck_problem *
tufcheck_policy_get_warning(const struct tufcheck_policy *policy, size_t index);

/**
 * The number of statements.
 *
 * @param policy  may be NULL, which has none.
 * @return their number.
 * @threads shared
 */
TUFCHECK_API size_t tufcheck_policy_statement_count(const struct tufcheck_policy *policy);

/**
 * One of the statements, in the file's order.
 *
 * @param policy  may be NULL, which has none.
 * @param index   from 0.
 * @return borrowed from policy; NULL beyond the last.
 * @threads shared
 */
TUFCHECK_API const struct tufcheck_statement *
tufcheck_policy_get_statement(const struct tufcheck_policy *policy, size_t index);

/**
 * The statement that applies to a repository: that with the most specific scope.
 * The registry's host has no case, and its port 443 is as none.
 *
 * @param policy          may be NULL, which has none.
 * @param gun             the repository's name; may be NULL, which none applies to.
 * @param[out] ret_scope  the scope, borrowed likewise; may be NULL: not wanted.
 * @return borrowed from policy; NULL when no scope matches.
 * @threads shared
 */
TUFCHECK_API const struct tufcheck_statement *
tufcheck_policy_find_statement(const struct tufcheck_policy *policy, const char *gun,
                               const char **ret_scope);

/**
 * Frees a policy.
 *
 * @param policy  may be NULL.
 * @threads alone
 */
TUFCHECK_API void tufcheck_policy_free(struct tufcheck_policy *policy);

/** An image, and what is known of its repository. Set size, and zero what is not needed. */
struct tufcheck_judgement_request {
	size_t size;        /**< sizeof(struct tufcheck_judgement_request) */
	const char *gun;    /**< of the image: what its repository is called in trust data */
	const char *tag;    /**< may be NULL when there is a digest */
	const char *digest; /**< sha256 of the manifest, 64 lower-case hexadecimal digits; may be NULL */
	/**
	 * As it was verified at the same moment, with resolve_expired unless levels
	 * that let dates pass are to deny for want of tags; NULL: no trust data.
	 */
	const struct tufcheck_repository *repository;
	struct tufcheck_time at; /**< the moment of judgement, year 0 to 9999 */
};

/** How a test ended. */
enum tufcheck_outcome {
	TUFCHECK_OUTCOME_INVALID = 0, /**< none of these; no decision has it */
	TUFCHECK_OUTCOME_PASS,        /**< it is as demanded */
	TUFCHECK_OUTCOME_FAIL,        /**< it is not, or cannot be determined */
	TUFCHECK_OUTCOME_WARN,   /**< it failed, and the level or an override lets it pass */
	TUFCHECK_OUTCOME_SKIPPED /**< it does not apply to the image */
};

/**
 * The word for an outcome.
 *
 * @param outcome  any value; the word for one that is none is "fail".
 * @return "pass", "fail", "warn" or "skipped", in static storage.
 * @threads any
 */
TUFCHECK_API const char *tufcheck_outcome_name(enum tufcheck_outcome outcome);

/** One test of a judgement. */
struct tufcheck_test {
	const char *name;    /**< "statement", "trust-data", ..., and as fields of a statement */
	const char *subject; /**< which of several: a role, "rule 2", "keys"; NULL: there is but one */
	enum tufcheck_outcome outcome; /**< how it ended */
	const char *expected;          /**< what is demanded */
	const char *actual;            /**< what is the case */
	const char *message;           /**< one plain line that says it all */
};

/** What was decided. It stands for itself: nothing in it is borrowed. */
struct tufcheck_decision {
	bool is_allowed;   /**< no test failed */
	bool is_verified;  /**< allowed, and the chain of trust proves what the image is */
	bool is_unchecked; /**< trust data was needed, and there is none that is whole */
	const char *statement; /**< its name; NULL: none applies */
	const char *scope;     /**< of the statement, that matched; NULL likewise */
	enum tufcheck_policy_level level; /**< of the statement; TUFCHECK_LEVEL_INVALID likewise */
	/**
	 * What the image is proved to be, as the repository's GUN and this sha256;
	 * whether it may run is for is_allowed. The rest is NULL when this is.
	 */
	const char *digest;
	const char *tag;  /**< that has it: the image's own if it has one */
	const char *role; /**< that the tag is resolved from */
	const char *const *signers; /**< as in struct tufcheck_target */
	size_t signer_count;        /**< of signers */
	const struct tufcheck_test *tests; /**< in the order in which they were made */
	size_t test_count;                 /**< of tests */
};

/**
 * Judges an image by a policy (docs/policy.md). Whatever cannot be determined has
 * failed.
 *
 * @param policy             that it is judged by.
 * @param request            the image, and what is known of it.
 * @param[out] ret_decision  the caller's to tufcheck_decision_free.
 * @return TUFCHECK_OK, also for an image that may not run. TUFCHECK_BAD_CALL also for a
 *   request of another size or moment, without a GUN, with neither tag nor digest, or
 *   with a digest of another form.
 * @threads shared
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_policy_judge(const struct tufcheck_policy *policy,
                      const struct tufcheck_judgement_request *request,
                      struct tufcheck_decision **ret_decision);

/**
 * Frees a decision.
 *
 * @param decision  may be NULL.
 * @threads alone
 */
TUFCHECK_API void tufcheck_decision_free(struct tufcheck_decision *decision);

/**
 * @}
 * @defgroup rules The table of findings
 *
 * Each kind of finding is a rule; docs/findings.md has all of them.
 * @{
 */

/** One row: everything that is said about a kind of finding comes from here. */
struct tufcheck_rule {
	const char *id;                  /**< what findings of it are called */
	enum tufcheck_severity severity; /**< how bad they are */
	enum tufcheck_check check;       /**< that an error of this kind fails */
	/** The best status a repository can have with it; INVALID: it concerns none, but the whole. */
	enum tufcheck_status effect;
	const char *title;  /**< one line */
	const char *source; /**< of the rule: a specification, or the reference client */
	const char *remedy; /**< what to do */
};

/**
 * The number of rules.
 *
 * @return their number.
 * @threads any
 */
TUFCHECK_API size_t tufcheck_rule_count(void);

/**
 * One of the rules.
 *
 * @param index  from 0.
 * @return in static storage; NULL beyond the last.
 * @threads any
 */
TUFCHECK_API const struct tufcheck_rule *tufcheck_rule_get(size_t index);

/** What a kind of finding means, for people: whole sentences of plain English. */
struct tufcheck_explanation {
	const char *meaning; /**< what is the case */
	const char *rule;    /**< what must be, or what clients do */
	const char *risk;    /**< what somebody could have done, or what follows */
};

/**
 * The explanation of a rule.
 *
 * @param index  of the rule, from 0.
 * @return in static storage; NULL beyond the last.
 * @threads any
 */
TUFCHECK_API const struct tufcheck_explanation *tufcheck_rule_get_explanation(size_t index);

/**
 * What a rule is about, as a heading for those beside it.
 *
 * @param index  of the rule, from 0.
 * @return in static storage; NULL beyond the last.
 * @threads any
 */
TUFCHECK_API const char *tufcheck_rule_get_group(size_t index);

/**
 * @}
 * @defgroup sha256 Digests
 * @{
 */

/**
 * The SHA-256 of bytes (FIPS 180-4).
 *
 * @param bytes          may be NULL when there are none.
 * @param length         of bytes.
 * @param[out] ret_text  the digest in lower-case hexadecimal, and a NUL.
 * @return TUFCHECK_OK, TUFCHECK_NO_MEMORY or TUFCHECK_BAD_CALL.
 * @threads any
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_sha256(const void *bytes, size_t length, char ret_text[TUFCHECK_SHA256_TEXT_BYTES]);

/** The SHA-256 of what is not all in memory at once. */
struct tufcheck_sha256_stream;

/**
 * Begins a digest.
 *
 * @param[out] ret_stream  the caller's to tufcheck_sha256_stream_free.
 * @return TUFCHECK_OK, TUFCHECK_NO_MEMORY or TUFCHECK_BAD_CALL.
 * @threads any
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_sha256_stream_new(struct tufcheck_sha256_stream **ret_stream);

/**
 * Goes on with a digest.
 *
 * @param stream  is changed.
 * @param bytes   may be NULL when there are none.
 * @param length  of bytes.
 * @return TUFCHECK_OK, TUFCHECK_NO_MEMORY or TUFCHECK_BAD_CALL.
 * @threads alone, for stream
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_sha256_stream_add(struct tufcheck_sha256_stream *stream, const void *bytes, size_t length);

/**
 * Writes the digest of all that was added, and begins again.
 *
 * @param stream         is as new then.
 * @param[out] ret_text  the digest in lower-case hexadecimal, and a NUL.
 * @return TUFCHECK_OK, TUFCHECK_NO_MEMORY or TUFCHECK_BAD_CALL.
 * @threads alone, for stream
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_sha256_stream_finish(struct tufcheck_sha256_stream *stream,
                              char ret_text[TUFCHECK_SHA256_TEXT_BYTES]);

/**
 * Ends a digest.
 *
 * @param stream  may be NULL.
 * @threads alone
 */
TUFCHECK_API void tufcheck_sha256_stream_free(struct tufcheck_sha256_stream *stream);

/** @} */

#ifdef __cplusplus
}
#endif

#endif
