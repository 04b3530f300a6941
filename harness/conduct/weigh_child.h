/* SPDX-License-Identifier: MIT */
/* The process that an arm is weighed in, as the weighing and the profile start it. */
#ifndef TARE_CONDUCT_WEIGH_CHILD_H
#define TARE_CONDUCT_WEIGH_CHILD_H

#include "base/err.h"
#include "conduct/arm.h"
#include "conduct/weigh.h"
#include "heap/reader.h"

/*
 * Starts the case with libtare-heap.so preloaded and the table before it; it stands at its first
 * mark then. 0 (look at the fate and at `alive`) or -1 where the harness failed. To be freed by
 * tare_child_free().
 */
int tare_weigh_start(struct tare_child *child, const struct tare_arm *arm,
                     const struct tare_weigh_params *params, const struct tare_heap_table *table,
                     struct tare_err *err);

#endif
