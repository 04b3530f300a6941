/* SPDX-License-Identifier: MIT */
/* Which of some words was meant: for "did you mean". */
#ifndef TARE_BASE_NEAR_H
#define TARE_BASE_NEAR_H

#include <stddef.h>

/*
 * How many letters have to be put in, taken out, exchanged or swapped with their neighbour to make
 * `a` of `b`, no letter twice (optimal string alignment; Damerau 1964). Of the first 64 bytes.
 */
size_t tare_near_distance(const char *a, const char *b);

/*
 * A search over words that are offered one by one: start with {.word = what was typed}. `best` is
 * the nearest of those that are near: a third of the letters wrong at most, and not all; the first
 * one of several. It points to what was offered.
 */
struct tare_near {
    const char *word;
    const char *best; /* NULL: none is near */
    size_t distance;  /* of `best` */
};
void tare_near_offer(struct tare_near *near, const char *word);

/* The nearest of `words` (NULL at the end) itself; NULL: none is near. */
const char *tare_near_find(const char *word, const char *const *words);

#endif
