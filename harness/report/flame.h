/* SPDX-License-Identifier: MIT */
/* The stacks of a profile, for flame graphs (Gregg, "The Flame Graph", ACM Queue 14-2, 2016). */
#ifndef TARE_REPORT_FLAME_H
#define TARE_REPORT_FLAME_H

#include <stdio.h>

#include "base/err.h"
#include "model/profile.h"

/* Folded stacks, one a line: functions from the outermost in, between semicolons, and how many
 * samples. 0, or -1 with TARE_ERR_SYSTEM. */
int tare_flame_write_folded(FILE *file, const struct tare_profile *profile, struct tare_err *err);

/* The graph as SVG: a function is as wide as its samples, and stands on the one that calls it. The
 * mouse over it says its name and share. */
int tare_flame_write_svg(FILE *file, const struct tare_profile *profile, struct tare_err *err);

#endif
