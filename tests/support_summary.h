/* SPDX-License-Identifier: MIT */
/* A measured block made by hand, for the tests of summaries. */
#ifndef TARE_TESTS_SUPPORT_SUMMARY_H
#define TARE_TESTS_SUPPORT_SUMMARY_H

#include <stddef.h>
#include <stdint.h>

#include "conduct/summary.h"

#define SETS        3
#define ARMS_MAX    4
#define SAMPLES_MAX 64
#define ITERATIONS  10

/* A measured block: as many arms as its plan has. */
struct bench {
    struct tare_plan plan;
    struct tare_block_params asked;
    struct tare_block_run run;
    struct tare_arm arm[ARMS_MAX];
    struct tare_sample sample[ARMS_MAX][SAMPLES_MAX];
    double prime_ns[ARMS_MAX][SAMPLES_MAX];
    struct tare_summary_params params;
};

#define NO_LISTS "0|0|0|"
/* The baseline is the second. */
#define THREE                                                                                      \
    "case|g|a|x.c|1|||b|0|0|0||" NO_LISTS "case|g|b|x.c|2|||b|0|0|0||" NO_LISTS                    \
    "case|g|c|x.c|3|||b|0|0|0||" NO_LISTS
#define RICH "case|sum|aos|x.c|1|Sum it|key||0|0|1|load|1|100|1|2|1|75|"

/* The first block of these builds. */
void bench_set_up(struct bench *bench, const char *cases, const char *other_cases);

/* Samples of a set, each of ITERATIONS, primed for as many ns as one iteration takes. */
void bench_give(struct bench *bench, size_t arm, uint32_t set, const double *op_ns, size_t count);

/* Three samples in each set, alike but for `drift`, by which each set is slower than the last. */
void bench_give_all(struct bench *bench, size_t arm, double op_ns, double drift);

struct tare_block bench_make(const struct bench *bench);

/* `block` may be NULL. */
void bench_tear_down(struct bench *bench, struct tare_block *block);

void bench_expect_text(const char *name, const char *text, const char *expected);

void bench_expect_number(const char *name, double value, double expected);

#endif
