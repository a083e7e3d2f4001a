/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/report.h"

#include <stdlib.h>
#include <string.h>

#include "verify/resolve.h"
#include "verify/signed_by.h"

/* One role's trust in one key, of those that become the records of keys. */
struct grant {
	const char *listed_id;
	const struct tc_public_key *key;
	const char *role;
	size_t order; /* of the role */
	bool has_signed;
};

static struct tufcheck_time public_time(struct tuf_time time)
{
	return (struct tufcheck_time){.seconds = time.seconds, .nanoseconds = time.nanoseconds};
}

static void make_role(const struct tc_role_evidence *role, struct tufcheck_role *ret_record)
{
	*ret_record = (struct tufcheck_role){
		.name = role->name,
		.file = role->file,
		.status = role->status,
		.sha256 = role->sha256,
		.length = role->content.length,
		.version = role->common.version,
		.has_expires = role->common.has_expires,
		.expires = public_time(role->common.expires),
		.valid_signatures = role->quorum.valid_count,
		.paths = role->paths,
		.path_count = role->path_count,
		.signatures = role->quorum.signatures,
		.signature_count = role->quorum.signature_count,
	};
	if (!role->definition)
		return;
	ret_record->threshold = role->definition->threshold;
	ret_record->key_ids = role->definition->key_ids;
	ret_record->key_id_count = role->definition->key_id_count;
}

static enum tuf_result fill_roles(struct tufcheck_report *report)
{
	struct tufcheck_role *records = tuf_arena_take_array(
		&report->arena, report->evidence.role_count, sizeof(*records));
	if (!records)
		return TUF_NO_MEMORY;
	size_t count = 0;
	for (const struct tc_role_evidence *role = report->evidence.roles; role; role = role->next)
		make_role(role, &records[count++]);
	report->repository.roles = records;
	report->repository.role_count = count;
	return TUF_OK;
}

static int compare_grants(const void *left, const void *right)
{
	const struct grant *a = left;
	const struct grant *b = right;
	int order = strcmp(a->listed_id, b->listed_id);
	if (order == 0)
		order = strcmp(a->key->id, b->key->id);
	if (order != 0)
		return order;
	return a->order < b->order ? -1 : a->order > b->order;
}

static bool same_key(const struct grant *left, const struct grant *right)
{
	return strcmp(left->listed_id, right->listed_id) == 0 && left->key == right->key;
}

/* The trust of one role, whose number is order, in its keys; grants has room for them. */
static enum tuf_result add_grants(struct tufcheck_report *report,
                                  const struct tc_role_evidence *role, size_t order,
                                  struct grant *grants)
{
	struct tc_signers signers;
	enum tuf_result result = tc_signers_make(&report->arena, role, &signers);
	for (size_t i = 0; result == TUF_OK && i < role->definition->key_id_count; i++) {
		struct grant *grant = &grants[i];
		grant->listed_id = role->definition->key_ids[i];
		grant->role = role->name;
		grant->order = order;
		result = tc_key_ring_get(&report->evidence.ring,
		                         tuf_key_list_find(role->keys, grant->listed_id),
		                         &grant->key);
		if (result == TUF_OK)
			grant->has_signed = tc_signers_has(&signers, grant->listed_id, grant->key);
	}
	return result;
}

/* Every key of every role that was reached. */
static enum tuf_result gather_grants(struct tufcheck_report *report, struct grant **ret_grants,
                                     size_t *ret_count)
{
	size_t room = 0, count = 0, order = 0;
	for (const struct tc_role_evidence *role = report->evidence.roles; role; role = role->next)
		room += role->definition ? role->definition->key_id_count : 0;
	struct grant *grants = tuf_arena_take_array(&report->arena, room, sizeof(*grants));
	if (!grants)
		return TUF_NO_MEMORY;
	for (const struct tc_role_evidence *role = report->evidence.roles; role;
	     role = role->next, order++) {
		if (!role->definition)
			continue;
		enum tuf_result result = add_grants(report, role, order, grants + count);
		if (result != TUF_OK)
			return result;
		count += role->definition->key_id_count;
	}
	qsort(grants, count, sizeof(*grants), compare_grants);
	*ret_grants = grants;
	*ret_count = count;
	return TUF_OK;
}

static enum tuf_result copy_certificates(struct tuf_arena *arena, const struct tc_bundle *bundle,
                                         struct tufcheck_key *record)
{
	struct tufcheck_certificate *certificates =
		tuf_arena_take_array(arena, bundle->count, sizeof(*certificates));
	if (!certificates)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < bundle->count; i++)
		certificates[i] = bundle->items[i].record;
	record->certificates = certificates;
	record->certificate_count = bundle->count;
	return TUF_OK;
}

enum tuf_result tc_report_make_key(struct tuf_arena *arena, const struct tc_public_key *key,
                                   const char *listed_id, struct tufcheck_key *ret_record)
{
	*ret_record = (struct tufcheck_key){
		.key_id = listed_id,
		.canonical_key_id = key->canonical_id,
		.type = key->type_name,
		.bits = key->facts.bits,
		.spki_sha256 = key->spki_sha256,
		.computed_key_id = key->id,
	};
	if (key->facts.algorithm != TC_PUBLIC_NONE) {
		ret_record->algorithm = tc_public_facts_describe(arena, &key->facts);
		if (!ret_record->algorithm)
			return TUF_NO_MEMORY;
	}
	return copy_certificates(arena, &key->bundle, ret_record);
}

static enum tuf_result make_key(struct tuf_arena *arena, const struct grant *grants, size_t count,
                                struct tufcheck_key *ret_record)
{
	enum tuf_result result =
		tc_report_make_key(arena, grants[0].key, grants[0].listed_id, ret_record);
	if (result != TUF_OK)
		return result;
	const char **roles = tuf_arena_take_array(arena, count, sizeof(*roles));
	bool *has_signed = tuf_arena_take_array(arena, count, sizeof(*has_signed));
	if (!roles || !has_signed)
		return TUF_NO_MEMORY;
	size_t n = 0;
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && grants[i].order == grants[i - 1].order)
			continue;
		has_signed[n] = grants[i].has_signed;
		roles[n++] = grants[i].role;
	}
	ret_record->roles = roles;
	ret_record->has_signed = has_signed;
	ret_record->role_count = n;
	return TUF_OK;
}

static enum tuf_result fill_keys(struct tufcheck_report *report)
{
	struct grant *grants;
	size_t grant_count;
	enum tuf_result result = gather_grants(report, &grants, &grant_count);
	if (result != TUF_OK)
		return result;
	struct tufcheck_key *records =
		tuf_arena_take_array(&report->arena, grant_count, sizeof(*records));
	if (!records)
		return TUF_NO_MEMORY;
	size_t count = 0;
	for (size_t start = 0, end; start < grant_count; start = end) {
		for (end = start + 1; end < grant_count; end++)
			if (!same_key(&grants[start], &grants[end]))
				break;
		result = make_key(&report->arena, &grants[start], end - start, &records[count++]);
		if (result != TUF_OK)
			return result;
	}
	report->repository.keys = records;
	report->repository.key_count = count;
	return TUF_OK;
}

enum tuf_result tc_report_fill(struct tufcheck_report *report, const struct tc_verdict *verdict,
                               const struct tc_verified *verified, const char *path)
{
	struct tufcheck_repository *repository = &report->repository;
	struct tc_evidence *evidence = &report->evidence;
	repository->gun = evidence->gun;
	repository->path = path;
	enum tuf_result result = fill_roles(report);
	if (result != TUF_OK)
		return result;
	result = fill_keys(report);
	if (result != TUF_OK)
		return result;
	if (verified)
		result = tc_resolve_targets(verified, &report->arena, &evidence->findings,
		                            &repository->targets, &repository->target_count);
	if (result != TUF_OK)
		return result;
	result = tc_finding_list_sort(&evidence->findings, &repository->findings);
	if (result != TUF_OK)
		return result;
	repository->finding_count = evidence->findings.count;
	repository->root_history = evidence->root_history;
	memcpy(repository->answers, verdict->answers, sizeof(repository->answers));
	/* set last: a report that is not whole has the status invalid */
	repository->status = verdict->status;
	return TUF_OK;
}
