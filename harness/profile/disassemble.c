/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "profile/disassemble.h"

#include <ctype.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "dwarf/lines.h"
#include "profile/nest.h"
#include "profile/tool.h"

#define FUNCTIONS_MAX 8
#define LIMIT_NS      20e9

struct symbol {
    const char *name; /* the file's */
    double weight[TARE_PROFILE_METRICS];
};

struct symbols {
    size_t count;
    size_t room;
    struct symbol *symbol;
};

static bool is_shown(const struct tare_profile *profile, const struct tare_nest *nest)
{
    for (size_t i = 0; i < nest->count; i++)
        for (size_t k = 0; k < profile->line_count; k++)
            if (profile->line[k].is_shown &&
                strcmp(profile->line[k].function, nest->place[i].function) == 0)
                return true;
    return false;
}

/* The one of that name, a new one where there is none; NULL without memory. */
static struct symbol *symbol_of(struct symbols *symbols, const char *name)
{
    for (size_t i = 0; i < symbols->count; i++)
        if (strcmp(symbols->symbol[i].name, name) == 0)
            return &symbols->symbol[i];
    if (symbols->count == symbols->room) {
        size_t room = symbols->room ? 2 * symbols->room : 16;
        struct symbol *grown = realloc(symbols->symbol, room * sizeof *grown);

        if (!grown)
            return NULL;
        symbols->symbol = grown;
        symbols->room = room;
    }
    symbols->symbol[symbols->count] = (struct symbol){.name = name};
    return &symbols->symbol[symbols->count++];
}

/* By time, and by instructions where no sample fell. */
static int by_weight(const void *first, const void *second)
{
    static const enum tare_profile_metric metrics[] = {TARE_PROFILE_TIME,
                                                       TARE_PROFILE_INSTRUCTIONS};
    const struct symbol *a = first;
    const struct symbol *b = second;

    for (size_t i = 0; i < sizeof metrics / sizeof *metrics; i++)
        if (a->weight[metrics[i]] != b->weight[metrics[i]])
            return a->weight[metrics[i]] < b->weight[metrics[i]] ? 1 : -1;
    return strcmp(a->name, b->name);
}

/* The functions that were compiled and have spots in what is shown. */
static int find_symbols(struct symbols *symbols, const struct tare_profile *profile,
                        struct tare_dwarf_file *file, struct tare_err *err)
{
    for (size_t i = 0; i < profile->spot_count; i++) {
        const struct tare_profile_spot *spot = &profile->spot[i];
        const char *name = tare_dwarf_file_symbol(file, spot->address);
        struct symbol *symbol;
        struct tare_nest nest;

        if (!name)
            continue;
        tare_nest_of_file(&nest, file, spot->address);
        if (!is_shown(profile, &nest))
            continue;
        symbol = symbol_of(symbols, name);
        if (!symbol)
            return tare_err_memory(err);
        symbol->weight[spot->metric] += spot->weight;
    }
    if (symbols->count)
        qsort(symbols->symbol, symbols->count, sizeof *symbols->symbol, by_weight);
    return 0;
}

/* "/a/b.c:12" or "/a/b.c:12 (discriminator 3)" begins what comes next; false: it is none. */
static bool take_place(char *text, struct tare_profile_place *place, char *source, size_t room)
{
    char *colon;
    char *end;
    long number;

    text[strcspn(text, "\n")] = '\0';
    end = strstr(text, " (discriminator ");
    if (end)
        *end = '\0';
    colon = strrchr(text, ':');
    if (!colon || !isdigit((unsigned char)colon[1]))
        return false;
    number = strtol(colon + 1, &end, 10);
    if (*end || number < 1 || number > INT_MAX)
        return false;
    snprintf(source, room, "%.*s", (int)(colon - text), text);
    place->source = source;
    place->line = (int)number;
    return true;
}

/* "    8b40:\txor    %eax,%eax". */
static int take_instruction(struct tare_profile *profile, char *text,
                            const struct tare_profile_place *place, struct tare_err *err)
{
    char *rest;
    uint64_t address = strtoull(text, &rest, 16);
    struct tare_profile_place named = *place;
    char *words = rest + 2; /* colon and tab */

    words[strcspn(words, "\n")] = '\0';
    for (char *byte = words; *byte; byte++)
        if (*byte == '\t')
            *byte = ' ';
    if (named.source)
        tare_profile_rename(profile, &named);
    return tare_profile_add_code(
        profile,
        &(struct tare_profile_code){.function = (char *)(uintptr_t)place->function,
                                    .source = (char *)(uintptr_t)(named.source ? named.source : ""),
                                    .line = place->line,
                                    .address = address,
                                    .text = words},
        err);
}

static bool is_instruction(const char *text)
{
    const char *digits = text + strspn(text, " ");

    return digits > text && isxdigit((unsigned char)*digits) &&
           strncmp(digits + strspn(digits, "0123456789abcdef"), ":\t", 2) == 0;
}

int tare_disassemble_read(struct tare_profile *profile, const char *function, FILE *file,
                          struct tare_err *err)
{
    struct tare_profile_place place = {.function = function};
    char source[PATH_MAX];
    char *text = NULL;
    size_t room = 0;
    int result = 0;

    while (result == 0 && getline(&text, &room, file) >= 0) {
        if (is_instruction(text))
            result = take_instruction(profile, text, &place, err);
        else
            take_place(text, &place, source, sizeof source);
    }
    free(text);
    return result;
}

static int run_objdump(struct tare_profile *profile, const struct tare_subject *subject,
                       char *objdump, const char *function, struct tare_err *err)
{
    char path[] = "/tmp/tare-objdump-XXXXXX";
    char *which = tare_buf_format(err, "--disassemble=%s", function);
    char *arguments[] = {objdump,      (char *)"-d",
                         (char *)"-l", (char *)"--no-show-raw-insn",
                         which,        (char *)(uintptr_t)subject->file,
                         NULL};
    struct tare_buf why = TARE_BUF_INIT;
    int fd = which ? mkstemp(path) : -1;
    FILE *file = fd >= 0 ? fdopen(fd, "r") : NULL;
    int result = -1;

    if (file)
        result = tare_tool_run(&(struct tare_tool_params){.doing = "no instructions: objdump",
                                                          .build = tare_subject_build(subject),
                                                          .arguments = arguments,
                                                          .output = path,
                                                          .limit_ns = LIMIT_NS},
                               &why, err);
    else if (which)
        tare_err_errno(err, "cannot make a file for objdump in /tmp");
    if (result == 0)
        result = tare_disassemble_read(profile, function, file, err);
    else if (result > 0)
        result = tare_profile_note(profile, err, "%s", why.text);
    if (file)
        fclose(file);
    if (fd >= 0)
        unlink(path);
    free(which);
    tare_buf_free(&why);
    return result;
}

/* By the table of lines as the samples have it: objdump 2.40 was seen to name the file of the case
 * for a function of a header beside it. */
static int correct_places(struct tare_profile *profile, struct tare_dwarf_file *file,
                          struct tare_err *err)
{
    for (size_t i = 0; i < profile->code_count; i++) {
        struct tare_profile_code *code = &profile->code[i];
        struct tare_dwarf_line line;
        char *source;

        if (!tare_dwarf_file_lines(file, code->address, &line, 1) || !line.source)
            continue;
        source = strdup(line.source);
        if (!source)
            return tare_err_memory(err);
        free(code->source);
        code->source = source;
        code->line = line.line;
    }
    return 0;
}

/* So that the text of its lines is read too. */
static int add_lines(struct tare_profile *profile, struct tare_err *err)
{
    for (size_t i = 0; i < profile->code_count; i++) {
        const struct tare_profile_code *code = &profile->code[i];
        const struct tare_profile_place place = {
            .function = code->function, .source = code->source, .line = code->line};

        if (code->line && tare_profile_add(profile,
                                           &(struct tare_profile_event){
                                               .place = &place,
                                               .place_count = 1,
                                               .metric = TARE_PROFILE_TIME,
                                           },
                                           err))
            return -1;
    }
    return 0;
}

int tare_disassemble(struct tare_profile *profile, const struct tare_subject *subject,
                     struct tare_err *err)
{
    struct tare_dwarf_file *file = tare_dwarf_cache_open(subject->dwarf, subject->file, err);
    char *objdump = tare_tool_find("objdump");
    struct symbols symbols = {0};
    int result = -1;

    if (!objdump)
        result = tare_profile_note(profile, err,
                                   "no instructions: there is no objdump in PATH (binutils)");
    else if (file)
        result = find_symbols(&symbols, profile, file, err);
    for (size_t i = 0; i < symbols.count && i < FUNCTIONS_MAX && result == 0; i++)
        result = run_objdump(profile, subject, objdump, symbols.symbol[i].name, err);
    free(symbols.symbol);
    free(objdump);
    return result || (file && correct_places(profile, file, err)) ? -1 : add_lines(profile, err);
}
