/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a fallible function of tuf/ answers: that it did its work, that the
 * data is wrong (a fault says how), or that it could not be carried out.
 */
#ifndef TUF_RESULT_H
#define TUF_RESULT_H

#define TUF_MUST_USE __attribute__((warn_unused_result))

enum tuf_result {
	TUF_OK = 0,
	TUF_INVALID,  /* the data is wrong; a struct tuf_fault was filled */
	TUF_NO_MEMORY /* an allocation failed; nothing is known of the data */
};

#endif
