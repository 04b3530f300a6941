/* SPDX-License-Identifier: MIT */
#include "dwarf/lines.h"

#include <limits.h>
#include <stdlib.h>

#include "dwarf/inside.h"

#define SCOPES_MAX 128

static bool is_function(Dwarf_Die *die)
{
    int tag = dwarf_tag(die);

    return tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine;
}

/* Where an inlined function was called from. */
static void take_call(Dwarf_Die *unit, Dwarf_Die *inlined, struct tare_dwarf_line *caller)
{
    uint64_t line = 0;
    uint64_t file = 0;
    Dwarf_Files *files;
    size_t count;

    if (tare_dwarf_number(inlined, DW_AT_call_line, &line) && line <= INT_MAX)
        caller->line = (int)line;
    if (tare_dwarf_number(inlined, DW_AT_call_file, &file) &&
        dwarf_getsrcfiles(unit, &files, &count) == 0)
        caller->source = dwarf_filesrc(files, file, NULL, NULL);
}

/* The innermost line comes from the table of lines, those around it from where they call. */
static size_t take_nest(Dwarf_Die *unit, Dwarf_Die *scopes, size_t scope_count,
                        struct tare_dwarf_line *lines, size_t room)
{
    size_t count = 0;

    for (size_t i = 0; i < scope_count && count < room; i++) {
        if (!is_function(&scopes[i]))
            continue;
        lines[count].function = dwarf_diename(&scopes[i]);
        if (dwarf_decl_line(&scopes[i], &lines[count].function_line))
            lines[count].function_line = 0;
        count++;
        if (dwarf_tag(&scopes[i]) == DW_TAG_subprogram)
            break;
        if (count < room)
            take_call(unit, &scopes[i], &lines[count]);
    }
    return count;
}

/* The child whose code the address lies in; false: there is none. */
static bool step_into(Dwarf_Die *die, uint64_t address)
{
    const char *last = NULL; /* junk may have siblings that go back */
    Dwarf_Die child;

    for (int more = dwarf_child(die, &child); more == 0 && (const char *)child.addr > last;
         more = dwarf_siblingof(&child, &child)) {
        if (dwarf_haspc(&child, address) > 0) {
            *die = child;
            return true;
        }
        last = child.addr;
    }
    return false;
}

/* Functions and blocks that the address lies in, innermost first; how many; to be freed. Those of
 * libdw fail where link-time optimization inlined a function of another unit: there this has them.
 */
static size_t scopes_across_units(Dwarf_Die *unit, uint64_t address, Dwarf_Die **scopes)
{
    Dwarf_Die die = *unit;
    size_t count = 0;

    *scopes = calloc(SCOPES_MAX, sizeof **scopes);
    while (*scopes && count < SCOPES_MAX && step_into(&die, address))
        (*scopes)[count++] = die;
    for (size_t i = 0; i < count / 2; i++) {
        Dwarf_Die other = (*scopes)[i];

        (*scopes)[i] = (*scopes)[count - 1 - i];
        (*scopes)[count - 1 - i] = other;
    }
    return count;
}

/* The scopes of an address go on where an inlined function was written; those of the innermost
 * one's entry go on where it was inlined. */
static size_t scopes_of(Dwarf_Die *unit, uint64_t address, Dwarf_Die **scopes)
{
    Dwarf_Die *around = NULL;
    int found = 0;

    *scopes = NULL;
    if (dwarf_getscopes(unit, address, &around) > 0)
        found = dwarf_getscopes_die(&around[0], scopes);
    free(around);
    return found > 0 ? (size_t)found : scopes_across_units(unit, address, scopes);
}

size_t tare_dwarf_file_lines(struct tare_dwarf_file *file, uint64_t address,
                             struct tare_dwarf_line *lines, size_t room)
{
    Dwarf_Die *unit = file->dwarf ? tare_dwarf_unit_at(file, address) : NULL;
    Dwarf_Line *line = unit ? dwarf_getsrc_die(unit, address) : NULL;
    Dwarf_Die *nest;
    size_t count;

    for (size_t i = 0; i < room; i++)
        lines[i] = (struct tare_dwarf_line){0};
    if (!line || !room)
        return 0;
    lines[0].source = dwarf_linesrc(line, NULL, NULL);
    dwarf_lineno(line, &lines[0].line);
    count = scopes_of(unit, address, &nest);
    count = take_nest(unit, nest, count, lines, room);
    free(nest);
    return count ? count : 1;
}
