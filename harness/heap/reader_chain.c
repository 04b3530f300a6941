/* SPDX-License-Identifier: MIT */
#include "heap/reader.h"

#include <stdlib.h>
#include <string.h>

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

void tare_heap_changes_begin(struct tare_heap_table *table)
{
    tare_heap_line_begin(table);
    tare_heap_chains(table->header)->traces_frees = 1;
    tare_heap_chains_begin(table);
}

static int by_first_event(const void *left, const void *right)
{
    const struct tare_heap_change *a = left;
    const struct tare_heap_change *b = right;

    return (a->first_event > b->first_event) - (a->first_event < b->first_event);
}

static void take_change(struct tare_heap_change *change, const struct tare_heap_chain *chain)
{
    *change = (struct tare_heap_change){.frame_count = chain->frame_count,
                                        .count = chain->change_count,
                                        .increment_bytes = chain->increment_bytes,
                                        .first_event = chain->first_event,
                                        .last_event = chain->last_event,
                                        .after_bytes = chain->after_bytes};
    if (change->frame_count > TARE_HEAP_FRAMES_MAX)
        change->frame_count = TARE_HEAP_FRAMES_MAX;
    memcpy(change->frame, chain->frame, sizeof change->frame);
}

int tare_heap_changes_read(const struct tare_heap_table *table, struct tare_heap_change **changes,
                           size_t *count, struct tare_err *err)
{
    const struct tare_heap_chains *chains = tare_heap_chains(table->header);

    *count = 0;
    *changes = calloc(TARE_HEAP_CHAINS_COUNT + 1, sizeof **changes);
    if (!*changes)
        return tare_err_memory(err);
    for (size_t i = 0; i <= TARE_HEAP_CHAINS_COUNT; i++) {
        const struct tare_heap_chain *chain =
            i < TARE_HEAP_CHAINS_COUNT ? &chains->chain[i] : &chains->none;

        if (chain->first_event)
            take_change(&(*changes)[(*count)++], chain);
    }
    qsort(*changes, *count, sizeof **changes, by_first_event);
    return 0;
}
