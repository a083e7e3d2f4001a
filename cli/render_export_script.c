/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Proved tags as a shell script that signs their digests with another tool.
 * A person reads it first: it signs only when it is told to, and what is left
 * out stands in it as a comment.
 *
 * References consist of what names of images may have (export.h), none of
 * which means anything to a shell between single quotation marks. Everything
 * else that comes from a repository stands in comments, in ASCII, escaped: it
 * has no line's end.
 */
#include "cli/render_export.h"

#include <stdlib.h>
#include <string.h>

#include "cli/escape.h"
#include "cli/memory.h"
#include "cli/text.h"

/* Where the tools differ. */
struct tool {
	const char *name;
	const char *key;     /* the variable that names the key */
	const char *meaning; /* of its value */
	const char *command; /* what signs "$1" */
};

static const struct tool cosign = {
	.name = "cosign",
	.key = "COSIGN_KEY",
	.meaning = "a private key's file, or the address of one in a key management service",
	.command = "cosign sign --yes --key \"$COSIGN_KEY\" \"$1\"",
};

static const struct tool notation = {
	.name = "notation",
	.key = "NOTATION_KEY",
	.meaning = "the name of a signing key, as 'notation key list' shows it",
	.command = "notation sign --key \"$NOTATION_KEY\" \"$1\"",
};

struct state {
	const struct render_export_context *context;
	size_t digests;
};

static void write_intent(const struct render_export_context *context, const struct tool *tool)
{
	char at[TUFCHECK_TIME_TEXT_BYTES];
	tufcheck_time_format(context->at, at);
	(void)fprintf(context->stream,
		      "#!/bin/sh\n"
		      "# Signs with %s what Docker Content Trust proved.\n"
		      "#\n"
		      "# Made by tufcheck %s; evaluated at %s.\n"
		      "#\n"
		      "# Read this first. Each digest below has the signatures that its repository "
		      "demands,\n"
		      "# which says who published it, and not that it should be used: it may be "
		      "old. Take out\n"
		      "# what you would not sign today. Lines that say LEFT OUT are not signed; "
		      "find out why.\n"
		      "# Without an argument this lists the digests; with the word 'sign' it signs "
		      "them.\n"
		      "#\n"
		      "#   %-13s %s\n",
		      tool->name, tufcheck_version(), at, tool->key, tool->meaning);
}

static void write_functions(FILE *stream, const struct tool *tool)
{
	(void)fprintf(stream,
		      "set -eu\n"
		      "\n"
		      "case \"${1:-list}\" in\n"
		      "list) ;;\n"
		      "sign) : \"${%s:?names no key}\" ;;\n"
		      "*)\n"
		      "  echo \"usage: $0 [list|sign]\" >&2\n"
		      "  exit 2\n"
		      "  ;;\n"
		      "esac\n"
		      "action=${1:-list}\n"
		      "failed=0\n"
		      "\n"
		      "sign_one() {\n"
		      "  if [ \"$action\" = list ]; then\n"
		      "    printf '%%s\\n' \"$1\"\n"
		      "  elif ! %s; then\n"
		      "    printf 'not signed: %%s\\n' \"$1\" >&2\n"
		      "    failed=$((failed + 1))\n"
		      "  fi\n"
		      "}\n",
		      tool->key, tool->command);
}

static void *begin(const struct render_export_context *context, const struct tool *tool)
{
	struct state *state = memory_take(1, sizeof(*state));
	state->context = context;
	write_intent(context, tool);
	write_functions(context->stream, tool);
	return state;
}

static void *begin_cosign(const struct render_export_context *context)
{
	return begin(context, &cosign);
}

static void *begin_notation(const struct render_export_context *context)
{
	return begin(context, &notation);
}

static void append_shown(struct text *out, const char *untrusted)
{
	escape_append(out, untrusted, true);
}

/* Takes the text's content over. */
static void write_comment(const struct state *state, struct text *comment)
{
	(void)fprintf(state->context->stream, "# %s\n", text_get(comment));
	text_clear(comment);
}

static void write_heading(const struct state *state, const struct export_entry *entry)
{
	struct text heading = {.bytes = NULL};
	(void)fputc('\n', state->context->stream);
	append_shown(&heading, standing_get_name(entry->repository));
	text_append_format(&heading, ": %s", tufcheck_status_name(entry->repository->status));
	if (entry->leave)
		text_append_format(&heading, ", let pass by %s", entry->leave);
	write_comment(state, &heading);
}

static void write_tag(const struct state *state, const struct tufcheck_target *target)
{
	struct text line = {.bytes = NULL};
	text_append(&line, "  ");
	append_shown(&line, target->name);
	for (size_t i = 0; i < target->signer_count; i++) {
		text_append(&line, i == 0 ? ", signed by " : ", ");
		append_shown(&line, target->signers[i]);
	}
	write_comment(state, &line);
}

static void write_gap(const struct state *state, const struct export_gap *gap)
{
	struct text line = {.bytes = NULL};
	text_append(&line, "  LEFT OUT");
	if (gap->target) {
		text_append(&line, ": ");
		append_shown(&line, gap->target->name);
	}
	text_append(&line, ": ");
	append_shown(&line, gap->reason);
	write_comment(state, &line);
}

/* A digest is signed once, below all tags that have it. */
static void write_tags(struct state *state, const struct export_entry *entry)
{
	for (size_t i = 0; i < entry->tag_count; i++) {
		const struct tufcheck_target *target = entry->tags[i];
		write_tag(state, target);
		if (!export_entry_is_last_of_digest(entry, i))
			continue;
		(void)fprintf(state->context->stream, "sign_one '%s@sha256:%s'\n",
			      entry->repository->gun, target->sha256);
		state->digests++;
	}
}

static struct render_export_count add(void *data, struct export_entry *entry)
{
	struct state *state = data;
	export_entry_sort_by_digest(entry);
	write_heading(state, entry);
	write_tags(state, entry);
	for (size_t i = 0; i < entry->gap_count; i++)
		write_gap(state, &entry->gaps[i]);
	return render_export_count_tags(entry);
}

static bool finish(void *data, const struct render_export_totals *totals)
{
	struct state *state = data;
	(void)fprintf(
		state->context->stream,
		"\n# digests: %zu, tags: %zu, repositories: %zu; left out: %zu\n"
		"if [ \"$action\" = list ]; then\n"
		"  echo \"nothing was signed: read $0, then run it with the word 'sign'\" >&2\n"
		"fi\n"
		"[ \"$failed\" -eq 0 ]\n",
		state->digests, totals->count.exported, totals->repositories,
		totals->count.left_out);
	free(state);
	return true;
}

const struct export_renderer render_export_cosign = {
	.begin = begin_cosign,
	.add = add,
	.finish = finish,
};

const struct export_renderer render_export_notation = {
	.begin = begin_notation,
	.add = add,
	.finish = finish,
};
