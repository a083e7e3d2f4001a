/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The source (source.h) of a repository in an archive.
 */
#ifndef TUFCHECK_ARCHIVE_SOURCE_H
#define TUFCHECK_ARCHIVE_SOURCE_H

#include "verify/trustdir.h"

/** The source that reads from context->place, whose argument is an archive. context must outlive it. */
struct tc_source tc_archive_make_source(struct tc_trustdir_source *context);

#endif
