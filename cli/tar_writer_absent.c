/* SPDX-License-Identifier: Apache-2.0 */
/*
 * In place of tar_writer.c in builds without shared libraries (TUFCHECK_STATIC):
 * libarchive, as an archive of objects, needs a dozen libraries of compression
 * and XML, none of which is used here. Archives are verified all the same.
 */
#include "cli/tar_writer.h"

#define IS_ABSENT "this build writes no archives"

const char *tar_writer_load(void)
{
	return IS_ABSENT;
}

void tar_writer_unload(void)
{
}

struct tar_writer *tar_writer_new(int descriptor)
{
	(void)descriptor;
	return NULL;
}

bool tar_writer_add_folder(struct tar_writer *writer, const char *path)
{
	(void)writer;
	(void)path;
	return false;
}

bool tar_writer_begin_file(struct tar_writer *writer, const char *path, uint64_t length)
{
	(void)writer;
	(void)path;
	(void)length;
	return false;
}

bool tar_writer_add_bytes(struct tar_writer *writer, const void *bytes, size_t length)
{
	(void)writer;
	(void)bytes;
	(void)length;
	return false;
}

bool tar_writer_finish(struct tar_writer *writer)
{
	(void)writer;
	return false;
}

const char *tar_writer_get_error(struct tar_writer *writer)
{
	(void)writer;
	return IS_ABSENT;
}

void tar_writer_free(struct tar_writer *writer)
{
	(void)writer;
}
