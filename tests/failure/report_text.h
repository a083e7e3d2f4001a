/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the library answers, as text: everything in it, so that two answers
 * are equal when their texts are.
 */
#ifndef TUFCHECK_TESTS_REPORT_TEXT_H
#define TUFCHECK_TESTS_REPORT_TEXT_H

#include <stdio.h>

#include "verify/tufcheck.h"

void report_text_write_repository(FILE *out, const struct tufcheck_repository *repository);
void report_text_write_finding(FILE *out, const struct tufcheck_finding *finding);
void report_text_write_decision(FILE *out, const struct tufcheck_decision *decision);
void report_text_write_estate(FILE *out, const struct tufcheck_estate_facts *facts);
void report_text_write_content(FILE *out, const struct tufcheck_untrusted_content *content);

#endif
