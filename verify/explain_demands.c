/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What findings on other roots, on the trust directory as a whole and on what
 * the user demands mean.
 */
#include "verify/explain.h"

/* What several rows have in common. */
#define LOCKED "What the chain proves is held against the lock (docs/lock.md)."
#define NOTHING_CHANGES "With --frozen tags and repositories must be just those of the lock."
#define PINNED                                                                                     \
	"The role must be signed by enough pinned keys alone, of the pins that name the "          \
	"repository or else have its longest prefix (docs/pins.md)."
#define CLIENT_PINS                                                                                \
	"The first that applies decides, as in a Notary client that sees the repository for the "  \
	"first time: certs, ca, disable_tofu."
#define OTHER_ROOT                                                                                 \
	"Somebody else's root, whose whole chain is sound, stands in the place of the publisher's."
#define FROM_TRUSTED                                                                               \
	"From the root that --trusted-root gives, each version up to root.json must be there and " \
	"be signed as the one before it demands."

const struct tufcheck_explanation tc_explain_demands[TC_FINDING_COUNT] = {
	[TC_ROOT_MISNAMED] = {
		.meaning = "The version in a root file is not the one in its name, N.root.json or "
			   "root.N.json.",
		.rule = "An older root is of the version that its file's name says. Clients do not "
			"read these files.",
		.risk = "A history that is put together to look as if one root led to the other.",
	},
	[TC_ROOT_HISTORY_UNSIGNED] = {
		.meaning = "An older root has too few valid signatures by the root keys that it "
			   "lists itself.",
		.rule = "Each version of the root is signed by its own root keys, dates of "
			"certificates aside.",
		.risk = "The file was made or altered by somebody without these keys.",
	},
	[TC_ROOT_HISTORY_TOO_LONG] = {
		.meaning = "More than 1024 files of other versions lie beside root.json. None of "
			   "them was looked at.",
		.rule = "The number of roots that are checked is bounded (docs/limits.md).",
		.risk = "Files that are made to exhaust whoever verifies them.",
	},
	[TC_ROOT_FORK] = {
		.meaning = "Two files are of the same version of the root and sign different "
			   "content.",
		.rule = "There is one root of each version.",
		.risk = "Root keys were used to show one root to some and another one to others; or "
			"one of the two files is forged, for its signatures are not looked at.",
	},
	[TC_ROOT_ROLLED_BACK] = {
		.meaning = "A root with a higher version lies beside root.json, and root.json's "
			   "own keys have signed it.",
		.rule = "root.json is the newest root that its keys have signed.",
		.risk = "An old root was put back, and with it keys that the publisher had taken "
			"out, stolen ones perhaps.",
	},
	[TC_ROOT_UNPROVEN] = {
		.meaning = "A file is called a newer root, and too few of root.json's keys have "
			   "signed it.",
		.rule = "Only what enough keys of the present root have signed can replace it.",
		.risk = "Somebody who can write to the folder put it there. No client takes it.",
	},
	[TC_TRUSTED_ROOT_MISMATCH] = {
		.meaning = "A root of the same version as the one that --trusted-root gives signs "
			   "other content.",
		.rule = FROM_TRUSTED,
		.risk = OTHER_ROOT,
	},
	[TC_TRUSTED_ROOT_NOT_REACHED] = {
		.meaning = "A version between the trusted root and root.json is missing, or is not "
			   "signed as the one before it demands.",
		.rule = FROM_TRUSTED,
		.risk = OTHER_ROOT " Or the versions between are only not kept here.",
	},
	[TC_TRUSTED_ROOT_NEWER] = {
		.meaning = "root.json has a lower version than the root that --trusted-root gives.",
		.rule = FROM_TRUSTED,
		.risk = "An old root was put back, and with it keys that the publisher had taken "
			"out.",
	},

	[TC_LOCK_REPOSITORY_MISSING] = {
		.meaning = "The lock has a repository that was asked for, and none of that name "
			   "was found.",
		.rule = LOCKED,
		.risk = "Without trust data of its own an image is pulled unchecked by whoever "
			"does not ask for it.",
	},
	[TC_PRIVATE_KEY_UNENCRYPTED] = {
		.meaning = "By its header a private key in private/ has no passphrase.",
		.rule = "Clients write private keys under a passphrase.",
		.risk = "Who can read the file, or a backup of it, signs as its owner.",
	},
	[TC_PRIVATE_KEY_EXPOSED] = {
		.meaning = "By the modes of the file and of the folders from the trust directory "
			   "down to it, others than the owner can read, write or replace a private "
			   "key.",
		.rule = "Clients make folders of keys with the mode 0700 and keys with 0600.",
		.risk = "Others on the machine take the key, and only its passphrase is left; or "
			"put one of theirs in its place.",
	},
	[TC_PRIVATE_KEY_ROOT] = {
		.meaning = "The private key of a root lies in private/, by its header, its place, "
			   "or because a repository trusts it as one.",
		.rule = "Root keys are needed only to replace keys, and are kept offline.",
		.risk = "Who takes over this machine can take over the repositories for good, not "
			"only their tags.",
	},
	[TC_PRIVATE_UNCHECKED] = {
		.meaning = "A file or folder in private/ cannot be read, a link leads out, a "
			   "header is too long, or a key is of a kind that no client reads.",
		.rule = "Of each file only the PEM header is read (docs/private-keys.md).",
		.risk = "An unencrypted key may be there that this report does not tell of.",
	},
	[TC_PRIVATE_KEY_UNUSED] = {
		.meaning = "None of the repositories of the trust directory, all of which were "
			   "checked, trusts this private key.",
		.rule = "A private key's file is named by its canonical ID, which the keys in the "
			"metadata have too.",
		.risk = "A forgotten key may still count in repositories elsewhere.",
	},
	[TC_PRIVATE_FILE_NO_KEY] = {
		.meaning = "A file in private/ has no PEM header of a private key.",
		.rule = "Clients keep private keys there and nothing else.",
		.risk = "None that shows. Clients pass over the file.",
	},
	[TC_ROOT_KEY_SHARED] = {
		.meaning = "Repositories of different names have the same root key.",
		.rule = "docker uses a root key that is there for each further repository, with a "
			"certificate of its own.",
		.risk = "Who has the key can replace every key of all of these repositories.",
	},
	[TC_CONTENT_TRUST_ENDS] = {
		.meaning = "The registry that a repository is of ends content trust, has ended it, or "
			   "has it from a server that nobody maintains. Its name decides; who runs "
			   "the registry of another name, a name does not tell.",
		.rule = "The dates are those that the registries have given (docs/retirement.md).",
		.risk = "After that nobody gets this trust data any more, and DOCKER_CONTENT_TRUST=1 "
			"fails or, in Docker 29, does nothing. What lies on disk is all the proof that "
			"is left.",
	},

	[TC_PIN_NOT_MET] = {
		.meaning = "A role has too few valid signatures by keys that are pinned; "
			   "signatures by others do not count here.",
		.rule = PINNED,
		.risk = "Keys that you do not know sign for this role: the publisher changed them, "
			"or somebody else did.",
	},
	[TC_PIN_ROLE_MISSING] = {
		.meaning = "A pinned role is not defined, has published nothing, or lies below a "
			   "delegation that clients drop.",
		.rule = PINNED,
		.risk = "The signer that you rely on was removed, so that tags come from somebody "
			"else's role.",
	},
	[TC_PIN_EXTRA_KEY] = {
		.meaning = "Enough pinned keys signed the role, and it lists a further key that is "
			   "not pinned.",
		.rule = PINNED,
		.risk = "Clients, which do not know your pins, take what that key signs.",
	},

	[TC_ROOT_NOT_PINNED] = {
		.meaning = "The root's certificates match neither the key IDs nor the CA that the "
			   "configuration's trust_pinning has for this repository.",
		.rule = CLIENT_PINS,
		.risk = OTHER_ROOT,
	},
	[TC_ROOT_UNPINNED] = {
		.meaning = "Neither certs nor ca of trust_pinning applies to the repository, and "
			   "disable_tofu is true.",
		.rule = CLIENT_PINS,
		.risk = "Without a pin any root is taken that somebody gives a client first.",
	},
	[TC_ROOT_PIN_UNUSABLE] = {
		.meaning = "The CA file that trust_pinning has for the repository is missing, not "
			   "readable, not PEM, or has no certificate that may be used.",
		.rule = CLIENT_PINS,
		.risk = "None by itself: nothing is accepted without the file.",
	},
	[TC_ROOT_PIN_DATES] = {
		.meaning = "The root matches its pin in trust_pinning, but the CA or a certificate "
			   "on the way to it is not in date.",
		.rule = CLIENT_PINS,
		.risk = "None by itself. Clients that see the repository for the first time refuse "
			"it.",
	},

	[TC_LOCK_ROOT_KEY_CHANGED] = {
		.meaning = "The root has other keys than in the lock, more, fewer, or one with "
			   "another certificate.",
		.rule = LOCKED,
		.risk = "After a takeover of the repository this is what you see, and after a "
			"rotation by its publisher, too. Only the publisher can tell.",
	},
	[TC_LOCK_ROLE_KEY_CHANGED] = {
		.meaning = "timestamp, snapshot or targets has other keys than in the lock.",
		.rule = LOCKED,
		.risk = "Who has the key of targets decides what is signed and who else may sign; "
			"those of the other two are often the server's.",
	},
	[TC_LOCK_SIGNER_ADDED] = {
		.meaning = "There is a delegation, or a key of one, that the lock does not have.",
		.rule = LOCKED,
		.risk = "Somebody may sign tags now who could not before.",
	},
	[TC_LOCK_SIGNER_REMOVED] = {
		.meaning = "A delegation of the lock, or a key of one, is not there any more.",
		.rule = LOCKED,
		.risk = "A signer's word is gone, and tags may be resolved from another role.",
	},
	[TC_LOCK_THRESHOLD_LOWERED] = {
		.meaning = "A role needs fewer signatures than in the lock.",
		.rule = LOCKED,
		.risk = "It takes fewer stolen keys to sign for the role.",
	},
	[TC_LOCK_THRESHOLD_RAISED] = {
		.meaning = "A role needs more signatures than in the lock.",
		.rule = LOCKED,
		.risk = "None: it takes more keys to sign for the role. The lock does not hold the "
			"repository to it yet.",
	},
	[TC_LOCK_VERSION_ROLLED_BACK] = {
		.meaning = "A role's version is lower than in the lock, or a delegation that had "
			   "published is not in the snapshot any more.",
		.rule = LOCKED,
		.risk = "Old files, signed once and perhaps with known holes in the images, are "
			"served again.",
	},
	[TC_LOCK_VERSION_NEWER] = {
		.meaning = "A role's version is higher than in the lock.",
		.rule = LOCKED,
		.risk = "None: versions grow. Until it is recorded, going back to the one in the "
			"lock is not noticed.",
	},
	[TC_LOCK_TAG_MOVED] = {
		.meaning = "A tag has another digest or length than in the lock, or is resolved "
			   "from another role.",
		.rule = LOCKED,
		.risk = "The same name pulls another image. Signed it is; whether it is wanted is "
			"for you to say.",
	},
	[TC_LOCK_TAG_MOVED_FROZEN] = {
		.meaning = "A tag has another digest or length than in the lock, or is resolved "
			   "from another role.",
		.rule = NOTHING_CHANGES,
		.risk = "The same name pulls another image than the one that was reviewed.",
	},
	[TC_LOCK_TAG_GONE] = {
		.meaning = "A tag of the lock is not among those that the chain proves.",
		.rule = LOCKED,
		.risk = "Who pulls the tag without asking for trust gets what the registry gives.",
	},
	[TC_LOCK_TAG_GONE_FROZEN] = {
		.meaning = "A tag of the lock is not among those that the chain proves.",
		.rule = NOTHING_CHANGES,
		.risk = "Who pulls the tag without asking for trust gets what the registry gives.",
	},
	[TC_LOCK_TAG_ADDED] = {
		.meaning = "The chain proves a tag that the lock does not have.",
		.rule = LOCKED,
		.risk = "None that shows: tags are added. Nobody has looked at this one.",
	},
	[TC_LOCK_TAG_ADDED_FROZEN] = {
		.meaning = "The chain proves a tag that the lock does not have.",
		.rule = NOTHING_CHANGES,
		.risk = "An image that was not reviewed can be pulled as signed.",
	},
	[TC_LOCK_REPOSITORY_UNKNOWN] = {
		.meaning = "The lock does not have the repository, so that it was held against "
			   "nothing.",
		.rule = LOCKED,
		.risk = "The root is trusted because it is there: it may be anybody's.",
	},
	[TC_LOCK_REPOSITORY_UNKNOWN_FROZEN] = {
		.meaning = "The lock does not have the repository.",
		.rule = NOTHING_CHANGES,
		.risk = "The root is trusted because it is there: it may be anybody's.",
	},
};
