/* SPDX-License-Identifier: MIT */
/* The walk, over memory made up here. */
#include "heap/walk.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The child of these tests: one stretch of memory, with a hole that cannot be read. */
#define BASE        UINT64_C(0x100000)
#define WORLD_BYTES (UINT64_C(8) << 20)

struct world {
    unsigned char *bytes; /* what lies at BASE */
    uint64_t hole_begin;  /* 0, 0: no hole */
    uint64_t hole_end;
    uint64_t touched_begin; /* what world_touched() says */
    uint64_t read_bytes;
};

static ssize_t world_read(void *context, uint64_t address, void *into, size_t bytes)
{
    struct world *world = context;
    uint64_t end = address + bytes;

    if (address < BASE || end > BASE + WORLD_BYTES ||
        (address >= world->hole_begin && address < world->hole_end))
        return -1;
    if (address < world->hole_begin && end > world->hole_begin)
        end = world->hole_begin;
    memcpy(into, world->bytes + (address - BASE), (size_t)(end - address));
    world->read_bytes += end - address;
    return (ssize_t)(end - address);
}

static uint64_t world_touched(void *context, uint64_t address, uint64_t end)
{
    const struct world *world = context;
    uint64_t next = address > world->touched_begin ? address : world->touched_begin;

    return next < end ? next : end;
}

static struct world world_new(void)
{
    return (struct world){.bytes = calloc(1, WORLD_BYTES)};
}

/* Small tables below: addresses are relative to BASE; a block or word of all zeros ends a list. */
enum { BLOCKS_MAX = 6, WORDS_MAX = 8, ROOTS_MAX = 3 };

struct expected {
    uint64_t deep;
    uint64_t usable;
    uint64_t blocks;
    uint64_t lines;
    uint64_t pages;
    uint64_t unreadable_blocks;
    uint64_t unreadable_roots;
};

static const struct graph {
    const char *name;
    struct {
        uint64_t at, requested, usable;
    } blocks[BLOCKS_MAX];
    struct {
        uint64_t at, to;
    } words[WORDS_MAX];
    struct tare_heap_root roots[ROOTS_MAX];
    uint64_t hole_begin, hole_end;
    struct expected expected;
} graphs[] = {
    {.name = "a block alone",
     .blocks = {{0x1000, 40, 56}},
     .roots = {{0x1000, 8}},
     .expected = {40, 56, 1, 1, 1, 0, 0}},
    {.name = "no root", .blocks = {{0x1000, 40, 56}}, .expected = {0}},
    {.name = "a list, in no order of addresses",
     .blocks = {{0x1000, 16, 24}, {0x2000, 16, 24}, {0x3000, 16, 24}},
     .words = {{0x2000, 0x3000}, {0x3008, 0x1000}},
     .roots = {{0x2000, 16}},
     .expected = {48, 72, 3, 3, 3, 0, 0}},
    {.name = "a cycle",
     .blocks = {{0x1000, 16, 24}, {0x2000, 16, 24}},
     .words = {{0x1000, 0x2000}, {0x2000, 0x1000}},
     .roots = {{0x1000, 16}},
     .expected = {32, 48, 2, 2, 2, 0, 0}},
    {.name = "a block that points to itself",
     .blocks = {{0x1000, 16, 24}},
     .words = {{0x1008, 0x1000}},
     .roots = {{0x1000, 16}},
     .expected = {16, 24, 1, 1, 1, 0, 0}},
    {.name = "a shared block",
     .blocks = {{0x1000, 16, 24}, {0x1020, 8, 24}},
     .words = {{0x1000, 0x1020}, {0x1008, 0x1020}},
     .roots = {{0x1000, 16}},
     .expected = {24, 48, 2, 1, 1, 0, 0}},
    {.name = "pointers into the middle and to the last usable byte",
     .blocks = {{0x1000, 16, 24}, {0x2000, 10, 24}, {0x3000, 10, 24}},
     .words = {{0x1000, 0x2005}, {0x1008, 0x3017}},
     .roots = {{0x1000, 16}},
     .expected = {36, 72, 3, 3, 3, 0, 0}},
    {.name = "pointers one before and one past",
     .blocks = {{0x1000, 16, 24}, {0x2000, 24, 24}},
     .words = {{0x1000, 0x1fff}, {0x1008, 0x2018}},
     .roots = {{0x1000, 16}},
     .expected = {16, 24, 1, 1, 1, 0, 0}},
    {.name = "a pointer past the requested size",
     .blocks = {{0x1000, 16, 24}, {0x2000, 24, 24}},
     .words = {{0x1010, 0x2000}},
     .roots = {{0x1000, 16}},
     .expected = {16, 24, 1, 1, 1, 0, 0}},
    {.name = "a pointer that its block's size cuts off",
     .blocks = {{0x1000, 15, 24}, {0x2000, 24, 24}},
     .words = {{0x1008, 0x2000}},
     .roots = {{0x1000, 15}},
     .expected = {15, 24, 1, 1, 1, 0, 0}},
    {.name = "a pointer that is not aligned",
     .blocks = {{0x1000, 24, 24}, {0x2000, 24, 24}},
     .words = {{0x1004, 0x2000}},
     .roots = {{0x1000, 24}},
     .expected = {24, 24, 1, 1, 1, 0, 0}},
    {.name = "an empty block",
     .blocks = {{0x1000, 8, 24}, {0x2000, 0, 0}},
     .words = {{0x1000, 0x2000}},
     .roots = {{0x1000, 8}},
     .expected = {8, 24, 2, 1, 1, 0, 0}},
    {.name = "a root that points into a block counts all of it",
     .blocks = {{0x1000, 100, 104}},
     .roots = {{0x1020, 4}},
     .expected = {100, 104, 1, 2, 1, 0, 0}},
    {.name = "a root outside of blocks counts itself and leads on",
     .blocks = {{0x1000, 16, 24}, {0x2000, 16, 24}},
     .words = {{0x5008, 0x2000}},
     .roots = {{0x5000, 24}},
     .expected = {40, 48, 1, 2, 2, 0, 0}},
    {.name = "roots that overlap count once",
     .blocks = {{0x1000, 16, 24}},
     .words = {{0x5000, 0x1000}},
     .roots = {{0x5000, 32}, {0x5010, 32}, {0x1000, 16}},
     .expected = {64, 72, 1, 2, 2, 0, 0}},
    {.name = "a null root",
     .blocks = {{0x1000, 16, 24}},
     .roots = {{-BASE, 16}, {0x1000, 16}},
     .expected = {16, 24, 1, 1, 1, 0, 0}},
    {.name = "a root that cannot be read",
     .blocks = {{0x1000, 16, 24}},
     .roots = {{0x5000, 16}, {-BASE + 8, 16}, {0x1000, 16}},
     .hole_begin = 0x5000,
     .hole_end = 0x6000,
     .expected = {16, 24, 1, 1, 1, 0, 2}},
    {.name = "a block that cannot be read is counted, and its neighbours are scanned",
     .blocks = {{0x1000, 16, 24}, {0x1800, 0x1000, 0x1000}, {0x2ff0, 8, 8}, {0x7000, 32, 40}},
     .words = {{0x1000, 0x1800}, {0x1008, 0x2ff0}, {0x2ff0, 0x7000}},
     .roots = {{0x1000, 16}},
     .hole_begin = 0x2000,
     .hole_end = 0x2800,
     .expected = {16 + 0x1000 + 8 + 32, 24 + 0x1000 + 8 + 40, 4, 1 + 64 + 1 + 1, 3, 1, 0}},
    {.name = "lines and pages that blocks share",
     .blocks = {{0xff0, 16, 24}, {0x1008, 16, 24}, {0x1020, 200, 200}, {0x10e8, 4096, 4096}},
     .words = {{0xff0, 0x1008}, {0xff8, 0x1020}, {0x1008, 0x10e8}},
     .roots = {{0xff0, 16}},
     .expected = {16 + 16 + 200 + 4096, 24 + 24 + 200 + 4096, 4, 69, 3, 0, 0}},
    {.name = "large blocks are scanned to the end",
     .blocks = {{0x10000, 0x300000, 0x300000}, {0x400000, 16, 24}, {0x400020, 16, 24}},
     .words = {{0x30fff8, 0x400000}, {0x10010, 0x400020}},
     .roots = {{0x10000, 8}},
     .expected = {0x300000 + 32, 0x300000 + 48, 3, 0x300000 / 64 + 1, 0x300 + 1, 0, 0}},
};

static struct tare_heap_size walk_graph(const struct graph *graph, struct world *world,
                                        size_t cache_bytes)
{
    struct tare_heap_block blocks[BLOCKS_MAX] = {0};
    struct tare_heap_root roots[ROOTS_MAX] = {0};
    struct tare_heap_size size;
    struct tare_err err = {0};
    size_t count = 0;

    for (size_t i = 0; i < BLOCKS_MAX && graph->blocks[i].at != 0; i++)
        blocks[count++] = (struct tare_heap_block){.address = BASE + graph->blocks[i].at,
                                                   .requested_bytes = graph->blocks[i].requested,
                                                   .usable_bytes = graph->blocks[i].usable,
                                                   .kind = TARE_HEAP_MALLOC};
    for (size_t i = 0; i < WORDS_MAX && graph->words[i].at != 0; i++) {
        uint64_t to = BASE + graph->words[i].to;
        memcpy(world->bytes + graph->words[i].at, &to, sizeof to);
    }
    for (size_t i = 0; i < ROOTS_MAX && graph->roots[i].address != 0; i++)
        roots[i] = (struct tare_heap_root){BASE + graph->roots[i].address, graph->roots[i].bytes};
    world->hole_begin = graph->hole_begin ? BASE + graph->hole_begin : 0;
    world->hole_end = graph->hole_end ? BASE + graph->hole_end : 0;
    cr_assert(tare_heap_walk(&(struct tare_heap_walk_params){.blocks = blocks,
                                                             .block_count = count,
                                                             .roots = roots,
                                                             .root_count = ROOTS_MAX,
                                                             .read = world_read,
                                                             .context = world,
                                                             .cache_bytes = cache_bytes},
                             &size, NULL, &err) == 0,
              "%s: %s", graph->name, err.text);
    return size;
}

static void check_graph(const struct graph *graph, size_t cache_bytes)
{
    struct world world = world_new();
    struct tare_heap_size size = walk_graph(graph, &world, cache_bytes);
    const struct expected *expected = &graph->expected;

    cr_expect(size.deep_bytes == expected->deep, "%s: deep %" PRIu64, graph->name, size.deep_bytes);
    cr_expect(size.usable_bytes == expected->usable, "%s: usable %" PRIu64, graph->name,
              size.usable_bytes);
    cr_expect(size.blocks == expected->blocks, "%s: blocks %" PRIu64, graph->name, size.blocks);
    cr_expect(size.cache_lines == expected->lines, "%s: lines %" PRIu64, graph->name,
              size.cache_lines);
    cr_expect(size.pages == expected->pages, "%s: pages %" PRIu64, graph->name, size.pages);
    cr_expect(size.unreadable_blocks == expected->unreadable_blocks, "%s: unreadable %" PRIu64,
              graph->name, size.unreadable_blocks);
    cr_expect(size.unreadable_roots == expected->unreadable_roots, "%s: unreadable roots %" PRIu64,
              graph->name, size.unreadable_roots);
    free(world.bytes);
}

/* Copies kept in large pieces, and blocks read one by one because there is no room for copies. */
Test(heap, walk_reaches_what_the_roots_lead_to)
{
    for (size_t i = 0; i < sizeof graphs / sizeof graphs[0]; i++) {
        check_graph(&graphs[i], 0);
        check_graph(&graphs[i], 1);
    }
}

static struct tare_heap_size walk_one(struct world *world, const struct tare_heap_block *block,
                                      tare_heap_touched *touched)
{
    struct tare_heap_root root = {block->address, 8};
    struct tare_heap_size size = {0};

    cr_assert(tare_heap_walk(&(struct tare_heap_walk_params){.blocks = block,
                                                             .block_count = 1,
                                                             .roots = &root,
                                                             .root_count = 1,
                                                             .read = world_read,
                                                             .touched = touched,
                                                             .context = world},
                             &size, NULL, NULL) == 0,
              "the walk failed");
    return size;
}

Test(heap, unwritten_bytes_are_those_that_hold_poison)
{
    static const struct {
        uint64_t at, requested, first, count, unwritten;
        enum tare_heap_kind kind;
    } rows[] = {
        {0x1000, 40, 0, 64, 40, TARE_HEAP_MALLOC},
        {0x1000, 40, 3, 9, 9, TARE_HEAP_MALLOC},
        {0x1000, 40, 8, 8, 8, TARE_HEAP_MALLOC},
        {0x1003, 13, 0, 13, 13, TARE_HEAP_MALLOC},
        {0x1003, 2, 0, 13, 2, TARE_HEAP_MALLOC},
        {0x1000, 15, 13, 9, 2, TARE_HEAP_MALLOC},
        {0x1000, 40, 0, 0, 0, TARE_HEAP_MALLOC},
        {0x1000, 40, 0, 40, 0, TARE_HEAP_MMAP},
        {0x1000, 3 << 20, 7, 2 << 20, 2 << 20, TARE_HEAP_MALLOC},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world world = world_new();
        struct tare_heap_block block = {.address = BASE + rows[i].at,
                                        .requested_bytes = rows[i].requested,
                                        .usable_bytes = rows[i].requested + 8,
                                        .kind = rows[i].kind};
        struct tare_heap_size size;

        memset(world.bytes + rows[i].at + rows[i].first, TARE_HEAP_POISON, rows[i].count);
        size = walk_one(&world, &block, NULL);
        cr_expect(size.unwritten_bytes == rows[i].unwritten, "row %zu: %" PRIu64, i,
                  size.unwritten_bytes);
        free(world.bytes);
    }
}

Test(heap, poison_is_told_from_values_beside_it)
{
    struct world world = world_new();
    struct tare_heap_block block = {.address = BASE,
                                    .requested_bytes = 256 * 8,
                                    .usable_bytes = 256 * 8,
                                    .kind = TARE_HEAP_MALLOC};

    for (size_t i = 0; i < 256; i++)
        memset(world.bytes + i * 8, (int)i, 8);
    memset(world.bytes + 8, 0xfb, 4);
    memset(world.bytes + 12, 0xfa, 1);
    cr_expect(walk_one(&world, &block, NULL).unwritten_bytes == 9, "not 8 and 1");
    free(world.bytes);
}

/* A heap at 0x..fa.. has poison in each pointer to it. */
Test(heap, poison_in_a_pointer_was_written)
{
    struct world world = world_new();
    const uint64_t inside = BASE + 0xfa;
    const uint64_t outside = UINT64_C(0xfa00000000000000);
    struct tare_heap_block block = {
        .address = BASE, .requested_bytes = 512, .usable_bytes = 512, .kind = TARE_HEAP_MALLOC};

    memcpy(world.bytes, &inside, sizeof inside);
    memcpy(world.bytes + 8, &outside, sizeof outside);
    cr_expect(walk_one(&world, &block, NULL).unwritten_bytes == 1, "not that of the number alone");
    free(world.bytes);
}

Test(heap, pages_never_touched_are_not_read)
{
    struct world world = world_new();
    struct tare_heap_block block = {.address = BASE,
                                    .requested_bytes = WORLD_BYTES,
                                    .usable_bytes = WORLD_BYTES,
                                    .kind = TARE_HEAP_MMAP};

    world.touched_begin = BASE + WORLD_BYTES - 8192;
    cr_expect(walk_one(&world, &block, world_touched).deep_bytes == WORLD_BYTES, "not all counted");
    cr_expect(world.read_bytes == 8192, "%" PRIu64 " bytes read", world.read_bytes);
    free(world.bytes);
}

static uint64_t draw(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

enum { RANDOM_BLOCKS = 300 };

/* The plainest reachability there is: mark until nothing changes. */
static void mark_slowly(const struct world *world, const struct tare_heap_block *blocks,
                        unsigned char *reached)
{
    bool changed = true;

    while (changed) {
        changed = false;
        for (size_t i = 0; i < RANDOM_BLOCKS; i++) {
            for (size_t at = 0; reached[i] && at + 8 <= blocks[i].requested_bytes; at += 8) {
                uint64_t word;

                memcpy(&word, world->bytes + (blocks[i].address - BASE) + at, sizeof word);
                for (size_t j = 0; j < RANDOM_BLOCKS; j++) {
                    if (reached[j] || word - blocks[j].address >= blocks[j].usable_bytes)
                        continue;
                    reached[j] = 1;
                    changed = true;
                }
            }
        }
    }
}

/* Blocks of all sizes with gaps of all sizes, sparsely linked at random; some words point nowhere.
 */
Test(heap, walk_agrees_with_marking_until_nothing_changes)
{
    uint64_t state = 7;

    for (int round = 0; round < 40; round++) {
        struct tare_heap_block blocks[RANDOM_BLOCKS] = {0};
        unsigned char expected[RANDOM_BLOCKS] = {1};
        unsigned char reached[RANDOM_BLOCKS];
        struct world world = world_new();
        struct tare_heap_size size;
        uint64_t at = BASE;

        for (size_t i = 0; i < RANDOM_BLOCKS; i++) {
            uint64_t usable = (draw(&state) % (draw(&state) % 10 ? 20 : 3000) + 1) * 8;

            at += draw(&state) % 4 ? 8 : draw(&state) % 2000 * 8;
            blocks[i] = (struct tare_heap_block){.address = at,
                                                 .requested_bytes = usable - draw(&state) % 8,
                                                 .usable_bytes = usable};
            at += usable;
        }
        for (size_t i = 0; i < RANDOM_BLOCKS + 100; i++) {
            const struct tare_heap_block *from = &blocks[draw(&state) % RANDOM_BLOCKS];
            uint64_t offset = draw(&state) % from->usable_bytes / 8 * 8;
            uint64_t to = BASE + draw(&state) % (at - BASE);

            memcpy(world.bytes + (from->address - BASE) + offset, &to, sizeof to);
        }
        mark_slowly(&world, blocks, expected);
        cr_assert(tare_heap_walk(
                      &(struct tare_heap_walk_params){
                          .blocks = blocks,
                          .block_count = RANDOM_BLOCKS,
                          .roots = &(struct tare_heap_root){blocks[0].address, 1},
                          .root_count = 1,
                          .read = world_read,
                          .context = &world,
                          .cache_bytes = round % 2 ? 4096 : 0,
                      },
                      &size, reached, NULL) == 0,
                  "round %d: the walk failed", round);
        cr_expect(memcmp(reached, expected, sizeof reached) == 0, "round %d: they differ", round);
        free(world.bytes);
    }
}

Test(heap, blocks_that_cannot_be_are_refused)
{
    static const struct tare_heap_block rows[][2] = {
        {{.address = 32, .usable_bytes = 8}, {.address = 16, .usable_bytes = 8}},
        {{.address = 16, .usable_bytes = 8}, {.address = 16, .usable_bytes = 8}},
        {{.address = 16, .usable_bytes = 8}, {.address = 32, .usable_bytes = UINT64_MAX}},
        {{.address = 16, .usable_bytes = 8}, {.address = 32, .requested_bytes = UINT64_MAX}},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tare_heap_size size;
        struct tare_err err = {0};

        cr_expect(tare_heap_walk(&(struct tare_heap_walk_params){.blocks = rows[i],
                                                                 .block_count = 2,
                                                                 .read = world_read},
                                 &size, NULL, &err) == -1 &&
                      err.code == TARE_ERR_INPUT,
                  "row %zu was walked", i);
    }
}

Test(heap, nothing_leads_to_nothing)
{
    struct tare_heap_root root = {BASE, 0};
    struct tare_heap_size size;

    cr_expect(
        tare_heap_walk(
            &(struct tare_heap_walk_params){.roots = &root, .root_count = 1, .read = world_read},
            &size, NULL, NULL) == 0,
        "the walk failed");
    cr_expect(size.deep_bytes == 0 && size.cache_lines == 0 && size.unreadable_roots == 0,
              "something in nothing");
}
