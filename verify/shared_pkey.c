/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/shared_pkey.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What OpenSSL takes for a key on a curve, about. */
#define SHARED_PKEY_BYTES 4096

struct shared_pkey {
	struct tc_shared head;
	EVP_PKEY *pkey;
	unsigned char bytes[];
};

static void free_shared(struct tc_shared *head)
{
	struct shared_pkey *shared = (struct shared_pkey *)head;
	EVP_PKEY_free(shared->pkey);
	free(shared);
}

EVP_PKEY *tc_pkey_find_shared(struct tc_store *store, const void *bytes, size_t length)
{
	struct tc_shared *head = store ? tc_store_find(store, bytes, length) : NULL;
	if (!head)
		return NULL;
	EVP_PKEY *pkey = ((struct shared_pkey *)head)->pkey;
	bool is_held = EVP_PKEY_up_ref(pkey) == 1;
	tc_shared_release(head);
	return is_held ? pkey : NULL;
}

void tc_pkey_share(struct tc_store *store, const void *bytes, size_t length, EVP_PKEY *pkey)
{
	struct shared_pkey *shared = store ? malloc(sizeof(*shared) + length) : NULL;
	if (!shared)
		return;
	if (EVP_PKEY_up_ref(pkey) != 1) {
		free(shared);
		return;
	}
	shared->pkey = pkey;
	tc_shared_init(&shared->head, free_shared);
	memcpy(shared->bytes, bytes, length);
	shared->head.bytes = shared->bytes;
	shared->head.length = length;
	/* an RSA key's numbers take about as much as its encoding, several times */
	shared->head.weight = SHARED_PKEY_BYTES + 8 * length;
	tc_store_keep(store, &shared->head);
	tc_shared_release(&shared->head);
}
