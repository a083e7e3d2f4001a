/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the fuzz targets share.
 *
 * A target is one file, fuzz_NAME.c, with LLVMFuzzerTestOneInput: it takes any
 * bytes, and must hold what it asserts for all of them. It is linked with
 * libFuzzer, or with replay.c, which feeds it files.
 */
#ifndef TUFCHECK_TESTS_FUZZ_H
#define TUFCHECK_TESTS_FUZZ_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tuf/json.h"
#include "verify/tufcheck.h"

/* Called by libFuzzer, by these names. */
int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t length, size_t room, unsigned seed);
/* libFuzzer's own; a stand-in of replay.c leaves the bytes as they are. */
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t length, size_t room);

/* A property. What breaks it is told, and ends the program as a crash does. */
#define FUZZ_HOLDS(condition) ((condition) ? (void)0 : fuzz_fail(#condition, __FILE__, __LINE__))

_Noreturn void fuzz_fail(const char *condition, const char *file, int line);

/** A copy of just that size, so that reading beyond it shows; with_nul: and a NUL. The caller's. */
void *fuzz_copy(const void *bytes, size_t length, bool with_nul);

/**
 * The path of a regular file in memory that has the bytes, for functions that
 * take paths. It is the same file each time; the path is static.
 */
const char *fuzz_file(const void *bytes, size_t length);

/** The bytes of a file below testdata/, with a NUL behind them; the caller's. It must be there. */
char *fuzz_read_testdata(const char *name, size_t *ret_length);

/** Whether a text is there and says something. */
bool fuzz_says(const char *text);

/** Whether a place is none, or one in the text: at most one line or column behind its end. */
bool fuzz_is_place(const char *text, size_t length, size_t line, size_t column);

/** Holds what is true of every problem with a text. */
void fuzz_check_problem(const struct tufcheck_problem *problem, const char *text, size_t length);

/** Holds what is true of every fault. */
void fuzz_check_fault(const struct tuf_fault *fault);

/**
 * A canonical form, as SHA-256 over a document's signed part takes it, written
 * with nothing of the product. escaped: with control characters as \u00XX, so
 * that it is JSON. The caller's to free.
 */
char *fuzz_canonical(const json_t *value, bool escaped, size_t *ret_length);

/* A parser with its memory, for one input. */
struct fuzz_parsing {
	struct tuf_arena arena;
	struct tuf_fault fault;
	struct tuf_position position;
	struct tuf_reader reader;
};

/** Must not be moved then. */
void fuzz_parsing_init(struct fuzz_parsing *parsing);
void fuzz_parsing_clear(struct fuzz_parsing *parsing);

/* Repositories that are sound, verified once. */
struct fuzz_known {
	const struct tufcheck_repository *const *items;
	size_t count;
	struct tufcheck_time at; /* the moment of it */
};

/** Those of testdata/notary/trust. Borrowed; they live as long as the program. */
const struct fuzz_known *fuzz_known_repositories(void);

/** Holds what is true of every report. */
void fuzz_check_repository(const struct tufcheck_repository *repository);

/** Holds what is true of a finding. */
void fuzz_check_finding(const struct tufcheck_finding *finding);

#endif
