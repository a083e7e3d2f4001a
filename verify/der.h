/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A cursor over DER bytes that only reads. It allocates nothing and keeps no
 * state outside the caller's struct; what it returns borrows the input.
 *
 * It takes no more than the reference's decoders take: low tag numbers, and
 * definite lengths in the fewest octets, at most four of them. Every read_
 * function advances the cursor on success only.
 *
 * Source: ITU-T X.690 sections 8 and 10.
 */
#ifndef VERIFY_DER_H
#define VERIFY_DER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tuf/result.h"

#define TC_DER_BOOLEAN 0x01
#define TC_DER_INTEGER 0x02
#define TC_DER_BIT_STRING 0x03
#define TC_DER_OCTET_STRING 0x04
#define TC_DER_NULL 0x05
#define TC_DER_OID 0x06
#define TC_DER_UTF8_STRING 0x0c
#define TC_DER_NUMERIC_STRING 0x12
#define TC_DER_PRINTABLE_STRING 0x13
#define TC_DER_T61_STRING 0x14
#define TC_DER_IA5_STRING 0x16
#define TC_DER_UTC_TIME 0x17
#define TC_DER_GENERALIZED_TIME 0x18
#define TC_DER_BMP_STRING 0x1e
#define TC_DER_SEQUENCE 0x30
#define TC_DER_SET 0x31

/* Context-specific tags: [n] IMPLICIT of a primitive type, and everything else under [n]. */
#define TC_DER_CONTEXT(n) (0x80 | (n))
#define TC_DER_CONTEXT_CONSTRUCTED(n) (0xa0 | (n))

/* What is left to read, or the content of an element. */
struct tc_der {
	const unsigned char *at; /* borrowed */
	size_t length;
};

/** Whether the next element has tag; false at the end. */
bool tc_der_peek(const struct tc_der *der, unsigned char tag);

/** Whether the bytes are those length ones. */
bool tc_der_equals(const struct tc_der *der, const void *bytes, size_t length);

/** Reads an element of any tag. ret_content must not be der; nor must it be below. */
TUF_MUST_USE bool tc_der_read_any(struct tc_der *der, unsigned char *ret_tag,
                                  struct tc_der *ret_content);

/** Reads an element that must have tag, and returns its content. */
TUF_MUST_USE bool tc_der_read(struct tc_der *der, unsigned char tag, struct tc_der *ret_content);

/** Reads an element that must have tag, and returns all of it: tag, length and content. */
TUF_MUST_USE bool tc_der_read_element(struct tc_der *der, unsigned char tag,
                                      struct tc_der *ret_element);

/** Reads an element that has tag, if there is one; where there is none, ret_content.at is NULL. */
TUF_MUST_USE bool tc_der_read_optional(struct tc_der *der, unsigned char tag,
                                       struct tc_der *ret_content);

/** The content of the only element of bytes, which must have tag. */
TUF_MUST_USE bool tc_der_read_only(struct tc_der bytes, unsigned char tag,
                                   struct tc_der *ret_content);

/** Reads an INTEGER in the fewest octets: its content, two's complement, big-endian. */
TUF_MUST_USE bool tc_der_read_integer(struct tc_der *der, struct tc_der *ret_content);

/** Like tc_der_read_integer for a number above zero; without the leading zero octet. */
TUF_MUST_USE bool tc_der_read_positive(struct tc_der *der, struct tc_der *ret_magnitude);

/** Reads an INTEGER of 0 to 2^31 - 1. */
TUF_MUST_USE bool tc_der_read_small(struct tc_der *der, uint32_t *ret_number);

/** Reads a BOOLEAN: 0x00 or 0xff. */
TUF_MUST_USE bool tc_der_read_boolean(struct tc_der *der, bool *ret_boolean);

/**
 * Reads an OBJECT IDENTIFIER whose arcs are minimal and below 2^31, so that two
 * are equal exactly when their contents are.
 */
TUF_MUST_USE bool tc_der_read_oid(struct tc_der *der, struct tc_der *ret_content);

/** Reads a BIT STRING whose unused bits are zero; ret_unused is 0 to 7. */
TUF_MUST_USE bool tc_der_read_bits(struct tc_der *der, struct tc_der *ret_octets,
                                   unsigned *ret_unused);

/** Reads a BIT STRING of whole octets. */
TUF_MUST_USE bool tc_der_read_octet_bits(struct tc_der *der, struct tc_der *ret_octets);

/**
 * Reads a UTCTime, YYMMDDHHMMSSZ with years 1950 to 2049, or a GeneralizedTime,
 * YYYYMMDDHHMMSSZ, as seconds since the epoch. No other form: the reference
 * takes offsets and a UTCTime without seconds too, RFC 5280 section 4.1.2.5 does not.
 */
TUF_MUST_USE bool tc_der_read_time(struct tc_der *der, int64_t *ret_seconds);

/**
 * Whether content is well formed for a string type that the reference takes in
 * a name: UTF8String, PrintableString (with * and &), NumericString, IA5String,
 * T61String (any octets) and BMPString (an even number of octets).
 */
bool tc_der_is_name_string(unsigned char tag, const struct tc_der *content);

/** Whether all octets are ASCII. */
bool tc_der_is_ascii(const struct tc_der *content);

#endif
