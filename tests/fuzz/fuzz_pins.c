/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file of pins, one pin, and a Notary client's configuration.
 *
 * - What is refused says what, and where, in the text, and adds nothing.
 * - A pin that is read, written in its own form, is read as the same.
 * - The pins that are marked for a name are those whose name or prefix fits.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "verify/pins.h"

static const char *const guns[] = {"registry.example.com/team/app", "docker.io/library/plain", "a"};
#define GUNS (sizeof(guns) / sizeof(guns[0]))

static void check_again(const struct tufcheck_pin *pin)
{
	char *text = NULL;
	FUZZ_HOLDS(asprintf(&text, "%s%s#%s=%s:%s", pin->gun, pin->is_prefix ? "*" : "", pin->role,
			    pin->kind, pin->digits) > 0);
	struct tufcheck_pins *pins = NULL;
	FUZZ_HOLDS(tufcheck_pins_new(&pins) == TUFCHECK_OK);
	FUZZ_HOLDS(tufcheck_pins_add(pins, text, NULL) == TUFCHECK_OK);
	const struct tufcheck_pin *again = tufcheck_pins_get(pins, 0);
	FUZZ_HOLDS(strcmp(again->gun, pin->gun) == 0 && again->is_prefix == pin->is_prefix);
	FUZZ_HOLDS(strcmp(again->role, pin->role) == 0 && strcmp(again->kind, pin->kind) == 0);
	FUZZ_HOLDS(strcmp(again->digits, pin->digits) == 0 && again->line == 0);
	tufcheck_pins_free(pins);
	free(text);
}

static bool fits(const struct tufcheck_pin *pin, const char *gun)
{
	return pin->is_prefix ? strncmp(gun, pin->gun, strlen(pin->gun)) == 0
			      : strcmp(gun, pin->gun) == 0;
}

static void check_marks(const struct tufcheck_pins *pins, const char *gun)
{
	size_t count = tufcheck_pins_count(pins);
	bool *marks = calloc(count + 1, sizeof(*marks));
	FUZZ_HOLDS(marks);
	tufcheck_pins_mark(pins, gun, marks);
	bool is_any = false;
	for (size_t i = 0; i < count; i++) {
		FUZZ_HOLDS(marks[i] == fits(tufcheck_pins_get(pins, i), gun));
		is_any = is_any || marks[i];
	}
	FUZZ_HOLDS(tc_pins_ask_of(pins, gun) == is_any);
	free(marks);
}

static void check_groups(const struct tufcheck_pins *pins, const char *gun)
{
	struct tuf_arena arena = TUF_ARENA_INIT;
	const struct tc_pin_group *groups;
	size_t count;
	FUZZ_HOLDS(tc_pins_list_groups(pins, &arena, gun, &groups, &count) == TUF_OK);
	FUZZ_HOLDS((count > 0) == tc_pins_ask_of(pins, gun));
	for (size_t i = 0; i < count; i++) {
		FUZZ_HOLDS(groups[i].count > 0);
		for (size_t j = 0; j < groups[i].count; j++) {
			const struct tc_pin *pin = groups[i].items[j];
			FUZZ_HOLDS(fits(&pin->record, gun));
			FUZZ_HOLDS(strcmp(pin->record.role, groups[i].role) == 0);
			FUZZ_HOLDS(tc_pin_group_has(&groups[i], pin->kind, pin->record.digits));
		}
	}
	tuf_arena_clear(&arena);
}

static void check_file(const uint8_t *bytes, size_t length)
{
	struct tufcheck_pins *pins = NULL;
	struct tufcheck_problem problem = {.line = 0};
	FUZZ_HOLDS(tufcheck_pins_new(&pins) == TUFCHECK_OK);
	enum tufcheck_result result = tufcheck_pins_read(pins, fuzz_file(bytes, length), &problem);
	FUZZ_HOLDS(result == TUFCHECK_OK || result == TUFCHECK_INVALID);
	size_t count = tufcheck_pins_count(pins);
	FUZZ_HOLDS((result == TUFCHECK_OK) == (count > 0));
	if (result == TUFCHECK_INVALID)
		fuzz_check_problem(&problem, (const char *)bytes, length);
	for (size_t i = 0; i < count && i < 20; i++)
		check_again(tufcheck_pins_get(pins, i));
	for (size_t i = 0; i < GUNS; i++) {
		check_marks(pins, guns[i]);
		check_groups(pins, guns[i]);
	}
	tufcheck_pins_free(pins);
}

static void check_one(const uint8_t *bytes, size_t length)
{
	char *text = fuzz_copy(bytes, length, true);
	struct tufcheck_pins *pins = NULL;
	struct tufcheck_problem problem = {.line = 0};
	FUZZ_HOLDS(tufcheck_pins_new(&pins) == TUFCHECK_OK);
	enum tufcheck_result result = tufcheck_pins_add(pins, text, &problem);
	FUZZ_HOLDS(result == TUFCHECK_OK || result == TUFCHECK_INVALID);
	FUZZ_HOLDS(tufcheck_pins_count(pins) == (result == TUFCHECK_OK ? 1 : 0));
	if (result == TUFCHECK_INVALID)
		FUZZ_HOLDS(problem.message[0] != '\0' && problem.line == 0 &&
			   problem.column <= strlen(text) + 1);
	else
		check_again(tufcheck_pins_get(pins, 0));
	tufcheck_pins_free(pins);
	free(text);
}

static void check_configuration(const uint8_t *bytes, size_t length)
{
	struct tufcheck_problem problem = {.line = 0};
	struct tufcheck_trust_pinning *pinning = NULL;
	enum tufcheck_result result =
		tufcheck_trust_pinning_read(fuzz_file(bytes, length), &problem, &pinning);
	FUZZ_HOLDS(result == TUFCHECK_OK || result == TUFCHECK_INVALID);
	if (result == TUFCHECK_INVALID)
		fuzz_check_problem(&problem, (const char *)bytes, length);
	else
		FUZZ_HOLDS(!tufcheck_trust_pinning_asks_of(pinning, NULL));
	for (size_t i = 0; i < GUNS; i++)
		(void)tufcheck_trust_pinning_asks_of(pinning, guns[i]);
	tufcheck_trust_pinning_free(pinning);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	check_file(bytes, length);
	check_one(bytes, length);
	check_configuration(bytes, length);
	return 0;
}
