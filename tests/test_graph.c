/* SPDX-License-Identifier: MIT */
/*
 * The walk by types over memory that the test makes up: against a naive oracle for graphs drawn at
 * random, and by hand for what types add. Whole programs are walked in test_e2e_typed.c.
 */
#include <criterion/criterion.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "heap/graph.h"
#include "measure/hash.h"
#include "support_alloc.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define BASE        UINT64_C(0x10000)
#define WORDS       1024
#define BLOCKS_MAX  40
#define BLOCK_WORDS 6

/* All memory there is; words by index. */
struct world {
    uint64_t word[WORDS];
    struct tare_heap_block block[BLOCKS_MAX];
    size_t block_count;
};

static uint64_t address_of(size_t word)
{
    return BASE + word * sizeof(uint64_t);
}

static ssize_t read_world(void *context, uint64_t address, void *into, size_t bytes)
{
    const struct world *world = context;
    uint64_t end = address_of(WORDS);

    if (address < BASE || address >= end)
        return -1;
    bytes = bytes < end - address ? bytes : (size_t)(end - address);
    memcpy(into, (const char *)world->word + (address - BASE), bytes);
    return (ssize_t)bytes;
}

/* The next block, of so many words, two words of nothing in front of it. */
static size_t add_block(struct world *world, size_t words)
{
    size_t index = world->block_count++;
    uint64_t begin = index ? world->block[index - 1].address + world->block[index - 1].usable_bytes
                           : address_of(64);

    world->block[index] = (struct tare_heap_block){.address = begin + 16,
                                                   .requested_bytes = words * 8,
                                                   .usable_bytes = words * 8,
                                                   .seq = index + 1,
                                                   .site = 1 + index % 3,
                                                   .kind = TARE_HEAP_MALLOC};
    return index;
}

static uint64_t *words_of(struct world *world, size_t block)
{
    return &world->word[(world->block[block].address - BASE) / 8];
}

static struct tare_graph_params params_of(struct world *world)
{
    return (struct tare_graph_params){.blocks = world->block,
                                      .block_count = world->block_count,
                                      .read = read_world,
                                      .context = world};
}

/* reach[i]: from any of the blocks in `from`, over those that `open` lets through. */
static void spread(struct world *world, bool *reach, const bool *open)
{
    bool changed = true;

    while (changed) {
        changed = false;
        for (size_t i = 0; i < world->block_count; i++)
            for (size_t w = 0; reach[i] && w < world->block[i].requested_bytes / 8; w++)
                for (size_t j = 0; j < world->block_count; j++)
                    if (words_of(world, i)[w] - world->block[j].address <
                            world->block[j].usable_bytes &&
                        open[j] && !reach[j])
                        changed = reach[j] = true;
    }
}

/* Words 0..7 are the root, 8..15 static storage, 16..23 the stack. */
static void classify(struct world *world, unsigned char *class_of)
{
    static const enum tare_graph_class classes[] = {TARE_GRAPH_CONSERVATIVE, TARE_GRAPH_STATICS,
                                                    TARE_GRAPH_STACK};
    bool open[BLOCKS_MAX];

    for (size_t i = 0; i < world->block_count; i++)
        open[i] = true;
    for (size_t c = 0; c < COUNT(classes); c++) {
        bool reach[BLOCKS_MAX] = {false};

        for (size_t w = 8 * c; w < 8 * c + 8; w++)
            for (size_t j = 0; j < world->block_count; j++)
                reach[j] |= open[j] &&
                            world->word[w] - world->block[j].address < world->block[j].usable_bytes;
        spread(world, reach, open);
        for (size_t j = 0; j < world->block_count; j++)
            if (reach[j]) {
                class_of[j] = (unsigned char)classes[c];
                open[j] = false;
            }
    }
    /* A lost block is on a cycle where its own words lead back to it. */
    for (size_t i = 0; i < world->block_count; i++) {
        bool reach[BLOCKS_MAX] = {false};

        if (!open[i])
            continue;
        for (size_t w = 0; w < world->block[i].requested_bytes / 8; w++)
            for (size_t j = 0; j < world->block_count; j++)
                reach[j] |= open[j] && words_of(world, i)[w] - world->block[j].address <
                                           world->block[j].usable_bytes;
        spread(world, reach, open);
        class_of[i] = reach[i] ? TARE_GRAPH_LOST_CYCLE : TARE_GRAPH_LOST;
    }
}

/* A word that is a number, or leads into a block, to its begin or not. */
static uint64_t draw_word(const struct world *world, uint64_t random[4])
{
    uint64_t drawn = tare_hash_random(random);
    const struct tare_heap_block *block = &world->block[drawn % world->block_count];

    if ((drawn >> 32) % 3)
        return drawn >> 40;
    return block->address + ((drawn >> 36) % 2 ? (drawn >> 40) % block->usable_bytes : 0);
}

static void draw_world(struct world *world, uint64_t random[4])
{
    size_t count = 1 + tare_hash_random(random) % BLOCKS_MAX;

    memset(world, 0, sizeof *world);
    for (size_t i = 0; i < count; i++)
        add_block(world, 1 + tare_hash_random(random) % BLOCK_WORDS);
    for (size_t w = 0; w < 24; w++)
        world->word[w] = tare_hash_random(random) % 4 ? 0 : draw_word(world, random);
    for (size_t i = 0; i < count; i++)
        for (size_t w = 0; w < world->block[i].requested_bytes / 8; w++)
            words_of(world, i)[w] = draw_word(world, random);
}

Test(graph, agrees_with_a_naive_walk)
{
    static const struct tare_space_range statics = {BASE + 64, BASE + 128};
    static struct world world;
    uint64_t random[4];

    tare_hash_seed(random, 11);
    for (int i = 0; i < 3000; i++) {
        const struct tare_graph_root root = {.address = BASE, .bytes = 64, .type = TARE_TYPE_NONE};
        struct tare_graph_params params;
        unsigned char expected[BLOCKS_MAX];
        unsigned char class_of[BLOCKS_MAX];
        struct tare_graph_amount sum = {0};
        struct tare_graph graph;
        struct tare_err err = {0};
        uint64_t books = 0;

        draw_world(&world, random);
        classify(&world, expected);
        params = params_of(&world);
        params.roots = &root;
        params.root_count = 1;
        params.statics = &statics;
        params.static_count = 1;
        params.stack = (struct tare_space_range){BASE + 128, BASE + 192};
        cr_assert_eq(tare_graph_walk(&params, &graph, class_of, &err), 0, "%s", err.text);
        for (size_t j = 0; j < world.block_count; j++) {
            cr_assert_eq(class_of[j], expected[j], "graph %d: block %zu is of class %d, not %d", i,
                         j, class_of[j], expected[j]);
            books += world.block[j].requested_bytes;
        }
        for (size_t c = 0; c < TARE_GRAPH_CLASSES; c++) {
            sum.blocks += graph.classes[c].blocks;
            sum.bytes += graph.classes[c].bytes;
        }
        cr_assert(sum.blocks == world.block_count && sum.bytes == books,
                  "graph %d: classes make %llu blocks of %llu bytes", i,
                  (unsigned long long)sum.blocks, (unsigned long long)sum.bytes);
        tare_graph_free(&graph);
    }
}

/* Types by hand: 0 is char, 1 is struct pair {pair *, long}, 2 is pair *, 3 char *. */
static struct tare_slot pair_slots[] = {
    {.count = 1, .stride_bytes = 8, .type = 1, .kind = TARE_SLOT_POINTER}};
static struct tare_slot bytes_slots[] = {
    {.count = 1, .stride_bytes = 8, .type = 0, .kind = TARE_SLOT_POINTER}};
static char names[4][8] = {"char", "pair", "pair *", "char *"};
static struct tare_type types[] = {
    {.name = names[0], .bytes = 1, .tail_type = TARE_TYPE_NONE},
    {.name = names[1],
     .bytes = 16,
     .padding_bytes = 4,
     .is_aggregate = true,
     .tail_type = TARE_TYPE_NONE,
     .slot_count = 1,
     .slots = pair_slots},
    {.name = names[2],
     .bytes = 8,
     .tail_type = TARE_TYPE_NONE,
     .slot_count = 1,
     .slots = pair_slots},
    {.name = names[3],
     .bytes = 8,
     .tail_type = TARE_TYPE_NONE,
     .slot_count = 1,
     .slots = bytes_slots},
};

static const struct tare_type *get_type(void *context, tare_type_id type)
{
    (void)context;
    return type < COUNT(types) ? &types[type] : NULL;
}

static const struct tare_type_source source = {.get = get_type};

/* A block that is seen as characters and as a struct is a struct, whichever root comes first. */
Test(graph, the_better_type_wins_in_any_order)
{
    for (int order = 0; order < 2; order++) {
        static struct world world;
        struct tare_graph_root roots[2];
        struct tare_graph_params params;
        struct tare_graph graph;
        struct tare_err err = {0};
        size_t first, second;

        memset(&world, 0, sizeof world);
        first = add_block(&world, 2);
        second = add_block(&world, 2);
        words_of(&world, first)[0] = world.block[second].address;
        world.word[0] = world.word[1] = world.block[first].address;
        roots[order] = (struct tare_graph_root){.address = BASE, .bytes = 8, .type = 3};
        roots[1 - order] = (struct tare_graph_root){.address = BASE + 8, .bytes = 8, .type = 2};
        params = params_of(&world);
        params.roots = roots;
        params.root_count = 2;
        params.types = &source;
        cr_assert_eq(tare_graph_walk(&params, &graph, NULL, &err), 0, "%s", err.text);
        cr_expect_eq(graph.classes[TARE_GRAPH_TYPED].blocks, 2, "order %d: %llu blocks are typed",
                     order, (unsigned long long)graph.classes[TARE_GRAPH_TYPED].blocks);
        cr_expect(graph.type_count && graph.types[0].type == 1 && graph.types[0].count == 2,
                  "order %d: type %u", order, graph.type_count ? graph.types[0].type : 99);
        cr_expect_eq(graph.padding_bytes, 8, "order %d: padding %llu", order,
                     (unsigned long long)graph.padding_bytes);
        cr_expect_eq(graph.edges.count, 3, "order %d: %llu edges", order,
                     (unsigned long long)graph.edges.count);
        tare_graph_free(&graph);
    }
}

/* Pointers that do not fit what they lead to: however many, the block is scanned once. */
Test(graph, many_pointers_that_do_not_fit)
{
    static struct world world;
    struct tare_graph_root roots[60];
    struct tare_graph_params params;
    struct tare_graph graph;
    struct tare_err err = {0};

    add_block(&world, 3);
    for (size_t i = 0; i < COUNT(roots); i++) {
        world.word[i] = world.block[0].address + 8;
        roots[i] = (struct tare_graph_root){.address = BASE + 8 * i, .bytes = 8, .type = 2};
    }
    params = params_of(&world);
    params.roots = roots;
    params.root_count = COUNT(roots);
    params.types = &source;
    cr_assert_eq(tare_graph_walk(&params, &graph, NULL, &err), 0, "%s", err.text);
    cr_expect_eq(graph.classes[TARE_GRAPH_CONSERVATIVE].bytes, 24, "%llu bytes",
                 (unsigned long long)graph.classes[TARE_GRAPH_CONSERVATIVE].bytes);
    cr_expect_eq(graph.edges.count, COUNT(roots), "%llu edges",
                 (unsigned long long)graph.edges.count);
    tare_graph_free(&graph);
}

/* An integer of a typed block, with and without what NaN-boxing and tags put into it. */
Test(graph, integers_that_hide_pointers_are_a_class_of_their_own)
{
    static const uint64_t hidden[] = {0, 1, UINT64_C(0xfff8) << 48, UINT64_C(0x7ff9) << 48 | 3};

    for (size_t i = 0; i < COUNT(hidden); i++) {
        static struct world world;
        struct tare_graph_root root = {.type = 1, .bytes = 16};
        struct tare_graph_params params;
        struct tare_graph graph;
        struct tare_err err = {0};
        size_t holder, held, further;

        memset(&world, 0, sizeof world);
        holder = add_block(&world, 2);
        held = add_block(&world, 3);
        further = add_block(&world, 1);
        words_of(&world, holder)[1] = world.block[held].address | hidden[i];
        words_of(&world, held)[2] = world.block[further].address;
        root.address = world.block[holder].address;
        params = params_of(&world);
        params.roots = &root;
        params.root_count = 1;
        params.types = &source;
        cr_assert_eq(tare_graph_walk(&params, &graph, NULL, &err), 0, "%s", err.text);
        cr_expect_eq(graph.size.deep_bytes, 16, "%zu: deep size %llu", i,
                     (unsigned long long)graph.size.deep_bytes);
        cr_expect_eq(graph.classes[TARE_GRAPH_INTEGERS].blocks, 2, "%zu: %llu blocks", i,
                     (unsigned long long)graph.classes[TARE_GRAPH_INTEGERS].blocks);
        tare_graph_free(&graph);
    }
}

static int attempt(void *data, struct tare_err *err)
{
    const struct tare_graph_params *params = data;
    struct tare_graph graph;
    int status = tare_graph_walk(params, &graph, NULL, err);

    tare_graph_free(&graph);
    return status;
}

Test(graph, memory_that_runs_out_is_told)
{
    static struct world world;
    static struct tare_graph_root root = {.type = 1, .bytes = 16};
    struct tare_graph_params params;
    size_t holder, ring;

    holder = add_block(&world, 2);
    ring = add_block(&world, 2);
    add_block(&world, 1);
    words_of(&world, ring)[1] = world.block[ring].address;
    root.address = world.block[holder].address;
    params = params_of(&world);
    params.roots = &root;
    params.root_count = 1;
    params.types = &source;
    support_alloc_each(attempt, &params);
}
