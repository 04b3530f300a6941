/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "report/profile.h"
#include "report/profile_cells.h"
#include "report/table_below.h"
#include "report/text.h"

#define ADDRESS_COLUMNS 10

/* What an instruction spends itself; the others are of lines. Of two side by side, the first two.
 */
static const enum tare_profile_metric shown[] = {TARE_PROFILE_TIME, TARE_PROFILE_INSTRUCTIONS,
                                                 TARE_PROFILE_D1_MISSES, TARE_PROFILE_MISPREDICTS};

#define SHOWN        (sizeof shown / sizeof *shown)
#define SHOWN_BESIDE 2
#define HALF_MIN     40 /* columns of one of two */

struct asm_view {
    const struct tare_profile *profile;
    struct tare_table_style style;
    bool is_half; /* one of two */
};

static bool has_column(const struct asm_view *view, size_t i)
{
    return view->profile->pass[shown[i]].known && (!view->is_half || i < SHOWN_BESIDE);
}

static void put_headings(struct tare_buf *out, const struct asm_view *view)
{
    for (size_t i = 0; i < SHOWN; i++)
        if (has_column(view, i))
            tare_profile_put_right(out, tare_profile_names[shown[i]].heading,
                                   tare_profile_columns((int)shown[i]));
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
static void put_place(struct tare_buf *out, const struct asm_view *view,
                      const struct tare_profile_code *code)
{
    struct tare_buf place = TARE_BUF_INIT;

    if (!code->line)
        return;
    tare_buf_printf(&place, "  %s:%d  ", tare_profile_base_name(code->source), code->line);
    tare_profile_put_source(&place, text_of(view->profile, code), tare_text_columns(place.text),
                            &view->style);
    tare_table_paint(out, tare_table_dim(&view->style), place.text);
    tare_buf_puts(out, "\n");
    tare_buf_free(&place);
}

static void put_code(struct tare_buf *out, const struct asm_view *view,
                     const struct tare_profile_code *code)
{
    const struct tare_profile *profile = view->profile;
    struct tare_buf text = TARE_BUF_INIT;
    char address[32];

    for (size_t i = 0; i < SHOWN; i++) {
        struct tare_buf cell = TARE_BUF_INIT;

        if (!has_column(view, i))
            continue;
        tare_profile_show_metric(&cell, profile, (int)shown[i], code->self[shown[i]],
                                 view->style.unicode);
        tare_profile_put_right(&text, cell.text, tare_profile_columns((int)shown[i]));
        tare_buf_free(&cell);
    }
    snprintf(address, sizeof address, "%" PRIx64, code->address);
    tare_profile_put_right(&text, address, ADDRESS_COLUMNS);
    tare_buf_puts(&text, "  ");
    tare_profile_put_source(&text, code->text, tare_text_columns(text.text), &view->style);
    tare_table_paint(out, tare_profile_heat(profile, code->self[TARE_PROFILE_TIME], &view->style),
                     text.text);
    tare_buf_puts(out, "\n");
    tare_buf_free(&text);
}

static void put_all(struct tare_buf *out, const struct asm_view *view)
{
    const struct tare_profile *profile = view->profile;
    const struct tare_profile_code *before = NULL;

    for (size_t i = 0; i < profile->code_count; i++) {
        const struct tare_profile_code *code = &profile->code[i];

        if (!before || strcmp(before->function, code->function) != 0) {
            tare_buf_puts(out, before ? "\n" : "");
            tare_table_paint(out, tare_table_bold(&view->style), code->function);
            tare_buf_puts(out, "\n");
            put_headings(out, view);
            before = NULL;
        }
        if (!before || before->line != code->line || strcmp(before->source, code->source) != 0)
            put_place(out, view, code);
        put_code(out, view, code);
        before = code;
    }
}

int tare_profile_write_asm(FILE *file, const struct tare_profile *profile,
                           const struct tare_table_style *style, struct tare_err *err)
{
    const struct asm_view view = {.profile = profile, .style = *style};
    struct tare_buf out = TARE_BUF_INIT;

    tare_profile_put_summary(&out, profile, style);
    put_all(&out, &view);
    tare_buf_puts(&out, "\n");
    tare_profile_put_notes(&out, profile, style);
    return tare_profile_write_out(file, &out, err);
}

/* Columns of a line that may have colours: "\033[1;31m" takes none. */
static size_t columns_of(const char *line, size_t length)
{
    struct tare_buf plain = TARE_BUF_INIT;
    size_t columns;

    for (size_t i = 0; i < length; i++) {
        if (line[i] == '\033')
            i += strcspn(line + i, "m");
        else
            tare_buf_add(&plain, line + i, 1);
    }
    columns = tare_text_columns(plain.text);
    tare_buf_free(&plain);
    return columns;
}

static size_t widest_line(const char *text)
{
    size_t widest = 0;

    for (size_t length; *text; text += length + (text[length] == '\n')) {
        size_t columns;

        length = strcspn(text, "\n");
        columns = columns_of(text, length);
        widest = columns > widest ? columns : widest;
    }
    return widest;
}

/* The next line of each, the second from column `half` on. */
static void zip(struct tare_buf *out, const char *left, const char *right, size_t half,
                const char *bar)
{
    while (*left || *right) {
        size_t length[2] = {strcspn(left, "\n"), strcspn(right, "\n")};
        size_t taken = columns_of(left, length[0]);

        tare_buf_add(out, left, length[0]);
        tare_text_pad(out, taken < half ? half - taken : 0);
        tare_buf_puts(out, bar);
        tare_buf_add(out, right, length[1]);
        tare_buf_puts(out, "\n");
        left += length[0] + (left[length[0]] == '\n');
        right += length[1] + (right[length[1]] == '\n');
    }
}

int tare_profile_write_asm_pair(FILE *file, const struct tare_profile *left,
                                const struct tare_profile *right,
                                const struct tare_table_style *style, struct tare_err *err)
{
    const struct tare_profile *both[] = {left, right};
    const char *bar = style->unicode ? " │" : " |";
    struct tare_buf out = TARE_BUF_INIT;
    struct tare_buf text[2] = {TARE_BUF_INIT, TARE_BUF_INIT};
    size_t half = 0;

    if (style->width_columns > 0)
        half = style->width_columns / 2 > HALF_MIN + 2 ? (size_t)style->width_columns / 2 - 2
                                                       : HALF_MIN;
    for (int i = 0; i < 2; i++) {
        struct asm_view view = {.profile = both[i], .style = *style, .is_half = true};

        view.style.width_columns = (int)half;
        tare_table_paint(&text[i], tare_table_bold(style), both[i]->id);
        tare_buf_puts(&text[i], "\n");
        put_all(&text[i], &view);
        tare_profile_put_summary(&out, both[i], style);
    }
    zip(&out, text[0].text, text[1].text, half ? half : widest_line(text[0].text), bar);
    for (int i = 0; i < 2; i++) {
        tare_buf_printf(&out, "\n%s\n", both[i]->id);
        tare_profile_put_notes(&out, both[i], style);
        out.failed = out.failed || text[i].failed;
        tare_buf_free(&text[i]);
    }
    return tare_profile_write_out(file, &out, err);
}
