/* SPDX-License-Identifier: MIT */
/* The files of a result: what is in them, that they agree, and that nothing else is left. */
#include <criterion/criterion.h>
#include <jansson.h>

#include "support_tare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUMMARY_HEADER                                                                             \
    "build,group,variant,size,threads,status,reason,time_ns,time_lo_ns,time_hi_ns,min_ns,"         \
    "median_ns,mean_ns,stddev_ns,mad_ns,p99_ns,samples,processes,iterations,outliers,items,"       \
    "item_ns,bytes_per_s,baseline,ratio,ratio_lo,ratio_hi,verdict,sizeof_bytes,deep_bytes,"        \
    "usable_bytes,padding_bytes,unwritten_bytes,blocks,bytes_per_item,cache_lines,pages,"          \
    "allocs_per_op,frees_per_op,alloc_bytes_per_op,peak_heap_bytes,leaked_bytes,leaked_blocks,"    \
    "cyclic_bytes,rss_increase_bytes,rss_peak_bytes,minor_faults,check"

static void expect_first_line(const struct tare_run *run, const char *file, const char *expected)
{
    char *path = tare_run_path(run->folder, file);
    char *text = run_read_file(path, NULL);

    cr_assert_not_null(text, "no %s; stderr: %s", file, run->run.err);
    text[strcspn(text, "\r\n")] = '\0';
    cr_expect_str_eq(text, expected, "%s begins with: %s", file, text);
    free(text);
    free(path);
}

Test(e2e_outputs, headers_are_the_contract)
{
    struct tare_run run = tare_run("", "plain", "--filter chain");

    expect_first_line(&run, "summary.csv", SUMMARY_HEADER);
    expect_first_line(
        &run, "samples.csv",
        "build,group,variant,size,threads,process,round,sample,iterations,elapsed_ns");
    tare_run_free(&run);
    run = tare_run("", "features", "--filter params");
    expect_first_line(&run, "samples.csv",
                      "build,group,variant,size,param,threads,process,round,sample,iterations,"
                      "elapsed_ns");
    cr_expect_eq(csv_column(&run.summary, "param"), csv_column(&run.summary, "size") + 1,
                 "param is column %zu of summary.csv", csv_column(&run.summary, "param"));
    tare_run_free(&run);
}

static const char *cell(const struct csv *csv, size_t row, const char *column)
{
    return csv->cell[row * csv->columns + csv_column(csv, column)];
}

/* Rows, iterations and processes of a variant in samples.csv. */
static void expect_samples_agree(const struct tare_run *run, const struct csv *samples,
                                 const char *variant, const char *id)
{
    double count = 0, iterations = 0, processes = 0;

    for (size_t row = 1; row < samples->rows; row++)
        if (strcmp(cell(samples, row, "variant"), variant) == 0) {
            double process = atof(cell(samples, row, "process"));

            count++;
            iterations += atof(cell(samples, row, "iterations"));
            processes = process > processes ? process : processes;
            cr_expect_gt(atof(cell(samples, row, "elapsed_ns")), 0, "%s: a sample of no time", id);
        }
    cr_expect_eq(count, atof(tare_run_cell(run, id, "samples")), "%s: %g samples, not %s", id,
                 count, tare_run_cell(run, id, "samples"));
    cr_expect_eq(iterations, atof(tare_run_cell(run, id, "iterations")),
                 "%s: %g iterations, not %s", id, iterations, tare_run_cell(run, id, "iterations"));
    cr_expect_eq(processes, 3, "%s: processes up to %g", id, processes);
}

Test(e2e_outputs, samples_agree_with_the_summary)
{
    struct tare_run run = tare_run("", "plain", "--filter other --no-weigh");
    char *path = tare_run_path(run.folder, "samples.csv");
    struct csv samples = csv_read(path);

    cr_assert_null(samples.problem, "samples.csv: %s", samples.problem);
    expect_samples_agree(&run, &samples, "first", "other/first");
    expect_samples_agree(&run, &samples, "second", "other/second");
    csv_free(&samples);
    free(path);
    tare_run_free(&run);
}

/* Numbers of a row are in their order, whatever they are. */
Test(e2e_outputs, numbers_are_consistent)
{
    struct tare_run run = tare_run("", "plain", "--filter chain/.*/100");
    const char *id = "chain/doubled/100";
    double low = atof(tare_run_cell(&run, id, "time_lo_ns"));
    double time = atof(tare_run_cell(&run, id, "time_ns"));
    double high = atof(tare_run_cell(&run, id, "time_hi_ns"));
    double least = atof(tare_run_cell(&run, id, "min_ns"));
    double median = atof(tare_run_cell(&run, id, "median_ns"));
    double ratio_low = atof(tare_run_cell(&run, id, "ratio_lo"));
    double ratio = atof(tare_run_cell(&run, id, "ratio"));
    double ratio_high = atof(tare_run_cell(&run, id, "ratio_hi"));

    cr_expect(0 < low && low <= time && time <= high, "interval %g, %g, %g", low, time, high);
    cr_expect(0 < least && least <= median, "least %g, median %g", least, median);
    cr_expect(ratio_low <= ratio && ratio <= ratio_high, "ratio %g, %g, %g", ratio_low, ratio,
              ratio_high);
    cr_expect(ratio > 1.5 && ratio < 2.5, "twice the links take %g times as long", ratio);
    tare_run_free(&run);
}

/* Not ended by a zero byte in JSON, but known by its name: a text that is there. */
static void expect_text(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    cr_expect(text != NULL && *text != '\0', "result.json does not tell '%s'", name);
}

Test(e2e_outputs, result_tells_where_it_comes_from)
{
    struct tare_run run = tare_run("", "plain", "--filter other");
    char *path = tare_run_path(run.folder, "result.json");
    json_error_t error = {0};
    json_t *result = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    const json_t *build;

    cr_assert_not_null(result, "%s: %s", path, error.text);
    expect_text(result, "started_utc");
    expect_text(result, "tare_version");
    expect_text(result, "command");
    expect_text(result, "allocator");
    cr_expect(json_is_true(json_object_get(result, "finished")), "not finished");
    cr_expect(json_is_object(json_object_get(result, "machine")), "no machine");
    build = json_array_get(json_object_get(result, "builds"), 0);
    expect_text(build, "compiler");
    expect_text(build, "flags");
    expect_text(build, "revision");
    cr_expect_eq(json_array_size(json_object_get(result, "blocks")), 1, "%zu blocks",
                 json_array_size(json_object_get(result, "blocks")));
    json_decref(result);
    free(path);
    tare_run_free(&run);
}

Test(e2e_outputs, nothing_else_is_left)
{
    struct tare_run run = tare_run("", "plain", "--filter other --no-weigh");
    struct run left =
        run_shell(10, "cd %s && ls -I history.db | wc -l && cd latest/ && ls -A", run.folder);

    cr_expect_str_eq(left.out, "2\nreport.html\nresult.json\nsamples.csv\nsummary.csv\n",
                     "left: %s", left.out);
    run_free(&left);
    tare_run_free(&run);
}

Test(e2e_outputs, runs_get_folders_of_their_own)
{
    struct tare_run run = tare_run("", "plain", "--filter other/first --no-weigh");
    struct run again = run_shell(TARE_RUN_LIMIT_S,
                                 "%s/tare run %s/fixtures/plain --filter other/first --no-weigh "
                                 "--sets 3 --min-time 10ms --no-plots --out %s && "
                                 "ls -I history.db %s | wc -l",
                                 run_build_folder(), run_build_folder(), run.folder, run.folder);
    const char *last = again.out_bytes >= 2 ? again.out + again.out_bytes - 2 : "";

    cr_expect_eq(again.status, 0, "status %d: %s", again.status, again.err);
    cr_expect_str_eq(last, "3\n", "two runs and latest: %s", last);
    run_free(&again);
    tare_run_free(&run);
}
