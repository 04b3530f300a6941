/* SPDX-License-Identifier: MIT */
/*
 * Two identical loops that a link may put at different places within a cache line: what
 * relink_proof.sh measures. Compiled for size (see the Makefile), since that gives the loop whose
 * time depends on its place most. On an EPYC of family 26, alone in a page and with its last jump
 * over the end of a line, it takes 480 ns for 1000 values, else 258; in a link with a function
 * there 350, else 271, in some of the processes. The study behind rule 5 had 296 and 569 ns.
 */
#include <tare.h>

#define VALUES 1000

/* Alike for the compiler, too, which would make one function of two; and -Os aligns none. */
#if __has_attribute(noipa)
#define ALONE __attribute__((noipa, aligned(16))) static
#else
#define ALONE __attribute__((noinline, aligned(16))) static
#endif

#define SUM(name)                                                                                  \
    ALONE int name(const int *values, size_t count)                                                \
    {                                                                                              \
        int sum = 0;                                                                               \
                                                                                                   \
        for (size_t i = 0; i < count; i++)                                                         \
            sum += values[i];                                                                      \
        return sum;                                                                                \
    }
SUM(sum_one)
SUM(sum_other)

static int values[VALUES];

TARE_GROUP(sum, .title = "Identical loops", .baseline = "one")

TARE_CASE(sum, one)
{
    for (size_t i = 0; i < VALUES; i++)
        values[i] = (int)(tare_random(t) & 1023);
    tare_items(t, VALUES);
    tare_loop(t)
        tare_keep(sum_one(values, VALUES));
}

TARE_CASE(sum, other)
{
    for (size_t i = 0; i < VALUES; i++)
        values[i] = (int)(tare_random(t) & 1023);
    tare_items(t, VALUES);
    tare_loop(t)
        tare_keep(sum_other(values, VALUES));
}
