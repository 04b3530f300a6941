/* SPDX-License-Identifier: MIT */
#include "heap/refs.h"

#include <stdlib.h>

#define CHUNK_WORDS 8192

/* What a word must lie in to be a pointer to the target. */
struct range {
    uint64_t begin;
    uint64_t end;
};

/* The block that holds the address, by bisection; NULL: none does. */
static const struct tare_heap_block *find_block(const struct tare_heap_block *blocks, size_t count,
                                                uint64_t address)
{
    size_t low = 0;

    for (size_t high = count; low < high;) {
        size_t middle = low + (high - low) / 2;

        if (blocks[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0 || address - blocks[low - 1].address >=
                        (blocks[low - 1].usable_bytes ? blocks[low - 1].usable_bytes : 1))
        return NULL;
    return &blocks[low - 1];
}

/* Words in [address, address + bytes) that lie in the range; what cannot be read counts none. */
static uint64_t count_words(struct tare_heap_memory *memory, uint64_t address, uint64_t bytes,
                            const struct range *range)
{
    uint64_t words[CHUNK_WORDS];
    uint64_t skipped = (8 - address % 8) % 8;
    uint64_t left = bytes < skipped ? 0 : (bytes - skipped) / 8;
    uint64_t found = 0;

    address += skipped;
    while (left) {
        uint64_t wanted = left < CHUNK_WORDS ? left : CHUNK_WORDS;
        ssize_t got = tare_heap_memory_read(memory, address, words, wanted * 8);

        if (got < 8)
            break;
        for (size_t i = 0; i < (size_t)got / 8; i++)
            found += words[i] >= range->begin && words[i] < range->end;
        left -= (uint64_t)got / 8;
        address += (uint64_t)got / 8 * 8;
    }
    return found;
}

int tare_heap_refs(const struct tare_heap_refs_params *params, uint64_t *count,
                   struct tare_err *err)
{
    struct tare_heap_walk_params walk = {.roots = params->roots,
                                         .root_count = params->root_count,
                                         .read = tare_heap_memory_read,
                                         .touched = tare_heap_memory_touched,
                                         .context = params->memory};
    struct range range = {params->target, params->target + 1};
    const struct tare_heap_block *target;
    struct tare_heap_block *blocks = NULL;
    unsigned char *reached = NULL;
    struct tare_heap_size size;
    int result = -1;

    if (tare_heap_blocks_copy(params->table, &blocks, &walk.block_count, err))
        return -1;
    walk.blocks = blocks;
    reached = calloc(walk.block_count + 1, 1);
    if (!reached) {
        tare_err_memory(err);
        goto out;
    }
    if (tare_heap_walk(&walk, &size, reached, err))
        goto out;
    target = find_block(blocks, walk.block_count, params->target);
    if (target)
        range = (struct range){target->address,
                               target->address + (target->usable_bytes ? target->usable_bytes : 1)};
    *count = 0;
    for (size_t i = 0; i < walk.block_count; i++)
        if (reached[i])
            *count +=
                count_words(params->memory, blocks[i].address, blocks[i].requested_bytes, &range);
    for (size_t i = 0; i < params->root_count; i++)
        if (!find_block(blocks, walk.block_count, params->roots[i].address))
            *count += count_words(params->memory, params->roots[i].address, params->roots[i].bytes,
                                  &range);
    result = 0;
out:
    free(reached);
    free(blocks);
    return result;
}
