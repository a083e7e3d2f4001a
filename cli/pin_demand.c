/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/pin_demand.h"

#include <stdlib.h>
#include <string.h>

#include "cli/diagnose.h"
#include "cli/memory.h"
#include "cli/nearest_gun.h"
#include "cli/problem.h"

/* ---- reading ---- */

static bool read_file(const struct pin_request *request, struct pin_demand *demand)
{
	if (!request->file)
		return true;
	struct tufcheck_problem problem;
	switch (tufcheck_pins_read(demand->pins, request->file, &problem)) {
	case TUFCHECK_OK:
		return true;
	case TUFCHECK_NO_MEMORY:
		memory_exhausted();
	case TUFCHECK_BAD_CALL:
		diagnose("%s: --pins is empty, but must be a file", request->command);
		return false;
	case TUFCHECK_NOT_FOUND:
	case TUFCHECK_UNREADABLE:
	case TUFCHECK_INVALID:
		break;
	}
	problem_diagnose(request->command, request->file, &problem);
	return false;
}

static bool add_pin(const struct pin_request *request, struct pin_demand *demand, const char *pin)
{
	struct tufcheck_problem problem;
	enum tufcheck_result result = tufcheck_pins_add(demand->pins, pin, &problem);
	if (result == TUFCHECK_OK)
		return true;
	if (result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
	if (problem.column > 0)
		diagnose("%s: --pin is '%s', at character %zu: %s", request->command, pin,
			 problem.column, problem.message);
	else
		diagnose("%s: --pin: %s", request->command, problem.message);
	return false;
}

bool pin_demand_read(const struct pin_request *request, struct pin_demand *ret_demand)
{
	struct pin_demand *demand = ret_demand;
	*demand = (struct pin_demand){.file = request->file};
	if (tufcheck_pins_new(&demand->pins) != TUFCHECK_OK)
		memory_exhausted();
	size_t cursor = 0;
	const char *pin;
	while ((pin = option_values_get_next(request->values, request->row, &cursor)))
		if (!add_pin(request, demand, pin))
			return false;
	if (!read_file(request, demand))
		return false;
	demand->is_used = memory_take(tufcheck_pins_count(demand->pins), sizeof(bool));
	return true;
}

/* ---- what came of them ---- */

void pin_demand_note(struct pin_demand *demand, const char *gun)
{
	tufcheck_pins_mark(demand->pins, gun, demand->is_used);
}

/* The pins that fit no repository: those of the command line, and those of the file. */
struct unused {
	size_t count;
	size_t file_count;
	const struct tufcheck_pin *first_of_file;
	enum exit_status status;
};

/* Pins of one GUN are said once; more than one value of it would not be better. */
static bool is_same_name(const struct tufcheck_pin *left, const struct tufcheck_pin *right)
{
	return left && left->is_prefix == right->is_prefix && strcmp(left->gun, right->gun) == 0;
}

static enum exit_status judge_option(const struct tufcheck_pin *pin)
{
	return pin->is_prefix ? EXIT_STATUS_PASSED : EXIT_STATUS_UNCHECKED;
}

/* Those of a share know only some of the names, and all shares must say the same. */
static void complain_of_name(const struct tufcheck_pin *pin, struct complaints *complaints)
{
	const char *nearest =
		complaints->kept ? NULL : nearest_gun_choose(complaints->scan, pin->gun);
	complaints_add(complaints, judge_option(pin),
		       "--pin %s=%s:%s: no repository that was checked is called so, and the pin "
		       "protects nothing%s%s%s",
		       pin->gun, pin->kind, pin->digits, nearest ? "; did you mean " : "",
		       nearest ? nearest : "", nearest ? "?" : "");
}

static void complain_of_option(const struct tufcheck_pin *pin, struct complaints *complaints)
{
	if (pin->is_prefix)
		complaints_add(complaints, judge_option(pin),
			       "--pin %s*=%s:%s: no repository that was checked has a name that "
			       "begins so",
			       pin->gun, pin->kind, pin->digits);
	else
		complain_of_name(pin, complaints);
}

/* Those of a file are told as one, but where others may yet make something of each. */
static void note_of_file(const struct pin_demand *demand, const struct tufcheck_pin *pin,
			 struct unused *unused, struct complaints *complaints)
{
	unused->file_count++;
	if (!unused->first_of_file)
		unused->first_of_file = pin;
	if (complaints->kept)
		complaints_add(complaints, EXIT_STATUS_PASSED,
			       "%s:%zu: the pin for %s%s applies to no repository that was checked",
			       demand->file, pin->line, pin->gun, pin->is_prefix ? "*" : "");
}

static struct unused find_unused(const struct pin_demand *demand, struct complaints *complaints)
{
	struct unused unused = {.status = EXIT_STATUS_PASSED};
	const struct tufcheck_pin *said = NULL;
	size_t count = tufcheck_pins_count(demand->pins);
	for (size_t i = 0; i < count; i++) {
		const struct tufcheck_pin *pin = tufcheck_pins_get(demand->pins, i);
		if (demand->is_used[i])
			continue;
		unused.count++;
		if (pin->line > 0) {
			note_of_file(demand, pin, &unused, complaints);
			continue;
		}
		unused.status = exit_status_worse(unused.status, judge_option(pin));
		if (!is_same_name(said, pin))
			complain_of_option(pin, complaints);
		said = pin;
	}
	return unused;
}

void pin_demand_review(const struct pin_demand *demand, struct complaints *complaints)
{
	size_t count = tufcheck_pins_count(demand->pins);
	if (count == 0)
		return;
	struct unused unused = find_unused(demand, complaints);
	if (unused.file_count > 0 && !complaints->kept)
		complaints_add(complaints, EXIT_STATUS_PASSED,
			       "%s: %zu %s no repository that was checked; the first is line %zu, "
			       "for %s%s",
			       demand->file, unused.file_count,
			       unused.file_count == 1 ? "pin applies to" : "pins apply to",
			       unused.first_of_file->line, unused.first_of_file->gun,
			       unused.first_of_file->is_prefix ? "*" : "");
	if (unused.count == count && unused.status == EXIT_STATUS_PASSED)
		complaints_add(complaints, EXIT_STATUS_UNCHECKED,
			       "no pin applies to any repository that was checked");
}

void pin_demand_clear(struct pin_demand *demand)
{
	tufcheck_pins_free(demand->pins);
	free(demand->is_used);
	*demand = (struct pin_demand){.pins = NULL};
}
