/* SPDX-License-Identifier: MIT */
#include "report/front.h"

#include <math.h>

bool tare_front_admits(const struct tare_row *row)
{
    return !(row->leaked_bytes > 0);
}

static bool is_point(const struct tare_front_point *point)
{
    return !isnan(point->time_ns) && !isnan(point->bytes);
}

static bool beats(const struct tare_front_point *a, const struct tare_front_point *b)
{
    double equal_bytes = TARE_FRONT_BYTES_SHARE * fmax(a->bytes, b->bytes);

    if (a->bytes < b->bytes - equal_bytes)
        return a->time_ns <= b->time_ns;
    if (a->bytes > b->bytes + equal_bytes || a->time_ns >= b->time_ns)
        return false;
    return isnan(a->time_hi_ns) || isnan(b->time_lo_ns) || a->time_hi_ns < b->time_lo_ns;
}

size_t tare_front_mark(struct tare_front_point *points, size_t count)
{
    size_t on_front = 0;

    for (size_t i = 0; i < count; i++) {
        points[i].on_front = is_point(&points[i]);
        for (size_t j = 0; j < count && points[i].on_front; j++)
            if (is_point(&points[j]) && points[j].place == points[i].place &&
                beats(&points[j], &points[i]))
                points[i].on_front = false;
        on_front += points[i].on_front;
    }
    return on_front;
}
