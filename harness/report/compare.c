/* SPDX-License-Identifier: MIT */
#include "report/compare.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/units.h"
#include "report/compare_sheets.h"
#include "report/markdown.h"
#include "report/sheet.h"
#include "report/table_below.h"
#include "report/text.h"

#define NAMES_MAX 12

static void put_heading(struct tare_buf *out, const struct tare_compare *compare)
{
    tare_buf_printf(out, "%s (%s) against %s (%s)", compare->next_name, compare->next->started_utc,
                    compare->base_name, compare->base->started_utc);
}

static void count_verdicts(struct tare_buf *out, const struct tare_compare *compare)
{
    static const enum tare_stats_verdict order[] = {
        TARE_STATS_SLOWER, TARE_STATS_FASTER, TARE_STATS_SAME, TARE_STATS_UNSURE, TARE_STATS_NONE};
    size_t counts[TARE_STATS_UNSURE + 1] = {0};
    const char *separator = "";

    for (size_t i = 0; i < compare->both_count; i++)
        counts[compare->row[i].pair.verdict]++;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const char *name = tare_stats_verdict_name(order[i]);

        if (!counts[order[i]])
            continue;
        tare_buf_printf(out, "%s%zu %s", separator, counts[order[i]],
                        *name ? name : "without a ratio");
        separator = ", ";
    }
}

/* Is the arm to be named? */
typedef bool chooser(const struct tare_compare_row *row);

static bool is_of_base(const struct tare_compare_row *row)
{
    return !row->next;
}

static bool is_of_next(const struct tare_compare_row *row)
{
    return !row->base;
}

static bool is_weighed_once(const struct tare_compare_row *row)
{
    return row->base && row->next &&
           tare_compare_is_weighed(row->base) != tare_compare_is_weighed(row->next);
}

/* The arms that are chosen, the first ones by name; empty where none is. */
static void put_names(struct tare_buf *out, const struct tare_compare *compare, chooser *is_chosen)
{
    size_t count = 0;

    for (size_t i = 0; i < compare->row_count; i++) {
        if (!is_chosen(&compare->row[i]))
            continue;
        if (count < NAMES_MAX) {
            tare_buf_puts(out, count ? ", " : "");
            tare_compare_put_name(out, compare, &compare->row[i]);
        }
        count++;
    }
    if (count > NAMES_MAX)
        tare_buf_printf(out, " and %zu more", count - NAMES_MAX);
}

/* What one has to know of the ratios. */
static void put_grounds(struct tare_buf *out, const struct tare_compare *compare)
{
    bool layouts = compare->base->layout_count > 1 || compare->next->layout_count > 1;

    tare_buf_printf(
        out,
        "not interleaved: the runs were at two times, and what changed with the machine "
        "between them is part of the ratios. They are unpaired, with Welch's interval "
        "over %s; verdicts are Holm-adjusted over all rows; same is within ±%s. What "
        "settles it: tare run old=EXE new=EXE",
        layouts ? "sets or layouts" : "sets", tare_units_percent(compare->margin_ratio).text);
}

/* Where notes go: to the terminal where there is a style, else to Markdown. */
struct target {
    struct tare_buf *out;
    const struct tare_table_style *style;
};

static void put_note(const struct target *to, const char *label, const struct tare_buf *text)
{
    to->out->failed |= text->failed;
    if (!text->length)
        return;
    if (to->style) {
        tare_table_note(to->out, to->style, label, text->text);
        return;
    }
    tare_buf_puts(to->out, "- ");
    if (label) {
        tare_markdown_escape(to->out, label, 0);
        tare_buf_puts(to->out, ": ");
    }
    tare_markdown_escape(to->out, text->text, 0);
    tare_buf_puts(to->out, "\n");
}

static void put_notes(const struct target *to, const struct tare_compare *compare)
{
    static const struct {
        const char *label;
        chooser *is_chosen;
    } lists[] = {
        {"in base only", is_of_base},
        {"in new only", is_of_next},
        {"weighed in one run only", is_weighed_once},
    };
    struct tare_buf text = TARE_BUF_INIT;

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        tare_buf_reset(&text);
        put_names(&text, compare, lists[i].is_chosen);
        put_note(to, lists[i].label, &text);
    }
    for (size_t i = 0; i < compare->difference_count; i++) {
        const struct tare_compare_difference *difference = &compare->difference[i];

        tare_buf_reset(&text);
        tare_buf_printf(&text, "%s in base, %s in new", difference->base, difference->next);
        put_note(to, difference->what, &text);
    }
    tare_buf_reset(&text);
    tare_buf_puts(&text, compare->base->lacks ? compare->base->lacks : "");
    put_note(to, compare->base_name, &text);
    tare_buf_reset(&text);
    tare_buf_puts(&text, compare->next->lacks ? compare->next->lacks : "");
    put_note(to, compare->next_name, &text);
    tare_buf_reset(&text);
    tare_buf_puts(&text, compare->difference_count ? "" : "all that is known of both is the same");
    put_note(to, "machine, builds and settings", &text);
    tare_buf_reset(&text);
    put_grounds(&text, compare);
    put_note(to, NULL, &text);
    tare_buf_free(&text);
}

static int write_out(FILE *file, struct tare_buf *out, struct tare_err *err)
{
    int result = 0;

    if (out->failed)
        result = tare_err_memory(err);
    else if (fwrite(out->text, 1, out->length, file) != out->length || fflush(file))
        result = tare_err_errno(err, "cannot write the comparison");
    tare_buf_free(out);
    return result;
}

int tare_compare_write(FILE *file, const struct tare_compare *compare,
                       const struct tare_table_style *style, struct tare_err *err)
{
    struct tare_buf out = TARE_BUF_INIT;
    struct tare_buf text = TARE_BUF_INIT;
    struct tare_sheet sheet;

    put_heading(&text, compare);
    tare_text_show(&out, text.text, (struct tare_text_style){.unicode = style->unicode});
    tare_buf_puts(&out, "\n");
    tare_compare_open_times(&sheet, compare);
    tare_sheet_show(&out, style, TARE_SHEET_GAP, &sheet);
    tare_sheet_free(&sheet);
    tare_compare_open_exact(&sheet, compare);
    tare_buf_puts(&out, sheet.row_count > 1 ? "\n" : "");
    tare_sheet_show(&out, style, TARE_SHEET_GAP, &sheet);
    tare_sheet_free(&sheet);
    tare_buf_puts(&out, "\n");
    tare_buf_reset(&text);
    count_verdicts(&text, compare);
    tare_table_note(&out, style, NULL, text.text);
    put_notes(&(struct target){&out, style}, compare);
    out.failed |= text.failed;
    tare_buf_free(&text);
    return write_out(file, &out, err);
}

static bool ends_in(const char *text, const char *end)
{
    size_t length = strlen(text);

    return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

static void put_markdown_row(struct tare_buf *out, const struct tare_sheet *sheet, size_t row)
{
    tare_buf_puts(out, "|");
    for (size_t i = 0; i < sheet->columns; i++) {
        const char *text = sheet->rows[row][i];
        bool is_strong = row && (ends_in(text, " faster") || ends_in(text, " slower"));

        tare_buf_puts(out, is_strong ? " **" : " ");
        tare_markdown_escape(out, text, 0);
        tare_buf_puts(out, is_strong ? "** |" : " |");
    }
    tare_buf_puts(out, "\n");
}

static void put_markdown(struct tare_buf *out, struct tare_sheet *sheet)
{
    out->failed |= sheet->failed;
    for (size_t i = 0; i < sheet->row_count && sheet->row_count > 1; i++) {
        put_markdown_row(out, sheet, i);
        for (size_t j = 0; i == 0 && j < sheet->columns; j++)
            tare_buf_puts(out, sheet->left[j] ? "|:--" : "|--:");
        tare_buf_puts(out, i == 0 ? "|\n" : "");
    }
    tare_buf_puts(out, sheet->row_count > 1 ? "\n" : "");
    tare_sheet_free(sheet);
}

int tare_compare_write_markdown(FILE *file, const struct tare_compare *compare,
                                struct tare_err *err)
{
    struct tare_buf out = TARE_BUF_INIT;
    struct tare_buf text = TARE_BUF_INIT;
    struct tare_sheet sheet;

    tare_buf_puts(&out, "### ");
    count_verdicts(&text, compare);
    tare_markdown_escape(&out, text.text, 0);
    tare_buf_puts(&out, "\n\n");
    tare_buf_reset(&text);
    put_heading(&text, compare);
    tare_markdown_escape(&out, text.text, 0);
    tare_buf_puts(&out, "\n\n");
    tare_compare_open_times(&sheet, compare);
    put_markdown(&out, &sheet);
    tare_compare_open_exact(&sheet, compare);
    put_markdown(&out, &sheet);
    put_notes(&(struct target){&out, NULL}, compare);
    out.failed |= text.failed;
    tare_buf_free(&text);
    return write_out(file, &out, err);
}
