/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_text.h"

#include <string.h>

#include "cli/relative.h"
#include "cli/sandbox.h"

enum style render_text_status_style(enum tufcheck_status status)
{
	switch (status) {
	case TUFCHECK_STATUS_TRUSTED:
		return STYLE_GOOD;
	case TUFCHECK_STATUS_DEGRADED:
	case TUFCHECK_STATUS_EXPIRED:
	case TUFCHECK_STATUS_INCOMPLETE:
		return STYLE_WARNING;
	case TUFCHECK_STATUS_INVALID:
	case TUFCHECK_STATUS_UNREADABLE:
	case TUFCHECK_STATUS_UNTRUSTED:
		break;
	}
	return STYLE_BAD;
}

enum style render_text_role_status_style(enum tufcheck_role_status status)
{
	switch (status) {
	case TUFCHECK_ROLE_VALID:
		return STYLE_GOOD;
	case TUFCHECK_ROLE_EXPIRED:
	case TUFCHECK_ROLE_UNPUBLISHED:
		return STYLE_WARNING;
	case TUFCHECK_ROLE_INVALID:
	case TUFCHECK_ROLE_BELOW_THRESHOLD:
	case TUFCHECK_ROLE_MISSING:
		break;
	}
	return STYLE_BAD;
}

enum style render_text_answer_style(enum tufcheck_answer answer)
{
	switch (answer) {
	case TUFCHECK_ANSWER_PASS:
		return STYLE_GOOD;
	case TUFCHECK_ANSWER_UNKNOWN:
		return STYLE_WARNING;
	case TUFCHECK_ANSWER_NONE:
		return STYLE_PLAIN;
	case TUFCHECK_ANSWER_INVALID:
	case TUFCHECK_ANSWER_FAIL:
		break;
	}
	return STYLE_BAD;
}

enum style render_text_severity_style(enum tufcheck_severity severity)
{
	switch (severity) {
	case TUFCHECK_SEVERITY_WARNING:
		return STYLE_WARNING;
	case TUFCHECK_SEVERITY_NOTE:
		return STYLE_PLAIN;
	case TUFCHECK_SEVERITY_INVALID:
	case TUFCHECK_SEVERITY_ERROR:
		break;
	}
	return STYLE_BAD;
}

bool render_text_is_sound(const struct tufcheck_repository *repository)
{
	switch (repository->status) {
	case TUFCHECK_STATUS_TRUSTED:
	case TUFCHECK_STATUS_DEGRADED:
	case TUFCHECK_STATUS_EXPIRED:
		return true;
	case TUFCHECK_STATUS_UNTRUSTED:
		/* who signed is proved also where it should be somebody else */
		return repository->answers[TUFCHECK_CHECK_POLICY] == TUFCHECK_ANSWER_FAIL &&
		       repository->answers[TUFCHECK_CHECK_INTEGRITY] == TUFCHECK_ANSWER_PASS &&
		       repository->answers[TUFCHECK_CHECK_AUTHENTICITY] == TUFCHECK_ANSWER_PASS;
	case TUFCHECK_STATUS_INVALID:
	case TUFCHECK_STATUS_INCOMPLETE:
	case TUFCHECK_STATUS_UNREADABLE:
		break;
	}
	return false;
}

const char *render_text_describe_no_tags(const struct tufcheck_repository *repository)
{
	if (repository->status == TUFCHECK_STATUS_TRUSTED ||
	    repository->status == TUFCHECK_STATUS_DEGRADED)
		return "none";
	return repository->answers[TUFCHECK_CHECK_POLICY] == TUFCHECK_ANSWER_FAIL &&
			       render_text_is_sound(repository)
		       ? "none shown, for the repository is not what was demanded"
		       : "none proved";
}

bool render_text_is_dated(const struct tufcheck_role *role)
{
	return role->has_expires &&
	       (role->status == TUFCHECK_ROLE_VALID || role->status == TUFCHECK_ROLE_EXPIRED);
}

bool render_text_is_past(struct tufcheck_time moment, struct tufcheck_time at)
{
	return relative_is_before(moment, at);
}

void render_text_append_date(struct text *out, struct tufcheck_time time)
{
	char formatted[TUFCHECK_TIME_TEXT_BYTES];
	tufcheck_time_format(time, formatted);
	text_append_bytes(out, formatted, strcspn(formatted, "T"));
}

void render_text_append_time(struct text *out, struct tufcheck_time time)
{
	char formatted[TUFCHECK_TIME_TEXT_BYTES];
	time.nanoseconds = 0;
	tufcheck_time_format(time, formatted);
	text_append(out, formatted);
}

void render_text_append_distance(struct text *out, struct tufcheck_time moment,
				 struct tufcheck_time at)
{
	char distance[RELATIVE_TEXT_BYTES];
	relative_format(at, moment, distance);
	text_append_format(out, " (%s)", distance);
}

void render_text_append_list(struct text *out, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			text_append(out, ", ");
		text_append(out, texts[i]);
	}
}

/* Both lists: what Notary itself never looks at is told in one line. */
static void write_usage(struct page *page, const char *prefix,
			const struct tufcheck_certificate *certificate)
{
	struct text usage = {.bytes = NULL};
	render_text_append_list(&usage, certificate->key_usages, certificate->key_usage_count);
	if (usage.length > 0 && certificate->extended_key_usage_count > 0)
		text_append(&usage, ", ");
	render_text_append_list(&usage, certificate->extended_key_usages,
				certificate->extended_key_usage_count);
	if (usage.length > 0)
		page_write(page, prefix, STYLE_PLAIN, "usage %s", text_get(&usage));
	text_clear(&usage);
}

static void write_certificate(struct page *page, const char *prefix, const char *label,
			      const struct tufcheck_certificate *certificate,
			      const struct tufcheck_time *at)
{
	struct text validity = {.bytes = NULL};
	text_append(&validity, "valid ");
	render_text_append_time(&validity, certificate->not_before);
	text_append(&validity, " to ");
	render_text_append_time(&validity, certificate->not_after);
	if (at)
		render_text_append_distance(&validity, certificate->not_after, *at);
	bool is_past = at && render_text_is_past(certificate->not_after, *at);
	bool is_early = at && render_text_is_past(*at, certificate->not_before);
	page_write(page, prefix, STYLE_PLAIN, "%s %s", label, certificate->subject);
	page_write(page, prefix, is_past || is_early ? STYLE_BAD : STYLE_PLAIN, "%s",
		   text_get(&validity));
	write_usage(page, prefix, certificate);
	page_write(page, prefix, STYLE_PLAIN, "SHA-256 %s", certificate->sha256);
	page_write(page, prefix, STYLE_PLAIN, "SHA-1   %s", certificate->sha1);
	text_clear(&validity);
}

static void append_kind(struct text *out, const char *algorithm, unsigned bits)
{
	text_append(out, algorithm);
	/* the other algorithms have the size in their name */
	if (strcmp(algorithm, "RSA") == 0)
		text_append_format(out, " %u bits", bits);
}

void render_text_append_algorithm(struct text *out, const struct tufcheck_key *key)
{
	if (key->algorithm)
		append_kind(out, key->algorithm, key->bits);
	else if (key->certificate_count == 0)
		text_append(out, "cannot be decoded");
	if (key->algorithm || key->certificate_count == 0)
		return;
	/* roots are held by it, whatever type the key says */
	append_kind(out, key->certificates[0].algorithm, key->certificates[0].bits);
	text_append(out, " by its certificate");
}

void render_text_append_type(struct text *out, const struct tufcheck_key *key)
{
	if (key->type[0] != '\0')
		text_append_format(out, "type %s", key->type);
	else
		text_append(out, "no type");
}

void render_text_write_certificates(struct page *page, const char *prefix,
				    const struct tufcheck_key *key, const struct tufcheck_time *at)
{
	for (size_t i = 0; i < key->certificate_count; i++)
		write_certificate(page, prefix, i == 0 ? "certificate" : "intermediate",
				  &key->certificates[i], at);
}

void render_text_write_key(struct page *page, const char *prefix, const struct tufcheck_key *key,
			   const char *note, const struct tufcheck_time *at)
{
	struct text algorithm = {.bytes = NULL};
	render_text_append_algorithm(&algorithm, key);
	text_append(&algorithm, ", ");
	render_text_append_type(&algorithm, key);
	page_write(page, prefix, STYLE_PLAIN, "%s%s%s", text_get(&algorithm), note ? ", " : "",
		   note ? note : "");
	text_clear(&algorithm);
	if (key->canonical_key_id && strcmp(key->canonical_key_id, key->key_id) != 0)
		page_write(page, prefix, STYLE_PLAIN, "canonical ID %s", key->canonical_key_id);
	render_text_write_certificates(page, prefix, key, at);
}

static void write_fact(struct page *page, const char *label, const char *fact)
{
	if (!fact)
		return;
	static const char prefix[] = "    ";
	page_begin_line(page, prefix, prefix, 10);
	page_add(page, STYLE_PLAIN, "%-9s %s", label, fact[0] != '\0' ? fact : "(empty)");
	page_end_line(page);
}

static void write_place(struct page *page, const struct tufcheck_finding *finding)
{
	struct text place = {.bytes = NULL};
	if (finding->file)
		text_append(&place, finding->file);
	else if (finding->role)
		text_append_format(&place, "role %s", finding->role);
	if (finding->file && finding->pointer)
		text_append_format(&place, " at %s",
				   finding->pointer[0] != '\0' ? finding->pointer : "its top");
	write_fact(page, "where", place.length > 0 ? text_get(&place) : NULL);
	text_clear(&place);
}

static void write_finding_head(struct page *page, const struct tufcheck_finding *finding)
{
	page_begin_line(page, "  ", "  ", 2);
	page_add(page, render_text_severity_style(finding->severity),
		 "%s:", tufcheck_severity_name(finding->severity));
	page_add(page, STYLE_BOLD, "%s", finding->id);
	page_end_line(page);
}

void render_text_write_note(struct page *page, const struct tufcheck_finding *finding,
			    const struct tufcheck_finding *before)
{
	if (!before || strcmp(before->id, finding->id) != 0)
		write_finding_head(page, finding);
	page_write(page, "    ", STYLE_PLAIN, "%s", finding->message);
}

void render_text_write_finding(struct page *page, const struct tufcheck_finding *finding)
{
	write_finding_head(page, finding);
	page_write(page, "    ", STYLE_PLAIN, "%s", finding->message);
	write_place(page, finding);
	write_fact(page, "expected", finding->expected);
	write_fact(page, "actual", finding->actual);
}

void render_text_write_sandbox(struct page *page)
{
	const struct sandbox *lacking = sandbox_get_lacking();
	if (lacking && lacking->is_refused)
		page_write(page, "", STYLE_WARNING, "not contained, because of --no-sandbox");
}
