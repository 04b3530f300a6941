/* SPDX-License-Identifier: MIT */
/* What a picture must show, whatever the data: modes, what is usual and not only what is slow, and
 * texts within its edges. */
#include "report/axis.h"
#include "report/gnuplot.h"
#include "report/script.h"
#include "support_result.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TEXT_BYTES   (256 << 10)

static char *script_of(const struct tare_result *result, enum tare_gnuplot_kind kind)
{
    char *text = calloc(1, TEXT_BYTES);
    FILE *file = tmpfile();

    cr_assert(text && file, "no memory or no temporary file");
    cr_assert_eq(tare_gnuplot_script(file, result, "g", kind, NULL), 0, "kind %d", (int)kind);
    rewind(file);
    cr_assert_lt(fread(text, 1, TEXT_BYTES - 1, file), TEXT_BYTES - 1, "the script is longer");
    fclose(file);
    return text;
}

/* `count` samples in ten sets; each takes time_ns, more by `spread` of it for every second one. */
static void set_samples(struct tare_row *row, size_t count, double time_ns, double spread)
{
    free(row->sample);
    row->sample = calloc(count, sizeof(*row->sample));
    cr_assert_not_null(row->sample, "out of memory");
    row->sample_count = count;
    for (size_t i = 0; i < count; i++)
        row->sample[i] = (struct tare_sample){.process = (uint32_t)(10 * i / count + 1),
                                              .round = (uint32_t)(i + 1),
                                              .iterations = 1,
                                              .elapsed_ns = time_ns * (1 + (i % 2 ? spread : 0))};
}

static struct tare_block *add_rows(struct tare_result *result, const struct support_row *rows,
                                   size_t count, const char *title)
{
    support_result_begin(result);
    return support_result_add(
        result,
        &(struct support_block){.group = "g", .title = title, .row_count = count, .rows = rows});
}

/* On a common axis over decades the two modes of each arm would be one line. */
Test(gnuplot_looks, arms_far_apart_are_shown_about_their_own_medians)
{
    static const struct support_row rows[] = {
        {"a", NULL, NULL, NULL, 1, 0, 0, 1, 1, 0},
        {"b", NULL, NULL, NULL, 1e4, 0, 0, 1, 1, 0},
        {"c", NULL, NULL, NULL, 1e8, 0, 0, 1, 1, 0},
    };
    struct tare_result result;
    struct tare_block *block = add_rows(&result, rows, COUNT(rows), NULL);
    char *text;

    for (size_t i = 0; i < COUNT(rows); i++)
        set_samples(&block->row[i], 200, rows[i].time_ns, 0.1);
    text = script_of(&result, TARE_GNUPLOT_DENSITY);
    cr_expect_not_null(strstr(text, "each arm about its own median"), "%s", text);
    cr_expect_not_null(strstr(text, "'5 %%'"), "%s", text);
    cr_expect_null(strstr(text, "logarithmic"), "%s", text);
    free(text);
    tare_result_free(&result);
}

/* One arm is so wide that about its median most of it would lie beyond the axis of the others;
 * and arms beside each other are compared on one axis. */
Test(gnuplot_looks, arms_keep_a_common_axis_where_it_shows_them)
{
    static const struct support_row rows[] = {
        {"a", NULL, NULL, NULL, 10, 0, 0, 1, 1, 0},
        {"b", NULL, NULL, NULL, 1e3, 0, 0, 1, 1, 0},
        {"c", NULL, NULL, NULL, 1e5, 0, 0, 1, 1, 0},
    };
    static const double spreads[][3] = {{0.01, 0.01, 3}, {20, 20, 20}};

    for (size_t s = 0; s < COUNT(spreads); s++) {
        struct tare_result result;
        struct tare_block *block = add_rows(&result, rows, COUNT(rows), NULL);
        char *text;

        for (size_t i = 0; i < COUNT(rows); i++)
            set_samples(&block->row[i], 200, rows[i].time_ns, spreads[s][i]);
        text = script_of(&result, TARE_GNUPLOT_DENSITY);
        cr_expect_null(strstr(text, "own median"), "case %zu: %s", s, text);
        cr_expect_not_null(strstr(text, "logarithmic axis"), "case %zu: %s", s, text);
        free(text);
        tare_result_free(&result);
    }
}

/* How many points of strip 1 lie at `height` (of the strip's -0.4 to 0.4) and elsewhere. */
static size_t count_at(const char *text, double height, size_t *elsewhere)
{
    const char *at = strstr(text, "$strip1 << EOD\n");
    size_t count = 0;
    double x, y;

    cr_assert_not_null(at, "no strip");
    *elsewhere = 0;
    while ((at = strchr(at, '\n')) && strncmp(++at, "EOD", 3) != 0)
        if (sscanf(at, "%lf %lf", &x, &y) == 2) {
            count += fabs(1 - y - height) < 1e-9;
            *elsewhere += fabs(1 - y - height) >= 1e-9;
        }
    return count;
}

/* Of 4,000 samples every second takes a hundredth more, one five times as long. Were the slowest
 * of each few drawn, the line would run above all medians. */
Test(gnuplot_looks, samples_are_thinned_to_medians_and_spikes)
{
    static const struct support_row rows[] = {{"a", NULL, NULL, NULL, 100, 0, 0, 1, 1, 0}};
    struct tare_result result;
    struct tare_block *block = add_rows(&result, rows, 1, NULL);
    size_t others;
    char *text;

    set_samples(&block->row[0], 4000, 100, 0.01);
    block->row[0].sample[1777].elapsed_ns = 500;
    text = script_of(&result, TARE_GNUPLOT_SAMPLES);
    cr_expect_eq(count_at(text, 0.4, &others), 1, "the spike, at the edge: %s", text);
    cr_expect_geq(count_at(text, 0, &others), 300, "medians of as many slow as fast: %zu", others);
    cr_expect_eq(others, 1, "%zu elsewhere", others);
    cr_expect_not_null(strstr(text, "of each 10 samples their median or spike is drawn"), "%s",
                       text);
    free(text);
    tare_result_free(&result);
}

/* The PNG spells what fonts may lack, which takes several times the room. */
Test(gnuplot_looks, labels_are_cut_to_their_width_in_either_picture)
{
    static const char *const names[] = {
        "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
        "Ünïcödé 日本語テスト 🎉",
        "日本語日本語日本語日本語日本語",
    };
    struct tare_script picture = {.name = "x"};

    for (size_t i = 0; i < COUNT(names); i++) {
        struct tare_buf shown = TARE_BUF_INIT;

        tare_buf_puts(&shown, "x");
        tare_script_show(&shown, names[i]);
        cr_expect_not_null(strstr(shown.text, "…"), "'%s'", shown.text);
        cr_expect_gt(strlen(shown.text), 8, "'%s'", shown.text);
        cr_expect_leq(tare_script_text_px(&picture, shown.text, TARE_SCRIPT_TEXT_PX), 345, "'%s'",
                      shown.text);
        tare_buf_free(&shown);
    }
}

/* Bold letters of 21 px: some 60 of them fill the picture. */
Test(gnuplot_looks, titles_end_within_the_picture)
{
    static const struct support_row rows[] = {{"a", NULL, NULL, NULL, 1, 0, 0, 1, 1, 0}};
    static const struct {
        const char *title;
        bool is_cut;
    } cases[] = {
        {"Look up 4 hot keys of n: an index, or text read for each", false},
        {"Rewrite every field of n records where memory is what one waits for, not code", true},
        {"WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", true},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tare_result result;
        char *text, *end;

        add_rows(&result, rows, 1, cases[i].title);
        text = script_of(&result, TARE_GNUPLOT_TIME);
        end = strstr(text, "}' at screen ");
        cr_assert_not_null(end, "%s", text);
        cr_expect_eq(strncmp(end - strlen("…"), "…", strlen("…")) == 0, cases[i].is_cut, "%s",
                     text);
        free(text);
        tare_result_free(&result);
    }
}

Test(gnuplot_looks, no_bytes_have_no_tenths_of_a_byte)
{
    static const struct support_row rows[] = {{"a", NULL, NULL, NULL, 1, 0, 0, 0, 0, 0}};
    struct tare_result result;
    char *text;

    add_rows(&result, rows, 1, NULL)->row[0].usable_bytes = 0;
    text = script_of(&result, TARE_GNUPLOT_BYTES);
    cr_expect_not_null(strstr(text, "set xtics ('0' 0)"), "%s", text);
    free(text);
    tare_result_free(&result);
}

/* "0.0 B" an item is the truth of what does not grow with the items, and says nothing. */
Test(gnuplot_looks, bytes_that_do_not_grow_with_the_items_are_shown_in_all)
{
    static const struct {
        double other_bytes;
        const char *said;
    } cases[] = {{16, "usable bytes, with all else"},
                 {160000, "usable bytes per item, with all else"}};

    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct support_row rows[] = {
            {"a", NULL, NULL, NULL, 1, 0, 0, 1600000, 1, 0},
            {"b", NULL, NULL, NULL, 1, 0, 0, cases[i].other_bytes, 1, 0},
        };
        struct tare_result result;
        struct tare_block *block = add_rows(&result, rows, COUNT(rows), "t");
        char *text;

        for (size_t j = 0; j < COUNT(rows); j++)
            block->row[j].bytes_per_item = block->row[j].deep_bytes / 200000;
        text = script_of(&result, TARE_GNUPLOT_BYTES);
        cr_expect_not_null(strstr(text, cases[i].said), "%.600s", text);
        free(text);
        tare_result_free(&result);
    }
}
