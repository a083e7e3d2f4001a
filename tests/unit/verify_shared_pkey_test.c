/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decoded public keys in a store.
 */
#include <string.h>

#include "tuf/limits.h"
#include "verify/shared_pkey.h"
#include "verify_support.h"

/* The linker puts this in the place of OpenSSL's. */
int __real_EVP_PKEY_up_ref(EVP_PKEY *pkey);
int __wrap_EVP_PKEY_up_ref(EVP_PKEY *pkey);

static bool is_refusing;

int __wrap_EVP_PKEY_up_ref(EVP_PKEY *pkey)
{
	return is_refusing ? 0 : __real_EVP_PKEY_up_ref(pkey);
}

/* Who has no hold of a key does not get it, nor does a store that has none. */
static void test_key_that_cannot_be_held_is_not_shared(void **state)
{
	(void)state;
	static const unsigned char bytes[] = {'a', 'b'};
	EVP_PKEY *pkey = support_pkey(SUPPORT_P256, 0);
	struct tc_store *store = tc_store_new();
	is_refusing = true;
	tc_pkey_share(store, bytes, sizeof(bytes), pkey);
	is_refusing = false;
	assert_null(tc_pkey_find_shared(store, bytes, sizeof(bytes)));
	tc_pkey_share(store, bytes, sizeof(bytes), pkey);
	is_refusing = true;
	EVP_PKEY *found = tc_pkey_find_shared(store, bytes, sizeof(bytes));
	is_refusing = false;
	assert_null(found);
	found = tc_pkey_find_shared(store, bytes, sizeof(bytes));
	assert_ptr_equal(found, pkey);
	EVP_PKEY_free(found);
	tc_store_free(store);
}

/* Puts one key under many texts. */
static void share_often(struct tc_store *store, size_t length, size_t count)
{
	unsigned char bytes[512] = {0};
	assert_true(length <= sizeof(bytes));
	for (size_t i = 0; i < count; i++) {
		memcpy(bytes, &i, sizeof(i));
		tc_pkey_share(store, bytes, length, support_pkey(SUPPORT_P256, 0));
	}
}

/* A key is taken to need 4 KiB, and eight times what it is written in. */
static void test_keys_that_are_kept_are_bounded(void **state)
{
	(void)state;
	static const size_t lengths[] = {16, 256, 512};
	const unsigned char first[512] = {0};
	for (size_t i = 0; i < COUNT_OF(lengths); i++) {
		size_t most = TUF_MAX_SHARED_BYTES / (4096 + 8 * lengths[i]);
		for (size_t more = 0; more <= 1; more++) {
			struct tc_store *store = tc_store_new();
			share_often(store, lengths[i], more ? most + 1 : most / 2);
			EVP_PKEY *found = tc_pkey_find_shared(store, first, lengths[i]);
			assert_int_equal(found == NULL, more);
			EVP_PKEY_free(found);
			tc_store_free(store);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_key_that_cannot_be_held_is_not_shared),
		cmocka_unit_test(test_keys_that_are_kept_are_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
