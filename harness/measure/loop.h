/* SPDX-License-Identifier: MIT */
/*
 * What runs between two passes of a case's loop: the end of the last run is stamped first, the
 * start of the next one last. It never forks, prints or computes statistics.
 */
#ifndef TARE_MEASURE_LOOP_H
#define TARE_MEASURE_LOOP_H

#include "measure/state.h"

/* Nanoseconds of one iteration of an empty tare_loop in this process: the least of a few runs. */
double tare_loop_measure_empty(const struct tare_clock *clock);

/* The case returned: notes a loop that was left wrongly, and releases the other threads. */
void tare_loop_close(struct tare *t);

#endif
