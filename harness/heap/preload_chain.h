/* SPDX-License-Identifier: MIT */
/*
 * Which calls led to an allocation, where the reader has asked for it: the chains of wire.h.
 * Ordinary weighing pays one look at a flag an allocation.
 */
#ifndef TARE_HEAP_PRELOAD_CHAIN_H
#define TARE_HEAP_PRELOAD_CHAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "heap/wire.h"

void tare_preload_chain_start(struct tare_heap_header *header);

/* Are chains wanted? */
bool tare_preload_chains_on(void);

/* And those of frees too? */
bool tare_preload_chains_trace(void);

/* What stands for the chain of the call at hand, as a site of a record. Any thread; takes no lock
 * of the books. `is_own` tells whether an address lies in the executable. */
uint64_t tare_preload_chain(bool (*is_own)(uint64_t address));

/* The heap changed by so many bytes in a call of that site, after the books have it; `occurs`: the
 * call is to be counted. Under the lock of the books. */
void tare_preload_chain_change(const struct tare_heap_header *header, uint64_t site, int64_t bytes,
                               bool occurs);

/* An allocation of that site was booked. Under the lock of the books. */
void tare_preload_chain_count(uint64_t site, uint64_t requested_bytes);

#endif
