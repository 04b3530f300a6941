/* SPDX-License-Identifier: MIT */
#include "profile/memory.h"

#include <stdlib.h>
#include <string.h>

#include "profile/nest.h"
#include "profile/watch.h"

struct following {
    const struct tare_subject *subject;
    struct tare_profile *profile;
    struct tare_err *err;
};

static void miss(const char *why, void *context)
{
    struct following *f = context;
    struct tare_profile_memory *memory = &f->profile->memory;

    if (!memory->known && !memory->missing)
        memory->missing = strdup(why);
}

/* A line has the change of a chain once, however often recursion has it. */
static int add_place(struct following *f, const struct tare_profile_place *place,
                     const struct tare_heap_change *change, size_t mark)
{
    const struct tare_profile_event seen = {
        .place = place, .place_count = 1, .metric = TARE_PROFILE_LIVE};
    struct tare_profile_change *into = tare_profile_change_of(f->profile, place);

    if (!into)
        return tare_err_memory(f->err);
    if (into->mark == mark)
        return 0;
    into->mark = mark;
    into->occurrences += (double)change->count;
    into->increment_bytes += (double)change->increment_bytes;
    if (into->first_event == 0 || (double)change->first_event < into->first_event)
        into->first_event = (double)change->first_event;
    if ((double)change->last_event >= into->last_event) {
        into->last_event = (double)change->last_event;
        into->live_bytes = (double)change->after_bytes;
    }
    return tare_profile_add(f->profile, &seen, f->err); /* so that its text is read */
}

static int add_change(struct following *f, const struct tare_maps *maps,
                      const struct tare_heap_change *change, size_t mark)
{
    uint64_t addresses[TARE_HEAP_FRAMES_MAX];
    struct tare_nest nest;

    for (uint64_t i = 0; i < change->frame_count; i++)
        addresses[i] = change->frame[i] - 1; /* the call is before where it returns to */
    tare_nest_of(&nest, f->subject->dwarf, maps, addresses, change->frame_count, f->subject->entry);
    if (!nest.is_in_entry)
        return 0;
    f->profile->memory.placed_bytes += (double)change->increment_bytes;
    for (size_t i = 0; i < nest.count; i++)
        if (add_place(f, &nest.place[i], change, mark))
            return -1;
    return 0;
}

static int add_levels(struct following *f, const struct tare_heap_table *table)
{
    struct tare_profile_memory *memory = &f->profile->memory;
    struct tare_heap_history history;

    if (tare_heap_line_read(table, &history, f->err))
        return -1;
    free(history.holders);
    memory->peak_bytes = (double)history.peak_bytes;
    memory->level = calloc(history.point_count + 1, sizeof *memory->level);
    if (!memory->level)
        return tare_err_memory(f->err);
    for (size_t i = 0; i < history.point_count; i++)
        memory->level[memory->level_count++] = (struct tare_profile_level){
            (double)history.points[i].events, (double)history.points[i].live_bytes};
    return 0;
}

static int by_first_event(const void *first, const void *second)
{
    const struct tare_profile_change *a = first;
    const struct tare_profile_change *b = second;

    if (a->first_event != b->first_event)
        return a->first_event < b->first_event ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

/* What the case said of itself. 0 or -1. */
static int take_report(struct following *f, const struct tare_case_report *report)
{
    struct tare_fate fate = {0};
    char why[TARE_SUBJECT_WHY_BYTES];

    if (report->end == TARE_END_FINE)
        return 0;
    tare_fate_set(&fate, report->end == TARE_END_SKIPPED ? TARE_FATE_SKIPPED : TARE_FATE_FAILED,
                  "%.*s", (int)sizeof report->reason - 1, report->reason);
    tare_subject_explain(f->profile, "the case", &fate, why);
    return tare_profile_note(f->profile, f->err, "%s", why);
}

/* The case has returned: what it did to the heap. */
static int take_all(struct following *f, struct tare_watch *watch)
{
    struct tare_profile_memory *memory = &f->profile->memory;
    const struct tare_heap_header *header = watch->table.header;
    struct tare_heap_change *changes = NULL;
    struct tare_maps maps = {0};
    size_t count = 0;
    int result = tare_maps_read(&maps, watch->child.proc.pid, f->err) ||
                         tare_heap_changes_read(&watch->table, &changes, &count, f->err)
                     ? -1
                     : add_levels(f, &watch->table);

    memory->end_bytes = (double)header->live_bytes - (double)tare_heap_line(header)->start_bytes;
    for (size_t i = 0; i < count && result == 0; i++)
        result = add_change(f, &maps, &changes[i], i);
    if (memory->change_count)
        qsort(memory->change, memory->change_count, sizeof *memory->change, by_first_event);
    if (result == 0)
        result = take_report(f, &watch->child.wire->report);
    memory->known = result == 0;
    free(changes);
    tare_maps_free(&maps);
    tare_child_end(&watch->child);
    return result;
}

static int look(struct tare_watch *watch, enum tare_mark mark, void *context)
{
    if (mark == TARE_MARK_ENTER)
        tare_heap_changes_begin(&watch->table);
    return mark == TARE_MARK_LEFT ? take_all(context, watch) : 0;
}

int tare_memory_run(struct tare_profile *profile, const struct tare_subject *subject,
                    const char *library, struct tare_err *err)
{
    struct following f = {.subject = subject, .profile = profile, .err = err};
    const struct tare_profile_memory *memory = &profile->memory;
    char why[TARE_SUBJECT_WHY_BYTES];
    struct tare_fate fate;

    if (tare_watch_run(&(struct tare_watch_params){.subject = subject,
                                                   .library = library,
                                                   .once = true,
                                                   .look = look,
                                                   .miss = miss,
                                                   .context = &f},
                       &fate, err))
        return -1;
    if (memory->known || memory->missing)
        return 0;
    tare_subject_explain(profile, "the case", &fate, why);
    miss(why, &f);
    return 0;
}
