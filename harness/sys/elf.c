/* SPDX-License-Identifier: MIT */
#include "sys/elf.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__x86_64__)
#define NATIVE_MACHINE EM_X86_64
#elif defined(__aarch64__)
#define NATIVE_MACHINE EM_AARCH64
#else
#error "tare runs on x86-64 and aarch64"
#endif

static const char CASES_SECTION[] = "tare_cases";

static int not_ours(struct tare_err *err, const char *path, const char *why)
{
    return tare_err_set(err, TARE_ERR_INPUT, "'%s' is not an executable of this machine: %s", path,
                        why);
}

static int damaged(struct tare_err *err, const char *path)
{
    return tare_err_set(err, TARE_ERR_INPUT, "'%s' is damaged: %s", path, elf_errmsg(-1));
}

/* Opens what exec would accept: a plain file with permission. Returns a descriptor or -1. */
static int open_executable(const char *path, struct tare_err *err)
{
    struct stat status;
    int fd;

    if (stat(path, &status) != 0)
        return tare_err_set(err, TARE_ERR_INPUT, "cannot open '%s': %s", path, strerror(errno));
    if (S_ISDIR(status.st_mode))
        return tare_err_set(err, TARE_ERR_INPUT, "'%s' is a directory, not an executable", path);
    if (!S_ISREG(status.st_mode))
        return tare_err_set(err, TARE_ERR_INPUT, "'%s' is not a regular file", path);
    if (access(path, X_OK) != 0)
        return tare_err_set(err, TARE_ERR_INPUT, "cannot execute '%s': %s", path, strerror(errno));
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return tare_err_set(err, TARE_ERR_INPUT, "cannot open '%s': %s", path, strerror(errno));
    return fd;
}

/* libelf silently shows a file cut off before its section headers as one without sections. */
static bool is_cut_off(const GElf_Ehdr *header, uint64_t file_bytes)
{
    uint64_t table_bytes = (uint64_t)header->e_shentsize * header->e_shnum;

    return header->e_shoff > file_bytes || table_bytes > file_bytes - header->e_shoff;
}

static int check_header(Elf *elf, const char *path, GElf_Ehdr *header, struct tare_err *err)
{
    const char *ident = elf_getident(elf, NULL);

    if (elf_kind(elf) != ELF_K_ELF || !ident)
        return tare_err_set(err, TARE_ERR_INPUT, "'%s' is not an ELF executable", path);
    if (!gelf_getehdr(elf, header))
        return damaged(err, path);
    if (ident[EI_CLASS] != ELFCLASS64 || ident[EI_DATA] != ELFDATA2LSB)
        return not_ours(err, path, "it is not 64-bit little-endian");
    if (header->e_machine != NATIVE_MACHINE)
        return not_ours(err, path, "it is for another architecture");
    if (header->e_type == ET_REL)
        return not_ours(err, path, "it is an object file that was not linked");
    if (header->e_type != ET_EXEC && header->e_type != ET_DYN)
        return not_ours(err, path, "it is neither ET_EXEC nor ET_DYN");
    return 0;
}

/* Whether a symbol of that name is defined here or wanted from a library. */
static bool has_symbol(Elf *elf, Elf_Scn *section, const GElf_Shdr *header, const char *name)
{
    Elf_Data *data = elf_getdata(section, NULL);
    size_t count = header->sh_entsize ? header->sh_size / header->sh_entsize : 0;
    GElf_Sym symbol;

    for (size_t i = 0; data && i < count && gelf_getsym(data, (int)i, &symbol); i++) {
        const char *found = elf_strptr(elf, header->sh_link, symbol.st_name);

        if (found && strcmp(found, name) == 0)
            return true;
    }
    return false;
}

/* DF_1_PIE is what tells a static position independent executable from a shared library. */
static void read_dynamic(Elf *elf, Elf_Scn *section, const GElf_Shdr *header,
                         struct tare_elf_facts *facts)
{
    Elf_Data *data = elf_getdata(section, NULL);
    size_t count = header->sh_entsize ? header->sh_size / header->sh_entsize : 0;
    GElf_Dyn entry;

    for (size_t i = 0; data && i < count && gelf_getdyn(data, (int)i, &entry); i++) {
        const char *name;

        if (entry.d_tag == DT_FLAGS_1 && (entry.d_un.d_val & DF_1_PIE))
            facts->is_pie = true;
        if (entry.d_tag != DT_NEEDED)
            continue;
        name = elf_strptr(elf, header->sh_link, entry.d_un.d_val);
        if (name && (strncmp(name, "libasan.", 8) == 0 || strstr(name, "clang_rt.asan")))
            facts->has_asan = true;
    }
}

static void read_build_id(Elf_Scn *section, struct tare_elf_facts *facts)
{
    Elf_Data *data = elf_getdata(section, NULL);
    size_t offset = 0;
    size_t name_offset;
    size_t bytes_offset;
    GElf_Nhdr note;

    while (data && (offset = gelf_getnote(data, offset, &note, &name_offset, &bytes_offset)) > 0) {
        const char *base = data->d_buf;
        const unsigned char *bytes = (const unsigned char *)base + bytes_offset;

        if (note.n_type != NT_GNU_BUILD_ID || note.n_namesz != sizeof "GNU" ||
            memcmp(base + name_offset, "GNU", sizeof "GNU") != 0)
            continue;
        for (size_t i = 0; i < note.n_descsz && 2 * i + 2 < sizeof facts->build_id; i++)
            snprintf(facts->build_id + 2 * i, 3, "%02x", bytes[i]);
    }
}

static void read_section(Elf *elf, Elf_Scn *section, const GElf_Shdr *header, const char *name,
                         struct tare_elf_facts *facts)
{
    if (strcmp(name, CASES_SECTION) == 0)
        facts->has_cases = true;
    if (strcmp(name, ".debug_info") == 0 || strcmp(name, ".zdebug_info") == 0)
        facts->has_debug_info = true;
    if (header->sh_type == SHT_SYMTAB)
        facts->is_stripped = false;
    if ((header->sh_type == SHT_SYMTAB || header->sh_type == SHT_DYNSYM) &&
        has_symbol(elf, section, header, "__asan_init"))
        facts->has_asan = true;
    if (header->sh_type == SHT_DYNAMIC)
        read_dynamic(elf, section, header, facts);
    if (header->sh_type == SHT_NOTE)
        read_build_id(section, facts);
}

static int read_sections(Elf *elf, const char *path, struct tare_elf_facts *facts,
                         struct tare_err *err)
{
    Elf_Scn *section = NULL;
    size_t names;

    if (elf_getshdrstrndx(elf, &names) != 0)
        return damaged(err, path);
    while ((section = elf_nextscn(elf, section)) != NULL) {
        GElf_Shdr header;
        const char *name;

        if (!gelf_getshdr(section, &header))
            return damaged(err, path);
        name = elf_strptr(elf, names, header.sh_name);
        if (!name)
            return damaged(err, path);
        read_section(elf, section, &header, name, facts);
    }
    return 0;
}

static int read_segments(Elf *elf, const char *path, struct tare_elf_facts *facts,
                         struct tare_err *err)
{
    size_t count;

    if (elf_getphdrnum(elf, &count) != 0)
        return damaged(err, path);
    for (size_t i = 0; i < count; i++) {
        GElf_Phdr segment;

        if (!gelf_getphdr(elf, (int)i, &segment))
            return damaged(err, path);
        if (segment.p_type == PT_INTERP)
            facts->is_static = false;
    }
    return 0;
}

static int read_elf(Elf *elf, const char *path, struct tare_elf_facts *facts, struct tare_err *err)
{
    GElf_Ehdr header = {0};
    size_t file_bytes = 0;

    facts->is_stripped = true;
    facts->is_static = true;
    if (check_header(elf, path, &header, err) != 0)
        return -1;
    if (!elf_rawfile(elf, &file_bytes) || is_cut_off(&header, file_bytes))
        return tare_err_set(err, TARE_ERR_INPUT, "'%s' is damaged: its end is missing", path);
    if (read_segments(elf, path, facts, err) != 0 || read_sections(elf, path, facts, err) != 0)
        return -1;
    /* Linkers before DF_1_PIE (binutils 2.26) leave the interpreter as the only mark. */
    if (header.e_type == ET_DYN && !facts->is_static)
        facts->is_pie = true;
    if (header.e_type == ET_DYN && !facts->is_pie)
        return not_ours(err, path, "it is a shared library");
    return 0;
}

int tare_elf_read(const char *path, struct tare_elf_facts *facts, struct tare_err *err)
{
    Elf *elf = NULL;
    int status = -1;
    int fd;

    *facts = (struct tare_elf_facts){0};
    if (elf_version(EV_CURRENT) == EV_NONE)
        return tare_err_set(err, TARE_ERR_SYSTEM, "libelf is out of date: %s", elf_errmsg(-1));
    fd = open_executable(path, err);
    if (fd < 0)
        return -1;
    elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
    if (!elf) {
        tare_err_set(err, TARE_ERR_INPUT, "cannot read '%s': %s", path, elf_errmsg(-1));
        goto out;
    }
    status = read_elf(elf, path, facts, err);
out:
    if (status != 0)
        *facts = (struct tare_elf_facts){0};
    elf_end(elf);
    close(fd);
    return status;
}

int tare_elf_bench(const char *path, bool *is_bench, struct tare_elf_facts *facts,
                   struct tare_err *err)
{
    struct tare_elf_facts own;

    if (!facts)
        facts = &own;
    if (is_bench)
        *is_bench = false;
    if (tare_elf_read(path, facts, err) != 0)
        return -1;
    if (is_bench)
        *is_bench = facts->has_cases;
    else if (!facts->has_cases)
        return tare_err_set(err, TARE_ERR_INPUT,
                            "'%s' is not a tare bench executable (it has no section %s); link it "
                            "with libtare.a",
                            path, CASES_SECTION);
    return 0;
}
