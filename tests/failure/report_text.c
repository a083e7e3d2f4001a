/* SPDX-License-Identifier: Apache-2.0 */
#include "report_text.h"

static void write_text(FILE *out, const char *name, const char *text)
{
	(void)fprintf(out, " %s=%s", name, text ? text : "(none)");
}

static void write_texts(FILE *out, const char *name, const char *const *texts, size_t count)
{
	(void)fprintf(out, " %s:%zu", name, count);
	for (size_t i = 0; i < count; i++)
		(void)fprintf(out, " %s", texts[i]);
}

static void write_time(FILE *out, const char *name, struct tufcheck_time time)
{
	(void)fprintf(out, " %s=%lld.%ld", name, (long long)time.seconds, (long)time.nanoseconds);
}

static void write_signatures(FILE *out, const struct tufcheck_signature *signatures, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		(void)fprintf(out, "\n  signature %d", signatures[i].valid);
		write_text(out, "key", signatures[i].key_id);
		write_text(out, "method", signatures[i].method);
		write_text(out, "reason", signatures[i].reason);
	}
}

static void write_role(FILE *out, const struct tufcheck_role *role)
{
	(void)fprintf(out, "\nrole %s status=%d length=%llu version=%lld expires=%d %lld %zu",
	              role->name, (int)role->status, (unsigned long long)role->length,
	              (long long)role->version, role->has_expires, (long long)role->threshold,
	              role->valid_signatures);
	write_time(out, "expires", role->expires);
	write_text(out, "file", role->file);
	write_text(out, "sha256", role->sha256);
	write_texts(out, "keys", role->key_ids, role->key_id_count);
	write_texts(out, "paths", role->paths, role->path_count);
	write_signatures(out, role->signatures, role->signature_count);
}

static void write_certificate(FILE *out, const struct tufcheck_certificate *certificate)
{
	(void)fprintf(out, "\n  certificate %zu ca=%d bits=%u der=%zu", certificate->position,
	              certificate->ca, certificate->bits, certificate->der_length);
	write_text(out, "subject", certificate->subject);
	write_text(out, "issuer", certificate->issuer);
	write_text(out, "serial", certificate->serial);
	write_time(out, "from", certificate->not_before);
	write_time(out, "to", certificate->not_after);
	write_text(out, "signed-by", certificate->signature_algorithm);
	write_text(out, "sha256", certificate->sha256);
	write_text(out, "sha1", certificate->sha1);
	write_text(out, "algorithm", certificate->algorithm);
	write_text(out, "spki", certificate->spki_sha256);
	write_texts(out, "usages", certificate->key_usages, certificate->key_usage_count);
	write_texts(out, "extended", certificate->extended_key_usages,
	            certificate->extended_key_usage_count);
}

static void write_key(FILE *out, const struct tufcheck_key *key)
{
	(void)fprintf(out, "\nkey %s bits=%u", key->key_id, key->bits);
	write_text(out, "canonical", key->canonical_key_id);
	write_text(out, "computed", key->computed_key_id);
	write_text(out, "type", key->type);
	write_text(out, "algorithm", key->algorithm);
	write_text(out, "spki", key->spki_sha256);
	for (size_t i = 0; i < key->role_count; i++)
		(void)fprintf(out, " %s:%d", key->roles[i],
		              key->has_signed ? key->has_signed[i] : -1);
	for (size_t i = 0; i < key->certificate_count; i++)
		write_certificate(out, &key->certificates[i]);
}

static void write_target(FILE *out, const struct tufcheck_target *target)
{
	(void)fprintf(out, "\ntarget %s pullable=%d length=%lld", target->name, target->pullable,
	              (long long)target->length);
	write_text(out, "role", target->role);
	write_text(out, "sha256", target->sha256);
	write_texts(out, "signers", target->signers, target->signer_count);
	write_texts(out, "listed", target->listing_roles, target->listing_role_count);
}

void report_text_write_finding(FILE *out, const struct tufcheck_finding *finding)
{
	(void)fprintf(out, "\nfinding %s severity=%d", finding->id, (int)finding->severity);
	write_text(out, "role", finding->role);
	write_text(out, "file", finding->file);
	write_text(out, "pointer", finding->pointer);
	write_text(out, "expected", finding->expected);
	write_text(out, "actual", finding->actual);
	write_text(out, "message", finding->message);
}

void report_text_write_repository(FILE *out, const struct tufcheck_repository *repository)
{
	(void)fprintf(out, "\nrepository %s %s status=%d roots %lld to %lld complete=%d",
	              repository->gun, repository->path, (int)repository->status,
	              (long long)repository->root_history.oldest,
	              (long long)repository->root_history.newest,
	              repository->root_history.complete);
	for (size_t i = 0; i < TUFCHECK_CHECK_COUNT; i++)
		(void)fprintf(out, " %d", (int)repository->answers[i]);
	for (size_t i = 0; i < repository->role_count; i++)
		write_role(out, &repository->roles[i]);
	for (size_t i = 0; i < repository->key_count; i++)
		write_key(out, &repository->keys[i]);
	for (size_t i = 0; i < repository->target_count; i++)
		write_target(out, &repository->targets[i]);
	for (size_t i = 0; i < repository->finding_count; i++)
		report_text_write_finding(out, &repository->findings[i]);
}

void report_text_write_decision(FILE *out, const struct tufcheck_decision *decision)
{
	(void)fprintf(out, "\ndecision allowed=%d verified=%d unchecked=%d level=%d",
	              decision->is_allowed, decision->is_verified, decision->is_unchecked,
	              (int)decision->level);
	write_text(out, "statement", decision->statement);
	write_text(out, "scope", decision->scope);
	write_text(out, "digest", decision->digest);
	write_text(out, "tag", decision->tag);
	write_text(out, "role", decision->role);
	write_texts(out, "signers", decision->signers, decision->signer_count);
	for (size_t i = 0; i < decision->test_count; i++) {
		const struct tufcheck_test *test = &decision->tests[i];
		(void)fprintf(out, "\n  test %s outcome=%d", test->name, (int)test->outcome);
		write_text(out, "subject", test->subject);
		write_text(out, "expected", test->expected);
		write_text(out, "actual", test->actual);
		write_text(out, "message", test->message);
	}
}

void report_text_write_estate(FILE *out, const struct tufcheck_estate_facts *facts)
{
	for (size_t i = 0; i < facts->private_key_count; i++) {
		const struct tufcheck_private_key *key = &facts->private_keys[i];
		(void)fprintf(out, "\nprivate %s encrypted=%d mode=%o trusted=%d", key->path,
		              (int)key->encrypted, key->mode, (int)key->trusted);
		write_text(out, "key", key->key_id);
		write_text(out, "role", key->role);
		write_text(out, "gun", key->gun);
	}
	for (size_t i = 0; i < facts->finding_count; i++)
		report_text_write_finding(out, &facts->findings[i]);
}

void report_text_write_content(FILE *out, const struct tufcheck_untrusted_content *content)
{
	(void)fprintf(out, "\ndocument %s length=%llu version=%lld", content->path,
	              (unsigned long long)content->length, (long long)content->version);
	write_text(out, "type", content->type);
	write_text(out, "sha256", content->sha256);
	write_signatures(out, content->signatures, content->signature_count);
	for (size_t i = 0; i < content->key_count; i++)
		write_key(out, &content->keys[i]);
	for (size_t i = 0; i < content->role_count; i++)
		write_role(out, &content->roles[i]);
	for (size_t i = 0; i < content->target_count; i++)
		write_target(out, &content->targets[i]);
}
