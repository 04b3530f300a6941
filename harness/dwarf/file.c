/* SPDX-License-Identifier: MIT */
#include "dwarf/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE_MASK UINT64_C(0xfff)

static const struct tare_type *get_type(void *context, tare_type_id type)
{
    struct tare_dwarf_file *file = context;

    return type < file->entry_count ? tare_dwarf_type(file, type) : NULL;
}

/* Where the first loaded segment wants to lie. */
static void find_base(struct tare_dwarf_file *file)
{
    size_t count;
    GElf_Phdr header;

    file->base = UINT64_MAX;
    if (elf_getphdrnum(file->elf, &count))
        count = 0;
    for (int i = 0; i < (int)count; i++)
        if (gelf_getphdr(file->elf, i, &header) && header.p_type == PT_LOAD &&
            (header.p_vaddr & ~PAGE_MASK) < file->base)
            file->base = header.p_vaddr & ~PAGE_MASK;
    if (file->base == UINT64_MAX)
        file->base = 0;
}

/* In an object file the debug information is yet to be relocated, which libdwfl does. */
static void open_dwarf(struct tare_dwarf_file *file)
{
    static const Dwfl_Callbacks callbacks = {.section_address = dwfl_offline_section_address,
                                             .find_debuginfo = dwfl_standard_find_debuginfo};
    Dwfl_Module *module;
    GElf_Ehdr header;
    Dwarf_Addr bias;

    if (!gelf_getehdr(file->elf, &header) || header.e_type != ET_REL) {
        file->dwarf = dwarf_begin_elf(file->elf, DWARF_C_READ, NULL);
        return;
    }
    file->dwfl = dwfl_begin(&callbacks);
    module = file->dwfl ? dwfl_report_offline(file->dwfl, "", file->path, -1) : NULL;
    if (module) {
        dwfl_report_end(file->dwfl, NULL, NULL);
        file->dwarf = dwfl_module_getdwarf(module, &bias);
    }
}

static int open_elf(struct tare_dwarf_file *file, struct tare_err *err)
{
    file->fd = open(file->path, O_RDONLY | O_CLOEXEC);
    if (file->fd < 0)
        return tare_err_errno(err, "cannot open '%s'", file->path);
    elf_version(EV_CURRENT);
    file->elf = elf_begin(file->fd, ELF_C_READ_MMAP, NULL);
    if (!file->elf || elf_kind(file->elf) != ELF_K_ELF)
        return tare_err_set(err, TARE_ERR_INPUT, "'%s' is no ELF file", file->path);
    find_base(file);
    open_dwarf(file);
    return 0;
}

struct tare_dwarf_file *tare_dwarf_file_open(const char *path, struct tare_err *err)
{
    struct tare_dwarf_file *file = calloc(1, sizeof *file);

    if (file)
        file->path = strdup(path);
    if (!file || !file->path) {
        free(file);
        tare_err_memory(err);
        return NULL;
    }
    file->fd = -1;
    file->source = (struct tare_type_source){get_type, tare_dwarf_find_outer, file};
    if (open_elf(file, err) == 0)
        return file;
    tare_dwarf_file_close(file);
    return NULL;
}

const char *tare_dwarf_file_name(const struct tare_dwarf_file *file)
{
    const char *slash = strrchr(file->path, '/');

    return slash ? slash + 1 : file->path;
}

void tare_dwarf_file_close(struct tare_dwarf_file *file)
{
    if (!file)
        return;
    for (size_t i = 0; i < file->entry_count; i++) {
        if (file->entries[i].type) {
            free(file->entries[i].type->name);
            free(file->entries[i].type->slots);
        }
        free(file->entries[i].type);
        free(file->entries[i].parts);
    }
    free(file->entries);
    free(file->entry_of.slots);
    free(file->definitions);
    free(file->definition_of.slots);
    free(file->definition_like.slots);
    free(file->aliases);
    free(file->typedefs);
    free(file->alias_of.slots);
    free(file->carriers);
    free(file->units);
    for (size_t i = 0; i < file->split_count; i++)
        tare_dwarf_split_close(&file->splits[i]);
    free(file->splits);
    if (file->dwfl)
        dwfl_end(file->dwfl); /* and what it has of DWARF */
    else if (file->dwarf)
        dwarf_end(file->dwarf);
    if (file->elf)
        elf_end(file->elf);
    if (file->fd >= 0)
        close(file->fd);
    free(file->path);
    free(file);
}

const struct tare_type_source *tare_dwarf_file_types(struct tare_dwarf_file *file)
{
    return &file->source;
}

uint64_t tare_dwarf_file_base(const struct tare_dwarf_file *file)
{
    return file->base;
}

static const char *name_of(const struct tare_dwarf_file *file)
{
    const char *slash = strrchr(file->path, '/');

    return slash ? slash + 1 : file->path;
}

int tare_dwarf_file_index(struct tare_dwarf_file *file, struct tare_err *err)
{
    if (!file->dwarf)
        return tare_err_set(err, TARE_ERR_INPUT, "'%s' has no debug information: compile with -g",
                            name_of(file));
    if (!file->is_indexed && tare_dwarf_index(file))
        return tare_err_memory(err);
    file->is_indexed = true;
    return 0;
}

int tare_dwarf_file_blame(const struct tare_dwarf_file *file, struct tare_err *err)
{
    return tare_err_set(err, TARE_ERR_INPUT,
                        "the debug information of '%s' stands in '%s', which cannot be read: "
                        "keep it beside the executable, or compile without -gsplit-dwarf",
                        name_of(file), file->missing_split);
}

int tare_dwarf_file_root(struct tare_dwarf_file *file, uint64_t address, tare_type_id *type,
                         struct tare_err *err)
{
    *type = TARE_TYPE_NONE;
    if (tare_dwarf_file_index(file, err))
        return -1;
    for (size_t i = 0; i < file->carrier_count; i++) {
        Dwarf_Die pointer, value;

        if (file->carriers[i].address != address)
            continue;
        /* The static is a pointer to what tare_weigh() was given. */
        if (!tare_dwarf_type_of(&file->carriers[i].die, &pointer) ||
            !tare_dwarf_type_of(&pointer, &value))
            break;
        if (dwarf_tag(&value) == DW_TAG_pointer_type && !tare_dwarf_type_of(&value, &value))
            return 0;
        *type = tare_dwarf_type_id(file, &value);
        return 0;
    }
    if (file->missing_split)
        return tare_dwarf_file_blame(file, err);
    return tare_err_set(err, TARE_ERR_INPUT,
                        "'%s' has no debug information for the case: compile it with -g",
                        name_of(file));
}
