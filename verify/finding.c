/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/finding.h"

#include <stdlib.h>
#include <string.h>

#define ERROR TUFCHECK_SEVERITY_ERROR
#define WARNING TUFCHECK_SEVERITY_WARNING
#define NOTE TUFCHECK_SEVERITY_NOTE
#define INTEGRITY TUFCHECK_CHECK_INTEGRITY
#define AUTHENTICITY TUFCHECK_CHECK_AUTHENTICITY
#define FRESHNESS TUFCHECK_CHECK_FRESHNESS
#define POLICY TUFCHECK_CHECK_POLICY
#define NO_CHECK TUFCHECK_CHECK_NONE
#define TRUSTED TUFCHECK_STATUS_TRUSTED
#define DEGRADED TUFCHECK_STATUS_DEGRADED
#define EXPIRED TUFCHECK_STATUS_EXPIRED
#define INCOMPLETE TUFCHECK_STATUS_INCOMPLETE
#define UNREADABLE TUFCHECK_STATUS_UNREADABLE
#define UNTRUSTED TUFCHECK_STATUS_UNTRUSTED

/* Sources of rules that many rows share. */
#define READER "Notary 0.7: storage, FilesystemStore"
#define STRICTER "tufcheck: docs/differences.md"
#define DECODER "Notary 0.7: tuf/data, decoding into typed fields"
#define STRUCTURE "Notary 0.7: tuf/data, structure checks of each role"
#define CHECKSUMS "Notary 0.7: tuf/builder and tuf/data, CheckHashes"
#define SIGNATURES "Notary 0.7: tuf/signed, VerifySignatures"
#define ROOT_TRUST "Notary 0.7: trustpinning, ValidateRoot"
#define DATES "Notary 0.7: tuf/signed, VerifyExpiry"
#define DELEGATIONS "Notary 0.7: client, walking of delegations"
#define LOCK "tufcheck: docs/lock.md, what the lock records"
#define FROZEN "tufcheck: docs/lock.md, --frozen"

/* Remedies that many rows share. */
#define FETCH_AGAIN "Fetch the repository's metadata again from a source you trust, and compare."
#define DO_NOT_USE "Do not use these files; find out who changed them, and restore them from a copy."
#define PUBLISH_AGAIN "Ask the publisher to sign and publish the role again."
#define ACCEPT "Ask the publisher whether the change is theirs; then record it with tufcheck lock --update."
#define RECORD "Look at the change, and record it with tufcheck lock --update."

static const struct tufcheck_rule rules[TC_FINDING_COUNT] = {
	[TC_FILE_MISSING] = {"file-missing", ERROR, INTEGRITY, INCOMPLETE,
		"A needed metadata file is not there", READER, FETCH_AGAIN},
	[TC_FILE_UNREADABLE] = {"file-unreadable", ERROR, INTEGRITY, UNREADABLE,
		"A metadata file cannot be read", READER,
		"Give the account that runs tufcheck the right to read the file."},
	[TC_FILE_NOT_REGULAR] = {"file-not-regular", ERROR, INTEGRITY, UNREADABLE,
		"Something other than a regular file stands where a metadata file should", READER,
		DO_NOT_USE},
	[TC_FILE_CHANGED] = {"file-changed", ERROR, INTEGRITY, UNREADABLE,
		"A metadata file changed while it was read", "tufcheck: a file is read once and whole",
		"Run again when nothing writes to the trust directory."},
	[TC_FILE_TOO_LARGE] = {"file-too-large", ERROR, INTEGRITY, UNTRUSTED,
		"A metadata file is larger than any client would read",
		"Notary 0.7: MaxTimestampSize, MaxDownloadSize", DO_NOT_USE},
	[TC_LINK_ESCAPES] = {"link-escapes", ERROR, INTEGRITY, UNREADABLE,
		"A symbolic link leads out of what was asked to be checked",
		"tufcheck: links are followed only beneath the argument",
		"Name the folder that holds the link's target, if that is what should be checked."},
	[TC_FOLDER_UNREADABLE] = {"folder-unreadable", ERROR, INTEGRITY, UNREADABLE,
		"A folder cannot be searched", READER,
		"Give the account that runs tufcheck the right to read and search the folder."},

	[TC_FILE_EMPTY] = {"file-empty", ERROR, INTEGRITY, UNTRUSTED,
		"A metadata file is empty", DECODER, FETCH_AGAIN},
	[TC_JSON_SYNTAX] = {"json-syntax", ERROR, INTEGRITY, UNTRUSTED,
		"A metadata file is not JSON", DECODER, FETCH_AGAIN},
	[TC_JSON_TRUNCATED] = {"json-truncated", ERROR, INTEGRITY, UNTRUSTED,
		"A metadata file ends too early", DECODER, FETCH_AGAIN},
	[TC_JSON_ENCODING] = {"json-encoding", ERROR, INTEGRITY, UNTRUSTED,
		"A metadata file is not valid UTF-8, or has a lone surrogate", STRICTER, DO_NOT_USE},
	[TC_JSON_NUL] = {"json-nul", ERROR, INTEGRITY, UNTRUSTED,
		"A text holds a NUL character", STRICTER, DO_NOT_USE},
	[TC_JSON_DUPLICATE_NAME] = {"json-duplicate-name", ERROR, INTEGRITY, UNTRUSTED,
		"An object has the same name twice", STRICTER, DO_NOT_USE},
	[TC_JSON_TRAILING_BYTES] = {"json-trailing-bytes", ERROR, INTEGRITY, UNTRUSTED,
		"Something follows the document", DECODER, DO_NOT_USE},
	[TC_JSON_TOO_DEEP] = {"json-too-deep", ERROR, INTEGRITY, UNTRUSTED,
		"A document nests too deep", STRICTER, DO_NOT_USE},
	[TC_JSON_TOO_MANY] = {"json-too-many", ERROR, INTEGRITY, UNTRUSTED,
		"A document has more values than any repository needs", STRICTER, DO_NOT_USE},
	[TC_JSON_ESCAPE] = {"json-escape", ERROR, INTEGRITY, UNTRUSTED,
		"A character is escaped that needs no escape", STRICTER, DO_NOT_USE},
	[TC_JSON_NUMBER] = {"json-number", ERROR, INTEGRITY, UNTRUSTED,
		"A number has a fraction or does not survive a double", STRICTER, DO_NOT_USE},
	[TC_FIELD_CASE] = {"field-case", ERROR, INTEGRITY, UNTRUSTED,
		"A field's name is right only when case is ignored", STRICTER, DO_NOT_USE},
	[TC_FIELD_MISSING] = {"field-missing", ERROR, INTEGRITY, UNTRUSTED,
		"A required field is missing", STRUCTURE, FETCH_AGAIN},
	[TC_FIELD_TYPE] = {"field-type", ERROR, INTEGRITY, UNTRUSTED,
		"A field has the wrong type", DECODER, FETCH_AGAIN},
	[TC_BASE64] = {"base64-invalid", ERROR, INTEGRITY, UNTRUSTED,
		"A field is not standard base64", DECODER, FETCH_AGAIN},
	[TC_EXPIRES_FORMAT] = {"expires-format", ERROR, INTEGRITY, UNTRUSTED,
		"An expiry is not an RFC 3339 date and time", DECODER, FETCH_AGAIN},
	[TC_ROLE_TYPE] = {"role-type", ERROR, INTEGRITY, UNTRUSTED,
		"A file is not of the type that its name says", STRUCTURE, DO_NOT_USE},
	[TC_VERSION] = {"version-invalid", ERROR, INTEGRITY, UNTRUSTED,
		"A version is below 1", STRUCTURE, FETCH_AGAIN},
	[TC_THRESHOLD] = {"threshold-invalid", ERROR, INTEGRITY, UNTRUSTED,
		"A threshold is below 1", STRUCTURE, DO_NOT_USE},
	[TC_ROLE_UNDEFINED] = {"role-undefined", ERROR, INTEGRITY, UNTRUSTED,
		"root.json does not define a top-level role", STRUCTURE, DO_NOT_USE},
	[TC_KEY_UNDEFINED] = {"key-undefined", ERROR, INTEGRITY, UNTRUSTED,
		"A role names a key that is not listed", STRUCTURE, DO_NOT_USE},
	[TC_DELEGATION_NAME] = {"delegation-name", ERROR, INTEGRITY, UNTRUSTED,
		"A delegation's name is not allowed where it stands", STRUCTURE, DO_NOT_USE},
	[TC_HASH_MISSING] = {"hash-missing", ERROR, INTEGRITY, UNTRUSTED,
		"A file is listed without a sha256", STRUCTURE, FETCH_AGAIN},
	[TC_HASH_SIZE] = {"hash-size", ERROR, INTEGRITY, UNTRUSTED,
		"A listed hash has the wrong size", STRUCTURE, FETCH_AGAIN},

	[TC_HASH_MISMATCH] = {"hash-mismatch", ERROR, INTEGRITY, UNTRUSTED,
		"A file is not the one that was signed for", CHECKSUMS, DO_NOT_USE},
	[TC_HASH_UNSUPPORTED] = {"hash-unsupported", ERROR, INTEGRITY, UNTRUSTED,
		"A file is listed with no hash that is known", CHECKSUMS, PUBLISH_AGAIN},
	[TC_LENGTH_EXCEEDED] = {"length-exceeded", ERROR, INTEGRITY, UNTRUSTED,
		"A file is longer than the length that was signed for", READER, DO_NOT_USE},
	[TC_LENGTH_DIFFERS] = {"length-differs", WARNING, NO_CHECK, TRUSTED,
		"A file's length is not the listed one, though its hashes match",
		"Notary 0.7: lengths are only an upper bound", PUBLISH_AGAIN},
	[TC_DELEGATION_DUPLICATE] = {"delegation-duplicate", ERROR, INTEGRITY, UNTRUSTED,
		"A delegation is defined twice", "Notary 0.7: tuf/builder, a role is loaded once",
		PUBLISH_AGAIN},

	[TC_SIGNATURES_NONE] = {"signatures-none", ERROR, AUTHENTICITY, UNTRUSTED,
		"A metadata file is not signed", SIGNATURES, DO_NOT_USE},
	[TC_THRESHOLD_NOT_MET] = {"threshold-not-met", ERROR, AUTHENTICITY, UNTRUSTED,
		"Too few keys of a role have signed", SIGNATURES, DO_NOT_USE},
	[TC_DELEGATION_THRESHOLD_NOT_MET] = {"delegation-threshold-not-met", ERROR, AUTHENTICITY,
		DEGRADED, "Too few keys of a delegation have signed; clients drop it silently",
		DELEGATIONS, PUBLISH_AGAIN},
	[TC_SIGNATURE_INVALID] = {"signature-invalid", WARNING, NO_CHECK, TRUSTED,
		"A signature by a key of the role does not verify", SIGNATURES, PUBLISH_AGAIN},
	[TC_KEY_ID_MISMATCH] = {"key-id-mismatch", ERROR, AUTHENTICITY, UNTRUSTED,
		"A key stands under an ID that is not its own", SIGNATURES, DO_NOT_USE},
	[TC_ROOT_KEY_LABEL] = {"root-key-label", WARNING, NO_CHECK, TRUSTED,
		"A root key stands under an ID that is not its own", ROOT_TRUST, PUBLISH_AGAIN},
	[TC_ROOT_KEY_UNUSABLE] = {"root-key-unusable", WARNING, NO_CHECK, TRUSTED,
		"A root key is not a bundle with one leaf certificate, first", ROOT_TRUST,
		PUBLISH_AGAIN},
	[TC_ROOT_NAME_MISMATCH] = {"root-name-mismatch", WARNING, NO_CHECK, TRUSTED,
		"A root certificate is for another repository", ROOT_TRUST, DO_NOT_USE},
	[TC_CERTIFICATE_MALFORMED] = {"certificate-malformed", ERROR, AUTHENTICITY, UNTRUSTED,
		"A delegation's certificate cannot be decoded", STRICTER, PUBLISH_AGAIN},
	[TC_CERTIFICATE_SHA1] = {"certificate-sha1", ERROR, AUTHENTICITY, UNTRUSTED,
		"A delegation's certificate is signed with SHA-1",
		"Notary 0.7: tuf, GetDelegationRole and ValidateCertificate", PUBLISH_AGAIN},
	[TC_CERTIFICATE_WEAK_KEY] = {"certificate-weak-key", ERROR, AUTHENTICITY, UNTRUSTED,
		"A delegation's certificate has an RSA key under 2048 bits",
		"Notary 0.7: tuf, GetDelegationRole and ValidateCertificate", PUBLISH_AGAIN},
	[TC_CERTIFICATE_DATES_INVERTED] = {"certificate-dates-inverted", ERROR, AUTHENTICITY, UNTRUSTED,
		"A delegation's certificate ends before it begins",
		"Notary 0.7: tuf, GetDelegationRole and ValidateCertificate", PUBLISH_AGAIN},
	[TC_ROOT_CERTIFICATE_REJECTED] = {"root-certificate-rejected", WARNING, NO_CHECK, TRUSTED,
		"A root certificate breaks a rule and counts for nothing", ROOT_TRUST, PUBLISH_AGAIN},
	[TC_ROOT_ROTATION] = {"root-rotation", ERROR, AUTHENTICITY, UNTRUSTED,
		"A root is not signed by the root before it", ROOT_TRUST, DO_NOT_USE},
	[TC_ROOT_HISTORY_GAP] = {"root-history-gap", NOTE, NO_CHECK, TRUSTED,
		"A version is missing from the history of roots", ROOT_TRUST,
		"Fetch the missing root files, if the whole history is to be checked."},

	[TC_ROLE_EXPIRED] = {"role-expired", ERROR, FRESHNESS, EXPIRED,
		"A top-level role is past its expiry", DATES, PUBLISH_AGAIN},
	[TC_DELEGATION_EXPIRED] = {"delegation-expired", ERROR, FRESHNESS, DEGRADED,
		"A delegation is past its expiry; clients drop it silently", DELEGATIONS, PUBLISH_AGAIN},
	[TC_ROOT_CERTIFICATE_EXPIRED] = {"root-certificate-expired", ERROR, FRESHNESS, EXPIRED,
		"The root is signed, but by certificates past their last day", ROOT_TRUST,
		"Ask the publisher to rotate the root key to a certificate that is valid."},
	[TC_ROOT_CERTIFICATE_NOT_YET_VALID] = {"root-certificate-not-yet-valid", ERROR, FRESHNESS,
		EXPIRED, "The root is signed, but by certificates that begin more than a day later",
		ROOT_TRUST, "Check the moment of evaluation, and the clock that made the certificate."},
	[TC_ROOT_CERTIFICATE_DATES] = {"root-certificate-dates", WARNING, NO_CHECK, TRUSTED,
		"A certificate of a root key is not in date and counts for nothing", ROOT_TRUST,
		"Ask the publisher to rotate the root key to a certificate that is valid."},

	[TC_CHAIN_STOPPED] = {"chain-stopped", NOTE, NO_CHECK, TRUSTED,
		"Nothing below the root can be checked", "tufcheck: keys come from root.json",
		"Mend what is wrong with root.json first."},
	[TC_REFERENCE_UNAVAILABLE] = {"reference-unavailable", NOTE, NO_CHECK, TRUSTED,
		"A file cannot be compared with what was signed for it",
		"tufcheck: hashes come from the file above", "Mend what is wrong with the file above first."},
	[TC_DELEGATION_UNPUBLISHED] = {"delegation-unpublished", NOTE, NO_CHECK, TRUSTED,
		"A delegation is defined but the snapshot does not list it", DELEGATIONS,
		"Nothing, if its signer has not published yet."},
	[TC_TARGET_OUTSIDE_PATHS] = {"target-outside-paths", WARNING, NO_CHECK, TRUSTED,
		"A role lists a tag outside its paths; it counts for nothing", DELEGATIONS, PUBLISH_AGAIN},
	[TC_TARGET_DIGEST] = {"target-digest", WARNING, NO_CHECK, TRUSTED,
		"A tag has no usable sha256, so nothing can be pulled by it",
		"docker 28: trust, conversion of targets", PUBLISH_AGAIN},
	[TC_GUN_ASSUMED] = {"gun-assumed", WARNING, NO_CHECK, TRUSTED,
		"The repository's name was taken from its own root certificate",
		"tufcheck: outside a tuf/ tree nothing else gives the name",
		"Give the name with --gun, so that the certificate is held against it."},
	[TC_GUN_UNKNOWN] = {"gun-unknown", ERROR, AUTHENTICITY, UNTRUSTED,
		"Nothing gives the repository a name that its root certificate could be held against",
		"tufcheck: outside a tuf/ tree nothing else gives the name",
		"Give the name with --gun."},

	/* advice on keys and files */

	/* roots before this one */

	/* the trust directory as a whole */

	/* pins */

	/* notary's own pins */

	/* the lock */
	[TC_LOCK_ROOT_KEY_CHANGED] = {"lock-root-key-changed", ERROR, POLICY, UNTRUSTED,
		"The root keys are not those of the lock", LOCK, ACCEPT},
	[TC_LOCK_ROLE_KEY_CHANGED] = {"lock-role-key-changed", ERROR, POLICY, UNTRUSTED,
		"The keys of a top-level role are not those of the lock", LOCK, ACCEPT},
	[TC_LOCK_SIGNER_ADDED] = {"lock-signer-added", ERROR, POLICY, UNTRUSTED,
		"A delegation, or a key of one, is not in the lock", LOCK, ACCEPT},
	[TC_LOCK_SIGNER_REMOVED] = {"lock-signer-removed", ERROR, POLICY, UNTRUSTED,
		"A delegation of the lock, or a key of one, is gone", LOCK, ACCEPT},
	[TC_LOCK_THRESHOLD_LOWERED] = {"lock-threshold-lowered", ERROR, POLICY, UNTRUSTED,
		"A role needs fewer signatures than in the lock", LOCK, ACCEPT},
	[TC_LOCK_THRESHOLD_RAISED] = {"lock-threshold-raised", NOTE, NO_CHECK, TRUSTED,
		"A role needs more signatures than in the lock", LOCK, RECORD},
	[TC_LOCK_VERSION_ROLLED_BACK] = {"lock-version-rolled-back", ERROR, POLICY, UNTRUSTED,
		"A role is older than in the lock", LOCK, FETCH_AGAIN},
	[TC_LOCK_VERSION_NEWER] = {"lock-version-newer", NOTE, NO_CHECK, TRUSTED,
		"A role is newer than in the lock", LOCK, RECORD},
	[TC_LOCK_TAG_MOVED] = {"lock-tag-moved", WARNING, NO_CHECK, TRUSTED,
		"A tag is not what the lock says", LOCK, RECORD},
	[TC_LOCK_TAG_MOVED_FROZEN] = {"lock-tag-moved-frozen", ERROR, POLICY, UNTRUSTED,
		"A tag is not what the lock says, though nothing may change", FROZEN, ACCEPT},
	[TC_LOCK_TAG_GONE] = {"lock-tag-gone", WARNING, NO_CHECK, TRUSTED,
		"A tag of the lock is gone", LOCK, RECORD},
	[TC_LOCK_TAG_GONE_FROZEN] = {"lock-tag-gone-frozen", ERROR, POLICY, UNTRUSTED,
		"A tag of the lock is gone, though nothing may change", FROZEN, ACCEPT},
	[TC_LOCK_TAG_ADDED] = {"lock-tag-added", NOTE, NO_CHECK, TRUSTED,
		"A tag is not in the lock", LOCK, RECORD},
	[TC_LOCK_TAG_ADDED_FROZEN] = {"lock-tag-added-frozen", ERROR, POLICY, UNTRUSTED,
		"A tag is not in the lock, though nothing may change", FROZEN, ACCEPT},
	[TC_LOCK_REPOSITORY_UNKNOWN] = {"lock-repository-unknown", WARNING, NO_CHECK, TRUSTED,
		"A repository is not in the lock, so nothing is known that it could be held against",
		LOCK, "Find out whether the repository is wanted, and record it with tufcheck lock."},
	[TC_LOCK_REPOSITORY_UNKNOWN_FROZEN] = {"lock-repository-unknown-frozen", ERROR, POLICY,
		UNTRUSTED, "A repository is not in the lock, though nothing may change", FROZEN, ACCEPT},
	[TC_LOCK_REPOSITORY_MISSING] = {"lock-repository-missing", ERROR, POLICY, UNTRUSTED,
		"A repository of the lock is not there", LOCK,
		"Find out where the repository went; fetch it again, or take it out of the lock."},
};

size_t tufcheck_rule_count(void)
{
	return TC_FINDING_COUNT - 1;
}

const struct tufcheck_rule *tufcheck_rule_get(size_t index)
{
	return index < tufcheck_rule_count() ? &rules[index + 1] : NULL;
}

const struct tufcheck_rule *tc_finding_get_rule(enum tc_finding_kind kind)
{
	return &rules[kind];
}

enum tc_finding_kind tc_finding_from_fault(enum tuf_fault_kind fault)
{
	static const enum tc_finding_kind kinds[] = {
		[TUF_FAULT_NONE] = TC_JSON_SYNTAX, /* no fault is made without a kind */
		[TUF_FAULT_FILE_EMPTY] = TC_FILE_EMPTY,
		[TUF_FAULT_JSON_SYNTAX] = TC_JSON_SYNTAX,
		[TUF_FAULT_JSON_TRUNCATED] = TC_JSON_TRUNCATED,
		[TUF_FAULT_JSON_ENCODING] = TC_JSON_ENCODING,
		[TUF_FAULT_JSON_NUL] = TC_JSON_NUL,
		[TUF_FAULT_JSON_DUPLICATE_NAME] = TC_JSON_DUPLICATE_NAME,
		[TUF_FAULT_JSON_TRAILING_BYTES] = TC_JSON_TRAILING_BYTES,
		[TUF_FAULT_JSON_TOO_DEEP] = TC_JSON_TOO_DEEP,
		[TUF_FAULT_JSON_TOO_MANY] = TC_JSON_TOO_MANY,
		[TUF_FAULT_JSON_ESCAPE] = TC_JSON_ESCAPE,
		[TUF_FAULT_JSON_NUMBER] = TC_JSON_NUMBER,
		[TUF_FAULT_FIELD_CASE] = TC_FIELD_CASE,
		[TUF_FAULT_FIELD_MISSING] = TC_FIELD_MISSING,
		[TUF_FAULT_FIELD_TYPE] = TC_FIELD_TYPE,
		[TUF_FAULT_BASE64] = TC_BASE64,
		[TUF_FAULT_EXPIRES_FORMAT] = TC_EXPIRES_FORMAT,
		[TUF_FAULT_ROLE_TYPE] = TC_ROLE_TYPE,
		[TUF_FAULT_VERSION] = TC_VERSION,
		[TUF_FAULT_THRESHOLD] = TC_THRESHOLD,
		[TUF_FAULT_ROLE_UNDEFINED] = TC_ROLE_UNDEFINED,
		[TUF_FAULT_KEY_UNDEFINED] = TC_KEY_UNDEFINED,
		[TUF_FAULT_DELEGATION_NAME] = TC_DELEGATION_NAME,
		[TUF_FAULT_HASH_MISSING] = TC_HASH_MISSING,
		[TUF_FAULT_HASH_SIZE] = TC_HASH_SIZE,
	};
	return kinds[fault];
}

static struct tc_finding_entry *append(struct tc_finding_list *list, enum tc_finding_kind kind,
                                       const struct tc_finding_place *place)
{
	struct tc_finding_entry *entry = tuf_arena_take(list->arena, sizeof(*entry));
	if (!entry)
		return NULL;
	entry->kind = kind;
	entry->finding = (struct tufcheck_finding){
		.id = rules[kind].id,
		.severity = rules[kind].severity,
		.role = place->role,
		.file = place->file,
		.pointer = place->pointer,
		.expected = place->expected,
		.actual = place->actual,
	};
	if (list->last)
		list->last->next = entry;
	else
		list->first = entry;
	list->last = entry;
	list->count++;
	return entry;
}

/* A message is one line, whatever the names in it. They stand unchanged in expected and actual. */
static void keep_on_one_line(char *message)
{
	for (char *c = message; *c; c++)
		if ((unsigned char)*c < 0x20)
			*c = '?';
}

enum tuf_result tc_finding_add(struct tc_finding_list *list, enum tc_finding_kind kind,
                               const struct tc_finding_place *place, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	char *message = tuf_arena_vformat(list->arena, format, arguments);
	va_end(arguments);
	if (!message)
		return TUF_NO_MEMORY;
	keep_on_one_line(message);
	struct tc_finding_entry *entry = append(list, kind, place);
	if (!entry)
		return TUF_NO_MEMORY;
	entry->finding.message = message;
	return TUF_OK;
}

/* Whether what was found is a place in the text and a reason, not a value. */
static bool is_about_text(enum tuf_fault_kind kind)
{
	return kind >= TUF_FAULT_JSON_SYNTAX && kind <= TUF_FAULT_JSON_TRAILING_BYTES;
}

enum tuf_result tc_finding_add_fault(struct tc_finding_list *list, const char *role,
                                     const char *file, const struct tuf_fault *fault)
{
	struct tuf_arena *arena = list->arena;
	const struct tc_finding_place place = {
		.role = role,
		.file = file,
		.pointer = tuf_arena_copy_text(arena, fault->pointer, strlen(fault->pointer)),
		.expected = tuf_arena_copy_text(arena, fault->expected, strlen(fault->expected)),
		.actual = tuf_arena_copy_text(arena, fault->actual, strlen(fault->actual))};
	if (!place.pointer || !place.expected || !place.actual)
		return TUF_NO_MEMORY;
	enum tc_finding_kind kind = tc_finding_from_fault(fault->kind);
	if (is_about_text(fault->kind))
		return tc_finding_add(list, kind, &place, "%s: expected %s; %s", file,
		                      place.expected, place.actual);
	const char *at = place.pointer[0] ? " at " : "";
	return tc_finding_add(list, kind, &place, "%s%s%s: expected %s, found %s", file, at,
	                      place.pointer, place.expected, place.actual);
}

/* Worst status first, then error, warning, note, then the order in which they were made. */
struct sortable {
	const struct tc_finding_entry *entry;
	size_t order;
};

static int compare(const void *left, const void *right)
{
	const struct sortable *a = left;
	const struct sortable *b = right;
	int effect = (int)rules[b->entry->kind].effect - (int)rules[a->entry->kind].effect;
	if (effect != 0)
		return effect;
	int severity = (int)a->entry->finding.severity - (int)b->entry->finding.severity;
	if (severity != 0)
		return severity;
	return a->order < b->order ? -1 : 1;
}

enum tuf_result tc_finding_list_sort(const struct tc_finding_list *list,
                                     const struct tufcheck_finding **ret_findings)
{
	struct sortable *order = tuf_arena_take_array(list->arena, list->count, sizeof(*order));
	struct tufcheck_finding *findings =
		tuf_arena_take_array(list->arena, list->count, sizeof(*findings));
	if (!order || !findings)
		return TUF_NO_MEMORY;
	size_t n = 0;
	for (const struct tc_finding_entry *entry = list->first; entry; entry = entry->next, n++)
		order[n] = (struct sortable){.entry = entry, .order = n};
	qsort(order, n, sizeof(*order), compare);
	for (size_t i = 0; i < n; i++)
		findings[i] = order[i].entry->finding;
	*ret_findings = findings;
	return TUF_OK;
}
