/* SPDX-License-Identifier: MIT */
/* Summing up what the walk found. */
#include "heap/graph_inside.h"

#include <stdlib.h>

static bool counts(enum graph_place place)
{
    return place == GRAPH_IN_ROOT || place == GRAPH_IN_REGION;
}

struct tally {
    struct graph *graph;
    size_t type_room;
    uint32_t *type_rows; /* [type_ids]: index + 1 of a type's row */
    size_t type_ids;
    size_t site_room;
    uint32_t *site_hash; /* index + 1 by site; power of two */
    size_t site_hash_count;
    bool failed;
};

/* Makes room for one more of `*room` entries of `bytes`. */
static void *grow(struct tally *tally, void *array, size_t count, size_t *room, size_t bytes)
{
    size_t wanted = *room ? 2 * *room : 32;
    void *grown;

    if (count < *room)
        return array;
    grown = realloc(array, wanted * bytes);
    tally->failed |= !grown;
    if (grown)
        *room = wanted;
    return grown ? grown : array;
}

static struct tare_graph_by_type *type_row(struct tally *tally, tare_type_id type)
{
    struct tare_graph *result = tally->graph->result;

    if (type >= tally->type_ids) {
        size_t ids = 2 * ((size_t)type + 1);
        uint32_t *rows = realloc(tally->type_rows, ids * sizeof *rows);

        tally->failed |= !rows;
        if (!rows)
            return NULL;
        for (size_t i = tally->type_ids; i < ids; i++)
            rows[i] = 0;
        tally->type_rows = rows;
        tally->type_ids = ids;
    }
    if (!tally->type_rows[type]) {
        result->types = grow(tally, result->types, result->type_count, &tally->type_room,
                             sizeof *result->types);
        if (tally->failed)
            return NULL;
        result->types[result->type_count++] = (struct tare_graph_by_type){.type = type};
        tally->type_rows[type] = (uint32_t)result->type_count;
    }
    return &result->types[tally->type_rows[type] - 1];
}

/* Values of a type, `bytes` of them in all, in a block or object that is one value with a tail
 * (`values` is 0), or an array of them. Regions may have the rest of their bytes. */
static void add_type(struct tally *tally, tare_type_id type, uint64_t bytes, uint64_t values,
                     uint64_t unwritten_bytes)
{
    const struct tare_type *known = tare_graph_type(tally->graph, type);
    struct tare_graph_by_type *row = known ? type_row(tally, type) : NULL;
    uint64_t count = values ? values : 1;

    if (!row)
        return;
    row->count += count;
    row->bytes += bytes;
    row->padding_bytes += count * known->padding_bytes;
    row->unwritten_bytes += unwritten_bytes;
    if (values || known->tail_type == TARE_TYPE_NONE || bytes < known->tail_offset ||
        bytes == known->bytes)
        return;
    /* The elements stand where the struct alone has the padding of its end. */
    if (known->bytes > known->tail_offset)
        row->padding_bytes -= known->bytes - known->tail_offset;
    row->padding_bytes += (bytes - known->tail_offset) / known->tail_stride_bytes *
                          tare_graph_type(tally->graph, known->tail_type)->padding_bytes;
}

static size_t site_slot(const struct tally *tally, uint64_t site)
{
    const struct tare_graph *result = tally->graph->result;
    size_t mask = tally->site_hash_count - 1;
    size_t at = (size_t)(tare_heap_mix(site) >> 20) & mask;

    while (tally->site_hash[at] && result->sites[tally->site_hash[at] - 1].site != site)
        at = (at + 1) & mask;
    return at;
}

static void rehash_sites(struct tally *tally)
{
    size_t count = tally->site_hash_count ? 2 * tally->site_hash_count : 64;
    uint32_t *hash = calloc(count, sizeof *hash);

    tally->failed |= !hash;
    if (!hash)
        return;
    free(tally->site_hash);
    tally->site_hash = hash;
    tally->site_hash_count = count;
    for (size_t i = 0; i < tally->graph->result->site_count; i++)
        hash[site_slot(tally, tally->graph->result->sites[i].site)] = (uint32_t)i + 1;
}

static void add_site(struct tally *tally, const struct tare_heap_block *block, uint64_t bytes,
                     uint64_t unwritten_bytes)
{
    struct tare_graph *result = tally->graph->result;
    struct tare_graph_by_site *row;
    size_t slot;

    if (2 * (result->site_count + 1) > tally->site_hash_count)
        rehash_sites(tally);
    if (tally->failed || !tally->site_hash)
        return;
    slot = site_slot(tally, block->site);
    if (!tally->site_hash[slot]) {
        result->sites = grow(tally, result->sites, result->site_count, &tally->site_room,
                             sizeof *result->sites);
        if (tally->failed)
            return;
        result->sites[result->site_count++] = (struct tare_graph_by_site){.site = block->site};
        tally->site_hash[slot] = (uint32_t)result->site_count;
    }
    row = &result->sites[tally->site_hash[slot] - 1];
    row->blocks++;
    row->bytes += bytes;
    row->unwritten_bytes += unwritten_bytes;
}

static void add(struct tare_graph_amount *amount, uint64_t blocks, uint64_t bytes)
{
    amount->blocks += blocks;
    amount->bytes += bytes;
}

/* Where the part of memory that begins at `at` and is in regions, or is in none, ends. */
static uint64_t piece_end(const struct tare_graph_params *params, uint64_t at, bool *carved)
{
    uint64_t next = UINT64_MAX;
    uint64_t end = at;

    for (size_t i = 0; i < params->region_count; i++) {
        const struct tare_space_range *region = &params->regions[i];

        if (tare_space_holds(*region, at) && region->end > end)
            end = region->end;
        if (region->begin > at && region->begin < region->end && region->begin < next)
            next = region->begin;
    }
    *carved = end > at;
    return *carved ? end : next;
}

/* How much of the block regions hold, which may overlap. */
static uint64_t carved_bytes(const struct tare_graph_params *params,
                             const struct tare_heap_block *block)
{
    uint64_t end = block->address + block->requested_bytes;
    uint64_t sum = 0;

    for (uint64_t at = block->address; at < end;) {
        bool carved;
        uint64_t past = piece_end(params, at, &carved);

        past = past < end ? past : end;
        sum += carved ? past - at : 0;
        at = past;
    }
    return sum;
}

static void add_reached(struct tally *tally, size_t index, uint64_t bytes)
{
    const struct tare_heap_block *block = &tally->graph->params->blocks[index];
    const struct graph_node *node = &tally->graph->nodes[index];
    const struct tare_type *known = tare_graph_type(tally->graph, node->type);
    struct tare_graph *result = tally->graph->result;
    bool many =
        node->rank == GRAPH_BYTES || node->rank == GRAPH_SCALARS || node->rank == GRAPH_ARRAY;
    bool is_typed = node->class == TARE_GRAPH_TYPED;
    uint64_t begin = bytes; /* that has a type */

    if (!is_typed)
        begin = known && known->bytes < bytes ? known->bytes : 0;

    result->size.deep_bytes += bytes;
    result->size.usable_bytes += block->usable_bytes - (block->requested_bytes - bytes);
    result->size.blocks++;
    result->size.unwritten_bytes += node->unwritten_bytes;
    result->size.unreadable_blocks += (node->flags & GRAPH_UNREADABLE) != 0;
    add(&result->roots[node->root], 1, bytes);
    if (is_typed || begin)
        add_type(tally, node->type, begin,
                 many && known ? (is_typed ? block->requested_bytes : begin) / known->bytes : 0,
                 is_typed ? node->unwritten_bytes : 0);
    if (!is_typed)
        add_site(tally, block, bytes - begin, node->unwritten_bytes);
    result->padding_known &= is_typed;
}

static void tally_block(struct tally *tally, size_t index)
{
    const struct tare_graph_params *params = tally->graph->params;
    const struct tare_heap_block *block = &params->blocks[index];
    struct graph_node *node = &tally->graph->nodes[index];
    struct tare_graph *result = tally->graph->result;
    uint64_t carved = params->region_count ? carved_bytes(params, block) : 0;
    uint64_t own = block->requested_bytes - carved;

    if (carved && node->class > TARE_GRAPH_CONSERVATIVE)
        node->class = TARE_GRAPH_CARVED;
    if (node->class <= TARE_GRAPH_CONSERVATIVE)
        add_reached(tally, index, own);
    if ((node->flags & GRAPH_CYCLIC) && block->seq > params->window_seq)
        add(&result->cyclic, 1, block->requested_bytes);
    if (block->seq > params->window_seq) {
        add(&result->classes[node->class], 1, own);
        result->classes[TARE_GRAPH_CARVED].bytes += carved;
    } else if (node->class <= TARE_GRAPH_CONSERVATIVE) {
        add(&result->older, 1, own);
    }
}

/* Longer ones first where they begin together, so that what lies within another comes behind it. */
static int by_address(const void *left, const void *right)
{
    const struct graph_object *a = left;
    const struct graph_object *b = right;

    if (a->address != b->address)
        return a->address < b->address ? -1 : 1;
    return (a->bytes < b->bytes) - (a->bytes > b->bytes);
}

/* An object in a region takes its bytes from the block below, which the window's books hold. */
static void take_from_carved(struct tally *tally, const struct graph_object *object, uint64_t bytes)
{
    const struct graph *graph = tally->graph;
    size_t block = tare_space_find(&graph->space, object->address);
    struct tare_graph_amount *classes = graph->result->classes;

    if (block == graph->params->block_count ||
        graph->params->blocks[block].seq <= graph->params->window_seq)
        return;
    classes[TARE_GRAPH_CARVED].bytes -= bytes;
    classes[TARE_GRAPH_TYPED].bytes += bytes;
}

static void tally_object(struct tally *tally, const struct graph_object *object, uint64_t bytes)
{
    struct tare_graph *result = tally->graph->result;

    if (object->place == GRAPH_IN_STATICS)
        add(&result->statics, 1, bytes);
    if (object->place == GRAPH_ON_STACK)
        add(&result->stack, 1, bytes);
    if (!counts(object->place))
        return;
    result->size.deep_bytes += bytes;
    result->size.usable_bytes += bytes;
    result->size.blocks += object->place == GRAPH_IN_REGION;
    add(&result->roots[object->root], object->place == GRAPH_IN_REGION, bytes);
    add_type(tally, object->type, bytes, 0, 0);
    result->padding_known &= object->type != TARE_TYPE_NONE;
    if (object->place == GRAPH_IN_REGION)
        take_from_carved(tally, object, bytes);
}

/* Where objects overlap, bytes count once, for the first. */
static void tally_objects(struct tally *tally)
{
    struct graph *graph = tally->graph;
    uint64_t end = 0;

    qsort(graph->objects, graph->object_count, sizeof *graph->objects, by_address);
    for (size_t i = 0; i < graph->object_count; i++) {
        struct graph_object *object = &graph->objects[i];
        uint64_t begin = object->address > end ? object->address : end;
        uint64_t past = object->address + object->bytes;

        if (past <= begin)
            continue;
        tally_object(tally, object, past - begin);
        end = past;
    }
}

/* Counting units of memory by ascending address. */
struct spanned {
    uint64_t unit;
    uint64_t next; /* of tare_space_span */
    uint64_t count;
    size_t object; /* the first that is still to come */
};

static void span_range(struct spanned *spanned, uint64_t begin, uint64_t end)
{
    spanned->count +=
        tare_space_span((struct tare_space_range){begin, end}, spanned->unit, &spanned->next);
}

/* The objects that begin before `end`. */
static void span_objects(struct spanned *spanned, const struct graph *graph, uint64_t end)
{
    for (; spanned->object < graph->object_count && graph->objects[spanned->object].address < end;
         spanned->object++) {
        const struct graph_object *object = &graph->objects[spanned->object];

        if (counts(object->place))
            span_range(spanned, object->address, object->address + object->bytes);
    }
}

/* The units that reached blocks and objects lie on, all by ascending address. Of a block with
 * regions those that lie in none; the objects in them come between. */
static uint64_t span(const struct graph *graph, uint64_t unit)
{
    const struct tare_graph_params *params = graph->params;
    struct spanned spanned = {.unit = unit};

    for (size_t i = 0; i < params->block_count; i++) {
        uint64_t at = params->blocks[i].address;
        uint64_t end = at + params->blocks[i].requested_bytes;

        span_objects(&spanned, graph, at);
        while (graph->nodes[i].class <= TARE_GRAPH_CONSERVATIVE && at < end) {
            bool carved = false;
            uint64_t past = params->region_count ? piece_end(params, at, &carved) : end;

            past = past < end ? past : end;
            span_objects(&spanned, graph, at);
            if (!carved)
                span_range(&spanned, at, past);
            at = past;
        }
    }
    span_objects(&spanned, graph, UINT64_MAX);
    return spanned.count;
}

static int types_by_bytes(const void *left, const void *right)
{
    const struct tare_graph_by_type *a = left;
    const struct tare_graph_by_type *b = right;

    if (a->bytes != b->bytes)
        return a->bytes > b->bytes ? -1 : 1;
    return (a->type > b->type) - (a->type < b->type);
}

static int sites_by_bytes(const void *left, const void *right)
{
    const struct tare_graph_by_site *a = left;
    const struct tare_graph_by_site *b = right;

    if (a->bytes != b->bytes)
        return a->bytes > b->bytes ? -1 : 1;
    return (a->site > b->site) - (a->site < b->site);
}

int tare_graph_tally(struct graph *graph, struct tare_err *err)
{
    struct tare_graph *result = graph->result;
    struct tally tally = {.graph = graph};

    result->padding_known = true;
    for (size_t i = 0; i < graph->params->block_count; i++)
        tally_block(&tally, i);
    tally_objects(&tally);
    for (size_t i = 0; i < result->type_count; i++)
        result->padding_bytes += result->types[i].padding_bytes;
    result->padding_known &= result->type_count > 0;
    result->size.cache_lines = span(graph, TARE_SPACE_LINE_BYTES);
    result->size.pages = span(graph, TARE_SPACE_PAGE_BYTES);
    if (result->type_count)
        qsort(result->types, result->type_count, sizeof *result->types, types_by_bytes);
    if (result->site_count)
        qsort(result->sites, result->site_count, sizeof *result->sites, sites_by_bytes);
    free(tally.type_rows);
    free(tally.site_hash);
    return tally.failed ? tare_err_memory(err) : 0;
}
