/* SPDX-License-Identifier: MIT */
#include "report/script.h"

#include "report/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define HEAD_FONT_PX 21
#define EDGE_PX      22 /* from the picture's left edge to its texts */
#define TITLE_MAX    76 /* columns */
#define SUBTITLE_MAX 132

const char *tare_script_colour(size_t index)
{
    static const char *const colours[] = {TARE_SCRIPT_BLUE, "#e69f00", "#009e73", "#d55e00",
                                          "#cc79a7",        "#56b4e9", "#222222", "#8a8f98"};

    return colours[index % 8];
}

int tare_script_dash(size_t index)
{
    return 1 + (int)(index / 8 % 4);
}

/* In single quotes gnuplot knows no escape but the doubled quote. */
#define TWICE_IN_TEXT "'"
/* A tick's label is a format. */
#define TWICE_IN_TICK "'%"

static void quote_shown(struct tare_buf *buf, const char *shown, const char *twice)
{
    tare_buf_puts(buf, "'");
    for (const char *at = shown; *at; at++) {
        tare_buf_add(buf, at, 1);
        if (strchr(twice, *at))
            tare_buf_add(buf, at, 1);
    }
    tare_buf_puts(buf, "'");
}

void tare_script_quote(struct tare_buf *buf, const char *text, size_t columns)
{
    struct tare_buf shown = TARE_BUF_INIT;

    tare_text_show(&shown, text, (struct tare_text_style){.columns = columns, .unicode = true});
    quote_shown(buf, shown.text, TWICE_IN_TEXT);
    buf->failed = buf->failed || shown.failed;
    tare_buf_free(&shown);
}

void tare_script_drop(struct tare_script *script, struct tare_buf *text)
{
    script->buf.failed = script->buf.failed || text->failed;
    tare_buf_free(text);
}

void tare_script_show(struct tare_buf *shown, const char *text)
{
    tare_text_show(shown, text,
                   (struct tare_text_style){.columns = TARE_SCRIPT_LABEL_MAX, .unicode = true});
}

void tare_script_begin(struct tare_script *script, const char *version)
{
    struct tare_buf *buf = &script->buf;

    tare_buf_puts(buf, "# Made by tare ");
    tare_text_show(buf, version ? version : "", (struct tare_text_style){.unicode = false});
    tare_buf_printf(buf, ". Run `gnuplot plots/%s.gp` in the folder of the run.\n", script->name);
    tare_buf_puts(buf, "reset\nset encoding utf8\n\n");
}

void tare_script_data(struct tare_script *script, const char *name, size_t index)
{
    tare_buf_printf(&script->buf, "$%s%zu << EOD\n", name, index);
}

void tare_script_row(struct tare_script *script, const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        tare_buf_puts(&script->buf, i ? " " : "");
        if (isfinite(values[i]))
            tare_buf_printf(&script->buf, "%.9g", values[i]);
        else
            tare_buf_puts(&script->buf, "NaN");
    }
    tare_buf_puts(&script->buf, "\n");
}

void tare_script_gap(struct tare_script *script)
{
    tare_buf_puts(&script->buf, "\n");
}

void tare_script_data_end(struct tare_script *script)
{
    tare_buf_puts(&script->buf, "EOD\n");
}

/* Bold type is to be had in both terminals by enhanced text alone; its marks are escaped. */
static void put_headline(struct tare_script *script, const char *title, double y_px)
{
    struct tare_buf shown = TARE_BUF_INIT, marked = TARE_BUF_INIT;

    tare_text_show(&shown, title, (struct tare_text_style){.columns = TITLE_MAX, .unicode = true});
    tare_buf_puts(&marked, "{/:Bold ");
    for (const char *at = shown.text; *at; at++) {
        if (strchr("{}^_@&~\\", *at))
            tare_buf_puts(&marked, "\\");
        tare_buf_add(&marked, at, 1);
    }
    tare_buf_puts(&marked, "}");
    tare_buf_printf(&script->buf, "set label %d ", ++script->label_count);
    quote_shown(&script->buf, marked.text, TWICE_IN_TEXT);
    tare_buf_printf(&script->buf,
                    " at screen %.4f,%.4f left enhanced font ',%d' textcolor rgb '%s'\n",
                    EDGE_PX / (double)TARE_SCRIPT_WIDTH_PX, y_px / script->height_px, HEAD_FONT_PX,
                    TARE_SCRIPT_BLACK);
    tare_script_drop(script, &shown);
    tare_script_drop(script, &marked);
}

void tare_script_head(struct tare_script *script, const char *title, const char *subtitle)
{
    struct tare_buf shown = TARE_BUF_INIT;

    tare_text_show(&shown, subtitle,
                   (struct tare_text_style){.columns = SUBTITLE_MAX, .unicode = true});
    put_headline(script, title, script->height_px - 26);
    tare_script_put(script, &(struct tare_script_text){.text = shown.text,
                                                       .x_px = EDGE_PX,
                                                       .y_px = script->height_px - 51,
                                                       .font_px = TARE_SCRIPT_SMALL_PX,
                                                       .colour = TARE_SCRIPT_GREY});
    tare_script_drop(script, &shown);
}

void tare_script_frame(struct tare_script *script)
{
    struct tare_buf *buf = &script->buf;

    tare_buf_printf(buf, "set lmargin at screen %.4f\n", script->left_px / TARE_SCRIPT_WIDTH_PX);
    tare_buf_printf(buf, "set rmargin at screen %.4f\n", script->right_px / TARE_SCRIPT_WIDTH_PX);
    tare_buf_printf(buf, "set bmargin at screen %.4f\n", script->bottom_px / script->height_px);
    tare_buf_printf(buf, "set tmargin at screen %.4f\n", script->top_px / script->height_px);
    tare_buf_puts(buf, "set border 0\nunset key\nset style fill solid noborder\n");
    tare_buf_printf(buf, "set tics scale 0 font ',%d' textcolor rgb '%s'\n",
                    TARE_SCRIPT_TEXT_PX - 1, TARE_SCRIPT_DARK);
}

void tare_script_hide_axis(struct tare_script *script, const struct tare_axis *axis)
{
    char name = axis->is_vertical ? 'y' : 'x';

    tare_buf_printf(&script->buf, "set %crange [%.9g:%.9g]\nunset %ctics\n", name, axis->lo,
                    axis->hi, name);
}

void tare_script_axis(struct tare_script *script, const struct tare_axis *axis, const char *title,
                      bool has_grid)
{
    char name = axis->is_vertical ? 'y' : 'x';
    struct tare_buf *buf = &script->buf;

    tare_buf_printf(buf, "set %crange [%.9g:%.9g]\n", name, axis->lo, axis->hi);
    if (axis->is_log)
        tare_buf_printf(buf, "set logscale %c\n", name);
    tare_buf_printf(buf, "set %ctics (", name);
    for (size_t i = 0; i < axis->tick_count; i++) {
        tare_buf_puts(buf, i ? ", " : "");
        quote_shown(buf, axis->ticks[i].label, TWICE_IN_TICK);
        tare_buf_printf(buf, " %.9g", axis->ticks[i].value);
    }
    tare_buf_puts(buf, ") noenhanced\n");
    if (has_grid)
        tare_buf_printf(buf, "set grid %ctics lt 1 lc rgb '%s' lw 1\n", name, TARE_SCRIPT_GRID);
    tare_script_put(script,
                    &(struct tare_script_text){
                        .text = title,
                        .x_px = axis->is_vertical ? 22 : (script->left_px + script->right_px) / 2,
                        .y_px = axis->is_vertical ? (script->bottom_px + script->top_px) / 2
                                                  : script->bottom_px - 46,
                        .colour = TARE_SCRIPT_DARK,
                        .align = TARE_SCRIPT_CENTRE,
                        .is_upright = axis->is_vertical});
}

void tare_script_put(struct tare_script *script, const struct tare_script_text *text)
{
    static const char *const aligns[] = {"left", "center", "right"};
    double font_px = text->font_px > 0 ? text->font_px : TARE_SCRIPT_TEXT_PX;

    tare_buf_printf(&script->buf, "set label %d ", ++script->label_count);
    tare_script_quote(&script->buf, text->text, 0);
    tare_buf_printf(
        &script->buf, " at screen %.4f,%.4f %s%s noenhanced front font ',%g' textcolor rgb '%s'\n",
        text->x_px / TARE_SCRIPT_WIDTH_PX, text->y_px / script->height_px, aligns[text->align],
        text->is_upright ? " rotate by 90" : "", font_px, text->colour);
}

void tare_script_join(struct tare_script *script, const struct tare_script_line *line)
{
    tare_buf_printf(&script->buf,
                    "set arrow %d from screen %.4f,%.4f to screen %.4f,%.4f nohead back "
                    "lw %g%s lc rgb '%s'\n",
                    ++script->line_count, line->x0_px / TARE_SCRIPT_WIDTH_PX,
                    line->y0_px / script->height_px, line->x1_px / TARE_SCRIPT_WIDTH_PX,
                    line->y1_px / script->height_px, line->width,
                    line->is_dashed ? " dt (6,5)" : "", line->colour);
}

void tare_script_foot(struct tare_script *script, const char *text)
{
    struct tare_buf shown = TARE_BUF_INIT;

    tare_text_show(&shown, text,
                   (struct tare_text_style){.columns = SUBTITLE_MAX, .unicode = true});
    if (*text)
        tare_script_put(script, &(struct tare_script_text){.text = shown.text,
                                                           .x_px = EDGE_PX,
                                                           .y_px = 12,
                                                           .font_px = TARE_SCRIPT_SMALL_PX,
                                                           .colour = TARE_SCRIPT_GREY});
    tare_script_drop(script, &shown);
}

/* The SVG is shown where Inter may be missing. gnuplot writes the font's name into an attribute as
 * it is and takes a comma for the size, thus a list of families has its commas as entities. Cairo
 * asks fontconfig, and takes a point for 4/3 of a pixel. */
void tare_script_end(struct tare_script *script, const char *plot)
{
    struct tare_buf *buf = &script->buf;

    tare_buf_printf(buf,
                    "\nset terminal svg enhanced size %d,%g dynamic background '#ffffff' \\\n"
                    "    font 'Inter&#44; DejaVu Sans&#44; sans-serif,%d'\n"
                    "set output 'plots/%s.svg'\n"
                    "plot %s\n",
                    TARE_SCRIPT_WIDTH_PX, script->height_px, TARE_SCRIPT_TEXT_PX, script->name,
                    plot);
    tare_buf_printf(buf,
                    "\nset terminal pngcairo enhanced size %d,%g background '#ffffff' \\\n"
                    "    font 'Inter,%d' fontscale 1.5 linewidth 2 pointscale 3\n"
                    "set output 'plots/%s.png'\n"
                    "replot\n"
                    "unset output\n",
                    2 * TARE_SCRIPT_WIDTH_PX, 2 * script->height_px, TARE_SCRIPT_TEXT_PX,
                    script->name);
}
