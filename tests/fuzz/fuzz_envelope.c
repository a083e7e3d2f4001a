/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outside of a metadata file, and the showing of one without judging it.
 *
 * - What is signed is the canonical form of the signed part.
 * - The signatures are those of the file, their bytes those of its base64.
 * - A file that is shown is one whose envelope parses; of one that is not, a
 *   finding says why.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "tuf/codec.h"
#include "tuf/envelope.h"

static const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));
	return text ? text : "";
}

static void check_signature(struct tuf_arena *arena, const struct tuf_signature *signature,
			    const json_t *listed)
{
	FUZZ_HOLDS(strcmp(signature->key_id, text_of(listed, "keyid")) == 0);
	FUZZ_HOLDS(strcasecmp(signature->method, text_of(listed, "method")) == 0);
	for (const char *c = signature->method; *c; c++)
		FUZZ_HOLDS(*c < 'A' || *c > 'Z');
	const char *base64 = tuf_base64_encode(arena, signature->bytes, signature->length);
	FUZZ_HOLDS(base64 && strcmp(base64, text_of(listed, "sig")) == 0);
}

static void check_envelope(struct tuf_arena *arena, const struct tuf_envelope *envelope)
{
	const json_t *part = json_object_get(envelope->document, "signed");
	const json_t *list = json_object_get(envelope->document, "signatures");
	FUZZ_HOLDS(json_is_object(part) && envelope->signed_part.value == part);
	size_t length;
	char *form = fuzz_canonical(part, false, &length);
	FUZZ_HOLDS(length == envelope->signed_length);
	FUZZ_HOLDS(memcmp(form, envelope->signed_bytes, length) == 0);
	free(form);
	FUZZ_HOLDS(envelope->signature_count == json_array_size(list));
	for (size_t i = 0; i < envelope->signature_count; i++)
		check_signature(arena, &envelope->signatures[i], json_array_get(list, i));
}

static void check_shown(const uint8_t *bytes, size_t length, bool is_envelope)
{
	struct tufcheck_untrusted_document *document = NULL;
	enum tufcheck_result result =
		tufcheck_untrusted_document_read(fuzz_file(bytes, length), &document);
	FUZZ_HOLDS(result == TUFCHECK_OK || result == TUFCHECK_INVALID);
	FUZZ_HOLDS(result == TUFCHECK_INVALID || is_envelope);
	const struct tufcheck_finding *finding = tufcheck_untrusted_document_get_finding(document);
	FUZZ_HOLDS((result == TUFCHECK_INVALID) == (finding != NULL));
	if (finding)
		fuzz_check_finding(finding);
	const struct tufcheck_untrusted_content *content =
		tufcheck_untrusted_document_get_content(document);
	FUZZ_HOLDS(content && content->length == length && strlen(content->sha256) == 64);
	FUZZ_HOLDS(finding || (fuzz_says(content->type) && content->version > 0));
	for (size_t i = 0; i < content->signature_count; i++)
		FUZZ_HOLDS(!content->signatures[i].valid);
	for (size_t i = 0; i < content->role_count; i++)
		FUZZ_HOLDS(content->roles[i].name);
	for (size_t i = 0; i < content->target_count; i++)
		FUZZ_HOLDS(content->targets[i].name);
	tufcheck_untrusted_document_free(document);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct fuzz_parsing parsing;
	fuzz_parsing_init(&parsing);
	struct tuf_envelope envelope;
	enum tuf_result result = tuf_envelope_parse(&parsing.reader, bytes, length, &envelope);
	FUZZ_HOLDS(result == TUF_OK || result == TUF_INVALID);
	if (result == TUF_INVALID)
		fuzz_check_fault(&parsing.fault);
	else
		check_envelope(&parsing.arena, &envelope);
	check_shown(bytes, length, result == TUF_OK);
	tuf_envelope_clear(&envelope);
	fuzz_parsing_clear(&parsing);
	return 0;
}
