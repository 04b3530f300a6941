/* SPDX-License-Identifier: MIT */
#include "heap/reader.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

void tare_heap_line_begin(struct tare_heap_table *table)
{
    struct tare_heap_line *line = tare_heap_line(table->header);

    line->every = 1;
    line->start_ns = now_ns();
    line->start_seq = table->header->seq;
    line->start_bytes = table->header->live_bytes;
    line->on = 1;
}

static int by_bytes(const void *left, const void *right)
{
    const struct tare_heap_holder *a = left;
    const struct tare_heap_holder *b = right;

    if (a->bytes != b->bytes)
        return a->bytes > b->bytes ? -1 : 1;
    return (a->site > b->site) - (a->site < b->site);
}

/* The child may have written anything there: counts are held to what there is room for. */
int tare_heap_line_read(const struct tare_heap_table *table, struct tare_heap_history *history,
                        struct tare_err *err)
{
    const struct tare_heap_line *line = tare_heap_line(table->header);
    uint32_t points =
        line->point_count < TARE_HEAP_POINTS_MAX ? line->point_count : TARE_HEAP_POINTS_MAX;

    *history = (struct tare_heap_history){
        .start_ns = line->start_ns, .peak_bytes = line->peak_bytes, .point_count = points};
    memcpy(history->points, line->points, points * sizeof *line->points);
    if (line->pending)
        history->points[history->point_count++] =
            (struct tare_heap_point){now_ns(), line->events, line->span_bytes};
    history->holders = calloc(TARE_HEAP_SITES_MAX + 1, sizeof *history->holders);
    if (!history->holders)
        return tare_err_memory(err);
    for (size_t i = 0; i < (size_t)1 << TARE_HEAP_SITES_LOG2; i++) {
        const struct tare_heap_site *site = &line->sites[i];
        bool kept = site->epoch == line->peak_epoch;
        uint64_t blocks = kept ? site->peak_blocks : site->live_blocks;

        if (site->site && blocks && history->holder_count < TARE_HEAP_SITES_MAX)
            history->holders[history->holder_count++] = (struct tare_heap_holder){
                site->site, kept ? site->peak_bytes : site->live_bytes, blocks};
    }
    qsort(history->holders, history->holder_count, sizeof *history->holders, by_bytes);
    return 0;
}
