/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether reports of shards are what they must be, each by itself and together.
 */
#ifndef CLI_MERGE_CHECK_H
#define CLI_MERGE_CHECK_H

#include "cli/merge.h"

/** Whether what a report says of the whole has all that is needed; else its problem says what not. */
__attribute__((warn_unused_result)) bool merge_check_closing(struct merge_source *source);

/** Whether the reports are all shards of one run, each once: EXIT_STATUS_PASSED, or stderr says why not. */
__attribute__((warn_unused_result)) enum exit_status merge_check_together(struct merge *merge);

/** Whether what was met is what each report's summary says. Likewise. */
__attribute__((warn_unused_result)) enum exit_status merge_check_summaries(const struct merge *merge);

#endif
