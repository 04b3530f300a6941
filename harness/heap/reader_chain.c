/* SPDX-License-Identifier: MIT */
#include "heap/reader.h"

#include <stdlib.h>

void tare_heap_chains_begin(struct tare_heap_table *table)
{
    tare_heap_chains(table->header)->on = 1;
}

/* What is live, to the chain that its record names. */
static void add_live(struct tare_heap_chain_sum *sums, const struct tare_heap_block *blocks,
                     size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t index = blocks[i].site & ~TARE_HEAP_CHAIN_BIT;

        if (index == blocks[i].site)
            continue; /* from before the chains */
        if (index > TARE_HEAP_CHAINS_COUNT)
            index = TARE_HEAP_CHAINS_COUNT;
        sums[index].live_bytes += blocks[i].requested_bytes;
    }
}

/* The child may have written anything there: counts are held to what there is room for. */
int tare_heap_chains_read(const struct tare_heap_table *table, struct tare_heap_chain_sum **sums,
                          struct tare_err *err)
{
    const struct tare_heap_chains *chains = tare_heap_chains(table->header);
    struct tare_heap_block *blocks;
    size_t count;

    if (tare_heap_blocks_copy(table, &blocks, &count, err))
        return -1;
    *sums = calloc(TARE_HEAP_CHAINS_COUNT + 1, sizeof **sums);
    for (size_t i = 0; *sums && i <= TARE_HEAP_CHAINS_COUNT; i++) {
        const struct tare_heap_chain *chain =
            i < TARE_HEAP_CHAINS_COUNT ? &chains->chain[i] : &chains->none;

        (*sums)[i] = (struct tare_heap_chain_sum){
            .frame_count = chain->frame_count < TARE_HEAP_FRAMES_MAX ? chain->frame_count
                                                                     : TARE_HEAP_FRAMES_MAX,
            .frame = chain->frame,
            .allocs = chain->allocs,
            .alloc_bytes = chain->alloc_bytes};
    }
    if (*sums)
        add_live(*sums, blocks, count);
    free(blocks);
    return *sums ? 0 : tare_err_memory(err);
}
