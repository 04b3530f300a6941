/* SPDX-License-Identifier: MIT */
/*
 * Mappings of the case's own: anonymous ones go on the books, the others only take off what they
 * cover. Memory comes zeroed and is not poisoned. The lock is held across the system call, so that
 * no other thread can be given a range before the books have it free.
 */
#define _GNU_SOURCE
#include "heap/preload_attach.h"
#include "heap/preload_site.h"
#include "heap/preload_table.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/mman.h>

#define SITE ((uint64_t)(uintptr_t)__builtin_return_address(0))

/* Begins a call that the books follow; false when they do not, and the call only passes through. */
static bool follow(void)
{
    if (tare_preload_inside != 0 || !tare_preload_books_kept())
        return false;
    tare_preload_inside++;
    tare_preload_lock();
    return true;
}

static void followed(void)
{
    tare_preload_unlock();
    tare_preload_inside--;
}

static uint64_t whole_pages(size_t bytes)
{
    return (bytes + tare_preload_page_bytes - 1) & ~(uint64_t)(tare_preload_page_bytes - 1);
}

static void put(void *address, size_t bytes, uint64_t site)
{
    tare_preload_map_put(&(struct tare_preload_block){.address = (uintptr_t)address,
                                                      .requested_bytes = bytes,
                                                      .usable_bytes = whole_pages(bytes),
                                                      .site = tare_preload_site(site)});
}

static bool cut(const void *address, size_t bytes)
{
    return tare_preload_map_cut((uintptr_t)address, (uintptr_t)address + whole_pages(bytes));
}

TARE_PRELOAD_EXPORT void *mmap(void *address, size_t bytes, int protection, int flags, int fd,
                               off_t offset)
{
    void *mapped;

    if (!tare_preload_start()) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    if (!follow())
        return tare_preload_real.mmap(address, bytes, protection, flags, fd, offset);
    mapped = tare_preload_real.mmap(address, bytes, protection, flags, fd, offset);
    if (mapped != MAP_FAILED) {
        if (flags & MAP_FIXED)
            cut(mapped, bytes);
        if (flags & MAP_ANONYMOUS)
            put(mapped, bytes, SITE);
    }
    followed();
    return mapped;
}

/* off_t has 64 bits here, so that the two are one. */
TARE_PRELOAD_EXPORT void *mmap64(void *address, size_t bytes, int protection, int flags, int fd,
                                 off64_t offset) __attribute__((alias("mmap")));

TARE_PRELOAD_EXPORT int munmap(void *address, size_t bytes)
{
    int status;

    if (!tare_preload_start()) {
        errno = EINVAL;
        return -1;
    }
    if (!follow())
        return tare_preload_real.munmap(address, bytes);
    status = tare_preload_real.munmap(address, bytes);
    if (status == 0)
        cut(address, bytes);
    followed();
    return status;
}

/* Books follow where the old range begins in a mapping that they hold. It counts as realloc does:
 * one allocation, one free. An old size of 0 copies a shared mapping, which stays. */
TARE_PRELOAD_EXPORT void *mremap(void *old, size_t old_bytes, size_t new_bytes, int flags, ...)
{
    void *target = NULL;
    void *moved;
    bool booked;

    if (flags & MREMAP_FIXED) {
        va_list arguments;
        va_start(arguments, flags);
        target = va_arg(arguments, void *);
        va_end(arguments);
    }
    if (!tare_preload_start()) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    if (!follow())
        return tare_preload_real.mremap(old, old_bytes, new_bytes, flags, target);
    booked = tare_preload_map_holds((uintptr_t)old);
    moved = tare_preload_real.mremap(old, old_bytes, new_bytes, flags, target);
    if (moved != MAP_FAILED) {
        if (old_bytes > 0 && !(flags & MREMAP_DONTUNMAP))
            cut(old, old_bytes);
        if (flags & MREMAP_FIXED)
            cut(moved, new_bytes);
        if (booked)
            put(moved, new_bytes, SITE);
    }
    followed();
    return moved;
}
