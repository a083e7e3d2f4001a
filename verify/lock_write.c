/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing a lock: a text that changes only where the estate did.
 *
 * Everything is sorted, a line holds one thing, and everything outside ASCII is
 * escaped, so that what a reviewer sees is what is there.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/utf8.h"
#include "verify/lock.h"

/* A text that grows. */
struct writer {
	char *text;
	size_t length;
	size_t room;
	bool has_failed; /* memory was short; all else does nothing then */
};

static void make_room(struct writer *writer, size_t length)
{
	if (writer->has_failed || writer->room - writer->length > length)
		return;
	size_t room = writer->room * 2 + length + 256;
	char *text = room > writer->room ? realloc(writer->text, room) : NULL;
	writer->has_failed = !text;
	if (!text)
		return;
	writer->text = text;
	writer->room = room;
}

static void put_bytes(struct writer *writer, const char *bytes, size_t length)
{
	make_room(writer, length);
	if (writer->has_failed)
		return;
	memcpy(writer->text + writer->length, bytes, length);
	writer->length += length;
	writer->text[writer->length] = '\0';
}

static void put(struct writer *writer, const char *text)
{
	put_bytes(writer, text, strlen(text));
}

static void put_format(struct writer *writer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* For what is short. */
static void put_format(struct writer *writer, const char *format, ...)
{
	char text[128];
	va_list arguments;
	va_start(arguments, format);
	(void)vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	put(writer, text);
}

static void put_escape(struct writer *writer, uint32_t point)
{
	if (point == '"' || point == '\\')
		put_format(writer, "\\%c", (char)point);
	else if (point < 0x10000)
		put_format(writer, "\\u%04" PRIx32, point);
	else
		put_format(writer, "\\u%04" PRIx32 "\\u%04" PRIx32,
		           0xd800 + (point - 0x10000) / 0x400, 0xdc00 + point % 0x400);
}

static bool is_plain(char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* A text of valid UTF-8; it stops at what is none. */
static void put_text(struct writer *writer, const char *text)
{
	put(writer, "\"");
	for (;;) {
		size_t plain = 0;
		while (is_plain(text[plain]))
			plain++;
		put_bytes(writer, text, plain);
		text += plain;
		uint32_t point;
		size_t taken = *text ? tuf_utf8_decode(text, &point) : 0;
		if (taken == 0)
			break;
		put_escape(writer, point);
		text += taken;
	}
	put(writer, "\"");
}

static void put_member(struct writer *writer, const char *indent, const char *name)
{
	put(writer, indent);
	put_text(writer, name);
	put(writer, ": ");
}

/* Begins a member that is a map. Members are separated by what stands before all but the first. */
static void open_map(struct writer *writer, const char *indent, const char *name)
{
	put_member(writer, indent, name);
	put(writer, "{");
}

static void close_map(struct writer *writer, const char *indent, size_t count)
{
	if (count > 0)
		put(writer, indent);
	put(writer, "}");
}

static void put_key(struct writer *writer, const struct tc_lock_key *key)
{
	static const char indent[] = "\n              ";
	const struct {
		const char *name;
		const char *value;
	} members[] = {{"canonicalKeyId", key->canonical_key_id},
	               {"spkiSha256", key->spki_sha256},
	               {"certificateSha256", key->certificate_sha256},
	               {"certificateSha1", key->certificate_sha1}};
	size_t count = 0;
	open_map(writer, "\n            ", key->key_id);
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		if (!members[i].value)
			continue;
		put(writer, count++ > 0 ? "," : "");
		put_member(writer, indent, members[i].name);
		put_text(writer, members[i].value);
	}
	close_map(writer, "\n            ", count);
}

static void put_role(struct writer *writer, const struct tc_lock_role *role)
{
	open_map(writer, "\n        ", role->name);
	put_format(writer, "\n          \"version\": %" PRId64 ",", role->version);
	put_format(writer, "\n          \"threshold\": %" PRId64 ",", role->threshold);
	open_map(writer, "\n          ", "keys");
	for (size_t i = 0; i < role->key_count; i++) {
		put(writer, i > 0 ? "," : "");
		put_key(writer, &role->keys[i]);
	}
	close_map(writer, "\n          ", role->key_count);
	put(writer, "\n        }");
}

static void put_tag(struct writer *writer, const struct tc_lock_tag *tag)
{
	open_map(writer, "\n        ", tag->name);
	if (tag->sha256)
		put_format(writer, "\"sha256\": \"%s\", ", tag->sha256);
	put_format(writer, "\"length\": %" PRId64 ", \"role\": ", tag->length);
	put_text(writer, tag->role);
	put(writer, "}");
}

static void put_entry(struct writer *writer, const struct tc_lock_entry *entry)
{
	open_map(writer, "\n    ", entry->gun);
	open_map(writer, "\n      ", "roles");
	for (size_t i = 0; i < entry->role_count; i++) {
		put(writer, i > 0 ? "," : "");
		put_role(writer, &entry->roles[i]);
	}
	close_map(writer, "\n      ", entry->role_count);
	put(writer, ",");
	open_map(writer, "\n      ", "tags");
	for (size_t i = 0; i < entry->tag_count; i++) {
		put(writer, i > 0 ? "," : "");
		put_tag(writer, &entry->tags[i]);
	}
	close_map(writer, "\n      ", entry->tag_count);
	put(writer, "\n    }");
}

enum tufcheck_result tufcheck_lock_write(const struct tufcheck_lock *lock, char **ret_text,
                                         size_t *ret_length)
{
	if (!lock || !ret_text || !ret_length)
		return TUFCHECK_BAD_CALL;
	struct writer writer = {.text = NULL};
	put(&writer, "{\n  \"lockVersion\": 1,");
	open_map(&writer, "\n  ", "repositories");
	for (size_t i = 0; i < lock->count; i++) {
		put(&writer, i > 0 ? "," : "");
		put_entry(&writer, lock->entries[i]);
	}
	close_map(&writer, "\n  ", lock->count);
	put(&writer, "\n}\n");
	if (writer.has_failed) {
		free(writer.text);
		return TUFCHECK_NO_MEMORY;
	}
	*ret_text = writer.text; /* transferred */
	*ret_length = writer.length;
	return TUFCHECK_OK;
}
