/* SPDX-License-Identifier: MIT */
/*
 * The start of libtare-heap.so in a process: the functions it stands before, and the table that
 * the environment names.
 */
#ifndef TARE_HEAP_PRELOAD_ATTACH_H
#define TARE_HEAP_PRELOAD_ATTACH_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define TARE_PRELOAD_EXPORT __attribute__((visibility("default")))

/* The next definitions behind ours. A function that the allocator lacks is NULL. */
struct tare_preload_real {
    void *(*malloc)(size_t bytes);
    void *(*calloc)(size_t count, size_t bytes);
    void *(*realloc)(void *block, size_t bytes);
    void (*free)(void *block);
    void *(*aligned_alloc)(size_t alignment, size_t bytes);
    void *(*memalign)(size_t alignment, size_t bytes);
    int (*posix_memalign)(void **block, size_t alignment, size_t bytes);
    void *(*valloc)(size_t bytes);
    void *(*pvalloc)(size_t bytes);
    size_t (*malloc_usable_size)(void *block);
    void *(*mmap)(void *address, size_t bytes, int protection, int flags, int fd, off_t offset);
    int (*munmap)(void *address, size_t bytes);
    void *(*mremap)(void *old, size_t old_bytes, size_t new_bytes, int flags, ...);
};

extern struct tare_preload_real tare_preload_real;
extern size_t tare_preload_page_bytes;

/*
 * Above 0 while this thread is inside of the real allocator, whose own calls (an allocator that
 * maps its arenas, a calloc made of malloc) are no calls of the case. Initial-exec: reading it must
 * not allocate.
 */
extern __thread unsigned tare_preload_inside __attribute__((tls_model("initial-exec")));

/* Finds the real functions and attaches, once. Returns false while it is at it: dlsym() may
 * allocate, and is served by tare_preload_early(). */
bool tare_preload_start(void);

/* Zeroed memory for dlsym(), never freed; NULL when it is used up. */
void *tare_preload_early(size_t bytes);
bool tare_preload_is_early(const void *block);
/* How many bytes may be read from an early block. */
size_t tare_preload_early_rest(const void *block);

#endif
