/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/key_usage.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

/* By bit. */
static const char *const usage_names[] = {
	"digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement",
	"keyCertSign",      "cRLSign",        "encipherOnly",    "decipherOnly",
};
#define USAGE_COUNT (sizeof(usage_names) / sizeof(usage_names[0]))

#define KEY_PURPOSE "\x2b\x06\x01\x05\x05\x07\x03" /* 1.3.6.1.5.5.7.3 */
#define PURPOSE(last, text)                                                                        \
	{                                                                                          \
		KEY_PURPOSE last, sizeof(KEY_PURPOSE last) - 1, text                               \
	}

static const struct purpose {
	const char *oid;
	size_t length;
	const char *name;
} purposes[] = {
	PURPOSE("\x01", "serverAuth"),
	PURPOSE("\x02", "clientAuth"),
	PURPOSE("\x03", "codeSigning"),
	PURPOSE("\x04", "emailProtection"),
	PURPOSE("\x08", "timeStamping"),
	PURPOSE("\x09", "OCSPSigning"),
	{"\x55\x1d\x25\x00", 4, "anyExtendedKeyUsage"},
};

enum tuf_result tc_key_usage_list(struct tuf_arena *arena, const struct tc_certificate_facts *facts,
                                  struct tc_name_list *ret_names)
{
	const char **names = tuf_arena_take_array(arena, USAGE_COUNT, sizeof(*names));
	if (!names)
		return TUF_NO_MEMORY;
	size_t count = 0;
	for (size_t bit = 0; bit < USAGE_COUNT; bit++)
		if (facts->key_usage & (1U << bit))
			names[count++] = usage_names[bit];
	*ret_names = (struct tc_name_list){.items = names, .count = count};
	return TUF_OK;
}

/* Takes one arc in base 128. The profile lets none through that has more than 31 bits. */
static uint64_t take_arc(struct tc_der *oid)
{
	uint64_t arc = 0;
	bool is_last = false;
	while (oid->length > 0 && !is_last) {
		arc = arc << 7 | (oid->at[0] & 0x7f);
		is_last = oid->at[0] < 0x80;
		oid->at++;
		oid->length--;
	}
	return arc;
}

/* "1.3.6.1"; NULL when memory is short. */
static const char *format_oid(struct tuf_arena *arena, struct tc_der oid)
{
	/* seven bits take at most three digits and a point; the first arc is two in one */
	size_t size = 4 * oid.length + sizeof("2.");
	char *text = tuf_arena_take(arena, size);
	if (!text)
		return NULL;
	uint64_t both = take_arc(&oid);
	uint64_t first = both < 80 ? both / 40 : 2;
	int length = snprintf(text, size, "%" PRIu64 ".%" PRIu64, first, both - 40 * first);
	size_t used = (size_t)length;
	while (oid.length > 0) {
		length = snprintf(text + used, size - used, ".%" PRIu64, take_arc(&oid));
		used += (size_t)length;
	}
	return text;
}

static const char *name_purpose(struct tuf_arena *arena, const struct tc_der *oid)
{
	for (size_t i = 0; i < sizeof(purposes) / sizeof(purposes[0]); i++)
		if (tc_der_equals(oid, purposes[i].oid, purposes[i].length))
			return purposes[i].name;
	return format_oid(arena, *oid);
}

/* How many OIDs the list holds; the profile has seen that it holds nothing else. */
static size_t count_oids(struct tc_der list)
{
	size_t count = 0;
	struct tc_der oid;
	while (tc_der_read_oid(&list, &oid))
		count++;
	return count;
}

enum tuf_result tc_extended_usage_list(struct tuf_arena *arena,
                                       const struct tc_certificate_facts *facts,
                                       struct tc_name_list *ret_names)
{
	struct tc_der list = facts->extended_usages;
	size_t count = count_oids(list);
	const char **names = tuf_arena_take_array(arena, count, sizeof(*names));
	if (!names)
		return TUF_NO_MEMORY;
	struct tc_der oid;
	for (size_t i = 0; i < count && tc_der_read_oid(&list, &oid); i++) {
		names[i] = name_purpose(arena, &oid);
		if (!names[i])
			return TUF_NO_MEMORY;
	}
	*ret_names = (struct tc_name_list){.items = names, .count = count};
	return TUF_OK;
}
