/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of a file that names images: which format it has, and its lines or
 * documents, one after the other.
 */
#ifndef CLI_IMAGE_SOURCE_H
#define CLI_IMAGE_SOURCE_H

#include "cli/image_reading.h"

/**
 * Adds the images that length bytes name, and the problems with them.
 *
 * A stream is divided where Kubernetes' programs divide it, at lines that begin
 * with "---", before anything of it is read as YAML; else a line that is text for
 * one of them could be the end of a document for the other.
 */
void image_source_read(struct image_reading *reading, const char *bytes, size_t length,
		       enum image_format format);

#endif
