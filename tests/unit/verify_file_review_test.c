/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which files are told as read by no client, where the test itself says what
 * stands in the folder and which names are those of one file.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "verify/file_review.h"
#include "verify_support.h"

#define RELEASES "targets/releases"
#define ALICE "targets/alice"

#define NO_ROLE "its name is not that of a role's file"
#define NOT_LISTED "the snapshot does not list it"
#define NOT_DELEGATED "the snapshot lists it, but no role delegates to it"
#define LEADS_OUT "a symbolic link that leads out of the argument"

/* What a name is or leads to. */
struct identity {
	const char *name;
	struct tc_file_id id;
	int error;
};

#define MAX_FILES 16

struct fixture {
	struct support_repository repository;
	struct tc_listed_file files[MAX_FILES];
	struct tc_file_listing listing;
	struct tc_root_file roots[MAX_FILES];
	size_t root_count;
	int roots_error;
	const struct identity *identities;
	size_t identity_count;
};

static enum tuf_result list_roots(void *context, const struct tc_root_file **ret_files,
				  size_t *ret_count, int *ret_error)
{
	struct fixture *fixture = context;
	*ret_files = fixture->roots;
	*ret_count = fixture->root_count;
	*ret_error = fixture->roots_error;
	return TUF_OK;
}

static enum tuf_result list_files(void *context, const char *folder,
				  struct tc_file_listing *ret_listing)
{
	struct fixture *fixture = context;
	assert_string_equal(folder, ".");
	*ret_listing = fixture->listing;
	ret_listing->items = fixture->files;
	return TUF_OK;
}

static int identify(void *context, const char *file, struct tc_file_id *ret_id)
{
	const struct fixture *fixture = context;
	for (size_t i = 0; i < fixture->identity_count; i++) {
		if (strcmp(fixture->identities[i].name, file) != 0)
			continue;
		*ret_id = fixture->identities[i].id;
		return fixture->identities[i].error;
	}
	*ret_id = (struct tc_file_id){.inode = 0};
	return 0;
}

static int setup(void **state)
{
	static const char *const some[] = {"v", NULL};
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	support_repository_init(&fixture->repository);
	support_add_delegation(&fixture->repository, RELEASES, 4, some);
	support_add_delegation(&fixture->repository, ALICE, 5, some);
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	support_repository_clear(&fixture->repository);
	free(fixture);
	return 0;
}

#define review_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

static void add_file(struct fixture *fixture, const char *name)
{
	assert_true(fixture->listing.count < MAX_FILES);
	fixture->files[fixture->listing.count++].name = name;
}

static void add_root(struct fixture *fixture, const char *name)
{
	assert_true(fixture->root_count < MAX_FILES);
	fixture->roots[fixture->root_count++].file = name;
}

/* Verifies the chain; the files beside it do not matter to that. */
static void verify(struct fixture *fixture)
{
	support_seal(&fixture->repository, SUPPORT_ALL);
	support_verify(&fixture->repository);
}

/* The same, where the snapshot lists one more role. */
static void verify_listing(struct fixture *fixture, const char *role)
{
	support_seal(&fixture->repository, SUPPORT_ALL);
	json_t *content = support_get_role(&fixture->repository, "snapshot")->content;
	assert_int_equal(json_object_set_new(json_object_get(content, "meta"), role,
					     support_describe("{}", 2, false)),
			 0);
	support_seal(&fixture->repository, SUPPORT_SNAPSHOT);
	support_verify(&fixture->repository);
}

/* What the review finds, and nothing of what the chain did. */
static const struct tc_finding_list *review(struct fixture *fixture)
{
	struct tc_evidence *evidence = &fixture->repository.evidence;
	evidence->findings = (struct tc_finding_list){.arena = evidence->arena};
	const struct tc_source source = {.context = fixture,
					 .list_roots = list_roots,
					 .list_files = list_files,
					 .identify = identify};
	const struct tc_review asked = {
		.evidence = evidence, .source = &source, .at = fixture->repository.at};
	assert_int_equal(tc_file_review(&asked), TUF_OK);
	return &evidence->findings;
}

/* Why the file is read by no client; NULL when nothing is told of it. */
static const char *find_reason(const struct tc_finding_list *findings, const char *file)
{
	for (const struct tc_finding_entry *entry = findings->first; entry; entry = entry->next)
		if (entry->kind == TC_FILE_UNREFERENCED &&
		    strcmp(entry->finding.file, file) == 0)
			return entry->finding.actual;
	return NULL;
}

static void check_reason(const struct tc_finding_list *findings, const char *file,
			 const char *wanted)
{
	const char *reason = find_reason(findings, file);
	if (wanted ? !reason || strcmp(reason, wanted) != 0 : reason != NULL)
		fail_msg("%s: %s", file, reason);
}

static void name_content(struct fixture *fixture, const char *role, struct tc_file_id id)
{
	struct tc_role_evidence *at = fixture->repository.evidence.roles;
	while (at && strcmp(at->name, role) != 0)
		at = at->next;
	assert_non_null(at);
	at->content.id = id;
}

/* ---- what is referred to ---- */

static void test_file_review_of_what_is_referred_to_tells_nothing(void **state)
{
	struct fixture *fixture = *state;
	/* of three that are not sorted, a search finds the one in the middle at most */
	add_root(fixture, "root.1.json");
	add_root(fixture, "2.root.json");
	add_root(fixture, "10.root.json");
	static const char *const names[] = {"10.root.json", "2.root.json", "root.1.json",
					    "root.json", "snapshot.json", "targets.json",
					    RELEASES ".json", "timestamp.json"};
	add_file(fixture, "0.txt");
	for (size_t i = 0; i < COUNT_OF(names); i++)
		add_file(fixture, names[i]);
	add_file(fixture, "z.txt");
	verify(fixture);
	const struct tc_finding_list *findings = review(fixture);
	assert_findings(findings, TC_FILE_UNREFERENCED, TC_FILE_UNREFERENCED);
	check_reason(findings, "0.txt", NO_ROLE);
	check_reason(findings, "z.txt", NO_ROLE);
}

static void test_file_review_says_why_a_file_is_not_read(void **state)
{
	struct fixture *fixture = *state;
	static const char json[] = ".json";
	static const struct {
		const char *name;
		const char *reason;
	} rows[] = {
		{json, NO_ROLE}, /* of a role without a name */
		{"a.txt", NO_ROLE},
		{"ghost.json", NOT_LISTED},
		{&json[1], NO_ROLE}, /* whatever stands before it in memory */
		{"targets/ghost.json", NOT_LISTED},
		{ALICE "/ghost.json", NOT_LISTED},
		{"targets/ghostjson", NO_ROLE},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		add_file(fixture, rows[i].name);
	verify(fixture);
	const struct tc_finding_list *findings = review(fixture);
	assert_int_equal(findings->count, COUNT_OF(rows));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check_reason(findings, rows[i].name, rows[i].reason);
}

/* One that the snapshot lists would be read, if a role that clients come to delegated to it. */
static void test_file_review_of_listed_file_asks_the_role_above(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *role;
		const char *file;
	} rows[] = {
		{"ghost", "ghost.json"},
		{"targets/ghost", "targets/ghost.json"},
		{RELEASES "/ghost", RELEASES "/ghost.json"},
		{"targets/no/ghost", "targets/no/ghost.json"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		fixture->listing.count = 0;
		add_file(fixture, rows[i].file);
		verify_listing(fixture, rows[i].role);
		check_reason(review(fixture), rows[i].file, NOT_DELEGATED);
	}
}

static void test_file_review_below_a_broken_delegation_tells_nothing(void **state)
{
	struct fixture *fixture = *state;
	support_get_role(&fixture->repository, RELEASES)->signers[0].is_damaged = true;
	add_file(fixture, RELEASES "/ghost.json");
	add_file(fixture, "targets/ghost.json");
	verify_listing(fixture, RELEASES "/ghost");
	assert_findings(review(fixture), TC_FILE_UNREFERENCED);
}

/* What would be when they are published anew, for the report says the same of tags. */
static void test_file_review_below_expired_targets_is_as_before(void **state)
{
	struct fixture *fixture = *state;
	support_set(&fixture->repository, "targets", "expires", json_string(SUPPORT_EXPIRED));
	add_file(fixture, "targets/ghost.json");
	verify_listing(fixture, "targets/ghost");
	check_reason(review(fixture), "targets/ghost.json", NOT_DELEGATED);
}

static void test_file_review_of_delegation_that_is_not_published_tells_its_file(void **state)
{
	struct fixture *fixture = *state;
	support_get_role(&fixture->repository, ALICE)->is_unlisted = true;
	add_file(fixture, ALICE ".json");
	verify(fixture);
	check_reason(review(fixture), ALICE ".json", NOT_LISTED);
}

static void test_file_review_without_a_snapshot_tells_nothing(void **state)
{
	struct fixture *fixture = *state;
	add_file(fixture, "a.txt");
	support_seal(&fixture->repository, SUPPORT_ALL);
	support_remove(&fixture->repository, "root.json");
	support_verify(&fixture->repository);
	assert_null(support_find_evidence(&fixture->repository, "snapshot"));
	assert_no_findings(review(fixture));
}

/* ---- other names of files that are read ---- */

/* Devices and inodes in such an order that each must be compared, and as they are. */
static void test_file_review_of_other_name_of_what_is_read_tells_nothing(void **state)
{
	struct fixture *fixture = *state;
	static const struct identity identities[] = {
		{.name = "1.root.json", .id = {3, 40}},
		{.name = "2.root.json", .id = {1, 70}},
		{.name = "a", .id = {2, 10}},  {.name = "b", .id = {1, 30}},
		{.name = "c", .id = {1, 10}},  {.name = "d", .id = {2, 30}},
		{.name = "e", .id = {3, 20}},  {.name = "f", .id = {3, 40}},
		{.name = "g", .id = {1, 70}},  {.name = "p", .id = {3, 10}},
		{.name = "q", .id = {1, 20}},  {.name = "r", .id = {2, 40}},
		{.name = "s", .id = {2, 70}},  {.name = "t", .id = {4, 10}},
		{.name = "u", .id = {2, 20}},
	};
	add_root(fixture, "1.root.json");
	add_root(fixture, "2.root.json");
	for (size_t i = 2; i < COUNT_OF(identities); i++)
		add_file(fixture, identities[i].name);
	fixture->identities = identities;
	fixture->identity_count = COUNT_OF(identities);
	verify(fixture);
	name_content(fixture, "root", (struct tc_file_id){2, 10});
	name_content(fixture, "timestamp", (struct tc_file_id){1, 30});
	name_content(fixture, "snapshot", (struct tc_file_id){1, 10});
	name_content(fixture, "targets", (struct tc_file_id){2, 30});
	name_content(fixture, RELEASES, (struct tc_file_id){3, 20});
	const struct tc_finding_list *findings = review(fixture);
	for (size_t i = 2; i < COUNT_OF(identities); i++)
		check_reason(findings, identities[i].name,
			     identities[i].name[0] < 'p' ? NULL : NO_ROLE);
}

static void test_file_review_with_one_file_known_knows_its_other_name(void **state)
{
	struct fixture *fixture = *state;
	static const struct identity identities[] = {{.name = "a", .id = {1, 10}}};
	fixture->identities = identities;
	fixture->identity_count = COUNT_OF(identities);
	add_file(fixture, "a");
	add_file(fixture, "b"); /* what this one is, nobody knows; nor of the other roles */
	verify(fixture);
	name_content(fixture, "root", (struct tc_file_id){1, 10});
	const struct tc_finding_list *findings = review(fixture);
	check_reason(findings, "a", NULL);
	check_reason(findings, "b", NO_ROLE);
}

/* ---- what cannot be known ---- */

static void check_not_listed(const struct tc_finding_list *findings, const char *file, int error)
{
	const struct tufcheck_finding *finding = NULL;
	assert_int_equal(support_count(findings, TC_FILES_NOT_LISTED, &finding), 1);
	assert_string_equal(finding->file, file);
	assert_string_equal(finding->actual, strerrordesc_np(error));
}

static void test_file_review_without_the_older_roots_tells_of_no_file(void **state)
{
	struct fixture *fixture = *state;
	add_file(fixture, "a.txt");
	fixture->roots_error = EACCES;
	verify(fixture);
	const struct tc_finding_list *findings = review(fixture);
	assert_findings(findings, TC_FILES_NOT_LISTED);
	check_not_listed(findings, ".", EACCES);
}

static void test_file_review_of_file_that_is_not_known_tells_of_the_others(void **state)
{
	struct fixture *fixture = *state;
	static const struct identity identities[] = {{.name = "b", .error = EACCES},
						     {.name = "c", .error = EIO}};
	fixture->identities = identities;
	fixture->identity_count = COUNT_OF(identities);
	for (const char *name = "a\0b\0c\0d\0"; *name; name += 2)
		add_file(fixture, name);
	verify(fixture);
	const struct tc_finding_list *findings = review(fixture);
	assert_findings(findings, TC_FILE_UNREFERENCED, TC_FILE_UNREFERENCED,
			TC_FILES_NOT_LISTED);
	check_reason(findings, "a", NO_ROLE);
	check_reason(findings, "d", NO_ROLE);
	check_not_listed(findings, "b", EACCES);
	/* a folder that was closed before comes first */
	fixture->listing.error = EIO;
	fixture->listing.closed = "targets";
	check_not_listed(review(fixture), "targets", EIO);
}

/* Any file may be that root under another name. */
static void test_file_review_of_root_that_is_not_known_tells_of_no_file(void **state)
{
	struct fixture *fixture = *state;
	static const struct identity identities[] = {
		{.name = "1.root.json", .error = EACCES},
		{.name = "2.root.json", .id = {1, 10}},
	};
	fixture->identities = identities;
	fixture->identity_count = COUNT_OF(identities);
	add_root(fixture, "1.root.json");
	add_root(fixture, "2.root.json");
	add_file(fixture, "a");
	add_file(fixture, "b");
	verify(fixture);
	const struct tc_finding_list *findings = review(fixture);
	assert_findings(findings, TC_FILES_NOT_LISTED);
	check_not_listed(findings, "a", EACCES);
}

static void test_file_review_listing_says_what_is_in_the_way(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		struct tc_file_listing listing;
		const char *file;
		const char *actual;
	} rows[] = {
		{{.error = EXDEV, .closed = "a"}, TC_CHANGELIST "/a", LEADS_OUT},
		{{.error = ELOOP, .closed = "a"}, TC_CHANGELIST "/a", LEADS_OUT},
		{{.error = EACCES, .closed = "a/b"}, TC_CHANGELIST "/a/b", "Permission denied"},
		{{.is_cut = true}, TC_CHANGELIST, "more, or folders deeper than any role"},
	};
	verify(fixture);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct tc_evidence *evidence = &fixture->repository.evidence;
		evidence->findings = (struct tc_finding_list){.arena = evidence->arena};
		const struct tc_review asked = {.evidence = evidence};
		assert_int_equal(
			tc_file_review_listing(&asked, TC_CHANGELIST, &rows[i].listing), TUF_OK);
		assert_findings(&evidence->findings, TC_FILES_NOT_LISTED);
		assert_string_equal(evidence->findings.last->finding.file, rows[i].file);
		assert_string_equal(evidence->findings.last->finding.actual, rows[i].actual);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		review_test(test_file_review_of_what_is_referred_to_tells_nothing),
		review_test(test_file_review_says_why_a_file_is_not_read),
		review_test(test_file_review_of_listed_file_asks_the_role_above),
		review_test(test_file_review_below_a_broken_delegation_tells_nothing),
		review_test(test_file_review_below_expired_targets_is_as_before),
		review_test(test_file_review_of_delegation_that_is_not_published_tells_its_file),
		review_test(test_file_review_without_a_snapshot_tells_nothing),
		review_test(test_file_review_of_other_name_of_what_is_read_tells_nothing),
		review_test(test_file_review_with_one_file_known_knows_its_other_name),
		review_test(test_file_review_without_the_older_roots_tells_of_no_file),
		review_test(test_file_review_of_file_that_is_not_known_tells_of_the_others),
		review_test(test_file_review_of_root_that_is_not_known_tells_of_no_file),
		review_test(test_file_review_listing_says_what_is_in_the_way),
	};
	return cmocka_run_group_tests(tests, NULL, support_clear_keys);
}
