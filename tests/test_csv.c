/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/csv.h"
#include "model/csv_line.h"
#include "support_model.h"
#include "support_result.h"

typedef int csv_writer(FILE *file, const struct tare_result *result, struct tare_err *err);

/* What the writer makes of the result with (or without) parameters is the golden file. */
static void assert_golden(csv_writer *writer, bool has_params, const char *golden)
{
    struct tare_result result;
    struct tare_err err = {0};
    FILE *file = tmpfile();

    if (has_params)
        support_model_make(&result);
    else
        support_model_make_plain(&result);
    cr_assert_not_null(file, "no temporary file: %s", strerror(errno));
    cr_assert_eq(writer(file, &result, &err), 0, "%s", err.text);
    cr_assert(support_golden_matches(file, golden), "%s differs", golden);
    fclose(file);
    tare_result_free(&result);
}

Test(csv, summary)
{
    assert_golden(tare_csv_write_summary, false, "summary.csv");
}

Test(csv, summary_with_params)
{
    assert_golden(tare_csv_write_summary, true, "summary_params.csv");
}

Test(csv, samples)
{
    assert_golden(tare_csv_write_samples, false, "samples.csv");
}

Test(csv, samples_with_params)
{
    assert_golden(tare_csv_write_samples, true, "samples_params.csv");
}

Test(csv, counters)
{
    assert_golden(tare_csv_write_counters, false, "counters.csv");
}

Test(csv, counters_are_noticed)
{
    struct tare_result result;

    support_model_make(&result);
    cr_assert(tare_csv_has_counters(&result), "the first row has two");
    tare_row_free(&result.block[0].row[0]);
    cr_assert(!tare_csv_has_counters(&result), "no row has any");
    tare_result_free(&result);
}

/* The first line of what the writer writes, to be freed. */
static char *header_line(csv_writer *writer, const struct tare_result *result)
{
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);

    cr_assert_not_null(file, "out of memory");
    cr_assert_eq(writer(file, result, NULL), 0, "cannot write to memory");
    fclose(file);
    text[strcspn(text, "\n")] = '\0';
    return text;
}

/* The words of DESIGN.md, section 5: others read these files by them. */
Test(csv, headers_are_those_of_the_design)
{
    static const struct {
        csv_writer *writer;
        const char *header;
    } cases[] = {
        {tare_csv_write_summary,
         "build,group,variant,size,threads,status,reason,time_ns,time_lo_ns,time_hi_ns,min_ns,"
         "median_ns,mean_ns,stddev_ns,mad_ns,p99_ns,samples,processes,iterations,outliers,items,"
         "item_ns,bytes_per_s,baseline,ratio,ratio_lo,ratio_hi,verdict,sizeof_bytes,deep_bytes,"
         "usable_bytes,padding_bytes,unwritten_bytes,blocks,bytes_per_item,cache_lines,pages,"
         "allocs_per_op,frees_per_op,alloc_bytes_per_op,peak_heap_bytes,leaked_bytes,"
         "leaked_blocks,cyclic_bytes,rss_increase_bytes,rss_peak_bytes,minor_faults,check"},
        {tare_csv_write_samples, "build,group,variant,size,threads,process,round,sample,"
                                 "iterations,elapsed_ns"},
        {tare_csv_write_counters, "build,group,variant,size,threads,name,value"},
    };
    struct tare_result result;

    tare_result_init(&result);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *header = header_line(cases[i].writer, &result);

        cr_assert_str_eq(header, cases[i].header, "the header is '%s'", header);
        free(header);
    }
}

Test(csv, a_full_disk_is_an_error)
{
    static csv_writer *const writers[] = {tare_csv_write_summary, tare_csv_write_samples,
                                          tare_csv_write_counters};
    struct tare_result result;

    support_model_make(&result);
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        struct tare_err err = {0};
        FILE *file = fopen("/dev/full", "w");

        cr_assert_not_null(file, "no /dev/full: %s", strerror(errno));
        cr_assert_eq(writers[i](file, &result, &err), -1, "writer %zu takes it for written", i);
        cr_assert_eq(err.code, TARE_ERR_SYSTEM, "writer %zu: code %d", i, (int)err.code);
        cr_assert_str_eq(err.text, "cannot write CSV: No space left on device", "%s", err.text);
        fclose(file);
    }
    tare_result_free(&result);
}

/* What breaks out of a cell or speaks to the terminal. */
Test(csv, names_do_not_break_out)
{
    static const struct {
        const char *name, *field;
    } names[] = {
        {"a 'quoted' \"name\"", "\"a 'quoted' \"\"name\"\"\""},
        {"<b>&amp; {x_^} \\", "<b>&amp; {x_^} \\"},
        {"tab\tnew\nline", "\"tab\tnew\nline\""},
        {"\033[31mred\033]0;owned\007", "\\x1b[31mred\\x1b]0;owned\\x07"},
        {"gr\xc3\xb6\xc3\x9f \xe6\xbc\xa2", "gr\xc3\xb6\xc3\x9f \xe6\xbc\xa2"},
        {"\xc2\x9b"
         "31m \xff\x9b",
         "\\xc2\\x9b31m \\xff\\x9b"},
        {"del\x7f, bell\a", "\"del\\x7f, bell\\x07\""},
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *written = NULL;
        size_t bytes;
        struct tare_csv_line line = {.file = open_memstream(&written, &bytes)};

        cr_assert_not_null(line.file, "no memory");
        tare_csv_put_text(&line, names[i].name);
        fclose(line.file);
        cr_expect_str_eq(written, names[i].field, "name %zu is '%s'", i, written);
        free(written);
    }
}
