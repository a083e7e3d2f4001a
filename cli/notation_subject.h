/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Subjects of certificates as Notation's trusted identities: what its trust
 * policies can name. Source: trustedIdentities in the trust policy
 * specification of the Notary Project, and how notation reads it.
 */
#ifndef CLI_NOTATION_SUBJECT_H
#define CLI_NOTATION_SUBJECT_H

#include <stdbool.h>

/**
 * Why an identity cannot name this subject (RFC 2253); NULL: it can. It must
 * have a country, a state or province and an organization, no attribute twice,
 * and none that notation does not know by name.
 */
const char *notation_subject_find_problem(const char *subject);

/** Whether each attribute of one subject is in the other: notation then takes both for one. */
bool notation_subject_covers(const char *one, const char *other);

#endif
