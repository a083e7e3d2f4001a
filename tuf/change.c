/* SPDX-License-Identifier: Apache-2.0 */
#include "tuf/change.h"

#include <string.h>

enum tuf_result tuf_change_parse(const struct tuf_reader *reader, const struct tuf_node *node,
                                 struct tuf_change *ret_change)
{
	static const char *const fields[] = {"action", "role", "type", "path", "data", NULL};
	enum tuf_result result = tuf_node_expect_fields(reader, node, true, fields);
	if (result != TUF_OK)
		return result;
	struct tuf_change change = {.action = NULL};
	const char **const texts[] = {&change.action, &change.role, &change.type, &change.path};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct tuf_node member = tuf_node_member(node, fields[i]);
		result = tuf_node_get_text(reader, &member, texts[i]);
		if (result != TUF_OK)
			return result;
	}
	/* what is to be inserted is not looked into; but clients refuse what is not base64 */
	struct tuf_node data = tuf_node_member(node, "data");
	const unsigned char *bytes;
	size_t length;
	result = tuf_node_get_base64(reader, &data, &bytes, &length);
	if (result != TUF_OK)
		return result;
	*ret_change = change;
	return TUF_OK;
}

/* What people call a type and an action; clients do nothing with any other pair. */
static const struct wording {
	const char *type;
	const char *action; /* NULL: any */
	const char *verb;
	const char *preposition; /* between the path and the role; NULL: there is but one of them */
	bool is_of_path;         /* which it is */
} wordings[] = {
	{"target", "create", "add the tag", "to", true},
	{"target", "delete", "remove the tag", "from", true},
	{"delegation", "create", "add keys or paths to the delegation", NULL, false},
	{"delegation", "update", "change the delegation", NULL, false},
	{"delegation", "delete", "remove the delegation", NULL, false},
	{"role", "create", "replace the keys of the role", NULL, true},
	{"witness", NULL, "sign anew the role", NULL, false},
};

static bool fits(const struct wording *wording, const struct tuf_change *change)
{
	return strcmp(wording->type, change->type) == 0 &&
	       (!wording->action || strcmp(wording->action, change->action) == 0);
}

const char *tuf_change_describe(struct tuf_arena *arena, const struct tuf_change *change)
{
	for (size_t i = 0; i < sizeof(wordings) / sizeof(wordings[0]); i++) {
		const struct wording *wording = &wordings[i];
		if (!fits(wording, change))
			continue;
		if (wording->preposition)
			return tuf_arena_format(arena, "%s \"%s\" %s %s", wording->verb,
			                        change->path, wording->preposition, change->role);
		return tuf_arena_format(arena, "%s %s", wording->verb,
		                        wording->is_of_path ? change->path : change->role);
	}
	return tuf_arena_format(arena, "do \"%s\" to the %s \"%s\" of %s", change->action,
	                        change->type, change->path, change->role);
}
