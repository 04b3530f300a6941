/* SPDX-License-Identifier: MIT */
/*
 * The progress line. A pure function: the caller prints it to stderr behind "\r", where that is a
 * terminal, and clears it before anything else is printed.
 */
#ifndef TARE_REPORT_PROGRESS_H
#define TARE_REPORT_PROGRESS_H

#include "base/buf.h"

#include <stddef.h>

struct tare_progress {
    const char *id;    /* of the case being measured; NULL: none */
    double done_ratio; /* of the whole run, 0..1; NAN: unknown */
    size_t set;        /* being measured, from 1; 0: none (warm-up, weighing) */
    size_t sets;       /* that the block is to have; 0: unknown */
    double left_ns;    /* time left; NAN: unknown */
};

/*
 * Appends "[####......] 42 %  sum_x/list/100000  set 3 of 10  1m 12s left": ASCII but for the id,
 * at most `width` columns, without line end. Where it is too wide the id is cut, then the set, the
 * bar, the id and the time left go. What is unknown is left out.
 */
void tare_progress_line(struct tare_buf *buf, const struct tare_progress *progress, size_t width);

#endif
