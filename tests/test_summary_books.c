/* SPDX-License-Identifier: MIT */
/* What became of a block's time, and what others took of it. */
#include <criterion/criterion.h>

#include <math.h>

#include "support_summary.h"

Test(summary, the_books_are_summed)
{
    static struct bench bench;
    struct tare_block block;

    bench_set_up(&bench, THREE, NULL);
    bench.run.sets = 2;
    bench.run.wall_ns = 5e9;
    bench.run.steal_ns = 7;
    bench.run.others_ns = 8;
    bench.run.waited_ns = NAN;
    bench.run.switches = 9;
    bench.run.sibling_ratio = 0.125;
    for (size_t arm = 0; arm < 3; arm++) {
        bench.arm[arm].sampled_ns = 1 + (double)arm;
        bench.arm[arm].primed_ns = 10 + 10 * (double)arm;
        bench.arm[arm].setup_ns = 100 + 100 * (double)arm;
    }
    block = bench_make(&bench);
    cr_expect_eq(block.sets, 2, "%zu sets", block.sets);
    bench_expect_number("wall", block.wall_ns, 5e9);
    bench_expect_number("steal", block.steal_ns, 7);
    bench_expect_number("others", block.others_ns, 8);
    bench_expect_number("waited", block.waited_ns, NAN);
    bench_expect_number("switches", block.switches, 9);
    bench_expect_number("sibling", block.sibling_ratio, 0.125);
    bench_expect_number("sampled", block.sampled_ns, 6);
    bench_expect_number("primed", block.primed_ns, 60);
    bench_expect_number("set-up", block.setup_ns, 600);
    bench_tear_down(&bench, &block);
}
