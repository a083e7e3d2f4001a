/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/ca_path.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <string.h>

#include "tuf/limits.h"
#include "verify/openssl.h"

/*
 * The leaf, and all issuers: each makes a chain longer by one at most. The
 * reference tries so many and then gives up. Here those count too that it
 * leaves aside because a signature is wrong, so this ends no later.
 */
#define MAX_CHAIN (TUF_MAX_PATH_ISSUERS + 1)

/* Certificates that can be compared with another in the time that a signature takes. */
#define CERTIFICATES_COMPARED 64

/* 112 bits: RSA from 2048, no SHA-1. Notary's own rules ask for no less. */
#define SECURITY_LEVEL 2

struct search {
	const struct tc_ca_path_query *query;
	const struct tc_certificate *chain[MAX_CHAIN];
	unsigned issuers; /* that were considered */
	unsigned proofs;  /* that were asked for */
	bool is_hopeless; /* the reference would give up, or fail */
	bool is_found;
	const char *problem; /* of the path that came closest; a literal */
};

/* ---- OpenSSL's opinion ---- */

/* The parts of one verification; all NULL to begin with. */
struct proof {
	X509 *certificates[MAX_CHAIN];
	X509_STORE *store;
	STACK_OF(X509) * untrusted;
	X509_STORE_CTX *context;
};

static void proof_clear(struct proof *proof)
{
	X509_STORE_CTX_free(proof->context);
	sk_X509_free(proof->untrusted);
	X509_STORE_free(proof->store);
	for (size_t i = 0; i < MAX_CHAIN; i++)
		X509_free(proof->certificates[i]);
}

/* The authority is the only anchor, and what stands between is all that may be used on the way. */
static bool proof_init(struct proof *proof, const struct tc_certificate *const *chain, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		proof->certificates[i] =
			tc_openssl_decode_certificate(chain[i]->der, chain[i]->length);
		if (!proof->certificates[i])
			return false;
	}
	proof->store = X509_STORE_new();
	proof->untrusted = sk_X509_new_null();
	proof->context = X509_STORE_CTX_new();
	if (!proof->store || !proof->untrusted || !proof->context ||
	    X509_STORE_add_cert(proof->store, proof->certificates[count - 1]) != 1)
		return false;
	for (size_t i = 1; i + 1 < count; i++)
		if (sk_X509_push(proof->untrusted, proof->certificates[i]) == 0)
			return false;
	if (X509_STORE_CTX_init(proof->context, proof->store, proof->certificates[0],
	                        proof->untrusted) != 1)
		return false;
	X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(proof->context);
	X509_VERIFY_PARAM_set_auth_level(rules, SECURITY_LEVEL);
	X509_VERIFY_PARAM_set_depth(rules, MAX_CHAIN);
	/* dates are held against the moment, to the nanosecond, before a path comes here */
	const unsigned long flags = X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME;
	return X509_VERIFY_PARAM_set_flags(rules, flags) == 1;
}

/* Whether the chain that was verified is the one that was meant. */
static bool is_same_chain(const struct proof *proof, size_t count)
{
	const STACK_OF(X509) *verified = X509_STORE_CTX_get0_chain(proof->context);
	if (!verified || (size_t)sk_X509_num(verified) != count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (X509_cmp(sk_X509_value(verified, (int)i), proof->certificates[i]) != 0)
			return false;
	return true;
}

/* *ret_problem: NULL when OpenSSL agrees, else why not. */
static enum tuf_result prove_once(const struct tc_certificate *const *chain, size_t count,
                                  const char **ret_problem)
{
	struct proof proof = {.store = NULL};
	enum tuf_result result = TUF_OK;
	const char *problem = "OpenSSL verified another path";
	if (!proof_init(&proof, chain, count)) {
		result = TUF_NO_MEMORY;
	} else if (X509_verify_cert(proof.context) != 1) {
		int error = X509_STORE_CTX_get_error(proof.context);
		problem = X509_verify_cert_error_string(error);
		if (error == X509_V_ERR_OUT_OF_MEM || tc_openssl_fail() == TUF_NO_MEMORY)
			result = TUF_NO_MEMORY;
	} else if (is_same_chain(&proof, count)) {
		problem = NULL;
	}
	proof_clear(&proof);
	ERR_clear_error();
	if (result == TUF_OK)
		*ret_problem = problem;
	return result;
}

static size_t work_of_proof(const struct tc_certificate *const *chain, size_t count)
{
	size_t work = 0;
	for (size_t i = 0; i < count; i++)
		work += tc_work_of_key(chain[i]->length) +
		        tc_work_of_signature(&chain[i]->facts.key, chain[i]->length);
	return work;
}

/* What is wrong is wrong twice; a lack of memory that OpenSSL does not tell is not. */
static enum tuf_result prove(struct tc_budget *budget, const struct tc_certificate *const *chain,
                             size_t count, const char **ret_problem)
{
	enum tuf_result result = tc_openssl_init_paths();
	const char *problem = "";
	for (int i = 0; i < 2 && result == TUF_OK && problem; i++) {
		if (tc_budget_take_work(budget, work_of_proof(chain, count)))
			result = prove_once(chain, count, &problem);
		else
			problem = "it was not looked at: there is too much";
	}
	if (result == TUF_OK)
		*ret_problem = problem;
	return result;
}

/* ---- the reference's rules ---- */

static bool is_same(const unsigned char *left, size_t left_length, const unsigned char *right,
                    size_t right_length)
{
	return left_length == right_length && memcmp(left, right, left_length) == 0;
}

/* Whether the names let issuer have issued certificate. */
static bool is_named_issuer(const struct tc_certificate *issuer,
                            const struct tc_certificate *certificate)
{
	return is_same(issuer->facts.subject, issuer->facts.subject_length,
	               certificate->facts.issuer, certificate->facts.issuer_length);
}

/*
 * Whether the reference takes the certificate for one that is in the chain
 * already: it has the same name and key, and the same alternative names. One
 * that has some where the other has none ends the look.
 */
static bool is_in_chain(const struct search *search, size_t depth,
                        const struct tc_certificate *certificate)
{
	const struct tc_certificate_facts *facts = &certificate->facts;
	const struct tc_der *names = &facts->alternative_names;
	for (size_t i = 0; i < depth; i++) {
		const struct tc_certificate_facts *other = &search->chain[i]->facts;
		if (!is_same(facts->subject, facts->subject_length, other->subject,
		             other->subject_length) ||
		    !is_same(facts->key.spki, facts->key.spki_length, other->key.spki,
		             other->key.spki_length))
			continue;
		bool has_names = names->at != NULL;
		bool other_has_names = other->alternative_names.at != NULL;
		if (!has_names || !other_has_names)
			return !has_names && !other_has_names;
		if (tc_der_equals(&other->alternative_names, names->at, names->length))
			return true;
	}
	return false;
}

/* The keys that the reference can verify with; on others it may even end. */
static bool has_known_key(const struct tc_certificate *certificate)
{
	enum tc_public_algorithm algorithm = certificate->facts.key.algorithm;
	return algorithm == TC_PUBLIC_RSA || algorithm == TC_PUBLIC_ECDSA ||
	       algorithm == TC_PUBLIC_ED25519;
}

static bool fits_key(enum tc_signature_algorithm signature, enum tc_public_algorithm key)
{
	switch (signature) {
	case TC_SIGNATURE_OTHER:
	case TC_SIGNATURE_SHA1:
		return false;
	case TC_SIGNATURE_RSA_SHA256:
	case TC_SIGNATURE_RSA_SHA384:
	case TC_SIGNATURE_RSA_SHA512:
	case TC_SIGNATURE_PSS_SHA256:
	case TC_SIGNATURE_PSS_SHA384:
	case TC_SIGNATURE_PSS_SHA512:
		return key == TC_PUBLIC_RSA;
	case TC_SIGNATURE_ECDSA_SHA256:
	case TC_SIGNATURE_ECDSA_SHA384:
	case TC_SIGNATURE_ECDSA_SHA512:
		return key == TC_PUBLIC_ECDSA;
	case TC_SIGNATURE_ED25519:
		return key == TC_PUBLIC_ED25519;
	}
	return false;
}

static bool is_in_date(const struct tc_certificate *certificate, const struct tuf_time *at)
{
	if (!at)
		return true;
	const struct tuf_time begin = {.seconds = certificate->facts.not_before};
	const struct tuf_time end = {.seconds = certificate->facts.not_after};
	return tuf_time_compare(at, &begin) >= 0 && tuf_time_compare(at, &end) <= 0;
}

/* What keeps a certificate out of every path; NULL: nothing. */
static const char *find_own_problem(const struct tc_certificate *certificate,
                                    const struct tuf_time *at)
{
	const struct tc_certificate_facts *facts = &certificate->facts;
	if (facts->has_unhandled_critical)
		return "a certificate on the path has a critical extension unknown to clients";
	if (!is_in_date(certificate, at))
		return "a certificate on the path is not in date";
	if (facts->has_extended_usage && !facts->serves_tls)
		return "a certificate on the path has extended key usages without serverAuth, "
		       "which clients ask for";
	return NULL;
}

/* What keeps issuer from having issued the last of depth certificates; NULL: nothing. */
static const char *find_issuer_problem(const struct search *search, size_t depth,
                                       const struct tc_certificate *issuer, bool is_authority)
{
	const struct tc_certificate_facts *facts = &issuer->facts;
	const struct tc_certificate_facts *leaf = &search->chain[0]->facts;
	const struct tc_certificate_facts *child = &search->chain[depth - 1]->facts;
	bool must_say_ca = !is_authority || facts->version == 3 || facts->has_basic_constraints;
	if (must_say_ca && !facts->ca)
		return "an issuer on the path is no CA";
	if (facts->key_usage != 0 && !(facts->key_usage & TC_KEY_USAGE_CERT_SIGN))
		return "the key usage of an issuer on the path lacks keyCertSign";
	if (!fits_key(child->signature_algorithm, facts->key.algorithm))
		return "a certificate on the path is signed in a way that clients do not take";
	/* depth counts the leaf, which is no intermediate */
	if (facts->path_length >= 0 && (int64_t)depth - 1 > facts->path_length)
		return "the path is longer than an issuer on it allows";
	/* held against alternative names alone; which may be there is not worked out here */
	if (facts->has_name_constraints &&
	    (leaf->alternative_names.at || facts->alternative_names.at))
		return "an issuer on the path constrains alternative names, and there are some";
	return find_own_problem(issuer, search->query->at);
}

/* ---- the search ---- */

static void note_problem(struct search *search, const char *problem)
{
	if (!search->problem)
		search->problem = problem;
}

/* chain[0] to chain[count - 1] keep all rules. */
static enum tuf_result accept_if_proved(struct search *search, size_t count)
{
	if (++search->proofs > TUF_MAX_PATH_PROOFS) {
		search->is_hopeless = true;
		return TUF_OK;
	}
	const char *problem;
	enum tuf_result result = prove(search->query->budget, search->chain, count, &problem);
	if (result != TUF_OK)
		return result;
	if (problem)
		note_problem(search, problem);
	search->is_found = !problem;
	return TUF_OK;
}

static enum tuf_result extend(struct search *search, size_t depth, bool is_sound);

/* is_sound: the chain so far keeps all rules; else it is only counted. */
static enum tuf_result consider(struct search *search, size_t depth,
                                const struct tc_certificate *issuer, bool is_authority,
                                bool is_sound)
{
	if (search->is_hopeless || is_in_chain(search, depth, issuer))
		return TUF_OK;
	if (++search->issuers > TUF_MAX_PATH_ISSUERS || !has_known_key(issuer)) {
		search->is_hopeless = true;
		return TUF_OK;
	}
	if (is_sound) {
		const char *problem = find_issuer_problem(search, depth, issuer, is_authority);
		if (problem)
			note_problem(search, problem);
		is_sound = !problem;
	}
	search->chain[depth] = issuer;
	if (!is_authority)
		return extend(search, depth + 1, is_sound);
	return is_sound && !search->is_found ? accept_if_proved(search, depth + 1) : TUF_OK;
}

bool tc_ca_path_is_usable(const struct tc_certificate *authority, const struct tuf_time *at)
{
	if (tc_certificate_find_flaw(authority) != TC_FLAW_NONE)
		return false;
	return !at || tc_certificate_check_dates(authority, at) == TC_DATES_VALID;
}

/* Considers every certificate from first on that may have issued the last of depth. */
static enum tuf_result consider_all(struct search *search, size_t depth,
                                    const struct tc_bundle *bundle, size_t first, bool is_authority,
                                    bool is_sound)
{
	enum tuf_result result = TUF_OK;
	for (size_t i = first; result == TUF_OK && i < bundle->count; i++) {
		const struct tc_certificate *issuer = &bundle->items[i];
		if (!is_named_issuer(issuer, search->chain[depth - 1]))
			continue;
		if (tc_ca_path_is_usable(issuer, search->query->at))
			result = consider(search, depth, issuer, is_authority, is_sound);
		else
			note_problem(search,
			             "an issuer on the path is not in date, or breaks another "
			             "rule for certificates");
	}
	return result;
}

/* Pays for looking at every certificate once. When nobody can, there is no path. */
static bool can_look(struct search *search)
{
	const struct tc_ca_path_query *query = search->query;
	size_t count = query->authorities->count + query->bundle->count;
	bool is_paid = tc_budget_take_work(query->budget, 1 + count / CERTIFICATES_COMPARED);
	search->is_hopeless = search->is_hopeless || !is_paid;
	return is_paid;
}

/* No deeper than there may be issuers: by the rule of alternative names, one may come twice. */
static enum tuf_result extend(struct search *search, size_t depth, bool is_sound)
{
	const struct tc_ca_path_query *query = search->query;
	if (!can_look(search))
		return TUF_OK;
	enum tuf_result result = consider_all(search, depth, query->authorities, 0, true, is_sound);
	if (result != TUF_OK)
		return result;
	return consider_all(search, depth, query->bundle, 1, false, is_sound);
}

/* The certificate is itself an authority: then the reference looks for no other path. */
static bool is_pinned(const struct tc_ca_path_query *query, const struct tc_certificate *leaf)
{
	for (size_t i = 0; i < query->authorities->count; i++) {
		const struct tc_certificate *authority = &query->authorities->items[i];
		if (is_same(authority->der, authority->length, leaf->der, leaf->length) &&
		    tc_ca_path_is_usable(authority, query->at))
			return true;
	}
	return false;
}

enum tuf_result tc_ca_path_find(const struct tc_ca_path_query *query, bool *ret_found,
                                const char **ret_problem)
{
	const struct tc_certificate *leaf = &query->bundle->items[0];
	struct search search = {.query = query, .chain = {leaf}};
	enum tuf_result result = TUF_OK;
	const char *problem = find_own_problem(leaf, query->at);
	if (problem)
		note_problem(&search, problem);
	else if (can_look(&search) && is_pinned(query, leaf))
		result = accept_if_proved(&search, 1);
	else
		result = extend(&search, 1, true);
	if (result != TUF_OK)
		return result;
	bool is_found = search.is_found && !search.is_hopeless;
	if (search.is_hopeless)
		search.problem = "there are too many paths, or an issuer with an unknown key";
	else if (!is_found && !search.problem)
		search.problem = "none of the pinned certificates has the name of its issuer";
	*ret_found = is_found;
	*ret_problem = is_found ? NULL : search.problem;
	return TUF_OK;
}
