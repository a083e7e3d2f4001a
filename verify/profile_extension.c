/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/profile.h"

#include <string.h>

#define IPV4_OCTETS 4
#define IPV6_OCTETS 16
#define NAMED_KEY_USAGES 9

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define ALPHANUMERICS LETTERS DIGITS

/* The kinds of GeneralName that the reference reads, by tag. */
#define NAME_EMAIL TC_DER_CONTEXT(1)
#define NAME_DNS TC_DER_CONTEXT(2)
#define NAME_URI TC_DER_CONTEXT(6)
#define NAME_IP TC_DER_CONTEXT(7)

enum outcome {
	MALFORMED = 0,
	HANDLED,
	UNHANDLED /* well formed, but the reference would refuse it where it is critical */
};

struct extension {
	struct tc_der oid;
	bool critical;
	struct tc_der value;
};

static bool refuse(const char **ret_reason, const char *reason)
{
	*ret_reason = reason;
	return false;
}

/* ---- text inside names ---- */

/* Takes the octets in front that are in set. */
static struct tc_der take_span(struct tc_der *text, const char *set)
{
	struct tc_der span = {.at = text->at};
	while (text->length > 0 && text->at[0] != 0 && strchr(set, text->at[0])) {
		span.length++;
		text->at++;
		text->length--;
	}
	return span;
}

static bool take_character(struct tc_der *text, char wanted)
{
	if (!tc_der_peek(text, (unsigned char)wanted))
		return false;
	text->at++;
	text->length--;
	return true;
}

/* Labels with points between them, none empty. */
static bool is_domain(struct tc_der text)
{
	do {
		if (take_span(&text, ALPHANUMERICS "-_").length == 0)
			return false;
	} while (take_character(&text, '.'));
	return text.length == 0;
}

/* What a constraint may say in place of a domain: nothing, or a point in front. */
static bool is_domain_constraint(struct tc_der text)
{
	(void)take_character(&text, '.');
	return text.length == 0 || is_domain(text);
}

static bool is_authority(struct tc_der text)
{
	struct tc_der host = take_span(&text, ALPHANUMERICS "-_.");
	if (take_character(&text, ':') && take_span(&text, DIGITS).length == 0)
		return false;
	return is_domain(host) && text.length == 0;
}

/*
 * A URI that any parser splits in the same way: scheme://host[:port][/path], or
 * scheme:name as in urn:uuid:..., without escapes, queries and fragments.
 */
static bool is_plain_uri(struct tc_der text)
{
	if (take_span(&text, LETTERS).length == 0)
		return false;
	(void)take_span(&text, ALPHANUMERICS "+-.");
	if (!take_character(&text, ':') || text.length == 0)
		return false;
	if (take_character(&text, '/')) {
		if (!take_character(&text, '/') ||
		    !is_authority(take_span(&text, ALPHANUMERICS "-_.:")))
			return false;
		if (text.length > 0 && text.at[0] != '/')
			return false;
	}
	(void)take_span(&text, ALPHANUMERICS "-._~!$&'()*+,;=:@/");
	return text.length == 0;
}

/* local@domain, the local part being atoms with points between them; or a domain. */
static bool is_email_constraint(struct tc_der text)
{
	struct tc_der rest = text;
	do {
		if (take_span(&rest, ALPHANUMERICS "!#$%&'*+-/=?^_`{|}~").length == 0)
			return is_domain_constraint(text);
	} while (take_character(&rest, '.'));
	return take_character(&rest, '@') ? is_domain(rest) : is_domain_constraint(text);
}

/* A domain, but no IPv4 address; an IPv6 address has colons, a domain has none. */
static bool is_uri_constraint(struct tc_der text)
{
	struct tc_der rest = text;
	if (text.length > 0 && take_span(&rest, DIGITS ".").length == text.length)
		return false;
	return is_domain_constraint(text);
}

/* ---- one reader an extension ---- */

static enum outcome read_key_usage(struct tc_der value, struct tc_certificate_facts *facts)
{
	struct tc_der octets;
	unsigned unused;
	if (!tc_der_read_bits(&value, &octets, &unused) || value.length != 0)
		return MALFORMED;
	for (unsigned i = 0; i < NAMED_KEY_USAGES && i / 8 < octets.length; i++)
		if (octets.at[i / 8] & (0x80U >> (i % 8)))
			facts->key_usage |= 1U << i;
	return HANDLED;
}

static enum outcome read_basic_constraints(struct tc_der value, struct tc_certificate_facts *facts)
{
	struct tc_der content;
	bool ca = false;
	if (!tc_der_read_only(value, TC_DER_SEQUENCE, &content))
		return MALFORMED;
	if (tc_der_peek(&content, TC_DER_BOOLEAN) && !tc_der_read_boolean(&content, &ca))
		return MALFORMED;
	if (content.length > 0) {
		uint32_t path_length;
		if (!tc_der_read_small(&content, &path_length) || content.length != 0)
			return MALFORMED;
		facts->path_length = path_length;
	}
	facts->ca = ca;
	facts->has_basic_constraints = true;
	return HANDLED;
}

static enum outcome read_alternative_name(unsigned char tag, struct tc_der name)
{
	switch (tag) {
	case NAME_EMAIL:
	case NAME_DNS:
		return tc_der_is_ascii(&name) ? HANDLED : MALFORMED;
	case NAME_URI:
		return is_plain_uri(name) ? HANDLED : MALFORMED;
	case NAME_IP:
		return name.length == IPV4_OCTETS || name.length == IPV6_OCTETS ? HANDLED : MALFORMED;
	default:
		return UNHANDLED;
	}
}

static enum outcome read_alternative_names(struct tc_der value, struct tc_certificate_facts *facts)
{
	struct tc_der names, name;
	if (!tc_der_read_only(value, TC_DER_SEQUENCE, &names))
		return MALFORMED;
	facts->alternative_names = value;
	enum outcome result = UNHANDLED;
	while (names.length > 0) {
		unsigned char tag;
		if (!tc_der_read_any(&names, &tag, &name))
			return MALFORMED;
		enum outcome one = read_alternative_name(tag, name);
		if (one == MALFORMED)
			return MALFORMED;
		if (one == HANDLED)
			result = HANDLED;
	}
	return result;
}

/* One bits from the left, then zero bits. */
static bool is_mask(const unsigned char *octets, size_t count)
{
	bool ended = false;
	for (size_t i = 0; i < count; i++) {
		unsigned inverted = 0xffU & ~(unsigned)octets[i];
		if (ended ? octets[i] != 0 : (inverted & (inverted + 1)) != 0)
			return false;
		ended = inverted != 0;
	}
	return true;
}

static enum outcome read_constraint(unsigned char tag, struct tc_der base)
{
	switch (tag) {
	case NAME_EMAIL:
		return is_email_constraint(base) ? HANDLED : MALFORMED;
	case NAME_DNS:
		return is_domain_constraint(base) ? HANDLED : MALFORMED;
	case NAME_URI:
		return is_uri_constraint(base) ? HANDLED : MALFORMED;
	case NAME_IP:
		if (base.length != 2 * IPV4_OCTETS && base.length != 2 * IPV6_OCTETS)
			return MALFORMED;
		return is_mask(base.at + base.length / 2, base.length / 2) ? HANDLED : MALFORMED;
	default:
		return UNHANDLED;
	}
}

/* minimum and maximum, after the base, are passed over, as in the reference. */
static enum outcome read_subtrees(struct tc_der subtrees)
{
	enum outcome result = HANDLED;
	struct tc_der subtree, base;
	while (subtrees.length > 0) {
		unsigned char tag;
		if (!tc_der_read(&subtrees, TC_DER_SEQUENCE, &subtree) ||
		    !tc_der_read_any(&subtree, &tag, &base))
			return MALFORMED;
		enum outcome one = read_constraint(tag, base);
		if (one == MALFORMED)
			return MALFORMED;
		if (one == UNHANDLED)
			result = UNHANDLED;
	}
	return result;
}

static enum outcome read_name_constraints(struct tc_der value, struct tc_certificate_facts *facts)
{
	struct tc_der content, permitted, excluded;
	if (!tc_der_read_only(value, TC_DER_SEQUENCE, &content) ||
	    !tc_der_read_optional(&content, TC_DER_CONTEXT_CONSTRUCTED(0), &permitted) ||
	    !tc_der_read_optional(&content, TC_DER_CONTEXT_CONSTRUCTED(1), &excluded) ||
	    content.length != 0 || permitted.length + excluded.length == 0)
		return MALFORMED;
	enum outcome of_permitted = read_subtrees(permitted);
	enum outcome of_excluded = read_subtrees(excluded);
	if (of_permitted == MALFORMED || of_excluded == MALFORMED)
		return MALFORMED;
	facts->has_name_constraints = true;
	return of_permitted == UNHANDLED || of_excluded == UNHANDLED ? UNHANDLED : HANDLED;
}

/* The reference reads fullName only: a name relative to the issuer is refused. */
static bool check_distribution_point(struct tc_der point)
{
	struct tc_der name, full_name, unused;
	if (!tc_der_read_optional(&point, TC_DER_CONTEXT_CONSTRUCTED(0), &name) ||
	    !tc_der_read_optional(&point, TC_DER_CONTEXT(1), &unused) ||
	    !tc_der_read_optional(&point, TC_DER_CONTEXT_CONSTRUCTED(2), &unused) ||
	    point.length != 0)
		return false;
	if (!name.at)
		return true;
	if (!tc_der_read_only(name, TC_DER_CONTEXT_CONSTRUCTED(0), &full_name))
		return false;
	while (full_name.length > 0) {
		unsigned char tag;
		if (!tc_der_read_any(&full_name, &tag, &unused))
			return false;
	}
	return true;
}

static bool check_policy(struct tc_der policy)
{
	struct tc_der oid, qualifiers;
	return tc_der_read_oid(&policy, &oid) &&
	       tc_der_read_optional(&policy, TC_DER_SEQUENCE, &qualifiers) && policy.length == 0;
}

static bool check_access(struct tc_der access)
{
	struct tc_der oid, location;
	unsigned char tag;
	return tc_der_read_oid(&access, &oid) && tc_der_read_any(&access, &tag, &location) &&
	       access.length == 0;
}

/* A sequence of sequences, each of which must pass check. */
static enum outcome read_sequences(struct tc_der value, bool (*check)(struct tc_der item))
{
	struct tc_der items, item;
	if (!tc_der_read_only(value, TC_DER_SEQUENCE, &items))
		return MALFORMED;
	while (items.length > 0)
		if (!tc_der_read(&items, TC_DER_SEQUENCE, &item) || !check(item))
			return MALFORMED;
	return HANDLED;
}

static enum outcome read_authority_key(struct tc_der value, struct tc_certificate_facts *facts)
{
	(void)facts;
	struct tc_der content, unused;
	if (!tc_der_read_only(value, TC_DER_SEQUENCE, &content) ||
	    !tc_der_read_optional(&content, TC_DER_CONTEXT(0), &unused) ||
	    !tc_der_read_optional(&content, TC_DER_CONTEXT_CONSTRUCTED(1), &unused) ||
	    !tc_der_read_optional(&content, TC_DER_CONTEXT(2), &unused) || content.length != 0)
		return MALFORMED;
	return HANDLED;
}

static enum outcome read_subject_key(struct tc_der value, struct tc_certificate_facts *facts)
{
	(void)facts;
	struct tc_der identifier;
	return tc_der_read_only(value, TC_DER_OCTET_STRING, &identifier) ? HANDLED : MALFORMED;
}

static enum outcome read_extended_usage(struct tc_der value, struct tc_certificate_facts *facts)
{
	static const char any_usage[] = "\x55\x1d\x25\x00";
	static const char server_auth[] = "\x2b\x06\x01\x05\x05\x07\x03\x01";
	struct tc_der usages, usage;
	if (!tc_der_read_only(value, TC_DER_SEQUENCE, &usages))
		return MALFORMED;
	facts->extended_usages = usages;
	while (usages.length > 0) {
		if (!tc_der_read_oid(&usages, &usage))
			return MALFORMED;
		facts->has_extended_usage = true;
		if (tc_der_equals(&usage, any_usage, sizeof(any_usage) - 1) ||
		    tc_der_equals(&usage, server_auth, sizeof(server_auth) - 1))
			facts->serves_tls = true;
	}
	return HANDLED;
}

/* ---- the list ---- */

/* Either read reads the value, or it is a sequence of what check_item checks. */
static const struct row {
	const char *oid;
	size_t oid_length;
	enum outcome (*read)(struct tc_der value, struct tc_certificate_facts *facts);
	bool (*check_item)(struct tc_der item);
	const char *reason;
} rows[] = {
	{"\x55\x1d\x0e", 3, read_subject_key, NULL, "subjectKeyIdentifier is well formed"},
	{"\x55\x1d\x0f", 3, read_key_usage, NULL, "keyUsage is well formed"},
	{"\x55\x1d\x11", 3, read_alternative_names, NULL,
	 "subjectAltName holds ASCII text, plain URIs and addresses of 4 or 16 octets"},
	{"\x55\x1d\x13", 3, read_basic_constraints, NULL, "basicConstraints is well formed"},
	{"\x55\x1d\x1e", 3, read_name_constraints, NULL,
	 "nameConstraints holds plain domains and mailboxes, and addresses with a mask"},
	{"\x55\x1d\x1f", 3, NULL, check_distribution_point, "cRLDistributionPoints is of full names"},
	{"\x55\x1d\x20", 3, NULL, check_policy, "certificatePolicies is well formed"},
	{"\x55\x1d\x23", 3, read_authority_key, NULL, "authorityKeyIdentifier is well formed"},
	{"\x55\x1d\x25", 3, read_extended_usage, NULL, "extKeyUsage is well formed"},
	{"\x2b\x06\x01\x05\x05\x07\x01\x01", 8, NULL, check_access,
	 "authorityInfoAccess is well formed"},
};

static const struct row *find_row(const struct tc_der *oid)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (tc_der_equals(oid, rows[i].oid, rows[i].oid_length))
			return &rows[i];
	return NULL;
}

static bool process(const struct extension *extension, struct tc_certificate_facts *facts,
                    const char **ret_reason)
{
	const struct row *row = find_row(&extension->oid);
	enum outcome result = UNHANDLED;
	if (row) {
		result = row->read ? row->read(extension->value, facts)
		                   : read_sequences(extension->value, row->check_item);
		if (result == MALFORMED)
			return refuse(ret_reason, row->reason);
	}
	if (result == UNHANDLED && extension->critical)
		facts->has_unhandled_critical = true;
	return true;
}

static bool read_extension(struct tc_der *list, struct extension *ret_extension)
{
	struct extension extension = {.critical = false};
	struct tc_der content;
	if (!tc_der_read(list, TC_DER_SEQUENCE, &content) ||
	    !tc_der_read_oid(&content, &extension.oid))
		return false;
	if (tc_der_peek(&content, TC_DER_BOOLEAN) &&
	    !tc_der_read_boolean(&content, &extension.critical))
		return false;
	if (!tc_der_read(&content, TC_DER_OCTET_STRING, &extension.value) || content.length != 0)
		return false;
	*ret_extension = extension;
	return true;
}

static bool occurs(const struct tc_der *oids, size_t count, const struct tc_der *oid)
{
	for (size_t i = 0; i < count; i++)
		if (tc_der_equals(&oids[i], oid->at, oid->length))
			return true;
	return false;
}

bool tc_profile_read_extensions(struct tc_der field, struct tc_certificate_facts *facts,
                                const char **ret_reason)
{
	struct tc_der oids[TC_MAX_EXTENSIONS];
	struct tc_der list;
	if (!tc_der_read_only(field, TC_DER_SEQUENCE, &list))
		return refuse(ret_reason, "extensions are one sequence");
	for (size_t count = 0; list.length > 0; count++) {
		struct extension extension;
		if (count == TC_MAX_EXTENSIONS)
			return refuse(ret_reason, "there are at most 100 extensions");
		if (!read_extension(&list, &extension))
			return refuse(ret_reason, "an extension is an OID, a criticality and octets");
		if (occurs(oids, count, &extension.oid))
			return refuse(ret_reason, "no extension occurs twice");
		oids[count] = extension.oid;
		if (!process(&extension, facts, ret_reason))
			return false;
	}
	return true;
}
