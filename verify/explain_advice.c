/* SPDX-License-Identifier: Apache-2.0 */
/* What advice on keys and files means; docs/advice.md says more. */
#include "verify/explain.h"

#define NO_VERDICT "No client asks for it, and no verdict rests on it. "

const struct tufcheck_explanation tc_explain_advice[TC_FINDING_COUNT] = {
	[TC_DELEGATION_CERTIFICATE_EXPIRED] = {
		.meaning = "A certificate in the bundle of a delegation's key was past its last "
			   "day at the moment of evaluation. Signatures by the key count all the "
			   "same.",
		.rule = "Clients do not look at the dates of a delegation's certificates.",
		.risk = "A key that was meant to end goes on signing: who kept or stole it still "
			"publishes.",
	},
	[TC_DELEGATION_CERTIFICATE_NOT_YET_VALID] = {
		.meaning = "A certificate in the bundle of a delegation's key begins only after "
			   "the moment of evaluation. Signatures by the key count all the same.",
		.rule = "Clients do not look at the dates of a delegation's certificates.",
		.risk = "A wrong clock, or a key that was handed out early.",
	},
	[TC_CERTIFICATE_EXPIRES_SOON] = {
		.meaning = "A certificate of a root key that counts, or of a delegation's key, "
			   "ends within the span of --warn-within, 180 days without it.",
		.rule = "Clients hold root certificates to their dates, and those of delegations "
			"not.",
		.risk = "When a root's last certificate ends, clients refuse the repository from "
			"one second to the next.",
	},
	[TC_DELEGATION_KEY_BUNDLE] = {
		.meaning = "Of several certificates of a delegation's key not exactly one is no "
			   "CA's, or that one is not first.",
		.rule = "Clients take the key of the first certificate of the bundle, whatever it "
			"is.",
		.risk = "A CA's key, or one that nobody meant, signs for this role.",
	},
	[TC_ROOT_CERTIFICATE_WILDCARD] = {
		.meaning = "The common name of a root certificate that counts ends in a star.",
		.rule = "Such a certificate is for each repository whose name begins with what "
			"stands before the star.",
		.risk = "Who has this key can stand at the root of each of them, also where the "
			"publisher has another key.",
	},
	[TC_KEY_IN_SEVERAL_ROLES] = {
		.meaning = "One public key is trusted for several roles, under whatever IDs and in "
			   "whatever certificates. docker's own pair, targets/releases and one "
			   "signer's role, is not meant.",
		.rule = NO_VERDICT "Roles are there so that one stolen key is not all of them.",
		.risk = "Who has this one key signs for each of these roles.",
	},
	[TC_KEY_REPEATED] = {
		.meaning = "A role that needs two signatures or more lists one public key under "
			   "several IDs.",
		.rule = "Keys are counted by ID, and a certificate makes another ID of the same "
			"key.",
		.risk = "One person meets a threshold that was meant for two.",
	},
	[TC_ROOT_THRESHOLD_ONE] = {
		.meaning = "The root's threshold is 1, as in every repository that Notary's own "
			   "clients made.",
		.rule = "The threshold says how many root keys it takes to replace any key.",
		.risk = "Who gets one root key takes over the repository.",
	},
	[TC_KEY_WITHOUT_SIGNATURE] = {
		.meaning = "A key may sign for roles, and none of their files that are there has a "
			   "valid signature by it. What it signed before is not known.",
		.rule = NO_VERDICT "Each listed key counts whether it is used or not.",
		.risk = "A key that nobody misses can be stolen without anybody noticing.",
	},
	[TC_DELEGATION_ALL_PATHS] = {
		.meaning = "\"\" is among the paths of a delegation, and of those above it, so "
			   "that it may sign any tag.",
		.rule = "Paths are prefixes of tags; the empty one is a prefix of all.",
		.risk = "Its keys can point every tag to another image; docker takes those of "
			"targets/releases first.",
	},
	[TC_DELEGATION_EMPTY] = {
		.meaning = "A delegation has published a file that lists no tag and delegates to "
			   "nobody.",
		.rule = NO_VERDICT "An empty file is in order.",
		.risk = "Keys that are of no use now can still sign later.",
	},
	[TC_FILE_UNREFERENCED] = {
		.meaning = "A file in the metadata folder is neither a top-level role's nor an "
			   "older root's, and the snapshot does not list it or no role delegates "
			   "to it.",
		.rule = "Clients read what the snapshot lists and a role delegates to.",
		.risk = "Something was put there that looks as if it were signed for, or was left "
			"behind when a role was removed.",
	},
	[TC_FILES_NOT_LISTED] = {
		.meaning = "A folder of the repository could not be listed, lies too deep, or "
			   "holds more than 10 000 files or folders; the rest was not looked at.",
		.rule = "Folders are listed only to find files that no client reads. What clients "
			"read is opened by its name.",
		.risk = "Files that nothing vouches for may lie there.",
	},
	[TC_CHANGE_UNPUBLISHED] = {
		.meaning = "The folder changelist/ beside the metadata holds a change that was "
			   "staged and not published. The message says what it would do.",
		.rule = "A staged change is in no signed file until a client publishes it.",
		.risk = "Whoever next publishes from this folder signs the change, too, without "
			"being asked.",
	},
	[TC_CHANGE_UNREADABLE] = {
		.meaning = "A file in changelist/ is no staged change that can be read.",
		.rule = "Clients read every file in that folder before they publish.",
		.risk = "Nobody can publish from this folder while the file is there.",
	},
};
