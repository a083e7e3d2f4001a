/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libtufcheck: verifies the trust data that Docker Content Trust (Notary v1)
 * leaves on disk.
 *
 * The library reads only, needs no network and no key, prints nothing and
 * knows no clock: the caller says at which moment a repository is evaluated.
 *
 * Two channels. A return code says that a check could not be carried out. What
 * is wrong with the data is a finding in the report. Neither means acceptance:
 * the only acceptance is a report whose status is TUFCHECK_STATUS_TRUSTED.
 *
 * Handles (struct tufcheck_scan, struct tufcheck_report and others) are opaque
 * and the caller's to free. Records are made by the library, borrowed from a report
 * and valid until it is freed; later versions only append members to them.
 * Texts are NUL-terminated and, where they come from files, unescaped: who
 * prints them escapes them. An absent text is NULL.
 *
 * Memory: jansson 2.14, which parses, overlooks that a buffer of its lexer could
 * not grow. A program that must survive a lack of memory gives it, by
 * json_set_alloc_funcs, an allocator that does not fail, as the command does.
 * What OpenSSL makes only once, and could not make, it never makes again: from
 * then on all that needs it ends with TUFCHECK_NO_MEMORY.
 *
 * Threads: one scan may be verified from several threads at once, one index
 * each, after tufcheck_scan_sort, with all that its options borrow; the library
 * itself keeps nothing between calls. A report belongs to one thread at a time,
 * which need not be the one that made it. A scan, an estate, pins and a lock are
 * changed by one thread while no other uses them. What OpenSSL, libsodium and
 * jansson (the seed of its tables) make once is made with the first scan, or
 * locks itself.
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

/** The library's version, "MAJOR.MINOR.PATCH". */
TUFCHECK_API const char *tufcheck_version(void);

enum tufcheck_result {
	TUFCHECK_OK = 0,
	TUFCHECK_NO_MEMORY,  /* an allocation failed */
	TUFCHECK_BAD_CALL,   /* an argument is not of the documented form */
	TUFCHECK_NOT_FOUND,  /* the path does not exist, or holds nothing of the kind */
	TUFCHECK_UNREADABLE, /* the path is there but cannot be read */
	TUFCHECK_INVALID     /* it was read, and is not what the function reads */
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
 * TUFCHECK_NO_MEMORY when OpenSSL could not be started.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result tufcheck_openssl_trim(void);

/* A moment: seconds since 1970-01-01T00:00:00Z without leap seconds, and 0 to 999999999 more. */
struct tufcheck_time {
	int64_t seconds;
	int32_t nanoseconds;
};

/* Room for a formatted time and its NUL. */
#define TUFCHECK_TIME_TEXT_BYTES 40

/**
 * Reads an RFC 3339 date-time or a date (its first moment in UTC).
 * TUFCHECK_BAD_CALL when text is neither; then ret_time is untouched.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_time_parse(const char *text, struct tufcheck_time *ret_time);

/** Writes time as RFC 3339 in UTC. */
TUFCHECK_API void tufcheck_time_format(struct tufcheck_time time,
                                       char ret_text[TUFCHECK_TIME_TEXT_BYTES]);

/* ---- what a report says ---- */

/* What a repository is worth; see docs/report.md. The order is from good to bad. */
enum tufcheck_status {
	TUFCHECK_STATUS_INVALID = 0,
	TUFCHECK_STATUS_TRUSTED,
	TUFCHECK_STATUS_DEGRADED,
	TUFCHECK_STATUS_EXPIRED,
	TUFCHECK_STATUS_INCOMPLETE,
	TUFCHECK_STATUS_UNREADABLE,
	TUFCHECK_STATUS_UNTRUSTED
};
#define TUFCHECK_STATUS_COUNT 7

/* The four questions that a repository is asked. */
enum tufcheck_check {
	TUFCHECK_CHECK_NONE = 0, /* of findings that answer none of them */
	TUFCHECK_CHECK_INTEGRITY,
	TUFCHECK_CHECK_AUTHENTICITY,
	TUFCHECK_CHECK_FRESHNESS,
	TUFCHECK_CHECK_POLICY
};
#define TUFCHECK_CHECK_COUNT 5

enum tufcheck_answer {
	TUFCHECK_ANSWER_INVALID = 0,
	TUFCHECK_ANSWER_PASS,
	TUFCHECK_ANSWER_FAIL,
	TUFCHECK_ANSWER_UNKNOWN, /* not everything that it needs could be checked */
	TUFCHECK_ANSWER_NONE     /* the question was not asked */
};

enum tufcheck_severity {
	TUFCHECK_SEVERITY_INVALID = 0,
	TUFCHECK_SEVERITY_ERROR,
	TUFCHECK_SEVERITY_WARNING,
	TUFCHECK_SEVERITY_NOTE
};

enum tufcheck_role_status {
	TUFCHECK_ROLE_INVALID = 0,     /* something other than the below is wrong */
	TUFCHECK_ROLE_VALID,
	TUFCHECK_ROLE_EXPIRED,
	TUFCHECK_ROLE_BELOW_THRESHOLD, /* too few distinct valid signatures */
	TUFCHECK_ROLE_MISSING,         /* needed, and its file is not there */
	TUFCHECK_ROLE_UNPUBLISHED      /* a delegation that the snapshot does not list */
};

/** The word for each, as reports have it ("trusted", "pass", "below-threshold", …). */
TUFCHECK_API const char *tufcheck_status_name(enum tufcheck_status status);
TUFCHECK_API const char *tufcheck_check_name(enum tufcheck_check check);
TUFCHECK_API const char *tufcheck_answer_name(enum tufcheck_answer answer);
TUFCHECK_API const char *tufcheck_severity_name(enum tufcheck_severity severity);
TUFCHECK_API const char *tufcheck_role_status_name(enum tufcheck_role_status status);

struct tufcheck_signature {
	const char *key_id;
	const char *method;
	bool valid;
	const char *reason; /* why it is not valid; NULL when it is */
};

struct tufcheck_role {
	const char *name;
	const char *file; /* below the metadata folder */
	enum tufcheck_role_status status;
	const char *sha256; /* of the file's bytes, hexadecimal; NULL when it was not read */
	uint64_t length;    /* of the file, in bytes */
	int64_t version;    /* 0 when not known */
	bool has_expires;
	struct tufcheck_time expires;
	int64_t threshold; /* 0 when not known */
	size_t valid_signatures; /* distinct keys of the role with a valid signature */
	const char *const *key_ids;
	size_t key_id_count;
	const char *const *paths; /* prefixes of target names; "" is all of them */
	size_t path_count;
	const struct tufcheck_signature *signatures; /* in the file's order */
	size_t signature_count;
};

struct tufcheck_certificate {
	const char *subject; /* RFC 2253 */
	const char *issuer;
	const char *serial; /* hexadecimal */
	struct tufcheck_time not_before;
	struct tufcheck_time not_after;
	bool ca;
	const char *signature_algorithm; /* OpenSSL's long name */
	const char *sha256;              /* thumbprints: digests of the DER form, hexadecimal */
	const char *sha1;
	const char *const *key_usages; /* "digitalSignature", … by RFC 5280; none: no such extension */
	size_t key_usage_count;
	const char *const *extended_key_usages; /* "codeSigning", …, else "1.2.3"; likewise */
	size_t extended_key_usage_count;
	const char *algorithm;   /* of its public key, as struct tufcheck_key has it; or "other" */
	unsigned bits;           /* 0 for "other" */
	const char *spki_sha256; /* of its public key */
	size_t position;         /* in its bundle, from 0; the first is the key that signs */
	const unsigned char *der; /* the certificate itself; NULL where only facts are known */
	size_t der_length;
};

struct tufcheck_key {
	const char *key_id;           /* as listed */
	const char *canonical_key_id; /* NULL when the key cannot be decoded */
	const char *type;
	const char *algorithm;   /* "ECDSA P-256", "RSA", "Ed25519"; NULL when not decoded */
	unsigned bits;           /* 0 when not decoded */
	const char *spki_sha256; /* NULL when not decoded */
	const char *const *roles; /* that trust it */
	size_t role_count;
	const struct tufcheck_certificate *certificates; /* in the bundle's order */
	size_t certificate_count;
	/*
	 * What the ID must be. A key that stands under another one has signed nothing
	 * that is attributed to that ID.
	 */
	const char *computed_key_id;
	/* By role: its file has a valid signature by the key. NULL: no signature was checked. */
	const bool *has_signed;
};

struct tufcheck_target {
	const char *name;
	const char *role;   /* that it is resolved from */
	bool pullable;      /* docker would pull it */
	const char *sha256; /* NULL when the entry has none */
	int64_t length;     /* in bytes */
	const char *const *signers;
	size_t signer_count; /* "(Repo Admin)" alone when no signer's role lists the tag */
	/* every role that lists the same digest under this name, by name; role is among them */
	const char *const *listing_roles;
	size_t listing_role_count;
};

struct tufcheck_finding {
	const char *id; /* of a rule, below */
	enum tufcheck_severity severity;
	const char *role;     /* NULL when it concerns the repository */
	const char *file;     /* below the metadata folder, or "../changelist/…"; NULL likewise */
	const char *pointer;  /* JSON pointer (RFC 6901) in that file; "" is its top; may be NULL */
	const char *expected; /* may be NULL */
	const char *actual;   /* may be NULL */
	const char *message;  /* one plain line that says it all */
};

/* The roots before root.json that lie beside it, as far as they were checked. */
struct tufcheck_root_history {
	int64_t oldest; /* version; 0: there is none, or root.json itself does not hold */
	int64_t newest; /* of root.json */
	bool complete;  /* all versions between are there, and each is signed as the one before demands */
};

/* A file that was read, and the digest of the bytes that were taken from it. */
struct tufcheck_input {
	const char *path;
	const char *sha256;
	uint64_t length;
};

/* One repository. Everything is sorted as reports show it. */
struct tufcheck_repository {
	const char *gun;
	const char *path; /* of the repository's folder, as reached from the argument */
	enum tufcheck_status status;
	enum tufcheck_answer answers[TUFCHECK_CHECK_COUNT]; /* by enum tufcheck_check */
	const struct tufcheck_role *roles; /* root, timestamp, snapshot, targets, delegations */
	size_t role_count;
	const struct tufcheck_key *keys; /* by listed ID */
	size_t key_count;
	/* by name; none unless trusted or degraded, or expired with resolve_expired */
	const struct tufcheck_target *targets;
	size_t target_count;
	const struct tufcheck_finding *findings; /* worst first */
	size_t finding_count;
	struct tufcheck_root_history root_history;
	const char *metadata_path; /* of the folder that files of roles lie below, likewise */
	/* every file that was read, by name: paths are as in findings */
	const struct tufcheck_input *files;
	size_t file_count;
};

/* What is wrong with a file or text of the caller's, and where. */
struct tufcheck_problem {
	size_t line;
	size_t column; /* from 1; 0: none */
	char message[512];
};

/* ---- which keys may sign ---- */

/*
 * Thumbprints and other digests of keys, each for a role of one repository or
 * of all whose names have a prefix. Of a repository's role those pins are
 * asked that name the repository itself, else those with the longest prefix.
 */
struct tufcheck_pins;

/* One of them. */
struct tufcheck_pin {
	const char *gun; /* whose role it is; with is_prefix, what those names begin with */
	bool is_prefix;
	const char *role;
	const char *kind;   /* what the digits are: "sha256", "sha1", "keyid" or "spki" */
	const char *digits; /* hexadecimal, lower-case */
	size_t line;        /* of the file that it stands in, from 1; 0: in none */
};

/** No pins yet. ret_pins: the caller's to tufcheck_pins_free. */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_pins_new(struct tufcheck_pins **ret_pins);

/**
 * Adds the pin that text is: GUN[#ROLE]=KIND:DIGITS. GUN may end in a star, or
 * be one, and then is a prefix. Without a role it is the root's. The digits
 * are hexadecimal, of any case, with colons between all pairs or without:
 *
 *   sha256:  64, of the certificate of a key: of the first in its bundle
 *   sha1:    40, likewise
 *   keyid:   64, the ID of a key as listed, or its canonical ID
 *   spki:    64, the SHA-256 of the public key in DER (SubjectPublicKeyInfo)
 *
 * TUFCHECK_INVALID: it is none; ret_problem, unless NULL, says why, and has
 * no line. The pins are as they were then.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_pins_add(struct tufcheck_pins *pins, const char *text,
                  struct tufcheck_problem *ret_problem);

/**
 * Adds those in the regular file at path, one a line. What follows a # at the
 * beginning of a line or after a space is a comment; empty lines count for
 * nothing.
 *
 * TUFCHECK_NOT_FOUND, TUFCHECK_UNREADABLE: there is no such file, or it cannot
 * be read. TUFCHECK_INVALID: a line is no pin, or none is one. Each time
 * ret_problem, unless NULL, says why, and the pins are as they were.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_pins_read(struct tufcheck_pins *pins, const char *path,
                   struct tufcheck_problem *ret_problem);

/** How many were added, and each in that order; borrowed, NULL beyond the last. */
TUFCHECK_API size_t tufcheck_pins_count(const struct tufcheck_pins *pins);
TUFCHECK_API const struct tufcheck_pin *tufcheck_pins_get(const struct tufcheck_pins *pins,
                                                          size_t index);

/**
 * Sets to true the mark of each pin whose GUN or prefix fits a repository
 * called gun, and leaves the others: what is never marked applies to nothing.
 *
 * ret_marks: as many as there are pins; the caller's.
 */
TUFCHECK_API void tufcheck_pins_mark(const struct tufcheck_pins *pins, const char *gun,
                                     bool *ret_marks);

/** The files of pins in the order in which they were read; borrowed, NULL beyond the last. */
TUFCHECK_API const struct tufcheck_input *tufcheck_pins_get_input(const struct tufcheck_pins *pins,
                                                                  size_t index);

/** Frees the pins; NULL is allowed. */
TUFCHECK_API void tufcheck_pins_free(struct tufcheck_pins *pins);

/* ---- keeping what was read ---- */

/*
 * A file that was looked at, lent for the call. Of one that is not there nothing
 * is shown.
 */
struct tufcheck_read_file {
	size_t repository; /* its number in the scan; 0 of files that are in no repository */
	const char *folder; /* with is_listed_only: what file is below: "." or "../changelist" */
	/* below the metadata folder, or "../changelist/…"; of a file that the user named its path */
	const char *file;
	const void *bytes; /* that all conclusions come from, not a second reading; NULL: none */
	size_t length;
	const char *problem; /* why there are none; NULL when there are */
	bool is_listed_only; /* it was seen in a folder: whether it is read another call says */
};

/* It may be called again for the same file, and by each thread that verifies. */
typedef void (*tufcheck_reader)(void *context, const struct tufcheck_read_file *file);

/**
 * Shows to visit each file that functions of this library read because the user
 * named it: pins, locks, roots, configurations and the CA files that these name,
 * policies. It is for the whole process: call it before and after, while no
 * other thread uses the library. NULL ends it.
 */
TUFCHECK_API void tufcheck_inputs_watch(tufcheck_reader visit, void *context);

/** Whether a line begins as a private key in PEM does; such bytes are not for keeping. */
TUFCHECK_API bool tufcheck_has_private_key(const void *bytes, size_t length);

/* ---- finding and verifying repositories ---- */

struct tufcheck_scan;
struct tufcheck_report;
struct tufcheck_trusted_root;
struct tufcheck_trust_pinning;
struct tufcheck_lock;

/* Set size to sizeof(struct tufcheck_options); zero the rest for the defaults. */
struct tufcheck_options {
	size_t size;
	struct tufcheck_time at; /* the moment of evaluation, year 0 to 9999; there is no default */
	const char *gun; /* of repositories outside a tuf/ tree; NULL: from the root certificate */
	/* Seconds: a certificate that ends within them is told; 0: 180 days; negative: none is. */
	int64_t warn_within;
	const struct tufcheck_trusted_root *trusted_root; /* that root.json must follow from; or NULL */
	const struct tufcheck_pins *pins; /* that repositories are held against; may be NULL */
	const struct tufcheck_trust_pinning *trust_pinning; /* Notary's own pins; NULL: none */
	/* What repositories are held against; borrowed, and not to be changed. NULL: nothing. */
	const struct tufcheck_lock *lock;
	bool is_frozen; /* tags and repositories must be just those of the lock */
	/*
	 * Fills targets of an expired repository, too; its status stays expired.
	 * Only the dates of top-level roles are overlooked: an expired delegation
	 * stays dropped, with its tags, as it is in a degraded repository.
	 */
	bool resolve_expired;
	/* Is shown every file of repositories that is read (tufcheck_scan_verify); may be NULL. */
	tufcheck_reader reader;
	void *reader_context;
};

/**
 * Starts a scan. options are copied; what they point to but texts is borrowed
 * until the scan is freed.
 *
 * TUFCHECK_BAD_CALL: a size or moment that is none, a name that no repository
 * can have (an empty element, "." or "..", a control character, *), or frozen
 * without a lock.
 *
 * ret_scan: the caller's to tufcheck_scan_free.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_scan_new(const struct tufcheck_options *options, struct tufcheck_scan **ret_scan);

/**
 * Adds every repository at or below path: a trust root, its tuf/ folder, any
 * folder, a repository's folder or its metadata/ folder. Symbolic links below
 * path are followed only while they stay beneath it. One that was added
 * already is not added again.
 *
 * path may be a tar archive in the form of docs/evidence.md; it is not unpacked.
 * One that is refused counts as a repository, whose report says why.
 *
 * TUFCHECK_NOT_FOUND: nothing is at path, or no repository below it.
 * TUFCHECK_UNREADABLE: path itself cannot be opened. A folder below it that
 * cannot be opened is a repository with the status unreadable instead.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result tufcheck_scan_add(struct tufcheck_scan *scan,
                                                                      const char *path);

/**
 * Adds the repository called gun, and those below that name, of the trust root
 * trust_dir. Otherwise like tufcheck_scan_add.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_scan_add_gun(struct tufcheck_scan *scan, const char *trust_dir, const char *gun);

/** Sorts what was added by GUN and path; call it after the last addition. */
TUFCHECK_API void tufcheck_scan_sort(struct tufcheck_scan *scan);

/* A share of a scan, of which several programs do one each. */
#define TUFCHECK_SHA256_TEXT_BYTES 65 /* hexadecimal, and its NUL */
struct tufcheck_share {
	size_t number; /* from 1 */
	size_t count;  /* of shares */
	size_t repositories; /* of all of them */
	char places_sha256[TUFCHECK_SHA256_TEXT_BYTES]; /* of the names and paths of all of them */
};

/**
 * Leaves in the scan, which is sorted, only the repositories of share number
 * (from 1) of count: those of which tufcheck_share_of says so by their GUN, or
 * where the path does not give it, by their path. Together the shares are the
 * whole. Once for a scan.
 *
 * TUFCHECK_BAD_CALL: there is no share of that number, or one was taken.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_scan_take_share(struct tufcheck_scan *scan, size_t number, size_t count);

/** Borrowed from the scan; NULL: it is whole. */
TUFCHECK_API const struct tufcheck_share *
tufcheck_scan_get_share(const struct tufcheck_scan *scan);

/** Where repository number index of the scan stands in the whole. */
TUFCHECK_API size_t tufcheck_scan_get_position(const struct tufcheck_scan *scan, size_t index);

/**
 * Which of count shares name falls to, from 1: the first eight bytes of its
 * SHA-256 as a number, the first byte the most significant, modulo count, and 1
 * more. That never changes. 0 for NULL and for no shares.
 */
TUFCHECK_API size_t tufcheck_share_of(const char *name, size_t count);

/** The number of repositories added. */
TUFCHECK_API size_t tufcheck_scan_count(const struct tufcheck_scan *scan);

/* Which repository an index is. gun is NULL where the path does not give it. */
struct tufcheck_repository_place {
	const char *gun;
	const char *path;
};

/** The place of repository number index, borrowed from the scan; members are NULL beyond the last. */
TUFCHECK_API struct tufcheck_repository_place
tufcheck_scan_get_place(const struct tufcheck_scan *scan, size_t index);

/* An archive that repositories were found in, or none. Its texts live as long as the scan. */
struct tufcheck_archive {
	const char *path;
	bool has_manifest; /* which its files agree with; the rest is what that says */
	const char *evaluated_at; /* when the evidence was made; as it stands there, maybe "" */
	size_t input_count; /* files that are not of repositories, and apply to nothing by themselves */
	size_t name_count;  /* files that it says were there, without their contents */
};

/** Archive number index, in the order of addition; NULL beyond the last. Those refused do not count. */
TUFCHECK_API const struct tufcheck_archive *
tufcheck_scan_get_archive(const struct tufcheck_scan *scan, size_t index);

/**
 * Verifies repository number index.
 *
 * ret_report: the caller's to tufcheck_report_free, whatever the verdict.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_scan_verify(const struct tufcheck_scan *scan, size_t index,
                     struct tufcheck_report **ret_report);

/** Frees a scan; NULL is allowed. */
TUFCHECK_API void tufcheck_scan_free(struct tufcheck_scan *scan);

/** What the report says; borrowed from it. */
TUFCHECK_API const struct tufcheck_repository *
tufcheck_report_get_repository(const struct tufcheck_report *report);

/** Frees a report; NULL is allowed. */
TUFCHECK_API void tufcheck_report_free(struct tufcheck_report *report);

/* ---- a root that the user trusts ---- */

/**
 * Reads a root that the user got from a source of trust of their own. As an
 * option of a scan it is held against every repository that one of its root
 * certificates names: root.json must be that root, or follow from it through
 * every version between them.
 *
 * TUFCHECK_NOT_FOUND, TUFCHECK_UNREADABLE: the path.
 * TUFCHECK_INVALID: it is no well-formed root, or it is not signed by its own
 * root keys. The dates of certificates are not looked at.
 * ret_problem: says what is wrong, of these three; may be NULL.
 * ret: the caller's to tufcheck_trusted_root_free, after the scans that borrow it.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_trusted_root_read(const char *path, struct tufcheck_problem *ret_problem,
                           struct tufcheck_trusted_root **ret);

/** Whether the root is held against the repository called gun; false for NULL of either. */
TUFCHECK_API bool tufcheck_trusted_root_names(const struct tufcheck_trusted_root *root,
                                              const char *gun);

/** The file that it was read from; borrowed, NULL for NULL. */
TUFCHECK_API const struct tufcheck_input *
tufcheck_trusted_root_get_input(const struct tufcheck_trusted_root *root);

/** Frees a trusted root; NULL is allowed. */
TUFCHECK_API void tufcheck_trusted_root_free(struct tufcheck_trusted_root *root);

/* ---- the trust directory as a whole ---- */

struct tufcheck_estate;

enum tufcheck_truth { TUFCHECK_TRUTH_UNKNOWN = 0, TUFCHECK_TRUTH_NO, TUFCHECK_TRUTH_YES };

/* A private key's file in private/, by its name, its PEM header and its mode: no more is read. */
struct tufcheck_private_key {
	const char *path;   /* as reached from the argument */
	const char *key_id; /* the canonical key ID in its name; NULL without one */
	const char *role;   /* may be NULL */
	const char *gun;    /* NULL when the key is not for one repository, or nothing says */
	enum tufcheck_truth encrypted;
	unsigned mode;               /* permission bits */
	enum tufcheck_truth trusted; /* by a repository whose chain holds but for dates */
};

struct tufcheck_estate_facts {
	const struct tufcheck_private_key *private_keys; /* by path */
	size_t private_key_count;
	const struct tufcheck_finding *findings; /* worst first; file: the path of what is meant */
	size_t finding_count;
};

/**
 * Begins to gather what concerns the whole of a scan, which is complete and
 * borrowed until the estate is freed. ret_estate: the caller's to tufcheck_estate_free.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_estate_new(const struct tufcheck_scan *scan, struct tufcheck_estate **ret_estate);

/** Notes the keys and the name in a report; each once, in the scan's order. Nothing is borrowed. */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_estate_add(struct tufcheck_estate *estate, const struct tufcheck_repository *repository);

/**
 * Judges the whole, once. All keys are looked at where tufcheck_scan_add was
 * given a trust root (a folder with tuf/ in it); of tufcheck_scan_add_gun those
 * for that name or below, and those that a repository added here trusts.
 *
 * ret_facts: borrowed from the estate.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result tufcheck_estate_finish(
	struct tufcheck_estate *estate, const struct tufcheck_estate_facts **ret_facts);

/** Frees an estate; NULL is allowed. */
TUFCHECK_API void tufcheck_estate_free(struct tufcheck_estate *estate);
/* ---- what roots are held against ---- */

/**
 * The configuration, which is the first, and the files of CAs that it names, in
 * its order; borrowed, NULL beyond the last.
 */
TUFCHECK_API const struct tufcheck_input *
tufcheck_trust_pinning_get_input(const struct tufcheck_trust_pinning *pinning, size_t index);

/**
 * Reads the section trust_pinning of the Notary client's config.json at path,
 * and the files of CA certificates that it names, whose relative paths are
 * those of the working folder, as for the client.
 *
 * TUFCHECK_INVALID: it is not such a file. TUFCHECK_NOT_FOUND and
 * TUFCHECK_UNREADABLE: it was not read. A CA file that cannot be used is none of
 * these: it refuses the roots of the repositories that it is for.
 *
 * ret_problem: what is wrong, of these three; may be NULL.
 * ret_pinning: the caller's to tufcheck_trust_pinning_free. It may be shared by
 * scans and threads.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_trust_pinning_read(const char *path, struct tufcheck_problem *ret_problem,
                            struct tufcheck_trust_pinning **ret_pinning);

/**
 * Whether anything in it is asked of the repository called gun: an entry, or
 * that there must be one. False for NULL of either.
 */
TUFCHECK_API bool tufcheck_trust_pinning_asks_of(const struct tufcheck_trust_pinning *pinning,
                                                 const char *gun);

/** Frees pins, after the scans that borrow them; NULL is allowed. */
TUFCHECK_API void tufcheck_trust_pinning_free(struct tufcheck_trust_pinning *pinning);
/* ---- the lock: what repositories were when somebody accepted them ---- */

/* Changes between a lock and what was found, a finding each; docs/lock.md explains them. */
struct tufcheck_lock_changes;

/** Makes a lock without repositories. ret_lock: the caller's to tufcheck_lock_free. */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_lock_new(struct tufcheck_lock **ret_lock);

/**
 * Reads the lock file at path.
 *
 * TUFCHECK_NOT_FOUND, TUFCHECK_UNREADABLE, TUFCHECK_INVALID (it is no lock, or
 * of a version that is not known): ret_problem, which may be NULL, says why,
 * and where in the file.
 * ret_lock: the caller's to tufcheck_lock_free; only on success.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_lock_read(const char *path, struct tufcheck_problem *ret_problem,
                   struct tufcheck_lock **ret_lock);

/**
 * Records a repository in the place of what the lock had of its name.
 *
 * TUFCHECK_BAD_CALL: it is neither trusted nor degraded. TUFCHECK_INVALID: its
 * name is none that a lock can hold (not UTF-8). The lock is unchanged then.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_lock_put(struct tufcheck_lock *lock, const struct tufcheck_repository *repository);

/** Takes out the repository called gun. TUFCHECK_NOT_FOUND: the lock has none. */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_lock_remove(struct tufcheck_lock *lock, const char *gun);

/** The number of repositories, and the name of each, by name; NULL beyond the last. Borrowed. */
TUFCHECK_API size_t tufcheck_lock_count(const struct tufcheck_lock *lock);
TUFCHECK_API const char *tufcheck_lock_get_gun(const struct tufcheck_lock *lock, size_t index);

/** Whether the lock has the repository called gun; false for NULL of either. */
TUFCHECK_API bool tufcheck_lock_has(const struct tufcheck_lock *lock, const char *gun);

/**
 * The lock as the text of a file: the same lock gives the same bytes.
 *
 * ret_text: NUL-terminated, in ASCII, the caller's to free. ret_length: without
 * the NUL.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_lock_write(const struct tufcheck_lock *lock, char **ret_text, size_t *ret_length);

/**
 * Compares a repository with the lock: everything that tufcheck_lock_put would
 * change, newer versions too. Without a change the list is empty.
 *
 * TUFCHECK_BAD_CALL: the repository is neither trusted nor degraded.
 * ret_changes: the caller's to tufcheck_lock_changes_free.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_lock_compare(const struct tufcheck_lock *lock,
                      const struct tufcheck_repository *repository,
                      struct tufcheck_lock_changes **ret_changes);

/**
 * The repositories of the lock that are not among found, by name, each a
 * finding whose expected is the name. With scopes only those that are called
 * like one of them, or below it; without (0) all of them.
 *
 * ret_changes: the caller's to tufcheck_lock_changes_free.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_lock_find_missing(const struct tufcheck_lock *lock, const char *const *found,
                           size_t found_count, const char *const *scopes, size_t scope_count,
                           struct tufcheck_lock_changes **ret_changes);

/** The number of changes, and each of them, worst first; NULL beyond the last. Borrowed. */
TUFCHECK_API size_t tufcheck_lock_changes_count(const struct tufcheck_lock_changes *changes);
TUFCHECK_API const struct tufcheck_finding *
tufcheck_lock_changes_get(const struct tufcheck_lock_changes *changes, size_t index);

/** The file that the lock was read from; borrowed, NULL when it was read from none. */
TUFCHECK_API const struct tufcheck_input *tufcheck_lock_get_input(const struct tufcheck_lock *lock);

/** Free changes and a lock; NULL is allowed. */
TUFCHECK_API void tufcheck_lock_changes_free(struct tufcheck_lock_changes *changes);
TUFCHECK_API void tufcheck_lock_free(struct tufcheck_lock *lock);

/* ---- looking at one file without judging it ---- */

struct tufcheck_untrusted_document;

/* A metadata file as it says it is. Nothing here is verified. */
struct tufcheck_untrusted_content {
	const char *path;
	const char *type; /* "Root", "Timestamp", "Snapshot" or "Targets" */
	const char *sha256;
	uint64_t length;
	int64_t version;
	bool has_expires;
	struct tufcheck_time expires;
	const struct tufcheck_signature *signatures; /* none is valid: none was checked */
	size_t signature_count;
	const struct tufcheck_key *keys;
	size_t key_count;
	const struct tufcheck_role *roles; /* that the file defines: names, keys, thresholds, paths */
	size_t role_count;
	const struct tufcheck_target *targets; /* or, of snapshot and timestamp, the files it lists */
	size_t target_count;
};

/**
 * Decodes the metadata file at path without judging it.
 *
 * TUFCHECK_INVALID: it is no metadata file; the finding says why. The document
 * is returned then too, with only path, length and sha256.
 * ret_document: the caller's to tufcheck_untrusted_document_free.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_untrusted_document_read(const char *path,
                                 struct tufcheck_untrusted_document **ret_document);

/** What the document says, and the finding that makes it invalid, or NULL; both borrowed. */
TUFCHECK_API const struct tufcheck_untrusted_content *
tufcheck_untrusted_document_get_content(const struct tufcheck_untrusted_document *document);
TUFCHECK_API const struct tufcheck_finding *
tufcheck_untrusted_document_get_finding(const struct tufcheck_untrusted_document *document);

/** Frees a document; NULL is allowed. */
TUFCHECK_API void
tufcheck_untrusted_document_free(struct tufcheck_untrusted_document *document);

/* ---- which key is meant ---- */

struct tufcheck_identity;

enum tufcheck_identity_kind {
	TUFCHECK_IDENTITY_INVALID = 0,
	TUFCHECK_IDENTITY_CERTIFICATE,
	TUFCHECK_IDENTITY_PUBLIC_KEY,
	TUFCHECK_IDENTITY_SHA256, /* 64 digits: a key ID of either kind, an SPKI digest or a thumbprint */
	TUFCHECK_IDENTITY_SHA1    /* 40 digits: a thumbprint */
};

/* What an identity is. A digest is lower-case, and NULL where it is not one to look for. */
struct tufcheck_identity_facts {
	enum tufcheck_identity_kind kind;
	const char *problem;          /* "a private key; …": what an invalid one is; else NULL */
	const char *subject;          /* of a certificate; else NULL */
	const char *key_id;           /* of a certificate: when it is alone in its bundle */
	const char *canonical_key_id;
	const char *spki_sha256;
	const char *certificate_sha256;
	const char *certificate_sha1;
};

/* How an identity and a key match: bits. */
enum tufcheck_match_means {
	TUFCHECK_MATCH_NONE = 0,
	TUFCHECK_MATCH_KEY_ID = 1 << 0, /* as listed */
	TUFCHECK_MATCH_CANONICAL_KEY_ID = 1 << 1,
	TUFCHECK_MATCH_SPKI_SHA256 = 1 << 2, /* of the key or of a certificate in its bundle */
	TUFCHECK_MATCH_CERTIFICATE_SHA256 = 1 << 3,
	TUFCHECK_MATCH_CERTIFICATE_SHA1 = 1 << 4
};
#define TUFCHECK_MATCH_MEANS_COUNT 5

/* No certificate of the bundle. */
#define TUFCHECK_NO_CERTIFICATE SIZE_MAX

struct tufcheck_match {
	unsigned means;      /* bits of enum tufcheck_match_means; 0: no match */
	bool is_signing_key; /* false: only certificates behind the first match, which sign nothing */
	size_t certificate;  /* the position of the first one that matches by itself */
};

/**
 * Works out what the file at path identifies: a certificate (PEM, the first of
 * them; or DER), a public key (PEM "PUBLIC KEY"; or SubjectPublicKeyInfo in
 * DER), or digits as tufcheck_identity_parse takes them.
 *
 * TUFCHECK_INVALID: nothing; the facts say why. It is returned then too.
 * ret_identity: the caller's to tufcheck_identity_free.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_identity_read_file(const char *path, struct tufcheck_identity **ret_identity);

/**
 * Works out what text identifies: 64 hexadecimal digits (key ID, SPKI SHA-256
 * or SHA-256 thumbprint) or 40 (SHA-1 thumbprint) in any case, with colons
 * between all pairs or without; or PEM, as in a file. Otherwise likewise.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_identity_parse(const char *text, struct tufcheck_identity **ret_identity);

/** What the identity is; borrowed from it. */
TUFCHECK_API const struct tufcheck_identity_facts *
tufcheck_identity_get_facts(const struct tufcheck_identity *identity);

/** Whether key is meant, and how that shows. It says nothing of who trusts the key. */
TUFCHECK_API struct tufcheck_match
tufcheck_identity_match(const struct tufcheck_identity *identity, const struct tufcheck_key *key);

/** The word for each: "certificate", "public-key", …; "key-id", "spki-sha256", … */
TUFCHECK_API const char *tufcheck_identity_kind_name(enum tufcheck_identity_kind kind);
TUFCHECK_API const char *tufcheck_match_means_name(enum tufcheck_match_means means);

/** Frees an identity; NULL is allowed. */
TUFCHECK_API void tufcheck_identity_free(struct tufcheck_identity *identity);

/* ---- which image is meant ---- */

/* An image reference, taken apart and made whole as docker does. All texts live as long as it. */
struct tufcheck_image {
	const char *text;   /* as it was given */
	const char *gun;    /* host/path: what docker calls the repository in trust data */
	const char *host;   /* of the registry, with its port: "docker.io" where none is given */
	const char *path;   /* "library/alpine" for "alpine" */
	const char *tag;    /* NULL: a digest alone was given */
	const char *digest; /* "sha256:" and sha256; NULL: none was given */
	const char *sha256; /* 64 hexadecimal digits in lower case, to compare with targets; or NULL */
	bool is_tag_assumed; /* neither was given, so that the tag is "latest" */
};

/**
 * Works out what image a reference names, NAME[:TAG][@DIGEST], by the rules of
 * docker (distribution/reference): "alpine" is docker.io/library/alpine:latest,
 * "user/app" is docker.io/user/app, and what stands before the first slash is a
 * host where it has a dot, a colon or a capital or is "localhost".
 *
 * TUFCHECK_INVALID: docker has no such names, or it is one that trust data says
 * nothing of (an image's ID, a digest other than sha256; docs/images.md).
 *
 * ret_problem: may be NULL; written only with TUFCHECK_INVALID. Its column is in
 * bytes of the text; its line is 0.
 * ret_image: the caller's to tufcheck_image_free.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_image_parse(const char *text, struct tufcheck_problem *ret_problem,
                     struct tufcheck_image **ret_image);

/** Frees an image; NULL is allowed. */
TUFCHECK_API void tufcheck_image_free(struct tufcheck_image *image);
/* ---- policies: whether an image may run ---- */

/* docs/policy.md says what each field demands, and how everything is judged. */
struct tufcheck_policy;

/* What a failure is worth. */
enum tufcheck_policy_level {
	TUFCHECK_LEVEL_INVALID = 0,
	TUFCHECK_LEVEL_STRICT,     /* every failure denies */
	TUFCHECK_LEVEL_PERMISSIVE, /* dates and dropped delegations are warnings */
	TUFCHECK_LEVEL_AUDIT,      /* everything is a warning; nothing is ever verified */
	TUFCHECK_LEVEL_SKIP        /* nothing is asked; nothing is ever verified */
};

/** "strict", "permissive", "audit" or "skip". */
TUFCHECK_API const char *tufcheck_policy_level_name(enum tufcheck_policy_level level);

/* One statement of a policy. */
struct tufcheck_statement {
	const char *name;
	enum tufcheck_policy_level level;
	const char *const *scopes; /* as written: a GUN, "prefix*" or "*" */
	size_t scope_count;
	size_t line; /* where it begins in the file; 0: it is built in */
};

/**
 * Reads the policy in the file at path. Files that it names are read too,
 * relative to its folder.
 *
 * TUFCHECK_INVALID: it is no policy; TUFCHECK_NOT_FOUND and TUFCHECK_UNREADABLE
 * are about path itself. Each time ret_problem says what is wrong, and where.
 * ret_policy: the caller's to tufcheck_policy_free.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_policy_read(const char *path, struct tufcheck_problem *ret_problem,
                     struct tufcheck_policy **ret_policy);

/**
 * The policy where there is none: one statement, "default", for everything, of
 * the level strict, which demands nothing further.
 *
 * ret_policy: the caller's to tufcheck_policy_free.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_policy_new_default(struct tufcheck_policy **ret_policy);

/** What is allowed in the policy but probably not meant; borrowed, NULL beyond the last. */
TUFCHECK_API size_t tufcheck_policy_warning_count(const struct tufcheck_policy *policy);
TUFCHECK_API const struct tufcheck_problem *
tufcheck_policy_get_warning(const struct tufcheck_policy *policy, size_t index);

/** The statements in the file's order; borrowed, NULL beyond the last. */
TUFCHECK_API size_t tufcheck_policy_statement_count(const struct tufcheck_policy *policy);
TUFCHECK_API const struct tufcheck_statement *
tufcheck_policy_get_statement(const struct tufcheck_policy *policy, size_t index);

/**
 * The statement that applies to gun: that with the most specific scope, which
 * is *ret_scope (may be NULL: not wanted). The registry's host has no case, and
 * its port 443 is as none. NULL when no scope matches. Both are borrowed.
 */
TUFCHECK_API const struct tufcheck_statement *
tufcheck_policy_find_statement(const struct tufcheck_policy *policy, const char *gun,
                               const char **ret_scope);

/** Frees a policy; NULL is allowed. */
TUFCHECK_API void tufcheck_policy_free(struct tufcheck_policy *policy);

/* An image, and what is known of its repository. Set size to that of the struct. */
struct tufcheck_judgement_request {
	size_t size;
	const char *gun;
	const char *tag;    /* may be NULL when there is a digest */
	const char *digest; /* sha256 of the manifest, 64 lower-case hexadecimal digits; may be NULL */
	/*
	 * As it was verified at the same moment, with resolve_expired unless levels
	 * that let dates pass are to deny for want of tags; NULL: no trust data.
	 */
	const struct tufcheck_repository *repository;
	struct tufcheck_time at;
};

enum tufcheck_outcome {
	TUFCHECK_OUTCOME_INVALID = 0,
	TUFCHECK_OUTCOME_PASS,
	TUFCHECK_OUTCOME_FAIL,
	TUFCHECK_OUTCOME_WARN,   /* it failed, and the level or an override lets it pass */
	TUFCHECK_OUTCOME_SKIPPED /* it does not apply to the image */
};

/** "pass", "fail", "warn" or "skipped". */
TUFCHECK_API const char *tufcheck_outcome_name(enum tufcheck_outcome outcome);

/* One test of a judgement. */
struct tufcheck_test {
	const char *name;    /* "statement", "trust-data", …, and those called as fields of a statement */
	const char *subject; /* which of several: a role, "rule 2", "keys"; NULL: there is but one */
	enum tufcheck_outcome outcome;
	const char *expected;
	const char *actual;
	const char *message; /* one plain line that says it all */
};

/* What was decided. It stands for itself: nothing in it is borrowed. */
struct tufcheck_decision {
	bool is_allowed;   /* no test failed */
	bool is_verified;  /* allowed, and the chain of trust proves what the image is */
	bool is_unchecked; /* trust data was needed, and there is none that is whole */
	const char *statement; /* its name; NULL: none applies */
	const char *scope;     /* of the statement, that matched; NULL likewise */
	enum tufcheck_policy_level level; /* of the statement; TUFCHECK_LEVEL_INVALID likewise */
	/*
	 * What the image is proved to be, as the repository's GUN and this sha256;
	 * whether it may run is for is_allowed. The rest is NULL when this is.
	 */
	const char *digest;
	const char *tag;  /* that has it: the image's own if it has one */
	const char *role; /* that the tag is resolved from */
	const char *const *signers; /* as in struct tufcheck_target */
	size_t signer_count;
	const struct tufcheck_test *tests; /* in the order in which they were made */
	size_t test_count;
};

/**
 * Judges an image by the policy. Whatever cannot be determined has failed.
 *
 * TUFCHECK_BAD_CALL: a request of another size or moment, without a GUN,
 * with neither tag nor digest, or with a digest of another form.
 * ret_decision: the caller's to tufcheck_decision_free.
 */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_policy_judge(const struct tufcheck_policy *policy,
                      const struct tufcheck_judgement_request *request,
                      struct tufcheck_decision **ret_decision);

/** Frees a decision; NULL is allowed. */
TUFCHECK_API void tufcheck_decision_free(struct tufcheck_decision *decision);

/* ---- the table of findings ---- */

/* One row: everything that is said about a kind of finding comes from here. */
struct tufcheck_rule {
	const char *id;
	enum tufcheck_severity severity;
	enum tufcheck_check check;   /* that an error of this kind fails */
	/* The best status a repository can have with it; INVALID: it concerns none, but the whole. */
	enum tufcheck_status effect;
	const char *title;
	const char *source; /* of the rule */
	const char *remedy;
};

/** Writes the SHA-256 of length bytes in lower-case hexadecimal. */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_sha256(const void *bytes, size_t length, char ret_text[TUFCHECK_SHA256_TEXT_BYTES]);

/* Likewise of what is not all in memory at once. */
struct tufcheck_sha256_stream;

/** Begins one; the caller's to tufcheck_sha256_stream_free. */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_sha256_stream_new(struct tufcheck_sha256_stream **ret_stream);

/** Goes on with length bytes. */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_sha256_stream_add(struct tufcheck_sha256_stream *stream, const void *bytes, size_t length);

/** Writes the digest of all that was added, and begins again. */
TUFCHECK_API TUFCHECK_MUST_USE enum tufcheck_result
tufcheck_sha256_stream_finish(struct tufcheck_sha256_stream *stream,
                              char ret_text[TUFCHECK_SHA256_TEXT_BYTES]);

/** Frees it; NULL is allowed. */
TUFCHECK_API void tufcheck_sha256_stream_free(struct tufcheck_sha256_stream *stream);

/** The number of rules, and each of them; static storage, NULL beyond the last. */
TUFCHECK_API size_t tufcheck_rule_count(void);
TUFCHECK_API const struct tufcheck_rule *tufcheck_rule_get(size_t index);

/* What a kind of finding means, for people: whole sentences of plain English. */
struct tufcheck_explanation {
	const char *meaning; /* what is the case */
	const char *rule;    /* what must be, or what clients do */
	const char *risk;    /* what somebody could have done, or what follows */
};

/** The explanation of each rule; static storage, NULL beyond the last. */
TUFCHECK_API const struct tufcheck_explanation *tufcheck_rule_get_explanation(size_t index);

/** What the rule is about, as a heading for those beside it; likewise. */
TUFCHECK_API const char *tufcheck_rule_get_group(size_t index);

#ifdef __cplusplus
}
#endif

#endif
