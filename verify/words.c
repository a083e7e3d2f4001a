/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of the public enumerations, the version, and times as text.
 */
#include <string.h>

#include "tuf/rfc3339.h"
#include "verify/tufcheck.h"
#include "version.h"

_Static_assert(TUFCHECK_TIME_TEXT_BYTES == TUF_TIME_TEXT_BYTES, "one size of formatted times");

const char *tufcheck_version(void)
{
	return TUFCHECK_VERSION;
}

const char *tufcheck_status_name(enum tufcheck_status status)
{
	switch (status) {
	case TUFCHECK_STATUS_TRUSTED:
		return "trusted";
	case TUFCHECK_STATUS_DEGRADED:
		return "degraded";
	case TUFCHECK_STATUS_EXPIRED:
		return "expired";
	case TUFCHECK_STATUS_INCOMPLETE:
		return "incomplete";
	case TUFCHECK_STATUS_UNREADABLE:
		return "unreadable";
	case TUFCHECK_STATUS_INVALID:
	case TUFCHECK_STATUS_UNTRUSTED:
		break;
	}
	return "untrusted";
}

const char *tufcheck_check_name(enum tufcheck_check check)
{
	switch (check) {
	case TUFCHECK_CHECK_NONE:
		break;
	case TUFCHECK_CHECK_INTEGRITY:
		return "integrity";
	case TUFCHECK_CHECK_AUTHENTICITY:
		return "authenticity";
	case TUFCHECK_CHECK_FRESHNESS:
		return "freshness";
	case TUFCHECK_CHECK_POLICY:
		return "policy";
	}
	return "none";
}

const char *tufcheck_answer_name(enum tufcheck_answer answer)
{
	switch (answer) {
	case TUFCHECK_ANSWER_PASS:
		return "pass";
	case TUFCHECK_ANSWER_UNKNOWN:
		return "unknown";
	case TUFCHECK_ANSWER_NONE:
		return "none";
	case TUFCHECK_ANSWER_INVALID:
	case TUFCHECK_ANSWER_FAIL:
		break;
	}
	return "fail";
}

const char *tufcheck_severity_name(enum tufcheck_severity severity)
{
	switch (severity) {
	case TUFCHECK_SEVERITY_WARNING:
		return "warning";
	case TUFCHECK_SEVERITY_NOTE:
		return "note";
	case TUFCHECK_SEVERITY_INVALID:
	case TUFCHECK_SEVERITY_ERROR:
		break;
	}
	return "error";
}

const char *tufcheck_role_status_name(enum tufcheck_role_status status)
{
	switch (status) {
	case TUFCHECK_ROLE_VALID:
		return "valid";
	case TUFCHECK_ROLE_EXPIRED:
		return "expired";
	case TUFCHECK_ROLE_BELOW_THRESHOLD:
		return "below-threshold";
	case TUFCHECK_ROLE_MISSING:
		return "missing";
	case TUFCHECK_ROLE_UNPUBLISHED:
		return "unpublished";
	case TUFCHECK_ROLE_INVALID:
		break;
	}
	return "invalid";
}

const char *tufcheck_identity_kind_name(enum tufcheck_identity_kind kind)
{
	switch (kind) {
	case TUFCHECK_IDENTITY_CERTIFICATE:
		return "certificate";
	case TUFCHECK_IDENTITY_PUBLIC_KEY:
		return "public-key";
	case TUFCHECK_IDENTITY_SHA256:
		return "sha256";
	case TUFCHECK_IDENTITY_SHA1:
		return "sha1";
	case TUFCHECK_IDENTITY_INVALID:
		break;
	}
	return "invalid";
}

const char *tufcheck_match_means_name(enum tufcheck_match_means means)
{
	switch (means) {
	case TUFCHECK_MATCH_KEY_ID:
		return "key-id";
	case TUFCHECK_MATCH_CANONICAL_KEY_ID:
		return "canonical-key-id";
	case TUFCHECK_MATCH_SPKI_SHA256:
		return "spki-sha256";
	case TUFCHECK_MATCH_CERTIFICATE_SHA256:
		return "certificate-sha256";
	case TUFCHECK_MATCH_CERTIFICATE_SHA1:
		return "certificate-sha1";
	case TUFCHECK_MATCH_NONE:
		break;
	}
	return "none";
}

const char *tufcheck_policy_level_name(enum tufcheck_policy_level level)
{
	switch (level) {
	case TUFCHECK_LEVEL_PERMISSIVE:
		return "permissive";
	case TUFCHECK_LEVEL_AUDIT:
		return "audit";
	case TUFCHECK_LEVEL_SKIP:
		return "skip";
	case TUFCHECK_LEVEL_INVALID:
	case TUFCHECK_LEVEL_STRICT:
		break;
	}
	return "strict";
}

const char *tufcheck_outcome_name(enum tufcheck_outcome outcome)
{
	switch (outcome) {
	case TUFCHECK_OUTCOME_PASS:
		return "pass";
	case TUFCHECK_OUTCOME_WARN:
		return "warn";
	case TUFCHECK_OUTCOME_SKIPPED:
		return "skipped";
	case TUFCHECK_OUTCOME_INVALID:
	case TUFCHECK_OUTCOME_FAIL:
		break;
	}
	return "fail";
}

enum tufcheck_result tufcheck_time_parse(const char *text, struct tufcheck_time *ret_time)
{
	struct tuf_time time;
	if (!text || !ret_time)
		return TUFCHECK_BAD_CALL;
	size_t length = strlen(text);
	if (!tuf_time_parse(text, length, &time) && !tuf_time_parse_date(text, length, &time))
		return TUFCHECK_BAD_CALL;
	*ret_time =
		(struct tufcheck_time){.seconds = time.seconds, .nanoseconds = time.nanoseconds};
	return TUFCHECK_OK;
}

void tufcheck_time_format(struct tufcheck_time time, char ret_text[TUFCHECK_TIME_TEXT_BYTES])
{
	const struct tuf_time internal = {.seconds = time.seconds,
	                                  .nanoseconds = time.nanoseconds};
	tuf_time_format(&internal, ret_text);
}
