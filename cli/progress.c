/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/progress.h"

#include <stdint.h>
#include <unistd.h>

#include "cli/debug.h"
#include "cli/environment.h"
#include "cli/output.h"
#include "cli/progress_line.h"
#include "cli/remains.h"
#include "cli/terminal.h"
#include "cli/text.h"

/* Microseconds. */
#define FIRST_SHOWN 1000000
#define BETWEEN 100000

/* Of the scan that is under way. */
static struct {
	struct progress_state state;
	uint64_t begun; /* moments, as environment_get_moment has them */
	uint64_t due;   /* the next drawing */
	bool is_wanted;
	bool is_looked_at; /* whether there is a terminal */
} line;

void progress_begin(size_t total, bool is_quiet)
{
	line.state = (struct progress_state){.total = total};
	/* of one there is nothing to count */
	line.is_wanted = !is_quiet && !debug_is_wanted() && total > 1;
	line.is_looked_at = false;
	if (!line.is_wanted)
		return;
	line.begun = environment_get_moment();
	line.due = line.begun + FIRST_SHOWN;
}

static void put(const struct text *text)
{
	/* a terminal that is gone, or full, needs no progress */
	if (write(STDERR_FILENO, text->bytes, text->length) < 0)
		line.is_wanted = false;
}

static void draw(void)
{
	struct text text = {.bytes = NULL};
	text_append(&text, "\r");
	progress_line_append(&text, &line.state, terminal_measure_stderr(),
			     terminal_is_locale_utf8());
	text_append(&text, "\x1b[K");
	remains_add_line();
	put(&text);
	text_clear(&text);
}

void progress_step(void)
{
	line.state.done++;
	if (!line.is_wanted)
		return;
	uint64_t now = environment_get_moment();
	/* the last one is followed by the end */
	if (now < line.due || line.state.done >= line.state.total)
		return;
	line.due = now + BETWEEN;
	line.state.elapsed = now - line.begun;
	if (!line.is_looked_at)
		line.is_wanted = terminal_is_stderr_able();
	line.is_looked_at = true;
	if (line.is_wanted && output_is_at_line_start() && terminal_is_stderr_ours())
		draw();
}

void progress_end(void)
{
	line.is_wanted = false;
	remains_hide_line();
}
