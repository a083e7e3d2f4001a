/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the library itself may see of a scan.
 */
#ifndef TUFCHECK_SCAN_H
#define TUFCHECK_SCAN_H

#include "verify/trustdir.h"
#include "verify/tufcheck.h"

/** The arguments of a scan and the repositories that were found; borrowed from it. */
const struct tc_trustdir *tc_scan_get_trustdir(const struct tufcheck_scan *scan);

#endif
