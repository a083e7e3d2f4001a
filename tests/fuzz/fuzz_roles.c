/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parsers of the signed parts: root, timestamp, snapshot, targets,
 * delegation; and of staged changes.
 *
 * All are tried on every input, which is the content of "signed" or of a change
 * file: each looks first at the type, so that no selector is needed, and what
 * one refuses, another takes.
 *
 * - What is refused says what, and where.
 * - A root has all roles, each with a threshold and keys that are listed.
 * - Lists are sorted, and what is in them is found; no other name is.
 * - A canonical copy of a document that is accepted is accepted, as the same.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "tuf/change.h"
#include "tuf/root.h"
#include "tuf/snapshot.h"
#include "tuf/targets.h"
#include "tuf/timestamp.h"

/* What a parser says of a document, for comparing. */
struct summary {
	enum tuf_result result;
	int64_t version;
	struct tuf_time expires;
	size_t counts[4];
};

static void check_role(const struct tuf_role *role, const struct tuf_key_list *keys)
{
	FUZZ_HOLDS(role->name && role->threshold >= 1);
	for (size_t i = 0; i < role->key_id_count; i++) {
		FUZZ_HOLDS(tuf_key_list_find(keys, role->key_ids[i]));
		FUZZ_HOLDS(i == 0 || strcmp(role->key_ids[i - 1], role->key_ids[i]) < 0);
	}
}

static void check_keys(struct tuf_arena *arena, const struct tuf_key_list *keys)
{
	for (size_t i = 0; i < keys->count; i++) {
		const struct tuf_key *key = &keys->items[i];
		FUZZ_HOLDS(i == 0 || strcmp(key[-1].listed_id, key->listed_id) < 0);
		FUZZ_HOLDS(tuf_key_list_find(keys, key->listed_id) == key);
		const char *id;
		FUZZ_HOLDS(tuf_key_compute_id(arena, key->type_name, key->public_bytes,
					      key->public_length, &id) == TUF_OK);
		FUZZ_HOLDS(strlen(id) == 64 && strcmp(id, key->id) == 0);
	}
	/* no UTF-8, which every name in JSON is */
	FUZZ_HOLDS(!tuf_key_list_find(keys, "\xff none"));
}

static void check_files(const struct tuf_file_list *files)
{
	for (size_t i = 0; i < files->count; i++) {
		const struct tuf_file_meta *meta = &files->items[i];
		FUZZ_HOLDS(i == 0 || strcmp(meta[-1].name, meta->name) < 0);
		FUZZ_HOLDS(tuf_file_list_find(files, meta->name) == meta);
		FUZZ_HOLDS(meta->hash_count >=
			   (size_t)meta->sha256.is_listed + (size_t)meta->sha512.is_listed);
	}
}

static void check_paths(struct tuf_arena *arena, const struct tuf_role *role)
{
	struct tuf_path_set set;
	FUZZ_HOLDS(tuf_path_set_make(arena, (const char *const *)role->paths, role->path_count,
				     &set) == TUF_OK);
	FUZZ_HOLDS(set.count <= role->path_count);
	for (size_t i = 0; i < role->path_count; i++)
		FUZZ_HOLDS(tuf_path_set_permits(&set, role->paths[i]));
	bool permits = false;
	for (size_t i = 0; i < role->path_count; i++)
		permits = permits || strncmp("v1", role->paths[i], strlen(role->paths[i])) == 0;
	FUZZ_HOLDS(tuf_path_set_permits(&set, "v1") == permits);
}

static struct summary finish(enum tuf_result result, const struct fuzz_parsing *parsing,
			     const struct tuf_common *common)
{
	struct summary summary = {.result = result};
	FUZZ_HOLDS(result == TUF_OK || result == TUF_INVALID);
	if (result == TUF_INVALID) {
		fuzz_check_fault(&parsing->fault);
		return summary;
	}
	FUZZ_HOLDS(common->version >= 1);
	FUZZ_HOLDS(common->expires.nanoseconds >= 0 && common->expires.nanoseconds < 1000000000);
	summary.version = common->version;
	summary.expires = common->expires;
	return summary;
}

typedef struct summary parser(struct fuzz_parsing *parsing, const struct tuf_node *node);

static struct summary parse_root(struct fuzz_parsing *parsing, const struct tuf_node *node)
{
	struct tuf_root root = {.keys = {.count = 0}};
	enum tuf_result result = tuf_root_parse(&parsing->reader, node, &root);
	struct summary summary = finish(result, parsing, &root.common);
	if (result != TUF_OK)
		return summary;
	check_keys(&parsing->arena, &root.keys);
	for (enum tuf_top_role role = 0; role < TUF_TOP_COUNT; role++)
		check_role(&root.roles[role], &root.keys);
	summary.counts[0] = root.keys.count;
	summary.counts[1] = root.roles[TUF_TOP_ROOT].key_id_count;
	return summary;
}

static struct summary parse_timestamp(struct fuzz_parsing *parsing, const struct tuf_node *node)
{
	struct tuf_timestamp timestamp;
	enum tuf_result result = tuf_timestamp_parse(&parsing->reader, node, &timestamp);
	struct summary summary = finish(result, parsing, &timestamp.common);
	if (result != TUF_OK)
		return summary;
	check_files(&timestamp.files);
	const struct tuf_file_meta *meta = tuf_file_list_find(&timestamp.files, "snapshot");
	FUZZ_HOLDS(meta && meta->sha256.is_listed && meta->sha256.length == 32);
	summary.counts[0] = timestamp.files.count;
	return summary;
}

static struct summary parse_snapshot(struct fuzz_parsing *parsing, const struct tuf_node *node)
{
	struct tuf_snapshot snapshot;
	enum tuf_result result = tuf_snapshot_parse(&parsing->reader, node, &snapshot);
	struct summary summary = finish(result, parsing, &snapshot.common);
	if (result != TUF_OK)
		return summary;
	check_files(&snapshot.files);
	static const char *const names[] = {"root", "targets"};
	for (size_t i = 0; i < 2; i++) {
		const struct tuf_file_meta *meta = tuf_file_list_find(&snapshot.files, names[i]);
		FUZZ_HOLDS(meta && meta->sha256.is_listed && meta->sha256.length == 32);
	}
	summary.counts[0] = snapshot.files.count;
	return summary;
}

static struct summary parse_targets_of(struct fuzz_parsing *parsing, const struct tuf_node *node,
				       const char *name)
{
	struct tuf_targets targets;
	enum tuf_result result = tuf_targets_parse(&parsing->reader, node, name, &targets);
	struct summary summary = finish(result, parsing, &targets.common);
	if (result != TUF_OK)
		return summary;
	check_files(&targets.files);
	check_keys(&parsing->arena, &targets.keys);
	for (size_t i = 0; i < targets.delegation_count; i++) {
		const struct tuf_role *role = &targets.delegations[i];
		check_role(role, &targets.keys);
		check_paths(&parsing->arena, role);
		FUZZ_HOLDS(tuf_role_name_is_delegation(role->name));
		FUZZ_HOLDS(tuf_role_name_is_child(name, role->name));
	}
	summary.counts[0] = targets.files.count;
	summary.counts[1] = targets.keys.count;
	summary.counts[2] = targets.delegation_count;
	return summary;
}

static struct summary parse_targets(struct fuzz_parsing *parsing, const struct tuf_node *node)
{
	return parse_targets_of(parsing, node, "targets");
}

static struct summary parse_delegation(struct fuzz_parsing *parsing, const struct tuf_node *node)
{
	return parse_targets_of(parsing, node, "targets/releases");
}

static struct summary parse_change(struct fuzz_parsing *parsing, const struct tuf_node *node)
{
	struct tuf_change change;
	struct summary summary = {.result = tuf_change_parse(&parsing->reader, node, &change)};
	if (summary.result == TUF_INVALID)
		fuzz_check_fault(&parsing->fault);
	else
		FUZZ_HOLDS(fuzz_says(tuf_change_describe(&parsing->arena, &change)));
	return summary;
}

static struct summary parse(parser *parse_one, const json_t *document)
{
	struct fuzz_parsing parsing;
	fuzz_parsing_init(&parsing);
	struct tuf_node top = tuf_node_top(document);
	struct summary summary = parse_one(&parsing, &top);
	fuzz_parsing_clear(&parsing);
	return summary;
}

static json_t *copy_canonically(const json_t *document)
{
	size_t length;
	char *json = fuzz_canonical(document, true, &length);
	struct fuzz_parsing parsing;
	fuzz_parsing_init(&parsing);
	json_t *copy = NULL;
	FUZZ_HOLDS(tuf_json_load(&parsing.reader, json, length, &copy) == TUF_OK);
	fuzz_parsing_clear(&parsing);
	free(json);
	return copy;
}

static void check(const json_t *document)
{
	static parser *const parsers[] = {parse_root,    parse_timestamp,  parse_snapshot,
					  parse_targets, parse_delegation, parse_change};
	json_t *copy = copy_canonically(document);
	for (size_t i = 0; i < sizeof(parsers) / sizeof(parsers[0]); i++) {
		struct summary one = parse(parsers[i], document);
		struct summary other = parse(parsers[i], copy);
		/* 1e2, which is refused as a version, is 100 in the copy */
		if (one.result != TUF_OK)
			continue;
		FUZZ_HOLDS(other.result == TUF_OK && one.version == other.version);
		FUZZ_HOLDS(tuf_time_compare(&one.expires, &other.expires) == 0);
		FUZZ_HOLDS(memcmp(one.counts, other.counts, sizeof(one.counts)) == 0);
	}
	json_decref(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct fuzz_parsing parsing;
	fuzz_parsing_init(&parsing);
	json_t *document = NULL;
	if (tuf_json_load(&parsing.reader, bytes, length, &document) == TUF_OK)
		check(document);
	json_decref(document);
	fuzz_parsing_clear(&parsing);
	return 0;
}
