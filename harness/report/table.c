/* SPDX-License-Identifier: MIT */
#include "report/table.h"

#include "base/buf.h"
#include "base/units.h"
#include "report/grid.h"
#include "report/growth.h"
#include "report/overview.h"
#include "report/table_below.h"
#include "report/table_counters.h"
#include "report/text.h"
#include "report/variance.h"
#include "report/weighing.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define INDENT            2
#define GAP               2
#define LABEL_COLUMNS_MAX 32
#define TITLE_COLUMNS_MIN 16

/* Widths that usual values need, so that the blocks of a run line up with each other. */
static const size_t least_columns[TARE_GRID_COLUMNS] = {
    [TARE_GRID_TIME] = 7,   [TARE_GRID_INTERVAL] = 7, [TARE_GRID_VERDICT] = 12,
    [TARE_GRID_ITEM] = 7,   [TARE_GRID_DEEP] = 9,     [TARE_GRID_PER_ITEM] = 6,
    [TARE_GRID_BLOCKS] = 7, [TARE_GRID_ALLOCS] = 9,   [TARE_GRID_SAMPLES] = 8,
};

struct layout {
    const struct tare_grid *grid;
    const struct tare_table_style *style;
    bool shown[TARE_GRID_COLUMNS];
    size_t columns[TARE_GRID_COLUMNS];
    size_t label_columns;
    bool brief;              /* verdicts are short, so that more columns fit */
    size_t width;            /* of the whole table */
    struct tare_buf heading; /* "vs aos", shown */
};

static size_t width_limit(const struct tare_table_style *style)
{
    return style->width_columns > 0 ? (size_t)style->width_columns : 0;
}

static struct tare_text_style text_style(const struct tare_table_style *style, size_t columns)
{
    return (struct tare_text_style){.columns = columns, .unicode = style->unicode};
}

static size_t at_least(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t at_most(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Columns that `text` takes when shown, at most `limit` (0: no limit). */
static size_t shown_columns(const struct tare_table_style *style, const char *text, size_t limit)
{
    struct tare_buf buf = TARE_BUF_INIT;
    size_t columns;

    tare_text_show(&buf, text, text_style(style, limit));
    columns = tare_text_columns(buf.text);
    tare_buf_free(&buf);
    return columns;
}

static void measure_labels(struct layout *layout)
{
    size_t limit = LABEL_COLUMNS_MAX, width = width_limit(layout->style);

    if (width)
        limit = at_least(8, width / 3) < limit ? at_least(8, width / 3) : limit;
    layout->label_columns = 7;
    for (size_t i = 0; i < layout->grid->row_count; i++)
        layout->label_columns =
            at_least(layout->label_columns,
                     shown_columns(layout->style, layout->grid->rows[i].label, limit));
}

static const char *cell_text(const struct layout *layout, const struct tare_grid_row *row,
                             size_t column)
{
    bool brief = layout->brief && column == TARE_GRID_VERDICT && *row->brief_verdict;

    return brief ? row->brief_verdict : row->cells[column].text;
}

static void measure_column(struct layout *layout, size_t column)
{
    const struct tare_grid *grid = layout->grid;
    const char *heading =
        column == TARE_GRID_VERDICT ? layout->heading.text : tare_grid_headings[column];
    size_t columns = at_least(least_columns[column], shown_columns(layout->style, heading, 0));

    for (size_t i = 0; i < grid->row_count; i++)
        if (!grid->rows[i].spans)
            columns =
                at_least(columns, shown_columns(layout->style,
                                                cell_text(layout, &grid->rows[i], column), 0));
    layout->columns[column] = columns;
}

static size_t total_width(const struct layout *layout)
{
    size_t width = INDENT + layout->label_columns;

    for (size_t column = 0; column < TARE_GRID_COLUMNS; column++)
        if (layout->shown[column])
            width += layout->columns[column] + (column == TARE_GRID_INTERVAL ? 1 : GAP);
    return width;
}

static void measure(struct layout *layout)
{
    for (size_t column = 0; column < TARE_GRID_COLUMNS; column++) {
        layout->shown[column] = layout->grid->has[column] || column == TARE_GRID_TIME;
        measure_column(layout, column);
    }
    layout->width = total_width(layout);
}

static void lay_out(struct layout *layout)
{
    size_t limit = width_limit(layout->style);

    tare_buf_puts(&layout->heading, "vs ");
    if (layout->grid->baseline)
        tare_text_show(&layout->heading, layout->grid->baseline, text_style(layout->style, 16));
    else
        tare_buf_puts(&layout->heading, "baseline");
    measure_labels(layout);
    measure(layout);
    layout->brief = limit && layout->width > limit;
    if (layout->brief)
        measure(layout);
    for (size_t column = TARE_GRID_COLUMNS - 1; column > TARE_GRID_TIME; column--) {
        if (limit && layout->width > limit)
            layout->shown[column] = false;
        layout->width = total_width(layout);
    }
}

static void end_line(struct tare_buf *out)
{
    while (!out->failed && out->length && out->text[out->length - 1] == ' ')
        out->text[--out->length] = '\0';
    tare_buf_puts(out, "\n");
}

struct field {
    const char *text;
    const char *paint; /* escape sequence; "": none */
    size_t columns;    /* pad and cut to this */
    bool right;
};

static void put_field(struct tare_buf *out, const struct tare_table_style *style,
                      const struct field *field)
{
    struct tare_buf shown = TARE_BUF_INIT;
    size_t pad;

    tare_text_show(&shown, field->text, text_style(style, field->columns));
    pad = field->columns - tare_text_columns(shown.text);
    if (field->right)
        tare_text_pad(out, pad);
    tare_table_paint(out, field->paint, shown.text);
    if (!field->right)
        tare_text_pad(out, pad);
    tare_buf_free(&shown);
}

static void put_headings(struct tare_buf *out, const struct layout *layout)
{
    const struct tare_table_style *style = layout->style;
    const char *dim = tare_table_dim(style);

    tare_text_pad(out, INDENT);
    put_field(out, style,
              &(struct field){.text = layout->grid->block->compares_builds ? "build" : "variant",
                              .paint = dim,
                              .columns = layout->label_columns});
    for (size_t column = 0; column < TARE_GRID_COLUMNS; column++) {
        if (!layout->shown[column])
            continue;
        tare_text_pad(out, column == TARE_GRID_INTERVAL ? 1 : GAP);
        put_field(
            out, style,
            &(struct field){.text = column == TARE_GRID_VERDICT    ? layout->heading.text
                                    : column == TARE_GRID_INTERVAL ? ""
                                                                   : tare_grid_headings[column],
                            .paint = dim,
                            .columns = layout->columns[column],
                            .right = column != TARE_GRID_VERDICT && column != TARE_GRID_SAMPLES});
    }
    end_line(out);
}

static void put_cells(struct tare_buf *out, const struct layout *layout,
                      const struct tare_grid_row *row)
{
    for (size_t column = 0; column < TARE_GRID_COLUMNS; column++) {
        const struct tare_grid_cell *cell = &row->cells[column];

        if (!layout->shown[column])
            continue;
        tare_text_pad(out, column == TARE_GRID_INTERVAL ? 1 : GAP);
        put_field(
            out, layout->style,
            &(struct field){.text = cell_text(layout, row, column),
                            .paint = tare_table_tone(layout->style, cell->tone),
                            .columns = layout->columns[column],
                            .right = column != TARE_GRID_VERDICT && column != TARE_GRID_SAMPLES});
    }
}

/* Column at which a message stands: where the verdicts do. */
static size_t message_at(const struct layout *layout)
{
    size_t at = INDENT + layout->label_columns + GAP + layout->columns[TARE_GRID_TIME] + GAP;

    return layout->shown[TARE_GRID_INTERVAL] ? at + 1 + layout->columns[TARE_GRID_INTERVAL] : at;
}

/* Columns left for a message; 0: no limit. */
static size_t message_columns(const struct layout *layout)
{
    size_t limit = width_limit(layout->style), at = message_at(layout);

    if (!limit)
        return 0;
    return limit > at ? limit - at : 1;
}

static void put_message(struct tare_buf *out, const struct layout *layout,
                        const struct tare_grid_row *row)
{
    static const char below[] = " (its output is below)";
    size_t columns = message_columns(layout), used;

    tare_text_pad(out, GAP);
    put_field(
        out, layout->style,
        &(struct field){
            .text = "-", .paint = "", .columns = layout->columns[TARE_GRID_TIME], .right = true});
    tare_text_pad(out, message_at(layout) - INDENT - layout->label_columns - GAP -
                           layout->columns[TARE_GRID_TIME]);
    tare_text_show(out, row->message, text_style(layout->style, columns));
    used = shown_columns(layout->style, row->message, 0) + strlen(below);
    if (row->row->output && *row->row->output && (!columns || used <= columns))
        tare_buf_puts(out, below);
}

static void put_rows(struct tare_buf *out, const struct layout *layout)
{
    for (size_t i = 0; i < layout->grid->row_count; i++) {
        const struct tare_grid_row *row = &layout->grid->rows[i];

        tare_text_pad(out, INDENT);
        put_field(
            out, layout->style,
            &(struct field){.text = row->label, .paint = "", .columns = layout->label_columns});
        if (row->spans)
            put_message(out, layout, row);
        else
            put_cells(out, layout, row);
        end_line(out);
    }
}

/* Appends the group and its title in `room` columns; returns how many it took. */
static size_t put_name(struct tare_buf *out, const struct layout *layout, size_t room)
{
    const struct tare_table_style *style = layout->style;
    const char *title = layout->grid->title;
    size_t columns = shown_columns(style, layout->grid->name, room);

    put_field(out, style,
              &(struct field){
                  .text = layout->grid->name, .paint = tare_table_bold(style), .columns = columns});
    if (title && room > columns + GAP) {
        size_t title_columns = shown_columns(style, title, room - columns - GAP);

        tare_text_pad(out, GAP);
        put_field(out, style,
                  &(struct field){.text = title, .paint = "", .columns = title_columns});
        columns += GAP + title_columns;
    }
    return columns;
}

/* The group, its title, and at the right edge of the table the facts; these on a line of their
 * own where there is no room for them beside the start of the title. */
static void put_title(struct tare_buf *out, const struct layout *layout)
{
    const struct tare_table_style *style = layout->style;
    const struct tare_grid *grid = layout->grid;
    size_t room = width_limit(style) ? width_limit(style) : SIZE_MAX / 2;
    size_t name = shown_columns(style, grid->name, 0);
    size_t title = grid->title ? GAP + shown_columns(style, grid->title, 0) : 0;
    size_t facts = shown_columns(style, grid->facts, 0);
    size_t edge = at_most(at_least(layout->width, name + title + GAP + facts), room);
    bool beside = name + at_most(title, GAP + TITLE_COLUMNS_MIN) + GAP + facts <= room;
    size_t used = put_name(out, layout, beside ? edge - GAP - facts : room);

    if (beside && facts) {
        tare_text_pad(out, edge - facts - used);
        put_field(
            out, style,
            &(struct field){.text = grid->facts, .paint = tare_table_dim(style), .columns = facts});
    }
    end_line(out);
    if (!beside)
        tare_table_note(out, style, NULL, grid->facts);
}

/* A message that its row had to cut. */
static bool is_cut(const struct layout *layout, const struct tare_grid_row *row)
{
    size_t columns = message_columns(layout);

    return row->spans && columns && shown_columns(layout->style, row->message, 0) > columns;
}

static void put_below(struct tare_buf *out, const struct layout *layout)
{
    const struct tare_grid *grid = layout->grid;

    for (size_t i = 0; i < grid->row_count; i++)
        if (is_cut(layout, &grid->rows[i]))
            tare_table_note(out, layout->style, grid->rows[i].label, grid->rows[i].message);
    for (size_t i = 0; i < grid->note_count; i++)
        tare_table_note(out, layout->style, NULL, grid->notes[i]);
    tare_variance_show(out, layout->style, grid->block);
    for (size_t i = 0; layout->style->weigh && i < grid->row_count; i++)
        if (grid->rows[i].row->weighing)
            tare_weighing_show(out, layout->style, grid->rows[i].label,
                               grid->rows[i].row->weighing);
    for (size_t i = 0; i < grid->row_count; i++)
        if (!tare_row_is(grid->rows[i].row, "ok") && grid->rows[i].row->output)
            tare_table_output(out, layout->style, grid->rows[i].label, grid->rows[i].row->output);
}

static int write_out(FILE *file, struct tare_buf *out, struct tare_err *err)
{
    int result = 0;

    if (out->failed)
        result = tare_err_memory(err);
    else if (fwrite(out->text, 1, out->length, file) != out->length || fflush(file))
        result = tare_err_errno(err, "cannot write the table");
    tare_buf_free(out);
    return result;
}

int tare_table_block(FILE *file, const struct tare_block *block,
                     const struct tare_table_style *style, struct tare_err *err)
{
    struct tare_buf out = TARE_BUF_INIT;
    struct tare_grid grid;
    struct layout layout = {.grid = &grid, .style = style, .heading = TARE_BUF_INIT};

    if (tare_grid_make(&grid, block, err))
        return -1;
    lay_out(&layout);
    put_title(&out, &layout);
    put_headings(&out, &layout);
    put_rows(&out, &layout);
    put_below(&out, &layout);
    tare_table_counters(&out, style, block);
    tare_table_differences(&out, style, block);
    out.failed = out.failed || layout.heading.failed;
    tare_buf_free(&layout.heading);
    tare_grid_free(&grid);
    return write_out(file, &out, err);
}

int tare_table_end(FILE *file, const struct tare_result *result,
                   const struct tare_table_style *style, struct tare_err *err)
{
    const struct tare_settings *settings = &result->settings;
    const char *unit = tare_result_replicates(result);
    struct tare_buf out = TARE_BUF_INIT, legend = TARE_BUF_INIT;

    if (!result->block_count)
        return 0;
    tare_growth_show(&out, style, result);
    tare_overview_show(&out, style, result);
    tare_buf_printf(&legend, "± half of the %s %% interval over %s · vs: ratio of times, paired",
                    tare_result_confidence(result), unit);
    if (settings->margin_ratio > 0)
        tare_buf_printf(&legend, " · same: within ±%s",
                        tare_units_percent(settings->margin_ratio).text);
    tare_buf_printf(&legend, " · unsure: needs more %s", unit);
    if (result->layout_count > 1)
        tare_buf_printf(&legend, " · for %zu layouts", result->layout_count);
    else
        tare_buf_puts(&legend, " · for this binary");
    tare_table_note(&out, style, NULL, legend.text);
    if (result->fitness)
        tare_table_note(&out, style, "machine", result->fitness);
    out.failed = out.failed || legend.failed;
    tare_buf_free(&legend);
    return write_out(file, &out, err);
}

int tare_table_write(FILE *file, const struct tare_result *result,
                     const struct tare_table_style *style, struct tare_err *err)
{
    for (size_t i = 0; i < result->block_count; i++) {
        if (tare_table_block(file, &result->block[i], style, err))
            return -1;
        if (putc('\n', file) == EOF)
            return tare_err_errno(err, "cannot write the table");
    }
    return tare_table_end(file, result, style, err);
}
