/* SPDX-License-Identifier: MIT */
/*
 * The books: the one writer of the table in wire.h. Allocates nothing, keeps errno, and may be
 * called by any thread. Does nothing until attached, in a forked child, and after a fault.
 *
 * A block is taken off before the allocator frees it and put on after the allocator made it, since
 * the same address may be another thread's in between.
 */
#ifndef TARE_HEAP_PRELOAD_TABLE_H
#define TARE_HEAP_PRELOAD_TABLE_H

#include "heap/wire.h"

#include <stdbool.h>
#include <stdint.h>

struct tare_preload_block {
    uint64_t address;
    uint64_t requested_bytes;
    uint64_t usable_bytes;
    uint64_t site; /* return address of the case's call */
};

/* Starts the books in a mapped table. `guard` is a byte that reads 0 in a forked child. */
void tare_preload_books_open(struct tare_heap_header *header, const volatile unsigned char *guard);

/* Whether books are kept in this process. */
bool tare_preload_books_kept(void);

/* Notes a block from malloc as one allocation. */
void tare_preload_put(const struct tare_preload_block *block);

/* Takes the block at `address` off as one free, by a call of `site` (0: not traced); false when it
 * is not on the books. `old`, unless NULL, receives the record for tare_preload_put_back(): then
 * the call goes on to put a block back or a new one, and is counted there. */
bool tare_preload_take(uint64_t address, uint64_t site, struct tare_heap_record *old);

/* Undoes a tare_preload_take(): the allocator refused. */
void tare_preload_put_back(const struct tare_heap_record *old, uint64_t site);

/*
 * Mappings: the caller holds the lock from before the system call until the books agree with the
 * kernel. Ranges are whole pages.
 */
void tare_preload_lock(void);
void tare_preload_unlock(void);
void tare_preload_map_put(const struct tare_preload_block *block);

/* Takes [begin, end) off all mappings, splitting them where need be. Returns whether any was hit.
 */
bool tare_preload_map_cut(uint64_t begin, uint64_t end);

/* Whether `address` lies in a mapping on the books. */
bool tare_preload_map_holds(uint64_t address);

#endif
