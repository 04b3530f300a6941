/* SPDX-License-Identifier: MIT */
#include "report/script.h"

#include "report/scarce.h"
#include "report/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define HEAD_FONT_PX  21
#define SQUARE_PX     11
#define TICK_FONT_PX  (TARE_SCRIPT_TEXT_PX - 1)
#define TICK_GAP_PX   22 /* from a turned title to the labels, and from those to the frame */
#define LEFT_MIN_PX   104.0
#define TITLE_MAX     110  /* columns */
#define BOLD          1.16 /* times as wide as regular type */
#define LABEL_MAX_PX  330
#define SMALL_LINE_PX 18
#define LINES_MAX     3
#define SAFETY_PX     16 /* text widths are estimates; an ellipsis */

const char *tare_script_colour(size_t index)
{
    static const char *const colours[] = {TARE_SCRIPT_BLUE, "#e69f00", "#009e73", "#d55e00",
                                          "#cc79a7",        "#56b4e9", "#222222", "#8a8f98"};

    return colours[index % 8];
}

int tare_script_dash(size_t index)
{
    static const int types[] = {1, 2, 4, 5}; /* 3, dots, is hardly seen */

    return types[(index + index / 8) % 4];
}

int tare_script_marker(size_t index)
{
    /* circle, square, triangles and diamond, filled, then hollow */
    static const int types[] = {7, 5, 9, 13, 11, 6, 4, 8, 12, 10};

    return types[(index + index / 8) % 10];
}

double tare_script_width_px(const struct tare_script *script)
{
    return script->columns ? (double)script->columns * TARE_SCRIPT_CELL_WIDTH_PX
                           : TARE_SCRIPT_WIDTH_PX;
}

/* The wider of the SVG and of the PNG, where scarce characters are spelt. */
static double picture_text_px(const char *text, double font_px)
{
    struct tare_buf spelt = TARE_BUF_INIT;
    double width_px = tare_axis_text_px(text, font_px);

    if (tare_scarce_spell(&spelt, text, strlen(text), 1) && !spelt.failed)
        width_px = fmax(width_px, tare_axis_text_px(spelt.text, font_px));
    tare_buf_free(&spelt);
    return width_px;
}

double tare_script_text_px(const struct tare_script *script, const char *text, double font_px)
{
    return script->columns ? (double)tare_text_columns(text) * TARE_SCRIPT_CELL_WIDTH_PX
                           : picture_text_px(text, font_px);
}

/* Appends `text` made harmless, cut to `columns` and then, letters being as wide as they are, to
 * `most_px`. */
static void show_within(struct tare_buf *shown, const char *text, size_t columns, double font_px,
                        double most_px)
{
    struct tare_buf cut = TARE_BUF_INIT;

    do {
        tare_buf_reset(&cut);
        tare_text_show(&cut, text, (struct tare_text_style){.columns = columns, .unicode = true});
    } while (!cut.failed && picture_text_px(cut.text, font_px) > most_px && --columns);
    tare_buf_add(shown, cut.text, cut.length);
    shown->failed = shown->failed || cut.failed;
    tare_buf_free(&cut);
}

double tare_script_cell_px(const struct tare_script *script)
{
    return script->columns ? TARE_SCRIPT_CELL_WIDTH_PX : 0;
}

/* The label of a tick is a format. */
enum quoted { IN_TEXT, IN_TICK };

/* In single quotes gnuplot knows no escape but the doubled quote, and takes that for the string's
 * end where it comes first: text with such quotes stands in double ones, where backquotes and @
 * would be expanded were they not octal. */
static void quote_shown(struct tare_buf *buf, const char *shown, enum quoted quoted)
{
    bool is_double = strchr(shown, '\'') != NULL;

    tare_buf_puts(buf, is_double ? "\"" : "'");
    for (const char *at = shown; *at; at++) {
        if (is_double && strchr("`@", *at)) {
            tare_buf_printf(buf, "\\%03o", (unsigned)*at);
            continue;
        }
        if (is_double && strchr("\"\\", *at))
            tare_buf_puts(buf, "\\");
        if (quoted == IN_TICK && *at == '%')
            tare_buf_puts(buf, "%");
        tare_buf_add(buf, at, 1);
    }
    tare_buf_puts(buf, is_double ? "\"" : "'");
}

void tare_script_quote(struct tare_buf *buf, const char *text, size_t columns)
{
    struct tare_buf shown = TARE_BUF_INIT;

    tare_text_show(&shown, text, (struct tare_text_style){.columns = columns, .unicode = true});
    quote_shown(buf, shown.text, IN_TEXT);
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
    show_within(shown, text, TARE_SCRIPT_LABEL_MAX, TARE_SCRIPT_TEXT_PX, LABEL_MAX_PX);
}

void tare_script_begin(struct tare_script *script, const char *version)
{
    struct tare_buf *buf = &script->buf;

    tare_buf_puts(buf, "# Made by tare ");
    tare_text_show(buf, version ? version : "", (struct tare_text_style){.unicode = false});
    tare_buf_printf(buf, ". `gnuplot %s.gp` draws %s.svg and .png beside it.\n", script->name,
                    script->name);
    tare_buf_puts(buf, "reset\nundefine $*\nset encoding utf8\n\n");
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
    double room_px = TARE_SCRIPT_WIDTH_PX - 2 * TARE_SCRIPT_EDGE_PX;

    show_within(&shown, title, TITLE_MAX, HEAD_FONT_PX * BOLD, room_px);
    tare_buf_puts(&marked, "{/:Bold ");
    for (const char *at = shown.text; *at; at++) {
        if (strchr("{}^_@&~\\", *at))
            tare_buf_puts(&marked, "\\");
        tare_buf_add(&marked, at, 1);
    }
    tare_buf_puts(&marked, "}");
    tare_buf_printf(&script->buf, "set label %d ", ++script->label_count);
    quote_shown(&script->buf, marked.text, IN_TEXT);
    tare_buf_printf(&script->buf,
                    " at screen %.4f,%.4f left enhanced font ',%d' textcolor rgb '%s'\n",
                    TARE_SCRIPT_EDGE_PX / tare_script_width_px(script), y_px / script->height_px,
                    HEAD_FONT_PX, TARE_SCRIPT_BLACK);
    tare_script_drop(script, &shown);
    tare_script_drop(script, &marked);
}

/* Small grey text in lines that the picture is wide enough for. */
struct lines {
    struct tare_buf line[LINES_MAX];
    size_t count;
};

/* Appends the longest begin of `text` that leaves room, to the end of a word, at least one
 * character; returns what is left. Where this is the last line, an ellipsis says that more is. */
static const char *take_line(const struct tare_script *script, struct tare_buf *line,
                             const char *text, bool is_last)
{
    double room = tare_script_width_px(script) - 2 * TARE_SCRIPT_EDGE_PX - SAFETY_PX;
    size_t length = 0, word = 0;

    for (; text[length]; length++) {
        bool is_whole = ((unsigned char)text[length + 1] & 0xc0) != 0x80;

        tare_buf_add(line, text + length, 1);
        if (is_whole && tare_script_text_px(script, line->text, TARE_SCRIPT_SMALL_PX) > room)
            break;
        if (text[length + 1] == ' ')
            word = length + 1;
    }
    if (!text[length])
        return text + length;
    if (!word) /* one that is longer than the line */
        for (word = length; word && ((unsigned char)text[word] & 0xc0) == 0x80;)
            word--;
    if (!word)
        word = length + 1;
    tare_buf_reset(line);
    tare_buf_add(line, text, word);
    if (is_last)
        tare_buf_puts(line, "…");
    return text + word + strspn(text + word, " ");
}

static void break_lines(const struct tare_script *script, struct lines *lines, const char *text,
                        size_t most)
{
    struct tare_buf shown = TARE_BUF_INIT;
    const char *left;

    *lines = (struct lines){.count = 0};
    tare_text_show(&shown, text, (struct tare_text_style){.unicode = true});
    for (left = shown.text; *left && lines->count < most; lines->count++) {
        struct tare_buf *line = &lines->line[lines->count];

        *line = (struct tare_buf)TARE_BUF_INIT;
        line->failed = shown.failed;
        left = take_line(script, line, left, lines->count + 1 == most);
        if (line->failed)
            break;
    }
    tare_buf_free(&shown);
}

/* The last line at `last_px`, or the first at `first_px`; those not used are NAN. */
static void put_lines(struct tare_script *script, struct lines *lines, double first_px,
                      double last_px)
{
    double line_px = script->columns ? TARE_SCRIPT_CELL_HEIGHT_PX : SMALL_LINE_PX;

    for (size_t i = 0; i < lines->count; i++) {
        double y_px = isnan(last_px) ? first_px - line_px * (double)i
                                     : last_px + line_px * (double)(lines->count - 1 - i);

        tare_script_put(script, &(struct tare_script_text){.text = lines->line[i].text,
                                                           .x_px = TARE_SCRIPT_EDGE_PX,
                                                           .y_px = y_px,
                                                           .font_px = TARE_SCRIPT_SMALL_PX,
                                                           .colour = TARE_SCRIPT_GREY});
        tare_script_drop(script, &lines->line[i]);
    }
}

void tare_script_head(struct tare_script *script, const char *title, const char *subtitle)
{
    struct lines lines;

    if (script->columns)
        tare_script_put(script, &(struct tare_script_text){.text = title,
                                                           .x_px = TARE_SCRIPT_EDGE_PX,
                                                           .y_px = script->height_px - 26,
                                                           .colour = TARE_SCRIPT_BLACK});
    else
        put_headline(script, title, script->height_px - 26);
    break_lines(script, &lines, subtitle, script->columns ? 1 : 2);
    put_lines(script, &lines, script->height_px - (script->columns ? 46 : 51), NAN);
}

void tare_script_frame(struct tare_script *script)
{
    struct tare_buf *buf = &script->buf;

    tare_buf_printf(buf, "set lmargin at screen %.4f\n",
                    script->left_px / tare_script_width_px(script));
    tare_buf_printf(buf, "set rmargin at screen %.4f\n",
                    script->right_px / tare_script_width_px(script));
    tare_buf_printf(buf, "set bmargin at screen %.4f\n", script->bottom_px / script->height_px);
    tare_buf_printf(buf, "set tmargin at screen %.4f\n", script->top_px / script->height_px);
    tare_buf_puts(buf, "set border 0\nunset key\nset style fill solid noborder\n");
    tare_buf_printf(buf, "set tics scale 0 font ',%d' textcolor rgb '%s'\n", TICK_FONT_PX,
                    TARE_SCRIPT_DARK);
}

double tare_script_left_px(const struct tare_script *script, const struct tare_axis *y)
{
    double widest_px = 0;

    for (size_t i = 0; i < y->tick_count; i++)
        widest_px = fmax(widest_px, tare_script_text_px(script, y->ticks[i].label, TICK_FONT_PX));
    return fmax(LEFT_MIN_PX, TARE_SCRIPT_EDGE_PX + TARE_SCRIPT_TEXT_PX + TICK_GAP_PX + widest_px);
}

void tare_script_hide_axis(struct tare_script *script, const struct tare_axis *axis)
{
    char name = axis->is_vertical ? 'y' : 'x';

    tare_buf_printf(&script->buf, "set %crange [%.9g:%.9g]\nunset %ctics\n", name, axis->lo,
                    axis->hi, name);
}

/* A terminal turns no text: there the title of the upright axis stands above it. */
static void put_axis_title(struct tare_script *script, const struct tare_axis *axis,
                           const char *title)
{
    struct tare_script_text text = {
        .text = title, .colour = TARE_SCRIPT_DARK, .align = TARE_SCRIPT_CENTRE};

    if (axis->is_vertical && script->columns) {
        text.x_px = TARE_SCRIPT_EDGE_PX;
        text.y_px = script->height_px - 66;
        text.align = TARE_SCRIPT_LEFT;
    } else if (axis->is_vertical) {
        text.x_px = TARE_SCRIPT_EDGE_PX;
        text.y_px = (script->bottom_px + script->top_px) / 2;
        text.is_upright = true;
    } else {
        text.x_px = (script->left_px + script->right_px) / 2;
        text.y_px = script->bottom_px - (script->columns ? 54 : 46);
    }
    tare_script_put(script, &text);
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
        quote_shown(buf, axis->ticks[i].label, IN_TICK);
        tare_buf_printf(buf, " %.9g", axis->ticks[i].value);
    }
    tare_buf_puts(buf, ") noenhanced\n");
    if (has_grid && !script->columns) /* in characters it would hide the rest */
        tare_buf_printf(buf, "set grid %ctics lt 1 lc rgb '%s' lw 1\n", name, TARE_SCRIPT_GRID);
    put_axis_title(script, axis, title);
}

void tare_script_put(struct tare_script *script, const struct tare_script_text *text)
{
    static const char *const aligns[] = {"left", "center", "right"};
    double font_px = text->font_px > 0 ? text->font_px : TARE_SCRIPT_TEXT_PX;

    tare_buf_printf(&script->buf, "set label %d ", ++script->label_count);
    tare_script_quote(&script->buf, text->text, 0);
    tare_buf_printf(
        &script->buf, " at screen %.4f,%.4f %s%s noenhanced front font ',%g' textcolor rgb '%s'\n",
        text->x_px / tare_script_width_px(script), text->y_px / script->height_px,
        aligns[text->align], text->is_upright ? " rotate by 90" : "", font_px, text->colour);
}

void tare_script_join(struct tare_script *script, const struct tare_script_line *line)
{
    if (script->columns && !line->is_dashed)
        return;
    tare_buf_printf(&script->buf,
                    "set arrow %d from screen %.4f,%.4f to screen %.4f,%.4f nohead back "
                    "lw %g%s lc rgb '%s'\n",
                    ++script->line_count, line->x0_px / tare_script_width_px(script),
                    line->y0_px / script->height_px, line->x1_px / tare_script_width_px(script),
                    line->y1_px / script->height_px, line->width,
                    line->is_dashed ? " dt (6,5)" : "", line->colour);
}

void tare_script_square(struct tare_script *script, double x_px, double y_px, const char *colour)
{
    double width_px = tare_script_width_px(script), half_px = SQUARE_PX / 2.0;

    if (script->columns) {
        tare_script_put(script, &(struct tare_script_text){
                                    .text = "■", .x_px = x_px, .y_px = y_px, .colour = colour});
        return;
    }
    tare_buf_printf(&script->buf,
                    "set object %d rectangle from screen %.4f,%.4f to screen %.4f,%.4f "
                    "front fillcolor rgb '%s' fillstyle solid noborder\n",
                    ++script->square_count, x_px / width_px, (y_px - half_px) / script->height_px,
                    (x_px + SQUARE_PX) / width_px, (y_px + half_px) / script->height_px, colour);
}

double tare_script_foot_px(const struct tare_script *script, const char *text)
{
    double line_px = script->columns ? TARE_SCRIPT_CELL_HEIGHT_PX : SMALL_LINE_PX;
    struct lines lines;

    break_lines(script, &lines, text, TARE_SCRIPT_FOOT_LINES);
    for (size_t i = 0; i < lines.count; i++)
        tare_buf_free(&lines.line[i]);
    return line_px * (double)lines.count;
}

void tare_script_foot(struct tare_script *script, const char *text)
{
    struct lines lines;

    break_lines(script, &lines, text, TARE_SCRIPT_FOOT_LINES);
    put_lines(script, &lines, NAN, 14);
}

static void end_in_terminal(struct tare_script *script, const char *plot)
{
    tare_buf_printf(&script->buf,
                    "\nset terminal dumb nofeed noenhanced %s size %zu,%d\n"
                    "plot %s\n",
                    script->colours ? "ansi256" : "mono", script->columns,
                    (int)ceil(script->height_px / TARE_SCRIPT_CELL_HEIGHT_PX), plot);
}

/* The SVG is shown where Inter may be missing. gnuplot writes the font's name into an attribute as
 * it is and takes a comma for the size, thus a list of families has its commas as entities. Cairo
 * asks fontconfig, and takes a point for 4/3 of a pixel. gnuplot knows the script's path as ARG0,
 * so that it draws beside it from any folder. */
void tare_script_end(struct tare_script *script, const char *plot)
{
    struct tare_buf *buf = &script->buf, spelt = TARE_BUF_INIT;

    if (script->columns) {
        end_in_terminal(script, plot);
        return;
    }
    tare_scarce_labels(&spelt, buf->text);
    tare_buf_printf(buf,
                    "\nname = exists('ARG0') && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : '%s'\n"
                    "set terminal svg enhanced size %d,%g dynamic background '%s' \\\n"
                    "    font 'Inter&#44; DejaVu Sans&#44; sans-serif,%d'\n"
                    "set output name.'.svg'\n"
                    "plot %s\n",
                    script->name, TARE_SCRIPT_WIDTH_PX, script->height_px, TARE_SCRIPT_PAPER,
                    TARE_SCRIPT_TEXT_PX, plot);
    tare_buf_printf(buf,
                    "\nset terminal pngcairo enhanced size %d,%g background '%s' \\\n"
                    "    font 'Inter,%d' fontscale 1.5 linewidth 2 pointscale 3\n"
                    "set output name.'.png'\n",
                    2 * TARE_SCRIPT_WIDTH_PX, 2 * script->height_px, TARE_SCRIPT_PAPER,
                    TARE_SCRIPT_TEXT_PX);
    tare_buf_add(buf, spelt.text, spelt.length);
    tare_buf_puts(buf, "replot\nunset output\n");
    tare_script_drop(script, &spelt);
}
