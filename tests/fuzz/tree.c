/* SPDX-License-Identifier: Apache-2.0 */
#include "tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#define MAX_BUILTINS 64

/* ---- what is built in ---- */

struct builtin {
	unsigned char *bytes;
	size_t length;
};

static struct builtin builtins[MAX_BUILTINS];
static size_t builtin_count;

static void load_builtins(void)
{
	if (builtin_count > 0)
		return;
	size_t length;
	char *list = fuzz_read_testdata("../tests/fuzz/builtin.txt", &length);
	char *rest = list;
	for (char *name = strsep(&rest, "\n"); name && name[0]; name = strsep(&rest, "\n")) {
		FUZZ_HOLDS(builtin_count < MAX_BUILTINS);
		struct builtin *builtin = &builtins[builtin_count++];
		builtin->bytes = (unsigned char *)fuzz_read_testdata(name, &builtin->length);
	}
	free(list);
	FUZZ_HOLDS(builtin_count > 0);
}

/* ---- reading ---- */

struct input {
	const char *at;
	const char *end;
};

static bool next_line(struct input *input, const char **ret_line, size_t *ret_length)
{
	if (input->at == input->end)
		return false;
	const char *feed = memchr(input->at, '\n', (size_t)(input->end - input->at));
	*ret_line = input->at;
	*ret_length = (size_t)((feed ? feed : input->end) - input->at);
	input->at = feed ? feed + 1 : input->end;
	return true;
}

/* The fields of a line behind its kind, divided by tabs; NULL where there are less. */
struct fields {
	char *text;
	char *items[3];
};

static bool split(const char *line, size_t length, struct fields *ret_fields)
{
	if (length < 2 || line[1] != ' ' || memchr(line, '\0', length))
		return false;
	*ret_fields = (struct fields){.text = fuzz_copy(line + 2, length - 2, true)};
	char *rest = ret_fields->text;
	for (size_t i = 0; i < 3 && rest; i++)
		ret_fields->items[i] = strsep(&rest, "\t");
	return true;
}

static unsigned long read_number(const char *text)
{
	return text ? strtoul(text, NULL, 10) : 0;
}

static char *copy_text(const char *text)
{
	return fuzz_copy(text ? text : "", text ? strlen(text) : 0, true);
}

static void take_content(struct tree_entry *entry, struct input *input, unsigned long length)
{
	size_t left = (size_t)(input->end - input->at);
	entry->length = length < left ? length : left;
	entry->bytes = fuzz_copy(input->at, entry->length, false);
	input->at += entry->length;
}

static bool parse_entry(char kind, const struct fields *fields, struct input *input,
			struct tree_entry *entry)
{
	*entry = (struct tree_entry){.kind = kind, .number = read_number(fields->items[1])};
	unsigned long last = read_number(fields->items[2]);
	switch (kind) {
	case 'F':
		take_content(entry, input, last);
		break;
	case 'B':
		entry->kind = 'F';
		entry->is_builtin = true;
		entry->builtin = last % builtin_count;
		entry->bytes = builtins[entry->builtin].bytes;
		entry->length = builtins[entry->builtin].length;
		break;
	case 'L':
		entry->target = copy_text(fields->items[1]);
		break;
	case 'A':
	case 'D':
	case 'P':
	case 'X':
		break;
	default:
		return false;
	}
	entry->path = copy_text(fields->items[0]);
	return true;
}

void tree_parse(const uint8_t *bytes, size_t length, struct tree *ret_tree)
{
	load_builtins();
	*ret_tree = (struct tree){.count = 0};
	struct input input = {.at = (const char *)bytes, .end = (const char *)bytes + length};
	const char *line;
	size_t line_length;
	while (ret_tree->count < TREE_MAX_ENTRIES && next_line(&input, &line, &line_length)) {
		struct fields fields;
		if (!split(line, line_length, &fields))
			continue;
		if (line[0] == 'O')
			ret_tree->options = read_number(fields.items[0]);
		else if (parse_entry(line[0], &fields, &input, &ret_tree->entries[ret_tree->count]))
			ret_tree->count++;
		free(fields.text);
	}
}

static void clear_entry(struct tree_entry *entry)
{
	free(entry->path);
	free(entry->target);
	if (!entry->is_builtin)
		free(entry->bytes);
	*entry = (struct tree_entry){.kind = '\0'};
}

void tree_clear(struct tree *tree)
{
	for (size_t i = 0; i < tree->count; i++)
		clear_entry(&tree->entries[i]);
	tree->count = 0;
}

/* ---- writing ---- */

static void write_entry(FILE *out, const struct tree_entry *entry)
{
	switch (entry->kind) {
	case 'F':
		(void)fprintf(out, "%c %s\t%lu\t%zu\n", entry->is_builtin ? 'B' : 'F', entry->path,
			      entry->number, entry->is_builtin ? entry->builtin : entry->length);
		if (!entry->is_builtin)
			(void)fwrite(entry->bytes, 1, entry->length, out);
		return;
	case 'L':
		(void)fprintf(out, "L %s\t%s\n", entry->path, entry->target);
		return;
	default:
		(void)fprintf(out, "%c %s\t%lu\n", entry->kind, entry->path, entry->number);
		return;
	}
}

size_t tree_write(const struct tree *tree, uint8_t *bytes, size_t room)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	FUZZ_HOLDS(out);
	(void)fprintf(out, "O %lu\n", tree->options);
	for (size_t i = 0; i < tree->count; i++)
		write_entry(out, &tree->entries[i]);
	FUZZ_HOLDS(fclose(out) == 0);
	if (length > room)
		length = 0;
	memcpy(bytes, text, length);
	free(text);
	return length;
}

/* ---- looking and changing ---- */

struct tree_entry *tree_find(struct tree *tree, const char *path)
{
	for (size_t i = 0; i < tree->count; i++)
		if (tree->entries[i].kind == 'F' && strcmp(tree->entries[i].path, path) == 0)
			return &tree->entries[i];
	return NULL;
}

void tree_put(struct tree *tree, const char *path, const void *bytes, size_t length)
{
	struct tree_entry *entry = tree_find(tree, path);
	if (!entry && tree->count == TREE_MAX_ENTRIES)
		return;
	unsigned char *copy = fuzz_copy(bytes, length, false);
	if (!entry) {
		entry = &tree->entries[tree->count++];
		*entry = (struct tree_entry){.kind = 'F', .number = 420, .path = copy_text(path)};
	} else if (!entry->is_builtin) {
		free(entry->bytes);
	}
	entry->is_builtin = false;
	entry->bytes = copy;
	entry->length = length;
}

void tree_remove(struct tree *tree, size_t index)
{
	clear_entry(&tree->entries[index]);
	tree->count--;
	memmove(&tree->entries[index], &tree->entries[index + 1],
		(tree->count - index) * sizeof(tree->entries[0]));
}

/* ---- what the user gives ---- */

/* The moments that the made repositories are about, before and after. */
static const int64_t moments[] = {1796083200, 1796083200, 1796083200,
				  1500000000, 1870000000, 4102444800};

static const char *give(struct tree *tree, const char *path)
{
	const struct tree_entry *entry = tree_find(tree, path);
	return entry ? fuzz_file(entry->bytes, entry->length) : NULL;
}

void tree_demands_read(struct tree *tree, struct tree_demands *ret_demands)
{
	*ret_demands = (struct tree_demands){.pins = NULL};
	struct tufcheck_options *options = &ret_demands->options;
	unsigned long bits = tree->options;
	options->size = sizeof(*options);
	options->at.seconds = moments[(bits & 7) % (sizeof(moments) / sizeof(moments[0]))];
	options->gun = bits & 8 ? "registry.example.com/team/app" : NULL;
	options->resolve_expired = bits & 16;
	options->warn_within = bits & 32 ? -1 : bits & 64 ? INT64_C(400000000) : 0;
	struct tufcheck_problem problem;
	const char *file = give(tree, "@pins");
	if (file && tufcheck_pins_new(&ret_demands->pins) == TUFCHECK_OK)
		(void)!tufcheck_pins_read(ret_demands->pins, file, &problem);
	file = give(tree, "@lock");
	if (file)
		(void)!tufcheck_lock_read(file, &problem, &ret_demands->lock);
	file = give(tree, "@notary");
	if (file)
		(void)!tufcheck_trust_pinning_read(file, &problem, &ret_demands->pinning);
	file = give(tree, "@trusted");
	if (file)
		(void)!tufcheck_trusted_root_read(file, &problem, &ret_demands->trusted_root);
	options->pins = ret_demands->pins;
	options->lock = ret_demands->lock;
	options->trust_pinning = ret_demands->pinning;
	options->trusted_root = ret_demands->trusted_root;
	options->is_frozen = ret_demands->lock && bits & 128;
}

void tree_demands_free(struct tree_demands *demands)
{
	tufcheck_pins_free(demands->pins);
	tufcheck_lock_free(demands->lock);
	tufcheck_trust_pinning_free(demands->pinning);
	tufcheck_trusted_root_free(demands->trusted_root);
}
