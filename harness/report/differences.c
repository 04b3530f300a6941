/* SPDX-License-Identifier: MIT */
#include "report/differences.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "model/row_profile.h"

#define LINES_MAX   20
#define EXACT_LEAST 1e-9 /* exact counts are sums of tenths */

/* A line of any arm, and by how much the arms differ in it. */
struct difference {
    const struct tare_row_line *line;
    double time_ns;
    double instructions;
    double allocs;
};

struct differences {
    const struct tare_block *block;
    size_t count;
    size_t room;
    struct difference *difference;
};

static bool is_known(const struct differences *d, const struct tare_row_line *line)
{
    for (size_t i = 0; i < d->count; i++) {
        const struct tare_row_line *seen = d->difference[i].line;

        if (seen->line == line->line && strcmp(seen->function, line->function) == 0 &&
            strcmp(seen->source, line->source) == 0)
            return true;
    }
    return false;
}

/* An arm that does not have the line spent nothing at it. */
static double spent(double weight, bool has_line)
{
    return has_line ? weight : 0;
}

/* The greatest distance of two arms; of times, beyond their errors. */
static void measure(const struct differences *d, struct difference *difference)
{
    for (size_t i = 0; i < d->block->row_count; i++)
        for (size_t k = 0; k < i; k++) {
            const struct tare_row *row[] = {&d->block->row[i], &d->block->row[k]};
            const struct tare_row_line *a =
                tare_row_profile_line(row[0]->profile, difference->line);
            const struct tare_row_line *b =
                tare_row_profile_line(row[1]->profile, difference->line);
            double time_ns, error_ns;

            if (!row[0]->profile || !row[1]->profile)
                continue;
            time_ns = fabs(spent(a ? a->time_ns : 0, a) - spent(b ? b->time_ns : 0, b));
            error_ns =
                hypot(spent(a ? a->time_error_ns : 0, a), spent(b ? b->time_error_ns : 0, b));
            if (time_ns > error_ns)
                difference->time_ns = fmax(difference->time_ns, time_ns);
            difference->instructions =
                fmax(difference->instructions,
                     fabs(spent(a ? a->instructions : 0, a) - spent(b ? b->instructions : 0, b)));
            difference->allocs = fmax(difference->allocs, fabs(spent(a ? a->allocs : 0, a) -
                                                               spent(b ? b->allocs : 0, b)));
        }
}

static bool differs(const struct difference *difference)
{
    return difference->time_ns > 0 || difference->instructions > EXACT_LEAST ||
           difference->allocs > EXACT_LEAST;
}

static void offer(struct differences *d, const struct tare_row_line *line)
{
    struct difference *into;

    if (is_known(d, line) || d->count == d->room)
        return;
    into = &d->difference[d->count];
    *into = (struct difference){.line = line};
    measure(d, into);
    d->count += differs(into);
}

static int by_distance(const void *first, const void *second)
{
    const struct difference *a = first;
    const struct difference *b = second;

    if (a->time_ns != b->time_ns)
        return a->time_ns < b->time_ns ? 1 : -1;
    if (a->instructions != b->instructions)
        return a->instructions < b->instructions ? 1 : -1;
    return (a->line->line > b->line->line) - (a->line->line < b->line->line);
}

/* "layout.h:71  sum += x"; of a library its name. */
static void put_place(char *cell, const struct tare_row_line *line)
{
    const char *slash = strrchr(line->source, '/');
    struct tare_buf text = TARE_BUF_INIT;

    if (line->line)
        tare_buf_printf(&text, "%s:%d  ", slash ? slash + 1 : line->source, line->line);
    if (line->text)
        tare_buf_puts(&text, line->text + strspn(line->text, " \t"));
    else
        tare_buf_puts(&text, line->function);
    tare_sheet_text(cell, text.text);
    tare_buf_free(&text);
}

/* "2.51 us, 10,000 instr, 3 allocs". */
static void put_spent(char *cell, const struct tare_row_line *line)
{
    struct tare_buf text = TARE_BUF_INIT;

    if (line && line->time_ns > 0)
        tare_buf_puts(&text, tare_units_time(line->time_ns).text);
    if (line && line->instructions > 0)
        tare_buf_printf(&text, "%s%s instr", text.length ? ", " : "",
                        tare_units_number(line->instructions).text);
    if (line && line->allocs > 0)
        tare_buf_printf(&text, "%s%s allocs", text.length ? ", " : "",
                        tare_units_number(line->allocs).text);
    tare_sheet_text(cell, text.text);
    tare_buf_free(&text);
}

static void put_row(struct tare_sheet *sheet, const struct differences *d,
                    const struct difference *difference)
{
    char(*cells)[TARE_SHEET_CELL_BYTES] = tare_sheet_add(sheet);
    size_t column = 1;

    put_place(cells[0], difference->line);
    for (size_t i = 0; i < d->block->row_count && column < sheet->columns; i++)
        if (d->block->row[i].profile)
            put_spent(cells[column++],
                      tare_row_profile_line(d->block->row[i].profile, difference->line));
}

/* Headings; how many lines all arms have. */
static size_t open_sheet(struct tare_sheet *sheet, const struct tare_block *block)
{
    const char *headings[TARE_SHEET_COLUMNS_MAX + 1] = {"<lines that differ, by themselves"};
    size_t column = 1;
    size_t lines = 0;

    for (size_t i = 0; i < block->row_count; i++) {
        const struct tare_row *row = &block->row[i];

        if (!row->profile)
            continue;
        lines += row->profile->line_count;
        if (column < TARE_SHEET_COLUMNS_MAX)
            headings[column++] = block->compares_builds ? row->build : row->variant;
    }
    tare_sheet_open(sheet, headings);
    sheet->rows_max = LINES_MAX;
    return column > 2 ? lines : 0;
}

void tare_differences_sheet(struct tare_sheet *sheet, const struct tare_block *block)
{
    struct differences d = {.block = block, .room = open_sheet(sheet, block)};

    d.difference = calloc(d.room + 1, sizeof *d.difference);
    if (!d.difference) {
        sheet->failed = true;
        return;
    }
    for (size_t i = 0; d.room && i < block->row_count; i++)
        for (size_t k = 0; block->row[i].profile && k < block->row[i].profile->line_count; k++)
            offer(&d, &block->row[i].profile->line[k]);
    if (d.count)
        qsort(d.difference, d.count, sizeof *d.difference, by_distance);
    for (size_t i = 0; i < d.count; i++)
        put_row(sheet, &d, &d.difference[i]);
    free(d.difference);
}

const char *tare_differences_missing(const struct tare_block *block)
{
    for (size_t i = 0; i < block->row_count; i++)
        if (block->row[i].profile && block->row[i].profile->missing)
            return block->row[i].profile->missing;
    return NULL;
}
