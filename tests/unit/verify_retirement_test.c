/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "verify/retirement.h"
#include "verify_support.h"

static void add(struct tc_registries *registries, struct tuf_arena *arena, const char *gun)
{
	assert_int_equal(tc_registries_add(registries, arena, gun), TUF_OK);
}

/* A host is known by the whole of its name, in whatever case. */
static void test_retirement_registries_are_told_by_their_hosts(void **state)
{
	(void)state;
	static const struct {
		const char *gun;
		enum tc_registry_kind kind;
	} rows[] = {
		{"docker.io/library/alpine", TC_REGISTRY_DOCKER},
		{"Docker.IO/library/alpine", TC_REGISTRY_DOCKER},
		{"docker/app", TC_REGISTRY_OTHER},
		{"d/app", TC_REGISTRY_OTHER},
		{"docker.io.example.com/app", TC_REGISTRY_OTHER},
		{"docker.iq/app", TC_REGISTRY_OTHER}, /* as long as the one that is known */
		{"team.azurecr.io/app", TC_REGISTRY_AZURE},
		{".azurecr.io/app", TC_REGISTRY_OTHER},
		{"azurecr.io/app", TC_REGISTRY_OTHER},
		{"registry.example.com/app", TC_REGISTRY_OTHER},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tuf_arena arena = TUF_ARENA_INIT;
		struct tc_registries registries = {.has_more = {false}};
		add(&registries, &arena, rows[i].gun);
		for (int kind = 0; kind < TC_REGISTRY_KIND_COUNT; kind++)
			assert_int_equal(registries.repositories[kind],
			                 kind == (int)rows[i].kind);
		tuf_arena_clear(&arena);
	}
}

static void assert_note(const struct tc_registries *registries, struct tuf_arena *arena,
                        const char *beginning)
{
	struct tc_finding_list findings = {.arena = arena};
	const struct tufcheck_finding *note = NULL;
	assert_int_equal(tc_registries_report(registries, &findings), TUF_OK);
	assert_int_equal(support_count(&findings, TC_CONTENT_TRUST_ENDS, &note), 1);
	assert_int_equal(strncmp(note->message, beginning, strlen(beginning)), 0);
}

/* Each host once, also where its name begins with another's. */
static void test_retirement_hosts_are_listed_each_once(void **state)
{
	(void)state;
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_registries registries = {.has_more = {false}};
	add(&registries, &arena, "no-host");
	add(&registries, &arena, "/app");
	add(&registries, &arena, "quay.io/app");
	assert_note(&registries, &arena, "quay.io (1 repository): ");
	add(&registries, &arena, "quay.io/other");
	assert_note(&registries, &arena, "quay.io (2 repositories): ");
	add(&registries, &arena, "quay/app");
	add(&registries, &arena, "quay.io.example.com/app");
	assert_note(&registries, &arena,
	            "quay.io, quay, quay.io.example.com (4 repositories): ");
	add(&registries, &arena, "quay/app");
	assert_note(&registries, &arena,
	            "quay.io, quay, quay.io.example.com (5 repositories): ");
	add(&registries, &arena, "q/app");
	assert_note(&registries, &arena,
	            "quay.io, quay, quay.io.example.com and others (6 repositories): ");
	tuf_arena_clear(&arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_retirement_registries_are_told_by_their_hosts),
		cmocka_unit_test(test_retirement_hosts_are_listed_each_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
