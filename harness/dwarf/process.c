/* SPDX-License-Identifier: MIT */
#include "dwarf/process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tare_dwarf_cached {
    char *path;
    struct tare_dwarf_file *file; /* NULL: it cannot be opened, and this is why */
    struct tare_err why;
};

struct tare_dwarf_file *tare_dwarf_cache_open(struct tare_dwarf_cache *cache, const char *path,
                                              struct tare_err *err)
{
    struct tare_dwarf_cached *grown;
    struct tare_dwarf_cached *added;

    for (size_t i = 0; i < cache->count; i++)
        if (strcmp(cache->cached[i].path, path) == 0) {
            if (!cache->cached[i].file)
                tare_err_set(err, cache->cached[i].why.code, "%s", cache->cached[i].why.text);
            return cache->cached[i].file;
        }
    grown = realloc(cache->cached, (cache->count + 1) * sizeof *grown);
    if (!grown) {
        tare_err_memory(err);
        return NULL;
    }
    cache->cached = grown;
    added = &grown[cache->count];
    *added = (struct tare_dwarf_cached){.path = strdup(path)};
    if (!added->path) {
        tare_err_memory(err);
        return NULL;
    }
    added->file = tare_dwarf_file_open(path, &added->why);
    cache->count++;
    if (!added->file)
        tare_err_set(err, added->why.code, "%s", added->why.text);
    return added->file;
}

void tare_dwarf_cache_free(struct tare_dwarf_cache *cache)
{
    for (size_t i = 0; i < cache->count; i++) {
        tare_dwarf_file_close(cache->cached[i].file);
        free(cache->cached[i].path);
    }
    free(cache->cached);
    *cache = (struct tare_dwarf_cache){0};
}

struct tare_dwarf_file *tare_dwarf_process_file(struct tare_dwarf_cache *cache,
                                                const struct tare_maps *maps, uint64_t *address,
                                                struct tare_err *err)
{
    const struct tare_map *map = tare_maps_find(maps, *address);
    struct tare_dwarf_file *file;

    /* What lies in .bss beyond the file's last page is of the file mapped before it. */
    while (map && map > maps->map && map->path[0] == '\0' && map[-1].end == map->begin)
        map--;
    if (!map || map->path[0] != '/') {
        tare_err_set(err, TARE_ERR_INPUT, "address 0x%llx is in no file",
                     (unsigned long long)*address);
        return NULL;
    }
    file = tare_dwarf_cache_open(cache, map->path, err);
    if (file)
        *address += tare_dwarf_file_base(file) - tare_maps_base(maps, map->path);
    return file;
}

int tare_dwarf_process_root(struct tare_dwarf_cache *cache, const struct tare_maps *maps,
                            uint64_t carrier_address, const struct tare_type_source **types,
                            tare_type_id *type, struct tare_err *err)
{
    struct tare_dwarf_file *file = tare_dwarf_process_file(cache, maps, &carrier_address, err);

    *types = NULL;
    *type = TARE_TYPE_NONE;
    if (!file || tare_dwarf_file_root(file, carrier_address, type, err))
        return -1;
    *types = tare_dwarf_file_types(file);
    return 0;
}

void tare_dwarf_process_site(struct tare_dwarf_cache *cache, const struct tare_maps *maps,
                             uint64_t address, char *text, size_t room)
{
    const struct tare_map *map = tare_maps_find(maps, address);
    const char *slash = map ? strrchr(map->path, '/') : NULL;
    uint64_t in_file = address;
    struct tare_dwarf_file *file = tare_dwarf_process_file(cache, maps, &in_file, NULL);
    size_t length;

    if (!file) {
        snprintf(text, room, "0x%llx", (unsigned long long)address);
        return;
    }
    tare_dwarf_file_site(file, in_file, text, room);
    length = strlen(text);
    if (slash && !strchr(text, ':') && length < room)
        snprintf(text + length, room - length, " (%s)", slash + 1);
}
