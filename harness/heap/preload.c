/* SPDX-License-Identifier: MIT */
/*
 * libtare-heap.so, preloaded into weigh processes: stands before malloc and its family, keeps the
 * books (preload_table.h) and poisons memory; preload_map.c does the same for mappings. Every block
 * comes from the real allocator, from the same calls as without it, so that addresses are the
 * case's own.
 *
 * Poison: new memory, and a block's memory before it is freed, is filled with TARE_HEAP_POISON, so
 * that no stale pointer is left and bytes never written can be told. What lies between requested
 * and usable size is poison too, unless the case writes there.
 */
#define _GNU_SOURCE
#include "heap/preload_attach.h"
#include "heap/preload_chain.h"
#include "heap/preload_site.h"
#include "heap/preload_table.h"

#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SITE ((uint64_t)(uintptr_t)__builtin_return_address(0))

/* Whether a call is the case's own, made while books are kept. */
static bool counts(void)
{
    return tare_preload_inside == 0 && tare_preload_books_kept();
}

/* Who frees, where that is asked for. */
static uint64_t traced(uint64_t site)
{
    return tare_preload_chains_trace() ? tare_preload_site(site) : 0;
}

static size_t usable(void *block, size_t requested_bytes)
{
    return tare_preload_real.malloc_usable_size ? tare_preload_real.malloc_usable_size(block)
                                                : requested_bytes;
}

static void poison(void *block, size_t begin, size_t end)
{
    if (begin < end)
        memset((char *)block + begin, TARE_HEAP_POISON, end - begin);
}

/* glibc gives blocks above 32 MiB (DEFAULT_MMAP_THRESHOLD_MAX) back to the kernel: filling one
 * would only touch what a calloc may have left untouched. */
static void poison_freed(void *block, size_t usable_bytes)
{
    if (usable_bytes <= (size_t)32 << 20)
        poison(block, 0, usable_bytes);
}

/* Books a new block, whose first `written` bytes hold what they should. */
static void *booked(void *block, size_t bytes, size_t written, uint64_t site)
{
    size_t usable_bytes;

    if (block == NULL || !counts())
        return block;
    usable_bytes = usable(block, bytes);
    if (bytes <= TARE_HEAP_POISON_MAX_BYTES)
        poison(block, written, usable_bytes);
    tare_preload_put(&(struct tare_preload_block){.address = (uintptr_t)block,
                                                  .requested_bytes = bytes,
                                                  .usable_bytes = usable_bytes,
                                                  .site = tare_preload_site(site)});
    return block;
}

static void *malloc_at(size_t bytes, uint64_t site)
{
    void *block;

    if (!tare_preload_start())
        return tare_preload_early(bytes);
    tare_preload_inside++;
    block = tare_preload_real.malloc(bytes);
    tare_preload_inside--;
    return booked(block, bytes, 0, site);
}

TARE_PRELOAD_EXPORT void *malloc(size_t bytes)
{
    return malloc_at(bytes, SITE);
}

TARE_PRELOAD_EXPORT void *calloc(size_t count, size_t bytes)
{
    size_t total;
    void *block;

    if (__builtin_mul_overflow(count, bytes, &total)) {
        errno = ENOMEM;
        return NULL;
    }
    if (!tare_preload_start())
        return tare_preload_early(total);
    tare_preload_inside++;
    block = tare_preload_real.calloc(count, bytes);
    tare_preload_inside--;
    return booked(block, total, total, SITE);
}

TARE_PRELOAD_EXPORT void free(void *block)
{
    int saved_errno = errno;

    if (block == NULL || tare_preload_is_early(block) || !tare_preload_start())
        return;
    if (counts() && tare_preload_take((uintptr_t)block, traced(SITE), NULL))
        poison_freed(block, usable(block, 0));
    tare_preload_inside++;
    tare_preload_real.free(block);
    tare_preload_inside--;
    errno = saved_errno;
}

static void *realloc_early(void *block, size_t bytes, uint64_t site)
{
    void *moved = malloc_at(bytes, site);
    size_t rest = tare_preload_early_rest(block);

    return moved == NULL ? NULL : memcpy(moved, block, bytes < rest ? bytes : rest);
}

/* A block of the books; `old_usable` bytes of it were the case's, poison where it wrote nothing. */
static void *realloc_booked(void *block, size_t bytes, const struct tare_heap_record *old,
                            uint64_t site)
{
    size_t old_usable = usable(block, old->requested_bytes);
    void *moved;

    if (bytes == 0)
        poison_freed(block, old_usable);
    tare_preload_inside++;
    moved = tare_preload_real.realloc(block, bytes);
    tare_preload_inside--;
    if (moved == NULL && bytes > 0)
        tare_preload_put_back(old, traced(site));
    return booked(moved, bytes, bytes < old->requested_bytes ? bytes : old_usable, site);
}

static void *realloc_at(void *block, size_t bytes, uint64_t site)
{
    struct tare_heap_record old;

    if (block == NULL)
        return malloc_at(bytes, site);
    if (tare_preload_is_early(block))
        return realloc_early(block, bytes, site);
    if (!tare_preload_start())
        return NULL;
    if (counts() && tare_preload_take((uintptr_t)block, traced(site), &old))
        return realloc_booked(block, bytes, &old, site);
    tare_preload_inside++;
    block = tare_preload_real.realloc(block, bytes);
    tare_preload_inside--;
    return booked(block, bytes, SIZE_MAX, site);
}

TARE_PRELOAD_EXPORT void *realloc(void *block, size_t bytes)
{
    return realloc_at(block, bytes, SITE);
}

TARE_PRELOAD_EXPORT void *reallocarray(void *block, size_t count, size_t bytes)
{
    size_t total;

    if (__builtin_mul_overflow(count, bytes, &total)) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc_at(block, total, SITE);
}

/* The aligned calls: absent from some allocators, and never made by dlsym(). */
#define ALIGNED_CALL(function, bytes, ...)                                                         \
    do {                                                                                           \
        void *block;                                                                               \
        if (!tare_preload_start() || tare_preload_real.function == NULL) {                         \
            errno = ENOMEM;                                                                        \
            return NULL;                                                                           \
        }                                                                                          \
        tare_preload_inside++;                                                                     \
        block = tare_preload_real.function(__VA_ARGS__);                                           \
        tare_preload_inside--;                                                                     \
        return booked(block, bytes, 0, SITE);                                                      \
    } while (0)

TARE_PRELOAD_EXPORT void *aligned_alloc(size_t alignment, size_t bytes)
{
    ALIGNED_CALL(aligned_alloc, bytes, alignment, bytes);
}

TARE_PRELOAD_EXPORT void *memalign(size_t alignment, size_t bytes)
{
    ALIGNED_CALL(memalign, bytes, alignment, bytes);
}

TARE_PRELOAD_EXPORT void *valloc(size_t bytes)
{
    ALIGNED_CALL(valloc, bytes, bytes);
}

TARE_PRELOAD_EXPORT void *pvalloc(size_t bytes)
{
    ALIGNED_CALL(pvalloc, bytes, bytes);
}

TARE_PRELOAD_EXPORT int posix_memalign(void **block, size_t alignment, size_t bytes)
{
    int status;

    if (!tare_preload_start() || tare_preload_real.posix_memalign == NULL)
        return ENOMEM;
    tare_preload_inside++;
    status = tare_preload_real.posix_memalign(block, alignment, bytes);
    tare_preload_inside--;
    if (status == 0)
        booked(*block, bytes, 0, SITE);
    return status;
}
