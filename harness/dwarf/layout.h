/* SPDX-License-Identifier: MIT */
/* The layouts of structs as the debug information of a file has them. */
#ifndef TARE_DWARF_LAYOUT_H
#define TARE_DWARF_LAYOUT_H

#include "base/err.h"
#include "dwarf/file.h"
#include "model/layout.h"

#include <stddef.h>

struct tare_dwarf_layouts {
    size_t count;
    struct tare_layout *layout;
};

/*
 * Structs, unions and classes that the file defines, each once, however many units have it; with a
 * name, that one alone: "point", "struct point", or a typedef's name. Executables, shared objects
 * and object files. 0, or -1 with `err` where there is no debug information, or
 * nothing was found and a split file is missing; to be freed.
 */
int tare_dwarf_layouts_read(struct tare_dwarf_file *file, const char *name,
                            struct tare_dwarf_layouts *layouts, struct tare_err *err);
void tare_dwarf_layouts_free(struct tare_dwarf_layouts *layouts);

#endif
