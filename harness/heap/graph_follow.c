/* SPDX-License-Identifier: MIT */
/* Following all pointers of a block or object: by the slots of its type, or by its words. */
#include "heap/graph_inside.h"

#include <stdlib.h>
#include <string.h>

/* Types nest no deeper; what does is junk. */
#define DEPTH_MAX 64

/* Bytes of a value that are not followed; their begin may lie before it (modular). */
struct cut {
    uint64_t offset;
    uint64_t bytes; /* 0: none */
};

static bool is_cut(struct cut cut, uint64_t at)
{
    return at - cut.offset < cut.bytes;
}

/* A value within what is followed. */
struct value {
    const unsigned char *bytes;
    uint64_t left; /* bytes that are there */
    uint64_t address;
    struct cut cut;
    unsigned depth;
    bool strict; /* within a union: only what fits exactly counts */
};

static uint64_t load(const unsigned char *bytes)
{
    uint64_t word;

    memcpy(&word, bytes, sizeof word);
    return word;
}

static void follow_pointers(struct graph *graph, const struct tare_slot *slot,
                            const struct value *value)
{
    for (uint64_t i = 0; i < slot->count; i++) {
        uint64_t at = slot->offset + i * slot->stride_bytes;

        if (at > value->left || value->left - at < TARE_SPACE_WORD_BYTES)
            return;
        if (is_cut(value->cut, at))
            continue;
        if (value->strict)
            tare_graph_try(graph, load(value->bytes + at), slot->type);
        else
            tare_graph_point(graph, value->address + at, load(value->bytes + at), slot->type);
    }
}

/* The member that is cut in values of the type: its own, or what is left of an outer one's. */
static struct cut find_cut(const struct graph *graph, tare_type_id type, struct cut inherited)
{
    for (size_t i = 0; graph->has_cuts && i < graph->params->root_count; i++)
        if (graph->params->roots[i].has_cut && graph->params->roots[i].type == type)
            return (struct cut){graph->params->roots[i].cut_offset,
                                graph->params->roots[i].cut_bytes};
    return inherited;
}

static void follow_value(struct graph *graph, tare_type_id type, struct value value);

static void follow_values(struct graph *graph, const struct tare_slot *slot,
                          const struct value *value)
{
    for (uint64_t i = 0; i < slot->count; i++) {
        uint64_t at = slot->offset + i * slot->stride_bytes;

        if (at >= value->left)
            return;
        follow_value(graph, slot->type,
                     (struct value){.bytes = value->bytes + at,
                                    .left = value->left - at,
                                    .address = value->address + at,
                                    .cut = {value->cut.offset - at, value->cut.bytes},
                                    .depth = value->depth + 1,
                                    .strict = value->strict});
    }
}

/* All words of a value or range lead where they lead. */
static void follow_words(struct graph *graph, const struct value *value, uint64_t count)
{
    for (uint64_t at = -value->address % TARE_SPACE_WORD_BYTES; at + TARE_SPACE_WORD_BYTES <= count;
         at += TARE_SPACE_WORD_BYTES)
        if (!is_cut(value->cut, at))
            tare_graph_word(graph, value->address + at, load(value->bytes + at));
}

/* All members of a union are tried; a word that leads to a block which fits none is still followed,
 * as a word. Its edges are those of its words. */
static void follow_union(struct graph *graph, const struct tare_type *known,
                         const struct value *value)
{
    struct value tried = *value;
    uint64_t bytes = known->bytes < value->left ? known->bytes : value->left;

    tried.strict = true;
    for (size_t i = 0; i < known->slot_count; i++) {
        const struct tare_slot *slot = &known->slots[i];

        if (slot->kind == TARE_SLOT_POINTER)
            follow_pointers(graph, slot, &tried);
        else
            follow_values(graph, slot, &tried);
    }
    if (!value->strict)
        follow_words(graph, value, bytes);
}

static void follow_value(struct graph *graph, tare_type_id type, struct value value)
{
    const struct tare_type *known = tare_graph_type(graph, type);

    if (!known || value.depth > DEPTH_MAX)
        return;
    value.cut = find_cut(graph, type, value.cut);
    if (known->is_union) {
        follow_union(graph, known, &value);
        return;
    }
    for (size_t i = 0; i < known->slot_count; i++) {
        const struct tare_slot *slot = &known->slots[i];

        if (slot->kind == TARE_SLOT_POINTER)
            follow_pointers(graph, slot, &value);
        else
            follow_values(graph, slot, &value);
    }
}

/* Values of one type, one behind the other; NONE: words. */
struct run {
    struct graph *graph;
    tare_type_id type;
    uint64_t stride_bytes;
};

static void take_run(void *context, uint64_t address, unsigned char *bytes, size_t count)
{
    const struct run *run = context;

    if (run->type == TARE_TYPE_NONE) {
        follow_words(run->graph, &(struct value){.bytes = bytes, .left = count, .address = address},
                     count);
        return;
    }
    for (uint64_t at = 0; at < count; at += run->stride_bytes)
        follow_value(
            run->graph, run->type,
            (struct value){.bytes = bytes + at,
                           .left = count - at < run->stride_bytes ? count - at : run->stride_bytes,
                           .address = address + at});
}

/* A value larger than what is read at once. */
static bool take_large(struct run *run, struct tare_space_range range)
{
    const struct tare_space_params *space = &run->graph->space.params;
    bool whole = true;

    for (uint64_t at = range.begin; at < range.end; at += run->stride_bytes) {
        size_t bytes = range.end - at < run->stride_bytes ? (size_t)(range.end - at)
                                                          : (size_t)run->stride_bytes;
        unsigned char *copy = malloc(bytes);
        ssize_t got = copy ? space->read(space->context, at, copy, bytes) : -1;

        run->graph->short_of_memory |= !copy;
        if (got > 0)
            take_run(run, at, copy, (size_t)got);
        whole &= got == (ssize_t)bytes;
        free(copy);
    }
    return whole;
}

/* Follows a range of a block (`copy` of all of it, or NULL) or of memory outside of blocks. */
static bool follow_run(struct run run, struct tare_space_range range, unsigned char *copy)
{
    const struct tare_type *known = tare_graph_type(run.graph, run.type);
    uint64_t unit = run.type == TARE_TYPE_NONE ? TARE_SPACE_WORD_BYTES : run.stride_bytes;

    if (range.begin >= range.end || (run.type != TARE_TYPE_NONE && (!known || !known->slot_count)))
        return true;
    if (copy) {
        take_run(&run, range.begin, copy, (size_t)(range.end - range.begin));
        return true;
    }
    if (unit > TARE_SPACE_CHUNK_BYTES)
        return take_large(&run, range);
    return tare_space_visit(&run.graph->space, range, (size_t)unit, take_run, &run);
}

static uint64_t round_up(uint64_t address)
{
    return (address + TARE_SPACE_WORD_BYTES - 1) / TARE_SPACE_WORD_BYTES * TARE_SPACE_WORD_BYTES;
}

bool tare_graph_scan_range(struct graph *graph, struct tare_space_range range)
{
    range.begin = round_up(range.begin);
    return follow_run((struct run){graph, TARE_TYPE_NONE, 0}, range, NULL);
}

struct poison {
    struct graph *graph;
    uint64_t bytes;
};

static void take_poison(void *context, uint64_t address, unsigned char *bytes, size_t count)
{
    struct poison *poison = context;

    poison->bytes += tare_space_poison(&poison->graph->space, address, bytes, count);
}

/* The block's words before `end` that no region holds; the copy may be NULL. */
static bool scan_words(struct graph *graph, struct tare_space_range range, unsigned char *copy)
{
    const struct tare_graph_params *params = graph->params;
    uint64_t begin = range.begin;
    bool whole = true;

    while (range.begin < range.end) {
        struct tare_space_range piece = range;

        for (size_t i = 0; i < params->region_count; i++) {
            struct tare_space_range region = params->regions[i];

            if (region.begin > piece.begin && region.begin < piece.end)
                piece.end = region.begin;
            if (tare_space_holds(region, piece.begin))
                piece.end = piece.begin;
            if (piece.end == piece.begin) {
                range.begin = region.end;
                break;
            }
        }
        if (piece.end == piece.begin)
            continue;
        piece.begin = round_up(piece.begin);
        whole &= follow_run((struct run){graph, TARE_TYPE_NONE, 0}, piece,
                            copy ? copy + (piece.begin - begin) : NULL);
        range.begin = piece.end;
    }
    return whole;
}

/* Before a block is followed first: what of it was never written. */
static bool look_for_poison(struct graph *graph, size_t block, unsigned char *copy)
{
    const struct tare_heap_block *record = &graph->params->blocks[block];
    struct graph_node *node = &graph->nodes[block];
    struct tare_space_range range = {record->address, record->address + record->requested_bytes};
    struct poison poison = {graph, 0};
    bool whole = true;

    if (node->flags & GRAPH_SCANNED)
        return true;
    node->flags |= GRAPH_SCANNED;
    if (record->kind != TARE_HEAP_MALLOC || record->requested_bytes > TARE_HEAP_POISON_MAX_BYTES)
        return true;
    if (copy)
        take_poison(&poison, range.begin, copy, (size_t)record->requested_bytes);
    else
        whole = tare_space_visit(&graph->space, range, TARE_SPACE_WORD_BYTES, take_poison, &poison);
    node->unwritten_bytes = (uint32_t)poison.bytes;
    return whole;
}

static void note_reading(struct graph *graph, size_t block, bool whole)
{
    if (!whole)
        graph->nodes[block].flags |= GRAPH_UNREADABLE;
}

void tare_graph_follow_block(struct graph *graph, size_t block)
{
    const struct tare_heap_block *record = &graph->params->blocks[block];
    const struct graph_node *node = &graph->nodes[block];
    const struct tare_type *known = tare_graph_type(graph, node->type);
    unsigned char *copy = tare_space_block(&graph->space, block);
    uint64_t begin = record->address;
    uint64_t end = begin + record->requested_bytes;
    uint64_t first = end;
    bool whole;

    graph->root = node->root;
    whole = look_for_poison(graph, block, copy);
    if (!known)
        return;
    if (node->rank >= GRAPH_OUTER || node->rank == GRAPH_HEADER)
        first = known->bytes < record->requested_bytes ? begin + known->bytes : end;
    whole &= follow_run((struct run){graph, node->type, known->bytes},
                        (struct tare_space_range){begin, first}, copy);
    if (node->rank == GRAPH_HEADER)
        whole &= scan_words(graph, (struct tare_space_range){round_up(first), end},
                            copy ? copy + (round_up(first) - begin) : NULL);
    else if (node->rank >= GRAPH_OUTER && known->tail_type != TARE_TYPE_NONE &&
             known->tail_offset < record->requested_bytes)
        whole &= follow_run((struct run){graph, known->tail_type, known->tail_stride_bytes},
                            (struct tare_space_range){begin + known->tail_offset, end},
                            copy ? copy + known->tail_offset : NULL);
    note_reading(graph, block, whole);
}

void tare_graph_scan_block(struct graph *graph, size_t block)
{
    const struct tare_heap_block *record = &graph->params->blocks[block];
    unsigned char *copy = tare_space_block(&graph->space, block);
    bool whole;

    graph->root = graph->nodes[block].root;
    whole = look_for_poison(graph, block, copy);
    whole &= scan_words(
        graph,
        (struct tare_space_range){record->address, record->address + record->requested_bytes},
        copy);
    note_reading(graph, block, whole);
}

bool tare_graph_follow_object(struct graph *graph, const struct graph_object *object)
{
    struct tare_space_range range = {object->address, object->address + object->bytes};
    const struct tare_type *known = tare_graph_type(graph, object->type);

    graph->root = object->root;
    if (!known)
        return tare_graph_scan_range(graph, range);
    return follow_run((struct run){graph, object->type, known->bytes}, range, NULL);
}

void tare_graph_settle(struct graph *graph)
{
    for (;;) {
        if (graph->typed_count) {
            size_t block = graph->typed[--graph->typed_count];

            graph->nodes[block].flags &= (unsigned char)~GRAPH_QUEUED;
            tare_graph_follow_block(graph, block);
        } else if (graph->object_done < graph->object_count) {
            struct graph_object object = graph->objects[graph->object_done++];

            if (!tare_graph_follow_object(graph, &object)) {
                graph->objects[graph->object_done - 1].bytes = 0;
                if (object.place == GRAPH_IN_ROOT)
                    tare_graph_lose_root(graph, object.root);
            }
        } else if (graph->untyped_count) {
            size_t block = graph->untyped[--graph->untyped_count];

            if (graph->nodes[block].rank == GRAPH_UNTYPED)
                tare_graph_scan_block(graph, block);
        } else {
            return;
        }
    }
}
