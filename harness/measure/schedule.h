/* SPDX-License-Identifier: MIT */
/*
 * What thread 0 runs next: a state machine over the conductor's orders. The rule of the turn (how
 * it is primed, when it is steady) and its grounds stand in STATISTICS.md, rule 2.
 */
#ifndef TARE_MEASURE_SCHEDULE_H
#define TARE_MEASURE_SCHEDULE_H

#include "measure/state.h"

/* Two granules of priming agree within this share, and are within that of the best of the turn. */
#define TARE_PRIME_AGREE_RATIO 0.03
#define TARE_PRIME_BEST_RATIO  1.05

/* A granule is as fast as the recent samples within this, which settles it; if it is slower by
 * more than that, the arm does not have its caches back yet, however well two granules agree: those
 * of random accesses agree from the first on. */
#define TARE_PRIME_WARM_RATIO 1.03
#define TARE_PRIME_COLD_RATIO 1.05

/*
 * Takes the time of the run that ended (of the slowest thread; ignored before the first run) and
 * returns the iterations of the next one; 0: the loop is to be left. Hands the turn over where an
 * order is done.
 */
uint64_t tare_schedule_next(struct tare *t, double elapsed_ns);

#endif
