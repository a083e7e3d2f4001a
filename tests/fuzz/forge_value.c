/* SPDX-License-Identifier: Apache-2.0 */
#include "forge_value.h"

#include <string.h>

#include "fuzz.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define MAX_TEXT 4096

/* Where a value stands: a member of an object, or an element of an array. */
struct slot {
	json_t *container;
	const char *name; /* NULL: an element */
	size_t index;
};

static json_t *get(const struct slot *slot)
{
	return slot->name ? json_object_get(slot->container, slot->name)
			  : json_array_get(slot->container, slot->index);
}

static void set(const struct slot *slot, json_t *value)
{
	if (slot->name)
		(void)json_object_set_new(slot->container, slot->name, value);
	else
		(void)json_array_set_new(slot->container, slot->index, value);
}

/* Each of the slots below container is as likely; seen counts them. */
static void draw_slot(json_t *container, struct tree_random *random, size_t *seen,
		      struct slot *ret_slot)
{
	const char *name;
	json_t *member;
	json_object_foreach(container, name, member)
	{
		if (tree_draw(random, ++*seen) == 0)
			*ret_slot = (struct slot){.container = container, .name = name};
		draw_slot(member, random, seen, ret_slot);
	}
	for (size_t i = 0; i < json_array_size(container); i++) {
		if (tree_draw(random, ++*seen) == 0)
			*ret_slot = (struct slot){.container = container, .index = i};
		draw_slot(json_array_get(container, i), random, seen, ret_slot);
	}
}

json_t *forge_draw_member(json_t *container, struct tree_random *random)
{
	size_t count = json_is_object(container) ? json_object_size(container)
						 : json_array_size(container);
	if (count == 0)
		return NULL;
	size_t index = tree_draw(random, count);
	if (json_is_array(container))
		return json_array_get(container, index);
	void *member = json_object_iter(container);
	for (size_t i = 0; i < index; i++)
		member = json_object_iter_next(container, member);
	return json_object_iter_value(member);
}

/* ---- other values ---- */

static const char *const texts[] = {"",
				    "Root",
				    "Targets",
				    "Snapshot",
				    "Timestamp",
				    "targets/releases",
				    "targets/alice",
				    "targets/releases/nightly",
				    "targets/a/b",
				    "targets",
				    "root",
				    "2020-01-01T00:00:00Z",
				    "2036-12-01T00:00:00.123456789Z",
				    "2026-12-01T00:00:00Z",
				    "2026-12-01T02:00:00+02:00",
				    "9999-12-31T23:59:59Z",
				    "ecdsa",
				    "ECDSA",
				    "rsapss",
				    "rsapkcs1v15",
				    "eddsa",
				    "pycrypto-pkcs#1 pss",
				    "ecdsa-x509",
				    "rsa-x509",
				    "rsa",
				    "ed25519",
				    "sha256",
				    "sha512",
				    "v1",
				    "latest",
				    "AAAA",
				    "../x",
				    "*",
				    "\x01",
				    "\xc5\xbf"};

static const json_int_t integers[] = {0,
				      1,
				      2,
				      3,
				      -1,
				      100,
				      2147483648,
				      9007199254740991,
				      -9007199254740991,
				      9007199254740992,
				      INT64_MAX,
				      INT64_MIN};

static json_t *draw_value(struct tree_random *random)
{
	switch (tree_draw(random, 9)) {
	case 0:
		return json_null();
	case 1:
		return json_object();
	case 2:
		return json_array();
	case 3:
		return json_boolean(tree_draw(random, 2));
	case 4:
		return json_real(0.5);
	case 5:
	case 6:
		return json_integer(integers[tree_draw(random, COUNT_OF(integers))]);
	default:
		return json_string(texts[tree_draw(random, COUNT_OF(texts))]);
	}
}

static json_t *mutate_text(const json_t *value)
{
	char bytes[MAX_TEXT];
	size_t length = json_string_length(value);
	if (length > sizeof(bytes) / 2)
		return json_deep_copy(value);
	memcpy(bytes, json_string_value(value), length);
	length = LLVMFuzzerMutate((uint8_t *)bytes, length, sizeof(bytes) / 2);
	json_t *text = json_stringn(bytes, length);
	return text ? text : json_string("");
}

static json_t *mutate_scalar(const json_t *value, struct tree_random *random)
{
	if (json_is_string(value) && tree_draw(random, 2))
		return mutate_text(value);
	/* without sign, for there may be no next one */
	uint64_t next =
		(uint64_t)json_integer_value(value) + (tree_draw(random, 2) ? 1U : UINT64_MAX);
	if (json_is_integer(value) && tree_draw(random, 2))
		return json_integer((json_int_t)next);
	return draw_value(random);
}

/* ---- changes ---- */

static void take_away(const struct slot *slot)
{
	if (slot->name)
		(void)json_object_del(slot->container, slot->name);
	else
		(void)json_array_remove(slot->container, slot->index);
}

static void add_beside(const struct slot *slot, json_t *value, struct tree_random *random)
{
	if (slot->name)
		(void)json_object_set_new(slot->container,
					  texts[tree_draw(random, COUNT_OF(texts))], value);
	else
		(void)json_array_append_new(slot->container, value);
}

static void rename_member(const struct slot *slot, struct tree_random *random)
{
	if (!slot->name)
		return;
	json_t *value = json_incref(get(slot));
	(void)json_object_del(slot->container, slot->name);
	add_beside(slot, value, random);
}

void forge_mutate_value(json_t *document, struct tree_random *random)
{
	struct slot slot = {.container = NULL}, other = {.container = NULL};
	size_t seen = 0, seen_too = 0;
	draw_slot(document, random, &seen, &slot);
	draw_slot(document, random, &seen_too, &other);
	if (!slot.container)
		return;
	json_t *value = get(&slot);
	switch (tree_draw(random, 10)) {
	case 0:
		take_away(&slot);
		return;
	case 1:
		set(&slot, json_deep_copy(get(&other)));
		return;
	case 2:
		add_beside(&slot, json_deep_copy(value), random);
		return;
	case 3:
		rename_member(&slot, random);
		return;
	case 4:
		add_beside(&slot, draw_value(random), random);
		return;
	case 5:
		set(&slot, draw_value(random));
		return;
	default:
		set(&slot, mutate_scalar(value, random));
		return;
	}
}
