/* SPDX-License-Identifier: MIT */
/*
 * No order is fixed: arms that were always started first read up to 2.8 % off, and so would those
 * that always follow the same sibling (STATISTICS.md, rule 2).
 */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_tare.h"

#define SETS 12

/* What the cases of `group` wrote while they ran; the caller frees. */
static char *log_of(const char *group, const char *flags)
{
    char *folder = run_folder_new();
    char *path = NULL;
    char *before = NULL;
    char *arguments = NULL;
    struct tare_run run;
    size_t bytes;
    char *text;

    cr_assert(asprintf(&path, "%s/log", folder) > 0 &&
                  asprintf(&before, "ORDER_LOG=%s", path) > 0 &&
                  asprintf(&arguments, "--filter '^%s/' --seed 1 --no-weigh %s", group, flags) > 0,
              "out of memory");
    run = tare_run(before, "order", arguments);
    cr_assert_eq(run.run.status, 0, "status %d: %s", run.run.status, run.run.err);
    tare_run_free(&run);
    text = run_read_file(path, &bytes);
    cr_assert_not_null(text, "no log at '%s'", path);
    run_folder_remove(folder);
    free(path);
    free(before);
    free(arguments);
    return text;
}

Test(e2e_order, processes_begin_and_end_in_any_order)
{
    char *log = log_of("process", "--sets 12 --min-time 1ms");
    size_t begun_first = 0;
    size_t ended_first = 0;

    cr_assert_eq(strlen(log), SETS * 8, "two processes a set, that begin and end: %s", log);
    for (const char *set = log; *set; set += 8) {
        cr_expect(set[1] == '+' && set[3] == '+' && set[5] == '-' && set[7] == '-' &&
                      set[0] != set[2] && set[4] != set[6],
                  "a set is '%.8s'", set);
        begun_first += set[0] == 'a';
        ended_first += set[4] == 'a';
    }
    cr_expect(begun_first > 0 && begun_first < SETS, "a began first in %zu of %d", begun_first,
              SETS);
    cr_expect(ended_first > 0 && ended_first < SETS, "a ended first in %zu of %d", ended_first,
              SETS);
    free(log);
}

Test(e2e_order, turns_are_taken_in_any_order)
{
    char *log = log_of("turn", "--sets 3 --min-time 3ms");
    size_t after[128][128] = {{0}}; /* how often the second had its turn right after the first */

    for (const char *c = log; c[0] && c[1]; c++)
        after[c[0] & 127][c[1] & 127]++;
    for (const char *a = "xyz"; *a; a++)
        for (const char *b = "xyz"; *b; b++)
            cr_expect(*a == *b || after[(int)*a][(int)*b] >= 5, "%c came right after %c %zu times",
                      *b, *a, after[(int)*a][(int)*b]);
    free(log);
}

/* Rule 1: the environment is drawn anew for each process, and with it where its stack begins, which
 * without address randomization was seen to move times by some per cent (Mytkowicz et al. 2009). */
Test(e2e_order, stacks_begin_anywhere)
{
    char *log = log_of("padding", "--sets 12 --min-time 1ms");
    long length[SETS];
    size_t count = 0;
    size_t equal = 0;

    for (char *at = log; *at && count < SETS; at++)
        length[count++] = strtol(at, &at, 10);
    cr_assert_eq(count, SETS, "%zu processes: %s", count, log);
    for (size_t i = 1; i < SETS; i++)
        equal += length[i] == length[i - 1];
    cr_expect_lt(equal, SETS / 2, "%zu of them like the one before: %s", equal, log);
    free(log);
}
