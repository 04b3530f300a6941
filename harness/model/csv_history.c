/* SPDX-License-Identifier: MIT */
#include "model/csv_history.h"

#include <math.h>

#include "model/csv_line.h"

static void put_point(struct tare_csv_line *line, const struct tare_history *history,
                      const struct tare_history_series *series, size_t index)
{
    const struct tare_history_point *point = &series->point[index];
    const struct tare_history_run *run = &history->run[point->run];
    const struct tare_stats_shift *shift = tare_history_shift_at(series, index);
    const char *const texts[] = {series->id, series->build, run->started_utc,
                                 run->name,  run->hostname, point->revision};
    const double numbers[] = {point->time_ns,
                              point->time_lo_ns,
                              point->time_hi_ns,
                              point->sets,
                              point->deep_bytes,
                              point->allocs_per_op,
                              point->peak_heap_bytes,
                              shift ? exp(shift->difference) : NAN,
                              shift ? exp(shift->difference_lo) : NAN,
                              shift ? exp(shift->difference_hi) : NAN};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        tare_csv_put_text(line, texts[i]);
    for (size_t i = 0; i < TARE_HISTORY_FACTS; i++)
        tare_csv_put_text(line, tare_history_fact(&history->setting[series->setting], i));
    tare_csv_put_text(line, point->status);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        tare_csv_put_number(line, numbers[i]);
    tare_csv_end_line(line);
}

int tare_csv_write_history(FILE *file, const struct tare_history *history, struct tare_err *err)
{
    struct tare_csv_line line = {.file = file};

    tare_csv_put_raw(&line, "case,build,started_utc,name,hostname,revision");
    for (size_t i = 0; i < TARE_HISTORY_FACTS; i++)
        tare_csv_put_raw(&line, tare_history_fact_names[i]);
    tare_csv_put_raw(&line, "status,time_ns,time_lo_ns,time_hi_ns,sets,deep_bytes,allocs_per_op,"
                            "peak_heap_bytes,change_ratio,change_ratio_lo,change_ratio_hi");
    tare_csv_end_line(&line);
    for (size_t i = 0; i < history->series_count; i++)
        for (size_t j = 0; j < history->series[i].point_count; j++)
            put_point(&line, history, &history->series[i], j);
    return tare_csv_finish(file, err);
}
