/* SPDX-License-Identifier: MIT */
#include "report/doctor.h"

#include <string.h>

#include "base/buf.h"
#include "report/table_below.h"
#include "report/text.h"

#define INDENT      2
#define GAP         2
#define COLUMNS_MIN 20 /* a value gets as many, however narrow the terminal */

static const char *paint_of(const struct tare_table_style *style, enum tare_fitness_verdict verdict)
{
    if (!style->colours)
        return "";
    switch (verdict) {
    case TARE_FITNESS_FIT:
        return tare_table_tone(style, TARE_GRID_BETTER);
    case TARE_FITNESS_CAUTION: /* of 256: readable on a light and on a dark ground */
        return style->colours >= 256 ? "\033[38;5;172m" : "\033[33m";
    case TARE_FITNESS_UNFIT:
        return tare_table_tone(style, TARE_GRID_WORSE);
    case TARE_FITNESS_UNKNOWN:
        break;
    }
    return tare_table_dim(style);
}

static size_t title_columns(const struct tare_fitness *fitness)
{
    size_t widest = 0;

    for (size_t i = 0; i < fitness->count; i++) {
        size_t columns = tare_text_columns(fitness->check[i].title);

        widest = columns > widest ? columns : widest;
    }
    return widest;
}

/* Appends `text` from column `at` on, which the cursor has come to; more lines begin there, too. */
static void put_wrapped(struct tare_buf *out, const struct tare_table_style *style, size_t at,
                        const char *paint, const char *text)
{
    size_t room = style->width_columns > 0 ? (size_t)style->width_columns : SIZE_MAX;
    struct tare_buf shown = TARE_BUF_INIT;
    const char *rest;

    room = room > at + COLUMNS_MIN ? room - at : COLUMNS_MIN;
    tare_text_show(&shown, text, (struct tare_text_style){.unicode = style->unicode});
    for (rest = shown.text; *rest;) {
        size_t length = tare_table_line_length(rest, room);
        struct tare_buf line = TARE_BUF_INIT;

        if (rest != shown.text)
            tare_text_pad(out, at);
        tare_buf_add(&line, rest, length);
        tare_table_paint(out, paint, line.text);
        tare_buf_puts(out, "\n");
        rest += length;
        rest += strspn(rest, " ");
        out->failed |= line.failed;
        tare_buf_free(&line);
    }
    out->failed |= shown.failed;
    tare_buf_free(&shown);
}

static void put_check(struct tare_buf *out, const struct tare_table_style *style, size_t columns,
                      const struct tare_fitness_check *check)
{
    static const size_t verdict_columns = sizeof "unknown" - 1;
    const char *verdict = tare_fitness_name(check->verdict);
    size_t at = INDENT + columns + GAP + verdict_columns + GAP;
    bool is_known = check->verdict != TARE_FITNESS_UNKNOWN;

    tare_text_pad(out, INDENT);
    tare_buf_puts(out, check->title);
    tare_text_pad(out, columns - tare_text_columns(check->title) + GAP);
    tare_table_paint(out, paint_of(style, check->verdict), verdict);
    tare_text_pad(out, verdict_columns - strlen(verdict) + GAP);
    put_wrapped(out, style, at, is_known ? "" : tare_table_dim(style), check->value);
    if (!*check->advice)
        return;
    tare_text_pad(out, at);
    tare_buf_puts(out, "> ");
    put_wrapped(out, style, at + 2, tare_table_dim(style), check->advice);
}

static void put_verdict(struct tare_buf *out, const struct tare_table_style *style,
                        enum tare_fitness_verdict verdict)
{
    static const char *const words[] = {
        [TARE_FITNESS_UNKNOWN] = "nothing is known of this machine",
        [TARE_FITNESS_FIT] = "fit: this machine can be measured on",
        [TARE_FITNESS_CAUTION] = "caution: this machine can be measured on, with care",
        [TARE_FITNESS_UNFIT] = "unfit: what is measured on this machine may be wrong",
    };

    put_wrapped(out, style, 0, paint_of(style, verdict), words[verdict]);
}

int tare_doctor_write(FILE *file, const struct tare_fitness *fitness,
                      const struct tare_table_style *style, struct tare_err *err)
{
    struct tare_buf out = TARE_BUF_INIT;
    size_t columns = title_columns(fitness);
    int result = 0;

    put_verdict(&out, style, fitness->verdict);
    for (size_t i = 0; i < fitness->count; i++)
        put_check(&out, style, columns, &fitness->check[i]);
    if (out.failed)
        result = tare_err_memory(err);
    else if (fwrite(out.text, 1, out.length, file) != out.length || fflush(file))
        result = tare_err_errno(err, "cannot write the table");
    tare_buf_free(&out);
    return result;
}
