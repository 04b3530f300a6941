/* SPDX-License-Identifier: MIT */
/* What pahole says of structs is what the layouts say: offset, size, holes and padding. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dwarf/layout.h"
#include "model/layout.h"
#include "support_run.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

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
    const char *name = layout->name;

    name += strncmp(name, "struct ", 7) == 0 ? 7 : 0;
    if (layout->is_union || strpbrk(name, " {<"))
        return false;
    for (size_t i = 0; i < layouts->count; i++)
        if (i != index && strcmp(layouts->layout[i].name, layout->name) == 0)
            return false;
    return true;
}

/* Compares what pahole said of `name` with the layout of that name. Returns how many it was. */
static size_t compare(const char *path, const struct tare_dwarf_layouts *layouts, const char *name,
                      const struct pahole *said)
{
    size_t i = 0;

    while (i < layouts->count && strcmp(layouts->layout[i].name, name) != 0)
        i++;
    cr_assert_lt(i, layouts->count, "%s: no '%s', which pahole has", path, name);
    if (said->gave_up || !is_comparable(layouts, i))
        return 0;
    expect_agreement(path, &layouts->layout[i], said);
    return 1;
}

/* All structs that have a name: pahole shows them unasked. */
static size_t compare_named(const char *path, const struct tare_dwarf_layouts *layouts)
{
    struct run pahole = run_shell(60, "pahole %s 2>/dev/null", path);
    static struct pahole said;
    size_t compared = 0;

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
        compared += compare(path, layouts, name, &said);
    }
    run_free(&pahole);
    return compared;
}

/* Those that only a typedef names: it shows one at a time. */
static size_t compare_typedefs(const char *path, const struct tare_dwarf_layouts *layouts)
{
    static struct pahole said;
    size_t compared = 0;

    for (size_t i = 0; i < layouts->count; i++) {
        const char *name = layouts->layout[i].name;
        struct run pahole;

        if (strpbrk(name, " {<") || !is_comparable(layouts, i))
            continue;
        pahole = run_shell(60, "pahole -C %s %s 2>/dev/null", name, path);
        if (strncmp(pahole.out, "typedef struct {\n", 17) == 0) {
            read_struct(pahole.out + 17, &said);
            compared += compare(path, layouts, name, &said);
        }
        run_free(&pahole);
    }
    return compared;
}

/* Compares all structs of a file that both see, which is all that pahole sees. Returns how many. */
static size_t compare_file(const char *path)
{
    struct tare_err err = {0};
    struct tare_dwarf_file *file = tare_dwarf_file_open(path, &err);
    struct tare_dwarf_layouts layouts;
    size_t compared;

    cr_assert(file && tare_dwarf_layouts_read(file, NULL, &layouts, &err) == 0, "%s", err.text);
    compared = compare_named(path, &layouts) + compare_typedefs(path, &layouts);
    tare_dwarf_layouts_free(&layouts);
    tare_dwarf_file_close(file);
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

Test(layout_pahole, agrees_on_odd_structs, .timeout = 120)
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
}

Test(layout_pahole, agrees_on_tare_itself, .timeout = 120)
{
    static const struct {
        const char *name;
        size_t least;
    } files[] = {{"tare", 100}, {"bench", 10}};
    char path[512];

    if (!run_has_command("pahole"))
        cr_skip_test("pahole is not here: apt-get install dwarves");
    for (size_t i = 0; i < COUNT(files); i++) {
        snprintf(path, sizeof path, "%s/%s", run_build_folder(), files[i].name);
        cr_expect_geq(compare_file(path), files[i].least, "%s: too few structs", path);
    }
}

/* What the public headers have, all of it used. */
static const char header_structs[] =
    "#include <jansson.h>\\n#include <sqlite3.h>\\n"
    "json_t v1; json_error_t v2; sqlite3_module v3; sqlite3_index_info v4; sqlite3_vtab v5;\\n"
    "sqlite3_vtab_cursor v6; sqlite3_file v7; sqlite3_io_methods v8; sqlite3_vfs v9;\\n"
    "sqlite3_mem_methods v10; sqlite3_mutex_methods v11; sqlite3_pcache_page v12;\\n"
    "sqlite3_pcache_methods2 v13; sqlite3_snapshot v14; sqlite3_rtree_geometry v15;\\n"
    "sqlite3_rtree_query_info v16; Fts5PhraseIter v17; Fts5ExtensionApi v18;\\n"
    "fts5_tokenizer v19; fts5_api v20;\\n";

/* Where the sources cannot be had: a unit of the headers. */
static void compare_headers(const char *why)
{
    char *folder = run_folder_new();
    struct run built =
        run_shell(30, "cd %s && printf '%s' >headers.c && gcc -g -c -o headers.o headers.c", folder,
                  header_structs);
    char path[512];

    if (built.status != 0)
        cr_skip_test("neither sources nor headers of sqlite3 and jansson: %s", why);
    fprintf(stderr, "layout_pahole: headers of sqlite3 and jansson, not their sources: %s", why);
    snprintf(path, sizeof path, "%s/headers.o", folder);
    cr_expect_geq(compare_file(path), 15, "too few structs of the headers");
    run_free(&built);
    run_folder_remove(folder);
}

Test(layout_pahole, agrees_on_sqlite_and_jansson, .timeout = 400)
{
    static const struct {
        const char *name;
        size_t least;
    } files[] = {{"sqlite3.o", 200}, {"libjansson.so", 20}};
    struct run made;
    char path[512];

    if (!run_has_command("pahole"))
        cr_skip_test("pahole is not here: apt-get install dwarves");
    made = run_shell(360, "tests/check/sources.sh %s/sources", run_build_folder());
    if (made.status != 0)
        compare_headers(made.err);
    for (size_t i = 0; i < COUNT(files) && made.status == 0; i++) {
        snprintf(path, sizeof path, "%s/sources/%s", run_build_folder(), files[i].name);
        cr_expect_geq(compare_file(path), files[i].least, "%s: too few structs", path);
    }
    run_free(&made);
}
