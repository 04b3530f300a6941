/* SPDX-License-Identifier: MIT */
#include "sys/elf.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#if defined(__x86_64__)
#define NATIVE  EM_X86_64
#define FOREIGN EM_AARCH64
#else
#define NATIVE  EM_AARCH64
#define FOREIGN EM_X86_64
#endif

/* What the tests write with libelf, member by member, so that no compiler is needed. */
struct image {
    GElf_Half type;
    GElf_Half machine;
    bool interpreter;
    bool pie_flag;
    bool symtab;
    const char *symbol;  /* one in .symtab or .dynsym; NULL: none */
    const char *needed;  /* a DT_NEEDED; NULL: none */
    const char *section; /* one more, by name; NULL: none */
    bool build_id;
};

/* Names of sections, symbols and libraries share one table, offset 0 being the empty name. */
struct names {
    char text[512];
    size_t length;
};

static char folder[] = "/tmp/tare-test-elf-XXXXXX";
static char path[sizeof folder + 16];

static void make_folder(void)
{
    cr_assert_not_null(mkdtemp(folder), "mkdtemp");
    snprintf(path, sizeof path, "%s/x", folder);
}

static void remove_folder(void)
{
    unlink(path);
    rmdir(folder);
}

TestSuite(elf, .init = make_folder, .fini = remove_folder);

static GElf_Word add_name(struct names *names, const char *name)
{
    size_t at = names->length;

    names->length += (size_t)snprintf(names->text + at, sizeof names->text - at, "%s", name) + 1;
    cr_assert_leq(names->length, sizeof names->text, "too many names");
    return (GElf_Word)at;
}

/* Appends a section of `size` bytes at `bytes`, which libelf reads when the file is written. */
static void add_section(Elf *elf, GElf_Word name, const GElf_Shdr *like, void *bytes, size_t size,
                        Elf_Type type)
{
    Elf_Scn *section = elf_newscn(elf);
    Elf_Data *data = elf_newdata(section);
    GElf_Shdr header = *like;

    data->d_buf = bytes;
    data->d_size = size;
    data->d_type = type;
    data->d_align = 1;
    data->d_version = EV_CURRENT;
    header.sh_name = name;
    header.sh_addralign = type == ELF_T_BYTE ? 4 : 8;
    cr_assert_neq(gelf_update_shdr(section, &header), 0, "%s", elf_errmsg(-1));
}

static void add_header(Elf *elf, const struct image *image)
{
    GElf_Ehdr header;
    GElf_Phdr segment = {.p_type = image->interpreter ? PT_INTERP : PT_LOAD};

    cr_assert_not_null(gelf_newehdr(elf, ELFCLASS64), "%s", elf_errmsg(-1));
    cr_assert_not_null(gelf_newphdr(elf, 1), "%s", elf_errmsg(-1));
    cr_assert_neq(gelf_update_phdr(elf, 0, &segment), 0, "%s", elf_errmsg(-1));
    gelf_getehdr(elf, &header);
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_type = image->type;
    header.e_machine = image->machine;
    header.e_version = EV_CURRENT;
    header.e_shstrndx = 1;
    gelf_update_ehdr(elf, &header);
}

static void write_image(const struct image *image)
{
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0755);
    struct names names = {.length = 1};
    GElf_Word names_name = add_name(&names, ".shstrtab");
    GElf_Sym symbols[2] = {{0}};
    GElf_Dyn dynamic[3] = {{0}};
    size_t dynamic_count = 0;
    unsigned char note[] = {4, 0, 0, 0, 3, 0, 0, 0, 3, 0, 0, 0, 'G', 'N', 'U', 0, 1, 0xab, 0xff, 0};
    unsigned char bytes[8] = {0};
    GElf_Word symbols_name = add_name(&names, image->symtab ? ".symtab" : ".dynsym");
    GElf_Word dynamic_name = add_name(&names, ".dynamic");
    GElf_Word note_name = add_name(&names, ".note.gnu.build-id");
    GElf_Word section_name = image->section ? add_name(&names, image->section) : 0;
    Elf *elf;

    cr_assert_geq(fd, 0, "cannot make '%s'", path);
    elf_version(EV_CURRENT);
    elf = elf_begin(fd, ELF_C_WRITE, NULL);
    cr_assert_not_null(elf, "%s", elf_errmsg(-1));
    add_header(elf, image);
    if (image->symbol)
        symbols[1].st_name = add_name(&names, image->symbol);
    if (image->pie_flag)
        dynamic[dynamic_count++] = (GElf_Dyn){DT_FLAGS_1, {DF_1_PIE}};
    if (image->needed)
        dynamic[dynamic_count++] = (GElf_Dyn){DT_NEEDED, {add_name(&names, image->needed)}};
    add_section(elf, names_name, &(GElf_Shdr){.sh_type = SHT_STRTAB}, names.text, names.length,
                ELF_T_BYTE);
    if (image->symtab || image->symbol)
        add_section(elf, symbols_name,
                    &(GElf_Shdr){.sh_type = image->symtab ? SHT_SYMTAB : SHT_DYNSYM,
                                 .sh_link = 1,
                                 .sh_entsize = sizeof symbols[0]},
                    symbols, sizeof symbols, ELF_T_SYM);
    if (dynamic_count > 0)
        add_section(
            elf, dynamic_name,
            &(GElf_Shdr){.sh_type = SHT_DYNAMIC, .sh_link = 1, .sh_entsize = sizeof dynamic[0]},
            dynamic, (dynamic_count + 1) * sizeof dynamic[0], ELF_T_DYN);
    if (image->build_id)
        add_section(elf, note_name, &(GElf_Shdr){.sh_type = SHT_NOTE}, note, sizeof note,
                    ELF_T_BYTE);
    if (image->section)
        add_section(elf, section_name, &(GElf_Shdr){.sh_type = SHT_PROGBITS}, bytes, sizeof bytes,
                    ELF_T_BYTE);
    cr_assert_gt(elf_update(elf, ELF_C_WRITE), 0, "%s", elf_errmsg(-1));
    elf_end(elf);
    close(fd);
}

static void write_bytes(const void *bytes, size_t size, mode_t mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);

    cr_assert_geq(fd, 0, "cannot make '%s'", path);
    cr_assert_eq(write(fd, bytes, size), (ssize_t)size, "cannot write '%s'", path);
    close(fd);
}

static const struct image plain = {.type = ET_EXEC, .machine = NATIVE, .interpreter = true};

/* `format` holds one %s, which stands for the path. */
static void expect_refused(const char *file, const char *format)
{
    struct tare_elf_facts facts = {.has_asan = true};
    struct tare_err err = {0};
    char start[64];
    const char *rest = strstr(format, "%s") + 2;
    bool is_bench = true;

    snprintf(start, sizeof start, "%.*s", (int)(rest - 2 - format), format);
    cr_assert_eq(tare_elf_bench(file, &is_bench, &facts, &err), -1, "'%s' was taken", file);
    cr_assert_eq(err.code, TARE_ERR_INPUT, "code %d: %s", (int)err.code, err.text);
    cr_assert(strncmp(err.text, start, strlen(start)) == 0 &&
                  strncmp(err.text + strlen(start), file, strlen(file)) == 0 &&
                  strcmp(err.text + strlen(start) + strlen(file), rest) == 0,
              "'%s'", err.text);
    cr_assert(!is_bench && !facts.has_asan, "an error leaves nothing behind");
    cr_assert_eq(tare_elf_bench(file, NULL, NULL, NULL), -1, "'%s' without err", file);
}

static const struct {
    const char *what;
    struct image image;
    struct tare_elf_facts facts;
} images[] = {
    {"static", {.type = ET_EXEC, .machine = NATIVE}, {.is_static = true, .is_stripped = true}},
    {"dynamic", {.type = ET_EXEC, .machine = NATIVE, .interpreter = true}, {.is_stripped = 1}},
    {"position independent",
     {.type = ET_DYN, .machine = NATIVE, .interpreter = true, .pie_flag = true},
     {.is_pie = true, .is_stripped = true}},
    {"the same of an old linker",
     {.type = ET_DYN, .machine = NATIVE, .interpreter = true},
     {.is_pie = true, .is_stripped = true}},
    {"static and position independent",
     {.type = ET_DYN, .machine = NATIVE, .pie_flag = true},
     {.is_static = true, .is_pie = true, .is_stripped = true}},
    {"bench",
     {.type = ET_EXEC, .machine = NATIVE, .interpreter = true, .section = "tare_cases"},
     {.has_cases = true, .is_stripped = true}},
    {"a section whose name begins so",
     {.type = ET_EXEC, .machine = NATIVE, .interpreter = true, .section = "tare_cases2"},
     {.is_stripped = true}},
    {"symbols",
     {.type = ET_EXEC, .machine = NATIVE, .interpreter = true, .symtab = true, .symbol = "x"},
     {0}},
    {"debug info",
     {.type = ET_EXEC, .machine = NATIVE, .interpreter = true, .section = ".debug_info"},
     {.has_debug_info = true, .is_stripped = true}},
    {"compressed debug info of old compilers",
     {.type = ET_EXEC, .machine = NATIVE, .interpreter = true, .section = ".zdebug_info"},
     {.has_debug_info = true, .is_stripped = true}},
    {"gcc's sanitizer",
     {.type = ET_EXEC, .machine = NATIVE, .interpreter = true, .needed = "libasan.so.8"},
     {.has_asan = true, .is_stripped = true}},
    {"clang's shared sanitizer",
     {.type = ET_EXEC,
      .machine = NATIVE,
      .interpreter = true,
      .needed = "libclang_rt.asan-x86_64.so"},
     {.has_asan = true, .is_stripped = true}},
    {"another library",
     {.type = ET_EXEC, .machine = NATIVE, .interpreter = true, .needed = "libasanity.so.1"},
     {.is_stripped = true}},
    {"clang's sanitizer, stripped",
     {.type = ET_EXEC, .machine = NATIVE, .interpreter = true, .symbol = "__asan_init"},
     {.has_asan = true, .is_stripped = true}},
    {"a sanitizer linked in",
     {.type = ET_EXEC, .machine = NATIVE, .symtab = true, .symbol = "__asan_init"},
     {.has_asan = true, .is_static = true}},
    {"build id",
     {.type = ET_EXEC, .machine = NATIVE, .interpreter = true, .build_id = true},
     {.is_stripped = true, .build_id = "01abff"}},
};

Test(elf, reads_facts)
{
    for (size_t i = 0; i < COUNT_OF(images); i++) {
        const struct tare_elf_facts *want = &images[i].facts;
        struct tare_elf_facts got;
        struct tare_err err = {0};

        write_image(&images[i].image);
        cr_assert_eq(tare_elf_read(path, &got, &err), 0, "%s: %s", images[i].what, err.text);
        cr_assert_eq(got.has_cases, want->has_cases, "%s: has_cases", images[i].what);
        cr_assert_eq(got.is_pie, want->is_pie, "%s: is_pie", images[i].what);
        cr_assert_eq(got.is_static, want->is_static, "%s: is_static", images[i].what);
        cr_assert_eq(got.has_debug_info, want->has_debug_info, "%s: debug", images[i].what);
        cr_assert_eq(got.is_stripped, want->is_stripped, "%s: is_stripped", images[i].what);
        cr_assert_eq(got.has_asan, want->has_asan, "%s: has_asan", images[i].what);
        cr_assert_str_eq(got.build_id, want->build_id, "%s: '%s'", images[i].what, got.build_id);
    }
}

Test(elf, refuses_what_this_machine_cannot_run)
{
    static const struct {
        struct image image;
        const char *format;
    } rows[] = {
        {{.type = ET_EXEC, .machine = FOREIGN, .interpreter = true},
         "'%s' is not an executable of this machine: it is for another architecture"},
        {{.type = ET_REL, .machine = NATIVE},
         "'%s' is not an executable of this machine: it is an object file that was not linked"},
        {{.type = ET_DYN, .machine = NATIVE, .section = "tare_cases"},
         "'%s' is not an executable of this machine: it is a shared library"},
        {{.type = ET_CORE, .machine = NATIVE},
         "'%s' is not an executable of this machine: it is neither ET_EXEC nor ET_DYN"},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        write_image(&rows[i].image);
        expect_refused(path, rows[i].format);
    }
}

Test(elf, refuses_what_is_no_executable)
{
    char missing[sizeof folder + 16];

    snprintf(missing, sizeof missing, "%s/none", folder);
    expect_refused(missing, "cannot open '%s': No such file or directory");
    expect_refused(folder, "'%s' is a directory, not an executable");
    expect_refused("/dev/null", "'%s' is not a regular file");
    write_bytes("", 0, 0755);
    expect_refused(path, "'%s' is not an ELF executable");
    write_bytes("#!/bin/sh\n", 10, 0755);
    expect_refused(path, "'%s' is not an ELF executable");
}

Test(elf, refuses_a_file_without_permission)
{
    write_image(&plain);
    cr_assert_eq(chmod(path, 0644), 0, "chmod");
    expect_refused(path, "cannot execute '%s': Permission denied");
}

Test(elf, refuses_other_classes_and_byte_orders)
{
    static const struct {
        int offset;
        char byte;
    } rows[] = {
        {EI_CLASS, ELFCLASS32},
        {EI_DATA, ELFDATA2MSB},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int fd;

        write_image(&plain);
        fd = open(path, O_WRONLY);
        cr_assert_eq(pwrite(fd, &rows[i].byte, 1, rows[i].offset), 1, "pwrite");
        close(fd);
        expect_refused(path, "'%s' is not an executable of this machine: it is not 64-bit "
                             "little-endian");
    }
}

Test(elf, refuses_every_file_cut_short)
{
    struct image image = plain;
    struct stat status;
    struct tare_elf_facts facts;

    image.section = "tare_cases";
    write_image(&image);
    cr_assert_eq(stat(path, &status), 0, "stat");
    for (off_t length = status.st_size - 1; length >= 0; length--) {
        struct tare_err err = {0};

        cr_assert_eq(truncate(path, length), 0, "truncate");
        cr_assert_eq(tare_elf_read(path, &facts, &err), -1, "%lld bytes were taken",
                     (long long)length);
        cr_assert_eq(err.code, TARE_ERR_INPUT, "%lld bytes: code %d", (long long)length,
                     (int)err.code);
    }
}

Test(elf, tells_a_bench_from_other_executables)
{
    struct image image = plain;
    struct tare_err err = {0};
    bool is_bench = true;

    write_image(&image);
    cr_assert_eq(tare_elf_bench(path, &is_bench, NULL, &err), 0, "%s", err.text);
    cr_assert(!is_bench, "no section");
    image.section = "tare_cases";
    write_image(&image);
    cr_assert_eq(tare_elf_bench(path, &is_bench, NULL, &err), 0, "%s", err.text);
    cr_assert(is_bench, "a section");
    cr_assert_eq(tare_elf_bench(path, NULL, NULL, &err), 0, "%s", err.text);
}

Test(elf, says_what_to_link)
{
    struct tare_err err = {0};
    char want[256];

    write_image(&plain);
    snprintf(want, sizeof want,
             "'%s' is not a tare bench executable (it has no section tare_cases); link it with "
             "libtare.a",
             path);
    cr_assert_eq(tare_elf_bench(path, NULL, NULL, &err), -1, "it was taken");
    cr_assert_eq(err.code, TARE_ERR_INPUT, "code %d", (int)err.code);
    cr_assert_str_eq(err.text, want, "'%s'", err.text);
}

Test(elf, reads_this_very_program)
{
    struct tare_elf_facts facts;
    struct tare_err err = {0};

    cr_assert_eq(tare_elf_read("/proc/self/exe", &facts, &err), 0, "%s", err.text);
    cr_assert(!facts.is_static, "Criterion is a shared library");
}
