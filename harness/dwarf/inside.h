/* SPDX-License-Identifier: MIT */
/* What the files of this folder share. Not an API: it needs libdw. */
#ifndef TARE_DWARF_INSIDE_H
#define TARE_DWARF_INSIDE_H

#include "dwarf/file.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <stdbool.h>
#include <stddef.h>

/* A struct, union or class as it stands in the file; a header's stands there once a unit. */
struct definition {
    Dwarf_Die die;
    const char *name;   /* NULL: it has none */
    const char *source; /* where it stands; base name */
    int line;
    int column;
    uint64_t bytes;
    size_t first; /* the first of those that are the same; itself: it is */
};

/* A member of a struct, for the search of outer ones and for what no member has data in. */
struct part {
    uint64_t offset;
    uint64_t bytes;
    tare_type_id type; /* NONE: a bit-field */
};

struct entry {
    Dwarf_Die die;
    struct tare_type *type; /* NULL: not made yet */
    bool is_busy;           /* being made */
    size_t part_count;
    struct part *parts;
};

/* A typedef, and the struct that it leads to: its definition or a declaration. */
struct named {
    const char *name;
    Dwarf_Die die;
};

/* A static of the macro tare_weigh. */
struct carrier {
    uint64_t address;
    Dwarf_Die die;
};

/* A piece of code and the unit it is of. */
struct unit_range {
    uint64_t begin;
    uint64_t end;
    Dwarf_Die unit;
};

/* A .dwo file whose sections of one name were made one (split.c). */
struct split {
    char *image;
    Elf *elf;
    Dwarf *dwarf;
    Dwarf_Die whole; /* the split unit */
};

/* Pointers or hashes to numbers: open addressing. */
struct map {
    struct map_slot {
        uint64_t key;
        uint32_t value; /* + 1; 0: empty */
    } * slots;
    size_t room; /* a power of two, or 0 */
    size_t count;
};

#define OUTER_MEMO 256

struct tare_dwarf_file {
    char *path;
    int fd;
    Elf *elf;
    Dwfl *dwfl;   /* of an object file, else NULL */
    Dwarf *dwarf; /* NULL: there is no debug information */
    bool is_indexed;
    uint64_t base;
    size_t unit_count;
    struct unit_range *units; /* NULL: not made yet; by ascending address */
    struct tare_type_source source;

    size_t definition_count;
    size_t definition_room;
    struct definition *definitions;
    struct map definition_of;   /* by the address of the DIE */
    struct map definition_like; /* by a hash of what it is */
    size_t alias_count;
    size_t alias_room;
    const char **aliases; /* typedefs of structs without a name */
    struct map alias_of;  /* by the address of the struct's DIE */
    size_t split_count;
    size_t split_room;
    struct split *splits;
    Dwarf_Die *skeleton; /* of the split unit at hand, where libdw does not know it; or NULL */
    const char *missing_split; /* the first .dwo file that could not be read; NULL: none */
    size_t typedef_count;
    size_t typedef_room;
    struct named *typedefs; /* of structs with a name of their own */
    size_t carrier_count;
    size_t carrier_room;
    struct carrier *carriers;

    size_t entry_count;
    size_t entry_room;
    struct entry *entries; /* by tare_type_id */
    struct map entry_of;   /* by the address of the DIE */
    unsigned depth;        /* of values within values, while types are made */
    uintptr_t visited;     /* the last DIE of the unit at hand, while the index is made */
    bool short_of_memory;

    struct outer_memo {
        tare_type_id inner;
        uint64_t offset;
        uint64_t bytes;
        tare_type_id outer;
        bool known;
    } memo[OUTER_MEMO];
};

/* map.c: the value of the key, or `none`; sets it, false where memory is short. */
uint32_t tare_dwarf_map_get(const struct map *map, uint64_t key, uint32_t none);
bool tare_dwarf_map_put(struct map *map, uint64_t key, uint32_t value);

/* file.c: sees to it that the index is there; 0, or -1 with the reason. */
int tare_dwarf_file_index(struct tare_dwarf_file *file, struct tare_err *err);

/* index.c: goes over all units once; 0, or -1 where memory is short. */
int tare_dwarf_index(struct tare_dwarf_file *file);
/* The definition that stands for this DIE, which may be a declaration; NULL: none is known. */
const struct definition *tare_dwarf_definition(const struct tare_dwarf_file *file, Dwarf_Die *die);

/* site.c: the compile unit of a piece of code; NULL: none is known. */
Dwarf_Die *tare_dwarf_unit_at(struct tare_dwarf_file *file, uint64_t address);
/* file.c: says which split file could not be read; -1. */
int tare_dwarf_file_blame(const struct tare_dwarf_file *file, struct tare_err *err);
/* split.c: the split unit of a skeleton where libdw cannot read the file that has it, since
 * sections of one name stand there twice or beside others that are not split; false: there is none,
 * or libdw can. To be closed. */
bool tare_dwarf_split_open(const struct tare_dwarf_file *file, Dwarf_Die *skeleton,
                           struct split *split);
void tare_dwarf_split_close(struct split *split);
/* The name of the file that has it, as the compiler was told; NULL: none. */
const char *tare_dwarf_split_name(Dwarf_Die *skeleton);
/* The address of that number among those of the unit; false: there is none. */
bool tare_dwarf_split_address(const struct tare_dwarf_file *file, Dwarf_Die *skeleton,
                              uint64_t index, Dwarf_Addr *address);

/* name.c: how C spells the type; the caller frees; NULL where memory is short. */
char *tare_dwarf_name(const struct tare_dwarf_file *file, Dwarf_Die *type);

/* types.c: the type that the DIE stands for (after typedefs and qualifiers), or NONE. */
tare_type_id tare_dwarf_type_id(struct tare_dwarf_file *file, Dwarf_Die *die);
/* The type made. NULL where memory is short, and for one that is being made: junk may say that a
 * value holds itself. */
const struct tare_type *tare_dwarf_type(struct tare_dwarf_file *file, tare_type_id id);
/* The DIE that DW_AT_type leads to, typedefs and qualifiers taken off; false: void. */
bool tare_dwarf_type_of(Dwarf_Die *die, Dwarf_Die *type);
/* Elements of an array, all dimensions; 0: not known or none. */
uint64_t tare_dwarf_array_count(Dwarf_Die *array);
/* sizeof; 0: not known. */
uint64_t tare_dwarf_size_of(Dwarf_Die *type);
/* The type of an array's elements, made; false: it is no array, or they are not known. */
bool tare_dwarf_element(struct tare_dwarf_file *file, tare_type_id array, tare_type_id *element);

/* member.c: is it data of its struct, a member or a base? */
bool tare_dwarf_is_member(Dwarf_Die *die);
bool tare_dwarf_number(Dwarf_Die *die, unsigned name, uint64_t *number);
/* Where the member lies; false: only a running program knows (a virtual base). */
bool tare_dwarf_offset(Dwarf_Die *member, uint64_t *bytes);
/* Where a bit-field begins: DWARF 4 and later count bits from the struct's begin; before, from the
 * high end of the storage unit, which on little-endian machines is to be turned around. */
uint64_t tare_dwarf_first_bit(Dwarf_Die *member, uint64_t offset, uint64_t bits,
                              uint64_t unit_bytes);

/* struct.c: fills in the type of a struct, union or class. */
int tare_dwarf_make_struct(struct tare_dwarf_file *file, tare_type_id id, struct tare_type *type);
int tare_dwarf_add_slot(struct tare_type *type, const struct tare_slot *slot);
tare_type_id tare_dwarf_find_outer(void *context, tare_type_id inner, uint64_t offset,
                                   uint64_t bytes);

/* padding.c: bytes of a value that no member has data in, by marking all that have some; `bytes`
 * stays where the type is too large for that. Its members are known. */
void tare_dwarf_padding(struct tare_dwarf_file *file, tare_type_id id, uint64_t *bytes);

#endif
