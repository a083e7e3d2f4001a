/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/policy_pin.h"

#include <string.h>

#include "tuf/digest.h"

static const struct {
	const char *prefix;
	enum tc_policy_pin_kind kind;
} kinds[] = {
	{"sha256:", TC_PIN_KIND_SHA256}, {"sha1:", TC_PIN_KIND_SHA1},
	{"keyid:", TC_PIN_KIND_KEY_ID},  {"spki:", TC_PIN_KIND_SPKI},
	{"ca:", TC_PIN_KIND_CA},
};

enum tc_policy_pin_kind tc_policy_pin_find_kind(const char *text, const char **ret_rest)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t length = strlen(kinds[i].prefix);
		if (strncmp(text, kinds[i].prefix, length) != 0)
			continue;
		*ret_rest = text + length;
		return kinds[i].kind;
	}
	return TC_PIN_KIND_NONE;
}

/* The facts of digits may be looked for as anything; a pin says as what. */
static struct tufcheck_identity_facts narrow(const struct tufcheck_identity_facts *facts,
                                             enum tc_policy_pin_kind kind)
{
	switch (kind) {
	case TC_PIN_KIND_SHA256:
		return (struct tufcheck_identity_facts){
			.kind = facts->kind, .certificate_sha256 = facts->certificate_sha256};
	case TC_PIN_KIND_KEY_ID:
		return (struct tufcheck_identity_facts){.kind = facts->kind,
		                                        .key_id = facts->key_id,
		                                        .canonical_key_id =
		                                                facts->canonical_key_id};
	case TC_PIN_KIND_SPKI:
		return (struct tufcheck_identity_facts){.kind = facts->kind,
		                                        .spki_sha256 = facts->spki_sha256};
	case TC_PIN_KIND_NONE:
	case TC_PIN_KIND_SHA1:
	case TC_PIN_KIND_CA:
		break;
	}
	return *facts;
}

/* PEM, and digits with space around them, are an identity too, but no pin. */
static bool are_digits(const char *text)
{
	return text[0] && text[strspn(text, "0123456789abcdefABCDEF:")] == '\0';
}

enum tuf_result tc_policy_pin_parse(struct tuf_arena *arena, const char *text,
                                    struct tc_policy_pin *ret_pin)
{
	const char *digits;
	enum tc_policy_pin_kind kind = tc_policy_pin_find_kind(text, &digits);
	if (kind == TC_PIN_KIND_NONE || kind == TC_PIN_KIND_CA || !are_digits(digits))
		return TUF_INVALID;
	struct tufcheck_identity parsed = {.arena = TUF_ARENA_INIT};
	enum tuf_result result =
		tc_identity_read(&parsed, (const unsigned char *)digits, strlen(digits));
	enum tufcheck_identity_kind wanted =
		kind == TC_PIN_KIND_SHA1 ? TUFCHECK_IDENTITY_SHA1 : TUFCHECK_IDENTITY_SHA256;
	if (result == TUF_OK && parsed.facts.kind != wanted)
		result = TUF_INVALID;
	struct tufcheck_identity_facts facts = narrow(&parsed.facts, kind);
	const char **texts[] = {&facts.key_id, &facts.canonical_key_id, &facts.spki_sha256,
	                        &facts.certificate_sha256, &facts.certificate_sha1};
	for (size_t i = 0; result == TUF_OK && i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (!*texts[i])
			continue;
		*texts[i] = tuf_arena_copy_text(arena, *texts[i], strlen(*texts[i]));
		result = *texts[i] ? TUF_OK : TUF_NO_MEMORY;
	}
	tuf_arena_clear(&parsed.arena);
	if (result == TUF_OK)
		*ret_pin = (struct tc_policy_pin){
			.kind = kind, .text = text, .identity = {.facts = facts}};
	return result;
}

static enum tuf_result match(const struct tc_policy_pin *pin, const struct tufcheck_key *key,
                             struct tufcheck_time at, struct tc_budget *budget,
                             bool *ret_matches)
{
	if (pin->ca)
		return tc_policy_ca_permits(pin->ca, key, at, budget, ret_matches);
	*ret_matches = tufcheck_identity_match(&pin->identity, key).is_signing_key;
	return TUF_OK;
}

enum tuf_result tc_policy_pins_match(const struct tc_policy_pin_list *pins,
                                     const struct tufcheck_key *key, struct tufcheck_time at,
                                     struct tc_budget *budget, bool *ret_matches)
{
	bool matches = false;
	for (size_t i = 0; i < pins->count && !matches; i++) {
		enum tuf_result result = match(&pins->items[i], key, at, budget, &matches);
		if (result != TUF_OK)
			return result;
	}
	*ret_matches = matches;
	return TUF_OK;
}
