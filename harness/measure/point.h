/* SPDX-License-Identifier: MIT */
/*
 * Pointing at memory in a weigh process: the marks at which the conductor looks at it. In processes
 * that are timed these calls return at once.
 */
#ifndef TARE_MEASURE_POINT_H
#define TARE_MEASURE_POINT_H

#include "measure/state.h"

/* Tells where the stack in use and thread-local storage lie, then hands over with `mark`. What the
 * caller keeps in registers is on the stack by then. */
void tare_point_stop(struct tare_wire *wire, enum tare_mark mark);

#endif
