/* SPDX-License-Identifier: MIT */
/* A comparison in every form. */
#include <criterion/criterion.h>

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/csv_compare.h"
#include "model/json_compare.h"
#include "report/compare.h"
#include "support_compare.h"
#include "support_csv.h"
#include "support_result.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct tare_result base, next;
static struct tare_compare compare;

/* Six digits, which are the same with every compiler. */
static void cut(double *value)
{
    char text[32];

    snprintf(text, sizeof text, "%.6g", *value);
    if (isfinite(*value))
        *value = strtod(text, NULL);
}

static void begin(void)
{
    support_compare_make(&base, &next);
    cr_assert_eq(tare_compare_make(&compare,
                                   &(struct tare_compare_params){.base = &base,
                                                                 .next = &next,
                                                                 .base_name = "results/old",
                                                                 .next_name = "results/new",
                                                                 .margin_ratio = 0.005},
                                   NULL),
                 0, "compared");
    for (size_t i = 0; i < compare.both_count; i++) {
        struct tare_stats_pair *pair = &compare.row[i].pair;

        cut(&pair->ratio);
        cut(&pair->ratio_lo);
        cut(&pair->ratio_hi);
        cut(&pair->df);
        cut(&pair->p_value);
        cut(&pair->p_adjusted);
    }
}

static void end(void)
{
    tare_compare_free(&compare);
    tare_result_free(&base);
    tare_result_free(&next);
}

TestSuite(compare_report, .init = begin, .fini = end);

Test(compare_report, golden_tables)
{
    static const struct {
        const char *golden;
        struct tare_table_style style;
    } cases[] = {
        {"compare_unlimited.txt", {0, 0, true, false}},
        {"compare_60_ascii.txt", {60, 0, false, false}},
        {"compare_120_16_colours.txt", {120, 16, true, false}},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        FILE *file = tmpfile();

        cr_assert_not_null(file, "no temporary file");
        cr_expect_eq(tare_compare_write(file, &compare, &cases[i].style, NULL), 0, "%s: written",
                     cases[i].golden);
        cr_expect(support_golden_matches(file, cases[i].golden), "%s", cases[i].golden);
        fclose(file);
    }
}

Test(compare_report, golden_for_programs_and_pull_requests)
{
    static const struct {
        const char *golden;
        int (*write)(FILE *, const struct tare_compare *, struct tare_err *);
    } cases[] = {
        {"compare.md", tare_compare_write_markdown},
        {"compare.json", tare_json_write_compare},
        {"compare.csv", tare_csv_write_compare},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        FILE *file = tmpfile();

        cr_assert_not_null(file, "no temporary file");
        cr_expect_eq(cases[i].write(file, &compare, NULL), 0, "%s: written", cases[i].golden);
        cr_expect(support_golden_matches(file, cases[i].golden), "%s", cases[i].golden);
        fclose(file);
    }
}

/* All of a file that was just written; the caller frees. */
static char *text_of(FILE *file)
{
    long bytes = ftell(file);
    char *text = calloc(1, (size_t)bytes + 1);

    cr_assert_not_null(text, "out of memory");
    rewind(file);
    cr_assert_eq(fread(text, 1, (size_t)bytes, file), (size_t)bytes, "read");
    return text;
}

Test(compare_report, csv_and_json_can_be_read)
{
    FILE *csv_file = tmpfile();
    FILE *json_file = tmpfile();
    json_error_t error = {0};
    json_t *root;
    struct csv csv;
    char *text;

    cr_assert(csv_file && json_file, "no temporary file");
    cr_assert_eq(tare_csv_write_compare(csv_file, &compare, NULL), 0, "written");
    text = text_of(csv_file);
    csv = csv_parse(text);
    cr_expect_null(csv.problem, "%s", csv.problem);
    cr_expect_eq(csv.rows, 1 + compare.row_count, "%zu rows", csv.rows);
    cr_expect_str_eq(csv_cell(&csv, "sum_x/gone/1000", "in"), "base", "gone");
    cr_expect_str_eq(csv_cell(&csv, "sum_x/soa/1000", "new_deep_bytes"), "16000", "soa");
    csv_free(&csv);
    free(text);
    cr_assert_eq(tare_json_write_compare(json_file, &compare, NULL), 0, "written");
    rewind(json_file);
    root = json_loadf(json_file, JSON_REJECT_DUPLICATES, &error);
    cr_assert_not_null(root, "line %d: %s", error.line, error.text);
    cr_expect_eq(json_array_size(json_object_get(root, "rows")), compare.both_count, "rows");
    cr_expect_eq(json_array_size(json_object_get(root, "base_only")), 1, "gone");
    cr_expect_eq(json_array_size(json_object_get(root, "new_only")), 1, "added");
    json_decref(root);
    fclose(csv_file);
    fclose(json_file);
}

Test(compare_report, full_device_is_an_error)
{
    struct tare_table_style style = {80, 0, true, false};
    FILE *file = fopen("/dev/full", "w");
    struct tare_err errs[4] = {{0}};

    cr_assert_not_null(file, "/dev/full");
    tare_compare_write(file, &compare, &style, &errs[0]);
    tare_compare_write_markdown(file, &compare, &errs[1]);
    tare_json_write_compare(file, &compare, &errs[2]);
    tare_csv_write_compare(file, &compare, &errs[3]);
    for (size_t i = 0; i < COUNT(errs); i++) {
        cr_expect_eq(errs[i].code, TARE_ERR_SYSTEM, "writer %zu: code %d", i, (int)errs[i].code);
        cr_expect_not_null(strstr(errs[i].text, "No space left"), "%s", errs[i].text);
    }
    fclose(file);
}
