/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes to a tree that keep it one.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "tree.h"

#define MAX_PATH 512

size_t tree_draw(struct tree_random *random, size_t bound)
{
	/* xorshift64* */
	random->state ^= random->state >> 12;
	random->state ^= random->state << 25;
	random->state ^= random->state >> 27;
	return (size_t)((random->state * UINT64_C(2685821657736338717)) >> 16) % bound;
}

static const char *const names[] = {"tuf",
				    "metadata",
				    "root.json",
				    "timestamp.json",
				    "snapshot.json",
				    "targets.json",
				    "targets",
				    "targets/releases.json",
				    "targets/alice.json",
				    "1.root.json",
				    "2.root.json",
				    "root.4.json",
				    "root.3.json",
				    "0.root.json",
				    "9223372036854775807.root.json",
				    "../changelist/a.change",
				    "changelist",
				    "private",
				    "private/root_keys",
				    "private/tuf_keys",
				    "trusted_certificates",
				    "registry.example.com/team/app",
				    "trust",
				    ".notary",
				    ".",
				    "..",
				    "/",
				    "a",
				    "@pins",
				    "@lock",
				    "@notary",
				    "@trusted",
				    "metadata/metadata",
				    "tuf/tuf",
				    "*",
				    "x\x1b[0m",
				    "\xff"};

static const char *draw_name(struct tree_random *random)
{
	return names[tree_draw(random, sizeof(names) / sizeof(names[0]))];
}

static void replace_text(char **text, const char *bytes, size_t length)
{
	char *copy = fuzz_copy(bytes, length, true);
	/* what ends a line or a field would make another tree */
	for (size_t i = 0; i < length; i++)
		if (copy[i] == '\n' || copy[i] == '\t' || copy[i] == '\0')
			copy[i] = '_';
	free(*text);
	*text = copy;
}

/* Puts a name before, behind or in the place of a path, or changes its bytes. */
static void mutate_text(char **text, struct tree_random *random)
{
	uint8_t bytes[MAX_PATH];
	const char *name = draw_name(random);
	size_t length = strnlen(*text, sizeof(bytes) / 2), added = strlen(name);
	memcpy(bytes, *text, length);
	switch (tree_draw(random, 5)) {
	case 0:
		length = LLVMFuzzerMutate(bytes, length, sizeof(bytes) / 2);
		break;
	case 1:
		bytes[length++] = '/';
		memcpy(bytes + length, name, added);
		length += added;
		break;
	case 2:
		memmove(bytes + added + 1, bytes, length);
		memcpy(bytes, name, added);
		bytes[added] = '/';
		length += added + 1;
		break;
	case 3:
		while (length > 0 && bytes[--length] != '/')
			;
		break;
	default:
		memcpy(bytes, name, added);
		length = added;
		break;
	}
	replace_text(text, (const char *)bytes, length);
}

static void copy_entry(struct tree *tree, size_t index)
{
	if (tree->count == TREE_MAX_ENTRIES)
		return;
	const struct tree_entry *from = &tree->entries[index];
	struct tree_entry *copy = &tree->entries[tree->count++];
	*copy = *from;
	copy->path = fuzz_copy(from->path, strlen(from->path), true);
	if (from->target)
		copy->target = fuzz_copy(from->target, strlen(from->target), true);
	if (!from->is_builtin && from->kind == 'F')
		copy->bytes = fuzz_copy(from->bytes, from->length, false);
}

static void swap_paths(struct tree_entry *one, struct tree_entry *other)
{
	char *path = one->path;
	one->path = other->path;
	other->path = path;
}

static void turn_into_other_kind(struct tree_entry *entry, struct tree_random *random)
{
	static const char kinds[] = "DPXLA";
	if (!entry->is_builtin)
		free(entry->bytes);
	entry->bytes = NULL;
	entry->is_builtin = false;
	entry->length = 0;
	entry->kind = kinds[tree_draw(random, sizeof(kinds) - 1)];
	entry->number = tree_draw(random, 10);
	const char *target = draw_name(random);
	if (entry->kind == 'L')
		replace_text(&entry->target, target, strlen(target));
}

void tree_mutate(struct tree *tree, struct tree_random *random)
{
	if (tree->count == 0) {
		tree_put(tree, draw_name(random), "{}", 2);
		return;
	}
	size_t index = tree_draw(random, tree->count);
	struct tree_entry *entry = &tree->entries[index];
	switch (tree_draw(random, 8)) {
	case 0:
		tree_remove(tree, index);
		break;
	case 1:
		copy_entry(tree, index);
		mutate_text(&tree->entries[tree->count - 1].path, random);
		break;
	case 2:
		swap_paths(entry, &tree->entries[tree_draw(random, tree->count)]);
		break;
	case 3:
		turn_into_other_kind(entry, random);
		break;
	case 4:
		tree->options ^= 1UL << tree_draw(random, 12);
		break;
	case 5:
		entry->number = tree_draw(random, 512);
		break;
	case 6:
		mutate_text(entry->kind == 'L' ? &entry->target : &entry->path, random);
		break;
	default:
		mutate_text(&entry->path, random);
		break;
	}
}

void tree_mutate_bytes(struct tree *tree, struct tree_random *random)
{
	struct tree_entry *entry =
		tree->count > 0 ? &tree->entries[tree_draw(random, tree->count)] : NULL;
	if (!entry || entry->kind != 'F')
		return;
	size_t room = entry->length + 64;
	uint8_t *bytes = malloc(room);
	FUZZ_HOLDS(bytes);
	memcpy(bytes, entry->bytes, entry->length);
	size_t length = LLVMFuzzerMutate(bytes, entry->length, room);
	if (!entry->is_builtin)
		free(entry->bytes);
	entry->is_builtin = false;
	entry->bytes = bytes;
	entry->length = length;
}
