/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "heap/preload_chain.h"

#include "heap/preload_attach.h"

#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <unwind.h>

/* Recursion deeper than this hides who began it. */
#define DEPTH_MAX 1024

static struct tare_heap_chains *chains; /* NULL: no table */

/* Beside that of the books, which a mapping's call holds already. Held for some hundred
 * instructions, and never by a process that has forked: that keeps no books. */
static int lock_word;

void tare_preload_chain_start(struct tare_heap_header *header)
{
    chains = tare_heap_chains(header);
}

bool tare_preload_chains_on(void)
{
    return chains && __atomic_load_n(&chains->on, __ATOMIC_RELAXED);
}

bool tare_preload_chains_trace(void)
{
    return chains && __atomic_load_n(&chains->traces_frees, __ATOMIC_RELAXED);
}

struct search {
    bool (*is_own)(uint64_t address);
    unsigned depth;
    uint64_t frame_count;
    uint64_t frame[TARE_HEAP_FRAMES_MAX];
};

static bool has(const struct search *search, uint64_t address)
{
    for (uint64_t i = 0; i < search->frame_count; i++)
        if (search->frame[i] == address)
            return true;
    return false;
}

static _Unwind_Reason_Code look_at(struct _Unwind_Context *context, void *argument)
{
    struct search *search = argument;
    uint64_t address = _Unwind_GetIP(context);

    if (search->is_own(address) && !has(search, address))
        search->frame[search->frame_count++] = address;
    return ++search->depth < DEPTH_MAX && search->frame_count < TARE_HEAP_FRAMES_MAX
               ? _URC_NO_REASON
               : _URC_NORMAL_STOP;
}

static bool is_chain(const struct tare_heap_chain *chain, const struct search *search)
{
    return chain->frame_count == search->frame_count &&
           memcmp(chain->frame, search->frame, search->frame_count * sizeof *search->frame) == 0;
}

/* The index of the chain, a new one where it has none; where there is no room, one beyond all. */
static uint64_t find(const struct search *search)
{
    uint64_t mixed = 0;
    uint32_t at;

    for (uint64_t i = 0; i < search->frame_count; i++)
        mixed = tare_heap_mix((mixed >> 29) ^ mixed ^ (search->frame[i] << 3));
    at = (uint32_t)(mixed >> (64 - TARE_HEAP_CHAINS_LOG2));
    while (!is_chain(&chains->chain[at], search)) {
        if (chains->chain[at].frame_count == 0) {
            if (chains->chain_count == TARE_HEAP_CHAINS_MAX)
                return TARE_HEAP_CHAINS_COUNT;
            chains->chain_count++;
            chains->chain[at].frame_count = search->frame_count;
            memcpy(chains->chain[at].frame, search->frame, sizeof search->frame);
            break;
        }
        at = (at + 1) & (TARE_HEAP_CHAINS_COUNT - 1);
    }
    return at;
}

uint64_t tare_preload_chain(bool (*is_own)(uint64_t address))
{
    struct search search = {.is_own = is_own};
    uint64_t index = TARE_HEAP_CHAINS_COUNT;

    tare_preload_inside++;
    _Unwind_Backtrace(look_at, &search);
    tare_preload_inside--;
    if (search.frame_count) {
        while (__atomic_exchange_n(&lock_word, 1, __ATOMIC_ACQUIRE))
            sched_yield();
        index = find(&search);
        __atomic_store_n(&lock_word, 0, __ATOMIC_RELEASE);
    }
    return TARE_HEAP_CHAIN_BIT | index;
}

void tare_preload_chain_count(uint64_t site, uint64_t requested_bytes)
{
    struct tare_heap_chain *chain = tare_heap_chain_of(chains, site);

    if (!chain)
        return;
    chain->allocs++;
    chain->alloc_bytes += requested_bytes;
}

void tare_preload_chain_change(const struct tare_heap_header *header, uint64_t site, int64_t bytes,
                               bool occurs)
{
    const struct tare_heap_line *line = tare_heap_line(header);
    struct tare_heap_chain *chain =
        tare_preload_chains_trace() ? tare_heap_chain_of(chains, site) : NULL;

    if (!chain)
        return;
    chain->change_count += occurs;
    chain->increment_bytes += bytes;
    chain->after_bytes = (int64_t)header->live_bytes - (int64_t)line->start_bytes;
    chain->last_event = line->events;
    if (!chain->first_event)
        chain->first_event = line->events;
}
