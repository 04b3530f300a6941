/* SPDX-License-Identifier: MIT */
/* The weights of a row, or why there are none. Part of summary.h. */
#ifndef TARE_CONDUCT_SUMMARY_WEIGHT_H
#define TARE_CONDUCT_SUMMARY_WEIGHT_H

#include "base/err.h"
#include "conduct/arm.h"
#include "conduct/weigh.h"
#include "model/result.h"

/* 0, or -1 without memory. */
int tare_summary_weight(struct tare_row *row, const struct tare_arm *arm,
                        struct tare_weight *weight, struct tare_err *err);

/* All weights are unavailable for `reason`. 0, or -1 without memory. */
int tare_summary_unweighed(struct tare_row *row, const char *reason, struct tare_err *err);

#endif
