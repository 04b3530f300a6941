/* SPDX-License-Identifier: MIT */
#include "model/row_profile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

/* By what it spent itself: time, then instructions, then allocations. */
static int by_self(const void *first, const void *second)
{
    static const enum tare_profile_metric order[] = {TARE_PROFILE_TIME, TARE_PROFILE_INSTRUCTIONS,
                                                     TARE_PROFILE_ALLOCS};
    const struct tare_profile_line *a = *(const struct tare_profile_line *const *)first;
    const struct tare_profile_line *b = *(const struct tare_profile_line *const *)second;

    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (a->self[order[i]] != b->self[order[i]])
            return a->self[order[i]] < b->self[order[i]] ? 1 : -1;
    return (a->line > b->line) - (a->line < b->line);
}

static double weight_of(const struct tare_profile *profile, const struct tare_profile_line *line,
                        enum tare_profile_metric metric)
{
    return profile->pass[metric].known ? line->self[metric] : NAN;
}

static double error_ns(const struct tare_profile *profile, double samples)
{
    const struct tare_profile_pass *time = &profile->pass[TARE_PROFILE_TIME];

    return time->known
               ? tare_profile_share_error(samples / time->total, time->total) * profile->op_ns
               : NAN;
}

static int take_line(struct tare_row_profile *kept, const struct tare_profile *profile,
                     const struct tare_profile_line *line)
{
    struct tare_row_line *into = &kept->line[kept->line_count++];

    *into = (struct tare_row_line){
        .function = strdup(line->function),
        .source = strdup(line->source),
        .text = line->text ? strdup(line->text) : NULL,
        .line = line->line,
        .time_ns = tare_profile_time_ns(profile, line->self[TARE_PROFILE_TIME]),
        .time_error_ns = error_ns(profile, line->self[TARE_PROFILE_TIME]),
        .instructions = weight_of(profile, line, TARE_PROFILE_INSTRUCTIONS),
        .allocs = weight_of(profile, line, TARE_PROFILE_ALLOCS),
        .alloc_bytes = weight_of(profile, line, TARE_PROFILE_BYTES)};
    return into->function && into->source && (!line->text || into->text) ? 0 : -1;
}

static int take_missing(struct tare_row_profile *kept, const struct tare_profile *profile)
{
    static const enum tare_profile_metric told[] = {TARE_PROFILE_TIME, TARE_PROFILE_INSTRUCTIONS,
                                                    TARE_PROFILE_ALLOCS};
    struct tare_buf text = TARE_BUF_INIT;

    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (profile->pass[told[i]].missing)
            tare_buf_printf(&text, "%s%s: %s", text.length ? "; " : "",
                            tare_profile_names[told[i]].heading, profile->pass[told[i]].missing);
    if (text.length)
        kept->missing = tare_buf_steal(&text);
    else
        tare_buf_free(&text);
    return text.failed ? -1 : 0;
}

struct tare_row_profile *tare_row_profile_of(struct tare_profile *profile, struct tare_err *err)
{
    const struct tare_profile_line **sorted = calloc(profile->line_count + 1, sizeof(void *));
    struct tare_row_profile *kept = calloc(1, sizeof *kept);
    int result = -1;

    if (!sorted || !kept)
        goto out;
    kept->line = calloc(TARE_ROW_LINES_MAX, sizeof *kept->line);
    if (!kept->line || take_missing(kept, profile))
        goto out;
    for (size_t i = 0; i < profile->line_count; i++)
        sorted[i] = &profile->line[i];
    if (profile->line_count)
        qsort(sorted, profile->line_count, sizeof *sorted, by_self);
    result = 0;
    for (size_t i = 0; i < profile->line_count && i < TARE_ROW_LINES_MAX && result == 0; i++)
        if (sorted[i]->self[TARE_PROFILE_TIME] > 0 ||
            sorted[i]->self[TARE_PROFILE_INSTRUCTIONS] > 0 ||
            sorted[i]->self[TARE_PROFILE_ALLOCS] > 0)
            result = take_line(kept, profile, sorted[i]);
out:
    free(sorted);
    if (result == 0)
        return kept;
    tare_row_profile_free(kept);
    free(kept);
    tare_err_memory(err);
    return NULL;
}

struct tare_row_profile *tare_row_profile_none(const char *why, struct tare_err *err)
{
    struct tare_row_profile *kept = calloc(1, sizeof *kept);

    if (kept)
        kept->missing = tare_buf_format(err, "lines: %s", why);
    else
        tare_err_memory(err);
    if (kept && kept->missing)
        return kept;
    free(kept);
    return NULL;
}

void tare_row_profile_free(struct tare_row_profile *profile)
{
    if (!profile)
        return;
    for (size_t i = 0; i < profile->line_count; i++) {
        free(profile->line[i].function);
        free(profile->line[i].source);
        free(profile->line[i].text);
    }
    free(profile->line);
    free(profile->missing);
    *profile = (struct tare_row_profile){0};
}

const struct tare_row_line *tare_row_profile_line(const struct tare_row_profile *profile,
                                                  const struct tare_row_line *place)
{
    for (size_t i = 0; profile && i < profile->line_count; i++) {
        const struct tare_row_line *line = &profile->line[i];

        if (line->line == place->line && strcmp(line->function, place->function) == 0 &&
            strcmp(line->source, place->source) == 0)
            return line;
    }
    return NULL;
}

/* Lines are kept by falling time, then instructions. */
const struct tare_row_line *tare_row_profile_spent(const struct tare_row_profile *profile,
                                                   const struct tare_row_line *place,
                                                   struct tare_row_line *none, bool *is_most)
{
    const struct tare_row_line *line = tare_row_profile_line(profile, place);
    const struct tare_row_line *last;

    *is_most = !line && profile->line_count >= TARE_ROW_LINES_MAX;
    if (line)
        return line;
    *none = (struct tare_row_line){0};
    if (!profile->line_count && profile->missing)
        *none = (struct tare_row_line){.time_ns = NAN,
                                       .time_error_ns = NAN,
                                       .instructions = NAN,
                                       .allocs = NAN,
                                       .alloc_bytes = NAN};
    if (!*is_most)
        return none;
    last = &profile->line[profile->line_count - 1];
    *none = (struct tare_row_line){.time_ns = last->time_ns,
                                   .time_error_ns = last->time_error_ns,
                                   .instructions = last->time_ns > 0 ? NAN : last->instructions,
                                   .allocs = NAN,
                                   .alloc_bytes = NAN};
    return none;
}

static json_t *line_json(struct tare_json_builder *builder, const struct tare_row_line *line)
{
    json_t *object = json_object();

    tare_json_put(builder, object, "function", tare_json_text(line->function));
    tare_json_put(builder, object, "source", tare_json_text(line->source));
    tare_json_put(builder, object, "line", json_integer(line->line));
    tare_json_put(builder, object, "text", tare_json_text_or_null(line->text));
    tare_json_put(builder, object, "time_ns", tare_json_real(line->time_ns));
    tare_json_put(builder, object, "time_error_ns", tare_json_real(line->time_error_ns));
    tare_json_put(builder, object, "instructions_per_op", tare_json_real(line->instructions));
    tare_json_put(builder, object, "allocs_per_op", tare_json_real(line->allocs));
    tare_json_put(builder, object, "alloc_bytes_per_op", tare_json_real(line->alloc_bytes));
    return object;
}

json_t *tare_json_row_profile(struct tare_json_builder *builder,
                              const struct tare_row_profile *profile)
{
    json_t *object = json_object();
    json_t *lines = json_array();

    for (size_t i = 0; i < profile->line_count; i++)
        tare_json_append(builder, lines, line_json(builder, &profile->line[i]));
    tare_json_put(builder, object, "missing", tare_json_text_or_null(profile->missing));
    tare_json_put(builder, object, "lines", lines);
    return object;
}

static void read_line(const struct tare_json_node *node, struct tare_row_line *line)
{
    line->function = tare_json_text_at(node, "function");
    line->source = tare_json_text_at(node, "source");
    line->text = tare_json_text_or_null_at(node, "text");
    line->line = (int)tare_json_whole_at(node, "line", INT32_MAX);
    line->time_ns = tare_json_real_at(node, "time_ns");
    line->time_error_ns = tare_json_real_at(node, "time_error_ns");
    line->instructions = tare_json_real_at(node, "instructions_per_op");
    line->allocs = tare_json_real_at(node, "allocs_per_op");
    line->alloc_bytes = tare_json_real_at(node, "alloc_bytes_per_op");
}

struct tare_row_profile *tare_json_read_row_profile(const struct tare_json_node *row)
{
    struct tare_json_node node, array;
    struct tare_row_profile *profile;
    size_t count;

    if (tare_json_failed(row) || !json_object_get(row->value, "profile"))
        return NULL;
    node = tare_json_object_at(row, "profile");
    profile = tare_json_alloc(&node, 1, sizeof *profile);
    if (!profile)
        return NULL;
    profile->missing = tare_json_text_or_null_at(&node, "missing");
    array = tare_json_array_at(&node, "lines", &count);
    profile->line = tare_json_alloc(&array, count, sizeof *profile->line);
    for (size_t i = 0; i < count && !tare_json_failed(&array); i++) {
        struct tare_json_node entry = tare_json_object_entry(&array, i);

        profile->line_count = i + 1;
        read_line(&entry, &profile->line[i]);
    }
    return profile;
}
