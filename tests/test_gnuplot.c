/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* nftw */
#include "report/axis.h"
#include "report/gnuplot.h"
#include "report/place.h"
#include "report/plots.h"
#include "support_result.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char nasty_group[] = "../na me'\"\\_^{}\n;&";

/* The heap of three arms of sum_x at its largest size: it grows, stands, and goes at the end; the
 * fourth allocates nothing. */
static void add_time_lines(struct tare_result *result)
{
    struct tare_block *block = &result->block[2];

    for (size_t i = 0; i < 4; i++) {
        struct tare_weighing *weighing = calloc(1, sizeof(*weighing));

        cr_assert_not_null(weighing, "out of memory");
        tare_weighing_init(weighing);
        block->row[i].weighing = weighing;
        weighing->peak_bytes = i == 3 ? 0 : block->row[i].deep_bytes;
        weighing->point_count = 11;
        weighing->point = calloc(weighing->point_count, sizeof(*weighing->point));
        cr_assert_not_null(weighing->point, "out of memory");
        for (size_t j = 0; j < weighing->point_count; j++) {
            double grown = fmin(1, (double)j / (3.0 + (double)i));

            weighing->point[j].time_ns = 1e6 * (double)(j * (i + 1));
            weighing->point[j].events = (double)j;
            weighing->point[j].live_bytes = j == 10 ? 0 : grown * weighing->peak_bytes;
        }
    }
}

Test(gnuplot, golden_scripts)
{
    static const struct {
        const char *group;
        enum tare_gnuplot_kind kind;
        const char *golden;
    } cases[] = {
        {"sum_x", TARE_GNUPLOT_HEAP, "heap.gp"},     {"sum_x", TARE_GNUPLOT_TIME, "curves.gp"},
        {"sum_x", TARE_GNUPLOT_PARETO, "pareto.gp"}, {"parse", TARE_GNUPLOT_TIME, "dots.gp"},
        {"lookup", TARE_GNUPLOT_TIME, "bars.gp"},    {nasty_group, TARE_GNUPLOT_TIME, "nasty.gp"},
    };
    struct tare_result result;

    support_result_make(&result);
    add_time_lines(&result);
    for (size_t i = 0; i < COUNT(cases); i++) {
        FILE *file = tmpfile();

        cr_assert_not_null(file, "no temporary file");
        cr_expect_eq(tare_gnuplot_script(file, &result, cases[i].group, cases[i].kind, NULL), 0,
                     "%s: written", cases[i].golden);
        cr_expect(support_golden_matches(file, cases[i].golden), "%s", cases[i].golden);
        fclose(file);
    }
    tare_result_free(&result);
}

Test(gnuplot, nothing_to_draw_writes_nothing)
{
    static const struct support_row rows[] = {
        {"a", "crashed", "SIGSEGV in set 1", NULL, 0, 0, 0, -1, 0, 0},
        {"b", "empty", NULL, NULL, 0.3, 0.01, 1, -1, 0, 0},
    };
    struct tare_result result;
    FILE *file = tmpfile();

    cr_assert_not_null(file, "no temporary file");
    support_result_begin(&result);
    support_result_add(
        &result, &(struct support_block){.group = "g", .row_count = COUNT(rows), .rows = rows});
    for (int kind = TARE_GNUPLOT_TIME; kind <= TARE_GNUPLOT_HEAP; kind++) {
        cr_expect_eq(tare_gnuplot_script(file, &result, "g", (enum tare_gnuplot_kind)kind, NULL), 1,
                     "no time");
        cr_expect_eq(tare_gnuplot_script(file, &result, "h", (enum tare_gnuplot_kind)kind, NULL), 1,
                     "no such group");
    }
    cr_expect_eq(ftell(file), 0, "the file is empty");
    fclose(file);
    tare_result_free(&result);
}

Test(gnuplot, names_are_safe_and_distinct)
{
    static const struct support_row rows[] = {{"a", NULL, NULL, NULL, 1, 0, 0, 1, 1, 0}};
    static const struct {
        const char *group, *name;
    } cases[] = {
        {"plain_1", "plain_1-time"},
        {"a/b", "a_b-time"},
        {"a b", "a_b~2-time"},
        {"A_B", "A_B~3-time"},
        {"../../x", "_._.._x-time"},
        {"-rf", "_rf-time"},
        {"", "_-time"},
        {"größe", "gr____e-time"},
    };
    struct tare_result result;
    char name[TARE_GNUPLOT_NAME_BYTES], group[201];

    support_result_begin(&result);
    for (size_t i = 0; i < 2 * COUNT(cases); i++) /* two blocks a group */
        support_result_add(&result, &(struct support_block){
                                        .group = cases[i / 2].group, .row_count = 1, .rows = rows});
    for (size_t i = 0; i < COUNT(cases); i++) {
        tare_gnuplot_name(name, &result, cases[i].group, TARE_GNUPLOT_TIME);
        cr_expect_str_eq(name, cases[i].name, "'%s': '%s'", cases[i].group, name);
    }
    memset(group, 'x', 200);
    group[200] = '\0';
    tare_gnuplot_name(name, &result, group, TARE_GNUPLOT_PARETO);
    cr_expect_lt(strlen(name), sizeof(name) - 1, "cut: '%s'", name);
    tare_result_free(&result);
}

static void expect_good_ticks(const struct tare_axis *axis)
{
    cr_expect_geq(axis->tick_count, 2, "%g..%g: %zu ticks", axis->lo, axis->hi, axis->tick_count);
    for (size_t i = 0; i < axis->tick_count; i++) {
        double at = tare_axis_px(axis, axis->ticks[i].value);

        cr_expect(at > axis->from_px - 1 && at < axis->to_px + 1, "%g..%g: tick at %g", axis->lo,
                  axis->hi, axis->ticks[i].value);
        if (i && axis->is_vertical)
            cr_expect_gt(at, 20 + tare_axis_px(axis, axis->ticks[i - 1].value), "%g..%g: '%s'",
                         axis->lo, axis->hi, axis->ticks[i].label);
        else if (i)
            cr_expect_gt(at - tare_axis_text_px(axis->ticks[i].label, 15) / 2,
                         tare_axis_px(axis, axis->ticks[i - 1].value) +
                             tare_axis_text_px(axis->ticks[i - 1].label, 15) / 2,
                         "%g..%g: '%s'", axis->lo, axis->hi, axis->ticks[i].label);
    }
}

Test(gnuplot, ticks_do_not_touch_for_any_range)
{
    for (double lo = 1e-3; lo < 1e10; lo *= 3.7)
        for (double factor = 1; factor < 2e9; factor *= 1.9)
            for (int style = 0; style < 8; style++) {
                struct tare_axis axis = {.unit = style & 1 ? TARE_AXIS_BYTES : TARE_AXIS_TIME,
                                         .is_log = style & 2,
                                         .is_vertical = style & 4,
                                         .lo = style & 2 ? lo : 0,
                                         .hi = lo * factor,
                                         .from_px = 100,
                                         .to_px = style & 4 ? 440 : 800};

                tare_axis_widen(&axis, 0.05, 1.15);
                tare_axis_set_ticks(&axis);
                expect_good_ticks(&axis);
            }
}

Test(gnuplot, labels_of_ticks)
{
    static const struct {
        enum tare_axis_unit unit;
        bool is_log;
        double hi, value;
        const char *label;
    } cases[] = {
        {TARE_AXIS_TIME, true, 1e9, 0.2, "0.2 ns"},
        {TARE_AXIS_TIME, true, 1e9, 1000, "1 µs"},
        {TARE_AXIS_TIME, false, 2000, 500, "0.5 µs"},
        {TARE_AXIS_TIME, false, 2000, 0, "0"},
        {TARE_AXIS_TIME, true, 1e13, 5e12, "5000 s"},
        {TARE_AXIS_BYTES, true, 1e9, 1536, "1.5 KiB"},
        {TARE_AXIS_BYTES, true, 1e9, 48 << 10, "48 KiB"},
        {TARE_AXIS_COUNT, true, 1e9, 1000, "1 k"},
        {TARE_AXIS_COUNT, true, 1e9, 1500, "1,500"},
        {TARE_AXIS_COUNT, true, 1e9, 65536, "64 Ki"},
        {TARE_AXIS_COUNT, true, 1e9, 2e6, "2 M"},
        {TARE_AXIS_SHARE, false, 1, 0.2, "20 %"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tare_axis axis = {
            .unit = cases[i].unit, .is_log = cases[i].is_log, .hi = cases[i].hi};
        struct tare_axis_tick tick = {.value = cases[i].value};

        tare_axis_label(&axis, &tick);
        cr_expect_str_eq(tick.label, cases[i].label, "case %zu: '%s'", i, tick.label);
    }
}

Test(gnuplot, spread_is_least_and_keeps_apart)
{
    static const struct {
        double y[4], want[4];
        double lo, hi;
    } cases[] = {
        {{10, 40, 70, 100}, {10, 40, 70, 100}, 0, 200},       /* nothing to do */
        {{50, 50, 50, 50}, {20, 40, 60, 80}, 0, 200},         /* around their middle */
        {{50, 52, 120, 121}, {41, 61, 110.5, 130.5}, 0, 200}, /* two pools */
        {{0, 0, 0, 100}, {0, 20, 40, 100}, 0, 200},           /* at the edge */
        {{0, 0, 0, 0}, {0, 10, 20, 30}, 0, 30},               /* no room: a smaller gap */
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        double y[4];

        memcpy(y, cases[i].y, sizeof(y));
        tare_place_spread(&(struct tare_place_column){
            .y = y, .count = 4, .gap = 20, .lo = cases[i].lo, .hi = cases[i].hi});
        for (size_t j = 0; j < 4; j++)
            cr_expect_float_eq(y[j], cases[i].want[j], 1e-9, "case %zu: %g", i, y[j]);
    }
}

static bool overlap(const struct tare_place_box *a, const struct tare_place_box *b)
{
    return a->x0 < b->x1 && b->x0 < a->x1 && a->y0 < b->y1 && b->y0 < a->y1;
}

Test(gnuplot, labels_of_points_do_not_collide)
{
    const struct tare_place_box area = {80, 70, 900, 440};
    unsigned seed = 1;

    for (int round = 0; round < 200; round++) {
        struct tare_place_label labels[12];

        for (size_t i = 0; i < 12; i++) {
            seed = seed * 1103515245 + 12345;
            labels[i] = (struct tare_place_label){
                .point_x = 110 + (round % 2 ? seed >> 8 & 511 : seed >> 8 & 63),
                .point_y = 100 + (seed >> 20 & 255),
                .width = 40 + (seed >> 4 & 63),
                .height = 20};
        }
        tare_place_labels(
            &(struct tare_place_scene){.labels = labels, .label_count = 12, .area = area});
        for (size_t i = 0; i < 12; i++) {
            const struct tare_place_box *box = &labels[i].box;

            cr_expect(box->x0 >= area.x0 && box->x1 <= area.x1 && box->y0 >= area.y0 &&
                          box->y1 <= area.y1,
                      "round %d: label %zu is within", round, i);
            for (size_t j = 0; j < i; j++)
                cr_expect(!overlap(box, &labels[j].box), "round %d: %zu and %zu", round, i, j);
        }
    }
}

struct folder {
    char path[64];
};

static struct folder folder_new(void)
{
    struct folder folder = {"/tmp/tare-plots-XXXXXX"};

    cr_assert_not_null(mkdtemp(folder.path), "no temporary folder");
    return folder;
}

static int remove_one(const char *path, const struct stat *info, int flag, struct FTW *walk)
{
    (void)info;
    (void)flag;
    (void)walk;
    return remove(path);
}

static void folder_free(const struct folder *folder)
{
    nftw(folder->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static bool has_file(const struct folder *folder, const char *name)
{
    char path[256];

    snprintf(path, sizeof(path), "%s/%s", folder->path, name);
    return access(path, R_OK) == 0;
}

Test(plots, without_gnuplot_there_is_a_notice)
{
    struct folder folder = folder_new();
    struct tare_plots_outcome outcome;
    struct tare_result result;

    support_result_make(&result);
    setenv("PATH", folder.path, 1);
    cr_expect_eq(tare_plots_write(folder.path, &result, &outcome, NULL), 0, "no failure");
    cr_expect_eq(outcome.scripts_count, 7, "%zu scripts", outcome.scripts_count);
    cr_expect_eq(outcome.plots_count, 0, "%zu plots", outcome.plots_count);
    cr_expect_not_null(strstr(outcome.notice, "gnuplot is not installed"), "%s", outcome.notice);
    cr_expect(has_file(&folder, "plots/sum_x-time.gp"), "the script stays");
    cr_expect(!has_file(&folder, "plots/lookup-pareto.gp"), "no bytes, no script");
    tare_result_free(&result);
    folder_free(&folder);
}

Test(plots, gnuplot_that_fails_is_quoted)
{
    struct folder folder = folder_new();
    struct tare_plots_outcome outcome;
    struct tare_result result;
    char path[128];
    FILE *fake;

    support_result_make(&result);
    snprintf(path, sizeof(path), "%s/gnuplot", folder.path);
    fake = fopen(path, "w");
    cr_assert_not_null(fake, "%s", path);
    fputs("#!/bin/sh\nprintf 'unknown terminal \\033[31mtype\\n' >&2\nexit 1\n", fake);
    fclose(fake);
    chmod(path, 0700);
    setenv("PATH", folder.path, 1);
    cr_expect_eq(tare_plots_write(folder.path, &result, &outcome, NULL), 0, "no failure");
    cr_expect_eq(outcome.plots_count, 0, "%zu plots", outcome.plots_count);
    cr_expect_not_null(strstr(outcome.notice, "unknown terminal  [31mtype"), "%s", outcome.notice);
    tare_result_free(&result);
    folder_free(&folder);
}

Test(plots, old_plots_do_not_pass_for_new)
{
    struct folder folder = folder_new();
    struct tare_plots_outcome outcome;
    struct tare_result result;
    char path[128];
    FILE *old;

    support_result_make(&result);
    snprintf(path, sizeof(path), "%s/plots", folder.path);
    mkdir(path, 0700);
    snprintf(path, sizeof(path), "%s/plots/sum_x-time.svg", folder.path);
    old = fopen(path, "w");
    cr_assert_not_null(old, "%s", path);
    fputs("old", old);
    fclose(old);
    setenv("PATH", folder.path, 1);
    cr_expect_eq(tare_plots_write(folder.path, &result, &outcome, NULL), 0, "no failure");
    cr_expect(!has_file(&folder, "plots/sum_x-time.svg"), "removed");
    tare_result_free(&result);
    folder_free(&folder);
}

Test(plots, folder_that_is_missing_is_an_error)
{
    struct tare_plots_outcome outcome;
    struct tare_err err = {0};
    struct tare_result result;

    support_result_make(&result);
    cr_expect_eq(tare_plots_write("/nonexistent/run", &result, &outcome, &err), -1, "an error");
    cr_expect_not_null(strstr(err.text, "'/nonexistent/run/plots': No such file"), "%s", err.text);
    tare_result_free(&result);
}

Test(plots, gnuplot_draws_all)
{
    static const char *const files[] = {
        "plots/sum_x-time.svg",
        "plots/sum_x-time.png",
        "plots/sum_x-pareto.svg",
        "plots/parse-time.svg",
        "plots/parse-pareto.png",
        "plots/lookup-time.png",
        "plots/_._na_me__________-time.svg",
    };
    struct folder folder = folder_new();
    struct tare_plots_outcome outcome;
    struct tare_result result;

    support_result_make(&result);
    cr_assert_eq(tare_plots_write(folder.path, &result, &outcome, NULL), 0, "written");
    if (strstr(outcome.notice, "not installed"))
        cr_skip_test("gnuplot is not installed");
    cr_expect_eq(outcome.plots_count, 7, "%zu plots: %s", outcome.plots_count, outcome.notice);
    cr_expect_str_empty(outcome.notice, "%s", outcome.notice);
    for (size_t i = 0; i < COUNT(files); i++)
        cr_expect(has_file(&folder, files[i]), "%s", files[i]);
    tare_result_free(&result);
    folder_free(&folder);
}
