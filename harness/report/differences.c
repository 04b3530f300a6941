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

/* What one arm spent, of two that are held against each other. */
struct spent {
    struct tare_row_line none;
    const struct tare_row_line *line;
    bool is_most; /* it spent that or less */
};

static void look_up(struct spent *spent, const struct tare_row *row,
                    const struct tare_row_line *place)
{
    spent->line = tare_row_profile_spent(row->profile, place, &spent->none, &spent->is_most);
}

/* How far two amounts are apart for certain; 0 where one is unknown. */
static double distance(const struct spent *a, double of_a, const struct spent *b, double of_b)
{
    if (isnan(of_a) || isnan(of_b) || (a->is_most && of_a >= of_b) || (b->is_most && of_b >= of_a))
        return 0;
    return fabs(of_a - of_b);
}

/* As two means differ: by more than the root of the sum of their squared errors. */
static void measure_pair(struct difference *difference, const struct spent *a,
                         const struct spent *b)
{
    double time_ns = distance(a, a->line->time_ns, b, b->line->time_ns);

    if (time_ns > hypot(a->line->time_error_ns, b->line->time_error_ns))
        difference->time_ns = fmax(difference->time_ns, time_ns);
    difference->instructions = fmax(difference->instructions,
                                    distance(a, a->line->instructions, b, b->line->instructions));
    difference->allocs = fmax(difference->allocs, distance(a, a->line->allocs, b, b->line->allocs));
}

/* The greatest distance of two arms. */
static void measure(const struct differences *d, struct difference *difference)
{
    for (size_t i = 0; i < d->block->row_count; i++)
        for (size_t k = 0; k < i; k++) {
            const struct tare_row *row[] = {&d->block->row[i], &d->block->row[k]};
            struct spent spent[2];

            if (!row[0]->profile || !row[1]->profile)
                continue;
            look_up(&spent[0], row[0], difference->line);
            look_up(&spent[1], row[1], difference->line);
            measure_pair(difference, &spent[0], &spent[1]);
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

/* "<= 12.0 ns": of a line that is not among those kept; "?" where nothing is known of it. */
static void put_most(struct tare_buf *text, const struct tare_row_line *line)
{
    if (line->time_ns > 0)
        tare_buf_printf(text, "<= %s", tare_units_time(line->time_ns).text);
    else if (line->instructions > 0)
        tare_buf_printf(text, "<= %s instr", tare_units_number(line->instructions).text);
    else
        tare_buf_puts(text, "?");
}

/* "2.51 us, 10,000 instr, 3 allocs". */
static void put_spent(char *cell, const struct spent *spent)
{
    const struct tare_row_line *line = spent->line;
    struct tare_buf text = TARE_BUF_INIT;

    if (spent->is_most)
        put_most(&text, line);
    else if (line->time_ns > 0)
        tare_buf_puts(&text, tare_units_time(line->time_ns).text);
    if (!spent->is_most && line->instructions > 0)
        tare_buf_printf(&text, "%s%s instr", text.length ? ", " : "",
                        tare_units_number(line->instructions).text);
    if (!spent->is_most && line->allocs > 0)
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
    for (size_t i = 0; i < d->block->row_count && column < sheet->columns; i++) {
        struct spent spent;

        if (!d->block->row[i].profile)
            continue;
        look_up(&spent, &d->block->row[i], difference->line);
        put_spent(cells[column++], &spent);
    }
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
