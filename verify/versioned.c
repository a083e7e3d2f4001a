/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/versioned.h"

#include <string.h>

bool tc_versioned_take(const void *from, size_t first_bytes, void *ret, size_t ret_bytes)
{
	size_t size = 0;
	memset(ret, 0, ret_bytes);
	if (!from)
		return false;
	memcpy(&size, from, sizeof(size));
	if (size < first_bytes || size > TC_MAX_VERSIONED_BYTES)
		return false;
	memcpy(ret, from, size < ret_bytes ? size : ret_bytes);
	/* what is asked there cannot be done, and is not to be overlooked */
	const unsigned char *bytes = from;
	for (size_t i = ret_bytes; i < size; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}
