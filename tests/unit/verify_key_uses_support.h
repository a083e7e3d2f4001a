/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of keys and of what they are used for share: IDs, and roles.
 */
#ifndef TUFCHECK_TESTS_VERIFY_KEY_USES_SUPPORT_H
#define TUFCHECK_TESTS_VERIFY_KEY_USES_SUPPORT_H

#include "verify/key_uses.h"
#include "verify_support.h"

#define ID "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define OTHER_ID "11112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static const char *const for_root[] = {"root"};
static const char *const for_targets[] = {"targets"};

#endif
