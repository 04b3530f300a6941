/* SPDX-License-Identifier: MIT */
/* What becomes of the blocks that the roots do not lead to. */
#include "heap/graph_inside.h"

#include <stdlib.h>
#include <string.h>

/* Addresses of programs have no more bits; what NaN-boxing and others put above is not address. */
#define ADDRESS_MASK UINT64_C(0x0000ffffffffffff)

static bool any_unseen(const struct graph *graph)
{
    for (size_t i = 0; i < graph->params->block_count; i++)
        if (graph->nodes[i].rank == GRAPH_UNSEEN)
            return true;
    return false;
}

static void take_integers(void *context, uint64_t address, unsigned char *bytes, size_t count)
{
    struct graph *graph = context;

    for (uint64_t at = -address % TARE_SPACE_WORD_BYTES; at + TARE_SPACE_WORD_BYTES <= count;
         at += TARE_SPACE_WORD_BYTES) {
        uint64_t word;

        memcpy(&word, bytes + at, sizeof word);
        if (!tare_graph_word(graph, 0, word) && word > ADDRESS_MASK)
            tare_graph_word(graph, 0, word & ADDRESS_MASK);
    }
}

/*
 * All words of what has a type: those of pointer slots lead to blocks that were reached already. A
 * member that is cut would come in here by the back door: then integers are not looked at.
 */
static void follow_integers(struct graph *graph)
{
    const struct tare_graph_params *params = graph->params;

    if (graph->has_cuts)
        return;
    for (size_t i = 0; i < params->block_count; i++) {
        const struct tare_heap_block *block = &params->blocks[i];
        struct tare_space_range range = {block->address, block->address + block->requested_bytes};
        unsigned char *copy;

        if (graph->nodes[i].rank <= GRAPH_UNTYPED ||
            graph->nodes[i].class > TARE_GRAPH_CONSERVATIVE)
            continue;
        copy = tare_space_block(&graph->space, i);
        graph->root = graph->nodes[i].root;
        if (copy)
            take_integers(graph, range.begin, copy, (size_t)block->requested_bytes);
        else
            tare_space_visit(&graph->space, range, TARE_SPACE_WORD_BYTES, take_integers, graph);
    }
    for (size_t i = 0; i < graph->object_count; i++) {
        const struct graph_object *object = &graph->objects[i];

        graph->root = object->root;
        if (object->place == GRAPH_IN_ROOT && object->bytes)
            tare_space_visit(
                &graph->space,
                (struct tare_space_range){object->address, object->address + object->bytes},
                TARE_SPACE_WORD_BYTES, take_integers, graph);
    }
}

/* Tarjan (1972), with the stack of calls written out. */
struct tarjan {
    struct graph *graph;
    uint32_t *index; /* [block_count]: order of the visit, from 1; 0: not visited */
    uint32_t *low;   /* [block_count] */
    uint32_t *stack; /* blocks of which the component is not known yet */
    size_t stack_count;
    struct frame {
        uint32_t block;
        uint64_t at; /* offset of the next word */
    } * frames;
    size_t frame_count;
    uint32_t next;
    unsigned char piece[TARE_SPACE_PAGE_BYTES]; /* of a block that is not kept */
    uint64_t piece_address;
    uint64_t piece_bytes;
};

#define DONE UINT32_MAX /* low: the component is known */

static bool is_lost(const struct graph *graph, size_t block)
{
    return block < graph->params->block_count && graph->nodes[block].rank == GRAPH_UNSEEN;
}

/* The first offset from `at` on that is worth reading: large blocks may be reserved, not used. */
static uint64_t skip_untouched(const struct tare_space_params *space,
                               const struct tare_heap_block *block, uint64_t at)
{
    uint64_t end = block->address + block->requested_bytes;
    uint64_t touched;

    if (!space->touched || block->requested_bytes <= TARE_SPACE_CHUNK_BYTES)
        return at;
    touched = space->touched(space->context, block->address + at, end) - block->address;
    return touched - touched % TARE_SPACE_WORD_BYTES;
}

/* The bytes of a block from `*at` on that are at hand, in one piece, or 0 at its end. What was
 * never touched or cannot be read is passed over. */
static uint64_t words_at(struct tarjan *tarjan, size_t index, uint64_t *at,
                         const unsigned char **words)
{
    const struct tare_space_params *space = &tarjan->graph->space.params;
    const struct tare_heap_block *block = &space->blocks[index];
    const unsigned char *copy = tare_space_block(&tarjan->graph->space, index);

    *words = copy ? copy + *at : tarjan->piece;
    if (copy)
        return block->requested_bytes - *at;
    while (*at + TARE_SPACE_WORD_BYTES <= block->requested_bytes) {
        uint64_t address = block->address + *at;
        uint64_t left = block->requested_bytes - *at;
        ssize_t got;

        if (address >= tarjan->piece_address &&
            address - tarjan->piece_address + TARE_SPACE_WORD_BYTES <= tarjan->piece_bytes) {
            *words = tarjan->piece + (address - tarjan->piece_address);
            return tarjan->piece_bytes - (address - tarjan->piece_address);
        }
        *at = skip_untouched(space, block, *at);
        if (block->address + *at != address)
            continue;
        tarjan->piece_address = address;
        got = space->read(space->context, address, tarjan->piece,
                          left < sizeof tarjan->piece ? (size_t)left : sizeof tarjan->piece);
        tarjan->piece_bytes = got > 0 ? (uint64_t)got : 0;
        if (tarjan->piece_bytes < TARE_SPACE_WORD_BYTES)
            *at += TARE_SPACE_PAGE_BYTES - address % TARE_SPACE_PAGE_BYTES;
    }
    return 0;
}

/* The next lost block that the frame's block leads to, or block_count at its end. */
static size_t next_lost(struct tarjan *tarjan, struct frame *frame)
{
    const unsigned char *words;
    uint64_t left;

    while ((left = words_at(tarjan, frame->block, &frame->at, &words)) >= TARE_SPACE_WORD_BYTES)
        for (; left >= TARE_SPACE_WORD_BYTES; left -= TARE_SPACE_WORD_BYTES) {
            uint64_t word;
            size_t block;

            memcpy(&word, words, sizeof word);
            words += sizeof word;
            frame->at += sizeof word;
            block = tare_space_find(&tarjan->graph->space, word);
            if (is_lost(tarjan->graph, block))
                return block;
        }
    return tarjan->graph->params->block_count;
}

static void enter(struct tarjan *tarjan, size_t block)
{
    tarjan->index[block] = tarjan->low[block] = ++tarjan->next;
    tarjan->stack[tarjan->stack_count++] = (uint32_t)block;
    tarjan->frames[tarjan->frame_count++] = (struct frame){(uint32_t)block, 0};
}

static void lower(struct tarjan *tarjan, size_t block, uint32_t to)
{
    if (to < tarjan->low[block])
        tarjan->low[block] = to;
}

/* All blocks of the component that the block is the root of. */
static void leave(struct tarjan *tarjan, size_t root, bool is_loop)
{
    bool on_cycle = is_loop || tarjan->stack[tarjan->stack_count - 1] != root;
    size_t block;

    do {
        block = tarjan->stack[--tarjan->stack_count];
        tarjan->low[block] = DONE;
        tarjan->graph->nodes[block].class = on_cycle ? TARE_GRAPH_LOST_CYCLE : TARE_GRAPH_LOST;
    } while (block != root);
}

static void visit(struct tarjan *tarjan, size_t first)
{
    enter(tarjan, first);
    while (tarjan->frame_count) {
        struct frame *frame = &tarjan->frames[tarjan->frame_count - 1];
        size_t block = frame->block;
        size_t to = next_lost(tarjan, frame);

        if (to < tarjan->graph->params->block_count) {
            if (to == block)
                tarjan->graph->nodes[block].flags |= GRAPH_CYCLIC;
            if (!tarjan->index[to])
                enter(tarjan, to);
            else if (tarjan->low[to] != DONE)
                lower(tarjan, block, tarjan->index[to]);
            continue;
        }
        tarjan->frame_count--;
        if (tarjan->low[block] == tarjan->index[block]) {
            leave(tarjan, block, tarjan->graph->nodes[block].flags & GRAPH_CYCLIC);
        } else if (tarjan->frame_count) {
            lower(tarjan, tarjan->frames[tarjan->frame_count - 1].block, tarjan->low[block]);
        }
    }
}

/* What hangs on a cycle: on it, or reachable from it. */
static void spread_cyclic(struct tarjan *tarjan)
{
    struct graph *graph = tarjan->graph;

    for (size_t i = 0; i < graph->params->block_count; i++)
        if (graph->nodes[i].rank == GRAPH_UNSEEN &&
            graph->nodes[i].class == TARE_GRAPH_LOST_CYCLE) {
            graph->nodes[i].flags |= GRAPH_CYCLIC;
            tarjan->stack[tarjan->stack_count++] = (uint32_t)i;
        }
    while (tarjan->stack_count) {
        struct frame frame = {tarjan->stack[--tarjan->stack_count], 0};
        size_t to;

        while ((to = next_lost(tarjan, &frame)) < graph->params->block_count)
            if (!(graph->nodes[to].flags & GRAPH_CYCLIC)) {
                graph->nodes[to].flags |= GRAPH_CYCLIC;
                tarjan->stack[tarjan->stack_count++] = (uint32_t)to;
            }
    }
}

static int find_cycles(struct graph *graph, struct tare_err *err)
{
    size_t count = graph->params->block_count;
    struct tarjan *tarjan = calloc(1, sizeof *tarjan);
    int status = -1;

    if (!tarjan)
        return tare_err_memory(err);
    tarjan->graph = graph;
    tarjan->index = calloc(count, sizeof *tarjan->index);
    tarjan->low = malloc(count * sizeof *tarjan->low);
    tarjan->stack = malloc(count * sizeof *tarjan->stack);
    tarjan->frames = malloc(count * sizeof *tarjan->frames);
    if (!tarjan->index || !tarjan->low || !tarjan->stack || !tarjan->frames) {
        tare_err_memory(err);
        goto out;
    }
    for (size_t i = 0; i < count; i++)
        if (is_lost(graph, i) && !tarjan->index[i])
            visit(tarjan, i);
    spread_cyclic(tarjan);
    status = 0;
out:
    free(tarjan->index);
    free(tarjan->low);
    free(tarjan->stack);
    free(tarjan->frames);
    free(tarjan);
    return status;
}

/* Words that are the address of a block. */
static void take_begins(void *context, uint64_t address, unsigned char *bytes, size_t count)
{
    struct graph *graph = context;

    (void)address; /* of a page */
    for (size_t at = 0; at + TARE_SPACE_WORD_BYTES <= count; at += TARE_SPACE_WORD_BYTES) {
        size_t block;
        uint64_t word;

        memcpy(&word, bytes + at, sizeof word);
        block = tare_space_find(&graph->space, word);
        if (block < graph->params->block_count && graph->params->blocks[block].address == word)
            tare_graph_word(graph, 0, word);
    }
}

static void follow_statics(struct graph *graph)
{
    const struct tare_graph_params *params = graph->params;

    for (size_t i = 0; i < params->static_count; i++)
        tare_graph_scan_range(graph, params->statics[i]);
    for (size_t i = 0; i < params->book_count; i++)
        tare_space_visit(&graph->space, params->books[i], TARE_SPACE_WORD_BYTES, take_begins,
                         graph);
}

int tare_graph_find_rest(struct graph *graph, struct tare_err *err)
{
    for (size_t i = 0; i < graph->params->block_count; i++)
        if (graph->nodes[i].rank == GRAPH_UNTYPED || graph->nodes[i].rank == GRAPH_HEADER)
            graph->nodes[i].class = TARE_GRAPH_CONSERVATIVE;
        else if (graph->nodes[i].rank == GRAPH_UNSEEN)
            graph->nodes[i].class = TARE_GRAPH_LOST;
    if (graph->params->roots_only || !any_unseen(graph))
        return 0;
    graph->class = TARE_GRAPH_INTEGERS;
    follow_integers(graph);
    tare_graph_settle(graph);
    graph->class = TARE_GRAPH_STATICS;
    follow_statics(graph);
    tare_graph_settle(graph);
    graph->class = TARE_GRAPH_STACK;
    if (graph->params->stack.begin < graph->params->stack.end)
        tare_graph_scan_range(graph, graph->params->stack);
    tare_graph_settle(graph);
    return any_unseen(graph) ? find_cycles(graph, err) : 0;
}
