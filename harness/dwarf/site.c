/* SPDX-License-Identifier: MIT */
/* Which line of which function an address of the code is. */
#include "dwarf/inside.h"
#include "dwarf/lines.h"

#include <gelf.h>
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

Dwarf_Die *tare_dwarf_unit_at(struct tare_dwarf_file *file, uint64_t address)
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

/* What compilers and distributions bring: what is inlined from there is not the case's own line. */
static bool is_system(const char *source)
{
    return strncmp(source, "/usr/include/", 13) == 0 || strncmp(source, "/usr/lib", 8) == 0;
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

static const char *find_symbol(struct tare_dwarf_file *file, uint64_t address, uint64_t *begin)
{
    Elf_Scn *section = NULL;
    GElf_Shdr header;
    const char *name = NULL;

    while (!name && (section = elf_nextscn(file->elf, section)))
        if (gelf_getshdr(section, &header) &&
            (header.sh_type == SHT_SYMTAB || header.sh_type == SHT_DYNSYM))
            name = symbol_in(file, section, address, begin);
    return name;
}

/* Of what is inlined out of a header of the system, the line that it was inlined into; where no
 * function is known of, as of units that libdw cannot find, the symbol's. */
static bool name_line(struct tare_dwarf_file *file, uint64_t address, char *text, size_t room)
{
    struct tare_dwarf_line lines[TARE_DWARF_NEST_MAX];
    size_t count = tare_dwarf_file_lines(file, address, lines, TARE_DWARF_NEST_MAX);
    const struct tare_dwarf_line *line = lines;
    const char *function;
    const char *slash;
    uint64_t begin;

    while (line + 1 < lines + count && line->source && is_system(line->source))
        line++;
    if (!count || !line->source || !line->line)
        return false;
    slash = strrchr(line->source, '/');
    function = line->function ? line->function : find_symbol(file, address, &begin);
    snprintf(text, room, "%s:%d%s%s", slash ? slash + 1 : line->source, line->line,
             function ? " " : "", function ? function : "");
    return true;
}

static bool name_symbol(struct tare_dwarf_file *file, uint64_t address, char *text, size_t room)
{
    uint64_t begin = 0;
    const char *name = find_symbol(file, address, &begin);

    if (name)
        snprintf(text, room, "%s+0x%llx", name, (unsigned long long)(address + 1 - begin));
    return name;
}

const char *tare_dwarf_file_symbol(struct tare_dwarf_file *file, uint64_t address)
{
    uint64_t begin;

    return find_symbol(file, address, &begin);
}

void tare_dwarf_file_site(struct tare_dwarf_file *file, uint64_t address, char *text, size_t room)
{
    /* The call is the instruction before the one that it returns to. */
    if (address &&
        (name_line(file, address - 1, text, room) || name_symbol(file, address - 1, text, room)))
        return;
    snprintf(text, room, "+0x%llx", (unsigned long long)address);
}
