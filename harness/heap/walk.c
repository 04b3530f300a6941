/* SPDX-License-Identifier: MIT */
#include "heap/walk.h"

#include <stdlib.h>

int tare_heap_walk(const struct tare_heap_walk_params *params, struct tare_heap_size *size,
                   unsigned char *reached, struct tare_err *err)
{
    struct tare_graph_root *roots = calloc(params->root_count + 1, sizeof *roots);
    struct tare_graph graph;
    int status;

    *size = (struct tare_heap_size){0};
    if (!roots)
        return tare_err_memory(err);
    for (size_t i = 0; i < params->root_count; i++)
        roots[i] = (struct tare_graph_root){.address = params->roots[i].address,
                                            .bytes = params->roots[i].bytes,
                                            .type = TARE_TYPE_NONE};
    status = tare_graph_walk(&(struct tare_graph_params){.blocks = params->blocks,
                                                         .block_count = params->block_count,
                                                         .roots = roots,
                                                         .root_count = params->root_count,
                                                         .read = params->read,
                                                         .touched = params->touched,
                                                         .context = params->context,
                                                         .cache_bytes = params->cache_bytes,
                                                         .roots_only = true},
                             &graph, reached, err);
    if (status == 0)
        *size = graph.size;
    for (size_t i = 0; reached && status == 0 && i < params->block_count; i++)
        reached[i] = reached[i] <= TARE_GRAPH_CONSERVATIVE;
    tare_graph_free(&graph);
    free(roots);
    return status;
}
