/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The images of a Kubernetes manifest.
 */
#ifndef CLI_IMAGE_MANIFEST_H
#define CLI_IMAGE_MANIFEST_H

#include "cli/image_reading.h"

/** Whether top has what every manifest has: apiVersion and kind. */
bool image_manifest_is(struct image_reading *reading, const struct yaml_tree_node *top);

/**
 * Adds the images of the manifest top, of any kind:
 *
 * - of each element of every list called containers, initContainers or
 *   ephemeralContainers, at any depth; one without an image is a problem;
 * - every other text called image, and what such a mapping has as its reference
 *   (the form of image volumes).
 *
 * A List is looked at object by object. Not looked at, for nothing there runs:
 * the status of an object, the data of a ConfigMap or Secret, the spec of a
 * CustomResourceDefinition, and texts right under labels, annotations,
 * matchLabels and nodeSelector.
 */
void image_manifest_read(struct image_reading *reading, const struct yaml_tree_node *top);

#endif
