/* SPDX-License-Identifier: MIT */
/*
 * The Pareto front of time and bytes: the arms that no other arm beats.
 */
#ifndef TARE_REPORT_FRONT_H
#define TARE_REPORT_FRONT_H

#include "model/result.h"

#include <stdbool.h>
#include <stddef.h>

/* Has the row done the work that others are compared by? What leaves its blocks behind has not: its
 * time lacks the freeing, and its size what was lost. It is neither fastest nor smallest nor on the
 * front. */
bool tare_front_admits(const struct tare_row *row);

struct tare_front_point {
    double time_ns;    /* of one operation or item; NAN: the point is on no front and beats none */
    double time_lo_ns; /* its 95 % interval; NAN: unknown */
    double time_hi_ns;
    double bytes;  /* NAN: as for time_ns */
    bool on_front; /* set by tare_front_mark() */
    size_t place;  /* only points of one place beat each other */
};

/* Bytes within this share of each other are equal: less is a few blocks of bookkeeping. */
#define TARE_FRONT_BYTES_SHARE 0.005

/*
 * One point beats another that takes more bytes and no less time, or as many bytes and more time;
 * the latter only where their intervals do not overlap (are both known), so that of two arms of
 * equal size chance does not choose. Returns how many are on the front.
 */
size_t tare_front_mark(struct tare_front_point *points, size_t count);

#endif
