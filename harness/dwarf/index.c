/* SPDX-License-Identifier: MIT */
/* One look at all units: the structs that are defined, and the statics of tare_weigh. */
#include "dwarf/inside.h"

#include <stdlib.h>
#include <string.h>

#define CARRIER_NAME "tare_root_"

/* Blocks, namespaces and structs nest no deeper; what does is junk. */
#define DEPTH_MAX 128

static uint64_t mix(uint64_t hash, uint64_t value)
{
    return (hash ^ value) * UINT64_C(0x100000001b3);
}

static uint64_t hash_text(uint64_t hash, const char *text)
{
    for (; text && *text; text++)
        hash = mix(hash, (unsigned char)*text);
    return mix(hash, 0x100);
}

static const char *base_name(const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;

    return slash ? slash + 1 : path ? path : "";
}

/* The base name of the file that the definition stands in; "" where it is not known. Not by
 * dwarf_decl_file(), which aborts for a unit without a line table (elfutils 0.188). That of a split
 * unit is its skeleton's, of which libdw does not know where it did not find the unit. */
static const char *source_of(const struct tare_dwarf_file *file, Dwarf_Die *die)
{
    Dwarf_Attribute attribute;
    Dwarf_Files *files;
    Dwarf_Word number;
    Dwarf_Die unit;
    size_t count;

    if (!dwarf_attr_integrate(die, DW_AT_decl_file, &attribute) ||
        dwarf_formudata(&attribute, &number) || !dwarf_diecu(die, &unit, NULL, NULL))
        return "";
    if (dwarf_getsrcfiles(&unit, &files, &count) &&
        (!file->skeleton || dwarf_tag(&unit) != DW_TAG_compile_unit ||
         dwarf_getsrcfiles(file->skeleton, &files, &count)))
        return "";
    return number < count ? base_name(dwarf_filesrc(files, number, NULL, NULL)) : "";
}

/* What two definitions share that are the same one, met in two units. */
static uint64_t hash_definition(const struct definition *definition)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    hash = hash_text(hash, definition->name);
    hash = hash_text(hash, definition->source);
    hash = mix(hash, (uint64_t)definition->line);
    hash = mix(hash, (uint64_t)definition->column);
    return mix(hash, definition->bytes);
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool are_same(const struct definition *a, const struct definition *b)
{
    return same_text(a->name, b->name) && same_text(a->source, b->source) && a->line == b->line &&
           a->column == b->column && a->bytes == b->bytes;
}

static void *grow(void *array, size_t count, size_t *room, size_t bytes)
{
    size_t wanted = *room ? 2 * *room : 64;
    void *grown = array;

    if (count == *room) {
        grown = realloc(array, wanted * bytes);
        if (grown)
            *room = wanted;
    }
    return grown;
}

static int add_definition(struct tare_dwarf_file *file, Dwarf_Die *die)
{
    struct definition added = {.die = *die, .name = dwarf_diename(die)};
    struct definition *grown =
        grow(file->definitions, file->definition_count, &file->definition_room, sizeof *grown);
    Dwarf_Word bytes = 0;
    uint64_t hash;

    if (!grown)
        return -1;
    file->definitions = grown;
    if (dwarf_aggregate_size(die, &bytes))
        return 0;
    dwarf_decl_line(die, &added.line);
    dwarf_decl_column(die, &added.column);
    added.source = source_of(file, die);
    added.bytes = bytes;
    hash = hash_definition(&added);
    added.first =
        tare_dwarf_map_get(&file->definition_like, hash, (uint32_t)file->definition_count);
    if (added.first < file->definition_count && !are_same(&added, &file->definitions[added.first]))
        added.first = file->definition_count;
    file->definitions[file->definition_count] = added;
    if (!tare_dwarf_map_put(&file->definition_of, (uint64_t)(uintptr_t)die->addr,
                            (uint32_t)file->definition_count) ||
        (added.first == file->definition_count &&
         !tare_dwarf_map_put(&file->definition_like, hash, (uint32_t)file->definition_count)))
        return -1;
    file->definition_count++;
    return 0;
}

/* The address of a variable in static storage; false: it has none. */
static bool static_address(const struct tare_dwarf_file *file, Dwarf_Die *die, Dwarf_Addr *address)
{
    Dwarf_Attribute location, indexed;
    Dwarf_Op *op;
    size_t count;

    if (!dwarf_attr_integrate(die, DW_AT_location, &location) ||
        dwarf_getlocation(&location, &op, &count) || count != 1)
        return false;
    *address = op->number;
    if (op->atom == DW_OP_addr)
        return true;
    if (op->atom != DW_OP_addrx && op->atom != DW_OP_GNU_addr_index)
        return false;
    if (file->skeleton)
        return tare_dwarf_split_address(file, file->skeleton, op->number, address);
    return dwarf_getlocation_attr(&location, op, &indexed) == 0 &&
           dwarf_formaddr(&indexed, address) == 0;
}

static int add_carrier(struct tare_dwarf_file *file, Dwarf_Die *die)
{
    const char *name = dwarf_diename(die);
    struct carrier *grown;
    Dwarf_Addr address;

    if (!name || strcmp(name, CARRIER_NAME) != 0 || !static_address(file, die, &address))
        return 0;
    grown = grow(file->carriers, file->carrier_count, &file->carrier_room, sizeof *grown);
    if (!grown)
        return -1;
    file->carriers = grown;
    file->carriers[file->carrier_count++] = (struct carrier){address, *die};
    return 0;
}

static bool is_aggregate(Dwarf_Die *die)
{
    int tag = dwarf_tag(die);

    return tag == DW_TAG_structure_type || tag == DW_TAG_union_type || tag == DW_TAG_class_type;
}

static int add_typedef(struct tare_dwarf_file *file, const char *name, const Dwarf_Die *type)
{
    struct named *grown =
        grow(file->typedefs, file->typedef_count, &file->typedef_room, sizeof *grown);

    if (!grown)
        return -1;
    file->typedefs = grown;
    file->typedefs[file->typedef_count++] = (struct named){name, *type};
    return 0;
}

/* A struct that has no name is called as the typedef that names it. */
static int add_alias(struct tare_dwarf_file *file, Dwarf_Die *die)
{
    const char *name = dwarf_diename(die);
    Dwarf_Attribute attribute;
    const char **grown;
    Dwarf_Die type;

    if (!name || !dwarf_attr(die, DW_AT_type, &attribute) ||
        !dwarf_formref_die(&attribute, &type) || !is_aggregate(&type))
        return 0;
    if (dwarf_diename(&type))
        return add_typedef(file, name, &type);
    grown = grow(file->aliases, file->alias_count, &file->alias_room, sizeof *grown);
    if (!grown)
        return -1;
    file->aliases = grown;
    file->aliases[file->alias_count] = name;
    return tare_dwarf_map_put(&file->alias_of, (uint64_t)(uintptr_t)type.addr,
                              (uint32_t)file->alias_count++)
               ? 0
               : -1;
}

static bool is_union(Dwarf_Die *die)
{
    return dwarf_tag(die) == DW_TAG_union_type;
}

/* The only definition with the declaration's name, which in C++ may say struct of a class; NULL:
 * none, or several that differ. */
static const struct definition *find_named(const struct tare_dwarf_file *file, Dwarf_Die *die)
{
    const char *name = dwarf_diename(die);
    const struct definition *found = NULL;

    for (size_t i = 0; name && i < file->definition_count; i++) {
        const struct definition *definition = &file->definitions[i];

        if (definition->first != i || !same_text(definition->name, name) ||
            is_union((Dwarf_Die *)&definition->die) != is_union(die))
            continue;
        if (found)
            return NULL;
        found = definition;
    }
    return found;
}

const struct definition *tare_dwarf_definition(const struct tare_dwarf_file *file, Dwarf_Die *die)
{
    Dwarf_Attribute signature;
    Dwarf_Die signed_die;
    uint32_t index;

    if (dwarf_attr(die, DW_AT_signature, &signature) && dwarf_formref_die(&signature, &signed_die))
        die = &signed_die;
    index = tare_dwarf_map_get(&file->definition_of, (uint64_t)(uintptr_t)die->addr, UINT32_MAX);
    if (index != UINT32_MAX)
        return &file->definitions[file->definitions[index].first];
    return dwarf_hasattr(die, DW_AT_declaration) ? find_named(file, die) : NULL;
}

static int visit(struct tare_dwarf_file *file, Dwarf_Die *parent, unsigned depth)
{
    Dwarf_Die die;
    int status = 0;

    if (depth > DEPTH_MAX || dwarf_child(parent, &die))
        return 0;
    do {
        /* DIEs stand in the order of the visit; junk may lead back to some that were. */
        if ((uintptr_t)die.addr <= file->visited)
            return 0;
        file->visited = (uintptr_t)die.addr;
        switch (dwarf_tag(&die)) {
        case DW_TAG_structure_type:
        case DW_TAG_union_type:
        case DW_TAG_class_type:
            if (!dwarf_hasattr(&die, DW_AT_declaration))
                status = add_definition(file, &die);
            break;
        case DW_TAG_variable:
            status = add_carrier(file, &die);
            break;
        case DW_TAG_typedef:
            status = add_alias(file, &die);
            break;
        default:
            break;
        }
        if (status == 0 && dwarf_haschildren(&die))
            status = visit(file, &die, depth + 1);
    } while (status == 0 && dwarf_siblingof(&die, &die) == 0);
    return status;
}

/* With -gsplit-dwarf -fdebug-types-section the types stand in units of their own beside the split
 * one. */
static int visit_split_types(struct tare_dwarf_file *file, Dwarf *dwarf)
{
    Dwarf_CU *unit = NULL;
    Dwarf_Half version;
    Dwarf_Die whole;
    uint8_t kind;

    while (dwarf && dwarf_get_units(dwarf, unit, &unit, &version, &kind, &whole, NULL) == 0) {
        file->visited = 0;
        if ((kind == DW_UT_type || kind == DW_UT_split_type) && visit(file, &whole, 0))
            return -1;
    }
    return 0;
}

/* A split unit that libdw cannot find; the file has it from now on. */
static int visit_joined(struct tare_dwarf_file *file, Dwarf_Die *skeleton, struct split *joined)
{
    struct split *grown = grow(file->splits, file->split_count, &file->split_room, sizeof *grown);
    Dwarf_Die whole = joined->whole;
    int status;

    if (!grown) {
        tare_dwarf_split_close(joined);
        return -1;
    }
    file->splits = grown;
    file->splits[file->split_count++] = *joined;
    file->skeleton = skeleton;
    status = visit(file, &whole, 0) || visit_split_types(file, joined->dwarf) ? -1 : 0;
    file->skeleton = NULL;
    return status;
}

static int visit_skeleton(struct tare_dwarf_file *file, Dwarf_Die *skeleton, Dwarf_Die *split)
{
    struct split joined;

    if (tare_dwarf_split_open(file, skeleton, &joined))
        return visit_joined(file, skeleton, &joined);
    if (!split->addr) {
        if (!file->missing_split)
            file->missing_split = tare_dwarf_split_name(skeleton);
        return 0;
    }
    return visit(file, split, 0) || visit_split_types(file, dwarf_cu_getdwarf(split->cu)) ? -1 : 0;
}

int tare_dwarf_index(struct tare_dwarf_file *file)
{
    Dwarf_CU *unit = NULL;
    Dwarf_Die whole, split;
    Dwarf_Half version;
    uint8_t kind;

    while (dwarf_get_units(file->dwarf, unit, &unit, &version, &kind, &whole, &split) == 0) {
        file->visited = 0;
        if (kind == DW_UT_skeleton ? visit_skeleton(file, &whole, &split) : visit(file, &whole, 0))
            return -1;
    }
    return 0;
}
