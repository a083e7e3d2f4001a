/* SPDX-License-Identifier: Apache-2.0 */
/* What findings on files and on what is in them mean. */
#include "verify/explain.h"

/* What several rows have in common. */
#define NEVER_WRITTEN "No Notary client or server writes this."
#define TWO_READERS                                                                                \
	"Two programs can read different documents out of bytes that are signed once: what one "   \
	"checks is not what the other uses."
#define NO_CLIENT "Nothing that clients would take; they refuse the file too."

const struct tufcheck_explanation tc_explain_files[TC_FINDING_COUNT] = {
	[TC_FILE_MISSING] = {
		.meaning = "A file is not there without which the chain of trust cannot be "
			   "followed to its end: of a top-level role, or of a delegation that the "
			   "snapshot lists.",
		.rule = "root, timestamp, snapshot and targets each need their file, and so does "
			"each delegation in the snapshot that a role defines.",
		.risk = "Usually a pull that failed or a copy that is not whole. Whoever can "
			"remove files can also hide a delegation's tags in this way; the snapshot "
			"gives it away.",
	},
	[TC_FILE_UNREADABLE] = {
		.meaning = "The file is there, and the system did not let it be read.",
		.rule = "What is not read is not checked, and so never trusted.",
		.risk = "None that shows. Nothing is known of this file's contents.",
	},
	[TC_FILE_NOT_REGULAR] = {
		.meaning = "A folder, device, pipe or socket has the name of a metadata file. It "
			   "was not opened.",
		.rule = "Metadata is read from regular files only.",
		.risk = "A pipe or device can block a reader, or give each reader something else.",
	},
	[TC_FILE_CHANGED] = {
		.meaning = "The file was not the same at the end of reading as at its beginning.",
		.rule = "A file is read once and whole, and all that is said of it comes from "
			"those bytes.",
		.risk = "A client was at work at the same time; or somebody changes files between "
			"check and use.",
	},
	[TC_FILE_TOO_LARGE] = {
		.meaning = "The file is larger than any client would fetch: 1 MiB for "
			   "timestamp.json, 100 MiB for the others. It was not read.",
		.rule = "Sizes are bounded before anything is read.",
		.risk = "A file that is made to exhaust whoever reads it.",
	},
	[TC_LINK_ESCAPES] = {
		.meaning = "A symbolic link leads out of the folder that was asked to be checked, "
			   "or in a circle. It was not followed.",
		.rule = "What is checked must be what was named. The reference client follows such "
			"links.",
		.risk = "Files from elsewhere can be put in the place of metadata, and exchanged "
			"later without a change here.",
	},
	[TC_FOLDER_UNREADABLE] = {
		.meaning = "A folder could not be searched, or lies too deep; what is in it is not "
			   "known.",
		.rule = "What is not found is not checked, and so never trusted.",
		.risk = "None that shows. Repositories in the folder are not in this report.",
	},
	[TC_ARCHIVE_REFUSED] = {
		.meaning = "The tar archive has an entry that two programs could take for two "
			   "things or that leads out of it, has a private key, is cut off, or has "
			   "other files than its manifest says. Nothing in it was looked at.",
		.rule = "An archive holds files and folders in the plain form of POSIX, each path "
			"once; where there is a manifest, it lists every file with its digest.",
		.risk = "Usually a copy that was cut off, or an archive made by another program. "
			"But it may also be made to show one thing to whoever looks into it and "
			"another to whoever unpacks it, or be changed after the evaluation that "
			"it is the evidence of.",
	},

	[TC_FILE_EMPTY] = {
		.meaning = "The file has no bytes.",
		.rule = "A metadata file is one JSON object.",
		.risk = "Usually a write that was cut off. " NO_CLIENT,
	},
	[TC_JSON_SYNTAX] = {
		.meaning = "The file is not JSON. The finding says where reading ended.",
		.rule = "A metadata file is one JSON object.",
		.risk = "A damaged file, a page of a proxy saved in its place, or an edit by hand. "
			NO_CLIENT,
	},
	[TC_JSON_TRUNCATED] = {
		.meaning = "The JSON document stops before it is complete.",
		.rule = "A metadata file is one whole JSON object.",
		.risk = "Usually a write or a download that was cut off. " NO_CLIENT,
	},
	[TC_JSON_ENCODING] = {
		.meaning = "The file has bytes that are not UTF-8, or half of a surrogate pair. "
			   NEVER_WRITTEN,
		.rule = "Text is valid UTF-8. The reference client puts U+FFFD for what is not, so "
			"that different bytes verify as one text.",
		.risk = "Names that differ in bytes count as one under a valid signature.",
	},
	[TC_JSON_NUL] = {
		.meaning = "A text or a name in the file holds the character U+0000. "
			   NEVER_WRITTEN,
		.rule = "No text holds a NUL, for in many programs a text ends there.",
		.risk = "A name that is one thing to the verifier and a shorter one to the program "
			"that uses it.",
	},
	[TC_JSON_DUPLICATE_NAME] = {
		.meaning = "An object has the same name twice. " NEVER_WRITTEN,
		.rule = "Names of an object are distinct. The reference client lets the last one "
			"win.",
		.risk = TWO_READERS,
	},
	[TC_JSON_TRAILING_BYTES] = {
		.meaning = "Something other than white space follows the document.",
		.rule = "A file holds one document and ends with it.",
		.risk = "A second document, or other content, travels in a file that looks signed.",
	},
	[TC_JSON_TOO_DEEP] = {
		.meaning = "Arrays and objects nest more than 64 levels deep; Notary's own "
			   "metadata has 7.",
		.rule = "Depth is bounded before the document is built.",
		.risk = "A document that is made to exhaust the stack of whoever reads it.",
	},
	[TC_JSON_TOO_MANY] = {
		.meaning = "The file has more than 4 000 000 values.",
		.rule = "The number of values is bounded before the document is built.",
		.risk = "A document that is made to exhaust the memory of whoever reads it.",
	},
	[TC_JSON_ESCAPE] = {
		.meaning = "A character that needs no escape, such as - or /, is written as one. "
			   NEVER_WRITTEN,
		.rule = "Only quotes, backslashes, control characters, <, >, &, U+2028 and U+2029 "
			"are escaped. The reference client reads dates from the raw text, where an "
			"escape is an error, and decodes it elsewhere.",
		.risk = TWO_READERS,
	},
	[TC_JSON_NUMBER] = {
		.meaning = "A number has a fraction, or is an integer beyond 2^53 - 1 in size.",
		.rule = "What is signed is the canonical form, which has no fractions and goes "
			"through a double: larger integers do not survive it.",
		.risk = "The number that was signed is not the number in the file.",
	},
	[TC_FIELD_CASE] = {
		.meaning = "A field's name is right only when capitals, U+017F and U+212A are "
			   "ignored (\"Signed\"). " NEVER_WRITTEN,
		.rule = "Field names are exact. The reference client takes such a name for the "
			"field; others do not see it.",
		.risk = TWO_READERS,
	},
	[TC_FIELD_MISSING] = {
		.meaning = "A field that the role's file must have is not there.",
		.rule = "Each file has the fields of its role.",
		.risk = "A file of another program or version, or an edit by hand. " NO_CLIENT,
	},
	[TC_FIELD_TYPE] = {
		.meaning = "A field is there with a value of another type: a text where a number "
			   "must be, or the like.",
		.rule = "Each field has one type.",
		.risk = "A file of another program or version, or an edit by hand.",
	},
	[TC_BASE64] = {
		.meaning = "A key, hash or signature is not base64 of the standard alphabet with "
			   "padding, or has line breaks or stray bits at its end.",
		.rule = "There is one text for the same bytes.",
		.risk = "A damaged file, or texts that differ and stand for one key or signature.",
	},
	[TC_EXPIRES_FORMAT] = {
		.meaning = "The expiry of the role is not a date and time as RFC 3339 has it, or "
			   "its year is not 0 to 9999.",
		.rule = "An expiry is RFC 3339; a fraction and an offset are allowed.",
		.risk = "Two programs read different moments, so that one holds fresh what has "
			"expired for the other.",
	},
	[TC_ROLE_TYPE] = {
		.meaning = "The _type of the file is not Root, Timestamp, Snapshot or Targets as "
			   "its name demands.",
		.rule = "A file is of the type of its role.",
		.risk = "A signed file of one role is put in the place of another's.",
	},
	[TC_VERSION] = {
		.meaning = "The version of the file is 0 or less.",
		.rule = "Versions begin at 1.",
		.risk = "A version from which no later one can be told. " NO_CLIENT,
	},
	[TC_THRESHOLD] = {
		.meaning = "A role needs 0 signatures or less.",
		.rule = "A threshold is at least 1.",
		.risk = "Anybody could sign for the role.",
	},
	[TC_ROLE_UNDEFINED] = {
		.meaning = "root.json does not say who signs for root, targets, snapshot or "
			   "timestamp.",
		.rule = "root.json defines all four.",
		.risk = "Nobody can tell whose signatures the role needs. " NO_CLIENT,
	},
	[TC_KEY_UNDEFINED] = {
		.meaning = "A role names the ID of a key that the same file does not list.",
		.rule = "Each key ID of a role is among the keys of the file that defines the "
			"role.",
		.risk = "A key was taken out of the list or never put in; what the role's "
			"threshold means is open.",
	},
	[TC_DELEGATION_NAME] = {
		.meaning = "The name of a delegation has other characters than a-z, 0-9, -, _ and "
			   "/, is 256 bytes or longer, or is not one level below the role that "
			   "defines it.",
		.rule = "A role delegates only to names directly below its own.",
		.risk = "A role could define who signs for a part of the tree that is not its own, "
			"or lead a reader out of the folder by its name.",
	},
	[TC_HASH_MISSING] = {
		.meaning = "The timestamp lists the snapshot, or the snapshot root or targets, "
			   "without a sha256.",
		.rule = "These entries have a sha256.",
		.risk = "Nothing would bind the files together, so that each could be exchanged "
			"for another that was signed once.",
	},
	[TC_HASH_SIZE] = {
		.meaning = "A hash has not the number of bytes of its algorithm: 32 of sha256, 64 "
			   "of sha512.",
		.rule = "Known hashes have their size.",
		.risk = "A shorter hash is easier to meet with another file. " NO_CLIENT,
	},
	[TC_LIMIT_EXCEEDED] = {
		.meaning = "The repository has more keys, signatures, delegations, paths, hashes "
			   "or bytes, or costs more work, than tufcheck's limits allow. What was "
			   "over them counts for nothing.",
		.rule = "Memory and work for one repository are bounded (docs/limits.md).",
		.risk = "Metadata that is made to exhaust whoever verifies it.",
	},

	[TC_HASH_MISMATCH] = {
		.meaning = "The file is not the one whose hash is in the file above it, which was "
			   "signed: the timestamp lists the snapshot, and the snapshot all others.",
		.rule = "The bytes of a file match every sha256 and sha512 that is listed for it.",
		.risk = "The file was altered, or exchanged for another one; if it is signed, for "
			"an older or newer one, which takes back or hides what was published.",
	},
	[TC_HASH_UNSUPPORTED] = {
		.meaning = "The file is listed with hashes, but with neither sha256 nor sha512.",
		.rule = "At least one listed hash must be known, or the file cannot be compared.",
		.risk = "The file could be exchanged for another one that was signed once.",
	},
	[TC_LENGTH_EXCEEDED] = {
		.meaning = "The file is longer than the length that was signed for it.",
		.rule = "The listed length is the most that a client reads.",
		.risk = "Something was added to the file, or it is another one.",
	},
	[TC_LENGTH_DIFFERS] = {
		.meaning = "The file is shorter than its listed length. Its hashes decide.",
		.rule = "For clients a length is only the most that they read; of root.json not "
			"even that.",
		.risk = "None: a file with the right hash is the right one. The program that "
			"listed it counted wrong.",
	},
	[TC_DELEGATION_DUPLICATE] = {
		.meaning = "A role defines the same delegation twice.",
		.rule = "A delegation is defined once: a client loads a role once.",
		.risk = "Two readers take different keys and thresholds for one role.",
	},
};
