/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* vasprintf */
#include "model/profile.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define Z_95 1.959963984540054 /* qnorm(0.975) */

const struct tare_profile_name tare_profile_names[TARE_PROFILE_METRICS] = {
    [TARE_PROFILE_HITS] = {"hits_per_op", "hits"},
    [TARE_PROFILE_TIME] = {"samples", "time %"},
    [TARE_PROFILE_INSTRUCTIONS] = {"instructions_per_op", "instructions/op"},
    [TARE_PROFILE_D1_MISSES] = {"d1_misses_per_op", "D1 misses/op"},
    [TARE_PROFILE_MISPREDICTS] = {"mispredicts_per_op", "mispredicts/op"},
    [TARE_PROFILE_ALLOCS] = {"allocs_per_op", "allocs/op"},
    [TARE_PROFILE_BYTES] = {"alloc_bytes_per_op", "bytes/op"},
    [TARE_PROFILE_LIVE] = {"live_bytes", "live after"},
};

void tare_profile_init(struct tare_profile *profile)
{
    *profile = (struct tare_profile){
        .op_ns = NAN, .slowdown = NAN, .slowdown_lo = NAN, .slowdown_hi = NAN};
}

void tare_profile_free(struct tare_profile *profile)
{
    for (size_t i = 0; i < profile->line_count; i++) {
        free(profile->line[i].function);
        free(profile->line[i].source);
        free(profile->line[i].text);
    }
    for (size_t i = 0; i < profile->note_count; i++)
        free(profile->note[i]);
    free(profile->note);
    for (size_t i = 0; i < TARE_PROFILE_METRICS; i++)
        free(profile->pass[i].missing);
    for (size_t i = 0; i < profile->code_count; i++) {
        free(profile->code[i].function);
        free(profile->code[i].source);
        free(profile->code[i].text);
    }
    for (size_t i = 0; i < profile->function_count; i++) {
        free(profile->functions[i].function);
        free(profile->functions[i].source);
    }
    for (size_t i = 0; i < profile->call_count; i++) {
        free(profile->call[i].caller);
        free(profile->call[i].callee);
    }
    for (size_t i = 0; i < profile->stack_count; i++)
        free(profile->stack[i].functions);
    for (size_t i = 0; i < profile->memory.change_count; i++) {
        free(profile->memory.change[i].function);
        free(profile->memory.change[i].source);
    }
    free(profile->memory.change);
    free(profile->memory.level);
    free(profile->memory.missing);
    free(profile->functions);
    free(profile->call);
    free(profile->stack);
    free(profile->code);
    free(profile->spot);
    free(profile->line);
    free(profile->id);
    free(profile->function);
    free(profile->failure);
    tare_profile_init(profile);
}

int tare_profile_note(struct tare_profile *profile, struct tare_err *err, const char *format, ...)
{
    char **grown = realloc(profile->note, (profile->note_count + 1) * sizeof *grown);
    va_list args;
    int length;

    if (!grown)
        return tare_err_memory(err);
    profile->note = grown;
    va_start(args, format);
    length = vasprintf(&grown[profile->note_count], format, args);
    va_end(args);
    if (length < 0)
        return tare_err_memory(err);
    profile->note_count++;
    return 0;
}

static const char *source_of(const struct tare_profile *profile, const char *function)
{
    for (size_t i = 0; i < profile->line_count; i++)
        if (strcmp(profile->line[i].function, function) == 0)
            return profile->line[i].source;
    return "";
}

/* Is it in the folder of the case's file? */
static bool is_beside(const char *source, const char *of_case)
{
    const char *slash = strrchr(of_case, '/');
    size_t length = slash ? (size_t)(slash + 1 - of_case) : 0;

    return strncmp(source, of_case, length) == 0 && *source && !strchr(source + length, '/');
}

size_t tare_profile_choose(struct tare_profile *profile, const char *entry)
{
    const char *source = source_of(profile, entry);
    size_t count = 0;

    for (size_t i = 0; i < profile->line_count; i++) {
        struct tare_profile_line *line = &profile->line[i];

        line->is_shown = profile->function ? strcmp(line->function, profile->function) == 0
                                           : is_beside(line->source, source);
        count += line->is_shown;
    }
    return count;
}

static bool is_at(const struct tare_profile_line *line, const struct tare_profile_place *place)
{
    return line->line == place->line && strcmp(line->function, place->function) == 0 &&
           strcmp(line->source, place->source ? place->source : "") == 0;
}

/* The line of that place, a new one where there is none. NULL without memory. */
static struct tare_profile_line *line_of(struct tare_profile *profile,
                                         const struct tare_profile_place *place)
{
    struct tare_profile_line *line;

    for (size_t i = 0; i < profile->line_count; i++)
        if (is_at(&profile->line[i], place))
            return &profile->line[i];
    if (profile->line_count == profile->line_room) {
        size_t room = profile->line_room ? 2 * profile->line_room : 64;
        struct tare_profile_line *grown = realloc(profile->line, room * sizeof *grown);

        if (!grown)
            return NULL;
        profile->line = grown;
        profile->line_room = room;
    }
    line = &profile->line[profile->line_count];
    *line = (struct tare_profile_line){.function = strdup(place->function),
                                       .source = strdup(place->source ? place->source : ""),
                                       .line = place->line};
    if (line->function && line->source) {
        profile->line_count++;
        return line;
    }
    free(line->function);
    free(line->source);
    return NULL;
}

/* What lines and functions both have of an event. */
static void charge(const struct tare_profile *profile, const struct tare_profile_event *event,
                   bool is_self, double *self, double *with_callees, uint64_t *mark)
{
    if (is_self)
        self[event->metric] += event->weight;
    if (*mark != profile->event_count)
        with_callees[event->metric] += event->weight;
    *mark = profile->event_count;
}

int tare_profile_add(struct tare_profile *profile, const struct tare_profile_event *event,
                     struct tare_err *err)
{
    profile->event_count++;
    for (size_t i = 0; i < event->place_count; i++) {
        const struct tare_profile_place *place = &event->place[i];
        bool is_self = i == 0 && event->is_self;
        struct tare_profile_line *line = line_of(profile, place);
        struct tare_profile_function *function =
            tare_profile_function_of(profile, place->function, place->source ? place->source : "");

        if (!line || !function)
            return tare_err_memory(err);
        if (place->function_line)
            function->line = place->function_line;
        charge(profile, event, is_self, line->self, line->with_callees, &line->mark);
        charge(profile, event, is_self, function->self, function->with_callees, &function->mark);
    }
    return 0;
}

double tare_profile_time_ns(const struct tare_profile *profile, double samples)
{
    const struct tare_profile_pass *time = &profile->pass[TARE_PROFILE_TIME];

    return time->known && time->total > 0 ? samples / time->total * profile->op_ns : NAN;
}

double tare_profile_share_error(double share, double count)
{
    double z2 = Z_95 * Z_95;

    if (!(count > 0))
        return NAN;
    return Z_95 / (1 + z2 / count) * sqrt(share * (1 - share) / count + z2 / (4 * count * count));
}

static int order_of_functions(const struct tare_profile_line *a, const struct tare_profile_line *b)
{
    int order = strcmp(a->source, b->source);

    return order ? order : strcmp(a->function, b->function);
}

static int by_function(const void *first, const void *second)
{
    const struct tare_profile_line *a = first;
    const struct tare_profile_line *b = second;
    int order = order_of_functions(a, b);

    return order ? order : (a->line > b->line) - (a->line < b->line);
}

static int by_rank(const void *first, const void *second)
{
    const struct tare_profile_line *a = first;
    const struct tare_profile_line *b = second;

    return a->rank != b->rank ? (a->rank < b->rank ? 1 : -1) : by_function(first, second);
}

void tare_profile_sort(struct tare_profile *profile, enum tare_profile_metric metric)
{
    for (size_t i = 0; i < profile->line_count; i++) {
        struct tare_profile_line *line = &profile->line[i];
        const struct tare_profile_function *function =
            tare_profile_function_of(profile, line->function, line->source);

        line->rank = function ? function->with_callees[metric] : 0;
    }
    if (profile->line_count)
        qsort(profile->line, profile->line_count, sizeof *profile->line, by_rank);
}
