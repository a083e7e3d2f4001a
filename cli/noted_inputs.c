/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/noted_inputs.h"

#include <stdlib.h>

#include "cli/debug.h"
#include "cli/memory.h"

/* What an input borrows elsewhere, in one. */
struct noted_file {
	struct tufcheck_input input;
	char *path;
	char sha256[TUFCHECK_SHA256_TEXT_BYTES];
};

void noted_inputs_add(struct noted_inputs *notes, const char *kind,
		      const struct tufcheck_read_file *file)
{
	debug_input(file);
	if (file->problem)
		return;
	struct noted_file *noted = memory_take(1, sizeof(*noted));
	noted->path = memory_copy_text(file->file);
	if (tufcheck_sha256(file->bytes, file->length, noted->sha256) != TUFCHECK_OK)
		memory_exhausted();
	noted->input = (struct tufcheck_input){
		.path = noted->path,
		.sha256 = noted->sha256,
		.length = file->length,
	};
	struct run_inputs *inputs = &notes->inputs;
	inputs->items = memory_resize(inputs->items, inputs->count + 1, sizeof(*inputs->items));
	/* its first member */
	inputs->items[inputs->count++] = (struct run_input){.kind = kind, .file = &noted->input};
}

void noted_inputs_add_policy(void *notes, const struct tufcheck_read_file *file)
{
	const struct noted_inputs *before = notes;
	noted_inputs_add(notes, before->inputs.count == 0 ? "policy" : "ca", file);
}

void noted_inputs_add_images(void *notes, const struct tufcheck_read_file *file)
{
	noted_inputs_add(notes, "images", file);
}

void noted_inputs_clear(struct noted_inputs *notes)
{
	for (size_t i = 0; i < notes->inputs.count; i++) {
		struct noted_file *noted = (struct noted_file *)notes->inputs.items[i].file;
		free(noted->path);
		free(noted);
	}
	free(notes->inputs.items);
	*notes = (struct noted_inputs){.inputs = {.count = 0}};
}
