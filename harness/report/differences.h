/* SPDX-License-Identifier: MIT */
/* Which lines differ between the arms of a block that were profiled (`tare run --profile`). */
#ifndef TARE_REPORT_DIFFERENCES_H
#define TARE_REPORT_DIFFERENCES_H

#include "model/result.h"
#include "report/sheet.h"

/*
 * A row a line, those first that differ most: what each arm spent at it itself, of an operation,
 * time and instructions. A line is left out where the times of no two arms differ by more than the
 * root of the sum of their squared errors (halves of their 95 % intervals, as the interval of a
 * difference has it) and the instructions and allocations are equal. A line that is not among those
 * which an arm kept is there known to have spent no more than the least of these: "<= 12.0 ns". No
 * rows where fewer than two arms
 * were profiled. To be freed.
 */
void tare_differences_sheet(struct tare_sheet *sheet, const struct tare_block *block);

/* What the profiles of the block lack, and why; NULL: nothing. The block's. */
const char *tare_differences_missing(const struct tare_block *block);

#endif
