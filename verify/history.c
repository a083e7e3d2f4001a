/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/history.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"

/* One version of the root, as long as the next one is checked against it. */
struct step {
	struct tuf_arena arena; /* what the document and its keys decode to */
	struct tc_key_ring ring;
	int64_t version;        /* 0: none */
	const char *file;
	struct tuf_envelope envelope;
	struct tuf_root root;
};

static void step_clear(struct step *step)
{
	tc_key_ring_clear(&step->ring);
	tuf_envelope_clear(&step->envelope);
	tuf_arena_clear(&step->arena);
	*step = (struct step){.version = 0};
}

static enum tuf_result report(const struct tc_check *check, enum tc_finding_kind kind,
                              const char *file, const char *pointer, const char *expected,
                              const char *actual)
{
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	const struct tc_finding_place place = {.role = "root",
	                                       .file = file,
	                                       .pointer = pointer,
	                                       .expected = expected,
	                                       .actual = actual};
	return tc_finding_add(&check->evidence->findings, kind, &place, "%s: expected %s, found %s",
	                      file, expected, actual);
}

/* Whether a finding since the first count of them is an error; a gap is none. */
static bool is_broken(const struct tc_finding_list *findings, size_t count)
{
	return findings->count > count &&
	       findings->last->finding.severity == TUFCHECK_SEVERITY_ERROR;
}

static enum tuf_result check_rotation(const struct tc_check *check,
                                      const struct tc_anchor_context *anchor,
                                      struct step *previous, const struct step *next)
{
	struct tuf_arena *arena = check->evidence->arena;
	if (previous->version + 1 != next->version)
		return report(check, TC_ROOT_HISTORY_GAP, next->file, "/signed/version",
		              tuf_arena_format(arena, "version %" PRId64 " before it",
		                               next->version - 1),
		              tuf_arena_format(arena, "version %" PRId64, previous->version));
	/* the keys are the older root's, and go when it goes */
	struct tc_anchor_context context = *anchor;
	context.arena = &previous->arena;
	context.ring = &previous->ring;
	previous->ring.arena = &previous->arena;
	struct tc_quorum quorum;
	enum tuf_result result =
		tc_anchor_verify_rotation(&context, &previous->root, &next->envelope, &quorum);
	if (result != TUF_OK)
		return result;
	int64_t threshold = previous->root.roles[TUF_TOP_ROOT].threshold;
	if (tc_quorum_is_met(&quorum, threshold))
		return TUF_OK;
	return report(check, TC_ROOT_ROTATION, next->file, "/signatures",
	              tuf_arena_format(arena, "valid signatures by %" PRId64 " root keys of %s",
	                               threshold, previous->file),
	              tuf_arena_format(arena, "by %zu", quorum.valid_count));
}

/* Parses one earlier root. It keeps version 0 when it cannot be used, which a finding says. */
static enum tuf_result parse_step(const struct tc_check *check, const struct tc_root_file *file,
                                  const struct tc_read *content, struct step *step)
{
	struct tuf_fault fault;
	const struct tuf_reader reader = {.arena = &step->arena, .fault = &fault};
	enum tuf_result result =
		tuf_envelope_parse(&reader, content->bytes, content->length, &step->envelope);
	if (result == TUF_OK)
		result = tuf_root_parse(&reader, &step->envelope.signed_part, &step->root);
	if (result == TUF_INVALID)
		return tc_finding_add_fault(&check->evidence->findings, "root", file->file, &fault);
	if (result != TUF_OK)
		return result;
	if (step->root.common.version != file->version) {
		struct tuf_arena *arena = check->evidence->arena;
		return report(check, TC_ROOT_ROTATION, file->file, "/signed/version",
		              tuf_arena_format(arena, "version %" PRId64, file->version),
		              tuf_arena_format(arena, "version %" PRId64,
		                               step->root.common.version));
	}
	step->version = file->version;
	step->file = file->file;
	return TUF_OK;
}

static enum tuf_result read_step(const struct tc_check *check, const struct tc_root_file *file,
                                 struct step *step)
{
	step_clear(step);
	struct tc_role_evidence role = {.name = "root", .file = file->file};
	enum tuf_result result = check->source->read(check->source->context, file->file,
	                                             TUF_MAX_ROLE_BYTES, &role.content);
	if (result != TUF_OK)
		return result;
	if (role.content.status == TC_READ_OK)
		result = parse_step(check, file, &role.content, step);
	else
		result = tc_role_report_read(check, &role, TUF_MAX_ROLE_BYTES);
	free(role.content.bytes);
	return result;
}

/* The older roots, each against the one before it; stops where the history breaks. */
static enum tuf_result walk(const struct tc_check *check, const struct tc_anchor_context *anchor,
                            const struct tc_role_evidence *root, struct step *steps)
{
	const struct tc_root_file *files;
	size_t count;
	int error;
	enum tuf_result result =
		check->source->list_roots(check->source->context, &files, &count, &error);
	if (result == TUF_OK && error != 0)
		return report(check, TC_FOLDER_UNREADABLE, ".", NULL,
		              "a folder that can be searched", strerrordesc_np(error));
	struct step *previous = &steps[0], *next = &steps[1];
	const size_t findings = check->evidence->findings.count;
	for (size_t i = 0; result == TUF_OK && i < count; i++) {
		if (files[i].version >= root->common.version)
			break;
		result = read_step(check, &files[i], next);
		if (result == TUF_OK && next->version != 0 && previous->version != 0)
			result = check_rotation(check, anchor, previous, next);
		if (result != TUF_OK || is_broken(&check->evidence->findings, findings))
			return result;
		struct step *older = previous;
		previous = next;
		next = older;
	}
	if (result != TUF_OK || previous->version == 0)
		return result;
	const struct step current = {.version = root->common.version,
	                             .file = root->file,
	                             .envelope = root->envelope};
	return check_rotation(check, anchor, previous, &current);
}

enum tuf_result tc_history_verify(const struct tc_check *check,
                                  const struct tc_anchor_context *anchor,
                                  struct tc_role_evidence *root)
{
	const size_t findings = check->evidence->findings.count;
	struct step steps[2] = {{.version = 0}, {.version = 0}};
	enum tuf_result result = walk(check, anchor, root, steps);
	step_clear(&steps[0]);
	step_clear(&steps[1]);
	if (is_broken(&check->evidence->findings, findings))
		tc_role_worsen(root, TUFCHECK_ROLE_INVALID);
	return result;
}
