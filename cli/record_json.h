/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records of the library as JSON values. Members stand in the order in which
 * the report documents them. All values are new references; none is NULL.
 */
#ifndef CLI_RECORD_JSON_H
#define CLI_RECORD_JSON_H

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

#include "cli/run_input.h"
#include "cli/summary.h"
#include "verify/tufcheck.h"

#define RECORD_SCHEMA_VERSION 1

/** Puts value, which is taken over, into object. */
void record_put(json_t *object, const char *name, json_t *value);

/** Adds value, which is taken over, to array. */
void record_add(json_t *array, json_t *value);

json_t *record_object(void);
json_t *record_array(void);
json_t *record_bool(bool value);
json_t *record_integer(int64_t value);
json_t *record_length(uint64_t value);

/** null for NULL. Text that is not UTF-8 is escaped: JSON cannot hold it as it is. */
json_t *record_text(const char *text);
json_t *record_texts(const char *const *texts, size_t count);
json_t *record_time(struct tufcheck_time time);

/** null when there is no time. */
json_t *record_optional_time(bool is_there, struct tufcheck_time time);

json_t *record_certificate(const struct tufcheck_certificate *certificate);
json_t *record_key(const struct tufcheck_key *key);
json_t *record_input(const struct tufcheck_input *input);
json_t *record_inputs(const struct run_inputs *inputs);
json_t *record_finding(const struct tufcheck_finding *finding);
json_t *record_private_key(const struct tufcheck_private_key *key);
json_t *record_summary(const struct summary *summary);

/** Puts all that is known of the repository. */
void record_put_repository(json_t *object, const struct tufcheck_repository *repository);

/** Puts "schemaVersion" and "tool". */
void record_put_version(json_t *object);

/** Puts these, and "sandbox" when it is not whole. */
void record_put_tool(json_t *object);

/** Writes value and a newline, in one line or indented, and drops the reference. */
void record_write_line(FILE *stream, json_t *value);
void record_write_indented(FILE *stream, json_t *value);

#endif
