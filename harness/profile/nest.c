/* SPDX-License-Identifier: MIT */
#include "profile/nest.h"

#include <string.h>

#include "dwarf/lines.h"

/* The functions of libtare.a that call the case, or its makers of fresh inputs. */
static bool is_harness(const char *function)
{
    return strncmp(function, "tare_", 5) == 0 && strncmp(function, "tare_run_", 9) != 0;
}

static void add(struct tare_nest *nest, const struct tare_dwarf_line *line)
{
    if (nest->count < TARE_NEST_PLACES)
        nest->place[nest->count++] =
            (struct tare_profile_place){.function = line->function,
                                        .source = line->source,
                                        .line = line->line,
                                        .function_line = line->function_line};
}

/* Adds what the address is of. Returns the function that was compiled. */
static const char *add_frame(struct tare_nest *nest, struct tare_dwarf_file *file, uint64_t address)
{
    struct tare_dwarf_line lines[TARE_DWARF_NEST_MAX];
    size_t count = tare_dwarf_file_lines(file, address, lines, TARE_DWARF_NEST_MAX);
    const char *symbol;

    for (size_t i = 0; i < count; i++)
        if (lines[i].function)
            add(nest, &lines[i]);
    if (count && lines[count - 1].function)
        return lines[count - 1].function;
    symbol = tare_dwarf_file_symbol(file, address);
    if (!symbol)
        symbol = tare_dwarf_file_name(file);
    add(nest, &(struct tare_dwarf_line){.function = symbol});
    return symbol;
}

void tare_nest_of_file(struct tare_nest *nest, struct tare_dwarf_file *file, uint64_t address)
{
    *nest = (struct tare_nest){0};
    add_frame(nest, file, address);
}

void tare_nest_of(struct tare_nest *nest, struct tare_dwarf_cache *dwarf,
                  const struct tare_maps *maps, const uint64_t *addresses, size_t count,
                  const char *entry)
{
    *nest = (struct tare_nest){0};
    for (size_t i = 0; i < count && !nest->is_in_entry; i++) {
        uint64_t address = addresses[i];
        struct tare_dwarf_file *file = tare_dwarf_process_file(dwarf, maps, &address, NULL);
        const char *function = file ? add_frame(nest, file, address) : NULL;

        if (!function)
            continue;
        nest->is_in_entry = strcmp(function, entry) == 0;
        nest->is_ours |= is_harness(function);
    }
}
