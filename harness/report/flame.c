/* SPDX-License-Identifier: MIT */
#include "report/flame.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "report/profile_cells.h"
#include "report/text.h"

#define WIDTH   1200.0 /* pixels, as the next */
#define MARGIN  10.0
#define HEAD    34.0
#define ROW     18.0
#define LETTER  7.0 /* of the font below, on average */
#define NARROW  0.1 /* what is narrower is left out */
#define PADDING 3.0

int tare_flame_write_folded(FILE *file, const struct tare_profile *profile, struct tare_err *err)
{
    struct tare_buf out = TARE_BUF_INIT;

    for (size_t i = 0; i < profile->stack_count; i++) {
        const char *text = profile->stack[i].functions;

        for (; *text; text++) {
            char byte = *text == ';' ? ':' : *text == '\n' ? ';' : *text;

            if (*text != '\n' || text[1])
                tare_buf_add(&out, &byte, 1);
        }
        tare_buf_printf(&out, " %.0f\n", profile->stack[i].samples);
    }
    return tare_profile_write_out(file, &out, err);
}

struct graph {
    struct tare_buf out;
    const struct tare_profile_stack **stack; /* sorted: line feeds come before all in names */
    double samples;
    size_t depth;
};

static int by_functions(const void *first, const void *second)
{
    const struct tare_profile_stack *const *a = first;
    const struct tare_profile_stack *const *b = second;

    return strcmp((*a)->functions, (*b)->functions);
}

static size_t depth_of(const char *functions)
{
    size_t depth = 0;

    for (; *functions; functions++)
        depth += *functions == '\n';
    return depth;
}

static void put_escaped(struct tare_buf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '&')
            tare_buf_puts(out, "&amp;");
        else if (text[i] == '<')
            tare_buf_puts(out, "&lt;");
        else if (text[i] == '>')
            tare_buf_puts(out, "&gt;");
        else if (text[i] == '"')
            tare_buf_puts(out, "&quot;");
        else
            tare_buf_add(out, (unsigned char)text[i] < 0x20 ? "?" : &text[i], 1);
    }
}

/* Warm, and the same for the same name in every graph (FNV-1a). */
static void put_colour(struct tare_buf *out, const char *name, size_t length)
{
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)name[i]) * 16777619u;
    tare_buf_printf(out, "hsl(%u,%u%%,%u%%)", 18 + hash % 34, 70 + (hash >> 8) % 20,
                    60 + (hash >> 16) % 12);
}

/* One function over the samples of those stacks. */
static void put_frame(struct graph *graph, const char *name, double from, double samples,
                      size_t depth)
{
    struct tare_buf *out = &graph->out;
    size_t length = strcspn(name, "\n");
    double unit = (WIDTH - 2 * MARGIN) / graph->samples;
    double width = samples * unit;
    double x = MARGIN + from * unit;
    double y = HEAD + (double)(graph->depth - depth) * ROW;
    size_t letters = width > 2 * PADDING ? (size_t)((width - 2 * PADDING) / LETTER) : 0;

    tare_buf_puts(out, "<g><title>");
    put_escaped(out, name, length);
    tare_buf_printf(out, " (%.0f samples, %.2f %%)</title>", samples,
                    100 * samples / graph->samples);
    tare_buf_printf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"", x, y,
                    width, ROW - 1);
    put_colour(out, name, length);
    tare_buf_puts(out, "\"/>");
    if (letters >= 3) {
        tare_buf_printf(out, "<text x=\"%.1f\" y=\"%.1f\">", x + PADDING, y + ROW - 6);
        put_escaped(out, name, length <= letters ? length : letters - 2);
        tare_buf_puts(out, length <= letters ? "</text>" : "..</text>");
    }
    tare_buf_puts(out, "</g>\n");
}

/* Those of the stacks [begin, end), which are the same up to byte `offset`: a frame for each
 * function that stands there, and what stands on it. */
static void put_frames(struct graph *graph, size_t begin, size_t end, size_t offset, double from,
                       size_t depth)
{
    while (begin < end) {
        const char *name = graph->stack[begin]->functions + offset;
        size_t length = strcspn(name, "\n") + 1;
        double samples = 0;
        size_t next = begin;

        if (!*name) {
            from += graph->stack[begin++]->samples; /* it ends here */
            continue;
        }
        for (; next < end && !strncmp(graph->stack[next]->functions + offset, name, length); next++)
            samples += graph->stack[next]->samples;
        if (samples / graph->samples * WIDTH >= NARROW) {
            put_frame(graph, name, from, samples, depth);
            put_frames(graph, begin, next, offset + length, from, depth + 1);
        }
        from += samples;
        begin = next;
    }
}

static void put_head(struct graph *graph, const struct tare_profile *profile)
{
    double height = HEAD + (double)(graph->depth + 1) * ROW + MARGIN;

    tare_buf_printf(&graph->out,
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" "
                    "viewBox=\"0 0 %.0f %.0f\" font-family=\"monospace\" font-size=\"11\">\n"
                    "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n"
                    "<text x=\"%.0f\" y=\"22\" font-size=\"14\">",
                    WIDTH, height, WIDTH, height, MARGIN);
    put_escaped(&graph->out, profile->id, strlen(profile->id));
    tare_buf_printf(&graph->out, ": %.0f samples</text>\n", graph->samples);
}

int tare_flame_write_svg(FILE *file, const struct tare_profile *profile, struct tare_err *err)
{
    struct graph graph = {.out = TARE_BUF_INIT};

    graph.stack = calloc(profile->stack_count + 1, sizeof *graph.stack);
    if (!graph.stack)
        return tare_err_memory(err);
    for (size_t i = 0; i < profile->stack_count; i++) {
        size_t depth = depth_of(profile->stack[i].functions);

        graph.stack[i] = &profile->stack[i];
        graph.samples += profile->stack[i].samples;
        graph.depth = depth > graph.depth ? depth : graph.depth;
    }
    if (profile->stack_count)
        qsort(graph.stack, profile->stack_count, sizeof *graph.stack, by_functions);
    put_head(&graph, profile);
    put_frames(&graph, 0, profile->stack_count, 0, 0, 0);
    tare_buf_puts(&graph.out, "</svg>\n");
    free(graph.stack);
    return tare_profile_write_out(file, &graph.out, err);
}
