/* SPDX-License-Identifier: MIT */
/*
 * The live heap over the course of a case that was run once, by changes of the heap: a dot with its
 * number where a line changed it first, and beside the frame what those lines are.
 */
#ifndef TARE_REPORT_PLOT_MEMORY_H
#define TARE_REPORT_PLOT_MEMORY_H

#include <stdio.h>

#include "base/err.h"
#include "model/profile.h"

/*
 * Writes the script of the lines of the function that was asked for, or else of `function`, the
 * case; `name` is the base name of its files. 0; 1 where the heap did not change and nothing was
 * written; -1 with TARE_ERR_SYSTEM.
 */
int tare_plot_memory_script(FILE *file, const struct tare_profile *profile, const char *function,
                            const char *name, struct tare_err *err);

#endif
