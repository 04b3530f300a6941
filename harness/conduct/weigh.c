/* SPDX-License-Identifier: MIT */
#include "conduct/weigh.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "heap/reader.h"
#include "heap/refs.h"

/* The weigh process poisons all memory and locks on each allocation: it may take longer. */
#define LIMIT_FACTOR 4

struct weighing {
    struct tare_weight *weight;
    struct tare_child child;
    struct tare_heap_table table;
    struct tare_heap_memory memory;
    struct tare_heap_root root[TARE_WEIGH_ROOTS_MAX];
    struct tare_heap_counters begin;
    uint64_t entry_seq;
    uint32_t thread_count; /* each runs the counted iterations */
};

static int verify(struct weighing *w, struct tare_err *why)
{
    const struct tare_wire *wire = w->child.wire;

    return tare_heap_table_verify(&w->table, wire->weighed_address, wire->weighed_bytes, why) ||
           tare_heap_memory_open(&w->memory, w->child.proc.pid, wire->weighed_address, why);
}

/* Walks from all roots that were named so far: the last walk holds for all. */
static void walk(struct weighing *w)
{
    struct tare_weight *weight = w->weight;
    struct tare_heap_walk_params params = {.roots = w->root,
                                           .root_count = weight->root_count,
                                           .read = tare_heap_memory_read,
                                           .touched = tare_heap_memory_touched,
                                           .context = &w->memory};
    struct tare_heap_block *blocks = NULL;

    if (tare_heap_blocks_copy(&w->table, &blocks, &params.block_count, &weight->missing_graph))
        return;
    params.blocks = blocks;
    tare_heap_walk(&params, &weight->size, NULL, &weight->missing_graph);
    free(blocks);
}

static void take_root(struct weighing *w)
{
    const struct tare_wire *wire = w->child.wire;
    struct tare_weight *weight = w->weight;

    if (weight->root_count == TARE_WEIGH_ROOTS_MAX) {
        tare_err_set(&weight->missing_graph, TARE_ERR_INPUT, "more than %d values were weighed",
                     TARE_WEIGH_ROOTS_MAX);
        return;
    }
    if (weight->root_count == 0)
        weight->sizeof_known = true;
    weight->sizeof_known &= wire->weighed_bytes > 0;
    weight->sizeof_bytes += wire->weighed_bytes;
    w->root[weight->root_count++] =
        (struct tare_heap_root){.address = wire->weighed_address, .bytes = wire->weighed_bytes};
    walk(w);
}

static void take_refs(struct weighing *w)
{
    const struct tare_wire *wire = w->child.wire;
    struct tare_weight *weight = w->weight;
    struct tare_heap_refs_params params = {.table = &w->table,
                                           .memory = &w->memory,
                                           .roots = w->root,
                                           .root_count = weight->root_count,
                                           .target = wire->weighed_address};
    struct tare_weigh_refs *refs = &weight->refs[weight->refs_count];
    struct tare_err why = {0};

    if (weight->refs_count == TARE_WEIGH_REFS_MAX)
        return;
    refs->known = weight->root_count && tare_heap_refs(&params, &refs->count, &why) == 0;
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

static void take_left(struct weighing *w)
{
    struct tare_heap_leaks leaks;
    struct tare_err why = {0};

    if (tare_heap_leaks(&w->table, w->entry_seq, &leaks, &why))
        return;
    w->weight->returned = true;
    w->weight->leaked_blocks = leaks.blocks;
    w->weight->leaked_bytes = leaks.bytes;
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
        return true;
    case TARE_MARK_WEIGH:
        take_root(w);
        return true;
    case TARE_MARK_REGION: /* no types yet: the region counts as the block that it is */
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

/* What else is preloaded: by the build, else by the environment that tare has. */
static const char *find_preloaded(const struct tare_plan_build *build)
{
    const char *preloaded = getenv("LD_PRELOAD");

    for (char **v = build->variables; v && *v; v++)
        if (strncmp(*v, "LD_PRELOAD=", 11) == 0)
            preloaded = *v + 11;
    return preloaded ? preloaded : "";
}

static int start(struct weighing *w, const struct tare_arm *arm,
                 const struct tare_weigh_params *params, struct tare_err *err)
{
    const char *preloaded = find_preloaded(arm->build);
    struct tare_buf preload = TARE_BUF_INIT;
    struct tare_job job = arm->job;
    char table[64];
    char *variables[] = {NULL, table, NULL};
    int fds[] = {params->library, w->table.fd};
    int result;

    /* A number stands for the path, which might hold a space or a colon; ours goes first. */
    tare_buf_printf(&preload, "LD_PRELOAD=/proc/self/fd/%d%s%s", params->library,
                    *preloaded ? ":" : "", preloaded);
    if (preload.failed)
        return tare_err_memory(err);
    variables[0] = preload.text;
    snprintf(table, sizeof table, "%s=%d", TARE_HEAP_FD_VARIABLE, w->table.fd);
    job.mode = TARE_MODE_WEIGH;
    job.cold = false;
    job.seed = params->seed;
    job.weigh_iterations = TARE_WEIGH_ITERATIONS;
    result = tare_child_start(&w->child,
                              &(struct tare_child_params){.build = arm->build,
                                                          .job = &job,
                                                          .more_variables = variables,
                                                          .cpu = params->cpu,
                                                          .cold_fd = -1,
                                                          .more_fds = fds,
                                                          .more_fd_count = 2,
                                                          .limit_ns = LIMIT_FACTOR * arm->limit_ns},
                              err);
    tare_buf_free(&preload);
    return result;
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
                         .memory = {.mem_fd = -1, .pagemap_fd = -1},
                         .thread_count = arm->job.thread_count};

    memset(weight, 0, sizeof *weight);
    if (tare_heap_table_open(&w.table, &weight->missing))
        return 0;
    if (start(&w, arm, params, &weight->missing) == 0) {
        while (w.child.alive && heed(&w))
            tare_child_turn(&w.child, &go);
        note_fate(&w);
        tare_child_free(&w.child);
    }
    tare_heap_memory_close(&w.memory);
    tare_heap_table_close(&w.table);
    return tare_child_interrupted() ? tare_err_set(err, TARE_ERR_SYSTEM, "interrupted") : 0;
}
