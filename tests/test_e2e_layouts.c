/* SPDX-License-Identifier: MIT */
/* A suite that is linked three times, and what `tare run --layouts` makes of it. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_tare.h"

/* Linked as in the Makefile: seed N into FOLDER/layout-N/suite. */
static struct run link_into(const char *folder, const char *seeds, const char *flags)
{
    return run_shell(60,
                     "set -e; cc=${CC:-cc}; o=%s/relinked.o; $cc -std=gnu11 -O2 -g -Iinclude "
                     "-ffunction-sections -falign-functions=16 -DTARE_ALIGN_=16 "
                     "-c tests/fixtures/relinked.c -o $o; for n in %s; do bench/relink.sh $n "
                     "%s/layout-$n/suite $o -- $cc %s $o %s/libtare.a -pthread; done",
                     folder, seeds, folder, flags, run_build_folder());
}

/* A new folder with three links. */
static char *links(void)
{
    char *folder = run_folder_new();
    struct run run;

    tare_run_skip_if_sanitized("libtare.a needs the sanitizers' runtime at its link");
    run = link_into(folder, "1 2 3", "");
    cr_assert_eq(run.status, 0, "not linked: %s%s", run.out, run.err);
    run_free(&run);
    return folder;
}

/* Runs over `pattern` in the folder, with results in FOLDER/results. */
static struct tare_run run_over(const char *folder, const char *before, const char *pattern,
                                const char *flags)
{
    struct tare_run run;
    char *results = NULL;
    char *arguments = NULL;

    cr_assert(asprintf(&results, "%s/results", folder) > 0 &&
                  asprintf(&arguments, "--layouts '%s/%s' --no-weigh %s", folder, pattern, flags) >
                      0,
              "out of memory");
    run = tare_run_in(results, before, arguments);
    free(arguments);
    return run;
}

static char *read_result(const struct tare_run *run)
{
    char *path = tare_run_path(run->folder, "result.json");
    size_t bytes;
    char *text = run_read_file(path, &bytes);

    cr_assert_not_null(text, "no '%s': %s", path, run->run.err);
    free(path);
    return text;
}

static void expect_in(const char *text, const char *part)
{
    cr_expect(strstr(text, part) != NULL, "no '%s' in: %.3000s", part, text);
}

Test(e2e_layouts, sets_take_one_link_each_for_all_arms)
{
    char *folder = links();
    struct tare_run run;
    char before[128];
    struct run log;
    struct run checked;
    char *result;

    snprintf(before, sizeof before, "RELINKED_LOG=%s/log", folder);
    run = run_over(folder, before, "layout-*/suite", "--sets 4 --filter '^link/o'");
    cr_assert_eq(run.run.status, 0, "status %d: %s", run.run.status, run.run.err);
    tare_run_expect(&run, "link/one", "processes", "6");
    tare_run_expect(&run, "link/other", "processes", "6");
    log = run_shell(10,
                    "sed 's,.*/layout-,,; s,/suite,,' %s/log | paste -d: - - | "
                    "sed 's/2 one:2 other/2 other:2 one/; s/1 one:1 other/1 other:1 one/; "
                    "s/3 one:3 other/3 other:3 one/'",
                    folder);
    cr_expect_str_eq(log.out,
                     "1 other:1 one\n2 other:2 one\n3 other:3 one\n"
                     "1 other:1 one\n2 other:2 one\n3 other:3 one\n",
                     "%s", log.out);
    expect_in(run.run.out, "6 sets of 3 layouts");
    expect_in(run.run.out, "where the variance comes from");
    expect_in(run.run.out, "for 3 layouts");
    result = read_result(&run);
    expect_in(result, "\"set_layout\": [1,2,3,1,2,3]");
    expect_in(result, "/layout-3/suite\"");
    expect_in(result, "\"joined\": false");
    cr_expect(strstr(result, "\"link_ns\": null") == NULL, "a link's time is unknown");
    checked = run_shell(20, "tests/test_schema.sh %s/latest/result.json", run.folder);
    cr_expect_eq(checked.status, 0, "%s", checked.out);
    free(result);
    run_free(&checked);
    run_free(&log);
    tare_run_free(&run);
    run_folder_remove(folder);
}

Test(e2e_layouts, without_sets_it_is_two_a_link)
{
    char *folder = links();
    struct run run = run_shell(30,
                               "%s/tare run --layouts '%s/layout-*/suite' --filter link/one "
                               "--min-time 1ms --no-weigh --no-plots --out %s/results",
                               run_build_folder(), folder, folder);

    /* 10 sets are asked for; 12 is the next multiple of 3. */
    cr_expect_eq(run.status, 0, "status %d: %s", run.status, run.err);
    expect_in(run.out, "12 sets of 3 layouts");
    run_free(&run);
    run_folder_remove(folder);
}

Test(e2e_layouts, one_link_is_said_to_be_one)
{
    char *folder = links();
    struct tare_run run = run_over(folder, "", "layout-2/suite", "--filter link/one");
    char *result = read_result(&run);

    cr_expect_eq(run.run.status, 0, "status %d: %s", run.run.status, run.run.err);
    expect_in(run.run.err, "tare: one layout only, '");
    expect_in(run.run.out, "3 sets of 1 layout");
    expect_in(run.run.out, "one layout: what another link would change cannot be told");
    expect_in(run.run.out, "for this binary");
    expect_in(result, "\"set_layout\": [1,1,1]");
    free(result);
    tare_run_free(&run);
    run_folder_remove(folder);
}

Test(e2e_layouts, another_suite_among_the_links_is_named)
{
    char *folder = links();
    struct run made = run_shell(10, "mkdir %s/layout-4 && cp %s/fixtures/plain %s/layout-4/suite",
                                folder, run_build_folder(), folder);
    struct run run = run_shell(20, "%s/tare run --layouts '%s/layout-*/suite' --out %s/results",
                               run_build_folder(), folder, folder);

    cr_assert_eq(made.status, 0, "%s", made.err);
    cr_expect_eq(run.status, 2, "status %d", run.status);
    expect_in(run.err, "layout-4/suite' is not the suite of '");
    expect_in(run.err, "layout-1/suite': its compiler is '");
    cr_expect_str_empty(run.out, "%s", run.out);
    run_free(&run);
    run_free(&made);
    run_folder_remove(folder);
}

Test(e2e_layouts, a_crash_in_one_link_costs_its_arm_and_names_the_link)
{
    char *folder = links();
    struct tare_run run = run_over(folder, "RELINKED_CRASH=layout-2", "layout-*/suite", "");
    const char *reason = tare_run_cell(&run, "link/fragile", "reason");

    cr_expect_eq(run.run.status, 1, "status %d: %s", run.run.status, run.run.err);
    tare_run_expect(&run, "link/fragile", "status", "crashed");
    expect_in(reason, "in set 2 of ");
    expect_in(reason, "/layout-2/suite");
    tare_run_expect_measured(&run, "link/one");
    tare_run_expect_measured(&run, "link/other");
    tare_run_free(&run);
    run_folder_remove(folder);
}

Test(e2e_layouts, other_links_cannot_resume_a_run)
{
    char *folder = links();
    struct run begun =
        run_shell(30,
                  "%s/tare run --layouts '%s/layout-*/suite' --no-plots --budget 1us "
                  "--no-weigh --out %s/results",
                  run_build_folder(), folder, folder);
    struct run run = run_shell(20,
                               "%s/tare run --layouts '%s/layout-[12]/suite' --resume=%s/results/"
                               "latest --out %s/results",
                               run_build_folder(), folder, folder, folder);

    cr_expect_eq(run.status, 2, "status %d: %s %s", run.status, run.err, begun.err);
    expect_in(run.err, "it had 3 layouts, not 2");
    run_free(&run);
    run_free(&begun);
    run_folder_remove(folder);
}
