/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "heap/preload_table.h"
#include "heap/preload_chain.h"
#include "heap/preload_line.h"

#include <errno.h>
#include <linux/futex.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct tare_heap_header *header;
static struct tare_heap_record *records;
static const volatile unsigned char *guard;

/* U. Drepper, "Futexes Are Tricky", mutex 3: 0 free, 1 held, 2 held and waited for. It lies outside
 * of the table, so that a reader or a forked child cannot meet it held. */
static int lock_word;

static void lock(void)
{
    int saved_errno = errno;
    int seen = 0;

    if (__atomic_compare_exchange_n(&lock_word, &seen, 1, false, __ATOMIC_ACQUIRE,
                                    __ATOMIC_RELAXED))
        return;
    if (seen != 2)
        seen = __atomic_exchange_n(&lock_word, 2, __ATOMIC_ACQUIRE);
    while (seen != 0) {
        syscall(SYS_futex, &lock_word, FUTEX_WAIT_PRIVATE, 2, NULL, NULL, 0);
        seen = __atomic_exchange_n(&lock_word, 2, __ATOMIC_ACQUIRE);
    }
    errno = saved_errno;
}

static void unlock(void)
{
    int saved_errno = errno;

    if (__atomic_exchange_n(&lock_word, 0, __ATOMIC_RELEASE) == 2)
        syscall(SYS_futex, &lock_word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
    errno = saved_errno;
}

/* Readers of the table go by `generation`: odd means that a change is under way. */
static void change_begin(void)
{
    lock();
    __atomic_store_n(&header->generation, header->generation + 1, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_RELEASE);
}

static void change_end(void)
{
    __atomic_store_n(&header->generation, header->generation + 1, __ATOMIC_RELEASE);
    unlock();
}

static void set_fault(enum tare_heap_fault fault)
{
    if (header->fault == TARE_HEAP_SOUND)
        __atomic_store_n(&header->fault, (uint32_t)fault, __ATOMIC_RELAXED);
}

static uint32_t slot_of(uint32_t index)
{
    return index | tare_heap_tag(records[index].address);
}

static uint32_t hash_mask(void)
{
    return (uint32_t)((UINT64_C(1) << header->hash_log2) - 1);
}

static void hash_add(uint32_t index)
{
    uint32_t *hash = tare_heap_hash(header, header->hash_log2);
    uint32_t at = tare_heap_home(records[index].address, header->hash_log2);

    while (hash[at] != 0)
        at = (at + 1) & hash_mask();
    hash[at] = slot_of(index);
}

/* The slot that holds the block at `address`, or the empty one that ends its probe. */
static uint32_t hash_find(uint64_t address)
{
    const uint32_t *hash = tare_heap_hash(header, header->hash_log2);
    uint32_t at = tare_heap_home(address, header->hash_log2);
    uint32_t tag = tare_heap_tag(address);

    while (hash[at] != 0) {
        if ((hash[at] & ~TARE_HEAP_INDEX_MAX) == tag &&
            records[hash[at] & TARE_HEAP_INDEX_MAX].address == address)
            break;
        at = (at + 1) & hash_mask();
    }
    return at;
}

/* Closes the gap instead of leaving a tombstone (Knuth, TAOCP 3, 6.4, algorithm R). */
static void hash_remove(uint32_t gap)
{
    uint32_t *hash = tare_heap_hash(header, header->hash_log2);
    uint32_t mask = hash_mask();

    for (uint32_t at = (gap + 1) & mask; hash[at] != 0; at = (at + 1) & mask) {
        uint64_t address = records[hash[at] & TARE_HEAP_INDEX_MAX].address;
        uint32_t home = tare_heap_home(address, header->hash_log2);

        if (((at - home) & mask) < ((at - gap) & mask))
            continue;
        hash[gap] = hash[at];
        gap = at;
    }
    hash[gap] = 0;
}

/* The records alone rebuild the hash, in their own order; so the old one can go first. */
static void hash_grow(void)
{
    int saved_errno = errno;
    uint32_t log2 = header->hash_log2;

    madvise(tare_heap_hash(header, log2), (size_t)4 << log2, MADV_REMOVE);
    header->hash_log2 = log2 + 1;
    for (uint32_t index = 1; index < header->record_count; index++)
        if (records[index].kind != TARE_HEAP_FREE)
            hash_add(index);
    errno = saved_errno;
}

static uint32_t record_new(void)
{
    uint32_t index = header->free_head;

    if (index != 0) {
        header->free_head = records[index].next;
        return index;
    }
    if (header->record_count > TARE_HEAP_INDEX_MAX)
        return 0;
    return header->record_count++;
}

static void maps_add(uint32_t index)
{
    records[index].previous = 0;
    records[index].next = header->map_head;
    if (header->map_head != 0)
        records[header->map_head].previous = index;
    header->map_head = index;
}

static void maps_remove(uint32_t index)
{
    const struct tare_heap_record *record = &records[index];

    if (record->previous != 0)
        records[record->previous].next = record->next;
    else
        header->map_head = record->next;
    if (record->next != 0)
        records[record->next].previous = record->previous;
}

static void live_add(const struct tare_heap_record *record)
{
    header->live_blocks++;
    header->live_bytes += record->requested_bytes;
    if (header->live_bytes > header->peak_bytes)
        header->peak_bytes = header->live_bytes;
    tare_preload_line_put(header, record);
}

/* Puts a record into the table with the sequence number that it holds. */
static void insert(const struct tare_heap_record *record)
{
    uint32_t slot = hash_find(record->address);
    uint32_t index;

    if (tare_heap_hash(header, header->hash_log2)[slot] != 0) {
        set_fault(TARE_HEAP_FAULT_REUSED);
        return;
    }
    index = record_new();
    if (index == 0) {
        set_fault(TARE_HEAP_FAULT_FULL);
        return;
    }
    records[index] = *record;
    if (record->kind == TARE_HEAP_MMAP)
        maps_add(index);
    live_add(record);
    if (header->live_blocks * 4 > (UINT64_C(3) << header->hash_log2))
        hash_grow();
    else
        tare_heap_hash(header, header->hash_log2)[slot] = slot_of(index);
}

static void remove_slot(uint32_t slot)
{
    uint32_t index = tare_heap_hash(header, header->hash_log2)[slot] & TARE_HEAP_INDEX_MAX;
    struct tare_heap_record *record = &records[index];

    hash_remove(slot);
    if (record->kind == TARE_HEAP_MMAP)
        maps_remove(index);
    header->live_blocks--;
    header->live_bytes -= record->requested_bytes;
    tare_preload_line_take(header, record);
    *record = (struct tare_heap_record){.next = header->free_head};
    header->free_head = index;
}

static void insert_new(const struct tare_preload_block *block, enum tare_heap_kind kind)
{
    struct tare_heap_record record = {
        .address = block->address,
        .requested_bytes = block->requested_bytes,
        .usable_bytes = block->usable_bytes,
        .seq = ++header->seq & ((UINT64_C(1) << 56) - 1),
        .kind = (unsigned char)kind,
        .site = block->site,
    };

    header->allocs++;
    header->alloc_bytes += block->requested_bytes;
    tare_preload_chain_count(block->site, block->requested_bytes);
    insert(&record);
    tare_preload_chain_change(header, block->site, (int64_t)block->requested_bytes, true);
}

void tare_preload_books_open(struct tare_heap_header *mapped, const volatile unsigned char *byte)
{
    header = mapped;
    records = tare_heap_records(mapped);
    guard = byte;
    tare_preload_chain_start(mapped);
    __atomic_store_n(&header->attached, 1, __ATOMIC_RELEASE);
}

bool tare_preload_books_kept(void)
{
    return guard != NULL && *guard != 0 &&
           __atomic_load_n(&header->fault, __ATOMIC_RELAXED) == TARE_HEAP_SOUND;
}

void tare_preload_put(const struct tare_preload_block *block)
{
    if (!tare_preload_books_kept())
        return;
    change_begin();
    insert_new(block, TARE_HEAP_MALLOC);
    change_end();
}

bool tare_preload_take(uint64_t address, uint64_t site, struct tare_heap_record *old)
{
    uint32_t slot;
    uint32_t index;

    if (!tare_preload_books_kept())
        return false;
    change_begin();
    slot = hash_find(address);
    index = tare_heap_hash(header, header->hash_log2)[slot] & TARE_HEAP_INDEX_MAX;
    if (index != 0) {
        int64_t bytes = (int64_t)records[index].requested_bytes;

        if (old != NULL)
            *old = records[index];
        remove_slot(slot);
        tare_preload_chain_change(header, site, -bytes, old == NULL);
        header->frees++;
    }
    change_end();
    return index != 0;
}

void tare_preload_put_back(const struct tare_heap_record *old, uint64_t site)
{
    if (!tare_preload_books_kept())
        return;
    change_begin();
    header->frees--;
    insert(old);
    tare_preload_chain_change(header, site, (int64_t)old->requested_bytes, true);
    change_end();
}

void tare_preload_lock(void)
{
    change_begin();
}

void tare_preload_unlock(void)
{
    change_end();
}

/* A mapping still on the books that begins there was unmapped out of sight: by a raw system call,
 * or by an allocator that had mapped it before it was first called. */
void tare_preload_map_put(const struct tare_preload_block *block)
{
    uint32_t slot = hash_find(block->address);
    uint32_t index = tare_heap_hash(header, header->hash_log2)[slot] & TARE_HEAP_INDEX_MAX;

    if (index != 0 && records[index].kind == TARE_HEAP_MMAP) {
        remove_slot(slot);
        header->frees++;
    }
    insert_new(block, TARE_HEAP_MMAP);
}

/* The part [begin, end) of a mapping, whose requested size may end before its last page does. */
static struct tare_heap_record piece_of(const struct tare_heap_record *whole, uint64_t begin,
                                        uint64_t end)
{
    struct tare_heap_record piece = *whole;
    uint64_t requested_end = whole->address + whole->requested_bytes;

    piece.address = begin;
    piece.usable_bytes = end - begin;
    piece.requested_bytes = requested_end <= begin ? 0
                            : requested_end < end  ? requested_end - begin
                                                   : end - begin;
    return piece;
}

static void cut_one(uint32_t slot, uint64_t begin, uint64_t end)
{
    uint32_t index = tare_heap_hash(header, header->hash_log2)[slot] & TARE_HEAP_INDEX_MAX;
    struct tare_heap_record whole = records[index];
    uint64_t whole_end = whole.address + whole.usable_bytes;

    remove_slot(slot);
    if (whole.address >= begin && whole_end <= end)
        header->frees++;
    if (whole.address < begin) {
        struct tare_heap_record before = piece_of(&whole, whole.address, begin);
        insert(&before);
    }
    if (whole_end > end) {
        struct tare_heap_record after = piece_of(&whole, end, whole_end);
        insert(&after);
    }
}

bool tare_preload_map_cut(uint64_t begin, uint64_t end)
{
    uint32_t slot = hash_find(begin);
    uint32_t index = tare_heap_hash(header, header->hash_log2)[slot] & TARE_HEAP_INDEX_MAX;
    bool hit = false;

    /* Mappings do not overlap: an exact match is the only one, and spares the list. */
    if (index != 0 && records[index].kind == TARE_HEAP_MMAP &&
        records[index].usable_bytes == end - begin) {
        cut_one(slot, begin, end);
        return true;
    }
    /* Pieces are put at the head of the list, behind the loop, and do not overlap the range. */
    for (uint32_t at = header->map_head, next; at != 0; at = next) {
        next = records[at].next;
        if (records[at].address >= end || records[at].address + records[at].usable_bytes <= begin)
            continue;
        cut_one(hash_find(records[at].address), begin, end);
        hit = true;
    }
    return hit;
}

bool tare_preload_map_holds(uint64_t address)
{
    for (uint32_t at = header->map_head; at != 0; at = records[at].next)
        if (address - records[at].address < records[at].usable_bytes)
            return true;
    return false;
}
