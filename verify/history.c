/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/history.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"
#include "verify/root_step.h"

struct walk {
	const struct tc_check *check;
	const struct tc_anchor_context *anchor;
	const struct tufcheck_trusted_root *trusted; /* NULL: none is asked for */
	const struct tc_role_evidence *current;
	struct tc_root_step *previous; /* the last that holds, if it has a version */
	struct tc_root_step *next;
	bool is_broken;  /* nothing further is looked at */
	bool has_gap;
	bool is_lost;    /* a finding has said that the trusted root is not followed */
	int64_t reached; /* the version to which it is */
};

/* ---- findings ---- */

static struct tc_finding_place place_in(const char *file, const char *pointer,
                                        const char *expected, const char *actual)
{
	return (struct tc_finding_place){.role = "root",
	                                 .file = file,
	                                 .pointer = pointer,
	                                 .expected = expected,
	                                 .actual = actual};
}

static struct tc_finding_list *findings_of(const struct walk *walk)
{
	return &walk->check->evidence->findings;
}

/* What breaks the history is an error, unless it is the user's demand that is not met. */
static void note_kind(struct walk *walk, enum tc_finding_kind kind)
{
	const struct tufcheck_rule *rule = tc_finding_get_rule(kind);
	if (rule->severity == TUFCHECK_SEVERITY_ERROR && rule->check != TUFCHECK_CHECK_POLICY)
		walk->is_broken = true;
}

/* "FILE: expected …, found …" */
static enum tuf_result report(struct walk *walk, enum tc_finding_kind kind, const char *file,
                              const char *pointer, const char *expected, const char *actual)
{
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	note_kind(walk, kind);
	const struct tc_finding_place place = place_in(file, pointer, expected, actual);
	return tc_finding_add(findings_of(walk), kind, &place, "%s: expected %s, found %s", file,
	                      expected, actual);
}

static const char *format_version(const struct walk *walk, int64_t version)
{
	return tuf_arena_format(walk->check->evidence->arena, "version %" PRId64, version);
}

static enum tuf_result report_support(struct walk *walk, enum tc_finding_kind kind,
                                      const char *file, const struct tc_root_support *support,
                                      const char *whose)
{
	struct tuf_arena *arena = walk->check->evidence->arena;
	return report(walk, kind, file, "/signatures",
	              tuf_arena_format(arena, "valid signatures by %" PRId64 " %s",
	                               support->threshold, whose),
	              tuf_arena_format(arena, "by %zu", support->count));
}

/* ---- the trusted root ---- */

static enum tuf_result report_mismatch(struct walk *walk, const char *file)
{
	const struct tc_finding_place place =
		place_in(file, "/signed", "the content of the trusted root", "another content");
	walk->is_lost = true;
	return tc_finding_add(findings_of(walk), TC_TRUSTED_ROOT_MISMATCH, &place,
	                      "%s is not the trusted root: both are version %" PRId64
	                      ", but they say different things",
	                      file, walk->trusted->step.version);
}

static enum tuf_result report_missing(struct walk *walk, const char *file)
{
	struct tuf_arena *arena = walk->check->evidence->arena;
	int64_t from = walk->trusted->step.version;
	const char *expected =
		tuf_arena_format(arena, "every version after %" PRId64 " before it", from);
	const char *actual =
		tuf_arena_format(arena, "no version %" PRId64, walk->reached + 1);
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	const struct tc_finding_place place =
		place_in(file, "/signed/version", expected, actual);
	walk->is_lost = true;
	return tc_finding_add(findings_of(walk), TC_TRUSTED_ROOT_NOT_REACHED, &place,
	                      "%s cannot be followed back to the trusted root, version %" PRId64
	                      ": version %" PRId64 " is missing",
	                      file, from, walk->reached + 1);
}

/* Whether a version is signed as the trusted root before it demands. */
static enum tuf_result check_first_step(struct walk *walk, const char *file,
                                        const struct tuf_envelope *envelope)
{
	const struct tc_root_step *from = &walk->trusted->step;
	struct tc_root_support support;
	enum tuf_result result =
		tc_root_count_followers(walk->anchor, &from->root, envelope, &support);
	if (result != TUF_OK || support.is_met)
		return result;
	return report_support(walk, TC_TRUSTED_ROOT_NOT_REACHED, file, &support,
	                      "root keys of the trusted root");
}

/*
 * One version of the root, which follows from the one before it in the folder,
 * if that is there. The first step from the trusted root is checked here.
 */
static enum tuf_result follow_trusted(struct walk *walk, int64_t version, const char *file,
                                      const struct tuf_envelope *envelope)
{
	if (!walk->trusted || walk->is_lost || version < walk->trusted->step.version)
		return TUF_OK;
	if (version == walk->trusted->step.version)
		return tc_root_is_same(&walk->trusted->step.envelope, envelope)
		               ? TUF_OK
		               : report_mismatch(walk, file);
	if (version != walk->reached + 1)
		return report_missing(walk, file);
	walk->reached = version;
	if (version != walk->trusted->step.version + 1)
		return TUF_OK;
	return check_first_step(walk, file, envelope);
}

static enum tuf_result begin_trusted(struct walk *walk)
{
	const struct tc_role_evidence *root = walk->current;
	if (!walk->trusted)
		return TUF_OK;
	walk->reached = walk->trusted->step.version;
	if (walk->reached <= root->common.version)
		return TUF_OK;
	const char *expected = format_version(walk, walk->reached);
	const char *actual = format_version(walk, root->common.version);
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	const struct tc_finding_place place =
		place_in(root->file, "/signed/version", expected, actual);
	return tc_finding_add(findings_of(walk), TC_TRUSTED_ROOT_NEWER, &place,
	                      "%s is %s, older than the trusted root, %s", root->file, actual,
	                      expected);
}

/* ---- one file ---- */

static enum tuf_result read_file(struct walk *walk, const char *file, struct tc_read *ret_content)
{
	const struct tc_source *source = walk->check->source;
	struct tc_role_evidence role = {.name = "root", .file = file};
	enum tuf_result result =
		source->read(source->context, file, TUF_MAX_ROOT_BYTES, &role.content);
	if (result == TUF_OK && role.content.status != TC_READ_OK) {
		walk->is_broken = true;
		result = tc_role_report_read(walk->check, &role, TUF_MAX_ROOT_BYTES);
	}
	*ret_content = role.content;
	return result;
}

/* Reads and parses a file into walk->next. TUF_INVALID: it is no root, for that fault. */
static enum tuf_result read_step(struct walk *walk, const char *file, struct tuf_fault *ret_fault)
{
	tc_root_step_clear(walk->next);
	struct tc_read content = {.status = TC_READ_INVALID};
	enum tuf_result result = read_file(walk, file, &content);
	bool is_read = result == TUF_OK && content.status == TC_READ_OK;
	if (is_read && !tc_budget_take_bytes(&walk->check->evidence->budget, content.length))
		walk->is_broken = true;
	else if (is_read)
		result = tc_root_step_parse(walk->next, file, &content, ret_fault);
	free(content.bytes);
	return result;
}

/* Likewise, where whatever is wrong with it breaks the history. */
static enum tuf_result read_version(struct walk *walk, const struct tc_root_file *file)
{
	struct tuf_fault fault;
	enum tuf_result result = read_step(walk, file->file, &fault);
	if (result == TUF_INVALID) {
		walk->is_broken = true;
		return tc_finding_add_fault(findings_of(walk), "root", file->file, &fault);
	}
	if (result != TUF_OK || walk->is_broken || walk->next->version == file->version)
		return result;
	return report(walk, TC_ROOT_MISNAMED, file->file, "/signed/version",
	              format_version(walk, file->version),
	              format_version(walk, walk->next->version));
}

/* Whether walk->next says what another file of the same version says. */
static enum tuf_result check_fork(struct walk *walk, const char *other,
                                  const struct tuf_envelope *envelope)
{
	if (tc_root_is_same(envelope, &walk->next->envelope))
		return TUF_OK;
	return report(walk, TC_ROOT_FORK, walk->next->file, "/signed",
	              tuf_arena_format(walk->check->evidence->arena, "what %s says", other),
	              "another content of the same version");
}

/* ---- older versions ---- */

static enum tuf_result check_own(struct walk *walk)
{
	struct tc_root_support support;
	enum tuf_result result = tc_root_count_own(walk->anchor, &walk->next->root,
	                                           &walk->next->envelope, &support);
	if (result != TUF_OK || support.is_met)
		return result;
	return report_support(walk, TC_ROOT_HISTORY_UNSIGNED, walk->next->file, &support,
	                      "acceptable root keys of its own");
}

static enum tuf_result report_gap(struct walk *walk, int64_t version, const char *file,
                                  bool is_proven)
{
	const char *expected = tuf_arena_format(walk->check->evidence->arena,
	                                        "version %" PRId64 " before it", version - 1);
	const char *actual = format_version(walk, walk->previous->version);
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	walk->has_gap = true;
	const struct tc_finding_place place =
		place_in(file, "/signed/version", expected, actual);
	return tc_finding_add(findings_of(walk), TC_ROOT_HISTORY_GAP, &place,
	                      "%s: expected %s, found %s; it is %s", file, expected, actual,
	                      is_proven ? "signed as that one demands, too"
	                                : "not signed as that one demands: that it follows is "
	                                  "not proven");
}

/* Whether the last version leads to this one. */
static enum tuf_result check_rotation(struct walk *walk, int64_t version, const char *file,
                                      const struct tuf_envelope *envelope)
{
	const struct tc_root_step *previous = walk->previous;
	if (previous->version == 0)
		return TUF_OK;
	struct tc_root_support support;
	enum tuf_result result =
		tc_root_count_followers(walk->anchor, &previous->root, envelope, &support);
	if (result != TUF_OK)
		return result;
	if (previous->version + 1 != version)
		return report_gap(walk, version, file, support.is_met);
	if (support.is_met)
		return TUF_OK;
	const char *whose = tuf_arena_format(walk->check->evidence->arena, "root keys of %s",
	                                     previous->file);
	return whose ? report_support(walk, TC_ROOT_ROTATION, file, &support, whose)
	             : TUF_NO_MEMORY;
}

static enum tuf_result visit_older(struct walk *walk, const struct tc_root_file *file)
{
	enum tuf_result result = read_version(walk, file);
	if (result != TUF_OK || walk->is_broken)
		return result;
	struct tc_root_step *step = walk->next;
	if (step->version == walk->previous->version)
		return check_fork(walk, walk->previous->file, &walk->previous->envelope);
	result = check_own(walk);
	if (result == TUF_OK && !walk->is_broken)
		result = check_rotation(walk, step->version, step->file, &step->envelope);
	if (result != TUF_OK || walk->is_broken)
		return result;
	if (walk->check->evidence->root_history.oldest == 0)
		walk->check->evidence->root_history.oldest = step->version;
	walk->next = walk->previous;
	walk->previous = step;
	return follow_trusted(walk, step->version, step->file, &step->envelope);
}

/* ---- the present version and newer ones ---- */

static enum tuf_result arrive(struct walk *walk)
{
	const struct tc_role_evidence *root = walk->current;
	enum tuf_result result =
		check_rotation(walk, root->common.version, root->file, &root->envelope);
	if (result != TUF_OK || walk->is_broken)
		return result;
	return follow_trusted(walk, root->common.version, root->file, &root->envelope);
}

static enum tuf_result report_unproven(struct walk *walk, const char *file, const char *pointer,
                                       const char *actual)
{
	const char *expected =
		tuf_arena_format(walk->check->evidence->arena,
	                         "a root signed as root.json (version %" PRId64 ") demands",
	                         walk->current->common.version);
	return report(walk, TC_ROOT_UNPROVEN, file, pointer, expected, actual);
}

static enum tuf_result report_fault(struct walk *walk, const char *file,
                                    const struct tuf_fault *fault)
{
	struct tuf_arena *arena = walk->check->evidence->arena;
	const char *pointer = tuf_arena_copy_text(arena, fault->pointer, strlen(fault->pointer));
	const char *actual = tuf_arena_format(
		arena, "none: %s%sexpected %s%s%s", fault->pointer, fault->pointer[0] ? ": " : "",
		fault->expected, tc_fault_is_about_text(fault->kind) ? "; " : ", found ",
		fault->actual);
	return pointer ? report_unproven(walk, file, pointer, actual) : TUF_NO_MEMORY;
}

static enum tuf_result report_rolled_back(struct walk *walk)
{
	const struct tc_role_evidence *root = walk->current;
	const char *expected = format_version(walk, walk->next->version);
	const char *actual = format_version(walk, root->common.version);
	if (!expected || !actual)
		return TUF_NO_MEMORY;
	note_kind(walk, TC_ROOT_ROLLED_BACK);
	const struct tc_finding_place place =
		place_in(root->file, "/signed/version", expected, actual);
	return tc_finding_add(findings_of(walk), TC_ROOT_ROLLED_BACK, &place,
	                      "%s is %s, but %s, which is signed as it demands, is %s", root->file,
	                      actual, walk->next->file, expected);
}

/*
 * A file with a newer version in its name. Its name proves nothing, nor do its
 * own keys: only the present root's keys can have put it in the place of that.
 */
static enum tuf_result visit_newer(struct walk *walk, const struct tc_root_file *file)
{
	struct tuf_fault fault;
	enum tuf_result result = read_step(walk, file->file, &fault);
	if (result == TUF_INVALID)
		return report_fault(walk, file->file, &fault);
	if (result != TUF_OK || walk->is_broken)
		return result;
	if (walk->next->version <= walk->current->common.version)
		return report_unproven(walk, file->file, "/signed/version",
		                       format_version(walk, walk->next->version));
	struct tc_root_support support;
	result = tc_root_count_followers(walk->anchor, &walk->check->evidence->root,
	                                 &walk->next->envelope, &support);
	if (result != TUF_OK)
		return result;
	if (support.is_met)
		return report_rolled_back(walk);
	return report_unproven(
		walk, file->file, "/signatures",
		tuf_arena_format(walk->check->evidence->arena,
	                         "one with valid signatures by %zu of its root keys, needed "
	                         "are %" PRId64,
	                         support.count, support.threshold));
}

static enum tuf_result visit_beside(struct walk *walk, const struct tc_root_file *file)
{
	if (file->version > walk->current->common.version)
		return visit_newer(walk, file);
	enum tuf_result result = read_version(walk, file);
	if (result != TUF_OK || walk->is_broken)
		return result;
	return check_fork(walk, walk->current->file, &walk->current->envelope);
}

/* ---- the whole ---- */

static enum tuf_result visit_all(struct walk *walk, const struct tc_root_file *files, size_t count)
{
	size_t i = 0;
	enum tuf_result result = begin_trusted(walk);
	for (; i < count && files[i].version < walk->current->common.version; i++) {
		if (result != TUF_OK || walk->is_broken)
			return result;
		result = visit_older(walk, &files[i]);
	}
	if (result == TUF_OK && !walk->is_broken)
		result = arrive(walk);
	for (; result == TUF_OK && !walk->is_broken && i < count; i++)
		result = visit_beside(walk, &files[i]);
	return result;
}

static enum tuf_result list_and_visit(struct walk *walk)
{
	const struct tc_source *source = walk->check->source;
	const struct tc_root_file *files;
	size_t count;
	int error;
	enum tuf_result result = source->list_roots(source->context, &files, &count, &error);
	if (result != TUF_OK)
		return result;
	if (error != 0)
		return report(walk, TC_FOLDER_UNREADABLE, walk->current->file, NULL,
		              "a folder that can be searched for other versions of it",
		              strerrordesc_np(error));
	if (count > TUF_MAX_ROOT_FILES)
		return report(walk, TC_ROOT_HISTORY_TOO_LONG, walk->current->file, NULL,
		              tuf_arena_format(walk->check->evidence->arena,
		                               "at most %d files of other versions beside it",
		                               TUF_MAX_ROOT_FILES),
		              "more");
	return visit_all(walk, files, count);
}

enum tuf_result tc_history_verify(const struct tc_check *check,
                                  const struct tc_anchor_context *anchor,
                                  const struct tufcheck_trusted_root *trusted,
                                  struct tc_role_evidence *root)
{
	struct tc_root_step steps[2] = {{.version = 0}, {.version = 0}};
	struct walk walk = {.check = check,
	                    .anchor = anchor,
	                    .trusted = trusted,
	                    .current = root,
	                    .previous = &steps[0],
	                    .next = &steps[1]};
	enum tuf_result result = list_and_visit(&walk);
	tc_root_step_clear(&steps[0]);
	tc_root_step_clear(&steps[1]);
	struct tufcheck_root_history *history = &check->evidence->root_history;
	if (history->oldest != 0) {
		history->newest = root->common.version;
		history->complete = result == TUF_OK && !walk.is_broken && !walk.has_gap;
	}
	if (walk.is_broken)
		tc_role_worsen(root, TUFCHECK_ROLE_INVALID);
	return result;
}
