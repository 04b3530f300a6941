/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "conduct/plan.h"
#include "support_alloc.h"
#include "support_conduct.h"
#include "support_run.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Group, variant, the group's baseline and parameter; behind it the lists of sizes, threads and
 * values of the parameter. */
#define CASE(group, variant, baseline, param)                                                      \
    "case|" group "|" variant "|x.c|1|||" baseline "|0|0|0|" param "|"
#define NONE "0|"

#define LIST CASE("sum", "list", "aos", "") "3|10|20|-500|" NONE NONE
#define AOS  CASE("sum", "aos", "aos", "") "3|10|20|-500|" NONE NONE
#define BARE CASE("bare", "one", "", "") NONE NONE NONE
/* A group of two sizes and one that --full adds; a group without anything between its cases. */
#define SUMS LIST BARE AOS
/* All axes at once. */
#define AXES                                                                                       \
    CASE("axes", "v", "", "load")                                                                  \
    "2|7|8|"                                                                                       \
    "2|1|2|"                                                                                       \
    "2|50|-75|"
#define HUGE_SIZES CASE("huge", "v", "", "") "1|-1000|" NONE NONE

static const uint64_t five_six[] = {5, 6};
static const uint64_t three_four[] = {3, 4};
static const uint64_t zero_threads[] = {0};
static const uint64_t most_threads[] = {UINT32_MAX};
static const uint64_t many_threads[] = {UINT64_C(4294967296)};

/*
 * What a plan holds: blocks, with "; " between them, of arms, with a space between them, each its
 * build's label and id, the baseline with a '*'.
 */
static const struct {
    const char *name;
    const char *builds[3]; /* cases of each; NULL: no more */
    struct tare_plan_wishes wishes;
    size_t left_out;
    const char *blocks;
} plans[] = {
    {"a group at each of its sizes, in the order of its first case",
     {SUMS},
     {0},
     0,
     "a:sum/list/10 *a:sum/aos/10; a:sum/list/20 *a:sum/aos/20; *a:bare/one"},
    {"the sizes of --full",
     {SUMS},
     {.full = true, .filter = "sum"},
     0,
     "a:sum/list/10 *a:sum/aos/10; a:sum/list/20 *a:sum/aos/20; a:sum/list/500 *a:sum/aos/500"},
    {"sizes as wished, where a group has sizes",
     {SUMS},
     {.sizes = five_six, .size_count = 2},
     0,
     "a:sum/list/5 *a:sum/aos/5; a:sum/list/6 *a:sum/aos/6; *a:bare/one"},
    {"sizes, parameters and threads, threads fastest",
     {AXES},
     {0},
     0,
     "*a:axes/v/7/load:50; *a:axes/v/7/load:50/threads:2; *a:axes/v/7/load:-75; "
     "*a:axes/v/7/load:-75/threads:2; *a:axes/v/8/load:50; *a:axes/v/8/load:50/threads:2; "
     "*a:axes/v/8/load:-75; *a:axes/v/8/load:-75/threads:2"},
    {"threads as wished, where a group has threads",
     {AXES SUMS},
     {.threads = three_four, .thread_count = 2, .sizes = five_six, .size_count = 1},
     0,
     "*a:axes/v/5/load:50/threads:3; *a:axes/v/5/load:50/threads:4; "
     "*a:axes/v/5/load:-75/threads:3; *a:axes/v/5/load:-75/threads:4; "
     "a:sum/list/5 *a:sum/aos/5; *a:bare/one"},
    {"as many threads as a job can ask for",
     {AXES},
     {.threads = most_threads, .thread_count = 1, .filter = "/7/load:50"},
     0,
     "*a:axes/v/7/load:50/threads:4294967295"},
    {"a filter is found anywhere in the id", {SUMS}, {.filter = "aos/1"}, 0, "*a:sum/aos/10"},
    {"a filter is an extended regular expression",
     {SUMS},
     {.filter = "^(bare|sum/l.*/20$)"},
     0,
     "*a:sum/list/20; *a:bare/one"},
    {"where the filter takes the baseline, the first is it",
     {SUMS},
     {.filter = "list"},
     0,
     "*a:sum/list/10; *a:sum/list/20"},
    {"the baseline as wished, where a group has it",
     {SUMS},
     {.baseline = "list", .filter = "10|bare"},
     0,
     "*a:sum/list/10 a:sum/aos/10; *a:bare/one"},
    {"without a baseline the first is it",
     {CASE("g", "x", "", "") NONE NONE NONE CASE("g", "y", "", "") NONE NONE NONE},
     {0},
     0,
     "*a:g/x a:g/y"},
    {"the sizes of one group for --full, another runs",
     {HUGE_SIZES SUMS},
     {.filter = "huge|bare"},
     0,
     "*a:bare/one"},
    {"case by case with several builds",
     {SUMS, SUMS, SUMS},
     {.filter = "10|bare"},
     0,
     "*a:sum/list/10 b:sum/list/10 c:sum/list/10; *a:bare/one b:bare/one c:bare/one; "
     "*a:sum/aos/10 b:sum/aos/10 c:sum/aos/10"},
    {"a case that one build lacks is left out, and counted",
     {SUMS, CASE("sum", "aos", "aos", "") "1|10|" NONE NONE},
     {0},
     2,
     "*a:sum/aos/10 b:sum/aos/10; *a:sum/aos/20 b:sum/aos/20"},
};

static char *describe(const struct tare_plan *plan)
{
    struct tare_buf text = TARE_BUF_INIT;

    for (size_t i = 0; i < plan->block_count; i++) {
        const struct tare_plan_block *block = &plan->block[i];

        tare_buf_puts(&text, i ? "; " : "");
        for (size_t j = 0; j < block->arm_count; j++)
            tare_buf_printf(&text, "%s%s%s:%s", j ? " " : "", j == block->baseline ? "*" : "",
                            plan->build[block->arm[j].build].label, block->arm[j].id);
    }
    return tare_buf_steal(&text);
}

/* As many builds as the texts, "a", "b" and "c". */
static void add_builds(struct tare_plan *plan, const char *const *builds)
{
    static const char *const labels[] = {"a", "b", "c"};

    for (size_t i = 0; i < COUNT(labels) && builds[i]; i++)
        support_plan_add(plan, labels[i], builds[i]);
}

Test(plan, blocks_arms_ids_and_baselines)
{
    for (size_t i = 0; i < COUNT(plans); i++) {
        struct tare_plan plan = {0};
        struct tare_err err = {0};
        char *blocks;

        add_builds(&plan, plans[i].builds);
        cr_expect_eq(tare_plan_make(&plan, &plans[i].wishes, &err), 0, "%s: %s", plans[i].name,
                     err.text);
        blocks = describe(&plan);
        cr_expect_str_eq(blocks, plans[i].blocks, "%s:\n%s\ninstead of\n%s", plans[i].name, blocks,
                         plans[i].blocks);
        cr_expect_eq(plan.left_out, plans[i].left_out, "%s: %zu left out", plans[i].name,
                     plan.left_out);
        free(blocks);
        tare_plan_free(&plan);
        cr_expect(!plan.build && !plan.block, "a freed plan is not empty");
    }
}

Test(plan, a_block_says_where_it_stands)
{
    struct tare_plan plan = {0};
    struct tare_err err = {0};
    const struct tare_plan_block *block;

    support_plan_add(&plan, "a", AXES SUMS);
    cr_assert_eq(tare_plan_make(&plan, &(struct tare_plan_wishes){.full = true}, &err), 0, "%s",
                 err.text);
    cr_assert_eq(plan.block_count, 12, "%zu blocks", plan.block_count);
    block = &plan.block[3];
    cr_expect(block->has_size && block->has_param, "%s has no size or no parameter",
              block->arm[0].id);
    cr_expect_eq(block->size, 7, "size %lld", (long long)block->size);
    cr_expect_eq(block->param, -75, "parameter %lld", (long long)block->param);
    cr_expect_eq(block->threads, 2, "%lld threads", (long long)block->threads);
    cr_expect(!block->compares_builds, "one build is compared with itself");
    cr_expect_eq(block->arm[0].item, &plan.build[0].listing.cases[0], "not the listing's case");
    block = &plan.block[10];
    cr_expect_eq(block->size, 500, "size %lld of --full", (long long)block->size);
    cr_expect_eq(block->threads, 1, "%lld threads, not said", (long long)block->threads);
    cr_expect(!block->has_param, "a parameter that is not there");
    block = &plan.block[11];
    cr_expect(!block->has_size, "a size that is not there");
    tare_plan_free(&plan);
}

Test(plan, builds_that_are_compared_have_their_own_cases)
{
    struct tare_plan plan = {0};
    struct tare_err err = {0};

    support_plan_add(&plan, "old", SUMS);
    support_plan_add(&plan, "new", BARE);
    cr_assert_eq(tare_plan_make(&plan, &(struct tare_plan_wishes){0}, &err), 0, "%s", err.text);
    cr_assert_eq(plan.block_count, 1, "%zu blocks", plan.block_count);
    cr_assert_eq(plan.block[0].arm_count, 2, "%zu arms", plan.block[0].arm_count);
    cr_expect(plan.block[0].compares_builds, "it compares variants");
    cr_expect_eq(plan.block[0].arm[0].item, &plan.build[0].listing.cases[1], "not the old's case");
    cr_expect_eq(plan.block[0].arm[1].item, &plan.build[1].listing.cases[0], "not the new's case");
    tare_plan_free(&plan);
}

static const struct {
    const char *builds[3];
    struct tare_plan_wishes wishes;
    const char *text;
} errors[] = {
    {{SUMS}, {.filter = "soa"}, "--filter 'soa' matches none of the cases, see --list"},
    {{SUMS},
     {.filter = "^sum/lits/10$"},
     "--filter '^sum/lits/10$' matches none of the cases, see --list; did you mean 'sum/list'?"},
    {{SUMS},
     {.filter = "bere"},
     "--filter 'bere' matches none of the cases, see --list; did you mean 'bare'?"},
    {{SUMS}, {.filter = "500"}, "--filter '500' matches none of the cases, see --list"},
    {{SUMS}, {.filter = "("}, "--filter '(' is no extended regular expression: "},
    {{SUMS}, {.baseline = "soa"}, "--baseline 'soa' is a variant of none of the groups"},
    {{SUMS},
     {.baseline = "list", .filter = "aos"},
     "--baseline 'list' is a variant of none of the groups"},
    {{SUMS, SUMS}, {.baseline = "list"}, "--baseline 'list' is a variant of none of the groups"},
    {{HUGE_SIZES}, {0}, "no case to run: all sizes are for --full only"},
    {{SUMS, AXES}, {0}, "no case stands in all builds: 'a' and 'b' have none in common"},
    {{SUMS, SUMS, AXES},
     {.filter = "sum"},
     "no case stands in all builds: 'a' and 'b' and 'c' have none in common"},
    {{AXES},
     {.threads = zero_threads, .thread_count = 1},
     "group 'axes' at 0 threads: expected 1 or more"},
    {{CASE("g", "v", "", "") NONE "2|1|-3|" NONE},
     {0},
     "group 'g' at -3 threads: expected 1 or more"},
    {{AXES},
     {.threads = many_threads, .thread_count = 1},
     "group 'axes' at 4294967296 threads: expected 1 or more"},
};

Test(plan, cases_of_some_builds_only_are_listed)
{
    static const struct {
        const char *builds[4];
        const char *filter;
        size_t count;
        const char *lines;
    } rows[] = {
        {{SUMS}, NULL, 0, ""},
        {{SUMS, SUMS}, NULL, 0, ""},
        {{SUMS, CASE("sum", "aos", "aos", "") "1|10|" NONE NONE},
         NULL,
         2,
         "  sum/list: in 'a' only\n  bare/one: in 'a' only\n"},
        {{CASE("sum", "aos", "aos", "") "1|10|" NONE NONE, SUMS, SUMS},
         NULL,
         2,
         "  sum/list: in 'b' and 'c' only\n  bare/one: in 'b' and 'c' only\n"},
        {{CASE("sum", "aos", "aos", "") "1|10|" NONE NONE, SUMS},
         "/20$",
         1,
         "  sum/list: in 'b' only\n"},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct tare_buf lines = TARE_BUF_INIT;
        struct tare_plan plan = {0};

        add_builds(&plan, rows[i].builds);
        cr_expect_eq(tare_plan_left_out(&plan, rows[i].filter, &lines), rows[i].count, "%zu", i);
        cr_expect_str_eq(lines.text, rows[i].lines, "%zu: %s", i, lines.text);
        tare_buf_free(&lines);
        tare_plan_free(&plan);
    }
}

Test(plan, what_cannot_be_planned_is_told)
{
    for (size_t i = 0; i < COUNT(errors); i++) {
        struct tare_plan plan = {0};
        struct tare_err err = {0};
        const char *expected = errors[i].text;

        add_builds(&plan, errors[i].builds);
        cr_expect_eq(tare_plan_make(&plan, &errors[i].wishes, &err), -1, "no error '%s'", expected);
        cr_expect_eq(err.code, TARE_ERR_USAGE, "'%s': code %d", expected, (int)err.code);
        /* What follows a colon and a blank is the C library's. */
        if (expected[strlen(expected) - 1] == ' ')
            cr_expect(strncmp(err.text, expected, strlen(expected)) == 0 &&
                          err.text[strlen(expected)],
                      "'%s' instead of '%s...'", err.text, expected);
        else
            cr_expect_str_eq(err.text, expected, "'%s' instead of '%s'", err.text, expected);
        tare_plan_free(&plan);
    }
}

Test(plan, a_build_needs_an_executable_and_a_name_of_its_own)
{
    struct tare_plan plan = {0};
    struct tare_err err = {0};

    cr_expect_eq(tare_plan_add_build(&plan, "a", "/nonexistent/bench", NULL, &err), -1,
                 "a missing executable is taken");
    cr_expect(strstr(err.text, "'/nonexistent/bench'") != NULL, "'%s'", err.text);
    err = (struct tare_err){0};
    cr_expect_eq(tare_plan_add_build(&plan, "a", "/nonexistent/other", NULL, &err), -1,
                 "a name that is taken is taken");
    cr_expect_eq(err.code, TARE_ERR_USAGE, "code %d", (int)err.code);
    cr_expect_str_eq(err.text, "two builds are called 'a': name them, as in LABEL=EXE", "'%s'",
                     err.text);
    tare_plan_free(&plan);
}

/* What an environment holds, a space between the variables. */
static char *joined(char *const *environment)
{
    struct tare_buf text = TARE_BUF_INIT;

    for (size_t i = 0; environment[i]; i++)
        tare_buf_printf(&text, "%s%s", i ? " " : "", environment[i]);
    return tare_buf_steal(&text);
}

static const struct {
    const char *ours[6];
    const char *variables[4];
    const char *more[4];
    const char *all;
} environments[] = {
    {{NULL}, {NULL}, {NULL}, "G_SLICE=always-malloc"},
    {{"A=1", "B=2"}, {NULL}, {NULL}, "A=1 B=2 G_SLICE=always-malloc"},
    {{"G_SLICE=all", "A=1"}, {NULL}, {NULL}, "G_SLICE=always-malloc A=1"},
    {{"A=1", "B=2"}, {"B=3", "C=4"}, {NULL}, "A=1 B=3 G_SLICE=always-malloc C=4"},
    {{"A=1"}, {"G_SLICE=mine"}, {NULL}, "A=1 G_SLICE=mine"},
    {{"A=1", "B=2"}, {"A=3", "C=4"}, {"C=5", "A=6", "D="}, "A=6 B=2 G_SLICE=always-malloc C=5 D="},
    /* A name that begins another; one variable twice; one without a value. */
    {{"AB=1", "A=2"}, {"A=3"}, {"ABC=4"}, "AB=1 A=3 G_SLICE=always-malloc ABC=4"},
    {{"A=1"}, {"A=2", "A=3"}, {NULL}, "A=3 G_SLICE=always-malloc"},
    {{"AB", "A=1"}, {"A="}, {NULL}, "AB A= G_SLICE=always-malloc"},
};

/* A copy as the functions want it; nothing is written to. */
static void take(char **into, const char *const *from, size_t room)
{
    for (size_t i = 0; i < room; i++)
        into[i] = (char *)(uintptr_t)from[i];
}

Test(plan, later_variables_replace_earlier_ones)
{
    for (size_t i = 0; i < COUNT(environments); i++) {
        char *ours[COUNT(environments[i].ours)];
        char *variables[COUNT(environments[i].variables)];
        char *more[COUNT(environments[i].more)];
        struct tare_plan_build build = {.variables = variables};
        char **before = environ;
        char **environment;
        char *all;

        take(ours, environments[i].ours, COUNT(ours));
        take(variables, environments[i].variables, COUNT(variables));
        take(more, environments[i].more, COUNT(more));
        environ = ours;
        environment = tare_plan_environment(&build, more);
        environ = before;
        cr_assert_not_null(environment, "no environment");
        all = joined(environment);
        cr_expect_str_eq(all, environments[i].all, "'%s' instead of '%s'", all,
                         environments[i].all);
        free(all);
        tare_plan_environment_free(environment);
    }
}

Test(plan, no_variables_are_none)
{
    char *none[] = {NULL};
    char **before = environ;
    char **environment;

    environ = none;
    environment = tare_plan_environment(&(struct tare_plan_build){0}, NULL);
    environ = before;
    cr_assert_not_null(environment, "no environment");
    cr_expect_str_eq(environment[0], "G_SLICE=always-malloc", "'%s'", environment[0]);
    cr_expect_null(environment[1], "'%s'", environment[1]);
    tare_plan_environment_free(environment);
    tare_plan_environment_free(NULL);
}

static int attempt_environment(void *data, struct tare_err *err)
{
    char *more[] = {(char *)(uintptr_t) "A=1", NULL};
    char **environment = tare_plan_environment(data, more);

    if (!environment)
        return tare_err_memory(err);
    tare_plan_environment_free(environment);
    return 0;
}

Test(plan, memory_that_runs_out_costs_the_environment)
{
    char *variables[] = {(char *)(uintptr_t) "A=0", (char *)(uintptr_t) "B=0", NULL};
    char *ours[] = {(char *)(uintptr_t) "A=9", NULL};
    char **before = environ;

    environ = ours;
    support_alloc_each(attempt_environment, &(struct tare_plan_build){.variables = variables});
    environ = before;
}

/* Its builds are those of the plan at `data`. */
static int attempt_plan(void *data, struct tare_err *err)
{
    const struct tare_plan *made = data;
    struct tare_plan plan = {.build_count = made->build_count, .build = made->build};
    int status = tare_plan_make(&plan, &(struct tare_plan_wishes){.full = true}, err);

    if (status == 0)
        cr_expect_eq(plan.block_count, 4, "success with %zu blocks", plan.block_count);
    plan.build_count = 0;
    plan.build = NULL;
    tare_plan_free(&plan);
    return status;
}

Test(plan, memory_that_runs_out_is_told)
{
    struct tare_plan plan = {0};

    support_plan_add(&plan, "a", SUMS);
    support_alloc_each(attempt_plan, &plan);
    tare_plan_free(&plan);
}
