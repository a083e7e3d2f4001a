/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Points in time, read from and written as RFC 3339.
 */
#ifndef TUF_RFC3339_H
#define TUF_RFC3339_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of a formatted time with its NUL: "2026-01-02T03:04:05.123456789Z". */
#define TUF_TIME_TEXT_BYTES 40

struct tuf_time {
	int64_t seconds;     /* since 1970-01-01T00:00:00Z, leap seconds not counted */
	int32_t nanoseconds; /* 0 to 999999999 */
};

/**
 * Reads an RFC 3339 date-time: fraction and offset allowed, "T" and "Z" in
 * capitals, as the reference writes and reads them. Digits of a fraction
 * beyond the ninth are dropped, as there. Seconds go to 59, and in UTC the
 * year is 0 to 9999.
 */
bool tuf_time_parse(const char *text, size_t length, struct tuf_time *ret_time);

/** Reads a date, "2026-01-02", as its first moment in UTC. */
bool tuf_time_parse_date(const char *text, size_t length, struct tuf_time *ret_time);

/** Writes time in UTC, with a fraction only where there is one; NUL-terminated. */
void tuf_time_format(const struct tuf_time *time, char ret_text[TUF_TIME_TEXT_BYTES]);

/** Less than, equal to, or greater than 0 as left is before, at, or after right. */
int tuf_time_compare(const struct tuf_time *left, const struct tuf_time *right);

/** Seconds from the epoch to a date and time of the proleptic Gregorian calendar, in UTC. */
int64_t tuf_time_from_civil(int64_t year, unsigned month, unsigned day, unsigned hour,
                            unsigned minute, unsigned second);

#endif
