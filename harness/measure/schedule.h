/* SPDX-License-Identifier: MIT */
/*
 * What thread 0 runs next: a state machine over the conductor's orders. The rule of the turn (how
 * it is primed, when it is steady) and its grounds stand in STATISTICS.md, rule 2.
 */
#ifndef TARE_MEASURE_SCHEDULE_H
#define TARE_MEASURE_SCHEDULE_H

#include "measure/state.h"

/*
 * A granule within WARM of what the arm is known to take settles a turn's priming. One that is
 * slower by more than COLD does not, however well two granules agree: those of random accesses
 * agree from the first on, cold as they are. Between the two it has to agree with the one before,
 * within AGREE, and be within BEST of the best of the turn. (With 3 % for WARM and AGREE, as the
 * prototype had, arrays of 320 KB read 3 % slow among siblings that together fill a L2 of 2 MB.)
 */
#define TARE_PRIME_WARM_RATIO  1.01
#define TARE_PRIME_AGREE_RATIO 0.01
#define TARE_PRIME_COLD_RATIO  1.05
#define TARE_PRIME_BEST_RATIO  1.05

/* After so many turns in a row that hit their cap it is divided by so much: such an arm does not
 * get its caches back, and the row says how often. */
#define TARE_PRIME_TRIES   2
#define TARE_PRIME_GIVE_UP 6

/* Two windows of warming agree within this. */
#define TARE_WARM_AGREE_RATIO 0.03

/*
 * Takes the time of the run that ended (of the slowest thread; ignored before the first run) and
 * returns the iterations of the next one; 0: the loop is to be left. Hands the turn over where an
 * order is done.
 */
uint64_t tare_schedule_next(struct tare *t, double elapsed_ns);

#endif
