/* SPDX-License-Identifier: MIT */
#include "conduct/weigh_note.h"

#include <stdio.h>

/* Weighed values that lead to no live memory: what is left is weighed, and the row says so. */
static void note_dangling(struct tare_weight *weight, const struct tare_graph *graph,
                          char (*expression)[TARE_WIRE_NAME_BYTES])
{
    size_t count = 0;

    for (size_t i = 0; i < weight->root_count; i++) {
        if (!graph->dangling[i])
            continue;
        if (count++ == 0)
            snprintf(weight->note, sizeof weight->note,
                     "tare_weigh(%.60s) leads to no live memory and is not weighed", expression[i]);
    }
    if (count && count == weight->root_count)
        tare_err_set(&weight->missing_graph, TARE_ERR_INPUT,
                     "tare_weigh(%.60s) leads to no live memory", expression[0]);
}

/* Blocks that count, of which something that they may lead to does not. */
static void note_unreadable(struct tare_weight *weight, const struct tare_graph *graph)
{
    uint64_t count = graph->size.unreadable_blocks;

    if (count && !weight->note[0])
        snprintf(weight->note, sizeof weight->note,
                 "%llu weighed block%s cannot be read, and what %s to is not weighed",
                 (unsigned long long)count, count == 1 ? "" : "s",
                 count == 1 ? "it leads" : "they lead");
}

/* Memory that no call of malloc or mmap made known. */
static void note_unknown(struct tare_weight *weight, const struct tare_graph *graph)
{
    uint64_t count = graph->size.unknown_pointers;

    if (count && !weight->note[0])
        snprintf(weight->note, sizeof weight->note,
                 "%llu pointer%s into anonymous memory that is no live block: not weighed there, "
                 "tare_region names it",
                 (unsigned long long)count, count == 1 ? " leads" : "s lead");
}

void tare_weigh_note(struct tare_weight *weight, const struct tare_graph *graph,
                     char (*expression)[TARE_WIRE_NAME_BYTES])
{
    note_dangling(weight, graph, expression);
    note_unreadable(weight, graph);
    note_unknown(weight, graph);
}
