/* SPDX-License-Identifier: MIT */
/* Structs, unions and classes: their slots, their padding, and which one holds which. */
#include "dwarf/inside.h"

#include <stdlib.h>

#define OUTER_DEPTH_MAX 16

/* Bits of a struct that a member takes. */
struct extent {
    uint64_t begin_bit;
    uint64_t end_bit;
};

struct making {
    struct tare_dwarf_file *file;
    tare_type_id id;
    struct tare_type *type;
    size_t extent_count;
    struct extent *extents;
    uint64_t inner_padding_bytes;
    uint64_t last_offset; /* of the member with the highest one */
    bool overlap;         /* of members */
};

static int add_extent(struct making *making, uint64_t begin_bit, uint64_t bits)
{
    struct extent *grown =
        realloc(making->extents, (making->extent_count + 1) * sizeof *making->extents);

    if (!grown)
        return -1;
    making->extents = grown;
    grown[making->extent_count++] = (struct extent){begin_bit, begin_bit + bits};
    return 0;
}

static int add_part(struct making *making, struct part part)
{
    struct entry *entry = &making->file->entries[making->id];
    struct part *grown = realloc(entry->parts, (entry->part_count + 1) * sizeof *grown);

    if (!grown)
        return -1;
    entry->parts = grown;
    grown[entry->part_count++] = part;
    return 0;
}

static int add_value_slot(struct making *making, uint64_t offset, tare_type_id id,
                          const struct tare_type *known)
{
    struct tare_slot slot = {.offset = offset,
                             .count = 1,
                             .stride_bytes = known->bytes,
                             .type = id,
                             .kind = TARE_SLOT_VALUE};

    if (!known->slot_count)
        return 0;
    /* A pointer, or an array: its only slot, moved. */
    if (!known->is_aggregate || dwarf_tag(&making->file->entries[id].die) == DW_TAG_array_type) {
        slot = known->slots[0];
        slot.offset += offset;
    }
    return tare_dwarf_add_slot(making->type, &slot);
}

/* The last member may stand for an array as long as the block allows. */
static void note_tail(struct making *making, uint64_t offset, Dwarf_Die *member)
{
    struct tare_dwarf_file *file = making->file;
    struct tare_type *type = making->type;
    const struct tare_type *element;
    tare_type_id id;
    uint64_t count;
    Dwarf_Die inner;

    if (offset < making->last_offset)
        return;
    making->last_offset = offset;
    type->tail_type = TARE_TYPE_NONE;
    if (type->is_union)
        return;
    if (dwarf_tag(member) == DW_TAG_array_type) {
        count = tare_dwarf_array_count(member);
        if (count > 1 || !tare_dwarf_type_of(member, &inner))
            return;
        id = tare_dwarf_type_id(file, &inner);
        element = id == TARE_TYPE_NONE ? NULL : tare_dwarf_type(file, id);
        if (!element)
            return;
        type->tail_type = id;
        type->tail_stride_bytes = element->bytes;
        type->tail_offset = offset + count * element->bytes;
        return;
    }
    id = tare_dwarf_type_id(file, member);
    element = id == TARE_TYPE_NONE ? NULL : tare_dwarf_type(file, id);
    if (element && element->tail_type != TARE_TYPE_NONE) {
        type->tail_type = element->tail_type;
        type->tail_stride_bytes = element->tail_stride_bytes;
        type->tail_offset = offset + element->tail_offset;
    }
}

static int add_bit_field(struct making *making, uint64_t first_bit, uint64_t bits)
{
    uint64_t begin = first_bit / 8;

    return add_extent(making, first_bit, bits) ||
           add_part(making,
                    (struct part){begin, (first_bit + bits + 7) / 8 - begin, TARE_TYPE_NONE});
}

static int add_member(struct making *making, Dwarf_Die *member)
{
    const struct tare_type *known;
    uint64_t offset;
    uint64_t bits;
    tare_type_id id;
    Dwarf_Die type;

    if (!tare_dwarf_type_of(member, &type) || !tare_dwarf_offset(member, &offset))
        return 0;
    id = tare_dwarf_type_id(making->file, &type);
    known = id == TARE_TYPE_NONE ? NULL : tare_dwarf_type(making->file, id);
    if (making->file->short_of_memory)
        return -1;
    if (tare_dwarf_number(member, DW_AT_bit_size, &bits))
        return add_bit_field(
            making, tare_dwarf_first_bit(member, offset, bits, known ? known->bytes : sizeof(int)),
            bits);
    note_tail(making, offset, &type);
    if (!known)
        return 0;
    making->inner_padding_bytes += known->padding_bytes;
    return add_extent(making, offset * 8, known->bytes * 8) ||
           add_value_slot(making, offset, id, known) ||
           add_part(making, (struct part){offset, known->bytes, id});
}

static int by_begin(const void *left, const void *right)
{
    const struct extent *a = left;
    const struct extent *b = right;

    return (a->begin_bit > b->begin_bit) - (a->begin_bit < b->begin_bit);
}

/* Whole bytes that no member has a bit in; notes whether members overlap. */
static uint64_t count_holes(struct making *making)
{
    uint64_t end = 0; /* byte behind the members so far */
    uint64_t end_bit = 0;
    uint64_t holes = 0;

    if (making->extent_count)
        qsort(making->extents, making->extent_count, sizeof *making->extents, by_begin);
    for (size_t i = 0; i < making->extent_count; i++) {
        const struct extent *extent = &making->extents[i];
        uint64_t begin = extent->begin_bit / 8;
        uint64_t past = (extent->end_bit + 7) / 8;

        making->overlap |= extent->begin_bit < end_bit;
        holes += begin > end ? begin - end : 0;
        end = past > end ? past : end;
        end_bit = extent->end_bit > end_bit ? extent->end_bit : end_bit;
    }
    return holes + (making->type->bytes > end ? making->type->bytes - end : 0);
}

static int slots_by_offset(const void *left, const void *right)
{
    const struct tare_slot *a = left;
    const struct tare_slot *b = right;

    return (a->offset > b->offset) - (a->offset < b->offset);
}

/* Sums, unless members overlap: those of a union, an empty base and what lies with it, members in
 * the tail padding of a base. */
static void find_padding(struct making *making)
{
    struct tare_type *type = making->type;

    type->padding_bytes = count_holes(making);
    if (!making->overlap)
        type->padding_bytes += making->inner_padding_bytes;
    else
        tare_dwarf_padding(making->file, making->id, &type->padding_bytes);
    if (type->padding_bytes > type->bytes)
        type->padding_bytes = type->bytes;
}

int tare_dwarf_make_struct(struct tare_dwarf_file *file, tare_type_id id, struct tare_type *type)
{
    struct making making = {.file = file, .id = id, .type = type};
    Dwarf_Die die = file->entries[id].die;
    int status = 0;
    Dwarf_Die child;

    type->is_aggregate = true;
    type->is_union = dwarf_tag(&die) == DW_TAG_union_type;
    if (dwarf_child(&die, &child) == 0)
        do {
            if (tare_dwarf_is_member(&child))
                status = add_member(&making, &child);
        } while (status == 0 && dwarf_siblingof(&child, &child) == 0);
    find_padding(&making);
    if (type->slot_count)
        qsort(type->slots, type->slot_count, sizeof *type->slots, slots_by_offset);
    free(making.extents);
    return status;
}

/* Does a value of `outer` have one of `inner` at `offset`? Parts of arrays are looked into. */
static bool holds(struct tare_dwarf_file *file, tare_type_id outer, tare_type_id inner,
                  uint64_t offset, unsigned depth)
{
    tare_type_id element;

    if (!tare_dwarf_type(file, outer) || depth > OUTER_DEPTH_MAX)
        return false;
    if (outer == inner && offset == 0)
        return true;
    if (tare_dwarf_element(file, outer, &element))
        return holds(file, element, inner, offset % tare_dwarf_type(file, element)->bytes,
                     depth + 1);
    for (size_t i = 0; i < file->entries[outer].part_count; i++) {
        const struct part part = file->entries[outer].parts[i];

        if (part.type != TARE_TYPE_NONE && offset >= part.offset &&
            offset - part.offset < part.bytes &&
            holds(file, part.type, inner, offset - part.offset, depth + 1))
            return true;
    }
    return false;
}

static tare_type_id search(struct tare_dwarf_file *file, tare_type_id inner, uint64_t offset,
                           uint64_t bytes)
{
    tare_type_id found = TARE_TYPE_NONE;

    for (size_t i = 0; i < file->definition_count; i++) {
        tare_type_id outer;

        if (file->definitions[i].first != i || file->definitions[i].bytes != bytes)
            continue;
        outer = tare_dwarf_type_id(file, &file->definitions[i].die);
        if (outer == TARE_TYPE_NONE || !holds(file, outer, inner, offset, 0))
            continue;
        if (found != TARE_TYPE_NONE)
            return TARE_TYPE_NONE;
        found = outer;
    }
    return found;
}

tare_type_id tare_dwarf_find_outer(void *context, tare_type_id inner, uint64_t offset,
                                   uint64_t bytes)
{
    struct tare_dwarf_file *file = context;
    struct outer_memo *memo = &file->memo[(inner * 31 + offset * 7 + bytes) % OUTER_MEMO];

    if (!memo->known || memo->inner != inner || memo->offset != offset || memo->bytes != bytes)
        *memo = (struct outer_memo){inner, offset, bytes, search(file, inner, offset, bytes), true};
    return memo->outer;
}
