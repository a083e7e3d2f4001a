/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/key_header.h"

#include <string.h>

/* A line of PEM has 64 characters; the name of a header field is shorter still. */
#define MAX_FIELD_NAME ((size_t)80)

/* SEQUENCE, its length in up to three more octets, INTEGER, one octet, 0 or 1. */
#define DER_BYTES ((size_t)7)

_Static_assert(TUF_MAX_KEY_HEADER_BYTES == 4096, "a text below says so");

static const char begin[] = "-----BEGIN ";
static const char dashes[] = "-----";
static const char private_key[] = "PRIVATE KEY";

struct span {
	const char *at;
	size_t length;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct span trim(struct span span)
{
	while (span.length != 0 && is_space(span.at[span.length - 1]))
		span.length--;
	while (span.length != 0 && is_space(span.at[0])) {
		span.at++;
		span.length--;
	}
	return span;
}

static bool starts_with(struct span span, const char *text)
{
	return span.length >= strlen(text) && memcmp(span.at, text, strlen(text)) == 0;
}

static bool ends_with(struct span span, const char *text)
{
	size_t length = strlen(text);
	return span.length >= length &&
	       memcmp(span.at + span.length - length, text, length) == 0;
}

static bool is_text(struct span span, const char *text)
{
	return span.length == strlen(text) && starts_with(span, text);
}

/* What a BEGIN line begins; false when the line is none. */
static bool read_label(struct span line, struct span *ret_label)
{
	while (line.length != 0 && is_space(line.at[line.length - 1]))
		line.length--;
	size_t around = strlen(begin) + strlen(dashes);
	if (line.length < around || !starts_with(line, begin) || !ends_with(line, dashes))
		return false;
	*ret_label = (struct span){.at = line.at + strlen(begin), .length = line.length - around};
	return true;
}

/*
 * PKCS #8, PKCS #1 and SEC 1 all begin with a version of 0 or 1, and the
 * secret comes later. Encrypted ones begin as certificates do.
 */
static bool is_der_key(const char *bytes)
{
	const unsigned char *der = (const unsigned char *)bytes;
	static const unsigned char version[] = {0x02, 0x01};
	if (der[0] != 0x30 || (der[1] > 0x82))
		return false;
	const unsigned char *content = der + 2 + (der[1] >= 0x80 ? der[1] - 0x80 : 0);
	return memcmp(content, version, sizeof(version)) == 0 && content[2] <= 1;
}

/* Forgets what was taken from that place on. */
static void forget(struct tc_key_header *header, size_t from)
{
	explicit_bzero(header->bytes + from, header->length - from);
	header->length = from;
	header->line = from;
	header->is_name_over = false;
}

static void begin_line(struct tc_key_header *header)
{
	header->line = header->length;
	header->is_name_over = false;
}

/* What might be DER was held back; only its last line may go on. */
static void forget_lines(struct tc_key_header *header)
{
	const char *end = memrchr(header->bytes, '\n', header->length);
	if (!end)
		return;
	size_t skip = (size_t)(end + 1 - header->bytes);
	size_t length = header->length - skip;
	memmove(header->bytes, header->bytes + skip, length);
	forget(header, length);
	header->line = 0;
}

/* Only what is plainly the name of a kind is repeated. */
static bool is_plain_label(struct span label)
{
	if (label.length == 0 || label.length >= TC_KEY_LABEL_BYTES)
		return false;
	for (size_t i = 0; i < label.length; i++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 #.", label.at[i]) ||
		    label.at[i] == '\0')
			return false;
	return true;
}

static void note_other(struct tc_key_header *header, struct span label)
{
	if (!header->has_other && is_plain_label(label))
		memcpy(header->other, label.at, label.length);
	header->has_other = true;
}

static bool end_line_before(struct tc_key_header *header)
{
	struct span label;
	bool is_begin =
		read_label((struct span){.at = header->bytes, .length = header->length}, &label);
	if (is_begin && ends_with(label, private_key)) {
		begin_line(header);
		header->stage = TC_KEY_HEADER_INSIDE;
		return true;
	}
	/* that a key stands behind it is no matter of what stands before */
	if (is_begin)
		note_other(header, label);
	forget(header, 0);
	return true;
}

/* A line without a colon is empty, or the key's first. */
static bool end_line_inside(struct tc_key_header *header)
{
	if (header->is_name_over) {
		begin_line(header);
		return true;
	}
	forget(header, header->line);
	header->stage = TC_KEY_HEADER_WHOLE;
	return false;
}

static bool take_before(struct tc_key_header *header, char byte)
{
	/* its length may have an octet that looks like a line feed */
	bool may_be_der = header->bytes[0] == 0x30 && header->taken == header->length;
	if (may_be_der && header->taken < DER_BYTES)
		return true;
	if (may_be_der && header->taken == DER_BYTES) {
		if (is_der_key(header->bytes)) {
			header->stage = TC_KEY_HEADER_DER;
			forget(header, 0);
			return false;
		}
		forget_lines(header);
		return true;
	}
	return byte == '\n' ? end_line_before(header) : true;
}

static bool take_inside(struct tc_key_header *header, char byte)
{
	if (byte == '\n')
		return end_line_inside(header);
	header->is_name_over |= byte == ':';
	/* all of a key in one long line is none of the header */
	bool is_key = !header->is_name_over && header->length - header->line > MAX_FIELD_NAME;
	return is_key ? end_line_inside(header) : true;
}

char *tc_key_header_room(struct tc_key_header *header)
{
	return &header->bytes[header->length];
}

bool tc_key_header_take(struct tc_key_header *header)
{
	char byte = header->bytes[header->length++];
	header->taken++;
	bool wants_more = header->stage == TC_KEY_HEADER_BEFORE ? take_before(header, byte)
	                                                        : take_inside(header, byte);
	if (!wants_more)
		return false;
	if (header->taken < sizeof(header->bytes))
		return true;
	forget(header, header->line);
	return false;
}

void tc_key_header_end(struct tc_key_header *header)
{
	forget(header, header->line);
	if (header->stage == TC_KEY_HEADER_INSIDE)
		header->stage = TC_KEY_HEADER_WHOLE;
}

void tc_key_header_wipe(struct tc_key_header *header)
{
	explicit_bzero(header, sizeof(*header));
}

/* ---- what is told ---- */

/* The last field of that name, as Go's map has it; empty when there is none. */
static struct span find_field(const struct tc_key_header *header, const char *name)
{
	struct span found = {.at = "", .length = 0};
	const char *end = header->bytes + header->length;
	const char *line = memchr(header->bytes, '\n', header->length);
	while (line && ++line < end) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		if (!stop)
			break;
		const char *colon = memchr(line, ':', (size_t)(stop - line));
		if (colon && is_text(trim((struct span){line, (size_t)(colon - line)}), name))
			found = trim((struct span){colon + 1, (size_t)(stop - colon - 1)});
		line = stop;
	}
	return found;
}

static enum tuf_result copy_field(const struct tc_key_header *header, struct tuf_arena *arena,
                                  const char *name, const char **ret_text)
{
	struct span field = find_field(header, name);
	/* a NUL would end the text too early: then nothing is known of it */
	if (field.length == 0 || memchr(field.at, '\0', field.length))
		return TUF_OK;
	*ret_text = tuf_arena_copy_text(arena, field.at, field.length);
	return *ret_text ? TUF_OK : TUF_NO_MEMORY;
}

/* The forms before PKCS #8, which say in the header whether they are encrypted. */
static bool is_legacy(struct span label)
{
	static const char *const labels[] = {"RSA PRIVATE KEY", "EC PRIVATE KEY",
	                                     "ED25519 PRIVATE KEY"};
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (is_text(label, labels[i]))
			return true;
	return false;
}

/* OpenSSL decrypts when there is the first field, Go when there is the second: so both must be. */
static enum tufcheck_truth is_encrypted(const struct tc_key_header *header, struct span label)
{
	if (is_text(label, "ENCRYPTED PRIVATE KEY"))
		return TUFCHECK_TRUTH_YES;
	if (is_text(label, private_key))
		return TUFCHECK_TRUTH_NO;
	if (!is_legacy(label))
		return TUFCHECK_TRUTH_UNKNOWN;
	if (is_text(find_field(header, "Proc-Type"), "4,ENCRYPTED") &&
	    find_field(header, "DEK-Info").length != 0)
		return TUFCHECK_TRUTH_YES;
	return header->stage == TC_KEY_HEADER_INSIDE ? TUFCHECK_TRUTH_UNKNOWN : TUFCHECK_TRUTH_NO;
}

static enum tuf_result describe(struct tuf_arena *arena, struct span label, const char **ret_what)
{
	*ret_what = "a PEM block of an unknown kind";
	if (!is_plain_label(label))
		return TUF_OK;
	*ret_what = tuf_arena_format(arena, "a PEM block %.*s", (int)label.length, label.at);
	return *ret_what ? TUF_OK : TUF_NO_MEMORY;
}

static enum tuf_result tell_block(const struct tc_key_header *header, struct tuf_arena *arena,
                                  struct tc_key_facts *facts)
{
	struct span label = {.at = "", .length = 0};
	const char *end = memchr(header->bytes, '\n', header->length);
	size_t length = end ? (size_t)(end - header->bytes) : header->length;
	(void)read_label((struct span){.at = header->bytes, .length = length}, &label);
	enum tuf_result result = describe(arena, label, &facts->what);
	if (result != TUF_OK)
		return result;
	facts->is_key = true;
	facts->encrypted = is_encrypted(header, label);
	facts->is_cut = header->stage == TC_KEY_HEADER_INSIDE;
	facts->is_strange = !is_legacy(label) && !is_text(label, private_key) &&
	                    !is_text(label, "ENCRYPTED PRIVATE KEY");
	result = copy_field(header, arena, "role", &facts->role);
	if (result == TUF_OK)
		result = copy_field(header, arena, "gun", &facts->gun);
	return result;
}

/* What is told of a file in which no private key was found. */
static enum tuf_result tell_no_key(const struct tc_key_header *header, struct tuf_arena *arena,
                                   struct tc_key_facts *facts)
{
	const struct span other = {.at = header->other, .length = strlen(header->other)};
	bool is_cut = header->taken == sizeof(header->bytes);
	if (header->taken == 0)
		facts->what = "an empty file";
	if (is_cut)
		facts->what = "nothing in PEM so far as it was read, 4096 bytes";
	if (!header->has_other)
		return TUF_OK;
	enum tuf_result result = describe(arena, other, &facts->what);
	if (result != TUF_OK || !is_cut)
		return result;
	facts->what = tuf_arena_format(arena, "%s, so far as it was read, 4096 bytes", facts->what);
	return facts->what ? TUF_OK : TUF_NO_MEMORY;
}

enum tuf_result tc_key_header_tell(const struct tc_key_header *header, struct tuf_arena *arena,
                                   struct tc_key_facts *ret_facts)
{
	struct tc_key_facts facts = {.what = "nothing in PEM"};
	enum tuf_result result = TUF_OK;
	switch (header->stage) {
	case TC_KEY_HEADER_BEFORE:
		result = tell_no_key(header, arena, &facts);
		break;
	case TC_KEY_HEADER_DER:
		facts = (struct tc_key_facts){.is_key = true,
		                              .what = "a private key in plain DER",
		                              .encrypted = TUFCHECK_TRUTH_NO};
		break;
	case TC_KEY_HEADER_INSIDE:
	case TC_KEY_HEADER_WHOLE:
		result = tell_block(header, arena, &facts);
		break;
	}
	if (result == TUF_OK)
		*ret_facts = facts;
	return result;
}
