/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/policy_ca.h"

#include <stdlib.h>
#include <string.h>

#include "tuf/pem.h"
#include "verify/ca_path.h"
#include "verify/certificate.h"

struct tc_policy_ca {
	struct tc_bundle authorities;
};

enum tuf_result tc_policy_ca_parse(struct tuf_arena *arena, const unsigned char *bytes,
                                   size_t length, const struct tc_policy_ca **ret_ca,
                                   const char **ret_problem)
{
	struct tc_policy_ca *ca = tuf_arena_take(arena, sizeof(*ca));
	if (!ca)
		return TUF_NO_MEMORY;
	enum tuf_result result =
		tc_authorities_parse(arena, bytes, length, &ca->authorities, ret_problem);
	if (result == TUF_INVALID)
		*ret_problem = "no certificates in PEM, or a damaged one,";
	if (result == TUF_OK)
		*ret_ca = ca;
	return result;
}

/* The bundle that a record was made of. */
static enum tuf_result rebuild(struct tuf_arena *arena, const struct tufcheck_key *key,
                               struct tc_bundle *ret_bundle)
{
	struct tuf_pem_block *blocks =
		tuf_arena_take_array(arena, key->certificate_count, sizeof(*blocks));
	if (!blocks)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < key->certificate_count; i++) {
		const struct tufcheck_certificate *certificate = &key->certificates[i];
		if (!certificate->der)
			return TUF_INVALID;
		blocks[i] = (struct tuf_pem_block){.bytes = certificate->der,
		                                   .length = certificate->der_length};
	}
	const char *pem, *problem;
	size_t length;
	enum tuf_result result =
		tuf_pem_write(arena, "CERTIFICATE", blocks, key->certificate_count, &pem, &length);
	if (result != TUF_OK)
		return result;
	return tc_bundle_parse(arena, (const unsigned char *)pem, length, ret_bundle, &problem);
}

enum tuf_result tc_policy_ca_permits(const struct tc_policy_ca *ca, const struct tufcheck_key *key,
                                     struct tufcheck_time at, struct tc_budget *budget,
                                     bool *ret_permits)
{
	struct tuf_arena scratch = TUF_ARENA_INIT;
	struct tc_bundle bundle;
	const struct tuf_time moment = {.seconds = at.seconds, .nanoseconds = at.nanoseconds};
	bool permits = false;
	enum tuf_result result = TUF_INVALID;
	/* a certificate was decoded once: it is not large */
	if (key->certificate_count > 0 && tc_budget_take_work(budget, key->certificate_count))
		result = rebuild(&scratch, key, &bundle);
	const struct tc_ca_path_query query = {
		.bundle = &bundle, .authorities = &ca->authorities, .at = &moment,
		.budget = budget};
	const char *problem;
	if (result == TUF_OK)
		result = tc_ca_path_find(&query, &permits, &problem);
	tuf_arena_clear(&scratch);
	if (result == TUF_NO_MEMORY)
		return result;
	/* a bare key, or what cannot be decoded, has no path */
	*ret_permits = result == TUF_OK && permits;
	return TUF_OK;
}
