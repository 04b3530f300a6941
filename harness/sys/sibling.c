/* SPDX-License-Identifier: MIT */
#include "sys/sibling.h"

#include <math.h>

#include "sys/clock.h"

/* Bins a doubling, and where the first begins: ratios from 1/8 to 32. */
#define BINS_A_DOUBLING 16
#define LEAST_LOG2      (-3)
#define BUSY_BINS       6 /* 2^(6/16) = 1.3 times */
#define LEAST_SHARE     0.05

/* An interrupt hits one piece of a probe and not all. */
#define PIECES      3
#define WIDE_STEPS  1000 /* of 8 adds: 0.5 us where a core does 4 a cycle */
#define CHAIN_STEPS 250

#if defined(__x86_64__)
#define INCREMENT(n) "add $1, %" #n "\n\t"
#else
#define INCREMENT(n) "add %" #n ", %" #n ", #1\n\t"
#endif

__attribute__((noinline, aligned(64))) static double time_wide(void)
{
    double start_ns = tare_clock_now_ns();
    uint64_t a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;

    for (int i = 0; i < WIDE_STEPS; i++)
        __asm__ volatile(INCREMENT(0) INCREMENT(1) INCREMENT(2) INCREMENT(3) INCREMENT(4)
                             INCREMENT(5) INCREMENT(6) INCREMENT(7)
                         : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e), "+r"(f), "+r"(g), "+r"(h)
                         :
                         : "cc");
    return tare_clock_now_ns() - start_ns;
}

__attribute__((noinline, aligned(64))) static double time_chain(void)
{
    double start_ns = tare_clock_now_ns();
    uint64_t a = 0;

    for (int i = 0; i < CHAIN_STEPS; i++)
        __asm__ volatile(INCREMENT(0) INCREMENT(0) INCREMENT(0) INCREMENT(0) INCREMENT(0)
                             INCREMENT(0) INCREMENT(0) INCREMENT(0)
                         : "+r"(a)
                         :
                         : "cc");
    return tare_clock_now_ns() - start_ns;
}

void tare_sibling_probe(struct tare_sibling *seen)
{
    double wide_ns = INFINITY;
    double chain_ns = INFINITY;

    for (int i = 0; i < PIECES; i++) {
        wide_ns = fmin(wide_ns, time_wide());
        chain_ns = fmin(chain_ns, time_chain());
    }
    if (wide_ns > 0 && chain_ns > 0)
        tare_sibling_add(seen, wide_ns / chain_ns);
}

void tare_sibling_add(struct tare_sibling *seen, double ratio)
{
    double place = (log2(ratio) - LEAST_LOG2) * BINS_A_DOUBLING;

    seen->bin[(size_t)fmin(fmax(place, 0), TARE_SIBLING_BINS - 1)]++;
    seen->count++;
}

void tare_sibling_merge(struct tare_sibling *seen, const struct tare_sibling *more)
{
    seen->count += more->count;
    for (size_t i = 0; i < TARE_SIBLING_BINS; i++)
        seen->bin[i] += more->bin[i];
}

static size_t least_bin(const struct tare_sibling *reference)
{
    double below = 0;
    size_t i = 0;

    while (i + 1 < TARE_SIBLING_BINS &&
           (below += (double)reference->bin[i]) < LEAST_SHARE * (double)reference->count)
        i++;
    return i;
}

double tare_sibling_share(const struct tare_sibling *seen, const struct tare_sibling *reference)
{
    uint64_t busy = 0;

    if (seen->count < TARE_SIBLING_MIN_COUNT || reference->count < TARE_SIBLING_MIN_COUNT)
        return NAN;
    for (size_t i = least_bin(reference) + BUSY_BINS; i < TARE_SIBLING_BINS; i++)
        busy += seen->bin[i];
    return (double)busy / (double)seen->count;
}
