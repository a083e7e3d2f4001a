/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/share.h"

#include <sodium.h>
#include <string.h>

/* Of a digest, the first one the most significant. */
#define SHARE_BYTES 8

size_t tufcheck_share_of(const char *name, size_t count)
{
	unsigned char digest[crypto_hash_sha256_BYTES];
	uint64_t number = 0;
	if (!name || count == 0)
		return 0;
	(void)crypto_hash_sha256(digest, (const unsigned char *)name, strlen(name));
	for (size_t i = 0; i < SHARE_BYTES; i++)
		number = number << 8 | digest[i];
	return (size_t)(number % count) + 1;
}

static const char *name_of(const struct tc_place *place)
{
	return place->gun ? place->gun : place->path;
}

/* Texts with their NUL, so that none runs into the next. */
static void add_text(crypto_hash_sha256_state *state, const char *text)
{
	(void)crypto_hash_sha256_update(state, (const unsigned char *)text, strlen(text) + 1);
}

static void describe(const struct tc_trustdir *trustdir, char *ret_sha256)
{
	unsigned char digest[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;
	(void)crypto_hash_sha256_init(&state);
	for (size_t i = 0; i < trustdir->count; i++) {
		const struct tc_place *place = &trustdir->places[i];
		add_text(&state, place->gun ? place->gun : "");
		add_text(&state, place->path);
	}
	(void)crypto_hash_sha256_final(&state, digest);
	(void)sodium_bin2hex(ret_sha256, TUFCHECK_SHA256_TEXT_BYTES, digest, sizeof(digest));
}

enum tuf_result tc_share_take(struct tc_trustdir *trustdir, size_t number, size_t count,
                              struct tc_share *ret_share)
{
	struct tc_share share = {
		.facts = {.number = number, .count = count, .repositories = trustdir->count}};
	share.positions =
		tuf_arena_take_array(trustdir->arena, trustdir->count, sizeof(*share.positions));
	if (!share.positions)
		return TUF_NO_MEMORY;
	describe(trustdir, share.facts.places_sha256);
	size_t kept = 0;
	for (size_t i = 0; i < trustdir->count; i++) {
		if (tufcheck_share_of(name_of(&trustdir->places[i]), count) != number)
			continue;
		trustdir->places[kept] = trustdir->places[i];
		share.positions[kept++] = i;
	}
	trustdir->count = kept;
	*ret_share = share;
	return TUF_OK;
}
