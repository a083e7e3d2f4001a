/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/evidence.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/debug.h"
#include "cli/diagnose.h"
#include "cli/memory.h"
#include "cli/replacement.h"
#include "cli/tar_writer.h"
#include "cli/text.h"

/* What any tar program takes, with room for an extended header (tuf/limits.h has the cap). */
#define MAX_PATH 1000

/* Of the name of an input, in bytes. */
#define MAX_NAME ((size_t)80)

#define HAS_KEY "it has a private key"
#define HAS_ODD_PATH                                                                               \
	"its path is too long, or has characters that archives do not carry the same way"
#define IS_NOT_READ "nothing reads it"

bool evidence_begin(struct evidence *evidence, const char *command, const char *path)
{
	*evidence = (struct evidence){
		.command = command, .path = path, .lock = PTHREAD_MUTEX_INITIALIZER};
	if (!path)
		return true;
	const char *lack = tar_writer_load();
	if (lack) {
		diagnose("%s: %s cannot be written: %s", command, path, lack);
		tar_writer_unload();
		return false;
	}
	evidence->kept.descriptor = replacement_make_scratch(command, path);
	evidence->body.descriptor =
		evidence->kept.descriptor < 0 ? -1 : replacement_make_scratch(command, path);
	if (evidence->body.descriptor < 0) {
		evidence_end(evidence);
		return false;
	}
	tufcheck_inputs_watch(evidence_note_file, evidence);
	return true;
}

/* ---- items ---- */

struct evidence_item *evidence_add_item(struct evidence *evidence, enum evidence_kind kind,
					char *path)
{
	if (evidence->count == evidence->room) {
		evidence->room = evidence->room * 2 + 64;
		evidence->items =
			memory_resize(evidence->items, evidence->room, sizeof(*evidence->items));
	}
	struct evidence_item *item = &evidence->items[evidence->count++];
	*item = (struct evidence_item){.kind = kind};
	item->path = path; /* transferred */
	return item;
}

static struct evidence_item *keep(struct evidence *evidence, enum evidence_kind kind, char *path,
				  const void *bytes, size_t length)
{
	struct evidence_item *item = evidence_add_item(evidence, kind, path);
	item->offset = evidence->kept.length;
	item->length = length;
	if (tufcheck_sha256(bytes, length, item->sha256) != TUFCHECK_OK)
		memory_exhausted();
	evidence_scratch_add(&evidence->kept, bytes, length);
	return item;
}

static bool is_plain(const char *path)
{
	for (const char *at = path; *at != '\0'; at++)
		if (*at < ' ' || *at > '~')
			return false;
	return strlen(path) <= MAX_PATH;
}

static const char *find_problem(const struct tufcheck_read_file *file, const char *path)
{
	if (!is_plain(path))
		return HAS_ODD_PATH;
	if (file->is_listed_only)
		return IS_NOT_READ;
	if (file->problem)
		return file->problem;
	return tufcheck_has_private_key(file->bytes, file->length) ? HAS_KEY : NULL;
}

/* Takes the path over. */
static struct evidence_item *note(struct evidence *evidence, enum evidence_kind kind, char *path,
				  const struct tufcheck_read_file *file)
{
	const char *problem = find_problem(file, path);
	if (!problem)
		return keep(evidence, kind, path, file->bytes, file->length);
	struct evidence_item *item = evidence_add_item(evidence, EVIDENCE_ABSENT, path);
	item->problem = problem;
	return item;
}

/* ---- files ---- */

/* The file's own name, as far as it is plain; none that readers of archives take for a key's. */
static void append_name(struct text *path, const char *source)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "-_.";
	const char *slash = strrchr(source, '/');
	const char *name = slash ? slash + 1 : source;
	size_t length = strspn(name, plain);
	text_append_bytes(path, name, length < MAX_NAME ? length : MAX_NAME);
	if (length > 4 && strcmp(text_get(path) + path->length - 4, ".key") == 0)
		text_append(path, "_");
}

/* What is named twice is kept twice: it was read twice. */
static void note_input(struct evidence *evidence, const struct tufcheck_read_file *file)
{
	debug_input(file);
	struct text path = {.bytes = NULL};
	text_append_format(&path, "inputs/%05zu-", ++evidence->input_count);
	append_name(&path, file->file);
	struct evidence_item *item = note(evidence, EVIDENCE_INPUT, text_take(&path), file);
	item->source = memory_copy_text(file->file);
}

static void note_repository_file(struct evidence *evidence, const struct tufcheck_read_file *file)
{
	static const char beside[] = "../";
	static const size_t skip = sizeof(beside) - 1;
	const char *within = file->folder && strcmp(file->folder, ".") != 0 ? file->folder : "";
	struct text path = {.bytes = NULL};
	struct text name = {.bytes = NULL};
	text_append_format(&name, "%s%s%s", within, within[0] ? "/" : "", file->file);
	bool is_beside = strncmp(text_get(&name), beside, skip) == 0;
	text_append_format(&path, "%s/%s%s", evidence->folders[file->repository],
			   is_beside ? "" : "metadata/", text_get(&name) + (is_beside ? skip : 0));
	text_clear(&name);
	enum evidence_kind kind = is_beside ? EVIDENCE_CHANGELIST : EVIDENCE_METADATA;
	struct evidence_item *item = note(evidence, kind, text_take(&path), file);
	const char *gun = tufcheck_scan_get_place(evidence->scan, file->repository).gun;
	item->gun = gun ? memory_copy_text(gun) : NULL;
	evidence->read_counts[file->repository]++;
}

void evidence_note_file(void *context, const struct tufcheck_read_file *file)
{
	struct evidence *evidence = context;
	(void)pthread_mutex_lock(&evidence->lock);
	if (evidence->scan)
		note_repository_file(evidence, file);
	else
		note_input(evidence, file);
	(void)pthread_mutex_unlock(&evidence->lock);
}

/* ---- repositories ---- */

static bool is_in_files(const char *path)
{
	return strstr(path, "/metadata/") || strstr(path, "/changelist/");
}

/* What path is called below the folder of repository number index, among its files; or NULL. */
static const char *find_within(const struct evidence *evidence, size_t index, const char *path)
{
	const char *above = tufcheck_scan_get_place(evidence->scan, index).path;
	size_t length = strlen(above);
	const char *within = path + length;
	if (strncmp(path, above, length) != 0)
		return NULL;
	return strncmp(within, "/metadata/", strlen("/metadata/")) == 0 ||
			       strncmp(within, "/changelist/", strlen("/changelist/")) == 0
		       ? within
		       : NULL;
}

/*
 * The folder of a repository that stands among the files of another one; NULL: it does not. That
 * one is before it in the scan, which is by name, and is mostly that of the last which did so.
 */
static char *make_enclosed_folder(struct evidence *evidence, size_t index)
{
	const struct tufcheck_repository_place place =
		tufcheck_scan_get_place(evidence->scan, index);
	if (index == 0 || !is_in_files(place.gun ? place.gun : place.path))
		return NULL;
	size_t above = evidence->last_encloser;
	const char *within = find_within(evidence, above, place.path);
	for (size_t i = index; !within && i > 0; i--) {
		above = i - 1;
		within = find_within(evidence, above, place.path);
	}
	if (!within)
		return NULL;
	evidence->last_encloser = above;
	struct text folder = {.bytes = NULL};
	text_append_format(&folder, "%s%s", evidence->folders[above], within);
	return text_take(&folder);
}

/*
 * Where repository number index goes; those of one name, which stand side by side, are copies.
 * What stands among the files of another repository stays there, and what is only called so
 * does not get there.
 */
static char *make_folder(struct evidence *evidence, size_t index)
{
	const struct tufcheck_scan *scan = evidence->scan;
	const char *gun = tufcheck_scan_get_place(scan, index).gun;
	struct text folder = {.bytes = NULL};
	size_t copy = 1;
	char *enclosed = make_enclosed_folder(evidence, index);
	if (enclosed)
		return enclosed;
	for (size_t i = index; gun && i > 0; i--, copy++) {
		const char *before = tufcheck_scan_get_place(scan, i - 1).gun;
		if (!before || strcmp(before, gun) != 0)
			break;
	}
	if (!gun)
		text_append_format(&folder, "unnamed/%05zu", index + 1);
	else if (is_in_files(gun))
		text_append_format(&folder, "trust_%05zu/tuf/%s",
				   evidence->folder_count + index + 1, gun);
	else if (copy == 1)
		text_append_format(&folder, "trust/tuf/%s", gun);
	else
		text_append_format(&folder, "trust_%05zu/tuf/%s", copy, gun);
	return text_take(&folder);
}

void evidence_begin_scan(struct evidence *evidence, const struct tufcheck_scan *scan,
			 const struct render_context *context)
{
	static const struct terminal paper = {.is_utf8 = true};
	if (!evidence->path)
		return;
	tufcheck_inputs_watch(NULL, NULL);
	evidence->scan = scan;
	evidence->folder_count = tufcheck_scan_count(scan);
	evidence->read_counts = memory_take(evidence->folder_count, sizeof(*evidence->read_counts));
	evidence->folders = memory_take(evidence->folder_count, sizeof(*evidence->folders));
	for (size_t i = 0; i < evidence->folder_count; i++)
		evidence->folders[i] = make_folder(evidence, i);
	evidence->context = *context;
	evidence->context.terminal = paper;
	evidence->context.is_quiet = false;
}

/* The number of the repository in the scan, which shows them in its order. */
static size_t find_number(struct evidence *evidence, const struct tufcheck_repository *repository)
{
	size_t number = evidence->visited_count;
	while (strcmp(tufcheck_scan_get_place(evidence->scan, number).path, repository->path) != 0)
		number++;
	evidence->visited_count = number + 1;
	return number;
}

void evidence_add(struct evidence *evidence, const struct tufcheck_repository *repository)
{
	if (!evidence->path)
		return;
	size_t number = find_number(evidence, repository);
	struct text path = {.bytes = NULL};
	text_append_format(&path, "%s/metadata", evidence->folders[number]);
	/* a folder in which nothing could be looked at is no empty one */
	(void)pthread_mutex_lock(&evidence->lock);
	bool is_closed = evidence->read_counts[number] == 0 &&
			 repository->status != TUFCHECK_STATUS_INCOMPLETE;
	bool is_kept = is_plain(text_get(&path)) && !is_closed;
	if (is_closed)
		text_append(&path, "/"); /* readers know by that what it was */
	struct evidence_item *item = evidence_add_item(
		evidence, is_kept ? EVIDENCE_FOLDER : EVIDENCE_ABSENT, text_take(&path));
	item->problem = is_closed ? "the repository could not be read" : HAS_ODD_PATH;
	(void)pthread_mutex_unlock(&evidence->lock);
	evidence_report_add(evidence, repository);
}

/* ---- the end ---- */

/* Kept before not kept, and of these what has a reason before what was only seen. */
static int rank(const struct evidence_item *item)
{
	if (item->kind != EVIDENCE_ABSENT)
		return 0;
	return strcmp(item->problem, IS_NOT_READ) == 0 ? 2 : 1;
}

static int compare_items(const void *left, const void *right)
{
	const struct evidence_item *a = left;
	const struct evidence_item *b = right;
	int order = strcmp(a->path, b->path);
	if (order == 0)
		order = rank(a) - rank(b);
	return order != 0 ? order : (a->offset > b->offset) - (a->offset < b->offset);
}

static void clear_item(struct evidence_item *item)
{
	free(item->path);
	free(item->source);
	free(item->gun);
}

/* Of items that are sorted: those below one stand together, but not always right behind it. */
static bool has_items_below(const struct evidence *evidence, const char *path)
{
	size_t length = strlen(path);
	size_t low = 0;
	for (size_t high = evidence->count; low < high;) {
		size_t middle = low + (high - low) / 2;
		const char *found = evidence->items[middle].path;
		int order = strncmp(found, path, length);
		if (order < 0 || (order == 0 && (unsigned char)found[length] < '/'))
			low = middle + 1;
		else
			high = middle;
	}
	return low < evidence->count && strncmp(evidence->items[low].path, path, length) == 0 &&
	       evidence->items[low].path[length] == '/';
}

/*
 * A link that cannot be followed, or a folder where a file belongs, is noted as such a file and
 * may be a repository too. An archive has one thing at a path: a folder, when something is in it;
 * what reads a file there then says so. False: a file that was read became a folder.
 */
static bool settle_items(struct evidence *evidence)
{
	bool is_same = true;
	for (size_t i = 0; i < evidence->count; i++) {
		struct evidence_item *item = &evidence->items[i];
		if (item->kind == EVIDENCE_FOLDER || !has_items_below(evidence, item->path))
			continue;
		item->is_folder_instead = item->kind == EVIDENCE_ABSENT;
		if (!item->is_folder_instead) {
			diagnose("%s: %s was a file when it was read, and a folder later",
				 evidence->command, item->path);
			is_same = false;
		}
	}
	size_t kept = 0;
	for (size_t i = 0; i < evidence->count; i++) {
		if (evidence->items[i].is_folder_instead)
			clear_item(&evidence->items[i]);
		else
			evidence->items[kept++] = evidence->items[i]; /* transferred */
	}
	evidence->count = kept;
	return is_same;
}

/* Each path once. False: a file was read twice, and was not the same. */
static bool sort_items(struct evidence *evidence)
{
	size_t kept = 0;
	bool is_same = true;
	qsort(evidence->items, evidence->count, sizeof(*evidence->items), compare_items);
	for (size_t i = 0; i < evidence->count; i++) {
		struct evidence_item *item = &evidence->items[i];
		struct evidence_item *last = kept > 0 ? &evidence->items[kept - 1] : NULL;
		if (!last || strcmp(last->path, item->path) != 0) {
			evidence->items[kept++] = *item; /* transferred */
			continue;
		}
		if (item->kind != EVIDENCE_ABSENT && strcmp(last->sha256, item->sha256) != 0) {
			diagnose("%s: %s was read twice, and was not the same", evidence->command,
				 item->path);
			is_same = false;
		}
		clear_item(item);
	}
	evidence->count = kept;
	return is_same;
}

/* What was only seen in a folder is no loss. */
static void tell_absent(const struct evidence *evidence)
{
	for (size_t i = 0; i < evidence->count; i++) {
		const struct evidence_item *item = &evidence->items[i];
		if (item->kind == EVIDENCE_ABSENT && rank(item) == 1)
			diagnose("%s: %s has no %s%s%s: %s", evidence->command, evidence->path,
				 item->source ? item->source : item->path,
				 item->source ? ", as " : "", item->source ? item->path : "",
				 item->problem);
	}
}

enum exit_status evidence_finish(struct evidence *evidence, const struct closing *closing,
				 const struct command *command, const struct option_values *values)
{
	if (!evidence->path)
		return EXIT_STATUS_PASSED;
	evidence_report_finish(evidence, closing);
	bool is_right = sort_items(evidence);
	is_right = settle_items(evidence) && is_right;
	char *manifest = evidence_make_manifest(evidence, command, values);
	(void)keep(evidence, EVIDENCE_MANIFEST, memory_copy_text("manifest.json"), manifest,
		   strlen(manifest));
	free(manifest);
	is_right = is_right && sort_items(evidence);
	int error = evidence->kept.error != 0 ? evidence->kept.error : evidence->body.error;
	if (is_right && error != 0) {
		diagnose("%s: %s cannot be written: %s", evidence->command, evidence->path,
			 strerror(error));
		is_right = false;
	}
	if (!is_right || !evidence_write(evidence))
		return EXIT_STATUS_UNCHECKED;
	tell_absent(evidence);
	return EXIT_STATUS_PASSED;
}

void evidence_end(struct evidence *evidence)
{
	if (!evidence->path)
		return;
	tufcheck_inputs_watch(NULL, NULL);
	tar_writer_unload();
	if (evidence->kept.descriptor >= 0)
		close(evidence->kept.descriptor);
	if (evidence->body.descriptor >= 0)
		close(evidence->body.descriptor);
	for (size_t i = 0; i < evidence->count; i++)
		clear_item(&evidence->items[i]);
	for (size_t i = 0; i < evidence->folder_count; i++)
		free(evidence->folders[i]);
	free(evidence->folders);
	free(evidence->read_counts);
	(void)pthread_mutex_destroy(&evidence->lock);
	free(evidence->items);
	*evidence = (struct evidence){.path = NULL};
}
