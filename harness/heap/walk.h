/* SPDX-License-Identifier: MIT */
/*
 * The deep size: which live blocks the roots lead to, by a conservative scan as in H.-J. Boehm and
 * M. Weiser, "Garbage Collection in an Uncooperative Environment" (1988). Needs no types: each
 * aligned word that holds an address inside a live block counts as a pointer to it. An integer that
 * looks like one adds its block; a pointer that is not stored at a multiple of 8 is not seen.
 *
 * A root is a range of the child's memory. If it begins inside a live block, that block is reached.
 * Otherwise (stack, static storage) the range itself is counted and its words are scanned.
 * A word points to a block from its address up to, not including, its usable end (one byte at
 * least). The words of the requested size of each reached block are scanned in turn, a last partial
 * word not. Blocks and roots that are reached twice count once; cycles end; nothing recurses.
 *
 * Memory that cannot be read costs that block's scan and is counted, never an error.
 */
#ifndef TARE_HEAP_WALK_H
#define TARE_HEAP_WALK_H

#include "base/err.h"
#include "heap/reader.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define TARE_HEAP_LINE_BYTES 64
#define TARE_HEAP_PAGE_BYTES 4096

/* Reads `bytes` at `address` of the child. Returns how many were read from the start (fewer where
 * what follows is not readable), or -1. */
typedef ssize_t tare_heap_read(void *context, uint64_t address, void *into, size_t bytes);

/* The first address in [address, end) on a page that was ever touched, `end` when there is none:
 * what lies before holds zeros and need not be read. */
typedef uint64_t tare_heap_touched(void *context, uint64_t address, uint64_t end);

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

struct tare_heap_size {
    uint64_t deep_bytes;   /* requested sizes of the reached blocks, and roots outside of blocks */
    uint64_t usable_bytes; /* the same by usable size */
    uint64_t blocks;       /* reached blocks; roots outside of blocks are none */
    uint64_t unwritten_bytes;   /* still TARE_HEAP_POISON, within the requested size of blocks from
                                   malloc; of written random bytes, 1 in 256 looks the same */
    uint64_t cache_lines;       /* distinct lines that the reached ranges lie on */
    uint64_t pages;             /* distinct pages of TARE_HEAP_PAGE_BYTES, likewise */
    uint64_t unreadable_blocks; /* counted, but not or not wholly scanned */
    uint64_t unreadable_roots;  /* outside of blocks and not readable: not counted in deep_bytes */
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
