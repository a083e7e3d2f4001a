/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>
#include <stdlib.h>

#include "tuf/digest.h"
#include "verify/tufcheck.h"

struct tufcheck_sha256_stream {
	struct tuf_digester *digester;
};

enum tufcheck_result tufcheck_sha256_stream_new(struct tufcheck_sha256_stream **ret_stream)
{
	if (!ret_stream)
		return TUFCHECK_BAD_CALL;
	struct tufcheck_sha256_stream *stream = calloc(1, sizeof(*stream));
	if (!stream)
		return TUFCHECK_NO_MEMORY;
	stream->digester = tuf_digester_new(TUF_DIGEST_SHA256);
	if (!stream->digester) {
		free(stream);
		return TUFCHECK_NO_MEMORY;
	}
	*ret_stream = stream;
	return TUFCHECK_OK;
}

enum tufcheck_result tufcheck_sha256_stream_add(struct tufcheck_sha256_stream *stream,
                                                const void *bytes, size_t length)
{
	if (!stream || (!bytes && length > 0))
		return TUFCHECK_BAD_CALL;
	return tuf_digester_add(stream->digester, bytes, length) == TUF_OK ? TUFCHECK_OK
	                                                                   : TUFCHECK_NO_MEMORY;
}

enum tufcheck_result tufcheck_sha256_stream_finish(struct tufcheck_sha256_stream *stream,
                                                   char ret_text[TUFCHECK_SHA256_TEXT_BYTES])
{
	unsigned char digest[TUF_SHA256_BYTES];
	if (!stream || !ret_text)
		return TUFCHECK_BAD_CALL;
	if (tuf_digester_finish(stream->digester, digest) != TUF_OK)
		return TUFCHECK_NO_MEMORY;
	sodium_bin2hex(ret_text, TUFCHECK_SHA256_TEXT_BYTES, digest, sizeof(digest));
	return TUFCHECK_OK;
}

void tufcheck_sha256_stream_free(struct tufcheck_sha256_stream *stream)
{
	if (!stream)
		return;
	tuf_digester_free(stream->digester);
	free(stream);
}
