/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of verify/ share: keys, signatures, certificates and whole
 * repositories, made in memory.
 *
 * Nothing here fails: what cannot be made ends the test that asked for it.
 * What is returned lives in the arena that was given, keys until
 * support_clear().
 */
#ifndef TUFCHECK_TESTS_VERIFY_SUPPORT_H
#define TUFCHECK_TESTS_VERIFY_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* needs those above */
#include <cmocka.h>
#include <jansson.h>
#include <openssl/evp.h>

#include "tuf/key.h"
#include "verify/chain.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* ---- moments ---- */

#define SUPPORT_GUN "registry.example.com/team/app"
#define SUPPORT_DAY INT64_C(86400)
#define SUPPORT_AT INT64_C(1780272000)         /* 2026-06-01T00:00:00Z */
#define SUPPORT_NOT_BEFORE INT64_C(1735689600) /* 2025-01-01T00:00:00Z */
#define SUPPORT_NOT_AFTER INT64_C(2051222400)  /* 2035-01-01T00:00:00Z */
#define SUPPORT_EXPIRES "2030-01-01T00:00:00Z"
#define SUPPORT_EXPIRED "2026-05-31T23:59:59Z"

/** When the trust data of testdata/notary was captured. */
struct tufcheck_time support_captured_at(void);

/* ---- keys and signatures ---- */

enum support_algorithm {
	SUPPORT_P224 = 0,
	SUPPORT_P256,
	SUPPORT_P384,
	SUPPORT_P521,
	SUPPORT_RSA1024,
	SUPPORT_RSA2047,
	SUPPORT_RSA2048,
	SUPPORT_RSA2049,
	SUPPORT_RSA3072,
	SUPPORT_RSA2048_E3, /* the exponent is 3 */
	SUPPORT_RSA2048_E33, /* the exponent is 2^32 + 1 */
	SUPPORT_ED25519,
	SUPPORT_ALGORITHM_COUNT
};

struct support_bytes {
	unsigned char *at;
	size_t length;
};

/** A copy of bytes. */
struct support_bytes support_copy(struct tuf_arena *arena, const void *bytes, size_t length);

/** A key pair of that algorithm; equal numbers give the same one. Borrowed. */
EVP_PKEY *support_pkey(enum support_algorithm algorithm, size_t number);

/** Frees the key pairs. */
void support_clear(void);

/** The same as what ends a group of tests; state is not looked at. Returns 0. */
int support_clear_keys(void **state);

/** A key as metadata lists it, under its own ID. */
struct tuf_key support_make_key(struct tuf_arena *arena, const char *type_name, const void *bytes,
                                size_t length);

/** The same for "ecdsa", "rsa" or "ed25519", whichever pkey is. */
struct tuf_key support_bare_key(struct tuf_arena *arena, EVP_PKEY *pkey);

/** The same for an "rsa" key in PEM, as PyCrypto's method wants it. */
struct tuf_key support_pem_key(struct tuf_arena *arena, EVP_PKEY *pkey);

/** The same for "ecdsa-x509" or "rsa-x509", by the kind of pkey, with any bundle. */
struct tuf_key support_x509_key(struct tuf_arena *arena, EVP_PKEY *pkey, const char *bundle);

/** The method by which the reference signs with pkey: "ecdsa", "rsapss" or "eddsa". */
const char *support_method_of(EVP_PKEY *pkey);

/** Signs by a method that Notary knows. */
struct support_bytes support_sign(struct tuf_arena *arena, const char *method, EVP_PKEY *pkey,
                                  const void *message, size_t length);

/* How an RSA signature is made where it is made in another way. */
struct support_rsa {
	int padding; /* of OpenSSL */
	const EVP_MD *digest;
	const EVP_MD *mask; /* of PSS */
	int salt;           /* likewise, in bytes or one of OpenSSL's words for it */
};

struct support_bytes support_sign_rsa(struct tuf_arena *arena, const struct support_rsa *how,
                                      EVP_PKEY *pkey, const void *message, size_t length);

/** An ECDSA signature over SHA-256 in DER, as everyone but Notary has it. */
struct support_bytes support_sign_der(struct tuf_arena *arena, EVP_PKEY *pkey, const void *message,
                                      size_t length);

/* ---- certificates ---- */

/* What is zero has a default: self-signed by SHA-256, valid from 2025 to 2035. */
struct support_certificate {
	EVP_PKEY *key;
	const char *name; /* common name; NULL: none */
	EVP_PKEY *issuer_key;
	const char *issuer; /* the issuer's common name */
	int64_t not_before;
	int64_t not_after;
	bool ca;
	bool sha1;
	bool is_v1; /* version 1, which has no extensions: constraints must be "" */
	const char *serial; /* hexadecimal; NULL: any */
	const char *constraints; /* basicConstraints as OpenSSL writes them, "": none; NULL: by ca */
	struct support_extension {
		int kind; /* OpenSSL's number; 0: none */
		const char *value;
	} extensions[3]; /* further ones */
};

/** The certificate as a PEM block. */
const char *support_certificate(struct tuf_arena *arena,
                                const struct support_certificate *certificate);

/* ---- repositories ---- */

#define SUPPORT_MAX_SIGNERS 8
#define SUPPORT_MAX_ROLES 24
#define SUPPORT_MAX_FILES 48

struct support_signer {
	const char *key_id;
	EVP_PKEY *pkey;
	const char *method;
	bool is_damaged; /* its signature gets one wrong bit */
};

/* A role's file before it is signed; tests change it as they like. */
struct support_role {
	const char *name;
	json_t *content; /* the signed part */
	struct support_signer signers[SUPPORT_MAX_SIGNERS];
	size_t signer_count;
	bool is_unlisted; /* the snapshot does not list it */
	bool has_sha512;  /* it is listed with a sha512 too */
};

/* What the source answers for one name. */
struct support_file {
	const char *name;
	enum tc_read_status status;
	const unsigned char *bytes;
	size_t length;
	int error;
	const char *actual;
	int64_t root_version; /* of an earlier root; 0: it is none */
	size_t limit;         /* that it was last asked for with; 0: never asked for */
};

struct support_repository {
	struct tuf_arena arena;
	struct support_role roles[SUPPORT_MAX_ROLES];
	size_t role_count;
	struct support_file files[SUPPORT_MAX_FILES];
	size_t file_count;
	struct tc_root_file old_roots[SUPPORT_MAX_FILES];
	struct tc_listed_file listed[SUPPORT_MAX_FILES];
	struct tc_file_listing listing; /* of its cap and its error, what the source is to answer */
	struct tc_source source;
	int list_error;  /* why the folder cannot be searched for old roots; 0: it can */
	const char *gun; /* given to the chain; may be set to NULL */
	struct tuf_time at;
	const struct tufcheck_trusted_root *trusted_root; /* NULL: none */
	const struct tufcheck_trust_pinning *pinning;       /* likewise */
	bool resolve_expired; /* likewise */
	size_t byte_budget;   /* that its files may take in all; 0: as many as any repository's */
	size_t work_budget;   /* likewise of the work of its keys and signatures */

	/* what support_verify leaves */
	struct tuf_arena evidence_arena;
	struct tc_evidence evidence;
	struct tc_verdict verdict;
	const struct tc_verified *verified;
};

/**
 * A repository called SUPPORT_GUN of four roles with one ECDSA key each, the
 * root's in a certificate, and the tag "latest". It is not signed yet.
 */
void support_repository_init(struct support_repository *repository);
void support_repository_clear(struct support_repository *repository);

/** An arena as the state of one test. */
int support_arena_setup(void **state);
int support_arena_teardown(void **state);
#define support_arena_test(function)                                                               \
	cmocka_unit_test_setup_teardown(function, support_arena_setup, support_arena_teardown)

/** Such a repository as the state of one test. */
int support_setup(void **state);
int support_teardown(void **state);
#define support_test(function)                                                                     \
	cmocka_unit_test_setup_teardown(function, support_setup, support_teardown)

/** The role of that name. */
struct support_role *support_get_role(struct support_repository *repository, const char *name);

/** What the role's parent says of it: {"keyids", "threshold", ...}. Borrowed. */
json_t *support_get_definition(struct support_repository *repository, const char *name);

/** Where the keys of the role are listed. Borrowed. */
json_t *support_get_keys(struct support_repository *repository, const char *name);

/** Lists key among the role's, under key->listed_id, and lets nobody sign. */
void support_list_key(struct support_repository *repository, const char *name,
                      const struct tuf_key *key);

/** Lets pkey sign the role's file as key_id, by the method that is its own. */
struct support_signer *support_add_signer(struct support_repository *repository, const char *name,
                                          const char *key_id, EVP_PKEY *pkey);

/** Both: a key that is the role's and signs. */
struct support_signer *support_trust_key(struct support_repository *repository, const char *name,
                                         const struct tuf_key *key, EVP_PKEY *pkey);

/** Takes the role's keys and signers away. */
void support_drop_keys(struct support_repository *repository, const char *name);

void support_set_threshold(struct support_repository *repository, const char *name, int threshold);

/** Sets a member of the role's signed part; a new reference that is taken over. */
void support_set(struct support_repository *repository, const char *name, const char *member,
                 json_t *value);

/**
 * Defines a delegation in its parent, with P-256 key number key_number, a
 * threshold of 1 and paths, a list that ends with NULL, and begins its file.
 */
struct support_role *support_add_delegation(struct support_repository *repository,
                                            const char *name, size_t key_number,
                                            const char *const *paths);

/** The entry of a file with that text: {"length", "hashes": {"sha256"}}; a new reference. */
json_t *support_describe(const void *bytes, size_t length, bool with_sha512);

/** Lists the tag with the digest of text. */
void support_add_target(struct support_role *role, const char *tag, const char *text);

/* Where signing begins; what is above it in this list is left as it is. */
enum support_stage {
	SUPPORT_ALL,       /* every role; the snapshot's and timestamp's lists are made anew */
	SUPPORT_SNAPSHOT,  /* the snapshot, whose list is left as it is, and so on */
	SUPPORT_TIMESTAMP, /* the timestamp, whose list is left as it is */
};

/** Signs the files from that stage on, and puts them into the source. */
void support_seal(struct support_repository *repository, enum support_stage stage);

/** Signs content and puts it into the source under that name. */
struct support_file *support_put_signed(struct support_repository *repository, const char *file,
                                        json_t *content, const struct support_signer *signers,
                                        size_t signer_count);

/** Puts bytes, which are copied, into the source. */
struct support_file *support_put(struct support_repository *repository, const char *file,
                                 const void *bytes, size_t length);

/** The file of that name, which must be there. */
struct support_file *support_get_file(struct support_repository *repository, const char *file);

/** Takes a file out of the source. */
void support_remove(struct support_repository *repository, const char *file);

/** Verifies the chain of what the source holds; evidence of the run before is freed. */
void support_verify(struct support_repository *repository);

/** The evidence on the role; NULL when it was not reached. */
const struct tc_role_evidence *support_find_evidence(const struct support_repository *repository,
                                                     const char *name);

/** The evidence on the role, which must have been reached. */
const struct tc_role_evidence *support_evidence(const struct support_repository *repository,
                                                const char *name);

/** How many findings of that kind were made; *ret_last, unless NULL, is the last of them. */
size_t support_count(const struct tc_finding_list *findings, enum tc_finding_kind kind,
                     const struct tufcheck_finding **ret_last);

/**
 * Fails unless the findings are of exactly these kinds, in this order. Those of
 * the kind ignored, unless it is TC_FINDING_NONE, are not looked at.
 */
void support_assert_kinds(const struct tc_finding_list *findings, enum tc_finding_kind ignored,
                          const enum tc_finding_kind *kinds, size_t count);

#define assert_findings_but(list, ignored, ...)                                                    \
	support_assert_kinds((list), (ignored), (const enum tc_finding_kind[]){__VA_ARGS__},       \
	                     COUNT_OF(((const enum tc_finding_kind[]){__VA_ARGS__})))
#define assert_findings(list, ...) assert_findings_but(list, TC_FINDING_NONE, __VA_ARGS__)
#define assert_no_findings(list) support_assert_kinds((list), TC_FINDING_NONE, NULL, 0)

#endif
