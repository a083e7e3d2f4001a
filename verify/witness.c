/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/witness.h"

#include <string.h>

/* Of files that users name, for the process: what reads them has no options. */
static struct {
	tufcheck_reader visit;
	void *context;
} inputs;

void tufcheck_inputs_watch(tufcheck_reader visit, void *context)
{
	inputs.visit = visit;
	inputs.context = context;
}

/* Why there are no bytes; a literal or of the C library. */
static const char *describe(const struct tc_read *read)
{
	switch (read->status) {
	case TC_READ_OK:
	case TC_READ_MISSING:
		return NULL;
	case TC_READ_UNREADABLE:
		return strerrordesc_np(read->error);
	case TC_READ_NOT_REGULAR:
		return read->actual;
	case TC_READ_CHANGED:
		return "it changed while it was read";
	case TC_READ_TOO_LARGE:
		return "it is larger than the limit";
	case TC_READ_LINK_ESCAPES:
		return "a symbolic link that leads out of the argument";
	case TC_READ_INVALID:
		break;
	}
	return "it was not read";
}

static struct tufcheck_read_file make_record(const char *file, const struct tc_read *read)
{
	return (struct tufcheck_read_file){.file = file,
	                                   .bytes = read->bytes,
	                                   .length = read->length,
	                                   .problem = describe(read)};
}

void tc_witness_show_input(const char *path, const struct tc_read *read)
{
	const struct tufcheck_read_file record = make_record(path, read);
	if (inputs.visit && (record.bytes || record.problem))
		inputs.visit(inputs.context, &record);
}

static enum tuf_result source_read(void *context, const char *file, size_t limit,
                                   struct tc_read *ret_read)
{
	const struct tc_witness *witness = context;
	enum tuf_result result =
		witness->source->read(witness->source->context, file, limit, ret_read);
	if (result != TUF_OK)
		return result;
	struct tufcheck_read_file record = make_record(file, ret_read);
	record.repository = witness->repository;
	if (record.bytes || record.problem)
		witness->visit(witness->context, &record);
	return TUF_OK;
}

/* A root's name counts even if it is that of a link to nothing, which no reading shows. */
static enum tuf_result source_list_roots(void *context, const struct tc_root_file **ret_files,
                                         size_t *ret_count, int *ret_error)
{
	const struct tc_witness *witness = context;
	const struct tc_source *source = witness->source;
	size_t count = 0;
	enum tuf_result result = source->list_roots(source->context, ret_files, &count, ret_error);
	if (result != TUF_OK)
		return result;
	*ret_count = count;
	for (size_t i = 0; i < count; i++) {
		const struct tufcheck_read_file record = {.repository = witness->repository,
							  .folder = ".",
							  .file = (*ret_files)[i].file,
							  .is_listed_only = true};
		witness->visit(witness->context, &record);
	}
	return TUF_OK;
}

static enum tuf_result source_list_files(void *context, const char *folder,
                                         struct tc_file_listing *ret_listing)
{
	const struct tc_witness *witness = context;
	enum tuf_result result =
		witness->source->list_files(witness->source->context, folder, ret_listing);
	for (size_t i = 0; result == TUF_OK && i < ret_listing->count; i++) {
		const struct tufcheck_read_file record = {.repository = witness->repository,
		                                          .folder = folder,
		                                          .file = ret_listing->items[i].name,
		                                          .is_listed_only = true};
		witness->visit(witness->context, &record);
	}
	return result;
}

static int source_identify(void *context, const char *file, struct tc_file_id *ret_id)
{
	const struct tc_source *source = ((const struct tc_witness *)context)->source;
	return source->identify(source->context, file, ret_id);
}

struct tc_source tc_witness_make_source(struct tc_witness *witness)
{
	return (struct tc_source){
		.context = witness,
		.read = source_read,
		.list_roots = source_list_roots,
		.list_files = source_list_files,
		.identify = source_identify};
}
