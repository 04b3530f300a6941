/* SPDX-License-Identifier: MIT */
/* Numbers for simulations in tests: the same from a seed, everywhere. */
#ifndef TARE_TESTS_SUPPORT_RANDOM_H
#define TARE_TESTS_SUPPORT_RANDOM_H

#include <stdint.h>

extern uint64_t support_random_state; /* the seed */

/* splitmix64 (Steele, Lea and Flood 2014), uniform in (0, 1). */
double support_random_uniform(void);

/* Exponential of mean 1; normal of mean 0 and deviation 1 (Box and Muller 1958). */
double support_random_exponential(void);
double support_random_normal(void);

#endif
