/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>

#include "tuf/digest.h"
#include "verify/tufcheck.h"

_Static_assert(TUFCHECK_SHA256_TEXT_BYTES == 2 * TUF_SHA256_BYTES + 1, "two digits a byte");

enum tufcheck_result tufcheck_sha256(const void *bytes, size_t length,
                                     char ret_text[TUFCHECK_SHA256_TEXT_BYTES])
{
	unsigned char digest[TUF_SHA256_BYTES];
	if (tuf_digest_compute(TUF_DIGEST_SHA256, bytes, length, digest) != TUF_OK)
		return TUFCHECK_NO_MEMORY;
	sodium_bin2hex(ret_text, TUFCHECK_SHA256_TEXT_BYTES, digest, sizeof(digest));
	return TUFCHECK_OK;
}
