/* SPDX-License-Identifier: MIT */
/*
 * The deep size without types: which live blocks the roots lead to, by a conservative scan as in
 * H.-J. Boehm and M. Weiser, "Garbage Collection in an Uncooperative Environment" (1988). Each
 * aligned word that holds an address inside a live block counts as a pointer to it. An integer that
 * looks like one adds its block; a pointer that is not stored at a multiple of 8 is not seen.
 *
 * A root is a range of the child's memory. If it begins inside a live block, that block is reached.
 * Otherwise (stack, static storage) the range itself is counted and its words are scanned.
 * A word points to a block from its address up to, not including, its usable end (one byte at
 * least). The words of the requested size of each reached block are scanned in turn, a last partial
 * word not. Blocks and roots that are reached twice count once; cycles end; nothing recurses.
 *
 * Memory that cannot be read costs that block's scan and is counted, never an error. This is the
 * walk of graph.h, with no types to go by.
 */
#ifndef TARE_HEAP_WALK_H
#define TARE_HEAP_WALK_H

#include "base/err.h"
#include "heap/graph.h"

#include <stddef.h>
#include <stdint.h>

struct tare_heap_root {
    uint64_t address; /* 0: leads nowhere, counts nothing */
    uint64_t bytes;   /* size of what lies there: sizeof the value, or sizeof what is pointed to */
};

struct tare_heap_walk_params {
    const struct tare_heap_block *blocks; /* by ascending address, not overlapping */
    size_t block_count;
    const struct tare_heap_root *roots; /* in any order, may overlap */
    size_t root_count;
    tare_heap_read *read;
    tare_heap_touched *touched; /* NULL: all of it has to be read */
    void *context;              /* of both */
    size_t cache_bytes;         /* memory the walk may keep copies in; 0: 512 MiB */
};

/*
 * Fills `size`. `reached`, unless NULL, is an array of block_count bytes that the walk sets to 1
 * where blocks[i] was reached, else to 0.
 *
 * Returns 0; -1 with `err` set when memory is short or the blocks are not in ascending order.
 */
int tare_heap_walk(const struct tare_heap_walk_params *params, struct tare_heap_size *size,
                   unsigned char *reached, struct tare_err *err);

#endif
