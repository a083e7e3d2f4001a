/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/budget.h"

#include "tuf/limits.h"

/*
 * Bytes of certificates that a key has at its own price, which are those of one
 * certificate, and of further ones that cost as much as a signature again.
 */
#define BYTES_OF_ONE_CERTIFICATE 1024
#define BYTES_OF_FURTHER_CERTIFICATES 512

/* Likewise bytes of a message: Ed25519 hashes it for every signature. */
#define BYTES_OF_MESSAGE ((size_t)32 << 10)

/* P-384 and P-521, for which OpenSSL has no fast code everywhere, beside P-256. */
#define WORK_OF_SLOW_CURVE 8

/* Bits of an RSA modulus with which a signature takes as long; the time grows with their square. */
#define RSA_BITS 4096

/* The exponent that everybody has, and how much longer the largest one takes. */
#define RSA_EXPONENT 65537
#define WORK_OF_LARGE_EXPONENT 4

struct tc_budget tc_budget_make(void)
{
	return (struct tc_budget){.work = TUF_MAX_WORK, .bytes = TUF_MAX_REPOSITORY_BYTES};
}

static bool take(size_t *left, bool *lacks, size_t amount)
{
	/* when the first thing was too dear, a cheap one that is done after it would mislead */
	if (*lacks || amount > *left) {
		*lacks = true;
		return false;
	}
	*left -= amount;
	return true;
}

bool tc_budget_take_work(struct tc_budget *budget, size_t units)
{
	return !budget || take(&budget->work, &budget->lacks_work, units);
}

bool tc_budget_take_bytes(struct tc_budget *budget, size_t bytes)
{
	return !budget || take(&budget->bytes, &budget->lacks_bytes, bytes);
}

static size_t work_of_rsa(const struct tc_public_facts *facts)
{
	size_t bits = facts->bits > 0 ? (size_t)facts->bits : 0;
	size_t work = 1 + bits * bits / ((size_t)RSA_BITS * RSA_BITS);
	return facts->rsa_exponent > RSA_EXPONENT ? work * WORK_OF_LARGE_EXPONENT : work;
}

size_t tc_work_of_signature(const struct tc_public_facts *facts, size_t length)
{
	switch (facts->algorithm) {
	case TC_PUBLIC_RSA:
		return work_of_rsa(facts);
	case TC_PUBLIC_ECDSA:
		return facts->bits > 256 ? WORK_OF_SLOW_CURVE : 1;
	case TC_PUBLIC_ED25519:
		return 1 + length / BYTES_OF_MESSAGE;
	case TC_PUBLIC_NONE:
	case TC_PUBLIC_DSA:
	case TC_PUBLIC_OTHER:
		break;
	}
	return 1;
}

size_t tc_work_of_key(size_t length)
{
	size_t further = length > BYTES_OF_ONE_CERTIFICATE ? length - BYTES_OF_ONE_CERTIFICATE : 0;
	return 1 + further / BYTES_OF_FURTHER_CERTIFICATES;
}

static enum tuf_result report(struct tc_finding_list *findings, const char *expected,
			      const char *what)
{
	const struct tc_finding_place place = {.expected = expected, .actual = "more"};
	if (!expected)
		return TUF_NO_MEMORY;
	return tc_finding_add(findings, TC_LIMIT_EXCEEDED, &place,
			      "%s of the repository take more than %s; not all of it was checked",
			      what, expected);
}

enum tuf_result tc_budget_report(const struct tc_budget *budget, struct tc_finding_list *findings)
{
	enum tuf_result result = TUF_OK;
	if (budget->lacks_work)
		result = report(findings,
				tuf_arena_format(findings->arena,
						 "the work of %zu signatures by P-256 keys",
						 TUF_MAX_WORK),
				"the keys and signatures");
	if (result == TUF_OK && budget->lacks_bytes)
		result = report(
			findings,
			tuf_arena_format(findings->arena, "%zu bytes", TUF_MAX_REPOSITORY_BYTES),
			"the files");
	return result;
}
