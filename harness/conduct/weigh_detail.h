/* SPDX-License-Identifier: MIT */
/* What a walk found, put in the model's words: names of types and call sites instead of numbers. */
#ifndef TARE_CONDUCT_WEIGH_DETAIL_H
#define TARE_CONDUCT_WEIGH_DETAIL_H

#include "base/err.h"
#include "dwarf/process.h"
#include "heap/graph.h"
#include "heap/maps.h"
#include "measure/wire.h"
#include "model/weighing.h"

struct tare_weigh_described {
    const struct tare_graph *graph;
    const struct tare_graph_params *params;         /* of its walk */
    const char (*expression)[TARE_WIRE_NAME_BYTES]; /* [params->root_count] */
    const unsigned char *class_of;                  /* [params->block_count]; of leaks */
    const char *untyped;                            /* why there are no types; NULL: there are */
    struct tare_dwarf_cache *dwarf;
    const struct tare_maps *maps;
};

/* Fills in all but the leaks and the time line. 0, or -1 where memory is short. */
int tare_weigh_describe(struct tare_weighing *weighing, const struct tare_weigh_described *found,
                        struct tare_err *err);

/* Fills in the leaks: blocks of the window that are still live, by site and by what holds them.
 * 0, or -1 where memory is short. */
int tare_weigh_describe_leaks(struct tare_weighing *weighing,
                              const struct tare_weigh_described *found, struct tare_err *err);

/* Fills in the time line and who held the peak. 0, or -1 where memory is short. */
int tare_weigh_describe_history(struct tare_weighing *weighing,
                                const struct tare_heap_history *history,
                                struct tare_dwarf_cache *dwarf, const struct tare_maps *maps,
                                struct tare_err *err);

#endif
