/* SPDX-License-Identifier: MIT */
/*
 * Debug information that is cut short or damaged, at many places drawn by seed: reading costs types
 * and never more. What is read of it is used: layouts are summed up and ordered, a heap that is
 * made up is walked by the types, sites are named.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dwarf/inside.h"
#include "dwarf/layout.h"
#include "heap/graph.h"
#include "measure/hash.h"
#include "support_junk.h"
#include "support_run.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define SEEDS       1000
#define BASE        UINT64_C(0x10000)
#define WORDS       4096
#define BLOCKS      24
#define STATICS_END 64
#define TYPES_MAX   60
#define CODE_BYTES  0x9000

/* A heap that is made up: blocks of many sizes, of which each word leads to some block. */
struct heap {
    uint64_t word[WORDS];
    struct tare_heap_block block[BLOCKS];
    uint64_t bytes; /* of all blocks */
};

static void make_heap(struct heap *heap)
{
    uint64_t random[4];
    uint64_t at = STATICS_END;

    tare_hash_seed(random, 1);
    heap->bytes = 0;
    for (size_t i = 0; i < BLOCKS; i++) {
        uint64_t words = i % 2 ? 1 + i : 1 + tare_hash_random(random) % 200;

        heap->block[i] = (struct tare_heap_block){.address = BASE + 8 * at,
                                                  .requested_bytes = 8 * words,
                                                  .usable_bytes = 8 * words,
                                                  .seq = i + 1,
                                                  .kind = TARE_HEAP_MALLOC};
        heap->bytes += 8 * words;
        at += words + 1;
    }
    cr_assert_lt(at, WORDS, "the heap is too small");
    for (size_t i = 0; i < WORDS; i++) {
        const struct tare_heap_block *block = &heap->block[tare_hash_random(random) % BLOCKS];
        uint64_t drawn = tare_hash_random(random);

        heap->word[i] = block->address + (drawn % 3 ? 0 : drawn % block->requested_bytes);
    }
}

static ssize_t read_heap(void *context, uint64_t address, void *into, size_t bytes)
{
    const struct heap *heap = context;
    uint64_t end = BASE + sizeof heap->word;

    if (address < BASE || address >= end)
        return -1;
    bytes = bytes < end - address ? bytes : (size_t)(end - address);
    memcpy(into, (const char *)heap->word + (address - BASE), bytes);
    return (ssize_t)bytes;
}

/* Walks from a root of that type in each kind of place; the classes have to make up the blocks. */
static void walk_heap(struct tare_dwarf_file *file, tare_type_id type, struct heap *heap)
{
    static const struct tare_space_range statics = {BASE, BASE + 8 * STATICS_END};
    const struct tare_graph_root roots[] = {
        {.address = heap->block[0].address, .type = type, .bytes = 8},
        {.address = BASE + 64, .type = type, .bytes = 8},
    };
    struct tare_graph_params params = {.blocks = heap->block,
                                       .block_count = BLOCKS,
                                       .roots = roots,
                                       .root_count = COUNT(roots),
                                       .statics = &statics,
                                       .static_count = 1,
                                       .types = tare_dwarf_file_types(file),
                                       .read = read_heap,
                                       .context = heap};
    struct tare_graph_amount sum = {0};
    struct tare_graph graph;
    struct tare_err err = {0};

    if (tare_graph_walk(&params, &graph, NULL, &err) == 0) {
        for (size_t c = 0; c < TARE_GRAPH_CLASSES; c++) {
            sum.blocks += graph.classes[c].blocks;
            sum.bytes += graph.classes[c].bytes;
        }
        cr_expect(sum.blocks == BLOCKS && sum.bytes == heap->bytes, "%llu blocks of %llu bytes",
                  (unsigned long long)sum.blocks, (unsigned long long)sum.bytes);
    } else {
        cr_expect_fail("type %u: %s", type, err.text);
    }
    tare_graph_free(&graph);
}

static void use_types(struct tare_dwarf_file *file, struct heap *heap)
{
    const struct tare_type_source *source = tare_dwarf_file_types(file);

    for (size_t i = 0; i < file->definition_count && i < TYPES_MAX; i++) {
        tare_type_id id = tare_dwarf_type_id(file, &file->definitions[i].die);
        const struct tare_type *type = id == TARE_TYPE_NONE ? NULL : source->get(file, id);

        if (!type)
            continue;
        cr_expect(type->bytes > 0 && type->padding_bytes <= type->bytes && type->name,
                  "%s: %llu bytes, %llu of padding", type->name, (unsigned long long)type->bytes,
                  (unsigned long long)type->padding_bytes);
        walk_heap(file, id, heap);
    }
}

static void use_layouts(struct tare_dwarf_file *file)
{
    struct tare_dwarf_layouts layouts;
    struct tare_err err = {0};

    if (tare_dwarf_layouts_read(file, NULL, &layouts, &err))
        cr_expect_gt(strlen(err.text), 0, "no reason");
    for (size_t i = 0; i < layouts.count; i++) {
        const struct tare_layout *layout = &layouts.layout[i];
        size_t *order = calloc(layout->field_count + 1, sizeof *order);

        tare_layout_sum(layout);
        cr_expect_leq(tare_layout_best(layout, order), layout->bytes, "%s: worse than today",
                      layout->name);
        free(order);
    }
    tare_dwarf_layouts_free(&layouts);
}

/* Where roots and code are in the file as it was. */
struct places {
    size_t count;
    uint64_t address[64];
    uint64_t code_begin;
    uint64_t code_end;
};

static void use_places(struct tare_dwarf_file *file, const struct places *places)
{
    struct tare_err err = {0};
    char text[64];

    for (size_t i = 0; i < places->count; i++) {
        tare_type_id type;

        err = (struct tare_err){0};
        if (tare_dwarf_file_root(file, places->address[i], &type, &err))
            cr_expect_gt(strlen(err.text), 0, "no reason");
    }
    for (uint64_t at = places->code_begin; at < places->code_end; at += 97) {
        memset(text, 'x', sizeof text);
        tare_dwarf_file_site(file, at, text, sizeof text);
        cr_expect_lt(strnlen(text, sizeof text), sizeof text, "a site without an end");
    }
}

static struct places find_places(const char *path)
{
    struct tare_err err = {0};
    struct tare_dwarf_file *file = tare_dwarf_file_open(path, &err);
    struct places places = {.code_begin = tare_dwarf_file_base(file)};

    cr_assert(file && tare_dwarf_file_index(file, &err) == 0, "%s: %s", path, err.text);
    for (size_t i = 0; i < file->carrier_count && i < COUNT(places.address); i++)
        places.address[places.count++] = file->carriers[i].address;
    cr_assert_gt(places.count, 0, "%s: no roots", path);
    places.code_end = places.code_begin + CODE_BYTES;
    tare_dwarf_file_close(file);
    return places;
}

static void try_seeds(const char *path)
{
    static struct heap heap;
    struct support_junk junk = support_junk_open(path);
    struct places places = find_places(path);
    int fd = memfd_create("junk", MFD_CLOEXEC);
    char name[64];

    make_heap(&heap);
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        const char *made = support_junk_make(&junk, seed);
        struct tare_err err = {0};
        struct tare_dwarf_file *file;

        cr_assert_eq(pwrite(fd, made, junk.count, 0), (ssize_t)junk.count, "cannot write");
        file = tare_dwarf_file_open(name, &err);
        cr_assert_not_null(file, "seed %llu: %s", (unsigned long long)seed, err.text);
        use_layouts(file);
        use_types(file, &heap);
        use_places(file, &places);
        tare_dwarf_file_close(file);
    }
    close(fd);
    support_junk_free(&junk);
}

/* The cases as a shared object, which needs no libtare.a. */
static void try_build(const char *compiler, const char *flags)
{
    char *folder = run_folder_new();
    char path[512];
    struct run built;

    if (!run_has_command(compiler))
        cr_skip_test("no %s here", compiler);
    built = run_shell(60,
                      "%s -std=gnu11 -O1 -fPIC -shared %s -Iinclude tests/fixtures/typed.c "
                      "tests/fixtures/typed/*.c -o %s/junk.so",
                      compiler, flags, folder);
    cr_assert_eq(built.status, 0, "%s %s: %s", compiler, flags, built.err);
    snprintf(path, sizeof path, "%s/junk.so", folder);
    try_seeds(path);
    run_free(&built);
    run_folder_remove(folder);
}

Test(dwarf_junk, gcc_dwarf_5, .timeout = 240)
{
    try_build("gcc", "-g");
}

Test(dwarf_junk, gcc_dwarf_4_type_units, .timeout = 240)
{
    try_build("gcc", "-gdwarf-4 -fdebug-types-section");
}

Test(dwarf_junk, gcc_compressed, .timeout = 240)
{
    try_build("gcc", "-g -gz");
}

Test(dwarf_junk, clang_dwarf_5, .timeout = 240)
{
    try_build("clang", "-g");
}
