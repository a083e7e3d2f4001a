/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/demands.h"

#include <stdlib.h>
#include <string.h>

#include "cli/diagnose.h"
#include "cli/memory.h"
#include "cli/text.h"

/* ---- reading ---- */

/* "FILE:3:14", as much of it as is known. */
static void diagnose_file(const struct demand_request *request,
			  const struct tufcheck_problem *problem)
{
	struct text place = {.bytes = NULL};
	text_append(&place, request->pins);
	if (problem->line > 0)
		text_append_format(&place, ":%zu", problem->line);
	if (problem->line > 0 && problem->column > 0)
		text_append_format(&place, ":%zu", problem->column);
	diagnose("%s: --pins: %s: %s", request->command, text_get(&place), problem->message);
	text_clear(&place);
}

static bool read_file(const struct demand_request *request, struct demands *demands)
{
	if (!request->pins)
		return true;
	struct tufcheck_problem problem;
	switch (tufcheck_pins_read(demands->pins, request->pins, &problem)) {
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
	diagnose_file(request, &problem);
	return false;
}

static bool add_pin(const struct demand_request *request, struct demands *demands, const char *pin)
{
	struct tufcheck_problem problem;
	enum tufcheck_result result = tufcheck_pins_add(demands->pins, pin, &problem);
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

static bool read_pins(const struct demand_request *request, struct demands *demands)
{
	if (tufcheck_pins_new(&demands->pins) != TUFCHECK_OK)
		memory_exhausted();
	size_t cursor = 0;
	const char *pin;
	while ((pin = option_values_get_next(request->values, request->pin_row, &cursor)))
		if (!add_pin(request, demands, pin))
			return false;
	if (!read_file(request, demands))
		return false;
	demands->pins_file = request->pins;
	demands->is_pin_used = memory_take(tufcheck_pins_count(demands->pins), sizeof(bool));
	demands->options.pins = demands->pins;
	return true;
}

enum exit_status demands_begin(const struct demand_request *request, struct demands *ret_demands)
{
	struct demands demands = {.options = {.size = 0}};
	if (!read_pins(request, &demands)) {
		demands_end(&demands);
		return EXIT_STATUS_USAGE;
	}
	*ret_demands = demands; /* transferred */
	return EXIT_STATUS_PASSED;
}

/* ---- what came of them ---- */

void demands_see(struct demands *demands, const char *gun)
{
	demands->repositories_seen++;
	tufcheck_pins_mark(demands->pins, gun, demands->is_pin_used);
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

static void diagnose_option(const struct tufcheck_pin *pin)
{
	if (pin->is_prefix)
		diagnose("--pin %s*=%s:%s: no repository that was checked has a name that begins "
			 "so",
			 pin->gun, pin->kind, pin->digits);
	else
		diagnose("--pin %s=%s:%s: no repository that was checked is called so, and the "
			 "pin protects nothing",
			 pin->gun, pin->kind, pin->digits);
}

static struct unused find_unused(const struct demands *demands)
{
	struct unused unused = {.status = EXIT_STATUS_PASSED};
	const struct tufcheck_pin *said = NULL;
	size_t count = tufcheck_pins_count(demands->pins);
	for (size_t i = 0; i < count; i++) {
		const struct tufcheck_pin *pin = tufcheck_pins_get(demands->pins, i);
		if (demands->is_pin_used[i])
			continue;
		unused.count++;
		if (pin->line > 0) {
			unused.file_count++;
			if (!unused.first_of_file)
				unused.first_of_file = pin;
			continue;
		}
		if (!pin->is_prefix)
			unused.status = EXIT_STATUS_UNCHECKED;
		if (!is_same_name(said, pin))
			diagnose_option(pin);
		said = pin;
	}
	return unused;
}

enum exit_status demands_conclude(const struct demands *demands)
{
	size_t count = tufcheck_pins_count(demands->pins);
	if (count == 0 || demands->repositories_seen == 0)
		return EXIT_STATUS_PASSED;
	struct unused unused = find_unused(demands);
	if (unused.file_count > 0)
		diagnose("%s: %zu %s no repository that was checked; the first is line %zu, for "
			 "%s%s",
			 demands->pins_file, unused.file_count,
			 unused.file_count == 1 ? "pin applies to" : "pins apply to",
			 unused.first_of_file->line, unused.first_of_file->gun,
			 unused.first_of_file->is_prefix ? "*" : "");
	if (unused.count < count || unused.status != EXIT_STATUS_PASSED)
		return unused.status;
	diagnose("no pin applies to any repository that was checked");
	return EXIT_STATUS_UNCHECKED;
}

void demands_end(struct demands *demands)
{
	tufcheck_pins_free(demands->pins);
	free(demands->is_pin_used);
	*demands = (struct demands){.options = {.size = 0}};
}
