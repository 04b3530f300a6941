/* SPDX-License-Identifier: MIT */
#include "report/gnuplot.h"

#include "report/gnuplot_kinds.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define SLUG_BYTES  64
#define COLUMNS_MIN 40

const char *tare_gnuplot_kind_name(enum tare_gnuplot_kind kind)
{
    static const char *const names[TARE_GNUPLOT_KINDS] = {"time",   "median", "density", "samples",
                                                          "pareto", "bytes",  "heap"};

    return names[kind];
}

/* The part of a file's name that a group gives: no path, no option, no hidden file. */
static void make_slug(char slug[SLUG_BYTES], const char *group)
{
    size_t length = 0;

    for (; group && group[length] && length < SLUG_BYTES - 1; length++) {
        unsigned char c = (unsigned char)group[length];
        bool plain = c < 0x80 && (isalnum(c) || c == '_' || (length && (c == '-' || c == '.')));

        slug[length] = plain ? (char)c : '_';
    }
    if (!length)
        slug[length++] = '_';
    slug[length] = '\0';
}

/* Is this the first block of its group? */
static bool is_first(const struct tare_result *result, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (!strcmp(result->block[i].group, result->block[index].group))
            return false;
    return true;
}

void tare_gnuplot_name(char name[TARE_GNUPLOT_NAME_BYTES], const struct tare_result *result,
                       const char *group, enum tare_gnuplot_kind kind)
{
    char slug[SLUG_BYTES], other[SLUG_BYTES];
    size_t number = 1;

    make_slug(slug, group);
    for (size_t i = 0; i < result->block_count && strcmp(result->block[i].group, group) != 0; i++) {
        make_slug(other, result->block[i].group);
        if (is_first(result, i) && !strcasecmp(slug, other))
            number++;
    }
    if (number > 1)
        snprintf(name, TARE_GNUPLOT_NAME_BYTES, "%s~%zu-%s", slug, number,
                 tare_gnuplot_kind_name(kind));
    else
        snprintf(name, TARE_GNUPLOT_NAME_BYTES, "%s-%s", slug, tare_gnuplot_kind_name(kind));
}

static int fill(struct tare_script *script, const struct tare_result *result,
                struct tare_plot_data *data, enum tare_gnuplot_kind kind, struct tare_err *err)
{
    switch (kind) {
    case TARE_GNUPLOT_PARETO:
        return tare_gnuplot_pareto(script, result, data, err);
    case TARE_GNUPLOT_BYTES:
        return tare_gnuplot_bytes(script, result, data, err);
    case TARE_GNUPLOT_HEAP:
        return tare_gnuplot_heap(script, result, data, err);
    case TARE_GNUPLOT_TIME:
        if (data->size_count > 1)
            return tare_gnuplot_curves(script, result, data, err);
        break;
    case TARE_GNUPLOT_MEDIAN:
        if (data->size_count < 2)
            return 1;
        break;
    case TARE_GNUPLOT_DENSITY:
    case TARE_GNUPLOT_SAMPLES:
    case TARE_GNUPLOT_KINDS:
        break;
    }
    tare_plot_data_per_operation(data);
    if (kind == TARE_GNUPLOT_DENSITY)
        return tare_gnuplot_density(script, result, data, err);
    if (kind == TARE_GNUPLOT_SAMPLES)
        return tare_gnuplot_samples(script, result, data, err);
    return tare_gnuplot_bars(script, result, data, err);
}

static int write_script(FILE *file, struct tare_script *script, const struct tare_result *result,
                        const char *group, enum tare_gnuplot_kind kind, struct tare_err *err)
{
    char name[TARE_GNUPLOT_NAME_BYTES];
    struct tare_plot_data data;
    int outcome;

    if (tare_plot_data_make(&data, result, group, err))
        return -1;
    tare_gnuplot_name(name, result, group, kind);
    script->name = name;
    outcome = fill(script, result, &data, kind, err);
    if (!outcome && script->buf.failed)
        outcome = tare_err_memory(err);
    if (!outcome && (fwrite(script->buf.text, 1, script->buf.length, file) != script->buf.length ||
                     fflush(file)))
        outcome = tare_err_errno(err, "cannot write the script of plot '%s'", name);
    tare_buf_free(&script->buf);
    tare_plot_data_free(&data);
    return outcome;
}

int tare_gnuplot_script(FILE *file, const struct tare_result *result, const char *group,
                        enum tare_gnuplot_kind kind, struct tare_err *err)
{
    struct tare_script script = {.buf = TARE_BUF_INIT};

    return write_script(file, &script, result, group, kind, err);
}

int tare_gnuplot_terminal_script(FILE *file, const struct tare_result *result, const char *group,
                                 enum tare_gnuplot_kind kind,
                                 const struct tare_gnuplot_terminal *terminal, struct tare_err *err)
{
    struct tare_script script = {.buf = TARE_BUF_INIT,
                                 .columns = terminal->columns < COLUMNS_MIN ? COLUMNS_MIN
                                                                            : terminal->columns,
                                 .colours = terminal->colours};

    return write_script(file, &script, result, group, kind, err);
}
