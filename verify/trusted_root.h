/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A root that the user got out of band and trusts; the public header has its
 * functions. It is read once and never changes, so that several threads may
 * hold repositories against it.
 */
#ifndef TUFCHECK_TRUSTED_ROOT_H
#define TUFCHECK_TRUSTED_ROOT_H

#include "verify/inputs.h"
#include "verify/root_step.h"
#include "verify/tufcheck.h"

struct tufcheck_trusted_root {
	struct tc_root_step step;
	const struct tc_certificate *const *leaves; /* of its root keys */
	size_t leaf_count;
	struct tc_inputs inputs; /* the file */
};

#endif
