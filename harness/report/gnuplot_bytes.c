/* SPDX-License-Identifier: MIT */
#include "base/units.h"
#include "report/gnuplot_kinds.h"
#include "report/plot_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROW_PX            40
#define HEAD_PX           110 /* with the line that names the parts */
#define VALUE_GAP_PX      10
#define RIGHT_PX          24
#define PARTS             5
#define KEY_SQUARE_PX     16
#define KEY_GAP_PX        22
#define SEEN_RATIO        2e-3 /* of a bar: less is no pixel wide */
#define EACH_LEAST_BYTES  0.1  /* as they are written */
#define SHARES_FROM_RATIO 50   /* largest to smallest: bars of one scale would show nothing */

enum part { PAYLOAD, PADDING, UNWRITTEN, ALLOCATOR, OTHER };

/* Neighbours differ in lightness, for grey paper. */
static const struct {
    const char *name, *colour;
} parts[PARTS] = {
    [PAYLOAD] = {"payload", TARE_SCRIPT_BLUE},
    [PADDING] = {"padding", "#e69f00"},
    [UNWRITTEN] = {"never written", "#f0e442"},
    [ALLOCATOR] = {"allocator", TARE_SCRIPT_BLACK},
    [OTHER] = {"other, not reached", TARE_SCRIPT_PALE},
};

struct pile {
    const struct tare_plot_point *point;
    double bytes[PARTS]; /* an item, or in all */
    double sum;
    double scale; /* of the bar: 1, or 1 / sum */
};

struct piles {
    struct tare_script *script;
    struct tare_plot_rows rows;
    struct pile *items; /* [rows.count] in the order of the rows */
    struct tare_axis x;
    bool are_shares;
    bool is_padding_unknown; /* of some */
    bool has[PARTS];
    bool are_each; /* bytes of an item, else of all */
};

static bool has_bytes(const struct tare_plot_point *point)
{
    return point->row->deep_bytes >= 0 && !tare_row_has_failed(point->row);
}

/* What the case holds on the heap beside what the weighed value leads to. */
static double other_bytes(const struct tare_weighing *weighing)
{
    static const char *const reached[] = {"typed", "conservative", "carved"};
    double bytes = 0;

    for (size_t i = 0; weighing && i < weighing->class_count; i++) {
        bool is_other = true;

        for (size_t j = 0; j < 3; j++)
            is_other = is_other && strcmp(weighing->class_[i].name, reached[j]) != 0;
        bytes += is_other ? weighing->class_[i].bytes : 0;
    }
    return bytes;
}

static double known(double bytes)
{
    return bytes > 0 ? bytes : 0;
}

/* Padding is seldom written: never-written bytes are those beyond it, so that no byte counts twice.
 * Where padding is not known they hold it. */
static void divide(struct piles *piles, struct pile *pile)
{
    const struct tare_row *row = pile->point->row;
    double elements = 1;

    pile->bytes[PADDING] = fmin(known(row->padding_bytes), row->deep_bytes);
    pile->bytes[UNWRITTEN] = fmin(known(known(row->unwritten_bytes) - pile->bytes[PADDING]),
                                  row->deep_bytes - pile->bytes[PADDING]);
    pile->bytes[PAYLOAD] = row->deep_bytes - pile->bytes[PADDING] - pile->bytes[UNWRITTEN];
    pile->bytes[ALLOCATOR] = known(row->usable_bytes - row->deep_bytes);
    pile->bytes[OTHER] = other_bytes(row->weighing);
    piles->is_padding_unknown = piles->is_padding_unknown || isnan(row->padding_bytes);
    if (piles->are_each && row->bytes_per_item > 0)
        elements = row->deep_bytes / row->bytes_per_item;
    for (size_t i = 0; i < PARTS; i++)
        pile->sum += pile->bytes[i] /= elements;
    for (size_t i = 0; i < PARTS; i++)
        piles->has[i] = piles->has[i] || pile->bytes[i] > SEEN_RATIO * pile->sum;
}

static void divide_all(struct piles *piles, double *least, double *most)
{
    *least = INFINITY;
    *most = 0;
    memset(piles->has, 0, sizeof(piles->has));
    for (size_t i = 0; i < piles->rows.count; i++) {
        struct pile *pile = &piles->items[i];

        *pile = (struct pile){.point = piles->rows.items[i].point, .scale = 1};
        divide(piles, pile);
        *most = fmax(*most, pile->sum);
        if (pile->sum > 0)
            *least = fmin(*least, pile->sum);
    }
}

/* Bytes an item say nothing of what does not grow with the items. */
static void gather(struct piles *piles)
{
    double least, most;

    piles->are_each = piles->rows.data->bytes_per_item;
    divide_all(piles, &least, &most);
    if (piles->are_each && least < EACH_LEAST_BYTES) {
        piles->are_each = false;
        divide_all(piles, &least, &most);
    }
    piles->are_shares = most > SHARES_FROM_RATIO * least;
    for (size_t i = 0; piles->are_shares && i < piles->rows.count; i++)
        if (piles->items[i].sum > 0)
            piles->items[i].scale = 1 / piles->items[i].sum;
    piles->x = (struct tare_axis){.unit = piles->are_shares ? TARE_AXIS_SHARE : TARE_AXIS_BYTES,
                                  .hi = piles->are_shares ? 1 : most,
                                  .cell_px = tare_script_cell_px(piles->script)};
    if (!piles->are_shares)
        tare_axis_widen(&piles->x, 0.02, 1);
}

static void lay_out(struct piles *piles)
{
    struct tare_script *script = piles->script;
    double value_px = 0, most = 0;

    tare_plot_rows_lay_out(script, &piles->rows, ROW_PX, HEAD_PX);
    for (size_t i = 0; i < piles->rows.count; i++) {
        value_px =
            fmax(value_px, tare_script_text_px(script, tare_units_bytes(piles->items[i].sum).text,
                                               TARE_SCRIPT_TEXT_PX));
        most = fmax(most, piles->items[i].sum);
    }
    script->right_px = tare_script_width_px(script) - RIGHT_PX - value_px - VALUE_GAP_PX;
    piles->x.from_px = script->left_px;
    piles->x.to_px = script->right_px;
    if (most > 0)
        tare_axis_set_ticks(&piles->x);
    else /* no tenths of a byte where there is none */
        tare_axis_set_ticks_at(&piles->x, (double[]){0}, 1);
}

/* Row, and from where to where each part reaches. */
static void put_data(const struct piles *piles)
{
    tare_script_data(piles->script, "bytes", 1);
    for (size_t i = 0; i < piles->rows.count; i++) {
        const struct pile *pile = &piles->items[i];
        double columns[PARTS + 2] = {(double)i + 1, 0}, sum = 0;

        for (size_t j = 0; j < PARTS; j++)
            columns[j + 2] = (sum += pile->bytes[j]) * pile->scale;
        tare_script_row(piles->script, columns, PARTS + 2);
    }
    tare_script_data_end(piles->script);
}

static void put_head(const struct piles *piles)
{
    struct tare_buf subtitle = TARE_BUF_INIT;

    tare_plot_rows_say_size(&subtitle, &piles->rows);
    tare_buf_puts(&subtitle, piles->are_each ? "usable bytes per item, with all else on the heap"
                                             : "usable bytes, with all else on the heap");
    if (piles->are_shares)
        tare_buf_puts(&subtitle, " · each bar is a whole, right: how large");
    if (piles->is_padding_unknown)
        tare_buf_puts(&subtitle, " · where types are not known padding counts as payload");
    tare_script_head(piles->script, piles->rows.data->title, subtitle.text);
    tare_script_drop(piles->script, &subtitle);
}

/* The parts that occur, in a line above the frame, in a terminal by the character that fills. */
static void put_key(const struct piles *piles)
{
    struct tare_script *script = piles->script;
    double x_px = script->left_px, y_px = script->top_px + 14;

    for (size_t i = 0; i < PARTS; i++) {
        if (!piles->has[i])
            continue;
        tare_script_square(script, x_px, y_px, parts[i].colour);
        x_px += script->columns ? 2 * TARE_SCRIPT_CELL_WIDTH_PX : KEY_SQUARE_PX;
        tare_script_put(script, &(struct tare_script_text){.text = parts[i].name,
                                                           .x_px = x_px,
                                                           .y_px = y_px,
                                                           .font_px = TARE_SCRIPT_SMALL_PX,
                                                           .colour = TARE_SCRIPT_BLACK});
        x_px += tare_script_text_px(script, parts[i].name, TARE_SCRIPT_SMALL_PX) + KEY_GAP_PX;
    }
}

static void put_values(const struct piles *piles)
{
    for (size_t i = 0; i < piles->rows.count; i++) {
        const struct pile *pile = &piles->items[i];
        double end_px = tare_axis_px(&piles->x, pile->sum * pile->scale);

        tare_script_put(
            piles->script,
            &(struct tare_script_text){.text = tare_units_bytes(pile->sum).text,
                                       .x_px = end_px + VALUE_GAP_PX,
                                       .y_px = tare_plot_rows_y_px(piles->script, &piles->rows, i),
                                       .colour = TARE_SCRIPT_BLACK});
    }
}

static void put_plot(const struct piles *piles)
{
    struct tare_buf plot = TARE_BUF_INIT;

    for (size_t i = 0; i < PARTS; i++) {
        if (!piles->has[i] && (i || plot.length))
            continue;
        tare_buf_puts(&plot, plot.length ? ", \\\n    " : "");
        if (piles->script->columns)
            tare_buf_printf(&plot, "$bytes1 using %zu:1:($%zu-$%zu):(0) with vectors nohead", i + 2,
                            i + 3, i + 2);
        else
            tare_buf_printf(
                &plot,
                "$bytes1 using %zu:1:%zu:%zu:($1 - 0.31):($1 + 0.31) with boxxyerror fs solid "
                "border lc rgb '" TARE_SCRIPT_PAPER "'",
                i + 2, i + 2, i + 3);
        tare_buf_printf(&plot, " lc rgb '%s'", parts[i].colour);
    }
    tare_script_end(piles->script, plot.text);
    tare_script_drop(piles->script, &plot);
}

static void write_script(struct piles *piles, const struct tare_result *result)
{
    struct tare_axis y = tare_plot_rows_axis(&piles->rows);
    const char *title =
        piles->are_each ? "bytes an item  (less is better)" : "bytes  (less is better)";

    lay_out(piles);
    tare_script_begin(piles->script, result->tare_version);
    put_data(piles);
    put_head(piles);
    tare_script_frame(piles->script);
    tare_script_axis(piles->script, &piles->x, piles->are_shares ? "share of the bytes" : title,
                     true);
    tare_script_hide_axis(piles->script, &y);
    put_key(piles);
    tare_plot_rows_put(piles->script, &piles->rows);
    put_values(piles);
    put_plot(piles);
}

int tare_gnuplot_bytes(struct tare_script *script, const struct tare_result *result,
                       const struct tare_plot_data *data, struct tare_err *err)
{
    struct piles piles = {.script = script};
    int outcome = -1;

    if (tare_plot_rows_make(&piles.rows, data, has_bytes, err))
        goto out;
    piles.items = calloc(piles.rows.count + 1, sizeof(*piles.items));
    if (!piles.items) {
        tare_err_memory(err);
        goto out;
    }
    outcome = piles.rows.count == 0;
    if (!outcome) {
        gather(&piles);
        write_script(&piles, result);
    }
out:
    free(piles.items);
    tare_plot_rows_free(&piles.rows);
    return outcome;
}
