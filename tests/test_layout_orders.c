/* SPDX-License-Identifier: MIT */
/*
 * The best order of a struct's fields, with the compiler as oracle: structs with bit-fields and
 * fields of a raised alignment are drawn, built and read, and those with their fields in the best
 * order, and sorted by alignment, are built again, which says how large they are.
 */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dwarf/layout.h"
#include "measure/hash.h"
#include "model/layout.h"
#include "support_run.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define STRUCTS      300
#define FIELDS_MAX   9

struct drawn {
    size_t count;
    bool has_tail;
    bool is_aligned;
    char fields[FIELDS_MAX + 1][80]; /* "int f0 : 3" */
};

static const char prelude[] = "struct in1 { char a; long b; };\n"
                              "struct in2 { char a[3]; short b; };\n"
                              "union in3 { char a; int b; };\n";

static const char *const plain_types[] = {
    "char",        "short",      "int",        "long",      "double",   "float", "void *",
    "long double", "struct in1", "struct in2", "union in3", "__int128", "_Bool", "float _Complex"};

static const struct {
    const char *name;
    unsigned bits;
} bit_types[] = {{"int", 32},  {"char", 8},      {"short", 16},
                 {"long", 64}, {"unsigned", 32}, {"_Bool", 1}};

static void draw_field(char *text, size_t room, size_t index, uint64_t random[4])
{
    static const char *const attributes[] = {"", "", "", "", "", "", "", "2", "16", "64"};
    const char *attribute = attributes[tare_hash_random(random) % COUNT(attributes)];
    size_t kind = tare_hash_random(random) % 4;
    size_t which = tare_hash_random(random);

    if (kind == 0) {
        which %= COUNT(bit_types);
        snprintf(text, room, "%s f%zu : %u", bit_types[which].name, index,
                 1 + (unsigned)(tare_hash_random(random) % bit_types[which].bits));
        return;
    }
    snprintf(text, room, "%s f%zu%s%s%s%s", plain_types[which % COUNT(plain_types)], index,
             kind == 1 ? "[3]" : "", *attribute ? " __attribute__((aligned(" : "", attribute,
             *attribute ? ")))" : "");
}

static void draw(struct drawn *drawn, uint64_t random[4])
{
    *drawn = (struct drawn){.count = 2 + tare_hash_random(random) % (FIELDS_MAX - 1),
                            .has_tail = tare_hash_random(random) % 8 == 0,
                            .is_aligned = tare_hash_random(random) % 8 == 0};
    for (size_t i = 0; i < drawn->count; i++)
        draw_field(drawn->fields[i], sizeof drawn->fields[i], i, random);
    if (drawn->has_tail)
        snprintf(drawn->fields[drawn->count], sizeof drawn->fields[0], "int f%zu[]", drawn->count);
    drawn->count += drawn->has_tail;
}

static void write_struct(FILE *file, char kind, size_t index, const struct drawn *drawn,
                         const size_t *order)
{
    fprintf(file, "struct %c%zu { ", kind, index);
    for (size_t i = 0; i < drawn->count; i++)
        fprintf(file, "%s; ", drawn->fields[order ? order[i] : i]);
    fprintf(file, "}%s;\n", drawn->is_aligned ? " __attribute__((aligned(16)))" : "");
}

static FILE *open_source(const char *folder, const char *name)
{
    char path[512];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    cr_assert_not_null(file, "cannot write '%s'", path);
    fputs(prelude, file);
    return file;
}

static void build(const char *folder, const char *command)
{
    struct run built = run_shell(60, "cd %s && %s", folder, command);

    cr_assert_eq(built.status, 0, "%s: %.2000s", command, built.err);
    run_free(&built);
}

static void write_drawn(const char *folder, const struct drawn *drawn)
{
    FILE *file = open_source(folder, "drawn.c");

    for (size_t i = 0; i < STRUCTS; i++) {
        write_struct(file, 's', i, &drawn[i], NULL);
        fprintf(file, "struct s%zu v%zu;\n", i, i);
    }
    fclose(file);
}

/* By falling alignment, at equal ones as they are; a flexible array last. */
static void sort(const struct tare_layout *layout, size_t *order)
{
    for (size_t i = 0; i < layout->field_count; i++) {
        size_t at = i;

        for (; at > 0 && !layout->fields[i].is_tail &&
               layout->fields[order[at - 1]].align_bytes < layout->fields[i].align_bytes;
             at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

static void write_claim(FILE *file, size_t index, const struct drawn *drawn,
                        const struct tare_layout *layout)
{
    size_t order[FIELDS_MAX + 1];
    uint64_t best = tare_layout_best(layout, order);

    cr_assert_eq(layout->field_count, drawn->count, "s%zu: %zu fields", index, layout->field_count);
    cr_expect_leq(best, layout->bytes, "s%zu grows", index);
    write_struct(file, 'b', index, drawn, order);
    fprintf(file, "_Static_assert(sizeof(struct b%zu) == %llu, \"best is not as told\");\n", index,
            (unsigned long long)best);
    sort(layout, order);
    write_struct(file, 'a', index, drawn, order);
    fprintf(file, "_Static_assert(sizeof(struct a%zu) >= %llu, \"sorted takes less\");\n", index,
            (unsigned long long)best);
}

static void write_claims(const char *folder, const struct drawn *drawn)
{
    char path[512];
    struct tare_err err = {0};
    struct tare_dwarf_layouts layouts;
    struct tare_dwarf_file *object;
    FILE *file = open_source(folder, "claims.c");
    size_t found = 0;

    snprintf(path, sizeof path, "%s/drawn.o", folder);
    object = tare_dwarf_file_open(path, &err);
    cr_assert(object && tare_dwarf_layouts_read(object, NULL, &layouts, &err) == 0, "%s", err.text);
    for (size_t i = 0; i < layouts.count; i++) {
        size_t index;

        if (sscanf(layouts.layout[i].name, "struct s%zu", &index) == 1) {
            write_claim(file, index, &drawn[index], &layouts.layout[i]);
            found++;
        }
    }
    cr_expect_eq(found, STRUCTS, "%zu structs", found);
    tare_dwarf_layouts_free(&layouts);
    tare_dwarf_file_close(object);
    fclose(file);
}

Test(layout_orders, sizes_are_those_that_the_compiler_makes, .timeout = 120)
{
    static const char *const compilers[] = {"gcc", "clang"};
    static struct drawn drawn[STRUCTS];
    uint64_t random[4];

    tare_hash_seed(random, 7);
    for (size_t i = 0; i < COUNT(compilers); i++) {
        char *folder = run_folder_new();
        char command[64];

        for (size_t j = 0; j < STRUCTS; j++)
            draw(&drawn[j], random);
        write_drawn(folder, drawn);
        if (run_has_command(compilers[i])) {
            snprintf(command, sizeof command, "%s -w -g -c drawn.c", compilers[i]);
            build(folder, command);
            write_claims(folder, drawn);
            snprintf(command, sizeof command, "%s -w -c claims.c", compilers[i]);
            build(folder, command);
        }
        run_folder_remove(folder);
    }
}

/* Where the fields of a packed struct lie tells of it; where they do not, no order is told. */
Test(layout_orders, packed_structs_stay_and_tell_their_alignment, .timeout = 60)
{
    static const struct {
        const char *name;
        uint64_t align_bytes;
    } structs[] = {
        {"struct plain", 1}, {"struct four", 4}, {"struct member", 4}, {"struct bits", 4}};
    char *folder = run_folder_new();
    FILE *file = open_source(folder, "packed.c");
    struct tare_err err = {0};
    struct tare_dwarf_file *object;
    char path[512];

    fputs("struct plain { long a; char b; short c; } __attribute__((packed)) v1;\n"
          "struct four { char a; long b; short c; char d; } "
          "__attribute__((packed, aligned(4))) v2;\n"
          "struct member { char a; long b __attribute__((packed)); int c; } v3;\n"
          "struct bits { char a; unsigned b : 3; unsigned : 30; unsigned c : 9; char d; } v4;\n",
          file);
    fclose(file);
    build(folder, "gcc -g -c packed.c");
    snprintf(path, sizeof path, "%s/packed.o", folder);
    object = tare_dwarf_file_open(path, &err);
    cr_assert_not_null(object, "%s", err.text);
    for (size_t i = 0; i < COUNT(structs); i++) {
        struct tare_dwarf_layouts layouts;
        size_t order[8];

        cr_assert_eq(tare_dwarf_layouts_read(object, structs[i].name, &layouts, &err), 0, "%s",
                     err.text);
        cr_assert_eq(layouts.count, 1, "%s: %zu", structs[i].name, layouts.count);
        cr_expect_eq(layouts.layout[0].align_bytes, structs[i].align_bytes, "%s: aligned to %llu",
                     structs[i].name, (unsigned long long)layouts.layout[0].align_bytes);
        cr_expect_eq(tare_layout_best(&layouts.layout[0], order), layouts.layout[0].bytes,
                     "%s: another order", structs[i].name);
        tare_dwarf_layouts_free(&layouts);
    }
    tare_dwarf_file_close(object);
    run_folder_remove(folder);
}
