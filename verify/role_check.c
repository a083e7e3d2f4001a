/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/role_check.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/codec.h"
#include "tuf/digest.h"
#include "tuf/limits.h"

/* The reference's "no size limit". */
#define NO_LENGTH (-1)

/* From harmless to worst, so that a role keeps the worst that was found. */
static int badness(enum tufcheck_role_status status)
{
	switch (status) {
	case TUFCHECK_ROLE_VALID:
		return 0;
	case TUFCHECK_ROLE_UNPUBLISHED:
		return 1;
	case TUFCHECK_ROLE_EXPIRED:
		return 2;
	case TUFCHECK_ROLE_BELOW_THRESHOLD:
		return 3;
	case TUFCHECK_ROLE_MISSING:
		return 4;
	case TUFCHECK_ROLE_INVALID:
		break;
	}
	return 5;
}

void tc_role_worsen(struct tc_role_evidence *role, enum tufcheck_role_status status)
{
	if (badness(status) > badness(role->status))
		role->status = status;
}

static struct tc_finding_place place_in(const struct tc_role_evidence *role, const char *pointer,
                                        const char *expected, const char *actual)
{
	return (struct tc_finding_place){.role = role->name,
	                                 .file = role->file,
	                                 .pointer = pointer,
	                                 .expected = expected,
	                                 .actual = actual};
}

static enum tc_finding_kind kind_of_read(enum tc_read_status status)
{
	switch (status) {
	case TC_READ_MISSING:
		return TC_FILE_MISSING;
	case TC_READ_NOT_REGULAR:
		return TC_FILE_NOT_REGULAR;
	case TC_READ_CHANGED:
		return TC_FILE_CHANGED;
	case TC_READ_TOO_LARGE:
		return TC_FILE_TOO_LARGE;
	case TC_READ_LINK_ESCAPES:
		return TC_LINK_ESCAPES;
	case TC_READ_INVALID:
	case TC_READ_OK:
	case TC_READ_UNREADABLE:
		break;
	}
	return TC_FILE_UNREADABLE;
}

static const char *actual_of_read(struct tuf_arena *arena, const struct tc_read *content)
{
	switch (content->status) {
	case TC_READ_MISSING:
		return "nothing";
	case TC_READ_NOT_REGULAR:
		return content->actual;
	case TC_READ_CHANGED:
		return "one that changed while it was read";
	case TC_READ_TOO_LARGE:
		return "more";
	case TC_READ_LINK_ESCAPES:
		return "a symbolic link that leads out of it";
	case TC_READ_INVALID:
	case TC_READ_OK:
	case TC_READ_UNREADABLE:
		break;
	}
	return tuf_arena_format(arena, "%s", strerrordesc_np(content->error));
}

static const char *expected_of_read(struct tuf_arena *arena, enum tc_read_status status,
                                    size_t limit)
{
	if (status == TC_READ_TOO_LARGE)
		return tuf_arena_format(arena, "at most %zu bytes", limit);
	if (status == TC_READ_LINK_ESCAPES)
		return "a file beneath the argument";
	return "a regular file";
}

/* What is the matter with the file, as the end of a sentence that begins with its name. */
static const char *describe_read(struct tuf_arena *arena, const struct tc_read *content,
                                 size_t limit)
{
	switch (content->status) {
	case TC_READ_MISSING:
		return "is missing";
	case TC_READ_NOT_REGULAR:
		return tuf_arena_format(arena, "is %s, not a regular file", content->actual);
	case TC_READ_CHANGED:
		return "changed while it was read";
	case TC_READ_TOO_LARGE:
		return tuf_arena_format(arena, "has more than the %zu bytes that clients read",
		                        limit);
	case TC_READ_LINK_ESCAPES:
		return "is reached by a symbolic link that leads out of the argument";
	case TC_READ_INVALID:
	case TC_READ_OK:
	case TC_READ_UNREADABLE:
		break;
	}
	return tuf_arena_format(arena, "cannot be read: %s", strerrordesc_np(content->error));
}

enum tuf_result tc_role_report_read(const struct tc_check *check, struct tc_role_evidence *role,
                                    size_t limit)
{
	struct tuf_arena *arena = check->evidence->arena;
	const char *expected = expected_of_read(arena, role->content.status, limit);
	const char *actual = actual_of_read(arena, &role->content);
	const char *description = describe_read(arena, &role->content, limit);
	if (!expected || !actual || !description)
		return TUF_NO_MEMORY;
	tc_role_worsen(role, role->content.status == TC_READ_MISSING ? TUFCHECK_ROLE_MISSING
	                                                             : TUFCHECK_ROLE_INVALID);
	const struct tc_finding_place place = place_in(role, "", expected, actual);
	return tc_finding_add(&check->evidence->findings, kind_of_read(role->content.status),
	                      &place, "%s %s", role->file, description);
}

enum tuf_result tc_role_report_fault(const struct tc_check *check, struct tc_role_evidence *role,
                                     const struct tuf_fault *fault)
{
	tc_role_worsen(role, TUFCHECK_ROLE_INVALID);
	return tc_finding_add_fault(&check->evidence->findings, role->name, role->file, fault);
}

/* Leaves a file that there is no budget for as it was before it was read. */
static enum tuf_result leave_unread(struct tc_role_evidence *role)
{
	free(role->content.bytes);
	role->content = (struct tc_read){.status = TC_READ_INVALID};
	tc_role_worsen(role, TUFCHECK_ROLE_INVALID);
	return TUF_OK;
}

enum tuf_result tc_role_read(const struct tc_check *check, struct tc_role_evidence *role,
                             size_t limit)
{
	/* from here on the role gets worse only by what is found */
	role->status = TUFCHECK_ROLE_VALID;
	struct tc_read *content = &role->content;
	struct tc_budget *budget = &check->evidence->budget;
	if (!tc_budget_take_bytes(budget, 0))
		return leave_unread(role);
	enum tuf_result result =
		check->source->read(check->source->context, role->file, limit, content);
	if (result != TUF_OK)
		return result;
	if (content->status != TC_READ_OK)
		return tc_role_report_read(check, role, limit);
	if (!tc_budget_take_bytes(budget, content->length))
		return leave_unread(role);
	result = tc_read_hash(content);
	if (result != TUF_OK)
		return result;
	role->sha256 =
		tuf_hex_encode(check->evidence->arena, content->sha256, sizeof(content->sha256));
	return role->sha256 ? TUF_OK : TUF_NO_MEMORY;
}

/*
 * Bytes that are not the listed ones are not looked into; but whoever mends
 * them wants to know when they are not even JSON.
 */
static enum tuf_result diagnose(const struct tc_check *check, struct tc_role_evidence *role)
{
	if (check->evidence->diagnosed_count++ >= TUF_MAX_DIAGNOSED)
		return TUF_OK;
	struct tuf_arena scratch = TUF_ARENA_INIT;
	struct tuf_fault fault;
	const struct tuf_reader reader = {.arena = &scratch, .fault = &fault};
	json_t *document = NULL;
	enum tuf_result result =
		tuf_json_load(&reader, role->content.bytes, role->content.length, &document);
	json_decref(document);
	if (result == TUF_INVALID)
		result = tc_role_report_fault(check, role, &fault);
	tuf_arena_clear(&scratch);
	return result;
}

static enum tuf_result parse_content(const struct tc_check *check, struct tc_role_evidence *role)
{
	if (role->content.status != TC_READ_OK)
		return TUF_OK;
	if (role->status != TUFCHECK_ROLE_VALID)
		return diagnose(check, role);
	struct tuf_fault fault;
	const struct tuf_reader reader = tc_check_make_reader(check, &fault);
	enum tuf_result result = tuf_envelope_parse(&reader, role->content.bytes,
	                                            role->content.length, &role->envelope);
	role->has_envelope = result == TUF_OK;
	return result == TUF_INVALID ? tc_role_report_fault(check, role, &fault) : result;
}

/* What is signed is part of them, and is not there any more either. */
static void drop_bytes(struct tc_role_evidence *role)
{
	free(role->content.bytes);
	role->content.bytes = NULL;
	role->envelope.signed_bytes = NULL;
}

enum tuf_result tc_role_parse_envelope(const struct tc_check *check, struct tc_role_evidence *role)
{
	enum tuf_result result = parse_content(check, role);
	if (!role->has_envelope)
		drop_bytes(role);
	return result;
}

/* One listed hash against the file's. The algorithm's name is what the message says. */
static enum tuf_result compare_hash(const struct tc_check *check, struct tc_role_evidence *role,
                                    const struct tuf_hash *hash, const unsigned char *digest,
                                    enum tuf_digest_algorithm algorithm, const char *name,
                                    const char *listed_in, bool *ret_matches)
{
	*ret_matches = true;
	if (!hash->is_listed)
		return TUF_OK;
	struct tuf_arena *arena = check->evidence->arena;
	size_t size = tuf_digest_size(algorithm);
	*ret_matches = hash->length == size && memcmp(hash->bytes, digest, size) == 0;
	if (*ret_matches)
		return TUF_OK;
	const char *expected = tuf_hex_encode(arena, hash->bytes, hash->length);
	const char *actual = tuf_hex_encode(arena, digest, size);
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	if (!expected[0])
		expected = "nothing";
	tc_role_worsen(role, TUFCHECK_ROLE_INVALID);
	const struct tc_finding_place place = place_in(role, "", expected, actual);
	return tc_finding_add(&check->evidence->findings, TC_HASH_MISMATCH, &place,
	                      "%s does not match the %s: %s expected %s, is %s", role->file,
	                      listed_in, name, expected, actual);
}

/* Every known hash must match; the first that does not says enough, and is the last that is made. */
static enum tuf_result compare_hashes(const struct tc_check *check, struct tc_role_evidence *role,
                                      const struct tuf_file_meta *meta, const char *listed_in)
{
	const struct tc_read *content = &role->content;
	bool matches;
	enum tuf_result result = compare_hash(check, role, &meta->sha256, content->sha256,
	                                      TUF_DIGEST_SHA256, "sha256", listed_in, &matches);
	if (result != TUF_OK || !matches || !meta->sha512.is_listed)
		return result;
	unsigned char sha512[TUF_SHA512_BYTES];
	result = tuf_digest_compute(TUF_DIGEST_SHA512, content->bytes, content->length, sha512);
	if (result != TUF_OK)
		return result;
	return compare_hash(check, role, &meta->sha512, sha512, TUF_DIGEST_SHA512, "sha512",
	                    listed_in, &matches);
}

static enum tuf_result compare_length(const struct tc_check *check, struct tc_role_evidence *role,
                                      int64_t length, const char *listed_in)
{
	bool is_exceeded = length < 0 || role->content.length > (uint64_t)length;
	if (length == NO_LENGTH || (!is_exceeded && role->content.length == (uint64_t)length))
		return TUF_OK;
	struct tuf_arena *arena = check->evidence->arena;
	const char *expected = tuf_arena_format(arena, "%" PRId64 " bytes", length);
	const char *actual = tuf_arena_format(arena, "%zu bytes", role->content.length);
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	if (is_exceeded)
		tc_role_worsen(role, TUFCHECK_ROLE_INVALID);
	const struct tc_finding_place place = place_in(role, "", expected, actual);
	return tc_finding_add(&check->evidence->findings,
	                      is_exceeded ? TC_LENGTH_EXCEEDED : TC_LENGTH_DIFFERS, &place,
	                      "%s does not have the length that the %s lists: expected %s, found %s",
	                      role->file, listed_in, expected, actual);
}

static enum tuf_result report_unsupported(const struct tc_check *check,
                                          struct tc_role_evidence *role, const char *listed_in)
{
	tc_role_worsen(role, TUFCHECK_ROLE_INVALID);
	const struct tc_finding_place place = place_in(role, "", "a sha256 or sha512", "neither");
	return tc_finding_add(&check->evidence->findings, TC_HASH_UNSUPPORTED, &place,
	                      "the %s lists %s with neither a sha256 nor a sha512", listed_in,
	                      role->file);
}

enum tuf_result tc_role_compare(const struct tc_check *check, struct tc_role_evidence *role,
                                const struct tuf_file_meta *meta, const char *listed_in)
{
	if (role->content.status != TC_READ_OK)
		return TUF_OK;
	if (!meta->sha256.is_listed && !meta->sha512.is_listed)
		return report_unsupported(check, role, listed_in);
	enum tuf_result result = compare_hashes(check, role, meta, listed_in);
	if (result != TUF_OK)
		return result;
	/* the root is read before the snapshot is known: the reference holds no length against it */
	if (strcmp(role->name, "root") == 0)
		return TUF_OK;
	return compare_length(check, role, meta->length, listed_in);
}

static enum tuf_result gather_candidates(const struct tc_check *check,
                                         const struct tc_role_evidence *role,
                                         struct tc_candidate_list *ret_list)
{
	const struct tuf_role *definition = role->definition;
	struct tc_candidate_list list = {.count = 0};
	list.items = tuf_arena_take_array(check->evidence->arena, definition->key_id_count,
	                                  sizeof(*list.items));
	if (!list.items)
		return TUF_NO_MEMORY;
	for (size_t i = 0; i < definition->key_id_count; i++) {
		const char *key_id = definition->key_ids[i];
		struct tc_candidate *candidate = &list.items[list.count++];
		candidate->key_id = key_id;
		enum tuf_result result = tc_key_ring_get(&check->evidence->ring,
		                                         tuf_key_list_find(role->keys, key_id),
		                                         &candidate->key);
		if (result != TUF_OK)
			return result;
	}
	tc_candidate_list_sort(&list);
	*ret_list = list;
	return TUF_OK;
}

static enum tuf_result report_signature(const struct tc_check *check,
                                        const struct tc_role_evidence *role, size_t index)
{
	const struct tufcheck_signature *signature = &role->quorum.signatures[index];
	const char *pointer =
		tuf_arena_format(check->evidence->arena, "/signatures/%zu/sig", index);
	if (!pointer)
		return TUF_NO_MEMORY;
	const struct tc_finding_place place =
		place_in(role, pointer, "a valid signature", signature->reason);
	return tc_finding_add(&check->evidence->findings, TC_SIGNATURE_INVALID, &place,
	                      "%s: the signature by key %s with method \"%s\" counts for nothing: %s",
	                      role->file, signature->key_id, signature->method, signature->reason);
}

static enum tuf_result report_mislabelled(const struct tc_check *check,
                                          const struct tc_role_evidence *role)
{
	const struct tc_candidate *candidate = role->quorum.mislabelled;
	const char *pointer = tuf_arena_format(check->evidence->arena, "/signatures/%zu/keyid",
	                                       role->quorum.mislabelled_index);
	if (!pointer)
		return TUF_NO_MEMORY;
	const struct tc_finding_place place =
		place_in(role, pointer, candidate->key->id, candidate->key_id);
	return tc_finding_add(&check->evidence->findings, TC_KEY_ID_MISMATCH, &place,
	                      "%s is signed by a key listed as %s, whose ID is %s", role->file,
	                      candidate->key_id, candidate->key->id);
}

enum tuf_result tc_role_report_signatures(const struct tc_check *check,
                                          const struct tc_role_evidence *role)
{
	const struct tc_quorum *quorum = &role->quorum;
	if (quorum->signature_count == 0) {
		const struct tc_finding_place place =
			place_in(role, "/signatures", "signatures", "none");
		return tc_finding_add(&check->evidence->findings, TC_SIGNATURES_NONE, &place,
		                      "%s has no signatures", role->file);
	}
	for (size_t i = 0; i < quorum->signature_count; i++) {
		const struct tufcheck_signature *signature = &quorum->signatures[i];
		/* what is said of a key is not said of its signature again */
		if (signature->valid || signature->reason == tc_quorum_not_listed ||
		    signature->reason == tc_quorum_not_acceptable)
			continue;
		enum tuf_result result = report_signature(check, role, i);
		if (result != TUF_OK)
			return result;
	}
	return quorum->mislabelled ? report_mislabelled(check, role) : TUF_OK;
}

enum tuf_result tc_role_report_threshold(const struct tc_check *check,
                                         const struct tc_role_evidence *role,
                                         enum tc_finding_kind kind)
{
	struct tuf_arena *arena = check->evidence->arena;
	const char *expected = tuf_arena_format(arena, "valid signatures by %" PRId64 " of its keys",
	                                        role->definition->threshold);
	const char *actual = tuf_arena_format(arena, "by %zu", role->quorum.valid_count);
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	const struct tc_finding_place place = place_in(role, "/signatures", expected, actual);
	return tc_finding_add(&check->evidence->findings, kind, &place,
	                      "%s has valid signatures by %zu of its keys, expected %" PRId64,
	                      role->file, role->quorum.valid_count, role->definition->threshold);
}

enum tuf_result tc_role_count_signatures(const struct tc_check *check,
                                         struct tc_role_evidence *role)
{
	if (!role->has_envelope)
		return TUF_OK;
	struct tc_candidate_list candidates;
	enum tuf_result result = gather_candidates(check, role, &candidates);
	if (result != TUF_OK)
		return result;
	result = tc_quorum_count(check->evidence->arena, &role->envelope, &candidates,
	                         &role->quorum);
	drop_bytes(role);
	if (result != TUF_OK)
		return result;
	result = tc_role_report_signatures(check, role);
	if (result != TUF_OK)
		return result;
	/* a file without signatures, or with a mislabelled key, is refused; too few only drop a delegation */
	if (role->quorum.signature_count == 0 || role->quorum.mislabelled) {
		tc_role_worsen(role, TUFCHECK_ROLE_INVALID);
		return TUF_OK;
	}
	if (tc_quorum_is_met(&role->quorum, role->definition->threshold))
		return TUF_OK;
	tc_role_worsen(role, TUFCHECK_ROLE_BELOW_THRESHOLD);
	bool is_delegation = tuf_role_name_is_delegation(role->name);
	return tc_role_report_threshold(check, role,
	                                is_delegation ? TC_DELEGATION_THRESHOLD_NOT_MET
	                                              : TC_THRESHOLD_NOT_MET);
}

enum tuf_result tc_role_check_expiry(const struct tc_check *check, struct tc_role_evidence *role)
{
	const struct tuf_common *common = &role->common;
	if (common->has_expires && tuf_time_compare(&common->expires, &check->at) >= 0)
		return TUF_OK;
	char at[TUF_TIME_TEXT_BYTES], expires[TUF_TIME_TEXT_BYTES];
	tuf_time_format(&check->at, at);
	tuf_time_format(&common->expires, expires);
	struct tuf_arena *arena = check->evidence->arena;
	const char *expected = tuf_arena_format(arena, "%s or later", at);
	const char *actual =
		common->has_expires ? tuf_arena_format(arena, "%s", expires) : "no date";
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	tc_role_worsen(role, TUFCHECK_ROLE_EXPIRED);
	enum tc_finding_kind kind = tuf_role_name_is_delegation(role->name) ? TC_DELEGATION_EXPIRED
	                                                                    : TC_ROLE_EXPIRED;
	const struct tc_finding_place place = place_in(role, "/signed/expires", expected, actual);
	if (!common->has_expires)
		return tc_finding_add(&check->evidence->findings, kind, &place,
		                      "%s has no expiry, which counts as expired", role->file);
	return tc_finding_add(&check->evidence->findings, kind, &place,
	                      "%s expired at %s; the moment of evaluation is %s", role->file, expires, at);
}

enum tuf_result tc_role_finish_parsing(const struct tc_check *check, struct tc_role_evidence *role,
                                       enum tuf_result parsed, const struct tuf_fault *fault,
                                       const struct tuf_common *common)
{
	if (parsed == TUF_INVALID)
		return tc_role_report_fault(check, role, fault);
	if (parsed != TUF_OK)
		return parsed;
	/* it takes more memory than all that is learnt of it */
	tuf_envelope_drop_document(&role->envelope);
	role->is_parsed = true;
	role->common = *common;
	return tc_role_check_expiry(check, role);
}

enum tuf_result tc_role_parse_targets(const struct tc_check *check, struct tc_role_evidence *role)
{
	if (!role->has_envelope)
		return TUF_OK;
	struct tuf_fault fault;
	const struct tuf_reader reader = tc_check_make_reader(check, &fault);
	enum tuf_result result = tuf_targets_parse(&reader, &role->envelope.signed_part, role->name,
	                                           &role->targets);
	return tc_role_finish_parsing(check, role, result, &fault, &role->targets.common);
}
