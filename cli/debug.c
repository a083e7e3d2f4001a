/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/debug.h"

#include <stdarg.h>

#include "cli/diagnose.h"
#include "cli/standing.h"
#include "cli/text.h"

static bool is_wanted;

static void tell_input(void *unused, const struct tufcheck_read_file *file)
{
	(void)unused;
	debug_input(file);
}

void debug_begin(void)
{
	is_wanted = true;
	tufcheck_inputs_watch(tell_input, NULL);
}

void debug_input(const struct tufcheck_read_file *file)
{
	if (file->problem)
		debug("%s is not read: %s", file->file, file->problem);
	else
		debug("%s is read, %zu bytes", file->file, file->length);
}

bool debug_is_wanted(void)
{
	return is_wanted;
}

void debug_repository(const struct tufcheck_repository *repository, uint64_t spent)
{
	for (size_t i = 0; is_wanted && i < repository->file_count; i++)
		debug("%s: %s is read, SHA-256 %s", repository->metadata_path,
		      repository->files[i].path, repository->files[i].sha256);
	for (size_t i = 0; is_wanted && i < repository->finding_count; i++)
		debug("%s: %s: %s", repository->path, repository->findings[i].id,
		      repository->findings[i].message);
	debug("%s (%s) is %s, after %.1f ms; roles: %zu, keys: %zu, tags: %zu, findings: %zu",
	      standing_get_name(repository), repository->path,
	      tufcheck_status_name(repository->status), (double)spent / 1000,
	      repository->role_count, repository->key_count, repository->target_count,
	      repository->finding_count);
}

void debug(const char *format, ...)
{
	if (!is_wanted)
		return;
	struct text message = {.bytes = NULL};
	va_list arguments;
	va_start(arguments, format);
	text_append_vformat(&message, format, arguments);
	va_end(arguments);
	diagnose("debug: %s", text_get(&message));
	text_clear(&message);
}
