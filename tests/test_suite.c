/* SPDX-License-Identifier: MIT */
/*
 * The suite in bench: every case runs and is weighed to the byte, and what it shows in exact
 * quantities is so. Sizes are those that people see, samples and sets as few as can be;
 *     TARE_SUITE_FLAGS=--quick make test ARGS='--filter=suite/every_case_is_whole'
 * is the same with those that people see.
 */
#include <criterion/criterion.h>

#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/json.h"
#include "support_tare.h"
#include "support_weighed.h"

#define SMALL_FLAGS  "--quick --sets 1 --min-time 1ms"
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { RUN_LIMIT_S = 600 };

/* What build/bench gives; the status is 0. */
static struct support_weighed suite_run(const char *flags)
{
    struct support_weighed suite = {.run = {.folder = run_folder_new()}};
    char *path;
    struct tare_err err = {0};

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    suite.run.run = run_shell(RUN_LIMIT_S, "%s/bench --no-plots --color never --out '%s' %s",
                              run_build_folder(), suite.run.folder, flags);
    cr_assert_eq(suite.run.run.status, 0, "status %d: %s%s", suite.run.run.status,
                 suite.run.run.out, suite.run.run.err);
    path = tare_run_path(suite.run.folder, "result.json");
    cr_assert_eq(tare_json_read(path, &suite.result, &err), 0, "%s", err.text);
    free(path);
    return suite;
}

static double class_bytes(const struct tare_weighing *weighing, const char *name)
{
    for (size_t i = 0; i < weighing->class_count; i++)
        if (strcmp(weighing->class_[i].name, name) == 0)
            return weighing->class_[i].bytes;
    return 0;
}

/* Is it the size of one of the values that the case weighs? */
static bool is_value_of(const struct tare_weighing *weighing, double bytes)
{
    for (size_t i = 0; i < weighing->root_count; i++)
        for (size_t k = 0; k < weighing->type_count; k++)
            if (weighing->root[i].type && weighing->type[k].bytes_each == bytes &&
                strcmp(weighing->root[i].type, weighing->type[k].name) == 0)
                return true;
    return false;
}

/*
 * The walk has found whatever the case allocated, and knows what holds it. Beside blocks the deep
 * size may have the weighed value itself, where that lies on the stack or in a region outside of
 * malloc.
 */
static void expect_books(const struct tare_row *row)
{
    const struct tare_weighing *weighing = row->weighing;
    double reached, outside;

    cr_assert_not_null(weighing, "%s was not weighed", row->id);
    reached = class_bytes(weighing, "typed") + class_bytes(weighing, "conservative");
    outside = row->deep_bytes - reached;
    cr_expect(tare_weighing_adds_up(weighing), "%s: the classes are not the books", row->id);
    cr_expect_eq(class_bytes(weighing, "lost") + class_bytes(weighing, "lost_cycle") +
                     class_bytes(weighing, "integers"),
                 0, "%s: blocks that nothing known holds", row->id);
    cr_expect_gt(row->deep_bytes, 0, "%s weighs nothing", row->id);
    cr_expect(outside == 0 || outside == row->sizeof_bytes || is_value_of(weighing, outside),
              "%s: %g deep bytes, but %g in blocks and values of %g", row->id, row->deep_bytes,
              reached, row->sizeof_bytes);
    cr_expect_null(weighing->untyped, "%s: no types: %s", row->id, weighing->untyped);
}

/* Plain counts leak what lies on a cycle: that one case shows it, and leaks no byte besides. */
static void expect_leak(const struct tare_row *row)
{
    if (strcmp(row->group, "cycle") == 0 && strcmp(row->variant, "counts") == 0) {
        cr_expect_gt(row->cyclic_bytes, 0, "%s leaks no cycle", row->id);
        cr_expect_eq(row->leaked_bytes, row->cyclic_bytes, "%s leaks %g bytes, %g on cycles",
                     row->id, row->leaked_bytes, row->cyclic_bytes);
        cr_expect_eq(row->leaked_bytes, row->deep_bytes, "%s leaks %g bytes of %g", row->id,
                     row->leaked_bytes, row->deep_bytes);
        return;
    }
    cr_expect_eq(row->leaked_bytes, 0, "%s leaks %g bytes", row->id, row->leaked_bytes);
    cr_expect_eq(row->leaked_blocks, 0, "%s leaks %g blocks", row->id, row->leaked_blocks);
}

static void expect_row(const struct tare_row *row, const struct tare_row *reference)
{
    if (tare_row_is(row, "skipped")) {
        cr_expect(strstr(row->reason, "built without") != NULL ||
                      strstr(row->reason, "this machine gives") != NULL,
                  "%s is skipped: %s", row->id, row->reason);
        return;
    }
    cr_expect(tare_row_is(row, "ok") || tare_row_is(row, "unsteady"), "%s is %s: %s", row->id,
              row->status, row->reason);
    cr_expect(row->check.known, "%s checks nothing", row->id);
    cr_expect_eq(row->check.value, reference->check.value, "%s: its check is not that of %s",
                 row->id, reference->id);
    expect_books(row);
    expect_leak(row);
}

/* The first row that has a check; the first of all where none has. */
static const struct tare_row *checked(const struct tare_block *block)
{
    for (size_t i = 0; i < block->row_count; i++)
        if (block->row[i].check.known)
            return &block->row[i];
    return block->row;
}

/* What people read: a title of the group's own, and a line in the table of bench/README.md. */
static void expect_documented(const struct tare_block *block, const char *readme)
{
    char name[64];

    snprintf(name, sizeof name, "`%s`", block->group);
    cr_expect(strstr(readme, name) != NULL, "bench/README.md does not have %s", name);
    cr_expect_str_neq(block->title, block->group, "%s has no title", block->group);
}

/* Has the result a row of a group that this source file declares? */
static bool has_rows_of(const struct tare_result *result, const char *source)
{
    for (size_t i = 0; i < result->block_count; i++) {
        char declared[80];

        snprintf(declared, sizeof declared, "TARE_GROUP(%s,", result->block[i].group);
        if (strstr(source, declared) != NULL && result->block[i].row_count > 0)
            return true;
    }
    return false;
}

/* Each family that lies in bench has been linked and run. */
static void expect_every_file(const struct tare_result *result)
{
    glob_t files;

    cr_assert_eq(glob("bench/*.c", 0, NULL, &files), 0, "no bench/*.c here");
    for (size_t i = 0; i < files.gl_pathc; i++) {
        char *source = run_read_file(files.gl_pathv[i], NULL);

        cr_assert_not_null(source, "%s", files.gl_pathv[i]);
        cr_expect(has_rows_of(result, source), "%s has no rows", files.gl_pathv[i]);
        free(source);
    }
    globfree(&files);
}

/* How many arms --list has for these flags, one a line. */
static size_t listed_arms(const char *flags)
{
    struct run run = run_shell(60, "%s/bench --list %s", run_build_folder(), flags);
    size_t lines = 0;

    cr_assert_eq(run.status, 0, "status %d: %s", run.status, run.err);
    for (const char *at = run.out; (at = strchr(at, '\n')) != NULL; at++)
        lines++;
    run_free(&run);
    return lines;
}

Test(suite, every_case_is_whole, .timeout = RUN_LIMIT_S + 60)
{
    const char *asked = getenv("TARE_SUITE_FLAGS");
    const char *flags = asked != NULL ? asked : SMALL_FLAGS;
    struct support_weighed suite = suite_run(flags);
    char *readme = run_read_file("bench/README.md", NULL);
    size_t arms = 0, listed = listed_arms(flags);

    cr_assert_not_null(readme, "no bench/README.md here");
    for (size_t i = 0; i < suite.result.block_count; i++) {
        const struct tare_block *block = &suite.result.block[i];

        expect_documented(block, readme);
        cr_expect_geq(block->row_count, 2, "%s: nothing to compare", block->group);
        for (size_t j = 0; j < block->row_count; j++)
            expect_row(&block->row[j], checked(block));
        arms += block->row_count;
    }
    cr_expect_gt(arms, 0, "no arm at all");
    cr_expect_eq(arms, listed, "%zu arms of %zu that are listed", arms, listed);
    expect_every_file(&suite.result);
    free(readme);
    support_weighed_free(&suite);
}

/* How many bytes one number more adds, over what a case needs for none. */
struct growth {
    const char *variant;
    double deep_bytes;
    double peak_bytes; /* of the heap, in an operation */
};

/* `id` is of that variant at `size`. */
static double cell(const struct support_weighed *suite, const char *variant, int size,
                   const char *column)
{
    char id[64];

    snprintf(id, sizeof id, "%s/%d", variant, size);
    return strtod(tare_run_cell(&suite->run, id, column), NULL);
}

static void expect_growth(const struct support_weighed *suite, const struct growth *expected)
{
    double deep = cell(suite, expected->variant, 3000, "deep_bytes") -
                  cell(suite, expected->variant, 1000, "deep_bytes");
    double peak = cell(suite, expected->variant, 3000, "peak_heap_bytes") -
                  cell(suite, expected->variant, 1000, "peak_heap_bytes");

    cr_expect_eq(deep, 2000 * expected->deep_bytes, "%s: 2000 numbers more weigh %g bytes",
                 expected->variant, deep);
    cr_expect_eq(peak, 2000 * expected->peak_bytes, "%s: 2000 numbers more raise the peak by %g",
                 expected->variant, peak);
}

static void read_summary(struct support_weighed *suite)
{
    char *path = tare_run_path(suite->run.folder, "summary.csv");

    suite->run.summary = csv_read(path);
    free(path);
}

/* A pipeline of arrays needs as much memory as there are numbers, a lazy one the same for all. */
Test(suite, lazy_pipelines_need_no_more_for_more, .timeout = 120)
{
    static const struct growth expected[] = {
        {"pipeline/lists", 8 + 8 + 4, 8 + 8 + 8}, /* the last array is fitted when it is full */
        {"pipeline_memory/returned", 8 + 8 + 4, 8 + 8 + 8},
        {"pipeline_memory/reused", 8 + 8 + 8, 0}, /* they stand before the loop */
        {"pipeline/in_place", 8, 8},
        {"pipeline/pulled", 0, 0},
        {"pipeline/pushed", 0, 0},
        {"pipeline/chunked", 0, 0},
        {"pipeline/fused", 0, 0},
    };
    struct support_weighed suite =
        suite_run("--sets 1 --min-time 1ms --filter '^pipeline(_memory)?/' --sizes 1000,3000");

    read_summary(&suite);
    for (size_t i = 0; i < COUNT(expected); i++)
        expect_growth(&suite, &expected[i]);
    support_weighed_free(&suite);
}

/* The guide's list against a NumPy array: a pointer and an object of 28 bytes against 4. */
Test(suite, a_boxed_integer_is_36_bytes_and_a_plain_one_4, .timeout = 120)
{
    struct support_weighed suite =
        suite_run("--sets 1 --min-time 1ms --filter '^ints_sum/(int32|boxed)/' --sizes 1000");

    read_summary(&suite);
    cr_expect_eq(cell(&suite, "ints_sum/int32", 1000, "bytes_per_item"), 4, "int32");
    cr_expect_eq(cell(&suite, "ints_sum/boxed", 1000, "bytes_per_item"), 36, "boxed");
    support_weighed_free(&suite);
}
