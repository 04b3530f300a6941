/* SPDX-License-Identifier: MIT */
/*
 * The debug information of a running process: its modules' files, and where they lie in it. Files
 * are opened once and kept for all processes of a run.
 */
#ifndef TARE_DWARF_PROCESS_H
#define TARE_DWARF_PROCESS_H

#include "base/err.h"
#include "dwarf/file.h"
#include "heap/maps.h"

/* The files that were opened so far. Zeroed, it is empty. */
struct tare_dwarf_cache {
    size_t count;
    struct tare_dwarf_cached *cached;
};

void tare_dwarf_cache_free(struct tare_dwarf_cache *cache);

/* The file of that path, opened once and kept; NULL with `err`. */
struct tare_dwarf_file *tare_dwarf_cache_open(struct tare_dwarf_cache *cache, const char *path,
                                              struct tare_err *err);

/* The file that an address of the process is mapped from; makes it the address in that file. NULL
 * with `err` where there is none. */
struct tare_dwarf_file *tare_dwarf_process_file(struct tare_dwarf_cache *cache,
                                                const struct tare_maps *maps, uint64_t *address,
                                                struct tare_err *err);

/*
 * The type of what is weighed, by the address of the macro's static in the process, and the types
 * it is of; both stay valid as long as the cache. 0, or -1 with `err`.
 */
int tare_dwarf_process_root(struct tare_dwarf_cache *cache, const struct tare_maps *maps,
                            uint64_t carrier_address, const struct tare_type_source **types,
                            tare_type_id *type, struct tare_err *err);

/* The call that returns to that address, as tare_dwarf_file_site() has it; outside of the
 * executable with the module: "json_object+0x21 (libjansson.so.4)". */
void tare_dwarf_process_site(struct tare_dwarf_cache *cache, const struct tare_maps *maps,
                             uint64_t address, char *text, size_t room);

#endif
