/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/root_step.h"

#include <stdlib.h>
#include <string.h>

enum tuf_result tc_root_step_parse(struct tc_root_step *step, const char *file,
                                   struct tc_read *content, struct tuf_fault *ret_fault)
{
	free(step->bytes);
	step->bytes = content->bytes;
	content->bytes = NULL; /* transferred */
	const struct tuf_reader reader = {.arena = &step->arena, .fault = ret_fault};
	enum tuf_result result =
		tuf_envelope_parse(&reader, step->bytes, content->length, &step->envelope);
	if (result == TUF_OK)
		result = tuf_root_parse(&reader, &step->envelope.signed_part, &step->root);
	if (result != TUF_OK)
		return result;
	step->version = step->root.common.version;
	step->file = file;
	return TUF_OK;
}

void tc_root_step_clear(struct tc_root_step *step)
{
	tuf_envelope_clear(&step->envelope);
	free(step->bytes);
	tuf_arena_clear(&step->arena);
	*step = (struct tc_root_step){.version = 0};
}

bool tc_root_is_same(const struct tuf_envelope *left, const struct tuf_envelope *right)
{
	return left->signed_length == right->signed_length &&
	       memcmp(left->signed_bytes, right->signed_bytes, left->signed_length) == 0;
}

typedef enum tuf_result counter(const struct tc_anchor_context *context,
                                const struct tuf_root *root, const struct tuf_envelope *envelope,
                                struct tc_quorum *ret_quorum);

/* With decoded keys of its own, so that the root can be one that several threads look at. */
static enum tuf_result count(counter *count_signers, const struct tc_anchor_context *anchor,
                             const struct tuf_root *root, const struct tuf_envelope *envelope,
                             struct tc_root_support *ret_support)
{
	struct tuf_arena arena = TUF_ARENA_INIT;
	struct tc_budget *budget = anchor->ring ? anchor->ring->budget : NULL;
	const struct tc_key_cache *cache = anchor->ring ? anchor->ring->cache : NULL;
	struct tc_key_ring ring = {.arena = &arena, .cache = cache, .budget = budget};
	const struct tc_anchor_context context = {
		.arena = &arena, .ring = &ring, .gun = anchor->gun, .at = anchor->at};
	struct tc_quorum quorum;
	enum tuf_result result = count_signers(&context, root, envelope, &quorum);
	if (result == TUF_OK) {
		int64_t threshold = root->roles[TUF_TOP_ROOT].threshold;
		*ret_support =
			(struct tc_root_support){.count = quorum.valid_count,
		                                 .threshold = threshold,
		                                 .is_met = tc_quorum_is_met(&quorum, threshold)};
	}
	tc_key_ring_clear(&ring);
	tuf_arena_clear(&arena);
	return result;
}

enum tuf_result tc_root_count_followers(const struct tc_anchor_context *anchor,
                                        const struct tuf_root *previous,
                                        const struct tuf_envelope *envelope,
                                        struct tc_root_support *ret_support)
{
	return count(tc_anchor_verify_rotation, anchor, previous, envelope, ret_support);
}

enum tuf_result tc_root_count_own(const struct tc_anchor_context *anchor,
                                  const struct tuf_root *root, const struct tuf_envelope *envelope,
                                  struct tc_root_support *ret_support)
{
	return count(tc_anchor_verify_itself, anchor, root, envelope, ret_support);
}
