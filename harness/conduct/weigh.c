/* SPDX-License-Identifier: MIT */
#include "conduct/weigh.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conduct/weigh_child.h"
#include "conduct/weigh_detail.h"
#include "conduct/weigh_note.h"
#include "conduct/weigh_sight.h"
#include "heap/reader.h"

struct weighing {
    struct tare_weight *weight;
    struct tare_dwarf_cache *dwarf;
    struct tare_child child;
    struct tare_heap_table table;
    struct tare_heap_memory memory;
    struct tare_graph_root root[TARE_WEIGH_ROOTS_MAX];
    char expression[TARE_WEIGH_ROOTS_MAX][TARE_WIRE_NAME_BYTES];
    struct tare_space_range region[TARE_WEIGH_REGIONS_MAX];
    size_t region_count;
    const struct tare_type_source *types; /* NULL: none */
    struct tare_heap_counters begin;
    uint64_t entry_seq;
    uint32_t thread_count; /* each runs the counted iterations */
    bool has_given_up;     /* no walk could tell what was asked for */
};

static int verify(struct weighing *w, struct tare_err *why)
{
    const struct tare_wire *wire = w->child.wire;

    return tare_heap_table_verify(&w->table, wire->weighed_address, wire->weighed_bytes, why) ||
           tare_heap_memory_open(&w->memory, w->child.proc.pid, wire->weighed_address, why);
}

/* 0, or -1 with `why`; to be freed in both cases. */
static int see(struct weighing *w, struct tare_weigh_sight *sight, struct tare_err *why)
{
    return tare_weigh_see(sight,
                          &(struct tare_weigh_seen){.pid = w->child.proc.pid,
                                                    .table = &w->table,
                                                    .memory = &w->memory,
                                                    .storage = &w->child.wire->storage,
                                                    .window_seq = w->entry_seq,
                                                    .regions = w->region,
                                                    .region_count = w->region_count,
                                                    .types = w->types},
                          why);
}

static int renew_weighing(struct tare_weight *weight, struct tare_err *why)
{
    if (!weight->weighing)
        weight->weighing = malloc(sizeof *weight->weighing);
    else
        tare_weighing_free(weight->weighing);
    if (!weight->weighing)
        return tare_err_memory(why);
    tare_weighing_init(weight->weighing);
    return 0;
}

/* What went wrong, and over how much. */
static void blame_walk(struct tare_err *why, size_t block_count)
{
    struct tare_err was = *why;

    *why = (struct tare_err){0};
    tare_err_set(why, was.code, "the walk over %zu live blocks failed: %s", block_count, was.text);
}

/* Walks from all roots that were named so far: the last walk holds for all. */
static void walk(struct weighing *w)
{
    struct tare_weight *weight = w->weight;
    struct tare_err *why = &weight->missing_graph;
    struct tare_graph graph = {0};
    struct tare_weigh_sight sight;

    weight->missing_graph = (struct tare_err){0}; /* of the walk before, which had fewer roots */
    weight->note[0] = '\0';
    if (see(w, &sight, why) || renew_weighing(weight, why))
        goto out;
    sight.params.roots = w->root;
    sight.params.root_count = weight->root_count;
    if (tare_graph_walk(&sight.params, &graph, NULL, why)) {
        blame_walk(why, sight.params.block_count);
        goto out;
    }
    tare_weigh_note(weight, &(struct tare_weigh_noted){
                                .graph = &graph, .roots = w->root, .expression = w->expression});
    weight->size = graph.size;
    weight->padding_known = graph.padding_known;
    weight->padding_bytes = graph.padding_bytes;
    tare_weigh_describe(weight->weighing,
                        &(struct tare_weigh_described){
                            .graph = &graph,
                            .params = &sight.params,
                            .expression = w->expression,
                            .untyped = weight->untyped.code ? weight->untyped.text : NULL,
                            .dwarf = w->dwarf,
                            .maps = &sight.maps},
                        why);
out:
    tare_graph_free(&graph);
    tare_weigh_sight_free(&sight);
}

/* The program's own sizeof has the last word: a type of another size is junk, or of another build.
 */
static void check_type(struct weighing *w, const struct tare_type_source *types,
                       struct tare_graph_root *root)
{
    const struct tare_type *type =
        root->type == TARE_TYPE_NONE ? NULL : types->get(types->context, root->type);

    if (type && (root->bytes == 0 || type->bytes == root->bytes))
        return;
    if (type)
        tare_err_set(&w->weight->untyped, TARE_ERR_INPUT,
                     "the debug information says that tare_weigh(%.60s) is of %llu bytes, the "
                     "program that it is of %llu",
                     w->child.wire->expression, (unsigned long long)type->bytes,
                     (unsigned long long)root->bytes);
    root->type = TARE_TYPE_NONE;
}

/* The type of the root at hand; where it is not known, the reason. */
static void find_type(struct weighing *w, struct tare_graph_root *root)
{
    const struct tare_wire *wire = w->child.wire;
    const struct tare_type_source *types;
    struct tare_maps maps;

    root->type = TARE_TYPE_NONE;
    if (tare_maps_read(&maps, w->child.proc.pid, &w->weight->untyped) == 0 &&
        tare_dwarf_process_root(w->dwarf, &maps, wire->carrier_address, &types, &root->type,
                                &w->weight->untyped) == 0) {
        if (!w->types)
            w->types = types;
        if (types != w->types) /* numbers of another file's types say nothing here */
            root->type = TARE_TYPE_NONE;
        check_type(w, types, root);
    }
    tare_maps_free(&maps);
}

/* For good; what is to be said is set next. */
static struct tare_err *give_up(struct weighing *w)
{
    w->has_given_up = true;
    w->weight->missing_graph = (struct tare_err){0};
    return &w->weight->missing_graph;
}

static void take_root(struct weighing *w)
{
    const struct tare_wire *wire = w->child.wire;
    struct tare_weight *weight = w->weight;
    struct tare_graph_root *root = &w->root[weight->root_count];

    if (weight->root_count == TARE_WEIGH_ROOTS_MAX) {
        tare_err_set(give_up(w), TARE_ERR_INPUT, "more than %d values were weighed",
                     TARE_WEIGH_ROOTS_MAX);
        return;
    }
    if (weight->root_count == 0)
        weight->sizeof_known = true;
    weight->sizeof_known &= wire->weighed_bytes > 0;
    weight->sizeof_bytes += wire->weighed_bytes;
    *root = (struct tare_graph_root){.address = wire->weighed_address,
                                     .bytes = wire->weighed_bytes,
                                     .has_cut = wire->cut_offset >= 0,
                                     .cut_offset = (uint64_t)wire->cut_offset,
                                     .cut_bytes = wire->cut_bytes};
    snprintf(w->expression[weight->root_count], sizeof *w->expression, "%.*s",
             (int)sizeof *w->expression - 1, wire->expression);
    find_type(w, root);
    weight->root_count++;
    if (root->has_cut && root->type == TARE_TYPE_NONE)
        tare_err_set(give_up(w), TARE_ERR_INPUT,
                     "tare_weigh_except needs the type of what it weighs: %s",
                     weight->untyped.code ? weight->untyped.text : "it is void or incomplete");
    if (!w->has_given_up)
        walk(w);
}

static void take_region(struct weighing *w)
{
    const struct tare_wire *wire = w->child.wire;

    if (w->region_count == TARE_WEIGH_REGIONS_MAX) {
        tare_err_set(give_up(w), TARE_ERR_INPUT, "more than %d regions", TARE_WEIGH_REGIONS_MAX);
        return;
    }
    if (wire->weighed_address && wire->weighed_bytes <= UINT64_MAX - wire->weighed_address)
        w->region[w->region_count++] = (struct tare_space_range){
            wire->weighed_address, wire->weighed_address + wire->weighed_bytes};
}

static bool count_refs(struct weighing *w, uint64_t *count)
{
    struct tare_graph graph = {0};
    struct tare_err why = {0};
    struct tare_weigh_sight sight;
    bool counted = false;

    if (see(w, &sight, &why) == 0) {
        sight.params.roots = w->root;
        sight.params.root_count = w->weight->root_count;
        sight.params.target = w->child.wire->weighed_address;
        sight.params.roots_only = true;
        counted = tare_graph_walk(&sight.params, &graph, NULL, &why) == 0;
    }
    *count = graph.refs;
    tare_graph_free(&graph);
    tare_weigh_sight_free(&sight);
    return counted;
}

static void take_refs(struct weighing *w)
{
    const struct tare_wire *wire = w->child.wire;
    struct tare_weight *weight = w->weight;
    struct tare_weigh_refs *refs = &weight->refs[weight->refs_count];

    if (weight->refs_count == TARE_WEIGH_REFS_MAX)
        return;
    refs->known = weight->root_count && count_refs(w, &refs->count);
    snprintf(refs->expression, sizeof refs->expression, "%.*s", (int)sizeof refs->expression - 1,
             wire->expression);
    weight->refs_count++;
}

static void take_begin(struct weighing *w)
{
    tare_heap_peak_reset(&w->table);
    tare_heap_counters_read(&w->table, &w->begin, &w->weight->missing_loop);
}

static void take_end(struct weighing *w)
{
    struct tare_weight *weight = w->weight;
    struct tare_heap_counters end;

    if (tare_heap_counters_read(&w->table, &end, &weight->missing_loop))
        return;
    weight->iterations = TARE_WEIGH_ITERATIONS * (uint64_t)w->thread_count;
    weight->allocs = end.allocs - w->begin.allocs;
    weight->frees = end.frees - w->begin.frees;
    weight->alloc_bytes = end.alloc_bytes - w->begin.alloc_bytes;
    weight->peak_bytes = end.peak_bytes - w->begin.live_bytes;
}

/* What is left, held by static storage or by nothing, on cycles or not. */
static void look_at_leaks(struct weighing *w)
{
    struct tare_weight *weight = w->weight;
    struct tare_graph graph = {0};
    unsigned char *class_of = NULL;
    struct tare_err why = {0};
    struct tare_weigh_sight sight;

    if (see(w, &sight, &why) || (!weight->weighing && renew_weighing(weight, &why)))
        goto out;
    class_of = malloc(sight.params.block_count + 1);
    sight.params.types = NULL;
    sight.params.stack = (struct tare_space_range){0};
    sight.params.region_count = 0;
    if (!class_of || tare_graph_walk(&sight.params, &graph, class_of, &why))
        goto out;
    weight->cycles_known = true;
    weight->cyclic_bytes = graph.cyclic.bytes;
    tare_weigh_describe_leaks(weight->weighing,
                              &(struct tare_weigh_described){.graph = &graph,
                                                             .params = &sight.params,
                                                             .class_of = class_of,
                                                             .dwarf = w->dwarf,
                                                             .maps = &sight.maps},
                              &why);
out:
    free(class_of);
    tare_graph_free(&graph);
    tare_weigh_sight_free(&sight);
}

/* How the heap went, from the entry of the case to its return. */
static void take_history(struct weighing *w)
{
    struct tare_heap_history *history = calloc(1, sizeof *history);
    struct tare_err why = {0};
    struct tare_maps maps = {0};

    if (history && (w->weight->weighing || renew_weighing(w->weight, &why) == 0) &&
        tare_heap_line_read(&w->table, history, &why) == 0 &&
        tare_maps_read(&maps, w->child.proc.pid, &why) == 0)
        tare_weigh_describe_history(w->weight->weighing, history, w->dwarf, &maps, &why);
    tare_maps_free(&maps);
    if (history)
        free(history->holders);
    free(history);
}

static void take_left(struct weighing *w)
{
    struct tare_heap_leaks leaks;
    struct tare_err why = {0};

    if (tare_heap_leaks(&w->table, w->entry_seq, &leaks, &why))
        return;
    w->weight->returned = true;
    w->weight->leaked_blocks = leaks.blocks;
    w->weight->leaked_bytes = leaks.bytes;
    w->weight->cycles_known = leaks.blocks == 0;
    if (leaks.blocks)
        look_at_leaks(w);
    take_history(w);
}

/* Looks at the memory as the mark asks. Returns false where weighing ends there. */
static bool heed(struct weighing *w)
{
    struct tare_heap_counters counters;

    switch (tare_child_mark(&w->child)) {
    case TARE_MARK_HEAP:
        return verify(w, &w->weight->missing) == 0;
    case TARE_MARK_ENTER:
        if (tare_heap_counters_read(&w->table, &counters, &w->weight->missing))
            return false;
        w->entry_seq = counters.seq;
        tare_heap_line_begin(&w->table);
        return true;
    case TARE_MARK_WEIGH:
        take_root(w);
        return true;
    case TARE_MARK_REGION:
        take_region(w);
        return true;
    case TARE_MARK_REFS:
        take_refs(w);
        return true;
    case TARE_MARK_BEGIN:
        take_begin(w);
        return true;
    case TARE_MARK_END:
        take_end(w);
        return true;
    case TARE_MARK_LEFT:
        take_left(w);
        tare_child_end(&w->child);
        return false;
    case TARE_MARK_NONE:
    case TARE_MARK_READY:
    case TARE_MARK_RAN:
        break;
    }
    tare_err_set(&w->weight->missing, TARE_ERR_INPUT,
                 "the weigh process wrote junk into the page that it shares");
    return false;
}

/* A weigh process that did not end well: what it had not come to is missing. */
static void note_fate(struct weighing *w)
{
    const struct tare_fate *fate = &w->child.fate;
    struct tare_buf words = TARE_BUF_INIT;

    if (!fate->status)
        return;
    tare_proc_output(&w->child.proc, &words);
    tare_err_set(&w->weight->missing_loop, TARE_ERR_INPUT, "the weigh process %s: %s%s%.*s",
                 fate->status, fate->reason, words.length ? ": " : "",
                 (int)strcspn(words.text, "\n"), words.text);
    if (!w->weight->root_count)
        w->weight->missing_graph = w->weight->missing_loop;
    tare_buf_free(&words);
}

int tare_weigh_arm(struct tare_weight *weight, const struct tare_arm *arm,
                   const struct tare_weigh_params *params, struct tare_err *err)
{
    const struct tare_turn_order go = {.order = TARE_ORDER_GO};
    struct weighing w = {.weight = weight,
                         .dwarf = params->dwarf,
                         .memory = {.mem_fd = -1, .pagemap_fd = -1},
                         .thread_count = arm->job.thread_count};

    memset(weight, 0, sizeof *weight);
    if (tare_heap_table_open(&w.table, &weight->missing))
        return 0;
    if (tare_weigh_start(&w.child, arm, params, &w.table, &weight->missing) == 0) {
        while (w.child.alive && heed(&w))
            tare_child_turn(&w.child, &go);
        note_fate(&w);
        tare_child_free(&w.child);
    }
    tare_heap_memory_close(&w.memory);
    tare_heap_table_close(&w.table);
    return tare_child_interrupted() ? tare_err_set(err, TARE_ERR_SYSTEM, "interrupted") : 0;
}

void tare_weight_free(struct tare_weight *weight)
{
    if (weight->weighing)
        tare_weighing_free(weight->weighing);
    free(weight->weighing);
    weight->weighing = NULL;
}
