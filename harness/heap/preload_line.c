/* SPDX-License-Identifier: MIT */
#include "heap/preload_line.h"

#include <stddef.h>
#include <time.h>

/* The entry of a site, a new one where it has none; NULL where there is no room. */
static struct tare_heap_site *find_site(struct tare_heap_line *line, uint64_t site)
{
    uint32_t mask = (UINT32_C(1) << TARE_HEAP_SITES_LOG2) - 1;
    uint32_t at = (uint32_t)(tare_heap_mix(site << 3) >> (64 - TARE_HEAP_SITES_LOG2));

    while (line->sites[at].site != site) {
        if (line->sites[at].site == 0) {
            if (line->site_count == TARE_HEAP_SITES_MAX)
                return NULL;
            line->site_count++;
            line->sites[at].site = site;
            line->sites[at].epoch = line->peak_epoch;
            break;
        }
        at = (at + 1) & mask;
    }
    return &line->sites[at];
}

/* Before the site changes: what it held at the last peak, if that is not kept yet. */
static struct tare_heap_site *open_site(struct tare_heap_line *line,
                                        const struct tare_heap_record *record)
{
    struct tare_heap_site *site =
        record->seq > line->start_seq ? find_site(line, record->site) : NULL;

    if (!site) {
        line->sites_lost += record->seq > line->start_seq;
        return NULL;
    }
    if (site->epoch != line->peak_epoch) {
        site->peak_bytes = site->live_bytes;
        site->peak_blocks = site->live_blocks;
        site->epoch = line->peak_epoch;
    }
    return site;
}

/* Two points become one, each from now on spans twice as much. */
static void halve(struct tare_heap_line *line)
{
    for (uint32_t i = 0; i < TARE_HEAP_POINTS_MAX / 2; i++) {
        uint64_t first = line->points[2 * i].live_bytes;

        line->points[i] = line->points[2 * i + 1];
        if (first > line->points[i].live_bytes)
            line->points[i].live_bytes = first;
    }
    line->point_count = TARE_HEAP_POINTS_MAX / 2;
    line->every *= 2;
}

static void add_point(struct tare_heap_line *line, uint64_t level)
{
    struct timespec now;

    if (line->point_count == TARE_HEAP_POINTS_MAX)
        halve(line);
    clock_gettime(CLOCK_MONOTONIC, &now);
    line->points[line->point_count++] = (struct tare_heap_point){
        (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec, line->events, line->span_bytes};
    line->pending = 0;
    line->span_bytes = level;
}

static void count_event(struct tare_heap_line *line, const struct tare_heap_header *header)
{
    uint64_t level =
        header->live_bytes > line->start_bytes ? header->live_bytes - line->start_bytes : 0;

    line->events++;
    line->pending++;
    if (level > line->span_bytes)
        line->span_bytes = level;
    if (level > line->peak_bytes) {
        line->peak_bytes = level;
        line->peak_epoch++;
    }
    if (line->pending >= line->every)
        add_point(line, level);
}

void tare_preload_line_put(const struct tare_heap_header *header,
                           const struct tare_heap_record *record)
{
    struct tare_heap_line *line = tare_heap_line(header);
    struct tare_heap_site *site;

    if (!line->on)
        return;
    site = open_site(line, record);
    if (site) {
        site->live_bytes += record->requested_bytes;
        site->live_blocks++;
    }
    count_event(line, header);
}

void tare_preload_line_take(const struct tare_heap_header *header,
                            const struct tare_heap_record *record)
{
    struct tare_heap_line *line = tare_heap_line(header);
    struct tare_heap_site *site;

    if (!line->on)
        return;
    site = open_site(line, record);
    if (site) {
        site->live_bytes -= record->requested_bytes;
        site->live_blocks--;
    }
    count_event(line, header);
}
