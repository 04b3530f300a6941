/* SPDX-License-Identifier: MIT */
/*
 * What thread 0 runs next: a state machine over the conductor's orders. The rule of the turn (how
 * it is primed, when it is steady) and its grounds stand in STATISTICS.md, rule 2.
 */
#ifndef TARE_MEASURE_SCHEDULE_H
#define TARE_MEASURE_SCHEDULE_H

#include "measure/state.h"

/*
 * Granules of WARM_NS together, within WARM of what the arm is known to take, settle a turn's
 * priming (one of 5 us is too few: of a thousand random accesses a handful miss, and some granule
 * has none by luck). Else it goes on until it has levelled: windows of 64, 64, 128 ... granules (of
 * long ones as many as take WINDOW_NS, 4 at least), of which the last is not faster than the one
 * before by LEVEL. Where that is still slower than known by COLD it counts only after LONG
 * granules, since random accesses level while they are cold. (Two granules that agree say too
 * little, as the prototype had it: a list of 1 MB in a L2 of 2 MB, of which siblings took a part,
 * gains a percent in ten passes, and needs up to 300 to be back.)
 */
#define TARE_PRIME_WARM_RATIO  1.01
#define TARE_PRIME_WARM_NS     40e3
#define TARE_PRIME_LEVEL_RATIO 0.003
#define TARE_PRIME_COLD_RATIO  1.02
#define TARE_PRIME_WINDOW_MAX  64
#define TARE_PRIME_WINDOW_MIN  4
#define TARE_PRIME_WINDOW_NS   5e6
#define TARE_PRIME_LONG        256

/* After so many turns in a row that hit their cap it is divided by so much: such an arm does not
 * get its caches back, and the row says how often. */
#define TARE_PRIME_TRIES   3
#define TARE_PRIME_GIVE_UP 6

/* Inputs that are made afresh may cost a thousand times what is timed: with them an order takes at
 * most so many times its cap. (On a machine at a load of 7, ten warm-ups took 33 s without.) */
#define TARE_FRESH_CAP 4

/* Two windows of warming agree within this, and the last is within BEST of the best of them. */
#define TARE_WARM_AGREE_RATIO 0.03
#define TARE_WARM_BEST_RATIO  1.05

/*
 * Takes the time of the run that ended (of the slowest thread; ignored before the first run) and
 * returns the iterations of the next one; 0: the loop is to be left. Hands the turn over where an
 * order is done.
 */
uint64_t tare_schedule_next(struct tare *t, double elapsed_ns);

#endif
