/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_policy.h"

#include <string.h>

#include "cli/page.h"
#include "cli/record_json.h"
#include "cli/render_text.h"
#include "cli/text.h"

#define INDENT "  "
#define DELEGATION_PREFIX "targets/"
#define RELEASES "targets/releases"

/* ---- the explanation ---- */

static enum style outcome_style(enum tufcheck_outcome outcome)
{
	switch (outcome) {
	case TUFCHECK_OUTCOME_PASS:
		return STYLE_GOOD;
	case TUFCHECK_OUTCOME_WARN:
		return STYLE_WARNING;
	case TUFCHECK_OUTCOME_SKIPPED:
		return STYLE_FAINT;
	case TUFCHECK_OUTCOME_FAIL:
	case TUFCHECK_OUTCOME_INVALID:
		break;
	}
	return STYLE_BAD;
}

static void write_test(struct page *page, const struct tufcheck_test *test)
{
	page_begin_line(page, INDENT, INDENT, 2);
	page_add(page, outcome_style(test->outcome), "%s", tufcheck_outcome_name(test->outcome));
	bool is_plain = test->outcome == TUFCHECK_OUTCOME_PASS && test->expected && test->actual &&
			strcmp(test->expected, test->actual) == 0;
	if (is_plain) /* "expected pass, found pass" */
		page_add(page, STYLE_PLAIN, "%s", test->name);
	else
		page_add(page, STYLE_PLAIN, "%s", test->message);
	page_end_line(page);
}

static void explain_item(struct page *page, const struct gate_item *item)
{
	const struct tufcheck_decision *decision = item->decision;
	page_begin_line(page, "", "", 2);
	page_add_whole(page, STYLE_BOLD, render_gate_get_name(item));
	page_add(page, gate_item_is_verified(item) ? STYLE_GOOD : STYLE_BAD, "is %s",
		 gate_item_is_verified(item)  ? "allowed and verified"
		 : gate_item_is_allowed(item) ? "allowed, but not verified"
					      : "denied");
	page_end_line(page);
	if (!decision) {
		page_write(page, INDENT, STYLE_PLAIN, "%s", render_gate_get_reason(item));
		return;
	}
	page_write(page, INDENT, STYLE_PLAIN, "repository %s", item->image->gun);
	if (decision->statement)
		page_write(page, INDENT, STYLE_PLAIN, "statement \"%s\" (%s), by its scope %s",
			   decision->statement, tufcheck_policy_level_name(decision->level),
			   decision->scope);
	for (size_t i = 0; i < decision->test_count; i++)
		write_test(page, &decision->tests[i]);
}

void render_policy_explanation(const struct gate_view *view)
{
	struct page page = {.stream = view->stream, .terminal = &view->terminal};
	page_begin_line(&page, "", "", 2);
	if (view->policy_path)
		page_add(&page, STYLE_PLAIN, "policy");
	page_add_whole(&page, STYLE_PLAIN, render_gate_get_policy(view));
	page_end_line(&page);
	render_text_write_sandbox(&page);
	for (size_t i = 0; i < view->gate->count; i++) {
		page_skip_line(&page);
		explain_item(&page, &view->gate->items[i]);
	}
}

/* ---- a policy to begin with ---- */

static bool has_text(const char *const *texts, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(texts[i], text) == 0)
			return true;
	return false;
}

/* The certificate's thumbprint where there is one, else the key's own ID. */
static void add_pin(json_t *pins, const struct tufcheck_key *key)
{
	struct text pin = {.bytes = NULL};
	if (key->certificate_count > 0)
		text_append_format(&pin, "sha256:%s", key->certificates[0].sha256);
	else
		text_append_format(&pin, "keyid:%s", key->key_id);
	record_add(pins, record_text(text_get(&pin)));
	text_clear(&pin);
}

static json_t *make_pins(const struct tufcheck_repository *repository, const char *role)
{
	json_t *pins = record_array();
	for (size_t i = 0; i < repository->key_count; i++)
		if (has_text(repository->keys[i].roles, repository->keys[i].role_count, role))
			add_pin(pins, &repository->keys[i]);
	return pins;
}

/* A role of a person or machine that signs tags for others to release. */
static bool is_signer(const struct tufcheck_role *role)
{
	const size_t length = strlen(DELEGATION_PREFIX);
	return role->status == TUFCHECK_ROLE_VALID &&
	       strncmp(role->name, DELEGATION_PREFIX, length) == 0 &&
	       !strchr(role->name + length, '/') && strcmp(role->name, RELEASES) != 0;
}

static json_t *make_signers(const struct tufcheck_repository *repository)
{
	json_t *signers = record_object();
	for (size_t i = 0; i < repository->role_count; i++) {
		const struct tufcheck_role *role = &repository->roles[i];
		if (!is_signer(role))
			continue;
		json_t *signer = record_object();
		record_put(signer, "role", record_text(role->name));
		record_put(signer, "keys", make_pins(repository, role->name));
		record_put(signers, role->name + strlen(DELEGATION_PREFIX), signer);
	}
	return signers;
}

static bool is_signed_by_any(const struct tufcheck_target *target, const json_t *signers)
{
	for (size_t i = 0; i < target->signer_count; i++)
		if (json_object_get(signers, target->signers[i]))
			return true;
	return false;
}

/* Whether each tag that docker would pull has one of the signers today. */
static bool is_signing_a_habit(const struct tufcheck_repository *repository, const json_t *signers)
{
	bool has_tag = false;
	for (size_t i = 0; i < repository->target_count; i++) {
		const struct tufcheck_target *target = &repository->targets[i];
		if (!target->pullable)
			continue;
		if (!is_signed_by_any(target, signers))
			return false;
		has_tag = true;
	}
	return has_tag;
}

static json_t *make_requirement(void)
{
	json_t *rules = record_array();
	json_t *rule = record_object();
	record_put(rule, "of", record_text("any"));
	record_add(rules, rule);
	return rules;
}

static json_t *make_versions(const struct tufcheck_repository *repository)
{
	json_t *versions = record_object();
	for (size_t i = 0; i < repository->role_count; i++)
		if (strcmp(repository->roles[i].name, "root") == 0)
			record_put(versions, "root", record_integer(repository->roles[i].version));
	return versions;
}

json_t *render_policy_make_statement(const struct tufcheck_repository *repository)
{
	json_t *statement = record_object();
	json_t *scopes = record_array();
	json_t *signers = make_signers(repository);
	record_add(scopes, record_text(repository->gun));
	record_put(statement, "name", record_text(repository->gun));
	record_put(statement, "scopes", scopes);
	record_put(statement, "level", record_text("strict"));
	record_put(statement, "roots", make_pins(repository, "root"));
	bool is_habit = is_signing_a_habit(repository, signers);
	if (is_habit) {
		record_put(statement, "signers", signers); /* transferred */
		record_put(statement, "require", make_requirement());
	} else {
		json_decref(signers);
	}
	record_put(statement, "minVersion", make_versions(repository));
	return statement;
}
