/* SPDX-License-Identifier: MIT */
/*
 * A history for the terminal: a line a series with its times as bars, '|' where they changed their
 * level; of one case a line a run too. Settings are named by letters where there are several, and
 * explained below by what they differ in. Text from results is made harmless.
 */
#ifndef TARE_REPORT_HISTORY_H
#define TARE_REPORT_HISTORY_H

#include <stdbool.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"
#include "model/history.h"
#include "report/table.h"

struct tare_history_view {
    const char *path;  /* of the database */
    bool shows_runs;   /* a line a run, too */
    size_t latest_max; /* of those the latest ones; 0: all */
};

/* 0, or -1 with TARE_ERR_SYSTEM: the file cannot be written, memory is short. */
int tare_history_write(FILE *file, const struct tare_history *history,
                       const struct tare_history_view *view, const struct tare_table_style *style,
                       struct tare_err *err);

/* Appends "8.1 % slower". */
void tare_history_put_change(struct tare_buf *out, const struct tare_stats_shift *shift);

#endif
