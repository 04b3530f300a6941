/* SPDX-License-Identifier: MIT */
/*
 * Weighing where there is little stack, little memory, or much that is reserved and not used
 * (fixtures/limits.c).
 */
#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "heap/wire.h"
#include "support_tare.h"
#include "support_weighed.h"

static const struct tare_weighed_site *find_leak(const struct tare_row *row, const char *kind)
{
    for (size_t i = 0; i < row->weighing->leaks.count; i++)
        if (strcmp(row->weighing->leaks.site[i].kind, kind) == 0)
            return &row->weighing->leaks.site[i];
    cr_assert_fail("%s: no leak is %s", row->variant, kind);
    return NULL;
}

/* A chain of 200,000 by types, one by words, and a ring for Tarjan: nothing recurses. */
Test(e2e_limits, small_stack_is_enough, .timeout = 120)
{
    struct support_weighed run;
    const struct tare_row *row;
    char types[256];

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    run = support_weighed("ulimit -s 256;", "limits", "--filter limits/deep");
    row = support_weighed_row(&run, "deep");
    cr_assert_not_null(row->weighing, "not weighed: %s",
                       tare_row_missing(row, TARE_FIELD_deep_bytes));
    cr_expect_eq(row->deep_bytes, 16 * 400000, "deep size %g", row->deep_bytes);
    cr_expect_eq(row->blocks, 400000, "%g blocks", row->blocks);
    support_weighed_types(row->weighing, types, sizeof types);
    cr_expect_str_eq(types, "struct node 200000 3.2e+06", "types are '%s'", types);
    cr_expect(tare_weighing_adds_up(row->weighing), "does not add up");
    cr_expect_eq(find_leak(row, "cycle")->blocks, 200000, "%g blocks on a cycle",
                 find_leak(row, "cycle")->blocks);
    support_weighed_free(&run);
}

/* Enough address space for the table of blocks and the case, too little for a million of them to be
 * walked over: the times stay, and the row says what became of the bytes. */
Test(e2e_limits, memory_that_ends_in_the_walk_is_a_stated_loss, .timeout = 120)
{
    const unsigned long long room_kib = (TARE_HEAP_FILE_BYTES >> 10) + (80 << 10);
    struct support_weighed run;
    const struct tare_row *row;
    const char *reason;
    char before[64];

    tare_run_skip_if_sanitized("it needs the address space");
    snprintf(before, sizeof before, "ulimit -v %llu;", room_kib);
    run = support_weighed(before, "limits", "--filter limits/many");
    row = support_weighed_row(&run, "many");
    reason = tare_row_missing(row, TARE_FIELD_deep_bytes);
    cr_expect_eq(run.run.run.status, 0, "status %d: %s", run.run.run.status, run.run.run.err);
    cr_expect(isnan(row->deep_bytes) && reason && strstr(reason, "out of memory"),
              "deep size %g: %s", row->deep_bytes, reason);
    cr_expect_gt(row->time_ns, 0, "time %g", row->time_ns);
    cr_expect_eq(row->allocs_per_op, 0, "%g allocations", row->allocs_per_op);
    tare_run_expect_measured(&run.run, "limits/many");
    support_weighed_free(&run);
}

/* A TiB that cannot be read and 64 GiB that were never touched, lost: no word of them is read. */
Test(e2e_limits, reserved_memory_takes_no_time, .timeout = 120)
{
    struct support_weighed run;
    const struct tare_row *row;
    char classes[256];

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    run = support_weighed("", "limits", "--filter limits/reserved");
    row = support_weighed_row(&run, "reserved");
    if (tare_row_is(row, "crashed")) {
        support_weighed_free(&run);
        cr_skip_test("no memory can be reserved here");
    }
    cr_assert_not_null(row->weighing, "not weighed");
    support_weighed_classes(row->weighing, classes, sizeof classes);
    cr_expect_str_eq(classes, "typed 1 16, lost 2 1.16823e+12", "classes are '%s'", classes);
    cr_expect(tare_weighing_adds_up(row->weighing), "does not add up");
    support_weighed_free(&run);
}

/* The table of blocks, the case and the walk take 2.5 GiB together. */
static bool has_memory(void)
{
    struct run run = run_shell(5, "awk '/MemAvailable/ {exit $2 < 6291456}' /proc/meminfo");
    bool has = run.status == 0;

    run_free(&run);
    return has;
}

Test(e2e_limits, ten_million_blocks_are_accounted_for, .timeout = 120)
{
    struct support_weighed run;
    const struct tare_row *row;
    char types[256];

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    if (!has_memory())
        cr_skip_test("less than 6 GiB of memory");
    run = support_weighed("", "limits", "--filter limits/ten_million");
    row = support_weighed_row(&run, "ten_million");
    cr_assert_not_null(row->weighing, "not weighed: %s",
                       tare_row_missing(row, TARE_FIELD_deep_bytes));
    cr_expect_eq(row->deep_bytes, 16e7, "deep size %g", row->deep_bytes);
    cr_expect_eq(row->blocks, 1e7, "%g blocks", row->blocks);
    support_weighed_types(row->weighing, types, sizeof types);
    cr_expect_str_eq(types, "struct node 1e+07 1.6e+08", "types are '%s'", types);
    cr_expect(tare_weighing_adds_up(row->weighing), "does not add up");
    support_weighed_free(&run);
}
