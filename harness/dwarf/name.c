/* SPDX-License-Identifier: MIT */
/* Names of types, spelled as C does. */
#include "dwarf/inside.h"

#include "base/buf.h"

#include <stdlib.h>

#define DEPTH_MAX 32

static void put(const struct tare_dwarf_file *file, struct tare_buf *name, Dwarf_Die *type,
                unsigned depth);

static void put_aggregate(const struct tare_dwarf_file *file, struct tare_buf *name,
                          Dwarf_Die *type, const char *keyword)
{
    uint32_t alias =
        tare_dwarf_map_get(&file->alias_of, (uint64_t)(uintptr_t)type->addr, UINT32_MAX);
    const char *own = dwarf_diename(type);
    const struct definition *definition = tare_dwarf_definition(file, type);

    if (own)
        tare_buf_printf(name, "%s %s", keyword, own);
    else if (alias != UINT32_MAX)
        tare_buf_printf(name, "%s", file->aliases[alias]);
    else if (definition)
        tare_buf_printf(name, "%s {%s:%d}", keyword, definition->source, definition->line);
    else
        tare_buf_printf(name, "%s {}", keyword);
}

static void put_array(const struct tare_dwarf_file *file, struct tare_buf *name, Dwarf_Die *type,
                      unsigned depth)
{
    uint64_t count = tare_dwarf_array_count(type);
    Dwarf_Die element;

    if (tare_dwarf_type_of(type, &element))
        put(file, name, &element, depth + 1);
    if (count)
        tare_buf_printf(name, "[%llu]", (unsigned long long)count);
    else
        tare_buf_printf(name, "[]");
}

static void put_pointer(const struct tare_dwarf_file *file, struct tare_buf *name, Dwarf_Die *type,
                        unsigned depth)
{
    Dwarf_Die pointee;

    if (!tare_dwarf_type_of(type, &pointee)) {
        tare_buf_printf(name, "void *");
        return;
    }
    if (dwarf_tag(&pointee) == DW_TAG_subroutine_type) {
        tare_buf_printf(name, "function *");
        return;
    }
    put(file, name, &pointee, depth + 1);
    tare_buf_printf(name, name->length && name->text[name->length - 1] == '*' ? "*" : " *");
}

static void put(const struct tare_dwarf_file *file, struct tare_buf *name, Dwarf_Die *type,
                unsigned depth)
{
    const char *own = dwarf_diename(type);

    if (depth > DEPTH_MAX) {
        tare_buf_printf(name, "...");
        return;
    }
    switch (dwarf_tag(type)) {
    case DW_TAG_structure_type:
    case DW_TAG_class_type:
        put_aggregate(file, name, type, "struct");
        break;
    case DW_TAG_union_type:
        put_aggregate(file, name, type, "union");
        break;
    case DW_TAG_enumeration_type:
        tare_buf_printf(name, "enum %s", own ? own : "{}");
        break;
    case DW_TAG_array_type:
        put_array(file, name, type, depth);
        break;
    case DW_TAG_pointer_type:
    case DW_TAG_reference_type:
    case DW_TAG_rvalue_reference_type:
        put_pointer(file, name, type, depth);
        break;
    default:
        tare_buf_printf(name, "%s", own ? own : "unknown");
        break;
    }
}

char *tare_dwarf_name(const struct tare_dwarf_file *file, Dwarf_Die *type)
{
    struct tare_buf name = TARE_BUF_INIT;

    put(file, &name, type, 0);
    return tare_buf_steal(&name);
}
