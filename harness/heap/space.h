/* SPDX-License-Identifier: MIT */
/*
 * The live blocks of a process as a space that walks move in: which block an address lies in, and
 * what is in it. The index costs some 20 bytes a block. What was read is kept, in whole segments,
 * as far as the cache allows.
 */
#ifndef TARE_HEAP_SPACE_H
#define TARE_HEAP_SPACE_H

#include "base/err.h"
#include "heap/reader.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define TARE_SPACE_LINE_BYTES  64
#define TARE_SPACE_PAGE_BYTES  4096
#define TARE_SPACE_WORD_BYTES  8
#define TARE_SPACE_CHUNK_BYTES ((uint64_t)1 << 20) /* what is read at once, at most */

/* Reads `bytes` at `address` of the child. Returns how many were read from the start (fewer where
 * what follows is not readable), or -1. */
typedef ssize_t tare_heap_read(void *context, uint64_t address, void *into, size_t bytes);

/* The first address in [address, end) on a page that was ever touched, `end` when there is none:
 * what lies before holds zeros and need not be read. */
typedef uint64_t tare_heap_touched(void *context, uint64_t address, uint64_t end);

struct tare_space_range {
    uint64_t begin;
    uint64_t end;
};

static inline bool tare_space_holds(struct tare_space_range range, uint64_t address)
{
    return address >= range.begin && address < range.end;
}

struct tare_space_params {
    const struct tare_heap_block *blocks; /* by ascending address, not overlapping */
    size_t block_count;
    tare_heap_read *read;
    tare_heap_touched *touched; /* NULL: all of it has to be read */
    void *context;              /* of both */
    size_t cache_bytes;         /* memory to keep copies in; 0: 512 MiB */
};

struct tare_space_segment;

struct tare_space {
    struct tare_space_params params;
    struct tare_space_range *targets; /* [block_count + 1]: where a pointer to a block may point:
                                         from its address up to its usable end, one byte at least;
                                         the last begins at UINT64_MAX */
    uint64_t *segment_begins;         /* [segment_count], packed for the search */
    struct tare_space_segment *segments;
    size_t segment_count;
    uint32_t *buckets;
    size_t cache_left_bytes;
    unsigned char *chunk; /* [TARE_SPACE_CHUNK_BYTES] */
};

/* Takes a piece of memory that lies at `address` of the child. */
typedef void tare_space_take(void *context, uint64_t address, unsigned char *bytes, size_t count);

/* Makes the index. 0, or -1 with `err` where memory is short or the blocks are not in ascending
 * order; to be closed in both cases. */
int tare_space_open(struct tare_space *space, const struct tare_space_params *params,
                    struct tare_err *err);
void tare_space_close(struct tare_space *space);

/* The block that `address` points into, or block_count. */
size_t tare_space_find(const struct tare_space *space, uint64_t address);

/* The bytes of a block's requested size as a copy that stays where it is, or NULL where it is too
 * large to be kept or not readable: tare_space_visit() then takes it in pieces. */
unsigned char *tare_space_block(struct tare_space *space, size_t block);

/*
 * Hands the range over in pieces of at most TARE_SPACE_CHUNK_BYTES; all but the last are multiples
 * of `unit` bytes from the begin of the range (1 or more, at most the chunk). Pieces that cannot be
 * read, or were never touched, are left out. Returns whether all of it could be read.
 */
bool tare_space_visit(struct tare_space *space, struct tare_space_range range, size_t unit,
                      tare_space_take *take, void *context);

/* How many of the bytes still hold TARE_HEAP_POISON. A word that leads to a block was written,
 * whatever its bytes are: 0xfa in the base of the heap would else pass for holes in every pointer.
 */
uint64_t tare_space_poison(const struct tare_space *space, uint64_t address,
                           const unsigned char *bytes, size_t count);

/* Counts units of `unit` bytes that ascending ranges lie on; `next` is the first not yet counted,
 * 0 before the first range. */
uint64_t tare_space_span(struct tare_space_range range, uint64_t unit, uint64_t *next);

#endif
