/* SPDX-License-Identifier: MIT */
#include "report/markdown.h"

#include "base/buf.h"
#include "base/units.h"
#include "model/growth.h"
#include "report/grid.h"
#include "report/growth.h"
#include "report/html_write.h"
#include "report/text.h"
#include "report/weighing.h"

#include <string.h>

#define LABEL_COLUMNS_MAX  64
#define TITLE_COLUMNS_MAX  120
#define OUTPUT_COLUMNS_MAX 200
#define OUTPUT_LINES_MAX   20

/* Appends one line of text in which no character is markup. '@' would mention someone. */
static void put_escaped(struct tare_buf *out, const char *text, size_t columns)
{
    struct tare_buf shown = TARE_BUF_INIT;

    tare_text_show(&shown, text, (struct tare_text_style){.columns = columns, .unicode = true});
    for (const char *at = shown.text; *at; at++) {
        bool in_word = *at == '_' && at > shown.text && at[1] && at[-1] != ' ' && at[1] != ' ';

        if (*at == '@')
            tare_buf_puts(out, "&#64;");
        else if (*at == '<' || *at == '>' || *at == '&')
            tare_buf_puts(out, *at == '<' ? "&lt;" : *at == '>' ? "&gt;" : "&amp;");
        else if (strchr("\\`*{}[]|#~$", *at) || (*at == '_' && !in_word))
            tare_buf_printf(out, "\\%c", *at);
        else
            tare_buf_add(out, at, 1);
    }
    out->failed = out->failed || shown.failed;
    tare_buf_free(&shown);
}

void tare_markdown_escape(struct tare_buf *out, const char *text, size_t columns)
{
    put_escaped(out, text, columns);
}

static bool is_shown(const struct tare_grid *grid, size_t column)
{
    return column == TARE_GRID_TIME || (grid->has[column] && column != TARE_GRID_SAMPLES);
}

static void put_headings(struct tare_buf *out, const struct tare_grid *grid)
{
    tare_buf_puts(out, grid->block->compares_builds ? "| build |" : "| variant |");
    for (size_t column = 0; column < TARE_GRID_COLUMNS; column++) {
        if (!is_shown(grid, column))
            continue;
        tare_buf_printf(out, " %s", tare_grid_headings[column]);
        if (column == TARE_GRID_VERDICT) {
            tare_buf_puts(out, " ");
            put_escaped(out, grid->baseline ? grid->baseline : "baseline", LABEL_COLUMNS_MAX);
        }
        tare_buf_puts(out, " |");
    }
    tare_buf_puts(out, "\n|:--|");
    for (size_t column = 0; column < TARE_GRID_COLUMNS; column++)
        if (is_shown(grid, column))
            tare_buf_puts(out, column == TARE_GRID_VERDICT ? ":--|" : "--:|");
    tare_buf_puts(out, "\n");
}

/* A message stands in the cell of the verdict, or of the time where there is no verdict. */
static void put_message(struct tare_buf *out, const struct tare_grid *grid,
                        const struct tare_grid_row *row)
{
    size_t at = grid->has[TARE_GRID_VERDICT] ? TARE_GRID_VERDICT : TARE_GRID_TIME;

    for (size_t column = 0; column < TARE_GRID_COLUMNS; column++) {
        if (!is_shown(grid, column))
            continue;
        tare_buf_puts(out, column == TARE_GRID_TIME && at != column ? " -" : "");
        if (column == at) {
            tare_buf_puts(out, " ");
            put_escaped(out, row->message, TITLE_COLUMNS_MAX);
        }
        tare_buf_puts(out, " |");
    }
}

static void put_rows(struct tare_buf *out, const struct tare_grid *grid)
{
    for (size_t i = 0; i < grid->row_count; i++) {
        const struct tare_grid_row *row = &grid->rows[i];

        tare_buf_puts(out, "| ");
        put_escaped(out, row->label, LABEL_COLUMNS_MAX);
        tare_buf_puts(out, " |");
        if (row->spans)
            put_message(out, grid, row);
        for (size_t column = 0; column < TARE_GRID_COLUMNS && !row->spans; column++) {
            const struct tare_grid_cell *cell = &row->cells[column];
            bool strong = column == TARE_GRID_VERDICT && cell->tone != TARE_GRID_PLAIN;

            if (is_shown(grid, column))
                tare_buf_printf(out, strong ? " **%s** |" : " %s |", cell->text);
        }
        tare_buf_puts(out, "\n");
    }
}

static void put_output_line(struct tare_buf *out, const char *text, size_t length)
{
    struct tare_buf line = TARE_BUF_INIT;

    for (size_t i = 0; i < length; i++)
        tare_buf_add(&line, text[i] == '\t' ? "    " : text + i, text[i] == '\t' ? 4 : 1);
    tare_html_escape(out, line.text, OUTPUT_COLUMNS_MAX);
    tare_buf_puts(out, "\n");
    out->failed = out->failed || line.failed;
    tare_buf_free(&line);
}

static void put_output(struct tare_buf *out, const struct tare_grid_row *row)
{
    const char *text = row->row->output;
    size_t lines = 0;

    tare_buf_puts(out, "\n<details><summary>output of ");
    tare_html_escape(out, row->label, LABEL_COLUMNS_MAX);
    tare_buf_puts(out, "</summary>\n<pre>\n");
    for (; *text && lines < OUTPUT_LINES_MAX; lines++) {
        size_t length = strcspn(text, "\n");

        put_output_line(out, text, length && text[length - 1] == '\r' ? length - 1 : length);
        text += length + (text[length] == '\n');
    }
    tare_buf_puts(out, *text ? "...\n</pre>\n</details>\n" : "</pre>\n</details>\n");
}

/* What the terminal shows below a block, as it stands there. */
static void put_weighing(struct tare_buf *out, const struct tare_grid_row *row)
{
    static const struct tare_table_style plain = {.unicode = true};
    struct tare_buf text = TARE_BUF_INIT;

    tare_weighing_show(&text, &plain, row->label, row->row->weighing);
    tare_buf_puts(out, "\n<details><summary>weighing of ");
    tare_html_escape(out, row->label, LABEL_COLUMNS_MAX);
    tare_buf_puts(out, "</summary>\n<pre>\n");
    for (const char *line = text.text + strspn(text.text, "\n"); *line;) {
        size_t length = strcspn(line, "\n");

        put_output_line(out, line, length);
        line += length + (line[length] == '\n');
    }
    tare_buf_puts(out, "</pre>\n</details>\n");
    out->failed = out->failed || text.failed;
    tare_buf_free(&text);
}

static void put_below(struct tare_buf *out, const struct tare_grid *grid, bool weigh)
{
    if (grid->note_count)
        tare_buf_puts(out, "\n");
    for (size_t i = 0; i < grid->note_count; i++) {
        tare_buf_puts(out, "- ");
        put_escaped(out, grid->notes[i], 0);
        tare_buf_puts(out, "\n");
    }
    for (size_t i = 0; weigh && i < grid->row_count; i++)
        if (grid->rows[i].row->weighing)
            put_weighing(out, &grid->rows[i]);
    for (size_t i = 0; i < grid->row_count; i++) {
        const struct tare_row *row = grid->rows[i].row;

        if (!tare_row_is(row, "ok") && row->output && *row->output)
            put_output(out, &grid->rows[i]);
    }
}

static int put_block(struct tare_buf *out, const struct tare_block *block, bool weigh,
                     struct tare_err *err)
{
    struct tare_grid grid;

    if (tare_grid_make(&grid, block, err))
        return -1;
    tare_buf_puts(out, "### ");
    put_escaped(out, grid.name, LABEL_COLUMNS_MAX);
    if (grid.title) {
        tare_buf_puts(out, ": ");
        put_escaped(out, grid.title, TITLE_COLUMNS_MAX);
    }
    tare_buf_puts(out, "\n\n");
    if (*grid.facts) {
        put_escaped(out, grid.facts, 0);
        tare_buf_puts(out, "\n\n");
    }
    put_headings(out, &grid);
    put_rows(out, &grid);
    put_below(out, &grid, weigh);
    tare_buf_puts(out, "\n");
    tare_grid_free(&grid);
    return 0;
}

static void put_growth(struct tare_buf *out, const struct tare_result *result)
{
    if (!result->growth_count)
        return;
    tare_buf_puts(out, "### growth: How time grows with n\n\n"
                       "| case | exponent of n | grows as | sizes |\n|---|---|---|---:|\n");
    for (size_t i = 0; i < result->growth_count; i++) {
        const struct tare_growth *growth = &result->growth[i];
        struct tare_buf name = TARE_BUF_INIT;
        char exponent[TARE_GROWTH_TEXT_BYTES];
        char law[TARE_GROWTH_TEXT_BYTES];

        tare_growth_name(&name, result, growth);
        tare_growth_exponent(growth, exponent);
        tare_growth_law(growth, law);
        tare_buf_puts(out, "| ");
        put_escaped(out, name.text, TITLE_COLUMNS_MAX);
        tare_buf_printf(out, " | %s | %s | %s |\n", exponent, law,
                        tare_units_count(growth->sizes).text);
        out->failed = out->failed || name.failed;
        tare_buf_free(&name);
    }
    tare_buf_puts(out, "\n");
}

static void put_fact(struct tare_buf *out, const char *text)
{
    if (!text || !*text)
        return;
    if (out->length)
        tare_buf_puts(out, " · ");
    put_escaped(out, text, TITLE_COLUMNS_MAX);
}

/* On what and how it was measured. */
static void put_footer(struct tare_buf *out, const struct tare_result *result)
{
    struct tare_buf facts = TARE_BUF_INIT;

    put_fact(&facts, result->machine.brand.value);
    put_fact(&facts, result->machine.os.value);
    put_fact(&facts, result->machine.kernel_release.value);
    for (size_t i = 0; i < result->build_count; i++) {
        struct tare_buf build = TARE_BUF_INIT;

        if (result->build_count > 1)
            tare_buf_printf(&build, "%s: ", result->build[i].label);
        tare_buf_printf(&build, "%s %s", result->build[i].compiler ? result->build[i].compiler : "",
                        result->build[i].flags ? result->build[i].flags : "");
        put_fact(&facts, build.text);
        tare_buf_free(&build);
    }
    put_fact(&facts, result->allocator);
    put_fact(&facts, result->started_utc);
    tare_buf_printf(out,
                    "± is half of the %s %% interval over %s; vs is a ratio of times, paired by "
                    "set and round",
                    tare_result_confidence(result), tare_result_replicates(result));
    if (result->settings.margin_ratio > 0)
        tare_buf_printf(out, "; same is within ±%s",
                        tare_units_percent(result->settings.margin_ratio).text);
    tare_buf_puts(out, ".\n");
    tare_buf_printf(out, "%s\n", facts.text);
    out->failed = out->failed || facts.failed;
    tare_buf_free(&facts);
}

static int write_all(FILE *file, const struct tare_result *result, bool weigh, struct tare_err *err)
{
    struct tare_buf out = TARE_BUF_INIT;
    int failed = 0;

    for (size_t i = 0; i < result->block_count && !failed; i++)
        failed = put_block(&out, &result->block[i], weigh, err);
    if (!failed)
        put_growth(&out, result);
    if (!failed && result->block_count)
        put_footer(&out, result);
    if (!failed && out.failed)
        failed = tare_err_memory(err);
    if (!failed && (fwrite(out.text, 1, out.length, file) != out.length || fflush(file)))
        failed = tare_err_errno(err, "cannot write the markdown table");
    tare_buf_free(&out);
    return failed;
}

int tare_markdown_write(FILE *file, const struct tare_result *result, struct tare_err *err)
{
    return write_all(file, result, false, err);
}

int tare_markdown_write_weighed(FILE *file, const struct tare_result *result, struct tare_err *err)
{
    return write_all(file, result, true, err);
}
