/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words in which text output says things that several forms of it show.
 */
#ifndef CLI_RENDER_TEXT_H
#define CLI_RENDER_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/page.h"
#include "cli/text.h"
#include "verify/tufcheck.h"

/** The styles of statuses, answers and severities. */
enum style render_text_status_style(enum tufcheck_status status);
enum style render_text_role_status_style(enum tufcheck_role_status status);
enum style render_text_answer_style(enum tufcheck_answer answer);
enum style render_text_severity_style(enum tufcheck_severity severity);

/** Whether what the repository's files say is proved but for dates. */
bool render_text_is_sound(const struct tufcheck_repository *repository);

/** Why no tags are shown of a repository without any, "none", "none proved", …; static. */
const char *render_text_describe_no_tags(const struct tufcheck_repository *repository);

/** Whether the role, of a repository that is sound, has an expiry that its keys have signed. */
bool render_text_is_dated(const struct tufcheck_role *role);

/** Whether moment is past at the evaluation: the very moment is not. */
bool render_text_is_past(struct tufcheck_time moment, struct tufcheck_time at);

/** Adds "2026-03-01", or "2026-03-01T12:00:00Z"; seconds are not divided for people. */
void render_text_append_date(struct text *out, struct tufcheck_time time);
void render_text_append_time(struct text *out, struct tufcheck_time time);

/** Adds " (in 12 days)". */
void render_text_append_distance(struct text *out, struct tufcheck_time moment,
				 struct tufcheck_time at);

/** Adds the texts, separated by ", ". */
void render_text_append_list(struct text *out, const char *const *texts, size_t count);

/** Adds "ECDSA P-256" or "RSA 2048 bits". */
void render_text_append_algorithm(struct text *out, const struct tufcheck_key *key);

/** Adds "type ecdsa-x509", or that it says none. */
void render_text_append_type(struct text *out, const struct tufcheck_key *key);

/** Writes lines that say what a key's certificates are; at as below. */
void render_text_write_certificates(struct page *page, const char *prefix,
				    const struct tufcheck_key *key, const struct tufcheck_time *at);

/**
 * Writes lines that say what a key is, and what its certificates are. note is
 * added to the first; NULL: nothing. at: from when on distances are counted;
 * NULL: they are not said.
 */
void render_text_write_key(struct page *page, const char *prefix, const struct tufcheck_key *key,
			   const char *note, const struct tufcheck_time *at);

/** Writes a finding: its id, message, place, and what was expected and found. */
void render_text_write_finding(struct page *page, const struct tufcheck_finding *finding);

/**
 * Writes a note, which needs no action, in short: its message, below its id
 * unless before, the finding above it (NULL: none), has the same.
 */
void render_text_write_note(struct page *page, const struct tufcheck_finding *finding,
			    const struct tufcheck_finding *before);

/** Writes a line that says so when the run was not contained because of --no-sandbox. */
void render_text_write_sandbox(struct page *page);

#endif
