/* SPDX-License-Identifier: Apache-2.0 */
/* What findings on signatures, keys and dates mean, and on what rests on them. */
#include "verify/explain.h"

/* What several rows have in common. */
#define COUNTS_FOR_NOTHING "It counts for nothing; the root needs enough keys that do."
#define DELEGATED_KEY                                                                              \
	"A certificate in a delegation is held against the same rules as any: no SHA-1 signature, " \
	"no RSA key under 2048 bits, no end before its beginning."

const struct tufcheck_explanation tc_explain_chain[TC_FINDING_COUNT] = {
	[TC_SIGNATURES_NONE] = {
		.meaning = "The file has no signature at all.",
		.rule = "Each file is signed by enough keys of its role.",
		.risk = "Anybody who can write to the folder can have made this file.",
	},
	[TC_THRESHOLD_NOT_MET] = {
		.meaning = "Fewer distinct keys of the role have a valid signature on the file "
			   "than its threshold demands. The report lists each signature and why it "
			   "does not count.",
		.rule = "Distinct keys with a valid signature are counted, each once, by the IDs "
			"that the keys really have; they must reach the threshold.",
		.risk = "The file was altered after it was signed, or made by somebody who does "
			"not hold the keys.",
	},
	[TC_DELEGATION_THRESHOLD_NOT_MET] = {
		.meaning = "Too few keys of a delegation have a valid signature on its file. "
			   "Clients leave out the role with everything below it and go on without "
			   "a word.",
		.rule = "Distinct keys with a valid signature must reach the delegation's "
			"threshold.",
		.risk = "Somebody altered or forged the file; or took signatures away, so that the "
			"role's tags vanish or are resolved from another role.",
	},
	[TC_SIGNATURE_INVALID] = {
		.meaning = "A signature that names a key of the role does not verify. The role is "
			   "judged without it.",
		.rule = "A signature that does not verify is passed over and counts for nothing.",
		.risk = "None as long as the threshold is met. It tells of a file that was changed "
			"after this signer, of a key that was confused, or of an attempt.",
	},
	[TC_KEY_ID_MISMATCH] = {
		.meaning = "A key is listed under an ID that is not the SHA-256 of its canonical "
			   "form.",
		.rule = "The ID of a key is computed from the key. For a role other than root a "
			"wrong one ends the verification.",
		.risk = "One key counted several times under several IDs would meet a threshold "
			"alone, or another key would pass for one that people know.",
	},
	[TC_ROOT_KEY_LABEL] = {
		.meaning = "A root key is listed under an ID that is not its own. Its signatures "
			   "do not count under that ID.",
		.rule = "Root keys count under the IDs that are computed from them.",
		.risk = "Who compares IDs by eye takes the key for another one.",
	},
	[TC_ROOT_KEY_UNUSABLE] = {
		.meaning = "A key of the root is no PEM bundle that begins with its one leaf "
			   "certificate, or cannot be decoded. " COUNTS_FOR_NOTHING,
		.rule = "A root key is a bundle of certificates with exactly one that is no CA's, "
			"and that comes first.",
		.risk = "Readers that skip different parts of the bundle would take different keys "
			"for the root.",
	},
	[TC_ROOT_NAME_MISMATCH] = {
		.meaning = "The common name of a root certificate is not the repository's name, "
			   "nor a prefix of it that ends in a star. " COUNTS_FOR_NOTHING,
		.rule = "The common name equals the GUN, or ends in * and is a prefix of it "
			"without its stars.",
		.risk = "The whole signed content of one repository is put in the place of "
			"another's: a sound chain, for the wrong image.",
	},
	[TC_CERTIFICATE_MALFORMED] = {
		.meaning = "A delegation lists a key whose certificate cannot be decoded, or is "
			   "DER of a form that no authority writes.",
		.rule = "All certificates of a delegation's keys decode, by a strict profile. The "
			"reference client passes over such a key.",
		.risk = "A certificate that two decoders read differently is one key here and "
			"another one there.",
	},
	[TC_CERTIFICATE_SHA1] = {
		.meaning = "A delegation lists a key whose certificate is signed with SHA-1.",
		.rule = DELEGATED_KEY,
		.risk = "Two certificates with one SHA-1 can be made by whoever can have one "
			"signed.",
	},
	[TC_CERTIFICATE_WEAK_KEY] = {
		.meaning = "A delegation lists a key whose certificate has an RSA key under 2048 "
			   "bits.",
		.rule = DELEGATED_KEY,
		.risk = "A short RSA key can be factored, and then anybody signs as this signer.",
	},
	[TC_CERTIFICATE_DATES_INVERTED] = {
		.meaning = "A delegation lists a key whose certificate ends before it begins.",
		.rule = DELEGATED_KEY,
		.risk = "A certificate that was never valid; clients refuse the repository with "
			"it.",
	},
	[TC_ROOT_CERTIFICATE_REJECTED] = {
		.meaning = "A certificate of a root key is signed with SHA-1, has an RSA key under "
			   "2048 bits, or ends before it begins. " COUNTS_FOR_NOTHING,
		.rule = "Root certificates keep the rules of certificates, whatever their dates; "
			"of issuers in the bundle those that do not are left out.",
		.risk = "A weak root key lets whoever breaks it replace every key of the "
			"repository.",
	},
	[TC_ROOT_ROTATION] = {
		.meaning = "A version of the root is not signed by enough root keys of the version "
			   "that lies before it.",
		.rule = "A new root meets the threshold of the old root with the old root's keys; "
			"the dates of their certificates are not looked at.",
		.risk = "Somebody who does not hold the old root keys has begun a root of their "
			"own and put it in the place of the publisher's.",
	},
	[TC_ROOT_HISTORY_GAP] = {
		.meaning = "Between two versions of the root that are there one is missing. The "
			   "message says whether the later one is signed as the earlier demands.",
		.rule = "Each version of the root is checked against the one before it.",
		.risk = "What happened between the two cannot be told from these files.",
	},

	[TC_ROLE_EXPIRED] = {
		.meaning = "The expiry of root, timestamp, snapshot or targets was past at the "
			   "moment of evaluation, or there is none.",
		.rule = "A role with an expiry before the moment of evaluation has expired; one "
			"without has too. Servers give timestamps 14 days.",
		.risk = "Old signed files can be served for as long as they are fresh. Behind an "
			"expired timestamp newer tags or a withdrawn one may be hidden.",
	},
	[TC_DELEGATION_EXPIRED] = {
		.meaning = "The expiry of a delegation was past at the moment of evaluation. "
			   "Clients leave out the role with everything below it and go on without "
			   "a word.",
		.rule = "A delegation with an expiry before the moment of evaluation is dropped.",
		.risk = "The role's tags vanish, or are resolved from another role with another "
			"digest, and nobody is told.",
	},
	[TC_ROOT_CERTIFICATE_EXPIRED] = {
		.meaning = "With the certificates that are in date the root has too few "
			   "signatures; with those past their last day it has enough.",
		.rule = "A root certificate counts until its last day. Clients say \"could not "
			"validate the path to a trusted root\" and refuse the repository.",
		.risk = "None by itself: who held the key still does. Until the root is rotated "
			"nobody can tell that its owner still stands behind it.",
	},
	[TC_ROOT_CERTIFICATE_NOT_YET_VALID] = {
		.meaning = "With the certificates that are in date the root has too few "
			   "signatures; with those that begin more than a day later it has enough.",
		.rule = "A root certificate counts from one day before its first day on.",
		.risk = "A wrong clock, or an evaluation of a moment before the repository was "
			"made.",
	},
	[TC_ROOT_CERTIFICATE_DATES] = {
		.meaning = "A certificate of a root key is not in date at the moment of "
			   "evaluation. " COUNTS_FOR_NOTHING,
		.rule = "Root certificates count from a day before their first day to their last.",
		.risk = "None as long as other root keys sign. When they end too, clients refuse "
			"the repository.",
	},

	[TC_CHAIN_STOPPED] = {
		.meaning = "root.json could not be read or does not hold, so that it is not known "
			   "who may sign the other roles. Nothing below it was judged.",
		.rule = "The keys of all roles come from root.json, and are believed only when it "
			"holds.",
		.risk = "None of its own: other findings say what is wrong with root.json.",
	},
	[TC_REFERENCE_UNAVAILABLE] = {
		.meaning = "A file is there, but the one above it, which has its hash, is not, or "
			   "cannot be read.",
		.rule = "Hashes come from the file above: the timestamp's of the snapshot, the "
			"snapshot's of all others.",
		.risk = "Whether this file is the current one cannot be told.",
	},
	[TC_DELEGATIONS_NOT_CHECKED] = {
		.meaning = "Delegations were not followed, since targets.json or the snapshot, "
			   "which define and list them, do not hold.",
		.rule = "Who may sign for a delegation is believed only of files that hold.",
		.risk = "None of its own: other findings say what is wrong with these files.",
	},
	[TC_DELEGATION_UNPUBLISHED] = {
		.meaning = "A role says who may sign for a delegation, and the snapshot does not "
			   "list its file. Clients pass over it; a file of that name is not read.",
		.rule = "A delegation counts from when the snapshot lists it.",
		.risk = "None that shows: a signer who has not signed yet looks like this. So does "
			"a snapshot that was made anew without the role.",
	},
	[TC_TARGET_OUTSIDE_PATHS] = {
		.meaning = "A delegation lists a tag that none of its paths, and of those above "
			   "it, is the beginning of. The tag is left out.",
		.rule = "A delegation speaks only for names that begin with one of its paths, "
			"within those of its parent.",
		.risk = "A signer tried, or was set up, to sign tags that are not theirs. docker "
			"trust inspect names them as signer all the same.",
	},
	[TC_TARGET_DIGEST] = {
		.meaning = "An entry of a tag has no sha256 of 32 bytes.",
		.rule = "docker pulls by the sha256 of the manifest.",
		.risk = "None: the tag cannot be pulled with content trust.",
	},
	[TC_GUN_ASSUMED] = {
		.meaning = "The repository lies outside a tuf/ tree and --gun was not given, so "
			   "that its name is what its own root certificate says.",
		.rule = "The root certificate must bear the repository's name; here the two are "
			"the same text, and nothing is compared.",
		.risk = "Whoever made the root has chosen the name, and with it which pins, lock "
			"and trusted root are asked.",
	},
	[TC_GUN_UNKNOWN] = {
		.meaning = "The repository lies outside a tuf/ tree, --gun was not given, and its "
			   "root certificates bear nothing that is a repository's name.",
		.rule = "The root certificate must bear the repository's name.",
		.risk = "The files of any repository could pass for this one.",
	},
};
