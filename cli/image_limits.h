/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The caps on files that name images, in one place. What is over a cap is a
 * problem that is told; nothing is cut short in silence.
 */
#ifndef CLI_IMAGE_LIMITS_H
#define CLI_IMAGE_LIMITS_H

#include <stddef.h>

/* Bytes of one file or stream. */
#define IMAGE_MAX_SOURCE_BYTES ((size_t)32 << 20)

/* YAML documents of one source that are not empty. */
#define IMAGE_MAX_DOCUMENTS ((size_t)100000)

/* Lists and mappings in each other, as they are written in one document. */
#define IMAGE_MAX_DEPTH 100

/* Values that are written in one document. Each takes some 100 bytes. */
#define IMAGE_MAX_VALUES ((size_t)1000000)

/* Looks at values of one source: a value is looked at once for each alias that stands for it. */
#define IMAGE_MAX_STEPS ((size_t)5000000)

/* Lists and mappings in each other, with what aliases stand for. */
#define IMAGE_MAX_WALK_DEPTH 200

/* Bytes of an image's text: docker's longest has less than half. */
#define IMAGE_MAX_TEXT 1024

/* Bytes of a text that a message or a place repeats. */
#define IMAGE_EXCERPT 100

/* Images of one list, whose judgements take some 10 KiB each, and problems that are told one by one. */
#define IMAGE_MAX_IMAGES ((size_t)20000)
#define IMAGE_MAX_PROBLEMS ((size_t)1000)

#endif
