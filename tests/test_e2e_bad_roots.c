/* SPDX-License-Identifier: MIT */
/*
 * Weighed values that are not what they should be (fixtures/bad_roots.c), and executables of which
 * the debug information is gone or damaged: the row says what was and what was not weighed, and its
 * times are as they are.
 */
#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_junk.h"
#include "support_tare.h"
#include "support_weighed.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
    const char *variant;
    double deep_bytes;   /* NAN: not weighed */
    const char *said;    /* in the row's note, or as the reason for no bytes; NULL: nothing */
    const char *classes; /* begin; of what is lost some may be seen from the stack */
} roots[] = {
    {"void_pointer", 160, NULL, "conservative 10 160"},
    {"null", 0, "tare_weigh(list) is NULL: nothing to weigh", ""},
    {"dangling", NAN, "tare_weigh(list) leads to no live memory", ""},
    {"wild", NAN, "tare_weigh(list) leads to no live memory", ""},
    {"not_an_address", NAN, "tare_weigh(list) leads to no live memory", ""},
    {"one_of_two", 160, "tare_weigh(wild) leads to no live memory", "typed 10 160"},
    {"freed_block", 163, "1 pointer leads to freed memory: not weighed there", "typed 11 163"},
    {"freed_mapping", 160, "1 pointer leads to no memory (freed or corrupted)", "typed 10 160"},
    {"corrupted_pointer", 32, "1 pointer leads to no memory (freed or corrupted)",
     "typed 2 32, statics 8 128"},
    {"all_wrong", 16,
     "tare_weigh(gone) and 1 more lead to no live memory: not weighed; tare_weigh(none) is "
     "NULL: nothing to weigh; 1 pointer leads to freed memory: not weighed there",
     "typed 1 16"},
    {"no_address", 80, NULL, "typed 5 80"},
    {"unreadable", 16 + 8192, "1 weighed block cannot be read", "typed 2 8208"},
    {"regions", 32, NULL, "typed 0 32, carved 1 968"},
    {"unnamed", 16, "1 pointer leads into anonymous memory that is no live block", ""},
    {"unnamed_behind", 160, "1 pointer leads into anonymous memory", "typed 10 160"},
    {"unnamed_void", 0, "1 pointer leads into anonymous memory", ""},
    {"named", 58, NULL, "typed 1 10"},
};

static void expect_said(const struct tare_row *row, const char *expected)
{
    const char *said =
        isnan(row->deep_bytes) ? tare_row_missing(row, TARE_FIELD_deep_bytes) : row->note;

    if (expected)
        cr_expect(said && strstr(said, expected), "%s: '%s', not '%s'", row->variant, said,
                  expected);
    else
        cr_expect(!said || !strstr(said, "weigh"), "%s: '%s'", row->variant, said);
}

Test(e2e_bad_roots, rows_say_what_was_and_was_not_weighed, .timeout = 60)
{
    struct support_weighed run;

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    run = support_weighed("", "bad_roots", "");
    cr_expect_eq(run.run.run.status, 0, "status %d: %s", run.run.run.status, run.run.run.err);
    for (size_t i = 0; i < COUNT(roots); i++) {
        const struct tare_row *row = support_weighed_row(&run, roots[i].variant);
        char classes[256];
        char id[64];

        snprintf(id, sizeof id, "bad/%s", roots[i].variant);
        tare_run_expect_measured(&run.run, id);
        cr_assert_not_null(row->weighing, "%s: not weighed", roots[i].variant);
        cr_expect(row->deep_bytes == roots[i].deep_bytes ||
                      (isnan(row->deep_bytes) && isnan(roots[i].deep_bytes)),
                  "%s: deep size %g", roots[i].variant, row->deep_bytes);
        expect_said(row, roots[i].said);
        support_weighed_classes(row->weighing, classes, sizeof classes);
        cr_expect_eq(strncmp(classes, roots[i].classes, strlen(roots[i].classes)), 0,
                     "%s: classes are '%s'", roots[i].variant, classes);
        cr_expect(tare_weighing_adds_up(row->weighing), "%s does not add up", roots[i].variant);
    }
    support_weighed_free(&run);
}

/* Runs an executable that was made in the folder. */
static struct support_weighed run_made(char *folder, const char *arguments)
{
    char all[256];

    snprintf(all, sizeof all, "%s/made %s", folder, arguments);
    return support_weighed_in(folder, "", all);
}

Test(e2e_bad_roots, stripped_executable_is_weighed_by_words, .timeout = 60)
{
    char *folder = run_folder_new();
    struct support_weighed run;
    const struct tare_row *row;
    struct run stripped;

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    stripped = run_shell(30, "strip -o %s/made %s/fixtures/typed", folder, run_build_folder());
    cr_assert_eq(stripped.status, 0, "%s", stripped.err);
    run = run_made(folder, "--filter 'typed/(list|subtree)$'");
    row = support_weighed_row(&run, "list");
    cr_expect_eq(row->deep_bytes, 1600, "deep size %g", row->deep_bytes);
    cr_expect(isnan(row->padding_bytes), "padding %g", row->padding_bytes);
    cr_expect(row->weighing && row->weighing->untyped && strstr(row->weighing->untyped, "-g"),
              "no types since '%s'", row->weighing ? row->weighing->untyped : "");
    /* Without types no member can be cut out. */
    row = support_weighed_row(&run, "subtree");
    cr_expect(isnan(row->deep_bytes) &&
                  strstr(tare_row_missing(row, TARE_FIELD_deep_bytes), "tare_weigh_except"),
              "deep size %g", row->deep_bytes);
    cr_expect_gt(row->time_ns, 0, "time %g", row->time_ns);
    run_free(&stripped);
    support_weighed_free(&run);
}

static void write_made(const char *folder, const char *bytes, size_t count)
{
    char path[256];
    FILE *file;

    snprintf(path, sizeof path, "%s/made", folder);
    file = fopen(path, "wb");
    cr_assert(file && fwrite(bytes, 1, count, file) == count && fclose(file) == 0, "cannot write");
}

/* Whatever is damaged, the case runs, is timed, and all blocks are in some class. */
static void expect_accounted(const struct support_weighed *run, unsigned seed)
{
    const struct tare_row *row = support_weighed_row(run, "chained");

    cr_expect_eq(run->run.run.status, 0, "seed %u: status %d: %s", seed, run->run.run.status,
                 run->run.run.err);
    cr_expect_gt(row->time_ns, 0, "seed %u: time %g", seed, row->time_ns);
    cr_assert_not_null(row->weighing, "seed %u: not weighed", seed);
    cr_expect(tare_weighing_adds_up(row->weighing), "seed %u: does not add up", seed);
    cr_expect_eq(row->weighing->window_blocks, 202, "seed %u: %g blocks", seed,
                 row->weighing->window_blocks);
    cr_expect(!isnan(row->deep_bytes) || tare_row_missing(row, TARE_FIELD_deep_bytes),
              "seed %u: neither bytes nor a reason", seed);
    /* All by types, or a reason, or classes that say what is not. */
    cr_expect(row->deep_bytes == 2986 || row->weighing->class_count > 1 || row->weighing->untyped,
              "seed %u: deep size %g without a word", seed, row->deep_bytes);
}

Test(e2e_bad_roots, damaged_debug_information_costs_types, .timeout = 240)
{
    struct support_junk junk;
    char path[512];

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    snprintf(path, sizeof path, "%s/fixtures/typed", run_build_folder());
    junk = support_junk_open(path);
    for (unsigned seed = 1; seed <= 30; seed++) {
        char *folder = run_folder_new();
        struct support_weighed run;
        struct run made;

        write_made(folder, support_junk_make(&junk, seed), junk.count);
        made = run_shell(10, "chmod +x %s/made", folder);
        run_free(&made);
        run = run_made(folder, "--filter 'typed/chained$'");
        expect_accounted(&run, seed);
        support_weighed_free(&run);
    }
    support_junk_free(&junk);
}
