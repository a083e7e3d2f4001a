/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/trusted_root.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tuf/limits.h"
#include "verify/openssl.h"
#include "verify/problem.h"
#include "verify/trustdir.h"

static void say_fault(const struct tuf_fault *fault, struct tufcheck_problem *ret_problem)
{
	tc_problem_set(ret_problem, "it is no root: %s%sexpected %s%s%s", fault->pointer,
	    fault->pointer[0] ? ": " : "", fault->expected,
	    tc_fault_is_about_text(fault->kind) ? "; " : ", found ", fault->actual);
}

/* Decodes the certificates, and sees whether the root is signed; TUF_INVALID: it is not. */
static enum tuf_result look_at_keys(struct tufcheck_trusted_root *root,
                                    struct tufcheck_problem *ret_problem)
{
	struct tc_key_ring ring = {.arena = &root->step.arena};
	const struct tc_anchor_context context = {.arena = &root->step.arena, .ring = &ring};
	enum tuf_result result = tc_anchor_list_leaves(&context, &root->step.root, &root->leaves,
	                                               &root->leaf_count);
	tc_key_ring_clear(&ring);
	struct tc_root_support own = {.is_met = false};
	if (result == TUF_OK)
		result = tc_root_count_own(&context, &root->step.root, &root->step.envelope, &own);
	if (result != TUF_OK || own.is_met)
		return result;
	tc_problem_set(ret_problem,
	    "it is not signed as it demands: expected valid signatures by %" PRId64
	    " of its root keys, found %zu",
	    own.threshold, own.count);
	return TUF_INVALID;
}

static enum tufcheck_result decode(struct tufcheck_trusted_root *root,
                                   struct tc_read *content,
                                   struct tufcheck_problem *ret_problem)
{
	struct tuf_fault fault;
	enum tuf_result result = tc_root_step_parse(&root->step, NULL, content, &fault);
	if (result == TUF_INVALID)
		say_fault(&fault, ret_problem);
	if (result == TUF_OK)
		result = look_at_keys(root, ret_problem);
	if (result == TUF_INVALID)
		return TUFCHECK_INVALID;
	return result == TUF_OK ? TUFCHECK_OK : TUFCHECK_NO_MEMORY;
}

static enum tufcheck_result read_root(struct tufcheck_trusted_root *root, const char *path,
                                      struct tufcheck_problem *ret_problem)
{
	struct tc_read content = {.status = TC_READ_INVALID};
	if (tc_trustdir_read_file(path, TUF_MAX_ROOT_BYTES, &content) != TUF_OK)
		return TUFCHECK_NO_MEMORY;
	if (content.status != TC_READ_OK)
		return tc_problem_set_unread(ret_problem, &content, TUF_MAX_ROOT_BYTES);
	/* first, for what is parsed is dropped */
	enum tufcheck_result result = TUFCHECK_NO_MEMORY;
	if (tc_inputs_add(&root->inputs, &root->step.arena, path, &content) == TUF_OK)
		result = decode(root, &content, ret_problem);
	free(content.bytes);
	return result;
}

enum tufcheck_result tufcheck_trusted_root_read(const char *path,
                                                struct tufcheck_problem *ret_problem,
                                                struct tufcheck_trusted_root **ret)
{
	if (!path || !path[0] || !ret)
		return TUFCHECK_BAD_CALL;
	if (tc_openssl_init() != TUF_OK)
		return TUFCHECK_NO_MEMORY;
	struct tufcheck_trusted_root *root = calloc(1, sizeof(*root));
	if (!root)
		return TUFCHECK_NO_MEMORY;
	enum tufcheck_result result = read_root(root, path, ret_problem);
	if (result != TUFCHECK_OK) {
		tufcheck_trusted_root_free(root);
		return result;
	}
	*ret = root;
	return TUFCHECK_OK;
}

bool tufcheck_trusted_root_names(const struct tufcheck_trusted_root *root, const char *gun)
{
	if (!root || !gun || !gun[0])
		return false;
	for (size_t i = 0; i < root->leaf_count; i++)
		if (tc_certificate_names_gun(root->leaves[i], gun))
			return true;
	return false;
}

const struct tufcheck_input *
tufcheck_trusted_root_get_input(const struct tufcheck_trusted_root *root)
{
	return root ? tc_inputs_get(&root->inputs, 0) : NULL;
}

void tufcheck_trusted_root_free(struct tufcheck_trusted_root *root)
{
	if (!root)
		return;
	tc_root_step_clear(&root->step);
	free(root);
}
