/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/der.h"

#include <string.h>

#include "tuf/rfc3339.h"

#define HIGH_TAG_NUMBER 0x1f
#define LONG_FORM 0x80
#define MAX_LENGTH_OCTETS 4
#define MAX_ARC ((uint64_t)INT32_MAX)

static void skip(struct tc_der *der, size_t octets)
{
	der->at += octets;
	der->length -= octets;
}

static bool read_length(const struct tc_der *der, size_t *ret_header, size_t *ret_length)
{
	unsigned char first = der->at[1];
	if (first < LONG_FORM) {
		*ret_header = 2;
		*ret_length = first;
		return true;
	}
	size_t octets = first & 0x7f;
	if (octets == 0 || octets > MAX_LENGTH_OCTETS || der->length - 2 < octets)
		return false;
	size_t length = 0;
	for (size_t i = 0; i < octets; i++)
		length = length << 8 | der->at[2 + i];
	if (length < LONG_FORM || length >> (8 * (octets - 1)) == 0)
		return false;
	*ret_header = 2 + octets;
	*ret_length = length;
	return true;
}

/* The sizes of the next element's header and content, which is all there. */
static bool measure(const struct tc_der *der, size_t *ret_header, size_t *ret_length)
{
	if (der->length < 2 || (der->at[0] & HIGH_TAG_NUMBER) == HIGH_TAG_NUMBER)
		return false;
	if (!read_length(der, ret_header, ret_length))
		return false;
	return *ret_length <= der->length - *ret_header;
}

bool tc_der_peek(const struct tc_der *der, unsigned char tag)
{
	return der->length > 0 && der->at[0] == tag;
}

bool tc_der_equals(const struct tc_der *der, const void *bytes, size_t length)
{
	return der->length == length && (length == 0 || memcmp(der->at, bytes, length) == 0);
}

bool tc_der_read_any(struct tc_der *der, unsigned char *ret_tag, struct tc_der *ret_content)
{
	size_t header, length;
	if (!measure(der, &header, &length))
		return false;
	*ret_tag = der->at[0];
	*ret_content = (struct tc_der){.at = der->at + header, .length = length};
	skip(der, header + length);
	return true;
}

bool tc_der_read(struct tc_der *der, unsigned char tag, struct tc_der *ret_content)
{
	unsigned char unused;
	return tc_der_peek(der, tag) && tc_der_read_any(der, &unused, ret_content);
}

bool tc_der_read_element(struct tc_der *der, unsigned char tag, struct tc_der *ret_element)
{
	size_t header, length;
	if (!tc_der_peek(der, tag) || !measure(der, &header, &length))
		return false;
	*ret_element = (struct tc_der){.at = der->at, .length = header + length};
	skip(der, header + length);
	return true;
}

bool tc_der_read_optional(struct tc_der *der, unsigned char tag, struct tc_der *ret_content)
{
	if (tc_der_peek(der, tag))
		return tc_der_read(der, tag, ret_content);
	*ret_content = (struct tc_der){.at = NULL};
	return true;
}

bool tc_der_read_only(struct tc_der bytes, unsigned char tag, struct tc_der *ret_content)
{
	struct tc_der content;
	if (!tc_der_read(&bytes, tag, &content) || bytes.length != 0)
		return false;
	*ret_content = content;
	return true;
}

static bool integer_is_minimal(const struct tc_der *content)
{
	if (content->length == 0)
		return false;
	if (content->length == 1)
		return true;
	bool second_is_high = content->at[1] >= 0x80;
	return !(content->at[0] == 0x00 && !second_is_high) &&
	       !(content->at[0] == 0xff && second_is_high);
}

bool tc_der_read_integer(struct tc_der *der, struct tc_der *ret_content)
{
	struct tc_der rest = *der;
	struct tc_der content;
	if (!tc_der_read(&rest, TC_DER_INTEGER, &content) || !integer_is_minimal(&content))
		return false;
	*der = rest;
	*ret_content = content;
	return true;
}

bool tc_der_read_positive(struct tc_der *der, struct tc_der *ret_magnitude)
{
	struct tc_der rest = *der;
	struct tc_der content;
	if (!tc_der_read_integer(&rest, &content) || content.at[0] >= 0x80)
		return false;
	if (content.at[0] == 0)
		skip(&content, 1);
	if (content.length == 0)
		return false;
	*der = rest;
	*ret_magnitude = content;
	return true;
}

bool tc_der_read_small(struct tc_der *der, uint32_t *ret_number)
{
	struct tc_der rest = *der;
	struct tc_der content;
	if (!tc_der_read_integer(&rest, &content) || content.at[0] >= 0x80 || content.length > 4)
		return false;
	uint32_t number = 0;
	for (size_t i = 0; i < content.length; i++)
		number = number << 8 | content.at[i];
	*der = rest;
	*ret_number = number;
	return true;
}

bool tc_der_read_boolean(struct tc_der *der, bool *ret_boolean)
{
	struct tc_der rest = *der;
	struct tc_der content;
	if (!tc_der_read(&rest, TC_DER_BOOLEAN, &content) || content.length != 1)
		return false;
	if (content.at[0] != 0x00 && content.at[0] != 0xff)
		return false;
	*der = rest;
	*ret_boolean = content.at[0] == 0xff;
	return true;
}

/* One arc in base 128. */
static bool skip_arc(struct tc_der *oid)
{
	if (oid->at[0] == 0x80)
		return false;
	uint64_t arc = 0;
	while (oid->length > 0) {
		unsigned char octet = oid->at[0];
		arc = arc << 7 | (octet & 0x7f);
		if (arc > MAX_ARC)
			return false;
		skip(oid, 1);
		if (octet < 0x80)
			return true;
	}
	return false;
}

bool tc_der_read_oid(struct tc_der *der, struct tc_der *ret_content)
{
	struct tc_der rest = *der;
	struct tc_der content;
	if (!tc_der_read(&rest, TC_DER_OID, &content) || content.length == 0)
		return false;
	struct tc_der arcs = content;
	while (arcs.length > 0)
		if (!skip_arc(&arcs))
			return false;
	*der = rest;
	*ret_content = content;
	return true;
}

bool tc_der_read_bits(struct tc_der *der, struct tc_der *ret_octets, unsigned *ret_unused)
{
	struct tc_der rest = *der;
	struct tc_der octets;
	if (!tc_der_read(&rest, TC_DER_BIT_STRING, &octets) || octets.length == 0)
		return false;
	unsigned unused = octets.at[0];
	skip(&octets, 1);
	if (unused > 7 || (octets.length == 0 && unused != 0))
		return false;
	if (octets.length > 0 && (octets.at[octets.length - 1] & ((1U << unused) - 1)) != 0)
		return false;
	*der = rest;
	*ret_octets = octets;
	*ret_unused = unused;
	return true;
}

bool tc_der_read_octet_bits(struct tc_der *der, struct tc_der *ret_octets)
{
	struct tc_der rest = *der;
	struct tc_der octets;
	unsigned unused;
	if (!tc_der_read_bits(&rest, &octets, &unused) || unused != 0)
		return false;
	*der = rest;
	*ret_octets = octets;
	return true;
}

/* Reads YYYYMMDDHHMMSSZ by putting the separators of RFC 3339 between its digits. */
static bool parse_digits(const char digits[15], int64_t *ret_seconds)
{
	char text[] = "YYYY-MM-DDTHH:MM:SSZ";
	static const size_t places[] = {0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18, 19};
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		text[places[i]] = digits[i];
	struct tuf_time time;
	if (!tuf_time_parse(text, sizeof(text) - 1, &time))
		return false;
	*ret_seconds = time.seconds;
	return true;
}

bool tc_der_read_time(struct tc_der *der, int64_t *ret_seconds)
{
	struct tc_der rest = *der;
	struct tc_der content;
	unsigned char tag;
	if (!tc_der_read_any(&rest, &tag, &content))
		return false;
	char digits[15];
	size_t century = 0;
	if (tag == TC_DER_UTC_TIME && content.length == sizeof(digits) - 2) {
		century = 2;
		memcpy(digits, content.at[0] < '5' ? "20" : "19", century);
	} else if (tag != TC_DER_GENERALIZED_TIME || content.length != sizeof(digits)) {
		return false;
	}
	memcpy(digits + century, content.at, content.length);
	if (!parse_digits(digits, ret_seconds))
		return false;
	*der = rest;
	return true;
}

bool tc_der_is_ascii(const struct tc_der *content)
{
	for (size_t i = 0; i < content->length; i++)
		if (content->at[i] >= 0x80)
			return false;
	return true;
}

/* Octets of the UTF-8 sequence that text starts with, or 0. */
static size_t measure_utf8(const struct tc_der *text)
{
	unsigned char first = text->at[0];
	if (first < 0x80)
		return 1;
	size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	if (first < 0xc2 || first > 0xf4 || text->length < size)
		return 0;
	/* the second octet shuts out long forms, surrogates and what is beyond U+10FFFF */
	unsigned char lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
	unsigned char highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
	if (text->at[1] < lowest || text->at[1] > highest)
		return 0;
	for (size_t i = 2; i < size; i++)
		if ((text->at[i] & 0xc0) != 0x80)
			return 0;
	return size;
}

static bool is_utf8(struct tc_der text)
{
	while (text.length > 0) {
		size_t size = measure_utf8(&text);
		if (size == 0)
			return false;
		skip(&text, size);
	}
	return true;
}

/* Whether every octet is a letter or a digit or one of punctuation. */
static bool has_only(const struct tc_der *text, bool letters, const char *punctuation)
{
	for (size_t i = 0; i < text->length; i++) {
		unsigned char c = text->at[i];
		bool digit = c >= '0' && c <= '9';
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!digit && !(letters && letter) && (c == 0 || !strchr(punctuation, c)))
			return false;
	}
	return true;
}

bool tc_der_is_name_string(unsigned char tag, const struct tc_der *content)
{
	switch (tag) {
	case TC_DER_UTF8_STRING:
		return is_utf8(*content);
	case TC_DER_PRINTABLE_STRING:
		return has_only(content, true, " '()+,-./:=?*&");
	case TC_DER_NUMERIC_STRING:
		return has_only(content, false, " ");
	case TC_DER_IA5_STRING:
		return tc_der_is_ascii(content);
	case TC_DER_T61_STRING:
		return true;
	case TC_DER_BMP_STRING:
		return content->length % 2 == 0;
	default:
		return false;
	}
}
