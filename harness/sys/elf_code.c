/* SPDX-License-Identifier: MIT */
#include "sys/elf_code.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool find_symbol(Elf *elf, const char *wanted, GElf_Sym *symbol)
{
    Elf_Scn *section = NULL;
    GElf_Shdr header;

    while ((section = elf_nextscn(elf, section))) {
        Elf_Data *data;
        size_t count;

        if (!gelf_getshdr(section, &header) || header.sh_type != SHT_SYMTAB || !header.sh_entsize)
            continue;
        data = elf_getdata(section, NULL);
        count = header.sh_size / header.sh_entsize;
        for (size_t i = 0; data && i < count && gelf_getsym(data, (int)i, symbol); i++) {
            const char *name = elf_strptr(elf, header.sh_link, symbol->st_name);

            if (name && GELF_ST_TYPE(symbol->st_info) == STT_FUNC && strcmp(name, wanted) == 0)
                return true;
        }
    }
    return false;
}

/* In an object a symbol's value is its offset in its section. */
static int copy_code(Elf *elf, const char *path, const char *name, struct tare_elf_code *code,
                     struct tare_err *err)
{
    GElf_Ehdr header;
    GElf_Sym symbol;
    Elf_Scn *section;
    Elf_Data *data;

    if (elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &header) || header.e_type != ET_REL)
        return tare_err_set(err, TARE_ERR_INPUT, "'%s' is not an object file", path);
    if (!find_symbol(elf, name, &symbol) || symbol.st_size == 0)
        return tare_err_set(err, TARE_ERR_INPUT, "'%s' holds no code of '%s'", path, name);
    section = elf_getscn(elf, symbol.st_shndx);
    data = section ? elf_getdata(section, NULL) : NULL;
    if (!data || !data->d_buf || symbol.st_value > data->d_size ||
        symbol.st_size > data->d_size - symbol.st_value)
        return tare_err_set(err, TARE_ERR_INPUT, "'%s' is damaged: '%s' lies outside it", path,
                            name);
    code->bytes = malloc(symbol.st_size);
    if (!code->bytes)
        return tare_err_memory(err);
    code->count = symbol.st_size;
    memcpy(code->bytes, (const char *)data->d_buf + symbol.st_value, code->count);
    return 0;
}

int tare_elf_code_read(const char *path, const char *symbol, struct tare_elf_code *code,
                       struct tare_err *err)
{
    int result;
    Elf *elf;
    int fd;

    *code = (struct tare_elf_code){0};
    if (elf_version(EV_CURRENT) == EV_NONE)
        return tare_err_set(err, TARE_ERR_SYSTEM, "libelf is out of date: %s", elf_errmsg(-1));
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return tare_err_errno(err, "cannot open '%s'", path);
    elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
    result = elf ? copy_code(elf, path, symbol, code, err)
                 : tare_err_set(err, TARE_ERR_INPUT, "cannot read '%s': %s", path, elf_errmsg(-1));
    elf_end(elf);
    close(fd);
    return result;
}

void tare_elf_code_free(struct tare_elf_code *code)
{
    free(code->bytes);
    *code = (struct tare_elf_code){0};
}
