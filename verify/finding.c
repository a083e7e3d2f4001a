/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/finding.h"

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
#define ESTATE TUFCHECK_STATUS_INVALID /* not about one repository */

/* Sources of rules that many rows share. */
#define READER "Notary 0.7: storage, FilesystemStore"
#define STRICTER "tufcheck: docs/differences.md"
#define DECODER "Notary 0.7: tuf/data, decoding into typed fields"
#define STRUCTURE "Notary 0.7: tuf/data, structure checks of each role"
#define CHECKSUMS "Notary 0.7: tuf/builder and tuf/data, CheckHashes"
#define SIGNATURES "Notary 0.7: tuf/signed, VerifySignatures"
#define ROOT_TRUST "Notary 0.7: trustpinning, ValidateRoot"
#define PINNING "Notary 0.7: trustpinning, NewTrustPinChecker"
#define DATES "Notary 0.7: tuf/signed, VerifyExpiry"
#define CHANGES "Notary 0.7: client/changelist, FileChangelist"
#define REVIEW "tufcheck: docs/advice.md"
#define DELEGATIONS "Notary 0.7: client, walking of delegations"
#define PINS "tufcheck: docs/pins.md, thumbprint pins"
#define LOCK "tufcheck: docs/lock.md, what the lock records"
#define FROZEN "tufcheck: docs/lock.md, --frozen"

/* Remedies that many rows share. */
#define FETCH_AGAIN "Fetch the repository's metadata again from a source you trust, and compare."
#define DO_NOT_USE "Do not use these files; find out who changed them, and restore them from a copy."
#define RENEW "Ask the publisher to renew the certificate before anyone comes to rely on its dates."
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
	[TC_ARCHIVE_REFUSED] = {"archive-refused", ERROR, INTEGRITY, UNTRUSTED,
		"An archive is damaged, or not of the form in which evidence is kept",
		"tufcheck: docs/evidence.md",
		"Get the archive again from where it is kept, and compare its digest."},

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
	[TC_LIMIT_EXCEEDED] = {"limit-exceeded", ERROR, INTEGRITY, UNTRUSTED,
		"The metadata has more of something, or asks for more work, than any repository needs",
		STRICTER, DO_NOT_USE},

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
	[TC_DELEGATIONS_NOT_CHECKED] = {"delegations-not-checked", NOTE, NO_CHECK, TRUSTED,
		"Delegations were left out: a file that defines or lists them is not sound",
		"tufcheck: who may sign is believed only of files that hold",
		"Mend what is wrong with that file first."},
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

	/* advice on keys and files: none of it changes a verdict */
	[TC_DELEGATION_CERTIFICATE_EXPIRED] = {"delegation-certificate-expired", WARNING, NO_CHECK,
		TRUSTED, "A certificate of a delegation is past its last day; clients do not look at that",
		REVIEW, RENEW},
	[TC_DELEGATION_CERTIFICATE_NOT_YET_VALID] = {"delegation-certificate-not-yet-valid", WARNING,
		NO_CHECK, TRUSTED, "A certificate of a delegation begins later; clients do not look at that",
		REVIEW, "Check the moment of evaluation, and the clock that made the certificate."},
	[TC_CERTIFICATE_EXPIRES_SOON] = {"certificate-expires-soon", WARNING, NO_CHECK, TRUSTED,
		"A certificate of the root or of a delegation ends soon", REVIEW, RENEW},
	[TC_DELEGATION_KEY_BUNDLE] = {"delegation-key-bundle", WARNING, NO_CHECK, TRUSTED,
		"A delegation's bundle does not have its one leaf certificate first",
		"Notary 0.7: tuf/utils, LoadCertFromPEM takes the first certificate",
		"Find out whose key signs, and ask the publisher to list the leaf certificate first."},
	[TC_ROOT_CERTIFICATE_WILDCARD] = {"root-certificate-wildcard", NOTE, NO_CHECK, TRUSTED,
		"A root certificate is for every repository whose name begins alike", ROOT_TRUST,
		"Check that one root key is meant to stand for all of these repositories."},
	[TC_KEY_IN_SEVERAL_ROLES] = {"key-in-several-roles", WARNING, NO_CHECK, TRUSTED,
		"One public key may sign for several roles", REVIEW,
		"Ask the publisher to give each role, and each signer, a key of its own."},
	[TC_KEY_REPEATED] = {"key-repeated", WARNING, NO_CHECK, TRUSTED,
		"A role that needs several signatures lists one public key under several IDs", REVIEW,
		"Ask the publisher to list each key once, so that the threshold means what it says."},
	[TC_ROOT_THRESHOLD_ONE] = {"root-threshold-one", NOTE, NO_CHECK, TRUSTED,
		"One root key is enough to replace every key", REVIEW,
		"Nothing, if that is meant: Notary's own clients make no other root."},
	[TC_KEY_WITHOUT_SIGNATURE] = {"key-without-signature", NOTE, NO_CHECK, TRUSTED,
		"A key may sign for roles, and no present file of theirs has a signature by it", REVIEW,
		"Ask the publisher whether the key is still needed, and to remove it if not."},
	[TC_DELEGATION_ALL_PATHS] = {"delegation-all-paths", NOTE, NO_CHECK, TRUSTED,
		"A delegation may sign every tag", DELEGATIONS,
		"Nothing, if that is meant: docker makes its delegations so."},
	[TC_DELEGATION_EMPTY] = {"delegation-empty", NOTE, NO_CHECK, TRUSTED,
		"A delegation has published neither tags nor delegations", REVIEW,
		"Nothing, or ask the publisher to remove the delegation if nobody needs it."},
	[TC_FILE_UNREFERENCED] = {"file-unreferenced", WARNING, NO_CHECK, TRUSTED,
		"A file in the metadata folder is read by no client",
		"Notary 0.7: client, which reads what the snapshot lists and a role delegates to",
		"Find out where the file comes from; nothing vouches for it."},
	[TC_FILES_NOT_LISTED] = {"files-not-listed", NOTE, NO_CHECK, TRUSTED,
		"Not all files of a repository's folders were looked for",
		"tufcheck: folders are listed as far as permissions and caps allow",
		"Give the account that runs tufcheck the right to list the folder."},
	[TC_CHANGE_UNPUBLISHED] = {"change-unpublished", NOTE, NO_CHECK, TRUSTED,
		"A change is staged and not published; nobody has signed it", CHANGES,
		"Publish or withdraw the change, or ask its author."},
	[TC_CHANGE_UNREADABLE] = {"change-unreadable", NOTE, NO_CHECK, TRUSTED,
		"A staged change cannot be read", CHANGES,
		"Find out what wrote the file; clients cannot publish past it."},

	/* roots before this one */
	[TC_ROOT_MISNAMED] = {"root-misnamed", ERROR, INTEGRITY, UNTRUSTED,
		"A root is not of the version that its file's name says", STRICTER, DO_NOT_USE},
	[TC_ROOT_HISTORY_UNSIGNED] = {"root-history-unsigned", ERROR, AUTHENTICITY, UNTRUSTED,
		"An earlier root is not signed by its own root keys", ROOT_TRUST, DO_NOT_USE},
	[TC_ROOT_HISTORY_TOO_LONG] = {"root-history-too-long", ERROR, INTEGRITY, UNTRUSTED,
		"More versions of the root are kept than any repository needs", STRICTER, DO_NOT_USE},
	[TC_ROOT_FORK] = {"root-fork", ERROR, AUTHENTICITY, UNTRUSTED,
		"Two roots of the same version say different things", STRICTER, DO_NOT_USE},
	[TC_ROOT_ROLLED_BACK] = {"root-rolled-back", ERROR, AUTHENTICITY, UNTRUSTED,
		"root.json was replaced by a newer root that stands beside it", STRICTER, FETCH_AGAIN},
	[TC_ROOT_UNPROVEN] = {"root-unproven", WARNING, NO_CHECK, TRUSTED,
		"A file claims to be a newer root, and root.json's keys have not signed it",
		"tufcheck: only what the present root's keys have signed can replace it",
		"Find out who put the file there, and remove it."},
	[TC_TRUSTED_ROOT_MISMATCH] = {"trusted-root-mismatch", ERROR, POLICY, UNTRUSTED,
		"A root says something else than the trusted root of the same version",
		"tufcheck: --trusted-root", DO_NOT_USE},
	[TC_TRUSTED_ROOT_NOT_REACHED] = {"trusted-root-not-reached", ERROR, POLICY, UNTRUSTED,
		"root.json does not follow from the trusted root", ROOT_TRUST,
		"Put every version between the two beside root.json; if all are there, use none of these files."},
	[TC_TRUSTED_ROOT_NEWER] = {"trusted-root-newer", ERROR, POLICY, UNTRUSTED,
		"root.json is older than the trusted root", ROOT_TRUST, FETCH_AGAIN},

	/* the trust directory as a whole: no repository's status changes with these */
	[TC_LOCK_REPOSITORY_MISSING] = {"lock-repository-missing", ERROR, NO_CHECK, ESTATE,
		"A repository of the lock is not there", LOCK,
		"Find out where the repository went; fetch it again, or take it out of the lock."},
	[TC_PRIVATE_KEY_UNENCRYPTED] = {"private-key-unencrypted", ERROR, NO_CHECK, ESTATE,
		"A private key lies unencrypted beside the metadata",
		"Notary 0.7: tuf/utils, private keys are written under a passphrase",
		"Import the key again under a passphrase; replace it if anybody else may have had it."},
	[TC_PRIVATE_KEY_EXPOSED] = {"private-key-exposed", ERROR, NO_CHECK, ESTATE,
		"Others than its owner can read, change or replace a private key",
		"Notary 0.7: PrivExecPerms and PrivNoExecPerms",
		"Give folders the mode 0700 and keys 0600; replace the key if others may have had it."},
	[TC_PRIVATE_KEY_ROOT] = {"private-key-root", WARNING, NO_CHECK, ESTATE,
		"The private key of a root is kept beside the metadata",
		"docker: content trust, root keys belong offline",
		"Keep the root key offline, in two places, and bring it in only to sign a root."},
	[TC_PRIVATE_UNCHECKED] = {"private-unchecked", WARNING, NO_CHECK, ESTATE,
		"Something among the private keys could not be looked at, or not be understood",
		"tufcheck: docs/private-keys.md", "Look at it as the owner of the trust directory."},
	[TC_PRIVATE_KEY_UNUSED] = {"private-key-unused", NOTE, NO_CHECK, ESTATE,
		"No repository of the trust directory trusts a private key",
		"tufcheck: canonical key IDs name the files of private keys",
		"Archive or destroy the key once no repository elsewhere needs it."},
	[TC_PRIVATE_FILE_NO_KEY] = {"private-file-no-key", NOTE, NO_CHECK, ESTATE,
		"A file among the private keys is none", "Notary 0.7: trustmanager, KeyInfoFromPEM",
		"Move the file elsewhere, if it is known what it is."},
	[TC_ROOT_KEY_SHARED] = {"root-key-shared", NOTE, NO_CHECK, ESTATE,
		"Several repositories have the same root key",
		"docker 28: trust, a root key that is there is used again",
		"Guard the key for all of them at once, or give each repository one of its own."},

	[TC_PIN_NOT_MET] = {"pin-not-met", ERROR, POLICY, UNTRUSTED,
		"Too few of the keys that signed a role are pinned", PINS,
		"Ask the publisher which key signs the role, by another way than the repository."},
	[TC_PIN_ROLE_MISSING] = {"pin-role-missing", ERROR, POLICY, UNTRUSTED,
		"A pinned role is not among those that clients use", PINS,
		"Compare the role's name in the pin with those of the repository."},
	[TC_PIN_EXTRA_KEY] = {"pin-extra-key", NOTE, NO_CHECK, TRUSTED,
		"A pinned role also trusts a key that is not pinned", PINS,
		"Ask the publisher whose key it is."},

	[TC_ROOT_NOT_PINNED] = {"root-not-pinned", ERROR, POLICY, UNTRUSTED,
		"The root is not that of the pin in Notary's configuration", PINNING,
		"Find out who changed the root key, and ask the publisher which one is right."},
	[TC_ROOT_UNPINNED] = {"root-unpinned", ERROR, POLICY, UNTRUSTED,
		"Nothing in Notary's configuration pins the root, and it refuses trust on first use", PINNING,
		"Ask the publisher for the root's key ID or its CA, and pin that."},
	[TC_ROOT_PIN_UNUSABLE] = {"root-pin-unusable", ERROR, POLICY, UNTRUSTED,
		"The file of CA certificates that should pin the root cannot be used", PINNING,
		"Mend the file or its path; a relative one is that of the working folder."},
	[TC_ROOT_PIN_DATES] = {"root-pin-dates", ERROR, FRESHNESS, EXPIRED,
		"The root is that of the pin, but for dates of certificates", PINNING,
		"Renew the certificates of the pin, or ask the publisher to rotate the root key."},

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
		[TUF_FAULT_TOO_MANY] = TC_LIMIT_EXCEEDED,
	};
	return kinds[fault];
}
