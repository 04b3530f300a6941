/* SPDX-License-Identifier: MIT */
#include "measure/turn.h"

#include <stddef.h>

#include "sys/futex.h"

void tare_turn_leave(struct tare_wire *wire, enum tare_mark mark)
{
    wire->mark = mark;
    atomic_store(&wire->turn, TARE_TURN_CONDUCTOR);
    tare_futex_wake(&wire->turn);
}

void tare_turn_hand_over(struct tare_wire *wire, enum tare_mark mark)
{
    tare_turn_leave(wire, mark);
    while (atomic_load(&wire->turn) != TARE_TURN_CHILD)
        tare_futex_wait(&wire->turn, TARE_TURN_CONDUCTOR, NULL);
}
