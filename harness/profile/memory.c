/* SPDX-License-Identifier: MIT */
#include "profile/memory.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conduct/weigh_child.h"
#include "profile/nest.h"

struct following {
    const struct tare_subject *subject;
    struct tare_profile *profile;
    struct tare_err *err;
    struct tare_arm arm;
    struct tare_child child;
    struct tare_heap_table table;
    int library;
    bool is_broken; /* the harness failed */
};

static void miss(struct following *f, const char *why)
{
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

static int add_levels(struct following *f)
{
    struct tare_profile_memory *memory = &f->profile->memory;
    struct tare_heap_history history;

    if (tare_heap_line_read(&f->table, &history, f->err))
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
static int take_report(struct following *f)
{
    const struct tare_case_report *report = &f->child.wire->report;
    char why[TARE_SUBJECT_WHY_BYTES];

    if (report->end == TARE_END_FINE)
        return 0;
    tare_fate_set(&f->child.fate,
                  report->end == TARE_END_SKIPPED ? TARE_FATE_SKIPPED : TARE_FATE_FAILED, "%.*s",
                  (int)sizeof report->reason - 1, report->reason);
    tare_subject_explain(f->profile, "the case", &f->child.fate, why);
    return tare_profile_note(f->profile, f->err, "%s", why);
}

/* The case has returned: what it did to the heap. */
static int take_all(struct following *f)
{
    struct tare_profile_memory *memory = &f->profile->memory;
    const struct tare_heap_line *line = tare_heap_line(f->table.header);
    struct tare_heap_change *changes = NULL;
    struct tare_maps maps = {0};
    size_t count = 0;
    int result = tare_maps_read(&maps, f->child.proc.pid, f->err) ||
                         tare_heap_changes_read(&f->table, &changes, &count, f->err)
                     ? -1
                     : add_levels(f);

    memory->end_bytes = (double)f->table.header->live_bytes - (double)line->start_bytes;
    for (size_t i = 0; i < count && result == 0; i++)
        result = add_change(f, &maps, &changes[i], i);
    if (memory->change_count)
        qsort(memory->change, memory->change_count, sizeof *memory->change, by_first_event);
    if (result == 0)
        result = take_report(f);
    memory->known = result == 0;
    free(changes);
    tare_maps_free(&maps);
    tare_child_end(&f->child);
    return result;
}

/* Looks at the memory as the mark asks. Returns false where it ends there. */
static bool heed(struct following *f)
{
    const struct tare_wire *wire = f->child.wire;
    struct tare_err why = {0};

    switch (tare_child_mark(&f->child)) {
    case TARE_MARK_HEAP:
        if (tare_heap_table_verify(&f->table, wire->weighed_address, wire->weighed_bytes, &why))
            miss(f, why.text);
        return !why.code;
    case TARE_MARK_ENTER:
        tare_heap_changes_begin(&f->table);
        return true;
    case TARE_MARK_LEFT:
        if (tare_heap_table_ready(&f->table, &why))
            miss(f, why.text);
        else
            f->is_broken = take_all(f) != 0;
        return false;
    case TARE_MARK_BEGIN:
    case TARE_MARK_END:
    case TARE_MARK_WEIGH:
    case TARE_MARK_REGION:
    case TARE_MARK_REFS:
        return true;
    case TARE_MARK_NONE:
    case TARE_MARK_READY:
    case TARE_MARK_RAN:
        break;
    }
    miss(f, "the weigh process wrote junk into the page that it shares");
    return false;
}

static int run(struct following *f)
{
    const struct tare_turn_order go = {.order = TARE_ORDER_GO};
    const struct tare_weigh_params weigh = {.dwarf = f->subject->dwarf,
                                            .library = f->library,
                                            .cpu = (int)f->subject->cpus->cpu[0],
                                            .seed = f->subject->seed,
                                            .once = true};
    const struct tare_profile_memory *memory = &f->profile->memory;
    char why[TARE_SUBJECT_WHY_BYTES];

    if (tare_heap_table_open(&f->table, f->err) ||
        tare_weigh_start(&f->child, &f->arm, &weigh, &f->table, f->err))
        return -1;
    while (f->child.alive && heed(f))
        tare_child_turn(&f->child, &go);
    if (f->is_broken)
        return -1;
    if (tare_child_interrupted())
        return tare_err_set(f->err, TARE_ERR_SYSTEM, "interrupted");
    if (memory->known || memory->missing)
        return 0;
    tare_subject_explain(f->profile, "the case", &f->child.fate, why);
    miss(f, why);
    return 0;
}

int tare_memory_run(struct tare_profile *profile, const struct tare_subject *subject,
                    const char *library, struct tare_err *err)
{
    struct following f = {.subject = subject, .profile = profile, .err = err, .table = {.fd = -1}};
    int result;

    f.child.wire_fd = f.child.proc.output_fd = -1;
    f.library = open(library, O_RDONLY | O_CLOEXEC);
    if (f.library < 0)
        return tare_err_errno(err, "cannot open '%s'", library);
    tare_subject_arm(subject, &f.arm);
    result = run(&f);
    tare_child_free(&f.child);
    tare_heap_table_close(&f.table);
    tare_arm_free(&f.arm);
    close(f.library);
    return result;
}
