/* SPDX-License-Identifier: MIT */
/*
 * Twice the work takes twice the time: a chain of 200 dependent multiplications against one of 100
 * (linear.sh), and what the loop itself costs: an empty one against a chain of one multiplication,
 * which takes 3 cycles on x86-64 since 2008 (Agner Fog, instruction tables).
 */
#include <tare.h>

/* Hidden each time: of x * k * k the compiler would make x * (k * k), which waits once. */
#define MULTIPLY(x) ((x) = tare_hide((x)*UINT64_C(0x9e3779b97f4a7c15)))
#define TEN(x)                                                                                     \
    do {                                                                                           \
        MULTIPLY(x);                                                                               \
        MULTIPLY(x);                                                                               \
        MULTIPLY(x);                                                                               \
        MULTIPLY(x);                                                                               \
        MULTIPLY(x);                                                                               \
        MULTIPLY(x);                                                                               \
        MULTIPLY(x);                                                                               \
        MULTIPLY(x);                                                                               \
        MULTIPLY(x);                                                                               \
        MULTIPLY(x);                                                                               \
    } while (0)

static inline __attribute__((always_inline)) uint64_t hundred(uint64_t x)
{
    TEN(x);
    TEN(x);
    TEN(x);
    TEN(x);
    TEN(x);
    TEN(x);
    TEN(x);
    TEN(x);
    TEN(x);
    TEN(x);
    return x;
}

TARE_GROUP(chain, .title = "Dependent multiplications", .baseline = "n")

TARE_CASE(chain, n)
{
    uint64_t x = tare_random(t);

    tare_loop(t)
        x = hundred(x);
}

TARE_CASE(chain, two_n)
{
    uint64_t x = tare_random(t);

    tare_loop(t) {
        x = hundred(x);
        x = hundred(x);
    }
}

TARE_GROUP(loop, .title = "The loop itself", .baseline = "multiply")

TARE_CASE(loop, multiply)
{
    uint64_t x = tare_random(t);

    tare_loop(t)
        MULTIPLY(x);
}

TARE_CASE(loop, empty)
{
    tare_loop(t) {
    }
}
