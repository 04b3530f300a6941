/* SPDX-License-Identifier: MIT */
#include "report/plot_samples.h"

#include "model/stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool tare_plot_samples_has(const struct tare_plot_point *point)
{
    return !isnan(point->time_ns) && point->row->sample_count > 0;
}

int tare_plot_samples_make(struct tare_plot_samples *samples, const struct tare_row *row)
{
    double *sorted = calloc(row->sample_count + 1, sizeof(*sorted));

    *samples = (struct tare_plot_samples){
        .time_ns = calloc(row->sample_count + 1, sizeof(*samples->time_ns)),
        .count = row->sample_count};
    if (!sorted || !samples->time_ns) {
        free(sorted);
        return -1;
    }
    for (size_t i = 0; i < row->sample_count; i++) {
        const struct tare_sample *sample = &row->sample[i];

        sorted[i] = samples->time_ns[i] =
            sample->elapsed_ns / (double)(sample->iterations ? sample->iterations : 1);
    }
    tare_stats_sort(sorted, row->sample_count);
    samples->median_ns = tare_stats_median(sorted, row->sample_count);
    free(sorted);
    return 0;
}

void tare_plot_samples_free(struct tare_plot_samples *samples)
{
    free(samples->time_ns);
    *samples = (struct tare_plot_samples){0};
}
