/* SPDX-License-Identifier: MIT */
/* Members of structs: which DIEs are some, and where they lie. */
#include "dwarf/inside.h"

bool tare_dwarf_is_member(Dwarf_Die *die)
{
    int tag = dwarf_tag(die);

    return tag == DW_TAG_inheritance ||
           (tag == DW_TAG_member && !dwarf_hasattr(die, DW_AT_external) &&
            !dwarf_hasattr(die, DW_AT_declaration));
}

bool tare_dwarf_number(Dwarf_Die *die, unsigned name, uint64_t *number)
{
    Dwarf_Attribute attribute;
    Dwarf_Word value;

    if (!dwarf_attr_integrate(die, name, &attribute) || dwarf_formudata(&attribute, &value))
        return false;
    *number = value;
    return true;
}

bool tare_dwarf_offset(Dwarf_Die *member, uint64_t *bytes)
{
    Dwarf_Attribute location;
    Dwarf_Op *op;
    size_t count;

    *bytes = 0;
    if (!dwarf_attr_integrate(member, DW_AT_data_member_location, &location) ||
        tare_dwarf_number(member, DW_AT_data_member_location, bytes))
        return true;
    if (dwarf_getlocation(&location, &op, &count) || count != 1 || op->atom != DW_OP_plus_uconst)
        return false;
    *bytes = op->number;
    return true;
}

uint64_t tare_dwarf_first_bit(Dwarf_Die *member, uint64_t offset, uint64_t bits,
                              uint64_t unit_bytes)
{
    uint64_t value;

    if (tare_dwarf_number(member, DW_AT_data_bit_offset, &value))
        return value;
    if (tare_dwarf_number(member, DW_AT_bit_offset, &value)) {
        tare_dwarf_number(member, DW_AT_byte_size, &unit_bytes);
        return offset * 8 + unit_bytes * 8 - value - bits;
    }
    return offset * 8;
}
