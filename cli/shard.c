/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/shard.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/diagnose.h"
#include "cli/memory.h"
#include "cli/record_json.h"

/* More than any file that an option names may have. */
#define MAX_FILE_BYTES ((size_t)256 << 20)

/*
 * Options that change how a run is shown, or done, but not what is found: they
 * may differ between shards. One that is not known to be such must be the same.
 */
static const char *const indifferent[] = {
	"at",         "color",  "debug", "help",   "jobs",  "no-color",
	"no-sandbox", "output", "quiet", "report", "shard",
};

static bool is_indifferent(const char *name)
{
	for (size_t i = 0; i < sizeof(indifferent) / sizeof(indifferent[0]); i++)
		if (strcmp(indifferent[i], name) == 0)
			return true;
	return false;
}

/* ---- the value of the option ---- */

/* The digits at text; NULL when they are none, or the number is not from 1 to SHARD_MAX. */
static const char *read_number(const char *text, size_t *ret_number)
{
	char *end = NULL;
	if (text[0] < '0' || text[0] > '9')
		return NULL;
	errno = 0;
	unsigned long number = strtoul(text, &end, 10);
	if (errno != 0 || number < 1 || number > SHARD_MAX)
		return NULL;
	*ret_number = number;
	return end;
}

static bool read_share(const char *given, struct shard *shard)
{
	const char *rest = read_number(given, &shard->number);
	if (!rest || *rest != '/')
		return false;
	rest = read_number(rest + 1, &shard->count);
	return rest && *rest == '\0' && shard->number <= shard->count;
}

/* ---- what else was asked for ---- */

/* NULL: it could not be read; errno says why. */
static json_t *digest_stream(FILE *stream)
{
	char sha256[TUFCHECK_SHA256_TEXT_BYTES];
	unsigned char *bytes = NULL;
	size_t length = 0, room = 0, got;
	do {
		if (length == room) {
			room = room > 0 ? room * 2 : 4096;
			bytes = memory_resize(bytes, room, 1);
		}
		got = fread(bytes + length, 1, room - length, stream);
		length += got;
	} while (got > 0 && length <= MAX_FILE_BYTES);
	bool is_read = !ferror(stream) && length <= MAX_FILE_BYTES &&
		       tufcheck_sha256(bytes, length, sha256) == TUFCHECK_OK;
	free(bytes);
	return is_read ? record_text(sha256) : NULL;
}

/* The path, and what is there. */
static json_t *describe_file(const struct command *command, const char *path)
{
	FILE *stream = fopen(path, "re");
	json_t *digest = stream ? digest_stream(stream) : NULL;
	if (!digest)
		diagnose("%s: %s cannot be read again: %s", command->name, path, strerror(errno));
	if (stream)
		(void)fclose(stream);
	if (!digest)
		return NULL;
	json_t *facts = record_texts(&path, 1);
	record_add(facts, digest);
	return facts;
}

/* The values of an option that was given; of a flag there are none. NULL: stderr says why. */
static json_t *describe_option(const struct command *command, const struct option_values *values,
			       size_t row)
{
	const struct option_spec *spec = &command->options.rows[row];
	size_t cursor = 0;
	const char *value;
	if (!spec->argument)
		return record_array();
	if (strcmp(spec->argument, "FILE") == 0)
		return describe_file(command, values->given[row]);
	if (!spec->repeats)
		return record_texts(&values->given[row], 1);
	json_t *array = record_array();
	while ((value = option_values_get_next(values, row, &cursor)))
		record_add(array, record_text(value));
	return array;
}

static void add_setting(json_t *settings, const char *name, json_t *values)
{
	json_t *setting = record_object();
	record_put(setting, "name", record_text(name));
	record_put(setting, "values", values);
	record_add(settings, setting);
}

static bool describe_settings(const struct command *command, const struct option_values *values,
			      json_t *settings)
{
	for (size_t row = 0; row < command->options.count; row++) {
		const char *name = command->options.rows[row].name;
		if (!values->given[row] || is_indifferent(name))
			continue;
		json_t *given = describe_option(command, values, row);
		if (!given)
			return false;
		add_setting(settings, name, given);
	}
	add_setting(settings, "operands", record_texts(values->operands, values->operand_count));
	return true;
}

enum exit_status shard_begin(const struct command *command, const struct option_values *values,
			     const char *given, struct shard *ret_shard)
{
	struct shard shard = {.count = 0};
	if (!given) {
		*ret_shard = shard;
		return EXIT_STATUS_PASSED;
	}
	if (!read_share(given, &shard)) {
		diagnose("%s: --shard is '%s', but must be K/N, a number from 1 to N and how many "
			 "shards there are, at most %d",
			 command->name, given, SHARD_MAX);
		return EXIT_STATUS_USAGE;
	}
	shard.settings = record_array();
	shard.complaints = record_array();
	if (!describe_settings(command, values, shard.settings)) {
		shard_end(&shard);
		return EXIT_STATUS_USAGE;
	}
	*ret_shard = shard; /* transferred */
	return EXIT_STATUS_PASSED;
}

json_t *shard_record(const struct shard *shard, const struct tufcheck_scan *scan)
{
	const struct tufcheck_share *share = tufcheck_scan_get_share(scan);
	json_t *object = record_object();
	record_put(object, "number", record_length(shard->number));
	record_put(object, "count", record_length(shard->count));
	record_put(object, "repositories", record_length(share ? share->repositories : 0));
	record_put(object, "places", record_text(share ? share->places_sha256 : NULL));
	record_put(object, "settings", json_incref(shard->settings));
	record_put(object, "status", record_integer(shard->status));
	record_put(object, "unused", json_incref(shard->complaints));
	return object;
}

void shard_end(struct shard *shard)
{
	json_decref(shard->settings);
	json_decref(shard->complaints);
	*shard = (struct shard){.count = 0};
}
