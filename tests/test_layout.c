/* SPDX-License-Identifier: MIT */
/* Layouts of structs: gaps and best orders by hand and by brute force, and against pahole. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dwarf/layout.h"
#include "measure/hash.h"
#include "model/layout.h"
#include "support_run.h"

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

/* What pahole says of a struct, in bits. */
struct pahole {
    uint64_t bytes;
    uint64_t hole_bits;
    uint64_t padding_bits;
    bool gave_up; /* pahole 1.24 knows no _Atomic */
    size_t count;
    struct {
        uint64_t offset_bits;
        uint64_t bits; /* 0: a bit-field, of which it tells the storage unit */
    } fields[512];
};

static uint64_t number_behind(const char *text, const char *word)
{
    const char *at = strstr(text, word);

    return at ? strtoull(at + strlen(word), NULL, 10) : 0;
}

/* A member: one tab, and behind it "offset: bit  size" or "offset  size" in a comment. */
static void read_member(struct pahole *said, const char *line)
{
    const char *comment = strstr(line, "/* ");
    unsigned long long offset, bit, size;

    if (line[0] != '\t' || line[1] == '\t' || line[1] == '/' || !comment ||
        said->count == COUNT(said->fields))
        return;
    if (sscanf(comment, "/* %llu:%llu %llu */", &offset, &bit, &size) == 3) {
        said->fields[said->count].offset_bits = offset * 8 + bit;
        said->fields[said->count++].bits = 0;
    } else if (sscanf(comment, "/* %llu %llu */", &offset, &size) == 2) {
        said->fields[said->count].offset_bits = offset * 8;
        said->fields[said->count++].bits = size * 8;
    }
}

/* Reads the lines of one struct; what is behind it. */
static char *read_struct(char *text, struct pahole *said)
{
    *said = (struct pahole){0};
    for (char *line = text, *next; *line; line = next) {
        next = line + strcspn(line, "\n");
        next += *next == '\n';
        if (next > line)
            next[-1] = '\0';
        if (line[0] == '}')
            return next;
        said->gave_up |= strstr(line, "<ERROR") != NULL;
        if (strncmp(line, "\t/* ", 4) != 0) {
            read_member(said, line);
            continue;
        }
        if (strstr(line, "/* size: "))
            said->bytes = number_behind(line, "/* size: ");
        said->hole_bits += 8 * number_behind(line, "sum holes: ");
        said->hole_bits += number_behind(line, "sum bit holes: ");
        said->padding_bits += 8 * number_behind(line, "/* padding: ");
        said->padding_bits += number_behind(line, "/* bit_padding: ");
    }
    return text + strlen(text);
}

static void expect_agreement(const char *file, const struct tare_layout *layout,
                             const struct pahole *said)
{
    uint64_t hole_bits = 0;
    uint64_t padding_bits = tare_layout_gap(layout, layout->field_count);

    for (size_t i = 0; i < layout->field_count; i++)
        hole_bits += tare_layout_gap(layout, i);
    cr_expect_eq(layout->bytes, said->bytes, "%s: %s: %llu bytes, pahole says %llu", file,
                 layout->name, (unsigned long long)layout->bytes, (unsigned long long)said->bytes);
    cr_expect_eq(hole_bits, said->hole_bits, "%s: %s: holes of %llu bits, pahole says %llu", file,
                 layout->name, (unsigned long long)hole_bits, (unsigned long long)said->hole_bits);
    cr_expect_eq(padding_bits, said->padding_bits, "%s: %s: padding of %llu bits, pahole says %llu",
                 file, layout->name, (unsigned long long)padding_bits,
                 (unsigned long long)said->padding_bits);
    cr_assert_eq(layout->field_count, said->count, "%s: %s: %zu fields, pahole says %zu", file,
                 layout->name, layout->field_count, said->count);
    for (size_t i = 0; i < said->count; i++) {
        const struct tare_layout_field *field = &layout->fields[i];

        cr_expect_eq(field->offset_bits, said->fields[i].offset_bits,
                     "%s: %s.%s: bit %llu, pahole says %llu", file, layout->name, field->name,
                     (unsigned long long)field->offset_bits,
                     (unsigned long long)said->fields[i].offset_bits);
        cr_expect(!said->fields[i].bits || said->fields[i].bits == field->bits,
                  "%s: %s.%s: %llu bits, pahole says %llu", file, layout->name, field->name,
                  (unsigned long long)field->bits, (unsigned long long)said->fields[i].bits);
    }
}

/* Is it the only struct of its name in the file, and one that pahole can be asked for? */
static bool is_comparable(const struct tare_dwarf_layouts *layouts, size_t index)
{
    const struct tare_layout *layout = &layouts->layout[index];

    if (layout->is_union || strncmp(layout->name, "struct ", 7) != 0 ||
        strpbrk(layout->name + 7, " {<"))
        return false;
    for (size_t i = 0; i < layouts->count; i++)
        if (i != index && strcmp(layouts->layout[i].name, layout->name) == 0)
            return false;
    return true;
}

/* Compares all structs of a file that both see. Returns how many. */
static size_t compare_file(const char *path)
{
    struct tare_err err = {0};
    struct tare_dwarf_file *file = tare_dwarf_file_open(path, &err);
    struct tare_dwarf_layouts layouts;
    struct run pahole = run_shell(60, "pahole %s 2>/dev/null", path);
    static struct pahole said;
    size_t compared = 0;

    cr_assert(file && tare_dwarf_layouts_read(file, NULL, &layouts, &err) == 0, "%s", err.text);
    for (char *at = strstr(pahole.out, "struct "); at; at = strstr(at, "struct ")) {
        bool begins = at == pahole.out || at[-1] == '\n' || at[-1] == '\0';
        size_t length = strcspn(at, "{\n");
        char name[256];

        if (!begins || at[length] != '{' || length > sizeof name || length < 2) {
            at += 7;
            continue;
        }
        snprintf(name, length, "%s", at); /* without the space before the brace */
        at += length;
        at = read_struct(at + strcspn(at, "\n") + 1, &said);
        for (size_t i = 0; i < layouts.count; i++)
            if (!said.gave_up && strcmp(layouts.layout[i].name, name) == 0 &&
                is_comparable(&layouts, i)) {
                expect_agreement(path, &layouts.layout[i], &said);
                compared++;
            }
    }
    tare_dwarf_layouts_free(&layouts);
    tare_dwarf_file_close(file);
    run_free(&pahole);
    return compared;
}

static const char odd_structs[] =
    "#include <stdint.h>\\n"
    "struct bits { int a:3; int b:5; char c; short d:7; long e; unsigned f:1; };\\n"
    "struct packed { char a; long b; short c; } __attribute__((packed));\\n"
    "struct aligned { char a; int b __attribute__((aligned(16))); char c; };\\n"
    "struct flexible { char a; long n; char tail[]; };\\n"
    "struct wide { long double a; char b; __int128 c; float _Complex d; };\\n"
    "struct nested { struct bits a; char b; struct { char c; int d; } e; union { long f; char g; "
    "}; };\\n"
    "struct arrays { char a[3][5]; struct flexible *b[2]; void (*c)(int); uint16_t d[7]; };\\n"
    "struct unnamed { int a:4; int :0; int b:4; int :3; int c:9; };\\n"
    "struct bits v1; struct packed v2; struct aligned v3; struct flexible v4; struct wide v5;\\n"
    "struct nested v6; struct arrays v7; struct unnamed v8;\\n";

Test(layout, agrees_with_pahole, .timeout = 120)
{
    static const char *const builds[] = {"gcc -g -c", "gcc -gdwarf-4 -c", "clang -g -c"};
    char path[512];

    if (!run_has_command("pahole"))
        cr_skip_test("pahole is not here: apt-get install dwarves");
    for (size_t i = 0; i < COUNT(builds); i++) {
        char *folder = run_folder_new();
        struct run built;

        if (i == 2 && !run_has_command("clang"))
            continue;
        built = run_shell(30, "cd %s && printf '%s' >odd.c && %s -o odd.o odd.c", folder,
                          odd_structs, builds[i]);
        cr_assert_eq(built.status, 0, "%s: %s", builds[i], built.err);
        snprintf(path, sizeof path, "%s/odd.o", folder);
        cr_expect_geq(compare_file(path), 8, "%s: too few structs", builds[i]);
        run_free(&built);
        run_folder_remove(folder);
    }
    snprintf(path, sizeof path, "%s/tare", run_build_folder());
    cr_expect_geq(compare_file(path), 100, "too few structs of tare");
    snprintf(path, sizeof path, "%s/bench", run_build_folder());
    cr_expect_geq(compare_file(path), 10, "too few structs of the suite");
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
        {"%s value", 0, "       4     4  (hole)"},
        {"%s --format csv", 0, "struct middle,typed.c:"},
        {"%s middle --format=json", 0, "\"padding_bytes\": 7"},
        {"--primitives", 0, "pthread_mutex_t"},
        {"--primitives --format csv", 0, "char,1,1,"},
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
