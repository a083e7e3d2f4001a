/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sandbox.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "cli/call_filter.h"
#include "cli/debug.h"
#include "cli/diagnose.h"
#include "cli/landlock.h"
#include "cli/text.h"

/* It is the process that is contained, and once for all. */
static struct sandbox state;

void sandbox_begin(bool may_replace)
{
	/* jansson would open /dev/urandom for it when it makes its first object */
	json_object_seed(0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		state.calls = (struct guard){.lack = "no new privileges", .error = errno};
	else
		state.calls = call_filter_load(may_replace);
}

void sandbox_refuse(void)
{
	const struct guard none = {.extent = GUARD_NONE, .lack = "--no-sandbox was given"};
	state = (struct sandbox){.files = none, .calls = none, .is_refused = true};
}

const char *sandbox_extent_name(enum guard_extent extent)
{
	switch (extent) {
	case GUARD_NONE:
		return "none";
	case GUARD_PARTIAL:
		return "partial";
	case GUARD_FULL:
		break;
	}
	return "full";
}

static void append_lack(struct text *out, const struct guard *guard)
{
	if (out->length > 0)
		text_append(out, "; ");
	text_append(out, guard->lack);
	if (guard->error != 0)
		text_append_format(out, ": %s", strerror(guard->error));
}

char *sandbox_make_reason(const struct sandbox *sandbox)
{
	struct text reason = {.bytes = NULL};
	const char *said = NULL;
	if (sandbox->files.extent != GUARD_FULL) {
		append_lack(&reason, &sandbox->files);
		said = sandbox->files.lack;
	}
	if (sandbox->calls.extent != GUARD_FULL && sandbox->calls.lack != said)
		append_lack(&reason, &sandbox->calls);
	return text_take(&reason);
}

const struct sandbox *sandbox_get_lacking(void)
{
	bool is_whole = state.files.extent == GUARD_FULL && state.calls.extent == GUARD_FULL;
	return is_whole ? NULL : &state;
}

static void note_lack(void)
{
	const struct sandbox *lacking = sandbox_get_lacking();
	if (!lacking)
		return;
	char *reason = sandbox_make_reason(lacking);
	diagnose("sandbox: landlock %s, seccomp %s: %s", sandbox_extent_name(lacking->files.extent),
		 sandbox_extent_name(lacking->calls.extent), reason);
	free(reason);
}

static void tell(const struct file_rules *rules)
{
	debug("sandbox: landlock %s, seccomp %s", sandbox_extent_name(state.files.extent),
	      sandbox_extent_name(state.calls.extent));
	for (size_t i = 0; i < rules->count; i++)
		debug("sandbox: from here on %s may be %s", rules->items[i].path,
		      rules->items[i].is_written ? "read and written" : "read");
}

void sandbox_confine(struct file_rules *rules)
{
	if (!state.is_refused)
		state.files = landlock_enforce(rules);
	tell(rules);
	file_rules_clear(rules);
	note_lack();
}
