/* SPDX-License-Identifier: MIT */
/* Types by number: made from their DIEs when they are asked for first. */
#include "dwarf/inside.h"

#include <stdlib.h>
#include <string.h>

/* Values within values. */
#define DEPTH_MAX 64

/* Typedefs of typedefs; junk may go in circles. */
#define PEEL_MAX 64

static bool is_wrapper(int tag)
{
    return tag == DW_TAG_typedef || tag == DW_TAG_const_type || tag == DW_TAG_volatile_type ||
           tag == DW_TAG_restrict_type || tag == DW_TAG_atomic_type ||
           tag == DW_TAG_immutable_type || tag == DW_TAG_packed_type || tag == DW_TAG_shared_type;
}

bool tare_dwarf_type_of(Dwarf_Die *die, Dwarf_Die *type)
{
    Dwarf_Attribute attribute;

    *type = *die;
    for (unsigned i = 0; i < PEEL_MAX; i++) {
        if (!dwarf_attr_integrate(type, DW_AT_type, &attribute) ||
            !dwarf_formref_die(&attribute, type))
            return false;
        if (!is_wrapper(dwarf_tag(type)))
            return true;
    }
    return false;
}

static uint64_t dimension(Dwarf_Die *range)
{
    Dwarf_Attribute attribute;
    Dwarf_Word value;

    if (dwarf_attr(range, DW_AT_count, &attribute))
        return dwarf_formudata(&attribute, &value) ? 0 : value;
    if (dwarf_attr(range, DW_AT_upper_bound, &attribute))
        return dwarf_formudata(&attribute, &value) ? 0 : value + 1;
    return 0;
}

uint64_t tare_dwarf_array_count(Dwarf_Die *array)
{
    uint64_t count = 1;
    bool any = false;
    Dwarf_Die range;

    if (dwarf_child(array, &range))
        return 0;
    do {
        uint64_t length = dwarf_tag(&range) == DW_TAG_subrange_type ? dimension(&range) : 1;

        any |= dwarf_tag(&range) == DW_TAG_subrange_type;
        if (__builtin_mul_overflow(count, length, &count))
            return 0;
    } while (dwarf_siblingof(&range, &range) == 0);
    return any ? count : 0;
}

static bool is_pointer(int tag)
{
    return tag == DW_TAG_pointer_type || tag == DW_TAG_reference_type ||
           tag == DW_TAG_rvalue_reference_type;
}

static bool is_aggregate(int tag)
{
    return tag == DW_TAG_structure_type || tag == DW_TAG_class_type || tag == DW_TAG_union_type;
}

/* Pointers to members have no size in the file: those of the Itanium C++ ABI, 2.3. */
uint64_t tare_dwarf_size_of(Dwarf_Die *type)
{
    int tag = dwarf_tag(type);
    Dwarf_Word bytes;
    Dwarf_Die pointee;

    if (is_pointer(tag) && !dwarf_hasattr(type, DW_AT_byte_size))
        return sizeof(void *);
    if (tag == DW_TAG_ptr_to_member_type && !dwarf_hasattr(type, DW_AT_byte_size))
        return tare_dwarf_type_of(type, &pointee) && dwarf_tag(&pointee) == DW_TAG_subroutine_type
                   ? 2 * sizeof(void *)
                   : sizeof(void *);
    return dwarf_aggregate_size(type, &bytes) ? 0 : bytes;
}

static tare_type_id add_entry(struct tare_dwarf_file *file, Dwarf_Die *die)
{
    if (file->entry_count == file->entry_room) {
        size_t room = file->entry_room ? 2 * file->entry_room : 64;
        struct entry *grown = realloc(file->entries, room * sizeof *grown);

        file->short_of_memory |= !grown;
        if (!grown)
            return TARE_TYPE_NONE;
        file->entries = grown;
        file->entry_room = room;
    }
    if (!tare_dwarf_map_put(&file->entry_of, (uint64_t)(uintptr_t)die->addr,
                            (uint32_t)file->entry_count)) {
        file->short_of_memory = true;
        return TARE_TYPE_NONE;
    }
    file->entries[file->entry_count] = (struct entry){.die = *die};
    return (tare_type_id)file->entry_count++;
}

tare_type_id tare_dwarf_type_id(struct tare_dwarf_file *file, Dwarf_Die *die)
{
    Dwarf_Die type = *die;
    tare_type_id id;

    if (is_wrapper(dwarf_tag(&type)) && !tare_dwarf_type_of(die, &type))
        return TARE_TYPE_NONE;
    if (is_aggregate(dwarf_tag(&type))) {
        const struct definition *definition = tare_dwarf_definition(file, &type);

        if (!definition)
            return TARE_TYPE_NONE;
        type = definition->die;
    }
    if (dwarf_tag(&type) == DW_TAG_subroutine_type || tare_dwarf_size_of(&type) == 0)
        return TARE_TYPE_NONE;
    id = tare_dwarf_map_get(&file->entry_of, (uint64_t)(uintptr_t)type.addr, TARE_TYPE_NONE);
    return id != TARE_TYPE_NONE ? id : add_entry(file, &type);
}

int tare_dwarf_add_slot(struct tare_type *type, const struct tare_slot *slot)
{
    struct tare_slot *grown = realloc(type->slots, (type->slot_count + 1) * sizeof *type->slots);

    if (!grown)
        return -1;
    type->slots = grown;
    type->slots[type->slot_count++] = *slot;
    return 0;
}

/* A pointer to a function leads to nothing that is weighed. */
static int make_pointer(struct tare_dwarf_file *file, Dwarf_Die *die, struct tare_type *type)
{
    struct tare_slot slot = {.count = 1,
                             .stride_bytes = sizeof(void *),
                             .type = TARE_TYPE_NONE,
                             .kind = TARE_SLOT_POINTER};
    Dwarf_Die pointee;

    if (tare_dwarf_type_of(die, &pointee)) {
        if (dwarf_tag(&pointee) == DW_TAG_subroutine_type)
            return 0;
        slot.type = tare_dwarf_type_id(file, &pointee);
    }
    return type->bytes == sizeof(void *) ? tare_dwarf_add_slot(type, &slot) : 0;
}

static int make_array(struct tare_dwarf_file *file, Dwarf_Die *die, struct tare_type *type)
{
    uint64_t count = tare_dwarf_array_count(die);
    const struct tare_type *element;
    struct tare_slot slot;
    Dwarf_Die element_die;
    tare_type_id id;

    if (!tare_dwarf_type_of(die, &element_die))
        return 0;
    id = tare_dwarf_type_id(file, &element_die);
    element = id == TARE_TYPE_NONE ? NULL : tare_dwarf_type(file, id);
    if (!element)
        return file->short_of_memory ? -1 : 0;
    type->padding_bytes = count * element->padding_bytes;
    type->is_aggregate = element->is_aggregate;
    if (!element->slot_count)
        return 0;
    slot = (struct tare_slot){
        .count = count, .stride_bytes = element->bytes, .type = id, .kind = TARE_SLOT_VALUE};
    if (element->slots[0].kind == TARE_SLOT_POINTER && !element->is_aggregate) {
        slot = element->slots[0];
        slot.count *= count;
        slot.stride_bytes = sizeof(void *);
    }
    return tare_dwarf_add_slot(type, &slot);
}

bool tare_dwarf_element(struct tare_dwarf_file *file, tare_type_id array, tare_type_id *element)
{
    Dwarf_Die die = file->entries[array].die;
    Dwarf_Die type;

    *element = TARE_TYPE_NONE;
    if (dwarf_tag(&die) == DW_TAG_array_type && tare_dwarf_type_of(&die, &type))
        *element = tare_dwarf_type_id(file, &type);
    return *element != TARE_TYPE_NONE && tare_dwarf_type(file, *element);
}

static int make(struct tare_dwarf_file *file, tare_type_id id, struct tare_type *type)
{
    Dwarf_Die die = file->entries[id].die;
    int tag = dwarf_tag(&die);

    type->bytes = tare_dwarf_size_of(&die);
    type->tail_type = TARE_TYPE_NONE;
    type->name = tare_dwarf_name(file, &die);
    if (!type->name)
        return -1;
    /* Junk: it is then a type without slots. */
    if (file->depth > DEPTH_MAX)
        return 0;
    if (is_pointer(tag))
        return make_pointer(file, &die, type);
    if (tag == DW_TAG_array_type)
        return make_array(file, &die, type);
    return is_aggregate(tag) ? tare_dwarf_make_struct(file, id, type) : 0;
}

const struct tare_type *tare_dwarf_type(struct tare_dwarf_file *file, tare_type_id id)
{
    struct tare_type *type = file->entries[id].type;

    if (type)
        return file->entries[id].is_busy ? NULL : type;
    type = calloc(1, sizeof *type);
    file->short_of_memory |= !type;
    if (!type)
        return NULL;
    file->entries[id].type = type;
    file->entries[id].is_busy = true;
    file->depth++;
    file->short_of_memory |= make(file, id, type) != 0;
    file->depth--;
    file->entries[id].is_busy = false;
    return file->short_of_memory ? NULL : type;
}
