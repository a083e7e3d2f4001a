/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/source.h"

enum tuf_result tc_read_hash(struct tc_read *content)
{
	if (content->is_hashed)
		return TUF_OK;
	enum tuf_result result = tuf_digest_compute(TUF_DIGEST_SHA256, content->bytes,
	                                            content->length, content->sha256);
	content->is_hashed = result == TUF_OK;
	return result;
}
