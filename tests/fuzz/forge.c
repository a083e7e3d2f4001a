/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keys are those of testdata/case-keys. A role is signed by all of them
 * that its definition lists.
 */
#include "forge.h"

#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forge_value.h"
#include "fuzz.h"
#include "notary.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* ---- keys ---- */

static const char *const key_names[] = {"root",      "timestamp", "snapshot", "targets",
					"alice",     "releases",  "nightly",  "spare",
					"root-next", "ed25519",   "p224",     "p384",
					"p521",      "rsa-2048",  "rsa-3072", "rsa-1024"};
static EVP_PKEY *keys[COUNT_OF(key_names)];

/* Certificates that one of the keys signs for. */
static const char *const certificate_names[] = {
	"root",           "root-next",     "root-wildcard", "root-expired",
	"root-future",    "root-sha1",     "root-rsa-2048", "root-p384",
	"root-p521",      "root-inverted", "alice",         "alice-expired",
	"alice-rsa-2048", "alice-p224",    "releases",      "nightly"};

static char *read_key_file(const char *name, const char *ending, size_t *ret_length)
{
	char path[128];
	(void)snprintf(path, sizeof(path), "case-keys/%s.%s", name, ending);
	return fuzz_read_testdata(path, ret_length);
}

static void load_keys(void)
{
	for (size_t i = 0; i < COUNT_OF(key_names) && !keys[i]; i++) {
		size_t length;
		char *pem = read_key_file(key_names[i], "key", &length);
		BIO *memory = BIO_new_mem_buf(pem, (int)length);
		keys[i] = PEM_read_bio_PrivateKey(memory, NULL, NULL, NULL);
		FUZZ_HOLDS(keys[i]);
		BIO_free(memory);
		free(pem);
	}
}

/* The private key of a listed one; NULL: it is not ours. Borrowed. */
static EVP_PKEY *find_private(const json_t *listed)
{
	EVP_PKEY *public = notary_decode_key(listed);
	EVP_PKEY *found = NULL;
	for (size_t i = 0; public && i < COUNT_OF(keys) && !found; i++)
		if (EVP_PKEY_eq(keys[i], public) == 1)
			found = keys[i];
	EVP_PKEY_free(public);
	return found;
}

/* ---- signing ---- */

static void store(struct tree *tree, const char *role, const json_t *document, bool pretty)
{
	char name[600];
	(void)snprintf(name, sizeof(name), "%s.json", role);
	char *text = json_dumps(document, pretty ? JSON_INDENT(1) : JSON_COMPACT);
	if (text)
		tree_put(tree, name, text, strlen(text));
	free(text);
}

/* Adds a signature of the form by each key that is ours and that definition lists. */
static void sign_by(const json_t *listed, const json_t *definition, const char *form, size_t length,
		    json_t *signatures)
{
	json_t *ids = json_object_get(definition, "keyids");
	for (size_t i = 0; i < json_array_size(ids); i++) {
		const char *id = json_string_value(json_array_get(ids, i));
		EVP_PKEY *key = id ? find_private(json_object_get(listed, id)) : NULL;
		json_t *signature = key ? notary_sign(key, id, form, length) : NULL;
		if (signature)
			(void)json_array_append_new(signatures, signature);
	}
}

/* Likewise by the root keys of a root. */
static void sign_by_root(const json_t *root, const char *form, size_t length, json_t *signatures)
{
	sign_by(notary_get(root, "signed", "keys", NULL),
		notary_get(root, "signed", "roles", "root", NULL), form, length, signatures);
}

/* A root is signed by its own keys and by those of the one before, if that is there. */
static void sign_root(struct tree *tree, const json_t *document, const char *form, size_t length,
		      json_t *signatures)
{
	char before[64];
	json_int_t version = json_integer_value(notary_get(document, "signed", "version", NULL));
	(void)snprintf(before, sizeof(before), "%" JSON_INTEGER_FORMAT ".root",
		       version > 0 ? version - 1 : 0);
	json_t *previous = notary_load(tree, before);
	sign_by_root(document, form, length, signatures);
	sign_by_root(previous, form, length, signatures);
	json_decref(previous);
}

static void sign(struct tree *tree, const char *role, json_t *document)
{
	json_t *part = json_object_get(document, "signed");
	if (!part)
		return;
	size_t length = 0;
	char *form = fuzz_canonical(part, false, &length);
	json_t *signatures = json_array();
	if (strcmp(role, "root") == 0) {
		sign_root(tree, document, form, length, signatures);
	} else {
		json_t *listed, *definition;
		json_t *definer = notary_find_definition(tree, role, &listed, &definition);
		sign_by(listed, definition, form, length, signatures);
		json_decref(definer);
	}
	if (json_array_size(signatures) > 0)
		(void)json_object_set(document, "signatures", signatures);
	json_decref(signatures);
	free(form);
}

/* ---- what lists a file ---- */

static json_t *hash(const struct tree_entry *entry, bool is_long)
{
	unsigned char digest[SHA512_DIGEST_LENGTH];
	if (is_long)
		(void)SHA512(entry->bytes, entry->length, digest);
	else
		(void)SHA256(entry->bytes, entry->length, digest);
	char *base64 = notary_encode(digest, is_long ? SHA512_DIGEST_LENGTH : SHA256_DIGEST_LENGTH);
	json_t *text = json_string(base64);
	free(base64);
	return text;
}

/* Lists the role's file as it is now, in the file above; false: there is no such list. */
static bool list_again(struct tree *tree, const char *role, json_t *document)
{
	char name[600];
	(void)snprintf(name, sizeof(name), "%s.json", role);
	const struct tree_entry *entry = tree_find(tree, name);
	json_t *meta = notary_get(document, "signed", "meta", NULL);
	if (!entry || !json_is_object(meta))
		return false;
	json_t *listed =
		json_pack("{s:I, s:{s:o, s:o}}", "length", (json_int_t)entry->length, "hashes",
			  "sha256", hash(entry, false), "sha512", hash(entry, true));
	return json_object_set_new(meta, role, listed) == 0;
}

static void seal_above(struct tree *tree, const char *role, const char *above)
{
	json_t *document = notary_load(tree, above);
	if (list_again(tree, role, document)) {
		sign(tree, above, document);
		store(tree, above, document, false);
	}
	json_decref(document);
}

static void seal(struct tree *tree, const char *role)
{
	if (strcmp(role, "timestamp") == 0)
		return;
	if (strcmp(role, "snapshot") != 0)
		seal_above(tree, role, "snapshot");
	seal_above(tree, "snapshot", "timestamp");
}

/* ---- other keys ---- */

static json_t *make_key(const char *type, const unsigned char *bytes, size_t length)
{
	char *base64 = notary_encode(bytes, length);
	json_t *key = json_pack("{s:s, s:{s:n, s:s}}", "keytype", type, "keyval", "private",
				"public", base64);
	free(base64);
	return key;
}

static json_t *make_certified_key(struct tree_random *random)
{
	size_t length;
	const char *name = certificate_names[tree_draw(random, COUNT_OF(certificate_names))];
	char *pem = read_key_file(name, "crt", &length);
	json_t *key = make_key(strstr(name, "rsa") ? "rsa-x509" : "ecdsa-x509",
			       (const unsigned char *)pem, length);
	free(pem);
	return key;
}

/* Any; the one of Ed25519 more often, for there is but one. */
static EVP_PKEY *draw_key(struct tree_random *random)
{
	size_t number = tree_draw(random, COUNT_OF(keys) + 4);
	for (size_t i = 0; number >= COUNT_OF(keys) && i < COUNT_OF(keys); i++)
		if (EVP_PKEY_get_base_id(keys[i]) == EVP_PKEY_ED25519)
			number = i;
	return keys[number];
}

static json_t *make_bare_key(struct tree_random *random)
{
	EVP_PKEY *pkey = draw_key(random);
	unsigned char raw[32], *der = NULL;
	size_t length = sizeof(raw);
	int kind = EVP_PKEY_get_base_id(pkey);
	if (kind == EVP_PKEY_ED25519) {
		FUZZ_HOLDS(EVP_PKEY_get_raw_public_key(pkey, raw, &length) == 1);
		return make_key("ed25519", raw, length);
	}
	int count = i2d_PUBKEY(pkey, &der);
	json_t *key = make_key(kind == EVP_PKEY_RSA ? "rsa" : "ecdsa", der, (size_t)count);
	OPENSSL_free(der);
	return key;
}

/* Lets another key sign for one of the roles that the document defines. */
static void add_key(json_t *document, struct tree_random *random)
{
	json_t *delegations = notary_get(document, "signed", "delegations", NULL);
	json_t *listed = delegations ? json_object_get(delegations, "keys")
				     : notary_get(document, "signed", "keys", NULL);
	json_t *roles = delegations ? json_object_get(delegations, "roles")
				    : notary_get(document, "signed", "roles", NULL);
	json_t *role = forge_draw_member(roles, random);
	json_t *ids = json_object_get(role, "keyids");
	if (!json_is_object(listed) || !json_is_array(ids))
		return;
	json_t *key = tree_draw(random, 2) ? make_certified_key(random) : make_bare_key(random);
	char *id = notary_compute_key_id(key);
	(void)json_object_set_new(listed, id, key);
	if (tree_draw(random, 2))
		(void)json_array_clear(ids);
	(void)json_array_append_new(ids, json_string(id));
	if (tree_draw(random, 3) == 0)
		(void)json_object_set_new(role, "threshold",
					  json_integer((json_int_t)json_array_size(ids)));
	free(id);
}

/* The role whose file an entry is; false: it is none. */
static bool read_role(const struct tree_entry *entry, char role[512])
{
	size_t length = strlen(entry->path), ending = strlen(".json");
	if (entry->kind != 'F' || length <= ending || length >= 512 ||
	    strcmp(entry->path + length - ending, ".json") != 0)
		return false;
	memcpy(role, entry->path, length - ending);
	role[length - ending] = '\0';
	return true;
}

/* Signs and lists all files again, for the keys of any of them may be others now. */
static void sign_all(struct tree *tree)
{
	for (size_t i = 0; i < tree->count; i++) {
		char role[512];
		if (!read_role(&tree->entries[i], role) || strncmp(role, "targets", 7) != 0)
			continue;
		json_t *document = notary_load(tree, role);
		if (json_is_object(document)) {
			sign(tree, role, document);
			store(tree, role, document, false);
		}
		json_decref(document);
	}
	json_t *snapshot = notary_load(tree, "snapshot");
	const char *role;
	json_t *listed;
	void *next;
	json_object_foreach_safe(notary_get(snapshot, "signed", "meta", NULL), next, role,
				 listed)(void) list_again(tree, role, snapshot);
	if (json_is_object(snapshot)) {
		sign(tree, "snapshot", snapshot);
		store(tree, "snapshot", snapshot, false);
	}
	json_decref(snapshot);
	seal_above(tree, "snapshot", "timestamp");
}

/* Makes the root an older version beside a new one, most often with other keys. */
static void rotate(struct tree *tree, struct tree_random *random)
{
	json_t *document = notary_load(tree, "root");
	json_t *part = json_object_get(document, "signed");
	json_int_t version = json_integer_value(json_object_get(part, "version"));
	if (version > 0 && version < 100) {
		char older[64];
		(void)snprintf(older, sizeof(older), "%" JSON_INTEGER_FORMAT ".root", version);
		store(tree, older, document, false);
		(void)json_object_set_new(part, "version", json_integer(version + 1));
		if (tree_draw(random, 4) != 0)
			add_key(document, random);
		sign(tree, "root", document);
		store(tree, "root", document, false);
		sign_all(tree);
	}
	json_decref(document);
}

/* ---- the whole ---- */

void forge_mutate(struct tree *tree, struct tree_random *random)
{
	char role[512];
	load_keys();
	if (tree_draw(random, 12) == 0)
		rotate(tree, random);
	if (tree->count == 0 || !read_role(&tree->entries[tree_draw(random, tree->count)], role))
		return;
	json_t *document = notary_load(tree, role);
	if (!json_is_object(document)) {
		json_decref(document);
		return;
	}
	bool has_other_keys = tree_draw(random, 4) == 0;
	if (has_other_keys)
		add_key(document, random);
	for (size_t i = tree_draw(random, 3); i > 0; i--)
		forge_mutate_value(document, random);
	bool is_sealed = tree_draw(random, 5) != 0;
	if (is_sealed)
		sign(tree, role, document);
	store(tree, role, document, tree_draw(random, 10) == 0);
	if (is_sealed && has_other_keys)
		sign_all(tree);
	else if (is_sealed || tree_draw(random, 2))
		seal(tree, role);
	json_decref(document);
}
