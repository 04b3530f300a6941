/* SPDX-License-Identifier: MIT */
/*
 * A comparison as CSV, in the manner of model/csv.h: one row an arm, in the order of the
 * comparison.
 *
 *     build,group,variant,size[,param],threads,in,base_status,new_status,base_time_ns,new_time_ns,
 *     ratio,ratio_lo,ratio_hi,p_adjusted,verdict,base_FIELD,new_FIELD,...
 *
 * `in` is both, base or new; FIELD goes over tare_gate_exact. `param` is there where a run has one.
 */
#ifndef TARE_MODEL_CSV_COMPARE_H
#define TARE_MODEL_CSV_COMPARE_H

#include <stdio.h>

#include "base/err.h"
#include "model/compare.h"

/* 0, or -1 with TARE_ERR_SYSTEM where the stream failed (it is flushed). */
int tare_csv_write_compare(FILE *file, const struct tare_compare *compare, struct tare_err *err);

#endif
