/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The checks of one role's file, each of which adds its own findings. The
 * chain decides which are made, and in which order.
 *
 * A check that finds something wrong answers TUF_OK all the same: the data was
 * checked. Only what could not be carried out is another answer.
 */
#ifndef TUFCHECK_ROLE_CHECK_H
#define TUFCHECK_ROLE_CHECK_H

#include "tuf/metadata.h"
#include "verify/evidence.h"
#include "verify/source.h"

/* What the checks of one repository share; everything is borrowed. */
struct tc_check {
	struct tc_evidence *evidence;
	const struct tc_source *source;
	struct tuf_time at;
};

/** Reads what outlives the document, which is dropped when it is parsed. */
static inline struct tuf_reader tc_check_make_reader(const struct tc_check *check,
                                                     struct tuf_fault *fault)
{
	return (struct tuf_reader){
		.arena = check->evidence->arena, .fault = fault, .keeps_texts = true};
}

/* How bad a role turned out to be; the worst is what its status says. */
void tc_role_worsen(struct tc_role_evidence *role, enum tufcheck_role_status status);

/** Adds the finding that says why role->content, of at most limit bytes, was not read. */
TUF_MUST_USE enum tuf_result tc_role_report_read(const struct tc_check *check,
                                                 struct tc_role_evidence *role, size_t limit);

/** Reads the role's file, at most limit bytes, and hashes it. */
TUF_MUST_USE enum tuf_result tc_role_read(const struct tc_check *check,
                                          struct tc_role_evidence *role, size_t limit);

/**
 * Parses the envelope of what was read, unless something is wrong with the
 * file already: bytes that are not the listed ones are not looked into. The
 * bytes themselves are freed then, else when the signatures are counted.
 */
TUF_MUST_USE enum tuf_result tc_role_parse_envelope(const struct tc_check *check,
                                                    struct tc_role_evidence *role);

/**
 * Compares the file that was read with what the file above says of it, for
 * which its bytes must be there.
 *
 * listed_in: that file's name without ".json", for the message.
 */
TUF_MUST_USE enum tuf_result tc_role_compare(const struct tc_check *check,
                                             struct tc_role_evidence *role,
                                             const struct tuf_file_meta *meta,
                                             const char *listed_in);

/** Counts the signatures by the role's keys against its threshold; the bytes of the file go then. */
TUF_MUST_USE enum tuf_result tc_role_count_signatures(const struct tc_check *check,
                                                      struct tc_role_evidence *role);

/** Adds the findings on the signatures in role->quorum; a quorum that is not met is for the caller. */
TUF_MUST_USE enum tuf_result tc_role_report_signatures(const struct tc_check *check,
                                                       const struct tc_role_evidence *role);

/** Adds the finding of kind that says how many signatures there are and should be. */
TUF_MUST_USE enum tuf_result tc_role_report_threshold(const struct tc_check *check,
                                                      const struct tc_role_evidence *role,
                                                      enum tc_finding_kind kind);

/** Holds the role's expiry against the moment of evaluation. */
TUF_MUST_USE enum tuf_result tc_role_check_expiry(const struct tc_check *check,
                                                  struct tc_role_evidence *role);

/** Adds the finding for a fault that parsing the role's signed part met. */
TUF_MUST_USE enum tuf_result tc_role_report_fault(const struct tc_check *check,
                                                  struct tc_role_evidence *role,
                                                  const struct tuf_fault *fault);

/**
 * What follows the parsing of any role's signed part but the root's: its fault
 * becomes a finding, or the document is dropped, of which the reader has kept
 * the texts, and its expiry is checked.
 *
 * parsed: the parser's answer, which is answered too unless it is a fault.
 */
TUF_MUST_USE enum tuf_result tc_role_finish_parsing(const struct tc_check *check,
                                                    struct tc_role_evidence *role,
                                                    enum tuf_result parsed,
                                                    const struct tuf_fault *fault,
                                                    const struct tuf_common *common);

/** Parses the signed part of targets or of a delegation, where there is one. */
TUF_MUST_USE enum tuf_result tc_role_parse_targets(const struct tc_check *check,
                                                   struct tc_role_evidence *role);

#endif
