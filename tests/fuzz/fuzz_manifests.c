/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that name images: lists, compose files and Kubernetes manifests. Each
 * input is read as every format.
 *
 * - Images and problems have places in the text; an image's text is not empty
 *   and within its cap, a problem's message is one line.
 * - The images of a list are one a line, in its order.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/image_limits.h"
#include "cli/image_reading.h"
#include "cli/image_source.h"
#include "fuzz.h"

struct input {
	const char *text;
	size_t length;
	enum image_format format;
	size_t breaks; /* of lines, as YAML has them */
};

/* YAML ends a line at more than a line feed, and the last one also without. */
static size_t count_breaks(const char *text, size_t length)
{
	static const char *const breaks[] = {"\n", "\r", "\xc2\x85", "\xe2\x80\xa8",
					     "\xe2\x80\xa9"};
	size_t count = 0;
	for (size_t i = 0; i < length; i++)
		for (size_t j = 0; j < sizeof(breaks) / sizeof(breaks[0]); j++)
			count += strlen(breaks[j]) <= length - i &&
				 memcmp(text + i, breaks[j], strlen(breaks[j])) == 0;
	return count;
}

static bool is_place(const struct input *input, size_t line, size_t column)
{
	if (input->format == IMAGE_FORMAT_LINES)
		return fuzz_is_place(input->text, input->length, line, column);
	return line <= input->breaks + 2 && column <= input->length + 2;
}

static void check_entry(const struct image_entry *entry, const struct input *input)
{
	FUZZ_HOLDS(fuzz_says(entry->text) && strlen(entry->text) <= IMAGE_MAX_TEXT);
	FUZZ_HOLDS(entry->line > 0 && entry->column > 0);
	FUZZ_HOLDS(is_place(input, entry->line, entry->column));
	struct tufcheck_problem problem = {.line = 0};
	struct tufcheck_image *image = NULL;
	enum tufcheck_result result = tufcheck_image_parse(entry->text, &problem, &image);
	FUZZ_HOLDS(result == TUFCHECK_OK || problem.message[0] != '\0');
	tufcheck_image_free(image);
}

static void check_list(const struct image_list *list, const struct input *input)
{
	bool is_lines = input->format == IMAGE_FORMAT_LINES;
	for (size_t i = 0; i < list->count; i++) {
		check_entry(&list->entries[i], input);
		FUZZ_HOLDS(!is_lines || i == 0 ||
			   list->entries[i - 1].line < list->entries[i].line);
		FUZZ_HOLDS(!is_lines || !list->entries[i].where);
	}
	for (size_t i = 0; i < list->problem_count; i++) {
		const struct image_problem *problem = &list->problems[i];
		FUZZ_HOLDS(problem->kind != IMAGE_PROBLEM_INVALID && fuzz_says(problem->message));
		FUZZ_HOLDS(is_place(input, problem->line, problem->column));
	}
	FUZZ_HOLDS(list->count <= IMAGE_MAX_IMAGES);
	FUZZ_HOLDS(list->problem_count <= IMAGE_MAX_PROBLEMS + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const enum image_format formats[] = {IMAGE_FORMAT_BY_CONTENT, IMAGE_FORMAT_LINES,
						    IMAGE_FORMAT_COMPOSE, IMAGE_FORMAT_KUBERNETES};
	struct input input = {.text = (const char *)bytes, .length = length};
	input.breaks = count_breaks(input.text, length);
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		input.format = formats[i];
		struct image_list list = {.count = 0};
		struct image_reading reading = {
			.list = &list, .file = "input", .steps = IMAGE_MAX_STEPS};
		image_source_read(&reading, input.text, length, formats[i]);
		check_list(&list, &input);
		image_list_clear(&list);
	}
	return 0;
}
