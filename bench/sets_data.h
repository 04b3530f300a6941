/* SPDX-License-Identifier: MIT */
/*
 * What a set of sets.c holds and is asked for: n distinct numbers below 8 n, as identifiers are
 * that were given out one after another and of which some are still in use.
 */
#ifndef BENCH_SETS_DATA_H
#define BENCH_SETS_DATA_H

#include <stdbool.h>

#include "case.h"

/* One member in each cell of so many numbers. */
enum { CELL_NUMBERS = 8 };

struct numbers {
    size_t count;
    uint32_t *at;
};

static inline void numbers_shuffle(struct tare *t, const struct numbers *numbers)
{
    for (size_t i = numbers->count; i > 1; i--) {
        size_t other = random_below(t, i);
        uint32_t number = numbers->at[i - 1];

        numbers->at[i - 1] = numbers->at[other];
        numbers->at[other] = number;
    }
}

static inline struct numbers numbers_new(size_t count)
{
    return (struct numbers){count, must_alloc(count, sizeof(uint32_t))};
}

/* tare_size(t) members in random order. They are distinct, as each has a cell of its own. The
 * caller frees `at`. */
static inline struct numbers members_draw(struct tare *t)
{
    struct numbers members = numbers_new(tare_size(t));

    if (members.count > UINT32_MAX / CELL_NUMBERS)
        abort();
    for (size_t i = 0; i < members.count; i++)
        members.at[i] = (uint32_t)(CELL_NUMBERS * i + random_below(t, CELL_NUMBERS));
    numbers_shuffle(t, &members);
    return members;
}

/* Another number of the same cell. */
static inline uint32_t neighbour(struct tare *t, uint32_t member)
{
    uint32_t cell = member / CELL_NUMBERS * CELL_NUMBERS;
    uint32_t step = 1 + (uint32_t)random_below(t, CELL_NUMBERS - 1);

    return cell + (member - cell + step) % CELL_NUMBERS;
}

/*
 * As many questions as there are members, in random order: all of them members, or none of them.
 * The caller frees `at`.
 */
static inline struct numbers questions_draw(struct tare *t, const struct numbers *members,
                                            bool present)
{
    struct numbers questions = numbers_new(members->count);

    for (size_t i = 0; i < members->count; i++)
        questions.at[i] = present ? members->at[i] : neighbour(t, members->at[i]);
    numbers_shuffle(t, &questions);
    return questions;
}

/* A second set of members: each of the first, or a neighbour of it, as a coin has it. */
static inline struct numbers others_draw(struct tare *t, const struct numbers *members)
{
    struct numbers others = numbers_new(members->count);

    for (size_t i = 0; i < members->count; i++)
        others.at[i] = random_below(t, 2) != 0 ? members->at[i] : neighbour(t, members->at[i]);
    numbers_shuffle(t, &others);
    return others;
}

#endif
