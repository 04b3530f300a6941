/* SPDX-License-Identifier: MIT */
#include "dwarf/layout.h"

#include "dwarf/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 64

static uint64_t number_of(Dwarf_Die *die, unsigned name, uint64_t otherwise)
{
    tare_dwarf_number(die, name, &otherwise);
    return otherwise;
}

static uint64_t align_of(Dwarf_Die *type, unsigned depth);

/* Of a member: the attribute raises what its type has, and of a packed member, which alone may lie
 * at no multiple of it, nothing is known. */
static uint64_t member_align(Dwarf_Die *member, Dwarf_Die *type, uint64_t offset, unsigned depth)
{
    uint64_t given = number_of(member, DW_AT_alignment, 1);
    uint64_t align = align_of(type, depth);

    align = given > align ? given : align;
    return dwarf_hasattr_integrate(member, DW_AT_bit_size) || offset % align == 0 ? align : 1;
}

/* The greatest of its members' or what the attribute says, of a packed one what its size allows. */
static uint64_t struct_align(Dwarf_Die *type, unsigned depth)
{
    uint64_t align = number_of(type, DW_AT_alignment, 1);
    uint64_t bytes = number_of(type, DW_AT_byte_size, 0);
    Dwarf_Die child;

    if (dwarf_child(type, &child) == 0)
        do {
            Dwarf_Die member;
            uint64_t offset;
            uint64_t own;

            if (!tare_dwarf_is_member(&child) || !tare_dwarf_type_of(&child, &member) ||
                !tare_dwarf_offset(&child, &offset))
                continue;
            own = member_align(&child, &member, offset, depth + 1);
            align = own > align ? own : align;
        } while (dwarf_siblingof(&child, &child) == 0);
    return bytes % align ? bytes & -bytes : align;
}

/* Alignment of a type by its kind; an explicit one, where the compiler tells it, goes first. */
static uint64_t align_of(Dwarf_Die *type, unsigned depth)
{
    uint64_t align = number_of(type, DW_AT_alignment, 0);
    Dwarf_Word bytes = 0;
    Dwarf_Die inner;

    if (depth > DEPTH_MAX)
        return align ? align : 1;
    switch (dwarf_tag(type)) {
    case DW_TAG_structure_type:
    case DW_TAG_class_type:
    case DW_TAG_union_type:
        return struct_align(type, depth);
    default:
        break;
    }
    if (align)
        return align;
    switch (dwarf_tag(type)) {
    case DW_TAG_array_type:
        return tare_dwarf_type_of(type, &inner) ? align_of(&inner, depth + 1) : 1;
    case DW_TAG_pointer_type:
    case DW_TAG_reference_type:
    case DW_TAG_rvalue_reference_type:
    case DW_TAG_ptr_to_member_type:
        return sizeof(void *);
    default:
        break;
    }
    if (dwarf_aggregate_size(type, &bytes) || bytes == 0)
        return 1;
    if (number_of(type, DW_AT_encoding, 0) == DW_ATE_complex_float)
        bytes /= 2;
    return bytes > 16 ? 16 : bytes;
}

static int add_field(struct tare_dwarf_file *file, struct tare_layout *layout, Dwarf_Die *member)
{
    uint64_t bits = number_of(member, DW_AT_bit_size, 0);
    const char *name = dwarf_diename(member);
    struct tare_layout_field *field;
    struct tare_layout_field *grown;
    uint64_t offset;
    uint64_t bytes;
    Dwarf_Die type;

    if (!tare_dwarf_type_of(member, &type) || !tare_dwarf_offset(member, &offset))
        return 0;
    grown = realloc(layout->fields, (layout->field_count + 1) * sizeof *grown);
    if (!grown)
        return -1;
    layout->fields = grown;
    field = &grown[layout->field_count++];
    bytes = tare_dwarf_size_of(&type);
    *field = (struct tare_layout_field){
        .name = strdup(name                                      ? name
                       : dwarf_tag(member) == DW_TAG_inheritance ? "(base)"
                                                                 : ""),
        .type = tare_dwarf_name(file, &type),
        .offset_bits = bits ? tare_dwarf_first_bit(member, offset, bits, bytes) : offset * 8,
        .bits = bits ? bits : bytes * 8,
        .align_bytes = member_align(member, &type, offset, 0),
        .unit_bytes = bits ? bytes : 0,
        .is_bit_field = bits > 0,
        .is_fixed =
            dwarf_tag(member) == DW_TAG_inheritance || dwarf_hasattr(member, DW_AT_artificial),
        .is_tail = bytes == 0 && dwarf_tag(&type) == DW_TAG_array_type};
    return field->name && field->type ? 0 : -1;
}

static int by_offset(const void *left, const void *right)
{
    const struct tare_layout_field *a = left;
    const struct tare_layout_field *b = right;

    return (a->offset_bits > b->offset_bits) - (a->offset_bits < b->offset_bits);
}

static int describe(struct tare_dwarf_file *file, const struct definition *definition,
                    struct tare_layout *layout)
{
    Dwarf_Die die = definition->die;
    char place[256] = "";
    Dwarf_Die child;

    if (*definition->source)
        snprintf(place, sizeof place, "%s:%d", definition->source, definition->line);
    *layout = (struct tare_layout){.name = tare_dwarf_name(file, &die),
                                   .place = strdup(place),
                                   .bytes = definition->bytes,
                                   .align_bytes = align_of(&die, 0),
                                   .is_union = dwarf_tag(&die) == DW_TAG_union_type};
    if (!layout->name || !layout->place)
        return -1;
    if (dwarf_child(&die, &child) == 0)
        do {
            if (tare_dwarf_is_member(&child) && add_field(file, layout, &child))
                return -1;
        } while (dwarf_siblingof(&child, &child) == 0);
    if (layout->field_count)
        qsort(layout->fields, layout->field_count, sizeof *layout->fields, by_offset);
    return 0;
}

/* Is the struct of that name meant: its own, with or without its keyword, or a typedef's? */
static bool is_meant(struct tare_dwarf_file *file, const struct definition *definition,
                     const char *name)
{
    Dwarf_Die die = definition->die;
    char *spelled;
    bool meant;

    if (!name || (definition->name && strcmp(definition->name, name) == 0))
        return true;
    spelled = tare_dwarf_name(file, &die);
    meant = spelled && strcmp(spelled, name) == 0;
    free(spelled);
    for (size_t i = 0; !meant && i < file->typedef_count; i++)
        meant = strcmp(file->typedefs[i].name, name) == 0 &&
                tare_dwarf_definition(file, &file->typedefs[i].die) == definition;
    return meant;
}

int tare_dwarf_layouts_read(struct tare_dwarf_file *file, const char *name,
                            struct tare_dwarf_layouts *layouts, struct tare_err *err)
{
    *layouts = (struct tare_dwarf_layouts){0};
    if (tare_dwarf_file_index(file, err))
        return -1;
    layouts->layout = calloc(file->definition_count + 1, sizeof *layouts->layout);
    if (!layouts->layout)
        return tare_err_memory(err);
    for (size_t i = 0; i < file->definition_count; i++) {
        if (file->definitions[i].first != i || !is_meant(file, &file->definitions[i], name))
            continue;
        if (describe(file, &file->definitions[i], &layouts->layout[layouts->count++]))
            return tare_err_memory(err);
    }
    return layouts->count == 0 && file->missing_split ? tare_dwarf_file_blame(file, err) : 0;
}

void tare_dwarf_layouts_free(struct tare_dwarf_layouts *layouts)
{
    for (size_t i = 0; i < layouts->count; i++)
        tare_layout_free(&layouts->layout[i]);
    free(layouts->layout);
    *layouts = (struct tare_dwarf_layouts){0};
}
