/* SPDX-License-Identifier: MIT */
/*
 * From what was measured and weighed to the rows of the result: the statistics of model/stats over
 * the samples of a block. Pure.
 */
#ifndef TARE_CONDUCT_SUMMARY_H
#define TARE_CONDUCT_SUMMARY_H

#include "base/err.h"
#include "conduct/block.h"
#include "conduct/weigh.h"
#include "model/result.h"

struct tare_summary_params {
    const struct tare_block_params *asked;
    const struct tare_block_run *run;
    struct tare_weight *weight; /* one an arm, of which the detail moves to the rows; or NULL */
    const char *unweighed;      /* why, where `weight` is NULL */
    double margin_ratio;
};

/* Fills `block`, which need not be initialised. 0, or -1 without memory and an empty block. */
int tare_summary_make(struct tare_block *block, const struct tare_summary_params *params,
                      struct tare_err *err);

#endif
