/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/policy_demands.h"

#include <string.h>

#include "tuf/limits.h"
#include "tuf/role.h"
#include "verify/path.h"

#define DAY INT64_C(86400)

/* Digits of a span: in any unit it is more than certificates are issued for. */
#define SPAN_DIGITS 4

/* Bits of the largest keys that are verified at all. */
#define ECDSA_BITS 521
#define ED25519_BITS 256

/* ---- patterns ---- */

/* What docker calls a tag, or its beginning. */
static bool is_tag_text(const char *text, size_t length)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
	return strspn(text, letters) >= length && text[0] != '.' && text[0] != '-' &&
	       length <= TUF_MAX_POLICY_NAME;
}

/* A repository can be called so, or so and a letter more. */
static enum tuf_result check_gun(struct tc_policy_reader *reader, const char *text, size_t length,
                                 bool is_prefix, bool *ret_is_gun)
{
	const char *gun = tuf_arena_format(reader->scratch, "%.*s%s", (int)length, text,
	                                   is_prefix ? "x" : "");
	if (!gun)
		return TUF_NO_MEMORY;
	*ret_is_gun = tc_path_is_gun(gun);
	return TUF_OK;
}

static enum tuf_result read_pattern(struct tc_policy_reader *reader, const struct tuf_node *node,
                                    bool is_tag, struct tc_policy_pattern *ret_pattern)
{
	const char *text;
	enum tuf_result result = tc_policy_get_text(reader, node, TUF_MAX_POLICY_SCOPE, &text);
	if (result != TUF_OK)
		return result;
	size_t length = strlen(text);
	bool is_prefix = text[length - 1] == '*';
	length -= is_prefix;
	bool is_right = is_tag && is_tag_text(text, length);
	if (!is_tag) {
		result = check_gun(reader, text, length, is_prefix, &is_right);
		if (result != TUF_OK)
			return result;
	}
	if (!is_right)
		return tc_policy_refuse_value(reader, node,
		                              is_tag ? "a tag, the beginning of tags and a *, or *"
		                                     : "the name of a repository, the beginning "
		                                       "of names and a *, or *");
	*ret_pattern =
		(struct tc_policy_pattern){.text = text, .length = length, .is_prefix = is_prefix};
	return TUF_OK;
}

enum tuf_result tc_policy_read_patterns(struct tc_policy_reader *reader,
                                        const struct tuf_node *node, bool is_tag,
                                        struct tc_policy_pattern_list *ret_list)
{
	size_t count;
	enum tuf_result result = tc_policy_expect_texts(reader, node, &count);
	if (result != TUF_OK)
		return result;
	struct tc_policy_pattern *patterns =
		tuf_arena_take_array(reader->arena, count, sizeof(*patterns));
	if (!patterns)
		return TUF_NO_MEMORY;
	for (size_t i = 0; result == TUF_OK && i < count; i++) {
		const struct tuf_node element = tuf_node_element(node, i);
		result = read_pattern(reader, &element, is_tag, &patterns[i]);
	}
	if (result == TUF_OK)
		*ret_list = (struct tc_policy_pattern_list){.items = patterns, .count = count};
	return result;
}

/* ---- roles ---- */

static const char *const top_roles[] = {"root", "timestamp", "snapshot", "targets"};

static bool is_role(const char *name)
{
	for (size_t i = 0; i < sizeof(top_roles) / sizeof(top_roles[0]); i++)
		if (strcmp(name, top_roles[i]) == 0)
			return true;
	return tuf_role_name_is_delegation(name);
}

enum tuf_result tc_policy_refuse_role(struct tc_policy_reader *reader, const struct tuf_node *node,
                                      bool is_name, const char *role, const char *expected)
{
	/* as it would be called if only the first part of a delegation were misspelt */
	const char *slash = strchr(role, '/');
	const char *mended = slash ? tuf_arena_format(reader->scratch, "targets%s", slash) : "";
	if (!mended)
		return TUF_NO_MEMORY;
	const char *words[7] = {"targets", "targets/releases"};
	size_t count = 2;
	if (tuf_role_name_is_delegation(mended))
		words[count++] = mended;
	/* only a name is that of any role; values are roles that list tags */
	for (size_t i = 0; is_name && i < sizeof(top_roles) / sizeof(top_roles[0]) - 1; i++)
		words[count++] = top_roles[i];
	return tc_policy_refuse_word(reader, node, is_name, role, words, expected);
}

/* ---- minima ---- */

static enum tuf_result read_span(struct tc_policy_reader *reader, const struct tuf_node *node,
                                 struct tc_policy_minimum *minimum)
{
	static const char expected[] = "days, weeks or years, such as 30d, 2w or 1y";
	enum tuf_result result =
		tc_policy_get_text(reader, node, TUF_MAX_POLICY_NAME, &minimum->text);
	if (result != TUF_OK)
		return result;
	const char *text = minimum->text;
	size_t digits = strspn(text, "0123456789");
	static const char units[] = "dwy";
	static const int64_t days[] = {1, 7, 365};
	const char *unit = text[digits] ? strchr(units, text[digits]) : NULL;
	if (digits < 1 || digits > SPAN_DIGITS || text[0] == '0' || !unit || text[digits + 1])
		return tc_policy_refuse_value(reader, node, expected);
	int64_t count = 0;
	for (size_t i = 0; i < digits; i++)
		count = 10 * count + (text[i] - '0');
	minimum->value = count * days[unit - units] * DAY;
	return TUF_OK;
}

static enum tuf_result read_version(struct tc_policy_reader *reader, const struct tuf_node *node,
                                    struct tc_policy_minimum *minimum)
{
	return tc_policy_get_integer(reader, node, 1, TUF_MAX_INTEGER, &minimum->value);
}

typedef enum tuf_result minimum_reader(struct tc_policy_reader *reader, const struct tuf_node *node,
                                       struct tc_policy_minimum *minimum);

/* A map from roles to what read takes. */
static enum tuf_result read_minima(struct tc_policy_reader *reader, const struct tuf_node *node,
                                   minimum_reader *read_value,
                                   struct tc_policy_minimum_list *ret_list)
{
	struct tc_policy_name_list names;
	enum tuf_result result = tc_policy_get_names(reader, node, &names);
	if (result != TUF_OK)
		return result;
	struct tc_policy_minimum *minima =
		tuf_arena_take_array(reader->arena, names.count, sizeof(*minima));
	if (!minima)
		return TUF_NO_MEMORY;
	for (size_t i = 0; result == TUF_OK && i < names.count; i++) {
		const struct tuf_node member = tuf_node_member(node, names.items[i]);
		if (!is_role(names.items[i]))
			return tc_policy_refuse_role(
				reader, &member, true, names.items[i],
				"root, timestamp, snapshot, targets, or a delegation such as "
				"targets/releases");
		minima[i].role = names.items[i];
		result = read_value(reader, &member, &minima[i]);
	}
	if (result == TUF_OK)
		*ret_list = (struct tc_policy_minimum_list){.items = minima, .count = names.count};
	return result;
}

enum tuf_result tc_policy_read_remaining(struct tc_policy_reader *reader,
                                         const struct tuf_node *node,
                                         struct tc_statement *statement)
{
	return read_minima(reader, node, read_span, &statement->remaining);
}

enum tuf_result tc_policy_read_versions(struct tc_policy_reader *reader,
                                        const struct tuf_node *node, struct tc_statement *statement)
{
	return read_minima(reader, node, read_version, &statement->versions);
}

/* ---- algorithms and certificates ---- */

enum tuf_result tc_policy_read_algorithms(struct tc_policy_reader *reader,
                                          const struct tuf_node *node,
                                          struct tc_statement *statement)
{
	static const int64_t largest[TC_POLICY_ALGORITHM_COUNT] = {
		[TC_POLICY_ECDSA] = ECDSA_BITS,
		[TC_POLICY_RSA] = TUF_MAX_RSA_BITS,
		[TC_POLICY_ED25519] = ED25519_BITS,
	};
	enum tuf_result result =
		tc_policy_expect_fields(reader, node, tc_policy_algorithm_words, 0);
	statement->limits_algorithms = true;
	for (size_t i = 0; result == TUF_OK && i < TC_POLICY_ALGORITHM_COUNT; i++) {
		const struct tuf_node member = tuf_node_member(node, tc_policy_algorithm_words[i]);
		int64_t bits;
		if (!member.value)
			continue;
		result = tc_policy_get_integer(reader, &member, 1, largest[i], &bits);
		if (result == TUF_OK)
			statement->algorithm_bits[i] = (unsigned)bits;
	}
	return result;
}

enum tuf_result tc_policy_read_certificates(struct tc_policy_reader *reader,
                                            const struct tuf_node *node,
                                            struct tc_statement *statement)
{
	static const char *const words[] = {"ignore-dates", "require-valid", NULL};
	size_t which;
	enum tuf_result result = tc_policy_get_word(reader, node, words, &which);
	if (result == TUF_OK)
		statement->wants_certificates_in_date = which == 1;
	return result;
}
