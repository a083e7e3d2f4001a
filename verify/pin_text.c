/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/pin_text.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "tuf/digest.h"
#include "tuf/limits.h"
#include "tuf/role.h"
#include "verify/nearest.h"
#include "verify/path.h"
#include "verify/problem.h"

/* Of what the user wrote, as much as a message quotes. */
#define QUOTED 80

#define KINDS "sha256:, sha1:, keyid: or spki:"

static const struct kind {
	const char *name;
	size_t digits;
	const char *what;
} kinds[TC_PIN_KIND_COUNT] = {
	[TC_PIN_INVALID] = {"", 0, ""},
	[TC_PIN_SHA256] = {"sha256", 2 * TUF_SHA256_BYTES, "a SHA-256 thumbprint"},
	[TC_PIN_SHA1] = {"sha1", 2 * TUF_SHA1_BYTES, "a SHA-1 thumbprint"},
	[TC_PIN_KEY_ID] = {"keyid", 2 * TUF_SHA256_BYTES, "a key ID"},
	[TC_PIN_SPKI] = {"spki", 2 * TUF_SHA256_BYTES, "the SHA-256 of a public key"},
};

/* A part of the text. */
struct slice {
	const char *at;
	size_t length;
};

/* What one parse works on. */
struct parser {
	struct tuf_arena *arena;
	const char *text;
	struct tufcheck_problem *problem;
};

const char *tc_pin_kind_name(enum tc_pin_kind kind)
{
	return kinds[kind].name;
}

/* ---- problems ---- */

/* Characters before at, and one: bytes that continue a UTF-8 character do not count. */
static size_t find_column(const char *text, const char *at)
{
	size_t column = 1;
	for (const char *c = text; c < at; c++)
		column += ((unsigned char)*c & 0xc0) != 0x80;
	return column;
}

void tc_pin_problem_set(struct tufcheck_problem *problem, const char *text, const char *at,
                        const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	tc_problem_vset(problem, format, arguments);
	va_end(arguments);
	problem->column = at ? find_column(text, at) : 0;
}

static int quoted_length(struct slice slice)
{
	return slice.length > QUOTED ? QUOTED : (int)slice.length;
}

static const char *ellipsis(struct slice slice)
{
	return slice.length > QUOTED ? "..." : "";
}

/* Says of a part of the text what is the matter with it: before 'part' after. */
static enum tuf_result refuse(const struct parser *parser, struct slice slice, const char *before,
                              const char *after)
{
	tc_pin_problem_set(parser->problem, parser->text, slice.at, "%s'%.*s%s'%s", before,
	               quoted_length(slice), slice.at, ellipsis(slice), after);
	return TUF_INVALID;
}

/* ---- parts ---- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct slice trim(struct slice slice)
{
	for (; slice.length > 0 && is_blank(slice.at[0]); slice.length--)
		slice.at++;
	while (slice.length > 0 && is_blank(slice.at[slice.length - 1]))
		slice.length--;
	return slice;
}

/* Cuts slice at a character of it: what is before stays, what is behind is returned. */
static struct slice split(struct slice *slice, const char *at)
{
	struct slice rest = {.at = at + 1, .length = slice->length - (size_t)(at + 1 - slice->at)};
	slice->length = (size_t)(at - slice->at);
	return rest;
}

static const char *copy(const struct parser *parser, struct slice slice)
{
	return tuf_arena_copy_text(parser->arena, slice.at, slice.length);
}

/* ---- the GUN ---- */

/* A prefix is what a name could go on from. */
static enum tuf_result read_gun(const struct parser *parser, struct slice gun, struct tc_pin *pin)
{
	struct slice name = gun;
	pin->record.is_prefix = gun.length > 0 && gun.at[gun.length - 1] == '*';
	if (pin->record.is_prefix)
		name.length--;
	const char *text = copy(parser, name);
	const char *whole = pin->record.is_prefix && text
	                            ? tuf_arena_format(parser->arena, "%sx", text)
	                            : text;
	if (!text || !whole)
		return TUF_NO_MEMORY;
	if (memchr(name.at, '*', name.length))
		return refuse(parser, gun, "expected a '*' only at the end of the GUN, found ", "");
	if (gun.length == 0) {
		tc_pin_problem_set(parser->problem, parser->text, gun.at,
		               "expected a GUN before the role or the =, found none");
		return TUF_INVALID;
	}
	if (!tc_path_is_gun(whole))
		return refuse(parser, gun, "no repository can be called ",
		              pin->record.is_prefix ? " with more behind it" : "");
	pin->record.gun = text;
	return TUF_OK;
}

/* ---- the role ---- */

static const char *const top_roles[] = {"root", "timestamp", "snapshot", "targets"};

static enum tuf_result refuse_role(const struct parser *parser, struct slice role,
                                   const char *text)
{
	struct tc_nearest nearest = {.word = role.at, .length = role.length};
	for (size_t i = 0; i < sizeof(top_roles) / sizeof(top_roles[0]); i++)
		tc_nearest_consider(&nearest, top_roles[i]);
	const char *delegation = tuf_arena_format(parser->arena, "targets/%s", text);
	if (!delegation)
		return TUF_NO_MEMORY;
	const char *meant = nearest.best;
	if (!meant && tuf_role_name_is_delegation(delegation))
		meant = delegation;
	if (!meant)
		return refuse(parser, role,
		              "expected root, timestamp, snapshot, targets or a delegation such as "
		              "targets/releases behind the #, found ",
		              "");
	const char *after = tuf_arena_format(parser->arena, ": did you mean %s?", meant);
	return after ? refuse(parser, role, "there can be no role ", after) : TUF_NO_MEMORY;
}

static enum tuf_result read_role(const struct parser *parser, struct slice role,
                                 struct tc_pin *pin)
{
	for (size_t i = 0; i < sizeof(top_roles) / sizeof(top_roles[0]); i++) {
		if (role.length != strlen(top_roles[i]) ||
		    memcmp(role.at, top_roles[i], role.length) != 0)
			continue;
		pin->record.role = top_roles[i];
		return TUF_OK;
	}
	const char *text = copy(parser, role);
	if (!text)
		return TUF_NO_MEMORY;
	if (!tuf_role_name_is_delegation(text))
		return refuse_role(parser, role, text);
	pin->record.role = text;
	return TUF_OK;
}

/* ---- the digits ---- */

/* The lower-case digit, or NUL. */
static char read_digit(char c)
{
	if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))
		return c;
	return c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : '\0';
}

static bool are_digits(struct slice slice)
{
	for (size_t i = 0; i < slice.length; i++)
		if (slice.at[i] != ':' && read_digit(slice.at[i]) == '\0')
			return false;
	return slice.length > 0;
}

static enum tuf_result refuse_character(const struct parser *parser, const char *at)
{
	unsigned char c = (unsigned char)*at;
	if (c > 0x20 && c < 0x7f)
		tc_pin_problem_set(parser->problem, parser->text, at,
		               "expected hexadecimal digits, with a colon between all pairs or "
		               "none, found '%c'",
		               c);
	else
		tc_pin_problem_set(parser->problem, parser->text, at,
		               "expected hexadecimal digits, with a colon between all pairs or "
		               "none, found %s",
		               c == ' ' || c == '\t' ? "a space" : "something that does not show");
	return TUF_INVALID;
}

static enum tuf_result read_digits(const struct parser *parser, struct slice slice,
                                   struct tc_pin *pin)
{
	const struct kind *kind = &kinds[pin->kind];
	char *digits = tuf_arena_take(parser->arena, slice.length + 1);
	if (!digits)
		return TUF_NO_MEMORY;
	bool has_colons = slice.length > 2 && slice.at[2] == ':';
	size_t count = 0;
	for (size_t i = 0; i < slice.length; i++) {
		bool is_colon_due = has_colons && i % 3 == 2;
		char digit = read_digit(slice.at[i]);
		if (is_colon_due ? slice.at[i] != ':' : digit == '\0')
			return refuse_character(parser, slice.at + i);
		if (!is_colon_due)
			digits[count++] = digit;
	}
	if (count != kind->digits || (has_colons && slice.length % 3 != 2)) {
		tc_pin_problem_set(parser->problem, parser->text, slice.at,
		               "%s: expected the %zu hexadecimal digits of %s, found %zu%s", kind->name,
		               kind->digits, kind->what, count,
		               count == kind->digits ? " and a colon" : "");
		return TUF_INVALID;
	}
	pin->record.digits = digits;
	return TUF_OK;
}

static enum tuf_result refuse_kind(const struct parser *parser, struct slice value,
                                   struct slice word, bool has_colon)
{
	if (are_digits(value))
		return refuse(parser, value, "expected " KINDS " before the digits, found ", "");
	if (!has_colon)
		return refuse(parser, value,
		              "expected " KINDS " and digits behind the =, found ", "");
	struct tc_nearest nearest = {.word = word.at, .length = word.length};
	for (size_t i = 1; i < TC_PIN_KIND_COUNT; i++)
		tc_nearest_consider(&nearest, kinds[i].name);
	if (!nearest.best)
		return refuse(parser, word, "expected " KINDS " behind the =, found ", "");
	const char *after = tuf_arena_format(parser->arena,
	                                     ": did you mean %s? There are " KINDS, nearest.best);
	return after ? refuse(parser, word, "there is no kind ", after) : TUF_NO_MEMORY;
}

static enum tuf_result read_value(const struct parser *parser, struct slice value,
                                  struct tc_pin *pin)
{
	struct slice word = value;
	struct slice digits = {.at = value.at, .length = 0};
	const char *colon = memchr(value.at, ':', value.length);
	if (colon)
		digits = trim(split(&word, colon));
	word = trim(word);
	for (size_t i = 1; colon && i < TC_PIN_KIND_COUNT; i++)
		if (word.length == strlen(kinds[i].name) &&
		    strncasecmp(word.at, kinds[i].name, word.length) == 0)
			pin->kind = (enum tc_pin_kind)i;
	if (pin->kind == TC_PIN_INVALID)
		return refuse_kind(parser, value, word, colon != NULL);
	pin->record.kind = kinds[pin->kind].name;
	return read_digits(parser, digits, pin);
}

/* ---- the whole ---- */

static enum tuf_result check_characters(const struct parser *parser, struct slice all)
{
	for (size_t i = 0; i < all.length; i++) {
		unsigned char c = (unsigned char)all.at[i];
		if ((c >= 0x20 && c != 0x7f) || is_blank(all.at[i]))
			continue;
		tc_pin_problem_set(parser->problem, parser->text, all.at + i,
		               c == '\0' ? "expected text, found a NUL"
		                         : "expected text, found the control character 0x%02x",
		               c);
		return TUF_INVALID;
	}
	return TUF_OK;
}

enum tuf_result tc_pin_parse(struct tuf_arena *arena, const char *text, size_t length,
                             struct tc_pin *ret_pin, struct tufcheck_problem *ret_problem)
{
	const struct parser parser = {.arena = arena, .text = text, .problem = ret_problem};
	struct tc_pin pin = {.record = {.role = top_roles[0]}};
	struct slice gun = {.at = text, .length = length};
	if (length > TUF_MAX_PIN_BYTES) {
		tc_pin_problem_set(ret_problem, text, NULL,
		               "expected a pin of at most %d bytes, found %zu", TUF_MAX_PIN_BYTES,
		               length);
		return TUF_INVALID;
	}
	enum tuf_result result = check_characters(&parser, gun);
	if (result != TUF_OK)
		return result;
	const char *equals = memrchr(text, '=', length);
	if (!equals) {
		tc_pin_problem_set(ret_problem, text, text,
		               "expected GUN=KIND:DIGITS or GUN#ROLE=KIND:DIGITS, found no =");
		return TUF_INVALID;
	}
	struct slice value = trim(split(&gun, equals));
	/* a role has no #, whatever a GUN may have */
	const char *hash = memrchr(gun.at, '#', gun.length);
	if (hash)
		result = read_role(&parser, trim(split(&gun, hash)), &pin);
	if (result == TUF_OK)
		result = read_gun(&parser, trim(gun), &pin);
	if (result == TUF_OK)
		result = read_value(&parser, value, &pin);
	if (result == TUF_OK)
		*ret_pin = pin;
	return result;
}
