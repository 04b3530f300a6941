/* SPDX-License-Identifier: MIT */
/* What of a struct's value no member has data in, where members overlap. */
#include "dwarf/inside.h"

#include <stdlib.h>
#include <string.h>

/* Larger values are not marked byte by byte, nor are those of more parts. */
#define BYTES_MAX (1 << 20)
#define STEPS_MAX (1 << 20)

/* A value as a map of its bytes: 1 where there is data. */
struct map_of {
    unsigned char *bytes;
    uint64_t count;
    size_t *steps; /* left */
};

static void mark(struct tare_dwarf_file *file, tare_type_id id, struct map_of map);

static struct map_of behind(struct map_of map, uint64_t offset, uint64_t bytes)
{
    uint64_t left = offset < map.count ? map.count - offset : 0;

    return (struct map_of){map.bytes + map.count - left, bytes < left ? bytes : left, map.steps};
}

static void mark_parts(struct tare_dwarf_file *file, tare_type_id id, struct map_of map)
{
    for (size_t i = 0; i < file->entries[id].part_count; i++) {
        const struct part part = file->entries[id].parts[i];
        struct map_of there = behind(map, part.offset, part.bytes);

        if (part.type != TARE_TYPE_NONE)
            mark(file, part.type, there);
        else
            memset(there.bytes, 1, there.count);
    }
}

/* No value holds itself: tare_dwarf_type() sees to that. */
static void mark(struct tare_dwarf_file *file, tare_type_id id, struct map_of map)
{
    const struct tare_type *known = tare_dwarf_type(file, id);
    tare_type_id element;

    if (*map.steps == 0 || !known)
        return;
    --*map.steps;
    if (!known->is_aggregate) {
        memset(map.bytes, 1, map.count);
    } else if (tare_dwarf_element(file, id, &element)) {
        uint64_t bytes = tare_dwarf_type(file, element)->bytes;

        for (uint64_t at = 0; at < map.count && *map.steps; at += bytes)
            mark(file, element, behind(map, at, bytes));
    } else {
        mark_parts(file, id, map);
    }
}

void tare_dwarf_padding(struct tare_dwarf_file *file, tare_type_id id, uint64_t *bytes)
{
    uint64_t count = file->entries[id].type->bytes;
    size_t steps = STEPS_MAX;
    unsigned char *map = count <= BYTES_MAX ? calloc(1, count) : NULL;
    uint64_t padding = count;

    file->short_of_memory |= count <= BYTES_MAX && !map;
    if (!map)
        return;
    mark_parts(file, id, (struct map_of){map, count, &steps});
    for (uint64_t i = 0; i < count; i++)
        padding -= map[i];
    if (steps)
        *bytes = padding;
    free(map);
}
