/* SPDX-License-Identifier: Apache-2.0 */
#include "inquiry.h"

#include <stdlib.h>
#include <string.h>

#include "failing_memory.h"
#include "report_text.h"

/* What was made on the way; freed at the end, whatever became of it. */
struct made {
	struct tufcheck_pins *pins;
	struct tufcheck_trusted_root *trusted_root;
	struct tufcheck_trust_pinning *pinning;
	struct tufcheck_lock *lock;
	struct tufcheck_scan *scan;
	struct tufcheck_report *report;
	struct tufcheck_estate *estate;
	struct tufcheck_lock_changes *changes;
	struct tufcheck_policy *policy;
	struct tufcheck_image *image;
	struct tufcheck_decision *decision;
	struct tufcheck_untrusted_document *document;
	struct tufcheck_identity *identity;
	char *lock_text;
};

struct asking {
	const struct inquiry *inquiry;
	FILE *out;
	struct tufcheck_time at;
	struct made made;
};

static const struct tufcheck_repository *repository_of(const struct asking *asking)
{
	return tufcheck_report_get_repository(asking->made.report);
}

/* ---- the steps ---- */

static enum tufcheck_result read_pins(struct asking *asking)
{
	const struct inquiry *inquiry = asking->inquiry;
	if (!inquiry->pin && !inquiry->pins)
		return TUFCHECK_OK;
	enum tufcheck_result result = tufcheck_pins_new(&asking->made.pins);
	if (result == TUFCHECK_OK && inquiry->pin)
		result = tufcheck_pins_add(asking->made.pins, inquiry->pin, NULL);
	if (result == TUFCHECK_OK && inquiry->pins)
		result = tufcheck_pins_read(asking->made.pins, inquiry->pins, NULL);
	return result;
}

static enum tufcheck_result read_roots(struct asking *asking)
{
	const struct inquiry *inquiry = asking->inquiry;
	enum tufcheck_result result = TUFCHECK_OK;
	if (inquiry->trusted_root)
		result = tufcheck_trusted_root_read(inquiry->trusted_root, NULL,
		                                    &asking->made.trusted_root);
	if (result == TUFCHECK_OK && inquiry->notary_config)
		result = tufcheck_trust_pinning_read(inquiry->notary_config, NULL,
		                                     &asking->made.pinning);
	return result;
}

static enum tufcheck_result read_lock(struct asking *asking)
{
	const char *path = asking->inquiry->lock;
	return path ? tufcheck_lock_read(path, NULL, &asking->made.lock)
	            : tufcheck_lock_new(&asking->made.lock);
}

static enum tufcheck_result find(struct asking *asking)
{
	const struct inquiry *inquiry = asking->inquiry;
	const struct tufcheck_options options = {
		.size = sizeof(options),
		.at = asking->at,
		.pins = asking->made.pins,
		.trusted_root = asking->made.trusted_root,
		.trust_pinning = asking->made.pinning,
		.lock = inquiry->lock ? asking->made.lock : NULL,
		.is_frozen = inquiry->lock != NULL,
		.resolve_expired = true};
	enum tufcheck_result result = tufcheck_scan_new(&options, &asking->made.scan);
	if (result == TUFCHECK_OK)
		result = tufcheck_scan_add_gun(asking->made.scan, inquiry->trust_dir, inquiry->gun);
	if (result == TUFCHECK_OK)
		tufcheck_scan_sort(asking->made.scan);
	return result;
}

static enum tufcheck_result verify(struct asking *asking)
{
	enum tufcheck_result result =
		tufcheck_scan_verify(asking->made.scan, 0, &asking->made.report);
	if (result != TUFCHECK_OK)
		return result;
	failing_memory->is_on = false;
	report_text_write_repository(asking->out, repository_of(asking));
	failing_memory->is_on = true;
	return TUFCHECK_OK;
}

static enum tufcheck_result look_at_whole(struct asking *asking)
{
	const struct tufcheck_estate_facts *facts = NULL;
	enum tufcheck_result result =
		tufcheck_estate_new(asking->made.scan, &asking->made.estate);
	if (result == TUFCHECK_OK)
		result = tufcheck_estate_add(asking->made.estate, repository_of(asking));
	if (result == TUFCHECK_OK)
		result = tufcheck_estate_finish(asking->made.estate, &facts);
	if (result != TUFCHECK_OK)
		return result;
	failing_memory->is_on = false;
	report_text_write_estate(asking->out, facts);
	failing_memory->is_on = true;
	return TUFCHECK_OK;
}

/* What the lock of the inquiry says of it, and then a lock with it. */
static enum tufcheck_result lock(struct asking *asking)
{
	struct made *made = &asking->made;
	const char *const found[] = {"registry.example.com/team/none"};
	size_t length = 0;
	enum tufcheck_result result =
		tufcheck_lock_compare(made->lock, repository_of(asking), &made->changes);
	if (result != TUFCHECK_OK)
		return result;
	(void)fprintf(asking->out, "\nchanges %zu", tufcheck_lock_changes_count(made->changes));
	tufcheck_lock_changes_free(made->changes);
	made->changes = NULL;
	result = tufcheck_lock_put(made->lock, repository_of(asking));
	if (result == TUFCHECK_OK)
		result = tufcheck_lock_find_missing(made->lock, found, 1, NULL, 0, &made->changes);
	if (result == TUFCHECK_OK)
		result = tufcheck_lock_write(made->lock, &made->lock_text, &length);
	if (result != TUFCHECK_OK)
		return result;
	failing_memory->is_on = false;
	for (size_t i = 0; i < tufcheck_lock_changes_count(made->changes); i++)
		report_text_write_finding(asking->out, tufcheck_lock_changes_get(made->changes, i));
	(void)fprintf(asking->out, "\n%s", made->lock_text);
	failing_memory->is_on = true;
	return TUFCHECK_OK;
}

static enum tufcheck_result judge(struct asking *asking)
{
	const struct inquiry *inquiry = asking->inquiry;
	struct made *made = &asking->made;
	struct tufcheck_problem problem;
	if (!inquiry->image)
		return TUFCHECK_OK;
	enum tufcheck_result result =
		inquiry->policy ? tufcheck_policy_read(inquiry->policy, &problem, &made->policy)
	                        : tufcheck_policy_new_default(&made->policy);
	if (result == TUFCHECK_OK)
		result = tufcheck_image_parse(inquiry->image, NULL, &made->image);
	if (result != TUFCHECK_OK)
		return result;
	const struct tufcheck_judgement_request request = {.size = sizeof(request),
	                                                   .gun = made->image->gun,
	                                                   .tag = made->image->tag,
	                                                   .digest = made->image->sha256,
	                                                   .repository = repository_of(asking),
	                                                   .at = asking->at};
	result = tufcheck_policy_judge(made->policy, &request, &made->decision);
	if (result != TUFCHECK_OK)
		return result;
	failing_memory->is_on = false;
	report_text_write_decision(asking->out, made->decision);
	failing_memory->is_on = true;
	return TUFCHECK_OK;
}

static enum tufcheck_result look_at_files(struct asking *asking)
{
	const struct inquiry *inquiry = asking->inquiry;
	struct made *made = &asking->made;
	enum tufcheck_result result = TUFCHECK_OK;
	if (inquiry->document)
		result = tufcheck_untrusted_document_read(inquiry->document, &made->document);
	if (result == TUFCHECK_OK && inquiry->identity)
		result = tufcheck_identity_read_file(inquiry->identity, &made->identity);
	if (result != TUFCHECK_OK)
		return result;
	failing_memory->is_on = false;
	if (made->document)
		report_text_write_content(
			asking->out, tufcheck_untrusted_document_get_content(made->document));
	const struct tufcheck_repository *repository = repository_of(asking);
	for (size_t i = 0; made->identity && i < repository->key_count; i++)
		(void)fprintf(asking->out, "\nmatch %u",
		              tufcheck_identity_match(made->identity, &repository->keys[i]).means);
	failing_memory->is_on = true;
	return TUFCHECK_OK;
}

/* ---- the whole ---- */

static void clear(struct made *made)
{
	free(made->lock_text);
	tufcheck_identity_free(made->identity);
	tufcheck_untrusted_document_free(made->document);
	tufcheck_decision_free(made->decision);
	tufcheck_image_free(made->image);
	tufcheck_policy_free(made->policy);
	tufcheck_lock_changes_free(made->changes);
	tufcheck_estate_free(made->estate);
	tufcheck_report_free(made->report);
	tufcheck_scan_free(made->scan);
	tufcheck_lock_free(made->lock);
	tufcheck_trust_pinning_free(made->pinning);
	tufcheck_trusted_root_free(made->trusted_root);
	tufcheck_pins_free(made->pins);
}

enum tufcheck_result inquiry_make(const struct inquiry *inquiry, FILE *out)
{
	static enum tufcheck_result (*const steps[])(struct asking *) = {
		read_pins, read_roots, read_lock, find, verify,
		look_at_whole, lock, judge, look_at_files};
	struct asking asking = {.inquiry = inquiry, .out = out};
	enum tufcheck_result result = tufcheck_time_parse(inquiry->at, &asking.at);
	for (size_t i = 0; result == TUFCHECK_OK && i < sizeof(steps) / sizeof(steps[0]); i++)
		result = steps[i](&asking);
	clear(&asking.made);
	failing_memory->is_on = false;
	return result;
}
