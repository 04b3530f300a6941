/* SPDX-License-Identifier: MIT */
/*
 * The table for the terminal: a block of the result is a heading, a row a variant (or a build),
 * and below them the notes and what failed arms printed.
 *
 * Columns are aligned by display width. Where the terminal is narrow, columns go from the right;
 * the label and the time never do. Green and red mean better and worse than the baseline (time
 * where the verdict is faster or slower, and deep size) and nothing else. Text from cases is made
 * harmless (report/text.h).
 */
#ifndef TARE_REPORT_TABLE_H
#define TARE_REPORT_TABLE_H

#include "base/err.h"
#include "model/result.h"

#include <stdbool.h>
#include <stdio.h>

struct tare_table_style {
    int width_columns; /* of the terminal; 0: unlimited */
    int colours;       /* 0: no escape sequences at all; 16 or 256 */
    bool unicode;      /* false: ASCII alone */
    bool weigh;        /* what weighing found out, below each block */
};

/*
 * All blocks with an empty line between them, and the legend. 0, or -1 with TARE_ERR_SYSTEM where
 * the file cannot be written or memory is short.
 */
int tare_table_write(FILE *file, const struct tare_result *result,
                     const struct tare_table_style *style, struct tare_err *err);

/* One block, as it is printed when it has finished. 0 or -1 as above. */
int tare_table_block(FILE *file, const struct tare_block *block,
                     const struct tare_table_style *style, struct tare_err *err);

/* What stands once, below the last block: how times grow, what ± and the verdicts mean and of what
 * they speak, and how fit the machine was (where that is told). 0 or -1 as above. */
int tare_table_end(FILE *file, const struct tare_result *result,
                   const struct tare_table_style *style, struct tare_err *err);

#endif
