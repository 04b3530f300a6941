/* SPDX-License-Identifier: MIT */
/* Following one pointer or word: how the block that it leads to is understood. */
#include "heap/graph_inside.h"

#include <stdlib.h>

/* No object lies in the first page, nor in the last. */
#define WILD_BELOW 4096
#define WILD_ABOVE (UINT64_MAX - 4095)

#define POISON_WORD (TARE_HEAP_POISON * UINT64_C(0x0101010101010101))

const struct tare_type *tare_graph_type(struct graph *graph, tare_type_id type)
{
    const struct tare_type_source *types = graph->params->types;
    const struct tare_type *found;

    if (type == TARE_TYPE_NONE || !types)
        return NULL;
    found = types->get(types->context, type);
    graph->short_of_memory |= !found;
    return found;
}

static enum graph_rank resolve_aggregate(struct graph *graph, const struct tare_type *known,
                                         uint64_t offset, uint64_t bytes, tare_type_id *as)
{
    const struct tare_type_source *types = graph->params->types;
    tare_type_id outer = TARE_TYPE_NONE;

    if (offset == 0 && bytes == known->bytes)
        return GRAPH_EXACT;
    /* Also one that is shorter than sizeof: malloc(offsetof(struct s, tail) + n) */
    if (offset == 0 && bytes >= known->tail_offset && known->tail_type != TARE_TYPE_NONE)
        return GRAPH_EXACT;
    if (bytes > known->bytes && types->find_outer)
        outer = types->find_outer(types->context, *as, offset, bytes);
    if (outer != TARE_TYPE_NONE) {
        *as = outer;
        return GRAPH_OUTER;
    }
    if (offset % known->bytes == 0 && bytes >= known->bytes && bytes % known->bytes == 0)
        return GRAPH_ARRAY;
    return offset == 0 ? GRAPH_HEADER : GRAPH_UNTYPED;
}

/* How a pointer to `type` at `offset` in a block of `bytes` bytes is understood; sets `*as`. */
static enum graph_rank resolve(struct graph *graph, tare_type_id type, uint64_t offset,
                               uint64_t bytes, tare_type_id *as)
{
    const struct tare_type *known = tare_graph_type(graph, type);

    *as = type;
    if (!known)
        return GRAPH_UNTYPED;
    if (known->is_aggregate)
        return resolve_aggregate(graph, known, offset, bytes, as);
    return known->bytes == 1 ? GRAPH_BYTES : GRAPH_SCALARS;
}

static void push_typed(struct graph *graph, size_t block)
{
    struct graph_node *node = &graph->nodes[block];

    graph->recount |= (node->flags & GRAPH_SCANNED) != 0;
    if (node->flags & GRAPH_QUEUED)
        return;
    node->flags |= GRAPH_QUEUED;
    graph->typed[graph->typed_count++] = (uint32_t)block;
}

static void reach(struct graph *graph, size_t block, enum graph_rank rank, tare_type_id type)
{
    struct graph_node *node = &graph->nodes[block];

    if (rank == GRAPH_UNTYPED)
        type = TARE_TYPE_NONE; /* it does not fit; and so a block is on the stack of those once */
    if (node->rank > rank || (node->rank == rank && node->type <= type))
        return;
    if (node->rank == GRAPH_UNSEEN) {
        node->root = graph->root;
        node->class = graph->class;
    }
    node->rank = (unsigned char)rank;
    node->type = type;
    if (rank == GRAPH_UNTYPED)
        graph->untyped[graph->untyped_count++] = (uint32_t)block;
    else
        push_typed(graph, block);
}

/* Whether the address is new among the targets that are no block of their own. */
static bool add_target(struct graph *graph, uint64_t address)
{
    size_t at;

    if (2 * (graph->target_count + 1) > graph->target_room) {
        size_t room = graph->target_room ? 2 * graph->target_room : 256;
        uint64_t *old = graph->targets;
        uint64_t *grown = calloc(room, sizeof *grown);

        graph->short_of_memory |= !grown;
        if (!grown)
            return true;
        for (size_t i = 0; i < graph->target_room; i++) {
            if (!old[i])
                continue;
            for (at = tare_heap_mix(old[i]) >> 20 & (room - 1); grown[at];)
                at = (at + 1) & (room - 1);
            grown[at] = old[i];
        }
        free(old);
        graph->targets = grown;
        graph->target_room = room;
    }
    for (at = tare_heap_mix(address) >> 20 & (graph->target_room - 1); graph->targets[at];
         at = (at + 1) & (graph->target_room - 1))
        if (graph->targets[at] == address)
            return false;
    graph->targets[at] = address;
    graph->target_count++;
    return true;
}

/* An edge from the slot or word at `from` to the block, or to what lies at the address: where that
 * is in no block, or one value of the many in it. */
static void add_edge(struct graph *graph, uint64_t from, uint64_t address, size_t block, bool many)
{
    struct tare_graph_edges *edges = &graph->result->edges;
    uint64_t begin = address;

    if (!graph->counts_edges || from == 0)
        return;
    graph->result->refs += address >= graph->target.begin && address < graph->target.end;
    if (block < graph->params->block_count && !many) {
        struct graph_node *node = &graph->nodes[block];

        begin = graph->params->blocks[block].address;
        edges->shared += (node->flags & GRAPH_HIT) != 0;
        node->flags |= GRAPH_HIT;
    } else {
        edges->shared += !add_target(graph, address);
    }
    edges->count++;
    edges->same_line += from / TARE_SPACE_LINE_BYTES == begin / TARE_SPACE_LINE_BYTES;
    edges->same_page += from / TARE_SPACE_PAGE_BYTES == begin / TARE_SPACE_PAGE_BYTES;
}

/* The range that holds the address, or NULL. */
static const struct tare_space_range *holding(const struct tare_space_range *ranges, size_t count,
                                              uint64_t address)
{
    for (size_t i = 0; i < count; i++)
        if (tare_space_holds(ranges[i], address))
            return &ranges[i];
    return NULL;
}

/* Where an address that is in no block lies; NULL: nowhere that is known. */
static const struct tare_space_range *find_place(const struct graph *graph, uint64_t address,
                                                 enum graph_place *place)
{
    const struct tare_graph_params *params = graph->params;
    const struct tare_space_range *range = holding(params->regions, params->region_count, address);

    *place = GRAPH_IN_REGION;
    if (range)
        return range;
    *place = GRAPH_ON_STACK;
    if (tare_space_holds(params->stack, address))
        return &params->stack;
    *place = GRAPH_IN_STATICS;
    return holding(params->statics, params->static_count, address);
}

/* Whether one of ascending ranges holds the address. */
static bool any_holds(const struct tare_space_range *ranges, size_t count, uint64_t address)
{
    size_t low = 0;

    for (size_t high = count; low < high;) {
        size_t middle = low + (high - low) / 2;

        if (ranges[middle].begin <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && address < ranges[low - 1].end;
}

void tare_graph_note_unknown(struct graph *graph, uint64_t address)
{
    const struct tare_graph_params *params = graph->params;
    enum graph_place place;

    if (any_holds(params->anonymous, params->anonymous_count, address) &&
        !find_place(graph, address, &place))
        graph->result->size.unknown_pointers++;
}

/* A typed pointer that leads to nothing there is. What points right behind the end of a block or
 * a mapping is the end of something; on the stack, which is not filled, it may be a field that was
 * never written. */
static void note_stray(struct graph *graph, uint64_t from, uint64_t address)
{
    const struct tare_graph_params *params = graph->params;
    struct tare_heap_size *size = &graph->result->size;
    enum graph_place place;

    if (address == POISON_WORD || address > WILD_ABOVE || !params->mapped_count ||
        tare_space_holds(params->stack, from) || find_place(graph, address, &place) ||
        tare_space_find(&graph->space, address - 1) < params->block_count)
        return;
    if (tare_space_holds(params->heap, address))
        size->freed_pointers++;
    else if (!any_holds(params->mapped, params->mapped_count, address) &&
             !any_holds(params->mapped, params->mapped_count, address - 1))
        size->stray_pointers++;
}

/* A pointer that stands at `from` and leads to no block or object. */
static void note_outside(struct graph *graph, uint64_t from, uint64_t address, tare_type_id type)
{
    if (!graph->counts_edges || from == 0)
        return;
    tare_graph_note_unknown(graph, address);
    if (type != TARE_TYPE_NONE) /* a void * may be a number */
        note_stray(graph, from, address);
}

static bool is_carved(const struct graph *graph, uint64_t address)
{
    return holding(graph->params->regions, graph->params->region_count, address);
}

static void point_outside(struct graph *graph, uint64_t from, uint64_t address, tare_type_id type)
{
    const struct tare_type *known = tare_graph_type(graph, type);
    const struct tare_space_range *range;
    enum graph_place place;
    uint64_t room;

    range = known && known->is_aggregate ? find_place(graph, address, &place) : NULL;
    if (!range) {
        note_outside(graph, from, address, type);
        return;
    }
    room = range->end - address; /* a wild pointer's object ends where its place does */
    add_edge(graph, from, address, graph->params->block_count, false);
    tare_graph_add_object(graph,
                          &(struct graph_object){.address = address,
                                                 .bytes = known->bytes < room ? known->bytes : room,
                                                 .type = type,
                                                 .place = place,
                                                 .root = graph->root});
}

/* The rank with which a pointer to the type reaches the block; low bits may be tags. */
static enum graph_rank fit(struct graph *graph, size_t block, uint64_t address, tare_type_id type,
                           tare_type_id *as)
{
    const struct tare_heap_block *record = &graph->params->blocks[block];
    uint64_t offset = address - record->address;
    enum graph_rank rank = resolve(graph, type, offset, record->requested_bytes, as);

    if (rank != GRAPH_UNTYPED || type == TARE_TYPE_NONE || offset % TARE_SPACE_WORD_BYTES == 0)
        return rank;
    return resolve(graph, type, offset - offset % TARE_SPACE_WORD_BYTES, record->requested_bytes,
                   as);
}

void tare_graph_point(struct graph *graph, uint64_t from, uint64_t address, tare_type_id type)
{
    size_t none = graph->params->block_count;
    enum graph_rank rank;
    tare_type_id as;
    size_t block;

    if (address < WILD_BELOW)
        return;
    block = is_carved(graph, address) ? none : tare_space_find(&graph->space, address);
    if (block == none) {
        point_outside(graph, from, address, type);
        return;
    }
    rank = fit(graph, block, address, type, &as);
    add_edge(graph, from, address, block, rank == GRAPH_ARRAY);
    reach(graph, block, rank, as);
}

bool tare_graph_word(struct graph *graph, uint64_t from, uint64_t word)
{
    size_t block =
        word < WILD_BELOW ? graph->params->block_count : tare_space_find(&graph->space, word);

    if (block == graph->params->block_count) {
        if (graph->counts_edges && word >= WILD_BELOW)
            tare_graph_note_unknown(graph, word);
        return false;
    }
    if (graph->params->region_count && is_carved(graph, word))
        return true;
    add_edge(graph, from, word, block, false);
    reach(graph, block, GRAPH_UNTYPED, TARE_TYPE_NONE);
    return true;
}

/* One of several things that a word of a union may be: counts where it accounts for the whole
 * block. An array does, else a char * beside it, which fits everything, would hide what its values
 * lead to; at worst a text of such a length is called an array. */
void tare_graph_try(struct graph *graph, uint64_t address, tare_type_id type)
{
    size_t none = graph->params->block_count;
    enum graph_rank rank;
    tare_type_id as;
    size_t block;

    if (address < WILD_BELOW)
        return;
    block = is_carved(graph, address) ? none : tare_space_find(&graph->space, address);
    if (block == none) {
        point_outside(graph, 0, address, type);
        return;
    }
    rank = fit(graph, block, address, type, &as);
    if (rank != GRAPH_UNTYPED && rank != GRAPH_HEADER) /* nothing of it is left out */
        reach(graph, block, rank, as);
}
