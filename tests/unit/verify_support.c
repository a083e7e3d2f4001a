/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole repositories; verify_support_keys.c has the keys that sign them.
 */
#include "verify_support.h"

#include <openssl/err.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- moments ---- */

struct tufcheck_time support_captured_at(void)
{
	char text[64] = "";
	FILE *file = fopen(TUFCHECK_TESTDATA "/notary/AT", "r");
	assert_non_null(file);
	assert_non_null(fgets(text, sizeof(text), file));
	assert_int_equal(fclose(file), 0);
	text[strcspn(text, "\n")] = '\0';
	struct tufcheck_time at;
	assert_int_equal(tufcheck_time_parse(text, &at), TUFCHECK_OK);
	return at;
}

/* ---- the source ---- */

static struct support_file *find_file(struct support_repository *repository, const char *name)
{
	for (size_t i = 0; i < repository->file_count; i++)
		if (strcmp(repository->files[i].name, name) == 0)
			return &repository->files[i];
	return NULL;
}

struct support_file *support_get_file(struct support_repository *repository, const char *name)
{
	struct support_file *file = find_file(repository, name);
	assert_non_null(file);
	return file;
}

struct support_file *support_put(struct support_repository *repository, const char *name,
                                 const void *bytes, size_t length)
{
	struct support_file *file = find_file(repository, name);
	if (!file) {
		assert_true(repository->file_count < SUPPORT_MAX_FILES);
		file = &repository->files[repository->file_count++];
	}
	*file = (struct support_file){
		.name = tuf_arena_copy_text(&repository->arena, name, strlen(name)),
		.status = TC_READ_OK,
		.bytes = support_copy(&repository->arena, bytes, length).at,
		.length = length,
		.root_version = file->root_version};
	assert_non_null(file->name);
	return file;
}

void support_remove(struct support_repository *repository, const char *name)
{
	support_get_file(repository, name)->status = TC_READ_MISSING;
}

static enum tuf_result source_read(void *context, const char *name, size_t limit,
                                   struct tc_read *ret_read)
{
	struct support_file *file = find_file(context, name);
	if (!file) {
		*ret_read = (struct tc_read){.status = TC_READ_MISSING};
		return TUF_OK;
	}
	file->limit = limit;
	*ret_read = (struct tc_read){
		.status = file->status, .error = file->error, .actual = file->actual};
	if (file->status != TC_READ_OK)
		return TUF_OK;
	if (file->length > limit) {
		ret_read->status = TC_READ_TOO_LARGE;
		return TUF_OK;
	}
	ret_read->bytes = malloc(file->length + 1);
	if (!ret_read->bytes)
		return TUF_NO_MEMORY;
	memcpy(ret_read->bytes, file->bytes, file->length);
	ret_read->length = file->length;
	return TUF_OK;
}

static int compare_old_roots(const void *left, const void *right)
{
	const struct tc_root_file *a = left;
	const struct tc_root_file *b = right;
	if (a->version != b->version)
		return a->version < b->version ? -1 : 1;
	return strcmp(a->file, b->file);
}

static enum tuf_result source_list_roots(void *context, const struct tc_root_file **ret_files,
                                         size_t *ret_count, int *ret_error)
{
	struct support_repository *repository = context;
	size_t count = 0;
	for (size_t i = 0; i < repository->file_count; i++)
		if (repository->files[i].root_version != 0)
			repository->old_roots[count++] =
				(struct tc_root_file){.version = repository->files[i].root_version,
			                              .file = repository->files[i].name};
	qsort(repository->old_roots, count, sizeof(repository->old_roots[0]), compare_old_roots);
	*ret_files = repository->old_roots;
	*ret_count = count;
	*ret_error = repository->list_error;
	return TUF_OK;
}

static int compare_listed(const void *left, const void *right)
{
	return strcmp(((const struct tc_listed_file *)left)->name,
	              ((const struct tc_listed_file *)right)->name);
}

/* Every file that is there, by the folder that its name says. */
static enum tuf_result source_list_files(void *context, const char *folder,
                                         struct tc_file_listing *ret_listing)
{
	struct support_repository *repository = context;
	static const char beside[] = TC_CHANGELIST "/";
	bool wants_changes = strcmp(folder, TC_CHANGELIST) == 0;
	size_t count = 0;
	for (size_t i = 0; i < repository->file_count; i++) {
		const char *name = repository->files[i].name;
		bool is_change = strncmp(name, beside, sizeof(beside) - 1) == 0;
		if (repository->files[i].status != TC_READ_MISSING && is_change == wants_changes)
			repository->listed[count++].name =
				is_change ? name + sizeof(beside) - 1 : name;
	}
	qsort(repository->listed, count, sizeof(repository->listed[0]), compare_listed);
	*ret_listing = repository->listing;
	ret_listing->items = repository->listed;
	ret_listing->count = count;
	return TUF_OK;
}

/* No name is another one's. */
static int source_identify(void *context, const char *file, struct tc_file_id *ret_id)
{
	(void)context;
	(void)file;
	*ret_id = (struct tc_file_id){.inode = 0};
	return 0;
}

/* ---- verifying ---- */

void support_verify(struct support_repository *repository)
{
	tc_evidence_clear(&repository->evidence);
	tuf_arena_clear(&repository->evidence_arena);
	repository->evidence = tc_evidence_make(&repository->evidence_arena);
	if (repository->byte_budget != 0)
		repository->evidence.budget.bytes = repository->byte_budget;
	if (repository->work_budget != 0)
		repository->evidence.budget.work = repository->work_budget;
	repository->verified = NULL;
	const struct tc_chain_input input = {
		.source = &repository->source,
		.gun = repository->gun,
		.at = repository->at,
		.trusted_root = repository->trusted_root,
		.pinning = repository->pinning,
		.resolve_expired = repository->resolve_expired};
	assert_int_equal(tc_chain_verify(&input, &repository->evidence, &repository->verdict,
	                                 &repository->verified),
	                 TUF_OK);
	bool may_be_used = repository->verdict.status == TUFCHECK_STATUS_TRUSTED ||
	                   repository->verdict.status == TUFCHECK_STATUS_DEGRADED ||
	                   (repository->verdict.status == TUFCHECK_STATUS_EXPIRED &&
	                    repository->resolve_expired);
	assert_int_equal(repository->verified != NULL, may_be_used);
	/* no error of OpenSSL's is left for who comes next */
	assert_int_equal(ERR_peek_error(), 0);
}

const struct tc_role_evidence *support_find_evidence(const struct support_repository *repository,
                                                     const char *name)
{
	const struct tc_role_evidence *role = repository->evidence.roles;
	while (role && strcmp(role->name, name) != 0)
		role = role->next;
	return role;
}

const struct tc_role_evidence *support_evidence(const struct support_repository *repository,
                                                const char *name)
{
	const struct tc_role_evidence *role = support_find_evidence(repository, name);
	assert_non_null(role);
	return role;
}

size_t support_count(const struct tc_finding_list *findings, enum tc_finding_kind kind,
                     const struct tufcheck_finding **ret_last)
{
	size_t count = 0;
	for (const struct tc_finding_entry *entry = findings->first; entry; entry = entry->next) {
		if (entry->kind != kind)
			continue;
		count++;
		if (ret_last)
			*ret_last = &entry->finding;
	}
	return count;
}

void support_assert_kinds(const struct tc_finding_list *findings, enum tc_finding_kind ignored,
                          const enum tc_finding_kind *kinds, size_t count)
{
	size_t n = 0;
	bool is_equal = true;
	for (const struct tc_finding_entry *entry = findings->first; entry; entry = entry->next) {
		if (ignored != TC_FINDING_NONE && entry->kind == ignored)
			continue;
		is_equal = is_equal && n < count && kinds[n] == entry->kind;
		n++;
	}
	if (is_equal && n == count)
		return;
	for (const struct tc_finding_entry *entry = findings->first; entry; entry = entry->next)
		print_error("found %s: %s\n", entry->finding.id, entry->finding.message);
	for (size_t i = 0; i < count; i++)
		print_error("expected %s\n", tc_finding_get_rule(kinds[i])->id);
	fail_msg("%s", "the findings are not those expected");
}

/* ---- composing ---- */

struct support_role *support_get_role(struct support_repository *repository, const char *name)
{
	struct support_role *found = NULL;
	for (size_t i = 0; i < repository->role_count; i++)
		if (strcmp(repository->roles[i].name, name) == 0)
			found = &repository->roles[i];
	assert_non_null(found);
	return found;
}

static json_t *get_delegations(struct support_repository *repository, const char *name)
{
	const char *slash = strrchr(name, '/');
	assert_non_null(slash);
	char parent[256];
	(void)snprintf(parent, sizeof(parent), "%.*s", (int)(slash - name), name);
	json_t *found = json_object_get(support_get_role(repository, parent)->content, "delegations");
	assert_non_null(found);
	return found;
}

json_t *support_get_definition(struct support_repository *repository, const char *name)
{
	json_t *found = NULL;
	if (!strchr(name, '/')) {
		json_t *root = support_get_role(repository, "root")->content;
		found = json_object_get(json_object_get(root, "roles"), name);
	} else {
		json_t *roles = json_object_get(get_delegations(repository, name), "roles");
		for (size_t i = 0; i < json_array_size(roles) && !found; i++) {
			json_t *role = json_array_get(roles, i);
			if (strcmp(json_string_value(json_object_get(role, "name")), name) == 0)
				found = role;
		}
	}
	assert_non_null(found);
	return found;
}

json_t *support_get_keys(struct support_repository *repository, const char *name)
{
	json_t *holder = strchr(name, '/') ? get_delegations(repository, name)
	                                   : support_get_role(repository, "root")->content;
	return json_object_get(holder, "keys");
}

static json_t *base64(const unsigned char *bytes, size_t length)
{
	size_t room = (length + 2) / 3 * 4 + 1;
	unsigned char *text = malloc(room);
	assert_non_null(text);
	int written = EVP_EncodeBlock(text, bytes, (int)length);
	json_t *result = json_stringn((const char *)text, (size_t)written);
	free(text);
	assert_non_null(result);
	return result;
}

void support_list_key(struct support_repository *repository, const char *name,
                      const struct tuf_key *key)
{
	json_t *record = json_pack("{s:s, s:{s:n, s:o}}", "keytype", key->type_name, "keyval",
	                           "private", "public", base64(key->public_bytes, key->public_length));
	assert_non_null(record);
	assert_int_equal(
		json_object_set_new(support_get_keys(repository, name), key->listed_id, record), 0);
	json_t *ids = json_object_get(support_get_definition(repository, name), "keyids");
	assert_int_equal(json_array_append_new(ids, json_string(key->listed_id)), 0);
}

struct support_signer *support_add_signer(struct support_repository *repository, const char *name,
                                          const char *key_id, EVP_PKEY *pkey)
{
	struct support_role *role = support_get_role(repository, name);
	assert_true(role->signer_count < SUPPORT_MAX_SIGNERS);
	struct support_signer *signer = &role->signers[role->signer_count++];
	*signer = (struct support_signer){
		.key_id = key_id, .pkey = pkey, .method = support_method_of(pkey)};
	return signer;
}

struct support_signer *support_trust_key(struct support_repository *repository, const char *name,
                                         const struct tuf_key *key, EVP_PKEY *pkey)
{
	support_list_key(repository, name, key);
	return support_add_signer(repository, name, key->listed_id, pkey);
}

void support_drop_keys(struct support_repository *repository, const char *name)
{
	json_array_clear(json_object_get(support_get_definition(repository, name), "keyids"));
	support_get_role(repository, name)->signer_count = 0;
}

void support_set_threshold(struct support_repository *repository, const char *name, int threshold)
{
	json_object_set_new(support_get_definition(repository, name), "threshold",
	                    json_integer(threshold));
}

void support_set(struct support_repository *repository, const char *name, const char *member,
                 json_t *value)
{
	json_t *content = support_get_role(repository, name)->content;
	assert_int_equal(json_object_set_new(content, member, value), 0);
}

json_t *support_describe(const void *bytes, size_t length, bool with_sha512)
{
	unsigned char digest[SHA512_DIGEST_LENGTH];
	SHA256(bytes, length, digest);
	json_t *hashes = json_pack("{s:o}", "sha256", base64(digest, SHA256_DIGEST_LENGTH));
	assert_non_null(hashes);
	SHA512(bytes, length, digest);
	if (with_sha512)
		json_object_set_new(hashes, "sha512", base64(digest, sizeof(digest)));
	return json_pack("{s:I, s:o}", "length", (json_int_t)length, "hashes", hashes);
}

void support_add_target(struct support_role *role, const char *tag, const char *text)
{
	json_t *targets = json_object_get(role->content, "targets");
	assert_int_equal(
		json_object_set_new(targets, tag, support_describe(text, strlen(text), false)), 0);
}

/* ---- signing files ---- */

struct support_file *support_put_signed(struct support_repository *repository, const char *file,
                                        json_t *content, const struct support_signer *signers,
                                        size_t signer_count)
{
	/* canonical for the texts that tests use: nothing to escape */
	char *form = json_dumps(content, JSON_COMPACT | JSON_SORT_KEYS);
	assert_non_null(form);
	json_t *signatures = json_array();
	for (size_t i = 0; i < signer_count; i++) {
		struct support_bytes signature = support_sign(
			&repository->arena, signers[i].method, signers[i].pkey, form, strlen(form));
		if (signers[i].is_damaged)
			signature.at[signature.length / 2] ^= 1;
		json_array_append_new(signatures,
		                      json_pack("{s:s, s:s, s:o}", "keyid", signers[i].key_id,
		                                "method", signers[i].method, "sig",
		                                base64(signature.at, signature.length)));
	}
	free(form);
	json_t *envelope = json_pack("{s:O, s:o}", "signed", content, "signatures", signatures);
	char *text = json_dumps(envelope, JSON_COMPACT);
	assert_non_null(text);
	struct support_file *result = support_put(repository, file, text, strlen(text));
	free(text);
	json_decref(envelope);
	return result;
}

static struct support_file *seal_role(struct support_repository *repository,
                                      const struct support_role *role)
{
	char file[300];
	(void)snprintf(file, sizeof(file), "%s.json", role->name);
	return support_put_signed(repository, file, role->content, role->signers,
	                          role->signer_count);
}

static void list_file(struct support_role *in, const char *name, const struct support_file *file,
                      bool with_sha512)
{
	json_t *meta = json_object_get(in->content, "meta");
	json_object_set_new(meta, name, support_describe(file->bytes, file->length, with_sha512));
}

void support_seal(struct support_repository *repository, enum support_stage stage)
{
	struct support_role *snapshot = support_get_role(repository, "snapshot");
	struct support_role *timestamp = support_get_role(repository, "timestamp");
	for (size_t i = 0; stage == SUPPORT_ALL && i < repository->role_count; i++) {
		struct support_role *role = &repository->roles[i];
		if (role == snapshot || role == timestamp)
			continue;
		const struct support_file *file = seal_role(repository, role);
		if (!role->is_unlisted)
			list_file(snapshot, role->name, file, role->has_sha512);
	}
	if (stage != SUPPORT_TIMESTAMP)
		list_file(timestamp, "snapshot", seal_role(repository, snapshot),
		          snapshot->has_sha512);
	(void)seal_role(repository, timestamp);
}

/* ---- the repository ---- */

static struct support_role *add_role(struct support_repository *repository, const char *name,
                                     json_t *content)
{
	assert_non_null(content);
	assert_true(repository->role_count < SUPPORT_MAX_ROLES);
	struct support_role *role = &repository->roles[repository->role_count++];
	*role = (struct support_role){.name = name, .content = content};
	return role;
}

static json_t *targets_content(void)
{
	return json_pack("{s:s, s:i, s:s, s:{}, s:{s:{}, s:[]}}", "_type", "Targets", "version", 1,
	                 "expires", SUPPORT_EXPIRES, "targets", "delegations", "keys", "roles");
}

static json_t *list_content(const char *type)
{
	return json_pack("{s:s, s:i, s:s, s:{}}", "_type", type, "version", 1, "expires",
	                 SUPPORT_EXPIRES, "meta");
}

static json_t *root_content(void)
{
	return json_pack("{s:s, s:i, s:s, s:b, s:{}, s:{s:{s:[], s:i}, s:{s:[], s:i}, s:{s:[], s:i}, "
	                 "s:{s:[], s:i}}}",
	                 "_type", "Root", "version", 1, "expires", SUPPORT_EXPIRES,
	                 "consistent_snapshot", 0, "keys", "roles", "root", "keyids", "threshold", 1,
	                 "timestamp", "keyids", "threshold", 1, "snapshot", "keyids", "threshold", 1,
	                 "targets", "keyids", "threshold", 1);
}

void support_repository_init(struct support_repository *repository)
{
	*repository = (struct support_repository){
		.gun = SUPPORT_GUN,
		.at = {.seconds = SUPPORT_AT},
		.source = {.context = repository,
	                   .read = source_read,
	                   .list_roots = source_list_roots,
	                   .list_files = source_list_files,
	                   .identify = source_identify},
	};
	struct tuf_arena *arena = &repository->arena;
	add_role(repository, "root", root_content());
	add_role(repository, "timestamp", list_content("Timestamp"));
	add_role(repository, "snapshot", list_content("Snapshot"));
	add_role(repository, "targets", targets_content());
	support_add_target(support_get_role(repository, "targets"), "latest", "latest");

	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0);
	const struct support_certificate certificate = {.key = pkey, .name = SUPPORT_GUN};
	struct tuf_key key =
		support_x509_key(arena, pkey, support_certificate(arena, &certificate));
	support_trust_key(repository, "root", &key, pkey);
	static const char *const others[] = {"timestamp", "snapshot", "targets"};
	for (size_t i = 0; i < 3; i++) {
		pkey = support_pkey(SUPPORT_P256, i + 1);
		key = support_bare_key(arena, pkey);
		support_trust_key(repository, others[i], &key, pkey);
	}
}

void support_repository_clear(struct support_repository *repository)
{
	tc_evidence_clear(&repository->evidence);
	tuf_arena_clear(&repository->evidence_arena);
	for (size_t i = 0; i < repository->role_count; i++)
		json_decref(repository->roles[i].content);
	repository->role_count = 0;
	tuf_arena_clear(&repository->arena);
}

struct support_role *support_add_delegation(struct support_repository *repository,
                                            const char *name, size_t key_number,
                                            const char *const *paths)
{
	json_t *definition = json_pack("{s:s, s:[], s:i, s:[]}", "name", name, "keyids", "threshold",
	                               1, "paths");
	assert_non_null(definition);
	json_t *list = json_object_get(definition, "paths");
	for (size_t i = 0; paths[i]; i++)
		json_array_append_new(list, json_string(paths[i]));
	json_t *roles = json_object_get(get_delegations(repository, name), "roles");
	assert_int_equal(json_array_append_new(roles, definition), 0);
	struct support_role *role = add_role(repository, name, targets_content());
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, key_number);
	struct tuf_key key = support_bare_key(&repository->arena, pkey);
	support_trust_key(repository, name, &key, pkey);
	return role;
}

/* ---- what tests begin with ---- */

int support_arena_setup(void **state)
{
	struct tuf_arena *arena = calloc(1, sizeof(*arena));
	assert_non_null(arena);
	*state = arena;
	return 0;
}

int support_arena_teardown(void **state)
{
	tuf_arena_clear(*state);
	free(*state);
	return 0;
}

int support_setup(void **state)
{
	struct support_repository *repository = calloc(1, sizeof(*repository));
	assert_non_null(repository);
	support_repository_init(repository);
	*state = repository;
	return 0;
}

int support_teardown(void **state)
{
	support_repository_clear(*state);
	free(*state);
	return 0;
}
