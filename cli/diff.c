/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/diff.h"

#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/text.h"

struct kind_row {
	const char *name;
	enum tufcheck_severity severity;
};

#define ERROR TUFCHECK_SEVERITY_ERROR
#define WARNING TUFCHECK_SEVERITY_WARNING
#define NOTE TUFCHECK_SEVERITY_NOTE

static const struct kind_row kinds[DIFF_CHANGE_KIND_COUNT] = {
	[DIFF_REPOSITORY_GONE] = {"repository-gone", ERROR},
	[DIFF_STATUS_WORSE] = {"status-worse", ERROR},
	[DIFF_ROOT_KEY_REMOVED] = {"root-key-removed", ERROR},
	[DIFF_ROOT_KEY_ADDED] = {"root-key-added", ERROR},
	[DIFF_VERSION_LOWERED] = {"version-lowered", ERROR},
	[DIFF_THRESHOLD_LOWERED] = {"threshold-lowered", ERROR},
	[DIFF_ROLE_KEY_REMOVED] = {"role-key-removed", ERROR},
	[DIFF_ROLE_KEY_ADDED] = {"role-key-added", ERROR},
	[DIFF_SIGNER_REMOVED] = {"signer-removed", ERROR},
	[DIFF_SIGNER_ADDED] = {"signer-added", ERROR},
	[DIFF_REPOSITORY_ADDED] = {"repository-added", WARNING},
	[DIFF_TAG_MOVED] = {"tag-moved", WARNING},
	[DIFF_TAG_GONE] = {"tag-gone", WARNING},
	[DIFF_TAG_ROLE] = {"tag-role", WARNING},
	[DIFF_TAG_SIGNERS] = {"tag-signers", WARNING},
	[DIFF_STATUS_BETTER] = {"status-better", NOTE},
	[DIFF_THRESHOLD_RAISED] = {"threshold-raised", NOTE},
	[DIFF_VERSION_RAISED] = {"version-raised", NOTE},
	[DIFF_TAG_ADDED] = {"tag-added", NOTE},
};

const char *diff_change_name(enum diff_change_kind kind)
{
	return kinds[kind].name;
}

enum tufcheck_severity diff_change_severity(enum diff_change_kind kind)
{
	return kinds[kind].severity;
}

/* What a change is; its texts are borrowed. */
struct note {
	enum diff_change_kind kind;
	const char *role;
	const char *subject;
	const char *before;
	const char *after;
};

/* A repository that is on both sides. */
struct pair {
	struct diff *diff;
	const char *gun;
	const json_t *before;
	const json_t *after;
};

static char *copy(const char *text)
{
	return text ? memory_copy_text(text) : NULL;
}

static void add(struct diff *diff, const char *gun, const struct note *note, const char *format,
		...) __attribute__((format(printf, 4, 5)));

static void add(struct diff *diff, const char *gun, const struct note *note, const char *format,
		...)
{
	struct text message = {.bytes = NULL};
	va_list arguments;
	va_start(arguments, format);
	text_append_vformat(&message, format, arguments);
	va_end(arguments);
	if (diff->count == diff->room) {
		diff->room = 2 * diff->room + 16;
		diff->changes = memory_resize(diff->changes, diff->room, sizeof(*diff->changes));
	}
	diff->changes[diff->count++] = (struct diff_change){
		.kind = note->kind,
		.gun = copy(gun),
		.role = copy(note->role),
		.subject = copy(note->subject),
		.before = copy(note->before),
		.after = copy(note->after),
		.message = text_take(&message),
	};
}

static const char *get_text(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

/* ---- keys ---- */

/* Words that depend on what a role's keys decide. */
struct key_words {
	enum diff_change_kind came;
	enum diff_change_kind gone;
};

static const struct key_words *choose_words(const char *role)
{
	static const struct key_words root = {DIFF_ROOT_KEY_ADDED, DIFF_ROOT_KEY_REMOVED};
	static const struct key_words signer = {DIFF_SIGNER_ADDED, DIFF_SIGNER_REMOVED};
	static const struct key_words other = {DIFF_ROLE_KEY_ADDED, DIFF_ROLE_KEY_REMOVED};
	if (strcmp(role, "root") == 0)
		return &root;
	return strchr(role, '/') ? &signer : &other;
}

/* Whether the other side has the same key under another ID: its certificate is another. */
static bool has_same_key(const json_t *keys, const json_t *canonical_id)
{
	const char *id;
	json_t *other;
	json_object_foreach ((json_t *)keys, id, other)
		if (json_is_string(canonical_id) && json_equal(other, canonical_id))
			return true;
	return false;
}

static void compare_keys(const struct pair *pair, const char *role, const json_t *before,
			 const json_t *after)
{
	const struct key_words *words = choose_words(role);
	const char *id;
	json_t *canonical;
	json_object_foreach ((json_t *)before, id, canonical)
		if (!json_object_get(after, id))
			add(pair->diff, pair->gun,
			    &(struct note){
				    .kind = words->gone, .role = role, .subject = id, .before = id},
			    "%s no longer has the key %s%s", role, id,
			    has_same_key(after, canonical)
				    ? ", but the same with another certificate"
				    : "");
	json_object_foreach ((json_t *)after, id, canonical)
		if (!json_object_get(before, id))
			add(pair->diff, pair->gun,
			    &(struct note){
				    .kind = words->came, .role = role, .subject = id, .after = id},
			    "%s has the new key %s%s", role, id,
			    has_same_key(before, canonical)
				    ? ", which it had with another certificate"
				    : "");
}

/* ---- roles ---- */

static void compare_numbers(const struct pair *pair, const char *role, const char *name,
			    const json_t *before, const json_t *after, enum diff_change_kind lower,
			    enum diff_change_kind higher)
{
	json_int_t from = json_integer_value(json_object_get(before, name));
	json_int_t to = json_integer_value(json_object_get(after, name));
	if (from == to)
		return;
	struct text texts[2] = {{.bytes = NULL}, {.bytes = NULL}};
	text_append_format(&texts[0], "%" JSON_INTEGER_FORMAT, from);
	text_append_format(&texts[1], "%" JSON_INTEGER_FORMAT, to);
	const struct note note = {.kind = to < from ? lower : higher,
				  .role = role,
				  .before = text_get(&texts[0]),
				  .after = text_get(&texts[1])};
	add(pair->diff, pair->gun, &note, "%s has the %s %s, and had %s", role, name, note.after,
	    note.before);
	text_clear(&texts[0]);
	text_clear(&texts[1]);
}

static void compare_role(const struct pair *pair, const char *role, const json_t *before,
			 const json_t *after)
{
	compare_keys(pair, role, json_object_get(before, "keys"), json_object_get(after, "keys"));
	compare_numbers(pair, role, "threshold", before, after, DIFF_THRESHOLD_LOWERED,
			DIFF_THRESHOLD_RAISED);
	compare_numbers(pair, role, "version", before, after, DIFF_VERSION_LOWERED,
			DIFF_VERSION_RAISED);
}

/* A delegation that came or went, with all its keys. */
static void compare_roles(const struct pair *pair)
{
	json_t *before = json_object_get(pair->before, "roles");
	json_t *after = json_object_get(pair->after, "roles");
	json_t *none = json_object();
	if (!none)
		memory_exhausted();
	const char *name;
	json_t *role;
	json_object_foreach (before, name, role) {
		const json_t *other = json_object_get(after, name);
		if (other)
			compare_role(pair, name, role, other);
		else
			compare_keys(pair, name, json_object_get(role, "keys"), none);
	}
	json_object_foreach (after, name, role)
		if (!json_object_get(before, name))
			compare_keys(pair, name, none, json_object_get(role, "keys"));
	json_decref(none);
}

/* ---- tags ---- */

static const char *show_digest(const json_t *tag)
{
	const char *sha256 = get_text(tag, "sha256");
	return sha256 ? sha256 : "no sha256";
}

/* The caller's to free. */
static char *join_signers(const json_t *signers)
{
	struct text joined = {.bytes = NULL};
	for (size_t i = 0; i < json_array_size(signers); i++) {
		const char *signer = json_string_value(json_array_get(signers, i));
		text_append_format(&joined, "%s%s", i > 0 ? ", " : "", signer ? signer : "?");
	}
	return text_take(&joined);
}

static void compare_signers(const struct pair *pair, const char *tag, const json_t *before,
			    const json_t *after)
{
	const json_t *from = json_object_get(before, "signers");
	const json_t *to = json_object_get(after, "signers");
	/* a lock does not say */
	if (!json_is_array(from) || !json_is_array(to) || json_equal(from, to))
		return;
	char *old = join_signers(from), *new = join_signers(to);
	add(pair->diff, pair->gun,
	    &(struct note){.kind = DIFF_TAG_SIGNERS, .subject = tag, .before = old, .after = new},
	    "tag %s is signed by %s, and was by %s", tag, new, old);
	free(old);
	free(new);
}

static void compare_tag(const struct pair *pair, const char *tag, const json_t *before,
			const json_t *after)
{
	const char *from = show_digest(before), *to = show_digest(after);
	const char *old_role = get_text(before, "role"), *new_role = get_text(after, "role");
	if (strcmp(from, to) != 0)
		add(pair->diff, pair->gun,
		    &(struct note){.kind = DIFF_TAG_MOVED,
				   .role = new_role,
				   .subject = tag,
				   .before = from,
				   .after = to},
		    "tag %s is %s, and was %s", tag, to, from);
	else if (old_role && new_role && strcmp(old_role, new_role) != 0)
		add(pair->diff, pair->gun,
		    &(struct note){.kind = DIFF_TAG_ROLE,
				   .role = new_role,
				   .subject = tag,
				   .before = old_role,
				   .after = new_role},
		    "tag %s comes from %s, and came from %s", tag, new_role, old_role);
	compare_signers(pair, tag, before, after);
}

static void compare_tags(const struct pair *pair)
{
	json_t *before = json_object_get(pair->before, "tags");
	json_t *after = json_object_get(pair->after, "tags");
	const char *name;
	json_t *tag;
	json_object_foreach (before, name, tag) {
		const json_t *other = json_object_get(after, name);
		if (other)
			compare_tag(pair, name, tag, other);
		else
			add(pair->diff, pair->gun,
			    &(struct note){.kind = DIFF_TAG_GONE,
					   .role = get_text(tag, "role"),
					   .subject = name,
					   .before = show_digest(tag)},
			    "tag %s is gone; it was %s", name, show_digest(tag));
	}
	json_object_foreach (after, name, tag)
		if (!json_object_get(before, name))
			add(pair->diff, pair->gun,
			    &(struct note){.kind = DIFF_TAG_ADDED,
					   .role = get_text(tag, "role"),
					   .subject = name,
					   .after = show_digest(tag)},
			    "tag %s is new; it is %s", name, show_digest(tag));
}

/* ---- repositories ---- */

/* How bad a status is; none of them, as of a lock, is 0. */
static int rank(const char *status)
{
	for (int i = 1; status && i < TUFCHECK_STATUS_COUNT; i++)
		if (strcmp(status, tufcheck_status_name((enum tufcheck_status)i)) == 0)
			return i;
	return status ? TUFCHECK_STATUS_COUNT : 0;
}

static void compare_status(const struct pair *pair)
{
	const char *before = get_text(pair->before, "status");
	const char *after = get_text(pair->after, "status");
	/* a lock has only what was trusted, or let pass */
	if (!after || (!before && rank(after) <= TUFCHECK_STATUS_DEGRADED))
		return;
	int from = before ? rank(before) : TUFCHECK_STATUS_TRUSTED;
	int to = rank(after);
	bool is_worse = to > from;
	if (from == to)
		return;
	add(pair->diff, pair->gun,
	    &(struct note){.kind = is_worse ? DIFF_STATUS_WORSE : DIFF_STATUS_BETTER,
			   .before = before,
			   .after = after},
	    "it is %s, and was %s", after, before ? before : "in the lock");
}

static bool is_proved(const json_t *repository)
{
	return json_is_true(json_object_get(repository, "isProved"));
}

/* What was not proved on a side is compared with nothing: its status says so. */
static void compare_repository(const struct pair *pair)
{
	compare_status(pair);
	if (!is_proved(pair->before) || !is_proved(pair->after))
		return;
	compare_roles(pair);
	compare_tags(pair);
}

static int compare_changes(const void *left, const void *right)
{
	const struct diff_change *a = left, *b = right;
	if (a->kind != b->kind)
		return (int)a->kind - (int)b->kind;
	int order = strcmp(a->gun, b->gun);
	if (order == 0)
		order = strcmp(a->role ? a->role : "", b->role ? b->role : "");
	if (order == 0)
		order = strcmp(a->subject ? a->subject : "", b->subject ? b->subject : "");
	return order;
}

struct diff diff_make(const struct diff_side *before, const struct diff_side *after)
{
	struct diff diff = {.changes = NULL};
	const char *gun;
	json_t *repository;
	json_object_foreach (before->repositories, gun, repository) {
		const json_t *other = json_object_get(after->repositories, gun);
		const struct pair pair = {
			.diff = &diff, .gun = gun, .before = repository, .after = other};
		if (other)
			compare_repository(&pair);
		else
			add(&diff, gun,
			    &(struct note){.kind = DIFF_REPOSITORY_GONE,
					   .before = get_text(repository, "status")},
			    "it is not there any more");
	}
	json_object_foreach (after->repositories, gun, repository)
		if (!json_object_get(before->repositories, gun))
			add(&diff, gun,
			    &(struct note){.kind = DIFF_REPOSITORY_ADDED,
					   .after = get_text(repository, "status")},
			    "it is new%s%s", get_text(repository, "status") ? ", and " : "",
			    get_text(repository, "status") ? get_text(repository, "status") : "");
	if (diff.count > 0)
		qsort(diff.changes, diff.count, sizeof(*diff.changes), compare_changes);
	return diff;
}

size_t diff_count(const struct diff *diff, enum tufcheck_severity severity)
{
	size_t count = 0;
	for (size_t i = 0; i < diff->count; i++)
		count += diff_change_severity(diff->changes[i].kind) == severity ? 1 : 0;
	return count;
}

void diff_clear(struct diff *diff)
{
	for (size_t i = 0; i < diff->count; i++) {
		struct diff_change *change = &diff->changes[i];
		free(change->gun);
		free(change->role);
		free(change->subject);
		free(change->before);
		free(change->after);
		free(change->message);
	}
	free(diff->changes);
	*diff = (struct diff){.changes = NULL};
}
