/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a cold gate cannot avoid: a process that links the same libraries and
 * verifies the same signatures, and does nothing else.
 *
 *     gate_floor FILE
 *
 * FILE has, for each signature, a point on P-256, a signature in DER and a
 * message, each behind its length in four bytes, big-endian; gate.py writes it.
 */
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define MAX_BYTES ((size_t)1 << 20)

struct bytes {
	const unsigned char *at;
	size_t length;
};

/* Takes the next item from the front of rest. */
static bool take(struct bytes *rest, struct bytes *ret_item)
{
	if (rest->length < 4)
		return false;
	size_t length = (size_t)rest->at[0] << 24 | (size_t)rest->at[1] << 16 |
			(size_t)rest->at[2] << 8 | rest->at[3];
	if (rest->length - 4 < length)
		return false;
	*ret_item = (struct bytes){.at = rest->at + 4, .length = length};
	rest->at += 4 + length;
	rest->length -= 4 + length;
	return true;
}

static EVP_PKEY *make_key(struct bytes point)
{
	OSSL_PARAM parameters[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)"P-256", 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)point.at,
						  point.length),
		OSSL_PARAM_construct_end()};
	EVP_PKEY *key = NULL;
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	if (context && EVP_PKEY_fromdata_init(context) == 1)
		(void)EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters);
	EVP_PKEY_CTX_free(context);
	return key;
}

static bool verify(EVP_PKEY *key, struct bytes signature, struct bytes message)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned int length = 0;
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
	bool is_valid = context &&
			EVP_Digest(message.at, message.length, digest, &length, EVP_sha256(),
				   NULL) == 1 &&
			EVP_PKEY_verify_init(context) == 1 &&
			EVP_PKEY_verify(context, signature.at, signature.length, digest, length) == 1;
	EVP_PKEY_CTX_free(context);
	return is_valid;
}

/* All of them; false when one is not valid, or there is none. */
static bool verify_all(struct bytes rest)
{
	bool are_valid = rest.length > 0;
	while (are_valid && rest.length > 0) {
		struct bytes point, signature, message;
		if (!take(&rest, &point) || !take(&rest, &signature) || !take(&rest, &message))
			return false;
		EVP_PKEY *key = make_key(point);
		are_valid = key && verify(key, signature, message);
		EVP_PKEY_free(key);
	}
	return are_valid;
}

int main(int argc, char **argv)
{
	static unsigned char bytes[MAX_BYTES];
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	if (!file)
		return EXIT_FAILURE;
	size_t length = fread(bytes, 1, sizeof(bytes), file);
	(void)fclose(file);
	/* as the command begins */
	const uint64_t left_out = OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS |
				  OPENSSL_INIT_NO_ADD_ALL_CIPHERS | OPENSSL_INIT_NO_ADD_ALL_DIGESTS |
				  OPENSSL_INIT_NO_ATEXIT;
	if (OPENSSL_init_crypto(left_out, NULL) != 1)
		return EXIT_FAILURE;
	return verify_all((struct bytes){.at = bytes, .length = length}) ? EXIT_SUCCESS
									 : EXIT_FAILURE;
}
