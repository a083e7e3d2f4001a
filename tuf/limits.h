/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every cap on untrusted input, in one place. A value over a cap is refused
 * with a fault of its own; nothing is truncated.
 */
#ifndef TUF_LIMITS_H
#define TUF_LIMITS_H

/*
 * Bytes. The reference client's own limits are 1 MiB for the timestamp and 100 MiB
 * for other roles. 100 000 tags take 10 to 20 MB, a root of 10 000 keys with
 * certificates and a snapshot of 10 000 roles some 15 MB and 3 MB.
 */
#define TUF_MAX_TIMESTAMP_BYTES ((size_t)1 << 20)
#define TUF_MAX_ROOT_BYTES ((size_t)16 << 20)
#define TUF_MAX_SNAPSHOT_BYTES ((size_t)16 << 20)
#define TUF_MAX_TARGETS_BYTES ((size_t)48 << 20)

/* Nested arrays and objects of one document. Notary writes 7; custom data is free to nest. */
#define TUF_MAX_JSON_DEPTH 64

/*
 * Values of one document: a decoded value takes some 200 bytes, whatever it takes
 * in the file. A tag has 4 of them, and 5 with a second hash.
 */
#define TUF_MAX_JSON_VALUES ((size_t)1000000)

/* The largest integer that survives the reference's way through a double: 2^53 - 1. */
#define TUF_MAX_INTEGER INT64_C(9007199254740991)

/* Bytes of a role name, from the reference's database column: "under 256". */
#define TUF_MAX_ROLE_NAME 255

/*
 * Entries of one list: signatures of a file; keys of a file, and key IDs and
 * paths of a role; delegations of a repository; hashes of a file that another
 * lists. Notary's own have 1 to 5, 2 to 100, some 100, and 2.
 */
#define TUF_MAX_SIGNATURES ((size_t)2048)
#define TUF_MAX_KEYS ((size_t)10000)
#define TUF_MAX_PATHS ((size_t)10000)
#define TUF_MAX_DELEGATIONS ((size_t)10000)
#define TUF_MAX_HASHES ((size_t)16)

/*
 * What one repository may cost in all. Work is counted in signatures by P-256
 * keys, which take some 0.1 ms each to verify (verify/budget.h). Bytes are
 * those of its metadata, older roots included.
 */
#define TUF_MAX_WORK ((size_t)8192)
#define TUF_MAX_REPOSITORY_BYTES ((size_t)48 << 20)

/* Certificates in one bundle, and bits of an RSA modulus (OpenSSL's own bound). */
#define TUF_MAX_BUNDLE_CERTIFICATES 32
#define TUF_MAX_RSA_BITS 16384
#define TUF_MIN_RSA_BITS 2048

/* Bytes of keys, and likewise of what they were decoded to, that the repositories of a scan share. */
#define TUF_MAX_SHARED_BYTES ((size_t)1 << 20)

/* Bytes of a file with a certificate or public key that a user names. */
#define TUF_MAX_IDENTITY_BYTES ((size_t)1 << 20)

/* Files of other versions of the root beside root.json: a rotation a week would take 19 years. */
#define TUF_MAX_ROOT_FILES 1024

/* Bytes of a file of pins, and of one pin. A hundred thousand pins take some 20 MiB. */
#define TUF_MAX_PINS_BYTES ((size_t)64 << 20)
#define TUF_MAX_PIN_BYTES 8192

/*
 * Bytes of a private key's file that are read: lines before the key, its PEM
 * header and no more. Notary's own headers take some 300.
 */
#define TUF_MAX_KEY_HEADER_BYTES 4096

/* Files and folders of one private/: two keys for each of 10 000 repositories, and room. */
#define TUF_MAX_PRIVATE_ENTRIES ((size_t)100000)

/*
 * A client's configuration that a user names: its bytes; the bytes of one file
 * of pinned CAs, and of all of them; the certificates in one. The bundle of all
 * public authorities has some 150 in 250 KiB.
 */
#define TUF_MAX_CONFIGURATION_BYTES ((size_t)1 << 20)
#define TUF_MAX_AUTHORITY_BYTES ((size_t)1 << 20)
#define TUF_MAX_AUTHORITIES_BYTES ((size_t)16 << 20)
#define TUF_MAX_AUTHORITIES 1024

/*
 * Of one path to a CA: issuers that are considered, of which the reference
 * tries as many, and paths that are put to OpenSSL in vain.
 */
#define TUF_MAX_PATH_ISSUERS 100
#define TUF_MAX_PATH_PROOFS 8

/*
 * Bytes and values of a lock: 10 000 repositories of 100 tags take 200 MB and
 * 5 million values.
 */
#define TUF_MAX_LOCK_BYTES ((size_t)1 << 30)
#define TUF_MAX_LOCK_VALUES ((size_t)16000000)

/* Characters of an image's repository, host included, and of its tag, from distribution/reference. */
#define TUF_MAX_IMAGE_NAME 255
#define TUF_MAX_IMAGE_TAG 128

/*
 * A policy: bytes of the file, statements, entries of one list or map, bytes of
 * a name, warnings that are kept. A policy is its user's own; the caps keep
 * what is looked up for every image small.
 */
#define TUF_MAX_POLICY_BYTES ((size_t)1 << 20)
#define TUF_MAX_POLICY_STATEMENTS ((size_t)256)
#define TUF_MAX_POLICY_ENTRIES ((size_t)1000)
#define TUF_MAX_POLICY_NAME ((size_t)128)
#define TUF_MAX_POLICY_SCOPE ((size_t)1024)
#define TUF_MAX_POLICY_WARNINGS ((size_t)64)

/* Tags with its digest that an image without a tag is tried as; one of them must do. */
#define TUF_MAX_POLICY_CANDIDATES ((size_t)1000)

/* Elements of a path below a trust directory, and symbolic links of one name. */
#define TUF_MAX_PATH_DEPTH 128

/* Files, and folders, of one repository that are looked for beside those of its roles. */
#define TUF_MAX_LISTED_FILES ((size_t)10000)

/* Bytes of a staged change. One that adds a key with its certificate has some 2000. */
#define TUF_MAX_CHANGE_BYTES ((size_t)256 << 10)

/*
 * An archive that holds trust data: its bytes, the files and folders in it, the
 * bytes of the path of one, and the bytes of its manifest. Evidence of 10 000
 * repositories has some 70 000 files in half a GiB.
 */
#define TUF_MAX_ARCHIVE_BYTES ((size_t)3 << 30)
#define TUF_MAX_ARCHIVE_MEMBERS ((size_t)250000)
#define TUF_MAX_ARCHIVE_PATH ((size_t)1024)
#define TUF_MAX_MANIFEST_BYTES ((size_t)128 << 20)

/* Findings of one kind, and of one kind of advice, on one repository; of those beyond, the number is said. */
#define TUF_MAX_FINDINGS ((size_t)1000)
#define TUF_MAX_ADVICE ((size_t)32)

/* Files of one repository whose JSON is looked at although their hash is wrong. */
#define TUF_MAX_DIAGNOSED ((size_t)16)

#endif
