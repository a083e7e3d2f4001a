/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/image_grammar.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tuf/digest.h"
#include "tuf/limits.h"

#define SHA256_DIGITS ((size_t)2 * TUF_SHA256_BYTES)

/* Bytes of a part that a message repeats. */
#define EXCERPT 64

struct reading {
	const char *text;
	struct tufcheck_problem *problem;
};

/* ---- characters ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_small_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || is_digit(c);
}

static bool is_letter_or_digit(char c)
{
	return is_small_or_digit(c) || is_capital(c);
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_small_hex(char c)
{
	return is_hex(c) && !is_capital(c);
}

static bool is_separator(char c)
{
	return c == '.' || c == '_' || c == '-';
}

static bool is_tag_character(char c)
{
	return is_letter_or_digit(c) || is_separator(c);
}

static bool is_ipv6_character(char c)
{
	return is_hex(c) || c == ':';
}

typedef bool character_test(char c);

/* How many bytes from the start of the part pass the test. */
static size_t span(struct tc_text_part part, character_test *passes)
{
	size_t length = 0;
	while (length < part.length && passes(part.at[length]))
		length++;
	return length;
}

/* The part from its byte number offset on. */
static struct tc_text_part skip(struct tc_text_part part, size_t offset)
{
	return (struct tc_text_part){.at = part.at + offset, .length = part.length - offset};
}

bool tc_text_part_is(struct tc_text_part part, const char *text)
{
	return part.length == strlen(text) && memcmp(part.at, text, part.length) == 0;
}

static bool has_any(struct tc_text_part part, character_test *passes)
{
	for (size_t i = 0; i < part.length; i++)
		if (passes(part.at[i]))
			return true;
	return false;
}

/* Where c is in the part, or its length. */
size_t tc_text_part_find(struct tc_text_part part, char c)
{
	const char *found = part.length > 0 ? memchr(part.at, c, part.length) : NULL;
	return found ? (size_t)(found - part.at) : part.length;
}

/* ---- problems ---- */

/* Says what is wrong from at on. Always false. */
static bool refuse(const struct reading *reading, const char *at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static bool refuse(const struct reading *reading, const char *at, const char *format, ...)
{
	struct tufcheck_problem *problem = reading->problem;
	*problem = (struct tufcheck_problem){.column = (size_t)(at - reading->text) + 1};
	va_list arguments;
	va_start(arguments, format);
	(void)vsnprintf(problem->message, sizeof(problem->message), format, arguments);
	va_end(arguments);
	return false;
}

#define CHARACTER_BYTES 32

/* A character as messages name it. */
static const char *name_character(char c, char ret_name[CHARACTER_BYTES])
{
	const char *name = NULL;
	if (c == ' ')
		name = "a space";
	else if ((unsigned char)c >= 0x80)
		name = "a character beyond ASCII";
	else if ((unsigned char)c < 0x20 || c == 0x7f)
		name = "a control character";
	(void)snprintf(ret_name, CHARACTER_BYTES, name ? "%s" : "'%s'",
	               name ? name : (const char[]){c, '\0'});
	return ret_name;
}

/* Says that part has what it must not at offset. Always false. */
static bool refuse_character(const struct reading *reading, const char *what,
                             struct tc_text_part part, size_t offset, const char *expected)
{
	char name[CHARACTER_BYTES];
	return refuse(reading, part.at + offset, "%s has %s, expected %s", what,
	              name_character(part.at[offset], name), expected);
}

/* How many bytes of the part a message repeats: whole characters. */
static int excerpt(struct tc_text_part part)
{
	if (part.length <= EXCERPT)
		return (int)part.length;
	int length = EXCERPT;
	while (length > 0 && ((unsigned char)part.at[length] & 0xc0) == 0x80)
		length--;
	return length;
}

/* ---- the host ---- */

/* Whether what stands before the first slash is a host, and no part of the path. */
static bool is_host(struct tc_text_part head)
{
	return tc_text_part_is(head, "localhost") || tc_text_part_find(head, '.') < head.length ||
	       tc_text_part_find(head, ':') < head.length || has_any(head, is_capital);
}

static bool check_host_label(const struct reading *reading, struct tc_text_part label)
{
	static const char what[] = "the registry's host";
	static const char expected[] = "letters, digits, '-' and '.'";
	if (label.length == 0)
		return refuse(reading, label.at, "%s has an empty part, expected %s", what,
		              expected);
	for (size_t i = 0; i < label.length; i++)
		if (!is_letter_or_digit(label.at[i]) && label.at[i] != '-')
			return refuse_character(reading, what, label, i, expected);
	if (label.at[0] == '-' || label.at[label.length - 1] == '-')
		return refuse(reading, label.at[0] == '-' ? label.at : label.at + label.length - 1,
		              "%s has a part '%.*s', expected a letter or digit at both ends", what,
		              excerpt(label), label.at);
	return true;
}

static bool check_host_name(const struct reading *reading, struct tc_text_part name)
{
	for (;;) {
		size_t length = tc_text_part_find(name, '.');
		if (!check_host_label(reading, (struct tc_text_part){name.at, length}))
			return false;
		if (length == name.length)
			return true;
		name = skip(name, length + 1);
	}
}

/* An address in brackets; what is inside is held to its characters alone, as docker does. */
static bool check_host_address(const struct reading *reading, struct tc_text_part address)
{
	struct tc_text_part inner = skip(address, 1);
	size_t length = span(inner, is_ipv6_character);
	if (length == inner.length)
		return refuse(reading, address.at, "the registry's host has a '[' without a ']'");
	if (inner.at[length] != ']')
		return refuse_character(reading, "the registry's IPv6 address", inner, length,
		                        "hexadecimal digits and ':'");
	if (length == 0)
		return refuse(reading, inner.at, "the registry's IPv6 address is empty");
	return true;
}

static bool check_port(const struct reading *reading, struct tc_text_part port)
{
	size_t length = span(port, is_digit);
	if (port.length == 0)
		return refuse(reading, port.at, "the registry's port is empty, expected digits");
	if (length < port.length)
		return refuse(reading, port.at + length,
		              "the registry's port is '%.*s', expected digits", excerpt(port),
		              port.at);
	return true;
}

static bool check_host(const struct reading *reading, struct tc_text_part host)
{
	size_t name_length = tc_text_part_find(host, ':');
	if (host.at[0] == '[') {
		if (!check_host_address(reading, host))
			return false;
		name_length = tc_text_part_find(host, ']') + 1;
		if (name_length < host.length && host.at[name_length] != ':')
			return refuse_character(reading, "the registry's host", host, name_length,
			                        "':' and a port, or '/', after its ']'");
	} else if (!check_host_name(reading, (struct tc_text_part){host.at, name_length})) {
		return false;
	}
	return name_length == host.length || check_port(reading, skip(host, name_length + 1));
}

/* ---- the path ---- */

/* A run of separators, which stands between letters or digits. */
static bool is_separation(struct tc_text_part run)
{
	return tc_text_part_is(run, ".") || tc_text_part_is(run, "_") ||
	       tc_text_part_is(run, "__") ||
	       (run.at[0] == '-' && tc_text_part_find(run, '.') == run.length &&
	        tc_text_part_find(run, '_') == run.length);
}

static bool check_element(const struct reading *reading, struct tc_text_part element)
{
	static const char what[] = "the repository's name";
	if (element.length == 0)
		return refuse(reading, element.at, "%s has an empty part", what);
	for (size_t i = 0; i < element.length;) {
		struct tc_text_part rest = skip(element, i);
		size_t length = span(rest, is_separator);
		if (length == 0 && !is_small_or_digit(rest.at[0]))
			return refuse_character(reading, what, element, i,
			                        is_capital(rest.at[0])
			                                ? "lower case"
			                                : "lower-case letters, digits, "
			                                  "'.', '_' and '-'");
		if (length > 0 && (i == 0 || length == rest.length))
			return refuse(reading, rest.at,
			              "%s has a part '%.*s', expected a letter or digit at both "
			              "ends",
			              what, excerpt(element), element.at);
		if (length > 0 && !is_separation((struct tc_text_part){rest.at, length}))
			return refuse(reading, rest.at,
			              "%s has '%.*s' between letters or digits, expected one '.', "
			              "one or two '_', or '-' alone",
			              what, excerpt((struct tc_text_part){rest.at, length}),
			              rest.at);
		i += length > 0 ? length : 1;
	}
	return true;
}

static bool check_path(const struct reading *reading, struct tc_text_part path)
{
	if (path.length == 0)
		return refuse(reading, path.at, "the repository's name is empty");
	for (;;) {
		size_t length = tc_text_part_find(path, '/');
		if (!check_element(reading, (struct tc_text_part){path.at, length}))
			return false;
		if (length == path.length)
			return true;
		path = skip(path, length + 1);
	}
}

/* ---- tag and digest ---- */

static bool check_tag(const struct reading *reading, struct tc_text_part tag)
{
	static const char what[] = "the tag";
	if (tag.length == 0)
		return refuse(reading, tag.at, "%s is empty", what);
	size_t length = span(tag, is_tag_character);
	if (length < tag.length)
		return refuse_character(reading, what, tag, length,
		                        "letters, digits, '_', '.' and '-'");
	if (tag.at[0] == '.' || tag.at[0] == '-')
		return refuse(reading, tag.at,
		              "%s is '%.*s', expected a letter, digit or '_' first", what,
		              excerpt(tag), tag.at);
	if (tag.length > TUF_MAX_IMAGE_TAG)
		return refuse(reading, tag.at + TUF_MAX_IMAGE_TAG,
		              "%s has %zu characters, expected at most %d", what, tag.length,
		              TUF_MAX_IMAGE_TAG);
	return true;
}

static bool check_digest(const struct reading *reading, struct tc_text_part digest)
{
	static const char expected[] = "sha256: and 64 hexadecimal digits";
	if (digest.length == 0)
		return refuse(reading, digest.at, "the digest is empty, expected %s", expected);
	size_t length = tc_text_part_find(digest, ':');
	struct tc_text_part algorithm = {.at = digest.at, .length = length};
	if (length == digest.length)
		return refuse(reading, digest.at, "the digest is '%.*s', expected %s",
		              excerpt(digest), digest.at, expected);
	if (!tc_text_part_is(algorithm, "sha256"))
		return refuse(reading, digest.at,
		              "the digest's algorithm is '%.*s', expected sha256, which is what an "
		              "image is proved by",
		              excerpt(algorithm), algorithm.at);
	struct tc_text_part digits = skip(digest, length + 1);
	length = span(digits, is_hex);
	if (length < digits.length)
		return refuse_character(reading, "the digest", digits, length,
		                        "64 hexadecimal digits");
	length = span(digits, is_small_hex);
	if (length < digits.length)
		return refuse_character(reading, "the digest", digits, length,
		                        "hexadecimal digits in lower case");
	if (digits.length != SHA256_DIGITS)
		return refuse(reading, digits.at,
		              "the digest has %zu hexadecimal digits, expected 64", digits.length);
	return true;
}

/* ---- the whole ---- */

/* Digits that docker takes for the ID of an image that it has, and for no name. */
static bool is_identifier(struct tc_text_part text)
{
	static const struct {
		const char *prefix;
		size_t digits;
	} forms[] = {{"", 64}, {"sha256:", 64}, {"sha384:", 96}, {"sha512:", 128}};
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		size_t prefix = strlen(forms[i].prefix);
		if (text.length == prefix + forms[i].digits &&
		    memcmp(text.at, forms[i].prefix, prefix) == 0 &&
		    span(skip(text, prefix), is_small_hex) == forms[i].digits)
			return true;
	}
	return false;
}

struct tc_image_pieces tc_image_split(struct tc_text_part text)
{
	struct tc_image_pieces pieces = {.path = text};
	size_t slash = tc_text_part_find(text, '/');
	struct tc_text_part head = {.at = text.at, .length = slash};
	if (slash < text.length && is_host(head)) {
		pieces.host = head;
		pieces.path = skip(text, slash + 1);
	}
	size_t at = tc_text_part_find(pieces.path, '@');
	if (at < pieces.path.length)
		pieces.digest = skip(pieces.path, at + 1);
	pieces.path.length = at;
	size_t colon = tc_text_part_find(pieces.path, ':');
	if (colon < pieces.path.length)
		pieces.tag = skip(pieces.path, colon + 1);
	pieces.path.length = colon;
	return pieces;
}

static bool check_all(const struct reading *reading, const struct tc_image_pieces *pieces)
{
	struct tc_text_part text = {.at = reading->text, .length = strlen(reading->text)};
	if (text.length == 0)
		return refuse(reading, text.at, "the image's name is empty");
	if (is_identifier(text))
		return refuse(reading, text.at, "this is the ID of an image, expected a name");
	if (strstr(text.at, "://"))
		return refuse(reading, text.at, "this is a URL, expected a name without '://'");
	return (!pieces->host.at || check_host(reading, pieces->host)) &&
	       check_path(reading, pieces->path) &&
	       (!pieces->tag.at || check_tag(reading, pieces->tag)) &&
	       (!pieces->digest.at || check_digest(reading, pieces->digest));
}

bool tc_image_check(const char *text, const struct tc_image_pieces *pieces,
                    struct tufcheck_problem *ret_problem)
{
	return check_all(&(const struct reading){.text = text, .problem = ret_problem}, pieces);
}
