/* SPDX-License-Identifier: MIT */
/*
 * Numbers for files that programs read: no unit, no rounding. Not for people (base/units.h).
 */
#ifndef TARE_MODEL_NUMBER_H
#define TARE_MODEL_NUMBER_H

#include <stdbool.h>

/* Sign, 17 digits, point, "e-308" and the NUL fit. */
#define TARE_NUMBER_TEXT_BYTES 32

struct tare_number_text {
    char text[TARE_NUMBER_TEXT_BYTES]; /* NUL-terminated */
};

/*
 * The decimal of 15, 16 or 17 significant digits, whichever is least and reads back as the same
 * double; whole numbers up to 2^53 in full, without a point or an exponent. The point is that of
 * the C locale, which no part of tare changes. Empty where `value` is not finite.
 */
struct tare_number_text tare_number_text(double value);

/* A whole number of at most 2^53, which a double holds exactly. */
bool tare_number_is_whole(double value);

#endif
