/* SPDX-License-Identifier: MIT */
/* Layouts of structs: gaps and best orders by hand and by brute force; `tare layout`. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure/hash.h"
#include "model/layout.h"
#include "support_run.h"
#include "support_tare.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define FIELDS_MAX   7

struct made {
    struct tare_layout layout;
    struct tare_layout_field fields[FIELDS_MAX];
};

static uint64_t round_up(uint64_t value, uint64_t unit)
{
    return (value + unit - 1) / unit * unit;
}

/* Lays the fields out as a compiler does. */
static void lay_out(struct made *made, size_t count)
{
    uint64_t end = 0;

    made->layout =
        (struct tare_layout){.align_bytes = 1, .field_count = count, .fields = made->fields};
    for (size_t i = 0; i < count; i++) {
        struct tare_layout_field *field = &made->fields[i];

        end = round_up(end, field->align_bytes);
        field->offset_bits = end * 8;
        end += field->bits / 8;
        if (field->align_bytes > made->layout.align_bytes)
            made->layout.align_bytes = field->align_bytes;
    }
    made->layout.bytes = round_up(end, made->layout.align_bytes);
}

static uint64_t size_in_order(const struct made *made, const size_t *order)
{
    uint64_t end = 0;

    for (size_t i = 0; i < made->layout.field_count; i++) {
        const struct tare_layout_field *field = &made->fields[order[i]];

        end = round_up(end, field->align_bytes) + field->bits / 8;
    }
    return round_up(end, made->layout.align_bytes);
}

/* The least size over all orders of the fields from `first` on. */
static uint64_t least_size(const struct made *made, size_t *order, size_t first)
{
    uint64_t least = size_in_order(made, order);

    for (size_t i = first; i < made->layout.field_count; i++) {
        size_t kept = order[first];
        uint64_t size;

        order[first] = order[i];
        order[i] = kept;
        size = first + 1 < made->layout.field_count ? least_size(made, order, first + 1) : least;
        least = size < least ? size : least;
        kept = order[first];
        order[first] = order[i];
        order[i] = kept;
    }
    return least;
}

/* Sizes that are multiples of their alignment, as those of all types are. */
static void draw(struct made *made, uint64_t random[4])
{
    size_t count = 1 + tare_hash_random(random) % FIELDS_MAX;

    for (size_t i = 0; i < count; i++) {
        uint64_t align = UINT64_C(1) << tare_hash_random(random) % 5;

        made->fields[i] = (struct tare_layout_field){
            .align_bytes = align, .bits = 8 * align * (1 + tare_hash_random(random) % 3)};
    }
    lay_out(made, count);
}

Test(layout, no_order_is_better_than_the_best)
{
    uint64_t random[4];

    tare_hash_seed(random, 3);
    for (int i = 0; i < 500; i++) {
        struct made made;
        size_t order[FIELDS_MAX];
        size_t tried[FIELDS_MAX] = {0, 1, 2, 3, 4, 5, 6};
        unsigned seen = 0;
        uint64_t best;
        uint64_t least;

        draw(&made, random);
        best = tare_layout_best(&made.layout, order);
        least = least_size(&made, tried, 0);
        cr_assert_eq(best, least, "struct %d: %llu instead of %llu", i, (unsigned long long)best,
                     (unsigned long long)least);
        cr_assert_eq(size_in_order(&made, order), best, "struct %d: its order makes %llu", i,
                     (unsigned long long)size_in_order(&made, order));
        for (size_t j = 0; j < made.layout.field_count; j++)
            seen |= 1u << order[j];
        cr_assert_eq(seen, (1u << made.layout.field_count) - 1, "struct %d: fields are missing", i);
    }
}

Test(layout, what_cannot_move_stays)
{
    struct made packed = {
        .fields = {{.bits = 8, .align_bytes = 1}, {.bits = 64, .align_bytes = 8}}};
    struct made tail = {.fields = {{.bits = 8, .align_bytes = 1},
                                   {.bits = 64, .align_bytes = 8},
                                   {.bits = 8, .align_bytes = 1},
                                   {.bits = 0, .align_bytes = 4, .is_tail = true}}};
    size_t order[FIELDS_MAX];

    struct made derived = {.fields = {{.bits = 32, .align_bytes = 4, .is_fixed = true},
                                      {.bits = 64, .align_bytes = 8},
                                      {.bits = 32, .align_bytes = 4}}};
    struct made hiding = {
        .fields = {{.bits = 8, .align_bytes = 1}, {.bits = 64, .align_bytes = 8}}};

    lay_out(&derived, 3);
    cr_expect_eq(tare_layout_best(&derived.layout, order), 24, "a base stays in front");
    lay_out(&hiding, 2);
    hiding.layout.bytes = 32;
    cr_expect_eq(tare_layout_best(&hiding.layout, order), 32,
                 "16 bytes behind that nothing tells of");
    hiding.layout.bytes = 24;
    hiding.fields[1].offset_bits = 128;
    cr_expect_eq(tare_layout_best(&hiding.layout, order), 24, "a hole that no alignment makes");
    lay_out(&packed, 2);
    packed.fields[1].offset_bits = 8;
    packed.layout.bytes = 9;
    cr_expect_eq(tare_layout_best(&packed.layout, order), 9, "a packed struct");
    lay_out(&tail, 4);
    cr_expect_eq(tail.layout.bytes, 24, "today %llu", (unsigned long long)tail.layout.bytes);
    cr_expect_eq(tare_layout_best(&tail.layout, order), 16, "best %llu",
                 (unsigned long long)tare_layout_best(&tail.layout, order));
    cr_expect_eq(order[3], 3, "field %zu is last", order[3]);
    tail.layout.is_union = true;
    cr_expect_eq(tare_layout_best(&tail.layout, order), 24, "a union");
}

Test(layout, gaps_are_holes_and_padding)
{
    struct made made = {.fields = {{.bits = 8, .align_bytes = 1},
                                   {.bits = 32, .align_bytes = 4},
                                   {.bits = 8, .align_bytes = 1}}};
    struct tare_layout_sums sums;

    lay_out(&made, 3);
    sums = tare_layout_sum(&made.layout);
    cr_expect_eq(sums.hole_count, 1, "%llu holes", (unsigned long long)sums.hole_count);
    cr_expect_eq(sums.hole_bytes, 3, "%llu bytes", (unsigned long long)sums.hole_bytes);
    cr_expect_eq(sums.padding_bytes, 3, "%llu at the end", (unsigned long long)sums.padding_bytes);
    cr_expect_eq(sums.lines, 1, "%llu lines", (unsigned long long)sums.lines);
}

/* "tare layout ARGUMENTS", on the built programs. */
static void expect_layout(const char *arguments, int status, const char *expected)
{
    struct run run = run_shell(30, "%s/tare layout %s", run_build_folder(), arguments);
    const char *text = status ? run.err : run.out;

    cr_expect_eq(run.status, status, "%s: status %d: %s", arguments, run.status, run.err);
    cr_expect_not_null(strstr(text, expected), "%s: no '%s' in: %s", arguments, expected, text);
    run_free(&run);
}

Test(layout, the_command_says_what_is_there_and_what_is_wrong, .timeout = 60)
{
    static const struct {
        const char *arguments; /* of the fixture, %s */
        int status;
        const char *expected;
    } runs[] = {
        {"%s middle", 0, "      24     1  char         tag"},
        {"%s 'struct middle'", 0, "      25     7  (padding)"},
        {"%s tagged_word", 0, "struct tagged"},
        {"%s value", 0, "       4     4  (hole)"},
        {"%s --format csv", 0, "struct middle,typed.c:"},
        {"%s middle --format=json", 0, "\"padding_bytes\": 7"},
        {"--primitives", 0, "pthread_mutex_t"},
        {"--primitives --format csv", 0, "char,1,1,"},
        {"--primitives point", 2, "--primitives reads no 'point'"},
        {"--primitives --run latest", 2, "--primitives reads no 'latest'"},
        {"%s nonesuch", 2, "defines no struct 'nonesuch'"},
        {"%s --nonesuch", 2, "no flag '--nonesuch'"},
        {"%s --format yaml", 2, "'yaml': expected table, json or csv"},
        {"%s --run /nonesuch", 2, "/nonesuch"},
        {"/nonesuch", 2, "cannot open '/nonesuch'"},
        {"/dev/null", 2, "is no ELF file"},
        {"", 2, "expected an executable"},
    };

    for (size_t i = 0; i < COUNT(runs); i++) {
        char fixture[512];
        char arguments[1024];

        snprintf(fixture, sizeof fixture, "%s/fixtures/typed", run_build_folder());
        if (strncmp(runs[i].arguments, "%s", 2) == 0)
            snprintf(arguments, sizeof arguments, "%s%s", fixture, runs[i].arguments + 2);
        else
            snprintf(arguments, sizeof arguments, "%s", runs[i].arguments);
        expect_layout(arguments, runs[i].status, runs[i].expected);
    }
}

/* 500 records of 32 bytes, of which 24 would do. */
Test(layout, the_command_says_what_an_order_saves_where_structs_live, .timeout = 60)
{
    struct tare_run run;
    char arguments[1024];

    tare_run_skip_if_sanitized("nothing is weighed with ASan");
    snprintf(arguments, sizeof arguments, "%s/bench --filter '^scan/(padded|packed)/' --sizes 500",
             run_build_folder());
    run = tare_run_in(run_folder_new(), "", arguments);
    cr_assert_eq(run.run.status, 0, "status %d: %s", run.run.status, run.run.err);
    snprintf(arguments, sizeof arguments, "%s/bench --run %s/latest", run_build_folder(),
             run.folder);
    expect_layout(arguments, 0,
                  "reordering struct padded saves 3.91 KiB of 15.6 KiB in scan/padded/500\n");
    snprintf(arguments, sizeof arguments, "%s/bench packed --run %s/latest", run_build_folder(),
             run.folder);
    expect_layout(arguments, 0, "no order of these structs saves anything");
    snprintf(arguments, sizeof arguments, "%s/bench --run %s/latest --format csv",
             run_build_folder(), run.folder);
    expect_layout(arguments, 0,
                  "type,case,count,saved_bytes,deep_bytes\n"
                  "struct padded,scan/padded/500,500,4000,16000\n");
    snprintf(arguments, sizeof arguments, "%s/bench --run %s/latest --format json",
             run_build_folder(), run.folder);
    expect_layout(arguments, 0, "  \"saved_bytes\": 4000,\n  \"deep_bytes\": 16000\n");
    snprintf(arguments, sizeof arguments, "%s/bench packed --run %s/latest --format json",
             run_build_folder(), run.folder);
    expect_layout(arguments, 0, "[]\n");
    tare_run_free(&run);
}
