/* SPDX-License-Identifier: MIT */
/* A weigh process as a walk sees it while it stands still: its live blocks, its storage, its stack.
 */
#ifndef TARE_CONDUCT_WEIGH_SIGHT_H
#define TARE_CONDUCT_WEIGH_SIGHT_H

#include "base/err.h"
#include "heap/graph.h"
#include "heap/maps.h"
#include "measure/wire.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* What is looked at, and with what. */
struct tare_weigh_seen {
    pid_t pid;
    const struct tare_heap_table *table;
    struct tare_heap_memory *memory;
    const struct tare_wire_storage *storage; /* as the child says; believed where it is mapped */
    uint64_t window_seq;                     /* blocks younger than this are the case's */
    const struct tare_space_range *regions;
    size_t region_count;
    const struct tare_type_source *types; /* NULL: none */
};

struct tare_weigh_sight {
    struct tare_maps maps;
    struct tare_heap_block *blocks;
    struct tare_space_range *statics;
    struct tare_space_range *books;
    struct tare_space_range *anonymous;
    struct tare_space_range *mapped;
    struct tare_graph_params params; /* all but the roots; points into the above */
};

/* 0, or -1 with `err`; to be freed in both cases. */
int tare_weigh_see(struct tare_weigh_sight *sight, const struct tare_weigh_seen *seen,
                   struct tare_err *err);
void tare_weigh_sight_free(struct tare_weigh_sight *sight);

#endif
