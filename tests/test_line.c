/* SPDX-License-Identifier: MIT */
/* The one line of tare timeit. */
#include <criterion/criterion.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/line.h"

static char *read_all(FILE *file)
{
    static char text[4096];
    size_t got;

    rewind(file);
    got = fread(text, 1, sizeof text - 1, file);
    text[got] = '\0';
    fclose(file);
    return text;
}

/* A row of three sets; its texts are to be freed by tare_row_free(). */
static struct tare_row make_row(double time_ns)
{
    struct tare_row row;

    tare_row_init(&row);
    row.status = strdup("ok");
    row.id = strdup("timeit/stmt_1");
    row.time_ns = time_ns;
    row.time_lo_ns = time_ns * 0.99;
    row.time_hi_ns = time_ns * 1.01;
    row.iterations = 6000000;
    row.set_count = 3;
    row.set_time_ns = calloc(3, sizeof *row.set_time_ns);
    for (int i = 0; i < 3; i++)
        row.set_time_ns[i] = time_ns * (1 + 0.01 * (i - 1));
    row.allocs_per_op = 0;
    return row;
}

/* With what its settings are: the precision that was asked for, 0 for none. */
static void expect_line_of(double precision_ratio, struct tare_row *row, const char *unit_word,
                           const char *expected)
{
    struct tare_block block = {.row = row, .row_count = 1};
    const struct tare_result result = {
        .settings = {.precision_ratio = precision_ratio}, .block = &block, .block_count = 1};
    struct tare_line_unit unit = {0};
    const struct tare_table_style style = {.unicode = true};
    FILE *file = tmpfile();
    const char *got;

    cr_assert_not_null(file, "no temporary file");
    if (unit_word)
        cr_assert_eq(tare_line_parse_unit(unit_word, &unit, NULL), 0, "%s", unit_word);
    cr_expect_eq(tare_line_write(file, &result, unit, &style, NULL), 0, "written");
    got = read_all(file);
    cr_expect_str_eq(got, expected, "%s", got);
}

static void expect_line(struct tare_row *row, const char *unit_word, const char *expected)
{
    expect_line_of(0, row, unit_word, expected);
}

Test(line, one_unit_for_all_times)
{
    static const struct {
        double time_ns;
        const char *unit;
        const char *expected;
    } rows[] = {
        {12.6, NULL,
         "2000000 loops, best of 3: 12.5 ns per loop (median 12.6 ns, 95 % 12.5..12.7; 0 "
         "allocs)\n"},
        {999.6, NULL,
         "2000000 loops, best of 3: 0.990 us per loop (median 1.00 us, 95 % 0.990..1.01; 0 "
         "allocs)\n"},
        {2.5e6, NULL,
         "2000000 loops, best of 3: 2.48 ms per loop (median 2.50 ms, 95 % 2.48..2.52; 0 "
         "allocs)\n"},
        {3e9, NULL,
         "2000000 loops, best of 3: 2.97 s per loop (median 3.00 s, 95 % 2.97..3.03; 0 allocs)\n"},
        {12600, "nsec",
         "2000000 loops, best of 3: 12,474 ns per loop (median 12,600 ns, 95 % 12,474..12,726; 0 "
         "allocs)\n"},
        {1.91, "sec",
         "2000000 loops, best of 3: 1.89e-09 s per loop (median 1.91e-09 s, 95 % "
         "1.89e-09..1.93e-09; 0 allocs)\n"},
        {1.73, "us",
         "2000000 loops, best of 3: 0.00171 us per loop (median 0.00173 us, 95 % "
         "0.00171..0.00175; 0 allocs)\n"},
        {12.6, "us",
         "2000000 loops, best of 3: 0.0125 us per loop (median 0.0126 us, 95 % 0.0125..0.0127; 0 "
         "allocs)\n"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tare_row row = make_row(rows[i].time_ns);

        expect_line(&row, rows[i].unit, rows[i].expected);
        tare_row_free(&row);
    }
}

Test(line, what_is_not_known_is_not_made_up)
{
    struct tare_row row = make_row(12.6);

    row.time_lo_ns = row.time_hi_ns = NAN;
    row.allocs_per_op = NAN;
    cr_assert_eq(tare_row_add_missing(&row, TARE_FIELD_allocs_per_op, "no library", NULL), 0, "");
    expect_line(&row, NULL,
                "2000000 loops, best of 3: 12.5 ns per loop (median 12.6 ns; allocs unavailable: "
                "no library)\n");
    row.allocs_per_op = 1;
    row.deep_bytes = 2048;
    expect_line(&row, NULL,
                "2000000 loops, best of 3: 12.5 ns per loop (median 12.6 ns; 1 alloc, 2.00 KiB "
                "deep)\n");
    tare_row_free(&row);
}

Test(line, an_interval_of_several_looks_is_of_more)
{
    struct tare_row row = make_row(12.6);

    expect_line_of(0.01, &row, NULL,
                   "2000000 loops, best of 3: 12.5 ns per loop (median 12.6 ns, 98.2 % "
                   "12.5..12.7; 0 allocs)\n");
    tare_row_free(&row);
}

Test(line, a_failed_row_says_why)
{
    struct tare_row row;

    tare_row_init(&row);
    row.status = strdup("crashed");
    row.reason = strdup("SIGSEGV in set 1");
    row.id = strdup("timeit/stmt_1");
    expect_line(&row, NULL, "  crashed: SIGSEGV in set 1\n");
    tare_row_free(&row);
}

Test(line, samples_by_set)
{
    struct tare_row row = make_row(12.6);
    FILE *file = tmpfile();
    const char *got;

    cr_assert_not_null(file, "no temporary file");
    row.sample_count = 3;
    row.sample = calloc(3, sizeof *row.sample);
    cr_assert_not_null(row.sample, "out of memory");
    row.sample[0] = (struct tare_sample){1, 1, 100, 1250};
    row.sample[1] = (struct tare_sample){1, 2, 100, 1270};
    row.sample[2] = (struct tare_sample){2, 1, 100, 1300};
    cr_expect_eq(tare_line_write_samples(file, &row, (struct tare_line_unit){0}, NULL), 0, "");
    got = read_all(file);
    cr_expect_str_eq(got,
                     "set 1, 100 loops a sample, ns: 12.5 12.7\n"
                     "set 2, 100 loops a sample, ns: 13.0\n",
                     "%s", got);
    tare_row_free(&row);
}

Test(line, unknown_unit_is_quoted)
{
    struct tare_line_unit unit = {.name = "untouched"};
    struct tare_err err = {0};

    cr_expect_eq(tare_line_parse_unit("parsec", &unit, &err), -1, "taken");
    cr_expect_str_eq(err.text, "'parsec': expected nsec, usec, msec or sec", "%s", err.text);
    cr_expect_str_eq(unit.name, "untouched", "%s", unit.name);
}

Test(line, full_device_is_an_error)
{
    struct tare_row row = make_row(12.6);
    struct tare_block block = {.row = &row, .row_count = 1};
    const struct tare_result result = {.block = &block, .block_count = 1};
    struct tare_err err = {0};
    FILE *file = fopen("/dev/full", "w");

    cr_assert_not_null(file, "/dev/full");
    cr_expect_eq(tare_line_write(file, &result, (struct tare_line_unit){0},
                                 &(struct tare_table_style){0}, &err),
                 -1, "written");
    cr_expect(strstr(err.text, "No space left") != NULL, "%s", err.text);
    fclose(file);
    tare_row_free(&row);
}
