/* SPDX-License-Identifier: Apache-2.0 */
/* Included before every source of a build with mutants (run.py). */
#ifndef TUFCHECK_TESTS_MUTANT_H
#define TUFCHECK_TESTS_MUTANT_H

/* The mutant that is alive; 0: none. */
extern int tufcheck_mutant __attribute__((visibility("hidden")));

/* A byte a mutant, set to 1 when a test reaches it, see tufcheck_chosen(); NULL: nobody wants to know. */
extern unsigned char *tufcheck_mutants_reached __attribute__((visibility("hidden")));

static inline int tufcheck_reach(int number)
{
	if (tufcheck_mutants_reached)
		tufcheck_mutants_reached[number] = 1;
	return 0;
}

/* For what has effects: reached wherever its place is. */
static inline int tufcheck_is_mutant(int number)
{
	tufcheck_reach(number);
	return tufcheck_mutant == number;
}

/* A condition without effects, and its mutants that are never and always true: a test reaches the one that differs. */
static inline int tufcheck_chosen(int never, int always, int value)
{
	tufcheck_reach(value ? never : always);
	return tufcheck_mutant != never && (tufcheck_mutant == always || value);
}

/* A value without effects, and the one that its mutant has instead. */
static inline int tufcheck_held(int number, int other, int value)
{
	if (!value != !other)
		tufcheck_reach(number);
	return tufcheck_mutant == number ? other : value;
}

/* What was returned, whose mutant returns 0. */
static inline int tufcheck_returned(int number, int value)
{
	if (value != 0)
		tufcheck_reach(number);
	return tufcheck_mutant == number ? 0 : value;
}

/* Whether a mutant is alive that differs where an expression without effects is not 0. */
#define TUFCHECK_DIFFERS(number, differs) \
	((tufcheck_mutants_reached && (differs) ? tufcheck_reach(number) : 0), tufcheck_mutant == (number))

/* Whether a variable has other bytes afterwards. */
#define TUFCHECK_ASSIGNS(variable, value) \
	(__extension__({ \
		__typeof__(variable) tufcheck_assigned = (value); \
		__builtin_memcmp(&tufcheck_assigned, &(variable), sizeof(tufcheck_assigned)) != 0; \
	}))

#endif
