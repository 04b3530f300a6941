/* SPDX-License-Identifier: MIT */
/*
 * Split units that libdw cannot find. gcc's -gsplit-dwarf -fdebug-types-section puts each type unit
 * into a section of its own, all of one name; libdw keeps the first of a name (dwarf_begin_elf.c,
 * "A section appears twice. That's bad. We ignore the section."), and so lacks the types, in
 * DWARF 5 the whole unit. clang's -gsplit-dwarf=single leaves the split unit in the object file,
 * beside what is linked, which libdw takes instead. Here the split sections alone are made a file,
 * those of one name one section, in memory.
 */
#include "dwarf/inside.h"

#include "base/buf.h"

#include <elf.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NAME_PREFIX   ".debug_"
#define SPLIT_SUFFIX  ".dwo"
#define SECTIONS_MAX  64 /* names of sections in a .dwo: about 10 */
#define ADDRESS_BYTES 8

/* A name and where the sections of that name come to lie in the image, one behind the other. */
struct joined {
    const char *name;
    uint64_t offset;
    uint64_t bytes;
};

struct joining {
    Elf *elf;
    size_t names;    /* index of the section with their names */
    bool has_linked; /* there are sections of debug information that are not split */
    size_t count;
    struct joined joined[SECTIONS_MAX];
};

static bool is_split(const char *name)
{
    size_t length = strlen(name);

    return length > strlen(SPLIT_SUFFIX) &&
           strcmp(name + length - strlen(SPLIT_SUFFIX), SPLIT_SUFFIX) == 0;
}

/* The name of a section with split debug information, its data inflated; NULL: another section. */
static const char *debug_name(struct joining *joining, Elf_Scn *section)
{
    GElf_Shdr header;
    const char *name;

    if (!gelf_getshdr(section, &header) || header.sh_type == SHT_NOBITS)
        return NULL;
    name = elf_strptr(joining->elf, joining->names, header.sh_name);
    if (!name || strncmp(name, NAME_PREFIX, strlen(NAME_PREFIX)) != 0)
        return NULL;
    if (!is_split(name)) {
        joining->has_linked = true;
        return NULL;
    }
    if ((header.sh_flags & SHF_COMPRESSED) && elf_compress(section, 0, 0) < 0)
        return NULL;
    return name;
}

static struct joined *find_joined(struct joining *joining, const char *name)
{
    for (size_t i = 0; i < joining->count; i++)
        if (strcmp(joining->joined[i].name, name) == 0)
            return &joining->joined[i];
    if (joining->count == SECTIONS_MAX)
        return NULL;
    joining->joined[joining->count] = (struct joined){.name = name};
    return &joining->joined[joining->count++];
}

/* What each name holds in all; false: no name stands there twice and nothing else is there, so that
 * libdw can read it. */
static bool measure(struct joining *joining)
{
    Elf_Scn *section = NULL;
    bool any = false;

    if (elf_getshdrstrndx(joining->elf, &joining->names))
        return false;
    while ((section = elf_nextscn(joining->elf, section))) {
        const char *name = debug_name(joining, section);
        struct joined *joined = name ? find_joined(joining, name) : NULL;
        Elf_Data *data = joined ? elf_rawdata(section, NULL) : NULL;

        if (!data)
            continue;
        any |= joined->bytes > 0;
        joined->bytes += data->d_size;
    }
    return any || (joining->has_linked && joining->count);
}

/* Headers, the names, then the data of one name after that of another. */
static uint64_t place(struct joining *joining, uint64_t names_bytes)
{
    uint64_t at = sizeof(Elf64_Ehdr) + (joining->count + 2) * sizeof(Elf64_Shdr) + names_bytes;

    for (size_t i = 0; i < joining->count; i++) {
        joining->joined[i].offset = at;
        at += joining->joined[i].bytes;
    }
    return at;
}

static void write_data(struct joining *joining, char *image)
{
    uint64_t written[SECTIONS_MAX] = {0};
    Elf_Scn *section = NULL;

    while ((section = elf_nextscn(joining->elf, section))) {
        const char *name = debug_name(joining, section);
        Elf_Data *data = name ? elf_rawdata(section, NULL) : NULL;

        for (size_t i = 0; data && data->d_size && i < joining->count; i++)
            if (strcmp(joining->joined[i].name, name) == 0) {
                memcpy(image + joining->joined[i].offset + written[i], data->d_buf, data->d_size);
                written[i] += data->d_size;
            }
    }
}

/* Section 0 is the empty one, section 1 has the names. */
static void write_headers(const struct joining *joining, uint64_t names_bytes, char *image)
{
    Elf64_Ehdr *header = (Elf64_Ehdr *)image;
    Elf64_Shdr *sections = (Elf64_Shdr *)(image + sizeof *header);
    char *names = (char *)(sections + joining->count + 2);
    GElf_Ehdr old;
    size_t at = 1;

    gelf_getehdr(joining->elf, &old);
    *header = (Elf64_Ehdr){.e_type = ET_REL,
                           .e_machine = old.e_machine,
                           .e_version = EV_CURRENT,
                           .e_shoff = sizeof *header,
                           .e_ehsize = sizeof *header,
                           .e_shentsize = sizeof *sections,
                           .e_shnum = (Elf64_Half)(joining->count + 2),
                           .e_shstrndx = 1};
    memcpy(header->e_ident, old.e_ident, EI_NIDENT);
    sections[1] = (Elf64_Shdr){.sh_type = SHT_STRTAB,
                               .sh_offset = (uint64_t)(names - image),
                               .sh_size = names_bytes,
                               .sh_addralign = 1};
    for (size_t i = 0; i < joining->count; i++) {
        sections[2 + i] = (Elf64_Shdr){.sh_name = (Elf64_Word)at,
                                       .sh_type = SHT_PROGBITS,
                                       .sh_offset = joining->joined[i].offset,
                                       .sh_size = joining->joined[i].bytes,
                                       .sh_addralign = 1};
        memcpy(names + at, joining->joined[i].name, strlen(joining->joined[i].name) + 1);
        at += strlen(joining->joined[i].name) + 1;
    }
}

/* The file with its sections joined; NULL: no need, or no memory. The caller frees. */
static char *join(Elf *elf, uint64_t *bytes)
{
    struct joining joining = {.elf = elf};
    uint64_t names_bytes = 1;
    char *image;

    if (gelf_getclass(elf) != ELFCLASS64 || !measure(&joining))
        return NULL;
    for (size_t i = 0; i < joining.count; i++)
        names_bytes += strlen(joining.joined[i].name) + 1;
    names_bytes = (names_bytes + 7) & ~UINT64_C(7);
    *bytes = place(&joining, names_bytes);
    image = calloc(1, *bytes);
    if (!image)
        return NULL;
    write_headers(&joining, names_bytes, image);
    write_data(&joining, image);
    return image;
}

void tare_dwarf_split_close(struct split *split)
{
    if (split->dwarf)
        dwarf_end(split->dwarf);
    if (split->elf)
        elf_end(split->elf);
    free(split->image);
    *split = (struct split){0};
}

static bool open_joined(const char *path, struct split *split)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    Elf *elf = fd < 0 ? NULL : elf_begin(fd, ELF_C_READ_MMAP_PRIVATE, NULL);
    uint64_t bytes = 0;

    if (elf && elf_kind(elf) == ELF_K_ELF)
        split->image = join(elf, &bytes);
    if (elf)
        elf_end(elf);
    if (fd >= 0)
        close(fd);
    if (split->image)
        split->elf = elf_memory(split->image, bytes);
    if (split->elf)
        split->dwarf = dwarf_begin_elf(split->elf, DWARF_C_READ, NULL);
    return split->dwarf;
}

/* The split unit of that number; its types may be met before it. */
static bool find_unit(struct split *split, uint64_t id)
{
    Dwarf_CU *unit = NULL;
    uint8_t kind;

    while (dwarf_get_units(split->dwarf, unit, &unit, NULL, &kind, &split->whole, NULL) == 0) {
        uint64_t found;

        if (kind == DW_UT_split_compile &&
            dwarf_cu_info(split->whole.cu, NULL, NULL, NULL, NULL, &found, NULL, NULL) == 0 &&
            found == id)
            return true;
    }
    return false;
}

static const char *text_of(Dwarf_Die *die, unsigned name, unsigned old_name)
{
    Dwarf_Attribute attribute;

    return dwarf_attr(die, name, &attribute) || dwarf_attr(die, old_name, &attribute)
               ? dwarf_formstring(&attribute)
               : NULL;
}

const char *tare_dwarf_split_name(Dwarf_Die *skeleton)
{
    return text_of(skeleton, DW_AT_dwo_name, DW_AT_GNU_dwo_name);
}

/* Beside the executable, else where the compiler ran: as libdw searches. */
static char *path_in(const char *folder, size_t length, const char *name)
{
    struct tare_buf path = TARE_BUF_INIT;

    if (name[0] == '/')
        tare_buf_printf(&path, "%s", name);
    else
        tare_buf_printf(&path, "%.*s/%s", (int)length, folder, name);
    return tare_buf_steal(&path);
}

static bool try_folder(struct split *split, const char *folder, size_t length, const char *name,
                       uint64_t id)
{
    char *path = path_in(folder, length, name);
    bool found = path && open_joined(path, split) && find_unit(split, id);

    free(path);
    if (!found)
        tare_dwarf_split_close(split);
    return found;
}

bool tare_dwarf_split_open(const struct tare_dwarf_file *file, Dwarf_Die *skeleton,
                           struct split *split)
{
    const char *name = tare_dwarf_split_name(skeleton);
    const char *compiled_in = text_of(skeleton, DW_AT_comp_dir, DW_AT_comp_dir);
    const char *slash = strrchr(file->path, '/');
    const char *beside = slash ? file->path : ".";
    uint64_t id;

    *split = (struct split){0};
    if (!name || dwarf_cu_info(skeleton->cu, NULL, NULL, NULL, NULL, &id, NULL, NULL))
        return false;
    return try_folder(split, beside, slash ? (size_t)(slash - beside) : 1, name, id) ||
           (compiled_in && try_folder(split, compiled_in, strlen(compiled_in), name, id));
}

/* Data of the executable's section of that name. */
static const Elf_Data *section_data(Elf *elf, const char *name)
{
    Elf_Scn *section = NULL;
    GElf_Shdr header;
    size_t names;

    if (elf_getshdrstrndx(elf, &names))
        return NULL;
    while ((section = elf_nextscn(elf, section))) {
        const char *found =
            gelf_getshdr(section, &header) ? elf_strptr(elf, names, header.sh_name) : NULL;

        if (found && strcmp(found, name) == 0)
            return elf_getdata(section, NULL);
    }
    return NULL;
}

bool tare_dwarf_split_address(const struct tare_dwarf_file *file, Dwarf_Die *skeleton,
                              uint64_t index, Dwarf_Addr *address)
{
    const Elf_Data *data = section_data(file->elf, ".debug_addr");
    uint64_t base = 0;

    if (!data || !data->d_buf ||
        (!tare_dwarf_number(skeleton, DW_AT_addr_base, &base) &&
         !tare_dwarf_number(skeleton, DW_AT_GNU_addr_base, &base)) ||
        base > data->d_size || index >= (data->d_size - base) / ADDRESS_BYTES)
        return false;
    memcpy(address, (const char *)data->d_buf + base + index * ADDRESS_BYTES, sizeof *address);
    return true;
}
