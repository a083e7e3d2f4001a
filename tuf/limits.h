/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every cap on untrusted input, in one place. A value over a cap is refused
 * with a fault of its own; nothing is truncated.
 */
#ifndef TUF_LIMITS_H
#define TUF_LIMITS_H

/* Bytes. The reference client's own limits: 1 MiB for the timestamp, 100 MiB for other roles. */
#define TUF_MAX_TIMESTAMP_BYTES ((size_t)1 << 20)
#define TUF_MAX_ROLE_BYTES ((size_t)100 << 20)

/* Nested arrays and objects of one document. Notary writes 7; custom data is free to nest. */
#define TUF_MAX_JSON_DEPTH 64

/* Values of one document: a decoded value takes some 200 bytes, whatever it takes in the file. */
#define TUF_MAX_JSON_VALUES ((size_t)4000000)

/* The largest integer that survives the reference's way through a double: 2^53 - 1. */
#define TUF_MAX_INTEGER INT64_C(9007199254740991)

/* Bytes of a role name, from the reference's database column: "under 256". */
#define TUF_MAX_ROLE_NAME 255

/* Certificates in one bundle, and bits of an RSA modulus (OpenSSL's own bound). */
#define TUF_MAX_BUNDLE_CERTIFICATES 32
#define TUF_MAX_RSA_BITS 16384
#define TUF_MIN_RSA_BITS 2048

/* Bytes of a file with a certificate or public key that a user names. */
#define TUF_MAX_IDENTITY_BYTES ((size_t)1 << 20)

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

#endif
