/* SPDX-License-Identifier: MIT */
/* What the compiler made of a function. */
#include <string.h>

#include "dwarf/inside.h"
#include "dwarf/lines.h"

struct search {
    const char *name;
    enum tare_dwarf_made made;
};

static int take_function(Dwarf_Die *function, void *context)
{
    struct search *search = context;
    const char *name = dwarf_diename(function);
    Dwarf_Addr base, begin, end;

    if (!name || strcmp(name, search->name) != 0)
        return DWARF_CB_OK;
    if (dwarf_ranges(function, 0, &base, &begin, &end) > 0) {
        search->made = TARE_DWARF_COMPILED;
        return DWARF_CB_ABORT;
    }
    if (!dwarf_hasattr(function, DW_AT_declaration)) /* that is of another unit or library */
        search->made = TARE_DWARF_DISSOLVED;
    return DWARF_CB_OK;
}

enum tare_dwarf_made tare_dwarf_file_function(struct tare_dwarf_file *file, const char *name)
{
    struct search search = {.name = name};
    Dwarf_CU *unit = NULL;
    Dwarf_Die whole, split;
    Dwarf_Half version;
    uint8_t kind;

    while (file->dwarf && search.made != TARE_DWARF_COMPILED &&
           dwarf_get_units(file->dwarf, unit, &unit, &version, &kind, &whole, &split) == 0)
        dwarf_getfuncs(kind == DW_UT_skeleton && split.addr ? &split : &whole, take_function,
                       &search, 0);
    return search.made;
}
