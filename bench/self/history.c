/* SPDX-License-Identifier: MIT */
/*
 * What a run's write into the history takes, and what a query: history [RUNS [CASES]] (1000, 100),
 * in a new database of its own below TMPDIR. To be reached: 50 ms a query, 20 ms a write.
 */
#define _GNU_SOURCE /* asprintf */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "model/history.h"
#include "model/stats.h"

#define REPEATS 21

static double now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static char *text(const char *format, size_t number)
{
    char *made = NULL;

    if (asprintf(&made, format, number) < 0)
        exit(4);
    return made;
}

/* A result of `cases` rows, as far as the history takes it. */
static void make_result(struct tare_result *result, size_t cases)
{
    struct tare_block block;

    tare_result_init(result);
    result->name = text("bench", 0);
    result->build = calloc(1, sizeof *result->build);
    result->build_count = 1;
    tare_block_init(&block);
    block.row = calloc(cases, sizeof *block.row);
    if (!block.row || !result->build)
        exit(4);
    result->build->label = text("bench", 0);
    for (size_t i = 0; i < cases; i++) {
        struct tare_row *row = &block.row[block.row_count++];

        tare_row_init(row);
        row->id = text("group/case_%zu/1000", i);
        row->build = text("bench", 0);
        row->status = text("ok", 0);
        row->processes = 10;
        row->deep_bytes = 8000;
    }
    if (tare_result_add_block(result, &block, NULL))
        exit(4);
}

/* Times of run `number`: 2 % of scatter, and in each tenth case a change in the middle. */
static void set_run(struct tare_result *result, size_t number, size_t runs)
{
    free(result->started_utc);
    free(result->build->revision);
    result->started_utc = text("2026-%06zu", number);
    result->build->revision = text("rev%zu", number);
    for (size_t i = 0; i < result->block->row_count; i++) {
        struct tare_row *row = &result->block->row[i];

        row->time_ns = 100 * exp(0.02 * (drand48() + drand48() - 1)) *
                       (i % 10 == 0 && number >= runs / 2 ? 1.1 : 1);
        row->time_lo_ns = row->time_ns * 0.995;
        row->time_hi_ns = row->time_ns * 1.005;
    }
}

static void fail(const struct tare_err *err)
{
    fprintf(stderr, "history: %s\n", err->text);
    exit(4);
}

static void say(const char *what, double *ms, size_t count)
{
    tare_stats_sort(ms, count);
    printf("%-34s median %6.2f ms, greatest %6.2f ms of %zu\n", what, tare_stats_median(ms, count),
           ms[count - 1], count);
}

static void query(const char *what, const char *path, const char *name)
{
    double ms[REPEATS];

    for (size_t i = 0; i < REPEATS; i++) {
        struct tare_history history;
        struct tare_err err = {0};
        double start = now_ms();

        if (tare_history_read(&history, &(struct tare_history_params){path, name, NULL}, &err))
            fail(&err);
        ms[i] = now_ms() - start;
        tare_history_free(&history);
    }
    say(what, ms, REPEATS);
}

static size_t count_of(int argc, char **argv, int index, size_t otherwise)
{
    long count = argc > index ? strtol(argv[index], NULL, 10) : (long)otherwise;

    if (count < 1 || count > 1000000) {
        fprintf(stderr, "usage: history [RUNS [CASES]], each from 1 to 1000000\n");
        exit(2);
    }
    return (size_t)count;
}

int main(int argc, char **argv)
{
    size_t runs = count_of(argc, argv, 1, 1000), cases = count_of(argc, argv, 2, 100);
    const char *base = getenv("TMPDIR");
    char folder[4096], path[4200];
    struct tare_result result;
    double *ms = calloc(runs, sizeof *ms);

    snprintf(folder, sizeof folder, "%s/tare-history-XXXXXX", base ? base : "/tmp");
    if (!ms || !mkdtemp(folder)) {
        perror("history");
        return 4;
    }
    snprintf(path, sizeof path, "%s/history.db", folder);
    make_result(&result, cases);
    for (size_t i = 0; i < runs; i++) {
        struct tare_err err = {0};
        double start;

        set_run(&result, i, runs);
        start = now_ms();
        if (tare_history_add(path, &result, "results/x", &err))
            fail(&err);
        ms[i] = now_ms() - start;
    }
    printf("%zu runs of %zu cases\n", runs, cases);
    say("a run's write, the last tenth", ms + runs - (runs + 9) / 10, (runs + 9) / 10);
    say("a run's write, all", ms, runs);
    query("a query of one case", path, "group/case_0/1000");
    query("a query of all cases", path, NULL);
    tare_result_free(&result);
    free(ms);
    unlink(path);
    rmdir(folder);
    return 0;
}
