/* SPDX-License-Identifier: MIT */
/* The memory map of a process, /proc/PID/maps (proc(5)): which file lies where, and where it keeps
 * its static storage. */
#ifndef TARE_HEAP_MAPS_H
#define TARE_HEAP_MAPS_H

#include "base/err.h"
#include "heap/space.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

struct tare_map {
    uint64_t begin;
    uint64_t end;
    uint64_t offset; /* of the file */
    bool readable;
    bool writable;
    char *path; /* "" for anonymous memory; "[heap]", "[stack]" and the like as the kernel names
                   them */
};

struct tare_maps {
    size_t count;
    struct tare_map *map; /* by ascending address */
};

/* Reads the map of a process, or what such a file holds. 0, or -1 with `err`. To be freed. */
int tare_maps_read(struct tare_maps *maps, pid_t pid, struct tare_err *err);
int tare_maps_parse(struct tare_maps *maps, FILE *file, struct tare_err *err);
void tare_maps_free(struct tare_maps *maps);

/* The mapping that holds the address, or NULL. */
const struct tare_map *tare_maps_find(const struct tare_maps *maps, uint64_t address);

/* The first mapping of that path or name, or NULL. */
const struct tare_map *tare_maps_named(const struct tare_maps *maps, const char *path);

/* Where the first mapping of the file of that path begins; 0: it is not mapped. */
uint64_t tare_maps_base(const struct tare_maps *maps, const char *path);

/* Whose static storage. */
enum tare_maps_owner {
    TARE_MAPS_MODULES, /* the executable's and that of shared objects but the next */
    TARE_MAPS_LIBC,    /* the C library's and the loader's: their allocator's books are in it */
};

/*
 * Writable storage of modules: what is mapped from their files, and the anonymous memory right
 * behind it (.bss). Without libtare-heap.so, which points to all blocks. Fills `ranges`
 * [maps->count] and returns how many there are.
 */
size_t tare_maps_statics(const struct tare_maps *maps, enum tare_maps_owner owner,
                         struct tare_space_range *ranges);

/* Writable anonymous memory that is of no module and that the kernel has no use for: of threads, of
 * allocators, of system calls of the case's own. Fills `ranges` [maps->count], by ascending
 * address, and returns how many there are. */
size_t tare_maps_anonymous(const struct tare_maps *maps, struct tare_space_range *ranges);

/* All mappings. Fills as many as there are. */
void tare_maps_ranges(const struct tare_maps *maps, struct tare_space_range *ranges);

#endif
