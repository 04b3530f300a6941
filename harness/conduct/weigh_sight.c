/* SPDX-License-Identifier: MIT */
#include "conduct/weigh_sight.h"

#include <stdlib.h>

void tare_weigh_sight_free(struct tare_weigh_sight *sight)
{
    tare_maps_free(&sight->maps);
    free(sight->blocks);
    free(sight->statics);
    free(sight->books);
    free(sight->anonymous);
    free(sight->mapped);
}

/* Static storage of the modules and that of the thread; the stack in use goes to its mapping's
 * end. What the child says of itself is only believed where memory is mapped. */
static void find_storage(struct tare_weigh_sight *sight, const struct tare_wire_storage *storage)
{
    struct tare_graph_params *params = &sight->params;
    const struct tare_map *stack = tare_maps_find(&sight->maps, storage->stack_address);
    const struct tare_map *heap = tare_maps_named(&sight->maps, "[heap]");

    params->books = sight->books;
    params->book_count = tare_maps_statics(&sight->maps, TARE_MAPS_LIBC, sight->books);
    params->static_count = tare_maps_statics(&sight->maps, TARE_MAPS_MODULES, sight->statics);
    for (uint32_t i = 0; i < storage->tls_count && i < TARE_WIRE_TLS_MAX; i++) {
        const struct tare_map *map = tare_maps_find(&sight->maps, storage->tls[i].address);
        uint64_t room = map ? map->end - storage->tls[i].address : 0;
        uint64_t bytes = storage->tls[i].bytes < room ? storage->tls[i].bytes : room;

        sight->statics[params->static_count++] =
            (struct tare_space_range){storage->tls[i].address, storage->tls[i].address + bytes};
    }
    params->statics = sight->statics;
    if (heap)
        params->heap = (struct tare_space_range){heap->begin, heap->end};
    if (stack)
        params->stack = (struct tare_space_range){storage->stack_address, stack->end};
}

int tare_weigh_see(struct tare_weigh_sight *sight, const struct tare_weigh_seen *seen,
                   struct tare_err *err)
{
    *sight = (struct tare_weigh_sight){.params = {.window_seq = seen->window_seq,
                                                  .regions = seen->regions,
                                                  .region_count = seen->region_count,
                                                  .types = seen->types,
                                                  .read = tare_heap_memory_read,
                                                  .touched = tare_heap_memory_touched,
                                                  .context = seen->memory}};
    if (tare_maps_read(&sight->maps, seen->pid, err) ||
        tare_heap_blocks_copy(seen->table, &sight->blocks, &sight->params.block_count, err))
        return -1;
    sight->params.blocks = sight->blocks;
    sight->statics = calloc(sight->maps.count + TARE_WIRE_TLS_MAX + 1, sizeof *sight->statics);
    sight->books = calloc(sight->maps.count + 1, sizeof *sight->books);
    sight->anonymous = calloc(sight->maps.count + 1, sizeof *sight->anonymous);
    sight->mapped = calloc(sight->maps.count + 1, sizeof *sight->mapped);
    if (!sight->statics || !sight->books || !sight->anonymous || !sight->mapped)
        return tare_err_memory(err);
    tare_maps_ranges(&sight->maps, sight->mapped);
    sight->params.mapped = sight->mapped;
    sight->params.mapped_count = sight->maps.count;
    sight->params.anonymous = sight->anonymous;
    sight->params.anonymous_count = tare_maps_anonymous(&sight->maps, sight->anonymous);
    find_storage(sight, seen->storage);
    return 0;
}
