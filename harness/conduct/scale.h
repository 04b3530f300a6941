/* SPDX-License-Identifier: MIT */
/*
 * How many iterations a sample and how many rounds a set each arm of a block takes: rule 2 of the
 * statistics and the budget.
 */
#ifndef TARE_CONDUCT_SCALE_H
#define TARE_CONDUCT_SCALE_H

#include <stdbool.h>
#include <stddef.h>

#include "conduct/block.h"

/* In the first set, all arms being calibrated: sets iterations, granule and rounds of each arm that
 * runs. */
void tare_scale_settle(const struct tare_block_params *params, struct tare_block_run *run);

/* Has each arm that runs the samples that a set needs of it, after `round` of `rounds` rounds? */
bool tare_scale_suffices(const struct tare_block_params *params, const struct tare_block_run *run,
                         size_t round, size_t rounds);

#endif
