/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/custody_finding.h"

static struct tc_finding_place place_of(const struct tufcheck_private_key *key)
{
	return (struct tc_finding_place){.role = key->role, .file = key->path};
}

enum tuf_result tc_custody_report_unchecked(struct tc_finding_list *findings,
                                            const struct tc_private_file *file)
{
	const struct tc_finding_place place = {
		.file = file->path, .expected = "what can be read", .actual = file->problem};
	return tc_finding_add(findings, TC_PRIVATE_UNCHECKED, &place,
	                      "%s: could not be looked at for private keys: %s", file->path,
	                      file->problem);
}

enum tuf_result tc_custody_report_strange(struct tc_finding_list *findings,
                                          const struct tc_private_file *file)
{
	struct tc_finding_place place = {.file = file->path};
	if (file->facts.is_strange) {
		place.expected = "a private key as Notary writes it";
		place.actual = file->facts.what;
		return tc_finding_add(findings, TC_PRIVATE_UNCHECKED, &place,
		                      "%s: expected a private key as Notary writes it, found %s, of "
		                      "which it is not known whether it is encrypted",
		                      file->path, file->facts.what);
	}
	place.expected = "a PEM header of at most 4096 bytes";
	place.actual = "a longer one";
	return tc_finding_add(findings, TC_PRIVATE_UNCHECKED, &place,
	                      "%s: expected a PEM header of at most 4096 bytes, found a longer one; "
	                      "its rest is not known",
	                      file->path);
}

enum tuf_result tc_custody_report_no_key(struct tc_finding_list *findings,
                                         const struct tc_private_file *file)
{
	const struct tc_finding_place place = {
		.file = file->path, .expected = "a private key", .actual = file->facts.what};
	return tc_finding_add(findings, TC_PRIVATE_FILE_NO_KEY, &place,
	                      "%s: expected a private key, found %s", file->path, file->facts.what);
}

/* ", for targets of GUN", as far as it is known; NULL when memory is short. */
static const char *describe_use(struct tuf_arena *arena, const struct tufcheck_private_key *key)
{
	if (!key->role && !key->gun)
		return "";
	return tuf_arena_format(arena, ", for %s%s%s", key->role ? key->role : "",
	                        key->role && key->gun ? " of " : "", key->gun ? key->gun : "");
}

enum tuf_result tc_custody_report_unencrypted(struct tc_finding_list *findings,
                                              const struct tufcheck_private_key *key,
                                              const struct tc_private_file *file)
{
	struct tc_finding_place place = place_of(key);
	const char *use = describe_use(findings->arena, key);
	if (!use)
		return TUF_NO_MEMORY;
	place.expected = "an encrypted private key";
	place.actual = file->facts.what;
	return tc_finding_add(findings, TC_PRIVATE_KEY_UNENCRYPTED, &place,
	                      "%s: expected an encrypted private key%s, found %s, not encrypted",
	                      file->path, use, file->facts.what);
}

static enum tuf_result report_replaceable(struct tc_finding_list *findings,
                                          const struct tufcheck_private_key *key,
                                          const struct tc_private_file *file)
{
	struct tc_finding_place place = place_of(key);
	place.expected = "folders in which only the owner can write";
	place.actual = file->replaceable;
	return tc_finding_add(findings, TC_PRIVATE_KEY_EXPOSED, &place,
	                      "%s: others can replace this private key: they can write in the "
	                      "folder %s",
	                      file->path, file->replaceable);
}

enum tuf_result tc_custody_report_exposed(struct tc_finding_list *findings,
                                          const struct tufcheck_private_key *key,
                                          const struct tc_private_file *file)
{
	if (!file->is_exposed)
		return report_replaceable(findings, key, file);
	bool is_readable = (file->mode & 044) != 0;
	bool is_writable = (file->mode & 022) != 0;
	const char *what = is_readable && is_writable ? "read and write" : is_readable ? "read" : "write";
	struct tc_finding_place place = place_of(key);
	place.expected = "mode 0600, or a folder above that shields it";
	place.actual = tuf_arena_format(findings->arena, "mode %04o", file->mode);
	if (!place.actual)
		return TUF_NO_MEMORY;
	return tc_finding_add(findings, TC_PRIVATE_KEY_EXPOSED, &place,
	                      "%s: others can %s this private key: expected mode 0600, is %04o",
	                      file->path, what, file->mode);
}

enum tuf_result tc_custody_report_root(struct tc_finding_list *findings,
                                       const struct tufcheck_private_key *key)
{
	const struct tc_finding_place place = place_of(key);
	return tc_finding_add(findings, TC_PRIVATE_KEY_ROOT, &place,
	                      "%s: a root key is kept here, beside the metadata, and not offline",
	                      key->path);
}

enum tuf_result tc_custody_report_unused(struct tc_finding_list *findings,
                                         const struct tufcheck_private_key *key)
{
	const struct tc_finding_place place = place_of(key);
	const char *use = describe_use(findings->arena, key);
	if (!use)
		return TUF_NO_MEMORY;
	return tc_finding_add(findings, TC_PRIVATE_KEY_UNUSED, &place,
	                      "%s: no repository here trusts this private key%s", key->path, use);
}
