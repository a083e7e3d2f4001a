/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What the system's headers may be too old for. */
#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif
#ifndef LANDLOCK_ACCESS_FS_IOCTL_DEV
#define LANDLOCK_ACCESS_FS_IOCTL_DEV (1ULL << 15)
#endif
#ifndef LANDLOCK_ACCESS_NET_BIND_TCP
#define LANDLOCK_ACCESS_NET_BIND_TCP (1ULL << 0)
#define LANDLOCK_ACCESS_NET_CONNECT_TCP (1ULL << 1)
#endif
#ifndef LANDLOCK_SCOPE_SIGNAL
#define LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET (1ULL << 0)
#define LANDLOCK_SCOPE_SIGNAL (1ULL << 1)
#endif

/* struct landlock_ruleset_attr as of version 6. An older kernel takes the rest to be zero. */
struct ruleset_attributes {
	uint64_t handled_access_fs;
	uint64_t handled_access_net;
	uint64_t scoped;
};

#define VERSION_OF_TRUNCATE 3

/* What each version of Landlock can forbid beyond the one before. */
static const struct ruleset_attributes versions[] = {
	{.handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
			      LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
			      LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
			      LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
			      LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
			      LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
			      LANDLOCK_ACCESS_FS_MAKE_SYM},
	{.handled_access_fs = LANDLOCK_ACCESS_FS_REFER},
	{.handled_access_fs = LANDLOCK_ACCESS_FS_TRUNCATE},
	{.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP | LANDLOCK_ACCESS_NET_CONNECT_TCP},
	{.handled_access_fs = LANDLOCK_ACCESS_FS_IOCTL_DEV},
	{.scoped = LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | LANDLOCK_SCOPE_SIGNAL},
};

#define RIGHTS_TO_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define RIGHTS_TO_WRITE                                                                            \
	(RIGHTS_TO_READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |            \
	 LANDLOCK_ACCESS_FS_REMOVE_FILE)
#define RIGHTS_TO_MAKE_FOLDERS (LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR)

/* Everything that a kernel of this version, from 1, can forbid. */
static struct ruleset_attributes forbid_all(long version)
{
	struct ruleset_attributes all = {.scoped = 0};
	const long known = (long)(sizeof(versions) / sizeof(versions[0]));
	for (long i = 0; i < version && i < known; i++) {
		all.handled_access_fs |= versions[i].handled_access_fs;
		all.handled_access_net |= versions[i].handled_access_net;
		all.scoped |= versions[i].scoped;
	}
	return all;
}

/* A file has no folder's rights. */
static uint64_t choose_rights(const struct file_rule *rule, int descriptor)
{
	struct stat facts;
	if (fstat(descriptor, &facts) != 0 || !S_ISDIR(facts.st_mode))
		return LANDLOCK_ACCESS_FS_READ_FILE;
	return (rule->is_written ? RIGHTS_TO_WRITE : RIGHTS_TO_READ) |
	       (rule->makes_folders ? RIGHTS_TO_MAKE_FOLDERS : 0);
}

/*
 * Allows what a rule says. What cannot be reached now cannot be opened later
 * either, and then the usual message says why. EBADFD: a pipe, which Landlock
 * does not restrict.
 */
static bool allow(int ruleset, const struct file_rule *rule)
{
	int descriptor;
	do
		descriptor = open(rule->path, O_PATH | O_CLOEXEC);
	while (descriptor < 0 && errno == EINTR);
	if (descriptor < 0)
		return true;
	const struct landlock_path_beneath_attr attributes = {
		.allowed_access = choose_rights(rule, descriptor),
		.parent_fd = descriptor,
	};
	long result =
		syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &attributes, 0);
	bool is_allowed = result == 0 || errno == EBADFD;
	int error = errno;
	close(descriptor);
	errno = error;
	return is_allowed;
}

static bool allow_all(int ruleset, const struct file_rules *rules)
{
	for (size_t i = 0; i < rules->count; i++)
		if (!allow(ruleset, &rules->items[i]))
			return false;
	return true;
}

static struct guard fail(void)
{
	return (struct guard){.extent = GUARD_NONE, .lack = "Landlock", .error = errno};
}

struct guard landlock_enforce(const struct file_rules *rules)
{
	long version =
		syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	if (version < 1)
		return fail();
	const struct ruleset_attributes attributes = forbid_all(version);
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof(attributes), 0);
	if (ruleset < 0)
		return fail();
	bool is_enforced =
		allow_all(ruleset, rules) && syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
	struct guard guard = {.extent = GUARD_FULL};
	if (!is_enforced)
		guard = fail();
	close(ruleset);
	if (!is_enforced || version >= VERSION_OF_TRUNCATE)
		return guard;
	return (struct guard){
		.extent = GUARD_PARTIAL,
		.lack = "this Landlock does not keep files from being cut short",
	};
}
