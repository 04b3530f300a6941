/* SPDX-License-Identifier: MIT */
#include "dwarf/inside.h"

#include <stdlib.h>

static size_t slot_of(const struct map *map, uint64_t key)
{
    size_t at = (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 20) & (map->room - 1);

    while (map->slots[at].value && map->slots[at].key != key)
        at = (at + 1) & (map->room - 1);
    return at;
}

uint32_t tare_dwarf_map_get(const struct map *map, uint64_t key, uint32_t none)
{
    uint32_t value = map->room ? map->slots[slot_of(map, key)].value : 0;

    return value ? value - 1 : none;
}

static bool grow(struct map *map)
{
    struct map wider = {.room = map->room ? 2 * map->room : 64, .count = map->count};

    wider.slots = calloc(wider.room, sizeof *wider.slots);
    if (!wider.slots)
        return false;
    for (size_t i = 0; i < map->room; i++)
        if (map->slots[i].value)
            wider.slots[slot_of(&wider, map->slots[i].key)] = map->slots[i];
    free(map->slots);
    *map = wider;
    return true;
}

bool tare_dwarf_map_put(struct map *map, uint64_t key, uint32_t value)
{
    size_t at;

    if (2 * (map->count + 1) > map->room && !grow(map))
        return false;
    at = slot_of(map, key);
    map->count += map->slots[at].value == 0;
    map->slots[at] = (struct map_slot){key, value + 1};
    return true;
}
