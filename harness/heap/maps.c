/* SPDX-License-Identifier: MIT */
#include "heap/maps.h"

#include <stdlib.h>
#include <string.h>

#define HEAP_LIBRARY "libtare-heap.so"

static int add_line(struct tare_maps *maps, size_t *room, const char *line, struct tare_err *err)
{
    unsigned long long begin, end, offset;
    char rights[5];
    int path = 0;
    struct tare_map *grown;

    /* begin-end rights offset device inode path */
    if (sscanf(line, "%llx-%llx %4s %llx %*s %*s %n", &begin, &end, rights, &offset, &path) < 4 ||
        path == 0)
        return tare_err_set(err, TARE_ERR_INPUT, "the memory map has a line that is none: '%s'",
                            line);
    if (maps->count == *room) {
        *room = *room ? 2 * *room : 64;
        grown = realloc(maps->map, *room * sizeof *grown);
        if (!grown)
            return tare_err_memory(err);
        maps->map = grown;
    }
    maps->map[maps->count] = (struct tare_map){.begin = begin,
                                               .end = end,
                                               .offset = offset,
                                               .readable = rights[0] == 'r',
                                               .writable = rights[1] == 'w',
                                               .path = strdup(line + path)};
    return maps->map[maps->count++].path ? 0 : tare_err_memory(err);
}

int tare_maps_parse(struct tare_maps *maps, FILE *file, struct tare_err *err)
{
    size_t map_room = 0;
    size_t line_room = 0;
    char *line = NULL;
    int status = 0;

    *maps = (struct tare_maps){0};
    while (status == 0 && getline(&line, &line_room, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        status = add_line(maps, &map_room, line, err);
    }
    free(line);
    return status;
}

int tare_maps_read(struct tare_maps *maps, pid_t pid, struct tare_err *err)
{
    char path[64];
    FILE *file;
    int status;

    *maps = (struct tare_maps){0};
    snprintf(path, sizeof path, "/proc/%d/maps", (int)pid);
    file = fopen(path, "re");
    if (!file)
        return tare_err_errno(err, "cannot open '%s'", path);
    status = tare_maps_parse(maps, file, err);
    fclose(file);
    return status;
}

void tare_maps_free(struct tare_maps *maps)
{
    for (size_t i = 0; i < maps->count; i++)
        free(maps->map[i].path);
    free(maps->map);
    *maps = (struct tare_maps){0};
}

const struct tare_map *tare_maps_find(const struct tare_maps *maps, uint64_t address)
{
    for (size_t i = 0; i < maps->count; i++)
        if (address >= maps->map[i].begin && address < maps->map[i].end)
            return &maps->map[i];
    return NULL;
}

const struct tare_map *tare_maps_named(const struct tare_maps *maps, const char *path)
{
    for (size_t i = 0; i < maps->count; i++)
        if (strcmp(maps->map[i].path, path) == 0)
            return &maps->map[i];
    return NULL;
}

uint64_t tare_maps_base(const struct tare_maps *maps, const char *path)
{
    const struct tare_map *map = tare_maps_named(maps, path);

    return map ? map->begin : 0;
}

static bool is_module(const struct tare_map *map)
{
    return map->path[0] == '/' && strncmp(map->path, "/memfd:", 7) != 0 &&
           strncmp(map->path, "/dev/", 5) != 0 &&
           strcmp(strrchr(map->path, '/') + 1, HEAP_LIBRARY) != 0;
}

static bool is_libc(const struct tare_map *map)
{
    const char *name = strrchr(map->path, '/') + 1;

    return strncmp(name, "libc.so", 7) == 0 || strncmp(name, "libc-", 5) == 0 ||
           strncmp(name, "ld-", 3) == 0;
}

size_t tare_maps_statics(const struct tare_maps *maps, enum tare_maps_owner owner,
                         struct tare_space_range *ranges)
{
    bool is_wanted = false; /* the module at hand */
    size_t count = 0;

    for (size_t i = 0; i < maps->count; i++) {
        const struct tare_map *map = &maps->map[i];
        bool continues = map->path[0] == '\0' && i > 0 && map->begin == maps->map[i - 1].end;

        if (!continues)
            is_wanted = is_module(map) && is_libc(map) == (owner == TARE_MAPS_LIBC);
        if (is_wanted && map->readable && map->writable)
            ranges[count++] = (struct tare_space_range){map->begin, map->end};
    }
    return count;
}

size_t tare_maps_anonymous(const struct tare_maps *maps, struct tare_space_range *ranges)
{
    bool is_of_file = false; /* what the mapping at hand continues */
    size_t count = 0;

    for (size_t i = 0; i < maps->count; i++) {
        const struct tare_map *map = &maps->map[i];
        bool is_anonymous = map->path[0] == '\0' || strncmp(map->path, "[anon", 5) == 0;

        if (!is_anonymous || i == 0 || map->begin != maps->map[i - 1].end)
            is_of_file = map->path[0] == '/';
        if (is_anonymous && !is_of_file && map->writable)
            ranges[count++] = (struct tare_space_range){map->begin, map->end};
    }
    return count;
}

void tare_maps_ranges(const struct tare_maps *maps, struct tare_space_range *ranges)
{
    for (size_t i = 0; i < maps->count; i++)
        ranges[i] = (struct tare_space_range){maps->map[i].begin, maps->map[i].end};
}
