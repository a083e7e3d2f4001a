/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text in XML documents.
 *
 * Characters that XML does not have, and those that hide or reorder what is
 * shown, are escaped as for a terminal (cli/escape.h); then what is markup
 * becomes references, in attributes and between tags alike.
 */
#ifndef CLI_XML_H
#define CLI_XML_H

#include "cli/text.h"

/** Adds untrusted text; NULL is nothing. */
void xml_append(struct text *out, const char *untrusted);

/** Adds ' name="value"', with the value escaped. */
void xml_append_attribute(struct text *out, const char *name, const char *untrusted);

#endif
