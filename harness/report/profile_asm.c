/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "report/profile.h"
#include "report/profile_cells.h"
#include "report/table_below.h"
#include "report/text.h"

#define ADDRESS_COLUMNS 10

/* What an instruction spends itself; the others are of lines. */
static const enum tare_profile_metric shown[] = {TARE_PROFILE_TIME, TARE_PROFILE_INSTRUCTIONS,
                                                 TARE_PROFILE_D1_MISSES, TARE_PROFILE_MISPREDICTS};

static void put_headings(struct tare_buf *out, const struct tare_profile *profile)
{
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        if (profile->pass[shown[i]].known)
            tare_profile_put_right(out, tare_profile_names[shown[i]].heading,
                                   TARE_PROFILE_METRIC_COLUMNS);
    tare_profile_put_right(out, "address", ADDRESS_COLUMNS);
    tare_buf_puts(out, "  instruction\n");
}

static const char *text_of(const struct tare_profile *profile, const struct tare_profile_code *code)
{
    for (size_t i = 0; i < profile->line_count; i++) {
        const struct tare_profile_line *line = &profile->line[i];

        if (line->line == code->line && line->text && strcmp(line->source, code->source) == 0)
            return line->text;
    }
    return "";
}

/* "layout_lists.h:76  for (...)", dim, where another line begins. */
static void put_place(struct tare_buf *out, const struct tare_profile *profile,
                      const struct tare_profile_code *code, const struct tare_table_style *style)
{
    struct tare_buf place = TARE_BUF_INIT;

    if (!code->line)
        return;
    tare_buf_printf(&place, "  %s:%d  ", tare_profile_base_name(code->source), code->line);
    tare_profile_put_source(&place, text_of(profile, code), tare_text_columns(place.text), style);
    tare_table_paint(out, tare_table_dim(style), place.text);
    tare_buf_puts(out, "\n");
    tare_buf_free(&place);
}

static void put_code(struct tare_buf *out, const struct tare_profile *profile,
                     const struct tare_profile_code *code, const struct tare_table_style *style)
{
    struct tare_buf text = TARE_BUF_INIT;
    char address[32];

    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        struct tare_buf cell = TARE_BUF_INIT;

        if (!profile->pass[shown[i]].known)
            continue;
        tare_profile_show_metric(&cell, profile, (int)shown[i], code->self[shown[i]],
                                 style->unicode);
        tare_profile_put_right(&text, cell.text, TARE_PROFILE_METRIC_COLUMNS);
        tare_buf_free(&cell);
    }
    snprintf(address, sizeof address, "%" PRIx64, code->address);
    tare_profile_put_right(&text, address, ADDRESS_COLUMNS);
    tare_buf_puts(&text, "  ");
    tare_text_show(&text, code->text, (struct tare_text_style){.unicode = style->unicode});
    tare_table_paint(out, tare_profile_heat(profile, code->self[TARE_PROFILE_TIME], style),
                     text.text);
    tare_buf_puts(out, "\n");
    tare_buf_free(&text);
}

int tare_profile_write_asm(FILE *file, const struct tare_profile *profile,
                           const struct tare_table_style *style, struct tare_err *err)
{
    const struct tare_profile_code *before = NULL;
    struct tare_buf out = TARE_BUF_INIT;

    tare_profile_put_summary(&out, profile, style);
    for (size_t i = 0; i < profile->code_count; i++) {
        const struct tare_profile_code *code = &profile->code[i];

        if (!before || strcmp(before->function, code->function) != 0) {
            tare_buf_puts(&out, before ? "\n" : "");
            tare_table_paint(&out, tare_table_bold(style), code->function);
            tare_buf_puts(&out, "\n");
            put_headings(&out, profile);
            before = NULL;
        }
        if (!before || before->line != code->line || strcmp(before->source, code->source) != 0)
            put_place(&out, profile, code, style);
        put_code(&out, profile, code, style);
        before = code;
    }
    tare_buf_puts(&out, "\n");
    tare_profile_put_notes(&out, profile, style);
    return tare_profile_write_out(file, &out, err);
}
