/* SPDX-License-Identifier: MIT */
/*
 * A comparison as JSON; numbers and text as in model/json.h. Keys:
 *
 *     base, new      name (as the user gave it), started_utc, command of each run
 *     schema         of both results
 *     interleaved    false: ratios are unpaired
 *     level, margin_ratio
 *     differences    what, base, new: in what the runs differ beside their cases
 *     rows           of the arms that are in both: id, build, base_status, new_status,
 * base_time_ns, new_time_ns, ratio, ratio_lo, ratio_hi, df, p_value, p_adjusted, verdict (null
 *                    where there is no ratio), sets_needed (null unless unsure), and `exact`: by
 *                    field, base and new
 *     base_only, new_only    id, build
 */
#ifndef TARE_MODEL_JSON_COMPARE_H
#define TARE_MODEL_JSON_COMPARE_H

#include <stdio.h>

#include "base/err.h"
#include "model/compare.h"

/* 0, or -1 with TARE_ERR_SYSTEM where memory is short or the stream failed (it is flushed). */
int tare_json_write_compare(FILE *file, const struct tare_compare *compare, struct tare_err *err);

#endif
