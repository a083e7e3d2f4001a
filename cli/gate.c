/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/gate.h"

#include <stdlib.h>
#include <string.h>

#include "cli/debug.h"
#include "cli/diagnose.h"
#include "cli/environment.h"
#include "cli/memory.h"
#include "cli/nearest_gun.h"
#include "cli/operand.h"
#include "cli/progress.h"
#include "cli/text_set.h"

void gate_add(struct gate *gate, const struct gate_source *source)
{
	if (gate->count == gate->capacity) {
		gate->capacity = gate->capacity > 0 ? 2 * gate->capacity : 16;
		gate->items = memory_resize(gate->items, gate->capacity, sizeof(*gate->items));
	}
	struct gate_item item = {.source = *source};
	enum tufcheck_result result =
		tufcheck_image_parse(source->text, &item.problem, &item.image);
	if (result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
	gate->items[gate->count++] = item;
}

/* ---- repositories ---- */

static void check_memory(enum tufcheck_result result)
{
	if (result == TUFCHECK_NO_MEMORY)
		memory_exhausted();
}

/* That nothing is found is for the policy to say, of each image. */
static void find_repository(struct gate *gate, const char *gun)
{
	enum tufcheck_result result = tufcheck_scan_add_gun(gate->scan, gate->trust_dir, gun);
	check_memory(result);
	if (result != TUFCHECK_UNREADABLE)
		return;
	gate->is_place_told = true;
	diagnose("%s: %s: its trust data in %s cannot be read", gate->command, gun,
		 gate->trust_dir);
}

/* All repositories that images are of. */
static void find_repositories(struct gate *gate)
{
	const struct tufcheck_options options = {
		.size = sizeof(options),
		.at = gate->at,
		.resolve_expired = true,
	};
	check_memory(tufcheck_scan_new(&options, &gate->scan));
	struct text_set guns = {.count = 0};
	for (size_t i = 0; i < gate->count; i++)
		text_set_add(&guns, gate_item_get_gun(&gate->items[i]));
	text_set_sort(&guns);
	for (size_t i = 0; gate->trust_dir && i < guns.count; i++)
		find_repository(gate, guns.items[i]);
	text_set_clear(&guns);
	tufcheck_scan_sort(gate->scan);
	gate->reports =
		memory_take(tufcheck_scan_count(gate->scan), sizeof(struct tufcheck_report *));
}

/* The place of the repository called gun, which are sorted by name; their number: none is. */
static size_t find_place(const struct gate *gate, const char *gun)
{
	size_t count = tufcheck_scan_count(gate->scan);
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *name = tufcheck_scan_get_place(gate->scan, middle).gun;
		int order = name ? strcmp(name, gun) : -1;
		if (order == 0)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return count;
}

static void verify_at(struct gate *gate, size_t index)
{
	uint64_t begun = debug_is_wanted() ? environment_get_moment() : 0;
	struct tufcheck_report *report = NULL;
	check_memory(tufcheck_scan_verify(gate->scan, index, &report));
	gate->reports[index] = report;
	if (report && debug_is_wanted())
		debug_repository(tufcheck_report_get_repository(report),
				 environment_get_moment() - begun);
}

static const struct tufcheck_repository *verify(struct gate *gate, const char *gun)
{
	size_t index = find_place(gate, gun);
	if (index == tufcheck_scan_count(gate->scan))
		return NULL;
	if (!gate->reports[index])
		verify_at(gate, index);
	return gate->reports[index] ? tufcheck_report_get_repository(gate->reports[index]) : NULL;
}

/* ---- images ---- */

static void judge_item(struct gate *gate, struct gate_item *item)
{
	item->repository = verify(gate, item->image->gun);
	const struct tufcheck_judgement_request request = {
		.size = sizeof(request),
		.gun = item->image->gun,
		.tag = item->image->tag,
		.digest = item->image->sha256,
		.repository = item->repository,
		.at = gate->at,
	};
	enum tufcheck_result result =
		tufcheck_policy_judge(gate->policy, &request, &item->decision);
	check_memory(result);
	if (result != TUFCHECK_OK)
		diagnose("%s: %s could not be judged", gate->command, item->source.text);
}

/* The policy does not know where trust data was looked for. */
static void diagnose_trust_dir(const struct gate *gate)
{
	if (!gate->trust_dir)
		diagnose("%s: " OPERAND_NO_TRUST_DIR, gate->command);
	else if (operand_exists(gate->trust_dir))
		diagnose("%s: trust data was looked for in %s", gate->command, gate->trust_dir);
	else
		diagnose("%s: the trust directory %s does not exist", gate->command,
			 gate->trust_dir);
}

/* For the first image alone: the whole trust directory is looked through. */
static void suggest_repository(const struct gate *gate, const struct gate_item *item)
{
	const char *gun = gate_item_get_gun(item);
	char *nearest = gun ? nearest_gun_find(gate->trust_dir, gun) : NULL;
	if (nearest)
		diagnose("%s: there is none of %s; did you mean %s?", gate->command, gun, nearest);
	free(nearest);
}

static bool lacks_trust_data(const struct gate_item *item)
{
	return item->decision && item->decision->is_unchecked && !item->repository;
}

void gate_judge(struct gate *gate)
{
	find_repositories(gate);
	progress_begin(gate->count, gate->is_quiet);
	for (size_t i = 0; i < gate->count; i++) {
		if (gate->items[i].image)
			judge_item(gate, &gate->items[i]);
		progress_step();
	}
	progress_end();
	for (size_t i = 0; i < gate->count; i++)
		if (!gate->is_place_told && lacks_trust_data(&gate->items[i])) {
			diagnose_trust_dir(gate);
			suggest_repository(gate, &gate->items[i]);
			break;
		}
}

bool gate_item_is_allowed(const struct gate_item *item)
{
	return item->decision && item->decision->is_allowed;
}

bool gate_item_is_verified(const struct gate_item *item)
{
	return gate_item_is_allowed(item) && item->decision->is_verified && item->decision->digest;
}

const char *gate_item_get_gun(const struct gate_item *item)
{
	return item->image ? item->image->gun : NULL;
}

static enum exit_status get_item_status(const struct gate_item *item)
{
	if (!item->image)
		return EXIT_STATUS_USAGE;
	if (gate_item_is_allowed(item))
		return EXIT_STATUS_PASSED;
	bool is_checked = item->decision && !item->decision->is_unchecked;
	return is_checked ? EXIT_STATUS_FAILED : EXIT_STATUS_UNCHECKED;
}

enum exit_status gate_get_status(const struct gate *gate)
{
	enum exit_status status = EXIT_STATUS_PASSED;
	for (size_t i = 0; i < gate->count; i++)
		status = exit_status_worse(status, get_item_status(&gate->items[i]));
	return status;
}

size_t gate_count_verified(const struct gate *gate)
{
	size_t count = 0;
	for (size_t i = 0; i < gate->count; i++)
		count += gate_item_is_verified(&gate->items[i]);
	return count;
}

size_t gate_count_allowed(const struct gate *gate)
{
	size_t count = 0;
	for (size_t i = 0; i < gate->count; i++)
		count += gate_item_is_allowed(&gate->items[i]);
	return count;
}

void gate_clear(struct gate *gate)
{
	for (size_t i = 0; i < gate->count; i++) {
		tufcheck_decision_free(gate->items[i].decision);
		tufcheck_image_free(gate->items[i].image);
	}
	for (size_t i = 0; gate->reports && i < tufcheck_scan_count(gate->scan); i++)
		tufcheck_report_free(gate->reports[i]);
	free(gate->reports);
	free(gate->items);
	tufcheck_scan_free(gate->scan);
	*gate = (struct gate){.command = NULL};
}
