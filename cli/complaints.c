/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/complaints.h"

#include <stdarg.h>

#include "cli/diagnose.h"
#include "cli/record_json.h"
#include "cli/text.h"

static void keep(json_t *kept, enum exit_status status, const char *message)
{
	json_t *object = record_object();
	record_put(object, "message", record_text(message));
	record_put(object, "status", record_integer(status));
	record_add(kept, object);
}

void complaints_add(struct complaints *complaints, enum exit_status status, const char *format, ...)
{
	struct text message = {.bytes = NULL};
	va_list arguments;
	va_start(arguments, format);
	text_append_vformat(&message, format, arguments);
	va_end(arguments);
	if (complaints->kept) {
		keep(complaints->kept, status, text_get(&message));
	} else {
		diagnose("%s", text_get(&message));
		complaints->status = exit_status_worse(complaints->status, status);
	}
	text_clear(&message);
}
