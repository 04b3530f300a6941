/* SPDX-License-Identifier: MIT */
#include "report/plot_memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <tare.h>

#include "base/units.h"
#include "report/place.h"
#include "report/script.h"

#define HEIGHT_PX     440
#define HEAD_PX       84
#define FOOT_PX       74
#define LEGEND_PX     19 /* a line of it */
#define LEGEND_GAP_PX 26 /* from the frame to it */
#define NUMBER_GAP_PX 8  /* from the widest number to the source */
#define NUMBER_PX     18 /* height of a number beside its dot */
#define LINES_MAX     20
#define DRAWN_MAX     320

/* A line that changed the heap. */
struct mark {
    const struct tare_profile_change *change;
    double event;
    double live_bytes; /* there */
    char number[16];
};

struct plot {
    struct tare_script script;
    const struct tare_profile *profile;
    struct mark marks[LINES_MAX]; /* by first event */
    size_t mark_count;
    size_t left_out;
    double number_px; /* the widest */
    double source_px; /* the same */
    struct tare_axis x, y;
};

/* The curve at that event: a level is the greatest since the one before. */
static double level_at(const struct tare_profile_memory *memory, double event)
{
    size_t i = 0;

    while (i + 1 < memory->level_count && memory->level[i].event < event)
        i++;
    return memory->level[i].live_bytes;
}

/* Bytes that the line moved: what it allocates and frees again counts by its calls. */
static double weight_of(const struct tare_profile_change *change)
{
    return fabs(change->increment_bytes) + change->occurrences;
}

/* The lightest makes room where there is none. */
static void take(struct plot *plot, const struct tare_profile_change *change)
{
    size_t lightest = 0;

    if (plot->mark_count == LINES_MAX) {
        for (size_t i = 1; i < plot->mark_count; i++)
            if (weight_of(plot->marks[i].change) < weight_of(plot->marks[lightest].change))
                lightest = i;
        plot->left_out++;
        if (weight_of(change) <= weight_of(plot->marks[lightest].change))
            return;
        plot->mark_count--;
        memmove(&plot->marks[lightest], &plot->marks[lightest + 1],
                (plot->mark_count - lightest) * sizeof *plot->marks);
    }
    plot->marks[plot->mark_count++].change = change;
}

/* The source with one blank for several, cut. The caller drops it. */
static void show_source(struct tare_buf *shown, const struct plot *plot, const struct mark *mark)
{
    const char *source = tare_profile_change_text(plot->profile, mark->change);
    struct tare_buf text = TARE_BUF_INIT;

    for (const char *at = source + strspn(source, " \t"); *at; at++)
        if (!strchr(" \t", *at))
            tare_buf_add(&text, at, 1);
        else if (at[1] && !strchr(" \t", at[1]))
            tare_buf_puts(&text, " ");
    tare_script_show(shown, text.text);
    shown->failed |= text.failed;
    tare_buf_free(&text);
}

static void measure(struct plot *plot, const struct mark *mark)
{
    struct tare_script *script = &plot->script;
    struct tare_buf shown = TARE_BUF_INIT;

    show_source(&shown, plot, mark);
    plot->source_px =
        fmax(plot->source_px, tare_script_text_px(script, shown.text, TARE_SCRIPT_TEXT_PX));
    plot->number_px =
        fmax(plot->number_px, tare_script_text_px(script, mark->number, TARE_SCRIPT_TEXT_PX));
    tare_script_drop(script, &shown);
}

static void gather(struct plot *plot, const char *function)
{
    const struct tare_profile_memory *memory = &plot->profile->memory;

    for (size_t i = 0; i < memory->change_count; i++)
        if (tare_profile_change_is_shown(plot->profile, &memory->change[i], function))
            take(plot, &memory->change[i]);
    for (size_t i = 0; i < plot->mark_count; i++) {
        struct mark *mark = &plot->marks[i];

        mark->event = mark->change->first_event - 0.5; /* within the step that it made */
        mark->live_bytes = level_at(memory, mark->change->first_event);
        snprintf(mark->number, sizeof mark->number, "%d", mark->change->line);
        measure(plot, mark);
    }
}

static void lay_out(struct plot *plot)
{
    struct tare_script *script = &plot->script;
    const struct tare_profile_memory *memory = &plot->profile->memory;
    double legend_px = LEGEND_GAP_PX + plot->number_px + NUMBER_GAP_PX + plot->source_px;

    script->bottom_px = FOOT_PX;
    script->height_px =
        fmax(HEIGHT_PX, HEAD_PX + FOOT_PX + LEGEND_PX * (double)(plot->mark_count + 1));
    script->top_px = script->height_px - HEAD_PX;
    script->right_px = tare_script_width_px(script) - 16 - (plot->mark_count ? legend_px : 24);
    plot->y = (struct tare_axis){.unit = TARE_AXIS_BYTES,
                                 .is_vertical = true,
                                 .hi = memory->peak_bytes,
                                 .from_px = script->bottom_px,
                                 .to_px = script->top_px};
    tare_axis_widen(&plot->y, 0.12, 1);
    tare_axis_set_ticks(&plot->y);
    script->left_px = tare_script_left_px(script, &plot->y);
    plot->x = (struct tare_axis){.unit = TARE_AXIS_COUNT,
                                 .hi = memory->level[memory->level_count - 1].event,
                                 .from_px = script->left_px,
                                 .to_px = script->right_px};
    tare_axis_set_ticks(&plot->x);
}

/* No more than DRAWN_MAX points: one for each few, the greatest of them. */
static void put_data(struct plot *plot)
{
    const struct tare_profile_memory *memory = &plot->profile->memory;
    size_t stride = (memory->level_count + DRAWN_MAX - 1) / DRAWN_MAX;
    double live_bytes = 0;

    tare_script_data(&plot->script, "memory", 1);
    tare_script_row(&plot->script, (double[]){0, 0}, 2);
    for (size_t i = 0; i < memory->level_count; i++) {
        live_bytes = fmax(live_bytes, memory->level[i].live_bytes);
        if (i % stride != stride - 1 && i + 1 < memory->level_count)
            continue;
        tare_script_row(&plot->script, (double[]){memory->level[i].event, live_bytes}, 2);
        live_bytes = 0;
    }
    tare_script_data_end(&plot->script);
    if (!plot->mark_count)
        return;
    tare_script_data(&plot->script, "lines", 1);
    for (size_t i = 0; i < plot->mark_count; i++)
        tare_script_row(&plot->script, (double[]){plot->marks[i].event, plot->marks[i].live_bytes},
                        2);
    tare_script_data_end(&plot->script);
}

static void put_number(struct plot *plot, const struct mark *mark,
                       const struct tare_place_label *label)
{
    double x_px = (label->box.x0 + label->box.x1) / 2, y_px = (label->box.y0 + label->box.y1) / 2;

    tare_script_put(&plot->script, &(struct tare_script_text){.text = mark->number,
                                                              .x_px = x_px,
                                                              .y_px = y_px,
                                                              .font_px = TARE_SCRIPT_SMALL_PX,
                                                              .colour = TARE_SCRIPT_BLACK,
                                                              .align = TARE_SCRIPT_CENTRE});
    if (label->needs_line)
        tare_script_join(&plot->script, &(struct tare_script_line){.x0_px = label->point_x,
                                                                   .y0_px = label->point_y,
                                                                   .x1_px = x_px,
                                                                   .y1_px = y_px,
                                                                   .colour = TARE_SCRIPT_LINE,
                                                                   .width = 1});
}

/* Beside the dots, where they do not collide. */
static void put_numbers(struct plot *plot)
{
    struct tare_place_label labels[LINES_MAX] = {0};
    const struct tare_place_scene scene = {.labels = labels,
                                           .label_count = plot->mark_count,
                                           .area = {plot->script.left_px, plot->script.bottom_px,
                                                    plot->script.right_px, plot->script.top_px}};

    for (size_t i = 0; i < plot->mark_count; i++) {
        labels[i].point_x = tare_axis_px(&plot->x, plot->marks[i].event);
        labels[i].point_y = tare_axis_px(&plot->y, plot->marks[i].live_bytes);
        labels[i].width =
            tare_script_text_px(&plot->script, plot->marks[i].number, TARE_SCRIPT_SMALL_PX) + 4;
        labels[i].height = NUMBER_PX;
    }
    tare_place_labels(&scene);
    for (size_t i = 0; i < plot->mark_count; i++)
        put_number(plot, &plot->marks[i], &labels[i]);
}

/* "103  char *kept = make(4000);", one below the other in the order of execution. */
static void put_legend(struct plot *plot)
{
    struct tare_script *script = &plot->script;
    double x_px = script->right_px + LEGEND_GAP_PX + plot->number_px;

    for (size_t i = 0; i < plot->mark_count; i++) {
        double y_px = script->top_px - LEGEND_PX * ((double)i + 0.5);
        struct tare_buf shown = TARE_BUF_INIT;

        show_source(&shown, plot, &plot->marks[i]);
        tare_script_put(script, &(struct tare_script_text){.text = plot->marks[i].number,
                                                           .x_px = x_px,
                                                           .y_px = y_px,
                                                           .colour = TARE_SCRIPT_BLACK,
                                                           .align = TARE_SCRIPT_RIGHT});
        tare_script_put(script, &(struct tare_script_text){.text = shown.text,
                                                           .x_px = x_px + NUMBER_GAP_PX,
                                                           .y_px = y_px,
                                                           .colour = TARE_SCRIPT_DARK});
        tare_script_drop(script, &shown);
    }
}

static void put_head(struct plot *plot)
{
    struct tare_buf subtitle = TARE_BUF_INIT;

    tare_buf_printf(&subtitle,
                    "live heap of the case run once: peak %s · dots: where a line changed it first",
                    tare_units_bytes(plot->profile->memory.peak_bytes).text);
    if (plot->left_out)
        tare_buf_printf(&subtitle, " · %zu more that changed it less", plot->left_out);
    tare_script_head(&plot->script, plot->profile->id, subtitle.text);
    tare_script_drop(&plot->script, &subtitle);
}

static void write_script(struct plot *plot, const char *function)
{
    struct tare_buf command = TARE_BUF_INIT;

    gather(plot, function);
    lay_out(plot);
    tare_script_begin(&plot->script, TARE_VERSION);
    put_data(plot);
    put_head(plot);
    tare_script_frame(&plot->script);
    tare_script_axis(&plot->script, &plot->x, "changes of the heap", false);
    tare_script_axis(&plot->script, &plot->y, "live heap", true);
    put_numbers(plot);
    put_legend(plot);
    tare_buf_printf(&command, "$memory1 using 1:2 with fsteps lw 2 lc rgb '%s'", TARE_SCRIPT_BLUE);
    if (plot->mark_count)
        tare_buf_printf(&command, ", \\\n    $lines1 using 1:2 with points pt 7 ps 0.5 lc rgb '%s'",
                        TARE_SCRIPT_BLACK);
    tare_script_end(&plot->script, command.text);
    tare_script_drop(&plot->script, &command);
}

int tare_plot_memory_script(FILE *file, const struct tare_profile *profile, const char *function,
                            const char *name, struct tare_err *err)
{
    const struct tare_profile_memory *memory = &profile->memory;
    struct plot plot = {.script = {.buf = TARE_BUF_INIT, .name = name}, .profile = profile};
    struct tare_buf *script = &plot.script.buf;
    int outcome = 0;

    if (!memory->known || !memory->level_count || !(memory->peak_bytes > 0))
        return 1;
    write_script(&plot, function);
    if (script->failed)
        outcome = tare_err_memory(err);
    else if (fwrite(script->text, 1, script->length, file) != script->length || fflush(file))
        outcome = tare_err_errno(err, "cannot write the script of plot '%s'", name);
    tare_buf_free(script);
    return outcome;
}
