/* SPDX-License-Identifier: MIT */
/* tare layout: how structs are laid out, what they waste, and what another order would save. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/primitives.h"
#include "cmd/print.h"
#include "cmd/stored.h"
#include "dwarf/layout.h"
#include "report/layout.h"
#include "report/saving.h"

struct layout_options {
    const char *exe;
    const char *const *names; /* of structs; none: all */
    size_t name_count;
    const char *run; /* a result; NULL: none */
    bool primitives;
    bool help;
    struct tare_options print; /* format and colours */
};

static int take_value(int argc, char **argv, int *index, const char **value, struct tare_err *err)
{
    const char *equals = strchr(argv[*index], '=');

    if (equals) {
        *value = equals + 1;
        return 0;
    }
    if (*index + 1 >= argc)
        return tare_err_set(err, TARE_ERR_USAGE, "%s needs a value", argv[*index]);
    *value = argv[++*index];
    return 0;
}

static bool is_flag(const char *argument, const char *name)
{
    size_t length = strlen(name);

    return strncmp(argument, name, length) == 0 &&
           (argument[length] == '\0' || argument[length] == '=');
}

static int set_format(struct layout_options *options, const char *value, struct tare_err *err)
{
    if (strcmp(value, "table") == 0)
        options->print.format = TARE_OPTIONS_TABLE;
    else if (strcmp(value, "json") == 0)
        options->print.format = TARE_OPTIONS_JSON;
    else if (strcmp(value, "csv") == 0)
        options->print.format = TARE_OPTIONS_CSV;
    else
        return tare_err_set(err, TARE_ERR_USAGE, "--format: '%s': expected table, json or csv",
                            value);
    return 0;
}

static int parse_flag(struct layout_options *options, int argc, char **argv, int *index,
                      struct tare_err *err)
{
    const char *argument = argv[*index];
    const char *value = "";

    if (strcmp(argument, "--primitives") == 0)
        options->primitives = true;
    else if (strcmp(argument, "--help") == 0)
        options->help = true;
    else if (is_flag(argument, "--run"))
        return take_value(argc, argv, index, &options->run, err);
    else if (is_flag(argument, "--format"))
        return take_value(argc, argv, index, &value, err) || set_format(options, value, err) ? -1
                                                                                             : 0;
    else if (is_flag(argument, "--color"))
        return take_value(argc, argv, index, &value, err) ||
                       tare_options_set(&options->print, "color", value, err)
                   ? -1
                   : 0;
    else
        return tare_err_set(err, TARE_ERR_USAGE, "no flag '%s': see tare help layout", argument);
    return 0;
}

/* Names of structs are moved to the front of `names` [argc]. */
static int parse(struct layout_options *options, int argc, char **argv, const char **names,
                 struct tare_err *err)
{
    *options = (struct layout_options){.names = names};
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] == '-') {
            if (parse_flag(options, argc, argv, &i, err))
                return -1;
        } else if (!options->exe) {
            options->exe = argv[i];
        } else {
            names[options->name_count++] = argv[i];
        }
    }
    if (!options->exe && !options->primitives && !options->help)
        return tare_err_set(err, TARE_ERR_USAGE,
                            "expected an executable, a shared object or an object file: see tare "
                            "help layout");
    if (options->primitives && (options->exe || options->run))
        return tare_err_set(err, TARE_ERR_USAGE,
                            "--primitives reads no '%s': leave one of them out",
                            options->exe ? options->exe : options->run);
    return 0;
}

static int write_layouts(const struct layout_options *options, struct tare_layout *layouts,
                         size_t count, struct tare_err *err)
{
    struct tare_table_style style = tare_print_style(&options->print);

    switch (options->print.format) {
    case TARE_OPTIONS_JSON:
        return tare_layout_write_json(stdout, layouts, count, err);
    case TARE_OPTIONS_CSV:
        return tare_layout_write_csv(stdout, layouts, count, err);
    case TARE_OPTIONS_TABLE:
    case TARE_OPTIONS_MARKDOWN:
    case TARE_OPTIONS_LINE:
        break;
    }
    return options->name_count ? tare_layout_write_fields(stdout, layouts, count, &style, err)
                               : tare_layout_write_list(stdout, layouts, count, &style, err);
}

static const struct tare_layout *find_layout(const struct tare_dwarf_layouts *layouts,
                                             const struct tare_weighed_type *type)
{
    for (size_t i = 0; i < layouts->count; i++)
        if (strcmp(layouts->layout[i].name, type->name) == 0 &&
            (double)layouts->layout[i].bytes == type->bytes_each)
            return &layouts->layout[i];
    return NULL;
}

struct savings {
    size_t count;
    struct tare_saving *saving;
};

/* Adds what the best order of that type saves in the row's structure, if anything. */
static int add_saving(struct savings *savings, const struct tare_dwarf_layouts *layouts,
                      const struct tare_row *row, const struct tare_weighed_type *type,
                      struct tare_err *err)
{
    const struct tare_layout *layout = find_layout(layouts, type);
    size_t *order = layout ? calloc(layout->field_count + 1, sizeof *order) : NULL;
    uint64_t best = order ? tare_layout_best(layout, order) : 0;
    struct tare_saving *grown;

    free(order);
    if (!layout)
        return 0;
    if (order && best >= layout->bytes)
        return 0;
    grown = order ? realloc(savings->saving, (savings->count + 1) * sizeof *grown) : NULL;
    if (!grown)
        return tare_err_memory(err);
    savings->saving = grown;
    grown[savings->count++] =
        (struct tare_saving){.type = type->name,
                             .id = row->id,
                             .count = type->count,
                             .saved_bytes = type->count * (double)(layout->bytes - best),
                             .deep_bytes = row->deep_bytes};
    return 0;
}

static int write_savings(const struct layout_options *options, struct savings *savings,
                         struct tare_err *err)
{
    tare_saving_sort(savings->saving, savings->count);
    if (options->print.format == TARE_OPTIONS_CSV)
        return tare_saving_write_csv(stdout, savings->saving, savings->count, err);
    if (options->print.format == TARE_OPTIONS_JSON)
        return tare_saving_write_json(stdout, savings->saving, savings->count, err);
    return tare_saving_write(stdout, savings->saving, savings->count, options->run, err);
}

/* What reordering saves where the structs live. */
static int tell_savings(const struct layout_options *options,
                        const struct tare_dwarf_layouts *layouts, struct tare_err *err)
{
    struct savings savings = {.count = 0};
    struct tare_result result;
    int status = 0;

    if (tare_stored_read(options->run, &result, err))
        return -1;
    for (size_t i = 0; i < result.block_count; i++)
        for (size_t j = 0; j < result.block[i].row_count; j++) {
            const struct tare_row *row = &result.block[i].row[j];

            for (size_t k = 0; row->weighing && k < row->weighing->type_count && !status; k++)
                status = add_saving(&savings, layouts, row, &row->weighing->type[k], err);
        }
    if (!status)
        status = write_savings(options, &savings, err);
    free(savings.saving);
    tare_result_free(&result);
    return status;
}

static int add_named(struct tare_dwarf_file *file, const char *exe, const char *name,
                     struct tare_dwarf_layouts *all, struct tare_err *err)
{
    struct tare_dwarf_layouts found;
    struct tare_layout *grown;

    if (tare_dwarf_layouts_read(file, name, &found, err)) {
        tare_dwarf_layouts_free(&found);
        return -1;
    }
    if (name && !found.count) {
        tare_dwarf_layouts_free(&found);
        return tare_err_set(err, TARE_ERR_USAGE, "'%s' defines no struct '%s'", exe, name);
    }
    grown = realloc(all->layout, (all->count + found.count + 1) * sizeof *grown);
    if (!grown) {
        tare_dwarf_layouts_free(&found);
        return tare_err_memory(err);
    }
    all->layout = grown;
    memcpy(grown + all->count, found.layout, found.count * sizeof *grown);
    all->count += found.count;
    free(found.layout);
    return 0;
}

static int show(const struct layout_options *options, struct tare_err *err)
{
    struct tare_dwarf_layouts all = {0};
    struct tare_dwarf_file *file;
    int status;

    if (tare_command_check_readable(options->exe, err))
        return -1;
    file = tare_dwarf_file_open(options->exe, err);
    status = file ? 0 : -1;
    for (size_t i = 0; status == 0 && i < options->name_count; i++)
        status = add_named(file, options->exe, options->names[i], &all, err);
    if (status == 0 && !options->name_count) {
        status = add_named(file, options->exe, NULL, &all, err) ||
                         tare_layout_sort(all.layout, all.count, err)
                     ? -1
                     : 0;
    }
    if (status == 0)
        status = options->run ? tell_savings(options, &all, err)
                              : write_layouts(options, all.layout, all.count, err);
    tare_dwarf_layouts_free(&all);
    tare_dwarf_file_close(file);
    return status;
}

static void help(void)
{
    printf(
        "\n"
        "  STRUCT                 \"point\", \"struct point\" or a typedef's name; without one a "
        "line\n"
        "                         a struct, what reordering saves first\n"
        "  --run RESULT           what reordering saves in the structures that a run weighed\n"
        "  --primitives           size and alignment of C's types and of common library types\n"
        "  --format NAME          table, json or csv (default table)\n"
        "  --color WHEN           auto, always or never (default auto)\n"
        "\nExit status: 0 fine, 2 usage, no such struct or no debug information, 4 tare failed.\n");
}

static int run(int argc, char **argv)
{
    const char **names = calloc((size_t)argc + 1, sizeof *names);
    struct layout_options options;
    struct tare_err err = {0};
    int status;

    if (!names)
        tare_err_memory(&err);
    status = names ? parse(&options, argc, argv, names, &err) : -1;
    if (status == 0 && options.help)
        help();
    else if (status == 0 && options.primitives)
        status = tare_primitives_write(&options.print, &err);
    else if (status == 0)
        status = show(&options, &err);
    free(names);
    return status ? tare_command_fail(&err) : TARE_EXIT_FINE;
}

const struct tare_command tare_command_layout = {
    .name = "layout",
    .arguments = "EXE [STRUCT...] [FLAGS]",
    .purpose = "fields, holes, padding and cache lines of structs, and their best order",
    .run = run,
    .help = help,
};
