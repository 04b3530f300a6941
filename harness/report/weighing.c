/* SPDX-License-Identifier: MIT */
#include "report/weighing.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "report/sheet.h"
#include "report/table_below.h"

#define ROWS_MAX    12
#define INDENT      4
#define LEAKS_SHOWN 3

/* "1 block", "1,000 blocks". */
static struct tare_units_text blocks_text(double blocks)
{
    struct tare_units_text count = tare_units_count(blocks);
    struct tare_units_text text;

    snprintf(text.text, sizeof text.text, "%.*s block%s", (int)sizeof text.text - 8, count.text,
             blocks == 1 ? "" : "s");
    return text;
}

static void open_sheet(struct tare_sheet *sheet, const char *const *headings)
{
    tare_sheet_open(sheet, headings);
    sheet->rows_max = ROWS_MAX;
}

static void close_sheet(const struct tare_weighing_sink *sink, struct tare_sheet *sheet)
{
    sink->sheet(sink->context, sheet);
    tare_sheet_free(sheet);
}

static void show_types(const struct tare_weighing_sink *sink, const struct tare_weighing *weighing)
{
    static const char *const headings[] = {"<type",   "count",         "bytes", "each",
                                           "padding", "never written", NULL};
    struct tare_sheet sheet;

    open_sheet(&sheet, headings);
    for (size_t i = 0; i < weighing->type_count; i++) {
        const struct tare_weighed_type *type = &weighing->type[i];
        char(*row)[TARE_SHEET_CELL_BYTES] = tare_sheet_add(&sheet);

        tare_sheet_text(row[0], type->name);
        tare_sheet_count(row[1], type->count);
        tare_sheet_bytes(row[2], type->bytes);
        tare_sheet_bytes(row[3], type->bytes_each);
        tare_sheet_bytes(row[4], type->padding_bytes);
        tare_sheet_bytes(row[5], type->unwritten_bytes);
    }
    close_sheet(sink, &sheet);
}

static void show_sites(const struct tare_weighing_sink *sink,
                       const struct tare_weighed_sites *sites, const char *heading, bool has_kinds)
{
    const char *headings[] = {heading, "blocks", "bytes", has_kinds ? "held" : "never written",
                              NULL};
    struct tare_sheet sheet;

    open_sheet(&sheet, headings);
    for (size_t i = 0; i < sites->count; i++) {
        const struct tare_weighed_site *site = &sites->site[i];
        char(*row)[TARE_SHEET_CELL_BYTES] = tare_sheet_add(&sheet);

        tare_sheet_text(row[0], site->place);
        tare_sheet_count(row[1], site->blocks);
        tare_sheet_bytes(row[2], site->bytes);
        if (!has_kinds)
            tare_sheet_bytes(row[3], site->unwritten_bytes);
        else
            tare_sheet_text(row[3], strcmp(site->kind, "cycle") == 0    ? "on a cycle"
                                    : strcmp(site->kind, "static") == 0 ? "by static storage"
                                                                        : "by nothing");
    }
    close_sheet(sink, &sheet);
}

static void show_peak(const struct tare_weighing_sink *sink, const struct tare_weighing *weighing)
{
    static const char *const headings[] = {"<who held the peak of the heap", "blocks", "bytes",
                                           NULL};
    struct tare_buf note = TARE_BUF_INIT;
    struct tare_sheet sheet;

    if (!(weighing->peak_bytes > 0))
        return;
    open_sheet(&sheet, headings);
    for (size_t i = 0; i < weighing->peak_sites.count; i++) {
        const struct tare_weighed_site *site = &weighing->peak_sites.site[i];
        char(*row)[TARE_SHEET_CELL_BYTES] = tare_sheet_add(&sheet);

        tare_sheet_text(row[0], site->place);
        tare_sheet_count(row[1], site->blocks);
        tare_sheet_bytes(row[2], site->bytes);
    }
    close_sheet(sink, &sheet);
    tare_buf_printf(&note, "the heap of the case peaked at %s",
                    tare_units_bytes(weighing->peak_bytes).text);
    sink->note(sink->context, NULL, note.text);
    tare_buf_free(&note);
}

/* What the names of classes mean. */
static const char *explain(const char *name)
{
    static const struct {
        const char *name;
        const char *words;
    } words[] = {
        {"typed", "weighed, by types"},
        {"conservative", "weighed, by words that look like pointers"},
        {"integers", "behind integers only: tagged, boxed, or chance"},
        {"statics", "not weighed: held by static storage"},
        {"stack", "not weighed: seen only from the stack"},
        {"lost", "not weighed: lost"},
        {"lost_cycle", "not weighed: lost on a cycle"},
        {"carved", "not reached in a region"},
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].name, name) == 0)
            return words[i].words;
    return name;
}

static void show_classes(const struct tare_weighing_sink *sink,
                         const struct tare_weighing *weighing)
{
    static const char *const headings[] = {"<blocks of the case", "blocks", "bytes", NULL};
    struct tare_buf note = TARE_BUF_INIT;
    struct tare_sheet sheet;

    open_sheet(&sheet, headings);
    for (size_t i = 0; i < weighing->class_count; i++) {
        char(*row)[TARE_SHEET_CELL_BYTES] = tare_sheet_add(&sheet);

        tare_sheet_text(row[0], explain(weighing->class_[i].name));
        tare_sheet_count(row[1], weighing->class_[i].blocks);
        tare_sheet_bytes(row[2], weighing->class_[i].bytes);
    }
    close_sheet(sink, &sheet);
    if (isnan(weighing->window_bytes))
        return;
    tare_buf_printf(&note, "the allocator's books have %s, %s: %s",
                    blocks_text(weighing->window_blocks).text,
                    tare_units_bytes(weighing->window_bytes).text,
                    tare_weighing_adds_up(weighing) ? "all accounted for" : "THIS DOES NOT ADD UP");
    sink->note(sink->context, NULL, note.text);
    tare_buf_free(&note);
}

static void show_roots(const struct tare_weighing_sink *sink, const char *label,
                       const struct tare_weighing *weighing)
{
    for (size_t i = 0; i < weighing->root_count; i++) {
        const struct tare_weighed_root *root = &weighing->root[i];
        struct tare_buf note = TARE_BUF_INIT;

        tare_buf_printf(&note, "tare_weigh(%s)%s%s: %s, %s%s", root->expression,
                        root->type ? ", " : "", root->type ? root->type : "",
                        tare_units_bytes(root->bytes).text, blocks_text(root->blocks).text,
                        i ? " that those before it do not lead to" : "");
        sink->note(sink->context, label, note.text);
        tare_buf_free(&note);
    }
}

static void show_edges(const struct tare_weighing_sink *sink, const struct tare_weighing *weighing)
{
    struct tare_buf note = TARE_BUF_INIT;

    if (!(weighing->edges > 0))
        return;
    tare_buf_printf(&note,
                    "%s pointer%s: %.3g %% to what another leads to, %.3g %% stay in their cache "
                    "line, %.3g %% in their page; cache lines are %.3g %% full",
                    tare_units_count(weighing->edges).text, weighing->edges > 1 ? "s" : "",
                    100 * weighing->shared_edges_ratio, 100 * weighing->same_line_ratio,
                    100 * weighing->same_page_ratio, 100 * weighing->line_fill_ratio);
    sink->note(sink->context, NULL, note.text);
    tare_buf_free(&note);
}

static void show_apart(const struct tare_weighing_sink *sink, const struct tare_weighing *weighing)
{
    const struct {
        double bytes;
        const char *words;
    } parts[] = {
        {weighing->static_bytes, "reached in static storage, not in the deep size"},
        {weighing->stack_bytes, "reached on the stack, not in the deep size"},
        {weighing->older_bytes, "of the deep size are older than the case"},
    };

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct tare_buf note = TARE_BUF_INIT;

        if (!(parts[i].bytes > 0))
            continue;
        tare_buf_printf(&note, "%s %s", tare_units_bytes(parts[i].bytes).text, parts[i].words);
        sink->note(sink->context, NULL, note.text);
        tare_buf_free(&note);
    }
    if (weighing->untyped)
        sink->note(sink->context, "types unknown", weighing->untyped);
}

void tare_weighing_tell(const struct tare_weighing_sink *sink, const char *label,
                        const struct tare_weighing *weighing)
{
    show_roots(sink, label, weighing);
    show_types(sink, weighing);
    show_sites(sink, &weighing->untyped_sites, "<without a type, allocated at", false);
    show_apart(sink, weighing);
    show_edges(sink, weighing);
    show_classes(sink, weighing);
    show_peak(sink, weighing);
    show_sites(sink, &weighing->leaks, "<left when the case returned, allocated at", true);
}

struct terminal {
    struct tare_buf *out;
    const struct tare_table_style *style;
};

static void note_terminal(void *context, const char *label, const char *text)
{
    const struct terminal *terminal = context;

    tare_table_note(terminal->out, terminal->style, label, text);
}

static void show_sheet(void *context, const struct tare_sheet *sheet)
{
    const struct terminal *terminal = context;

    tare_sheet_show(terminal->out, terminal->style, INDENT, sheet);
}

void tare_weighing_show(struct tare_buf *out, const struct tare_table_style *style,
                        const char *label, const struct tare_weighing *weighing)
{
    struct terminal terminal = {out, style};

    tare_buf_puts(out, "\n");
    tare_weighing_tell(&(struct tare_weighing_sink){.context = &terminal,
                                                    .note = note_terminal,
                                                    .sheet = show_sheet},
                       label, weighing);
}

/* "leaked 3 blocks, 96 B, 64 B of it on cycles:"; false where nothing was left behind. */
static bool put_leak_sums(struct tare_buf *out, const struct tare_weighing *weighing)
{
    double blocks = 0;
    double bytes = 0;
    double cyclic_bytes = 0;

    for (size_t i = 0; i < weighing->leaks.count; i++) {
        const struct tare_weighed_site *site = &weighing->leaks.site[i];

        if (strcmp(site->kind, "static") == 0)
            continue;
        blocks += site->blocks;
        bytes += site->bytes;
        cyclic_bytes += strcmp(site->kind, "cycle") == 0 ? site->bytes : 0;
    }
    if (!(blocks > 0))
        return false;
    tare_buf_printf(out, "leaked %s, %s", blocks_text(blocks).text, tare_units_bytes(bytes).text);
    if (cyclic_bytes > 0)
        tare_buf_printf(out, ", %s of it on cycles", tare_units_bytes(cyclic_bytes).text);
    tare_buf_puts(out, ":");
    return true;
}

void tare_weighing_leaks(struct tare_buf *out, const struct tare_weighing *weighing)
{
    size_t sites = 0;

    if (!put_leak_sums(out, weighing))
        return;
    for (size_t i = 0; i < weighing->leaks.count; i++) {
        const struct tare_weighed_site *site = &weighing->leaks.site[i];

        if (strcmp(site->kind, "static") == 0 || sites++ >= LEAKS_SHOWN)
            continue;
        tare_buf_printf(out, "%s %s (%s%s)", sites > 1 ? "," : "", site->place,
                        tare_units_count(site->blocks).text,
                        strcmp(site->kind, "cycle") == 0 ? " on a cycle" : "");
    }
    if (sites > LEAKS_SHOWN)
        tare_buf_printf(out, " and %zu more places", sites - LEAKS_SHOWN);
}
