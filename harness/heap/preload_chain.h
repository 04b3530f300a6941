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

/* What stands for the chain of the call at hand, as a site of a record. Any thread; takes no lock
 * of the books. `is_own` tells whether an address lies in the executable. */
uint64_t tare_preload_chain(bool (*is_own)(uint64_t address));

/* An allocation of that site was booked. Under the lock of the books. */
void tare_preload_chain_count(uint64_t site, uint64_t requested_bytes);

#endif
