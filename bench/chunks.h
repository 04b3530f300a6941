/* SPDX-License-Identifier: MIT */
/*
 * Blocks that nodes are cut from one behind the other, and that go all at once: the arenas of
 * allocator.c, fragment.c and refcount.c.
 */
#ifndef BENCH_CHUNKS_H
#define BENCH_CHUNKS_H

#include "case.h"

/* Nearly 4 KiB, the size of glibc's obstacks: a chunk and malloc's header are below a page. */
enum { CHUNK_BYTES = 4064 };

struct chunk {
    struct chunk *next;
    size_t used_bytes;
    unsigned char bytes[CHUNK_BYTES - 2 * sizeof(size_t)];
};

/* The next `bytes` of the newest chunk, or the first of a new one: a multiple of 8, below a
 * chunk's.
 * `*chunks` is the newest, NULL at first. */
static inline void *chunks_cut(struct chunk **chunks, size_t bytes)
{
    struct chunk *chunk = *chunks;

    if (chunk == NULL || sizeof(chunk->bytes) - chunk->used_bytes < bytes) {
        chunk = must_alloc(1, sizeof(*chunk));
        chunk->next = *chunks;
        chunk->used_bytes = 0;
        *chunks = chunk;
    }
    chunk->used_bytes += bytes;
    return chunk->bytes + chunk->used_bytes - bytes;
}

static inline void chunks_end(struct chunk **chunks)
{
    while (*chunks != NULL) {
        struct chunk *next = (*chunks)->next;

        free(*chunks);
        *chunks = next;
    }
}

/* Tells tare what is carved; before the nodes are weighed. */
static inline void chunks_name(struct tare *t, const struct chunk *chunks)
{
    for (; chunks != NULL; chunks = chunks->next)
        tare_region(t, chunks->bytes, sizeof(chunks->bytes));
}

#endif
