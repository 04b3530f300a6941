/* SPDX-License-Identifier: MIT */
#include "conduct/summary_weight.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const enum tare_field_id graph[] = {
    TARE_FIELD_deep_bytes,     TARE_FIELD_usable_bytes,  TARE_FIELD_unwritten_bytes,
    TARE_FIELD_blocks,         TARE_FIELD_cache_lines,   TARE_FIELD_pages,
    TARE_FIELD_bytes_per_item, TARE_FIELD_padding_bytes,
};

static const enum tare_field_id loop[] = {
    TARE_FIELD_allocs_per_op,
    TARE_FIELD_frees_per_op,
    TARE_FIELD_alloc_bytes_per_op,
    TARE_FIELD_peak_heap_bytes,
};

static const enum tare_field_id leaks[] = {
    TARE_FIELD_leaked_bytes,
    TARE_FIELD_leaked_blocks,
    TARE_FIELD_cyclic_bytes,
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static int miss(struct tare_row *row, const enum tare_field_id *fields, size_t count,
                const char *reason, struct tare_err *err)
{
    for (size_t i = 0; i < count; i++)
        if (tare_row_add_missing(row, fields[i], reason, err))
            return -1;
    return 0;
}

int tare_summary_unweighed(struct tare_row *row, const char *reason, struct tare_err *err)
{
    const enum tare_field_id shallow = TARE_FIELD_sizeof_bytes;

    return miss(row, &shallow, 1, reason, err) || miss(row, graph, COUNT(graph), reason, err) ||
           miss(row, loop, COUNT(loop), reason, err) || miss(row, leaks, COUNT(leaks), reason, err);
}

/* Of blocks without a type nobody knows the padding, and a part of it would pass for all. */
static int put_padding(struct tare_row *row, const struct tare_weight *weight, struct tare_err *err)
{
    const enum tare_field_id padding = TARE_FIELD_padding_bytes;

    if (weight->padding_known) {
        row->padding_bytes = (double)weight->padding_bytes;
        return 0;
    }
    return miss(row, &padding, 1,
                weight->untyped.code ? weight->untyped.text
                                     : "some of what is weighed has no known type",
                err);
}

static int put_graph(struct tare_row *row, const struct tare_arm *arm,
                     const struct tare_weight *weight, struct tare_err *err)
{
    const struct tare_heap_size *size = &weight->size;
    double elements = arm->report.elements > 0 ? arm->report.elements : row->size;
    const enum tare_field_id shallow = TARE_FIELD_sizeof_bytes;
    const enum tare_field_id per_item = TARE_FIELD_bytes_per_item;
    const char *reason = weight->missing_graph.code ? weight->missing_graph.text
                                                    : "the case does not call tare_weigh";

    if (weight->root_count && weight->sizeof_known)
        row->sizeof_bytes = (double)weight->sizeof_bytes;
    else if (miss(row, &shallow, 1, weight->root_count ? "a weighed pointer is a void *" : reason,
                  err))
        return -1;
    if (!weight->root_count || weight->missing_graph.code)
        return miss(row, graph, COUNT(graph), reason, err);
    row->deep_bytes = (double)size->deep_bytes;
    row->usable_bytes = (double)size->usable_bytes;
    row->unwritten_bytes = (double)size->unwritten_bytes;
    row->blocks = (double)size->blocks;
    row->cache_lines = (double)size->cache_lines;
    row->pages = (double)size->pages;
    if (put_padding(row, weight, err))
        return -1;
    if (elements > 0)
        row->bytes_per_item = row->deep_bytes / elements;
    else if (miss(row, &per_item, 1, "neither tare_elements nor a size says how many items", err))
        return -1;
    return 0;
}

static int put_loop(struct tare_row *row, const struct tare_weight *weight, struct tare_err *err)
{
    double iterations = (double)weight->iterations;

    if (weight->missing_loop.code || !weight->iterations)
        return miss(row, loop, COUNT(loop),
                    weight->missing_loop.code ? weight->missing_loop.text
                                              : "the loop was not reached",
                    err);
    row->allocs_per_op = (double)weight->allocs / iterations;
    row->frees_per_op = (double)weight->frees / iterations;
    row->alloc_bytes_per_op = (double)weight->alloc_bytes / iterations;
    row->peak_heap_bytes = (double)weight->peak_bytes;
    return 0;
}

static int put_refs(struct tare_row *row, const struct tare_weight *weight, struct tare_err *err)
{
    if (!weight->refs_count)
        return 0;
    row->refs = calloc(weight->refs_count, sizeof *row->refs);
    if (!row->refs)
        return tare_err_memory(err);
    for (size_t i = 0; i < weight->refs_count; i++) {
        row->refs[i].expression = strdup(weight->refs[i].expression);
        row->refs[i].count = weight->refs[i].known ? (double)weight->refs[i].count : NAN;
        if (!row->refs[i].expression)
            return tare_err_memory(err);
        row->refs_count++;
    }
    return 0;
}

static int put_leaks(struct tare_row *row, const struct tare_weight *weight, struct tare_err *err)
{
    const enum tare_field_id cyclic = TARE_FIELD_cyclic_bytes;

    if (!weight->returned)
        return miss(row, leaks, COUNT(leaks),
                    weight->missing_loop.code ? weight->missing_loop.text
                                              : "the case did not return when it was weighed",
                    err);
    row->leaked_blocks = (double)weight->leaked_blocks;
    row->leaked_bytes = (double)weight->leaked_bytes;
    if (!weight->cycles_known)
        return miss(row, &cyclic, 1, "what was left could not be read", err);
    row->cyclic_bytes = (double)weight->cyclic_bytes;
    return 0;
}

int tare_summary_weight(struct tare_row *row, const struct tare_arm *arm,
                        struct tare_weight *weight, struct tare_err *err)
{
    if (weight->missing.code)
        return tare_summary_unweighed(row, weight->missing.text, err);
    row->weighing = weight->weighing;
    weight->weighing = NULL;
    if (weight->note[0]) {
        row->note = strdup(weight->note);
        if (!row->note)
            return tare_err_memory(err);
    }
    return put_graph(row, arm, weight, err) || put_loop(row, weight, err) ||
                   put_refs(row, weight, err) || put_leaks(row, weight, err)
               ? -1
               : 0;
}
