/* SPDX-License-Identifier: Apache-2.0 */
/* Included before every source of a build with mutants (run.py). */
#ifndef TUFCHECK_TESTS_MUTANT_H
#define TUFCHECK_TESTS_MUTANT_H

/* The mutant that is alive; 0: none. */
extern int tufcheck_mutant __attribute__((visibility("hidden")));

/* A byte a mutant, set to 1 when its place is reached; NULL: nobody wants to know. */
extern unsigned char *tufcheck_mutants_reached __attribute__((visibility("hidden")));

static inline int tufcheck_is_mutant(int number)
{
	if (tufcheck_mutants_reached)
		tufcheck_mutants_reached[number] = 1;
	return tufcheck_mutant == number;
}

#endif
