/* SPDX-License-Identifier: MIT */
/*
 * How many words within the weighed graph lead to one block: what sys.getrefcount is to Python.
 * Conservative as the walk is (walk.h): an integer that looks like the address counts.
 */
#ifndef TARE_HEAP_REFS_H
#define TARE_HEAP_REFS_H

#include "base/err.h"
#include "heap/reader.h"
#include "heap/walk.h"

#include <stddef.h>
#include <stdint.h>

struct tare_heap_refs_params {
    const struct tare_heap_table *table;
    struct tare_heap_memory *memory;
    const struct tare_heap_root *roots; /* of the graph */
    size_t root_count;
    uint64_t target; /* an address in the block, or exactly that of something outside of blocks */
};

/*
 * Counts the words of the blocks that the roots reach, and of roots outside of blocks, which point
 * into the block of `target` (or equal it where it lies in none). The roots themselves are no
 * words of the graph. 0, or -1 with `err`.
 */
int tare_heap_refs(const struct tare_heap_refs_params *params, uint64_t *count,
                   struct tare_err *err);

#endif
