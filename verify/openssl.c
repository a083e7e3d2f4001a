/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/openssl.h"

#include <openssl/err.h>
#include <stdbool.h>

enum tuf_result tc_openssl_fail(void)
{
	bool out_of_memory = false;
	for (unsigned long error = ERR_get_error(); error != 0; error = ERR_get_error())
		if (ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE)
			out_of_memory = true;
	return out_of_memory ? TUF_NO_MEMORY : TUF_INVALID;
}
