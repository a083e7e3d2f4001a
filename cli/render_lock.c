/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/render_lock.h"

#include "cli/render_text.h"

void render_changes_write(struct page *page, const char *gun,
			  const struct tufcheck_lock_changes *changes)
{
	page_begin_line(page, "", "", 2);
	page_add_whole(page, STYLE_BOLD, gun);
	page_end_line(page);
	for (size_t i = 0; i < tufcheck_lock_changes_count(changes); i++) {
		const struct tufcheck_finding *change = tufcheck_lock_changes_get(changes, i);
		page_begin_line(page, "  ", "  ", 2);
		page_add(page, render_text_severity_style(change->severity),
			 "%s:", tufcheck_severity_name(change->severity));
		page_add(page, STYLE_PLAIN, "%s", change->message);
		page_end_line(page);
	}
}
