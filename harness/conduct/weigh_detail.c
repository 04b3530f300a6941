/* SPDX-License-Identifier: MIT */
#include "conduct/weigh_detail.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLACE_BYTES 256

/* Sites and types beyond these are too many to be read by anybody. */
#define ROWS_MAX 1000

static const char *const class_names[TARE_GRAPH_CLASSES] = {
    [TARE_GRAPH_TYPED] = "typed",           [TARE_GRAPH_CONSERVATIVE] = "conservative",
    [TARE_GRAPH_INTEGERS] = "integers",     [TARE_GRAPH_STATICS] = "statics",
    [TARE_GRAPH_STACK] = "stack",           [TARE_GRAPH_LOST] = "lost",
    [TARE_GRAPH_LOST_CYCLE] = "lost_cycle", [TARE_GRAPH_CARVED] = "carved",
};

static const struct tare_type *get_type(const struct tare_weigh_described *found, tare_type_id type)
{
    const struct tare_type_source *types = found->params->types;

    return types && type != TARE_TYPE_NONE ? types->get(types->context, type) : NULL;
}

static int put_roots(struct tare_weighing *weighing, const struct tare_weigh_described *found)
{
    size_t count = found->params->root_count;

    weighing->root = calloc(count + 1, sizeof *weighing->root);
    for (size_t i = 0; weighing->root && i < count; i++) {
        const struct tare_type *type = get_type(found, found->params->roots[i].type);
        struct tare_weighed_root *root = &weighing->root[weighing->root_count++];

        root->expression = strdup(found->expression[i]);
        root->type = type ? strdup(type->name) : NULL;
        root->bytes = (double)found->graph->roots[i].bytes;
        root->blocks = (double)found->graph->roots[i].blocks;
        if (!root->expression || (type && !root->type))
            return -1;
    }
    return weighing->root ? 0 : -1;
}

static int put_classes(struct tare_weighing *weighing, const struct tare_weigh_described *found)
{
    const struct tare_graph_params *params = found->params;

    weighing->class_ = calloc(TARE_GRAPH_CLASSES, sizeof *weighing->class_);
    if (!weighing->class_)
        return -1;
    for (size_t i = 0; i < TARE_GRAPH_CLASSES; i++) {
        struct tare_graph_amount amount = found->graph->classes[i];
        struct tare_weighed_class *class_ = &weighing->class_[weighing->class_count];

        if (!amount.blocks && !amount.bytes)
            continue;
        class_->name = strdup(class_names[i]);
        class_->bytes = (double)amount.bytes;
        class_->blocks = (double)amount.blocks;
        weighing->class_count++;
        if (!class_->name)
            return -1;
    }
    weighing->window_bytes = 0;
    weighing->window_blocks = 0;
    for (size_t i = 0; i < params->block_count; i++)
        if (params->blocks[i].seq > params->window_seq) {
            weighing->window_bytes += (double)params->blocks[i].requested_bytes;
            weighing->window_blocks++;
        }
    weighing->older_bytes = (double)found->graph->older.bytes;
    weighing->static_bytes = (double)found->graph->statics.bytes;
    weighing->stack_bytes = (double)found->graph->stack.bytes;
    return 0;
}

static int put_types(struct tare_weighing *weighing, const struct tare_weigh_described *found)
{
    size_t count = found->graph->type_count < ROWS_MAX ? found->graph->type_count : ROWS_MAX;

    weighing->type = calloc(count + 1, sizeof *weighing->type);
    for (size_t i = 0; weighing->type && i < count; i++) {
        const struct tare_graph_by_type *row = &found->graph->types[i];
        const struct tare_type *type = get_type(found, row->type);
        struct tare_weighed_type *to = &weighing->type[weighing->type_count];

        if (!type)
            continue;
        weighing->type_count++;
        *to = (struct tare_weighed_type){.name = strdup(type->name),
                                         .count = (double)row->count,
                                         .bytes_each = (double)type->bytes,
                                         .bytes = (double)row->bytes,
                                         .padding_each_bytes = (double)type->padding_bytes,
                                         .padding_bytes = (double)row->padding_bytes,
                                         .unwritten_bytes = (double)row->unwritten_bytes};
        if (!to->name)
            return -1;
    }
    return weighing->type ? 0 : -1;
}

/* Calls of one line are one site, be they several in the code: the compiler inlines. */
static int add_site(struct tare_weighed_sites *sites, const struct tare_weigh_described *found,
                    uint64_t address, const struct tare_weighed_site *row)
{
    struct tare_weighed_site *site = &sites->site[sites->count];
    char place[PLACE_BYTES];

    tare_dwarf_process_site(found->dwarf, found->maps, address, place, sizeof place);
    for (size_t i = 0; i < sites->count; i++) {
        struct tare_weighed_site *same = &sites->site[i];

        if (!same->place || strcmp(same->place, place) != 0 || strcmp(same->kind, row->kind) != 0)
            continue;
        same->bytes += row->bytes;
        same->blocks += row->blocks;
        same->unwritten_bytes += row->unwritten_bytes;
        return 0;
    }
    *site = *row;
    site->place = strdup(place);
    site->kind = strdup(row->kind);
    sites->count++;
    return site->place && site->kind ? 0 : -1;
}

/* Largest first; of equal ones the first by name. */
static int by_falling_bytes(const void *left, const void *right)
{
    const struct tare_weighed_site *a = left;
    const struct tare_weighed_site *b = right;

    if (a->bytes != b->bytes)
        return a->bytes > b->bytes ? -1 : 1;
    return strcmp(a->place, b->place);
}

static int put_sites(struct tare_weighing *weighing, const struct tare_weigh_described *found)
{
    struct tare_weighed_sites *sites = &weighing->untyped_sites;
    size_t count = found->graph->site_count < ROWS_MAX ? found->graph->site_count : ROWS_MAX;

    sites->site = calloc(count + 1, sizeof *sites->site);
    for (size_t i = 0; sites->site && i < count; i++) {
        const struct tare_graph_by_site *row = &found->graph->sites[i];

        if (add_site(sites, found, row->site,
                     &(struct tare_weighed_site){.kind = (char *)(uintptr_t) "untyped",
                                                 .bytes = (double)row->bytes,
                                                 .blocks = (double)row->blocks,
                                                 .unwritten_bytes = (double)row->unwritten_bytes}))
            return -1;
    }
    if (!sites->site)
        return -1;
    qsort(sites->site, sites->count, sizeof *sites->site, by_falling_bytes);
    return 0;
}

static double share(uint64_t part, uint64_t whole)
{
    return whole ? (double)part / (double)whole : NAN;
}

static void put_edges(struct tare_weighing *weighing, const struct tare_graph *graph)
{
    const struct tare_graph_edges *edges = &graph->edges;

    weighing->edges = (double)edges->count;
    weighing->shared_edges_ratio = share(edges->shared, edges->count);
    weighing->same_line_ratio = share(edges->same_line, edges->count);
    weighing->same_page_ratio = share(edges->same_page, edges->count);
    weighing->line_fill_ratio =
        share(graph->size.deep_bytes, graph->size.cache_lines * TARE_SPACE_LINE_BYTES);
}

int tare_weigh_describe(struct tare_weighing *weighing, const struct tare_weigh_described *found,
                        struct tare_err *err)
{
    if (found->untyped)
        weighing->untyped = strdup(found->untyped);
    put_edges(weighing, found->graph);
    if ((found->untyped && !weighing->untyped) || put_roots(weighing, found) ||
        put_classes(weighing, found) || put_types(weighing, found) || put_sites(weighing, found))
        return tare_err_memory(err);
    return 0;
}

/* A leaked block on its way into the table. */
struct leak {
    uint64_t site;
    uint64_t bytes;
    uint64_t blocks;
    const char *kind;
};

static const char *kind_of(unsigned char class)
{
    if (class == TARE_GRAPH_STATICS)
        return "static";
    return class == TARE_GRAPH_LOST_CYCLE ? "cycle" : "plain";
}

static int by_site(const void *left, const void *right)
{
    const struct leak *a = left;
    const struct leak *b = right;

    if (a->site != b->site)
        return a->site < b->site ? -1 : 1;
    return strcmp(a->kind, b->kind);
}

static int by_bytes(const void *left, const void *right)
{
    const struct leak *a = left;
    const struct leak *b = right;

    if (a->bytes != b->bytes)
        return a->bytes > b->bytes ? -1 : 1;
    return by_site(left, right);
}

/* Leaks of one site and kind become one; returns how many are left. */
static size_t merge(struct leak *leaks, size_t count)
{
    size_t kept = 0;

    if (count)
        qsort(leaks, count, sizeof *leaks, by_site);
    for (size_t i = 0; i < count; i++) {
        if (kept && by_site(&leaks[kept - 1], &leaks[i]) == 0) {
            leaks[kept - 1].bytes += leaks[i].bytes;
            leaks[kept - 1].blocks++;
        } else {
            leaks[kept++] = leaks[i];
        }
    }
    if (kept)
        qsort(leaks, kept, sizeof *leaks, by_bytes);
    return kept;
}

static struct leak *collect(const struct tare_weigh_described *found, size_t *count)
{
    const struct tare_graph_params *params = found->params;
    struct leak *leaks = calloc(params->block_count + 1, sizeof *leaks);

    *count = 0;
    for (size_t i = 0; leaks && i < params->block_count; i++) {
        const struct tare_heap_block *block = &params->blocks[i];

        if (block->seq > params->window_seq)
            leaks[(*count)++] = (struct leak){.site = block->site,
                                              .bytes = block->requested_bytes,
                                              .blocks = 1,
                                              .kind = kind_of(found->class_of[i])};
    }
    return leaks;
}

int tare_weigh_describe_leaks(struct tare_weighing *weighing,
                              const struct tare_weigh_described *found, struct tare_err *err)
{
    struct tare_weighed_sites *sites = &weighing->leaks;
    size_t count;
    struct leak *leaks = collect(found, &count);
    int status = -1;

    count = leaks ? merge(leaks, count) : 0;
    if (count > ROWS_MAX)
        count = ROWS_MAX;
    sites->site = calloc(count + 1, sizeof *sites->site);
    if (!leaks || !sites->site)
        goto out;
    for (size_t i = 0; i < count; i++) {
        if (add_site(sites, found, leaks[i].site,
                     &(struct tare_weighed_site){.kind = (char *)(uintptr_t)leaks[i].kind,
                                                 .bytes = (double)leaks[i].bytes,
                                                 .blocks = (double)leaks[i].blocks,
                                                 .unwritten_bytes = NAN}))
            goto out;
    }
    qsort(sites->site, sites->count, sizeof *sites->site, by_falling_bytes);
    status = 0;
out:
    free(leaks);
    return status ? tare_err_memory(err) : 0;
}

static int put_points(struct tare_weighing *weighing, const struct tare_heap_history *history)
{
    weighing->point = calloc(history->point_count + 1, sizeof *weighing->point);
    for (size_t i = 0; weighing->point && i < history->point_count; i++) {
        const struct tare_heap_point *point = &history->points[i];

        weighing->point[weighing->point_count++] =
            (struct tare_weighed_point){.time_ns = (double)(point->time_ns - history->start_ns),
                                        .events = (double)point->events,
                                        .live_bytes = (double)point->live_bytes};
    }
    weighing->peak_bytes = (double)history->peak_bytes;
    return weighing->point ? 0 : -1;
}

int tare_weigh_describe_history(struct tare_weighing *weighing,
                                const struct tare_heap_history *history,
                                struct tare_dwarf_cache *dwarf, const struct tare_maps *maps,
                                struct tare_err *err)
{
    const struct tare_weigh_described found = {.dwarf = dwarf, .maps = maps};
    struct tare_weighed_sites *sites = &weighing->peak_sites;
    size_t count = history->holder_count < ROWS_MAX ? history->holder_count : ROWS_MAX;

    sites->site = calloc(count + 1, sizeof *sites->site);
    if (!sites->site || put_points(weighing, history))
        return tare_err_memory(err);
    for (size_t i = 0; i < count; i++)
        if (add_site(sites, &found, history->holders[i].site,
                     &(struct tare_weighed_site){.kind = (char *)(uintptr_t) "peak",
                                                 .bytes = (double)history->holders[i].bytes,
                                                 .blocks = (double)history->holders[i].blocks,
                                                 .unwritten_bytes = NAN}))
            return tare_err_memory(err);
    qsort(sites->site, sites->count, sizeof *sites->site, by_falling_bytes);
    return 0;
}
