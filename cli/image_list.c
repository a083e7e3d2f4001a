/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/image_list.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/image_limits.h"
#include "cli/image_reading.h"
#include "cli/image_source.h"
#include "cli/memory.h"

#define FIRST_ROOM ((size_t)1 << 16)

static const struct image_place whole = {.line = 0, .column = 0};

struct content {
	char *bytes;
	size_t length;
};

/* Reads all there is, or one byte more than the cap. Returns 0 or an errno. */
static int read_descriptor(int descriptor, struct content *content)
{
	size_t room = 0;
	while (content->length <= IMAGE_MAX_SOURCE_BYTES) {
		if (content->length == room) {
			room = room > 0 ? 2 * room : FIRST_ROOM;
			room = room < IMAGE_MAX_SOURCE_BYTES ? room : IMAGE_MAX_SOURCE_BYTES + 1;
			content->bytes = memory_resize(content->bytes, room, 1);
		}
		ssize_t taken =
			read(descriptor, content->bytes + content->length, room - content->length);
		if (taken == 0)
			return 0;
		if (taken < 0 && errno != EINTR)
			return errno;
		if (taken > 0)
			content->length += (size_t)taken;
	}
	return 0;
}

static int open_file(const char *file)
{
	int descriptor;
	do
		descriptor = open(file, O_RDONLY | O_CLOEXEC);
	while (descriptor < 0 && errno == EINTR);
	return descriptor;
}

/* Reads the file, or standard input. Returns 0 or an errno. */
static int read_file(const char *file, struct content *content)
{
	if (strcmp(file, IMAGE_LIST_STDIN) == 0)
		return read_descriptor(STDIN_FILENO, content);
	int descriptor = open_file(file);
	if (descriptor < 0)
		return errno;
	int error = read_descriptor(descriptor, content);
	close(descriptor);
	return error;
}

static bool is_before(const struct image_problem *left, const struct image_problem *right)
{
	if (left->line != right->line)
		return left->line < right->line;
	return left->column < right->column;
}

/* Sorts the problems from number first on by place; equal ones stay as they are. They are few. */
static void sort_problems(struct image_list *list, size_t first)
{
	/* the last, that there are more, stays the last */
	size_t end = list->problem_count;
	if (end > IMAGE_MAX_PROBLEMS)
		end = IMAGE_MAX_PROBLEMS;
	for (size_t i = first + 1; i < end; i++) {
		struct image_problem problem = list->problems[i];
		size_t to = i;
		for (; to > first && is_before(&problem, &list->problems[to - 1]); to--)
			list->problems[to] = list->problems[to - 1];
		list->problems[to] = problem;
	}
}

static void show_content(const struct image_reading *reading, const struct content *content)
{
	const struct tufcheck_read_file file = {
		.file = reading->file,
		.bytes = content->length > 0 ? content->bytes : "",
		.length = content->length,
	};
	if (reading->list->reader)
		reading->list->reader(reading->list->reader_context, &file);
}

static void read_content(struct image_reading *reading, const struct content *content,
			 enum image_format format)
{
	size_t count = reading->list->count;
	size_t problem_count = reading->list->problem_count;
	if (content->length > IMAGE_MAX_SOURCE_BYTES) {
		image_reading_refuse(reading, IMAGE_PROBLEM_REFUSED, whole,
				     "more than %zu bytes, which are not read",
				     IMAGE_MAX_SOURCE_BYTES);
		return;
	}
	show_content(reading, content);
	image_source_read(reading, content->bytes, content->length, format);
	sort_problems(reading->list, problem_count);
	if (reading->list->count == count && reading->list->problem_count == problem_count)
		image_reading_refuse(reading, IMAGE_PROBLEM_NOTHING, whole, "names no image");
}

void image_list_read(struct image_list *list, const char *file, enum image_format format)
{
	const char *name = strcmp(file, IMAGE_LIST_STDIN) == 0 ? "standard input" : file;
	list->files = memory_resize(list->files, list->file_count + 1, sizeof(*list->files));
	list->files[list->file_count] = memory_copy_text(name);
	struct image_reading reading = {
		.list = list,
		.file = list->files[list->file_count++],
		.steps = IMAGE_MAX_STEPS,
	};
	struct content content = {.bytes = NULL};
	int error = read_file(file, &content);
	if (error != 0)
		image_reading_refuse(&reading, IMAGE_PROBLEM_UNREADABLE, whole,
				     "cannot be read: %s", strerror(error));
	else
		read_content(&reading, &content, format);
	free(content.bytes);
}

void image_list_clear(struct image_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->entries[i].text);
		free(list->entries[i].where);
	}
	for (size_t i = 0; i < list->problem_count; i++)
		free(list->problems[i].message);
	for (size_t i = 0; i < list->file_count; i++)
		free(list->files[i]);
	free(list->entries);
	free(list->problems);
	free(list->files);
	*list = (struct image_list){.count = 0};
}
