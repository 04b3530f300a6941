/* SPDX-License-Identifier: MIT */
/*
 * What weighing found out about one arm, for people: what was weighed, how its blocks are held,
 * which types they are of, where they were allocated, and what was left. Stands below the table
 * of a block where `--weigh` asks for it.
 */
#ifndef TARE_REPORT_WEIGHING_H
#define TARE_REPORT_WEIGHING_H

#include "base/buf.h"
#include "model/weighing.h"
#include "report/sheet.h"
#include "report/table.h"

/* What is told of a weighing, in its order: notes (`label` may be NULL) and tables, of which those
 * with more than `rows_max` rows are to be cut. */
struct tare_weighing_sink {
    void *context;
    void (*note)(void *context, const char *label, const char *text);
    void (*sheet)(void *context, const struct tare_sheet *sheet);
};
void tare_weighing_tell(const struct tare_weighing_sink *sink, const char *label,
                        const struct tare_weighing *weighing);

/* Appends it, under `label`. Tables are cut after a dozen rows, and say so. */
void tare_weighing_show(struct tare_buf *out, const struct tare_table_style *style,
                        const char *label, const struct tare_weighing *weighing);

/*
 * Appends "leaked 3 blocks, 96 B, 64 B of it on cycles: layout.c:42 node_new (2 on a cycle), ..."
 * of blocks that nothing holds, three places at most; nothing where there are none. What static
 * storage still holds is no leak.
 */
void tare_weighing_leaks(struct tare_buf *out, const struct tare_weighing *weighing);

#endif
