/* SPDX-License-Identifier: MIT */
/* Which line of which function an address of the code is. */
#include "dwarf/inside.h"

#include <gelf.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int add_ranges(struct tare_dwarf_file *file, size_t *room, Dwarf_Die *whole, Dwarf_Die *unit)
{
    Dwarf_Addr base, begin, end;
    ptrdiff_t at = 0;

    while ((at = dwarf_ranges(whole, at, &base, &begin, &end)) > 0) {
        if (!file->units || file->unit_count == *room) {
            size_t wanted = *room ? 2 * *room : 64;
            struct unit_range *grown = realloc(file->units, wanted * sizeof *grown);

            if (!grown)
                return -1;
            file->units = grown;
            *room = wanted;
        }
        file->units[file->unit_count++] = (struct unit_range){begin, end, *unit};
    }
    return 0;
}

static int by_begin(const void *left, const void *right)
{
    uint64_t a = ((const struct unit_range *)left)->begin;
    uint64_t b = ((const struct unit_range *)right)->begin;

    return (a > b) - (a < b);
}

/* Units are found by their own ranges: clang leaves .debug_aranges away. */
static void find_units(struct tare_dwarf_file *file)
{
    Dwarf_CU *unit = NULL;
    Dwarf_Die whole, split;
    Dwarf_Half version;
    size_t room = 0;
    uint8_t kind;

    while (dwarf_get_units(file->dwarf, unit, &unit, &version, &kind, &whole, &split) == 0)
        if (add_ranges(file, &room, &whole, kind == DW_UT_skeleton && split.addr ? &split : &whole))
            break;
    if (file->units)
        qsort(file->units, file->unit_count, sizeof *file->units, by_begin);
}

static Dwarf_Die *unit_at(struct tare_dwarf_file *file, uint64_t address)
{
    size_t low = 0;

    if (!file->units)
        find_units(file);
    for (size_t high = file->units ? file->unit_count : 0; low < high;) {
        size_t middle = low + (high - low) / 2;

        if (file->units[middle].begin <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low && file->units && address < file->units[low - 1].end ? &file->units[low - 1].unit
                                                                    : NULL;
}

struct place {
    const char *source;
    int line;
    const char *function; /* NULL: not known */
};

/* What compilers and distributions bring: what is inlined from there is not the case's own line. */
static bool is_system(const char *source)
{
    return strncmp(source, "/usr/include/", 13) == 0 || strncmp(source, "/usr/lib", 8) == 0;
}

/* Where the inlined function was called from; false: not known. */
static bool find_call(Dwarf_Die *unit, Dwarf_Die *inlined, struct place *place)
{
    const char *source;
    Dwarf_Files *files;
    uint64_t file, line;
    size_t count;

    if (!tare_dwarf_number(inlined, DW_AT_call_file, &file) ||
        !tare_dwarf_number(inlined, DW_AT_call_line, &line) || line > INT_MAX ||
        dwarf_getsrcfiles(unit, &files, &count) || file >= count)
        return false;
    source = dwarf_filesrc(files, file, NULL, NULL);
    if (!source)
        return false;
    *place = (struct place){.source = source, .line = (int)line};
    return true;
}

/* The scopes that the code at the address stands in, innermost first; dwarf_getscopes() goes on
 * from an inlined function to those of its definition, this to those of its call. */
static int find_scopes(Dwarf_Die *unit, uint64_t address, Dwarf_Die **scopes)
{
    Dwarf_Die *lexical = NULL;
    int count = dwarf_getscopes(unit, address, &lexical);

    *scopes = NULL;
    if (count > 0)
        count = dwarf_getscopes_die(&lexical[0], scopes);
    free(lexical);
    return count;
}

/* The innermost function, an inlined one too; out of headers of the system, where it is one of
 * theirs. */
static void find_function(Dwarf_Die *unit, uint64_t address, struct place *place)
{
    Dwarf_Die *scopes;
    int count = find_scopes(unit, address, &scopes);

    for (int i = 0; i < count && !place->function; i++) {
        int tag = dwarf_tag(&scopes[i]);

        if (tag == DW_TAG_inlined_subroutine && is_system(place->source) &&
            find_call(unit, &scopes[i], place))
            continue;
        if (tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine)
            place->function = dwarf_diename(&scopes[i]);
    }
    free(scopes);
}

static bool name_line(struct tare_dwarf_file *file, uint64_t address, char *text, size_t room)
{
    Dwarf_Die *unit = file->dwarf ? unit_at(file, address) : NULL;
    Dwarf_Line *line = unit ? dwarf_getsrc_die(unit, address) : NULL;
    struct place place = {.source = line ? dwarf_linesrc(line, NULL, NULL) : NULL};
    const char *slash;

    if (!place.source || dwarf_lineno(line, &place.line) || place.line == 0)
        return false;
    find_function(unit, address, &place);
    slash = strrchr(place.source, '/');
    snprintf(text, room, "%s:%d%s%s", slash ? slash + 1 : place.source, place.line,
             place.function ? " " : "", place.function ? place.function : "");
    return true;
}

/* The function symbol of one table that the address lies in. */
static const char *symbol_in(struct tare_dwarf_file *file, Elf_Scn *section, uint64_t address,
                             uint64_t *begin)
{
    Elf_Data *data = elf_getdata(section, NULL);
    const char *found = NULL;
    GElf_Shdr header;
    GElf_Sym symbol;

    if (!data || !gelf_getshdr(section, &header))
        return NULL;
    for (int i = 0; gelf_getsym(data, i, &symbol); i++)
        if (GELF_ST_TYPE(symbol.st_info) == STT_FUNC && address >= symbol.st_value &&
            address < symbol.st_value + symbol.st_size) {
            found = elf_strptr(file->elf, header.sh_link, symbol.st_name);
            *begin = symbol.st_value;
        }
    return found;
}

static bool name_symbol(struct tare_dwarf_file *file, uint64_t address, char *text, size_t room)
{
    Elf_Scn *section = NULL;
    GElf_Shdr header;
    uint64_t begin = 0;
    const char *name = NULL;

    while (!name && (section = elf_nextscn(file->elf, section)))
        if (gelf_getshdr(section, &header) &&
            (header.sh_type == SHT_SYMTAB || header.sh_type == SHT_DYNSYM))
            name = symbol_in(file, section, address, &begin);
    if (name)
        snprintf(text, room, "%s+0x%llx", name, (unsigned long long)(address + 1 - begin));
    return name;
}

void tare_dwarf_file_site(struct tare_dwarf_file *file, uint64_t address, char *text, size_t room)
{
    /* The call is the instruction before the one that it returns to. */
    if (address &&
        (name_line(file, address - 1, text, room) || name_symbol(file, address - 1, text, room)))
        return;
    snprintf(text, room, "+0x%llx", (unsigned long long)address);
}
