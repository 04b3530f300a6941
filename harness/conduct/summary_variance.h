/* SPDX-License-Identifier: MIT */
/* What a summary says of layouts: the link of each set, and where the variance comes from. Pure. */
#ifndef TARE_CONDUCT_SUMMARY_VARIANCE_H
#define TARE_CONDUCT_SUMMARY_VARIANCE_H

#include "base/err.h"
#include "conduct/summary.h"
#include "model/stats_arm.h"

/* Fills in the block's layouts, its `sets` being known. 0, or -1 without memory. */
int tare_summary_layouts(struct tare_block *block, const struct tare_summary_params *params,
                         struct tare_err *err);

/*
 * The components of variance of an arm's `sets`, as many as the run has, each drawn in
 * (tare_stats_draw_in). What one more costs is wall time: a sample that of its turn; a process that
 * of all else it took; a link that of linking, divided among the arms of the plan, which share it.
 * 0, or -1 without memory.
 */
int tare_summary_variance(struct tare_row *row, const struct tare_arm *arm,
                          const struct tare_stats_set *sets,
                          const struct tare_summary_params *params, struct tare_err *err);

#endif
