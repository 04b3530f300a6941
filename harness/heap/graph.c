/* SPDX-License-Identifier: MIT */
#include "heap/graph_inside.h"

#include <stdlib.h>
#include <string.h>

static size_t object_slot(const struct graph *graph, uint64_t address)
{
    size_t mask = graph->object_hash_count - 1;
    size_t at = (size_t)(tare_heap_mix(address) >> 20) & mask;

    while (graph->object_hash[at] && graph->objects[graph->object_hash[at] - 1].address != address)
        at = (at + 1) & mask;
    return at;
}

static int grow_objects(struct graph *graph)
{
    size_t room = graph->object_room ? 2 * graph->object_room : 64;
    struct graph_object *objects = realloc(graph->objects, room * sizeof *objects);
    uint32_t *hash = calloc(4 * room, sizeof *hash);

    if (objects)
        graph->objects = objects;
    if (!objects || !hash) {
        free(hash);
        graph->short_of_memory = true;
        return -1;
    }
    free(graph->object_hash);
    graph->object_hash = hash;
    graph->object_hash_count = 4 * room;
    graph->object_room = room;
    for (size_t i = 0; i < graph->object_count; i++)
        hash[object_slot(graph, objects[i].address)] = (uint32_t)i + 1;
    return 0;
}

void tare_graph_add_object(struct graph *graph, const struct graph_object *object)
{
    struct graph_object *known;
    struct graph_object added = *object;
    size_t slot;

    if (graph->object_count == graph->object_room && grow_objects(graph))
        return;
    slot = object_slot(graph, object->address);
    if (graph->object_hash[slot]) {
        known = &graph->objects[graph->object_hash[slot] - 1];
        if (known->bytes >= object->bytes)
            return;
        added.place = known->place;
        added.root = known->root;
        known->bytes = 0;
    }
    graph->objects[graph->object_count++] = added;
    graph->object_hash[slot] = (uint32_t)graph->object_count;
}

void tare_graph_lose_root(struct graph *graph, size_t root)
{
    graph->result->size.unreadable_roots++;
    graph->result->dangling[root] = 1;
}

/* A root in a block is a pointer to its type there; one outside is an object that counts. */
static void enter_root(struct graph *graph, size_t index)
{
    const struct tare_graph_params *params = graph->params;
    const struct tare_graph_root *root = &params->roots[index];
    const struct tare_type *known = tare_graph_type(graph, root->type);
    uint64_t bytes = known ? known->bytes : root->bytes;

    graph->root = (unsigned char)index;
    if (root->address == 0)
        return;
    for (size_t i = 0; i < params->region_count; i++)
        if (tare_space_holds(params->regions[i], root->address)) {
            tare_graph_point(graph, 0, root->address, root->type);
            return;
        }
    if (tare_space_find(&graph->space, root->address) < params->block_count)
        tare_graph_point(graph, 0, root->address, root->type);
    else if (bytes > UINT64_MAX - root->address || tare_space_holds(params->heap, root->address))
        tare_graph_lose_root(graph, index);
    else if (bytes > 0)
        tare_graph_add_object(graph, &(struct graph_object){.address = root->address,
                                                            .bytes = bytes,
                                                            .type = root->type,
                                                            .place = GRAPH_IN_ROOT,
                                                            .root = (unsigned char)index});
    else
        tare_graph_note_unknown(graph, root->address);
}

static void follow_roots(struct graph *graph)
{
    graph->class = TARE_GRAPH_TYPED;
    for (size_t i = 0; i < graph->params->root_count; i++)
        enter_root(graph, i);
    graph->unknown_roots = graph->result->size.unknown_pointers;
    tare_graph_settle(graph);
}

/* Edges again, of what the blocks turned out to be. */
static void count_again(struct graph *graph)
{
    graph->result->edges = (struct tare_graph_edges){0};
    graph->result->refs = 0;
    graph->result->size.unknown_pointers = graph->unknown_roots;
    graph->result->size.freed_pointers = graph->result->size.stray_pointers = 0;
    free(graph->targets);
    graph->targets = NULL;
    graph->target_count = graph->target_room = 0;
    for (size_t i = 0; i < graph->params->block_count; i++)
        graph->nodes[i].flags &= (unsigned char)~GRAPH_HIT;
    for (size_t i = 0; i < graph->params->block_count; i++) {
        if (graph->nodes[i].rank == GRAPH_UNTYPED)
            tare_graph_scan_block(graph, i);
        else if (graph->nodes[i].rank != GRAPH_UNSEEN)
            tare_graph_follow_block(graph, i);
    }
    for (size_t i = 0; i < graph->object_count; i++)
        if (graph->objects[i].bytes)
            tare_graph_follow_object(graph, &graph->objects[i]);
    tare_graph_settle(graph);
}

static void find_target(struct graph *graph)
{
    uint64_t target = graph->params->target;
    size_t block;

    if (!target)
        return;
    graph->target = (struct tare_space_range){target, target + 1};
    block = tare_space_find(&graph->space, target);
    if (block < graph->params->block_count)
        graph->target = graph->space.targets[block];
}

static int make(struct graph *graph, struct tare_err *err)
{
    const struct tare_graph_params *params = graph->params;
    size_t count = params->block_count + 1;

    graph->nodes = calloc(count, sizeof *graph->nodes);
    graph->typed = malloc(count * sizeof *graph->typed);
    graph->untyped = malloc(count * sizeof *graph->untyped);
    graph->result->roots = calloc(params->root_count + 1, sizeof *graph->result->roots);
    graph->result->dangling = calloc(params->root_count + 1, 1);
    if (!graph->result->dangling || !graph->nodes || !graph->typed || !graph->untyped ||
        !graph->result->roots || grow_objects(graph))
        return tare_err_memory(err);
    for (size_t i = 0; i < params->block_count; i++)
        graph->nodes[i].type = TARE_TYPE_NONE;
    for (size_t i = 0; i < params->root_count; i++)
        graph->has_cuts |= params->roots[i].has_cut;
    find_target(graph);
    return 0;
}

static void close_graph(struct graph *graph)
{
    tare_space_close(&graph->space);
    free(graph->nodes);
    free(graph->typed);
    free(graph->untyped);
    free(graph->objects);
    free(graph->object_hash);
    free(graph->targets);
}

int tare_graph_walk(const struct tare_graph_params *params, struct tare_graph *graph,
                    unsigned char *class_of, struct tare_err *err)
{
    struct graph walk = {.params = params, .result = graph, .counts_edges = true};
    int status = -1;

    *graph = (struct tare_graph){0};
    if (params->root_count > TARE_GRAPH_ROOTS_MAX)
        return tare_err_set(err, TARE_ERR_INPUT, "more than %d roots", TARE_GRAPH_ROOTS_MAX);
    if (tare_space_open(&walk.space,
                        &(struct tare_space_params){.blocks = params->blocks,
                                                    .block_count = params->block_count,
                                                    .read = params->read,
                                                    .touched = params->touched,
                                                    .context = params->context,
                                                    .cache_bytes = params->cache_bytes},
                        err) ||
        make(&walk, err))
        goto out;
    follow_roots(&walk);
    if (walk.recount)
        count_again(&walk);
    walk.counts_edges = false;
    if (tare_graph_find_rest(&walk, err) || tare_graph_tally(&walk, err))
        goto out;
    if (walk.short_of_memory) {
        tare_err_memory(err);
        goto out;
    }
    for (size_t i = 0; class_of && i < params->block_count; i++)
        class_of[i] = walk.nodes[i].class;
    status = 0;
out:
    close_graph(&walk);
    return status;
}

void tare_graph_free(struct tare_graph *graph)
{
    free(graph->roots);
    free(graph->dangling);
    free(graph->types);
    free(graph->sites);
    *graph = (struct tare_graph){0};
}
