/* SPDX-License-Identifier: MIT */
/* The child's end of the wire: handing the turn over. */
#ifndef TARE_MEASURE_TURN_H
#define TARE_MEASURE_TURN_H

#include "measure/wire.h"

/* Hands the turn to the conductor with `mark` and sleeps until it comes back with an order. */
void tare_turn_hand_over(struct tare_wire *wire, enum tare_mark mark);

/* The last hand-over: does not wait. */
void tare_turn_leave(struct tare_wire *wire, enum tare_mark mark);

#endif
