/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/diff_side.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/diagnose.h"
#include "cli/memory.h"
#include "cli/record_json.h"
#include "cli/text.h"

/* A report of 10 000 repositories has some 150 MB; jansson needs several times as much. */
#define MAX_BYTES (1LL << 30)

/* Where the value stands that is looked at. */
struct reading {
	struct diff_side *side;
	struct text place;   /* RFC 6901 */
	struct text problem; /* the first; "": none */
};

const char *diff_kind_name(enum diff_kind kind)
{
	switch (kind) {
	case DIFF_TRUST_DIRECTORY:
		return "trust directory";
	case DIFF_LOCK:
		return "lock";
	case DIFF_REPORT:
	case DIFF_NONE:
		break;
	}
	return "report";
}

void diff_side_begin(struct diff_side *side, const char *path)
{
	*side = (struct diff_side){.path = path, .repositories = record_object()};
}

void diff_side_set_moment(struct diff_side *side, const char *evaluated_at)
{
	if (!side->evaluated_at)
		side->evaluated_at = memory_copy_text(evaluated_at);
}

void diff_side_clear(struct diff_side *side)
{
	free(side->evaluated_at);
	json_decref(side->repositories);
	*side = (struct diff_side){.path = NULL};
}

/* ---- values of the kind that is expected ---- */

static const char *describe(const json_t *value)
{
	if (!value)
		return "nothing";
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return "an object";
	case JSON_ARRAY:
		return "an array";
	case JSON_STRING:
		return "a text";
	case JSON_INTEGER:
		return "an integer";
	case JSON_REAL:
		return "a number that is no integer";
	case JSON_NULL:
		return "null";
	case JSON_TRUE:
	case JSON_FALSE:
		break;
	}
	return "true or false";
}

/* What is wanted at name, below the place; null where something else is there. */
static const json_t *get(struct reading *reading, const json_t *object, const char *name,
			 json_type type, const char *expected)
{
	const json_t *value = json_object_get(object, name);
	if (value && json_typeof(value) == type)
		return value;
	if (reading->problem.length == 0)
		text_append_format(&reading->problem, "%s/%s: expected %s, is %s",
				   text_get(&reading->place), name, expected, describe(value));
	return json_null();
}

static const char *get_text(struct reading *reading, const json_t *object, const char *name)
{
	const char *text = json_string_value(get(reading, object, name, JSON_STRING, "a text"));
	return text ? text : "";
}

static json_t *get_integer(struct reading *reading, const json_t *object, const char *name)
{
	return record_integer(
		json_integer_value(get(reading, object, name, JSON_INTEGER, "an integer")));
}

static const json_t *get_array(struct reading *reading, const json_t *object, const char *name)
{
	return get(reading, object, name, JSON_ARRAY, "an array");
}

static const json_t *get_object(struct reading *reading, const json_t *object, const char *name)
{
	return get(reading, object, name, JSON_OBJECT, "an object");
}

/* The text at name, as a value of its own; null where there is none. */
static json_t *copy_text(struct reading *reading, const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);
	if (!value || json_is_null(value))
		return json_null();
	return record_text(get_text(reading, object, name));
}

/* Goes one step down, and gives what is needed to come back. */
static size_t enter(struct reading *reading, const char *name)
{
	size_t length = reading->place.length;
	text_append(&reading->place, "/");
	for (; *name != '\0'; name++)
		if (*name == '~' || *name == '/')
			text_append(&reading->place, *name == '~' ? "~0" : "~1");
		else
			text_append_bytes(&reading->place, name, 1);
	return length;
}

static size_t enter_item(struct reading *reading, const char *name, size_t index)
{
	size_t length = enter(reading, name);
	text_append_format(&reading->place, "/%zu", index);
	return length;
}

static void leave(struct reading *reading, size_t length)
{
	text_cut(&reading->place, length);
}

/* ---- a repository of a report ---- */

/* The canonical ID of the key that is listed by this ID; null when it is not known. */
static json_t *find_canonical_id(const json_t *keys, const char *key_id)
{
	size_t i;
	json_t *key;
	json_array_foreach (keys, i, key) {
		const char *listed = json_string_value(json_object_get(key, "keyId"));
		if (listed && strcmp(listed, key_id) == 0)
			return record_text(
				json_string_value(json_object_get(key, "canonicalKeyId")));
	}
	return json_null();
}

static json_t *read_keys(struct reading *reading, const json_t *role, const json_t *keys)
{
	json_t *read = record_object();
	const json_t *ids = get_array(reading, role, "keyIds");
	for (size_t i = 0; i < json_array_size(ids); i++) {
		const char *id = json_string_value(json_array_get(ids, i));
		if (id)
			record_put(read, id, find_canonical_id(keys, id));
		else if (reading->problem.length == 0)
			text_append_format(
				&reading->problem, "%s/keyIds/%zu: expected a text, is %s",
				text_get(&reading->place), i, describe(json_array_get(ids, i)));
	}
	return read;
}

static json_t *read_roles(struct reading *reading, const json_t *repository)
{
	json_t *read = record_object();
	const json_t *keys = get_array(reading, repository, "keys");
	const json_t *roles = get_array(reading, repository, "roles");
	for (size_t i = 0; i < json_array_size(roles); i++) {
		const json_t *role = json_array_get(roles, i);
		size_t back = enter_item(reading, "roles", i);
		json_t *one = record_object();
		record_put(one, "version", get_integer(reading, role, "version"));
		record_put(one, "threshold", get_integer(reading, role, "threshold"));
		record_put(one, "keys", read_keys(reading, role, keys));
		record_put(read, get_text(reading, role, "name"), one);
		leave(reading, back);
	}
	return read;
}

static json_t *read_targets(struct reading *reading, const json_t *repository)
{
	json_t *read = record_object();
	const json_t *targets = get_array(reading, repository, "targets");
	for (size_t i = 0; i < json_array_size(targets); i++) {
		const json_t *target = json_array_get(targets, i);
		size_t back = enter_item(reading, "targets", i);
		json_t *one = record_object();
		record_put(one, "sha256", copy_text(reading, target, "sha256"));
		record_put(one, "role", copy_text(reading, target, "role"));
		record_put(one, "signers", json_deep_copy(get_array(reading, target, "signers")));
		record_put(read, get_text(reading, target, "name"), one);
		leave(reading, back);
	}
	return read;
}

/* What the chain did not prove is nobody's word. */
static bool is_proved(const char *status)
{
	static const enum tufcheck_status proved[] = {
		TUFCHECK_STATUS_TRUSTED, TUFCHECK_STATUS_DEGRADED, TUFCHECK_STATUS_EXPIRED};
	for (size_t i = 0; i < sizeof(proved) / sizeof(proved[0]); i++)
		if (strcmp(status, tufcheck_status_name(proved[i])) == 0)
			return true;
	return false;
}

/* Puts a repository, which is taken over, under its name. */
static void put(struct diff_side *side, const char *gun, const char *path, json_t *repository)
{
	struct text name = {.bytes = NULL};
	text_append(&name, gun[0] != '\0' ? gun : path);
	if (json_object_get(side->repositories, text_get(&name)))
		text_append_format(&name, " in %s", path);
	record_put(side->repositories, text_get(&name), repository);
	text_clear(&name);
}

static void read_reported(struct reading *reading, const json_t *repository)
{
	const char *status = get_text(reading, repository, "status");
	json_t *one = record_object();
	record_put(one, "status", record_text(status));
	record_put(one, "isProved", record_bool(is_proved(status)));
	record_put(one, "roles", read_roles(reading, repository));
	record_put(one, "tags", read_targets(reading, repository));
	put(reading->side, get_text(reading, repository, "gun"),
	    get_text(reading, repository, "path"), one);
}

void diff_side_add(struct diff_side *side, const struct tufcheck_repository *repository)
{
	struct reading reading = {.side = side};
	side->kind = DIFF_TRUST_DIRECTORY;
	json_t *recorded = record_object();
	record_put_repository(recorded, repository);
	read_reported(&reading, recorded);
	json_decref(recorded);
	text_clear(&reading.place);
	text_clear(&reading.problem);
}

/* ---- a repository of a lock ---- */

static json_t *read_locked_role(struct reading *reading, const json_t *role)
{
	json_t *keys = record_object();
	const char *id;
	json_t *key;
	json_object_foreach ((json_t *)get_object(reading, role, "keys"), id, key)
		record_put(keys, id,
			   record_text(json_string_value(json_object_get(key, "canonicalKeyId"))));
	json_t *read = record_object();
	record_put(read, "version", get_integer(reading, role, "version"));
	record_put(read, "threshold", get_integer(reading, role, "threshold"));
	record_put(read, "keys", keys);
	return read;
}

static json_t *read_locked_tag(struct reading *reading, const json_t *tag)
{
	json_t *read = record_object();
	record_put(read, "sha256", copy_text(reading, tag, "sha256"));
	record_put(read, "role", copy_text(reading, tag, "role"));
	record_put(read, "signers", json_null());
	return read;
}

/* Each member of the object that is called name, read. */
static json_t *read_members(struct reading *reading, const json_t *object, const char *name,
			    json_t *(*read_one)(struct reading *, const json_t *))
{
	json_t *read = record_object();
	const json_t *members = get_object(reading, object, name);
	size_t back = enter(reading, name);
	const char *member;
	json_t *value;
	json_object_foreach ((json_t *)members, member, value) {
		size_t inner = enter(reading, member);
		record_put(read, member, read_one(reading, value));
		leave(reading, inner);
	}
	leave(reading, back);
	return read;
}

static json_t *read_locked(struct reading *reading, const json_t *repository)
{
	json_t *read = record_object();
	record_put(read, "status", json_null());
	record_put(read, "isProved", record_bool(true));
	record_put(read, "roles", read_members(reading, repository, "roles", read_locked_role));
	record_put(read, "tags", read_members(reading, repository, "tags", read_locked_tag));
	return read;
}

static void read_lock(struct reading *reading, const json_t *lock)
{
	reading->side->kind = DIFF_LOCK;
	json_decref(reading->side->repositories);
	reading->side->repositories = read_members(reading, lock, "repositories", read_locked);
}

/* ---- files ---- */

static void keep_moment(struct reading *reading, const json_t *document)
{
	diff_side_set_moment(reading->side, get_text(reading, document, "evaluatedAt"));
}

static void read_report(struct reading *reading, const json_t *report)
{
	reading->side->kind = DIFF_REPORT;
	keep_moment(reading, report);
	const json_t *repositories = get_array(reading, report, "repositories");
	for (size_t i = 0; i < json_array_size(repositories); i++) {
		size_t back = enter_item(reading, "repositories", i);
		read_reported(reading, json_array_get(repositories, i));
		leave(reading, back);
	}
}

/* One value of a file: the whole of it, or a line of NDJSON. */
static void read_value(struct reading *reading, const json_t *value, size_t index)
{
	size_t back = reading->place.length;
	if (index > 0)
		text_append_format(&reading->place, "line %zu: ", index + 1);
	if (index == 0 && json_object_get(value, "lockVersion")) {
		read_lock(reading, value);
	} else if (index == 0 && json_object_get(value, "repositories")) {
		read_report(reading, value);
	} else if (json_object_get(value, "gun")) {
		reading->side->kind = DIFF_REPORT;
		read_reported(reading, value);
	} else if (json_object_get(value, "summary")) {
		reading->side->kind = DIFF_REPORT;
		keep_moment(reading, value);
	} else {
		text_append_format(&reading->problem,
				   "%sexpected a lock of 'tufcheck lock' or a report of 'tufcheck "
				   "verify', is %s",
				   text_get(&reading->place), describe(value));
	}
	text_cut(&reading->place, back);
}

/* Whether there is nothing left but white space. */
static bool is_at_end(FILE *file)
{
	int c;
	do
		c = fgetc(file);
	while (c == ' ' || c == '\t' || c == '\n' || c == '\r');
	if (c != EOF)
		(void)ungetc(c, file);
	return c == EOF;
}

static void read_values(struct reading *reading, FILE *file)
{
	const size_t flags = JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK;
	for (size_t index = 0; reading->problem.length == 0 && (index == 0 || !is_at_end(file));
	     index++) {
		json_error_t error;
		json_t *value = json_loadf(file, flags, &error);
		if (!value)
			text_append_format(&reading->problem, "line %zu, column %d: %s",
					   index + (size_t)(error.line > 0 ? error.line : 1),
					   error.column, error.text);
		else if (reading->side->kind == DIFF_LOCK || reading->side->evaluated_at)
			text_append(&reading->problem, "something stands behind the end of it");
		else
			read_value(reading, value, index);
		json_decref(value);
	}
	if (reading->problem.length == 0 && reading->side->kind == DIFF_REPORT &&
	    !reading->side->evaluated_at)
		text_append(&reading->problem,
			    "the last line, with the summary, is missing: it was cut short");
}

/* O_NONBLOCK: a FIFO is not waited for. */
static FILE *open_file(const char *path, const char *command)
{
	struct stat facts;
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (descriptor < 0 || fstat(descriptor, &facts) != 0)
		diagnose("%s: %s cannot be read: %s", command, path, strerror(errno));
	else if (!S_ISREG(facts.st_mode))
		diagnose("%s: %s is no regular file", command, path);
	else if (facts.st_size > MAX_BYTES)
		diagnose("%s: %s has %lld bytes; the most is %lld", command, path,
			 (long long)facts.st_size, MAX_BYTES);
	else
		return fdopen(descriptor, "r");
	if (descriptor >= 0)
		close(descriptor);
	return NULL;
}

bool diff_side_read(struct diff_side *side, const char *command)
{
	FILE *file = open_file(side->path, command);
	if (!file)
		return false;
	struct reading reading = {.side = side};
	read_values(&reading, file);
	side->is_read = reading.problem.length == 0;
	if (!side->is_read)
		diagnose("%s: %s: %s", command, side->path, text_get(&reading.problem));
	text_clear(&reading.place);
	text_clear(&reading.problem);
	(void)fclose(file);
	return side->is_read;
}
