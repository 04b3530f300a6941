/* SPDX-License-Identifier: MIT */
#include "base/buf.h"
#include "report/front.h"
#include "report/grid.h"
#include "report/progress.h"
#include "report/table.h"
#include "report/text.h"
#include "support_result.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

Test(table, golden_at_widths_and_styles)
{
    static const struct {
        const char *golden;
        struct tare_table_style style;
    } cases[] = {
        {"table_unlimited.txt", {0, 0, true, false}},
        {"table_80.txt", {80, 0, true, false}},
        {"table_40_ascii.txt", {40, 0, false, false}},
        {"table_120_16_colours.txt", {120, 16, true, false}},
        {"table_200_256_colours.txt", {200, 256, true, false}},
    };
    struct tare_result result;

    support_result_make(&result);
    for (size_t i = 0; i < COUNT(cases); i++) {
        FILE *file = tmpfile();

        cr_assert_not_null(file, "no temporary file");
        cr_expect_eq(tare_table_write(file, &result, &cases[i].style, NULL), 0, "%s: written",
                     cases[i].golden);
        cr_expect(support_golden_matches(file, cases[i].golden), "%s", cases[i].golden);
        fclose(file);
    }
    tare_result_free(&result);
}

static void put_level(struct tare_row *row, enum tare_stats_level level, double variance,
                      double share, double repeat)
{
    row->variance.level[level] = (struct tare_stats_component){
        .variance = variance, .share = share, .cost_ns = 1e6, .repeat = repeat};
}

/* Of the first block, 20 sets of `layouts` links. */
static void make_layouts(struct tare_result *result, size_t layouts)
{
    struct tare_block *block = &result->block[0];

    result->layout_count = layouts;
    result->layout = calloc(layouts, sizeof *result->layout);
    cr_assert_not_null(result->layout, "out of memory");
    block->sets = 20;
    block->layouts = layouts;
    for (size_t i = 0; i < block->row_count; i++) {
        block->row[i].sets_needed = 40;
        if (i == 4)
            continue;
        put_level(&block->row[i], TARE_STATS_SAMPLE, 1e-6, 0.01, 3);
        put_level(&block->row[i], TARE_STATS_PROCESS, i == 1 ? NAN : 9e-6, i == 1 ? NAN : 0.09,
                  i == 1 ? NAN : 2);
        put_level(&block->row[i], TARE_STATS_LAYOUT, 9e-5, 0.9, NAN);
        block->row[i].variance.best = i == 2 ? TARE_STATS_LEVELS : (enum tare_stats_level)(i % 3);
        block->row[i].variance.joined = i == 1;
    }
}

Test(table, layouts_and_where_the_variance_comes_from)
{
    static const struct {
        const char *golden;
        struct tare_table_style style;
        size_t layouts;
    } cases[] = {
        {"table_layouts.txt", {0, 0, true, false}, 10},
        {"table_layouts_60_ascii.txt", {60, 0, false, false}, 10},
        {"table_one_layout.txt", {0, 0, true, false}, 1},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tare_result result;
        FILE *file = tmpfile();

        cr_assert_not_null(file, "no temporary file");
        support_result_make(&result);
        make_layouts(&result, cases[i].layouts);
        tare_table_block(file, &result.block[0], &cases[i].style, NULL);
        tare_table_end(file, &result, &cases[i].style, NULL);
        cr_expect(support_golden_matches(file, cases[i].golden), "%s", cases[i].golden);
        fclose(file);
        tare_result_free(&result);
    }
}

static size_t count_lines(FILE *file)
{
    size_t count = 0;
    int c;

    rewind(file);
    while ((c = getc(file)) != EOF)
        count += c == '\n';
    return count;
}

/* Blocks of groups of their own; every second variant of each fails in a way of its own. */
static void make_groups(struct tare_result *result, size_t groups)
{
    static const struct support_row rows[] = {
        {"fast", NULL, NULL, "faster", 10, 0.01, 0.5, 200, 1, 0},
        {"slow", NULL, NULL, NULL, 20, 0.01, 1, 100, 1, 0},
        {"broken", "crashed", "SIGSEGV in set 1", NULL, 0, 0, 0, -1, 0, 0},
    };

    support_result_begin(result);
    for (size_t i = 0; i < groups; i++) {
        char name[32];

        snprintf(name, sizeof name, "group_%zu", i);
        support_result_add(result, &(struct support_block){.group = name,
                                                           .baseline = "slow",
                                                           .size = 1000,
                                                           .row_count = COUNT(rows),
                                                           .rows = rows});
    }
}

/* What stands after the blocks. */
static FILE *write_end(const struct tare_result *result)
{
    FILE *file = tmpfile();

    cr_assert_not_null(file, "no temporary file");
    cr_expect_eq(tare_table_end(file, result, &(struct tare_table_style){80, 0, true, false}, NULL),
                 0, "written");
    return file;
}

Test(table, summary_of_many_groups_stays_on_one_screen)
{
    struct tare_result result;
    FILE *file;

    make_groups(&result, 60);
    file = write_end(&result);
    cr_expect_leq(count_lines(file), 48, "%zu lines", count_lines(file));
    cr_expect(support_golden_matches(file, "table_end_many_groups.txt"), "golden");
    fclose(file);
    tare_result_free(&result);
}

/* What leaves its blocks behind is no winner, however fast. */
Test(table, what_leaks_is_not_compared)
{
    struct tare_result result;
    struct tare_grid grid;
    FILE *file;
    char text[8192];

    make_groups(&result, 3);
    for (size_t i = 0; i < 3; i++)
        result.block[i].row[0].leaked_bytes = 64;
    file = write_end(&result);
    rewind(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    cr_expect_null(strstr(text, " fast "), "it won: %s", text);
    cr_expect_not_null(strstr(text, " slow "), "the other did not: %s", text);
    cr_assert_eq(tare_grid_make(&grid, &result.block[0], NULL), 0, "made");
    cr_expect_str_eq(grid.rows[0].cells[TARE_GRID_VERDICT].text, "2.00x faster (leaks)", "%s",
                     grid.rows[0].cells[TARE_GRID_VERDICT].text);
    cr_expect_eq(grid.rows[0].cells[TARE_GRID_VERDICT].tone, TARE_GRID_PLAIN, "green");
    cr_expect(!grid.rows[0].on_front, "on the front");
    tare_grid_free(&grid);
    fclose(file);
    tare_result_free(&result);
}

Test(table, summary_is_none_of_a_block_or_two)
{
    struct tare_result result;
    FILE *file;

    make_groups(&result, 2);
    file = write_end(&result);
    cr_expect_eq(count_lines(file), 2, "%zu lines: more than the legend", count_lines(file));
    fclose(file);
    tare_result_free(&result);
}

/* Three cases of two builds: the second is once faster, once slower, once not known. */
Test(table, summary_of_builds_counts_verdicts)
{
    static const char *const verdicts[] = {"faster", "slower", "unsure"};
    static const double ratios[] = {0.5, 1.25, 1.01};
    struct tare_result result;
    FILE *file;

    support_result_begin(&result);
    free(result.build[0].label);
    result.build = realloc(result.build, 2 * sizeof *result.build);
    cr_assert_not_null(result.build, "out of memory");
    result.build[1] = (struct tare_build){.label = strdup("new")};
    result.build[0].label = strdup("old");
    result.build_count = 2;
    for (size_t i = 0; i < COUNT(verdicts); i++) {
        const struct support_row rows[] = {
            {"old", NULL, NULL, NULL, 20, 0.01, 1, 100, 1, 0},
            {"new", NULL, NULL, verdicts[i], 20 * ratios[i], 0.01, ratios[i], 100, 1, 0},
        };

        support_result_add(&result, &(struct support_block){.group = "lookup",
                                                            .baseline = "old",
                                                            .build_variant = verdicts[i],
                                                            .row_count = COUNT(rows),
                                                            .rows = rows});
    }
    file = write_end(&result);
    cr_expect(support_golden_matches(file, "table_end_builds.txt"), "golden");
    fclose(file);
    tare_result_free(&result);
}

/* Columns of the widest line, escape sequences of colours left out. */
static size_t widest_line(FILE *file)
{
    char line[4096];
    size_t widest = 0;

    rewind(file);
    while (fgets(line, sizeof(line), file)) {
        size_t columns;

        line[strcspn(line, "\n")] = '\0';
        columns = tare_text_columns(line);
        widest = columns > widest ? columns : widest;
    }
    return widest;
}

Test(table, never_wider_than_the_terminal)
{
    struct tare_result result;

    support_result_make(&result);
    for (int width = 40; width <= 220; width++) {
        FILE *file = tmpfile();

        cr_assert_not_null(file, "no temporary file");
        tare_table_write(file, &result, &(struct tare_table_style){width, 0, width % 2 == 0, false},
                         NULL);
        cr_expect_leq(widest_line(file), (size_t)width, "at %d columns", width);
        fclose(file);
    }
    tare_result_free(&result);
}

Test(table, prints_no_control_character_of_a_case)
{
    struct tare_result result;
    FILE *file = tmpfile();
    int c;

    cr_assert_not_null(file, "no temporary file");
    support_result_make(&result);
    tare_table_write(file, &result, &(struct tare_table_style){80, 0, false, false}, NULL);
    rewind(file);
    while ((c = getc(file)) != EOF)
        cr_expect(c == '\n' || (c >= ' ' && c < 127), "byte 0x%02x", (unsigned)c);
    fclose(file);
    tare_result_free(&result);
}

Test(table, full_device_is_an_error)
{
    struct tare_result result;
    struct tare_err err = {0};
    FILE *file = fopen("/dev/full", "w");

    cr_assert_not_null(file, "/dev/full");
    support_result_make(&result);
    cr_expect_eq(
        tare_table_write(file, &result, &(struct tare_table_style){80, 0, true, false}, &err), -1,
        "no space");
    cr_expect_eq(err.code, TARE_ERR_SYSTEM, "code %d", (int)err.code);
    cr_expect_not_null(strstr(err.text, "cannot write the table: No space left"), "%s", err.text);
    fclose(file);
    tare_result_free(&result);
}

Test(table, empty_result_and_empty_block)
{
    struct tare_table_style style = {80, 16, true, false};
    struct tare_result result;
    struct tare_block block;
    FILE *file = tmpfile();

    cr_assert_not_null(file, "no temporary file");
    tare_result_init(&result);
    tare_block_init(&block);
    cr_expect_eq(tare_table_write(file, &result, &style, NULL), 0, "no block");
    cr_expect_eq(ftell(file), 0, "nothing to say");
    cr_expect_eq(tare_table_block(file, &block, &style, NULL), 0, "no rows");
    fclose(file);
    tare_block_free(&block);
    tare_result_free(&result);
}

Test(text, shows_and_cuts)
{
    static const struct {
        const char *text, *want;
        struct tare_text_style style;
    } cases[] = {
        {"plain", "plain", {0, true}},
        {"plain", "plain", {5, true}},
        {"plain", "pla…", {4, true}},
        {"plain", "p...", {4, false}},
        {"plain", "..", {2, false}},
        {"a\tb\n\033[0m", "a\\tb\\n\\x1b[0m", {0, true}},
        {"µ±·█ö", "u+-|#?", {0, false}},
        {"漢字漢字", "漢字漢字", {8, true}},
        {"漢字漢字", "漢字…", {6, true}},
        {"e\xcc\x81t\xc3\xa9", "e\xcc\x81t\xc3\xa9", {3, true}},
        {"\xff\xc0\x80\xed\xa0\x80", "\\xff\\xc0\\x80\\ud800", {0, true}},
        {"\xc3", "\\xc3", {0, true}},
        {"\xe2\x80\xae\xc2\x85\xf3\xa0\x80\x81", "\\u202e\\u0085\\U000e0001", {0, true}},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tare_buf buf = TARE_BUF_INIT;

        tare_text_show(&buf, cases[i].text, cases[i].style);
        cr_expect_str_eq(buf.text, cases[i].want, "case %zu: '%s'", i, buf.text);
        tare_buf_free(&buf);
    }
}

Test(front, only_what_nothing_beats)
{
    struct tare_front_point points[] = {
        {10, 9, 11, 100, false, 0},       /* fastest */
        {20, 19, 21, 50, false, 0},       /* least bytes among the slower */
        {20.5, 19.5, 21.5, 50, false, 0}, /* no slower, as far as one knows */
        {30, 29, 31, 50, false, 0},       /* clearly slower at equal bytes */
        {25, 24, 26, 200, false, 0},      /* beaten on both */
        {30, 29, 31, 49.9, false, 0},     /* smaller by less than counts */
        {NAN, NAN, NAN, 1, false, 0},     {1, 1, 1, NAN, false, 0},
        {40, 39, 41, 300, false, 1}, /* alone in its place */
    };
    static const bool want[] = {true, true, true, false, false, false, false, false, true};

    cr_expect_eq(tare_front_mark(points, COUNT(points)), 4, "four on the front");
    for (size_t i = 0; i < COUNT(points); i++)
        cr_expect_eq(points[i].on_front, want[i], "point %zu", i);
}

Test(progress, fits_the_width)
{
    static const struct tare_progress all = {.id = "sum_x/list_shuffled/100000",
                                             .done_ratio = 0.42,
                                             .set = 3,
                                             .sets = 10,
                                             .left_ns = 72e9};
    static const struct tare_progress unknown = {.id = "a/b", .done_ratio = NAN, .left_ns = NAN};
    static const struct {
        const struct tare_progress *progress;
        size_t width;
        const char *want;
    } cases[] = {
        {&all, 100, "[####......] 42 %  sum_x/list_shuffled/100000  set 3 of 10  1m 12s left"},
        {&all, 60, "[####......] 42 %  sum_x/list_shu…  set 3 of 10  1m 12s left"},
        {&all, 45, "[####......] 42 %  sum_x/list_s…  1m 12s left"},
        {&all, 30, "42 %  sum_x/list…  1m 12s left"},
        {&all, 12, "42 %"},
        {&all, 3, ""},
        {&unknown, 80, "a/b"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tare_buf buf = TARE_BUF_INIT;

        tare_progress_line(&buf, cases[i].progress, cases[i].width);
        cr_expect_str_eq(buf.text, cases[i].want, "case %zu: '%s'", i, buf.text);
        cr_expect_leq(tare_text_columns(buf.text), cases[i].width, "case %zu: width", i);
        tare_buf_free(&buf);
    }
}
