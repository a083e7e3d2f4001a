/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The images of a compose file.
 */
#ifndef CLI_IMAGE_COMPOSE_H
#define CLI_IMAGE_COMPOSE_H

#include "cli/image_reading.h"

/** Whether top has what every compose file has: services. */
bool image_compose_is(struct image_reading *reading, const struct yaml_tree_node *top);

/**
 * Adds the image of each service of the compose file top, and of its volumes of
 * the type image. A service without one is a problem; so is what takes services
 * or images from other places (include, extends).
 */
void image_compose_read(struct image_reading *reading, const struct yaml_tree_node *top);

#endif
