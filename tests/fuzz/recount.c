/* SPDX-License-Identifier: Apache-2.0 */
#include "recount.h"

#include <openssl/pem.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fuzz.h"
#include "notary.h"

struct count {
	struct tree *tree;
	const struct tufcheck_repository *repository;
	struct tufcheck_time at;
};

/* ---- signatures ---- */

/* Whether a root key's certificate is for the repository, and has not ended. */
static bool is_root_certificate(const struct count *count, const json_t *key)
{
	const char *base64 = json_string_value(notary_get(key, "keyval", "public", NULL));
	size_t length = 0;
	unsigned char *pem = base64 ? notary_decode(base64, &length) : NULL;
	BIO *memory = pem ? BIO_new_mem_buf(pem, (int)length) : NULL;
	X509 *x509 = memory ? PEM_read_bio_X509(memory, NULL, NULL, NULL) : NULL;
	char name[512] = "";
	bool is_good = false;
	if (x509) {
		(void)X509_NAME_get_text_by_NID(X509_get_subject_name(x509), NID_commonName, name,
						sizeof(name));
		time_t at = (time_t)count->at.seconds;
		is_good = X509_cmp_time(X509_get0_notAfter(x509), &at) >= 0;
	}
	size_t width = strlen(name), plain = width;
	while (plain > 0 && name[plain - 1] == '*')
		plain--;
	const char *gun = count->repository->gun;
	is_good = is_good && (plain < width ? strncmp(gun, name, plain) == 0 : !strcmp(gun, name));
	X509_free(x509);
	BIO_free(memory);
	free(pem);
	return is_good;
}

/*
 * Whether one of the signatures is by the key and names it. The reference makes
 * keys of the root anew from their certificates, so that their types and IDs may
 * be others.
 */
static bool has_signed(const json_t *signatures, const json_t *key, bool is_root, const char *form,
		       size_t length)
{
	EVP_PKEY *decoded = is_root ? notary_decode_root_key(key) : notary_decode_key(key);
	char *id = is_root ? NULL : notary_compute_key_id(key);
	bool good = false;
	for (size_t i = 0; decoded && (is_root || id) && !good && i < json_array_size(signatures);
	     i++) {
		const json_t *signature = json_array_get(signatures, i);
		const char *named = json_string_value(json_object_get(signature, "keyid"));
		good = named && (is_root || strcmp(id, named) == 0) &&
		       notary_verify(decoded, signature, form, length);
	}
	free(id);
	EVP_PKEY_free(decoded);
	return good;
}

static void count_signatures(const struct count *count, const char *name, const json_t *document)
{
	json_t *keys, *role;
	json_t *definer = notary_find_definition(count->tree, name, &keys, &role);
	if (definer && !role && strchr(name, '/')) {
		/* it is defined more than once: any of them may be meant */
		json_decref(definer);
		return;
	}
	FUZZ_HOLDS(definer && role && keys);
	json_int_t threshold = json_integer_value(json_object_get(role, "threshold"));
	FUZZ_HOLDS(threshold >= 1);
	size_t length;
	char *form = fuzz_canonical(json_object_get(document, "signed"), false, &length);
	bool is_root = strcmp(name, "root") == 0;
	json_t *signers = json_object();
	json_t *ids = json_object_get(role, "keyids");
	json_t *signatures = json_object_get(document, "signatures");
	for (size_t i = 0; i < json_array_size(ids); i++) {
		const char *id = json_string_value(json_array_get(ids, i));
		const json_t *key = id ? json_object_get(keys, id) : NULL;
		if (key && (!is_root || is_root_certificate(count, key)) &&
		    has_signed(signatures, key, is_root, form, length))
			FUZZ_HOLDS(json_object_set_new(signers, id, json_true()) == 0);
	}
	FUZZ_HOLDS((json_int_t)json_object_size(signers) >= threshold);
	json_decref(signers);
	json_decref(definer);
	free(form);
}

/* ---- dates ---- */

static void check_date(const struct count *count, const json_t *document)
{
	const char *text = json_string_value(notary_get(document, "signed", "expires", NULL));
	char at[32];
	time_t seconds = (time_t)count->at.seconds;
	struct tm broken;
	FUZZ_HOLDS(text && gmtime_r(&seconds, &broken));
	FUZZ_HOLDS(strftime(at, sizeof(at), "%Y-%m-%dT%H:%M:%SZ", &broken) == 20);
	if (strlen(text) == 20 && text[19] == 'Z')
		FUZZ_HOLDS(strcmp(text, at) >= 0);
}

/* ---- hashes ---- */

static bool is_hash(const json_t *entry, const char *algorithm, const unsigned char *digest,
		    size_t size)
{
	const json_t *listed = notary_get(entry, "hashes", algorithm, NULL);
	const char *base64 = json_string_value(listed);
	if (!base64)
		return true;
	size_t length = 0;
	unsigned char *bytes = notary_decode(base64, &length);
	bool good = bytes && length == size && memcmp(bytes, digest, size) == 0;
	free(bytes);
	return good;
}

static void check_listed(const struct count *count, const char *name, const char *lister)
{
	char file[600];
	(void)snprintf(file, sizeof(file), "%s.json", name);
	const struct tree_entry *entry = tree_find(count->tree, file);
	json_t *document = notary_load(count->tree, lister);
	const json_t *listed = notary_get(document, "signed", "meta", name, NULL);
	FUZZ_HOLDS(entry && listed);
	unsigned char sha256[SHA256_DIGEST_LENGTH], sha512[SHA512_DIGEST_LENGTH];
	(void)SHA256(entry->bytes, entry->length, sha256);
	(void)SHA512(entry->bytes, entry->length, sha512);
	FUZZ_HOLDS(json_object_size(notary_get(listed, "hashes", NULL)) > 0 || strchr(name, '/'));
	FUZZ_HOLDS(is_hash(listed, "sha256", sha256, sizeof(sha256)));
	FUZZ_HOLDS(is_hash(listed, "sha512", sha512, sizeof(sha512)));
	json_decref(document);
}

/* ---- tags ---- */

static void check_target(const struct count *count, const struct tufcheck_target *target)
{
	json_t *document = notary_load(count->tree, target->role);
	const json_t *hashes =
		notary_get(document, "signed", "targets", target->name, "hashes", NULL);
	const char *base64 = json_string_value(json_object_get(hashes, "sha256"));
	FUZZ_HOLDS(notary_get(document, "signed", "targets", target->name, NULL));
	if (target->sha256) {
		size_t length = 0;
		unsigned char *bytes = base64 ? notary_decode(base64, &length) : NULL;
		FUZZ_HOLDS(bytes && length == SHA256_DIGEST_LENGTH);
		char digits[2 * SHA256_DIGEST_LENGTH + 1];
		for (size_t i = 0; i < length; i++)
			(void)snprintf(digits + 2 * i, 3, "%02x", bytes[i]);
		FUZZ_HOLDS(strcmp(digits, target->sha256) == 0);
		free(bytes);
	}
	json_decref(document);
}

void recount(struct tree *tree, const struct tufcheck_repository *repository,
	     struct tufcheck_time at)
{
	const struct count count = {.tree = tree, .repository = repository, .at = at};
	size_t top = 0;
	for (size_t i = 0; i < repository->role_count; i++) {
		const struct tufcheck_role *role = &repository->roles[i];
		if (role->status != TUFCHECK_ROLE_VALID)
			continue;
		top += !strchr(role->name, '/');
		json_t *document = notary_load(tree, role->name);
		FUZZ_HOLDS(document);
		count_signatures(&count, role->name, document);
		check_date(&count, document);
		if (strcmp(role->name, "snapshot") == 0)
			check_listed(&count, role->name, "timestamp");
		else if (strcmp(role->name, "timestamp") != 0)
			check_listed(&count, role->name, "snapshot");
		json_decref(document);
	}
	FUZZ_HOLDS(top == 4);
	for (size_t i = 0; i < repository->target_count; i++)
		check_target(&count, &repository->targets[i]);
}
