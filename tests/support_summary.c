/* SPDX-License-Identifier: MIT */
#include "support_summary.h"

#include <criterion/criterion.h>

#include <math.h>
#include <string.h>

#include "support_conduct.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

void bench_set_up(struct bench *bench, const char *cases, const char *other_cases)
{
    struct tare_err err = {0};

    memset(bench, 0, sizeof *bench);
    support_plan_add(&bench->plan, "old", cases);
    if (other_cases)
        support_plan_add(&bench->plan, "new", other_cases);
    cr_assert_eq(tare_plan_make(&bench->plan, &(struct tare_plan_wishes){0}, &err), 0, "%s",
                 err.text);
    bench->asked =
        (struct tare_block_params){.plan = &bench->plan, .block = bench->plan.block, .sets = SETS};
    bench->run = (struct tare_block_run){
        .arm = bench->arm, .arm_count = bench->plan.block->arm_count, .sets = SETS};
    bench->params = (struct tare_summary_params){.asked = &bench->asked,
                                                 .run = &bench->run,
                                                 .unweighed = "not today",
                                                 .margin_ratio = 0.005};
    for (size_t i = 0; i < bench->run.arm_count; i++) {
        tare_arm_init(&bench->arm[i], &bench->plan, bench->plan.block, i);
        bench->arm[i].sample = bench->sample[i];
        bench->arm[i].prime_ns = bench->prime_ns[i];
        bench->arm[i].reported = true;
        bench->arm[i].report.empty_loop_ns = 0.001;
    }
}

void bench_give(struct bench *bench, size_t arm, uint32_t set, const double *op_ns, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = bench->arm[arm].sample_count++;

        bench->sample[arm][at] = (struct tare_sample){.process = set,
                                                      .round = (uint32_t)i + 1,
                                                      .iterations = ITERATIONS,
                                                      .elapsed_ns = op_ns[i] * ITERATIONS};
        bench->prime_ns[arm][at] = op_ns[i];
    }
}

void bench_give_all(struct bench *bench, size_t arm, double op_ns, double drift)
{
    for (uint32_t set = 1; set <= SETS; set++) {
        const double same[] = {op_ns, op_ns, op_ns};

        bench_give(bench, arm, set, same, COUNT(same));
        op_ns *= drift;
    }
}

struct tare_block bench_make(const struct bench *bench)
{
    struct tare_block block;
    struct tare_err err = {0};

    cr_assert_eq(tare_summary_make(&block, &bench->params, &err), 0, "%s", err.text);
    cr_assert_eq(block.row_count, bench->run.arm_count, "%zu rows", block.row_count);
    return block;
}

void bench_tear_down(struct bench *bench, struct tare_block *block)
{
    if (block)
        tare_block_free(block);
    tare_plan_free(&bench->plan);
}

void bench_expect_text(const char *name, const char *text, const char *expected)
{
    cr_expect_str_eq(text ? text : "NULL", expected ? expected : "NULL", "%s is '%s'", name,
                     text ? text : "NULL");
}

void bench_expect_number(const char *name, double value, double expected)
{
    cr_expect(isnan(expected) ? isnan(value) : fabs(value - expected) <= 1e-9 * fabs(expected),
              "%s is %.12g instead of %.12g", name, value, expected);
}
