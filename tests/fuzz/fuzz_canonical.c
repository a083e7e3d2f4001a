/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The canonical form of a document.
 *
 * - It is what another writer makes of the document, byte for byte.
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
	FUZZ_HOLDS(tuf_canonical_write(&parsing.arena, document, &again, &again_length) == TUF_OK);
	FUZZ_HOLDS(again_length == form_length && memcmp(again, form, form_length) == 0);
	json_decref(document);
	fuzz_parsing_clear(&parsing);
}

static void check(struct tuf_arena *arena, const json_t *document)
{
	const char *form;
	size_t length, other_length, json_length;
	FUZZ_HOLDS(tuf_canonical_write(arena, document, &form, &length) == TUF_OK);
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
		check(&parsing.arena, document);
	json_decref(document);
	fuzz_parsing_clear(&parsing);
	return 0;
}
