/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that is lacking while a root beside root.json is looked at: nothing
 * may be said of that root then, least of all that it is another one.
 */
#include <string.h>

#include "verify/history.h"
#include "verify/root_step.h"
#include "verify_support.h"

#define OLD_FILE "1.root.json"
#define NEW_FILE "2.root.json"

static bool is_counting_without_memory;

enum tuf_result __real_tc_root_count_followers(const struct tc_anchor_context *anchor,
					       const struct tuf_root *previous,
					       const struct tuf_envelope *envelope,
					       struct tc_root_support *ret_support);
enum tuf_result __wrap_tc_root_count_followers(const struct tc_anchor_context *anchor,
					       const struct tuf_root *previous,
					       const struct tuf_envelope *envelope,
					       struct tc_root_support *ret_support);

enum tuf_result __wrap_tc_root_count_followers(const struct tc_anchor_context *anchor,
					       const struct tuf_root *previous,
					       const struct tuf_envelope *envelope,
					       struct tc_root_support *ret_support)
{
	if (!is_counting_without_memory)
		return __real_tc_root_count_followers(anchor, previous, envelope, ret_support);
	*ret_support = (struct tc_root_support){.is_met = true};
	return TUF_NO_MEMORY;
}

static enum tuf_result read_without_memory(void *context, const char *file, size_t limit,
					   struct tc_read *ret_read)
{
	(void)context;
	(void)file;
	(void)limit;
	*ret_read = (struct tc_read){.status = TC_READ_INVALID};
	return TUF_NO_MEMORY;
}

/* Puts what root.json is, but of that version, beside it. */
static void put_beside(struct support_repository *repository, const char *file, int version)
{
	struct support_role *root = support_get_role(repository, "root");
	json_t *content = json_deep_copy(root->content);
	assert_non_null(content);
	assert_int_equal(json_object_set_new(content, "version", json_integer(version)), 0);
	support_put_signed(repository, file, content, root->signers, root->signer_count)
		->root_version = version;
	json_decref(content);
}

/* Looks at the history once more, after all was well with it or said. */
static enum tuf_result look_again(struct support_repository *repository,
				  const struct tc_source *source)
{
	struct tc_evidence *evidence = &repository->evidence;
	evidence->findings = (struct tc_finding_list){.arena = evidence->arena};
	const struct tc_check check = {
		.evidence = evidence, .source = source, .at = repository->at};
	const struct tc_anchor_context anchor = {.arena = evidence->arena,
						 .ring = &evidence->ring,
						 .findings = &evidence->findings,
						 .gun = SUPPORT_GUN,
						 .at = repository->at};
	struct tc_role_evidence *root = evidence->roles;
	assert_string_equal(root->name, "root");
	return tc_history_verify(&check, &anchor, NULL, root);
}

static void test_history_without_memory_for_a_file_beside_says_nothing(void **state)
{
	struct support_repository *repository = *state;
	put_beside(repository, OLD_FILE, 1);
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_int_equal(look_again(repository, &repository->source), TUF_OK);
	assert_no_findings(&repository->evidence.findings);
	struct tc_source source = repository->source;
	source.read = read_without_memory;
	assert_int_equal(look_again(repository, &source), TUF_NO_MEMORY);
	assert_no_findings(&repository->evidence.findings);
}

static void test_history_without_memory_for_signatures_says_nothing(void **state)
{
	struct support_repository *repository = *state;
	put_beside(repository, NEW_FILE, 2);
	support_seal(repository, SUPPORT_ALL);
	support_verify(repository);
	assert_int_equal(look_again(repository, &repository->source), TUF_OK);
	assert_findings(&repository->evidence.findings, TC_ROOT_ROLLED_BACK);
	is_counting_without_memory = true;
	enum tuf_result result = look_again(repository, &repository->source);
	is_counting_without_memory = false;
	assert_int_equal(result, TUF_NO_MEMORY);
	assert_no_findings(&repository->evidence.findings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		support_test(test_history_without_memory_for_a_file_beside_says_nothing),
		support_test(test_history_without_memory_for_signatures_says_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
