/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The canonical form of a document.
 *
 * - It is what another writer makes of the document, byte for byte.
 * - The faster way around the writer, which takes the bytes of a file for the
 *   form, agrees with the writer: it takes them if and only if they begin with
 *   what was written.
 * - With its control characters escaped, which the form leaves raw, it is JSON
 *   that the loader accepts, and whose canonical form it is again.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "tuf/canonical.h"

static void check_again(const char *json, size_t length, const char *form, size_t form_length)
{
	struct fuzz_parsing parsing;
	fuzz_parsing_init(&parsing);
	json_t *document = NULL;
	FUZZ_HOLDS(tuf_json_load(&parsing.reader, json, length, &document) == TUF_OK);
	const char *again;
	size_t again_length;
	FUZZ_HOLDS(tuf_canonical_write(&parsing.arena, document, length, &again, &again_length) ==
	           TUF_OK);
	FUZZ_HOLDS(again_length == form_length && memcmp(again, form, form_length) == 0);
	json_decref(document);
	fuzz_parsing_clear(&parsing);
}

/* Whether the bytes are said to begin with the form, and the length of it, is what comparing says. */
static void check_match(struct tuf_arena *arena, const json_t *document, const char *bytes,
                        size_t length, const char *form, size_t form_length)
{
	size_t matched = 0;
	enum tuf_result result = tuf_canonical_match(arena, document, bytes, length, &matched);
	bool begins = form_length <= length && memcmp(bytes, form, form_length) == 0;
	FUZZ_HOLDS(result == (begins ? TUF_OK : TUF_INVALID));
	FUZZ_HOLDS(matched == (begins ? form_length : 0));
}

static void check(struct tuf_arena *arena, const json_t *document, const char *bytes,
                  size_t bytes_length)
{
	const char *form;
	size_t length, other_length, json_length;
	/* room for some, so that both ways of writing are gone */
	FUZZ_HOLDS(tuf_canonical_write(arena, document, bytes_length / 2, &form, &length) == TUF_OK);
	check_match(arena, document, bytes, bytes_length, form, length);
	check_match(arena, document, form, length, form, length);
	check_match(arena, document, form, length - 1, form, length);
	FUZZ_HOLDS(form[length] == '\0');
	char *other = fuzz_canonical(document, false, &other_length);
	FUZZ_HOLDS(other_length == length && memcmp(other, form, length) == 0);
	free(other);
	char *json = fuzz_canonical(document, true, &json_length);
	check_again(json, json_length, form, length);
	free(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct fuzz_parsing parsing;
	fuzz_parsing_init(&parsing);
	json_t *document = NULL;
	if (tuf_json_load(&parsing.reader, bytes, length, &document) == TUF_OK)
		check(&parsing.arena, document, (const char *)bytes, length);
	json_decref(document);
	fuzz_parsing_clear(&parsing);
	return 0;
}
