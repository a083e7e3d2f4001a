/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/demands.h"

#include <stdlib.h>

#include "cli/diagnose.h"
#include "cli/horizon.h"
#include "cli/lock_file.h"
#include "cli/memory.h"
#include "cli/problem.h"

/* A span of nothing asks for no warning at all, not even of what ends at the very moment. */
static bool read_warn_within(const struct demand_request *request, struct demands *demands)
{
	int64_t span;
	if (!request->warn_within)
		return true;
	if (!horizon_read_span(request->warn_within, &span)) {
		diagnose("%s: --warn-within is '%s', but must be " HORIZON_SPAN_FORMS,
			 request->command, request->warn_within);
		return false;
	}
	demands->options.warn_within = span > 0 ? span : -1;
	return true;
}

static bool read_trusted_root(const struct demand_request *request, struct demands *demands)
{
	if (!request->trusted_root)
		return true;
	struct tufcheck_problem problem = {.line = 0};
	enum tufcheck_result result =
		tufcheck_trusted_root_read(request->trusted_root, &problem, &demands->trusted_root);
	if (result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
	if (result != TUFCHECK_OK) {
		problem_diagnose(request->command, request->trusted_root, &problem);
		return false;
	}
	demands->trusted_root_path = request->trusted_root;
	demands->options.trusted_root = demands->trusted_root;
	return true;
}

static bool read_pins(const struct demand_request *request, struct demands *demands)
{
	const struct pin_request pins = {.command = request->command,
					 .values = request->values,
					 .row = request->pin_row,
					 .file = request->pins};
	if (!pin_demand_read(&pins, &demands->pins))
		return false;
	demands->options.pins = demands->pins.pins;
	return true;
}

static bool read_notary_config(const struct demand_request *request, struct demands *demands)
{
	const char *path = request->notary_config;
	if (!path)
		return true;
	struct tufcheck_problem problem = {.message = "expected the path of a file"};
	enum tufcheck_result result =
		tufcheck_trust_pinning_read(path, &problem, &demands->trust_pinning);
	if (result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
	if (result != TUFCHECK_OK) {
		problem_diagnose(request->command, path, &problem);
		return false;
	}
	demands->notary_config_path = path;
	demands->options.trust_pinning = demands->trust_pinning;
	return true;
}

static bool read_lock(const struct demand_request *request, struct demands *demands)
{
	if (request->frozen && !request->lock) {
		diagnose("%s: --frozen says how to hold repositories against a lock, and needs "
			 "--lock",
			 request->command);
		return false;
	}
	if (!request->lock)
		return true;
	demands->lock = lock_file_read(request->command, request->lock);
	demands->lock_path = request->lock;
	demands->options.lock = demands->lock;
	demands->options.is_frozen = request->frozen != NULL;
	return demands->lock != NULL;
}

/* Whether there was one to add. */
static bool add_input(struct run_inputs *inputs, const char *kind,
		      const struct tufcheck_input *file)
{
	if (!file)
		return false;
	inputs->items = memory_resize(inputs->items, inputs->count + 1, sizeof(*inputs->items));
	inputs->items[inputs->count++] = (struct run_input){.kind = kind, .file = file};
	return true;
}

static struct run_inputs list_inputs(const struct demands *demands)
{
	struct run_inputs inputs = {.count = 0};
	(void)add_input(&inputs, "trusted-root",
			tufcheck_trusted_root_get_input(demands->trusted_root));
	for (size_t i = 0;
	     add_input(&inputs, "pins", tufcheck_pins_get_input(demands->pins.pins, i));)
		i++;
	const struct tufcheck_trust_pinning *pinning = demands->trust_pinning;
	for (size_t i = 0; add_input(&inputs, i == 0 ? "notary-config" : "ca",
				     tufcheck_trust_pinning_get_input(pinning, i));)
		i++;
	(void)add_input(&inputs, "lock", tufcheck_lock_get_input(demands->lock));
	return inputs;
}

enum exit_status demands_begin(const struct demand_request *request, struct demands *ret_demands)
{
	struct demands demands = {.command = request->command};
	bool is_read = read_warn_within(request, &demands) &&
		       read_trusted_root(request, &demands) && read_pins(request, &demands) &&
		       read_notary_config(request, &demands) && read_lock(request, &demands);
	if (!is_read) {
		demands_end(&demands);
		return EXIT_STATUS_USAGE;
	}
	demands.inputs = list_inputs(&demands);
	*ret_demands = demands; /* transferred */
	return EXIT_STATUS_PASSED;
}

void demands_note(struct demands *demands, const struct tufcheck_repository *repository)
{
	pin_demand_note(&demands->pins, repository->gun);
	if (tufcheck_trusted_root_names(demands->trusted_root, repository->gun))
		demands->is_trusted_root_used = true;
	if (tufcheck_trust_pinning_asks_of(demands->trust_pinning, repository->gun))
		demands->is_trust_pinning_used = true;
	if (tufcheck_lock_has(demands->lock, repository->gun))
		demands->is_lock_used = true;
}

static void review_trusted_root(const struct demands *demands, struct complaints *complaints)
{
	if (demands->trusted_root && !demands->is_trusted_root_used)
		complaints_add(complaints, EXIT_STATUS_UNCHECKED,
			       "%s: the certificates in %s name none of the repositories that were "
			       "found, so it was held against none",
			       demands->command, demands->trusted_root_path);
}

static void review_notary_config(const struct demands *demands, struct complaints *complaints)
{
	if (demands->trust_pinning && !demands->is_trust_pinning_used)
		complaints_add(complaints, EXIT_STATUS_UNCHECKED,
			       "%s: the trust_pinning of %s asks nothing of the repositories that "
			       "were found, so any root was taken",
			       demands->command, demands->notary_config_path);
}

/* A frozen lock forbids what it does not have; otherwise that is a warning for each repository. */
static void review_lock(const struct demands *demands, struct complaints *complaints)
{
	if (demands->lock && !demands->is_lock_used && !demands->options.is_frozen)
		complaints_add(complaints, EXIT_STATUS_UNCHECKED,
			       "%s: %s has none of the repositories that were found, so none was "
			       "held against it",
			       demands->command, demands->lock_path);
}

void demands_review(const struct demands *demands, struct complaints *complaints)
{
	review_trusted_root(demands, complaints);
	pin_demand_review(&demands->pins, complaints);
	review_notary_config(demands, complaints);
	review_lock(demands, complaints);
}

void demands_end(struct demands *demands)
{
	free(demands->inputs.items);
	pin_demand_clear(&demands->pins);
	tufcheck_lock_free(demands->lock);
	tufcheck_trust_pinning_free(demands->trust_pinning);
	tufcheck_trusted_root_free(demands->trusted_root);
	*demands = (struct demands){.options = {.size = 0}};
}
