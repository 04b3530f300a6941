/* SPDX-License-Identifier: MIT */
/* What a walk did not weigh, in words for the row. */
#ifndef TARE_CONDUCT_WEIGH_NOTE_H
#define TARE_CONDUCT_WEIGH_NOTE_H

#include "conduct/weigh.h"
#include "heap/graph.h"
#include "measure/wire.h"

struct tare_weigh_noted {
    const struct tare_graph *graph;
    const struct tare_graph_root *roots;            /* [root_count] */
    const char (*expression)[TARE_WIRE_NAME_BYTES]; /* [root_count]: what tare_weigh() was given */
};

/* Sets the weight's note, and missing_graph where no weighed value leads to live memory. */
void tare_weigh_note(struct tare_weight *weight, const struct tare_weigh_noted *noted);

#endif
