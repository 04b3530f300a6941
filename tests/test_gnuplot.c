/* SPDX-License-Identifier: MIT */
#include "model/growth.h"
#include "report/axis.h"
#include "report/gnuplot.h"
#include "report/place.h"
#include "support_result.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

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
        block->row[i].usable_bytes = (1 + 0.1 * (double)i) * block->row[i].deep_bytes;
        block->row[i].padding_bytes = i % 2 ? block->row[i].deep_bytes / 8 : 0;
        block->row[i].unwritten_bytes = block->row[i].deep_bytes / 4;
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
        {"sum_x", TARE_GNUPLOT_MEDIAN, "median.gp"}, {"sum_x", TARE_GNUPLOT_PARETO, "pareto.gp"},
        {"sum_x", TARE_GNUPLOT_BYTES, "bytes.gp"},   {"sum_x", TARE_GNUPLOT_SAMPLES, "samples.gp"},
        {"parse", TARE_GNUPLOT_TIME, "dots.gp"},     {"parse", TARE_GNUPLOT_DENSITY, "density.gp"},
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

Test(gnuplot, golden_script_for_a_terminal)
{
    struct tare_result result;
    FILE *file = tmpfile();

    cr_assert_not_null(file, "no temporary file");
    support_result_make(&result);
    for (int kind = 0; kind < TARE_GNUPLOT_KINDS; kind++)
        cr_expect_geq(tare_gnuplot_terminal_script(
                          file, &result, "sum_x", (enum tare_gnuplot_kind)kind,
                          &(struct tare_gnuplot_terminal){.columns = 80, .unicode = true}, NULL),
                      0, "kind %d", kind);
    cr_expect(support_golden_matches(file, "terminal.gp"), "terminal.gp");
    fclose(file);
    tare_result_free(&result);
}

/* The blue bar is that of the fastest of those that free what they took. */
Test(gnuplot, what_leaks_is_not_the_fastest)
{
    static const struct support_row rows[] = {
        {"leaky", NULL, NULL, "faster", 1, 0, 0.5, 1, 1, 0},
        {"clean", NULL, NULL, NULL, 2, 0, 1, 2, 1, 0},
    };
    struct tare_result result;
    char text[16384];
    FILE *file = tmpfile();

    cr_assert_not_null(file, "no temporary file");
    support_result_begin(&result);
    support_result_add(
        &result, &(struct support_block){.group = "g", .row_count = COUNT(rows), .rows = rows})
        ->row[0]
        .leaked_bytes = 8;
    cr_assert_eq(tare_gnuplot_script(file, &result, "g", TARE_GNUPLOT_TIME, NULL), 0, "bars");
    cr_assert_eq(tare_gnuplot_script(file, &result, "g", TARE_GNUPLOT_PARETO, NULL), 0, "front");
    rewind(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    cr_expect_not_null(strstr(text, "$fastest1 << EOD\n2 2\nEOD"), "%s", text);
    cr_expect_not_null(strstr(text, "'2.00x faster (leaks)'"), "%s", text);
    cr_expect_not_null(strstr(text, "$front1 << EOD\n2 2\nEOD"), "%s", text);
    fclose(file);
    tare_result_free(&result);
}

/* Blocks of several thread counts stand apart, each with its own fastest and its own front. */
Test(gnuplot, thread_counts_are_not_mixed)
{
    static const struct support_row one[] = {{"a", NULL, NULL, NULL, 4, 0, 1, 10, 1, 0},
                                             {"b", NULL, NULL, NULL, 5, 0, 1, 20, 1, 0}};
    static const struct support_row two[] = {{"a", NULL, NULL, NULL, 3, 0, 1, 9, 1, 0},
                                             {"b", NULL, NULL, NULL, 2, 0, 1, 20, 1, 0}};
    struct tare_result result;
    char text[16384];
    FILE *file = tmpfile();

    cr_assert_not_null(file, "no temporary file");
    support_result_begin(&result);
    support_result_add(
        &result,
        &(struct support_block){.group = "g", .threads = 2, .row_count = COUNT(two), .rows = two});
    support_result_add(&result,
                       &(struct support_block){.group = "g", .row_count = COUNT(one), .rows = one});
    cr_assert_eq(tare_gnuplot_script(file, &result, "g", TARE_GNUPLOT_TIME, NULL), 0, "bars");
    cr_assert_eq(tare_gnuplot_script(file, &result, "g", TARE_GNUPLOT_PARETO, NULL), 0, "front");
    rewind(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    cr_expect_not_null(strstr(text, "$fastest1 << EOD\n1 4\n3 2\nEOD"), "%s", text);
    cr_expect_not_null(strstr(text, "$front1 << EOD\n4 10\n\n2 20\n3 9\nEOD"), "%s", text);
    fclose(file);
    tare_result_free(&result);
}

/* A PNG is destroyed by a character that no font has; an SVG is not. */
Test(gnuplot, characters_without_fonts_are_spelt_in_the_png)
{
    static const struct support_row rows[] = {
        {"漢字", NULL, NULL, NULL, 1, 0, 1, 1, 1, 0},
        {"isn't 漢\\", NULL, NULL, NULL, 2, 0, 2, 1, 1, 0},
        {"größer", NULL, NULL, NULL, 3, 0, 3, 1, 1, 0},
    };
    static const char *const spelt[] = {"'\\u6f22\\u5b57'", "\"isn't \\\\u6f22\\\\\"",
                                        "'{/:Bold a title \\\\U0001f600}'"};
    struct tare_result result;
    char text[16384], *png;
    FILE *file = tmpfile();

    cr_assert_not_null(file, "no temporary file");
    support_result_begin(&result);
    support_result_add(
        &result, &(struct support_block){
                     .group = "g", .title = "a title 😀", .row_count = COUNT(rows), .rows = rows});
    cr_assert_eq(tare_gnuplot_script(file, &result, "g", TARE_GNUPLOT_TIME, NULL), 0, "written");
    rewind(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    png = strstr(text, "set terminal pngcairo");
    cr_assert_not_null(png, "no PNG");
    for (size_t i = 0; i < COUNT(spelt); i++)
        cr_expect_not_null(strstr(png, spelt[i]), "%s is not in %s", spelt[i], png);
    cr_expect_null(strstr(png, "größer"), "what fonts have is set once");
    *png = '\0';
    cr_expect_not_null(strstr(text, "'漢字'"), "the SVG has it as it is");
    fclose(file);
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
    for (int kind = 0; kind < TARE_GNUPLOT_KINDS; kind++) {
        cr_expect_eq(tare_gnuplot_script(file, &result, "g", (enum tare_gnuplot_kind)kind, NULL), 1,
                     "no time");
        cr_expect_eq(tare_gnuplot_script(file, &result, "h", (enum tare_gnuplot_kind)kind, NULL), 1,
                     "no such group");
    }
    cr_expect_eq(ftell(file), 0, "the file is empty");
    fclose(file);
    tare_result_free(&result);
}

/* Of a run with --precision, whose intervals are of another level, over links. */
Test(gnuplot, subtitles_say_what_the_intervals_are)
{
    static const enum tare_gnuplot_kind kinds[] = {TARE_GNUPLOT_TIME, TARE_GNUPLOT_MEDIAN};
    struct tare_result result;

    support_result_make(&result);
    result.settings.precision_ratio = 0.01;
    result.layout_count = 4;
    result.layout = calloc(4, sizeof *result.layout);
    cr_assert_not_null(result.layout, "no memory");
    for (size_t i = 0; i < result.block_count; i++)
        result.block[i].layouts = 4;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        static char text[65536];
        FILE *file = tmpfile();

        cr_assert_not_null(file, "no temporary file");
        cr_expect_eq(tare_gnuplot_script(file, &result, "sum_x", kinds[i], NULL), 0, "written");
        rewind(file);
        text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
        cr_expect_not_null(strstr(text, ": 98.2 % interval over 4 layouts"), "%s", text);
        fclose(file);
    }
    tare_result_free(&result);
}

/* A size of 0 has no place on a logarithmic axis, and no law holds there. */
Test(gnuplot, a_size_of_nothing_makes_no_infinity)
{
    static const double sizes[] = {0, 1, 2, 10};
    static const struct support_row rows[] = {{"a", NULL, NULL, NULL, 5, 0.01, 1, 10, 1, 0}};
    struct tare_result result;
    static char text[65536];
    FILE *file = tmpfile();

    cr_assert_not_null(file, "no temporary file");
    support_result_begin(&result);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct tare_block *block = support_result_add(
            &result,
            &(struct support_block){.group = "g", .size = 7, .row_count = 1, .rows = rows});

        block->size = block->row[0].size = sizes[i];
    }
    cr_assert_eq(tare_growth_find(&result, NULL), 0, "growth");
    for (int kind = 0; kind < TARE_GNUPLOT_KINDS; kind++)
        tare_gnuplot_script(file, &result, "g", (enum tare_gnuplot_kind)kind, NULL);
    rewind(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    cr_expect_not_null(strstr(text, "\nset xrange [0:10.2]\nset xtics"), "%s", text);
    cr_expect_not_null(strstr(text, "axis of time logarithmic"), "%s", text);
    cr_expect_null(strstr(text, "inf"), "%s", text);
    cr_expect_null(strstr(text, "nan"), "%s", text);
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
        {TARE_AXIS_COUNT, true, 1e9, 6400, "6,400"},
        {TARE_AXIS_COUNT, true, 1e9, 51200, "51.2 k"},
        {TARE_AXIS_COUNT, true, 1e9, 3276800, "3.277 M"},
        {TARE_AXIS_COUNT, true, 1e9, 65536, "64 Ki"},
        {TARE_AXIS_COUNT, true, 1e9, 1 << 20, "1 Mi"},
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
