/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/notation_trust.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/notation_subject.h"
#include "cli/role_keys.h"
#include "cli/text.h"

static void add_line(char ***lines, size_t *count, const char *format, va_list arguments)
	__attribute__((format(printf, 3, 0)));

static void add_line(char ***lines, size_t *count, const char *format, va_list arguments)
{
	struct text line = {.bytes = NULL};
	text_append_vformat(&line, format, arguments);
	*lines = memory_resize(*lines, *count + 1, sizeof(**lines));
	(*lines)[(*count)++] = text_take(&line);
}

static void lose(struct notation_trust *trust, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void lose(struct notation_trust *trust, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	add_line(&trust->losses, &trust->loss_count, format, arguments);
	va_end(arguments);
}

static void remark(struct notation_trust *trust, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void remark(struct notation_trust *trust, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	add_line(&trust->remarks, &trust->remark_count, format, arguments);
	va_end(arguments);
}

/* ---- certificates ---- */

static bool is_self_issued(const struct tufcheck_certificate *certificate)
{
	return strcmp(certificate->subject, certificate->issuer) == 0;
}

static bool has_usage(const char *const *usages, size_t count, const char *wanted)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(usages[i], wanted) == 0)
			return true;
	return false;
}

static bool is_before(struct tufcheck_time one, struct tufcheck_time other)
{
	return one.seconds != other.seconds ? one.seconds < other.seconds
					    : one.nanoseconds < other.nanoseconds;
}

/* Why the certificate is not in force; NULL: it is. */
static const char *find_date_problem(const struct tufcheck_certificate *certificate,
				     struct tufcheck_time at)
{
	if (is_before(certificate->not_after, at))
		return "has expired";
	return is_before(at, certificate->not_before) ? "is not valid yet" : NULL;
}

/* Notation has RSA from 2048 bits and ECDSA on these curves. */
static bool is_algorithm_known(const struct tufcheck_certificate *certificate)
{
	static const char *const names[] = {"ECDSA P-256", "ECDSA P-384", "ECDSA P-521"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(certificate->algorithm, names[i]) == 0)
			return true;
	return strcmp(certificate->algorithm, "RSA") == 0 &&
	       (certificate->bits == 2048 || certificate->bits == 3072 ||
		certificate->bits == 4096);
}

/* That of the bundle's CA certificates which issued the first of them; NULL: it is not there. */
static const struct tufcheck_certificate *find_issuer(const struct tufcheck_key *key)
{
	for (size_t i = 1; i < key->certificate_count; i++)
		if (key->certificates[i].ca &&
		    strcmp(key->certificates[i].subject, key->certificates[0].issuer) == 0)
			return &key->certificates[i];
	return NULL;
}

/* ---- keys of roles ---- */

/* What keeps notation from taking the signer's signatures, though the store may have it. */
static void remark_usage(struct notation_trust *trust, const struct notation_signer *signer)
{
	const struct tufcheck_certificate *leaf = signer->certificate;
	const struct tufcheck_certificate *anchor = signer->anchor;
	if (anchor->ca && !has_usage(anchor->key_usages, anchor->key_usage_count, "keyCertSign"))
		remark(trust,
		       "%s: the CA certificate %s has no key usage keyCertSign, and notation takes "
		       "no signature under it",
		       signer->role, anchor->sha256);
	else if (leaf->ca)
		remark(trust,
		       "%s: the certificate %s is a CA's, and notation takes only signatures by "
		       "one "
		       "that it issues",
		       signer->role, leaf->sha256);
	else if (!has_usage(leaf->key_usages, leaf->key_usage_count, "digitalSignature"))
		remark(trust,
		       "%s: the certificate %s has no key usage digitalSignature, and notation "
		       "takes no signature by it",
		       signer->role, leaf->sha256);
}

static void add_signer(struct notation_trust *trust, const char *role,
		       const struct tufcheck_key *key, struct tufcheck_time at)
{
	const struct tufcheck_certificate *leaf = &key->certificates[0];
	const struct tufcheck_certificate *anchor = is_self_issued(leaf) ? leaf : find_issuer(key);
	const char *problem = find_date_problem(leaf, at);
	if (problem) {
		lose(trust, "%s: the certificate %s %s", role, leaf->sha256, problem);
	} else if (!is_algorithm_known(leaf)) {
		lose(trust,
		     "%s: the key of the certificate %s is %s of %u bits, which notation has not",
		     role, leaf->sha256, leaf->algorithm, leaf->bits);
	} else if (!anchor) {
		lose(trust,
		     "%s: the certificate %s is no CA's and was issued by \"%s\", whose "
		     "certificate "
		     "is not in the trust data",
		     role, leaf->sha256, leaf->issuer);
	} else if (find_date_problem(anchor, at)) {
		lose(trust, "%s: the CA certificate %s %s", role, anchor->sha256,
		     find_date_problem(anchor, at));
	} else {
		trust->signers = memory_resize(trust->signers, trust->signer_count + 1,
					       sizeof(*trust->signers));
		trust->signers[trust->signer_count++] = (struct notation_signer){
			.role = role, .certificate = leaf, .anchor = anchor};
	}
}

static void add_key(struct notation_trust *trust, const char *role, const struct tufcheck_key *key,
		    struct tufcheck_time at)
{
	if (strcmp(key->key_id, key->computed_key_id) != 0)
		lose(trust, "%s: the key %s stands under an ID that is not its own", role,
		     key->key_id);
	else if (key->certificate_count == 0 || !key->certificates[0].der)
		lose(trust, "%s: the key %s has no certificate", role, key->key_id);
	else
		add_signer(trust, role, key, at);
}

/* ---- roles ---- */

static bool lists_tags(const struct tufcheck_repository *repository, const char *role)
{
	for (size_t i = 0; i < repository->target_count; i++)
		if (strcmp(repository->targets[i].role, role) == 0)
			return true;
	return false;
}

/* What docker takes tags from; that of targets matters only where some come from it. */
static bool is_taken_from(const struct tufcheck_repository *repository, const char *role)
{
	return strcmp(role, "targets/releases") == 0 ||
	       (strcmp(role, "targets") == 0 && lists_tags(repository, role));
}

static bool has_all_paths(const struct tufcheck_role *role)
{
	for (size_t i = 0; i < role->path_count; i++)
		if (role->paths[i][0] == '\0')
			return true;
	return role->path_count == 0;
}

static void add_role(struct notation_trust *trust, const struct tufcheck_repository *repository,
		     const struct tufcheck_role *role, struct tufcheck_time at)
{
	if (role->status != TUFCHECK_ROLE_VALID) {
		lose(trust, "%s: the role is %s", role->name,
		     tufcheck_role_status_name(role->status));
		return;
	}
	if (role->threshold > 1) {
		lose(trust, "%s: it needs %lld signatures, and notation is content with one",
		     role->name, (long long)role->threshold);
		return;
	}
	if (!has_all_paths(role)) {
		lose(trust, "%s: it may sign some tags only, and notation knows no such limits",
		     role->name);
		return;
	}
	for (size_t i = 0; i < role->key_id_count; i++) {
		const struct tufcheck_key *key =
			role_keys_find(repository, role->key_ids[i], role->name);
		if (key)
			add_key(trust, role->name, key, at);
	}
}

/* ---- identities ---- */

static bool is_issued(const struct notation_signer *signer)
{
	return signer->anchor != signer->certificate;
}

static bool is_any_issued(const struct notation_trust *trust)
{
	for (size_t i = 0; i < trust->signer_count; i++)
		if (is_issued(&trust->signers[i]))
			return true;
	return false;
}

/* Takes out signers that cannot be named: those that a CA issued, or all. */
static void drop_unnamed(struct notation_trust *trust, bool is_only_issued)
{
	size_t kept = 0;
	for (size_t i = 0; i < trust->signer_count; i++) {
		const struct notation_signer *signer = &trust->signers[i];
		const char *problem = notation_subject_find_problem(signer->certificate->subject);
		if (problem && (is_issued(signer) || !is_only_issued))
			lose(trust,
			     "%s: the certificate %s cannot be told from others of its CA: %s",
			     signer->role, signer->certificate->sha256, problem);
		else
			trust->signers[kept++] = *signer;
	}
	trust->signer_count = kept;
}

/* Of two subjects of which one has all that the other has, notation takes only the shorter. */
static void drop_covered(struct text_set *subjects)
{
	size_t kept = 0;
	for (size_t i = 0; i < subjects->count; i++) {
		bool is_covered = false;
		for (size_t j = 0; j < subjects->count && !is_covered; j++)
			is_covered =
				j != i && subjects->items[j] &&
				notation_subject_covers(subjects->items[j], subjects->items[i]);
		if (is_covered)
			subjects->items[i] = NULL;
	}
	for (size_t i = 0; i < subjects->count; i++)
		if (subjects->items[i])
			subjects->items[kept++] = subjects->items[i];
	subjects->count = kept;
}

/*
 * Where every signer is its own anchor, the store says all, and any identity
 * in it may sign. A CA's certificate in the store needs the names of whom it
 * was trusted for.
 */
static void name_signers(struct notation_trust *trust)
{
	drop_unnamed(trust, true);
	if (!is_any_issued(trust))
		return;
	drop_unnamed(trust, false);
	for (size_t i = 0; i < trust->signer_count; i++)
		text_set_add(&trust->identities, trust->signers[i].certificate->subject);
	text_set_sort(&trust->identities);
	drop_covered(&trust->identities);
}

static bool is_carried_over(const struct notation_trust *trust, const struct tufcheck_key *key)
{
	for (size_t i = 0; i < trust->signer_count; i++)
		if (key && key->certificate_count > 0 &&
		    strcmp(trust->signers[i].certificate->sha256, key->certificates[0].sha256) == 0)
			return true;
	return false;
}

/* Whom docker would not have believed alone, notation is not to believe either. */
static void lose_role(struct notation_trust *trust, const struct tufcheck_repository *repository,
		      const struct tufcheck_role *role)
{
	size_t lost = 0;
	for (size_t i = 0; i < role->key_id_count; i++)
		lost += is_carried_over(trust,
					role_keys_find(repository, role->key_ids[i], role->name))
				? 0
				: 1;
	if (lost > 0)
		lose(trust, "%s: docker takes no tag from this role alone; keys of its own: %zu",
		     role->name, lost);
}

static bool is_delegation(const char *role)
{
	return strncmp(role, "targets/", strlen("targets/")) == 0;
}

struct notation_trust notation_trust_make(const struct tufcheck_repository *repository,
					  struct tufcheck_time at)
{
	struct notation_trust trust = {.signers = NULL};
	for (size_t i = 0; i < repository->role_count; i++)
		if (is_taken_from(repository, repository->roles[i].name))
			add_role(&trust, repository, &repository->roles[i], at);
	name_signers(&trust);
	for (size_t i = 0; i < repository->role_count; i++)
		if (is_delegation(repository->roles[i].name) &&
		    !is_taken_from(repository, repository->roles[i].name))
			lose_role(&trust, repository, &repository->roles[i]);
	for (size_t i = 0; i < trust.signer_count; i++)
		remark_usage(&trust, &trust.signers[i]);
	return trust;
}

static void clear_lines(char **lines, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(lines[i]);
	free(lines);
}

void notation_trust_clear(struct notation_trust *trust)
{
	clear_lines(trust->losses, trust->loss_count);
	clear_lines(trust->remarks, trust->remark_count);
	text_set_clear(&trust->identities);
	free(trust->signers);
	*trust = (struct notation_trust){.signers = NULL};
}
