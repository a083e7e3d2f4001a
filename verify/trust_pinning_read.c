/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a Notary client's configuration, and at once the files of CA
 * certificates that it names: whoever judges by it later reads nothing.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"
#include "verify/ca_path.h"
#include "verify/openssl.h"
#include "verify/problem.h"
#include "verify/trust_pinning.h"
#include "verify/trustdir.h"
#include "verify/tufcheck.h"

/* ---- the files of CA certificates ---- */

/* What is read for one configuration. */
struct loading {
	struct tufcheck_trust_pinning *pinning;
	size_t bytes; /* of all files so far */
	struct tufcheck_problem *problem;
};

__attribute__((format(printf, 2, 3))) static enum tufcheck_result
refuse(struct tufcheck_problem *problem, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	tc_problem_vset(problem, format, arguments);
	va_end(arguments);
	return TUFCHECK_INVALID;
}

/* Why a file was not read; NULL when it was. */
static const char *describe_failure(enum tc_read_status status)
{
	switch (status) {
	case TC_READ_OK:
		break;
	case TC_READ_MISSING:
		return "no such file";
	case TC_READ_NOT_REGULAR:
		return "something other than a regular file";
	case TC_READ_CHANGED:
		return "a file that changed while it was read";
	case TC_READ_TOO_LARGE:
		return "a file of more than 1 MiB";
	case TC_READ_INVALID:
	case TC_READ_UNREADABLE:
	case TC_READ_LINK_ESCAPES:
		return "a file that cannot be read";
	}
	return NULL;
}

static bool has_usable(const struct tc_bundle *bundle)
{
	for (size_t i = 0; i < bundle->count; i++)
		if (tc_ca_path_is_usable(&bundle->items[i], NULL))
			return true;
	return false;
}

static enum tuf_result parse_authorities(struct tuf_arena *arena, const struct tc_read *content,
                                         struct tc_authorities *authorities)
{
	const char *problem;
	struct tc_bundle bundle;
	enum tuf_result result =
		tc_authorities_parse(arena, content->bytes, content->length, &bundle, &problem);
	if (result == TUF_NO_MEMORY)
		return result;
	if (result == TUF_INVALID) {
		authorities->problem =
			tuf_arena_format(arena, "a file with something wrong in it: %s", problem);
		return authorities->problem ? TUF_OK : TUF_NO_MEMORY;
	}
	if (has_usable(&bundle))
		authorities->bundle = bundle;
	else
		authorities->problem =
			"a file whose certificates all break a rule: inverted dates, "
			"SHA-1, or RSA under 2048 bits";
	return TUF_OK;
}

/* Clients notice a file that cannot be used when an entry applies that names it; so it is here. */
static enum tufcheck_result load_authorities(struct loading *loading, const char *path,
                                             const struct tc_authorities **ret_authorities)
{
	struct tuf_arena *arena = &loading->pinning->arena;
	struct tc_authorities *authorities = tuf_arena_take(arena, sizeof(*authorities));
	if (!authorities)
		return TUFCHECK_NO_MEMORY;
	authorities->path = path;
	struct tc_read content = {.status = TC_READ_MISSING};
	if (path[0] && tc_trustdir_read_file(path, TUF_MAX_AUTHORITY_BYTES, &content) != TUF_OK)
		return TUFCHECK_NO_MEMORY;
	authorities->problem = describe_failure(content.status);
	enum tuf_result result = TUF_OK;
	if (!authorities->problem)
		result = parse_authorities(arena, &content, authorities);
	loading->bytes += content.length;
	if (result == TUF_OK && content.status == TC_READ_OK)
		result = tc_inputs_add(&loading->pinning->inputs, arena, path, &content);
	free(content.bytes);
	if (result != TUF_OK)
		return TUFCHECK_NO_MEMORY;
	if (loading->bytes > TUF_MAX_AUTHORITIES_BYTES)
		return refuse(loading->problem, "expected files of CA certificates of at most 16 "
		                                "MiB together; there is more");
	*ret_authorities = authorities;
	return TUFCHECK_OK;
}

/* The file of an earlier entry that is the same; NULL: none. */
static const struct tc_authorities *find_loaded(const struct tufcheck_trust_pinning *pinning,
                                                size_t count, const char *path)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(pinning->authorities[i]->path, path) == 0)
			return pinning->authorities[i];
	return NULL;
}

static enum tufcheck_result load_all(struct loading *loading)
{
	struct tufcheck_trust_pinning *pinning = loading->pinning;
	const struct tuf_pin_list *ca = &pinning->content.ca;
	pinning->authorities =
		tuf_arena_take_array(&pinning->arena, ca->count, sizeof(*pinning->authorities));
	if (!pinning->authorities)
		return TUFCHECK_NO_MEMORY;
	for (size_t i = 0; i < ca->count; i++) {
		const char *path = ca->items[i].values[0];
		pinning->authorities[i] = find_loaded(pinning, i, path);
		if (pinning->authorities[i])
			continue;
		enum tufcheck_result result =
			load_authorities(loading, path, &pinning->authorities[i]);
		if (result != TUFCHECK_OK)
			return result;
	}
	return TUFCHECK_OK;
}

/* ---- the configuration ---- */

/* A fault in the text says where at its beginning; one of a value has a pointer. */
static enum tufcheck_result refuse_fault(struct tufcheck_problem *problem,
                                         const struct tuf_fault *fault)
{
	size_t line = 0, column = 0;
	int skip = 0;
	const char *actual = fault->actual;
	/* tuf/json.c wrote the text. NOLINTNEXTLINE(cert-err34-c) */
	if (sscanf(actual, "line %zu, column %zu: %n", &line, &column, &skip) == 2 && skip > 0)
		actual += skip;
	enum tufcheck_result result =
		refuse(problem, "%s%sexpected %s; found %s", fault->pointer,
	               fault->pointer[0] ? ": " : "", fault->expected, actual);
	if (problem) {
		problem->line = line;
		problem->column = column > 0 || line == 0 ? column : 1;
	}
	return result;
}

static enum tufcheck_result parse(struct tufcheck_trust_pinning *pinning,
                                  const struct tc_read *content, struct tufcheck_problem *problem)
{
	struct tuf_fault fault = {.pointer = ""};
	const struct tuf_reader reader = {.arena = &pinning->arena, .fault = &fault};
	enum tuf_result result = tuf_trust_pinning_parse(&reader, content->bytes, content->length,
	                                                 &pinning->content);
	if (result == TUF_INVALID)
		return refuse_fault(problem, &fault);
	if (result != TUF_OK)
		return TUFCHECK_NO_MEMORY;
	struct loading loading = {.pinning = pinning, .problem = problem};
	return load_all(&loading);
}

static enum tufcheck_result fill(struct tufcheck_trust_pinning *pinning, const char *path,
                                 struct tufcheck_problem *problem)
{
	pinning->path = tuf_arena_copy_text(&pinning->arena, path, strlen(path));
	struct tc_read content = {.status = TC_READ_INVALID};
	if (!pinning->path ||
	    tc_trustdir_read_file(path, TUF_MAX_CONFIGURATION_BYTES, &content) != TUF_OK)
		return TUFCHECK_NO_MEMORY;
	const char *failure = describe_failure(content.status);
	enum tufcheck_result result = TUFCHECK_UNREADABLE;
	bool is_noted = content.status != TC_READ_OK ||
	                tc_inputs_add(&pinning->inputs, &pinning->arena, path, &content) == TUF_OK;
	if (!is_noted)
		result = TUFCHECK_NO_MEMORY;
	else if (!failure)
		result = parse(pinning, &content, problem);
	else
		(void)refuse(problem, "expected a Notary configuration; found %s", failure);
	free(content.bytes);
	return content.status == TC_READ_MISSING ? TUFCHECK_NOT_FOUND : result;
}

enum tufcheck_result tufcheck_trust_pinning_read(const char *path,
                                                 struct tufcheck_problem *ret_problem,
                                                 struct tufcheck_trust_pinning **ret_pinning)
{
	if (!path || !path[0] || !ret_pinning)
		return TUFCHECK_BAD_CALL;
	if (tc_openssl_init() != TUF_OK)
		return TUFCHECK_NO_MEMORY;
	struct tufcheck_trust_pinning *pinning = calloc(1, sizeof(*pinning));
	if (!pinning)
		return TUFCHECK_NO_MEMORY;
	enum tufcheck_result result = fill(pinning, path, ret_problem);
	if (result != TUFCHECK_OK) {
		tufcheck_trust_pinning_free(pinning);
		return result;
	}
	*ret_pinning = pinning;
	return TUFCHECK_OK;
}

const struct tufcheck_input *
tufcheck_trust_pinning_get_input(const struct tufcheck_trust_pinning *pinning, size_t index)
{
	return pinning ? tc_inputs_get(&pinning->inputs, index) : NULL;
}

void tufcheck_trust_pinning_free(struct tufcheck_trust_pinning *pinning)
{
	if (!pinning)
		return;
	tuf_arena_clear(&pinning->arena);
	free(pinning);
}
