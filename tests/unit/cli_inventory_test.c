/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* needs those above */
#include <cmocka.h>

#include "cli/inventory.h"
#include "cli/key_selection.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define DAY INT64_C(86400)
#define AT INT64_C(1000000000)

static const struct tufcheck_time at = {.seconds = AT};

/* ---- repositories, made by hand ---- */

#define MAX_KEYS 4

/* One role, with keys that all have signed it. */
struct sample {
	struct tufcheck_role role;
	bool has_signed[MAX_KEYS];
	const char *roles[1];
	struct tufcheck_key keys[MAX_KEYS];
	struct tufcheck_certificate certificates[MAX_KEYS];
	struct tufcheck_repository repository;
};

static void sample_init(struct sample *sample, const char *gun, enum tufcheck_status status,
			const char *role)
{
	*sample = (struct sample){
		.role = {.name = role,
			 .status = TUFCHECK_ROLE_VALID,
			 .sha256 = "00",
			 .has_expires = true,
			 .expires = {.seconds = AT + 1000 * DAY}},
		.roles = {role},
		.repository = {.gun = gun, .path = gun, .status = status},
	};
	sample->repository.roles = &sample->role;
	sample->repository.role_count = 1;
	sample->repository.keys = sample->keys;
}

/* Adds a bare key that has signed. */
static struct tufcheck_key *sample_add(struct sample *sample, const char *key_id, const char *spki)
{
	size_t n = sample->repository.key_count++;
	assert_in_range(n, 0, MAX_KEYS - 1);
	sample->has_signed[n] = true;
	sample->keys[n] = (struct tufcheck_key){
		.key_id = key_id,
		.canonical_key_id = spki,
		.type = "ecdsa",
		.algorithm = "ECDSA P-256",
		.bits = 256,
		.spki_sha256 = spki,
		.roles = sample->roles,
		.role_count = 1,
		.has_signed = &sample->has_signed[n],
	};
	return &sample->keys[n];
}

/* Puts the key that was added last into a certificate. */
static struct tufcheck_certificate *sample_certify(struct sample *sample, const char *sha256,
						   int64_t not_after)
{
	size_t n = sample->repository.key_count - 1;
	sample->certificates[n] = (struct tufcheck_certificate){
		.subject = "CN=x",
		.sha256 = sha256,
		.sha1 = sha256,
		.spki_sha256 = sample->keys[n].spki_sha256,
		.not_before = {.seconds = AT - 10 * DAY},
		.not_after = {.seconds = not_after},
	};
	sample->keys[n].type = "ecdsa-x509";
	sample->keys[n].certificates = &sample->certificates[n];
	sample->keys[n].certificate_count = 1;
	return &sample->certificates[n];
}

static struct inventory take(struct sample *const *samples, size_t count)
{
	struct inventory inventory = {.at = at};
	for (size_t i = 0; i < count; i++)
		inventory_add(&inventory, &samples[i]->repository);
	inventory_finish(&inventory);
	return inventory;
}

static struct inventory take_one(struct sample *sample)
{
	return take(&sample, 1);
}

static void select_keys(struct inventory *inventory, struct key_selection selection)
{
	key_selection_apply(&selection, inventory);
}

static void check_order(struct inventory *inventory, const char *order, const char *const *digests,
			size_t count)
{
	select_keys(inventory, (struct key_selection){.order = order});
	assert_int_equal(inventory->key_count, count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(inventory->keys[i].record->spki_sha256, digests[i]);
}

/* ---- what is one key ---- */

static void test_add_one_public_key_under_two_ids_is_one_key(void **state)
{
	(void)state;
	struct sample a, b;
	sample_init(&a, "a", TUFCHECK_STATUS_TRUSTED, "root");
	sample_add(&a, "id-1", "spki");
	sample_certify(&a, "c1", AT + DAY);
	sample_init(&b, "b", TUFCHECK_STATUS_TRUSTED, "root");
	sample_add(&b, "id-2", "spki");
	sample_certify(&b, "c2", AT + DAY);
	struct inventory inventory = take((struct sample *[]){&a, &b}, 2);
	assert_int_equal(inventory.key_count, 1);
	assert_int_equal(inventory.keys[0].listing_count, 2);
	assert_int_equal(inventory.keys[0].repository_count, 2);
	assert_false(inventory_is_same_form(&inventory.keys[0].listings[0],
					    &inventory.keys[0].listings[1]));
	inventory_clear(&inventory);
}

static void test_add_one_repository_listing_a_key_twice_counts_once(void **state)
{
	(void)state;
	struct sample a;
	sample_init(&a, "a", TUFCHECK_STATUS_TRUSTED, "targets");
	sample_add(&a, "id-1", "spki");
	sample_add(&a, "id-2", "spki");
	struct inventory inventory = take_one(&a);
	assert_int_equal(inventory.key_count, 1);
	assert_int_equal(inventory.keys[0].listing_count, 2);
	assert_int_equal(inventory.keys[0].repository_count, 1);
	inventory_clear(&inventory);
}

static void test_add_undecoded_key_called_like_a_digest_is_another_key(void **state)
{
	(void)state;
	struct sample a;
	sample_init(&a, "a", TUFCHECK_STATUS_TRUSTED, "targets");
	sample_add(&a, "id-1", "digest");
	struct tufcheck_key *undecoded = sample_add(&a, "digest", NULL);
	undecoded->algorithm = NULL;
	struct inventory inventory = take_one(&a);
	assert_int_equal(inventory.key_count, 2);
	select_keys(&inventory, (struct key_selection){.algorithm = "ecdsa"});
	assert_int_equal(inventory.key_count, 1);
	assert_string_equal(inventory.keys[0].record->key_id, "id-1");
	inventory_clear(&inventory);
}

static void test_add_copies_what_the_report_will_free(void **state)
{
	(void)state;
	struct sample a;
	char id[] = "id-1", spki[] = "spki", gun[] = "a", usage[] = "codeSigning";
	const char *usages[] = {usage};
	sample_init(&a, gun, TUFCHECK_STATUS_TRUSTED, "targets");
	sample_add(&a, id, spki);
	struct tufcheck_certificate *certificate = sample_certify(&a, "c", AT + DAY);
	certificate->extended_key_usages = usages;
	certificate->extended_key_usage_count = 1;
	struct inventory inventory = take_one(&a);
	id[0] = spki[0] = gun[0] = usage[0] = '?';
	usages[0] = NULL;
	const struct inventory_listing *listing = &inventory.keys[0].listings[0];
	assert_string_equal(listing->key.key_id, "id-1");
	assert_string_equal(listing->key.spki_sha256, "spki");
	assert_string_equal(inventory_get_repository(&inventory, listing)->gun, "a");
	assert_string_equal(listing->key.certificates[0].extended_key_usages[0], "codeSigning");
	inventory_clear(&inventory);
}

static void test_finish_equal_guns_are_marked_as_shared(void **state)
{
	(void)state;
	struct sample a, b, c;
	sample_init(&a, "a", TUFCHECK_STATUS_TRUSTED, "root");
	sample_init(&b, "b", TUFCHECK_STATUS_TRUSTED, "root");
	sample_init(&c, "a", TUFCHECK_STATUS_TRUSTED, "root");
	struct inventory inventory = take((struct sample *[]){&a, &b, &c}, 3);
	assert_true(inventory.repositories[0].is_gun_shared);
	assert_false(inventory.repositories[1].is_gun_shared);
	assert_true(inventory.repositories[2].is_gun_shared);
	assert_int_equal(inventory.key_count, 0);
	inventory_clear(&inventory);
}

static void test_finish_forms_stand_together_by_their_first_repository(void **state)
{
	(void)state;
	struct sample a, b, c;
	sample_init(&a, "a", TUFCHECK_STATUS_TRUSTED, "root");
	sample_add(&a, "z", "spki");
	sample_init(&b, "b", TUFCHECK_STATUS_TRUSTED, "root");
	sample_add(&b, "y", "spki");
	sample_init(&c, "c", TUFCHECK_STATUS_TRUSTED, "root");
	sample_add(&c, "z", "spki");
	struct inventory inventory = take((struct sample *[]){&a, &b, &c}, 3);
	const struct inventory_listing *listings = inventory.keys[0].listings;
	assert_string_equal(inventory_get_repository(&inventory, &listings[0])->gun, "a");
	assert_string_equal(inventory_get_repository(&inventory, &listings[1])->gun, "c");
	assert_string_equal(inventory_get_repository(&inventory, &listings[2])->gun, "b");
	assert_true(inventory_is_same_form(&listings[0], &listings[1]));
	inventory_clear(&inventory);
}

/* ---- what is in force ---- */

static bool is_in_force(struct sample *sample)
{
	struct inventory inventory = take_one(sample);
	bool answer = inventory.keys[0].is_in_force;
	inventory_clear(&inventory);
	return answer;
}

static void test_in_force_needs_signature_role_and_repository(void **state)
{
	(void)state;
	struct sample a;
	sample_init(&a, "a", TUFCHECK_STATUS_TRUSTED, "targets");
	sample_add(&a, "id", "spki");
	assert_true(is_in_force(&a));
	a.repository.status = TUFCHECK_STATUS_DEGRADED;
	assert_true(is_in_force(&a));
	static const enum tufcheck_status unverified[] = {
		TUFCHECK_STATUS_INVALID,    TUFCHECK_STATUS_EXPIRED,   TUFCHECK_STATUS_INCOMPLETE,
		TUFCHECK_STATUS_UNREADABLE, TUFCHECK_STATUS_UNTRUSTED,
	};
	for (size_t i = 0; i < COUNT_OF(unverified); i++) {
		a.repository.status = unverified[i];
		assert_false(is_in_force(&a));
	}
	a.repository.status = TUFCHECK_STATUS_TRUSTED;
	a.role.status = TUFCHECK_ROLE_EXPIRED;
	assert_false(is_in_force(&a));
	a.role.status = TUFCHECK_ROLE_VALID;
	a.has_signed[0] = false;
	assert_false(is_in_force(&a));
	a.keys[0].has_signed = NULL;
	assert_false(is_in_force(&a));
}

/* Of an intermediate certificate, say: clients drop it, and the key signs all the same. */
static void test_in_force_of_a_valid_root_overlooks_dates_of_certificates(void **state)
{
	(void)state;
	struct sample a;
	sample_init(&a, "a", TUFCHECK_STATUS_TRUSTED, "root");
	sample_add(&a, "id", "spki");
	sample_certify(&a, "c", AT - 1);
	assert_true(is_in_force(&a));
	a.role.status = TUFCHECK_ROLE_EXPIRED;
	assert_false(is_in_force(&a));
}

static void test_in_force_of_a_delegation_overlooks_dates_of_certificates(void **state)
{
	(void)state;
	struct sample a;
	sample_init(&a, "a", TUFCHECK_STATUS_TRUSTED, "targets/x");
	sample_add(&a, "id", "spki");
	sample_certify(&a, "c", AT - DAY);
	assert_true(is_in_force(&a));
}

/* ---- when it expires ---- */

static void test_expiry_is_the_first_of_certificates_and_signed_roles(void **state)
{
	(void)state;
	struct sample a;
	sample_init(&a, "a", TUFCHECK_STATUS_TRUSTED, "targets/x");
	sample_add(&a, "id", "spki");
	sample_certify(&a, "c", AT + 5 * DAY);
	struct inventory inventory = take_one(&a);
	assert_true(inventory.keys[0].expiry.is_there);
	assert_null(inventory.keys[0].expiry.role);
	assert_int_equal(inventory.keys[0].expiry.time.seconds, AT + 5 * DAY);
	inventory_clear(&inventory);
	a.role.expires.seconds = AT + 4 * DAY;
	inventory = take_one(&a);
	assert_string_equal(inventory.keys[0].expiry.role, "targets/x");
	assert_int_equal(inventory.keys[0].expiry.time.seconds, AT + 4 * DAY);
	inventory_clear(&inventory);
}

static void test_expiry_of_a_bare_key_that_has_not_signed_is_none(void **state)
{
	(void)state;
	struct sample a;
	sample_init(&a, "a", TUFCHECK_STATUS_TRUSTED, "targets/x");
	sample_add(&a, "id", "spki");
	a.has_signed[0] = false;
	struct inventory inventory = take_one(&a);
	assert_false(inventory.keys[0].expiry.is_there);
	inventory_clear(&inventory);
}

static void test_expiry_comes_from_verified_repositories_if_there_are_any(void **state)
{
	(void)state;
	struct sample a, b;
	sample_init(&a, "a", TUFCHECK_STATUS_UNTRUSTED, "root");
	sample_add(&a, "forged", "spki");
	sample_certify(&a, "c1", AT - DAY);
	sample_init(&b, "b", TUFCHECK_STATUS_DEGRADED, "root");
	sample_add(&b, "real", "spki");
	sample_certify(&b, "c2", AT + 9 * DAY);
	struct inventory inventory = take((struct sample *[]){&a, &b}, 2);
	assert_int_equal(inventory.keys[0].repository_count, 2);
	assert_int_equal(inventory.keys[0].verified_count, 1);
	assert_string_equal(inventory.keys[0].record->key_id, "real");
	assert_int_equal(inventory.keys[0].expiry.time.seconds, AT + 9 * DAY);
	inventory_clear(&inventory);
	inventory = take_one(&a);
	assert_int_equal(inventory.keys[0].verified_count, 0);
	assert_int_equal(inventory.keys[0].expiry.time.seconds, AT - DAY);
	inventory_clear(&inventory);
}

/* ---- which are shown ---- */

static size_t count_selected(struct sample *sample, struct key_selection selection)
{
	struct inventory inventory = take_one(sample);
	select_keys(&inventory, selection);
	size_t count = inventory.key_count;
	assert_int_equal(inventory.found_count, 1);
	inventory_clear(&inventory);
	return count;
}

static void test_selection_by_role_is_exact_or_a_prefix(void **state)
{
	(void)state;
	struct sample a;
	sample_init(&a, "a", TUFCHECK_STATUS_TRUSTED, "targets/x");
	sample_add(&a, "id", "spki");
	static const struct {
		const char *role;
		size_t count;
	} rows[] = {{"targets/x", 1},  {"targets/*", 1},  {"*", 1},
		    {"targets/x*", 1}, {"targets", 0},    {"targets/", 0},
		    {"target/*", 0},   {"targets/xy", 0}, {"targets/xy*", 0}};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(count_selected(&a, (struct key_selection){.role = rows[i].role}),
				 rows[i].count);
	assert_true(key_selection_is_role("targets/*"));
	assert_true(key_selection_is_role("root"));
	assert_false(key_selection_is_role("*/x"));
	assert_false(key_selection_is_role("targets/**"));
}

static void test_selection_by_algorithm_takes_the_family(void **state)
{
	(void)state;
	struct sample a;
	sample_init(&a, "a", TUFCHECK_STATUS_TRUSTED, "targets");
	sample_add(&a, "id", "spki");
	assert_int_equal(count_selected(&a, (struct key_selection){.algorithm = "ecdsa"}), 1);
	assert_int_equal(count_selected(&a, (struct key_selection){.algorithm = "rsa"}), 0);
	a.keys[0].algorithm = "Ed25519";
	assert_int_equal(count_selected(&a, (struct key_selection){.algorithm = "ed25519"}), 1);
	assert_int_equal(count_selected(&a, (struct key_selection){.algorithm = "ecdsa"}), 0);
}

static void test_selection_by_expiry_takes_the_very_moment_and_what_is_past(void **state)
{
	(void)state;
	struct sample a;
	sample_init(&a, "a", TUFCHECK_STATUS_TRUSTED, "targets");
	sample_add(&a, "id", "spki");
	a.role.expires.seconds = AT + DAY;
	struct key_selection selection = {.has_end = true, .end.seconds = AT + DAY};
	assert_int_equal(count_selected(&a, selection), 1);
	selection.end.seconds--;
	assert_int_equal(count_selected(&a, selection), 0);
	a.role.expires.seconds = AT - DAY;
	assert_int_equal(count_selected(&a, selection), 1);
	a.role.has_expires = false;
	assert_int_equal(count_selected(&a, selection), 0);
}

static void test_selection_sorts_by_every_order(void **state)
{
	(void)state;
	struct sample a, b;
	sample_init(&a, "a", TUFCHECK_STATUS_TRUSTED, "targets");
	a.role.expires.seconds = AT + 9 * DAY;
	sample_add(&a, "1", "alone")->algorithm = "RSA";
	sample_add(&a, "2", "shared")->algorithm = "ECDSA P-384";
	sample_init(&b, "b", TUFCHECK_STATUS_TRUSTED, "root");
	b.role.expires.seconds = AT + 8 * DAY;
	sample_add(&b, "2", "shared")->algorithm = "ECDSA P-384";
	sample_add(&b, "3", "soon");
	sample_certify(&b, "c", AT + 7 * DAY);
	struct inventory inventory = take((struct sample *[]){&a, &b}, 2);
	check_order(&inventory, NULL, (const char *[]){"shared", "alone", "soon"}, 3);
	check_order(&inventory, "reach", (const char *[]){"shared", "alone", "soon"}, 3);
	check_order(&inventory, "gun", (const char *[]){"shared", "alone", "soon"}, 3);
	check_order(&inventory, "role", (const char *[]){"shared", "soon", "alone"}, 3);
	check_order(&inventory, "expiry", (const char *[]){"soon", "shared", "alone"}, 3);
	check_order(&inventory, "algorithm", (const char *[]){"soon", "shared", "alone"}, 3);
	inventory_clear(&inventory);
}

/* ---- what was looked for ---- */

static void test_add_with_an_identity_keeps_only_what_matches(void **state)
{
	(void)state;
	static const char digits[] =
		"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
	struct tufcheck_identity *identity = NULL;
	assert_int_equal(tufcheck_identity_parse(digits, &identity), TUFCHECK_OK);
	struct sample a;
	sample_init(&a, "a", TUFCHECK_STATUS_TRUSTED, "targets");
	sample_add(&a, "id-1", digits);
	sample_add(&a, "id-2", "other");
	struct inventory inventory = {.at = at, .identity = identity};
	inventory_add(&inventory, &a.repository);
	inventory_finish(&inventory);
	assert_int_equal(inventory.repository_count, 1);
	assert_int_equal(inventory.key_count, 1);
	assert_int_equal(inventory.keys[0].listings[0].match.means,
			 TUFCHECK_MATCH_CANONICAL_KEY_ID | TUFCHECK_MATCH_SPKI_SHA256);
	inventory_clear(&inventory);
	tufcheck_identity_free(identity);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_add_one_public_key_under_two_ids_is_one_key),
		cmocka_unit_test(test_add_one_repository_listing_a_key_twice_counts_once),
		cmocka_unit_test(test_add_undecoded_key_called_like_a_digest_is_another_key),
		cmocka_unit_test(test_add_copies_what_the_report_will_free),
		cmocka_unit_test(test_finish_equal_guns_are_marked_as_shared),
		cmocka_unit_test(test_finish_forms_stand_together_by_their_first_repository),
		cmocka_unit_test(test_in_force_needs_signature_role_and_repository),
		cmocka_unit_test(test_in_force_of_a_valid_root_overlooks_dates_of_certificates),
		cmocka_unit_test(test_in_force_of_a_delegation_overlooks_dates_of_certificates),
		cmocka_unit_test(test_expiry_is_the_first_of_certificates_and_signed_roles),
		cmocka_unit_test(test_expiry_of_a_bare_key_that_has_not_signed_is_none),
		cmocka_unit_test(test_expiry_comes_from_verified_repositories_if_there_are_any),
		cmocka_unit_test(test_selection_by_role_is_exact_or_a_prefix),
		cmocka_unit_test(test_selection_by_algorithm_takes_the_family),
		cmocka_unit_test(test_selection_by_expiry_takes_the_very_moment_and_what_is_past),
		cmocka_unit_test(test_selection_sorts_by_every_order),
		cmocka_unit_test(test_add_with_an_identity_keeps_only_what_matches),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
